//! The arrows of docs/architecture.md, and what the engine must not do.
#![allow(clippy::expect_used, clippy::unwrap_used, clippy::panic)] // a test that cannot go on has failed

use std::fs;
use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// Crates from the foundation up, with those of the workspace that each may use.
const ALLOWED: [(&str, &[&str]); 12] = [
    ("polemos-chance", &[]),
    ("polemos-war", &["polemos-chance"]),
    ("polemos-chronicle", &["polemos-war", "polemos-chance"]),
    ("polemos-battle", &["polemos-chance"]),
    ("polemos-campaign", &["polemos-battle", "polemos-chronicle", "polemos-war", "polemos-chance"]),
    (
        "polemos-study",
        &["polemos-battle", "polemos-campaign", "polemos-chronicle", "polemos-war", "polemos-chance"],
    ),
    ("polemos-scenario", &["polemos-war", "polemos-chance"]),
    ("polemos-record", &["polemos-war"]),
    ("polemos-almanac", &["polemos-chronicle", "polemos-record", "polemos-war"]),
    (
        "polemos",
        &[
            "polemos-almanac",
            "polemos-battle",
            "polemos-campaign",
            "polemos-chance",
            "polemos-chronicle",
            "polemos-record",
            "polemos-scenario",
            "polemos-study",
            "polemos-war",
        ],
    ),
    ("polemos-store", &[]),
    ("polemos-cli", &["polemos", "polemos-store"]),
];

#[test]
fn arrows_only_point_up_the_table() {
    let mut seen = 0;
    for (name, allowed) in ALLOWED {
        let manifest =
            fs::read_to_string(root().join("crates").join(name).join("Cargo.toml")).expect("a manifest");
        let dependencies = manifest.split("[dependencies]").nth(1).unwrap_or("");
        let dependencies = dependencies.split("\n[").next().unwrap_or("");
        for line in dependencies.lines().filter(|line| line.starts_with("polemos")) {
            let used = line.split(['.', ' ', '=']).next().unwrap_or("");
            assert!(allowed.contains(&used), "{name} must not use {used}");
            seen += 1;
        }
    }
    assert!(seen > 15, "only {seen} arrows were found");
    let crates = fs::read_dir(root().join("crates")).expect("crates").count();
    assert_eq!(crates, ALLOWED.len(), "a crate is missing from the table");
}

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a folder").flatten() {
        let path = entry.path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|e| e == "rs") {
            found.push(path);
        }
    }
}

#[test]
fn the_engine_has_no_files_clocks_threads_terminals_or_names_from_scenarios() {
    let engine = ["chance", "war", "chronicle", "battle", "campaign"];
    let forbidden =
        ["std::fs", "std::time", "std::thread", "std::env::", "std::process", "std::net", "println!"];
    let names = ["cardassia", "dominion", "klingon", "trafalgar", "villeneuve", "terran"];
    let mut files = Vec::new();
    for name in engine {
        sources(&root().join(format!("crates/polemos-{name}/src")), &mut files);
    }
    assert!(files.len() > 30, "only {} files were found", files.len());
    for file in files {
        // The checks against published results name the battles that these are about.
        if file.components().any(|part| part.as_os_str() == "validate") {
            continue;
        }
        let text = fs::read_to_string(&file).expect("a source file");
        let code = text.split("#[cfg(test)]").next().unwrap_or("");
        for word in forbidden {
            assert!(!code.contains(word), "{} uses {word}", file.display());
        }
        // Comments may cite history; code may not know it.
        let bare: String =
            code.lines().filter(|l| !l.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n");
        for name in names {
            assert!(!bare.to_lowercase().contains(name), "{} knows the name {name}", file.display());
        }
    }
}
