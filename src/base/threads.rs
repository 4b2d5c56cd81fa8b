//! How work is shared out among threads.

/// The most items of a list that a thread takes up at once.
///
/// Left to itself rayon halves a list until each thread has a part or two, and a thread that is
/// done can take over no part that another has begun: it would wait for the last quarter of a site.
pub const PART: usize = 64;
