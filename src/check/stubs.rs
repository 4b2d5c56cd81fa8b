//! Reports stubs: entities that exist only because briefs name them, without an entry in the
//! registry.

use rustc_hash::FxHashMap;

use crate::base::code::Code;
use crate::base::finding::{Bytes, Finding, Located, Span};
use crate::base::id::{Kind, Slug};
use crate::base::limits;
use crate::base::nearest::nearest_within;
use crate::base::path::SitePath;
use crate::base::typography::spelling;
use crate::model::descriptions::describes;
use crate::model::entities::Origin;
use crate::model::site::Site;
use crate::parse::{Document, DocumentFields};

use super::refs::key_path;
use super::{Check, Context, statements};

pub(super) const CHECKS: &[Check] = &[Check::Warnings(stubs), Check::Warnings(merged_names)];

/// Reports every stub: as a warning if the registry has entries of its kind, otherwise as
/// information.
fn stubs(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let site = context.site;
    type Row<'s> = (&'s Origin, &'s String, &'s Slug);
    fn rows(kind: Kind, rows: Vec<Row<'_>>) -> impl Iterator<Item = (Kind, Row<'_>)> {
        rows.into_iter().map(move |row| (kind, row))
    }
    let actors = rows(
        Kind::Actor,
        site.actors.rows().iter().map(|row| (&row.origin, &row.name, &row.id)).collect(),
    );
    let offices = rows(
        Kind::Office,
        site.offices.rows().iter().map(|row| (&row.origin, &row.title, &row.id)).collect(),
    );
    let issues = rows(
        Kind::Issue,
        site.issues.rows().iter().map(|row| (&row.origin, &row.title, &row.id)).collect(),
    );
    let places = rows(
        Kind::Place,
        site.places.rows().iter().map(|row| (&row.origin, &row.name, &row.id)).collect(),
    );
    let all: Vec<(Kind, Row<'_>)> = actors.chain(offices).chain(issues).chain(places).collect();
    let stubs = all.iter().filter(|(_, (origin, ..))| origin.is_stub());
    let paths = key_paths(context, stubs.map(|(_, (origin, ..))| origin.span()));
    let is_registered = |origin: &Origin| !matches!(origin, Origin::Stub(_));
    let registered = RegisteredIds::of(
        all.iter()
            .filter(|(_, (origin, ..))| is_registered(origin))
            .map(|(kind, (_, _, id))| (*kind, id.as_str())),
    );
    let has_stub = all
        .iter()
        .any(|(kind, (origin, ..))| !is_registered(origin) && context.lexicon.has_registry(*kind));
    let called = if has_stub { by_name(context.site) } else { FxHashMap::default() };
    for (kind, (origin, name, id)) in all {
        let Origin::Stub(span) = origin else { continue };
        let registry = context.lexicon.has_registry(kind);
        let is_described = kind == Kind::Actor && describes(name);
        let code = if registry && !is_described { Code::Stub } else { Code::StubInfo };
        let key = if matches!(kind, Kind::Actor | Kind::Place) { "name" } else { "title" };
        let add = format!("add `{id}: {{{key}: {name}}}` to `content/{}.yaml`", kind.folder());
        let same_name = called.get(&(kind, spelling(name))).copied();
        let help = match same_name.or_else(|| registered.nearest(kind, id)) {
            _ if is_described => {
                format!(
                    "whom this describes is known in this brief only: for the same person in \
                    others, {add}, with an id of its own and `anonymous: true`"
                )
            }
            Some(near) => format!("did you mean `{near}`? If not, {add}"),
            None => add,
        };
        findings.push(
            Finding::new(code, span.clone(), format!("{} `{name}` is not registered", kind.word()))
                .path(paths.get(span).cloned().unwrap_or_default())
                .help(help),
        );
    }
}

/// Registered ids by the [`spelling`] of each of their names.
fn by_name(site: &Site) -> FxHashMap<(Kind, String), &str> {
    fn registered<T>(rows: &[T], origin: fn(&T) -> &Origin) -> impl Iterator<Item = &T> {
        rows.iter().take_while(move |row| !origin(row).is_stub())
    }
    let mut called: FxHashMap<(Kind, String), &str> = FxHashMap::default();
    let mut add = |kind, name: &str, id| {
        called.entry((kind, spelling(name))).or_insert(id);
    };
    for actor in registered(site.actors.rows(), |row| &row.origin) {
        actor.whole_names().for_each(|name| add(Kind::Actor, name, actor.id.as_str()));
    }
    for office in registered(site.offices.rows(), |row| &row.origin) {
        let dated = office.titles.iter().map(|dated| &dated.text);
        let titles = std::iter::once(&office.title).chain(&office.short).chain(dated);
        titles.for_each(|title| add(Kind::Office, title, office.id.as_str()));
    }
    for issue in registered(site.issues.rows(), |row| &row.origin) {
        let titles = std::iter::once(&issue.title).chain(&issue.aliases);
        titles.for_each(|title| add(Kind::Issue, title, issue.id.as_str()));
    }
    for place in registered(site.places.rows(), |row| &row.origin) {
        add(Kind::Place, &place.name, place.id.as_str());
    }
    called
}

/// Registered ids by their first and last word. A mistyped id is compared only with the ids that
/// share one of these words, because the registry may be large.
struct RegisteredIds<'a>(FxHashMap<(Kind, &'a str), Vec<&'a str>>);

impl<'a> RegisteredIds<'a> {
    fn of(ids: impl Iterator<Item = (Kind, &'a str)>) -> Self {
        let mut by_word: FxHashMap<(Kind, &str), Vec<&str>> = FxHashMap::default();
        for (kind, id) in ids {
            ends(id).into_iter().for_each(|word| by_word.entry((kind, word)).or_default().push(id));
        }
        Self(by_word)
    }

    /// The most similar id, if it differs by one letter, or two in a long id.
    fn nearest(&self, kind: Kind, id: &Slug) -> Option<&'a str> {
        let most = if id.as_str().len() > 5 { 2 } else { 1 };
        let alike =
            ends(id.as_str()).into_iter().filter_map(|word| self.0.get(&(kind, word))).flatten();
        nearest_within(id.as_str(), alike.copied().take(limits::WORDS_COMPARED), most)
    }
}

/// The first and the last word of an id. For a single word, its first letter.
fn ends(id: &str) -> [&str; 2] {
    let is_between = |c: char| matches!(c, '-' | '/');
    match (id.split(is_between).next(), id.rsplit(is_between).next()) {
        (Some(first), Some(last)) if first.len() < id.len() => [first, last],
        _ => [id.get(..1).unwrap_or(id); 2],
    }
}

/// Reports different names that give the same id and so became one entity. The first name in the
/// order of the files is shown.
fn merged_names(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let paths = key_paths(context, context.site.merged.iter().map(|merged| &merged.span));
    for merged in &context.site.merged {
        let (kind, id) = (merged.kind.word(), &merged.id);
        let message = format!(
            "`{}` becomes one with `{}`: both give the id `{id}`",
            merged.name, merged.shown
        );
        let help = format!(
            "if it is the same {kind}, write one name; if not, register it under another id"
        );
        findings.push(
            Finding::new(Code::NameMerged, merged.span.clone(), message)
                .path(paths.get(&merged.span).cloned().unwrap_or_default())
                .help(help)
                .also(merged.shown_span.clone(), "the name that is shown"),
        );
    }
}

/// The key paths, such as `actors[0]`, of the names at `spans`.
fn key_paths<'s>(
    context: &Context<'_>,
    spans: impl Iterator<Item = &'s Span>,
) -> FxHashMap<&'s Span, String> {
    let mut wanted: FxHashMap<&SitePath, FxHashMap<Bytes, &'s Span>> = FxHashMap::default();
    for span in spans {
        wanted.entry(&span.file).or_default().insert(span.at, span);
    }
    let mut paths = FxHashMap::default();
    for document in context.documents {
        let Some(wanted) = wanted.get(&document.path) else { continue };
        each_key_path(document, &mut |at, path| {
            if let Some(span) = wanted.get(&at) {
                paths.insert(*span, path());
            }
        });
    }
    paths
}

/// Calls `look` with the place and the key path of each name in a document.
fn each_key_path(document: &Document, look: &mut dyn FnMut(Bytes, &dyn Fn() -> String)) {
    match &document.fields {
        DocumentFields::Brief(brief) => {
            let lists =
                [("actors", &brief.actors), ("issues", &brief.issues), ("places", &brief.places)];
            for (key, items) in lists {
                items
                    .iter()
                    .for_each(|item| look(item.target.at, &|| format!("{key}[{}]", item.index)));
            }
            let mut look =
                |_, written: &Located<String>, path: &dyn Fn() -> String| look(written.at, path);
            statements::each_name(brief, &mut look);
            statements::each_author(brief, &mut look);
        }
        DocumentFields::Actors(entries) => {
            for entry in entries {
                for (index, tenure) in entry.fields.offices.iter().enumerate() {
                    let path = format!("offices[{index}].office");
                    look(tenure.office.at, &|| key_path(document, entry, &path));
                }
            }
        }
        DocumentFields::Issues(entries) => {
            for entry in entries {
                // An issue's id contains the ids of its wider issues.
                look(entry.id.at, &|| key_path(document, entry, ""));
                for party in &entry.fields.parties {
                    let path = || key_path(document, entry, &format!("parties[{}]", party.index));
                    look(party.target.at, &path);
                }
            }
        }
        _ => {}
    }
}
