//! Chance for Polemos: draws addressed by identity, samplers that invert one uniform, portable functions.
//!
//! There is no generator to pass around. A draw is a pure function of a [`Key`] (seed and replication) and an
//! [`Address`]: *purpose* (which mechanism asks), *entity* (whose luck it is), *tick* (when) and *index* (which of
//! several). Who asks first, on which thread, and what else was drawn make no difference. Hence an entity that a
//! change does not touch keeps its luck, a fork without a change equals its parent, and two variants of one war
//! are compared under common random numbers without any bookkeeping.
//!
//! The bits come from Philox 4×32-10 (Salmon, Moraes, Dror and Shaw, "Parallel random numbers: as easy as 1, 2,
//! 3", SC'11): a counter-based generator is the one kind that can be asked at any address at the same price.
//!
//! Samplers ([`sample`]) invert the distribution's cdf at one uniform. Each is monotone in that uniform and in its
//! parameters, so that a small change of a parameter is a small change of the outcome: that, and not speed, is why
//! no rejection method is used. Elementary and special functions ([`special`]) stand on `libm`, so that the same
//! bits come out on every machine.
//!
//! ```
//! use polemos_chance::{Address, Key, sample};
//!
//! const HITS: u32 = 7; // a purpose: every mechanism has its own number
//! let key = Key::new(2371, 0);
//! let at = Address::new(HITS, 12, 30, 0); // squadron 12, tick 30, first draw
//!
//! let u = key.uniform(at);
//! assert!(u > 0.0 && u < 1.0);
//! assert_eq!(u, key.uniform(at)); // the same address, the same luck
//!
//! let few = sample::binomial(u, 1000, 0.02);
//! let more = sample::binomial(u, 1000, 0.03);
//! assert!(few <= more); // a better gunner never hits less often by that change alone
//!
//! let dreamt = key.derive(5, 0); // rollouts have luck of their own
//! assert_ne!(dreamt.uniform(at), u);
//! ```

mod address;
mod hash;
pub mod sample;
pub mod special;

pub use address::{Address, Key, unit};
pub use hash::{hash_text, mix64, pair};
