//! Who met whom: pairs of officials, by the events that both take part in.

use std::collections::BTreeMap;

use rustc_hash::FxHashSet;

use crate::base::date::Day;
use crate::base::id::Id;
use crate::parse::registry::ActorKind;
use crate::parse::statements::{EventKind, EventStatus};

use super::entities::{Actor, Site};
use super::statements::Event;

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

/// All pairs of persons who met or may meet. Cancelled meetings count for nothing.
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

fn pairs_of(site: &Site, event: &Event) -> Vec<Pair> {
    let persons: Vec<Id<Actor>> =
        event.who.iter().map(|who| who.actor).filter(|actor| site.actors[*actor].kind == ActorKind::Person).collect();
    let mut pairs = Vec::new();
    for (number, one) in persons.iter().enumerate() {
        pairs.extend(persons[number + 1..].iter().map(|other| (*one.min(other), *one.max(other))));
    }
    pairs
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
