//! The row numbers of ids. They are assigned before any row is made, so that each row can be made
//! complete.

use rustc_hash::FxHashMap;

use crate::base::id::{Id, Kind, Slug};
use crate::model::claims::Claim;
use crate::model::entities::{Actor, Entity, Event, Issue, Place, Quote, Source};
use crate::model::named::Named;

/// The row numbers of ids.
#[derive(Debug, Default)]
pub(crate) struct Index {
    of_kind: [FxHashMap<Slug, Entity>; Kind::ALL.len()],
    quotes: FxHashMap<Slug, Id<Quote>>,
    claims: FxHashMap<Slug, Id<Claim>>,
    /// The number of registered sources, which have the first rows.
    registered_sources: usize,
}

impl Index {
    /// Numbers entities of a kind in the order of the ids.
    pub(super) fn add<'i>(
        &mut self,
        kind: Kind,
        ids: impl IntoIterator<Item = &'i Slug>,
        entity: impl Fn(usize) -> Entity,
    ) {
        let numbered = ids.into_iter().enumerate();
        self.of_kind[kind as usize]
            .extend(numbered.map(|(number, id)| (id.clone(), entity(number))));
    }

    /// Adds the sources with a page: the registered ones, then the sources of these rows.
    pub(super) fn add_sources<'i>(
        &mut self,
        registered: impl ExactSizeIterator<Item = &'i Slug>,
        others: impl Iterator<Item = (Id<Source>, &'i Slug)>,
    ) {
        self.registered_sources = registered.len();
        self.add(Kind::Source, registered, |number| Entity::Source(Id::new(number)));
        let others = others.map(|(id, slug)| (slug.clone(), Entity::Source(id)));
        self.of_kind[Kind::Source as usize].extend(others);
    }

    /// Numbers a quotation; `false` if its id is taken.
    pub(super) fn add_quote(&mut self, id: &Slug) -> bool {
        let number = Id::new(self.quotes.len());
        let is_new = !self.quotes.contains_key(id);
        if is_new {
            self.quotes.insert(id.clone(), number);
        }
        is_new
    }

    /// The number of a claim; a new one for a new id.
    pub(super) fn add_claim(&mut self, id: &Slug) -> Id<Claim> {
        let next = Id::new(self.claims.len());
        *self.claims.entry(id.clone()).or_insert(next)
    }

    /// The entity with an id.
    pub(crate) fn get(&self, kind: Kind, id: &Slug) -> Option<Entity> {
        self.of_kind[kind as usize].get(id).copied()
    }

    /// The entity of a resolved name or id.
    pub(crate) fn entity(&self, kind: Kind, named: &Named) -> Option<Entity> {
        match named {
            Named::Known(id) | Named::Alike(id) | Named::Stub(id) | Named::Undefined(id) => {
                self.get(kind, id)
            }
            Named::Several(_) | Named::Nameless => None,
        }
    }

    /// The actor of a resolved name or id.
    pub(super) fn actor(&self, named: &Named) -> Option<Id<Actor>> {
        match self.entity(Kind::Actor, named)? {
            Entity::Actor(actor) => Some(actor),
            _ => None,
        }
    }

    /// The issue of a resolved name or id.
    pub(super) fn issue(&self, named: &Named) -> Option<Id<Issue>> {
        match self.entity(Kind::Issue, named)? {
            Entity::Issue(issue) => Some(issue),
            _ => None,
        }
    }

    /// The place of a resolved name or id.
    pub(super) fn place(&self, named: &Named) -> Option<Id<Place>> {
        match self.entity(Kind::Place, named)? {
            Entity::Place(place) => Some(place),
            _ => None,
        }
    }

    /// The event with an id.
    pub(super) fn event(&self, id: &Slug) -> Option<Id<Event>> {
        match self.get(Kind::Event, id)? {
            Entity::Event(event) => Some(event),
            _ => None,
        }
    }

    /// The source with an id.
    pub(crate) fn source(&self, id: &Slug) -> Option<Id<Source>> {
        match self.get(Kind::Source, id)? {
            Entity::Source(source) => Some(source),
            _ => None,
        }
    }

    /// The registered source with an id.
    pub(super) fn registered_source(&self, id: &Slug) -> Option<Id<Source>> {
        self.source(id).filter(|source| source.index() < self.registered_sources)
    }

    /// The quotation with an id.
    pub(crate) fn quote(&self, id: &Slug) -> Option<Id<Quote>> {
        self.quotes.get(id).copied()
    }

    /// The claim with an id.
    pub(super) fn claim(&self, id: &Slug) -> Option<Id<Claim>> {
        self.claims.get(id).copied()
    }
}
