//! One table of sources out of the registry and all briefs: the same address is the same source.

use std::collections::BTreeMap;
use std::sync::Arc;

use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

use crate::base::date::When;
use crate::base::finding::Span;
use crate::base::id::{Id, Kind, Slug, Table};
use crate::base::memo::Fingerprint;
use crate::base::path::{OutPath, SitePath};
use crate::base::web::{clean_url, web_slug, without_scheme};
use crate::parse::registry::{DatedState, SourceFields};

use super::entities::{Source, Text};
use super::named::{ResolvedSource, SourceAddress, SourceIdentity};

/// A registered source, as the table starts with it.
pub(super) struct Registered {
    pub(super) id: Slug,
    pub(super) span: Span,
    pub(super) fields: Arc<SourceFields>,
    pub(super) text: Option<Text>,
}

/// The table, and for each brief its sources in the order of its list.
pub(super) struct Gathered {
    pub(super) table: Table<Source>,
    pub(super) of_briefs: RowsOfBriefs,
}

/// An item of a brief's list.
#[derive(Clone, Copy)]
struct Item<'a> {
    brief: &'a SitePath,
    number: usize,
    source: &'a ResolvedSource,
}

/// A source that briefs list and nobody registered.
struct UnregisteredSource<'a> {
    /// The first item that names it.
    first: Item<'a>,
    /// The first item that has fields of its own.
    given: Option<Item<'a>>,
    /// What the first item calls it that names it in a word.
    written: Option<&'a str>,
    /// How many briefs list it.
    briefs: usize,
    last_brief: usize,
}

/// For each brief its sources, in the order of its list; `None` for what names nothing.
type RowsOfBriefs = Vec<Vec<Option<Id<Source>>>>;

/// A brief's file, and its list of sources.
pub(super) type SourcesOf<'a> = (&'a SitePath, &'a [ResolvedSource]);

/// All that a registered source is known by: its id, and its address where it has one.
pub(super) fn identities(id: &Slug, fields: &SourceFields) -> impl Iterator<Item = Fingerprint> {
    let web = fields
        .url
        .as_ref()
        .and_then(|url| clean_url(&url.value))
        .map(|url| SourceIdentity::Web(url.into()));
    std::iter::once(SourceIdentity::Registered(id.clone()))
        .chain(web)
        .map(|identity| Fingerprint::of(&identity))
}

/// Gathers the sources of the registry and of the briefs that are shown.
pub(super) fn gather(registered: Vec<Registered>, briefs: &[SourcesOf<'_>]) -> Gathered {
    let mut rows: Vec<Source> = Vec::new();
    let mut known: FxHashMap<Fingerprint, Id<Source>> = FxHashMap::default();
    for source in registered {
        let web = source.fields.url.as_ref().and_then(|url| clean_url(&url.value));
        let slug = source.id.clone();
        let id = Id::new(rows.len());
        rows.push(from_registry(source));
        known.insert(Fingerprint::of(&SourceIdentity::Registered(slug)), id);
        if let Some(url) = web {
            known.entry(Fingerprint::of(&SourceIdentity::Web(url.into()))).or_insert(id);
        }
    }
    let (listed, of_briefs) = listed(briefs, &known, rows.len());
    let slugs = slugs(&listed, &rows);
    let of_listed = listed.par_iter().enumerate();
    rows.par_extend(
        of_listed.map(|(number, source)| from_briefs(source, slugs.get(&number).cloned())),
    );
    let mut table = rows.into_iter().collect();
    derive(&mut table, briefs, &of_briefs, &known);
    gather_states(&mut table, briefs, &of_briefs);
    Gathered { table, of_briefs }
}

/// Links the sources that only briefs have to what they are derived from: other sources of the same
/// brief, by the ids that they have there, and registered ones.
fn derive(
    table: &mut Table<Source>,
    briefs: &[SourcesOf<'_>],
    of_briefs: &RowsOfBriefs,
    known: &FxHashMap<Fingerprint, Id<Source>>,
) {
    let is_derived = |source: &ResolvedSource| {
        source.own.as_ref().is_some_and(|own| !own.further().derived_from.is_empty())
    };
    let briefs =
        briefs.par_iter().zip(of_briefs).filter(|((_, sources), _)| sources.iter().any(is_derived));
    for ((_, sources), rows) in briefs.collect::<Vec<_>>() {
        for (source, row) in sources.iter().zip(rows) {
            let (Some(own), Some(id)) = (&source.own, *row) else { continue };
            let holds = || table[id].fields.as_ref().is_some_and(|fields| Arc::ptr_eq(fields, own));
            if own.further().derived_from.is_empty() || !holds() {
                continue;
            }
            let origin = |written: &str| {
                let slug = Slug::parse(written.trim())?;
                match sources.iter().position(|other| other.local.as_ref() == Some(&slug)) {
                    Some(number) => rows[number],
                    None => known.get(&Fingerprint::of(&SourceIdentity::Registered(slug))).copied(),
                }
            };
            let origins = own
                .further()
                .derived_from
                .iter()
                .map(|written| origin(&written.value).ok_or(written.value.clone()));
            table[id].derived_from = origins.filter(|origin| *origin != Ok(id)).collect();
        }
    }
}

/// Gives each source what all briefs know of what became of it: that it was retracted is not to be
/// lost because a newer brief, whose fields it has, does not mention it.
fn gather_states(table: &mut Table<Source>, briefs: &[SourcesOf<'_>], of_briefs: &RowsOfBriefs) {
    let mut told: BTreeMap<Id<Source>, Vec<DatedState>> = BTreeMap::new();
    // The newest brief comes last, and the registry after it: of one day the last word counts.
    for ((_, sources), rows) in briefs.iter().zip(of_briefs).rev() {
        for (source, row) in sources.iter().zip(rows) {
            let states = source
                .own
                .as_ref()
                .map(|own| &own.further().states)
                .filter(|states| !states.is_empty());
            if let (Some(states), Some(id)) = (states, row) {
                told.entry(*id).or_default().extend(states.iter().cloned());
            }
        }
    }
    for (id, mut states) in told {
        let source = &mut table[id];
        let Some(fields) = &mut source.fields else { continue };
        if source.registered {
            states.extend(fields.further().states.iter().cloned());
        }
        states.sort_by_key(|state| state.date.as_ref().map(When::sort_key));
        states.dedup();
        if fields.further().states != states {
            Arc::make_mut(fields).further.get_or_insert_default().states = states;
        }
    }
}

/// The sources that only briefs name, by first mention, and which source each item of each brief
/// is: their rows begin with `first`.
fn listed<'a>(
    briefs: &[SourcesOf<'a>],
    known: &FxHashMap<Fingerprint, Id<Source>>,
    first: usize,
) -> (Vec<UnregisteredSource<'a>>, RowsOfBriefs) {
    let items = briefs.iter().map(|(_, sources)| sources.len()).sum();
    let mut listed: Vec<UnregisteredSource<'a>> = Vec::with_capacity(items);
    let mut by_identity: FxHashMap<Fingerprint, usize> =
        FxHashMap::with_capacity_and_hasher(items, Default::default());
    let mut row = |brief: usize, item: Item<'a>| {
        let source = item.source;
        if let Some(id) = known.get(&source.fingerprint) {
            return Some(*id);
        }
        if matches!(source.identity, SourceIdentity::Undefined(_)) {
            return None;
        }
        let row = *by_identity.entry(source.fingerprint).or_insert_with(|| {
            listed.push(UnregisteredSource {
                first: item,
                given: None,
                written: None,
                briefs: 0,
                last_brief: usize::MAX,
            });
            listed.len() - 1
        });
        let entry = &mut listed[row];
        entry.given = entry.given.or(source.own.as_ref().map(|_| item));
        entry.written = entry.written.or(source.written.as_deref());
        entry.briefs += usize::from(entry.last_brief != brief);
        entry.last_brief = brief;
        Some(Id::new(first + row))
    };
    let rows = briefs
        .iter()
        .enumerate()
        .map(|(index, (brief, sources))| {
            let items =
                sources.iter().enumerate().map(|(number, source)| Item { brief, number, source });
            items.map(|item| row(index, item)).collect()
        })
        .collect();
    (listed, rows)
}

/// The slugs of those that two briefs name, which have pages, by their number. Where two would get
/// the same, the first by identity gets it.
fn slugs(listed: &[UnregisteredSource<'_>], registered: &[Source]) -> FxHashMap<usize, Slug> {
    let mut taken: FxHashSet<Slug> = registered
        .iter()
        .filter_map(|source| source.page.as_ref().map(|(slug, _)| slug.clone()))
        .collect();
    let mut shared: Vec<usize> =
        (0..listed.len()).filter(|number| listed[*number].briefs > 1).collect();
    shared.sort_by_key(|number| &listed[*number].first.source.identity);
    let slug = |number: usize| {
        Some((number, free_slug(&listed[number].first.source.identity, &mut taken)?))
    };
    shared.into_iter().filter_map(slug).collect()
}

/// The slug of a source that two briefs name: of its address, or of its title; numbered where
/// taken.
fn free_slug(identity: &SourceIdentity, taken: &mut FxHashSet<Slug>) -> Option<Slug> {
    let slug = match identity {
        SourceIdentity::Web(url) => web_slug(url)?,
        SourceIdentity::Titled(slug) => slug.clone(),
        SourceIdentity::Registered(_) | SourceIdentity::Undefined(_) => return None,
    };
    let numbered = (2_usize..).map(|n| slug.with_suffix(&n.to_string()));
    let free = std::iter::once(slug.clone()).chain(numbered).find(|slug| !taken.contains(slug))?;
    taken.insert(free.clone());
    Some(free)
}

fn from_registry(source: Registered) -> Source {
    let title =
        source.fields.title.as_ref().map(|title| &title.value).filter(|title| !title.is_empty());
    Source {
        page: Some((source.id.clone(), OutPath::entity(Kind::Source, &source.id))),
        registered: true,
        span: source.span,
        item: None,
        title: title.map_or_else(|| source.id.as_str().into(), Arc::clone),
        url: source.fields.url.as_ref().map(|url| SourceAddress::new(Arc::clone(&url.value))),
        fields: Some(source.fields),
        derived_from: Vec::new(),
        text: source.text.map(Box::new),
    }
}

fn from_briefs(listed: &UnregisteredSource<'_>, slug: Option<Slug>) -> Source {
    let identity = &listed.first.source.identity;
    let given = listed.given.map(|item| item.source);
    let url = match identity {
        SourceIdentity::Web(url) => {
            let written = given.and_then(|source| source.url.clone());
            Some(written.unwrap_or_else(|| SourceAddress::new(Arc::clone(url))))
        }
        _ => None,
    };
    let named = || match identity {
        SourceIdentity::Web(url) => without_scheme(url).into(),
        SourceIdentity::Titled(slug) => listed.written.unwrap_or(slug.as_str()).into(),
        SourceIdentity::Registered(_) | SourceIdentity::Undefined(_) => "".into(),
    };
    // The places of the fields are places of the file that has them.
    let item = listed.given.unwrap_or(listed.first);
    Source {
        page: slug.map(|slug| (slug.clone(), OutPath::entity(Kind::Source, &slug))),
        registered: false,
        span: Span::new(item.brief.clone(), item.source.at),
        item: Some(item.number),
        title: given.and_then(|source| source.title.clone()).unwrap_or_else(named),
        url,
        fields: given.and_then(|source| source.own.clone()),
        derived_from: Vec::new(),
        text: None,
    }
}
