//! The situation of a war and the sequence of play.
//!
//! A [`Campaign`] holds one war in play. A tick is a list of phases, called in order from one function that can be
//! read aloud (`tick` in `campaign.rs`); each phase is a module under `phases` with its model and its source. Values
//! go in, values and entries of a chronicle come out.
//!
//! What is deliberately missing: scenario text, files, clocks, threads. Nothing here knows a name from any scenario,
//! and nothing that is random depends on the order in which work is done.

mod alter;
mod belief;
mod bits;
mod campaign;
mod disputes;
mod doctrine;
mod effects;
mod engagement;
mod facts;
mod few;
mod lines;
mod links;
mod measures;
mod mutiny;
mod odds;
mod opening;
pub mod phases;
mod plan;
mod projection;
mod purpose;
mod realised;
mod routes;
mod save;
mod sides;
mod situation;
mod standoff;
mod turn;
mod unit_by_unit;
mod view;

pub use alter::Unalterable;
pub use bits::Relation;
pub use campaign::{Campaign, LineFigures, Order, Played, Refused, Setup, Step, Unfinished, Verdict, play};
pub use engagement::battle_rules;
pub use links::Links;
pub use plan::{Plan, Tuning, Ways};
pub use realised::{ClassFigures, Compatriots, Realised};
pub use routes::Between;
pub use save::{LoadError, SavedGame, load};
pub use situation::*;
pub use standoff::{Standoff, UnitBattle, UnitSide};
pub use turn::{Manner, Policies, Policy};
pub use unit_by_unit::Field;
pub use view::{SeenForce, View};
