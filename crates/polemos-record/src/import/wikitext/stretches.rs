//! Stretches of an item that name one thing each, and numbers of coordinates.

use crate::import::cell::Item;
use crate::model::{Coordinates, TextSpan};

/// Stretches of an item that name one thing each: cut at commas and "and", and between links.
pub(super) fn phrases(item: &Item) -> Vec<(usize, usize)> {
    let links: Vec<TextSpan> = item.links().map(|(at, _)| at).collect();
    let inside = |at: usize| links.iter().any(|span| (span.start..span.end).contains(&at));
    let mut cuts: Vec<(usize, usize)> = Vec::new();
    for word in [", and ", ", ", " and the ", " and ", "; "] {
        cuts.extend(item.text.match_indices(word).map(|(at, _)| (at, at + word.len())));
    }
    for word in [" of the ", " of "] {
        // "the Pacific Theater of World War II": only where links stand on both sides.
        let parts = item.text.match_indices(word).map(|(at, _)| (at, at + word.len()));
        cuts.extend(parts.filter(|(at, end)| {
            links.iter().any(|it| it.end == *at) && links.iter().any(|it| it.start == *end)
        }));
    }
    cuts.retain(|(at, _)| !inside(*at));
    cuts.sort_unstable();
    let mut found = Vec::new();
    let mut start = 0;
    for (at, end) in cuts {
        if at >= start {
            found.push((start, at));
            start = end;
        }
    }
    found.push((start, item.text.len()));
    found
}

/// A name without the article before it.
pub(super) fn without_article(text: &str) -> &str {
    let text = text.trim();
    ["the ", "The ", "della ", "dell'", "del ", "delle ", "dei ", "la "]
        .iter()
        .find_map(|article| text.strip_prefix(article))
        .unwrap_or(text)
}

/// Words without brackets around all of them.
pub(super) fn unbracketed(text: &str) -> &str {
    let text = text.trim().trim_end_matches('.');
    match text.strip_prefix('(') {
        Some(inner) if !inner[..inner.len().saturating_sub(1)].contains(')') => {
            inner.trim_end_matches(')').trim()
        }
        _ if text.matches(')').count() > text.matches('(').count() => text.trim_end_matches(')'),
        _ => text,
    }
}

/// Stretches of an item that name one place each: between commas, and between links.
pub(super) fn place_parts(item: &Item) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    for (start, end) in comma_parts(&item.text) {
        let mut from = start;
        let inside = item.links().filter(|(at, _)| at.start >= start && at.end <= end).map(|(at, _)| at);
        let links: Vec<TextSpan> = inside.collect();
        for pair in links.windows(2) {
            // "near Lostwithiel", "in Cornwall"; "Portugal", "Castile".
            let between = &item.text[pair[0].end..pair[1].start];
            let joined = [" and ", " e ", " & "].contains(&between);
            let cut = pair[0].end;
            found.push((from, cut));
            from = if joined { pair[1].start } else { cut };
        }
        found.push((from, end));
    }
    found
}

/// Stretches between commas outside brackets, and what stands in brackets after them.
pub(super) fn comma_parts(text: &str) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    let (mut start, mut depth) = (0, 0_usize);
    for (at, letter) in text.char_indices() {
        match letter {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            ',' if depth == 0 => {
                found.push((start, at));
                start = at + 1;
            }
            _ => {}
        }
    }
    found.push((start, text.len()));
    found
}

/// Degrees from a template's numbers: "48|42|N|44|31|E" or "39.811|N|77.225|W", joined by bars.
pub(super) fn coordinates(text: &str) -> Option<Coordinates> {
    let parts: Vec<&str> = text.split('|').map(str::trim).collect();
    let axis = |signs: [&str; 2], from: usize| -> Option<(f64, usize)> {
        let at = from + parts.get(from..)?.iter().position(|part| signs.contains(part))?;
        let numbers: Vec<f64> = parts[from..at].iter().filter_map(|part| part.parse().ok()).collect();
        let degrees =
            numbers.iter().zip([1.0, 60.0, 3600.0]).map(|(number, unit)| number / unit).sum::<f64>();
        (!numbers.is_empty()).then_some((if parts[at] == signs[1] { -degrees } else { degrees }, at + 1))
    };
    if let Some((latitude, next)) = axis(["N", "S"], 0)
        && let Some((longitude, _)) = axis(["E", "W"], next)
    {
        return Some(Coordinates { latitude, longitude });
    }
    let latitude = parts.first()?.parse().ok()?;
    let longitude = parts.get(1)?.parse().ok()?;
    Some(Coordinates { latitude, longitude })
}
