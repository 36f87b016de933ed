//! Phase 11. What peoples suffer, feel and do.

use crate::turn::Turn;
use polemos_war::{CoalitionId, PeopleId, PlaceId};

impl Turn<'_> {
    /// Grievance of a people against a coalition, 0 for none; it grows with the logarithm of its dead.
    pub fn grievance(&self, _people: PeopleId, _against: CoalitionId) -> f64 {
        0.0
    }

    /// Fear at a place, 0 to 1.
    pub fn fear(&self, _place: PlaceId) -> f64 {
        0.0
    }
}
