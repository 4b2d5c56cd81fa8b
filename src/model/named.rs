//! Resolves names, ids and addresses in a document to entities and sources.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use crate::base::finding::{Bytes, Located};
use crate::base::id::{Kind, Slug};
use crate::base::memo::Fingerprint;
use crate::base::web::{WebAddress, clean_url};
use crate::parse::brief::SourceItem;
use crate::parse::registry::SourceFields;

use super::descriptions::describes;
use super::lexicon::{Lexicon, Meaning};

/// The entity that a name or id in a list refers to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Named {
    /// A registered entity.
    Known(Slug),
    /// A registered entity with the id that the name gives, but with other names.
    Alike(Slug),
    /// A name that is not registered: it becomes a stub.
    Stub(Slug),
    /// Text in the form of an id that is not registered.
    Undefined(Slug),
    /// A name of several registered entities.
    Several(Vec<Slug>),
    /// Text without a letter or digit, from which no id can be made.
    Nameless,
}

/// An item of a brief's list of sources.
#[derive(Debug)]
pub struct ResolvedSource {
    /// The id for citations in the brief; they may also use the URL.
    pub local: Option<Slug>,
    /// The identity of the source.
    pub identity: SourceIdentity,
    /// The hash of the identity, by which sources of different briefs are compared quickly.
    pub fingerprint: Fingerprint,
    /// Its fields, if the brief gives them.
    pub own: Option<Arc<SourceFields>>,
    /// The title by the brief.
    pub title: Option<Arc<str>>,
    /// The address, as it is written.
    pub url: Option<SourceAddress>,
    /// The written id or name, if the item is only that.
    pub written: Option<String>,
    /// The place of the item.
    pub at: Bytes,
}

/// The web address of a source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceAddress {
    /// The address, as it is written.
    pub written: Arc<str>,
    /// The host without `www.`; `None` if the address is malformed.
    pub host: Option<Arc<str>>,
    /// Whether it is the address of a whole site.
    pub is_root: bool,
}

impl SourceAddress {
    /// Parses an address.
    pub fn new(written: Arc<str>) -> SourceAddress {
        SourceAddress::of(Arc::clone(&written), &WebAddress::of(&written))
    }

    fn of(written: Arc<str>, address: &WebAddress) -> SourceAddress {
        let host = address.host.as_deref().map(|host| host.trim_start_matches("www.").into());
        SourceAddress { written, host, is_root: address.is_root }
    }
}

/// The property that distinguishes a source from others.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SourceIdentity {
    /// The id in the registry.
    Registered(Slug),
    /// A normalized web address.
    Web(Arc<str>),
    /// The slug of the title, for a source without an address.
    Titled(Slug),
    /// An id that is not registered.
    Undefined(String),
}

/// Resolves a name or id in a list of one kind.
pub fn named(kind: Kind, written: &str, lexicon: &Lexicon) -> Named {
    match lexicon.find(kind, written) {
        Meaning::One(id) => Named::Known(id),
        Meaning::Alike(id) => Named::Alike(id),
        Meaning::Several(ids) => Named::Several(ids),
        Meaning::None => match (Slug::parse(written), Slug::of_name(written)) {
            (Some(id), _) => Named::Undefined(id),
            (None, Some(slug)) => Named::Stub(slug),
            (None, None) => Named::Nameless,
        },
    }
}

/// Like [`named`], for a list of a brief: equal descriptions in two briefs, such as `a senior
/// official`, are two people.
pub(super) fn named_in(kind: Kind, written: &str, brief: &Slug, lexicon: &Lexicon) -> Named {
    match named(kind, written, lexicon) {
        Named::Stub(id) if kind == Kind::Actor && describes(written) => {
            Named::Stub(described_in(&id, brief))
        }
        named => named,
    }
}

/// The id of a person whom a brief describes. It differs from the ids of all names, which never
/// have two hyphens in a row.
pub(super) fn described_in(description: &Slug, brief: &Slug) -> Slug {
    description.with_suffix(&format!("-{brief}"))
}

pub(super) fn listed_source(item: &SourceItem, lexicon: &Lexicon) -> ResolvedSource {
    match item {
        SourceItem::Named(written) => {
            named_source(written, source_identity(&written.value, lexicon))
        }
        SourceItem::Own(fields) => {
            let known = fields.url.as_ref().map(|url| WebAddress::of(&url.value));
            let address = fields.url.as_ref().zip(known.as_ref());
            let address =
                address.map(|(url, known)| SourceAddress::of(Arc::clone(&url.value), known));
            // The fast path: most addresses are already normalized.
            let web =
                fields.url.as_ref().zip(known.and_then(|known| known.clean)).map(|(url, clean)| {
                    match clean {
                        clean if *clean == *url.value => Arc::clone(&url.value),
                        clean => clean.into(),
                    }
                });
            let title = fields.title.as_ref().map(|title| &title.value);
            let local = fields.id.as_ref().map(|id| id.value.clone());
            let titled = || {
                title
                    .and_then(|title| Slug::of_name(title))
                    .or_else(|| local.clone())
                    .map(SourceIdentity::Titled)
            };
            let identity = web.map(SourceIdentity::Web).or_else(titled);
            let identity = identity.unwrap_or_else(|| SourceIdentity::Undefined(String::new()));
            ResolvedSource {
                local,
                fingerprint: Fingerprint::of(&identity),
                identity,
                own: Some(Arc::clone(fields)),
                title: title.filter(|title| !title.is_empty()).cloned(),
                url: address,
                written: None,
                at: fields.at,
            }
        }
    }
}

/// A source that is given only by its id, address or title.
pub(super) fn named_source(written: &Located<String>, identity: SourceIdentity) -> ResolvedSource {
    ResolvedSource {
        local: None,
        fingerprint: Fingerprint::of(&identity),
        identity,
        own: None,
        title: None,
        url: None,
        written: Some(written.value.clone()),
        at: written.at,
    }
}

/// The identity of a source with the given id, URL or title.
pub fn source_identity(written: &str, lexicon: &Lexicon) -> SourceIdentity {
    if let Some(url) = clean_url(written) {
        return SourceIdentity::Web(url.into());
    }
    match lexicon.find(Kind::Source, written) {
        Meaning::One(id) | Meaning::Alike(id) => SourceIdentity::Registered(id),
        _ => match (Slug::parse(written), Slug::of_name(written)) {
            (None, Some(slug)) => SourceIdentity::Titled(slug),
            _ => SourceIdentity::Undefined(written.to_owned()),
        },
    }
}

/// The indexes of the sources in a list, by the names that citations in the document may use.
#[derive(Default)]
pub(super) struct SourceNumbers<'a> {
    by_local: FxHashMap<&'a Slug, usize>,
    by_identity: FxHashMap<&'a SourceIdentity, usize>,
}

impl<'a> SourceNumbers<'a> {
    /// If two sources have an id, the first one gets it.
    pub(super) fn of(sources: &'a [ResolvedSource]) -> Self {
        let mut numbers = SourceNumbers::default();
        for (number, source) in sources.iter().enumerate() {
            if let Some(local) = &source.local {
                numbers.by_local.entry(local).or_insert(number);
            }
            numbers.by_identity.entry(&source.identity).or_insert(number);
        }
        numbers
    }

    /// The index of a source, by its local id, its registered id or its URL.
    pub(super) fn of_written(&self, written: &str, lexicon: &Lexicon) -> Option<usize> {
        let local = Slug::parse(written);
        let by_local = local.as_ref().and_then(|local| self.by_local.get(local));
        let by_identity = || self.by_identity.get(&source_identity(written, lexicon));
        let by_title = || self.by_identity.get(&SourceIdentity::Titled(local.clone()?));
        by_local.or_else(by_identity).or_else(by_title).copied()
    }
}
