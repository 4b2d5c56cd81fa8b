//! The command `briefgen`. Everything it does stands in the library: see [`briefgen::cli`].

use std::process::ExitCode;

fn main() -> ExitCode {
    briefgen::cli::run()
}
