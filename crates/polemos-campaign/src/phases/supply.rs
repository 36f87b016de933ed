//! Phase 9. Supply flows from the working depots of a side along lanes through places that it holds, and through open
//! space unless an enemy lies there. What a force is
//! delivered is exp(−L/Λ)·exp(−ΣD) of its need, L the days of path from the nearest depot and D what raids have done to
//! each lane of it, times its share of what the depots put out; supply follows in days, readiness follows supply down
//! quickly and up slowly. Shorter lines are worth something because of this and of nothing else.
//!
//! Nothing passes into a place that is surrounded, or out of it. A depot there goes on feeding the place itself from
//! its stores, exp(−t/stores) of the need after t days.

use crate::bits::Set;
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
    let in_play = t.s.in_play.clone();
    for id in in_play.rows().map(ForceId::from_index) {
        let side = t.s.side(t.s.forces[id].faction);
        sustain(t, id, side, shares[side.index()], &pace);
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

/// From what a side's supply paths follow, while lanes stay as they are.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Basis {
    /// Places through which its supply can pass: its own, and open space where no enemy lies unless its own forces lie
    /// there too.
    open: Set,
    /// Its own places that are surrounded.
    shut: Set,
    /// Places of its working depots.
    depots: Set,
}

impl Basis {
    fn of(t: &Turn<'_>, side: CoalitionId) -> Self {
        let (n, row) = (t.war.places.len(), side.index());
        let mut basis =
            Self { open: t.s.sides.held.set_of(row), shut: Set::none_of(n), depots: Set::none_of(n) };
        let lead = t.war.coalitions[side].lead.index();
        for (id, _) in t.s.places.pairs().filter(|(_, place)| place.owner.is_none()) {
            let at = id.index();
            let own = t.s.standing.meets(at, &t.s.sides.forces, row);
            if own || !t.s.standing.meets(at, &t.s.sides.foes, lead) {
                basis.open.add(at);
            }
        }
        for place in t.s.disputes.besieged.rows().filter(|place| basis.open.has(*place)) {
            if shut_in(t, side, PlaceId::from_index(place)) {
                basis.shut.add(place);
            }
        }
        for (id, place) in &t.real.depots {
            if t.s.works[*id].working() && t.s.holder(*place) == Some(side) {
                basis.depots.add(place.index());
            }
        }
        basis
    }
}

/// Works out the supply paths of the sides for which owners, works or lanes have changed.
pub fn refresh_paths(t: &mut Turn<'_>) {
    if !t.s.supply_stale && !t.s.supply_days.is_empty() {
        return;
    }
    let all = t.war.places.len() * t.war.coalitions.len();
    t.s.supply_days.resize(all, f64::INFINITY);
    t.s.supply_lane.resize(all, None);
    t.s.supply_reach.resize(all, 0.0);
    let mut changed = t.s.supply_flow.is_empty();
    for side in t.s.coalitions.ids() {
        // Who holds nothing has no depots.
        let is_known = t.s.supply_basis.len() > side.index();
        if is_known
            && t.s.sides.held.is_none(side.index())
            && t.s.supply_basis[side.index()].depots.is_empty()
        {
            debug_assert!(Basis::of(t, side).depots.is_empty());
            continue;
        }
        let basis = Basis::of(t, side);
        if t.s.supply_basis.get(side.index()) == Some(&basis) {
            continue;
        }
        work_out(t, side, &basis);
        changed = true;
        match t.s.supply_basis.get_mut(side.index()) {
            Some(before) => *before = basis,
            None => t.s.supply_basis.push(basis),
        }
    }
    t.s.supply_stale = false;
    if changed {
        refresh_flow(t);
    }
}

/// Works out one side's supply paths.
fn work_out(t: &mut Turn<'_>, side: CoalitionId, basis: &Basis) {
    let Basis { open, shut, depots } = basis;
    let sources: Few<(PlaceId, f64), 16> =
        depots.rows().filter(|row| !shut.has(*row)).map(|row| (PlaceId::from_index(row), 0.0)).collect();
    let passes = |place: PlaceId| open.has(place.index()) && !shut.has(place.index());
    let n = t.war.places.len();
    let mut days: Few<f64, 32> = Few::filled(f64::INFINITY, n);
    let mut via: Few<Option<PlaceId>, 32> = Few::filled(None, n);
    routes::search(t.real, t.s, &sources, |_| false, passes, (&mut days, &mut via));
    for row in shut.rows() {
        (days[row], via[row]) = (if depots.has(row) { 0.0 } else { f64::INFINITY }, None);
    }
    let scale = t.rule(Rule::SupplyScale);
    for (row, (days, from)) in days.iter().zip(via.iter()).enumerate() {
        let lane = from.and_then(|from| {
            routes::lane_between(t.war, t.real, t.s, from, PlaceId::from_index(row)).map(|(lane, _)| lane)
        });
        let at = side.index() * n + row;
        (t.s.supply_days[at], t.s.supply_lane[at]) = (*days, lane);
        t.s.supply_reach[at] = if days.is_finite() { libm::exp(-days / scale) } else { 0.0 };
    }
}

/// Works out how much of a side's supply raids let pass on the way to each place.
pub fn refresh_flow(t: &mut Turn<'_>) {
    let (n, lanes) = (t.war.places.len(), t.war.lanes.len());
    let mut flow = std::mem::take(&mut t.s.supply_flow);
    flow.clear();
    for side in t.s.coalitions.ids() {
        let is_raided = t.s.traffic[side.index() * lanes..][..lanes].iter().any(|lane| lane.depth > 0.0);
        if !is_raided {
            flow.resize(flow.len() + n, 1.0);
            continue;
        }
        for place in t.war.places.ids() {
            let depth: f64 = path(t, side, place).map(|lane| t.s.traffic(side, lane).depth).sum();
            flow.push(libm::exp(-depth));
        }
    }
    t.s.supply_flow = flow;
}

/// The lanes by which a side's supply comes to a place, the last first.
pub fn path<'a>(t: &'a Turn<'_>, side: CoalitionId, to: PlaceId) -> impl Iterator<Item = LaneId> + 'a {
    let mut at = to;
    std::iter::from_fn(move || {
        let lane = t.s.supply_lane(side, at)?;
        let ends = t.real.lane_ends[lane];
        at = if ends[0] == at { ends[1] } else { ends[0] };
        Some(lane)
    })
}

/// Whether a side's own place is surrounded.
fn shut_in(t: &Turn<'_>, side: CoalitionId, place: PlaceId) -> bool {
    t.s.holder(place) == Some(side) && t.s.closed(place).is_some()
}

/// Share of its forces' need that each side's depots can put out. The depots that a side opened the war with sustain a
/// multiple of the strength that it opened with, each by its size; one lost takes its share along, one won brings it.
fn depot_shares(t: &Turn<'_>) -> Few<f64, 16> {
    let mut own: Few<f64, 16> = Few::filled(0.0, t.s.coalitions.len());
    for &(id, place) in &t.real.depots {
        if let Some(side) = t.s.holder(place).filter(|_| t.s.works[id].working()) {
            own[side.index()] += t.real.number(t.war.works[id].capacity) * t.undisrupted(place);
        }
    }
    let multiple = t.rule(Rule::SupplyDepotOutput);
    let share = |(side, state): (CoalitionId, &CoalitionState)| {
        // A side that opened without depots reckons with those of ordinary size that it wins.
        let whole = if state.opening_depots > 0.0 { state.opening_depots } else { 1.0 };
        let output = multiple * state.opening_value * own[side.index()] / whole;
        if t.s.sides.forces.is_none(side.index()) {
            return 1.0;
        }
        let need = t.s.forces_in_play(side).fold(0.0, |sum, id| sum + t.s.forces[id].value);
        if need <= output { 1.0 } else { output / need }
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
    share * t.s.supply_reach(side, place) * t.s.supply_flow(side, place) * stores
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
    if state.supply < RUN_OUT || state.starved {
        report(t, id, place);
    }
}

/// Supply below which a force has run out of it, and above which it has it again.
const RUN_OUT: f64 = 0.25;
const HAS_AGAIN: f64 = 0.5;

/// Enters that a force has run out of supply, or has it again.
fn report(t: &mut Turn<'_>, id: ForceId, place: PlaceId) {
    let (starved, supply) = (t.s.forces[id].starved, t.s.forces[id].supply);
    let day = t.dusk();
    if !starved && supply < RUN_OUT {
        let cause = why_starved(t, id, place);
        t.s.forces[id].starved = true;
        let seq = t.record(day, &[cause], |_| What::OutOfSupply { force: id, place });
        t.s.forces[id].cause = Some(seq);
    } else if starved && supply > HAS_AGAIN {
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
