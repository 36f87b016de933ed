//! The grammar of cells: pieces of markup become items, items become names, people, counts and dates.

pub(crate) mod counts;
pub(crate) mod dates;
pub(crate) mod figures;
pub(crate) mod items;
pub(crate) mod names;
pub(crate) mod notes;
pub(crate) mod nouns;

pub(crate) use items::{Item, items};
pub(crate) use notes::NoteText;

use crate::model::{Fate, TextSpan};

/// A piece of a cell or paragraph.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Piece {
    /// Words.
    Text(String),
    /// A link to a page of the wiki.
    Link { page: String, label: String },
    /// A link to somewhere else.
    Address { address: String, label: String },
    /// A flag: whose the next name or number is.
    Flag(String),
    /// A mark of what befell somebody, and its words.
    Mark(Fate, String),
    /// A reference or note.
    Note(Box<NoteText>),
    /// The marker of a footnote, as printed.
    Marker(String),
    /// The page of the reference just before.
    Page(String),
    /// A cited work.
    Cited { words: String, title: Option<String>, address: Option<String> },
    /// A line break.
    Break,
    /// Where a line may break.
    Soft,
    /// A line across the cell.
    Rule,
    /// Bold begins or ends.
    Bold,
    /// Italic begins or ends.
    Italic,
    /// An item of a list, and how deep.
    Bullet(u8),
    /// A list begins.
    ListStart,
    /// A list ends.
    ListEnd,
    /// A series that the page stands in.
    Series(String),
    /// A template that is not known.
    Opaque(String),
}

/// Pieces with their bytes.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Pieces {
    list: Vec<(Piece, TextSpan)>,
}

impl Pieces {
    pub fn push(&mut self, piece: Piece, span: TextSpan) {
        match (&piece, self.list.last_mut()) {
            // Entities come apart from the words around them.
            (Piece::Text(text), Some((Piece::Text(before), own))) if own.end <= span.start => {
                before.push_str(text);
                own.end = span.end;
            }
            _ => self.list.push((piece, span)),
        }
    }

    pub fn iter(&self) -> impl Iterator<Item = &Piece> {
        self.list.iter().map(|(piece, _)| piece)
    }

    pub fn spanned(&self) -> &[(Piece, TextSpan)] {
        &self.list
    }

    /// The words alone, on one line.
    pub fn plain(&self) -> String {
        let mut text = String::new();
        for piece in self.iter() {
            match piece {
                Piece::Text(words) | Piece::Link { label: words, .. } | Piece::Cited { words, .. } => {
                    text.push_str(words);
                }
                Piece::Address { label, address } => {
                    text.push_str(if label.is_empty() { address } else { label })
                }
                Piece::Break | Piece::Soft | Piece::Rule | Piece::Bullet(_) => text.push(' '),
                _ => {}
            }
        }
        let mut before = b' ';
        let single = text.bytes().all(|b| {
            let fits = b.is_ascii_graphic() || b == b' ' && before != b' ';
            before = b;
            fits
        });
        match single && before != b' ' {
            true => text,
            false => text.split_whitespace().collect::<Vec<_>>().join(" "),
        }
    }
}
