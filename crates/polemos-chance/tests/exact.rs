//! The lattice samplers against distribution functions summed here, independently of the library's own.

use polemos_chance::sample::{binomial, poisson};
use polemos_chance::{Address, Key};

/// Rounding that the sums here and the library's may differ by.
const SLACK: f64 = 2e-13;

/// P(X ≤ k) and P(X > k) for k from `first` on.
struct Law {
    first: u64,
    below: Vec<f64>,
    above: Vec<f64>,
}

/// Sums a law known by the ratio P(k + 1)/P(k): outwards from the mode until nothing is left, then normalised.
fn sum_law(mode: u64, most: u64, ratio: impl Fn(u64) -> f64) -> Law {
    let mut up = vec![1.0_f64];
    let mut k = mode;
    while k < most && up[up.len() - 1] > 1e-40 {
        up.push(up[up.len() - 1] * ratio(k));
        k += 1;
    }
    let mut down = vec![];
    let (mut k, mut term) = (mode, 1.0_f64);
    while k > 0 && term > 1e-40 {
        k -= 1;
        term /= ratio(k);
        down.push(term);
    }
    let pmf: Vec<f64> = down.iter().rev().chain(&up).copied().collect();
    let total = {
        let mut sorted = pmf.clone();
        sorted.sort_by(f64::total_cmp);
        sorted.iter().sum::<f64>()
    };
    let running = |terms: &mut dyn Iterator<Item = &f64>| {
        let mut sum = 0.0;
        terms
            .map(|t| {
                sum += t / total;
                sum
            })
            .collect::<Vec<_>>()
    };
    let below = running(&mut pmf.iter());
    let mut at_least = running(&mut pmf.iter().rev());
    at_least.reverse();
    at_least.remove(0);
    at_least.push(0.0);
    Law { first: mode - down.len() as u64, below, above: at_least }
}

impl Law {
    /// Whether `k` is the smallest with P(X ≤ k) ≥ u, up to rounding, comparing the smaller tail.
    fn is_quantile(&self, u: f64, k: u64) -> bool {
        let reached = |k: u64, slack: f64| {
            let Some(i) = k.checked_sub(self.first) else { return false };
            let Some(below) = self.below.get(i as usize) else { return true };
            if u < 0.5 {
                *below >= u * (1.0 - slack)
            } else {
                self.above[i as usize] <= (1.0 - u) * (1.0 + slack)
            }
        };
        reached(k, SLACK) && (k == 0 || !reached(k - 1, -SLACK))
    }
}

/// Uniforms at addresses, and far into both tails.
fn uniforms(count: u32) -> Vec<f64> {
    let key = Key::new(99, 1);
    let mut us: Vec<f64> = (0..count).map(|i| key.uniform(Address::new(1, 0, 0, i))).collect();
    for power in 2..15 {
        let tail = libm::exp2(-f64::from(power)) * (1.0 / 1.3);
        us.extend([tail * tail, 1.0 - tail * tail]);
    }
    us
}

#[test]
fn binomial_is_the_exact_inverse() {
    for n in [1, 2, 5, 13, 40, 100, 333, 1000, 6000, 20_000, 300_000] {
        let us = uniforms(if n < 10_000 { 3000 } else { 1000 });
        for p in [1e-6, 0.0007, 0.02, 0.1, 0.3, 0.5, 0.77, 0.95, 0.9997] {
            let mode = (((n + 1) as f64) * p) as u64;
            let law = sum_law(mode.min(n), n, |k| (n - k) as f64 / (k + 1) as f64 * (p / (1.0 - p)));
            for &u in &us {
                let k = binomial(u, n, p);
                assert!(law.is_quantile(u, k), "binomial({u}, {n}, {p}) = {k}");
            }
        }
    }
}

#[test]
fn poisson_is_the_exact_inverse() {
    let us = uniforms(4000);
    for mean in [1e-5, 0.3, 1.0, 5.9, 6.1, 9.0, 20.0, 77.7, 500.0, 12_345.6, 2e6] {
        let law = sum_law(mean as u64, u64::MAX, |k| mean / (k + 1) as f64);
        for &u in &us {
            let k = poisson(u, mean);
            assert!(law.is_quantile(u, k), "poisson({u}, {mean}) = {k}");
        }
    }
}

/// Just below and just above each step of the distribution function lies the place where the two roads (expansion,
/// exact sum) meet.
#[test]
fn steps_are_where_the_sums_say() {
    for (n, p) in [(60_u64, 0.2), (1000, 0.02), (2500, 0.4), (400, 0.96)] {
        let law = sum_law((n as f64 * p) as u64, n, |k| (n - k) as f64 / (k + 1) as f64 * (p / (1.0 - p)));
        for (i, (&below, &above)) in law.below.iter().zip(&law.above).enumerate() {
            if !(1e-9..1.0 - 1e-9).contains(&below) || above < 1e-5 {
                continue;
            }
            let k = law.first + i as u64;
            assert_eq!(binomial(below * (1.0 - 1e-10), n, p), k, "below step {k} of ({n}, {p})");
            assert_eq!(binomial(1.0 - above * (1.0 - 1e-10), n, p), k + 1, "above step {k} of ({n}, {p})");
        }
    }
}

#[test]
fn senseless_parameters_do_no_harm() {
    for u in [1e-16, 0.3, 0.5, 1.0 - 1e-16] {
        for p in [f64::NAN, -1.0, 0.0, f64::NEG_INFINITY] {
            assert_eq!(binomial(u, 10, p), 0);
            assert_eq!(poisson(u, p), 0);
        }
        assert_eq!(binomial(u, 0, 0.5), 0);
        assert_eq!(binomial(u, 10, 1.0), 10);
        assert_eq!(binomial(u, 10, f64::INFINITY), 10);
        assert_eq!(poisson(u, f64::INFINITY), u64::MAX);
        assert_eq!(poisson(u, f64::MIN_POSITIVE), 0);
        assert!((binomial(u, u64::MAX, 0.5) as f64 / u64::MAX as f64 - 0.5).abs() < 1e-6);
        assert!(binomial(u, u64::MAX, 1e-300) == 0);
        assert!(binomial(u, 3, f64::EPSILON / 4.0) <= 3);
        assert!(binomial(u, 1_000_000, 1.0 - f64::EPSILON / 2.0) >= 999_999);
    }
}
