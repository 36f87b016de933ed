//! Engagements fought unit by unit: the same ships go in and come out as in the aggregated model.
#![allow(clippy::unwrap_used, clippy::expect_used)] // a test that cannot go on has failed

#[path = "common/threads.rs"]
mod threads;

use polemos_battle::ship::replay::{Recorder, Replay};
use polemos_battle::ship::{Alone, Cause, Fate, Figures, Form, Staged, StagedOutcome, Staging, Witness};
use polemos_battle::{End, Engagement, Group, Rules, Side, Weapon};
use polemos_chance::Key;
use threads::Threads;

fn figures() -> Figures {
    Figures { rate: 0.5, accuracy: 0.2, damage: 2.0, area: false, toughness: 5.0, recovery: 0.05, speed: 1.0 }
}

/// A group and the form of its units, of these figures.
fn group(entity: u32, figures: Figures, ships: u32) -> (Group, Form) {
    let form = Form::ordinary(&format!("class {entity}"), &figures);
    let weapon = Weapon { hits_per_hour: form.hits_per_hour, area: figures.area };
    let mut group = Group::new(entity, entity as u16, weapon, figures.toughness as u8, ships);
    group.recovery_per_hour = figures.recovery;
    group.speed = figures.speed;
    group.immobile = figures.speed == 0.0;
    (group, form)
}

fn engagement(sides: [Vec<(Group, Form)>; 2], seed: u64) -> (Engagement, [Vec<Form>; 2]) {
    let forms = [0, 1].map(|i| sides[i].iter().map(|(_, form)| form.clone()).collect());
    let sides = sides.map(|groups| Side::new(groups.into_iter().map(|(group, _)| group).collect()));
    let rules = Rules { frontage_ships: 60.0, ..Rules::default() };
    (Engagement { sides, rules, key: Key::new(seed, 0), tick: 0, entity: 1 }, forms)
}

fn play(engagement: &Engagement, forms: &[Vec<Form>; 2], plane: bool) -> StagedOutcome {
    let staging = Staging { plane, ..Staging::of_groups(engagement, forms.clone(), 60) };
    Staged::new(engagement.clone(), &staging).unwrap().fight(&Alone, &mut ())
}

/// Every ship is in a group of the engagement, or counted as lost, and the account of fates says the same.
fn adds_up(before: &Engagement, after: &StagedOutcome) {
    for side in [0, 1] {
        let alive: u64 = after.engagement.sides[side].ships();
        let lost: u64 = after.outcome.lost[side].iter().map(|loss| u64::from(loss.lost)).sum();
        assert_eq!(alive + lost, before.sides[side].ships());
        assert_eq!(after.fought.ledger.count(side, Fate::Destroyed), lost);
    }
}

#[test]
fn ships_go_in_and_come_out() {
    for (many, few, plane) in [(300, 200, false), (300, 280, true), (900, 200, false)] {
        let (engagement, forms) =
            engagement([vec![group(1, figures(), many)], vec![group(2, figures(), few)]], 3);
        let after = play(&engagement, &forms, plane);
        adds_up(&engagement, &after);
        assert!(after.outcome.end.loser().is_some(), "{many} against {few}: {:?}", after.outcome.end);
        assert!(after.outcome.lost.iter().flatten().all(|loss| loss.lost > 0), "{:?}", after.outcome.lost);
    }
}

fn fixed() -> Figures {
    Figures { rate: 1.0, accuracy: 0.3, toughness: 4.0, speed: 0.0, ..figures() }
}

/// Who has no way out does not leave: he fights on or gives himself up, and what gives itself up is not destroyed.
#[test]
fn nobody_leaves_where_there_is_no_way_out() {
    let mut ends = Vec::new();
    for seed in 0..8 {
        let (mut engagement, forms) =
            engagement([vec![group(1, figures(), 300)], vec![group(2, figures(), 120)]], seed);
        engagement.sides[1].can_retreat = false;
        engagement.sides[1].steadiness = 0.3;
        let after = play(&engagement, &forms, false);
        adds_up(&engagement, &after);
        let ledger = &after.fought.ledger;
        assert_eq!(ledger.count(1, Fate::Retreated), 0);
        if after.outcome.end == End::Surrendered(1) {
            let left = after.engagement.sides[1].ships();
            assert!(left > 0 && ledger.count(1, Fate::Surrendered) == left);
        }
        ends.push(after.outcome.end);
    }
    assert!(ends.contains(&End::Surrendered(1)), "{ends:?}");
}

/// Out of command a fleet keeps no formation, and still comes at an enemy that it knows of: two such fleets meet.
#[test]
fn fleets_out_of_command_meet() {
    let unled = |entity| {
        let (mut group, form) = group(entity, figures(), 200);
        group.command = 0.0;
        vec![(group, form)]
    };
    let (engagement, forms) = engagement([unled(1), unled(2)], 4);
    let after = play(&engagement, &forms, false);
    adds_up(&engagement, &after);
    assert!(after.outcome.end.loser().is_some(), "{:?}", after.outcome.end);
    assert!(after.outcome.lost.iter().flatten().all(|loss| loss.lost > 5), "{:?}", after.outcome.lost);
}

/// What cannot move stays when its side breaks off.
#[test]
fn what_cannot_move_is_left_behind() {
    let (mut engagement, forms) = engagement(
        [vec![group(1, figures(), 400)], vec![group(2, figures(), 120), group(3, fixed(), 20)]],
        5,
    );
    engagement.sides[1].tolerance = 0.1;
    let after = play(&engagement, &forms, false);
    adds_up(&engagement, &after);
    assert_eq!(after.outcome.end, End::Broke(1));
    let entries = after.fought.ledger.entries();
    let stayed = entries.iter().filter(|e| e.side == 1 && e.class == 2 && e.fate == Fate::Present);
    assert_eq!(stayed.map(|e| e.ships).sum::<u64>() + after.destroyed[1][1], 20);
    assert!(entries.iter().all(|e| e.class != 2 || e.fate != Fate::Retreated));
    assert!(entries.iter().any(|e| e.fate == Fate::Retreated && e.cause == Cause::SideBroke));
}

/// Batteries that a station feeds fall silent when it is gone.
#[test]
fn batteries_are_silent_without_their_source() {
    let play = |fed: bool| {
        let station = Figures { rate: 0.0, toughness: 1.0, ..fixed() };
        let (mut engagement, mut forms) = engagement(
            [vec![group(1, figures(), 150)], vec![group(2, fixed(), 60), group(3, station, 1)]],
            2,
        );
        engagement.sides[1].tolerance = 1.0;
        engagement.sides[0].tolerance = 1.0;
        forms[1][0].powered_by = if fed { vec![3] } else { Vec::new() };
        forms[1][1].priority = 1000.0;
        let after = self::play(&engagement, &forms, false);
        adds_up(&engagement, &after);
        after.destroyed[0][0]
    };
    let (alone, fed) = (play(false), play(true));
    assert!(fed < alone, "{fed} lost against batteries that can be silenced, {alone} against others");
}

/// A body is sent over in the middle of the battle, and its ships are counted on the side that they then serve.
#[test]
fn a_body_that_goes_over_fights_for_the_other_side() {
    let (engagement, forms) = engagement([vec![group(1, figures(), 120)], vec![group(2, figures(), 180)]], 3);
    let staging = Staging::of_groups(&engagement, forms, 60);
    let turncoat = staging.bodies.iter().position(|body| body.side == 1).unwrap();
    struct Late(usize);
    impl Witness for Late {
        fn look(&mut self, battle: &mut Staged, hours: f64) {
            if hours >= 2.0 && battle.engagement().sides[0].groups.len() == 1 {
                let mirror = battle.mirror(1, 0, 99);
                battle.go_over(self.0, mirror);
            }
        }
    }
    let after = Staged::new(engagement.clone(), &staging).unwrap().fight(&Alone, &mut Late(turncoat));
    let came = after.fought.ledger.count(1, Fate::Defected);
    assert!((50..=60).contains(&came), "{came} went over");
    assert_eq!(after.fought.ledger.entered(0), 120 + came);
    assert_eq!(after.engagement.sides[0].groups.len(), 2);
    let alive: u64 = after.engagement.sides.iter().map(|side| side.ships()).sum();
    let destroyed: u64 = after.destroyed.iter().flatten().sum();
    assert_eq!(alive + destroyed, 300);
}

/// Out of command a side does worse: its ships keep no formation and share no targets.
#[test]
fn a_side_out_of_command_does_worse() {
    let lost = |command: f64| {
        let losses = (0..10).map(|seed| {
            let (mut engagement, forms) =
                engagement([vec![group(1, figures(), 240)], vec![group(2, figures(), 240)]], seed);
            engagement.sides[0].groups[0].command = command;
            engagement.sides.iter_mut().for_each(|side| side.tolerance = 0.6);
            let after = play(&engagement, &forms, false);
            after.destroyed[0][0] as f64 - after.destroyed[1][0] as f64
        });
        losses.sum::<f64>() / 10.0
    };
    let (led, unled) = (lost(1.0), lost(0.0));
    assert!(unled > led + 10.0, "lost beyond the enemy's losses: {led} in command, {unled} out of it");
}

#[test]
fn threads_and_recordings_do_not_show() {
    struct Records(Option<Recorder>);
    impl Witness for Records {
        fn begin(&mut self, battle: &mut Staged) {
            self.0 = Some(battle.record(5));
        }
        fn look(&mut self, _: &mut Staged, _: f64) {}
        fn stepped(&mut self, battle: &Staged) {
            self.0.as_mut().unwrap().look(battle.battle());
        }
    }
    let (engagement, forms) = engagement(
        [vec![group(1, figures(), 700)], vec![group(2, figures(), 500), group(3, fixed(), 40)]],
        9,
    );
    let staging = Staging::of_groups(&engagement, forms, 60);
    let staged = || Staged::new(engagement.clone(), &staging).unwrap();
    let alone = staged().fight(&Alone, &mut ());
    for threads in [2, 7] {
        assert_eq!(staged().fight(&Threads(threads), &mut ()), alone, "{threads} threads");
    }
    let mut records = Records(None);
    assert_eq!(staged().fight(&Alone, &mut records), alone);
    let recording = records.0.unwrap().finish(alone.fought.digest);
    assert!(Replay::read(recording).unwrap().frames() > 10);
}

/// Two fleets alike lose alike, whichever side they are called.
#[test]
fn a_battle_between_equals_is_fair() {
    let ahead: Vec<f64> = (0..40)
        .map(|seed| {
            let (mut engagement, forms) =
                engagement([vec![group(1, figures(), 120)], vec![group(2, figures(), 120)]], seed);
            engagement.sides.iter_mut().for_each(|side| side.tolerance = 0.5);
            let after = play(&engagement, &forms, false);
            after.destroyed[0][0] as f64 - after.destroyed[1][0] as f64
        })
        .collect();
    let n = ahead.len() as f64;
    let mean = ahead.iter().sum::<f64>() / n;
    let error = (ahead.iter().map(|a| (a - mean) * (a - mean)).sum::<f64>() / (n - 1.0) / n).sqrt();
    assert!(error > 0.0 && mean.abs() < 3.0 * error, "the first loses {mean} ± {error} more");
}
