//! Squadrons: ships of one class that stand, break and change sides together.

use super::design::Design;
use super::fleet::Being;
use super::scene::{Dark, Doctrine};

/// What a squadron is about.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Posture {
    /// It has not arrived.
    Awaited,
    /// It fights.
    Fighting,
    /// It flees this way (a unit vector).
    Fleeing([f32; 3], super::fate::Cause),
    /// It stands to the last: it broke, had no way out, and did not surrender.
    Cornered,
}

/// A squadron while a battle lasts.
#[derive(Clone, Debug, PartialEq)]
pub struct Squadron {
    /// What it is called.
    pub id: String,
    /// Whose luck its draws are.
    pub entity: u32,
    /// Number of its first ship, as the published duel counts ships through.
    pub first: u32,
    /// Class of its ships.
    pub class: u8,
    /// Side it began on.
    pub home: usize,
    /// Side it is on.
    pub side: usize,
    /// Ships it brought.
    pub ships: u32,
    /// Ships it has.
    pub alive: u32,
    /// Ships it lost to fire.
    pub destroyed: u32,
    pub posture: Posture,
    pub doctrine: Option<Doctrine>,
    pub focus: bool,
    pub pursue: bool,
    /// Share of its ships at whose loss it breaks, drawn once; infinite if it never does.
    pub breakpoint: f32,
    pub steadiness: f32,
    /// Squadrons that power it.
    pub powered_by: Vec<u16>,
    /// Has power, if it needs any.
    pub powered: bool,
    pub arrives: u32,
    pub defects: Option<u32>,
    /// Threshold at which it changes sides, drawn once; infinite if it never does.
    pub sways: f32,
    pub dark: Option<Dark>,
    /// No link ever reaches it.
    pub cut_off: bool,
    /// Whether it may flee.
    pub retreats: bool,
    /// Points of damage that each ship arrives with.
    pub worn: f32,
    /// Ships that have left the field.
    pub away: u32,
    /// Points of shield and hull that those lacked.
    pub away_lack: f64,
    /// How it stands.
    pub ranks: Ranks,
    /// Where its formation began, and goes back to where it holds its ground.
    pub station: [f32; 3],
    /// Squared distance from its middle to the nearest station of those of the enemy that hold their ground.
    pub intrudes: f32,
    /// Where its formation is.
    pub anchor: [f32; 3],
    /// Where its ships are, on the mean.
    pub centre: [f32; 3],
    /// Out of command, the middle of the enemies that its ships know of and go for when none is in sight.
    pub quarry: Option<[f32; 3]>,
    /// A command link reaches it.
    pub linked: bool,
    /// Slots in the enemy's grid of the targets that its ships share out among them.
    pub targets: Vec<u32>,
}

impl Squadron {
    /// Whether it is there and under orders: in formation, sharing targets.
    pub fn under_orders(&self) -> bool {
        self.linked && self.doctrine.is_some() && self.posture == Posture::Fighting
    }

    /// Enters one of its ships among those that have left the field.
    pub fn leaves(&mut self, being: &Being, design: &Design) {
        self.away += 1;
        self.away_lack += f64::from(design.staying() - being.shield - being.hull);
    }

    /// Whether it was told to hold its ground.
    pub fn holds(&self) -> bool {
        matches!(self.doctrine, Some(Doctrine::Hold { .. }))
    }

    /// Whether it flees.
    pub fn flees(&self) -> bool {
        matches!(self.posture, Posture::Fleeing(..))
    }
}

/// A formation: how many abreast, one above the other and in column, how far apart, and where it faces.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Ranks {
    /// Ships abreast.
    pub abreast: u32,
    /// Ships one above the other.
    pub high: u32,
    /// Ships in column.
    pub deep: u32,
    /// Between neighbours.
    pub spacing: f32,
    /// Cosine and sine of where it faces, from x towards y.
    pub facing: [f32; 2],
}

impl Ranks {
    /// Ranks for so many ships, in proportion to a shape.
    pub fn new(ships: u32, shape: [f32; 3], spacing: f32, facing: f32, flat: bool) -> Self {
        let [abreast, high, deep] = shape.map(|edge| f64::from(edge.max(1e-3)));
        let ships = ships.max(1);
        let (abreast, high) = if flat {
            let scale = (f64::from(ships) / (abreast * deep)).sqrt();
            ((abreast * scale).ceil() as u32, 1)
        } else {
            let scale = libm::cbrt(f64::from(ships) / (abreast * high * deep));
            ((abreast * scale).ceil() as u32, (high * scale).round().max(1.0) as u32)
        };
        let abreast = abreast.clamp(1, ships);
        let high = high.clamp(1, ships);
        let angle = f64::from(facing).to_radians();
        Self {
            abreast,
            high,
            deep: ships.div_ceil(abreast * high),
            spacing,
            facing: [libm::cos(angle) as f32, libm::sin(angle) as f32],
        }
    }

    /// Where a ship's place is, seen from the middle of the formation.
    #[inline]
    pub fn berth(&self, ordinal: u32) -> [f32; 3] {
        let rank = self.abreast * self.high;
        if rank == 0 {
            return [0.0; 3];
        }
        let (deep, rest) = (ordinal / rank, ordinal % rank);
        let (high, abreast) = (rest / self.abreast, rest % self.abreast);
        let middle = |at: u32, of: u32| (at as f32 - 0.5 * (of as f32 - 1.0)) * self.spacing;
        let (ahead, left) = (-middle(deep, self.deep), middle(abreast, self.abreast));
        let [cos, sin] = self.facing;
        [ahead * cos - left * sin, ahead * sin + left * cos, middle(high, self.high)]
    }
}
