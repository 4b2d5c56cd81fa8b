//! Views of calendars and bibliographies.

use std::borrow::Cow;
use std::sync::Arc;

use crate::base::date::{Day, When};
use crate::pages::authors::AuthorName;

/// A calendar of events (RFC 5545).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct CalendarView {
    /// Its title.
    pub title: String,
    /// Its events, the earliest first.
    pub events: Vec<CalendarEvent>,
}

/// An event in a calendar. Only events with a first and a last day are in calendars.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct CalendarEvent {
    /// An id that is globally unique and never changes.
    pub uid: String,
    /// The title.
    pub title: String,
    /// The description.
    pub description: String,
    /// The place.
    pub place: Option<String>,
    /// The first day.
    pub from: Day,
    /// The last day.
    pub to: Day,
    /// Whether the event lasts all of these days; else it is on unknown days between them.
    pub exact: bool,
    /// The day of the last brief on the event.
    pub told: Day,
    /// The number of earlier briefs on the event.
    pub sequence: usize,
    /// The URL of its page, if the site has a `base_url`.
    pub url: Option<String>,
    /// The status.
    pub status: CalendarStatus,
}

/// The status of an event in calendars.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CalendarStatus {
    /// The event took place, takes place, or is scheduled.
    Confirmed,
    /// The event is possible or postponed.
    Tentative,
    /// The event was called off.
    Cancelled,
}

/// The bibliography of a site.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct BibliographyView {
    /// The items, by id.
    pub items: Vec<CslItem>,
}

/// A source in CSL-JSON: <https://docs.citationstyles.org/en/stable/specification.html>.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct CslItem {
    /// The id of its page, else one made of its title.
    pub id: Arc<str>,
    /// The CSL type.
    pub kind: Cow<'static, str>,
    /// The title.
    pub title: Arc<str>,
    /// The authors.
    pub author: Vec<AuthorName>,
    /// The publisher; for an article, the newspaper or journal.
    pub publisher: Option<String>,
    /// The day of publication.
    pub issued: Option<When>,
    /// The day of the last access.
    pub accessed: Option<When>,
    /// The web address.
    pub url: Option<Arc<str>>,
    /// The language, as a BCP 47 tag.
    pub language: Option<String>,
    /// An archived copy, and the state of the source.
    pub note: Option<String>,
}
