//! Scenes: whole campaigns of the library's wars, unrecorded as in a projection and recorded as in a run.
//!
//! `cargo bench -p polemos --bench campaigns`. What one element is: a campaign played from its start to its ending.

// A scene that does not load cannot be timed.
#![allow(clippy::panic, missing_docs)]

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use polemos::{Policies, Policy, ProjectSetup, Setup, SourceFile, War, check, play, project};
use std::hint::black_box;
use std::sync::Arc;

const LIBRARY: [(&str, &str); 4] = [
    ("two-ports", include_str!("../scenarios/two-ports.toml")),
    ("lantern", include_str!("../scenarios/lantern.toml")),
    ("trafalgar", include_str!("../scenarios/trafalgar.toml")),
    ("cardassia", include_str!("../scenarios/cardassia.toml")),
];

fn war(name: &str, text: &str) -> Arc<War> {
    let checked = check(&[SourceFile::new(format!("{name}.toml"), text)]);
    match checked.war {
        Some(war) => Arc::new(war),
        None => panic!("{name} has errors: {:?}", checked.diagnostics),
    }
}

/// 32 campaigns on one thread: the figure that "campaigns a second a core" speaks of.
fn projections(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("project");
    for (name, text) in LIBRARY {
        let war = war(name, text);
        for jobs in [1, 2] {
            let policies = Policies::all(Policy::Doctrine);
            let setup = ProjectSetup {
                seed: 1,
                runs: 32,
                jobs,
                policies,
                from_day: None,
                battles: Default::default(),
            };
            group.throughput(Throughput::Elements(setup.runs)).sample_size(20);
            group.bench_function(format!("{name}/{jobs}"), |bench| {
                bench.iter(|| black_box(project(&war, &setup, &|_| true)));
            });
        }
    }
    group.finish();
}

/// One campaign with its whole chronicle.
fn recorded(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("run");
    for (name, text) in LIBRARY {
        let war = war(name, text);
        let mut seed = 0;
        group.throughput(Throughput::Elements(1)).sample_size(20);
        group.bench_function(name, |bench| {
            bench.iter(|| {
                seed += 1;
                black_box(play(&war, &Setup::new(seed)))
            });
        });
    }
    group.finish();
}

/// Scenario text to checked war.
fn loading(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("check");
    for (name, text) in LIBRARY {
        group.throughput(Throughput::Bytes(text.len() as u64)).sample_size(20);
        group.bench_function(name, |bench| bench.iter(|| black_box(war(name, text))));
    }
    group.finish();
}

criterion_group!(scenes, projections, recorded, loading);
criterion_main!(scenes);
