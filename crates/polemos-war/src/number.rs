//! Every number of a war stands in one table under its parameter path (`force.home-fleet.ships.cruiser`,
//! `rules.supply.scale`), so that `--set`, designs and explanations can name any of them. A number that the
//! source leaves open is a distribution and is sampled anew in each replication.

use crate::claim::Claim;
use crate::distribution::Distribution;
use crate::ids::{NumberId, Table};
use crate::quantity::{Dimension, Quantity};
use polemos_chance::{Address, Key, hash_text};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Where a number's value came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Origin {
    /// Written in the scenario.
    Written,
    /// Written in the scenario and marked as an assumption of its author.
    Assumed,
    /// A default of Polemos that the scenario did not touch.
    Default,
    /// Changed after loading (`--set`, `--set-def`).
    Changed,
}

/// One number: what it means and how it is drawn.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Number {
    /// Its parameter path, unique in the war.
    pub path: String,
    /// Which words and units may write it.
    pub dimension: Dimension,
    /// As worded and as a quantity.
    pub claim: Claim<Quantity>,
    /// The value itself, or a factor on the sum of `of`.
    pub factor: Distribution,
    /// The numbers that this one is relative to; empty for an absolute one.
    pub of: Vec<NumberId>,
    /// Rounded to a whole number after sampling.
    pub whole: bool,
    /// The least value that makes sense.
    pub least: f64,
    /// The greatest value that makes sense.
    pub most: f64,
    /// Whether it is a day of the calendar, counted from the war's start: no amount, of which there could be more or less.
    pub dated: bool,
    /// Where it came from.
    pub origin: Origin,
}

impl Number {
    /// Whether it can differ between replications.
    pub fn is_sampled(&self) -> bool {
        !self.of.is_empty() || !matches!(self.factor, Distribution::Point(_))
    }

    fn settle(&self, value: f64) -> f64 {
        let value = if value.is_nan() { self.least } else { value.clamp(self.least, self.most) };
        if self.whole { libm::round(value) } else { value }
    }
}

/// The numbers of a war: definitions, and how to draw one set of values.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Numbers {
    defs: Table<NumberId, Number>,
    by_path: BTreeMap<String, NumberId>,
    /// Values of those that are never sampled; medians of the others.
    base: Vec<f64>,
    /// Sampled numbers, each after all that it is relative to.
    order: Vec<NumberId>,
    /// Values fixed after sampling, so that relatives of the number keep theirs.
    pinned: Vec<(NumberId, f64)>,
}

/// A cycle among relative quantities: the paths along it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cycle(pub Vec<String>);

/// The purpose under which quantities are drawn.
const PURPOSE_QUANTITY: u32 = 0x5155_414e;

impl Numbers {
    /// Builds the table; `defs` are in id order.
    ///
    /// # Errors
    /// A [`Cycle`] when a number is, through others, relative to itself.
    pub fn new(defs: Vec<Number>) -> Result<Self, Cycle> {
        let by_path = defs.iter().enumerate().map(|(i, n)| (n.path.clone(), NumberId(i as u32))).collect();
        let mut numbers = Self {
            defs: defs.into_iter().collect(),
            by_path,
            base: Vec::new(),
            order: Vec::new(),
            pinned: Vec::new(),
        };
        numbers.settle()?;
        Ok(numbers)
    }

    fn settle(&mut self) -> Result<(), Cycle> {
        self.order = dependency_order(&self.defs)?;
        self.base = self.defs.iter().map(|n| n.settle(n.factor.quantile(0.5))).collect();
        for &id in &self.order {
            self.base[id.0 as usize] = self.value_at(id, 0.5, &self.base);
        }
        for &(id, value) in &self.pinned {
            self.base[id.0 as usize] = value;
        }
        Ok(())
    }

    fn value_at(&self, id: NumberId, u: f64, values: &[f64]) -> f64 {
        let def = &self.defs[id];
        let factor = def.factor.quantile(u);
        if def.of.is_empty() {
            return def.settle(factor);
        }
        let base: f64 = def.of.iter().map(|of| values[of.0 as usize]).sum();
        def.settle(factor * base)
    }

    /// Draws one set of values, indexed by [`NumberId`]. A number keeps its luck whatever else the war
    /// holds, because it is addressed by its path.
    pub fn sample(&self, key: Key) -> Vec<f64> {
        let mut values = self.base.clone();
        for &id in &self.order {
            let entity = hash_text(&self.defs[id].path) as u32;
            let u = key.uniform(Address::new(PURPOSE_QUANTITY, entity, 0, 0));
            values[id.0 as usize] = self.value_at(id, u, &values);
        }
        for &(id, value) in &self.pinned {
            values[id.0 as usize] = value;
        }
        values
    }

    /// The medians: what is shown where one figure must stand for all replications.
    pub fn medians(&self) -> &[f64] {
        &self.base
    }

    /// Definitions in id order.
    pub fn defs(&self) -> &Table<NumberId, Number> {
        &self.defs
    }

    /// Finds a number by its path.
    pub fn find(&self, path: &str) -> Option<NumberId> {
        self.by_path.get(path).copied()
    }

    /// Fixes a number after sampling; numbers relative to it keep the values they would have had.
    pub fn pin(&mut self, id: NumberId, value: f64) {
        let value = self.defs[id].settle(value);
        self.pinned.retain(|(other, _)| *other != id);
        self.pinned.push((id, value));
        self.base[id.0 as usize] = value;
    }

    /// Multiplies numbers as they are defined; those relative to them are solved anew. Bounds hold as ever.
    ///
    /// # Errors
    /// Never a [`Cycle`] that was not there before: what is relative to what does not change.
    pub fn scale(&mut self, factors: &[(NumberId, f64)]) -> Result<(), Cycle> {
        for &(id, factor) in factors {
            let def = &mut self.defs[id];
            def.factor = def.factor.clone().times(factor);
            for (_, value) in self.pinned.iter_mut().filter(|(other, _)| *other == id) {
                *value = def.settle(*value * factor);
            }
        }
        self.settle()
    }

    /// Gives a number a new definition; numbers relative to it are solved anew.
    ///
    /// # Errors
    /// A [`Cycle`] when the new definition leads back to itself; the table is then unchanged.
    pub fn define(&mut self, id: NumberId, factor: Distribution, of: Vec<NumberId>) -> Result<(), Cycle> {
        let old = self.clone();
        self.pinned.retain(|(other, _)| *other != id);
        let def = &mut self.defs[id];
        (def.factor, def.of, def.origin) = (factor, of, Origin::Changed);
        self.settle().inspect_err(|_| *self = old)
    }
}

/// Depth-first order in which every number comes after those it is relative to.
fn dependency_order(defs: &Table<NumberId, Number>) -> Result<Vec<NumberId>, Cycle> {
    #[derive(Clone, Copy, PartialEq)]
    enum Mark {
        New,
        Open,
        Done,
    }
    let mut marks = vec![Mark::New; defs.len()];
    let mut order = Vec::new();
    for root in defs.ids() {
        // (number, how many of its references are done): an explicit stack, since input decides the depth.
        let mut stack = vec![(root, 0_usize)];
        while let Some((id, next)) = stack.pop() {
            let mark = marks[id.0 as usize];
            if mark == Mark::Done || (mark == Mark::Open && next == 0) {
                continue;
            }
            marks[id.0 as usize] = Mark::Open;
            if let Some(&of) = defs[id].of.get(next) {
                stack.push((id, next + 1));
                if marks[of.0 as usize] == Mark::Open {
                    return Err(cycle_through(&stack, of, defs));
                }
                stack.push((of, 0));
            } else {
                marks[id.0 as usize] = Mark::Done;
                if defs[id].is_sampled() {
                    order.push(id);
                }
            }
        }
    }
    Ok(order)
}

fn cycle_through(stack: &[(NumberId, usize)], back_to: NumberId, defs: &Table<NumberId, Number>) -> Cycle {
    let start = stack.iter().position(|(id, _)| *id == back_to).unwrap_or(0);
    let ids = stack[start..].iter().map(|(id, _)| *id).chain([back_to]);
    Cycle(ids.map(|id| defs[id].path.clone()).collect())
}
