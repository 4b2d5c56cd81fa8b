//! Files for other programs: calendars of events, and bibliographies of sources.

use std::borrow::Cow;
use std::sync::Arc;

use crate::base::date::Day;
use crate::base::id::{Id, Slug};
use crate::base::memo::Hashed;
use crate::base::path::OutPath;
use crate::base::unique_ids::UniqueIds;
use crate::model::entities::{Actor, Event, Issue, Source};
use crate::model::site::Site;
use crate::parse::registry::{DatedState, SourceFields, SourceState};
use crate::parse::statements::EventStatus;

use super::Export;
use super::authors::AuthorName;
use super::cards::Cards;
use super::feeds::iri;
use super::participants::in_words;
use super::planned::{Planned, Write};
use super::statements::{status_text, unconfirmed_in};
use super::views::exports::{
    BibliographyView, CalendarEvent, CalendarStatus, CalendarView, CslItem,
};

/// The name of a calendar, which is next to the page of its subject.
pub const CALENDAR: &str = "events.ics";

impl Cards<'_> {
    /// The sources of the site.
    fn bibliography(&self) -> Hashed<BibliographyView> {
        let list = || Hashed::new(bibliography(self.site));
        self.bibliography.get_or_init(list).clone()
    }
}

/// A bibliography of all sources, unless there are none.
pub fn sources<'s>(
    export: &Export,
    cards: &'s Cards<'_>,
    write: Write<Hashed<BibliographyView>>,
) -> Vec<Planned<'s>> {
    let path = OutPath::parse(export.file).filter(|_| !cards.site.sources.is_empty());
    path.map(|path| Planned::export(path, write, move |_| cards.bibliography()))
        .into_iter()
        .collect()
}

/// Calendars of the events of the site, and of each issue and actor.
pub fn events<'s>(
    export: &Export,
    cards: &'s Cards<'_>,
    write: Write<CalendarView>,
) -> Vec<Planned<'s>> {
    let site = cards.site;
    let title = |name: &str| format!("{name} – {}", site.config.title);
    let home = OutPath::page("");
    let of_site =
        home.as_ref().map(|page| (page, site.config.title.clone(), &site.statements.events));
    let of_issue = |id: Id<Issue>| {
        let events = &site.statements.events_of_issue[id.index()];
        (&site.issues[id].page, title(&site.issues[id].title), events)
    };
    let of_actor = |id: Id<Actor>| {
        let events = &site.statements.events_of_actor[id.index()];
        (&site.actors[id].page, title(&site.actors[id].name), events)
    };
    let all = of_site
        .into_iter()
        .chain(site.issues.ids().map(of_issue))
        .chain(site.actors.ids().map(of_actor));
    let planned = |(page, title, events): (&OutPath, String, &Vec<Id<Event>>)| {
        let path = page.beside(export.file).filter(|_| have_days(site, events))?;
        let events = events.clone();
        Some(Planned::export(path, write, move |_| calendar(cards, title, events)))
    };
    all.filter_map(planned).collect()
}

/// The path of the calendar of the site, or of the entity with this page. `None` without an event:
/// a calendar must have at least one.
pub(super) fn calendar_path(site: &Site, of: Option<(&OutPath, &[Id<Event>])>) -> Option<OutPath> {
    let (path, events) = match of {
        Some((page, events)) => (page.beside(CALENDAR), events),
        None => (OutPath::parse(CALENDAR), &site.statements.events[..]),
    };
    path.filter(|_| have_days(site, events))
}

/// Whether any of these events has a known day.
fn have_days(site: &Site, events: &[Id<Event>]) -> bool {
    events.iter().any(|event| days(&site.events[*event]).is_some())
}

/// The first and the last day of an event, and whether the event lasts all of them.
fn days(event: &Event) -> Option<(Day, Day, bool)> {
    let date = event.date.as_ref()?;
    let exact = date.exact_days().map(|(from, to)| (from, to, true));
    exact.or_else(|| {
        Some((date.earliest()?, date.latest()?, false)).filter(|(from, to, _)| from <= to)
    })
}

fn calendar(cards: &Cards<'_>, title: String, mut events: Vec<Id<Event>>) -> CalendarView {
    events.sort_by_key(|id| (cards.site.events[*id].day(), *id));
    let events = events.iter().filter_map(|id| calendar_event(cards, &cards.site.events[*id]));
    CalendarView { title, events: events.collect() }
}

fn calendar_event(cards: &Cards<'_>, event: &Event) -> Option<CalendarEvent> {
    let site = cards.site;
    let (from, to, exact) = days(event)?;
    let who = in_words(site, &event.who);
    let status = status_text(event.status, event.is_before(site.day));
    let note = event.note().map(str::to_owned);
    let date = event
        .date
        .as_ref()
        .filter(|_| !exact)
        .map(|date| format!("Date: {}; the day is not known", date.long()));
    let unconfirmed = unconfirmed_in(event);
    let is_confirmed = unconfirmed.is_empty();
    let unconfirmed =
        (!is_confirmed).then(|| format!("To be confirmed: {}", unconfirmed.join(", ")));
    let who = (!who.is_empty()).then_some(who);
    let description = [Some(format!("Status: {status}")), unconfirmed, date, who, note];
    Some(CalendarEvent {
        uid: iri(site, &event.page),
        title: event.title.clone(),
        description: description.into_iter().flatten().collect::<Vec<_>>().join("\n"),
        place: event.place.map(|place| site.places[place].name.clone()),
        from,
        to,
        exact,
        told: event.observations.last()?.day,
        sequence: event.observations.len() - 1,
        url: site.config.base_url.as_ref().map(|base| format!("{base}/{}", cards.url(&event.page))),
        status: match event.status {
            EventStatus::Cancelled => CalendarStatus::Cancelled,
            _ if !is_confirmed => CalendarStatus::Tentative,
            EventStatus::Happened | EventStatus::Happening | EventStatus::Scheduled => {
                CalendarStatus::Confirmed
            }
            EventStatus::Possible | EventStatus::Postponed => CalendarStatus::Tentative,
        },
    })
}

/// The sources of the site by id, each id once.
pub(super) fn bibliography(site: &Site) -> BibliographyView {
    let mut taken = UniqueIds::default();
    let mut ids: Vec<(Arc<str>, &Source)> = site
        .sources
        .rows()
        .iter()
        .map(|source| (taken.take(&wanted_id(source), 2), source))
        .collect();
    ids.sort_unstable_by(|(a, _), (b, _)| a.cmp(b));
    let items = ids.into_iter().map(|(id, source)| item(id, source, site.day)).collect();
    BibliographyView { items }
}

/// The id of the source's page, else an id made of its title.
fn wanted_id(source: &Source) -> Arc<str> {
    match &source.page {
        Some((id, _)) => id.clone().into(),
        None => Slug::of_name(&source.title).map_or_else(|| "source".into(), Arc::from),
    }
}

fn item(id: Arc<str>, source: &Source, day: Day) -> CslItem {
    let base = CslItem {
        id,
        kind: if source.url.is_some() { "webpage" } else { "document" }.into(),
        title: Arc::clone(&source.title),
        url: source.url.as_ref().map(|url| Arc::clone(&url.written)),
        ..CslItem::default()
    };
    match &source.fields {
        Some(fields) => with_fields(base, fields, day),
        None => base,
    }
}

fn with_fields(base: CslItem, fields: &SourceFields, day: Day) -> CslItem {
    let further = fields.further();
    let archived =
        further.archived.as_ref().map(|archived| format!("archived at {}", archived.url.value));
    let standing = further.standing(day);
    let states = [standing.amended, standing.dead].into_iter().flatten().map(state_words);
    let notes: Vec<String> = states.chain(archived).collect();
    CslItem {
        kind: further.kind.clone().map_or(base.kind, Cow::Owned),
        author: fields.author.iter().map(|name| AuthorName::of(name)).collect(),
        publisher: fields.publisher.clone(),
        issued: fields.published,
        accessed: further.accessed,
        language: further.lang.clone(),
        note: (!notes.is_empty()).then(|| notes.join("; ")),
        ..base
    }
}

/// The state of a source in words: `retracted (10 August 2023)`.
fn state_words(said: &DatedState) -> String {
    let word = match said.state {
        SourceState::Dead => "no longer online",
        state => state.word(),
    };
    said.date.as_ref().map_or_else(|| word.to_owned(), |date| format!("{word} ({})", date.long()))
}
