//! Redirects from aliases, former ids, and from the pages of names that are registered by now.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use crate::base::finding::{Located, Span};
use crate::base::id::{Id, Kind, Slug};
use crate::base::memo::Fingerprint;
use crate::base::path::{OutPath, SitePath};
use crate::base::web::web_slug;
use crate::model::entities::{Brief, Entity, PlainPage, Redirect, Source};
use crate::model::input::{Front, SiteInput};
use crate::model::named::{ResolvedSource, SourceIdentity};
use crate::parse::DocumentFields;
use crate::parse::registry::Entry;

use super::Tables;
use super::rows::Rows;
use super::stubs::CalledByName;

/// The redirects that documents declare, then the redirects that follow from names.
pub(super) fn redirects(input: &SiteInput<'_>, rows: &Rows<'_>, tables: &Tables) -> Vec<Redirect> {
    let mut redirects = Vec::new();
    let pages = tables.pages.rows().iter().map(|page| (&page.file, page)).collect();
    for front in input.fronts().filter(|front| may_lead_on(front.fields)) {
        let file = front.file;
        let mut of_document = OfDocument { tables, pages: &pages, file, redirects: &mut redirects };
        of_document.add(front);
    }
    redirects.extend(redirects_of_names(input, rows, tables));
    redirects
}

/// Whether a document may declare former ids or aliases. Most briefs and pages have neither.
fn may_lead_on(fields: &DocumentFields) -> bool {
    match fields {
        DocumentFields::Brief(brief) => !brief.former_ids.is_empty() || !brief.aliases.is_empty(),
        DocumentFields::Page(page) => !page.aliases.is_empty(),
        _ => true,
    }
}

/// The redirects that a document declares.
struct OfDocument<'a> {
    tables: &'a Tables,
    pages: &'a FxHashMap<&'a SitePath, &'a PlainPage>,
    file: &'a SitePath,
    redirects: &'a mut Vec<Redirect>,
}

impl OfDocument<'_> {
    fn add(&mut self, front: Front<'_>) {
        let tables = self.tables;
        match front.fields {
            DocumentFields::Brief(fields) => {
                let id = &fields.id.value;
                if let Some(Entity::Brief(row)) = tables.index.get(Kind::Brief, id)
                    && tables.briefs[row].file == *self.file
                {
                    let brief = &tables.briefs[row];
                    self.add_former(Kind::Brief, &fields.former_ids, Entity::Brief(row));
                    self.add_aliases(&fields.aliases, &brief.page, &brief.title);
                }
            }
            DocumentFields::Page(fields) => {
                if let Some(page) = self.pages.get(self.file) {
                    self.add_aliases(&fields.aliases, &page.page, &page.title);
                }
            }
            DocumentFields::Actors(entries) => self.add_entries(Kind::Actor, entries),
            DocumentFields::Offices(entries) => self.add_entries(Kind::Office, entries),
            DocumentFields::Issues(entries) => self.add_entries(Kind::Issue, entries),
            DocumentFields::Places(entries) => self.add_entries(Kind::Place, entries),
            DocumentFields::Sources(entries) => self.add_entries(Kind::Source, entries),
            DocumentFields::Config(_) | DocumentFields::Unread(_) => {}
        }
    }

    fn add_entries<T>(&mut self, kind: Kind, entries: &[Entry<T>]) {
        for entry in entries {
            if let Some(entity) = self.tables.index.get(kind, &entry.id.value) {
                self.add_former(kind, &entry.former_ids, entity);
            }
        }
    }

    fn add_former(&mut self, kind: Kind, ids: &[Located<Slug>], to: Entity) {
        let Some(page) = self.tables.page_of(to) else { return };
        self.redirects.extend(ids.iter().map(|id| Redirect {
            from: OutPath::entity(kind, &id.value),
            to: page.clone(),
            title: self.tables.name_of(to).to_owned(),
            span: Span::new(self.file.clone(), id.at),
            is_implied: false,
        }));
    }

    fn add_aliases(&mut self, aliases: &[Located<String>], page: &OutPath, title: &str) {
        for alias in aliases {
            // The checks report malformed aliases.
            if let Ok(from) = OutPath::of_alias(&alias.value) {
                let span = Span::new(self.file.clone(), alias.at);
                let (to, title) = (page.clone(), title.to_owned());
                self.redirects.push(Redirect { from, to, title, span, is_implied: false });
            }
        }
    }
}

/// The former pages of names, with the entity and the place of the name.
type FormerNames = BTreeMap<(Kind, Slug), (Option<Entity>, Span)>;

/// Redirects from the pages that registered entities had as stubs: a name whose entity is
/// registered under another id. The title of an issue in a sub-folder counts, too, because no name
/// gives its id.
fn redirects_of_names(input: &SiteInput<'_>, rows: &Rows<'_>, tables: &Tables) -> Vec<Redirect> {
    let mut former = FormerNames::new();
    for CalledByName { kind, id, former: slug, span } in &rows.called {
        let entity = || (tables.index.get(*kind, id), span.clone());
        former.entry((*kind, slug.clone())).or_insert_with(entity);
    }
    for (id, issue) in tables.issues.iter().filter(|(_, issue)| issue.id.as_str().contains('/')) {
        let Some(slug) = Slug::of_name(&issue.title) else { continue };
        let own = || (Some(Entity::Issue(id)), issue.origin.span().clone());
        former.entry((Kind::Issue, slug)).or_insert_with(own);
    }
    add_sources_by_name(tables, &mut former);
    let is_free = |kind: Kind, id: &Slug| {
        !input.lexicon.has(kind, id) && tables.index.get(kind, id).is_none()
    };
    let former = former.into_iter().filter(|((kind, slug), _)| is_free(*kind, slug));
    let redirect = |((kind, slug), (entity, span)): ((Kind, Slug), (Option<Entity>, Span))| {
        let to = tables.page_of(entity?)?.clone();
        let (from, title) = (OutPath::entity(kind, &slug), tables.name_of(entity?).to_owned());
        Some(Redirect { from, to, title, span, is_implied: true })
    };
    former.filter_map(redirect).collect()
}

/// Adds the former pages of registered sources that two briefs list by address or title.
fn add_sources_by_name(tables: &Tables, former: &mut FormerNames) {
    let mut once: FxHashMap<(Id<Source>, Fingerprint), Id<Brief>> = FxHashMap::default();
    for (id, brief) in tables.briefs.iter() {
        for (listed, row) in brief.references.sources.iter().zip(&brief.sources) {
            let Some(row) = row.filter(|row| tables.sources[*row].registered) else { continue };
            let Some(name) = SourceName::of(listed) else { continue };
            let first = *once.entry((row, Fingerprint::of(&name))).or_insert(id);
            if let Some(slug) = name.slug().filter(|_| first != id) {
                let span = || Span::new(brief.file.clone(), listed.at);
                former
                    .entry((Kind::Source, slug))
                    .or_insert_with(|| (Some(Entity::Source(row)), span()));
            }
        }
    }
}

/// The name by which a brief lists a source without a local id.
#[derive(Hash)]
enum SourceName<'a> {
    Web(&'a str),
    Title(&'a str),
}

impl<'a> SourceName<'a> {
    fn of(listed: &'a ResolvedSource) -> Option<Self> {
        match (&listed.identity, &listed.written) {
            (SourceIdentity::Web(url), _) => Some(SourceName::Web(url)),
            (SourceIdentity::Registered(id), Some(title)) if title != id.as_str() => {
                Some(SourceName::Title(title))
            }
            _ => None,
        }
    }

    fn slug(&self) -> Option<Slug> {
        match self {
            SourceName::Web(url) => web_slug(url),
            SourceName::Title(title) => Slug::of_name(title),
        }
    }
}
