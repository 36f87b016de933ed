//! Polemos, a war simulator: the few calls that the command line, a server and bindings need.
//!
//! Scenario text is checked into a war ([`check`]); a war is played once ([`play`], or step by step with
//! [`Campaign`]), or many times ([`project`], [`summarise`]); what happened is told by [`almanac`]. Values go in,
//! values come out: nothing here opens a file, reads a clock or writes to a terminal.
//!
//! The crates behind this one are re-exported under their own names for those who need more than these calls.

pub use polemos_almanac as almanac;
pub use polemos_battle as battle;
pub use polemos_campaign as campaign;
pub use polemos_chance as chance;
pub use polemos_chronicle as chronicle;
pub use polemos_record as record;
pub use polemos_scenario as scenario;
pub use polemos_study as study;
pub use polemos_war as war;

pub mod calibration;
mod change;
pub mod compare;
mod evidence;
pub mod lineage;
pub mod projected;
pub mod saved;
pub mod ship;
pub mod why;

pub use change::{Change, ChangeProblem, day_of};
pub use evidence::{EvidenceError, EvidenceSetup, evidence};
pub use lineage::{Lineage, policies};
pub use polemos_campaign::{
    Campaign, LoadError, Order, Played, Policies, Policy, Refused, SavedGame, Setup, Step, Unfinished,
    Verdict, View, load, play,
};
pub use polemos_chronicle::{Chronicle, Digest, Ending, RunSummary};
pub use polemos_scenario::{Checked, Diagnostic, SourceFile, check};
pub use polemos_study::{
    Difference, ProjectError, ProjectSetup, ProjectionReport, Trace, first_difference, project, summarise,
    trace,
};
pub use polemos_war::War;
pub use saved::{PlayedSoFar, ResumeError, SavedRun};
