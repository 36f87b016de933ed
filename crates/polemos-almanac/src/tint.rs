//! Names of sides and their members marked as such in running text.

use crate::sides;
use crate::text::{Span, Style};
use polemos_war::{CoalitionId, War};

/// Names to mark, the longest first.
#[derive(Clone, Debug)]
pub struct Tint {
    names: Vec<(String, Style)>,
}

impl Tint {
    /// The names of a war's sides, in the order of its record.
    pub fn new(war: &War, order: &[CoalitionId]) -> Self {
        let mut names: Vec<(String, Style)> = Vec::new();
        for (row, side) in order.iter().enumerate() {
            let style = Style::side(row);
            names.extend(
                war.coalitions
                    .get(*side)
                    .into_iter()
                    .flat_map(|it| it.names.all())
                    .map(|n| (n.to_owned(), style)),
            );
            let members =
                war.factions.pairs().filter(|(id, _)| sides::coalition_at_start(war, *id) == Some(*side));
            names.extend(members.flat_map(|(_, it)| it.names.all()).map(|n| (n.to_owned(), style)));
        }
        names.retain(|(name, _)| name.len() >= 3);
        names.sort_by(|a, b| b.0.len().cmp(&a.0.len()).then(a.0.cmp(&b.0)));
        names.dedup_by(|a, b| a.0 == b.0);
        Self { names }
    }

    /// A text with the names in it marked.
    pub fn spans(&self, text: &str) -> Vec<Span> {
        let mut spans: Vec<Span> = Vec::new();
        let mut plain = String::new();
        let mut rest = text;
        let mut at_word_start = true;
        while let Some(letter) = rest.chars().next() {
            let name = self.names.iter().find(|(name, _)| at_word_start && starts_with_word(rest, name));
            if let Some((name, style)) = name {
                if !plain.is_empty() {
                    spans.push(Span { text: std::mem::take(&mut plain), style: Style::Plain });
                }
                spans.push(Span { text: name.clone(), style: *style });
                rest = &rest[name.len()..];
                at_word_start = false;
                continue;
            }
            plain.push(letter);
            at_word_start = !letter.is_alphanumeric();
            rest = &rest[letter.len_utf8()..];
        }
        if !plain.is_empty() {
            spans.push(Span { text: plain, style: Style::Plain });
        }
        spans
    }
}

fn starts_with_word(text: &str, word: &str) -> bool {
    text.strip_prefix(word).is_some_and(|rest| !rest.chars().next().is_some_and(char::is_alphanumeric))
}
