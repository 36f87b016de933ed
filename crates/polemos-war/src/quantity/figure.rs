//! Reads one figure with its unit: "1,200", "2 million", "half a day", "twenty-five ships", "5 a day".

use super::parse::Parser;
use super::token::{Kind, Sign};
use super::unit::Measures;
use super::{Dimension, QuantityError, Unit};
use crate::claim::TextSpan;
use crate::lexicon::Sense;

/// A figure as written: decimal digits, so that a percent or a million cannot change its last bit.
#[derive(Clone, Debug)]
pub(crate) struct Figure {
    digits: String,
    exponent: i32,
    /// The power of ten that was written as a word, which a range may share: "2 to 3 million".
    pub(crate) multiplier: i32,
    pub(crate) unit: Option<Written>,
    pub(crate) span: TextSpan,
}

/// A unit as written.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Written {
    /// The unit, or the nearest there is to a composed one.
    pub unit: Unit,
    /// Base units of `unit.base()` in one of what was written.
    pub in_base: f64,
}

impl Figure {
    /// The number in the base unit of a dimension; and whether it is a percentage of a whole where the dimension
    /// itself is none of shares.
    pub(crate) fn in_base(&self, dimension: Dimension) -> Result<(f64, bool), QuantityError> {
        let percent = self.unit.is_some_and(|written| written.unit == Unit::Percent);
        let exponent = self.exponent + self.multiplier - if percent { 2 } else { 0 };
        let number = match exponent {
            0 => self.digits.parse::<f64>(),
            _ => format!("{}e{exponent}", self.digits).parse::<f64>(),
        };
        let number = number.unwrap_or(f64::INFINITY);
        let (factor, of_whole) = match self.unit {
            None => (1.0, false),
            Some(written) if written.unit == Unit::Times => (1.0, false),
            Some(_) if percent => (1.0, dimension.size_of(Unit::Percent).is_none()),
            Some(written) => (written.factor(dimension, self.span)?, false),
        };
        let value = number * factor;
        if value.is_finite() {
            return Ok((value, of_whole));
        }
        Err(QuantityError {
            message: "this number is too large to reckon with".to_owned(),
            repair: "write a number below 1e300".to_owned(),
            replacement: None,
            span: self.span,
        })
    }
}

impl Written {
    fn plain(unit: Unit) -> Self {
        Self { unit, in_base: unit.in_base() }
    }

    /// Base units of the dimension in one of what was written.
    pub(crate) fn factor(self, dimension: Dimension, span: TextSpan) -> Result<f64, QuantityError> {
        let Some(factor) = dimension.size_of(self.unit) else {
            let (what, example) = dimension.described();
            return Err(QuantityError {
                message: format!("{what} was expected, and `{}` measures something else", self.unit.name()),
                repair: format!("write it as in `{example}`"),
                replacement: None,
                span,
            });
        };
        // Composed units carry their own size; hours-based dimensions convert from the day-based one.
        Ok(factor * (self.in_base / self.unit.in_base()))
    }
}

impl Parser<'_> {
    /// A figure with its unit, if one begins here.
    pub(crate) fn figure(&mut self) -> Result<Option<Figure>, QuantityError> {
        let start = self.at;
        let Some((digits, exponent, multiplier)) = self.bare_number()? else {
            self.at = start;
            return Ok(None);
        };
        let unit = self.unit_suffix()?;
        let span = self.span_from(start);
        if let Some(written) = unit {
            self.unit = Some(written.unit);
        }
        Ok(Some(Figure { digits, exponent, multiplier, unit, span }))
    }

    /// Digits, their power of ten, and the power of ten that follows as a word.
    fn bare_number(&mut self) -> Result<Option<(String, i32, i32)>, QuantityError> {
        let sign = self.leading_sign();
        if let Some(token) = self.peek()
            && token.kind == Kind::Misgrouped
        {
            let plain: String = token.lower.chars().filter(char::is_ascii_digit).collect();
            return Err(QuantityError {
                message: "the digits of this number are not grouped by threes".to_owned(),
                repair: "use a point for decimals, and commas between groups of three digits only".to_owned(),
                replacement: Some(plain),
                span: token.span,
            });
        }
        let (digits, exponent) = match self.peek().map(|token| &token.kind) {
            Some(Kind::Number(digits, exponent)) => {
                self.at += 1;
                (digits.clone().into_owned(), *exponent)
            }
            Some(Kind::Word) if sign.is_empty() => match self.number_in_words() {
                Some(value) => (format!("{value}"), 0),
                None => return Ok(None),
            },
            _ => return Ok(None),
        };
        let mut multiplier = 0;
        while let Some(power) = self.take(|sense| match sense {
            Sense::Multiplier(power) => Some(*power),
            _ => None,
        }) {
            multiplier += power;
        }
        if self.word_is(0, "dozen") {
            self.at += 1;
            let value = digits.parse::<f64>().unwrap_or(0.0) * 12.0;
            return Ok(Some((format!("{sign}{value}"), exponent, multiplier)));
        }
        let digits = if sign.is_empty() { digits } else { format!("{sign}{digits}") };
        Ok(Some((digits, exponent, multiplier)))
    }

    fn leading_sign(&mut self) -> &'static str {
        let adjacent = |a: usize, b: usize| match (self.ahead(a), self.ahead(b)) {
            (Some(sign), Some(number)) => {
                sign.span.end == number.span.start && matches!(number.kind, Kind::Number(..))
            }
            _ => false,
        };
        let sign = match self.sign_at(0) {
            Some(Sign::Dash) if adjacent(0, 1) => "-",
            Some(Sign::Plus) if adjacent(0, 1) => "",
            _ => return "",
        };
        self.at += 1;
        sign
    }

    /// "seven", "twenty-five", "two hundred thousand", "a hundred", "half a million", "a dozen", "a day".
    fn number_in_words(&mut self) -> Option<f64> {
        let is_measure = |parser: &Self, at: usize| {
            parser.word_is(at, "dozen")
                || parser.senses(at).any(|(_, sense)| match sense {
                    Sense::Multiplier(_) => true,
                    Sense::Unit(unit) => matches!(unit.measures(), Measures::Time | Measures::Distance),
                    _ => false,
                })
        };
        let article = |parser: &Self, at: usize| parser.word_is(at, "a") || parser.word_is(at, "an");
        if article(self, 0) && is_measure(self, 1) {
            self.at += 1;
            return Some(1.0);
        }
        if self.word_is(0, "half") && article(self, 1) && is_measure(self, 2) {
            self.at += 2;
            return Some(0.5);
        }
        if self.word_is(0, "dozen") {
            return Some(1.0);
        }
        self.cardinal()
    }

    fn cardinal(&mut self) -> Option<f64> {
        let (mut total, mut current, mut any) = (0.0_f64, 0.0_f64, false);
        while let Some(token) = self.peek() {
            if let Some(value) = self.small_number(&token.lower) {
                let joins = !any
                    || (value < 10.0 && current >= 20.0 && libm::fmod(current, 10.0) == 0.0)
                    || (value < 100.0 && libm::fmod(current, 100.0) == 0.0);
                if !joins {
                    break;
                }
                current += value;
                any = true;
                self.at += 1;
                continue;
            }
            let power = self.senses(0).find_map(|(len, sense)| match sense {
                Sense::Multiplier(power) => Some((len, *power)),
                _ => None,
            });
            match power {
                Some((len, power)) if any && current > 0.0 && current < 1e15 => {
                    if power == 2 {
                        current *= 100.0;
                    } else {
                        total += current * libm::pow(10.0, f64::from(power));
                        current = 0.0;
                    }
                    self.at += len;
                }
                _ => break,
            }
        }
        any.then_some(total + current)
    }

    /// "seven", "twenty", "twenty-five".
    fn small_number(&self, word: &str) -> Option<f64> {
        let numbers = &self.lexicon.data().numbers;
        let one = |word: &str| numbers.get(word).map(|value| f64::from(*value));
        match word.split_once('-') {
            None => one(word),
            Some((tens, ones)) => {
                let (tens, ones) = (one(tens)?, one(ones)?);
                (tens >= 20.0 && ones < 10.0).then_some(tens + ones)
            }
        }
    }

    /// The unit after a number: "%", "ships", "of ships", "ly", "km/h", "a day", "every 3 days".
    pub(crate) fn unit_suffix(&mut self) -> Result<Option<Written>, QuantityError> {
        if self.take_sign(Sign::Percent) {
            return Ok(Some(Written::plain(Unit::Percent)));
        }
        if self.sign_at(0) == Some(Sign::Times) || self.word_is(0, "x") {
            self.at += 1;
            return Ok(Some(Written::plain(Unit::Times)));
        }
        let start = self.at;
        if self.word_is(0, "of") {
            self.at += 1;
        }
        let unit = self.take(as_unit);
        if unit.is_none() {
            self.at = start;
        }
        let Some(per) = self.per_time()? else { return Ok(unit.map(Written::plain)) };
        Ok(Some(composed(unit, per)))
    }

    /// "a day", "per hour", "/day", "every 3 days": days, and the unit if it is a plain one.
    fn per_time(&mut self) -> Result<Option<(f64, Option<Unit>)>, QuantityError> {
        let start = self.at;
        let every = self.word_is(0, "every");
        let opens = every || ["a", "an", "per", "each"].iter().any(|word| self.word_is(0, word));
        if !opens && self.sign_at(0) != Some(Sign::Slash) {
            return Ok(None);
        }
        self.at += 1;
        let mut count = 1.0;
        if every && let Some((digits, exponent, multiplier)) = self.bare_number()? {
            count = format!("{digits}e{}", exponent + multiplier).parse().unwrap_or(1.0);
        }
        match self.take(as_unit) {
            Some(unit) if unit.measures() == Measures::Time && count > 0.0 => {
                Ok(Some((unit.in_base() * count, (count == 1.0).then_some(unit))))
            }
            _ => {
                self.at = start;
                Ok(None)
            }
        }
    }
}

/// The unit that a phrase names.
pub(crate) fn as_unit(sense: &Sense) -> Option<Unit> {
    match sense {
        Sense::Unit(unit) => Some(*unit),
        _ => None,
    }
}

/// A distance in a time is a speed; anything else in a time is a rate.
fn composed(unit: Option<Unit>, (days, plain): (f64, Option<Unit>)) -> Written {
    match unit {
        Some(unit) if unit.measures() == Measures::Distance && unit.interstellar() => {
            Written { unit: Unit::LightYearsPerDay, in_base: unit.in_base() / days }
        }
        Some(unit) if unit.measures() == Measures::Distance => {
            Written { unit: Unit::KilometresPerHour, in_base: unit.in_base() / (days * 24.0) }
        }
        _ => match plain.and_then(Unit::per) {
            Some(rate) => Written::plain(rate),
            None => Written { unit: Unit::PerDay, in_base: 1.0 / days },
        },
    }
}
