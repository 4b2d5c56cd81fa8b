//! The names of one text that linking passes over, and why: for those who ask, not for builds.

use std::ops::Range;

use rustc_hash::FxHashMap;

use crate::base::finding::Bytes;
use crate::parse::Document;
use crate::parse::markdown::{Apart, Body, Mark, MarkKind, apart};

use super::forms::Occurrence;
use super::lexicon::Lexicon;
use super::links::Target;
use super::mentions::{
    Standing, fold, forms_in, ids, is_within, leftmost_longest, quoted, standing,
};
use super::name_context::{EntityId, NameContext};
use super::neighbours;
use super::resolve::{Resolved, name_context};

/// A name that [`super::mentions`] does not count as a mention.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnlinkedName {
    /// The place of the name in the body's text.
    pub at: Bytes,
    /// The entities that it may refer to.
    pub entities: Vec<EntityId>,
    /// The reason.
    pub why: Why,
}

/// The reason why a name is not linked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// It already is in an explicit link: `[[qin-gang]]`, or a link to the entity's file.
    Explicit,
    /// It is in quotation marks.
    Quotation,
    /// It is in capitals and next to a hyphen.
    BesideHyphen,
    /// It is part of another name.
    OtherName,
    /// It is the name of a month.
    Month,
    /// It is outside of the running text.
    Apart(Apart),
}

/// The names in a document's text that are not mentions, in order.
pub fn unlinked_names(
    document: &Document,
    resolved: &Resolved,
    lexicon: &Lexicon,
) -> Vec<UnlinkedName> {
    let (Some(body), Some(context)) =
        (&document.body, name_context(document, &resolved.references))
    else {
        return Vec::new();
    };
    let explicit = explicit(body, resolved);
    let mut all: Vec<UnlinkedName> = Vec::new();
    for (n, run) in body.runs.iter().enumerate() {
        let quoted = quoted(body, run, body.runs.get(n + 1));
        all.extend(in_run(body, run, &quoted, &context, lexicon));
    }
    for (place, pieces) in apart(&body.text) {
        all.extend(in_place(body, &pieces, place, &context, lexicon));
    }
    let in_link =
        |at: &Bytes| explicit.iter().any(|link| link.at.start <= at.start && at.end <= link.at.end);
    all.retain(|name| !in_link(&name.at));
    all.extend(explicit);
    all.sort_by_key(|name| name.at);
    all
}

/// The names in explicit links.
fn explicit(body: &Body, resolved: &Resolved) -> Vec<UnlinkedName> {
    let entity = |target: &Target| match target {
        Target::Entity(kind, id, _) => Some((*kind, id.clone())),
        _ => None,
    };
    let is_link = |kind: &MarkKind| matches!(kind, MarkKind::Wiki { .. } | MarkKind::Link { .. });
    let links = body.marks.iter().zip(&resolved.targets).filter(|(mark, _)| is_link(&mark.kind));
    let linked = |(mark, target): (&Mark, &Target)| {
        Some(UnlinkedName { at: mark.at, entities: vec![entity(target)?], why: Why::Explicit })
    };
    links.filter_map(linked).collect()
}

/// The names in a place outside of the running text.
fn in_place(
    body: &Body,
    pieces: &[Bytes],
    place: Apart,
    context: &NameContext,
    lexicon: &Lexicon,
) -> Vec<UnlinkedName> {
    let fold = fold(body, pieces);
    let mut found = forms_in(&fold.text, context, lexicon);
    let habits = context.habits.unwrap_or(lexicon.habits());
    found.retain(|found| standing(&fold.text, found.start, found.end, habits) != Standing::InWord);
    neighbours::set_apart(&fold.text, &mut found, context, lexicon);
    let name = |at, entities| UnlinkedName { at, entities, why: Why::Apart(place) };
    leftmost_longest(&fold, found)
        .into_iter()
        .map(|found| name(found.at, ids(found.bearers.iter())))
        .collect()
}

/// The names of a run that are in quotation marks, or in capitals next to a hyphen, and not part of
/// a mention.
pub(super) fn in_run(
    body: &Body,
    run: &[Bytes],
    quoted: &[Range<usize>],
    context: &NameContext,
    lexicon: &Lexicon,
) -> Vec<UnlinkedName> {
    let fold = fold(body, run);
    let text = fold.text.as_str();
    let habits = context.habits.unwrap_or(lexicon.habits());
    let (mut counting, mut others) = (Vec::new(), Vec::new());
    for found in forms_in(text, context, lexicon) {
        let in_quotation = is_within(quoted, fold.original(found.start));
        match standing(text, found.start, found.end, habits) {
            Standing::Alone if !in_quotation => counting.push(found),
            Standing::Alone | Standing::BesideHyphen => others.push(found),
            Standing::InWord => {}
        }
    }
    let apart = neighbours::set_apart(text, &mut counting, context, lexicon);
    let why_apart = |found: &Occurrence<'_>| {
        let is_month = neighbours::is_month_of_a_date(text, found.start, found.end);
        (fold.original(found.start), if is_month { Why::Month } else { Why::OtherName })
    };
    let why_apart: FxHashMap<usize, Why> = apart.iter().map(why_apart).collect();
    others.extend(apart);
    let counting = leftmost_longest(&fold, counting);
    others.retain(|found| {
        let (start, end) = (fold.original(found.start) as u32, fold.original_end(found.end) as u32);
        let next = counting.get(counting.partition_point(|name| name.at.end <= start));
        next.is_none_or(|name| end <= name.at.start)
    });
    let why = |at: &Bytes| {
        let at = at.start as usize;
        let otherwise = || why_apart.get(&at).copied().unwrap_or(Why::BesideHyphen);
        if is_within(quoted, at) { Why::Quotation } else { otherwise() }
    };
    let names = leftmost_longest(&fold, others).into_iter();
    names
        .map(|name| UnlinkedName {
            at: name.at,
            entities: ids(name.bearers.iter()),
            why: why(&name.at),
        })
        .collect()
}
