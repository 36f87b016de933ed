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

/// The lexicon that pages are read with: the standard one, with words of other languages.
pub fn lexicon() -> &'static polemos_war::lexicon::Lexicon {
    &tables::Tables::standard().lexicon
}

/// What a name says that a conflict is.
pub fn kind_by_name(name: &str) -> Option<crate::model::RecordKind> {
    tables::Tables::standard().conflict(name)
}

/// What kind of thing some words count: ships, people.
pub fn kind_of(words: &str) -> Option<crate::model::Kind> {
    cell::nouns::noun(words, tables::Tables::standard()).kind
}

/// Why a field cannot be set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SetError {
    /// There is no such field; one that is spelt nearly so.
    Unknown(Option<String>),
    /// It is a field of a side, and no side is named.
    NoSide,
    /// The value cannot be read as the field.
    NotRead(String),
}

/// Sets a field of a box as if its parameter had this value, or adds to it.
///
/// # Errors
/// A field that is not known, and a value that cannot be read as it; the record is then as it was.
pub fn set_field(
    record: &mut crate::model::Record,
    field: &str,
    value: &str,
    add: bool,
) -> Result<(), SetError> {
    wikitext::set_field(record, field, value, add)
}
