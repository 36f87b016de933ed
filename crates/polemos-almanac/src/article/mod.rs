//! The article of a record, composed from the chronicle: what happened, why, what was believed, what it cost, what followed.
//!
//! A sentence is words of the almanac's grammar with figures of the chronicle in them. Each number in it is bound to a
//! claim, and each claim to the entries that it rests on; a sentence with a number that no entry holds is
//! not printed. Names are bound to whom and what they stand for, so that a page can link them.
//!
//! An article tells one war. A saga gets a record for each of its wars, told from its own stretch of the chronicle, and one
//! for the group.

mod battle;
mod campaign;
mod cost;
mod course;
mod engagement;
mod evidence;
mod fight;
mod grounds;
mod lead;
mod names;
mod numerals;
mod saga;

pub use crate::record::battle_id;
pub use names::{factions, mentioned, persons, places, side_of};

use crate::episodes::episodes;
use crate::items::{self, Item};
use crate::page::Run;
use crate::record::records;
use crate::sentence::Teller;
use crate::text::TIE;
use crate::wording::Wording;
use evidence::Evidence;
use names::NameIndex;
use polemos_chronicle::{Entry, Seq};
use polemos_record::{Basis, Entity, Paragraph, Record, RecordKind, Section, Sentence, Source, SourceKind};
use std::collections::BTreeSet;

/// How long an article is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Length {
    /// A paragraph.
    Lead,
    /// A page.
    Short,
    /// All that is worth telling.
    #[default]
    Full,
}

/// The records of a run with their articles.
#[derive(Clone, Debug, Default)]
pub struct Told {
    /// The group of wars where there are several, the wars, then their battles of note and their campaigns.
    pub records: Vec<Record>,
    /// Sentences that were not printed, because a number in them has no trace: each with that number.
    pub untraced: Vec<String>,
}

impl Run<'_> {
    /// The records of the run, each with its article.
    pub fn told(&self, length: Length) -> Told {
        let wars = episodes(self.war, self.chronicle, self.summary);
        saga::told(self, &wars, length).unwrap_or_else(|| {
            let teller = self.teller();
            let all = records(&teller, &self.basis(), &wars);
            compose(&teller, self, all, length)
        })
    }
}

/// Records of one war with their articles, and those of its campaigns.
fn compose(teller: &Teller<'_>, run: &Run<'_>, all: Vec<Record>, length: Length) -> Told {
    let campaigns = campaign::campaigns(teller);
    let index = NameIndex::of(teller, &campaigns);
    let items = items::gather(run.war, teller.chronicle, &teller.clashes);
    let mut composer = Composer {
        teller,
        items: &items,
        index: &index,
        basis: Basis::Sim { run: run.digest.to_string(), quantiles: Vec::new() },
        untraced: Vec::new(),
        notes: Vec::new(),
        said: BTreeSet::new(),
    };
    let mut told = Vec::new();
    for mut record in all {
        grounds::rest(teller, &mut record);
        composer.notes.clear();
        composer.said.clear();
        let clash = teller.clashes.iter().find(|clash| battle_id(teller, clash) == record.id);
        record.sections = match (record.kind, clash) {
            (RecordKind::Battle, Some(clash)) => composer.battle_article(&record, clash, length),
            _ => composer.war_article(&record, length),
        };
        composer.finish(&mut record);
        told.push(record);
    }
    for campaign in &campaigns {
        told.push(composer.campaign(campaign, &run.basis(), length));
    }
    Told { records: told, untraced: composer.untraced }
}

/// One entry in a few words, for notes and timelines: the sentence that tells it on its own.
pub fn entry_in_words(teller: &Teller<'_>, entry: &Entry) -> String {
    teller.sentence(entry, &mut Wording::new()).replace(TIE, " ")
}

/// Writes the sections of articles.
struct Composer<'t, 'a> {
    teller: &'t Teller<'a>,
    /// What is told together, gathered once for all records.
    items: &'t [Item<'t>],
    index: &'t NameIndex,
    basis: Basis,
    untraced: Vec<String>,
    notes: Vec<Source>,
    /// Sentences that the article has already.
    said: BTreeSet<String>,
}

/// A sentence of fewer words may stand in an article twice.
const WORDS_ONCE: usize = 7;

impl Composer<'_, '_> {
    fn war_article(&mut self, record: &Record, length: Length) -> Vec<Section> {
        let mut sections = vec![self.lead(record)];
        if length == Length::Lead {
            return sections;
        }
        let mut wording = Wording::new();
        sections.push(self.background(record, &mut wording));
        sections.extend(self.course(length, &mut wording));
        if length == Length::Full {
            sections.extend(self.believed(&mut wording));
            sections.extend(self.why());
        }
        sections.extend(self.cost(record));
        sections.extend(self.aftermath(record));
        let below: Vec<bool> =
            (0..sections.len()).map(|row| sections.get(row + 1).is_some_and(|it| it.level > 2)).collect();
        let mut below = below.into_iter();
        // A heading with nothing under it stays where others stand below it.
        sections.retain(|section| {
            below.next().unwrap_or(false) && section.level == 2 || !section.paragraphs.is_empty()
        });
        sections
    }

    /// Adds a sentence, where every number in it has a trace.
    fn say(&mut self, paragraph: &mut Paragraph, evidence: &Evidence, text: &str) -> bool {
        let text = text.trim();
        if text.is_empty() || self.has_said(text) {
            return false;
        }
        match evidence.bind(self.index, &self.basis, text) {
            Ok(sentence) => {
                self.said.insert(sentence.text.clone());
                paragraph.sentences.push(sentence);
                true
            }
            Err(untraced) => {
                self.untraced.push(untraced);
                false
            }
        }
    }

    /// Whether the article has a sentence of some length already: a reader needs none twice.
    fn has_said(&self, text: &str) -> bool {
        let text = text.replace(TIE, " ");
        text.split(' ').count() >= WORDS_ONCE && self.said.contains(&text)
    }

    /// A note on the last sentence: which entries of the chronicle it rests on.
    fn note(&mut self, paragraph: &mut Paragraph, entries: &[Seq]) {
        let Some(sentence) = paragraph.sentences.last_mut() else { return };
        let mut rows: Vec<u32> = entries.iter().map(|seq| seq.0).collect();
        rows.sort_unstable();
        rows.dedup();
        let Some(first) = rows.first() else { return };
        let day = self.teller.chronicle.entry(Seq(*first)).map_or(0.0, |entry| entry.day);
        let date = self.teller.dates.full(day).replace(TIE, " ");
        let text = format!("Chronicle, {date}: {}.", entries_in_words(&rows));
        let id = format!("entry-{first}");
        let known = self.notes.iter().any(|it| it.id == id && it.text.as_deref() == Some(&text));
        let id = match self.notes.iter().any(|it| it.id == id) && !known {
            true => format!("entry-{first}-{}", self.notes.len()),
            false => id,
        };
        if !known {
            self.notes.push(Source {
                id: id.clone(),
                kind: SourceKind::Note,
                text: Some(text),
                ..Source::default()
            });
        }
        sentence.sources.push(id);
    }

    /// Binds names in the box to what they stand for, where that has a record or a page of its own.
    fn refer(&self, record: &mut Record) {
        let (war, mut found) = (self.teller.war, Vec::new());
        let chains = record.chains.iter_mut().flat_map(|it| it.previous.iter_mut().chain(&mut it.next));
        for claim in record.part_of.iter_mut().chain(&mut record.places).chain(chains) {
            let name = claim.value.name.clone();
            let bare = name.strip_prefix("the ").unwrap_or(&name);
            let own = self
                .index
                .find(bare)
                .into_iter()
                .find(|(at, _)| at.len() == bare.len())
                .and_then(|(_, key)| key);
            let entity = match own.and_then(|key| self.index.entity_of(key)) {
                Some(entity) => entity.clone(),
                None if name == war.names.primary => Entity {
                    key: war.id.clone(),
                    kind: polemos_record::EntityKind::Event,
                    name,
                    ..Entity::default()
                },
                None => continue,
            };
            claim.value.entity = Some(entity.key.clone());
            found.push(entity);
        }
        for entity in found {
            if record.entity(&entity.key).is_none() {
                record.entities.push(entity);
            }
        }
    }

    /// Lists what the article names and what its notes say.
    fn finish(&mut self, record: &mut Record) {
        let sentences = |record: &Record| -> Vec<Sentence> {
            record.sections.iter().flat_map(|it| &it.paragraphs).flat_map(|it| it.sentences.clone()).collect()
        };
        for key in evidence::named(sentences(record).iter()) {
            if record.entity(&key).is_none()
                && let Some(entity) = self.index.entity_of(&key)
            {
                record.entities.push(Entity::clone(entity));
            }
        }
        self.refer(record);
        // Other names that the war knows for those in the box: another record may use them.
        for entity in &mut record.entities {
            if let Some(known) = self.index.entity_of(&entity.key) {
                entity.also.clone_from(&known.also);
            }
        }
        record.sources.append(&mut self.notes);
    }
}

/// "entry 214", "entries 214 and 219", "entries 3–7".
fn entries_in_words(rows: &[u32]) -> String {
    let mut runs: Vec<(u32, u32)> = Vec::new();
    for row in rows {
        match runs.last_mut() {
            Some((_, last)) if *last + 1 == *row => *last = *row,
            _ => runs.push((*row, *row)),
        }
    }
    let words: Vec<String> = runs
        .iter()
        .map(|(first, last)| if first == last { first.to_string() } else { format!("{first}–{last}") })
        .collect();
    let noun = if rows.len() == 1 { "entry" } else { "entries" };
    let shown = if words.len() > 6 {
        format!("{} and {} more", words[..5].join(", "), words.len() - 5)
    } else {
        polemos_war::names::listed(&words)
    };
    format!("{noun} {shown}")
}

/// A section of the article.
fn section(heading: &str, paragraphs: Vec<Paragraph>) -> Section {
    let paragraphs = paragraphs.into_iter().filter(|it| !it.sentences.is_empty()).collect();
    Section { heading: Some(heading.to_owned()), level: 2, paragraphs }
}
