//! What holds in every war, at every tick.
#![allow(clippy::expect_used, clippy::unwrap_used, clippy::panic)] // a test that cannot go on has failed

mod common;

use common::{LIBRARY, library, setup};
use polemos::campaign::Whereabouts;
use polemos::war::{Domain, Id};
use polemos::{Campaign, Verdict, War, play};
use std::sync::Arc;

/// Opening + built + joined − lost − left = what stands, for every faction and domain.
fn ships_are_conserved(war: &War, campaign: &Campaign) {
    let s = campaign.situation();
    for (id, faction) in s.factions.pairs() {
        for domain in Domain::ALL {
            let d = domain as usize;
            let standing: u32 = s
                .forces
                .pairs()
                .filter(|(_, f)| f.faction == id && f.at != Whereabouts::Away)
                .flat_map(|(force, _)| campaign.squadrons(force))
                .filter(|sq| war.classes[war.squadrons[*sq].class].domain == domain)
                .map(|sq| s.squadrons[sq].units)
                .sum();
            let had = faction.opening[d] + faction.built[d] + faction.joined[d];
            let books = had - faction.lost[d] - faction.left[d];
            assert_eq!(standing, books, "{} {} on day {}", war.factions[id].id, domain.id(), campaign.day());
        }
    }
}

fn numbers_stay_in_bounds(campaign: &Campaign) {
    let s = campaign.situation();
    for f in &s.factions {
        assert!((0.0..=1.0).contains(&f.resolve) && (0.0..=1.0).contains(&f.prospect));
        assert!(f.military_dead >= 0.0 && f.civilian_dead >= 0.0);
    }
    for f in &s.forces {
        assert!((0.0..=1.0).contains(&f.readiness) && (0.0..=1.0).contains(&f.supply) && f.value >= 0.0);
    }
    assert!(s.places.iter().all(|p| p.population >= 0.0 && p.dead >= 0.0));
    assert!(s.digest().is_ok(), "a number is not a number");
}

#[test]
fn books_balance_and_numbers_stay_in_bounds_at_every_tick() {
    for (name, _) in LIBRARY {
        let war = library(name);
        for seed in 0..12 {
            let mut campaign = Campaign::start(Arc::clone(&war), setup(seed, false));
            campaign.run(|c| {
                ships_are_conserved(&war, c);
                numbers_stay_in_bounds(c);
                Verdict::Continue
            });
            ships_are_conserved(&war, &campaign);
        }
    }
}

#[test]
fn every_entry_comes_after_its_causes() {
    for (name, _) in LIBRARY {
        for seed in 0..6 {
            let played = play(&library(name), &setup(seed, true)).unwrap();
            let entries = &played.chronicle.entries;
            assert!(entries.windows(2).all(|w| w[0].seq < w[1].seq), "{name} {seed}");
            for entry in entries {
                assert!(entry.causes.iter().all(|cause| *cause < entry.seq), "{name} {seed}: {entry:?}");
                assert!(
                    entry.causes.iter().all(|cause| played.chronicle.entry(*cause).is_some()),
                    "{name} {seed}"
                );
            }
            assert!(played.chronicle.ending().is_some(), "{name} {seed}");
        }
    }
}

#[test]
fn the_dead_do_not_decide_or_command() {
    use polemos::chronicle::{Fate, What};
    for (name, _) in LIBRARY {
        for seed in 0..10 {
            let played = play(&library(name), &setup(seed, true)).unwrap();
            let mut dead = Vec::new();
            for entry in &played.chronicle.entries {
                match &entry.what {
                    // Who is deposed, resigns or goes over lives on, and may decide for others.
                    What::Fate { person, fate: Fate::Killed | Fate::Captured, .. } => dead.push(*person),
                    What::Decided(decided) => {
                        assert!(decided.by.is_none_or(|by| !dead.contains(&by)), "{name} {seed}: {entry:?}");
                    }
                    What::Battle(battle) => {
                        let led = battle.sides.iter().filter_map(|side| side.commander);
                        assert!(led.into_iter().all(|by| !dead.contains(&by)), "{name} {seed}: {entry:?}");
                    }
                    _ => {}
                }
            }
        }
    }
}

#[test]
fn a_run_is_kept_in_at_most_512_bytes() {
    let policies = polemos::Policies::all(polemos::Policy::Doctrine);
    let setup = polemos::ProjectSetup {
        seed: 1,
        runs: 60,
        jobs: 2,
        policies,
        from_day: None,
        battles: Default::default(),
    };
    let runs = polemos::project(&library("lantern"), &setup, &|_| true).unwrap();
    let mean = runs.iter().map(polemos::RunSummary::bytes).sum::<usize>() / runs.len();
    assert!(mean <= 512, "{mean} bytes");
}

#[test]
fn owners_at_the_end_are_rows_of_factions() {
    let war = library("lantern");
    let played = play(&war, &setup(1, false)).unwrap();
    assert_eq!(played.summary.owners.len(), war.places.len());
    assert!(played.summary.owners.iter().all(|o| *o == u16::MAX || usize::from(*o) < war.factions.len()));
    assert!(war.factions.ids().all(|id| id.index() < war.factions.len()));
}
