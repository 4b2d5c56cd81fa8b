//! The table of sources from the registry and all briefs: items with equal addresses are one
//! source.

use std::collections::BTreeMap;
use std::sync::Arc;

use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

use crate::base::date::When;
use crate::base::edition::Edition;
use crate::base::finding::Span;
use crate::base::id::{Id, Kind, Slug, Table};
use crate::base::memo::Fingerprint;
use crate::base::path::{OutPath, SitePath};
use crate::base::web::{clean_url, web_slug, without_scheme};
use crate::model::entities::Source;
use crate::model::input::Front;
use crate::model::named::{ResolvedSource, SourceAddress, SourceIdentity};
use crate::model::visibility::Visibility;
use crate::parse::registry::{DatedState, Entry, SourceFields};

use super::maker::RowMaker;

/// A source with an entry in the registry.
pub(super) struct RegisteredSource<'a> {
    pub(super) front: Front<'a>,
    pub(super) entry: &'a Entry<SourceFields>,
}

/// A source that only briefs list.
struct UnregisteredSource<'a> {
    /// The first item that lists it.
    first: ListedSource<'a>,
    /// The first item with fields of its own.
    given: Option<ListedSource<'a>>,
    /// The name in the first item that names it by a word.
    written: Option<&'a str>,
    /// The number of briefs that list it.
    briefs: usize,
    last_brief: usize,
    /// The id, if it has a page.
    slug: Option<Slug>,
}

/// An item of a brief's list of sources.
#[derive(Clone, Copy)]
struct ListedSource<'a> {
    /// The row number of the brief.
    brief: usize,
    /// The index in the list.
    number: usize,
    source: &'a ResolvedSource,
}

/// The file of a brief, and its list of sources.
pub(super) type SourcesOf<'a> = (&'a SitePath, &'a [ResolvedSource]);

/// For each brief the source of each item; `None` for an undefined item.
type SourcesOfBriefs = Vec<Vec<Option<Id<Source>>>>;

/// The states of sources, from the registry and all briefs.
type States = BTreeMap<Id<Source>, Vec<DatedState>>;

/// The sources of a build by row number: the registered ones, then the others by first mention.
pub(super) struct NumberedSources<'a> {
    registered: Vec<RegisteredSource<'a>>,
    unregistered: Vec<UnregisteredSource<'a>>,
    /// The lists of sources of all briefs.
    lists: Vec<SourcesOf<'a>>,
    of_briefs: SourcesOfBriefs,
    /// The index of each source in its brief's list, by brief and local id. Only for briefs with a
    /// derived source.
    places: FxHashMap<(usize, &'a Slug), usize>,
    /// The registered sources by id and by address.
    known: FxHashMap<Fingerprint, Id<Source>>,
}

fn places<'a>(lists: &[SourcesOf<'a>]) -> FxHashMap<(usize, &'a Slug), usize> {
    let is_derived = |source: &ResolvedSource| {
        source.own.as_ref().is_some_and(|own| !own.further().derived_from.is_empty())
    };
    let mut places = FxHashMap::default();
    for (brief, (_, sources)) in lists.iter().enumerate() {
        if sources.iter().any(is_derived) {
            for (place, source) in sources.iter().enumerate() {
                if let Some(id) = &source.local {
                    places.entry((brief, id)).or_insert(place);
                }
            }
        }
    }
    places
}

impl<'a> NumberedSources<'a> {
    /// Numbers the sources. `lists` are in the order of the briefs.
    pub(super) fn of(
        registered: Vec<RegisteredSource<'a>>,
        lists: Vec<SourcesOf<'a>>,
        edition: Edition,
    ) -> NumberedSources<'a> {
        let registered = shown(registered, &lists, edition);
        let mut known: FxHashMap<Fingerprint, Id<Source>> = FxHashMap::default();
        for (number, source) in registered.iter().enumerate() {
            for identity in identities(source.entry) {
                known.entry(identity).or_insert(Id::new(number));
            }
        }
        let (mut unregistered, of_briefs) = unregistered(&lists, &known, registered.len());
        give_slugs(&mut unregistered, &registered);
        let places = places(&lists);
        NumberedSources { registered, unregistered, lists, of_briefs, places, known }
    }

    /// The ids of the registered sources.
    pub(super) fn registered_ids(&self) -> impl ExactSizeIterator<Item = &Slug> {
        self.registered.iter().map(|source| &source.entry.id.value)
    }

    /// The other sources with a page, with their ids.
    pub(super) fn unregistered_ids(&self) -> impl Iterator<Item = (Id<Source>, &Slug)> {
        let first = self.registered.len();
        let numbered = self.unregistered.iter().enumerate();
        numbered.filter_map(move |(number, source)| {
            Some((Id::new(first + number), source.slug.as_ref()?))
        })
    }

    /// The sources of a brief, in the order of its list.
    pub(super) fn of_brief(&self, brief: usize) -> &[Option<Id<Source>>] {
        &self.of_briefs[brief]
    }

    /// The origins of a source that only briefs list. An id may be local to the brief, or
    /// registered.
    fn origins(&self, item: &ListedSource<'_>) -> Vec<Result<Id<Source>, String>> {
        let rows = &self.of_briefs[item.brief];
        let origin = |written: &str| {
            let slug = Slug::parse(written.trim())?;
            match self.places.get(&(item.brief, &slug)) {
                Some(place) => rows[*place],
                None => {
                    let identity = Fingerprint::of(&SourceIdentity::Registered(slug));
                    self.known.get(&identity).copied()
                }
            }
        };
        let own = item.source.own.iter().flat_map(|own| &own.further().derived_from);
        own.map(|written| origin(&written.value).ok_or_else(|| written.value.clone())).collect()
    }

    /// The states of each source from all briefs. A retraction must not be lost because a newer
    /// brief, whose fields the source has, does not mention it.
    fn states(&self) -> States {
        let mut told = States::new();
        // The newest brief comes last, then the registry: of two states of one day, the last one
        // counts.
        for ((_, sources), rows) in self.lists.iter().zip(&self.of_briefs).rev() {
            for (source, row) in sources.iter().zip(rows) {
                let states = source.own.as_ref().map(|own| &own.further().states);
                let states = states.filter(|states| !states.is_empty());
                if let (Some(id), Some(states)) = (row, states) {
                    told.entry(*id).or_default().extend(states.iter().cloned());
                }
            }
        }
        for (number, source) in self.registered.iter().enumerate() {
            if let Some(told) = told.get_mut(&Id::new(number)) {
                told.extend(source.entry.fields.further().states.iter().cloned());
            }
        }
        for states in told.values_mut() {
            states.sort_by_key(|state| state.date.as_ref().map(When::sort_key));
            states.dedup();
        }
        told
    }
}

/// The registered sources that the build shows. A source that was published after the build's day
/// is left out unless a brief lists it.
fn shown<'a>(
    registered: Vec<RegisteredSource<'a>>,
    lists: &[SourcesOf<'_>],
    edition: Edition,
) -> Vec<RegisteredSource<'a>> {
    let is_shown = |source: &RegisteredSource<'_>| {
        Visibility::of_source(&source.entry.fields, edition) == Visibility::Shown
    };
    if registered.iter().all(is_shown) {
        return registered;
    }
    let listed: FxHashSet<Fingerprint> =
        lists.iter().flat_map(|(_, list)| list.iter().map(|source| source.fingerprint)).collect();
    let is_listed = |source: &RegisteredSource<'_>| {
        identities(source.entry).any(|identity| listed.contains(&identity))
    };
    registered.into_iter().filter(|source| is_shown(source) || is_listed(source)).collect()
}

/// The fingerprints of a registered source: of its id, and of its address.
fn identities(entry: &Entry<SourceFields>) -> impl Iterator<Item = Fingerprint> {
    let url = entry.fields.url.as_ref().and_then(|url| clean_url(&url.value));
    let web = url.map(|url| SourceIdentity::Web(url.into()));
    std::iter::once(SourceIdentity::Registered(entry.id.value.clone()))
        .chain(web)
        .map(|identity| Fingerprint::of(&identity))
}

/// The sources that only briefs list, by first mention, and the source of each item of each list.
/// Their row numbers begin at `first`.
fn unregistered<'a>(
    lists: &[SourcesOf<'a>],
    known: &FxHashMap<Fingerprint, Id<Source>>,
    first: usize,
) -> (Vec<UnregisteredSource<'a>>, SourcesOfBriefs) {
    let items = lists.iter().map(|(_, list)| list.len()).sum();
    let mut sources: Vec<UnregisteredSource<'a>> = Vec::with_capacity(items);
    let mut by_identity: FxHashMap<Fingerprint, usize> =
        FxHashMap::with_capacity_and_hasher(items, Default::default());
    let mut row = |item: ListedSource<'a>| {
        let source = item.source;
        if let Some(id) = known.get(&source.fingerprint) {
            return Some(*id);
        }
        if matches!(source.identity, SourceIdentity::Undefined(_)) {
            return None;
        }
        let row = *by_identity.entry(source.fingerprint).or_insert_with(|| {
            sources.push(UnregisteredSource {
                first: item,
                given: None,
                written: None,
                briefs: 0,
                last_brief: usize::MAX,
                slug: None,
            });
            sources.len() - 1
        });
        let entry = &mut sources[row];
        entry.given = entry.given.or(source.own.as_ref().map(|_| item));
        entry.written = entry.written.or(source.written.as_deref());
        entry.briefs += usize::from(entry.last_brief != item.brief);
        entry.last_brief = item.brief;
        Some(Id::new(first + row))
    };
    let of_brief = |(brief, (_, list)): (usize, &SourcesOf<'a>)| {
        let items = list.iter().enumerate();
        items.map(|(number, source)| row(ListedSource { brief, number, source })).collect()
    };
    let of_briefs = lists.iter().enumerate().map(of_brief).collect();
    (sources, of_briefs)
}

/// Gives an id, and so a page, to each source that several briefs list. If several get the same id,
/// the first by identity keeps it.
fn give_slugs(unregistered: &mut [UnregisteredSource<'_>], registered: &[RegisteredSource<'_>]) {
    let mut taken: FxHashSet<Slug> =
        registered.iter().map(|source| source.entry.id.value.clone()).collect();
    let mut shared: Vec<&mut UnregisteredSource<'_>> =
        unregistered.iter_mut().filter(|source| source.briefs > 1).collect();
    shared.sort_by(|one, other| one.first.source.identity.cmp(&other.first.source.identity));
    for source in shared {
        source.slug = free_slug(&source.first.source.identity, &mut taken);
    }
}

/// The slug of the address or title of a source, with a number if it is taken.
fn free_slug(identity: &SourceIdentity, taken: &mut FxHashSet<Slug>) -> Option<Slug> {
    let slug = match identity {
        SourceIdentity::Web(url) => web_slug(url)?,
        SourceIdentity::Titled(slug) => slug.clone(),
        SourceIdentity::Registered(_) | SourceIdentity::Undefined(_) => return None,
    };
    let free = slug.numbered().find(|slug| !taken.contains(slug))?;
    taken.insert(free.clone());
    Some(free)
}

impl RowMaker<'_> {
    /// Makes the table of sources.
    pub(super) fn sources(&self, numbered: &NumberedSources<'_>) -> Table<Source> {
        let states = numbered.states();
        let registered = numbered.registered.iter().enumerate();
        let mut rows: Vec<Source> = registered
            .map(|(number, source)| self.registered(Id::new(number), source, &states))
            .collect();
        let first = rows.len();
        let others = numbered.unregistered.par_iter().enumerate();
        rows.par_extend(others.map(|(number, source)| {
            self.unregistered(Id::new(first + number), source, &states, numbered)
        }));
        rows.into_iter().collect()
    }

    fn registered(&self, id: Id<Source>, source: &RegisteredSource<'_>, states: &States) -> Source {
        let RegisteredSource { front, entry } = source;
        let (slug, fields) = (&entry.id.value, &entry.fields);
        let title = fields.title.as_ref().map(|title| &title.value);
        let title = title.filter(|title| !title.is_empty());
        let origins = fields.further().derived_from.iter();
        let origins = origins.map(|written| {
            let origin = Slug::parse(written.value.trim()).and_then(|id| self.index.source(&id));
            origin.ok_or_else(|| written.value.clone())
        });
        Source {
            page: Some((slug.clone(), OutPath::entity(Kind::Source, slug))),
            registered: true,
            span: self.span(*front, entry.id.at),
            item: None,
            title: title.map_or_else(|| slug.as_str().into(), Arc::clone),
            url: fields.url.as_ref().map(|url| SourceAddress::new(Arc::clone(&url.value))),
            derived_from: self.known_origins(id, origins),
            fields: Some(self.source_fields(Arc::new(fields.clone()), states.get(&id))),
            text: self.text(*front).map(Box::new),
        }
    }

    fn unregistered(
        &self,
        id: Id<Source>,
        listed: &UnregisteredSource<'_>,
        states: &States,
        numbered: &NumberedSources<'_>,
    ) -> Source {
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
        // Byte places refer to the file that has the fields.
        let item = listed.given.unwrap_or(listed.first);
        let page = |slug: &Slug| (slug.clone(), OutPath::entity(Kind::Source, slug));
        let fields = given.and_then(|source| source.own.clone());
        let origins = listed.given.iter().flat_map(|item| numbered.origins(item));
        Source {
            page: listed.slug.as_ref().map(page),
            registered: false,
            span: Span::new(numbered.lists[item.brief].0.clone(), item.source.at),
            item: Some(item.number),
            title: given.and_then(|source| source.title.clone()).unwrap_or_else(named),
            url,
            derived_from: self.known_origins(id, origins),
            fields: fields.map(|fields| self.source_fields(fields, states.get(&id))),
            text: None,
        }
    }

    /// The origins of a source, without itself and without sources of a later day.
    fn known_origins(
        &self,
        id: Id<Source>,
        origins: impl Iterator<Item = Result<Id<Source>, String>>,
    ) -> Vec<Result<Id<Source>, String>> {
        let is_later = |written: &String| {
            let id = Slug::parse(written.trim());
            let visibility = id.and_then(|id| self.input.lexicon.visibility(Kind::Source, &id));
            visibility == Some(Visibility::Later)
        };
        origins
            .filter(|origin| match origin {
                Ok(origin) => *origin != id,
                Err(written) => !is_later(written),
            })
            .collect()
    }

    /// The fields of a source, with the states from all briefs and without dates after the build's
    /// day.
    fn source_fields(
        &self,
        mut fields: Arc<SourceFields>,
        states: Option<&Vec<DatedState>>,
    ) -> Arc<SourceFields> {
        if let Some(states) = states
            && fields.further().states != *states
        {
            let fields = Arc::make_mut(&mut fields);
            fields.further.get_or_insert_default().states.clone_from(states);
        }
        let archived = fields.further().archived.as_ref().and_then(|archived| archived.date);
        let dates = [fields.published, fields.further().accessed, archived];
        if dates.iter().any(|date| !self.input.is_past(date.as_ref())) {
            let is_later = |date: &When| !self.input.is_past(Some(date));
            let fields = Arc::make_mut(&mut fields);
            fields.published.take_if(|date| is_later(date));
            if let Some(further) = &mut fields.further {
                further.accessed.take_if(|date| is_later(date));
                further.archived.take_if(|archived| archived.date.as_ref().is_some_and(is_later));
            }
        }
        fields
    }
}
