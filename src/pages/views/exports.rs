//! What calendars and bibliographies are made from.

use std::borrow::Cow;
use std::sync::Arc;

use crate::base::date::{Day, When};
use crate::pages::authors::AuthorName;

/// A calendar of events: RFC 5545.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct CalendarView {
    /// Its title.
    pub title: String,
    /// Its events, the earliest first.
    pub events: Vec<CalendarEvent>,
}

/// An event in a calendar. Only those that have a first and a last day stand in one.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct CalendarEvent {
    /// Unique in the world, and always the same.
    pub uid: String,
    /// What it is called.
    pub title: String,
    /// What is said about it.
    pub description: String,
    /// Where.
    pub place: Option<String>,
    /// The first day.
    pub from: Day,
    /// The last day.
    pub to: Day,
    /// Whether it takes all of these days; else it takes place on one or some of them, which is not
    /// known.
    pub exact: bool,
    /// The day of the last brief that told of it.
    pub told: Day,
    /// How many times it was told of before that.
    pub sequence: usize,
    /// Its page, where the site says where it stands.
    pub url: Option<String>,
    /// Whether it is settled.
    pub status: CalendarStatus,
}

/// The three words that a calendar has for the status of an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CalendarStatus {
    /// It took place, takes place, or is scheduled.
    Confirmed,
    /// It is possible, or postponed.
    Tentative,
    /// It was called off.
    Cancelled,
}

/// The sources of a site.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct BibliographyView {
    /// The items, by id.
    pub items: Vec<CslItem>,
}

/// A source as CSL-JSON has it: <https://docs.citationstyles.org/en/stable/specification.html>.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct CslItem {
    /// Its id: that of its page, else one made of its title.
    pub id: Arc<str>,
    /// A word of CSL's vocabulary.
    pub kind: Cow<'static, str>,
    /// The title.
    pub title: Arc<str>,
    /// Who wrote it.
    pub author: Vec<AuthorName>,
    /// Who published it; of an article the newspaper or journal that it stands in.
    pub publisher: Option<String>,
    /// When it was published.
    pub issued: Option<When>,
    /// When it was last read.
    pub accessed: Option<When>,
    /// Where it is online.
    pub url: Option<Arc<str>>,
    /// BCP 47 tag.
    pub language: Option<String>,
    /// A copy that stays, and what became of the source.
    pub note: Option<String>,
}
