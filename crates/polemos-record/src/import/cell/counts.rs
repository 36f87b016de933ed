//! Counts: what stands in cells for strength and losses. A cell holds items, an item one or more counts with what stands
//! in brackets beside them; every count is a number as worded, what it is of, and what befell it.

use super::Item;
use super::figures::counts;
use super::notes::NoteAt;
use super::nouns::{Noun, noun};
use crate::import::tables::{Tables, has_word};
use crate::model::{Fate, Kind, Quantity, TextSpan};

/// A count of a cell, before it is known whose it is.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Counted {
    /// The words, as they stand.
    pub verbatim: String,
    pub quantity: Quantity,
    pub probability: Option<f64>,
    pub noun: Noun,
    pub notes: Vec<NoteAt>,
    /// Whose, by flags and headings.
    pub whose: Vec<String>,
    /// The stage that a heading names.
    pub phase: Option<String>,
    /// The row of the count that it is a part of.
    pub within: Option<usize>,
    pub span: TextSpan,
}

/// What a cell holds.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Cell {
    pub counts: Vec<Counted>,
    /// What is no count.
    pub remarks: Vec<Item>,
}

/// Whether the cell is for strength or for losses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Of {
    Strength,
    Losses,
}

/// Reads the items of a cell. `is_party` says whether a heading names somebody rather than a stage.
pub(crate) fn cell(items: &[Item], of: Of, tables: &Tables, is_party: &dyn Fn(&str) -> bool) -> Cell {
    let mut reader = Reader {
        tables,
        of,
        cell: Cell::default(),
        whose: Vec::new(),
        phase: None,
        whole: None,
        under: Vec::new(),
    };
    for item in items {
        reader.item(item, is_party);
    }
    reader.cell
}

struct Reader<'t> {
    tables: &'t Tables,
    of: Of,
    cell: Cell,
    whose: Vec<String>,
    phase: Option<String>,
    /// The row of a bold total whose parts follow.
    whole: Option<usize>,
    /// Rows of the last count of each level.
    under: Vec<Option<usize>>,
}

impl Reader<'_> {
    fn item(&mut self, item: &Item, is_party: &dyn Fn(&str) -> bool) {
        if item.after_rule {
            self.whole = None;
        }
        let seen = self.tables.fillers.see.iter().any(|word| starts_with_word(&item.text, word));
        if seen {
            self.cell.remarks.push(item.clone());
            return;
        }
        if item.is_heading() && (item.is_year() || !self.has_quantity(item.heading())) {
            return self.heading(item, is_party);
        }
        let before = self.cell.counts.len();
        let within = self.parent(item);
        let counts = counts(item, self.tables);
        if counts.is_empty() {
            return self.no_count(item);
        }
        for mut counted in counts {
            counted.phase = self.phase.clone();
            counted.whose = if item.flags.is_empty() { self.whose.clone() } else { item.flags.clone() };
            if self.of == Of::Losses && counted.noun.fates.is_empty() {
                counted.noun.fates.push(Fate::Unspecified);
            }
            // A part within brackets counts from the first count of its item.
            counted.within = match counted.within {
                Some(row) => Some(row + before),
                None => within.filter(|row| fits(&self.cell.counts[*row], &counted)),
            };
            self.cell.counts.push(counted);
        }
        self.remember(item, before);
    }

    /// A heading says whose what follows is, or at which stage it is so.
    fn heading(&mut self, item: &Item, is_party: &dyn Fn(&str) -> bool) {
        let text = item.heading();
        self.whole = None;
        self.under.clear();
        // "At the time of the Soviet counter-offensive" names nobody.
        let name = text
            .split(' ')
            .all(|word| word.starts_with(char::is_uppercase) || ["of", "the", "and"].contains(&word));
        if !item.flags.is_empty() || name && is_party(text) {
            self.whose = if item.flags.is_empty() { vec![text.to_owned()] } else { item.flags.clone() };
        } else {
            self.phase = Some(text.to_owned());
        }
    }

    fn no_count(&mut self, item: &Item) {
        let class = noun(&item.text, self.tables);
        let named = item.links().next().is_some() || class.kind.is_some();
        if self.of == Of::Strength && named && !item.text.is_empty() {
            let quantity = Quantity::Absent;
            self.cell.counts.push(Counted {
                verbatim: item.text.clone(),
                quantity,
                probability: None,
                noun: Noun {
                    kind: class.kind.or(Some(Kind::Formation)),
                    class: Some(item.text.clone()),
                    ..class
                },
                notes: item.notes.clone(),
                whose: if item.flags.is_empty() { self.whose.clone() } else { item.flags.clone() },
                phase: self.phase.clone(),
                within: None,
                span: item.span,
            });
        } else {
            self.cell.remarks.push(item.clone());
        }
    }

    fn has_quantity(&self, text: &str) -> bool {
        !counts(&Item::bare(text, TextSpan::default()), self.tables).is_empty()
    }

    /// The count that an item's counts are parts of.
    fn parent(&self, item: &Item) -> Option<usize> {
        if item.inside {
            return self.cell.counts.len().checked_sub(1).map(|last| {
                // Several in one pair of brackets are parts of one.
                let mut row = last;
                while let Some(above) = self.cell.counts[row].within {
                    row = above;
                }
                row
            });
        }
        if item.level > 0 {
            let above = self.under.iter().take(usize::from(item.level)).rev().find_map(|row| *row);
            if above.is_some() {
                return above;
            }
        }
        self.whole
    }

    fn remember(&mut self, item: &Item, first: usize) {
        let level = usize::from(item.level);
        self.under.truncate(level + 1);
        self.under.resize(level + 1, None);
        self.under[level] = Some(first);
        let counted = &self.cell.counts[first];
        let plain_total = counted.noun.fates.iter().all(|fate| *fate == Fate::Unspecified)
            && matches!(counted.noun.kind, None | Some(Kind::People))
            && counted.within.is_none();
        if (item.is_bold() || counted.noun.total) && plain_total && item.level == 0 {
            self.whole = Some(first);
        }
    }
}

/// Whether a count can be a part of another: of people, where the whole is of people.
fn fits(whole: &Counted, part: &Counted) -> bool {
    let people = |it: &Counted| matches!(it.noun.kind, None | Some(Kind::People));
    people(whole) == people(part) || whole.noun.kind == part.noun.kind
}

/// Whether a text begins with a word.
pub(crate) fn starts_with_word(text: &str, word: &str) -> bool {
    let lower = text.trim_start().to_lowercase();
    lower.strip_prefix(word).is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
        && has_word(&lower, word)
}
