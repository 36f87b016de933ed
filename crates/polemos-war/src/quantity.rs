//! Quantities as sources word them. A number, a range, a bound, a share of something, a comparison, a word:
//! each is kept as what it is, and a lexicon says which numbers it may stand for. Unknown, none, zero and absent
//! are four different things.

mod bound;
mod complain;
mod figure;
mod meaning;
mod parse;
mod reference;
pub(crate) mod token;
mod unit;
mod write;

pub use crate::distribution::{Distribution, Spacing};
pub use meaning::{Meaning, Reading, rounding_unit};
pub use parse::{parse, parse_start, understand};
pub use unit::{Dimension, Scale, ScaleKind, Unit};

use crate::claim::TextSpan;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A quantity as worded, in the base unit of its dimension.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Quantity {
    /// "1200".
    Exact(f64),
    /// "about 1200": a figure known to be rounded, and the unit it is rounded to.
    Rounded {
        /// The figure.
        value: f64,
        /// What it is rounded to.
        unit: f64,
    },
    /// "2000 to 3000".
    Range {
        /// The lower figure.
        low: f64,
        /// The higher figure.
        high: f64,
    },
    /// "over 1200", "at least 1200".
    AtLeast(f64),
    /// "up to 30", "fewer than 30".
    AtMost(f64),
    /// "most of X", "40 % of X"; of what is naturally the whole when `of` is none (for losses: the strength).
    Share {
        /// The path of the whole; several joined by " and ".
        of: Option<String>,
        /// The lower share.
        low: f64,
        /// The higher share.
        high: f64,
    },
    /// "much larger than X", "twice X".
    Relative {
        /// The path compared with; several joined by " and ".
        to: String,
        /// The lower factor.
        factor_low: f64,
        /// The higher factor.
        factor_high: f64,
    },
    /// A word of the lexicon: "thousands", "heavy", "firm".
    Verbal {
        /// The word.
        term: String,
        /// What a loss band is a share of, where the text says.
        of: Option<String>,
    },
    /// "12 + 3".
    Sum(Vec<Quantity>),
    /// Known to be unknown.
    Unknown,
    /// Known to be none.
    None,
    /// More than anybody counted.
    Countless,
    /// Nothing is said.
    Absent,
}

/// A chance as worded: 5–95 % and the value to use.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Spread {
    /// 5 % lie below.
    pub low: f64,
    /// The value to use where one is needed.
    pub best: f64,
    /// 5 % lie above.
    pub high: f64,
}

/// A wording, read.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ParsedQuantity {
    /// What is said.
    pub quantity: Quantity,
    /// How sure the wording is, where it hedges: "perhaps", "probably".
    pub probability: Option<Spread>,
    /// The unit that was written; the last one where there are several.
    pub unit: Option<Unit>,
}

/// A wording that was not understood.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuantityError {
    /// What is wrong, one sentence without a full stop.
    pub message: String,
    /// What to do about it, one sentence without a full stop.
    pub repair: String,
    /// Text that may stand in the place of `span`, where there is an obvious one.
    pub replacement: Option<String>,
    /// The bytes that were not understood.
    pub span: TextSpan,
}

impl std::fmt::Display for QuantityError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}; {}", self.message, self.repair)
    }
}

impl std::error::Error for QuantityError {}

/// Splits the references of a quantity ("a.fleet and b.fleet") into paths.
pub fn references(of: &str) -> Vec<String> {
    of.split(" and ").map(|path| path.trim().to_owned()).filter(|path| !path.is_empty()).collect()
}
