//! The commands, one module each.

pub mod against;
pub mod battle;
pub mod calibrate;
pub mod check;
pub mod completions;
pub mod diff;
pub mod evidence;
pub mod list;
pub mod map;
pub mod new;
pub mod project;
pub mod run;
pub mod schema;
pub mod validate;
