//! Reads a quantity as worded.

use super::bound::Bound;
use super::figure::Figure;
use super::token::{Kind, Sign, Token, tokens};
use super::{Dimension, ParsedQuantity, Quantity, QuantityError, Spread, Unit};
use crate::claim::TextSpan;
use crate::lexicon::{Lexicon, Match, Sense, span_of};

/// Qualifiers within qualifiers ("about at least about …") that are followed.
const MAX_DEPTH: u32 = 6;

/// Reads a wording: "about 1200", "2000..3000", "over 40 %", "perhaps tens of thousands", "much larger than
/// alliance.fleet", "3 days", "unknown". Units become the base unit of the dimension. Where the dimension has a
/// scale of adjectives, those are read too.
///
/// # Errors
/// The bytes that were not understood, and what could stand there. No text makes it panic.
pub fn parse(text: &str, lexicon: &Lexicon, dimension: Dimension) -> Result<ParsedQuantity, QuantityError> {
    read(text, lexicon, dimension, false)
}

/// As [`parse`], for who only wants to know whether a text is a quantity: what is wrong with one that is none is not looked
/// for, which is most of the work there.
pub fn understand(text: &str, lexicon: &Lexicon, dimension: Dimension) -> Option<ParsedQuantity> {
    read(text, lexicon, dimension, true).ok()
}

fn read(
    text: &str,
    lexicon: &Lexicon,
    dimension: Dimension,
    quiet: bool,
) -> Result<ParsedQuantity, QuantityError> {
    let tokens = tokens(text);
    let mut parser = Parser::new(text, lexicon, dimension, &tokens);
    parser.quiet = quiet;
    while parser.end > 0 && tokens[parser.end - 1].kind == Kind::Sign(Sign::Comma) {
        parser.end -= 1;
    }
    let (quantity, probability) = parser.wording()?;
    if parser.done() { Ok(parser.found(quantity, probability)) } else { Err(parser.not_understood()) }
}

/// Reads the quantity that a text begins with, and says at which byte it ends: "13 frigates (see below)" begins with
/// 13 frigates. What follows is the caller's to read.
///
/// # Errors
/// When the text begins with no quantity.
pub fn parse_start(
    text: &str,
    lexicon: &Lexicon,
    dimension: Dimension,
) -> Result<(ParsedQuantity, usize), QuantityError> {
    let tokens = tokens(text);
    let mut parser = Parser::new(text, lexicon, dimension, &tokens);
    parser.open = true;
    parser.quiet = true;
    let (quantity, probability) = parser.wording()?;
    let end = parser.span_from(0).end;
    Ok((parser.found(quantity, probability), end))
}

/// A position in the tokens of a wording.
pub(crate) struct Parser<'a> {
    pub text: &'a str,
    pub lexicon: &'a Lexicon,
    pub dimension: Dimension,
    tokens: &'a [Token<'a>],
    pub at: usize,
    end: usize,
    pub unit: Option<Unit>,
    /// Whether something else may follow the quantity.
    open: bool,
    /// Whether nobody wants to know what was meant by what is not understood.
    pub quiet: bool,
}

impl<'a> Parser<'a> {
    fn new(text: &'a str, lexicon: &'a Lexicon, dimension: Dimension, tokens: &'a [Token<'a>]) -> Self {
        Parser {
            text,
            lexicon,
            dimension,
            tokens,
            at: 0,
            end: tokens.len(),
            unit: None,
            open: false,
            quiet: false,
        }
    }

    fn found(&self, quantity: Quantity, probability: Option<Spread>) -> ParsedQuantity {
        ParsedQuantity { quantity, probability, unit: self.unit }
    }

    // --- looking and taking ---

    pub fn ahead(&self, n: usize) -> Option<&'a Token<'a>> {
        self.tokens[..self.end].get(self.at + n)
    }

    pub fn peek(&self) -> Option<&'a Token<'a>> {
        self.ahead(0)
    }

    fn done(&self) -> bool {
        self.at >= self.end
    }

    pub fn word_is(&self, n: usize, word: &str) -> bool {
        self.ahead(n).is_some_and(|token| token.kind == Kind::Word && token.lower == word)
    }

    pub fn sign_at(&self, n: usize) -> Option<Sign> {
        match self.ahead(n)?.kind {
            Kind::Sign(sign) => Some(sign),
            _ => None,
        }
    }

    pub fn take_sign(&mut self, sign: Sign) -> bool {
        let found = self.sign_at(0) == Some(sign);
        self.at += usize::from(found);
        found
    }

    pub fn take_word(&mut self, word: &str) -> bool {
        let found = self.word_is(0, word);
        self.at += usize::from(found);
        found
    }

    /// The phrases of the lexicon that begin `n` tokens ahead, longest first.
    pub fn senses(&self, n: usize) -> impl Iterator<Item = Match<'a>> {
        let rest = self.tokens[..self.end].get(self.at + n..).unwrap_or(&[]);
        self.lexicon.index().matches(rest)
    }

    /// Takes the longest phrase here that `wanted` accepts.
    pub fn take<T>(&mut self, wanted: impl Fn(&Sense) -> Option<T>) -> Option<T> {
        let (len, found) = self.senses(0).find_map(|(len, sense)| Some((len, wanted(sense)?)))?;
        self.at += len;
        Some(found)
    }

    fn take_sense(&mut self, sense: &Sense) -> bool {
        self.take(|found| (found == sense).then_some(())).is_some()
    }

    pub fn span_from(&self, start: usize) -> TextSpan {
        span_of(self.tokens.get(start..self.at).unwrap_or(&[]))
    }

    /// The token to blame when nothing here is understood: the first one that no phrase goes on with.
    pub fn culprit(&self) -> Option<&'a Token<'a>> {
        let rest = self.tokens.get(self.at..self.end)?;
        rest.get(self.lexicon.index().furthest(rest)).or(rest.first())
    }

    // --- the whole ---

    fn wording(&mut self) -> Result<(Quantity, Option<Spread>), QuantityError> {
        if self.done() {
            return Ok((Quantity::Absent, None));
        }
        if let Some(level) = self.whole_level() {
            return Ok((level, None));
        }
        let mut hedge = self.take_hedges();
        if let Some(special) = self.whole_special() {
            return Ok((special, hedge));
        }
        // "unknown, but much larger than X": what follows says more than the first word.
        if self.take_sense(&Sense::Unknown) {
            while self.take_sign(Sign::Comma)
                || ["but", "though", "yet", "and"].iter().any(|w| self.take_word(w))
            {}
            hedge = less_sure(hedge, self.take_hedges());
        }
        Ok((self.sum()?, hedge))
    }

    fn whole_level(&mut self) -> Option<Quantity> {
        let start = self.at;
        let level = self.level_word();
        if level.is_none() || !(self.done() || self.open) {
            self.at = start;
            return None;
        }
        level
    }

    fn level_word(&mut self) -> Option<Quantity> {
        let Dimension::Level(scale) = self.dimension else { return None };
        let words: Vec<&str> = self.tokens[self.at..self.end].iter().map(|token| &*token.lower).collect();
        for len in (1..=words.len()).rev() {
            let term = words[..len].join(" ");
            if self.lexicon.level(scale, &term).is_some() {
                self.at += len;
                return Some(Quantity::Verbal { term, of: None });
            }
        }
        None
    }

    fn whole_special(&mut self) -> Option<Quantity> {
        let start = self.at;
        let found = self.take(|sense| match sense {
            Sense::Unknown => Some(Quantity::Unknown),
            Sense::None => Some(Quantity::None),
            Sense::Countless => Some(Quantity::Countless),
            Sense::Absent => Some(Quantity::Absent),
            _ => None,
        });
        if found == Some(Quantity::None) {
            self.take(|sense| matches!(sense, Sense::Unit(_) | Sense::LossFiller).then_some(()));
        }
        // "unknown dead" leaves off, "unknown, but most of X" goes on.
        let leaves_off = self.open && found.is_some() && !self.goes_on();
        if self.done() || leaves_off {
            return found;
        }
        self.at = start;
        None
    }

    fn goes_on(&self) -> bool {
        let at = usize::from(self.sign_at(0) == Some(Sign::Comma));
        ["but", "though", "yet"].iter().any(|word| self.word_is(at, word)) || self.phrase_at(at).is_some()
    }

    /// Takes what says how sure the wording is, before it and after it. A hedge needs something to hedge.
    fn take_hedges(&mut self) -> Option<Spread> {
        let mut hedge = None;
        while let Some((len, spread)) = self.hedge_at(self.at, self.end)
            && self.at + len < self.end
        {
            self.at += len;
            while self.take_sign(Sign::Comma) {}
            hedge = less_sure(hedge, Some(spread));
        }
        // Where something may follow, a hedge after the quantity may belong to that.
        while !self.open
            && let Some((start, spread)) = self.hedge_at_end()
        {
            self.end = start;
            hedge = less_sure(hedge, Some(spread));
        }
        hedge
    }

    fn hedge_at(&self, at: usize, end: usize) -> Option<(usize, Spread)> {
        self.lexicon.index().matches(self.tokens.get(at..end)?).find_map(|(len, sense)| match sense {
            Sense::Hedge(spread) => Some((len, *spread)),
            _ => None,
        })
    }

    /// ", perhaps" or "(probably)" at the end.
    fn hedge_at_end(&self) -> Option<(usize, Spread)> {
        let is = |at: usize, sign: Sign| self.tokens[at].kind == Kind::Sign(sign);
        let bracketed = self.end > self.at && is(self.end - 1, Sign::Close);
        let end = if bracketed { self.end - 1 } else { self.end };
        for start in (self.at + 1..end).rev().take(6) {
            let before = if bracketed { Sign::Open } else { Sign::Comma };
            if let Some((len, spread)) = self.hedge_at(start, end)
                && start + len == end
                && (!bracketed || is(start - 1, Sign::Open))
            {
                let start = if is(start - 1, before) { start - 1 } else { start };
                return (start > self.at).then_some((start, spread));
            }
        }
        None
    }

    fn sum(&mut self) -> Result<Quantity, QuantityError> {
        let mut parts = vec![self.term(0)?];
        while self.sign_at(0) == Some(Sign::Plus) && self.ahead(1).is_some() {
            self.at += 1;
            parts.push(self.term(0)?);
        }
        match parts.pop() {
            Some(only) if parts.is_empty() => Ok(only),
            last => {
                parts.extend(last);
                Ok(Quantity::Sum(parts))
            }
        }
    }

    fn term(&mut self, depth: u32) -> Result<Quantity, QuantityError> {
        if depth > MAX_DEPTH {
            return Err(self.not_understood());
        }
        let quantity = self.qualified(depth)?;
        self.suffixed(quantity)
    }

    // --- what comes before ---

    fn qualified(&mut self, depth: u32) -> Result<Quantity, QuantityError> {
        for (sign, bound) in
            [(Sign::Tilde, Bound::About), (Sign::AtLeast, Bound::AtLeast), (Sign::AtMost, Bound::AtMost)]
        {
            if self.take_sign(sign) {
                let inner = self.term(depth + 1)?;
                return Ok(self.bounded(bound, inner));
            }
        }
        if let Some(level) = self.level_word() {
            return Ok(level);
        }
        if let Some(rate) = self.times_a_day()? {
            return Ok(rate);
        }
        if self.take_word("between") {
            return self.range_between("and");
        }
        if self.take_word("from") {
            return self.range_between("to");
        }
        let start = self.at;
        let figure = self.figure()?;
        let after_figure = std::mem::replace(&mut self.at, start);
        let phrase = self.phrase();
        match (figure, phrase) {
            (Some(figure), phrase) if phrase.is_none_or(|(len, _)| start + len < after_figure) => {
                self.at = after_figure;
                self.figured(figure)
            }
            (_, Some((len, sense))) => {
                self.at += len;
                self.opened_by(sense, depth)
            }
            (_, None) => self.bare_reference(),
        }
    }

    /// The longest phrase here that opens a quantity. Of two of one length, what follows decides: "some 1200" is
    /// about 1200, "some of X" a share; "as many as 30" is a bound, "as many as X" a comparison.
    fn phrase(&self) -> Option<Match<'a>> {
        self.phrase_at(0)
    }

    fn phrase_at(&self, at: usize) -> Option<Match<'a>> {
        let opens = |sense: &Sense| {
            use Sense::{About, AtLeast, AtMost, Count, Factor, Loss, Share};
            matches!(sense, Share(..) | Factor(..) | Count(_) | Loss(_) | About | AtLeast | AtMost)
        };
        let mut all = self.senses(at).filter(|(_, sense)| opens(sense));
        let first = all.next()?;
        let longest = first.0;
        let bound = |sense: &Sense| matches!(sense, Sense::About | Sense::AtLeast | Sense::AtMost);
        let number_follows = matches!(self.ahead(at + longest).map(|t| &t.kind), Some(Kind::Number(..)))
            || self.ahead(at + longest).is_some_and(|t| self.lexicon.data().numbers.contains_key(&*t.lower));
        let fits = |found: &Match<'a>| bound(found.1) == number_follows;
        let mut same = all.take_while(|(len, _)| *len == longest);
        Some(if fits(&first) { first } else { same.find(fits).unwrap_or(first) })
    }

    fn opened_by(&mut self, sense: &Sense, depth: u32) -> Result<Quantity, QuantityError> {
        match sense {
            Sense::About | Sense::AtLeast | Sense::AtMost => {
                let bound = match sense {
                    Sense::AtLeast => Bound::AtLeast,
                    Sense::AtMost => Bound::AtMost,
                    _ => Bound::About,
                };
                let inner = self.term(depth + 1)?;
                Ok(self.bounded(bound, inner))
            }
            Sense::Share(low, high) => {
                self.take_word("of");
                let of = self.whole()?;
                Ok(Quantity::Share { of, low: *low, high: *high })
            }
            Sense::Factor(low, high) => self.comparison(*low, *high),
            Sense::Count(term) => self.counted(term),
            Sense::Loss(term) => {
                self.take_sense(&Sense::LossFiller);
                let of = if self.take_word("of") || self.take_word("to") { self.whole()? } else { None };
                Ok(Quantity::Verbal { term: term.clone(), of })
            }
            _ => Err(self.not_understood()),
        }
    }

    fn comparison(&mut self, low: f64, high: f64) -> Result<Quantity, QuantityError> {
        if self.done() && matches!(self.dimension, Dimension::Factor | Dimension::Level(_)) {
            return Ok(Quantity::Range { low, high });
        }
        let to = self.reference()?;
        Ok(Quantity::Relative { to, factor_low: low, factor_high: high })
    }

    /// "thousands", "thousands of ships", "several million", "a few weeks".
    fn counted(&mut self, term: &str) -> Result<Quantity, QuantityError> {
        let start = self.at;
        let mut power = 0;
        while let Some(more) = self.take(|sense| match sense {
            Sense::Multiplier(power) => Some(*power),
            _ => None,
        }) {
            power += more;
        }
        let unit = self.unit_suffix()?;
        self.unit = unit.map(|written| written.unit).or(self.unit);
        let span = self.span_from(start);
        let factor = unit.map_or(Ok(1.0), |written| written.factor(self.dimension, span))?;
        let factor = factor * libm::pow(10.0, f64::from(power.min(60)));
        let band = self.lexicon.count(term).filter(|_| factor != 1.0);
        Ok(match band {
            Some(band) => Quantity::Range { low: band.0 * factor, high: band.1 * factor },
            None => Quantity::Verbal { term: term.to_owned(), of: None },
        })
    }

    /// "once a day", "twice a week", "three times a month".
    fn times_a_day(&mut self) -> Result<Option<Quantity>, QuantityError> {
        if !matches!(self.dimension, Dimension::Rate | Dimension::HourlyRate) {
            return Ok(None);
        }
        let start = self.at;
        let count =
            [("once", 1.0), ("twice", 2.0), ("thrice", 3.0)].iter().find(|(word, _)| self.word_is(0, word));
        let Some((_, count)) = count else { return Ok(None) };
        self.at += 1;
        let Some(written) = self.unit_suffix()? else {
            self.at = start;
            return Ok(None);
        };
        self.unit = Some(written.unit);
        let factor = written.factor(self.dimension, self.span_from(start))?;
        Ok(Some(Quantity::Exact(count * factor)))
    }

    // --- figures ---

    fn expect_figure(&mut self) -> Result<Figure, QuantityError> {
        match self.figure()? {
            Some(figure) => Ok(figure),
            None => Err(self.not_understood()),
        }
    }

    fn range_between(&mut self, and: &str) -> Result<Quantity, QuantityError> {
        let first = self.expect_figure()?;
        if !self.take_word(and) && !self.range_sign() {
            return Err(self.not_understood());
        }
        let second = self.expect_figure()?;
        self.range(first, second)
    }

    fn range_sign(&mut self) -> bool {
        self.take_sign(Sign::DotDot) || self.take_sign(Sign::Dash) || self.take_word("to")
    }

    fn figured(&mut self, mut first: Figure) -> Result<Quantity, QuantityError> {
        let start = self.at;
        // "three times a month": the unit "times" in front of a time makes a rate.
        if first.unit.is_some_and(|written| written.unit == Unit::Times)
            && matches!(self.dimension, Dimension::Rate | Dimension::HourlyRate)
            && let Some(rate) = self.unit_suffix()?
        {
            (first.unit, self.unit) = (Some(rate), Some(rate.unit));
        }
        if self.word_is(0, "to") && self.word_is(1, "the") && self.word_is(2, "nearest") {
            self.at += 3;
            let unit = self.expect_figure()?;
            let (value, _) = first.in_base(self.dimension)?;
            return Ok(Quantity::Rounded { value, unit: unit.in_base(self.dimension)?.0.abs() });
        }
        if self.range_sign() || (self.word_is(0, "or") && self.take_word("or")) {
            if let Some(second) = self.figure()? {
                return self.range(first, second);
            }
            // Not a range after all: "5 or more", or something that is not understood.
            self.at = start;
        }
        if self.take_sign(Sign::PlusMinus) {
            let second = self.expect_figure()?;
            first.unit = first.unit.or(second.unit);
            let (middle, of_whole) = first.in_base(self.dimension)?;
            let half = second.in_base(self.dimension)?.0.abs();
            return self.within(
                middle - half,
                middle + half,
                of_whole,
                first.unit.map(|w| w.unit),
                first.span,
            );
        }
        let (value, of_whole) = first.in_base(self.dimension)?;
        self.within(value, value, of_whole, first.unit.map(|written| written.unit), first.span)
    }

    fn range(&mut self, mut first: Figure, mut second: Figure) -> Result<Quantity, QuantityError> {
        first.unit = first.unit.or(second.unit);
        second.unit = second.unit.or(first.unit);
        let (high, of_whole) = second.in_base(self.dimension)?;
        let (mut low, _) = first.in_base(self.dimension)?;
        if first.multiplier == 0 && second.multiplier != 0 {
            let mut shared = first.clone();
            shared.multiplier = second.multiplier;
            low = shared.in_base(self.dimension)?.0;
            if low > high {
                low = first.in_base(self.dimension)?.0;
            }
        }
        let span = TextSpan { start: first.span.start, end: second.span.end };
        if low > high {
            // "1200 to 50" is a slip of order, and which figure was meant as which is plain.
            let swapped = Quantity::Range { low: high, high: low }.to_text();
            return Err(QuantityError {
                message: "this range runs from the higher number to the lower".to_owned(),
                repair: "write the lower number first".to_owned(),
                replacement: second.unit.is_none().then_some(swapped),
                span,
            });
        }
        self.within(low, high, of_whole, second.unit.map(|written| written.unit), span)
    }

    /// A number, or a range, with what it is a part or a multiple of.
    fn within(
        &mut self,
        low: f64,
        high: f64,
        of_whole: bool,
        unit: Option<Unit>,
        span: TextSpan,
    ) -> Result<Quantity, QuantityError> {
        if unit == Some(Unit::Percent) && self.take_word("of") {
            return Ok(Quantity::Share { of: self.whole()?, low, high });
        }
        if of_whole {
            return Ok(Quantity::Share { of: None, low, high });
        }
        if unit == Some(Unit::Times) {
            let names_nothing = self.done() || self.sign_at(0) == Some(Sign::Plus);
            if !(names_nothing && matches!(self.dimension, Dimension::Factor | Dimension::Level(_))) {
                let to = self.reference()?;
                return Ok(Quantity::Relative { to, factor_low: low, factor_high: high });
            }
        }
        if !low.is_finite() || !high.is_finite() {
            return Err(self.error_at(span, "this number is too large to reckon with"));
        }
        Ok(if low == high { Quantity::Exact(low) } else { Quantity::Range { low, high } })
    }
}

fn less_sure(a: Option<Spread>, b: Option<Spread>) -> Option<Spread> {
    match (a, b) {
        (Some(a), Some(b)) => Some(if b.best < a.best { b } else { a }),
        (a, b) => a.or(b),
    }
}
