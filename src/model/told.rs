//! An event as a brief reported it, and later changes.

use std::cmp::Reverse;

use crate::base::date::{Day, When};
use crate::base::id::{Id, Table};
use crate::parse::statements::EventStatus;

use super::entities::{Brief, Event, Known, LastChanges, Observation, Place};
use super::site::Site;

impl Event {
    /// The observation of a brief; the last one if it has several.
    pub fn told_by<'e>(&'e self, brief: Id<Brief>) -> Option<&'e Observation> {
        let last = |seen: &'e [Observation]| {
            let after = seen.partition_point(|seen| Reverse(seen.brief) <= Reverse(brief));
            seen[..after].last().filter(|seen| seen.brief == brief)
        };
        last(&self.observations).or_else(|| last(&self.taken_back))
    }

    /// The title on a day; the present title if no brief had reported the event by then.
    pub fn title_on(&self, day: Day) -> String {
        let seen = &self.observations[..self.observations.partition_point(|seen| seen.day <= day)];
        seen.last().map_or_else(|| self.title.clone(), |seen| seen.described.title(&self.id))
    }

    /// The state of this event at the time of an observation of another event.
    fn known_with(&self, other: &Observation) -> Option<&Known> {
        let after = |seen: &Observation| Reverse(seen.brief) <= Reverse(other.brief);
        let seen = &self.observations[..self.observations.partition_point(after)];
        seen.last().filter(|_| !self.is_withdrawn).map(|seen| &seen.known)
    }

    /// The observation that last changed something.
    fn last_word(&self, on: impl FnOnce(&LastChanges) -> usize) -> Option<&Observation> {
        self.observations.get(on(&self.changed))
    }

    /// The observation that changed the status after another one. If a part goes ahead without its
    /// whole, a repeated status counts as a change.
    fn word_on_status_since(&self, seen: &Observation) -> Option<&Observation> {
        let changed =
            self.last_word(|changed| changed.status).filter(|said| said.order() > seen.order());
        changed.or_else(|| self.observations.iter().rev().find(|said| said.fields.status.is_some()))
    }
}

impl Observation {
    /// Whether the event's day had certainly passed on the day of the brief.
    pub fn is_of_the_past(&self) -> bool {
        self.known.date.as_ref().and_then(When::latest).is_some_and(|last| last < self.day)
    }
}

/// The status of an event as of an observation. A part shares the cancellation or delay of its
/// whole at that time.
pub fn status_told(events: &Table<Event>, event: &Event, seen: &Observation) -> EventStatus {
    let mut wholes = std::iter::successors(event.part_of, |whole| events[*whole].part_of);
    let shared = wholes.find_map(|whole| seen.known.shared_fate(events[whole].known_with(seen)?));
    shared.unwrap_or(seen.known.status)
}

/// The changes to an event since a brief reported it.
#[derive(Clone, Debug, PartialEq)]
pub struct Since {
    /// The status.
    pub status: EventStatus,
    /// The date, if it matters for the status.
    pub date: Option<When>,
    /// The place, if it is not the reported one.
    pub place: Option<Id<Place>>,
    /// Whether the day of the event has passed without a reported outcome.
    pub is_open: bool,
    /// The brief that reports the change; `None` if only time has passed.
    pub brief: Option<Id<Brief>>,
}

/// The changes to an event since a brief reported it; `None` if there are none.
pub fn since(site: &Site, event: &Event, seen: &Observation) -> Option<Since> {
    let told = status_told(&site.events, event, seen);
    let has_other_status = event.status != told;
    let has_other_date = event.date != seen.known.date;
    let is_elsewhere = is_elsewhere(&site.places, seen.described.place, event.place);
    let is_open = has_no_outcome(event.status) && event.is_before(site.day);
    let has_passed = is_open && !(has_no_outcome(told) && seen.is_of_the_past());
    if !(has_other_status || has_other_date || is_elsewhere || has_passed) {
        return None;
    }
    let said = match event.shares_fate_of {
        Some(whole) if has_other_status => site.events[whole].last_word(|changed| changed.status),
        _ if has_other_status => event.word_on_status_since(seen),
        _ if has_other_date => event.last_word(|changed| changed.date),
        _ if is_elsewhere => event.last_word(|changed| changed.place),
        _ => None,
    };
    let has_date = match event.status {
        EventStatus::Cancelled => false,
        // The date of a postponed event is its cancelled date, unless the brief that postpones it
        // gives a new one.
        EventStatus::Postponed => {
            said.is_some_and(|said| said.fields.slug == event.id && said.fields.date.is_some())
        }
        _ => true,
    };
    Some(Since {
        status: event.status,
        date: event.date.filter(|_| has_date),
        place: event.place.filter(|_| is_elsewhere),
        is_open,
        brief: said.map(|said| said.brief),
    })
}

/// Whether a status does not say how the event ended.
fn has_no_outcome(status: EventStatus) -> bool {
    matches!(status, EventStatus::Happening | EventStatus::Scheduled | EventStatus::Possible)
}

/// Whether the place differs from the reported one. A place inside of the other is only more
/// precise.
fn is_elsewhere(places: &Table<Place>, told: Option<Id<Place>>, now: Option<Id<Place>>) -> bool {
    let (Some(told), Some(now)) = (told, now) else { return false };
    let lies_in = |inner, outer| {
        std::iter::successors(Some(inner), |place| places[*place].within).any(|at| at == outer)
    };
    !lies_in(told, now) && !lies_in(now, told)
}
