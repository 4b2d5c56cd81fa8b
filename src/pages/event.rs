//! The pages of events, the list of all events, and the timelines of the site, of issues and of
//! officials.

use std::ops::Range;
use std::sync::Arc;

use crate::base::id::Id;
use crate::base::path::OutPath;
use crate::model::conflicts::Conflict;
use crate::model::entities::{Actor, Event, Issue};

use super::cards::{Cards, ListPage, items_in, paged, paged_together, way_down};
use super::data::calendar_path;
use super::drawing;
use super::participants::participants;
use super::planned::{Html, Planned};
use super::statements::{event_card, event_card_of, event_link, observation};
use super::views::{ConflictView, EventView, EventsView, Head, Link, Paging};
use super::{EVENTS, ISSUES, Section, TIMELINE};
use super::{actor, issue};

/// The timeline of an issue or actor, in the folder of its page.
pub(super) const TIMELINE_BESIDE: &str = "timeline/index.html";

/// The pages of an event. They count as made from the file of the latest observation.
pub(super) fn event_pages<'s>(cards: &'s Cards<'_>, id: Id<Event>) -> Vec<Planned<'s>> {
    let event = &cards.site.events[id];
    let quotes = cards.site.statements.quotes_of_event[id.index()].len();
    let others = [event.parts.len(), event.observations.len()];
    let planned = |(path, part, paging): ListPage| {
        let planned = Planned::page(path, move |path| event_html(cards, id, path, &part, paging));
        match event.observations.last() {
            Some(seen) => planned.of_entry(&seen.span),
            None => planned,
        }
    };
    paged_together(quotes, &others, &event.page, cards.site).map(planned).collect()
}

fn event_html(
    cards: &Cards<'_>,
    id: Id<Event>,
    path: &OutPath,
    part: &Range<usize>,
    paging: Paging,
) -> Html {
    let event = &cards.site.events[id];
    let mut head = cards.head(path, &event.title, EVENTS.folder);
    let wholes = std::iter::successors(event.part_of, |whole| cards.site.events[*whole].part_of);
    head.crumbs =
        way_down(cards.link_to(&EVENTS), wholes.map(|whole| event_link(cards.site, whole)));
    cards.html("event.html", path, head, event_view(cards, id, part, paging), None)
}

fn event_view(cards: &Cards<'_>, id: Id<Event>, part: &Range<usize>, paging: Paging) -> EventView {
    let site = cards.site;
    let event = &site.events[id];
    let latest = || event.observations.iter().rev();
    let quotes = items_in(&site.statements.quotes_of_event[id.index()], part)
        .iter()
        .map(|quote| cards.quote(*quote));
    let (quotes, said_about) = quotes.partition(|quote| quote.at_event);
    EventView {
        id: event.id.to_string(),
        title: event.title.clone(),
        card: event_card(site, id),
        withdrawn: event.is_withdrawn,
        at: latest().find_map(|seen| seen.fields.at.clone()),
        note: event.note().map(str::to_owned),
        who: participants(site, event, &event.who),
        issues: event.issues.iter().map(|issue| cards.issue(*issue)).collect(),
        part_of: event.part_of.map(|whole| event_link(site, whole)),
        parts: items_in(&event.parts, part).iter().map(|part| event_card(site, *part)).collect(),
        history: latest()
            .skip(part.start)
            .take(part.len())
            .map(|seen| observation(cards, event, seen))
            .collect(),
        conflicts: event
            .conflicts(&site.places)
            .into_iter()
            .skip(part.start)
            .take(part.len())
            .map(|(earlier, later, conflict)| ConflictView {
                what: match conflict {
                    Conflict::Date => "date",
                    Conflict::Place => "place",
                },
                first: observation(cards, event, earlier),
                second: observation(cards, event, later),
            })
            .collect(),
        quotes,
        said_about,
        paging,
    }
}

/// `/events/`.
pub(super) fn list<'s>(section: &'static Section, cards: &'s Cards<'_>) -> Vec<Planned<'s>> {
    let events = &cards.site.statements.events;
    if events.is_empty() {
        return Vec::new();
    }
    let planned = |(path, part, paging): ListPage| {
        Planned::page(path, move |path| {
            let view = EventsView {
                title: section.title.to_owned(),
                about: None,
                events: events[part].iter().map(|id| event_card(cards.site, *id)).collect(),
                drawing: None,
                undated: false,
                calendar: calendar_path(cards.site, None).map(|path| cards.url(&path)),
                more: cards.found_on(section),
                paging,
            };
            let head = cards.head_of_list(path, section.title, section);
            cards.html(section.template, path, head, view, None)
        })
    };
    paged(events.len(), &section.page(), cards.site).map(planned).collect()
}

/// `/timeline/`, and a timeline of each issue and actor that has events.
pub(super) fn timelines<'s>(section: &'static Section, cards: &'s Cards<'_>) -> Vec<Planned<'s>> {
    let site = cards.site;
    let all = &site.statements.events;
    if all.is_empty() {
        return Vec::new();
    }
    let mut planned = timeline(cards, About::Site, &section.page(), all);
    for (id, issue) in site.issues.iter() {
        let events = &site.statements.events_of_issue[id.index()];
        let about = |calendar| About::Issue(id, calendar);
        planned.extend(timeline_beside(cards, &issue.page, events, about));
    }
    for (id, actor) in site.actors.iter() {
        let events = &site.statements.events_of_actor[id.index()];
        let about = |calendar| About::Actor(id, calendar);
        planned.extend(timeline_beside(cards, &actor.page, events, about));
    }
    planned
}

/// The timeline beside a page, of events of what the page is about.
fn timeline_beside<'s>(
    cards: &'s Cards<'_>,
    page: &OutPath,
    events: &[Id<Event>],
    about: impl FnOnce(Option<OutPath>) -> About,
) -> Vec<Planned<'s>> {
    match page.beside(TIMELINE_BESIDE) {
        Some(path) if !events.is_empty() => {
            let calendar = calendar_path(cards.site, Some((page, events)));
            timeline(cards, about(calendar), &path, events)
        }
        _ => Vec::new(),
    }
}

/// The subject of a timeline, with its calendar.
#[derive(Clone)]
enum About {
    Site,
    Issue(Id<Issue>, Option<OutPath>),
    Actor(Id<Actor>, Option<OutPath>),
}

/// The pages of a timeline. `events` has the latest first; pages show the earliest first.
fn timeline<'s>(
    cards: &'s Cards<'_>,
    about: About,
    first: &OutPath,
    events: &[Id<Event>],
) -> Vec<Planned<'s>> {
    let events: Arc<[Id<Event>]> = events.iter().rev().copied().collect();
    let planned = |(path, part, paging): ListPage| {
        let (events, about) = (Arc::clone(&events), about.clone());
        Planned::page(path, move |path| timeline_html(cards, path, about, &events[part], paging))
    };
    paged(events.len(), first, cards.site).map(planned).collect()
}

fn timeline_html(
    cards: &Cards<'_>,
    path: &OutPath,
    about: About,
    events: &[Id<Event>],
    paging: Paging,
) -> Html {
    let card = |id: &Id<Event>| match about {
        About::Actor(actor, _) => event_card_of(cards.site, *id, actor),
        About::Site | About::Issue(..) => event_card(cards.site, *id),
    };
    let cards_of_events = events.iter().map(card).collect();
    let (mut head, about, calendar) = match about {
        About::Site => {
            let head = cards.head_of_list(path, TIMELINE.title, &TIMELINE);
            (head, None, calendar_path(cards.site, None))
        }
        About::Issue(id, calendar) => {
            let about = cards.issue(id);
            let crumbs = issue::above(cards, id);
            let head = cards.head(path, &title_about(&about), ISSUES.folder);
            (Head { crumbs, ..head }, Some(about), calendar)
        }
        About::Actor(id, calendar) => {
            let about = cards.actor(id);
            let list = actor::list_of(&cards.site.actors[id]);
            (cards.head_in_list(path, &title_about(&about), list), Some(about), calendar)
        }
    };
    head.crumbs.extend(about.clone());
    let rows: Vec<&Event> = events.iter().map(|id| &cards.site.events[*id]).collect();
    let view = EventsView {
        title: head.title.clone(),
        events: cards_of_events,
        drawing: drawing::timeline(cards.site, &rows),
        undated: rows.iter().any(|event| event.date.is_none()),
        calendar: calendar.map(|path| cards.url(&path)),
        more: Vec::new(),
        about,
        paging,
    };
    cards.html(TIMELINE.template, path, head, view, None)
}

fn title_about(about: &Link) -> String {
    format!("{}: {}", TIMELINE.title, about.title)
}
