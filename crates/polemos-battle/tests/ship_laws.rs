//! Laws that the battle ship by ship keeps: Hughes' salvoes, and properties of any battle.
#![allow(clippy::unwrap_used, clippy::expect_used)] // a test that cannot go on has failed

#[path = "common/fighter.rs"]
mod fighter;

use fighter::fighter;
use polemos_battle::salvo::Fleet;
use polemos_battle::ship::{
    Alone, Arena, Battle, Class, Doctrine, Formed, Gun, LuckOf, Scene, SideOf, SquadronOf, Start,
};
use proptest::prelude::*;

/// A line of ships abreast, facing the other line ship by ship.
fn line(id: &str, class: &str, ships: u32, x: f32) -> SquadronOf {
    let formed =
        Formed { at: [x, 0.5, 0.0], facing: 0.0, spacing: 2.0, shape: [1e6, 1.0, 1e-3], apart: [0.0; 3] };
    SquadronOf::new(id, class, ships, Start::Formed(formed))
}

fn scene(classes: [Class; 2], ships: u32, steps: u32) -> Scene {
    let side = |id: &str, class: &str, x| SideOf {
        id: id.into(),
        breakpoint: None,
        squadron: vec![line(id, class, ships, x)],
    };
    Scene {
        name: "lines".into(),
        steps,
        step_hours: 1.0,
        luck: LuckOf::Addressed,
        arena: Arena { size: [100.0, 3.0 * ships as f32, 0.0], ..Arena::default() },
        side: [side("one", &classes[0].id, 0.45), side("two", &classes[1].id, 0.55)],
        class: classes.to_vec(),
    }
}

/// A ship that fires a salvo of so many hits every tenth step, and whose shields stop so many of each salvo.
fn salvoing(id: &str, hits: i32, stops: f32, staying: f32, accuracy: f32) -> Class {
    let gun = Gun { range: 50.0, every: 10, accuracy, damage: hits * 10, ..Gun::default() };
    let recharge = stops; // ten steps bring it back in full
    Class {
        id: id.into(),
        sensor: 60.0,
        shield: stops * 10.0,
        recharge,
        hull: staying * 10.0,
        weapon: vec![gun],
        ..Class::default()
    }
}

/// Two fleets that salvo at each other ship by ship: after each exchange both have lost of their staying power what
/// Hughes (1995) says, exactly, as long as each ship's defence has a salvo to meet.
#[test]
fn salvoes_follow_hughes() {
    const SHIPS: u32 = 30;
    for ((hits, stops, staying), (other_hits, other_stops, other_staying)) in
        [((4, 1.0, 20.0), (3, 2.0, 30.0)), ((5, 0.0, 40.0), (2, 3.0, 25.0)), ((3, 2.0, 24.0), (3, 2.0, 24.0))]
    {
        let classes = [
            salvoing("one", hits, stops, staying, 1.0),
            salvoing("two", other_hits, other_stops, other_staying, 1.0),
        ];
        let fleet = |hits: i32, stops: f32, staying: f32| Fleet {
            ships: f64::from(SHIPS),
            shots: f64::from(hits),
            targeting: 1.0,
            defence: f64::from(stops),
            alertness: 1.0,
            staying: f64::from(staying),
        };
        let fleets = [fleet(hits, stops, staying), fleet(other_hits, other_stops, other_staying)];
        let scene = scene(classes, SHIPS, 40);
        let mut battle = Battle::new(&scene, 1);
        let mut lost = [0.0; 2];
        let mut before = hulls(&battle);
        for step in 1..=40_u32 {
            battle.step(&Alone);
            let now = hulls(&battle);
            for side in 0..2 {
                lost[side] += (before[side] - now[side]) / f64::from(scene.class[side].hull);
            }
            before = now;
            // Ships begin their rounds one after the other, so that ten steps hold one salvo of each.
            if step % 10 == 0 {
                let exchanges = f64::from(step / 10);
                for side in 0..2 {
                    let expected = exchanges * fleets[side].deterministic_losses(&fleets[1 - side]);
                    assert!(
                        (lost[side] - expected).abs() < 1e-3 * expected.max(1.0),
                        "{} for {expected}",
                        lost[side]
                    );
                }
            }
        }
    }
}

/// Hull points of each side.
fn hulls(battle: &Battle) -> [f64; 2] {
    [0, 1].map(|side| battle.states(side).map(|state| f64::from(state.hull)).sum())
}

/// The same with salvoes that miss: the mean over many battles is what the targeting of Hughes' model gives.
#[test]
fn salvoes_that_miss_follow_hughes_on_the_mean() {
    const SHIPS: u32 = 40;
    let classes = || [salvoing("one", 4, 0.0, 60.0, 0.35), salvoing("two", 4, 0.0, 60.0, 0.35)];
    let fleet = Fleet {
        ships: f64::from(SHIPS),
        shots: 4.0,
        targeting: 0.35,
        defence: 0.0,
        alertness: 1.0,
        staying: 60.0,
    };
    let scene = scene(classes(), SHIPS, 20);
    let losses = (0..40).map(|seed| {
        let mut battle = Battle::new(&scene, seed);
        let start = hulls(&battle)[0];
        (0..20).for_each(|_| battle.step(&Alone));
        (start - hulls(&battle)[0]) / f64::from(scene.class[0].hull)
    });
    let losses: Vec<f64> = losses.collect();
    let mean = losses.iter().sum::<f64>() / losses.len() as f64;
    let expected = 2.0 * fleet.deterministic_losses(&fleet);
    // 40 ships, 2 salvoes, 40 battles: standard error of the share of salvoes that hit.
    let error = 2.0 * f64::from(SHIPS) * 4.0 / 60.0 * (0.35_f64 * 0.65 / (2.0 * 40.0 * 40.0)).sqrt();
    assert!((mean - expected).abs() < 4.0 * error, "{mean} for {expected} ± {error}");
}

/// With decisions held fixed and no retreat, fewer enemies never mean more losses.
#[test]
fn fewer_enemies_never_cost_more() {
    let fighter = |id: &str| Class { sensor: 60.0, ..fighter(id) };
    let mut before: Option<(u32, f64, f64)> = None;
    for enemies in [20_u32, 30, 45, 60, 80] {
        let losses: Vec<f64> = (0..24)
            .map(|seed| {
                let mut scene = scene([fighter("one"), fighter("two")], 60, 400);
                scene.side[1].squadron[0].ships = enemies;
                60.0 - Battle::new(&scene, seed).fight(&Alone).tally.ships[0] as f64
            })
            .collect();
        let n = losses.len() as f64;
        let mean = losses.iter().sum::<f64>() / n;
        let error = (losses.iter().map(|l| (l - mean) * (l - mean)).sum::<f64>() / (n - 1.0) / n).sqrt();
        if let Some((fewer, least, noise)) = before {
            let slack = 3.0 * (error + noise);
            assert!(mean >= least - slack, "{mean} lost to {enemies}, {least} to {fewer}");
        }
        before = Some((enemies, mean, error));
    }
    assert!(before.is_some_and(|(_, mean, _)| mean > 30.0), "nobody was hurt: {before:?}");
}

fn class() -> impl Strategy<Value = Class> {
    let gun =
        (2.0..20.0_f32, 1..6_u8, 0.0..1.0_f32, 0.0..1.0_f32, 0..30_i32, prop_oneof![Just(0.0), 1.0..4.0_f32]);
    let gun = gun.prop_map(|(range, every, accuracy, far, damage, blast)| Gun {
        range,
        every,
        accuracy,
        accuracy_far: Some(far),
        damage,
        blast,
        scatter: blast,
    });
    let body = (5.0..40.0_f32, 0.0..1.5_f32, 0.01..0.5_f32, 0.0..40.0_f32, 0.0..2.0_f32, 1.0..60.0_f32);
    (body, prop::collection::vec(gun, 0..4)).prop_map(
        |((sensor, speed, acceleration, shield, recharge, hull), weapon)| Class {
            id: String::new(),
            sensor,
            speed,
            acceleration,
            standoff: 3.0,
            shield,
            recharge,
            hull,
            weapon,
            ..Class::default()
        },
    )
}

fn doctrine() -> impl Strategy<Value = Option<Doctrine>> {
    prop_oneof![
        Just(None),
        Just(Some(Doctrine::Mass)),
        Just(Some(Doctrine::Raid)),
        Just(Some(Doctrine::Hold { leash: 8.0, ground: None })),
        Just(Some(Doctrine::Screen { distance: 10.0 })),
        Just(Some(Doctrine::Envelop { radius: 15.0, flank: 1.0 })),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(48) })]

    /// Any battle: ships are conserved, none is faster than its class, none stands outside the field, shields and hulls
    /// are in range, and no more shots are fired than those alive have weapons ready: no dead ship acts.
    #[test]
    fn any_battle_keeps_its_books(
        classes in [class(), class()],
        doctrines in [doctrine(), doctrine()],
        ships in [1..60_u32, 1..60_u32],
        breakpoint in prop_oneof![Just(None), (0.05..0.9_f32).prop_map(|b| Some([b, b]))],
        sways in prop_oneof![Just(None), (0.05..0.9_f32).prop_map(|s| Some([s, s]))],
        (height, seed) in (prop_oneof![Just(0.0), Just(40.0_f32)], 0..1000_u64),
    ) {
        let [mut first, mut second] = classes;
        (first.id, second.id) = ("one".into(), "two".into());
        let mut scene = scene([first, second], 40, 120);
        scene.arena.size = [80.0, 80.0, height];
        for (side, (doctrine, ships)) in doctrines.into_iter().zip(ships).enumerate() {
            let squadron = &mut scene.side[side].squadron[0];
            (squadron.doctrine, squadron.ships, squadron.breakpoint) = (doctrine, ships, breakpoint);
            (squadron.sways, squadron.focus) = (sways.filter(|_| side == 0), side == 0);
        }
        prop_assert_eq!(scene.problems(), Vec::<String>::new());
        let mut battle = Battle::new(&scene, seed);
        let mut shots = 0;
        while battle.ended().is_none() {
            let alive: Vec<usize> = [0, 1].iter().flat_map(|side| battle.states(*side)).map(|s| usize::from(s.class)).collect();
            let ready: usize = alive.iter().map(|class| scene.class[*class].weapon.len()).sum();
            battle.step(&Alone);
            let fired = battle.tally().shots - shots;
            shots += fired;
            prop_assert!(fired <= ready as u64, "{} shots of {} weapons", fired, ready);
            prop_assert!(battle.adds_up());
            for state in [0, 1].iter().flat_map(|side| battle.states(*side)) {
                let class = &scene.class[usize::from(state.class)];
                let speed = state.velocity.iter().map(|v| v * v).sum::<f32>().sqrt();
                prop_assert!(speed <= class.speed * 1.0001 + 1e-6, "{} of {}", speed, class.speed);
                prop_assert!(state.hull > 0.0 && state.hull <= class.hull);
                prop_assert!((0.0..=class.shield).contains(&state.shield));
                for (place, end) in state.place.iter().zip(scene.arena.size) {
                    prop_assert!((0.0..=end).contains(place));
                }
            }
        }
    }
}
