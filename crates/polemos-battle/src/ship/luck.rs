//! Where a battle's luck comes from.

use polemos_chance::{Address, Key, mix64};

/// Purpose of draws about whether shots hit, and where they land.
const SHOTS: u32 = 0x4230;
/// Draws that a ship may make of one purpose in one step.
const DRAWS: u32 = 8;
/// The published duel numbers its streams: 0 to 2 scatter the fleets, 8 + t are the shots of step t.
const FIRST_SHOT_STREAM: u32 = 8;
/// Chances are compared in 24 bits, which an `f32` holds exactly.
pub const SURE: u32 = 1 << 24;

/// A source of chance, addressed by squadron, ship and step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Luck {
    /// The engine's own draws: Philox, with the squadron as entity, the step as tick, and the ship's number within the
    /// squadron as index.
    Addressed(Key),
    /// The generator of the published duel: splitmix64 of a key, a stream and a ship, counted through all squadrons.
    Published(u64),
}

/// A ship as chance knows it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Whose {
    /// Its squadron's entity.
    pub entity: u32,
    /// Its number within the squadron.
    pub ordinal: u32,
    /// Its number in the whole battle.
    pub number: u32,
}

impl Luck {
    /// The published duel's generator for a seed.
    #[must_use]
    pub const fn published(seed: u64) -> Self {
        Self::Published(mix64(seed))
    }

    /// The words by which up to four shots of a ship in a step are judged.
    #[inline]
    pub(super) fn shots(self, ship: Whose, step: u32) -> Shots {
        match self {
            Self::Addressed(key) => {
                Shots(key.block(Address::new(SHOTS, ship.entity, step, ship.ordinal.wrapping_mul(DRAWS))))
            }
            Self::Published(key) => Shots([bits24(key, step + FIRST_SHOT_STREAM, ship.number) << 8; 4]),
        }
    }

    /// Where a shot of a weapon lands, from −1 to 1 along each axis.
    pub(super) fn scatter(self, ship: Whose, step: u32, weapon: usize) -> [f32; 3] {
        let Self::Addressed(key) = self else { return [0.0; 3] };
        let index = ship.ordinal.wrapping_mul(DRAWS) + 1 + weapon as u32;
        let [x, y, z, _] = key.block(Address::new(SHOTS, ship.entity, step, index));
        [x, y, z].map(|word| (word >> 8) as f32 / (SURE / 2) as f32 - 1.0)
    }

    /// A uniform in [0, 1) on a grid of 2⁻²⁴. The published generator knows streams by `index` and no purposes.
    pub(super) fn unit(self, purpose: u32, entity: u32, tick: u32, index: u32) -> f64 {
        let bits = match self {
            Self::Addressed(key) => key.block(Address::new(purpose, entity, tick, index))[0] >> 8,
            Self::Published(key) => bits24(key, index, entity),
        };
        f64::from(bits) / f64::from(SURE)
    }
}

/// Words for up to four shots.
#[derive(Clone, Copy, Debug)]
pub(super) struct Shots([u32; 4]);

impl Shots {
    /// Whether the shot of a weapon hits, its chance given in parts of [`SURE`].
    #[inline]
    pub(super) fn hits(self, weapon: usize, chance: u32) -> bool {
        (self.0[weapon & 3] >> 8) < chance
    }
}

#[inline]
fn bits24(key: u64, stream: u32, ship: u32) -> u32 {
    (mix64(key ^ (u64::from(stream) << 32 | u64::from(ship))) >> 40) as u32
}
