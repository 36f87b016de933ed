//! What many battles of one pairing say, and how near two forms of it come to each other.

/// One battle.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sample {
    /// Loss of value of each side, a share.
    pub loss: [f64; 2],
    /// Who won, if anyone did.
    pub winner: Option<usize>,
    /// How long it took.
    pub hours: f64,
}

/// What many battles say.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Summary {
    /// How many.
    pub battles: usize,
    /// Mean loss of each side.
    pub mean: [f64; 2],
    /// Standard deviation of it.
    pub spread: [f64; 2],
    /// Share of battles that each side won.
    pub won: [f64; 2],
    /// Mean length, hours.
    pub hours: f64,
}

impl Summary {
    /// Of these battles, in this order.
    #[must_use]
    pub fn of(samples: &[Sample]) -> Self {
        let n = samples.len().max(1) as f64;
        let mean_of = |read: &dyn Fn(&Sample) -> f64| samples.iter().map(read).sum::<f64>() / n;
        let mean = [0, 1].map(|side: usize| mean_of(&|s| s.loss[side]));
        let spread = [0, 1].map(|side: usize| {
            let squares = mean_of(&|s| (s.loss[side] - mean[side]) * (s.loss[side] - mean[side]));
            (squares * n / (n - 1.0).max(1.0)).sqrt()
        });
        let won = [0, 1].map(|side: usize| mean_of(&|s| f64::from(u8::from(s.winner == Some(side)))));
        Self { battles: samples.len(), mean, spread, won, hours: mean_of(&|s| s.hours) }
    }

    /// Standard error of the mean loss of a side.
    #[must_use]
    pub fn error(&self, side: usize) -> f64 {
        self.spread[side] / (self.battles.max(1) as f64).sqrt()
    }

    /// Standard error of the share of battles that a side won, with one battle more on either end so that a share of 0
    /// or 1 is not taken for certain.
    #[must_use]
    pub fn error_won(&self, side: usize) -> f64 {
        let n = self.battles as f64 + 2.0;
        let p = (self.won[side] * self.battles as f64 + 1.0) / n;
        (p * (1.0 - p) / n).sqrt()
    }
}

/// How near the aggregated form must come.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bars {
    /// Largest difference of mean losses, as a share of the mean unit by unit.
    pub mean: f64,
    /// Largest ratio of spreads, either way.
    pub spread: f64,
    /// Largest difference of the share of battles won.
    pub won: f64,
    /// Standard errors of what was measured that are allowed on top: 0 where the samples are large, and more for a
    /// sample so small that its own noise is wider than the bars.
    pub errors: f64,
}

impl Bars {
    /// What calibration is held to.
    pub const FULL: Self = Self { mean: 0.10, spread: 1.5, won: 0.05, errors: 0.0 };
}

/// Two forms of one pairing.
#[derive(Clone, Debug, PartialEq)]
pub struct Agreement {
    /// The pairing.
    pub name: String,
    /// Unit by unit.
    pub units: Summary,
    /// Aggregated.
    pub groups: Summary,
}

impl Agreement {
    /// By how much the aggregated mean loss of a side differs, as a share of the mean unit by unit.
    #[must_use]
    pub fn mean_gap(&self, side: usize) -> f64 {
        (self.groups.mean[side] - self.units.mean[side]) / self.units.mean[side].max(1e-9)
    }

    /// The aggregated spread over the one unit by unit.
    #[must_use]
    pub fn spread_ratio(&self, side: usize) -> f64 {
        self.groups.spread[side].max(1e-9) / self.units.spread[side].max(1e-9)
    }

    /// By how much the shares of battles won differ, for the side for which it is more.
    #[must_use]
    pub fn won_gap(&self) -> f64 {
        let gaps = [0, 1].map(|side: usize| self.groups.won[side] - self.units.won[side]);
        if gaps[0].abs() >= gaps[1].abs() { gaps[0] } else { gaps[1] }
    }

    /// What misses the bars, in sentences.
    #[must_use]
    pub fn misses(&self, bars: &Bars) -> Vec<String> {
        let mut found = Vec::new();
        let both = |a: f64, b: f64| bars.errors * (a * a + b * b).sqrt();
        for side in [0, 1] {
            let slack = both(self.units.error(side), self.groups.error(side));
            let gap = (self.groups.mean[side] - self.units.mean[side]).abs();
            if gap > bars.mean * self.units.mean[side] + slack {
                found.push(format!(
                    "{}: mean loss of side {} is {:.4} aggregated and {:.4} unit by unit ({:+.1} %)",
                    self.name,
                    side + 1,
                    self.groups.mean[side],
                    self.units.mean[side],
                    100.0 * self.mean_gap(side)
                ));
            }
            // The logarithm of a standard deviation from n battles has an error of about 1/√(2n).
            let part = |n: usize| 1.0 / (2.0 * n.max(1) as f64).sqrt();
            let widest = libm::log(bars.spread) + both(part(self.units.battles), part(self.groups.battles));
            if libm::log(self.spread_ratio(side)).abs() > widest {
                found.push(format!(
                    "{}: spread of side {} is {:.4} aggregated and {:.4} unit by unit (× {:.2})",
                    self.name,
                    side + 1,
                    self.groups.spread[side],
                    self.units.spread[side],
                    self.spread_ratio(side)
                ));
            }
        }
        let side = usize::from((self.groups.won[1] - self.units.won[1]).abs() >= self.won_gap().abs());
        let slack = both(self.units.error_won(side), self.groups.error_won(side));
        if self.won_gap().abs() > bars.won + slack {
            found.push(format!(
                "{}: side {} wins {:.3} aggregated and {:.3} unit by unit",
                self.name,
                side + 1,
                self.groups.won[side],
                self.units.won[side]
            ));
        }
        found
    }

    /// A line of a table: losses, spreads and chances of both forms.
    #[must_use]
    pub fn row(&self) -> String {
        let side = |i: usize| {
            format!(
                "{:.3} ({:.3}) | {:.3} ({:.3}) | {:+.0} % | {:.2}",
                self.units.mean[i],
                self.units.spread[i],
                self.groups.mean[i],
                self.groups.spread[i],
                100.0 * self.mean_gap(i),
                self.spread_ratio(i)
            )
        };
        format!(
            "| {} | {} | {} | {:.3} | {:.3} | {:.0} | {:.0} |",
            self.name,
            side(0),
            side(1),
            self.units.won[0],
            self.groups.won[0],
            self.units.hours,
            self.groups.hours
        )
    }
}
