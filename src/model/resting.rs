//! What rests on a source: all that has to be looked at again on the day on which it falls.
//!
//! One answer for the findings, for the marks that readers see, and for `briefgen impact`.

use std::collections::hash_map::Entry;
use std::hash::Hash;

use rustc_hash::FxHashMap;

use crate::base::id::Id;

use super::claims::Claim;
use super::entities::{Actor, Brief, Event, Quote, Site, Source, Stance};

/// All that rests on some sources, directly or by way of something else.
#[derive(Clone, Debug, Default)]
pub struct Resting {
    /// The sources, and those that are made from them.
    pub sources: Fallen<Id<Source>>,
    /// Offices that somebody holds or held: the actor, and the number in their list.
    pub tenures: Fallen<(Id<Actor>, usize)>,
    /// Briefs that list one of the sources.
    pub briefs: Fallen<Id<Brief>>,
    /// Quotations.
    pub quotes: Fallen<Id<Quote>>,
    /// What a brief says of an event: the event, and the number in its list.
    pub observations: Fallen<(Id<Event>, usize)>,
    /// Stances, also those that a quotation shows.
    pub stances: Fallen<Id<Stance>>,
    /// What a brief says of a claim, also where its basis is such a claim: the claim, and the
    /// number in its list.
    pub claims: Fallen<(Id<Claim>, usize)>,
}

/// Things of one kind in the order in which they were found, each once, with the source that it
/// goes back to.
#[derive(Clone, Debug)]
pub struct Fallen<T> {
    items: Vec<(T, Id<Source>)>,
    roots: FxHashMap<T, Id<Source>>,
}

impl<T> Default for Fallen<T> {
    fn default() -> Self {
        Self { items: Vec::new(), roots: FxHashMap::default() }
    }
}

impl<T: Copy + Eq + Hash> Fallen<T> {
    fn add(&mut self, item: T, root: Id<Source>) {
        if let Entry::Vacant(place) = self.roots.entry(item) {
            place.insert(root);
            self.items.push((item, root));
        }
    }

    /// The source that a thing goes back to; `None` where it rests on none of them.
    pub fn root(&self, item: T) -> Option<Id<Source>> {
        self.roots.get(&item).copied()
    }

    /// The things, each with the source that it goes back to.
    pub fn iter(&self) -> impl Iterator<Item = (T, Id<Source>)> {
        self.items.iter().copied()
    }

    /// The thing at a position, for lists that grow while they are walked.
    fn at(&self, position: usize) -> Option<(T, Id<Source>)> {
        self.items.get(position).copied()
    }
}

impl Resting {
    /// All that rests on sources which were retracted.
    pub(super) fn on_retracted(site: &Site) -> Resting {
        let retracted: Vec<Id<Source>> =
            site.sources.ids().filter(|source| site.standing(*source).is_retracted()).collect();
        Resting::on(site, &retracted)
    }

    /// All that rests on some sources. The work is that of walking once over what is found.
    pub fn on(site: &Site, sources: &[Id<Source>]) -> Resting {
        let mut resting = Resting::default();
        if sources.is_empty() {
            return resting;
        }
        sources.iter().for_each(|source| resting.sources.add(*source, *source));
        let mut next = 0;
        while let Some((source, root)) = resting.sources.at(next) {
            site.relations.derived[source.index()]
                .iter()
                .for_each(|made| resting.sources.add(*made, root));
            resting.add_statements(site, source, root);
            next += 1;
        }
        resting.add_tenures(site);
        resting.add_claims_by_basis(site);
        resting
    }

    fn add_statements(&mut self, site: &Site, source: Id<Source>, root: Id<Source>) {
        let (by, number) = (&site.statements, source.index());
        site.relations.sources[number].iter().for_each(|brief| self.briefs.add(*brief, root));
        by.quotes_of_source[number].iter().for_each(|quote| self.quotes.add(*quote, root));
        for event in &by.events_of_source[number] {
            for (index, seen) in site.events[*event].observations.iter().enumerate() {
                if seen.ground.source() == Some(source) {
                    self.observations.add((*event, index), root);
                }
            }
        }
        by.stances_of_source[number].iter().for_each(|stance| self.stances.add(*stance, root));
        for claim in &by.claims_of_source[number] {
            let words = site.claims[*claim]
                .bearing()
                .filter(|(_, word)| word.sources().any(|own| own == source));
            words.for_each(|(number, _)| self.claims.add((*claim, number), root));
        }
    }

    fn add_tenures(&mut self, site: &Site) {
        for (id, actor) in site.actors.iter() {
            for (number, tenure) in actor.tenures.iter().enumerate() {
                if let Some(root) = tenure.source.and_then(|source| self.sources.root(source)) {
                    self.tenures.add((id, number), root);
                }
            }
        }
    }

    fn add_claims_by_basis(&mut self, site: &Site) {
        let mut built_on: FxHashMap<Id<Claim>, Vec<(Id<Claim>, usize)>> = FxHashMap::default();
        for (id, claim) in site.claims.iter() {
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
