//! The prose of a flattened page: sections, sentences, markers that are printed in it, what it says of other continuities
//! and of those who changed sides, and what it leaves to its author.

use super::lines::{self, Run};
use crate::import::build::Builder;
use crate::import::cell::notes::NoteAt;
use crate::import::prose;
use crate::model::{Parameter, Section};

/// Names that are asked about, at most; the rest are told as one.
const MOST_NAMES: usize = 12;

/// Headings over lists of notes.
const NOTES: [&str; 6] = ["notes", "references", "footnotes", "citations", "sources", "note"];

/// Reads the prose into the record.
pub(crate) fn read(builder: &mut Builder<'_>, parameters: &mut Vec<Parameter>, runs: &[Run<'_>]) {
    let mut sections: Vec<Section> = Vec::new();
    for run in runs {
        for line in &run.lines {
            // The list of notes says what the markers mean, and is no section of the article.
            let listing = sections
                .last()
                .and_then(|it| it.heading.as_deref())
                .is_some_and(|it| NOTES.contains(&it.to_lowercase().as_str()));
            if listing && let Some((marker, words)) = listed_note(line.text) {
                builder.notes.explain(marker, words);
                continue;
            }
            if is_heading(line.text) {
                let heading = line.text.trim_matches(['=', '#', ' ']).to_owned();
                sections.push(Section { heading: Some(heading), ..Section::default() });
                continue;
            }
            let (text, notes) = markers(line.text, builder);
            let paragraph = prose::of_text(&text, &notes, builder, line.span);
            if sections.is_empty() {
                sections.push(Section::default());
            }
            let row = sections.len() - 1;
            if let Some(section) = sections.last_mut() {
                let field = format!("sections.{row}.paragraphs.{}", section.paragraphs.len());
                parameters.push(Parameter {
                    name: "paragraph".to_owned(),
                    span: line.span,
                    field: Some(field),
                    as_read: None,
                });
                section.paragraphs.push(paragraph);
            }
        }
    }
    sections.retain(|it| {
        !it.paragraphs.is_empty()
            || it.heading.as_deref().is_none_or(|name| !NOTES.contains(&name.to_lowercase().as_str()))
    });
    builder.record.sections = sections;
    prose::bind(&mut builder.record);
    prose::relate(builder);
    unplaced(builder);
}

/// A short line with no full stop stands over what follows.
fn is_heading(line: &str) -> bool {
    !lines::is_prose(line)
        && line.split(' ').count() <= 8
        && !line.ends_with(['.', '!', '?', ',', ';', ']', ')'])
        && line.chars().any(char::is_alphabetic)
}

/// Markers of footnotes that are printed in a text: their bytes, and what stands in them.
pub(crate) fn printed_markers(text: &str) -> Vec<(usize, usize, &str)> {
    let found = text.match_indices('[').filter_map(|(start, _)| {
        let inner = text[start + 1..].split(']').next()?;
        let end = start + inner.len() + 2;
        let number = inner.trim_start_matches("note ").trim_start_matches("nb ");
        let numbered = !number.is_empty()
            && (number.bytes().all(|b| b.is_ascii_digit()) && number.len() < 4
                || inner.len() == 1 && inner.bytes().all(|b| b.is_ascii_lowercase()));
        (end <= text.len() && numbered).then_some((start, end, inner))
    });
    found.collect()
}

/// Takes footnote markers out of a line: "strong[2]," and "after. [1]".
fn markers(line: &str, builder: &mut Builder<'_>) -> (String, Vec<NoteAt>) {
    let mut text = String::new();
    let mut notes = Vec::new();
    let mut at = 0;
    for (start, end, marker) in printed_markers(line) {
        text.push_str(&line[at..start]);
        text.truncate(text.trim_end().len());
        notes.push(NoteAt { at: text.len(), id: builder.notes.marker(marker), locator: None });
        at = end;
    }
    text.push_str(&line[at..]);
    (text.trim_end().to_owned(), notes)
}

/// A line of the list of notes, "[3] Busey, p. 12": its marker and its words.
fn listed_note(line: &str) -> Option<(&str, &str)> {
    let (marker, rest) = line.strip_prefix('[')?.split_once(']')?;
    let fits = !marker.is_empty() && marker.len() < 5 && marker.chars().all(char::is_alphanumeric);
    fits.then(|| (marker, rest.trim()))
}

/// Names that stand in the prose alone are asked about, and not placed.
fn unplaced(builder: &mut Builder<'_>) {
    let names = prose::unplaced_names(builder);
    for (name, quote) in names.iter().take(MOST_NAMES) {
        let text =
            format!("“{name}” stands in the prose and not in the box: who or what is it, and on which side?");
        builder.ask(text, "sides", Some("on none".to_owned()), quote);
    }
    if names.len() > MOST_NAMES {
        let rest: Vec<&str> = names[MOST_NAMES..].iter().map(|(name, _)| name.as_str()).collect();
        let text = format!(
            "These stand in the prose and not in the box too: {}. Has any of them a part in it?",
            rest.join(", ")
        );
        builder.ask(text, "sides", Some("none of them".to_owned()), "");
    }
}
