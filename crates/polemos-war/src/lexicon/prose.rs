//! Numbers as prose writes them. British usage: commas between thousands, small numbers spelled out, "%" after a
//! space.

/// Numbers from nil to twenty as words.
pub const SMALL: [&str; 21] = [
    "no",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
    "twenty",
];
const ORDINALS: [&str; 13] = [
    "zeroth", "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth",
    "eleventh", "twelfth",
];

/// "1,234": whole numbers with commas.
pub fn grouped(n: i64) -> String {
    let digits = n.unsigned_abs().to_string();
    let mut text = String::new();
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    if n < 0 { format!("−{text}") } else { text }
}

/// A whole number within a sentence: spelled out up to twelve, with commas beyond. Zero is "no" before a noun and is
/// written "0" here.
pub fn spelled(n: i64) -> String {
    match usize::try_from(n) {
        Ok(n @ 1..=12) => SMALL[n].to_owned(),
        _ => grouped(n),
    }
}

/// "no ships", "one ship", "12,000 ships".
pub fn counted(n: i64, one: &str, many: &str) -> String {
    match n {
        0 => format!("no {many}"),
        1 => format!("one {one}"),
        n => format!("{} {many}", spelled(n)),
    }
}

/// "1st", "22nd", "113th".
pub fn ordinal(n: u64) -> String {
    let suffix = match (n % 100, n % 10) {
        (11..=13, _) => "th",
        (_, 1) => "st",
        (_, 2) => "nd",
        (_, 3) => "rd",
        _ => "th",
    };
    format!("{n}{suffix}")
}

/// "first" to "twelfth", then "13th".
pub fn ordinal_word(n: u64) -> String {
    match usize::try_from(n) {
        Ok(n @ 1..=12) => ORDINALS[n].to_owned(),
        _ => ordinal(n),
    }
}

/// A number to so many significant digits, 1 to 15.
pub fn significant(x: f64, digits: u32) -> f64 {
    if !x.is_finite() {
        return x;
    }
    let places = digits.clamp(1, 15) as usize - 1;
    format!("{x:.places$e}").parse().unwrap_or(x)
}

/// A number with commas and no more decimals than it has: "12,000", "1,234.5". Not for more than fifteen digits.
pub fn number(x: f64) -> String {
    if !x.is_finite() || x.abs() >= 1e15 {
        return in_words(x);
    }
    let text = format!("{}", x.abs());
    let (whole, decimals) = text.split_once('.').unwrap_or((&text, ""));
    let whole = grouped(whole.parse().unwrap_or(0));
    let sign = if x < 0.0 { "−" } else { "" };
    if decimals.is_empty() { format!("{sign}{whole}") } else { format!("{sign}{whole}.{decimals}") }
}

/// A number to so many significant digits, with commas: "9,200".
pub fn rounded(x: f64, digits: u32) -> String {
    in_words(significant(x, digits))
}

/// "about 9,200": a number to so many significant digits, and "about" where that changed it.
pub fn about(x: f64, digits: u32) -> String {
    let near = significant(x, digits);
    let text = in_words(near);
    if near == x { text } else { format!("about {text}") }
}

/// A number with its millions in words: "2.1 million", "800 million", "12,000".
pub fn in_words(x: f64) -> String {
    const SCALES: [(f64, &str); 4] =
        [(1e15, "quadrillion"), (1e12, "trillion"), (1e9, "billion"), (1e6, "million")];
    if x.is_nan() {
        return "an unknown number".to_owned();
    }
    if x.is_infinite() || x.abs() >= 1e18 {
        return "countless".to_owned();
    }
    for (scale, word) in SCALES {
        let part = x / scale;
        // Up to three decimals of a million are words; more are digits.
        let short = significant(part, 4);
        if part.abs() >= 1.0 && (short * scale - x).abs() <= scale * 1e-9 || part.abs() >= 1000.0 {
            return format!("{} {word}", number(short));
        }
    }
    number(x)
}

/// A share as percent: "41 %"; with one decimal below 10 %, and "less than 0.1 %" for what would round to nil.
pub fn percent(share: f64) -> String {
    let percent = share * 100.0;
    match percent.abs() {
        0.0 => "0 %".to_owned(),
        p if p < 0.1 => "less than 0.1 %".to_owned(),
        p if p < 10.0 && libm::fabs(libm::round(p) - p) >= 0.05 => format!("{percent:.1} %"),
        // Not quite all is not all.
        p if (99.5..100.0).contains(&p) => format!("{percent:.1} %").replace("100.0 %", "more than 99.9 %"),
        _ => format!("{} %", grouped(libm::round(percent) as i64)),
    }
}

/// A span of days in the unit that fits it: "six hours", "three days", "five weeks", "two months", "20 years".
pub fn duration(days: f64) -> String {
    let whole = |n: f64, one: &str, many: &str| counted((libm::round(n) as i64).max(1), one, many);
    match days.abs() {
        d if d < 1.0 / 48.0 => whole(d * 1440.0, "minute", "minutes"),
        d if d < 1.5 => whole(d * 24.0, "hour", "hours"),
        d if d < 21.0 => whole(d, "day", "days"),
        d if d < 60.0 => whole(d / 7.0, "week", "weeks"),
        d if d < 730.0 => whole(d / 30.4375, "month", "months"),
        d => whole(d / 365.25, "year", "years"),
    }
}

/// "2,000–3,000"; one figure where both are the same.
pub fn range(low: f64, high: f64) -> String {
    if low == high {
        return in_words(low);
    }
    let (a, b) = (in_words(low), in_words(high));
    match (a.split_once(' '), b.split_once(' ')) {
        // "2–3 million", not "2 million–3 million".
        (Some((a, unit)), Some((_, other))) if unit == other => format!("{a}–{b}"),
        _ => format!("{a}–{b}"),
    }
}

/// "40–50 %".
pub fn percent_range(low: f64, high: f64) -> String {
    let (low, high) = (percent(low), percent(high));
    if low == high { low } else { format!("{}–{high}", low.trim_end_matches(" %")) }
}
