//! What it takes to make a row: the input, and the numbers of all rows.

use std::hash::Hash;

use rustc_hash::FxHashSet;

use crate::base::finding::{Bytes, Span};
use crate::base::id::{Kind, Slug};
use crate::model::entities::{Entity, Text};
use crate::model::input::{Front, SiteInput};
use crate::model::named::named;
use crate::model::texts::TextLinker;

use super::index::Index;

/// Makes rows that are complete: all that a row refers to is numbered.
pub(super) struct RowMaker<'a> {
    pub(super) input: &'a SiteInput<'a>,
    pub(super) index: &'a Index,
}

impl RowMaker<'_> {
    /// The entity that a name or an id of a registry leads to.
    pub(super) fn written(&self, kind: Kind, written: &str) -> Option<Entity> {
        self.index.entity(kind, &named(kind, written, self.input.lexicon))
    }

    /// The text of a document that is no brief, where it has any.
    pub(super) fn text(&self, front: Front<'_>) -> Option<Text> {
        let (document, resolved) = self.input.with_text(front)?;
        let is_empty = document.body.as_ref()?.text.trim().is_empty();
        (!is_empty).then(|| TextLinker::new(self.index).text(document, resolved))
    }

    /// A place in the file of a document.
    pub(super) fn span(&self, front: Front<'_>, at: Bytes) -> Span {
        Span::new(front.file.clone(), at)
    }
}

/// The title, or the id where the title is missing.
pub(super) fn titled(title: &str, id: &Slug) -> String {
    let title = title.trim();
    if title.is_empty() { id.to_string() } else { title.to_owned() }
}

/// The items without those that came before.
pub(super) fn each_once<T: Copy + Eq + Hash>(items: impl Iterator<Item = T>) -> Vec<T> {
    let mut known = FxHashSet::default();
    items.filter(|item| known.insert(*item)).collect()
}
