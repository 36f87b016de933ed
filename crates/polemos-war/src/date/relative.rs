//! Times given by another: "shortly after sabotage", "a year later", "in the closing days of the war".

use super::DateError;
use crate::claim::TextSpan;
use crate::distribution::Distribution;
use crate::lexicon::{Band, Lexicon};
use crate::quantity::{Dimension, Quantity, Reading, parse};
use serde::{Deserialize, Serialize};

/// A time given by another.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RelativeDate {
    /// The words for how far: "shortly after".
    pub word: String,
    /// What it is counted from; what was told last when none.
    pub anchor: Option<String>,
    /// How far.
    pub offset: Offset,
}

/// How far a time lies from its anchor.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Offset {
    /// Days after it; negative before it.
    Days(Distribution),
    /// A share of what the anchor lasts, from its beginning.
    Share(Distribution),
}

/// Words that part a span of time from its anchor; whether they look back; whether they make the span loose.
const SIDES: [(&str, bool, bool); 6] = [
    (" later than ", false, true),
    (" earlier than ", true, true),
    (" after ", false, false),
    (" before ", true, false),
    (" later", false, true),
    (" earlier", true, true),
];

/// Reads a time given by another: a phrase of the lexicon before its anchor, or a span of time and "after",
/// "before", "later" or "earlier". "3 days after X" is 3 days; "a year later" is a year more or less.
///
/// # Errors
/// What was not understood. No text makes it panic.
pub fn parse_relative(text: &str, lexicon: &Lexicon) -> Result<RelativeDate, DateError> {
    // Only ASCII letters change, so that every byte stays where it is.
    let lower = text.to_ascii_lowercase();
    let start = lower.len() - lower.trim_start().len();
    for (word, band, part) in lexicon.time_words() {
        let Some(rest) = lower[start..].strip_prefix(word).filter(|rest| rest.starts_with(' ')) else {
            continue;
        };
        let anchor = anchor(&text[text.len() - rest.len()..]);
        if anchor.is_none() {
            continue;
        }
        let offset = if part {
            Offset::Share(Distribution::Uniform { low: band.0, high: band.1 })
        } else {
            Offset::Days(days_within(band))
        };
        return Ok(RelativeDate { word: word.to_owned(), anchor, offset });
    }
    for (side, back, loose) in SIDES {
        let found =
            lower.find(side).filter(|at| side.ends_with(' ') || lower[at + side.len()..].trim().is_empty());
        if let Some(at) = found {
            return spanned(text, at, side, back, loose, lexicon);
        }
    }
    let repair = "write it as `shortly after sabotage`, `3 days after sabotage` or `a year later`".to_owned();
    let span = TextSpan { start: 0, end: text.len() };
    Err(DateError { message: "this says no time".to_owned(), repair, replacement: None, span })
}

fn spanned(
    text: &str,
    at: usize,
    side: &str,
    back: bool,
    loose: bool,
    lexicon: &Lexicon,
) -> Result<RelativeDate, DateError> {
    let span = &text[..at];
    let parsed = parse(span, lexicon, Dimension::Time)?;
    // "a year after" is as loose as "a year later"; "1 year after" is not.
    let opens = span.trim_start().to_ascii_lowercase();
    let loose = loose || opens.starts_with("a ") || opens.starts_with("an ");
    let days = match parsed.quantity {
        Quantity::Exact(days) if loose => {
            let slack = lexicon.data().spans.slack;
            Distribution::uniform_5_95(days * (1.0 - slack), days * (1.0 + slack))
        }
        quantity => lexicon
            .distribution(&quantity, Dimension::Time, Reading::Setting, None)
            .map_err(|error| DateError { span: TextSpan { start: 0, end: span.len() }, ..error })?,
    };
    let word = text[..at + side.len()].trim().to_owned();
    let offset = Offset::Days(if back { days.negated() } else { days });
    Ok(RelativeDate { word, anchor: anchor(&text[at + side.len()..]), offset })
}

fn anchor(text: &str) -> Option<String> {
    let text = text.trim().trim_end_matches('.');
    let text = text.strip_prefix("the ").unwrap_or(text).trim();
    (!text.is_empty()).then(|| text.to_owned())
}

/// Days alike by order of magnitude where the band spans several, else alike.
fn days_within(band: Band) -> Distribution {
    let (low, high) = (band.0, band.1);
    if low == high {
        Distribution::Point(low)
    } else if high <= 0.0 {
        days_within(Band(-high, -low)).negated()
    } else if low > 0.0 && high / low >= 3.0 {
        Distribution::log_uniform_5_95(low, high)
    } else {
        // Nothing that comes after begins before.
        Distribution::Uniform { low, high }
    }
}
