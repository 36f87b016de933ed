//! A projection as a page and as a table of runs.

pub mod csv;
pub mod text;
pub mod worth;
