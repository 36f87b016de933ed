//! Replications of a war, and what they say together.
//!
//! [`project`] plays a war many times, on any number of threads with one result; [`summarise`] turns the runs into
//! endings, losses, durations and decisions, each with an interval; [`strength_check`]
//! says what more ships would do for each coalition; [`evidence`] holds a war against what is expected of it; [`trace`] and [`first_difference`] say where two
//! histories part.

pub mod calibrate;
pub mod evidence;
pub mod history;
pub mod paired;
mod replicate;
pub mod report;
pub mod strength;
mod trace;
pub mod wars;
pub mod why;

pub use replicate::{ProjectError, ProjectSetup, observe, project};
pub use report::{ProjectionReport, summarise};
pub use strength::{CheckedProjection, StrengthReport, strength_check};
pub use trace::{Difference, Trace, first_difference, trace};
