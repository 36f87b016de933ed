//! `polemos completions SHELL`.

use crate::args::{Cli, CompletionsArgs};
use crate::{Done, output};
use clap::CommandFactory;
use std::process::ExitCode;

/// Prints completions for a shell.
pub fn run(args: &CompletionsArgs) -> Done {
    let mut text = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "polemos", &mut text);
    output::print_text(&String::from_utf8_lossy(&text))?;
    Ok(ExitCode::SUCCESS)
}
