//! The command from outside: what it prints, where, and how it ends, for good input and bad.

// A test that cannot go on says so by panicking.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use common::{err, files, folder, json, keys, out, polemos, run, runs};
use serde_json::Value;
use std::fs;
use std::process::{Command, Stdio};

const WARS: [&str; 5] = ["cardassia", "empire-alliance", "lantern", "trafalgar", "two-ports"];

/// Asserts an exit code, an error that says what and what to do, and nothing on standard output.
fn refuses(args: &[&str], code: i32, says: &[&str]) {
    let output = run(args);
    let text = err(&output);
    assert_eq!(output.status.code(), Some(code), "{args:?}: {text}");
    assert!(out(&output).is_empty(), "{args:?} printed {}", out(&output));
    for words in says {
        assert!(text.contains(words), "{args:?} does not say “{words}”:\n{text}");
    }
    assert!(!text.contains("panicked"), "{text}");
}

#[test]
fn help_names_every_command() {
    let output = runs(&["--help"]);
    for command in [
        "run",
        "project",
        "runs",
        "fork",
        "continuities",
        "compare",
        "why",
        "battle",
        "map",
        "check",
        "evidence",
        "schema",
        "new",
        "validate",
        "diff",
        "list",
        "completions",
    ] {
        assert!(out(&output).contains(&format!("\n  {command} ")), "{command} is not in the help");
        assert_eq!(run(&[command, "--help"]).status.code(), Some(0));
    }
}

#[test]
fn what_cannot_be_used_ends_in_2() {
    refuses(&[], 2, &["Usage"]);
    refuses(&["fight"], 2, &["unrecognized subcommand"]);
    refuses(&["run"], 2, &["<WAR>"]);
    refuses(&["run", "lantren"], 2, &["No war of the library", "Did you mean `lantern`?"]);
    refuses(
        &["project", "empire-alliance:stalemate"],
        2,
        &["is a continuity", "polemos compare empire-alliance empire-alliance:stalemate --runs 400"],
    );
    refuses(&["run", "nowhere/lantern.toml"], 2, &["no scenario at nowhere/lantern.toml", "lantern"]);
    refuses(&["run", "two-ports", "--seed", "many"], 2, &["--seed"]);
    refuses(&["project", "two-ports", "--runs", "0"], 2, &["--runs"]);
    refuses(&["run", "two-ports", "--policy", "rage"], 2, &["no policy `rage`", "doctrine"]);
    refuses(&["run", "lantern", "--policy", "leage=historical"], 2, &["no coalition `leage`", "league"]);
    refuses(
        &["run", "two-ports", "--set", "rules.supply.scal=30 days"],
        2,
        &["rules.supply.scal", "Did you mean"],
    );
    refuses(&["run", "two-ports", "--set", "rules.supply.scale"], 2, &["sets nothing"]);
    refuses(&["run", "two-ports", "--set", "rules.supply.scale=purple"], 2, &["purple"]);
    refuses(&["run", "lantern", "--without", "first-stroke-of-luck"], 2, &["can be left out"]);
    refuses(&["run", "two-ports", "--from", "yesterday morning"], 2, &["not a date"]);
    refuses(&["run", "trafalgar", "--from", "1 January 1805"], 2, &["before the war"]);
    refuses(&["new", "My War!"], 2, &["cannot be the name", "my-war"]);
}

#[test]
fn bad_scenarios_end_in_65() {
    let folder = folder("bad");
    let write = |name: &str, bytes: &[u8]| {
        let path = folder.join(name);
        fs::write(&path, bytes).unwrap();
        path.display().to_string()
    };
    let mut noise: Vec<u8> = (0..10_u32 << 20).map(|n| (n.wrapping_mul(2_654_435_761) >> 24) as u8).collect();
    let bytes = write("noise.toml", &noise);
    noise.iter_mut().for_each(|byte| *byte = b' ' + *byte % 94);
    let letters = write("letters.toml", &noise);
    let empty = write("empty.toml", b"");
    let dangling = write(
        "dangling.toml",
        b"format = 1\n[faction.a]\n[faction.b]\n[place.x]\nowner = \"a\"\nlanes = { nowhere = \"3 days\" }\n",
    );
    let hollow = folder.join("hollow");
    fs::create_dir_all(&hollow).unwrap();
    let hollow = hollow.display().to_string();
    for (file, says) in [
        (&bytes, "UTF-8"),
        (&letters, "error"),
        (&empty, "error"),
        (&dangling, "nowhere"),
        (&hollow, "no .toml file"),
    ] {
        for command in ["run", "project", "map"] {
            refuses(&[command, file], 65, &[says]);
        }
    }
    let check = run(&["check", &dangling, "--format", "json"]);
    assert_eq!(check.status.code(), Some(65));
    let json = json(&check);
    assert_eq!(json["playable"], false);
    assert!(json["diagnostics"].as_array().is_some_and(|list| !list.is_empty()));
}

#[test]
fn every_war_of_the_library_is_told_on_one_page() {
    for war in WARS {
        for seed in ["1", "7"] {
            let output = runs(&["run", war, "--seed", seed]);
            let text = out(&output);
            assert!(text.lines().count() <= 80, "{war} takes {} lines", text.lines().count());
            for line in text.lines() {
                assert!(line.chars().count() <= 80, "{war}: {line}");
            }
            assert!(!text.contains('\x1b'), "no colours in a pipe");
            assert!(text.contains(&format!("seed {seed} ")), "the seed is printed");
            assert!(text.contains("\nNext:  polemos project "));
        }
    }
}

#[test]
fn colours_are_for_terminals_and_those_who_force_them() {
    let forced = polemos().args(["run", "two-ports"]).env("CLICOLOR_FORCE", "1").output().unwrap();
    assert!(out(&forced).contains('\x1b'));
    let refused = polemos()
        .args(["run", "two-ports"])
        .env("CLICOLOR_FORCE", "1")
        .env("NO_COLOR", "1")
        .output()
        .unwrap();
    assert!(!out(&refused).contains('\x1b'));
}

#[test]
fn one_seed_one_history() {
    let digest = |args: &[&str]| {
        let output = runs(args);
        out(&output).trim().to_owned()
    };
    let first = digest(&["run", "lantern", "--seed", "3", "--digest"]);
    assert_eq!(first.len(), 64);
    assert_eq!(first, digest(&["run", "lantern", "--seed", "3", "--digest"]));
    assert_ne!(first, digest(&["run", "lantern", "--seed", "4", "--digest"]));
    let report = json(&run(&["run", "lantern", "--seed", "3", "--format", "json"]));
    assert_eq!(report["digest"], first.as_str(), "recorded or not");
}

#[test]
fn histories_are_compared() {
    let same = run(&["diff", "two-ports", "--seed", "2"]);
    assert!(out(&same).contains("are the same"), "{}", out(&same));
    let other = run(&["diff", "two-ports", "--seed", "2", "--with-seed", "3"]);
    assert!(out(&other).contains("part in tick"), "{}", out(&other));
    assert!(out(&other).contains("They differ in: "), "{}", out(&other));
}

#[test]
fn threads_do_not_show() {
    let project = |jobs: &str| {
        let output = run(&["project", "lantern", "--runs", "40", "--jobs", jobs, "--format", "json"]);
        let mut json = json(&output);
        json["elapsed_s"] = 0.into();
        json
    };
    let one = project("1");
    assert_eq!(one["runs"], 40);
    assert_eq!(one, project("3"));
}

#[test]
fn runs_are_written_one_a_row() {
    let file = folder("rows").join("runs.csv");
    let path = file.display().to_string();
    let output = runs(&["project", "two-ports", "--runs", "25", "--runs-out", &path]);
    assert!(out(&output).lines().all(|line| line.chars().count() <= 80), "{}", out(&output));
    let text = fs::read_to_string(&file).unwrap();
    let rows: Vec<Vec<&str>> = text.lines().map(|line| line.split(',').collect()).collect();
    assert_eq!(rows.len(), 26);
    assert!(rows.iter().all(|row| row.len() == rows[0].len()));
    assert_eq!(&rows[0][..6], ["replication", "ending", "victor", "loser", "grade", "day"]);
    assert!(rows[1..].iter().enumerate().all(|(row, cells)| cells[0] == row.to_string()));
}

#[test]
fn a_row_can_be_played_again() {
    let file = folder("again").join("runs.csv");
    let path = file.display().to_string();
    run(&["project", "two-ports", "--runs", "5", "--runs-out", &path]);
    let text = fs::read_to_string(&file).unwrap();
    let row: Vec<&str> = text.lines().nth(4).unwrap().split(',').collect();
    let output = run(&["run", "two-ports", "--replication", row[0], "--format", "json"]);
    let json = json(&output);
    assert_eq!(json["ending"]["kind"], row[1]);
    assert_eq!(json["days"].as_f64(), row[5].parse().ok());
}

#[test]
fn a_file_is_written_whole_or_not_at_all() {
    let folder = folder("whole");
    let path = folder.join("missing").join("runs.csv").display().to_string();
    let output = run(&["project", "two-ports", "--runs", "2", "--runs-out", &path]);
    assert_eq!(output.status.code(), Some(2));
    assert!(err(&output).contains("could not be written"), "{}", err(&output));
    let good = folder.join("map.svg").display().to_string();
    assert_eq!(run(&["map", "lantern", "--svg", &good]).status.code(), Some(0));
    assert_eq!(files(&folder), ["map.svg"], "nothing else is left behind");
}

#[test]
fn a_new_war_can_be_played_and_is_never_written_over() {
    let folder = folder("new");
    let here = |args: &[&str]| polemos().args(args).current_dir(&folder).output().unwrap();
    let made = here(&["new", "my-war"]);
    assert_eq!(made.status.code(), Some(0), "{}", err(&made));
    let played = here(&["run", "my-war.toml"]);
    assert_eq!(played.status.code(), Some(0), "{}", err(&played));
    fs::write(folder.join("my-war.toml"), "mine").unwrap();
    assert_eq!(here(&["new", "my-war"]).status.code(), Some(2));
    assert_eq!(fs::read_to_string(folder.join("my-war.toml")).unwrap(), "mine");
}

#[test]
fn schemas_are_json_and_declare_what_is_printed() {
    for (of, args) in [
        ("run", ["run", "two-ports", "--format", "json"].as_slice()),
        ("project", &["project", "two-ports", "--runs", "3", "--format", "json"]),
    ] {
        let schema = json(&run(&["schema", "--of", of]));
        let value = json(&run(args));
        assert_eq!(keys(&schema["properties"]), keys(&value), "{of}");
    }
    let scenario = json(&run(&["schema"]));
    assert!(scenario["properties"].is_object());
}

/// Where a value differs from a schema, if it does: types, constants, required keys, undeclared keys of closed
/// objects; enough of JSON Schema for what is published here.
fn misfit(root: &Value, schema: &Value, value: &Value, at: &str) -> Option<String> {
    if let Some(name) = schema["$ref"].as_str() {
        let target =
            root.pointer(name.trim_start_matches('#')).unwrap_or_else(|| panic!("{name} is missing"));
        if let Some(wrong) = misfit(root, target, value, at) {
            return Some(wrong);
        }
    }
    for choice in ["oneOf", "anyOf"] {
        let Some(options) = schema[choice].as_array() else { continue };
        let fitting = options.iter().filter(|option| misfit(root, option, value, at).is_none()).count();
        if fitting == 0 || (choice == "oneOf" && fitting > 1) {
            return Some(format!("{at}: {fitting} of {choice} fit"));
        }
    }
    if let Some(fixed) = schema.get("const").filter(|fixed| *fixed != value) {
        return Some(format!("{at}: not {fixed}"));
    }
    let is = |name: &str| match name {
        "object" => value.is_object(),
        "array" => value.is_array(),
        "string" => value.is_string(),
        "integer" => value.is_i64() || value.is_u64(),
        "number" => value.is_number(),
        "boolean" => value.is_boolean(),
        "null" => value.is_null(),
        other => panic!("a type {other}"),
    };
    let types: Vec<&str> = match &schema["type"] {
        Value::String(one) => vec![one],
        Value::Array(many) => many.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    };
    if !types.is_empty() && !types.into_iter().any(is) {
        return Some(format!("{at}: {value} is of another type"));
    }
    let needed = schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str);
    for key in needed {
        if value.get(key).is_none() {
            return Some(format!("{at}: no {key}"));
        }
    }
    let parts: Vec<(String, &Value, &Value)> = match value {
        Value::Object(map) => map
            .iter()
            .filter_map(|(key, part)| {
                let own = schema["properties"].get(key).or_else(|| schema.get("additionalProperties"))?;
                Some((format!("{at}.{key}"), own, part))
            })
            .collect(),
        Value::Array(list) => list
            .iter()
            .enumerate()
            .filter_map(|(row, part)| Some((format!("{at}[{row}]"), schema.get("items")?, part)))
            .collect(),
        _ => Vec::new(),
    };
    parts
        .into_iter()
        .filter(|(_, own, _)| own.is_object())
        .find_map(|(at, own, part)| misfit(root, own, part, &at))
}

#[test]
fn what_is_printed_fits_its_schema() {
    for (of, args) in [
        ("run", ["run", "lantern", "--seed", "3", "--format", "json"].as_slice()),
        ("run", &["run", "cardassia", "--format", "json"]),
        ("project", &["project", "cardassia", "--runs", "5", "--format", "json"]),
        ("battle", &["battle", "trafalgar", "--at", "off-cadiz", "--format", "json"]),
        (
            "battle",
            &["battle", "--scene", "homeworld", "--ships", "600", "--steps", "200", "--format", "json"],
        ),
    ] {
        let schema = json(&run(&["schema", "--of", of]));
        let mut value = json(&run(args));
        assert_eq!(misfit(&schema, &schema, &value, of), None);
        // The check itself can fail: an entry without its number does not fit.
        if of == "run" {
            value["chronicle"][1].as_object_mut().unwrap().remove("seq");
            assert!(misfit(&schema, &schema, &value, of).is_some());
        }
    }
}

#[test]
fn entries_say_what_happened_without_prose() {
    let report = json(&run(&["run", "lantern", "--seed", "3", "--format", "json"]));
    let entries = report["chronicle"].as_array().unwrap();
    let of = |kind: &str| entries.iter().filter(|it| it["kind"] == kind).collect::<Vec<_>>();
    assert!(!of("decided").is_empty() && !of("departed").is_empty());
    for entry in of("battle") {
        assert!(
            entry["sides"][0]["coalition"].is_string() && entry["sides"][1]["units"].is_object(),
            "{entry}"
        );
    }
    let ended = of("ended");
    assert_eq!(ended.len(), 1);
    assert_eq!(ended[0]["ending"], report["ending"]["kind"]);
}

#[test]
fn a_war_is_held_against_its_source() {
    let args = ["check", "cardassia", "--against-source", "--runs", "3"];
    let text = out(&run(&args));
    assert!(text.contains("against its source") && text.contains("historical"), "{text}");
    assert!(text.lines().all(|line| line.chars().count() <= 80), "{text}");
    let json = json(&run(&[&args[..], &["--format", "json"]].concat()));
    let facts = json["facts"].as_array().unwrap();
    assert!(facts.len() > 20);
    for fact in facts {
        assert_eq!(fact["historical"].is_null(), fact["doctrine"].is_null(), "{fact}");
        assert!(fact["historical"].is_null() || fact["historical"]["count"].as_u64() <= Some(3), "{fact}");
    }
    refuses(&["check", "two-ports", "--against-source"], 2, &["no fact ledger", "[[fact]]"]);
    refuses(&["check", "two-ports", "--runs", "3"], 2, &["--against-source"]);
}

/// Every ship of either side has a fate, and the shares of classes and fates are the same ships.
#[test]
fn a_battle_of_a_war_adds_up() {
    let folder = folder("battle");
    let (replay, picture) = (folder.join("b.plmr"), folder.join("b.svg"));
    let args = ["battle", "trafalgar", "--at", "off-cadiz", "--format", "json"];
    let plain = run(&args);
    assert_eq!(plain.status.code(), Some(0), "{}", err(&plain));
    let kept = ["--replay", replay.to_str().unwrap(), "--svg", picture.to_str().unwrap(), "--jobs", "2"];
    let recorded: Value = serde_json::from_slice(&run(&[&args[..], &kept].concat()).stdout).unwrap();
    let report: Value = serde_json::from_slice(&plain.stdout).unwrap();
    assert_eq!(report["digest"], recorded["digest"], "recording changes the battle");
    for side in 0..2 {
        let id = &report["sides"][side]["id"];
        let fates = report["fates"].as_array().unwrap().iter().filter(|fate| &fate["side"] == id);
        let told: u64 = fates.map(|fate| fate["ships"].as_u64().unwrap()).sum();
        assert_eq!(told, report["ships"][side].as_u64().unwrap());
    }
    assert!(fs::read(&replay).unwrap().starts_with(b"PLMR"));
    assert!(fs::read_to_string(&picture).unwrap().trim_end().ends_with("</svg>"));
    let text = out(&run(&["battle", "trafalgar", "--at", "off-cadiz"]));
    assert!(
        text.contains("Strength on the field") && text.lines().all(|line| line.chars().count() <= 80),
        "{text}"
    );
    refuses(&["battle", "trafalgar", "--at", "off-cadis"], 2, &["no place", "off-cadiz"]);
    refuses(&["battle", "two-ports"], 2, &["--at"]);
    refuses(&["battle"], 2, &["<WAR>"]);
    refuses(&["battle", "trafalgar", "--at", "off-cadiz", "--on", "3 Octobr"], 2, &["not a date"]);
    refuses(&["battle", "--scene", "duel", "--on", "1 May 2400"], 2, &["--on"]);
}

#[test]
fn maps_fit_the_terminal() {
    for war in WARS {
        let text = out(&run(&["map", war]));
        assert!(text.lines().count() <= 24, "{war}: {} rows", text.lines().count());
        assert!(text.lines().all(|line| line.chars().count() <= 80), "{text}");
    }
}

#[test]
fn a_reader_who_leaves_is_no_error() {
    let mut child = polemos()
        .args(["run", "lantern", "--detail"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(0));
    assert!(err(&output).is_empty(), "{}", err(&output));
}

#[cfg(unix)]
#[test]
fn an_interrupt_keeps_what_is_finished() {
    let mut child = polemos()
        .args(["project", "lantern", "--runs", "10000000", "--jobs", "1", "--format", "json"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    std::thread::sleep(std::time::Duration::from_secs(3));
    let sent = Command::new("kill").args(["-INT", &child.id().to_string()]).status();
    if !sent.is_ok_and(|status| status.success()) {
        child.kill().unwrap();
        child.wait().unwrap();
        println!("skipped: no kill command here");
        return;
    }
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", err(&output));
    assert!(err(&output).contains("stopped: the first "), "{}", err(&output));
    let json = json(&output);
    assert!(json["runs"].as_u64().is_some_and(|runs| runs > 0 && runs < 10_000_000));
}

#[test]
fn the_library_is_listed_and_completions_are_printed() {
    let list = out(&run(&["list"]));
    assert!(WARS.iter().all(|war| list.lines().any(|line| line.starts_with(war))), "{list}");
    assert!(out(&run(&["completions", "bash"])).contains("polemos"));
}
