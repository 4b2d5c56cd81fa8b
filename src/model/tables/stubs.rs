//! Stubs: entities that briefs and registry entries name and that have no entry of their own.

use std::collections::BTreeMap;

use rustc_hash::FxHashSet;

use crate::base::finding::{Located, Span};
use crate::base::id::{Kind, Slug};
use crate::base::text::spoken;
use crate::base::typography::spelling;
use crate::model::descriptions::describes;
use crate::model::entities::MergedName;
use crate::model::input::{Front, SiteInput};
use crate::model::lexicon::Lexicon;
use crate::model::named::{Named, named};
use crate::model::references::References;
use crate::model::visibility::shows;
use crate::parse::DocumentFields;
use crate::parse::common::Reference;

/// The first mention of a name that became an entity.
pub(super) struct Stub {
    pub(super) name: String,
    pub(super) span: Span,
}

/// A registered entity that a list mentions by name.
pub(super) struct CalledByName {
    pub(super) kind: Kind,
    pub(super) id: Slug,
    /// The id that the name would have if the entity were not registered.
    pub(super) former: Slug,
    pub(super) span: Span,
}

/// The names in lists.
pub(super) struct Stubs {
    /// The entities that are not registered, by id within their kind.
    pub(super) by_kind: BTreeMap<Kind, Vec<(Slug, Stub)>>,
    /// Each name of a registered entity, with its first place.
    pub(super) called: Vec<CalledByName>,
    /// Names that share their entity with a different name.
    pub(super) merged: Vec<MergedName>,
}

impl Stubs {
    /// Collects the names of all documents, in the order of their paths.
    pub(super) fn of(input: &SiteInput<'_>, besides_briefs: &[Front<'_>]) -> Stubs {
        let mut search = StubSearch::new(input.lexicon);
        for front in input.fronts().filter(may_name_strings) {
            search.in_document(input, front);
        }
        search.add_undefined();
        search.add_parents(besides_briefs);
        let mut by_kind: BTreeMap<Kind, Vec<(Slug, Stub)>> = BTreeMap::new();
        for ((kind, id), stub) in search.stubs {
            by_kind.entry(kind).or_default().push((id, stub));
        }
        Stubs { by_kind, called: search.called.names, merged: search.merged }
    }
}

/// The names collected so far.
struct StubSearch<'a> {
    lexicon: &'a Lexicon,
    stubs: BTreeMap<(Kind, Slug), Stub>,
    merged: Vec<MergedName>,
    called: CalledNames<'a>,
    /// Undefined references in the form of an id.
    undefined: Vec<(Kind, Slug, Stub)>,
}

impl<'a> StubSearch<'a> {
    fn new(lexicon: &'a Lexicon) -> StubSearch<'a> {
        StubSearch {
            lexicon,
            stubs: BTreeMap::new(),
            merged: Vec::new(),
            called: CalledNames::default(),
            undefined: Vec::new(),
        }
    }

    fn in_document(&mut self, input: &SiteInput<'a>, front: Front<'a>) {
        let lexicon = self.lexicon;
        match front.fields {
            DocumentFields::Brief(brief) if shows(brief, input.edition()) => {
                let references = front.references;
                let lists = [
                    (Kind::Actor, &brief.actors, &references.actors),
                    (Kind::Issue, &brief.issues, &references.issues),
                    (Kind::Place, &brief.places, &references.places),
                ];
                for (kind, items, names) in lists {
                    for (item, named) in items.iter().zip(names) {
                        self.note(front, kind, named, &item.target);
                    }
                }
                for (kind, named, written) in references.named_in(brief) {
                    self.note(front, kind, named, written);
                }
            }
            DocumentFields::Actors(entries) => {
                let tenures = entries.iter().flat_map(|entry| &entry.fields.offices);
                for tenure in tenures.filter(|tenure| tenure.has_begun(input.edition())) {
                    let office = named(Kind::Office, &tenure.office.value, lexicon);
                    self.note(front, Kind::Office, &office, &tenure.office);
                }
            }
            DocumentFields::Issues(entries) => {
                for party in entries.iter().flat_map(|entry| &entry.fields.parties) {
                    let actor = named(Kind::Actor, &party.target.value, lexicon);
                    self.note(front, Kind::Actor, &actor, &party.target);
                }
            }
            _ => {}
        }
    }

    fn note(&mut self, front: Front<'a>, kind: Kind, named: &Named, written: &'a Located<String>) {
        let span = || Span::new(front.file.clone(), written.at);
        let name = written.value.trim();
        let stub = || Stub { name: name.to_owned(), span: span() };
        match named {
            Named::Stub(id) => {
                let known = self.stubs.entry((kind, id.clone())).or_insert_with(stub);
                if known.name != name && spelling(&known.name) != spelling(name) {
                    self.merged.push(MergedName {
                        kind,
                        id: id.clone(),
                        name: name.to_owned(),
                        span: span(),
                        shown: known.name.clone(),
                        shown_span: known.span.clone(),
                    });
                }
            }
            Named::Undefined(id) => self.undefined.push((kind, id.clone(), stub())),
            Named::Known(id) => self.called.note(kind, &written.value, id, span),
            Named::Alike(_) | Named::Several(_) | Named::Nameless => {}
        }
    }

    /// Adds single words that are undefined, for the kinds without a registry.
    fn add_undefined(&mut self) {
        for (kind, id, stub) in std::mem::take(&mut self.undefined) {
            if !self.lexicon.has_registry(kind) && is_plain_word(&id) {
                self.stubs.entry((kind, id)).or_insert(stub);
            }
        }
    }

    /// Adds the parents in the paths of issue ids, even if they are not declared.
    fn add_parents(&mut self, besides_briefs: &[Front<'_>]) {
        for front in besides_briefs {
            let DocumentFields::Issues(entries) = front.fields else { continue };
            for entry in entries {
                for id in std::iter::successors(entry.id.value.parent(), Slug::parent) {
                    if !self.lexicon.has(Kind::Issue, &id) {
                        let span = Span::new(front.file.clone(), entry.id.at);
                        let stub = Stub { name: spoken(id.last()), span };
                        self.stubs.entry((Kind::Issue, id)).or_insert(stub);
                    }
                }
            }
        }
    }
}

/// The names by which lists mention registered entities, each with its first place.
#[derive(Default)]
struct CalledNames<'a> {
    seen: FxHashSet<(Kind, &'a str)>,
    names: Vec<CalledByName>,
}

impl<'a> CalledNames<'a> {
    fn note(&mut self, kind: Kind, written: &'a str, id: &Slug, span: impl FnOnce() -> Span) {
        if written == id.as_str() || !self.seen.insert((kind, written)) {
            return;
        }
        // A description was the page of a person in one brief only, who need not be the registered
        // person.
        let is_described = kind == Kind::Actor && describes(written);
        if let Some(former) = Slug::of_name(written).filter(|former| former != id && !is_described)
        {
            self.names.push(CalledByName { kind, former, id: id.clone(), span: span() });
        }
    }
}

/// Whether a document may mention anything by name. Most briefs use only ids.
fn may_name_strings(front: &Front<'_>) -> bool {
    let is_string = |(named, item): (&Named, &Reference)| match named {
        Named::Known(id) => item.target.value != id.as_str(),
        named => matches!(named, Named::Stub(_) | Named::Undefined(_)),
    };
    match front.fields {
        DocumentFields::Brief(brief) => {
            let References { actors, issues, places, .. } = &**front.references;
            let lists = actors.iter().zip(&brief.actors);
            let lists = lists.chain(issues.iter().zip(&brief.issues));
            !front.references.has_no_statements()
                || lists.chain(places.iter().zip(&brief.places)).any(is_string)
        }
        DocumentFields::Actors(_) | DocumentFields::Issues(_) => true,
        _ => false,
    }
}

/// Whether an id is a single word, which an author may have meant as a subject and not as an id:
/// `trade`.
fn is_plain_word(slug: &Slug) -> bool {
    slug.as_str().bytes().all(|b| b.is_ascii_lowercase())
}
