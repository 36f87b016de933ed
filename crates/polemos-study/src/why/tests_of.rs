//! Tests of one difference among many.
//!
//! Shares of runs: the exact test of McNemar (1947) on the pairs that differ. Means: Student's paired t. Corrected
//! over all that are tried after Holm (1979).

use crate::evidence::contrast::{MeanDifference, mean_difference, pair_up};
use crate::strength::paired_interval_at;
use polemos_chance::sample::normal;
use polemos_chance::special::{beta_inc, binomial_pmf};
use schemars::JsonSchema;
use serde::Serialize;

/// The share of reports that may name something that does nothing.
pub const LEVEL: f64 = 0.05;

/// One figure in two versions of a war, tested.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Tested {
    /// Which figure.
    pub figure: String,
    /// Its mean in the first version.
    pub before: f64,
    /// In the second.
    pub after: f64,
    /// The second less the first.
    pub difference: f64,
    /// Lower end of the interval that holds with 95 % for all that were tried together.
    pub low: f64,
    /// Upper end.
    pub high: f64,
    /// Chance of such a difference where there is none, for this one alone.
    pub p: f64,
    /// The same, corrected for all that were tried.
    pub p_corrected: f64,
}

impl Tested {
    /// Whether the difference is told apart from none, over all that were tried.
    pub fn is_told(&self) -> bool {
        self.p_corrected < LEVEL
    }
}

/// Compares a figure in two versions, replication by replication; `tried` is how many such are compared in all.
pub fn judge(figure: String, before: &[f64], after: &[f64], share: bool, tried: usize) -> Tested {
    let (pairs, [before, after]) = pair_up(before, after);
    let z = -normal(LEVEL / 2.0 / tried.max(1) as f64);
    let (p, low, high) = if share { of_shares(&pairs, z) } else { of_means(&pairs, z) };
    Tested { figure, before, after, difference: after - before, low, high, p, p_corrected: p }
}

fn of_shares(pairs: &[(f64, f64)], z: f64) -> (f64, f64, f64) {
    let gained = pairs.iter().filter(|(a, b)| b > a).count() as u64;
    let lost = pairs.iter().filter(|(a, b)| b < a).count() as u64;
    let (low, high) = paired_interval_at(z, gained, lost, pairs.len() as u64);
    (coin_tail(gained.min(lost), gained + lost), low, high)
}

/// Chance that so many tosses of a coin are at least as uneven.
fn coin_tail(fewer: u64, tosses: u64) -> f64 {
    let one_side: f64 = (0..=fewer).map(|k| binomial_pmf(k, tosses, 0.5)).sum();
    (2.0 * one_side).min(1.0)
}

fn of_means(pairs: &[(f64, f64)], z: f64) -> (f64, f64, f64) {
    let Some(MeanDifference { mean, error, margin }) = mean_difference(pairs, z) else {
        return (1.0, f64::NEG_INFINITY, f64::INFINITY);
    };
    let df = pairs.len() as f64 - 1.0;
    // Where no pair differs there is nothing to tell; where all differ by the same, nothing to doubt.
    let p = match (mean == 0.0, error == 0.0) {
        (true, _) => 1.0,
        (false, true) => coin_tail(0, pairs.len() as u64),
        (false, false) => {
            let t = mean / error;
            beta_inc(df / 2.0, 0.5, df / (df + t * t))
        }
    };
    (p, mean - margin, mean + margin)
}

/// P-values corrected for their number, in the order given (Holm 1979).
pub fn holm(raw: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..raw.len()).collect();
    order.sort_by(|a, b| raw[*a].total_cmp(&raw[*b]));
    let mut corrected = vec![1.0; raw.len()];
    let mut least: f64 = 0.0;
    for (rank, row) in order.into_iter().enumerate() {
        least = least.max(raw[row] * (raw.len() - rank) as f64).min(1.0);
        corrected[row] = least;
    }
    corrected
}

#[cfg(test)]
mod tests {
    use super::*;
    use polemos_chance::{Address, Key};

    #[test]
    fn holm_steps_down() {
        let corrected = holm(&[0.01, 0.04, 0.03, 0.005]);
        for (found, expected) in corrected.iter().zip([0.03, 0.06, 0.06, 0.02]) {
            assert!((found - expected).abs() < 1e-12, "{corrected:?}");
        }
    }

    #[test]
    fn tails_are_those_of_tables() {
        // A coin that falls alike nine times in ten: 22/1024. Student's sleep data: t = 4.062 on nine degrees, 0.00283.
        assert!((coin_tail(1, 10) - 22.0 / 1024.0).abs() < 1e-12);
        assert_eq!(coin_tail(5, 10), 1.0);
        let first = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0];
        let second = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4];
        let found = judge("sleep".into(), &first, &second, false, 1);
        assert!((found.p - 0.002833).abs() < 1e-5, "{found:?}");
        assert!((found.low - 0.70).abs() < 0.03 && (found.high - 2.46).abs() < 0.03, "{found:?}");
    }

    #[test]
    fn what_does_nothing_is_seldom_named() {
        // Five hundred reports of ten parts each that do nothing, shares and means: one in twenty may name any.
        let key = Key::new(5, 0);
        let draw =
            |report: u32, part: u32, run: u32, side: u32| key.uniform(Address::new(report, part, run, side));
        let mut named = 0;
        for report in 0..500 {
            let one = |part: u32| {
                let column = |side: u32| -> Vec<f64> {
                    let share = |u: f64| f64::from(u8::from(u < 0.3));
                    (0..60)
                        .map(|run| draw(report, part, run, side))
                        .map(|u| if part < 5 { share(u) } else { -libm::log(u) })
                        .collect()
                };
                judge(String::new(), &column(0), &column(1), part < 5, 10).p
            };
            let raw: Vec<f64> = (0..10).map(one).collect();
            named += u32::from(holm(&raw).iter().any(|p| *p < LEVEL));
        }
        // 500 × 5 % = 25; three standard errors above is 40.
        assert!(named <= 40, "{named} reports in 500 name a part that does nothing");
    }
}
