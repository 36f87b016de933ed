//! Battles as a staff weighs them before they are joined: the battle's quick form on strengths as believed, every
//! strength standing for so many reference ships.

use crate::belief;
use crate::engagement::{self, Firmness};
use crate::phases::orders::Staff;
use crate::turn::Turn;
use polemos_battle::quick;

/// Chance of winning an attack and own loss share, as a staff sees it, against an enemy so firm.
pub fn attack(t: &Turn<'_>, staff: &Staff, own: f64, enemy: f64, firm: Firmness) -> (f64, f64) {
    if enemy <= 0.0 {
        return (1.0, 0.0);
    }
    let one = t.real.reference;
    let spread = belief::spread(t.war, t.real, staff.lead);
    let tolerance = t.s.coalitions[staff.side].tolerance;
    let rules = engagement::rules_against(t, firm.stays(), firm.resolute);
    let leaves = engagement::orders(t, tolerance);
    quick::odds_of_forces(&one.scaled(own), &firm.of(one.scaled(enemy)), &rules, leaves, spread)
}
