//! A record as Markdown, with footnotes.

use super::terms;
use super::view::{Line, View};
use crate::model::{Record, Sentence};

/// Writes the page.
pub fn write(record: &Record) -> String {
    let mut view = View::new(record);
    let mut out = format!("# {}\n\n", escape(&view.title));
    if !view.also.is_empty() {
        out.push_str(&format!("*Also {}.*\n\n", escape(&view.also.join("; "))));
    }
    if !view.facts.is_empty() {
        out.push_str("| | |\n|---|---|\n");
        for row in &view.facts {
            let cell = row.cells.first().map(|cell| lines(cell)).unwrap_or_default();
            out.push_str(&format!("| **{}** | {cell} |\n", row.label));
        }
        out.push('\n');
    }
    if !view.columns.is_empty() {
        let heads: Vec<String> = view.sides.iter().map(|name| escape(name)).collect();
        out.push_str(&format!("| | {} |\n|---|{}\n", heads.join(" | "), "---|".repeat(heads.len())));
        for row in &view.columns {
            let cells: Vec<String> = row.cells.iter().map(|cell| lines(cell)).collect();
            out.push_str(&format!("| **{}** | {} |\n", row.label, cells.join(" | ")));
        }
        out.push('\n');
    }
    if !view.common.is_empty() {
        out.push_str(&format!("**Losses besides:** {}\n\n", lines(&view.common)));
    }
    for section in &record.sections {
        if let Some(heading) = &section.heading {
            out.push_str(&format!(
                "{} {}\n\n",
                "#".repeat(usize::from(section.level.clamp(2, 6))),
                escape(heading)
            ));
        }
        for paragraph in &section.paragraphs {
            let sentences: Vec<String> =
                paragraph.sentences.iter().map(|it| sentence(record, &mut view, it)).collect();
            out.push_str(&sentences.join(" "));
            out.push_str("\n\n");
        }
    }
    for (row, note) in view.notes.iter().enumerate() {
        let address = note
            .address
            .as_ref()
            .filter(|it| !note.text.contains(it.as_str()))
            .map(|it| format!(" <{it}>"))
            .unwrap_or_default();
        out.push_str(&format!("[^{}]: {}{address}\n", row + 1, escape(&note.text)));
    }
    let terms = terms(record);
    if !terms.sources.is_empty() {
        out.push_str(&format!("\n---\n\nRead from {}.", escape(&terms.sources.join("; "))));
        out.push_str(&terms.warning().map(|text| format!(" {text}")).unwrap_or_default());
        out.push('\n');
    }
    out.trim_end().to_owned() + "\n"
}

fn sentence(record: &Record, view: &mut View, it: &Sentence) -> String {
    let notes: String =
        it.sources.iter().filter_map(|id| view.note(record, id)).map(|n| format!("[^{n}]")).collect();
    format!("{}{notes}", escape(&it.text))
}

fn lines(lines: &[Line]) -> String {
    let set = lines.iter().map(|line| {
        let notes: String = line.notes.iter().map(|n| format!("[^{n}]")).collect();
        let beside = line.beside.as_ref().map(|text| format!(" *({})*", escape(text))).unwrap_or_default();
        let text = escape(&line.text);
        let text = if line.heading { format!("*{text}*") } else { text };
        format!("{}{text}{beside}{notes}", if line.part { "– " } else { "" })
    });
    set.collect::<Vec<_>>().join("<br>")
}

/// Text with the signs that Markdown would read.
fn escape(text: &str) -> String {
    let mut out = String::new();
    for letter in text.chars() {
        if matches!(letter, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '#') {
            out.push('\\');
        }
        out.push(letter);
    }
    out.replace('\n', " ")
}
