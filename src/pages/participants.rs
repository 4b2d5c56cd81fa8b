//! The participants of an event: by sides, with the people who were invited and did not attend.

use crate::base::date::When;
use crate::base::id::Id;
use crate::model::entities::{Actor, Event, Participant};
use crate::model::site::Site;
use crate::parse::statements::{Attendance, EventRole};

use super::statements::title_on;
use super::views::{Link, ParticipantView};

/// The given participants of an event, with their titles at the time.
pub(super) fn participants(
    site: &Site,
    event: &Event,
    who: &[Participant],
) -> Vec<ParticipantView> {
    let view = |part: &Participant| ParticipantView {
        name: site.actors[part.actor].name.clone(),
        url: site.actors[part.actor].page.url(site.style),
        title: part.title.clone().or_else(|| title_then(site, part.actor, event)),
        named: part.named,
        side: part.side.as_ref().map(|side| side.name.clone()),
        role: part.role.map(EventRole::word),
        attendance: attendance_word(part.attendance),
        represented_by: part.represented_by.map(|other| link(site, other)),
        stands_for: part.stands_for.map(|whom| link(site, whom)),
    };
    by_side(who).into_iter().map(view).collect()
}

/// Participants in a line of plain text: `China: Qin Gang (host); United States: Antony Blinken`.
pub(super) fn in_words(site: &Site, who: &[Participant]) -> String {
    let mut line = String::new();
    let mut last: Option<&Participant> = None;
    for part in by_side(who) {
        let goes_on = last.is_some_and(|last| last.side == part.side);
        line.push_str(match last {
            None => "",
            Some(_) if goes_on => ", ",
            Some(_) => "; ",
        });
        match &part.side {
            Some(side) if !goes_on => line.extend([side.name.as_str(), ": "]),
            None if !goes_on && last.is_some() => line.push_str("others: "),
            _ => {}
        }
        line.push_str(&site.actors[part.actor].name);
        let notes = notes(site, part);
        if !notes.is_empty() {
            line.extend([" (", &notes.join(", "), ")"]);
        }
        last = Some(part);
    }
    line
}

fn notes(site: &Site, part: &Participant) -> Vec<String> {
    let name = |actor: Id<Actor>| site.actors[actor].name.as_str();
    let role = part.role.map(|role| role.word().to_owned());
    let attendance = attendance_word(part.attendance).map(|word| match part.represented_by {
        Some(other) => format!("{word} by {}", name(other)),
        None => word.to_owned(),
    });
    let stands_for = part.stands_for.map(|whom| format!("in place of {}", name(whom)));
    [role, attendance, stands_for].into_iter().flatten().collect()
}

/// A participant's attendance in words, unless the participant was present: `declined`.
pub(super) fn attendance_of(
    site: &Site,
    event: Id<Event>,
    actor: Id<Actor>,
) -> Option<&'static str> {
    attendance_word(*site.statements.absent.get(&(event, actor))?)
}

/// The participants by side, the sides in the order of first mention, the absent ones last in each
/// side.
fn by_side(who: &[Participant]) -> Vec<&Participant> {
    let mut sorted: Vec<&Participant> = who.iter().collect();
    sorted.sort_by_key(|part| {
        let side = part.side.as_ref().map(|side| side.number);
        (side.is_none(), side, part.attendance != Attendance::Attended)
    });
    sorted
}

fn link(site: &Site, id: Id<Actor>) -> Link {
    Link { title: site.actors[id].name.clone(), url: site.actors[id].page.url(site.style) }
}

/// The title of a participant at an event. If the date is not exact, only a title that was held all
/// the time.
fn title_then(site: &Site, actor: Id<Actor>, event: &Event) -> Option<String> {
    let first = title_on(site, actor, event.day());
    let last = event
        .date
        .as_ref()
        .and_then(When::latest)
        .map_or_else(|| first.clone(), |day| title_on(site, actor, day));
    first.filter(|title| Some(title) == last.as_ref())
}

fn attendance_word(attendance: Attendance) -> Option<&'static str> {
    (attendance != Attendance::Attended).then(|| attendance.word())
}
