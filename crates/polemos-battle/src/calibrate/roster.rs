//! The classes of a war, as both forms of a battle have them.

use super::pairing::{Kind, Pairing, Part};
use crate::engagement::Rules;

/// Classes, and the rules they fight under.
#[derive(Clone, Debug, PartialEq)]
pub struct Roster {
    /// Every class that fights.
    pub kinds: Vec<Kind>,
    /// Worth of one unit of each.
    pub values: Vec<f64>,
    /// The rules of battle.
    pub rules: Rules,
    /// Whether battles are fought on a plane.
    pub plane: bool,
}

impl Roster {
    /// Kinds of which some can fight, by worth, the least first: those that move, or those that do not.
    #[must_use]
    pub fn ranked(&self, immobile: bool) -> Vec<usize> {
        let fights = |row: &usize| {
            let kind = &self.kinds[*row];
            kind.immobile == immobile && kind.weapon.hits_per_hour > 0.0
        };
        let mut rows: Vec<usize> = (0..self.kinds.len()).filter(fights).collect();
        rows.sort_by(|a, b| self.values[*a].total_cmp(&self.values[*b]).then(a.cmp(b)));
        rows
    }

    /// So many units of a kind.
    #[must_use]
    pub fn part(&self, row: usize, units: u32) -> Part {
        Part::new(&self.kinds[row], units)
    }

    /// As many units of a kind as are worth so many of another.
    #[must_use]
    pub fn worth(&self, row: usize, units: u32, of: usize) -> Part {
        let count = f64::from(units) * self.values[of] / self.values[row].max(1e-9);
        self.part(row, libm::round(count).clamp(1.0, 1e6) as u32)
    }

    /// Two sides under the roster's rules.
    #[must_use]
    pub fn pairing(&self, name: &str, sides: [Vec<Part>; 2]) -> Pairing {
        Pairing { plane: self.plane, ..Pairing::new(name, sides, self.rules) }
    }
}
