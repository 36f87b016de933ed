//! Days of a war as dates in its calendar.

use crate::record::RecordDate;
use crate::text::TIE;
use polemos_war::War;
use polemos_war::date::Day;

/// Writes days of a war, counted from its start, as dates.
#[derive(Clone, Copy, Debug)]
pub struct Dates<'a> {
    war: &'a War,
}

impl<'a> Dates<'a> {
    /// The dates of a war.
    pub fn new(war: &'a War) -> Self {
        Self { war }
    }

    fn day(&self, day: f64) -> Day {
        self.war.clock.start.plus(day.floor() as i64)
    }

    /// The year of a day, by its number in the calendar.
    pub fn year(&self, day: f64) -> i64 {
        self.war.clock.calendar.ymd(self.day(day)).0
    }

    /// A year as the calendar writes it.
    pub fn year_text(&self, year: i64) -> String {
        self.war.clock.calendar.year(year)
    }

    /// "19 December 2375".
    pub fn full(&self, day: f64) -> String {
        tied(&self.war.clock.calendar.long(self.day(day)))
    }

    /// " 3 Oct": the day of the month stands right, so that dates under each other align.
    pub fn short(&self, day: f64) -> String {
        let text = self.war.clock.calendar.short(self.day(day));
        if text.chars().nth(1) == Some(' ') { format!(" {text}") } else { text }
    }

    /// "2–19 December 2375": the days from one to another.
    pub fn range(&self, from: f64, to: f64) -> String {
        let calendar = &self.war.clock.calendar;
        let (first, last) = (self.day(from), self.day(to));
        // Two days that happen to bound a year are still days.
        let whole = calendar.year_bounds(calendar.ymd(first).0) == Some((first, last));
        if whole {
            format!("{} – {}", calendar.long(first), calendar.long(last))
        } else {
            calendar.span(first, last)
        }
    }

    /// A day as a record has it.
    pub fn record(&self, day: f64) -> RecordDate {
        self.record_range(day, day)
    }

    /// A span of days as a record has it; EDTF only writes Gregorian days.
    pub fn record_range(&self, from: f64, to: f64) -> RecordDate {
        let days = [self.day(from), self.day(to)];
        let [first, last] = days.map(Day::iso);
        // Years of more than four digits have another form in EDTF, and no war has needed it yet.
        let plain = days.iter().all(|day| (0..=9999).contains(&day.ymd().0));
        let edtf = if first == last { first.clone() } else { format!("{first}/{last}") };
        RecordDate {
            verbatim: self.range(from, to),
            edtf: Some(edtf).filter(|_| plain),
            calendar: self.war.clock.calendar.id.clone(),
            first: Some(first),
            last: Some(last),
        }
    }
}

/// A date that no line break parts.
fn tied(text: &str) -> String {
    text.replace(' ', &TIE.to_string())
}
