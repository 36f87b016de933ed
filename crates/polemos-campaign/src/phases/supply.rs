//! Phase 9. Supply flows from the working depots of a side along lanes through places that it holds, and through open
//! space unless an enemy lies there. What a force is
//! delivered is exp(−L/Λ)·exp(−ΣD) of its need, L the days of path from the nearest depot and D what raids have done to
//! each lane of it, times its share of what the depots put out; supply follows in days, readiness follows supply down
//! quickly and up slowly. Shorter lines are worth something because of this and of nothing else.
//!
//! Nothing passes into a place that is surrounded, or out of it. A depot there goes on feeding the place itself from
//! its stores, exp(−t/stores) of the need after t days.

use crate::few::Few;
use crate::routes;
use crate::situation::*;
use crate::turn::Turn;
use polemos_chronicle::{Seq, What};
use polemos_war::*;

/// Plays the phase.
pub fn play(t: &mut Turn<'_>) {
    let Some(days) = t.recurs(Rule::SupplyReview) else { return };
    refresh_paths(t);
    let pace = Pace::of(t, days);
    let shares = depot_shares(t);
    for id in t.s.forces.ids() {
        if t.s.forces[id].at.is_present() {
            let side = t.s.side(t.s.forces[id].faction);
            sustain(t, id, side, shares[side.index()], &pace);
        }
    }
    t.s.touch(Reads::FORCES);
}

/// How far supply and readiness come in one tick towards where they are going, as shares of the way.
struct Pace {
    supply: f64,
    fall: f64,
    rise: f64,
}

impl Pace {
    fn of(t: &Turn<'_>, days: f64) -> Self {
        let share = |rule| -libm::expm1(-days / t.rule(rule));
        Self {
            supply: share(Rule::SupplyDays),
            fall: share(Rule::ReadinessFall),
            rise: share(Rule::ReadinessRise),
        }
    }
}

/// Works out the supply paths of all sides, if owners, works or lanes have changed.
pub fn refresh_paths(t: &mut Turn<'_>) {
    let n = t.war.places.len();
    if !t.s.supply_stale && t.s.supply_days.len() == n * t.war.coalitions.len() {
        return;
    }
    let mut all = std::mem::take(&mut t.s.supply_days);
    let mut lanes = std::mem::take(&mut t.s.supply_lane);
    all.clear();
    lanes.clear();
    for side in t.s.coalitions.ids() {
        let shut = |place: PlaceId| shut_in(t, side, place);
        let open_depots = depots(t, side).filter(|(_, place)| !shut(*place));
        let sources: Few<(PlaceId, f64), 16> = open_depots.map(|(_, place)| (place, 0.0)).collect();
        let open = open_places(t, side);
        let open = &open[..];
        let (mut days, mut via) =
            routes::reach(t.war, t.real, t.s, &sources, None, |place| open[place.index()] && !shut(place));
        for place in t.war.places.ids().filter(|place| shut(*place)) {
            let stores = depots(t, side).any(|(_, depot)| depot == place);
            (days[place.index()], via[place.index()]) = (if stores { 0.0 } else { f64::INFINITY }, None);
        }
        let lane = |(place, from): (PlaceId, Option<PlaceId>)| {
            from.and_then(|from| routes::lane_between(t.war, t.real, t.s, from, place)).map(|(lane, _)| lane)
        };
        lanes.extend(t.war.places.ids().zip(via.iter().copied()).map(lane));
        all.extend_from_slice(&days);
    }
    (t.s.supply_days, t.s.supply_lane) = (all, lanes);
    t.s.supply_stale = false;
    refresh_flow(t);
}

/// Works out how much of a side's supply raids let pass on the way to each place.
pub fn refresh_flow(t: &mut Turn<'_>) {
    let n = t.war.places.len();
    let mut flow = vec![1.0; n * t.war.coalitions.len()];
    if t.s.traffic.iter().any(|lane| lane.depth > 0.0) {
        for side in t.s.coalitions.ids() {
            for place in t.war.places.ids() {
                let depth: f64 = path(t, side, place).map(|lane| t.s.traffic(side, lane).depth).sum();
                flow[side.index() * n + place.index()] = libm::exp(-depth);
            }
        }
    }
    t.s.supply_flow = flow;
}

/// The lanes by which a side's supply comes to a place, the last first.
pub fn path<'a>(t: &'a Turn<'_>, side: CoalitionId, to: PlaceId) -> impl Iterator<Item = LaneId> + 'a {
    let mut at = to;
    std::iter::from_fn(move || {
        let lane = t.s.supply_lane(side, at)?;
        let ends = t.war.lanes[lane].ends;
        at = if ends[0] == at { ends[1] } else { ends[0] };
        Some(lane)
    })
}

/// Whether a side's own place is surrounded.
fn shut_in(t: &Turn<'_>, side: CoalitionId, place: PlaceId) -> bool {
    t.s.holder(place) == Some(side) && t.s.closed(place).is_some()
}

/// Places through which a side's supply can pass: its own, and open space where no enemy lies unless its own forces
/// lie there too.
fn open_places(t: &Turn<'_>, side: CoalitionId) -> Few<bool, 64> {
    let mut open: Few<bool, 64> =
        t.s.places.iter().map(|p| p.owner.is_none_or(|owner| t.s.side(owner) == side)).collect();
    let lead = t.war.coalitions[side].lead;
    for place in t.s.places.pairs().filter(|(_, p)| p.owner.is_none()).map(|(place, _)| place) {
        let own = t.s.forces_at(place).any(|(_, force)| t.s.side(force.faction) == side);
        let barred = || t.s.forces_at(place).any(|(_, force)| t.s.hostile(force.faction, lead));
        open[place.index()] = own || !barred();
    }
    open
}

fn depots<'a>(t: &'a Turn<'_>, side: CoalitionId) -> impl Iterator<Item = (WorksId, PlaceId)> + 'a {
    let working = t.war.works.pairs().filter(move |(id, w)| {
        w.kind == WorksKind::Depot
            && !w.removed
            && t.s.works[*id].working()
            && t.s.holder(w.place) == Some(side)
    });
    working.map(|(id, works)| (id, works.place))
}

/// Share of its forces' need that each side's depots can put out. The depots that a side opened the war with sustain a
/// multiple of the strength that it opened with, each by its size; one lost takes its share along, one won brings it.
fn depot_shares(t: &Turn<'_>) -> Few<f64, 16> {
    let sides = t.s.coalitions.len();
    let (mut own, mut need): (Few<f64, 16>, Few<f64, 16>) =
        (Few::filled(0.0, sides), Few::filled(0.0, sides));
    for (id, works) in t.war.works.pairs().filter(|(_, w)| w.kind == WorksKind::Depot && !w.removed) {
        if let Some(side) = t.s.holder(works.place).filter(|_| t.s.works[id].working()) {
            own[side.index()] += t.real.number(works.capacity) * t.undisrupted(works.place);
        }
    }
    for force in t.s.forces.iter().filter(|f| f.at.is_present()) {
        need[t.s.side(force.faction).index()] += force.value;
    }
    let multiple = t.rule(Rule::SupplyDepotOutput);
    let share = |(side, state): (CoalitionId, &CoalitionState)| {
        // A side that opened without depots reckons with those of ordinary size that it wins.
        let whole = if state.opening_depots > 0.0 { state.opening_depots } else { 1.0 };
        let output = multiple * state.opening_value * own[side.index()] / whole;
        if need[side.index()] <= output { 1.0 } else { output / need[side.index()] }
    };
    t.s.coalitions.pairs().map(share).collect()
}

/// Share of its need that reaches a place.
pub fn delivered(t: &Turn<'_>, side: CoalitionId, place: PlaceId, share: f64) -> f64 {
    let days = t.s.supply_path(side, place);
    if !days.is_finite() {
        return 0.0;
    }
    let stores = if shut_in(t, side, place) { stores_left(t, place) } else { 1.0 };
    share * libm::exp(-days / t.rule(Rule::SupplyScale)) * t.s.supply_flow(side, place) * stores
}

/// Share of its yards' work that a side has left when its transports are kept up. As many are under way as there are
/// days of path to what they feed, and they wear out on it; raids sink some. Yards are taken to match the forces, so
/// that both are shares of their work: a side that fights nearer to its depots builds more.
pub fn spared(t: &Turn<'_>, side: CoalitionId) -> f64 {
    let worn = t.mean_supply_days(side) / t.rule(Rule::SupplyTransports);
    let sunk = t.rule(Rule::RaidReplacement) * t.s.coalitions[side].raided;
    (1.0 - worn - sunk).max(0.0)
}

/// What is left of the stores of a depot that is surrounded; all of them while it is not.
pub fn stores_left(t: &Turn<'_>, place: PlaceId) -> f64 {
    let days = t.s.closed(place).map_or(0.0, |siege| (t.dusk() - siege.closed_since).max(0.0));
    libm::exp(-days / t.rule(Rule::SiegeStores))
}

fn sustain(t: &mut Turn<'_>, id: ForceId, side: CoalitionId, share: f64, pace: &Pace) {
    let place =
        match t.s.forces[id].at {
            Whereabouts::At(place) => place,
            // Under way, it lives on what reaches the better of the two ends.
            Whereabouts::Lane { from, to, .. } => {
                if t.s.supply_path(side, from) <= t.s.supply_path(side, to) { from } else { to }
            }
            _ => return,
        };
    let delivered = delivered(t, side, place, share);
    let state = &mut t.s.forces[id];
    state.supply += (delivered - state.supply) * pace.supply;
    let step = if state.supply < state.readiness { pace.fall } else { pace.rise };
    state.readiness = (state.readiness + (state.supply - state.readiness) * step).clamp(0.0, 1.0);
    report(t, id, place);
}

/// Enters that a force has run out of supply, or has it again.
fn report(t: &mut Turn<'_>, id: ForceId, place: PlaceId) {
    let (starved, supply) = (t.s.forces[id].starved, t.s.forces[id].supply);
    let day = t.dusk();
    if !starved && supply < 0.25 {
        let cause = why_starved(t, id, place);
        t.s.forces[id].starved = true;
        let seq = t.record(day, &[cause], |_| What::OutOfSupply { force: id, place });
        t.s.forces[id].cause = Some(seq);
    } else if starved && supply > 0.5 {
        t.s.forces[id].starved = false;
        let cause = t.s.forces[id].cause;
        t.record(day, &[cause], |_| What::Resupplied { force: id, place });
    }
}

/// What keeps supply from a force: the siege of its place, the lane on its way that raids have cut most, or whoever
/// took the place.
fn why_starved(t: &Turn<'_>, id: ForceId, place: PlaceId) -> Option<Seq> {
    let side = t.s.side(t.s.forces[id].faction);
    if let Some(siege) = t.s.closed(place).filter(|siege| siege.by != side) {
        return siege.cause;
    }
    let raided = path(t, side, place).map(|lane| t.s.traffic(side, lane)).filter(|lane| lane.cut);
    let worst = raided.max_by(|a, b| a.depth.total_cmp(&b.depth));
    worst.map_or(t.s.places[place].cause, |lane| lane.cause)
}
