//! Parts of a record by their paths, as data: what a parameter of a page became, and what an edit changes.

use crate::model::{Record, Side};
use serde::Serialize;
use serde_json::Value;

/// A part by its path: "date", "outcome", "sides.0.members". The parts of a side that are cells hold what the cell says
/// besides; none where there is no such part.
pub fn part(record: &Record, path: &str) -> Option<Value> {
    let value = match path {
        "id" => json(&record.id),
        "kind" => json(&record.kind),
        "names" => json(&record.names),
        "part_of" => json(&record.part_of),
        "chains" => json(&record.chains),
        "date" => json(&record.date),
        "places" => json(&record.places),
        "coordinates" => json(&record.coordinates),
        "causes" => json(&record.causes),
        "outcome" => json(&(&record.outcome.text, &record.outcome.terms)),
        "outcome.territory" => json(&record.outcome.territory),
        "losses" => json(&record.losses),
        "bystanders" => json(&record.bystanders),
        other => return part_of_side(record, other).or_else(|| paragraph(record, other)),
    };
    Some(value)
}

fn json(value: &impl Serialize) -> Value {
    // Numbers that JSON does not know come from no page; two of them are told apart by nothing else.
    serde_json::to_value(value).unwrap_or(Value::Null)
}

fn part_of_side(record: &Record, path: &str) -> Option<Value> {
    let rest = path.strip_prefix("sides.")?;
    let (row, field) = rest.split_once('.')?;
    let side = record.sides.get(row.parse::<usize>().ok()?)?;
    let remarks = |field: &str| side.remarks.iter().filter(|it| it.field == field).collect::<Vec<_>>();
    Some(match field {
        "members" => json(&(&side.name, &side.members, remarks("members"))),
        "commanders" => json(&(&side.commanders, remarks("commanders"))),
        "units" => json(&(&side.units, remarks("units"))),
        "strength" => json(&(&side.strength, remarks("strength"))),
        "losses" => json(&(&side.losses, remarks("losses"))),
        _ => return None,
    })
}

/// "sections.0.paragraphs.2".
fn paragraph(record: &Record, path: &str) -> Option<Value> {
    let mut words = path.strip_prefix("sections.")?.split('.');
    let section = record.sections.get(words.next()?.parse::<usize>().ok()?)?;
    let (Some("paragraphs"), Some(row), None) = (words.next(), words.next(), words.next()) else {
        return None;
    };
    Some(json(section.paragraphs.get(row.parse::<usize>().ok()?)?))
}

/// A digest of a part: the same as long as the part is.
pub fn digest(record: &Record, path: &str) -> Option<String> {
    let text = part(record, path)?.to_string();
    let hash = blake3::hash(text.as_bytes()).to_hex();
    hash.get(..16).map(str::to_owned)
}

/// Whether a side has nothing but its key.
pub fn is_empty(side: &Side) -> bool {
    *side == Side { key: side.key.clone(), ..Side::default() }
}
