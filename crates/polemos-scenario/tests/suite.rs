//! The suite: cases in the scenario language under `tests/suite/`, each with what is to be said of it beside it.
//!
//! `POLEMOS_BLESS=1 cargo test -p polemos-scenario --test suite` writes what is said now; review it as a diff.

#![allow(clippy::unwrap_used, reason = "a test that cannot read its files should stop")]

use polemos_scenario::{Checked, Severity, SourceFile, check, render};
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// The war that most cases stand in.
const BASE: &str = "base.toml";

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/suite")
}

fn cases() -> Vec<String> {
    let names =
        fs::read_dir(folder()).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let mut names: Vec<String> = names.filter(|name| name.ends_with(".toml") && name != BASE).collect();
    names.sort();
    names
}

fn files_of(name: &str) -> Vec<SourceFile> {
    let read = |name: &str| SourceFile::new(name, fs::read_to_string(folder().join(name)).unwrap());
    let case = read(name);
    if case.text.starts_with("#! base\n") { vec![read(BASE), case] } else { vec![case] }
}

fn said(files: &[SourceFile], checked: &Checked) -> String {
    let mut text: String =
        checked.diagnostics.iter().map(|diagnostic| render(diagnostic, files, false) + "\n\n").collect();
    if checked.diagnostics.is_empty() {
        text.push_str("no fault\n");
    }
    text.trim_end().to_owned() + "\n"
}

#[test]
fn what_is_said_of_each_case_is_what_stands_beside_it() {
    let bless = std::env::var_os("POLEMOS_BLESS").is_some();
    let mut differing = Vec::new();
    for name in cases() {
        let files = files_of(&name);
        let checked = check(&files);
        let faulty = checked.diagnostics.iter().any(|diagnostic| diagnostic.severity == Severity::Error);
        assert_eq!(checked.war.is_none(), faulty, "{name}: there is a war exactly where there is no error");
        let path = folder().join(name.replace(".toml", ".expected"));
        let said = said(&files, &checked);
        if bless {
            fs::write(&path, &said).unwrap();
        } else if fs::read_to_string(&path).unwrap_or_default() != said {
            differing.push(format!("--- {name} ---\n{said}"));
        }
    }
    assert!(differing.is_empty(), "{} cases differ:\n{}", differing.len(), differing.join("\n"));
}

#[test]
fn one_mistake_is_one_finding() {
    let mut wrong = Vec::new();
    for name in cases() {
        let found = check(&files_of(&name)).diagnostics;
        let shown: Vec<_> = found.iter().map(|d| (d.code, d.line, d.message.as_str())).collect();
        let several =
            name.starts_with("several-") || name.contains("-several-") || name.contains("-and-more");
        let as_many = match found.len() {
            count if several => count > 1,
            count => count == usize::from(!name.starts_with("ok-")),
        };
        let warnings = found.iter().filter(|diagnostic| diagnostic.severity == Severity::Warning).count();
        if !as_many || (warnings > 0) != name.starts_with("warn-") {
            wrong.push(format!("{name}: {shown:#?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_finding_has_a_repair_and_lies_in_its_case() {
    let mut wrong = Vec::new();
    for name in cases() {
        for diagnostic in check(&files_of(&name)).diagnostics {
            if diagnostic.repair.is_none() || diagnostic.file != name {
                wrong.push(format!("{name}: {diagnostic:#?}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_repair_that_is_a_change_of_text_mends_its_mistake() {
    let (mut mended, mut unmended) = (0, Vec::new());
    for name in cases() {
        let mut files = files_of(&name);
        let before = check(&files).diagnostics;
        let Some(first) = before.first() else { continue };
        let Some((range, with)) = first.repair.as_ref().and_then(|repair| repair.replacement.clone()) else {
            continue;
        };
        files.last_mut().unwrap().text.replace_range(range, &with);
        let after = check(&files).diagnostics;
        let same =
            after.iter().any(|d| d.code == first.code && d.line == first.line && d.message == first.message);
        if same || after.len() > before.len() {
            unmended.push(format!("{name}: {:?} does not mend it: {after:#?}", first.repair));
        }
        mended += 1;
    }
    assert!(unmended.is_empty(), "{}", unmended.join("\n"));
    assert!(mended >= 20, "only {mended} cases have a change of text as their repair");
}

#[test]
fn there_are_many_different_mistakes() {
    let names = cases();
    let codes: BTreeSet<_> =
        names.iter().flat_map(|name| check(&files_of(name)).diagnostics).map(|d| d.code).collect();
    let valid = names.iter().filter(|name| name.starts_with("ok-")).count();
    assert!(names.len() - valid >= 70, "{} mistakes", names.len() - valid);
    assert!(valid >= 12, "{valid} cases without one");
    assert!(codes.len() >= 60, "{} codes: {codes:?}", codes.len());
}
