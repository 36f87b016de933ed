//! What comes before and after a quantity and bounds it: "about", "over", "or more", "up to".

use super::figure::as_unit;
use super::parse::Parser;
use super::token::Sign;
use super::{Quantity, QuantityError, rounding_unit};
use crate::lexicon::Sense;

/// What a qualifier does to a quantity.
#[derive(Clone, Copy)]
pub(crate) enum Bound {
    About,
    AtLeast,
    AtMost,
}

impl Parser<'_> {
    pub(crate) fn suffixed(&mut self, mut quantity: Quantity) -> Result<Quantity, QuantityError> {
        loop {
            let bracket = self.sign_at(0) == Some(Sign::Open);
            let at = usize::from(bracket);
            let found = self.senses(at).find_map(|(len, sense)| match sense {
                Sense::OrMore => Some((len, Bound::AtLeast)),
                Sense::OrLess => Some((len, Bound::AtMost)),
                Sense::About => Some((len, Bound::About)),
                _ => None,
            });
            if let Some((len, bound)) = found
                && (!bracket || self.sign_at(at + len) == Some(Sign::Close))
            {
                self.at += len + 2 * at;
                quantity = self.bounded(bound, quantity);
            } else if self.sign_at(0) == Some(Sign::Plus) && self.ahead(1).is_none() {
                self.at += 1;
                quantity = self.bounded(Bound::AtLeast, quantity);
            } else if self.sign_at(0) == Some(Sign::Plus)
                && self.senses(1).any(|(_, sense)| matches!(sense, Sense::Unit(_)))
            {
                // "1,500+ planes".
                self.at += 1;
                self.unit = self.take(as_unit);
                quantity = self.bounded(Bound::AtLeast, quantity);
            } else {
                return Ok(quantity);
            }
        }
    }

    /// What "about", "over" or "up to" makes of a quantity.
    pub(crate) fn bounded(&self, bound: Bound, quantity: Quantity) -> Quantity {
        use Quantity::{AtLeast, AtMost, Exact, Range, Relative, Rounded, Share, Verbal};
        let lexicon = self.lexicon;
        match (bound, quantity) {
            (Bound::About, Exact(value)) => Rounded { value, unit: rounding_unit(value) },
            (Bound::About, other) => other,
            (Bound::AtLeast, Exact(value) | Rounded { value, .. } | Range { low: value, .. }) => {
                AtLeast(value)
            }
            (Bound::AtMost, Exact(value) | Rounded { value, .. } | Range { high: value, .. }) => {
                AtMost(value)
            }
            (Bound::AtLeast, Share { of, low, high }) => {
                let middle = low + (high - low) / 2.0;
                Share { of, low: middle, high: lexicon.next_share(middle) }
            }
            (Bound::AtMost, Share { of, low, high }) => {
                let middle = low + (high - low) / 2.0;
                Share { of, low: lexicon.last_share(middle), high: middle }
            }
            (Bound::AtLeast, Relative { to, factor_low, factor_high }) => {
                let middle = factor_low + (factor_high - factor_low) / 2.0;
                Relative { to, factor_low: middle, factor_high: lexicon.next_figure(middle) }
            }
            (Bound::AtMost, Relative { to, factor_low, factor_high }) => {
                let middle = factor_low + (factor_high - factor_low) / 2.0;
                Relative { to, factor_low: lexicon.last_figure(middle), factor_high: middle }
            }
            (bound, Verbal { term, of }) => match (bound, lexicon.count(&term)) {
                (Bound::AtLeast, Some(band)) => AtLeast(band.0),
                (_, Some(band)) => AtMost(band.1),
                (_, None) => Verbal { term, of },
            },
            (_, other) => other,
        }
    }
}
