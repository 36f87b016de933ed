//! Battles of a campaign fought unit by unit.
#![allow(clippy::unwrap_used, clippy::expect_used)] // a test that cannot go on has failed

mod common;

use common::setups::setup;
use common::wars::library;
use polemos::battle::ship::{Alone, Fate};
use polemos::campaign::{Manner, UnitBattle};
use polemos::chronicle::What;
use polemos::{Campaign, Setup, Verdict, War};
use std::sync::Arc;

fn by_units(seed: u64) -> Setup {
    Setup { battles: Manner::UnitByUnit, ..setup(seed, true) }
}

/// Fights the first battle at a place.
fn first_battle(war: &Arc<War>, place: &str, seed: u64) -> UnitBattle {
    let place = war.places.ids().find(|id| war.places[*id].id == place).unwrap();
    let mut campaign = Campaign::start(Arc::clone(war), setup(seed, false));
    let standoff = campaign.until_battle(place, |_| Verdict::Continue).expect("nobody met there");
    standoff.fight(&Alone, &mut ()).unwrap()
}

#[test]
fn a_campaign_is_played_with_battles_unit_by_unit() {
    let war = library("two-ports");
    let play = |setup: Setup| {
        let mut campaign = Campaign::start(Arc::clone(&war), setup);
        campaign.run(|_| Verdict::Continue);
        let battles = campaign.chronicle().entries.iter().filter_map(|entry| match &entry.what {
            What::Battle(battle) => Some((battle.hours, battle.curve.len())),
            _ => None,
        });
        (campaign.digest().unwrap(), battles.collect::<Vec<_>>())
    };
    let (digest, battles) = play(by_units(3));
    assert!(!battles.is_empty() && battles.iter().all(|(hours, points)| *hours > 0.0 && *points > 1));
    assert_eq!(play(by_units(3)).0, digest);
    assert_eq!(play(Setup { record: false, ..by_units(3) }).0, digest);
    assert_ne!(play(setup(3, true)).0, digest, "the manner of battles does not show");
}

/// A saved game remembers how its battles are fought.
#[test]
fn a_saved_game_goes_on_in_the_same_manner() {
    let war = library("two-ports");
    let mut campaign = Campaign::start(Arc::clone(&war), by_units(3));
    for _ in 0..150 {
        campaign.step(&[]).unwrap();
    }
    let saved = campaign.save().unwrap();
    let loaded = polemos::load(war, &saved, false).unwrap();
    assert_eq!(loaded.digest().unwrap(), campaign.digest().unwrap());
}

/// The battle for an encircled capital: all that the campaign has there fights, and every ship has a fate.
#[test]
fn forces_that_have_met_fight_with_all_that_they_have_there() {
    let war = library("cardassia");
    let battle = first_battle(&war, "cardassia-prime", 1);
    let ledger = &battle.staged.fought.ledger;
    for (side, of) in battle.sides.iter().enumerate() {
        let groups = &battle.staged.outcome.lost[side];
        assert_eq!(of.classes.len(), groups.len());
        let entered: u64 = groups.iter().map(|group| u64::from(group.ships)).sum();
        assert!(entered > 100 && of.strength > 100.0, "{entered} units, strength {}", of.strength);
        let fates = [Fate::Present, Fate::Destroyed, Fate::Retreated, Fate::Surrendered, Fate::Defected];
        let told: u64 = fates.iter().map(|fate| ledger.count(side, *fate)).sum();
        assert_eq!(told, ledger.entered(side));
        assert!(ledger.entered(side) >= entered);
    }
    assert!(battle.curve.len() > 5);
    let [first, last] = [battle.curve[0], *battle.curve.last().unwrap()];
    assert!(first[1] >= last[1] && first[2] >= last[2] || battle.went_over > 0);
}
