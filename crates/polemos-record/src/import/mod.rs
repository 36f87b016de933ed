//! Reads pages into records. Whatever the text, there is a record and a list of what was not understood; nothing is
//! dropped, and nothing is invented: what only its author can say becomes a question.

mod build;
pub(crate) mod cell;
mod flattened;
mod page;
mod prose;
mod tables;
mod wikitext;

pub use page::{Imported, Notice, Settings, Weight};

use crate::model::Format;

/// Reads a page, in the form that it seems to have.
pub fn import(text: &str, settings: &Settings) -> Imported {
    match settings.format.unwrap_or_else(|| detect(text)) {
        Format::Wikitext => wikitext::import(text, settings),
        Format::Flattened => flattened::import(text, settings),
    }
}

/// The form that a text seems to have: wikitext where it has a template with parameters, links, or headings of wikis.
pub fn detect(text: &str) -> Format {
    let templated = text.split("{{").skip(1).any(|rest| {
        let head = rest.split("}}").next().unwrap_or(rest);
        head.contains('|') && (head.contains('=') || head.contains('\n')) || head.len() < 60
    });
    let headed = text.lines().any(|line| {
        let line = line.trim();
        line.len() > 4 && line.starts_with("==") && line.ends_with("==")
    });
    if templated || headed || text.contains("[[") { Format::Wikitext } else { Format::Flattened }
}
