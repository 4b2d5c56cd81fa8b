//! Checks the upkeep of the registry: duplicate actors, overdue reviews, unused entries, and
//! sources that readers may not find again.

use rustc_hash::FxHashMap;

use crate::base::code::Code;
use crate::base::finding::{Finding, Span};
use crate::base::id::Slug;
use crate::base::typography::spelling;
use crate::model::entities::{Actor, Entity, Status};
use crate::parse::registry::ActorKind;

use super::{Check, Context, entry_path, source_path};

pub(super) const CHECKS: &[Check] = &[
    Check::Warnings(duplicate_actors),
    Check::Warnings(overdue_reviews),
    Check::Warnings(source_addresses),
    Check::Warnings(orphans),
];

/// Reports registered actors that share a name or an external id with another actor.
fn duplicate_actors(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let mut bearers: FxHashMap<String, &Actor> = FxHashMap::default();
    for actor in context.site.actors.rows().iter().filter(|actor| !actor.origin.is_stub()) {
        // A description such as “a senior official” may fit several people.
        let people = actor.kind == ActorKind::Person && !actor.anonymous;
        let names = std::iter::once(&actor.name)
            .chain(actor.names.iter().map(|(_, name)| name))
            .filter(|_| people);
        let names = names.map(|name| (spelling(name), name.clone()));
        let ids =
            actor.ids.iter().map(|(kind, id)| format!("{kind}:{id}")).map(|id| (id.clone(), id));
        for (key, shown) in names.chain(ids).filter(|(key, _)| !key.is_empty()) {
            match bearers.get(&key) {
                Some(other) if other.id != actor.id => {
                    let message = format!("`{}` and `{}` are both `{shown}`", other.id, actor.id);
                    findings.push(
                        Finding::new(Code::DupActor, actor.origin.span().clone(), message)
                            .path(entry_path(&actor.origin.span().file, &actor.id, ""))
                            .help(format!(
                                "put them together, with `former_ids: [{}]`, or tell them apart",
                                actor.id
                            ))
                            .also(other.origin.span().clone(), "the other entry"),
                    );
                    break;
                }
                Some(_) => {}
                None => drop(bearers.insert(key, actor)),
            }
        }
    }
}

/// Reports briefs and issues whose review is overdue on the build's day.
fn overdue_reviews(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let site = context.site;
    for brief in site.briefs.rows().iter().filter(|brief| brief.status == Status::Live) {
        if let Some(day) = brief.fields.review_by.as_ref().filter(|day| day.value < site.day) {
            let span = Span::new(brief.file.clone(), day.at);
            let message = format!("the review of `{}` was due on {}", brief.id, day.value.long());
            let help = "look at it again, then move `review_by`, or mark the brief superseded or \
                withdrawn";
            findings.push(
                Finding::new(Code::ReviewOverdue, span, message).path("review_by").help(help),
            );
        }
    }
    for issue in site.issues.rows() {
        if let Some((day, span)) = issue.review_by.as_ref().filter(|(day, _)| *day < site.day) {
            let message = format!("the review of issue `{}` was due on {}", issue.id, day.long());
            let help = "look at it again: add a `status` of today, and move `review_by`";
            let path = entry_path(&span.file, &issue.id, "review_by");
            findings
                .push(Finding::new(Code::IssueStale, span.clone(), message).path(path).help(help));
        }
    }
}

/// Reports sources whose address is a bare domain, and registered sources without an archived copy.
fn source_addresses(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for source in context.site.sources.rows() {
        let Some(url) = &source.url else { continue };
        let is_unarchived = source.registered
            && source.fields.as_deref().is_some_and(|fields| fields.further().archived.is_none());
        if !url.is_root && !is_unarchived {
            continue;
        }
        let written = source.fields.as_deref().and_then(|fields| fields.url.as_ref());
        let (span, path) = match (written, source.item) {
            (None, Some(number)) => (source.span.clone(), format!("sources[{number}]")),
            (written, _) => {
                let at = written.map_or(source.span.at, |url| url.at);
                (Span::new(source.span.file.clone(), at), source_path(source, "url"))
            }
        };
        if url.is_root {
            let message = format!("`{}` is a whole site, not a page of it", url.written);
            let help = "give the page's own address, or leave `url` out and say in `publisher` \
                whose it is";
            findings.push(
                Finding::new(Code::SourceUrlRoot, span.clone(), message)
                    .path(path.clone())
                    .help(help),
            );
        }
        if is_unarchived {
            let message = format!("`{}` has no archived copy", source.title);
            let help = "save one with a web archive, and write `archived: {url: …, date: …}`";
            findings
                .push(Finding::new(Code::SourceUnarchived, span, message).path(path).help(help));
        }
    }
}

/// Reports registered entries that nothing uses.
fn orphans(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let site = context.site;
    let linked = |entity: Entity| site.text_relations.linked.contains(&entity);
    let mut orphan = |span: &Span, word: &str, id: &Slug, name: &str| {
        if context.lexicon.is_named_later(id.as_str()) {
            return;
        }
        let message = format!("nothing uses {word} `{name}`");
        let path = entry_path(&span.file, id, "");
        findings.push(
            Finding::new(Code::Orphan, span.clone(), message)
                .path(path)
                .help("name it in a brief, or take it out"),
        );
    };
    for (id, actor) in site.actors.iter().filter(|(_, actor)| !actor.origin.is_stub()) {
        let relations = &site.relations;
        let stated = &site.statements;
        let silent = stated.quotes_of_actor[id.index()].is_empty()
            && stated.events_of_actor[id.index()].is_empty()
            && stated.stances_of_actor[id.index()].is_empty();
        let unnamed = silent
            && relations.actors[id.index()].is_empty()
            && relations.disputes[id.index()].is_empty();
        if unnamed && relations.offices[id.index()].is_empty() && !linked(Entity::Actor(id)) {
            orphan(actor.origin.span(), "actor", &actor.id, actor.id.as_str());
        }
    }
    for (id, office) in site.offices.iter().filter(|(_, office)| !office.origin.is_stub()) {
        if site.relations.holders[id.index()].is_empty() && !linked(Entity::Office(id)) {
            orphan(office.origin.span(), "office", &office.id, office.id.as_str());
        }
    }
    for (id, issue) in site.issues.iter().filter(|(_, issue)| !issue.origin.is_stub()) {
        let stated = &site.statements;
        let silent = stated.quotes_of_issue[id.index()].is_empty()
            && stated.events_of_issue[id.index()].is_empty()
            && stated.stances_of_issue[id.index()].is_empty();
        if silent
            && site.relations.issues[id.index()].is_empty()
            && !linked(Entity::Issue(id))
            && issue.children.is_empty()
        {
            orphan(issue.origin.span(), "issue", &issue.id, issue.id.as_str());
        }
    }
    for (id, place) in site.places.iter().filter(|(_, place)| !place.origin.is_stub()) {
        if site.relations.places[id.index()].is_empty()
            && site.statements.events_of_place[id.index()].is_empty()
            && !linked(Entity::Place(id))
            && site.relations.within[id.index()].is_empty()
        {
            orphan(place.origin.span(), "place", &place.id, place.id.as_str());
        }
    }
    for (id, source) in site.sources.iter().filter(|(_, source)| source.registered) {
        let Some((slug, _)) = &source.page else { continue };
        if site.relations.sources[id.index()].is_empty()
            && !linked(Entity::Source(id))
            && site.relations.derived[id.index()].is_empty()
        {
            orphan(&source.span, "source", slug, &source.title);
        }
    }
}
