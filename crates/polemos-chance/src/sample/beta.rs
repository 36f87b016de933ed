//! Beta by inversion of the incomplete beta function.

use crate::special::{beta_inc_from, ln_gamma, normal_quantile};
use libm::{exp, log, log1p};

/// Most steps that are taken; a few suffice for ordinary shapes.
const MAX_STEPS: u32 = 200;

/// Beta with shapes `a` and `b`, to about 1e-12. Non-decreasing in `a`, non-increasing in `b` (up to that error).
/// A shape that is not positive pulls all to its end: 0 if only `a` is not, 1 if only `b` is not, ½ if neither is;
/// an infinite shape does the opposite.
#[must_use]
pub fn beta(u: f64, a: f64, b: f64) -> f64 {
    match (a > 0.0, b > 0.0) {
        (false, false) => return 0.5,
        (false, true) => return 0.0,
        (true, false) => return 1.0,
        (true, true) => {}
    }
    match (a.is_finite(), b.is_finite()) {
        (false, false) => return 0.5,
        (false, true) => return 1.0,
        (true, false) => return 0.0,
        (true, true) => {}
    }
    let law = Beta { a, b, ln_beta: ln_gamma(a) + ln_gamma(b) - ln_gamma(a + b) };
    // Solve on the side of the smaller tail, where the result keeps its relative precision.
    let mean = a / (a + b);
    let (below, _) = law.cdf(mean, b / (a + b));
    if u <= below { law.solve(u, mean) } else { 1.0 - law.mirrored().solve(1.0 - u, 1.0 - mean) }
}

struct Beta {
    a: f64,
    b: f64,
    ln_beta: f64,
}

impl Beta {
    fn mirrored(&self) -> Self {
        Self { a: self.b, b: self.a, ln_beta: self.ln_beta }
    }

    /// I_x(a, b), and x(1 − x) times the density, which it is made from.
    fn cdf(&self, x: f64, y: f64) -> (f64, f64) {
        let ln_y = if x < 0.5 { log1p(-x) } else { log(y) };
        let front = exp(self.a * log(x) + self.b * ln_y - self.ln_beta);
        (beta_inc_from(front, self.a, self.b, x, y).0, front)
    }

    /// The x in (0, `top`] with I_x(a, b) = u, by Halley's method kept inside a bracket.
    fn solve(&self, u: f64, top: f64) -> f64 {
        let (mut low, mut high) = (0.0, top);
        let mut x = self.guess(u).min(top);
        for _ in 0..MAX_STEPS {
            let (below, front) = self.cdf(x, 1.0 - x);
            let gap = below - u;
            if gap > 0.0 {
                high = x;
            } else {
                low = x;
            }
            let newton = gap * x * (1.0 - x) / front;
            let bend = (self.a - 1.0) / x - (self.b - 1.0) / (1.0 - x);
            let halley = x - newton / (1.0 - 0.5 * (newton * bend).min(1.0));
            let next = if halley > low && halley < high { halley } else { 0.5 * (low + high) };
            if (next - x).abs() <= 1e-14 * x || next <= 0.0 {
                return next;
            }
            x = next;
        }
        x
    }

    /// Where to begin: a transformed normal quantile for shapes above 1 (Abramowitz and Stegun 1964, 26.5.22), else
    /// the power law near 0.
    fn guess(&self, u: f64) -> f64 {
        let (a, b) = (self.a, self.b);
        if a < 1.0 || b < 1.0 {
            return exp((log(u) + log(a) + self.ln_beta) / a);
        }
        let y = -normal_quantile(u);
        let lambda = (y * y - 3.0) / 6.0;
        let (ra, rb) = (1.0 / (2.0 * a - 1.0), 1.0 / (2.0 * b - 1.0));
        let h = 2.0 / (ra + rb);
        let w = y * (h + lambda).max(0.0).sqrt() / h - (rb - ra) * (lambda + 5.0 / 6.0 - 2.0 / (3.0 * h));
        a / (a + b * exp(2.0 * w))
    }
}
