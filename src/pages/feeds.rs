//! What machines read: Atom feeds, the sitemap, `robots.txt`.

use crate::base::date::Day;
use crate::base::id::Id;
use crate::base::memo::Fingerprint;
use crate::base::path::OutPath;
use crate::model::entities::{Brief, Status};
use crate::parse::brief::UpdateKind;

use super::cards::{Cards, fields};
use super::{Make, Page};

/// A sitemap may hold 50,000 addresses: sitemaps.org.
const SITEMAP_LARGEST: usize = 50_000;

/// An Atom feed.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct FeedView {
    /// Its title.
    pub title: String,
    /// In a sentence.
    pub subtitle: Option<String>,
    /// Its permanent IRI.
    pub id: String,
    /// Its own address; `None` where the site does not say where it stands.
    pub address: Option<String>,
    /// The page it is about, absolute or relative to the feed.
    pub page: String,
    /// BCP 47 tag.
    pub lang: String,
    /// Who publishes it.
    pub author: String,
    /// The newest date of its entries.
    pub updated: Day,
    /// The newest briefs.
    pub entries: Vec<FeedEntry>,
}

/// A brief in a feed.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct FeedEntry {
    /// Its title.
    pub title: String,
    /// Its permanent IRI.
    pub id: String,
    /// Its page, absolute or relative to the feed.
    pub page: String,
    /// The day it speaks from.
    pub published: Day,
    /// The day of its last major change or correction.
    pub updated: Day,
    /// The bottom line.
    pub summary: Option<String>,
    /// Who wrote it.
    pub authors: Vec<String>,
}

/// A sitemap: of pages, or of sitemaps.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct SitemapView {
    /// Whether its addresses are sitemaps themselves.
    pub of_sitemaps: bool,
    /// Absolute addresses, with the day of the last change where known.
    pub addresses: Vec<(String, Option<Day>)>,
}

/// `robots.txt`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct RobotsView {
    /// The sitemap's address.
    pub sitemap: Option<String>,
}

/// Adds all of them. `pages` holds the pages that the sitemap is to list.
pub(super) fn pages(cards: &Cards<'_>, pages: &mut Vec<Page>) {
    let site = cards.site;
    let sitemaps = sitemaps(cards, pages);
    let newest: Vec<Id<Brief>> = site.briefs.ids().collect();
    let mut feeds = Vec::new();
    let mut add = |page: &OutPath, title: String, subtitle: Option<String>, briefs: &[Id<Brief>]| {
        feeds.extend(feed(cards, page, title, subtitle, briefs));
    };
    if let Some(home) = OutPath::page("") {
        add(&home, site.config.title.clone(), site.config.description.clone(), &newest);
    }
    let titled = |name: &str| format!("{name} – {}", site.config.title);
    for (id, issue) in site.issues.iter() {
        let briefs = &site.relations.issues[id.index()];
        if !briefs.is_empty() {
            add(&issue.page, titled(&issue.title), issue.summary.clone(), briefs);
        }
    }
    for (id, actor) in site.actors.iter() {
        let briefs: Vec<Id<Brief>> = site.relations.actors[id.index()]
            .iter()
            .take(site.config.newest as usize)
            .map(|(brief, _)| *brief)
            .collect();
        if !briefs.is_empty() {
            add(&actor.page, titled(&actor.name), None, &briefs);
        }
    }
    pages.extend(feeds);
    let sitemap =
        (!sitemaps.is_empty()).then(|| site.config.base_url.as_ref().map(|base| format!("{base}/sitemap.xml")));
    pages.extend(sitemaps);
    pages.extend(OutPath::parse("robots.txt").map(|path| Page {
        path,
        from: None,
        make: Make::Robots(RobotsView { sitemap: sitemap.flatten() }),
    }));
}

fn feed(
    cards: &Cards<'_>,
    page: &OutPath,
    title: String,
    subtitle: Option<String>,
    briefs: &[Id<Brief>],
) -> Option<Page> {
    let site = cards.site;
    let path = page.beside("feed.xml")?;
    let entries: Vec<FeedEntry> =
        briefs.iter().take(site.config.newest as usize).map(|id| entry(cards, *id, &path)).collect();
    // Atom wants a date even of a feed without entries; this one is older than any.
    let epoch = Day::new(1970, 1, 1)?;
    let view = FeedView {
        title,
        subtitle,
        id: iri(cards, &path),
        address: site.config.base_url.as_ref().map(|base| format!("{base}/{}", cards.url(&path))),
        page: address(cards, page, &path),
        lang: site.config.lang.clone(),
        author: site.config.author.clone().unwrap_or_else(|| site.config.title.clone()),
        updated: entries.iter().map(|entry| entry.updated).max().unwrap_or(epoch),
        entries,
    };
    Some(Page { path, from: None, make: Make::Feed(Box::new(view)) })
}

fn entry(cards: &Cards<'_>, id: Id<Brief>, feed: &OutPath) -> FeedEntry {
    let brief = &cards.site.briefs[id];
    let given = fields(brief);
    let changed = brief.updates.iter().find(|update| update.kind != UpdateKind::Minor).map(|update| update.date);
    let summary = given.and_then(|fields| fields.summary.clone());
    FeedEntry {
        title: match brief.status {
            Status::Withdrawn { .. } => format!("Withdrawn: {}", brief.title),
            Status::Live | Status::Superseded { .. } => brief.title.clone(),
        },
        id: iri(cards, &brief.page),
        page: address(cards, &brief.page, feed),
        published: brief.date,
        updated: changed.map_or(brief.date, |changed| changed.max(brief.date)),
        summary,
        authors: given.map(|fields| fields.author.clone()).unwrap_or_default(),
    }
}

/// The address of a page as a feed gives it: absolute where the site says where it stands, else from the feed.
fn address(cards: &Cards<'_>, page: &OutPath, feed: &OutPath) -> String {
    match &cards.site.config.base_url {
        Some(base) => format!("{base}/{}", cards.url(page)),
        None => format!("{}{}", feed.root(), cards.url(page)),
    }
}

/// A permanent IRI: the address, or for a site that does not say where it stands a UUID made of its title and the
/// path (version 8 of RFC 9562).
fn iri(cards: &Cards<'_>, path: &OutPath) -> String {
    if let Some(base) = &cards.site.config.base_url {
        return format!("{base}/{}", cards.url(path));
    }
    let hash = Fingerprint::of(&(cards.site.config.title.as_str(), path.as_str())).0;
    let versioned = (hash & !(0xf << 76) & !(0b11 << 62)) | (8 << 76) | (0b10 << 62);
    let hex = format!("{versioned:032x}");
    format!("urn:uuid:{}-{}-{}-{}-{}", &hex[..8], &hex[8..12], &hex[12..16], &hex[16..20], &hex[20..])
}

/// `sitemap.xml`, or several with an index where one would be too large. None without a `base_url`: a sitemap has
/// absolute addresses only.
fn sitemaps(cards: &Cards<'_>, pages: &[Page]) -> Vec<Page> {
    let Some(base) = &cards.site.config.base_url else { return Vec::new() };
    let mut changed: rustc_hash::FxHashMap<&OutPath, Day> = rustc_hash::FxHashMap::default();
    for brief in cards.site.briefs.rows() {
        let update = brief.updates.iter().find(|update| update.kind != UpdateKind::Minor);
        changed.insert(&brief.page, update.map_or(brief.date, |update| update.date.max(brief.date)));
    }
    let listed = |page: &&Page| matches!(&page.make, Make::Html(html) if !html.head.noindex);
    let mut addresses: Vec<(String, Option<Day>)> = pages
        .iter()
        .filter(listed)
        .map(|page| (format!("{base}/{}", cards.url(&page.path)), changed.get(&page.path).copied()))
        .collect();
    addresses.sort();
    let sitemap = |name: String, of_sitemaps: bool, addresses: Vec<(String, Option<Day>)>| {
        let make = Make::Sitemap(SitemapView { of_sitemaps, addresses });
        OutPath::parse(&name).map(|path| Page { path, from: None, make })
    };
    if addresses.len() <= SITEMAP_LARGEST {
        return sitemap("sitemap.xml".to_owned(), false, addresses).into_iter().collect();
    }
    let parts = addresses.chunks(SITEMAP_LARGEST);
    let names: Vec<String> = (1..=parts.len()).map(|number| format!("sitemap-{number}.xml")).collect();
    let whole = names.iter().map(|name| (format!("{base}/{name}"), None)).collect();
    let each = parts.zip(&names).filter_map(|(part, name)| sitemap(name.clone(), false, part.to_vec()));
    sitemap("sitemap.xml".to_owned(), true, whole).into_iter().chain(each).collect()
}
