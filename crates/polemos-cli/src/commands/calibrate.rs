//! `polemos calibrate WAR`: what the aggregated battle must be told of a war's classes.

use crate::args::CalibrateArgs;
use crate::failure::Failure;
use crate::progress::Progress;
use crate::{Done, files, library, output, stop};
use polemos::battle::calibrate::{Bars, Effort, calibrate, unseen};
use polemos::study::calibrate::{Pool, Replications, compare, roster};
use std::path::PathBuf;
use std::process::ExitCode;

/// Steps of the progress bar.
const STEPS: u64 = 1000;
/// Aggregated battles of each pairing that is checked: they cost next to nothing.
const GROUPS: u64 = 400;

/// Fits the coefficients, writes them, and holds them against fleets that the fit has not seen.
pub fn run(args: &CalibrateArgs) -> Done {
    let war = library::load(&args.war)?;
    let roster = roster(&war);
    let pool = Pool::new(args.jobs).map_err(|error| {
        Failure::again(format!("Threads could not be started: {error}."), "Try again with fewer jobs.")
    })?;
    stop::listen();
    let effort = Effort { seed: args.seed, samples: args.samples, battles: args.battles };
    let progress = Progress::new(format!("{}, calibration", war.id), STEPS);
    let told = |part: f64| {
        progress.reached((part * STEPS as f64) as u64);
        !stop::asked()
    };
    let calibration = calibrate(&roster, effort, &pool, &told);
    progress.finish();
    let calibration = calibration.map_err(|problems| match problems.first() {
        Some(problem) => Failure::scenario(problem.clone(), ""),
        None => Failure::again("The calibration was stopped before its end; nothing was written.", ""),
    })?;
    let text = polemos::calibration::write(&calibration, &war, effort)
        .map_err(|error| Failure::again(format!("The calibration could not be written: {error}."), ""))?;
    let beside = || library::calibration_beside(&args.war);
    let here = || PathBuf::from(format!("{}.calibration.toml", war.id));
    let path = args.out.clone().or_else(beside).unwrap_or_else(here);
    files::write_whole(&path, text.as_bytes(), false)?;
    output::print_text(&format!("{} written.\n", path.display()))?;
    if args.check > 0 {
        let how = Replications { seed: args.seed.wrapping_add(1), units: args.check, groups: GROUPS };
        output::print_text(HEAD)?;
        for pairing in unseen(&roster) {
            let agreement = compare(&pool, &pairing, Some(&calibration), how)
                .map_err(|problems| Failure::scenario(problems.join(" "), ""))?;
            output::print_text(&format!("{}\n", agreement.row()))?;
            for miss in agreement.misses(&Bars::FULL) {
                output::remark(&miss);
            }
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// The head of the table: unit by unit (u) and aggregated (a), mean loss and in brackets its spread.
const HEAD: &str = "| fleets | loss 1, u | a | gap | spread ratio | loss 2, u | a | gap | spread ratio | 1 wins, u | a | hours, u | a |\n\
     |---|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|\n";
