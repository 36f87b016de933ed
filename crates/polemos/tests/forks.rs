//! Histories that part: an unchanged fork is its parent, and a change leaves alone what it has not reached.
#![allow(clippy::expect_used, clippy::unwrap_used, clippy::panic)] // a test that cannot go on has failed

mod common;

use common::find::Find;
use common::setups::setup;
use common::wars::{LIBRARY, library, war_of};
use polemos::study::history::{History, Turn};
use polemos::{Change, War};
use std::sync::Arc;

fn changed(war: &War, change: impl Fn(&mut War)) -> Arc<War> {
    let mut war = war.clone();
    change(&mut war);
    Arc::new(war)
}

fn set(war: &mut War, text: &str) {
    Change::assignment(text, false).unwrap().apply(war).unwrap();
}

#[test]
fn an_unchanged_fork_is_its_parent_to_the_last_bit() {
    for (name, _) in LIBRARY {
        let war = library(name);
        for day in [0.0, 1.0, 20.0, 45.0] {
            let parent = History::new(Arc::clone(&war), setup(4, true));
            let whole = parent.play(true, &|| true).unwrap();
            let fork = History { turns: vec![Turn { day, war: Arc::clone(&war) }], ..parent.clone() };
            let forked = fork.play(true, &|| true).unwrap();
            assert_eq!(forked, whole, "{name} forked on day {day}");
        }
    }
}

#[test]
fn a_fork_shares_its_past_and_differs_after_it() {
    let war = library("lantern");
    let parent = History::new(Arc::clone(&war), setup(4, true));
    let stronger = changed(&war, |war| set(war, "rules.battle.tolerance=0.9"));
    let fork = History { turns: vec![Turn { day: 40.0, war: stronger }], ..parent.clone() };
    let (a, b) = (parent.play(true, &|| true).unwrap(), fork.play(true, &|| true).unwrap());
    let before = |it: &polemos::Played| {
        it.chronicle.entries.iter().filter(|entry| entry.day < 40.0).cloned().collect::<Vec<_>>()
    };
    assert!(!before(&a).is_empty());
    assert_eq!(before(&a), before(&b));
    assert_ne!(a.digest, b.digest);
}

/// Two wars on one map that have no lane to each other.
const TWO_SEAS: &str = r#"
format = 1
[faction]
ambers = { capital = "amber-haven" }
salters = { capital = "west-bank", resolve = "firm" }
reds = { capital = "red-haven" }
whites = { capital = "east-bank", resolve = "firm" }
[place]
amber-haven = { owner = "ambers", works = ["yard", "depot"], lanes = { west-bank = "3 days" } }
west-bank = { owner = "salters", works = ["yard", "depot"] }
salt-haven = { owner = "salters", works = ["yard", "depot"], lanes = { west-bank = "3 days" } }
red-haven = { owner = "reds", works = ["yard", "depot"], lanes = { east-bank = "3 days" } }
east-bank = { owner = "whites", works = ["yard", "depot"] }
white-haven = { owner = "whites", works = ["yard", "depot"], lanes = { east-bank = "3 days" } }
[coalition]
raiders = { members = ["ambers", "reds"], posture = "offensive" }
holders = { members = ["salters", "whites"], posture = "hold" }
[class]
western = { domain = "ships" }
eastern = { domain = "ships" }
[force]
amber-fleet = { faction = "ambers", place = "amber-haven", units = { western = "about 900" } }
salt-fleet = { faction = "salters", place = "west-bank", units = { western = "about 700" } }
red-fleet = { faction = "reds", place = "red-haven", units = { eastern = "about 900" } }
white-fleet = { faction = "whites", place = "east-bank", units = { eastern = "about 700" } }
"#;

/// The first battle at a place: when, and what either side had and lost.
fn first_battle(war: &War, played: &polemos::Played, place: &str) -> Option<String> {
    let place = war.place_id(place);
    let (entry, battle) = played.chronicle.battles().find(|(_, battle)| battle.place == place)?;
    Some(format!(
        "{} {:?}",
        entry.day,
        battle.sides.each_ref().map(|side| (&side.units, &side.lost, side.dead))
    ))
}

#[test]
fn a_change_in_the_west_leaves_the_luck_of_the_east_alone() {
    let war = Arc::new(war_of("two-seas", TWO_SEAS));
    let (mut east, mut west) = (0, 0);
    for seed in 0..20 {
        // From the second day on, nobody survives the loss of a western ship. Nobody goes from one sea to the other: the
        // first battle in the east is fought with the same dice, ship for ship.
        let parent = History::new(Arc::clone(&war), setup(seed, true));
        let deadly = changed(&war, |war| set(war, "class.western.lethality=100 %"));
        let fork = History { turns: vec![Turn { day: 2.0, war: deadly }], ..parent.clone() };
        let played = [&parent, &fork].map(|it| it.play(true, &|| true).unwrap());
        let [a, b] = played.each_ref().map(|it| first_battle(&war, it, "east-bank"));
        east += u32::from(a.is_some());
        assert_eq!(a, b, "seed {seed}");
        let [a, b] = played.each_ref().map(|it| first_battle(&war, it, "west-bank"));
        west += u32::from(a != b);
    }
    assert!(east > 10, "only {east} battles in the east");
    assert!(west > 10, "only {west} battles in the west differ");
}

#[test]
fn what_cannot_be_changed_in_play_is_refused() {
    let war = library("two-ports");
    let refused = |change: &dyn Fn(&mut War)| {
        let fork = History {
            turns: vec![Turn { day: 3.0, war: changed(&war, change) }],
            ..History::new(Arc::clone(&war), setup(1, false))
        };
        fork.play(false, &|| true).expect_err("a refusal").to_string()
    };
    assert!(refused(&|war| war.without("amberwick").unwrap()).contains("from its start"));
    let belief = "belief.0.resolve=0.5";
    let path =
        war.numbers.defs().iter().find(|def| def.path.starts_with("belief")).map(|def| def.path.clone());
    let text = path.map_or(belief.to_owned(), |path| format!("{path}=0.5"));
    assert!(refused(&|war| set(war, &text)).contains("counts only as the war opens"));
}

#[test]
fn ships_taken_out_of_play_count_neither_as_lost_nor_as_built() {
    let war = library("two-ports");
    let gone = changed(&war, |war| war.without("salt-fleet").unwrap());
    let fork = History {
        turns: vec![Turn { day: 2.0, war: gone }],
        ..History::new(Arc::clone(&war), setup(1, false))
    };
    let mut in_play = fork.start(false);
    in_play.advance(3.0, &|| true).unwrap();
    let s = in_play.campaign.situation();
    let faction = s.factions[war.faction_id("saltholm")];
    let standing: u32 = s
        .squadrons
        .iter()
        .filter(|it| s.forces[it.force].faction == war.faction_id("saltholm"))
        .map(|it| it.units)
        .sum();
    let ships = |units: [u32; 5]| units[0];
    assert_eq!(ships(faction.opening) + ships(faction.built) - ships(faction.lost), standing);
    assert_eq!(ships(faction.lost), 0);
}
