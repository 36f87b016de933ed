//! From a written value to a quantity, a date or a level, by the lexicon; and what to say when it is not
//! understood.

use crate::diagnostic::Finding;
use crate::source::Mark;
use crate::spec::Num;
use crate::tree::{Node, Value};
use crate::walk::Provenance;
use polemos_war::calendar::Calendar;
use polemos_war::claim::{Basis, Claim, SourceRef};
use polemos_war::date::{self, Day, Offset, When};
use polemos_war::lexicon::Lexicon;
use polemos_war::quantity::{
    self, Dimension, Distribution, Meaning, Quantity, QuantityError, Reading, ScaleKind,
};

/// The words and the calendar of a scenario, and when its war begins and ends.
#[derive(Clone)]
pub(crate) struct Language {
    pub(crate) lexicon: Lexicon,
    pub(crate) calendar: Calendar,
    pub(crate) start: Day,
    pub(crate) limit_days: f64,
}

/// A number as read.
#[derive(Clone, Debug)]
pub(crate) struct ReadNumber {
    pub(crate) claim: Claim<Quantity>,
    pub(crate) factor: Distribution,
    /// What it is relative to, as worded.
    pub(crate) of: Vec<String>,
    /// The source says that nobody knows; what stands in for it, in words.
    pub(crate) prior: Option<String>,
}

/// A moment as read.
#[derive(Clone, Debug)]
pub(crate) enum Moment {
    /// Days since the start.
    Days(ReadNumber),
    /// Days after another happening.
    After { anchor: String, days: ReadNumber },
}

impl Language {
    /// Reads a number of the war. `ordinary` is what a level multiplies where its word means a factor.
    pub(crate) fn number(
        &self,
        node: &Node,
        num: &Num,
        ordinary: f64,
        origin: &Provenance,
    ) -> Result<ReadNumber, Box<Finding>> {
        let read = match &node.value {
            Value::Number(value, _) => self.plain(*value, node, num, origin)?,
            Value::Text(text) => self.worded(text, node, num, ordinary, origin)?,
            _ => return Err(Box::new(Finding::error("wrong-type", node.mark, "this is not a number"))),
        };
        self.check_range(&read, node, num)?;
        Ok(read)
    }

    fn plain(
        &self,
        value: f64,
        node: &Node,
        num: &Num,
        origin: &Provenance,
    ) -> Result<ReadNumber, Box<Finding>> {
        if !value.is_finite() {
            let finding = Finding::error("not-finite", node.mark, "this is not a number one can reckon with");
            return Err(Box::new(finding.help("write a finite number")));
        }
        if let Some(unit) = unit_needed(num.dimension) {
            return Err(Box::new(unit_missing(node.mark, &format!("{value}"), unit, node.mark)));
        }
        let claim = claim(&format!("{value}"), Quantity::Exact(value), origin, Basis::Text);
        Ok(ReadNumber { claim, factor: Distribution::Point(value), of: Vec::new(), prior: None })
    }

    fn worded(
        &self,
        text: &str,
        node: &Node,
        num: &Num,
        ordinary: f64,
        origin: &Provenance,
    ) -> Result<ReadNumber, Box<Finding>> {
        if let Some(chance) = self.likelihood(text, num, origin) {
            return Ok(chance);
        }
        match self.quantity(text, num.dimension, node, origin) {
            Ok(read) => Ok(read),
            Err(error) => {
                match num.scale.map(|scale| self.quantity(text, Dimension::Level(scale), node, origin)) {
                    // A level on a scale of factors multiplies what is ordinary.
                    Some(Ok(read)) if matches!(read.claim.value, Quantity::Verbal { .. }) => {
                        Ok(ReadNumber { factor: read.factor.times(ordinary), ..read })
                    }
                    _ => Err(error),
                }
            }
        }
    }

    /// "perhaps", where a chance is wanted.
    fn likelihood(&self, text: &str, num: &Num, origin: &Provenance) -> Option<ReadNumber> {
        if num.dimension != Dimension::Share {
            return None;
        }
        let word = text.trim().to_lowercase();
        let spread = self.lexicon.hedge(&word)?;
        let factor = if spread.low == spread.high {
            Distribution::Point(spread.best)
        } else {
            Distribution::share_5_95(spread.low.max(1e-3), spread.high.min(1.0 - 1e-3))
        };
        let claim = claim(text, Quantity::Verbal { term: word, of: None }, origin, self.basis());
        Some(ReadNumber { claim, factor, of: Vec::new(), prior: None })
    }

    fn quantity(
        &self,
        text: &str,
        dimension: Dimension,
        node: &Node,
        origin: &Provenance,
    ) -> Result<ReadNumber, Box<Finding>> {
        let parsed = quantity::parse(text, &self.lexicon, dimension)
            .map_err(|error| Box::new(not_understood(&error, node, "not-understood")))?;
        let digits = text.bytes().any(|byte| byte.is_ascii_digit());
        if let (Some(unit), None, true) =
            (unit_needed(dimension), parsed.unit, digits && is_figure(&parsed.quantity))
        {
            return Err(Box::new(unit_missing(node.mark, text.trim(), unit, node.mark)));
        }
        // What a named source reports is rounded and one report among several; what an author sets is set.
        let reported = !origin.sources.is_empty() && matches!(dimension, Dimension::Count | Dimension::Share);
        let reading = if reported { Reading::Source } else { Reading::Setting };
        let (prior, prior_words) = prior(&parsed.quantity, dimension, &self.lexicon);
        let meaning = self
            .lexicon
            .meaning_of(&parsed, dimension, reading, prior.as_ref())
            .map_err(|error| Box::new(not_understood(&error, node, "not-understood")))?;
        if meaning.of.iter().any(|of| of == Meaning::WHOLE) {
            let finding =
                Finding::error("wrong-unit", node.mark, "this is a share, and it does not say of what");
            return Err(Box::new(finding.help("write `40 % of force.ID.ships`, or a count")));
        }
        if let Err(message) = meaning.factor.check() {
            let finding = Finding::error("not-understood", node.mark, format!("this cannot be: {message}"));
            return Err(Box::new(finding.help("write the lesser number first, and only finite ones")));
        }
        let basis = if digits { Basis::Text } else { self.basis() };
        let mut claim = claim(text, parsed.quantity, origin, basis);
        claim.probability = parsed.probability.map(|spread| spread.best);
        Ok(ReadNumber { claim, factor: meaning.factor, of: meaning.of, prior: prior_words })
    }

    fn basis(&self) -> Basis {
        Basis::Lexicon { version: self.lexicon.version() }
    }

    fn check_range(&self, read: &ReadNumber, node: &Node, num: &Num) -> Result<(), Box<Finding>> {
        if !read.of.is_empty() {
            return Ok(());
        }
        let median = read.factor.median();
        if median >= num.least && median <= num.most {
            return Ok(());
        }
        let (code, message) = match num.dimension {
            Dimension::Count if median < 0.0 => ("negative", "there cannot be fewer than none".to_owned()),
            Dimension::Share => (
                "share-out-of-range",
                format!("a share lies between 0 and 1 (0 % and 100 %), and this is {}", shown(median)),
            ),
            Dimension::Level(scale) if self.lexicon.scale_kind(scale) == ScaleKind::Share => (
                "share-out-of-range",
                format!(
                    "this level lies between {} and {}, not at {}",
                    shown(num.least),
                    shown(num.most),
                    shown(median)
                ),
            ),
            Dimension::Time if median <= 0.0 => ("bad-time", "a time must be longer than nothing".to_owned()),
            _ => (
                "out-of-range",
                format!(
                    "this must lie between {} and {}, not at {}",
                    shown(num.least),
                    shown(num.most),
                    shown(median)
                ),
            ),
        };
        let help = match num.dimension {
            Dimension::Share if (2.0..=100.0).contains(&median) => {
                format!("did you mean \"{} %\"?", shown(median))
            }
            _ => format!("write a value from {} to {} {}", shown(num.least), shown(num.most), num.unit)
                .trim_end()
                .to_owned(),
        };
        Err(Box::new(Finding::error(code, node.mark, message).help(help)))
    }

    /// Reads a date or a number of days since the start.
    pub(crate) fn moment(&self, node: &Node, origin: &Provenance) -> Result<Moment, Box<Finding>> {
        let text = match &node.value {
            Value::Text(text) => text.clone(),
            Value::Datetime(text) => text.clone(),
            Value::Number(value, _) => {
                return Err(Box::new(unit_missing(node.mark, &format!("{value}"), "days", node.mark)));
            }
            _ => return Err(Box::new(Finding::error("wrong-type", node.mark, "this is no date"))),
        };
        // "60 days" is a time; "2400" alone, or anything else, is a date or a mistake.
        let as_time = quantity::parse(&text, &self.lexicon, Dimension::Time);
        if let Ok(parsed) = &as_time
            && parsed.unit.is_some()
            && let Ok(factor) =
                self.lexicon.distribution(&parsed.quantity, Dimension::Time, Reading::Setting, None)
        {
            let claim = claim(&text, parsed.quantity.clone(), origin, Basis::Text);
            return Ok(Moment::Days(ReadNumber { claim, factor, of: Vec::new(), prior: None }));
        }
        let bare_year = text.trim().len() < 3 && text.trim().bytes().all(|byte| byte.is_ascii_digit());
        if bare_year && !text.trim().is_empty() {
            return Err(Box::new(unit_missing(node.mark, text.trim(), "days", node.mark)));
        }
        let when = date::parse_when(&text, &self.calendar, &self.lexicon).map_err(|error| {
            // "Two yaers" is a slip in a time, not in a date.
            match as_time {
                Err(slip) if slip.replacement.is_some() && error.replacement.is_none() => {
                    Box::new(not_understood(&slip, node, "not-understood"))
                }
                _ => Box::new(not_understood(&error, node, "bad-date")),
            }
        })?;
        match when {
            When::Date(date) => {
                let Some(days) = date.days_since(self.start) else {
                    let finding = Finding::error(
                        "bad-date",
                        node.mark,
                        format!("`{text}` has no first or no last day"),
                    );
                    return Err(Box::new(finding.help("write a day, a month, or a span with both ends")));
                };
                let value = Quantity::Exact(days.median());
                Ok(Moment::Days(ReadNumber {
                    claim: claim(&text, value, origin, Basis::Text),
                    factor: days,
                    of: Vec::new(),
                    prior: None,
                }))
            }
            When::Relative(relative) => self.relative(&text, relative, node, origin),
        }
    }

    fn relative(
        &self,
        text: &str,
        relative: date::RelativeDate,
        node: &Node,
        origin: &Provenance,
    ) -> Result<Moment, Box<Finding>> {
        let anchor = relative.anchor.unwrap_or_default();
        let read = |factor: Distribution| ReadNumber {
            claim: claim(text, Quantity::Exact(factor.median()), origin, self.basis()),
            factor,
            of: Vec::new(),
            prior: None,
        };
        let of_war = matches!(anchor.as_str(), "start" | "war" | "the war" | "the start");
        if let (Offset::Days(days), Some(from)) = (&relative.offset, self.dated(&anchor)) {
            return Ok(Moment::Days(read(Distribution::Sum(vec![from, days.clone()]))));
        }
        match relative.offset {
            Offset::Days(days) if of_war => Ok(Moment::Days(read(days))),
            Offset::Share(share) if of_war => Ok(Moment::Days(read(share.times(self.limit_days)))),
            Offset::Days(days) if !anchor.is_empty() => Ok(Moment::After { anchor, days: read(days) }),
            _ => {
                let finding = Finding::error(
                    "bad-date",
                    node.mark,
                    format!("`{text}` does not say what it counts from"),
                );
                Err(Box::new(
                    finding.help("write `shortly after event.ID`, or `in the closing days of the war`"),
                ))
            }
        }
    }

    /// Days from the start to a date that something else is counted from.
    fn dated(&self, text: &str) -> Option<Distribution> {
        date::parse_date(text, &self.calendar, &self.lexicon).ok()?.days_since(self.start)
    }

    /// Reads a date; its first day.
    pub(crate) fn day(&self, node: &Node) -> Result<(polemos_war::date::Date, Day), Box<Finding>> {
        let text = match &node.value {
            Value::Text(text) | Value::Datetime(text) => text.clone(),
            Value::Number(year, _) => format!("{year}"),
            _ => return Err(Box::new(Finding::error("wrong-type", node.mark, "this is no date"))),
        };
        let date = date::parse_date(&text, &self.calendar, &self.lexicon)
            .map_err(|error| Box::new(not_understood(&error, node, "bad-date")))?;
        match date.first() {
            Some(first) if first.0.abs() < MOST_DAY => Ok((date, first)),
            Some(_) => {
                let finding = Finding::error("bad-date", node.mark, "this date lies beyond all calendars");
                Err(Box::new(finding.help("write a year of at most six digits")))
            }
            None => {
                let finding = Finding::error("bad-date", node.mark, format!("`{text}` has no first day"));
                Err(Box::new(finding.help("write a day, a month, a season or a year")))
            }
        }
    }

    /// Days from the start to a date in a condition.
    pub(crate) fn days_to(&self, text: &str) -> Result<f64, String> {
        let date = date::parse_date(text, &self.calendar, &self.lexicon).map_err(|error| error.message)?;
        let first = date.first().ok_or_else(|| format!("`{text}` has no first day"))?;
        Ok(first.since(self.start) as f64)
    }
}

/// Days farther than this from the origin are refused, so that differences of days are exact numbers.
const MOST_DAY: i64 = 400_000_000;

/// The unit that a text must say.
fn unit_needed(dimension: Dimension) -> Option<&'static str> {
    match dimension {
        Dimension::Time => Some("days"),
        Dimension::Hours => Some("hours"),
        Dimension::Rate => Some("per day"),
        _ => None,
    }
}

fn is_figure(quantity: &Quantity) -> bool {
    !matches!(quantity, Quantity::Relative { .. } | Quantity::Share { .. } | Quantity::Verbal { .. })
}

fn unit_missing(mark: Mark, text: &str, unit: &str, at: Mark) -> Finding {
    Finding::error("unit-missing", mark, "this number has no unit").label(format!("{text} of what?")).replace(
        format!("say the unit, for example \"{text} {unit}\""),
        at,
        format!("\"{text} {unit}\""),
    )
}

/// Whether a text has the form of a full date in digits.
fn is_iso(text: &str) -> bool {
    let parts: Vec<&str> = text.trim().split('-').collect();
    parts.len() == 3
        && parts.iter().all(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit()))
}

/// What to say of a wording that was not understood.
fn not_understood(error: &QuantityError, node: &Node, code: &'static str) -> Finding {
    let wrong_unit = error.message.contains("measures something else");
    let code = if wrong_unit { "wrong-unit" } else { code };
    let finding = Finding::error(code, node.mark, error.message.clone());
    if code == "bad-date" && node.text().is_some_and(is_iso) {
        let finding = Finding::error(code, node.mark, "there is no such day");
        return finding.help("check the month and the day: year-month-day, as in 2375-12-01");
    }
    match (&error.replacement, node.text()) {
        (Some(with), Some(text)) => {
            let (start, end) = (error.span.start.min(text.len()), error.span.end.min(text.len()));
            match (text.get(..start), text.get(end..)) {
                (Some(before), Some(after)) => {
                    finding.replace(error.repair.clone(), node.mark, format!("\"{before}{with}{after}\""))
                }
                _ => finding.help(error.repair.clone()),
            }
        }
        _ => finding.help(error.repair.clone()),
    }
}

fn claim(text: &str, value: Quantity, origin: &Provenance, basis: Basis) -> Claim<Quantity> {
    let basis = if origin.assumed { Basis::Assumed } else { basis };
    let mut claim = Claim::new(text, value, basis);
    for (id, _) in &origin.sources {
        claim = claim.with_source(SourceRef {
            id: id.clone(),
            locator: origin.note.clone(),
            ..SourceRef::default()
        });
    }
    claim
}

/// What stands for a number that the source leaves open, wide, and in words.
fn prior(
    quantity: &Quantity,
    dimension: Dimension,
    lexicon: &Lexicon,
) -> (Option<Distribution>, Option<String>) {
    let share = match dimension {
        Dimension::Share => true,
        Dimension::Level(scale) => lexicon.scale_kind(scale) == ScaleKind::Share,
        _ => false,
    };
    let (prior, words) = match quantity {
        Quantity::Unknown | Quantity::Absent if share => {
            (Distribution::share_5_95(0.1, 0.9), "unknown: 10 to 90 %")
        }
        Quantity::Unknown | Quantity::Absent if dimension == Dimension::Count => {
            (Distribution::log_uniform_5_95(20.0, 2000.0), "unknown: 20 to 2,000")
        }
        Quantity::Unknown | Quantity::Absent => {
            (Distribution::log_uniform_5_95(0.3, 3.0), "unknown: 0.3 to 3")
        }
        Quantity::Countless if dimension == Dimension::Count => {
            (Distribution::log_uniform_5_95(20_000.0, 2_000_000.0), "countless: 20,000 to 2 million")
        }
        _ => return (None, None),
    };
    (Some(prior), Some(words.to_owned()))
}

/// A number for a message.
pub(crate) fn shown(value: f64) -> String {
    if value.abs() >= 1e6 || (value != 0.0 && value.abs() < 1e-3) {
        format!("{value:e}")
    } else {
        format!("{value}")
    }
}
