//! Cuts a wording into numbers, words and signs. It never fails: what it does not know becomes a sign of its
//! own, for the parser to complain about.

use crate::claim::TextSpan;
use crate::letters::small;
use std::borrow::Cow;

/// A piece of the text.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Token<'t> {
    pub kind: Kind<'t>,
    /// As compared with the lexicon: small letters.
    pub lower: Cow<'t, str>,
    pub span: TextSpan,
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Kind<'t> {
    /// Digits without separators, and the power of ten that multiplies them.
    Number(Cow<'t, str>, i32),
    /// Separators stand where none can: "1,20".
    Misgrouped,
    Word,
    Sign(Sign),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sign {
    DotDot,
    Dash,
    Plus,
    Percent,
    Tilde,
    PlusMinus,
    Slash,
    Times,
    Comma,
    Open,
    Close,
    AtLeast,
    AtMost,
    Other,
}

/// Words that may be written against a figure: "c.1200".
const ABUTTING: [&str; 5] = ["c", "ca", "circa", "est", "approx"];

/// Cuts a text into tokens.
pub(crate) fn tokens(text: &str) -> Vec<Token<'_>> {
    let mut found: Vec<Token<'_>> = Vec::with_capacity(12);
    let mut at = 0;
    while let Some(byte) = text.as_bytes().get(at) {
        if *byte == b' ' {
            at += 1;
            continue;
        }
        let rest = &text[at..];
        let (kind, len) = match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'_' => (Some(Kind::Word), word_len(rest)),
            b'0'..=b'9' => number(rest),
            _ => beyond(rest),
        };
        if let Some(kind) = kind {
            let lower = small(&text[at..at + len]);
            found.push(Token { kind, lower, span: TextSpan { start: at, end: at + len } });
        }
        at += len;
    }
    found
}

/// What is neither a letter nor a digit of ASCII.
fn beyond(rest: &str) -> (Option<Kind<'_>>, usize) {
    match rest.chars().next() {
        Some(c) if c.is_whitespace() || c == ';' => (None, c.len_utf8()),
        Some(c) if c.is_alphabetic() => (Some(Kind::Word), word_len(rest)),
        _ => sign(rest),
    }
}

/// Characters that may group digits by threes.
fn groups(c: char) -> bool {
    matches!(c, ',' | '_' | '\'' | '’' | '\u{a0}' | '\u{2009}' | '\u{202f}')
}

fn number(text: &str) -> (Option<Kind<'_>>, usize) {
    let bytes = text.as_bytes();
    let digits_from = |at: usize| bytes[at..].iter().take_while(|b| b.is_ascii_digit()).count();
    let mut len = digits_from(0);
    let mut plain = Cow::Borrowed(&text[..len]);
    let (mut misgrouped, first_group) = (false, len);
    while let Some(separator) = text[len..].chars().next().filter(|c| groups(*c)) {
        let start = len + separator.len_utf8();
        let digits = digits_from(start);
        if digits == 0 {
            break;
        }
        misgrouped |= digits != 3 || first_group > 3;
        plain.to_mut().push_str(&text[start..start + digits]);
        len = start + digits;
    }
    if bytes.get(len) == Some(&b'.') && digits_from(len + 1) > 0 {
        let decimals = digits_from(len + 1);
        plain.to_mut().push_str(&text[len..=len + decimals]);
        len += 1 + decimals;
    }
    let mut exponent = 0;
    if matches!(bytes.get(len), Some(b'e' | b'E')) {
        let signed = usize::from(matches!(bytes.get(len + 1), Some(b'+' | b'-')));
        let start = len + 1 + signed;
        let digits = if start <= bytes.len() { digits_from(start) } else { 0 };
        if digits > 0 {
            // An exponent beyond all sense stays so far out that the figure is refused as infinite or nil.
            let size = text[start..start + digits].parse().unwrap_or(99_999_i32).min(99_999);
            exponent = if bytes[len + 1] == b'-' { -size } else { size };
            len = start + digits;
        }
    }
    (Some(if misgrouped { Kind::Misgrouped } else { Kind::Number(plain, exponent) }), len)
}

/// A word or a path: letters and digits, joined by hyphens, dots and apostrophes.
fn word_len(text: &str) -> usize {
    // Most words are letters alone.
    let plain = text.bytes().take_while(|b| b.is_ascii_alphanumeric() || *b == b'_').count();
    match text.as_bytes().get(plain) {
        None => return plain,
        Some(next) if next.is_ascii() && !matches!(next, b'-' | b'.' | b'\'') => return plain,
        _ => {}
    }
    let mut end = 0;
    for (at, c) in text.char_indices() {
        let joins = || {
            let rest = &text[at + c.len_utf8()..];
            let rest = if c == '-' { rest.trim_start_matches('-') } else { rest };
            let next = rest.chars().next();
            let abutting = c == '.' && ABUTTING.contains(&text[..at].to_lowercase().as_str());
            next.is_some_and(|n| n.is_alphabetic() || n == '_' || n.is_ascii_digit() && !abutting)
        };
        let inside = c.is_alphanumeric() || c == '_' || (matches!(c, '-' | '.' | '\'' | '’') && joins());
        if !inside {
            break;
        }
        end = at + c.len_utf8();
    }
    // The full stop of an abbreviation, or of a sentence, belongs to the word and says nothing.
    end
}

fn sign(text: &str) -> (Option<Kind<'static>>, usize) {
    const SIGNS: [(&str, Sign); 27] = [
        ("...", Sign::DotDot),
        ("..", Sign::DotDot),
        ("…", Sign::DotDot),
        ("+/-", Sign::PlusMinus),
        ("±", Sign::PlusMinus),
        ("--", Sign::Dash),
        ("-", Sign::Dash),
        ("–", Sign::Dash),
        ("—", Sign::Dash),
        ("−", Sign::Dash),
        ("+", Sign::Plus),
        ("%", Sign::Percent),
        ("~", Sign::Tilde),
        ("≈", Sign::Tilde),
        ("/", Sign::Slash),
        ("×", Sign::Times),
        ("*", Sign::Times),
        (",", Sign::Comma),
        ("(", Sign::Open),
        (")", Sign::Close),
        ("[", Sign::Open),
        ("]", Sign::Close),
        (">=", Sign::AtLeast),
        ("≥", Sign::AtLeast),
        ("<=", Sign::AtMost),
        ("≤", Sign::AtMost),
        (">", Sign::AtLeast),
    ];
    if let Some((text, sign)) = SIGNS.iter().find(|(sign, _)| text.starts_with(sign)) {
        return (Some(Kind::Sign(*sign)), text.len());
    }
    let c = text.chars().next().unwrap_or(' ');
    match c {
        '<' => (Some(Kind::Sign(Sign::AtMost)), 1),
        // The stop after an abbreviation, and marks that say nothing about a number.
        '.' | '"' | '“' | '”' => (None, c.len_utf8()),
        _ => (Some(Kind::Sign(Sign::Other)), c.len_utf8()),
    }
}
