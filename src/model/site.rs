//! A site as a typed graph of what a build shows.

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

/// All that a build shows. The rows of a site are its own fields: `site.briefs`.
///
/// A draft or an embargoed brief is not among them, so that no later stage can leak one.
#[derive(Debug)]
pub struct Site {
    tables: Hashed<Tables>,
    /// Addresses that lead on.
    pub redirects: Arc<Vec<Redirect>>,
    /// The statements by what they are about.
    pub statements: Arc<StatementsByEntity>,
    /// The relations that front matter and the registry make.
    pub relations: Arc<Relations>,
    /// What rests on sources that were retracted.
    pub retracted: Arc<Impact>,
    /// The texts of the briefs, in the order of the briefs.
    texts: Vec<Arc<Text>>,
    /// The relations that texts make.
    pub text_relations: Arc<TextRelations>,
    /// Files to be copied.
    pub copies: Vec<Copied>,
}

/// What was last worked out of a site.
#[derive(Default)]
pub(super) struct SiteCache {
    outline: Memo<Outline>,
    verdicts: VerdictCache,
    texts: Memo<Arc<Text>>,
    text_relations: Memo<Arc<TextRelations>>,
}

/// A site without the texts of its briefs: what remains where only such texts differ.
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
    /// Puts a site together. `copies` are the files that are copied, if only where a text links to
    /// them.
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

    /// The rows, hashed by all that they are made from: everything but the texts of briefs.
    pub fn tables(&self) -> &Hashed<Tables> {
        &self.tables
    }

    /// The brief of a file.
    pub fn brief_of(&self, file: &SitePath) -> Option<Id<Brief>> {
        self.briefs.iter().find(|(_, brief)| brief.file == *file).map(|(id, _)| id)
    }

    /// The text of a brief.
    pub fn text(&self, brief: Id<Brief>) -> &Text {
        &self.texts[brief.index()]
    }

    /// The entity of an id.
    pub fn entity(&self, kind: Kind, id: &Slug) -> Option<Entity> {
        self.tables.index.get(kind, id)
    }

    /// The text of an entity, where it has one.
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

    /// All texts that are shown.
    pub fn texts(&self) -> impl Iterator<Item = &Text> {
        self.texts.iter().map(|text| &**text).chain(self.texts_besides_briefs())
    }

    /// All entities.
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

/// The texts of the briefs, in the order of the table of briefs. Only those are linked anew that
/// differ from the last time, and all where the tables differ.
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
