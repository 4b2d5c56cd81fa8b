//! `/quotes/`: all quotations, and filtered lists by speaker, issue and year, which need no script.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::base::id::Id;
use crate::base::path::{OutPath, Url};
use crate::model::entities::{Actor, Issue, Quote};

use super::cards::{Cards, ListPage, PER_PAGE, paged};
use super::planned::{Html, Planned};
use super::views::{FilterGroup, FilterItem, Link, Paging, QuotesView};
use super::{QUOTES, Section};

/// A list of all quotations, or a filtered one.
struct List {
    title: String,
    path: OutPath,
    quotes: Arc<[Id<Quote>]>,
    sort: Sort,
}

/// The filter of a list.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Sort {
    All,
    Speaker,
    Issue,
    Year,
}

/// The pages of the list of all quotations and of the filtered lists.
pub(super) fn lists<'s>(section: &'static Section, cards: &'s Cards<'_>) -> Vec<Planned<'s>> {
    if cards.site.statements.quotes.is_empty() {
        return Vec::new();
    }
    let lists: Arc<[List]> = all_lists(section, cards).into();
    let pages = |number: usize| {
        let lists = Arc::clone(&lists);
        let list = &lists[number];
        paged(list.quotes.len(), &list.path, cards.site)
            .map(|(path, part, paging): ListPage| {
                let lists = Arc::clone(&lists);
                Planned::page(path, move |path| {
                    quotes_html(section, cards, path, (&lists, number), part, paging)
                })
            })
            .collect::<Vec<_>>()
    };
    (0..lists.len()).flat_map(pages).collect()
}

/// The filtered list of the quotations of a speaker.
pub(super) fn of_speaker(cards: &Cards<'_>, id: Id<Actor>) -> Option<Url> {
    Some(cards.url(&speaker_path(cards, id)?))
}

/// The filtered list of the quotations about an issue.
pub(super) fn of_issue(cards: &Cards<'_>, id: Id<Issue>) -> Option<Url> {
    Some(cards.url(&issue_path(cards, id)?))
}

fn speaker_path(cards: &Cards<'_>, id: Id<Actor>) -> Option<OutPath> {
    OutPath::page(&format!("{}/speaker/{}", QUOTES.folder, cards.site.actors[id].id))
}

fn issue_path(cards: &Cards<'_>, id: Id<Issue>) -> Option<OutPath> {
    OutPath::page(&format!("{}/issue/{}", QUOTES.folder, cards.site.issues[id].id))
}

fn all_lists(section: &Section, cards: &Cards<'_>) -> Vec<List> {
    let site = cards.site;
    let all = &site.statements.quotes;
    let mut years: BTreeMap<i16, Vec<Id<Quote>>> = BTreeMap::new();
    for id in all {
        years.entry(site.quotes[*id].day.year()).or_default().push(*id);
    }
    let list = |title: String, path: Option<OutPath>, quotes: &[Id<Quote>], sort: Sort| {
        let path = path.filter(|_| !quotes.is_empty())?;
        Some(List { title, path, quotes: quotes.into(), sort })
    };
    let mut lists: Vec<List> =
        list(section.title.to_owned(), Some(section.page()), all, Sort::All).into_iter().collect();
    let mut speakers: Vec<List> = site
        .actors
        .ids()
        .filter_map(|id| {
            let quotes = &site.statements.quotes_of_actor[id.index()];
            list(site.actors[id].name.clone(), speaker_path(cards, id), quotes, Sort::Speaker)
        })
        .collect();
    let mut issues: Vec<List> = site
        .issues
        .ids()
        .filter_map(|id| {
            let quotes = &site.statements.quotes_of_issue[id.index()];
            list(site.issues[id].title.clone(), issue_path(cards, id), quotes, Sort::Issue)
        })
        .collect();
    let by_title = |a: &List, b: &List| (&a.title, &a.path).cmp(&(&b.title, &b.path));
    speakers.sort_by(by_title);
    issues.sort_by(by_title);
    lists.extend(speakers);
    lists.extend(issues);
    lists.extend(years.into_iter().rev().filter_map(|(year, quotes)| {
        list(
            year.to_string(),
            OutPath::page(&format!("{}/year/{year:04}", section.folder)),
            &quotes,
            Sort::Year,
        )
    }));
    lists
}

fn quotes_html(
    section: &Section,
    cards: &Cards<'_>,
    path: &OutPath,
    (lists, number): (&[List], usize),
    part: std::ops::Range<usize>,
    paging: Paging,
) -> Html {
    let list = &lists[number];
    let title = match list.sort {
        Sort::All => list.title.clone(),
        Sort::Speaker => format!("Quotations of {}", list.title),
        Sort::Issue => format!("Quotations on {}", list.title),
        Sort::Year => format!("Quotations of {}", list.title),
    };
    let narrowed = list.sort != Sort::All;
    let head = match narrowed {
        true => cards.head_in_list(path, &title, section),
        false => cards.head_of_list(path, &title, section),
    };
    let view = QuotesView {
        title,
        filter: narrowed.then(|| Link { title: list.title.clone(), url: cards.url(&list.path) }),
        quotes: list.quotes[part].iter().map(|id| cards.quote(*id)).collect(),
        filters: filters(cards, lists, number),
        paging,
    };
    cards.html(section.template, path, head, view, None)
}

/// Links to the filtered lists by title, for each kind of filter to those with the most quotations.
fn filters(cards: &Cards<'_>, lists: &[List], current: usize) -> Vec<FilterGroup> {
    let group = |title: &'static str, sort: Sort| {
        let mut items: Vec<usize> =
            (0..lists.len()).filter(|number| lists[*number].sort == sort).collect();
        if items.len() > PER_PAGE {
            items.sort_by_key(|number| std::cmp::Reverse(lists[*number].quotes.len()));
            items.truncate(PER_PAGE);
            items.sort_unstable();
        }
        let item = |number: usize| FilterItem {
            title: lists[number].title.clone(),
            url: cards.url(&lists[number].path),
            count: lists[number].quotes.len(),
            current: number == current,
        };
        FilterGroup { title, items: items.into_iter().map(item).collect() }
    };
    let groups =
        [group("Speaker", Sort::Speaker), group("Issue", Sort::Issue), group("Year", Sort::Year)];
    groups.into_iter().filter(|group| !group.items.is_empty()).collect()
}
