//! When a side has had enough.
//!
//! After each bout each commander re-projects. He breaks off when
//!
//! 1. his loss has reached his tolerance (reckoned half a bout ahead, so that the length of the bout does not
//!    matter): a breakpoint, as Helmbold (1971) found it in land battles; or
//! 2. he has a way out, has lost a fair part of it ([`Side::trial_share`]) and projects to reach it before the enemy
//!    reaches his, by Lanchester's conserved quantity from the present state; or
//! 3. nerve fails: a hazard an hour of `panic·logistic(4·(loss/tolerance − 1) + ½·ln(enemy/own strength²) + ½ if no way out −
//!    2·(steadiness − ½))`.
//!
//! Where there is a way out he retreats. Where there is none he surrenders with chance 1 − steadiness the first time,
//! or fights on to the last, with (3) still at work.

use crate::engagement::{Rules, Side, amount, share};
use polemos_chance::special::{chance_of_any, logistic};

/// How a side stands after a bout.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Standing {
    /// Loss of value as a share of what was there at the start.
    pub loss: f64,
    /// Loss that was to be expected of the last bout.
    pub bout_loss: f64,
    /// Hits an hour it can deliver on the enemy.
    pub fire: f64,
    /// Hits that would kill all it has.
    pub staying: f64,
    /// How its fire grows with its number.
    pub exponent: f64,
    /// Where between two whole ships its breakpoints lie: from minus to plus half a ship, as a share of its start.
    /// Drawn once; without it the whole number of ships, and not the model, would decide small battles.
    pub grain: f64,
    /// It has resolved to fight to the last.
    pub stands: bool,
}

/// Lanchester's conserved quantity from now to a loss: fire × staying power × (1 − s^(1 + φ))/(1 + φ), where s is
/// what will be left at `tolerance` of what is there now. The side with more of it outlasts the other.
fn outlasting(standing: &Standing, tolerance: f64) -> f64 {
    let left = ((1.0 - tolerance) / (1.0 - standing.loss).max(1e-9)).clamp(0.0, 1.0);
    let power = 1.0 + standing.exponent;
    let kept = if power == 2.0 { left * left } else { libm::pow(left, power) };
    standing.fire * standing.staying * (1.0 - kept) / power
}

/// Whether a side breaks now; `luck` is drawn only if the hazard decides.
pub(crate) fn breaks(
    side: &Side,
    own: &Standing,
    enemy: &Standing,
    rules: &Rules,
    hours: f64,
    luck: impl Fn() -> f64,
) -> bool {
    let tolerance = share(side.tolerance);
    if tolerance >= 1.0 {
        return false; // to the last
    }
    let expected = own.loss + share(rules.foresight) * own.bout_loss + own.grain;
    if !own.stands {
        if expected >= tolerance {
            return true;
        }
        if side.can_retreat
            && expected >= share(side.trial_share) * tolerance
            && outlasting(own, tolerance) < outlasting(enemy, share(rules.expected_tolerance))
        {
            return true;
        }
    }
    let rate = amount(rules.panic_per_hour) * logistic(dread(side, own, enemy, tolerance));
    rate > 0.0 && own.loss > 0.0 && luck() < chance_of_any(rate * hours)
}

fn dread(side: &Side, own: &Standing, enemy: &Standing, tolerance: f64) -> f64 {
    let strength = |s: &Standing| (s.fire * s.staying).max(1e-12);
    let odds = 0.5 * libm::log(strength(enemy) / strength(own));
    let trapped = if side.can_retreat { 0.0 } else { 0.5 };
    4.0 * (own.loss / tolerance.max(1e-3) - 1.0) + odds + trapped - 2.0 * (share(side.steadiness) - 0.5)
}
