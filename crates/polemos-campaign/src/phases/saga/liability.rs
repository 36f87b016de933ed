//! Worlds that cost more than they are worth. In war a side asks itself, season by season, whether to go on holding a
//! world of a people other than its ruler's: its worth, less what a hostile people takes from it, times the chance of
//! keeping it, against the strength that the threat to it would tie down. What is given up is not guarded any more: its
//! garrison stands down, its forces go, and whoever comes finds it open. The least worth holding comes up first, and one at
//! a time. In terms a side parts with what is a burden even in peace, when no threat ties anything down.

use super::{answered, ask, asked, with};
use crate::belief;
use crate::effects;
use crate::turn::Turn;
use polemos_chronicle::{Seq, What};
use polemos_war::*;

/// How much of an average world the strength is worth that a threat as strong as a whole side ties down.
const TIED: f64 = 0.5;

/// Opens the question for each side at war.
pub fn play(t: &mut Turn<'_>) {
    if !t.s.in_war() {
        with(t, |saga| saga.given_up.clear());
        return;
    }
    let lost: Vec<PlaceId> = t.s.saga.as_ref().map_or_else(Vec::new, |saga| saga.given_up.clone());
    let lost: Vec<PlaceId> =
        lost.into_iter().filter(|place| t.s.holder(*place) != t.s.before(*place)).collect();
    with(t, |saga| saga.given_up.retain(|place| !lost.contains(place)));
    for side in t.belligerents() {
        let Some(decision) = t.real.posts.abandon[side] else { continue };
        let lead = t.war.coalitions[side].lead;
        let worth = |place: PlaceId| weigh(t, side, place);
        let candidates = t.war.places.ids().filter(|place| could_go(t, side, *place));
        let worst = candidates
            .map(|place| (place, worth(place)))
            .min_by(|a, b| (a.1[0] - a.1[1]).total_cmp(&(b.1[0] - b.1[1])).then(a.0.cmp(&b.0)));
        let Some((place, [hold, give_up])) = worst else { continue };
        if give_up > hold {
            let seq = t.s.factions[lead].cause.unwrap_or(Seq(0));
            ask(t, decision, lead, place, 0.0, seq);
        }
    }
}

/// Whether a world can be given up: held by the side of old, of another people than its ruler's, nobody's capital.
fn could_go(t: &Turn<'_>, side: CoalitionId, place: PlaceId) -> bool {
    let people = t.war.places[place].people;
    let rulers = t.s.places[place].owner.and_then(|owner| t.war.factions[owner].people);
    let capital =
        t.s.factions.pairs().any(|(id, f)| f.coalition == side && t.war.factions[id].capital == Some(place));
    let given = t.s.saga.as_ref().is_some_and(|saga| saga.given_up.contains(&place));
    t.s.before(place) == Some(side)
        && t.s.holder(place) == Some(side)
        && people.is_some()
        && people != rulers
        && !capital
        && !given
}

/// What holding a world and giving it up are worth, against an average world that the side holds.
fn weigh(t: &Turn<'_>, side: CoalitionId, place: PlaceId) -> [f64; 2] {
    let lead = t.war.coalitions[side].lead;
    let own: Vec<f64> = t
        .war
        .places
        .ids()
        .filter(|id| t.s.holder(*id) == Some(side))
        .map(|id| t.real.place_value[id])
        .collect();
    let usual = own.iter().sum::<f64>() / (own.len() as f64).max(1.0);
    let judged: Vec<f64> = t.war.factions.ids().map(|id| belief::strength_factor(t, lead, id)).collect();
    let (mut threat, mut guard) = (0.0, 0.0);
    for (id, force) in t.s.forces.pairs().filter(|(id, _)| !t.real.anchored[*id]) {
        if t.s.side(force.faction) == side {
            guard += force.at.place().map_or(0.0, |at| t.strength(id) * t.s.nearness(at, place));
        } else if t.s.hostile(lead, force.faction) {
            let seen = t.s.sighting(side, id);
            let near = seen.place.map_or(0.0, |at| t.s.nearness(at, place));
            threat += seen.strength * judged[force.faction.index()] * near;
        }
    }
    let hostile = (t.rule(Rule::LiabilityHostile) * t.s.tempers[place].hostile).min(1.0);
    let keeps = if threat > 0.0 { guard / (guard + threat) } else { 1.0 };
    let worth = t.real.place_value[place] / usual.max(1e-9) * (1.0 - hostile);
    let all = t.coalition_strength(side).max(1.0);
    [worth * keeps, t.rule(Rule::LiabilityRisk) * TIED * threat / (threat + all)]
}

/// Utilities of holding the world in question and of giving it up.
pub fn value_of_holding(t: &Turn<'_>, id: DecisionId) -> [f64; 2] {
    match asked(t, id) {
        Some(pending) => weigh(t, t.war.decisions[id].coalition, pending.place),
        None => [0.0, -1.0],
    }
}

/// A side has decided whether to give a world up.
pub fn decided(t: &mut Turn<'_>, id: DecisionId, gives_up: bool, seq: Seq) {
    let Some(pending) = answered(t, id).filter(|_| gives_up) else { return };
    let (place, coalition) = (pending.place, t.war.decisions[id].coalition);
    if t.s.holder(place) != Some(coalition) {
        return;
    }
    let day = t.now();
    let seq = t.record(day, &[Some(seq)], |_| What::Abandoned { place, coalition });
    with(t, |saga| {
        saga.given_up.push(place);
        if !saga.once_given_up.contains(&place) {
            saga.once_given_up.push(place);
        }
    });
    let garrison =
        t.s.forces_at(place).filter(|(id, f)| t.real.anchored[*id] && t.s.side(f.faction) == coalition);
    for force in garrison.map(|(id, _)| id).collect::<Vec<_>>() {
        effects::stand_down(t, force);
    }
    let state = &mut t.s.coalitions[coalition];
    (state.next_review, state.cause) = (day, Some(seq));
}

/// Worlds that a side would rather be without even in peace, when no threat ties anything down: those from which their
/// people's hatred takes all that they are worth.
pub fn burdens(t: &Turn<'_>, side: CoalitionId) -> Vec<PlaceId> {
    if t.s.saga.is_none() {
        return Vec::new();
    }
    let taken = t.rule(Rule::LiabilityHostile);
    let is_burden = |place: &PlaceId| could_go(t, side, *place) && taken * t.s.tempers[*place].hostile >= 1.0;
    t.war.places.ids().filter(is_burden).collect()
}
