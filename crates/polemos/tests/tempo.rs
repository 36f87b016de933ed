//! Daily and weekly ticks of the same war give the same war: its means agree within 5 %. What a tick covers is a
//! matter of how finely a war is watched, so every rate must know how many days have passed.

// A test that cannot go on says so by panicking.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use common::{library, war_of};
use polemos::war::Id;
use polemos::{Policies, Policy, ProjectSetup, RunSummary, War, project};
use std::sync::Arc;

/// Three places a side on one road, both sides able to attack, and years to do it in: no run is cut short.
const LONG_ROAD: &str = r#"
end = "4000 days"
[faction.north]
leader = "ida"
[faction.south]
leader = "otto"
resolve = "firm"
[coalition.northern]
members = ["north"]
posture = "offensive"
[coalition.southern]
members = ["south"]
[person.ida]
boldness = "bold"
[person.otto]
[place.frost]
owner = "north"
works = ["yard", "depot"]
lanes = { gate = "5 days" }
[place.gate]
owner = "north"
lanes = { ford = "4 days" }
[place.ford]
owner = "south"
lanes = { sands = "5 days" }
[place.sands]
owner = "south"
works = ["yard", "depot"]
[force.first]
faction = "north"
units = { ships = 150 }
[force.second]
faction = "north"
place = "gate"
units = { ships = 90 }
[force.third]
faction = "south"
units = { ships = 110 }
[force.fourth]
faction = "south"
place = "ford"
units = { ships = 80, platforms = 15 }
"#;

/// A figure of every run, by replication.
struct Figure {
    name: String,
    /// What a twentieth is taken of: shares of runs of one, everything else of its mean, if that is not next to nothing.
    scale: f64,
    values: Vec<f64>,
}

fn runs(war: &War, tick_days: u32, runs: u64) -> Vec<RunSummary> {
    let mut war = war.clone();
    war.clock.tick_days = tick_days;
    let policies = Policies::all(Policy::Doctrine);
    let setup =
        ProjectSetup { seed: 5, runs, jobs: 2, policies, from_day: None, battles: Default::default() };
    project(&Arc::new(war), &setup, &|_| true).expect("runs finish")
}

/// Share of the ships that a coalition's members ever had which were lost.
fn ships_lost(war: &War, run: &RunSummary, coalition: usize) -> f64 {
    let members = war.coalitions.as_slice()[coalition].members.iter();
    let (mut lost, mut had) = (0.0, 0.0);
    for totals in members.map(|member| run.faction(member.faction)) {
        lost += f64::from(totals.lost[0]);
        had += f64::from(totals.opening[0] + totals.built[0]);
    }
    if had > 0.0 { lost / had } else { 0.0 }
}

fn figures(war: &War, runs: &[RunSummary]) -> Vec<Figure> {
    let each = |value: &dyn Fn(&RunSummary) -> f64| runs.iter().map(value).collect::<Vec<f64>>();
    let of_mean = |name: String, values: Vec<f64>| Figure { name, scale: mean(&values).max(0.1), values };
    let mut all = vec![of_mean("days".into(), each(&|r| r.ending.day))];
    for (id, coalition) in war.coalitions.pairs() {
        let values = each(&|r| ships_lost(war, r, id.index()));
        if values.iter().any(|lost| *lost > 0.0) {
            all.push(of_mean(format!("{} ships lost", coalition.id), values));
            let values = each(&|r| f64::from(u8::from(r.ending.victor == Some(id))));
            all.push(Figure { name: format!("{} wins", coalition.id), scale: 1.0, values });
        }
    }
    all
}

fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}

/// Holds daily against weekly ticks under common luck. A difference counts when it is beyond the bound by more than
/// `slack` standard errors of its own.
fn agree(name: &str, war: &War, count: u64, slack: f64) {
    let (daily, weekly) = (figures(war, &runs(war, 1, count)), figures(war, &runs(war, 7, count)));
    let mut apart = Vec::new();
    for (day, week) in daily.iter().zip(&weekly) {
        let differences: Vec<f64> = day.values.iter().zip(&week.values).map(|(d, w)| w - d).collect();
        let (base, difference) = (mean(&day.values), mean(&differences));
        let variance = differences.iter().map(|d| (d - difference) * (d - difference)).sum::<f64>();
        let error = (variance / (count as f64 - 1.0) / count as f64).sqrt();
        let bound = 0.05 * day.scale;
        let line = format!(
            "{name}: {} {base:.4}, weekly {difference:+.4} ± {error:.4} (bound {bound:.4})",
            day.name
        );
        println!("{line}");
        if difference.abs() > bound + slack * error {
            apart.push(line);
        }
    }
    assert!(apart.is_empty(), "{apart:#?}");
}

/// Runs of the quick tests, and how many standard errors of noise they allow for.
const QUICK: (u64, f64) = (500, 2.0);
/// Runs of the full ones, which ask for the bound itself: minutes.
const FULL: (u64, f64) = (12_000, 0.0);

#[test]
fn daily_and_weekly_ticks_agree_on_the_lantern_war() {
    agree("lantern", &library("lantern"), QUICK.0, QUICK.1);
}

#[test]
fn daily_and_weekly_ticks_agree_on_a_long_road() {
    agree("long road", &war_of("long-road", LONG_ROAD), QUICK.0, QUICK.1);
}

#[test]
#[ignore = "minutes: cargo test --release -p polemos --test tempo -- --ignored --nocapture"]
fn daily_and_weekly_ticks_agree_within_a_twentieth() {
    agree("lantern", &library("lantern"), FULL.0, FULL.1);
    agree("long road", &war_of("long-road", LONG_ROAD), FULL.0, FULL.1);
}
