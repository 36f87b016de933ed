//! What events and options do. No effect names a victor.

use crate::phases::{events, orders_against, people, persons, politics};
use crate::plan::Ways;
use crate::routes;
use crate::situation::{Mission, Sighting, Whereabouts};
use crate::turn::Turn;
use polemos_chronicle::{Fate, LeftReason, Seq, What};
use polemos_war::*;

/// Applies an effect.
pub fn apply(t: &mut Turn<'_>, effect: &Effect, cause: Option<Seq>) {
    match effect {
        Effect::Posture(side, posture) => {
            let stands = t.now() + 3.0 * t.rule(Rule::PostureReview);
            politics::take_posture(t, *side, *posture, cause);
            t.s.coalitions[*side].posture_until = stands;
        }
        Effect::Perimeter(side, places) => t.s.coalitions[*side].perimeter.clone_from(places),
        Effect::Objective(side, place, weight) => {
            let weight = t.real.number(*weight);
            let objectives = &mut t.s.coalitions[*side].objectives;
            objectives.retain(|(other, _)| other != place);
            objectives.push((*place, weight));
        }
        Effect::Gather(side, place) => t.s.coalitions[*side].gather = Some(*place),
        Effect::Tolerance(side, share) => t.s.coalitions[*side].tolerance = t.real.number(*share),
        Effect::Resolve(faction, by) => {
            let by = t.real.number(*by);
            shift_resolve(t, *faction, by, cause);
        }
        Effect::BelieveStrength(about, by, shift) => {
            let shift = t.real.number(*shift);
            t.s.estimate_mut(*by, *about).strength_bias += shift;
            t.s.touch(Reads::BELIEFS);
        }
        Effect::BelieveResolve(about, by, shift) => {
            let shift = t.real.number(*shift);
            t.s.estimate_mut(*by, *about).resolve_bias += shift;
            t.s.touch(Reads::BELIEFS);
        }
        Effect::Strike(works) => strike(t, *works, cause),
        Effect::Restore(works) => restore(t, *works, cause),
        Effect::Lane(lane, open) => set_lane(t, *lane, *open, cause),
        Effect::Appear(force) => appear(t, *force, cause),
        Effect::Join(faction, side) => join(t, *faction, *side, cause),
        Effect::Leave(faction) => leave(t, *faction, cause),
        Effect::Dies(person) => dies(t, *person, Fate::Killed, None, cause),
        Effect::Command(person, force) => command(t, *person, *force, cause),
        Effect::Calamity(place, share) => calamity(t, *place, *share, cause),
        Effect::Reprisal(place, by, share) => {
            orders_against::reprisal(t, *place, *by, t.real.number(*share), cause)
        }
        Effect::Exterminate(people, by) => orders_against::exterminate(t, *people, *by, cause),
        Effect::Relent(people, by) => orders_against::relent(t, *people, *by, cause),
        Effect::Industry(faction, times) => t.s.factions[*faction].industry *= t.real.number(*times).max(0.0),
        Effect::Open(decision) => {
            if t.s.decisions[*decision].made == 0 {
                events::open(t, *decision, cause);
            }
        }
    }
}

fn shift_resolve(t: &mut Turn<'_>, faction: FactionId, by: f64, cause: Option<Seq>) {
    let state = &mut t.s.factions[faction];
    state.resolve = (state.resolve + by).clamp(0.01, 0.99);
    state.cause = cause;
    t.s.stirred = true;
    t.s.touch(Reads::POLITICS);
}

/// Strikes works.
pub fn strike(t: &mut Turn<'_>, works: WorksId, cause: Option<Seq>) {
    if t.war.works[works].removed || !t.s.works[works].working() {
        return;
    }
    let day = t.now();
    let seq = t.record(day, &[cause], |_| What::Struck { works });
    let state = &mut t.s.works[works];
    (state.condition, state.progress, state.cause) = (0.0, 0.0, Some(seq));
    t.s.supply_stale = true;
    t.s.touch(Reads::WORKS);
}

/// Makes works whole again.
pub fn restore(t: &mut Turn<'_>, works: WorksId, cause: Option<Seq>) {
    if t.war.works[works].removed {
        return;
    }
    let was_down = !t.s.works[works].working();
    t.s.works[works].condition = 1.0;
    if was_down {
        let day = t.now();
        let struck = t.s.works[works].cause;
        t.record(day, &[cause, struck], |_| What::Restored { works });
        t.s.supply_stale = true;
        t.s.touch(Reads::WORKS);
    }
}

/// Works out all ways over the map anew: lanes have opened or closed, or take another time.
pub fn survey(t: &mut Turn<'_>) {
    let Ways { distances, nearness, between, through, next_to, hearing, in_reach } =
        t.real.ways_over(t.war, &t.s.lanes);
    (t.s.distances, t.s.nearness) = (distances, nearness);
    (t.s.between, t.s.through) = (between, through);
    (t.s.next_to, t.s.hearing, t.s.in_reach) = (next_to, hearing, in_reach);
    t.s.links.lanes_changed();
    t.s.disputes.redrawn = true;
    t.s.supply_stale = true;
    t.s.supply_basis.clear();
}

/// Gives a place to another faction whose forces are there, or who are left it: no one besieges it any more, and what was
/// under way on its slips is lost.
pub fn hand_over(t: &mut Turn<'_>, place: PlaceId, to: FactionId, cause: Seq) {
    t.s.give(place, to, cause);
    t.s.besiege(place, None);
    t.s.places[place].ground = None;
    for works in &t.war.places[place].works {
        t.s.works[*works].progress = 0.0;
    }
    t.s.stirred = true;
}

/// Opens or closes a lane.
pub fn set_lane(t: &mut Turn<'_>, lane: LaneId, open: bool, cause: Option<Seq>) {
    if t.s.lanes[lane] == open || t.war.lanes[lane].removed {
        return;
    }
    t.s.lanes[lane] = open;
    survey(t);
    t.s.touch(Reads::PLACES);
    let day = t.now();
    t.record(day, &[cause], |_| What::LaneChanged { lane, open });
}

/// Brings a force into the war at its place, unless an enemy holds that place: then at its side's nearest.
pub fn appear(t: &mut Turn<'_>, force: ForceId, cause: Option<Seq>) {
    let def = &t.war.forces[force];
    if t.s.forces[force].at != Whereabouts::Away || def.removed || t.unit_count(force) == 0 {
        return;
    }
    let side = t.s.side(def.faction);
    let Some(place) = open_place(t, side, def.place) else { return };
    t.refresh(force);
    let day = t.now().max(t.real.optional(def.arrives).unwrap_or(0.0));
    let seq = t.record(day, &[cause], |_| What::Appeared { force, place });
    let units = t.units(force);
    t.s.put(force, Whereabouts::At(place));
    let state = &mut t.s.forces[force];
    (state.mission, state.cause) = (Mission::Guard, Some(seq));
    (state.supply, state.readiness) = (1.0, 1.0);
    let value = state.value;
    let faction = &mut t.s.factions[def.faction];
    faction.opening.iter_mut().zip(units).for_each(|(sum, n)| *sum += n);
    faction.opening_value += value;
    t.s.coalitions[side].opening_value += value;
    t.s.coalitions[side].next_review = t.now();
}

fn open_place(t: &Turn<'_>, side: CoalitionId, wanted: PlaceId) -> Option<PlaceId> {
    if !routes::held_by_enemy(t.s, side, wanted) {
        return Some(wanted);
    }
    let own = t.s.places.ids().filter(|id| t.s.holder(*id) == Some(side));
    own.min_by(|a, b| t.s.distance(wanted, *a).total_cmp(&t.s.distance(wanted, *b)))
}

/// A faction enters the war in a coalition, with its places, and learns what that side has seen.
pub fn join(t: &mut Turn<'_>, faction: FactionId, side: CoalitionId, cause: Option<Seq>) {
    let state = t.s.factions[faction];
    if t.war.factions[faction].removed
        || !t.s.coalitions[side].active
        || (state.at_war && state.coalition == side)
    {
        return;
    }
    let day = t.now();
    let seq = t.record(day, &[cause], |_| What::Joined { faction, coalition: side });
    if std::mem::take(&mut t.s.factions[faction].at_peace) {
        break_peace(t, side);
    }
    move_to(t, faction, side, true, Some(seq));
    for force in t.s.forces.ids().filter(|id| t.war.forces[*id].faction == faction).collect::<Vec<_>>() {
        for other in t.war.coalitions.ids().filter(|id| *id != side).collect::<Vec<_>>() {
            let (place, strength) = (t.s.forces[force].at.place(), t.strength(force));
            *t.s.sighting_mut(other, force) = Sighting { place, day, strength };
        }
    }
}

/// Who takes up the war again after making peace is trusted less by those it now fights, and so is its side.
fn break_peace(t: &mut Turn<'_>, side: CoalitionId) {
    let left = 1.0 - t.rule(Rule::TermsBroken);
    for other in t.s.coalitions.ids().filter(|other| *other != side) {
        *t.s.trust_mut(other, side) *= left;
    }
}

/// A faction leaves its coalition and the war, as the scenario has it; its forces stand aside.
pub fn leave(t: &mut Turn<'_>, faction: FactionId, cause: Option<Seq>) {
    leave_for(t, faction, LeftReason::Scenario, cause);
}

/// The same, for some reason.
pub fn leave_for(t: &mut Turn<'_>, faction: FactionId, reason: LeftReason, cause: Option<Seq>) {
    if !t.s.factions[faction].at_war {
        return;
    }
    let day = t.now();
    let coalition = t.s.side(faction);
    let seq = t.record(day, &[cause], |_| What::Left { faction, coalition, reason });
    let own = t.war.coalitions.pairs().find(|(_, c)| c.implicit && c.lead == faction).map(|(id, _)| id);
    move_to(t, faction, own.unwrap_or(coalition), false, Some(seq));
}

fn move_to(t: &mut Turn<'_>, faction: FactionId, side: CoalitionId, at_war: bool, cause: Option<Seq>) {
    let from = t.s.side(faction);
    let strength: f64 = t.s.forces.iter().filter(|f| f.faction == faction).map(|f| f.value).sum();
    t.s.coalitions[from].opening_value = (t.s.coalitions[from].opening_value - strength).max(0.0);
    t.s.coalitions[side].opening_value += strength;
    t.s.enlist(faction, side, at_war);
    t.s.factions[faction].cause = cause;
    for force in t.s.forces.iter_mut().filter(|f| f.faction == faction) {
        (force.mission, force.goal) = (Mission::Guard, None);
    }
    t.s.supply_stale = true;
    let now = t.now();
    t.s.coalitions.iter_mut().for_each(|c| c.next_review = c.next_review.min(now));
    t.s.touch(Reads::POLITICS.with(Reads::PLACES).with(Reads::FORCES));
}

/// A person's fate; forces under a dead or captured commander have none until another is named.
pub fn dies(t: &mut Turn<'_>, person: PersonId, fate: Fate, place: Option<PlaceId>, cause: Option<Seq>) {
    if t.war.persons[person].removed || !t.s.persons[person].alive {
        return;
    }
    let day = t.now();
    let seq = t.record(day, &[cause], |_| What::Fate { person, fate, place });
    t.s.persons[person].alive = false;
    persons::vacate(t, person, Some(seq));
}

fn command(t: &mut Turn<'_>, person: PersonId, force: ForceId, cause: Option<Seq>) {
    if t.s.persons[person].alive && t.s.forces[force].at != Whereabouts::Gone {
        let day = t.now();
        t.record(day, &[cause], |_| What::Command { person, force });
        t.s.forces[force].commander = Some(person);
        t.s.touch(Reads::PERSONS);
    }
}

fn calamity(t: &mut Turn<'_>, place: PlaceId, share: NumberId, cause: Option<Seq>) {
    let share = t.real.number(share).clamp(0.0, 1.0);
    let dead = libm::round(t.s.places[place].population * share);
    let day = t.now();
    let seq = t.record(day, &[cause], |_| What::Calamity { place, dead });
    people::suffer(t, place, dead, None, Some(seq));
}
