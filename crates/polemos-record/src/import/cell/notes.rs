//! References and notes of a page: every marker is bound to a source, reused ones to the same, and one whose footnote the
//! page does not have to a source that stays dangling.

use crate::model::{Source, SourceKind, SourceRef};
use std::collections::BTreeMap;

/// A reference or note, as it stands.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct NoteText {
    pub text: String,
    pub title: Option<String>,
    pub address: Option<String>,
    pub name: Option<String>,
    pub group: Option<String>,
    pub kind: SourceKind,
}

/// The sources of a page, as its markers are met.
#[derive(Clone, Debug, Default)]
pub(crate) struct Notes {
    sources: Vec<Source>,
    by_name: BTreeMap<(String, String), usize>,
    /// By a hash of their words: those of references are long, and begin alike.
    by_text: BTreeMap<u64, usize>,
    /// Sources that have ids already.
    before: usize,
}

impl Notes {
    /// Notes of a record that has so many sources already.
    pub fn after(before: usize) -> Self {
        Self { before, ..Self::default() }
    }

    /// Binds a marker; gives the id of its source.
    pub fn add(&mut self, note: &NoteText) -> String {
        let kind = if note.kind == SourceKind::Page { SourceKind::Reference } else { note.kind };
        let kind =
            if note.group.is_some() && kind == SourceKind::Reference { SourceKind::Note } else { kind };
        let key = note.name.clone().map(|name| (note.group.clone().unwrap_or_default(), name));
        let known = match &key {
            Some(key) => self.by_name.get(key).copied(),
            None => self.by_text.get(&hash(&note.text)).copied().filter(|row| {
                !note.text.is_empty() && self.sources[*row].text.as_deref() == Some(note.text.as_str())
            }),
        };
        let row = known.unwrap_or_else(|| {
            let id = format!(
                "{}-{}",
                if kind == SourceKind::Note { "note" } else { "ref" },
                self.before + self.sources.len() + 1
            );
            self.sources.push(Source {
                id,
                kind,
                name: note.name.clone(),
                group: note.group.clone(),
                ..Source::default()
            });
            self.sources.len() - 1
        });
        if let Some(key) = key {
            self.by_name.insert(key, row);
        } else if !note.text.is_empty() {
            self.by_text.insert(hash(&note.text), row);
        }
        let own = &mut self.sources[row];
        // The marker that holds the words need not be the first.
        if own.text.is_none() && !note.text.is_empty() {
            own.text = Some(note.text.clone());
            own.title = note.title.clone();
            own.address = note.address.clone();
        }
        own.id.clone()
    }

    /// Binds a bare marker as printed, "[1]", by its text; gives the id of its source.
    pub fn marker(&mut self, marker: &str) -> String {
        let id = format!("marker-{marker}");
        if !self.sources.iter().any(|it| it.id == id) {
            let marker = Some(marker.to_owned());
            self.sources.push(Source {
                id: id.clone(),
                kind: SourceKind::Dangling,
                marker,
                ..Source::default()
            });
        }
        id
    }

    /// Says what a printed marker means.
    pub fn explain(&mut self, marker: &str, words: &str) {
        let id = self.marker(marker);
        if let Some(source) = self.sources.iter_mut().find(|it| it.id == id) {
            source.text = Some(words.to_owned()).filter(|it| !it.is_empty());
            source.kind = SourceKind::Reference;
        }
    }

    /// Binds a work that is named in brackets; gives the id of its source.
    pub fn work(&mut self, title: &str) -> String {
        let id = format!("work-{}", crate::model::slug(title));
        if !self.sources.iter().any(|it| it.id == id) {
            let title = Some(title.to_owned());
            self.sources.push(Source { id: id.clone(), kind: SourceKind::Work, title, ..Source::default() });
        }
        id
    }

    /// All sources, those without words dangling.
    pub fn finish(self) -> Vec<Source> {
        let mut sources = self.sources;
        for source in &mut sources {
            if source.text.is_none() && source.title.is_none() {
                source.kind = SourceKind::Dangling;
            }
        }
        sources
    }
}

/// FNV-1a.
fn hash(text: &str) -> u64 {
    text.bytes()
        .fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

/// A marker in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct NoteAt {
    /// The byte of the text that it stands before.
    pub at: usize,
    /// Id of the source.
    pub id: String,
    /// The page of it.
    pub locator: Option<String>,
}

impl NoteAt {
    /// As a place in a source.
    pub fn place(&self) -> SourceRef {
        SourceRef { id: self.id.clone(), locator: self.locator.clone(), ..SourceRef::default() }
    }
}
