//! Names in running text: those that may mean several, those that a brief should list, and the other way round.

use std::collections::BTreeSet;

use rustc_hash::FxHashSet;

use crate::base::code::Code;
use crate::base::finding::{Finding, Span};
use crate::base::id::{Id, Kind};
use crate::base::text::joined;
use crate::model::entities::{Actor, Brief, Entity, LinkEnd, Text};
use crate::model::mentions::{EntityId, Mention, Outcome};

use super::Context;

/// Forms that may mean several, or somebody whom nobody introduced. Each is reported once a text.
pub(super) fn ambiguous(context: &Context<'_>, to: &mut Vec<Finding>) {
    for text in context.site.entities().filter_map(|entity| context.site.text_of(entity)) {
        let mut seen = BTreeSet::new();
        for mention in &text.resolved.mentions {
            let (ids, message) = match &mention.outcome {
                Outcome::Ambiguous(ids) => (ids, format!("`{}` may mean {}", form(text, mention), among(ids))),
                Outcome::Unintroduced(ids) => {
                    (ids, format!("`{}` is short for {}, who was not introduced", form(text, mention), among(ids)))
                }
                _ => continue,
            };
            if !seen.insert(form(text, mention)) {
                continue;
            }
            let example = ids.first().map_or_else(String::new, |(_, id)| format!("[[{id}|{}]]", form(text, mention)));
            let help = format!("give the full name first, list one of them, or write `{example}`");
            to.push(Finding::new(Code::AliasAmbiguous, span(text, mention), message).help(help));
        }
    }
}

fn form<'t>(text: &'t Text, mention: &Mention) -> &'t str {
    let body = text.document.body.as_ref();
    body.and_then(|body| body.text.get(mention.at.range())).unwrap_or_default()
}

fn among(ids: &[EntityId]) -> String {
    let names: Vec<String> = ids.iter().map(|(_, id)| format!("`{id}`")).collect();
    joined(&names).replace(" and ", " or ")
}

fn span(text: &Text, mention: &Mention) -> Span {
    let offset = text.document.body.as_ref().map_or(0, |body| body.offset);
    Span::new(text.document.path.clone(), mention.at.shifted(offset))
}

/// Registered actors whom a brief's text names and whom it does not list. Each is reported once a brief.
pub(super) fn unlisted(context: &Context<'_>, to: &mut Vec<Finding>) {
    for brief in context.site.briefs.rows() {
        let mut seen: FxHashSet<&EntityId> = FxHashSet::default();
        for mention in &brief.text.resolved.mentions {
            let Some(named) = mention.outcome.named().filter(|(kind, _)| *kind == Kind::Actor) else { continue };
            let listed = |actor: &Id<Actor>| context.site.actors[*actor].id == named.1;
            if brief.actors.iter().any(|item| listed(&item.actor)) || !seen.insert(named) {
                continue;
            }
            let message = format!("the text names `{}`, and `actors` does not list it", named.1);
            let help = format!(
                "add `{}` to `actors`, or `{{actor: {}, link: false}}` to keep the name a word",
                named.1, named.1
            );
            to.push(Finding::new(Code::MentionUnlisted, span(&brief.text, mention), message).help(help));
        }
    }
}

/// Actors whom a brief lists and neither its text nor its statements name.
///
/// Only where the text names at least half of those that are listed: a short note, or a text that speaks of “both
/// sides”, is left alone.
pub(super) fn unmentioned(context: &Context<'_>, to: &mut Vec<Finding>) {
    let site = context.site;
    for (id, brief) in site.briefs.iter() {
        let named = named_in_text(brief);
        let told = brief.actors.iter().filter(|item| named.contains(&item.actor)).count();
        if told == 0 || told * 2 < brief.actors.len() {
            continue;
        }
        let stated = named_in_statements(context, id);
        let Some(fields) = super::brief_fields(&brief.text.document) else { continue };
        for item in &brief.actors {
            if named.contains(&item.actor) || stated.contains(&item.actor) {
                continue;
            }
            let actor = &site.actors[item.actor];
            // What describes somebody unknown is no name to look for in a text.
            if actor.anonymous {
                continue;
            }
            let at = fields.actors.iter().find(|given| given.index == item.index).map(|given| given.target.at);
            let span = Span::new(brief.text.document.path.clone(), at.unwrap_or_default());
            let message = format!("{} is listed, and neither the text nor a statement names them", actor.name);
            to.push(
                Finding::new(Code::ListedUnmentioned, span, message)
                    .path(format!("actors[{}]", item.index))
                    .help("say what they have to do with it, or take them off the list"),
            );
        }
    }
}

fn named_in_text(brief: &Brief) -> FxHashSet<Id<Actor>> {
    let actor = |entity: &Entity| match entity {
        Entity::Actor(actor) => Some(*actor),
        _ => None,
    };
    let links = brief.text.ends.iter().filter_map(|end| match end {
        LinkEnd::Entity(entity, _) => actor(entity),
        _ => None,
    });
    links.chain(brief.text.mentions.iter().filter_map(|(_, entity, _)| actor(entity))).collect()
}

fn named_in_statements(context: &Context<'_>, id: Id<Brief>) -> FxHashSet<Id<Actor>> {
    let (site, by) = (context.site, &context.site.statements);
    let mut named: FxHashSet<Id<Actor>> = FxHashSet::default();
    for quote in by.quotes_of_brief[id.index()].iter().map(|quote| &site.quotes[*quote]) {
        named.extend(quote.speaker_ids().chain(quote.to));
    }
    for event in by.events_of_brief[id.index()].iter().map(|event| &site.events[*event]) {
        named.extend(event.who.iter().flat_map(|who| std::iter::once(who.actor).chain(who.stands_for)));
    }
    named.extend(by.stances_of_brief[id.index()].iter().map(|stance| site.stances[*stance].actor));
    for claim in by.claims_of_brief[id.index()].iter().map(|claim| &site.claims[*claim]) {
        named.extend(claim.disputed_by.iter().copied());
    }
    named
}
