//! The documentation says what is so: its war is one after every step, its reference is that of the definitions,
//! and every example in it is understood.
//!
//! `POLEMOS_BLESS=1 cargo test -p polemos-scenario --test docs` writes the reference anew.

#![allow(clippy::unwrap_used, reason = "a test that cannot read its files should stop")]

use polemos_scenario::{Diagnostic, Severity, SourceFile, check, reference, schema};
use std::fs;
use std::path::{Path, PathBuf};

const MARKER: &str = "<!-- From here on the text is made from the definitions in polemos-scenario. -->\n\n";

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn page() -> String {
    fs::read_to_string(root().join("docs/scenario.md")).unwrap()
}

#[test]
fn the_reference_in_the_page_is_that_of_the_definitions() {
    let page = page();
    let (before, after) = page.split_once(MARKER).unwrap();
    if std::env::var_os("POLEMOS_BLESS").is_some() {
        fs::write(root().join("docs/scenario.md"), format!("{before}{MARKER}{}", reference())).unwrap();
        return;
    }
    assert!(after == reference(), "the reference is out of date: run with POLEMOS_BLESS=1");
}

#[test]
fn the_war_of_the_tutorial_is_sound_after_every_step() {
    let page = page();
    let tutorial = page.split_once(MARKER).unwrap().0;
    let steps = tutorial.split("```toml\n").skip(1).map(|rest| rest.split("```").next().unwrap());
    let mut war = String::new();
    let mut count = 0;
    let (mut name, mut wars) = ("two-suns.toml", 0);
    for step in steps {
        // One that gives a name begins a war of its own, in a file that the text before it names.
        if step.starts_with("name = ") {
            wars += 1;
            name = if wars == 1 { "two-suns.toml" } else { "three-rivers.toml" };
            assert!(tutorial.contains(&format!("`{name}`")), "{name}");
            war.clear();
        }
        war.push_str(step);
        war.push('\n');
        let checked = check(&[SourceFile::new(name, war.clone())]);
        assert_eq!(checked.diagnostics, [], "after the step\n{step}");
        count += 1;
    }
    assert!(count >= 9 && wars == 2, "{count} steps, {wars} wars");
    let first = tutorial.split("```toml\n").nth(1).unwrap().split("```").next().unwrap();
    assert!(!first.bytes().any(|byte| byte.is_ascii_digit()), "the first war has a numeral");
}

/// Tables that stand in a line of another, as `reference` calls them: how a line with one is written.
fn in_context(header: &str, example: &str) -> String {
    match header {
        "" => example.to_owned(),
        "members = [{ … }]" => format!("[coalition.example]\n{}", header.replace('…', example)),
        "wars = [{ … }]" => format!("[series.example]\n{}", header.replace('…', example)),
        "months = [{ … }]" => format!("[calendar.example]\n{}", header.replace('…', example)),
        "historical = [{ … }]" => format!("[posture.league]\n{}", header.replace('…', example)),
        "KEY = { value = … }" => format!("[faction.example]\n{example}"),
        "[[force.ID.unit]]" => {
            format!("[force.example]\nfaction = \"kelmar\"\n[[force.example.unit]]\n{example}")
        }
        "weapon = [{ … }]" => format!("[class.example.action]\n{}", header.replace('…', example)),
        "courses = [{ … }]" => format!("[[turn]]\nid = \"example\"\n{}", header.replace('…', example)),
        "record = { … }" => {
            format!("[[fact]]\nid = \"example\"\nsays = \"x\"\n{}", header.replace('…', example))
        }
        "b = { … }" => {
            let variant = header.replace('…', &format!("name = \"x\", {example}"));
            let variant = variant.replace("name = \"x\", name", "name");
            format!("[[comparison]]\nid = \"example\"\n{variant}")
        }
        "[decision.ID.option.ID]" => format!("[decision.sortie.option.example]\n{example}"),
        "[posture.ID]" => format!("[posture.league]\n{example}"),
        other => format!("{}\n{example}", other.replace("ID", "example")),
    }
}

/// What an example that stands alone may lack or clash with.
const INCOMPLETE: [&str; 6] =
    ["missing-key", "no-units", "too-few-options", "empty-belief", "capital-not-owned", "two-coalitions"];

fn faults(text: &str) -> Vec<Diagnostic> {
    let base = fs::read_to_string(root().join("tests/suite/base.toml")).unwrap();
    let more = "[lane.long-way]\nfrom = \"kelmar-prime\"\nto = \"tessa\"\n\
                [rebellion.uprising]\npeople = \"tessali\"\n\
                [[continuity]]\nid = \"late-sortie\"\n";
    // What belongs to a saga stands in one.
    let more = if text.starts_with("[saga]") { more.to_owned() } else { format!("{more}[saga]\n") };
    let files =
        [SourceFile::new("base", base), SourceFile::new("more", more), SourceFile::new("example", text)];
    let found = check(&files).diagnostics.into_iter();
    found.filter(|d| d.severity == Severity::Error && !INCOMPLETE.contains(&d.code)).collect()
}

#[test]
fn every_example_of_the_reference_is_understood() {
    let reference = reference();
    let mut header = String::new();
    let (mut keys, mut effects) = (0, 0);
    let mut lines = reference.lines().peekable();
    while let Some(line) = lines.next() {
        if let Some(title) = line.strip_prefix("### ") {
            header = if title == "The top of the file" {
                String::new()
            } else {
                title.trim_matches('`').to_owned()
            };
        }
        let Some(example) = lines.peek().and_then(|next| next.trim().strip_prefix('`')?.strip_suffix('`'))
        else {
            continue;
        };
        if !line.starts_with("- **`") {
            continue;
        }
        let text = match header.as_str() {
            "Effects" => {
                effects += 1;
                format!("[event.example]\neffects = [{example}]")
            }
            header => {
                keys += 1;
                in_context(header, example)
            }
        };
        let faults = faults(&text);
        assert!(faults.is_empty(), "{text}\n{faults:#?}");
    }
    assert!(keys > 150 && effects >= 20, "{keys} keys, {effects} effects");
}

#[test]
fn the_schema_knows_every_key_that_the_reference_has() {
    let schema = schema().to_string();
    for line in reference().lines().filter(|line| line.starts_with("- **`")) {
        let key = line.trim_start_matches("- **`").split('`').next().unwrap();
        let last = key.rsplit('.').next().unwrap();
        assert!(schema.contains(&format!("\"{last}\":")), "{key}");
    }
}
