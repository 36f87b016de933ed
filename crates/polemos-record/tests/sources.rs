//! The two pages that this project began from, where they are there: in `POLEMOS_DATA/../sources`, or `../shared/sources`
//! beside the project. Every fact of their boxes, and every number, date, footnote and citation of their prose.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // a test that cannot go on has failed

use polemos_record::import::{Settings, import};
use polemos_record::{Fate, Kind, Mention, Quantity, Record, RecordKind, Sentence, SourceKind, Stated};
use std::fs;
use std::path::{Path, PathBuf};

fn page(name: &str) -> Option<Record> {
    let sources = std::env::var_os("POLEMOS_DATA").map_or_else(
        || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/sources"),
        |data| PathBuf::from(data).join("../sources"),
    );
    match fs::read_to_string(sources.join(name)) {
        Ok(text) => Some(import(&text, &Settings::default()).record),
        Err(_) => {
            println!("skipped: {name} is not there");
            None
        }
    }
}

fn sentences(record: &Record) -> Vec<&Sentence> {
    record.sections.iter().flat_map(|it| &it.paragraphs).flat_map(|it| &it.sentences).collect()
}

/// The mention with these words, in the sentence that begins so.
fn mention<'r>(record: &'r Record, begins: &str, words: &str) -> &'r Mention {
    let sentence = sentences(record).into_iter().find(|it| it.text.starts_with(begins));
    let sentence = sentence.unwrap_or_else(|| panic!("no sentence begins “{begins}”"));
    let found = sentence.states.iter().find(|it| it.claim.verbatim == words);
    found.unwrap_or_else(|| panic!("“{words}” is not among {:#?}", sentence.states))
}

fn amount(mention: &Mention) -> &Quantity {
    match &mention.claim.value {
        Stated::Count { amount, .. } | Stated::Extent(amount) | Stated::Duration(amount) => amount,
        other => panic!("{other:?} is no amount"),
    }
}

fn names(record: &Record, side: usize) -> Vec<&str> {
    record.sides[side].members.iter().map(|it| it.name.value.as_str()).collect()
}

fn asked(record: &Record, words: &str) -> bool {
    record.questions.iter().any(|it| it.text.contains(words))
}

#[test]
fn the_box_of_the_battle() {
    let Some(record) = page("battle-of-cardassia.txt") else { return };
    assert_eq!((record.kind, record.name()), (RecordKind::Battle, "Battle of Cardassia"));
    assert_eq!(record.part_of[0].value.name, "Dominion War");
    assert_eq!(record.chains[0].previous.as_ref().unwrap().value.name, "Second Battle of Chin'toka");
    assert!(asked(&record, "did it come before this"), "the label is lost, so that this is a guess");
    assert_eq!(record.date[0].value.edtf.as_deref(), Some("[2375-09..2375-12]"));
    assert_eq!(record.date[0].verbatim, "Late 2375");
    assert_eq!(record.places[0].value.name, "Cardassia Prime");
    assert_eq!(record.outcome.text[0].value, "Decisive Allied victory");
    let expected =
        ["United Federation of Planets", "Romulan Star Empire", "Klingon Empire", "Cardassian rebel forces"];
    assert_eq!(names(&record, 0), expected);
    assert_eq!(names(&record, 1), ["Cardassian collaborators"]);
    let leaders = |side: usize| {
        let all = record.sides[side].commanders.iter();
        all.map(|it| (it.rank.as_deref(), it.name.value.as_str(), it.shown_fate())).collect::<Vec<_>>()
    };
    assert_eq!(
        leaders(0),
        [
            (None, "Benjamin Sisko", None),
            (Some("General"), "Velal", None),
            (Some("Legate"), "Damar", Some(Fate::Killed))
        ]
    );
    assert_eq!(
        leaders(1),
        [(None, "Female Shapeshifter", None), (Some("Legate"), "Broca", Some(Fate::Killed))]
    );
    // Degrees of vagueness, each kept as what it is.
    let strength = |side: usize| &record.sides[side].strength[0].claims.0[0];
    assert_eq!(strength(0).verbatim, "Unknown, probably most of the Alliance fleet");
    assert_eq!(
        strength(0).value,
        Quantity::Share { of: Some("side-1.strength".into()), low: 0.6, high: 0.9 }
    );
    assert_eq!(strength(0).probability, Some(0.75));
    assert_eq!(strength(1).verbatim, "Unknown, but much larger than the Alliance fleet");
    let larger = Quantity::Relative { to: "side-1.strength".into(), factor_low: 1.5, factor_high: 5.0 };
    assert_eq!(strength(1).value, larger);
    // Columns are no owners: nobody says here whose civilians these were, and who killed them.
    let civilians = &record.sides[0].losses[0];
    assert_eq!(
        (civilians.quantity(), civilians.civilian, civilians.column),
        (&Quantity::Exact(8e8), Some(true), 0)
    );
    assert!(
        civilians.borne_by.is_empty() && civilians.inflicted_by.is_empty() && asked(&record, "Whose are the")
    );
    assert_eq!(civilians.category.kind, Kind::People);
    let military = &record.sides[0].losses[1];
    assert_eq!((military.quantity(), military.civilian), (&Quantity::Unknown, Some(false)));
    assert_eq!(
        record.sides[1].losses[0].quantity(),
        &Quantity::Verbal { term: "very heavy".into(), of: None }
    );
    assert!(record.extras.is_empty(), "nothing of the box is left over: {:?}", record.extras);
}

#[test]
fn the_prose_of_the_battle() {
    let Some(record) = page("battle-of-cardassia.txt") else { return };
    assert_eq!(sentences(&record).len(), 14);
    let fleet = mention(&record, "The Alliance, seeing", "many thousands of starships");
    assert_eq!(amount(fleet), &Quantity::Verbal { term: "many thousands".into(), of: None });
    assert_eq!(fleet.claim.sources.last().unwrap().id, "marker-1", "the marker is bound to the claim");
    let after = mention(&record, "The Alliance, seeing", "not long after");
    assert!(matches!(&after.claim.value, Stated::When(_)));
    let dead = mention(&record, "Under orders", "2 million men");
    assert_eq!(amount(dead), &Quantity::Exact(2e6));
    assert!(matches!(&dead.claim.value, Stated::Count { what: Some(what), fates, .. }
        if what == "men, women and children" && fates == &[Fate::Killed]));
    // Two figures for one toll: both are kept, and the one of the prose knows the one of the box.
    let toll = mention(&record, "More than 800 million", "More than 800 million");
    assert_eq!(amount(toll), &Quantity::AtLeast(8e8));
    assert_eq!(toll.of.as_deref(), Some("sides.0.losses.0.claims.0"));
    let projected = mention(&record, "Although", "over 40%");
    assert!(matches!(amount(projected), Quantity::Share { low, high, .. } if (*low, *high) == (0.4, 0.5)));
    let defence = mention(&record, "They now faced", "perhaps tens of thousands strong");
    assert_eq!(amount(defence), &Quantity::Verbal { term: "tens of thousands".into(), of: None });
    assert_eq!(defence.claim.probability, Some(0.5));
    assert_eq!(defence.claim.sources.last().unwrap().id, "marker-2");
    // Markers without footnotes dangle, and stay with their sentences.
    let dangling: Vec<&str> =
        record.sources.iter().filter(|it| it.kind == SourceKind::Dangling).map(|it| it.id.as_str()).collect();
    assert_eq!(dangling, ["marker-1", "marker-2", "marker-3"]);
    let last = sentences(&record).into_iter().find(|it| it.text.contains("Odo convinced")).unwrap();
    assert_eq!(last.sources, ["marker-3"]);
    // Parties and people of the prose alone are asked about, and stand on no side.
    for name in ["Breen", "Jem'Hadar", "Odo", "Founder", "Female Changeling", "Lakarian City"] {
        assert!(asked(&record, &format!("“{name}”")), "{name}");
        assert!(record.entities.iter().all(|it| it.name != name), "{name} was placed");
    }
}

#[test]
fn the_box_of_the_war() {
    let Some(record) = page("empire-alliance-war.txt") else { return };
    assert_eq!((record.kind, record.name()), (RecordKind::War, "Empire-Alliance War"));
    assert_eq!(record.date[0].value.edtf.as_deref(), Some("2344/2364"));
    let places: Vec<&str> = record.places.iter().map(|it| it.value.name.as_str()).collect();
    assert_eq!(places, ["Narendra III", "Iconia", "Wolf 359", "Sol system", "Earth"]);
    assert_eq!(record.outcome.text[0].value, "Terran Empire conquered");
    assert_eq!(record.outcome.terms[0].value, "humans enslaved");
    assert_eq!(names(&record, 0), ["Terran Empire"]);
    assert_eq!(names(&record, 1), ["Klingon-Cardassian Alliance"]);
    // One person on both sides, who went over from one to the other.
    let person = |side: usize| record.sides[side].commanders[0].person.clone().unwrap();
    assert_eq!(person(0), person(1));
    assert_eq!(record.crossed(), ["jean-luc-picard"]);
    assert_eq!(record.sides[0].commanders[0].shown_fate(), Some(Fate::Defected));
    assert_eq!(record.sides[1].commanders[0].shown_fate(), None);
    let units =
        |side: usize| record.sides[side].units.iter().map(|it| it.name.value.as_str()).collect::<Vec<_>>();
    assert_eq!(units(0), ["Imperial Earth Starfleet"]);
    assert_eq!(units(1), ["Imperial Klingon Fleet", "Cardassian Guard", "Bajoran Militia"]);
    assert!(asked(&record, "where does the second begin"), "where the columns part is a guess");
    for side in &record.sides {
        let unknown = side.losses.iter().all(|it| *it.quantity() == Quantity::Unknown);
        assert!(side.losses.len() == 2 && unknown, "{:?}", side.losses);
        assert!(side.strength.is_empty(), "nothing is said of strength: that is not unknown");
    }
    let chain = &record.chains[0];
    assert_eq!(chain.previous.as_ref().unwrap().value.name, "Terran-Klingon War");
    assert_eq!(chain.next.as_ref().unwrap().value.name, "Terran Rebellion");
    // What stood under two pictures is kept, and is no party.
    assert_eq!(record.extras[0].raw, "TerranEmpireTNG Klingon-Cardassian Alliance");
}

#[test]
fn the_prose_of_the_war() {
    let Some(record) = page("empire-alliance-war.txt") else { return };
    assert_eq!(amount(mention(&record, "The Empire-Alliance wars", "three")), &Quantity::Exact(3.0));
    let works: Vec<&str> = record
        .sources
        .iter()
        .filter(|it| it.kind == SourceKind::Work)
        .map(|it| it.title.as_deref().unwrap())
        .collect();
    assert_eq!(works, ["The Final Days", "The Gift", "Fandom Star Trek Chronology"]);
    assert_eq!(sentences(&record)[0].sources, ["work-the-final-days", "work-the-gift"]);
    let date = |begins: &str, words: &str| match &mention(&record, begins, words).claim.value {
        Stated::Date(date) => date.edtf.clone().unwrap(),
        other => panic!("{other:?} is no date"),
    };
    assert_eq!(date("In the 23rd century", "23rd century"), "22XX");
    assert_eq!(date("The third war", "2344"), "2344");
    assert_eq!(mention(&record, "The third war", "2344").of.as_deref(), Some("date.0"));
    assert_eq!(date("In 2363", "2363"), "2363");
    for (begins, word, n) in
        [("The first of", "first", 1), ("In the second", "second", 2), ("The third war", "third", 3)]
    {
        assert_eq!(mention(&record, begins, word).claim.value, Stated::Ordinal(n));
    }
    assert_eq!(
        amount(mention(&record, "The first of", "many")),
        &Quantity::Verbal { term: "many".into(), of: None }
    );
    let span = amount(mention(&record, "Few details", "some two decades"));
    assert!(matches!(span, Quantity::Rounded { value, .. } if (*value - 7305.0).abs() < 1.0), "{span:?}");
    let heavy = amount(mention(&record, "Few details", "heavy losses"));
    assert_eq!(heavy, &Quantity::Verbal { term: "heavy".into(), of: None });
    assert_eq!(amount(mention(&record, "Few details", "both")), &Quantity::Exact(2.0));
    for (begins, words) in [
        ("In the 23rd century", "shortly after"),
        ("What the Empire", "a year later"),
        ("At least one", "in the closing days of"),
    ] {
        assert!(matches!(mention(&record, begins, words).claim.value, Stated::When(_)), "{words}");
    }
    assert_eq!(amount(mention(&record, "At least one", "At least one")), &Quantity::AtLeast(1.0));
    // The other continuity is a link with its sentence, and no fact of this one.
    assert_eq!(record.elsewhere.len(), 1);
    assert!(record.elsewhere[0].says.value.contains("stalemate between the two powers"));
    assert!(record.elsewhere[0].says.sources.iter().any(|it| it.id == "work-fandom-star-trek-chronology"));
    assert!(asked(&record, "To which continuity") && asked(&record, "several conflicts"));
    // Two histories know him, and are not made one.
    let mine = Settings { continuity: Some("alliance".into()), ..Settings::default() };
    let text = record.origin.unwrap().text;
    let keyed = import(&text, &mine).record;
    assert_eq!(keyed.crossed(), ["jean-luc-picard@alliance"]);
    assert!(keyed.entities.iter().all(|it| it.continuity.as_deref() == Some("alliance")));
}
