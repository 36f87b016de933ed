//! The texts that a war is made from, and places in them.

use crate::diagnostic::{Diagnostic, Repair, Severity};
use std::ops::Range;

/// One file of a scenario, already read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceFile {
    /// How the file is named in messages.
    pub name: String,
    /// Its text.
    pub text: String,
}

impl SourceFile {
    /// A file from its name and text.
    pub fn new(name: impl Into<String>, text: impl Into<String>) -> Self {
        Self { name: name.into(), text: text.into() }
    }

    /// A file from bytes.
    ///
    /// # Errors
    /// What to say of bytes that are not UTF-8 text.
    pub fn from_bytes(name: impl Into<String>, bytes: Vec<u8>) -> Result<Self, Box<Diagnostic>> {
        match String::from_utf8(bytes) {
            Ok(text) => Ok(Self::new(name, text)),
            Err(error) => {
                let at = error.utf8_error().valid_up_to();
                let text =
                    String::from_utf8_lossy(error.as_bytes().get(..at).unwrap_or_default()).into_owned();
                Err(Box::new(not_text(name.into(), &text)))
            }
        }
    }
}

/// What to say of a file that is UTF-8 only up to a point.
fn not_text(file: String, text: &str) -> Diagnostic {
    let (line, column) = Lines::of(text).position(text, text.len());
    Diagnostic {
        severity: Severity::Error,
        code: "not-text",
        message: "this is not UTF-8 text".to_owned(),
        file,
        span: text.len()..text.len(),
        line,
        column,
        label: String::new(),
        repair: Some(Repair { message: "save the file as UTF-8".to_owned(), replacement: None }),
        notes: Vec::new(),
    }
}

/// A stretch of a file: bytes from `start` to before `end`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Mark {
    /// Which file, in the order given.
    pub file: u32,
    /// First byte.
    pub start: u32,
    /// Byte after the last.
    pub end: u32,
}

impl Mark {
    /// A stretch of a file.
    pub fn new(file: u32, span: Range<usize>) -> Self {
        Self { file, start: span.start as u32, end: span.end.max(span.start) as u32 }
    }

    /// As a range of bytes.
    pub fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }
}

/// Where the lines of a text begin.
#[derive(Clone, Debug)]
pub(crate) struct Lines {
    starts: Vec<usize>,
}

impl Lines {
    pub(crate) fn of(text: &str) -> Self {
        let starts = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
        Self { starts }
    }

    /// Line and column of a byte, both from 1; columns count characters.
    pub(crate) fn position(&self, text: &str, at: usize) -> (usize, usize) {
        let at = floor_boundary(text, at);
        let line = self.starts.partition_point(|start| *start <= at).max(1);
        let start = self.starts.get(line - 1).copied().unwrap_or(0);
        (line, text[start..at].chars().count() + 1)
    }
}

/// The greatest character boundary that is not after `at`.
pub(crate) fn floor_boundary(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_that_are_not_text_are_answered_with_their_place() {
        let found = SourceFile::from_bytes("a", b"name = 'x'\nid = '\xff'\n".to_vec()).unwrap_err();
        assert_eq!((found.code, found.line, found.column), ("not-text", 2, 7));
        assert!(SourceFile::from_bytes("a", "ĝ".into()).is_ok());
    }

    #[test]
    fn positions_count_lines_and_characters_from_one() {
        let text = "ab\nĝc\n";
        let lines = Lines::of(text);
        assert_eq!(lines.position(text, 0), (1, 1));
        assert_eq!(lines.position(text, 3), (2, 1));
        assert_eq!(lines.position(text, 5), (2, 2), "a letter of two bytes is one column");
        assert_eq!(lines.position(text, 99), (3, 1), "past the end is the end");
    }
}
