//! Finds the lexicon's phrases in a text.

use super::data::Data;
use crate::claim::TextSpan;
use crate::letters::{WordTable, small};
use crate::quantity::token::{Token, tokens};
use crate::quantity::{Spread, Unit};
use std::collections::{BTreeMap, BTreeSet};

/// What a phrase does in a wording.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Sense {
    Unknown,
    None,
    Countless,
    Absent,
    Number(u32),
    Multiplier(i32),
    Count(String),
    Share(f64, f64),
    Factor(f64, f64),
    Loss(String),
    LossFiller,
    About,
    AtLeast,
    AtMost,
    OrMore,
    OrLess,
    Hedge(Spread),
    Unit(Unit),
}

/// A phrase found: how many tokens it takes, and what it does.
pub(crate) type Match<'a> = (usize, &'a Sense);

#[derive(Clone, Debug)]
struct Phrase {
    rest: Vec<String>,
    sense: Sense,
}

/// Phrases by their first word, the longest first.
#[derive(Clone, Debug, Default)]
pub(crate) struct Index {
    phrases: WordTable<Vec<Phrase>>,
    words: BTreeSet<String>,
    hedges: BTreeMap<String, Spread>,
}

impl Index {
    pub fn new(data: &Data) -> Self {
        let mut index = Self::default();
        index.add_quantities(data);
        index.add_words(data);
        index.add_hedges(data);
        for list in index.phrases.values_mut() {
            list.sort_by_key(|phrase| std::cmp::Reverse(phrase.rest.len()));
        }
        index
    }

    fn add(&mut self, phrase: &str, sense: Sense) {
        let mut words: Vec<String> =
            tokens(phrase).into_iter().map(|token| token.lower.into_owned()).collect();
        if words.is_empty() {
            return;
        }
        self.words.extend(words.iter().cloned());
        let first = words.remove(0);
        self.phrases.entry(&first).push(Phrase { rest: words, sense });
    }

    fn add_quantities(&mut self, data: &Data) {
        for (word, band) in &data.shares {
            self.add(word, Sense::Share(band.0, band.1));
        }
        for word in data.counts.keys() {
            self.add(word, Sense::Count(word.clone()));
        }
        for word in data.losses.keys() {
            self.add(word, Sense::Loss(word.clone()));
        }
        for (pattern, band) in &data.factors {
            let sense = Sense::Factor(band.0, band.1);
            match ["{more}", "{less}"].into_iter().find(|slot| pattern.contains(slot)) {
                None => self.add(pattern, sense),
                Some(slot) => {
                    let words =
                        if slot == "{more}" { &data.comparatives.more } else { &data.comparatives.less };
                    for word in words {
                        self.add(&pattern.replace(slot, word), sense.clone());
                    }
                }
            }
        }
        for (unit, words) in &data.units {
            for word in words {
                self.add(word, Sense::Unit(*unit));
            }
        }
    }

    fn add_words(&mut self, data: &Data) {
        for (word, value) in &data.numbers {
            self.add(word, Sense::Number(*value));
        }
        for (word, power) in &data.multipliers {
            self.add(word, Sense::Multiplier(*power));
        }
        let lists = [
            (&data.special.unknown, Sense::Unknown),
            (&data.special.none, Sense::None),
            (&data.special.countless, Sense::Countless),
            (&data.special.absent, Sense::Absent),
            (&data.fillers.losses, Sense::LossFiller),
            (&data.bounds.about, Sense::About),
            (&data.bounds.at_least, Sense::AtLeast),
            (&data.bounds.at_most, Sense::AtMost),
            (&data.bounds.or_more, Sense::OrMore),
            (&data.bounds.or_less, Sense::OrLess),
        ];
        for (words, sense) in lists {
            for word in words {
                self.add(word, sense.clone());
            }
        }
    }

    /// The declared scale comes first, so that it wins where two scales share a word.
    fn add_hedges(&mut self, data: &Data) {
        let declared = data.likelihood.declared().iter();
        let others = data.likelihood.scales.iter().filter(|(name, _)| **name != data.likelihood.declared);
        let rungs = declared.chain(others.flat_map(|(_, rungs)| rungs));
        let mut hedges: Vec<(String, Spread)> = data
            .hedges
            .iter()
            .map(|(word, &(low, best, high))| (word.clone(), Spread { low, best, high }))
            .collect();
        for rung in rungs {
            let best = rung.band.0 + (rung.band.1 - rung.band.0) / 2.0;
            let spread = Spread { low: rung.band.0, best, high: rung.band.1 };
            hedges.extend([(rung.word.clone(), spread), (rung.adverb.clone(), spread)]);
        }
        for (word, spread) in hedges {
            if !self.hedges.contains_key(&word) {
                self.add(&word, Sense::Hedge(spread));
                self.hedges.insert(word, spread);
            }
        }
    }

    pub fn hedge(&self, term: &str) -> Option<Spread> {
        self.hedges.get(term).copied()
    }

    /// The words that phrases begin with.
    pub fn first_words(&self) -> impl Iterator<Item = &str> {
        self.phrases.words()
    }

    /// Whether some words begin with a whole phrase.
    pub fn begins_phrase<'w>(&self, mut words: impl Iterator<Item = &'w str>) -> bool {
        let Some(first) = words.next() else { return false };
        let Some(list) = self.phrases.get(&small(first)) else { return false };
        // No phrase is longer.
        let (mut rest, mut len) = ([""; 8], 0);
        for (slot, word) in rest.iter_mut().zip(words) {
            *slot = word;
            len += 1;
        }
        list.iter().any(|phrase| {
            phrase.rest.len() <= len
                && phrase.rest.iter().zip(&rest).all(|(own, word)| word.eq_ignore_ascii_case(own))
        })
    }

    /// All phrases that the tokens begin with, the longest first.
    pub fn matches<'a>(&'a self, tokens: &'a [Token<'a>]) -> impl Iterator<Item = Match<'a>> {
        let list = tokens.first().and_then(|first| self.phrases.get(&first.lower));
        list.into_iter().flatten().filter_map(move |phrase| {
            let rest = tokens.get(1..=phrase.rest.len())?;
            let fits = rest.iter().zip(&phrase.rest).all(|(token, word)| token.lower == *word);
            fits.then_some((phrase.rest.len() + 1, &phrase.sense))
        })
    }

    /// How many tokens fit the beginning of the phrase that fits furthest.
    pub fn furthest(&self, tokens: &[Token<'_>]) -> usize {
        let list = tokens.first().and_then(|first| self.phrases.get(&first.lower));
        let fits = |phrase: &Phrase| {
            1 + phrase.rest.iter().zip(&tokens[1..]).take_while(|(word, token)| **word == token.lower).count()
        };
        list.into_iter().flatten().map(fits).max().unwrap_or(0)
    }

    /// Every word that stands in some phrase.
    pub fn words(&self) -> &BTreeSet<String> {
        &self.words
    }
}

/// The word of a vocabulary nearest to one that was not understood, if it is near at all.
pub(crate) fn nearest_word<'a>(word: &str, vocabulary: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let word: Vec<char> = word.chars().take(40).collect();
    if word.len() < 3 {
        return None;
    }
    let allowed = (word.len() / 3).clamp(1, 3);
    let candidates = vocabulary.filter(|other| other.chars().count().abs_diff(word.len()) <= allowed);
    let ranked = candidates.filter(|other| other.len() > 2).map(|other| (distance(&word, other), other));
    ranked
        .filter(|(distance, _)| (1..=allowed).contains(distance))
        // Of two equally near, the one of the same length: a wrong letter is likelier than a missing one.
        .min_by_key(|(distance, other)| (*distance, other.chars().count().abs_diff(word.len())))
        .map(|(_, w)| w)
}

/// Letters to insert, drop, change or swap with a neighbour to make one word of the other (optimal string
/// alignment).
fn distance(a: &[char], b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut before: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=b.len()).collect();
    for i in 1..=a.len() {
        let mut row = vec![i];
        for j in 1..=b.len() {
            let change = last[j - 1] + usize::from(a[i - 1] != b[j - 1]);
            let mut best = change.min(last[j] + 1).min(row[j - 1] + 1);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                best = best.min(before[j - 2] + 1);
            }
            row.push(best);
        }
        before = std::mem::replace(&mut last, row);
    }
    last[b.len()]
}

/// The bytes that some tokens take.
pub(crate) fn span_of(tokens: &[Token<'_>]) -> TextSpan {
    match (tokens.first(), tokens.last()) {
        (Some(first), Some(last)) => TextSpan { start: first.span.start, end: last.span.end },
        _ => TextSpan::default(),
    }
}
