//! Wars that follow wars. A *saga* is a war whose sequence of play goes on when a war ends: in peace economies grow,
//! fleets are kept up, peoples simmer, rulers sit more or less firmly, states take each other's measure; and what happens
//! between them may or may not lead to the next war. Each war of a saga is an *episode* with a record of its own.

use crate::ids::*;
use crate::names::Names;
use serde::{Deserialize, Serialize};

/// Age, in days, before which no one holds a post.
pub const OF_AGE: f64 = 25.0 * 365.25;

/// What a scenario says of a saga besides what it says of any war.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Saga {
    /// Who is at war as it opens; nobody, where it opens in peace.
    pub at_war: Vec<FactionId>,
    /// How far states stand on edge with each other from of old.
    pub tensions: Vec<Tension>,
    /// Wars between the same two sides, as records count them.
    pub series: Table<SeriesId, Series>,
    /// Wars that have an id of their own, so that conditions can read them.
    pub episodes: Table<EpisodeId, Episode>,
}

/// How far two states stand on edge.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Tension {
    /// Which two.
    pub between: [FactionId; 2],
    /// At the start, and where it comes back to when nothing feeds it: 0 to 1.
    pub level: NumberId,
}

/// Wars between the same two sides.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Series {
    /// Id.
    pub id: String,
    /// Names of any war of it, to which an ordinal is put.
    pub names: Names,
    /// The sides, in whichever order they come to fight.
    pub between: [CoalitionId; 2],
    /// Those of its wars that have an id, in the order in which they come.
    pub episodes: Vec<EpisodeId>,
}

/// A war of a saga that has an id.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Episode {
    /// Id.
    pub id: String,
    /// Names.
    pub names: Names,
    /// Which series it is of.
    pub series: SeriesId,
}

impl Saga {
    /// The war of a series that is its so-manieth, from 1, where that one has an id.
    pub fn episode(&self, series: SeriesId, ordinal: u16) -> Option<EpisodeId> {
        let at = usize::from(ordinal).checked_sub(1)?;
        self.series.get(series)?.episodes.get(at).copied()
    }

    /// The series of wars between two sides, if it is declared.
    pub fn series_between(&self, a: CoalitionId, b: CoalitionId) -> Option<SeriesId> {
        let is = |series: &Series| series.between == [a, b] || series.between == [b, a];
        self.series.pairs().find(|(_, series)| is(series)).map(|(id, _)| id)
    }
}
