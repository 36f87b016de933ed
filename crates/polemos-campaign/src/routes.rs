//! Ways over the map: shortest times, next hops, supply paths. Ties are broken by the lower place id.

use crate::bits::Relation;
use crate::few::Few;
use crate::realised::Realised;
use crate::situation::Situation;
use polemos_war::*;
use std::sync::Arc;

/// Shortest travel times between all places over open lanes, days at speed 1 (Floyd 1962).
pub fn distances(war: &War, lane_days: &Table<LaneId, f64>, open: &Table<LaneId, bool>) -> Arc<Vec<f64>> {
    let n = war.places.len();
    let mut days = vec![f64::INFINITY; n * n];
    for place in 0..n {
        days[place * n + place] = 0.0;
    }
    for (id, lane) in war.lanes.pairs().filter(|(id, _)| open[*id]) {
        let [a, b] = lane.ends.map(|end| end.index());
        let time = lane_days[id].min(days[a * n + b]);
        days[a * n + b] = time;
        days[b * n + a] = time;
    }
    let mut onward = vec![0.0; n];
    for via in 0..n {
        onward.copy_from_slice(&days[via * n..][..n]);
        for row in days.chunks_exact_mut(n) {
            let first = row[via];
            if first.is_finite() {
                for (days, more) in row.iter_mut().zip(&onward) {
                    let through = first + more;
                    *days = if through < *days { through } else { *days };
                }
            }
        }
    }
    Arc::new(days)
}

/// What distance leaves of a threat, exp(−days/scale), for all distances.
pub fn nearness(scale: f64, distances: &[f64]) -> Arc<Vec<f64>> {
    Arc::new(distances.iter().map(|days| libm::exp(-days / scale)).collect())
}

/// Which places an open lane joins to which.
pub fn next_to(war: &War, open: &Table<LaneId, bool>) -> Arc<Relation> {
    let mut next = Relation::none_of(war.places.len());
    for (_, lane) in war.lanes.pairs().filter(|(id, _)| open[*id]) {
        let [a, b] = lane.ends.map(|end| end.index());
        next.add(a, b);
        next.add(b, a);
    }
    Arc::new(next)
}

/// Which places are no further than so many days from which.
pub fn within(places: usize, distances: &[f64], far: f64) -> Arc<Relation> {
    let mut near = Relation::none_of(places);
    for (pair, _) in distances.iter().enumerate().filter(|(_, days)| **days <= far) {
        near.add(pair / places, pair % places);
    }
    Arc::new(near)
}

/// Which lanes have an end that is no further than so many days from which place.
pub fn lanes_within(war: &War, distances: &[f64], far: f64) -> Arc<Relation> {
    let places = war.places.len();
    let mut near = Relation::none_between(places, war.lanes.len());
    for from in 0..places {
        for (lane, def) in war.lanes.pairs() {
            let [a, b] = def.ends.map(|end| distances[from * places + end.index()]);
            if a.min(b) <= far {
                near.add(from, lane.index());
            }
        }
    }
    Arc::new(near)
}

/// Which places lie on a shortest way between which, as bits.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Between {
    places: usize,
    words: usize,
    bits: Vec<u64>,
}

impl Between {
    /// From all distances.
    pub fn new(places: usize, distances: &[f64]) -> Self {
        let words = places.div_ceil(64);
        let mut bits = vec![0; places * places * words];
        let row = |place: usize| &distances[place * places..][..places];
        for from in 0..places {
            for to in from..places {
                let longest = row(from)[to] + 1e-9;
                for (n, (there, back)) in row(from).chunks(64).zip(row(to).chunks(64)).enumerate() {
                    // Ways are as long there as back.
                    let ways = there.iter().zip(back).map(|(there, onward)| there + onward <= longest);
                    let word = ways.enumerate().fold(0, |word, (via, is)| word | u64::from(is) << via);
                    bits[(from * places + to) * words + n] = word;
                    bits[(to * places + from) * words + n] = word;
                }
            }
        }
        Self { places, words, bits }
    }

    /// Which places are reached through which, from where: row `from · places + via`, all `to` between which and `from`
    /// `via` lies.
    pub fn reached_through(&self) -> Relation {
        let places = self.places;
        let mut through = Relation::none_between(places * places, places);
        for from in 0..places {
            for to in 0..places {
                let ids = [from, to].map(PlaceId::from_index);
                for via in
                    (0..places).filter(|via| self.lies_on_the_way(ids[0], ids[1], PlaceId::from_index(*via)))
                {
                    through.add(from * places + via, to);
                }
            }
        }
        through
    }

    /// Places on a shortest way, its ends with them: bit `place mod 64` of word `place div 64`.
    pub fn on_the_way(&self, from: PlaceId, to: PlaceId) -> &[u64] {
        &self.bits[(from.index() * self.places + to.index()) * self.words..][..self.words]
    }

    /// Whether a place is one of them.
    pub fn lies_on_the_way(&self, from: PlaceId, to: PlaceId, place: PlaceId) -> bool {
        self.on_the_way(from, to)[place.index() / 64] >> (place.index() % 64) & 1 == 1
    }
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

/// Travel times from several places over open lanes whose inner places satisfy `through`, up to the nearest place that
/// satisfies `found`, which is the answer (Dijkstra 1959). Times, and from where each place is reached, are left in
/// `known`, where no place must have been reached before.
pub fn search(
    real: &Realised,
    s: &Situation,
    from: &[(PlaceId, f64)],
    found: impl Fn(PlaceId) -> bool,
    through: impl Fn(PlaceId) -> bool,
    known: (&mut [f64], &mut [Option<PlaceId>]),
) -> Option<PlaceId> {
    let (days, via) = known;
    // Reached, but not gone on from.
    let mut open: Few<PlaceId, 32> = Few::new();
    for &(place, start) in from {
        if days[place.index()].is_infinite() {
            open.push(place);
        }
        days[place.index()] = days[place.index()].min(start);
    }
    while let Some(next) = nearest(days, &open) {
        let at = open.swap_remove(next);
        if found(at) {
            return Some(at);
        }
        let is_source = from.iter().any(|(place, _)| *place == at);
        if !is_source && !through(at) {
            continue;
        }
        let start = days[at.index()];
        for hop in real.hops(at).iter().filter(|hop| s.lanes[hop.lane]) {
            let there = start + hop.days;
            let time = &mut days[hop.to.index()];
            if there < *time {
                if time.is_infinite() {
                    open.push(hop.to);
                }
                *time = there;
                via[hop.to.index()] = Some(at);
            }
        }
    }
    None
}

fn nearest(days: &[f64], open: &[PlaceId]) -> Option<usize> {
    let mut best: Option<(usize, f64, PlaceId)> = None;
    for (n, place) in open.iter().enumerate() {
        let time = days[place.index()];
        if best.is_none_or(|(_, least, first)| time < least || (time == least && *place < first)) {
            best = Some((n, time, *place));
        }
    }
    best.map(|(n, _, _)| n)
}

/// How much longer than the shortest a way past the enemy's places may be for a force to take it.
const DETOUR: f64 = 1.5;

/// The first place on a coalition's way to another: along places that no enemy holds, if such a way exists and is not
/// much longer than the shortest, which the force takes otherwise, come what may.
pub fn next_hop(
    war: &War,
    real: &Realised,
    s: &Situation,
    side: CoalitionId,
    from: PlaceId,
    to: PlaceId,
) -> Option<PlaceId> {
    let free = |place: PlaceId| place == to || !held_by_enemy(s, side, place);
    let most = DETOUR * s.distance(from, to) + 1e-9;
    let around = step_towards(war, real, s, from, to, free).filter(|(_, days)| *days <= most);
    around.or_else(|| step_towards(war, real, s, from, to, |_| true)).map(|(next, _)| next)
}

/// The first place on the shortest way whose inner places satisfy `through`, and the days it takes.
fn step_towards(
    war: &War,
    real: &Realised,
    s: &Situation,
    from: PlaceId,
    to: PlaceId,
    through: impl Fn(PlaceId) -> bool,
) -> Option<(PlaceId, f64)> {
    if from == to {
        return None;
    }
    let n = war.places.len();
    let mut days: Few<f64, 32> = Few::filled(f64::INFINITY, n);
    let mut via: Few<Option<PlaceId>, 32> = Few::filled(None, n);
    search(real, s, &[(from, 0.0)], |place| place == to, through, (&mut days, &mut via))?;
    let mut at = to;
    while let Some(before) = via[at.index()] {
        if before == from {
            return Some((at, days[to.index()]));
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

/// Places beside one, over open lanes, that are held by a side at war with `side`.
pub fn held_by_enemy_beside<'a>(
    war: &'a War,
    s: &'a Situation,
    side: CoalitionId,
    place: PlaceId,
) -> impl Iterator<Item = PlaceId> + 'a {
    neighbours(war, s, place).map(|(_, next)| next).filter(move |next| held_by_enemy(s, side, *next))
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

#[cfg(test)]
mod tests {
    use super::*;

    /// Places on a ring of so many, a day apart.
    fn ring(n: usize) -> Vec<f64> {
        let days = |a: usize, b: usize| a.abs_diff(b).min(n - a.abs_diff(b)) as f64;
        (0..n * n).map(|pair| days(pair / n, pair % n)).collect()
    }

    #[test]
    fn places_between_are_those_without_a_detour() {
        for n in [1, 5, 64, 70, 130] {
            let days = ring(n);
            let between = Between::new(n, &days);
            for pair in 0..n * n {
                let (from, to) = (pair / n, pair % n);
                let ids = [from, to].map(PlaceId::from_index);
                let word = |place: usize| between.on_the_way(ids[0], ids[1])[place / 64] >> (place % 64) & 1;
                for via in 0..n {
                    let lies = days[from * n + via] + days[via * n + to] <= days[pair] + 1e-9;
                    assert_eq!(between.lies_on_the_way(ids[0], ids[1], PlaceId::from_index(via)), lies);
                    assert_eq!(word(via) == 1, lies);
                }
            }
        }
    }
}
