//! Battles as a staff weighs them before they are joined: the battle's quick form on strengths as believed, every
//! strength standing for so many reference ships.

use crate::belief;
use crate::engagement;
use crate::phases::orders::Staff;
use crate::turn::Turn;
use polemos_battle::quick;

/// Chance of winning an attack and own loss share, as a staff sees it; `firm` is the share of the enemy that cannot
/// leave, and how resolute he is to stand ([`engagement::resolute`]).
pub fn attack(t: &Turn<'_>, staff: &Staff, own: f64, enemy: f64, firm: [f64; 2]) -> (f64, f64) {
    if enemy <= 0.0 {
        return (1.0, 0.0);
    }
    let one = t.real.reference;
    let spread = belief::spread(t.war, t.real, staff.lead);
    let tolerance = t.s.coalitions[staff.side].tolerance;
    let rules = engagement::rules_against(t, firm[0], firm[1]);
    let leaves = engagement::orders(t, tolerance);
    quick::odds_of_forces(&one.scaled(own), &one.scaled(enemy), &rules, leaves, spread)
}
