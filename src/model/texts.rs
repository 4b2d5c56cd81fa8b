//! Links the marks of texts to the rows of the site.

use crate::base::finding::Bytes;
use crate::base::id::{Id, Kind, Slug};
use crate::base::memo::Hashed;
use crate::parse::{Document, DocumentFields};

use super::descriptions::describes;
use super::entities::{Entity, LinkTarget, Source, Text};
use super::links::Target;
use super::mentions::Outcome;
use super::named::{ResolvedSource, SourceIdentity, described_in};
use super::resolve::Resolved;
use super::tables::index::Index;

/// Links the marks of texts to the rows of the tables.
pub(super) struct TextLinker<'a> {
    index: &'a Index,
}

impl<'a> TextLinker<'a> {
    pub(super) fn new(index: &'a Index) -> TextLinker<'a> {
        TextLinker { index }
    }

    /// The text of a document.
    pub(super) fn text(&self, document: &Hashed<Document>, resolved: &Hashed<Resolved>) -> Text {
        let brief = match &document.fields {
            DocumentFields::Brief(brief) => Some(&brief.id.value),
            _ => None,
        };
        let links: Vec<LinkTarget> =
            resolved.targets.iter().map(|target| self.link(target, brief)).collect();
        let mentions = self.mentions(resolved);
        let head = resolved.head.iter().map(|mention| &mention.entity);
        let head: Vec<Entity> = head.filter_map(|(kind, id)| self.index.get(*kind, id)).collect();
        let linked = links.iter().filter_map(|link| match link {
            LinkTarget::Entity(entity, _) => Some(*entity),
            _ => None,
        });
        let mentioned = mentions.iter().map(|(_, entity, _)| *entity);
        let named = linked.chain(mentioned).chain(head.iter().copied()).collect();
        Text {
            named: Hashed::new(named),
            links,
            cited: resolved.cited.iter().map(|source| self.cited(source)).collect(),
            mentions,
            head,
            document: document.clone(),
            resolved: resolved.clone(),
        }
    }

    fn mentions(&self, resolved: &Resolved) -> Vec<(Bytes, Entity, bool)> {
        let certain = resolved.mentions.iter().filter_map(|mention| {
            let (kind, id) = mention.outcome.named()?;
            let links = matches!(mention.outcome, Outcome::Linked(_));
            Some((mention.at, self.index.get(*kind, id)?, links))
        });
        certain.collect()
    }

    fn cited(&self, source: &ResolvedSource) -> Option<Id<Source>> {
        match &source.identity {
            SourceIdentity::Registered(id) => self.index.source(id),
            _ => None,
        }
    }

    fn link(&self, target: &Target, brief: Option<&Slug>) -> LinkTarget {
        match target {
            Target::Entity(kind, id, anchor) => match self.index.get(*kind, id) {
                Some(entity) => LinkTarget::Entity(entity, anchor.clone()),
                None => LinkTarget::Nothing,
            },
            Target::Unknown(written) => self.link_to_stub(written, brief),
            Target::Page(_, page, anchor) => LinkTarget::Path(page.clone(), anchor.clone()),
            Target::Asset(copy) => LinkTarget::Path(copy.clone(), None),
            Target::Path(path, anchor) => LinkTarget::Path(path.clone(), anchor.clone()),
            Target::Anchor(anchor) => LinkTarget::Anchor(anchor.clone()),
            Target::Citation(items) => {
                LinkTarget::Citation(items.iter().filter_map(|item| item.clone().ok()).collect())
            }
            Target::Elsewhere => LinkTarget::Elsewhere,
            Target::Quote(id) => match self.index.quote(id) {
                Some(quote) => LinkTarget::Quote(quote),
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

    /// Resolves a `[[link]]` to a stub. A person whom a brief only describes is known in that brief
    /// alone.
    fn link_to_stub(&self, written: &str, brief: Option<&Slug>) -> LinkTarget {
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
        let described = brief
            .filter(|_| describes(name))
            .and_then(|brief| self.index.get(Kind::Actor, &described_in(&slug, brief)));
        let of_kinds = kinds.into_iter().filter_map(|kind| self.index.get(kind, &slug));
        let mut found = described.into_iter().chain(of_kinds);
        match (found.next(), found.next()) {
            (Some(entity), None) => LinkTarget::Entity(entity, anchor),
            _ => LinkTarget::Nothing,
        }
    }
}
