//! The site: a typed graph of everything that a build shows.

use std::ops::Deref;
use std::sync::Arc;

use crate::base::id::{Id, Kind, Slug};
use crate::base::memo::{Hashed, Memo};
use crate::base::path::SitePath;
use crate::parse::Document;

use super::copies::{Copied, linked};
use super::entities::{Brief, Entity, Redirect, Text};
use super::impact::Impact;
use super::input::SiteInput;
use super::relations::{Relations, TextRelations};
use super::resolve::Resolved;
use super::statements::StatementsByEntity;
use super::tables::Tables;
use super::texts::TextLinker;
use super::verdicts::VerdictCache;

/// Everything that a build shows. The tables of rows are reached through `Deref`: `site.briefs`.
///
/// Hidden briefs (drafts, embargoed) have no rows, so no later stage can leak one.
#[derive(Debug)]
pub struct Site {
    tables: Hashed<Tables>,
    /// Redirects to pages.
    pub redirects: Arc<Vec<Redirect>>,
    /// The statements, by the entities that they are about.
    pub statements: Arc<StatementsByEntity>,
    /// The relations between entities from front matter and the registry.
    pub relations: Arc<Relations>,
    /// The briefs and statements that rest on retracted sources.
    pub retracted: Arc<Impact>,
    /// The texts of the briefs, by row number.
    texts: Vec<Arc<Text>>,
    /// The relations between entities from texts.
    pub text_relations: Arc<TextRelations>,
    /// The files to copy to the output.
    pub copies: Vec<Copied>,
}

/// The values of the last build.
#[derive(Default)]
pub(super) struct SiteCache {
    outline: Memo<Outline>,
    verdicts: VerdictCache,
    texts: Memo<Arc<Text>>,
    text_relations: Memo<Arc<TextRelations>>,
}

/// A site without the texts of its briefs, reused when only such texts change.
#[derive(Clone)]
struct Outline {
    tables: Hashed<Tables>,
    redirects: Arc<Vec<Redirect>>,
    statements: Arc<StatementsByEntity>,
    relations: Arc<Relations>,
    retracted: Arc<Impact>,
}

impl Outline {
    fn of(input: &SiteInput<'_>, verdicts: &mut VerdictCache) -> Outline {
        let (tables, redirects) = Tables::of(input, verdicts);
        let statements = StatementsByEntity::of(&tables);
        let relations = Relations::of(&tables);
        let retracted = Impact::of_retracted(&tables, &relations, &statements);
        Outline {
            tables,
            redirects: Arc::new(redirects),
            statements: Arc::new(statements),
            relations: Arc::new(relations),
            retracted: Arc::new(retracted),
        }
    }
}

impl Site {
    /// Builds a site. `copies` are the files that are copied if a text links to them.
    pub(super) fn of(
        input: &SiteInput<'_>,
        documents: &[Hashed<Document>],
        resolved: &[Hashed<Resolved>],
        copies: Vec<Copied>,
        cache: &mut SiteCache,
    ) -> Site {
        let Outline { tables, redirects, statements, relations, retracted } =
            cache.outline.one_with(input, &mut cache.verdicts, Outline::of);
        let texts = texts_of_briefs(&tables, documents, resolved, &mut cache.texts);
        let named = texts.iter().map(|text| &text.named).collect();
        let text_relations = cache.text_relations.one(&(&tables, named), TextRelations::of);
        let all_texts = texts.iter().map(|text| &**text).chain(tables.texts_besides_briefs());
        let copies = linked(copies, all_texts);
        Site { tables, redirects, statements, relations, retracted, texts, text_relations, copies }
    }

    /// The rows, hashed by everything that they depend on: all but the texts of briefs.
    pub fn tables(&self) -> &Hashed<Tables> {
        &self.tables
    }

    /// The brief in a file.
    pub fn brief_of(&self, file: &SitePath) -> Option<Id<Brief>> {
        self.briefs.iter().find(|(_, brief)| brief.file == *file).map(|(id, _)| id)
    }

    /// The text of a brief.
    pub fn text(&self, brief: Id<Brief>) -> &Text {
        &self.texts[brief.index()]
    }

    /// The entity with an id.
    pub fn entity(&self, kind: Kind, id: &Slug) -> Option<Entity> {
        self.tables.index.get(kind, id)
    }

    /// The text of an entity, if it has any.
    pub fn text_of(&self, entity: Entity) -> Option<&Text> {
        match entity {
            Entity::Brief(id) => Some(self.text(id)),
            Entity::Actor(id) => self.actors[id].text.as_ref(),
            Entity::Office(id) => self.offices[id].text.as_ref(),
            Entity::Issue(id) => self.issues[id].text.as_ref(),
            Entity::Place(id) => self.places[id].text.as_ref(),
            Entity::Source(id) => self.sources[id].text.as_deref(),
            Entity::Event(_) => None,
        }
    }

    /// All texts that the build shows.
    pub fn texts(&self) -> impl Iterator<Item = &Text> {
        self.texts.iter().map(|text| &**text).chain(self.texts_besides_briefs())
    }

    /// All entities that the build shows.
    pub fn entities(&self) -> impl Iterator<Item = Entity> {
        let briefs = self.briefs.ids().map(Entity::Brief);
        let actors = self.actors.ids().map(Entity::Actor);
        let offices = self.offices.ids().map(Entity::Office);
        let issues = self.issues.ids().map(Entity::Issue);
        let places = self.places.ids().map(Entity::Place);
        let sources = self.sources.ids().map(Entity::Source);
        let events = self.events.ids().map(Entity::Event);
        briefs.chain(actors).chain(offices).chain(issues).chain(places).chain(sources).chain(events)
    }
}

/// The texts of the briefs, by row number. Only changed texts are linked again, or all if the
/// tables changed.
fn texts_of_briefs(
    tables: &Hashed<Tables>,
    documents: &[Hashed<Document>],
    resolved: &[Hashed<Resolved>],
    memo: &mut Memo<Arc<Text>>,
) -> Vec<Arc<Text>> {
    let text = |document: usize| (&documents[document], &resolved[document], tables);
    let texts: Vec<(&Hashed<Document>, &Hashed<Resolved>, &Hashed<Tables>)> =
        tables.briefs.rows().iter().map(|brief| text(brief.document)).collect();
    memo.update(&texts, |(document, resolved, tables)| {
        Arc::new(TextLinker::new(&tables.index).text(document, resolved))
    })
}

impl Deref for Site {
    type Target = Tables;

    fn deref(&self) -> &Tables {
        &self.tables
    }
}
