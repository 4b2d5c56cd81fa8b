//! The context that decides, besides the text, which names become links.

use rustc_hash::FxHashSet;

use crate::base::id::{Kind, Slug};

use super::forms::StubNames;
use super::habits::Habits;

/// An entity by its kind and id.
pub type EntityId = (Kind, Slug);

/// The context that decides, besides the text, which names become links.
#[derive(Debug, Default)]
pub struct NameContext {
    /// The entities that the brief lists.
    pub entities: FxHashSet<EntityId>,
    /// The listed entities that must not become links.
    pub opted_out: FxHashSet<EntityId>,
    /// The listed names that are not registered.
    pub stubs: StubNames,
    /// The entity of the page.
    pub own: Option<EntityId>,
    /// The entities that the title and summary introduce.
    pub introduced: Vec<EntityId>,
    /// The rules of the text's language, if it is not the site's.
    pub habits: Option<Habits>,
}
