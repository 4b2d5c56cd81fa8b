//! Strings that name nothing registered, and become entities of their own.

use rayon::prelude::*;

use crate::base::finding::{Located, Span};
use crate::base::id::{Kind, Slug};
use crate::base::text::spelling;
use crate::model::entities::MergedName;
use crate::model::names::shows;
use crate::model::resolve::{Named, Resolved, named};
use crate::parse::{Document, DocumentFields};

use super::{Assembler, Stub, spoken};

impl<'a> Assembler<'a> {
    /// Collects the strings that name nothing registered, the first writing of each by path.
    pub(super) fn gather_stubs(&mut self) {
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
        self.stubs.iter().filter(move |((of, _), _)| *of == kind).map(|((_, slug), stub)| (slug, stub))
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
