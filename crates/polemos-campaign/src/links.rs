//! Command links: which forces the headquarters of their side can reach with orders.

use crate::turn::Turn;
use polemos_war::ForceId;

impl Turn<'_> {
    /// Whether a force is reached by orders of its side's headquarters.
    pub fn in_command(&self, force: ForceId) -> bool {
        self.s.forces[force].at.is_present()
    }
}
