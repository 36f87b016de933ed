//! Scenario text to a checked war.
//!
//! A scenario is TOML. [`check`] reads it and returns a [`War`](polemos_war::war::War), or everything that is
//! wrong with it at once: each [`Diagnostic`] with its place, a sentence and a repair. What the scenario leaves
//! open is filled with defaults, and every one of them is listed.
//!
//! One definition of each key (in `spec`) drives what is accepted, the JSON [`schema`] for editors, and the
//! [`reference()`] in the documentation.
//!
//! What is deliberately missing: nothing here opens a file. Texts come in, values go out.

mod book;
mod compile;
mod condition;
mod diagnostic;
mod draft;
mod ids;
mod lookup;
mod reading;
mod reference;
mod scaffold;
mod schema;
mod source;
mod spec;
mod suggest;
mod tree;
mod walk;

pub use compile::{Checked, DefaultUsed, check};
pub use diagnostic::{Diagnostic, Repair, SHOWN, Severity, render};
pub use lookup::{nearest, resolve_reference};
pub use reference::reference;
pub use scaffold::scaffold;
pub use schema::schema;
pub use source::SourceFile;
