//! The evidence on a war as a page to read, and one of its runs as a picture.

pub mod figures;
pub mod page;
pub mod picture;
mod turns;
mod wars;
