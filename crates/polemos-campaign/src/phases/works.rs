//! Phase 10. Yards build in proportion to slips, their owner's industry and what supply reaches them, less what keeps
//! up the transports (`supply::spared`); new units join the nearest force of the owner that has such units. Depots in supply repair damage; struck works are rebuilt by
//! whoever holds the place.

use crate::bits::Set;
use crate::effects;
use crate::few::Few;
use crate::phases::supply;
use crate::realised::Yard;
use crate::situation::*;
use crate::turn::Turn;
use polemos_chronicle::What;
use polemos_war::*;

/// Plays the phase.
pub fn play(t: &mut Turn<'_>) {
    let Some(days) = t.recurs(Rule::WorksReview) else { return };
    for id in t.war.works.ids() {
        let works = &t.war.works[id];
        if works.removed {
            continue;
        }
        if !t.s.works[id].working() {
            rebuild(t, id, days);
        }
    }
    let real = t.real;
    let spared: Few<f64, 16> = t.s.coalitions.ids().map(|side| supply::spared(t, side)).collect();
    for yard in &real.yards {
        build(t, yard, &spared, days);
    }
    let mut mending = Set::none_of(t.war.places.len());
    let working = real.depots.iter().filter(|(works, _)| t.s.works[*works].working());
    working.for_each(|(_, place)| mending.add(place.index()));
    let in_play = t.s.in_play.clone();
    for id in in_play.rows().map(ForceId::from_index) {
        if t.s.forces[id].at.place().is_some_and(|place| mending.has(place.index())) {
            repair(t, id, days);
        }
    }
}

fn rebuild(t: &mut Turn<'_>, id: WorksId, days: f64) {
    let place = t.war.works[id].place;
    if t.s.places[place].owner.is_none() || t.contested(place) || t.s.closed(place).is_some() {
        return;
    }
    // Works count again at half: rebuilding from nothing to that takes the rule's time.
    let relay = t.war.works[id].kind == WorksKind::Relay;
    let step = 0.5 * days / t.rule(if relay { Rule::RelayDays } else { Rule::RebuildDays });
    let condition = t.s.works[id].condition + step;
    if condition >= 0.5 {
        effects::restore(t, id, None);
    } else {
        t.s.works[id].condition = condition;
    }
}

fn build(t: &mut Turn<'_>, yard: &Yard, spared: &[f64], days: f64) {
    let Some((owner, class, slips)) = at_work(t, yard, spared) else { return };
    let progress = t.s.works[yard.works].progress + slips * days / t.real.classes[class].build_days;
    let whole = libm::floor(progress);
    let joined = if whole >= 1.0 { join(t, yard.place, owner, class, whole as u32) } else { false };
    // What no force can take up yet stays on the slips, up to a month's work.
    t.s.works[yard.works].progress = if joined { progress - whole } else { progress.min(30.0 * slips + 1.0) };
}

/// Whose a yard is, what it builds, and how many of its slips work at full pace, by what its side's transports leave of
/// its work; none where nothing can be built.
fn at_work(t: &Turn<'_>, yard: &Yard, spared: &[f64]) -> Option<(FactionId, ClassId, f64)> {
    let owner = t.s.places[yard.place].owner?;
    let stands = t.contested(yard.place) || t.s.closed(yard.place).is_some();
    if !t.s.works[yard.works].working() || !t.s.factions[owner].at_war || stands {
        return None;
    }
    let class = yard.builds[owner]?;
    let industry = t.real.industry[owner] * t.s.factions[owner].industry;
    let side = t.s.side(owner);
    let reached = supply::delivered(t, side, yard.place, 1.0) * spared[side.index()];
    let slips = yard.slips * industry * reached * t.rule(Rule::YardRate) * t.undisrupted(yard.place);
    Some((owner, class, slips))
}

impl Turn<'_> {
    /// Reference ships that a side's yards build in thirty days, as things stand.
    pub fn built_a_month(&self, side: CoalitionId) -> f64 {
        let spared: Few<f64, 16> = self.s.coalitions.ids().map(|side| supply::spared(self, side)).collect();
        let yards = self.real.yards.iter().filter_map(|yard| at_work(self, yard, &spared));
        let own = yards.filter(|(owner, ..)| self.s.side(*owner) == side);
        let rate = |(owner, class, slips): (FactionId, ClassId, f64)| {
            let figures = &self.real.classes[class];
            slips * figures.value / figures.build_days * self.real.crew_factor[owner]
        };
        30.0 * own.map(rate).sum::<f64>()
    }
}

/// New units join the smallest squadron of their class in the nearest force of the owner.
fn join(t: &mut Turn<'_>, place: PlaceId, owner: FactionId, class: ClassId, units: u32) -> bool {
    let distance = |force: &ForceState| force.at.place().map_or(f64::INFINITY, |at| t.s.distance(place, at));
    let side = t.s.side(owner);
    // Replacements reach only those who stand in supply.
    let supplied =
        |f: &ForceState| f.at.place().is_some_and(|place| t.s.supply_path(side, place).is_finite());
    let own = t.real.forces_of.rows_common(owner.index(), &t.s.in_play).map(ForceId::from_index);
    let nearest = own.fold(None, |nearest: Option<(ForceId, f64)>, id| {
        let (force, days) = (&t.s.forces[id], distance(&t.s.forces[id]));
        let nearer = days.is_finite() && nearest.is_none_or(|(_, least)| days < least);
        if nearer && supplied(force) && has_class(t, id, class) { Some((id, days)) } else { nearest }
    });
    let Some((force, _)) = nearest else {
        return reform(t, place, owner, class, units);
    };
    add_units(t, force, owner, class, units);
    true
}

/// Whether a force has squadrons of a class, with units left or without.
fn has_class(t: &Turn<'_>, id: ForceId, class: ClassId) -> bool {
    t.squadrons(id).any(|squadron| t.real.class_of[squadron] == class)
}

/// With no force left to join, a destroyed one of the owner is formed anew at the yard.
fn reform(t: &mut Turn<'_>, place: PlaceId, owner: FactionId, class: ClassId, units: u32) -> bool {
    let fits = |id: ForceId| has_class(t, id, class);
    let gone =
        t.s.forces.pairs().find(|(id, f)| f.faction == owner && f.at == Whereabouts::Gone && fits(*id));
    let Some((force, _)) = gone else { return false };
    t.s.put(force, Whereabouts::At(place));
    let state = &mut t.s.forces[force];
    (state.mission, state.goal) = (Mission::Guard, None);
    (state.supply, state.readiness, state.starved) = (1.0, 0.5, false);
    add_units(t, force, owner, class, units);
    true
}

fn add_units(t: &mut Turn<'_>, force: ForceId, owner: FactionId, class: ClassId, units: u32) {
    let own = t.squadrons(force).filter(|id| t.real.class_of[*id] == class);
    let Some(smallest) = own.min_by_key(|id| (t.s.squadrons[*id].units, *id)) else { return };
    t.s.squadrons[smallest].units += units;
    let domain = t.real.classes[class].domain as usize;
    t.s.factions[owner].built[domain] += units;
    t.refresh(force);
    let day = t.dusk();
    t.record(day, &[], |_| What::Built { faction: owner, class, units, force });
}

/// Damage of a force at a working depot heals where that is its own side's, in proportion to supply.
fn repair(t: &mut Turn<'_>, id: ForceId, days: f64) {
    let force = &t.s.forces[id];
    let Some(place) = force.at.place() else { return };
    let side = t.s.side(force.faction);
    if t.s.holder(place) != Some(side) || force.busy_until > t.dusk() || t.s.closed(place).is_some() {
        return;
    }
    if t.squadrons(id).all(|squadron| t.s.squadrons[squadron].hits == 0) {
        return;
    }
    let left = libm::exp(-days * force.supply / t.rule(Rule::RepairDays));
    for &squadron in &t.real.rolls[id] {
        if t.s.squadrons[squadron].force != id {
            continue;
        }
        let state = &mut t.s.squadrons[squadron];
        state.hits = libm::floor(f64::from(state.hits) * left) as u32;
    }
}
