//! `polemos record`, as one uses it.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // a test that cannot go on has failed

mod common;

use common::{err, folder, json, out, run, runs};
use std::fs;
use std::path::Path;

fn sample(name: &str) -> String {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../samples").join(name).display().to_string()
}

#[test]
fn a_page_is_read_and_written_again() {
    let place = folder("record-page");
    let page = sample("war-of-the-salt-road.wikitext");
    let told = out(&runs(&["record", "import", &page]));
    for words in ["WAR OF THE SALT ROAD", "war · wikitext", "Ilse Quarrow †", "Understood:", "Next:"] {
        assert!(told.contains(words), "{words} is not in\n{told}");
    }
    assert!(told.lines().all(|line| line.chars().count() <= 80 || line.contains("polemos record")), "{told}");
    let file = place.join("salt.json").display().to_string();
    runs(&["record", "import", &page, "--format", "json", "--out", &file]);
    let again = out(&runs(&["record", "export", &file, "--format", "wikitext"]));
    assert_eq!(again, fs::read_to_string(&page).unwrap());
    runs(&["record", "set", &file, "strength2=about 17,000 men"]);
    let edited = out(&runs(&["record", "export", &file, "--format", "wikitext"]));
    let changed: Vec<(&str, &str)> = again.lines().zip(edited.lines()).filter(|(a, b)| a != b).collect();
    assert_eq!(changed.len(), 1, "one parameter stands on one line here: {changed:?}");
    assert!(changed[0].1.starts_with("| strength2         = about 17,000 men"), "{changed:?}");
    for (format, begins) in
        [("html", "<!DOCTYPE html>"), ("md", "# War"), ("txt", "War of"), ("csv", "record,path")]
    {
        assert!(out(&runs(&["record", "export", &file, "--format", format])).starts_with(begins), "{format}");
    }
}

#[test]
fn a_page_becomes_a_war_that_can_be_played() {
    let place = folder("record-scenario");
    for name in [
        "war-of-the-salt-road.wikitext",
        "skirmish-at-tern-gate.wikitext",
        "assedio-di-rocca-bruna.wikitext",
        "battle-of-hollow-sound.txt",
    ] {
        let war = place.join(format!("{name}.toml")).display().to_string();
        runs(&["record", "import", &sample(name), "--as", "scenario", "--out", &war]);
        let checked = runs(&["check", &war]);
        assert!(out(&checked).contains("can be played: no errors"), "{name}: {}", out(&checked));
        runs(&["run", &war, "--digest"]);
    }
    let text = fs::read_to_string(place.join("battle-of-hollow-sound.txt.toml")).unwrap();
    for words in ["Questions to the author:", "about 240", "# assumed", "far larger than the Orlan fleet"] {
        assert!(text.contains(words), "{words} is not in\n{text}");
    }
}

#[test]
fn records_are_kept_without_playing() {
    let place = folder("record-keep");
    let dir = place.display().to_string();
    runs(&[
        "record",
        "new",
        "Battle of Karth",
        "date=3 May 1340",
        "combatant1=Orlan",
        "combatant2=The Reeds",
        "commander1=[[Vey]]",
        "commander2=[[Vey]]",
        "--folder",
        &dir,
    ]);
    runs(&["record", "new", "Siege of Tesk", "casualties1=unknown", "--folder", &dir]);
    assert_eq!(
        run(&["record", "new", "Siege of Tesk", "--folder", &dir]).status.code(),
        Some(2),
        "never over another"
    );
    let found = json(&runs(&["record", "find", &dir, "commanders on both sides", "--format", "json"]));
    assert_eq!(
        (found["searched"].as_u64(), found["found"][0]["id"].as_str()),
        (Some(2), Some("battle-of-karth"))
    );
    assert!(out(&runs(&["record", "find", &dir, "siege", "losses unknown"])).contains("One record of 2."));
    assert!(out(&runs(&["record", "check", &dir])).contains("no errors"));
    let file = place.join("battle-of-karth.json");
    let text = fs::read_to_string(&file).unwrap();
    fs::write(&file, text.replacen("\"entity\": \"orlan\"", "\"entity\": \"nobody\"", 1)).unwrap();
    let checked = run(&["record", "check", &dir]);
    assert_eq!(checked.status.code(), Some(65));
    assert!(out(&checked).contains("no entity `nobody`"));
}

#[test]
fn what_goes_wrong_is_told_with_its_repair() {
    let place = folder("record-wrong");
    let file = place.join("a.json").display().to_string();
    runs(&["record", "import", &sample("battle-of-hollow-sound.txt"), "--format", "json", "--out", &file]);
    let before = fs::read(&file).unwrap();
    let page = sample("README.md");
    for (args, code, words) in [
        (vec!["record", "set", &file, "strenght1=12", "kind=duel"], 2, "Did you mean `strength1`"),
        (vec!["record", "set", &file, "name"], 2, "Write FIELD=VALUE"),
        (vec!["record", "find", place.to_str().unwrap()], 2, "commanders on both sides"),
        (vec!["record", "import", "no-such-file"], 2, "Check the path"),
        (vec!["record", "export", &page, "--format", "html"], 65, "polemos record import"),
    ] {
        let output = run(&args);
        assert_eq!(output.status.code(), Some(code), "{args:?}: {}", err(&output));
        assert!(err(&output).contains(words), "{args:?}: {}", err(&output));
    }
    assert_eq!(fs::read(&file).unwrap(), before, "what cannot be set changes nothing");
    fs::write(place.join("b.json"), "{\"format\": 1, \"nmaes\": []}").unwrap();
    let output = run(&["record", "check", place.join("b.json").to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(65));
    assert!(
        err(&output).contains("nmaes") && err(&output).contains("schema --of record"),
        "{}",
        err(&output)
    );
}

#[test]
fn the_schema_is_published() {
    let schema = json(&runs(&["schema", "--of", "record"]));
    assert!(schema["properties"]["sides"].is_object() && schema["$defs"].is_object());
}
