//! Battles unit by unit, as they are shown.

pub mod svg;
pub mod text;
