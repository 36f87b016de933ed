//! Dates of a record.

use polemos_war::date::{Date, Day};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A date as it is written, in EDTF, and as the days that it can be.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RecordDate {
    /// As the source or a sentence has it, without what else stands beside it.
    pub verbatim: String,
    /// In the Extended Date/Time Format, where that can say it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub edtf: Option<String>,
    /// Id of the calendar that `verbatim` is in.
    #[serde(default = "gregorian")]
    pub calendar: String,
    /// The first day that it can be, as an ISO date of the proleptic Gregorian calendar; none where it is open.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first: Option<String>,
    /// The last day that it can be.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last: Option<String>,
}

fn gregorian() -> String {
    "gregorian".to_owned()
}

impl From<Date> for RecordDate {
    fn from(date: Date) -> Self {
        let iso = |day: Option<Day>| day.map(Day::iso);
        let (first, last) = (iso(date.first()), iso(date.last()));
        Self { verbatim: date.verbatim, edtf: date.edtf, calendar: date.calendar, first, last }
    }
}

impl RecordDate {
    /// The year of the first day that it can be.
    pub fn first_year(&self) -> Option<i64> {
        year(self.first.as_deref()?)
    }

    /// The year of the last day that it can be.
    pub fn last_year(&self) -> Option<i64> {
        year(self.last.as_deref()?)
    }
}

/// The year of an ISO date, which may bear a sign.
fn year(iso: &str) -> Option<i64> {
    let (sign, digits) = match iso.strip_prefix('-') {
        Some(rest) => (-1, rest),
        None => (1, iso.strip_prefix('+').unwrap_or(iso)),
    };
    digits.split('-').next()?.parse::<i64>().ok().map(|year| sign * year)
}
