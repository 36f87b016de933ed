//! The phases of the sequence of play, one module each.

pub mod battles;
pub mod cohesion;
pub mod decisions;
pub mod ending;
pub mod entry;
pub mod envoys;
pub mod events;
pub mod intelligence;
pub mod loyalty;
pub mod movement;
pub mod operations;
pub mod orders;
pub mod orders_against;
pub mod people;
pub mod persons;
pub mod politics;
pub mod rebellion;
pub mod sabotage;
pub mod resolve;
pub mod supply;
pub mod terms;
pub mod works;
