//! What an import is asked, and what comes of it.

use crate::model::{Format, Record, RecordKind, TextSpan};

/// How a page is read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Settings {
    /// Its form; seen from the text when none.
    pub format: Option<Format>,
    /// What it is about; seen from its name when none.
    pub kind: Option<RecordKind>,
    /// Id of the continuity that it belongs to.
    pub continuity: Option<String>,
    /// Title of the page, where the text does not hold it.
    pub title: Option<String>,
    /// Address of the page.
    pub address: Option<String>,
    /// Licence of its words.
    pub licence: Option<String>,
    /// Whom its licence asks to be named.
    pub attribution: Option<String>,
}

/// A page, read.
#[derive(Clone, Debug, PartialEq)]
pub struct Imported {
    /// The record; in part, where the text is broken.
    pub record: Record,
    /// What was not understood, in the order of the text.
    pub notices: Vec<Notice>,
}

/// Something that was not understood, or that should be looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// How much it weighs.
    pub weight: Weight,
    /// What was found, a sentence.
    pub message: String,
    /// What to do about it, a sentence; may be empty.
    pub repair: String,
    /// Where in the text.
    pub span: Option<TextSpan>,
}

/// How much a notice weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Weight {
    /// Kept as it stands; no field takes it.
    Kept,
    /// Read, with a doubt.
    Doubt,
    /// The text is broken there.
    Broken,
}

impl Notice {
    /// A notice about a stretch of the text.
    pub fn new(weight: Weight, message: impl Into<String>, span: Option<TextSpan>) -> Self {
        Self { weight, message: message.into(), repair: String::new(), span }
    }

    /// The same with a repair.
    #[must_use]
    pub fn mend(mut self, repair: impl Into<String>) -> Self {
        self.repair = repair.into();
        self
    }
}
