//! Records of runs, and almanacs, as one uses them.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // a test that cannot go on has failed

mod common;

use common::{err, files, folder, json, out, run, runs};
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

#[test]
fn a_run_is_written_up_in_every_form() {
    let place = folder("article-forms");
    for (end, words) in [
        ("html", "<figure>"),
        ("md", "## Course of the war"),
        ("txt", "Course of the war"),
        ("csv", "sections.0.paragraphs"),
        ("json", "\"sections\""),
        ("wikitext", "== Course of the war =="),
    ] {
        let file = place.join(format!("war.{end}"));
        runs(&["run", "two-ports", "--record", file.to_str().unwrap()]);
        let text = fs::read_to_string(&file).unwrap();
        assert!(text.contains(words), "{end}: no {words}");
    }
    let lead = out(&runs(&["record", "export", "two-ports", "--format", "md", "--length", "lead"]));
    let short = out(&runs(&["record", "export", "two-ports", "--format", "md", "--length", "short"]));
    let full = out(&runs(&["record", "export", "two-ports", "--format", "md"]));
    assert!(lead.len() < short.len() && short.len() < full.len() && !lead.contains("## "));
    assert_eq!(full, fs::read_to_string(place.join("war.md")).unwrap(), "one war and seed, one article");
    let unknown = run(&["record", "export", "two-ports", "--of", "battle-of-nowhere-1", "--format", "md"]);
    assert_eq!(unknown.status.code(), Some(2));
    assert!(err(&unknown).contains("It has: two-ports"), "{}", err(&unknown));
    assert_eq!(run(&["run", "two-ports", "--record", "war.doc"]).status.code(), Some(2));
    let page = fs::read_to_string(place.join("war.html")).unwrap();
    let loads = ["src=\"http", "href=\"http", "@import", "url(http"].iter().any(|it| page.contains(it));
    assert!(!loads && page.contains("application/ld+json"), "a page needs nothing else");
}

#[test]
fn a_number_is_traced_to_the_chronicle() {
    let traced = json(&runs(&["record", "trace", "two-ports", "the war opened", "--format", "json"]));
    let sentence = &traced["sentences"][0];
    let ships = sentence["states"].as_array().unwrap().iter().find(|it| it["of"].is_string()).unwrap();
    assert_eq!(ships["claim"]["sources"][0]["entries"][0], 0, "{ships}");
    let told = out(&runs(&["record", "trace", "two-ports", "--length", "lead"]));
    assert!(told.contains("entry") && told.contains("numbers in"), "{told}");
}

#[test]
fn a_simulated_record_stands_beside_another() {
    let place = folder("article-compare");
    let file = place.join("a.json").display().to_string();
    runs(&["record", "export", "two-ports", "--out", &file]);
    let same = json(&runs(&["record", "compare", &file, "two-ports", "--format", "json"]));
    let rows = same["rows"].as_array().unwrap();
    assert!(
        !rows.is_empty() && rows.iter().all(|row| row["verdict"] == "agrees" || row["verdict"] == "vague"),
        "{same}"
    );
    runs(&["record", "set", &file, "date=1200"]);
    let other = json(&runs(&["record", "compare", &file, "two-ports", "--format", "json"]));
    let date = other["rows"].as_array().unwrap().iter().find(|row| row["about"] == "date").unwrap();
    assert_eq!(date["verdict"], "differs");
}

#[test]
fn a_projection_is_written_up_and_kept() {
    let store = folder("article-projection").display().to_string();
    runs(&["project", "two-ports", "--runs", "20", "--save", "often", "--store", &store]);
    let told = out(&runs(&["record", "export", "often", "--store", &store, "--format", "txt"]));
    assert!(told.contains("was played 20 times"), "{told}");
}

#[test]
fn an_almanac_hangs_together() {
    let place = folder("almanac");
    let (store, alm) = (place.join("store").display().to_string(), place.join("alm"));
    runs(&["run", "two-ports", "--save", "first", "--store", &store]);
    runs(&[
        "fork",
        "first",
        "--at",
        "1 March 2400",
        "--without",
        "osric",
        "--name",
        "second",
        "--store",
        &store,
    ]);
    runs(&["almanac", &store, "--out", alm.to_str().unwrap()]);
    assert_eq!(files(&alm), ["first", "index.html", "search.js", "second"]);
    let index = fs::read_to_string(alm.join("index.html")).unwrap();
    assert!(index.contains("<ul class=\"tree\">") && index.contains("from 1 March 2400"), "{index}");
    links_hold(&alm);
    let search = fs::read_to_string(alm.join("search.js")).unwrap();
    for page in ["first/person-aldith.html", "first/place-skerries.html", "second/faction-saltholm.html"] {
        assert!(search.contains(page) && alm.join(page).exists(), "{page}");
    }
    let person = fs::read_to_string(alm.join("first/person-aldith.html")).unwrap();
    assert!(person.contains("In other histories") && person.contains("rel=\"next\""), "{person}");
    // An almanac is replaced; anything else is left alone.
    runs(&["almanac", "two-ports", "--out", alm.to_str().unwrap()]);
    assert_eq!(files(&alm), ["index.html", "search.js", "two-ports"]);
    fs::write(place.join("store/notes.txt"), "mine").unwrap();
    let refused = run(&["almanac", "two-ports", "--out", &store]);
    assert_eq!(refused.status.code(), Some(2), "{}", err(&refused));
}

/// Every link of every page leads to a page or a place on one that is there.
fn links_hold(folder: &Path) {
    let mut open = vec![folder.to_owned()];
    let mut pages: Vec<PathBuf> = Vec::new();
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(folder).unwrap().map(|it| it.unwrap().path()) {
            if entry.is_dir() { open.push(entry) } else { pages.push(entry) }
        }
    }
    let mut seen = 0;
    for page in pages.iter().filter(|it| it.extension().is_some_and(|end| end == "html")) {
        let text = fs::read_to_string(page).unwrap();
        let ids: BTreeSet<&str> =
            text.split(" id=\"").skip(1).filter_map(|it| it.split('"').next()).collect();
        for link in text.split("href=\"").skip(1).filter_map(|it| it.split('"').next()) {
            seen += 1;
            let (file, part) = link.split_once('#').unwrap_or((link, ""));
            let there = page.parent().unwrap().join(file);
            let fits = if file.is_empty() { ids.contains(part) } else { there.exists() };
            assert!(fits, "{link} in {}", page.display());
        }
    }
    assert!(seen > 100);
}
