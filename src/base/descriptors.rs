//! Too many open files: told from other errors, as they pass by themselves.

use std::io;

/// Whether an error says that the process, or the whole system, has as many files open as it may.
pub fn is_short_of_descriptors(error: &io::Error) -> bool {
    #[cfg(unix)]
    const CODES: [i32; 2] =
        [rustix::io::Errno::MFILE.raw_os_error(), rustix::io::Errno::NFILE.raw_os_error()];
    #[cfg(not(unix))]
    const CODES: [i32; 1] = [4];
    error.raw_os_error().is_some_and(|code| CODES.contains(&code))
}

/// Help for every finding that says that too many files are open.
pub const TOO_MANY_OPEN: &str =
    "close other programs, or allow more open files (`ulimit -n`); `watch` tries again by itself";
