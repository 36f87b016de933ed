//! Writes a quantity as text that reads back as the same quantity.

use super::{Quantity, rounding_unit};
use std::fmt;

impl Quantity {
    /// The canonical wording, in base units: `parse(q.to_text())` gives `q` again for any finite quantity whose
    /// terms are in the lexicon.
    pub fn to_text(&self) -> String {
        self.to_string()
    }
}

impl fmt::Display for Quantity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Quantity::Exact(value) => f.write_str(&decimal(*value)),
            Quantity::Rounded { value, unit } if rounding_unit(*value) == *unit => {
                write!(f, "about {}", decimal(*value))
            }
            Quantity::Rounded { value, unit } => {
                write!(f, "{} to the nearest {}", decimal(*value), decimal(*unit))
            }
            Quantity::Range { low, high } => write!(f, "{}..{}", decimal(*low), decimal(*high)),
            Quantity::AtLeast(value) => write!(f, "at least {}", decimal(*value)),
            Quantity::AtMost(value) => write!(f, "at most {}", decimal(*value)),
            Quantity::Share { of, low, high } => {
                let of = of.as_deref().unwrap_or("the whole");
                if low == high {
                    write!(f, "{} % of {of}", percent_digits(*low))
                } else {
                    write!(f, "{}..{} % of {of}", percent_digits(*low), percent_digits(*high))
                }
            }
            Quantity::Relative { to, factor_low, factor_high } if factor_low == factor_high => {
                write!(f, "{} times {to}", decimal(*factor_low))
            }
            Quantity::Relative { to, factor_low, factor_high } => {
                write!(f, "{}..{} times {to}", decimal(*factor_low), decimal(*factor_high))
            }
            Quantity::Verbal { term, of: Some(of) } => write!(f, "{term} losses of {of}"),
            Quantity::Verbal { term, of: None } => f.write_str(term),
            Quantity::Sum(parts) => {
                for (i, part) in parts.iter().enumerate() {
                    write!(f, "{}{part}", if i == 0 { "" } else { " + " })?;
                }
                Ok(())
            }
            Quantity::Unknown => f.write_str("unknown"),
            Quantity::None => f.write_str("none"),
            Quantity::Countless => f.write_str("countless"),
            Quantity::Absent => f.write_str("absent"),
        }
    }
}

/// The shortest decimal that reads back as the same number.
pub(crate) fn decimal(value: f64) -> String {
    let text = format!("{value:?}");
    text.strip_suffix(".0").map(str::to_owned).unwrap_or(text)
}

/// A share as percent, by moving the point in its decimal digits: multiplying by 100 could change the last one.
pub(crate) fn percent_digits(share: f64) -> String {
    if share == 0.0 {
        return "0".to_owned();
    }
    let text = format!("{share:e}");
    let (digits, exponent) = text.split_once('e').unwrap_or((&text, "0"));
    let exponent = exponent.parse::<i32>().unwrap_or(0) + 2;
    if !(-6..=15).contains(&exponent) {
        return format!("{digits}e{exponent}");
    }
    let (sign, digits) = digits.strip_prefix('-').map_or(("", digits), |digits| ("-", digits));
    let bare: String = digits.chars().filter(|c| *c != '.').collect();
    let point = exponent + 1;
    let body = if point <= 0 {
        format!("0.{}{bare}", "0".repeat(point.unsigned_abs() as usize))
    } else if bare.len() <= point as usize {
        format!("{bare}{}", "0".repeat(point as usize - bare.len()))
    } else {
        format!("{}.{}", &bare[..point as usize], &bare[point as usize..])
    };
    format!("{sign}{body}")
}
