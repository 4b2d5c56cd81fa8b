//! The tables of actors, offices, issues and places, registered or not.

use std::cmp::Reverse;
use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::base::date::Day;
use crate::base::id::{Id, Kind, Slug, Table};
use crate::base::path::OutPath;
use crate::model::descriptions::describes;
use crate::model::entities::{Actor, Entity, Issue, Office, Organization, Origin, Place, Tenure};
use crate::model::input::Front;
use crate::parse::common::Reference;
use crate::parse::registry::{
    ActorFields, ActorKind, DatedTitle, Entry, IssueFields, OfficeFields, PlaceFields, TenureFields,
};

use super::maker::{RowMaker, titled};
use super::rows::Row;
use super::trees::without_circles;

impl RowMaker<'_> {
    pub(super) fn offices(&self, rows: &[Row<'_, OfficeFields>]) -> Table<Office> {
        rows.iter().map(|row| self.office(row)).collect()
    }

    fn office(&self, row: &Row<'_, OfficeFields>) -> Office {
        let id = row.id().clone();
        let page = OutPath::entity(Kind::Office, &id);
        match row {
            Row::Registered { front, entry } => {
                let fields = &entry.fields;
                let as_of = self.input.edition().as_of;
                let title = as_of.map_or(&fields.title.value, |day| fields.title_on(day));
                Office {
                    title: titled(title, &id),
                    page,
                    origin: self.declared(*front, entry),
                    short: fields.short.clone(),
                    org: fields.org.as_ref().map(|org| self.organization(&org.value)),
                    country: fields.country.clone(),
                    rank: fields.rank,
                    titles: self.titles(&fields.titles),
                    seats: Some(fields.seats),
                    text: self.text(*front),
                    id,
                }
            }
            Row::Stub { stub, .. } => Office {
                id,
                page,
                origin: Origin::Stub(stub.span.clone()),
                title: stub.name.clone(),
                short: None,
                org: None,
                country: None,
                rank: None,
                titles: Vec::new(),
                seats: None,
                text: None,
            },
        }
    }

    fn organization(&self, name: &str) -> Organization {
        match self.written(Kind::Actor, name) {
            Some(Entity::Actor(actor)) => Organization::Actor(actor),
            _ => Organization::Name(name.to_owned()),
        }
    }

    /// The titles of an office at other times, as known on the build's day.
    fn titles(&self, titles: &[DatedTitle]) -> Vec<DatedTitle> {
        let begun = titles.iter().filter(|title| self.input.is_past(title.from.as_ref()));
        let known = |title: &DatedTitle| DatedTitle {
            to: self.input.end_known(&title.to),
            ..title.clone()
        };
        begun.map(known).collect()
    }

    fn declared<T>(&self, front: Front<'_>, entry: &Entry<T>) -> Origin {
        Origin::Registered(self.span(front, entry.id.at))
    }

    pub(super) fn actors(
        &self,
        rows: &[Row<'_, ActorFields>],
        offices: &Table<Office>,
    ) -> Table<Actor> {
        let tenures: Vec<Vec<Tenure>> = rows.iter().map(|row| self.tenures(row)).collect();
        let taken = taken(&tenures, offices);
        let with_taken = |tenure: Tenure| match tenure.from {
            Some(_) => tenure,
            None => {
                let taken = taken.get(&tenure.office).cloned().unwrap_or_default();
                Tenure { taken, ..tenure }
            }
        };
        let rows = rows.iter().zip(tenures);
        rows.map(|(row, tenures)| self.actor(row, tenures.into_iter().map(with_taken).collect()))
            .collect()
    }

    fn actor(&self, row: &Row<'_, ActorFields>, tenures: Vec<Tenure>) -> Actor {
        let id = row.id().clone();
        let page = OutPath::entity(Kind::Actor, &id);
        match row {
            Row::Registered { front, entry } => {
                let fields = &entry.fields;
                let names = fields.names.iter();
                let ids = fields.ids.iter();
                Actor {
                    name: titled(&fields.name.value, &id),
                    page,
                    origin: self.declared(*front, entry),
                    kind: fields.kind,
                    country: fields.country.clone(),
                    aliases: fields.aliases.iter().map(|alias| alias.value.clone()).collect(),
                    short: fields.short.iter().map(|short| short.value.clone()).collect(),
                    names: names.map(|(lang, name)| (lang.clone(), name.value.clone())).collect(),
                    family_first: fields.family_first,
                    anonymous: fields.anonymous,
                    links: fields.links.clone(),
                    ids: ids.map(|(kind, id)| (kind.clone(), id.value.clone())).collect(),
                    tenures,
                    text: self.text(*front),
                    id,
                }
            }
            Row::Stub { stub, .. } => Actor {
                id,
                page,
                origin: Origin::Stub(stub.span.clone()),
                name: stub.name.clone(),
                kind: ActorKind::Person,
                country: None,
                aliases: Vec::new(),
                short: Vec::new(),
                names: Vec::new(),
                family_first: false,
                anonymous: describes(&stub.name),
                links: Vec::new(),
                ids: Vec::new(),
                tenures,
                text: None,
            },
        }
    }

    /// The tenures of an actor that began by the build's day.
    fn tenures(&self, row: &Row<'_, ActorFields>) -> Vec<Tenure> {
        let Row::Registered { front, entry } = row else { return Vec::new() };
        let begun = entry.fields.offices.iter().enumerate();
        let begun = begun.filter(|(_, tenure)| tenure.has_begun(self.input.edition()));
        begun.filter_map(|(index, tenure)| self.tenure(index, tenure, *front)).collect()
    }

    fn tenure(&self, index: usize, tenure: &TenureFields, front: Front<'_>) -> Option<Tenure> {
        let Some(Entity::Office(office)) = self.written(Kind::Office, &tenure.office.value) else {
            return None;
        };
        let source = tenure.source.as_ref().and_then(|source| Slug::parse(source.value.trim()));
        Some(Tenure {
            office,
            from: tenure.from.as_ref().map(|from| from.value),
            to: self.input.end_known(&tenure.to),
            taken: Arc::default(),
            acting: tenure.acting,
            source: source.and_then(|source| self.index.registered_source(&source)),
            verified: tenure.verified.as_ref().map(|day| day.value),
            note: tenure.note.clone(),
            span: self.span(front, tenure.at),
            to_span: self.span(front, tenure.to_at),
            index,
        })
    }

    pub(super) fn issues(&self, rows: &[Row<'_, IssueFields>]) -> Table<Issue> {
        let parents = without_circles(rows.iter().map(|row| self.parent(row)).collect());
        let title = |number: usize| match &rows[number] {
            Row::Registered { entry, .. } => titled(&entry.fields.title.value, &entry.id.value),
            Row::Stub { stub, .. } => stub.name.clone(),
        };
        let titles: Vec<String> = (0..rows.len()).map(title).collect();
        let mut by_title: Vec<usize> = (0..rows.len()).collect();
        by_title.sort_by_key(|number| (&titles[*number], rows[*number].id()));
        let mut children: Vec<Vec<Id<Issue>>> = vec![Vec::new(); rows.len()];
        for child in by_title {
            if let Some(parent) = parents[child] {
                children[parent.index()].push(Id::new(child));
            }
        }
        let families =
            parents.into_iter().zip(children).map(|(parent, children)| Family { parent, children });
        let rows = rows.iter().zip(titles).zip(families);
        rows.map(|((row, title), family)| self.issue(row, title, family)).collect()
    }

    /// The parent that an entry names, else the parent in the path of the issue's id.
    fn parent(&self, row: &Row<'_, IssueFields>) -> Option<Id<Issue>> {
        let written = match row {
            Row::Registered { entry, .. } => entry.fields.parent.as_ref(),
            Row::Stub { .. } => None,
        };
        let written = written.and_then(|written| self.written(Kind::Issue, &written.value));
        let by_path = || self.index.get(Kind::Issue, &row.id().parent()?);
        match written.or_else(by_path)? {
            Entity::Issue(parent) => Some(parent),
            _ => None,
        }
    }

    fn issue(&self, row: &Row<'_, IssueFields>, title: String, family: Family) -> Issue {
        let id = row.id().clone();
        let page = OutPath::entity(Kind::Issue, &id);
        let Family { parent, children } = family;
        match row {
            Row::Registered { front, entry } => {
                let fields = &entry.fields;
                let begun =
                    fields.status.iter().filter(|item| self.input.is_past(Some(&item.date)));
                let mut status: Vec<_> = begun.cloned().collect();
                status.sort_by_key(|item| Reverse(item.date));
                let review_by = fields.review_by.as_ref();
                Issue {
                    id,
                    page,
                    origin: self.declared(*front, entry),
                    title,
                    summary: fields.summary.clone(),
                    aliases: fields.aliases.iter().map(|alias| alias.value.clone()).collect(),
                    parent,
                    children,
                    parties: self.parties(fields),
                    status,
                    review_by: review_by.map(|day| (day.value, self.span(*front, day.at))),
                    text: self.text(*front),
                }
            }
            Row::Stub { stub, .. } => Issue {
                id,
                page,
                origin: Origin::Stub(stub.span.clone()),
                title,
                summary: None,
                aliases: Vec::new(),
                parent,
                children,
                parties: Vec::new(),
                status: Vec::new(),
                review_by: None,
                text: None,
            },
        }
    }

    fn parties(&self, fields: &IssueFields) -> Vec<(Id<Actor>, Option<String>)> {
        let mut known: FxHashSet<Id<Actor>> = FxHashSet::default();
        let party = |party: &Reference| match self.written(Kind::Actor, &party.target.value)? {
            Entity::Actor(actor) if known.insert(actor) => Some((actor, party.role.clone())),
            _ => None,
        };
        fields.parties.iter().filter_map(party).collect()
    }

    pub(super) fn places(&self, rows: &[Row<'_, PlaceFields>]) -> Table<Place> {
        let within = without_circles(rows.iter().map(|row| self.around(row)).collect());
        rows.iter().zip(within).map(|(row, within)| self.place(row, within)).collect()
    }

    /// The place that contains a place.
    fn around(&self, row: &Row<'_, PlaceFields>) -> Option<Id<Place>> {
        let Row::Registered { entry, .. } = row else { return None };
        match self.written(Kind::Place, &entry.fields.within.as_ref()?.value)? {
            Entity::Place(place) => Some(place),
            _ => None,
        }
    }

    fn place(&self, row: &Row<'_, PlaceFields>, within: Option<Id<Place>>) -> Place {
        let id = row.id().clone();
        let page = OutPath::entity(Kind::Place, &id);
        match row {
            Row::Registered { front, entry } => Place {
                name: titled(&entry.fields.name.value, &id),
                page,
                origin: self.declared(*front, entry),
                country: entry.fields.country.clone(),
                within,
                text: self.text(*front),
                id,
            },
            Row::Stub { stub, .. } => Place {
                id,
                page,
                origin: Origin::Stub(stub.span.clone()),
                name: stub.name.clone(),
                country: None,
                within,
                text: None,
            },
        }
    }
}

/// The parent and the children of an issue.
struct Family {
    parent: Option<Id<Issue>>,
    children: Vec<Id<Issue>>,
}

/// For each office with a tenure of unknown beginning: the days on which other actors certainly
/// held all its seats.
fn taken(
    tenures: &[Vec<Tenure>],
    offices: &Table<Office>,
) -> FxHashMap<Id<Office>, Arc<[(Day, Day)]>> {
    let all = || tenures.iter().flatten();
    if all().all(|tenure| tenure.from.is_some()) {
        return FxHashMap::default();
    }
    let mut terms: FxHashMap<Id<Office>, Vec<(Day, Day)>> = FxHashMap::default();
    for tenure in all() {
        let days = tenure.from.map(|from| from.latest_possible()).zip(tenure.to.certain_until());
        if let Some(days) = days.filter(|(first, last)| first <= last) {
            terms.entry(tenure.office).or_default().push(days);
        }
    }
    let of_office = |(office, terms): (Id<Office>, Vec<(Day, Day)>)| {
        Some((office, full(terms, offices[office].seats?).into()))
    };
    terms.into_iter().filter_map(of_office).collect()
}

/// The periods in which at least `seats` terms run at once, by date.
fn full(terms: Vec<(Day, Day)>, seats: u32) -> Vec<(Day, Day)> {
    let mut changes: Vec<(Day, bool)> = Vec::with_capacity(2 * terms.len());
    // Both ends of a term count, so on a day of change beginnings come before ends.
    terms.iter().for_each(|(first, last)| changes.extend([(*first, false), (*last, true)]));
    changes.sort_unstable();
    let (mut held, mut since) = (0, None);
    let mut full = Vec::new();
    for (day, leaves) in changes {
        held = if leaves { held - 1 } else { held + 1 };
        match since {
            None if held >= seats => since = Some(day),
            Some(first) if held < seats => {
                full.push((first, day));
                since = None;
            }
            _ => {}
        }
    }
    full
}
