//! Why a command could not be carried out.
//!
//! Not to be confused with a finding, which is about the site and leaves a report behind: a failure
//! ends the command with status 2.

use std::fmt::Display;
use std::io;
use std::path::Path;

use crate::output::OutputError;

/// Why a command could not be carried out, and what to do about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Failure {
    /// A lower-case phrase with names in backticks and no full stop.
    pub(super) message: String,
    /// What to type; may be empty.
    pub(super) help: String,
}

impl Failure {
    /// A failure without help.
    pub(super) fn new(message: impl Into<String>) -> Failure {
        Failure { message: message.into(), help: String::new() }
    }

    /// The same with what to type.
    pub(super) fn help(mut self, help: impl Into<String>) -> Failure {
        self.help = help.into();
        self
    }

    /// The system refused to do something with a file.
    pub(super) fn system(doing: &str, path: &Path, why: &impl Display) -> Failure {
        let why = why.to_string();
        // The system's number tells nobody anything.
        let why = why.split(" (os error").next().unwrap_or_default();
        Failure::new(format!("cannot {doing} `{}`: {why}", path.display()))
    }
}

impl From<io::Error> for Failure {
    /// The report could not be printed. What happens to files is told with their names:
    /// [`Failure::system`].
    fn from(error: io::Error) -> Failure {
        Failure::new(format!("cannot print: {error}"))
    }
}

impl From<OutputError> for Failure {
    fn from(error: OutputError) -> Failure {
        Failure::new(error.to_string()).help(error.help())
    }
}
