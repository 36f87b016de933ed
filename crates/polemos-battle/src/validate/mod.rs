//! Published and exact results beside ours.
//!
//! The checks take their data as text, so that this crate opens no file: [`validate`] asks a function for
//! `"<data set>/<file>"` and says *skipped* where it has nothing. Each check names the clock it speaks of.

mod battles;
mod chains;
mod cocos;
mod forms;
mod table;

use polemos_chance::{Address, Key};

/// Purpose of the draws of simulated checks.
const PURPOSE: u32 = 0x4210;

/// How much to compute.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effort {
    /// Seconds: fewer replications where a simulation is checked.
    Quick,
    /// All that the checks ask for.
    Full,
}

/// What a check found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Within the tolerance.
    Pass,
    /// Outside it.
    Fail,
    /// Outside it, as is known and written down where.
    Short(&'static str),
    /// Not done, and why.
    Skipped(String),
}

/// One line of the table of checks.
#[derive(Clone, Debug, PartialEq)]
pub struct Check {
    /// The check, as the validation plan names it.
    pub name: &'static str,
    /// What was asked: `"solver"` (exact recursion), `"closed form"`, `"exact"` (the clock of single kills),
    /// `"bouts"`, or `"model"` (a published model with steps of its own).
    pub clock: &'static str,
    /// Which figure.
    pub statistic: String,
    /// Published or exact value.
    pub published: f64,
    /// Ours.
    pub ours: f64,
    /// How far they may lie apart.
    pub tolerance: String,
    /// What came of it.
    pub verdict: Verdict,
}

impl Check {
    fn new(
        name: &'static str,
        clock: &'static str,
        statistic: impl Into<String>,
        [published, ours]: [f64; 2],
        tolerance: impl Into<String>,
        passed: bool,
    ) -> Self {
        let verdict = if passed { Verdict::Pass } else { Verdict::Fail };
        Self {
            name,
            clock,
            statistic: statistic.into(),
            published,
            ours,
            tolerance: tolerance.into(),
            verdict,
        }
    }

    /// Passes within an absolute distance.
    fn within(
        name: &'static str,
        clock: &'static str,
        statistic: impl Into<String>,
        values: [f64; 2],
        distance: f64,
    ) -> Self {
        let passed = (values[1] - values[0]).abs() <= distance;
        Self::new(name, clock, statistic, values, format!("± {distance}"), passed)
    }

    /// The same check, of which it is known and written down where that it does not pass.
    fn known_short(mut self, written: &'static str) -> Self {
        if self.verdict == Verdict::Fail {
            self.verdict = Verdict::Short(written);
        }
        self
    }

    fn skipped(name: &'static str, clock: &'static str, reason: String) -> Self {
        let verdict = Verdict::Skipped(reason);
        let nothing = f64::NAN;
        Self {
            name,
            clock,
            statistic: String::new(),
            published: nothing,
            ours: nothing,
            tolerance: String::new(),
            verdict,
        }
    }
}

/// Where data come from: the text of `"<data set>/<file>"`, if there is any.
pub type Data<'a> = &'a dyn Fn(&str) -> Option<String>;

/// Runs all checks, in the order of the validation plan.
#[must_use]
pub fn validate(data: Data<'_>, effort: Effort) -> Vec<Check> {
    let mut checks = Vec::new();
    checks.extend(chains::exact_chain(data, effort));
    checks.extend(chains::dice(data));
    checks.extend(forms::closed_forms(data));
    checks.extend(chains::survivor_scaling(data, effort));
    checks.extend(battles::salvo(data, effort));
    checks.extend(battles::coronel(data));
    checks.extend(forms::iwo_jima(data));
    checks.extend(cocos::cocos(data, effort));
    checks.extend(chains::small_odds(effort));
    checks.extend(chains::lan(effort));
    checks
}

/// The text of a data file, or the reason why there is none.
fn text(data: Data<'_>, name: &str) -> Result<String, String> {
    data(name).ok_or_else(|| format!("{name} is not there"))
}

/// The checks of a function that may lack its data.
fn or_skipped(name: &'static str, clock: &'static str, checks: Result<Vec<Check>, String>) -> Vec<Check> {
    checks.unwrap_or_else(|reason| vec![Check::skipped(name, clock, reason)])
}

/// The key and address of replication `run` of simulated case `case`.
fn luck(case: usize, run: u32) -> (Key, Address) {
    (Key::new(1916, u64::from(run)), Address::new(PURPOSE, case as u32, 0, 0))
}

/// Keeps the pair of values that lies furthest apart, measured in what is allowed.
struct Worst {
    what: String,
    values: [f64; 2],
    part: f64,
    count: usize,
}

impl Worst {
    fn new() -> Self {
        Self { what: String::new(), values: [f64::NAN; 2], part: -1.0, count: 0 }
    }

    /// Adds a published value and ours; `allowed` is their greatest distance.
    fn add(&mut self, what: impl FnOnce() -> String, values: [f64; 2], allowed: f64) {
        let distance = (values[1] - values[0]).abs();
        // A NaN is as far apart as can be.
        let part = if distance.is_nan() { f64::INFINITY } else { distance / allowed };
        self.count += 1;
        if part > self.part {
            (self.what, self.values, self.part) = (what(), values, part);
        }
    }

    fn check(self, name: &'static str, clock: &'static str, tolerance: &str) -> Check {
        let statistic = format!("worst of {}: {}", self.count, self.what);
        Check::new(name, clock, statistic, self.values, tolerance, self.count > 0 && self.part <= 1.0)
    }
}

/// Running mean and variance of one simulated figure.
#[derive(Clone, Copy, Default)]
struct Sample {
    count: f64,
    sum: f64,
}

impl Sample {
    fn add(&mut self, x: f64) {
        self.count += 1.0;
        self.sum += x;
    }

    fn mean(&self) -> f64 {
        self.sum / self.count
    }

    /// Whether the mean lies within four standard errors of the exact one, given the exact standard deviation. A
    /// figure that never varies must be met to rounding.
    fn agrees(&self, mean: f64, deviation: f64) -> bool {
        (self.mean() - mean).abs() <= 4.0 * deviation / self.count.sqrt() + 1e-9 * mean.abs().max(1.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// All checks that read data.
    fn with_data(data: Data<'_>) -> Vec<Vec<Check>> {
        vec![
            chains::exact_chain(data, Effort::Quick),
            chains::dice(data),
            forms::closed_forms(data),
            battles::salvo(data, Effort::Quick),
            battles::coronel(data),
            forms::iwo_jima(data),
            cocos::cocos(data, Effort::Quick),
        ]
    }

    #[test]
    fn missing_data_are_skipped_and_not_passed() {
        for checks in with_data(&|_| None) {
            assert!(checks.iter().any(|c| matches!(c.verdict, Verdict::Skipped(_))), "{checks:?}");
            let without_data =
                |c: &&Check| c.statistic.contains("memorandum") || c.statistic.contains("line");
            assert!(checks.iter().filter(|c| !without_data(c)).all(|c| c.verdict != Verdict::Pass));
        }
    }

    #[test]
    fn broken_data_do_no_harm() {
        for text in
            ["", "case,law\nx", "{\"coronel_1914\": 3}", "a,b\n1,2\n", "\u{0}\u{1}", "a,b\n,,,,\n\"\"\""]
        {
            for checks in with_data(&|_| Some(text.to_owned())) {
                assert!(checks.iter().any(|c| c.verdict != Verdict::Pass), "{text:?}: {checks:?}");
            }
        }
    }

    #[test]
    fn a_wrong_value_fails() {
        let header = "case,law,a0,b0,rate_a,rate_b,break_a,break_b,p_a_wins,mean_a_left,sd_a_left,mean_b_left,sd_b_left,mean_time,sd_time";
        let verdict = |p: &str| {
            let text = format!("{header}\nx,square,1,1,1,1,0,0,{p},0.5,0.5,0.5,0.5,0.5,0.5\n");
            chains::exact_chain(&|_| Some(text.clone()), Effort::Quick)[0].verdict.clone()
        };
        assert_eq!(verdict("0.5"), Verdict::Pass);
        assert_eq!(verdict("0.50001"), Verdict::Fail);
    }
}
