//! Collects the names of all documents for the lexicon.

use crate::base::edition::Edition;
use crate::base::finding::Located;
use crate::base::id::{Kind, Slug};
use crate::base::memo::{Hashed, Memo};
use crate::base::path::{OutPath, SitePath};
use crate::parse::brief::{BriefFields, PageFields};
use crate::parse::registry::Entry;
use crate::parse::statements::ParticipantFields;
use crate::parse::{Document, DocumentFields};

use super::copies::Copies;
use super::habits::Habits;
use super::lexicon::{NamedActor, NamedEntity, NamedEvent, Names, OwnNames};
use super::visibility::Visibility;

/// The names of the site. The names of unchanged documents are reused.
pub fn names(
    documents: &[Hashed<Document>],
    copies: &Copies,
    edition: Edition,
    memo: &mut Memo<Hashed<OwnNames>>,
) -> Names {
    let items: Vec<(&Hashed<Document>, Edition)> =
        documents.iter().map(|document| (document, edition)).collect();
    let of_content = copies.files.iter().filter(|copy| copy.file.path.below("content").is_some());
    Names {
        of_documents: memo
            .update(&items, |(document, edition)| Hashed::new(own_names(document, *edition))),
        hidden: copies.hidden.clone(),
        assets: of_content.map(|copy| (copy.file.path.clone(), copy.path.clone())).collect(),
    }
}

fn own_names(document: &Document, edition: Edition) -> OwnNames {
    let mut names = OwnNames { former: former_ids(&document.fields), ..OwnNames::default() };
    let own_file = document.body.as_ref().map(|_| document.path.clone());
    match &document.fields {
        DocumentFields::Brief(brief) => {
            let visibility = Visibility::of_brief(brief, edition);
            names.entities = vec![NamedEntity {
                kind: Kind::Brief,
                id: brief.id.value.clone(),
                file: own_file,
                names: vec![brief.title.value.clone()],
                short: Vec::new(),
                anonymous: false,
                visibility,
                actor: None,
            }];
            names.quotes.extend(brief.quotes.iter().map(|quote| (quote.slug.clone(), visibility)));
            names.events.extend(brief.events.iter().map(|event| NamedEvent {
                id: event.slug.clone(),
                title: event.title.clone().filter(|title| !title.trim().is_empty()),
                visibility,
            }));
            if visibility == Visibility::Later {
                names.later.extend(named_in(brief).filter_map(|name| id_of(&name.value)));
            }
        }
        DocumentFields::Page(page) => match Visibility::of_page(page, edition) {
            Visibility::Shown => {
                names.pages.push((document.path.clone(), page_path(&document.path, page)));
            }
            Visibility::Later | Visibility::Withheld => names.hidden.push(document.path.clone()),
        },
        DocumentFields::Actors(entries) => entries.iter().for_each(|entry| {
            let fields = &entry.fields;
            let aliases = fields.aliases.iter().map(|alias| alias.value.clone());
            let scripts = fields.names.iter().map(|(_, name)| name.value.clone());
            let all =
                std::iter::once(fields.name.value.clone()).chain(aliases).chain(scripts).collect();
            let short = fields.short.iter().map(|short| short.value.clone()).collect();
            let anonymous = fields.anonymous;
            let actor = Some(NamedActor {
                kind: fields.kind,
                country: fields.country.clone(),
                family_first: fields.family_first,
                offices: fields.offices.iter().map(|tenure| tenure.office.value.clone()).collect(),
            });
            let named = entity(Kind::Actor, entry, own_file.as_ref(), all);
            names.entities.push(NamedEntity { short, anonymous, actor, ..named });
            let later = fields.offices.iter().filter(|tenure| !tenure.has_begun(edition));
            names.later.extend(later.filter_map(|tenure| id_of(&tenure.office.value)));
        }),
        DocumentFields::Offices(entries) => entries.iter().for_each(|entry| {
            let fields = &entry.fields;
            let dated = fields.titles.iter().map(|dated| dated.text.clone());
            let short = fields.short.iter().cloned().chain(dated).collect();
            let all = vec![fields.title.value.clone()];
            names
                .entities
                .push(NamedEntity { short, ..entity(Kind::Office, entry, own_file.as_ref(), all) });
        }),
        DocumentFields::Issues(entries) => entries.iter().for_each(|entry| {
            let aliases = entry.fields.aliases.iter().map(|alias| alias.value.clone());
            let all = std::iter::once(entry.fields.title.value.clone()).chain(aliases).collect();
            names.entities.push(entity(Kind::Issue, entry, own_file.as_ref(), all));
        }),
        DocumentFields::Places(entries) => entries.iter().for_each(|entry| {
            names.entities.push(entity(
                Kind::Place,
                entry,
                own_file.as_ref(),
                vec![entry.fields.name.value.clone()],
            ));
        }),
        DocumentFields::Sources(entries) => entries.iter().for_each(|entry| {
            let all = entry.fields.title.iter().map(|title| title.value.to_string()).collect();
            names.entities.push(NamedEntity {
                visibility: Visibility::of_source(&entry.fields, edition),
                ..entity(Kind::Source, entry, own_file.as_ref(), all)
            });
        }),
        DocumentFields::Config(config) => {
            names.density = config.density;
            names.habits = Habits::of(&config.lang);
        }
        // Links to an unreadable document have no target.
        DocumentFields::Unread(declared) => {
            names.unread.push(document.path.clone());
            names.entities.extend(declared.clone().map(|(kind, id)| NamedEntity {
                kind,
                id,
                file: None,
                names: Vec::new(),
                short: Vec::new(),
                anonymous: false,
                visibility: Visibility::Later,
                actor: None,
            }));
        }
    }
    names
}

/// The former ids of a document's entities, each with its kind and the present id.
fn former_ids(fields: &DocumentFields) -> Vec<(Kind, Slug, Slug)> {
    type FormerIds = Vec<(Kind, Slug, Slug)>;
    fn of(kind: Kind, today: &Located<Slug>, former: &[Located<Slug>]) -> FormerIds {
        former.iter().map(|id| (kind, id.value.clone(), today.value.clone())).collect()
    }
    fn each<T>(kind: Kind, entries: &[Entry<T>]) -> FormerIds {
        entries.iter().flat_map(|entry| of(kind, &entry.id, &entry.former_ids)).collect()
    }
    match fields {
        DocumentFields::Brief(brief) => of(Kind::Brief, &brief.id, &brief.former_ids),
        DocumentFields::Actors(entries) => each(Kind::Actor, entries),
        DocumentFields::Offices(entries) => each(Kind::Office, entries),
        DocumentFields::Issues(entries) => each(Kind::Issue, entries),
        DocumentFields::Places(entries) => each(Kind::Place, entries),
        DocumentFields::Sources(entries) => each(Kind::Source, entries),
        DocumentFields::Page(_) | DocumentFields::Config(_) | DocumentFields::Unread(_) => {
            Vec::new()
        }
    }
}

fn entity<T>(
    kind: Kind,
    entry: &Entry<T>,
    file: Option<&SitePath>,
    mut names: Vec<String>,
) -> NamedEntity {
    names.retain(|name| !name.trim().is_empty());
    NamedEntity {
        kind,
        id: entry.id.value.clone(),
        file: file.cloned(),
        names,
        short: Vec::new(),
        anonymous: false,
        visibility: Visibility::Shown,
        actor: None,
    }
}

/// The names in the lists and statements of a brief.
fn named_in(brief: &BriefFields) -> impl Iterator<Item = &Located<String>> {
    let lists =
        brief.actors.iter().chain(&brief.issues).chain(&brief.places).map(|item| &item.target);
    let quotes = brief
        .quotes
        .iter()
        .flat_map(|quote| quote.speakers.iter().map(|speaker| &speaker.actor).chain(&quote.issue));
    let events = brief.events.iter().flat_map(|event| {
        event.place.iter().chain(event.who.iter().flat_map(actors_of)).chain(&event.issues)
    });
    let stances = brief.stances.iter().flat_map(|stance| [&stance.actor, &stance.issue]);
    let claims = brief.claims.iter().flat_map(|claim| claim.by.iter().chain(&claim.disputed_by));
    lists.chain(quotes).chain(events).chain(stances).chain(claims)
}

/// A participant, and the actor that it stands in for.
fn actors_of(who: &ParticipantFields) -> impl Iterator<Item = &Located<String>> {
    std::iter::once(&who.actor).chain(&who.stands_for)
}

/// The id of a name.
fn id_of(written: &str) -> Option<Slug> {
    Slug::parse(written).or_else(|| Slug::of_name(written))
}

/// The page for a plain page's file: `docs/format/index.html` for `content/docs/format.md`.
pub fn page_path(file: &SitePath, fields: &PageFields) -> OutPath {
    let folder = file.folder().strip_prefix("content").unwrap_or_default().trim_start_matches('/');
    let slug = fields.slug.as_ref().map(|slug| slug.value.to_string());
    let last = match (slug, file.stem()) {
        (Some(slug), _) => slug,
        (None, "index") => String::new(),
        (None, stem) => stem.to_owned(),
    };
    OutPath::page(&format!("{folder}/{last}"))
        .unwrap_or_else(|| OutPath::page("").expect("the home page"))
}
