//! What a page must be whatever happened: narrow, short, whole sentences, no stray ids, aligned boxes.

// A test that cannot go on says so by panicking.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use polemos_almanac::page::{Run, Setting};
use polemos_almanac::text::{columns, to_plain};
use polemos_chronicle::{Chronicle, Digest, RunSummary};
use polemos_war::War;

fn run<'a>(war: &'a War, chronicle: &'a Chronicle, summary: &'a RunSummary) -> Run<'a> {
    Run { war, chronicle, summary, seed: 7, digest: Digest([0xab; 32]) }
}

fn next() -> Vec<(String, String)> {
    vec![
        ("polemos project narrows".into(), "how else it might have ended".into()),
        ("polemos map narrows".into(), "where it was fought".into()),
    ]
}

fn page(chronicle: &Chronicle, detail: bool) -> String {
    let (war, summary) = (common::war(), common::summary());
    let next = next();
    to_plain(&run(&war, chronicle, &summary).page(&Setting { detail, next: &next }))
}

#[test]
fn the_told_war_reads_as_it_should() {
    let text = page(&common::told(), false);
    println!("{text}");
    let must = [
        "WAR OF THE NARROWS",
        "Decisive League victory: the Host surrendered on 19 December 2375 after the fall of Low Karth, its last",
        "First Lord Osric Marran drew the Host's forces back",
        "He put Orlan's will to fight at 0.31; it was 0.64.",
        "Admiral Ansa Vey chose to strike before the yards could work.",
        "eighteen days",
        "The Lamplighters rose in Low Karth and put out its relay.",
        "Karth fell to Orlan.",
        "Captain Iden Quill was killed.",
        "polemos project narrows",
        "Believed and so",
    ];
    let flat = text.split_whitespace().collect::<Vec<_>>().join(" ");
    for words in must {
        assert!(flat.contains(words), "missing: {words}");
    }
}

#[test]
fn every_page_is_narrow_short_and_clean() {
    let mut chronicles = vec![common::told(), common::made_up(1, 0)];
    chronicles.extend((2..120).map(|seed| common::made_up(seed, 3 + seed as usize * 6)));
    for (row, chronicle) in chronicles.iter().enumerate() {
        let text = page(chronicle, false);
        let lines: Vec<&str> = text.lines().collect();
        assert!(lines.len() <= 80, "chronicle {row}: {} lines\n{text}", lines.len());
        clean(&text, row);
        clean(&page(chronicle, true), row);
    }
}

fn clean(text: &str, row: usize) {
    for line in text.lines() {
        assert!(columns(line) <= 80, "chronicle {row}: {} columns: {line}", columns(line));
    }
    let prose = text.split_once("\n┌").map_or(text, |(prose, _)| prose);
    for bad in [
        "PlaceId",
        "ForceId",
        "NaN",
        "inf",
        "unnamed",
        " ,",
        " .",
        "..",
        "someone",
        "a coalition",
        "a faction",
    ] {
        assert!(!prose.contains(bad), "chronicle {row}: “{bad}” in\n{prose}");
    }
    let words: Vec<&str> = prose.split_whitespace().collect();
    for pair in words.windows(2) {
        let same = pair[0] == pair[1] && pair[0].chars().all(char::is_alphabetic);
        assert!(!same, "chronicle {row}: doubled “{}” in\n{prose}", pair[0]);
    }
    for one in [" one ships", " one forces", " one places", " 1 ships", " one cruisers", "s's "] {
        assert!(!prose.contains(one), "chronicle {row}: “{one}” in\n{prose}");
    }
}

#[test]
fn boxes_are_closed_and_aligned() {
    for seed in 1..40 {
        let text = page(&common::made_up(seed, 120), true);
        let mut inside = false;
        for line in text.lines() {
            if line.starts_with('┌') {
                inside = true;
                assert!(line.ends_with('┐'), "{line}");
            }
            if inside {
                assert_eq!(columns(line), 80, "{line}");
                assert!(line.ends_with(['│', '┐', '┘']), "{line}");
            }
            inside &= !line.starts_with('└');
        }
        assert!(!inside, "an unclosed box");
    }
}

#[test]
fn no_two_paragraphs_in_a_row_open_alike() {
    let (war, summary) = (common::war(), common::summary());
    let mut repeated = 0;
    let mut all = 0;
    for seed in 1..60 {
        let chronicle = common::made_up(seed, 150);
        let paragraphs = run(&war, &chronicle, &summary).paragraphs();
        for pair in paragraphs.windows(2) {
            let open = |text: &str| text.split([' ', '\u{a0}']).take(2).collect::<Vec<_>>().join(" ");
            all += 1;
            repeated += usize::from(open(&pair[0].text) == open(&pair[1].text));
        }
    }
    // Kinds with a single wording can meet by chance; that must be rare.
    assert!(repeated * 40 < all, "{repeated} of {all}");
}

#[test]
fn the_same_chronicle_always_reads_the_same() {
    let chronicle = common::made_up(5, 200);
    assert_eq!(page(&chronicle, true), page(&chronicle, true));
}

#[test]
fn every_paragraph_ends_as_a_sentence_and_begins_with_a_capital() {
    let (war, summary) = (common::war(), common::summary());
    for seed in 1..60 {
        let chronicle = common::made_up(seed, 150);
        for paragraph in run(&war, &chronicle, &summary).paragraphs() {
            let text = &paragraph.text;
            assert!(text.ends_with(['.', '!', '?', '”']), "{text}");
            assert!(
                text.chars().next().is_some_and(|c| c.is_uppercase() || c.is_numeric() || c == '“'),
                "{text}"
            );
            assert!(!paragraph.entries.is_empty());
        }
    }
}

#[test]
fn the_report_holds_every_entry_and_fits_its_schema() {
    let (war, summary, chronicle) = (common::war(), common::summary(), common::told());
    let report = run(&war, &chronicle, &summary).report();
    assert_eq!(report.chronicle.len(), chronicle.entries.len());
    assert_eq!(report.records[0].id, "narrows");
    assert_eq!(report.records[1].name(), "Battle of Karth");
    assert_eq!(report.records[1].sides[1].commanders.len(), 1);
    assert_eq!(report.ending.victor.as_deref(), Some("league"));
    assert_eq!(report.records[0].date[0].value.edtf.as_deref(), Some("2375-10-03/2375-12-19"));
    let json = serde_json::to_value(&report).unwrap();
    let turned = &json["chronicle"][2];
    assert_eq!(
        (&turned["kind"], &turned["coalition"], &turned["to"]),
        (&"posture_taken".into(), &"host".into(), &"withdraw".into())
    );
    let schema = polemos_almanac::report::schema();
    let keys = |value: &serde_json::Value| value.as_object().unwrap().keys().cloned().collect::<Vec<_>>();
    let mut declared = keys(&schema["properties"]);
    let mut present = keys(&json);
    declared.sort();
    present.sort();
    assert_eq!(declared, present);
}

#[test]
fn every_entry_of_the_report_is_of_the_kind_of_its_entry() {
    let (war, summary) = (common::war(), common::summary());
    for seed in 1..20 {
        let mut chronicle = common::made_up(seed, 200);
        let told = common::told();
        let last = chronicle.entries.len() as u32;
        chronicle.entries.extend(told.entries.into_iter().map(|mut entry| {
            entry.seq.0 += last;
            entry
        }));
        let report = run(&war, &chronicle, &summary).report();
        for (entry, told) in chronicle.entries.iter().zip(&report.chronicle) {
            let (own, told) =
                (serde_json::to_value(&entry.what).unwrap(), serde_json::to_value(told).unwrap());
            match entry.what {
                // An ending has a kind of its own besides that of the entry.
                polemos_chronicle::What::Ended(_) => assert_eq!(told["kind"], "ended"),
                _ => assert_eq!(own["kind"], told["kind"]),
            }
            assert_eq!(told["seq"], entry.seq.0);
            for (key, value) in told.as_object().unwrap() {
                assert!(key == "text" || value != "", "{key} names nothing in {told}");
            }
        }
    }
}

#[test]
fn what_is_unknown_is_not_none() {
    let (war, summary) = (common::war(), common::summary_with(0.0));
    let chronicle = common::told();
    let records = run(&war, &chronicle, &summary).records();
    let civilians = |side: usize| {
        records[0].sides[side]
            .losses
            .iter()
            .find(|count| count.civilian == Some(true))
            .map(|count| count.quantity().clone())
    };
    use polemos_almanac::record::Quantity;
    assert_eq!(civilians(1), Some(Quantity::None), "people live there and none died");
    let mut empty = war.clone();
    for place in empty.places.iter_mut() {
        place.owner = None;
    }
    let records = run(&empty, &chronicle, &summary).records();
    let civilian = records[0].sides[1]
        .losses
        .iter()
        .find(|count| count.civilian == Some(true))
        .map(|count| count.quantity().clone());
    assert_eq!(civilian, Some(Quantity::Unknown), "nothing is known of anyone living there");
}
