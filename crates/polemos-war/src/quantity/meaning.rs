//! From words to distributions: what numbers a wording may stand for.

use super::{
    Dimension, Distribution, ParsedQuantity, Quantity, QuantityError, ScaleKind, Spacing, references,
};
use crate::claim::TextSpan;
use crate::lexicon::{Band, Lexicon};
use serde::{Deserialize, Serialize};

/// Who is speaking, and so how a plain figure is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reading {
    /// An author sets a number: "1200" is 1200, "2000..3000" ends there.
    Setting,
    /// A source reports a number: "1200" is rounded, and one source among several that would differ.
    Source,
}

/// What a quantity means: `factor` times the sum of `of`; the factor itself when `of` is empty.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Meaning {
    /// The value, or what multiplies the references.
    pub factor: Distribution,
    /// Paths of what it is relative to. [`Meaning::WHOLE`] stands for the natural whole of what is described: for
    /// losses the strength.
    pub of: Vec<String>,
}

impl Meaning {
    /// The reference of a share that names no whole.
    pub const WHOLE: &'static str = "whole";

    fn absolute(factor: Distribution) -> Self {
        Self { factor, of: Vec::new() }
    }

    /// Whether it is a value in itself.
    pub fn is_absolute(&self) -> bool {
        self.of.is_empty()
    }
}

/// The unit that a figure is rounded to, by the place of its last digit that is not zero: 100 for 1200, 0.01 for
/// 0.25. Nil for nil.
pub fn rounding_unit(value: f64) -> f64 {
    if value == 0.0 || !value.is_finite() {
        return 0.0;
    }
    if value.fract() == 0.0 && value.abs() < 1e15 {
        let (mut whole, mut unit) = (value.abs() as u64, 1.0);
        while whole % 10 == 0 {
            (whole, unit) = (whole / 10, unit * 10.0);
        }
        return unit;
    }
    let text = format!("{:e}", value.abs());
    let (digits, exponent) = text.split_once('e').unwrap_or((&text, "0"));
    let decimals = digits.split_once('.').map_or(0, |(_, decimals)| decimals.len() as i32);
    let place = exponent.parse::<i32>().unwrap_or(0) - decimals;
    format!("1e{place}").parse().unwrap_or(0.0)
}

impl Lexicon {
    /// What a quantity means in a dimension. `prior` stands for what no wording gives: unknown, countless, absent.
    ///
    /// # Errors
    /// When there is no number and no prior, when a term is not in the lexicon, and for sums of shares of
    /// different things. The span is empty: the caller knows where the quantity stands.
    pub fn meaning(
        &self,
        quantity: &Quantity,
        dimension: Dimension,
        reading: Reading,
        prior: Option<&Distribution>,
    ) -> Result<Meaning, QuantityError> {
        let share = self.is_share(dimension);
        let absolute = |factor| Ok(Meaning::absolute(factor));
        match quantity {
            Quantity::Exact(value) => absolute(self.figure(*value, share, reading)),
            Quantity::Rounded { value, unit } => absolute(self.about(*value, *unit, share)),
            Quantity::Range { low, high } => absolute(range(*low, *high, share, reading)),
            Quantity::AtLeast(value) => absolute(self.at_least(*value, share)),
            Quantity::AtMost(value) => absolute(self.at_most(*value, share)),
            Quantity::Share { of, low, high } => {
                Ok(self.share_of(of.as_deref(), *low, *high, dimension, reading))
            }
            Quantity::Relative { to, factor_low, factor_high } => {
                let factor = match factor_low == factor_high {
                    true => self.figure(*factor_low, false, reading),
                    false => Distribution::soft_5_95(*factor_low, *factor_high),
                };
                Ok(Meaning { factor, of: references(to) })
            }
            Quantity::Verbal { term, of } => self.verbal(term, of.as_deref(), dimension),
            Quantity::Sum(parts) => self.sum(parts, dimension, reading, prior),
            Quantity::None => absolute(Distribution::Point(0.0)),
            Quantity::Unknown | Quantity::Countless | Quantity::Absent => match prior {
                Some(prior) => absolute(prior.clone()),
                None => Err(complaint(
                    format!("`{quantity}` says no number, and there is no default here"),
                    "write a range, however wide",
                )),
            },
        }
    }

    /// What a parsed wording means, its hedge included: a band that holds with probability p only becomes the
    /// central range of probability p (see [`Distribution::held_with`]).
    ///
    /// # Errors
    /// As [`Lexicon::meaning`].
    pub fn meaning_of(
        &self,
        parsed: &ParsedQuantity,
        dimension: Dimension,
        reading: Reading,
        prior: Option<&Distribution>,
    ) -> Result<Meaning, QuantityError> {
        let mut meaning = self.meaning(&parsed.quantity, dimension, reading, prior)?;
        if let Some(hedge) = parsed.probability {
            let share = self.is_share(dimension) || matches!(parsed.quantity, Quantity::Share { .. });
            meaning.factor = meaning.factor.held_with(hedge.best, share);
        }
        Ok(meaning)
    }

    /// The distribution of a quantity that stands for itself.
    ///
    /// # Errors
    /// As [`Lexicon::meaning`], and when it is relative to something.
    pub fn distribution(
        &self,
        quantity: &Quantity,
        dimension: Dimension,
        reading: Reading,
        prior: Option<&Distribution>,
    ) -> Result<Distribution, QuantityError> {
        let meaning = self.meaning(quantity, dimension, reading, prior)?;
        if meaning.is_absolute() {
            return Ok(meaning.factor);
        }
        let message =
            format!("`{quantity}` is relative to {}, and nothing can be here", meaning.of.join(" and "));
        Err(complaint(message, "write a quantity that stands for itself"))
    }

    fn is_share(&self, dimension: Dimension) -> bool {
        match dimension {
            Dimension::Share => true,
            Dimension::Level(scale) => self.scale_kind(scale) == ScaleKind::Share,
            _ => false,
        }
    }

    /// A plain figure. From a source: the interval of its rounding, half a unit to both sides, widened by
    /// `one_source`, with tails to `tail`.
    fn figure(&self, value: f64, share: bool, reading: Reading) -> Distribution {
        if reading == Reading::Setting || value == 0.0 {
            return Distribution::Point(value);
        }
        // What is more than the whole is no share.
        let share = share && value <= 1.0;
        if share && value > 0.5 {
            let of_rest = self.rounded_five(1.0 - value, self.half_unit(value).min((1.0 - value) * 0.9));
            return five([4, 3, 2, 1, 0].map(|i| 1.0 - of_rest[i]), Spacing::Linear);
        }
        let at = self.rounded_five(value.abs(), self.half_unit(value));
        match value > 0.0 {
            true if share => five(at.map(|x| x.min(1.0)), Spacing::Log),
            true => five(at, Spacing::Log),
            false => five([4, 3, 2, 1, 0].map(|i| -at[i]), Spacing::Linear),
        }
    }

    fn rounded_five(&self, value: f64, half: f64) -> [f64; 5] {
        let rounding = &self.data().rounding;
        let (low, high) = (value - half, value + half);
        [
            low / rounding.tail,
            low / rounding.one_source,
            value,
            high * rounding.one_source,
            high * rounding.tail,
        ]
    }

    fn half_unit(&self, value: f64) -> f64 {
        rounding_unit(value).min(value.abs() * self.data().rounding.unit_cap) / 2.0
    }

    /// "About" a figure: a tenth or the rounding unit to both sides, whichever is wider. A figure given "to the
    /// nearest" of something lies within half of that.
    fn about(&self, value: f64, unit: f64, share: bool) -> Distribution {
        if unit != rounding_unit(value) {
            let (low, high) = (value - unit / 2.0, value + unit / 2.0);
            return Distribution::Uniform { low, high };
        }
        let rounding = &self.data().rounding;
        let width = (value.abs() * rounding.about).max(unit.min(value.abs() * rounding.unit_cap));
        if width == 0.0 {
            return Distribution::Point(value);
        }
        let (floor, ceiling) = (Some(0.0).filter(|_| value > 0.0), Some(1.0).filter(|_| share));
        Distribution::Normal { p05: value - width, p95: value + width, floor, ceiling }
    }

    /// "Over N": from N to the next landmark, and softly beyond both.
    fn at_least(&self, value: f64, share: bool) -> Distribution {
        let marks = &self.data().landmarks;
        if share && value >= 1.0 {
            return Distribution::Point(1.0);
        }
        if value == 0.0 && !share {
            return five([0.0, 0.0, 0.5, 1.0, marks.reach], Spacing::Linear);
        }
        if value < 0.0 {
            return self.at_most(-value, false).negated();
        }
        if share {
            let next = self.next_share(value);
            let middle = value + (next - value) / 2.0;
            return five(
                [value / marks.slack, value, middle, next, next + (1.0 - next) / 2.0],
                Spacing::Linear,
            );
        }
        let next = self.next_figure(value);
        five([value / marks.slack, value, (value * next).sqrt(), next, next * marks.reach], Spacing::Log)
    }

    /// "Up to N": from the landmark before it to N, and softly beyond both.
    fn at_most(&self, value: f64, share: bool) -> Distribution {
        let marks = &self.data().landmarks;
        if value < 0.0 {
            return self.at_least(-value, false).negated();
        }
        if value == 0.0 {
            return Distribution::Point(0.0);
        }
        if share {
            let value = value.min(1.0);
            let last = self.last_share(value);
            let middle = last + (value - last) / 2.0;
            return five([last / 2.0, last, middle, value, (value * marks.slack).min(1.0)], Spacing::Linear);
        }
        let last = self.last_figure(value);
        five([last / marks.reach, last, (last * value).sqrt(), value, value * marks.slack], Spacing::Log)
    }

    fn share_of(
        &self,
        of: Option<&str>,
        low: f64,
        high: f64,
        dimension: Dimension,
        reading: Reading,
    ) -> Meaning {
        let of = match of {
            Some(of) => references(of),
            None if self.is_share(dimension) => Vec::new(),
            None => vec![Meaning::WHOLE.to_owned()],
        };
        let within = high <= 1.0;
        let factor = match (low == high, within) {
            (true, _) => self.figure(low, within, reading),
            (false, true) => Distribution::share_5_95(low, high),
            (false, false) => Distribution::soft_5_95(low, high),
        };
        Meaning { factor, of }
    }

    fn verbal(&self, term: &str, of: Option<&str>, dimension: Dimension) -> Result<Meaning, QuantityError> {
        if let Dimension::Level(scale) = dimension
            && let Some(band) = self.level(scale, term)
        {
            return Ok(Meaning::absolute(match self.scale_kind(scale) {
                ScaleKind::Share => Distribution::share_5_95(band.0, band.1),
                ScaleKind::Factor => Distribution::soft_5_95(band.0, band.1),
            }));
        }
        if let Some(Band(low, high)) = self.count(term) {
            let factor = Distribution::log_uniform_5_95(low, high);
            return Ok(Meaning { factor, of: of.map(references).unwrap_or_default() });
        }
        match self.loss(term) {
            Some(band) => Ok(self.share_of(of, band.0, band.1, dimension, Reading::Setting)),
            None => Err(complaint(
                format!("`{term}` is not in the lexicon"),
                "use a word of the lexicon, or add this one to it",
            )),
        }
    }

    fn sum(
        &self,
        parts: &[Quantity],
        dimension: Dimension,
        reading: Reading,
        prior: Option<&Distribution>,
    ) -> Result<Meaning, QuantityError> {
        let mut factors = Vec::new();
        let mut of: Option<Vec<String>> = None;
        for part in parts {
            if matches!(part, Quantity::Sum(_)) {
                return Err(complaint("a sum within a sum".to_owned(), "write all parts in one sum"));
            }
            let meaning = self.meaning(part, dimension, reading, prior)?;
            if of.as_ref().is_some_and(|of| *of != meaning.of) {
                return Err(complaint(
                    "a sum of numbers that are relative to different things".to_owned(),
                    "write each part as a quantity of its own",
                ));
            }
            of = Some(meaning.of);
            factors.push(meaning.factor);
        }
        let factor = match factors.iter().all(Distribution::is_point) {
            true => Distribution::Point(factors.iter().map(Distribution::median).sum()),
            false => Distribution::Sum(factors),
        };
        Ok(Meaning { factor, of: of.unwrap_or_default() })
    }

    /// The next round figure above: 1500 after 1200.
    pub(crate) fn next_figure(&self, value: f64) -> f64 {
        let marks = &self.data().landmarks.counts;
        let first = marks.first().copied().unwrap_or(1.0) * 10.0;
        let (mantissa, decade) = split(value);
        marks.iter().copied().chain([first]).find(|mark| *mark > mantissa * (1.0 + 1e-9)).unwrap_or(first)
            * decade
    }

    /// The last round figure below: 20 before 30.
    pub(crate) fn last_figure(&self, value: f64) -> f64 {
        let marks = &self.data().landmarks.counts;
        let last = marks.last().copied().unwrap_or(7.5) / 10.0;
        let (mantissa, decade) = split(value);
        marks.iter().rev().copied().find(|mark| *mark < mantissa * (1.0 - 1e-9)).unwrap_or(last) * decade
    }

    /// The next round share above, at most the whole.
    pub(crate) fn next_share(&self, share: f64) -> f64 {
        let marks = &self.data().landmarks.shares;
        marks.iter().copied().find(|mark| *mark > share + 1e-9).unwrap_or(1.0).max(share)
    }

    /// The last round share below, at least nothing.
    pub(crate) fn last_share(&self, share: f64) -> f64 {
        let marks = &self.data().landmarks.shares;
        marks.iter().rev().copied().find(|mark| *mark < share - 1e-9).unwrap_or(0.0).min(share)
    }
}

/// A positive number as a mantissa from 1 to 10 and a power of ten.
fn split(value: f64) -> (f64, f64) {
    let text = format!("{value:e}");
    let (mantissa, exponent) = text.split_once('e').unwrap_or(("1", "0"));
    let decade = format!("1e{exponent}").parse().unwrap_or(1.0);
    (mantissa.parse().unwrap_or(1.0), decade)
}

fn range(low: f64, high: f64, share: bool, reading: Reading) -> Distribution {
    match reading {
        Reading::Setting => Distribution::Uniform { low, high },
        Reading::Source if share => Distribution::share_5_95(low, high),
        // A range over orders of magnitude is one of magnitudes.
        Reading::Source if low > 0.0 && high / low >= 3.0 => Distribution::log_uniform_5_95(low, high),
        Reading::Source => Distribution::uniform_5_95(low, high),
    }
}

fn five(at: [f64; 5], spacing: Spacing) -> Distribution {
    Distribution::FiveNumbers { at, spacing }
}

fn complaint(message: String, repair: &str) -> QuantityError {
    QuantityError { message, repair: repair.to_owned(), replacement: None, span: TextSpan::default() }
}
