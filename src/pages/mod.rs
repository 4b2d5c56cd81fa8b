//! Plans every file of the output, and makes the views of the pages.
//!
//! Each build makes a complete plan. A file that is not in it is not in the output, so deletions
//! and renames need no code of their own.

mod actor;
pub mod authors;
mod brief;
mod cards;
mod changes;
mod claim_list;
mod claims;
pub mod data;
mod drawing;
mod event;
pub mod feeds;
mod issue;
mod linked_text;
mod listing;
mod lists;
mod meetings;
mod menu;
mod office;
mod order;
mod participants;
mod place;
mod planned;
pub mod prose;
mod quotes;
mod references;
pub mod shared;
mod source;
mod stances;
mod statements;
mod told;
pub mod views;

use rayon::prelude::*;

use crate::base::id::{Id, Table};
use crate::base::path::OutPath;
use crate::embedded;
use crate::model::outputs::{MadeOfBriefs, Outputs};

pub use cards::Cards;
pub use listing::{Listing, PlannedFile};
pub use order::{beside, in_order};
pub use planned::{Html, Make, Page, Planned, Write};

/// A list with pages of its own: `/briefs/`, `/timeline/`.
pub struct Section {
    /// The folder that its pages stand in.
    pub folder: &'static str,
    /// Its title, in menus and links.
    pub title: &'static str,
    /// The template of its pages.
    pub template: &'static str,
    /// Where readers find it.
    pub found: Found,
    /// Whether its folder exists because of what briefs say: on an earlier day it may not exist.
    pub made_of_briefs: bool,
    /// Whether the site has anything to list. If not, no menu leads to the list.
    has_any: fn(&Cards<'_>) -> bool,
    /// Plans its pages.
    plan: for<'s> fn(&'static Section, &'s Cards<'_>) -> Vec<Planned<'s>>,
}

/// Where readers find a list.
pub enum Found {
    /// In the main menu.
    InMenu,
    /// On the first page of another list, which is in the main menu.
    On(&'static Section),
}

impl Section {
    /// The first of its pages.
    fn page(&self) -> OutPath {
        lists::index(self.folder)
    }

    /// The folder of the list in the main menu that this one belongs to.
    fn in_menu(&self) -> &'static str {
        match self.found {
            Found::InMenu => self.folder,
            Found::On(list) => list.folder,
        }
    }
}

/// The lists, in the order of the main menu.
pub static SECTIONS: &[&Section] = &[
    &BRIEFS, &OFFICIALS, &ACTORS, &OFFICES, &ISSUES, &EVENTS, &TIMELINE, &MEETINGS, &STANCES,
    &QUOTES, &CLAIMS, &PLACES, &SOURCES,
];

static BRIEFS: Section = Section {
    folder: "briefs",
    title: "Briefs",
    template: "briefs.html",
    found: Found::InMenu,
    made_of_briefs: true,
    has_any: |cards| !cards.site.briefs.is_empty(),
    plan: lists::briefs,
};

static OFFICIALS: Section = Section {
    folder: "officials",
    title: "Officials",
    template: "officials.html",
    found: Found::InMenu,
    made_of_briefs: false,
    has_any: |cards| lists::has_persons(cards.site),
    plan: lists::officials,
};

static ACTORS: Section = Section {
    folder: "actors",
    title: "Actors",
    template: "entries.html",
    found: Found::On(&OFFICIALS),
    made_of_briefs: false,
    has_any: |cards| !cards.site.actors.is_empty(),
    plan: lists::actors,
};

static OFFICES: Section = Section {
    folder: "offices",
    title: "Offices",
    template: "entries.html",
    found: Found::On(&OFFICIALS),
    made_of_briefs: false,
    has_any: |cards| !cards.site.offices.is_empty(),
    plan: lists::offices,
};

static ISSUES: Section = Section {
    folder: "issues",
    title: "Issues",
    template: "issues.html",
    found: Found::InMenu,
    made_of_briefs: false,
    has_any: |cards| !cards.site.issues.is_empty(),
    plan: lists::issues,
};

static EVENTS: Section = Section {
    folder: "events",
    title: "Events",
    template: "events.html",
    found: Found::InMenu,
    made_of_briefs: true,
    has_any: |cards| !cards.site.statements.events.is_empty(),
    plan: event::list,
};

static TIMELINE: Section = Section {
    folder: "timeline",
    title: "Timeline",
    template: "timeline.html",
    found: Found::On(&EVENTS),
    made_of_briefs: true,
    has_any: |cards| !cards.site.statements.events.is_empty(),
    plan: event::timelines,
};

static MEETINGS: Section = Section {
    folder: "meetings",
    title: "Who met whom",
    template: "meetings.html",
    found: Found::On(&EVENTS),
    made_of_briefs: true,
    has_any: |cards| !cards.meetings().is_empty(),
    plan: meetings::list,
};

static STANCES: Section = Section {
    folder: "stances",
    title: "Stances",
    template: "stances.html",
    found: Found::On(&EVENTS),
    made_of_briefs: true,
    has_any: |cards| !cards.site.statements.stances.is_empty(),
    plan: stances::lists,
};

static QUOTES: Section = Section {
    folder: "quotes",
    title: "Quotations",
    template: "quotes.html",
    found: Found::InMenu,
    made_of_briefs: true,
    has_any: |cards| !cards.site.statements.quotes.is_empty(),
    plan: quotes::lists,
};

static CLAIMS: Section = Section {
    folder: "claims",
    title: "Claims",
    template: "claims.html",
    found: Found::InMenu,
    made_of_briefs: false,
    has_any: |cards| !cards.claims().is_empty(),
    plan: claims::list,
};

static PLACES: Section = Section {
    folder: "places",
    title: "Places",
    template: "entries.html",
    found: Found::InMenu,
    made_of_briefs: false,
    has_any: |cards| !cards.site.places.is_empty(),
    plan: lists::places,
};

static SOURCES: Section = Section {
    folder: "sources",
    title: "Sources",
    template: "entries.html",
    found: Found::InMenu,
    made_of_briefs: false,
    has_any: |cards| !cards.site.sources.is_empty(),
    plan: lists::sources,
};

/// A file for machines: of the site, and perhaps also of each issue and actor.
///
/// The table of exports is that of `render`, which has the functions that write them.
pub struct Export {
    /// The name of the file: `feed.xml`.
    pub file: &'static str,
    /// The `Content-Type` with which servers are to send it.
    pub media_type: &'static str,
    /// Whether the file exists because of what briefs say: on an earlier day it may not exist.
    pub made_of_briefs: bool,
    /// Plans all files of this name. The paths are those of the pages that search engines list.
    pub plan: for<'s> fn(&Export, &'s Cards<'_>, &[OutPath]) -> Vec<Planned<'s>>,
}

/// All files of an output.
pub struct SitePlan<'s> {
    /// The files, pages for readers first. If two have one path, which the checks report, the first
    /// is written.
    pub pages: Vec<Planned<'s>>,
    /// The paths and their owners.
    pub outputs: Outputs,
}

/// Plans the whole output, with a table of exports.
pub fn plan<'s>(cards: &'s Cards<'_>, exports: &[Export]) -> SitePlan<'s> {
    let parts: Vec<Vec<Planned<'s>>> = PARTS.par_iter().map(|part| part(cards)).collect();
    let mut pages: Vec<Planned<'s>> = Vec::with_capacity(parts.iter().map(Vec::len).sum());
    parts.into_iter().for_each(|part| pages.extend(part));
    let listed: Vec<OutPath> =
        pages.iter().filter(|page| page.is_listed()).map(|page| page.path.clone()).collect();
    let plan = |export: &Export| (export.plan)(export, cards, &listed);
    let exported: Vec<Vec<Planned<'s>>> = exports.par_iter().map(plan).collect();
    exported.into_iter().for_each(|files| pages.extend(files));
    pages.extend(copies(cards));
    pages.extend(assets());
    pages.extend(lists::redirects(cards, true));
    pages.sort_by_key(|page| page.owner.may_give_way());
    let mut outputs = Outputs::with_capacity(pages.len(), made_of_briefs(exports));
    pages.retain(|page| outputs.claim(&page.path, page.owner.clone()));
    SitePlan { pages, outputs }
}

/// The paths that may exist on another day.
fn made_of_briefs(exports: &[Export]) -> MadeOfBriefs {
    let sections = SECTIONS.iter().filter(|section| section.made_of_briefs);
    let exports = exports.iter().filter(|export| export.made_of_briefs);
    MadeOfBriefs {
        folders: sections.map(|section| section.folder).collect(),
        files: exports.map(|export| export.file).chain([event::TIMELINE_BESIDE]).collect(),
    }
}

/// A function that plans some of the pages.
type Part = for<'s> fn(&'s Cards<'_>) -> Vec<Planned<'s>>;

/// The functions that plan pages for readers, in the order of the plan.
const PARTS: &[Part] = &[
    |cards| of_each(&cards.site.briefs, |id| brief::brief_pages(cards, id)),
    |cards| of_each(&cards.site.actors, |id| actor::actor_pages(cards, id)),
    |cards| of_each(&cards.site.offices, |id| vec![office::office_page(cards, id)]),
    |cards| of_each(&cards.site.issues, |id| issue::issue_pages(cards, id)),
    |cards| of_each(&cards.site.places, |id| place::place_pages(cards, id)),
    |cards| of_each(&cards.site.sources, |id| source::source_pages(cards, id)),
    |cards| of_each(&cards.site.events, |id| event::event_pages(cards, id)),
    |cards| vec![lists::home(cards)],
    |cards| SECTIONS.par_iter().flat_map_iter(|section| (section.plan)(section, cards)).collect(),
    lists::plain_pages,
    |cards| vec![lists::not_found(cards)],
    |cards| lists::redirects(cards, false),
];

fn of_each<'s, T, P>(table: &Table<T>, planned: impl Fn(Id<T>) -> P + Sync) -> Vec<Planned<'s>>
where
    P: IntoIterator<Item = Planned<'s>>,
{
    (0..table.len()).into_par_iter().flat_map_iter(|row| planned(Id::new(row))).collect()
}

fn copies<'s>(cards: &'s Cards<'_>) -> impl Iterator<Item = Planned<'s>> {
    cards.site.copies.iter().map(|copy| {
        Planned::bulk(copy.path.clone(), |_| Make::Copy(copy.file.clone()))
            .copied_from(copy.file.path.clone())
    })
}

/// The theme's own files. A file of the site at one of their paths replaces it.
fn assets<'s>() -> impl Iterator<Item = Planned<'s>> {
    embedded::ASSETS.iter().filter_map(|(path, bytes)| {
        Some(Planned::bulk(OutPath::parse(path)?, |_| Make::Asset(bytes)).of_theme())
    })
}
