//! Files for machines: Atom feeds, the sitemap, `robots.txt`.

use std::sync::PoisonError;

use crate::base::date::Day;
use crate::base::id::{Id, Kind};
use crate::base::limits;
use crate::base::memo::Fingerprint;
use crate::base::path::{OutPath, UrlStyle};
use crate::model::entities::{Actor, Brief, Issue, Status};
use crate::model::site::Site;
use crate::parse::brief::Update;

use super::cards::{Cards, listed_title};
use super::planned::{Planned, Write};
use super::shared::SharedBytes;
use super::views::feeds::{FEED_FILE, FeedCategory, FeedEntry, FeedView, RobotsView, SitemapView};
use super::{Export, of_each};

/// The name of the sitemap.
pub const SITEMAP: &str = "sitemap.xml";

impl Cards<'_> {
    /// The entry of a brief in a feed with addresses that begin with `base`.
    fn feed_entry(&self, id: Id<Brief>, base: &str) -> SharedBytes<FeedEntry> {
        // A panic of another thread leaves the list intact.
        let mut known =
            self.feed_entries[id.index()].lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, entry)) = known.iter().find(|(of, _)| of == base) {
            return entry.clone();
        }
        let entry = SharedBytes::new(entry(self.site, id, base));
        known.push((base.to_owned(), entry.clone()));
        entry
    }
}

/// The feeds of the site, and of each issue and actor with briefs.
pub fn feeds<'s>(cards: &'s Cards<'_>, write: Write<FeedView>) -> Vec<Planned<'s>> {
    let mut feeds: Vec<Planned<'s>> = of_site(cards, write).into_iter().collect();
    feeds.extend(of_each(&cards.site.issues, |id| of_issue(cards, write, id)));
    feeds.extend(of_each(&cards.site.actors, |id| of_actor(cards, write, id)));
    feeds
}

fn of_site<'s>(cards: &'s Cards<'_>, write: Write<FeedView>) -> Option<Planned<'s>> {
    let config = &cards.site.config;
    beside(OutPath::page("")?, write, move |page| {
        let newest = changed_last(cards, cards.site.briefs.ids());
        feed(cards, page, config.title.clone(), config.description.clone(), &newest)
    })
}

fn of_issue<'s>(
    cards: &'s Cards<'_>,
    write: Write<FeedView>,
    id: Id<Issue>,
) -> Option<Planned<'s>> {
    let issue = &cards.site.issues[id];
    let briefs = has_entries(cards, &cards.site.relations.issues[id.index()])?;
    beside(issue.page.clone(), write, move |page| {
        let newest = changed_last(cards, briefs.iter().copied());
        feed(cards, page, titled(cards, &issue.title), issue.summary.clone(), &newest)
    })
}

fn of_actor<'s>(
    cards: &'s Cards<'_>,
    write: Write<FeedView>,
    id: Id<Actor>,
) -> Option<Planned<'s>> {
    let actor = &cards.site.actors[id];
    let briefs = has_entries(cards, &cards.site.relations.actors[id.index()])?;
    beside(actor.page.clone(), write, move |page| {
        let newest = changed_last(cards, briefs.iter().map(|(brief, _)| *brief));
        feed(cards, page, titled(cards, &actor.name), None, &newest)
    })
}

/// The feed next to a page.
fn beside<'s>(
    page: OutPath,
    write: Write<FeedView>,
    view: impl FnOnce(&OutPath) -> FeedView + Send + 's,
) -> Option<Planned<'s>> {
    Some(Planned::export(feed_path(&page)?, write, move |_| view(&page)))
}

fn feed_path(page: &OutPath) -> Option<OutPath> {
    page.beside(FEED_FILE)
}

/// The number of entries in a feed.
fn newest(cards: &Cards<'_>) -> usize {
    cards.site.config.newest as usize
}

/// The briefs of a feed; `None` if it has no entries.
fn has_entries<'b, T>(cards: &Cards<'_>, briefs: &'b [T]) -> Option<&'b [T]> {
    (newest(cards) > 0 && !briefs.is_empty()).then_some(briefs)
}

/// The briefs of a feed: the most recently published, changed or corrected ones. `briefs` has the
/// newest first. A correction brings an old brief back into the feed, so that its readers learn of
/// it.
fn changed_last(cards: &Cards<'_>, briefs: impl Iterator<Item = Id<Brief>>) -> Vec<Id<Brief>> {
    let changed = |brief: &Id<Brief>| cards.site.briefs[*brief].changed();
    let most = newest(cards);
    let mut held: Vec<Id<Brief>> = Vec::with_capacity(most);
    let rest = briefs.filter(|brief| {
        let is_new = held.len() < most;
        held.extend(is_new.then_some(*brief));
        !is_new && !cards.site.briefs[*brief].updates.is_empty()
    });
    let rest: Vec<Id<Brief>> = rest.collect();
    held.extend(rest);
    held.sort_by_key(|brief| std::cmp::Reverse(changed(brief)));
    held.truncate(most);
    held
}

fn titled(cards: &Cards<'_>, name: &str) -> String {
    format!("{name} – {}", cards.site.config.title)
}

/// `robots.txt`. A file of the site at this path replaces it.
pub fn robots<'s>(
    export: &Export,
    cards: &'s Cards<'_>,
    write: Write<RobotsView>,
) -> Vec<Planned<'s>> {
    let base_url = cards.site.config.base_url.as_ref();
    let view = RobotsView { sitemap: base_url.map(|base| format!("{base}/{SITEMAP}")) };
    let path = OutPath::parse(export.file);
    path.map(|path| Planned::export(path, write, move |_| view).of_theme()).into_iter().collect()
}

fn feed(
    cards: &Cards<'_>,
    page: &OutPath,
    title: String,
    subtitle: Option<String>,
    briefs: &[Id<Brief>],
) -> FeedView {
    let site = cards.site;
    let path = feed_path(page).unwrap_or_else(|| page.clone());
    let base = match &site.config.base_url {
        Some(base) => format!("{base}/"),
        None => path.root(),
    };
    let entries: Vec<SharedBytes<FeedEntry>> =
        briefs.iter().map(|id| cards.feed_entry(*id, &base)).collect();
    FeedView {
        title,
        subtitle,
        id: iri(site, &feed_path(cards.first_address(page)).unwrap_or_else(|| path.clone())),
        address: site.config.base_url.as_ref().map(|base| format!("{base}/{}", cards.url(&path))),
        page: format!("{base}{}", cards.url(page)),
        lang: site.config.lang.clone(),
        author: site.config.author.clone().unwrap_or_else(|| site.config.title.clone()),
        // Atom requires a date even in an empty feed. This day is before all others.
        updated: entries.iter().map(|entry| entry.updated).max().unwrap_or(Day::EPOCH),
        entries,
    }
}

/// The entry of a brief in all feeds with addresses that begin with `base`. Corrections come before
/// the summary.
pub(super) fn entry(site: &Site, id: Id<Brief>, base: &str) -> FeedEntry {
    let brief = &site.briefs[id];
    let mut says: Vec<String> = brief.corrections().map(corrected).collect();
    says.extend(brief.fields.summary.clone());
    FeedEntry {
        title: match brief.status {
            Status::Withdrawn { .. } => format!("Withdrawn: {}", brief.title),
            Status::Live | Status::Superseded { .. } => listed_title(site, brief),
        },
        id: iri(site, &first_page(brief)),
        page: format!("{base}{}", brief.page.url(site.style)),
        published: brief.date,
        updated: brief.changed(),
        summary: (!says.is_empty()).then(|| says.join("\n\n")),
        authors: brief.fields.author.clone(),
        lang: brief.fields.lang.clone().filter(|lang| *lang != site.config.lang),
        categories: brief.issues.iter().map(|issue| category(&site.issues[*issue])).collect(),
    }
}

fn category(issue: &Issue) -> FeedCategory {
    FeedCategory { term: issue.id.to_string(), label: issue.title.clone() }
}

/// The first page of a brief: an entry must keep its id if the brief moves (RFC 4287, section
/// 4.2.6).
fn first_page(brief: &Brief) -> OutPath {
    let first = brief.fields.former_ids.first();
    first.map_or_else(|| brief.page.clone(), |id| OutPath::entity(Kind::Brief, &id.value))
}

/// `Corrected 10 August 2023: …`, with a full stop.
fn corrected(correction: &Update) -> String {
    let note = correction.note.trim();
    let end = if note.ends_with(char::is_alphanumeric) { "." } else { "" };
    format!("Corrected {}: {note}{end}", correction.date.long())
}

/// A permanent IRI: the URL, or for a site without `base_url` a UUID (version 8 of RFC 9562) made
/// of the path only. If the site's title were part of it, renaming the site would mark all briefs
/// as new.
pub(super) fn iri(site: &Site, path: &OutPath) -> String {
    if let Some(base) = &site.config.base_url {
        return format!("{base}/{}", path.url(UrlStyle::Folder));
    }
    let hash = Fingerprint::of(path.as_str()).0;
    let versioned = (hash & !(0xf << 76) & !(0b11 << 62)) | (8 << 76) | (0b10 << 62);
    let hex = format!("{versioned:032x}");
    format!(
        "urn:uuid:{}-{}-{}-{}-{}",
        &hex[..8],
        &hex[8..12],
        &hex[12..16],
        &hex[16..20],
        &hex[20..]
    )
}

/// `sitemap.xml` of these pages, or several sitemaps with an index if one would be too large. None
/// without a `base_url`, because a sitemap has absolute URLs only.
pub fn sitemaps<'s>(
    cards: &'s Cards<'_>,
    pages: &[OutPath],
    write: Write<SitemapView>,
) -> Vec<Planned<'s>> {
    let Some(base) = &cards.site.config.base_url else { return Vec::new() };
    let mut listed = pages.to_vec();
    let one = |name: &str, view: Box<dyn FnOnce() -> SitemapView + Send + 's>| {
        OutPath::parse(name).map(|path| Planned::export(path, write, move |_| view()))
    };
    if listed.len() <= limits::SITEMAP {
        let view = Box::new(move || {
            listed.sort_unstable();
            sitemap(cards, base, &listed)
        });
        return one(SITEMAP, view).into_iter().collect();
    }
    listed.sort_unstable();
    let parts: Vec<Vec<OutPath>> = listed.chunks(limits::SITEMAP).map(<[_]>::to_vec).collect();
    let name = |number: usize| format!("sitemap-{}.xml", number + 1);
    let addresses =
        (0..parts.len()).map(|number| (format!("{base}/{}", name(number)), None)).collect();
    let whole = Box::new(move || SitemapView { of_sitemaps: true, addresses });
    let each = parts.into_iter().enumerate().filter_map(|(number, part)| {
        one(&name(number), Box::new(move || sitemap(cards, base, &part)))
    });
    one(SITEMAP, whole).into_iter().chain(each).collect()
}

fn sitemap(cards: &Cards<'_>, base: &str, pages: &[OutPath]) -> SitemapView {
    let mut changed: rustc_hash::FxHashMap<&OutPath, Day> = rustc_hash::FxHashMap::default();
    for brief in cards.site.briefs.rows() {
        changed.insert(&brief.page, brief.changed());
    }
    let address =
        |page: &OutPath| (format!("{base}/{}", cards.url(page)), changed.get(page).copied());
    SitemapView { of_sitemaps: false, addresses: pages.iter().map(address).collect() }
}
