//! Wars for the tests of the whole.
#![allow(clippy::expect_used, clippy::unwrap_used, clippy::panic)] // a test that cannot go on has failed
#![allow(dead_code)]

use polemos::{Policies, Policy, Setup, SourceFile, War, check};
use std::sync::Arc;

/// The library's wars, the smallest first.
pub const LIBRARY: [(&str, &str); 4] = [
    ("two-ports", include_str!("../../../../scenarios/two-ports.toml")),
    ("lantern", include_str!("../../../../scenarios/lantern.toml")),
    ("trafalgar", include_str!("../../../../scenarios/trafalgar.toml")),
    ("cardassia", include_str!("../../../../scenarios/cardassia.toml")),
];

/// A war from scenario text.
pub fn war_of(name: &str, text: &str) -> War {
    let checked = check(&[SourceFile::new(format!("{name}.toml"), text)]);
    let errors: Vec<String> = checked.diagnostics.iter().map(|d| format!("{d:?}")).collect();
    checked.war.unwrap_or_else(|| panic!("{name}: {errors:#?}"))
}

/// A war of the library.
pub fn library(name: &str) -> Arc<War> {
    let (_, text) = LIBRARY.iter().find(|(id, _)| *id == name).expect("a war of the library");
    Arc::new(war_of(name, text))
}

/// How a war is played in tests: recorded or not.
pub fn setup(seed: u64, record: bool) -> Setup {
    Setup {
        seed,
        replication: 0,
        policies: Policies::all(Policy::Doctrine),
        record,
        battles: polemos::campaign::Manner::Aggregated,
    }
}
