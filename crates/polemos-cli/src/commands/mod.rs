//! The commands, one module each.

pub mod against;
pub mod almanac;
pub mod battle;
pub mod calibrate;
pub mod check;
pub mod compare;
pub mod completions;
pub mod continuities;
pub mod diff;
pub mod evidence;
pub mod fork;
pub mod list;
pub mod map;
pub mod new;
pub mod project;
pub mod record;
pub mod run;
pub mod runs;
pub mod schema;
pub mod validate;
pub mod why;
