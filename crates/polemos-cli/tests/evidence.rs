//! `polemos evidence` from outside: the page with its picture, the JSON with its schema, and how it ends when stopped.

// A test that cannot go on says so by panicking.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// The two ports with entries of every kind.
const ENTRIES: &str = r#"
[decision.sortie]
name = "The sortie"
coalition = "ambers"
person = "aldith"
from = "10 days"
default = "wait"
historical = "sail"
[decision.sortie.option.sail]
effects = [{ posture = "offensive" }]
[decision.sortie.option.wait]
effects = [{ posture = "hold" }]
[[fact]]
id = "sailed"
line = 3
says = "Amberwick sailed | with the tide."
expect = 'decision.sortie.chosen == "sail"'
[[fact]]
id = "named"
says = "It was the war of two ports."
record = { name = "War of the two ports" }
[[fact]]
id = "grim"
says = "The mood was grim."
[measure.fleet]
says = "ships of Amberwick a month after the choice"
value = 'coalition.ambers.ships'
at = "30 days after decision.sortie"
[[link]]
id = "sailing"
says = "Who sails fights at the skerries."
from = "sailed"
to = 'battles_at.skerries > 0'
[[removal]]
without = "osric"
says = "share of runs that Amberwick wins"
response = 'ending.victor == "ambers"'
expect = "rises"
because = "no one commands the other side"
[[comparison]]
id = "sailing"
says = "battles at the skerries"
value = 'battles_at.skerries'
a = { name = "waits", choose = "sortie=wait" }
b = { name = "sails", choose = "sortie=sail" }
expect = "rises"
because = "the fleet that waits meets no one"
"#;

fn polemos(args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_polemos")).args(args).output().unwrap()
}

/// A fresh folder of a test's own, with the scenario in it.
fn scenario(name: &str) -> (PathBuf, String) {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    let war =
        fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../../scenarios/two-ports.toml"));
    let file = folder.join("two-ports.toml");
    fs::write(&file, war.unwrap() + ENTRIES).unwrap();
    (folder, file.display().to_string())
}

/// Names of files in a folder, sorted.
fn files(folder: &Path) -> Vec<String> {
    let all = fs::read_dir(folder).unwrap().map(|it| it.unwrap().file_name().into_string().unwrap());
    let mut names: Vec<String> = all.collect();
    names.sort();
    names
}

#[test]
fn the_page_and_its_picture_are_written_together() {
    let (folder, war) = scenario("evidence-page");
    let docs = folder.join("docs").display().to_string();
    let args = ["evidence", &war, "--runs", "12", "--designs", "4", "--design-runs", "6", "--out", &docs];
    let output = polemos(&args);
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    assert!(output.stdout.is_empty(), "the page goes to its file");
    assert_eq!(files(&folder.join("docs")), ["two-ports.md", "two-ports.svg"]);
    let page = fs::read_to_string(folder.join("docs/two-ports.md")).unwrap();
    let heads: Vec<&str> = page.lines().filter(|line| line.starts_with("## ")).collect();
    assert_eq!(
        heads,
        [
            "## How it ends",
            "## What the source says",
            "## What was measured",
            "## The chain of causes",
            "## One thing changed",
            "## Each part taken away",
            "## Not tuned",
            "## One run",
        ]
    );
    for words in [
        "--runs 12 --designs 4 --design-runs 6 --seed 1`",
        "Amberwick sailed \\| with the tide. | 100 % (76–100) |",
        "It was the war of two ports. † | 100 %",
        "Without a mechanism is: “The mood was grim”.",
        "| Osric | share of runs that Amberwick wins | rises |",
        "(two-ports.svg)",
    ] {
        assert!(page.contains(words), "the page does not say “{words}”:\n{page}");
    }
    // A table has as many cells in each row as in its head, and a sentence before and after it.
    let lines: Vec<&str> = page.lines().collect();
    let cells = |line: &str| line.replace("\\|", "").matches('|').count();
    for (at, line) in lines.iter().enumerate().filter(|(_, line)| line.starts_with("|---")) {
        assert!(
            !lines[at - 3].is_empty() && !lines[at - 3].starts_with(['|', '#']),
            "nothing stands before {line}"
        );
        let rows: Vec<&&str> = lines[at + 1..].iter().take_while(|row| row.starts_with('|')).collect();
        assert!(rows.iter().all(|row| cells(row) == cells(line)), "{rows:#?}");
        assert!(lines[at + rows.len() + 1].is_empty() && !lines[at + rows.len() + 2].is_empty(), "{line}");
    }
    let picture = fs::read_to_string(folder.join("docs/two-ports.svg")).unwrap();
    assert!(picture.starts_with("<svg ") && picture.trim_end().ends_with("</svg>"));
    assert!(picture.matches("<polyline").count() >= 8, "lines of both sides");
    assert!(picture.contains("prefers-color-scheme: dark") && !picture.contains("NaN"));
    assert!(!picture.contains("href") && !picture.contains("url("), "it stands alone");
    let first = page.clone();
    polemos(&args);
    assert_eq!(
        fs::read_to_string(folder.join("docs/two-ports.md")).unwrap(),
        first,
        "made again, it is the same"
    );
}

#[test]
fn the_json_declares_what_is_there() {
    let (folder, war) = scenario("evidence-json");
    let file = folder.join("out.json");
    let path = file.display().to_string();
    let args = [
        "evidence",
        &war,
        "--runs",
        "6",
        "--designs",
        "4",
        "--design-runs",
        "4",
        "--format",
        "json",
        "--out",
    ];
    let output = polemos(&[&args[..], &[&path]].concat());
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    let json: Value = serde_json::from_slice(&fs::read(&file).unwrap()).unwrap();
    let schema: Value = serde_json::from_slice(&polemos(&["schema", "--of", "evidence"]).stdout).unwrap();
    let keys = |value: &Value| value.as_object().unwrap().keys().cloned().collect::<Vec<String>>();
    let mut declared = keys(&schema["properties"]);
    let mut there = keys(&json);
    declared.sort();
    there.sort();
    assert_eq!(there, declared);
    assert_eq!(json["removals"][0]["doctrine"]["runs"], 6);
    assert_eq!(json["comparisons"][0]["a"]["changes"][0], "--choose sortie=wait");
    assert_eq!(json["facts"][2]["historical"], Value::Null);
    assert!(json["design"]["weights"].as_array().is_some_and(|it| it.len() == 5));
    let alone = polemos(&args[..args.len() - 1]);
    assert_eq!(
        serde_json::from_slice::<Value>(&alone.stdout).unwrap(),
        json,
        "printed where no file is named"
    );
}

#[test]
fn a_decision_can_be_settled_on_the_command_line() {
    let (_, war) = scenario("evidence-choose");
    let chosen = |args: &[&str]| {
        let output = polemos(&[&["project", &war, "--runs", "8", "--format", "json"], args].concat());
        assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
        let json: Value = serde_json::from_slice(&output.stdout).unwrap();
        let decisions = json["decisions"].as_array().unwrap();
        decisions.iter().find(|it| it["id"] == "sortie").unwrap()["options"].clone()
    };
    assert_eq!(chosen(&["--choose", "sortie=sail"])["sail"], 1.0);
    assert_eq!(chosen(&["--choose", "sortie=wait", "--policy", "historical"])["wait"], 1.0);
    let refused = polemos(&["run", &war, "--choose", "sortie=flee"]);
    assert_eq!(refused.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&refused.stderr).contains("no option `flee`"));
}

#[cfg(unix)]
#[test]
fn interrupted_it_leaves_nothing() {
    let (folder, war) = scenario("evidence-stopped");
    let docs = folder.join("docs").display().to_string();
    let args = ["evidence", &war, "--runs", "500000", "--out", &docs];
    let mut child = Command::new(env!("CARGO_BIN_EXE_polemos"))
        .args(args)
        .stderr(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    std::thread::sleep(std::time::Duration::from_millis(700));
    let killed = Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap();
    assert!(killed.success());
    assert_eq!(child.wait().unwrap().code(), Some(75));
    assert!(!folder.join("docs").exists(), "nothing was written");
}
