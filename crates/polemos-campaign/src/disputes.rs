//! Places at which forces can come to blows, or one can change hands without any: kept as forces come and go and places
//! change hands, so that a quiet day asks only whether there is any such place.

use crate::bits::Set;
use crate::turn::Turn;
use polemos_war::*;

/// Where something may come of who stands where.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Disputes {
    /// Places at which a force stands that is at war with the owner or with another there.
    disputed: Set,
    /// Places that a force there may take: those in dispute, and settled ones that no one holds.
    open: Set,
    /// Places that someone besieges.
    pub besieged: Set,
    /// Places at which this must be worked out anew.
    stale: Set,
    /// Whether a place has come into dispute or out of it since conditions were last told of it.
    pub flipped: bool,
    /// Whether sides, holders, lanes, sieges or disputes have changed since it was last asked whose capital is encircled.
    pub redrawn: bool,
    /// How many places there are.
    places: usize,
}

impl Disputes {
    /// Nothing is known of so many places, but which are besieged.
    pub fn unknown(besieged: Set, places: usize) -> Self {
        Self {
            disputed: Set::none_of(places),
            open: Set::none_of(places),
            besieged,
            stale: Set::all_of(places),
            flipped: true,
            redrawn: true,
            places,
        }
    }

    /// Someone has come to a place or left it, or whose it is has changed.
    #[inline]
    pub fn note(&mut self, place: PlaceId) {
        self.stale.add(place.index());
    }

    /// The same of every place: who is at war with whom has changed.
    pub fn all_stale(&mut self) {
        self.stale = Set::all_of(self.places);
        self.redrawn = true;
    }

    /// Places at which a force stands that is at war with the owner or with another there.
    #[inline]
    pub fn disputed(&self) -> &Set {
        debug_assert!(self.stale.is_empty(), "disputes are read before they have been worked out");
        &self.disputed
    }

    /// Places that a force there may take.
    #[inline]
    pub fn open(&self) -> &Set {
        debug_assert!(self.stale.is_empty(), "disputes are read before they have been worked out");
        &self.open
    }
}

impl Turn<'_> {
    /// Works out what is in dispute at the places where something has changed.
    pub fn look_for_disputes(&mut self) {
        if self.s.disputes.stale.is_empty() {
            return;
        }
        let stale = std::mem::take(&mut self.s.disputes.stale);
        for place in stale.rows().map(PlaceId::from_index) {
            let disputed = self.fights_over(place);
            let open = disputed || (self.is_free(place) && self.is_occupied(place));
            let disputes = &mut self.s.disputes;
            let flips = disputes.disputed.has(place.index()) != disputed;
            (disputes.flipped, disputes.redrawn) = (disputes.flipped | flips, disputes.redrawn | flips);
            disputes.disputed.set(place.index(), disputed);
            disputes.open.set(place.index(), open);
        }
        self.s.disputes.stale = stale.emptied();
    }

    /// Whether a place is one that no one holds and that is worth holding.
    #[inline]
    pub fn is_free(&self, place: PlaceId) -> bool {
        self.s.places[place].owner.is_none() && self.is_settled(place)
    }

    /// Whether a force that can fight is at a place.
    fn is_occupied(&self, place: PlaceId) -> bool {
        self.s.forces_at(place).any(|(_, force)| force.value > 0.0)
    }

    /// Whether forces that can fight each other are at a place and at war, or one that is at war with its owner.
    #[inline]
    pub fn contested(&self, place: PlaceId) -> bool {
        let disputes = &self.s.disputes;
        if disputes.stale.has(place.index()) {
            return self.fights_over(place);
        }
        debug_assert_eq!(
            disputes.disputed.has(place.index()),
            self.fights_over(place),
            "a quarrel unnoticed"
        );
        disputes.disputed.has(place.index())
    }

    /// The same, from who stands there now.
    fn fights_over(&self, place: PlaceId) -> bool {
        let mut first = self.s.places[place].owner;
        if first.is_some_and(|owner| !self.has_guests(place, owner)) {
            return false;
        }
        for (_, force) in self.s.forces_at(place).filter(|(_, f)| f.value > 0.0) {
            match first {
                Some(other) if other == force.faction => {}
                Some(other) if self.s.hostile(other, force.faction) => return true,
                Some(_) => {}
                None => first = Some(force.faction),
            }
        }
        false
    }

    /// Whether forces of others than its owner stand at a place.
    #[inline]
    fn has_guests(&self, place: PlaceId, owner: FactionId) -> bool {
        self.s.standing.has_besides(place.index(), &self.real.forces_of, owner.index())
    }
}
