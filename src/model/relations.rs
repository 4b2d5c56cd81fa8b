//! Who and what stands in which brief: every page about X is a list of the briefs about X.

use rustc_hash::FxHashSet;

use crate::base::id::Id;

use super::entities::{Actor, Brief, Entity, Issue, Office, Organization, Place, Site, Source};

/// For each entity the briefs that name it, the newest first, each once.
#[derive(Debug, Default)]
pub struct Relations {
    /// Briefs by actor.
    pub actors: Vec<Vec<(Id<Brief>, usize)>>,
    /// Briefs by issue, with those of its parts.
    pub issues: Vec<Vec<Id<Brief>>>,
    /// Briefs by place, with those of the places in it.
    pub places: Vec<Vec<Id<Brief>>>,
    /// Briefs by source.
    pub sources: Vec<Vec<Id<Brief>>>,
    /// Briefs by brief: those whose text links to it.
    pub linked_from: Vec<Vec<Id<Brief>>>,
    /// Briefs whose text names an actor that they do not list, by actor.
    pub actors_mentioned: Vec<Vec<Id<Brief>>>,
    /// Briefs whose text names an issue that they do not list, by issue.
    pub issues_mentioned: Vec<Vec<Id<Brief>>>,
    /// Who holds or held an office, with the number of the tenure in their list, by office.
    pub holders: Vec<Vec<(Id<Actor>, usize)>>,
    /// The offices of an organization, by actor.
    pub offices: Vec<Vec<Id<Office>>>,
    /// The issues that an actor is a party to, by actor.
    pub disputes: Vec<Vec<Id<Issue>>>,
    /// The places directly in it, by place.
    pub within: Vec<Vec<Id<Place>>>,
    /// The sources that are made from it, by source.
    pub derived: Vec<Vec<Id<Source>>>,
    /// Whether the entity is linked from any text.
    pub linked: rustc_hash::FxHashSet<Entity>,
}

/// Gathers the relations. Briefs come in the order of their table, which is newest first.
pub fn relations(site: &Site) -> Relations {
    let named =
        || rayon::join(|| by_actor(site), || rayon::join(|| by_issue(site), || by_place(site)));
    let cited = || rayon::join(|| by_source(site), || Links::of(site));
    let ((actors, (issues, places)), (sources, links)) = rayon::join(named, cited);
    let Links { linked_from, actors_mentioned, issues_mentioned, linked } = links;
    let mut relations = Relations {
        actors,
        issues,
        places,
        sources,
        linked_from,
        actors_mentioned,
        issues_mentioned,
        holders: vec![Vec::new(); site.offices.len()],
        offices: vec![Vec::new(); site.actors.len()],
        disputes: vec![Vec::new(); site.actors.len()],
        within: vec![Vec::new(); site.places.len()],
        derived: vec![Vec::new(); site.sources.len()],
        linked,
    };
    of_the_registry(&mut relations, site);
    relations
}

fn by_actor(site: &Site) -> Vec<Vec<(Id<Brief>, usize)>> {
    let mut actors = vec![Vec::new(); site.actors.len()];
    for (id, brief) in site.briefs.iter() {
        for (index, item) in brief.actors.iter().enumerate() {
            actors[item.actor.index()].push((id, index));
        }
    }
    actors
}

fn by_issue(site: &Site) -> Vec<Vec<Id<Brief>>> {
    let mut issues = vec![Vec::new(); site.issues.len()];
    for (id, brief) in site.briefs.iter() {
        for issue in &brief.issues {
            climb(
                *issue,
                |issue| site.issues[issue].parent,
                |issue| once(&mut issues[issue.index()], id),
            );
        }
    }
    issues
}

fn by_place(site: &Site) -> Vec<Vec<Id<Brief>>> {
    let mut places = vec![Vec::new(); site.places.len()];
    for (id, brief) in site.briefs.iter() {
        for place in &brief.places {
            climb(
                *place,
                |place| site.places[place].within,
                |place| once(&mut places[place.index()], id),
            );
        }
    }
    places
}

fn by_source(site: &Site) -> Vec<Vec<Id<Brief>>> {
    let mut sources = vec![Vec::new(); site.sources.len()];
    for (id, brief) in site.briefs.iter() {
        for source in brief.sources.iter().flatten() {
            once(&mut sources[source.index()], id);
        }
    }
    sources
}

/// Brings up to date what the texts of briefs lead to.
pub(super) fn note_links(site: &mut Site) {
    let Links { linked_from, actors_mentioned, issues_mentioned, linked } = Links::of(site);
    let relations = &mut site.relations;
    relations.linked_from = linked_from;
    relations.actors_mentioned = actors_mentioned;
    relations.issues_mentioned = issues_mentioned;
    relations.linked = linked;
}

/// The relations that the texts of briefs make.
struct Links {
    linked_from: BriefsOf,
    actors_mentioned: BriefsOf,
    issues_mentioned: BriefsOf,
    linked: rustc_hash::FxHashSet<Entity>,
}

impl Links {
    fn of(site: &Site) -> Links {
        let ((linked_from, linked), (actors_mentioned, issues_mentioned)) =
            rayon::join(|| links(site), || mentioned(site));
        Links { linked_from, actors_mentioned, issues_mentioned, linked }
    }
}

/// For each brief those whose text links to it, and all that any brief links to.
fn links(site: &Site) -> (Vec<Vec<Id<Brief>>>, rustc_hash::FxHashSet<Entity>) {
    let mut linked_from = vec![Vec::new(); site.briefs.len()];
    let mut linked = rustc_hash::FxHashSet::default();
    for (id, brief) in site.briefs.iter() {
        for entity in brief.text.entities() {
            linked.insert(entity);
            if let Entity::Brief(other) = entity
                && other != id
            {
                once(&mut linked_from[other.index()], id);
            }
        }
    }
    (linked_from, linked)
}

/// For each entity of a table some briefs, the newest first.
type BriefsOf = Vec<Vec<Id<Brief>>>;

/// For each actor and each issue the briefs whose text names it, in brackets or by itself, and
/// which do not list it.
fn mentioned(site: &Site) -> (BriefsOf, BriefsOf) {
    let mut actors = vec![Vec::new(); site.actors.len()];
    let mut issues = vec![Vec::new(); site.issues.len()];
    for (id, brief) in site.briefs.iter() {
        let listed: FxHashSet<Id<Actor>> = brief.actors.iter().map(|item| item.actor).collect();
        let listed_issues: FxHashSet<Id<Issue>> = brief.issues.iter().copied().collect();
        for entity in brief.text.entities() {
            match entity {
                Entity::Actor(actor) if !listed.contains(&actor) => {
                    once(&mut actors[actor.index()], id);
                }
                Entity::Issue(issue) if !listed_issues.contains(&issue) => {
                    once(&mut issues[issue.index()], id);
                }
                _ => {}
            }
        }
    }
    (actors, issues)
}

/// What the registry's entries say of each other, the other way round.
fn of_the_registry(relations: &mut Relations, site: &Site) {
    for (id, actor) in site.actors.iter() {
        for (index, tenure) in actor.tenures.iter().enumerate() {
            relations.holders[tenure.office.index()].push((id, index));
        }
    }
    for (id, office) in site.offices.iter() {
        if let Some(Organization::Actor(organization)) = office.org {
            relations.offices[organization.index()].push(id);
        }
    }
    for (id, issue) in site.issues.iter() {
        for (party, _) in &issue.parties {
            relations.disputes[party.index()].push(id);
        }
    }
    for (id, place) in site.places.iter() {
        if let Some(around) = place.within {
            relations.within[around.index()].push(id);
        }
    }
    for (id, source) in site.sources.iter() {
        for original in source.derived_from.iter().flatten() {
            once(&mut relations.derived[original.index()], id);
        }
    }
}

/// Visits an item and all above it, up to the first that is not new: all above that were visited
/// with it. The trees have no circles.
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

/// Adds an item unless it was the last one added: they come one after the other. Whether it was
/// added.
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
