//! Days, counted.

use serde::{Deserialize, Serialize};
use std::fmt;
use std::ops::{Add, Sub};

/// A day, by its number in the proleptic Gregorian calendar: 1 is 1 January of the year 1 (Rata Die). The years
/// before it are 0 (1 BC), −1 and so on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Day(pub i64);

/// Years that a date can be written in: beyond them days are still counted, but not read.
pub(crate) const YEARS: std::ops::RangeInclusive<i64> = -1_000_000_000_000..=1_000_000_000_000;

/// The last digit of a number.
fn digit(number: i64) -> char {
    char::from(b'0' + (number % 10) as u8)
}

impl Day {
    /// Before all dates: the beginning of what has no beginning.
    pub const EARLIEST: Day = Day(i64::MIN);
    /// After all dates: the end of what has no end.
    pub const LATEST: Day = Day(i64::MAX);

    /// The day of a date; none where there is no such date, or the year lies beyond ±10¹².
    pub fn from_ymd(year: i64, month: u8, day: u8) -> Option<Day> {
        if !YEARS.contains(&year) || !(1..=12).contains(&month) || day < 1 || day > days_in_month(year, month)
        {
            return None;
        }
        let before_month =
            i64::from(DAYS_BEFORE[usize::from(month) - 1]) + i64::from(leap(year) && month > 2);
        Some(Day(days_before_year(year) + before_month + i64::from(day)))
    }

    /// Year, month and day. Days beyond ±10¹² years count as the last one within them.
    pub fn ymd(self) -> (i64, u8, u8) {
        let day = self.0.clamp(-365_242_500_000_000, 365_242_500_000_000);
        // The mean year is 146,097/400 days; the estimate is right or one off, and set right below.
        let mut year = day.saturating_mul(400).div_euclid(146_097) + 1;
        while days_before_year(year) >= day {
            year -= 1;
        }
        while days_before_year(year + 1) < day {
            year += 1;
        }
        let mut rest = day - days_before_year(year);
        let mut month = 1;
        while rest > i64::from(days_in_month(year, month)) {
            rest -= i64::from(days_in_month(year, month));
            month += 1;
        }
        (year, month, rest as u8)
    }

    /// The day so many days later; the ends of time stay where they are.
    #[must_use]
    pub fn plus(self, days: i64) -> Day {
        match self {
            Day::EARLIEST | Day::LATEST => self,
            Day(day) => Day(day.saturating_add(days)),
        }
    }

    /// Days from another day to this one.
    pub fn since(self, other: Day) -> i64 {
        self.0.saturating_sub(other.0)
    }

    /// "2375-10-03"; years beyond four digits with a sign, as ISO 8601 has it.
    pub fn iso(self) -> String {
        let (year, month, day) = self.ymd();
        let mut text = match year {
            // Digit by digit: records are full of these.
            0..=9999 => [1000, 100, 10, 1].iter().map(|place| digit(year / place)).collect(),
            year if year < 0 => format!("-{:04}", year.unsigned_abs()),
            year => format!("+{year}"),
        };
        for part in [month, day] {
            text.extend(['-', digit(i64::from(part) / 10), digit(i64::from(part))]);
        }
        text
    }

    /// "3 October 2375", in the Gregorian calendar.
    pub fn long(self) -> String {
        crate::calendar::Calendar::gregorian().long(self)
    }

    /// "3 Oct", in the Gregorian calendar.
    pub fn short(self) -> String {
        crate::calendar::Calendar::gregorian().short(self)
    }
}

impl Add<i64> for Day {
    type Output = Day;

    fn add(self, days: i64) -> Day {
        self.plus(days)
    }
}

impl Sub<Day> for Day {
    type Output = i64;

    fn sub(self, other: Day) -> i64 {
        self.since(other)
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.iso())
    }
}

const DAYS_BEFORE: [u16; 12] = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334];

pub(crate) fn leap(year: i64) -> bool {
    year.rem_euclid(4) == 0 && (year.rem_euclid(100) != 0 || year.rem_euclid(400) == 0)
}

pub(crate) fn days_in_month(year: i64, month: u8) -> u8 {
    match month {
        2 => 28 + u8::from(leap(year)),
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Days before 1 January of a year, counted from the day before 1 January 1.
fn days_before_year(year: i64) -> i64 {
    let past = year - 1;
    365 * past + past.div_euclid(4) - past.div_euclid(100) + past.div_euclid(400)
}
