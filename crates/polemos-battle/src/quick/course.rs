//! How much of their fire the sides of a battle give, and when their commanders see what they have lost: what follows from
//! the battle's course, which in turn follows from it.

use super::{Exchange, Force};
use crate::engagement::{Rules, amount, pace, share};

/// Moments of a battle at which is asked how much of its fire a side gives.
const MOMENTS: usize = 16;

/// What a battle's course makes of its figures.
#[derive(Clone, Copy, Debug)]
pub(super) struct Course {
    /// Hours in range.
    pub(super) hours: f64,
    /// Share of each side that is left, on the mean over them.
    pub(super) left: [f64; 2],
    /// By how much more than it would bear a side has lost when its commander sees that.
    pub(super) beyond: [f64; 2],
    /// How much of its fire each gives.
    pub(super) parts: [f64; 2],
    /// How far each has come on its table at the end.
    pub(super) came: [f64; 2],
}

/// Hours in range of an ordinary battle.
const ORDINARY: f64 = 8.0;

impl Course {
    /// Hours in range; where nothing is known of it yet, of an ordinary battle.
    pub(super) fn lasts(&self) -> f64 {
        if self.hours > 0.0 { self.hours } else { ORDINARY }
    }
}

impl Default for Course {
    /// A battle in which both give all, and leave where they mean to.
    fn default() -> Self {
        Self { hours: 0.0, left: [1.0; 2], beyond: [0.0; 2], parts: [1.0; 2], came: [1.0; 2] }
    }
}

/// How much of their fire both sides give in the course of a battle: what being the stronger adds, and how their ranks
/// come into range.
pub(super) struct FireGiven<'a> {
    own: &'a Force,
    enemy: &'a Force,
    rules: &'a Rules,
    flanking: f64,
}

impl<'a> FireGiven<'a> {
    pub(super) fn new(own: &'a Force, enemy: &'a Force, rules: &'a Rules) -> Self {
        Self { own, enemy, rules, flanking: rules.flanking_power() }
    }

    /// Whether both always give all of it, and leave where they mean to.
    pub(super) fn is_plain(&self) -> bool {
        let gives_all = |force: &Force| force.given(self.rules, 1.0, 1.0) == 1.0;
        let told = self.rules.judged.is_some();
        !told
            && self.flanking == 0.0
            && self.rules.all_in_range()
            && gives_all(self.own)
            && gives_all(self.enemy)
    }

    /// The course of a battle that lasts as long, and costs as much, as this one.
    pub(super) fn course(&self, battle: &Exchange) -> Course {
        let end = battle.last(1.0);
        let hours = battle.hours(&end).min(self.rules.max_hours);
        let losses = [battle.own.loss(end.own), battle.enemy.loss(end.enemy)];
        let left = losses.map(|loss| 1.0 - 0.5 * loss);
        // A commander looks after each bout, and sees by then half a bout more than what he would bear, less what he reckons
        // ahead.
        let unseen = (0.5 - share(self.rules.foresight)) * amount(self.rules.bout_hours);
        let beyond = losses.map(|loss| (loss * unseen / hours.max(unseen.abs()).max(1e-3)).max(0.0));
        Course { hours, left, beyond, parts: self.parts(hours, left, 0.0), came: [end.own, end.enemy] }
    }

    /// The means over so many hours in range, with so much left of the sides on the mean, where the own side is stronger
    /// than it is by this much of a logarithm.
    pub(super) fn parts(&self, hours: f64, left: [f64; 2], by: f64) -> [f64; 2] {
        let (Self { own, enemy, rules, flanking }, more) = (self, libm::exp(by));
        let mean = |(one, two): (&Force, &Force), left: f64, more: f64, less: f64| {
            let pace = pace(own.fixed_share().max(enemy.fixed_share()));
            let span = hours * pace / MOMENTS as f64;
            let moments = (0..MOMENTS).map(|at| (at as f64 + 0.5) * span);
            let ships = (one.ships * more, two.ships * less);
            let part = |hours: f64| {
                let opened = pace * rules.opened(ships, one.holds, (hours - 0.5 * span, span));
                one.given(rules, left, rules.deployed(ships, one.holds, hours) + opened)
                    * rules.edge(*flanking, (one.value * more, two.value * less), hours)
            };
            (moments.map(part).sum::<f64>() / MOMENTS as f64).max(1e-6)
        };
        [mean((own, enemy), left[0], more, 1.0), mean((enemy, own), left[1], 1.0, more)]
    }
}
