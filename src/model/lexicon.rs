//! What each id and name means: the registry's ids, names and aliases, the briefs' ids, the files
//! that links name.
//!
//! Holds names only: a change of an office, a role or a status changes nothing here, so that no
//! brief is resolved again for it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::base::id::{Kind, Slug};
use crate::base::memo::Hashed;
use crate::base::nearest::WordIndex;
use crate::base::path::{OutPath, SitePath};
use crate::base::text::{fold, spelling};
use crate::parse::config::Density;
use crate::parse::registry::ActorKind;

use super::forms::{Bearer, Forms, folded};
use super::habits::{Habits, KnownActor, parts};
use super::visibility::Visibility;

/// All names of the site, as the lexicon is made from them.
#[derive(Debug, Default, PartialEq, Eq, Hash)]
pub struct Names {
    /// Those that each document gives, in the order of the documents.
    pub of_documents: Vec<Hashed<OwnNames>>,
    /// Files that are copied, by their file.
    pub assets: Vec<(SitePath, OutPath)>,
    /// Files in the folders of what this build does not show.
    pub hidden: Vec<SitePath>,
}

impl Names {
    /// Those of the registries alone, with how often a name links itself: without briefs, events,
    /// quotations and files.
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

/// The names that one document gives.
#[derive(Debug, Default, PartialEq, Eq, Hash)]
pub struct OwnNames {
    /// Registered entities, or a brief.
    pub entities: Vec<NamedEntity>,
    /// What a brief calls the events that it tells of.
    pub events: Vec<NamedEvent>,
    /// A plain page, by its file.
    pub pages: Vec<(SitePath, OutPath)>,
    /// The file, where it is a page that this build does not show.
    pub hidden: Vec<SitePath>,
    /// The file, where it cannot be read.
    pub unread: Vec<SitePath>,
    /// Quotations.
    pub quotes: Vec<(Slug, Visibility)>,
    /// Ids of before, each with its kind and the one of today.
    pub former: Vec<(Kind, Slug, Slug)>,
    /// What only something dated after the build's day may name: an id of it, or what a name would
    /// give.
    pub later: Vec<Slug>,
    /// How often a name links itself.
    pub density: Density,
    /// What the language of the site decides.
    pub habits: Habits,
}

/// An entity with all that it is called.
#[derive(Debug, PartialEq, Eq, Hash)]
pub struct NamedEntity {
    /// What it is.
    pub kind: Kind,
    /// Its id.
    pub id: Slug,
    /// Its own file, where it has one to itself.
    pub file: Option<SitePath>,
    /// Its names, the main one first. Those of actors and issues link themselves wherever they
    /// stand in a text.
    pub names: Vec<String>,
    /// What else it is called. Short forms of actors link themselves once their bearer was
    /// introduced.
    pub short: Vec<String>,
    /// Whether its names only describe it, such as “a senior official”: they link themselves
    /// nowhere.
    pub anonymous: bool,
    /// Whether this build shows it.
    pub visibility: Visibility,
    /// What else is known of an actor.
    pub actor: Option<NamedActor>,
}

/// What the names of an actor are judged by.
#[derive(Debug, PartialEq, Eq, Hash)]
pub struct NamedActor {
    /// What it is.
    pub kind: ActorKind,
    /// ISO 3166-1 alpha-2.
    pub country: Option<String>,
    /// Whether the family name comes first.
    pub family_first: bool,
    /// The offices that it holds or held, as they are written there.
    pub offices: Vec<String>,
}

/// An event as one brief calls it.
#[derive(Debug, PartialEq, Eq, Hash)]
pub struct NamedEvent {
    /// Its id.
    pub id: Slug,
    /// The title that the brief gives it.
    pub title: Option<String>,
    /// Whether this build shows the brief.
    pub visibility: Visibility,
}

/// What a written name means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Meaning {
    /// This.
    One(Slug),
    /// This, whose id the name gives, though it is not called so.
    Alike(Slug),
    /// One of these.
    Several(Vec<Slug>),
    /// Nothing that is known.
    None,
}

/// Ids, names and files to entities.
#[derive(Debug, Default)]
pub struct Lexicon {
    ids: [FxHashMap<Slug, Visibility>; Kind::ALL.len()],
    kinds: FxHashMap<Slug, Vec<Kind>>,
    names: FxHashMap<(Kind, String), Vec<Slug>>,
    spellings: FxHashSet<(Kind, Slug, String)>,
    registries: FxHashSet<Kind>,
    /// By their paths in NFC.
    files: FxHashMap<SitePath, FileTarget>,
    quotes: FxHashMap<Slug, Visibility>,
    former: FxHashMap<(Kind, Slug), Slug>,
    later: FxHashSet<Slug>,
    later_pages: FxHashSet<OutPath>,
    forms: Forms,
    density: Density,
    habits: Habits,
    actors: FxHashMap<Slug, KnownActor>,
    /// Family names, and places of one word.
    parts: FxHashSet<Box<str>>,
    /// The titles of offices.
    titles: FxHashSet<Box<str>>,
    /// How long they are, in bytes, by their last word.
    title_lengths: FxHashMap<Box<str>, BTreeSet<usize>>,
    has_duplicates: bool,
    suggested: Suggested,
}

/// Ids with several parts, by the last.
type ByLastPart = FxHashMap<Box<str>, Vec<(Kind, Slug)>>;

/// The ids that are shown, for those that are mistyped: in order when the first of them is.
#[derive(Debug, Default)]
struct Suggested {
    of_kinds: [OnceLock<WordIndex<Slug>>; Kind::ALL.len()],
    of_all: OnceLock<WordIndex<Slug>>,
    of_quotes: OnceLock<WordIndex<Slug>>,
    /// Ids with several parts, by the last.
    by_last_part: OnceLock<ByLastPart>,
}

/// What a file of the site gives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FileTarget {
    /// An entity's page.
    Entity(Kind, Slug),
    /// A plain page.
    Page(SitePath, OutPath),
    /// A copy.
    Asset(OutPath),
    /// Nothing that is published.
    Hidden,
    /// Nothing yet: it is dated after the build's day, or cannot be read.
    Later,
}

/// Makes the lexicon.
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

/// The events that briefs tell of, by id. One is hidden where no brief that tells of it is shown.
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

/// What an actor or an issue is called in running text.
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
    /// Makes room for entities of these kinds.
    fn reserve(&mut self, kinds: impl Iterator<Item = Kind>) {
        let mut counts = [0; Kind::ALL.len()];
        kinds.for_each(|kind| counts[kind as usize] += 1);
        self.ids.iter_mut().zip(counts).for_each(|(ids, count)| ids.reserve(count));
        let count = counts.iter().sum();
        self.kinds.reserve(count);
        self.names.reserve(count);
        self.files.reserve(count);
    }

    /// Adds an entity, and says whether its id is new.
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
            let bearers = self.names.entry((entity.kind, fold(name))).or_default();
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

    /// Notes what the words beside a name are judged by.
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
                // An id of an office is found by its own entry.
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

    /// What the language of the site decides.
    pub fn habits(&self) -> Habits {
        self.habits
    }

    /// A registered actor, as far as the words beside its names are judged by it.
    pub fn known_actor(&self, id: &Slug) -> Option<&KnownActor> {
        self.actors.get(id)
    }

    /// Whether a word is a family name, or a place, of the registry.
    pub fn is_registered_part(&self, word: &str) -> bool {
        self.parts.contains(word)
    }

    /// Whether a folded text, whose last word this is, ends with the title of an office.
    pub fn ends_with_office(&self, text: &str, last: &str) -> bool {
        self.title_lengths.get(last).into_iter().flatten().any(|length| {
            let title =
                text.len().checked_sub(*length).and_then(|start| text.split_at_checked(start));
            title.is_some_and(|(before, title)| {
                !before.ends_with(char::is_alphanumeric) && self.titles.contains(title)
            })
        })
    }

    /// Whether an id of this kind is registered, shown or not.
    pub fn has(&self, kind: Kind, id: &Slug) -> bool {
        self.ids[kind as usize].contains_key(id)
    }

    /// What this build shows of an entity; `None` where none is registered.
    pub fn visibility(&self, kind: Kind, id: &Slug) -> Option<Visibility> {
        self.ids[kind as usize].get(id).copied()
    }

    /// Whether an id is declared twice: of two entries or briefs of one kind, shown or not.
    pub fn has_duplicates(&self) -> bool {
        self.has_duplicates
    }

    /// Whether an id or a name is used only by what is dated after the build's day.
    pub fn is_named_later(&self, written: &str) -> bool {
        !self.later.is_empty()
            && Slug::parse(written)
                .or_else(|| Slug::of_name(written))
                .is_some_and(|id| self.later.contains(&id))
    }

    /// Whether anything is dated after the build's day: pages may lack that are made of it.
    pub fn has_later(&self) -> bool {
        !self.later_pages.is_empty()
    }

    /// Whether a page is that of something dated after the build's day.
    pub fn is_later_page(&self, page: &OutPath) -> bool {
        self.later_pages.contains(page)
    }

    /// The kinds that have an entity of this id.
    pub fn kinds_of(&self, id: &Slug) -> &[Kind] {
        self.kinds.get(id).map_or(&[], Vec::as_slice)
    }

    /// Whether a kind has a registry: entries of its own, not only strings in briefs.
    pub fn has_registry(&self, kind: Kind) -> bool {
        self.registries.contains(&kind)
    }

    /// What a name or an id of this kind means: an id first, then a name to the letter, then the
    /// name's slug.
    pub fn find(&self, kind: Kind, written: &str) -> Meaning {
        if let Some((id, _)) = self.ids[kind as usize].get_key_value(written) {
            return Meaning::One(id.clone());
        }
        if let Some(bearers) = self.names.get(&(kind, fold(written))) {
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

    /// Whether a name is one of an entity's, but for case and punctuation. Briefs and events are
    /// called as one likes.
    fn is_called(&self, kind: Kind, id: &Slug, name: &str) -> bool {
        matches!(kind, Kind::Brief | Kind::Event)
            || self.spellings.contains(&(kind, id.clone(), spelling(name)))
    }

    /// What a file of the site gives, in whichever form its name is stored or typed.
    pub fn file(&self, path: &SitePath) -> Option<&FileTarget> {
        self.files.get(&path.composed())
    }

    /// What entities are called in running text.
    pub fn forms(&self) -> &Forms {
        &self.forms
    }

    /// Whether a name is only a short form of an entity. The strings of a brief, which no registry
    /// has, are whole names.
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

    /// How often a name links itself.
    pub fn density(&self) -> Density {
        self.density
    }

    /// What this build shows of a quotation; `None` where there is none of this id.
    pub fn quote(&self, id: &Slug) -> Option<Visibility> {
        self.quotes.get(id).copied()
    }

    /// The id of today of what had another one before; `None` where this build does not show it.
    pub fn former(&self, kind: Kind, id: &Slug) -> Option<&Slug> {
        let today = self.former.get(&(kind, id.clone()))?;
        (self.visibility(kind, today) == Some(Visibility::Shown)).then_some(today)
    }

    /// The id of a quotation nearest to a mistyped one.
    pub fn nearest_quote(&self, written: &str) -> Option<&str> {
        let shown =
            || self.quotes.iter().filter(|(_, visibility)| **visibility == Visibility::Shown);
        let index = self
            .suggested
            .of_quotes
            .get_or_init(|| WordIndex::of(shown().map(|(id, _)| id.clone())));
        index.nearest(written).map(Slug::as_str)
    }

    /// The registered id nearest to a mistyped one, of one kind or of any.
    pub fn nearest(&self, kind: Option<Kind>, written: &str) -> Option<&str> {
        let index = match kind {
            Some(kind) => &self.suggested.of_kinds[kind as usize],
            None => &self.suggested.of_all,
        };
        let index = index.get_or_init(|| WordIndex::of(self.shown(kind).map(|(_, id)| id.clone())));
        self.with_last_part(kind, written).or_else(|| index.nearest(written)).map(Slug::as_str)
    }

    /// The ids that are shown, of one kind or of any.
    fn shown(&self, kind: Option<Kind>) -> impl Iterator<Item = (Kind, &Slug)> {
        let kinds = Kind::ALL.into_iter().filter(move |of| kind.is_none_or(|kind| kind == *of));
        let shown = |(_, visibility): &(&Slug, &Visibility)| **visibility == Visibility::Shown;
        kinds.flat_map(move |of| {
            self.ids[of as usize].iter().filter(shown).map(move |(id, _)| (of, id))
        })
    }

    /// The first id of several parts of which the last is all that was written.
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
