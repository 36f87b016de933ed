//! A battle recorded: where every ship was, frame by frame, in a few bits a ship. The form is described in
//! `docs/replay.md`.
//!
//! Places are whole multiples of a quantum; a frame stores by how much each ship is off where its last two frames would
//! have it, in Rice's code (1979). Every so many frames one is stored whole, and a table of those stands at the end, so
//! that any frame can be reached without those before it.

mod bits;
mod read;
mod write;

pub use read::{Frame, Replay, ReplayError, Seen};
pub use write::Recorder;

use super::fate::Fate;

/// First bytes of a recording.
const MAGIC: [u8; 4] = *b"PLMR";
/// Last bytes of one.
const TAIL: [u8; 4] = *b"RMLP";
/// Version of the form.
const FORM: u16 = 1;
/// Frames from one that is stored whole to the next.
const WHOLE_EVERY: usize = 16;
/// Bits of a coordinate along the longest edge.
const PLACE_BITS: u32 = 14;
/// Bits of a ship's condition.
const CONDITION_BITS: u32 = 5;
/// Bytes of the end: where the table of whole frames stands, digest, checksum, and the last mark.
const END: usize = 8 + 8 + 8 + 4;

/// What a recording says of the whole battle.
#[derive(Clone, Debug, PartialEq)]
pub struct Headline {
    /// What the battle is called.
    pub name: String,
    /// Edges of the arena.
    pub size: [f32; 3],
    /// Hours of a step.
    pub step_hours: f64,
    /// The sides.
    pub sides: [String; 2],
    /// The classes.
    pub classes: Vec<String>,
    /// The squadrons; their ships are numbered through in this order.
    pub squadrons: Vec<Header>,
}

/// A squadron in a recording.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Header {
    /// What it is called.
    pub id: String,
    /// Its class, by its place among the classes.
    pub class: u8,
    /// Side on which it began.
    pub side: u8,
    /// Its ships.
    pub ships: u32,
}

impl Headline {
    /// Ships of all squadrons.
    #[must_use]
    pub fn ships(&self) -> u32 {
        self.squadrons.iter().fold(0_u32, |sum, s| sum.saturating_add(s.ships))
    }

    /// Length of a quantum.
    fn quantum(&self) -> f32 {
        let longest = self.size.iter().fold(0.0_f32, |most, edge| most.max(*edge));
        (longest / ((1_u32 << PLACE_BITS) - 1) as f32).max(f32::MIN_POSITIVE)
    }

    /// Coordinates that are stored: two on a plane.
    fn axes(&self) -> usize {
        if self.size[2] > 0.0 { 3 } else { 2 }
    }
}

/// How a ship is, beside where.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Condition(u8);

impl Condition {
    fn new(side: u8, dark: bool, flees: bool, hurt: u8) -> Self {
        Self(side & 1 | u8::from(dark) << 1 | u8::from(flees) << 2 | (hurt & 3) << 3)
    }

    fn side(self) -> u8 {
        self.0 & 1
    }

    fn dark(self) -> bool {
        self.0 & 2 != 0
    }

    fn flees(self) -> bool {
        self.0 & 4 != 0
    }

    fn hurt(self) -> u8 {
        self.0 >> 3 & 3
    }
}

/// Where a ship would be if it went on as it did.
fn expected(now: [i32; 3], before: Option<[i32; 3]>) -> [i32; 3] {
    match before {
        Some(before) => [0, 1, 2].map(|axis| now[axis].wrapping_mul(2).wrapping_sub(before[axis])),
        None => now,
    }
}

fn fate_code(fate: Fate) -> u8 {
    match fate {
        Fate::Present => 0,
        Fate::Disabled => 1,
        Fate::Destroyed => 2,
        Fate::Retreated => 3,
        Fate::Surrendered => 4,
        Fate::Defected => 5,
        Fate::Captured => 6,
    }
}

fn fate_of(code: u8) -> Option<Fate> {
    use Fate::*;
    [Present, Disabled, Destroyed, Retreated, Surrendered, Defected, Captured].get(usize::from(code)).copied()
}

/// A number that depends on every byte and its place.
fn checksum(bytes: &[u8]) -> u64 {
    let mut sum = bytes.len() as u64;
    for chunk in bytes.chunks(8) {
        let mut word = [0; 8];
        word[..chunk.len()].copy_from_slice(chunk);
        sum = polemos_chance::mix64(sum ^ u64::from_le_bytes(word));
    }
    sum
}
