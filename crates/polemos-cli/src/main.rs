//! The polemos command: reads what is asked, calls the façade, prints what came of it.
//!
//! Exit codes: 0 done, 2 usage, 65 bad scenario, 75 try again.

mod almanac;
mod args;
mod article;
mod battle;
mod changes;
mod commands;
mod compare;
mod evidence;
mod failure;
mod files;
mod library;
mod map;
mod output;
mod progress;
mod projection;
mod stop;
mod subject;
mod why;
mod xml;

use args::{Cli, Command};
use clap::Parser;
use failure::Failure;
use std::process::ExitCode;

fn main() -> ExitCode {
    let cli = Cli::parse();
    let done = match &cli.command {
        Command::Run(args) => commands::run::run(args),
        Command::Project(args) => commands::project::run(args),
        Command::Battle(args) => commands::battle::run(args),
        Command::Calibrate(args) => commands::calibrate::run(args),
        Command::Map(args) => commands::map::run(args),
        Command::Check(args) => commands::check::run(args),
        Command::Evidence(args) => commands::evidence::run(args),
        Command::Runs(args) => commands::runs::run(args),
        Command::Fork(args) => commands::fork::run(args),
        Command::Continuities(args) => commands::continuities::run(args),
        Command::Compare(args) => commands::compare::run(args),
        Command::Why(args) => commands::why::run(args),
        Command::Record(args) => commands::record::run(args),
        Command::Almanac(args) => commands::almanac::run(args),
        Command::Schema(args) => commands::schema::run(args),
        Command::New(args) => commands::new::run(args),
        Command::Validate(args) => commands::validate::run(args),
        Command::Diff(args) => commands::diff::run(args),
        Command::List(args) => commands::list::run(args),
        Command::Completions(args) => commands::completions::run(args),
    };
    match done {
        Ok(code) => code,
        Err(failure) => failure.report(),
    }
}

/// What every command comes to: an exit code, or a failure to be told.
type Done = Result<ExitCode, Failure>;
