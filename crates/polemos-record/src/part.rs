//! Parts of a record by their paths, as data: what a parameter of a page became, and what an edit changes.

use crate::model::{Paragraph, Record, Side};
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
        other => return part_of_side(record, other).or_else(|| paragraph_at(record, other).map(json)),
    };
    Some(value)
}

fn json(value: &impl Serialize) -> Value {
    // Numbers that JSON does not know come from no page; two of them are told apart by nothing else.
    serde_json::to_value(value).unwrap_or(Value::Null)
}

/// A path without the rows of a list that it ends in, and those rows: "sides.1.members.2..4", "sides.1.members.4..".
pub fn rows(path: &str) -> (&str, Option<(usize, Option<usize>)>) {
    let Some((base, range)) = path.rsplit_once("..").and_then(|(head, end)| {
        let (base, start) = head.rsplit_once('.')?;
        let end = if end.is_empty() { None } else { Some(end.parse::<usize>().ok()?) };
        Some((base, (start.parse::<usize>().ok()?, end)))
    }) else {
        return (path, None);
    };
    (base, Some(range))
}

/// The rows of a list; all of them without a range.
fn cut<T>(list: &[T], range: Option<(usize, Option<usize>)>) -> &[T] {
    let Some((start, end)) = range else { return list };
    let start = start.min(list.len());
    &list[start..end.unwrap_or(list.len()).clamp(start, list.len())]
}

/// A side with only those rows of its lists, where a path names some.
pub fn side_with(side: &Side, field: &str, range: Option<(usize, Option<usize>)>) -> Side {
    let later = range.is_some_and(|(start, _)| start > 0);
    let mut own = side.clone();
    match field {
        "members" => own.members = cut(&side.members, range).to_vec(),
        "commanders" => own.commanders = cut(&side.commanders, range).to_vec(),
        "units" => own.units = cut(&side.units, range).to_vec(),
        "strength" => own.strength = cut(&side.strength, range).to_vec(),
        _ => own.losses = cut(&side.losses, range).to_vec(),
    }
    if later {
        // The name of a side and the remarks of a cell go with its first rows.
        own.name = None;
        own.remarks.clear();
    }
    own
}

fn part_of_side(record: &Record, path: &str) -> Option<Value> {
    let (path, range) = rows(path);
    let rest = path.strip_prefix("sides.")?;
    let (row, field) = rest.split_once('.')?;
    let side = &side_with(record.sides.get(row.parse::<usize>().ok()?)?, field, range);
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
fn paragraph_at<'r>(record: &'r Record, path: &str) -> Option<&'r Paragraph> {
    let mut words = path.strip_prefix("sections.")?.split('.');
    let section = record.sections.get(words.next()?.parse::<usize>().ok()?)?;
    let (Some("paragraphs"), Some(row), None) = (words.next(), words.next(), words.next()) else {
        return None;
    };
    section.paragraphs.get(row.parse::<usize>().ok()?)
}

/// A digest of a part: the same as long as the part is. Of a paragraph only what is written of it counts.
pub fn digest(record: &Record, path: &str) -> Option<String> {
    let mut hasher = blake3::Hasher::new();
    if let Some(paragraph) = paragraph_at(record, path) {
        for sentence in &paragraph.sentences {
            hasher.update(sentence.text.as_bytes()).update(b"\0");
            for id in &sentence.sources {
                hasher.update(id.as_bytes()).update(b"\0");
            }
            hasher.update(b"\n");
        }
    } else {
        hasher.update(part(record, path)?.to_string().as_bytes());
    }
    hasher.finalize().to_hex().get(..16).map(str::to_owned)
}

/// The fields of the box that a record of so many sides can have, by their paths.
pub fn fields(record: &Record) -> Vec<String> {
    let whole = [
        "names",
        "part_of",
        "chains",
        "date",
        "places",
        "coordinates",
        "causes",
        "outcome",
        "outcome.territory",
        "losses",
        "bystanders",
    ];
    let of_sides = ["members", "commanders", "units", "strength", "losses"];
    let sides = (0..record.sides.len()).flat_map(|row| of_sides.map(|field| format!("sides.{row}.{field}")));
    whole.map(str::to_owned).into_iter().chain(sides).collect()
}

/// Whether a field has nothing in it.
pub fn is_blank(record: &Record, path: &str) -> bool {
    let empty = Record { sides: vec![Side::default(); record.sides.len()], ..Record::default() };
    part(record, path) == part(&empty, path)
}
