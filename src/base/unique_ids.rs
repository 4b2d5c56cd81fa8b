//! Ids that must be unique: an id that is taken gets a number.
//!
//! ```
//! use briefgen::base::unique_ids::UniqueIds;
//!
//! let mut ids = UniqueIds::default();
//! assert_eq!(&*ids.take("talks", 2), "talks");
//! assert_eq!(&*ids.take("talks", 2), "talks-2");
//! assert_eq!(&*ids.take("talks", 2), "talks-3");
//! ```

use std::sync::Arc;

use rustc_hash::FxHashMap;

/// The ids that are taken.
#[derive(Default)]
pub struct UniqueIds {
    /// Each id with the last number that was tried behind it, so that many equal ids take linear
    /// time.
    last_numbers: FxHashMap<Arc<str>, usize>,
}

impl UniqueIds {
    /// Takes an id. If it is taken already, takes it with the first free number behind it: the
    /// second `talks` becomes `talks-2` if `second` is 2.
    pub fn take(&mut self, wanted: &str, second: usize) -> Arc<str> {
        let Some(mut number) = self.last_numbers.get(wanted).copied() else {
            return self.insert(wanted.into(), second - 1);
        };
        let id: Arc<str> = loop {
            number += 1;
            let id = format!("{wanted}-{number}");
            if !self.last_numbers.contains_key(id.as_str()) {
                break id.into();
            }
        };
        self.last_numbers.insert(wanted.into(), number);
        self.insert(id, second - 1)
    }

    fn insert(&mut self, id: Arc<str>, last_number: usize) -> Arc<str> {
        self.last_numbers.insert(Arc::clone(&id), last_number);
        id
    }
}

impl<'a> FromIterator<&'a str> for UniqueIds {
    /// Takes ids as they are, even if some are equal.
    fn from_iter<I: IntoIterator<Item = &'a str>>(ids: I) -> UniqueIds {
        UniqueIds { last_numbers: ids.into_iter().map(|id| (id.into(), 1)).collect() }
    }
}
