//! The clock of bouts: what must hold of every engagement.

mod common;

use common::{bare_rules, engagement, means, pairings, plain, weapon};
use polemos_battle::exact::Duel;
use polemos_battle::quick::project;
use polemos_battle::{
    End, Engagement, Group, Judged, MAX_STAGES, Observer, Rules, Side, Verdict, Weapon, fight,
};
use polemos_chance::{Address, Key};
use proptest::prelude::*;

#[test]
fn halving_the_bout_changes_little() {
    for (name, sides) in pairings() {
        let rules = bare_rules();
        let half = Rules { bout_hours: 0.5 * rules.bout_hours, bout_loss: 0.5 * rules.bout_loss, ..rules };
        let (whole, half) = (means(&sides, rules, 6000), means(&sides, half, 6000));
        for i in [0, 1] {
            let change = half.loss[i] / whole.loss[i] - 1.0;
            println!("{name}, side {i}: loss {:.4}, with half the bout {change:+.4}", whole.loss[i]);
            assert!(change.abs() < 0.03, "{name}: side {i} {change}");
        }
    }
}

/// To the last, one hit a ship, no frontage: the bouts must give what the exact clock gives.
#[test]
fn bouts_agree_with_the_exact_clock() {
    let rules = Rules { frontage_ships: 1e9, panic_per_hour: 0.0, bout_loss: 0.03, ..bare_rules() };
    for (a, b) in [(40, 30), (20, 20), (60, 55)] {
        let exact = Duel::square(a, b, 0.1).solve();
        let to_the_last =
            |entity, ships| Side { tolerance: 1.0, ..Side::new(vec![plain(entity, ships, 0.1, 1)]) };
        let m = means(&[to_the_last(1, a), to_the_last(2, b)], rules, 6000);
        let left = [a, b].map(f64::from);
        println!("{a} v {b}: win {:.3} exact {:.3}, loss {:?}", m.win, exact.p_a_wins, m.loss);
        assert!((m.win - exact.p_a_wins).abs() < 0.03);
        for i in [0, 1] {
            let survivors = left[i] * (1.0 - m.loss[i]);
            assert!((survivors - exact.mean_left[i]).abs() < 0.03 * left[i], "{a} v {b}: {survivors}");
        }
        assert!((m.hours / exact.mean_time - 1.0).abs() < 0.06, "{} {}", m.hours, exact.mean_time);
    }
}

#[test]
fn more_ships_never_lower_the_chance_to_win() {
    for (name, sides) in pairings() {
        let mut last = 0.0;
        for more in [0.5, 0.75, 1.0, 1.25, 1.6, 2.2] {
            let mut sides = sides.clone();
            for group in &mut sides[0].groups {
                group.stages[0] = (f64::from(group.stages[0]) * more) as u32;
            }
            let win = means(&sides, Rules::default(), 1500).win;
            assert!(win >= last - 0.04, "{name} x {more}: {win} after {last}");
            last = win;
        }
        assert!(last > 0.6, "{name}: {last}");
    }
}

#[test]
fn the_same_engagement_gives_the_same_outcome_in_any_order_of_groups() {
    let (_, sides) = pairings().remove(6);
    for r in 0..50 {
        let mut first = engagement(sides.clone(), Rules::default(), r);
        let mut again = first.clone();
        let mut turned = first.clone();
        turned.sides[0].groups.reverse();
        let outcome = fight(&mut first, &mut ());
        assert_eq!(outcome, fight(&mut again, &mut ()));
        assert_eq!(first, again);
        let other = fight(&mut turned, &mut ());
        turned.sides[0].groups.reverse();
        assert_eq!((outcome.end, first), (other.end, turned), "replication {r}");
    }
}

#[test]
fn frontage_turns_the_square_law_into_a_milder_one() {
    // Loss share of the winner per loss share of the loser.
    let exchange = |rules: Rules| {
        let sides = [Side::new(vec![plain(1, 3000, 0.05, 2)]), Side::new(vec![plain(2, 1000, 0.05, 2)])];
        let loss = means(&sides, rules, 300).loss;
        loss[0] / loss[1]
    };
    let rules = Rules { panic_per_hour: 0.0, ..bare_rules() };
    let open = exchange(Rules { frontage_ships: 1e9, ..rules });
    let narrow = exchange(Rules { frontage_ships: 100.0, frontage_exponent: 0.0, ..rules });
    // (1/3)² under the square law, less for what the loser can no longer fire; 1/3 under the linear one.
    println!("winner's loss per loser's: open {open}, narrow {narrow}");
    assert!((open - 1.0 / 9.0).abs() < 0.01);
    assert!((narrow - 1.0 / 3.0).abs() < 0.01);
}

#[test]
fn without_power_or_ships_nobody_fires() {
    let dark = Group { powered: false, ..plain(1, 30, 0.5, 1) };
    let out = fight(
        &mut engagement([Side::new(vec![dark]), Side::new(vec![plain(2, 5, 0.1, 1)])], bare_rules(), 1),
        &mut (),
    );
    assert_eq!(out.lost[1][0].lost, 0);
    let gone = Group { stages: [0; MAX_STAGES], ..plain(1, 0, 9.0, 1) };
    let out = fight(
        &mut engagement([Side::new(vec![gone]), Side::new(vec![plain(2, 5, 0.1, 1)])], bare_rules(), 1),
        &mut (),
    );
    assert_eq!((out.end, out.lost[1][0].lost, out.bouts), (End::Destroyed(0), 0, 0));
    let unarmed = [Side::new(vec![plain(1, 5, 0.0, 1)]), Side::new(vec![plain(2, 5, 0.0, 1)])];
    let out = fight(&mut engagement(unarmed, bare_rules(), 1), &mut ());
    assert_eq!((out.end, out.hours), (End::TimeUp, 0.0));
}

#[test]
fn no_way_out_means_surrender_or_the_last_stand() {
    let ends = |steadiness: f64, can_retreat: bool| {
        let weak = Side { can_retreat, steadiness, ..Side::new(vec![plain(1, 20, 0.1, 2)]) };
        let strong = Side { tolerance: 0.9, ..Side::new(vec![plain(2, 40, 0.1, 2)]) };
        (0..300)
            .map(|r| fight(&mut engagement([weak.clone(), strong.clone()], Rules::default(), r), &mut ()).end)
            .collect::<Vec<End>>()
    };
    let share =
        |ends: &[End], end: End| ends.iter().filter(|e| **e == end).count() as f64 / ends.len() as f64;
    assert!(share(&ends(0.5, true), End::Broke(0)) > 0.99);
    let (meek, grim) = (ends(0.0, false), ends(1.0, false));
    assert!(share(&meek, End::Surrendered(0)) > 0.99);
    assert!(share(&grim, End::Destroyed(0)) > 0.5);
    assert!(meek.iter().chain(&grim).all(|e| *e != End::Broke(0)));
}

#[test]
fn stations_stay_behind_and_the_slow_are_caught() {
    let lost = |speed: f64| {
        let fleeing = Group { speed, ..plain(1, 60, 0.05, 2) };
        let station = Group { immobile: true, ..plain(9, 2, 0.0, 8) };
        let mut lost = 0;
        for r in 0..300 {
            let sides =
                [Side::new(vec![fleeing.clone(), station.clone()]), Side::new(vec![plain(2, 120, 0.05, 2)])];
            let mut e = engagement(sides, Rules { pursuit: 4.0, ..Rules::default() }, r);
            let out = fight(&mut e, &mut ());
            if out.end == End::Broke(0) {
                lost += out.lost[0][0].lost;
            }
        }
        f64::from(lost) / 300.0
    };
    let (slow, fast) = (lost(0.5), lost(2.0));
    println!("lost of 60 when slow {slow}, when fast {fast}");
    assert!(slow > fast + 3.0);
}

/// Mean losses of both sides, ships, of a fleet with a fort that breaks off before a stronger one.
fn beaten(rules: Rules) -> [f64; 2] {
    let mut lost = [0.0; 2];
    for r in 0..200 {
        let fort = Group { immobile: true, ..plain(9, 20, 0.2, 3) };
        let sides = [Side::new(vec![plain(1, 60, 0.05, 2), fort]), Side::new(vec![plain(2, 200, 0.05, 2)])];
        let out = fight(&mut engagement(sides, rules, r), &mut ());
        for (sum, groups) in lost.iter_mut().zip(&out.lost) {
            *sum += groups.iter().map(|group| f64::from(group.lost)).sum::<f64>() / 200.0;
        }
    }
    lost
}

/// What cannot move fires on after its side has fled, and draws fire from those who flee; a rout wastes what they fire; the
/// larger fleet's advantage fades, and does not grow beyond the odds that tell.
#[test]
fn what_calibration_adds_works_as_it_says() {
    let usual = Rules { pursuit: 4.0, panic_per_hour: 0.0, ..Rules::default() };
    let (silent, stands) = (beaten(usual), beaten(Rules { stand: [1.0, 1.0], ..usual }));
    assert!(stands[1] > silent[1] + 0.3, "{stands:?} {silent:?}");
    let drawn = beaten(Rules { stand: [0.0, 1.0], ..usual });
    assert!((drawn[0] - silent[0]).abs() > 0.3, "{drawn:?} {silent:?}");
    let led = Rules { overkill: 2.0, rearguard: 1.0, ..usual };
    assert!(beaten(Rules { rout: 0.0, ..led })[1] < beaten(led)[1] - 0.1);
    let bold = Rules { flanking: 1.0, ..usual };
    let flanked = beaten(bold);
    let holding = |rules: Rules| {
        let mut sum = [0.0; 2];
        for seed in 0..40 {
            let mut e =
                engagement([100, 70].map(|ships| Side::new(vec![plain(ships, ships, 0.1, 3)])), rules, seed);
            e.sides[1].can_retreat = false;
            let out = fight(&mut e, &mut ());
            sum[0] += out.value_lost_share[0];
            sum[1] += out.hours;
        }
        sum
    };
    let (comes, waits) = (holding(usual), holding(Rules { hold: 0.5, closing: 2.0, ..usual }));
    assert!(waits[0] < 0.8 * comes[0] && waits[1] > comes[1] + 40.0, "{waits:?} {comes:?}");
    for tamer in [Rules { odds: 1.2, ..bold }, Rules { fading: 5.0, ..bold }] {
        let tamed = beaten(tamer);
        assert!(tamed[1] > flanked[1] + 0.3 && tamed[1] < silent[1] + 0.5, "{tamed:?} {flanked:?}");
    }
}

/// Mean losses of both sides, and their standard deviations, of battles by rules.
fn told(sides: [Side; 2], rules: Rules) -> ([f64; 2], [f64; 2]) {
    let runs = 200;
    let samples: Vec<[f64; 2]> = (0..runs)
        .map(|r| fight(&mut engagement(sides.clone(), rules, r), &mut ()).value_lost_share)
        .collect();
    let mean = [0, 1].map(|i| samples.iter().map(|s| s[i]).sum::<f64>() / runs as f64);
    let spread = [0, 1].map(|i| {
        (samples.iter().map(|s| (s[i] - mean[i]) * (s[i] - mean[i])).sum::<f64>() / runs as f64).sqrt()
    });
    (mean, spread)
}

/// Ranks come into range in time, those of a deep fleet and of the larger one's wings last, so that the larger gains less; who
/// holds his ground gives a greater share of his fire as he dwindles; the tough draw fire for the others; and luck evens out
/// among many.
#[test]
fn depth_works_as_it_says() {
    let usual =
        Rules { panic_per_hour: 0.0, pursuit: 0.0, bout_hours: 0.5, foresight: 0.0, ..Rules::default() };
    let line = |entity: u32, ships: u32| Side::new(vec![plain(entity, ships, 0.1, 3)]);
    let by = |rules: Rules| told([line(1, 900), line(2, 400)], rules).0[0];
    let (open, wings) = (by(usual), by(Rules { deploy: 1.0, late: [0.0, 8.0], ..usual }));
    assert!(wings > 1.15 * open, "{wings} {open}");
    assert!(by(Rules { deploy: 3.0, ..usual }) > 1.02 * open, "the deeper fleet's ranks come later");
    let to_the_last = |rules: Rules| {
        let holds = Side { can_retreat: false, tolerance: 0.9, ..line(2, 300) };
        told([Side { tolerance: 1.0, ..line(1, 400) }, holds], rules).0[0]
    };
    // A half of what it gives at the start, and all of it when an eighth is left: more than a half in all.
    let (whole, half) = (to_the_last(usual), to_the_last(Rules { hold: 0.5, ..usual }));
    assert!(half > 0.5 * whole && half < 0.85 * whole, "{half} {whole}");
    let mixed = || Side::new(vec![plain(1, 900, 0.1, 6), plain(2, 900, 0.1, 2)]);
    let lost = |rules: Rules| {
        let mut e = engagement([mixed(), line(3, 1500)], rules, 1);
        let lost = &fight(&mut e, &mut ()).lost[0];
        [0, 1].map(|row: usize| f64::from(lost[row].lost))
    };
    let (alike, covered) = (lost(usual), lost(Rules { cover: 0.5, ..usual }));
    assert!(covered[0] / covered[1] > 1.3 * alike[0] / alike[1], "{covered:?} {alike:?}");
    let swing = |ships: u32| {
        let rules = Rules { swing: 0.2, ..usual };
        let spread = |rules: Rules| told([line(1, ships), line(2, ships / 2)], rules).1[0];
        (spread(rules) * spread(rules) - spread(usual) * spread(usual)).max(0.0).sqrt()
    };
    let (few, many) = (swing(600), swing(9600));
    assert!(few > 2.5 * many, "a quarter of the luck where there are sixteen times as many: {few} {many}");
}

/// Targets dealt out for some hours take longer until the first is dead, in small fleets as in great ones; fire on those in front
/// kills sooner than fire on all, and the fewer they are the sooner; formations come apart, and what cannot move does not; loaded weapons
/// fire at once; what cannot move draws fire from what moves; and who meets whom is luck where there are several groups, and only there.
#[test]
fn the_order_of_battle_works_as_it_says() {
    let usual = Rules {
        panic_per_hour: 0.0,
        pursuit: 0.0,
        bout_hours: 0.5,
        foresight: 0.0,
        max_hours: 4.0,
        ..Rules::default()
    };
    let tough = |entity: u32, ships: u32, command: f64| {
        let group = Group { command, ..plain(entity, ships, 0.1, 5) };
        Side { tolerance: 1.0, ..Side::new(vec![group]) }
    };
    let after_four_hours = |ships: u32, command: f64, rules: Rules| {
        told([tough(1, ships, command), tough(2, ships, command)], rules).0[0]
    };
    let delayed = |ships: u32, marks: f64| {
        after_four_hours(ships, 1.0, Rules { marks, ..usual }) / after_four_hours(ships, 1.0, usual)
    };
    for ships in [200, 2000] {
        let [less, more] = [2.0, 4.0].map(|marks| delayed(ships, marks));
        assert!(more < 0.9 * less && less < 0.95, "{less} {more}");
    }
    let in_front = |ships: u32, melee: f64| after_four_hours(ships, 0.0, Rules { melee, ..usual });
    let (all, front) = (in_front(2000, 0.0), in_front(2000, 6.0));
    assert!(front > 1.5 * all && in_front(2000, 12.0) > 1.1 * front, "{front} {all}");
    let coming_apart = |immobile: bool| {
        let of = |entity: u32| Group { immobile, ..plain(entity, 2000, 0.1, 5) };
        let side = |entity: u32| Side { tolerance: 1.0, ..Side::new(vec![of(entity)]) };
        let by = |ties: f64| told([side(1), side(2)], Rules { ties, ..usual }).0[0];
        by(1.0) / by(0.0)
    };
    assert!(coming_apart(false) < 0.7 && coming_apart(true) > 0.99, "{}", coming_apart(false));
    let loaded = after_four_hours(2000, 1.0, Rules { opening: 1.0, ..usual });
    let more = loaded / after_four_hours(2000, 1.0, usual);
    assert!((1.15..1.3).contains(&more), "five hours of fire in four: {more}");
    let before_forts = |rules: Rules| {
        let fort = Group { immobile: true, ..plain(9, 100, 0.1, 5) };
        let holds = Side { tolerance: 1.0, ..Side::new(vec![plain(2, 300, 0.1, 5), fort]) };
        let mut e = engagement([tough(1, 400, 1.0), holds], rules, 1);
        let out = fight(&mut e, &mut ());
        [0, 1].map(|row: usize| f64::from(out.lost[1][row].lost) / f64::from(out.lost[1][row].ships))
    };
    let (beside, behind) = (before_forts(usual), before_forts(Rules { screen: 5.0, ..usual }));
    assert!(behind[1] > 2.0 * beside[1] && behind[0] < 0.7 * beside[0], "{behind:?} {beside:?}");
    let two = |mingle: f64, groups: Vec<Group>| {
        let rules = Rules { mingle, ..usual };
        told([tough(1, 600, 1.0), Side { tolerance: 1.0, ..Side::new(groups) }], rules).1[1]
    };
    let unlike = || vec![plain(2, 300, 0.3, 2), plain(3, 300, 0.02, 6)];
    assert!(two(0.5, unlike()) > 1.3 * two(0.0, unlike()), "{} {}", two(0.5, unlike()), two(0.0, unlike()));
    assert_eq!(two(0.5, vec![plain(2, 600, 0.1, 5)]), two(0.0, vec![plain(2, 600, 0.1, 5)]));
}

/// Who flees has no formation any more where formations come apart, and picks his own targets, so that he kills less.
#[test]
fn who_flees_has_no_formation() {
    let usual = Rules {
        panic_per_hour: 0.0,
        bout_hours: 0.5,
        foresight: 0.0,
        pursuit: 6.0,
        rearguard: 1.0,
        coordination: [0.2, 1.0],
        melee: 8.0,
        ..Rules::default()
    };
    let side = |entity: u32, ships: u32| Side::new(vec![plain(entity, ships, 0.1, 4)]);
    let lost = |rules: Rules| told([side(1, 1200), side(2, 800)], rules).0[0];
    let pursuers = |rules: Rules| lost(rules) - lost(Rules { pursuit: 0.0, ..rules });
    let apart = Rules { ties: 1000.0, ..usual };
    let (together, alone) = (pursuers(usual), pursuers(apart));
    let nothing = pursuers(Rules { rout: 0.0, ..apart });
    assert!(alone < 0.8 * together && nothing < 0.8 * alone, "{together} {alone} {nothing}");
}

/// What cannot move comes to nobody: the sides meet later beside it, and mingle more slowly.
#[test]
fn who_goes_to_fortifications_goes_the_whole_way() {
    let rules = Rules {
        panic_per_hour: 0.0,
        approach: 2.0,
        deploy: 3.0,
        bout_hours: 0.5,
        max_hours: 6.0,
        ..Rules::default()
    };
    let lost = |immobile: bool| {
        let holds = Side { tolerance: 1.0, ..Side::new(vec![Group { immobile, ..plain(2, 400, 0.1, 3) }]) };
        let comes = Side { tolerance: 1.0, ..Side::new(vec![plain(1, 400, 0.1, 3)]) };
        let e = engagement([comes.clone(), holds.clone()], rules, 1);
        (e.hours_to_range(), told([comes, holds], rules).0[0])
    };
    let (fleet, forts) = (lost(false), lost(true));
    assert_eq!((fleet.0, forts.0), (2.0, 4.0));
    assert!(forts.1 < 0.5 * fleet.1, "{forts:?} {fleet:?}");
}

/// In the third bout the second group changes sides.
struct Turncoat(u32);

impl Observer for Turncoat {
    fn after_bout(&mut self, engagement: &mut Engagement, _: f64) -> Verdict {
        self.0 += 1;
        if self.0 == 3 {
            let group = engagement.sides[0].groups.remove(1);
            engagement.sides[1].groups.push(group);
        }
        if self.0 == 40 { Verdict::Stop } else { Verdict::Continue }
    }
}

/// Who goes over stands among those whom he left: while few of the others lie in front, most of what is not shared out falls on him.
#[test]
fn who_goes_over_lies_all_in_front() {
    let alone = |entity: u32, ships: u32| Group { command: 0.0, ..plain(entity, ships, 0.1, 2) };
    let lost = |melee: f64| {
        let rules = Rules { panic_per_hour: 0.0, bout_hours: 0.5, max_hours: 6.0, melee, ..Rules::default() };
        let stands = |groups: Vec<Group>| Side { tolerance: 1.0, ..Side::new(groups) };
        let sides = [stands(vec![alone(1, 900), alone(2, 300)]), stands(vec![alone(3, 1200)])];
        let mut e = engagement(sides, rules, 1);
        fight(&mut e, &mut Turncoat(0));
        let left = |row: usize| f64::from(e.sides[1].groups[row].ships());
        [1.0 - left(0) / 1200.0, 1.0 - left(1) / 300.0]
    };
    let ([others, turned], [all_others, all_turned]) = (lost(10.0), lost(0.0));
    assert!(turned > 2.0 * others, "{turned} {others}");
    assert!(all_turned < 1.3 * all_others + 0.02, "{all_turned} {all_others}");
}

#[test]
fn groups_may_change_sides_between_bouts() {
    for r in 0..50 {
        let loyal = Side { tolerance: 0.6, ..Side::new(vec![plain(1, 40, 0.05, 3), plain(2, 20, 0.05, 3)]) };
        let sides = [loyal, Side { tolerance: 0.6, ..Side::new(vec![plain(3, 60, 0.05, 3)]) }];
        let mut e = engagement(sides, Rules { panic_per_hour: 0.0, ..bare_rules() }, r);
        let out = fight(&mut e, &mut Turncoat(0));
        assert_eq!([out.lost[0].len(), out.lost[1].len()], [2, 1]);
        assert_eq!(e.sides[1].groups[1].entity, 2);
        assert_eq!(e.sides[1].groups[1].ships() + out.lost[0][1].lost, 20);
        assert_eq!(out.end.loser(), Some(0), "80 against 40");
    }
}

/// Ships never change hands in the model, and every one is alive or lost; nothing a caller can write makes it panic.
fn any_group(entity: u32) -> impl Strategy<Value = Group> {
    let figure = prop_oneof![
        8 => 0.0..3.0_f64,
        1 => Just(f64::NAN),
        1 => Just(-1.0),
        1 => Just(f64::INFINITY),
        1 => Just(1e300),
        1 => Just(1e-300),
    ];
    let stages = prop::array::uniform8(prop_oneof![Just(0_u32), 0..40_u32, 0..100_000_u32]);
    (prop::collection::vec(figure, 6), stages, any::<[bool; 3]>(), any::<u8>()).prop_map(
        move |(x, stages, flags, toughness)| Group {
            class: 0,
            weapon: Weapon { hits_per_hour: x[0], area: flags[0] },
            toughness: toughness % 11,
            recovery_per_hour: x[1],
            stages,
            readiness: x[2],
            command: x[3],
            speed: x[4],
            immobile: flags[1],
            powered: flags[2],
            target_weight: x[5],
            entity,
        },
    )
}

fn any_side(first: u32) -> impl Strategy<Value = Side> {
    let groups = (any_group(first), any_group(first + 1), any_group(first + 2), 0..4_usize);
    let share = prop_oneof![4 => 0.0..1.2_f64, 1 => Just(f64::NAN), 1 => Just(-3.0)];
    (groups, share.clone(), share, any::<bool>()).prop_map(
        |((a, b, c, n), tolerance, steadiness, can_retreat)| Side {
            groups: [a, b, c].into_iter().take(n).collect(),
            tolerance,
            trial_share: steadiness,
            can_retreat,
            skill: 1.0,
            steadiness,
        },
    )
}

/// A commander who will not believe that he is beaten leaves the same lost battle later, and costs the winner more; the
/// quick form says so too.
#[test]
fn who_tries_for_longer_loses_more_and_costs_more() {
    let mean = |trial_share: f64| {
        let shares = (0..200).map(|replication| {
            let weak = Side { trial_share, ..Side::new(vec![plain(1, 300, 0.1, 2)]) };
            let strong = Side { tolerance: 0.9, ..Side::new(vec![plain(2, 500, 0.1, 2)]) };
            let rules = Rules { panic_per_hour: 0.0, pursuit: 0.0, ..Rules::default() };
            let out = fight(&mut engagement([weak, strong], rules, replication), &mut ());
            assert_eq!(out.end, End::Broke(0));
            out.value_lost_share
        });
        shares.fold([0.0, 0.0], |sum, share| [sum[0] + share[0] / 200.0, sum[1] + share[1] / 200.0])
    };
    let (half, whole) = (mean(0.5), mean(1.0));
    assert!(whole[0] > 1.5 * half[0] && whole[1] > 1.4 * half[1], "{half:?} {whole:?}");
    let foreseen = |trial_share: f64| {
        let rules = Rules { expected_trial_share: trial_share, ..Rules::default() };
        let (own, enemy) = ([plain(2, 500, 0.1, 2)], [plain(1, 300, 0.1, 2)]);
        project(&own, &enemy, &rules, 0.9, 0.0).loss_share_own
    };
    assert!((foreseen(0.5) - half[1]).abs() < 0.04, "{} {half:?}", foreseen(0.5));
    assert!((foreseen(1.0) - whole[1]).abs() < 0.04, "{} {whole:?}", foreseen(1.0));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 600, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_ship_is_alive_or_lost(a in any_side(1), b in any_side(11), replication in any::<u64>()) {
        let before = [a.ships(), b.ships()];
        let mut e = engagement([a, b], Rules::default(), replication);
        let out = fight(&mut e, &mut ());
        for i in [0, 1] {
            let lost: u64 = out.lost[i].iter().map(|l| u64::from(l.lost)).sum();
            prop_assert_eq!(e.sides[i].ships() + lost, before[i]);
            prop_assert!((0.0..=1.0).contains(&out.value_lost_share[i]));
            for group in &e.sides[i].groups {
                prop_assert!(group.stages[usize::from(group.toughness).clamp(1, 8)..].iter().all(|n| *n == 0));
            }
        }
        prop_assert!(out.hours >= 0.0 && out.hours <= Rules::default().max_hours + 1e-6);
    }

    #[test]
    fn senseless_rules_do_no_harm(x in prop::collection::vec(prop_oneof![Just(f64::NAN), Just(-1.0), Just(0.0),
        Just(f64::INFINITY), Just(1e-300), 0.0..5.0_f64], 42)) {
        let rules = Rules {
            bout_hours: x[0], bout_loss: x[1], frontage_ships: x[2], frontage_exponent: x[3], area_ships: x[4],
            overkill: x[5], expected_tolerance: x[6], expected_trial_share: x[7], panic_per_hour: x[8], pursuit: x[9],
            rearguard: x[10], max_hours: x[11], coordination: [x[12], x[13]], approach: x[14], flanking: x[15],
            swing: x[16], foresight: x[17], rout: x[18], stand: [x[19], x[20]],
            judged: Some(Judged {
                coordination: [x[21], x[22]], frontage_exponent: x[23], flanking: x[24]
            }),
            fading: x[25], odds: x[28], chase: x[26], stragglers: x[27], closing: x[29], hold: x[30],
            flurry: x[31], cover: x[32], deploy: x[33], late: [x[34], x[35]], marks: x[36], ties: x[37], melee: x[41],
            opening: x[38], screen: x[39], mingle: x[40],
        };
        let sides = [Side::new(vec![plain(1, 30, 0.1, 2)]), Side::new(vec![plain(2, 20, 0.1, 3)])];
        let mut e = engagement(sides, rules, 1);
        let out = fight(&mut e, &mut ());
        prop_assert_eq!(e.sides[0].ships() + u64::from(out.lost[0][0].lost), 30);
        prop_assert!(out.hours >= 0.0);
    }
}

/// Luck belongs to the group: with the same fire on it, it fares the same whatever stands beside it.
#[test]
fn luck_follows_the_entity() {
    let key = Key::new(1, 2);
    assert_eq!(key.uniform(Address::new(0x4201, 5, 3, 0)), key.uniform(Address::new(0x4201, 5, 3, 0)));
    let run = |entity: u32| {
        let sides = [Side::new(vec![plain(entity, 50, 0.1, 2)]), Side::new(vec![plain(2, 50, 0.1, 2)])];
        let mut e = engagement(sides, Rules::default(), 5);
        fight(&mut e, &mut ());
        e.sides[0].groups[0].stages
    };
    assert_eq!(run(1), run(1));
    assert!((3..40).any(|entity| run(entity) != run(1)));
    assert_eq!(weapon(0.1), Weapon { hits_per_hour: 0.1, area: false });
}

/// One battle to the bit: a change here is a new engine version.
#[test]
fn a_battle_is_pinned() {
    let (_, sides) = pairings().remove(6);
    let mut e = engagement(sides, Rules::default(), 0);
    let out = fight(&mut e, &mut ());
    let left = e.sides.map(|s| s.groups.into_iter().map(|g| g.ships()).collect::<Vec<u32>>());
    assert_eq!(
        (out.end, out.bouts, out.hours.to_bits(), left),
        (End::Broke(1), 5, 0x4012_b4ed_1838_21fb, [vec![27, 10, 24], vec![19, 8, 17]])
    );
}
