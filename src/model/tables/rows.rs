//! The origin of each row of the tables, in the order of the rows.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::sync::Arc;

use rustc_hash::FxHashSet;

use crate::base::date::Day;
use crate::base::id::{Id, Kind, Slug};
use crate::model::entities::{Brief, Entity, MergedName};
use crate::model::input::{Front, SiteInput};
use crate::model::visibility::shows;
use crate::parse::DocumentFields;
use crate::parse::brief::BriefFields;
use crate::parse::registry::{
    ActorFields, Entry, IssueFields, OfficeFields, PlaceFields, SourceFields,
};

use super::index::Index;
use super::sources::{NumberedSources, RegisteredSource};
use super::stubs::{CalledByName, Stub, Stubs};

/// The origins of all rows, by table.
pub(super) struct Rows<'a> {
    /// All documents except briefs.
    pub(super) besides_briefs: Vec<Front<'a>>,
    /// The newest brief first; briefs of one day in reverse order of their ids.
    pub(super) briefs: Vec<BriefInput<'a>>,
    /// The registered actors, then the stubs, each group by id.
    pub(super) actors: Vec<Row<'a, ActorFields>>,
    /// Offices, in the order of `actors`.
    pub(super) offices: Vec<Row<'a, OfficeFields>>,
    /// Issues, in the order of `actors`.
    pub(super) issues: Vec<Row<'a, IssueFields>>,
    /// Places, in the order of `actors`.
    pub(super) places: Vec<Row<'a, PlaceFields>>,
    /// The registered sources, then the sources of briefs.
    pub(super) sources: NumberedSources<'a>,
    /// Events by id, each with the items that report it.
    pub(super) events: BTreeMap<&'a Slug, Vec<StatementItem>>,
    /// The item of each quotation.
    pub(super) quotes: Vec<StatementItem>,
    /// Claims in the order of their first mention, each with the items about it.
    pub(super) claims: Vec<(&'a Slug, Vec<StatementItem>)>,
    /// Names that share their entity with a different name.
    pub(super) merged: Vec<MergedName>,
    /// Registered entities that lists mention by name.
    pub(super) called: Vec<CalledByName>,
}

/// The origin of a brief.
pub(super) struct BriefInput<'a> {
    pub(super) front: Front<'a>,
    pub(super) fields: &'a Arc<BriefFields>,
    pub(super) date: Day,
}

/// The origin of an entity.
pub(super) enum Row<'a, T> {
    /// Its entry in the registry; if the id is declared twice, the first entry.
    Registered { front: Front<'a>, entry: &'a Entry<T> },
    /// A name that is not registered.
    Stub { id: Slug, stub: Stub },
}

impl<T> Row<'_, T> {
    pub(super) fn id(&self) -> &Slug {
        match self {
            Row::Registered { entry, .. } => &entry.id.value,
            Row::Stub { id, .. } => id,
        }
    }
}

/// An item of a brief's list of quotations, events or claims.
#[derive(Clone, Copy)]
pub(super) struct StatementItem {
    pub(super) brief: Id<Brief>,
    /// The index in the list.
    pub(super) index: usize,
}

impl StatementItem {
    /// A key that sorts items by time. The table of briefs has the newest first.
    pub(super) fn order(&self) -> (Reverse<Id<Brief>>, usize) {
        (Reverse(self.brief), self.index)
    }
}

impl<'a> Rows<'a> {
    /// Numbers all rows.
    pub(super) fn number(input: &SiteInput<'a>) -> (Rows<'a>, Index) {
        let besides_briefs = input.besides_briefs();
        let briefs = briefs(input);
        let Stubs { mut by_kind, called, merged } = Stubs::of(input, &besides_briefs);
        let mut stubs = |kind| by_kind.remove(&kind).unwrap_or_default();
        let fronts = &besides_briefs;
        let actors = rows(fronts, actor_entries, stubs(Kind::Actor));
        let offices = rows(fronts, office_entries, stubs(Kind::Office));
        let issues = rows(fronts, issue_entries, stubs(Kind::Issue));
        let places = rows(fronts, place_entries, stubs(Kind::Place));
        let sources = NumberedSources::of(
            registered_sources(fronts),
            briefs
                .iter()
                .map(|brief| (brief.front.file, &*brief.front.references.sources))
                .collect(),
            input.edition(),
        );

        let mut index = Index::default();
        let ids = briefs.iter().map(|brief| &brief.fields.id.value);
        index.add(Kind::Brief, ids, |n| Entity::Brief(Id::new(n)));
        index.add(Kind::Actor, actors.iter().map(Row::id), |n| Entity::Actor(Id::new(n)));
        index.add(Kind::Office, offices.iter().map(Row::id), |n| Entity::Office(Id::new(n)));
        index.add(Kind::Issue, issues.iter().map(Row::id), |n| Entity::Issue(Id::new(n)));
        index.add(Kind::Place, places.iter().map(Row::id), |n| Entity::Place(Id::new(n)));
        index.add_sources(sources.registered_ids(), sources.unregistered_ids());

        let mut events: BTreeMap<&Slug, Vec<StatementItem>> = BTreeMap::new();
        let mut quotes = Vec::new();
        let mut claims: Vec<(&Slug, Vec<StatementItem>)> = Vec::new();
        for (number, brief) in briefs.iter().enumerate() {
            let item = |index| StatementItem { brief: Id::new(number), index };
            for (n, event) in brief.fields.events.iter().enumerate() {
                events.entry(&event.slug).or_default().push(item(n));
            }
            for (n, quote) in brief.fields.quotes.iter().enumerate() {
                if index.add_quote(&quote.slug) {
                    quotes.push(item(n));
                }
            }
            for (n, claim) in brief.fields.claims.iter().enumerate() {
                let row = index.add_claim(&claim.slug).index();
                if row == claims.len() {
                    claims.push((&claim.slug, Vec::new()));
                }
                claims[row].1.push(item(n));
            }
        }
        index.add(Kind::Event, events.keys().copied(), |n| Entity::Event(Id::new(n)));
        let rows = Rows {
            besides_briefs,
            briefs,
            actors,
            offices,
            issues,
            places,
            sources,
            events,
            quotes,
            claims,
            merged,
            called,
        };
        (rows, index)
    }
}

/// The briefs that the build shows; if an id is declared twice, the first.
fn briefs<'a>(input: &SiteInput<'a>) -> Vec<BriefInput<'a>> {
    let mut seen = FxHashSet::default();
    let mut briefs = Vec::new();
    for front in input.fronts() {
        let DocumentFields::Brief(fields) = front.fields else { continue };
        let is_first = seen.insert(&fields.id.value);
        if let (true, Some(date)) = (is_first && shows(fields, input.edition()), &fields.date) {
            briefs.push(BriefInput { front, fields, date: date.value });
        }
    }
    briefs.sort_by(|a, b| (b.date, &b.fields.id.value).cmp(&(a.date, &a.fields.id.value)));
    briefs
}

/// The rows of one kind of entity: the registry entries by id, then the stubs by id.
fn rows<'a, T>(
    fronts: &[Front<'a>],
    entries: fn(&DocumentFields) -> &[Entry<T>],
    stubs: Vec<(Slug, Stub)>,
) -> Vec<Row<'a, T>> {
    let mut registered: BTreeMap<&Slug, Row<'a, T>> = BTreeMap::new();
    for front in fronts {
        for entry in entries(front.fields) {
            let row = || Row::Registered { front: *front, entry };
            registered.entry(&entry.id.value).or_insert_with(row);
        }
    }
    let stubs = stubs.into_iter().map(|(id, stub)| Row::Stub { id, stub });
    registered.into_values().chain(stubs).collect()
}

fn registered_sources<'a>(fronts: &[Front<'a>]) -> Vec<RegisteredSource<'a>> {
    let rows = rows(fronts, source_entries, Vec::new()).into_iter();
    let source = rows.filter_map(|row| match row {
        Row::Registered { front, entry } => Some(RegisteredSource { front, entry }),
        Row::Stub { .. } => None,
    });
    source.collect()
}

fn actor_entries(fields: &DocumentFields) -> &[Entry<ActorFields>] {
    if let DocumentFields::Actors(entries) = fields { entries } else { &[] }
}

fn office_entries(fields: &DocumentFields) -> &[Entry<OfficeFields>] {
    if let DocumentFields::Offices(entries) = fields { entries } else { &[] }
}

fn issue_entries(fields: &DocumentFields) -> &[Entry<IssueFields>] {
    if let DocumentFields::Issues(entries) = fields { entries } else { &[] }
}

fn place_entries(fields: &DocumentFields) -> &[Entry<PlaceFields>] {
    if let DocumentFields::Places(entries) = fields { entries } else { &[] }
}

fn source_entries(fields: &DocumentFields) -> &[Entry<SourceFields>] {
    if let DocumentFields::Sources(entries) = fields { entries } else { &[] }
}
