//! Retreat under fire.

use crate::engagement::{Group, Rules, Side, amount, share};

/// Steps in which a pursuit is played.
pub(crate) const STEPS: u32 = 3;

/// Mean speed of the ships of a side that can pursue, by number.
pub(crate) fn pursuit_speed(side: &Side) -> f64 {
    let movers = || side.groups.iter().filter(|g| !g.immobile && g.powered);
    let ships: f64 = movers().map(|g| f64::from(g.ships())).sum();
    let speed: f64 = movers().map(|g| f64::from(g.ships()) * g.speed.max(0.0)).sum();
    if ships > 0.0 { speed / ships } else { 0.0 }
}

/// How far a fleeing group lies under the pursuers' fire: even speeds ½, twice as fast a pursuer 0.8, half 0.2; less
/// cohesion (ships out of command) exposes it more. The immobile are not chased: they stay behind, and stand so far as
/// the rules say.
pub(crate) fn exposure(fleeing: &Group, pursuers_speed: f64, rules: &Rules) -> f64 {
    if fleeing.immobile {
        return amount(rules.stand[1]);
    }
    if pursuers_speed <= 0.0 {
        return 0.0;
    }
    let reach =
        |speed: f64| if rules.chase == 2.0 { speed * speed } else { libm::pow(speed, amount(rules.chase)) };
    let (chase, flight) = (reach(pursuers_speed), reach(fleeing.speed.max(0.0)));
    let stragglers = amount(rules.stragglers);
    let caught = chase / (chase + flight);
    (caught * (1.0 + stragglers - stragglers * share(fleeing.command))).min(1.0)
}
