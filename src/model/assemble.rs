//! Puts the documents together: the graph of all that this build shows.
//!
//! Nothing is reported here. What cannot be placed is left out of the graph, and the checks find it by comparing
//! the documents with the graph.

mod again;
mod statements;

use std::collections::BTreeMap;
use std::hash::{Hash, Hasher};
use std::sync::Arc;

use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

use crate::base::date::{Day, End, When};
use crate::base::finding::{Bytes, Located, Span};
use crate::base::id::{Id, Kind, Slug, Table};
use crate::base::memo::{Fingerprint, Hashed};
use crate::base::options::Options;
use crate::base::path::{OutPath, UrlStyle};
use crate::base::text::spelling;
use crate::parse::brief::{BriefFields, StatusFields};
use crate::parse::config::Config;
use crate::parse::registry::{
    ActorFields, ActorKind, DatedTitle, Entry, IssueFields, OfficeFields, PlaceFields, SourceFields, TenureFields,
};
use crate::parse::{Document, DocumentFields};

use super::entities::{
    Actor, Brief, BriefActor, Copied, Entity, Issue, LinkEnd, MergedName, Office, Organization, Origin, Place,
    PlainPage, Redirect, Site, Source, Status, Tenure, Text,
};
use super::lexicon::Lexicon;
use super::mentions::Outcome;
use super::names::{Visibility, page_path, shows};
use super::relations::relations;
use super::resolve::{Named, Resolved, ResolvedSource, SourceIdentity, Target, alias_path, named, source_identity};
use super::sources::{self, Registered, SourcesOf};
use super::statements::{ByEntity, Quote};
use super::texts::{SavedTexts, Verdicts};

/// The configuration, with what the command line overrides.
pub fn config(documents: &[Hashed<Document>], options: &Options) -> Config {
    let given = documents.iter().find_map(|document| match &document.fields {
        DocumentFields::Config(config) => Some((**config).clone()),
        _ => None,
    });
    let mut config = given.unwrap_or_default();
    config.portable |= options.portable;
    config.base_url = options.base_url.clone().or(config.base_url);
    config
}

/// All that a site is put together from.
pub struct Parts<'a> {
    /// The documents.
    pub documents: &'a [Hashed<Document>],
    /// What their references mean, in the same order.
    pub resolved: &'a [Arc<Resolved>],
    /// What names mean.
    pub lexicon: &'a Hashed<Lexicon>,
    /// The saved texts of sources.
    pub texts: &'a SavedTexts,
    /// What the command line and the clock say.
    pub options: &'a Options,
}

/// Puts the documents together; `copies` are the files that are no documents.
///
/// Where nothing but texts of briefs differs from the `last` site, that one is brought up to date: their front matters
/// and all other files make everything but what their texts lead to.
pub fn assemble(
    parts: &Parts<'_>,
    copies: Vec<Copied>,
    verdicts: &mut Verdicts,
    last: Option<(Site, Frame)>,
) -> (Site, Frame) {
    let fingerprint = again::fingerprint(parts);
    match last {
        Some((site, frame)) if frame.fingerprint == fingerprint => again::with_texts(parts, copies, site, frame),
        last => {
            if last.is_some() {
                // Nobody waits until a large site is taken apart.
                rayon::spawn(|| drop(last));
            }
            let (mut site, frame) = Assembler::of(parts, Index::default()).site(copies, fingerprint);
            verdicts.verify(&mut site, parts.texts);
            (site, frame)
        }
    }
}

/// What a site was put together by, but for the texts of its briefs.
#[derive(Debug)]
pub struct Frame {
    /// The hash of all that it was made from.
    fingerprint: Fingerprint,
    index: Index,
    /// The number of each brief's document.
    briefs: Vec<usize>,
}

impl Frame {
    /// The number of each brief's document, in the order of the table of briefs.
    pub fn briefs(&self) -> &[usize] {
        &self.briefs
    }
}

impl Hash for Frame {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.fingerprint.hash(state);
    }
}

/// A string that became an entity.
struct Stub {
    name: String,
    span: Span,
}

/// Entities by their ids.
#[derive(Debug, Default)]
struct Index {
    of_kind: [FxHashMap<Slug, Entity>; Kind::ALL.len()],
    quotes: FxHashMap<Slug, Id<Quote>>,
}

impl Index {
    fn insert(&mut self, kind: Kind, id: &Slug, entity: Entity) {
        self.of_kind[kind as usize].insert(id.clone(), entity);
    }

    fn get(&self, kind: Kind, id: &Slug) -> Option<Entity> {
        self.of_kind[kind as usize].get(id).copied()
    }
}

struct Assembler<'a> {
    documents: &'a [Hashed<Document>],
    resolved: &'a [Arc<Resolved>],
    lexicon: &'a Lexicon,
    options: &'a Options,
    stubs: BTreeMap<(Kind, Slug), Stub>,
    merged: Vec<MergedName>,
    index: Index,
}

/// The entries of one kind with their documents, by id; of an id declared twice the first.
type Entries<'a, T> = BTreeMap<&'a Slug, (&'a Entry<T>, usize)>;

impl<'a> Assembler<'a> {
    fn of(parts: &Parts<'a>, index: Index) -> Assembler<'a> {
        let Parts { documents, resolved, lexicon, options, .. } = *parts;
        Assembler { documents, resolved, lexicon, options, stubs: BTreeMap::new(), merged: Vec::new(), index }
    }

    fn site(mut self, copies: Vec<Copied>, fingerprint: Fingerprint) -> (Site, Frame) {
        let config = config(self.documents, self.options);
        self.gather_stubs();
        let shown = self.briefs_shown();
        self.index_briefs(&shown);

        self.index_statements(&shown);
        let listed = self.listed_sources(&shown);
        let registered = self.registered_sources(&listed);
        let offices = self.offices();
        let actors = self.actors();
        let issues = self.issues();
        let places = self.places();
        let (gathered, mut briefs) = rayon::join(|| sources::gather(registered, &listed), || self.briefs(&shown));
        let sources = self.sources(gathered.table);
        let pages = self.pages();
        let mut site = Site {
            style: if config.portable { UrlStyle::Portable } else { UrlStyle::Folder },
            config,
            day: self.options.day(),
            briefs: Table::default(),
            actors,
            offices,
            issues,
            places,
            sources,
            events: Table::default(),
            quotes: Table::default(),
            stances: Table::default(),
            claims: Table::default(),
            texts: Vec::new(),
            statements: ByEntity::default(),
            pages,
            merged: std::mem::take(&mut self.merged),
            copies,
            redirects: Vec::new(),
            relations: super::relations::Relations::default(),
            retracted: super::resting::Resting::default(),
        };
        self.link_registry(&mut site);

        briefs.par_iter_mut().zip(gathered.of_briefs).for_each(|(brief, sources)| {
            brief.sources = sources;
            brief.text.ends = self.ends(&brief.text);
            brief.text.mentions = self.mentions(&brief.text);
        });
        site.briefs = briefs.into_iter().collect();
        self.statements(&mut site, &shown);

        site.statements = ByEntity::of(&site);
        site.relations = relations(&site);
        site.retracted = super::resting::Resting::on_retracted(&site);
        note_registry_links(&mut site);
        keep_linked(&mut site);
        site.redirects = self.redirects(&site);
        let briefs = shown.iter().map(|brief| brief.document).collect();
        (site, Frame { fingerprint, index: self.index, briefs })
    }

    // ------------------------------------------------------------------ names

    /// Collects the strings that name nothing registered, the first writing of each by path.
    fn gather_stubs(&mut self) {
        let mut undefined: Vec<(Kind, Slug, &'a Located<String>, Span)> = Vec::new();
        let all = self.documents.par_iter().zip(self.resolved);
        let naming: Vec<_> = all.filter(|(document, resolved)| may_name_strings(document, resolved)).collect();
        for (document, resolved) in naming {
            let mut note = |kind: Kind, named: &Named, written: &'a Located<String>| {
                let span = || Span::new(document.path.clone(), written.at);
                match named {
                    Named::Stub(slug) => {
                        let name = written.value.trim();
                        let stub = || Stub { name: name.to_owned(), span: span() };
                        let known = self.stubs.entry((kind, slug.clone())).or_insert_with(stub);
                        if known.name != name && spelling(&known.name) != spelling(name) {
                            let (shown, shown_span) = (known.name.clone(), known.span.clone());
                            let (id, name, span) = (slug.clone(), name.to_owned(), span());
                            self.merged.push(MergedName { kind, id, name, span, shown, shown_span });
                        }
                    }
                    Named::Undefined(slug) => undefined.push((kind, slug.clone(), written, span())),
                    _ => {}
                }
            };
            match &document.fields {
                DocumentFields::Brief(brief) if shows(brief, self.options) => {
                    let lists = [
                        (Kind::Actor, &brief.actors, &resolved.actors),
                        (Kind::Issue, &brief.issues, &resolved.issues),
                        (Kind::Place, &brief.places, &resolved.places),
                    ];
                    for (kind, items, names) in lists {
                        items.iter().zip(names).for_each(|(item, named)| note(kind, named, &item.target));
                    }
                    for (kind, named, written) in resolved.references.named_in(brief) {
                        note(kind, named, written);
                    }
                }
                DocumentFields::Actors(entries) => {
                    let tenures = entries.iter().flat_map(|entry| &entry.fields.offices);
                    for tenure in tenures.filter(|tenure| tenure.has_begun(self.options)) {
                        let office = named(Kind::Office, &tenure.office.value, self.lexicon);
                        note(Kind::Office, &office, &tenure.office);
                    }
                }
                DocumentFields::Issues(entries) => {
                    for party in entries.iter().flat_map(|entry| &entry.fields.parties) {
                        note(Kind::Actor, &named(Kind::Actor, &party.target.value, self.lexicon), &party.target);
                    }
                }
                _ => {}
            }
        }
        for (kind, slug, written, span) in undefined {
            if !self.lexicon.has_registry(kind) && is_plain_word(&slug) {
                self.stubs.entry((kind, slug)).or_insert(Stub { name: written.value.trim().to_owned(), span });
            }
        }
        self.gather_parents();
    }

    /// The path of an issue's id names its parents, whether they are declared or not.
    fn gather_parents(&mut self) {
        let mut missing: Vec<(Slug, Span)> = Vec::new();
        for document in self.documents {
            let DocumentFields::Issues(entries) = &document.fields else { continue };
            for entry in entries {
                let span = Span::new(document.path.clone(), entry.id.at);
                let ancestors = std::iter::successors(entry.id.value.parent(), Slug::parent);
                missing.extend(ancestors.map(|id| (id, span.clone())));
            }
        }
        for (id, span) in missing {
            if !self.lexicon.has(Kind::Issue, &id) {
                let stub = Stub { name: spoken(id.last()), span };
                self.stubs.entry((Kind::Issue, id)).or_insert(stub);
            }
        }
    }

    fn stubs_of(&self, kind: Kind) -> impl Iterator<Item = (&Slug, &Stub)> {
        self.stubs.iter().filter(move |((of, _), _)| *of == kind).map(|((_, slug), stub)| (slug, stub))
    }

    /// The entity that a reference leads to.
    fn entity(&self, kind: Kind, named: &Named) -> Option<Entity> {
        match named {
            Named::Known(id) | Named::Alike(id) | Named::Stub(id) | Named::Undefined(id) => self.index.get(kind, id),
            Named::Several(_) | Named::Nameless => None,
        }
    }

    fn written(&self, kind: Kind, written: &str) -> Option<Entity> {
        self.entity(kind, &named(kind, written, self.lexicon))
    }

    fn text(&self, document: usize) -> Option<Text> {
        let body = self.documents[document].body.as_ref()?;
        let says = !body.text.trim().is_empty();
        says.then(|| Text {
            document: self.documents[document].clone(),
            resolved: Arc::clone(&self.resolved[document]),
            ends: Vec::new(),
            cited: Vec::new(),
            mentions: Vec::new(),
        })
    }

    /// The text of a brief, before it is known where it leads.
    fn text_of_brief(&self, document: usize) -> Text {
        Text {
            document: self.documents[document].clone(),
            resolved: Arc::clone(&self.resolved[document]),
            ends: Vec::new(),
            cited: Vec::new(),
            mentions: Vec::new(),
        }
    }

    fn entries<T>(&self, of: fn(&DocumentFields) -> Option<&Vec<Entry<T>>>) -> Entries<'a, T> {
        let documents: &'a [Hashed<Document>] = self.documents;
        let mut entries: Entries<'a, T> = BTreeMap::new();
        for (number, document) in documents.iter().enumerate() {
            for entry in of(&document.fields).into_iter().flatten() {
                entries.entry(&entry.id.value).or_insert((entry, number));
            }
        }
        entries
    }

    fn declared<T>(&self, entry: &Entry<T>, document: usize) -> Origin {
        Origin::Registered(Span::new(self.documents[document].path.clone(), entry.id.at))
    }

    /// Whether something dated so has come to pass as of the build's day.
    fn is_past(&self, when: Option<&When>) -> bool {
        self.options.is_past(when)
    }

    /// An end as of the build's day: before it came nobody knew of it.
    fn end_known(&self, to: &End) -> End {
        match to {
            End::On(to) if !self.is_past(Some(to)) => End::Open,
            to => *to,
        }
    }

    // ------------------------------------------------------------------ the registry

    fn offices(&mut self) -> Table<Office> {
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
                title: titled(self.options.as_of.map_or(&fields.title.value, |day| fields.title_on(day)), id),
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
    fn titles(&self, titles: &[DatedTitle]) -> Vec<DatedTitle> {
        let begun = titles.iter().filter(|title| self.is_past(title.from.as_ref()));
        begun.map(|title| DatedTitle { to: self.end_known(&title.to), ..title.clone() }).collect()
    }

    fn index_rows<T>(&mut self, table: &Table<T>, key: fn(&T) -> (Kind, &Slug), entity: fn(Id<T>) -> Entity) {
        for (id, row) in table.iter() {
            let (kind, slug) = key(row);
            self.index.insert(kind, slug, entity(id));
        }
    }

    fn actors(&mut self) -> Table<Actor> {
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
                anonymous: false,
                links: Vec::new(),
                ids: Vec::new(),
                tenures: Vec::new(),
                text: None,
            });
        }
        self.index_rows(&table, |row| (Kind::Actor, &row.id), Entity::Actor);
        table
    }

    fn actor(&self, id: &Slug, entry: &Entry<ActorFields>, document: usize) -> Actor {
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
            names: fields.names.iter().map(|(lang, name)| (lang.clone(), name.value.clone())).collect(),
            family_first: fields.family_first,
            anonymous: fields.anonymous,
            links: fields.links.clone(),
            ids: fields.ids.iter().map(|(kind, id)| (kind.clone(), id.value.clone())).collect(),
            tenures: tenures
                .filter(|(_, tenure)| tenure.has_begun(self.options))
                .filter_map(|(index, tenure)| self.tenure(index, tenure, file))
                .collect(),
            text: self.text(document),
        }
    }

    fn tenure(&self, index: usize, tenure: &TenureFields, file: &crate::base::path::SitePath) -> Option<Tenure> {
        let Some(Entity::Office(office)) = self.written(Kind::Office, &tenure.office.value) else { return None };
        Some(Tenure {
            office,
            from: tenure.from.as_ref().map(|from| from.value),
            to: self.end_known(&tenure.to),
            acting: tenure.acting,
            source: tenure.source.as_ref().and_then(|source| self.source_of_id(&source.value)),
            verified: tenure.verified.as_ref().map(|day| day.value),
            note: tenure.note.clone(),
            span: Span::new(file.clone(), tenure.at),
            to_span: Span::new(file.clone(), tenure.to_at),
            index,
        })
    }

    fn issues(&mut self) -> Table<Issue> {
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

    fn issue(&self, id: &Slug, entry: &Entry<IssueFields>, document: usize) -> Issue {
        let fields = &entry.fields;
        let file = &self.documents[document].path;
        let mut status: Vec<_> = fields.status.iter().filter(|item| self.is_past(Some(&item.date))).cloned().collect();
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
            review_by: fields.review_by.as_ref().map(|day| (day.value, Span::new(file.clone(), day.at))),
            text: self.text(document),
        }
    }

    fn places(&mut self) -> Table<Place> {
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
            if let Some(Entity::Place(place)) = written.and_then(|written| self.written(Kind::Place, &written)) {
                table[id].within = Some(place);
            }
        }
        without_circles(&mut table, |place| &mut place.within);
        table
    }

    /// The registered sources: the first rows of the table. One that was published after the build's day is left out,
    /// unless a brief lists it nevertheless.
    fn registered_sources(&mut self, listed: &[SourcesOf<'a>]) -> Vec<Registered> {
        let mut entries = self.entries::<SourceFields>(|fields| match fields {
            DocumentFields::Sources(entries) => Some(entries),
            _ => None,
        });
        if entries.values().any(|(entry, _)| !self.is_past(entry.fields.published.as_ref())) {
            let listed: FxHashSet<Fingerprint> =
                listed.iter().flat_map(|(_, sources)| sources.iter().map(|source| source.fingerprint)).collect();
            entries.retain(|id, (entry, _)| {
                let own = || sources::identities(id, &entry.fields);
                self.is_past(entry.fields.published.as_ref()) || own().any(|identity| listed.contains(&identity))
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

    fn source_of_id(&self, written: &str) -> Option<Id<Source>> {
        match self.index.get(Kind::Source, &Slug::parse(written.trim())?)? {
            Entity::Source(source) => Some(source),
            _ => None,
        }
    }

    /// The briefs' lists of sources.
    fn listed_sources(&self, shown: &[Shown<'a>]) -> Vec<SourcesOf<'a>> {
        let (documents, resolved): (&'a [Hashed<Document>], &'a [Arc<Resolved>]) = (self.documents, self.resolved);
        let list = |brief: &Shown<'a>| (&documents[brief.document].path, &*resolved[brief.document].sources);
        shown.iter().map(list).collect()
    }

    /// Indexes the sources, and links them to what they are derived from.
    fn sources(&mut self, mut table: Table<Source>) -> Table<Source> {
        for (id, source) in table.iter() {
            if let Some((slug, _)) = &source.page {
                self.index.insert(Kind::Source, slug, Entity::Source(id));
            }
        }
        if self.options.as_of.is_some() {
            table.ids().for_each(|id| self.forget_later(&mut table[id]));
        }
        for id in table.ids().filter(|id| table[*id].registered).collect::<Vec<_>>() {
            let Some(fields) = table[id].fields.clone() else { continue };
            let origin = |written: &Located<String>| self.source_of_id(&written.value).ok_or(written.value.clone());
            let origins = fields.derived_from.iter().map(origin);
            table[id].derived_from = origins.filter(|origin| *origin != Ok(id)).collect();
        }
        let is_later = |written: &String| {
            let id = Slug::parse(written.trim());
            id.is_some_and(|id| self.lexicon.visibility(Kind::Source, &id) == Some(Visibility::Later))
        };
        for id in table.ids().collect::<Vec<_>>() {
            table[id].derived_from.retain(|origin| !origin.as_ref().is_err_and(is_later));
        }
        table
    }

    /// Takes the dates that lie after the build's day off a source.
    fn forget_later(&self, source: &mut Source) {
        let Some(fields) = &mut source.fields else { return };
        let archived = |fields: &SourceFields| fields.archived.as_ref().and_then(|archived| archived.date);
        let dates = [fields.published, fields.accessed, archived(fields)];
        if dates.iter().all(|date| self.is_past(date.as_ref())) {
            return;
        }
        let fields = Arc::make_mut(fields);
        fields.published.take_if(|date| !self.options.is_past(Some(date)));
        fields.accessed.take_if(|date| !self.options.is_past(Some(date)));
        fields.archived.take_if(|archived| !self.options.is_past(archived.date.as_ref()));
    }

    /// Fills in what could only be known when all tables were there: organizations, and where texts lead.
    fn link_registry(&self, site: &mut Site) {
        for id in site.offices.ids() {
            if let Some(Organization::Name(name)) = &site.offices[id].org
                && let Some(Entity::Actor(actor)) = self.written(Kind::Actor, name)
            {
                site.offices[id].org = Some(Organization::Actor(actor));
            }
        }
        let fill = |text: &mut Option<Text>| {
            if let Some(text) = text {
                text.ends = self.ends(text);
                text.cited = self.cited(text);
                text.mentions = self.mentions(text);
            }
        };
        site.actors.ids().for_each(|id| fill(&mut site.actors[id].text));
        site.offices.ids().for_each(|id| fill(&mut site.offices[id].text));
        site.issues.ids().for_each(|id| fill(&mut site.issues[id].text));
        site.places.ids().for_each(|id| fill(&mut site.places[id].text));
        site.sources.ids().for_each(|id| fill(&mut site.sources[id].text));
        for id in site.pages.ids() {
            let text = &mut site.pages[id].text;
            text.ends = self.ends(text);
            text.cited = self.cited(text);
        }
    }

    // ------------------------------------------------------------------ briefs and pages

    /// The briefs of this build, the newest first, by id within a day; of an id declared twice the first.
    fn briefs_shown(&self) -> Vec<Shown<'a>> {
        let documents: &'a [Hashed<Document>] = self.documents;
        let mut seen = FxHashSet::default();
        let mut shown: Vec<Shown<'a>> = Vec::new();
        for (document, parsed) in documents.iter().enumerate() {
            let DocumentFields::Brief(fields) = &parsed.fields else { continue };
            let first = seen.insert(&fields.id.value);
            if let (true, true, Some(date)) = (first, shows(fields, self.options), &fields.date) {
                shown.push(Shown { document, fields, date: date.value });
            }
        }
        shown.sort_by(|a, b| (b.date, &a.fields.id.value).cmp(&(a.date, &b.fields.id.value)));
        shown
    }

    fn index_briefs(&mut self, shown: &[Shown<'_>]) {
        for (number, brief) in shown.iter().enumerate() {
            self.index.insert(Kind::Brief, &brief.fields.id.value, Entity::Brief(Id::new(number)));
        }
    }

    fn briefs(&self, shown: &[Shown<'_>]) -> Vec<Brief> {
        shown.par_iter().map(|brief| self.brief(brief)).collect()
    }

    /// A brief; where its text leads and which its sources are is filled in once all tables are there.
    fn brief(&self, shown: &Shown<'_>) -> Brief {
        let fields = shown.fields;
        let resolved = &self.resolved[shown.document];
        let text = self.text_of_brief(shown.document);
        let mut updates: Vec<_> =
            fields.updates.iter().filter(|update| self.is_past(Some(&update.date.into()))).cloned().collect();
        updates.sort_by_key(|update| std::cmp::Reverse(update.date));
        Brief {
            id: fields.id.value.clone(),
            page: OutPath::entity(Kind::Brief, &fields.id.value),
            title: titled(&fields.title.value, &fields.id.value),
            date: shown.date,
            text,
            status: self.status(fields),
            actors: self.brief_actors(fields, resolved),
            issues: each_once(resolved.issues.iter().filter_map(|named| match self.entity(Kind::Issue, named)? {
                Entity::Issue(issue) => Some(issue),
                _ => None,
            })),
            places: each_once(resolved.places.iter().filter_map(|named| match self.entity(Kind::Place, named)? {
                Entity::Place(place) => Some(place),
                _ => None,
            })),
            sources: Vec::new(),
            updates,
        }
    }

    fn brief_actors(&self, fields: &BriefFields, resolved: &Resolved) -> Vec<BriefActor> {
        let mut actors: Vec<BriefActor> = Vec::new();
        for (item, named) in fields.actors.iter().zip(&resolved.actors) {
            let Some(Entity::Actor(actor)) = self.entity(Kind::Actor, named) else { continue };
            if actors.iter().all(|known| known.actor != actor) {
                actors.push(BriefActor {
                    actor,
                    title: item.title.as_ref().map(|title| (title.value.clone(), title.at)),
                    role: item.role.clone(),
                    index: item.index,
                });
            }
        }
        actors
    }

    fn status(&self, fields: &BriefFields) -> Status {
        match &fields.status {
            StatusFields::Draft | StatusFields::Live => Status::Live,
            // As of a day before the other brief this one still stood.
            StatusFields::Superseded { by: Some(by) } if self.is_later_brief(&by.value) => Status::Live,
            StatusFields::Superseded { by } => Status::Superseded {
                by: by.as_ref().and_then(|by| match self.written(Kind::Brief, &by.value) {
                    Some(Entity::Brief(brief)) => Some(brief),
                    _ => None,
                }),
            },
            StatusFields::Withdrawn { reason } => Status::Withdrawn { reason: reason.clone() },
        }
    }

    fn is_later_brief(&self, written: &str) -> bool {
        match named(Kind::Brief, written, self.lexicon) {
            Named::Known(id) => self.lexicon.visibility(Kind::Brief, &id) == Some(Visibility::Later),
            _ => false,
        }
    }

    fn pages(&self) -> Table<PlainPage> {
        let mut pages = Vec::new();
        for (number, document) in self.documents.iter().enumerate() {
            let DocumentFields::Page(fields) = &document.fields else { continue };
            if document.body.is_none() || (fields.draft && !self.options.drafts) {
                continue;
            }
            let heading = document.body.as_ref().and_then(|body| body.title.clone());
            let title = fields.title.as_ref().map(|title| title.value.clone()).or(heading);
            pages.push(PlainPage {
                page: page_path(&document.path, fields),
                file: document.path.clone(),
                title: title.unwrap_or_else(|| spoken(name_of_page(&document.path))),
                text: Text {
                    document: document.clone(),
                    resolved: Arc::clone(&self.resolved[number]),
                    ends: Vec::new(),
                    cited: Vec::new(),
                    mentions: Vec::new(),
                },
            });
        }
        pages.into_iter().collect()
    }

    // ------------------------------------------------------------------ links

    fn ends(&self, text: &Text) -> Vec<LinkEnd> {
        text.resolved.targets.iter().map(|target| self.end(target)).collect()
    }

    fn cited(&self, text: &Text) -> Vec<Option<Id<Source>>> {
        let row = |source: &ResolvedSource| match &source.identity {
            SourceIdentity::Registered(id) => match self.index.get(Kind::Source, id)? {
                Entity::Source(source) => Some(source),
                _ => None,
            },
            _ => None,
        };
        text.resolved.sources.iter().map(row).collect()
    }

    fn mentions(&self, text: &Text) -> Vec<(Bytes, Entity, bool)> {
        let certain = text.resolved.mentions.iter().filter_map(|mention| {
            let (kind, id) = mention.outcome.named()?;
            Some((mention.at, self.index.get(*kind, id)?, matches!(mention.outcome, Outcome::Linked(_))))
        });
        certain.collect()
    }

    fn end(&self, target: &Target) -> LinkEnd {
        match target {
            Target::Entity(kind, id, anchor) => match self.index.get(*kind, id) {
                Some(entity) => LinkEnd::Entity(entity, anchor.clone()),
                None => LinkEnd::Nothing,
            },
            Target::Unknown(written) => self.stub_named(written),
            Target::Page(_, page, anchor) => LinkEnd::Path(page.clone(), anchor.clone()),
            Target::Asset(copy) => LinkEnd::Path(copy.clone(), None),
            Target::Path(path, anchor) => LinkEnd::Path(path.clone(), anchor.clone()),
            Target::Anchor(anchor) => LinkEnd::Anchor(anchor.clone()),
            Target::Citation(items) => LinkEnd::Citation(
                items
                    .iter()
                    .filter_map(|item| item.as_ref().ok().map(|(number, locator)| (*number, locator.clone())))
                    .collect(),
            ),
            Target::Elsewhere => LinkEnd::Elsewhere,
            Target::Quote(id) => match self.index.quotes.get(id) {
                Some(quote) => LinkEnd::Quote(*quote),
                None => LinkEnd::Nothing,
            },
            Target::SeveralKinds(..)
            | Target::SeveralBearers(..)
            | Target::Hidden
            | Target::Later
            | Target::Missing(_)
            | Target::Outside => LinkEnd::Nothing,
        }
    }

    /// A `[[link]]` to an entity that only some brief names.
    fn stub_named(&self, written: &str) -> LinkEnd {
        let (written, anchor) = match written.split_once('#') {
            Some((written, anchor)) => (written, Some(anchor.to_owned())),
            None => (written, None),
        };
        let qualified = written.split_once('/').and_then(|(folder, id)| Some((Kind::of_folder(folder)?, id)));
        let kinds = qualified.map_or(Kind::ALL.to_vec(), |(kind, _)| vec![kind]);
        let name = qualified.map_or(written, |(_, id)| id);
        let Some(slug) = Slug::parse(name).or_else(|| Slug::of_name(name)) else { return LinkEnd::Nothing };
        let mut found = kinds.into_iter().filter_map(|kind| self.index.get(kind, &slug));
        match (found.next(), found.next()) {
            (Some(entity), None) => LinkEnd::Entity(entity, anchor),
            _ => LinkEnd::Nothing,
        }
    }

    // ------------------------------------------------------------------ redirects

    fn redirects(&self, site: &Site) -> Vec<Redirect> {
        let mut redirects = Vec::new();
        for document in self.documents {
            match &document.fields {
                DocumentFields::Brief(brief) if !brief.former_ids.is_empty() || !brief.aliases.is_empty() => {
                    if let Some(Entity::Brief(id)) = self.index.get(Kind::Brief, &brief.id.value)
                        && site.briefs[id].text.document == *document
                    {
                        let to = Entity::Brief(id);
                        self.former(site, document, Kind::Brief, &brief.former_ids, to, &mut redirects);
                        aliases(
                            document,
                            &brief.aliases,
                            &site.briefs[id].page,
                            &site.briefs[id].title,
                            &mut redirects,
                        );
                    }
                }
                DocumentFields::Page(page) if page.aliases.is_empty() => {}
                DocumentFields::Page(page) => {
                    let shown = site.pages.rows().iter().find(|row| row.file == document.path);
                    if let Some(row) = shown {
                        aliases(document, &page.aliases, &row.page, &row.title, &mut redirects);
                    }
                }
                DocumentFields::Actors(entries) => self.former_of(site, document, Kind::Actor, entries, &mut redirects),
                DocumentFields::Offices(entries) => {
                    self.former_of(site, document, Kind::Office, entries, &mut redirects)
                }
                DocumentFields::Issues(entries) => self.former_of(site, document, Kind::Issue, entries, &mut redirects),
                DocumentFields::Places(entries) => self.former_of(site, document, Kind::Place, entries, &mut redirects),
                DocumentFields::Sources(entries) => {
                    self.former_of(site, document, Kind::Source, entries, &mut redirects)
                }
                DocumentFields::Brief(_) | DocumentFields::Config(_) => {}
            }
        }
        redirects
    }

    fn former_of<T>(
        &self,
        site: &Site,
        document: &Document,
        kind: Kind,
        entries: &[Entry<T>],
        redirects: &mut Vec<Redirect>,
    ) {
        for entry in entries {
            if let Some(entity) = self.index.get(kind, &entry.id.value) {
                self.former(site, document, kind, &entry.former_ids, entity, redirects);
            }
        }
    }

    fn former(
        &self,
        site: &Site,
        document: &Document,
        kind: Kind,
        ids: &[Located<Slug>],
        to: Entity,
        redirects: &mut Vec<Redirect>,
    ) {
        let Some(page) = site.page_of(to) else { return };
        redirects.extend(ids.iter().map(|id| Redirect {
            from: OutPath::entity(kind, &id.value),
            to: page.clone(),
            title: site.name_of(to).to_owned(),
            span: Span::new(document.path.clone(), id.at),
        }));
    }
}

/// Links from registry texts and plain pages count as uses, too.
fn note_registry_links(site: &mut Site) {
    let actors = site.actors.rows().iter().filter_map(|row| row.text.as_ref());
    let offices = site.offices.rows().iter().filter_map(|row| row.text.as_ref());
    let issues = site.issues.rows().iter().filter_map(|row| row.text.as_ref());
    let places = site.places.rows().iter().filter_map(|row| row.text.as_ref());
    let pages = site.pages.rows().iter().map(|row| &row.text);
    for text in actors.chain(offices).chain(issues).chain(places).chain(pages) {
        for end in &text.ends {
            if let LinkEnd::Entity(entity, _) = end {
                site.relations.linked.insert(*entity);
            }
        }
        site.relations.linked.extend(text.cited.iter().flatten().map(|source| Entity::Source(*source)));
        site.relations.linked.extend(text.mentions.iter().map(|(_, entity, _)| *entity));
    }
}

/// Leaves out the files that would be copied only for a link which nothing shown has.
fn keep_linked(site: &mut Site) {
    if !site.copies.iter().any(|copy| copy.needs_link) {
        return;
    }
    let paths = site.texts().flat_map(|text| &text.ends).filter_map(|end| match end {
        LinkEnd::Path(path, _) => Some(path.clone()),
        _ => None,
    });
    let linked: FxHashSet<OutPath> = paths.collect();
    site.copies.retain(|copy| !copy.needs_link || linked.contains(&copy.path));
}

/// A brief of this build.
struct Shown<'a> {
    document: usize,
    fields: &'a BriefFields,
    date: Day,
}

fn aliases(
    document: &Document,
    aliases: &[Located<String>],
    page: &OutPath,
    title: &str,
    redirects: &mut Vec<Redirect>,
) {
    for alias in aliases {
        // Any other alias is reported by the checks.
        if let Some(from) = alias_path(&alias.value) {
            let span = Span::new(document.path.clone(), alias.at);
            redirects.push(Redirect { from, to: page.clone(), title: title.to_owned(), span });
        }
    }
}

/// Whether a document may name something that is not registered: most briefs name nothing else than what is.
fn may_name_strings(document: &Document, resolved: &Resolved) -> bool {
    let is_string = |named: &Named| matches!(named, Named::Stub(_) | Named::Undefined(_));
    let lists = resolved.actors.iter().chain(&resolved.issues).chain(&resolved.places);
    match &document.fields {
        DocumentFields::Brief(_) => !resolved.references.is_empty() || lists.into_iter().any(is_string),
        DocumentFields::Actors(_) | DocumentFields::Issues(_) => true,
        _ => false,
    }
}

/// Whether an id is a single word, as somebody writes a subject and not an id: `trade`.
fn is_plain_word(slug: &Slug) -> bool {
    slug.as_str().bytes().all(|b| b.is_ascii_lowercase())
}

/// The title, or where it is missing the id.
fn titled(title: &str, id: &Slug) -> String {
    let title = title.trim();
    if title.is_empty() { id.to_string() } else { title.to_owned() }
}

/// An id as words: `south-china-sea` gives `South china sea`.
fn spoken(id: &str) -> String {
    let words = id.replace(['-', '_'], " ");
    let mut chars = words.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

fn name_of_page(file: &crate::base::path::SitePath) -> &str {
    match file.stem() {
        "index" => file.folder().rsplit('/').next().unwrap_or_default(),
        stem => stem,
    }
}

fn each_once<T: PartialEq>(items: impl Iterator<Item = T>) -> Vec<T> {
    let mut once = Vec::new();
    for item in items {
        if !once.contains(&item) {
            once.push(item);
        }
    }
    once
}

/// Cuts each circle of parents at its first row, so that climbing always ends.
fn without_circles<T>(table: &mut Table<T>, parent: fn(&mut T) -> &mut Option<Id<T>>) {
    for start in table.ids() {
        let mut at = start;
        for _ in 0..=table.len() {
            match *parent(&mut table[at]) {
                None => break,
                Some(above) if above == start => {
                    *parent(&mut table[start]) = None;
                    break;
                }
                Some(above) => at = above,
            }
        }
    }
}

fn order_children(table: &mut Table<Issue>) {
    let mut children: Vec<(Id<Issue>, Id<Issue>)> =
        table.iter().filter_map(|(id, issue)| Some((issue.parent?, id))).collect();
    children.sort_by(|(_, a), (_, b)| (&table[*a].title, &table[*a].id).cmp(&(&table[*b].title, &table[*b].id)));
    for (parent, child) in children {
        table[parent].children.push(child);
    }
}

/// The source that a registered entry names, by id or URL, for checks.
pub fn source_named(site: &Site, written: &str, lexicon: &Lexicon) -> Option<Id<Source>> {
    let identity = source_identity(written, lexicon);
    let super::resolve::SourceIdentity::Registered(slug) = identity else { return None };
    site.sources.iter().find(|(_, source)| source.page.as_ref().is_some_and(|(id, _)| *id == slug)).map(|(id, _)| id)
}
