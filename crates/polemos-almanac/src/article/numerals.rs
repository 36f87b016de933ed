//! Where numbers stand in a text: figures, and words that count or measure.

use polemos_war::lexicon::prose::SMALL;
use std::ops::Range;

/// Words beyond the small numbers that are numbers, whatever stands beside them.
const WORDS: [&str; 43] = [
    "thirty",
    "forty",
    "fifty",
    "sixty",
    "seventy",
    "eighty",
    "ninety",
    "hundred",
    "thousand",
    "million",
    "billion",
    "trillion",
    "dozen",
    "dozens",
    "hundreds",
    "thousands",
    "half",
    "third",
    "thirds",
    "quarter",
    "quarters",
    "fifth",
    "fifths",
    "sixth",
    "tenth",
    "tenths",
    "twice",
    "thrice",
    "first",
    "second",
    "fourth",
    "seventh",
    "eighth",
    "ninth",
    "eleventh",
    "twelfth",
    "once",
    "one",
    "even",
    "single",
    "scores",
    "half-a-dozen",
    "zero",
];

fn is_word(word: &str) -> bool {
    SMALL.get(2..).unwrap_or_default().contains(&word) || WORDS.contains(&word)
}

/// The stretches of a text that are numbers.
pub(crate) fn numbers(text: &str) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    let words = words(text);
    for (row, at) in words.iter().enumerate() {
        let word = &text[at.clone()];
        let digits = word.starts_with(|c: char| c.is_ascii_digit());
        let lower = word.to_lowercase();
        // "forty-two" is one number by its first part.
        let head = lower.split('-').next().unwrap_or_default();
        if digits || is_word(&lower) || is_word(head) && lower.contains('-') {
            let before =
                row.checked_sub(1).map(|it| text[words[it].clone()].to_lowercase()).unwrap_or_default();
            let after = words.get(row + 1).map(|it| text[it.clone()].to_lowercase()).unwrap_or_default();
            if digits || !is_idiom(&before, head, &after) {
                found.push(at.clone());
            }
        }
    }
    found
}

/// Words that look like numbers and count nothing.
fn is_idiom(before: &str, word: &str, after: &str) -> bool {
    match word {
        "one" => {
            ["no", "another", "any", "every", "the", "this", "that", "each", "as"].contains(&before)
                || ["another", "by", "decided", "could", "who"].contains(&after)
        }
        "once" => before == "at" || ["and", "more", "it", "they", "the"].contains(&after),
        "first" => before == "at" || before == "when",
        "even" => after != "odds",
        "second" | "third" | "single" => before == "every",
        _ => false,
    }
}

/// Words and figures with what belongs to them: "12,877", "0.07", "Chin'toka", "forty-two".
fn words(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut open: Option<usize> = None;
    let letters: Vec<(usize, char)> = text.char_indices().collect();
    for (row, (at, letter)) in letters.iter().enumerate() {
        let next = letters.get(row + 1).map(|(_, c)| *c);
        let joins = matches!(letter, '\'' | '’' | '-') && next.is_some_and(char::is_alphanumeric)
            || matches!(letter, ',' | '.')
                && next.is_some_and(|c| c.is_ascii_digit())
                && row > 0
                && letters[row - 1].1.is_ascii_digit();
        let inside = letter.is_alphanumeric() || open.is_some() && joins;
        match (open, inside) {
            (None, true) => open = Some(*at),
            (Some(start), false) => {
                found.push(start..*at);
                open = None;
            }
            _ => {}
        }
    }
    if let Some(start) = open {
        found.push(start..text.len());
    }
    found
}

/// The value of a number as written: "12,877", "1.9 million", "two thirds"; none for one that is not understood.
pub(crate) fn value_of(text: &str) -> Option<f64> {
    let lower = text.to_lowercase();
    let mut parts = lower.split(' ');
    let first = parts.next()?;
    let base = plain_value(first)?;
    Some(match parts.next() {
        Some("million") => base * 1e6,
        Some("billion") => base * 1e9,
        Some("trillion") => base * 1e12,
        Some("%") => base / 100.0,
        _ => base,
    })
}

fn plain_value(word: &str) -> Option<f64> {
    if word.starts_with(|c: char| c.is_ascii_digit()) {
        let digits: String = word.chars().filter(|c| c.is_ascii_digit() || *c == '.').collect();
        return digits.trim_end_matches('.').parse().ok();
    }
    let small = polemos_war::lexicon::prose::SMALL.iter().position(|it| *it == word).map(|n| n as f64);
    small.or(match word {
        "thirty" => Some(30.0),
        "forty" => Some(40.0),
        "fifty" => Some(50.0),
        "half" => Some(0.5),
        "third" => Some(1.0 / 3.0),
        "quarter" => Some(0.25),
        "fifth" => Some(0.2),
        "tenth" => Some(0.1),
        "once" | "first" => Some(1.0),
        "twice" | "second" => Some(2.0),
        "thrice" => Some(3.0),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<&str> {
        numbers(text).into_iter().map(|at| &text[at]).collect()
    }

    #[test]
    fn numbers_are_seen_and_idioms_are_not() {
        assert_eq!(found("The 12,877 ships lost 19 % in twenty-six days."), ["12,877", "19", "twenty-six"]);
        assert_eq!(found("No one helped one another at first; one ship was left."), ["one"]);
        assert_eq!(found("It put it at 0.07, with even odds."), ["0.07", "even"]);
        assert_eq!(found("About two thirds as strong; a half."), ["two", "thirds", "half"]);
        assert_eq!(value_of("1.9 million"), Some(1.9e6));
        assert_eq!(value_of("12,877 ships"), Some(12877.0));
    }
}
