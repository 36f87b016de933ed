//! Saved runs and projections on disk.
//!
//! A store is a folder. What is saved stands in one file each, under `saved/`, and that file is all there is to it: it is
//! written whole or not at all, and says of itself what it is and whether it is unharmed. Beside the files stands a
//! catalogue (SQLite) by which they are found and listed; it holds nothing that the files do not, is brought up to date
//! whenever the store is opened, and can be thrown away.
//!
//! What is deliberately missing: what a run *is*. A store keeps a head that anyone can read and a body that it only
//! compresses, so that files stay listable whatever engine wrote them.

mod catalogue;
mod file;
mod store;

pub use file::{FORMAT, Head, Kind};
pub use store::{Store, StoreError, default_folder};
