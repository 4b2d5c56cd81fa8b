//! Views in the form that templates take: of whole pages, and of parts that many pages show.

use std::fmt;
use std::hash::{Hash, Hasher};
use std::ops::Deref;
use std::sync::{Arc, OnceLock};

use serde::{Serialize, Serializer};
use tera::Value;

use crate::base::memo::{Deferred, Fingerprint};

/// A view that is part of many files. It is hashed once, and converted once to the form of these
/// files.
///
/// A brief's card is on a dozen pages, and the site's frame on all pages.
pub struct MadeOnce<T, M>(Arc<SharedView<T, M>>);

/// A view that is part of pages, converted to a value for templates.
pub type Shared<T> = MadeOnce<T, Value>;

/// A view that is part of files for machines, converted to bytes.
pub type SharedBytes<T> = MadeOnce<T, Vec<u8>>;

struct SharedView<T, M> {
    view: T,
    fingerprint: Fingerprint,
    made: OnceLock<M>,
}

impl<T: Hash, M> MadeOnce<T, M> {
    /// Hashes a view.
    pub fn new(view: T) -> Self {
        let fingerprint = Fingerprint::of(&view);
        Self(Arc::new(SharedView { view, fingerprint, made: OnceLock::new() }))
    }
}

impl<T, M> MadeOnce<T, M> {
    /// The result of `make` for the view. Only the first call calls `make`.
    pub fn made(&self, make: fn(&T) -> M) -> &M {
        self.0.made.get_or_init(|| make(&self.0.view))
    }
}

impl<T, M> Clone for MadeOnce<T, M> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl<T, M> Deref for MadeOnce<T, M> {
    type Target = T;
    fn deref(&self) -> &T {
        &self.0.view
    }
}

impl<T, M> Hash for MadeOnce<T, M> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.fingerprint.hash(state);
    }
}

impl<T, M> PartialEq for MadeOnce<T, M> {
    fn eq(&self, other: &Self) -> bool {
        self.0.fingerprint == other.0.fingerprint
    }
}

impl<T, M> Eq for MadeOnce<T, M> {}

impl<T: fmt::Debug, M> fmt::Debug for MadeOnce<T, M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.view.fmt(f)
    }
}

impl<T: Serialize> Serialize for Shared<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        // Tera's serializer takes a `Value` as it is, without converting the view again.
        self.made(|view| Value::from_serializable(view)).serialize(serializer)
    }
}

/// The view of a page, of any type. It is hashed immediately, but converted to a template value
/// only when the page is rendered.
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
