//! Sets a field of a record as a page would have it.

use super::{KeepError, editor};
use crate::import::{self, SetError};
use crate::model::{Continuity, Licence, Record, RecordKind, Source, SourceKind};

/// Sets a field, or adds to it: the fields are those of boxes ("date", "commander1", "losses2"), in any spelling that the
/// importer knows, and `id`, `kind`, `continuity`, `licence`, `attribution`, `address`. The value is read as a cell is; an
/// empty one leaves nothing there.
///
/// # Errors
/// A field that is not known, and a value that cannot be meant for it; the record is then as it was.
pub fn set(record: &mut Record, field: &str, value: &str, add: bool) -> Result<(), KeepError> {
    let name = field.trim().to_lowercase().replace('_', "-");
    let value = value.trim();
    match name.as_str() {
        "id" => set_id(record, value)?,
        "kind" => record.kind = kind(value)?,
        "continuity" => set_continuity(record, value)?,
        "licence" | "license" => {
            page(record).licence = Some(value).filter(|it| !it.is_empty()).map(Licence::named)
        }
        "attribution" => page(record).attribution = some(value),
        "address" | "url" => page(record).address = some(value),
        "ended-war" => record.outcome.ended_war = yes_or_no(value)?,
        _ => import::set_field(record, field, value, add).map_err(|error| complaint(field, error))?,
    }
    if !record.sources.iter().any(|it| it.kind == SourceKind::Editor) {
        record.sources.push(editor());
    }
    Ok(())
}

fn some(value: &str) -> Option<String> {
    Some(value.to_owned()).filter(|it| !it.is_empty())
}

fn set_id(record: &mut Record, value: &str) -> Result<(), KeepError> {
    let own = crate::model::slug(value);
    if value.is_empty() || own != value {
        return Err(KeepError {
            message: format!("`{value}` cannot be an id."),
            repair: format!("Write it in small letters, digits and hyphens: {own}."),
        });
    }
    record.id = own;
    Ok(())
}

fn kind(value: &str) -> Result<RecordKind, KeepError> {
    let plain = value.to_lowercase().replace([' ', '-'], "_");
    RecordKind::ALL.into_iter().find(|kind| kind.id() == plain).ok_or_else(|| KeepError {
        message: format!("`{value}` is no kind of record."),
        repair: format!("It is one of {}.", RecordKind::ALL.map(RecordKind::id).join(", ")),
    })
}

/// Entities bear their continuity in their keys: those of a record follow it.
fn set_continuity(record: &mut Record, value: &str) -> Result<(), KeepError> {
    if value.contains('@') || value.split_whitespace().count() > 1 {
        return Err(KeepError {
            message: format!("`{value}` cannot be the id of a continuity."),
            repair: format!("Write it in small letters, digits and hyphens: {}.", crate::model::slug(value)),
        });
    }
    let old = record.continuity.as_ref().map(|it| format!("@{}", it.id)).unwrap_or_default();
    let new = some(value).map(|id| format!("@{id}")).unwrap_or_default();
    let keys: Vec<String> = record.entities.iter().map(|it| it.key.clone()).collect();
    let renamed = |key: &str| {
        keys.iter().any(|own| own == key).then(|| format!("{}{new}", key.strip_suffix(&old).unwrap_or(key)))
    };
    let rename = |key: &mut String| {
        if let Some(name) = renamed(key) {
            *key = name;
        }
    };
    for_keys(record, rename);
    record.entities.iter_mut().for_each(|it| it.continuity = some(value));
    record.continuity = match (record.continuity.take(), some(value)) {
        (Some(known), Some(id)) => Some(Continuity { id, ..known }),
        (None, Some(id)) => Some(Continuity { id, ..Continuity::default() }),
        (_, None) => None,
    };
    refresh(record);
    Ok(())
}

/// What was read is the same under other keys: its bytes are to stay.
fn refresh(record: &mut Record) {
    let Some(mut origin) = record.origin.take() else { return };
    for parameter in &mut origin.parameters {
        parameter.as_read = parameter.field.as_deref().and_then(|field| crate::part::digest(record, field));
    }
    record.origin = Some(origin);
}

/// Does something to every key of an entity in the record.
fn for_keys(record: &mut Record, mut each: impl FnMut(&mut String)) {
    for entity in &mut record.entities {
        each(&mut entity.key);
    }
    for side in &mut record.sides {
        side.members.iter_mut().for_each(|it| each(&mut it.entity));
        side.units.iter_mut().for_each(|it| {
            each(&mut it.entity);
            it.for_entity.iter_mut().for_each(&mut each);
        });
        side.commanders.iter_mut().for_each(|it| {
            it.person.iter_mut().for_each(&mut each);
            it.for_entity.iter_mut().for_each(&mut each);
        });
        for count in side.strength.iter_mut().chain(&mut side.losses) {
            count.borne_by.iter_mut().chain(&mut count.inflicted_by).for_each(&mut each);
            count.category.of.iter_mut().for_each(&mut each);
        }
    }
    let references = record.part_of.iter_mut().chain(&mut record.places).chain(&mut record.bystanders);
    references.filter_map(|it| it.value.entity.as_mut()).for_each(&mut each);
    for chain in &mut record.chains {
        let ends = chain.previous.iter_mut().chain(&mut chain.next);
        ends.filter_map(|it| it.value.entity.as_mut()).for_each(&mut each);
    }
}

fn yes_or_no(value: &str) -> Result<Option<bool>, KeepError> {
    match value.to_lowercase().as_str() {
        "yes" | "true" => Ok(Some(true)),
        "no" | "false" => Ok(Some(false)),
        "" => Ok(None),
        _ => Err(KeepError {
            message: format!("`{value}` is neither yes nor no."),
            repair: "Write yes, no, or nothing.".to_owned(),
        }),
    }
}

fn page(record: &mut Record) -> &mut Source {
    let row = record.sources.iter().position(|it| it.kind == SourceKind::Page).unwrap_or_else(|| {
        record
            .sources
            .insert(0, Source { id: Source::PAGE.to_owned(), kind: SourceKind::Page, ..Source::default() });
        0
    });
    &mut record.sources[row]
}

fn complaint(field: &str, error: SetError) -> KeepError {
    match error {
        SetError::Unknown(near) => KeepError {
            message: format!("There is no field `{field}`."),
            repair: match near {
                Some(near) => format!("Did you mean `{near}`? Others are name, date, place, result, commander1, strength2, losses2."),
                None => "Fields are name, kind, date, place, partof, cause, result, territory, previous, next, combatant1, commander1, units1, strength1, losses1 (and 2, 3 …), continuity, licence.".to_owned(),
            },
        },
        SetError::NoSide => KeepError {
            message: format!("`{field}` is a field of a side, and does not say of which."),
            repair: format!("Write its number: `{field}1`, `{field}2`."),
        },
        SetError::NotRead(value) => KeepError {
            message: format!("`{value}` cannot be read as `{field}`."),
            repair: "Write it as a page would: a name, a date, a number with what it counts.".to_owned(),
        },
    }
}
