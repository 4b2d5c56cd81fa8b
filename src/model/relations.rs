//! Who and what stands in which brief: every page about X is a list of the briefs about X.

use crate::base::id::{Id, Table};

use super::entities::{Actor, Brief, Entity, Issue, LinkEnd, Place, Source};

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
    /// Whether the entity is linked from any text.
    pub linked: rustc_hash::FxHashSet<Entity>,
}

/// Gathers the relations. Briefs come in the order of their table, which is newest first.
pub fn relations(
    briefs: &Table<Brief>,
    actors: &Table<Actor>,
    issues: &Table<Issue>,
    places: &Table<Place>,
    sources: &Table<Source>,
) -> Relations {
    let mut relations = Relations {
        actors: vec![Vec::new(); actors.len()],
        issues: vec![Vec::new(); issues.len()],
        places: vec![Vec::new(); places.len()],
        sources: vec![Vec::new(); sources.len()],
        linked_from: vec![Vec::new(); briefs.len()],
        linked: rustc_hash::FxHashSet::default(),
    };
    for (id, brief) in briefs.iter() {
        for (index, item) in brief.actors.iter().enumerate() {
            relations.actors[item.actor.index()].push((id, index));
        }
        for issue in &brief.issues {
            climb(*issue, |issue| issues[issue].parent, |issue| once(&mut relations.issues[issue.index()], id));
        }
        for place in &brief.places {
            climb(*place, |place| places[place].within, |place| once(&mut relations.places[place.index()], id));
        }
        for source in brief.sources.iter().flatten() {
            once(&mut relations.sources[source.index()], id);
        }
        for end in &brief.text.ends {
            let LinkEnd::Entity(entity, _) = end else { continue };
            relations.linked.insert(*entity);
            if let Entity::Brief(other) = entity
                && *other != id
            {
                once(&mut relations.linked_from[other.index()], id);
            }
        }
    }
    relations
}

/// Visits an item and all above it; the trees have no circles.
fn climb<T>(start: Id<T>, above: impl Fn(Id<T>) -> Option<Id<T>>, mut visit: impl FnMut(Id<T>)) {
    let mut next = Some(start);
    while let Some(item) = next {
        visit(item);
        next = above(item);
    }
}

/// Adds a brief unless it was the last one added: briefs come one after the other.
fn once(briefs: &mut Vec<Id<Brief>>, brief: Id<Brief>) {
    if briefs.last() != Some(&brief) {
        briefs.push(brief);
    }
}
