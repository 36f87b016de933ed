//! "Did you mean": the nearest known word to a mistyped one.

/// The candidate nearest to `word`, if one is near enough to be meant. Ties go to the first.
pub(crate) fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    if word.is_empty() || word.chars().count() > 60 {
        return None;
    }
    let word = word.to_lowercase().replace('_', "-");
    let mut best: Option<(usize, &str)> = None;
    for candidate in candidates {
        let folded = candidate.to_lowercase().replace('_', "-");
        if folded.len().abs_diff(word.len()) > 24 {
            continue;
        }
        let distance = distance(&word, &folded);
        let limit = 1 + word.chars().count().min(folded.chars().count()) / 4;
        if distance <= limit && best.is_none_or(|(least, _)| distance < least) {
            best = Some((distance, candidate));
        }
    }
    best.map(|(_, candidate)| candidate)
}

/// Edit distance; a word that only adds to or drops from the end of another counts as near.
fn distance(word: &str, candidate: &str) -> usize {
    let edits = strsim::damerau_levenshtein(word, candidate);
    let shorter = word.len().min(candidate.len());
    let extends = shorter >= 4 && (candidate.starts_with(word) || word.starts_with(candidate));
    if extends { edits.min(2) } else { edits }
}

/// A list of words for a message: "a, b or c", cut after a dozen.
pub(crate) fn list(words: &[&str]) -> String {
    const MOST: usize = 12;
    let shown: Vec<String> = words.iter().take(MOST).map(|word| format!("`{word}`")).collect();
    match (shown.as_slice(), words.len() > MOST) {
        ([], _) => "none".to_owned(),
        ([one], false) => one.clone(),
        (many, true) => format!("{} and {} more", many.join(", "), words.len() - MOST),
        ([first @ .., last], false) => format!("{} or {last}", first.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_of_the_finger_are_recognised_and_strangers_are_not() {
        let known = ["cardassia-prime", "chintoka", "deep-space-9"];
        assert_eq!(nearest("cardasia-prime", known), Some("cardassia-prime"));
        assert_eq!(nearest("chin_toka", known), Some("chintoka"));
        assert_eq!(nearest("deep-space", known), Some("deep-space-9"));
        assert_eq!(nearest("vulcan", known), None);
    }

    #[test]
    fn lists_read_as_sentences() {
        assert_eq!(list(&[]), "none");
        assert_eq!(list(&["a"]), "`a`");
        assert_eq!(list(&["a", "b", "c"]), "`a`, `b` or `c`");
    }
}
