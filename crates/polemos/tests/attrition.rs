//! The bout is a step of computation and no part of the model: halving it leaves the losses of a whole war where they
//! were. (The battle alone is held to the same in `polemos-battle`, `tests/bouts.rs`.)

// A test that cannot go on says so by panicking.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use common::war_of;
use polemos::{Policies, Policy, ProjectSetup, War, project};
use std::sync::Arc;

/// Six pairs of fleets, each on a road of its own, one of either pair sent against the other, and no yards: what the war
/// costs is what its battles cost, and six in a war tell more than one.
fn six_roads() -> War {
    let mut text = String::from(
        "end = \"120 days\"\n[faction.east]\n[faction.west]\n[coalition.western]\nmembers = [\"west\"]\n\
         [coalition.eastern]\nmembers = [\"east\"]\nposture = \"offensive\"\n",
    );
    for road in 0..6 {
        text += &format!(
            "[place.dawn{road}]\nowner = \"east\"\nworks = [\"depot\"]\nlanes = {{ noon{road} = \"4 days\" }}\n\
             [place.noon{road}]\nowner = \"west\"\nlanes = {{ dusk{road} = \"4 days\" }}\n\
             [place.dusk{road}]\nowner = \"west\"\nworks = [\"depot\"]\n\
             [force.rising{road}]\nfaction = \"east\"\nplace = \"dawn{road}\"\nunits = {{ ships = 110 }}\n\
             [force.setting{road}]\nfaction = \"west\"\nplace = \"noon{road}\"\nunits = {{ ships = 70 }}\n",
        );
    }
    war_of("six-roads", &text)
}

const RUNS: u64 = 3000;

/// Mean share of its ships that each faction lost, with a bout of so many hours, and its standard error.
fn losses(war: &War, bout_hours: f64) -> Vec<(f64, f64)> {
    let mut war = war.clone();
    war.set("rules.battle.bout", bout_hours).expect("the bout can be set");
    let policies = Policies::all(Policy::Default);
    let setup =
        ProjectSetup { seed: 9, runs: RUNS, jobs: 2, policies, from_day: None, battles: Default::default() };
    let runs = project(&Arc::new(war.clone()), &setup, &|_| true).expect("runs finish");
    let share = |id| {
        let each = runs.iter().map(|run| {
            let totals = run.faction(id);
            f64::from(totals.lost[0]) / f64::from(totals.opening[0])
        });
        let (sum, squares) = each.fold((0.0, 0.0), |(sum, squares), x| (sum + x, squares + x * x));
        let mean = sum / RUNS as f64;
        (mean, ((squares / RUNS as f64 - mean * mean) / RUNS as f64).sqrt())
    };
    war.factions.ids().map(share).collect()
}

#[test]
fn halving_the_bout_leaves_the_losses_of_a_war() {
    let war = six_roads();
    let usual = war.numbers.medians()[war.numbers.find("rules.battle.bout").expect("a rule").0 as usize];
    let (whole, half) = (losses(&war, usual), losses(&war, usual / 2.0));
    for ((id, faction), ((whole, a), (half, b))) in war.factions.pairs().zip(whole.into_iter().zip(half)) {
        let change = half / whole - 1.0;
        let error = (a * a + b * b).sqrt() / whole;
        println!("{} ({id:?}) loses {whole:.4}; with half the bout {change:+.4} ± {error:.4}", faction.id);
        assert!(whole > 0.05 && error < 0.015, "{}: too little to tell", faction.id);
        assert!(change.abs() < 0.03, "{}: {change:+.4}", faction.id);
    }
}
