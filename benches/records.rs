//! Scenes: a large page read, a box read and written, a run written up.
//!
//! `cargo bench -p polemos --bench records`. What one element is: a page read, a record written, a run with all its
//! articles told.

// A scene that does not load cannot be timed.
#![allow(clippy::panic, clippy::expect_used, missing_docs)]

use criterion::{Criterion, criterion_group, criterion_main};
use polemos::almanac::Run;
use polemos::almanac::article::Length;
use polemos::record::export;
use polemos::record::import::{Settings, import};
use polemos::{Setup, SourceFile, check, play};
use std::hint::black_box;
use std::sync::Arc;

const BOX: &str = include_str!("../samples/war-of-the-salt-road.wikitext");
const CARDASSIA: &str = include_str!("../scenarios/cardassia.toml");

/// A page of a megabyte: the box, and paragraphs with figures, dates, links and references.
fn large() -> String {
    let mut page = BOX.to_owned();
    let mut n = 0;
    while page.len() < 1_000_000 {
        n += 1;
        page.push_str(&format!(
            "\n== Part {n} ==\nThe [[League of the Quays|League]] had long held the passage, and nobody in its councils thought that \
             it could be taken from the landward side.<ref>Brandt, ''The Quays'', p. {n}.</ref> In the spring of {}, about {},500 men \
             of the [[League]] crossed the river, and perhaps hundreds drowned. A year later the Host came back with '''many \
             thousands''' of ships; it had lost over 40 % of them by 3 October {}. Nobody knew what the Reeve had meant to do.\n",
            1000 + n % 900,
            n % 90 + 1,
            1000 + n % 900
        ));
    }
    page
}

fn pages(criterion: &mut Criterion) {
    let (page, settings) = (large(), Settings::default());
    let mut group = criterion.benchmark_group("records");
    group.sample_size(20);
    group
        .bench_function("import-1-MB", |bench| bench.iter(|| black_box(import(black_box(&page), &settings))));
    group.bench_function("import-box", |bench| bench.iter(|| black_box(import(black_box(BOX), &settings))));
    let record = import(BOX, &settings).record;
    group.bench_function("export-box-html", |bench| {
        bench.iter(|| black_box(export::html::write(black_box(&record))))
    });
    group.finish();
}

fn runs(criterion: &mut Criterion) {
    let checked = check(&[SourceFile::new("cardassia.toml", CARDASSIA)]);
    let war = Arc::new(checked.war.expect("the library's wars have no errors"));
    let Ok(played) = play(&war, &Setup { record: true, ..Setup::new(1) }) else {
        panic!("the run broke off")
    };
    let run = Run {
        war: &war,
        chronicle: &played.chronicle,
        summary: &played.summary,
        seed: 1,
        digest: played.digest,
    };
    let mut group = criterion.benchmark_group("articles");
    group.sample_size(20);
    group.bench_function("cardassia-all", |bench| bench.iter(|| black_box(run.told(Length::Full))));
    group.bench_function("cardassia-lead", |bench| bench.iter(|| black_box(run.told(Length::Lead))));
    let told = run.told(Length::Full);
    group.bench_function("cardassia-html", |bench| {
        bench.iter(|| black_box(export::html::write(&told.records[0])))
    });
    group.finish();
}

criterion_group!(benches, pages, runs);
criterion_main!(benches);
