//! Binomial and Poisson by exact inversion of the distribution function.
//!
//! Small means are searched from the end. Otherwise a Cornish–Fisher expansion of the smoothed lattice law gives the
//! quantile as a real number with a bound on its error; only where that leaves two integers possible (well under
//! one draw in a hundred) is the distribution function itself asked. The idea is that of Giles, "Algorithm 955:
//! approximation of the inverse Poisson cumulative distribution function", ACM TOMS 42 (2016), and of Beentjes and
//! Giles for the binomial; the expansion's coefficients were derived anew, in one form for both laws.

use crate::special::{binomial_pmf, binomial_tails, normal_quantile, poisson_pmf, poisson_tails};
use libm::{exp, log1p};

/// Up to this mean the search from the end is the quicker way.
const SEARCH_MEAN: f64 = 6.0;
/// From this variance on the expansion's bound was checked.
const MIN_VARIANCE: f64 = 5.0;
/// From this variance on the expansion errs by less than the rounding of a double.
const MAX_VARIANCE: f64 = 1e8;

/// Number of successes among `n` with chance `p` each: the smallest k with P(X ≤ k) ≥ u. Non-decreasing in `n` and
/// `p`; 0 for `p` ≤ 0 or NaN, `n` for `p` ≥ 1.
#[inline]
#[must_use]
pub fn binomial(u: f64, n: u64, p: f64) -> u64 {
    if n == 0 || p <= 0.0 || p.is_nan() {
        return 0;
    }
    if p >= 1.0 {
        return n;
    }
    let count = n as f64;
    let q = 1.0 - p;
    let mean = count * p;
    let variance = mean * q;
    if mean <= SEARCH_MEAN || (variance < MIN_VARIANCE && p <= 0.5) {
        return binomial_search(u, n, p, |sum, u| sum < u);
    }
    if count * q <= SEARCH_MEAN || variance < MIN_VARIANCE {
        return n - binomial_search(1.0 - u, n, q, |sum, v| sum <= v);
    }
    let law = Expansion { mean, variance, skew: q - p, spread: p * q };
    law.invert(u, n, |k| binomial_tails(k, n, p), |k| binomial_pmf(k, n, p))
}

/// Number of events when `mean` are expected: the smallest k with P(X ≤ k) ≥ u. Non-decreasing in `mean`; 0 if that
/// is not positive, `u64::MAX` if infinite.
#[inline]
#[must_use]
pub fn poisson(u: f64, mean: f64) -> u64 {
    if mean <= 0.0 || mean.is_nan() {
        return 0;
    }
    if mean <= SEARCH_MEAN {
        return poisson_search(u, mean);
    }
    if mean.is_infinite() {
        return u64::MAX;
    }
    let law = Expansion { mean, variance: mean, skew: 1.0, spread: 0.0 };
    law.invert(u, u64::MAX, |k| poisson_tails(k, mean), |k| poisson_pmf(k, mean))
}

/// The search from 0: for a small mean. `below` says whether the sum so far still lies below the uniform.
#[inline]
fn binomial_search(u: f64, n: u64, p: f64, below: impl Fn(f64, f64) -> bool) -> u64 {
    let count = n as f64;
    let odds = p / (1.0 - p);
    let top = (count + 1.0) * odds;
    let mut term = none(n, p);
    let mut sum = term;
    let mut k = 0.0;
    while below(sum, u) && k < count {
        k += 1.0;
        term *= top / k - odds;
        let next = sum + term;
        if next == sum && k > top {
            break; // rounding keeps the sum below u, and nothing is left to add
        }
        sum = next;
    }
    k as u64
}

/// (1 − p)ⁿ: by squaring where that is quicker and no less exact.
#[inline]
fn none(n: u64, p: f64) -> f64 {
    if n > 64 {
        return exp(n as f64 * log1p(-p));
    }
    let (mut power, mut square, mut left) = (1.0, 1.0 - p, n);
    loop {
        if left & 1 == 1 {
            power *= square;
        }
        left >>= 1;
        if left == 0 {
            return power;
        }
        square *= square;
    }
}

#[inline]
fn poisson_search(u: f64, mean: f64) -> u64 {
    let mut term = exp(-mean);
    let mut sum = term;
    let mut k = 0.0;
    while sum < u {
        k += 1.0;
        term *= mean / k;
        let next = sum + term;
        if next == sum && k > mean {
            break;
        }
        sum = next;
    }
    k as u64
}

/// A binomial law by what its expansion needs; the Poisson law is the one with p = 0.
struct Expansion {
    mean: f64,
    variance: f64,
    /// 1 − 2p.
    skew: f64,
    /// p(1 − p).
    spread: f64,
}

impl Expansion {
    #[inline]
    fn invert(&self, u: f64, most: u64, tails: impl Fn(u64) -> (f64, f64), pmf: impl Fn(u64) -> f64) -> u64 {
        let (quantile, error) = self.quantile(normal_quantile(u));
        // The smallest k with k + ½ ≥ x is the whole part of x + ½; a signed cast is the quick way to it.
        let low = (quantile + (0.5 - error)) as i64;
        let high = (quantile + (0.5 + error)) as i64;
        let answer = (high.max(0) as u64).min(most);
        if low == high || self.variance > MAX_VARIANCE {
            return answer;
        }
        settle(u, answer, most, tails, pmf)
    }

    /// The real number x for which the smoothed law, shifted by half a step, has distribution function Φ(w), and a
    /// bound on its error. The smoothed law has the lattice law's cumulants less those of a uniform step (κ₂ less
    /// 1/12, κ₄ plus 1/120); its distribution function at k + ½ is P(X ≤ k). Terms up to σ⁻³; the bound is more
    /// than twice the largest error found for variances from 5 to 10⁴, chances from 0 to ½ and |w| up to 6.
    #[inline]
    fn quantile(&self, w: f64) -> (f64, f64) {
        let (d, s) = (self.skew, self.spread);
        let w2 = w * w;
        let sigma = self.variance.sqrt();
        let step = 1.0 / sigma;
        let c0 = d * (w2 - 1.0) / 6.0;
        let c1 = w * ((7.0 * s - 1.0) / 36.0 - w2 * (2.0 * s + 1.0) / 72.0);
        let c2 = d * (w2 * (w2 * (s + 2.0) / 540.0 + (7.0 * s + 14.0) / 1620.0) - (4.0 * s + 8.0) / 405.0);
        let c3 = w
            * (w2
                * (w2 * (s * (4.0 * s + 52.0) - 23.0) / 17_280.0
                    + (s * (256.0 * s + 403.0) - 137.0) / 38_880.0)
                + (671.0 - s * (433.0 * s + 1354.0)) / 38_880.0);
        let correction = c0 + step * (c1 + step * (c2 + step * c3));
        let error = (0.02 + 0.004 * w2 * w2 * w2) / (self.variance * self.variance);
        (self.mean + sigma * w + correction, error)
    }
}

/// The exact answer from a guess near it: ask the distribution function once, then walk. The smaller tail is
/// compared, so that nothing is lost to cancellation (1 − u is exact).
#[cold]
fn settle(u: f64, start: u64, most: u64, tails: impl Fn(u64) -> (f64, f64), pmf: impl Fn(u64) -> f64) -> u64 {
    if start >= most {
        return walk_down(u, most, 1.0, 0.0, pmf);
    }
    let (mut below, mut above) = tails(start);
    let mut k = start;
    if reached(u, below, above) {
        return walk_down(u, k, below, above, pmf);
    }
    while !reached(u, below, above) && k < most {
        k += 1;
        let term = pmf(k);
        if term <= 0.0 {
            break;
        }
        below += term;
        above -= term;
    }
    k
}

fn walk_down(u: f64, from: u64, below: f64, above: f64, pmf: impl Fn(u64) -> f64) -> u64 {
    let (mut k, mut below, mut above) = (from, below, above);
    while k > 0 {
        let term = pmf(k);
        below -= term;
        above += term;
        if !reached(u, below, above) || term <= 0.0 {
            break;
        }
        k -= 1;
    }
    k
}

#[inline]
fn reached(u: f64, below: f64, above: f64) -> bool {
    if u < 0.5 { below >= u } else { above <= 1.0 - u }
}
