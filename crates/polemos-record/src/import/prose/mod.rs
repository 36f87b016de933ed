//! Prose into claims: sentences, and in each the numbers, dates, spans, hedges, names and citations that it states, bound
//! to it with its footnotes.

mod bind;
mod openers;
mod relate;
mod scan;
mod sentences;
mod words;

pub(crate) use bind::{bind, unplaced_names};
pub(crate) use relate::relate;

use super::build::Builder;
use super::cell::notes::NoteAt;
use super::cell::{Piece, Pieces};
use crate::model::{Paragraph, TextSpan};
use polemos_war::letters::find_any;

/// Whether a word can open a quantity.
pub(crate) fn opens_quantity(word: &str) -> bool {
    openers::opens(word).quantity
}

/// A paragraph of a wiki's markup.
pub(crate) fn of_pieces(pieces: &Pieces, builder: &mut Builder<'_>, span: TextSpan) -> Paragraph {
    let mut text = String::with_capacity(span.end.saturating_sub(span.start));
    let mut notes: Vec<NoteAt> = Vec::new();
    for piece in pieces.iter() {
        match piece {
            Piece::Text(words) | Piece::Link { label: words, .. } | Piece::Cited { words, .. } => {
                push(&mut text, words)
            }
            Piece::Address { address, label } => {
                push(&mut text, if label.is_empty() { address } else { label })
            }
            Piece::Note(note) => {
                let id = builder.notes.add(note);
                notes.push(NoteAt { at: text.trim_end().len(), id, locator: None });
            }
            Piece::Page(page) => {
                if let Some(note) = notes.last_mut() {
                    note.locator = Some(page.clone());
                }
            }
            Piece::Break | Piece::Soft | Piece::Rule | Piece::Bullet(_) => push(&mut text, " "),
            _ => {}
        }
    }
    of_text(text.trim_end(), &notes, builder, span)
}

/// Adds words, every gap as one space.
fn push(text: &mut String, words: &str) {
    // Most words come with single spaces only, and are added as they stand.
    let after_gap = text.is_empty() || text.ends_with(' ');
    let clean = words.is_ascii()
        && find_any(words.as_bytes(), [b'\t', b'\n', b'\r', 0x0b, 0x0c]).is_none()
        && !words.contains("  ")
        && !(after_gap && words.starts_with(' '));
    if clean {
        text.push_str(words);
        return;
    }
    for letter in words.chars() {
        match letter.is_whitespace() {
            true if text.is_empty() || text.ends_with(' ') => {}
            true => text.push(' '),
            false => text.push(letter),
        }
    }
}

/// A paragraph of bare words, with the markers that stand in it.
pub(crate) fn of_text(text: &str, notes: &[NoteAt], builder: &mut Builder<'_>, span: TextSpan) -> Paragraph {
    let mut sentences = Vec::new();
    for (start, end) in sentences::split(text) {
        let own = text[start..end].trim();
        if own.is_empty() {
            continue;
        }
        // A marker after the full stop belongs to the sentence that the stop ends.
        let last = text[end..].trim().is_empty();
        let mine = notes
            .iter()
            .filter(|note| note.at > start && (note.at <= end || last) || start == 0 && note.at == 0);
        let mine: Vec<NoteAt> = mine
            .map(|note| NoteAt { at: note.at.saturating_sub(start).min(own.len()), ..note.clone() })
            .collect();
        sentences.push(scan::sentence(own, &mine, builder, span));
    }
    Paragraph { sentences }
}
