//! Wordings and what is read from them.
#![allow(clippy::expect_used, clippy::panic, reason = "a test fails by panicking, its helpers too")]

use polemos_war::lexicon::Lexicon;
use polemos_war::quantity::{Dimension, Quantity, Scale, Unit, parse, parse_start};

use Quantity::{
    Absent, AtLeast, AtMost, Countless, Exact, None as Nothing, Range, Relative, Rounded, Share, Sum,
    Unknown, Verbal,
};

fn read(text: &str, dimension: Dimension) -> Quantity {
    match parse(text, Lexicon::standard(), dimension) {
        Ok(parsed) => parsed.quantity,
        Err(error) => panic!("{text:?}: {error} at {:?}", error.span),
    }
}

fn check(dimension: Dimension, rows: &[(&str, Quantity)]) {
    for (text, expected) in rows {
        assert_eq!(read(text, dimension), *expected, "{text:?}");
    }
}

fn share(of: &str, low: f64, high: f64) -> Quantity {
    Share { of: Some(of.to_owned()), low, high }
}

fn relative(to: &str, factor_low: f64, factor_high: f64) -> Quantity {
    Relative { to: to.to_owned(), factor_low, factor_high }
}

fn word(term: &str) -> Quantity {
    Verbal { term: term.to_owned(), of: None }
}

#[test]
fn counts_with_figures() {
    let about = |value, unit| Rounded { value, unit };
    check(
        Dimension::Count,
        &[
            ("1200", Exact(1200.0)),
            ("1,200", Exact(1200.0)),
            ("1_200", Exact(1200.0)),
            ("800,000,000", Exact(8e8)),
            ("0", Exact(0.0)),
            ("zero", Exact(0.0)),
            ("12.5", Exact(12.5)),
            ("-3", Exact(-3.0)),
            ("1e3", Exact(1000.0)),
            ("2 million", Exact(2e6)),
            ("2.1 million", Exact(2.1e6)),
            ("40k", Exact(40_000.0)),
            ("seven", Exact(7.0)),
            ("twenty", Exact(20.0)),
            ("twenty-five", Exact(25.0)),
            ("twenty five ships", Exact(25.0)),
            ("two hundred thousand", Exact(200_000.0)),
            ("a hundred", Exact(100.0)),
            ("half a million", Exact(500_000.0)),
            ("a dozen", Exact(12.0)),
            ("two dozen", Exact(24.0)),
            ("1200 ships", Exact(1200.0)),
            ("12 squadrons", Exact(12.0)),
            ("about 1200", about(1200.0, 100.0)),
            ("c. 1200", about(1200.0, 100.0)),
            ("c.1200", about(1200.0, 100.0)),
            ("~1200", about(1200.0, 100.0)),
            ("≈ 1,250", about(1250.0, 10.0)),
            ("some 1200", about(1200.0, 100.0)),
            ("approx. 30", about(30.0, 10.0)),
            ("1200 or so", about(1200.0, 100.0)),
            ("1,200 (estimated)", about(1200.0, 100.0)),
            ("1200 to the nearest 50", about(1200.0, 50.0)),
            ("2000..3000", Range { low: 2000.0, high: 3000.0 }),
            ("2000...3000", Range { low: 2000.0, high: 3000.0 }),
            ("2000 to 3000", Range { low: 2000.0, high: 3000.0 }),
            ("2000-3000", Range { low: 2000.0, high: 3000.0 }),
            ("7,500–12,000", Range { low: 7500.0, high: 12000.0 }),
            ("between 2000 and 3000", Range { low: 2000.0, high: 3000.0 }),
            ("from 2000 to 3000 men", Range { low: 2000.0, high: 3000.0 }),
            ("2 to 3 million", Range { low: 2e6, high: 3e6 }),
            ("500 to 2 thousand", Range { low: 500.0, high: 2000.0 }),
            ("two or three", Range { low: 2.0, high: 3.0 }),
            ("100 ± 20", Range { low: 80.0, high: 120.0 }),
            ("-5..5", Range { low: -5.0, high: 5.0 }),
            ("more than 800 million", AtLeast(8e8)),
            ("at least 5", AtLeast(5.0)),
            ("over 1,000 killed", AtLeast(1000.0)),
            ("1,000+", AtLeast(1000.0)),
            ("1,500+ planes", AtLeast(1500.0)),
            ("1,066 dead,", Exact(1066.0)),
            ("5 or more", AtLeast(5.0)),
            (">= 5", AtLeast(5.0)),
            ("at least about 40", AtLeast(40.0)),
            ("up to 30", AtMost(30.0)),
            ("as many as 30", AtMost(30.0)),
            ("fewer than 10", AtMost(10.0)),
            ("10 or fewer", AtMost(10.0)),
            ("no more than a dozen", AtMost(12.0)),
            ("12 + 3", Sum(vec![Exact(12.0), Exact(3.0)])),
            ("about 40 + 2..3", Sum(vec![about(40.0, 10.0), Range { low: 2.0, high: 3.0 }])),
        ],
    );
}

#[test]
fn counts_in_words() {
    check(
        Dimension::Count,
        &[
            ("thousands", word("thousands")),
            ("Thousands", word("thousands")),
            ("many thousands", word("many thousands")),
            ("many thousands of starships", word("many thousands")),
            ("tens of thousands", word("tens of thousands")),
            ("tens of thousands strong", word("tens of thousands")),
            ("dozens", word("dozens")),
            ("a few", word("a few")),
            ("several", word("several")),
            ("a handful of ships", word("a handful")),
            ("several million", Range { low: 4e6, high: 9e6 }),
            ("heavy", word("heavy")),
            ("very heavy losses", word("very heavy")),
            (
                "heavy losses of alliance.fleet",
                Verbal { term: "heavy".into(), of: Some("alliance.fleet".into()) },
            ),
            ("unknown", Unknown),
            ("Unknown", Unknown),
            ("none", Nothing),
            ("no ships", Nothing),
            ("countless", Countless),
            ("absent", Absent),
            ("n/a", Absent),
            ("", Absent),
            ("  ", Absent),
            ("more than a few", AtLeast(3.0)),
        ],
    );
}

#[test]
fn shares_and_comparisons() {
    check(
        Dimension::Count,
        &[
            ("most of alliance.fleet", share("alliance.fleet", 0.6, 0.9)),
            ("nearly all of alliance.fleet", share("alliance.fleet", 0.85, 0.99)),
            ("half of alliance.fleet", share("alliance.fleet", 0.45, 0.55)),
            ("a third of force.home-fleet.ships", share("force.home-fleet.ships", 0.29, 0.38)),
            ("about half of alliance.fleet", share("alliance.fleet", 0.45, 0.55)),
            ("some of alliance.fleet", share("alliance.fleet", 0.1, 0.4)),
            ("40 % of alliance.fleet", share("alliance.fleet", 0.4, 0.4)),
            ("40% of the alliance.fleet", share("alliance.fleet", 0.4, 0.4)),
            ("40–50 percent of alliance.fleet", share("alliance.fleet", 0.4, 0.5)),
            ("over 40 % of alliance.fleet", share("alliance.fleet", 0.4, 0.5)),
            ("more than half of alliance.fleet", share("alliance.fleet", 0.5, 0.6666666666666666)),
            ("up to 30 % of alliance.fleet", share("alliance.fleet", 0.25, 0.3)),
            ("over 40 %", Share { of: Option::None, low: 0.4, high: 0.5 }),
            ("40 % of the whole", Share { of: Option::None, low: 0.4, high: 0.4 }),
            ("most", Share { of: Option::None, low: 0.6, high: 0.9 }),
            ("most of them", Share { of: Option::None, low: 0.6, high: 0.9 }),
            ("twice alliance.fleet", relative("alliance.fleet", 1.8, 2.2)),
            ("2 times alliance.fleet", relative("alliance.fleet", 2.0, 2.0)),
            ("2x alliance.fleet", relative("alliance.fleet", 2.0, 2.0)),
            ("1.5..2 × alliance.fleet", relative("alliance.fleet", 1.5, 2.0)),
            ("alliance.fleet", relative("alliance.fleet", 1.0, 1.0)),
            ("equal to fleet", relative("fleet", 1.0, 1.0)),
            ("as many as alliance.fleet", relative("alliance.fleet", 0.95, 1.05)),
            ("much larger than alliance.fleet", relative("alliance.fleet", 1.5, 5.0)),
            ("much stronger than alliance.fleet", relative("alliance.fleet", 1.5, 5.0)),
            ("slightly smaller than a.ships", relative("a.ships", 0.83, 0.98)),
            ("about equal to a.ships", relative("a.ships", 0.85, 1.18)),
            ("more than twice a.ships", relative("a.ships", 2.0, 3.0)),
            ("more than a.ships", relative("a.ships", 1.0, 1.5)),
            ("much larger than a.ships and b.ships", relative("a.ships and b.ships", 1.5, 5.0)),
            ("unknown, but much larger than alliance.fleet", relative("alliance.fleet", 1.5, 5.0)),
            ("unknown; much larger than alliance.fleet", relative("alliance.fleet", 1.5, 5.0)),
        ],
    );
    check(
        Dimension::Share,
        &[
            ("40 %", Exact(0.4)),
            ("0.4", Exact(0.4)),
            ("7 %", Exact(0.07)),
            ("over 40 %", AtLeast(0.4)),
            ("14–30 %", Range { low: 0.14, high: 0.3 }),
            ("0.75 ± 0.12", Range { low: 0.63, high: 0.87 }),
            ("about 0.3", Rounded { value: 0.3, unit: 0.1 }),
            ("heavy", word("heavy")),
            ("half", Share { of: Option::None, low: 0.45, high: 0.55 }),
        ],
    );
}

#[test]
fn units() {
    let close = |text: &str, dimension, expected: f64, unit: Unit| {
        let parsed = parse(text, Lexicon::standard(), dimension).unwrap_or_else(|e| panic!("{text:?}: {e}"));
        let Exact(value) = parsed.quantity else { panic!("{text:?}: {:?}", parsed.quantity) };
        assert!((value - expected).abs() <= 1e-9 * expected, "{text:?}: {value} for {expected}");
        assert_eq!(parsed.unit, Some(unit), "{text:?}");
    };
    close("3 days", Dimension::Time, 3.0, Unit::Days);
    close("two weeks", Dimension::Time, 14.0, Unit::Weeks);
    close("6 hours", Dimension::Time, 0.25, Unit::Hours);
    close("a week", Dimension::Time, 7.0, Unit::Weeks);
    close("half a day", Dimension::Time, 0.5, Unit::Days);
    close("3 months", Dimension::Time, 91.3125, Unit::Months);
    close("20 years", Dimension::Time, 7305.0, Unit::Years);
    close("2 days", Dimension::Hours, 48.0, Unit::Days);
    close("3 hours", Dimension::Hours, 3.0, Unit::Hours);
    close("30 minutes", Dimension::Hours, 0.5, Unit::Minutes);
    close("40 ly", Dimension::Distance, 40.0, Unit::LightYears);
    close("40ly", Dimension::Distance, 40.0, Unit::LightYears);
    close("40 light-years", Dimension::Distance, 40.0, Unit::LightYears);
    close("10 pc", Dimension::Distance, 32.615_637_77, Unit::Parsecs);
    close("10 nautical miles", Dimension::Distance, 18.52, Unit::NauticalMiles);
    close("500 m", Dimension::Distance, 0.5, Unit::Metres);
    close("12 knots", Dimension::Speed, 22.224, Unit::Knots);
    close("60 km/h", Dimension::Speed, 60.0, Unit::KilometresPerHour);
    close("48 km a day", Dimension::Speed, 2.0, Unit::KilometresPerHour);
    close("7 ly per week", Dimension::Speed, 1.0, Unit::LightYearsPerDay);
    close("5 a day", Dimension::Rate, 5.0, Unit::PerDay);
    close("5 ships a day", Dimension::Rate, 5.0, Unit::PerDay);
    close("0.3 per day", Dimension::Rate, 0.3, Unit::PerDay);
    close("0.3/day", Dimension::Rate, 0.3, Unit::PerDay);
    close("14 per week", Dimension::Rate, 2.0, Unit::PerWeek);
    close("2 an hour", Dimension::Rate, 48.0, Unit::PerHour);
    close("2 an hour", Dimension::HourlyRate, 2.0, Unit::PerHour);
    close("48 a day", Dimension::HourlyRate, 2.0, Unit::PerDay);
    close("once a week", Dimension::Rate, 1.0 / 7.0, Unit::PerWeek);
    close("twice a day", Dimension::Rate, 2.0, Unit::PerDay);
    close("three times a day", Dimension::Rate, 3.0, Unit::PerDay);
    close("1 every 4 days", Dimension::Rate, 0.25, Unit::PerDay);
    close("1.5 times", Dimension::Factor, 1.5, Unit::Times);
    check(Dimension::Time, &[("3-5 days", Range { low: 3.0, high: 5.0 }), ("a few days", word("a few"))]);
    check(Dimension::Time, &[("a few weeks", Range { low: 21.0, high: 42.0 })]);
    check(Dimension::Factor, &[("1.5", Exact(1.5)), ("twice", Range { low: 1.8, high: 2.2 })]);
}

#[test]
fn levels() {
    check(
        Dimension::Level(Scale::Resolve),
        &[("firm", word("firm")), ("0.7", Exact(0.7)), ("70 %", Exact(0.7))],
    );
    check(
        Dimension::Level(Scale::Loyalty),
        &[("doubtful", word("doubtful")), ("very high", word("very high"))],
    );
    check(Dimension::Level(Scale::Firepower), &[("heavy", word("heavy")), ("1.5 times", Exact(1.5))]);
    for scale in Scale::ALL {
        for (term, _) in Lexicon::standard().level_words(scale) {
            assert!(
                matches!(read(term, Dimension::Level(scale)), Verbal { .. } | Nothing),
                "{term:?} on {scale:?} is not read as a level"
            );
        }
    }
}

#[test]
fn hedges() {
    let rows = [
        ("perhaps tens of thousands", word("tens of thousands"), 0.5, 0.35, 0.65),
        ("tens of thousands, perhaps", word("tens of thousands"), 0.5, 0.35, 0.65),
        ("tens of thousands (perhaps)", word("tens of thousands"), 0.5, 0.35, 0.65),
        ("probably 1200", Exact(1200.0), 0.75, 0.63, 0.87),
        ("unknown, probably most of a.fleet", share("a.fleet", 0.6, 0.9), 0.75, 0.63, 0.87),
        ("almost certainly over 40", AtLeast(40.0), 0.93, 0.87, 0.99),
        ("very likely 12 ships", Exact(12.0), 0.945, 0.9, 0.99),
        ("probably perhaps 12", Exact(12.0), 0.5, 0.35, 0.65),
    ];
    for (text, quantity, best, low, high) in rows {
        let parsed =
            parse(text, Lexicon::standard(), Dimension::Count).unwrap_or_else(|e| panic!("{text:?}: {e}"));
        let spread = parsed.probability.unwrap_or_else(|| panic!("{text:?}: no hedge"));
        assert_eq!(parsed.quantity, quantity, "{text:?}");
        for (got, wanted) in [(spread.best, best), (spread.low, low), (spread.high, high)] {
            assert!((got - wanted).abs() < 1e-9, "{text:?}: {spread:?}");
        }
    }
    assert!(parse("1200", Lexicon::standard(), Dimension::Count).is_ok_and(|p| p.probability.is_none()));
}

#[test]
fn what_a_text_begins_with() {
    let rows = [
        ("13 ships of the line, 4 frigates", Exact(13.0), "13 ships of the line"),
        ("800,000,000 of the civilians, unknown military", Exact(8e8), "800,000,000"),
        ("unknown military", Unknown, "unknown"),
        (
            "unknown, but much larger than a.fleet (ibid.)",
            relative("a.fleet", 1.5, 5.0),
            "unknown, but much larger than a.fleet",
        ),
        ("1,500+ planes on hand", AtLeast(1500.0), "1,500+ planes"),
        ("over 1,000 killed, perhaps more", AtLeast(1000.0), "over 1,000 killed"),
        ("~230 (according to one)", Rounded { value: 230.0, unit: 10.0 }, "~230"),
        ("heavy, by all accounts", word("heavy"), "heavy"),
        ("probably thousands of horses", word("thousands"), "probably thousands"),
    ];
    for (text, quantity, taken) in rows {
        let (parsed, end) = parse_start(text, Lexicon::standard(), Dimension::Count)
            .unwrap_or_else(|e| panic!("{text:?}: {e}"));
        assert_eq!((parsed.quantity, &text[..end]), (quantity, taken), "{text:?}");
    }
    assert!(parse_start("Royal Navy", Lexicon::standard(), Dimension::Count).is_err());
}

#[test]
fn errors_name_what_was_not_understood() {
    let rows = [
        ("thousnads", Dimension::Count, "thousnads", Some("thousands")),
        ("tens of thousnds", Dimension::Count, "thousnds", Some("thousands")),
        ("abuot 1200", Dimension::Count, "abuot", Some("about")),
        ("1200 shpis", Dimension::Count, "shpis", Some("ships")),
        ("frim", Dimension::Level(Scale::Resolve), "frim", Some("firm")),
        ("1,20", Dimension::Count, "1,20", Some("120")),
        ("3000..2000", Dimension::Count, "3000..2000", Some("2000..3000")),
        ("about", Dimension::Count, "", None),
        ("2000 to", Dimension::Count, "to", None),
        ("12 § 3", Dimension::Count, "§", None),
        ("3 days", Dimension::Count, "3 days", None),
        ("12 ships", Dimension::Time, "12 ships", None),
        ("much larger than the Alliance fleet", Dimension::Count, "fleet", None),
        ("much larger than", Dimension::Count, "", None),
        ("1e999", Dimension::Count, "1e999", None),
        ("probably", Dimension::Count, "probably", None),
        ("xyzzy", Dimension::Count, "xyzzy", None),
    ];
    for (text, dimension, at, replacement) in rows {
        let error = match parse(text, Lexicon::standard(), dimension) {
            Err(error) => error,
            Ok(parsed) => panic!("{text:?} was read as {parsed:?}"),
        };
        let span = text.get(error.span.start..error.span.end);
        assert_eq!(span, Some(at), "{text:?}: {error}");
        assert_eq!(error.replacement.as_deref(), replacement, "{text:?}: {error}");
        assert!(!error.message.is_empty() && !error.repair.is_empty());
    }
}

mod properties {
    use super::*;
    use proptest::prelude::*;

    fn dimensions() -> impl Strategy<Value = Dimension> {
        let fixed = [
            Dimension::Count,
            Dimension::Share,
            Dimension::Factor,
            Dimension::Time,
            Dimension::Hours,
            Dimension::Distance,
            Dimension::Speed,
            Dimension::Rate,
            Dimension::HourlyRate,
        ];
        let levels = Scale::ALL.map(Dimension::Level);
        proptest::sample::select(fixed.into_iter().chain(levels).collect::<Vec<_>>())
    }

    /// Strings of the kind that the grammar is about, which plain noise would never hit.
    fn wordings() -> impl Strategy<Value = String> {
        let pieces = [
            "about",
            "over",
            "at least",
            "up to",
            "unknown",
            ",",
            "but",
            "most",
            "of",
            "a.fleet",
            "%",
            "..",
            "-",
            "+",
            "~",
            "12",
            "1,200",
            "0.5",
            "1e9",
            "million",
            "a",
            "few",
            "tens of thousands",
            "probably",
            "(",
            ")",
            "to the nearest",
            "between",
            "and",
            "times",
            "x",
            "per",
            "day",
            "half",
            "dozen",
            "twice",
            "heavy",
            "firm",
            "or",
            "more",
            "±",
            "€",
            "ß",
            "every",
            "/",
            "ly",
            "-5",
            "hundred",
            "twenty-",
            "twenty-five",
            ".",
            "'",
            "the",
            "ships",
            ",",
            "+",
            "frigates",
        ];
        proptest::collection::vec(proptest::sample::select(pieces.to_vec()), 0..14).prop_map(|v| v.join(" "))
    }

    fn terms() -> impl Strategy<Value = Quantity> {
        let number = || {
            prop_oneof![
                (-1e6..1e6),
                (0.0..1.0),
                (0u32..100_000).prop_map(f64::from),
                any::<i32>().prop_map(f64::from),
                1e-12..1e18
            ]
        };
        let path = || prop_oneof![Just("a.fleet"), Just("force.home-fleet.ships"), Just("a.x and b.y")];
        let pair = || (number(), number()).prop_map(|(a, b)| if a < b { (a, b) } else { (b, a + 1.0) });
        let shares = || (0.0..1.0, 0.0..1.0).prop_map(|(a, b): (f64, f64)| (a.min(b), a.max(b)));
        prop_oneof![
            number().prop_map(Exact),
            number().prop_map(|value| Rounded { value, unit: polemos_war::quantity::rounding_unit(value) }),
            (number(), 1u32..1000).prop_map(|(value, unit)| Rounded { value, unit: f64::from(unit) }),
            pair().prop_map(|(low, high)| Range { low, high }),
            number().prop_map(AtLeast),
            number().prop_map(AtMost),
            (proptest::option::of(path()), shares()).prop_map(|(of, (low, high))| Share {
                of: of.map(str::to_owned),
                low,
                high
            }),
            (path(), pair()).prop_map(|(to, (low, high))| relative(to, low, high)),
            (path(), number()).prop_map(|(to, f)| relative(to, f, f)),
            prop_oneof![Just("thousands"), Just("heavy"), Just("a few"), Just("very heavy")].prop_map(word),
            path().prop_map(|of| Verbal { term: "heavy".into(), of: Some(of.to_owned()) }),
        ]
    }

    fn quantities() -> impl Strategy<Value = Quantity> {
        prop_oneof![
            8 => terms(),
            2 => proptest::collection::vec(terms(), 2..4).prop_map(Sum),
            1 => prop_oneof![Just(Unknown), Just(Nothing), Just(Countless), Just(Absent)],
        ]
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn any_text_is_read_or_refused(text in any::<String>(), dimension in dimensions()) {
            if let Ok((_, end)) = parse_start(&text, Lexicon::standard(), dimension) {
                prop_assert!(text.get(..end).is_some());
            }
            if let Err(error) = parse(&text, Lexicon::standard(), dimension) {
                prop_assert!(text.get(error.span.start..error.span.end).is_some(), "{error:?}");
            }
        }

        #[test]
        fn any_wording_is_read_or_refused(text in wordings(), dimension in dimensions()) {
            match parse(&text, Lexicon::standard(), dimension) {
                Err(error) => prop_assert!(text.get(error.span.start..error.span.end).is_some(), "{error:?}"),
                Ok(parsed) => {
                    // What was read can be written and read again.
                    let again = parse(&parsed.quantity.to_text(), Lexicon::standard(), dimension);
                    prop_assert_eq!(again.map(|again| again.quantity), Ok(parsed.quantity), "{}", text);
                }
            }
        }

        #[test]
        fn what_is_written_reads_back(quantity in quantities()) {
            let text = quantity.to_text();
            let parsed = parse(&text, Lexicon::standard(), Dimension::Count);
            prop_assert_eq!(parsed.map(|parsed| parsed.quantity), Ok(quantity), "{}", text);
        }
    }
}
