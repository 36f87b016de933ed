//! What a sentence may rest on: the figures that entries of the chronicle hold, and how each of them may be worded. A
//! number in a sentence that is none of these has no trace, and its sentence is not printed.

use super::names::NameIndex;
use super::numerals::{numbers, value_of};
use crate::dates::Dates;
use crate::happening::happening;
use crate::items::{Item, Kind};
use crate::sentence::Teller;
use crate::text::TIE;
use crate::voice::*;
use polemos_chronicle::{Believed, Entry, What};
use polemos_record::{Claim, Mention, Quantity, RecordDate, Sentence, Source, SourceRef, Stated, TextSpan};
use polemos_war::BeliefKind;
use polemos_war::lexicon::prose;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// One figure.
#[derive(Clone, Debug)]
struct Figure {
    /// How it may be worded, each with the noun that may go with it.
    words: Vec<String>,
    /// What it states.
    stated: Stated,
    /// Entries that hold it.
    entries: Vec<u32>,
    /// Where in the entry: "sides/0/loss_share".
    locator: Option<String>,
    /// The claim of the record's box that it repeats.
    of: Option<String>,
}

/// Figures that sentences may use.
#[derive(Clone, Debug, Default)]
pub(crate) struct Evidence {
    figures: Vec<Figure>,
}

/// A sentence whose every number is bound, or the number that is not.
pub(crate) type Bound = Result<Sentence, String>;

impl Evidence {
    /// A figure by its wordings.
    fn add(&mut self, words: Vec<String>, stated: Stated, entries: &[u32], locator: Option<String>) {
        let words = words.into_iter().map(|it| it.replace(TIE, " ")).filter(|it| !it.is_empty()).collect();
        self.figures.push(Figure { words, stated, entries: entries.to_vec(), locator, of: None });
    }

    /// All numbers of a wording that was made from these entries.
    pub(crate) fn trust(&mut self, words: &str, entries: &[u32]) {
        let text = words.replace(TIE, " ");
        for at in numbers(&text) {
            let tail = &text[at.start..];
            let end = tail.char_indices().map(|(n, _)| n).chain([tail.len()]).rev();
            // The number with its scale or sign, where that is read too.
            let whole = end.map(|n| &tail[..n]).find(|part| {
                let scaled = ["million", "billion", "trillion", "%"].iter().any(|it| part.ends_with(it));
                (scaled && part.split(' ').count() == 2) || part.len() == at.len()
            });
            let Some(whole) = whole else { continue };
            let amount = value_of(whole)
                .map_or(Quantity::Verbal { term: whole.to_owned(), of: None }, Quantity::Exact);
            let stated = if whole.ends_with('%') {
                Stated::Extent(amount)
            } else {
                Stated::Count { amount, what: None, fates: Vec::new() }
            };
            self.add(vec![whole.to_owned()], stated, entries, None);
        }
    }

    /// A count of something that these entries show.
    pub(crate) fn count(&mut self, n: u64, one: &str, many: &str, entries: &[u32]) {
        let words = vec![count_of(n, one, many), in_words_or_figures(n), figures(n)];
        self.add(words, count(n as f64, Some(if n == 1 { one } else { many })), entries, None);
    }

    /// A share.
    pub(crate) fn share(&mut self, share: f64, entries: &[u32], of: Option<String>) {
        self.add(share_words(share), Stated::Extent(Quantity::Exact(share)), entries, None);
        self.last_of(of);
    }

    fn last_of(&mut self, of: Option<String>) {
        if let Some(last) = self.figures.last_mut() {
            last.of = of;
        }
    }

    /// A number of persons.
    pub(crate) fn persons(&mut self, n: f64, entries: &[u32], of: Option<String>) {
        let words = vec![people(n), persons(n)];
        self.add(words, count(n, Some("people")), entries, None);
        self.last_of(of);
    }

    /// Units of a domain.
    pub(crate) fn units(&mut self, domain: polemos_war::Domain, n: u64, entries: &[u32], of: Option<String>) {
        let words = vec![domain_count(domain, n), figures(n), in_words_or_figures(n)];
        self.add(words, count(n as f64, Some(domain_words(domain).1)), entries, None);
        self.last_of(of);
    }

    /// A stretch of time.
    pub(crate) fn stretch(&mut self, days: f64, entries: &[u32]) {
        self.add(stretch_words(days), Stated::Duration(Quantity::Exact(days)), entries, None);
    }

    /// A day, as a date with or without its year.
    pub(crate) fn day(&mut self, dates: &Dates<'_>, day: f64, entries: &[u32]) {
        let full = dates.full(day);
        self.add(vec![full, without_year(dates, day)], Stated::Date(dates.record(day)), entries, None);
    }

    /// Days from one to another.
    pub(crate) fn range(&mut self, date: &RecordDate, entries: &[u32], of: Option<String>) {
        self.add(vec![date.verbatim.clone()], Stated::Date(date.clone()), entries, None);
        self.last_of(of);
    }

    /// A number in a row.
    pub(crate) fn ordinal(&mut self, n: u64, entries: &[u32]) {
        self.add(vec![prose::ordinal_word(n)], Stated::Ordinal(n as u32), entries, None);
    }

    /// A belief beside the truth.
    pub(crate) fn belief(&mut self, belief: &Believed, entries: &[u32]) {
        match belief.what {
            BeliefKind::Resolve => {
                for value in [belief.believed, belief.so] {
                    let words = vec![format!("{value:.2}")];
                    self.add(words, Stated::Extent(Quantity::Exact(value)), entries, Some("beliefs".into()));
                }
            }
            BeliefKind::Strength => {
                for value in [belief.believed, belief.so, belief.range[0], belief.range[1]] {
                    let words = vec![persons(value)];
                    self.add(words, count(value, None), entries, Some("beliefs".into()));
                }
                let factor = belief.believed.max(0.5) / belief.so.max(0.5);
                let told = crate::deciding::times_as_strong(belief);
                let told = ["about ", "less than ", "more than "]
                    .iter()
                    .fold(told.as_str(), |text, lead| text.strip_prefix(lead).unwrap_or(text))
                    .to_owned();
                self.add(
                    vec![told],
                    Stated::Extent(Quantity::Exact(factor)),
                    entries,
                    Some("beliefs".into()),
                );
            }
        }
    }

    /// Figures of one happening, read from its data: whatever kinds of happenings there are, every number in them is found.
    pub(crate) fn entry(&mut self, teller: &Teller<'_>, entry: &Entry) {
        self.day(&teller.dates, entry.day, &[entry.seq.0]);
        self.happening(teller, &entry.what, &[entry.seq.0]);
    }

    fn happening(&mut self, teller: &Teller<'_>, what: &What, entries: &[u32]) {
        let Ok(data) = serde_json::to_value(happening(teller.war, what)) else { return };
        let mut found = Vec::new();
        leaves(&data, String::new(), &mut found);
        let mut domains: BTreeMap<(String, usize), u64> = BTreeMap::new();
        for (path, value) in &found {
            self.leaf(teller, path, *value, entries);
            if let Some((parent, domain)) = domain_at(teller, path) {
                *domains.entry((parent.to_owned(), domain)).or_default() += *value as u64;
            }
        }
        for ((parent, domain), n) in domains {
            self.units(polemos_war::Domain::ALL[domain], n, entries, None);
            if let Some(last) = self.figures.last_mut() {
                last.locator = Some(parent);
            }
        }
        self.particular(teller, what, entries);
    }

    /// What the data of a happening does not hold in so many words.
    fn particular(&mut self, teller: &Teller<'_>, what: &What, entries: &[u32]) {
        match what {
            What::Opened => self.opening(teller, entries),
            What::WarBegan(began) => {
                self.opening(teller, entries);
                self.trust(&crate::between::war_name(teller.war, began), entries);
            }
            What::Event { event } => {
                let says = teller.war.events.get(*event).and_then(|it| it.says.clone());
                self.trust(&says.unwrap_or_default(), entries);
            }
            What::Rose { rebellion, .. } => {
                let says = teller.war.rebellions.get(*rebellion).and_then(|it| it.says.clone());
                self.trust(&says.unwrap_or_default(), entries);
            }
            What::EnvoySent { envoy, .. } => {
                let says = teller.war.envoys.get(*envoy).and_then(|it| it.says.clone());
                self.trust(&says.unwrap_or_default(), entries);
            }
            What::Decided(decided) => {
                let def = teller.war.decisions.get(decided.decision);
                let option = def.and_then(|it| it.options.get(usize::from(decided.option)));
                let says = option.map(|it| it.says.clone().unwrap_or_else(|| it.id.replace('-', " ")));
                self.trust(&says.unwrap_or_default(), entries);
                decided.beliefs.iter().for_each(|belief| self.belief(belief, entries));
            }
            What::GroundFought { dead, .. } => self.persons(dead[0] + dead[1], entries, None),
            What::Reprisal { place, dead, .. } => {
                let people = teller.war.places.get(*place).and_then(|it| it.people);
                let words = vec![teller.voice.of_people(people, *dead)];
                self.add(words, count(*dead, None), entries, Some("dead".into()));
            }
            What::Killing { people, dead, .. } => {
                let words = vec![teller.voice.of_people(Some(*people), *dead)];
                self.add(words, count(*dead, None), entries, Some("dead".into()));
            }
            What::Ended(_) => {
                self.trust(&crate::ending::headline(teller), entries);
                self.trust(teller.title.as_deref().unwrap_or_default(), entries);
            }
            What::Built { class, units, .. } => {
                let words = vec![teller.voice.units(*class, u64::from(*units))];
                self.add(words, count(f64::from(*units), None), entries, Some("units".into()));
            }
            // All but one of many is "over 99 %", which no number that the entry gives rounds to.
            What::Disabled { units, of, .. } => {
                self.share(f64::from(*units) / f64::from((*of).max(1)), entries, Some("units".into()));
            }
            _ => {}
        }
    }

    fn opening(&mut self, teller: &Teller<'_>, entries: &[u32]) {
        for side in &teller.sides {
            let mine = |faction| crate::sides::coalition_at_start(teller.war, faction) == Some(*side);
            let places =
                teller.war.places.iter().filter(|it| !it.removed && it.owner.is_some_and(mine)).count();
            self.count(places as u64, "place", "places", entries);
            let [opening, ..] = crate::sides::totals(&teller.stays, teller.summary, *side);
            for (domain, n) in polemos_war::Domain::ALL.into_iter().zip(opening) {
                self.units(domain, n, entries, None);
            }
        }
    }

    fn leaf(&mut self, teller: &Teller<'_>, path: &str, value: f64, entries: &[u32]) {
        let key = path.rsplit('/').find(|part| part.parse::<usize>().is_err()).unwrap_or_default();
        let (words, stated) = worded(teller, path, key, value);
        self.add(words, stated, entries, Some(path.to_owned()));
    }

    /// Figures of entries that are told together: of each, their sums, their number, the days that they span.
    pub(crate) fn item(&mut self, teller: &Teller<'_>, item: &Item<'_>) {
        let all: Vec<u32> = item.entries.iter().map(|entry| entry.seq.0).collect();
        item.entries.iter().for_each(|entry| self.entry(teller, entry));
        if let Kind::Battle(clash, after) = &item.kind {
            self.clash(teller, clash);
            self.count(after.destroyed.len().saturating_sub(2) as u64, "other force", "other forces", &all);
        }
        if let Kind::Offensive { days, again } = &item.kind {
            self.stretch(*days, &all);
            again.iter().for_each(|day| self.day(&teller.dates, *day, &all));
            self.often(again.len(), &all);
        }
        if let Kind::Posture { changed, .. } = &item.kind {
            let from = item.entries.first().map_or(item.day, |entry| entry.day);
            changed.iter().for_each(|(day, _)| {
                self.stretch(day - from, &all);
                self.day(&teller.dates, *day, &all);
            });
            self.count(changed.len() as u64, "time", "times", &all);
        }
        self.sums(teller, item, &all);
        let days: Vec<f64> = item.entries.iter().map(|entry| entry.day).collect();
        let first = days.iter().copied().fold(f64::INFINITY, f64::min);
        let last = days.iter().copied().fold(first, f64::max);
        self.stretch(last - first, &all);
        self.stretch(last - first + 1.0, &all);
        let distinct = days.iter().map(|day| day.floor() as i64).collect::<BTreeSet<i64>>().len();
        for n in [item.entries.len(), item.entries.len().saturating_sub(1), distinct.saturating_sub(1)] {
            self.often(n, &all);
        }
        let about = item.entries.first();
        for reason in about.map(|entry| teller.reasons(entry)).unwrap_or_default() {
            self.entry(teller, reason);
            if let What::CutOff { forces, .. } = &reason.what {
                self.count(forces.len() as u64, "force", "forces", &[reason.seq.0]);
            }
        }
    }

    /// How often something happened.
    fn often(&mut self, n: usize, entries: &[u32]) {
        self.add(vec![often(n as u64)], count(n as f64, Some("times")), entries, None);
    }

    /// A battle of several engagements, as one.
    pub(crate) fn clash(&mut self, teller: &Teller<'_>, clash: &crate::clash::Clash) {
        let entries: Vec<u32> = clash.entries.iter().map(|seq| seq.0).collect();
        self.happening(teller, &What::Battle(Box::new(clash.whole.clone())), &entries);
        self.ordinal(u64::from(clash.whole.ordinal), &entries);
    }

    fn sums(&mut self, teller: &Teller<'_>, item: &Item<'_>, all: &[u32]) {
        let (mut forces, mut works, mut places) = (BTreeSet::new(), BTreeMap::new(), BTreeSet::new());
        let mut sums: BTreeMap<String, f64> = BTreeMap::new();
        let mut built: BTreeMap<polemos_war::ClassId, u64> = BTreeMap::new();
        for entry in &item.entries {
            match &entry.what {
                What::CutOff { forces: own, .. } | What::Reconnected { forces: own, .. } => {
                    forces.extend(own.iter().copied())
                }
                What::OutOfSupply { force, place }
                | What::Appeared { force, place }
                | What::Arrived { force, place } => {
                    forces.insert(*force);
                    places.insert(*place);
                }
                What::Refused { force, .. } | What::Departed { force, .. } => drop(forces.insert(*force)),
                What::WentOver { force, place, .. } => {
                    forces.insert(*force);
                    places.extend(place);
                }
                What::Struck { works: id } | What::Restored { works: id } => {
                    let kind = teller.war.works.get(*id).map_or(0, |it| it.kind as u8);
                    works.entry(kind).or_insert_with(BTreeSet::new).insert(*id);
                }
                What::Built { class, units, .. } => *built.entry(*class).or_default() += u64::from(*units),
                _ => {}
            }
            let Ok(data) = serde_json::to_value(happening(teller.war, &entry.what)) else { continue };
            let mut found = Vec::new();
            leaves(&data, String::new(), &mut found);
            found.into_iter().for_each(|(path, value)| *sums.entry(path).or_default() += value);
        }
        self.count(forces.len() as u64, "force", "forces", all);
        self.count(places.len() as u64, "place", "places", all);
        for ids in works.values() {
            self.count(ids.len() as u64, "work", "works", all);
        }
        for (class, n) in built {
            self.add(vec![teller.voice.units(class, n)], count(n as f64, None), all, Some("units".into()));
        }
        if item.entries.len() > 1 {
            let mut domains: BTreeMap<usize, u64> = BTreeMap::new();
            for (path, value) in &sums {
                self.leaf(teller, path, *value, all);
                if let Some((_, domain)) = domain_at(teller, path) {
                    *domains.entry(domain).or_default() += *value as u64;
                }
            }
            for (domain, n) in domains {
                self.units(polemos_war::Domain::ALL[domain], n, all, None);
            }
        }
    }

    /// A text as a sentence of the record: each of its numbers with the figure that it words, each name with what it stands
    /// for.
    pub(crate) fn bind(&self, index: &NameIndex, run: &polemos_record::Basis, text: &str) -> Bound {
        let text = text.replace(TIE, " ");
        let names = index.find(&text);
        let mut states: Vec<Mention> = Vec::new();
        let mut at = 0;
        for number in numbers(&text) {
            if number.start < at
                || names.iter().any(|(name, _)| name.start < number.end && number.start < name.end)
            {
                continue;
            }
            let Some((figure, span)) = self.figure_at(&text, number.start) else {
                return Err(format!("“{}” in: {text}", &text[number]));
            };
            at = span.end;
            states.push(mention(&text, span, figure, run));
        }
        for (span, key) in names {
            if states.iter().any(|it| it.at.start < span.end && span.start < it.at.end) {
                continue;
            }
            let words = &text[span.clone()];
            let stated = match key {
                Some(key) => Stated::Name(key.to_owned()),
                // What has no page is named all the same: works, classes, happenings.
                None => Stated::Text(words.to_owned()),
            };
            let claim = Claim::new(words, stated, run.clone());
            states.push(Mention { at: TextSpan { start: span.start, end: span.end }, claim, of: None });
        }
        states.sort_by_key(|it| it.at);
        Ok(Sentence { text, states, sources: Vec::new() })
    }

    /// The figure that words the number at a byte: the longest wording that covers it.
    fn figure_at(&self, text: &str, at: usize) -> Option<(&Figure, std::ops::Range<usize>)> {
        let mut best: Option<(&Figure, std::ops::Range<usize>)> = None;
        for figure in &self.figures {
            for words in &figure.words {
                let from = at.saturating_sub(words.len());
                let from = (from..=at).find(|it| text.is_char_boundary(*it)).unwrap_or(at);
                let hits = text[from..]
                    .match_indices(words.as_str())
                    .map(|(row, _)| from + row..from + row + words.len());
                let hit = hits
                    .take_while(|span| span.start <= at)
                    .find(|span| span.end > at && bounded(text, span));
                let capital = hit.or_else(|| capital_at(text, at, words));
                if let Some(span) = capital
                    && best.as_ref().is_none_or(|(other, own)| {
                        // Of two as long, the one that the box has too.
                        span.len() > own.len()
                            || span.len() == own.len() && figure.of.is_some() && other.of.is_none()
                    })
                {
                    best = Some((figure, span));
                }
            }
        }
        best
    }
}

/// A wording that opens the sentence, and has a capital there.
fn capital_at(text: &str, at: usize, words: &str) -> Option<std::ops::Range<usize>> {
    let opens = at == 0 || text[..at].ends_with(['“', '(']) || text[..at].ends_with(". ");
    if !opens || words.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let capital = polemos_war::names::capitalised(words);
    let span = at..at + capital.len();
    (text.get(span.clone()) == Some(capital.as_str()) && bounded(text, &span)).then_some(span)
}

/// Whether nothing of the same word or number stands before or after a stretch.
fn bounded(text: &str, span: &std::ops::Range<usize>) -> bool {
    let before = text[..span.start].chars().next_back();
    let mut after = text[span.end..].chars();
    let (next, then) = (after.next(), after.next());
    let ends = match next {
        Some(c) if c.is_alphanumeric() => false,
        Some('-') => !then.is_some_and(char::is_alphanumeric),
        Some('.' | ',') => !then.is_some_and(|c| c.is_ascii_digit()),
        _ => true,
    };
    ends && before.is_none_or(|c| !c.is_alphanumeric() && c != '-')
}

fn mention(
    text: &str,
    span: std::ops::Range<usize>,
    figure: &Figure,
    run: &polemos_record::Basis,
) -> Mention {
    let source = SourceRef {
        id: Source::RUN.to_owned(),
        entries: figure.entries.clone(),
        locator: figure.locator.clone(),
        ..SourceRef::default()
    };
    let claim = Claim::new(&text[span.clone()], figure.stated.clone(), run.clone()).with_source(source);
    Mention { at: TextSpan { start: span.start, end: span.end }, claim, of: figure.of.clone() }
}

fn count(n: f64, what: Option<&str>) -> Stated {
    Stated::Count { amount: Quantity::Exact(n), what: what.map(str::to_owned), fates: Vec::new() }
}

/// A share as the almanac may word it.
fn share_words(share: f64) -> Vec<String> {
    let lexicon = polemos_war::lexicon::Lexicon::standard();
    let seen = chance(share);
    vec![
        percent(share),
        prose::percent(share),
        format!("{share:.2}"),
        format!("{:.0}", share * 100.0),
        format!("{seen} of winning"),
        seen,
        lexicon.loss_in_words(share),
    ]
}

fn stretch_words(days: f64) -> Vec<String> {
    vec![stretch(days), stretch(days.max(1.0)), prose::duration(days)]
}

/// A number of a happening, by the key it stands under.
fn worded(teller: &Teller<'_>, path: &str, key: &str, value: f64) -> (Vec<String>, Stated) {
    let class = path.rsplit('/').next().and_then(|id| class_of(teller, id));
    match key {
        "strikes" => (vec![often(value.max(0.0) as u64)], count(value, Some("times"))),
        "days" => (stretch_words(value), Stated::Duration(Quantity::Exact(value))),
        "hours" => (stretch_words(value / 24.0), Stated::Duration(Quantity::Exact(value / 24.0))),
        "dead" | "total" | "soldiers" => (vec![people(value), persons(value)], count(value, Some("people"))),
        "win" | "loss" | "loss_low" | "loss_high" | "loss_share" | "share" | "flow" | "level"
        | "projected_win" | "projected_loss" | "gravity" | "concession" | "low" | "high" => {
            if key == "level" {
                let words = match value {
                    l if l >= 0.7 => "three quarters",
                    l if l >= 0.4 => "a half",
                    _ => "a quarter",
                };
                return (vec![words.to_owned()], Stated::Extent(Quantity::Exact(value)));
            }
            (share_words(value), Stated::Extent(Quantity::Exact(value)))
        }
        "ordinal" => {
            (vec![prose::ordinal_word(value.max(0.0) as u64)], Stated::Ordinal(value.max(0.0) as u32))
        }
        "began" | "day" => (Vec::new(), Stated::Duration(Quantity::Exact(value))),
        _ => {
            let n = value.max(0.0).round() as u64;
            let mut words = vec![in_words_or_figures(n), figures(n)];
            if let Some(class) = class {
                words.push(teller.voice.units(class, n));
            }
            (words, count(value, None))
        }
    }
}

fn class_of(teller: &Teller<'_>, id: &str) -> Option<polemos_war::ClassId> {
    teller.war.classes.pairs().find(|(_, it)| it.id == id).map(|(id, _)| id)
}

/// The domain of a count by class or by domain, with the path of what it is a part of.
fn domain_at<'p>(teller: &Teller<'_>, path: &'p str) -> Option<(&'p str, usize)> {
    let (parent, last) = path.rsplit_once('/')?;
    let known = ["units", "lost", "went_over"].iter().any(|key| parent.rsplit('/').next() == Some(key));
    if !known {
        return None;
    }
    let by_domain = polemos_war::Domain::ALL.iter().position(|it| it.id() == last);
    let by_class =
        || class_of(teller, last).and_then(|id| teller.war.classes.get(id)).map(|it| it.domain as usize);
    Some((parent, by_domain.or_else(by_class)?))
}

/// Numbers of a happening's data, by their paths.
fn leaves(value: &Value, path: String, out: &mut Vec<(String, f64)>) {
    match value {
        Value::Number(n) => out.extend(n.as_f64().map(|n| (path, n))),
        Value::Array(list) => {
            for (row, it) in list.iter().enumerate() {
                leaves(it, format!("{path}/{row}"), out);
            }
        }
        Value::Object(map) => {
            for (key, it) in
                map.iter().filter(|(key, _)| key.as_str() != "utilities" && key.as_str() != "beliefs")
            {
                leaves(it, format!("{path}/{key}"), out);
            }
        }
        _ => {}
    }
}

/// A date without its year.
pub(crate) fn without_year(dates: &Dates<'_>, day: f64) -> String {
    let full = dates.full(day).replace(TIE, " ");
    let year = dates.year_text(dates.year(day)).replace(TIE, " ");
    let short =
        full.strip_suffix(&year).map(|it| it.trim_end_matches([' ', ','])).filter(|it| !it.is_empty());
    short.unwrap_or(&full).to_owned()
}

/// Entities that sentences name, to be listed in their record.
pub(crate) fn named<'s>(sentences: impl Iterator<Item = &'s Sentence>) -> BTreeSet<String> {
    let names = sentences.flat_map(|it| &it.states).filter_map(|it| match &it.claim.value {
        Stated::Name(key) => Some(key.clone()),
        _ => None,
    });
    names.collect()
}
