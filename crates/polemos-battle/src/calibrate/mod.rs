//! The two resolutions side by side: the same engagement fought unit by unit and in the aggregated form, and what the
//! aggregated form must be told so that both come to the same.
//!
//! A [`Pairing`] is who meets whom, in [`Kind`]s that both forms know. [`Sample`]s of it are one battle each;
//! [`Summary`] is what many of them say, and [`Agreement`] holds two of these against each other.

mod agreement;
mod coefficients;
mod course;
mod fit;
mod hands;
mod pairing;
mod roster;
mod simplex;
mod unseen;

pub use agreement::{Agreement, Bars, Sample, Summary};
pub use coefficients::{Calibration, Coefficient, GRAIN, SHARED, Shared};
pub use course::{Course, EVERY, follow};
pub use fit::{Effort, calibrate};
pub use hands::{Hands, OneByOne};
pub use pairing::{Kind, Pairing, Part, Resolution, Turncoat};
pub use roster::Roster;
pub use unseen::unseen;
