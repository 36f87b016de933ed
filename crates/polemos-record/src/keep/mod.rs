//! Keeping records by hand: begin one, set its fields, find some among many, and see what is wrong with one. Values in,
//! values out; files are for others.

mod check;
mod find;
mod set;

pub use check::{Finding, check, check_all};
pub use find::{Found, Query, TERMS, find};
pub use set::set;

use crate::model::{Continuity, Record, RecordKind, Source, SourceKind, slug};

/// What cannot be done, and what to do instead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeepError {
    /// One sentence.
    pub message: String,
    /// One sentence.
    pub repair: String,
}

impl std::fmt::Display for KeepError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {}", self.message, self.repair)
    }
}

impl std::error::Error for KeepError {}

/// A record to begin with: its name, what it is about, and the continuity that it belongs to.
pub fn new(name: &str, kind: Option<RecordKind>, continuity: Option<&str>) -> Record {
    let seen = crate::import::kind_by_name(name);
    let mut record = Record::new(&slug(name), kind.or(seen).unwrap_or_default(), name.trim());
    record.continuity = continuity.map(|id| Continuity { id: id.to_owned(), ..Continuity::default() });
    record.sources.push(editor());
    record
}

/// Whoever keeps the record, as a source.
fn editor() -> Source {
    Source { id: Source::EDITOR.to_owned(), kind: SourceKind::Editor, ..Source::default() }
}
