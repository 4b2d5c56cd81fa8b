//! The changes to an actor or an issue since the brief before the last one.

use crate::base::date::{Day, When};
use crate::base::id::Id;
use crate::model::entities::{Actor, Brief, Event, Issue, Quote, Stance};
use crate::model::site::Site;
use crate::model::titles;

use super::cards::{Cards, listed_title};
use super::statements::{event_link, quote_url, stance_words, status_text, unconfirmed_in};
use super::views::{ChangeView, ChangesView, Link};

/// The changes to an actor. Its briefs are all that list it, the newest first.
pub(super) fn of_actor(cards: &Cards<'_>, id: Id<Actor>) -> Option<ChangesView> {
    let site = cards.site;
    let briefs: Vec<Id<Brief>> =
        site.relations.actors[id.index()].iter().map(|(brief, _)| *brief).collect();
    let since = since(site, &briefs)?;
    let by = &site.statements;
    let mut items = of_statements(
        cards,
        since,
        &by.events_of_actor[id.index()],
        &by.stances_of_actor[id.index()],
        &by.quotes_of_actor[id.index()],
    );
    items.extend(offices(site, id, site.briefs[since].date));
    changes_view(site, since, items)
}

/// The changes to an issue.
pub(super) fn of_issue(cards: &Cards<'_>, id: Id<Issue>) -> Option<ChangesView> {
    let site = cards.site;
    let since = since(site, &site.relations.issues[id.index()])?;
    let by = &site.statements;
    let items = of_statements(
        cards,
        since,
        &by.events_of_issue[id.index()],
        &by.stances_of_issue[id.index()],
        &by.quotes_of_issue[id.index()],
    );
    changes_view(site, since, items)
}

/// The brief before the last one, if it has another date.
fn since(site: &Site, briefs: &[Id<Brief>]) -> Option<Id<Brief>> {
    let last = site.briefs[*briefs.first()?].date;
    briefs.iter().copied().find(|brief| site.briefs[*brief].date < last)
}

fn changes_view(
    site: &Site,
    since: Id<Brief>,
    mut items: Vec<(Day, ChangeView)>,
) -> Option<ChangesView> {
    items.sort_by_key(|(day, _)| std::cmp::Reverse(*day));
    items.truncate(20);
    let brief = &site.briefs[since];
    let view = ChangesView {
        since: Link { title: listed_title(site, brief), url: brief.page.url(site.style) },
        date: brief.date.view(),
        items: items.into_iter().map(|(_, item)| item).collect(),
    };
    (!view.items.is_empty()).then_some(view)
}

fn of_statements(
    cards: &Cards<'_>,
    since: Id<Brief>,
    events: &[Id<Event>],
    stances: &[Id<Stance>],
    quotes: &[Id<Quote>],
) -> Vec<(Day, ChangeView)> {
    let site = cards.site;
    let after = site.briefs[since].date;
    let told_on = |brief: Id<Brief>| site.briefs[brief].date;
    let mut items: Vec<(Day, ChangeView)> =
        events.iter().filter_map(|id| event(site, *id, after)).collect();
    for stance in
        stances.iter().map(|id| &site.stances[*id]).filter(|stance| told_on(stance.brief) > after)
    {
        let (actor, issue) = (&site.actors[stance.actor].name, &site.issues[stance.issue].title);
        let text = format!("{actor} on {issue}: {}", stance_words(&stance.fields.stance.value));
        let text = marked(text, stance.fields.unconfirmed.is_empty());
        let url = stance.quote.map_or_else(
            || site.briefs[stance.brief].page.url(site.style),
            |id| quote_url(site, id),
        );
        let date = told_on(stance.brief);
        items.push((date, ChangeView { kind: "stance", date: date.view(), text, url: Some(url) }));
    }
    for id in quotes.iter().filter(|id| told_on(site.quotes[**id].brief) > after) {
        let quote = &site.quotes[*id];
        let speakers: Vec<&str> = quote.speaker_ids().map(|id| &*site.actors[id].name).collect();
        let text = match speakers.as_slice() {
            [] => "Quotation of an unnamed speaker".to_owned(),
            speakers => format!("Quotation of {}", speakers.join(" and ")),
        };
        let text = marked(text, quote.fields.unconfirmed.is_empty());
        let date = told_on(quote.brief);
        items.push((
            date,
            ChangeView { kind: "quote", date: date.view(), text, url: Some(quote_url(site, *id)) },
        ));
    }
    items
}

/// An event that was first reported after a day, or whose status has changed since.
fn event(site: &Site, id: Id<Event>, after: Day) -> Option<(Day, ChangeView)> {
    let event = &site.events[id];
    let known = event
        .observations
        .iter()
        .rev()
        .find(|seen| seen.day <= after)
        .map(|seen| seen.known.status);
    let new = || event.observations.iter().filter(|seen| seen.day > after);
    // The day of the change is the day of the brief with the present status. A part may share the
    // status of its whole.
    let told =
        new().find(|seen| seen.known.status == event.status).or_else(|| new().next_back())?;
    let status = |status| status_text(status, false);
    let link = event_link(site, id);
    let (kind, text) = match known {
        None => ("event", format!("{}: {}", link.title, status(event.status))),
        Some(was) if was == event.status => return None,
        Some(was) => (
            "status",
            format!("{}: {}, before that {}", link.title, status(event.status), status(was)),
        ),
    };
    let text = marked(text, unconfirmed_in(event).is_empty());
    Some((told.day, ChangeView { kind, date: told.day.view(), text, url: Some(link.url) }))
}

/// A text, with a mark if a person must still confirm it.
fn marked(text: String, is_confirmed: bool) -> String {
    if is_confirmed { text } else { text + " (to be confirmed)" }
}

/// The offices that began or ended after a day.
fn offices(site: &Site, id: Id<Actor>, after: Day) -> Vec<(Day, ChangeView)> {
    let mut items = Vec::new();
    let known = |when: Option<&When>| {
        when.and_then(When::latest).filter(|day| *day > after && *day <= site.day)
    };
    for tenure in &site.actors[id].tenures {
        let office = &site.offices[tenure.office];
        let mut push = |day: Day, verb: &str| {
            let text = format!("{verb} {}", titles::title_on(office, day));
            let url = Some(office.page.url(site.style));
            items.push((day, ChangeView { kind: "office", date: day.view(), text, url }));
        };
        if let Some(day) = known(tenure.from.as_ref()) {
            push(day, "Took office as");
        }
        if let crate::base::date::End::On(to) = &tenure.to
            && let Some(day) = known(Some(to))
        {
            push(day, "Left office as");
        }
    }
    items
}
