//! The events and stances on the page of a brief: as the brief reports them, with later changes
//! apart.

use crate::base::date::When;
use crate::base::id::Id;
use crate::model::entities::{Actor, Brief, Event, Stance, Status};
use crate::model::titles::{self, Later};
use crate::model::told::{Since, since, status_told};
use crate::parse::statements::{EventKind, EventStatus};

use super::cards::{Cards, listed_title};
use super::participants::participants;
use super::statements::{stance, stance_words, status_text, unconfirmed};
use super::views::{Link, SinceView, StanceView, ToldEventView};

/// Whether the page of a brief shows later changes. The page of a superseded or withdrawn brief
/// does not.
pub(super) fn goes_on(brief: &Brief) -> bool {
    brief.status == Status::Live
}

/// The events of a brief, in the order of the brief.
pub(super) fn events(cards: &Cards<'_>, id: Id<Brief>) -> Vec<ToldEventView> {
    let events = cards.site.statements.events_of_brief[id.index()].iter();
    events.filter_map(|event| told_event(cards, *event, id)).collect()
}

fn told_event(cards: &Cards<'_>, id: Id<Event>, brief: Id<Brief>) -> Option<ToldEventView> {
    let site = cards.site;
    let event = &site.events[id];
    let seen = event.told_by(brief)?;
    let status = status_told(&site.events, event, seen);
    let since = if goes_on(&site.briefs[brief]) { since(site, event, seen) } else { None };
    Some(ToldEventView {
        title: seen.described.title(&event.id),
        url: cards.url(&event.page),
        kind: seen.described.kind.map(EventKind::word),
        date: seen.known.date.as_ref().map(When::view),
        place: seen.described.place.map(|place| cards.place(place)),
        status: status.word(),
        status_text: status_text(status, seen.is_of_the_past()),
        at: seen.fields.at.clone(),
        who: participants(site, event, &seen.who),
        note: seen.fields.note.clone(),
        unconfirmed: unconfirmed(&seen.fields.unconfirmed),
        since: since.map(|since| SinceView {
            word: since.status.word().to_owned(),
            text: since_words(cards, &since),
            ..said_by(cards, since.brief)
        }),
    })
}

/// `took place on 26 February 2024`, `postponed`, `scheduled for June 2023; outcome not recorded`.
fn since_words(cards: &Cards<'_>, since: &Since) -> String {
    if since.is_open && since.brief.is_none() {
        return "its day has passed; outcome not recorded".to_owned();
    }
    let dated = |word: &str, before: &str| match &since.date {
        Some(date) if date.earliest().is_some() && date.latest().is_some() => {
            [word, before, &date.long()].concat()
        }
        Some(date) => [word, ", ", &date.long()].concat(),
        None => word.to_owned(),
    };
    let mut words = match (since.status, since.is_open) {
        (EventStatus::Happened, _) => match &since.date {
            Some(date) => format!("took place {}", date.in_sentence()),
            None => "took place".to_owned(),
        },
        (EventStatus::Happening, false) => dated("under way", ", "),
        (EventStatus::Happening, true) => dated("was under way", ", "),
        (EventStatus::Scheduled, false) => dated("scheduled", " for "),
        (EventStatus::Scheduled, true) => dated("was scheduled", " for "),
        (EventStatus::Possible, false) => dated("possible", ", "),
        (EventStatus::Possible, true) => dated("was thought possible", ", "),
        (EventStatus::Postponed, _) => dated("postponed", " to "),
        (EventStatus::Cancelled, _) => "cancelled".to_owned(),
    };
    if let Some(place) = since.place {
        words.extend([" in ", &cards.site.places[place].name]);
    }
    if since.is_open { words + "; outcome not recorded" } else { words }
}

/// The stances of a brief, in the order of the brief.
pub(super) fn stances(cards: &Cards<'_>, id: Id<Brief>) -> Vec<StanceView> {
    let stances = cards.site.statements.stances_of_brief[id.index()].iter();
    stances.map(|id| StanceView { since: stance_since(cards, *id), ..stance(cards, *id) }).collect()
}

/// A later stance of the actor on the issue, if it differs.
fn stance_since(cards: &Cards<'_>, id: Id<Stance>) -> Option<SinceView> {
    let site = cards.site;
    let told = &site.stances[id];
    let latest = &site.stances[*cards.latest_stances().get(&(told.actor, told.issue))?];
    let order = |stance: &Stance| (site.briefs[stance.brief].date, stance.brief);
    let is_later = order(latest) > order(told) && latest.day >= told.day;
    let (word, was) = (&latest.fields.stance.value, &told.fields.stance.value);
    (goes_on(&site.briefs[told.brief]) && is_later && word != was).then(|| SinceView {
        word: word.clone(),
        text: stance_words(word),
        ..said_by(cards, Some(latest.brief))
    })
}

/// The brief that reports a change.
fn said_by(cards: &Cards<'_>, brief: Option<Id<Brief>>) -> SinceView {
    let brief = brief.map(|brief| &cards.site.briefs[brief]);
    SinceView {
        word: String::new(),
        text: String::new(),
        brief: brief.map(|brief| Link {
            title: listed_title(cards.site, brief),
            url: cards.url(&brief.page),
        }),
        date: brief.map(|brief| brief.date.view()),
    }
}

/// A change in the offices of an official since a brief, in words: the new title if it differs from
/// the one in the brief, or the end of the office.
pub(super) fn title_since(cards: &Cards<'_>, actor: Id<Actor>, brief: &Brief) -> Option<String> {
    let site = cards.site;
    Some(match titles::later(&site.actors[actor], &site.offices, brief.date, site.day)? {
        Later::Title(title) => title,
        Later::Left(Some(to)) => format!("in office until {}", to.long()),
        Later::Left(None) => "no longer in office".to_owned(),
    })
}
