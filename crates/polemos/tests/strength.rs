//! What more ships are worth. With decisions held fixed they never lower their owner's chance of winning beyond noise;
//! where free decisions turn that round, the report says so.

// A test that cannot go on says so by panicking.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use common::{library, war_of};
use polemos::study::strength::{StrengthRow, paired_interval};
use polemos::study::{StrengthReport, strength_check};
use polemos::{Policies, Policy, ProjectSetup, War};
use std::sync::Arc;

/// Two sides alike in everything, each behind its own gate; one of them has to attack, and that one turns with the side.
const MIRROR: &str = r#"
end = "600 days"
[faction.left]
[faction.right]
[coalition.lefts]
members = ["left"]
posture = "offensive"
[coalition.rights]
members = ["right"]
posture = "offensive"
[place.left-home]
owner = "left"
works = ["depot"]
lanes = { left-gate = "4 days" }
[place.left-gate]
owner = "left"
lanes = { right-gate = "4 days" }
[place.right-gate]
owner = "right"
lanes = { right-home = "4 days" }
[place.right-home]
owner = "right"
works = ["depot"]
[force.left-fleet]
faction = "left"
units = { ships = 60 }
[force.left-guard]
faction = "left"
place = "left-gate"
units = { ships = 40 }
[force.right-fleet]
faction = "right"
units = { ships = 60 }
[force.right-guard]
faction = "right"
place = "right-gate"
units = { ships = 40 }
"#;

fn check(war: &Arc<War>, runs: u64, factor: f64) -> StrengthReport {
    let setup = ProjectSetup {
        seed: 3,
        runs,
        jobs: 2,
        policies: Policies::all(Policy::Doctrine),
        from_day: None,
        battles: Default::default(),
    };
    strength_check(war, &setup, factor, &|_, _| true).expect("the check ends")
}

fn tell(name: &str, row: &StrengthRow) {
    let gain = |g: &polemos::study::strength::Gain| {
        format!("{:.3} {:+.3} ({:+.3} to {:+.3})", g.wins, g.difference, g.low, g.high)
    };
    println!("{name} {}: fixed {}, free {} {:?}", row.coalition, gain(&row.fixed), gain(&row.free), row.says);
}

/// With decisions fixed, no coalition of a war is clearly worse off for more ships.
fn never_hurts(name: &str, war: &Arc<War>, runs: u64) -> StrengthReport {
    let report = check(war, runs, 1.1);
    assert_eq!((report.runs, report.factor), (runs, 1.1));
    for row in &report.coalitions {
        tell(name, row);
        assert!(
            row.fixed.high >= 0.0,
            "{name}: more ships cost {} victories: {:?}",
            row.coalition,
            row.fixed
        );
        assert_eq!(row.reversed, row.free.high < 0.0);
        assert_eq!(row.says.is_some(), row.reversed, "a reversal is said, and nothing else");
    }
    report
}

#[test]
fn more_ships_never_hurt_in_two_ports() {
    never_hurts("two-ports", &library("two-ports"), 200);
}

#[test]
fn more_ships_never_hurt_in_the_lantern_war() {
    never_hurts("lantern", &library("lantern"), 96);
}

#[test]
fn more_ships_never_hurt_between_equals_and_many_more_help() {
    let war = Arc::new(war_of("mirror", MIRROR));
    never_hurts("mirror", &war, 200);
    for row in &check(&war, 200, 2.0).coalitions {
        tell("mirror, doubled", row);
        assert!(row.fixed.low > 0.0, "twice the ships win {} nothing: {:?}", row.coalition, row.fixed);
    }
}

/// A factor of one changes nothing, run by run; and the number of threads does not show.
#[test]
fn the_check_compares_like_with_like() {
    let war = library("two-ports");
    for row in &check(&war, 40, 1.0).coalitions {
        assert_eq!((row.fixed.difference, row.free.difference), (0.0, 0.0));
        assert_eq!(row.free.attacks, row.free.attacks_stronger);
    }
    let setup = |jobs| ProjectSetup {
        seed: 8,
        runs: 70,
        jobs,
        policies: Policies::all(Policy::Default),
        from_day: None,
        battles: Default::default(),
    };
    let with = |jobs| strength_check(&war, &setup(jobs), 1.1, &|_, _| true).expect("the check ends");
    assert_eq!(with(1), with(3));
    let stopped = strength_check(&war, &setup(2), 1.1, &|done, _| done == 0).expect("the check ends");
    assert_eq!(stopped.runs, 64, "whole batches are kept");
}

/// The interval of a difference stays open where nothing differs, closes with runs, and lies where it must.
#[test]
fn paired_intervals_are_sound() {
    let (low, high) = paired_interval(0, 0, 100);
    assert!(low < 0.0 && high > 0.0 && (low + high).abs() < 1e-12 && high < 0.04);
    let (low, high) = paired_interval(30, 10, 200);
    assert!(low > 0.0 && low < 0.1 && 0.1 < high && high < 0.2, "{low} to {high}");
    assert_eq!(paired_interval(10, 30, 200), (-high, -low));
    assert_eq!(paired_interval(0, 0, 0), (-1.0, 1.0));
}
