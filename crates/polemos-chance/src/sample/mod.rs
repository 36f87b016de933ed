//! Samplers: each a pure function of one uniform `u` in (0, 1), by inversion of the distribution function.
//!
//! All are non-decreasing in `u`; how each moves with its parameters stands beside it. Parameters that make no
//! sense (NaN, negative counts of something) give the documented harmless result: nothing here panics.

mod beta;
mod lattice;

pub use beta::beta;
pub use lattice::{binomial, poisson};

use crate::special;

/// True with chance `p`: the top `p` of the unit interval. Non-decreasing in `p`; false for `p` ≤ 0 or NaN.
#[inline]
#[must_use]
pub fn bernoulli(u: f64, p: f64) -> bool {
    1.0 - u < p
}

/// Standard normal. See [`special::normal_quantile`].
#[inline]
#[must_use]
pub fn normal(u: f64) -> f64 {
    special::normal_quantile(u)
}

/// Log-normal: the exponential of a normal with mean `mu` and standard deviation `sigma`. Non-decreasing in `mu`;
/// in `sigma` non-decreasing above the median and non-increasing below it. A `sigma` below 0 or NaN counts as 0.
#[must_use]
pub fn log_normal(u: f64, mu: f64, sigma: f64) -> f64 {
    libm::exp(mu + sigma.max(0.0) * normal(u))
}

/// Exponential waiting time at a rate. Non-increasing in `rate`; infinite (it never happens) if that is not
/// positive.
#[inline]
#[must_use]
pub fn exponential(u: f64, rate: f64) -> f64 {
    if rate > 0.0 { -libm::log1p(-u) / rate } else { f64::INFINITY }
}

/// Uniform between `low` and `high`. Non-decreasing in both; `low` if they are in the wrong order or NaN.
#[must_use]
pub fn uniform(u: f64, low: f64, high: f64) -> f64 {
    if high > low { ((1.0 - u) * low + u * high).clamp(low, high) } else { low }
}

/// Log-uniform between two positive bounds: equally likely in each factor of itself. Non-decreasing in both;
/// `low` if they are in the wrong order, NaN or not positive.
#[must_use]
pub fn log_uniform(u: f64, low: f64, high: f64) -> f64 {
    if low > 0.0 && high > low {
        libm::exp((1.0 - u) * libm::log(low) + u * libm::log(high)).clamp(low, high)
    } else {
        low
    }
}

/// The index of one of several weights, each chosen in proportion to it, in order. Weights that are not positive
/// numbers are never chosen; 0 if no weight can be. Moving weight to later entries never lowers the index.
#[must_use]
pub fn discrete(u: f64, weights: &[f64]) -> usize {
    let total: f64 = weights.iter().copied().filter(|w| *w > 0.0).sum();
    let target = u * total;
    let mut sum = 0.0;
    let mut last = 0;
    for (i, &weight) in weights.iter().enumerate() {
        if weight > 0.0 {
            sum += weight;
            last = i;
            if sum >= target {
                break;
            }
        }
    }
    last
}
