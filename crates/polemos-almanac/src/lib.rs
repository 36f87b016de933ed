//! Records and sentences from chronicles and summaries.
//!
//! The almanac reads a war, a chronicle and a summary, never a situation: what is not in the chronicle did not
//! happen. It tells a run as a *page* (ending, causes, dated sentences, record, beliefs), and gives the same as data:
//! a [`record::Record`] for the war and for each battle of note. Lines carry what their text means
//! ([`text::Style`]), and the edges decide how that looks.
//!
//! What is deliberately missing: nothing here draws chance, so that one chronicle always reads the same; and nothing
//! prints.

pub mod account;
pub mod article;
pub mod atrocity;
pub mod battle_prose;
mod because;
pub mod believed;
pub mod between;
pub mod causes;
pub mod choice;
pub mod clash;
pub mod dates;
pub mod deciding;
pub mod ending;
pub mod episodes;
pub mod happening;
pub mod infobox;
pub mod items;
pub mod loyalties;
pub mod page;
pub mod parting;
pub mod peace;
pub mod plight;
pub mod record;
pub mod report;
pub mod sentence;
pub mod sides;
mod sieges;
mod tally;
pub mod text;
pub mod tides;
pub mod tint;
pub mod voice;
pub mod wording;

pub use page::{Run, Setting};
pub use record::Record;
pub use text::{Line, Span, Style};
