//! Resolves the references, links and citations of a document with the lexicon.
//!
//! The result depends on one document and on names only. Whether an unregistered name becomes a
//! stub is decided by the tables, which see all documents.

use std::sync::Arc;

use rustc_hash::FxHashSet;

use crate::base::finding::Located;
use crate::base::id::{Kind, Slug};
use crate::base::memo::{Fingerprint, Hashed, Memo};
use crate::parse::brief::BriefFields;
use crate::parse::markdown::{Body, MarkKind};
use crate::parse::{Document, DocumentFields};

use super::habits::Habits;
use super::lexicon::Lexicon;
use super::links::{Lead, Target, leads, targets};
use super::mentions::{HeadMention, HeadPart, Mention, mentions, mentions_in_head};
use super::name_context::NameContext;
use super::named::{Named, ResolvedSource, SourceIdentity, named_source, source_identity};
use super::references::{References, references};

/// A document with its resolved references.
#[derive(Debug, Default)]
pub struct Resolved {
    /// The references in the front matter of a brief; empty for other documents.
    pub references: Arc<References>,
    /// The registered sources that the text of any other document cites, in the order of first use.
    pub cited: Vec<ResolvedSource>,
    /// The target of each mark of the body, in the order of the marks.
    pub targets: Vec<Target>,
    /// The names in the text.
    pub mentions: Vec<Mention>,
    /// The names in the title and summary of a brief.
    pub head: Vec<HeadMention>,
}

impl Resolved {
    /// The sources that the numbers of citations refer to.
    pub fn sources(&self) -> &[ResolvedSource] {
        // Only briefs list sources, and only other documents have `cited`.
        if self.cited.is_empty() { &self.references.sources } else { &self.cited }
    }
}

/// The resolved documents of the last build.
#[derive(Default)]
pub struct Resolutions {
    leads: Memo<Hashed<Vec<Lead>>>,
    resolved: Memo<Hashed<Resolved>>,
}

/// Resolves all documents.
///
/// Only links refer to briefs, pages and files. Everything else is resolved with `registry`, which
/// does not change when a brief is added, so that no other document needs to be resolved again.
pub fn all(
    documents: &[Hashed<Document>],
    lexicon: &Hashed<Lexicon>,
    registry: &Hashed<Lexicon>,
    last: &mut Resolutions,
) -> Vec<Hashed<Resolved>> {
    let items: Vec<(&Hashed<Document>, &Hashed<Lexicon>)> =
        documents.iter().map(|document| (document, lexicon)).collect();
    let leads =
        last.leads.update(&items, |(document, lexicon)| Hashed::new(leads(document, lexicon)));
    let items: Vec<_> = items
        .iter()
        .zip(&leads)
        .map(|((document, _), leads)| (*document, registry, leads))
        .collect();
    last.resolved.update(&items, |item| {
        let (document, registry, leads) = item;
        Hashed::with(resolve(document, registry, leads), Fingerprint::of(item))
    })
}

fn resolve(document: &Document, lexicon: &Lexicon, leads: &[Lead]) -> Resolved {
    let mut resolved = Resolved::default();
    let brief = document.brief();
    if let Some(brief) = brief {
        resolved.references = Arc::new(references(brief, lexicon));
    }
    let Some(body) = &document.body else { return resolved };
    if brief.is_none() {
        resolved.cited = cited_sources(body, lexicon);
    }
    resolved.targets = targets(body, leads, resolved.sources(), lexicon);
    let Some(mut context) = name_context(document, &resolved.references) else { return resolved };
    if let Some(brief) = brief {
        let summary = brief.summary.iter().map(|summary| (HeadPart::Summary, summary.as_str()));
        let title = std::iter::once((HeadPart::Title, brief.title.value.as_str()));
        let head: Vec<_> = title.chain(summary).collect();
        resolved.head = mentions_in_head(&head, &context, lexicon);
        let introduced = resolved.head.iter().filter(|mention| mention.introduces);
        context.introduced = introduced.map(|mention| mention.entity.clone()).collect();
    }
    resolved.mentions = mentions(body, &resolved.targets, &context, lexicon);
    resolved
}

/// The context for finding names in a text; `None` for plain pages, where names do not become
/// links.
pub(super) fn name_context(document: &Document, references: &References) -> Option<NameContext> {
    let own = |kind: Kind, id: Option<&Slug>| {
        Some(NameContext { own: id.map(|id| (kind, id.clone())), ..NameContext::default() })
    };
    match &document.fields {
        DocumentFields::Brief(brief) => Some(context_of_brief(brief, references)),
        DocumentFields::Actors(entries) => {
            own(Kind::Actor, entries.first().map(|entry| &entry.id.value))
        }
        DocumentFields::Issues(entries) => {
            own(Kind::Issue, entries.first().map(|entry| &entry.id.value))
        }
        DocumentFields::Offices(_) | DocumentFields::Places(_) | DocumentFields::Sources(_) => {
            Some(NameContext::default())
        }
        DocumentFields::Page(_) | DocumentFields::Config(_) | DocumentFields::Unread(_) => None,
    }
}

fn context_of_brief(brief: &BriefFields, references: &References) -> NameContext {
    let habits = brief.lang.as_deref().map(Habits::of);
    let mut context = NameContext { habits, ..NameContext::default() };
    let lists = [
        (Kind::Actor, &brief.actors, &references.actors),
        (Kind::Issue, &brief.issues, &references.issues),
    ];
    for (kind, items, names) in lists {
        for (item, named) in items.iter().zip(names) {
            let id = match named {
                Named::Known(id) | Named::Alike(id) | Named::Undefined(id) => (kind, id.clone()),
                Named::Stub(id) => {
                    context.stubs.add(&item.target.value, kind, id);
                    (kind, id.clone())
                }
                Named::Several(_) | Named::Nameless => continue,
            };
            if !item.link {
                context.opted_out.insert(id.clone());
            }
            context.entities.insert(id);
        }
    }
    context
}

/// The registered sources that a text cites, in the order of first use.
fn cited_sources(body: &Body, lexicon: &Lexicon) -> Vec<ResolvedSource> {
    let mut sources: Vec<ResolvedSource> = Vec::new();
    let mut known: FxHashSet<SourceIdentity> = FxHashSet::default();
    let cited = body.marks.iter().filter_map(|mark| match &mark.kind {
        MarkKind::Citation(items) => Some(items),
        _ => None,
    });
    for item in cited.flatten() {
        let identity = source_identity(&item.source, lexicon);
        if matches!(identity, SourceIdentity::Registered(_)) && known.insert(identity.clone()) {
            sources.push(named_source(&Located::new(item.source.clone(), item.at), identity));
        }
    }
    sources
}
