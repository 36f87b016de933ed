//! A link of a chain of causes, as two conditional shares: how often one thing shows where another does, and where it
//! does not. Each share carries Wilson's 95 % interval, their difference Newcombe's (1998, method 10), which is made of
//! these two.

use crate::report::Share;
use schemars::JsonSchema;
use serde::Serialize;

/// A share among the runs that meet a condition.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Conditional {
    /// Runs that meet the condition.
    pub given: u64,
    /// The share of these.
    #[serde(flatten)]
    pub share: Share,
}

/// A difference with its 95 % interval.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Difference {
    /// The first share less the second.
    pub difference: f64,
    /// Lower end of its 95 % interval.
    pub low: f64,
    /// Upper end of its 95 % interval.
    pub high: f64,
}

/// The two shares of a link.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, JsonSchema)]
pub struct LinkShares {
    /// Where what comes first does show.
    pub given: Conditional,
    /// Where it does not, or where what it is held against does.
    pub against: Conditional,
    /// Their difference; null where one of the two never was.
    pub difference: Option<Difference>,
}

/// One run as a link sees it: whether what comes first holds, what it is held against, and what should follow.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Seen {
    /// What comes first.
    pub from: bool,
    /// What it is held against.
    pub against: bool,
    /// What should follow.
    pub to: bool,
}

impl LinkShares {
    /// The shares among some runs.
    pub fn of(runs: impl Iterator<Item = Seen>) -> Self {
        let [mut given, mut against] = [[0_u64; 2]; 2];
        for run in runs {
            for (holds, counts) in [(run.from, &mut given), (run.against, &mut against)] {
                counts[0] += u64::from(holds);
                counts[1] += u64::from(holds && run.to);
            }
        }
        let conditional =
            |counts: [u64; 2]| Conditional { given: counts[0], share: Share::of(counts[1], counts[0]) };
        let (given, against) = (conditional(given), conditional(against));
        let both = given.given > 0 && against.given > 0;
        Self { given, against, difference: both.then(|| difference(&given.share, &against.share)) }
    }
}

/// The difference of two independent shares.
pub fn difference(a: &Share, b: &Share) -> Difference {
    let difference = a.share - b.share;
    let below = libm::hypot(a.share - a.low, b.high - b.share);
    let above = libm::hypot(a.high - a.share, b.share - b.low);
    Difference { difference, low: difference - below, high: difference + above }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Newcombe (1998), table II, method 10: 56 of 70 against 48 of 80, 9 of 10 against 3 of 10, 0 of 10 against 0 of
    /// 20, 10 of 10 against 0 of 10.
    #[test]
    fn intervals_agree_with_published_ones() {
        let cases = [
            ((56, 70), (48, 80), 0.0524, 0.3339),
            ((9, 10), (3, 10), 0.1705, 0.8090),
            ((0, 10), (0, 20), -0.1611, 0.2775),
            ((10, 10), (0, 10), 0.6075, 1.0),
        ];
        for ((a, m), (b, n), low, high) in cases {
            let found = difference(&Share::of(a, m), &Share::of(b, n));
            assert!((found.low - low).abs() < 1e-4 && (found.high - high).abs() < 1e-4, "{found:?}");
        }
    }

    #[test]
    fn a_link_without_its_other_side_has_no_difference() {
        let run = |from, to| Seen { from, against: !from, to };
        let found = LinkShares::of([run(true, true), run(true, false), run(true, true)].into_iter());
        assert_eq!((found.given.given, found.given.share.count, found.against.given), (3, 2, 0));
        assert_eq!(found.difference, None);
        let found = LinkShares::of([run(true, true), run(false, false)].into_iter());
        assert_eq!(found.difference.map(|it| it.difference), Some(1.0));
    }
}
