//! Finds everything that rests on a source, and has to be checked again if the source is retracted.
//!
//! The findings, the marks on pages and `briefgen impact` all use this result.

use std::collections::hash_map::Entry;
use std::hash::Hash;

use rustc_hash::FxHashMap;

use crate::base::id::Id;

use super::claims::Claim;
use super::entities::{Actor, Brief, Event, Quote, Source, Stance};
use super::relations::Relations;
use super::statements::StatementsByEntity;
use super::tables::Tables;

/// Everything that rests on some sources, directly or indirectly.
#[derive(Clone, Debug, Default)]
pub struct Impact {
    /// The sources, and the sources that are derived from them.
    pub sources: Affected<Id<Source>>,
    /// Tenures: the actor, and the index in the actor's list.
    pub tenures: Affected<(Id<Actor>, usize)>,
    /// Briefs that list one of the sources.
    pub briefs: Affected<Id<Brief>>,
    /// Quotations.
    pub quotes: Affected<Id<Quote>>,
    /// Observations of events: the event, and the index of the observation.
    pub observations: Affected<(Id<Event>, usize)>,
    /// Stances, including those that a quotation expresses.
    pub stances: Affected<Id<Stance>>,
    /// Words on claims, including those whose basis is such a claim: the claim, and the index of
    /// the word.
    pub claims: Affected<(Id<Claim>, usize)>,
}

/// Items of one kind, each once and in the order of discovery, with the source that they rest on.
#[derive(Clone, Debug)]
pub struct Affected<T> {
    items: Vec<(T, Id<Source>)>,
    roots: FxHashMap<T, Id<Source>>,
}

impl<T> Default for Affected<T> {
    fn default() -> Self {
        Self { items: Vec::new(), roots: FxHashMap::default() }
    }
}

impl<T: Copy + Eq + Hash> Affected<T> {
    fn add(&mut self, item: T, root: Id<Source>) {
        if let Entry::Vacant(place) = self.roots.entry(item) {
            place.insert(root);
            self.items.push((item, root));
        }
    }

    /// The source that an item rests on; `None` if it rests on none of the sources.
    pub fn root(&self, item: T) -> Option<Id<Source>> {
        self.roots.get(&item).copied()
    }

    /// The items, each with the source that it rests on.
    pub fn iter(&self) -> impl Iterator<Item = (T, Id<Source>)> {
        self.items.iter().copied()
    }

    /// The item at a position, for loops that add items.
    fn at(&self, position: usize) -> Option<(T, Id<Source>)> {
        self.items.get(position).copied()
    }
}

impl Impact {
    /// Everything that rests on retracted sources.
    pub(super) fn of_retracted(
        tables: &Tables,
        relations: &Relations,
        statements: &StatementsByEntity,
    ) -> Impact {
        let retracted: Vec<Id<Source>> =
            tables.sources.ids().filter(|source| tables.standing(*source).is_retracted()).collect();
        Impact::of(&retracted, tables, relations, statements)
    }

    /// Everything that rests on some sources. The time is proportional to the result, not to the
    /// tables.
    pub fn of(
        sources: &[Id<Source>],
        tables: &Tables,
        relations: &Relations,
        statements: &StatementsByEntity,
    ) -> Impact {
        let mut impact = Impact::default();
        if sources.is_empty() {
            return impact;
        }
        sources.iter().for_each(|source| impact.sources.add(*source, *source));
        let mut next = 0;
        while let Some((source, root)) = impact.sources.at(next) {
            let number = source.index();
            relations.derived[number].iter().for_each(|made| impact.sources.add(*made, root));
            relations.sources[number].iter().for_each(|brief| impact.briefs.add(*brief, root));
            impact.add_statements(tables, statements, source, root);
            next += 1;
        }
        impact.add_tenures(tables);
        impact.add_claims_by_basis(tables);
        impact
    }

    fn add_statements(
        &mut self,
        tables: &Tables,
        by: &StatementsByEntity,
        source: Id<Source>,
        root: Id<Source>,
    ) {
        let number = source.index();
        by.quotes_of_source[number].iter().for_each(|quote| self.quotes.add(*quote, root));
        for event in &by.events_of_source[number] {
            for (index, seen) in tables.events[*event].observations.iter().enumerate() {
                if seen.ground.source() == Some(source) {
                    self.observations.add((*event, index), root);
                }
            }
        }
        by.stances_of_source[number].iter().for_each(|stance| self.stances.add(*stance, root));
        for claim in &by.claims_of_source[number] {
            let words = tables.claims[*claim]
                .bearing()
                .filter(|(_, word)| word.sources().any(|own| own == source));
            words.for_each(|(number, _)| self.claims.add((*claim, number), root));
        }
    }

    fn add_tenures(&mut self, tables: &Tables) {
        for (id, actor) in tables.actors.iter() {
            for (number, tenure) in actor.tenures.iter().enumerate() {
                if let Some(root) = tenure.source.and_then(|source| self.sources.root(source)) {
                    self.tenures.add((id, number), root);
                }
            }
        }
    }

    fn add_claims_by_basis(&mut self, tables: &Tables) {
        let mut built_on: FxHashMap<Id<Claim>, Vec<(Id<Claim>, usize)>> = FxHashMap::default();
        for (id, claim) in tables.claims.iter() {
            for (number, word) in claim.bearing() {
                word.basis
                    .iter()
                    .for_each(|basis| built_on.entry(*basis).or_default().push((id, number)));
            }
        }
        let mut next = 0;
        while let Some(((claim, _), root)) = self.claims.at(next) {
            built_on
                .remove(&claim)
                .into_iter()
                .flatten()
                .for_each(|built| self.claims.add(built, root));
            next += 1;
        }
    }
}
