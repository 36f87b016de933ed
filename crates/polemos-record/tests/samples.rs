//! The sample pages, in styles that no page of the corpus has.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // a test that cannot go on has failed

use polemos_record::export::view::View;
use polemos_record::import::{Settings, import};
use polemos_record::{
    Fate, MemberRole, Quantity, Record, RecordKind, SourceKind, Stated, claims, export, json, keep, skeleton,
};
use std::path::Path;

fn sample(name: &str) -> (String, Record) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../samples").join(name);
    let text = std::fs::read_to_string(path).unwrap();
    let record = import(&text, &Settings::default()).record;
    (text, record)
}

const ALL: [&str; 4] = [
    "war-of-the-salt-road.wikitext",
    "skirmish-at-tern-gate.wikitext",
    "assedio-di-rocca-bruna.wikitext",
    "battle-of-hollow-sound.txt",
];

/// The cells of one column as they are shown.
fn column(record: &Record, label: &str, side: usize) -> Vec<String> {
    let view = View::new(record);
    let row = view.columns.iter().find(|row| row.label == label).unwrap_or_else(|| panic!("no {label}"));
    row.cells[side].iter().map(|line| line.text.clone()).collect()
}

#[test]
fn every_sample_survives_every_form() {
    for name in ALL {
        let (text, record) = sample(name);
        let written = json::write(&record).unwrap();
        assert_eq!(json::read(&written).unwrap(), record, "{name}");
        if name.ends_with(".wikitext") {
            assert_eq!(export::wikitext::write(&record), text, "{name}");
        }
        assert!(keep::check(&record).iter().all(|it| !it.error), "{name}: {:?}", keep::check(&record));
        let html = export::html::write(&record);
        assert!(html.contains("</html>") && !html.contains("src=") && !html.contains("@import"), "{name}");
        assert!(export::markdown::write(&record).starts_with("# "));
        assert_eq!(export::csv::write(&record).lines().count(), claims(&record).len() + 1, "{name}");
        assert!(skeleton::write(&record).contains("[coalition."));
    }
}

#[test]
fn a_box_of_today() {
    let (_, record) = sample(ALL[0]);
    assert_eq!((record.kind, record.name()), (RecordKind::War, "War of the Salt Road"));
    assert_eq!(record.date[0].value.edtf.as_deref(), Some("1618-05-03/1621-11-09"));
    assert_eq!(
        column(&record, "Belligerents", 0),
        ["Republic of Marrow", "Free companies", "Orrin (from 1619)", "Supported by:", "Kell"]
    );
    assert_eq!(record.sides[0].name.as_deref(), Some("Salt League"));
    assert_eq!(record.sides[0].members[1].under, Some(0));
    assert_eq!(record.sides[0].members[3].role, MemberRole::Supporter);
    assert_eq!(column(&record, "Belligerents", 1), ["Duchy of Tesk", "Kingdom of Varr (until 1620)"]);
    assert_eq!(
        column(&record, "Commanders", 0),
        ["Ilse Quarrow †", "Captain-General Tobin Marl (wounded)", "Anselm Reeve"]
    );
    assert_eq!(
        column(&record, "Commanders", 1),
        ["Duke Harro IV (surrendered)", "Brid Sallow (captured)", "Tobin Marl (until his defection)"]
    );
    let crossed = record.crossed();
    assert_eq!(crossed, ["tobin-marl"], "one person on both sides is one person");
    assert_eq!(column(&record, "Units", 0), ["Long Company", "Marrow Horse"]);
    assert_eq!(
        column(&record, "Strength", 0),
        ["1618:", "c. 12,000–14,000", "9,000 foot", "3,000 horse", "1621:", "more than 20,000"]
    );
    assert_eq!(column(&record, "Strength", 1), ["18,000 men", "40 guns", "several hundred wagons"]);
    let losses = &record.sides[0].losses;
    assert_eq!(losses.iter().map(|it| it.within).collect::<Vec<_>>(), [None, Some(0), Some(0), Some(0)]);
    assert_eq!(losses[2].quantity().to_text(), "about 2000");
    assert_eq!(
        record.sides[1].losses[0].quantity(),
        &Quantity::Verbal { term: "very heavy".into(), of: None }
    );
    assert_eq!(record.sides[1].losses[1].fates, [Fate::Killed, Fate::Captured]);
    assert_eq!(record.losses[0].civilian, Some(true));
    assert_eq!(record.outcome.winners, ["side-1"]);
    assert_eq!(record.outcome.terms.len(), 2);
    assert_eq!(record.elsewhere.len(), 1, "the other continuity is a link, and no fact of this one");
    // A reference that is used again is one source; a marker binds to what stands before it.
    let annals: Vec<_> = record.sources.iter().filter(|it| it.name.as_deref() == Some("annals")).collect();
    assert_eq!(annals.len(), 1);
    assert_eq!(annals[0].title.as_deref(), Some("Annals of the Salt Road"));
    assert!(record.sides[0].strength[0].claims.0[0].sources.iter().any(|it| it.id == annals[0].id));
}

#[test]
fn a_box_of_an_invented_universe() {
    let (_, record) = sample(ALL[1]);
    assert_eq!(record.name(), "Skirmish at Tern Gate");
    assert_eq!(record.part_of[0].value.name, "Lamp War");
    assert_eq!(record.chains[0].previous.as_ref().unwrap().value.name, "Raid on Ossary");
    assert_eq!(record.chains[0].next.as_ref().unwrap().value.name, "Second Battle of Ossary");
    assert_eq!(record.date[0].value.calendar, "al", "an era that nobody here knows is kept, and asked about");
    assert!(record.questions.iter().any(|it| it.about.as_deref() == Some("date")));
    assert_eq!(column(&record, "Belligerents", 0), ["Concord of Lamps", "Third Lamp Fleet"]);
    assert_eq!(column(&record, "Commanders", 0), ["Vice Admiral Sera Vint †", "Captain Jory Pell"]);
    assert_eq!(column(&record, "Commanders", 1), ["Warden Hask (captured)", "Jory Pell (went over)"]);
    assert_eq!(
        column(&record, "Strength", 0),
        ["1 superdreadnought", "12 Heron-class frigates", "Dozens of starfighters"]
    );
    let unknown = &record.sides[1].strength[1];
    assert_eq!(
        (unknown.quantity(), unknown.category.class.as_deref()),
        (&Quantity::Unknown, Some("number of mines"))
    );
    assert_eq!(record.sides[0].losses[2].claims.0[0].verbatim, "Heavy starfighter losses");
    assert_eq!(record.sides[0].losses[2].quantity(), &Quantity::Verbal { term: "heavy".into(), of: None });
}

#[test]
fn an_italian_box() {
    let (_, record) = sample(ALL[2]);
    assert_eq!(record.kind, RecordKind::Siege);
    assert_eq!(record.date[0].value.edtf.as_deref(), Some("1487-03-12/1487-06-04"));
    assert_eq!(record.part_of[0].value.name, "guerra delle Due Corone");
    assert_eq!(column(&record, "Belligerents", 0), ["Ducato di Torre", "Signoria del Lago"]);
    assert_eq!(column(&record, "Commanders", 0), ["Lapo Tancredi", "Guido (wounded)"]);
    assert_eq!(column(&record, "Commanders", 1), ["Berta Malaspina †", "Capitano Nino Grassi (captured)"]);
    let strength = &record.sides[0].strength;
    assert_eq!(strength[0].quantity().to_text(), "about 4500");
    assert_eq!(record.sides[1].strength[0].quantity(), &Quantity::AtLeast(800.0));
    assert_eq!(record.sides[1].strength[1].category.class.as_deref(), Some("balestrieri"));
    assert_eq!(record.sides[0].losses[0].fates, [Fate::Killed, Fate::Wounded]);
    assert_eq!(record.losses[0].civilian, Some(true));
    assert_eq!(record.outcome.territory.len(), 1);
}

#[test]
fn a_page_without_labels() {
    let (_, record) = sample(ALL[3]);
    assert_eq!(record.name(), "Battle of Hollow Sound");
    assert_eq!(record.part_of[0].value.name, "War of the Narrows");
    assert_eq!(record.chains[0].previous.as_ref().unwrap().value.name, "Fall of Karth");
    assert_eq!(record.date[0].value.verbatim, "Early 318");
    assert_eq!(column(&record, "Belligerents", 1), ["Host of the Reeds", "Exiles of Karth"]);
    assert_eq!(column(&record, "Commanders", 0), ["Admiral Ansa Vey †", "Tolliver Brandt"]);
    assert!(
        matches!(record.sides[1].strength[0].quantity(), Quantity::Relative { to, .. } if to == "side-1.strength")
    );
    assert_eq!(record.sides[0].losses.len(), 2);
    assert_eq!(record.outcome.winners, ["side-1"]);
    let states: Vec<&Stated> = record
        .sections
        .iter()
        .flat_map(|it| &it.paragraphs)
        .flat_map(|it| &it.sentences)
        .flat_map(|it| &it.states)
        .map(|it| &it.claim.value)
        .collect();
    let counts = states.iter().filter(|it| matches!(it, Stated::Count { .. })).count();
    assert!(counts >= 6, "{states:#?}");
    assert_eq!(states.iter().filter(|it| matches!(it, Stated::Citation(_))).count(), 2);
    assert_eq!(record.sources.iter().filter(|it| it.kind == SourceKind::Dangling).count(), 2);
    assert_eq!(record.elsewhere.len(), 1);
}

/// Text that Polemos writes reads back as the same box.
#[test]
fn its_own_text_reads_back() {
    for name in ALL {
        let (_, record) = sample(name);
        let again = import(&export::text::write(&record), &Settings::default()).record;
        let (one, other) = (View::new(&record), View::new(&again));
        assert_eq!(one.title, other.title);
        for label in ["Commanders", "Units"] {
            let texts = |view: &View| {
                let row = view.columns.iter().find(|row| row.label == label)?;
                Some(
                    row.cells
                        .iter()
                        .map(|cell| cell.iter().map(|it| it.text.clone()).collect::<Vec<_>>())
                        .collect::<Vec<_>>(),
                )
            };
            assert_eq!(texts(&one), texts(&other), "{name}, {label}");
        }
        let amounts = |record: &Record| {
            let all = record.sides.iter().flat_map(|side| side.strength.iter().chain(&side.losses));
            all.map(|it| it.quantity().clone()).collect::<Vec<_>>()
        };
        assert_eq!(amounts(&record), amounts(&again), "{name}");
    }
}
