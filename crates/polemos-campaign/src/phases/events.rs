//! Phase 1. Dated, conditional and hazard-rate events fire, in the order in which the scenario declares them.
//! An event is eligible from its first to its last day while its condition holds; once eligible it fires at its
//! hazard rate, or at once, if the chance drawn for it allows that it happens at all.

use crate::effects;
use crate::phases::{rebellion, sabotage};
use crate::purpose;
use crate::realised::{EventFigures, Term, Watch};
use crate::situation::Whereabouts;
use crate::turn::Turn;
use polemos_chance::Address;
use polemos_chronicle::{Seq, What};
use polemos_war::*;

/// Plays the phase.
pub fn play(t: &mut Turn<'_>) {
    arrivals(t);
    memberships(t);
    let news = News::take(t);
    let real = t.real;
    for event in &real.events {
        consider(t, event, news);
    }
    rebellion::rise(t, news);
    sabotage::consider(t, news);
    for (id, watch) in &real.openings {
        consider_opening(t, *id, watch, news);
    }
}

/// What has changed since conditions were last evaluated.
#[derive(Clone, Copy, Debug)]
pub struct News {
    /// Parts of the situation, time with them.
    changed: Reads,
    /// Forces have come and gone, and it has made no difference to what conditions read of places: of that, only whether
    /// they are contested follows from who is there.
    idle: bool,
}

impl News {
    /// What has changed by this morning.
    fn take(t: &mut Turn<'_>) -> Self {
        t.look_for_disputes();
        let came = std::mem::take(&mut t.s.came);
        if came && t.s.disputes.flipped {
            t.s.touch(Reads::PLACES);
        }
        let changed = std::mem::replace(&mut t.s.changed, Reads::NONE).with(Reads::TIME);
        t.s.disputes.flipped &= !changed.meets(Reads::PLACES);
        Self { changed, idle: came && !changed.meets(Reads::PLACES) }
    }

    /// Whether a condition that reads these parts may have changed. Whoever reads of places when forces have come and
    /// gone learns at once what else has happened this morning; others do tomorrow.
    fn concerns(self, t: &Turn<'_>, reads: Reads) -> bool {
        reads.meets(self.changed) || (self.idle && reads.meets(Reads::PLACES) && reads.meets(t.s.changed))
    }
}

/// Whether what a watch waits for holds now. Its condition is evaluated only if something that it reads has changed.
pub fn holds(t: &Turn<'_>, watch: &Watch, before: bool, news: News) -> bool {
    let Some(id) = watch.when else { return true };
    if news.concerns(t, watch.reads) {
        return t.war.conditions[id].holds(t);
    }
    debug_assert!(
        !(news.idle && watch.reads.meets(Reads::PLACES)) || t.war.conditions[id].holds(t) == before,
        "who has come and gone has changed a condition unnoticed"
    );
    before
}

/// Whether today lies between two dates.
pub fn within(t: &Turn<'_>, watch: &Watch) -> bool {
    watch.from < t.dusk() && t.day() <= watch.until
}

fn consider(t: &mut Turn<'_>, figures: &EventFigures, news: News) {
    let id = figures.event;
    let state = t.s.events[id];
    let is_past = state.happened > 0 && figures.again.is_none();
    if is_past && figures.watch.when.is_none() {
        return;
    }
    let holds = holds(t, &figures.watch, state.holds, news);
    if holds != state.holds {
        t.s.events[id].holds = holds;
    }
    if !holds || is_past {
        return;
    }
    let due = match figures.again {
        _ if state.happened == 0 => true,
        Some(pause) => t.day() - state.day >= pause,
        None => false,
    };
    if !(due && within(t, &figures.watch)) {
        return;
    }
    let luck = figures.entity;
    let fires = figures.daily.is_none_or(|chance| t.luck(purpose::EVENT, luck, 0) < chance);
    let possible = || {
        let address = Address::new(purpose::EVENT_CHANCE, luck, 0, u32::from(state.happened));
        figures.chance.is_none_or(|chance| t.s.key.uniform(address) < chance)
    };
    if fires && possible() {
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
        RebellionRisen(id) | RebellionDays(id) | RebellionRebels(id) => t.s.rebellions[id].seq,
        SabotageStrikes(id) => t.s.sabotages[id].seq,
        PeopleDead(id) | PeopleGrievance(id) => t.s.peoples[id].cause,
        PlaceDead(id) | PlaceFear(id) => t.war.places[id].people.and_then(|people| t.s.peoples[people].cause),
        PeopleCondemned(id) => t.condemnation(id).map(|order| order.seq),
        FactionResolve(id) | FactionLossShare(id) => t.s.factions[id].cause,
        _ => None,
    });
    for (slot, cause) in causes.iter_mut().zip(found) {
        *slot = Some(cause);
    }
    causes
}

fn consider_opening(t: &mut Turn<'_>, id: DecisionId, watch: &Watch, news: News) {
    let state = &t.s.decisions[id];
    // Once it has come up it never does so of itself again.
    if state.open || state.made > 0 {
        return;
    }
    let holds = holds(t, watch, state.holds, news);
    t.s.decisions[id].holds = holds;
    if !holds || !within(t, watch) {
        return;
    }
    if t.s.coalitions[t.war.decisions[id].coalition].active {
        let cause = condition_causes(t, watch.when).into_iter().flatten().next();
        open(t, id, cause);
    }
}

/// Opens a decision; it is answered in phase 3 of the next tick.
pub fn open(t: &mut Turn<'_>, id: DecisionId, cause: Option<Seq>) {
    t.s.decisions[id].cause = cause;
    t.s.set_open(id, true);
}

/// Forces declared with a date enter the war.
fn arrivals(t: &mut Turn<'_>) {
    let real = t.real;
    for &id in &real.arrivals {
        let def = &t.war.forces[id];
        if t.s.forces[id].at != Whereabouts::Away {
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
    let real = t.real;
    for &Term { faction, coalition, from, until } in &real.terms {
        let now = |day: Option<f64>| day.is_some_and(|day| day >= t.day() && day < t.dusk());
        let (enters, leaves) = (now(from), now(until));
        if enters && !t.war.factions[faction].removed {
            effects::join(t, faction, coalition, None);
        }
        if leaves && t.s.side(faction) == coalition {
            effects::leave(t, faction, None);
        }
    }
}
