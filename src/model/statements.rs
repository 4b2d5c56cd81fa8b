//! The statements of briefs: quotations, events and stances, and their lists by entity.
//!
//! Several briefs may report an event. Each adds an observation, and the latest one wins.

use std::cmp::Reverse;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::base::date::{Day, When};
use crate::base::id::{Id, Slug, Table};
use crate::base::text::spoken;
use crate::parse::statements::{Attendance, EventStatus, Words};

use super::claims::Claim;
use super::conflicts::{Conflict, conflicts};
use super::entities::{
    Actor, Brief, Description, Event, Ground, Known, Observation, OriginalWords, Place, Quote,
    Source, Stance,
};
use super::evidence::{FoundPassage, Verdict};
use super::tables::Tables;

impl OriginalWords {
    /// The source, if the statement names it.
    pub fn named(&self) -> Option<Id<Source>> {
        self.source.filter(|_| self.is_named)
    }
}

impl Ground {
    /// The source, whether the statement names it or not.
    pub fn source(self) -> Option<Id<Source>> {
        match self {
            Ground::Source(source) | Ground::OfBrief(source) => Some(source),
            Ground::Told | Ground::Nothing => None,
        }
    }

    /// Whether the source is the only one of the brief and not named by the statement.
    pub fn is_implied(self) -> bool {
        matches!(self, Ground::OfBrief(_))
    }
}

impl Quote {
    /// The source: the one that the quotation names, else the only one of its brief if the words
    /// were found there.
    pub fn source(&self) -> Option<Id<Source>> {
        match self.ground {
            Ground::OfBrief(source) if self.found_in(source).is_none() => None,
            ground => ground.source(),
        }
    }

    /// The words of the quotation, or of an original, that were found in the saved text of a
    /// source.
    pub fn found_in(&self, source: Id<Source>) -> Option<(&Words, &Verdict, &FoundPassage)> {
        let own = (self.ground.source(), &self.fields.text, &*self.verdict);
        let originals = self.originals.iter().zip(self.fields.originals());
        let originals =
            originals.map(|(original, fields)| (original.source, &fields.text, &*original.verdict));
        let mut in_source =
            std::iter::once(own).chain(originals).filter(|(at, ..)| *at == Some(source));
        in_source.find_map(|(_, words, verdict)| Some((words, verdict, verdict.found()?)))
    }

    /// The sources of the quotation and of its originals, each once.
    pub fn sources(&self) -> Vec<Id<Source>> {
        let originals = self.originals.iter().filter_map(|original| original.named());
        let mut known = FxHashSet::default();
        self.source().into_iter().chain(originals).filter(|source| known.insert(*source)).collect()
    }

    /// The speakers.
    pub fn speaker_ids(&self) -> impl Iterator<Item = Id<Actor>> {
        self.speakers.iter().map(|speaker| speaker.actor)
    }

    /// Whether the words may have been said at an event: it took place, and on the day of the
    /// words.
    pub fn was_said_at(&self, event: &Event) -> bool {
        let said = self.fields.said.as_ref().map(|said| said.value);
        let another_day =
            |said: When, date: When| said.certainly_before(&date) || date.certainly_before(&said);
        let is_on_another_day = event.date.is_some_and(|date| match said {
            Some(said) => another_day(said, date),
            // Words without a day were said on or before the day of their brief.
            None => date.earliest().is_some_and(|first| first > self.day),
        });
        event.took_place() && !is_on_another_day
    }
}

impl Known {
    /// The status of a part whose whole does not go ahead as planned. A part that is still to come
    /// is called off or put off too, unless a later brief states otherwise.
    pub fn shared_fate(&self, whole: &Known) -> Option<EventStatus> {
        let falls = match whole.status {
            EventStatus::Cancelled => {
                !matches!(self.status, EventStatus::Happened | EventStatus::Happening)
            }
            EventStatus::Postponed => {
                matches!(self.status, EventStatus::Scheduled | EventStatus::Possible)
            }
            _ => false,
        };
        (falls && self.since <= whole.since).then_some(whole.status)
    }
}

impl Description {
    /// The title; the id of an event without a title.
    pub fn title(&self, id: &Slug) -> String {
        let given = self.titled.as_ref().and_then(|fields| fields.title.clone());
        given.unwrap_or_else(|| spoken(id.as_str()))
    }
}

impl Observation {
    /// A key that sorts observations by time. The table of briefs has the newest first.
    pub fn order(&self) -> (Reverse<Id<Brief>>, usize) {
        (Reverse(self.brief), self.index)
    }
}

impl Event {
    /// The day by which events are sorted: the event's own, else the day of the first brief that
    /// reports it.
    pub fn day(&self) -> Day {
        Event::day_of(self.date, &self.observations)
    }

    /// The day by which an event with this date and these observations is sorted.
    pub(super) fn day_of(date: Option<When>, observations: &[Observation]) -> Day {
        let own = date.and_then(|date| date.earliest().or_else(|| date.latest()));
        own.or_else(|| observations.first().map(|seen| seen.day)).unwrap_or(Day::EPOCH)
    }

    /// The note of the latest observation. Earlier notes are out of date.
    pub fn note(&self) -> Option<&str> {
        self.observations.last()?.fields.note.as_deref()
    }

    /// Whether the event is certainly before a day.
    pub fn is_before(&self, day: Day) -> bool {
        self.date.as_ref().and_then(When::latest).is_some_and(|latest| latest < day)
    }

    /// Whether it is certain that the event took place or takes place.
    pub fn took_place(&self) -> bool {
        matches!(self.status, EventStatus::Happened | EventStatus::Happening) && !self.is_withdrawn
    }

    /// The observations that contradict an earlier one in the date or the place, each with the
    /// earlier one.
    pub fn conflicts(&self, places: &Table<Place>) -> Vec<(&Observation, &Observation, Conflict)> {
        conflicts(&self.observations, places)
    }
}

/// Lists of statements by entity, each with the latest first.
///
/// Statements of withdrawn briefs are only in the lists of these briefs.
#[derive(Debug, Default)]
pub struct StatementsByEntity {
    /// All quotations.
    pub quotes: Vec<Id<Quote>>,
    /// All events.
    pub events: Vec<Id<Event>>,
    /// All stances on the build's day.
    pub stances: Vec<Id<Stance>>,
    /// Quotations by speaker.
    pub quotes_of_actor: Vec<Vec<Id<Quote>>>,
    /// Quotations by issue, including those on its parts.
    pub quotes_of_issue: Vec<Vec<Id<Quote>>>,
    /// Quotations by event.
    pub quotes_of_event: Vec<Vec<Id<Quote>>>,
    /// Quotations by source.
    pub quotes_of_source: Vec<Vec<Id<Quote>>>,
    /// Quotations by brief, in the order of the brief.
    pub quotes_of_brief: Vec<Vec<Id<Quote>>>,
    /// Events by participant.
    pub events_of_actor: Vec<Vec<Id<Event>>>,
    /// Participants with any attendance other than being present.
    pub absent: FxHashMap<(Id<Event>, Id<Actor>), Attendance>,
    /// Events by issue, including those on its parts.
    pub events_of_issue: Vec<Vec<Id<Event>>>,
    /// Events by place.
    pub events_of_place: Vec<Vec<Id<Event>>>,
    /// Events by source.
    pub events_of_source: Vec<Vec<Id<Event>>>,
    /// Events by brief, in the order of the brief.
    pub events_of_brief: Vec<Vec<Id<Event>>>,
    /// Stances by actor on the build's day.
    pub stances_of_actor: Vec<Vec<Id<Stance>>>,
    /// Stances by issue on the build's day.
    pub stances_of_issue: Vec<Vec<Id<Stance>>>,
    /// Stances by source on the build's day.
    pub stances_of_source: Vec<Vec<Id<Stance>>>,
    /// Stances by brief, in the order of the brief.
    pub stances_of_brief: Vec<Vec<Id<Stance>>>,
    /// Claims by source.
    pub claims_of_source: Vec<Vec<Id<Claim>>>,
    /// Claims by brief, in the order of the brief: the claim, and the index of its word.
    pub claims_of_brief: Vec<Vec<(Id<Claim>, usize)>>,
}

impl StatementsByEntity {
    /// Sorts the statements of a site into the lists.
    pub(super) fn of(tables: &Tables) -> StatementsByEntity {
        let mut by = StatementsByEntity {
            quotes: Vec::new(),
            events: Vec::new(),
            stances: Vec::new(),
            quotes_of_actor: vec![Vec::new(); tables.actors.len()],
            quotes_of_issue: vec![Vec::new(); tables.issues.len()],
            quotes_of_event: vec![Vec::new(); tables.events.len()],
            quotes_of_source: vec![Vec::new(); tables.sources.len()],
            quotes_of_brief: vec![Vec::new(); tables.briefs.len()],
            events_of_actor: vec![Vec::new(); tables.actors.len()],
            absent: FxHashMap::default(),
            events_of_issue: vec![Vec::new(); tables.issues.len()],
            events_of_place: vec![Vec::new(); tables.places.len()],
            events_of_source: vec![Vec::new(); tables.sources.len()],
            events_of_brief: vec![Vec::new(); tables.briefs.len()],
            stances_of_actor: vec![Vec::new(); tables.actors.len()],
            stances_of_issue: vec![Vec::new(); tables.issues.len()],
            stances_of_source: vec![Vec::new(); tables.sources.len()],
            stances_of_brief: vec![Vec::new(); tables.briefs.len()],
            claims_of_source: vec![Vec::new(); tables.sources.len()],
            claims_of_brief: vec![Vec::new(); tables.briefs.len()],
        };
        by.sort_quotes(tables);
        by.sort_events(tables);
        by.sort_stances(tables);
        by.sort_claims(tables);
        by
    }

    fn sort_quotes(&mut self, tables: &Tables) {
        for (id, quote) in latest_first(&tables.quotes, |quote| quote.day) {
            if tables.briefs[quote.brief].is_withdrawn() {
                continue;
            }
            self.quotes.push(id);
            quote.speaker_ids().for_each(|actor| self.quotes_of_actor[actor.index()].push(id));
            quote.event.into_iter().for_each(|event| self.quotes_of_event[event.index()].push(id));
            quote
                .sources()
                .into_iter()
                .for_each(|source| self.quotes_of_source[source.index()].push(id));
            let issues = std::iter::successors(quote.issue, |issue| tables.issues[*issue].parent);
            issues.for_each(|issue| self.quotes_of_issue[issue.index()].push(id));
        }
        tables
            .quotes
            .iter()
            .for_each(|(id, quote)| self.quotes_of_brief[quote.brief.index()].push(id));
    }

    fn sort_events(&mut self, tables: &Tables) {
        for (id, event) in latest_first(&tables.events, Event::day)
            .into_iter()
            .filter(|(_, event)| !event.is_withdrawn)
        {
            self.events.push(id);
            for who in &event.who {
                self.events_of_actor[who.actor.index()].push(id);
                if who.attendance != Attendance::Attended {
                    self.absent.insert((id, who.actor), who.attendance);
                }
            }
            for issue in &event.issues {
                let above =
                    std::iter::successors(Some(*issue), |issue| tables.issues[*issue].parent);
                above.for_each(|issue| push_once(&mut self.events_of_issue[issue.index()], id));
            }
            let around = std::iter::successors(event.place, |place| tables.places[*place].within);
            around.for_each(|place| push_once(&mut self.events_of_place[place.index()], id));
            for seen in &event.observations {
                let source = seen.ground.source();
                source
                    .into_iter()
                    .for_each(|source| push_once(&mut self.events_of_source[source.index()], id));
            }
        }
        let mut told: Vec<(Id<Brief>, usize, Id<Event>)> = Vec::new();
        for (id, event) in tables.events.iter() {
            let seen = event.observations.iter().chain(&event.taken_back);
            told.extend(seen.map(|seen| (seen.brief, seen.index, id)));
        }
        told.sort_unstable();
        told.into_iter().for_each(|(brief, _, event)| {
            push_once(&mut self.events_of_brief[brief.index()], event)
        });
    }

    fn sort_stances(&mut self, tables: &Tables) {
        for (id, stance) in latest_first(&tables.stances, |stance| stance.day) {
            if stance.day > tables.day || tables.briefs[stance.brief].is_withdrawn() {
                continue;
            }
            self.stances.push(id);
            self.stances_of_actor[stance.actor.index()].push(id);
            self.stances_of_issue[stance.issue.index()].push(id);
            let source = match stance.quote {
                Some(quote) => tables.quotes[quote].source(),
                None => stance.ground.source(),
            };
            source.into_iter().for_each(|source| self.stances_of_source[source.index()].push(id));
        }
        tables
            .stances
            .iter()
            .for_each(|(id, stance)| self.stances_of_brief[stance.brief.index()].push(id));
    }

    fn sort_claims(&mut self, tables: &Tables) {
        let mut said: Vec<(Id<Brief>, usize, Id<Claim>, usize)> = Vec::new();
        for (id, claim) in tables.claims.iter() {
            for source in claim.standing().flat_map(|word| word.sources()) {
                push_once(&mut self.claims_of_source[source.index()], id);
            }
            said.extend(
                claim.words.iter().enumerate().map(|(n, word)| (word.brief, word.index, id, n)),
            );
        }
        said.sort_unstable();
        said.into_iter()
            .for_each(|(brief, _, claim, n)| self.claims_of_brief[brief.index()].push((claim, n)));
    }
}

/// The rows of a table, the latest day first; within a day in the order of the table.
fn latest_first<T>(table: &Table<T>, day: impl Fn(&T) -> Day) -> Vec<(Id<T>, &T)> {
    let mut rows: Vec<(Id<T>, &T)> = table.iter().collect();
    rows.sort_by_key(|(_, row)| Reverse(day(row)));
    rows
}

fn push_once<T>(items: &mut Vec<Id<T>>, item: Id<T>) {
    if items.last() != Some(&item) {
        items.push(item);
    }
}
