//! One war, one seed, one history: recorded or not, saved and reloaded, on any number of threads.
#![allow(clippy::expect_used, clippy::unwrap_used, clippy::panic)] // a test that cannot go on has failed

mod common;

use common::{LIBRARY, library, setup, war_of};
use polemos::{
    Campaign, Order, Policies, Policy, ProjectSetup, Step, first_difference, load, play, project, trace,
};
use std::sync::Arc;

/// Digests of the last situation of every war of the library at seed 1 under doctrine. A change of any of them is a
/// change of history: it belongs in the changelog, with the reason.
const PINNED: &str = include_str!("digests.txt");

#[test]
fn every_war_of_the_library_has_its_pinned_digest() {
    let mut found = String::new();
    for (name, _) in LIBRARY {
        let played = play(&library(name), &setup(1, false)).expect("a war ends");
        found.push_str(&format!("{name} {}\n", played.digest));
    }
    assert_eq!(
        found, PINNED,
        "histories have changed; if that is meant, crates/polemos/tests/digests.txt is:\n{found}"
    );
}

#[test]
fn recording_changes_nothing() {
    for (name, _) in LIBRARY {
        let war = library(name);
        let (with, without) = (play(&war, &setup(7, true)).unwrap(), play(&war, &setup(7, false)).unwrap());
        assert_eq!(with.digest, without.digest, "{name}");
        assert_eq!(with.summary, without.summary, "{name}");
        assert!(!with.chronicle.entries.is_empty() && without.chronicle.entries.is_empty(), "{name}");
    }
}

#[test]
fn a_game_saved_at_any_tick_goes_on_as_if_never_saved() {
    let war = library("two-ports");
    let whole = play(&war, &setup(3, true)).unwrap();
    let mut campaign = Campaign::start(Arc::clone(&war), setup(3, true));
    let mut ticks = 0;
    loop {
        let saved = campaign.save().unwrap();
        let mut loaded = load(Arc::clone(&war), &saved, true).expect("a saved game loads");
        assert_eq!(loaded.digest(), campaign.digest());
        if ticks % 7 == 0 {
            loaded.run(|_| polemos::Verdict::Continue);
            let end = loaded.finish().unwrap();
            assert_eq!(
                (end.digest, &end.chronicle),
                (whole.digest, &whole.chronicle),
                "saved after {ticks} ticks"
            );
        }
        if matches!(campaign.step(&[]).unwrap(), Step::Ended(_)) {
            break;
        }
        ticks += 1;
    }
    assert!(ticks > 10, "the war lasted only {ticks} ticks");
}

#[test]
fn orders_from_outside_are_saved_and_played_again() {
    let war = library("two-ports");
    let mut outside = setup(5, true);
    outside.policies = Policies::all(Policy::Outside);
    let mut campaign = Campaign::start(Arc::clone(&war), outside);
    let (mut answers, mut orders) = (0, Vec::new());
    for _ in 0..4000 {
        match campaign.step(&std::mem::take(&mut orders)).expect("answers fit") {
            Step::Ended(_) => break,
            Step::Ticked => {}
            Step::Pending(ids) => {
                answers += ids.len();
                let last = |id| u16::try_from(war.decisions[id].options.len() - 1).unwrap();
                orders = ids.into_iter().map(|id| Order::Answer(id, last(id))).collect();
            }
        }
    }
    assert!(answers > 2, "only {answers} decisions were asked");
    let saved = campaign.save().unwrap();
    let loaded = load(war, &saved, true).expect("the game loads");
    assert_eq!(loaded.digest(), campaign.digest());
    assert_eq!(loaded.chronicle(), campaign.chronicle());
}

#[test]
fn a_saved_game_that_was_altered_is_refused() {
    let war = library("two-ports");
    let mut campaign = Campaign::start(Arc::clone(&war), setup(3, false));
    (0..5).for_each(|_| drop(campaign.step(&[])));
    let mut saved = campaign.save().unwrap();
    saved.seed += 1;
    assert_eq!(load(Arc::clone(&war), &saved, false).err(), Some(polemos::LoadError::Differs));
    saved.engine = "0.0.0".into();
    assert!(matches!(load(war, &saved, false), Err(polemos::LoadError::Engine(_))));
}

#[test]
fn threads_do_not_show() {
    let war = library("lantern");
    let runs = |jobs| {
        let policies = Policies::all(Policy::Doctrine);
        let setup =
            ProjectSetup { seed: 11, runs: 50, jobs, policies, from_day: None, battles: Default::default() };
        project(&war, &setup, &|_| true).unwrap()
    };
    let one = runs(1);
    assert_eq!(one, runs(2));
    assert_eq!(one, runs(7));
    assert!(one.iter().enumerate().all(|(i, run)| run.replication == i as u64));
}

#[test]
fn a_stopped_projection_keeps_what_is_finished_in_order() {
    let war = library("two-ports");
    let policies = Policies::all(Policy::Doctrine);
    let setup =
        ProjectSetup { seed: 11, runs: 400, jobs: 2, policies, from_day: None, battles: Default::default() };
    let all = project(&war, &setup, &|_| true).unwrap();
    let some = project(&war, &setup, &|done| done < 100).unwrap();
    assert!(some.len() >= 100 && some.len() < 400, "{} runs", some.len());
    assert_eq!(some[..], all[..some.len()]);
}

#[test]
fn runs_from_a_date_share_their_past_and_part_then() {
    let war = library("lantern");
    let policies = Policies::all(Policy::Doctrine);
    let setup = |from_day| ProjectSetup {
        seed: 2,
        runs: 12,
        jobs: 2,
        policies: policies.clone(),
        from_day,
        battles: Default::default(),
    };
    let late = project(&war, &setup(Some(60.0)), &|_| true).unwrap();
    let first = project(&war, &ProjectSetup { runs: 1, ..setup(None) }, &|_| true).unwrap();
    assert_eq!(late[0], first[0], "replication 0 from a date is replication 0 itself");
    assert!(late.iter().any(|run| run.ending != late[0].ending), "later draws differ");
}

#[test]
fn two_histories_are_told_apart_at_their_first_difference() {
    let (name, text) = LIBRARY[1];
    let war = Arc::new(war_of(name, text));
    let a = trace(&war, &setup(1, false)).unwrap();
    assert_eq!(first_difference(&a, &trace(&war, &setup(1, true)).unwrap()), None);
    let b = trace(&war, &setup(2, false)).unwrap();
    let difference = first_difference(&a, &b).expect("another seed is another history");
    assert_eq!(difference.tick, 0);
    assert!(!difference.parts.is_empty());
}
