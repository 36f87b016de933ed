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
        let reach = t.rule(Rule::RaidReach);
        let mut posts = Set::none_of(t.war.places.len());
        raiders.iter().for_each(|at| posts.add(at.index()));
        let mut near = Set::none_of(t.war.places.len());
        for at in posts.rows().map(PlaceId::from_index) {
            let days = t.s.distances_from(at).iter().map(|days| *days <= reach);
            near.join(days.collect::<Set>().words());
        }
        let is_struck = |(id, lane): &(LaneId, &Lane)| {
            t.s.lanes[*id] && lane.ends.iter().any(|end| near.has(end.index()))
        };
        let struck = t.war.lanes.pairs().filter(is_struck);
        let struck: Few<Struck, 64> = struck
            .map(|(id, lane)| Struck { ends: lane.ends.map(|end| end.0), days: t.real.lane_days[id] })
            .collect();
        let mut lines = Self::default();
        for &(place, weight) in forces.iter().filter(|(_, weight)| *weight > 0.0) {
            let share = weight / all;
            lines.mass += share * share;
            let days = |depot: &PlaceId| t.s.distance(*depot, place);
            let nearest = depots.iter().copied().min_by(|a, b| days(a).total_cmp(&days(b)).then(a.cmp(b)));
            let Some(depot) = nearest.filter(|depot| days(depot).is_finite()) else { continue };
            lines.days += share * days(&depot);
            lines.exposed += share * exposed(t, depot, place, &struck);
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

/// Days of the shortest path between two places that lie on lanes which raiders reach. Where paths are equally short,
/// the more exposed counts.
fn exposed(t: &Turn<'_>, from: PlaceId, to: PlaceId, struck: &[Struck]) -> f64 {
    let whole = t.s.distance(from, to);
    // Ways are as long there as back.
    let (out, onward) = (t.s.distances_from(from), t.s.distances_from(to));
    let mut days = 0.0;
    for lane in struck {
        let [a, b] = lane.ends.map(|end| end as usize);
        let on_path = |x: usize, y: usize| out[x] + lane.days + onward[y] <= whole + 1e-9;
        if on_path(a, b) || on_path(b, a) {
            days += lane.days;
        }
    }
    days.min(whole)
}
