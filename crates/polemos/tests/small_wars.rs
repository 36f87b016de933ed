//! Wars of a few lines, each of which isolates one mechanism: what the larger wars rest on. Where the model is exact,
//! so is the test; where it is random, the bound is some standard errors of the exact expectation.

// A test that cannot go on says so by panicking; what it expects it may work out with the platform's functions.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::disallowed_methods)]

mod common;

use common::figures::{close, fits_chance};
use common::find::Find;
use common::game::Game;
use common::setups::{setup, setup_by};
use common::wars::{two_apart, war_of, without};
use polemos::campaign::{ForceState, Whereabouts};
use polemos::chronicle::{BattleEnd, What};
use polemos::war::{EndingKind, FactionId};
use polemos::{Policy, War};
use std::sync::Arc;

/// Two sides apart. Supply and works are looked after every tick, so that their arithmetic can be followed day by day.
fn watched(ships: [u32; 2]) -> String {
    two_apart("rules.supply.review = \"1 day\"\nrules.works.review = \"1 day\"", "", ships)
}

/// The same with forty ships each, and with what comes before and after.
fn apart(head: &str, rest: &str) -> String {
    format!("{head}\n{}\n{rest}", watched([40, 40]))
}

// --- 1 Events ----------------------------------------------------------------------------------------------------

/// A date is a date: whatever the tick, an event is entered on its day, and none happens after its last.
#[test]
fn dated_events_happen_on_their_day() {
    for tick in ["1 day", "1 week"] {
        let head = format!("tick = \"{tick}\"");
        let text = apart(
            &head,
            r#"
            [event.bell]
            from = "17 days"
            [event.late]
            from = "20 days"
            until = "40 days"
            when = 'day > 50'
        "#,
        );
        let mut game = Game::new(&text, 1, Policy::Default);
        game.until(140.0);
        assert_eq!(game.event_days("bell"), [17.0], "{tick}");
        assert!(game.event_days("late").is_empty(), "{tick}");
    }
}

/// A condition is met when what it reads changes, within a tick, and the entry names what met it.
#[test]
fn conditional_events_follow_what_they_wait_for() {
    let text = apart(
        "",
        r#"
        [event.bell]
        from = "17 days"
        effects = [{ resolve = "a", by = -0.25 }]
        [event.echo]
        when = 'event.bell.happened'
        [event.unrest]
        when = 'faction.a.resolve < 0.4'
        [event.never]
        when = 'faction.b.resolve < 0.4'
    "#,
    );
    let mut game = Game::new(&text, 1, Policy::Default);
    game.until(60.0);
    for id in ["echo", "unrest"] {
        let days = game.event_days(id);
        assert!(days.len() == 1 && (17.0..=18.0).contains(&days[0]), "{id}: {days:?}");
    }
    assert!(game.event_days("never").is_empty());
    let events = game.entries(|what| matches!(what, What::Event { .. }));
    assert_eq!(events[1].causes, [events[0].seq], "the echo names the bell");
}

/// A hazard is a rate: by day n an event has happened with probability 1 − exp(−rate · n), for any tick.
#[test]
fn hazards_happen_at_their_rate_for_any_tick() {
    let events: String = (0..150).map(|i| format!("[event.e{i}]\nhazard = \"0.02 per day\"\n")).collect();
    for tick in ["1 day", "1 week"] {
        let war = Arc::new(war_of("hazards", &apart(&format!("tick = \"{tick}\""), &events)));
        let mut happened = 0;
        for seed in 0..12 {
            let mut game = Game::of(&war, setup(seed, false));
            game.until(49.0);
            happened += game.campaign.situation().events.iter().filter(|e| e.happened == 1).count();
        }
        assert!(fits_chance(happened as f64, 150.0 * 12.0, -f64::exp_m1(-0.02 * 49.0)), "{tick}");
    }
}

/// What may happen again does so after its pause; a chance is drawn once and decides whether anything happens at all.
#[test]
fn pauses_and_chances_are_kept() {
    let mut text = String::from("[event.drum]\nfrom = \"5 days\"\nagain = \"10 days\"\n");
    text += "[event.rain]\nhazard = \"0.3 per day\"\nagain = \"1 day\"\n";
    (0..200).for_each(|i| text += &format!("[event.e{i}]\nchance = 0.3\n"));
    let war = Arc::new(war_of("pauses", &apart("", &text)));
    let (mut rain, mut possible) = (0, 0);
    for seed in 0..10 {
        let mut game = Game::recorded(&war, seed, Policy::Default);
        game.until(100.0);
        assert_eq!(game.event_days("drum"), (0..10).map(|n| 5.0 + 10.0 * f64::from(n)).collect::<Vec<_>>());
        rain += game.event_days("rain").len();
        possible += game.campaign.situation().events.iter().skip(2).filter(|e| e.happened > 0).count();
    }
    assert!(fits_chance(rain as f64, 1000.0, -f64::exp_m1(-0.3)));
    assert!(fits_chance(possible as f64, 2000.0, 0.3));
}

// --- 2 Intelligence ----------------------------------------------------------------------------------------------

/// The error of an estimate has the spread of its maker's intelligence, from the first day to the last, and a memory.
#[test]
fn estimates_err_by_the_quality_of_intelligence() {
    let text = apart("", "")
        .replace("[faction.a]", "[faction.a]\nintelligence = 0")
        .replace("[faction.b]", "[faction.b]\nintelligence = 1");
    let war = Arc::new(war_of("estimates", &text));
    let (mut first, mut later, mut both) = ([0.0; 2], [0.0; 2], 0.0);
    let games = 600;
    for seed in 0..games {
        let mut game = Game::of(&war, setup(seed, false));
        let error = |game: &Game, by: u32| {
            game.campaign.situation().estimate(FactionId(by), FactionId(1 - by)).strength_error
        };
        // Errors move weekly, so that after the first tick of the fifth week they have moved by 28 days.
        game.until(1.0);
        let early = [0, 1].map(|by| error(&game, by));
        game.until(29.0);
        for by in [0, 1] {
            let late = error(&game, by as u32);
            first[by] += early[by] * early[by];
            later[by] += late * late;
            both += if by == 0 { early[by] * late } else { 0.0 };
        }
    }
    let n = games as f64;
    for (by, spread) in [(0, 0.6), (1, 0.1)] {
        for sum in [first[by], later[by]] {
            let found = (sum / n).sqrt();
            println!("spread {found:.4}, expected {spread}");
            // The standard error of a standard deviation is 1/√(2n) of it.
            assert!((found / spread - 1.0).abs() < 4.0 / (2.0 * n).sqrt(), "{found} for {spread}");
        }
    }
    let correlation = both / (first[0] * later[0]).sqrt();
    let expected = f64::exp(-28.0 / 30.0);
    println!("correlation over 28 days {correlation:.3}, expected {expected:.3}");
    assert!((correlation - expected).abs() < 4.0 * (1.0 - expected * expected) / n.sqrt());
}

/// A force that moves where no one looks is believed where it was; good intelligence finds it again.
#[test]
fn sightings_go_stale_for_the_blind() {
    for (quality, finds) in [("0", false), ("1", true)] {
        let a = format!("[faction.a]\nintelligence = {quality}");
        let text = apart("", "[place.pc]\nowner = \"b\"\nlanes = { pb = \"4 days\" }\n");
        let text = text.replace("[faction.a]", &a);
        let mut game = Game::new(&text, 1, Policy::Outside);
        game.march("fb", "pc");
        game.until(70.0);
        let (pb, pc) = (game.place_id("pb"), game.place_id("pc"));
        assert_eq!(game.force("fb").at, Whereabouts::At(pc));
        let sighting = *game.campaign.situation().sighting(game.side_id("a"), game.force_id("fb"));
        if finds {
            assert!(sighting.place == Some(pc) && sighting.day > 4.0, "{sighting:?}");
        } else {
            assert!(sighting.place == Some(pb) && sighting.day == 0.0, "{sighting:?}");
            let view = game.campaign.view(FactionId(0));
            assert_eq!(view.seen.iter().map(|seen| seen.place).collect::<Vec<_>>(), [pb]);
        }
    }
}

// --- 3 Decisions -------------------------------------------------------------------------------------------------

const CHOICE: &str = r#"
[decision.sortie]
coalition = "a"
from = "20 days"
default = "stay"
historical = "sail"
[decision.sortie.option.stay]
appeal = "0"
[decision.sortie.option.sail]
appeal = "APPEAL"
effects = [{ resolve = "b", by = -0.1 }]
"#;

fn sortie(appeal: &str) -> Arc<War> {
    Arc::new(war_of("choice", &apart("", &CHOICE.replace("APPEAL", appeal))))
}

/// What is chosen, and when; a chosen option's effects follow, another's do not.
fn chosen(war: &Arc<War>, seed: u64, policy: Policy) -> (String, f64) {
    let mut game = Game::of(war, setup_by(policy, seed, false));
    game.until(25.0);
    let id = war.decision_id("sortie");
    let state = game.campaign.situation().decisions[id];
    assert_eq!(state.made, 1);
    let option = war.decisions[id].options[usize::from(state.chosen)].id.clone();
    assert_eq!(game.resolve("b") < 0.55, option == "sail");
    (option, state.day)
}

#[test]
fn policies_pick_what_they_say() {
    let war = sortie("3");
    let removed = without(&war, &["sortie"]);
    for seed in 0..20 {
        assert_eq!(chosen(&war, seed, Policy::Default).0, "stay");
        assert_eq!(chosen(&war, seed, Policy::Historical).0, "sail");
        assert_eq!(chosen(&war, seed, Policy::Doctrine).0, "sail", "an appeal of 3 leaves no doubt");
        assert_eq!(chosen(&removed, seed, Policy::Doctrine).0, "stay", "left out, it takes its default");
        assert_eq!(chosen(&removed, seed, Policy::Historical).0, "stay", "left out, it takes its default");
    }
    let (_, day) = chosen(&war, 1, Policy::Default);
    assert!((20.0..=21.0).contains(&day), "decided on day {day}");
}

/// Doctrine chooses by a logit: an advantage of the temperature times ln 3 is taken three times in four.
#[test]
fn doctrine_errs_as_often_as_its_temperature_says() {
    let war = sortie(&format!("{:.6}", 0.12 * f64::ln(3.0)));
    let sails = (0..500).filter(|seed| chosen(&war, *seed, Policy::Doctrine).0 == "sail").count();
    assert!(fits_chance(sails as f64, 500.0, 0.75));
}

// --- 5 Movement --------------------------------------------------------------------------------------------------

const ROADS: &str = r#"
[class.yacht]
speed = 1.5
[place.p1]
owner = "a"
lanes = { pa = "6 days", p2 = "3 days", p3 = "4 days" }
[place.p2]
owner = "a"
[place.p3]
owner = "a"
lanes = { p2 = "4 days" }
[force.yachts]
faction = "a"
units = { yacht = 5 }
"#;

fn arrivals(game: &Game, force: &str) -> Vec<f64> {
    let id = game.force_id(force);
    game.days(|what| matches!(what, What::Arrived { force, .. } if *force == id))
}

/// Travel takes the days of the lanes over the speed of the slowest, whatever the tick.
#[test]
fn travel_takes_the_lanes_days_at_the_forces_speed() {
    for tick in ["1 day", "1 week"] {
        let mut game = Game::new(&apart(&format!("tick = \"{tick}\""), ROADS), 1, Policy::Outside);
        let marches = vec![game.march_order("fa", "p2"), game.march_order("yachts", "p2")];
        game.tick(marches);
        game.until(28.0);
        let (ships, yachts) = (arrivals(&game, "fa"), arrivals(&game, "yachts"));
        assert!(ships.len() == 1 && close(ships[0], 9.0), "{tick}: {ships:?}");
        assert!(yachts.len() == 1 && close(yachts[0], 6.0), "{tick}: {yachts:?}");
        assert_eq!(game.force("fa").at, Whereabouts::At(game.place_id("p2")), "{tick}");
    }
}

/// Where the lane ahead has closed a force goes round, and where there is no other way it stays; none can be sent.
#[test]
fn closed_lanes_are_gone_round_or_stop_the_march() {
    let closing = |second: &str| {
        let effects = format!("effects = [{{ close-lane = \"p1--p2\" }}{second}]");
        apart("", &format!("{ROADS}\n[event.shoal]\nfrom = \"2 days\"\n{effects}"))
    };
    let mut game = Game::new(&closing(""), 1, Policy::Outside);
    game.march("fa", "p2");
    game.until(30.0);
    assert_eq!(arrivals(&game, "fa"), [14.0]);

    let mut game = Game::new(&closing(", { close-lane = \"p3--p2\" }"), 1, Policy::Outside);
    game.march("fa", "p2");
    game.until(30.0);
    assert_eq!(game.force("fa").at, Whereabouts::At(game.place_id("p1")));
    let again = game.march_order("fa", "p2");
    assert!(matches!(game.campaign.step(&[again]), Err(polemos::Refused::NoWay(..))));
}

// --- 7 Battles ---------------------------------------------------------------------------------------------------

/// The attacker's home, a front and, unless it is left out, a place behind it.
fn front(attackers: u32, defenders: u32, rear: bool) -> Arc<War> {
    let behind = "[place.rear]\nowner = \"b\"\nlanes = { front = \"4 days\" }\n";
    let text = format!(
        r#"
        rules.resolve.prospect = 0
        rules.resolve.home = 0
        [faction.a]
        [faction.b]
        [place.pa]
        owner = "a"
        works = ["depot"]
        lanes = {{ front = "4 days" }}
        [place.front]
        owner = "b"
        {}
        [force.fa]
        faction = "a"
        units = {{ ships = {attackers} }}
        [force.fb]
        faction = "b"
        place = "front"
        units = {{ ships = {defenders} }}
    "#,
        if rear { behind } else { "" }
    );
    Arc::new(war_of("front", &text))
}

/// Sends the attackers against the front, where whoever is met fights, and plays on for so many days.
fn assault(war: &Arc<War>, seed: u64, days: f64) -> Game {
    let mut game = Game::recorded(war, seed, Policy::Outside);
    game.march("fa", "front");
    game.until(days);
    game
}

/// Ends and victors of the battles at the front, in order.
fn battles(game: &Game) -> Vec<(BattleEnd, Option<u8>)> {
    game.campaign.chronicle().battles().map(|(_, battle)| (battle.end, battle.victor)).collect()
}

/// Ten to one is a victory every time, and the place falls the day the battle is over at the latest.
#[test]
fn the_overwhelming_side_wins_and_takes_the_place() {
    let war = front(300, 30, true);
    for seed in 0..25 {
        let game = assault(&war, seed, 16.0);
        let first = battles(&game).first().copied().expect("a battle");
        assert_eq!(first.1, Some(0), "seed {seed}: {first:?}");
        assert_eq!(game.owner("front"), Some(game.faction_id("a")), "seed {seed}");
        assert!(game.units("fa") > 285, "seed {seed}: {} of 300 are left", game.units("fa"));
    }
}

/// Who breaks with a lane open behind him gets away along it.
#[test]
fn the_beaten_leave_by_an_open_lane() {
    let war = front(110, 90, true);
    let mut broke = 0;
    for seed in 0..40 {
        let game = assault(&war, seed, 4.5);
        let Some((BattleEnd::BrokeOff, Some(0))) = battles(&game).first().copied() else { continue };
        let (fb, rear) = (game.force("fb"), game.place_id("rear"));
        let leaves =
            matches!(fb.at, Whereabouts::Lane { to, .. } if to == rear) || fb.at == Whereabouts::At(rear);
        assert!(leaves || game.units("fb") == 0, "seed {seed}: {fb:?}");
        broke += usize::from(leaves);
    }
    assert!(broke >= 10, "only {broke} of 40 broke off and got away");
}

/// Who has no way out does not leave: he is destroyed or surrenders, and with the last place the war is over.
#[test]
fn the_encircled_are_destroyed_or_surrender() {
    let war = front(200, 60, false);
    for seed in 0..25 {
        let mut game = assault(&war, seed, 40.0);
        for (end, victor) in battles(&game) {
            assert!(
                victor != Some(0) || matches!(end, BattleEnd::Destroyed | BattleEnd::Surrendered),
                "seed {seed}"
            );
        }
        assert!(game.entries(|what| matches!(what, What::Declined { .. })).is_empty(), "seed {seed}");
        assert_eq!(game.force("fb").at, Whereabouts::Gone, "seed {seed}");
        let (a, b) = (game.side_id("a"), game.side_id("b"));
        let ending = game.play_out();
        assert_eq!(
            (ending.kind, ending.victor, ending.loser),
            (EndingKind::Conquest, Some(a), Some(b)),
            "seed {seed}"
        );
        assert!(ending.day < 20.0, "seed {seed}: {ending:?}");
    }
}

// --- 9 Supply ----------------------------------------------------------------------------------------------------

/// Garrisons at 0, 10 and 30 days from their depot; b has none near, and stands aside.
const LINE: &str = r#"
[place.mid]
owner = "a"
lanes = { pa = "10 days", far = "20 days" }
[place.far]
owner = "a"
[force.at-mid]
faction = "a"
place = "mid"
garrison = true
units = { ships = 10 }
[force.at-far]
faction = "a"
place = "far"
garrison = true
units = { ships = 10 }
"#;

/// Supply goes to exp(−L/40) of need with a time constant of ten days, whatever the tick.
#[test]
fn supply_falls_with_the_length_of_the_line() {
    for tick in ["1 day", "1 week"] {
        let mut game = Game::new(&apart(&format!("tick = \"{tick}\""), LINE), 1, Policy::Default);
        for day in [7.0, 35.0, 140.0] {
            game.until(day);
            for (force, length) in [("fa", 0.0), ("at-mid", 10.0), ("at-far", 30.0)] {
                let delivered = f64::exp(-length / 40.0);
                let expected = delivered + (1.0 - delivered) * f64::exp(-day / 10.0);
                let found = game.force(force).supply;
                assert!(close(found, expected), "{tick}, day {day}, {force}: {found} for {expected}");
            }
        }
    }
}

/// A depot feeds no more than its output: with half of what both sides need, each force has half.
#[test]
fn a_depots_output_is_shared_out() {
    let mut game = Game::new(&apart("rules.supply.depot-output = 0.5", ""), 1, Policy::Default);
    game.until(30.0);
    for force in ["fa", "fb"] {
        let expected = 0.5 + 0.5 * f64::exp(-3.0);
        assert!(close(game.force(force).supply, expected), "{force}: {}", game.force(force).supply);
    }
}

/// Cut off, supply decays by its time constant, readiness follows, and both are entered; with the lane open again
/// they come back, more slowly.
#[test]
fn a_force_cut_off_runs_down_and_recovers() {
    let cut = r#"
        [event.cut]
        from = "20 days"
        effects = [{ close-lane = "mid--pa" }]
        [event.relief]
        from = "60 days"
        effects = [{ open-lane = "mid--pa" }]
    "#;
    let mut game = Game::new(&apart("", &format!("{LINE}\n{cut}")), 1, Policy::Default);
    let line = f64::exp(-10.0 / 40.0);
    let (mut supply, mut readiness) = (1.0_f64, 1.0_f64);
    let (mut out, mut back) = (None, None);
    for day in 1..=120 {
        game.until(f64::from(day));
        let delivered = if (21..=60).contains(&day) { 0.0 } else { line };
        supply += (delivered - supply) * -f64::exp_m1(-1.0 / 10.0);
        let days = if supply < readiness { 6.0 } else { 18.0 };
        readiness += (supply - readiness) * -f64::exp_m1(-1.0 / days);
        let force = game.force("at-mid");
        assert!(close(force.supply, supply) && close(force.readiness, readiness), "day {day}: {force:?}");
        if out.is_none() && supply < 0.25 {
            out = Some(f64::from(day));
        } else if out.is_some() && back.is_none() && supply > 0.5 {
            back = Some(f64::from(day));
        }
    }
    let id = game.force_id("at-mid");
    assert_eq!(
        game.days(|what| matches!(what, What::OutOfSupply { force, .. } if *force == id)),
        [out.expect("it ran out")]
    );
    assert_eq!(
        game.days(|what| matches!(what, What::Resupplied { force, .. } if *force == id)),
        [back.expect("it came back")]
    );
}

/// A struck depot feeds no one until it is rebuilt, in the rule's time.
#[test]
fn a_lost_depot_feeds_no_one() {
    let struck = "[event.fire]\nfrom = \"21 days\"\neffects = [{ strike = \"pa-depot\" }]\n";
    let mut game = Game::new(&apart("rules.works.rebuild = \"64 days\"", struck), 1, Policy::Default);
    game.until(21.0);
    assert!(close(game.supply("fa"), 1.0));
    game.until(61.0);
    assert!(close(game.supply("fa"), f64::exp(-4.0)), "{}", game.supply("fa"));
    game.until(200.0);
    let works = game.works_id("pa-depot");
    assert_eq!(game.days(|what| matches!(what, What::Restored { works: w } if *w == works)), [85.0]);
    assert!(game.supply("fa") > 0.99);
}

// --- 10 Works ----------------------------------------------------------------------------------------------------

const YARD: &str = r#"
[class.cutter]
build = "8 days"
[works.slip]
kind = "yard"
place = "pa"
capacity = 4
builds = "cutter"
[force.cutters]
faction = "a"
units = { cutter = 10 }
"#;

/// Four slips at eight days a unit launch one every two days: 49 in 98 days, whatever the tick; half as many with
/// half the industry.
#[test]
fn yards_build_what_their_slips_and_days_say() {
    for (tick, industry, built) in [("1 day", "1", 49), ("1 week", "1", 49), ("1 day", "0.5", 24)] {
        let text = apart(&format!("tick = \"{tick}\""), YARD);
        let text = text.replace("[faction.a]", &format!("[faction.a]\nindustry = {industry}"));
        let mut game = Game::new(&text, 1, Policy::Default);
        game.until(98.0);
        assert_eq!(game.units("cutters"), 10 + built, "{tick}, industry {industry}");
        let faction = game.faction("a");
        assert_eq!(faction.built.iter().sum::<u32>(), built);
    }
}

/// A struck yard launches nothing, and is rebuilt in the rule's time.
#[test]
fn struck_works_stop_and_are_rebuilt_in_the_rules_time() {
    let fire = "[event.fire]\nfrom = \"42 days\"\neffects = [{ strike = \"slip\" }]\n";
    let mut game = Game::new(
        &apart("rules.works.rebuild = \"64 days\"", &format!("{YARD}\n{fire}")),
        1,
        Policy::Default,
    );
    game.until(105.0);
    assert_eq!(game.units("cutters"), 10 + 21);
    game.until(200.0);
    let slip = game.works_id("slip");
    assert_eq!(game.days(|what| matches!(what, What::Struck { works } if *works == slip)), [42.0]);
    assert_eq!(game.days(|what| matches!(what, What::Restored { works } if *works == slip)), [106.0]);
    // It works again on the day on which it is restored: 95 days at one in two.
    assert_eq!(game.units("cutters"), 10 + 21 + 47);
}

// --- 12 Politics -------------------------------------------------------------------------------------------------

/// A shaken resolve comes back half way in its half-life.
#[test]
fn resolve_returns_by_its_half_life() {
    let blow = "[event.blow]\nfrom = \"7 days\"\neffects = [{ resolve = \"a\", by = -0.3 }]\n";
    for tick in ["1 day", "1 week"] {
        let mut game = Game::new(&apart(&format!("tick = \"{tick}\""), blow), 1, Policy::Default);
        // Resolve moves once a week; thirteen weeks later it has moved by 91 days.
        game.until(98.0);
        let expected = 0.6 - 0.3 * f64::powf(2.0, -91.0 / 90.0);
        assert!(close(game.resolve("a"), expected), "{tick}: {} for {expected}", game.resolve("a"));
        assert!(close(game.resolve("b"), 0.6), "{tick}");
    }
}

/// Losses wear resolve down, more of them further.
#[test]
fn resolve_falls_with_losses() {
    let war = front(110, 90, true);
    let mut seen: Vec<(f64, f64)> = Vec::new();
    for seed in 0..30 {
        let game = assault(&war, seed, 60.0);
        let lost = f64::from(90 - game.units("fb")) / 90.0;
        if game.ending.is_none() {
            seen.push((lost, game.resolve("b")));
        }
    }
    seen.sort_by(|x, y| x.0.total_cmp(&y.0));
    println!("{seen:?}");
    let third = seen.len() / 3;
    let mean = |part: &[(f64, f64)]| part.iter().map(|it| it.1).sum::<f64>() / part.len() as f64;
    assert!(third >= 3 && seen[0].0 < seen[seen.len() - 1].0);
    assert!(
        seen.iter().all(|(lost, resolve)| *lost < 0.05 || *resolve < 0.6),
        "losses cost nothing: {seen:?}"
    );
    assert!(
        mean(&seen[..third]) > mean(&seen[seen.len() - third..]) + 0.005,
        "more losses cost no more: {seen:?}"
    );
}

/// Where no one can be made to go on, a war ends with no victor; where one side still can, the other gives in to it.
#[test]
fn spent_resolve_ends_wars() {
    let blow = |b: &str| {
        format!("[event.blow]\nfrom = \"10 days\"\neffects = [{{ resolve = \"a\", by = -0.6 }}{b}]\n")
    };
    let mut game = Game::new(&apart("", &blow(", { resolve = \"b\", by = -0.6 }")), 1, Policy::Default);
    let ending = game.play_out();
    assert_eq!((ending.kind, ending.victor), (EndingKind::Exhaustion, None));
    assert!((10.0..=11.0).contains(&ending.day), "{ending:?}");

    let mut game = Game::new(&apart("", &blow("")), 1, Policy::Default);
    let ending = game.play_out();
    assert_eq!((ending.kind, ending.victor), (EndingKind::Surrender, Some(game.side_id("b"))));
    // Giving in is looked at when resolve is, once a week.
    assert!((10.0..=17.0).contains(&ending.day), "{ending:?}");
}

/// A war that nothing decides is left as it stands on its last day.
#[test]
fn an_undecided_war_ends_on_its_last_day() {
    for (tick, last) in [("1 day", 100.0), ("1 week", 105.0)] {
        let mut game =
            Game::new(&apart(&format!("tick = \"{tick}\"\nend = \"100 days\""), ""), 1, Policy::Default);
        let ending = game.play_out();
        assert_eq!((ending.kind, ending.victor, ending.day), (EndingKind::Undecided, None, last), "{tick}");
    }
}

/// Asks for terms and has them accepted or refused, from outside. Returns the game and whether terms were answered.
fn negotiate(a: u32, b: u32, accept: bool) -> Game {
    // Worn from the start: who has lost nothing and has the will to go on does not ask.
    let text = watched([a, b]).replace("[faction.a]", "[faction.a]\nintelligence = 1\nresolve = 0.25");
    let mut game = Game::new(&text, 3, Policy::Outside);
    game.until_answering(120.0, |id| match id {
        "a.ask-terms" => Some(0),
        "b.answer-terms" => Some(u16::from(!accept)),
        _ => None,
    });
    game
}

/// Terms give up as much as the asker believes itself the weaker: all of it at ten to one, little near parity.
/// Refused, they end nothing.
#[test]
fn terms_are_as_hard_as_the_odds_believed() {
    let weak = negotiate(10, 100, true);
    let ending = weak.ending.expect("the weak give up");
    assert_eq!((ending.kind, ending.victor), (EndingKind::Surrender, Some(weak.side_id("b"))));
    let even = negotiate(100, 112, true);
    let prospect = even.faction("a").prospect;
    let ending = even.ending.expect("terms are agreed");
    println!("near parity, at a believed chance of {prospect:.3}: {ending:?}");
    assert!(matches!(ending.kind, EndingKind::Treaty | EndingKind::Armistice));
    assert_eq!(ending.victor.is_some(), ending.kind == EndingKind::Treaty);
    let refused = negotiate(10, 100, false);
    assert!(refused.ending.is_none());
    let terms = refused.entries(|what| matches!(what, What::Terms { accepted: false, .. }));
    assert!(!terms.is_empty());
}

/// A member belongs to its coalition, and is at war, from its first to its last day.
#[test]
fn membership_keeps_its_dates() {
    let text = apart(
        "",
        r#"
        [faction.c]
        [place.pc]
        owner = "c"
        [force.fc]
        faction = "c"
        units = { ships = 5 }
        [coalition.league]
        members = ["a", { faction = "c", from = "30 days", until = "60 days" }]
    "#,
    );
    let mut game = Game::new(&text, 1, Policy::Default);
    let (c, league) = (game.faction_id("c"), game.side_id("league"));
    for (day, in_league) in [(30.0, false), (31.0, true), (60.0, true), (61.0, false)] {
        game.until(day);
        let state = game.campaign.situation().factions[c];
        assert_eq!((state.coalition == league, state.at_war), (in_league, in_league), "day {day}");
    }
    assert_eq!(game.days(|what| matches!(what, What::Joined { faction, .. } if *faction == c)), [30.0]);
    assert_eq!(game.days(|what| matches!(what, What::Left { faction, .. } if *faction == c)), [60.0]);
}

/// A force with a date appears on it, and is counted from then on.
#[test]
fn forces_arrive_on_their_day() {
    let text = apart("", "[force.late]\nfaction = \"a\"\narrives = \"33 days\"\nunits = { ships = 7 }\n");
    let mut game = Game::new(&text, 1, Policy::Default);
    game.until(33.0);
    assert_eq!(game.force("late").at, Whereabouts::Away);
    game.until(34.0);
    assert_eq!(game.force("late").at, Whereabouts::At(game.place_id("pa")));
    assert_eq!(game.days(|what| matches!(what, What::Appeared { .. })), [33.0]);
    assert_eq!(game.faction("a").opening[0], 47);
}

// --- Identity ----------------------------------------------------------------------------------------------------

/// A war in the west, and far from it an east with one of everything that can be left out.
const TWO_REGIONS: &str = r#"
rules.resolve.prospect = 0
[faction.a]
[faction.b]
[faction.e]
leader = "emil"
[coalition.a-side]
members = ["a"]
posture = "offensive"
[person.emil]
[class.eastern]
[place.pa]
owner = "a"
works = ["depot", "yard"]
lanes = { pb = "4 days" }
[place.pb]
owner = "b"
works = ["depot", "yard"]
lanes = { pc = "4 days" }
[place.pc]
owner = "b"
[force.fa]
faction = "a"
units = { ships = 160 }
[force.fb]
faction = "b"
place = "pb"
units = { ships = 120 }
[force.fc]
faction = "b"
place = "pc"
units = { ships = 40 }
[event.storm]
hazard = "0.05 per day"
again = "2 days"
[event.eastern-feast]
hazard = "0.1 per day"
again = "2 days"
effects = [{ resolve = "e", by = 0.01 }]
[place.east]
owner = "e"
lanes = { east-end = "4 days" }
[place.east-end]
owner = "e"
[works.eastern-relay]
kind = "relay"
place = "east-end"
[force.fe]
faction = "e"
units = { eastern = 30 }
[decision.feast]
coalition = "e"
person = "emil"
from = "10 days"
default = "no"
[decision.feast.option.yes]
[decision.feast.option.no]
"#;

/// What can be seen of the west, tick by tick until someone is beaten: its forces and squadrons, its works and its
/// weather.
fn west(war: &Arc<War>, seed: u64) -> Vec<String> {
    let mut game = Game::recorded(war, seed, Policy::Default);
    let mut seen = Vec::new();
    for day in 1..=60 {
        game.until(f64::from(day));
        let s = game.campaign.situation();
        // With two sides left of three, or of two, wars go on or end: from here on they may differ.
        if game.ending.is_some() || !s.coalitions.iter().all(|side| side.active) {
            break;
        }
        let mut line = format!("storms {:?} ", game.event_days("storm"));
        for force in ["fa", "fb", "fc"] {
            let ForceState { at, goal, supply, readiness, .. } = game.force(force);
            line += &format!("{force} {at:?} {goal:?} {supply} {readiness} ");
            for squadron in game.campaign.squadrons(game.force_id(force)) {
                line += &format!("{:?} ", s.squadrons[squadron]);
            }
        }
        for works in ["pa-yard", "pb-yard"] {
            line += &format!("{:?} ", s.works[game.works_id(works)].progress);
        }
        for place in ["pa", "pb", "pc"] {
            line += &format!("{:?} ", s.places[game.place_id(place)].owner);
        }
        seen.push(line);
    }
    assert!(game.campaign.chronicle().battles().count() > 0 || seed > 0, "no battle was fought in the west");
    seen
}

/// Luck belongs to things by their ids: whatever is left out of the east, of every kind there is, the west keeps its
/// battles to the last hit, its storms and its ships on the slips.
#[test]
fn what_is_left_out_far_away_changes_nothing_here() {
    let war = Arc::new(war_of("two-regions", TWO_REGIONS));
    let left_out = [
        "eastern-feast",
        "feast",
        "emil",
        "fe",
        "e",
        "eastern",
        "eastern-relay",
        "east--east-end",
        "east-end",
    ];
    for id in left_out {
        let lessened = without(&war, &[id]);
        for seed in 0..3 {
            let (all, less) = (west(&war, seed), west(&lessened, seed));
            assert_eq!(all.len(), less.len(), "without {id}, seed {seed}");
            for (day, (x, y)) in all.iter().zip(&less).enumerate() {
                assert_eq!(x, y, "without {id}, seed {seed}, day {}", day + 1);
            }
        }
    }
}
