//! `/meetings/`: the pairs of officials who met, as a table, a list and a drawing; and the meetings
//! of a single official.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use crate::base::id::Id;
use crate::base::path::OutPath;
use crate::model::entities::{Actor, Event};
use crate::model::meetings::{Meetings, Pair};
use crate::model::site::Site;
use crate::parse::statements::EventStatus;

use super::Section;
use super::cards::{Cards, ListPage, paged};
use super::drawing::{self, GraphEdge, GraphNode};
use super::planned::{Html, Planned};
use super::statements::event_link;
use super::views::{Link, MeetingCell, MeetingRow, MeetingsView, MetView, Paging, PairView};

/// The number of officials in the table and the drawing.
const OFFICIALS: usize = 16;

/// The pages of the list of meetings.
pub(super) fn list<'s>(section: &'static Section, cards: &'s Cards<'_>) -> Vec<Planned<'s>> {
    if cards.meetings().is_empty() {
        return Vec::new();
    }
    let pairs: Arc<[Pair]> = by_number(cards.meetings(), cards.site).into();
    let planned = |(path, part, paging): ListPage| {
        let pairs = Arc::clone(&pairs);
        Planned::page(path, move |path| meetings_html(section, cards, path, &pairs, part, paging))
    };
    paged(pairs.len(), &section.page(), cards.site).map(planned).collect()
}

/// The pairs, the most frequent first.
fn by_number(meetings: &BTreeMap<Pair, Meetings>, site: &Site) -> Vec<Pair> {
    let mut pairs: Vec<Pair> = meetings.keys().copied().collect();
    pairs.sort_by_key(|pair| {
        let between = &meetings[pair];
        let names = (&site.actors[pair.0].name, &site.actors[pair.1].name);
        (std::cmp::Reverse((between.held.len(), between.possible.len())), names, *pair)
    });
    pairs
}

fn meetings_html(
    section: &Section,
    cards: &Cards<'_>,
    path: &OutPath,
    pairs: &[Pair],
    part: Range<usize>,
    paging: Paging,
) -> Html {
    let officials = busiest(cards.site, pairs);
    let view = MeetingsView {
        officials: officials.iter().map(|id| cards.actor(*id)).collect(),
        rows: officials.iter().map(|id| row(cards, *id, &officials)).collect(),
        drawing: (officials.len() > 2).then(|| drawn(cards, &officials)),
        pairs: pairs[part].iter().map(|pair| pair_view(cards, *pair)).collect(),
        paging,
    };
    let head = cards.head_of_list(path, section.title, section);
    cards.html(section.template, path, head, view, None)
}

/// The officials in the most frequent pairs, by name.
fn busiest(site: &Site, pairs: &[Pair]) -> Vec<Id<Actor>> {
    let mut officials: Vec<Id<Actor>> = Vec::new();
    for official in pairs.iter().flat_map(|(one, other)| [*one, *other]) {
        if officials.len() == OFFICIALS {
            break;
        }
        if !officials.contains(&official) {
            officials.push(official);
        }
    }
    officials.sort_by_key(|id| (&site.actors[*id].name, *id));
    officials
}

fn row(cards: &Cards<'_>, official: Id<Actor>, columns: &[Id<Actor>]) -> MeetingRow {
    let between =
        |other: &Id<Actor>| cards.meetings().get(&(official.min(*other), official.max(*other)));
    MeetingRow {
        official: cards.actor(official),
        cells: columns
            .iter()
            .map(|other| between(other).map(|meetings| cell(cards.site, meetings)))
            .collect(),
    }
}

fn cell(site: &Site, meetings: &Meetings) -> MeetingCell {
    let has_passed = |event: &&Id<Event>| {
        let event = &site.events[**event];
        event.status != EventStatus::Postponed && event.is_before(site.day)
    };
    let unrecorded = meetings.possible.iter().filter(has_passed).count();
    MeetingCell {
        count: meetings.held.len(),
        last: meetings
            .held
            .last()
            .and_then(|event| site.events[*event].date.as_ref())
            .map(|date| date.view()),
        possible: meetings.possible.len() - unrecorded,
        unrecorded,
    }
}

/// The last meeting, or the first possible one if there was none.
fn event_of(site: &Site, meetings: &Meetings) -> Link {
    let event = meetings.held.last().or(meetings.possible.first());
    event.map_or_else(
        || Link { title: String::new(), url: Default::default() },
        |event| event_link(site, *event),
    )
}

fn pair_view(cards: &Cards<'_>, pair: Pair) -> PairView {
    let meetings = &cards.meetings()[&pair];
    PairView {
        first: cards.actor(pair.0),
        second: cards.actor(pair.1),
        meetings: cell(cards.site, meetings),
        event: event_of(cards.site, meetings),
    }
}

/// The officials whom an official met, the most frequent first.
pub(super) fn met(
    cards: &Cards<'_>,
    official: Id<Actor>,
    part: &std::ops::Range<usize>,
) -> Vec<MetView> {
    let site = cards.site;
    let mut others: Vec<(Id<Actor>, &Meetings)> = cards
        .meetings_of(official)
        .iter()
        .map(|pair| (if pair.0 == official { pair.1 } else { pair.0 }, &cards.meetings()[pair]))
        .collect();
    others.sort_by_key(|(other, meetings)| {
        (
            std::cmp::Reverse((meetings.held.len(), meetings.possible.len())),
            &site.actors[*other].name,
            *other,
        )
    });
    let view = |(other, meetings): &(Id<Actor>, &Meetings)| MetView {
        other: cards.actor(*other),
        meetings: cell(site, meetings),
        event: event_of(site, meetings),
    };
    super::cards::items_in(&others, part).iter().map(view).collect()
}

fn drawn(cards: &Cards<'_>, officials: &[Id<Actor>]) -> super::views::GraphDrawing {
    let site = cards.site;
    let nodes = officials.iter().map(|id| {
        let Link { title, url } = cards.actor(*id);
        GraphNode { title, url }
    });
    let mut places: Vec<(Id<Actor>, usize)> = officials.iter().copied().zip(0..).collect();
    places.sort_unstable();
    let pairs = (0..places.len()).flat_map(|n| places[n + 1..].iter().map(move |other| (n, other)));
    let edges = pairs.filter_map(|(n, (other, end))| {
        let (one, start) = &places[n];
        let meetings = cards.meetings().get(&(*one, *other))?;
        let MeetingCell { count: met, possible, unrecorded, .. } = cell(site, meetings);
        let names = format!("{} and {}", site.actors[*one].name, site.actors[*other].name);
        let label = match (met, possible, unrecorded) {
            (0, 0, 1) => format!("{names}: one meeting, its outcome not recorded"),
            (0, 0, unrecorded) => {
                format!("{names}: {unrecorded} meetings, their outcome not recorded")
            }
            (0, 1, _) => format!("{names}: one meeting possible"),
            (0, possible, _) => format!("{names}: {possible} meetings possible"),
            (1, ..) => format!("{names}: met or spoke once"),
            (met, ..) => format!("{names}: met or spoke {met} times"),
        };
        Some(GraphEdge { ends: (*start, *end), met, label })
    });
    drawing::graph(nodes.collect(), edges.collect())
}
