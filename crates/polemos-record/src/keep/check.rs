//! What is wrong with a record.

use crate::model::{EntityKind, FORMAT, Record, SourceKind, claims};
use std::collections::{BTreeMap, BTreeSet};

/// Something to be mended or looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// Whether the record cannot be relied on as it is.
    pub error: bool,
    /// Where: "sides.0.members.1".
    pub path: String,
    /// What is wrong, a sentence.
    pub message: String,
    /// What to do about it, a sentence.
    pub repair: String,
}

struct Findings(Vec<Finding>);

impl Findings {
    fn add(&mut self, error: bool, path: impl Into<String>, message: impl Into<String>, repair: &str) {
        self.0.push(Finding { error, path: path.into(), message: message.into(), repair: repair.to_owned() });
    }
}

/// Everything that is wrong with one record, at once.
pub fn check(record: &Record) -> Vec<Finding> {
    let mut found = Findings(Vec::new());
    if record.format != FORMAT {
        found.add(true, "format", format!("The form {} is not known.", record.format), "Write 1.");
    }
    if record.names.is_empty() {
        found.add(true, "names", "The record has no name.", "Set it: polemos record set FILE name=…");
    }
    if crate::model::slug(&record.id) != record.id {
        found.add(
            true,
            "id",
            format!("`{}` cannot be an id.", record.id),
            "Write it in small letters, digits and hyphens.",
        );
    }
    unique(record, &mut found);
    references(record, &mut found);
    rows(record, &mut found);
    sourced(record, &mut found);
    dates(record, &mut found);
    prose(record, &mut found);
    found.0
}

fn unique(record: &Record, found: &mut Findings) {
    let twice = |keys: Vec<&str>| -> Vec<String> {
        let mut seen = BTreeSet::new();
        keys.into_iter().filter(|key| !seen.insert(*key)).map(str::to_owned).collect()
    };
    for key in twice(record.entities.iter().map(|it| it.key.as_str()).collect()) {
        found.add(
            true,
            "entities",
            format!("Two entities have the key `{key}`."),
            "Give one of them another.",
        );
    }
    for id in twice(record.sources.iter().map(|it| it.id.as_str()).collect()) {
        found.add(true, "sources", format!("Two sources have the id `{id}`."), "Give one of them another.");
    }
    for key in twice(record.sides.iter().map(|it| it.key.as_str()).collect()) {
        found.add(true, "sides", format!("Two sides have the key `{key}`."), "Give one of them another.");
    }
    let own = record.continuity.as_ref().map(|it| it.id.as_str());
    for (row, entity) in record.entities.iter().enumerate() {
        if entity.continuity.as_deref() != own && entity.continuity.is_some() {
            let message = format!("`{}` is of another continuity than the record.", entity.key);
            found.add(
                false,
                format!("entities.{row}"),
                message,
                "Name the record's own entity, or say in `elsewhere` what is so there.",
            );
        }
    }
}

fn references(record: &Record, found: &mut Findings) {
    let known: BTreeSet<&str> = record.entities.iter().map(|it| it.key.as_str()).collect();
    let sides: BTreeSet<&str> = record.sides.iter().map(|it| it.key.as_str()).collect();
    let mut named: Vec<(String, &str, bool)> = Vec::new();
    for (row, side) in record.sides.iter().enumerate() {
        named.extend(
            side.members
                .iter()
                .enumerate()
                .map(|(n, it)| (format!("sides.{row}.members.{n}"), it.entity.as_str(), false)),
        );
        named.extend(
            side.units
                .iter()
                .enumerate()
                .map(|(n, it)| (format!("sides.{row}.units.{n}"), it.entity.as_str(), false)),
        );
        for (n, it) in side.commanders.iter().enumerate() {
            let path = format!("sides.{row}.commanders.{n}");
            named.extend(
                it.person.iter().chain(&it.for_entity).map(|key| (path.clone(), key.as_str(), false)),
            );
        }
        for (name, counts) in [("strength", &side.strength), ("losses", &side.losses)] {
            for (n, it) in counts.iter().enumerate() {
                let path = format!("sides.{row}.{name}.{n}");
                named.extend(
                    it.borne_by.iter().chain(&it.inflicted_by).map(|key| (path.clone(), key.as_str(), true)),
                );
            }
        }
    }
    for (path, key, side_will_do) in named {
        let listed = known.contains(key) || side_will_do && sides.contains(key);
        if !listed {
            found.add(
                true,
                path,
                format!("There is no entity `{key}`."),
                "List it among `entities`, or mend the key.",
            );
        }
    }
    for key in record.outcome.winners.iter().filter(|key| !sides.contains(key.as_str())) {
        found.add(true, "outcome.winners", format!("There is no side `{key}`."), "Name a side by its key.");
    }
}

/// Rows that name other rows of their list.
fn rows(record: &Record, found: &mut Findings) {
    for (row, side) in record.sides.iter().enumerate() {
        let mut check = |name: &str, rows: Vec<Option<u32>>| {
            let len = rows.len() as u32;
            for (n, above) in rows.iter().enumerate() {
                if above.is_some_and(|above| above >= len || above as usize == n) {
                    let message = "It is said to be a part of a row that is not there, or of itself.";
                    found.add(
                        true,
                        format!("sides.{row}.{name}.{n}"),
                        message,
                        "Name a row of the same list, from 0.",
                    );
                }
            }
        };
        check("members", side.members.iter().map(|it| it.under).collect());
        check("units", side.units.iter().map(|it| it.under).collect());
        check("strength", side.strength.iter().map(|it| it.within).collect());
        check("losses", side.losses.iter().map(|it| it.within).collect());
    }
}

fn sourced(record: &Record, found: &mut Findings) {
    let known: BTreeSet<&str> = record.sources.iter().map(|it| it.id.as_str()).collect();
    for claim in claims(record) {
        for source in claim.sources.iter().filter(|it| !known.contains(it.id.as_str())) {
            found.add(
                true,
                claim.path.clone(),
                format!("There is no source `{}`.", source.id),
                "List it among `sources`, or mend the id.",
            );
        }
        if claim.probability.is_some_and(|p| !(0.0..=1.0).contains(&p)) {
            found.add(true, claim.path.clone(), "A probability lies between 0 and 1.", "Write a share.");
        }
    }
    let page = record.sources.iter().find(|it| it.kind == SourceKind::Page);
    if record.origin.is_some() && page.is_some_and(|it| it.licence.is_none()) {
        let message = "The licence of the page that it was read from is not known.";
        found.add(
            false,
            "sources",
            message,
            "Set it before you pass the record on: polemos record set FILE licence=…",
        );
    }
}

fn dates(record: &Record, found: &mut Findings) {
    for (row, claim) in record.date.iter().enumerate() {
        let date = &claim.value;
        if let (Some(first), Some(last)) = (&date.first, &date.last)
            && date.first_year().is_some()
            && date.first_year() == date.last_year()
            && first > last
        {
            found.add(
                true,
                format!("date.{row}"),
                "This date ends before it begins.",
                "Swap its first and last day.",
            );
        }
    }
}

fn prose(record: &Record, found: &mut Findings) {
    for (s, section) in record.sections.iter().enumerate() {
        for (p, paragraph) in section.paragraphs.iter().enumerate() {
            for (n, sentence) in paragraph.sentences.iter().enumerate() {
                let path = format!("sections.{s}.paragraphs.{p}.sentences.{n}");
                let outside =
                    sentence.states.iter().any(|it| sentence.text.get(it.at.start..it.at.end).is_none());
                if outside {
                    found.add(
                        true,
                        path,
                        "A mention lies outside its sentence.",
                        "Give its bytes within the text.",
                    );
                }
            }
        }
    }
}

/// What is wrong among several records: ids that two of them have, and what they name of each other.
pub fn check_all(records: &[Record]) -> Vec<Finding> {
    let mut found = Findings(Vec::new());
    let mut ids: BTreeMap<&str, usize> = BTreeMap::new();
    for record in records {
        *ids.entry(&record.id).or_default() += 1;
    }
    for (id, _) in ids.iter().filter(|(_, count)| **count > 1) {
        found.add(
            true,
            "id",
            format!("Several records have the id `{id}`."),
            "Set another for one of them: polemos record set FILE id=…",
        );
    }
    for record in records {
        for (row, it) in record.elsewhere.iter().enumerate() {
            if it.record.as_deref().is_some_and(|id| !ids.contains_key(id)) {
                let message =
                    format!("`{}` names a record of another continuity that is not here.", record.id);
                found.add(false, format!("elsewhere.{row}"), message, "Import it, or mend the id.");
            }
        }
        let persons =
            record.entities.iter().filter(|it| it.kind == EntityKind::Person && it.continuity.is_none());
        if record.continuity.is_none()
            && records.iter().any(|it| it.continuity.is_some())
            && persons.count() > 0
        {
            let message =
                format!("`{}` does not say to which continuity it belongs, and others here do.", record.id);
            found.add(false, "continuity", message, "Set it: polemos record set FILE continuity=…");
        }
    }
    found.0
}
