//! The sources of a text with their citations, and the pages of sources.

use std::mem;
use std::ops::Range;
use std::sync::Arc;

use crate::base::date::When;
use crate::base::finding::{Bytes, Located};
use crate::base::id::{Id, Slug};
use crate::base::language;
use crate::base::path::OutPath;
use crate::base::text::letters;
use crate::model::entities::{Event, Ground, LinkTarget, Observation, Source, Text};
use crate::model::site::Site;
use crate::parse::registry::{Altered, DatedState, FurtherFields, SourceState};

use super::SOURCES;
use super::cards::{Cards, briefs_in, items_in, paged_together};
use super::claims::claim;
use super::planned::{Html, Planned};
use super::prose::CitedAt;
use super::statements::{event_card, place_in, stance, unconfirmed};
use super::views::{
    ArchivedView, EventCard, MaybeLink, Paging, SourceDetails, SourceEntry, SourceStateView,
    SourceView, UseView,
};

/// The indexes of a text's sources in the order of its page, and how many of them are cited: first
/// the cited ones by first use. Sources that the build does not show are left out.
pub(super) fn order(text: &Text, sources: &[Option<Id<Source>>]) -> (Vec<usize>, usize) {
    let mut is_left: Vec<bool> = sources.iter().map(Option::is_some).collect();
    let mut order: Vec<usize> = Vec::with_capacity(sources.len());
    for link in &text.links {
        let LinkTarget::Citation(items) = link else { continue };
        for (source, _) in items {
            if is_left.get_mut(*source).is_some_and(mem::take) {
                order.push(*source);
            }
        }
    }
    let cited = order.len();
    order.extend((0..sources.len()).filter(|source| is_left[*source]));
    (order, cited)
}

/// The anchor of the entry at a position in that list.
pub(super) fn anchor(position: usize) -> String {
    format!("_source-{}", position + 1)
}

/// The sources of a text in the order of its page, and its citations. `sources` are the sources
/// behind the numbers of the citations.
///
/// Sources are numbered by first use; a repeated citation has the number of its source.
pub(super) fn entries(
    cards: &Cards<'_>,
    text: &Text,
    sources: &[Option<Id<Source>>],
) -> (Vec<SourceEntry>, Vec<Vec<CitedAt>>) {
    let (order, cited) = order(text, sources);
    let mut positions: Vec<Option<usize>> = vec![None; sources.len()];
    order.iter().enumerate().for_each(|(position, source)| positions[*source] = Some(position));
    let mut uses: Vec<Vec<UseView>> = vec![Vec::new(); sources.len()];
    let mut citations = Vec::new();
    for link in &text.links {
        let LinkTarget::Citation(items) = link else { continue };
        let cited_here = items.iter().filter_map(|(source, locator)| {
            let position = (*positions.get(*source)?)?;
            let label = letters(uses[*source].len());
            let use_id = format!("_cite-{}-{label}", position + 1);
            uses[*source].push(UseView { id: use_id.clone(), label });
            let place = place_of_citation(cards.site, sources[*source], locator.as_deref());
            // A locator without a place is a line of a saved text, which no reader can look up.
            let locator = locator.clone().filter(|_| place.is_some());
            let entry_id = anchor(position);
            Some(CitedAt { number: number(position), use_id, locator, place, entry_id })
        });
        citations.push(cited_here.collect());
    }
    let entries = order.into_iter().enumerate().filter_map(|(position, source)| {
        let mut entry = entry(cards, sources[source]?, anchor(position));
        entry.number = (position < cited).then(|| number(position));
        entry.uses = std::mem::take(&mut uses[source]);
        Some(entry)
    });
    (entries.collect(), citations)
}

fn place_of_citation(
    site: &Site,
    source: Option<Id<Source>>,
    locator: Option<&str>,
) -> Option<String> {
    let locator = Located::new(locator?.to_owned(), Bytes::default());
    place_in(site, source, Some(&locator))
}

/// The number that readers see for a position.
fn number(position: usize) -> u32 {
    u32::try_from(position + 1).unwrap_or(u32::MAX)
}

/// A source in a list.
pub(super) fn entry(cards: &Cards<'_>, id: Id<Source>, anchor: String) -> SourceEntry {
    let source = &cards.site.sources[id];
    let fields = source.fields.as_ref();
    let online = source.url.as_ref().filter(|_| !cards.site.standing(id).is_dead());
    let host =
        online.and_then(|url| url.host.as_ref()).filter(|host| !source.title.starts_with(&***host));
    SourceEntry {
        number: None,
        anchor,
        title: Arc::clone(&source.title),
        page: source.page.as_ref().map(|(_, page)| cards.url(page)),
        url: online.map(|url| Arc::clone(&url.written)),
        host: host.cloned(),
        author: fields.map(|fields| fields.author.clone()).unwrap_or_default(),
        publisher: fields.and_then(|fields| fields.publisher.clone()),
        published: fields.and_then(|fields| fields.published.as_ref()).map(When::view),
        uses: Vec::new(),
        details: fields.and_then(|fields| details(cards.site, id, fields.further())).map(Box::new),
    }
}

/// The rare properties of a source.
fn details(site: &Site, id: Id<Source>, fields: &FurtherFields) -> Option<SourceDetails> {
    let retracted = site.retracted.sources.root(id).is_some();
    let standing = fields.standing(site.day);
    let (state, word) = (standing.state(), standing.word());
    let url = site.sources[id].url.as_ref().filter(|_| standing.is_dead());
    let lang = fields.lang.clone().filter(|lang| *lang != site.config.lang);
    let details = SourceDetails {
        kind: fields.kind.as_deref().map(kind_words),
        descriptor: fields.descriptor.clone(),
        language: lang.as_deref().map(|lang| language::name(lang).unwrap_or(lang).to_owned()),
        lang,
        accessed: fields.accessed.as_ref().map(When::view),
        archived: fields.archived.as_ref().map(|archived| ArchivedView {
            url: archived.url.value.to_string(),
            date: archived.date.as_ref().map(When::view),
        }),
        altered: fields.altered.map(altered_words),
        unconfirmed: unconfirmed(&fields.unconfirmed),
        state: state.word(),
        state_date: word.and_then(|word| word.date.as_ref()).map(When::view),
        state_note: word.and_then(|word| word.note.clone()),
        states: fields.states_on(site.day).rev().filter_map(dated_state).collect(),
        former_url: url.map(|url| url.written.to_string()),
        retracted,
        amiss: retracted
            || word.is_some()
            || fields.altered.is_some()
            || !fields.unconfirmed.is_empty(),
        reliability: fields.reliability.filter(|_| site.config.show_grades).map(String::from),
    };
    let nothing = SourceDetails { state: SourceState::Live.word(), ..SourceDetails::default() };
    (details != nothing).then_some(details)
}

fn dated_state(state: &DatedState) -> Option<SourceStateView> {
    let date = state.date.as_ref()?.view();
    Some(SourceStateView { date, state: state.state.word(), note: state.note.clone() })
}

fn altered_words(altered: Altered) -> &'static str {
    match altered {
        Altered::MachineParaphrase => "reworded by a machine",
        Altered::MachineTranslation => "translated by a machine",
        Altered::Transcript => "a transcript",
        Altered::Excerpt => "an excerpt",
    }
}

/// A CSL type in words: `article-newspaper` gives `newspaper article`.
fn kind_words(kind: &str) -> String {
    match kind {
        "webpage" => "web page".to_owned(),
        "legal_case" => "legal case".to_owned(),
        "motion_picture" => "film".to_owned(),
        "paper-conference" => "conference paper".to_owned(),
        "personal_communication" => "personal communication".to_owned(),
        "post-weblog" => "blog post".to_owned(),
        "review-book" => "book review".to_owned(),
        other => match other.split_once('-') {
            Some((thing, sort)) => format!("{sort} {thing}"),
            None => other.replace('_', " "),
        },
    }
}

/// The pages of a source, if it has any.
pub(super) fn source_pages<'s>(cards: &'s Cards<'_>, id: Id<Source>) -> Vec<Planned<'s>> {
    let source = &cards.site.sources[id];
    let Some((slug, first)) = &source.page else { return Vec::new() };
    let (by, relations, number) = (&cards.site.statements, &cards.site.relations, id.index());
    let briefs = relations.sources[number].len();
    let others = [
        by.quotes_of_source[number].len(),
        by.events_of_source[number].len(),
        by.stances_of_source[number].len(),
        by.claims_of_source[number].len(),
        relations.derived[number].len(),
    ];
    let planned = |(path, part, paging)| {
        let planned =
            Planned::page(path, move |path| source_html(cards, id, slug, path, part, paging));
        if source.registered {
            planned.of_entry(&source.span)
        } else {
            planned.asked_for_at(&source.span)
        }
    };
    paged_together(briefs, &others, first, cards.site).map(planned).collect()
}

fn source_html(
    cards: &Cards<'_>,
    id: Id<Source>,
    slug: &Slug,
    path: &OutPath,
    part: Range<usize>,
    paging: Paging,
) -> Html {
    let site = cards.site;
    let source = &site.sources[id];
    let linked = |other: &Result<Id<Source>, String>| match other {
        Ok(other) => maybe(cards, *other),
        Err(written) => MaybeLink { title: written.clone(), url: None },
    };
    let head = cards.head_in_list(path, &source.title, &SOURCES);
    let text = source.text.as_deref().filter(|_| paging.number == 1);
    let (prose, cited) = cards.prose(text, path);
    let by = &site.statements;
    let number = id.index();
    let view = SourceView {
        id: slug.to_string(),
        title: source.title.to_string(),
        entry: entry(cards, id, "_source".to_owned()),
        derived_from: source.derived_from.iter().map(linked).collect(),
        derived: items_in(&site.relations.derived[number], &part)
            .iter()
            .map(|other| maybe(cards, *other))
            .collect(),
        quotes: items_in(&by.quotes_of_source[number], &part)
            .iter()
            .map(|id| cards.quote(*id))
            .collect(),
        events: items_in(&by.events_of_source[number], &part)
            .iter()
            .map(|event| told_by(site, id, *event))
            .collect(),
        stances: items_in(&by.stances_of_source[number], &part)
            .iter()
            .map(|id| stance(cards, *id))
            .collect(),
        claims: items_in(&by.claims_of_source[number], &part)
            .iter()
            .map(|id| claim(cards, *id))
            .collect(),
        briefs: briefs_in(cards, &site.relations.sources[number], &part),
        paging,
    };
    Html { cited, ..cards.html("source.html", path, head, view, prose) }
}

/// An event on the page of a source, as reported by the briefs that list the source.
fn told_by(site: &Site, source: Id<Source>, id: Id<Event>) -> EventCard {
    let names = |seen: &Observation| seen.ground == Ground::Source(source);
    EventCard {
        source_implied: !site.events[id].observations.iter().any(names),
        ..event_card(site, id)
    }
}

pub(super) fn maybe(cards: &Cards<'_>, id: Id<Source>) -> MaybeLink {
    let source = &cards.site.sources[id];
    MaybeLink {
        title: source.title.to_string(),
        url: source.page.as_ref().map(|(_, page)| cards.url(page)),
    }
}
