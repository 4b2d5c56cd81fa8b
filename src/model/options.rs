//! The parameters of a build that are not in the site's files.
//!
//! ```
//! use briefgen::model::options::Options;
//!
//! let today = "2026-11-23".parse().unwrap();
//! let options = Options::on(today).with_drafts();
//! assert_eq!(options.day(), today);
//! ```

use std::collections::BTreeMap;

use crate::base::date::Day;
use crate::base::edition::Edition;
use crate::base::path::{OutPath, SitePath};

/// The parameters of a build. A build depends on nothing else but the site's files.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Options {
    /// The edition of the site that is built.
    pub edition: Edition,
    /// Overrides `base_url` of `site.yaml`.
    pub base_url: Option<String>,
    /// Whether links name `index.html`, whatever `site.yaml` says.
    pub portable: bool,
    /// Pages that are open in a browser. They are rendered first.
    pub open: Vec<OutPath>,
    /// Files that were just saved. Their pages are rendered next.
    pub saved: Vec<SitePath>,
    /// Dead links to other sites, each with the server's answer: `404 Not Found`. Empty if no link
    /// was checked.
    pub dead_links: BTreeMap<String, String>,
}

impl Options {
    /// The defaults, on a day.
    pub fn on(today: Day) -> Self {
        Self {
            edition: Edition { today, as_of: None, drafts: false },
            base_url: None,
            portable: false,
            open: Vec::new(),
            saved: Vec::new(),
            dead_links: BTreeMap::new(),
        }
    }

    /// Builds the site as it was on a day: see [`Edition::as_of`].
    #[must_use]
    pub fn built_as_of(mut self, day: Day) -> Self {
        self.edition.as_of = Some(day);
        self
    }

    /// Shows drafts.
    #[must_use]
    pub fn with_drafts(mut self) -> Self {
        self.edition.drafts = true;
        self
    }

    /// The day for which the site is built: see [`Edition::day`].
    pub fn day(&self) -> Day {
        self.edition.day()
    }
}
