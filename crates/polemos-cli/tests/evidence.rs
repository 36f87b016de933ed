//! `polemos evidence` from outside: the page with its picture, the JSON with its schema, and how it ends when stopped.

// A test that cannot go on says so by panicking.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use common::{err, files, folder, json, keys, out, polemos, run, runs};
use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

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
[[turn]]
id = "tide"
line = 3
says = "Whether it sails | with the tide"
courses = [{ says = "it sails", when = "sailed" }, { says = "it waits", when = 'decision.sortie.chosen == "wait"' }]
[[turn]]
id = "fight"
says = "What it meets at the skerries"
given = "sailed"
courses = [{ says = "nobody, twice over", when = 'battles_at.skerries < 0' }]
otherwise = "what it meets"
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

/// A fresh folder of a test's own, with the scenario in it.
fn scenario(name: &str) -> (PathBuf, String) {
    let folder = folder(name);
    let war =
        fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../../scenarios/two-ports.toml"));
    let file = folder.join("two-ports.toml");
    fs::write(&file, war.unwrap() + ENTRIES).unwrap();
    (folder, file.display().to_string())
}

#[test]
fn the_page_and_its_picture_are_written_together() {
    let (folder, war) = scenario("evidence-page");
    let docs = folder.join("docs").display().to_string();
    let args = ["evidence", &war, "--runs", "12", "--designs", "4", "--design-runs", "6", "--out", &docs];
    let output = runs(&args);
    assert!(output.stdout.is_empty(), "the page goes to its file");
    assert_eq!(files(&folder.join("docs")), ["two-ports.md", "two-ports.svg"]);
    let page = fs::read_to_string(folder.join("docs/two-ports.md")).unwrap();
    let heads: Vec<&str> = page.lines().filter(|line| line.starts_with("## ")).collect();
    assert_eq!(
        heads,
        [
            "## How it ends",
            "## Where it could turn",
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
        "| Whether it sails \\| with the tide (line 3) | it sails | **100 % (76–100)** |",
        "|  | it waits | 0 % (0–24) |",
        "| What it meets at the skerries | *came to it* | *100 %* |",
        "|  | what it meets | **100 % (76–100)** |",
        "At 1 of 2 turns the source's course is the commonest on the historical path",
        "it is not at “What it meets at the skerries” (commonest: what it meets).",
        "| Whether it sails \\| with the tide | it sails | 100 % (51–100) | 100 % |",
        "stays the commonest in at least 0 % of designs at every turn; least often at “What it meets at the \
         skerries”, in 0 of 4.",
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
    run(&args);
    assert_eq!(
        fs::read_to_string(folder.join("docs/two-ports.md")).unwrap(),
        first,
        "made again, it is the same"
    );
}

/// Where play goes on when a war ends, what ends are its wars.
#[test]
fn the_page_of_a_saga_tells_its_wars_and_turns() {
    let (_, war) = scenario("evidence-saga");
    let saga = r#"
end = "12 years"
tick = "1 week"
[[turn]]
id = "peace"
says = "Whether the first war ends"
courses = [{ says = "it does", when = "war.first_sound_war.ended" }]
[saga]
at-war = ["amberwick", "saltholm"]
[series.sound-wars]
name = "Sound War"
between = ["ambers", "salters"]
wars = [{ id = "first-sound-war" }, { id = "second-sound-war", name = "War of the Herring", article = true }]
"#;
    let text = fs::read_to_string(&war).unwrap();
    let (head, tables) = text.split_once("\n[faction]\n").unwrap();
    let (top, more) = saga.split_once("[[turn]]").unwrap();
    let text = format!("{head}\n{top}[faction]\n{tables}\n[[turn]]{more}");
    fs::write(&war, text).unwrap();
    let args = ["evidence", &war, "--runs", "16", "--designs", "4", "--design-runs", "6"];
    let page = out(&runs(&args));
    let section = |title: &str| {
        let after = page.split_once(&format!("## {title}\n")).unwrap_or_else(|| panic!("{title}: {page}")).1;
        after.split("\n## ").next().unwrap().to_owned()
    };
    let ends = section("How it ends");
    for words in [
        "| First Sound War | *fought in* | 100 % (81–100) | 100 % (81–100) |",
        "| War of the Herring | *fought in* |",
        "|  | *lasted* | ",
        "Of the 2 wars that have an id, ",
    ] {
        assert!(ends.contains(words), "it does not say “{words}”:\n{ends}");
    }
    assert!(ends.contains("surrender") || ends.contains("conquers") || ends.contains("Armistice"), "{ends}");
    let varied = section("Not tuned");
    assert!(varied.contains("| Whether the first war ends | it does |"), "{varied}");
    assert!(!varied.contains("Undecided") && !varied.contains("commonest ending"), "{varied}");
    let told = json(&runs(&[&args[..], &["--format", "json"]].concat()));
    assert_eq!(told["historical"]["wars"][0]["id"], "first-sound-war");
    assert_eq!(told["historical"]["wars"][0]["fought"]["count"], 16);
    let projected = out(&runs(&["project", &war, "--runs", "40"]));
    assert!(
        projected.contains("How its wars end") && projected.contains("  First Sound War  "),
        "{projected}"
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
    runs(&[&args[..], &[&path]].concat());
    let told: Value = serde_json::from_slice(&fs::read(&file).unwrap()).unwrap();
    let schema = json(&run(&["schema", "--of", "evidence"]));
    assert_eq!(keys(&told), keys(&schema["properties"]));
    assert_eq!(told["removals"][0]["doctrine"]["runs"], 6);
    assert_eq!(told["turns"][0]["historical"]["courses"][0]["count"], 6);
    assert_eq!(told["turns"][0]["courses"][2]["when"], Value::Null);
    assert_eq!(told["design"]["turns"][0]["same"]["count"], 4);
    assert_eq!(told["comparisons"][0]["a"]["changes"][0], "--choose sortie=wait");
    assert_eq!(told["facts"][2]["historical"], Value::Null);
    assert!(told["design"]["weights"].as_array().is_some_and(|it| it.len() == 5));
    let alone = run(&args[..args.len() - 1]);
    assert_eq!(json(&alone), told, "printed where no file is named");
}

#[test]
fn a_decision_can_be_settled_on_the_command_line() {
    let (_, war) = scenario("evidence-choose");
    let chosen = |args: &[&str]| {
        let output = runs(&[&["project", &war, "--runs", "8", "--format", "json"], args].concat());
        let told = json(&output);
        let decisions = told["decisions"].as_array().unwrap();
        decisions.iter().find(|it| it["id"] == "sortie").unwrap()["options"].clone()
    };
    assert_eq!(chosen(&["--choose", "sortie=sail"])["sail"], 1.0);
    assert_eq!(chosen(&["--choose", "sortie=wait", "--policy", "historical"])["wait"], 1.0);
    let refused = run(&["run", &war, "--choose", "sortie=flee"]);
    assert_eq!(refused.status.code(), Some(2));
    assert!(err(&refused).contains("no option `flee`"));
}

#[cfg(unix)]
#[test]
fn interrupted_it_leaves_nothing() {
    let (folder, war) = scenario("evidence-stopped");
    let docs = folder.join("docs").display().to_string();
    let args = ["evidence", &war, "--runs", "500000", "--out", &docs];
    let mut child = polemos().args(args).stderr(Stdio::piped()).spawn().unwrap();
    std::thread::sleep(std::time::Duration::from_millis(700));
    let killed = Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap();
    assert!(killed.success());
    assert_eq!(child.wait().unwrap().code(), Some(75));
    assert!(!folder.join("docs").exists(), "nothing was written");
}
