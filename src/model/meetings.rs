//! Finds pairs of officials who met: by the events in which both participate.

use std::collections::BTreeMap;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::base::date::Day;
use crate::base::id::Id;
use crate::base::limits;
use crate::parse::registry::ActorKind;
use crate::parse::statements::{Attendance, EventKind, EventRole, EventStatus};

use super::entities::{Actor, Event, Participant};
use super::site::Site;

/// The meetings of two officials, the earliest first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Meetings {
    /// Events that took place or take place.
    pub held: Vec<Id<Event>>,
    /// Scheduled, possible and postponed events.
    pub possible: Vec<Id<Event>>,
}

/// Two officials, the one with the lower row number first.
pub type Pair = (Id<Actor>, Id<Actor>);

/// All pairs of people who met or may meet. Cancelled meetings do not count, and members of one
/// side do not meet each other.
///
/// A person who declined, was only invited, or was represented by somebody else did not attend.
/// People who travel together do not meet: on a visit without sides, people of one country.
///
/// A meeting is an event of the kind `meeting`, `call`, `visit` or `summit`. If two people meet at
/// a part of an event, the whole does not count again. If they only may meet at a part, a whole
/// that took place still counts.
pub fn meetings(site: &Site) -> BTreeMap<Pair, Meetings> {
    let mut pairs: BTreeMap<Pair, Meetings> = BTreeMap::new();
    let mut events: Vec<(Day, Id<Event>)> =
        site.events.iter().map(|(id, event)| (event.day(), id)).collect();
    events.sort_unstable();
    for (_, id) in events {
        let event = &site.events[id];
        if !is_meeting(event) {
            continue;
        }
        let met = pairs_of(site, event);
        let in_parts =
            if met.is_empty() { FxHashSet::default() } else { pairs_in_parts(site, event) };
        for pair in met.into_iter().filter(|pair| !in_parts.contains(pair)) {
            let meetings = pairs.entry(pair).or_default();
            if event.took_place() { meetings.held.push(id) } else { meetings.possible.push(id) }
        }
    }
    pairs
}

fn is_meeting(event: &Event) -> bool {
    let kind = matches!(
        event.kind,
        Some(EventKind::Meeting | EventKind::Call | EventKind::Visit | EventKind::Summit)
    );
    kind && event.status != EventStatus::Cancelled && !event.is_withdrawn
}

/// A participant who attended, with the properties that exclude a meeting with others.
struct Attendant {
    actor: Id<Actor>,
    side: Option<usize>,
    /// On a visit, the country, whose people travel together.
    country: Option<String>,
}

impl Attendant {
    fn meets(&self, other: &Attendant) -> bool {
        match (self.side, other.side) {
            (Some(side), Some(others)) => side != others,
            _ => self.country.is_none() || self.country != other.country,
        }
    }
}

/// The pairs who meet at an event; none if there are too many for a meeting.
fn pairs_of(site: &Site, event: &Event) -> Vec<Pair> {
    let there = attendants(site, event);
    let mut pairs = Vec::new();
    if number_of_pairs(&there) > limits::MEETING_PAIRS {
        return pairs;
    }
    for (number, one) in there.iter().enumerate() {
        let others = there[number + 1..].iter().filter(|other| one.meets(other));
        pairs.extend(others.map(|other| (one.actor.min(other.actor), one.actor.max(other.actor))));
    }
    pairs
}

fn attendants(site: &Site, event: &Event) -> Vec<Attendant> {
    event.who.iter().filter_map(|who| attendant(site, event, who)).collect()
}

/// The number of pairs at an event with too many for a meeting. Pages show the event, but not its
/// pairs.
pub fn pairs_beyond(site: &Site, event: &Event) -> Option<usize> {
    // A quick check: so few participants cannot make more pairs.
    let may_be = event.who.len() * event.who.len() / 2 > limits::MEETING_PAIRS && is_meeting(event);
    let pairs = may_be.then(|| number_of_pairs(&attendants(site, event)))?;
    (pairs > limits::MEETING_PAIRS).then_some(pairs)
}

/// The number of pairs who meet, computed without comparing them: pairs of one side, and pairs of
/// one country with at most one side, do not count.
fn number_of_pairs(there: &[Attendant]) -> usize {
    let pairs = |of: usize| of * of.saturating_sub(1) / 2;
    let mut sides: FxHashMap<usize, usize> = FxHashMap::default();
    let mut countries: FxHashMap<&str, (usize, usize)> = FxHashMap::default();
    for one in there {
        if let Some(side) = one.side {
            *sides.entry(side).or_default() += 1;
        }
        if let Some(country) = &one.country {
            let (all, with_a_side) = countries.entry(country).or_default();
            *all += 1;
            *with_a_side += usize::from(one.side.is_some());
        }
    }
    let of_one_side: usize = sides.values().map(|side| pairs(*side)).sum();
    let of_one_country: usize =
        countries.values().map(|(all, with_a_side)| pairs(*all) - pairs(*with_a_side)).sum();
    pairs(there.len()) - of_one_side - of_one_country
}

/// The attendant for a participant; `None` if the person did not attend or only interpreted. An
/// invitation is no evidence of a meeting.
fn attendant(site: &Site, event: &Event, who: &Participant) -> Option<Attendant> {
    let actor = &site.actors[who.actor];
    let is_there =
        who.attendance == Attendance::Attended && who.role != Some(EventRole::Interpreter);
    let is_visit = event.kind == Some(EventKind::Visit);
    (is_there && actor.kind == ActorKind::Person).then(|| Attendant {
        actor: who.actor,
        side: who.side.as_ref().map(|side| side.number),
        country: actor.country.clone().filter(|_| is_visit),
    })
}

/// The pairs who meet at a part of an event, at any depth. If the whole is settled, only at settled
/// parts.
fn pairs_in_parts(site: &Site, event: &Event) -> FxHashSet<Pair> {
    let mut pairs = FxHashSet::default();
    let mut parts = event.parts.clone();
    while let Some(part) = parts.pop() {
        let part = &site.events[part];
        if is_meeting(part) && (part.took_place() || !event.took_place()) {
            pairs.extend(pairs_of(site, part));
        }
        parts.extend_from_slice(&part.parts);
    }
    pairs
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs_are_counted_as_they_would_be_made() {
        // Sides 0 to 2, or none; countries of three, or none.
        let attendant = |n: usize| Attendant {
            actor: Id::new(n),
            side: [None, Some(n / 4 % 3)][n * n % 2],
            country: [None, Some("NO"), Some("CH"), Some("AT")][n * 7 / 3 % 4].map(str::to_owned),
        };
        for n in 0..40 {
            let there: Vec<Attendant> = (0..n).map(attendant).collect();
            let made = there
                .iter()
                .enumerate()
                .flat_map(|(n, one)| there[n + 1..].iter().filter(|other| one.meets(other)));
            assert_eq!(number_of_pairs(&there), made.count(), "{n}");
        }
    }
}
