//! The quick form held against the simulated mean.

mod common;

use common::{bare_rules, means, pairings, plain};
use polemos_battle::quick::{Force, Projection, coordination_gain, project, project_forces};
use polemos_battle::{Armament, Breakpoint, Group, Judged, Pairs, Rules, Side};

/// Mean of the projected own loss: its quantiles weighed as those of a normal law.
fn mean_loss(low: f64, median: f64, high: f64) -> f64 {
    let weight = 0.5 / (1.645 * 1.645);
    median * (1.0 - 2.0 * weight) + weight * (low + high)
}

#[test]
fn projected_losses_odds_and_hours_are_the_simulated_ones() {
    let rules = bare_rules();
    for (name, sides) in pairings() {
        for turn in [0, 1] {
            let [own, enemy] = if turn == 0 { sides.clone() } else { [sides[1].clone(), sides[0].clone()] };
            let m = means(&[own.clone(), enemy.clone()], rules, 2000);
            let p = project(&own.groups, &enemy.groups, &rules, own.tolerance, 0.0);
            let loss = mean_loss(p.low, p.loss_share_own, p.high);
            println!(
                "{name}: loss {loss:.4} simulated {:.4}; win {:.3} simulated {:.3}; hours {:.2} simulated {:.2}",
                m.loss[0], p.win, m.win, p.hours, m.hours
            );
            assert!((loss / m.loss[0] - 1.0).abs() < 0.10, "{name}: loss");
            assert!((p.win - m.win).abs() < 0.06, "{name}: odds");
            assert!((p.hours / m.hours - 1.0).abs() < 0.2, "{name}: hours");
            assert!(p.low <= p.loss_share_own && p.loss_share_own <= p.high);
        }
    }
}

/// An even fight is uncertain, and doubt about the enemy makes every fight more so.
#[test]
fn odds_follow_strength_and_doubt() {
    let (rules, enemy) = (Rules::default(), [plain(2, 100, 0.1, 3)]);
    let win = |ships: u32, spread: f64| project(&[plain(1, ships, 0.1, 3)], &enemy, &rules, 0.3, spread).win;
    assert!((win(100, 0.3) - 0.5).abs() < 0.01);
    let mut last = 0.0;
    for ships in (20..300).step_by(10) {
        let now = win(ships, 0.2);
        assert!(now >= last);
        last = now;
        assert!((now - 0.5).abs() >= (win(ships, 0.6) - 0.5).abs() - 1e-9);
    }
    // One standard deviation of log-strength above the enemy, with that spread: the normal's 84 %.
    let sure = project(&[plain(1, 4055, 0.1, 3)], &[plain(2, 3000, 0.1, 3)], &rules, 0.3, 0.3).win;
    assert!((sure - 0.84).abs() < 0.02, "{sure}");
}

fn one_by_one(class: u16) -> Armament {
    Armament { class, weapons: vec![[0.1, 1.0]] }
}

/// Where a hit counts twice against the enemy's class, the force is as one that hits twice as often; a table that knows
/// none of the classes changes nothing.
#[test]
fn a_force_hits_as_the_table_counts() {
    let groups = [plain(1, 30, 0.1, 3), Group { command: 0.2, ..plain(2, 9, 0.4, 6) }];
    let enemy = [Group { class: 7, ..plain(3, 20, 0.1, 2) }, Group { class: 8, ..plain(4, 20, 0.1, 2) }];
    assert_eq!(Force::against(&groups, &enemy, &Pairs::default()), Force::of(&groups));
    let mut pairs = Pairs::new([groups[0].class, groups[1].class, 7, 8].map(one_by_one).into());
    for from in &groups {
        pairs.set(from.class, 7, 1.0);
        pairs.set(from.class, 8, 3.0);
    }
    let (plain, counted) = (Force::of(&groups), Force::against(&groups, &enemy, &pairs));
    assert!((counted.coordinated / plain.coordinated - 2.0).abs() < 1e-12);
    assert_eq!((counted.ships, counted.staying, counted.value), (plain.ships, plain.staying, plain.value));
}

/// Shots of three and of one, hit for hit, at ships that bear four: alone the first take two shots and the others four, six and four
/// hits; together 2.984 shots of 1.5 hits on the mean, worked out by hand. A table counts what each does alone.
#[test]
fn whole_shots_of_two_classes_together_waste_less() {
    let of =
        |class: u16, hits_per_hour: f64| Group { class, ..plain(u32::from(class), 10, hits_per_hour, 4) };
    let (groups, enemy) = ([of(1, 0.1), of(2, 0.1)], [of(3, 0.1)]);
    let armament = |class: u16, damage: f64| Armament { class, weapons: vec![[0.1, damage]] };
    let pairs = Pairs::new(vec![armament(1, 3.0), armament(2, 1.0), armament(3, 1.0)]);
    let together = Force::against(&groups, &enemy, &pairs).coordinated / Force::of(&groups).coordinated;
    assert!((together - 5.0 / (2.984375 * 1.5)).abs() < 1e-12, "{together}");
    let alone = Force::against(&groups[..1], &enemy, &pairs).coordinated;
    assert_eq!(alone, Force::of(&groups[..1]).coordinated);
}

#[test]
fn forces_add_and_nothing_senseless_harms() {
    let groups = [plain(1, 30, 0.1, 3), Group { command: 0.2, ..plain(2, 9, 0.4, 6) }];
    assert_eq!(Force::of(&groups), Force::of(&groups[..1]) + Force::of(&groups[1..]));
    assert_eq!(Force::of(&groups[..1]).scaled(2.0), Force::of(&[plain(1, 60, 0.1, 3)]));
    let bad = [Group { recovery_per_hour: f64::NAN, readiness: -1.0, ..plain(1, 5, f64::INFINITY, 200) }];
    let none = project(&[], &bad, &Rules::default(), 0.3, 0.1);
    assert_eq!(none.win, 0.0);
    assert_eq!(project(&bad, &[], &Rules::default(), 0.3, 0.1).win, 1.0);
    for tolerance in [f64::NAN, -1.0, 0.0, 1.0, 9.0] {
        let p = project(&bad, &groups, &Rules::default(), tolerance, f64::NAN);
        let figures = [p.win, p.loss_share_own, p.low, p.high, p.loss_share_enemy, p.hours];
        assert!(figures.iter().all(|x| x.is_finite()), "{p:?}");
    }
    let p = project_forces(&Force::default(), &Force::default(), &Rules::default(), 0.3, 0.1);
    assert_eq!(p.win, 0.0);
}

/// From a few per cent to several-fold, over hits, density and recharge.
#[test]
fn coordination_is_worth_more_the_more_is_wasted() {
    let gain = |hits: f64, shooters: u32, targets: u32, recovery: f64| {
        let enemy = Side::new(vec![Group { recovery_per_hour: recovery, ..plain(2, targets, 0.1, 4) }]);
        let (force, enemy) = (Force::of(&[plain(1, shooters, hits, 4)]), Force::of(&enemy.groups));
        coordination_gain(&force, &enemy, &Rules::default(), 0.2)
    };
    println!("hits/h  ships v  recharge/h  gain");
    for (hits, shooters, targets, recovery) in [
        (0.1, 50, 50, 0.0),
        (1.0, 50, 50, 0.0),
        (10.0, 50, 50, 0.0),
        (10.0, 90, 10, 0.0),
        (0.1, 50, 50, 0.1),
        (0.1, 50, 50, 0.4),
    ] {
        println!(
            "{hits:6} {shooters:4} {targets:3} {recovery:8}  {:.2}",
            gain(hits, shooters, targets, recovery)
        );
    }
    assert!(gain(10.0, 50, 50, 0.0) > gain(0.1, 50, 50, 0.0));
    assert!(gain(10.0, 90, 10, 0.0) > gain(10.0, 50, 50, 0.0));
    assert!(gain(0.1, 50, 50, 0.4) > 2.0 * gain(0.1, 50, 50, 0.0));
    let soft = Force::of(&[plain(2, 50, 0.1, 1)]);
    let single = coordination_gain(&Force::of(&[plain(1, 50, 0.5, 1)]), &soft, &Rules::default(), 0.2);
    assert!((1.0..1.1).contains(&single), "one hit a ship and slow fire: a few per cent, {single}");
}

/// Rules that calibration has told what fire does.
fn told_rules() -> Rules {
    Rules {
        bout_hours: 0.5,
        foresight: 0.0,
        frontage_ships: 60.0,
        coordination: [0.4, 0.6],
        frontage_exponent: 0.97,
        approach: 1.2,
        closing: 0.7,
        hold: 0.7,
        deploy: 1.0,
        late: [1.5, 1.0],
        flanking: 0.3,
        odds: 1.6,
        fading: 0.1,
        swing: 0.05,
        panic_per_hour: 0.0,
        judged: Some(Judged { coordination: [0.0, 1.0], frontage_exponent: 0.5, flanking: 0.0 }),
        ..bare_rules()
    }
}

/// Sides of which the second holds its ground: with no way out, or beside what cannot move.
fn holding() -> Vec<(&'static str, [Side; 2])> {
    let fort = |entity: u32, ships: u32| Group { immobile: true, ..plain(entity, ships, 0.2, 3) };
    let side = |groups: Vec<Group>| Side { steadiness: 0.0, ..Side::new(groups) };
    let cornered =
        |groups: Vec<Group>| Side { can_retreat: false, tolerance: 0.6, trial_share: 1.0, ..side(groups) };
    let pressing = |groups: Vec<Group>| Side { tolerance: 0.6, trial_share: 1.0, ..side(groups) };
    vec![
        ("open 300 v 200", [side(vec![plain(1, 300, 0.1, 4)]), side(vec![plain(2, 200, 0.1, 4)])]),
        ("open 4000 v 2500", [side(vec![plain(1, 4000, 0.1, 4)]), side(vec![plain(2, 2500, 0.1, 4)])]),
        ("cornered 300 v 200", [side(vec![plain(1, 300, 0.1, 4)]), cornered(vec![plain(2, 200, 0.1, 4)])]),
        (
            "cornered 500 v 600",
            [pressing(vec![plain(1, 500, 0.1, 4)]), cornered(vec![plain(2, 600, 0.1, 4)])],
        ),
        (
            "cornered 3000 v 3000",
            [pressing(vec![plain(1, 3000, 0.1, 4)]), cornered(vec![plain(2, 3000, 0.1, 4)])],
        ),
        (
            "forts 900 v 400 and 200",
            [pressing(vec![plain(1, 900, 0.1, 4)]), side(vec![plain(2, 400, 0.1, 4), fort(3, 200)])],
        ),
        (
            "forts, cornered 20000 v 12000 and 3000",
            [
                pressing(vec![plain(1, 20_000, 0.1, 4)]),
                cornered(vec![plain(2, 12_000, 0.1, 4), fort(3, 3000)]),
            ],
        ),
    ]
}

/// What the quick form says of a battle of which the second side holds its ground, for one of them: it knows that, or not.
fn projected(sides: &[Side; 2], own: usize, rules: Rules, knows: bool) -> Projection {
    let [ours, theirs] = [own, 1 - own].map(|i| {
        let force = Force::of(&sides[i].groups);
        match knows {
            true if sides[i].can_retreat => force,
            true => force.holding(),
            false => Force { holds: false, ..force },
        }
    });
    let enemy = &sides[1 - own];
    let rules =
        Rules { expected_tolerance: enemy.tolerance, expected_trial_share: enemy.trial_share, ..rules };
    let leaves = Breakpoint { tolerance: sides[own].tolerance, trial_share: sides[own].trial_share };
    project_forces(&ours, &theirs, &rules, leaves, 0.0)
}

/// Holds what is projected of battles in which one side holds its ground against what comes of them by these rules: losses
/// within an eighth, hours within a fifth, and odds within 0.06 where `sure` says that they can be told.
fn hold_against_the_simulated(rules: Rules, sure: impl Fn(f64) -> bool) {
    for (name, sides) in holding() {
        let m = means(&sides, rules, 600);
        for (own, win) in [(0, m.win), (1, 1.0 - m.win)] {
            let p = projected(&sides, own, rules, true);
            let loss = mean_loss(p.low, p.loss_share_own, p.high);
            println!(
                "{name}: loss {loss:.4} simulated {:.4}; win {:.3} simulated {win:.3}; hours {:.2} simulated {:.2}",
                m.loss[own], p.win, p.hours, m.hours
            );
            assert!((loss / m.loss[own] - 1.0).abs() < 0.12, "{name}: loss");
            assert!((p.hours / m.hours - 1.0).abs() < 0.2, "{name}: hours");
            assert!(!sure(win) || (p.win - win).abs() < 0.06, "{name}: odds");
        }
    }
}

#[test]
fn who_holds_his_ground_is_projected_as_he_is_simulated() {
    let rules = told_rules();
    hold_against_the_simulated(rules, |_| true);
    // Who does not know it takes an even battle for a lost one.
    let (_, sides) = holding().remove(4);
    let (knows, does_not) = (projected(&sides, 0, rules, true), projected(&sides, 0, rules, false));
    assert!(does_not.win < knows.win - 0.2, "{} {}", does_not.win, knows.win);
}

/// The rules about as calibration has found them for classes of one figure each (`agreement.txt`).
fn found_rules() -> Rules {
    Rules {
        coordination: [0.19, 0.58],
        marks: 1.7,
        ties: 10.7,
        melee: 7.1,
        frontage_exponent: 1.0,
        approach: 0.88,
        closing: 0.41,
        hold: 0.99,
        screen: 0.73,
        opening: 0.51,
        deploy: 1.25,
        late: [0.02, 1.8],
        flanking: 0.05,
        odds: 2.7,
        fading: 0.07,
        swing: 0.06,
        ..told_rules()
    }
}

/// Targets at a time, fire on those in front and loaded weapons are known to the quick form as means.
#[test]
fn what_calibration_has_found_is_projected_nearly() {
    // Where a battle is all but even, a few hundredths of strength decide about odds.
    hold_against_the_simulated(found_rules(), |win| !(0.1..0.9).contains(&win));
}
