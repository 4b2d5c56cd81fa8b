//! The tables of briefs and of plain pages.

use std::cmp::Reverse;
use std::sync::Arc;

use rayon::prelude::*;
use rustc_hash::FxHashSet;

use crate::base::id::{Id, Kind, Table};
use crate::base::path::{OutPath, SitePath};
use crate::base::text::spoken;
use crate::base::threads::MAX_CHUNK;
use crate::model::entities::{Actor, Brief, BriefActor, Entity, PlainPage, Source, Status};
use crate::model::input::Front;
use crate::model::named::{Named, named};
use crate::model::names::page_path;
use crate::model::references::References;
use crate::model::texts::TextLinker;
use crate::model::visibility::Visibility;
use crate::parse::DocumentFields;
use crate::parse::brief::{BriefFields, StatusFields};

use super::maker::{RowMaker, each_once, titled};
use super::rows::BriefInput;
use super::sources::NumberedSources;

impl RowMaker<'_> {
    pub(super) fn briefs(
        &self,
        rows: &[BriefInput<'_>],
        sources: &NumberedSources<'_>,
    ) -> Table<Brief> {
        let rows = rows.par_iter().with_max_len(MAX_CHUNK).enumerate();
        let brief = |(number, row)| self.brief(row, sources.of_brief(number));
        rows.map(brief).collect::<Vec<_>>().into_iter().collect()
    }

    fn brief(&self, row: &BriefInput<'_>, sources: &[Option<Id<Source>>]) -> Brief {
        let (fields, references) = (row.fields, row.front.references);
        let made = fields.updates.iter();
        let made = made.filter(|update| self.input.is_past(Some(&update.date.into())));
        let mut updates: Vec<_> = made.cloned().collect();
        updates.sort_by_key(|update| Reverse(update.date));
        Brief {
            document: row.front.document,
            file: row.front.file.clone(),
            fields: Arc::clone(fields),
            references: Arc::clone(references),
            id: fields.id.value.clone(),
            page: OutPath::entity(Kind::Brief, &fields.id.value),
            title: titled(&fields.title.value, &fields.id.value),
            date: row.date,
            status: self.status(fields),
            is_draft: fields.status == StatusFields::Draft,
            actors: self.brief_actors(fields, references),
            issues: each_once(references.issues.iter().filter_map(|named| self.index.issue(named))),
            places: each_once(references.places.iter().filter_map(|named| self.index.place(named))),
            unconfirmed: self.unconfirmed(fields, references),
            sources: sources.to_vec(),
            updates,
        }
    }

    /// The items of a brief's lists that a person must still confirm.
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
        unconfirmed.filter_map(|(kind, (_, named))| self.index.entity(kind, named)).collect()
    }

    fn brief_actors(&self, fields: &BriefFields, references: &References) -> Vec<BriefActor> {
        let mut actors: Vec<BriefActor> = Vec::with_capacity(fields.actors.len());
        let mut known: FxHashSet<Id<Actor>> = FxHashSet::default();
        for (item, named) in fields.actors.iter().zip(&references.actors) {
            let Some(actor) = self.index.actor(named) else { continue };
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

    fn status(&self, fields: &BriefFields) -> Status {
        match &fields.status {
            StatusFields::Draft | StatusFields::Live => Status::Live,
            // Before the day of the other brief, this brief was still live.
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

    fn is_later_brief(&self, written: &str) -> bool {
        let lexicon = self.input.lexicon;
        match named(Kind::Brief, written, lexicon) {
            Named::Known(id) => lexicon.visibility(Kind::Brief, &id) == Some(Visibility::Later),
            _ => false,
        }
    }

    /// The plain pages that the build shows, by path.
    pub(super) fn pages(&self, besides_briefs: &[Front<'_>]) -> Table<PlainPage> {
        besides_briefs.iter().filter_map(|front| self.page(*front)).collect()
    }

    fn page(&self, front: Front<'_>) -> Option<PlainPage> {
        let DocumentFields::Page(fields) = front.fields else { return None };
        let (document, resolved) = self.input.with_text(front)?;
        let body = document.body.as_ref()?;
        if Visibility::of_page(fields, self.input.edition()) != Visibility::Shown {
            return None;
        }
        let title = fields.title.as_ref().map(|title| title.value.clone());
        let title = title.or_else(|| body.title.clone());
        Some(PlainPage {
            is_draft: fields.draft,
            page: page_path(front.file, fields),
            file: front.file.clone(),
            title: title.unwrap_or_else(|| spoken(name_of_page(front.file))),
            text: TextLinker::new(self.index).text(document, resolved),
        })
    }
}

/// The default title of a page: the name of its file, or of the folder for an `index` file.
fn name_of_page(file: &SitePath) -> &str {
    match file.stem() {
        "index" => file.folder().rsplit('/').next().unwrap_or_default(),
        stem => stem,
    }
}
