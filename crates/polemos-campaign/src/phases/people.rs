//! Phase 11. What peoples suffer, feel and do.

use crate::turn::Turn;
use polemos_war::{CoalitionId, PeopleId, PlaceId};

impl Turn<'_> {
    /// Grievance of a people against a coalition, 0 for none; it grows with the logarithm of its dead.
    pub fn grievance(&self, people: PeopleId, against: CoalitionId) -> f64 {
        self.old_grievance(people, against)
    }

    /// Fear at a place, 0 to 1.
    pub fn fear(&self, _place: PlaceId) -> f64 {
        0.0
    }
}
