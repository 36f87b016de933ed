//! Reads a date.

use super::day::YEARS;
use super::{Date, DateError, Day};
use crate::calendar::{Calendar, Third};
use crate::claim::TextSpan;
use crate::lexicon::{Lexicon, nearest_word};
use crate::quantity::token::{Kind, Sign, Token, tokens};
use edtf_core::{Bound, Edtf};
use std::borrow::Cow;

/// Reads a date: EDTF; ISO; "3 October 2375"; "October 2375"; "late 2375"; "spring 1805"; "c. 1805";
/// "23rd century"; "the 1340s"; "2–19 December 2375"; "480 BC"; "before 2375"; in other calendars with their own months
/// and eras.
///
/// # Errors
/// The bytes that were not understood, and what could stand there. No text makes it panic.
pub fn parse_date(text: &str, calendar: &Calendar, lexicon: &Lexicon) -> Result<Date, DateError> {
    read(text, calendar, lexicon, false)
}

/// As [`parse_date`], for who only wants to know whether a text is a date: what is wrong with one that is none is not
/// looked for.
pub fn understand_date(text: &str, calendar: &Calendar, lexicon: &Lexicon) -> Option<Date> {
    read(text, calendar, lexicon, true).ok()
}

fn read(text: &str, calendar: &Calendar, lexicon: &Lexicon, quiet: bool) -> Result<Date, DateError> {
    let date = |edtf, bounds| Date { verbatim: text.to_owned(), edtf, calendar: calendar.id.clone(), bounds };
    let trimmed = text.trim();
    if lexicon.data().undated.words.iter().any(|word| word.eq_ignore_ascii_case(trimmed)) {
        return Ok(date(None, None));
    }
    if calendar.is_gregorian()
        && let Ok(edtf) = Edtf::parse(trimmed)
    {
        let bounds = edtf.bounds();
        let bounds = (day_of(bounds.earliest, Day::EARLIEST), day_of(bounds.latest, Day::LATEST));
        return Ok(date(
            Some(trimmed.to_owned()),
            Some(bounds).filter(|b| *b != (Day::EARLIEST, Day::LATEST)),
        ));
    }
    // "mid-2375" is two words; the bytes stay where they are.
    let separated = separate_thirds(text);
    let tokens = tokens(&separated);
    let reader = Reader { text, calendar, tokens: &tokens, at: 0, quiet };
    let (edtf, bounds) = reader.date()?;
    let edtf = edtf.filter(|text| calendar.is_gregorian() && edtf_core::is_valid(text));
    Ok(date(edtf, Some(bounds)))
}

fn day_of(bound: Bound, open: Day) -> Day {
    match bound {
        Bound::Date(date) => Day::from_ymd(date.year, date.month, date.day).unwrap_or(open),
        Bound::NegativeInfinity => Day::EARLIEST,
        Bound::PositiveInfinity => Day::LATEST,
        Bound::Unknown => open,
    }
}

fn separate_thirds(text: &str) -> Cow<'_, str> {
    if !text.contains('-') {
        return Cow::Borrowed(text);
    }
    let mut out = text.to_owned();
    for word in ["early-", "mid-", "late-"] {
        let lower = out.to_ascii_lowercase();
        let starts: Vec<usize> = lower.match_indices(word).map(|(at, _)| at + word.len() - 1).collect();
        for at in starts {
            out.replace_range(at..=at, " ");
        }
    }
    Cow::Owned(out)
}

/// What a date says, piece by piece.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Parts {
    day: Option<u16>,
    month: Option<u16>,
    season: Option<u8>,
    year: Option<i64>,
    /// Years that the year stands for: 10 for a decade, 100 for a century.
    years: i64,
    third: Option<Third>,
    /// A bare number up to 31: a day if the other end of a range has a month, else a year.
    bare: Option<u16>,
}

struct Reader<'a> {
    text: &'a str,
    calendar: &'a Calendar,
    tokens: &'a [Token<'a>],
    at: usize,
    /// Whether nobody wants to know what was meant by what is not understood.
    quiet: bool,
}

type Meaning = (Option<String>, (Day, Day));

impl<'a> Reader<'a> {
    fn peek(&self) -> Option<&'a Token<'a>> {
        self.tokens.get(self.at)
    }

    fn take_word(&mut self, words: &[&str]) -> bool {
        let found = self.peek().is_some_and(|t| t.kind == Kind::Word && words.contains(&&*t.lower));
        self.at += usize::from(found);
        found
    }

    fn take_sign(&mut self, wanted: Sign) -> bool {
        let found = self.peek().is_some_and(|token| token.kind == Kind::Sign(wanted));
        self.at += usize::from(found);
        found
    }

    fn date(mut self) -> Result<Meaning, DateError> {
        let circa = self.take_word(&["c", "ca", "circa", "about", "around", "approximately"])
            || self.take_sign(Sign::Tilde);
        let doubtful = self.take_word(&["probably", "perhaps", "possibly", "maybe"]);
        if let Some(side) = self.side() {
            let parts = self.parts()?;
            self.at_end()?;
            return self.one_sided(side, parts);
        }
        self.take_word(&["from", "between", "in"]);
        let first = self.parts()?;
        let ranges = [Sign::Dash, Sign::DotDot, Sign::Slash].iter().any(|sign| self.take_sign(*sign))
            || self.take_word(&["to", "until", "till", "and", "through"]);
        if ranges {
            let last = self.parts()?;
            self.at_end()?;
            return self.interval(first, last);
        }
        self.at_end()?;
        let (edtf, bounds) = self.single(first)?;
        let mark = match (circa, doubtful) {
            (false, false) => return Ok((edtf, bounds)),
            (true, true) => "%",
            (true, false) => "~",
            (false, true) => "?",
        };
        // A set cannot be qualified as a whole; its bounds already say that it is loose.
        Ok((edtf.map(|text| if text.starts_with('[') { text } else { format!("{text}{mark}") }), bounds))
    }

    fn at_end(&self) -> Result<(), DateError> {
        if self.peek().is_none() { Ok(()) } else { Err(self.not_understood()) }
    }

    fn side(&mut self) -> Option<Side> {
        let sides =
            [("before", Side::Before), ("by", Side::By), ("after", Side::After), ("since", Side::Since)];
        sides.into_iter().find(|(word, _)| self.take_word(&[word])).map(|(_, side)| side)
    }

    // --- pieces ---

    fn parts(&mut self) -> Result<Parts, DateError> {
        let mut parts = Parts { years: 1, ..Parts::default() };
        self.take_word(&["the"]);
        parts.third = self.third();
        self.take_word(&["the"]);
        let mut any = false;
        let mut era = false;
        while let Some(token) = self.peek() {
            let took = match &token.kind {
                Kind::Number(digits, 0) if !digits.contains('.') => self.number(digits, &mut parts, era),
                Kind::Word if parts.year.is_none() && parts.bare.is_none() && self.era_leads() => {
                    self.at += 1;
                    era = true;
                    continue;
                }
                Kind::Word => self.word(&token.lower, &mut parts),
                Kind::Sign(Sign::Dash) if parts.year.is_none() => self.negative_year(&mut parts),
                Kind::Sign(Sign::Comma) if any => {
                    self.at += 1;
                    true
                }
                _ => false,
            };
            if !took {
                break;
            }
            any = true;
            era = false;
        }
        if any && (parts != Parts { years: 1, third: parts.third, ..Parts::default() }) {
            return Ok(parts);
        }
        Err(self.not_understood())
    }

    fn third(&mut self) -> Option<Third> {
        let thirds = [
            (Third::Early, ["early", "beginning", "start"]),
            (Third::Mid, ["mid", "middle", "midst"]),
            (Third::Late, ["late", "end", "close"]),
        ];
        let found = thirds.into_iter().find(|(_, words)| self.take_word(words)).map(|(third, _)| third);
        if found.is_some() {
            self.take_word(&["in"]);
            self.take_word(&["of"]);
        }
        found
    }

    fn word(&mut self, word: &str, parts: &mut Parts) -> bool {
        if parts.month.is_none()
            && parts.season.is_none()
            && let Some(month) = self.calendar.month_of(word)
        {
            parts.month = Some(month);
            parts.day = parts.day.or(parts.bare.take());
        } else if let Some(season) =
            self.season(word).filter(|_| parts.month.is_none() && parts.season.is_none())
        {
            parts.season = Some(season);
            self.at += 1;
            self.take_word(&["of"]);
            return true;
        } else if word == "of" && (parts.month.is_some() || parts.day.is_some() || parts.bare.is_some()) {
        } else if !self.era(word, parts) {
            return false;
        }
        self.at += 1;
        true
    }

    fn season(&self, word: &str) -> Option<u8> {
        if !self.calendar.is_gregorian() {
            return None;
        }
        let seasons = ["spring", "summer", "autumn", "winter"];
        let word = if word == "fall" { "autumn" } else { word };
        seasons.iter().position(|season| *season == word).map(|row| 21 + row as u8)
    }

    /// An era after the year; BC turns it. A year that looked like a day becomes one.
    fn era(&self, word: &str, parts: &mut Parts) -> bool {
        let own = self.calendar.era.as_ref().is_some_and(|era| era.to_lowercase() == word);
        let after = own || self.calendar.is_gregorian() && ["ad", "ce"].contains(&word);
        let before = self.calendar.is_gregorian() && ["bc", "bce"].contains(&word);
        if !after && !before {
            return false;
        }
        if parts.year.is_none() {
            parts.year = parts.bare.take().map(i64::from);
        }
        match parts.year {
            Some(year) if before && parts.years == 1 && year > 0 => parts.year = Some(1 - year),
            Some(_) if after => {}
            _ => return false,
        }
        true
    }

    /// A number is a year if it is long, a century or decade by what follows, a day otherwise.
    fn number(&mut self, digits: &str, parts: &mut Parts, era: bool) -> bool {
        let Ok(value) = digits.parse::<i64>() else { return false };
        self.at += 1;
        if self.take_word(&["st", "nd", "rd", "th"]) {
            if self.take_word(&["century"]) && parts.year.is_none() && (1..=9_999_999).contains(&value) {
                (parts.year, parts.years) = (Some((value - 1) * 100), 100);
                return true;
            }
            if parts.day.is_none()
                && let Ok(day) = u16::try_from(value)
            {
                parts.day = Some(day);
                return true;
            }
            self.at -= 1;
            return false;
        }
        if digits.len() >= 3 && value % 10 == 0 && parts.year.is_none() && self.take_word(&["s"]) {
            (parts.year, parts.years) = (Some(value), 10);
            return true;
        }
        let dated = parts.month.is_some() || parts.season.is_some();
        let named_day = parts.day.is_some();
        let longest = self.calendar.longest_month();
        let short = digits.len() < 3 || value <= i64::from(longest) && self.month_follows();
        match u16::try_from(value) {
            // "October 3, 2375": the first short number after a month is its day, if another number follows.
            Ok(day) if short && !era && dated && !named_day && self.year_follows() => {
                parts.day = Some(day);
            }
            Ok(day) if short && !era && !dated && parts.bare.is_none() && parts.year.is_none() => {
                parts.bare = Some(day);
            }
            _ if parts.year.is_none() && YEARS.contains(&value) => parts.year = Some(value),
            _ => {
                self.at -= 1;
                return false;
            }
        }
        true
    }

    /// "AD 70".
    fn era_leads(&self) -> bool {
        let word = self.peek().is_some_and(|token| ["ad", "ce"].contains(&&*token.lower));
        word && matches!(self.tokens.get(self.at + 1).map(|token| &token.kind), Some(Kind::Number(..)))
    }

    /// "-12": a year before the first of its calendar, the sign written against it and apart from what comes before.
    fn negative_year(&mut self, parts: &mut Parts) -> bool {
        let (Some(sign), Some(number)) = (self.peek(), self.tokens.get(self.at + 1)) else { return false };
        let apart = self.at == 0 || self.tokens[self.at - 1].span.end < sign.span.start;
        let Kind::Number(digits, 0) = &number.kind else { return false };
        let value = digits.parse::<i64>().ok().filter(|value| YEARS.contains(value));
        if self.calendar.is_gregorian() || !apart || sign.span.end != number.span.start || value.is_none() {
            return false;
        }
        parts.year = value.map(|value| -value);
        self.at += 2;
        true
    }

    fn month_follows(&self) -> bool {
        self.peek()
            .is_some_and(|token| token.kind == Kind::Word && self.calendar.month_of(&token.lower).is_some())
    }

    fn year_follows(&self) -> bool {
        let comma = self.peek().is_some_and(|token| token.kind == Kind::Sign(Sign::Comma));
        let next = self.tokens.get(self.at + usize::from(comma));
        match next.map(|token| &token.kind) {
            Some(Kind::Number(..)) => true,
            Some(Kind::Word) => next.is_some_and(|token| ["ad", "ce"].contains(&&*token.lower)),
            _ => false,
        }
    }

    // --- meaning ---

    fn single(&self, mut parts: Parts) -> Result<Meaning, DateError> {
        if parts.year.is_none() {
            // A bare number alone is a year where the calendar is young; in ours it needs an era.
            parts.year = parts.bare.take().map(i64::from).filter(|_| !self.calendar.is_gregorian());
        }
        if parts.bare.is_some() && parts.day.is_none() {
            parts.day = parts.bare.take();
        }
        let Some(year) = parts.year else { return Err(self.error("the year of this date is missing")) };
        let whole = self.whole(year, parts)?;
        let bounds = match parts.third {
            None => whole,
            Some(third) if parts.month.is_none() && parts.season.is_none() && parts.years == 1 => {
                self.calendar.year_third(year, third).ok_or_else(|| self.no_such_date())?
            }
            Some(third) if parts.years > 1 => self.years_third(year, parts.years, third)?,
            Some(third) => third.of(whole),
        };
        Ok((self.edtf(year, parts, bounds), bounds))
    }

    /// The bounds of a date, early or late in it left aside.
    fn whole(&self, year: i64, parts: Parts) -> Result<(Day, Day), DateError> {
        let calendar = self.calendar;
        let found = match (parts.month, parts.day, parts.season) {
            (Some(month), Some(day), None) => calendar.from_ymd(year, month, day).map(|day| (day, day)),
            (Some(month), None, None) => calendar.month_bounds(year, month),
            (None, None, Some(24)) => Day::from_ymd(year, 12, 1)
                .zip(calendar.month_bounds(year + 1, 2))
                .map(|(first, (_, last))| (first, last)),
            (None, None, Some(season)) => {
                let first = u16::from(season - 20) * 3;
                calendar
                    .month_bounds(year, first)
                    .zip(calendar.month_bounds(year, first + 2))
                    .map(|(a, b)| (a.0, b.1))
            }
            (None, None, None) => {
                let last = year.saturating_add(parts.years - 1);
                calendar.year_bounds(year).zip(calendar.year_bounds(last)).map(|(a, b)| (a.0, b.1))
            }
            _ => None,
        };
        found.ok_or_else(|| self.no_such_date())
    }

    /// Early, mid or late in a decade or a century, by whole years.
    fn years_third(&self, year: i64, years: i64, third: Third) -> Result<(Day, Day), DateError> {
        let (first, last) = third.of((Day(year), Day(year + years - 1)));
        let ends = self.calendar.year_bounds(first.0).zip(self.calendar.year_bounds(last.0));
        ends.map(|(a, b)| (a.0, b.1)).ok_or_else(|| self.no_such_date())
    }

    fn edtf(&self, year: i64, parts: Parts, bounds: (Day, Day)) -> Option<String> {
        if !self.calendar.is_gregorian() {
            return None;
        }
        let written = edtf_year(year);
        Some(match (parts.third, parts.month, parts.day, parts.season) {
            (None, Some(_), Some(_), _) if (0..=9999).contains(&year) => bounds.0.iso(),
            (None, Some(month), Some(day), _) => format!("{written}-{month:02}-{day:02}"),
            (None, Some(month), None, _) => format!("{written}-{month:02}"),
            (None, None, _, Some(season)) => format!("{written}-{season}"),
            (None, None, _, None) => match parts.years {
                10 if year >= 0 => format!("{}X", &written[..written.len() - 1]),
                100 if year >= 0 => format!("{}XX", &written[..written.len() - 2]),
                _ => written,
            },
            (Some(_), None, None, None) if parts.years > 1 => {
                format!("[{}..{}]", edtf_year(bounds.0.ymd().0), edtf_year(bounds.1.ymd().0))
            }
            (Some(_), None, None, None) => {
                format!("[{written}-{:02}..{written}-{:02}]", bounds.0.ymd().1, bounds.1.ymd().1)
            }
            _ => format!("[{}..{}]", bounds.0.iso(), bounds.1.iso()),
        })
    }

    fn interval(&self, mut first: Parts, mut last: Parts) -> Result<Meaning, DateError> {
        // "2–19 December 2375", "28 November – 19 December 2375", "1914–18", "October–December 2375".
        if last.year.is_none()
            && let (Some(year), Some(short)) = (first.year, last.bare)
            && first.month.is_none()
            && year > 0
        {
            last.year = Some(year - year.rem_euclid(100) + i64::from(short));
            last.bare = None;
        }
        // "120–190 Sun 212": where months are that long, the first number can only be a day too.
        if let (Some(year), None, Some(_), true) = (first.year, first.month, last.day, first.years == 1)
            && (1..=i64::from(self.calendar.longest_month())).contains(&year)
        {
            (first.bare, first.year) = (u16::try_from(year).ok(), None);
        }
        if first.month.is_none() && first.season.is_none() && first.year.is_none() && last.day.is_some() {
            first.month = last.month;
            first.day = first.day.or(first.bare.take());
        }
        if first.year.is_none() {
            first.year = last.year;
        }
        if last.day.is_none() && last.month.is_none() && first.day.is_some() && last.bare.is_some() {
            (last.day, last.month) = (last.bare.take(), first.month);
        }
        if last.year.is_none() {
            last.year = first.year;
        }
        let (first_edtf, first_bounds) = self.single(first)?;
        let (last_edtf, last_bounds) = self.single(last)?;
        let bounds = (first_bounds.0, last_bounds.1);
        if bounds.0 > bounds.1 {
            return Err(self.error("this stretch of time ends before it begins"));
        }
        let edtf = match (first_edtf, last_edtf) {
            (Some(first), Some(last)) if !first.starts_with('[') && !last.starts_with('[') => {
                Some(format!("{first}/{last}"))
            }
            (Some(_), Some(_)) => Some(format!("{}/{}", bounds.0.iso(), bounds.1.iso())),
            _ => None,
        };
        Ok((edtf, bounds))
    }

    fn one_sided(&self, side: Side, parts: Parts) -> Result<Meaning, DateError> {
        let (_, (first, last)) = self.single(parts)?;
        let bounds = match side {
            Side::Before => (Day::EARLIEST, first.plus(-1)),
            Side::By => (Day::EARLIEST, last),
            Side::After => (last.plus(1), Day::LATEST),
            Side::Since => (first, Day::LATEST),
        };
        let text = match bounds {
            (Day::EARLIEST, last) => format!("[..{}]", last.iso()),
            (first, _) => format!("[{}..]", first.iso()),
        };
        Ok((Some(text), bounds))
    }

    // --- errors ---

    fn no_such_date(&self) -> DateError {
        self.error("there is no such date in this calendar")
    }

    fn error(&self, message: &str) -> DateError {
        let span = TextSpan { start: 0, end: self.text.len() };
        DateError { message: message.to_owned(), repair: self.example(), replacement: None, span }
    }

    fn example(&self) -> String {
        match self.calendar.is_gregorian() {
            true => "write it as `2375-10-03`, `3 October 2375`, `late 2375` or `2375`".to_owned(),
            false => format!("write it as `{}`", self.calendar.long(Day(1000))),
        }
    }

    fn not_understood(&self) -> DateError {
        let Some(token) = self.peek() else {
            let end = self.text.trim_end().len();
            let message = "the text ends where a date was expected".to_owned();
            let span = TextSpan { start: end, end };
            return DateError { message, repair: self.example(), replacement: None, span };
        };
        if self.quiet {
            return self.error("this is no date");
        }
        let months: Vec<&str> =
            (1..=self.calendar.months()).map(|month| self.calendar.month_name(month)).collect();
        let lower: Vec<String> = months.iter().map(|month| month.to_lowercase()).collect();
        let near = nearest_word(&token.lower, lower.iter().map(String::as_str));
        let near = near.and_then(|near| lower.iter().position(|month| month == near)).map(|row| months[row]);
        let written = &self.text[token.span.start..token.span.end];
        DateError {
            message: format!("`{written}` is not understood in a date"),
            repair: near.map_or_else(|| self.example(), |month| format!("did you mean `{month}`?")),
            replacement: near.map(str::to_owned),
            span: token.span,
        }
    }
}

#[derive(Clone, Copy)]
enum Side {
    Before,
    By,
    After,
    Since,
}

/// A year as EDTF writes it: four digits, or with a Y before more.
fn edtf_year(year: i64) -> String {
    match year {
        0..=9999 => format!("{year:04}"),
        -9999..=-1 => format!("-{:04}", -year),
        year => format!("Y{year}"),
    }
}
