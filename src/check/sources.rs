//! What statements rest on: reworded sources, a single source behind several, texts nobody used.

use std::collections::{BTreeMap, BTreeSet};

use crate::base::code::Code;
use crate::base::finding::{Finding, Span};
use crate::base::id::Id;
use crate::base::text::line_ranges;
use crate::model::claims::Claim;
use crate::model::entities::{Site, Source};
use crate::model::evidence::shares_of_five_word_runs;
use crate::model::statements::Stance;
use crate::parse::registry::Altered;
use crate::parse::statements::{ClaimKind, ClaimState};

use super::{Context, source_path};

/// Days after which a stance is old, seen from the newest brief on its issue.
const STANCE_HOLDS: i64 = 365;

/// Facts that one source says, or several that go back to one; facts that only a reworded source tells. What the desk
/// does not hold any more needs no better source.
pub(super) fn claims(context: &Context<'_>, to: &mut Vec<Finding>) {
    let site = context.site;
    for claim in site.claims.rows().iter().filter(|claim| is_own_fact(claim)) {
        let Some(word) = claim.standing().next() else { continue };
        let finding = |code, message: String| {
            Finding::new(code, word.span.clone(), message).path(format!("claims[{}]", word.index))
        };
        let sources: BTreeSet<Id<Source>> = claim.standing().flat_map(|word| word.sources.iter().copied()).collect();
        let roots: BTreeSet<Id<Source>> = sources.iter().flat_map(|source| roots(site, *source)).collect();
        if let (1, Some(only)) = (sources.len(), sources.first()) {
            let message = format!("claim `{}` rests on one source, `{}`", claim.id, site.sources[*only].title);
            let help = "find a second one, or attribute the claim: `by: …`";
            to.push(finding(Code::ClaimSingle, message).help(help));
        } else if sources.len() > 1 && roots.len() == 1 {
            let root = roots.first().map(|root| site.sources[*root].title.to_string()).unwrap_or_default();
            let message = format!("all sources of claim `{}` go back to `{root}`", claim.id);
            to.push(
                finding(Code::SourceCircular, message).help("find one that does not, or attribute the claim: `by: …`"),
            );
        }
        if !sources.is_empty() && sources.iter().all(|source| is_reworded(site, *source)) {
            let message = format!("claim `{}` rests on the words of a reworded source alone", claim.id);
            let help =
                "its narration is not what the source wrote: find the original, or rest the claim on a quotation";
            to.push(finding(Code::AlteredEvidence, message).help(help));
        }
    }
}

fn is_own_fact(claim: &Claim) -> bool {
    let is_held = !matches!(claim.held().state, ClaimState::Failed | ClaimState::Withdrawn);
    claim.kind == ClaimKind::Fact && claim.is_own() && is_held
}

fn is_reworded(site: &Site, source: Id<Source>) -> bool {
    let altered = site.sources[source].fields.as_deref().and_then(|fields| fields.further().altered);
    matches!(altered, Some(Altered::MachineParaphrase | Altered::MachineTranslation))
}

/// The sources that a source goes back to in the end: itself, where it goes back to none.
fn roots(site: &Site, source: Id<Source>) -> BTreeSet<Id<Source>> {
    let mut roots = BTreeSet::new();
    let mut seen = BTreeSet::new();
    let mut waiting = vec![source];
    while let Some(next) = waiting.pop() {
        if !seen.insert(next) {
            continue;
        }
        let above: Vec<Id<Source>> = site.sources[next].derived_from.iter().flatten().copied().collect();
        if above.is_empty() {
            roots.insert(next);
        }
        waiting.extend(above);
    }
    // Sources that go back to each other in a circle have no end: the circle counts as one.
    if roots.is_empty() {
        roots.extend(seen.first().copied());
    }
    roots
}

/// Likelihood and confidence in one sentence: ICD 203 keeps them apart.
pub(super) fn mixed_estimates(context: &Context<'_>, to: &mut Vec<Finding>) {
    let likelihood = &context.site.config.vocabulary.likelihood;
    let mixes = |sentence: &str| {
        let lower = format!(" {} ", sentence.to_lowercase().replace(|c: char| !c.is_alphanumeric(), " "));
        let likely = likelihood.iter().find(|(word, _)| lower.contains(&format!(" {word} ")));
        likely.filter(|_| lower.contains(" confidence ") || lower.contains(" confident "))
    };
    for claim in context.site.claims.rows() {
        for word in claim.standing() {
            for (key, text) in [("text", &word.fields.text), ("note", &word.fields.note)] {
                let mut sentences = text.iter().flat_map(|text| text.split(['.', ';', '!', '?']));
                let Some((mixed, _)) = sentences.find_map(mixes) else { continue };
                let message = format!("claim `{}` has likelihood (`{mixed}`) and confidence in one sentence", claim.id);
                to.push(
                    Finding::new(Code::EstMix, word.span.clone(), message)
                        .path(format!("claims[{}].{key}", word.index))
                        .help("say how likely it is in one sentence, and how sure you are in another"),
                );
            }
        }
    }
}

/// Stances without evidence, and those that are old beside the newest brief on their issue.
pub(super) fn stances(context: &Context<'_>, to: &mut Vec<Finding>) {
    let site = context.site;
    let stands = |stance: &Stance| !site.briefs[stance.brief].is_withdrawn();
    for (id, stance) in site.stances.iter().filter(|(_, stance)| stands(stance)) {
        let who = format!("{} on {}", site.actors[stance.actor].name, site.issues[stance.issue].title);
        let finding = |code, message: String| {
            Finding::new(code, stance.span.clone(), message).path(format!("stances[{}]", stance.index))
        };
        if stance.quote.is_none() && stance.source.is_none() {
            let message = format!("nothing shows the stance of {who}");
            to.push(finding(Code::StanceUnsourced, message).help("add `quote:`, or `source:` with `loc:`"));
        }
        let latest = site.statements.stances_of_actor[stance.actor.index()]
            .iter()
            .find(|other| site.stances[**other].issue == stance.issue);
        let newest = site.relations.issues[stance.issue.index()].first().map(|brief| site.briefs[*brief].date);
        if let Some(newest) = newest.filter(|day| latest == Some(&id) && stance.day.days_until(*day) > STANCE_HOLDS) {
            let message =
                format!("the stance of {who} is of {}; the newest brief on it of {}", stance.day.long(), newest.long());
            to.push(
                finding(Code::StanceOld, message)
                    .help("state it again in a brief, or say that it is not known any more"),
            );
        }
    }
}

/// Saved texts that share much of their wording.
pub(super) fn near_copies(context: &Context<'_>, to: &mut Vec<Finding>) {
    /// The part of five-word runs from which two texts count as one.
    const SHARED: f64 = 0.3;
    /// More texts than this are not compared pair by pair.
    const MOST: usize = 400;
    let site = context.site;
    let saved: Vec<(Id<Source>, _)> =
        site.sources.ids().filter_map(|id| Some((id, site.texts[id.index()].as_ref()?))).collect();
    if saved.len() > MOST {
        return;
    }
    for (n, (id, text)) in saved.iter().enumerate() {
        let related = |other: Id<Source>| roots(site, other).intersection(&roots(site, *id)).next().is_some();
        let copy = saved[..n]
            .iter()
            .find(|(other, words)| !related(*other) && shares_of_five_word_runs(text, words) >= SHARED);
        let Some((other, _)) = copy else { continue };
        let (source, other) = (&site.sources[*id], &site.sources[*other]);
        let message =
            format!("the saved texts of `{}` and `{}` share much of their wording", source.title, other.title);
        to.push(
            Finding::new(Code::SourceNearCopy, text_span(source), message)
                .path(source_path(source, "text"))
                .help("where one goes back to the other, say so: `derived_from: […]`")
                .also(text_span(other), "the other source"),
        );
    }
}

fn text_span(source: &Source) -> Span {
    let at = source.fields.as_deref().and_then(|fields| fields.further().text.as_ref()).map(|text| text.at);
    at.map_or_else(|| source.span.clone(), |at| Span::new(source.span.file.clone(), at))
}

/// Lines of a saved text that no statement uses, by its locator or by the words that it quotes.
pub(super) fn coverage(context: &Context<'_>, to: &mut Vec<Finding>) {
    let site = context.site;
    let mut used: BTreeMap<Id<Source>, BTreeSet<usize>> = BTreeMap::new();
    let mut locate = |source: Option<Id<Source>>, loc: Option<&String>| {
        let lines = loc.and_then(|loc| line_ranges(loc)).unwrap_or_default();
        let Some(text) = source.and_then(|source| site.texts[source.index()].as_ref()) else { return };
        let last = text.lines().count();
        let lines = lines.into_iter().flat_map(|(from, to)| from..=to.min(last));
        source.into_iter().for_each(|source| used.entry(source).or_default().extend(lines.clone()));
    };
    for quote in site.quotes.rows() {
        locate(quote.source, quote.fields.evidence.loc.as_ref());
    }
    for seen in site.events.rows().iter().flat_map(|event| &event.observations) {
        locate(seen.source, seen.fields.evidence.loc.as_ref());
    }
    for stance in site.stances.rows() {
        locate(stance.source, stance.fields.evidence.loc.as_ref());
    }
    for word in site.claims.rows().iter().flat_map(|claim| &claim.words) {
        word.sources.iter().for_each(|source| locate(Some(*source), word.fields.loc.as_ref()));
    }
    for quote in site.quotes.rows() {
        if let (Some(source), Some(found)) = (quote.source, quote.verdict.found()) {
            used.entry(source).or_default().extend(found.lines.clone());
        }
    }
    for (id, source) in site.sources.iter() {
        let Some(text) = &site.texts[id.index()] else { continue };
        let used = used.get(&id);
        let is_used = |line: &usize| used.is_some_and(|used| used.contains(line));
        let unused: Vec<usize> = text.content_lines().filter(|line| !is_used(line)).collect();
        if unused.is_empty() {
            continue;
        }
        let lines = in_ranges(&unused);
        let word = if unused.len() == 1 { "line" } else { "lines" };
        let message = format!("no statement uses {word} {lines} of the saved text of `{}`", source.title);
        to.push(
            Finding::new(Code::Coverage, text_span(source), message)
                .path(source_path(source, "text"))
                .help("use it in a statement with `loc:`, or put lines such as menus and advertisements into the source's `ignore:`"),
        );
    }
}

/// `3, 5–7, 9`, at most twenty pieces.
fn in_ranges(lines: &[usize]) -> String {
    let mut ranges: Vec<(usize, usize)> = Vec::new();
    for line in lines {
        match ranges.last_mut() {
            Some((_, last)) if *last + 1 == *line => *last = *line,
            _ => ranges.push((*line, *line)),
        }
    }
    let more = if ranges.len() > 20 { ", …" } else { "" };
    let shown = ranges.iter().take(20).map(
        |(first, last)| {
            if first == last { first.to_string() } else { format!("{first}–{last}") }
        },
    );
    shown.collect::<Vec<_>>().join(", ") + more
}

#[cfg(test)]
mod tests {
    use super::in_ranges;

    #[test]
    fn lines_are_put_together() {
        for (lines, shown) in [(&[3, 5, 6, 7, 9][..], "3, 5–7, 9"), (&[1], "1"), (&[1, 2], "1–2")] {
            assert_eq!(in_ranges(lines), shown);
        }
    }
}
