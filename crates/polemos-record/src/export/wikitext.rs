//! A record as wikitext. One that was read from wikitext keeps its bytes: only the values of parameters whose part of the
//! record was edited are written anew. Any other is written as a page of its own.

mod fields;

use crate::model::{Format, Origin, Record, Section, SourceRef, TextSpan};
use crate::part;
use fields::{Field, value};
use std::borrow::Cow;

/// Writes the page.
pub fn write(record: &Record) -> String {
    match record.origin.as_ref().filter(|origin| origin.format == Format::Wikitext) {
        Some(origin) => edited(record, origin),
        None => fresh(record),
    }
}

/// An edit of a text: these bytes become this.
struct Edit {
    span: TextSpan,
    text: String,
}

fn edited(record: &Record, origin: &Origin) -> String {
    let mut edits: Vec<Edit> = Vec::new();
    let mut seen: Vec<&str> = Vec::new();
    let mut added: Vec<&str> = Vec::new();
    for parameter in &origin.parameters {
        let Some(field) = parameter.field.as_deref() else { continue };
        let first = !seen.contains(&field);
        seen.push(field);
        let now = part::digest(record, field);
        if now == parameter.as_read {
            continue;
        }
        // What several parameters were read into is written to the first; the others are emptied.
        let text = match first {
            true => written(record, field),
            false => String::new(),
        };
        if parameter.name.is_empty() {
            // It has no bytes of its own, and is added as a parameter.
            added.push(field);
            continue;
        }
        edits.push(Edit { span: parameter.span, text });
    }
    seen.retain(|field| !added.contains(field));
    edits.extend(additions(record, origin, &seen));
    splice(&origin.text, edits)
}

fn written(record: &Record, field: &str) -> String {
    match field.strip_prefix("sections.") {
        Some(_) => paragraph(record, field),
        None => Field::of(field).map(|own| value(&with_rows(record, field), own)).unwrap_or_default(),
    }
}

/// The record with only those rows of a side's list that a path names.
fn with_rows<'r>(record: &'r Record, path: &str) -> Cow<'r, Record> {
    let (base, range) = part::rows(path);
    let named = base.strip_prefix("sides.").and_then(|it| it.split_once('.'));
    let (Some(_), Some((row, field))) = (range, named) else { return Cow::Borrowed(record) };
    let mut own = record.clone();
    if let Some(side) = row.parse::<usize>().ok().and_then(|row| own.sides.get_mut(row)) {
        *side = part::side_with(side, field, range);
    }
    Cow::Owned(own)
}

/// Fields that the box has no parameter for are added before its end.
fn additions(record: &Record, origin: &Origin, seen: &[&str]) -> Vec<Edit> {
    let Some(own) = origin.r#box else { return Vec::new() };
    let end = own.end.checked_sub(2).filter(|end| origin.text.get(*end..own.end) == Some("}}"));
    let Some(end) = end else { return Vec::new() };
    let mut text = String::new();
    for field in Field::all(record) {
        let path = field.path();
        let new = !seen.iter().any(|own| part::rows(own).0 == path) && !field.is_blank(record);
        if new {
            text.push_str(&format!("| {} = {}\n", field.parameter(), value(record, field)));
        }
    }
    if text.is_empty() {
        return Vec::new();
    }
    let lead = if origin.text[..end].ends_with('\n') { "" } else { "\n" };
    vec![Edit { span: TextSpan { start: end, end }, text: format!("{lead}{text}") }]
}

/// Applies edits, none of which overlap; those that would are left out.
fn splice(text: &str, mut edits: Vec<Edit>) -> String {
    edits.sort_by_key(|edit| edit.span);
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for edit in edits {
        let (start, end) = (edit.span.start, edit.span.end);
        if let Some(before) = text.get(at..start).filter(|_| end >= start && text.is_char_boundary(end)) {
            out.push_str(before);
            out.push_str(&edit.text);
            at = end;
        }
    }
    out.push_str(text.get(at..).unwrap_or(""));
    out
}

/// A page of its own: box, article, notes.
fn fresh(record: &Record) -> String {
    let mut out = String::from("{{Infobox military conflict\n");
    for field in Field::all(record) {
        if !field.is_blank(record) {
            out.push_str(&format!("| {:<11} = {}\n", field.parameter(), value(record, field)));
        }
    }
    for extra in record.extras.iter().filter(|_| record.origin.is_none()) {
        out.push_str(&format!("| {:<11} = {}\n", extra.name, extra.raw));
    }
    out.push_str("}}\n");
    record.sections.iter().enumerate().for_each(|(row, it)| out.push_str(&section(record, row, it)));
    if out.contains("{{efn") {
        out.push_str("\n== Notes ==\n{{notelist}}\n");
    }
    if out.contains("<ref") {
        out.push_str("\n== References ==\n{{reflist}}\n");
    }
    let terms = super::terms(record);
    if let Some(warning) = terms.warning() {
        out.push_str(&format!(
            "\n<!-- Read from {}. {warning} -->\n",
            terms.sources.join("; ").replace("--", "–")
        ));
    }
    out
}

fn section(record: &Record, row: usize, section: &Section) -> String {
    let mut out = String::new();
    if let Some(heading) = &section.heading {
        let marks = "=".repeat(usize::from(section.level.clamp(2, 6)));
        out.push_str(&format!("\n{marks} {} {marks}\n", plain(heading)));
    }
    for n in 0..section.paragraphs.len() {
        out.push_str(&format!("\n{}\n", paragraph(record, &format!("sections.{row}.paragraphs.{n}"))));
    }
    out
}

fn paragraph(record: &Record, path: &str) -> String {
    let mut rows = path.split('.').filter_map(|word| word.parse::<usize>().ok());
    let (Some(section), Some(row)) = (rows.next(), rows.next()) else { return String::new() };
    let Some(paragraph) = record.sections.get(section).and_then(|it| it.paragraphs.get(row)) else {
        return String::new();
    };
    let sentences = paragraph.sentences.iter().map(|it| {
        let places: Vec<SourceRef> =
            it.sources.iter().map(|id| SourceRef { id: id.clone(), ..SourceRef::default() }).collect();
        format!("{}{}", plain(&it.text), fields::notes(record, &places))
    });
    sentences.collect::<Vec<_>>().join(" ")
}

/// Text in which nothing is markup.
pub(crate) fn plain(text: &str) -> String {
    let mut out =
        text.replace("{{", "&#123;&#123;").replace("}}", "&#125;&#125;").replace("[[", "&#91;&#91;");
    out = out.replace("]]", "&#93;&#93;").replace("''", "&#39;&#39;").replace('|', "&#124;");
    out.replace('<', "&lt;").replace('>', "&gt;").replace('\n', " ")
}
