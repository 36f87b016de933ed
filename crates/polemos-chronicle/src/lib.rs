//! What happened, in order.
//!
//! A *chronicle* is a list of typed entries, each with the entries that caused it; statistics, replay and prose
//! only read it. What is not in the chronicle did not happen. A *summary* is what is kept of one run of a
//! projection. A *digest* says in 32 bytes whether two histories are the same, and where they part.
//!
//! What is deliberately missing: prose. Entries hold ids and numbers; sentences are the almanac's.

pub mod digest;
pub mod entry;
pub mod summary;

pub use digest::{Digest, Hasher, NotANumber};
pub use entry::*;
pub use summary::*;
