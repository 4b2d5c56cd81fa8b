//! The rows of a site: everything that a build shows, except for the texts of briefs.
//!
//! All rows are numbered first. Then each row is made complete, with references to other rows by
//! number. Nothing is reported here: an undefined reference is left out, and the checks find it by
//! comparing the documents with the rows.

mod briefs;
mod claims;
mod events;
pub(super) mod index;
mod maker;
mod redirects;
mod registry;
mod rows;
mod sources;
mod statements;
mod stubs;
mod trees;

use crate::base::date::Day;
use crate::base::id::{Id, Table};
use crate::base::memo::{Fingerprint, Hashed};
use crate::base::path::{OutPath, UrlStyle};
use crate::parse::config::Config;
use crate::parse::registry::SourceStanding;

use super::claims::Claim;
use super::entities::{
    Actor, Brief, Entity, Event, Issue, MergedName, Office, Place, PlainPage, Quote, Redirect,
    Source, Stance, Text,
};
use super::evidence::SavedText;
use super::input::SiteInput;
use super::verdicts::{Registry, VerdictCache, verdicts};

use index::Index;
use maker::RowMaker;
use redirects::redirects;
use rows::Rows;
use statements::StatementMaker;

/// The rows of a site.
#[derive(Debug)]
pub struct Tables {
    /// `site.yaml` with the overrides of the command line.
    pub config: Config,
    /// The form of links to pages.
    pub style: UrlStyle,
    /// The day for which the site is built.
    pub day: Day,
    /// Briefs, the newest first.
    pub briefs: Table<Brief>,
    /// Actors: the registered ones, then the stubs, each group by id.
    pub actors: Table<Actor>,
    /// Offices, in the order of `actors`.
    pub offices: Table<Office>,
    /// Issues, in the order of `actors`.
    pub issues: Table<Issue>,
    /// Places, in the order of `actors`.
    pub places: Table<Place>,
    /// Sources: the registered ones, then the sources of briefs.
    pub sources: Table<Source>,
    /// The saved text of each source, by row number.
    pub saved_texts: Vec<Option<Hashed<SavedText>>>,
    /// Events, by id.
    pub events: Table<Event>,
    /// Quotations, in the order of the briefs.
    pub quotes: Table<Quote>,
    /// Stances, in the order of the briefs.
    pub stances: Table<Stance>,
    /// Claims, in the order of the briefs.
    pub claims: Table<Claim>,
    /// Plain pages, by path.
    pub pages: Table<PlainPage>,
    /// Names that share their entity with a different name.
    pub merged: Vec<MergedName>,
    /// The row numbers of ids.
    pub(super) index: Index,
}

impl Tables {
    /// Makes all rows, and the redirects to them.
    pub(super) fn of(
        input: &SiteInput<'_>,
        cache: &mut VerdictCache,
    ) -> (Hashed<Tables>, Vec<Redirect>) {
        let (rows, index) = Rows::number(input);
        let maker = RowMaker { input, index: &index };
        let config = input.config(&rows.besides_briefs);

        let offices = maker.offices(&rows.offices);
        let actors = maker.actors(&rows.actors, &offices);
        let issues = maker.issues(&rows.issues);
        let places = maker.places(&rows.places);
        let sources = maker.sources(&rows.sources);
        let briefs = maker.briefs(&rows.briefs, &rows.sources);
        let pages = maker.pages(&rows.besides_briefs);

        let statements = StatementMaker {
            rows: &maker,
            briefs: &briefs,
            actors: &actors,
            sources: &sources,
            lang: &config.lang,
        };
        let events = statements.events(&rows.events);
        let stances = statements.stances();
        let claims = statements.claims(&rows.claims);
        let attributions = statements.attributions(&rows.quotes);
        let saved_texts = input.saved.prepared(sources.rows(), &mut cache.texts);
        let registry = Registry { actors: &actors, offices: &offices, sources: &sources };
        let verdicts = verdicts(&attributions, &saved_texts, &registry, cache);
        let quotes = statements.quotes(&rows.quotes, attributions, verdicts);

        let tables = Tables {
            style: if config.portable { UrlStyle::Portable } else { UrlStyle::Folder },
            config,
            day: input.edition().day(),
            briefs,
            actors,
            offices,
            issues,
            places,
            sources,
            saved_texts,
            events,
            quotes,
            stances,
            claims,
            pages,
            merged: rows.merged.clone(),
            index,
        };
        let redirects = redirects(input, &rows, &tables);
        (Hashed::with(tables, Fingerprint::of(input)), redirects)
    }

    /// The page of an entity; `None` for a source without one.
    pub fn page_of(&self, entity: Entity) -> Option<&OutPath> {
        match entity {
            Entity::Brief(id) => Some(&self.briefs[id].page),
            Entity::Actor(id) => Some(&self.actors[id].page),
            Entity::Office(id) => Some(&self.offices[id].page),
            Entity::Issue(id) => Some(&self.issues[id].page),
            Entity::Place(id) => Some(&self.places[id].page),
            Entity::Source(id) => self.sources[id].page.as_ref().map(|(_, page)| page),
            Entity::Event(id) => Some(&self.events[id].page),
        }
    }

    /// The name or title of an entity.
    pub fn name_of(&self, entity: Entity) -> &str {
        match entity {
            Entity::Brief(id) => &self.briefs[id].title,
            Entity::Actor(id) => &self.actors[id].name,
            Entity::Office(id) => &self.offices[id].title,
            Entity::Issue(id) => &self.issues[id].title,
            Entity::Place(id) => &self.places[id].name,
            Entity::Source(id) => &self.sources[id].title,
            Entity::Event(id) => &self.events[id].title,
        }
    }

    /// The state of a source on the build's day.
    pub fn standing(&self, source: Id<Source>) -> SourceStanding<'_> {
        let fields = self.sources[source].fields.as_deref();
        fields.map(|fields| fields.further().standing(self.day)).unwrap_or_default()
    }

    /// The texts of the registry and of plain pages.
    pub fn texts_besides_briefs(&self) -> impl Iterator<Item = &Text> {
        let actors = self.actors.rows().iter().filter_map(|row| row.text.as_ref());
        let offices = self.offices.rows().iter().filter_map(|row| row.text.as_ref());
        let issues = self.issues.rows().iter().filter_map(|row| row.text.as_ref());
        let places = self.places.rows().iter().filter_map(|row| row.text.as_ref());
        let sources = self.sources.rows().iter().filter_map(|row| row.text.as_deref());
        let pages = self.pages.rows().iter().map(|row| &row.text);
        actors.chain(offices).chain(issues).chain(places).chain(sources).chain(pages)
    }
}
