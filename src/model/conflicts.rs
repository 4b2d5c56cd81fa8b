//! What briefs tell differently of one event: on which days it is, and where.

use crate::base::date::{Day, When};
use crate::base::id::{Id, Table};
use crate::parse::statements::EventStatus;

use super::entities::{Observation, Place};

/// What two briefs tell differently.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Conflict {
    /// When the event is.
    Date,
    /// Where it is.
    Place,
}

/// The pairs of observations that contradict each other about the date or the place, the earlier
/// one first; an observation has at most one earlier counterpart for each.
///
/// Only what is told of the same state of things is compared: two plans, or two accounts of what
/// happened. A plan that came out otherwise is the event's history, and so is a date that moved
/// after the event was postponed. A place that lies in the other is the same place, told more
/// closely.
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

/// What has been told of one state of things. Only what the next observation may contradict is
/// kept: a site may tell of one event ten thousand times.
#[derive(Default)]
struct Told<'o> {
    /// The one that puts it first, by the last day on which it may end.
    first: Option<(Day, &'o Observation)>,
    /// The one that puts it last, by the first day on which it may begin.
    last: Option<(Day, &'o Observation)>,
    /// The narrowest place of those that lie in one another. What neither lies in it nor around it
    /// contradicts it, and what does contradicts none of the others.
    narrowest: Option<(Id<Place>, &'o Observation)>,
}

impl<'o> Told<'o> {
    /// Notes a date, and gives an earlier observation with a date that certainly is another.
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

    /// Notes a place, and gives an earlier observation with one that certainly is another.
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

/// Whether a place is another, or lies in it.
fn is_in(places: &Table<Place>, place: Id<Place>, around: Id<Place>) -> bool {
    std::iter::successors(Some(place), |place| places[*place].within).any(|place| place == around)
}
