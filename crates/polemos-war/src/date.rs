//! Dates as sources word them: "late 2375", "c. 1805", "the 23rd century", "shortly after the sabotage". The
//! wording is kept; EDTF (ISO 8601-2:2019) says what it means in the Gregorian calendar, and bounds in days say what
//! it means in any.

mod day;
mod parse;
mod relative;

pub use day::Day;
pub(crate) use day::days_in_month;
pub use parse::{parse_date, understand_date};
pub use relative::{Offset, RelativeDate, parse_relative};

use crate::calendar::Calendar;
use crate::distribution::Distribution;
use crate::lexicon::Lexicon;
use serde::{Deserialize, Serialize};

/// A date that was not understood.
pub type DateError = crate::quantity::QuantityError;

/// A date as worded.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Date {
    /// The words.
    pub verbatim: String,
    /// The same in EDTF, where the calendar is Gregorian and EDTF can say it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub edtf: Option<String>,
    /// Id of its calendar.
    pub calendar: String,
    /// First and last day that it can be; [`Day::EARLIEST`] and [`Day::LATEST`] where it is open. None when the
    /// words give no time at all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bounds: Option<(Day, Day)>,
}

/// A time as worded: by itself, or by another.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum When {
    /// A date.
    Date(Date),
    /// A time before or after something.
    Relative(RelativeDate),
}

/// Reads a time, by itself or by another: "3 October 2375", "shortly after sabotage".
///
/// # Errors
/// What was not understood. No text makes it panic.
pub fn parse_when(text: &str, calendar: &Calendar, lexicon: &Lexicon) -> Result<When, DateError> {
    match parse_date(text, calendar, lexicon) {
        Ok(date) => Ok(When::Date(date)),
        Err(error) => match parse_relative(text, lexicon) {
            Ok(relative) => Ok(When::Relative(relative)),
            Err(_) => Err(error),
        },
    }
}

impl Date {
    /// A single day, written in full.
    pub fn of_day(day: Day, calendar: &Calendar) -> Date {
        let edtf = calendar.is_gregorian().then(|| day.iso()).filter(|text| edtf_core::is_valid(text));
        Date { verbatim: calendar.long(day), edtf, calendar: calendar.id.clone(), bounds: Some((day, day)) }
    }

    /// The day, where it is but one.
    pub fn day(&self) -> Option<Day> {
        self.bounds.filter(|(first, last)| first == last).map(|(first, _)| first)
    }

    /// The first day that it can be, where it has one.
    pub fn first(&self) -> Option<Day> {
        self.bounds.map(|(first, _)| first).filter(|day| *day != Day::EARLIEST)
    }

    /// The last day that it can be, where it has one.
    pub fn last(&self) -> Option<Day> {
        self.bounds.map(|(_, last)| last).filter(|day| *day != Day::LATEST)
    }

    /// Days from `start` to this date: every day that it can be alike. None where it is open or vague.
    pub fn days_since(&self, start: Day) -> Option<Distribution> {
        let (low, high) = (self.first()?.since(start) as f64, self.last()?.since(start) as f64);
        Some(if low >= high { Distribution::Point(low) } else { Distribution::Uniform { low, high } })
    }

    /// Whether the source itself marks it as approximate or doubtful.
    pub fn is_qualified(&self) -> bool {
        let parsed = self.edtf.as_deref().and_then(|text| edtf_core::Edtf::parse(text).ok());
        parsed.is_some_and(|edtf| edtf.is_approximate() || edtf.is_uncertain())
    }

    /// The date as prose writes it, in its calendar; the words themselves where there are no bounds.
    pub fn prose(&self, calendar: &Calendar) -> String {
        let Some((first, last)) = self.bounds else { return self.verbatim.clone() };
        let parsed = self.edtf.as_deref().and_then(|text| edtf_core::Edtf::parse(text).ok());
        let circa = parsed.is_some_and(|edtf| edtf.is_approximate());
        format!("{}{}", if circa { "c. " } else { "" }, calendar.span(first, last))
    }
}
