//! The articles of a saga: each of its wars told as a war of its own, with its battles of note, and the record of the
//! group, which goes war by war.

use super::{Length, Told, battle_id, compose};
use crate::episodes::{Episode, episodes, principal};
use crate::page::Run;
use crate::record::records;
use polemos_record::{Record, RecordKind, Section};
use std::collections::BTreeMap;

/// The records of a saga with their articles; none where the run is a single war.
pub(super) fn told(run: &Run<'_>, length: Length) -> Option<Told> {
    let all = episodes(run.war, run.chronicle, run.summary);
    let stands_for = principal(run.war, &all)?;
    let teller = run.teller();
    let mut made = records(&teller, &run.basis());
    let battles: BTreeMap<String, Record> = made
        .iter()
        .filter(|it| it.kind == RecordKind::Battle)
        .map(|it| (it.id.clone(), it.clone()))
        .collect();
    let mut group = made.remove(0);
    let mut told = Told::default();
    for (episode, record) in all.iter().zip(made) {
        let teller = episode.teller(run.war);
        let fought = teller.clashes.iter().filter_map(|clash| battles.get(&battle_id(&teller, clash)));
        let own: Vec<Record> = std::iter::once(record).chain(fought.cloned()).collect();
        let part = compose(&teller, run, own, length);
        if let Some(war) = part.records.first() {
            join(&mut group, war, episode, episode.id == stands_for.id);
        }
        told.records.extend(part.records);
        told.untraced.extend(part.untraced);
    }
    told.records.insert(0, group);
    Some(told)
}

/// Adds a war to the article of the group: the one that stands for it leads, and each has a section.
fn join(group: &mut Record, war: &Record, episode: &Episode, leads: bool) {
    let Some(lead) = war.sections.first() else { return };
    if leads {
        group.sections.insert(0, lead.clone());
    }
    if episode.is_between_states() {
        // What the box of that war says is not said again here.
        let told = war.sections.iter().skip(1).find(|section| !section.paragraphs.is_empty());
        let paragraphs =
            lead.paragraphs.iter().filter(|_| !leads).chain(told.into_iter().flat_map(|it| &it.paragraphs));
        group.sections.push(Section {
            heading: Some(episode.heading()),
            level: 2,
            paragraphs: paragraphs.cloned().collect(),
        });
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
