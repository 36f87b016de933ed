//! Who fires, at whom, and how many hits that is.

use super::pairs::{Mixture, Pairs};
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
    /// The fire of a side in these ranks (thinned within the bout), each group's fire further scaled by `part`.
    pub fn of(side: &Side, ranks: &[Rank], part: impl Fn(&Group) -> f64, rules: &Rules, hours: f64) -> Self {
        let mut fire = Self::default();
        let mut firing = 0.0;
        for (group, rank) in side.groups.iter().zip(ranks) {
            let hits = rank.fire * rank.ships * part(group);
            if hits <= 0.0 {
                continue;
            }
            firing += rank.ships;
            if group.weapon.area {
                fire.area += hits;
            } else {
                let command = rules.coordinated_after(group.command, group.immobile, hours);
                fire.coordinated += hits * command;
                fire.scattered += hits * (1.0 - command);
            }
        }
        fire.times(rules.engaged(firing) * amount(side.skill))
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
    /// Hits for which targets are dealt out to them at a time; 0 for one target after the other.
    pub dealt: f64,
    /// Other hits on each ship that lies under fire, expected.
    pub per_ship: f64,
    /// Ships that do, the most damaged of the group.
    pub front: u32,
    /// Whole shots that kill one of its ships; 0 for as many as hits.
    pub shots: usize,
}

/// What a bout needs of one group.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Rank {
    /// Ships, thinned within the bout.
    pub ships: f64,
    /// Hits an hour of one of them.
    pub fire: f64,
    /// Worth of one.
    pub value: f64,
    /// How much of the enemy's fire one draws, 1 ordinary.
    pub weight: f64,
    /// How far it lies under fire.
    pub exposure: f64,
    /// What the enemy's hits count on it.
    pub counts: f64,
    /// The enemy's whole shots that kill one; 0 for as many as hits.
    pub shots: usize,
    /// Whether it went over in this battle, and stands among those whom it left.
    pub turned: bool,
    /// Hits that kill a ship.
    pub toughness: usize,
    /// What falls on it in the bout.
    pub incoming: Incoming,
    /// The luck of what of that is coordinated.
    pub volley: f64,
}

impl Rank {
    /// A group as it is now, wholly under fire.
    pub fn of(group: &Group) -> Self {
        Self {
            ships: f64::from(group.ships()),
            fire: group.fire_per_ship(),
            value: group.value_per_ship(),
            weight: amount(group.target_weight),
            exposure: 1.0,
            counts: 1.0,
            shots: 0,
            turned: false,
            toughness: group.hits_to_kill(),
            incoming: Incoming::default(),
            volley: 0.5,
        }
    }
}

/// What a bout needs to know of how two sides stand to each other.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Contact {
    /// Share of those who are fired at that lies under uncoordinated fire.
    pub front: f64,
    /// Length of the bout.
    pub hours: f64,
}

/// Share of a fleet that lies in front at least: the first.
const LEAST_IN_FRONT: f64 = 1e-9;

/// Shares a side's fire over the enemy's groups by number × weight × exposure, and uncoordinated fire by how many of each lie in
/// front. Of the hits on each group so many count.
pub(crate) fn aim(fire: &Fire, ranks: &mut [Rank], rules: &Rules, contact: &Contact) {
    let weigh = |rank: &Rank| rank.ships * rank.weight * rank.exposure;
    // Who went over has those whom he left about him.
    let in_front = |rank: &Rank| if rank.turned { 1.0 } else { contact.front.max(LEAST_IN_FRONT) };
    let (mut total, mut total_in_front, mut targets) = (0.0, 0.0, 0.0);
    for rank in ranks.iter() {
        total += weigh(rank);
        total_in_front += weigh(rank) * in_front(rank);
        targets += rank.ships;
    }
    let area_fire = fire.area * density(targets, rules);
    for rank in ranks {
        rank.incoming = Incoming { shots: rank.shots, ..Incoming::default() };
        let (weight, n, lies) = (weigh(rank), rank.ships, in_front(rank));
        if weight <= 0.0 || n <= 0.0 {
            continue;
        }
        let part = weight / total;
        let front = if lies < 1.0 { libm::ceil(n * lies).max(1.0) } else { n };
        rank.incoming.front = if lies < 1.0 { front as u32 } else { u32::MAX };
        let scattered = fire.scattered * (weight * lies / total_in_front) / front;
        let area = area_fire * part / front;
        rank.incoming.coordinated = fire.coordinated * part * contact.hours * rank.counts;
        rank.incoming.dealt = amount(rules.marks) * fire.coordinated * part * rank.counts;
        rank.incoming.per_ship =
            (scattered * unwasted(scattered, rank.toughness, rules) + area) * contact.hours * rank.counts;
    }
}

/// What hits of a side count on each of the enemy's groups, on the mean over its shooters, and how many shots kill.
pub(crate) fn yields(
    (pairs, mixture): (&Pairs, &mut Mixture),
    side: &Side,
    ranks: &[Rank],
    enemy: &[Group],
    into: &mut [Rank],
) {
    mixture.fill(pairs, side.groups.iter().zip(ranks).map(|(group, rank)| (group, rank.fire * rank.ships)));
    for (rank, target) in into.iter_mut().zip(enemy) {
        rank.counts = mixture.counts(pairs, target);
        rank.shots = libm::round(mixture.shots(target)) as usize;
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

/// The fire of a force summed up, as [`Fire::of`] would give it on the mean over so many hours.
pub(crate) fn fire_of(force: &Force, rules: &Rules, hours: f64) -> Fire {
    let scale = rules.engaged(force.firing);
    let fixed = force.fixed_fire();
    let [alone, led] = [0.0, 1.0].map(|command| {
        let [moving, standing] =
            [false, true].map(|immobile| rules.coordinated_over(command, immobile, hours));
        moving + fixed * (standing - moving)
    });
    let coordinated = force.coordinated * led + force.scattered * alone;
    let scattered = force.coordinated * (1.0 - led) + force.scattered * (1.0 - alone);
    Fire { coordinated: coordinated * scale, scattered: scattered * scale, area: force.area * scale }
}
