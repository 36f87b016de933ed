//! Wars that follow wars: how they open, grow into others and close, and what becomes of states between them.

// A test that cannot go on says so by panicking; what it expects it may work out with the platform's functions.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::disallowed_methods)]

mod common;

use common::find::Find;
use common::game::Game;
use common::setups::setup_by;
use common::told::run_of;
use common::wars::{library, war_of};
use polemos::almanac::episodes::{episodes, principal};
use polemos::chronicle::{Fate, What};
use polemos::war::{EndingKind, Spoils};
use polemos::{Policy, play};
use std::sync::Arc;

/// Two states with a world between them that one holds and whose people hate it; more can be said after it.
const STATES: &str = r#"
name = "The marsh wars"
end = "40 years"
tick = "1 week"
rules.resolve.prospect = 0
rules.people.per-order = "0 per day"
rules.people.per-grievance = "0 per day"
[saga]
[people.reeds]
[people.stones]
[people.fens]
[faction.reed]
people = "reeds"
capital = "reed-home"
resolve = "firm"
[faction.stone]
people = "stones"
capital = "stone-home"
resolve = "firm"
[place.reed-home]
owner = "reed"
people = "reeds"
population = "1 billion"
works = ["yard", "depot"]
lanes = { fen = "4 days" }
[place.fen]
owner = "reed"
people = "fens"
population = "100 million"
hostile = 0.7
lanes = { stone-home = "4 days" }
[place.stone-home]
owner = "stone"
people = "stones"
population = "1 billion"
works = ["yard", "depot"]
[force.reed-fleet]
faction = "reed"
place = "reed-home"
units = { ships = 200, troops = 40 }
[force.stone-fleet]
faction = "stone"
place = "stone-home"
units = { ships = 200, troops = 40 }
"#;

/// An incident on a day, and the decision over it.
const INCIDENT: &str = r#"
[event.shots]
from = "400 days"
effects = [{ incident = "fen", on = "stone", by = "reed", gravity = 0.8 }]
"#;

fn game(more: &str) -> Game {
    Game::new(&format!("{STATES}{more}"), 3, Policy::Outside)
}

/// Answers by decision id, as rows; all else by default.
fn answers(given: &'static [(&'static str, u16)]) -> impl Fn(&str) -> Option<u16> {
    move |id| given.iter().find(|(known, _)| *known == id).map(|(_, row)| *row)
}

fn wars_begun(game: &Game) -> usize {
    game.entries(|what| matches!(what, What::WarBegan(_))).len()
}

fn ends(game: &Game) -> Vec<EndingKind> {
    let ended = game.entries(|what| matches!(what, What::Ended(_)));
    ended
        .iter()
        .map(|entry| match &entry.what {
            What::Ended(ending) => ending.kind,
            _ => unreachable!(),
        })
        .collect()
}

#[test]
fn an_incident_leads_to_war_where_the_one_who_suffered_it_decides_so() {
    let mut war = game(INCIDENT);
    war.until_answering(450.0, answers(&[("stone.incident", 0)]));
    assert_eq!(wars_begun(&war), 1);
    assert!(war.faction("reed").at_war && war.faction("stone").at_war);
    let mut settled = game(INCIDENT);
    settled.until_answering(450.0, answers(&[("stone.incident", 1)]));
    assert_eq!(wars_begun(&settled), 0);
    assert!(!settled.faction("reed").at_war);
    let saga = settled.campaign.situation().saga.as_ref().unwrap();
    let before = game("")
        .until(390.0)
        .campaign
        .situation()
        .saga
        .as_ref()
        .unwrap()
        .tension(settled.faction_id("reed"), settled.faction_id("stone"));
    let after = saga.tension(settled.faction_id("reed"), settled.faction_id("stone"));
    assert!(after > before, "an incident that is settled still leaves both on edge: {before} → {after}");
}

/// A side that has won a world and offers to stop on what each holds keeps it. An armistice once handed over whatever the
/// one who asked for it had gained, because its balance, below zero, was counted as a debt.
#[test]
fn who_asks_for_an_armistice_keeps_what_he_has_won() {
    let mut war = game(INCIDENT);
    war.until_answering(402.0, answers(&[("stone.incident", 0)]));
    let stone = war.faction_id("stone");
    war.march("stone-fleet", "fen");
    let fight_on = |id: &str| id.ends_with(".ask-terms").then_some(1);
    for _ in 0..20 {
        war.tick_answering(Vec::new(), fight_on);
    }
    assert_eq!(war.owner("fen"), Some(stone), "the fen has been taken");
    let yes = |id: &str| match id {
        "stone.ask-terms" | "reed.answer-terms" => Some(0),
        "reed.ask-terms" => Some(1),
        _ => None,
    };
    war.until_answering(4_000.0, yes);
    assert_eq!(ends(&war).first(), Some(&EndingKind::Armistice));
    assert_eq!(war.owner("fen"), Some(stone));
}

/// Two decades in which nobody moved once ended with the weaker giving itself up, its fleet whole, because terms were weighed
/// by strengths alone. What has long stood still is believed to go on so, as far as a rule says.
#[test]
fn a_war_that_has_stood_still_for_years_is_not_given_up_for_odds_that_nothing_came_of() {
    let offered = |deadlock: f64, years: f64| {
        let weak = STATES.replacen("ships = 200", "ships = 60", 1);
        let rules = format!("rules.terms.deadlock = {deadlock}\nrules.terms.pride = 0\n[saga]");
        let mut war = Game::new(&format!("{}{INCIDENT}", weak.replace("[saga]", &rules)), 3, Policy::Outside);
        war.until_answering(400.0 + 365.25 * years, |id| match id {
            "stone.incident" => Some(0),
            "reed.ask-terms" | "stone.ask-terms" | "stone.answer-terms" => Some(1),
            _ => None,
        });
        war.until_answering(1_200.0 + 365.25 * years, |id| (id == "reed.ask-terms").then_some(0));
        let terms = war.entries(|what| matches!(what, What::Terms { .. }));
        let What::Terms { offer, .. } = &terms.first().expect("terms are asked for").what else {
            unreachable!()
        };
        (offer.kind, offer.concession)
    };
    assert_eq!(offered(0.0, 12.0).0, EndingKind::Surrender, "by strengths alone the weaker gives itself up");
    assert_eq!(offered(1.0, 0.2).0, EndingKind::Surrender, "nothing has stood still yet");
    assert_eq!(offered(1.0, 12.0).0, EndingKind::Armistice, "after years it stops on what it holds");
    let [all, half] = [0.0, 0.5].map(|deadlock| offered(deadlock, 12.0).1);
    assert!(half < all, "half of it gives up less: {half}, {all}");
}

#[test]
fn a_coalition_by_agreement_is_made_when_both_agree_and_its_war_grows_out_of_the_older_one() {
    let more = r#"
[faction.hill]
people = "hills"
capital = "hill-home"
[people.hills]
[place.hill-home]
owner = "hill"
people = "hills"
population = "1 billion"
works = ["yard", "depot"]
lanes = { stone-home = "4 days", reed-home = "6 days" }
[force.hill-fleet]
faction = "hill"
place = "hill-home"
units = { ships = 150 }
[coalition.pact]
members = ["stone", "hill"]
lead = "stone"
forms = "by agreement"
[[tension]]
between = ["reed", "hill"]
level = 0.9
[[tension]]
between = ["reed", "stone"]
level = 0.9
[[tension]]
between = ["stone", "hill"]
level = 0.1
[event.fire]
from = "500 days"
effects = [{ industry = "stone", times = 0.2 }, { calamity = "stone-home", share = "5 %" }]
"#;
    let mut war = game(&format!("{INCIDENT}{more}"));
    war.until_answering(
        450.0,
        answers(&[("stone.incident", 0), ("pact.stone.join", 1), ("pact.hill.join", 1)]),
    );
    let fight_on = |id: &str| id.ends_with(".ask-terms").then_some(1);
    war.until_answering(3_000.0, |id| match id {
        "pact.stone.join" | "pact.hill.join" => Some(0),
        _ => fight_on(id),
    });
    let allied = war.entries(|what| matches!(what, What::Allied { .. }));
    assert!(allied.len() >= 2, "both have agreed");
    let pact = war.side_id("pact");
    assert_eq!(war.faction("hill").coalition, pact);
    assert_eq!(war.faction("stone").coalition, pact);
    assert_eq!(ends(&war).first(), Some(&EndingKind::Outgrown), "the older war has become another");
    assert_eq!(wars_begun(&war), 2);
    let mut alone = game(&format!("{INCIDENT}{more}"));
    let refuse = answers(&[("stone.incident", 0), ("pact.stone.join", 1), ("pact.hill.join", 1)]);
    alone.until_answering(3_000.0, refuse);
    assert!(alone.entries(|what| matches!(what, What::Allied { .. })).is_empty());
    assert_ne!(alone.faction("hill").coalition, alone.faction("stone").coalition);
}

#[test]
fn what_becomes_of_the_beaten_is_decided_and_has_consequences() {
    let weak = INCIDENT.to_owned()
        + r#"
[event.collapse]
from = "420 days"
effects = [{ resolve = "reed", by = -1 }]
"#;
    let beaten = |row: u16| {
        let mut war = game(&weak);
        war.until_answering(700.0, move |id| match id {
            "stone.incident" => Some(0),
            "stone.spoils" => Some(row),
            "reed.ask-terms" | "stone.ask-terms" => Some(1),
            _ => None,
        });
        war
    };
    let enslaved = beaten(Spoils::ALL.iter().position(|it| *it == Spoils::Enslave).unwrap() as u16);
    assert_eq!(ends(&enslaved), [EndingKind::Surrender]);
    let (reed, stone) = (enslaved.faction_id("reed"), enslaved.faction_id("stone"));
    let state = &enslaved.campaign.situation().saga.as_ref().unwrap().states[reed];
    assert_eq!((state.subject_to, state.enslaved), (Some(stone), true));
    assert_eq!(enslaved.owner("reed-home"), Some(stone));
    let tempers = &enslaved.campaign.situation().tempers;
    let hostile = tempers[enslaved.place_id("reed-home")].hostile;
    assert!(hostile > 0.5, "the greater part of an enslaved people is hostile, not {hostile}");
    let restored = beaten(Spoils::ALL.iter().position(|it| *it == Spoils::Restore).unwrap() as u16);
    assert_eq!(restored.owner("reed-home"), Some(reed));
    assert_eq!(restored.campaign.situation().saga.as_ref().unwrap().states[reed].subject_to, None);
}

/// Those who had risen once took a place again in the week after it had been taken back, and so for decades.
#[test]
fn a_place_taken_back_from_rebels_is_not_seized_again_for_years() {
    let war = library("empire-alliance");
    let quelled = war.numbers.medians()[war.numbers.find("rules.rising.quelled").unwrap().0 as usize];
    let mut retakings = 0;
    for seed in 0..6 {
        let played = play(&war, &setup_by(Policy::Historical, seed, true)).unwrap();
        let movement = |id: polemos::war::FactionId| {
            war.factions[id].kind == polemos::war::FactionKind::Movement
                && war.factions[id].id != "bajoran-militia"
        };
        let mut retaken = std::collections::BTreeMap::new();
        for entry in &played.chronicle.entries {
            let What::Taken { place, by, from } = entry.what else { continue };
            if from.is_some_and(movement) {
                retaken.insert(place, entry.day);
                retakings += 1;
            } else if movement(by)
                && let Some(day) = retaken.get(&place)
            {
                assert!(
                    entry.day - day >= quelled - 8.0,
                    "seed {seed}: seized again after {} days",
                    entry.day - day
                );
            }
        }
    }
    assert!(retakings > 0, "no place was ever taken back from rebels");
}

/// A commander once held his force from the first day of a saga, fifteen years before he was born.
#[test]
fn no_one_commands_before_he_is_of_age() {
    let more = r#"
[person.ilse]
faction = "reed"
born = "1985-01-01"
[force.second]
faction = "reed"
place = "reed-home"
commander = "ilse"
units = { ships = 10 }
"#;
    let text = format!("start = \"2000-01-01\"\n{STATES}{more}");
    let war = Arc::new(war_of("small", &text));
    let mut game = Game::recorded(&war, 1, Policy::Doctrine);
    game.tick(Vec::new());
    assert_eq!(game.force("second").commander, None, "a girl of fifteen commands nothing");
    game.until(11.0 * 365.25);
    assert_eq!(
        game.force("second").commander,
        Some(game.person_id("ilse")),
        "at twenty-five she takes it up"
    );
}

#[test]
fn each_war_of_a_saga_adds_up_and_the_group_stands_for_its_last() {
    let war = library("empire-alliance");
    for seed in 0..12 {
        let played = play(&war, &setup_by(Policy::Historical, seed, true)).unwrap();
        let run = run_of(&war, &played, seed);
        let all = episodes(&war, &played.chronicle, &played.summary);
        assert_eq!(all.len(), played.summary.wars().len(), "each war has its stretch");
        for (it, counted) in all.iter().zip(played.summary.wars()) {
            let (began, ended) = it.days();
            assert!((began - f64::from(counted.began)).abs() < 1.0 && began <= ended);
            assert_eq!(it.summary.ending.kind, counted.kind, "seed {seed}, {}", it.name);
            // A war is lost by one of its sides. A state that gave up while rebels fought on beside it once left the war to
            // them, and whoever had beaten it had won against them alone.
            let loser = it.summary.ending.loser;
            assert!(loser.is_none_or(|side| it.began.sides.contains(&side)), "seed {seed}, {}", it.name);
            // What stands at a war's end is never less than nothing. Fortresses raised again in the middle of a war were once
            // put down to the peace before it, and more were lost than there had been.
            for totals in it.summary.factions() {
                for domain in 0..5 {
                    let had = totals.opening[domain] + totals.built[domain] + totals.joined[domain];
                    assert!(
                        totals.lost[domain] + totals.left[domain] <= had,
                        "seed {seed}, {}: {totals:?}",
                        it.name
                    );
                }
            }
        }
        let records = run.records();
        // Battles and campaigns are counted by the war: two first battles of one place once shared an id, and an article.
        let told = run.told(polemos::almanac::article::Length::Lead).records;
        let mut ids: Vec<&str> = told.iter().map(|it| it.id.as_str()).collect();
        ids.sort_unstable();
        assert!(ids.windows(2).all(|pair| pair[0] != pair[1]), "seed {seed}: an id stands twice");
        let last = principal(&war, &all).unwrap();
        assert_eq!(records[0].kind, polemos::record::RecordKind::WarGroup);
        assert_eq!(records[0].outcome.kind.as_deref(), Some(last.summary.ending.kind.id()));
        assert!(records.len() > all.len(), "a record of the group, and one of each war");
        // Who went over stands on both sides.
        let went = last.chronicle.entries.iter().find_map(|entry| match &entry.what {
            What::Fate { person, fate: Fate::Defected, .. } => Some(war.persons[*person].id.clone()),
            _ => None,
        });
        if let Some(person) = went {
            let on = records[0].sides.iter().filter(|side| {
                side.commanders.iter().any(|it| it.person.as_deref() == Some(person.as_str()))
            });
            assert_eq!(on.count(), 2, "seed {seed}");
        }
    }
}
