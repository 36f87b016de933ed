//! How one unit of a class fights, in quantities that a scenario can give; and the class of a scene that it makes.
//!
//! Lengths are in *reaches*: 1 is how far the weapons of an ordinary unit carry. Times are in hours, damage in reference
//! hits. What a scenario leaves out follows from the class's figures in the aggregated model ([`Form::ordinary`]), so
//! that any class can be fought unit by unit.

use super::scene::{Class, Gun};
use crate::bouts::Armament;
use crate::engagement::{MAX_STAGES, amount};

/// Length of a reach in a scene.
pub const REACH: f64 = 10.0;
/// Points of damage of a reference hit in a scene.
pub const HIT: f64 = 20.0;
/// Reaches that an ordinary unit sees. Assumed, as in the published duel.
const SIGHT: f64 = 2.0;
/// Hours in which a unit comes to top speed. Assumed: the published duel's five steps.
const TO_SPEED: f64 = 0.5;
/// Distance at which a unit circles instead of closing in, in reaches. Assumed, as in the published duel.
const STANDOFF: f64 = 0.5;

/// A class's figures in the aggregated model: what the rest follows from.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Figures {
    /// Salvoes an hour.
    pub rate: f64,
    /// Chance that a salvo hits.
    pub accuracy: f64,
    /// Reference hits of damage of a salvo that hits.
    pub damage: f64,
    /// Fire spread over an area.
    pub area: bool,
    /// Reference hits that kill a unit.
    pub toughness: f64,
    /// Reference hits that it regains an hour.
    pub recovery: f64,
    /// Speed, 1 ordinary; 0 for what never moves.
    pub speed: f64,
}

/// A weapon of a unit.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Arm {
    /// How far it carries, reaches.
    pub reach: f64,
    /// Salvoes an hour.
    pub rate: f64,
    /// Chance of a hit point-blank.
    pub accuracy: f64,
    /// The same at the limit of its reach.
    pub accuracy_far: f64,
    /// Damage of a hit, reference hits.
    pub damage: f64,
    /// Fire spread over an area.
    pub area: bool,
}

/// How one unit of a class fights.
#[derive(Clone, Debug, PartialEq)]
pub struct Form {
    /// What the class is called.
    pub id: String,
    /// Hits an hour of one unit in the aggregated model: what an engagement's groups are measured by.
    pub hits_per_hour: f64,
    /// How far it sees, reaches.
    pub sensors: f64,
    /// Top speed, reaches an hour.
    pub speed: f64,
    /// Reaches an hour that it gains in an hour.
    pub acceleration: f64,
    /// Distance at which it circles instead of closing in, reaches.
    pub standoff: f64,
    /// What its shields bear, reference hits.
    pub shield: f64,
    /// What they regain an hour, reference hits.
    pub recharge: f64,
    /// What its hull bears, reference hits.
    pub hull: f64,
    /// Its weapons.
    pub arms: Vec<Arm>,
    /// Its worth as a target where fire is focused, 1 ordinary.
    pub priority: f64,
    /// How far its command link carries, reaches; 0 for units that only receive.
    pub link: f64,
    /// Whether it commands its side.
    pub commands: bool,
    /// Rows of the classes whose units power it, as [`Group::class`](crate::Group::class) numbers them; it needs none
    /// when empty.
    pub powered_by: Vec<u16>,
}

impl Form {
    /// A unit as the aggregated model has it, and ordinary in what that does not know: one weapon of ordinary reach
    /// that hits as well far as near; shields for all but the last hit if it recovers, else none; no links, no need of
    /// power.
    #[must_use]
    pub fn ordinary(id: &str, figures: &Figures) -> Self {
        let toughness = amount(figures.toughness).clamp(1.0, MAX_STAGES as f64);
        let shield = if figures.recovery > 0.0 { toughness - 1.0 } else { 0.0 };
        let speed = amount(figures.speed);
        let arm = Arm {
            reach: 1.0,
            rate: figures.rate,
            accuracy: figures.accuracy,
            accuracy_far: figures.accuracy,
            damage: figures.damage,
            area: figures.area,
        };
        Self {
            id: id.to_owned(),
            hits_per_hour: amount(figures.rate) * amount(figures.accuracy) * amount(figures.damage),
            sensors: SIGHT,
            speed,
            acceleration: speed / TO_SPEED,
            standoff: STANDOFF,
            shield,
            recharge: figures.recovery,
            hull: toughness - shield,
            arms: vec![arm],
            priority: 1.0,
            link: 0.0,
            commands: false,
            powered_by: Vec::new(),
        }
    }

    /// What a class of this row fires, near to, where its units fight so.
    #[must_use]
    pub fn armament(&self, class: u16) -> Armament {
        let weapon = |arm: &Arm| {
            let damage = amount(arm.damage);
            [amount(arm.rate) * amount(arm.accuracy).min(1.0) * damage, damage]
        };
        Armament { class, weapons: self.arms.iter().map(weapon).collect() }
    }

    /// Salvoes an hour of its fastest weapon.
    pub(super) fn fastest(&self) -> f64 {
        self.arms.iter().map(|arm| amount(arm.rate)).fold(0.0, f64::max)
    }

    /// The longest of its weapons' reaches.
    pub(super) fn reach(&self) -> f64 {
        self.arms.iter().map(|arm| amount(arm.reach)).fold(0.0, f64::max)
    }

    /// The class of a scene, called `id`, whose steps take `step` hours, and whose fire is `fire` times a unit's at full
    /// readiness. `area` enemies within reach are those at which area fire delivers its nominal hits.
    pub(super) fn class(&self, id: String, step: f64, fire: f64, (area, flat): (f64, bool)) -> Class {
        Class {
            id,
            sensor: (amount(self.sensors).max(self.reach()) * REACH) as f32,
            speed: (amount(self.speed) * step * REACH) as f32,
            acceleration: (amount(self.acceleration) * step * step * REACH) as f32,
            standoff: (amount(self.standoff) * REACH) as f32,
            shield: (amount(self.shield) * HIT) as f32,
            recharge: (amount(self.recharge) * step * HIT) as f32,
            hull: (amount(self.hull).max(0.05) * HIT) as f32,
            weapon: self.arms.iter().map(|arm| arm.gun(step, fire, (area, flat))).collect(),
            priority: amount(self.priority) as f32,
            link: (amount(self.link) * REACH) as f32,
            commands: self.commands,
        }
    }
}

impl Arm {
    /// The weapon in steps and points. Its rate is rounded to whole steps, and the chance of a hit makes good for it,
    /// so that what is expected an hour is exact; where that would take a chance above 1, damage makes good for it.
    fn gun(&self, step: f64, fire: f64, (area, flat): (f64, bool)) -> Gun {
        let shots = amount(self.rate) * step * amount(fire);
        let every = if shots > 0.0 { libm::round(1.0 / shots).clamp(1.0, 255.0) } else { 255.0 };
        let share = shots * every;
        let (near, far) =
            (amount(self.accuracy).min(1.0) * share, amount(self.accuracy_far).min(1.0) * share);
        let beyond = near.max(far).max(1.0);
        let points = amount(self.damage) * beyond * HIT;
        // Whole points, and what rounding adds is taken from the chance.
        let whole = libm::ceil(points - 1e-6).clamp(0.0, 1e9);
        let rounded = if whole > 0.0 { (points / whole).min(1.0) / beyond } else { 0.0 };
        let reach = amount(self.reach).max(1e-3) * REACH;
        // An area holds one of so many enemies within reach of the shooter on the mean: a ball's or a disc's share.
        let blast = if flat { reach / area.max(1.0).sqrt() } else { reach / libm::cbrt(area.max(1.0)) };
        Gun {
            range: reach as f32,
            every: every as u8,
            accuracy: (near * rounded) as f32,
            accuracy_far: Some((far * rounded) as f32),
            damage: whole as i32,
            blast: if self.area { blast as f32 } else { 0.0 },
            scatter: if self.area { (0.5 * reach) as f32 } else { 0.0 },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What a weapon delivers an hour is the same in steps of any length, however fast or slow it is.
    #[test]
    fn rounding_to_steps_loses_no_fire() {
        for (rate, accuracy, damage) in
            [(0.5, 0.2, 2.0), (6.0, 0.2, 1.4), (0.01, 0.9, 1.0), (900.0, 0.5, 0.05)]
        {
            let figures =
                Figures { rate, accuracy, damage, area: false, toughness: 5.0, recovery: 0.1, speed: 1.0 };
            let form = Form::ordinary("ship", &figures);
            for (step, fire) in [(0.1, 1.0), (0.02, 0.36), (0.1, 1.7)] {
                let gun = form.class("ship".into(), step, fire, (100.0, false)).weapon[0];
                let hits =
                    f64::from(gun.accuracy) * f64::from(gun.damage) / (HIT * f64::from(gun.every) * step);
                let wanted = rate * accuracy * damage * fire;
                assert!((hits / wanted - 1.0).abs() < 1e-5, "{hits} an hour for {wanted}: {gun:?}");
            }
        }
    }

    #[test]
    fn a_unit_bears_what_the_aggregated_model_says() {
        let figures = Figures {
            rate: 0.5,
            accuracy: 0.2,
            damage: 1.0,
            area: false,
            toughness: 5.0,
            recovery: 0.1,
            speed: 1.0,
        };
        let class = Form::ordinary("ship", &figures).class("ship".into(), 0.1, 1.0, (100.0, false));
        assert_eq!(class.shield + class.hull, 5.0 * HIT as f32);
        assert!((f64::from(class.recharge) - 0.1 * 0.1 * HIT).abs() < 1e-6);
        let bare = Form::ordinary("ship", &Figures { recovery: 0.0, ..figures });
        assert_eq!((bare.shield, bare.hull), (0.0, 5.0));
    }
}
