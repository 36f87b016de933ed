//! Dates as worded, calendars, and days.
#![allow(clippy::expect_used, clippy::panic, reason = "a test fails by panicking, its helpers too")]

use polemos_war::calendar::{Calendar, Leap, Month, Regular, Rule};
use polemos_war::date::{Day, Offset, When, parse_date, parse_relative, parse_when};
use polemos_war::lexicon::Lexicon;

fn day(text: &str) -> Day {
    match text {
        ".." => Day::EARLIEST,
        "..." => Day::LATEST,
        text => {
            let (rest, sign) = text.strip_prefix('-').map_or((text, 1), |rest| (rest, -1));
            let mut parts = rest.split('-').map(|part| part.parse::<i64>().expect("a number"));
            let mut next = || parts.next().expect("three parts");
            Day::from_ymd(sign * next(), next() as u8, next() as u8).expect("a date")
        }
    }
}

/// Text, EDTF, bounds, and how prose writes it (empty where it is the text itself).
#[test]
fn dates_as_worded() {
    let calendar = Calendar::gregorian();
    let rows = [
        ("2375", "2375", "2375-1-1", "2375-12-31", ""),
        ("2375-10", "2375-10", "2375-10-1", "2375-10-31", "October 2375"),
        ("2375-10-03", "2375-10-03", "2375-10-3", "2375-10-3", "3 October 2375"),
        ("2344/2364", "2344/2364", "2344-1-1", "2364-12-31", "2344–2364"),
        ("22XX", "22XX", "2200-1-1", "2299-12-31", "the 23rd century"),
        ("1805~", "1805~", "1805-1-1", "1805-12-31", "c. 1805"),
        ("[2375-09..2375-12]", "[2375-09..2375-12]", "2375-9-1", "2375-12-31", "late 2375"),
        ("3 October 2375", "2375-10-03", "2375-10-3", "2375-10-3", ""),
        ("3 Oct 2375", "2375-10-03", "2375-10-3", "2375-10-3", "3 October 2375"),
        ("3rd of October 2375", "2375-10-03", "2375-10-3", "2375-10-3", "3 October 2375"),
        ("October 3, 2375", "2375-10-03", "2375-10-3", "2375-10-3", "3 October 2375"),
        ("October 2375", "2375-10", "2375-10-1", "2375-10-31", ""),
        ("Sept. 1805", "1805-09", "1805-9-1", "1805-9-30", "September 1805"),
        ("late 2375", "[2375-09..2375-12]", "2375-9-1", "2375-12-31", ""),
        ("Late 2375", "[2375-09..2375-12]", "2375-9-1", "2375-12-31", "late 2375"),
        ("early 2375", "[2375-01..2375-04]", "2375-1-1", "2375-4-30", ""),
        ("mid-2375", "[2375-05..2375-08]", "2375-5-1", "2375-8-31", "mid 2375"),
        ("late October 2375", "[2375-10-21..2375-10-31]", "2375-10-21", "2375-10-31", "21–31 October 2375"),
        ("spring 1805", "1805-21", "1805-3-1", "1805-5-31", "March–May 1805"),
        ("winter 1805", "1805-24", "1805-12-1", "1806-2-28", "1 December 1805 – 28 February 1806"),
        ("c. 1805", "1805~", "1805-1-1", "1805-12-31", ""),
        ("probably 1805", "1805?", "1805-1-1", "1805-12-31", "1805"),
        ("23rd century", "22XX", "2200-1-1", "2299-12-31", "the 23rd century"),
        ("late 23rd century", "[2266..2299]", "2266-1-1", "2299-12-31", "2266–2299"),
        ("the 1340s", "134X", "1340-1-1", "1349-12-31", ""),
        ("480 BC", "-0479", "-479-1-1", "-479-12-31", ""),
        ("AD 70", "0070", "70-1-1", "70-12-31", ""),
        ("9 August 378", "0378-08-09", "378-8-9", "378-8-9", ""),
        ("2344 to 2364", "2344/2364", "2344-1-1", "2364-12-31", "2344–2364"),
        ("2344–2364", "2344/2364", "2344-1-1", "2364-12-31", ""),
        ("1914–18", "1914/1918", "1914-1-1", "1918-12-31", "1914–1918"),
        ("2–19 December 2375", "2375-12-02/2375-12-19", "2375-12-2", "2375-12-19", ""),
        ("28 November – 19 December 2375", "2375-11-28/2375-12-19", "2375-11-28", "2375-12-19", ""),
        ("October–December 2375", "2375-10/2375-12", "2375-10-1", "2375-12-31", ""),
        ("30 December 2375 – 4 January 2376", "2375-12-30/2376-01-04", "2375-12-30", "2376-1-4", ""),
        (
            "late 2344 to early 2346",
            "2344-09-01/2346-04-30",
            "2344-9-1",
            "2346-4-30",
            "1 September 2344 – 30 April 2346",
        ),
        ("before 2375", "[..2374-12-31]", "..", "2374-12-31", "before 1 January 2375"),
        ("since 2375", "[2375-01-01..]", "2375-1-1", "...", "after 31 December 2374"),
    ];
    for (text, edtf, first, last, prose) in rows {
        let date =
            parse_date(text, &calendar, Lexicon::standard()).unwrap_or_else(|e| panic!("{text:?}: {e}"));
        assert_eq!(date.verbatim, text);
        assert_eq!(date.edtf.as_deref(), Some(edtf), "{text:?}");
        assert_eq!(date.bounds, Some((day(first), day(last))), "{text:?}");
        assert_eq!(date.prose(&calendar), if prose.is_empty() { text } else { prose }, "{text:?}");
    }
}

#[test]
fn vague_dates_are_kept_as_words() {
    for text in ["unknown", "some time before", "Undated"] {
        let date = parse_date(text, &Calendar::gregorian(), Lexicon::standard()).expect("a vague date");
        assert_eq!(
            (date.edtf.as_deref(), date.bounds, date.prose(&Calendar::gregorian()).as_str()),
            (None, None, text)
        );
    }
}

#[test]
fn errors_say_what_was_not_understood() {
    let calendar = Calendar::gregorian();
    for (text, at, replacement) in [
        ("3 Octobr 2375", "Octobr", Some("October")),
        ("30 February 2375", "30 February 2375", None),
        ("October", "October", None),
        ("12", "12", None),
        ("2375 to 2344", "2375 to 2344", None),
        ("3 October 2375 sharp", "sharp", None),
        ("late", "", None),
        ("", "", None),
    ] {
        let error = match parse_date(text, &calendar, Lexicon::standard()) {
            Err(error) => error,
            Ok(date) => panic!("{text:?} was read as {date:?}"),
        };
        assert_eq!(text.get(error.span.start..error.span.end), Some(at), "{text:?}: {error}");
        assert_eq!(error.replacement.as_deref(), replacement, "{text:?}: {error}");
    }
}

#[test]
fn times_by_another() {
    let rows = [
        ("shortly after sabotage", "shortly after", Some("sabotage"), 1.0, 60.0),
        ("not long after the sabotage", "not long after", Some("sabotage"), 5.0, 90.0),
        ("after sabotage", "after", Some("sabotage"), 1.0, 365.0),
        ("shortly before sabotage", "shortly before", Some("sabotage"), -60.0, -1.0),
        ("3 days after sabotage", "3 days after", Some("sabotage"), 3.0, 3.0),
        ("2 weeks before sabotage", "2 weeks before", Some("sabotage"), -14.0, -14.0),
        ("a year later", "a year later", None, 365.25 * 0.75, 365.25 * 1.25),
        (
            "two years later than sabotage",
            "two years later than",
            Some("sabotage"),
            730.5 * 0.75,
            730.5 * 1.25,
        ),
        ("2..4 days after sabotage", "2..4 days after", Some("sabotage"), 2.1, 3.9),
        ("the day after sabotage", "the day after", Some("sabotage"), 1.0, 1.0),
    ];
    for (text, word, anchor, p05, p95) in rows {
        let date = parse_relative(text, Lexicon::standard()).unwrap_or_else(|e| panic!("{text:?}: {e}"));
        assert_eq!((date.word.as_str(), date.anchor.as_deref()), (word, anchor), "{text:?}");
        let Offset::Days(days) = date.offset else { panic!("{text:?}: {:?}", date.offset) };
        for (u, wanted) in [(0.05, p05), (0.95, p95)] {
            assert!((days.quantile(u) - wanted).abs() < 1e-6, "{text:?}: {} for {wanted}", days.quantile(u));
        }
    }
    let closing =
        parse_relative("in the closing days of the war", Lexicon::standard()).expect("a part of a war");
    let Offset::Share(share) = closing.offset else { panic!("{closing:?}") };
    assert_eq!((closing.anchor.as_deref(), share.bounds()), (Some("war"), (0.9, 1.0)));
    assert!(parse_relative("whenever", Lexicon::standard()).is_err());
    let when = |text| parse_when(text, &Calendar::gregorian(), Lexicon::standard());
    assert!(matches!(when("after 2375"), Ok(When::Date(_))));
    assert!(matches!(when("after sabotage"), Ok(When::Relative(_))));
    assert!(when("3 Octobr 2375").is_err_and(|error| error.replacement.as_deref() == Some("October")));
}

#[test]
fn known_days() {
    // Day numbers from Reingold and Dershowitz, Calendrical Calculations, appendix C.
    for (year, month, date, number) in [
        (1, 1, 1, 1),
        (-586, 7, 24, -214_193),
        (70, 9, 24, 25_469),
        (1240, 3, 10, 452_605),
        (1943, 10, 7, 709_580),
    ] {
        assert_eq!(Day::from_ymd(year, month, date), Some(Day(number)));
        assert_eq!(Day(number).ymd(), (year, month, date));
    }
    assert_eq!(Day::from_ymd(1900, 2, 29), None);
    assert_eq!(Day::from_ymd(2000, 2, 29).map(|day| day.iso()).as_deref(), Some("2000-02-29"));
    assert_eq!(
        Day::from_ymd(2375, 10, 3).map(|day| (day.long(), day.short())),
        Some(("3 October 2375".into(), "3 Oct".into()))
    );
    assert_eq!(day("2375-10-3") + 30, day("2375-11-2"));
    assert_eq!(day("2376-1-1") - day("2375-1-1"), 365);
}

fn seasons() -> Calendar {
    let month = |name: &str, days| Month { name: name.into(), days };
    let months = vec![month("Thaw", 90), month("Sun", 91), month("Harvest", 90), month("Frost", 89)];
    let leap = Some(Leap { every: 5, month: 4, days: 2 });
    let regular = Regular { months, epoch: Day(700_000), epoch_year: 1, leap };
    Calendar::regular("cycle", regular, Some("SE".into())).expect("a sound calendar")
}

#[test]
fn calendars_of_other_worlds() {
    let calendar = seasons();
    assert_eq!(calendar.from_ymd(1, 1, 1), Some(Day(700_000)));
    assert_eq!(calendar.from_ymd(2, 1, 1), Some(Day(700_360)));
    assert_eq!(calendar.from_ymd(6, 1, 1), Some(Day(700_000 + 5 * 360 + 2)));
    assert_eq!(calendar.days_in_month(5, 4), 91);
    for (text, first, last, prose) in [
        ("3 Thaw 212 SE", (212, 1, 3), (212, 1, 3), ""),
        ("Frost 212", (212, 4, 1), (212, 4, 89), "Frost 212 SE"),
        ("212 SE", (212, 1, 1), (212, 4, 89), ""),
        ("212", (212, 1, 1), (212, 4, 89), "212 SE"),
        ("late 211", (211, 3, 60), (211, 4, 89), "60 Harvest – 89 Frost 211 SE"),
        ("2–19 Sun 212", (212, 2, 2), (212, 2, 19), "2–19 Sun 212 SE"),
        ("10–80 Sun 2120", (2120, 2, 10), (2120, 2, 80), "10–80 Sun 2120 SE"),
    ] {
        let date =
            parse_date(text, &calendar, Lexicon::standard()).unwrap_or_else(|e| panic!("{text:?}: {e}"));
        assert_eq!(date.edtf, None);
        let bounds = date.bounds.map(|(a, b)| (calendar.ymd(a), calendar.ymd(b)));
        assert_eq!(bounds, Some((first, last)), "{text:?}");
        if text != "late 211" {
            assert_eq!(date.prose(&calendar), if prose.is_empty() { text } else { prose });
        }
    }
    let bad = |regular: Regular| Calendar::regular("x", regular, None).is_err();
    let Rule::Regular(good) = calendar.rule else { panic!("a regular calendar") };
    assert!(bad(Regular { months: Vec::new(), ..good.clone() }));
    assert!(bad(Regular { leap: Some(Leap { every: 0, month: 1, days: 1 }), ..good.clone() }));
    assert!(bad(Regular { leap: Some(Leap { every: 4, month: 5, days: 1 }), ..good.clone() }));
    assert!(bad(Regular { months: vec![Month { name: "A".into(), days: 0 }], leap: None, ..good.clone() }));
    assert!(bad(Regular { epoch: Day(i64::MAX), ..good }));
}

mod properties {
    use super::*;
    use proptest::prelude::*;

    fn calendars() -> impl Strategy<Value = Calendar> {
        let months = proptest::collection::vec(1u16..500, 1..15);
        let leap = proptest::option::of((1u32..50, 0usize..15, 0u16..30));
        let regular =
            (months, leap, -1_000_000i64..1_000_000, -5000i64..5000).prop_map(|(days, leap, epoch, year)| {
                let names = "Aa Bb Cc Dd Ee Ff Gg Hh Ii Jj Kk Ll Mm Nn Oo".split(' ');
                let months: Vec<Month> =
                    names.zip(&days).map(|(name, days)| Month { name: name.into(), days: *days }).collect();
                let leap = leap.map(|(every, month, days)| Leap {
                    every,
                    month: (month % months.len()) as u16 + 1,
                    days,
                });
                let regular = Regular { months, epoch: Day(epoch), epoch_year: year, leap };
                Calendar::regular("made", regular, Some("YX".into())).expect("a sound calendar")
            });
        prop_oneof![1 => Just(Calendar::gregorian()), 3 => regular]
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn days_and_dates_agree(calendar in calendars(), number in -3_652_425i64..3_652_425) {
            let day = Day(number);
            let (year, month, date) = calendar.ymd(day);
            prop_assert_eq!(calendar.from_ymd(year, month, date), Some(day));
            // The next day is the next date.
            let (next_year, next_month, next_date) = calendar.ymd(day + 1);
            prop_assert!((next_year, next_month, next_date) > (year, month, date));
            prop_assert!(next_date == date + 1 || next_date == 1);
        }

        #[test]
        fn what_is_written_reads_back(calendar in calendars(), number in -3_652_425i64..3_652_425) {
            let text = calendar.long(Day(number));
            let date = parse_date(&text, &calendar, Lexicon::standard());
            prop_assert_eq!(date.map(|date| date.day()), Ok(Some(Day(number))), "{}", text);
        }

        #[test]
        fn stretches_read_back(first in 36_525i64..1_000_000, days in 0i64..4000) {
            let calendar = Calendar::gregorian();
            let text = calendar.span(Day(first), Day(first + days));
            let date = parse_date(&text, &calendar, Lexicon::standard());
            prop_assert_eq!(date.map(|date| date.bounds), Ok(Some((Day(first), Day(first + days)))), "{}", text);
        }

        #[test]
        fn no_day_is_too_far(calendar in calendars(), number in any::<i64>(), days in any::<i64>()) {
            let day = Day(number);
            let _ = (calendar.ymd(day), calendar.long(day), calendar.short(day), day.iso(), day + days, day - Day(days));
            let _ = calendar.span(day, Day(days));
            let _ = calendar.from_ymd(number, 3, 1);
            let _ = calendar.year_bounds(number);
        }

        #[test]
        fn any_text_is_read_or_refused(text in any::<String>(), calendar in calendars()) {
            if let Err(error) = parse_when(&text, &calendar, Lexicon::standard()) {
                prop_assert!(text.get(error.span.start..error.span.end).is_some(), "{:?}", error);
            }
        }

        #[test]
        fn any_wording_is_read_or_refused(pieces in proptest::collection::vec(proptest::sample::select(vec![
            "late", "mid-", "c.", "3", "rd", "31", "October", "of", ",", "2375", "–", "to", "23rd century", "s", "BC",
            "AD", "before", "spring", "99999999999999", "1340s", "shortly after", "a year", "later", "-", "[", "..", "X",
            "0", "/", "Y12345678901", "E5", "feb", "ß", "the", "29",
        ]), 0..7), glue in any::<bool>()) {
            let text = pieces.join(if glue { "" } else { " " });
            if let Ok(When::Date(date)) = parse_when(&text, &Calendar::gregorian(), Lexicon::standard()) {
                if let Some((first, last)) = date.bounds {
                    prop_assert!(first <= last, "{}", text);
                }
                prop_assert!(!date.prose(&Calendar::gregorian()).is_empty());
            }
        }
    }
}
