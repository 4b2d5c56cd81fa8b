//! Ways to give up large values without making the user wait until their memory is freed.
//!
//! ```
//! use briefgen::base::discard::{drop_in_background, leak};
//!
//! let last_build = vec![String::from("page"); 1000];
//! drop_in_background(last_build); // the next build goes on at once
//!
//! let all_pages = vec![String::from("page"); 1000];
//! leak(all_pages); // the process exits soon
//! ```

/// Leaks a value shortly before the process exits: the system frees the memory of a process faster
/// than destructors do.
pub fn leak<T>(value: T) {
    std::mem::forget(value);
}

/// Drops a value on another thread. Use [`leak`] where the process exits soon.
pub fn drop_in_background<T: Send + 'static>(value: T) {
    rayon::spawn(move || drop(value));
}
