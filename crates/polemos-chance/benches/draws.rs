//! What a draw and each sampler cost. `cargo bench -p polemos-chance`.

use criterion::{Criterion, criterion_group, criterion_main};
use polemos_chance::{Address, Key, sample};
use std::hint::black_box;

/// Draws of one measured pass: enough to defeat branch prediction by heart.
const DRAWS: u32 = 4096;

fn uniforms() -> Vec<f64> {
    let key = Key::new(1, 0);
    (0..DRAWS).map(|i| key.uniform(Address::new(1, 2, 3, i))).collect()
}

fn bench_sampler(c: &mut Criterion, name: &str, sampler: impl Fn(f64) -> f64) {
    let us = uniforms();
    let mut at = 0;
    c.bench_function(name, |b| {
        b.iter(|| {
            at = (at + 1) % us.len();
            sampler(black_box(us[at]))
        });
    });
}

fn draws(c: &mut Criterion) {
    let key = Key::new(1, 0);
    let mut index = 0_u32;
    c.bench_function("uniform at an address", |b| {
        b.iter(|| {
            index = index.wrapping_add(1);
            key.uniform(black_box(Address::new(1, 2, 3, index)))
        });
    });
    let mut words = vec![0; 4096];
    c.bench_function("fill 1024 blocks", |b| {
        b.iter(|| key.fill(black_box(Address::new(1, 2, 3, 0)), black_box(&mut words)));
    });
}

fn samplers(c: &mut Criterion) {
    let n = black_box(1000);
    let large = black_box(20_000);
    bench_sampler(c, "normal", sample::normal);
    bench_sampler(c, "exponential", |u| sample::exponential(u, 2.0));
    bench_sampler(c, "binomial 100 x 0.03", |u| sample::binomial(u, black_box(100), 0.03) as f64);
    bench_sampler(c, "binomial 500 x 0.02", |u| sample::binomial(u, black_box(500), 0.02) as f64);
    bench_sampler(c, "binomial 1000 x 0.02", |u| sample::binomial(u, n, 0.02) as f64);
    bench_sampler(c, "binomial 20000 x 0.3", |u| sample::binomial(u, large, 0.3) as f64);
    bench_sampler(c, "poisson 3", |u| sample::poisson(u, black_box(3.0)) as f64);
    bench_sampler(c, "poisson 200", |u| sample::poisson(u, black_box(200.0)) as f64);
    bench_sampler(c, "beta 2, 5", |u| sample::beta(u, black_box(2.0), 5.0));
}

criterion_group!(benches, draws, samplers);
criterion_main!(benches);
