//! Real boxes of real wikis, where these are there: in `POLEMOS_DATA`, or `../shared/data` beside the project.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // a test that cannot go on has failed

use polemos_record::export::view::View;
use polemos_record::import::{Settings, Weight, import};
use polemos_record::{Record, export, json, said};
use std::fs;
use std::path::{Path, PathBuf};

fn boxes() -> Vec<(String, String)> {
    let data = std::env::var_os("POLEMOS_DATA")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data"), PathBuf::from);
    let Ok(listing) = fs::read_dir(data.join("infoboxes")) else {
        println!("skipped: there is no folder of boxes at {}", data.display());
        return Vec::new();
    };
    let mut paths: Vec<PathBuf> = listing.map(|it| it.unwrap().path()).collect();
    paths.retain(|path| path.extension().is_some_and(|it| it == "wikitext"));
    paths.sort();
    assert!(paths.len() >= 23);
    let name = |path: &Path| path.file_stem().unwrap().to_string_lossy().into_owned();
    paths.iter().map(|path| (name(path), fs::read_to_string(path).unwrap())).collect()
}

fn read(text: &str) -> Record {
    import(text, &Settings::default()).record
}

#[test]
fn wikitext_comes_back_byte_for_byte() {
    for (name, text) in boxes() {
        assert!(export::wikitext::write(&read(&text)) == text, "{name} came back otherwise");
    }
}

#[test]
fn json_comes_back_exactly() {
    for (name, text) in boxes() {
        let record = read(&text);
        let written = json::write(&record).unwrap();
        let again = json::read(&written).unwrap();
        assert_eq!(again, record, "{name}");
        assert_eq!(json::write(&again).unwrap(), written, "{name}");
        assert!(export::wikitext::write(&again) == text, "{name} came back otherwise from JSON");
    }
}

/// Every parameter in turn: what it holds is edited, and no other byte may change.
#[test]
fn an_edit_changes_the_bytes_of_its_parameter_alone() {
    let mut edited = 0;
    for (name, text) in boxes() {
        let record = read(&text);
        let origin = record.origin.clone().unwrap();
        for parameter in &origin.parameters {
            let Some(field) = parameter.field.as_deref() else { continue };
            let mut other = record.clone();
            if parameter.name == "paragraph" || parameter.name.is_empty() || !edit(&mut other, field) {
                continue;
            }
            let written = export::wikitext::write(&other);
            let (before, after) = (&text[..parameter.span.start], &text[parameter.span.end..]);
            assert!(written.starts_with(before), "{name}, {}: bytes before it changed", parameter.name);
            assert!(written.ends_with(after), "{name}, {}: bytes after it changed", parameter.name);
            assert!(written != text, "{name}, {}: nothing changed", parameter.name);
            edited += 1;
        }
    }
    assert!(edited == 0 || edited > 150, "only {edited} edits were tried");
}

fn edit(record: &mut Record, field: &str) -> bool {
    let words = "something else";
    match field {
        "names" => record.names[0] = said(words, polemos_record::Basis::Editor),
        "date" => match record.date.first_mut() {
            Some(claim) => claim.verbatim = words.to_owned(),
            None => return false,
        },
        "places" => record.places.truncate(record.places.len().saturating_sub(1)),
        "outcome" => record.outcome.text = vec![said(words, polemos_record::Basis::Editor)],
        other => {
            let Some((row, cell)) = other.strip_prefix("sides.").and_then(|it| it.split_once('.')) else {
                return false;
            };
            let side = &mut record.sides[row.parse::<usize>().unwrap()];
            match cell {
                "members" => match side.members.first_mut() {
                    Some(it) => it.name.value = words.to_owned(),
                    None => return false,
                },
                "commanders" => match side.commanders.first_mut() {
                    Some(it) => it.name.value = words.to_owned(),
                    None => return false,
                },
                "strength" => match side.strength.first_mut() {
                    Some(it) => it.claims.0[0].verbatim = words.to_owned(),
                    None => return false,
                },
                "losses" => match side.losses.first_mut() {
                    Some(it) => it.claims.0[0].verbatim = words.to_owned(),
                    None => return false,
                },
                _ => return false,
            }
        }
    }
    true
}

/// What an edit writes reads back as what was meant.
#[test]
fn an_edit_reads_back() {
    for (name, text) in boxes() {
        let mut record = read(&text);
        if record.sides.is_empty() || record.sides[0].strength.is_empty() {
            continue;
        }
        record.sides[0].strength.truncate(1);
        record.sides[0].strength[0].claims.0[0].verbatim = "about 4,500 men".to_owned();
        let again = read(&export::wikitext::write(&record));
        let claim = &again.sides[0].strength[0].claims.0[0];
        assert_eq!(claim.value.to_text(), "about 4500", "{name}");
        let other = |record: &Record| {
            let view = View::new(record);
            view.columns
                .iter()
                .map(|row| row.cells[1].iter().map(|it| it.text.clone()).collect())
                .collect::<Vec<Vec<_>>>()
        };
        assert_eq!(other(&again), other(&read(&text)), "{name}: another side changed");
    }
}

#[test]
fn broken_pages_are_read_in_part() {
    for (name, text) in boxes() {
        if !name.contains("truncated") {
            continue;
        }
        let read = import(&text, &Settings::default());
        assert!(read.notices.iter().any(|it| it.weight == Weight::Broken), "{name}: nothing was said of it");
        assert_eq!(read.record.name(), "1982 Lebanon War");
        assert_eq!(read.record.causes.len(), 2);
    }
}

#[test]
fn what_a_broken_parameter_swallows_is_named() {
    let text = "{{Infobox military conflict\n|conflict = Ford\n|combatant1 = {{flag|Quays}<br>[[League\n\
                |strength1 = 900 men\n|comander1 = Vey\n";
    let said: Vec<String> =
        import(text, &Settings::default()).notices.into_iter().map(|it| it.message).collect();
    let wanted = "“combatant1” runs over “strength1” and 1 more, which were not read.";
    assert!(said.iter().any(|it| it == wanted), "{said:?}");
}

/// A field that the box has no parameter for is added before its end.
#[test]
fn a_new_field_is_a_new_parameter() {
    let Some((_, text)) = boxes().into_iter().find(|(name, _)| name.contains("lostwithiel")) else { return };
    let mut record = read(&text);
    record.causes.push(said("a quarrel", polemos_record::Basis::Editor));
    let written = export::wikitext::write(&record);
    assert!(written.contains("| casus = a quarrel\n}}"), "{written}");
    assert_eq!(written.replace("| casus = a quarrel\n", ""), text);
}
