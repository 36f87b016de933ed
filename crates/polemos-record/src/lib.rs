//! Records as encyclopedias keep them.
//!
//! A [`Record`] is the entry of a war, campaign, battle, siege or incident: claims with their wording, their meaning and
//! their sources. A page is read into one ([`import`]), a run is told as one, one is kept by hand ([`keep`]), and any is
//! written out as a page again ([`export`]) or as the beginning of a scenario ([`skeleton`]). There is one form for all
//! of them, with a canonical JSON text ([`json`]).
//!
//! What is deliberately missing: nothing here opens a file, knows a run or a situation, invents what a page leaves
//! unsaid, or joins two entities because they bear one name.

pub mod compare;
pub mod export;
pub mod import;
pub mod json;
pub mod keep;
pub mod model;
pub mod part;
pub mod skeleton;

pub use model::*;
