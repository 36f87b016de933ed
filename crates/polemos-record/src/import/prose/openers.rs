//! Which words can open a number, a date, a span of time or a hedge. Most words of a text open none, and are passed over
//! with one look.

use super::words::{DATE_OPENERS, ORDINALS, TIME_OPENERS, ordinal_of};
use crate::import::tables::Tables;
use std::sync::OnceLock;

/// What a word can open.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Opens {
    pub quantity: bool,
    pub date: bool,
    pub time: bool,
    pub ordinal: bool,
}

/// Words by their first letter, small, and their length.
#[derive(Debug, Default)]
struct Openers {
    buckets: Vec<Vec<(Box<str>, Opens)>>,
    /// For every first letter the lengths that its words have, a bit each.
    lengths: Vec<u32>,
    /// Phrases for times by another, longest first.
    times: Vec<Box<str>>,
}

fn standard() -> &'static Openers {
    static OPENERS: OnceLock<Openers> = OnceLock::new();
    OPENERS.get_or_init(Openers::standard)
}

/// The bytes of the phrase for a time by another that a text begins with.
pub(crate) fn time_phrase(text: &str) -> Option<usize> {
    let fits = |phrase: &str| {
        text.get(..phrase.len()).is_some_and(|head| head.eq_ignore_ascii_case(phrase))
            && !text[phrase.len()..].starts_with(char::is_alphanumeric)
    };
    standard().times.iter().find(|phrase| fits(phrase)).map(|phrase| phrase.len())
}

/// What a word can open; nothing for most.
pub(crate) fn opens(word: &str) -> Opens {
    let openers = standard();
    openers
        .find(word)
        .or_else(|| openers.find(&word[..word.bytes().position(|b| b == b'-')?]))
        .unwrap_or_default()
}

impl Openers {
    fn standard() -> Self {
        let mut all = Self {
            buckets: (0..128).map(|_| Vec::new()).collect(),
            lengths: vec![0; 128],
            times: Vec::new(),
        };
        // "after" and the like alone say too little.
        let phrases = Tables::standard()
            .lexicon
            .time_phrases()
            .into_iter()
            .filter(|it| it.contains(' '))
            .map(Box::from);
        all.times = phrases.collect();
        for word in Tables::standard().lexicon.first_words() {
            all.entry(word).quantity = true;
        }
        for word in DATE_OPENERS {
            all.entry(word).date = true;
        }
        for word in TIME_OPENERS {
            all.entry(word).time = true;
        }
        for word in ORDINALS {
            all.entry(word).ordinal = ordinal_of(word).is_some();
        }
        all.entry("both").quantity = true;
        all
    }

    fn entry(&mut self, word: &str) -> &mut Opens {
        let row = word.bytes().next().map_or(0, |b| usize::from(b.to_ascii_lowercase()).min(127));
        let bucket = &mut self.buckets[row];
        let at = bucket.iter().position(|(own, _)| **own == *word).unwrap_or_else(|| {
            bucket.push((word.into(), Opens::default()));
            self.lengths[row] |= 1 << word.len().min(31);
            bucket.len() - 1
        });
        &mut bucket[at].1
    }

    fn find(&self, word: &str) -> Option<Opens> {
        let row = usize::from(word.bytes().next()?.to_ascii_lowercase());
        if self.lengths.get(row)? & 1 << word.len().min(31) == 0 {
            return None;
        }
        let bucket = self.buckets.get(row)?;
        bucket
            .iter()
            .find(|(own, _)| own.len() == word.len() && own.eq_ignore_ascii_case(word))
            .map(|(_, opens)| *opens)
    }
}
