//! Who met whom: pairs of officials, by the events that both take part in.

use std::collections::BTreeMap;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::base::date::Day;
use crate::base::id::Id;
use crate::base::limits;
use crate::parse::registry::ActorKind;
use crate::parse::statements::{Attendance, EventKind, EventRole, EventStatus};

use super::entities::{Actor, Event, Participant};
use super::site::Site;

/// The meetings of two officials, the earlier ones first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Meetings {
    /// Those that took place or take place.
    pub held: Vec<Id<Event>>,
    /// Those that are scheduled, possible or postponed.
    pub possible: Vec<Id<Event>>,
}

/// Two officials, the one with the lower number first.
pub type Pair = (Id<Actor>, Id<Actor>);

/// All pairs of persons who met or may meet. Cancelled meetings count for nothing, and so do those
/// of two of one side.
///
/// Whoever declined, was only invited, or let somebody else stand in their place was not there. Two
/// who travel together do not meet: on a visit those of one country, where no sides tell otherwise.
///
/// A meeting is an event of the kind `meeting`, `call`, `visit` or `summit`. Where two meet at a
/// part of an event, the whole does not count a second time; that they may meet at a part takes
/// nothing from a whole that took place.
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

/// Somebody who is there, with what tells whom they do not meet there: their own people.
struct Attendant {
    actor: Id<Actor>,
    side: Option<usize>,
    /// Of a visit, where those of one country travel together.
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

/// The pairs who meet at an event; none where they are more than a meeting has.
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

/// How many pairs meet at an event that has more of them than a meeting: pages tell of it, and of
/// no pair of it.
pub fn pairs_beyond(site: &Site, event: &Event) -> Option<usize> {
    // So few make no more pairs, whatever their sides.
    let may_be = event.who.len() * event.who.len() / 2 > limits::MEETING_PAIRS && is_meeting(event);
    let pairs = may_be.then(|| number_of_pairs(&attendants(site, event)))?;
    (pairs > limits::MEETING_PAIRS).then_some(pairs)
}

/// How many pairs meet: all but two of one side, and two of one country of which one has no side.
/// Nobody is compared with anybody.
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

/// `None` for whoever is not there, or only lends the others a tongue. An invitation tells of no
/// meeting.
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

/// Those who meet at a part of an event, or at a part of a part, and, where the whole is settled,
/// that is settled, too.
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
