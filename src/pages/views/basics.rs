//! What many views are made of: links, briefs in lists, the place in a list.

use serde::Serialize;

use crate::base::date::DateView;
use crate::base::path::Url;
use crate::pages::shared::Shared;

/// A name that leads to a page.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Link {
    /// What it says.
    pub title: String,
    /// Where it leads.
    pub url: Url,
}

/// A name that may lead to a page.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct MaybeLink {
    /// What it says.
    pub title: String,
    /// Where it leads, if anywhere.
    pub url: Option<Url>,
}

/// A brief in a list.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct BriefCard {
    /// What else is known of it; most briefs have none of this.
    pub details: Option<Box<BriefDetails>>,
    /// The day it speaks from.
    pub date: DateView,
    /// Its page.
    pub url: Url,
    /// Its title.
    pub title: String,
    /// The bottom line.
    pub summary: Option<String>,
}

/// What a list says of some briefs only. A template asks once whether a brief has any of it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct BriefDetails {
    /// `superseded` or `withdrawn`, where it no longer stands; `Draft`, `dated 3 December` or both,
    /// where only a build with drafts shows it.
    pub status: Option<String>,
    /// The day of its last correction.
    pub corrected: Option<DateView>,
    /// BCP 47 tag where it differs from the site's.
    pub lang: Option<String>,
}

/// A brief on the page of an actor that it names.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct BriefRow {
    /// The brief.
    pub brief: Shared<BriefCard>,
    /// The actor's role in it.
    pub role: Option<String>,
    /// The actor's title on its date, where it is another than the one it holds now, with which its
    /// page begins.
    pub title: Option<String>,
}

/// Where a list that goes on over several pages stands.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct Paging {
    /// How many there are.
    pub pages: usize,
    /// This page, from 1.
    pub number: usize,
    /// The page before.
    pub previous: Option<Url>,
    /// The page after.
    pub next: Option<Url>,
    /// How many items there are in all.
    pub total: usize,
}
