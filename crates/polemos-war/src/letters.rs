//! Words asked for again and again: small letters without a copy, and tables that most words miss at one look. Readers of
//! pages put every word of them to several tables, and most words are in none.

use std::borrow::Cow;

/// A text in small letters; itself where it has no others.
pub fn small(text: &str) -> Cow<'_, str> {
    match text.bytes().any(|b| b.is_ascii_uppercase() || !b.is_ascii()) {
        true => Cow::Owned(text.to_lowercase()),
        false => Cow::Borrowed(text),
    }
}

/// Where the first of some bytes stands. Texts are long and marks are few: sixteen bytes are looked at together.
pub fn find_any<const N: usize>(text: &[u8], marks: [u8; N]) -> Option<usize> {
    let is_mark = |byte: &u8| marks.iter().fold(false, |any, mark| any | (byte == mark));
    let has_mark = |chunk: &[u8; 16]| chunk.iter().fold(false, |any, byte| any | is_mark(byte));
    let (chunks, _) = text.as_chunks::<16>();
    let passed = 16 * chunks.iter().take_while(|chunk| !has_mark(chunk)).count();
    text[passed..].iter().position(is_mark).map(|at| passed + at)
}

/// Whether a text has some words, which are in small ASCII letters, in whatever letters.
pub fn has_small(text: &str, words: &str) -> bool {
    let (Some(last), text) = (words.bytes().next_back(), text.as_bytes()) else { return true };
    let marks = [last, last.to_ascii_uppercase()];
    let mut end = 0;
    while let Some(at) = find_any(&text[end..], marks) {
        end += at + 1;
        let own = end.checked_sub(words.len()).map(|start| &text[start..end]);
        if own.is_some_and(|own| own.eq_ignore_ascii_case(words.as_bytes())) {
            return true;
        }
    }
    false
}

/// Whether a text in small letters is this one.
pub fn small_is(text: &str, small: &str) -> bool {
    if text.is_ascii() { text.eq_ignore_ascii_case(small) } else { text.to_lowercase() == small }
}

/// Whether a text in small letters begins with this one.
pub fn small_begins(text: &str, small: &str) -> bool {
    match text.as_bytes().get(..small.len()) {
        Some(head) if head.is_ascii() => head.eq_ignore_ascii_case(small.as_bytes()),
        _ if text.is_ascii() => false,
        _ => text.to_lowercase().starts_with(small),
    }
}

/// Places that the words of a table are spread over.
const SLOTS: usize = 2048;

/// A table by words, which is asked of far more words than it has.
#[derive(Clone, Debug)]
pub struct WordTable<T> {
    slots: Vec<Vec<(Box<str>, T)>>,
}

impl<T> Default for WordTable<T> {
    fn default() -> Self {
        Self { slots: (0..SLOTS).map(|_| Vec::new()).collect() }
    }
}

/// Where a word is kept: the same for small and for large letters.
fn slot(word: &str) -> usize {
    let bytes = word.as_bytes();
    let small = |at: usize| bytes.get(at).map_or(0, |b| usize::from(b | 0x20));
    (small(0) * 67 + small(bytes.len() / 2) * 29 + small(bytes.len().saturating_sub(1)) * 7 + bytes.len())
        % SLOTS
}

impl<T> WordTable<T> {
    /// What a word has, in these letters.
    pub fn get(&self, word: &str) -> Option<&T> {
        self.slots[slot(word)].iter().find(|(own, _)| **own == *word).map(|(_, value)| value)
    }

    /// What a word has, in whatever ASCII letters.
    pub fn get_in_any_letters(&self, word: &str) -> Option<&T> {
        let found = self.slots[slot(word)].iter().find(|(own, _)| own.eq_ignore_ascii_case(word));
        found.map(|(_, value)| value)
    }

    /// All that words have, in no order that means anything.
    pub fn values_mut(&mut self) -> impl Iterator<Item = &mut T> {
        self.slots.iter_mut().flatten().map(|(_, value)| value)
    }

    /// The words, in no order that means anything.
    pub fn words(&self) -> impl Iterator<Item = &str> {
        self.slots.iter().flatten().map(|(word, _)| &**word)
    }
}

impl<T: Default> WordTable<T> {
    /// What a word has; from now on something, where it had nothing.
    pub fn entry(&mut self, word: &str) -> &mut T {
        let list = &mut self.slots[slot(word)];
        let at = list.iter().position(|(own, _)| **own == *word).unwrap_or_else(|| {
            list.push((word.into(), T::default()));
            list.len() - 1
        });
        &mut list[at].1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_letters_are_those_of_the_language() {
        for text in ["", "many", "Many", "ÉTÉ", "été", "c.1200", "İ"] {
            assert_eq!(small(text), text.to_lowercase(), "{text}");
            assert!(small_is(text, &small(text)) && small_begins(text, &small(text)), "{text}");
            assert!(!small_is(text, "x") && !small_begins(text, "x"), "{text}");
        }
        assert!(matches!(small("tens of thousands"), Cow::Borrowed(_)));
    }

    #[test]
    fn words_are_found_in_any_letters() {
        assert!(has_small("A Series of wars", "series of") && has_small("x", "") && has_small("ab", "ab"));
        assert!(!has_small("serie", "series of") && !has_small("", "a"));
    }

    #[test]
    fn the_first_mark_is_found() {
        let text = "no mark in the first forty bytes of this. And then (one)";
        for (end, byte) in text.bytes().enumerate() {
            let first = text.bytes().position(|b| matches!(b, b'.' | b'(')).filter(|at| *at < end);
            assert_eq!(find_any(&text.as_bytes()[..end], [b'.', b'(']), first, "{byte}");
        }
    }

    #[test]
    fn a_table_has_what_was_put_in() {
        let mut table = WordTable::default();
        for (row, word) in ["many", "mony", "Many", "tens", "c", "été"].into_iter().enumerate() {
            *table.entry(word) = row;
        }
        assert_eq!((table.get("Many"), table.get("many"), table.get("MANY")), (Some(&2), Some(&0), None));
        assert_eq!((table.get("été"), table.get("")), (Some(&5), None));
        assert!(table.get_in_any_letters("MANY").is_some() && table.get_in_any_letters("TENS") == Some(&3));
        assert_eq!(table.words().count(), 6);
    }
}
