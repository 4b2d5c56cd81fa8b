//! The pages of an actor: the offices, and the briefs that name the actor.

use std::ops::Range;

use rustc_hash::FxHashSet;

use crate::base::date::End;
use crate::base::id::Id;
use crate::base::language;
use crate::base::path::OutPath;
use crate::model::entities::{Actor, Brief, Issue, Office, Organization, Stance, Tenure};
use crate::model::site::Site;
use crate::model::titles;
use crate::parse::registry::ActorKind;

use super::cards::{Cards, briefs_in, country_name, items_in, paged_together, span};
use super::meetings::met;
use super::planned::{Html, Planned};
use super::shared::Shared;
use super::statements::{SOME, event_card_of, stance};
use super::views::{
    ActorView, BriefRow, Link, MaybeLink, NameView, OutwardLink, Paging, TenureView,
};
use super::{ACTORS, OFFICIALS, Section};
use super::{changes, quotes};

/// The pages of an actor.
pub(super) fn actor_pages<'s>(cards: &'s Cards<'_>, id: Id<Actor>) -> Vec<Planned<'s>> {
    let actor = &cards.site.actors[id];
    let (relations, number) = (&cards.site.relations, id.index());
    let mentioned = &cards.site.text_relations.actors_mentioned[number];
    let briefs = relations.actors[number].len();
    let others = [
        current_stances(cards, id).len(),
        cards.meetings_of(id).len(),
        mentioned.len(),
        relations.offices[number].len(),
        relations.disputes[number].len(),
    ];
    let planned = |(path, part, paging)| {
        Planned::page(path, move |path| actor_html(cards, id, path, part, paging))
            .of_entry(actor.origin.span())
    };
    paged_together(briefs, &others, &actor.page, cards.site).map(planned).collect()
}

fn actor_html(
    cards: &Cards<'_>,
    id: Id<Actor>,
    path: &OutPath,
    part: Range<usize>,
    paging: Paging,
) -> Html {
    let site = cards.site;
    let actor = &site.actors[id];
    let briefs = &site.relations.actors[id.index()];
    let mut head = cards.head_in_list(path, &actor.name, list_of(actor));
    head.description = titles::title(actor, &site.offices, site.day);
    if !briefs.is_empty() {
        head.feeds.extend(cards.feed(&actor.page, &actor.name));
    }
    let text = actor.text.as_ref().filter(|_| paging.number == 1);
    let (prose, cited) = cards.prose(text, path);
    let view = actor_view(cards, id, items_in(briefs, &part), &part, paging);
    Html { cited, ..cards.html("actor.html", path, head, view, prose) }
}

/// The list in the breadcrumbs of an actor.
pub(super) fn list_of(actor: &Actor) -> &'static Section {
    match actor.kind {
        ActorKind::Person => &OFFICIALS,
        _ => &ACTORS,
    }
}

/// A brief that names an actor, and the index of the actor in its list.
type NamingBrief = (Id<Brief>, usize);

/// The rows of the briefs on the page of an actor with the present title `now`.
fn rows(
    cards: &Cards<'_>,
    id: Id<Actor>,
    briefs: &[NamingBrief],
    now: Option<&str>,
) -> Vec<Shared<BriefRow>> {
    let site = cards.site;
    briefs
        .iter()
        .map(|(brief, item)| {
            let item = &site.briefs[*brief].actors[*item];
            let held = || titles::title(&site.actors[id], &site.offices, site.briefs[*brief].date);
            let then = item.title.as_ref().map(|(title, _)| title.clone()).or_else(held);
            match (&item.role, then.filter(|then| Some(&**then) != now)) {
                (None, None) => cards.row(*brief),
                (role, title) => {
                    Shared::new(BriefRow { brief: cards.brief(*brief), role: role.clone(), title })
                }
            }
        })
        .collect()
}

fn actor_view(
    cards: &Cards<'_>,
    id: Id<Actor>,
    briefs: &[NamingBrief],
    part: &Range<usize>,
    paging: Paging,
) -> ActorView {
    let site = cards.site;
    let actor = &site.actors[id];
    let by = &site.statements;
    let (current, previous) = tenures(site, actor);
    let title = titles::title(actor, &site.offices, site.day);
    let first = paging.number == 1;
    let some = if first { SOME } else { 0 };
    let (quotes, events) = (&by.quotes_of_actor[id.index()], &by.events_of_actor[id.index()]);
    let office = |id: &Id<Office>| {
        let office = &site.offices[*id];
        Link { title: office.title.clone(), url: cards.url(&office.page) }
    };
    ActorView {
        id: actor.id.to_string(),
        name: actor.name.clone(),
        kind: actor.kind.word(),
        country: actor.country.clone(),
        country_name: country_name(actor.country.as_ref()),
        briefs: rows(cards, id, briefs, title.as_deref()),
        title,
        names: actor
            .names
            .iter()
            .map(|(lang, text)| NameView {
                lang: lang.clone(),
                language: language::name(lang),
                text: text.clone(),
            })
            .collect(),
        aliases: actor.aliases.clone(),
        anonymous: actor.anonymous,
        current: current.iter().map(|tenure| tenure_view(cards, tenure)).collect(),
        previous: previous.iter().map(|tenure| tenure_view(cards, tenure)).collect(),
        links: links(actor),
        offices: items_in(&site.relations.offices[id.index()], part).iter().map(office).collect(),
        issues: items_in(&site.relations.disputes[id.index()], part)
            .iter()
            .map(|issue| cards.issue(*issue))
            .collect(),
        changes: changes::of_actor(cards, id).filter(|_| first),
        stances: items_in(&current_stances(cards, id), part)
            .iter()
            .map(|id| stance(cards, *id))
            .collect(),
        quotes: quotes.iter().take(some).map(|quote| cards.quote(*quote)).collect(),
        quotes_url: quotes::of_speaker(cards, id).filter(|_| quotes.len() > some),
        events: events.iter().take(some).map(|event| event_card_of(site, *event, id)).collect(),
        timeline: actor
            .page
            .beside("timeline/index.html")
            .filter(|_| !events.is_empty())
            .map(|page| cards.url(&page)),
        met: met(cards, id, part),
        mentioned_in: briefs_in(cards, &site.text_relations.actors_mentioned[id.index()], part),
        paging,
        stub: actor.origin.is_stub(),
    }
}

/// The latest stance on each issue, sorted by issue.
fn current_stances(cards: &Cards<'_>, id: Id<Actor>) -> Vec<Id<Stance>> {
    let site = cards.site;
    let mut seen: FxHashSet<Id<Issue>> = FxHashSet::default();
    let stances = site.statements.stances_of_actor[id.index()].iter().copied();
    let mut stances: Vec<Id<Stance>> =
        stances.filter(|id| seen.insert(site.stances[*id].issue)).collect();
    stances.sort_by_key(|id| {
        let issue = site.stances[*id].issue;
        (&site.issues[issue].title, &site.issues[issue].page)
    });
    stances
}

/// The offices on the build's day by rank, and the former ones, the last first.
fn tenures<'a>(site: &Site, actor: &'a Actor) -> (Vec<&'a Tenure>, Vec<&'a Tenure>) {
    let current = titles::offices_held(actor, &site.offices, site.day);
    let over = |tenure: &&Tenure| !titles::is_held(tenure, site.day) && !begins_later(tenure, site);
    let mut previous: Vec<&Tenure> = actor.tenures.iter().filter(over).collect();
    previous.sort_by_key(|tenure| {
        let end = match tenure.to {
            End::On(to) => Some(to),
            End::Open | End::Unknown => None,
        };
        std::cmp::Reverse((end.or(tenure.from), tenure.from))
    });
    (current, previous)
}

fn begins_later(tenure: &Tenure, site: &Site) -> bool {
    tenure
        .from
        .as_ref()
        .and_then(crate::base::date::When::earliest)
        .is_some_and(|from| from > site.day)
}

fn tenure_view(cards: &Cards<'_>, tenure: &Tenure) -> TenureView {
    let site = cards.site;
    let office = &site.offices[tenure.office];
    let then = tenure.from.as_ref().and_then(crate::base::date::When::latest).unwrap_or(site.day);
    TenureView {
        office: MaybeLink {
            title: titles::title_on(office, then).to_owned(),
            url: Some(cards.url(&office.page)),
        },
        org: match &office.org {
            Some(Organization::Actor(org)) => Some(site.actors[*org].name.clone()),
            Some(Organization::Name(name)) => Some(name.clone()),
            None => None,
        },
        span: span(tenure.from.as_ref(), &tenure.to),
        from: tenure.from.as_ref().map(|from| from.view()),
        to: match &tenure.to {
            End::On(to) => Some(to.view()),
            End::Open | End::Unknown => None,
        },
        acting: tenure.acting,
        retracted: tenure
            .source
            .is_some_and(|source| site.retracted.sources.root(source).is_some()),
        note: tenure.note.clone(),
    }
}

/// The actor's links, and the links to its ids in other databases. Only web addresses become links.
fn links(actor: &Actor) -> Vec<OutwardLink> {
    let own = actor
        .links
        .iter()
        .map(|(title, url)| OutwardLink { title: title.clone(), url: url.clone() });
    let elsewhere =
        actor.ids.iter().filter(|(kind, _)| kind == "wikidata").map(|(_, id)| OutwardLink {
            title: "Wikidata".to_owned(),
            url: format!("https://www.wikidata.org/wiki/{id}"),
        });
    own.chain(elsewhere).filter(|link| crate::base::web::clean_url(&link.url).is_some()).collect()
}
