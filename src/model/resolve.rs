//! One document against the lexicon: what its references, links and citations mean.
//!
//! Looks at one document and at names only; whether a string that means nothing registered becomes
//! an entity of its own is decided when all documents are put together.

use std::sync::Arc;

use crate::base::finding::Located;
use crate::base::id::{Kind, Slug};
use crate::base::memo::{Hashed, Memo};
use crate::parse::brief::{BriefFields, Reference};
use crate::parse::markdown::{Body, MarkKind};
use crate::parse::{Document, DocumentFields};

use super::lexicon::Lexicon;
use super::links::{Lead, Target, leads, targets};
use super::mentions::{HeadMention, HeadPart, Mention, NameContext, mentions, mentions_in_head};
use super::named::{
    Named, ResolvedSource, SourceIdentity, listed_source, named_in, named_source, source_identity,
};
use super::neighbours::Habits;
use super::references::{References, references};

/// A document with what its references mean.
#[derive(Debug, Default)]
pub struct Resolved {
    /// The items of `actors`.
    pub actors: Vec<Named>,
    /// The items of `issues`.
    pub issues: Vec<Named>,
    /// The items of `places`.
    pub places: Vec<Named>,
    /// The items of `sources`; for a text that is no brief's the registered sources that it cites,
    /// by first use.
    pub sources: Vec<ResolvedSource>,
    /// What each mark of the body leads to, in the order of the body's marks.
    pub targets: Vec<Target>,
    /// What the statements name.
    pub references: References,
    /// The names in the text.
    pub mentions: Vec<Mention>,
    /// What the title and the bottom line of a brief name.
    pub head: Vec<HeadMention>,
}

/// What documents last meant.
#[derive(Default)]
pub struct Resolutions {
    leads: Memo<Hashed<Vec<Lead>>>,
    resolved: Memo<Arc<Resolved>>,
}

/// Resolves all documents.
///
/// Only links name briefs, pages and files: to all else that a document says the `registry` is
/// enough, so that a new brief leaves the names in all others alone.
pub fn all(
    documents: &[Hashed<Document>],
    lexicon: &Hashed<Lexicon>,
    registry: &Hashed<Lexicon>,
    last: &mut Resolutions,
) -> Vec<Arc<Resolved>> {
    let items: Vec<(&Hashed<Document>, &Hashed<Lexicon>)> =
        documents.iter().map(|document| (document, lexicon)).collect();
    let leads =
        last.leads.update(&items, |(document, lexicon)| Hashed::new(leads(document, lexicon)));
    let items: Vec<_> = items
        .iter()
        .zip(&leads)
        .map(|((document, _), leads)| (*document, registry, leads))
        .collect();
    last.resolved
        .update(&items, |(document, registry, leads)| Arc::new(resolve(document, registry, leads)))
}

fn resolve(document: &Document, lexicon: &Lexicon, leads: &[Lead]) -> Resolved {
    let mut resolved = match &document.fields {
        DocumentFields::Brief(brief) => lists(brief, lexicon),
        _ => Resolved::default(),
    };
    if let Some(body) = &document.body {
        let sources = match &document.fields {
            DocumentFields::Brief(_) => std::mem::take(&mut resolved.sources),
            _ => cited_sources(body, lexicon),
        };
        resolved.targets = targets(body, leads, &sources, lexicon);
        resolved.sources = sources;
        if let Some(mut context) = name_context(document, &resolved) {
            if let DocumentFields::Brief(brief) = &document.fields {
                let summary =
                    brief.summary.iter().map(|summary| (HeadPart::Summary, summary.as_str()));
                let head =
                    std::iter::once((HeadPart::Title, brief.title.value.as_str())).chain(summary);
                resolved.head = mentions_in_head(&head.collect::<Vec<_>>(), &context, lexicon);
                let introduced = resolved.head.iter().filter(|mention| mention.introduces);
                context.introduced = introduced.map(|mention| mention.entity.clone()).collect();
            }
            resolved.mentions = mentions(body, &resolved.targets, &context, lexicon);
        }
    }
    resolved
}

/// The context in which names of a text are looked for; `None` where names do not link themselves:
/// on plain pages.
pub(super) fn name_context(document: &Document, resolved: &Resolved) -> Option<NameContext> {
    let own = |kind: Kind, id: Option<&Slug>| {
        Some(NameContext { own: id.map(|id| (kind, id.clone())), ..NameContext::default() })
    };
    match &document.fields {
        DocumentFields::Brief(brief) => Some(context_of_brief(brief, resolved)),
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

fn context_of_brief(brief: &BriefFields, resolved: &Resolved) -> NameContext {
    let habits = brief.lang.as_deref().map(Habits::of);
    let mut context = NameContext { habits, ..NameContext::default() };
    let lists = [
        (Kind::Actor, &brief.actors, &resolved.actors),
        (Kind::Issue, &brief.issues, &resolved.issues),
    ];
    for (kind, items, names) in lists {
        for (item, named) in items.iter().zip(names) {
            let id = match named {
                Named::Known(id) | Named::Alike(id) | Named::Undefined(id) => (kind, id.clone()),
                Named::Stub(id) => {
                    context.add_stub(&item.target.value, kind, id);
                    (kind, id.clone())
                }
                Named::Several(_) | Named::Nameless => continue,
            };
            if !item.link {
                context.opted_out.push(id.clone());
            }
            context.entities.push(id);
        }
    }
    context
}

fn lists(brief: &BriefFields, lexicon: &Lexicon) -> Resolved {
    let each = |kind: Kind, items: &[Reference]| -> Vec<Named> {
        items
            .iter()
            .map(|item| named_in(kind, &item.target.value, &brief.id.value, lexicon))
            .collect()
    };
    let sources: Vec<ResolvedSource> =
        brief.sources.iter().map(|item| listed_source(item, lexicon)).collect();
    Resolved {
        references: references(brief, &sources, lexicon),
        actors: each(Kind::Actor, &brief.actors),
        issues: each(Kind::Issue, &brief.issues),
        places: each(Kind::Place, &brief.places),
        sources,
        mentions: Vec::new(),
        head: Vec::new(),
        targets: Vec::new(),
    }
}

/// The registered sources that a text cites, by first use.
fn cited_sources(body: &Body, lexicon: &Lexicon) -> Vec<ResolvedSource> {
    let mut sources: Vec<ResolvedSource> = Vec::new();
    let cited = body.marks.iter().filter_map(|mark| match &mark.kind {
        MarkKind::Citation(items) => Some(items),
        _ => None,
    });
    for item in cited.flatten() {
        let identity = source_identity(&item.source, lexicon);
        let known = sources.iter().any(|source| source.identity == identity);
        if matches!(identity, SourceIdentity::Registered(_)) && !known {
            sources.push(named_source(&Located::new(item.source.clone(), item.at), identity));
        }
    }
    sources
}
