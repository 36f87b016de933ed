//! Supply lines as a staff reckons them on the map: who would be supplied from where, over which lanes, and which of
//! these raiders can reach. Places, depots and lanes are common knowledge; where raiders stand is what is believed.

use crate::bits::Set;
use crate::few::Few;
use crate::turn::Turn;
use polemos_war::*;

/// What the lines of forces at some places come to, on average by their strength.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Lines {
    /// Days of path from the nearest depot.
    pub days: f64,
    /// The part of them on lanes that raiders reach.
    pub exposed: f64,
    /// How concentrated the forces are: 1 at one place, 1/n over n alike. Escorts go with it.
    pub mass: f64,
}

impl Lines {
    /// The lines of forces at places, by weight, from depots, with raiders at others.
    pub fn reckon(t: &Turn<'_>, forces: &[(PlaceId, f64)], depots: &[PlaceId], raiders: &[PlaceId]) -> Self {
        let all: f64 = forces.iter().map(|(_, weight)| weight).sum();
        let mut posts = Set::none_of(t.war.places.len());
        raiders.iter().for_each(|at| posts.add(at.index()));
        let reached = t.s.in_reach.of_all(&posts);
        let struck = reached.rows().map(LaneId::from_index).filter(|lane| t.s.lanes[*lane]);
        let struck: Few<Struck, 32> = struck
            .map(|id| Struck { ends: t.real.lane_ends[id].map(|end| end.0), days: t.real.lane_days[id] })
            .collect();
        let mut lines = Self::default();
        // Forces at one place share their line.
        let mut known = Set::none_of(t.war.places.len());
        let mut found: Few<(f64, f64), 32> = Few::filled((0.0, 0.0), t.war.places.len());
        for &(place, weight) in forces.iter().filter(|(_, weight)| *weight > 0.0) {
            let share = weight / all;
            lines.mass += share * share;
            if !known.has(place.index()) {
                known.add(place.index());
                found[place.index()] = line(t, place, depots, &struck);
            }
            let (days, exposed) = found[place.index()];
            if days.is_finite() {
                lines.days += share * days;
                lines.exposed += share * exposed;
            }
        }
        lines
    }

    /// Interdiction that raiders of so much strength, against that of the side, would cause in the long run: the mean of
    /// `raids`, all lanes together.
    pub fn interdiction(&self, t: &Turn<'_>, raiders: f64) -> f64 {
        self.strikes(t, raiders) * t.rule(Rule::RaidCut) * t.rule(Rule::RaidRecovery)
    }

    /// Strikes a day of such raiders.
    pub fn strikes(&self, t: &Turn<'_>, raiders: f64) -> f64 {
        let escorts = 1.0 + t.rule(Rule::RaidEscort) * self.mass / t.rule(Rule::RaidEscortHalf);
        t.rule(Rule::RaidRate) * raiders * self.exposed / escorts
    }

    /// Share of its need that reaches the side's forces, raids or none.
    pub fn delivered(&self, t: &Turn<'_>, interdiction: f64) -> f64 {
        libm::exp(-self.days / t.rule(Rule::SupplyScale) - interdiction)
    }
}

/// An open lane that raiders reach.
#[derive(Clone, Copy, Default)]
struct Struck {
    ends: [u32; 2],
    days: f64,
}

/// Days of path to a place from the nearest depot, and those of them on lanes that raiders reach.
fn line(t: &Turn<'_>, place: PlaceId, depots: &[PlaceId], struck: &[Struck]) -> (f64, f64) {
    let days = |depot: &PlaceId| t.s.distance(*depot, place);
    let nearest = depots.iter().copied().min_by(|a, b| days(a).total_cmp(&days(b)).then(a.cmp(b)));
    match nearest.filter(|depot| days(depot).is_finite()) {
        Some(depot) => (days(&depot), exposed(t, depot, place, struck)),
        None => (f64::INFINITY, 0.0),
    }
}

/// Days of the shortest path between two places that lie on lanes which raiders reach. Where paths are equally short,
/// the more exposed counts.
fn exposed(t: &Turn<'_>, from: PlaceId, to: PlaceId, struck: &[Struck]) -> f64 {
    let whole = t.s.distance(from, to);
    // Ways are as long there as back.
    let (out, onward) = (t.s.distances_from(from), t.s.distances_from(to));
    let mut days = 0.0;
    // A lane on a shortest path has both ends on it.
    let on_the_way = t.s.between.on_the_way(from, to);
    let near = |end: usize| on_the_way[end / 64] >> (end % 64) & 1 == 1;
    for lane in struck {
        let [a, b] = lane.ends.map(|end| end as usize);
        if !near(a) || !near(b) {
            continue;
        }
        let on_path = |x: usize, y: usize| out[x] + lane.days + onward[y] <= whole + 1e-9;
        if on_path(a, b) || on_path(b, a) {
            days += lane.days;
        }
    }
    days.min(whole)
}
