//! The record as data.
//!
//! Unknown, none, zero and absent are four things: a claim of [`Quantity::Unknown`] says that nobody knows, one of
//! [`Quantity::None`] that there were none, `Exact(0)` is the figure nought as printed, and an empty list of claims says
//! that the source has nothing on it.

mod count;
mod date;
mod entity;
mod origin;
mod prose;
mod record;
mod side;
mod source;
mod visit;

pub use count::{Category, Count, Kind, Purpose};
pub use date::RecordDate;
pub use entity::{Continuity, Entity, EntityKind, Related, slug};
pub use origin::{Extra, Format, Origin, Parameter};
pub use prose::{Mention, Paragraph, Section, Sentence, Stated};
pub use record::{
    Chain, Coordinates, Decisiveness, FORMAT, Outcome, Question, Record, RecordKind, Reference, said, said_by,
};
pub use side::{Commander, Fate, Member, MemberRole, Remark, Side, Unit};
pub use source::{Licence, Run, Source, SourceKind};
pub use visit::{Held, claims};

pub use polemos_war::claim::{Basis, Claim, Claims, Quantile, Rank, SourceRef, TextSpan};
pub use polemos_war::quantity::Quantity;
