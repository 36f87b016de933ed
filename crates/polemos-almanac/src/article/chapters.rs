//! The stretches of a chronicle that have a record of their own: its wars. A chronicle that ends with its war has one; one
//! that goes on after an ending has another from there.

use crate::sentence::Teller;
use polemos_chronicle::{Ending, Seq, What};

/// One war of a chronicle.
#[derive(Clone, Debug, PartialEq)]
pub struct Chapter {
    /// Numbers of its first and last entries.
    pub entries: (Seq, Seq),
    /// Days on which it began and ended, from the start of the chronicle.
    pub days: (f64, f64),
    /// How it ended; none where it goes on.
    pub ending: Option<Ending>,
}

impl Chapter {
    /// Whether an entry belongs to it.
    pub fn holds(&self, seq: Seq) -> bool {
        self.entries.0 <= seq && seq <= self.entries.1
    }
}

/// The wars of a chronicle, in order. What follows the last ending without another belongs to the last.
pub fn chapters(teller: &Teller<'_>) -> Vec<Chapter> {
    let entries = &teller.chronicle.entries;
    let mut found: Vec<Chapter> = Vec::new();
    let mut open: Option<(Seq, f64)> = None;
    for entry in entries {
        let (first, began) = *open.get_or_insert((entry.seq, entry.day));
        if let What::Ended(ending) = &entry.what {
            let chapter =
                Chapter { entries: (first, entry.seq), days: (began, entry.day), ending: Some(*ending) };
            found.push(chapter);
            open = None;
        }
    }
    let (Some((first, began)), Some(last)) = (open, entries.last()) else { return found };
    match found.last_mut() {
        Some(chapter) => chapter.entries.1 = last.seq,
        None => found.push(Chapter { entries: (first, last.seq), days: (began, last.day), ending: None }),
    }
    found
}
