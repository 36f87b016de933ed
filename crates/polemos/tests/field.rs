//! Raids, sieges and landings, each in a war of a few lines.

// A test that cannot go on says so by panicking; what it expects it may work out with the platform's functions.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::disallowed_methods)]

mod common;

use common::{setup, war_of};
use polemos::campaign::{LineFigures, Whereabouts};
use polemos::chronicle::{Entry, What};
use polemos::war::{CoalitionId, FactionId, ForceId, Id, LaneId, PlaceId, Posture, Table};
use polemos::{Campaign, Order, Policies, Policy, Setup, Step, War};
use std::sync::Arc;

struct Game {
    war: Arc<War>,
    campaign: Campaign,
    ended: bool,
}

fn row<I: Id, T>(table: &Table<I, T>, found: impl Fn(&T) -> bool) -> I {
    table.pairs().find(|(_, it)| found(it)).expect("the war has such a thing").0
}

impl Game {
    fn of(war: &Arc<War>, seed: u64, policies: Policies, record: bool) -> Self {
        let setup = Setup { policies, ..setup(seed, record) };
        Self { war: Arc::clone(war), campaign: Campaign::start(Arc::clone(war), setup), ended: false }
    }

    fn new(text: &str, seed: u64, policy: Policy) -> Self {
        Self::of(&Arc::new(war_of("field", text)), seed, Policies::all(policy), true)
    }

    /// One tick; what is asked of the outside is answered with the row that `answer` gives for a decision's id.
    fn tick(&mut self, mut orders: Vec<Order>, answer: impl Fn(&str) -> Option<u16>) {
        loop {
            match self.campaign.step(&orders).expect("the orders can be carried out") {
                Step::Ticked => return,
                Step::Ended(_) => return self.ended = true,
                Step::Pending(ids) => {
                    let row = |id| {
                        let def = &self.war.decisions[id];
                        answer(&def.id).unwrap_or(def.default)
                    };
                    orders = ids.into_iter().map(|id| Order::Answer(id, row(id))).collect();
                }
            }
        }
    }

    fn until(&mut self, day: f64) -> &mut Self {
        while !self.ended && self.campaign.day() < day {
            self.tick(Vec::new(), |_| None);
        }
        self
    }

    fn force(&self, id: &str) -> ForceId {
        row(&self.war.forces, |it| it.id == id)
    }

    fn place(&self, id: &str) -> PlaceId {
        row(&self.war.places, |it| it.id == id)
    }

    fn side(&self, id: &str) -> CoalitionId {
        row(&self.war.coalitions, |it| it.id == id)
    }

    fn lane(&self, id: &str) -> LaneId {
        row(&self.war.lanes, |it| it.id == id)
    }

    fn faction(&self, id: &str) -> FactionId {
        row(&self.war.factions, |it| it.id == id)
    }

    fn units(&self, id: &str, domain: usize) -> u32 {
        let squadrons = &self.campaign.realised().rolls[self.force(id)];
        let of = |sq: &&polemos::war::SquadronId| {
            self.war.classes[self.war.squadrons[**sq].class].domain as usize == domain
        };
        squadrons.iter().filter(of).map(|sq| self.campaign.situation().squadrons[*sq].units).sum()
    }

    fn march(&mut self, force: &str, to: &str) {
        let order = Order::March(self.force(force), self.place(to));
        self.tick(vec![order], |_| None);
    }

    fn entries(&self, of: impl Fn(&What) -> bool) -> Vec<&Entry> {
        self.campaign.chronicle().entries.iter().filter(|entry| of(&entry.what)).collect()
    }

    fn days(&self, of: impl Fn(&What) -> bool) -> Vec<f64> {
        self.entries(of).iter().map(|entry| entry.day).collect()
    }

    fn owner(&self, place: &str) -> Option<FactionId> {
        self.campaign.situation().places[self.place(place)].owner
    }

    fn supply(&self, force: &str) -> f64 {
        self.campaign.situation().forces[self.force(force)].supply
    }
}

fn invested(what: &What) -> bool {
    matches!(what, What::Invested { .. })
}

fn battle(what: &What) -> bool {
    matches!(what, What::Battle(_))
}

fn taken(what: &What) -> bool {
    matches!(what, What::Taken { .. })
}

fn outside(game: &Game, side: &str) -> Policies {
    Policies { common: Policy::Default, own: vec![(game.side(side), Policy::Outside)] }
}

// --- Raids -------------------------------------------------------------------------------------------------------

/// A fleet at the end of one lane, fed from the other, and raiders who reach its far end.
const ONE_LANE: &str = r#"
tick = "TICK"
end = "2000 days"
rules.resolve.prospect = 0
[faction.a]
[faction.b]
[coalition.b-side]
members = ["b"]
posture = "POSTURE"
[place.pa]
owner = "a"
works = ["depot"]
lanes = { pb = "LENGTH days" }
[place.pb]
owner = "a"
lanes = { pz = "5 days" }
[place.pz]
owner = "b"
works = ["depot"]
[force.fa]
faction = "a"
place = "STANDS"
units = { ships = 40 }
[force.fb]
faction = "b"
place = "pz"
units = { ships = 400 }
"#;

fn one_lane(tick: &str, length: u32, posture: &str, stands: &str, rest: &str) -> Arc<War> {
    let text = ONE_LANE
        .replace("TICK", tick)
        .replace("LENGTH", &length.to_string())
        .replace("POSTURE", posture)
        .replace("STANDS", stands);
    // Rules come first in a file.
    Arc::new(war_of(
        "one-lane",
        &format!("{rest}\n{text}").replace("units = { ships = 400 }", "units = { ships = 40 }"),
    ))
}

/// Mean interdiction of the lane over a year, and what raids cost in it, over some seeds.
fn interdiction(war: &Arc<War>, seeds: u64) -> (f64, f64, u32) {
    let (mut depth, mut samples, mut cost, mut lost) = (0.0, 0.0, 0.0, 0);
    for seed in 0..seeds {
        let mut game = Game::of(war, seed, Policies::all(Policy::Default), false);
        let (a, lane) = (game.side("a"), row(&war.lanes, |it| it.id.contains("pa")));
        game.until(56.0);
        while game.campaign.day() < 364.0 {
            game.until(game.campaign.day() + 7.0);
            depth += game.campaign.situation().traffic(a, lane).depth;
            samples += 1.0;
        }
        cost += game.campaign.lines(a).raid_losses;
        let s = game.campaign.situation();
        let b = &s.factions[game.faction("b")];
        assert_eq!(b.opening[0] - b.lost[0], game.units("fb", 0), "ships are conserved");
        lost += b.lost[0];
    }
    (depth / samples, cost / seeds as f64, lost)
}

/// Interdiction is what the model says, in proportion to the length exposed, whatever the tick; and raiders are caught at
/// the rate that it says.
#[test]
fn raids_go_with_the_length_exposed() {
    let mut found = Vec::new();
    for length in [4, 8] {
        for tick in ["1 day", "1 week"] {
            let (depth, cost, lost) =
                interdiction(&one_lane(tick, length, "raid", "pb", "rules.raid.party = 0"), 60);
            // κ·ρ·f·ℓ·c·τ/(1 + γ/γ₀), with equal fleets, all supply on the lane and a tenth of the fleet as escorts.
            let expected = 0.08 * f64::from(length) * 0.1 * 10.0 / (1.0 + 0.1 / 0.05);
            println!("{length} days, tick {tick}: D {depth:.4}, expected {expected:.4}; {cost:.1} days lost");
            assert!((depth / expected - 1.0).abs() < 0.05 && lost == 0, "{depth} for {expected}");
            found.push((depth, cost));
        }
    }
    assert!((found[1].1 / found[0].1 - 1.0).abs() < 0.05, "daily and weekly: {found:?}");
    let twice = found[2].0 / found[0].0;
    assert!((twice - 2.0).abs() < 0.12, "twice the length, {twice} times the interdiction");

    let (_, _, lost) = interdiction(&one_lane("1 week", 8, "raid", "pb", ""), 60);
    // So many strikes a day, half of them caught, and each time one in a hundred is lost of what is left.
    let left = (-0.01_f64 * 0.5 * 0.08 * 8.0 / 3.0 * 364.0).exp();
    let share = f64::from(lost) / f64::from(60 * 40);
    println!("raiders lost in a year: {share:.3}, expected {:.3}", 1.0 - left);
    assert!((share / (1.0 - left) - 1.0).abs() < 0.15);
}

/// Without raiders in reach, without traffic, or with the rate at nought, nothing is raided; without the posture, little.
#[test]
fn raids_have_causes() {
    let none = [
        one_lane("1 day", 8, "raid", "pa", ""),
        one_lane("1 day", 8, "raid", "pb", "rules.raid.rate = \"0 per day\""),
        one_lane("1 day", 8, "raid", "pb", "rules.raid.reach = \"4 days\""),
    ];
    for war in &none {
        let (depth, cost, lost) = interdiction(war, 4);
        assert_eq!((depth, cost, lost), (0.0, 0.0, 0));
    }
    let (raided, ..) = interdiction(&one_lane("1 day", 8, "raid", "pb", ""), 30);
    let (held, ..) = interdiction(&one_lane("1 day", 8, "hold", "pb", ""), 30);
    println!("interdiction {raided:.3} under raiders, {held:.3} under others");
    assert!(held > 0.0 && held < 0.3 * raided);
}

/// A thousand ships raided by a thousand suffer as forty by forty do.
#[test]
fn raids_know_no_scale() {
    let text = |n: u32| {
        ONE_LANE
            .replace("ships = 40 }", &format!("ships = {n} }}"))
            .replace("ships = 400 }", &format!("ships = {n} }}"))
    };
    let war = |n| {
        let text = text(n).replace("TICK", "1 week").replace("LENGTH", "8").replace("POSTURE", "raid");
        Arc::new(war_of("scale", &text.replace("STANDS", "pb")))
    };
    let share = |n: u32| {
        let (depth, _, lost) = interdiction(&war(n), 60);
        (depth, f64::from(lost) / f64::from(60 * n))
    };
    let (few, many) = (share(40), share(4000));
    println!("{few:?} {many:?}");
    assert!((few.0 / many.0 - 1.0).abs() < 0.06 && (few.1 / many.1 - 1.0).abs() < 0.25);
}

/// When raids cut a lane below a half the chronicle says so, and whoever starves of it names it as the cause.
#[test]
fn a_lane_that_is_cut_is_told_of() {
    let war = one_lane("1 day", 8, "raid", "pb", "rules.raid.rate = \"0.8 per day\"\nrules.raid.escort = 0");
    let mut game = Game::of(&war, 3, Policies::all(Policy::Default), true);
    game.until(200.0);
    let raids = game.entries(|what| matches!(what, What::Raided { .. }));
    assert!(!raids.is_empty() && raids.len() < 12, "{} accounts in 200 days", raids.len());
    let What::Raided { lane, flow, on, .. } = raids[0].what else { panic!() };
    assert!(lane == game.lane(&war.lanes[lane].id) && flow < 0.5 && on == game.side("a"));
    let hungry = game.entries(|what| matches!(what, What::OutOfSupply { .. }));
    assert!(!hungry.is_empty());
    assert!(
        hungry.iter().all(|entry| raids.iter().any(|raid| entry.causes.contains(&raid.seq))),
        "{hungry:?}"
    );
}

/// Three borders, each a home system and a march beyond it that was taken, and an enemy before each.
fn three_borders(withdraws: bool) -> Arc<War> {
    let mut text = String::from(
        "end = \"400 days\"\nrules.resolve.prospect = 0\nrules.decision.posture-review = \"3000 days\"\n[faction.a]\n[faction.b]\n[coalition.a-side]\nmembers = [\"a\"]\n\
         [coalition.b-side]\nmembers = [\"b\"]\nposture = \"raid\"\n[place.core]\nowner = \"a\"\nworks = [\"depot\", \"yard\"]\n",
    );
    for i in 0..3 {
        text += &format!(
            "[place.home-{i}]\nowner = \"a\"\nworks = [\"yard\"]\nlanes = {{ core = \"4 days\" }}\n\
             [place.march-{i}]\nowner = \"a\"\nhome = false\nlanes = {{ home-{i} = \"10 days\", base-{i} = \"6 days\" }}\n\
             [place.base-{i}]\nowner = \"b\"\nworks = [\"depot\"]\n\
             [force.a{i}]\nfaction = \"a\"\nplace = \"march-{i}\"\nunits = {{ ships = 400 }}\n\
             [force.b{i}]\nfaction = \"b\"\nplace = \"base-{i}\"\nunits = {{ ships = 300 }}\n"
        );
    }
    if withdraws {
        text += "[event.order]\nfrom = \"84 days\"\neffects = [{ posture = \"withdraw\", coalition = \"a-side\" }]\n";
    }
    Arc::new(war_of("three-borders", &text))
}

/// Falling back to the old borders shortens supply paths, takes them out of the raiders' reach, cuts what raids cost and
/// makes ready again: in figures.
#[test]
fn withdrawal_shortens_the_lines() {
    let mut figures = Vec::new();
    for withdraws in [false, true] {
        let war = three_borders(withdraws);
        let (mut before, mut after, mut ready) = (LineFigures::default(), LineFigures::default(), 0.0);
        let games = 30;
        for seed in 0..games {
            let policies = Policies { common: Policy::Default, own: Vec::new() };
            let mut game = Game::of(&war, seed, policies, false);
            let a = game.side("a-side");
            let add = |sum: &mut LineFigures, it: LineFigures, less: f64| {
                sum.supply_days += it.supply_days / games as f64;
                sum.exposed_days += it.exposed_days / games as f64;
                sum.raid_losses += (it.raid_losses - less) / games as f64;
                sum.built_a_month += it.built_a_month / games as f64;
            };
            let start = game.until(56.0).campaign.lines(a).raid_losses;
            let early = game.until(84.0).campaign.lines(a);
            add(&mut before, early, start);
            let start = game.until(168.0).campaign.lines(a).raid_losses;
            let late = game.until(196.0).campaign.lines(a);
            add(&mut after, late, start);
            let s = game.campaign.situation();
            ready += (0..3).map(|i| s.forces[game.force(&format!("a{i}"))].readiness).sum::<f64>() / 90.0;
        }
        println!("withdraws: {withdraws}\n  before {before:?}\n  after  {after:?}\n  readiness {ready:.3}");
        figures.push((before, after, ready));
    }
    let ((_, stays, worn), (before, back, fresh)) = (figures[0], figures[1]);
    assert!(back.supply_days < 0.6 * before.supply_days && stays.supply_days > 0.95 * before.supply_days);
    assert!(back.exposed_days < 0.7 * before.exposed_days);
    assert!(back.raid_losses < 0.5 * before.raid_losses && back.raid_losses < 0.5 * stays.raid_losses);
    assert!(
        back.built_a_month > 1.02 * before.built_a_month && stays.built_a_month < 1.01 * before.built_a_month
    );
    assert!(fresh > worn + 0.1, "{fresh} against {worn}");
}

// --- What doctrine makes of it -------------------------------------------------------------------------------------

/// Utilities of the postures as a side first sees them, offensive, hold, withdraw, raid.
fn postures(text: &str, side: &str) -> Vec<f32> {
    let mut mean = vec![0.0; 4];
    let war = Arc::new(war_of("postures", text));
    for seed in 0..20 {
        let mut game = Game::of(&war, seed, Policies::all(Policy::Doctrine), true);
        game.until(40.0);
        let id = row(&war.decisions, |it| it.id == format!("{side}.posture"));
        let decided = game.campaign.chronicle().entries.iter().find_map(|entry| match &entry.what {
            What::Decided(decided) if decided.decision == id => Some(decided.utilities.clone()),
            _ => None,
        });
        let decided = decided.expect("a posture is reviewed");
        mean.iter_mut().zip(decided).for_each(|(sum, it)| *sum += it / 20.0);
    }
    mean
}

fn stretched(ships: u32, resolve: f64) -> String {
    let mut text = format!(
        "[faction.a]\nintelligence = 1\n[faction.b]\n[coalition.a-side]\nmembers = [\"a\"]\n[coalition.b-side]\nmembers = [\"b\"]\n\
         [[belief]]\nby = \"a\"\nabout = \"b\"\nresolve = {resolve}\nlasting = true\n\
         [place.core]\nowner = \"a\"\nworks = [\"depot\", \"yard\"]\n"
    );
    for i in 0..3 {
        text += &format!(
            "[place.home-{i}]\nowner = \"a\"\nlanes = {{ core = \"4 days\" }}\n\
             [place.march-{i}]\nowner = \"a\"\nhome = false\nvalue = 0.5\nlanes = {{ home-{i} = \"10 days\", base-{i} = \"6 days\" }}\n\
             [place.base-{i}]\nowner = \"b\"\nworks = [\"depot\"]\n\
             [force.a{i}]\nfaction = \"a\"\nplace = \"march-{i}\"\nunits = {{ ships = {ships} }}\n\
             [force.b{i}]\nfaction = \"b\"\nplace = \"base-{i}\"\nunits = {{ ships = 100 }}\n"
        );
    }
    text
}

/// A withdrawal promises more to those who think little of the enemy's resolve, and more to the weak than to the strong.
#[test]
fn a_withdrawal_rests_on_what_is_believed_of_the_enemy() {
    let worth = |ships, resolve| {
        let seen = postures(&stretched(ships, resolve), "a-side");
        println!("{ships} ships a border, resolve believed {resolve}: {seen:?}");
        seen[Posture::Withdraw as usize] - seen[Posture::Hold as usize]
    };
    let (low, high) = (worth(110, 0.1), worth(110, 0.9));
    assert!(low > high + 0.1, "{low} against {high}");
    let (weak, strong) = (worth(60, 0.1), worth(400, 0.1));
    assert!(weak > strong + 0.1 && strong < 0.0 + low, "{weak} against {strong}");
}

/// Raiding promises something where the enemy's lines are long and in reach, and nothing where they are not.
#[test]
fn raiding_promises_what_the_enemys_lines_are_worth() {
    let text = |length: u32, reach: u32| {
        let mut text = format!(
            "rules.raid.reach = \"{reach} days\"\n[faction.a]\nintelligence = 1\n[faction.b]\n\
             [place.pa]\nowner = \"a\"\nworks = [\"depot\"]\n[place.pc]\nowner = \"b\"\nworks = [\"depot\"]\n\
             [force.fa]\nfaction = \"a\"\nunits = {{ ships = 100 }}\n"
        );
        for i in 0..4 {
            text += &format!(
                "[place.p{i}]\nowner = \"b\"\nlanes = {{ pa = \"5 days\", pc = \"{length} days\" }}\n\
                 [force.f{i}]\nfaction = \"b\"\nplace = \"p{i}\"\ngarrison = true\nunits = {{ ships = 25 }}\n"
            );
        }
        text
    };
    let worth = |length, reach| {
        let seen = postures(&text(length, reach), "a");
        println!("{length} days of lane, reach {reach}: {seen:?}");
        // Holding is the posture that is kept, and its inertia counts.
        seen[Posture::Raid as usize] - (seen[Posture::Hold as usize] - 0.2)
    };
    let (none, short, long) = (worth(16, 2), worth(4, 8), worth(16, 8));
    assert!(none.abs() < 0.01, "{none}");
    assert!(short > 0.0 && long > short + 0.02, "{short} {long}");
}

// --- Sieges ------------------------------------------------------------------------------------------------------

/// A port with its fleet, and one of the enemy's two days away.
const PORTS: &str = r#"
tick = "TICK"
end = "500 days"
rules.resolve.prospect = 0
rules.supply.review = "1 day"
rules.raid.rate = "0 per day"
[faction.a]
[faction.b]
[place.pa]
owner = "a"
works = ["depot"]
lanes = { pb = "2 days" }
[place.pb]
owner = "b"
WORKS
lanes = { pc = "6 days" }
[place.pc]
owner = "b"
works = ["depot"]
[force.fa]
faction = "a"
units = { ATTACKERS }
[force.fb]
faction = "b"
place = "pb"
units = { DEFENDERS }
"#;

fn ports(attackers: &str, defenders: &str, rest: &str) -> String {
    // Where platforms stand beside ships they are a force of their own: one with platforms in it does not move.
    let (ships, guns) = match defenders.split_once(", platforms") {
        Some((ships, guns)) => (ships, format!("platforms{guns}")),
        None => (defenders, String::new()),
    };
    let mut text = PORTS.replace("ATTACKERS", attackers).replace("DEFENDERS", ships).replace("WORKS", "");
    if !guns.is_empty() {
        text += &format!(
            "[force.guns]\nfaction = \"b\"\nplace = \"pb\"\ngarrison = true\nunits = {{ {guns} }}\n"
        );
    }
    format!("{rest}\n{}", text.replace("TICK", "1 day"))
}

/// The fleet of a comes before pb under orders from outside, and answers every question about a battle with one row.
fn before_port(text: &str, answer: u16, days: f64) -> Game {
    let war = Arc::new(war_of("ports", text));
    let probe = Game::of(&war, 1, Policies::all(Policy::Default), true);
    let mut game = Game::of(&war, 1, outside(&probe, "a"), true);
    game.march("fa", "pb");
    while !game.ended && game.campaign.day() < days {
        game.tick(Vec::new(), |id| id.ends_with("engage").then_some(answer));
    }
    game
}

/// Before a fortified port a fleet forms up for three days; elsewhere, or where the rule says so, it fights on contact.
#[test]
fn before_fortifications_an_attack_takes_time() {
    let fort = "ships = 60, platforms = 20";
    for tick in ["1 day", "1 week"] {
        let text = ports("ships = 80", fort, "").replace("1 day\"\nend", &format!("{tick}\"\nend"));
        let game = before_port(&text, 0, 30.0);
        let (closed, fought) = (game.days(invested), game.days(battle));
        println!("tick {tick}: surrounded {closed:?}, fought {fought:?}");
        // They come on the second day, and have closed the ring a day later.
        assert_eq!((closed.as_slice(), fought[0]), ([2.0, 3.0].as_slice(), 5.0), "tick {tick}");
        let rings: Vec<bool> = game
            .entries(invested)
            .iter()
            .map(|it| matches!(it.what, What::Invested { closed: true, .. }))
            .collect();
        assert_eq!(rings, [false, true], "tick {tick}");
    }
    for text in
        [ports("ships = 80", "ships = 60", ""), ports("ships = 80", fort, "rules.siege.prepare = \"0 days\"")]
    {
        let game = before_port(&text, 0, 30.0);
        assert!(game.days(invested).is_empty());
        assert_eq!(game.days(battle)[0], 2.0);
    }
    // A handful of guns is stormed from the march.
    let game = before_port(&ports("ships = 80", "platforms = 1", ""), 0, 30.0);
    assert!(game.days(invested).is_empty() && game.days(battle) == [2.0]);
}

/// A ring closes from half the defenders' strength on: then nothing comes in, no one leaves, and hunger sets in. A weaker
/// fleet only watches.
#[test]
fn a_ring_closes_and_starves() {
    let fort = "ships = 100, platforms = 20";
    let watched = before_port(&ports("ships = 40", fort, "rules.battle.decline-odds = 0"), 1, 4.0);
    let state = watched.campaign.situation().places[watched.place("pb")].siege.expect("a siege");
    assert!(!state.closed && watched.supply("fb") > 0.8);

    // A handful does not even sit down before it. The fleet has nowhere else to be.
    let handful = ports("ships = 20", fort, "rules.battle.decline-odds = 0")
        .replace("lanes = { pc = \"6 days\" }", "works = [\"depot\"]");
    let handful = before_port(&handful, 1, 4.0);
    assert!(handful.days(invested).is_empty() && handful.days(battle).is_empty());

    let mut game = before_port(&ports("ships = 90", fort, "rules.battle.decline-odds = 0"), 1, 4.0);
    let siege = game.campaign.situation().places[game.place("pb")].siege.expect("a siege");
    assert!(siege.closed && siege.closed_since == siege.since + 1.0, "it takes a day to close a ring");
    // An order to leave cannot be carried out.
    let order = Order::March(game.force("fb"), game.place("pc"));
    assert!(game.campaign.step(&[order]).is_err(), "b is not played from outside");
    while game.campaign.day() < 60.0 {
        game.tick(Vec::new(), |id| id.ends_with("engage").then_some(1));
    }
    println!("supply after two months: {:.3} inside, {:.3} outside", game.supply("fb"), game.supply("fa"));
    assert!(game.days(battle).is_empty() && game.supply("fb") < 0.05);
    let starved = game.entries(|what| matches!(what, What::OutOfSupply { .. }));
    let closed = game.entries(|what| matches!(what, What::Invested { closed: true, .. }));
    assert!(closed.len() == 1 && starved[0].causes == [closed[0].seq], "{starved:?}");

    // With a depot inside, the stores last for weeks.
    let text = ports("ships = 90", fort, "rules.battle.decline-odds = 0")
        .replace("lanes = { pc = \"6 days\" }", "works = [\"depot\"]\nlanes = { pc = \"6 days\" }");
    let fed = before_port(&text, 1, 32.0);
    println!("with stores, after a month: {:.3}", fed.supply("fb"));
    assert!((0.4..0.9).contains(&fed.supply("fb")));
}

/// When the besiegers go, the siege is lifted and supply comes again.
#[test]
fn a_siege_ends_when_the_besiegers_go() {
    let mut game = before_port(
        &ports("ships = 90", "ships = 100, platforms = 20", "rules.battle.decline-odds = 0"),
        1,
        20.0,
    );
    let hungry = game.supply("fb");
    game.march("fa", "pa");
    game.until(22.0);
    assert!(game.campaign.situation().places[game.place("pb")].siege.is_none());
    assert_eq!(game.entries(|what| matches!(what, What::SiegeLifted { .. })).len(), 1);
    game.until(60.0);
    assert!(hungry < 0.3 && game.supply("fb") > 0.8, "{hungry}");
}

/// Under doctrine the weaker of two fleets in a ring stands by its guns, an overwhelming one comes out, and a starved one
/// does not wait for ever.
#[test]
fn those_inside_come_out_when_it_pays() {
    let sallies = |defenders: &str| {
        // The besiegers stay, whatever comes out, and do not assault.
        let war =
            Arc::new(war_of("sally", &ports("ships = 100", defenders, "rules.battle.decline-odds = 0")));
        let (mut count, mut days) = (0, Vec::new());
        for seed in 0..20 {
            let probe = Game::of(&war, seed, Policies::all(Policy::Default), true);
            let own = vec![(probe.side("a"), Policy::Outside)];
            let mut game = Game::of(&war, seed, Policies { common: Policy::Doctrine, own }, true);
            game.march("fa", "pb");
            while !game.ended && game.campaign.day() < 40.0 {
                game.tick(Vec::new(), |id| id.ends_with("engage").then_some(1));
            }
            days.extend(game.days(battle).first().copied());
            count += usize::from(!game.days(battle).is_empty());
            let open =
                game.campaign.chronicle().battles().next().map(|(_, battle)| battle.sides[0].units.len());
            assert!(open.is_none_or(|classes| classes == 1), "platforms do not come out");
        }
        println!("{defenders}: {count} of 20 sally, on {days:?}");
        // While they are fed, those behind guns wait; hunger brings out those who can win in the open.
        assert!(days.iter().all(|day| *day >= 5.0), "{days:?}");
        count
    };
    let (weak, strong) = (sallies("ships = 70, platforms = 40"), sallies("ships = 190, platforms = 20"));
    assert!(weak == 0 && strong > 5, "{weak} {strong}");
}

/// A fleet that has found the enemy too strong does not come back at once at the same odds.
#[test]
fn what_turned_a_fleet_back_is_remembered() {
    let text = r#"
        end = "110 days"
        rules.decision.posture-review = "28 days"
        [faction.a]
        intelligence = 0
        [faction.b]
        [coalition.a-side]
        members = ["a"]
        posture = "offensive"
        [[belief]]
        by = "a"
        about = "b"
        strength = 0.2
        lasting = true
        [place.pa]
        owner = "a"
        works = ["depot"]
        lanes = { pb = "3 days" }
        [place.pb]
        owner = "b"
        works = ["depot"]
        [force.fa]
        faction = "a"
        units = { ships = 100 }
        [force.fb]
        faction = "b"
        garrison = true
        units = { ships = 200 }
    "#;
    let war = Arc::new(war_of("rebuff", text));
    let mut declined = 0;
    for seed in 0..10 {
        let probe = Game::of(&war, seed, Policies::all(Policy::Default), true);
        let (a, b) = (probe.side("a-side"), probe.side("b"));
        let own = vec![(b, Policy::Default)];
        let mut game = Game::of(&war, seed, Policies { common: Policy::Doctrine, own }, true);
        game.until(80.0);
        let back = game.days(|what| matches!(what, What::Declined { coalition, .. } if *coalition == a));
        println!("turned back on {back:?}");
        assert!(back.len() <= 1, "{back:?}");
        declined += back.len();
    }
    assert!(declined > 5, "no one was turned back");
}

// --- Landings ----------------------------------------------------------------------------------------------------

const TROOPS: &str = "[class.legion]\ndomain = \"troops\"\nrate = 0.1\naccuracy = \"10 %\"\ndamage = 1\ntoughness = 2\ncrew = 1000\nlethality = \"50 %\"\n";

fn landing(attackers: &str, garrison: &str, rest: &str) -> String {
    let text = ports(attackers, garrison, rest);
    format!("{text}\n{TROOPS}")
}

/// Ships take what only ships and guns defend; where troops stand on the ground, it takes troops.
#[test]
fn ground_that_troops_hold_falls_to_troops_alone() {
    // No troops: as before.
    let game = before_port(&landing("ships = 80, legion = 50", "platforms = 1", ""), 0, 10.0);
    assert_eq!(game.days(taken), [2.0]);
    // Ships alone: the place is invested and holds.
    let ships =
        before_port(&landing("ships = 80", "legion = 20", "rules.siege.starve = \"3000 days\""), 0, 60.0);
    assert!(ships.days(taken).is_empty() && ships.owner("pb") == Some(ships.faction("b")));
    assert!(ships.campaign.situation().closed(ships.place("pb")).is_some());
    // Too few troops stay aboard, as long as hunger has not done their work.
    let rules = "rules.strength.idle = 1\nrules.siege.starve = \"3000 days\"";
    let few = before_port(&landing("ships = 80, legion = 5", "legion = 20", rules), 0, 60.0);
    assert!(few.days(|what| matches!(what, What::Landed { .. })).is_empty() && few.units("fa", 2) == 5);
    // Enough of them land and take it.
    let many = before_port(&landing("ships = 80, legion = 60", "legion = 20", ""), 0, 60.0);
    let landed = many.entries(|what| matches!(what, What::Landed { .. }));
    let fought = many.entries(|what| matches!(what, What::GroundFought { .. }));
    assert_eq!((landed.len(), fought.len(), many.days(taken).len()), (1, 1, 1));
    assert_eq!(many.owner("pb"), Some(many.faction("a")));
    let What::GroundFought { units, lost, dead, won, surrendered, .. } = fought[0].what else { panic!() };
    println!("{:?}", fought[0].what);
    assert!(won && units == [60, 20] && lost[1] == 20 && many.units("fb", 2) == 0);
    assert_eq!(many.units("fa", 2), 60 - lost[0]);
    let s = many.campaign.situation();
    for (faction, which) in [("a", 0), ("b", 1)] {
        let state = &s.factions[many.faction(faction)];
        assert_eq!(state.lost[2], lost[which]);
        assert!((state.military_dead - dead[which]).abs() < 1e-6);
        assert!(surrendered || dead[which] == 500.0 * f64::from(lost[which]));
    }
    assert_eq!(s.forces[many.force("fb")].at, Whereabouts::Gone);
}

/// Losses on the ground follow the square law: with ships' support doubling the landed fire, A² − D²/2 is kept.
#[test]
fn losses_on_the_ground_follow_the_square_law() {
    let rules = "rules.siege.stores = \"3000 days\"\nrules.landing.surrender = \"0 per day\"\n\
                 rules.battle.tolerance = 0.9\nrules.supply.depot-output = 100\nrules.supply.scale = \"1000 days\"";
    for tick in ["1 day", "1 week"] {
        let text = landing("ships = 80, legion = 600", "legion = 400", rules)
            .replace("1 day\"\nend", &format!("{tick}\"\nend"));
        let war = Arc::new(war_of(
            "square",
            &text
                .replace("lanes = { pc = \"6 days\" }", "works = [\"depot\"]\nlanes = { pc = \"6 days\" }")
                .replace("rate = 0.1\n", "rate = 0.02\n"),
        ));
        let (mut left, games) = (0.0, 30);
        for seed in 0..games {
            let probe = Game::of(&war, seed, Policies::all(Policy::Default), true);
            let mut game = Game::of(&war, seed, outside(&probe, "a"), true);
            game.march("fa", "pb");
            game.until(100.0);
            assert_eq!(game.units("fb", 2), 0, "the garrison fights to the last");
            left += f64::from(game.units("fa", 2)) / games as f64;
        }
        let expected = (600.0_f64 * 600.0 - 400.0 * 400.0 / 2.0).sqrt();
        println!("tick {tick}: {left:.1} of 600 left, the law says {expected:.1}");
        // Days are short steps for a fight of weeks.
        assert!((left / expected - 1.0).abs() < 0.03, "{left} for {expected}");
    }
}

/// A garrison that no one relieves gives itself up in the end: lost, but not dead.
#[test]
fn a_garrison_can_be_starved() {
    let rules = "rules.siege.stores = \"10 days\"\nrules.siege.starve = \"10 days\"";
    let game = before_port(&landing("ships = 80", "legion = 20", rules), 0, 200.0);
    let ended = game.entries(|what| matches!(what, What::GroundFought { surrendered: true, won: true, .. }));
    assert_eq!((ended.len(), game.days(taken).len()), (1, 1));
    let state = &game.campaign.situation().factions[game.faction("b")];
    assert!(ended[0].day > 8.0 && state.lost[2] == 20 && state.military_dead == 0.0, "{ended:?}");
}

/// A staff that means to take ground which troops hold brings troops, if it has any; otherwise it does without.
#[test]
fn an_attack_on_held_ground_brings_troops() {
    let text = |garrison: &str, carried: &str| {
        format!(
            "[faction.a]\nintelligence = 1\n[faction.b]\n[coalition.a-side]\nmembers = [\"a\"]\nposture = \"offensive\"\n{TROOPS}\
             [place.pa]\nowner = \"a\"\nworks = [\"depot\"]\nlanes = {{ pb = \"3 days\", pd = \"3 days\" }}\n[place.pd]\nowner = \"a\"\nworks = [\"depot\"]\n\
             [place.pb]\nowner = \"b\"\nworks = [\"depot\"]\n[force.near]\nfaction = \"a\"\nplace = \"pa\"\nunits = {{ ships = 150 }}\n[force.next]\nfaction = \"a\"\nplace = \"pa\"\nunits = {{ ships = 150 }}\n\
             [force.far]\nfaction = \"a\"\nplace = \"pd\"\nunits = {{ ships = 20{carried} }}\n[force.fb]\nfaction = \"b\"\nunits = {{ ships = 30{garrison} }}\n"
        )
    };
    let brings = |garrison: &str, carried: &str| {
        let mut game = Game::new(&text(garrison, carried), 2, Policy::Doctrine);
        game.until(40.0);
        let first = game.entries(|what| matches!(what, What::Offensive { .. }))[0].clone();
        let What::Offensive { forces, .. } = first.what else { panic!() };
        forces.contains(&game.force("far"))
    };
    assert!(brings(", legion = 20", ", legion = 60"), "troops were left at home");
    assert!(!brings("", ", legion = 60") && !brings(", legion = 20", ""), "needless forces were taken along");
}

// --- What is at stake ----------------------------------------------------------------------------------------------

/// Keeping up transports takes work from yards in proportion to the days of path to what they feed, raids or none.
#[test]
fn long_lines_take_work_from_the_yards() {
    let built = |days: u32, rules: &str| {
        let text = format!(
            "rules.raid.rate = \"0 per day\"\n{rules}\n[faction.a]\n[faction.b]\n[coalition.a-side]\nmembers = [\"a\"]\n\
             [coalition.b-side]\nmembers = [\"b\"]\n[place.core]\nowner = \"a\"\nworks = [\"depot\", \"yard\"]\n\
             [place.march]\nowner = \"a\"\nhome = false\nlanes = {{ core = \"{days} days\", far = \"90 days\" }}\n\
             [place.far]\nowner = \"b\"\nworks = [\"depot\"]\n\
             [force.fa]\nfaction = \"a\"\nplace = \"march\"\ngarrison = true\nunits = {{ ships = 100 }}\n\
             [force.fb]\nfaction = \"b\"\nplace = \"far\"\nunits = {{ ships = 100 }}\n"
        );
        let mut game = Game::new(&text, 1, Policy::Default);
        let side = game.side("a-side");
        game.until(7.0).campaign.lines(side).built_a_month
    };
    let whole = built(20, "rules.supply.transports = \"100000 days\"");
    for (days, left) in [(5, 0.95), (20, 0.8), (50, 0.5)] {
        let share = built(days, "") / whole;
        assert!((share - left).abs() < 1e-3, "{days} days of path leave {share} of the work");
    }
}

/// Who could lose the war at a place does not leave it half-way; who has much else does. The staff that attacks knows.
#[test]
fn who_could_lose_all_at_a_place_stands_longer() {
    let fought = |elsewhere: bool, stand: f64| {
        let mut text = ports("ships = 80", "ships = 60", &format!("rules.battle.stand = {stand}"));
        if elsewhere {
            // Of great worth, and no way there: the fleet cannot go and guard it.
            text += "[place.heartland]\nowner = \"b\"\nvalue = 100\n";
        }
        let (mut lost, mut foreseen, games) = (0.0, 0.0, 40);
        for seed in 0..games {
            let war = Arc::new(war_of("ports", &text));
            let probe = Game::of(&war, seed, Policies::all(Policy::Default), true);
            let mut game = Game::of(&war, seed, outside(&probe, "a"), true);
            game.march("fa", "pb");
            while !game.ended && game.days(battle).is_empty() && game.campaign.day() < 20.0 {
                game.tick(Vec::new(), |id| id.ends_with("engage").then_some(0));
            }
            let first = game.entries(battle)[0];
            let What::Battle(it) = &first.what else { panic!("a battle") };
            lost += it.sides[1].loss_share / f64::from(games as u32);
            foreseen += it.sides[0].projected.unwrap().loss / f64::from(games as u32);
        }
        (lost, foreseen)
    };
    let (all, some, unmoved) = (fought(false, 2.0), fought(true, 2.0), fought(false, 0.0));
    println!("all at stake {all:?}, little {some:?}, rule off {unmoved:?}");
    assert!(all.0 > 1.2 * some.0 && all.0 > 1.2 * unmoved.0, "{all:?} {some:?} {unmoved:?}");
    assert!(all.1 > 1.1 * some.1 && all.1 > 1.1 * unmoved.1, "{all:?} {some:?} {unmoved:?}");
}
