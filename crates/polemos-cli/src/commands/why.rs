//! `polemos why WAR|RUN`: what decided it.

use crate::args::{Format, WhyArgs};
use crate::failure::Failure;
use crate::progress::Progress;
use crate::subject::{self, Subject};
use crate::{Done, output, stop, why};
use polemos::saved::ENGINE;
use polemos::study::paired::PairError;
use polemos::study::why::{Attribution, WhySetup, attribute};
use polemos::why::{WhyReport, because, of_run};
use std::process::ExitCode;

/// Finds out and prints.
pub fn run(args: &WhyArgs) -> Done {
    stop::listen();
    let subject = subject::find(&args.subject, &args.how)?;
    let mut report = single(&subject)?;
    let readable_only = subject.saved.as_ref().is_some_and(|saved| saved.engine != ENGINE);
    if readable_only {
        output::remark(
            "note: another engine played this run; its chronicle is read, and nothing is played again",
        );
    } else {
        report.attribution = Some(many(&subject, args)?);
    }
    match args.format {
        Format::Json => output::print_json(&report)?,
        Format::Text => output::print(&why::lines(subject.war(), &report, args.detail, &args.subject))?,
    }
    Ok(ExitCode::SUCCESS)
}

/// The chain of causes in one run: the saved one, or the war's first.
fn single(subject: &Subject) -> Result<WhyReport, Failure> {
    if let Some(saved) = subject.saved.as_ref().filter(|saved| saved.engine != ENGINE) {
        return Ok(of_run(saved.lineage.seed, &saved.account, Vec::new()));
    }
    let until = subject.saved.as_ref().and_then(|saved| saved.until);
    let played = subject::play(&subject.history()?, until)?;
    Ok(of_run(played.seed, &played.account(), because(&played.run())))
}

fn many(subject: &Subject, args: &WhyArgs) -> Result<Attribution, Failure> {
    let history = subject.history()?;
    let progress = Progress::new(subject.label.clone(), 1000);
    let go_on = |done: u64, of: u64| {
        progress.reached(done * progress.total() / of.max(1));
        !stop::asked()
    };
    let setup = WhySetup { runs: args.runs, pairs: args.pairs, jobs: args.jobs };
    let found = attribute(&history, setup, &go_on);
    progress.finish();
    let found = found.map_err(|error| match error {
        PairError::History(error) => subject::not_played(&error),
        PairError::Threads(_) => Failure::again(format!("{error}."), "Try again with --jobs 1."),
    })?;
    found.ok_or_else(|| {
        Failure::again("It was stopped before all parts were tried.", "Run it again, with fewer --runs.")
    })
}
