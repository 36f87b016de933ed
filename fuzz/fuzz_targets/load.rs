//! Whatever the bytes, the loader neither panics nor lingers, and says why when there is no war.
//!
//! `cargo fuzz run -s none load fuzz/corpus/load tests/suite` (stable toolchain), or the same mutations without
//! coverage: `POLEMOS_FUZZ_SECONDS=60 cargo test --release -p polemos-scenario --test fuzz`.
#![no_main]

use libfuzzer_sys::fuzz_target;
use polemos_scenario::{SourceFile, check, render};

fuzz_target!(|bytes: &[u8]| {
    let Ok(file) = SourceFile::from_bytes("fuzz.toml", bytes.to_vec()) else { return };
    let files = [file];
    let checked = check(&files);
    for diagnostic in &checked.diagnostics {
        assert!(!render(diagnostic, &files, false).is_empty());
    }
    assert!(checked.war.is_some() || !checked.diagnostics.is_empty());
});
