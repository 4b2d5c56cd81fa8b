//! Every output path and all that its template may see.
//!
//! The list is complete each time: what is not in it is not in the output, so that deletions and renames need no
//! code of their own.

mod actor;
mod brief;
mod cards;
pub mod feeds;
mod issue;
mod lists;
mod office;
mod place;
pub mod prose;
mod source;
pub mod views;

use rayon::prelude::*;
use rustc_hash::FxHashSet;
use serde::Serialize;

use crate::base::memo::Hashed;
use crate::base::path::{OutPath, SitePath};
use crate::embedded;
use crate::files::File;
use crate::model::entities::Site;

use cards::Cards;
use feeds::{FeedView, RobotsView, SitemapView};
use prose::Prose;
use views::{
    ActorView, BriefView, BriefsView, EntriesView, Head, HomeView, IssueView, IssuesView, NotFoundView, OfficeView,
    OfficialsView, PlaceView, PlainView, RedirectView, SiteView, SourceView,
};

/// One file of the output, and all that its bytes are made from.
#[derive(Clone, Debug, Hash)]
pub struct Page {
    /// Where it goes.
    pub path: OutPath,
    /// The file that it is mostly made from.
    pub from: Option<SitePath>,
    /// What it is made from.
    pub make: Make,
}

/// What an output file is made from.
#[derive(Clone, Debug, Hash)]
pub enum Make {
    /// An HTML page.
    Html(Box<Html>),
    /// An Atom feed.
    Feed(Box<FeedView>),
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
#[derive(Clone, Debug, Hash)]
pub struct Html {
    /// The template's name.
    pub template: String,
    /// What goes before links.
    pub root: String,
    /// The site.
    pub site: Hashed<SiteView>,
    /// The page's head.
    pub head: Head,
    /// The page's own view.
    pub view: View,
    /// Its Markdown.
    pub prose: Option<Prose>,
}

/// The view of a page: `page` in its template.
#[derive(Clone, Debug, Hash, Serialize)]
#[serde(untagged)]
#[expect(missing_docs, reason = "the types say it")]
pub enum View {
    Actor(ActorView),
    Brief(BriefView),
    Briefs(BriefsView),
    Entries(EntriesView),
    Home(HomeView),
    Issue(IssueView),
    Issues(IssuesView),
    NotFound(NotFoundView),
    Office(OfficeView),
    Officials(OfficialsView),
    Place(PlaceView),
    Plain(PlainView),
    Redirect(RedirectView),
    Source(SourceView),
}

impl Page {
    /// Whether this is a page for readers, not a feed, a list for machines or a copy.
    pub fn is_html(&self) -> bool {
        matches!(self.make, Make::Html(_))
    }
}

/// Every file of the output, pages for readers first.
pub fn plan(site: &Site) -> Vec<Page> {
    let cards = Cards::new(site);
    let mut pages: Vec<Page> =
        site.briefs.ids().collect::<Vec<_>>().into_par_iter().map(|id| brief::page(&cards, id)).collect();
    pages
        .par_extend(site.actors.ids().collect::<Vec<_>>().into_par_iter().flat_map_iter(|id| actor::pages(&cards, id)));
    pages.extend(site.offices.ids().map(|id| office::page(&cards, id)));
    pages.extend(site.issues.ids().flat_map(|id| issue::pages(&cards, id)));
    pages.extend(site.places.ids().flat_map(|id| place::pages(&cards, id)));
    pages.extend(site.sources.ids().flat_map(|id| source::pages(&cards, id)));
    lists::pages(&cards, &mut pages);
    pages.extend(site.redirects.iter().map(|redirect| lists::redirect(&cards, redirect)));
    feeds::pages(&cards, &mut pages);
    pages.extend(site.copies.iter().map(|copy| Page {
        path: copy.path.clone(),
        from: Some(copy.file.path.clone()),
        make: Make::Copy(copy.file.clone()),
    }));
    pages.extend(
        embedded::ASSETS.iter().filter_map(|(path, bytes)| {
            Some(Page { path: OutPath::parse(path)?, from: None, make: Make::Asset(bytes) })
        }),
    );
    first_of_each_path(pages)
}

/// Where two things would write one path, which the checks report, the first stands.
fn first_of_each_path(mut pages: Vec<Page>) -> Vec<Page> {
    let mut seen = FxHashSet::default();
    pages.retain(|page| seen.insert(page.path.clone()));
    pages
}

/// The pages in batches, those that a reader waits for first: HTML pages, then what only machines read.
pub fn in_order(pages: Vec<Page>) -> Vec<Vec<Page>> {
    /// Enough to keep every thread busy, few enough to hold their bytes in memory.
    const BATCH: usize = 512;
    let (shown, bulk): (Vec<Page>, Vec<Page>) = pages.into_iter().partition(Page::is_html);
    let mut rest = shown.into_iter().chain(bulk).peekable();
    std::iter::from_fn(|| {
        rest.peek()?;
        Some(rest.by_ref().take(BATCH).collect())
    })
    .collect()
}
