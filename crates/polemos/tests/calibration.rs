//! Calibrations as files: written, read, refused.
#![allow(clippy::unwrap_used, clippy::expect_used)] // a test that cannot go on has failed

mod common;

use common::setups::setup;
use common::wars::library;
use polemos::battle::calibrate::{Calibration, Coefficient, Effort, Shared};
use polemos::calibration::{apply, write};
use polemos::study::calibrate::roster;
use polemos::{Campaign, Setup, Verdict, War};
use std::sync::Arc;

const EFFORT: Effort = Effort { seed: 1, samples: 2, battles: 2 };

/// What changes nothing, as a file.
fn neutral(war: &War) -> (Calibration, String) {
    let calibration = Calibration::neutral(&roster(war));
    let text = write(&calibration, war, EFFORT).unwrap();
    (calibration, text)
}

fn played(war: War) -> polemos::Digest {
    let mut campaign = Campaign::start(Arc::new(war), Setup { record: false, ..setup(3, true) });
    campaign.run(|_| Verdict::Continue);
    campaign.digest().unwrap()
}

#[test]
fn a_neutral_calibration_changes_the_digest_of_the_war_and_not_its_history() {
    let war = library("two-ports");
    let (_, text) = neutral(&war);
    let mut told = (*war).clone();
    apply(&mut told, &text).unwrap();
    assert_ne!(told.digest, war.digest);
    assert_eq!(played(told.clone()), played((*war).clone()));
    let mut again = (*war).clone();
    apply(&mut again, &text).unwrap();
    assert_eq!(again, told);
}

#[test]
fn what_it_tells_shows_in_the_history() {
    let war = library("two-ports");
    let (mut calibration, _) = neutral(&war);
    calibration.shared = Shared { pursuit: Coefficient { value: 30.0, error: 0.0 }, ..calibration.shared };
    calibration.pairs.iter_mut().flatten().for_each(|count| count.value = 0.4);
    let mut told = (*war).clone();
    apply(&mut told, &write(&calibration, &war, EFFORT).unwrap()).unwrap();
    assert_ne!(played(told), played((*war).clone()));
}

#[test]
fn what_is_wrong_with_a_file_is_said() {
    let war = library("two-ports");
    let (_, text) = neutral(&war);
    let refused = |text: &str, says: &str| {
        let mut told = (*war).clone();
        let problems = apply(&mut told, text).unwrap_err().join(" ");
        assert!(problems.contains(says), "{problems}");
        assert_eq!(told, *war, "a refused file left something behind");
    };
    refused("", "format");
    refused("what", "expected");
    refused(&text.replace("format = 4", "format = 9"), "format 9");
    refused(&text.replace("war = \"two-ports\"", "war = \"other\""), "`other`");
    refused(&text.replace("swing = ", "swung = "), "shared.swing is missing");
    let led = text.lines().find(|line| line.starts_with("led = ")).unwrap();
    refused(&text.replace(led, "led = [7.0, 0.0]"), "shared.led is 7");
    refused(&text.replace(led, "led = [nan, 0.0]"), "shared.led is NaN");
    refused(&format!("{text}\n[hits.unheard-of]\n"), "no class `unheard-of`");
}
