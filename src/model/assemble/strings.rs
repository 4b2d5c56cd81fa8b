//! Strings that name nothing registered, and become entities of their own.

use rayon::prelude::*;
use rustc_hash::FxHashSet;

use crate::base::finding::{Located, Span};
use crate::base::id::{Kind, Slug};
use crate::base::text::spelling;
use crate::model::descriptions::describes;
use crate::model::entities::MergedName;
use crate::model::named::{Named, named};
use crate::model::references::References;
use crate::model::visibility::shows;
use crate::parse::brief::Reference;
use crate::parse::{Document, DocumentFields};

use super::{Assembler, CalledByName, Stub, spoken};

impl<'a> Assembler<'a> {
    /// Collects the strings that name nothing registered, the first writing of each by path.
    pub(super) fn gather_stubs(&mut self) {
        let mut undefined: Vec<(Kind, Slug, &'a Located<String>, Span)> = Vec::new();
        let mut called = Called::default();
        let all = self.documents.par_iter().zip(self.resolved);
        let naming: Vec<_> = all
            .filter(|(document, resolved)| may_name_strings(document, &resolved.references))
            .collect();
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
                            self.merged.push(MergedName {
                                kind,
                                id,
                                name,
                                span,
                                shown,
                                shown_span,
                            });
                        }
                    }
                    Named::Undefined(slug) => undefined.push((kind, slug.clone(), written, span())),
                    Named::Known(id) => called.note(kind, &written.value, id, span),
                    _ => {}
                }
            };
            match &document.fields {
                DocumentFields::Brief(brief) if shows(brief, self.options.edition) => {
                    let references = &resolved.references;
                    let lists = [
                        (Kind::Actor, &brief.actors, &references.actors),
                        (Kind::Issue, &brief.issues, &references.issues),
                        (Kind::Place, &brief.places, &references.places),
                    ];
                    for (kind, items, names) in lists {
                        items
                            .iter()
                            .zip(names)
                            .for_each(|(item, named)| note(kind, named, &item.target));
                    }
                    for (kind, named, written) in references.named_in(brief) {
                        note(kind, named, written);
                    }
                }
                DocumentFields::Actors(entries) => {
                    let tenures = entries.iter().flat_map(|entry| &entry.fields.offices);
                    for tenure in tenures.filter(|tenure| tenure.has_begun(self.options.edition)) {
                        let office = named(Kind::Office, &tenure.office.value, self.lexicon);
                        note(Kind::Office, &office, &tenure.office);
                    }
                }
                DocumentFields::Issues(entries) => {
                    for party in entries.iter().flat_map(|entry| &entry.fields.parties) {
                        note(
                            Kind::Actor,
                            &named(Kind::Actor, &party.target.value, self.lexicon),
                            &party.target,
                        );
                    }
                }
                _ => {}
            }
        }
        for (kind, slug, written, span) in undefined {
            if !self.lexicon.has_registry(kind) && is_plain_word(&slug) {
                self.stubs
                    .entry((kind, slug))
                    .or_insert(Stub { name: written.value.trim().to_owned(), span });
            }
        }
        self.called = called.names;
        self.gather_parents();
    }

    /// The path of an issue's id names its parents, whether they are declared or not.
    pub(super) fn gather_parents(&mut self) {
        let mut missing: Vec<(Slug, Span)> = Vec::new();
        for (_, document) in self.others() {
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

    pub(super) fn stubs_of(&self, kind: Kind) -> impl Iterator<Item = (&Slug, &Stub)> {
        self.stubs
            .iter()
            .filter(move |((of, _), _)| *of == kind)
            .map(|((_, slug), stub)| (slug, stub))
    }
}

/// Gathers the names by which lists call registered entities: each once, where it first stands.
#[derive(Default)]
struct Called<'a> {
    seen: FxHashSet<(Kind, &'a str)>,
    names: Vec<CalledByName>,
}

impl<'a> Called<'a> {
    fn note(&mut self, kind: Kind, written: &'a str, id: &Slug, span: impl FnOnce() -> Span) {
        if written == id.as_str() || !self.seen.insert((kind, written)) {
            return;
        }
        // Whom a brief only describes had a page of that brief, and may not have been the one who
        // is registered.
        let is_described = kind == Kind::Actor && describes(written);
        if let Some(former) = Slug::of_name(written).filter(|former| former != id && !is_described)
        {
            self.names.push(CalledByName { kind, former, id: id.clone(), span: span() });
        }
    }
}

/// Whether a document may name something by what it is called: most briefs name nothing but ids.
fn may_name_strings(document: &Document, references: &References) -> bool {
    let is_string = |(named, item): (&Named, &Reference)| match named {
        Named::Known(id) => item.target.value != id.as_str(),
        named => matches!(named, Named::Stub(_) | Named::Undefined(_)),
    };
    match &document.fields {
        DocumentFields::Brief(brief) => {
            let actors = references.actors.iter().zip(&brief.actors);
            let lists = actors.chain(references.issues.iter().zip(&brief.issues));
            !references.has_no_statements()
                || lists.chain(references.places.iter().zip(&brief.places)).any(is_string)
        }
        DocumentFields::Actors(_) | DocumentFields::Issues(_) => true,
        _ => false,
    }
}

/// Whether an id is a single word, as somebody writes a subject and not an id: `trade`.
fn is_plain_word(slug: &Slug) -> bool {
    slug.as_str().bytes().all(|b| b.is_ascii_lowercase())
}
