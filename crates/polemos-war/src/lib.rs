//! The vocabulary of Polemos, up to a checked war.
//!
//! A *war* is a scenario once checked and compiled: places, lanes, factions, classes, forces, people, decisions,
//! events. It is immutable while it is played. This crate holds those words as types, and the smaller ones that
//! they are made of: quantities as a source words them, dates, claims with their sources, the versioned lexicon
//! that gives words their distributions, and conditions compiled to a small program.
//!
//! What is deliberately missing: nothing here opens a file, reads a clock, or knows a name from any scenario.

pub mod calendar;
pub mod change;
pub mod claim;
pub mod condition;
pub mod continuity;
pub mod date;
pub mod distribution;
pub mod evidence;
pub mod ids;
pub mod letters;
pub mod lexicon;
pub mod names;
pub mod number;
pub mod quantity;
pub mod rules;
pub mod saga;
pub mod twins;
pub mod war;

pub use change::ChangeError;
pub use condition::Reads;
pub use ids::*;
pub use rules::Rule;
pub use saga::{Episode, Saga, Series, Tension};
pub use war::*;
