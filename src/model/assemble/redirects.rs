//! Addresses that lead on: earlier ids, and aliases.

use std::collections::BTreeMap;

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use crate::base::finding::{Located, Span};
use crate::base::id::{Id, Kind, Slug};
use crate::base::memo::Fingerprint;
use crate::base::path::OutPath;
use crate::base::web::web_slug;
use crate::model::entities::{Brief, Entity, Redirect, Site, Source};
use crate::model::named::{ResolvedSource, SourceIdentity};
use crate::parse::registry::Entry;
use crate::parse::{Document, DocumentFields};

use super::{Assembler, CalledByName};

/// Whether a document may give earlier ids or aliases: most briefs and pages have neither.
fn may_lead_on(fields: &DocumentFields) -> bool {
    match fields {
        DocumentFields::Brief(brief) => !brief.former_ids.is_empty() || !brief.aliases.is_empty(),
        DocumentFields::Page(page) => !page.aliases.is_empty(),
        _ => true,
    }
}

impl<'a> Assembler<'a> {
    pub(super) fn redirects(&self, site: &Site) -> Vec<Redirect> {
        let mut redirects = Vec::new();
        let leading: Vec<_> =
            self.documents.par_iter().filter(|document| may_lead_on(&document.fields)).collect();
        for document in leading {
            match &document.fields {
                DocumentFields::Brief(brief) => {
                    if let Some(Entity::Brief(id)) = self.index.get(Kind::Brief, &brief.id.value)
                        && site.briefs[id].file == document.path
                    {
                        let to = Entity::Brief(id);
                        self.former(
                            site,
                            document,
                            Kind::Brief,
                            &brief.former_ids,
                            to,
                            &mut redirects,
                        );
                        aliases(
                            document,
                            &brief.aliases,
                            &site.briefs[id].page,
                            &site.briefs[id].title,
                            &mut redirects,
                        );
                    }
                }
                DocumentFields::Page(page) => {
                    let shown = site.pages.rows().iter().find(|row| row.file == document.path);
                    if let Some(row) = shown {
                        aliases(document, &page.aliases, &row.page, &row.title, &mut redirects);
                    }
                }
                DocumentFields::Actors(entries) => {
                    self.former_of(site, document, Kind::Actor, entries, &mut redirects)
                }
                DocumentFields::Offices(entries) => {
                    self.former_of(site, document, Kind::Office, entries, &mut redirects)
                }
                DocumentFields::Issues(entries) => {
                    self.former_of(site, document, Kind::Issue, entries, &mut redirects)
                }
                DocumentFields::Places(entries) => {
                    self.former_of(site, document, Kind::Place, entries, &mut redirects)
                }
                DocumentFields::Sources(entries) => {
                    self.former_of(site, document, Kind::Source, entries, &mut redirects)
                }
                DocumentFields::Config(_) | DocumentFields::Unread(_) => {}
            }
        }
        redirects
    }

    pub(super) fn former_of<T>(
        &self,
        site: &Site,
        document: &Document,
        kind: Kind,
        entries: &[Entry<T>],
        redirects: &mut Vec<Redirect>,
    ) {
        for entry in entries {
            if let Some(entity) = self.index.get(kind, &entry.id.value) {
                self.former(site, document, kind, &entry.former_ids, entity, redirects);
            }
        }
    }

    pub(super) fn former(
        &self,
        site: &Site,
        document: &Document,
        kind: Kind,
        ids: &[Located<Slug>],
        to: Entity,
        redirects: &mut Vec<Redirect>,
    ) {
        let Some(page) = site.page_of(to) else { return };
        redirects.extend(ids.iter().map(|id| Redirect {
            from: OutPath::entity(kind, &id.value),
            to: page.clone(),
            title: site.name_of(to).to_owned(),
            span: Span::new(document.path.clone(), id.at),
            is_implied: false,
        }));
    }

    /// The addresses that registered entities had while they were only named: a string that is
    /// registered under another id leads on. So does the title of an issue in a sub-folder, whose
    /// id no string can have.
    pub(super) fn redirects_of_names(&self, site: &Site) -> Vec<Redirect> {
        let mut former = BTreeMap::new();
        for CalledByName { kind, id, former: slug, span } in &self.called {
            let entity = || (self.index.get(*kind, id), span.clone());
            former.entry((*kind, slug.clone())).or_insert_with(entity);
        }
        for (id, issue) in site.issues.iter().filter(|(_, issue)| issue.id.as_str().contains('/')) {
            let Some(slug) = Slug::of_name(&issue.title) else { continue };
            let own = || (Some(Entity::Issue(id)), issue.origin.span().clone());
            former.entry((Kind::Issue, slug)).or_insert_with(own);
        }
        sources_by_name(site, &mut former);
        let is_free = |kind: Kind, id: &Slug| {
            !self.lexicon.has(kind, id) && self.index.get(kind, id).is_none()
        };
        let former = former.into_iter().filter(|((kind, slug), _)| is_free(*kind, slug));
        let redirect = |((kind, slug), (entity, span)): ((Kind, Slug), (Option<Entity>, Span))| {
            let to = site.page_of(entity?)?.clone();
            let (from, title) = (OutPath::entity(kind, &slug), site.name_of(entity?).to_owned());
            Some(Redirect { from, to, title, span, is_implied: true })
        };
        former.filter_map(redirect).collect()
    }
}

/// What leads on from names, each with the place of the name.
type FormerNames = BTreeMap<(Kind, Slug), (Option<Entity>, Span)>;

/// Adds the addresses of registered sources that two briefs list by address or title: they had them
/// before.
fn sources_by_name(site: &Site, former: &mut FormerNames) {
    let mut once: FxHashMap<(Id<Source>, Fingerprint), Id<Brief>> = FxHashMap::default();
    for (id, brief) in site.briefs.iter() {
        for (listed, row) in brief.references.sources.iter().zip(&brief.sources) {
            let Some(row) = row.filter(|row| site.sources[*row].registered) else { continue };
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

/// What a brief calls a source that has no id of its own.
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

fn aliases(
    document: &Document,
    aliases: &[Located<String>],
    page: &OutPath,
    title: &str,
    redirects: &mut Vec<Redirect>,
) {
    for alias in aliases {
        // Any other alias is reported by the checks.
        if let Ok(from) = OutPath::of_alias(&alias.value) {
            let span = Span::new(document.path.clone(), alias.at);
            let (to, title) = (page.clone(), title.to_owned());
            redirects.push(Redirect { from, to, title, span, is_implied: false });
        }
    }
}
