//! The numbers of a war while it is compiled: each under its path, relatives found when all are known.

use crate::diagnostic::{Finding, Findings};
use crate::source::Mark;
use crate::suggest;
use polemos_war::ids::NumberId;
use polemos_war::number::{Number, Numbers};
use std::collections::BTreeMap;

/// Numbers in the order of their ids, with what they are relative to still in words.
#[derive(Default)]
pub(crate) struct Book {
    entries: Vec<Entry>,
    by_path: BTreeMap<String, NumberId>,
    /// What names such as `league.fleet` add up.
    sums: BTreeMap<String, Vec<NumberId>>,
}

struct Entry {
    number: Number,
    /// What it is relative to, as worded.
    references: Vec<String>,
    mark: Mark,
}

impl Book {
    /// Adds a number; its path must be new.
    pub(crate) fn add(&mut self, number: Number, references: Vec<String>, mark: Mark) -> NumberId {
        let id = NumberId(self.entries.len() as u32);
        self.by_path.entry(number.path.clone()).or_insert(id);
        self.entries.push(Entry { number, references, mark });
        id
    }

    /// Marks a number as a day of the calendar.
    pub(crate) fn mark_dated(&mut self, id: NumberId) {
        if let Some(entry) = self.entries.get_mut(id.0 as usize) {
            entry.number.dated = true;
        }
    }

    pub(crate) fn find(&self, path: &str) -> Option<NumberId> {
        self.by_path.get(path).copied()
    }

    pub(crate) fn paths(&self) -> Vec<String> {
        self.by_path.keys().cloned().collect()
    }

    pub(crate) fn mark(&self, id: NumberId) -> Mark {
        self.entries.get(id.0 as usize).map(|entry| entry.mark).unwrap_or_default()
    }

    pub(crate) fn path(&self, id: NumberId) -> &str {
        self.entries.get(id.0 as usize).map_or("", |entry| entry.number.path.as_str())
    }

    /// The middle value of a number, as far as it stands for itself.
    pub(crate) fn median(&self, id: NumberId) -> f64 {
        self.entries.get(id.0 as usize).map_or(0.0, |entry| entry.number.factor.median())
    }

    /// Lets a name stand for the sum of some numbers, besides those it has already.
    pub(crate) fn add_to_sum(&mut self, name: String, id: NumberId) {
        let sum = self.sums.entry(name).or_default();
        if !sum.contains(&id) {
            sum.push(id);
        }
    }

    /// Numbers that a reference names: a sum, or one path.
    fn meaning(&self, reference: &str) -> Option<Vec<NumberId>> {
        let reference = reference.trim().trim_matches('`');
        self.sums.get(reference).cloned().or_else(|| self.find(reference).map(|id| vec![id]))
    }

    /// Finds all relatives and builds the table. Cycles are reported and cut.
    pub(crate) fn finish(&mut self, findings: &mut Findings) -> Numbers {
        self.link(findings);
        loop {
            let defs = self.entries.iter().map(|entry| entry.number.clone()).collect();
            match Numbers::new(defs) {
                Ok(numbers) => return numbers,
                Err(cycle) => self.cut(&cycle.0, findings),
            }
        }
    }

    fn link(&mut self, findings: &mut Findings) {
        for at in 0..self.entries.len() {
            let mut of = Vec::new();
            for reference in &self.entries[at].references {
                match self.meaning(reference) {
                    Some(ids) => of.extend(ids),
                    None => findings.add(self.unknown(reference, self.entries[at].mark)),
                }
            }
            self.entries[at].number.of.extend(of);
        }
    }

    fn unknown(&self, reference: &str, mark: Mark) -> Finding {
        let finding =
            Finding::error("unknown-quantity", mark, format!("`{reference}` is no number of this war"));
        let finding = finding.label("relative to something unknown");
        let names: Vec<&str> = self.sums.keys().chain(self.by_path.keys()).map(String::as_str).collect();
        match suggest::nearest(reference, names) {
            Some(near) => finding.help(format!("did you mean `{near}`?")),
            None => {
                finding.help("name a count, as in `force.ID.ships`, `FACTION.fleet` or `COALITION.fleet`")
            }
        }
    }

    /// Reports a cycle and makes its first number absolute, so that other mistakes can be found.
    fn cut(&mut self, path: &[String], findings: &mut Findings) {
        let first = path.iter().filter_map(|path| self.find(path)).min();
        let Some(id) = first else {
            // A cycle of numbers that do not exist cannot be; cut everything rather than loop.
            self.entries.iter_mut().for_each(|entry| entry.number.of.clear());
            return;
        };
        let entry = &mut self.entries[id.0 as usize];
        entry.number.of.clear();
        let shown = path.join(" → ");
        let message = if path.len() <= 2 {
            "this quantity is relative to itself".to_owned()
        } else {
            "these quantities are relative to one another in a circle".to_owned()
        };
        let finding = Finding::error("quantity-cycle", entry.mark, message).note(shown);
        let help = if path.len() <= 2 {
            "what it is compared with counts it too: name a part that does not, such as one force"
        } else {
            "give one of them a size of its own"
        };
        findings.add(finding.help(help));
    }
}
