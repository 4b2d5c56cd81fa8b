//! What feeds, sitemaps and `robots.txt` are made from.

use crate::base::date::Day;
use crate::pages::shared::SharedBytes;

/// The name of a feed: it stands beside the page that it is about.
pub const FEED_FILE: &str = "feed.xml";

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
    pub entries: Vec<SharedBytes<FeedEntry>>,
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
    /// Its language, where that is not the feed's.
    pub lang: Option<String>,
    /// What it is about.
    pub categories: Vec<FeedCategory>,
}

/// An issue of a brief, as feeds have it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct FeedCategory {
    /// The id of the issue.
    pub term: String,
    /// Its title.
    pub label: String,
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
