//! Keys, addresses, and the bits that lie there.

use crate::hash::mix64;
use rand_philox::{Philox, philox4x32_10};

/// Marks keys that were made from a seed, before replication is stirred in.
const FROM_SEED: u64 = 0x706F_6C65_6D6F_7331;
/// Marks keys that were derived from another key.
const FROM_KEY: u64 = 0x706F_6C65_6D6F_7332;

/// Whose world the luck belongs to: 64 bits hashed from a seed and the number of a replication.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Key([u32; 2]);

/// Where in that world a draw lies. Two draws are independent if any part differs, and equal if none does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Address {
    /// Which mechanism asks: a constant of the code.
    pub purpose: u32,
    /// Whose luck it is: a lasting id, or [`pair`](crate::pair) of two.
    pub entity: u32,
    /// When: the tick.
    pub tick: u32,
    /// Which of several draws of one purpose, entity and tick.
    pub index: u32,
}

impl Address {
    /// The address of draw `index` of `purpose` about `entity` in `tick`.
    #[inline]
    #[must_use]
    pub const fn new(purpose: u32, entity: u32, tick: u32, index: u32) -> Self {
        Self { purpose, entity, tick, index }
    }

    /// The same address with another index.
    #[inline]
    #[must_use]
    pub const fn at(self, index: u32) -> Self {
        Self { index, ..self }
    }

    /// Philox's counter: the 128-bit number (purpose, entity, tick, index), index lowest, as little-endian words.
    #[inline]
    const fn words(self) -> [u32; 4] {
        [self.index, self.tick, self.entity, self.purpose]
    }

    const fn counter(self) -> u128 {
        (self.purpose as u128) << 96
            | (self.entity as u128) << 64
            | (self.tick as u128) << 32
            | self.index as u128
    }
}

impl Key {
    /// The key of one replication of a seed.
    #[must_use]
    pub const fn new(seed: u64, replication: u64) -> Self {
        Self::from_bits(mix64(mix64(seed ^ FROM_SEED).wrapping_add(replication)))
    }

    /// A key with luck of its own, for what is only imagined: rollout or preview `k` of whatever `salt` names.
    /// Nobody who looks ahead with it foresees the draws of `self`.
    #[must_use]
    pub const fn derive(self, salt: u64, k: u64) -> Self {
        let own = mix64(self.bits() ^ FROM_KEY);
        Self::from_bits(mix64(mix64(own.wrapping_add(salt)).wrapping_add(k)))
    }

    /// The key as one number, for a digest or a report.
    #[must_use]
    pub const fn bits(self) -> u64 {
        (self.0[1] as u64) << 32 | self.0[0] as u64
    }

    const fn from_bits(bits: u64) -> Self {
        Self([bits as u32, (bits >> 32) as u32])
    }

    /// The 128 bits at an address.
    #[inline]
    #[must_use]
    pub fn block(self, a: Address) -> [u32; 4] {
        philox4x32_10(a.words(), self.0)
    }

    /// The uniform at an address, strictly between 0 and 1: an odd multiple of 2⁻⁵³. Hence `1 − u` is exact and
    /// lies on the same grid.
    #[inline]
    #[must_use]
    pub fn uniform(self, a: Address) -> f64 {
        let block = self.block(a);
        unit(block[0], block[1])
    }

    /// The two uniforms at an address, for the price of one; the first is [`Key::uniform`].
    #[inline]
    #[must_use]
    pub fn uniforms(self, a: Address) -> [f64; 2] {
        let block = self.block(a);
        [unit(block[0], block[1]), unit(block[2], block[3])]
    }

    /// The bits at consecutive indices from `start` on, four words each: what [`Key::block`] gives one by one, but
    /// several blocks at a time. The run must end before the index overflows.
    pub fn fill(self, start: Address, words: &mut [u32]) {
        Philox::new(self.0, start.counter()).fill_u32(words);
    }
}

/// Two words to a double strictly between 0 and 1. `(bits >> 11) + ½` of 2⁵³ would round up to 1 at the top, so
/// the lowest of 53 bits is always set: `((bits >> 12) + ½)·2⁻⁵²`, every step of which is exact.
#[inline]
#[must_use]
pub fn unit(low: u32, high: u32) -> f64 {
    let bits = u64::from(high) << 32 | u64::from(low);
    ((bits >> 12) as f64 + 0.5) * (1.0 / 4_503_599_627_370_496.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The known-answer vectors of Random123 for philox4x32 with ten rounds (file `kat_vectors`): they pin the
    /// generator that a dependency provides.
    #[test]
    fn random123_vectors() {
        let cases = [
            ([0; 4], [0; 2], [0x6627_E8D5, 0xE169_C58D, 0xBC57_AC4C, 0x9B00_DBD8]),
            ([0xFFFF_FFFF; 4], [0xFFFF_FFFF; 2], [0x408F_276D, 0x41C8_3B0E, 0xA20B_C7C6, 0x6D54_51FD]),
            (
                [0x243F_6A88, 0x85A3_08D3, 0x1319_8A2E, 0x0370_7344],
                [0xA409_3822, 0x299F_31D0],
                [0xD16C_FE09, 0x94FD_CCEB, 0x5001_E420, 0x2412_6EA1],
            ),
        ];
        for (counter, key, expected) in cases {
            let [index, tick, entity, purpose] = counter;
            assert_eq!(Key(key).block(Address { purpose, entity, tick, index }), expected);
        }
    }

    #[test]
    fn runs_equal_single_blocks() {
        let key = Key::new(7, 3);
        let start = Address::new(1, 2, 3, 4_000_000_000);
        let mut words = [0; 4 * 70];
        key.fill(start, &mut words);
        for (i, four) in words.chunks_exact(4).enumerate() {
            assert_eq!(key.block(start.at(start.index + i as u32)), four);
        }
    }

    #[test]
    fn uniforms_stay_inside() {
        assert!(unit(0, 0) > 0.0);
        assert!(unit(u32::MAX, u32::MAX) < 1.0);
        let u = unit(0xDEAD_BEEF, 0x1234_5678);
        assert_eq!(1.0 - (1.0 - u), u);
    }

    #[test]
    fn keys_differ_and_are_pinned() {
        let key = Key::new(1, 0);
        assert_ne!(key, Key::new(0, 1));
        assert_ne!(key, Key::new(1, 1));
        assert_ne!(key.derive(0, 0), key);
        assert_ne!(key.derive(0, 1), key.derive(1, 0));
        // A change of these bits is a new engine version.
        assert_eq!(key.bits(), 0x082F_3F19_98DF_253B);
        assert_eq!(key.derive(2, 3).bits(), 0x873B_5E89_C7F9_B062);
        assert_eq!(key.uniform(Address::new(1, 2, 3, 4)).to_bits(), 0x3FD8_4448_7E9E_6322);
    }

    #[test]
    fn every_part_of_an_address_matters() {
        let key = Key::new(42, 0);
        let a = Address::new(1, 2, 3, 4);
        let others = [
            Address { purpose: 9, ..a },
            Address { entity: 9, ..a },
            Address { tick: 9, ..a },
            Address { index: 9, ..a },
        ];
        for other in others {
            assert_ne!(key.block(a), key.block(other));
        }
    }
}
