//! Every sampler is monotone in its uniform and in its parameters.

use polemos_chance::sample;
use proptest::prelude::*;

fn unit() -> impl Strategy<Value = f64> {
    (1_u64..1 << 52).prop_map(|k| (k as f64 - 0.5) / (1_u64 << 52) as f64)
}

/// Chances of every size, down to the tiny.
fn chance() -> impl Strategy<Value = f64> {
    prop_oneof![0.0..1.0_f64, (0.0..1.0_f64, 1..8_i32).prop_map(|(x, e)| x * libm::pow(10.0, -f64::from(e)))]
}

fn count() -> impl Strategy<Value = u64> {
    prop_oneof![0..60_u64, 0..3000_u64, 0..1_000_000_u64]
}

fn ordered<T: PartialOrd>(a: T, b: T) -> (T, T) {
    if b < a { (b, a) } else { (a, b) }
}

/// Room for the rounding of results that an iteration finds.
fn not_above(low: f64, high: f64) -> bool {
    low <= high + 1e-11 * low.abs().max(1e-3)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn lattice_in_the_uniform((u, v) in (unit(), unit()), n in count(), p in chance()) {
        let (u, v) = ordered(u, v);
        prop_assert!(sample::binomial(u, n, p) <= sample::binomial(v, n, p));
        prop_assert!(sample::binomial(v, n, p) <= n);
        let mean = n as f64 * p;
        prop_assert!(sample::poisson(u, mean) <= sample::poisson(v, mean));
    }

    #[test]
    fn binomial_in_its_parameters(u in unit(), n in count(), m in count(), p in chance(), r in chance()) {
        let (n, m) = ordered(n, m);
        let (p, r) = ordered(p, r);
        prop_assert!(sample::binomial(u, n, p) <= sample::binomial(u, m, p));
        prop_assert!(sample::binomial(u, n, p) <= sample::binomial(u, n, r));
    }

    #[test]
    fn binomial_in_a_small_change(u in unit(), n in count(), p in chance(), step in 0.0..1e-6_f64) {
        let k = sample::binomial(u, n, p);
        prop_assert!(k <= sample::binomial(u, n, (p * (1.0 + step)).min(1.0)));
        prop_assert!(k <= sample::binomial(u, n + 1, p) && sample::binomial(u, n + 1, p) <= k + 1);
    }

    #[test]
    fn poisson_in_its_mean(u in unit(), a in 0.0..1e5_f64, b in 0.0..1e5_f64, near in 0.0..1e-3_f64) {
        let (a, b) = ordered(a, b);
        prop_assert!(sample::poisson(u, a) <= sample::poisson(u, b));
        prop_assert!(sample::poisson(u, a) <= sample::poisson(u, a + near));
    }

    #[test]
    fn continuous_in_the_uniform((u, v) in (unit(), unit()), a in 0.05..40.0_f64, b in 0.05..40.0_f64) {
        let (u, v) = ordered(u, v);
        prop_assert!(sample::normal(u) <= sample::normal(v));
        prop_assert!(sample::log_normal(u, a, b / 10.0) <= sample::log_normal(v, a, b / 10.0));
        prop_assert!(sample::exponential(u, a) <= sample::exponential(v, a));
        prop_assert!(sample::uniform(u, a, a + b) <= sample::uniform(v, a, a + b));
        prop_assert!(sample::log_uniform(u, a, a + b) <= sample::log_uniform(v, a, a + b));
        prop_assert!(not_above(sample::beta(u, a, b), sample::beta(v, a, b)));
        prop_assert!(sample::bernoulli(u, a / 40.0) <= sample::bernoulli(v, a / 40.0));
        prop_assert!(sample::discrete(u, &[a, b, 1.0]) <= sample::discrete(v, &[a, b, 1.0]));
    }

    #[test]
    fn continuous_in_the_parameters(u in unit(), a in 0.05..40.0_f64, b in 0.05..40.0_f64, more in 0.0..5.0_f64) {
        prop_assert!(sample::log_normal(u, a, b) <= sample::log_normal(u, a + more, b));
        let (low, high) = if u < 0.5 { (more, 0.0) } else { (0.0, more) };
        prop_assert!(sample::log_normal(u, a, 1.0 + low) <= sample::log_normal(u, a, 1.0 + high));
        prop_assert!(sample::exponential(u, a + more) <= sample::exponential(u, a));
        prop_assert!(sample::uniform(u, a, a + b) <= sample::uniform(u, a, a + b + more));
        prop_assert!(sample::uniform(u, a, a + b + more) <= sample::uniform(u, a + more, a + b + more));
        prop_assert!(not_above(sample::log_uniform(u, a, a + b), sample::log_uniform(u, a, a + b + more)));
        prop_assert!(not_above(sample::beta(u, a, b), sample::beta(u, a + more, b)));
        prop_assert!(not_above(sample::beta(u, a, b + more), sample::beta(u, a, b)));
        prop_assert!(sample::bernoulli(u, a / 40.0) <= sample::bernoulli(u, (a + more) / 40.0));
        prop_assert!(sample::discrete(u, &[a + more, b, 1.0]) <= sample::discrete(u, &[a, b, 1.0 + more]));
    }
}
