//! Views as templates take them: those of whole pages, and parts that many pages show.

use std::fmt;
use std::hash::{Hash, Hasher};
use std::ops::Deref;
use std::sync::{Arc, OnceLock};

use serde::{Serialize, Serializer};
use tera::Value;

use super::memo::{Deferred, Fingerprint};

/// A part of many pages: hashed once, and turned once into the value that templates see of it.
///
/// A brief's card stands on a dozen pages, and the site's frame on all.
pub struct Shared<T>(Arc<Part<T>>);

struct Part<T> {
    view: T,
    fingerprint: Fingerprint,
    value: OnceLock<Value>,
}

impl<T: Hash> Shared<T> {
    /// Hashes a view.
    pub fn new(view: T) -> Self {
        let fingerprint = Fingerprint::of(&view);
        Self(Arc::new(Part { view, fingerprint, value: OnceLock::new() }))
    }
}

impl<T> Clone for Shared<T> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl<T> Deref for Shared<T> {
    type Target = T;
    fn deref(&self) -> &T {
        &self.0.view
    }
}

impl<T> Hash for Shared<T> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.fingerprint.hash(state);
    }
}

impl<T> PartialEq for Shared<T> {
    fn eq(&self, other: &Self) -> bool {
        self.0.fingerprint == other.0.fingerprint
    }
}

impl<T> Eq for Shared<T> {}

impl<T: fmt::Debug> fmt::Debug for Shared<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.view.fmt(f)
    }
}

impl<T: Serialize> Serialize for Shared<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        // Where Tera makes values it takes one that there is already, instead of asking for its
        // parts again.
        self.0.value.get_or_init(|| Value::from_serializable(&self.0.view)).serialize(serializer)
    }
}

/// The view of a page, of whatever type: hashed at once, and turned into the value that its
/// template sees when the page is rendered.
#[derive(Debug, Hash)]
pub struct AnyView(Deferred<Value>);

impl AnyView {
    /// Hashes a view.
    pub fn new<T: Hash + Serialize + Send + Sync + 'static>(view: T) -> Self {
        Self(Deferred::new(view, |view| Value::from_serializable(view)))
    }
}

impl Serialize for AnyView {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.result().serialize(serializer)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicUsize, Ordering};

    static ASKED: AtomicUsize = AtomicUsize::new(0);

    #[derive(Hash)]
    struct Card(&'static str);

    impl Serialize for Card {
        fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            ASKED.fetch_add(1, Ordering::SeqCst);
            self.0.serialize(serializer)
        }
    }

    #[test]
    fn the_value_is_made_once_and_the_same_on_every_page() {
        let card = Shared::new(Card("talks"));
        let page = Value::from_serializable(&[&card, &card]);
        let other = Value::from_serializable(&card);
        assert_eq!(ASKED.load(Ordering::SeqCst), 1);
        assert_eq!(
            (page.to_string(), other.to_string()),
            (r#"["talks", "talks"]"#.to_owned(), "talks".to_owned())
        );
    }
}
