//! Portable special functions on `libm`: the normal law, logistic, gamma and beta, and the two lattice laws'
//! probabilities.
//!
//! Out-of-domain arguments give NaN where no value makes sense; nothing here panics or loops without end.

use libm::{erfc, exp, expm1, lgamma, log, log1p};
use std::f64::consts::{FRAC_1_SQRT_2, PI};

/// ln √(2π).
const LN_SQRT_2PI: f64 = 0.918_938_533_204_672_8;
/// Smallest denominator that Lentz's method lets through.
const TINY: f64 = 1e-300;
/// Where a sum or continued fraction has converged.
const EPSILON: f64 = 1e-16;

/// Density of the standard normal law.
#[must_use]
pub fn normal_pdf(x: f64) -> f64 {
    exp(-0.5 * x * x - LN_SQRT_2PI)
}

/// Distribution function of the standard normal law.
#[must_use]
pub fn normal_cdf(x: f64) -> f64 {
    0.5 * erfc(-x * FRAC_1_SQRT_2)
}

/// Quantile of the standard normal law: algorithm AS 241, PPND16 (Wichura 1988), relative error about 1e-16.
/// −∞ at 0 and below, +∞ at 1 and above, NaN of NaN.
#[inline]
#[must_use]
pub fn normal_quantile(p: f64) -> f64 {
    let q = p - 0.5;
    if q.abs() <= 0.425 {
        let r = 0.180_625 - q * q;
        return q * polynomial(r, &CENTRE_TOP) / polynomial(r, &CENTRE_BOTTOM);
    }
    normal_quantile_tail(p, q)
}

fn normal_quantile_tail(p: f64, q: f64) -> f64 {
    let tail = if q < 0.0 { p } else { 1.0 - p };
    if tail.is_nan() {
        return f64::NAN;
    }
    if tail <= 0.0 {
        return f64::INFINITY.copysign(q);
    }
    let r = (-log(tail)).sqrt();
    let x = if r <= 5.0 {
        polynomial(r - 1.6, &TAIL_TOP) / polynomial(r - 1.6, &TAIL_BOTTOM)
    } else {
        polynomial(r - 5.0, &FAR_TOP) / polynomial(r - 5.0, &FAR_BOTTOM)
    };
    x.copysign(q)
}

/// Horner's rule, coefficients from the constant upwards.
#[inline]
fn polynomial(x: f64, coefficients: &[f64; 8]) -> f64 {
    coefficients.iter().rev().fold(0.0, |sum, c| sum * x + c)
}

// The coefficients of AS 241 (Wichura, Applied Statistics 37 (1988) 477-484).
const CENTRE_TOP: [f64; 8] = [
    3.387_132_872_796_366_5,
    133.141_667_891_784_38,
    1_971.590_950_306_551_4,
    13_731.693_765_509_46,
    45_921.953_931_549_87,
    67_265.770_927_008_7,
    33_430.575_583_588_13,
    2_509.080_928_730_122_7,
];
const CENTRE_BOTTOM: [f64; 8] = [
    1.0,
    42.313_330_701_600_91,
    687.187_007_492_057_9,
    5_394.196_021_424_751,
    21_213.794_301_586_597,
    39_307.895_800_092_71,
    28_729.085_735_721_943,
    5_226.495_278_852_545,
];
const TAIL_TOP: [f64; 8] = [
    1.423_437_110_749_683_5,
    4.630_337_846_156_546,
    5.769_497_221_460_691,
    3.647_848_324_763_204_5,
    1.270_458_252_452_368_4,
    0.241_780_725_177_450_6,
    0.022_723_844_989_269_184,
    7.745_450_142_783_414e-4,
];
const TAIL_BOTTOM: [f64; 8] = [
    1.0,
    2.053_191_626_637_759,
    1.676_384_830_183_803_8,
    0.689_767_334_985_1,
    0.148_103_976_427_480_08,
    0.015_198_666_563_616_457,
    5.475_938_084_995_345e-4,
    1.050_750_071_644_416_9e-9,
];
const FAR_TOP: [f64; 8] = [
    6.657_904_643_501_103,
    5.463_784_911_164_114,
    1.784_826_539_917_291_3,
    0.296_560_571_828_504_87,
    0.026_532_189_526_576_124,
    0.001_242_660_947_388_078_4,
    2.711_555_568_743_487_6e-5,
    2.010_334_399_292_288_1e-7,
];
const FAR_BOTTOM: [f64; 8] = [
    1.0,
    0.599_832_206_555_887_9,
    0.136_929_880_922_735_8,
    0.014_875_361_290_850_615,
    7.868_691_311_456_133e-4,
    1.846_318_317_510_054_8e-5,
    1.421_511_758_316_446e-7,
    2.044_263_103_389_939_8e-15,
];

/// 1/(1 + e⁻ˣ), without overflow.
#[must_use]
pub fn logistic(x: f64) -> f64 {
    if x >= 0.0 {
        1.0 / (1.0 + exp(-x))
    } else {
        let e = exp(x);
        e / (1.0 + e)
    }
}

/// ln(p/(1 − p)): the inverse of [`logistic`]; ∓∞ at 0 and 1, NaN outside.
#[must_use]
pub fn logit(p: f64) -> f64 {
    log(p) - log1p(-p)
}

/// ln Γ(x) for positive x.
#[must_use]
pub fn ln_gamma(x: f64) -> f64 {
    lgamma(x)
}

/// Regularised lower incomplete gamma function P(a, x), for a > 0 and x ≥ 0.
#[must_use]
pub fn gamma_inc(a: f64, x: f64) -> f64 {
    gamma_inc_both(a, x).0
}

/// Regularised upper incomplete gamma function Q(a, x) = 1 − P(a, x), without cancellation.
#[must_use]
pub fn gamma_inc_upper(a: f64, x: f64) -> f64 {
    gamma_inc_both(a, x).1
}

/// P(a, x) and Q(a, x): the series below the mean, the continued fraction above (Gautschi 1979).
fn gamma_inc_both(a: f64, x: f64) -> (f64, f64) {
    if !(a > 0.0 && x >= 0.0) {
        return (f64::NAN, f64::NAN);
    }
    if x == 0.0 {
        return (0.0, 1.0);
    }
    if x.is_infinite() {
        return (1.0, 0.0);
    }
    let front = exp(poisson_ln_raw(a, x)); // xᵃe⁻ˣ/Γ(a + 1)
    if x < a + 1.0 {
        let lower = (front * gamma_series(a, x)).min(1.0);
        (lower, 1.0 - lower)
    } else {
        let upper = (front * a * gamma_fraction(a, x)).min(1.0);
        (1.0 - upper, upper)
    }
}

fn gamma_series(a: f64, x: f64) -> f64 {
    let (mut term, mut sum, mut n) = (1.0, 1.0, a);
    for _ in 0..iterations(a) {
        n += 1.0;
        term *= x / n;
        sum += term;
        if term < sum * EPSILON {
            break;
        }
    }
    sum
}

fn gamma_fraction(a: f64, x: f64) -> f64 {
    let mut b = x + 1.0 - a;
    let mut c = 1.0 / TINY;
    let mut d = 1.0 / b;
    let mut h = d;
    for i in 1..iterations(a) {
        let i = i as f64;
        let an = -i * (i - a);
        b += 2.0;
        d = 1.0 / away_from_zero(an * d + b);
        c = away_from_zero(b + an / c);
        let step = d * c;
        h *= step;
        if (step - 1.0).abs() < EPSILON {
            break;
        }
    }
    h
}

/// Regularised incomplete beta function I_x(a, b), for positive a and b; 0 below and 1 above the unit interval.
#[must_use]
pub fn beta_inc(a: f64, b: f64, x: f64) -> f64 {
    beta_inc_both(a, b, x, 1.0 - x).0
}

/// I_x(a, b) and its complement, given both x and y = 1 − x to full precision: the continued fraction on the side
/// where it converges quickly (Didonato and Morris 1992).
pub(crate) fn beta_inc_both(a: f64, b: f64, x: f64, y: f64) -> (f64, f64) {
    if !(a > 0.0 && b > 0.0) || x.is_nan() {
        return (f64::NAN, f64::NAN);
    }
    if x <= 0.0 {
        return (0.0, 1.0);
    }
    if y <= 0.0 {
        return (1.0, 0.0);
    }
    // xᵃyᵇ/B(a, b) by way of the binomial probability, which keeps its precision when a and b are large.
    beta_inc_from(exp(binomial_ln_raw(a, b, x, y)) * (a / (a + b)) * b, a, b, x, y)
}

/// I_x(a, b) and its complement from `front` = xᵃyᵇ/B(a, b).
pub(crate) fn beta_inc_from(front: f64, a: f64, b: f64, x: f64, y: f64) -> (f64, f64) {
    if x * (a + b + 2.0) < a + 1.0 {
        let lower = (front * beta_fraction(a, b, x) / a).min(1.0);
        (lower, 1.0 - lower)
    } else {
        let upper = (front * beta_fraction(b, a, y) / b).min(1.0);
        (1.0 - upper, upper)
    }
}

fn beta_fraction(a: f64, b: f64, x: f64) -> f64 {
    let (sum, above, below) = (a + b, a + 1.0, a - 1.0);
    let mut c = 1.0;
    let mut d = 1.0 / away_from_zero(1.0 - sum * x / above);
    let mut h = d;
    for m in 1..iterations(a.max(b)) {
        let m = m as f64;
        let two_m = 2.0 * m;
        let even = m * (b - m) * x / ((below + two_m) * (a + two_m));
        d = 1.0 / away_from_zero(1.0 + even * d);
        c = away_from_zero(1.0 + even / c);
        h *= d * c;
        let odd = -(a + m) * (sum + m) * x / ((a + two_m) * (above + two_m));
        d = 1.0 / away_from_zero(1.0 + odd * d);
        c = away_from_zero(1.0 + odd / c);
        let step = d * c;
        h *= step;
        if (step - 1.0).abs() < EPSILON {
            break;
        }
    }
    h
}

/// Enough terms for an argument of this size: they grow with its square root.
fn iterations(size: f64) -> u64 {
    300 + (12.0 * size.min(1e12).sqrt()) as u64
}

fn away_from_zero(x: f64) -> f64 {
    if x.abs() < TINY { TINY } else { x }
}

/// Probability of exactly `k` of `n` with chance `p` each (Loader 2000).
#[must_use]
pub fn binomial_pmf(k: u64, n: u64, p: f64) -> f64 {
    if k > n || p.is_nan() {
        return 0.0;
    }
    if p <= 0.0 {
        return if k == 0 { 1.0 } else { 0.0 };
    }
    if p >= 1.0 {
        return if k == n { 1.0 } else { 0.0 };
    }
    exp(binomial_ln_raw(k as f64, (n - k) as f64, p, 1.0 - p))
}

/// Probability of exactly `k` events when `mean` are expected (Loader 2000).
#[must_use]
pub fn poisson_pmf(k: u64, mean: f64) -> f64 {
    if mean > 0.0 {
        exp(poisson_ln_raw(k as f64, mean))
    } else if k == 0 {
        1.0
    } else {
        0.0
    }
}

/// P(X ≤ k) and P(X > k) of the binomial law, for 0 < p < 1 and k < n.
pub(crate) fn binomial_tails(k: u64, n: u64, p: f64) -> (f64, f64) {
    let (above, below) = beta_inc_both(k as f64 + 1.0, (n - k) as f64, p, 1.0 - p);
    (below, above)
}

/// P(X ≤ k) and P(X > k) of the Poisson law, for a positive mean.
pub(crate) fn poisson_tails(k: u64, mean: f64) -> (f64, f64) {
    let (above, below) = gamma_inc_both(k as f64 + 1.0, mean);
    (below, above)
}

/// ln of C(k + m, k)·xᵏyᵐ for real k, m ≥ 0 and y = 1 − x: the saddle-point form of Loader, "Fast and accurate
/// computation of binomial probabilities" (2000).
fn binomial_ln_raw(k: f64, m: f64, x: f64, y: f64) -> f64 {
    let n = k + m;
    if k == 0.0 {
        return if x < 0.1 { n * log1p(-x) } else { n * log(y) };
    }
    if m == 0.0 {
        return if y < 0.1 { n * log1p(-y) } else { n * log(x) };
    }
    let errors = stirling_error(n) - stirling_error(k) - stirling_error(m);
    let deviances = deviance(k, n * x) + deviance(m, n * y);
    errors - deviances - LN_SQRT_2PI + 0.5 * (log(n / k) - log(m))
}

/// ln of meanᵏe⁻ᵐᵉᵃⁿ/Γ(k + 1) for real k ≥ 0.
fn poisson_ln_raw(k: f64, mean: f64) -> f64 {
    if k == 0.0 {
        return -mean;
    }
    -stirling_error(k) - deviance(k, mean) - 0.5 * log(2.0 * PI * k)
}

/// ln Γ(z + 1) − (z + ½) ln z + z − ln √(2π).
fn stirling_error(z: f64) -> f64 {
    if z < 16.0 {
        return lgamma(z + 1.0) - (z + 0.5) * log(z) + z - LN_SQRT_2PI;
    }
    let r = 1.0 / (z * z);
    let series = 1.0 / 12.0
        - r * (1.0 / 360.0
            - r * (1.0 / 1260.0 - r * (1.0 / 1680.0 - r * (1.0 / 1188.0 - r * (691.0 / 360_360.0)))));
    series / z
}

/// x ln(x/m) + m − x without cancellation where x is near m.
fn deviance(x: f64, m: f64) -> f64 {
    if (x - m).abs() >= 0.1 * (x + m) {
        return x * log(x / m) + m - x;
    }
    let v = (x - m) / (x + m);
    let mut sum = (x - m) * v;
    let mut term = 2.0 * x * v;
    let square = v * v;
    for j in 1..100 {
        term *= square;
        let next = sum + term / f64::from(2 * j + 1);
        if next == sum {
            break;
        }
        sum = next;
    }
    sum
}

/// 1 − e⁻ˣ, precise for small x: the chance that a Poisson process of expectation x strikes at least once.
#[must_use]
pub fn chance_of_any(x: f64) -> f64 {
    -expm1(-x)
}
