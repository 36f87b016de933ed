//! Changes made to a war after it was checked: a number set or redefined, a thing left out. A thing left out keeps
//! its row, so that everything else keeps its luck.

use crate::distribution::Distribution;
use crate::ids::*;
use crate::names::Names;
use crate::number::Cycle;
use crate::war::*;

/// Why a change cannot be made.
#[derive(Clone, Debug, PartialEq)]
pub enum ChangeError {
    /// No number has this path.
    UnknownPath(String),
    /// Nothing has this id.
    UnknownId(String),
    /// The new definition leads back to the number itself.
    Cycle(Cycle),
    /// No decision has this id.
    UnknownDecision(String),
    /// The decision has no such option.
    UnknownOption(DecisionId, String),
    /// The value lies outside what makes sense for the number: least and greatest.
    OutOfRange(f64, f64),
}

impl War {
    /// Fixes a number in every replication. Numbers relative to it keep the values that they would have had.
    ///
    /// # Errors
    /// [`ChangeError`] for a path that is not there or a value out of the number's range.
    pub fn set(&mut self, path: &str, value: f64) -> Result<(), ChangeError> {
        let id = self.number_within(path, value)?;
        self.numbers.pin(id, value);
        self.changes.push(format!("set {path}={value}"));
        Ok(())
    }

    /// Gives a number a new meaning, `factor` times the sum of the numbers `of` (or `factor` itself). Numbers
    /// relative to it are solved anew.
    ///
    /// # Errors
    /// [`ChangeError`] for a path that is not there, a cycle, or a certain value out of the number's range.
    pub fn define(
        &mut self,
        path: &str,
        factor: Distribution,
        of: Vec<NumberId>,
        wording: &str,
    ) -> Result<(), ChangeError> {
        let certain = if let Distribution::Point(value) = factor { value } else { f64::NAN };
        let id = if of.is_empty() && !certain.is_nan() {
            self.number_within(path, certain)?
        } else {
            self.numbers.find(path).ok_or_else(|| ChangeError::UnknownPath(path.into()))?
        };
        self.numbers.define(id, factor, of).map_err(ChangeError::Cycle)?;
        self.changes.push(format!("define {path}={wording}"));
        Ok(())
    }

    fn number_within(&self, path: &str, value: f64) -> Result<NumberId, ChangeError> {
        let id = self.numbers.find(path).ok_or_else(|| ChangeError::UnknownPath(path.into()))?;
        let def = &self.numbers.defs()[id];
        if value.is_nan() || value < def.least || value > def.most {
            return Err(ChangeError::OutOfRange(def.least, def.most));
        }
        Ok(id)
    }

    /// Leaves out whatever has this id: an event never happens, a rebellion never rises, rebels strike nothing, a
    /// decision takes its default, a person, force, faction, class or piece of works is not there, a lane is closed,
    /// a place is empty.
    ///
    /// # Errors
    /// [`ChangeError::UnknownId`] when nothing that can be left out has it.
    pub fn without(&mut self, id: &str) -> Result<(), ChangeError> {
        let mut found = false;
        // A twin is no thing of the scenario: its force is, and goes with all its squadrons.
        if self.forces.iter().any(|force| force.twin_of.is_some() && force.id == id) {
            return Err(ChangeError::UnknownId(id.into()));
        }
        macro_rules! leave_out {
            ($($table:ident),*) => {$(
                for row in self.$table.iter_mut().filter(|row| row.id == id) {
                    row.removed = true;
                    found = true;
                }
            )*};
        }
        leave_out!(events, decisions, persons, forces, factions, classes, works, lanes, places);
        leave_out!(rebellions, sabotages, envoys);
        if !found {
            return Err(ChangeError::UnknownId(id.into()));
        }
        self.close_lanes_of_removed_places();
        self.changes.push(format!("without {id}"));
        Ok(())
    }

    /// Settles a decision beforehand: whenever it opens, this option is taken, whoever decides.
    ///
    /// # Errors
    /// [`ChangeError`] for a decision or an option that is not there.
    pub fn choose(&mut self, decision: &str, option: &str) -> Result<(), ChangeError> {
        let found = self.decisions.pairs().find(|(_, row)| row.id == decision);
        let (id, row) = found.ok_or_else(|| ChangeError::UnknownDecision(decision.into()))?;
        let at = row.options.iter().position(|it| it.id == option);
        let at = at.ok_or_else(|| ChangeError::UnknownOption(id, option.into()))?;
        self.decisions[id].forced = Some(at as u16);
        self.changes.push(format!("choose {decision}={option}"));
        Ok(())
    }

    fn close_lanes_of_removed_places(&mut self) {
        let places = &self.places;
        for lane in self.lanes.iter_mut() {
            lane.removed |= lane.ends.iter().any(|end| places[*end].removed);
        }
        for works in self.works.iter_mut() {
            works.removed |= places[works.place].removed;
        }
        for force in self.forces.iter_mut() {
            force.removed |= places[force.place].removed;
        }
    }

    /// The names of whatever [`War::without`] would leave out under this id, where it has any.
    pub fn name_of(&self, id: &str) -> Option<&Names> {
        macro_rules! first {
            ($($table:ident),*) => {
                None$(.or_else(|| self.$table.iter().find(|row| row.id == id).map(|row| &row.names)))*
            };
        }
        first!(events, decisions, persons, forces, factions, classes, works, places)
    }

    /// Every id that [`War::without`] takes, in the order of its tables.
    pub fn removable_ids(&self) -> Vec<&str> {
        let mut ids = Vec::new();
        ids.extend(self.events.iter().map(|row| row.id.as_str()));
        ids.extend(self.decisions.iter().map(|row| row.id.as_str()));
        ids.extend(self.persons.iter().map(|row| row.id.as_str()));
        ids.extend(self.forces.iter().filter(|row| row.twin_of.is_none()).map(|row| row.id.as_str()));
        ids.extend(self.factions.iter().map(|row| row.id.as_str()));
        ids.extend(self.classes.iter().map(|row| row.id.as_str()));
        ids.extend(self.works.iter().map(|row| row.id.as_str()));
        ids.extend(self.lanes.iter().map(|row| row.id.as_str()));
        ids.extend(self.places.iter().map(|row| row.id.as_str()));
        ids.extend(self.rebellions.iter().map(|row| row.id.as_str()));
        ids.extend(self.sabotages.iter().map(|row| row.id.as_str()));
        ids.extend(self.envoys.iter().map(|row| row.id.as_str()));
        ids
    }
}
