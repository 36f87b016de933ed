//! Classes as the passes read them.

use super::luck::SURE;
use super::scene::{Class, Gun};

/// A class, ready for use.
#[derive(Clone, Debug, PartialEq)]
pub struct Design {
    pub sensor: f32,
    pub speed: f32,
    pub acceleration: f32,
    pub standoff: f32,
    pub shield: f32,
    pub recharge: f32,
    pub hull: f32,
    pub guns: Vec<Barrel>,
    /// The longest of its guns' ranges.
    pub range: f32,
    pub priority: f32,
    pub link: f32,
    pub commands: bool,
}

/// A weapon, ready for use.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Barrel {
    pub range: f32,
    pub range_squared: f32,
    pub every: u8,
    /// Chance of a hit point-blank and at the limit of range, in parts of 2²⁴.
    near: u32,
    far: u32,
    pub damage: i32,
    pub blast: f32,
    pub scatter: f32,
}

impl Barrel {
    fn new(gun: &Gun) -> Self {
        let parts = |chance: f32| (chance.clamp(0.0, 1.0) * SURE as f32) as u32;
        Self {
            range: gun.range,
            range_squared: gun.range * gun.range,
            every: gun.every.max(1),
            near: parts(gun.accuracy),
            far: parts(gun.accuracy_far.unwrap_or(gun.accuracy)),
            damage: gun.damage,
            blast: gun.blast,
            scatter: gun.scatter,
        }
    }

    /// Chance of a hit at a squared distance, in parts of 2²⁴.
    #[inline(always)]
    pub fn chance(&self, d2: f32) -> u32 {
        if self.near == self.far {
            return self.near;
        }
        let share = (d2.sqrt() / self.range).min(1.0);
        (self.near as f32 + (self.far as f32 - self.near as f32) * share) as u32
    }

    /// Points of damage a step that it is expected to deal at middle range.
    fn expected(&self) -> f32 {
        let chance = 0.5 * (self.near as f32 + self.far as f32) / SURE as f32;
        chance * self.damage as f32 / f32::from(self.every)
    }
}

impl Design {
    /// A class of a scene.
    pub fn new(class: &Class) -> Self {
        Self {
            sensor: class.sensor,
            speed: class.speed,
            acceleration: class.acceleration,
            standoff: class.standoff,
            shield: class.shield,
            recharge: class.recharge,
            hull: class.hull,
            guns: class.weapon.iter().map(Barrel::new).collect(),
            range: class.longest_range(),
            priority: class.priority,
            link: class.link,
            commands: class.commands,
        }
    }

    /// Points of damage a step that it is expected to deal.
    pub fn firepower(&self) -> f32 {
        self.guns.iter().map(Barrel::expected).sum()
    }

    /// Points it takes to destroy it.
    pub fn staying(&self) -> f32 {
        self.shield + self.hull
    }

    /// Worth in the square law: the root of fire times staying power. A ship without weapons counts a little.
    pub fn value(&self) -> f64 {
        f64::from(self.firepower().max(1e-3) * self.staying()).sqrt()
    }
}
