//! `polemos compare A B`: two histories of a war beside each other.

use crate::args::{CompareArgs, Format};
use crate::failure::Failure;
use crate::progress::Progress;
use crate::subject::{self, Subject};
use crate::{Done, compare, output, stop};
use polemos::compare::{CompareReport, Paired};
use polemos::study::paired::{PairError, PairSetup};
use std::process::ExitCode;

/// Compares them.
pub fn run(args: &CompareArgs) -> Done {
    stop::listen();
    let (a, b) = (subject::find(&args.a, &args.how)?, subject::find(&args.b, &args.how)?);
    let mut report = single(&a, &b)?;
    if let Some(runs) = args.runs {
        report.paired = Some(many(&a, &b, PairSetup { runs, jobs: args.jobs })?);
    }
    match args.format {
        Format::Json => output::print_json(&report)?,
        Format::Text => output::print(&compare::lines(a.war(), &report))?,
    }
    Ok(ExitCode::SUCCESS)
}

/// One run of either.
pub fn single(a: &Subject, b: &Subject) -> Result<CompareReport, Failure> {
    let accounts = (a.account()?, b.account()?);
    if accounts.0.war != accounts.1.war {
        let message = format!(
            "`{}` is a history of {}, and `{}` one of {}.",
            a.label, accounts.0.title, b.label, accounts.1.title
        );
        return Err(Failure::usage(message, "Compare two histories of one war."));
    }
    Ok(polemos::compare::compare((&a.label, &accounts.0), (&b.label, &accounts.1)))
}

fn many(a: &Subject, b: &Subject, setup: PairSetup) -> Result<Paired, Failure> {
    let (x, y) = (a.history()?, b.history()?);
    let progress = Progress::new(format!("{} and {}", a.label, b.label), setup.runs);
    let go_on = |done: u64| {
        progress.reached(done);
        !stop::asked()
    };
    let paired = polemos::compare::paired(&x, &y, setup, &go_on);
    progress.finish();
    let paired = paired.map_err(|error| match error {
        PairError::History(error) => subject::not_played(&error),
        PairError::Threads(_) => Failure::again(format!("{error}."), "Try again with --jobs 1."),
    })?;
    if paired.runs < 2 {
        return Err(Failure::again("It was stopped before two pairs were finished.", "Run it again."));
    }
    if paired.runs < setup.runs {
        output::remark(&format!("stopped: the first {} of {} pairs are kept", paired.runs, setup.runs));
    }
    Ok(paired)
}
