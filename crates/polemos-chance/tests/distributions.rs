//! Each sampler at addressed draws against its exact law (Kolmogorov–Smirnov or chi-square), the special functions
//! against another library, and edge cases.

use polemos_chance::{Address, Key, sample, special};
use statrs::distribution::{self as law, ContinuousCDF, Discrete};

const DRAWS: u32 = 20_000;

fn uniforms(purpose: u32) -> impl Iterator<Item = f64> {
    let key = Key::new(2026, 7);
    (0..DRAWS).map(move |i| key.uniform(Address::new(purpose, i % 97, i / 97, i)))
}

/// Largest distance between the draws' distribution and `cdf`, in units whose 99.9 % point is 1.95.
fn kolmogorov(mut draws: Vec<f64>, cdf: impl Fn(f64) -> f64) -> f64 {
    draws.sort_by(f64::total_cmp);
    let n = draws.len() as f64;
    let worst = draws.iter().enumerate().map(|(i, &x)| {
        let f = cdf(x);
        (f - i as f64 / n).abs().max(((i + 1) as f64 / n - f).abs())
    });
    worst.fold(0.0, f64::max) * n.sqrt()
}

fn assert_follows(name: &str, draws: Vec<f64>, cdf: impl Fn(f64) -> f64) {
    let distance = kolmogorov(draws, cdf);
    assert!(distance < 1.95, "{name}: Kolmogorov-Smirnov {distance}");
}

/// Chi-square of counts over bins that expect at least ten, as a standard normal deviate (Wilson and Hilferty).
fn chi_square(draws: &[u64], pmf: impl Fn(u64) -> f64) -> f64 {
    let n = draws.len() as f64;
    let most = draws.iter().copied().max().unwrap_or(0);
    let mut counts = vec![0.0; most as usize + 1];
    draws.iter().for_each(|&k| counts[k as usize] += 1.0);
    let (mut sum, mut bins, mut seen, mut expected, mut covered) = (0.0, 0.0, 0.0, 0.0, 0.0);
    for (k, count) in counts.iter().enumerate() {
        let p = pmf(k as u64);
        seen += count;
        expected += n * p;
        covered += p;
        if expected >= 10.0 && n * (1.0 - covered) >= 10.0 {
            sum += (seen - expected) * (seen - expected) / expected;
            bins += 1.0;
            (seen, expected) = (0.0, 0.0);
        }
    }
    expected += n * (1.0 - covered);
    sum += (seen - expected) * (seen - expected) / expected.max(1.0);
    let shrink = 2.0 / (9.0 * bins);
    (libm::cbrt(sum / bins) - (1.0 - shrink)) / shrink.sqrt()
}

#[test]
fn continuous_samplers_follow_their_laws() {
    assert_follows("unit", uniforms(1).collect(), |x| x);
    assert_follows("uniform", uniforms(2).map(|u| sample::uniform(u, -3.0, 5.0)).collect(), |x| {
        (x + 3.0) / 8.0
    });
    let normal = law::Normal::new(0.0, 1.0).unwrap();
    assert_follows("normal", uniforms(3).map(sample::normal).collect(), |x| normal.cdf(x));
    let log_normal = law::LogNormal::new(1.0, 0.7).unwrap();
    assert_follows("log-normal", uniforms(4).map(|u| sample::log_normal(u, 1.0, 0.7)).collect(), |x| {
        log_normal.cdf(x)
    });
    let exponential = law::Exp::new(2.5).unwrap();
    assert_follows("exponential", uniforms(5).map(|u| sample::exponential(u, 2.5)).collect(), |x| {
        exponential.cdf(x)
    });
    let spread = libm::log(100.0);
    assert_follows("log-uniform", uniforms(6).map(|u| sample::log_uniform(u, 10.0, 1000.0)).collect(), |x| {
        libm::log(x / 10.0) / spread
    });
    for (purpose, a, b) in [(7, 2.0, 5.0), (8, 0.4, 0.6), (9, 30.0, 3.0), (10, 1.0, 1.0)] {
        let beta = law::Beta::new(a, b).unwrap();
        assert_follows("beta", uniforms(purpose).map(|u| sample::beta(u, a, b)).collect(), |x| beta.cdf(x));
    }
}

#[test]
fn lattice_samplers_follow_their_laws() {
    for (purpose, n, p) in [(20, 12, 0.3), (21, 1000, 0.02), (22, 1000, 0.6)] {
        let draws: Vec<u64> = uniforms(purpose).map(|u| sample::binomial(u, n, p)).collect();
        let exact = law::Binomial::new(p, n).unwrap();
        let z = chi_square(&draws, |k| exact.pmf(k));
        assert!(z.abs() < 3.3, "binomial({n}, {p}): {z}");
    }
    for (purpose, mean) in [(23, 0.8), (24, 4.0), (25, 60.0)] {
        let draws: Vec<u64> = uniforms(purpose).map(|u| sample::poisson(u, mean)).collect();
        let exact = law::Poisson::new(mean).unwrap();
        let z = chi_square(&draws, |k| exact.pmf(k));
        assert!(z.abs() < 3.3, "poisson({mean}): {z}");
    }
    let weights = [0.5, 0.0, 2.0, f64::NAN, 1.0, -3.0];
    let draws: Vec<u64> = uniforms(26).map(|u| sample::discrete(u, &weights) as u64).collect();
    assert!(draws.iter().all(|k| [0, 2, 4].contains(k)));
    let share = |k: u64| draws.iter().filter(|d| **d == k).count() as f64 / f64::from(DRAWS);
    for (k, p) in [(0, 1.0 / 7.0), (2, 4.0 / 7.0), (4, 2.0 / 7.0)] {
        assert!((share(k) - p).abs() < 4.0 * (p * (1.0 - p) / f64::from(DRAWS)).sqrt());
    }
    let hits = uniforms(27).filter(|u| sample::bernoulli(*u, 0.2)).count() as f64 / f64::from(DRAWS);
    assert!((hits - 0.2).abs() < 4.0 * (0.16 / f64::from(DRAWS)).sqrt());
}

/// Neighbouring addresses, in any part, are uncorrelated: their sums and products stay within 4 standard errors.
#[test]
fn neighbouring_addresses_are_independent() {
    let key = Key::new(1, 0);
    let base = Address::new(5, 6, 7, 8);
    type Step = fn(Address, u32) -> Address;
    let steps: [Step; 4] = [
        |a, i| Address { purpose: i, ..a },
        |a, i| Address { entity: i, ..a },
        |a, i| Address { tick: i, ..a },
        |a, i| Address { index: i, ..a },
    ];
    for step in steps {
        let us: Vec<f64> = (0..DRAWS).map(|i| key.uniform(step(base, i)) - 0.5).collect();
        let n = f64::from(DRAWS);
        assert!((us.iter().sum::<f64>() / (n / 12.0).sqrt()).abs() < 4.0);
        let lag: f64 = us.windows(2).map(|w| w[0] * w[1]).sum();
        assert!((lag / (n.sqrt() / 12.0)).abs() < 4.0);
    }
    let across: f64 = (0..20_000)
        .map(|r| (Key::new(1, r).uniform(base) - 0.5) * (Key::new(1, r + 1).uniform(base) - 0.5))
        .sum();
    assert!((across / (20_000.0_f64.sqrt() / 12.0)).abs() < 4.0);
}

#[test]
fn special_functions_agree_with_another_library() {
    use statrs::function::{beta::beta_reg, gamma::gamma_lr};
    let normal = law::Normal::new(0.0, 1.0).unwrap();
    for i in 1..400 {
        let p = f64::from(i) / 400.0;
        let x = special::normal_quantile(p);
        assert!((special::normal_cdf(x) - p).abs() < 4e-16 * 8.0, "quantile at {p}");
        assert!((normal.inverse_cdf(p) - x).abs() < 1e-8);
        assert!((special::logistic(special::logit(p)) - p).abs() < 1e-15);
    }
    // Published values: the 97.5 %, 1e-10 and 1e-300 points.
    assert!((special::normal_quantile(0.975) - 1.959_963_984_540_054).abs() < 1e-15);
    assert!((special::normal_quantile(1e-10) + 6.361_340_902_404_056).abs() < 1e-14);
    assert!((special::normal_quantile(1e-300) + 37.047_096_299_361_2).abs() < 1e-10);
    for a in [0.3, 1.0, 4.5, 80.0, 1500.0] {
        for b in [0.6, 1.0, 7.0, 300.0] {
            for x in [0.001, 0.2, 0.5, 0.83, 0.97] {
                let (ours, theirs) = (special::beta_inc(a, b, x), beta_reg(a, b, x));
                assert!((ours - theirs).abs() < 1e-11, "beta_inc({a}, {b}, {x}): {ours} {theirs}");
            }
        }
        for x in [0.01, 0.9, 5.0, 77.0, 1490.0, 2000.0] {
            let (ours, theirs) = (special::gamma_inc(a, x), gamma_lr(a, x));
            assert!((ours - theirs).abs() < 1e-11, "gamma_inc({a}, {x}): {ours} {theirs}");
            assert!((special::gamma_inc_upper(a, x) - (1.0 - ours)).abs() < 1e-15);
        }
    }
    let exact = law::Binomial::new(0.3, 50).unwrap();
    for k in 0..=50 {
        assert!((special::binomial_pmf(k, 50, 0.3) / exact.pmf(k) - 1.0).abs() < 1e-11);
        assert!((special::poisson_pmf(k, 9.0) / law::Poisson::new(9.0).unwrap().pmf(k) - 1.0).abs() < 1e-11);
    }
}

#[test]
fn beta_inverts_its_function() {
    for (a, b) in [(0.05, 0.1), (0.5, 3.0), (1.0, 1.0), (2.0, 5.0), (90.0, 40.0), (3000.0, 1.5)] {
        for u in [1e-9, 0.01, 0.3, 0.5, 0.9, 0.999_999] {
            let x = sample::beta(u, a, b);
            let near_end = x < 1e-290 || 1.0 - x < 1e-12; // there the double itself is the limit
            let back = special::beta_inc(a, b, x);
            assert!(near_end || (back - u).abs() < 1e-11 * u.max(1e-3), "beta({u}, {a}, {b}) = {x}: {back}");
        }
    }
}

#[test]
fn senseless_parameters_do_no_harm() {
    assert!(!sample::bernoulli(0.999, f64::NAN) && !sample::bernoulli(0.999, -1.0));
    assert!(sample::bernoulli(1e-16, 1.0) && sample::bernoulli(1e-16, f64::INFINITY));
    assert_eq!(sample::exponential(0.5, 0.0), f64::INFINITY);
    assert_eq!(sample::exponential(0.5, f64::NAN), f64::INFINITY);
    assert_eq!(sample::log_normal(0.9, 0.0, -1.0), 1.0);
    assert_eq!(sample::uniform(0.9, 2.0, 1.0), 2.0);
    assert_eq!(sample::log_uniform(0.9, 0.0, 1.0), 0.0);
    assert_eq!(sample::discrete(0.9, &[]), 0);
    assert_eq!(sample::discrete(0.9, &[0.0, f64::NAN]), 0);
    assert_eq!(sample::beta(0.9, 0.0, 1.0), 0.0);
    assert_eq!(sample::beta(0.9, 1.0, f64::NAN), 1.0);
    assert_eq!(sample::beta(0.9, f64::NAN, -1.0), 0.5);
    assert!((0.0..=1.0).contains(&sample::beta(0.9, f64::INFINITY, 1.0)));
    assert!((0.0..=1.0).contains(&sample::beta(0.9, 1.0, f64::INFINITY)));
    assert!(special::normal_quantile(f64::NAN).is_nan());
    assert_eq!(special::normal_quantile(0.0), f64::NEG_INFINITY);
    assert_eq!(special::normal_quantile(1.0), f64::INFINITY);
    assert!(special::beta_inc(-1.0, 1.0, 0.5).is_nan() && special::gamma_inc(0.0, 1.0).is_nan());
}
