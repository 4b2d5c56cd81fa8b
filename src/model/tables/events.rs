//! The table of events: each event combines the observations of several briefs, and the latest one
//! wins for each of its properties.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::base::date::{Day, Overlap, When};
use crate::base::id::{Id, Kind, Slug, Table};
use crate::base::path::OutPath;
use crate::model::entities::{Description, Event, Known, LastChanges, Observation, Place};
use crate::parse::statements::{EventFields, EventStatus};

use super::maker::each_once;
use super::rows::StatementItem;
use super::statements::{BriefStatements, StatementMaker};
use super::trees::without_circles;

impl StatementMaker<'_> {
    /// The events by id, made from the items that report each.
    pub(super) fn events(&self, told: &BTreeMap<&Slug, Vec<StatementItem>>) -> Table<Event> {
        let told: Vec<EventHistory> = told.iter().map(|(id, items)| self.told(id, items)).collect();
        let above = told.iter().map(|told| self.rows.index.event(told.part_of.as_ref()?));
        let above: Vec<Option<Id<Event>>> = without_circles(above.collect());
        let mut days: Vec<(Day, usize)> =
            told.iter().enumerate().map(|(number, told)| (told.day(), number)).collect();
        days.sort_unstable();
        let mut parts: Vec<Vec<Id<Event>>> = vec![Vec::new(); told.len()];
        for (_, part) in days {
            if let Some(whole) = above[part].filter(|_| !told[part].is_withdrawn) {
                parts[whole.index()].push(Id::new(part));
            }
        }
        let fates: Vec<Option<(Id<Event>, EventStatus)>> =
            (0..told.len()).map(|number| fate(number, &told, &above)).collect();
        let relatives = above.into_iter().zip(parts).zip(fates);
        let event =
            |(told, ((part_of, parts), fate)): (EventHistory, _)| told.event(part_of, parts, fate);
        told.into_iter().zip(relatives).map(event).collect()
    }

    fn told(&self, id: &Slug, items: &[StatementItem]) -> EventHistory {
        // Observations of withdrawn briefs do not count, unless there are no others: then the
        // event's page says so.
        let stands = |item: &StatementItem| !self.briefs[item.brief].is_withdrawn();
        let is_withdrawn = !items.iter().any(stands);
        let mut items = items.to_vec();
        items.sort_by_key(StatementItem::order);
        let (standing, withdrawn): (Vec<_>, Vec<_>) =
            items.into_iter().partition(|item| is_withdrawn || stands(item));
        let mut observations: Vec<Observation> = Vec::with_capacity(standing.len());
        for item in standing {
            observations.push(self.observation(item, observations.last()));
        }
        let taken_back = withdrawn.into_iter().map(|item| {
            let before = observations.partition_point(|seen| seen.order() < item.order());
            self.observation(item, observations[..before].last())
        });
        let latest = observations.iter().rev();
        EventHistory {
            id: id.clone(),
            taken_back: taken_back.collect(),
            changed: last_changes(&observations),
            is_withdrawn,
            part_of: latest
                .clone()
                .find_map(|seen| Slug::parse(&seen.fields.part_of.as_ref()?.value)),
            observations,
        }
    }

    /// The observation of an item, on top of the observation `before` it.
    fn observation(&self, item: StatementItem, before: Option<&Observation>) -> Observation {
        let of: BriefStatements<'_> = self.of(item.brief);
        let fields = &of.brief.fields.events[item.index];
        let named = &of.brief.references.events[item.index];
        let known = self.rows.index;
        let place = named.place.as_ref().and_then(|place| known.place(place));
        let day = of.brief.date;
        Observation {
            brief: item.brief,
            index: item.index,
            day,
            place,
            who: of.participants(item.index),
            issues: each_once(named.issues.iter().filter_map(|issue| known.issue(issue))),
            known: known_after(before.map(|before| before.known), fields, day),
            described: described_after(before.map(|before| &before.described), fields, place),
            ground: of.ground(&named.support),
            span: of.span(fields.id.at),
            fields: Arc::clone(fields),
        }
    }
}

/// An event without its relations to other events.
struct EventHistory {
    id: Slug,
    /// The observations, the oldest first. Never empty.
    observations: Vec<Observation>,
    taken_back: Vec<Observation>,
    changed: LastChanges,
    is_withdrawn: bool,
    /// The whole event that the latest observation gives.
    part_of: Option<Slug>,
}

impl EventHistory {
    fn known(&self) -> Option<Known> {
        self.observations.last().map(|seen| seen.known)
    }

    /// The day by which events are sorted: see [`Event::day`].
    fn day(&self) -> Day {
        let date = self.known().and_then(|known| known.date);
        Event::day_of(date, &self.observations)
    }

    fn event(
        self,
        part_of: Option<Id<Event>>,
        parts: Vec<Id<Event>>,
        fate: Option<(Id<Event>, EventStatus)>,
    ) -> Event {
        let EventHistory { id, observations, taken_back, changed, is_withdrawn, part_of: _ } = self;
        let latest = || observations.iter().rev();
        let who = latest().find(|seen| !seen.who.is_empty()).map(|seen| seen.who.clone());
        let issues = latest().find(|seen| !seen.issues.is_empty()).map(|seen| seen.issues.clone());
        let (date, status, described) = match observations.last() {
            Some(last) => (last.known.date, last.known.status, last.described.clone()),
            None => (None, EventStatus::Possible, Description::default()),
        };
        Event {
            page: OutPath::entity(Kind::Event, &id),
            title: described.title(&id),
            kind: described.kind,
            date,
            place: described.place,
            status: fate.map_or(status, |(_, status)| status),
            who: who.unwrap_or_default(),
            issues: issues.unwrap_or_default(),
            part_of,
            parts,
            shares_fate_of: fate.map(|(whole, _)| whole),
            is_withdrawn,
            observations,
            taken_back,
            changed,
            id,
        }
    }
}

/// The nearest enclosing event that was called off or put off, and the status that it implies for
/// the part.
fn fate(
    part: usize,
    told: &[EventHistory],
    above: &[Option<Id<Event>>],
) -> Option<(Id<Event>, EventStatus)> {
    let known = told[part].known()?;
    let mut wholes = std::iter::successors(above[part], |whole| above[whole.index()]);
    wholes.find_map(|whole| {
        let around = Some(&told[whole.index()]).filter(|around| !around.is_withdrawn)?;
        Some((whole, known.shared_fate(&around.known()?)?))
    })
}

/// The date and status after a brief of a given day. Without a stated status, it follows from the
/// date as of the first brief that gave this date: a later mention alone does not turn a plan into
/// a fact.
fn known_after(before: Option<Known>, fields: &EventFields, day: Day) -> Known {
    let given = fields.date.as_ref().map(|date| date.value);
    let date = given.or_else(|| before.and_then(|before| before.date));
    match (fields.status, before) {
        (Some(status), _) => Known { date, status, is_told: true, since: day },
        (None, Some(before)) if before.is_told || before.date == date => Known { date, ..before },
        (None, _) => Known { date, status: default_status(date, day), is_told: false, since: day },
    }
}

/// The status of an event without a stated status, from its date as of the day of the brief that
/// gives the date. `Possible` if the date does not decide: pages must not claim that an event took
/// place if no brief says so.
fn default_status(date: Option<When>, told: Day) -> EventStatus {
    let Some(date) = date else { return EventStatus::Possible };
    if date.earliest().is_some_and(|first| first > told) {
        EventStatus::Scheduled
    } else if date.latest().is_some_and(|last| last <= told) {
        EventStatus::Happened
    } else if date.overlaps(told) == Overlap::Always {
        EventStatus::Happening
    } else {
        EventStatus::Possible
    }
}

fn described_after(
    before: Option<&Description>,
    fields: &Arc<EventFields>,
    place: Option<Id<Place>>,
) -> Description {
    let before = before.cloned().unwrap_or_default();
    Description {
        titled: fields.title.as_ref().map(|_| Arc::clone(fields)).or(before.titled),
        kind: fields.kind.or(before.kind),
        place: place.or(before.place),
    }
}

/// The observations that last changed the status, the date and the place.
fn last_changes(observations: &[Observation]) -> LastChanges {
    let last = |differs: fn(&Observation, &Observation) -> bool| {
        let pairs = observations.windows(2).enumerate().rev();
        let mut changes = pairs.filter(|(_, pair)| differs(&pair[0], &pair[1]));
        changes.next().map_or(0, |(number, _)| number + 1)
    };
    LastChanges {
        status: last(|before, seen| before.known.status != seen.known.status),
        date: last(|before, seen| before.known.date != seen.known.date),
        place: last(|before, seen| before.described.place != seen.described.place),
    }
}
