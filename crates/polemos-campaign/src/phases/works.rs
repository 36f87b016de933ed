//! Phase 10. Yards build in proportion to slips, their owner's industry and what supply reaches them; new units join
//! the nearest force of the owner that has such units. Depots in supply repair damage; struck works are rebuilt by
//! whoever holds the place.

use crate::effects;
use crate::phases::supply;
use crate::situation::*;
use crate::turn::Turn;
use polemos_chronicle::What;
use polemos_war::*;

/// Plays the phase.
pub fn play(t: &mut Turn<'_>) {
    for id in t.war.works.ids() {
        let works = &t.war.works[id];
        if works.removed {
            continue;
        }
        if !t.s.works[id].working() {
            rebuild(t, id);
        } else if works.kind == WorksKind::Yard {
            build(t, id);
        }
    }
    for id in t.s.forces.ids() {
        repair(t, id);
    }
}

fn rebuild(t: &mut Turn<'_>, id: WorksId) {
    let place = t.war.works[id].place;
    if t.s.places[place].owner.is_none() || t.contested(place) {
        return;
    }
    // Works count again at half: rebuilding from nothing to that takes the rule's time.
    let step = 0.5 * t.days() / t.rule(Rule::RebuildDays);
    let condition = t.s.works[id].condition + step;
    if condition >= 0.5 {
        effects::restore(t, id, None);
    } else {
        t.s.works[id].condition = condition;
    }
}

/// The class that a yard builds for an owner: the scenario's choice, or the owner's commonest that moves and fights.
pub fn class_built(t: &Turn<'_>, works: &Works, owner: FactionId) -> Option<ClassId> {
    if let Some(class) = works.builds.filter(|class| !t.war.classes[*class].removed) {
        return Some(class);
    }
    let units = t.war.forces.iter().filter(|f| f.faction == owner && !f.removed).flat_map(|f| &f.units);
    let fits = units.filter(|u| {
        let domain = t.war.classes[u.class].domain;
        domain.moves() && domain != Domain::Troops
    });
    let commonest = fits.max_by(|a, b| t.real.number(a.count).total_cmp(&t.real.number(b.count)).then(b.class.cmp(&a.class)));
    commonest.map(|units| units.class)
}

fn build(t: &mut Turn<'_>, id: WorksId) {
    let works = &t.war.works[id];
    let Some(owner) = t.s.places[works.place].owner else { return };
    if !t.s.factions[owner].at_war || t.contested(works.place) {
        return;
    }
    let Some(class) = class_built(t, works, owner) else { return };
    let industry = t.real.number(t.war.factions[owner].industry) * t.s.factions[owner].industry;
    let reached = supply::delivered(t, t.s.side(owner), works.place, 1.0);
    let slips = t.real.number(works.capacity) * industry * reached * t.rule(Rule::YardRate);
    let progress = t.s.works[id].progress + slips * t.days() / t.real.classes[class].build_days;
    let whole = libm::floor(progress);
    let joined = if whole >= 1.0 { join(t, works.place, owner, class, whole as u32) } else { false };
    // What no force can take up yet stays on the slips, up to a month's work.
    t.s.works[id].progress = if joined { progress - whole } else { progress.min(30.0 * slips + 1.0) };
}

/// New units join the smallest squadron of their class in the nearest force of the owner.
fn join(t: &mut Turn<'_>, place: PlaceId, owner: FactionId, class: ClassId, units: u32) -> bool {
    let distance = |force: &ForceState| force.at.place().map_or(f64::INFINITY, |at| t.s.distance(place, at));
    let fits = |id: ForceId| t.real.squadrons[id].iter().any(|s| t.war.squadrons[*s].class == class);
    let side = t.s.side(owner);
    // Replacements reach only those who stand in supply.
    let supplied = |f: &ForceState| f.at.place().is_some_and(|place| t.s.supply_path(side, place).is_finite());
    let candidates = t.s.forces.pairs().filter(|(id, f)| f.faction == owner && supplied(f) && fits(*id));
    let nearest = candidates.map(|(id, f)| (id, distance(f))).filter(|(_, days)| days.is_finite());
    let Some((force, _)) = nearest.min_by(|a, b| a.1.total_cmp(&b.1)) else { return reform(t, place, owner, class, units) };
    add_units(t, force, owner, class, units);
    true
}

/// With no force left to join, a destroyed one of the owner is formed anew at the yard.
fn reform(t: &mut Turn<'_>, place: PlaceId, owner: FactionId, class: ClassId, units: u32) -> bool {
    let fits = |id: ForceId| t.real.squadrons[id].iter().any(|s| t.war.squadrons[*s].class == class);
    let gone = t.s.forces.pairs().find(|(id, f)| f.faction == owner && f.at == Whereabouts::Gone && fits(*id));
    let Some((force, _)) = gone else { return false };
    let state = &mut t.s.forces[force];
    (state.at, state.mission, state.goal) = (Whereabouts::At(place), Mission::Guard, None);
    (state.supply, state.readiness, state.starved) = (1.0, 0.5, false);
    add_units(t, force, owner, class, units);
    true
}

fn add_units(t: &mut Turn<'_>, force: ForceId, owner: FactionId, class: ClassId, units: u32) {
    let own = t.real.squadrons[force].iter().copied().filter(|id| t.war.squadrons[*id].class == class);
    let Some(smallest) = own.min_by_key(|id| (t.s.squadrons[*id].units, *id)) else { return };
    t.s.squadrons[smallest].units += units;
    let domain = t.real.classes[class].domain as usize;
    t.s.factions[owner].built[domain] += units;
    t.refresh(force);
    let day = t.dusk();
    t.record(day, &[], |_| What::Built { faction: owner, class, units, force });
}

/// Damage heals where a depot stands, in proportion to supply.
fn repair(t: &mut Turn<'_>, id: ForceId) {
    let force = &t.s.forces[id];
    let Some(place) = force.at.place() else { return };
    let side = t.s.side(force.faction);
    let at_depot = t.s.holder(place) == Some(side)
        && t.war.places[place].works.iter().any(|w| {
            t.war.works[*w].kind == WorksKind::Depot && !t.war.works[*w].removed && t.s.works[*w].working()
        });
    if !at_depot || force.busy_until > t.dusk() {
        return;
    }
    let left = libm::exp(-t.days() * force.supply / t.rule(Rule::RepairDays));
    for &squadron in &t.real.squadrons[id] {
        let state = &mut t.s.squadrons[squadron];
        state.hits = libm::floor(f64::from(state.hits) * left) as u32;
    }
}
