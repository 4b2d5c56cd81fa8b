//! What the command line and the clock say to a build.

use std::collections::BTreeMap;

use super::date::{Day, When};
use super::path::{OutPath, SitePath};

/// The world's say in a build; everything else is in the site's files.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Options {
    /// The day it is.
    pub today: Day,
    /// The day to build the site as of, where that is not today: nothing dated later appears.
    pub as_of: Option<Day>,
    /// Whether drafts are shown.
    pub drafts: bool,
    /// Overrides `base_url` of `site.yaml`.
    pub base_url: Option<String>,
    /// Whether links name `index.html`, whatever `site.yaml` says.
    pub portable: bool,
    /// Pages that somebody looks at: they are made first.
    pub open: Vec<OutPath>,
    /// Files that have just been saved: their pages are made next.
    pub saved: Vec<SitePath>,
    /// Addresses elsewhere that lead nowhere, each with what was found there: `404 Not Found`.
    /// Empty where nobody asked.
    pub dead_links: BTreeMap<String, String>,
}

impl Options {
    /// The options of a plain build on a day.
    pub fn on(today: Day) -> Self {
        Self {
            today,
            as_of: None,
            drafts: false,
            base_url: None,
            portable: false,
            open: Vec::new(),
            saved: Vec::new(),
            dead_links: BTreeMap::new(),
        }
    }

    /// The day that the build is of.
    pub fn day(&self) -> Day {
        self.as_of.unwrap_or(self.today)
    }

    /// Whether something dated so may appear: with [`Options::as_of`] nothing that is certainly
    /// later.
    pub fn is_past(&self, when: Option<&When>) -> bool {
        let first = when.and_then(When::earliest);
        self.as_of.is_none_or(|day| first.is_none_or(|first| first <= day))
    }
}
