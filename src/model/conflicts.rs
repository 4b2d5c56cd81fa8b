//! Finds contradictions between briefs on one event: in its date, and in its place.

use crate::base::date::{Day, When};
use crate::base::id::{Id, Table};
use crate::parse::statements::EventStatus;

use super::entities::{Observation, Place};

/// The property in which two observations contradict each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Conflict {
    /// The date.
    Date,
    /// The place.
    Place,
}

/// The pairs of observations that contradict each other in the date or the place, the earlier one
/// first. For each observation and property, there is at most one pair with an earlier one.
///
/// Only observations of one phase are compared: two plans, or two reports on what happened. A plan
/// that changed is part of the event's history, and so is a new date after a delay. A place inside
/// of the other is only more precise.
pub(super) fn conflicts<'o>(
    observations: &'o [Observation],
    places: &Table<Place>,
) -> Vec<(&'o Observation, &'o Observation, Conflict)> {
    let mut conflicts = Vec::new();
    let (mut plans, mut accounts) = (Told::default(), Told::default());
    for seen in observations {
        if seen.fields.status == Some(EventStatus::Postponed) {
            (plans, accounts) = (Told::default(), Told::default());
            continue;
        }
        let told = match seen.known.status {
            EventStatus::Happened | EventStatus::Happening => &mut accounts,
            EventStatus::Scheduled
            | EventStatus::Possible
            | EventStatus::Postponed
            | EventStatus::Cancelled => &mut plans,
        };
        let date = seen.fields.date.as_ref().and_then(|date| told.date(seen, &date.value));
        let place = seen.place.and_then(|place| told.place(seen, place, places));
        conflicts.extend(date.map(|earlier| (earlier, seen, Conflict::Date)));
        conflicts.extend(place.map(|earlier| (earlier, seen, Conflict::Place)));
    }
    conflicts
}

/// The observations of one phase. Only those that a later one may contradict are kept, because a
/// site may report an event ten thousand times.
#[derive(Default)]
struct Told<'o> {
    /// The observation with the earliest date, by the last possible day.
    first: Option<(Day, &'o Observation)>,
    /// The observation with the latest date, by the first possible day.
    last: Option<(Day, &'o Observation)>,
    /// The narrowest of places that are inside of each other. A place contradicts it if neither is
    /// inside of the other; if one is, the place contradicts none of them.
    narrowest: Option<(Id<Place>, &'o Observation)>,
}

impl<'o> Told<'o> {
    /// Adds a date, and returns an earlier observation with a certainly different date.
    fn date(&mut self, seen: &'o Observation, date: &When) -> Option<&'o Observation> {
        let (begins, ends) = (date.earliest_possible(), date.latest_possible());
        let before = self.first.filter(|(end, _)| *end < begins);
        let after = self.last.filter(|(begin, _)| *begin > ends);
        if self.first.is_none_or(|(end, _)| ends < end) {
            self.first = Some((ends, seen));
        }
        if self.last.is_none_or(|(begin, _)| begins > begin) {
            self.last = Some((begins, seen));
        }
        before.or(after).map(|(_, earlier)| earlier)
    }

    /// Adds a place, and returns an earlier observation with a certainly different place.
    fn place(
        &mut self,
        seen: &'o Observation,
        place: Id<Place>,
        places: &Table<Place>,
    ) -> Option<&'o Observation> {
        match self.narrowest {
            Some((narrowest, _)) if is_in(places, narrowest, place) => None,
            Some((narrowest, earlier)) if !is_in(places, place, narrowest) => Some(earlier),
            _ => {
                self.narrowest = Some((place, seen));
                None
            }
        }
    }
}

/// Whether a place is equal to another, or inside of it.
fn is_in(places: &Table<Place>, place: Id<Place>, around: Id<Place>) -> bool {
    std::iter::successors(Some(place), |place| places[*place].within).any(|place| place == around)
}
