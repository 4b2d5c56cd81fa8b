//! One table of sources out of the registry and all briefs: the same address is the same source.

use std::collections::BTreeMap;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use crate::base::finding::Span;
use crate::base::id::{Id, Kind, Slug, Table};
use crate::base::path::OutPath;
use crate::parse::registry::SourceFields;

use super::entities::{Source, Text};
use super::resolve::{ResolvedSource, SourceIdentity, clean_url};

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
    pub(super) of_briefs: Vec<Vec<Option<Id<Source>>>>,
}

/// What the briefs say of a source that is not registered.
struct Listed<'a> {
    span: Span,
    fields: Option<&'a Arc<SourceFields>>,
    written: Option<&'a str>,
    briefs: usize,
    last_brief: usize,
}

/// Gathers the sources of the registry and of the briefs that are shown.
pub(super) fn gather(registered: Vec<Registered>, briefs: &[(Span, &[ResolvedSource])]) -> Gathered {
    let mut table = Table::default();
    let mut by_identity: FxHashMap<SourceIdentity, Id<Source>> = FxHashMap::default();
    for source in registered {
        let web = source.fields.url.as_ref().and_then(|url| clean_url(&url.value));
        let slug = source.id.clone();
        let id = table.push(from_registry(source));
        by_identity.insert(SourceIdentity::Registered(slug), id);
        if let Some(url) = web {
            by_identity.entry(SourceIdentity::Web(url)).or_insert(id);
        }
    }
    let listed = listed(briefs, &by_identity);
    let mut taken: rustc_hash::FxHashSet<Slug> =
        table.rows().iter().filter_map(|source| source.page.as_ref().map(|(slug, _)| slug.clone())).collect();
    for (identity, source) in listed {
        let slug = (source.briefs > 1).then(|| free_slug(&identity, &mut taken)).flatten();
        let id = table.push(from_briefs(&identity, &source, slug));
        by_identity.insert(identity, id);
    }
    let of_briefs = briefs
        .iter()
        .map(|(_, sources)| sources.iter().map(|source| by_identity.get(&source.identity).copied()).collect())
        .collect();
    Gathered { table, of_briefs }
}

/// The sources that only briefs name, in the order of their identity.
fn listed<'a>(
    briefs: &'a [(Span, &'a [ResolvedSource])],
    known: &FxHashMap<SourceIdentity, Id<Source>>,
) -> BTreeMap<SourceIdentity, Listed<'a>> {
    let mut listed: BTreeMap<SourceIdentity, Listed<'a>> = BTreeMap::new();
    for (number, (brief, sources)) in briefs.iter().enumerate() {
        for source in *sources {
            if matches!(source.identity, SourceIdentity::Undefined(_)) || known.contains_key(&source.identity) {
                continue;
            }
            let entry = listed.entry(source.identity.clone()).or_insert_with(|| Listed {
                span: Span::new(brief.file.clone(), source.at),
                fields: None,
                written: None,
                briefs: 0,
                last_brief: usize::MAX,
            });
            entry.fields = entry.fields.or(source.own.as_ref());
            entry.written = entry.written.or(source.written.as_deref());
            entry.briefs += usize::from(entry.last_brief != number);
            entry.last_brief = number;
        }
    }
    listed
}

/// The slug of a source that two briefs name: of its host and path, or of its title; numbered where taken.
fn free_slug(identity: &SourceIdentity, taken: &mut rustc_hash::FxHashSet<Slug>) -> Option<Slug> {
    let slug = match identity {
        SourceIdentity::Web(url) => Slug::of_name(&without_scheme(url).replace(['/', '.'], " "))?,
        SourceIdentity::Titled(slug) => slug.clone(),
        SourceIdentity::Registered(_) | SourceIdentity::Undefined(_) => return None,
    };
    let numbered = (2_usize..).map(|n| slug.with_suffix(&n.to_string()));
    let free = std::iter::once(slug.clone()).chain(numbered).find(|slug| !taken.contains(slug))?;
    taken.insert(free.clone());
    Some(free)
}

/// An address as people say it: `example.org/page`.
pub(super) fn without_scheme(url: &str) -> &str {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let rest = rest.strip_prefix("www.").unwrap_or(rest);
    rest.split(['?', '#']).next().unwrap_or(rest).trim_end_matches('/')
}

fn from_registry(source: Registered) -> Source {
    let title = source.fields.title.as_ref().map(|title| title.value.clone()).filter(|title| !title.is_empty());
    Source {
        page: Some((source.id.clone(), OutPath::entity(Kind::Source, &source.id))),
        registered: true,
        span: source.span,
        title: title.unwrap_or_else(|| source.id.to_string()),
        url: source.fields.url.as_ref().map(|url| url.value.clone()),
        fields: Some(source.fields),
        derived_from: Vec::new(),
        text: source.text,
    }
}

fn from_briefs(identity: &SourceIdentity, listed: &Listed<'_>, slug: Option<Slug>) -> Source {
    let title = listed.fields.and_then(|fields| fields.title.as_ref()).map(|title| title.value.clone());
    let url = match identity {
        SourceIdentity::Web(url) => {
            let written = listed.fields.and_then(|fields| fields.url.as_ref()).map(|url| url.value.clone());
            Some(written.unwrap_or_else(|| url.clone()))
        }
        _ => None,
    };
    let named = || match identity {
        SourceIdentity::Web(url) => without_scheme(url).to_owned(),
        SourceIdentity::Titled(slug) => listed.written.map_or_else(|| slug.to_string(), str::to_owned),
        _ => String::new(),
    };
    Source {
        page: slug.map(|slug| (slug.clone(), OutPath::entity(Kind::Source, &slug))),
        registered: false,
        span: listed.span.clone(),
        title: title.filter(|title| !title.is_empty()).unwrap_or_else(named),
        url,
        fields: listed.fields.cloned(),
        derived_from: Vec::new(),
        text: None,
    }
}
