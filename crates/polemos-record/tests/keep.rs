//! Records kept by hand.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // a test that cannot go on has failed

use polemos_record::keep::{self, Query};
use polemos_record::{Basis, Fate, Quantity, Record, RecordKind, export, json};

fn narrows() -> Record {
    let mut record = keep::new("Battle of the Narrows", None, Some("lamps"));
    for (field, value) in [
        ("date", "late 318"),
        ("place", "the Narrows, Low Karth"),
        ("combatant1", "Orlan; [[Free Quays]]"),
        ("combatant2", "Host of the Reeds"),
        ("commander1", "Admiral [[Ansa Vey]]{{KIA}}"),
        ("commander2", "[[Ansa Vey]]"),
        ("strength1", "about 240 ships<ref>Annals, p. 3.</ref>"),
        ("strength2", "unknown"),
        ("casualties2", "thousands drowned<br>none captured"),
        ("result", "Decisive Orlan victory, ending the war"),
    ] {
        keep::set(&mut record, field, value, false).unwrap();
    }
    record
}

#[test]
fn fields_are_set_as_a_page_would_have_them() {
    let record = narrows();
    assert_eq!((record.id.as_str(), record.kind), ("battle-of-the-narrows", RecordKind::Battle));
    assert_eq!(record.sides[0].strength[0].quantity().to_text(), "about 240");
    assert_eq!(record.sides[0].strength[0].claims.0[0].basis, Basis::Editor);
    assert_eq!(record.sides[1].strength[0].quantity(), &Quantity::Unknown);
    assert_eq!(record.sides[1].losses[1].quantity(), &Quantity::None);
    assert_eq!(record.sides[0].commanders[0].shown_fate(), Some(Fate::Killed));
    assert_eq!(record.crossed(), ["ansa-vey@lamps"]);
    assert_eq!(record.outcome.ended_war, Some(true));
    let errors: Vec<_> = keep::check(&record).into_iter().filter(|it| it.error).collect();
    assert!(errors.is_empty(), "{errors:?}");
    assert_eq!(json::read(&json::write(&record).unwrap()).unwrap(), record);
}

#[test]
fn setting_replaces_adding_adds_and_nothing_clears() {
    let mut record = narrows();
    keep::set(&mut record, "strength1", "about 300 ships", false).unwrap();
    assert_eq!(record.sides[0].strength.len(), 1);
    keep::set(&mut record, "strength1", "40 galleys", true).unwrap();
    assert_eq!(record.sides[0].strength.len(), 2);
    keep::set(&mut record, "strength1", "", false).unwrap();
    assert!(record.sides[0].strength.is_empty());
    // Setting the members anew names the same entity, and adds none.
    let before = record.entities.len();
    keep::set(&mut record, "combatant2", "Host of the Reeds", false).unwrap();
    assert_eq!(record.entities.len(), before);
}

#[test]
fn what_cannot_be_set_says_so_and_changes_nothing() {
    let record = narrows();
    for (field, value, says) in [
        ("strenght1", "12", "Did you mean `strength1`"),
        ("commander", "Vey", "does not say of which"),
        ("kind", "duel", "is no kind of record"),
        ("id", "The Narrows", "cannot be an id"),
        ("continuity", "the lamps", "cannot be the id of a continuity"),
        ("zzz", "1", "Fields are"),
    ] {
        let mut other = record.clone();
        let error = keep::set(&mut other, field, value, false).unwrap_err();
        assert!(error.to_string().contains(says), "{field}: {error}");
        assert_eq!(other, record, "{field}");
    }
}

#[test]
fn a_record_moves_to_another_continuity_with_all_it_names() {
    let mut record = narrows();
    keep::set(&mut record, "continuity", "reeds", false).unwrap();
    assert!(record.entities.iter().all(|it| it.key.ends_with("@reeds")));
    assert!(keep::check(&record).iter().all(|it| !it.error), "{:?}", keep::check(&record));
}

#[test]
fn records_are_found_by_what_they_say() {
    let mut other = keep::new("Siege of Karth", None, None);
    keep::set(&mut other, "date", "1340", false).unwrap();
    keep::set(&mut other, "combatant1", "Karth", false).unwrap();
    keep::set(&mut other, "casualties1", "2,000 civilians killed", false).unwrap();
    let all = [narrows(), other];
    let rows = |terms: &[&str]| -> Vec<usize> {
        keep::find(&all, &Query::parse(terms).unwrap()).iter().map(|it| it.row).collect()
    };
    assert_eq!(rows(&["commanders on both sides"]), [0]);
    assert_eq!(rows(&["losses unknown"]), [0]);
    assert_eq!(rows(&["strength unknown"]), [0, 1]);
    assert_eq!(rows(&["ended a war"]), [0]);
    assert_eq!(rows(&["commanders killed"]), [0]);
    assert_eq!(rows(&["civilian losses"]), [1]);
    assert_eq!(rows(&["in 1340"]), [1]);
    assert_eq!(rows(&["to 400"]), [0]);
    assert_eq!(rows(&["siege"]), [1]);
    assert_eq!(rows(&["continuity lamps"]), [0]);
    assert_eq!(rows(&["with free quays"]), [0]);
    assert_eq!(rows(&["karth"]), [0, 1]);
    assert_eq!(rows(&["karth", "siege"]), [1]);
    assert_eq!(rows(&["uncited"]), [1]);
    assert!(Query::parse::<&str>(&[]).is_err());
    assert!(Query::parse(&["in 13x0"]).is_err());
}

#[test]
fn faults_of_a_record_are_found_all_at_once() {
    let mut record = narrows();
    record.sides[0].members[0].entity = "nobody".into();
    record.sides[0].strength[0].within = Some(7);
    record.sides[0].strength[0].claims.0[0].sources[0].id = "gone".into();
    record.outcome.winners = vec!["side-9".into()];
    record.sources.push(record.sources[0].clone());
    let found = keep::check(&record);
    for says in ["no entity `nobody`", "part of a row", "no source `gone`", "no side `side-9`", "Two sources"]
    {
        assert!(found.iter().any(|it| it.error && it.message.contains(says)), "{says}: {found:#?}");
    }
    let twice = [narrows(), narrows()];
    assert!(keep::check_all(&twice).iter().any(|it| it.message.contains("Several records")));
}

#[test]
fn share_alike_is_told_wherever_it_goes() {
    let mut record = narrows();
    keep::set(&mut record, "licence", "CC BY-SA 3.0", false).unwrap();
    keep::set(&mut record, "attribution", "the keepers of the lamps", false).unwrap();
    let warning = export::terms(&record).warning().unwrap();
    assert!(warning.contains("same licence"));
    for text in [
        export::html::write(&record),
        export::markdown::write(&record),
        export::text::write(&record),
        export::wikitext::write(&record),
    ] {
        assert!(text.contains("under the same licence") && text.contains("keepers of the lamps"), "{text}");
    }
}

#[test]
fn the_schema_has_every_key_that_is_written() {
    let schema = json::schema();
    let text = json::write(&narrows()).unwrap();
    let value: serde_json::Value = serde_json::from_str(&text).unwrap();
    for key in value.as_object().unwrap().keys() {
        assert!(schema["properties"].get(key).is_some(), "{key}");
    }
    assert!(json::read("{\"format\": 1").unwrap_err().at.is_some());
    assert!(json::read("{\"format\": 1, \"nmaes\": []}").unwrap_err().message.contains("nmaes"));
    let other = text.replacen("\"format\": 1", "\"format\": 9", 1);
    assert!(json::read(&other).unwrap_err().message.contains("form 9"));
}
