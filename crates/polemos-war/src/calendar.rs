//! Calendars: how days are grouped into months and years, and how dates are written. Beside the Gregorian one, a
//! world may have a regular calendar of its own.

use crate::date::{Day, days_in_month};
use crate::letters::{small, small_begins, small_is};
use serde::{Deserialize, Serialize};

/// A calendar.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Calendar {
    /// Its id, as dates name it.
    pub id: String,
    /// How it counts.
    pub rule: Rule,
    /// How a full date is written, with `{day}`, `{month}`, `{year}` and `{era}`.
    pub format: String,
    /// What follows the year: "AD", "SE".
    pub era: Option<String>,
}

/// How a calendar counts days.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Rule {
    /// The proleptic Gregorian calendar.
    Gregorian,
    /// The same months every year, but for days added in some years.
    Regular(Regular),
}

/// A regular calendar.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Regular {
    /// Its months, in order.
    pub months: Vec<Month>,
    /// The first day of its year `epoch_year`.
    pub epoch: Day,
    /// The year that begins with `epoch`.
    pub epoch_year: i64,
    /// Days that some years add.
    pub leap: Option<Leap>,
}

/// A month of a regular calendar.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Month {
    /// Its name.
    pub name: String,
    /// Its days in an ordinary year.
    pub days: u16,
}

/// Days added to a month in every so many years: those whose number divides by `every`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Leap {
    /// Years between two leap years.
    pub every: u32,
    /// The month that grows, from 1.
    pub month: u16,
    /// By how many days.
    pub days: u16,
}

const GREGORIAN_MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// Years in which dates of any calendar are reckoned.
const MOST_YEARS: i128 = 1_000_000_000_000;

impl Calendar {
    /// The Gregorian calendar, carried back before its introduction.
    pub fn gregorian() -> Calendar {
        Calendar {
            id: "gregorian".to_owned(),
            rule: Rule::Gregorian,
            format: "{day} {month} {year}".to_owned(),
            era: None,
        }
    }

    /// A regular calendar, checked.
    ///
    /// # Errors
    /// A sentence that says which part cannot be.
    pub fn regular(id: &str, regular: Regular, era: Option<String>) -> Result<Calendar, String> {
        let format = if era.is_some() { "{day} {month} {year} {era}" } else { "{day} {month} {year}" };
        let calendar =
            Calendar { id: id.to_owned(), rule: Rule::Regular(regular), format: format.to_owned(), era };
        calendar.check().map(|()| calendar)
    }

    /// Whether its parts fit together.
    ///
    /// # Errors
    /// A sentence that says which part cannot be.
    pub fn check(&self) -> Result<(), String> {
        if ["{day}", "{month}", "{year}"].iter().any(|part| !self.format.contains(part)) {
            return Err("the format of a calendar names {day}, {month} and {year}".to_owned());
        }
        let Rule::Regular(regular) = &self.rule else { return Ok(()) };
        if regular.months.is_empty() || regular.months.len() > 1000 {
            return Err("a calendar has 1 to 1000 months".to_owned());
        }
        for month in &regular.months {
            if month.days == 0 || month.name.trim().is_empty() {
                return Err(format!("the month `{}` needs a name and at least one day", month.name));
            }
        }
        let mut names: Vec<String> = regular.months.iter().map(|month| month.name.to_lowercase()).collect();
        names.sort();
        if let Some(pair) = names.windows(2).find(|pair| pair[0] == pair[1]) {
            return Err(format!("two months are called `{}`", pair[0]));
        }
        if let Some(leap) = regular.leap
            && (leap.every == 0 || leap.month == 0 || usize::from(leap.month) > regular.months.len())
        {
            return Err("a leap rule names a month by its number from 1, and at least 1 year".to_owned());
        }
        match self.in_range(regular.epoch)
            && (-MOST_YEARS..=MOST_YEARS).contains(&i128::from(regular.epoch_year))
        {
            true => Ok(()),
            false => Err("the epoch of a calendar lies beyond all dates".to_owned()),
        }
    }

    fn in_range(&self, day: Day) -> bool {
        (-MOST_YEARS * 366..=MOST_YEARS * 366).contains(&i128::from(day.0))
    }

    /// Whether EDTF can write its dates.
    pub fn is_gregorian(&self) -> bool {
        self.rule == Rule::Gregorian
    }

    /// Months in a year.
    pub fn months(&self) -> u16 {
        match &self.rule {
            Rule::Gregorian => 12,
            Rule::Regular(regular) => u16::try_from(regular.months.len()).unwrap_or(u16::MAX),
        }
    }

    /// The name of a month, from 1.
    pub fn month_name(&self, month: u16) -> &str {
        let row = usize::from(month).saturating_sub(1);
        match &self.rule {
            Rule::Gregorian => GREGORIAN_MONTHS.get(row).copied().unwrap_or_default(),
            Rule::Regular(regular) => regular.months.get(row).map(|m| m.name.as_str()).unwrap_or_default(),
        }
    }

    /// The month of a name: in full, or at least three letters of it that fit no other.
    pub fn month_of(&self, name: &str) -> Option<u16> {
        let name = small(name.trim_end_matches('.'));
        let full = (1..=self.months()).find(|m| small_is(self.month_name(*m), &name));
        if full.is_some() || name.chars().count() < 3 {
            return full;
        }
        // The one common abbreviation that is no beginning.
        let name = if self.is_gregorian() && name == "sept" { "sep".into() } else { name };
        let mut fits = (1..=self.months()).filter(|m| small_begins(self.month_name(*m), &name));
        let first = fits.next();
        if fits.next().is_some() { None } else { first }
    }

    /// Days of a month in a year; 0 for a month that is none.
    pub fn days_in_month(&self, year: i64, month: u16) -> u16 {
        match &self.rule {
            Rule::Gregorian if (1..=12).contains(&month) => u16::from(days_in_month(year, month as u8)),
            Rule::Gregorian => 0,
            Rule::Regular(regular) => regular.days_in_month(year, month),
        }
    }

    /// Days that the longest month can have.
    pub(crate) fn longest_month(&self) -> u16 {
        match &self.rule {
            Rule::Gregorian => 31,
            Rule::Regular(regular) => {
                let added = regular.leap.map_or(0, |leap| leap.days);
                regular.months.iter().map(|month| month.days.saturating_add(added)).max().unwrap_or(0)
            }
        }
    }

    /// The day of a date; none where there is no such date.
    pub fn from_ymd(&self, year: i64, month: u16, day: u16) -> Option<Day> {
        if day == 0 || day > self.days_in_month(year, month) {
            return None;
        }
        match &self.rule {
            Rule::Gregorian => Day::from_ymd(year, u8::try_from(month).ok()?, u8::try_from(day).ok()?),
            Rule::Regular(regular) => {
                let before = (1..month).map(|m| i128::from(regular.days_in_month(year, m))).sum::<i128>();
                let days = regular.days_before(i128::from(year)) + before + i128::from(day) - 1;
                let within = (-MOST_YEARS..=MOST_YEARS).contains(&i128::from(year));
                let day = i64::try_from(i128::from(regular.epoch.0) + days).ok()?;
                within.then_some(Day(day))
            }
        }
    }

    /// Year, month and day of the month.
    pub fn ymd(&self, day: Day) -> (i64, u16, u16) {
        match &self.rule {
            Rule::Gregorian => {
                let (year, month, day) = day.ymd();
                (year, u16::from(month), u16::from(day))
            }
            Rule::Regular(regular) => regular.ymd(day),
        }
    }

    /// First and last day of a year.
    pub fn year_bounds(&self, year: i64) -> Option<(Day, Day)> {
        let last = self.months();
        Some((self.from_ymd(year, 1, 1)?, self.from_ymd(year, last, self.days_in_month(year, last))?))
    }

    /// First and last day of a month.
    pub fn month_bounds(&self, year: i64, month: u16) -> Option<(Day, Day)> {
        Some((self.from_ymd(year, month, 1)?, self.from_ymd(year, month, self.days_in_month(year, month))?))
    }

    // --- writing ---

    /// A year: "2375", "480 BC", "212 SE".
    pub fn year(&self, year: i64) -> String {
        match (&self.rule, &self.era) {
            (Rule::Gregorian, _) if year <= 0 => format!("{} BC", 1 - year),
            // Read back, a low year would look like a day.
            (Rule::Gregorian, None) if year < 100 => format!("AD {year}"),
            (_, Some(era)) => format!("{year} {era}"),
            (_, None) => year.to_string(),
        }
    }

    /// "3 October 2375", as the calendar's format has it.
    pub fn long(&self, day: Day) -> String {
        let (year, month, day) = self.ymd(day);
        self.filled(&day.to_string(), self.month_name(month), year)
    }

    /// "3 Oct".
    pub fn short(&self, day: Day) -> String {
        let (_, month, day) = self.ymd(day);
        let name: String = match self.is_gregorian() {
            true => self.month_name(month).chars().take(3).collect(),
            false => self.month_name(month).to_owned(),
        };
        format!("{day} {name}")
    }

    /// "October 2375".
    pub fn month_year(&self, year: i64, month: u16) -> String {
        format!("{} {}", self.month_name(month), self.year(year))
    }

    fn filled(&self, day: &str, month: &str, year: i64) -> String {
        // The Gregorian year writes its own era; elsewhere the format places it.
        let (year_text, era) = match &self.era {
            Some(era) if self.format.contains("{era}") => (year.to_string(), era.as_str()),
            _ => (self.year(year), ""),
        };
        let text = self.format.replace("{day}", day).replace("{month}", month);
        text.replace("{year}", &year_text).replace("{era}", era).trim().to_owned()
    }

    /// A stretch of days as prose writes it: "3 October 2375", "2–19 December 2375",
    /// "28 November – 19 December 2375", "October 2375", "late 2375", "2344–2364", "the 1340s".
    pub fn span(&self, first: Day, last: Day) -> String {
        match (first, last) {
            (Day::EARLIEST, Day::LATEST) => return "at an unknown time".to_owned(),
            (Day::EARLIEST, last) => return format!("before {}", self.span(last.plus(1), last.plus(1))),
            (first, Day::LATEST) => return format!("after {}", self.span(first.plus(-1), first.plus(-1))),
            _ => {}
        }
        let ((year, month, day), (last_year, last_month, last_day)) = (self.ymd(first), self.ymd(last));
        if first >= last {
            return self.long(first);
        }
        if (month, day) == (1, 1) && self.year_bounds(last_year).is_some_and(|(_, end)| end == last) {
            return self.years(year, last_year);
        }
        if year == last_year {
            let whole_months = day == 1 && last_day == self.days_in_month(year, last_month);
            if let Some(third) = self.third_of_year(year, first, last) {
                return format!("{third} {}", self.year(year));
            }
            if whole_months && month == last_month {
                return self.month_year(year, month);
            }
            if whole_months {
                return format!("{}–{}", self.month_name(month), self.month_year(year, last_month));
            }
            if month == last_month {
                return self.filled(&format!("{day}–{last_day}"), self.month_name(month), year);
            }
            if self.format.contains("{day} {month}") {
                let day = format!("{day} {} – {last_day}", self.month_name(month));
                return self.filled(&day, self.month_name(last_month), year);
            }
        }
        format!("{} – {}", self.long(first), self.long(last))
    }

    fn years(&self, first: i64, last: i64) -> String {
        if first == last {
            return self.year(first);
        }
        if self.is_gregorian() && first > 0 {
            if first.rem_euclid(100) == 0 && last - first == 99 {
                return format!(
                    "the {} century",
                    crate::lexicon::prose::ordinal(first.unsigned_abs() / 100 + 1)
                );
            }
            if first.rem_euclid(10) == 0 && last - first == 9 && first >= 100 {
                return format!("the {first}s");
            }
            return format!("{}–{last}", self.year(first));
        }
        format!("{} – {}", self.year(first), self.year(last))
    }

    fn third_of_year(&self, year: i64, first: Day, last: Day) -> Option<&'static str> {
        let thirds = [(Third::Early, "early"), (Third::Mid, "mid"), (Third::Late, "late")];
        thirds
            .into_iter()
            .find(|(third, _)| self.year_third(year, *third) == Some((first, last)))
            .map(|(_, w)| w)
    }

    /// A third of a year: by its months where they divide by three, else by its days.
    pub(crate) fn year_third(&self, year: i64, third: Third) -> Option<(Day, Day)> {
        let months = self.months();
        if !months.is_multiple_of(3) {
            return Some(third.of(self.year_bounds(year)?));
        }
        let size = months / 3;
        let first = third as u16 * size + 1;
        Some((self.month_bounds(year, first)?.0, self.month_bounds(year, first + size - 1)?.1))
    }
}

/// Early, mid, late.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Third {
    Early = 0,
    Mid = 1,
    Late = 2,
}

impl Third {
    /// A third of a stretch of days.
    pub(crate) fn of(self, (first, last): (Day, Day)) -> (Day, Day) {
        let days = last.since(first).saturating_add(1);
        let cut = |thirds: i64| first.plus(days / 3 * thirds + days % 3 * thirds / 3);
        let end = if self == Third::Late { last } else { cut(self as i64 + 1).plus(-1) };
        let start = cut(self as i64);
        (start.min(end), end.max(start))
    }
}

impl Regular {
    fn is_leap(&self, year: i64) -> bool {
        self.leap.is_some_and(|leap| leap.every > 0 && year.rem_euclid(i64::from(leap.every)) == 0)
    }

    fn days_in_month(&self, year: i64, month: u16) -> u16 {
        let Some(plain) = usize::from(month).checked_sub(1).and_then(|row| self.months.get(row)) else {
            return 0;
        };
        let added =
            self.leap.filter(|leap| leap.month == month && self.is_leap(year)).map_or(0, |leap| leap.days);
        plain.days.saturating_add(added)
    }

    fn ordinary_year(&self) -> i128 {
        self.months.iter().map(|month| i128::from(month.days)).sum::<i128>().max(1)
    }

    /// Years between two leap years, and the days that one adds: as many as its month can hold.
    fn leap_days(&self) -> (i128, i128) {
        let Some(leap) = self.leap.filter(|leap| leap.every > 0) else { return (1, 0) };
        let month = usize::from(leap.month).checked_sub(1).and_then(|row| self.months.get(row));
        let days = month.map_or(0, |month| month.days.saturating_add(leap.days) - month.days);
        (i128::from(leap.every), i128::from(days))
    }

    /// Days from the epoch to the first day of a year.
    fn days_before(&self, year: i128) -> i128 {
        let epoch = i128::from(self.epoch_year);
        let (every, days) = self.leap_days();
        let leaps = |year: i128| (year - 1).div_euclid(every);
        let added = (leaps(year) - leaps(epoch)) * days;
        (year - epoch) * self.ordinary_year() + added
    }

    fn ymd(&self, day: Day) -> (i64, u16, u16) {
        let days = i128::from(day.0) - i128::from(self.epoch.0);
        let (every, added) = self.leap_days();
        let cycle = self.ordinary_year() * every + added;
        let mut year = i128::from(self.epoch_year) + (days * every).div_euclid(cycle);
        while self.days_before(year) > days {
            year -= 1;
        }
        while self.days_before(year + 1) <= days {
            year += 1;
        }
        let mut rest = days - self.days_before(year);
        let year = year.clamp(i128::from(i64::MIN), i128::from(i64::MAX)) as i64;
        let last = u16::try_from(self.months.len()).unwrap_or(u16::MAX);
        let mut month = 1;
        while month < last && rest >= i128::from(self.days_in_month(year, month)) {
            rest -= i128::from(self.days_in_month(year, month));
            month += 1;
        }
        (year, month, u16::try_from(rest + 1).unwrap_or(u16::MAX))
    }
}
