//! Recognises the error “too many open files”, which goes away by itself.
//!
//! ```
//! use std::io;
//!
//! use briefgen::base::descriptors::is_short_of_descriptors;
//!
//! assert!(!is_short_of_descriptors(&io::Error::from(io::ErrorKind::NotFound)));
//! ```

use std::io;

/// Whether an error says that the process or the system has reached its limit of open files.
pub fn is_short_of_descriptors(error: &io::Error) -> bool {
    #[cfg(unix)]
    const CODES: [i32; 2] =
        [rustix::io::Errno::MFILE.raw_os_error(), rustix::io::Errno::NFILE.raw_os_error()];
    // ERROR_TOO_MANY_OPEN_FILES of Windows.
    #[cfg(not(unix))]
    const CODES: [i32; 1] = [4];
    error.raw_os_error().is_some_and(|code| CODES.contains(&code))
}

/// Help for findings and errors about too many open files.
pub const TOO_MANY_OPEN: &str =
    "close other programs, or allow more open files (`ulimit -n`); `watch` tries again by itself";
