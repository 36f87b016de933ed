//! What an article must be whatever happened: whole sentences, names that are somebody's, right numbers of nouns, no word
//! twice, no deed of the dead, and no number that cannot be traced to entries of the chronicle.

// A test that cannot go on says so by panicking.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use common::told::run_of;
use common::wars::library;
use polemos::almanac::article::Length;
use polemos::record::{Record, RecordKind, Sentence, Stated, json};
use polemos::{Setup, play};
use std::collections::{BTreeMap, BTreeSet};

/// Wars of the library.
const WARS: [&str; 5] = ["two-ports", "lantern", "trafalgar", "cardassia", "empire-alliance"];
/// Runs of each: a thousand in all.
const RUNS: u64 = 240;
/// Runs of the saga, each of which is many wars.
const SAGAS: u64 = 40;
/// Examples of a fault that are shown.
const EXAMPLES: usize = 4;

#[test]
fn articles_of_two_ports_are_right() {
    right("two-ports");
}

#[test]
fn articles_of_lantern_are_right() {
    right("lantern");
}

#[test]
fn articles_of_trafalgar_are_right() {
    right("trafalgar");
}

#[test]
fn articles_of_cardassia_are_right() {
    right("cardassia");
}

#[test]
fn articles_of_empire_alliance_are_right() {
    let faults = hold("empire-alliance", 0..SAGAS);
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

fn right(name: &str) {
    let faults = hold(name, 0..RUNS);
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// A side that 91 ships came over to in the battle, and that lost 112 of 182, was once told to have lost all of its 91.
#[test]
fn what_came_over_in_a_battle_counts_among_what_could_be_lost_there() {
    let war = library("cardassia");
    let mut came_over = 0;
    for seed in 0..30 {
        let played = play(&war, &Setup { record: true, ..Setup::new(seed) }).unwrap();
        let run = run_of(&war, &played, seed);
        for record in run.records().iter().filter(|it| it.kind == RecordKind::Battle) {
            let record = serde_json::to_value(record).unwrap();
            let [a, b] = [&record["sides"][0], &record["sides"][1]];
            for (side, other) in [(a, b), (b, a)] {
                let joined = ships(&other["losses"], Some("defected"));
                let had = ships(&side["strength"], None) + joined;
                let lost = ships(&side["losses"], Some("unspecified"));
                let share = listed(&side["losses"], Some("unspecified")).find_map(|it| it["share"].as_f64());
                if let Some(share) = share {
                    assert!((share - lost / had).abs() < 1e-9, "seed {seed}: {share}, {lost} of {had}");
                    came_over += u64::from(joined > 0.0 && lost > 0.0);
                }
            }
        }
    }
    assert!(came_over >= 3, "the test has something to look at: {came_over}");
}

/// The counts of ships in a list, of a fate if one is asked for.
fn listed<'a>(
    counts: &'a serde_json::Value,
    fate: Option<&'a str>,
) -> impl Iterator<Item = &'a serde_json::Value> {
    let all = counts.as_array().into_iter().flatten();
    all.filter(move |it| {
        it["category"]["kind"] == "ship" && fate.is_none_or(|fate| it["fates"][0].as_str() == Some(fate))
    })
}

/// How many ships these are together.
fn ships(counts: &serde_json::Value, fate: Option<&str>) -> f64 {
    listed(counts, fate).filter_map(|it| it["claims"][0]["value"]["exact"].as_f64()).sum()
}

#[test]
fn a_projection_states_every_number_with_its_place_in_the_report() {
    for name in WARS {
        let war = library(name);
        let setup = polemos::ProjectSetup {
            seed: 1,
            runs: 24,
            jobs: 1,
            policies: Setup::new(1).policies,
            from_day: None,
            battles: Setup::new(1).battles,
        };
        let runs = polemos::project(&war, &setup, &|_| true).unwrap();
        let report = polemos::summarise(&war, &runs, 1, 0.0);
        let record = polemos::projected::record(&war, &report);
        let data = serde_json::to_value(&report).unwrap();
        let mut found = Vec::new();
        for sentence in record.sections.iter().flat_map(|it| &it.paragraphs).flat_map(|it| &it.sentences) {
            wording(sentence, &mut |kind, at| found.push(format!("{kind}: {at}")));
            for mention in &sentence.states {
                if let Stated::Name(key) = &mention.claim.value {
                    assert!(record.entity(key).is_some(), "{name}: {key} is nobody");
                }
                if matches!(mention.claim.value, Stated::Name(_) | Stated::Text(_)) {
                    continue;
                }
                let place = mention.claim.sources[0].locator.clone().unwrap();
                assert!(data.pointer(&format!("/{place}")).is_some(), "{name}: nothing at {place}");
            }
            let bare = words(&sentence.text).into_iter().find(|(start, word)| {
                let named = is_idiom(&sentence.text, *start, word);
                is_number(word)
                    && !named
                    && !sentence.states.iter().any(|it| it.at.start <= *start && *start < it.at.end)
            });
            assert!(bare.is_none(), "{name}: {bare:?} in: {}", sentence.text);
        }
        assert!(found.is_empty(), "{name}: {}", found.join("\n"));
        let text = json::write(&record).unwrap();
        assert_eq!(json::read(&text).unwrap(), record, "{name}: the record does not come back");
    }
}

#[test]
fn battles_are_what_their_articles_call_them() {
    use polemos::chronicle::What;
    let mut kinds: BTreeMap<&str, u64> = BTreeMap::new();
    for (name, runs) in [("cardassia", 12), ("lantern", 6), ("trafalgar", 12)] {
        let war = library(name);
        for replication in 0..runs {
            let setup = Setup { replication, record: true, ..Setup::new(1) };
            let played = play(&war, &setup).unwrap();
            let run = run_of(&war, &played, 1);
            let teller = run.teller();
            for record in run.told(Length::Lead).records.iter().filter(|it| it.kind == RecordKind::Battle) {
                let id = |it: &&polemos::almanac::clash::Clash| {
                    polemos::almanac::article::battle_id(&teller, it) == record.id
                };
                let clash = teller.clashes.iter().find(id).unwrap();
                let before = || run.chronicle.entries.iter().take_while(|it| it.seq < clash.entries[0]);
                let here = clash.whole.place;
                let sentences = record.sections[0].paragraphs[0].sentences.iter();
                let lead: Vec<&str> = sentences.map(|it| it.text.as_str()).collect();
                let lead = lead.join(" ");
                let mut called = |words: &'static str, holds: bool| {
                    if lead.contains(words) {
                        *kinds.entry(words).or_default() += 1;
                        assert!(holds, "{name}, replication {replication}: {lead}");
                    }
                };
                let shut_in = before()
                    .any(|it| matches!(it.what, What::Invested { place, closed: true, .. } if place == here));
                let went_over =
                    before().any(|it| matches!(it.what, What::WentOver { place, .. } if place == Some(here)));
                let earlier = before().any(|it| matches!(&it.what, What::Battle(it) if it.place == here));
                let elsewhere = before().any(|it| matches!(&it.what, What::Battle(it) if it.place != here));
                called(" storm", shut_in);
                called("former comrades", went_over);
                called("next attempt", earlier);
                called("counter-attack", earlier);
                called("pursuit", elsewhere);
                called(" assault on", clash.whole.sides.iter().all(|side| !side.units.is_empty()));
                called("a meeting of fleets", true);
            }
        }
    }
    println!("{kinds:?}");
    assert!(kinds.len() >= 4, "{kinds:?}");
}

/// What is wrong in the articles of some runs of a war: each kind of fault, how often, and examples.
fn hold(name: &str, runs: std::ops::Range<u64>) -> Vec<String> {
    let war = library(name);
    let mut faults: BTreeMap<String, (u64, Vec<String>)> = BTreeMap::new();
    let (mut sentences, mut numbers) = (0_u64, 0_u64);
    for replication in runs {
        let seed = 1 + replication / 50;
        let setup = Setup { replication, record: true, ..Setup::new(seed) };
        let played = play(&war, &setup).unwrap();
        let run = run_of(&war, &played, seed);
        // One run in ten at each of the other lengths.
        let length =
            [Length::Lead, Length::Short].get(replication as usize % 10).copied().unwrap_or_default();
        let told = run.told(length);
        let mut add = |kind: &str, at: &str| {
            let entry = faults.entry(kind.to_owned()).or_default();
            entry.0 += 1;
            if entry.1.len() < EXAMPLES {
                entry.1.push(format!("replication {replication}: {at}"));
            }
        };
        told.untraced.iter().for_each(|it| add("a number without a trace", it));
        let last = played.chronicle.entries.last().map_or(0, |entry| entry.seq.0);
        for record in &told.records {
            assert!(!record.sections.is_empty(), "{name}: {} has no article", record.id);
            for sentence in record.sections.iter().flat_map(|it| &it.paragraphs).flat_map(|it| &it.sentences)
            {
                sentences += 1;
                numbers += traced(record, sentence, last, &mut add);
                wording(sentence, &mut add);
            }
            deeds_of_the_dead(record, &mut add);
            repeated(record, &mut add);
        }
        if replication == 0 {
            let text = json::write(&told.records[0]).unwrap();
            assert_eq!(json::read(&text).unwrap(), told.records[0], "{name}: the record does not come back");
        }
    }
    println!("{name}: {sentences} sentences, {numbers} numbers");
    assert!(sentences > 0 && numbers > 0);
    faults
        .iter()
        .map(|(kind, (n, at))| format!("{name}: {kind}, {n} times\n    {}", at.join("\n    ")))
        .collect()
}

/// Every number of a sentence lies in a stretch that states something, which rests on entries that there are; every name
/// stands for an entity of the record. Returns how many numbers there are.
fn traced(record: &Record, sentence: &Sentence, last: u32, add: &mut impl FnMut(&str, &str)) -> u64 {
    let text = &sentence.text;
    for mention in &sentence.states {
        if text.get(mention.at.start..mention.at.end) != Some(mention.claim.verbatim.as_str()) {
            add("a claim beside its words", text);
        }
        match &mention.claim.value {
            Stated::Name(key) if record.entity(key).is_none() => {
                add("a name of nobody", &format!("{key} in: {text}"))
            }
            Stated::Name(_) | Stated::Text(_) => {}
            _ => {
                let rows: Vec<u32> = mention.claim.sources.iter().flat_map(|it| it.entries.clone()).collect();
                if rows.is_empty() || rows.iter().any(|row| *row > last) {
                    add("a claim without entries", &format!("“{}” in: {text}", mention.claim.verbatim));
                }
            }
        }
    }
    let mut count = 0;
    for (start, word) in words(text) {
        if !is_number(word) {
            continue;
        }
        count += 1;
        let held = sentence.states.iter().any(|it| it.at.start <= start && start < it.at.end);
        if !held && !is_idiom(text, start, word) {
            add("a number that states nothing", &format!("“{word}” in: {text}"));
        }
    }
    count
}

fn words(text: &str) -> Vec<(usize, &str)> {
    let mut found = Vec::new();
    let mut at = 0;
    for word in text.split([' ', '(', ')', '“', '”', ';', ':', '.', '!', '?', '–']) {
        let trimmed = word.trim_end_matches(',');
        if !trimmed.is_empty() {
            found.push((at, trimmed));
        }
        at += word.len() + text[at + word.len()..].chars().next().map_or(0, char::len_utf8);
    }
    found
}

fn is_number(word: &str) -> bool {
    const WORDS: [&str; 34] = [
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
        "thirteen",
        "fourteen",
        "fifteen",
        "sixteen",
        "seventeen",
        "eighteen",
        "nineteen",
        "twenty",
        "thirty",
        "forty",
        "fifty",
        "hundred",
        "thousand",
        "million",
        "billion",
        "half",
        "thirds",
        "quarters",
        "twice",
        "second",
        "dozen",
        "tenth",
    ];
    let lower = word.to_lowercase();
    let head = lower.split('-').next().unwrap_or_default();
    word.starts_with(|c: char| c.is_ascii_digit()) || WORDS.contains(&head)
}

/// "no one", "one another", "at every second".
fn is_idiom(text: &str, start: usize, word: &str) -> bool {
    let before = text[..start].trim_end();
    let after = text[start + word.len()..].trim_start();
    word.eq_ignore_ascii_case("one")
        && (before.to_lowercase().ends_with("no") || before.ends_with("any") || after.starts_with("another"))
}

fn wording(sentence: &Sentence, add: &mut impl FnMut(&str, &str)) {
    let text = &sentence.text;
    for bad in [
        "{",
        "}",
        "  ",
        " ,",
        " .",
        "..",
        "someone",
        "a coalition",
        "an unnamed",
        "a faction",
        "NaN",
        " inf",
        "Id(",
        "“”",
    ] {
        if text.contains(bad) {
            add("a sentence out of order", text);
        }
    }
    let first = text.chars().next().unwrap_or(' ');
    if first.is_lowercase() || first == ' ' {
        add("a sentence that opens small", text);
    }
    if !text.ends_with(['.', '!', '?', '”']) {
        add("a sentence without an end", text);
    }
    // Numbers that are part of a name count nothing: "Deep Space 9 station".
    let mut plain = text.clone();
    for mention in &sentence.states {
        if matches!(mention.claim.value, Stated::Name(_) | Stated::Text(_))
            && plain.is_char_boundary(mention.at.end)
        {
            let name: String = plain[mention.at.start..mention.at.end]
                .chars()
                .map(|c| if c.is_ascii_digit() { 'x' } else { c })
                .collect();
            plain.replace_range(mention.at.start..mention.at.end, &name);
        }
    }
    let all: Vec<&str> = plain.split(' ').collect();
    for pair in all.windows(2) {
        let bare = |word: &str| word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
        let same = !pair[0].ends_with([',', '.', ';', ':']) && bare(pair[0]) == bare(pair[1]);
        if same && !bare(pair[0]).is_empty() && !["had", "that"].contains(&bare(pair[0]).as_str()) {
            add("a word twice", text);
        }
        number_of(pair, &bare, text, add);
    }
}

/// "one ships", "12 ship".
fn number_of(pair: &[&str], bare: &impl Fn(&str) -> String, text: &str, add: &mut impl FnMut(&str, &str)) {
    const NOUNS: [(&str, &str); 12] = [
        ("ship", "ships"),
        ("station", "stations"),
        ("platform", "platforms"),
        ("unit", "units"),
        ("place", "places"),
        ("day", "days"),
        ("month", "months"),
        ("hour", "hours"),
        ("battle", "battles"),
        ("force", "forces"),
        ("soldier", "soldiers"),
        ("time", "times"),
    ];
    let (number, noun) = (bare(pair[0]), bare(pair[1]));
    let one = ["one", "1", "a", "an"].contains(&number.as_str());
    let several = is_number(&number)
        && !one
        && !["second", "half", "million", "billion", "tenth"].contains(&number.as_str());
    if one && NOUNS.iter().any(|(_, many)| *many == noun)
        || several && NOUNS.iter().any(|(one, _)| *one == noun)
    {
        add("a wrong plural", text);
    }
}

/// Nobody does anything after the sentence that tells of his or her death.
fn deeds_of_the_dead(record: &Record, add: &mut impl FnMut(&str, &str)) {
    if record.kind == RecordKind::Battle {
        return;
    }
    let mut dead: BTreeSet<String> = BTreeSet::new();
    let course = record.sections.iter().skip_while(|it| it.heading.as_deref() != Some("Course of the war"));
    let course = course.take_while(|it| it.level > 2 || it.heading.as_deref() == Some("Course of the war"));
    for sentence in course.flat_map(|it| &it.paragraphs).flat_map(|it| &it.sentences) {
        let text = &sentence.text;
        for mention in &sentence.states {
            let Stated::Name(key) = &mention.claim.value else { continue };
            let after = &text[mention.at.end..];
            let deeds = [
                " chose",
                " ordered",
                " sent",
                " drew",
                " set ",
                " took",
                " put ",
                " thought",
                " accepted",
                " refused",
                "'s orders",
            ];
            let acts = deeds.iter().any(|deed| after.starts_with(deed))
                || text[..mention.at.start].ends_with(" under ");
            if acts && dead.contains(key) {
                add("a deed of the dead", text);
            }
        }
        let killed = ["was killed", "were killed", " lost his life", " lost her life", " lost their life"];
        if killed.iter().any(|it| text.contains(it)) {
            let persons = sentence.states.iter().filter_map(|it| match &it.claim.value {
                Stated::Name(key)
                    if record
                        .entity(key)
                        .is_some_and(|it| it.kind == polemos::record::EntityKind::Person) =>
                {
                    Some(key.clone())
                }
                _ => None,
            });
            dead.extend(persons);
        }
    }
}

/// No sentence stands twice in one paragraph, and none of many words twice in one article.
fn repeated(record: &Record, add: &mut impl FnMut(&str, &str)) {
    let mut seen: BTreeSet<&str> = BTreeSet::new();
    for sentence in record.sections.iter().flat_map(|it| &it.paragraphs).flat_map(|it| &it.sentences) {
        if sentence.text.split(' ').count() > 12 && !seen.insert(&sentence.text) {
            add("a sentence twice", &sentence.text);
        }
    }
}
