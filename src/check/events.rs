//! Events: what is told of them against the calendar and against each other.

use crate::base::code::Code;
use crate::base::finding::Finding;
use crate::model::conflicts::Conflict;
use crate::model::statements::{Event, Observation};
use crate::parse::statements::EventStatus;

use super::Context;

/// The events that a brief stands by.
fn events<'a>(context: &Context<'a>) -> impl Iterator<Item = &'a Event> {
    context.site.events.rows().iter().filter(|event| !event.is_withdrawn)
}

fn path(seen: &Observation, key: &str) -> String {
    format!("events[{}].{key}", seen.index)
}

/// “Happened” of an event that lies after the brief's own day, by the date that holds when the brief has spoken.
pub(super) fn future_happened(context: &Context<'_>, to: &mut Vec<Finding>) {
    for seen in events(context).flat_map(|event| &event.observations) {
        let key = match (&seen.fields.status, &seen.fields.date) {
            (Some(_), _) => "status",
            (None, Some(_)) => "date",
            (None, None) => continue,
        };
        let has_begun = matches!(seen.known.status, EventStatus::Happened | EventStatus::Happening);
        let first = seen.known.date.and_then(|date| date.earliest()).filter(|first| *first > seen.day);
        if let (true, Some(first)) = (has_begun, first) {
            let message = format!("`{}` is on {}, after the brief's own date", seen.fields.id.value, first.long());
            to.push(
                Finding::new(Code::EventFutureHappened, seen.span.clone(), message)
                    .path(path(seen, key))
                    .help("write `status: scheduled` or `possible`, or correct the date"),
            );
        }
    }
}

/// Events that were scheduled or possible, whose day has passed, and of which no later brief says what became of them.
pub(super) fn passed(context: &Context<'_>, to: &mut Vec<Finding>) {
    for event in events(context) {
        let open = matches!(event.status, EventStatus::Scheduled | EventStatus::Possible);
        if !open || !event.is_before(context.site.day) {
            continue;
        }
        let Some(seen) = event.observations.last() else { continue };
        let date = event.date.as_ref().map(|date| date.long()).unwrap_or_default();
        let message = format!("no brief says whether `{}` took place; it was to be on {date}", event.id);
        to.push(
            Finding::new(Code::EventPassed, seen.span.clone(), message)
                .path(path(seen, "status"))
                .help("name it in a later brief with its new status, or correct the date"),
        );
    }
}

/// Two dates or two places for one event.
pub(super) fn conflicts(context: &Context<'_>, to: &mut Vec<Finding>) {
    for event in events(context) {
        for (earlier, later, conflict) in event.conflicts(&context.site.places) {
            to.push(conflict_of(context, event, earlier, later, conflict));
        }
    }
}

fn conflict_of(
    context: &Context<'_>,
    event: &Event,
    earlier: &Observation,
    later: &Observation,
    conflict: Conflict,
) -> Finding {
    let place =
        |seen: &Observation| seen.place.map(|place| context.site.places[place].name.clone()).unwrap_or_default();
    let date = |seen: &Observation| seen.fields.date.as_ref().map(|date| date.value.long()).unwrap_or_default();
    let (key, message) = match conflict {
        Conflict::Date => ("date", format!("`{}` is on {} here and on {} there", event.id, date(later), date(earlier))),
        Conflict::Place => {
            ("place", format!("`{}` is in {} here and in {} there", event.id, place(later), place(earlier)))
        }
    };
    Finding::new(Code::DateConflict, later.span.clone(), message)
        .path(path(later, key))
        .help("find out which source is right; where the event was moved, say `status: postponed` first")
        .also(earlier.span.clone(), "told differently here")
}
