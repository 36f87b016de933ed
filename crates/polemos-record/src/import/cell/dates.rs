//! Dates of cells.

use super::Item;
use crate::import::tables::Tables;
use crate::model::RecordDate;
use polemos_war::calendar::Calendar;
use polemos_war::date::{Date, understand_date};
use std::borrow::Cow;
use std::sync::OnceLock;

/// The date that a text gives; its words alone, with the id of a calendar made of its era, where they are of a calendar
/// that is not known.
pub(crate) fn date(text: &str, tables: &Tables) -> Option<RecordDate> {
    let words = text.trim().trim_end_matches(['.', ',', ';']).trim();
    if words.is_empty() {
        return None;
    }
    let plain = match words.is_ascii() {
        true => Cow::Borrowed(words),
        false => Cow::Owned(words.replace(['–', '—', '−'], "–").replace('\u{a0}', " ")),
    };
    let known = tables.date_words(&plain);
    let read = gregorian(&known, tables)?;
    Some(RecordDate { verbatim: words.to_owned(), ..RecordDate::from(read) })
}

fn gregorian(text: &str, tables: &Tables) -> Option<Date> {
    static CALENDAR: OnceLock<Calendar> = OnceLock::new();
    let calendar = CALENDAR.get_or_init(Calendar::gregorian);
    let parse = |text: &str| understand_date(text, calendar, &tables.lexicon);
    if let Some(date) = parse(text) {
        return Some(date);
    }
    if let Some(date) = one_of(text, &parse) {
        return Some(date);
    }
    if let Some(date) = days_after_month(text).and_then(|text| parse(&text)) {
        return Some(date);
    }
    // "June – September 1982", "22 July – 25 September 1800": gaps around the dash make no difference.
    let tight = text.replace(" – ", "–").replace(" - ", "–").replace(" to ", "–");
    if tight != text
        && let Some(date) = parse(&tight)
    {
        return Some(date);
    }
    spelled_out(&tight, &parse)
}

/// "July 1–3, 1863" as "1–3 July 1863".
fn days_after_month(text: &str) -> Option<String> {
    let (month, rest) = text.split_once(' ')?;
    let (days, year) = rest.split_once(',').or_else(|| rest.split_once(' '))?;
    let (first, last) = days.split_once('–').or_else(|| days.split_once('-'))?;
    let number = |text: &str| !text.trim().is_empty() && text.trim().bytes().all(|b| b.is_ascii_digit());
    (number(first) && number(last) && month.chars().all(char::is_alphabetic))
        .then(|| format!("{}–{} {month} {}", first.trim(), last.trim(), year.trim()))
}

/// "July or August, 251": one of several, as a set.
fn one_of(text: &str, parse: &dyn Fn(&str) -> Option<Date>) -> Option<Date> {
    let (first, rest) = text.split_once(" or ").or_else(|| text.split_once(" o "))?;
    let last = parse(rest)?;
    // What the first lacks, the last has.
    let tail = rest.split_whitespace().skip(1).collect::<Vec<_>>().join(" ");
    let first = parse(first).or_else(|| parse(&format!("{first} {tail}")))?;
    let (a, b) = (first.bounds?, last.bounds?);
    let edtf = match (&first.edtf, &last.edtf) {
        (Some(first), Some(last)) if !first.contains(['[', '/']) && !last.contains(['[', '/']) => {
            Some(format!("[{first},{last}]"))
        }
        _ => None,
    };
    Some(Date {
        verbatim: text.to_owned(),
        edtf,
        calendar: last.calendar,
        bounds: Some((a.0.min(b.0), a.1.max(b.1))),
    })
}

/// "April 1383–October 1385", each end read by itself.
fn spelled_out(text: &str, parse: &dyn Fn(&str) -> Option<Date>) -> Option<Date> {
    let (first, last) = text.split_once('–').or_else(|| text.split_once('-'))?;
    let last = parse(last.trim())?;
    let tail = last.verbatim.split_whitespace().last().unwrap_or("").to_owned();
    let first = parse(first.trim()).or_else(|| parse(&format!("{} {tail}", first.trim())))?;
    let edtf = first
        .edtf
        .as_ref()
        .zip(last.edtf.as_ref())
        .filter(|(a, b)| !a.contains(['[', '/']) && !b.contains(['[', '/']));
    Some(Date {
        verbatim: text.to_owned(),
        edtf: edtf.map(|(a, b)| format!("{a}/{b}")),
        calendar: last.calendar,
        bounds: Some((first.bounds?.0, last.bounds?.1)),
    })
}

/// The date of an item: its words without what stands in brackets; and what of it was read.
pub(crate) fn date_of(item: &Item, tables: &Tables) -> RecordDate {
    let text = without_brackets(&item.text);
    let parts = [item.text.as_str(), text.as_str(), text.split(',').next().unwrap_or("")];
    for (row, part) in parts.into_iter().enumerate() {
        // A day before a comma is a whole date only where nothing but a weekday or the like follows.
        if row == 2 && text.split(',').nth(1).is_some_and(|rest| rest.chars().any(|c| c.is_ascii_digit())) {
            break;
        }
        if let Some(date) = date(part, tables) {
            return date;
        }
    }
    let words = if text.is_empty() { item.text.clone() } else { text };
    let era = words
        .split_whitespace()
        .last()
        .filter(|word| word.chars().all(|c| c.is_ascii_uppercase()) && word.len() < 5);
    let numbered = words.chars().any(|c| c.is_ascii_digit());
    let calendar = match era {
        Some(era) if numbered => era.to_lowercase(),
        _ => "unknown".to_owned(),
    };
    RecordDate { verbatim: words, edtf: None, calendar, first: None, last: None }
}

/// A text without what stands in brackets.
pub(crate) fn without_brackets(text: &str) -> String {
    let mut out = String::new();
    let mut depth = 0_usize;
    for letter in text.chars() {
        match letter {
            '(' | '[' => depth += 1,
            ')' | ']' => depth = depth.saturating_sub(1),
            _ if depth == 0 => out.push(letter),
            _ => {}
        }
    }
    out.split_whitespace().collect::<Vec<_>>().join(" ")
}
