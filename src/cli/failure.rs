//! The error type of commands.
//!
//! A failure ends a command with status 2. A finding, by contrast, is about the content of the site
//! and is part of a command's report.

use std::fmt::Display;
use std::io;
use std::path::Path;

use crate::output::OutputError;

/// Why a command failed, and what the user can do about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Failure {
    /// A phrase in lower case, without a full stop, with names in backticks.
    pub(super) message: String,
    /// A phrase like `message`; may be empty.
    pub(super) help: String,
}

impl Failure {
    /// Creates a failure without help.
    pub(super) fn new(message: impl Into<String>) -> Failure {
        Failure { message: message.into(), help: String::new() }
    }

    /// Adds help.
    pub(super) fn help(mut self, help: impl Into<String>) -> Failure {
        self.help = help.into();
        self
    }

    /// A failed system call: `doing` is an infinitive such as `read`.
    pub(super) fn system(doing: &str, path: &Path, why: &impl Display) -> Failure {
        let why = why.to_string();
        // The error number means nothing to users.
        let why = why.split(" (os error").next().unwrap_or_default();
        Failure::new(format!("cannot {doing} `{}`: {why}", path.display()))
    }
}

impl From<io::Error> for Failure {
    /// An error while printing. Errors about files name the file: use [`Failure::system`].
    fn from(error: io::Error) -> Failure {
        Failure::new(format!("cannot print: {error}"))
    }
}

impl From<OutputError> for Failure {
    fn from(error: OutputError) -> Failure {
        Failure::new(error.to_string()).help(error.help())
    }
}
