//! Variety without chance: wordings of one kind take turns, and no two paragraphs open with the same words.

use polemos_chronicle::{Believed, Seq};
use polemos_war::{BeliefKind, FactionId, PersonId};
use std::collections::{BTreeMap, BTreeSet};

/// Which wordings, names and reasons have been used.
#[derive(Clone, Debug, Default)]
pub struct Wording {
    turns: BTreeMap<&'static str, usize>,
    opening: String,
    introduced: BTreeSet<PersonId>,
    reasons: BTreeMap<Seq, u8>,
    beliefs: BTreeSet<(FactionId, FactionId, bool, bool)>,
}

/// How often one cause may be named: a reader needs no third reminder.
const REMINDERS: u8 = 2;

impl Wording {
    /// Nothing said yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// The next wording of a kind: the one whose turn it is, unless it opens like the paragraph before and another
    /// does not. Empty when there is none.
    pub fn choose(&mut self, kind: &'static str, candidates: &[String]) -> String {
        if candidates.is_empty() {
            return String::new();
        }
        let turn = self.turns.entry(kind).or_insert(0);
        let start = *turn % candidates.len();
        *turn += 1;
        let order = candidates[start..].iter().chain(&candidates[..start]);
        let fresh = order.clone().find(|text| opening(text) != self.opening);
        let chosen = fresh.or_else(|| order.clone().next()).cloned().unwrap_or_default();
        self.opening = opening(&chosen);
        chosen
    }

    /// Whether a person has not been named before; from now on he or she has.
    pub fn introduces(&mut self, person: PersonId) -> bool {
        self.introduced.insert(person)
    }

    /// Whether a misjudgement is news: of whom, by whom, and to which side it errs, it has not been told before. From
    /// now on it has.
    pub fn may_tell_belief(&mut self, belief: &Believed) -> bool {
        let of_strength = belief.what == BeliefKind::Strength;
        self.beliefs.insert((belief.by, belief.about, of_strength, belief.believed > belief.so))
    }

    /// Whether a cause may be named once more; if so, it is counted.
    pub fn may_recall(&mut self, cause: Seq) -> bool {
        let times = self.reasons.entry(cause).or_insert(0);
        let may = *times < REMINDERS;
        *times += u8::from(may);
        may
    }
}

/// The first two words.
fn opening(text: &str) -> String {
    text.split([' ', crate::text::TIE]).take(2).collect::<Vec<_>>().join(" ").to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn turns_are_taken_and_openings_do_not_repeat() {
        let mut wording = Wording::new();
        let candidates = ["The fleet came.".to_owned(), "Then it left.".to_owned()];
        assert_eq!(wording.choose("a", &candidates), "The fleet came.");
        assert_eq!(wording.choose("b", &candidates), "Then it left.", "the first opens like the one before");
        assert_eq!(wording.choose("a", &candidates[..1]), "The fleet came.", "with one there is no choice");
        assert_eq!(wording.choose("c", &[]), "");
    }
}
