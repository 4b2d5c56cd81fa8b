//! The relations between entities and briefs, from which most pages make their lists.

use std::sync::Arc;

use rustc_hash::FxHashSet;

use crate::base::id::Id;
use crate::base::memo::Hashed;

use super::entities::{Actor, Brief, Entity, Issue, Office, Organization, Place, Source};
use super::tables::Tables;

/// The relations in the registry and the front matter of briefs. Lists of briefs have each brief
/// once, the newest first.
#[derive(Debug)]
pub struct Relations {
    /// Briefs by actor, with the index of the actor in the brief's list.
    pub actors: Vec<Vec<(Id<Brief>, usize)>>,
    /// Briefs by issue, including those on its parts.
    pub issues: Vec<Vec<Id<Brief>>>,
    /// Briefs by place, including those on places in it.
    pub places: Vec<Vec<Id<Brief>>>,
    /// Briefs by source.
    pub sources: Vec<Vec<Id<Brief>>>,
    /// The present and former holders of an office, with the index of the tenure in the actor's
    /// list.
    pub holders: Vec<Vec<(Id<Actor>, usize)>>,
    /// The offices of an organization, by its actor.
    pub offices: Vec<Vec<Id<Office>>>,
    /// The issues to which an actor is a party, by actor.
    pub disputes: Vec<Vec<Id<Issue>>>,
    /// The places directly in a place.
    pub within: Vec<Vec<Id<Place>>>,
    /// The sources that are derived from a source.
    pub derived: Vec<Vec<Id<Source>>>,
}

/// The relations in texts. Lists of briefs have each brief once, the newest first.
#[derive(Debug)]
pub struct TextRelations {
    /// The briefs whose text links to a brief.
    pub linked_from: Vec<Vec<Id<Brief>>>,
    /// The briefs whose text names an actor without listing it, by actor.
    pub actors_mentioned: Vec<Vec<Id<Brief>>>,
    /// The briefs whose text names an issue without listing it, by issue.
    pub issues_mentioned: Vec<Vec<Id<Brief>>>,
    /// The entities with links in any text, except for texts about sources.
    pub linked: FxHashSet<Entity>,
}

impl Relations {
    /// Collects the relations of all rows.
    pub(super) fn of(tables: &Tables) -> Relations {
        let ((actors, issues), (places, sources)) = rayon::join(
            || (by_actor(tables), by_issue(tables)),
            || (by_place(tables), by_source(tables)),
        );
        Relations {
            actors,
            issues,
            places,
            sources,
            holders: holders(tables),
            offices: offices(tables),
            disputes: disputes(tables),
            within: within(tables),
            derived: derived(tables),
        }
    }
}

/// The rows, and the entities in the text of each brief, by row number.
type NamedInTexts<'a> = (&'a Hashed<Tables>, Vec<&'a Hashed<Vec<Entity>>>);

impl TextRelations {
    /// Collects the relations of all texts.
    pub(super) fn of((tables, named): &NamedInTexts<'_>) -> Arc<TextRelations> {
        let ((linked_from, linked), (actors_mentioned, issues_mentioned)) =
            rayon::join(|| links(tables, named), || mentioned(tables, named));
        Arc::new(TextRelations { linked_from, actors_mentioned, issues_mentioned, linked })
    }
}

fn by_actor(tables: &Tables) -> Vec<Vec<(Id<Brief>, usize)>> {
    let mut actors = vec![Vec::new(); tables.actors.len()];
    for (id, brief) in tables.briefs.iter() {
        for (index, item) in brief.actors.iter().enumerate() {
            actors[item.actor.index()].push((id, index));
        }
    }
    actors
}

fn by_issue(tables: &Tables) -> Vec<Vec<Id<Brief>>> {
    let mut issues = vec![Vec::new(); tables.issues.len()];
    for (id, brief) in tables.briefs.iter() {
        for issue in &brief.issues {
            climb(
                *issue,
                |issue| tables.issues[issue].parent,
                |issue| once(&mut issues[issue.index()], id),
            );
        }
    }
    issues
}

fn by_place(tables: &Tables) -> Vec<Vec<Id<Brief>>> {
    let mut places = vec![Vec::new(); tables.places.len()];
    for (id, brief) in tables.briefs.iter() {
        for place in &brief.places {
            climb(
                *place,
                |place| tables.places[place].within,
                |place| once(&mut places[place.index()], id),
            );
        }
    }
    places
}

fn by_source(tables: &Tables) -> Vec<Vec<Id<Brief>>> {
    let mut sources = vec![Vec::new(); tables.sources.len()];
    for (id, brief) in tables.briefs.iter() {
        for source in brief.sources.iter().flatten() {
            once(&mut sources[source.index()], id);
        }
    }
    sources
}

/// For each brief the briefs whose text links to it, and all entities with links in texts.
fn links(
    tables: &Tables,
    named: &[&Hashed<Vec<Entity>>],
) -> (Vec<Vec<Id<Brief>>>, FxHashSet<Entity>) {
    let mut linked_from = vec![Vec::new(); tables.briefs.len()];
    let mut linked = FxHashSet::default();
    for (id, named) in tables.briefs.ids().zip(named) {
        for entity in named.iter() {
            linked.insert(*entity);
            if let Entity::Brief(other) = entity
                && *other != id
            {
                once(&mut linked_from[other.index()], id);
            }
        }
    }
    let actors = tables.actors.rows().iter().filter_map(|row| row.text.as_ref());
    let offices = tables.offices.rows().iter().filter_map(|row| row.text.as_ref());
    let issues = tables.issues.rows().iter().filter_map(|row| row.text.as_ref());
    let places = tables.places.rows().iter().filter_map(|row| row.text.as_ref());
    let pages = tables.pages.rows().iter().map(|row| &row.text);
    for text in actors.chain(offices).chain(issues).chain(places).chain(pages) {
        linked.extend(text.named.iter().copied());
        linked.extend(text.cited.iter().flatten().map(|source| Entity::Source(*source)));
    }
    (linked_from, linked)
}

/// Briefs by the row number of an entity, the newest first.
type BriefsOf = Vec<Vec<Id<Brief>>>;

/// For each actor and each issue the briefs whose text names it, with or without a link, without
/// listing it.
fn mentioned(tables: &Tables, named: &[&Hashed<Vec<Entity>>]) -> (BriefsOf, BriefsOf) {
    let mut actors = vec![Vec::new(); tables.actors.len()];
    let mut issues = vec![Vec::new(); tables.issues.len()];
    for ((id, brief), named) in tables.briefs.iter().zip(named) {
        let listed: FxHashSet<Id<Actor>> = brief.actors.iter().map(|item| item.actor).collect();
        let listed_issues: FxHashSet<Id<Issue>> = brief.issues.iter().copied().collect();
        for entity in named.iter() {
            match entity {
                Entity::Actor(actor) if !listed.contains(actor) => {
                    once(&mut actors[actor.index()], id);
                }
                Entity::Issue(issue) if !listed_issues.contains(issue) => {
                    once(&mut issues[issue.index()], id);
                }
                _ => {}
            }
        }
    }
    (actors, issues)
}

fn holders(tables: &Tables) -> Vec<Vec<(Id<Actor>, usize)>> {
    let mut holders = vec![Vec::new(); tables.offices.len()];
    for (id, actor) in tables.actors.iter() {
        for (index, tenure) in actor.tenures.iter().enumerate() {
            holders[tenure.office.index()].push((id, index));
        }
    }
    holders
}

fn offices(tables: &Tables) -> Vec<Vec<Id<Office>>> {
    let mut offices = vec![Vec::new(); tables.actors.len()];
    for (id, office) in tables.offices.iter() {
        if let Some(Organization::Actor(organization)) = office.org {
            offices[organization.index()].push(id);
        }
    }
    offices
}

fn disputes(tables: &Tables) -> Vec<Vec<Id<Issue>>> {
    let mut disputes = vec![Vec::new(); tables.actors.len()];
    for (id, issue) in tables.issues.iter() {
        for (party, _) in &issue.parties {
            disputes[party.index()].push(id);
        }
    }
    disputes
}

fn within(tables: &Tables) -> Vec<Vec<Id<Place>>> {
    let mut within = vec![Vec::new(); tables.places.len()];
    for (id, place) in tables.places.iter() {
        if let Some(around) = place.within {
            within[around.index()].push(id);
        }
    }
    within
}

fn derived(tables: &Tables) -> Vec<Vec<Id<Source>>> {
    let mut derived = vec![Vec::new(); tables.sources.len()];
    for (id, source) in tables.sources.iter() {
        for original in source.derived_from.iter().flatten() {
            once(&mut derived[original.index()], id);
        }
    }
    derived
}

/// Visits an item and the items above it, up to the first that was visited before. The trees have
/// no circles.
fn climb<T>(
    start: Id<T>,
    above: impl Fn(Id<T>) -> Option<Id<T>>,
    mut is_new: impl FnMut(Id<T>) -> bool,
) {
    let mut next = Some(start);
    while let Some(item) = next {
        next = if is_new(item) { above(item) } else { None };
    }
}

/// Adds an item, unless it was added last; `true` if it was added. Equal items must come in
/// sequence.
fn once<T>(items: &mut Vec<Id<T>>, item: Id<T>) -> bool {
    let is_new = items.last() != Some(&item);
    if is_new {
        items.push(item);
    }
    is_new
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_way_up_is_gone_once_however_many_begin_on_it() {
        let (mut steps, mut lists) = (0, vec![Vec::new(); 1_000]);
        let brief: Id<Brief> = Id::new(7);
        for start in 0..lists.len() {
            let above = |item: Id<Issue>| item.index().checked_sub(1).map(Id::new);
            climb(Id::new(start), above, |item| {
                steps += 1;
                once(&mut lists[item.index()], brief)
            });
        }
        assert!(lists.iter().all(|list| *list == [brief]));
        assert!(steps <= 2_000, "{steps}");
    }
}
