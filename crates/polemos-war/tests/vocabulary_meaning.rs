//! From words to distributions, and what distributions promise.
#![allow(clippy::expect_used, clippy::panic, reason = "a test fails by panicking, its helpers too")]

use polemos_war::distribution::{Distribution, Spacing};
use polemos_war::lexicon::Lexicon;
use polemos_war::quantity::{Dimension, Meaning, Quantity, Reading, Scale, parse, rounding_unit};

fn meaning(text: &str, dimension: Dimension, reading: Reading) -> Meaning {
    let lexicon = Lexicon::standard();
    let parsed = parse(text, lexicon, dimension).unwrap_or_else(|e| panic!("{text:?}: {e}"));
    lexicon.meaning_of(&parsed, dimension, reading, None).unwrap_or_else(|e| panic!("{text:?}: {e}"))
}

/// A wording, how it is read, its quantiles 5 % and 95 %, and what it is relative to.
type Row<'a> = (&'a str, Dimension, Reading, f64, f64, &'a [&'a str]);

fn check(rows: &[Row]) {
    for (text, dimension, reading, p05, p95, of) in rows {
        let meaning = meaning(text, *dimension, *reading);
        let got = (meaning.factor.quantile(0.05), meaning.factor.quantile(0.95));
        for (got, wanted) in [(got.0, p05), (got.1, p95)] {
            assert!(
                (got - wanted).abs() <= 1e-9 * (1.0 + wanted.abs()),
                "{text:?}: {got} for {wanted}: {meaning:?}"
            );
        }
        assert_eq!(meaning.of, *of, "{text:?}");
        assert_eq!(meaning.factor.check(), Ok(()), "{text:?}");
    }
}

#[test]
fn the_table_of_wordings() {
    use Dimension::{Count, Level, Share, Time};
    use Reading::{Setting, Source};
    check(&[
        // A plain number: an author means it, a source rounds it.
        ("1200", Count, Setting, 1200.0, 1200.0, &[]),
        ("1200", Count, Source, 1150.0 / 1.15, 1250.0 * 1.15, &[]),
        ("12", Count, Source, 11.5 / 1.15, 12.5 * 1.15, &[]),
        ("1000", Count, Source, 750.0 / 1.15, 1250.0 * 1.15, &[]),
        ("40 %", Share, Source, 0.35 / 1.15, 0.45 * 1.15, &[]),
        ("60 %", Share, Source, 1.0 - 0.45 * 1.15, 1.0 - 0.35 / 1.15, &[]),
        ("-40", Count, Source, -45.0 * 1.15, -35.0 / 1.15, &[]),
        ("0", Count, Source, 0.0, 0.0, &[]),
        // A range: the author's ends are the ends; a source's are soft.
        ("2000..3000", Count, Setting, 2050.0, 2950.0, &[]),
        ("2000..3000", Count, Source, 2000.0, 3000.0, &[]),
        ("200..3000", Count, Source, 200.0, 3000.0, &[]),
        // Bounds run to the next landmark.
        ("over 40 %", Share, Setting, 0.4, 0.5, &[]),
        ("over 40 %", Count, Setting, 0.4, 0.5, &["whole"]),
        ("over 40 % of a.fleet", Count, Setting, 0.4, 0.5, &["a.fleet"]),
        ("more than 800 million", Count, Source, 8e8, 1e9, &[]),
        ("at least 1200", Count, Setting, 1200.0, 1500.0, &[]),
        ("up to 30", Count, Setting, 20.0, 30.0, &[]),
        ("fewer than 10", Count, Setting, 7.5, 10.0, &[]),
        ("up to 30 %", Share, Setting, 0.25, 0.3, &[]),
        // About: a tenth or the rounding unit, whichever is wider.
        ("about 1200", Count, Setting, 1080.0, 1320.0, &[]),
        ("about 5000", Count, Setting, 4000.0, 6000.0, &[]),
        ("1200 to the nearest 50", Count, Setting, 1177.5, 1222.5, &[]),
        // Words for counts.
        ("dozens", Count, Setting, 24.0, 100.0, &[]),
        ("hundreds", Count, Setting, 200.0, 1000.0, &[]),
        ("thousands", Count, Source, 2000.0, 10_000.0, &[]),
        ("tens of thousands", Count, Setting, 20_000.0, 100_000.0, &[]),
        ("many thousands", Count, Setting, 4000.0, 20_000.0, &[]),
        // Shares, comparisons, losses.
        ("most of a.fleet", Count, Setting, 0.6, 0.9, &["a.fleet"]),
        ("nearly all of a.fleet", Count, Setting, 0.85, 0.99, &["a.fleet"]),
        ("much larger than a.fleet", Count, Setting, 1.5, 5.0, &["a.fleet"]),
        ("much larger than a.fleet and b.fleet", Count, Setting, 1.5, 5.0, &["a.fleet", "b.fleet"]),
        ("alliance.fleet", Count, Setting, 1.0, 1.0, &["alliance.fleet"]),
        ("light", Count, Setting, 0.0, 0.04, &["whole"]),
        ("heavy", Count, Setting, 0.14, 0.3, &["whole"]),
        ("heavy", Share, Setting, 0.14, 0.3, &[]),
        ("very heavy losses of a.fleet", Count, Setting, 0.25, 0.6, &["a.fleet"]),
        // Levels.
        ("firm", Level(Scale::Resolve), Setting, 0.72, 0.9, &[]),
        ("veteran", Level(Scale::Skill), Setting, 1.15, 1.45, &[]),
        ("excellent", Level(Scale::Quality), Setting, 0.82, 0.96, &[]),
        ("3 days", Time, Setting, 3.0, 3.0, &[]),
        ("12 + 3", Count, Setting, 15.0, 15.0, &[]),
        ("2..4 + 10", Count, Setting, 12.1, 13.9, &[]),
    ]);
}

#[test]
fn counts_in_words_are_log_uniform_and_bounds_are_soft() {
    let thousands = meaning("thousands", Dimension::Count, Reading::Setting).factor;
    assert!((thousands.median() - (2000.0_f64 * 10_000.0).sqrt()).abs() < 1e-6);
    let (low, high) = thousands.bounds();
    assert!(low < 2000.0 && high > 10_000.0);
    let over = meaning("over 40 %", Dimension::Share, Reading::Setting).factor;
    assert!(over.bounds().0 < 0.4 && over.bounds().1 > 0.5 && over.bounds().1 <= 1.0);
    // A figure of a source reaches ×1.6 beyond its rounding.
    let figure = meaning("1200", Dimension::Count, Reading::Source).factor;
    assert_eq!(figure.bounds(), (1150.0 / 1.6, 1250.0 * 1.6));
    assert_eq!(figure.median(), 1200.0);
}

#[test]
fn a_hedge_widens_what_it_hedges() {
    let sure = meaning("tens of thousands", Dimension::Count, Reading::Setting).factor;
    let probable = meaning("probably tens of thousands", Dimension::Count, Reading::Setting).factor;
    let perhaps = meaning("perhaps tens of thousands", Dimension::Count, Reading::Setting).factor;
    for (wider, narrower) in [(&probable, &sure), (&perhaps, &probable)] {
        assert!(
            wider.quantile(0.05) < narrower.quantile(0.05) && wider.quantile(0.95) > narrower.quantile(0.95)
        );
        assert!((wider.median() / narrower.median() - 1.0).abs() < 1e-9);
    }
    // The band holds with probability one half: its ends are the quartiles.
    assert!((perhaps.quantile(0.25) / 20_000.0 - 1.0).abs() < 1e-9);
    assert!((perhaps.quantile(0.75) / 100_000.0 - 1.0).abs() < 1e-9);
    // A hedged share stays a share.
    let most = meaning("perhaps most of a.fleet", Dimension::Count, Reading::Setting).factor;
    assert!((most.quantile(0.25) - 0.6).abs() < 1e-9 && most.quantile(0.999) < 1.0);
}

#[test]
fn what_says_no_number_needs_a_prior() {
    let lexicon = Lexicon::standard();
    let prior = Distribution::soft_5_95(10.0, 1000.0);
    for quantity in [Quantity::Unknown, Quantity::Countless, Quantity::Absent] {
        assert!(lexicon.meaning(&quantity, Dimension::Count, Reading::Source, None).is_err());
        let meaning = lexicon.meaning(&quantity, Dimension::Count, Reading::Source, Some(&prior));
        assert_eq!(meaning.map(|m| m.factor), Ok(prior.clone()));
    }
    let none = lexicon.distribution(&Quantity::None, Dimension::Count, Reading::Source, Some(&prior));
    assert_eq!(none, Ok(Distribution::Point(0.0)));
    let relative = parse("twice a.fleet", lexicon, Dimension::Count).expect("a comparison").quantity;
    assert!(lexicon.distribution(&relative, Dimension::Count, Reading::Source, None).is_err());
    let mixed = parse("twice a.fleet + 12", lexicon, Dimension::Count).expect("a sum").quantity;
    assert!(lexicon.meaning(&mixed, Dimension::Count, Reading::Source, None).is_err());
}

#[test]
fn rounding_units() {
    let rows =
        [(1200.0, 100.0), (1000.0, 1000.0), (12.0, 1.0), (12.5, 0.1), (0.4, 0.1), (8e8, 1e8), (-30.0, 10.0)];
    for (value, unit) in rows {
        assert_eq!(rounding_unit(value), unit, "{value}");
    }
    assert_eq!(rounding_unit(0.0), 0.0);
}

#[test]
fn closed_forms() {
    let e = std::f64::consts::E;
    let rows = [
        (Distribution::Uniform { low: 2.0, high: 4.0 }, 3.0),
        (Distribution::LogUniform { low: 1.0, high: e }, e - 1.0),
        (Distribution::Normal { p05: 1.0, p95: 5.0, floor: None, ceiling: None }, 3.0),
        (Distribution::FiveNumbers { at: [0.0, 1.0, 2.0, 3.0, 4.0], spacing: Spacing::Linear }, 2.0),
        (Distribution::FiveNumbers { at: [1.0, 1.0, 1.0, 1.0, 1.0], spacing: Spacing::Log }, 1.0),
        (Distribution::LogitNormal { p05: 0.2, p95: 0.8 }, 0.5),
        (
            Distribution::Sum(vec![Distribution::Point(2.0), Distribution::Uniform { low: 0.0, high: 2.0 }]),
            3.0,
        ),
    ];
    for (distribution, mean) in rows {
        assert!((distribution.mean() - mean).abs() < 1e-9, "{distribution:?}: {}", distribution.mean());
    }
    // Log-normal with σ = 1: mean exp(1/2), and P(X < median · e) = Φ(1).
    let z = 1.644_853_626_951_472_2_f64;
    let normal = Distribution::LogNormal { p05: libm::exp(-z), p95: libm::exp(z), floor: None };
    assert!((normal.mean() - libm::exp(0.5)).abs() < 1e-9);
    assert!((normal.quantile(0.841_344_746_068_542_9) - e).abs() < 1e-9);
    assert_eq!(normal.bounds(), (0.0, f64::INFINITY));
}

#[test]
fn ends_are_exact() {
    for (distribution, low, high) in [
        (Distribution::Uniform { low: 0.1, high: 0.3 }, 0.1, 0.3),
        (Distribution::LogUniform { low: 0.1, high: 0.3 }, 0.1, 0.3),
        (Distribution::FiveNumbers { at: [0.1, 0.2, 0.3, 0.4, 0.5], spacing: Spacing::Log }, 0.1, 0.5),
    ] {
        assert_eq!((distribution.quantile(0.0), distribution.quantile(1.0)), (low, high));
        assert_eq!(distribution.bounds(), (low, high));
    }
    let floored = Distribution::Normal { p05: -1.0, p95: 1.0, floor: Some(-0.5), ceiling: Some(2.0) };
    assert_eq!((floored.quantile(0.0), floored.quantile(1.0)), (-0.5, 2.0));
}

#[test]
fn nonsense_is_named_and_harmless() {
    let rows = [
        Distribution::LogUniform { low: 0.0, high: 1.0 },
        Distribution::LogNormal { p05: -1.0, p95: 1.0, floor: None },
        Distribution::LogitNormal { p05: 0.0, p95: 0.5 },
        Distribution::Uniform { low: 2.0, high: 1.0 },
        Distribution::FiveNumbers { at: [0.0, 2.0, 1.0, 3.0, 4.0], spacing: Spacing::Linear },
        Distribution::Point(f64::NAN),
        Distribution::Sum(vec![Distribution::Point(f64::INFINITY)]),
    ];
    for distribution in rows {
        assert!(distribution.check().is_err(), "{distribution:?}");
        for u in [0.0, 0.3, 1.0, f64::NAN] {
            let _ = (distribution.quantile(u), distribution.mean(), distribution.bounds());
        }
    }
}

#[test]
fn json_is_plain() {
    let text = serde_json::to_string(&Distribution::LogUniform { low: 1.0, high: 10.0 }).expect("serialises");
    assert_eq!(text, r#"{"log_uniform":{"low":1.0,"high":10.0}}"#);
    let text = serde_json::to_string(&Quantity::AtLeast(0.4)).expect("serialises");
    assert_eq!(text, r#"{"at_least":0.4}"#);
    assert_eq!(serde_json::to_string(&Quantity::Unknown).expect("serialises"), r#""unknown""#);
}

mod properties {
    use super::*;
    use proptest::prelude::*;

    fn pairs(range: std::ops::Range<f64>) -> impl Strategy<Value = (f64, f64)> {
        (range.clone(), range).prop_map(|(a, b)| (a.min(b), a.max(b)))
    }

    fn distributions() -> impl Strategy<Value = Distribution> {
        let option = || proptest::option::of(-5.0..5.0);
        prop_oneof![
            (-1e6..1e6).prop_map(Distribution::Point),
            pairs(-1e6..1e6).prop_map(|(low, high)| Distribution::Uniform { low, high }),
            pairs(1e-6..1e9).prop_map(|(low, high)| Distribution::LogUniform { low, high }),
            (pairs(1e-6..1e9), option()).prop_map(|((p05, p95), floor)| Distribution::LogNormal {
                p05,
                p95,
                floor
            }),
            (pairs(-30.0..30.0), option()).prop_map(|((p05, p95), floor)| Distribution::Normal {
                p05,
                p95,
                floor,
                ceiling: Some(10.0)
            }),
            pairs(0.001..0.999).prop_map(|(p05, p95)| Distribution::LogitNormal { p05, p95 }),
            (proptest::array::uniform5(0.0..1e6), any::<bool>()).prop_map(|(mut at, log)| {
                at.sort_by(f64::total_cmp);
                Distribution::FiveNumbers { at, spacing: if log { Spacing::Log } else { Spacing::Linear } }
            }),
            (pairs(0.01..0.99), 0.05..1.0)
                .prop_map(|((low, high), p)| Distribution::share_5_95(low, high).held_with(p, true)),
            (pairs(1.0..1e5), 0.05..1.0)
                .prop_map(|((low, high), p)| Distribution::log_uniform_5_95(low, high).held_with(p, false)),
        ]
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn quantiles_never_fall(distribution in distributions(), u in 0.0..=1.0f64, v in 0.0..=1.0f64) {
            let (a, b) = (distribution.quantile(u.min(v)), distribution.quantile(u.max(v)));
            // The last bits of an elementary function may waver.
            prop_assert!(a <= b + 1e-12 * (a.abs() + b.abs()), "{a} > {b}");
            let (low, high) = distribution.bounds();
            prop_assert!(low <= a + 1e-12 * a.abs() && b <= high + 1e-12 * b.abs());
        }

        #[test]
        fn the_mean_is_that_of_the_quantiles(distribution in distributions()) {
            let n = 20_000;
            let mean = (0..n).map(|i| distribution.quantile((f64::from(i) + 0.5) / f64::from(n))).sum::<f64>() / f64::from(n);
            // Far tails of a wide log-normal hold more than any grid sees.
            let tail = match &distribution {
                Distribution::LogNormal { p05, p95, .. } => p95 / p05 > 20.0,
                _ => false,
            };
            let width = distribution.quantile(0.99) - distribution.quantile(0.01);
            prop_assert!(tail || (distribution.mean() - mean).abs() <= 0.01 * width + 1e-3 * mean.abs() + 1e-4, "{} for {mean}", distribution.mean());
        }

        #[test]
        fn a_multiple_is_a_multiple(distribution in distributions(), k in 0.0..100.0f64, u in 0.01..0.99f64) {
            // A multiple of a share keeps its five numbers only.
            if matches!(distribution, Distribution::LogitNormal { .. }) {
                return Ok(());
            }
            let (a, b) = (distribution.times(k).quantile(u), distribution.quantile(u) * k);
            prop_assert!((a - b).abs() <= 1e-9 * (a.abs() + b.abs()), "{a} for {b}");
        }

        #[test]
        fn whatever_is_read_has_a_sound_meaning(text in "(about|over|up to|at least|perhaps|) ?[0-9]{1,6}( %|\\.\\.9999999| million| or so|)( of a\\.fleet|)", source in any::<bool>()) {
            let lexicon = Lexicon::standard();
            let reading = if source { Reading::Source } else { Reading::Setting };
            for dimension in [Dimension::Count, Dimension::Share, Dimension::Factor] {
                let Ok(parsed) = parse(&text, lexicon, dimension) else { continue };
                let meaning = lexicon.meaning_of(&parsed, dimension, reading, None);
                prop_assert_eq!(meaning.map(|meaning| meaning.factor.check()), Ok(Ok(())), "{}", text);
            }
        }

        #[test]
        fn distributions_survive_json(distribution in distributions()) {
            let text = serde_json::to_string(&distribution).expect("serialises");
            prop_assert_eq!(serde_json::from_str::<Distribution>(&text).expect("reads back"), distribution);
        }
    }
}
