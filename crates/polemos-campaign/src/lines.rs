//! Supply lines as a staff reckons them on the map: who would be supplied from where, over which lanes, and which of
//! these raiders can reach. Places, depots and lanes are common knowledge; where raiders stand is what is believed.

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
        let struck: Vec<bool> = t
            .war
            .lanes
            .iter()
            .map(|lane| lane.ends.iter().any(|end| raiders.iter().any(|at| t.s.distance(*at, *end) <= reach)))
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

/// Days of the shortest path between two places that lie on lanes which raiders reach. Where paths are equally short,
/// the more exposed counts.
fn exposed(t: &Turn<'_>, from: PlaceId, to: PlaceId, struck: &[bool]) -> f64 {
    let whole = t.s.distance(from, to);
    let mut days = 0.0;
    for (id, lane) in t.war.lanes.pairs().filter(|(id, _)| t.s.lanes[*id] && struck[id.index()]) {
        let length = t.real.lane_days[id];
        let [a, b] = lane.ends;
        let on_path = |x, y| t.s.distance(from, x) + length + t.s.distance(y, to) <= whole + 1e-9;
        if on_path(a, b) || on_path(b, a) {
            days += length;
        }
    }
    days.min(whole)
}
