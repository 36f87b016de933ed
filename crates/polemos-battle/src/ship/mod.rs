//! The battle unit by unit: one engagement with every ship in it.
//!
//! A [`Scene`] is a battle written down; a [`Battle`] is one being fought. Its [`step`](Battle::step) lists the passes
//! by which ships arrive, are sorted into cells, get orders, act and are damaged. Everything is decided from the
//! situation at the start of a step, and damage is added up in integers and done at its end; hence neither the number
//! of hands that share the work ([`Crew`]), nor who is first, nor the width of the machine's vectors ([`Isa`]) changes
//! a bit of the result.
//!
//! Ships lie in columns, a table for each side. Places are `f32`, and arithmetic is + − × ÷ and √ in a written order,
//! each correctly rounded, without fused multiply-add: the same bits on every machine. `docs/ship-battle.md` has the
//! reasons, the model and the measurements.
//!
//! ```
//! use polemos_battle::ship::{Alone, Arena, Battle, Class, Crowding, Fate, Gun, LuckOf, Scene};
//! use polemos_battle::ship::{SideOf, SquadronOf, Start};
//!
//! let gun = Gun { range: 10.0, every: 4, accuracy: 0.5, damage: 8, ..Gun::default() };
//! let ship = Class { id: "ship".into(), sensor: 20.0, speed: 0.5, acceleration: 0.1, hull: 60.0, ..Class::default() };
//! let ship = Class { weapon: vec![gun], ..ship };
//! let side = |id: &str, ships| SideOf {
//!     id: id.into(),
//!     breakpoint: None,
//!     squadron: vec![SquadronOf::new(id, "ship", ships, Start::Scatter)],
//! };
//! let scene = Scene {
//!     name: "two to one".into(),
//!     steps: 2000,
//!     step_hours: 0.1,
//!     luck: LuckOf::Addressed,
//!     arena: Arena { crowding: Some(Crowding { ships: 8.0, within: 10.0 }), ..Arena::default() },
//!     class: vec![ship],
//!     side: [side("many", 200), side("few", 100)],
//! };
//! assert!(scene.problems().is_empty());
//!
//! let fought = Battle::new(&scene, 1).fight(&Alone);
//!
//! assert_eq!(fought.outcome.end.loser(), Some(1));
//! assert_eq!(fought.ledger.count(1, Fate::Destroyed), 100); // nobody breaks who has no breakpoint
//! ```

mod battle;
mod check;
mod command;
mod crew;
mod design;
mod engage;
mod fate;
mod fleet;
mod form;
mod grid;
mod isa;
mod lanes;
mod luck;
mod muster;
mod nerve;
pub mod replay;
mod scene;
mod search;
mod squadron;
mod staged;
mod staging;
mod wall;

pub use battle::{Battle, Fought, State, Tally};
pub use crew::{Alone, Crew};
pub use fate::{Cause, Entry, Fate, Ledger};
pub use form::{Arm, Figures, Form};
pub use isa::Isa;
pub use scene::{
    Arena, Class, Crowding, Dark, Doctrine, Formed, Gun, LuckOf, MAX_WEAPONS, Scene, SideOf, SquadronOf,
    Start,
};
pub use staged::{LOOK, Staged, StagedOutcome, Witness};
pub use staging::{Body, Staging};
