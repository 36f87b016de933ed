//! The difference that a change makes, run by run.
//!
//! Shares of runs carry the interval of Bonett and Price (2012) for paired shares, which stays open where every pair
//! agrees. Means carry the paired t-interval, its quantile by the expansion of Student's in 1/n (Abramowitz and Stegun
//! 26.7.5). Pairs in which the figure was taken in one version only are left out and counted.

use crate::report::Z95;
use crate::strength::paired_interval;
use polemos_war::evidence::Expect;
use schemars::JsonSchema;
use serde::Serialize;

/// A figure in two versions of a war, over the same replications.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Contrast {
    /// Pairs of runs compared.
    pub runs: u64,
    /// Pairs left out, because the figure was not taken in both.
    pub missing: u64,
    /// Whether the figure is a share of runs; else it is a mean.
    pub share: bool,
    /// The figure in the first version.
    pub before: f64,
    /// The figure in the second.
    pub after: f64,
    /// The second less the first.
    pub difference: f64,
    /// Lower end of the difference's 95 % interval.
    pub low: f64,
    /// Upper end of the difference's 95 % interval.
    pub high: f64,
    /// How it stands to what was expected.
    pub verdict: Verdict,
}

/// How a measured difference stands to the one expected.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// As expected, and its interval leaves no other sign open; where none was expected, none can be told.
    AsExpected,
    /// The sign is as expected, but the interval leaves it open.
    Leaning,
    /// No difference of the expected sign can be told.
    NotSeen,
    /// Its interval has the other sign only; where none was expected, there is one.
    Against,
    /// There was no pair to compare.
    NoRuns,
}

impl Contrast {
    /// Compares two versions, replication by replication; not a number stands for a figure that was not taken.
    pub fn of(before: &[f64], after: &[f64], share: bool, expect: Expect) -> Self {
        let all = before.len().min(after.len());
        let (pairs, [before, after]) = pair_up(before, after);
        let (low, high) = if share { share_interval(&pairs) } else { mean_interval(&pairs) };
        let difference = after - before;
        let verdict = if pairs.is_empty() { Verdict::NoRuns } else { judge(difference, low, high, expect) };
        let missing = (all - pairs.len()) as u64;
        Self { runs: pairs.len() as u64, missing, share, before, after, difference, low, high, verdict }
    }
}

fn judge(difference: f64, low: f64, high: f64, expect: Expect) -> Verdict {
    // Seen from the expected sign, upwards.
    let (difference, low, high) = match expect {
        Expect::Rises => (difference, low, high),
        Expect::Falls => (-difference, -high, -low),
        Expect::None if low <= 0.0 && high >= 0.0 => return Verdict::AsExpected,
        Expect::None => return Verdict::Against,
    };
    match () {
        () if low > 0.0 => Verdict::AsExpected,
        () if high < 0.0 => Verdict::Against,
        () if difference > 0.0 => Verdict::Leaning,
        () => Verdict::NotSeen,
    }
}

fn share_interval(pairs: &[(f64, f64)]) -> (f64, f64) {
    let count = |wanted: fn(&&(f64, f64)) -> bool| pairs.iter().filter(wanted).count() as u64;
    let gained = count(|(a, b)| *a == 0.0 && *b != 0.0);
    let lost = count(|(a, b)| *a != 0.0 && *b == 0.0);
    paired_interval(gained, lost, pairs.len() as u64)
}

fn mean_interval(pairs: &[(f64, f64)]) -> (f64, f64) {
    let found = mean_difference(pairs, Z95);
    found.map_or((f64::NEG_INFINITY, f64::INFINITY), |it| (it.mean - it.margin, it.mean + it.margin))
}

/// The replications in which neither figure is missing, and the mean of either over them.
pub(crate) fn pair_up(before: &[f64], after: &[f64]) -> (Vec<(f64, f64)>, [f64; 2]) {
    let both = before.iter().copied().zip(after.iter().copied());
    let pairs: Vec<(f64, f64)> = both.filter(|(a, b)| !a.is_nan() && !b.is_nan()).collect();
    let n = pairs.len() as f64;
    let mean = |pick: fn(&(f64, f64)) -> f64| pairs.iter().map(pick).sum::<f64>() / n.max(1.0);
    let means = [mean(|it| it.0), mean(|it| it.1)];
    (pairs, means)
}

/// The mean difference of pairs.
pub(crate) struct MeanDifference {
    pub mean: f64,
    /// Its standard error.
    pub error: f64,
    /// How far its interval reaches to either side.
    pub margin: f64,
}

/// The mean difference of pairs, with an interval as wide as the normal quantile `z` says, widened to Student's for their
/// number; none for fewer than two.
pub(crate) fn mean_difference(pairs: &[(f64, f64)], z: f64) -> Option<MeanDifference> {
    let n = pairs.len() as f64;
    if pairs.len() < 2 {
        return None;
    }
    let mean = pairs.iter().map(|(a, b)| b - a).sum::<f64>() / n;
    let squares: f64 = pairs.iter().map(|(a, b)| (b - a - mean) * (b - a - mean)).sum();
    let error = (squares / (n - 1.0) / n).sqrt();
    let student = z + (z * z * z + z) / (4.0 * (n - 1.0));
    Some(MeanDifference { mean, error, margin: student * error })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn means_are_compared_pair_by_pair() {
        // Student's sleep data (1908): extra hours of sleep under two drugs, ten patients; the paired difference is
        // 1.58 with the 95 % interval 0.70 to 2.46.
        let first = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0];
        let second = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4];
        let found = Contrast::of(&first, &second, false, Expect::Rises);
        assert!((found.difference - 1.58).abs() < 1e-9);
        assert!((found.low - 0.70).abs() < 0.03 && (found.high - 2.46).abs() < 0.03, "{found:?}");
        assert_eq!(found.verdict, Verdict::AsExpected);
        assert_eq!(Contrast::of(&first, &second, false, Expect::Falls).verdict, Verdict::Against);
        assert_eq!(Contrast::of(&first, &second, false, Expect::None).verdict, Verdict::Against);
        assert_eq!(Contrast::of(&first, &first, false, Expect::Rises).verdict, Verdict::NotSeen);
        assert_eq!(Contrast::of(&first, &first, false, Expect::None).verdict, Verdict::AsExpected);
    }

    #[test]
    fn figures_that_were_not_taken_leave_their_pair_out() {
        let found =
            Contrast::of(&[1.0, f64::NAN, 3.0, 5.0], &[2.0, 9.0, f64::NAN, 6.0], false, Expect::Rises);
        assert_eq!((found.runs, found.missing, found.difference), (2, 2, 1.0));
        assert_eq!(Contrast::of(&[f64::NAN], &[1.0], true, Expect::Rises).verdict, Verdict::NoRuns);
    }

    #[test]
    fn shares_of_few_runs_leave_their_sign_open() {
        let (never, ever) = (vec![0.0; 40], vec![1.0; 40]);
        assert_eq!(Contrast::of(&never, &ever, true, Expect::Rises).verdict, Verdict::AsExpected);
        let mut once = never.clone();
        once[7] = 1.0;
        let found = Contrast::of(&never, &once, true, Expect::Rises);
        assert_eq!((found.before, found.after, found.verdict), (0.0, 0.025, Verdict::Leaning));
    }
}
