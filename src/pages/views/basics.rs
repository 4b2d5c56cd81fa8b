//! Views that are parts of many views: links, briefs in lists, positions in lists.

use serde::Serialize;

use crate::base::date::DateView;
use crate::base::path::Url;
use crate::pages::shared::Shared;

/// A link to a page of the site.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Link {
    /// The text.
    pub title: String,
    /// The address.
    pub url: Url,
}

/// A name, with a link if it has a page.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct MaybeLink {
    /// The text.
    pub title: String,
    /// The address.
    pub url: Option<Url>,
}

/// A brief in a list.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct BriefCard {
    /// Rare properties; most briefs have none.
    pub details: Option<Box<BriefDetails>>,
    /// The day of the brief.
    pub date: DateView,
    /// Its page.
    pub url: Url,
    /// Its title.
    pub title: String,
    /// The summary.
    pub summary: Option<String>,
}

/// Rare properties of a brief in a list. Most briefs have none, and a template asks for all of them
/// at once.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct BriefDetails {
    /// `superseded` or `withdrawn`; for a brief that only a build with drafts shows, `Draft`,
    /// `dated 3 December` or both.
    pub status: Option<String>,
    /// The day of the last correction.
    pub corrected: Option<DateView>,
    /// The language as a BCP 47 tag, if it is not the site's.
    pub lang: Option<String>,
}

/// A brief on the page of an actor that it names.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct BriefRow {
    /// The brief.
    pub brief: Shared<BriefCard>,
    /// The actor's role in it.
    pub role: Option<String>,
    /// The actor's title on the day of the brief, if it is not the present one.
    pub title: Option<String>,
}

/// The position in a list of several pages.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct Paging {
    /// The number of pages.
    pub pages: usize,
    /// The number of this page, from 1.
    pub number: usize,
    /// The previous page.
    pub previous: Option<Url>,
    /// The next page.
    pub next: Option<Url>,
    /// The number of items on all pages.
    pub total: usize,
}
