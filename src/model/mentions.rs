//! Finds the names of entities in a text, and decides which become links.
//!
//! The rules are in the format's section on linking names. Explicit links have priority, then the
//! entities that the brief lists, then the registry. An ambiguous name is never linked; a check
//! reports it.

use std::borrow::Cow;
use std::collections::hash_map::Entry;
use std::ops::Range;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::base::finding::Bytes;
use crate::base::limits;
use crate::base::typography::{is_hangul, is_unspaced};
use crate::parse::config::Density;
use crate::parse::markdown::{Body, MarkKind};

use super::evidence::quotations;
use super::forms::{Bearer, Fold, Occurrence};
use super::habits::Habits;
use super::lexicon::Lexicon;
use super::links::Target;
use super::name_context::{EntityId, NameContext};
use super::neighbours::{self, EMPHASIS};

/// A name in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mention {
    /// The place of the name in the body's text.
    pub at: Bytes,
    /// The meaning of the name, and whether it becomes a link.
    pub outcome: Outcome,
}

/// The meaning of a name, and whether it becomes a link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It becomes a link to this entity.
    Linked(EntityId),
    /// It names this entity, which has a link earlier in the section.
    Later(EntityId),
    /// It names this entity, which the brief excludes from links with `link: false`.
    OptedOut(EntityId),
    /// It names the entity of the page.
    OwnPage(EntityId),
    /// It is ambiguous. At most eight candidates are kept.
    Ambiguous(Vec<EntityId>),
    /// It is a short form of these entities, of which no full name comes before. At most eight are
    /// kept.
    Unintroduced(Vec<EntityId>),
    /// It is a name in a script without spaces, of an entity that the brief does not list.
    Unlisted(EntityId),
    /// It is an everyday word and a short form of these entities, of which no full name comes
    /// before. At most eight are kept.
    EverydayWord(Vec<EntityId>),
}

impl Outcome {
    /// The entity, if the name is unambiguous.
    pub fn named(&self) -> Option<&EntityId> {
        match self {
            Outcome::Linked(entity) | Outcome::Later(entity) | Outcome::OptedOut(entity) => {
                Some(entity)
            }
            _ => None,
        }
    }
}

/// Everyday words that are also short forms of a few people.
const EVERYDAY: &[&str] = &[
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
    "Monday",
    "Tuesday",
    "Wednesday",
    "Thursday",
    "Friday",
    "Saturday",
    "Sunday",
    "Will",
    "Mark",
    "Bill",
    "Grant",
    "Hope",
    "Rose",
    "Young",
    "Long",
    "Short",
    "Brown",
    "White",
    "Black",
    "Green",
    "Gray",
    "Grey",
    "King",
    "Prince",
    "Bishop",
    "Price",
    "Case",
    "Field",
    "Fields",
    "Hill",
    "Rice",
    "Wood",
    "Woods",
    "Stone",
    "Bush",
    "Park",
    "Song",
    "Major",
    "Church",
    "Law",
    "Means",
    "Speaker",
    "Summer",
    "Winter",
    "The",
    "A",
    "An",
    "In",
    "On",
    "To",
    "So",
];

/// Finds the names in a text, in order. `targets` has the target of each mark of the body.
pub fn mentions(
    body: &Body,
    targets: &[Target],
    context: &NameContext,
    lexicon: &Lexicon,
) -> Vec<Mention> {
    let mut reader = MentionReader::of(context, lexicon);
    let sections = body.headings.iter().filter(|heading| heading.level <= 2);
    reader.sections = sections.map(|heading| heading.at.start).collect();
    let mut explicit = explicit(body, targets).into_iter().peekable();
    let mut folded = Fold::default();
    for (n, run) in body.runs.iter().enumerate() {
        folded.clear();
        fold_into(&mut folded, body, run);
        let found =
            candidates(&folded, || quoted(body, run, body.runs.get(n + 1)), context, lexicon);
        for candidate in found {
            while let Some((at, entity)) = explicit.next_if(|(at, _)| *at < candidate.at.start) {
                reader.note_explicit(at, entity);
            }
            reader.decide(&candidate);
        }
    }
    reader.mentions
}

/// A part of a brief above its text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum HeadPart {
    /// The title.
    Title,
    /// The summary.
    Summary,
}

/// An entity in the title or summary of a brief.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeadMention {
    /// The part with the name.
    pub part: HeadPart,
    /// The entity.
    pub entity: EntityId,
    /// Whether the name is a full name, so that short forms in the text refer to it.
    pub introduces: bool,
}

/// The unambiguous names in the title and summary of a brief. They do not become links.
pub fn mentions_in_head(
    head: &[(HeadPart, &str)],
    context: &NameContext,
    lexicon: &Lexicon,
) -> Vec<HeadMention> {
    let mut reader = MentionReader::of(context, lexicon);
    let mut mentions: Vec<HeadMention> = Vec::new();
    let mut places: FxHashMap<EntityId, usize> = FxHashMap::default();
    for (part, text) in head {
        let mut fold = Fold::default();
        fold.push(text, 0);
        for candidate in candidates(&fold, || quotations(text, |_| true).closed, context, lexicon) {
            let Ok(entity) = reader.meant(&candidate) else { continue };
            let introduces = candidate.bearers.iter().any(|bearer| bearer.strong);
            if reader.is_only_for_listed(&entity, &candidate) {
                continue;
            }
            if introduces {
                reader.introduced.insert(entity.clone());
            }
            match places.entry(entity) {
                Entry::Occupied(place) => mentions[*place.get()].introduces |= introduces,
                Entry::Vacant(place) => {
                    let entity = place.key().clone();
                    place.insert(mentions.len());
                    mentions.push(HeadMention { part: *part, entity, introduces });
                }
            }
        }
    }
    mentions
}

/// The entities with explicit links in the text, with their places.
fn explicit(body: &Body, targets: &[Target]) -> Vec<(u32, EntityId)> {
    let linked =
        body.marks.iter().zip(targets).filter_map(|(mark, target)| match (&mark.kind, target) {
            (MarkKind::Wiki { .. } | MarkKind::Link { .. }, Target::Entity(kind, id, _)) => {
                Some((mark.at.start, (*kind, id.clone())))
            }
            _ => None,
        });
    let mut linked: Vec<(u32, EntityId)> = linked.collect();
    linked.sort();
    linked
}

/// A name in the text, with the entities that it may refer to.
pub(super) struct Candidate<'f> {
    pub(super) at: Bytes,
    text: String,
    pub(super) bearers: Cow<'f, [Bearer]>,
}

/// The names in a run that may become links, without overlaps: the leftmost and longest ones.
fn candidates<'f>(
    fold: &Fold,
    quoted: impl FnOnce() -> Vec<Range<usize>>,
    context: &'f NameContext,
    lexicon: &'f Lexicon,
) -> Vec<Candidate<'f>> {
    let text = fold.text.as_str();
    let mut found = forms_in(text, context, lexicon);
    let habits = context.habits.unwrap_or(lexicon.habits());
    found.retain(|found| standing(text, found.start, found.end, habits) == Standing::Alone);
    if found.is_empty() {
        return Vec::new();
    }
    let quoted = quoted();
    found.retain(|found| !is_within(&quoted, fold.original(found.start)));
    neighbours::set_apart(text, &mut found, context, lexicon);
    leftmost_longest(fold, found)
}

/// All names in a folded text, with overlaps: from the registry and from the brief's unregistered
/// names.
pub(super) fn forms_in<'f>(
    text: &str,
    context: &'f NameContext,
    lexicon: &'f Lexicon,
) -> Vec<Occurrence<'f>> {
    let mut found = lexicon.forms().find(text);
    found.extend(context.stubs.find(text));
    found
}

/// Removes overlaps: the leftmost and longest names stay. Equal names are joined with all their
/// entities.
pub(super) fn leftmost_longest<'f>(
    fold: &Fold,
    mut found: Vec<Occurrence<'f>>,
) -> Vec<Candidate<'f>> {
    found.sort_by_key(|found| (found.start, std::cmp::Reverse(found.end)));
    let mut candidates: Vec<Candidate<'f>> = Vec::new();
    let mut covered = 0;
    for Occurrence { start, end, bearers } in found {
        let at = Bytes::new(fold.original(start)..fold.original_end(end));
        match candidates.last_mut().filter(|last| last.at == at) {
            Some(last) => last.bearers.to_mut().extend(bearers.into_owned()),
            None if start >= covered => {
                covered = end;
                candidates.push(Candidate { at, text: fold.text[start..end].to_owned(), bearers });
            }
            None => {}
        }
    }
    candidates
}

/// A character in place of markup between two words, which ends every name.
const BREAK: char = '\u{1}';

/// The text of a run, folded. The pieces are places in the body's text.
pub(super) fn fold(body: &Body, run: &[Bytes]) -> Fold {
    let mut fold = Fold::default();
    fold_into(&mut fold, body, run);
    fold
}

fn fold_into(fold: &mut Fold, body: &Body, run: &[Bytes]) {
    let mut last: Option<usize> = None;
    for piece in run {
        let range = piece.range();
        if let Some(end) = last.filter(|end| *end < range.start) {
            let between = body.text.get(end..range.start).unwrap_or_default();
            fold.push_gap(stand_in(between), end, range.start - end);
        }
        last = Some(range.end);
        fold.push(body.text.get(range.clone()).unwrap_or_default(), range.start);
    }
}

/// The character in place of the markup between two pieces of text.
fn stand_in(between: &str) -> char {
    if between.trim().is_empty() {
        ' '
    } else if between.bytes().all(|byte| matches!(byte, b'*' | b'_' | b'~')) {
        EMPHASIS
    } else {
        BREAK
    }
}

/// The boundaries of a name in its text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Standing {
    /// A separate word.
    Alone,
    /// Part of a longer word.
    InWord,
    /// In capitals and next to a hyphen: “US” in “US-China”.
    BesideHyphen,
}

/// Whether an apostrophe after a name continues the word, as in “Xi’an”, and does not begin a
/// possessive ending, a short verb or a suffix.
fn goes_on(rest: &str, habits: Habits) -> bool {
    let Some(rest) = rest.strip_prefix('\'') else { return false };
    let word = rest.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
    !matches!(word, "" | "s" | "d" | "ll" | "re" | "ve" | "S")
        && !neighbours::is_turkish_suffix(word, habits)
}

/// Whether a name is a separate word, by rules 6 and 7 of the format.
pub(super) fn standing(text: &str, start: usize, end: usize, habits: Habits) -> Standing {
    let form = &text[start..end];
    let before = text[..start].chars().next_back();
    let after = text[end..].chars().next();
    let blocks = |neighbour: Option<char>, edge: Option<char>| match (neighbour, edge) {
        (Some(neighbour), Some(edge)) => {
            neighbour.is_alphanumeric()
                && edge.is_alphanumeric()
                && !(is_unspaced(neighbour) && is_unspaced(edge))
        }
        _ => false,
    };
    let last = form.chars().next_back();
    let is_particle =
        || last.is_some_and(|last| neighbours::is_korean_particle(&text[end..], last));
    let goes_on = (blocks(after, last) && !(after.is_some_and(is_hangul) && is_particle()))
        || goes_on(&text[end..], habits);
    if blocks(before, form.chars().next()) || goes_on {
        return Standing::InWord;
    }
    if before != Some('-') && after != Some('-') {
        return Standing::Alone;
    }
    let mut letters = form.chars().filter(|c| c.is_alphabetic()).peekable();
    let all_capital = letters.peek().is_some() && letters.all(char::is_uppercase);
    // “The US-led group” does name the US.
    let is_beside_hyphen = before == Some('-') || !neighbours::is_compound(&text[end + 1..]);
    if all_capital && is_beside_hyphen { Standing::BesideHyphen } else { Standing::Alone }
}

/// Whether a position is inside of one of the sorted, disjoint ranges.
pub(super) fn is_within(ranges: &[Range<usize>], at: usize) -> bool {
    ranges
        .get(ranges.partition_point(|range| range.end <= at))
        .is_some_and(|range| range.start <= at)
}

/// The quotations in a run, whose words are not the author's, as ranges of the body's text.
///
/// A quotation may go on in the `next` paragraph: it then has no closing mark, and the next
/// paragraph begins with an opening mark.
pub(super) fn quoted(body: &Body, run: &[Bytes], next: Option<&[Bytes]>) -> Vec<Range<usize>> {
    let (Some(first), Some(last)) = (run.first(), run.last()) else { return Vec::new() };
    let (start, end) = (first.range().start, last.range().end);
    let mut pieces = run.iter().peekable();
    let is_plain = |at: usize| {
        while pieces.next_if(|piece| piece.range().end <= start + at).is_some() {}
        pieces.peek().is_some_and(|piece| piece.range().contains(&(start + at)))
    };
    let found = quotations(body.text.get(start..end).unwrap_or_default(), is_plain);
    let mut quoted: Vec<Range<usize>> = found
        .closed
        .into_iter()
        .map(|quotation| start + quotation.start..start + quotation.end)
        .collect();
    if let Some((at, mark)) = found.open {
        let next = next.and_then(|run| body.text.get(run.first()?.range()));
        quoted.extend(
            next.filter(|next| next.trim_start().starts_with(mark)).map(|_| start + at..end),
        );
    }
    quoted
}

struct MentionReader<'a> {
    context: &'a NameContext,
    density: Density,
    /// The beginnings of sections.
    sections: Vec<u32>,
    introduced: FxHashSet<EntityId>,
    /// The entities that have a link, with their section.
    linked: FxHashSet<(usize, EntityId)>,
    mentions: Vec<Mention>,
}

impl<'a> MentionReader<'a> {
    fn of(context: &'a NameContext, lexicon: &Lexicon) -> MentionReader<'a> {
        MentionReader {
            context,
            density: lexicon.density(),
            sections: Vec::new(),
            introduced: context.introduced.iter().cloned().collect(),
            linked: FxHashSet::default(),
            mentions: Vec::new(),
        }
    }

    /// Whether a name in a script without spaces refers to an entity that the brief does not list.
    fn is_only_for_listed(&self, entity: &EntityId, candidate: &Candidate<'_>) -> bool {
        // The dot in a foreign name, as in 安东尼·布林肯, belongs to no script.
        let mut letters = candidate.text.chars().filter(|c| c.is_alphanumeric());
        letters.all(is_unspaced) && !self.is_listed(entity)
    }

    fn note_explicit(&mut self, at: u32, entity: EntityId) {
        let section = self.section(at);
        self.introduced.insert(entity.clone());
        self.linked.insert((section, entity));
    }

    /// The number of the section of a position, by the density of links.
    fn section(&self, at: u32) -> usize {
        match self.density {
            Density::Page => 0,
            Density::Section | Density::All => self.sections.partition_point(|start| *start <= at),
        }
    }

    fn decide(&mut self, candidate: &Candidate<'_>) {
        let outcome = match self.meant(candidate) {
            Ok(entity) => self.outcome_of(entity, candidate),
            Err(outcome) => outcome,
        };
        self.mentions.push(Mention { at: candidate.at, outcome });
    }

    /// The entity that a name refers to here.
    fn meant(&self, candidate: &Candidate<'_>) -> Result<EntityId, Outcome> {
        let strong: Vec<EntityId> = ids(candidate.bearers.iter().filter(|bearer| bearer.strong));
        if !strong.is_empty() {
            return match self.among(&strong, |id| self.is_listed(id)) {
                Some(one) => Ok(one),
                None if strong.len() == 1 => Ok(strong[0].clone()),
                None => Err(Outcome::Ambiguous(some(strong))),
            };
        }
        let weak: Vec<EntityId> = ids(candidate.bearers.iter());
        if let Some(one) = self.among(&weak, |id| self.introduced.contains(id)) {
            return Ok(one);
        }
        if EVERYDAY.contains(&candidate.text.as_str()) {
            return Err(Outcome::EverydayWord(some(weak)));
        }
        match self.among(&weak, |id| self.is_listed(id)) {
            Some(one) => Ok(one),
            None if weak.len() > 1 => Err(Outcome::Ambiguous(some(weak))),
            None => Err(Outcome::Unintroduced(some(weak))),
        }
    }

    /// The only entity that satisfies a condition.
    fn among(&self, ids: &[EntityId], holds: impl Fn(&EntityId) -> bool) -> Option<EntityId> {
        let mut fitting = ids.iter().filter(|id| holds(id));
        match (fitting.next(), fitting.next()) {
            (Some(one), None) => Some(one.clone()),
            _ => None,
        }
    }

    fn is_listed(&self, entity: &EntityId) -> bool {
        self.context.entities.contains(entity)
    }

    fn outcome_of(&mut self, entity: EntityId, candidate: &Candidate<'_>) -> Outcome {
        if self.is_only_for_listed(&entity, candidate) {
            return Outcome::Unlisted(entity);
        }
        if candidate.bearers.iter().any(|bearer| bearer.strong) {
            self.introduced.insert(entity.clone());
        }
        if self.context.own.as_ref() == Some(&entity) {
            return Outcome::OwnPage(entity);
        }
        if self.context.opted_out.contains(&entity) {
            return Outcome::OptedOut(entity);
        }
        let section = self.section(candidate.at.start);
        let first = self.linked.insert((section, entity.clone()));
        if first || self.density == Density::All {
            Outcome::Linked(entity)
        } else {
            Outcome::Later(entity)
        }
    }
}

/// The first few candidates for a finding. A name may have a thousand, which should not be stored
/// with each mention.
fn some(mut ids: Vec<EntityId>) -> Vec<EntityId> {
    ids.truncate(limits::BEARERS_TOLD);
    ids.shrink_to_fit();
    ids
}

pub(super) fn ids<'b>(bearers: impl Iterator<Item = &'b Bearer>) -> Vec<EntityId> {
    let mut ids: Vec<EntityId> = bearers.map(|bearer| (bearer.kind, bearer.id.clone())).collect();
    ids.sort();
    ids.dedup();
    ids
}
