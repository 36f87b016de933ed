//! Squadrons that go over, in the field and in battle, and forces that orders do not reach.

// A test that cannot go on says so by panicking; what it expects it may work out with the platform's functions.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::disallowed_methods)]

mod common;

use common::books;
use common::figures::mean;
use common::find::Find;
use common::game::Game;
use common::setups::{setup, setup_by};
use common::told::run_of;
use common::wars::{LIBRARY, library, war_of};
use polemos::campaign::{FactionState, Link, Whereabouts};
use polemos::chronicle::{Battle, Entry, What};
use polemos::war::FactionId;
use polemos::{Campaign, Policy, Refused, Verdict, War, play};
use std::sync::Arc;

/// Who there is: an empire with Saxons under it, their compatriots in arms elsewhere, and Prussians. More can be said of
/// the league after it.
const SIDES: &str = r#"
[people.french]
[people.saxons]
[people.prussians]
[faction.empire]
people = "french"
[faction.saxony]
people = "saxons"
[faction.free-saxons]
kind = "movement"
people = "saxons"
belligerent = false
[faction.prussia]
people = "prussians"
[coalition.grand]
members = ["empire", "saxony"]
lead = "empire"
[coalition.league]
members = ["prussia", "free-saxons"]
lead = "prussia"
"#;

/// Everyone at a place of his own.
const POSTS: &str = r#"
[place.paris]
owner = "empire"
works = ["depot"]
[place.dresden]
owner = "saxony"
works = ["depot"]
[place.torgau]
owner = "saxony"
works = ["depot"]
[place.berlin]
owner = "prussia"
works = ["depot"]
[force.guard]
faction = "empire"
place = "paris"
units = { ships = 600 }
[force.first-saxon]
faction = "saxony"
place = "dresden"
units = { ships = 720, troops = 240 }
[force.second-saxon]
faction = "saxony"
place = "torgau"
units = { ships = 720 }
[force.garrison]
faction = "saxony"
place = "torgau"
garrison = true
units = { platforms = 300 }
[force.army]
faction = "prussia"
place = "berlin"
units = { ships = 900 }
"#;

/// What is left aside: what those who might go over expect of the war, raids, and the days before an attack on a fort.
const RULES: &str = r#"
rules.loyalty.prospect = 0
rules.raid.rate = "0 per day"
rules.siege.prepare = "0 days"
"#;

/// No way between anyone: nothing happens but what a test puts there, at the beginning of the text and at its end.
/// Prospects count for nothing, so that readiness to go over is known.
fn apart(head: &str, rest: &str) -> String {
    format!("{head}\nrules.resolve.prospect = 0\n{RULES}\n{SIDES}\n{POSTS}\n{rest}")
}

fn war(head: &str, rest: &str) -> Arc<War> {
    Arc::new(war_of("leipzig", &apart(head, rest)))
}

/// The same with the Saxons scattered, every squadron at a place of its own: who goes over meets no one who has not, so
/// that no battle and no one's fortifications come between, and only word decides.
fn scattered(rest: &str) -> Arc<War> {
    let text = apart("", rest);
    let (before, with) = text.split_once("[place.dresden]").expect("Saxon places");
    let (_, after) = with.split_once("[place.berlin]").expect("Prussian places");
    let (guards, with) = after.split_once("[force.first-saxon]").expect("Saxon forces");
    let (_, army) = with.split_once("[force.army]").expect("a Prussian force");
    let posts = (0..33).map(|n| {
        format!(
            "[place.post-{n}]\nowner = \"saxony\"\nworks = [\"depot\"]\n\
             [force.band-{n}]\nfaction = \"saxony\"\nplace = \"post-{n}\"\nunits = {{ ships = 20 }}\n"
        )
    });
    let posts: String = posts.collect();
    let text = format!("{before}[place.berlin]{guards}{posts}[force.army]{army}");
    Arc::new(war_of("scattered", &text))
}

fn grievance(level: f64) -> String {
    format!("[[grievance]]\npeople = \"saxons\"\nagainst = \"empire\"\nlevel = {level}\n")
}

/// Ranks of all squadrons that could go over, and the day on which each did.
fn thresholds(campaign: &Campaign) -> Vec<(f64, Option<u32>)> {
    let able = campaign.war().squadrons.pairs().filter(|(_, squadron)| squadron.turns.is_some());
    let states = able.map(|(id, _)| campaign.situation().squadrons[id]);
    states.map(|state| (state.threshold, state.went)).collect()
}

fn share_gone(campaign: &Campaign) -> f64 {
    let all = thresholds(campaign);
    all.iter().filter(|(_, day)| day.is_some()).count() as f64 / all.len() as f64
}

/// Distribution function of the beta distribution with both parameters 4, in closed form.
fn rank(x: f64) -> f64 {
    let x = x.clamp(0.0, 1.0);
    35.0 * x.powi(4) - 84.0 * x.powi(5) + 70.0 * x.powi(6) - 20.0 * x.powi(7)
}

/// What a grievance of some level makes of Saxons without leader or commander.
fn readiness(level: f64) -> f64 {
    0.25 * level - 0.4 * 0.5 - 0.35
}

/// The books balance, and who left one faction has come to another.
fn books_balance(campaign: &Campaign) {
    assert_eq!(books::books_balance(campaign), Ok(()));
    let s = campaign.situation();
    let sum = |pick: fn(&FactionState) -> [u32; 5]| -> u32 { s.factions.iter().flat_map(&pick).sum() };
    assert_eq!(sum(|f| f.joined), sum(|f| f.left), "who left has come somewhere");
    assert!(s.digest().is_ok(), "a number is not a number");
}

// --- In the field ------------------------------------------------------------------------------------------------

/// Day by day exactly those go whose thresholds are passed by the grievance and by who had gone the day before.
#[test]
fn word_travels_a_round_a_day() {
    let war = scattered(&grievance(3.2));
    let (mut longest, mut cascades) = (0, 0);
    for seed in 0..20 {
        let mut game = Game::recorded(&war, seed, Policy::Default);
        let all: Vec<f64> = thresholds(&game.campaign).iter().map(|(rank, _)| *rank).collect();
        let mut gone = 0;
        for day in 0..30 {
            game.campaign.step(&[]).unwrap();
            books_balance(&game.campaign);
            let ready = readiness(3.2) + gone as f64 / all.len() as f64;
            let now = all.iter().filter(|own| **own < rank(ready)).count();
            let seen = thresholds(&game.campaign).iter().filter(|(_, day)| day.is_some()).count();
            assert_eq!(seen, now, "seed {seed}, day {day}");
            longest = if now > gone { longest.max(day) } else { longest };
            gone = now;
        }
        assert!(game.campaign.chronicle().battles().next().is_none(), "nothing but word is to decide");
        cascades += usize::from(share_gone(&game.campaign) > 0.8);
    }
    println!("{cascades} of 20 cascades, the longest of {longest} days");
    assert!(longest >= 2 && cascades > 0);
}

/// After a massacre a cascade usually follows, and need not; what others do is what makes it.
#[test]
fn a_cascade_usually_follows_and_need_not() {
    let shares = |head: &str, level: f64| -> Vec<f64> {
        let war = war(head, &if level > 0.0 { grievance(level) } else { String::new() });
        let share = |seed| {
            let mut game = Game::recorded(&war, seed, Policy::Default);
            game.until(40.0);
            share_gone(&game.campaign)
        };
        (0..120).map(share).collect()
    };
    let with = shares("", 3.4);
    let cascades = with.iter().filter(|share| **share > 0.8).count();
    let quiet = with.iter().filter(|share| **share < 0.1).count();
    println!("{cascades} of 120 cascades, {quiet} stay loyal, mean {:.2}", mean(&with));
    assert!(cascades > 60 && quiet > 3, "{cascades} cascades, {quiet} quiet");
    // Without the eyes of others, only those go whom the grievance alone moves.
    let alone = shares("rules.loyalty.compatriots = 0", 3.4);
    println!("alone {:.3}, expected {:.3}", mean(&alone), rank(readiness(3.4)));
    assert!(mean(&alone) < 0.5 * mean(&with));
    assert!(shares("rules.loyalty.grievance = 0", 3.4).iter().all(|share| *share == 0.0));
    assert!(shares("", 0.0).iter().all(|share| *share == 0.0), "without a grievance no one goes");
}

/// Thresholds are those of the beta distribution; what compatriots have in common changes no single one.
#[test]
fn thresholds_follow_their_distribution() {
    for common in ["0", "0.5"] {
        let head = format!("rules.loyalty.compatriots = 0\nrules.loyalty.common = {common}");
        let war = war(&head, &grievance(4.0));
        let shares: Vec<f64> = (0..400)
            .map(|seed| {
                let mut game = Game::recorded(&war, seed, Policy::Default);
                game.until(2.0);
                share_gone(&game.campaign)
            })
            .collect();
        let n = shares.len() as f64;
        let mean = mean(&shares);
        let deviation = (shares.iter().map(|s| (s - mean).powi(2)).sum::<f64>() / (n - 1.0)).sqrt();
        let expected = rank(readiness(4.0));
        println!("common {common}: {mean:.3} ± {deviation:.3}, expected {expected:.3}");
        assert!((mean - expected).abs() < 4.0 * deviation / n.sqrt(), "{mean} for {expected}");
        // Independent thresholds scatter as a binomial does; those in common more.
        let binomial = (expected * (1.0 - expected) / 33.0).sqrt();
        assert!(if common == "0" { deviation < 1.15 * binomial } else { deviation > 2.0 * binomial });
    }
}

#[test]
fn days_and_weeks_agree_on_who_goes() {
    for seed in 0..12 {
        let [daily, weekly] = ["1 day", "1 week"].map(|tick| {
            let mut game =
                Game::recorded(&war(&format!("tick = \"{tick}\""), &grievance(3.2)), seed, Policy::Default);
            game.until(35.0);
            thresholds(&game.campaign)
        });
        assert_eq!(daily, weekly, "seed {seed}");
    }
}

/// Fear and a loyal commander hold squadrons back; a leader who has none to give does not.
#[test]
fn a_loyal_commander_holds_his_men() {
    let led = |loyalty: &str| {
        let rest = format!("{}[person.anton]\nloyalty = {loyalty}\n", grievance(3.2));
        let text = apart("", &rest);
        let text = text.replace("[force.first-saxon]", "[force.first-saxon]\ncommander = \"anton\"");
        let war = Arc::new(war_of("led", &text));
        let own = war.force_id("first-saxon");
        let gone = |seed| {
            let mut game = Game::recorded(&war, seed, Policy::Default);
            game.until(1.0);
            game.campaign.squadrons(own).count()
        };
        (0..60).map(gone).sum::<usize>()
    };
    let (loyal, not) = (led("1"), led("0"));
    println!("left with a loyal commander {loyal}, with another {not}");
    assert!(loyal > not);
}

/// Who goes over is where he was, as ready as he was, on the other side, which enters the war for it.
#[test]
fn who_goes_over_stays_where_he_was_and_brings_his_side_into_the_war() {
    // Supply is reckoned on the first evening and not on the second, on which he goes: what he is delivered on a place
    // that his new side does not hold is another matter.
    let later = |base: &str| {
        let text = apart(&format!("rules.loyalty.base = {base}"), &grievance(1.0));
        let text = text.replace("[force.first-saxon]", "[force.first-saxon]\narrives = \"1 day\"");
        let war = Arc::new(war_of("leipzig", &text));
        let mut game = Game::recorded(&war, 1, Policy::Default);
        game.until(2.0);
        game
    };
    let (mut game, loyal) = (later("-2"), later("2"));
    let war = Arc::clone(&game.war);
    let first = war.force_id("first-saxon");
    let before = loyal.force("first-saxon");
    assert!(before.at == Whereabouts::At(war.place_id("dresden")) && before.value > 0.0);
    books_balance(&game.campaign);
    let s = game.campaign.situation();
    let twin = war.force_id("first-saxon-turned");
    assert_eq!(s.forces[first].at, Whereabouts::Gone);
    assert_eq!((s.forces[twin].at, s.forces[twin].readiness), (before.at, before.readiness));
    assert_eq!(game.campaign.squadrons(first).count(), 0);
    assert!((s.forces[twin].value - before.value).abs() < 1e-9);
    let free = war.faction_id("free-saxons");
    assert!(s.factions[free].at_war && s.side(free) == war.side_id("league"));
    // The place of a garrison that has gone over falls to its new side.
    game.until(3.0);
    assert_eq!(game.owner("torgau"), Some(free));
    let told = game.entries(|what| matches!(what, What::WentOver { .. }));
    assert_eq!(told.len(), 3, "one entry a force");
    let squadrons: u32 = told
        .iter()
        .map(|entry| if let What::WentOver { squadrons, .. } = entry.what { squadrons } else { 0 })
        .sum();
    assert_eq!(squadrons as usize, thresholds(&game.campaign).len());
}

/// Those who go when their twin has gone elsewhere join another body that is there, or form one; none is lost.
#[test]
fn those_who_come_later_find_a_banner() {
    let road =
        |a: &str, b: &str| format!("[lane.{a}-{b}]\nfrom = \"{a}\"\nto = \"{b}\"\ntime = \"3 days\"\n");
    let lanes = [road("dresden", "berlin"), road("dresden", "torgau"), road("torgau", "paris")].concat();
    let war = war("", &format!("{}{lanes}", grievance(3.3)));
    for seed in 0..20 {
        let mut campaign = Campaign::start(Arc::clone(&war), setup(seed, true));
        while campaign.situation().ending.is_none() && campaign.day() < 200.0 {
            campaign.step(&[]).unwrap();
            books_balance(&campaign);
        }
    }
}

// --- In the middle of a battle -----------------------------------------------------------------------------------

/// Prussians among the empire and its Saxons, on one field from the first hour; there are ways out, but all other places
/// are so far that no staff sends a force there before it has fought.
fn field(level: f64, people: &str) -> Arc<War> {
    let sides = SIDES.replacen(
        "kind = \"movement\"\npeople = \"saxons\"",
        &format!("kind = \"movement\"\npeople = \"{people}\""),
        1,
    );
    let text = format!(
        r#"
rules.battle.decline-odds = 0
{RULES}
{sides}
posture = "offensive"
[place.paris]
owner = "empire"
works = ["depot"]
lanes = {{ leipzig = "900 days" }}
[place.leipzig]
owner = "empire"
lanes = {{ berlin = "900 days" }}
[place.berlin]
owner = "prussia"
works = ["depot"]
[force.guard]
faction = "empire"
place = "leipzig"
units = {{ ships = 400 }}
[force.saxons]
faction = "saxony"
place = "leipzig"
units = {{ ships = 480, troops = 60 }}
[force.army]
faction = "prussia"
place = "leipzig"
units = {{ ships = 700 }}
[[grievance]]
people = "saxons"
against = "empire"
level = {level}
"#
    );
    Arc::new(war_of("field", &text))
}

fn first_battle(campaign: &Campaign) -> Option<(&Entry, &Battle)> {
    campaign.chronicle().battles().next()
}

#[test]
fn squadrons_change_sides_between_bouts_and_none_is_lost() {
    let war = field(3.6, "saxons");
    let (grand, saxons) = (war.side_id("grand"), war.force_id("saxons"));
    let (mut turned, mut loyal) = (0, 0);
    for seed in 0..60 {
        let mut game = Game::recorded(&war, seed, Policy::Default);
        game.until(1.0);
        books_balance(&game.campaign);
        let Some((entry, battle)) = first_battle(&game.campaign) else { continue };
        let own = battle.sides.iter().find(|it| it.coalition == grand).unwrap();
        let other = battle.sides.iter().find(|it| it.coalition != grand).unwrap();
        assert!(other.went_over.is_empty());
        let sum = |units: &[(polemos::war::ClassId, u32)]| units.iter().map(|(_, n)| *n).sum::<u32>();
        if own.went_over.is_empty() {
            loyal += 1;
            continue;
        }
        turned += 1;
        let free = war.faction_id("free-saxons");
        assert!(
            other.factions.contains(&free) && other.forces.len() == 2,
            "they fight on, on the other side"
        );
        assert!(sum(&own.units) == 880, "the side's strength is what it went in with");
        let crossing = game.entries(|what| matches!(what, What::WentOver { in_battle: true, .. }));
        assert_eq!(crossing.len(), 1);
        assert!(crossing[0].causes.contains(&entry.seq));
        let What::WentOver { force, units, .. } = crossing[0].what else { panic!() };
        assert_eq!((force, units[0]), (saxons, sum(&own.went_over)));
        let s = game.campaign.situation();
        assert!(
            s.factions[free].joined[0] >= units[0] && s.factions[free].lost[0] <= s.factions[free].joined[0]
        );
    }
    println!("{turned} battles with a mutiny, {loyal} without");
    assert!(turned > 20 && loyal > 5);
}

/// A mutiny decides battles: the side that is left loses more often than without it.
#[test]
fn a_mutiny_costs_the_side_that_is_left() {
    let won = |level| {
        let war = field(level, "saxons");
        let league = war.side_id("league");
        let wins = |seed| {
            let mut game = Game::recorded(&war, seed, Policy::Default);
            game.until(1.0);
            let victor = first_battle(&game.campaign)
                .and_then(|(_, b)| Some(b.sides[usize::from(b.victor?)].coalition));
            usize::from(victor == Some(league))
        };
        (0..60).map(wins).sum::<usize>()
    };
    let (with, without) = (won(6.0), won(0.0));
    println!("the league wins {with} of 60 battles with a mutiny, {without} without");
    assert!(with > without + 15);
}

/// Where no one goes over, a battle is bit for bit what it would be if no one could.
#[test]
fn a_battle_in_which_no_one_goes_over_is_not_touched() {
    let (able, unable) = (field(0.0, "saxons"), field(0.0, "prussians"));
    for seed in 0..20 {
        let battles = [&able, &unable].map(|war| {
            // Staffs that weigh odds would, in some wars, not fight at all.
            let played = play(war, &setup_by(Policy::Default, seed, true)).unwrap();
            played.chronicle.battles().map(|(entry, battle)| (entry.day, battle.clone())).collect::<Vec<_>>()
        });
        assert!(!battles[0].is_empty());
        assert_eq!(battles[0], battles[1], "seed {seed}");
    }
}

#[test]
fn the_page_tells_who_went_over() {
    for (war, words) in [
        (field(5.0, "saxons"), "In the middle of the battle"),
        (war("rules.loyalty.base = -2", &grievance(1.0)), "went over to"),
    ] {
        let played = play(&war, &setup(3, true)).unwrap();
        let report = run_of(&war, &played, 3).report();
        let told = report.story.iter().any(|paragraph| paragraph.text.contains(words));
        assert!(told, "{:#?}", report.story.iter().map(|p| &p.text).collect::<Vec<_>>());
        let losses = report.records[0].sides.iter().flat_map(|side| &side.losses);
        assert!(losses.into_iter().any(|count| count.fates == [polemos::record::Fate::Defected]));
    }
}

/// The largest war of the library with a grievance: whatever happens, books balance.
#[test]
fn books_balance_in_a_large_war_with_a_grievance() {
    let (_, text) = LIBRARY[3];
    let text =
        format!("{text}\n[[grievance]]\npeople = \"cardassian\"\nagainst = \"dominion\"\nlevel = 3.5\n");
    let war = Arc::new(war_of("cardassia", &text));
    let mut gone = 0;
    for seed in 0..6 {
        let mut campaign = Campaign::start(Arc::clone(&war), setup(seed, false));
        campaign.run(|c| {
            books_balance(c);
            Verdict::Continue
        });
        gone += usize::from(share_gone(&campaign) > 0.0);
    }
    assert!(gone > 0);
}

// --- Twins -------------------------------------------------------------------------------------------------------

/// Twins are nowhere to be seen until they are needed.
#[test]
fn twins_are_invisible_until_they_are_needed() {
    let war = war("", "");
    let twins: Vec<&str> =
        war.forces.iter().filter(|it| it.twin_of.is_some()).map(|it| it.id.as_str()).collect();
    assert_eq!(twins, ["first-saxon-turned", "second-saxon-turned", "garrison-turned"]);
    assert!(war.removable_ids().iter().all(|id| !id.contains("turned")));
    assert!((*war).clone().without("garrison-turned").is_err());
    assert!(war.numbers.defs().iter().all(|def| !def.path.contains("turned")));
    let played = play(&war, &setup(1, true)).unwrap();
    let told = format!("{:?}", played.chronicle);
    for twin in war.forces.pairs().filter(|(_, it)| it.twin_of.is_some()).map(|(id, _)| id) {
        assert!(!told.contains(&format!("{twin:?}")), "{twin:?}");
    }
    let mut game = Game::recorded(&war, 1, Policy::Default);
    for faction in war.factions.ids() {
        let view = game.campaign.view(faction);
        let seen = view.seen.iter().map(|it| it.force).chain(view.own.iter().map(|(id, ..)| *id));
        assert!(seen.into_iter().all(|id| war.forces[id].twin_of.is_none()));
    }
    // Wars in which no people has two factions have none.
    for name in ["two-ports", "lantern", "trafalgar"] {
        assert!(library(name).forces.iter().all(|it| it.twin_of.is_none()), "{name}");
    }
}

/// No one knows how ready others are to go over, nor has what he imagines of it any bearing on the truth.
#[test]
fn thresholds_are_known_to_no_one() {
    let mut game = Game::recorded(&war("", &grievance(3.2)), 2, Policy::Default);
    let truth: Vec<f64> = thresholds(&game.campaign).iter().map(|(rank, _)| *rank).collect();
    let mut imagined = |k| {
        let world = game.campaign.believed(FactionId(0), k);
        thresholds(&world).iter().map(|(rank, _)| *rank).collect::<Vec<_>>()
    };
    let (one, two) = (imagined(1), imagined(2));
    assert!(one != truth && two != truth && one != two);
}

// --- Command links -----------------------------------------------------------------------------------------------

/// A net of three relays and headquarters at its end; a fleet in the middle and one at the far end.
const NET: &str = r#"
rules.works.rebuild = "3000 days"
rules.works.rebuild-relay = "3000 days"
rules.raid.rate = "0 per day"
[faction.north]
capital = "home"
leader = "ida"
[faction.south]
[person.ida]
[place.home]
owner = "north"
works = ["depot", "relay"]
lanes = { midway = "9 days" }
[place.midway]
owner = "north"
works = ["relay"]
lanes = { far = "9 days" }
[place.far]
owner = "north"
works = ["relay"]
[place.elsewhere]
owner = "south"
works = ["depot"]
[force.home-fleet]
faction = "north"
place = "home"
units = { ships = 50 }
[force.mid-fleet]
faction = "north"
place = "midway"
units = { ships = 50 }
[force.far-fleet]
faction = "north"
place = "far"
units = { ships = 50 }
[force.southern]
faction = "south"
place = "elsewhere"
units = { ships = 150 }
"#;

fn net(head: &str, rest: &str) -> Arc<War> {
    Arc::new(war_of("net", &format!("{head}\n{NET}\n{rest}")))
}

fn strike(works: &str, day: u32) -> String {
    format!("[event.strike-{works}]\nfrom = \"{day} days\"\neffects = [{{ strike = \"{works}\" }}]\n")
}

fn cut_off(campaign: &Campaign) -> Vec<String> {
    let (war, s) = (campaign.war(), campaign.situation());
    let cut = s.forces.pairs().filter(|(_, f)| matches!(f.link, Link::Cut(_)));
    cut.map(|(id, _)| war.forces[id].id.clone()).collect()
}

#[test]
fn a_struck_relay_cuts_off_what_lies_behind_it_until_it_works_again() {
    let restore = "[event.mend]\nfrom = \"20 days\"\neffects = [{ restore = \"midway-relay\" }]\n";
    let war = net("", &format!("{}{restore}", strike("midway-relay", 10)));
    let mut game = Game::recorded(&war, 1, Policy::Default);
    game.until(10.0);
    assert!(cut_off(&game.campaign).is_empty());
    game.until(11.0);
    assert_eq!(cut_off(&game.campaign), ["far-fleet"], "what hears the next relay is still reached");
    let far = war.force_id("far-fleet");
    let struck = game.entries(|what| matches!(what, What::Struck { .. }))[0].seq;
    let cut = game.entries(|what| matches!(what, What::CutOff { .. }));
    assert_eq!(cut.len(), 1);
    assert_eq!(cut[0].causes, [struck]);
    let at = Some(war.place_id("midway"));
    assert_eq!(cut[0].what, What::CutOff { coalition: war.side_id("north"), forces: vec![far], place: at });
    assert!(game.entries(|what| matches!(what, What::Reconnected { .. })).is_empty());
    game.until(21.0);
    assert!(cut_off(&game.campaign).is_empty());
    assert_eq!(game.entries(|what| matches!(what, What::CutOff { .. })).len(), 1, "once a change");
    let again = game.entries(|what| matches!(what, What::Reconnected { couriers: false, .. }));
    assert!(again.len() == 1 && again[0].day == 20.0, "{again:?}");
}

/// With the relay of its headquarters gone, a side is silent, and those who stand there too.
#[test]
fn headquarters_without_a_relay_reach_no_one_until_couriers_come() {
    let war = net("", &strike("home-relay", 10));
    let mut game = Game::recorded(&war, 1, Policy::Default);
    game.until(12.0);
    assert_eq!(cut_off(&game.campaign), ["home-fleet", "mid-fleet", "far-fleet"]);
    game.until(30.0);
    assert_eq!(cut_off(&game.campaign).len(), 3);
    game.until(31.0);
    assert!(cut_off(&game.campaign).is_empty());
    let again = game.entries(|what| matches!(what, What::Reconnected { couriers: true, .. }));
    assert!(again.len() == 1 && again[0].day == 30.0, "{again:?}");
    // Where couriers come at once, links matter to no one.
    let mut game = Game::recorded(
        &net("rules.command.couriers = \"0 days\"", &strike("home-relay", 10)),
        1,
        Policy::Default,
    );
    game.until(20.0);
    assert!(game.entries(|what| matches!(what, What::CutOff { .. })).is_empty());
}

/// A side without relays has couriers and is never out of command; nor is a movement, nor who is with the commander.
#[test]
fn who_never_had_relays_is_never_out_of_command() {
    let text = NET.replace("\"relay\"", "\"yard\"").replace("\"depot\", \"yard\"", "\"depot\"");
    let mut game = Game::recorded(&Arc::new(war_of("net", &text)), 1, Policy::Default);
    game.until(30.0);
    assert!(game.entries(|what| matches!(what, What::CutOff { .. })).is_empty());
    let text = format!("{NET}\n{}", strike("home-relay", 10));
    let cut = |text: &str| {
        let mut game = Game::recorded(&Arc::new(war_of("net", text)), 1, Policy::Default);
        game.until(12.0);
        cut_off(&game.campaign)
    };
    let with = |text: &str| text.replace("[force.home-fleet]", "[force.home-fleet]\ncommander = \"ida\"");
    // A commander afield has messengers to the next relay that works, whatever became of the one where he is; with
    // none in reach, he still commands those who are with him, and no one else.
    assert_eq!(cut(&text), ["home-fleet", "mid-fleet", "far-fleet"]);
    assert!(cut(&with(&text)).is_empty());
    let both = format!("{text}\n{}", strike("midway-relay", 10));
    assert_eq!(cut(&both), ["home-fleet", "mid-fleet", "far-fleet"]);
    assert_eq!(cut(&with(&both)), ["mid-fleet", "far-fleet"]);
    let movement = text.replace("[faction.north]", "[faction.north]\nkind = \"movement\"");
    let mut game = Game::recorded(&Arc::new(war_of("net", &movement)), 1, Policy::Default);
    game.until(12.0);
    assert!(cut_off(&game.campaign).is_empty());
}

#[test]
fn who_is_cut_off_cannot_be_ordered() {
    let war = net("", &strike("midway-relay", 10));
    let mut game = Game::recorded(&war, 1, Policy::Outside);
    let far = war.force_id("far-fleet");
    let march = game.march_order("far-fleet", "midway");
    game.until(12.0);
    assert_eq!(game.campaign.step(std::slice::from_ref(&march)), Err(Refused::CannotMarch(far)));
    game.until(31.0);
    assert!(game.campaign.step(&[march]).is_ok());
}

/// A fleet that is cut off wastes fire, and loses battles that it would have won.
#[test]
fn who_is_cut_off_fights_for_itself() {
    let text = |struck: &str| {
        format!(
            r#"
rules.command.cut-off = 0
rules.battle.overkill = "4 hours"
rules.raid.rate = "0 per day"
rules.siege.prepare = "0 days"
rules.loyalty.base = 1
[faction.north]
capital = "home"
leader = "ida"
[faction.south]
[person.ida]
[coalition.southern]
members = ["south"]
posture = "offensive"
[place.home]
owner = "north"
works = ["depot", "relay"]
lanes = {{ front = "9 days" }}
[place.front]
owner = "north"
lanes = {{ camp = "3 days" }}
[place.camp]
owner = "south"
works = ["depot"]
[class.gunship]
domain = "ships"
rate = 4
toughness = 2
recovery = 0
[force.fleet]
faction = "north"
place = "front"
garrison = true
units = {{ gunship = 120 }}
[force.foe]
faction = "south"
place = "camp"
units = {{ gunship = 140 }}
{struck}"#
        )
    };
    let loss = |struck: &str| {
        let war = Arc::new(war_of("alone", &text(struck)));
        let north = war.side_id("north");
        let losses = (0..80).filter_map(|seed| {
            // Whether to attack is not what is asked here: the enemy is ordered to.
            let mut game = Game::recorded(&war, seed, Policy::Outside);
            game.march("foe", "front");
            game.until(19.0);
            let (_, battle) = first_battle(&game.campaign)?;
            battle.sides.iter().find(|it| it.coalition != north).map(|it| it.loss_share)
        });
        let all: Vec<f64> = losses.collect();
        assert!(all.len() > 40, "{} battles", all.len());
        mean(&all)
    };
    let (joined, alone) = (loss(""), loss(&strike("home-relay", 0)));
    println!("the enemy loses {joined:.3} to a fleet in command, {alone:.3} to one cut off");
    assert!(alone < 0.9 * joined);
}

/// What conditions can read of loyalty and command, on the day after.
#[test]
fn conditions_read_who_went_and_whom_orders_reach() {
    let text = format!(
        "{}\n{}",
        grievance(1.0),
        r#"
        [event.all-gone]
        when = 'faction.saxony.went_over >= 1.0 && force.first-saxon.went_over >= 1.0'
        [event.came]
        when = 'faction.free-saxons.came_over > 1900'
        [event.not-yet]
        when = 'faction.empire.went_over > 0.0'
    "#
        .replace("first-saxon", "first_saxon")
        .replace("free-saxons", "free_saxons")
    );
    let mut game = Game::recorded(&war("rules.loyalty.base = -2", &text), 1, Policy::Default);
    game.until(5.0);
    let happened = |game: &Game, name: &str| game.campaign.situation().events[game.event_id(name)].happened;
    assert_eq!(["all-gone", "came", "not-yet"].map(|name| happened(&game, name)), [1, 1, 0]);
    let rest = "[event.low]\nwhen = 'coalition.north.in_command < 0.7'\n[event.worst]\nwhen = 'coalition.north.most_cut_off > 0.3'\n";
    let mut game =
        Game::recorded(&net("", &format!("{}{rest}", strike("midway-relay", 10))), 1, Policy::Default);
    game.until(10.0);
    assert_eq!(["low", "worst"].map(|name| happened(&game, name)), [0, 0]);
    game.until(14.0);
    assert_eq!(["low", "worst"].map(|name| happened(&game, name)), [1, 1]);
}

/// What the pages say of forces that were cut off is a sentence, and names them.
#[test]
fn the_page_tells_who_was_cut_off() {
    let war = net("", &strike("home-relay", 10));
    let played = play(&war, &setup(1, true)).unwrap();
    let text: Vec<String> =
        run_of(&war, &played, 1).report().chronicle.into_iter().map(|entry| entry.text).collect();
    assert!(
        text.iter().any(|it| it.contains("command could no longer reach") || it.contains("cut off from")),
        "{text:?}"
    );
    assert!(text.iter().any(|it| it.starts_with("Couriers of")), "{text:?}");
}
