//! Where sentences end.

use polemos_war::letters::{find_any, small};

/// Abbreviations whose stop ends no sentence.
const ABBREVIATED: [&str; 40] = [
    "c", "ca", "st", "mr", "mrs", "ms", "dr", "no", "nos", "vol", "vols", "gen", "col", "maj", "capt", "lt",
    "sgt", "adm", "cmdr", "cdr", "cdm", "brig", "vs", "v", "e.g", "i.e", "etc", "approx", "est", "p", "pp",
    "ed", "eds", "fl", "r", "b", "d", "jr", "sr", "rev",
];

/// Sentences of a paragraph as bytes of its text. A sentence that is nothing but a bracket belongs to the one before.
pub(crate) fn split(text: &str) -> Vec<(usize, usize)> {
    let mut found: Vec<(usize, usize)> = Vec::new();
    let mut start = 0;
    let bytes = text.as_bytes();
    let mut next_at = 0;
    while let Some(passed) = find_any(&bytes[next_at..], [b'.', b'!', b'?']) {
        let at = next_at + passed;
        next_at = at + 1;
        if at < start {
            continue;
        }
        let mut end = at + 1;
        // Quotation marks and brackets that close go with the sentence.
        while let Some(mark) =
            text[end..].chars().next().filter(|c| matches!(c, '"' | '”' | '’' | '\'' | ')' | ']'))
        {
            end += mark.len_utf8();
        }
        let rest = &text[end..];
        let gap = rest.len() - rest.trim_start().len();
        let next = rest.trim_start().chars().next();
        let begins = next.is_none_or(|c| !c.is_lowercase() && !matches!(c, ',' | ';' | ')'));
        if (gap > 0 || next.is_none()) && begins && !(bytes[at] == b'.' && abbreviated(&text[start..at])) {
            add(&mut found, text, start, end);
            start = end + gap;
        }
    }
    add(&mut found, text, start, text.len());
    found
}

fn add(found: &mut Vec<(usize, usize)>, text: &str, start: usize, end: usize) {
    let own = text[start..end.max(start)].trim();
    if own.is_empty() {
        return;
    }
    let aside = own.starts_with('(') && own.trim_end_matches('.').ends_with(')');
    match found.last_mut() {
        Some(before) if aside => before.1 = end,
        _ => found.push((start, end)),
    }
}

fn abbreviated(before: &str) -> bool {
    let word = small(before.rsplit([' ', '(', '\u{a0}', '“', '"']).next().unwrap_or(""));
    // Most sentences end in words that are longer than all abbreviations.
    if word.len() > 6 && word.is_ascii() {
        return false;
    }
    let initial = word.chars().count() == 1 && word.chars().all(char::is_alphabetic) && word != "i";
    initial || ABBREVIATED.contains(&&*word) || word.contains('.') && word.len() <= 5
}

#[cfg(test)]
mod tests {
    use super::split;

    #[test]
    fn sentences_end_where_they_should() {
        let text = "It cost c. 900 men. Gen. Vey fell (see map). “Go on!” he said. (The Gift, The Toll) Then 3 ships came.";
        let found: Vec<&str> = split(text).into_iter().map(|(a, b)| text[a..b].trim()).collect();
        assert_eq!(
            found,
            [
                "It cost c. 900 men.",
                "Gen. Vey fell (see map).",
                "“Go on!” he said.",
                "(The Gift, The Toll) Then 3 ships came."
            ]
        );
    }
}
