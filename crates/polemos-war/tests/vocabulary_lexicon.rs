//! The lexicon's file, overrides of it, and the words that prose takes from it.
#![allow(clippy::expect_used, clippy::panic, reason = "a test fails by panicking, its helpers too")]

use polemos_war::lexicon::{Band, Lexicon, STANDARD_TEXT, prose};
use polemos_war::quantity::{Dimension, Quantity, Scale, ScaleKind, parse};

#[test]
fn the_standard_lexicon_is_sound() {
    let lexicon = Lexicon::parse(STANDARD_TEXT).expect("the lexicon that Polemos comes with is sound");
    assert_eq!(lexicon.version(), "1");
    assert_eq!(lexicon.to_toml(), Lexicon::standard().to_toml());
    assert_eq!(lexicon.count("thousands"), Some(Band(2000.0, 10_000.0)));
    assert_eq!(lexicon.level(Scale::Resolve, "spent"), Some(Band(0.05, 0.2)));
    assert_eq!(lexicon.level(Scale::Resolve, "excellent"), Some(Band(0.82, 0.96)));
    assert_eq!(lexicon.level(Scale::Resolve, "elite"), None);
    assert_eq!(lexicon.scale_kind(Scale::Skill), ScaleKind::Factor);
    assert_eq!(lexicon.likelihood_scale(), "kent");
    assert!(Scale::ALL.iter().all(|scale| !lexicon.level_words(*scale).is_empty()));
}

#[test]
fn overrides_replace_what_they_name_and_nothing_else() {
    let standard = Lexicon::standard();
    let own = standard
        .merge("[counts]\nthousands = [1500, 9000]\nswarms = [500, 5000]\n[scales.resolve.words]\nflinty = [0.8, 0.9]")
        .expect("sound overrides");
    assert_eq!(own.version(), "1, amended");
    assert_ne!(own.to_toml(), standard.to_toml());
    assert_eq!(own.count("thousands"), Some(Band(1500.0, 9000.0)));
    assert_eq!(own.count("hundreds"), standard.count("hundreds"));
    let swarms = parse("swarms of ships", &own, Dimension::Count).expect("a word of its own");
    assert_eq!(swarms.quantity, Quantity::Verbal { term: "swarms".into(), of: None });
    assert!(parse("swarms", standard, Dimension::Count).is_err());
    assert!(parse("flinty", &own, Dimension::Level(Scale::Resolve)).is_ok());
    let declared = standard.merge("likelihood.declared = \"ipcc\"").expect("a scale that exists");
    assert_eq!(declared.word_for_probability(0.95), "very likely");
}

#[test]
fn unsound_overrides_are_refused_with_a_sentence() {
    for (text, part) in [
        ("[counts]\nthousands = [9000, 1500]", "thousands"),
        ("[shares]\nmost = [0.6, 1.9]", "most"),
        ("[factors]\ntwice = [-1, 2]", "twice"),
        ("[hedges]\nperhaps = [0.6, 0.5, 0.7]", "perhaps"),
        ("likelihood.declared = \"nate\"", "nate"),
        ("version = 7", "version"),
        ("nonsense = 1", "nonsense"),
        ("[scales.valour]\nkind = \"share\"", "valour"),
        ("[prose]\ncounts = [\"swarms\"]", "swarms"),
        ("[landmarks]\ncounts = [5, 1]", "landmarks"),
        ("[rounding]\nabout = 3", "rounding"),
        ("this is not toml", ""),
    ] {
        match Lexicon::standard().merge(text) {
            Ok(_) => panic!("{text:?} was accepted"),
            Err(error) => assert!(error.message.contains(part), "{text:?}: {error}"),
        }
    }
}

#[test]
fn words_for_numbers() {
    let lexicon = Lexicon::standard();
    let counts = [
        (0.0, "none"),
        (1.0, "one"),
        (2.0, "two"),
        (4.0, "a few"),
        (7.0, "several"),
        (50.0, "dozens"),
        (500.0, "hundreds"),
        (5000.0, "thousands"),
        (40_000.0, "tens of thousands"),
        (3e5, "hundreds of thousands"),
        (3e6, "millions"),
        (8e8, "hundreds of millions"),
    ];
    for (n, word) in counts {
        assert_eq!(lexicon.word_for_count(n), word, "{n}");
    }
    let losses = [
        (0.0, "none"),
        (0.02, "light"),
        (0.08, "moderate"),
        (0.2, "heavy"),
        (0.45, "very heavy"),
        (0.7, "crippling"),
        (0.95, "near-total"),
        (1.0, "total"),
    ];
    for (share, word) in losses {
        assert_eq!(lexicon.word_for_loss_share(share), word, "{share}");
    }
    let odds = [
        (1.0, "certain"),
        (0.999, "almost certain"),
        (0.93, "almost certain"),
        (0.74, "probable"),
        (0.5, "about even"),
        (0.3, "probably not"),
        (0.07, "almost certainly not"),
        (0.001, "almost certainly not"),
        (0.0, "impossible"),
    ];
    for (p, word) in odds {
        assert_eq!(lexicon.word_for_probability(p), word, "{p}");
    }
    assert_eq!(lexicon.adverb_for_probability(0.74), "probably");
}

#[test]
fn a_word_for_a_number_can_mean_that_number() {
    let lexicon = Lexicon::standard();
    for i in 0..120 {
        let n = libm::exp(f64::from(i) * 0.2) * 3.0;
        let Some(band) = lexicon.count(lexicon.word_for_count(n)) else { continue };
        assert!(n > band.0 / 2.5 && n < band.1 * 2.5, "{n} is not {}", lexicon.word_for_count(n));
    }
}

#[test]
fn numbers_in_prose() {
    assert_eq!(prose::grouped(1_234_567), "1,234,567");
    assert_eq!(prose::grouped(-1234), "−1,234");
    assert_eq!(prose::grouped(i64::MIN), "−9,223,372,036,854,775,808");
    assert_eq!(prose::spelled(7), "seven");
    assert_eq!(prose::spelled(13), "13");
    assert_eq!(prose::counted(0, "ship", "ships"), "no ships");
    assert_eq!(prose::counted(1, "ship", "ships"), "one ship");
    assert_eq!(prose::counted(12_000, "ship", "ships"), "12,000 ships");
    assert_eq!((1..=4).map(prose::ordinal).collect::<Vec<_>>(), ["1st", "2nd", "3rd", "4th"]);
    assert_eq!(
        [11, 12, 13, 21, 112, 123].map(prose::ordinal),
        ["11th", "12th", "13th", "21st", "112th", "123rd"]
    );
    assert_eq!(prose::ordinal_word(2), "second");
    assert_eq!(prose::about(9_234.0, 2), "about 9,200");
    assert_eq!(prose::about(9_200.0, 2), "9,200");
    assert_eq!(prose::in_words(2.1e6), "2.1 million");
    assert_eq!(prose::in_words(8e8), "800 million");
    assert_eq!(prose::in_words(1.5e9), "1.5 billion");
    assert_eq!(prose::in_words(12_000.0), "12,000");
    assert_eq!(prose::in_words(1_234_567.0), "1,234,567");
    assert_eq!(prose::in_words(0.25), "0.25");
    assert_eq!(prose::in_words(f64::INFINITY), "countless");
    assert_eq!(prose::rounded(1_234_567.0, 2), "1.2 million");
    assert_eq!(prose::percent(0.41), "41 %");
    assert_eq!(prose::percent(0.412), "41 %");
    assert_eq!(prose::percent(0.043), "4.3 %");
    assert_eq!(prose::percent(0.0003), "less than 0.1 %");
    assert_eq!(prose::percent(0.997), "99.7 %");
    assert_eq!(prose::percent(0.99999), "more than 99.9 %");
    assert_eq!(prose::percent(1.0), "100 %");
    assert_eq!(prose::percent_range(0.4, 0.5), "40–50 %");
    assert_eq!(prose::range(2000.0, 3000.0), "2,000–3,000");
    assert_eq!(prose::range(2e6, 3e6), "2–3 million");
    assert_eq!(prose::duration(0.25), "six hours");
    assert_eq!(prose::duration(3.0), "three days");
    assert_eq!(prose::duration(90.0), "three months");
    assert_eq!(prose::duration(7305.0), "20 years");
}

#[test]
fn quantities_in_prose() {
    let lexicon = Lexicon::standard();
    let name = |path: &str| format!("the {}", path.replace('.', " "));
    let say = |text: &str| {
        let parsed = parse(text, lexicon, Dimension::Count).unwrap_or_else(|e| panic!("{text:?}: {e}"));
        lexicon.say(&parsed.quantity, &name)
    };
    for (text, said) in [
        ("1200", "1,200"),
        ("c. 1200", "about 1,200"),
        ("2000..3000", "2,000–3,000"),
        ("over 800 million", "more than 800 million"),
        ("40..50 % of alliance.fleet", "40–50 % of the alliance fleet"),
        ("1.5..5 times alliance.fleet", "1.5–5 times the alliance fleet"),
        ("very heavy losses", "very heavy"),
        ("12 + thousands", "12 + thousands"),
        ("unknown", "unknown"),
    ] {
        assert_eq!(say(text), said, "{text:?}");
    }
}

#[test]
fn words_and_numbers_stand_beside_each_other_both_ways() {
    let lexicon = Lexicon::standard();
    assert_eq!(lexicon.count_in_words(9240.0), "thousands (9,240)");
    assert_eq!(lexicon.count_in_words(1.0), "one");
    assert_eq!(lexicon.loss_in_words(0.18), "heavy (18 %)");
    assert_eq!(lexicon.loss_in_words(0.0), "none");
    assert_eq!(lexicon.probability_in_words(0.75), "probable (75 %)");
    let beside = |text: &str| {
        let parsed = parse(text, lexicon, Dimension::Count).unwrap_or_else(|e| panic!("{text:?}: {e}"));
        lexicon.beside(&parsed.quantity)
    };
    for (text, expected) in [
        ("thousands", Some("2,000–10,000")),
        ("very heavy", Some("25–60 %")),
        ("most of side-1.strength", Some("60–90 %")),
        ("much larger than side-1.strength", Some("1.5–5 times")),
        ("1200", None),
        ("unknown", None),
    ] {
        assert_eq!(beside(text).as_deref(), expected, "{text:?}");
    }
    // The word that is written for a number reads back as a band that holds the number.
    for n in [30.0, 420.0, 7000.0, 60_000.0, 3e6] {
        let band = lexicon.count(lexicon.word_for_count(n));
        assert!(band.is_some_and(|band| band.0 <= n && n <= band.1), "{n}: {band:?}");
    }
    // An override changes both directions.
    let own = lexicon.merge("counts.thousands = [1000, 3000]\nlosses.heavy = [0.4, 0.5]").unwrap();
    assert_eq!(
        own.beside(&Quantity::Verbal { term: "thousands".into(), of: None }).as_deref(),
        Some("1,000–3,000")
    );
    assert_eq!(own.word_for_loss_share(0.18), "moderate");
}
