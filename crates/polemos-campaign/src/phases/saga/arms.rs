//! Arms for another's rebels (proxy war; Salehyan 2010). A state that is on edge with another may arm those who hate his
//! rule: the more so, the more of them there are and the worse its own odds would be in the open. It costs little as long as
//! it is not found; each year it may be, and that is an incident between the two. One who has given his word not to help
//! breaks it by sending arms, and is trusted the less.

use super::{YEAR, alliances, sovereigns, tension, with};
use crate::phases::events;
use crate::purpose;
use crate::turn::Turn;
use polemos_chance::pair;
use polemos_chronicle::{Seq, What};
use polemos_war::*;

/// Days before a state asks itself again.
const PAUSE: f64 = 730.0;

/// Opens the question where it arises; lets arms be found.
pub fn play(t: &mut Turn<'_>, days: f64) {
    let real = t.real;
    for &(faction, rebellion, decision) in &real.posts.arm {
        let Some(ruler) = ruler(t, rebellion, faction) else {
            let at = row(t, faction, rebellion);
            with(t, |saga| saga.arms[at].since = None);
            continue;
        };
        let at = row(t, faction, rebellion);
        let Some(arms) = t.s.saga.as_ref().map(|saga| saga.arms[at]) else { return };
        if arms.since.is_some() {
            expose(t, faction, rebellion, ruler, days);
        } else if t.day() >= arms.next && sovereigns(t).contains(&faction) {
            let [arm, refuse] = value_of_arming(t, decision);
            let next = t.day() + PAUSE;
            with(t, |saga| saga.arms[at].next = next);
            if arm > refuse - 0.2 {
                let cause = t.s.factions[faction].cause;
                events::open(t, decision, cause);
            }
        }
    }
}

fn row(t: &Turn<'_>, faction: FactionId, rebellion: RebellionId) -> usize {
    faction.index() * t.war.rebellions.len() + rebellion.index()
}

/// Who rules most of a people that could rise, if that is someone whom a state could harm by it.
fn ruler(t: &Turn<'_>, rebellion: RebellionId, by: FactionId) -> Option<FactionId> {
    let def = &t.war.rebellions[rebellion];
    if def.removed {
        return None;
    }
    let homes = t.real.peopled[def.people].iter().copied().filter(|place| t.oppressed(rebellion, *place));
    let largest = homes
        .max_by(|a, b| t.s.places[*a].population.total_cmp(&t.s.places[*b].population).then(b.cmp(a)))?;
    t.s.places[largest].owner.filter(|owner| t.s.side(*owner) != t.s.side(by))
}

/// Where a people that could rise is most numerous under that rule.
fn hearth(t: &Turn<'_>, rebellion: RebellionId) -> Option<PlaceId> {
    let homes = t.real.peopled[t.war.rebellions[rebellion].people].iter().copied();
    homes
        .filter(|place| t.oppressed(rebellion, *place))
        .max_by(|a, b| t.s.places[*a].population.total_cmp(&t.s.places[*b].population).then(b.cmp(a)))
}

/// Utilities of arming rebels and of leaving it.
pub fn value_of_arming(t: &Turn<'_>, decision: DecisionId) -> [f64; 2] {
    let found = t.real.posts.arm.iter().find(|(_, _, id)| *id == decision);
    let (Some(saga), Some(&(by, rebellion, _))) = (&t.s.saga, found) else { return [-1.0, 0.0] };
    let (Some(ruler), Some(place)) = (ruler(t, rebellion, by), hearth(t, rebellion)) else {
        return [-1.0, 0.0];
    };
    let tension = saga.tension(by, ruler);
    let near = tension::nearness(t, by, ruler);
    let odds = tension::odds(t, by, &[by], &tension::members(t, t.s.side(ruler)), false);
    let hostile = t.s.tempers[place].hostile;
    let pledged = saga.pledges.iter().any(|it| it.by == by && it.rebellion == rebellion);
    let word = if pledged { t.rule(Rule::ArmsPledge) } else { 0.0 };
    let gain = t.rule(Rule::ArmsGain) * tension * hostile * near * 2.0 * (1.0 - odds);
    [gain - t.rule(Rule::ArmsCost) * (1.0 + (1.0 - odds)) - word, 0.0]
}

/// A state has decided whether to arm rebels.
pub fn decided(t: &mut Turn<'_>, id: DecisionId, arms: bool, seq: Seq) {
    let found = t.real.posts.arm.iter().find(|(_, _, decision)| *decision == id).copied();
    let Some((faction, rebellion, _)) = found.filter(|_| arms) else { return };
    let Some(against) = ruler(t, rebellion, faction) else { return };
    let day = t.now();
    let seq = t.record(day, &[Some(seq)], |_| What::Armed { faction, rebellion, against });
    let at = row(t, faction, rebellion);
    let broken = with(t, |saga| {
        (saga.arms[at].since, saga.arms[at].ever) = (Some(seq), true);
        let before = saga.pledges.len();
        saga.pledges.retain(|it| it.by != faction || it.rebellion != rebellion);
        saga.pledges.len() < before
    });
    if broken == Some(true) {
        let (own, other) = (t.s.side(faction), t.s.side(against));
        *t.s.trust_mut(other, own) *= 1.0 - t.rule(Rule::TermsBroken);
    }
    t.s.touch(Reads::PEOPLES);
}

/// It may come out.
fn expose(t: &mut Turn<'_>, faction: FactionId, rebellion: RebellionId, ruler: FactionId, days: f64) {
    let rate = t.rule(Rule::ArmsExposure) / YEAR;
    let who = pair(t.real.faction_entity[faction], crate::realised::entity(&t.war.rebellions[rebellion].id));
    if t.luck(purpose::EXPOSURE, who, 0) >= -libm::expm1(-rate * days) {
        return;
    }
    let Some(place) = hearth(t, rebellion) else { return };
    let (day, at) = (t.now(), row(t, faction, rebellion));
    let cause = t.s.saga.as_ref().and_then(|saga| saga.arms[at].since);
    let what = What::Exposed { faction, rebellion, against: ruler, place };
    let seq = t.record(day, &[cause], |_| what);
    t.s.factions[faction].cause = Some(seq);
    let gravity = t.rule(Rule::ArmsGravity);
    with(t, |saga| saga.raise_tension(ruler, faction, gravity));
    alliances::shaken(t, faction);
    tension::question(t, place, ruler, faction, gravity, seq);
}

impl Turn<'_> {
    /// What arms from outside add to a rebellion: 1 where it has none.
    pub fn armed(&self, rebellion: RebellionId) -> f64 {
        let Some(saga) = &self.s.saga else { return 1.0 };
        let sent = self.war.factions.ids().any(|id| saga.arms[row(self, id, rebellion)].since.is_some());
        if sent { 1.0 + self.rule(Rule::ArmsSpirit) } else { 1.0 }
    }
}
