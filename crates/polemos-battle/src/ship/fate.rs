//! What becomes of every ship, by side, class and cause: it adds up.

/// What became of a ship.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fate {
    /// Fit to fight at the end.
    Present,
    /// Dark at the end, on a field that its side did not lose.
    Disabled,
    /// Destroyed.
    Destroyed,
    /// Left the field.
    Retreated,
    /// Gave itself up.
    Surrendered,
    /// Changed sides. It enters the other side's account.
    Defected,
    /// Dark at the end, on a field that its side lost.
    Captured,
}

/// Why.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Cause {
    /// In action, or still in it.
    InAction,
    /// Under fire while it fled.
    InFlight,
    /// While it was dark.
    Dark,
    /// Its squadron broke.
    SquadronBroke,
    /// Its side broke.
    SideBroke,
    /// Its squadron broke with no way out.
    NoWayOut,
    /// At an appointed moment.
    Appointed,
    /// Its squadron's threshold was reached.
    Swayed,
}

/// So many ships of a class of a side met a fate for a cause.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Entry {
    /// Side on which they met it, 0 or 1.
    pub side: usize,
    /// Their class, by its place in the scene.
    pub class: u8,
    /// What became of them.
    pub fate: Fate,
    /// Why.
    pub cause: Cause,
    /// How many.
    pub ships: u64,
}

/// The account of all ships.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ledger {
    /// Ships that came onto a side: at the start, as reinforcements, from the other side; in order of side and class.
    entered: Vec<(usize, u8, u64)>,
    /// What became of them, in order.
    entries: Vec<Entry>,
}

impl Ledger {
    /// Ships of a class come onto a side.
    pub(super) fn enter(&mut self, side: usize, class: u8, ships: u64) {
        match self.entered.binary_search_by_key(&(side, class), |entry| (entry.0, entry.1)) {
            Ok(at) => self.entered[at].2 += ships,
            Err(at) => self.entered.insert(at, (side, class, ships)),
        }
    }

    /// Ships meet a fate.
    pub(super) fn record(&mut self, side: usize, class: u8, fate: Fate, cause: Cause, ships: u64) {
        let same = |entry: &Entry| (entry.side, entry.class, entry.fate, entry.cause);
        match self.entries.binary_search_by_key(&(side, class, fate, cause), same) {
            Ok(at) => self.entries[at].ships += ships,
            Err(at) => self.entries.insert(at, Entry { side, class, fate, cause, ships }),
        }
    }

    /// What became of whom, in order of side, class, fate and cause.
    #[must_use]
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// Ships that came onto a side, of all classes.
    #[must_use]
    pub fn entered(&self, side: usize) -> u64 {
        self.entered.iter().filter(|entry| entry.0 == side).map(|entry| entry.2).sum()
    }

    /// Ships of a side that met a fate.
    #[must_use]
    pub fn count(&self, side: usize, fate: Fate) -> u64 {
        self.entries
            .iter()
            .filter(|entry| entry.side == side && entry.fate == fate)
            .map(|entry| entry.ships)
            .sum()
    }

    /// Ships of a side whose fate is known.
    pub(super) fn settled(&self, side: usize) -> u64 {
        self.entries.iter().filter(|entry| entry.side == side).map(|entry| entry.ships).sum()
    }
}
