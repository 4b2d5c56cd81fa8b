//! The page of a brief.

use std::ops::Range;

use crate::base::id::Id;
use crate::base::path::OutPath;
use crate::model::entities::{Brief, Status};
use crate::parse::brief::{Update, UpdateKind};

use super::BRIEFS;
use super::cards::{Cards, ListPage, PER_PAGE, briefs_in, contents, items_in, paged, status_word};
use super::claims::{claim_told, legend};
use super::planned::{Html, Planned};
use super::references::cite;
use super::shared::Shared;
use super::source::{entries, maybe};
use super::told;
use super::views::{
    BriefView, EntriesView, EntryRow, Link, MaybeLink, NoticesView, Paging, QuoteView, StatusView,
    UpdateView,
};

/// The page of a brief, and pages that continue its list of briefs with links to it.
pub(super) fn brief_pages<'s>(
    cards: &'s Cards<'_>,
    id: Id<Brief>,
) -> impl Iterator<Item = Planned<'s>> {
    let brief = &cards.site.briefs[id];
    let linked = cards.site.text_relations.linked_from[id.index()].len();
    let planned = move |(path, part, paging): ListPage| {
        let page = Planned::page(path, move |path| match paging.number {
            1 => brief_html(cards, id, paging),
            _ => linked_from(cards, id, path, &part, paging),
        });
        page.of(brief.file.clone())
    };
    paged(linked, &brief.page, cards.site).map(planned)
}

/// The briefs with links to a brief, from the 101st.
fn linked_from(
    cards: &Cards<'_>,
    id: Id<Brief>,
    path: &OutPath,
    part: &Range<usize>,
    paging: Paging,
) -> Html {
    let site = cards.site;
    let brief = &site.briefs[id];
    let title = format!("Briefs that link to {}", brief.title);
    let mut head = cards.head_in_list(path, &title, &BRIEFS);
    head.crumbs.push(Link { title: brief.title.clone(), url: cards.url(&brief.page) });
    let entry = |id: &Id<Brief>| EntryRow {
        title: cards.listed_title(&site.briefs[*id]),
        url: cards.url(&site.briefs[*id].page),
        note: Some(dates(&site.briefs[*id])),
        briefs: None,
    };
    let entries =
        items_in(&site.text_relations.linked_from[id.index()], part).iter().map(entry).collect();
    let view = EntriesView { title, section: BRIEFS.folder, entries, paging };
    cards.html("entries.html", path, head, view, None)
}

/// The day of a brief, and the day of its last correction.
fn dates(brief: &Brief) -> String {
    match brief.corrections().next() {
        Some(correction) => format!("{}, corrected {}", brief.date.long(), correction.date.long()),
        None => brief.date.long(),
    }
}

fn brief_html(cards: &Cards<'_>, id: Id<Brief>, paging: Paging) -> Html {
    let brief = &cards.site.briefs[id];
    let given = &brief.fields;
    let mut head = cards.head_in_list(&brief.page, &brief.title, &BRIEFS);
    head.description = given.summary.clone();
    head.og_type = "article";
    if let Some(lang) = &given.lang {
        cards.speak(&mut head, lang);
    }
    let (sources, citations) = entries(cards, cards.site.text(id), &brief.sources);
    let prose = cards.prose_of_brief(id, citations);
    let template = given.template.as_ref().map_or("brief.html", |name| &name.value);
    let view = BriefView { sources, ..brief_view(cards, id, paging) };
    cards.html(template, &brief.page, head, view, prose)
}

fn brief_view(cards: &Cards<'_>, id: Id<Brief>, paging: Paging) -> BriefView {
    let site = cards.site;
    let brief = &site.briefs[id];
    let given = &brief.fields;
    let by = &site.statements;
    let updated = brief.updates.iter().find(|update| update.kind != UpdateKind::Minor);
    let other_updates = brief.updates.iter().filter(|update| update.kind != UpdateKind::Correction);
    let neighbour = |number: Option<usize>| {
        let id: Id<Brief> = Id::new(number.filter(|number| *number < site.briefs.len())?);
        Some(Link {
            title: cards.listed_title(&site.briefs[id]),
            url: cards.url(&site.briefs[id].page),
        })
    };
    let since: Vec<_> =
        brief.actors.iter().map(|item| told::title_since(cards, item.actor, brief)).collect();
    let who = |(item, since): (_, Option<String>)| {
        cards.who(item, brief.date, since.filter(|_| told::goes_on(brief)))
    };
    let claims: Vec<_> =
        by.claims_of_brief[id.index()].iter().map(|word| claim_told(cards, *word)).collect();
    BriefView {
        id: brief.id.to_string(),
        title: brief.title.clone(),
        date: brief.date.view(),
        as_of: given.as_of.as_ref().map(|when| when.value.view()),
        updated: updated.map(|update| update.date.view()),
        summary: given.summary.clone(),
        notices: notices(cards, brief),
        author: given.author.clone(),
        titles_as_of: since.iter().any(Option::is_some).then(|| brief.date.view()),
        who: brief.actors.iter().zip(since).map(who).collect(),
        issues: brief.issues.iter().map(|issue| cards.shared_issue(*issue)).collect(),
        places: brief.places.iter().map(|place| cards.place(*place)).collect(),
        sources: Vec::new(),
        updates: other_updates.map(update).collect(),
        quotes: listed_quotes(cards, id),
        events: told::events(cards, id),
        stances: told::stances(cards, id),
        legend: legend(site, &claims),
        claims,
        unconfirmed: brief
            .unconfirmed
            .iter()
            .filter_map(|entity| Some(cards.link(*entity)?.url))
            .collect(),
        gaps: given.gaps.clone(),
        contents: contents(site.text(id)),
        cite: cite(site, id),
        // The table has the newest brief first.
        previous: neighbour(Some(id.index() + 1)),
        next: neighbour(id.index().checked_sub(1)),
        linked_from: briefs_in(cards, &site.text_relations.linked_from[id.index()], &(0..PER_PAGE)),
        paging,
        extra: given.extra.clone(),
    }
}

fn notices(cards: &Cards<'_>, brief: &Brief) -> Option<Box<NoticesView>> {
    let review = brief.fields.review_by.as_ref();
    let notices = NoticesView {
        unpublished: cards.unpublished(brief),
        corrections: brief.corrections().map(update).collect(),
        status: status(cards, brief),
        retracted: retracted(cards, brief),
        review_overdue: review
            .is_some_and(|review| review.value < cards.site.day && brief.status == Status::Live),
    };
    (notices != NoticesView::default()).then(|| Box::new(notices))
}

fn retracted(cards: &Cards<'_>, brief: &Brief) -> Vec<MaybeLink> {
    let fallen = brief
        .sources
        .iter()
        .flatten()
        .filter(|source| cards.site.retracted.sources.root(**source).is_some());
    fallen.map(|source| maybe(cards, *source)).collect()
}

/// The quotations that are not blocks in the text.
fn listed_quotes(cards: &Cards<'_>, id: Id<Brief>) -> Vec<Shared<QuoteView>> {
    let embedded = cards.anchored_quotes(cards.site.text(id));
    let own = cards.site.statements.quotes_of_brief[id.index()].iter();
    own.filter(|quote| !embedded.contains(quote)).map(|quote| cards.quote(*quote)).collect()
}

fn status(cards: &Cards<'_>, brief: &Brief) -> Option<StatusView> {
    let word = status_word(&brief.status)?;
    let (by, reason) = match &brief.status {
        Status::Live => (None, None),
        Status::Superseded { by } => {
            (by.and_then(|by| cards.link(crate::model::entities::Entity::Brief(by))), None)
        }
        Status::Withdrawn { reason } => (None, reason.clone()),
    };
    Some(StatusView { word, by, reason })
}

fn update(update: &Update) -> UpdateView {
    UpdateView { date: update.date.view(), kind: update.kind.word(), note: update.note.clone() }
}
