//! Addresses that lead on: earlier ids, and aliases.

use rayon::prelude::*;

use crate::base::finding::{Located, Span};
use crate::base::id::{Kind, Slug};
use crate::base::path::OutPath;
use crate::model::entities::{Entity, Redirect, Site};
use crate::model::resolve::alias_path;
use crate::parse::registry::Entry;
use crate::parse::{Document, DocumentFields};

use super::Assembler;

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
        let leading: Vec<_> = self.documents.par_iter().filter(|document| may_lead_on(&document.fields)).collect();
        for document in leading {
            match &document.fields {
                DocumentFields::Brief(brief) => {
                    if let Some(Entity::Brief(id)) = self.index.get(Kind::Brief, &brief.id.value)
                        && site.briefs[id].text.document == *document
                    {
                        let to = Entity::Brief(id);
                        self.former(site, document, Kind::Brief, &brief.former_ids, to, &mut redirects);
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
                DocumentFields::Actors(entries) => self.former_of(site, document, Kind::Actor, entries, &mut redirects),
                DocumentFields::Offices(entries) => {
                    self.former_of(site, document, Kind::Office, entries, &mut redirects)
                }
                DocumentFields::Issues(entries) => self.former_of(site, document, Kind::Issue, entries, &mut redirects),
                DocumentFields::Places(entries) => self.former_of(site, document, Kind::Place, entries, &mut redirects),
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
        }));
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
        if let Ok(from) = alias_path(&alias.value) {
            let span = Span::new(document.path.clone(), alias.at);
            redirects.push(Redirect { from, to: page.clone(), title: title.to_owned(), span });
        }
    }
}
