//! What is kept of one run: a few hundred bytes, enough for every table of a projection.

use crate::entry::Ending;
use polemos_war::{CoalitionId, DecisionId, FactionId, PlaceId};
use serde::{Deserialize, Serialize};

/// One run of a projection.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RunSummary {
    /// Replication, which with the seed names the run.
    pub replication: u64,
    /// How it ended.
    pub ending: Ending,
    /// By faction id.
    pub factions: Box<[FactionTotals]>,
    /// Decisions that fell, with the last option taken, in id order.
    pub decisions: Box<[(DecisionId, u16)]>,
    /// Battles fought, summed by place, in place order.
    pub battles: Box<[PlaceBattles]>,
    /// Owner of each place at the end (faction row, `u16::MAX` for none).
    pub owners: Box<[u16]>,
    /// Which facts of the ledger showed, by row; bit set means yes.
    pub facts: Box<[u8]>,
}

/// What one faction began with, gained and lost. Units are summed by domain, in the order of
/// [`polemos_war::Domain::ALL`]: opening + built + joined − lost − gone over = left.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct FactionTotals {
    /// Units at the start and those declared to arrive, once they have.
    pub opening: [u32; 5],
    /// Built.
    pub built: [u32; 5],
    /// Lost to the enemy or with their place.
    pub lost: [u32; 5],
    /// Crews and troops killed, persons.
    pub military_dead: f32,
    /// Civilians of its people or places killed, persons.
    pub civilian_dead: f32,
    /// Resolve at the end.
    pub resolve: f32,
}

/// Battles at one place in one run.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct PlaceBattles {
    /// Where.
    pub place: PlaceId,
    /// How many.
    pub count: u16,
    /// Coalitions of the largest, attacker first.
    pub coalitions: [CoalitionId; 2],
    /// Loss share of either in the largest.
    pub loss: [f32; 2],
    /// Loss share that its staff had projected for either.
    pub projected_loss: [f32; 2],
    /// Chance of winning that its staff had projected for either.
    pub projected_win: [f32; 2],
    /// Strength of both sides in the largest, reference ships.
    pub value: f32,
}

impl RunSummary {
    /// Bytes that the run takes in memory.
    pub fn bytes(&self) -> usize {
        size_of::<Self>()
            + size_of_val(&*self.factions)
            + size_of_val(&*self.decisions)
            + size_of_val(&*self.battles)
            + size_of_val(&*self.owners)
            + size_of_val(&*self.facts)
    }

    /// Totals of a faction.
    pub fn faction(&self, faction: FactionId) -> FactionTotals {
        self.factions.get(faction.0 as usize).copied().unwrap_or_default()
    }
}
