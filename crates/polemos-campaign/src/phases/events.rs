//! Phase 1. Dated, conditional and hazard-rate events fire, in the order in which the scenario declares them.
//! An event is eligible from its first to its last day while its condition holds; once eligible it fires at its
//! hazard rate, or at once, if the chance drawn for it allows that it happens at all.

use crate::effects;
use crate::purpose;
use crate::realised::entity;
use crate::situation::Whereabouts;
use crate::turn::Turn;
use polemos_chance::Address;
use polemos_chronicle::{Seq, What};
use polemos_war::*;

/// Plays the phase.
pub fn play(t: &mut Turn<'_>) {
    arrivals(t);
    memberships(t);
    let changed = t.s.changed;
    t.s.changed = Reads::NONE;
    for id in t.war.events.ids() {
        if !t.war.events[id].removed {
            consider(t, id, changed);
        }
    }
    for id in t.war.decisions.ids() {
        consider_opening(t, id, changed);
    }
}

/// Whether a condition holds now; evaluated only if something that it reads has changed.
fn holds(t: &Turn<'_>, condition: Option<ConditionId>, before: bool, changed: Reads) -> bool {
    let Some(id) = condition else { return true };
    let condition = &t.war.conditions[id];
    if condition.reads.meets(changed.with(Reads::TIME)) { condition.holds(t) } else { before }
}

fn within(t: &Turn<'_>, from: Option<NumberId>, until: Option<NumberId>) -> bool {
    let day = t.day();
    t.real.optional(from).is_none_or(|from| from < t.dusk())
        && t.real.optional(until).is_none_or(|until| day <= until)
}

fn consider(t: &mut Turn<'_>, id: EventId, changed: Reads) {
    let def = &t.war.events[id];
    let state = t.s.events[id];
    let holds = holds(t, def.when, state.holds, changed);
    t.s.events[id].holds = holds;
    let due = match t.real.optional(def.again) {
        _ if state.happened == 0 => true,
        Some(pause) => t.day() - state.day >= pause,
        None => false,
    };
    if !(holds && due && within(t, def.from, def.until)) {
        return;
    }
    let luck = entity(&def.id);
    let possible = t.real.optional(def.chance).is_none_or(|chance| {
        t.s.key.uniform(Address::new(purpose::EVENT_CHANCE, luck, 0, u32::from(state.happened))) < chance
    });
    let fires = t.real.optional(def.hazard).is_none_or(|rate| {
        let chance = -libm::expm1(-rate.max(0.0) * t.days());
        t.luck(purpose::EVENT, luck, 0) < chance
    });
    if possible && fires {
        fire(t, id);
    }
}

fn fire(t: &mut Turn<'_>, id: EventId) {
    let causes = condition_causes(t, t.war.events[id].when);
    // A dated event happens on its date, not on the first day of the tick that holds it.
    let from = t.real.optional(t.war.events[id].from).unwrap_or(0.0);
    let day = t.day().max(from);
    let seq = t.record(day, &causes, |_| What::Event { event: id });
    let state = &mut t.s.events[id];
    (state.happened, state.day, state.seq) = (state.happened.saturating_add(1), day, Some(seq));
    t.s.touch(Reads::EVENTS);
    for effect in &t.war.events[id].effects {
        effects::apply(t, effect, Some(seq));
    }
}

/// The entries behind what a condition reads: those that last changed its events, decisions, places and works.
pub fn condition_causes(t: &Turn<'_>, condition: Option<ConditionId>) -> [Option<Seq>; 3] {
    use polemos_war::condition::Variable::*;
    let mut causes = [None; 3];
    let Some(id) = condition else { return causes };
    let found = t.war.conditions[id].variables().filter_map(|variable| match variable {
        PlaceEncircled(id) | PlaceBesieged(id) if t.s.places[id].siege.is_some() => {
            t.s.places[id].siege.and_then(|siege| siege.cause)
        }
        PlaceOwner(id) | PlaceContested(id) | PlaceEncircled(id) | PlaceGuard(id) | PlaceBesieged(id) => {
            t.s.places[id].cause
        }
        EventHappened(id) | EventDays(id) => t.s.events[id].seq,
        DecisionMade(id) | DecisionChosen(id) | DecisionDays(id) => t.s.decisions[id].seq,
        WorksWorking(id) => t.s.works[id].cause,
        FactionResolve(id) | FactionLossShare(id) => t.s.factions[id].cause,
        _ => None,
    });
    for (slot, cause) in causes.iter_mut().zip(found) {
        *slot = Some(cause);
    }
    causes
}

fn consider_opening(t: &mut Turn<'_>, id: DecisionId, changed: Reads) {
    let def = &t.war.decisions[id];
    let Some(opens) = &def.opens else { return };
    // With no time or condition of its own, a decision that something opens waits for that.
    let waits = opens.from.is_none() && opens.when.is_none();
    if waits && t.real.opened_by_effect.binary_search(&id).is_ok() {
        return;
    }
    let state = t.s.decisions[id];
    let holds = holds(t, opens.when, state.holds, changed);
    t.s.decisions[id].holds = holds;
    let side_active = t.s.coalitions[def.coalition].active;
    if holds && side_active && !state.open && state.made == 0 && within(t, opens.from, opens.until) {
        let cause = condition_causes(t, opens.when).into_iter().flatten().next();
        open(t, id, cause);
    }
}

/// Opens a decision; it is answered in phase 3 of the next tick.
pub fn open(t: &mut Turn<'_>, id: DecisionId, cause: Option<Seq>) {
    let state = &mut t.s.decisions[id];
    (state.open, state.cause) = (true, cause);
}

/// Forces declared with a date enter the war.
fn arrivals(t: &mut Turn<'_>) {
    for id in t.war.forces.ids() {
        let def = &t.war.forces[id];
        if t.s.forces[id].at != Whereabouts::Away || def.removed || def.held_back {
            continue;
        }
        let due = t.real.optional(def.arrives).is_some_and(|day| day < t.dusk());
        if due {
            effects::appear(t, id, None);
        }
    }
}

/// Factions enter and leave coalitions on the dates of their membership.
fn memberships(t: &mut Turn<'_>) {
    for coalition in t.war.coalitions.ids() {
        for member in &t.war.coalitions[coalition].members {
            let now = |id: Option<NumberId>| {
                t.real.optional(id).is_some_and(|day| day >= t.day() && day < t.dusk())
            };
            let (enters, leaves) = (now(member.from), now(member.until));
            if enters && !t.war.factions[member.faction].removed {
                effects::join(t, member.faction, coalition, None);
            }
            if leaves && t.s.side(member.faction) == coalition {
                effects::leave(t, member.faction, None);
            }
        }
    }
}
