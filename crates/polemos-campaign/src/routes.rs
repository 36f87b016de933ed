//! Ways over the map: shortest times, next hops, supply paths. Ties are broken by the lower place id.

use crate::realised::Realised;
use crate::situation::Situation;
use polemos_war::*;
use std::sync::Arc;

/// Shortest travel times between all places over open lanes, days at speed 1 (Floyd 1962).
pub fn distances(war: &War, real: &Realised, open: &Table<LaneId, bool>) -> Arc<Vec<f64>> {
    let n = war.places.len();
    let mut days = vec![f64::INFINITY; n * n];
    for place in 0..n {
        days[place * n + place] = 0.0;
    }
    for (id, lane) in war.lanes.pairs().filter(|(id, _)| open[*id]) {
        let [a, b] = lane.ends.map(|end| end.index());
        let time = real.lane_days[id].min(days[a * n + b]);
        days[a * n + b] = time;
        days[b * n + a] = time;
    }
    for via in 0..n {
        for from in 0..n {
            let first = days[from * n + via];
            if first.is_finite() {
                for to in 0..n {
                    let through = first + days[via * n + to];
                    if through < days[from * n + to] {
                        days[from * n + to] = through;
                    }
                }
            }
        }
    }
    Arc::new(days)
}

/// What distance leaves of a threat, exp(−days/scale), for all distances.
pub fn nearness(real: &Realised, distances: &[f64]) -> Arc<Vec<f64>> {
    let scale = real.rule(Rule::ThreatScale);
    Arc::new(distances.iter().map(|days| libm::exp(-days / scale)).collect())
}

/// Neighbours of a place over open lanes: the lane and the place at its other end.
pub fn neighbours<'a>(
    war: &'a War,
    s: &'a Situation,
    place: PlaceId,
) -> impl Iterator<Item = (LaneId, PlaceId)> + 'a {
    let open = war.places[place].lanes.iter().filter(move |lane| s.lanes[**lane]);
    open.map(move |&id| {
        let ends = war.lanes[id].ends;
        (id, if ends[0] == place { ends[1] } else { ends[0] })
    })
}

/// Travel times from several places over open lanes whose inner places satisfy `through` (Dijkstra 1959). The
/// last element of the answer says from where each place is reached. With a place to stop at, what lies farther than
/// that is left out.
pub fn reach(
    war: &War,
    real: &Realised,
    s: &Situation,
    from: &[(PlaceId, f64)],
    stop: Option<PlaceId>,
    through: impl Fn(PlaceId) -> bool,
) -> (Vec<f64>, Vec<Option<PlaceId>>) {
    let n = war.places.len();
    let mut days = vec![f64::INFINITY; n];
    let mut via = vec![None; n];
    let mut done = vec![false; n];
    for &(place, start) in from {
        days[place.index()] = days[place.index()].min(start);
    }
    while let Some(at) = nearest(&days, &done) {
        done[at.index()] = true;
        if stop == Some(at) {
            break;
        }
        let is_source = from.iter().any(|(place, _)| *place == at);
        if !is_source && !through(at) {
            continue;
        }
        for (lane, next) in neighbours(war, s, at) {
            let time = days[at.index()] + real.lane_days[lane];
            if time < days[next.index()] {
                days[next.index()] = time;
                via[next.index()] = Some(at);
            }
        }
    }
    (days, via)
}

fn nearest(days: &[f64], done: &[bool]) -> Option<PlaceId> {
    let mut best: Option<usize> = None;
    for (place, time) in days.iter().enumerate() {
        if !done[place] && time.is_finite() && best.is_none_or(|other| *time < days[other]) {
            best = Some(place);
        }
    }
    best.map(PlaceId::from_index)
}

/// The first place on a coalition's way to another: along places that no enemy holds, if such a way exists.
pub fn next_hop(
    war: &War,
    real: &Realised,
    s: &Situation,
    side: CoalitionId,
    from: PlaceId,
    to: PlaceId,
) -> Option<PlaceId> {
    let free = |place: PlaceId| place == to || !held_by_enemy(s, side, place);
    step_towards(war, real, s, from, to, free).or_else(|| step_towards(war, real, s, from, to, |_| true))
}

fn step_towards(
    war: &War,
    real: &Realised,
    s: &Situation,
    from: PlaceId,
    to: PlaceId,
    through: impl Fn(PlaceId) -> bool,
) -> Option<PlaceId> {
    let (days, via) = reach(war, real, s, &[(from, 0.0)], Some(to), through);
    if from == to || !days[to.index()].is_finite() {
        return None;
    }
    let mut at = to;
    while let Some(before) = via[at.index()] {
        if before == from {
            return Some(at);
        }
        at = before;
    }
    None
}

/// Whether a place is held by a side at war with `side`.
pub fn held_by_enemy(s: &Situation, side: CoalitionId, place: PlaceId) -> bool {
    s.places[place].owner.is_some_and(|owner| {
        let other = &s.factions[owner];
        other.coalition != side && other.at_war && s.coalitions[side].active
    })
}

/// The open lane between two neighbouring places that takes least time.
pub fn lane_between(
    war: &War,
    real: &Realised,
    s: &Situation,
    a: PlaceId,
    b: PlaceId,
) -> Option<(LaneId, f64)> {
    let lanes = neighbours(war, s, a).filter(|(_, place)| *place == b).map(|(lane, _)| lane);
    lanes.map(|lane| (lane, real.lane_days[lane])).min_by(|x, y| x.1.total_cmp(&y.1))
}
