//! Where texts lead, once all tables are there.

use crate::base::finding::Bytes;
use crate::base::id::{Id, Kind, Slug};
use crate::model::descriptions::describes;
use crate::model::entities::{Entity, LinkTarget, Site, Source, Text};
use crate::model::links::Target;
use crate::model::mentions::Outcome;
use crate::model::named::{ResolvedSource, SourceIdentity, described_in};
use crate::parse::DocumentFields;

use super::Assembler;

impl<'a> Assembler<'a> {
    pub(super) fn links(&self, text: &Text) -> Vec<LinkTarget> {
        let brief = match &text.document.fields {
            DocumentFields::Brief(brief) => Some(&brief.id.value),
            _ => None,
        };
        text.resolved.targets.iter().map(|target| self.end(target, brief)).collect()
    }

    pub(super) fn cited(&self, text: &Text) -> Vec<Option<Id<Source>>> {
        let row = |source: &ResolvedSource| match &source.identity {
            SourceIdentity::Registered(id) => match self.index.get(Kind::Source, id)? {
                Entity::Source(source) => Some(source),
                _ => None,
            },
            _ => None,
        };
        text.resolved.sources().iter().map(row).collect()
    }

    pub(super) fn mentions(&self, text: &Text) -> Vec<(Bytes, Entity, bool)> {
        let certain = text.resolved.mentions.iter().filter_map(|mention| {
            let (kind, id) = mention.outcome.named()?;
            Some((
                mention.at,
                self.index.get(*kind, id)?,
                matches!(mention.outcome, Outcome::Linked(_)),
            ))
        });
        certain.collect()
    }

    pub(super) fn named_in_head(&self, text: &Text) -> Vec<Entity> {
        let named = text.resolved.head.iter().map(|mention| &mention.entity);
        named.filter_map(|(kind, id)| self.index.get(*kind, id)).collect()
    }

    fn end(&self, target: &Target, brief: Option<&Slug>) -> LinkTarget {
        match target {
            Target::Entity(kind, id, anchor) => match self.index.get(*kind, id) {
                Some(entity) => LinkTarget::Entity(entity, anchor.clone()),
                None => LinkTarget::Nothing,
            },
            Target::Unknown(written) => self.stub_named(written, brief),
            Target::Page(_, page, anchor) => LinkTarget::Path(page.clone(), anchor.clone()),
            Target::Asset(copy) => LinkTarget::Path(copy.clone(), None),
            Target::Path(path, anchor) => LinkTarget::Path(path.clone(), anchor.clone()),
            Target::Anchor(anchor) => LinkTarget::Anchor(anchor.clone()),
            Target::Citation(items) => LinkTarget::Citation(
                items
                    .iter()
                    .filter_map(|item| {
                        item.as_ref().ok().map(|(number, locator)| (*number, locator.clone()))
                    })
                    .collect(),
            ),
            Target::Elsewhere => LinkTarget::Elsewhere,
            Target::Quote(id) => match self.index.quotes.get(id) {
                Some(quote) => LinkTarget::Quote(*quote),
                None => LinkTarget::Nothing,
            },
            Target::SeveralKinds(..)
            | Target::SeveralBearers(..)
            | Target::Hidden
            | Target::Later
            | Target::Missing(_)
            | Target::Outside => LinkTarget::Nothing,
        }
    }

    /// A `[[link]]` to an entity that only some brief names; to somebody described only in that
    /// brief.
    fn stub_named(&self, written: &str, brief: Option<&Slug>) -> LinkTarget {
        let (written, anchor) = match written.split_once('#') {
            Some((written, anchor)) => (written, Some(anchor.to_owned())),
            None => (written, None),
        };
        let qualified =
            written.split_once('/').and_then(|(folder, id)| Some((Kind::of_folder(folder)?, id)));
        let kinds = qualified.map_or(Kind::ALL.to_vec(), |(kind, _)| vec![kind]);
        let name = qualified.map_or(written, |(_, id)| id);
        let Some(slug) = Slug::parse(name).or_else(|| Slug::of_name(name)) else {
            return LinkTarget::Nothing;
        };
        let described = brief.map(|brief| described_in(&slug, brief));
        let described = described
            .and_then(|slug| self.index.get(Kind::Actor, &slug))
            .filter(|_| describes(name));
        let of_kinds = kinds.into_iter().filter_map(|kind| self.index.get(kind, &slug));
        let mut found = described.into_iter().chain(of_kinds);
        match (found.next(), found.next()) {
            (Some(entity), None) => LinkTarget::Entity(entity, anchor),
            _ => LinkTarget::Nothing,
        }
    }
}

/// Links from registry texts and plain pages count as uses, too.
pub(super) fn note_registry_links(site: &mut Site) {
    let actors = site.actors.rows().iter().filter_map(|row| row.text.as_ref());
    let offices = site.offices.rows().iter().filter_map(|row| row.text.as_ref());
    let issues = site.issues.rows().iter().filter_map(|row| row.text.as_ref());
    let places = site.places.rows().iter().filter_map(|row| row.text.as_ref());
    let pages = site.pages.rows().iter().map(|row| &row.text);
    for text in actors.chain(offices).chain(issues).chain(places).chain(pages) {
        site.relations.linked.extend(text.entities());
        site.relations
            .linked
            .extend(text.cited.iter().flatten().map(|source| Entity::Source(*source)));
    }
}
