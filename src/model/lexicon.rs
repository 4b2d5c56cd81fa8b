//! The lexicon: resolves ids, names, aliases and files to entities.
//!
//! It depends on names only. A change of an office, a role or a status does not change it, so no
//! brief has to be resolved again.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::base::id::{Kind, Slug};
use crate::base::memo::Hashed;
use crate::base::nearest::WordIndex;
use crate::base::path::{OutPath, SitePath};
use crate::base::typography::{fold_name, spelling};
use crate::parse::config::Density;
use crate::parse::registry::ActorKind;

use super::forms::{Bearer, Forms, folded};
use super::habits::{Habits, KnownActor, parts};
use super::visibility::Visibility;

/// The names of the site, from which the lexicon is built.
#[derive(Debug, Default, PartialEq, Eq, Hash)]
pub struct Names {
    /// The names in each document, in the order of the documents.
    pub of_documents: Vec<Hashed<OwnNames>>,
    /// The files that are copied, with their paths in the output.
    pub assets: Vec<(SitePath, OutPath)>,
    /// The files in the folders of hidden briefs.
    pub hidden: Vec<SitePath>,
}

impl Names {
    /// The names in registry files, and the density of links: without briefs, events, quotations
    /// and files.
    pub fn of_registries(&self) -> Names {
        let registered =
            |own: &OwnNames| own.entities.iter().any(|entity| entity.kind != Kind::Brief);
        let says =
            |own: &OwnNames| own.density != Density::default() || own.habits != Habits::default();
        let counts = |own: &&Hashed<OwnNames>| registered(own) || says(own);
        Names {
            of_documents: self.of_documents.iter().filter(counts).cloned().collect(),
            ..Names::default()
        }
    }
}

/// The names in a document.
#[derive(Debug, Default, PartialEq, Eq, Hash)]
pub struct OwnNames {
    /// The registered entities, or the brief.
    pub entities: Vec<NamedEntity>,
    /// The events that a brief reports.
    pub events: Vec<NamedEvent>,
    /// A plain page, by its file.
    pub pages: Vec<(SitePath, OutPath)>,
    /// The document's file, if it is a hidden page.
    pub hidden: Vec<SitePath>,
    /// The document's file, if it cannot be read.
    pub unread: Vec<SitePath>,
    /// The quotations.
    pub quotes: Vec<(Slug, Visibility)>,
    /// Former ids, each with its kind and the present id.
    pub former: Vec<(Kind, Slug, Slug)>,
    /// The ids, and the slugs of names, in a document that is dated after the build's day.
    pub later: Vec<Slug>,
    /// How often a name becomes a link.
    pub density: Density,
    /// The rules of the site's language.
    pub habits: Habits,
}

/// An entity and its names.
#[derive(Debug, PartialEq, Eq, Hash)]
pub struct NamedEntity {
    /// What it is.
    pub kind: Kind,
    /// Its id.
    pub id: Slug,
    /// The file, if the entity has one of its own.
    pub file: Option<SitePath>,
    /// The names, the main name first. The names of actors and issues become links everywhere.
    pub names: Vec<String>,
    /// The short forms. Those of actors become links only after a full name.
    pub short: Vec<String>,
    /// Whether the names are descriptions, such as “a senior official”, which never become links.
    pub anonymous: bool,
    /// Whether the build shows the entity.
    pub visibility: Visibility,
    /// Properties of an actor.
    pub actor: Option<NamedActor>,
}

/// The properties of an actor by which its names are recognized.
#[derive(Debug, PartialEq, Eq, Hash)]
pub struct NamedActor {
    /// The kind of actor.
    pub kind: ActorKind,
    /// The country, as an ISO 3166-1 alpha-2 code.
    pub country: Option<String>,
    /// Whether the family name comes first.
    pub family_first: bool,
    /// The present and former offices, as they are written in the actor's entry.
    pub offices: Vec<String>,
}

/// An event, as a brief names it.
#[derive(Debug, PartialEq, Eq, Hash)]
pub struct NamedEvent {
    /// Its id.
    pub id: Slug,
    /// The title by the brief.
    pub title: Option<String>,
    /// Whether the build shows the brief.
    pub visibility: Visibility,
}

/// The meaning of a written name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Meaning {
    /// An entity with this name or id.
    One(Slug),
    /// An entity with the id that the name gives, but without this name.
    Alike(Slug),
    /// Several entities.
    Several(Vec<Slug>),
    /// No known entity.
    None,
}

/// Maps from ids, names and files to entities.
#[derive(Debug, Default)]
pub struct Lexicon {
    ids: [FxHashMap<Slug, Visibility>; Kind::ALL.len()],
    kinds: FxHashMap<Slug, Vec<Kind>>,
    names: FxHashMap<(Kind, String), Vec<Slug>>,
    spellings: FxHashSet<(Kind, Slug, String)>,
    registries: FxHashSet<Kind>,
    /// The files by their paths in NFC.
    files: FxHashMap<SitePath, FileTarget>,
    quotes: FxHashMap<Slug, Visibility>,
    former: FxHashMap<(Kind, Slug), Slug>,
    later: FxHashSet<Slug>,
    later_pages: FxHashSet<OutPath>,
    forms: Forms,
    density: Density,
    habits: Habits,
    actors: FxHashMap<Slug, KnownActor>,
    /// Family names, and places of a single word.
    parts: FxHashSet<Box<str>>,
    /// The titles of offices.
    titles: FxHashSet<Box<str>>,
    /// The lengths of the titles in bytes, by their last word.
    title_lengths: FxHashMap<Box<str>, BTreeSet<usize>>,
    has_duplicates: bool,
    suggested: Suggested,
}

/// Ids with several parts, by the last part.
type ByLastPart = FxHashMap<Box<str>, Vec<(Kind, Slug)>>;

/// The ids that the build shows, for suggestions. Built for the first mistyped id.
#[derive(Debug, Default)]
struct Suggested {
    of_kinds: [OnceLock<WordIndex<Slug>>; Kind::ALL.len()],
    of_all: OnceLock<WordIndex<Slug>>,
    of_quotes: OnceLock<WordIndex<Slug>>,
    /// Ids with several parts, by the last part.
    by_last_part: OnceLock<ByLastPart>,
}

/// The page or copy of a file of the site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FileTarget {
    /// An entity's page.
    Entity(Kind, Slug),
    /// A plain page.
    Page(SitePath, OutPath),
    /// A copied file.
    Asset(OutPath),
    /// Not published.
    Hidden,
    /// Not yet published: the file is dated after the build's day, or cannot be read.
    Later,
}

/// Builds the lexicon.
pub fn lexicon(names: &Names) -> Hashed<Lexicon> {
    let own = || names.of_documents.iter();
    let events = events(own().flat_map(|own| &own.events));
    let entities = || own().flat_map(|own| &own.entities).chain(&events);
    let mut lexicon = Lexicon::default();
    lexicon.reserve(entities().map(|entity| entity.kind));
    for entity in entities() {
        let is_new = lexicon.add(entity);
        lexicon.has_duplicates |= !is_new;
    }
    for (file, page) in own().flat_map(|own| &own.pages) {
        lexicon.files.insert(file.composed(), FileTarget::Page(file.clone(), page.clone()));
    }
    for (file, copy) in &names.assets {
        lexicon.files.insert(file.composed(), FileTarget::Asset(copy.clone()));
    }
    for file in own().flat_map(|own| &own.hidden).chain(&names.hidden) {
        lexicon.files.insert(file.composed(), FileTarget::Hidden);
    }
    for file in own().flat_map(|own| &own.unread) {
        lexicon.files.insert(file.composed(), FileTarget::Later);
    }
    for (quote, visibility) in own().flat_map(|own| &own.quotes) {
        let known = lexicon.quotes.entry(quote.clone()).or_insert(*visibility);
        *known = (*known).max(*visibility);
    }
    let former = own().flat_map(|own| &own.former);
    lexicon.former.extend(former.map(|(kind, id, today)| ((*kind, id.clone()), today.clone())));
    lexicon.later.extend(own().flat_map(|own| &own.later).cloned());
    lexicon.forms = Forms::new(entities().flat_map(forms_of));
    lexicon.density = own()
        .map(|own| own.density)
        .rfind(|density| *density != Density::default())
        .unwrap_or_default();
    lexicon.habits = own()
        .map(|own| own.habits)
        .rfind(|habits| *habits != Habits::default())
        .unwrap_or_default();
    Hashed::with(lexicon, crate::base::memo::Fingerprint::of(names))
}

/// The events of all briefs, by id. An event is hidden if all briefs that report it are hidden.
fn events<'a>(told: impl Iterator<Item = &'a NamedEvent>) -> Vec<NamedEntity> {
    let mut events: BTreeMap<&Slug, (Vec<String>, Visibility)> = BTreeMap::new();
    for event in told {
        let (names, visible) =
            events.entry(&event.id).or_insert((Vec::new(), Visibility::Withheld));
        names.extend(event.title.clone());
        *visible = event.visibility.max(*visible);
    }
    let named = |(id, (mut names, visibility)): (&Slug, (Vec<String>, Visibility))| {
        names.sort_unstable();
        names.dedup();
        NamedEntity {
            kind: Kind::Event,
            id: id.clone(),
            file: None,
            names,
            short: Vec::new(),
            anonymous: false,
            visibility,
            actor: None,
        }
    };
    events.into_iter().map(named).collect()
}

/// The names of an actor or an issue in running text.
fn forms_of(entity: &NamedEntity) -> Vec<(String, Bearer)> {
    if !matches!(entity.kind, Kind::Actor | Kind::Issue)
        || entity.anonymous
        || entity.visibility != Visibility::Shown
    {
        return Vec::new();
    }
    let bearer = |strong| Bearer { kind: entity.kind, id: entity.id.clone(), strong };
    let strong = entity.names.iter().map(|name| (name.clone(), bearer(true)));
    strong.chain(entity.short.iter().map(|short| (short.clone(), bearer(false)))).collect()
}

impl Lexicon {
    /// Reserves memory for entities of these kinds.
    fn reserve(&mut self, kinds: impl Iterator<Item = Kind>) {
        let mut counts = [0; Kind::ALL.len()];
        kinds.for_each(|kind| counts[kind as usize] += 1);
        self.ids.iter_mut().zip(counts).for_each(|(ids, count)| ids.reserve(count));
        let count = counts.iter().sum();
        self.kinds.reserve(count);
        self.names.reserve(count);
        self.files.reserve(count);
    }

    /// Adds an entity; `true` if its id is new.
    fn add(&mut self, entity: &NamedEntity) -> bool {
        let is_new =
            self.ids[entity.kind as usize].insert(entity.id.clone(), entity.visibility).is_none();
        if entity.visibility == Visibility::Later {
            self.later_pages.insert(OutPath::entity(entity.kind, &entity.id));
        }
        let kinds = self.kinds.entry(entity.id.clone()).or_default();
        if !kinds.contains(&entity.kind) {
            kinds.push(entity.kind);
        }
        if entity.kind != Kind::Brief {
            self.registries.insert(entity.kind);
        }
        for name in &entity.names {
            let bearers = self.names.entry((entity.kind, fold_name(name))).or_default();
            let is_known =
                bearers.last() == Some(&entity.id) || (!is_new && bearers.contains(&entity.id));
            if !is_known {
                bearers.push(entity.id.clone());
            }
        }
        if !matches!(entity.kind, Kind::Brief | Kind::Event) {
            let called = entity.names.iter().chain(&entity.short);
            self.spellings
                .extend(called.map(|name| (entity.kind, entity.id.clone(), spelling(name))));
        }
        self.add_neighbours(entity);
        if let Some(file) = &entity.file {
            let target = FileTarget::Entity(entity.kind, entity.id.clone());
            let target = match entity.visibility {
                Visibility::Shown => target,
                Visibility::Later => FileTarget::Later,
                Visibility::Withheld => FileTarget::Hidden,
            };
            self.files.insert(file.composed(), target);
        }
        is_new
    }

    /// Adds the words by which the neighbours of a name are recognized.
    fn add_neighbours(&mut self, entity: &NamedEntity) {
        match (entity.kind, &entity.actor) {
            (Kind::Office, _) => {
                entity.names.iter().chain(&entity.short).for_each(|title| self.add_title(title))
            }
            (Kind::Place, _) => {
                let words = entity.names.iter().filter(|name| !name.contains(' '));
                self.parts.extend(words.map(|name| Box::from(name.as_str())));
            }
            (_, Some(actor)) => {
                // Ids of offices are left out: the offices' own entries give the titles.
                let strings = actor.offices.iter().filter(|office| Slug::parse(office).is_none());
                strings.for_each(|title| self.add_title(title));
                if let (ActorKind::Person, Some(name)) = (actor.kind, entity.names.first()) {
                    let mut words = parts(name);
                    let family = if actor.family_first { words.next() } else { words.last() };
                    self.parts.extend(family.map(Box::from));
                }
                let names = entity.names.iter().chain(&entity.short);
                let known = KnownActor::new(actor.kind, actor.country.clone(), names);
                self.actors.entry(entity.id.clone()).or_insert(known);
            }
            _ => {}
        }
    }

    fn add_title(&mut self, title: &str) {
        let title = folded(title.trim());
        if let Some(last) = title.rsplit([' ', '-']).next().filter(|last| !last.is_empty()) {
            self.title_lengths.entry(last.into()).or_default().insert(title.len());
            self.titles.insert(title.into());
        }
    }

    /// The rules of the site's language.
    pub fn habits(&self) -> Habits {
        self.habits
    }

    /// A registered actor, as the neighbours of its names are judged.
    pub fn known_actor(&self, id: &Slug) -> Option<&KnownActor> {
        self.actors.get(id)
    }

    /// Whether a word is a registered family name or place.
    pub fn is_registered_part(&self, word: &str) -> bool {
        self.parts.contains(word)
    }

    /// Whether a folded text with this last word ends in the title of an office.
    pub fn ends_with_office(&self, text: &str, last: &str) -> bool {
        self.title_lengths.get(last).into_iter().flatten().any(|length| {
            let title =
                text.len().checked_sub(*length).and_then(|start| text.split_at_checked(start));
            title.is_some_and(|(before, title)| {
                !before.ends_with(char::is_alphanumeric) && self.titles.contains(title)
            })
        })
    }

    /// Whether an id is registered, even if it is hidden.
    pub fn has(&self, kind: Kind, id: &Slug) -> bool {
        self.ids[kind as usize].contains_key(id)
    }

    /// The visibility of an entity; `None` if it is not registered.
    pub fn visibility(&self, kind: Kind, id: &Slug) -> Option<Visibility> {
        self.ids[kind as usize].get(id).copied()
    }

    /// Whether two entries or briefs of a kind have the same id, even if they are hidden.
    pub fn has_duplicates(&self) -> bool {
        self.has_duplicates
    }

    /// Whether an id or a name occurs only in documents that are dated after the build's day.
    pub fn is_named_later(&self, written: &str) -> bool {
        !self.later.is_empty()
            && Slug::parse(written)
                .or_else(|| Slug::of_name(written))
                .is_some_and(|id| self.later.contains(&id))
    }

    /// Whether any document is dated after the build's day. Pages that depend on it may be missing.
    pub fn has_later(&self) -> bool {
        !self.later_pages.is_empty()
    }

    /// Whether the page belongs to a document that is dated after the build's day.
    pub fn is_later_page(&self, page: &OutPath) -> bool {
        self.later_pages.contains(page)
    }

    /// The kinds that have an entity with this id.
    pub fn kinds_of(&self, id: &Slug) -> &[Kind] {
        self.kinds.get(id).map_or(&[], Vec::as_slice)
    }

    /// Whether a kind has entries in the registry.
    pub fn has_registry(&self, kind: Kind) -> bool {
        self.registries.contains(&kind)
    }

    /// Finds an entity by its id, else by its exact name, else by the slug of the name.
    pub fn find(&self, kind: Kind, written: &str) -> Meaning {
        if let Some((id, _)) = self.ids[kind as usize].get_key_value(written) {
            return Meaning::One(id.clone());
        }
        if let Some(bearers) = self.names.get(&(kind, fold_name(written))) {
            return match bearers.as_slice() {
                [one] => Meaning::One(one.clone()),
                several => Meaning::Several(several.to_vec()),
            };
        }
        match Slug::of_name(written).filter(|id| self.has(kind, id)) {
            Some(id) if self.is_called(kind, &id, written) => Meaning::One(id),
            Some(id) => Meaning::Alike(id),
            None => Meaning::None,
        }
    }

    /// Whether a name is a known name of an entity, ignoring case and punctuation. Any name fits a
    /// brief or an event.
    fn is_called(&self, kind: Kind, id: &Slug, name: &str) -> bool {
        matches!(kind, Kind::Brief | Kind::Event)
            || self.spellings.contains(&(kind, id.clone(), spelling(name)))
    }

    /// The page or copy of a file. The path may be in any Unicode normalization.
    pub fn file(&self, path: &SitePath) -> Option<&FileTarget> {
        self.files.get(&path.composed())
    }

    /// The names of entities in running text.
    pub fn forms(&self) -> &Forms {
        &self.forms
    }

    /// Whether a name is only a short form of an entity. The unregistered names of a brief are full
    /// names.
    pub fn is_short_form(&self, name: &str, (kind, id): &(Kind, Slug)) -> bool {
        let name = folded(name);
        let mut whole = self
            .forms
            .find(&name)
            .into_iter()
            .filter(|found| found.end - found.start == name.len());
        let Some(found) = whole.next() else { return false };
        let mut bearers = found
            .bearers
            .iter()
            .filter(|bearer| bearer.kind == *kind && bearer.id == *id)
            .peekable();
        bearers.peek().is_some() && bearers.all(|bearer| !bearer.strong)
    }

    /// How often a name becomes a link.
    pub fn density(&self) -> Density {
        self.density
    }

    /// The visibility of a quotation; `None` if its id is unknown.
    pub fn quote(&self, id: &Slug) -> Option<Visibility> {
        self.quotes.get(id).copied()
    }

    /// The present id for a former one; `None` if the entity is hidden.
    pub fn former(&self, kind: Kind, id: &Slug) -> Option<&Slug> {
        let today = self.former.get(&(kind, id.clone()))?;
        (self.visibility(kind, today) == Some(Visibility::Shown)).then_some(today)
    }

    /// The id of a quotation that is most similar to a mistyped one.
    pub fn nearest_quote(&self, written: &str) -> Option<&str> {
        let shown =
            || self.quotes.iter().filter(|(_, visibility)| **visibility == Visibility::Shown);
        let index = self
            .suggested
            .of_quotes
            .get_or_init(|| WordIndex::of(shown().map(|(id, _)| id.clone())));
        index.nearest(written).map(Slug::as_str)
    }

    /// The registered id that is most similar to a mistyped one.
    pub fn nearest(&self, kind: Option<Kind>, written: &str) -> Option<&str> {
        let index = match kind {
            Some(kind) => &self.suggested.of_kinds[kind as usize],
            None => &self.suggested.of_all,
        };
        let index = index.get_or_init(|| WordIndex::of(self.shown(kind).map(|(_, id)| id.clone())));
        self.with_last_part(kind, written).or_else(|| index.nearest(written)).map(Slug::as_str)
    }

    /// The ids that the build shows, of one kind or of all.
    fn shown(&self, kind: Option<Kind>) -> impl Iterator<Item = (Kind, &Slug)> {
        let kinds = Kind::ALL.into_iter().filter(move |of| kind.is_none_or(|kind| kind == *of));
        let shown = |(_, visibility): &(&Slug, &Visibility)| **visibility == Visibility::Shown;
        kinds.flat_map(move |of| {
            self.ids[of as usize].iter().filter(shown).map(move |(id, _)| (of, id))
        })
    }

    /// The first id whose last part is the written one.
    fn with_last_part(&self, kind: Option<Kind>, written: &str) -> Option<&Slug> {
        let by_last_part = self.suggested.by_last_part.get_or_init(|| {
            let mut ids = ByLastPart::default();
            for (of, id) in self.shown(None) {
                if let Some((_, last)) = id.as_str().rsplit_once('/') {
                    ids.entry(last.into()).or_default().push((of, id.clone()));
                }
            }
            ids.values_mut()
                .for_each(|ids| ids.sort_unstable_by(|(_, one), (_, other)| one.cmp(other)));
            ids
        });
        let mut ids = by_last_part.get(written)?.iter();
        ids.find(|(of, _)| kind.is_none_or(|kind| kind == *of)).map(|(_, id)| id)
    }
}
