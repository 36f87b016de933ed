//! Rows of a war by their ids in its text.

use crate::common::game::Game;
use polemos::War;
use polemos::war::{
    CoalitionId, DecisionId, EventId, FactionId, ForceId, Id, LaneId, PersonId, PlaceId, Table, WorksId,
};

/// The first row of a table that is the one looked for.
pub fn row<I: Id, T>(table: &Table<I, T>, found: impl Fn(&T) -> bool) -> I {
    table.pairs().find(|(_, it)| found(it)).expect("the war has such a thing").0
}

/// What has the tables of a war to look ids up in.
pub trait Find {
    /// The war with the tables.
    fn tables(&self) -> &War;

    /// Row of a faction.
    fn faction_id(&self, id: &str) -> FactionId {
        row(&self.tables().factions, |it| it.id == id)
    }

    /// Row of a coalition.
    fn side_id(&self, id: &str) -> CoalitionId {
        row(&self.tables().coalitions, |it| it.id == id)
    }

    /// Row of a person.
    fn person_id(&self, id: &str) -> PersonId {
        row(&self.tables().persons, |it| it.id == id)
    }

    /// Row of a place.
    fn place_id(&self, id: &str) -> PlaceId {
        row(&self.tables().places, |it| it.id == id)
    }

    /// Row of a lane.
    fn lane_id(&self, id: &str) -> LaneId {
        row(&self.tables().lanes, |it| it.id == id)
    }

    /// Row of works.
    fn works_id(&self, id: &str) -> WorksId {
        row(&self.tables().works, |it| it.id == id)
    }

    /// Row of a force.
    fn force_id(&self, id: &str) -> ForceId {
        row(&self.tables().forces, |it| it.id == id)
    }

    /// Row of an event.
    fn event_id(&self, id: &str) -> EventId {
        row(&self.tables().events, |it| it.id == id)
    }

    /// Row of a decision.
    fn decision_id(&self, id: &str) -> DecisionId {
        row(&self.tables().decisions, |it| it.id == id)
    }
}

impl Find for War {
    fn tables(&self) -> &War {
        self
    }
}

impl Find for Game {
    fn tables(&self) -> &War {
        &self.war
    }
}
