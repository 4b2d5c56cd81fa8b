//! The command `briefgen`. The library does everything: see [`briefgen::cli`].

use std::process::ExitCode;

/// A build of 10,000 briefs takes a fifth longer with the system's allocator.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    briefgen::cli::run()
}
