//! What decides, beside a text itself, which of its names become links.

use rustc_hash::FxHashSet;

use crate::base::id::{Kind, Slug};

use super::forms::StubNames;
use super::habits::Habits;

/// An entity by its kind and id.
pub type EntityId = (Kind, Slug);

/// What decides, beside the text itself, which of its names become links.
#[derive(Debug, Default)]
pub struct NameContext {
    /// The entities that the brief lists.
    pub entities: FxHashSet<EntityId>,
    /// The entities of the list that are not to be linked.
    pub opted_out: FxHashSet<EntityId>,
    /// The names of the list that are not registered.
    pub stubs: StubNames,
    /// The entity that the page is about.
    pub own: Option<EntityId>,
    /// The entities that the head of the page introduces.
    pub introduced: Vec<EntityId>,
    /// The habits of the text's language, where that is not the site's.
    pub habits: Option<Habits>,
}
