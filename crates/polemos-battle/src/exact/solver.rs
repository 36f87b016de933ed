//! The exact answer by dynamic programming over all states.

use super::Duel;

/// What the chain of kills gives exactly (to rounding).
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Solution {
    /// Chance that A outlasts B.
    pub p_a_wins: f64,
    /// Mean number left of A and B, winner and loser together.
    pub mean_left: [f64; 2],
    /// Its standard deviation.
    pub sd_left: [f64; 2],
    /// Mean duration; NaN if the duel may last for ever.
    pub mean_time: f64,
    /// Its standard deviation.
    pub sd_time: f64,
}

/// First and second moments of how it ends from one state.
#[derive(Clone, Copy, Default)]
struct Moments {
    win: f64,
    left: [f64; 2],
    left_squared: [f64; 2],
    time: f64,
    time_squared: f64,
}

impl Duel {
    /// Solves the chain: O(number of states) time, one row of memory.
    #[must_use]
    pub fn solve(&self) -> Solution {
        let [a, b] = self.start;
        let [stop_a, stop_b] = self.breaks;
        if a <= stop_a || b <= stop_b {
            return self.ended(a, b).solution();
        }
        // row[j − stop_b] holds the state (i, j), built up from i = stop_a.
        let mut row: Vec<Moments> = (stop_b..=b).map(|j| self.ended(stop_a, j)).collect();
        for i in stop_a + 1..=a {
            row[0] = self.ended(i, stop_b);
            for j in stop_b + 1..=b {
                let at = (j - stop_b) as usize;
                row[at] = self.state(i, j, &row[at], &row[at - 1]);
            }
        }
        row[(b - stop_b) as usize].solution()
    }

    fn ended(&self, i: u32, j: u32) -> Moments {
        let (left, win) = ([i, j].map(f64::from), i > self.breaks[0] && j <= self.breaks[1]);
        Moments {
            win: f64::from(u8::from(win)),
            left,
            left_squared: left.map(|n| n * n),
            ..Moments::default()
        }
    }

    /// The state (i, j) from the states after a loss of A and after a loss of B.
    fn state(&self, i: u32, j: u32, after_a: &Moments, after_b: &Moments) -> Moments {
        let [a_loses, b_loses] = self.law.losses(f64::from(i), f64::from(j), self.rates);
        let total = a_loses + b_loses;
        if total <= 0.0 {
            return Moments { time: f64::NAN, time_squared: f64::NAN, win: 0.0, ..self.ended(i, j) };
        }
        let (p, q) = (a_loses / total, b_loses / total);
        let mix = |of: fn(&Moments) -> f64| p * of(after_a) + q * of(after_b);
        let (wait, time) = (1.0 / total, mix(|m| m.time));
        Moments {
            win: mix(|m| m.win),
            left: [mix(|m| m.left[0]), mix(|m| m.left[1])],
            left_squared: [mix(|m| m.left_squared[0]), mix(|m| m.left_squared[1])],
            time: wait + time,
            time_squared: 2.0 * wait * (wait + time) + mix(|m| m.time_squared),
        }
    }
}

impl Moments {
    fn solution(&self) -> Solution {
        let deviation = |square: f64, mean: f64| (square - mean * mean).max(0.0).sqrt();
        Solution {
            p_a_wins: self.win,
            mean_left: self.left,
            sd_left: [0, 1].map(|i| deviation(self.left_squared[i], self.left[i])),
            mean_time: self.time,
            sd_time: if self.time.is_nan() { f64::NAN } else { deviation(self.time_squared, self.time) },
        }
    }
}
