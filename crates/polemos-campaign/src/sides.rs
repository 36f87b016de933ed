//! Who stands with whom and against whom: worked out when a faction changes sides, enters the war or leaves it, and
//! read by every phase.

use crate::bits::{Relation, Set};
use crate::situation::{ForceState, Siege, Situation};
use polemos_war::*;

/// Coalitions as factions, forces and places belong to them now.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sides {
    /// Factions of each coalition, at war or not.
    pub members: Relation,
    /// Their forces, in play or not.
    pub forces: Relation,
    /// Places that they rule.
    pub held: Relation,
    /// Factions that fight each faction.
    pub enemies: Relation,
    /// Their forces, in play or not.
    pub foes: Relation,
    /// Coalitions that are in the war and have a belligerent.
    pub fighting: Set,
}

impl Sides {
    /// As factions and coalitions have it now, and as forces and places belong to them.
    pub fn of(s: &Situation) -> Self {
        let (sides, factions) = (s.coalitions.len(), s.factions.len());
        let mut found = Self {
            members: Relation::none_between(sides, factions),
            forces: Relation::none_between(sides, s.forces.len()),
            held: Relation::none_between(sides, s.places.len()),
            enemies: Relation::none_of(factions),
            foes: Relation::none_between(factions, s.forces.len()),
            fighting: Set::none_of(sides),
        };
        for (id, faction) in s.factions.pairs() {
            found.members.add(faction.coalition.index(), id.index());
            if faction.at_war && s.coalitions[faction.coalition].active {
                found.fighting.add(faction.coalition.index());
            }
            for (other, state) in s.factions.pairs() {
                if state.coalition != faction.coalition && state.at_war && faction.at_war {
                    found.enemies.add(id.index(), other.index());
                }
            }
        }
        for (id, force) in s.forces.pairs() {
            found.forces.add(s.side(force.faction).index(), id.index());
            for enemy in
                s.factions.ids().filter(|other| found.enemies.has(other.index(), force.faction.index()))
            {
                found.foes.add(enemy.index(), id.index());
            }
        }
        for (id, place) in s.places.pairs() {
            if let Some(owner) = place.owner {
                found.held.add(s.side(owner).index(), id.index());
            }
        }
        found
    }
}

impl Situation {
    /// A faction stands with a coalition from now on, as a belligerent or not.
    pub(crate) fn enlist(&mut self, faction: FactionId, side: CoalitionId, at_war: bool) {
        let state = &mut self.factions[faction];
        (state.coalition, state.at_war) = (side, at_war);
        self.align();
    }

    /// A coalition is out of the war.
    pub(crate) fn stand_down(&mut self, side: CoalitionId) {
        self.coalitions[side].active = false;
        self.align();
    }

    /// Begins a siege of a place, or ends it.
    pub(crate) fn besiege(&mut self, place: PlaceId, siege: Option<Siege>) {
        self.places[place].siege = siege;
        self.disputes.besieged.set(place.index(), siege.is_some());
        self.disputes.redrawn = true;
    }

    /// Works out anew who stands with whom.
    pub(crate) fn align(&mut self) {
        self.sides = Sides::of(self);
        self.disputes.all_stale();
        self.garrisons_stale = true;
        self.links.stale = true;
    }

    /// Places that a side holds, in order.
    #[inline]
    pub fn held_by(&self, side: CoalitionId) -> impl Iterator<Item = PlaceId> + Clone + '_ {
        self.sides.held.rows_of(side.index()).map(PlaceId::from_index)
    }

    /// Forces at a place that are at war with a faction, in order.
    #[inline]
    pub fn foes_at(
        &self,
        place: PlaceId,
        of: FactionId,
    ) -> impl Iterator<Item = (ForceId, &ForceState)> + Clone + '_ {
        let rows = self.standing.rows_shared(place.index(), &self.sides.foes, of.index());
        rows.map(ForceId::from_index).map(|id| (id, &self.forces[id]))
    }

    /// Forces of a side at a place, in order.
    #[inline]
    pub fn own_at(
        &self,
        place: PlaceId,
        side: CoalitionId,
    ) -> impl Iterator<Item = (ForceId, &ForceState)> + Clone + '_ {
        let rows = self.standing.rows_shared(place.index(), &self.sides.forces, side.index());
        rows.map(ForceId::from_index).map(|id| (id, &self.forces[id]))
    }

    /// Forces of a side that are in play, in order.
    #[inline]
    pub fn forces_in_play(&self, side: CoalitionId) -> impl Iterator<Item = ForceId> + Clone + '_ {
        self.sides.forces.rows_common(side.index(), &self.in_play).map(ForceId::from_index)
    }
}
