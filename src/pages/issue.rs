//! The pages of an issue: its state, its place in the tree, the briefs about it and its parts.

use std::ops::Range;

use crate::base::id::Id;
use crate::base::path::OutPath;
use crate::model::entities::Issue;
use crate::model::site::Site;
use crate::parse::registry::{IssueStatus, Trend};

use super::ISSUES;
use super::cards::{Cards, briefs_in, items_in, paged_together, way_down};
use super::planned::{Html, Planned};
use super::statements::{SOME, event_card, stance};
use super::views::{IssueRow, IssueStatusView, IssueView, Link, Paging, PartyView};
use super::{changes, quotes};

/// The pages of an issue.
pub(super) fn issue_pages<'s>(cards: &'s Cards<'_>, id: Id<Issue>) -> Vec<Planned<'s>> {
    let issue = &cards.site.issues[id];
    let (site, number) = (cards.site, id.index());
    let briefs = site.relations.issues[number].len();
    let others = [
        site.statements.stances_of_issue[number].len(),
        site.text_relations.issues_mentioned[number].len(),
        issue.children.len(),
    ];
    let planned = |(path, part, paging)| {
        Planned::page(path, move |path| issue_html(cards, id, path, part, paging))
            .of_entry(issue.origin.span())
    };
    paged_together(briefs, &others, &issue.page, cards.site).map(planned).collect()
}

fn issue_html(
    cards: &Cards<'_>,
    id: Id<Issue>,
    path: &OutPath,
    part: Range<usize>,
    paging: Paging,
) -> Html {
    let site = cards.site;
    let issue = &site.issues[id];
    let briefs = &site.relations.issues[id.index()];
    let mut head = cards.head(path, &issue.title, ISSUES.folder);
    head.description = issue.summary.clone();
    head.crumbs = above(cards, id);
    if !briefs.is_empty() {
        head.feeds.extend(cards.feed(&issue.page, &issue.title));
    }
    let text = issue.text.as_ref().filter(|_| paging.number == 1);
    let (prose, cited) = cards.prose(text, path);
    let view = issue_view(cards, id, &part, paging);
    Html { cited, ..cards.html("issue.html", path, head, view, prose) }
}

/// The breadcrumbs of an issue.
pub(super) fn above(cards: &Cards<'_>, id: Id<Issue>) -> Vec<Link> {
    let site = cards.site;
    let parents = std::iter::successors(site.issues[id].parent, |id| site.issues[*id].parent);
    way_down(cards.link_to(&ISSUES), parents.map(|id| cards.issue(id)))
}

fn issue_view(cards: &Cards<'_>, id: Id<Issue>, part: &Range<usize>, paging: Paging) -> IssueView {
    let site = cards.site;
    let issue = &site.issues[id];
    let by = &site.statements;
    let first = paging.number == 1;
    let some = if first { SOME } else { 0 };
    let (relations, number) = (&site.relations, id.index());
    let (quotes, events) = (&by.quotes_of_issue[id.index()], &by.events_of_issue[id.index()]);
    IssueView {
        id: issue.id.to_string(),
        title: issue.title.clone(),
        summary: issue.summary.clone(),
        aliases: issue.aliases.clone(),
        children: items_in(&issue.children, part)
            .iter()
            .map(|child| row(cards, *child, 0))
            .collect(),
        parties: issue
            .parties
            .iter()
            .map(|(actor, role)| PartyView { actor: cards.actor(*actor), role: role.clone() })
            .collect(),
        status: issue.status.iter().map(status).collect(),
        review_overdue: issue.review_by.as_ref().is_some_and(|(day, _)| *day < site.day),
        changes: changes::of_issue(cards, id).filter(|_| first),
        stances: items_in(&by.stances_of_issue[number], part)
            .iter()
            .map(|id| stance(cards, *id))
            .collect(),
        quotes: quotes.iter().take(some).map(|quote| cards.quote(*quote)).collect(),
        quotes_url: quotes::of_issue(cards, id).filter(|_| quotes.len() > some),
        events: events.iter().take(some).map(|event| event_card(site, *event)).collect(),
        timeline: issue
            .page
            .beside("timeline/index.html")
            .filter(|_| !events.is_empty())
            .map(|page| cards.url(&page)),
        mentioned_in: briefs_in(cards, &site.text_relations.issues_mentioned[number], part),
        briefs: briefs_in(cards, &relations.issues[number], part),
        paging,
        stub: issue.origin.is_stub(),
    }
}

fn status(status: &IssueStatus) -> IssueStatusView {
    IssueStatusView {
        date: status.date.view(),
        state: status.state.clone(),
        trend: status.trend.map(Trend::word),
        note: status.note.clone(),
    }
}

/// An issue in a list.
pub(super) fn row(cards: &Cards<'_>, id: Id<Issue>, depth: usize) -> IssueRow {
    let issue = &cards.site.issues[id];
    IssueRow {
        title: issue.title.clone(),
        url: cards.url(&issue.page),
        summary: issue.summary.clone(),
        depth,
        briefs: cards.site.relations.issues[id.index()].len(),
        state: issue.status.first().map(|status| status.state.clone()),
    }
}

/// All issues, each after its parent, by title.
pub(super) fn tree(site: &Site) -> Vec<(Id<Issue>, usize)> {
    let mut roots: Vec<Id<Issue>> =
        site.issues.ids().filter(|id| site.issues[*id].parent.is_none()).collect();
    roots.sort_by(|a, b| {
        (&site.issues[*a].title, &site.issues[*a].id)
            .cmp(&(&site.issues[*b].title, &site.issues[*b].id))
    });
    let mut listed = Vec::with_capacity(site.issues.len());
    let mut waiting: Vec<(Id<Issue>, usize)> = roots.into_iter().rev().map(|id| (id, 0)).collect();
    while let Some((id, depth)) = waiting.pop() {
        listed.push((id, depth));
        waiting.extend(site.issues[id].children.iter().rev().map(|child| (*child, depth + 1)));
    }
    listed
}
