//! Which words can open a number, a date, a span of time or a hedge. Most words of a text open none, and are passed over
//! with one look.

use super::words::{DATE_OPENERS, ORDINALS, TIME_OPENERS, ordinal_of};
use crate::import::tables::Tables;
use polemos_war::letters::WordTable;
use std::collections::BTreeMap;
use std::sync::OnceLock;

/// What a word can open.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Opens {
    pub quantity: bool,
    pub date: bool,
    pub time: bool,
    pub ordinal: bool,
}

#[derive(Debug, Default)]
struct Openers {
    words: WordTable<Opens>,
    /// Phrases for times by another, by their first letters, longest first.
    times: BTreeMap<u8, Vec<Box<str>>>,
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
    let phrases = standard().times.get(&first_letter(text))?;
    phrases.iter().find(|phrase| fits(phrase)).map(|phrase| phrase.len())
}

fn first_letter(text: &str) -> u8 {
    text.bytes().next().map_or(0, |b| b.to_ascii_lowercase())
}

/// What a word can open; nothing for most.
pub(crate) fn opens(word: &str) -> Opens {
    let openers = standard();
    openers
        .words
        .get_in_any_letters(word)
        .or_else(|| openers.words.get_in_any_letters(&word[..word.bytes().position(|b| b == b'-')?]))
        .copied()
        .unwrap_or_default()
}

impl Openers {
    fn standard() -> Self {
        let mut all = Self::default();
        // "after" and the like alone say too little.
        let phrases = Tables::standard().lexicon.time_phrases();
        for phrase in phrases.into_iter().filter(|it| it.contains(' ')) {
            all.times.entry(first_letter(phrase)).or_default().push(phrase.into());
        }
        for word in Tables::standard().lexicon.first_words() {
            all.words.entry(word).quantity = true;
        }
        for word in DATE_OPENERS {
            all.words.entry(word).date = true;
        }
        for word in TIME_OPENERS {
            all.words.entry(word).time = true;
        }
        for word in ORDINALS {
            all.words.entry(word).ordinal = ordinal_of(word).is_some();
        }
        all.words.entry("both").quantity = true;
        all
    }
}
