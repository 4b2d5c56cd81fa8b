//! The briefs of a build, and the plain pages.

use std::sync::Arc;

use rayon::prelude::*;
use rustc_hash::FxHashSet;

use crate::base::id::{Id, Kind, Table};
use crate::base::memo::Hashed;
use crate::base::path::{OutPath, SitePath};
use crate::base::threads::MAX_CHUNK;
use crate::model::entities::{Actor, Brief, BriefActor, Entity, PlainPage, Status, Text};
use crate::model::named::{Named, named};
use crate::model::names::page_path;
use crate::model::references::References;
use crate::model::visibility::{Visibility, shows};
use crate::parse::brief::{BriefFields, StatusFields};
use crate::parse::{Document, DocumentFields};

use super::{Assembler, Shown, each_once, spoken, titled};

impl<'a> Assembler<'a> {
    /// The briefs of this build, the newest first; of two of one day the one whose id comes later
    /// in the alphabet is the newer. Of an id declared twice it is the first.
    pub(super) fn briefs_shown(&self) -> Vec<Shown<'a>> {
        let documents: &'a [Hashed<Document>] = self.documents;
        let mut seen = FxHashSet::default();
        let mut shown: Vec<Shown<'a>> = Vec::new();
        for (document, parsed) in documents.iter().enumerate() {
            let DocumentFields::Brief(fields) = &parsed.fields else { continue };
            let first = seen.insert(&fields.id.value);
            let is_shown = shows(fields, self.options.edition);
            if let (true, true, Some(date)) = (first, is_shown, &fields.date) {
                shown.push(Shown { document, fields, date: date.value });
            }
        }
        shown.sort_by(|a, b| (b.date, &b.fields.id.value).cmp(&(a.date, &a.fields.id.value)));
        shown
    }

    pub(super) fn index_briefs(&mut self, shown: &[Shown<'_>]) {
        for (number, brief) in shown.iter().enumerate() {
            self.index.insert(Kind::Brief, &brief.fields.id.value, Entity::Brief(Id::new(number)));
        }
    }

    pub(super) fn briefs(&self, shown: &[Shown<'_>]) -> Vec<Brief> {
        shown.par_iter().with_max_len(MAX_CHUNK).map(|brief| self.brief(brief)).collect()
    }

    /// A brief; where its text leads and which its sources are is filled in once all tables are
    /// there.
    pub(super) fn brief(&self, shown: &Shown<'_>) -> Brief {
        let fields = shown.fields;
        let references = &self.resolved[shown.document].references;
        let text = self.text_of_brief(shown.document);
        let mut updates: Vec<_> = fields
            .updates
            .iter()
            .filter(|update| self.is_past(Some(&update.date.into())))
            .cloned()
            .collect();
        updates.sort_by_key(|update| std::cmp::Reverse(update.date));
        Brief {
            file: self.documents[shown.document].path.clone(),
            fields: Arc::clone(fields),
            references: Arc::clone(references),
            id: fields.id.value.clone(),
            page: OutPath::entity(Kind::Brief, &fields.id.value),
            title: titled(&fields.title.value, &fields.id.value),
            date: shown.date,
            text,
            status: self.status(fields),
            is_draft: fields.status == StatusFields::Draft,
            actors: self.brief_actors(fields, references),
            issues: each_once(references.issues.iter().filter_map(|named| {
                match self.entity(Kind::Issue, named)? {
                    Entity::Issue(issue) => Some(issue),
                    _ => None,
                }
            })),
            places: each_once(references.places.iter().filter_map(|named| {
                match self.entity(Kind::Place, named)? {
                    Entity::Place(place) => Some(place),
                    _ => None,
                }
            })),
            unconfirmed: self.unconfirmed(fields, references),
            sources: Vec::new(),
            updates,
        }
    }

    /// What the lists of a brief have that is still to be confirmed.
    fn unconfirmed(&self, fields: &BriefFields, references: &References) -> Vec<Entity> {
        let lists = [
            (Kind::Actor, &fields.actors, &references.actors),
            (Kind::Issue, &fields.issues, &references.issues),
            (Kind::Place, &fields.places, &references.places),
        ];
        let items = lists
            .into_iter()
            .flat_map(|(kind, items, named)| items.iter().zip(named).map(move |item| (kind, item)));
        let unconfirmed = items.filter(|(_, (item, _))| !item.unconfirmed.is_empty());
        unconfirmed.filter_map(|(kind, (_, named))| self.entity(kind, named)).collect()
    }

    pub(super) fn brief_actors(
        &self,
        fields: &BriefFields,
        references: &References,
    ) -> Vec<BriefActor> {
        let mut actors: Vec<BriefActor> = Vec::with_capacity(fields.actors.len());
        let mut known: FxHashSet<Id<Actor>> = FxHashSet::default();
        for (item, named) in fields.actors.iter().zip(&references.actors) {
            let Some(Entity::Actor(actor)) = self.entity(Kind::Actor, named) else { continue };
            if known.insert(actor) {
                actors.push(BriefActor {
                    actor,
                    title: item.title.as_ref().map(|title| (title.value.clone(), title.at)),
                    role: item.role.clone(),
                    index: item.index,
                });
            }
        }
        actors
    }

    pub(super) fn status(&self, fields: &BriefFields) -> Status {
        match &fields.status {
            StatusFields::Draft | StatusFields::Live => Status::Live,
            // As of a day before the other brief this one still stood.
            StatusFields::Superseded { by: Some(by) } if self.is_later_brief(&by.value) => {
                Status::Live
            }
            StatusFields::Superseded { by } => Status::Superseded {
                by: by.as_ref().and_then(|by| match self.written(Kind::Brief, &by.value) {
                    Some(Entity::Brief(brief)) => Some(brief),
                    _ => None,
                }),
            },
            StatusFields::Withdrawn { reason } => Status::Withdrawn { reason: reason.clone() },
        }
    }

    pub(super) fn is_later_brief(&self, written: &str) -> bool {
        match named(Kind::Brief, written, self.lexicon) {
            Named::Known(id) => {
                self.lexicon.visibility(Kind::Brief, &id) == Some(Visibility::Later)
            }
            _ => false,
        }
    }

    pub(super) fn pages(&self) -> Table<PlainPage> {
        let mut pages = Vec::new();
        for (number, document) in self.others() {
            let DocumentFields::Page(fields) = &document.fields else { continue };
            let visibility = Visibility::of_page(fields, self.options.edition);
            if document.body.is_none() || visibility != Visibility::Shown {
                continue;
            }
            let heading = document.body.as_ref().and_then(|body| body.title.clone());
            let title = fields.title.as_ref().map(|title| title.value.clone()).or(heading);
            pages.push(PlainPage {
                is_draft: fields.draft,
                page: page_path(&document.path, fields),
                file: document.path.clone(),
                title: title.unwrap_or_else(|| spoken(name_of_page(&document.path))),
                text: Text {
                    document: document.clone(),
                    resolved: Arc::clone(&self.resolved[number]),
                    links: Vec::new(),
                    cited: Vec::new(),
                    mentions: Vec::new(),
                    head: Vec::new(),
                },
            });
        }
        pages.into_iter().collect()
    }
}

fn name_of_page(file: &SitePath) -> &str {
    match file.stem() {
        "index" => file.folder().rsplit('/').next().unwrap_or_default(),
        stem => stem,
    }
}
