//! Designs that vary a war's numbers jointly, to see whether what it shows hangs on how they were chosen.
//!
//! A design multiplies every number that is varied by a factor of its own between 1 − s and 1 + s. The factors are a
//! Latin hypercube (McKay, Beckman and Conover 1979): over all designs, those of each number fill its range evenly, one
//! in each of as many strata as there are designs. Where a number's factor lies is drawn under its parameter path, so
//! that adding a number to a war leaves the others' factors alone. Numbers keep their bounds: a share stays a share.
//!
//! What matters most is told by rank correlation (Spearman 1904) of each number's factors with the share of the ending,
//! with Fieller's interval (Fieller, Hartley and Pearson 1957). Of hundreds of numbers some correlate by chance alone:
//! those that do so beyond the largest that chance would give among so many in one study of twenty (Bonferroni) are
//! marked.

use super::turn::{self, TurnDesigns, TurnShares};
use super::{Seen, collect};
use crate::replicate::{ProjectError, ProjectSetup};
use crate::report::{EndingShare, Share, Spread, Z95, endings};
use polemos_chance::{Address, Key, hash_text, sample};
use polemos_war::number::{Number, Origin};
use polemos_war::*;
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Which numbers are varied.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Vary {
    /// What the scenario writes without citing a source for it; rules only where it sets them.
    Assumed,
    /// Every number of the war, all rules and defaults among them.
    All,
}

/// How a war is varied.
#[derive(Clone, Debug, PartialEq)]
pub struct DesignSetup {
    /// How many designs.
    pub designs: u64,
    /// Which numbers.
    pub vary: Vary,
    /// By how much at most, as a share of each.
    pub by: f64,
    /// How each design is played.
    pub play: ProjectSetup,
}

/// What many designs say together.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct DesignReport {
    /// Which numbers were varied.
    pub vary: Vary,
    /// By how much at most, as a share of each.
    pub by: f64,
    /// How many numbers.
    pub parameters: u64,
    /// Designs played.
    pub designs: u64,
    /// Runs of each.
    pub runs: u64,
    /// The ending that is looked at: the commonest of the war as it is.
    pub ending: String,
    /// Its share with no number varied, over as many runs.
    pub base: Share,
    /// Designs in which it is the commonest.
    pub same: Share,
    /// Its share over the designs.
    pub share: Spread,
    /// In how many designs each ending is the commonest, by name, the most first.
    pub commonest: Vec<Commonest>,
    /// The numbers that matter most for its share, the first most.
    pub weights: Vec<Weight>,
    /// What becomes of the source's course at each turning point, in the order of the war.
    pub turns: Vec<TurnDesigns>,
}

/// How many designs an ending is the commonest of.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Commonest {
    /// The ending in a few words.
    pub result: String,
    /// Designs.
    pub designs: u64,
}

/// How much a number matters.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Weight {
    /// Its parameter path.
    pub path: String,
    /// Rank correlation of its factors with the share that is looked at.
    pub correlation: f64,
    /// Lower end of its 95 % interval.
    pub low: f64,
    /// Upper end of its 95 % interval.
    pub high: f64,
    /// Whether it is larger than chance gives among so many numbers.
    pub beyond_chance: bool,
}

/// How many numbers are named.
const NAMED: usize = 5;
/// Purpose under which factors are drawn.
const DESIGN: u32 = 0x4453_474e;

/// The numbers that are varied, in the order of the war. Those that are nothing stay nothing, and are left out, as are
/// days of the calendar: how far one lies from the war's first day is no measure of anything.
pub fn parameters(war: &War, vary: Vary) -> Vec<NumberId> {
    let chosen = |number: &Number| match vary {
        Vary::All => true,
        Vary::Assumed => number.origin != Origin::Default && number.claim.sources.is_empty(),
    };
    let medians = war.numbers.medians();
    let all = war.numbers.defs().pairs();
    all.filter(|(id, number)| chosen(number) && !number.dated && medians[id.index()] != 0.0)
        .map(|(id, _)| id)
        .collect()
}

/// A number's factors, one a design: a Latin hypercube's column, drawn under the number's path.
pub fn factors(seed: u64, path: &str, designs: u64, by: f64) -> Vec<f64> {
    let key = Key::new(seed, 0).derive(hash_text(path), u64::from(DESIGN));
    let draw = |design: u64, index: u32| key.uniform(Address::new(DESIGN, 0, design as u32, index));
    let mut order: Vec<(f64, u64)> = (0..designs).map(|design| (draw(design, 0), design)).collect();
    order.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    let mut factors = vec![1.0; order.len()];
    for (stratum, (_, design)) in order.iter().enumerate() {
        let u = (stratum as f64 + draw(*design, 1)) / designs as f64;
        factors[*design as usize] = 1.0 - by + 2.0 * by * u;
    }
    factors
}

/// Plays all designs. `ending` is the one to look at; `go_on` is told how many runs are finished, and says whether to
/// continue; when it says no, there is no report.
///
/// # Errors
/// [`ProjectError`] when threads cannot be started or the engine is at fault.
pub fn designs(
    war: &Arc<War>,
    setup: &DesignSetup,
    ending: &EndingShare,
    go_on: &(dyn Fn(u64) -> bool + Sync),
) -> Result<Option<DesignReport>, ProjectError> {
    let ids = parameters(war, setup.vary);
    let path = |id: &NumberId| war.numbers.defs()[*id].path.as_str();
    let columns: Vec<Vec<f64>> =
        ids.iter().map(|id| factors(setup.play.seed, path(id), setup.designs, setup.by)).collect();
    let runs = setup.play.runs;
    let share_of = |found: &[EndingShare]| found.iter().find(|it| same(it, ending)).map_or(0, |it| it.count);
    let turning = &war.evidence.turns;
    let conditions = turn::conditions(turning);
    let Some(base) = play(war, setup, &conditions, 0, go_on)? else { return Ok(None) };
    let (base_turns, base) =
        (TurnShares::all(turning, &conditions, &base), Share::of(share_of(&ends(war, &base)), runs));
    let mut turns: Vec<Vec<TurnShares>> = Vec::new();
    let mut shares = Vec::new();
    let mut commonest: BTreeMap<String, u64> = BTreeMap::new();
    let mut alike = 0;
    for design in 0..setup.designs {
        let row: Vec<(NumberId, f64)> =
            ids.iter().zip(&columns).map(|(id, column)| (*id, column[design as usize])).collect();
        let varied = Arc::new(varied(war, &row));
        let Some(played) = play(&varied, setup, &conditions, (design + 1) * runs, go_on)? else {
            return Ok(None);
        };
        turns.push(TurnShares::all(turning, &conditions, &played));
        let found = ends(&varied, &played);
        shares.push(share_of(&found) as f64 / runs.max(1) as f64);
        if let Some(first) = found.first() {
            alike += u64::from(same(first, ending));
            *commonest.entry(first.result.clone()).or_default() += 1;
        }
    }
    let mut commonest: Vec<Commonest> =
        commonest.into_iter().map(|(result, designs)| Commonest { result, designs }).collect();
    commonest.sort_by_key(|it| std::cmp::Reverse(it.designs));
    let paths: Vec<&str> = ids.iter().map(path).collect();
    let weigh = |of: &[usize], shares: &[f64]| {
        let of_those = |column: &Vec<f64>| of.iter().map(|design| column[*design]).collect();
        weights(&paths, &columns.iter().map(of_those).collect::<Vec<_>>(), shares)
    };
    Ok(Some(DesignReport {
        vary: setup.vary,
        by: setup.by,
        parameters: ids.len() as u64,
        designs: setup.designs,
        runs,
        ending: ending.result.clone(),
        base,
        same: Share::of(alike, setup.designs),
        share: Spread::of(&shares),
        commonest,
        weights: weights(&paths, &columns, &shares),
        turns: turn::over_designs(turning, &base_turns, &turns, &weigh),
    }))
}

/// The war with some of its numbers multiplied.
pub fn varied(war: &War, factors: &[(NumberId, f64)]) -> War {
    let mut varied = war.clone();
    // What is relative to what has not changed, so that there can be no new cycle.
    if varied.numbers.scale(factors).is_err() {
        return war.clone();
    }
    varied
}

/// One design's runs; none when it was stopped.
fn play(
    war: &Arc<War>,
    setup: &DesignSetup,
    conditions: &[ConditionId],
    before: u64,
    go_on: &(dyn Fn(u64) -> bool + Sync),
) -> Result<Option<Vec<Seen>>, ProjectError> {
    let runs = collect(war, &setup.play, conditions, &|done| go_on(before + done))?;
    Ok((runs.len() as u64 == setup.play.runs).then_some(runs))
}

fn ends(war: &War, runs: &[Seen]) -> Vec<EndingShare> {
    endings(war, runs.iter().map(|run| &run.summary))
}

fn same(a: &EndingShare, b: &EndingShare) -> bool {
    (&a.kind, &a.victor, &a.loser) == (&b.kind, &b.victor, &b.loser)
}

/// The numbers whose factors go most with the shares.
fn weights(paths: &[&str], columns: &[Vec<f64>], shares: &[f64]) -> Vec<Weight> {
    let n = shares.len() as f64;
    if shares.len() < 4 || columns.is_empty() {
        return Vec::new();
    }
    let ranks_of_shares = ranks(shares);
    // Fieller's standard error of the transformed correlation; the largest of so many that chance gives.
    let error = (1.06 / (n - 3.0)).sqrt();
    let largest = sample::normal(1.0 - 0.025 / columns.len() as f64) * error;
    let weight = |(path, column): (&&str, &Vec<f64>)| {
        let correlation = correlation(&ranks(column), &ranks_of_shares);
        let z = libm::atanh(correlation.clamp(-0.999_999, 0.999_999));
        let end = |by: f64| libm::tanh(z + by * Z95 * error);
        let beyond_chance = z.abs() > largest;
        Weight { path: (*path).to_owned(), correlation, low: end(-1.0), high: end(1.0), beyond_chance }
    };
    let mut all: Vec<Weight> = paths.iter().zip(columns).map(weight).collect();
    all.sort_by(|a, b| b.correlation.abs().total_cmp(&a.correlation.abs()));
    all.truncate(NAMED);
    all
}

/// Ranks from 1; what is equal shares the mean of its ranks.
fn ranks(values: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by(|a, b| values[*a].total_cmp(&values[*b]));
    let mut ranks = vec![0.0; values.len()];
    let mut from = 0;
    while from < order.len() {
        let alike = order[from..].iter().take_while(|at| values[**at] == values[order[from]]).count();
        let rank = from as f64 + (alike as f64 + 1.0) / 2.0;
        order[from..from + alike].iter().for_each(|at| ranks[*at] = rank);
        from += alike;
    }
    ranks
}

/// Pearson's correlation; 0 where one of the two does not vary.
fn correlation(a: &[f64], b: &[f64]) -> f64 {
    let n = a.len() as f64;
    let mean = |values: &[f64]| values.iter().sum::<f64>() / n;
    let (ma, mb) = (mean(a), mean(b));
    let sum = |f: &dyn Fn(f64, f64) -> f64| a.iter().zip(b).map(|(x, y)| f(x - ma, y - mb)).sum::<f64>();
    let (ab, aa, bb) = (sum(&|x, y| x * y), sum(&|x, _| x * x), sum(&|_, y| y * y));
    if aa > 0.0 && bb > 0.0 { ab / (aa * bb).sqrt() } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_column_fills_its_range_evenly_and_hangs_on_its_path_alone() {
        let column = factors(3, "faction.a.resolve", 40, 0.25);
        let mut strata: Vec<u64> = column.iter().map(|f| ((f - 0.75) / 0.5 * 40.0) as u64).collect();
        strata.sort_unstable();
        assert_eq!(strata, (0..40).collect::<Vec<u64>>(), "one in each stratum");
        assert_eq!(column, factors(3, "faction.a.resolve", 40, 0.25));
        assert_ne!(column, factors(4, "faction.a.resolve", 40, 0.25));
        let other = factors(3, "faction.b.resolve", 40, 0.25);
        assert!(correlation(&ranks(&column), &ranks(&other)).abs() < 0.5, "columns do not go together");
    }

    /// Spearman's correlation of the textbook example with ties: (106, 86, 100, 101, 99, 103, 97, 113, 112, 110)
    /// against (7, 0, 27, 50, 28, 29, 20, 12, 6, 17) is −29/165.
    #[test]
    fn rank_correlations_agree_with_published_ones() {
        let iq = [106.0, 86.0, 100.0, 101.0, 99.0, 103.0, 97.0, 113.0, 112.0, 110.0];
        let hours = [7.0, 0.0, 27.0, 50.0, 28.0, 29.0, 20.0, 12.0, 6.0, 17.0];
        assert!((correlation(&ranks(&iq), &ranks(&hours)) + 29.0 / 165.0).abs() < 1e-12);
        assert_eq!(ranks(&[5.0, 1.0, 5.0, 9.0]), [2.5, 1.0, 2.5, 4.0]);
        assert_eq!(correlation(&[1.0, 2.0], &[3.0, 3.0]), 0.0);
    }

    #[test]
    fn what_matters_is_found_among_what_does_not() {
        let paths: Vec<String> = (0..60).map(|n| format!("number.{n}")).collect();
        let names: Vec<&str> = paths.iter().map(String::as_str).collect();
        let columns: Vec<Vec<f64>> = names.iter().map(|path| factors(1, path, 100, 0.25)).collect();
        let shares: Vec<f64> =
            columns[17].iter().zip(&columns[4]).map(|(x, noise)| x + 0.3 * noise).collect();
        let found = weights(&names, &columns, &shares);
        assert_eq!((found[0].path.as_str(), found[0].beyond_chance), ("number.17", true));
        assert!(found[0].low < found[0].correlation && found[0].correlation < found[0].high);
        let noise: Vec<f64> = factors(9, "noise", 100, 0.25);
        assert!(
            weights(&names, &columns, &noise).iter().all(|it| !it.beyond_chance),
            "chance is not taken for more"
        );
    }
}
