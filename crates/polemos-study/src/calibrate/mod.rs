//! Calibration of a war: [`polemos_battle::calibrate`] for its classes, on any number of threads.

mod measure;
mod roster;

pub use measure::{Pool, Replications, compare};
pub use roster::roster;
