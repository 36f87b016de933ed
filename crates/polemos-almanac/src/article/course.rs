//! The course of a war: what happened, in order, each happening with its time, its reason and what was believed.

use super::evidence::{Evidence, without_year};
use super::{Composer, Length};
use crate::choice;
use crate::items::{Item, Kind};
use crate::text::TIE;
use crate::voice::stretch;
use crate::wording::Wording;
use polemos_chronicle::{Seq, What};
use polemos_record::{Paragraph, Section};
use polemos_war::names::{capitalised, listed};
use polemos_war::{FactionId, PlaceId};
use std::collections::BTreeSet;

/// Happenings of a short article.
const SHORT: usize = 14;
/// Happenings of a full one.
const FULL: usize = 60;
/// A happening below this weight is told in no article.
const LEAST: f64 = 3.5;
/// Sentences of a paragraph before another begins.
const SENTENCES: usize = 6;
/// Days between two happenings that stand in one paragraph.
const APART: f64 = 14.0;
/// Paragraphs of a section before it is parted by dates.
const LONG: usize = 9;
/// Days that are told as so many days later.
const LATER: f64 = 20.0;

/// Words that open a sentence with a circumstance, after which no date can stand well.
const CIRCUMSTANCES: [&str; 12] = [
    "On ", "In ", "With ", "After ", "Among ", "By ", "Beside ", "Through ", "During ", "Offered ", "Asked ",
    "Now ",
];
/// Words that open a sentence with a place.
const PLACES: [&str; 4] = ["At ", "From ", "Before ", "Of "];

/// A happening as told: its sentences, what they rest on, and the entries for its note.
struct Happening {
    texts: Vec<String>,
    evidence: Evidence,
    entries: Vec<Seq>,
}

/// How far the telling has come.
#[derive(Default)]
struct Told<'i, 'a> {
    /// What was told last.
    before: Option<&'i Item<'a>>,
    /// The year that was named last.
    year: Option<i64>,
    /// Reasons that have been given, in words.
    clauses: BTreeSet<String>,
    /// Times told as the day after the last, and as the same day.
    next: usize,
    same: usize,
}

impl Composer<'_, '_> {
    /// The section or sections that tell the course of a war.
    pub(super) fn course(&mut self, length: Length, wording: &mut Wording) -> Vec<Section> {
        let all = together(self.items);
        let chosen = self.chosen(&all, length);
        self.course_of(chosen, wording)
    }

    /// The sections that tell these happenings.
    pub(super) fn course_of(&mut self, items: Vec<&Item<'_>>, wording: &mut Wording) -> Vec<Section> {
        let mut parted: Vec<(f64, f64, Paragraph)> = Vec::new();
        let mut told = Told::default();
        for item in items {
            let opens = parted.last().is_none_or(|(_, last, paragraph)| {
                matches!(item.kind, Kind::Battle(..))
                    || item.day - last > APART
                    || paragraph.sentences.len() >= SENTENCES
            });
            let Some(it) = self.happening(item, opens, &mut told, wording) else { continue };
            if opens {
                parted.push((item.day, item.day, Paragraph::default()));
            }
            let Some((_, last, paragraph)) = parted.last_mut() else { continue };
            *last = item.day;
            let mut said = false;
            for text in &it.texts {
                said |= self.say(paragraph, &it.evidence, text);
            }
            if said {
                self.note(paragraph, &it.entries);
            }
            told.before = Some(item);
        }
        parted.retain(|(.., paragraph)| !paragraph.sentences.is_empty());
        self.headed(joined(parted))
    }

    /// Paragraphs under one heading, or under the dates that they tell of where they are many.
    fn headed(&self, paragraphs: Vec<(f64, f64, Paragraph)>) -> Vec<Section> {
        let top = Section { heading: Some("Course of the war".to_owned()), level: 2, paragraphs: Vec::new() };
        if paragraphs.is_empty() {
            return Vec::new();
        }
        if paragraphs.len() <= LONG {
            let paragraphs = paragraphs.into_iter().map(|(.., it)| it).collect();
            return vec![Section { paragraphs, ..top }];
        }
        let parts = paragraphs.len().div_ceil(LONG);
        let each = paragraphs.len().div_ceil(parts);
        let mut sections = vec![top];
        let mut rest = paragraphs.into_iter().peekable();
        while rest.peek().is_some() {
            let part: Vec<(f64, f64, Paragraph)> = rest.by_ref().take(each).collect();
            let from = part.first().map_or(0.0, |(from, ..)| *from);
            let to = part.iter().map(|(_, to, _)| *to).fold(from, f64::max);
            let heading = Some(self.teller.dates.range(from, to));
            sections.push(Section {
                heading,
                level: 3,
                paragraphs: part.into_iter().map(|(.., it)| it).collect(),
            });
        }
        sections
    }

    /// What is told of a war, in order.
    fn chosen<'i, 'e>(&self, all: &'i [Item<'e>], length: Length) -> Vec<&'i Item<'e>> {
        let chain = self.teller.chain_of_ending();
        let mut ranked: Vec<(f64, &Item<'_>)> = all
            .iter()
            // How the war opened stands in the background.
            .filter(|item| !matches!(item.what(), Some(What::Opened)))
            .map(|item| (choice::weight(self.teller, item, &chain), item))
            .filter(|(weight, _)| *weight >= LEAST)
            .collect();
        ranked.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.first_seq().cmp(&b.1.first_seq())));
        ranked.truncate(if length == Length::Full { FULL } else { SHORT });
        ranked.sort_by(|a, b| a.1.day.total_cmp(&b.1.day).then(a.1.first_seq().cmp(&b.1.first_seq())));
        ranked.into_iter().map(|(_, item)| item).collect()
    }

    fn happening(
        &self,
        item: &Item<'_>,
        opens: bool,
        sofar: &mut Told<'_, '_>,
        wording: &mut Wording,
    ) -> Option<Happening> {
        let teller = self.teller;
        let told = match self.given_up(item) {
            Some(told) => told,
            None => teller.tell(item, wording),
        };
        let time = self.time(item, opens, sofar);
        let candidates = self.preferred(&told.first, &time);
        let mut first = wording.choose(told.kind, &candidates).trim_end_matches('.').to_owned();
        if first.is_empty() {
            return None;
        }
        if let Kind::Battle(clash, _) = &item.kind {
            let name = teller.battle_in_prose(clash);
            if clash.of > 1 && !first.to_lowercase().contains(&name.to_lowercase()) {
                first = format!("{first}, in {name}");
            }
        }
        let cause = told.takes_cause.then(|| teller.cause_of(item, &first, sofar.before, wording)).flatten();
        // A reason that the sentence, or one before it, has said already is not said again.
        if let Some(clause) =
            cause.filter(|clause| fits(&first, clause) && sofar.clauses.insert(clause.clone()))
        {
            let comma = if first.contains(',') || first.chars().count() > 60 { "," } else { "" };
            first = format!("{first}{comma} {clause}");
        }
        let timed = match self.index.can_follow(&first) {
            true => self.timed(&first, &time),
            // Whether its first word may be written small is not known: the date comes last.
            false if time.is_empty() => first.clone(),
            false => format!("{first}, on {}", without_year(&teller.dates, item.day)),
        };
        let mut timed = format!("{}.", timed.trim_end_matches('.'));
        if self.has_said(&timed) {
            // The same again, so many days later: its date tells the two apart.
            timed = format!(
                "{}.",
                self.timed(&first, &format!("on {}", teller.dates.full(item.day))).trim_end_matches('.')
            );
        }
        let mut texts = vec![timed];
        texts.extend(told.rest);
        let mut evidence = Evidence::default();
        evidence.item(teller, item);
        if let Some(before) = sofar.before {
            let rows: Vec<u32> = [before.first_seq().0, item.first_seq().0].to_vec();
            evidence.stretch((item.day.floor() - before.day.floor()).max(0.0), &rows);
        }
        let texts = texts.into_iter().map(|text| text.replace(TIE, " ")).collect();
        let entries = item.entries.iter().map(|entry| entry.seq).take(8).collect();
        Some(Happening { texts, evidence, entries })
    }

    /// Places that one faction gave up, told together.
    fn given_up(&self, item: &Item<'_>) -> Option<crate::sentence::Told> {
        let given: Vec<(PlaceId, FactionId, FactionId)> = item
            .entries
            .iter()
            .filter_map(|entry| match &entry.what {
                What::GivenUp { place, from, to } => Some((*place, *from, *to)),
                _ => None,
            })
            .collect();
        let [(_, from, _), _, ..] = given.as_slice() else { return None };
        let voice = &self.teller.voice;
        let places = distinct(given.iter().map(|(place, ..)| voice.place(*place)));
        let heirs = distinct(given.iter().map(|(.., to)| voice.faction(*to).the));
        let (from, places, heirs) = (voice.faction(*from), listed(&places), listed(&heirs));
        Some(crate::sentence::Told::new(
            "given-up",
            [format!("{} gave up {places}, which went back to {heirs}", from.start())],
        ))
    }

    /// When a happening came, in words: a date, or how long after the one told before.
    fn time(&self, item: &Item<'_>, opens: bool, told: &mut Told<'_, '_>) -> String {
        let dates = &self.teller.dates;
        let year = dates.year(item.day);
        let days = told.before.map_or(f64::INFINITY, |it| item.day.floor() - it.day.floor());
        if !opens && days < 1.0 {
            // What follows from what was just told needs no time; what only came beside it does.
            let before = told
                .before
                .map(|it| it.entries.iter().map(|entry| entry.seq).collect::<Vec<_>>())
                .unwrap_or_default();
            let linked =
                item.entries.iter().flat_map(|entry| &entry.causes).any(|cause| before.contains(cause));
            if linked {
                return String::new();
            }
            told.same += 1;
            return match told.same % 3 {
                1 => "the same day".to_owned(),
                2 => String::new(),
                _ => "that day".to_owned(),
            };
        }
        if !opens && days <= LATER && told.year == Some(year) {
            if days < 2.0 {
                told.next += 1;
                return match told.next % 3 {
                    1 => "the next day".to_owned(),
                    2 => "a day later".to_owned(),
                    _ => format!("on {}", without_year(dates, item.day)),
                };
            }
            return format!("{} later", stretch(days));
        }
        let date = if told.year == Some(year) { without_year(dates, item.day) } else { dates.full(item.day) };
        told.year = Some(year);
        format!("on {date}")
    }

    /// Wordings that go with a time before them, where there are any.
    fn preferred(&self, candidates: &[String], time: &str) -> Vec<String> {
        let figure = |text: &String| text.starts_with(|c: char| c.is_ascii_digit());
        if time.is_empty() {
            // A sentence had better not open with a figure.
            let words: Vec<String> = candidates.iter().filter(|text| !figure(text)).cloned().collect();
            return if words.is_empty() { candidates.to_vec() } else { words };
        }
        let opens = |text: &String, with: &[&str]| with.iter().any(|lead| text.starts_with(lead));
        let best: Vec<String> = candidates
            .iter()
            .filter(|text| !opens(text, &CIRCUMSTANCES) && !opens(text, &PLACES))
            .cloned()
            .collect();
        if !best.is_empty() {
            return best;
        }
        let good: Vec<String> =
            candidates.iter().filter(|text| !opens(text, &CIRCUMSTANCES)).cloned().collect();
        if good.is_empty() { candidates.to_vec() } else { good }
    }

    /// A sentence with its time.
    fn timed(&self, sentence: &str, time: &str) -> String {
        let figure = sentence.starts_with(|c: char| c.is_ascii_digit());
        let time = if time.is_empty() && figure { "then" } else { time };
        if time.is_empty() {
            return sentence.to_owned();
        }
        let small = self.index.lowered(sentence);
        if CIRCUMSTANCES.iter().any(|lead| sentence.starts_with(lead)) {
            let by = time.strip_prefix("on ").map_or_else(|| time.to_owned(), |date| format!("by {date}"));
            return format!("{}, {small}", capitalised(&by));
        }
        format!("{} {small}", capitalised(time))
    }
}

/// Names without repetition, in order.
fn distinct(names: impl Iterator<Item = String>) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    names.for_each(|name| {
        if !out.contains(&name) {
            out.push(name);
        }
    });
    out
}

/// Paragraphs with those of one sentence joined to what stands before, where it is near in time.
fn joined(paragraphs: Vec<(f64, f64, Paragraph)>) -> Vec<(f64, f64, Paragraph)> {
    let mut out: Vec<(f64, f64, Paragraph)> = Vec::new();
    for (from, to, paragraph) in paragraphs {
        match out.last_mut() {
            Some((_, last, open))
                if paragraph.sentences.len() == 1
                    && from - *last <= APART
                    && open.sentences.len() <= SENTENCES + 1 =>
            {
                open.sentences.extend(paragraph.sentences);
                *last = to;
            }
            _ => out.push((from, to, paragraph)),
        }
    }
    out
}

/// Items with what one faction gave up in a few weeks told as one.
fn together<'e>(items: &[Item<'e>]) -> Vec<Item<'e>> {
    let mut out: Vec<Item<'e>> = Vec::new();
    for item in items {
        if let Some(What::GivenUp { from, .. }) = item.what() {
            let giver = *from;
            let open = out
                .iter_mut()
                .rev()
                .take_while(|it| item.day - it.day <= APART)
                .find(|it| matches!(it.what(), Some(What::GivenUp { from, .. }) if *from == giver));
            if let Some(open) = open {
                open.entries.extend(&item.entries);
                continue;
            }
        }
        out.push(item.clone());
    }
    out
}

/// Whether a clause goes with a sentence: it repeats no four words of it, and does not hang on another like it.
fn fits(sentence: &str, clause: &str) -> bool {
    let words: Vec<&str> = clause.split([' ', TIE]).collect();
    let sentence = sentence.replace(TIE, " ");
    let repeats = words.windows(4).any(|part| sentence.contains(&part.join(" ")));
    let in_battle = sentence.contains(", in the ") && clause.starts_with("in ");
    !repeats && !in_battle
}
