//! Puts the documents together: the graph of all that this build shows.
//!
//! Nothing is reported here. What cannot be placed is left out of the graph, and the checks find it
//! by comparing the documents with the graph.

mod again;
mod briefs;
mod claims;
mod links;
mod redirects;
mod registry;
mod statements;
mod strings;

use std::collections::BTreeMap;
use std::hash::{Hash, Hasher};
use std::sync::Arc;

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use crate::base::date::{Day, End, When};
use crate::base::finding::Span;
use crate::base::id::{Id, Kind, Slug, Table};
use crate::base::memo::{Fingerprint, Hashed};
use crate::base::options::Options;
use crate::base::path::UrlStyle;
use crate::base::threads::MAX_CHUNK;
use crate::parse::brief::BriefFields;
use crate::parse::config::Config;
use crate::parse::registry::Entry;
use crate::parse::{Document, DocumentFields};

use super::copies::{Copied, linked};
use super::entities::{Entity, MergedName, Origin, Quote, Site, Text};
use super::lexicon::Lexicon;
use super::named::{Named, named};
use super::relations::{Relations, relations};
use super::resolve::Resolved;
use super::resting::Resting;
use super::sources;
use super::statements::ByEntity;
use super::texts::{SavedTexts, Verdicts};

use links::note_registry_links;

/// The configuration, with what the command line overrides.
fn config<'a>(
    documents: impl IntoIterator<Item = &'a Hashed<Document>>,
    options: &Options,
) -> Config {
    let given = documents.into_iter().find_map(|document| match &document.fields {
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
/// Where nothing but texts of briefs differs from the `last` site, that one is brought up to date:
/// their front matters and all other files make everything but what their texts lead to.
pub fn assemble(
    parts: &Parts<'_>,
    copies: Vec<Copied>,
    verdicts: &mut Verdicts,
    last: Option<(Site, Frame)>,
) -> (Site, Frame) {
    let fingerprint = again::fingerprint(parts);
    match last {
        Some((site, frame)) if frame.fingerprint == fingerprint => {
            again::with_texts(parts, copies, site, frame)
        }
        last => {
            if last.is_some() {
                // Nobody waits until a large site is taken apart.
                rayon::spawn(|| drop(last));
            }
            let verify = |site: &mut Site| verdicts.verify(site, parts.texts);
            Assembler::of(parts, Index::default()).site(copies, fingerprint, verify)
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

/// A registered entity that a list calls by its name.
struct CalledByName {
    kind: Kind,
    id: Slug,
    /// The id that the name would have if it were not registered.
    former: Slug,
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
    /// The numbers of the documents that are no briefs: few among many, and many ask for them.
    others: Vec<usize>,
    stubs: BTreeMap<(Kind, Slug), Stub>,
    called: Vec<CalledByName>,
    merged: Vec<MergedName>,
    index: Index,
}

/// The entries of one kind with their documents, by id; of an id declared twice the first.
type Entries<'a, T> = BTreeMap<&'a Slug, (&'a Entry<T>, usize)>;

impl<'a> Assembler<'a> {
    fn of(parts: &Parts<'a>, index: Index) -> Assembler<'a> {
        let Parts { documents, resolved, lexicon, options, .. } = *parts;
        let (others, stubs, called, merged) = (Vec::new(), BTreeMap::new(), Vec::new(), Vec::new());
        Assembler { documents, resolved, lexicon, options, others, stubs, called, merged, index }
    }

    /// What rests on what is known once `verify` has looked the quotations up.
    fn site(
        mut self,
        copies: Vec<Copied>,
        fingerprint: Fingerprint,
        verify: impl FnOnce(&mut Site),
    ) -> (Site, Frame) {
        let is_other =
            |document: &Hashed<Document>| !matches!(document.fields, DocumentFields::Brief(_));
        let numbered = self.documents.par_iter().enumerate();
        self.others =
            numbered.filter(|(_, document)| is_other(document)).map(|(number, _)| number).collect();
        let config = config(self.others().map(|(_, document)| document), self.options);
        self.gather_stubs();
        let shown = self.briefs_shown();
        self.index_briefs(&shown);

        self.index_statements(&shown);
        let listed = self.listed_sources(&shown);
        let registered = self.registered_sources(&listed);
        let offices = self.offices();
        let actors = self.actors(&offices);
        let issues = self.issues();
        let places = self.places();
        let (gathered, mut briefs) =
            rayon::join(|| sources::gather(registered, &listed), || self.briefs(&shown));
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
            copies: Vec::new(),
            redirects: Vec::new(),
            relations: Relations::default(),
            retracted: Resting::default(),
        };
        self.link_registry(&mut site);

        briefs.par_iter_mut().with_max_len(MAX_CHUNK).zip(gathered.of_briefs).for_each(
            |(brief, sources)| {
                brief.sources = sources;
                brief.text.links = self.links(&brief.text);
                brief.text.mentions = self.mentions(&brief.text);
                brief.text.head = self.named_in_head(&brief.text);
            },
        );
        site.briefs = briefs.into_iter().collect();
        self.statements(&mut site, &shown);
        verify(&mut site);

        site.statements = ByEntity::of(&site);
        site.relations = relations(&site);
        site.retracted = Resting::on_retracted(&site);
        note_registry_links(&mut site);
        site.copies = linked(copies, site.texts());
        site.redirects = self.redirects(&site);
        site.redirects.extend(self.redirects_of_names(&site));
        let briefs = shown.iter().map(|brief| brief.document).collect();
        (site, Frame { fingerprint, index: self.index, briefs })
    }

    /// The documents that are no briefs, with their numbers.
    fn others(&self) -> impl Iterator<Item = (usize, &'a Hashed<Document>)> {
        self.others.iter().map(|number| (*number, &self.documents[*number]))
    }

    /// The entity that a reference leads to.
    fn entity(&self, kind: Kind, named: &Named) -> Option<Entity> {
        match named {
            Named::Known(id) | Named::Alike(id) | Named::Stub(id) | Named::Undefined(id) => {
                self.index.get(kind, id)
            }
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
            links: Vec::new(),
            cited: Vec::new(),
            mentions: Vec::new(),
            head: Vec::new(),
        })
    }

    /// The text of a brief, before it is known where it leads.
    fn text_of_brief(&self, document: usize) -> Text {
        Text {
            document: self.documents[document].clone(),
            resolved: Arc::clone(&self.resolved[document]),
            links: Vec::new(),
            cited: Vec::new(),
            mentions: Vec::new(),
            head: Vec::new(),
        }
    }

    fn entries<T>(&self, of: fn(&DocumentFields) -> Option<&Vec<Entry<T>>>) -> Entries<'a, T> {
        let mut entries: Entries<'a, T> = BTreeMap::new();
        for (number, document) in self.others() {
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
        self.options.edition.is_past(when)
    }

    /// An end as of the build's day: before it came nobody knew of it.
    fn end_known(&self, to: &End) -> End {
        match to {
            End::On(to) if !self.is_past(Some(to)) => End::Open,
            to => *to,
        }
    }
}

/// A brief of this build.
struct Shown<'a> {
    document: usize,
    fields: &'a Arc<BriefFields>,
    date: Day,
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
    // The row from which somebody climbed past.
    let mut climbed: Vec<Option<Id<T>>> = vec![None; table.len()];
    for start in table.ids() {
        let mut at = start;
        while climbed[at.index()].is_none() {
            climbed[at.index()] = Some(start);
            let Some(above) = *parent(&mut table[at]) else { break };
            at = above;
            if climbed[at.index()] == Some(start) {
                let mut first = at;
                let mut other = at;
                while let Some(above) = parent(&mut table[other]).filter(|above| *above != at) {
                    other = above;
                    first = first.min(other);
                }
                *parent(&mut table[first]) = None;
            }
        }
    }
}
