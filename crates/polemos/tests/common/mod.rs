//! What the tests of the whole share: wars to play, how they are played, a war in play and what is asked of it.
//!
//! Every test file uses a part of it, so that some of it is unused in each.
#![allow(dead_code)]
// A test that cannot go on says so by panicking; what it expects it may work out with the platform's functions.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::disallowed_methods)]

pub mod books;
pub mod figures;
pub mod find;
pub mod game;
pub mod setups;
pub mod told;
pub mod wars;
