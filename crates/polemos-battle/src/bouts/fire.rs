//! Who fires, at whom, and how many hits that is.

use super::pairs::Pairs;
use crate::engagement::{Group, Rules, Side, amount};
use crate::quick::Force;

/// Hits an hour of a side, by manner.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Fire {
    /// Aimed, and told what others aim at.
    pub coordinated: f64,
    /// Aimed, each ship for itself.
    pub scattered: f64,
    /// Into an area, at the nominal density of targets.
    pub area: f64,
}

impl Fire {
    /// The fire of a side whose groups number `ships` (thinned within the bout), each group's fire further scaled by
    /// `part`.
    pub fn of(side: &Side, ships: &[f64], part: impl Fn(&Group) -> f64, rules: &Rules) -> Self {
        let mut fire = Self::default();
        let mut firing = 0.0;
        for (group, &ships) in side.groups.iter().zip(ships) {
            let hits = group.fire_per_ship() * ships * part(group);
            if hits <= 0.0 {
                continue;
            }
            firing += ships;
            if group.weapon.area {
                fire.area += hits;
            } else {
                let command = rules.coordinated(group.command);
                fire.coordinated += hits * command;
                fire.scattered += hits * (1.0 - command);
            }
        }
        let scale = rules.engaged(firing) * amount(side.skill);
        Self {
            coordinated: fire.coordinated * scale,
            scattered: fire.scattered * scale,
            area: fire.area * scale,
        }
    }

    /// The same fire so many times as strong.
    pub fn times(self, factor: f64) -> Self {
        Self {
            coordinated: self.coordinated * factor,
            scattered: self.scattered * factor,
            area: self.area * factor,
        }
    }

    /// Hits an hour that land on `targets` ships in all.
    pub fn total(&self, targets: f64, rules: &Rules) -> f64 {
        self.coordinated + self.scattered + self.area * density(targets, rules)
    }

    pub fn is_none(&self) -> bool {
        self.coordinated + self.scattered + self.area <= 0.0
    }
}

/// What falls on one group in a bout.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Incoming {
    /// Coordinated hits on the whole group, expected.
    pub coordinated: f64,
    /// Other hits on each ship, expected.
    pub per_ship: f64,
}

/// Shares a side's fire over the enemy's groups by number × weight × `exposure`, for a bout of `hours`. `ships` are
/// the numbers over which fire is spread; of the hits on each group `yields` count.
pub(crate) fn aim(
    fire: &Fire,
    enemy: &[Group],
    ships: &[f64],
    (exposure, yields): (&[f64], &[f64]),
    rules: &Rules,
    hours: f64,
    incoming: &mut [Incoming],
) {
    let weigh = |group: &Group, n: f64, e: f64| n * amount(group.target_weight) * e;
    let (mut total, mut targets) = (0.0, 0.0);
    for ((group, &n), &e) in enemy.iter().zip(ships).zip(exposure) {
        total += weigh(group, n, e);
        targets += n;
    }
    let area_fire = fire.area * density(targets, rules);
    let targets = incoming.iter_mut().zip(enemy).zip(ships).zip(exposure).zip(yields);
    for ((((into, group), &n), &e), &counts) in targets {
        *into = Incoming::default();
        let weight = weigh(group, n, e);
        if weight <= 0.0 || n <= 0.0 {
            continue;
        }
        let part = weight / total;
        let scattered = fire.scattered * part / n;
        let area = area_fire * part / n;
        into.coordinated = fire.coordinated * part * hours * counts;
        into.per_ship =
            (scattered * unwasted(scattered, group.hits_to_kill(), rules) + area) * hours * counts;
    }
}

/// What hits of a side count on each of the enemy's groups, on the mean over its shooters, of whom `ships` fire.
pub(crate) fn yields(pairs: &Pairs, side: &Side, ships: &[f64], enemy: &[Group], into: &mut [f64]) {
    for (counts, target) in into.iter_mut().zip(enemy) {
        let (mut hits, mut counted) = (0.0, 0.0);
        for (group, n) in side.groups.iter().zip(ships) {
            let fire = group.fire_per_ship() * n;
            hits += fire;
            counted += fire * pairs.factor(group.class, target.class);
        }
        *counts = if hits > 0.0 { counted / hits } else { 1.0 };
    }
}

/// Density of targets relative to the one at which area fire is rated.
pub(crate) fn density(targets: f64, rules: &Rules) -> f64 {
    let rated = amount(rules.area_ships);
    if rated > 0.0 { targets / rated } else { 0.0 }
}

/// Share of uncoordinated hits that do not fall on targets killed since anyone looked. H hits at random on N targets
/// strike N·(1 − (1 − 1/N)^H) distinct ones; for many targets that is N·(1 − e^(−H/N)), and a target of toughness k
/// dies by every k-th hit.
pub(crate) fn unwasted(hits_per_ship_hour: f64, toughness: usize, rules: &Rules) -> f64 {
    let x = hits_per_ship_hour * amount(rules.overkill) / toughness as f64;
    if x < 1e-9 { 1.0 } else { -libm::expm1(-x) / x }
}

/// The fire of a force summed up, as [`Fire::of`] would give it.
pub(crate) fn fire_of(force: &Force, rules: &Rules) -> Fire {
    let scale = rules.engaged(force.firing);
    let [alone, led] = [rules.coordinated(0.0), rules.coordinated(1.0)];
    let coordinated = force.coordinated * led + force.scattered * alone;
    let scattered = force.coordinated * (1.0 - led) + force.scattered * (1.0 - alone);
    Fire { coordinated: coordinated * scale, scattered: scattered * scale, area: force.area * scale }
}
