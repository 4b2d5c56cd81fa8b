//! What names, ids and addresses in a document mean: entities, and sources.

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

/// What a name or an id in a list means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Named {
    /// A registered entity.
    Known(Slug),
    /// A registered entity whose id the name gives, though it is not called so.
    Alike(Slug),
    /// A name that nobody registered: it becomes an entity.
    Stub(Slug),
    /// Has the form of an id and names nothing registered.
    Undefined(Slug),
    /// A name that several registered entities bear.
    Several(Vec<Slug>),
    /// Has no letter or digit to make an id of.
    Nameless,
}

/// A source as a brief lists it.
#[derive(Debug)]
pub struct ResolvedSource {
    /// The name that the brief's citations know it by, beside its URL.
    pub local: Option<Slug>,
    /// Which source it is.
    pub identity: SourceIdentity,
    /// The hash of the identity: sources of ten thousand briefs are compared by it.
    pub fingerprint: Fingerprint,
    /// Its own fields, where the brief has them.
    pub own: Option<Arc<SourceFields>>,
    /// The title that the brief gives it.
    pub title: Option<Arc<str>>,
    /// The address, as the brief writes it.
    pub url: Option<SourceAddress>,
    /// What the brief calls it, where it names it in a word.
    pub written: Option<String>,
    /// The item's place in the file.
    pub at: Bytes,
}

/// Where a source is online.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceAddress {
    /// The address, as it is written.
    pub written: Arc<str>,
    /// Its host without `www.`; `None` where it is no address.
    pub host: Option<Arc<str>>,
    /// Whether it names a whole site, and not a page of one.
    pub is_root: bool,
}

impl SourceAddress {
    /// Takes an address apart.
    pub fn new(written: Arc<str>) -> SourceAddress {
        SourceAddress::of(Arc::clone(&written), &WebAddress::of(&written))
    }

    fn of(written: Arc<str>, address: &WebAddress) -> SourceAddress {
        let host = address.host.as_deref().map(|host| host.trim_start_matches("www.").into());
        SourceAddress { written, host, is_root: address.is_root }
    }
}

/// What tells one source from another.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SourceIdentity {
    /// A registered id.
    Registered(Slug),
    /// A web address, cleaned.
    Web(Arc<str>),
    /// A title's slug, for what is not online.
    Titled(Slug),
    /// An id that names nothing.
    Undefined(String),
}

/// What a name or an id in a list of one kind means.
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

/// Like [`named`], in a list of a brief: people whom two briefs describe in the same words, as `a
/// senior official`, are two people.
pub(super) fn named_in(kind: Kind, written: &str, brief: &Slug, lexicon: &Lexicon) -> Named {
    match named(kind, written, lexicon) {
        Named::Stub(id) if kind == Kind::Actor && describes(written) => {
            Named::Stub(described_in(&id, brief))
        }
        named => named,
    }
}

/// The id of somebody whom a brief describes. No name gives an id with two hyphens in a row.
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
            // Most addresses are written clean.
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

/// A source that is named by its id, its address or its title alone.
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

/// What a source is, by its id, its URL or its title.
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

/// The numbers of the sources in a list, by what they may be called in its document.
#[derive(Default)]
pub(super) struct SourceNumbers<'a> {
    by_local: FxHashMap<&'a Slug, usize>,
    by_identity: FxHashMap<&'a SourceIdentity, usize>,
}

impl<'a> SourceNumbers<'a> {
    /// Of two sources with one id, the first has the number.
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

    /// The number of a source, by its local id, its registered id or its URL.
    pub(super) fn of_written(&self, written: &str, lexicon: &Lexicon) -> Option<usize> {
        let local = Slug::parse(written);
        let by_local = local.as_ref().and_then(|local| self.by_local.get(local));
        let by_identity = || self.by_identity.get(&source_identity(written, lexicon));
        let by_title = || self.by_identity.get(&SourceIdentity::Titled(local.clone()?));
        by_local.or_else(by_identity).or_else(by_title).copied()
    }
}
