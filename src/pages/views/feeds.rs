//! Views of feeds, sitemaps and `robots.txt`.

use crate::base::date::Day;
use crate::pages::shared::SharedBytes;

/// The name of a feed, which is next to the page of its subject.
pub const FEED_FILE: &str = "feed.xml";

/// An Atom feed.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct FeedView {
    /// Its title.
    pub title: String,
    /// A subtitle of one sentence.
    pub subtitle: Option<String>,
    /// The permanent IRI.
    pub id: String,
    /// The URL of the feed; `None` if the site has no `base_url`.
    pub address: Option<String>,
    /// The page of its subject, absolute or relative to the feed.
    pub page: String,
    /// The language, as a BCP 47 tag.
    pub lang: String,
    /// The publisher.
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
    /// The permanent IRI.
    pub id: String,
    /// Its page, absolute or relative to the feed.
    pub page: String,
    /// The day of the brief.
    pub published: Day,
    /// The day of the last major change or correction.
    pub updated: Day,
    /// The summary.
    pub summary: Option<String>,
    /// The authors.
    pub authors: Vec<String>,
    /// The language, if it is not the feed's.
    pub lang: Option<String>,
    /// The issues of the brief.
    pub categories: Vec<FeedCategory>,
}

/// An issue of a brief in a feed.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct FeedCategory {
    /// The id of the issue.
    pub term: String,
    /// Its title.
    pub label: String,
}

/// A sitemap of pages, or of other sitemaps.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct SitemapView {
    /// Whether its addresses are sitemaps.
    pub of_sitemaps: bool,
    /// URLs, with the day of the last change if it is known.
    pub addresses: Vec<(String, Option<Day>)>,
}

/// `robots.txt`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct RobotsView {
    /// The URL of the sitemap.
    pub sitemap: Option<String>,
}
