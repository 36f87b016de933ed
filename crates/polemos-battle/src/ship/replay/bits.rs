//! Numbers of any number of bits, one after another.

/// Ones that begin a number that is written in full.
const ESCAPE: u32 = 24;

/// Writes bits.
#[derive(Debug, Default)]
pub struct Writer {
    bytes: Vec<u8>,
    /// Bits that do not make a byte yet, the last in the lowest place.
    held: u64,
    count: u32,
}

impl Writer {
    /// The `bits` lowest bits of a number, at most 32.
    pub fn put(&mut self, value: u32, bits: u32) {
        self.held = self.held << bits | u64::from(value) & ((1_u64 << bits) - 1);
        self.count += bits;
        while self.count >= 8 {
            self.count -= 8;
            self.bytes.push((self.held >> self.count) as u8);
        }
        self.held &= (1 << self.count) - 1;
    }

    /// A number in Rice's code of order `order`: its high part in ones, its low part in bits.
    pub fn rice(&mut self, value: u32, order: u32) {
        let high = value >> order;
        if high >= ESCAPE {
            self.put((1 << ESCAPE) - 1, ESCAPE);
            self.put(value, 32);
        } else {
            self.put((1 << (high + 1)) - 2, high + 1);
            self.put(value, order);
        }
    }

    /// All bytes, the last one filled up.
    pub fn finish(mut self) -> Vec<u8> {
        if self.count > 0 {
            self.put(0, 8 - self.count);
        }
        self.bytes
    }
}

/// Reads them again. What is not there is none.
#[derive(Clone, Debug)]
pub struct Reader<'a> {
    bytes: &'a [u8],
    at: usize,
    held: u64,
    count: u32,
}

impl<'a> Reader<'a> {
    pub fn new(bytes: &'a [u8]) -> Self {
        Self { bytes, at: 0, held: 0, count: 0 }
    }

    /// A number of so many bits, at most 32.
    pub fn get(&mut self, bits: u32) -> Option<u32> {
        while self.count < bits {
            self.held = self.held << 8 | u64::from(*self.bytes.get(self.at)?);
            self.at += 1;
            self.count += 8;
        }
        self.count -= bits;
        let value = self.held >> self.count & ((1_u64 << bits) - 1);
        self.held &= (1 << self.count) - 1;
        Some(value as u32)
    }

    /// A number in Rice's code.
    pub fn rice(&mut self, order: u32) -> Option<u32> {
        let mut high = 0;
        while self.get(1)? == 1 {
            high += 1;
            if high == ESCAPE {
                return self.get(32);
            }
        }
        Some(high << order | self.get(order)?)
    }
}

/// A whole number, small ones in fewer bytes: seven bits a byte, the lowest first.
pub fn put_count(out: &mut Vec<u8>, mut value: u64) {
    while value >= 0x80 {
        out.push(value as u8 | 0x80);
        value >>= 7;
    }
    out.push(value as u8);
}

/// Reads one, and takes it off.
pub fn take_count(bytes: &mut &[u8]) -> Option<u64> {
    let mut value = 0_u64;
    for shift in (0..64).step_by(7) {
        let (first, rest) = bytes.split_first()?;
        *bytes = rest;
        value |= u64::from(first & 0x7F).checked_shl(shift)?;
        if first & 0x80 == 0 {
            return Some(value);
        }
    }
    None
}

/// A number of either sign as one without: 0, −1, 1, −2, 2 …
pub fn fold(value: i32) -> u32 {
    (value << 1 ^ value >> 31) as u32
}

/// Back again.
pub fn unfold(value: u32) -> i32 {
    (value >> 1) as i32 ^ -((value & 1) as i32)
}

/// The order of Rice's code that suits numbers of this sum: about the logarithm of their mean.
pub fn order(sum: u64, count: u64) -> u32 {
    let mean = sum / count.max(1);
    (64 - mean.leading_zeros()).saturating_sub(u32::from(mean > 0)).min(24)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read() {
        let values = [0, 1, 5, 77, 1 << 20, u32::MAX, 3, 0];
        for order in [0, 1, 3, 7, 24] {
            let mut writer = Writer::default();
            values.iter().for_each(|value| writer.rice(*value, order));
            writer.put(5, 3);
            let bytes = writer.finish();
            let mut reader = Reader::new(&bytes);
            for value in values {
                assert_eq!(reader.rice(order), Some(value), "order {order}");
            }
            assert_eq!(reader.get(3), Some(5));
            assert_eq!(reader.get(32), None);
        }
    }

    #[test]
    fn counts_and_signs() {
        let mut bytes = Vec::new();
        for value in [0, 127, 128, 300, u64::MAX] {
            put_count(&mut bytes, value);
        }
        let mut rest = bytes.as_slice();
        for value in [0, 127, 128, 300, u64::MAX] {
            assert_eq!(take_count(&mut rest), Some(value));
        }
        assert_eq!(take_count(&mut rest), None);
        for value in [0, 1, -1, 12345, i32::MAX, i32::MIN] {
            assert_eq!(unfold(fold(value)), value);
        }
    }
}
