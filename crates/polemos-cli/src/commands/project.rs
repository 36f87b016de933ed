//! `polemos project WAR`: play many times, and see how else it could go.

use crate::args::{Format, ProjectArgs};
use crate::changes;
use crate::failure::Failure;
use crate::progress::Progress;
use crate::projection::{csv, text};
use crate::{Done, files, output, stop};
use polemos::almanac::voice::figures;
use polemos::{ProjectSetup, RunSummary};
use std::process::ExitCode;

/// Plays the runs and prints what they say together.
pub fn run(args: &ProjectArgs) -> Done {
    let prepared = changes::prepare(&args.war)?;
    stop::listen();
    let setup = ProjectSetup {
        seed: args.war.seed,
        runs: args.runs,
        jobs: args.jobs,
        policies: prepared.policies.clone(),
        from_day: prepared.from_day,
    };
    let progress = Progress::new(prepared.war.id.clone(), args.runs);
    let go_on = |done: u64| {
        progress.reached(done);
        !stop::asked()
    };
    let runs = polemos::project(&prepared.war, &setup, &go_on);
    let elapsed_s = progress.elapsed().as_secs_f64();
    progress.finish();
    let runs = runs.map_err(|error| Failure::again(format!("The projection broke off: {error}."), "Please report it."))?;
    told_if_stopped(&runs, args.runs)?;
    if let Some(path) = &args.runs_out {
        files::write_whole(path, csv::rows(&prepared.war, &runs).as_bytes(), false)?;
    }
    let report = polemos::summarise(&prepared.war, &runs, args.war.seed, elapsed_s);
    match args.format {
        Format::Json => output::print_json(&report)?,
        Format::Text => {
            let page = text::Page {
                war: &prepared.war,
                report: &report,
                runs: &runs,
                policy: &prepared.policy_text,
                asked: &prepared.asked,
                detail: args.detail,
            };
            output::print(&page.lines())?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// A projection that was stopped keeps the runs that were finished; with none there is nothing to tell.
fn told_if_stopped(runs: &[RunSummary], asked: u64) -> Result<(), Failure> {
    let done = runs.len() as u64;
    if done == 0 {
        return Err(Failure::again("The projection was stopped before its first run was finished.", "Run it again."));
    }
    if done < asked {
        output::remark(&format!("stopped: the first {} of {} runs are kept", figures(done), figures(asked)));
    }
    Ok(())
}
