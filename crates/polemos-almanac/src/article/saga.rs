//! The articles of a saga: each of its wars told as a war of its own, with its battles of note, and the record of the
//! group, which goes war by war.

use super::lead::BACKGROUND;
use super::{Length, Told, battle_id, compose};
use crate::episodes::{Episode, principal};
use crate::page::Run;
use crate::record::records;
use polemos_record::{Paragraph, Record, Section};
use std::collections::BTreeMap;

/// Paragraphs on the course of each war in the article of the group: this many at most.
const PARAGRAPHS: usize = 4;

/// The records of a saga, of which these are the wars, with their articles; none where the run is a single war.
pub(super) fn told(run: &Run<'_>, all: &[Episode], length: Length) -> Option<Told> {
    let stands_for = principal(run.war, all)?;
    let teller = run.teller();
    // The group, then its wars, then battles of note.
    let mut made = records(&teller, &run.basis(), all);
    let mut group = made.remove(0);
    let battles: BTreeMap<String, Record> =
        made.split_off(all.len()).into_iter().map(|it| (it.id.clone(), it)).collect();
    let mut told = Told::default();
    let mut wars: Vec<(&Episode, Record)> = Vec::new();
    for (episode, record) in all.iter().zip(made) {
        let teller = episode.teller(run.war);
        let fought = teller.clashes.iter().filter_map(|clash| battles.get(&battle_id(&teller, clash)));
        let own: Vec<Record> = std::iter::once(record).chain(fought.cloned()).collect();
        let part = compose(&teller, run, own, length);
        wars.extend(part.records.first().map(|war| (episode, war.clone())));
        told.records.extend(part.records);
        told.untraced.extend(part.untraced);
    }
    let leads = |episode: &Episode| episode.id == stands_for.id;
    if let Some((_, war)) = wars.iter().find(|(episode, _)| leads(episode)) {
        group.sections.extend(war.sections.first().cloned());
    }
    for (episode, war) in &wars {
        join(&mut group, war, episode, leads(episode));
    }
    told.records.insert(0, group);
    Some(told)
}

/// Adds a war to the article of the group, as a section; the lead of the one that stands for the group is there already.
fn join(group: &mut Record, war: &Record, episode: &Episode, leads: bool) {
    let Some(lead) = war.sections.first() else { return };
    if episode.is_between_states() {
        let course = |it: &&Section| !it.paragraphs.is_empty() && it.heading.as_deref() != Some(BACKGROUND);
        let told = war.sections.iter().skip(1).filter(course).flat_map(|it| &it.paragraphs).take(PARAGRAPHS);
        let from_lead = lead.paragraphs.iter().filter(|_| !leads);
        let paragraphs: Vec<Paragraph> = from_lead
            .chain(told)
            .map(|paragraph| unsaid(group, paragraph))
            .filter(|paragraph| !paragraph.sentences.is_empty())
            .collect();
        group.sections.push(Section { heading: Some(episode.heading()), level: 2, paragraphs });
    }
    for entity in &war.entities {
        if group.entity(&entity.key).is_none() {
            group.entities.push(entity.clone());
        }
    }
    for source in &war.sources {
        if !group.sources.iter().any(|it| it.id == source.id) {
            group.sources.push(source.clone());
        }
    }
}

/// What a paragraph says that the group's article has not said yet: two wars may have been alike.
fn unsaid(group: &Record, paragraph: &Paragraph) -> Paragraph {
    let said = group.sections.iter().flat_map(|it| &it.paragraphs).flat_map(|it| &it.sentences);
    let fresh = |text: &str| said.clone().all(|it| it.text != text);
    let sentences = paragraph.sentences.iter().filter(|it| fresh(&it.text)).cloned().collect();
    Paragraph { sentences }
}
