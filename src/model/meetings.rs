//! Who met whom: pairs of officials, by the events that both take part in.

use std::collections::BTreeMap;

use rustc_hash::FxHashSet;

use crate::base::date::Day;
use crate::base::id::Id;
use crate::parse::registry::ActorKind;
use crate::parse::statements::{Attendance, EventKind, EventRole, EventStatus};

use super::entities::{Actor, Site};
use super::statements::{Event, Participant};

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

/// All pairs of persons who met or may meet. Cancelled meetings count for nothing, and so do those of two of one side.
///
/// Whoever declined, was only invited, or let somebody else stand in their place was not there. Two who travel
/// together do not meet: on a visit those of one country, where no sides tell otherwise.
///
/// A meeting is an event of the kind `meeting`, `call`, `visit` or `summit`. Where two meet at a part of an event, the
/// whole does not count a second time; that they may meet at a part takes nothing from a whole that took place.
pub fn meetings(site: &Site) -> BTreeMap<Pair, Meetings> {
    let mut pairs: BTreeMap<Pair, Meetings> = BTreeMap::new();
    let mut events: Vec<(Day, Id<Event>)> = site.events.iter().map(|(id, event)| (event.day(), id)).collect();
    events.sort_unstable();
    for (_, id) in events {
        let event = &site.events[id];
        if !is_meeting(event) {
            continue;
        }
        let met = pairs_of(site, event);
        let in_parts = if met.is_empty() { FxHashSet::default() } else { pairs_in_parts(site, event) };
        for pair in met.into_iter().filter(|pair| !in_parts.contains(pair)) {
            let meetings = pairs.entry(pair).or_default();
            if event.took_place() { meetings.held.push(id) } else { meetings.possible.push(id) }
        }
    }
    pairs
}

fn is_meeting(event: &Event) -> bool {
    let kind = matches!(event.kind, Some(EventKind::Meeting | EventKind::Call | EventKind::Visit | EventKind::Summit));
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

fn pairs_of(site: &Site, event: &Event) -> Vec<Pair> {
    let there: Vec<Attendant> = event.who.iter().filter_map(|who| attendant(site, event, who)).collect();
    let mut pairs = Vec::new();
    for (number, one) in there.iter().enumerate() {
        let others = there[number + 1..].iter().filter(|other| one.meets(other));
        pairs.extend(others.map(|other| (one.actor.min(other.actor), one.actor.max(other.actor))));
    }
    pairs
}

/// `None` for whoever is not there, or only lends the others a tongue. An invitation tells of no meeting.
fn attendant(site: &Site, event: &Event, who: &Participant) -> Option<Attendant> {
    let actor = &site.actors[who.actor];
    let is_there = who.attendance == Attendance::Attended && who.role != Some(EventRole::Interpreter);
    let is_visit = event.kind == Some(EventKind::Visit);
    (is_there && actor.kind == ActorKind::Person).then(|| Attendant {
        actor: who.actor,
        side: who.side.as_ref().map(|side| side.number),
        country: actor.country.clone().filter(|_| is_visit),
    })
}

/// Those who meet at a part of an event, or at a part of a part, and, where the whole is settled, that is settled, too.
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
