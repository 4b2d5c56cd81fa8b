//! `/stances/`: the latest stances in a table of actors and issues. A large site has a table for
//! each issue at the top of the tree.

use std::collections::BTreeMap;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use crate::base::id::Id;
use crate::base::path::OutPath;
use crate::model::entities::{Actor, Issue, Stance};
use crate::model::site::Site;

use super::Section;
use super::cards::{Cards, LatestStances, ListPage, listed_title, paged};
use super::issue::tree;
use super::planned::{Html, Planned};
use super::statements::{is_told, place_in, quote_url, source_ref_of, stance_words, unconfirmed};
use super::views::{Link, Paging, StanceCell, StanceRow, StancesView};

/// The largest number of columns that can be read.
const COLUMNS: usize = 12;

/// A table: its columns, its rows, and the latest stances.
struct Matrix {
    title: String,
    path: OutPath,
    issues: Vec<Id<Issue>>,
    actors: Vec<Id<Actor>>,
}

/// The pages of the tables.
pub(super) fn lists<'s>(section: &'static Section, cards: &'s Cards<'_>) -> Vec<Planned<'s>> {
    let site = cards.site;
    if site.statements.stances.is_empty() {
        return Vec::new();
    }
    let latest = cards.latest_stances();
    let matrices: Arc<[Matrix]> = matrices(section, cards, latest).into();
    let mut planned = Vec::new();
    for number in 0..matrices.len() {
        let matrix = &matrices[number];
        planned.extend(paged(matrix.actors.len(), &matrix.path, site).map(
            |(path, part, paging): ListPage| {
                let matrices = Arc::clone(&matrices);
                Planned::page(path, move |path| {
                    stances_html(section, cards, path, (&matrices, number), part, paging)
                })
            },
        ));
    }
    planned
}

impl Cards<'_> {
    /// The latest stance of each actor on each issue, on the build's day.
    pub(super) fn latest_stances(&self) -> &LatestStances {
        self.stances.get_or_init(|| latest(self.site))
    }
}

/// The latest stance of each actor on each issue, on the build's day.
fn latest(site: &Site) -> LatestStances {
    let mut latest: LatestStances = BTreeMap::new();
    for (actor, stances) in site.actors.ids().zip(&site.statements.stances_of_actor) {
        // The first stance in the list is the latest.
        for id in stances {
            latest.entry((actor, site.stances[*id].issue)).or_insert(*id);
        }
    }
    latest
}

fn matrices(section: &Section, cards: &Cards<'_>, latest: &LatestStances) -> Vec<Matrix> {
    let site = cards.site;
    let mut actors_of: FxHashMap<Id<Issue>, Vec<Id<Actor>>> = FxHashMap::default();
    for (actor, issue) in latest.keys() {
        actors_of.entry(*issue).or_default().push(*actor);
    }
    let has_any = |issue: &Id<Issue>| actors_of.contains_key(issue);
    let columns: Vec<Id<Issue>> =
        tree(site).into_iter().map(|(issue, _)| issue).filter(has_any).collect();
    let actors = |issues: &[Id<Issue>]| {
        let mut actors: Vec<Id<Actor>> =
            issues.iter().filter_map(|issue| actors_of.get(issue)).flatten().copied().collect();
        actors.sort_by_key(|actor| (&site.actors[*actor].name, *actor));
        actors.dedup();
        actors
    };
    if columns.len() <= COLUMNS {
        let actors = actors(&columns);
        return vec![Matrix {
            title: section.title.to_owned(),
            path: section.page(),
            issues: columns,
            actors,
        }];
    }
    let top = |issue: Id<Issue>| {
        std::iter::successors(Some(issue), |id| site.issues[*id].parent).last().unwrap_or(issue)
    };
    let mut groups: Vec<(Id<Issue>, Vec<Id<Issue>>)> = Vec::new();
    for issue in columns {
        match groups.last_mut() {
            Some((last, issues)) if *last == top(issue) && issues.len() < COLUMNS => {
                issues.push(issue)
            }
            _ => groups.push((top(issue), vec![issue])),
        }
    }
    let matrix = |(number, (top, issues)): (usize, (Id<Issue>, Vec<Id<Issue>>))| {
        let path = if number == 0 {
            Some(section.page())
        } else {
            OutPath::page(&format!("{}/{}", section.folder, number + 1))
        };
        let actors = actors(&issues);
        Some(Matrix {
            title: format!("{}: {}", section.title, site.issues[top].title),
            path: path?,
            issues,
            actors,
        })
    };
    groups.into_iter().enumerate().filter_map(matrix).collect()
}

fn stances_html(
    section: &Section,
    cards: &Cards<'_>,
    path: &OutPath,
    (matrices, number): (&[Matrix], usize),
    part: std::ops::Range<usize>,
    paging: Paging,
) -> Html {
    let (matrix, latest) = (&matrices[number], cards.latest_stances());
    let others = matrices.iter().enumerate().filter(|(other, _)| *other != number);
    let row = |actor: &Id<Actor>| StanceRow {
        actor: cards.actor(*actor),
        cells: matrix
            .issues
            .iter()
            .map(|issue| latest.get(&(*actor, *issue)).map(|id| cell(cards, *id)))
            .collect(),
    };
    let view = StancesView {
        title: matrix.title.clone(),
        issues: matrix.issues.iter().map(|issue| cards.issue(*issue)).collect(),
        rows: matrix.actors[part].iter().map(row).collect(),
        more: others
            .map(|(_, other)| Link { title: other.title.clone(), url: cards.url(&other.path) })
            .collect(),
        paging,
    };
    let head = cards.head_of_list(path, &matrix.title, section);
    cards.html(section.template, path, head, view, None)
}

fn cell(cards: &Cards<'_>, id: Id<Stance>) -> StanceCell {
    let site = cards.site;
    let stance = &site.stances[id];
    let brief = &site.briefs[stance.brief];
    StanceCell {
        stance_text: stance_words(&stance.fields.stance.value),
        stance: stance.fields.stance.value.clone(),
        date: stance
            .fields
            .date
            .as_ref()
            .map_or_else(|| stance.day.view(), |date| date.value.view()),
        quote: stance.quote.map(|quote| quote_url(site, quote)),
        source: source_ref_of(site, stance.ground).filter(|_| stance.quote.is_none()),
        told: is_told(stance),
        loc: place_in(site, stance.ground.source(), stance.fields.evidence.loc.as_ref()),
        unconfirmed: unconfirmed(&stance.fields.unconfirmed),
        brief: Link { title: listed_title(site, brief), url: cards.url(&brief.page) },
        retracted: site.retracted.stances.root(id).is_some(),
    }
}
