//! Words of prose: which open or join what, where they end, and what they can be.

use crate::import::cell::nouns::bare;
use polemos_war::letters::small;
use polemos_war::lexicon::prose::SMALL;
use polemos_war::quantity::Unit;

/// Whether a word joins the parts of a date.
pub(super) fn joins_dates(word: &str) -> bool {
    matches!(word, "of" | "the" | "to" | "and" | "until" | "till" | "or" | "–" | "-" | "—" | "through" | "in")
}

/// Words that open words for times.
pub(super) const TIME_OPENERS: [&str; 20] = [
    "a",
    "in",
    "at",
    "on",
    "shortly",
    "soon",
    "immediately",
    "right",
    "the",
    "not",
    "some",
    "long",
    "days",
    "weeks",
    "months",
    "years",
    "early",
    "midway",
    "late",
    "towards",
];

/// Whether a word goes on after what a number counts.
pub(super) fn goes_on(word: &str) -> bool {
    matches!(
        word,
        "would"
            | "was"
            | "were"
            | "is"
            | "are"
            | "had"
            | "has"
            | "have"
            | "who"
            | "which"
            | "that"
            | "as"
            | "at"
            | "in"
            | "on"
            | "by"
            | "for"
            | "with"
            | "before"
            | "after"
            | "fought"
            | "fell"
            | "died"
            | "perished"
            | "when"
            | "while"
            | "and"
            | "but"
            | "from"
            | "to"
            | "into"
            | "under"
            | "against"
            | "strong"
            | "did"
            | "could"
    )
}

/// Whether a list goes on after a comma: "men, women and children".
pub(super) fn continues(after: &str, word: &str) -> bool {
    let rest = after.split_once(word).map_or("", |(_, rest)| rest).trim_start();
    let next: Vec<&str> = rest.split(' ').take(3).collect();
    next.contains(&"and") && next.first().is_some_and(|it| it.chars().next().is_some_and(char::is_lowercase))
}

/// The unit at the end of a quantity's words: "ships" of "many ships".
pub(super) fn unit_words(words: &str) -> &str {
    let last = words.rsplit(' ').next().unwrap_or("");
    let number = last.chars().any(|c| c.is_ascii_digit() || c == '%')
        || is_number_word(&small(last))
        || matches!(
            last,
            "strong"
                | "million"
                | "thousand"
                | "hundred"
                | "billion"
                | "thousands"
                | "millions"
                | "hundreds"
                | "dozens"
                | "many"
                | "few"
                | "several"
        );
    if number { "" } else { last }
}

pub(super) fn is_number_word(word: &str) -> bool {
    const TENS: [&str; 4] = ["thirty", "forty", "fifty", "sixty"];
    let small = SMALL.get(1..).unwrap_or_default();
    word.split('-').all(|part| small.contains(&part) || TENS.contains(&part))
}

pub(super) fn is_time(unit: Unit) -> bool {
    matches!(
        unit,
        Unit::Minutes
            | Unit::Hours
            | Unit::Days
            | Unit::Weeks
            | Unit::Months
            | Unit::Years
            | Unit::Decades
            | Unit::Centuries
    )
}

/// Bytes of the word that a text begins with.
pub(super) fn word_len(text: &str) -> usize {
    // Most words are letters and marks of ASCII, which hold no gap of any other kind.
    let plain = text.bytes().take_while(|b| b.is_ascii_graphic() && !matches!(b, b'(' | b')' | b'[' | b']'));
    let plain = plain.count();
    let ends = |next: &u8| matches!(next, b' ' | b'\t'..=b'\r' | b'(' | b')' | b'[' | b']');
    if plain > 0 && text.as_bytes().get(plain).is_none_or(ends) {
        return plain;
    }
    let end =
        text.char_indices().find(|(_, c)| c.is_whitespace() || matches!(c, '(' | ')' | '[' | ']' | '—'));
    let end = end.map_or(text.len(), |(at, _)| at);
    end.max(text.chars().next().map_or(1, char::len_utf8))
}

/// The words of a text between its spaces, of which two in a row part an empty word.
pub(super) fn spaced(text: &str) -> impl Iterator<Item = &str> + Clone {
    let mut rest = Some(text);
    std::iter::from_fn(move || {
        let text = rest?;
        let end = text.bytes().position(|b| b == b' ');
        rest = end.map(|end| &text[end + 1..]);
        Some(end.map_or(text, |end| &text[..end]))
    })
}

/// The beginning of a text, so many words between spaces.
pub(super) fn first_words(text: &str, words: usize) -> &str {
    let mut spaces = text.bytes().enumerate().filter(|(_, byte)| *byte == b' ');
    spaces.nth(words.saturating_sub(1)).map_or(text, |(end, _)| &text[..end])
}

/// Whether a word begins as the units of time do.
pub(super) fn begins_unit(word: &str) -> bool {
    const UNITS: [&str; 13] = [
        "day", "hour", "week", "month", "year", "decade", "centur", "minute", "giorn", "ann", "mes",
        "settiman", "ore",
    ];
    let can = word.bytes().next().is_some_and(|b| b"dhwmycgaso".contains(&b));
    can && UNITS.iter().any(|unit| word.starts_with(unit))
}

/// Whether some words say that somebody died.
pub(super) fn speaks_of_death(text: &str) -> bool {
    const DEATHS: [&str; 5] = ["perish", "died", "killed", "dead", "slain"];
    let bytes = text.as_bytes();
    let mut starts = (0..bytes.len()).filter(|at| matches!(bytes[*at], b'p' | b'd' | b'k' | b's'));
    starts.any(|at| DEATHS.iter().any(|word| bytes[at..].starts_with(word.as_bytes())))
}

/// Where the words of a text end, one after the other.
pub(super) fn word_ends(text: &str) -> impl Iterator<Item = usize> + Clone + '_ {
    let gaps = text.char_indices().filter(|(at, c)| c.is_whitespace() && *at > 0).map(|(at, _)| at);
    gaps.chain(std::iter::once(text.len()))
}

/// Whether some words can be a date: a year, a month, or a century among them.
pub(super) fn has_year(words: &str) -> bool {
    let bytes = words.as_bytes();
    let digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    let mut at = 0;
    while at < bytes.len() {
        let run = bytes[at..].iter().take_while(|b| b.is_ascii_digit()).count();
        // "12,500" is no year, and neither is "500" of it; "251," before a gap is one.
        let grouped = at > 1 && bytes[at - 1] == b',' && digit(at - 2)
            || bytes.get(at + run) == Some(&b',') && digit(at + run + 1);
        if run >= 3 && !grouped && !words[at..at + run].ends_with("000") {
            return true;
        }
        at += run.max(1);
    }
    words.split(' ').any(|word| {
        let word = bare(word);
        word.eq_ignore_ascii_case("century") || ["BC", "AD", "BCE", "CE"].contains(&word)
    })
}

/// Words that may open a date.
pub(super) const DATE_OPENERS: [&str; 46] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
    "jan",
    "feb",
    "mar",
    "apr",
    "jun",
    "jul",
    "aug",
    "sep",
    "sept",
    "oct",
    "nov",
    "dec",
    "spring",
    "summer",
    "autumn",
    "winter",
    "early",
    "mid",
    "late",
    "circa",
    "c",
    "ca",
    "gennaio",
    "febbraio",
    "marzo",
    "aprile",
    "maggio",
    "giugno",
    "luglio",
    "agosto",
    "settembre",
    "ottobre",
    "novembre",
    "dicembre",
];

/// Words for places in a row.
pub(super) const ORDINALS: [&str; 12] = [
    "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth",
    "eleventh", "twelfth",
];

pub(super) fn ordinal_of(lower: &str) -> Option<u32> {
    ORDINALS.iter().position(|word| *word == lower).map(|row| row as u32 + 1)
}

/// Whether words could be the title of a work: capitals but for the small words, and no number.
pub(super) fn is_title(words: &str) -> bool {
    const SMALL: [&str; 16] = [
        "of", "the", "a", "an", "and", "in", "on", "to", "for", "at", "from", "with", "by", "or", "is", "de",
    ];
    let mut any = false;
    let fits = words.split_whitespace().all(|word| {
        let plain = word.trim_matches(['“', '”', '"', '\'', '‘', '’', ':', '!', '?']);
        let capital = plain.chars().next().is_some_and(char::is_uppercase);
        any |= capital;
        capital || SMALL.contains(&plain)
    });
    any && fits && !words.bytes().any(|b| b.is_ascii_digit()) && words.len() > 2
}
