//! Fleets in peace. Units wear out; yards replace them at a pace that goes with the threat felt: others' strength, by
//! nearness and tension (Richardson 1960 on arms races, in the form in which each arms against what it fears and not
//! without end, because yards are finite). What yards do not build, garrisons and fortifications, is brought up to its
//! establishment again over some years by whoever holds the place. Everybody can see a fleet in peace; what is made of
//! it is off by the estimate's error.

use super::{add, sovereigns, with};
use crate::belief;
use crate::phases::{intelligence, works};
use crate::purpose;
use crate::situation::*;
use crate::turn::Turn;
use polemos_chance::Address;
use polemos_war::*;

/// Days in which garrisons and fortifications come back to their establishment, all but a share e.
const RAISED_IN: f64 = 1825.0;

/// Wears units out, brings garrisons up to strength, and in peace builds new ships.
pub fn play(t: &mut Turn<'_>, days: f64) {
    wear(t, days);
    let all: Vec<FactionId> = t.war.factions.ids().collect();
    let free = sovereigns(t);
    let mut efforts = vec![0.0; all.len()];
    for &id in free.iter().filter(|id| !t.s.factions[**id].at_war) {
        efforts[id.index()] = effort(t, id, &free);
    }
    works::in_peace(t, &efforts, days);
    for id in t.war.forces.ids() {
        raise(t, id, days);
    }
}

/// Units of classes that yards build wear out: how many of a squadron is drawn, so that small ones wear out too.
fn wear(t: &mut Turn<'_>, days: f64) {
    let share = -libm::expm1(-days / t.rule(Rule::FleetLife));
    for id in t.war.squadrons.ids() {
        let state = t.s.squadrons[id];
        if state.units == 0 || !builds(t, id) || !t.s.forces[state.force].at.is_present() {
            continue;
        }
        let luck = t.s.key.uniform(Address::new(purpose::WEAR, t.war.squadrons[id].entity, t.date(), 0));
        let worn = libm::floor(f64::from(state.units) * share + luck) as u32;
        if worn > 0 {
            take(t, id, worn.min(state.units));
        }
    }
}

fn builds(t: &Turn<'_>, id: SquadronId) -> bool {
    matches!(t.class_of(id).domain, Domain::Ships | Domain::Aircraft)
}

/// Takes worn units of a squadron out of service.
pub(super) fn take(t: &mut Turn<'_>, id: SquadronId, units: u32) {
    let force = t.s.squadrons[id].force;
    let state = &mut t.s.squadrons[id];
    // Worn units are the damaged ones first.
    state.hits = state.hits.saturating_sub(units);
    state.units -= units;
    let (owner, domain) = (t.s.forces[force].faction, t.class_of(id).domain as usize);
    with(t, |saga| saga.states[owner].past.retired[domain] += units);
    t.refresh(force);
}

/// Share of its yards' work that a state spends on ships in peace.
fn effort(t: &Turn<'_>, id: FactionId, others: &[FactionId]) -> f64 {
    let least = t.rule(Rule::FleetPeace).clamp(0.0, 1.0);
    let own = t.coalition_strength(t.s.side(id)).max(1.0);
    let threat = t.rule(Rule::FleetThreat) * threat_to(t, id, others);
    least + (1.0 - least) * threat / (threat + own)
}

/// Strength that a state fears, by tension and nearness.
fn threat_to(t: &Turn<'_>, id: FactionId, others: &[FactionId]) -> f64 {
    let Some(saga) = &t.s.saga else { return 0.0 };
    let side = t.s.side(id);
    let foreign = others.iter().copied().filter(|other| t.s.side(*other) != side);
    foreign
        .map(|other| {
            let near = super::tension::nearness(t, id, other);
            belief::strength(t, id, other) * saga.tension(id, other) * near
        })
        .sum()
}

/// Brings what yards do not build in a force up to its establishment; a garrison that is not there appears where its
/// faction has come to hold its place.
fn raise(t: &mut Turn<'_>, id: ForceId, days: f64) {
    let def = &t.war.forces[id];
    let Some(saga) = t.s.saga.as_ref().filter(|_| !def.removed && def.twin_of.is_none()) else { return };
    let (owner, place) = (def.faction, def.place);
    let holds = saga.is_sovereign(owner) && t.s.holder(place) == Some(t.s.side(owner));
    let anchored = t.real.anchored[id];
    let at_war = t.s.factions[owner].at_war;
    let shut =
        at_war && (t.contested(place) || t.s.places[place].siege.is_some() || !supplied(t, owner, place));
    if anchored && (!holds || shut) {
        return;
    }
    // In war what marches is not brought up to strength from home, but by yards.
    if at_war && !anchored {
        return;
    }
    let state = &t.s.forces[id];
    // One that has still to come by a date or an effect is not raised, unless it is the garrison of a place.
    let waits = state.at == Whereabouts::Away && !(def.held_back && def.garrison);
    if waits || !saga.is_sovereign(owner) {
        return;
    }
    if state.at == Whereabouts::Away {
        let units = t.units(id);
        count_built(t, owner, units);
        station(t, id, place);
        return t.refresh(id);
    }
    let share = -libm::expm1(-days / RAISED_IN);
    let squadrons: Vec<SquadronId> = t.squadrons(id).filter(|it| !builds(t, *it)).collect();
    let mut raised = [0; 5];
    for squadron in squadrons {
        let SquadronState { units, opening, .. } = t.s.squadrons[squadron];
        let missing = f64::from(opening.saturating_sub(units));
        let luck = Address::new(purpose::RAISE, t.war.squadrons[squadron].entity, t.date(), 0);
        let more = libm::floor(missing * share + t.s.key.uniform(luck) * f64::from(u8::from(missing > 0.0)));
        let more = (more as u32).min(opening.saturating_sub(units));
        t.s.squadrons[squadron].units += more;
        raised[t.class_of(squadron).domain as usize] += more;
    }
    if raised != [0; 5] {
        count_built(t, owner, raised);
        if !t.s.forces[id].at.is_present() && anchored {
            station(t, id, place);
        }
        t.refresh(id);
    }
}

/// Enters units raised in the books: of the war that their state is in, or of the years between wars.
fn count_built(t: &mut Turn<'_>, owner: FactionId, units: [u32; 5]) {
    if t.s.factions[owner].at_war {
        add(&mut t.s.factions[owner].built, units);
    } else {
        with(t, |saga| add(&mut saga.states[owner].past.built, units));
    }
}

/// Whether a place is reached by its holder's supply.
fn supplied(t: &Turn<'_>, owner: FactionId, place: PlaceId) -> bool {
    t.s.supply_path(t.s.side(owner), place).is_finite()
}

/// Puts a force where it is to stand in peace, rested and supplied.
pub(super) fn station(t: &mut Turn<'_>, id: ForceId, place: PlaceId) {
    t.s.put(id, Whereabouts::At(place));
    let state = &mut t.s.forces[id];
    (state.mission, state.goal, state.busy_until) = (Mission::Guard, None, 0.0);
    (state.supply, state.readiness, state.starved) = (1.0, 1.0, false);
    state.link = Link::Joined;
}

/// In peace everyone sees everyone's forces; what each makes of others drifts as it does in war.
pub fn known(t: &mut Turn<'_>, days: f64) {
    let day = t.day();
    for side in t.s.coalitions.ids() {
        see_all(t, side, day);
    }
    intelligence::mistake(t, days);
}

/// A side knows where others' forces stand, and how strong they are.
pub(super) fn see_all(t: &mut Turn<'_>, side: CoalitionId, day: f64) {
    for id in t.s.forces.ids() {
        if t.s.side(t.s.forces[id].faction) == side {
            continue;
        }
        let place = t.s.forces[id].at.place();
        let strength = if t.s.forces[id].at.is_present() { t.strength(id) } else { 0.0 };
        *t.s.sighting_mut(side, id) = Sighting { place, day, strength };
    }
}
