//! The phases of the sequence of play, one module each.

pub mod battles;
pub mod cohesion;
pub mod decisions;
pub mod ending;
pub mod entry;
pub mod envoys;
pub mod evacuation;
pub mod events;
pub mod intelligence;
pub mod landing;
pub mod loyalty;
pub mod movement;
pub mod operations;
pub mod orders;
pub mod orders_against;
pub mod people;
pub mod persons;
pub mod politics;
pub mod raids;
pub mod rebellion;
pub mod resolve;
pub mod sabotage;
pub mod sieges;
pub mod supply;
pub mod terms;
pub mod works;
