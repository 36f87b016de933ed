//! Closed forms of the classical laws: strengths at any time, and how it ends.
//!
//! ```
//! use polemos_battle::{Law, closed_form::Duel};
//!
//! // Lanchester on Nelson's memorandum: the fleets undivided, 46 against 40, leave √516 ships.
//! let end = Duel { law: Law::Square, start: [46.0, 40.0], rates: [1.0, 1.0] }.end();
//! assert!((end.left[0] - 516.0_f64.sqrt()).abs() < 1e-12);
//! ```

use crate::law::Law;
use libm::{atan, atanh, cosh, exp, log, sinh, tan};

/// Two homogeneous sides in the mean.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Duel {
    /// Who kills how fast.
    pub law: Law,
    /// Units of A and B at the start.
    pub start: [f64; 2],
    /// Kill rates of a unit of A and of B, as [`Law`] defines them; positive.
    pub rates: [f64; 2],
}

/// How a duel ends.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct DuelEnd {
    /// What is left of A and B.
    pub left: [f64; 2],
    /// When the loser is gone; infinite where it only fades away.
    pub time: f64,
}

impl Duel {
    /// Units of A and B at time `t`.
    #[must_use]
    pub fn at(&self, t: f64) -> [f64; 2] {
        let end = self.end();
        if t >= end.time {
            return end.left;
        }
        let [a, b] = self.start;
        let [rate_a, rate_b] = self.rates;
        match self.law {
            Law::Square => {
                let (root, ratio) = ((rate_a * rate_b).sqrt(), (rate_b / rate_a).sqrt());
                let (c, s) = (cosh(root * t), sinh(root * t));
                [a * c - b * ratio * s, b * c - a / ratio * s]
            }
            Law::Linear => self.linear_at(t),
            Law::Logarithmic => [a * exp(-rate_b * t), b * exp(-rate_a * t)],
            Law::Ambush => self.ambush_at(t),
        }
    }

    /// `rate_a·A − rate_b·B` is constant.
    fn linear_at(&self, t: f64) -> [f64; 2] {
        let [a, b] = self.start;
        let [rate_a, rate_b] = self.rates;
        let excess = rate_a * a - rate_b * b;
        if excess.abs() < 1e-12 * rate_a * a {
            let fade = 1.0 / (1.0 + rate_b * b * t);
            return [a * fade, b * fade];
        }
        let e = exp(-excess * t);
        let share = excess / (rate_a * a - rate_b * b * e);
        [a * share, b * share * e]
    }

    /// `A − γB²` is constant, γ = rate_b/(2·rate_a); B then obeys a Riccati equation.
    fn ambush_at(&self, t: f64) -> [f64; 2] {
        let [_, b] = self.start;
        let [rate_a, _] = self.rates;
        let (gamma, constant) = self.ambush_constant();
        let now = if constant == 0.0 {
            b / (1.0 + b * rate_a * gamma * t)
        } else if constant > 0.0 {
            let root = (constant / gamma).sqrt();
            root * tan(atan(b / root) - rate_a * gamma * root * t)
        } else {
            let root = (-constant / gamma).sqrt();
            let part = (b - root) / (b + root) * exp(-2.0 * rate_a * gamma * root * t);
            root * (1.0 + part) / (1.0 - part)
        };
        [constant + gamma * now * now, now]
    }

    fn ambush_constant(&self) -> (f64, f64) {
        let [a, b] = self.start;
        let gamma = self.rates[1] / (2.0 * self.rates[0]);
        let constant = a - gamma * b * b;
        (gamma, if constant.abs() < 1e-12 * a { 0.0 } else { constant })
    }

    /// Who is left, and when the other is gone.
    #[must_use]
    pub fn end(&self) -> DuelEnd {
        let [a, b] = self.start;
        let [rate_a, rate_b] = self.rates;
        let fades = |left: [f64; 2]| DuelEnd { left, time: f64::INFINITY };
        match self.law {
            Law::Square => self.square_end(),
            Law::Linear => {
                let excess = rate_a * a - rate_b * b;
                fades([(excess / rate_a).max(0.0), (-excess / rate_b).max(0.0)])
            }
            Law::Logarithmic => fades([0.0, 0.0]),
            Law::Ambush => {
                let (gamma, constant) = self.ambush_constant();
                if constant > 0.0 {
                    let root = (constant / gamma).sqrt();
                    DuelEnd { left: [constant, 0.0], time: atan(b / root) / (rate_a * gamma * root) }
                } else {
                    fades([0.0, (-constant / gamma).sqrt()])
                }
            }
        }
    }

    fn square_end(&self) -> DuelEnd {
        let [a, b] = self.start;
        let [rate_a, rate_b] = self.rates;
        let excess = rate_a * a * a - rate_b * b * b;
        let root = (rate_a * rate_b).sqrt();
        if excess.abs() < 1e-12 * rate_a * a * a {
            return DuelEnd { left: [0.0, 0.0], time: f64::INFINITY };
        }
        // The loser is gone when tanh(root·t) = its strength over the winner's, in units of √rate.
        let balance = b * rate_b.sqrt() / (a * rate_a.sqrt());
        let time = atanh(balance.min(1.0 / balance)) / root;
        let left = [(excess / rate_a).max(0.0).sqrt(), (-excess / rate_b).max(0.0).sqrt()];
        DuelEnd { left, time }
    }
}

/// The square law with reinforcements, by Runge and Kutta's fourth-order steps: `dA/dt = arrivals(t) − rate_b·B`,
/// `dB/dt = −rate_a·A`, no side below 0. Returns strengths at whole days 0 to `days`.
pub fn reinforced_square(
    start: [f64; 2],
    rates: [f64; 2],
    days: u32,
    arrivals: impl Fn(u32) -> f64,
) -> Vec<[f64; 2]> {
    const STEPS: u32 = 100;
    let mut now = start;
    let mut path = vec![now];
    for day in 0..days {
        let arrive = arrivals(day);
        let slope = |[a, b]: [f64; 2]| [arrive - rates[1] * b, -rates[0] * a];
        let h = 1.0 / f64::from(STEPS);
        for _ in 0..STEPS {
            now = runge_kutta(now, h, slope).map(|x| x.max(0.0));
        }
        path.push(now);
    }
    path
}

fn runge_kutta(x: [f64; 2], h: f64, slope: impl Fn([f64; 2]) -> [f64; 2]) -> [f64; 2] {
    let ahead = |k: [f64; 2], h: f64| [x[0] + h * k[0], x[1] + h * k[1]];
    let k1 = slope(x);
    let k2 = slope(ahead(k1, 0.5 * h));
    let k3 = slope(ahead(k2, 0.5 * h));
    let k4 = slope(ahead(k3, h));
    [0, 1].map(|i| x[i] + h / 6.0 * (k1[i] + 2.0 * k2[i] + 2.0 * k3[i] + k4[i]))
}

/// Growth of a quantity with size: the slope of its logarithm against the logarithm of the size, by least squares.
#[must_use]
pub fn growth_exponent(points: &[(f64, f64)]) -> f64 {
    let n = points.len() as f64;
    let logs: Vec<(f64, f64)> = points.iter().map(|(x, y)| (log(*x), log(*y))).collect();
    let (mx, my) = logs.iter().fold((0.0, 0.0), |(sx, sy), (x, y)| (sx + x / n, sy + y / n));
    let (up, across) = logs
        .iter()
        .fold((0.0, 0.0), |(up, across), (x, y)| (up + (x - mx) * (y - my), across + (x - mx) * (x - mx)));
    up / across
}
