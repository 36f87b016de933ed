//! What went wrong, told once, at the end, in sentences: what, why, and what to do about it.

use crate::output;
use std::io;
use std::process::ExitCode;

/// The command was not usable as given.
pub const USAGE: u8 = 2;
/// The scenario cannot be played.
pub const BAD_SCENARIO: u8 = 65;
/// It may work another time.
pub const TRY_AGAIN: u8 = 75;

/// A failure.
#[derive(Debug)]
pub enum Failure {
    /// Something to be told.
    Told {
        /// Exit code.
        code: u8,
        /// What is wrong, a sentence.
        message: String,
        /// What to do about it, a sentence; may be empty.
        repair: String,
    },
    /// It has been told already.
    Silent(u8),
    /// No one reads the output any more, as under `| head`: no failure.
    NoReader,
}

impl Failure {
    /// A command that is not usable as given.
    pub fn usage(message: impl Into<String>, repair: impl Into<String>) -> Self {
        Self::Told { code: USAGE, message: message.into(), repair: repair.into() }
    }

    /// A scenario that cannot be played.
    pub fn scenario(message: impl Into<String>, repair: impl Into<String>) -> Self {
        Self::Told { code: BAD_SCENARIO, message: message.into(), repair: repair.into() }
    }

    /// Something that may work another time.
    pub fn again(message: impl Into<String>, repair: impl Into<String>) -> Self {
        Self::Told { code: TRY_AGAIN, message: message.into(), repair: repair.into() }
    }

    /// Tells it on standard error.
    pub fn report(self) -> ExitCode {
        match self {
            Failure::Told { code, message, repair } => {
                output::complain(&message, &repair);
                ExitCode::from(code)
            }
            Failure::Silent(code) => ExitCode::from(code),
            Failure::NoReader => ExitCode::SUCCESS,
        }
    }
}

impl From<io::Error> for Failure {
    /// Failures to print.
    fn from(error: io::Error) -> Self {
        if error.kind() == io::ErrorKind::BrokenPipe {
            return Failure::NoReader;
        }
        Failure::again(
            format!("The output could not be written: {error}."),
            "Check where it goes, and try again.",
        )
    }
}

impl From<serde_json::Error> for Failure {
    fn from(error: serde_json::Error) -> Self {
        match error.io_error_kind() {
            Some(kind) => io::Error::from(kind).into(),
            None => Failure::again(format!("JSON could not be written: {error}."), "Please report it."),
        }
    }
}

impl From<polemos::ChangeProblem> for Failure {
    fn from(problem: polemos::ChangeProblem) -> Self {
        Failure::usage(problem.message, problem.repair)
    }
}
