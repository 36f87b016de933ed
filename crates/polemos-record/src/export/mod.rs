//! Writes records out: as wikitext, Markdown, a page of HTML that needs nothing else, plain text, and a table of claims.
//! A record that was read from wikitext is written with the bytes that it was read from, but for what was edited.

pub mod csv;
pub mod html;
pub mod markdown;
mod terms;
pub mod text;
pub mod view;
pub mod wikitext;

pub use terms::{Terms, terms};
