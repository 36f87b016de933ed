//! Peoples under rule: what they feel, how they rise and what they strike, what is ordered against them and who obeys.
//! Each mechanism stands alone in a war of a few lines, and is held against its equation.

// A test that cannot go on says so by panicking; what it expects it may work out with the platform's functions.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::disallowed_methods)]

mod common;

use common::{setup, war_of};
use polemos::almanac::{Run, Setting};
use polemos::chronicle::{Entry, Fate, What};
use polemos::war::{FactionId, Id, PeopleId, PersonId, PlaceId, RebellionId, SabotageId, Table, WorksId};
use polemos::{Campaign, Policies, Policy, ProjectSetup, Setup, Step, War, load, play, project};
use std::sync::Arc;

/// An empire that rules a town of another people, a free movement of that people, and an enemy whom nobody can reach.
/// What the people feels stands still unless a test moves it.
const TOWN: &str = r#"
end = "900 days"
rules.resolve.prospect = 0
rules.works.review = "1 day"
[people.locals]
name = "Locals"
adjective = "Local"
plural = true
[people.lords]
[faction.empire]
article = true
people = "lords"
capital = "seat"
[faction.outer]
[faction.free]
name = "free bands"
article = true
plural = true
people = "locals"
kind = "movement"
belligerent = false
leader = "hero"
[person.hero]
faction = "free"
[class.legion]
domain = "troops"
crew = 10000
[place.seat]
owner = "empire"
people = "lords"
[place.town]
owner = "empire"
people = "locals"
population = "10 million"
hostile = 0.4
works = ["relay", "yard"]
[place.far]
owner = "outer"
[force.guard]
faction = "empire"
units = { ships = 20 }
[force.host]
faction = "outer"
units = { ships = 20 }
"#;

const STILL: &str = r#"
rules.people.per-grievance = "0 per day"
rules.people.per-fear = "0 per day"
rules.people.per-success = "0 per day"
rules.people.per-order = "0 per day"
rules.rebellion.hunt = "0 per day"
"#;

const RISING: &str = r#"
[rebellion.rising]
name = "rising of the Locals"
article = true
people = "locals"
faction = "free"
"#;

/// Twenty legions: twenty soldiers for each thousand of the town.
const GARRISON: &str = r#"
[force.garrison]
faction = "empire"
place = "town"
garrison = true
[[force.garrison.unit]]
class = "legion"
count = 20
squadrons = 20
"#;

struct Game {
    war: Arc<War>,
    campaign: Campaign,
}

fn row<I: Id, T>(table: &Table<I, T>, found: impl Fn(&T) -> bool) -> I {
    table.pairs().find(|(_, it)| found(it)).expect("the war has such a thing").0
}

fn war(parts: &[&str]) -> Arc<War> {
    // Rules and other keys of the top come before the first table.
    let (top, rest): (Vec<&str>, Vec<&str>) = parts.iter().partition(|part| !part.contains('['));
    Arc::new(war_of("town", &format!("{}\n{TOWN}\n{}", top.join("\n"), rest.join("\n"))))
}

fn each_tick(war: &Arc<War>) -> [Arc<War>; 2] {
    [1, 7].map(|days| {
        let mut war = War::clone(war);
        war.clock.tick_days = days;
        Arc::new(war)
    })
}

impl Game {
    fn of(war: &Arc<War>, seed: u64, record: bool) -> Self {
        let setup = Setup { policies: Policies::all(Policy::Default), ..setup(seed, record) };
        Self { war: Arc::clone(war), campaign: Campaign::start(Arc::clone(war), setup) }
    }

    fn until(&mut self, day: f64) -> &mut Self {
        while self.campaign.day() < day {
            match self.campaign.step(&[]).expect("no orders") {
                Step::Ended(_) => break,
                Step::Ticked | Step::Pending(_) => {}
            }
        }
        self
    }

    fn place(&self, id: &str) -> PlaceId {
        row(&self.war.places, |it| it.id == id)
    }

    fn faction(&self, id: &str) -> FactionId {
        row(&self.war.factions, |it| it.id == id)
    }

    fn rebels(&self) -> f64 {
        self.campaign.situation().rebels(RebellionId(0)).iter().sum()
    }

    fn hostile(&self, place: &str) -> f64 {
        self.campaign.situation().tempers[self.place(place)].hostile
    }

    fn dead(&self, place: &str) -> f64 {
        self.campaign.situation().places[self.place(place)].dead
    }

    fn hero(&self) -> PersonId {
        row(&self.war.persons, |it| it.id == "hero")
    }

    fn entries(&self, of: impl Fn(&What) -> bool) -> Vec<&Entry> {
        self.campaign.chronicle().entries.iter().filter(|entry| of(&entry.what)).collect()
    }

    fn strikes(&self) -> u32 {
        self.campaign.situation().sabotages[SabotageId(0)].strikes
    }
}

/// Whether a count fits an expectation: within four of its standard errors, which one test in 16,000 exceeds.
fn fits(count: f64, expected: f64, variance: f64) -> bool {
    let error = variance.sqrt();
    println!("{count}, expected {expected:.1} ± {error:.1}");
    (count - expected).abs() < 4.0 * error
}

fn about(found: f64, expected: f64) -> bool {
    println!("{found}, expected {expected}");
    (found / expected - 1.0).abs() < 1e-9
}

// --- Rebellion ---------------------------------------------------------------------------------------------------

/// R' = ρ(m·c·N − R) − γ·g·(1 − c)·R, to the last digit and for either tick: a hundredth of four million comes under
/// arms at a hundredth a day, and full garrisons take 1.2 % a day of them.
#[test]
fn rebels_grow_and_are_caught_as_the_equation_has_it() {
    for (garrison, pace) in [("", 0.01), (GARRISON, 0.01 + 0.02 * 0.6)] {
        for war in each_tick(&war(&[STILL, RISING, garrison])) {
            let mut game = Game::of(&war, 1, false);
            for day in [7.0, 70.0, 350.0] {
                let goal = 0.01 * 0.01 * 0.4 * 1e7 / pace;
                assert!(about(game.until(day).rebels(), goal * (1.0 - f64::exp(-pace * day))), "day {day}");
            }
        }
    }
}

/// Nobody rises against rulers of his own people, unless he says so; a garrison of strangers makes any ruler one of
/// strangers; and where those whom they rose against rule no more, rebels go home.
#[test]
fn rebels_rise_against_strangers_or_against_whom_they_say() {
    let puppet = r#"
        [faction.puppet]
        people = "locals"
        [coalition.pact]
        members = ["empire", "puppet"]
    "#;
    let own = |text: String| {
        text.replace("owner = \"empire\"\npeople = \"locals\"", "owner = \"puppet\"\npeople = \"locals\"")
    };
    let rebels = |more: &[&str], day: f64| {
        let parts = [&[STILL, puppet], more].concat();
        let (top, rest): (Vec<&str>, Vec<&str>) = parts.iter().partition(|part| !part.contains('['));
        let text = own(format!("{}\n{TOWN}\n{}", top.join("\n"), rest.join("\n")));
        let war = Arc::new(war_of("town", &text));
        Game::of(&war, 1, false).until(day).rebels()
    };
    let named = format!("{RISING}against = [\"puppet\"]\n");
    assert_eq!(rebels(&[RISING], 50.0), 0.0, "its own people rules");
    assert!(rebels(&[&named], 50.0) > 1e4, "it rose against a ruler of its own people");
    assert!(rebels(&[RISING, GARRISON], 50.0) > 1e3, "strangers hold the town for him");
    let leaves =
        "[event.break]\nfrom = \"50 days\"\neffects = [{ join = \"puppet\", coalition = \"outer\" }]\n";
    let (then, later) = (rebels(&[RISING, GARRISON], 50.0), rebels(&[RISING, GARRISON, leaves], 150.0));
    assert!(about(later, then * f64::exp(-0.01 * 100.0)), "they go home");
    let ally = named.replace("faction = \"free\"", "faction = \"puppet\"");
    assert_eq!(rebels(&[&ally], 50.0), 0.0, "what its own side holds is free");
}

/// A rebellion rises as an event happens, is entered with what brought it about, and is not there when left out.
#[test]
fn a_rebellion_rises_on_its_condition_and_is_entered() {
    let when = format!("{RISING}when = 'event.bell.happened'\n");
    let bell = "[event.bell]\nfrom = \"20 days\"\n";
    let built = war(&[STILL, &when, bell]);
    let mut game = Game::of(&built, 1, true);
    assert_eq!(game.until(20.0).rebels(), 0.0);
    game.until(30.0);
    let rose = game.entries(|what| matches!(what, What::Rose { .. }));
    let rang = game.entries(|what| matches!(what, What::Event { .. }));
    assert_eq!((rose.len(), rose[0].causes.as_slice()), (1, &[rang[0].seq][..]));
    assert_eq!(rose[0].what, What::Rose { rebellion: RebellionId(0), against: Some(game.faction("empire")) });
    assert!(game.rebels() > 0.0);
    let mut without = War::clone(&built);
    without.without("rising").expect("it can be left out");
    assert_eq!(Game::of(&Arc::new(without), 1, false).until(60.0).rebels(), 0.0);
    let late = format!("{RISING}from = \"3 days after event.bell\"\n");
    let mut game = Game::of(&war(&[STILL, &late, bell]), 1, true);
    game.until(40.0);
    assert_eq!(game.entries(|what| matches!(what, What::Rose { .. }))[0].day, 23.0);
    let odds = format!("{RISING}chance = 0.3\nhazard = \"0.02 per day\"\n");
    for war in each_tick(&war(&[STILL, &odds])) {
        let risen = |seed| {
            Game::of(&war, seed, false).until(49.0).campaign.situation().rebellions[RebellionId(0)].risen
        };
        let (runs, p) = (600.0, 0.3 * -f64::exp_m1(-0.02 * 49.0));
        let count = (0..600).filter(|seed| risen(*seed)).count();
        assert!(fits(count as f64, runs * p, runs * p * (1.0 - p)));
    }
}

/// A dead leader leaves 35 % of recruitment and strikes; so does one who was never there.
#[test]
fn a_leader_who_dies_takes_most_of_a_rebellion_along() {
    let killed = "[event.shot]\nfrom = \"300 days\"\neffects = [{ dies = \"hero\" }]\n";
    let built = war(&[STILL, RISING, killed]);
    let mut game = Game::of(&built, 1, false);
    let before = game.until(300.0).rebels();
    let goal = 0.35 * 4e4;
    assert!(about(game.until(600.0).rebels(), goal + (before - goal) * f64::exp(-0.01 * 300.0)));
    let mut without = War::clone(&built);
    without.without("hero").expect("he can be left out");
    let never = Game::of(&Arc::new(without), 1, false).until(100.0).rebels();
    assert!(about(never, goal * (1.0 - f64::exp(-1.0))));
}

/// The leader is caught at the rate of the hunt times informers times the soldiers' share of all who bear arms.
#[test]
fn a_leader_is_hunted_by_garrisons_that_are_told() {
    let hunted =
        &STILL.replace("rules.rebellion.hunt = \"0 per day\"", "rules.rebellion.hunt = \"0.02 per day\"");
    let runs = 800.0;
    for war in each_tick(&war(&[hunted, RISING, GARRISON])) {
        let (mut caught, mut where_to) = (0.0, 0);
        for seed in 0..runs as u64 {
            let mut game = Game::of(&war, seed, seed < 20);
            game.until(84.0);
            caught += f64::from(u8::from(!game.campaign.situation().persons[game.hero()].alive));
            for entry in game.entries(|what| matches!(what, What::Fate { fate: Fate::Killed, .. })) {
                let rose = game.entries(|what| matches!(what, What::Rose { .. }))[0].seq;
                assert_eq!(entry.causes, [rose]);
                where_to += 1;
            }
        }
        let rebels = |day: f64| 0.01 * 4e4 / 0.022 * (1.0 - f64::exp(-0.022 * day));
        let rate = |day: u32| 0.02 * 0.6 * 2e5 / (2e5 + rebels(f64::from(day)));
        let p = -f64::exp_m1(-(1..=84).map(rate).sum::<f64>());
        assert!(where_to > 0 && fits(caught, runs * p, runs * p * (1.0 - p)));
    }
    let nobody =
        Game::of(&war(&[hunted, RISING]), 1, false).until(400.0).campaign.situation().persons[PersonId(0)];
    assert!(nobody.alive, "where there is no garrison nobody hunts");
}

/// Yards put out 1/(1 + d·share of those who could be armed that are), d 1 by default and 3 where a rule says so, and no less where there are no rebels.
#[test]
fn rebels_disrupt_the_works_of_their_rulers() {
    let yard = "[force.fleet]\nfaction = \"empire\"\nplace = \"town\"\nunits = { ships = 1000 }\n";
    let depot = TOWN.replace("works = [\"relay\", \"yard\"]", "works = [\"depot\", \"yard\"]");
    let built = |rule: &str, rising: &str| {
        let top = format!("rules.yards.rate = 20\n{rule}\n{STILL}");
        let war = Arc::new(war_of("town", &format!("{top}\n{depot}\n{yard}\n{rising}")));
        let mut game = Game::of(&war, 1, false);
        let empire = game.faction("empire");
        let before = game.until(600.0).campaign.situation().factions[empire].built[0];
        f64::from(game.until(800.0).campaign.situation().factions[empire].built[0] - before)
    };
    let quiet = built("", "");
    assert!(quiet > 100.0);
    for (rule, weight) in
        [("", 1.0), ("rules.rebellion.disruption = 3", 3.0), ("rules.rebellion.disruption = 0", 0.0)]
    {
        let risen = built(rule, RISING);
        let expected = 1.0 / (1.0 + weight * 0.4);
        println!("{risen} of {quiet}, expected {:.1}", expected * quiet);
        assert!((risen / quiet - expected).abs() < 0.02, "{rule}");
    }
}

// --- Sabotage ----------------------------------------------------------------------------------------------------

/// Two hundred relays, so that strikes do not run out of aims.
fn relays() -> String {
    (0..200).map(|n| format!("[works.r{n}]\nkind = \"relay\"\nplace = \"town\"\n")).collect()
}

const SILENCE: &str =
    "[sabotage.silence]\nrebellion = \"rising\"\nworks = [\"relay\"]\nrate = \"2 per day\"\n";

/// Strikes come at the rate times the share of those who could be armed that are times the chance to succeed, on
/// either tick; a garrison takes from that chance, a dead leader from their number.
#[test]
fn rebels_strike_at_their_rate() {
    let dead = TOWN
        .contains("[person.hero]")
        .then_some("[event.shot]\nfrom = \"0 days\"\neffects = [{ dies = \"hero\" }]\n");
    let many = relays();
    // Rebels at a rate, to a goal, with so much spirit; soldiers told of by 60 %.
    let cases = [
        ("", 0.01, 4e4, 1.0, 0.0),
        (GARRISON, 0.022, 4e4 * 0.01 / 0.022, 1.0, 2e5),
        (dead.unwrap(), 0.01, 4e4 * 0.35, 0.35, 0.0),
    ];
    for (more, pace, goal, spirit, soldiers) in cases {
        let held = "rules.works.rebuild-relay = \"1 day\"";
        for war in each_tick(&war(&[STILL, held, RISING, SILENCE, &many, more])) {
            let runs = 60.0;
            let struck: f64 =
                (0..60).map(|seed| f64::from(Game::of(&war, seed, false).until(105.0).strikes())).sum();
            let of_day = |day: u32| {
                let rebels = goal * (1.0 - f64::exp(-pace * f64::from(day)));
                let guarded = if soldiers > 0.0 { soldiers / (soldiers + rebels) } else { 0.0 };
                2.0 * rebels / 1e5 * spirit * 0.6 * (1.0 - 0.6 * guarded)
            };
            let mean: f64 = (1..=105).map(of_day).sum();
            assert!(fits(struck, runs * mean, runs * mean));
        }
    }
}

/// What is struck is entered with the rebellion as its cause, goes down, and is rebuilt: a relay sooner than a yard.
#[test]
fn struck_works_go_down_by_rebels_and_are_rebuilt() {
    let war = war(&[STILL, RISING, &SILENCE.replace("[\"relay\"]", "[\"relay\", \"yard\"]")]);
    let mut game = Game::of(&war, 3, true);
    game.until(400.0);
    let rose = game.entries(|what| matches!(what, What::Rose { .. }))[0].seq;
    let struck = game.entries(|what| matches!(what, What::Struck { .. }));
    assert!(struck.len() >= 4 && struck.len() == game.strikes() as usize);
    assert!(struck.iter().all(|entry| entry.causes == [rose]), "{struck:?}");
    let works = |id: &str| row(&war.works, |it| it.id == id);
    let down = |id: WorksId| {
        let day = |up: bool| {
            let of = move |what: &What| match what {
                What::Restored { works } => up && *works == id,
                What::Struck { works } => !up && *works == id,
                _ => false,
            };
            game.entries(of).first().map(|entry| entry.day).expect("it happened")
        };
        day(true) - day(false)
    };
    let (relay, yard) = (down(works("town-relay")), down(works("town-yard")));
    assert!((20.0..=21.0).contains(&relay) && (60.0..=61.0).contains(&yard), "{relay}, {yard}");
}

/// Rebels aim at what is worth most against its guard, strike only what serves those whom they rose against, only
/// while the scenario lets them, and not at all where they or their rebellion are left out.
#[test]
fn rebels_choose_what_they_strike() {
    let big = "[works.big]\nkind = \"relay\"\nplace = \"town\"\ncapacity = 9\n";
    let first = |seed| {
        let mut game = Game::of(&war(&[STILL, RISING, SILENCE, big]), seed, true);
        let struck = game
            .until(60.0)
            .entries(|what| matches!(what, What::Struck { .. }))
            .first()
            .map(|it| it.what.clone());
        struck.map(|what| matches!(what, What::Struck { works } if game.war.works[works].id == "big"))
    };
    let firsts: Vec<bool> = (0..150).filter_map(first).collect();
    let (big, all) = (firsts.iter().filter(|big| **big).count() as f64, firsts.len() as f64);
    assert!(all > 100.0 && fits(big, 0.9 * all, 0.09 * all));

    let strikes =
        |parts: &[&str]| Game::of(&war(&[&[STILL, RISING], parts].concat()), 2, false).until(200.0).strikes();
    assert!(strikes(&[SILENCE]) > 0);
    assert_eq!(strikes(&[&format!("{SILENCE}when = 'day > 300'\n")]), 0);
    assert!(strikes(&[&format!("{SILENCE}when = 'rebellion.rising.rebels > 2000'\n")]) > 0);
    // The enemy's relay is none of theirs; that of the seat, where none of them live, serves their ruler.
    let elsewhere = |place: &str| {
        format!("[works.other]\nkind = \"relay\"\nplace = \"{place}\"\n{SILENCE}places = [\"{place}\"]\n")
    };
    assert_eq!(strikes(&[&elsewhere("far")]), 0);
    assert!(strikes(&[&elsewhere("seat")]) > 0);
    for id in ["silence", "rising", "town-relay"] {
        let mut without = War::clone(&war(&[STILL, RISING, SILENCE]));
        without.without(id).expect("it can be left out");
        assert_eq!(Game::of(&Arc::new(without), 2, false).until(200.0).strikes(), 0, "{id}");
    }
}

// --- Orders against people ---------------------------------------------------------------------------------------

const REPRISAL: &str =
    "[event.order]\nfrom = \"10 days\"\neffects = [{ reprisal = \"town\", by = \"empire\", share = 0.05 }]\n";
const EXTERMINATION: &str =
    "[event.order]\nfrom = \"10 days\"\neffects = [{ exterminate = \"locals\", by = \"empire\" }]\n";
/// Troops that all obey.
const OBEY: &str = "rules.order.obedience = 0.999\nrules.order.ruthlessness = 20\n";
const RUTHLESS: &str = "[person.butcher]\nfaction = \"empire\"\nruthlessness = 1\n";

fn obeying() -> String {
    GARRISON.replace("garrison = true", "garrison = true\ncommander = \"butcher\"") + RUTHLESS
}

/// A reprisal kills the share that was ordered, within a day where troops suffice, counts the dead apart and to their
/// people, frightens, and is held against the one who ordered it; without troops nothing comes of it.
#[test]
fn a_reprisal_is_carried_out_by_troops_in_place() {
    for war in each_tick(&war(&[STILL, OBEY, REPRISAL, &obeying()])) {
        let mut game = Game::of(&war, 1, true);
        game.until(14.0);
        assert_eq!(
            (game.dead("town"), game.campaign.situation().places[game.place("town")].population),
            (5e5, 9.5e6)
        );
        let entries = game.entries(|what| {
            matches!(what, What::OrderedAgainst { .. } | What::Reprisal { .. } | What::Event { .. })
        });
        assert_eq!(
            (entries.len(), &entries[1].causes[..], &entries[2].causes[..]),
            (3, &[entries[0].seq][..], &[entries[1].seq][..])
        );
        assert!(
            matches!(entries[2].what, What::Reprisal { dead, share, .. } if dead == 5e5 && share == 0.05)
        );
        assert_eq!(entries[2].day, 11.0, "half a million in a day, by 200,000 who could kill 600,000");
        let s = game.campaign.situation();
        let [free, empire] = ["free", "empire"].map(|id| s.factions[game.faction(id)].civilian_dead);
        assert_eq!((free, empire, s.peoples[PeopleId(0)].dead), (5e5, 0.0, 5e5));
        let temper = s.tempers[game.place("town")];
        assert_eq!((temper.fear, temper.fear_day), (0.05, 11.0));
        assert_eq!(
            (
                s.grief(PeopleId(0), game.faction("empire")).dead,
                s.grief(PeopleId(0), game.faction("outer")).dead
            ),
            (5e5, 0.0)
        );
    }
    let mut nobody = Game::of(&war(&[STILL, REPRISAL]), 1, true);
    assert_eq!(nobody.until(20.0).dead("town"), 0.0);
    assert!(matches!(
        nobody.entries(|what| matches!(what, What::Reprisal { .. }))[0].what,
        What::Reprisal { dead: 0.0, .. }
    ));
}

/// Troops too few kill what they can in three days; troops elsewhere kill nobody, unless they are within reach.
#[test]
fn reprisals_are_bounded_by_troops_days_and_reach() {
    let few = obeying().replace("count = 20", "count = 2");
    let dead = |parts: &[&str]| {
        let mut game = Game::of(&war(&[&[STILL, OBEY], parts].concat()), 1, false);
        game.until(30.0).dead("town")
    };
    assert_eq!(dead(&[REPRISAL, &few]), 3.0 * 3.0 * 2e4);
    let near = obeying().replace("place = \"town\"", "place = \"seat\"");
    let lane = |days: &str| format!("[lane.l]\nfrom = \"seat\"\nto = \"town\"\ntime = \"{days}\"\n");
    assert_eq!(dead(&[REPRISAL, &near]), 0.0);
    assert_eq!(dead(&[REPRISAL, &near, &lane("1 day")]), 0.0);
    assert_eq!(dead(&[REPRISAL, &near, &lane("0.25 days")]), 5e5);
    let enemy = REPRISAL.replace("by = \"empire\"", "by = \"outer\"");
    assert_eq!(dead(&[&enemy, &obeying()]), 0.0, "troops obey their own side");
}

/// Nine in ten squadrons obey against strangers, three in ten against their own people; commanders sway them; those
/// who refuse go on refusing, and are named.
#[test]
fn squadrons_refuse_by_conscience() {
    let logistic = |x: f64| 1.0 / (1.0 + f64::exp(-x));
    let base = f64::ln(9.0);
    let kin = GARRISON.replace("garrison = true", "garrison = true\npeople = \"locals\"");
    let led = |ruthless: f64, loyal: f64| {
        let person =
            format!("[person.butcher]\nfaction = \"empire\"\nruthlessness = {ruthless}\nloyalty = {loyal}\n");
        GARRISON.replace("garrison = true", "garrison = true\ncommander = \"butcher\"") + &person
    };
    let cases = [
        (GARRISON.to_owned(), base),
        (kin, base - 3.0),
        (led(0.0, 0.7), base - 3.0 * 0.3 / 0.7),
        (led(0.3, 0.0), base - 2.0 * 0.7 / 0.3),
    ];
    for (garrison, odds) in cases {
        // Those of the people who have somewhere to go would go over as it dies; here they stay.
        let alone = "rules.order.grievance = 0\nrules.loyalty.grievance = 0";
        let war = war(&[STILL, alone, EXTERMINATION, &garrison]);
        let (mut obeyed, p, all) = (0.0, logistic(odds), 60.0 * 20.0);
        for seed in 0..60 {
            let mut game = Game::of(&war, seed, true);
            let first = game.until(11.0).dead("town");
            obeyed += first / 3e4;
            assert_eq!(
                game.until(14.0).dead("town"),
                4.0 * first,
                "conscience does not change from day to day"
            );
            let refused = game.entries(|what| matches!(what, What::Refused { .. }));
            assert_eq!(refused.len(), usize::from(first < 6e5));
            for entry in refused {
                assert!(
                    matches!(entry.what, What::Refused { soldiers, .. } if (soldiers + first / 3.0 - 2e5).abs() < 1.0)
                );
            }
        }
        assert!(fits(obeyed, all * p, all * p * (1.0 - p)), "{garrison}");
    }
}

/// A whole people: 300 legions kill hundreds of millions of seven billion in weeks; the order is told each month and
/// summed at its end, goes on for either tick alike, and ends when it is taken back, when its author leaves the war,
/// when the place is lost and when the war ends.
#[test]
fn an_extermination_goes_on_until_something_ends_it() {
    let world = TOWN.replace("\"10 million\"", "\"7 billion\"");
    let legions = obeying().replace("count = 20", "count = 300");
    let play_to = |tick: u32, more: &str, day: f64| {
        let mut war = war_of(
            "world",
            &format!(
                "end = \"105 days\"\n{OBEY}\n{STILL}\n{}\n{EXTERMINATION}\n{legions}\n{more}",
                world.replace("end = \"900 days\"", "")
            ),
        );
        war.clock.tick_days = tick;
        let mut game = Game::of(&Arc::new(war), 1, true);
        game.until(day);
        game
    };
    let daily = 3.0 * 300.0 * 1e4;
    let [day, week] = [1, 7].map(|tick| play_to(tick, "", 49.0));
    assert_eq!((day.dead("town"), week.dead("town")), (39.0 * daily, 39.0 * daily));
    assert!((1e8..1e9).contains(&day.dead("town")), "{}", day.dead("town"));
    let relent = "[event.mercy]\nfrom = \"60 days\"\neffects = [{ relent = \"locals\", by = \"empire\" }]\n";
    let leave = "[event.peace]\nfrom = \"60 days\"\neffects = [{ leave = \"empire\" }]\n[faction.third]\n[place.beyond]\nowner = \"third\"\n[force.guests]\nfaction = \"third\"\nunits = { ships = 20 }\n";
    for (end, days) in [(relent, 50.0), (leave, 50.0), ("", 95.0)] {
        let game = play_to(1, end, 120.0);
        assert_eq!(game.dead("town"), days * daily, "{end}");
        let told = game.entries(|what| matches!(what, What::Killing { .. }));
        let sum: f64 =
            told.iter().map(|it| if let What::Killing { dead, .. } = it.what { dead } else { 0.0 }).sum();
        assert_eq!(sum, game.dead("town"), "the chronicle counts all of them");
        let last = &told.last().expect("it is told").what;
        assert!(matches!(last, What::Killing { over: true, total, .. } if *total == sum), "{last:?}");
        assert_eq!(told.len(), if days > 60.0 { 4 } else { 2 });
    }
}

/// The place is lost with its owner's side; nobody is killed there afterwards, and the whole of it is told.
#[test]
fn an_extermination_ends_where_the_place_is_lost() {
    let puppet =
        "[faction.puppet]\npeople = \"locals\"\n[coalition.pact]\nmembers = [\"empire\", \"puppet\"]\n";
    let breaks =
        "[event.break]\nfrom = \"40 days\"\neffects = [{ join = \"puppet\", coalition = \"outer\" }]\n";
    let town =
        TOWN.replace("owner = \"empire\"\npeople = \"locals\"", "owner = \"puppet\"\npeople = \"locals\"");
    let one = obeying().replace("count = 20", "count = 1").replace("squadrons = 20", "squadrons = 1");
    let war = Arc::new(war_of(
        "town",
        &format!("{OBEY}\n{STILL}\n{town}\n{puppet}\n{EXTERMINATION}\n{one}\n{breaks}"),
    ));
    let mut game = Game::of(&war, 1, true);
    assert_eq!(game.until(80.0).dead("town"), 30.0 * 3e4);
    let told = game.entries(|what| matches!(what, What::Killing { .. }));
    assert!(matches!(told.last().unwrap().what, What::Killing { over: true, total, .. } if total == 9e5));
    assert_eq!(game.campaign.situation().factions[game.faction("puppet")].civilian_dead, 9e5);
}

// --- Allegiance --------------------------------------------------------------------------------------------------

/// Log-odds of hostility grow by grievance and fall by fear; the ratio of the two sets whether a reprisal enrages or
/// cows, and a disaster does neither.
#[test]
fn grievance_and_fear_dispute_what_a_reprisal_does() {
    let order = "rules.people.per-order = \"0 per day\"\nrules.people.per-success = \"0 per day\"\n";
    let hostile = |weights: &str, blow: &str| {
        let war =
            war(&[order, weights, OBEY, RISING, blow, &obeying(), "rules.rebellion.hunt = \"0 per day\""]);
        Game::of(&war, 1, false).until(90.0).hostile("town")
    };
    let weights = |grievance: f64, fear: f64| {
        format!(
            "rules.people.per-grievance = \"{grievance} per day\"\nrules.people.per-fear = \"{fear} per day\"\n"
        )
    };
    let massacre = REPRISAL.replace("0.05", "0.06");
    assert!((hostile(&weights(0.014, 0.05), "") - 0.4).abs() < 1e-9, "nothing has happened");
    let disaster = "[event.flood]\nfrom = \"10 days\"\neffects = [{ calamity = \"town\", share = 0.06 }]\n";
    assert!((hostile(&weights(0.014, 0.05), disaster) - 0.4).abs() < 1e-9, "a disaster has no author");
    assert!(hostile(&weights(0.014, 0.05), &massacre) > 0.6, "grievance lasts, fear fades");
    assert!(hostile(&weights(0.001, 1.0), &massacre) < 0.3, "where fear rules it cows");
    // With grievance alone the equation is solved by hand: the reviews fall on every seventh evening.
    let grown = hostile(&weights(0.014, 0.0), &massacre);
    let dead = |day: f64| 6e5 * f64::exp(-(day - 11.0) / 1825.0);
    let push = |day: f64| 7.0 * 0.014 * f64::ln_1p(dead(day) / 1e5);
    let odds = f64::ln(0.4 / 0.6) + (2..=12).map(|week| push(f64::from(week) * 7.0)).sum::<f64>();
    assert!((grown - 1.0 / (1.0 + f64::exp(-odds))).abs() < 1e-6, "{grown}");
}

/// Success breeds hostility, order wears it down; a ruler of the same people starts with less of it than a stranger.
#[test]
fn success_and_order_move_a_people() {
    let still = "rules.people.per-grievance = \"0 per day\"\nrules.people.per-fear = \"0 per day\"\nrules.rebellion.hunt = \"0 per day\"\n";
    let read = "[event.read]\nwhen = 'place.town.hostile > 0.98 || place.seat.hostile > 0.98'\n";
    let after = |parts: &[&str]| {
        let mut game = Game::of(&war(&[&[still, read], parts].concat()), 1, false);
        game.until(200.0);
        (game.hostile("town"), game.hostile("seat"))
    };
    assert_eq!(after(&[]).0, 0.4, "no rebels, no garrison");
    assert!(after(&[RISING]).0 > 0.9, "rebels whom nobody fights");
    assert!(after(&[GARRISON]).0 < 0.35, "a garrison without rebels");
    assert!(after(&[]).1 < 0.03, "a ruler of one's own");
    let fresh = TOWN.replace("hostile = 0.4\n", "");
    let game = Game::of(&Arc::new(war_of("town", &fresh)), 1, false);
    assert_eq!((game.hostile("town"), game.hostile("seat")), (0.3, 0.05));
}

/// Whatever is done to it, a people's figures stay in their bounds, and the living and the dead add up.
#[test]
fn figures_of_peoples_stay_in_bounds() {
    let war = war(&[
        RISING,
        SILENCE,
        EXTERMINATION,
        GARRISON,
        &REPRISAL.replace("event.order", "event.first").replace("10 days", "5 days"),
    ]);
    for war in each_tick(&war) {
        for seed in 0..10 {
            let mut game = Game::of(&war, seed, false);
            let opening: Vec<f64> = game.campaign.situation().places.iter().map(|it| it.population).collect();
            for day in 1..200 {
                game.until(f64::from(day));
                let s = game.campaign.situation();
                assert!(s.digest().is_ok());
                for (id, place) in s.places.pairs() {
                    let temper = s.tempers[id];
                    assert!((0.01..=0.99).contains(&temper.hostile) && (0.0..=1.0).contains(&temper.fear));
                    assert!((place.population + place.dead - opening[id.index()]).abs() < 1e-3);
                    let rebels = s.rebels(RebellionId(0))[id.index()];
                    assert!((0.0..=temper.hostile * place.population + 1e-6).contains(&rebels), "{rebels}");
                }
            }
        }
    }
}

/// Atrocities of the enemy harden the will of those whose people suffer them.
#[test]
fn atrocities_harden_the_will() {
    let resolve = |rule: &str, order: &str| {
        let text = TOWN.replace("[faction.outer]", "[faction.outer]\npeople = \"locals\"");
        let war =
            Arc::new(war_of("town", &format!("{OBEY}\n{STILL}\n{rule}\n{text}\n{order}\n{}", obeying())));
        let mut game = Game::of(&war, 1, false);
        let outer = game.faction("outer");
        game.until(200.0).campaign.situation().factions[outer].resolve
    };
    let (quiet, hardened) = (resolve("", ""), resolve("", REPRISAL));
    assert!(hardened > quiet + 0.02, "{quiet}, then {hardened}");
    assert_eq!(resolve("rules.resolve.atrocity = 0", REPRISAL), quiet);
}

// --- The whole ---------------------------------------------------------------------------------------------------

fn all_of_it() -> Arc<War> {
    let parts = [
        RISING,
        SILENCE,
        GARRISON,
        "[event.anger]\nwhen = 'sabotage.silence.strikes > 1 && place.town.rebels > 1000'\neffects = [{ reprisal = \"town\", by = \"empire\", share = 0.05 }]\n",
        "[event.fury]\nwhen = 'people.locals.grievance > 1.5 && rebellion.rising.days > 20'\neffects = [{ exterminate = \"locals\", by = \"empire\" }]\n",
        "[event.mercy]\nfrom = \"60 days after event.fury\"\nwhen = 'people.locals.condemned && people.locals.dead > 500000 && place.town.fear < 0.9'\neffects = [{ relent = \"locals\", by = \"empire\" }]\n",
    ];
    war(&parts)
}

/// What conditions read is so; histories with peoples in them are one history, recorded or not, saved or not, on any
/// number of threads.
#[test]
fn histories_of_peoples_are_one_history() {
    let war = all_of_it();
    let setup = |record| Setup { policies: Policies::all(Policy::Default), ..setup(5, record) };
    let (with, without) = (play(&war, &setup(true)).unwrap(), play(&war, &setup(false)).unwrap());
    assert_eq!((with.digest, &with.summary), (without.digest, &without.summary));
    let happened =
        with.chronicle.entries.iter().filter(|entry| matches!(entry.what, What::Event { .. })).count();
    assert_eq!(happened, 3, "each condition came to hold");
    let mut campaign = Campaign::start(Arc::clone(&war), setup(true));
    (0..100).for_each(|_| drop(campaign.step(&[])));
    let saved = campaign.save().unwrap();
    let mut loaded = load(Arc::clone(&war), &saved, true).expect("a saved game loads");
    loaded.run(|_| polemos::Verdict::Continue);
    assert_eq!(loaded.finish().unwrap().digest, with.digest);
    let runs = |jobs| {
        project(
            &war,
            &ProjectSetup {
                seed: 5,
                runs: 12,
                jobs,
                policies: Policies::all(Policy::Default),
                from_day: None,
                battles: Default::default(),
            },
            &|_| true,
        )
        .unwrap()
    };
    assert_eq!(runs(1), runs(3));
}

/// Each mechanism hangs on a parameter: at nought it does nothing.
#[test]
fn parameters_switch_mechanisms_off() {
    let play = |rule: &str| {
        let mut game = Game::of(&war(&[STILL, OBEY, RISING, SILENCE, REPRISAL, &obeying(), rule]), 2, false);
        game.until(200.0);
        (game.rebels() > 0.0, game.strikes() > 0, game.dead("town") > 0.0)
    };
    assert_eq!(play(""), (true, true, true));
    assert_eq!(play("rules.rebellion.mobilised = 0"), (false, false, true));
    assert_eq!(play("rules.rebellion.recruiting = \"0 per day\""), (false, false, true));
    assert_eq!(play("rules.sabotage.success = 0"), (true, false, true));
    assert_eq!(play("rules.order.killing = 0"), (true, true, false));
}

/// A week's tick gives the same means as a day's, with everything acting on everything.
#[test]
fn daily_and_weekly_ticks_agree_on_peoples() {
    let means = each_tick(&all_of_it()).map(|war| {
        let runs = 120;
        let mut sums = [0.0; 4];
        for seed in 0..runs {
            let mut game = Game::of(&war, seed, false);
            game.until(63.0);
            let early = [f64::from(game.strikes()), game.rebels(), game.hostile("town")];
            game.until(210.0);
            let figures = [early[0], early[1], early[2], game.dead("town")];
            sums.iter_mut().zip(figures).for_each(|(sum, figure)| *sum += figure / f64::from(runs as u32));
        }
        sums
    });
    println!("{means:?}");
    for (day, week) in means[0].iter().zip(means[1]) {
        assert!(week > 0.0 && (week / day - 1.0).abs() < 0.05, "{day} by day, {week} by week");
    }
}

/// In the world as others believe it to be, nothing shows of what only the ruler knows.
#[test]
fn others_know_of_a_rising_and_not_of_its_strength() {
    let believed = |hostile: &str| {
        let text = format!("{STILL}\n{TOWN}\n{RISING}").replace("hostile = 0.4", hostile);
        let mut game = Game::of(&Arc::new(war_of("town", &text)), 1, false);
        let outer = game.until(50.0).faction("outer");
        let world = game.campaign.believed(outer, 1);
        (world.situation().rebels(RebellionId(0)).to_vec(), world.situation().tempers.clone(), game.rebels())
    };
    let (weak, strong) = (
        believed("hostile = { value = \"0.1..0.9\" }"),
        believed("hostile = { value = \"0.1..0.9\" }\nvalue = 1"),
    );
    assert_eq!((&weak.0, &weak.1), (&strong.0, &strong.1));
    assert!(weak.0.iter().sum::<f64>() > 0.0 && (weak.0.iter().sum::<f64>() - weak.2).abs() > 1.0);
}

/// The page tells it in sentences that a reader can follow.
#[test]
fn the_page_tells_of_peoples() {
    let war = all_of_it();
    let setup = Setup { policies: Policies::all(Policy::Default), ..setup(5, true) };
    let played = play(&war, &setup).unwrap();
    let run = Run {
        war: &war,
        chronicle: &played.chronicle,
        summary: &played.summary,
        seed: 5,
        digest: played.digest,
    };
    let page: Vec<String> = run
        .page(&Setting { detail: true, next: &[] })
        .iter()
        .map(|line| line.spans.iter().map(|span| span.text.as_str()).collect())
        .collect();
    let page = page.join("\n");
    println!("{page}");
    let flat = page.split_whitespace().collect::<Vec<_>>().join(" ").replace('\u{a0}', " ");
    for sentence in [
        "The Locals rose against the Empire under Hero",
        "The Town relay was struck by rebels",
        "troops killed 500,000 Locals at Town",
        "refused to kill",
        "The killing of the Locals came to an end",
        "took back the order against the Locals",
        "10 million Locals",
    ] {
        assert!(flat.contains(sentence), "{sentence}\n{page}");
    }
}
