//! Figures as the page writes them: shares with their intervals, differences with their sign.

use polemos::almanac::text::TIE;
use polemos::almanac::voice::{percent, persons};
use polemos::study::evidence::contrast::{Contrast, Verdict};
use polemos::study::evidence::link::Difference;
use polemos::study::report::{Share, Spread};

/// A share with its interval: "42 % (38–46)".
pub fn share(share: &Share) -> String {
    format!("{} {}", percent(share.share), between(share.low, share.high))
}

/// An interval of shares, in whole percent.
fn between(low: f64, high: f64) -> String {
    format!("({:.0}–{:.0})", low * 100.0, high * 100.0)
}

/// A share, or a dash where there is none.
pub fn share_or_none(it: Option<&Share>) -> String {
    it.map_or_else(|| "–".to_owned(), share)
}

/// A number as a reader wants it: large ones in three digits, small ones with as many.
pub fn number(value: f64) -> String {
    let size = value.abs();
    let sign = if value < 0.0 { "−" } else { "" };
    match size {
        s if s >= 1000.0 => format!("{sign}{}", persons(s)),
        s if s >= 99.95 => format!("{sign}{s:.0}"),
        s if s >= 9.995 => format!("{sign}{s:.1}"),
        s if s >= 0.0005 => {
            let text = if s >= 0.9995 { format!("{s:.2}") } else { format!("{s:.3}") };
            format!("{sign}{}", text.trim_end_matches('0').trim_end_matches('.'))
        }
        _ => "0".to_owned(),
    }
}

/// A figure that is a share of runs or a mean.
pub fn figure(value: f64, is_share: bool) -> String {
    if is_share { percent(value) } else { number(value) }
}

/// How a figure varies: its median, and where nine runs in ten lie.
pub fn spread(it: &Spread, is_share: bool) -> String {
    if is_share {
        return percent(it.mean);
    }
    format!("{} ({} to {})", number(it.median), number(it.p05), number(it.p95))
}

/// A loss or a chance as it varies: median and where nine runs in ten lie, in whole percent.
pub fn share_spread(it: &Spread) -> String {
    format!("{} ({:.0}–{:.0})", percent(it.median), it.p05 * 100.0, it.p95 * 100.0)
}

/// With a sign, that of nothing being none.
fn signed(text: String, value: f64) -> String {
    if value > 0.0 && text != "0" { format!("+{text}") } else { text }
}

fn points(value: f64) -> String {
    let text = format!("{:.1}", value.abs() * 100.0);
    let text = text.trim_end_matches('0').trim_end_matches('.').to_owned();
    let sign = if value < 0.0 && text != "0" { "−" } else { "" };
    signed(format!("{sign}{text}"), value)
}

/// A difference of shares: "+12 points (+8 to +15)".
pub fn points_between(it: &Difference) -> String {
    format!("{}{TIE}points ({} to {})", points(it.difference), points(it.low), points(it.high))
}

/// What a change made: "−12 points (−15 to −9)", or the same of a mean.
pub fn effect(it: &Contrast) -> String {
    if it.verdict == Verdict::NoRuns {
        return "–".to_owned();
    }
    if it.share {
        let (difference, low, high) = (it.difference, it.low, it.high);
        return points_between(&Difference { difference, low, high });
    }
    let one = |value: f64| signed(number(value), value);
    format!("{} ({} to {})", one(it.difference), one(it.low), one(it.high))
}

/// From what to what.
pub fn change(it: &Contrast) -> String {
    if it.verdict == Verdict::NoRuns {
        return "never taken in both".to_owned();
    }
    format!("{} → {}", figure(it.before, it.share), figure(it.after, it.share))
}

/// How it stands to what was expected.
pub fn verdict(it: Verdict) -> &'static str {
    match it {
        Verdict::AsExpected => "as expected",
        Verdict::Leaning => "sign as expected, within chance",
        Verdict::NotSeen => "not seen",
        Verdict::Against => "**against**",
        Verdict::NoRuns => "no run to compare",
    }
}

/// Text as a cell of a table.
pub fn cell(text: &str) -> String {
    text.replace('|', "\\|").replace('\n', " ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_read_as_a_person_writes_them() {
        let cases = [
            (0.0, "0"),
            (0.25, "0.25"),
            (-3.5, "−3.5"),
            (3.4771, "3.48"),
            (0.3971, "0.397"),
            (12.34, "12.3"),
            (999.6, "1000"),
            (8.0e8, "800 million"),
            (-12_345.0, "−12,300"),
        ];
        cases.iter().for_each(|(value, text)| assert_eq!(number(*value).replace(TIE, " "), *text));
        let difference = Difference { difference: -0.123, low: -0.15, high: 0.0 };
        assert_eq!(points_between(&difference).replace(TIE, " "), "−12.3 points (−15 to 0)");
        assert_eq!(share(&Share::of(42, 100)).replace(TIE, " "), "42 % (33–52)");
    }
}
