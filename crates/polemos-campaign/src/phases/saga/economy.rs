//! Economies grow at a rate that war slows; one that has been struck, by disaster or by the loss of a war, comes back to
//! where it would have been over a generation (Organski and Kugler 1977, the phoenix factor). Who rules people who have
//! been put to work for him gains by it. What yards build goes with industry.

use super::{YEAR, sovereigns, with};
use crate::turn::Turn;
use polemos_war::*;

/// Moves all economies by a season.
pub fn play(t: &mut Turn<'_>, days: f64) {
    let closes = -libm::expm1(-days / t.rule(Rule::EconomyRecovery));
    let usual = t.rule(Rule::EconomyGrowth);
    for id in sovereigns(t) {
        let strain = if t.s.factions[id].at_war { t.rule(Rule::EconomyWar) } else { 0.0 };
        let grows = libm::exp((usual - strain) * days / YEAR);
        let goal = with(t, |saga| {
            let trend = &mut saga.states[id].trend;
            *trend *= grows;
            *trend
        });
        let goal = goal.unwrap_or(1.0) * (1.0 + t.rule(Rule::EconomySpoils) * slaves(t, id));
        let industry = t.s.factions[id].industry * grows;
        t.s.factions[id].industry = industry + (goal - industry) * closes;
    }
}

/// Worth of the worlds of enslaved people that a state rules, against its other worlds.
fn slaves(t: &Turn<'_>, id: FactionId) -> f64 {
    let Some(saga) = &t.s.saga else { return 0.0 };
    let enslaved = |people: PeopleId| {
        t.war.factions.pairs().any(|(other, f)| f.people == Some(people) && saga.states[other].enslaved)
    };
    let (mut bound, mut free) = (0.0, 0.0);
    for (place, state) in t.s.places.pairs().filter(|(_, state)| state.owner == Some(id)) {
        let _ = state;
        let worth = t.real.place_value[place];
        if t.war.places[place].people.is_some_and(enslaved) { bound += worth } else { free += worth }
    }
    if free > 0.0 { bound / free } else { 0.0 }
}
