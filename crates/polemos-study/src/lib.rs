//! Replications of a war, and what they say together.
//!
//! [`project`] plays a war many times, on any number of threads with one result; [`summarise`] turns the runs into
//! endings, losses, durations and decisions, each with an interval; [`trace`] and [`first_difference`] say where two
//! histories part.

mod replicate;
pub mod report;
mod trace;

pub use replicate::{ProjectError, ProjectSetup, project};
pub use report::{ProjectionReport, summarise};
pub use trace::{Difference, Trace, first_difference, trace};
