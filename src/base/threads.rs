//! How work is divided among threads.
//!
//! ```
//! use briefgen::base::threads::MAX_CHUNK;
//! use rayon::prelude::*;
//!
//! let squares: Vec<u32> =
//!     (0..1_000u32).into_par_iter().with_max_len(MAX_CHUNK).map(|n| n * n).collect();
//! assert_eq!(squares[999], 998_001);
//! ```

/// The largest number of items that a thread takes at once.
///
/// By default rayon splits a list into only one or two chunks per thread, and an idle thread cannot
/// take over a chunk that another has begun: at the end of a site it would be idle for long.
pub const MAX_CHUNK: usize = 64;
