//! Checks the observations of events against the calendar and against each other.

use crate::base::code::Code;
use crate::base::date::When;
use crate::base::finding::Finding;
use crate::base::id::Slug;
use crate::base::limits;
use crate::model::conflicts::Conflict;
use crate::model::entities::{Event, Observation};
use crate::model::meetings::pairs_beyond;
use crate::parse::statements::EventStatus;

use super::refs::circle;
use super::{Check, Context};

pub(super) const CHECKS: &[Check] = &[
    Check::Errors(future_happened),
    Check::Warnings(large_meetings),
    Check::Errors(circles),
    Check::Warnings(passed),
    Check::Warnings(conflicts),
];

/// The events that at least one brief still reports.
fn events<'a>(context: &Context<'a>) -> impl Iterator<Item = &'a Event> {
    context.site.events.rows().iter().filter(|event| !event.is_withdrawn)
}

fn path(seen: &Observation, key: &str) -> String {
    format!("events[{}].{key}", seen.index)
}

/// Reports events that a brief says have begun, although they are dated after that brief.
fn future_happened(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for seen in events(context).flat_map(|event| &event.observations) {
        let key = match (&seen.fields.status, &seen.fields.date) {
            (Some(_), _) => "status",
            (None, Some(_)) => "date",
            (None, None) => continue,
        };
        let has_begun = matches!(seen.known.status, EventStatus::Happened | EventStatus::Happening);
        let date =
            seen.known.date.filter(|date| date.earliest().is_some_and(|first| first > seen.day));
        if let (true, Some(date)) = (has_begun, date) {
            let date = date.in_sentence();
            let message =
                format!("`{}` is {date}, after the brief's own date", seen.fields.id.value);
            findings.push(
                Finding::new(Code::EventFutureHappened, seen.span.clone(), message)
                    .path(path(seen, key))
                    .help("write `status: scheduled` or `possible`, or correct the date"),
            );
        }
    }
}

/// Reports meetings with so many participants that no pair of them counts as having met.
fn large_meetings(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for event in events(context) {
        let Some(pairs) = pairs_beyond(context.site, event) else { continue };
        let named = event.observations.iter().rev().find(|seen| !seen.fields.who.is_empty());
        let Some(seen) = named.or(event.observations.last()) else { continue };
        let most = limits::MEETING_PAIRS;
        let message = format!(
            "at `{}` {pairs} pairs meet, more than {most}: none of them counts as having met",
            event.id
        );
        let help = "tell of the meetings of a few beside it as events of their own, with `part_of`";
        findings.push(
            Finding::new(Code::MeetingLarge, seen.span.clone(), message)
                .path(path(seen, "who"))
                .help(help),
        );
    }
}

/// Reports events that are parts of themselves, directly or through other events.
fn circles(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let site = context.site;
    // The table of events has removed one `part_of` from each circle. An event without `part_of`
    // whose latest observation names a known event is where it was removed.
    for event in events(context).filter(|event| event.part_of.is_none()) {
        let named = event
            .observations
            .iter()
            .rev()
            .find_map(|seen| Some((seen, seen.fields.part_of.as_ref()?)));
        let Some((seen, whole)) = named else { continue };
        // The table is sorted by id.
        let is_known = Slug::parse(&whole.value).is_some_and(|whole| {
            site.events.rows().binary_search_by(|event| event.id.cmp(&whole)).is_ok()
        });
        if is_known {
            let finding = circle(&seen.span.file, whole, path(seen, "part_of"));
            findings.push(finding.help("one of them must be the whole"));
        }
    }
}

/// Reports scheduled and possible events whose day has passed without a brief that says whether
/// they took place.
fn passed(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for event in events(context) {
        let open = matches!(event.status, EventStatus::Scheduled | EventStatus::Possible);
        if !open || !event.is_before(context.site.day) {
            continue;
        }
        let Some(seen) = event.observations.last() else { continue };
        let date = event.date.as_ref().map(When::in_sentence).unwrap_or_default();
        let planned =
            if event.status == EventStatus::Possible { "was possible" } else { "was to be" };
        let message =
            format!("no brief says whether `{}` took place; it {planned} {date}", event.id);
        findings.push(
            Finding::new(Code::EventPassed, seen.span.clone(), message)
                .path(path(seen, "status"))
                .help("name it in a later brief with its new status, or correct the date"),
        );
    }
}

/// Reports events with two dates or two places.
fn conflicts(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for event in events(context) {
        for (earlier, later, conflict) in event.conflicts(&context.site.places) {
            findings.push(conflict_of(context, event, earlier, later, conflict));
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
    let place = |seen: &Observation| {
        seen.place.map(|place| context.site.places[place].name.clone()).unwrap_or_default()
    };
    let date = |seen: &Observation| {
        seen.fields.date.as_ref().map(|date| date.value.in_sentence()).unwrap_or_default()
    };
    let (key, message) = match conflict {
        Conflict::Date => {
            ("date", format!("`{}` is {} here and {} there", event.id, date(later), date(earlier)))
        }
        Conflict::Place => (
            "place",
            format!("`{}` is in {} here and in {} there", event.id, place(later), place(earlier)),
        ),
    };
    Finding::new(Code::DateConflict, later.span.clone(), message)
        .path(path(later, key))
        .help(
            "find out which source is right; where the event was moved, say `status: postponed` \
            first",
        )
        .also(earlier.span.clone(), "told differently here")
}
