//! Engagements fought unit by unit: the same ships go in and come out as in the aggregated model.
#![allow(clippy::unwrap_used, clippy::expect_used)] // a test that cannot go on has failed

use polemos_battle::ship::{Alone, Fate, Figures, Form, Staged, StagedOutcome, Staging};
use polemos_battle::{Engagement, Group, Rules, Side, Weapon, fight};
use polemos_chance::Key;

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
        eprintln!("{many} {few} {:?}", after.outcome);
        let mut other = engagement.clone();
        eprintln!("   aggregated {:?}", fight(&mut other, &mut ()));
    }
}
