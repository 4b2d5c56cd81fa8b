//! Every output path and all that its template may see.
//!
//! The list is complete each time: what is not in it is not in the output, so that deletions and
//! renames need no code of their own.

mod actor;
pub mod authors;
mod brief;
mod cards;
mod changes;
mod claims;
pub mod data;
mod drawing;
mod event;
pub mod feeds;
mod issue;
mod lists;
mod meetings;
mod menu;
mod office;
mod participants;
mod place;
pub mod prose;
mod quotes;
mod references;
mod source;
mod stances;
mod statements;
mod told;
pub mod views;

use rayon::prelude::*;
use rustc_hash::FxHashSet;

use crate::base::finding::{Bytes, Span};
use crate::base::id::{Id, Table};
use crate::base::memo::Hashed;
use crate::base::options::Options;
use crate::base::outputs::{Outputs, Owner};
use crate::base::path::{OutPath, SitePath};
use crate::base::shared::{AnyView, Shared};
use crate::embedded;
use crate::files::File;
use crate::model::copies::Copied;
use crate::model::entities::{Brief, Entity, Issue, Place, Site};

pub use cards::Cards;
use data::{BibliographyView, CalendarView};
use feeds::{FeedView, RobotsView, SitemapView};
use prose::Prose;
use views::{Head, SiteView, SourceEntry};

/// One file of the output, and all that its bytes are made from.
#[derive(Debug, Hash)]
pub struct Page {
    /// Where it goes.
    pub path: OutPath,
    /// The file that it is mostly made from.
    pub from: Option<SitePath>,
    /// What it is made from.
    pub make: Make,
}

/// What an output file is made from.
#[derive(Debug, Hash)]
pub enum Make {
    /// An HTML page.
    Html(Box<Html>),
    /// An Atom feed.
    Feed(Box<FeedView>),
    /// A calendar.
    Calendar(CalendarView),
    /// Sources as CSL-JSON.
    CslJson(Hashed<BibliographyView>),
    /// Sources as BibTeX.
    BibTex(Hashed<BibliographyView>),
    /// A sitemap.
    Sitemap(SitemapView),
    /// `robots.txt`.
    Robots(RobotsView),
    /// A copy of a file of the site.
    Copy(File),
    /// A file of the built-in theme.
    Asset(&'static [u8]),
}

/// An HTML page.
#[derive(Debug, Hash)]
pub struct Html {
    /// The template's name.
    pub template: String,
    /// What goes before links.
    pub root: String,
    /// The site.
    pub site: Shared<SiteView>,
    /// The page's head.
    pub head: Head,
    /// The page's own view.
    pub view: AnyView,
    /// Its Markdown.
    pub prose: Option<Prose>,
    /// The sources that the Markdown cites, where it is no brief's: a brief's stand in its view.
    pub cited: Vec<SourceEntry>,
}

/// A file of the output of which only the path is known.
///
/// What it shows is gathered when it is its turn: the views of all pages at once would take more
/// memory than the site's texts.
pub struct Planned<'s> {
    /// Where it goes.
    pub path: OutPath,
    /// The file that it is mostly made from.
    pub from: Option<SitePath>,
    owner: Owner,
    weight: Weight,
    gather: Box<dyn FnOnce(&OutPath) -> Make + Send + 's>,
}

/// For whom a file of the output is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Weight {
    /// A page for readers.
    Page,
    /// A page that search engines are to leave out.
    Unlisted,
    /// A feed, a list for machines, a copy.
    Bulk,
}

impl<'s> Planned<'s> {
    fn page(path: OutPath, gather: impl FnOnce(&OutPath) -> Html + Send + 's) -> Self {
        let gather = Box::new(|path: &OutPath| Make::Html(Box::new(gather(path))));
        Self { path, from: None, owner: Owner::Generated, weight: Weight::Page, gather }
    }

    fn unlisted(path: OutPath, gather: impl FnOnce(&OutPath) -> Html + Send + 's) -> Self {
        Self { weight: Weight::Unlisted, ..Self::page(path, gather) }
    }

    fn bulk(path: OutPath, gather: impl FnOnce(&OutPath) -> Make + Send + 's) -> Self {
        Self {
            path,
            from: None,
            owner: Owner::Generated,
            weight: Weight::Bulk,
            gather: Box::new(gather),
        }
    }

    /// Names the file that it is mostly made from, whose author therefore asks for it.
    fn of(self, file: SitePath) -> Self {
        Self {
            from: Some(file.clone()),
            owner: Owner::Author(Span::new(file, Bytes::default())),
            ..self
        }
    }

    /// Names the file that it is a copy of.
    fn copied_from(self, file: SitePath) -> Self {
        Self {
            from: Some(file.clone()),
            owner: Owner::Copy(Span::new(file, Bytes::default())),
            ..self
        }
    }

    /// The same for what stands in a file with others.
    fn of_entry(self, place: &Span) -> Self {
        Self { from: Some(place.file.clone()), ..self.asked_for_at(place) }
    }

    /// Names the place where it is asked for.
    fn asked_for_at(self, place: &Span) -> Self {
        Self { owner: Owner::Author(place.clone()), ..self }
    }

    /// Lets whatever else has the path go before it.
    fn of_former(self) -> Self {
        Self { owner: Owner::Redirect, ..self }
    }

    /// Lets a file of the site at the same path go before it.
    fn of_theme(self) -> Self {
        Self { owner: Owner::Theme, ..self }
    }

    /// Whether this is a page for readers, not a feed, a list for machines or a copy.
    pub fn is_html(&self) -> bool {
        self.weight != Weight::Bulk
    }

    /// Gathers all that it shows.
    pub fn gathered(self) -> Page {
        let make = (self.gather)(&self.path);
        Page { path: self.path, from: self.from, make }
    }
}

/// All that a build writes.
pub struct Plan<'s> {
    /// Every file of the output, pages for readers first. Where two things would write one path,
    /// which the checks report, the first stands.
    pub pages: Vec<Planned<'s>>,
    /// Their paths, and who asks for each.
    pub outputs: Outputs,
}

/// Plans the whole output.
pub fn plan<'s>(cards: &'s Cards<'_>) -> Plan<'s> {
    let parts: Vec<Vec<Planned<'s>>> = PARTS.par_iter().map(|part| part(cards)).collect();
    let mut pages: Vec<Planned<'s>> = Vec::with_capacity(parts.iter().map(Vec::len).sum());
    parts.into_iter().for_each(|part| pages.extend(part));
    pages.extend(feeds::for_robots(cards, &pages));
    let mut outputs = Outputs::with_capacity(pages.len());
    pages.retain(|page| outputs.claim(&page.path, page.owner.clone()));
    Plan { pages, outputs }
}

/// Plans some of the pages.
type Part = for<'s> fn(&'s Cards<'_>) -> Vec<Planned<'s>>;

/// All that is planned, in the order of the list.
const PARTS: &[Part] = &[
    |cards| of_each(&cards.site.briefs, |id| brief::planned(cards, id)),
    |cards| of_each(&cards.site.actors, |id| actor::planned(cards, id)),
    |cards| of_each(&cards.site.offices, |id| vec![office::planned(cards, id)]),
    |cards| of_each(&cards.site.issues, |id| issue::planned(cards, id)),
    |cards| of_each(&cards.site.places, |id| place::planned(cards, id)),
    |cards| of_each(&cards.site.sources, |id| source::planned(cards, id)),
    |cards| of_each(&cards.site.events, |id| event::planned(cards, id)),
    |cards| vec![lists::home(cards)],
    lists::briefs,
    lists::officials,
    lists::actors,
    lists::issues,
    lists::offices,
    lists::places,
    lists::sources,
    event::lists,
    quotes::lists,
    claims::lists,
    stances::lists,
    meetings::lists,
    lists::plain_pages,
    |cards| vec![lists::not_found(cards)],
    |cards| lists::redirects(cards, false),
    // The longest lists before the many feeds, which fill up what time is left of them.
    data::planned,
    |cards| feeds::of_site(cards).into_iter().collect(),
    |cards| of_each(&cards.site.issues, |id| feeds::of_issue(cards, id)),
    |cards| of_each(&cards.site.actors, |id| feeds::of_actor(cards, id)),
    copies,
    assets,
    // They give way to all that is planned before.
    |cards| lists::redirects(cards, true),
];

fn of_each<'s, T, P>(table: &Table<T>, planned: impl Fn(Id<T>) -> P + Sync) -> Vec<Planned<'s>>
where
    P: IntoIterator<Item = Planned<'s>>,
{
    (0..table.len()).into_par_iter().flat_map_iter(|row| planned(Id::new(row))).collect()
}

fn copies<'s>(cards: &'s Cards<'_>) -> Vec<Planned<'s>> {
    let planned = |copy: &'s Copied| {
        Planned::bulk(copy.path.clone(), |_| Make::Copy(copy.file.clone()))
            .copied_from(copy.file.path.clone())
    };
    cards.site.copies.iter().map(planned).collect()
}

/// The theme's own files; one of the site at the same path goes before it.
fn assets<'s>(_: &'s Cards<'_>) -> Vec<Planned<'s>> {
    let planned = |(path, bytes): &(&str, &'static [u8])| {
        let bytes = *bytes;
        Some(Planned::bulk(OutPath::parse(path)?, move |_| Make::Asset(bytes)).of_theme())
    };
    embedded::ASSETS.iter().filter_map(planned).collect()
}

/// The folders of the pages that list a brief: those of whom and what it names. A site has many
/// pages of other briefs, which hardly ever show anything of it.
pub fn folders_beside(site: &Site, brief: Id<Brief>) -> Vec<&str> {
    let brief = &site.briefs[brief];
    let above =
        |issue: &Id<Issue>| std::iter::successors(Some(*issue), |issue| site.issues[*issue].parent);
    let around =
        |place: &Id<Place>| std::iter::successors(Some(*place), |place| site.places[*place].within);
    let actors = brief.actors.iter().map(|item| Entity::Actor(item.actor));
    let issues = brief.issues.iter().flat_map(above).map(Entity::Issue);
    let places = brief.places.iter().flat_map(around).map(Entity::Place);
    let named = actors.chain(issues).chain(places).filter_map(|entity| site.page_of(entity));
    named.map(OutPath::folder).collect()
}

/// The pages in batches, those that a reader waits for first: pages that somebody looks at, pages
/// of files that were just saved, the lists in the folders `beside` these, other pages, and what
/// only machines read.
pub fn in_order<'s>(
    pages: Vec<Planned<'s>>,
    beside: &FxHashSet<&str>,
    options: &Options,
) -> Vec<Vec<Planned<'s>>> {
    /// Enough to keep every thread busy, few enough for whoever looks at a page of the next one.
    const BATCH: usize = 2048;
    let is_saved =
        |page: &Planned<'_>| page.from.as_ref().is_some_and(|file| options.saved.contains(file));
    let is_beside = |page: &Planned<'_>| {
        let folder = page.path.folder();
        // Further pages of a list lie below it.
        beside.contains(folder.find("page/").map_or(folder, |end| &folder[..end]))
    };
    let (mut open, mut saved, mut lists, mut bulk) =
        (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    let mut shown = Vec::with_capacity(pages.len());
    for page in pages {
        let kind = match &page {
            page if options.open.contains(&page.path) => &mut open,
            page if !page.is_html() => &mut bulk,
            page if is_saved(page) => &mut saved,
            page if !beside.is_empty() && is_beside(page) => &mut lists,
            _ => &mut shown,
        };
        kind.push(page);
    }
    let count = shown.len() + bulk.len();
    // Batches of one length: a short last one, of little but the longest lists, would leave threads
    // idle.
    let length = count.div_ceil(count.div_ceil(BATCH).max(1)).max(1);
    let mut rest = shown.into_iter().chain(bulk).peekable();
    let rest = std::iter::from_fn(|| {
        rest.peek()?;
        let mut batch: Vec<_> = rest.by_ref().take(length).collect();
        // The longest lists are among them: begun last, they would be waited for.
        batch.sort_by_key(Planned::is_html);
        Some(batch)
    });
    [open, saved, lists].into_iter().filter(|batch| !batch.is_empty()).chain(rest).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn open_pages_come_first_then_those_of_saved_files_then_others_then_what_machines_read() {
        let out = |path: &str| OutPath::parse(path).unwrap();
        let file = |path: &str| SitePath::parse(path).unwrap();
        let page =
            |path: &str| Planned::page(out(path), |_| unreachable!("only the order is asked for"));
        let bulk =
            |path: &str| Planned::bulk(out(path), |_| unreachable!("only the order is asked for"));
        let saved = file("content/briefs/saved.md");
        let mut pages = vec![
            bulk("feed.xml"),
            bulk("briefs/saved/picture.png").of(saved.clone()),
            page("about.html"),
            page("briefs/saved.html").of(saved.clone()),
            page("briefs/open.html").of(file("content/briefs/open.md")),
            page("issues/trade/page/2/index.html"),
            page("issues/tariffs/index.html"),
            page("issues/trade/index.html"),
        ];
        pages.extend((0..2100).map(|n| page(&format!("{n}.html"))));
        let options = Options {
            open: vec![out("briefs/open.html"), out("gone.html")],
            saved: vec![saved],
            ..Options::on("2026-11-23".parse().unwrap())
        };
        let batches = in_order(pages, &FxHashSet::from_iter(["issues/trade/"]), &options);
        let paths = |batch: &[Planned<'_>]| {
            batch.iter().map(|page| page.path.to_string()).collect::<Vec<_>>()
        };
        assert_eq!(paths(&batches[0]), ["briefs/open.html"]);
        assert_eq!(paths(&batches[1]), ["briefs/saved.html"]);
        assert_eq!(
            paths(&batches[2]),
            ["issues/trade/page/2/index.html", "issues/trade/index.html"]
        );
        assert_eq!(paths(&batches[3])[..2], ["about.html", "issues/tariffs/index.html"]);
        assert_eq!(batches.iter().map(Vec::len).collect::<Vec<_>>(), [1, 1, 2, 1052, 1052]);
        assert_eq!(paths(&batches[4])[..2], ["feed.xml", "briefs/saved/picture.png"]);
        let nothing = in_order(Vec::new(), &FxHashSet::default(), &options);
        assert!(nothing.is_empty(), "no empty batch");
    }
}
