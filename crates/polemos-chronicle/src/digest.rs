//! Digests: what was so, in 32 bytes. Numbers enter by their bits, with −0 as 0; a number that is not one is an
//! error of the engine and poisons the digest visibly.

use serde::{Deserialize, Serialize};
use std::fmt;

/// A digest of a situation or a history.
#[derive(Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Digest(pub [u8; 32]);

impl fmt::Display for Digest {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(out, "{byte:02x}"))
    }
}

impl fmt::Debug for Digest {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{self}")
    }
}

/// Gathers values into a digest.
#[derive(Clone, Default)]
pub struct Hasher {
    inner: blake3::Hasher,
    not_a_number: bool,
}

impl Hasher {
    /// An empty one.
    pub fn new() -> Self {
        Self::default()
    }
    /// Adds a whole number.
    pub fn whole(&mut self, value: u64) -> &mut Self {
        self.inner.update(&value.to_le_bytes());
        self
    }
    /// Adds a number, −0 as 0.
    pub fn real(&mut self, value: f64) -> &mut Self {
        self.not_a_number |= value.is_nan();
        let value = if value == 0.0 { 0.0 } else { value };
        self.whole(value.to_bits())
    }
    /// Adds bytes with their length.
    pub fn bytes(&mut self, bytes: &[u8]) -> &mut Self {
        self.whole(bytes.len() as u64);
        self.inner.update(bytes);
        self
    }
    /// The digest.
    ///
    /// # Errors
    /// [`NotANumber`] when a NaN was added: a fault of the engine that must not pass for a state.
    pub fn finish(&self) -> Result<Digest, NotANumber> {
        if self.not_a_number { Err(NotANumber) } else { Ok(Digest(*self.inner.finalize().as_bytes())) }
    }
}

/// A NaN stood in what was to be digested.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotANumber;

impl fmt::Display for NotANumber {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("a number of the situation is not a number: a fault of the engine, please report it")
    }
}

impl std::error::Error for NotANumber {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn minus_zero_is_zero_and_nan_is_refused() {
        assert_eq!(Hasher::new().real(-0.0).finish(), Hasher::new().real(0.0).finish());
        assert_ne!(Hasher::new().real(1.0).finish(), Hasher::new().real(0.0).finish());
        assert_eq!(Hasher::new().real(f64::NAN).finish(), Err(NotANumber));
    }
}
