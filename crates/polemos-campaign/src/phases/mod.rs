//! The phases of the sequence of play, one module each.

pub mod battles;
pub mod decisions;
pub mod entry;
pub mod events;
pub mod intelligence;
pub mod landing;
pub mod movement;
pub mod operations;
pub mod orders;
pub mod people;
pub mod politics;
pub mod raids;
pub mod sieges;
pub mod supply;
pub mod works;
