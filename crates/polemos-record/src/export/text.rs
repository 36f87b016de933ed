//! A record as plain text, with its labels: what was read from text without any can be read again with them.

use super::terms;
use super::view::{Line, View};
use crate::model::Record;

/// Writes the page.
pub fn write(record: &Record) -> String {
    let mut view = View::new(record);
    let mut out = format!("{}\n", view.title);
    for name in &view.also {
        out.push_str(&format!("Name: {name}\n"));
    }
    for row in &view.facts {
        let cell = row.cells.first().map(|cell| joined(cell, "; ")).unwrap_or_default();
        out.push_str(&format!("{}: {cell}\n", label(row.label)));
    }
    for row in &view.columns {
        for (side, cell) in row.cells.iter().enumerate() {
            // Only what has a field is written under a label that is read again.
            match column(row.label) {
                Some(name) if !cell.is_empty() => {
                    out.push_str(&format!("{name} {}: {}\n", side + 1, joined(cell, "; ")))
                }
                None if !cell.is_empty() => {
                    out.push_str(&format!("{} ({}): {}\n", row.label, view.sides[side], joined(cell, "; ")))
                }
                _ => {}
            }
        }
    }
    if !view.common.is_empty() {
        out.push_str(&format!("Losses: {}\n", joined(&view.common, "; ")));
    }
    for section in &record.sections {
        out.push('\n');
        if let Some(heading) = &section.heading {
            out.push_str(&format!("{heading}\n\n"));
        }
        for (row, paragraph) in section.paragraphs.iter().enumerate() {
            if row > 0 {
                out.push('\n');
            }
            let sentences = paragraph.sentences.iter().map(|it| {
                let notes: String = it
                    .sources
                    .iter()
                    .filter_map(|id| view.note(record, id))
                    .map(|n| format!("[{n}]"))
                    .collect();
                if notes.is_empty() { it.text.clone() } else { format!("{} {notes}", it.text) }
            });
            out.push_str(&sentences.collect::<Vec<_>>().join(" "));
            out.push('\n');
        }
    }
    if !view.notes.is_empty() {
        out.push_str("\nNotes\n\n");
        for (row, note) in view.notes.iter().enumerate() {
            // A marker whose note is missing has no words here either.
            let text = if note.dangling { "" } else { &note.text };
            out.push_str(format!("[{}] {text}", row + 1).trim_end());
            out.push('\n');
        }
    }
    let terms = terms(record);
    if !terms.sources.is_empty() {
        out.push_str(&format!("\nRead from {}.\n", terms.sources.join("; ")));
        out.push_str(&terms.warning().map(|text| format!("{text}\n")).unwrap_or_default());
    }
    out
}

fn label(label: &str) -> &str {
    match label {
        "Before it" => "Previous",
        "After it" => "Next",
        other => other,
    }
}

fn column(label: &str) -> Option<&'static str> {
    Some(match label {
        "Belligerents" => "Combatants",
        "Commanders" => "Commanders",
        "Units" => "Units",
        "Strength" => "Strength",
        "Losses" => "Losses",
        _ => return None,
    })
}

fn joined(lines: &[Line], between: &str) -> String {
    let set = lines.iter().map(|line| {
        let notes: String = line.notes.iter().map(|n| format!(" [{n}]")).collect();
        format!("{}{notes}", line.text)
    });
    set.collect::<Vec<_>>().join(between)
}
