//! The parameters of a build that are not in the site's files.
//!
//! ```
//! use briefgen::base::options::Options;
//!
//! let today = "2026-11-23".parse().unwrap();
//! let options = Options { drafts: true, ..Options::on(today) };
//! assert_eq!(options.day(), today);
//! ```

use std::collections::BTreeMap;

use super::date::{Day, When};
use super::path::{OutPath, SitePath};

/// The parameters of a build. A build depends on nothing else but the site's files.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Options {
    /// The day of the build.
    pub today: Day,
    /// If set, the site is built as it was on this day: nothing dated later appears.
    pub as_of: Option<Day>,
    /// Whether drafts are shown.
    pub drafts: bool,
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

    /// The day that the site shows: [`Options::as_of`], or else today.
    pub fn day(&self) -> Day {
        self.as_of.unwrap_or(self.today)
    }

    /// Whether something with this date may appear: it must not be certainly later than
    /// [`Options::as_of`].
    pub fn is_past(&self, when: Option<&When>) -> bool {
        let first = when.and_then(When::earliest);
        self.as_of.is_none_or(|day| first.is_none_or(|first| first <= day))
    }
}
