//! Maps: where places are drawn, and by whom they are held.

pub mod layout;
pub mod svg;
pub mod terminal;

use polemos::almanac::sides;
use polemos::war::{CoalitionId, FactionId, PlaceId, War};

/// What is drawn, whatever the medium.
pub struct Picture<'a> {
    /// The war.
    pub war: &'a War,
    /// Where each place stands: x to the right, y downwards, both from 0 to 1.
    pub at: Vec<(f64, f64)>,
    /// Who holds each place.
    pub owners: Vec<Option<FactionId>>,
    /// The moment that is shown, in words.
    pub moment: String,
    /// Sides in the order of their marks.
    pub sides: Vec<CoalitionId>,
}

impl<'a> Picture<'a> {
    /// The picture of a war.
    pub fn new(war: &'a War, owners: Vec<Option<FactionId>>, moment: String) -> Self {
        let mut sides: Vec<CoalitionId> = Vec::new();
        for (id, _) in war.factions.pairs().filter(|(id, _)| owners.contains(&Some(*id))) {
            sides.extend(sides::coalition_at_start(war, id).filter(|side| !sides.contains(side)));
        }
        // Sides that stand for one faction only come last: the first marks go to the great ones.
        sides.sort_by_key(|id| war.coalitions.get(*id).is_some_and(|it| it.implicit));
        Self { war, at: layout::positions(war), owners, moment, sides }
    }

    /// Places that are drawn.
    pub fn places(&self) -> impl Iterator<Item = PlaceId> + '_ {
        self.war.places.pairs().filter(|(_, it)| !it.removed).map(|(id, _)| id)
    }

    /// Where a place stands.
    pub fn position(&self, place: PlaceId) -> (f64, f64) {
        self.at.get(place.0 as usize).copied().unwrap_or((0.5, 0.5))
    }

    /// Who holds a place.
    pub fn owner(&self, place: PlaceId) -> Option<FactionId> {
        self.owners.get(place.0 as usize).copied().flatten()
    }

    /// The row of the mark of a place's holder; none for one that no one holds.
    pub fn side(&self, place: PlaceId) -> Option<usize> {
        let side = sides::coalition_at_start(self.war, self.owner(place)?)?;
        self.sides.iter().position(|other| *other == side)
    }

    /// Factions that hold something, side by side.
    pub fn holders(&self) -> Vec<(usize, FactionId)> {
        let mut holders: Vec<(usize, FactionId)> =
            self.places().filter_map(|place| Some((self.side(place)?, self.owner(place)?))).collect();
        holders.sort();
        holders.dedup();
        holders
    }

    /// A faction's letter: the first of its name that no earlier faction has.
    pub fn letter(&self, faction: FactionId) -> char {
        let mut taken = Vec::new();
        for (id, it) in self.war.factions.pairs() {
            let name = it.names.adjective().to_uppercase();
            let own = name.chars().filter(|c| c.is_alphabetic()).find(|c| !taken.contains(c));
            let letter = own.or_else(|| ('A'..='Z').find(|c| !taken.contains(c))).unwrap_or('?');
            if id == faction {
                return letter;
            }
            taken.push(letter);
        }
        '?'
    }
}
