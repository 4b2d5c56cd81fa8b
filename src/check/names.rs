//! Checks the names in running text: ambiguous names, named actors that the brief does not list,
//! and listed actors that nothing names.

use std::collections::BTreeSet;

use rustc_hash::FxHashSet;

use crate::base::code::Code;
use crate::base::finding::{Bytes, Finding, Span};
use crate::base::id::{Id, Kind, Slug};
use crate::base::text::joined_or;
use crate::model::entities::{Actor, Brief, Entity, Text};
use crate::model::mentions::{HeadPart, Mention, Outcome};
use crate::model::name_context::EntityId;
use crate::model::unlinked::{Why, unlinked_names};
use crate::parse::config::AskedToList;
use crate::parse::registry::ActorKind;

use super::{Check, Context};

pub(super) const CHECKS: &[Check] =
    &[Check::Warnings(ambiguous), Check::Warnings(unlisted), Check::Warnings(unmentioned)];

/// Reports names that may mean several entities, and short names of actors that the text has not
/// introduced. Each name is reported once per text.
fn ambiguous(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for text in context.site.entities().filter_map(|entity| context.site.text_of(entity)) {
        let mut seen = BTreeSet::new();
        for mention in &text.resolved.mentions {
            let (ids, message) = match &mention.outcome {
                Outcome::Ambiguous(ids) => {
                    (ids, format!("`{}` may mean {}", form(text, mention), alternatives(ids)))
                }
                Outcome::Unintroduced(ids) => (
                    ids,
                    format!(
                        "`{}` is short for {}, who was not introduced",
                        form(text, mention),
                        alternatives(ids)
                    ),
                ),
                _ => continue,
            };
            if !seen.insert(form(text, mention)) {
                continue;
            }
            let example = ids
                .first()
                .map_or_else(String::new, |(_, id)| format!("[[{id}|{}]]", form(text, mention)));
            let help = format!("give the full name first, list one of them, or write `{example}`");
            findings.push(
                Finding::new(Code::AliasAmbiguous, place(text, mention.at), message).help(help),
            );
        }
    }
}

/// The words of a mention.
fn form<'t>(text: &'t Text, mention: &Mention) -> &'t str {
    let body = text.document.body.as_ref();
    body.and_then(|body| body.text.get(mention.at.range())).unwrap_or_default()
}

fn alternatives(ids: &[EntityId]) -> String {
    let names: Vec<String> = ids.iter().map(|(_, id)| format!("`{id}`")).collect();
    joined_or(&names)
}

/// The place in the file of a place in a text.
fn place(text: &Text, at: Bytes) -> Span {
    let offset = text.document.body.as_ref().map_or(0, |body| body.offset);
    Span::new(text.document.path.clone(), at.shifted(offset))
}

/// Reports actors that a brief names but does not list: persons only, unless `site.yaml` asks for
/// all actors. Each actor is reported once per brief.
fn unlisted(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let site = context.site;
    let is_asked = |actor: &Id<Actor>| {
        site.config.mentions == AskedToList::All || site.actors[*actor].kind == ActorKind::Person
    };
    for (id, brief) in site.briefs.iter() {
        let text = site.text(id);
        let mut seen: FxHashSet<Id<Actor>> = brief.actors.iter().map(|item| item.actor).collect();
        for (at, entity, _) in &text.mentions {
            let Entity::Actor(actor) = entity else { continue };
            if is_asked(actor) && seen.insert(*actor) {
                let id = &site.actors[*actor].id;
                let message = format!("the text names `{id}`, and `actors` does not list it");
                let finding = Finding::new(Code::MentionUnlisted, place(text, *at), message);
                findings.push(finding.help(how_to_list(id)));
            }
        }
        let mut head: Option<[(&str, Span); 2]> = None;
        for (mention, entity) in text.resolved.head.iter().zip(&text.head) {
            let Entity::Actor(actor) = entity else { continue };
            if is_asked(actor) && seen.insert(*actor) {
                let id = &site.actors[*actor].id;
                let [title, summary] = head.get_or_insert_with(|| {
                    [HeadPart::Title, HeadPart::Summary]
                        .map(|part| place_in_head(context, brief, part))
                });
                let (key, span) = match mention.part {
                    HeadPart::Title => title.clone(),
                    HeadPart::Summary => summary.clone(),
                };
                let message = format!("the {key} names `{id}`, and `actors` does not list it");
                let finding = Finding::new(Code::MentionUnlisted, span, message);
                findings.push(finding.path(key).help(how_to_list(id)));
            }
        }
    }
}

fn how_to_list(id: &Slug) -> String {
    format!("add `{id}` to `actors`, or `{{actor: {id}, link: false}}` to keep the name a word")
}

/// The key of the title or the summary, and its place in the file.
fn place_in_head(context: &Context<'_>, brief: &Brief, part: HeadPart) -> (&'static str, Span) {
    let title = brief.fields.title.at;
    let (key, at) = match part {
        HeadPart::Title => ("title", title),
        HeadPart::Summary => {
            let text = context.files.text(&brief.file).unwrap_or_default();
            let key = text.find("\nsummary:").map(|newline| newline + 1);
            ("summary", key.map_or(title, |key| Bytes::new(key..key + "summary".len())))
        }
    };
    (key, Span::new(brief.file.clone(), at))
}

/// Reports actors that a brief lists although neither its text nor its statements name them.
///
/// A text that names less than half of the actors is not checked: it may be a short note, or speak
/// of “both sides”. Actors that are named but not listed count as listed, so that listing them
/// does not cause new findings.
fn unmentioned(context: &Context<'_>, findings: &mut Vec<Finding>) {
    /// Up to this number of actors, searching for each name is faster than finding all names.
    const FEW: usize = 32;
    let site = context.site;
    for (id, brief) in site.briefs.iter() {
        let text = site.text(id);
        let named = named_in_text(text);
        let missing = brief.actors.iter().filter(|item| !named.contains(&item.actor)).count();
        if missing == 0 || missing > named.len() {
            continue;
        }
        let stated = named_in_statements(context, id);
        let mut in_passing: Option<FxHashSet<EntityId>> = None;
        for item in &brief.actors {
            if named.contains(&item.actor) || stated.contains(&item.actor) {
                continue;
            }
            let actor = &site.actors[item.actor];
            // A description of an unknown person is not a name that a text contains.
            if actor.anonymous {
                continue;
            }
            let mut is_in_passing = || {
                let in_passing = in_passing.get_or_insert_with(|| named_in_passing(context, text));
                in_passing.contains(&(Kind::Actor, actor.id.clone()))
            };
            // For a few names, a search for each is faster than `named_in_passing`.
            let may_be_named = missing > FEW || may_stand_in(text, actor);
            if may_be_named && is_in_passing() {
                continue;
            }
            let given = brief.fields.actors.partition_point(|given| given.index < item.index);
            let at = brief.fields.actors.get(given).map(|given| given.target.at);
            let span = Span::new(brief.file.clone(), at.unwrap_or_default());
            let message = format!(
                "{} is listed, and neither the text nor a statement names them",
                actor.name
            );
            findings.push(
                Finding::new(Code::ListedUnmentioned, span, message)
                    .path(format!("actors[{}]", item.index))
                    .help("say what they have to do with it, or take them off the list"),
            );
        }
    }
}

/// The actors that a brief certainly names in its text, title or summary.
fn named_in_text(text: &Text) -> FxHashSet<Id<Actor>> {
    let actor = |entity: &Entity| match entity {
        Entity::Actor(actor) => Some(*actor),
        _ => None,
    };
    text.named.iter().filter_map(actor).collect()
}

/// Whether a text contains the longest word of any name of an actor. A quick check, which most
/// actors that are not named fail.
fn may_stand_in(text: &Text, actor: &Actor) -> bool {
    let Some(body) = &text.document.body else { return false };
    let names = actor.names.iter().map(|(_, name)| name);
    let mut names =
        std::iter::once(&actor.name).chain(&actor.aliases).chain(&actor.short).chain(names);
    // Whole names cannot be searched for: apostrophes, hyphens and spaces vary.
    let longest = |name: &'_ String| {
        let words = name.split(|c: char| !c.is_alphanumeric());
        words.max_by_key(|word| word.len()).is_some_and(|word| body.text.contains(word))
    };
    names.any(longest)
}

/// The entities that a text names in places without links, such as quotations and headings, and the
/// entities that its ambiguous names may mean.
fn named_in_passing(context: &Context<'_>, text: &Text) -> FxHashSet<EntityId> {
    let others = unlinked_names(&text.document, &text.resolved, context.lexicon).into_iter();
    let others = others
        .filter(|name| !matches!(name.why, Why::OtherName | Why::Month))
        .flat_map(|name| name.entities);
    let doubtful = text.resolved.mentions.iter().flat_map(|mention| match &mention.outcome {
        Outcome::Ambiguous(ids) | Outcome::Unintroduced(ids) => ids.as_slice(),
        _ => &[],
    });
    others.chain(doubtful.cloned()).collect()
}

fn named_in_statements(context: &Context<'_>, id: Id<Brief>) -> FxHashSet<Id<Actor>> {
    let (site, by) = (context.site, &context.site.statements);
    let mut named: FxHashSet<Id<Actor>> = FxHashSet::default();
    for quote in by.quotes_of_brief[id.index()].iter().map(|quote| &site.quotes[*quote]) {
        named.extend(quote.speaker_ids().chain(quote.to));
    }
    for event in by.events_of_brief[id.index()].iter().map(|event| &site.events[*event]) {
        named.extend(
            event.who.iter().flat_map(|who| std::iter::once(who.actor).chain(who.stands_for)),
        );
    }
    named.extend(by.stances_of_brief[id.index()].iter().map(|stance| site.stances[*stance].actor));
    for (claim, number) in &by.claims_of_brief[id.index()] {
        named.extend(site.claims[*claim].words[*number].disputed_by.iter().copied());
    }
    named
}
