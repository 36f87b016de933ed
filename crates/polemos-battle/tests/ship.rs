//! The battle ship by ship: the published duel to the last shot, the same bits whoever does the work, ships that are
//! conserved, and the laws that attrition follows where everyone is in range.
#![allow(clippy::unwrap_used, clippy::expect_used)] // a test that cannot go on has failed

#[path = "common/fighter.rs"]
mod fighter;
#[path = "common/threads.rs"]
mod threads;

use fighter::fighter;
use polemos_battle::End;
use polemos_battle::ship::{
    Alone, Arena, Battle, Cause, Class, Dark, Doctrine, Fate, Formed, Gun, Isa, LuckOf, Scene, SideOf,
    SquadronOf, Start,
};
use threads::Threads;

fn scene(name: &str) -> Scene {
    let path = format!("{}/../../scenes/{name}.toml", env!("CARGO_MANIFEST_DIR"));
    let scene: Scene = toml::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    assert_eq!(scene.problems(), Vec::<String>::new());
    scene
}

/// A gun that reaches everyone, and a class that carries it and never moves.
fn battery(hull: f32, gun: Gun) -> Class {
    Class { id: "battery".into(), sensor: 400.0, hull, weapon: vec![gun], ..Class::default() }
}

fn formed(x: f32) -> Start {
    Start::Formed(Formed { at: [x, 0.5, 0.0], facing: 0.0, spacing: 1.0, shape: [1.0; 3], apart: [0.0; 3] })
}

fn two_sides(class: Class, size: [f32; 3], sides: [Vec<SquadronOf>; 2]) -> Scene {
    let mut names = ["one", "two"].into_iter();
    Scene {
        name: "test".into(),
        steps: 400,
        step_hours: 1.0,
        luck: LuckOf::Addressed,
        arena: Arena { size, ..Arena::default() },
        class: vec![class],
        side: sides.map(|squadron| SideOf { id: names.next().unwrap().into(), breakpoint: None, squadron }),
    }
}

fn squadron(id: &str, ships: u32, x: f32) -> SquadronOf {
    SquadronOf::new(id, "battery", ships, formed(x))
}

fn mean(values: &[f64]) -> (f64, f64) {
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    let square = values.iter().map(|v| (v - mean) * (v - mean)).sum::<f64>() / (n - 1.0);
    (mean, (square / n).sqrt())
}

#[test]
fn the_published_duel_is_played_exactly() {
    for (ships, survivors, shots, hits, updates) in
        [(1000, [485, 498], 39_930, 19_925, 165_368), (10_000, [4970, 4924], 393_155, 196_458, 1_643_081)]
    {
        let fought = Battle::new(&scene("duel").with_ships(ships), 1).fight(&Threads(2));
        let tally = fought.tally;
        assert_eq!(
            (tally.ships, tally.shots, tally.hits, tally.ship_updates),
            (survivors, shots, hits, updates)
        );
        assert_eq!(fought.outcome.end, End::TimeUp);
    }
}

#[test]
fn the_duel_with_our_own_luck_is_the_same_kind_of_battle() {
    let published = [(496.2, 14.0), (39_134.0, 556.0), (19_549.0, 275.0), (164_137.0, 890.0)];
    same_kind_of_duel(1000, 24, &published, 60.0);
}

#[test]
#[ignore = "seconds: 20 duels of 20,000 ships"]
fn the_large_duel_with_our_own_luck_is_the_same_kind_of_battle() {
    let published = [(4953.0, 48.0), (394_037.0, 1329.0), (197_055.0, 604.0), (1_643_428.0, 2692.0)];
    same_kind_of_duel(10_000, 20, &published, 30.0);
}

/// Plays duels with the engine's own draws, and holds survivors of a side, shots, hits and ship-updates against the
/// published means and standard deviations over so many seeds.
fn same_kind_of_duel(ships: u32, duels: u64, published: &[(f64, f64); 4], seeds: f64) {
    let mut scene = scene("duel").with_ships(ships);
    scene.luck = LuckOf::Addressed;
    let mut columns: [Vec<f64>; 4] = Default::default();
    for seed in 0..duels {
        let tally = Battle::new(&scene, seed).fight(&Alone).tally;
        let values = [
            0.5 * (tally.ships[0] + tally.ships[1]) as f64,
            tally.shots as f64,
            tally.hits as f64,
            tally.ship_updates as f64,
        ];
        columns.iter_mut().zip(values).for_each(|(column, value)| column.push(value));
    }
    // A mean of both sides spreads no more than one side does.
    for (column, (expected, deviation)) in columns.iter().zip(published) {
        let (ours, _) = mean(column);
        let error = deviation * (1.0 / column.len() as f64 + 1.0 / seeds).sqrt();
        assert!((ours - expected).abs() < 3.0 * error, "{ours} against {expected} ± {error}");
    }
}

/// One digest, whoever does the work and however wide the vectors are; pinned, so that a change of it is seen.
#[test]
fn digests_are_pinned_and_do_not_depend_on_threads_or_instructions() {
    let cases = [("duel", 1000, 100), ("fleet-action", 2000, 260), ("homeworld", 2000, 450)];
    let pinned = include_str!("ship_digests.txt");
    let mut found = String::new();
    for (name, ships, steps) in cases {
        let mut scene = scene(name).with_ships(ships);
        scene.steps = steps;
        let digest = Battle::new(&scene, 1).fight(&Alone).digest;
        for threads in [2, 7] {
            assert_eq!(
                Battle::new(&scene, 1).fight(&Threads(threads)).digest,
                digest,
                "{name}, {threads} threads"
            );
        }
        for isa in Isa::all() {
            let battle = Battle::new(&scene, 1).with_isa(isa);
            assert_eq!(battle.fight(&Alone).digest, digest, "{name}, {} lanes", isa.width());
        }
        assert_ne!(Battle::new(&scene, 2).fight(&Alone).digest, digest, "{name}: the seed does not show");
        found.push_str(&format!("{name} {ships} {steps} {digest:016x}\n"));
    }
    assert_eq!(found, pinned);
}

#[test]
fn ships_are_conserved_and_stay_within_their_limits() {
    for name in ["fleet-action", "homeworld"] {
        let scene = scene(name).with_ships(1500);
        let mut battle = Battle::new(&scene, 3);
        let mut fates = Vec::new();
        while battle.ended().is_none() && battle.tally().steps < 700 {
            battle.step(&Alone);
            assert!(battle.adds_up(), "{name}: step {}", battle.tally().steps);
            for state in [0, 1].iter().flat_map(|side| battle.states(*side)) {
                let class = &scene.class[usize::from(state.class)];
                let speed = state.velocity.iter().map(|v| v * v).sum::<f32>().sqrt();
                assert!(speed <= class.speed * 1.0001, "{name}: {} goes {speed}", class.id);
                assert!(state.hull > 0.0 && state.hull <= class.hull, "{name}: hull {}", state.hull);
                assert!((0.0..=class.shield).contains(&state.shield), "{name}: shield {}", state.shield);
                for (place, end) in state.place.iter().zip(scene.arena.size) {
                    assert!((0.0..=end).contains(place), "{name}: place {place}");
                }
            }
        }
        fates.extend(battle.ledger().entries().iter().map(|entry| entry.fate));
        assert!(fates.contains(&Fate::Destroyed) && fates.contains(&Fate::Retreated), "{name}: {fates:?}");
    }
}

#[test]
fn a_mirrored_battle_is_the_same_battle_mirrored() {
    let mut scene = scene("fleet-action").with_ships(1000);
    scene.steps = 400;
    let straight = Battle::new(&scene, 5).fight(&Alone);
    scene.side.swap(0, 1);
    let swapped = Battle::new(&scene, 5).fight(&Alone);
    assert_eq!([straight.tally.ships[1], straight.tally.ships[0]], swapped.tally.ships);
    assert_eq!((straight.tally.shots, straight.tally.hits), (swapped.tally.shots, swapped.tally.hits));
    assert!(straight.tally.ships[0] < 1000 && straight.tally.ships[1] < 1000, "no one was hurt");
}

/// Which way a side looks does not matter: a battle in which everything is turned about is the same battle, shot by shot. The
/// targets that a squadron shared out were once taken in the order of the grid where they were of equal worth: to those who looked
/// along x the foremost, and to the others the hindmost. Nobody moves here and all numbers are exact, so that nothing
/// else can come between the two.
#[test]
fn a_battle_turned_about_is_the_same_battle() {
    const SIZE: [f32; 3] = [128.0, 128.0, 0.0];
    let gun = Gun { range: 60.0, every: 2, accuracy: 0.5, damage: 10, ..Gun::default() };
    let shooter =
        Class { id: "shooter".into(), sensor: 100.0, hull: 1e6, weapon: vec![gun], ..Class::default() };
    let target = Class { id: "target".into(), sensor: 100.0, hull: 40.0, ..Class::default() };
    // Not quite abreast, so that no two targets are equally far from a shooter.
    let placed = |id: &str, class: &str, ships: u32, [x, y]: [f32; 2], turned: bool| {
        let at = if turned { [SIZE[0] - x, SIZE[1] - y] } else { [x, y] };
        let start = Start::Formed(Formed {
            at: [at[0] / SIZE[0], at[1] / SIZE[1], 0.0],
            facing: if turned { 180.0 } else { 0.0 },
            spacing: 2.0,
            shape: [1.0; 3],
            apart: [0.0; 3],
        });
        let doctrine = Some(Doctrine::Hold { leash: 100.0, ground: None });
        SquadronOf { focus: true, doctrine, ..SquadronOf::new(id, class, ships, start) }
    };
    let play = |turned: bool| {
        let shooters = vec![placed("shooters", "shooter", 16, [32.0, 64.375], turned)];
        let targets = vec![placed("targets", "target", 64, [64.0, 64.0], turned)];
        let mut scene = two_sides(shooter.clone(), SIZE, [shooters, targets]);
        scene.class.push(target.clone());
        scene.arena.cell = Some(4.0);
        let mut battle = Battle::new(&scene, 3);
        (0..40).for_each(|_| battle.step(&Alone));
        let mut left: Vec<(u32, u32)> =
            battle.states(1).map(|state| (state.ordinal, state.hull as u32)).collect();
        left.sort_unstable();
        left
    };
    let straight = play(false);
    assert!(straight.len() < 50 && straight.len() > 10, "{} are left", straight.len());
    assert_eq!(straight, play(true));
}

/// Aimed fire with everyone in range: A² − B² stays what it was (Lanchester 1916). Batteries fire at the nearest, so
/// that some fire is wasted on those that die in the same step; slow fire keeps that small.
#[test]
fn aimed_fire_follows_the_square_law() {
    let gun = Gun { range: 400.0, every: 1, accuracy: 0.002, damage: 1, ..Gun::default() };
    let sides = [vec![squadron("a", 500, 0.3)], vec![squadron("b", 400, 0.7)]];
    let mut scene = two_sides(battery(1.0, gun), [100.0, 100.0, 0.0], sides);
    scene.steps = 4000;
    let left: Vec<f64> =
        (0..24).map(|seed| Battle::new(&scene, seed).fight(&Alone).tally.ships[0] as f64).collect();
    let (left, error) = mean(&left);
    // √(500² − 400²) = 300; the chain's own mean lies a little below, hence 4 % beside the error of sampling.
    assert!((left - 300.0).abs() < 12.0 + 3.0 * error, "{left} ± {error} left");
}

/// Fire on an area that the enemy fills: what is hit grows with how many there are. Even exchange, A − B constant.
#[test]
fn area_fire_follows_the_linear_law() {
    let gun =
        Gun { range: 400.0, every: 1, accuracy: 0.2, damage: 1, blast: 2.0, scatter: 60.0, ..Gun::default() };
    let scatter = |id: &str, ships| SquadronOf::new(id, "battery", ships, Start::Scatter);
    let sides = [vec![scatter("a", 200)], vec![scatter("b", 140)]];
    let mut scene = two_sides(battery(1.0, gun), [60.0, 60.0, 0.0], sides);
    scene.steps = 20_000;
    let left: Vec<f64> =
        (0..24).map(|seed| Battle::new(&scene, seed).fight(&Alone).tally.ships[0] as f64).collect();
    let (left, error) = mean(&left);
    // Linear: 200 − 140 = 60 left. Square: √(200² − 140²) = 143.
    assert!((left - 60.0).abs() < 9.0 + 3.0 * error, "{left} ± {error} left");
}

#[test]
fn fire_needs_power() {
    let mut sides = [vec![squadron("guns", 20, 0.4)], vec![squadron("targets", 20, 0.6)]];
    let gun = Gun { range: 100.0, every: 1, accuracy: 0.5, damage: 1, ..Gun::default() };
    let source = |arrives| SquadronOf { arrives, ..squadron("source", 1, 0.1) };
    sides[0][0].powered_by = vec!["source".into()];
    sides[0].push(source(0));
    let mut scene = two_sides(battery(50.0, gun), [50.0, 50.0, 0.0], sides);
    scene.steps = 10;
    let fed = Battle::new(&scene, 1).fight(&Alone).tally.shots;
    scene.side[0].squadron[1] = source(99);
    let silent = Battle::new(&scene, 1).fight(&Alone).tally.shots;
    assert!(fed > silent + 150, "{fed} shots with power, {silent} without");
}

#[test]
fn squadrons_change_sides_when_appointed_or_swayed() {
    let scene = |defects, sways| {
        let turncoat = SquadronOf { defects, sways, ..squadron("turncoats", 30, 0.35) };
        let sides = [vec![squadron("loyal", 30, 0.3), turncoat], vec![squadron("foes", 80, 0.6)]];
        two_sides(fighter("battery"), [100.0, 100.0, 20.0], sides)
    };
    let play = |defects, sways| Battle::new(&scene(defects, sways), 1).fight(&Alone).ledger;
    assert_eq!(play(None, None).count(0, Fate::Defected), 0);
    let appointed = play(Some(2), None);
    assert_eq!((appointed.count(0, Fate::Defected), appointed.entered(1)), (30, 110));
    let swayed = play(None, Some([0.05, 0.05]));
    let gone = swayed.entries().iter().find(|entry| entry.fate == Fate::Defected).unwrap();
    assert!(gone.cause == Cause::Swayed && (1..=30).contains(&gone.ships));
    assert_eq!(play(None, Some([2.5, 2.5])).count(0, Fate::Defected), 0); // more than anything can press
}

#[test]
fn the_beaten_flee_where_a_way_is_open_and_surrender_where_none_is() {
    let few = |start| SquadronOf {
        breakpoint: Some([0.2, 0.2]),
        steadiness: 0.0,
        start,
        ..squadron("few", 60, 0.5)
    };
    let hold = Some(Doctrine::Hold { leash: 10.0, ground: None });
    let beside = vec![SquadronOf { pursue: false, doctrine: hold, ..squadron("many", 300, 0.6) }];
    let open = two_sides(fighter("battery"), [200.0, 200.0, 0.0], [vec![few(formed(0.5))], beside]);
    let ledger = Battle::new(&open, 1).fight(&Alone).ledger;
    assert!(ledger.count(0, Fate::Retreated) > 0 && ledger.count(0, Fate::Surrendered) == 0, "{ledger:?}");
    let around = |id: &str, x, y| {
        let start = Start::Formed(Formed {
            at: [x, y, 0.0],
            facing: 0.0,
            spacing: 1.0,
            shape: [1.0; 3],
            apart: [0.0; 3],
        });
        SquadronOf { start, ..squadron(id, 100, 0.5) }
    };
    let ring =
        vec![around("w", 0.42, 0.5), around("e", 0.58, 0.5), around("s", 0.5, 0.42), around("n", 0.5, 0.58)];
    let closed = two_sides(fighter("battery"), [200.0, 200.0, 0.0], [vec![few(formed(0.5))], ring]);
    let ledger = Battle::new(&closed, 1).fight(&Alone).ledger;
    assert!(ledger.count(0, Fate::Surrendered) > 0 && ledger.count(0, Fate::Retreated) == 0, "{ledger:?}");
}

#[test]
fn the_dark_do_not_fire_and_some_recover() {
    let dark =
        |steps| SquadronOf { dark: Some(Dark { at: 0, share: 1.0, steps }), ..squadron("dark", 50, 0.4) };
    let gun = Gun { range: 100.0, every: 1, accuracy: 0.1, damage: 1, ..Gun::default() };
    let play = |steps| {
        let mut scene = two_sides(
            battery(500.0, gun),
            [50.0, 50.0, 0.0],
            [vec![dark(steps)], vec![squadron("others", 50, 0.6)]],
        );
        scene.steps = 20;
        Battle::new(&scene, 1).fight(&Alone)
    };
    let (for_ever, a_while) = (play(None), play(Some([5, 5])));
    assert!(for_ever.tally.shots < a_while.tally.shots);
    assert_eq!(for_ever.ledger.count(0, Fate::Captured), 50); // a side that is all dark is beaten at once
    assert_eq!(a_while.ledger.count(0, Fate::Present), 50);
}

/// A class that neither moves nor fires.
fn mark(id: &str, hull: f32) -> Class {
    Class { hull, speed: 0.0, weapon: Vec::new(), ..fighter(id) }
}

/// Who holds his ground comes to meet what is within the leash of where he began, and goes back there when it is gone. Squadrons
/// once stayed where they were, so that all but the nearest watched from out of range how their side was beaten.
#[test]
fn who_holds_comes_to_meet_the_enemy_and_goes_back() {
    let hold = Some(Doctrine::Hold { leash: 60.0, ground: None });
    let farthest = |x: f32, hull: f32| {
        let line = SquadronOf { doctrine: hold, ..squadron("line", 40, 0.2) };
        let decoy = |id: &str, x| SquadronOf { class: "lure".into(), ..squadron(id, 1, x) };
        let sides = [vec![line], vec![decoy("near", x), decoy("far", 0.95)]];
        let mut scene = two_sides(fighter("battery"), [200.0, 200.0, 0.0], sides);
        scene.class.push(mark("lure", hull));
        let mut battle = Battle::new(&scene, 1);
        let middle = |battle: &Battle| {
            let places: Vec<f64> = battle.states(0).map(|state| f64::from(state.place[0])).collect();
            mean(&places).0
        };
        let reached = (0..200).map(|_| {
            battle.step(&Alone);
            middle(&battle)
        });
        let reached = reached.fold(0.0, f64::max);
        (reached, middle(&battle))
    };
    let (stayed, _) = farthest(0.55, 1e6); // 70 away
    assert!(stayed < 42.0, "came {stayed} for an enemy beyond the leash");
    let (met, remained) = farthest(0.45, 1e6); // 50 away
    assert!(
        met > 60.0 && remained > 60.0,
        "came {met} for an enemy within the leash, and was {remained} in the end"
    );
    let (met, back) = farthest(0.45, 20.0);
    assert!(
        met > 60.0 && (back - 40.0).abs() < 2.0,
        "came {met} for an enemy that died, and went back to {back}"
    );
}

/// A side holds its ground as one: a squadron comes to the help of another whose station the enemy has reached, and of no one who
/// has met him elsewhere.
#[test]
fn who_holds_comes_to_where_his_side_is_attacked() {
    let farthest = |post: f32| {
        let squadron = |id: &str, class: &str, x: f32, doctrine| SquadronOf {
            class: class.into(),
            doctrine,
            ..squadron(id, 20, x)
        };
        let hold = Some(Doctrine::Hold { leash: 100.0, ground: Some(15.0) });
        let ours = vec![squadron("line", "battery", 0.2, hold), squadron("post", "target", post, hold)];
        let sides = [ours, vec![squadron("enemy", "target", 0.5, None)]];
        let mut scene = two_sides(fighter("battery"), [200.0, 200.0, 0.0], sides);
        scene.class.push(mark("target", 1e6));
        let mut battle = Battle::new(&scene, 1);
        (0..200).for_each(|_| battle.step(&Alone));
        let line = battle.states(0).filter(|state| state.class == 0);
        line.map(|state| state.place[0]).fold(f32::MIN, f32::max)
    };
    let (elsewhere, attacked) = (farthest(0.25), farthest(0.45));
    assert!(elsewhere < 45.0, "came {elsewhere}");
    assert!(attacked > 80.0, "came {attacked}");
}

/// Every mistake with its place and what would do, all at once. A leash of −3 was once taken for one of 3, since distances are
/// compared by their squares, and a spacing that is no number was played.
#[test]
fn mistakes_of_a_scene_are_told_all_at_once() {
    let with = |id: &str, doctrine| SquadronOf { doctrine: Some(doctrine), ..squadron(id, 5, 0.4) };
    let guard = SquadronOf {
        breakpoint: Some([0.9, 0.1]),
        steadiness: 2.0,
        dark: Some(Dark { at: 1, share: -0.5, steps: Some([9, 3]) }),
        ..with("guard", Doctrine::Hold { leash: -3.0, ground: Some(f32::NAN) })
    };
    let start = Start::Formed(Formed {
        at: [0.5, 7.0, 0.0],
        facing: f32::INFINITY,
        spacing: f32::NAN,
        shape: [1.0, 0.0, 1.0],
        apart: [0.0; 3],
    });
    let flank =
        SquadronOf { start, ..with("flank", Doctrine::Envelop { radius: f32::INFINITY, flank: -1.0 }) };
    let screen = with("screen", Doctrine::Screen { distance: 0.0 });
    let gun = Gun { range: 5.0, every: 1, accuracy: 1.2, damage: -1, ..Gun::default() };
    let sides = [vec![guard, flank, screen], vec![SquadronOf { copies: 0, ..squadron("nobody", 5, 0.6) }]];
    let mut scene = two_sides(battery(-10.0, gun), [50.0, 50.0, 0.0], sides);
    scene.class.push(scene.class[0].clone());
    scene.step_hours = 0.0;
    let told = scene.problems();
    for part in [
        "The scene: `step_hours` is 0;",
        "Two classes are called `battery`.",
        "Class `battery`: `hull` is -10; write a finite number above 0.",
        "Weapon 1 of class `battery`: `accuracy` is 1.2; write a share from 0 to 1.",
        "Weapon 1 of class `battery`: `damage` is -1;",
        "Squadron `guard`: `steadiness` is 2;",
        "Squadron `guard`: `breakpoint` is [0.9, 0.1]; write the lowest",
        "Squadron `guard`: `dark.share` is -0.5;",
        "Squadron `guard`: `dark.steps` is [9, 3];",
        "Squadron `guard`: `leash` is -3; write a finite number, 0 at least.",
        "Squadron `guard`: `ground` is NaN;",
        "Squadron `flank`: `at` is 7;",
        "Squadron `flank`: `facing` is inf;",
        "Squadron `flank`: `spacing` is NaN;",
        "Squadron `flank`: `shape` is 0;",
        "Squadron `flank`: `radius` is inf;",
        "Side `two` has no ships;",
    ] {
        assert!(told.iter().any(|sentence| sentence.starts_with(part)), "{part} is not among {told:#?}");
    }
    assert!(!told.iter().any(|sentence| sentence.contains("screen")), "{told:#?}");
}

/// Out of command there is no formation and no shared target: the same squadron keeps its ranks only under orders.
#[test]
fn without_a_link_a_squadron_keeps_no_formation() {
    let spread = |linked: bool| {
        let line = SquadronOf {
            doctrine: Some(Doctrine::Hold { leash: 5.0, ground: None }),
            ..squadron("line", 40, 0.3)
        };
        let mut flagship = SquadronOf { class: "flagship".into(), ..squadron("flag", 1, 0.3) };
        flagship.arrives = if linked { 0 } else { 10_000 };
        let mut scene = two_sides(
            fighter("battery"),
            [200.0, 200.0, 0.0],
            [vec![line, flagship], vec![squadron("lure", 1, 0.42)]],
        );
        scene.class.push(Class {
            id: "flagship".into(),
            commands: true,
            link: 100.0,
            speed: 0.0,
            ..fighter("battery")
        });
        scene.class[0].weapon[0].accuracy = 0.0;
        scene.class[0].weapon[0].accuracy_far = None;
        let mut battle = Battle::new(&scene, 1);
        (0..30).for_each(|_| battle.step(&Alone));
        let far = |x: f32| (x - 60.0).abs();
        battle.states(0).filter(|s| s.class == 0).map(|s| far(s.place[0])).fold(0.0, f32::max)
    };
    let (led, unled) = (spread(true), spread(false));
    assert!(unled > led + 3.0, "the farthest is {led} away under orders, {unled} without");
}

#[test]
fn reinforcements_arrive_when_they_should() {
    let late = SquadronOf { arrives: 10, ..squadron("late", 25, 0.2) };
    let gun = Gun { range: 5.0, every: 1, accuracy: 0.1, damage: 1, ..Gun::default() };
    let scene = two_sides(
        battery(10.0, gun),
        [200.0, 200.0, 0.0],
        [vec![squadron("early", 25, 0.1), late], vec![squadron("far", 25, 0.9)]],
    );
    let mut battle = Battle::new(&scene, 1);
    (0..10).for_each(|_| battle.step(&Alone));
    assert_eq!(battle.ships(), [25, 25]);
    battle.step(&Alone);
    assert_eq!(battle.ships(), [50, 25]);
}

/// Two lines abreast, each ship opposite one of the other line: left to themselves they pair off, and a side that
/// shares targets out kills sooner.
#[test]
fn focus_pays() {
    let gun = Gun { range: 400.0, every: 2, accuracy: 0.5, damage: 2, ..Gun::default() };
    let ahead = |focus: bool| {
        let side = |id: &str, x, focus| {
            let line = Formed {
                at: [x, 0.5, 0.0],
                facing: 0.0,
                spacing: 1.0,
                shape: [1e6, 1.0, 1e-3],
                apart: [0.0; 3],
            };
            let doctrine = Some(Doctrine::Hold { leash: 1.0, ground: None });
            SquadronOf { focus, doctrine, start: Start::Formed(line), ..squadron(id, 60, x) }
        };
        let sides = [vec![side("a", 0.4, focus)], vec![side("b", 0.6, false)]];
        let scene = two_sides(battery(30.0, gun), [100.0, 100.0, 0.0], sides);
        let ahead = (0..12).map(|seed| {
            let [own, enemy] = Battle::new(&scene, seed).fight(&Alone).tally.ships;
            own as f64 - enemy as f64
        });
        mean(&ahead.collect::<Vec<_>>())
    };
    let ((with, error), (without, noise)) = (ahead(true), ahead(false));
    assert!(
        with - without > 3.0 * (error + noise),
        "{with} ± {error} with focus, {without} ± {noise} without"
    );
}
