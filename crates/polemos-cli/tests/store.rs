//! Runs that are saved, forked and compared, from outside; and what a kill at any moment leaves.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // a test that cannot go on has failed

mod common;

use common::{err, files, folder, json, keys, out, polemos, run, runs};
use std::fs;
use std::path::Path;
use std::process::Stdio;
use std::time::{Duration, Instant};

/// The arguments with the store named.
fn with<'a>(args: &[&'a str], store: &'a str) -> Vec<&'a str> {
    args.iter().copied().chain(["--store", store]).collect()
}

#[test]
fn a_run_is_saved_read_verified_and_played_on() {
    let folder = folder("saved-runs");
    let store = folder.to_str().unwrap();
    let whole = runs(&["run", "two-ports", "--seed", "3", "--digest"]);
    let saved = runs(&with(&["run", "two-ports", "--seed", "3", "--save", "third"], store));
    assert!(err(&saved).contains("saved as third"));
    let printed = runs(&["run", "two-ports", "--seed", "3"]);
    let page = |text: &str| text.split("\nNext:").next().unwrap().trim().to_owned();
    assert_eq!(page(&out(&saved)), page(&out(&printed)), "a run that is saved is told as ever");
    assert_eq!(page(&out(&runs(&with(&["runs", "third"], store)))), page(&out(&printed)));
    // Half a run, played on, is the whole.
    let half =
        runs(&with(&["run", "two-ports", "--seed", "3", "--until", "1 May 2400", "--save", "half"], store));
    assert!(err(&half).contains("saved as half"));
    assert_eq!(out(&runs(&with(&["run", "half", "--digest"], store))), out(&whole));
    let verified = out(&runs(&with(&["runs", "--verify"], store)));
    assert_eq!(verified.matches("the same, to the last bit").count(), 2, "{verified}");
    let list = json(&runs(&with(&["runs", "--format", "json"], store)));
    let names: Vec<&str> = list.as_array().unwrap().iter().map(|it| it["name"].as_str().unwrap()).collect();
    assert!(names.contains(&"third") && names.contains(&"half"), "{names:?}");
    let taken = run(&with(&["run", "two-ports", "--save", "third"], store));
    assert_eq!(taken.status.code(), Some(2), "{}", err(&taken));
    let war = run(&with(&["run", "two-ports", "--save", "lantern"], store));
    assert!(err(&war).contains("name of a war"), "{}", err(&war));
    let changed = run(&with(&["run", "third", "--without", "osric"], store));
    assert!(err(&changed).contains("Fork it"), "{}", err(&changed));
    fs::remove_file(folder.join("catalogue.sqlite")).unwrap();
    assert!(out(&runs(&with(&["runs"], store))).contains("third"), "the catalogue is made again");
}

#[test]
fn a_run_of_another_engine_is_read_and_compared_but_not_played_on() {
    let folder = folder("other-engine");
    let store = folder.to_str().unwrap();
    runs(&with(&["run", "two-ports", "--save", "old"], store));
    let path = folder.join("saved/old.polemos");
    let (mut head, body) = polemos_store::Store::read(&path).unwrap();
    let mut kept: serde_json::Value = serde_json::from_slice(&body).unwrap();
    kept["engine"] = "9.9.9".into();
    (head.engine, head.name) = ("9.9.9".into(), "other".into());
    let opened = polemos_store::Store::open(&folder).unwrap();
    opened.save(&head, &serde_json::to_vec(&kept).unwrap()).unwrap();
    assert!(out(&runs(&with(&["runs", "other"], store))).contains("WAR OF THE TWO PORTS"));
    assert!(out(&runs(&with(&["compare", "old", "other"], store))).contains("They are the same"));
    assert!(out(&runs(&with(&["why", "other"], store))).contains("The chain behind its ending"));
    for args in [
        &["run", "other"][..],
        &["fork", "other", "--without", "osric"],
        &["compare", "old", "other", "--runs", "2"],
    ] {
        let refused = run(&with(args, store));
        assert_eq!(refused.status.code(), Some(2), "{args:?}: {}", err(&refused));
        assert!(err(&refused).contains("engine 9.9.9"), "{}", err(&refused));
    }
    assert!(out(&runs(&with(&["runs", "--verify"], store))).contains("whole; it was played by engine 9.9.9"));
}

#[test]
fn a_fork_is_saved_compared_and_drawn() {
    let folder = folder("forks");
    let store = folder.to_str().unwrap();
    let fork =
        ["fork", "lantern", "--at", "1 Gutter 318", "--set", "person.venn.boldness=0.9", "--name", "bold"];
    let told = runs(&with(&fork, store));
    assert!(out(&told).contains("They part on"), "{}", out(&told));
    // The fork of a fork, with a change that changes nothing.
    let late = ["fork", "bold", "--at", "1 Ember 318", "--name", "late", "--set", "person.venn.boldness=0.9"];
    runs(&with(&late, store));
    assert!(out(&runs(&with(&["compare", "bold", "late"], store))).contains("They are the same"));
    let compared =
        json(&runs(&with(&["compare", "lantern", "bold", "--runs", "4", "--format", "json"], store)));
    assert_eq!(compared["paired"]["runs"], 4);
    assert!(compared["first"]["day"].as_f64().unwrap() >= compared["paired"]["from_day"].as_f64().unwrap());
    assert!(!compared["spread_b"].as_array().unwrap().is_empty());
    let tree = out(&runs(&with(&["continuities", "lantern"], store)));
    let at = |name: &str| {
        tree.lines().find(|line| line.contains(name)).unwrap_or_else(|| panic!("{tree}")).find(name)
    };
    assert!(at("late") > at("bold"), "{tree}");
    let wrong = run(&with(&["fork", "lantern", "--at", "1 Gutter 318", "--without", "ostry"], store));
    assert!(err(&wrong).contains("from its start"), "{}", err(&wrong));
    let other = run(&with(&["compare", "two-ports", "bold"], store));
    assert!(err(&other).contains("two histories of one war"), "{}", err(&other));
}

#[test]
fn what_decided_a_war_is_told_as_text_and_data() {
    let why = json(&runs(&["why", "two-ports", "--runs", "20", "--pairs", "2", "--format", "json"]));
    let compared = json(&runs(&["compare", "two-ports", "two-ports", "--format", "json"]));
    assert_eq!(compared["same"], true);
    for (of, value) in [("why", &why), ("compare", &compared)] {
        let schema = json(&runs(&["schema", "--of", of]));
        assert_eq!(keys(value), keys(&schema["properties"]), "{of}");
    }
    assert!(why["attribution"]["parts"].as_array().is_some_and(|parts| parts.len() > 5));
    let text = out(&runs(&["why", "two-ports", "--runs", "20", "--pairs", "0"]));
    assert!(text.contains("What mattered, over 20 runs of each"), "{text}");
    assert!(text.lines().all(|line| line.chars().count() <= 80), "{text}");
}

/// A number from 0 to 1 that differs from case to case.
fn part(case: u32) -> f64 {
    f64::from(case.wrapping_mul(2_654_435_761) >> 8) / f64::from(1 << 24)
}

#[test]
fn two_hundred_kills_lose_no_run_that_was_acknowledged() {
    let folder = folder("kills");
    let store = folder.to_str().unwrap();
    let started = Instant::now();
    runs(&with(&["run", "two-ports", "--until", "1 March 2400", "--save", "first"], store));
    let usual = started.elapsed();
    let (mut acknowledged, mut killed) = (vec!["first".to_owned()], 0);
    for case in 0..200_u32 {
        let (name, seed) = (format!("run-{case}"), case.to_string());
        let mut child = polemos()
            .args([
                "run",
                "two-ports",
                "--until",
                "1 March 2400",
                "--seed",
                &seed,
                "--save",
                &name,
                "--store",
                store,
            ])
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        std::thread::sleep(Duration::from_secs_f64(usual.as_secs_f64() * 1.1 * part(case)));
        killed += u32::from(child.try_wait().unwrap().is_none());
        let _ = child.kill();
        let told = child.wait_with_output().unwrap();
        if err(&told).contains(&format!("saved as {name}")) {
            acknowledged.push(name);
        }
    }
    assert!(killed > 50 && acknowledged.len() > 5, "{killed} killed, {} acknowledged", acknowledged.len());
    let opened = polemos_store::Store::open(Path::new(store)).unwrap();
    assert!(opened.unreadable().is_empty());
    let listed: Vec<String> = opened.list(None).unwrap().into_iter().map(|it| it.name).collect();
    for name in &acknowledged {
        assert!(listed.contains(name), "{name} is not listed");
    }
    for file in files(&folder.join("saved")) {
        let name = file.strip_suffix(".polemos").unwrap_or_else(|| panic!("{file} was left behind"));
        assert!(opened.load(name).is_ok(), "{file} is half-written");
        assert!(listed.contains(&name.to_owned()), "{file} is not listed");
    }
}
