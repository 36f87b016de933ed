//! References of a quantity: the paths of what it is a part or a multiple of.

use super::parse::Parser;
use super::token::{Kind, Token};
use super::{Quantity, QuantityError};
use crate::lexicon::Sense;

/// Words for the whole that needs no name.
const WHOLES: [&str; 6] = ["whole", "total", "it", "them", "strength", "all"];

impl Parser<'_> {
    /// A path that stands alone is as much as what it names.
    pub(crate) fn bare_reference(&mut self) -> Result<Quantity, QuantityError> {
        match self.peek() {
            Some(token) if token.kind == Kind::Word && token.lower.contains('.') => {
                let to = self.reference()?;
                Ok(Quantity::Relative { to, factor_low: 1.0, factor_high: 1.0 })
            }
            _ => Err(self.not_understood()),
        }
    }

    /// The whole of which something is a share: a path, or none for the natural whole.
    pub(crate) fn whole(&mut self) -> Result<Option<String>, QuantityError> {
        let start = self.at;
        self.take_word("the");
        self.take_word("its");
        for word in WHOLES {
            if self.take_word(word) {
                return Ok(None);
            }
        }
        if let Some(unit) = self.take(|sense| match sense {
            Sense::Unit(unit) => Some(*unit),
            _ => None,
        }) {
            self.unit = Some(unit);
            return Ok(None);
        }
        self.at = start;
        match self.peek() {
            Some(token) if token.kind == Kind::Word => self.reference().map(Some),
            _ => Ok(None),
        }
    }

    /// Whether a word can be a path: one with a point can, and any that means nothing else.
    fn can_name(&self, token: &Token<'_>) -> bool {
        let taken = WHOLES.contains(&&*token.lower) || token.lower == "and";
        token.lower.contains('.') || !taken && !self.senses(0).any(|(len, _)| len == 1)
    }

    /// One path, or several joined by "and", as written.
    pub(crate) fn reference(&mut self) -> Result<String, QuantityError> {
        let mut paths = Vec::new();
        loop {
            self.take_word("the");
            match self.peek() {
                Some(token) if token.kind == Kind::Word && self.can_name(token) => paths.push(token),
                _ => return Err(self.no_reference()),
            }
            self.at += 1;
            if !self.take_word("and") {
                break;
            }
        }
        if let Some(token) = self.peek()
            && token.kind == Kind::Word
            && self.senses(0).next().is_none()
        {
            return Err(self.no_reference());
        }
        let mut joined = String::new();
        for token in paths {
            if !joined.is_empty() {
                joined.push_str(" and ");
            }
            joined.push_str(&self.text[token.span.start..token.span.end]);
        }
        Ok(joined)
    }
}
