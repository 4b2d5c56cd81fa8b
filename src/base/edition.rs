//! Editions of a site: as it is today or was on another day, with or without drafts.
//!
//! ```
//! use briefgen::base::edition::Edition;
//!
//! let today = "2026-11-23".parse().unwrap();
//! let as_of = "2023-06-18".parse().unwrap();
//! let edition = Edition { today, as_of: Some(as_of), drafts: false };
//! assert!(!edition.is_past(Some(&"2023-07".parse().unwrap())));
//! ```

use super::date::{Day, When};

/// An edition of a site: the parameters that decide whether something is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Edition {
    /// The day of the build.
    pub today: Day,
    /// If set, the site is built as it was on this day: nothing dated later appears.
    pub as_of: Option<Day>,
    /// Whether drafts are shown.
    pub drafts: bool,
}

impl Edition {
    /// The day that the site shows: [`Edition::as_of`], or else today.
    pub fn day(self) -> Day {
        self.as_of.unwrap_or(self.today)
    }

    /// Whether something with this date may appear: it must not be certainly later than
    /// [`Edition::as_of`].
    pub fn is_past(self, when: Option<&When>) -> bool {
        let first = when.and_then(When::earliest);
        self.as_of.is_none_or(|day| first.is_none_or(|first| first <= day))
    }
}
