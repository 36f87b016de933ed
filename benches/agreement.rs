//! How near the aggregated battle comes to the ship-level one, on fleets that calibration has not seen.
//!
//! `cargo run --release -p polemos --example agreement -- WAR.toml [UNITS] [GROUPS] [MOST]`: battles of each pairing unit
//! by unit and aggregated; pairings with more units than MOST are left out.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use polemos::study::calibrate::{Pool, Replications, Roster, compare, unseen};
use polemos::{SourceFile, check};

fn main() {
    let args: Vec<String> = std::env::args().collect();
    let number = |at: usize, or: u64| args.get(at).map_or(or, |text| text.parse().expect("a number"));
    let bytes = std::fs::read(&args[1]).expect("a scenario");
    let checked = check(&[SourceFile::from_bytes(args[1].clone(), bytes).expect("text")]);
    let roster = Roster::of(&checked.war.expect("a scenario without errors"));
    let pool = Pool::new(0).unwrap();
    let how = Replications { seed: 7, units: number(2, 20), groups: number(3, 400) };
    for pairing in unseen(&roster) {
        let units: u32 = pairing.sides.iter().flatten().map(|part| part.units).sum();
        if u64::from(units) > number(4, 1_000_000) {
            continue;
        }
        let agreement = compare(&pool, &pairing, how).expect("a battle");
        println!("{}", agreement.row());
    }
}
