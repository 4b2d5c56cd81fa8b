//! The tables of what is registered, with the strings that are not, and of all sources.

use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::base::date::Day;
use crate::base::finding::{Located, Span};
use crate::base::id::{Id, Kind, Slug, Table};
use crate::base::memo::{Fingerprint, Hashed};
use crate::base::path::{OutPath, SitePath};
use crate::model::descriptions::describes;
use crate::model::entities::{
    Actor, Entity, Issue, Office, Organization, Origin, Place, Site, Source, Tenure, Text,
};
use crate::model::resolve::Resolved;
use crate::model::sources::{self, Registered, SourcesOf};
use crate::model::visibility::Visibility;
use crate::parse::registry::{
    ActorFields, ActorKind, DatedTitle, Entry, IssueFields, OfficeFields, PlaceFields,
    SourceFields, TenureFields,
};
use crate::parse::{Document, DocumentFields};

use super::{Assembler, Shown, titled, without_circles};

impl<'a> Assembler<'a> {
    pub(super) fn offices(&mut self) -> Table<Office> {
        let entries = self.entries::<OfficeFields>(|fields| match fields {
            DocumentFields::Offices(entries) => Some(entries),
            _ => None,
        });
        let mut table = Table::default();
        for (id, (entry, document)) in entries {
            let fields = &entry.fields;
            let row = table.push(Office {
                id: id.clone(),
                page: OutPath::entity(Kind::Office, id),
                origin: self.declared(entry, document),
                title: titled(
                    self.options
                        .edition
                        .as_of
                        .map_or(&fields.title.value, |day| fields.title_on(day)),
                    id,
                ),
                short: fields.short.clone(),
                org: fields.org.as_ref().map(|org| Organization::Name(org.value.clone())),
                country: fields.country.clone(),
                rank: fields.rank,
                titles: self.titles(&fields.titles),
                seats: Some(fields.seats),
                text: self.text(document),
            });
            self.index.insert(Kind::Office, id, Entity::Office(row));
        }
        for (id, stub) in self.stubs_of(Kind::Office) {
            table.push(Office {
                id: id.clone(),
                page: OutPath::entity(Kind::Office, id),
                origin: Origin::Stub(stub.span.clone()),
                title: stub.name.clone(),
                short: None,
                org: None,
                country: None,
                rank: None,
                titles: Vec::new(),
                seats: None,
                text: None,
            });
        }
        self.index_rows(&table, |row| (Kind::Office, &row.id), Entity::Office);
        table
    }

    /// The titles that an office had at other times, as far as they are known on the build's day.
    pub(super) fn titles(&self, titles: &[DatedTitle]) -> Vec<DatedTitle> {
        let begun = titles.iter().filter(|title| self.is_past(title.from.as_ref()));
        begun.map(|title| DatedTitle { to: self.end_known(&title.to), ..title.clone() }).collect()
    }

    pub(super) fn index_rows<T>(
        &mut self,
        table: &Table<T>,
        key: fn(&T) -> (Kind, &Slug),
        entity: fn(Id<T>) -> Entity,
    ) {
        for (id, row) in table.iter() {
            let (kind, slug) = key(row);
            self.index.insert(kind, slug, entity(id));
        }
    }

    pub(super) fn actors(&mut self, offices: &Table<Office>) -> Table<Actor> {
        let entries = self.entries::<ActorFields>(|fields| match fields {
            DocumentFields::Actors(entries) => Some(entries),
            _ => None,
        });
        let mut table = Table::default();
        for (id, (entry, document)) in entries {
            table.push(self.actor(id, entry, document));
        }
        for (id, stub) in self.stubs_of(Kind::Actor) {
            table.push(Actor {
                id: id.clone(),
                page: OutPath::entity(Kind::Actor, id),
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
                tenures: Vec::new(),
                text: None,
            });
        }
        self.index_rows(&table, |row| (Kind::Actor, &row.id), Entity::Actor);
        note_taken(&mut table, offices);
        table
    }

    pub(super) fn actor(&self, id: &Slug, entry: &Entry<ActorFields>, document: usize) -> Actor {
        let fields = &entry.fields;
        let file = &self.documents[document].path;
        let tenures = fields.offices.iter().enumerate();
        Actor {
            id: id.clone(),
            page: OutPath::entity(Kind::Actor, id),
            origin: self.declared(entry, document),
            name: titled(&fields.name.value, id),
            kind: fields.kind,
            country: fields.country.clone(),
            aliases: fields.aliases.iter().map(|alias| alias.value.clone()).collect(),
            short: fields.short.iter().map(|short| short.value.clone()).collect(),
            names: fields
                .names
                .iter()
                .map(|(lang, name)| (lang.clone(), name.value.clone()))
                .collect(),
            family_first: fields.family_first,
            anonymous: fields.anonymous,
            links: fields.links.clone(),
            ids: fields.ids.iter().map(|(kind, id)| (kind.clone(), id.value.clone())).collect(),
            tenures: tenures
                .filter(|(_, tenure)| tenure.has_begun(self.options.edition))
                .filter_map(|(index, tenure)| self.tenure(index, tenure, file))
                .collect(),
            text: self.text(document),
        }
    }

    pub(super) fn tenure(
        &self,
        index: usize,
        tenure: &TenureFields,
        file: &SitePath,
    ) -> Option<Tenure> {
        let Some(Entity::Office(office)) = self.written(Kind::Office, &tenure.office.value) else {
            return None;
        };
        Some(Tenure {
            office,
            from: tenure.from.as_ref().map(|from| from.value),
            to: self.end_known(&tenure.to),
            taken: Arc::default(),
            acting: tenure.acting,
            source: tenure.source.as_ref().and_then(|source| self.source_of_id(&source.value)),
            verified: tenure.verified.as_ref().map(|day| day.value),
            note: tenure.note.clone(),
            span: Span::new(file.clone(), tenure.at),
            to_span: Span::new(file.clone(), tenure.to_at),
            index,
        })
    }

    pub(super) fn issues(&mut self) -> Table<Issue> {
        let entries = self.entries::<IssueFields>(|fields| match fields {
            DocumentFields::Issues(entries) => Some(entries),
            _ => None,
        });
        let mut table: Table<Issue> = Table::default();
        let mut parents: Vec<Option<String>> = Vec::new();
        for (id, (entry, document)) in entries {
            let fields = &entry.fields;
            parents.push(fields.parent.as_ref().map(|parent| parent.value.clone()));
            table.push(self.issue(id, entry, document));
        }
        for (id, stub) in self.stubs_of(Kind::Issue) {
            parents.push(None);
            table.push(Issue {
                id: id.clone(),
                page: OutPath::entity(Kind::Issue, id),
                origin: Origin::Stub(stub.span.clone()),
                title: stub.name.clone(),
                summary: None,
                aliases: Vec::new(),
                parent: None,
                children: Vec::new(),
                parties: Vec::new(),
                status: Vec::new(),
                review_by: None,
                text: None,
            });
        }
        self.index_rows(&table, |row| (Kind::Issue, &row.id), Entity::Issue);
        for (id, parent) in table.ids().zip(parents) {
            let written = parent.and_then(|parent| self.written(Kind::Issue, &parent));
            let by_path = || self.index.get(Kind::Issue, &table[id].id.parent()?);
            if let Some(Entity::Issue(parent)) = written.or_else(by_path) {
                table[id].parent = Some(parent);
            }
        }
        without_circles(&mut table, |issue| &mut issue.parent);
        order_children(&mut table);
        table
    }

    pub(super) fn issue(&self, id: &Slug, entry: &Entry<IssueFields>, document: usize) -> Issue {
        let fields = &entry.fields;
        let file = &self.documents[document].path;
        let mut status: Vec<_> =
            fields.status.iter().filter(|item| self.is_past(Some(&item.date))).cloned().collect();
        status.sort_by_key(|item| std::cmp::Reverse(item.date));
        let mut parties: Vec<(Id<Actor>, Option<String>)> = Vec::new();
        for party in &fields.parties {
            if let Some(Entity::Actor(actor)) = self.written(Kind::Actor, &party.target.value)
                && !parties.iter().any(|(known, _)| *known == actor)
            {
                parties.push((actor, party.role.clone()));
            }
        }
        Issue {
            id: id.clone(),
            page: OutPath::entity(Kind::Issue, id),
            origin: self.declared(entry, document),
            title: titled(&fields.title.value, id),
            summary: fields.summary.clone(),
            aliases: fields.aliases.iter().map(|alias| alias.value.clone()).collect(),
            parent: None,
            children: Vec::new(),
            parties,
            status,
            review_by: fields
                .review_by
                .as_ref()
                .map(|day| (day.value, Span::new(file.clone(), day.at))),
            text: self.text(document),
        }
    }

    pub(super) fn places(&mut self) -> Table<Place> {
        let entries = self.entries::<PlaceFields>(|fields| match fields {
            DocumentFields::Places(entries) => Some(entries),
            _ => None,
        });
        let mut table: Table<Place> = Table::default();
        let mut within: Vec<Option<String>> = Vec::new();
        for (id, (entry, document)) in entries {
            within.push(entry.fields.within.as_ref().map(|place| place.value.clone()));
            table.push(Place {
                id: id.clone(),
                page: OutPath::entity(Kind::Place, id),
                origin: self.declared(entry, document),
                name: titled(&entry.fields.name.value, id),
                country: entry.fields.country.clone(),
                within: None,
                text: self.text(document),
            });
        }
        for (id, stub) in self.stubs_of(Kind::Place) {
            within.push(None);
            table.push(Place {
                id: id.clone(),
                page: OutPath::entity(Kind::Place, id),
                origin: Origin::Stub(stub.span.clone()),
                name: stub.name.clone(),
                country: None,
                within: None,
                text: None,
            });
        }
        self.index_rows(&table, |row| (Kind::Place, &row.id), Entity::Place);
        for (id, written) in table.ids().zip(within) {
            if let Some(Entity::Place(place)) =
                written.and_then(|written| self.written(Kind::Place, &written))
            {
                table[id].within = Some(place);
            }
        }
        without_circles(&mut table, |place| &mut place.within);
        table
    }

    /// The registered sources: the first rows of the table. One that was published after the
    /// build's day is left out, unless a brief lists it nevertheless.
    pub(super) fn registered_sources(&mut self, listed: &[SourcesOf<'a>]) -> Vec<Registered> {
        let mut entries = self.entries::<SourceFields>(|fields| match fields {
            DocumentFields::Sources(entries) => Some(entries),
            _ => None,
        });
        let is_shown = |entry: &Entry<SourceFields>| {
            Visibility::of_source(&entry.fields, self.options.edition) == Visibility::Shown
        };
        if !entries.values().all(|(entry, _)| is_shown(entry)) {
            let listed: FxHashSet<Fingerprint> = listed
                .iter()
                .flat_map(|(_, sources)| sources.iter().map(|source| source.fingerprint))
                .collect();
            entries.retain(|id, (entry, _)| {
                let own = || sources::identities(id, &entry.fields);
                is_shown(entry) || own().any(|identity| listed.contains(&identity))
            });
        }
        for (number, id) in entries.keys().enumerate() {
            self.index.insert(Kind::Source, id, Entity::Source(Id::new(number)));
        }
        entries
            .into_iter()
            .map(|(id, (entry, document))| Registered {
                id: id.clone(),
                span: self.declared(entry, document).span().clone(),
                fields: Arc::new(entry.fields.clone()),
                text: self.text(document),
            })
            .collect()
    }

    pub(super) fn source_of_id(&self, written: &str) -> Option<Id<Source>> {
        match self.index.get(Kind::Source, &Slug::parse(written.trim())?)? {
            Entity::Source(source) => Some(source),
            _ => None,
        }
    }

    /// The briefs' lists of sources.
    pub(super) fn listed_sources(&self, shown: &[Shown<'a>]) -> Vec<SourcesOf<'a>> {
        let (documents, resolved): (&'a [Hashed<Document>], &'a [Arc<Resolved>]) =
            (self.documents, self.resolved);
        let list = |brief: &Shown<'a>| {
            (&documents[brief.document].path, &*resolved[brief.document].references.sources)
        };
        shown.iter().map(list).collect()
    }

    /// Indexes the sources, and links them to what they are derived from.
    pub(super) fn sources(&mut self, mut table: Table<Source>) -> Table<Source> {
        for (id, source) in table.iter() {
            if let Some((slug, _)) = &source.page {
                self.index.insert(Kind::Source, slug, Entity::Source(id));
            }
        }
        if self.options.edition.as_of.is_some() {
            table.ids().for_each(|id| self.forget_later(&mut table[id]));
        }
        for id in table.ids().filter(|id| table[*id].registered).collect::<Vec<_>>() {
            let Some(fields) = table[id].fields.clone() else { continue };
            let origin = |written: &Located<String>| {
                self.source_of_id(&written.value).ok_or(written.value.clone())
            };
            let origins = fields.further().derived_from.iter().map(origin);
            table[id].derived_from = origins.filter(|origin| *origin != Ok(id)).collect();
        }
        let is_later = |written: &String| {
            let id = Slug::parse(written.trim());
            id.is_some_and(|id| {
                self.lexicon.visibility(Kind::Source, &id) == Some(Visibility::Later)
            })
        };
        for id in table.ids().collect::<Vec<_>>() {
            table[id].derived_from.retain(|origin| !origin.as_ref().is_err_and(is_later));
        }
        table
    }

    /// Takes the dates that lie after the build's day off a source.
    pub(super) fn forget_later(&self, source: &mut Source) {
        let Some(fields) = &mut source.fields else { return };
        let archived = fields.further().archived.as_ref().and_then(|archived| archived.date);
        let dates = [fields.published, fields.further().accessed, archived];
        if dates.iter().all(|date| self.is_past(date.as_ref())) {
            return;
        }
        let fields = Arc::make_mut(fields);
        fields.published.take_if(|date| !self.is_past(Some(date)));
        if let Some(further) = &mut fields.further {
            further.accessed.take_if(|date| !self.is_past(Some(date)));
            further.archived.take_if(|archived| !self.is_past(archived.date.as_ref()));
        }
    }

    /// Fills in what could only be known when all tables were there: organizations, and where texts
    /// lead.
    pub(super) fn link_registry(&self, site: &mut Site) {
        for id in site.offices.ids() {
            if let Some(Organization::Name(name)) = &site.offices[id].org
                && let Some(Entity::Actor(actor)) = self.written(Kind::Actor, name)
            {
                site.offices[id].org = Some(Organization::Actor(actor));
            }
        }
        let fill = |text: Option<&mut Text>| {
            if let Some(text) = text {
                text.links = self.links(text);
                text.cited = self.cited(text);
                text.mentions = self.mentions(text);
            }
        };
        site.actors.ids().for_each(|id| fill(site.actors[id].text.as_mut()));
        site.offices.ids().for_each(|id| fill(site.offices[id].text.as_mut()));
        site.issues.ids().for_each(|id| fill(site.issues[id].text.as_mut()));
        site.places.ids().for_each(|id| fill(site.places[id].text.as_mut()));
        site.sources.ids().for_each(|id| fill(site.sources[id].text.as_deref_mut()));
        for id in site.pages.ids() {
            let text = &mut site.pages[id].text;
            text.links = self.links(text);
            text.cited = self.cited(text);
        }
    }
}

/// Notes for tenures of which it is not known when they began on which days the office was
/// certainly another's.
fn note_taken(actors: &mut Table<Actor>, offices: &Table<Office>) {
    let without_start = |actor: &Actor| actor.tenures.iter().any(|tenure| tenure.from.is_none());
    let unknown: Vec<Id<Actor>> =
        actors.iter().filter(|(_, actor)| without_start(actor)).map(|(id, _)| id).collect();
    if unknown.is_empty() {
        return;
    }
    let mut terms: FxHashMap<Id<Office>, Vec<(Day, Day)>> = FxHashMap::default();
    for tenure in actors.rows().iter().flat_map(|actor| &actor.tenures) {
        let days = tenure.from.map(|from| from.latest_possible()).zip(tenure.to.certain_until());
        if let Some(days) = days.filter(|(first, last)| first <= last) {
            terms.entry(tenure.office).or_default().push(days);
        }
    }
    let taken: FxHashMap<Id<Office>, Arc<[(Day, Day)]>> = terms
        .into_iter()
        .filter_map(|(office, terms)| Some((office, full(terms, offices[office].seats?).into())))
        .collect();
    for id in unknown {
        for tenure in actors[id].tenures.iter_mut().filter(|tenure| tenure.from.is_none()) {
            tenure.taken = taken.get(&tenure.office).cloned().unwrap_or_default();
        }
    }
}

/// The days on which so many of some terms run at once, in order.
fn full(terms: Vec<(Day, Day)>, seats: u32) -> Vec<(Day, Day)> {
    let mut changes: Vec<(Day, bool)> = Vec::with_capacity(2 * terms.len());
    // On one day those who leave do so after those who come: both ends count.
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

fn order_children(table: &mut Table<Issue>) {
    let mut children: Vec<(Id<Issue>, Id<Issue>)> =
        table.iter().filter_map(|(id, issue)| Some((issue.parent?, id))).collect();
    children.sort_by(|(_, a), (_, b)| {
        (&table[*a].title, &table[*a].id).cmp(&(&table[*b].title, &table[*b].id))
    });
    for (parent, child) in children {
        table[parent].children.push(child);
    }
}
