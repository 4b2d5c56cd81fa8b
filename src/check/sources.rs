//! Checks the sources of statements: implied sources, several sources with a single origin,
//! reworded sources, and saved texts that no statement uses.

use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::FxHashSet;

use crate::base::code::Code;
use crate::base::finding::{Finding, Located, Span};
use crate::base::id::Id;
use crate::base::limits;
use crate::base::text::{count, lines_of_place};
use crate::model::claims::Claim;
use crate::model::entities::{Ground, Source, Stance};
use crate::model::evidence::shares_of_five_word_runs;
use crate::model::references::Support;
use crate::model::site::Site;
use crate::parse::registry::Altered;
use crate::parse::statements::{ClaimKind, ClaimState, Mode};

use super::{Check, Context, source_path};

pub(super) const CHECKS: &[Check] = &[
    Check::Warnings(quotes_implied),
    Check::Warnings(others_implied),
    Check::Warnings(single_sources),
    Check::Warnings(mixed_estimates),
    Check::Warnings(stances),
    Check::Warnings(near_copies),
    Check::Warnings(coverage),
];

/// Days between a stance and the newest brief on its issue after which the stance is old.
const STANCE_HOLDS: i64 = 365;

/// Reports quotations that name no source and whose words cannot be found in the only source of
/// their brief.
fn quotes_implied(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let site = context.site;
    for quote in site.quotes.rows().iter().filter(|quote| quote.ground.is_implied()) {
        let Some(source) = quote.ground.source().filter(|_| quote.source().is_none()) else {
            continue;
        };
        let is_searched =
            site.saved_texts[source.index()].as_ref().is_some_and(|text| !text.is_empty());
        let is_word_for_word = matches!(quote.fields.mode, Mode::Verbatim | Mode::Partial);
        // `quotes::wording` reports words that were searched for and not found.
        if is_searched && is_word_for_word {
            continue;
        }
        let source = &site.sources[source].title;
        let why = match is_searched {
            true => "they are not its own",
            false => "it has no saved text",
        };
        let id = &quote.id;
        let message = format!(
            "`{id}` names no source, and its words cannot be looked up in `{source}`: {why}"
        );
        let help =
            "write `source:` with the source, or `source: none` for what the desk was told itself";
        findings.push(
            Finding::new(Code::SourceImplied, quote.span.clone(), message)
                .path(format!("quotes[{}]", quote.index))
                .help(help),
        );
    }
}

/// Reports how many events, stances and claims name no source, in briefs with a single source.
fn others_implied(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for brief in context.site.briefs.rows().iter().filter(|brief| brief.sources.len() == 1) {
        let (fields, named) = (&brief.fields, &brief.references);
        let events = fields.events.iter().zip(&named.events).enumerate();
        let events = events.filter(|(_, (_, event))| event.support == Support::OfBrief);
        let events = events.map(|(n, (event, _))| (event.id.at, format!("events[{n}]")));
        let stances = fields.stances.iter().zip(&named.stances).enumerate();
        let stances = stances.filter(|(_, (_, stance))| stance.support == Support::OfBrief);
        let stances = stances.map(|(n, (stance, _))| (stance.actor.at, format!("stances[{n}]")));
        let claims = fields.claims.iter().zip(&named.claims).enumerate();
        let claims = claims.filter(|(_, (_, claim))| claim.sources.contains(&Support::OfBrief));
        let claims = claims.map(|(n, (claim, _))| (claim.id.at, format!("claims[{n}]")));
        let mut implied = events.chain(stances).chain(claims);
        let Some((at, path)) = implied.next() else { continue };
        let count =
            count(1 + implied.count(), "statement names no source", "statements name no source");
        let span = Span::new(brief.file.clone(), at);
        let message = format!("{count}, beginning with `{path}`: pages say “source of the brief”");
        let help = "write `source:` where they stand in it, with `loc:` where that is known, or \
            `source: none`";
        findings.push(Finding::new(Code::SourceImpliedInfo, span, message).path(path).help(help));
    }
}

/// Reports facts that rest on a single source, on several sources with the same origin, or only on
/// reworded sources. Facts that failed or were withdrawn need no better source.
fn single_sources(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let site = context.site;
    for claim in site.claims.rows().iter().filter(|claim| is_own_fact(claim)) {
        let Some(word) = claim.standing().next() else { continue };
        let finding = |code, message: String| {
            Finding::new(code, word.span.clone(), message).path(format!("claims[{}]", word.index))
        };
        let grounds: Vec<Ground> =
            claim.standing().flat_map(|word| word.grounds.iter().copied()).collect();
        let sources: BTreeSet<Id<Source>> =
            grounds.iter().filter_map(|ground| ground.source()).collect();
        let is_told = grounds.contains(&Ground::Told);
        let roots: BTreeSet<Id<Source>> =
            sources.iter().flat_map(|source| roots(site, *source)).collect();
        let only = match (sources.len(), sources.first()) {
            (0, _) if is_told => Some("what the desk was told alone".to_owned()),
            (1, Some(only)) if !is_told => {
                Some(format!("one source, `{}`", site.sources[*only].title))
            }
            _ => None,
        };
        if let Some(only) = only {
            let message = format!("claim `{}` rests on {only}", claim.id);
            let help = "find a second one, or attribute the claim: `by: …`";
            findings.push(finding(Code::ClaimSingle, message).help(help));
        } else if sources.len() > 1 && !is_told && roots.len() == 1 {
            let root =
                roots.first().map(|root| site.sources[*root].title.to_string()).unwrap_or_default();
            let message = format!("all sources of claim `{}` go back to `{root}`", claim.id);
            findings.push(
                finding(Code::SourceCircular, message)
                    .help("find one that does not, or attribute the claim: `by: …`"),
            );
        }
        if !is_told
            && !sources.is_empty()
            && sources.iter().all(|source| is_reworded(site, *source))
        {
            let message =
                format!("claim `{}` rests on the words of a reworded source alone", claim.id);
            let help = "its narration is not what the source wrote: find the original, or rest \
                the claim on a quotation";
            findings.push(finding(Code::AlteredEvidence, message).help(help));
        }
    }
}

fn is_own_fact(claim: &Claim) -> bool {
    let is_held = !matches!(claim.held().state, ClaimState::Failed | ClaimState::Withdrawn);
    claim.kind == ClaimKind::Fact && claim.is_own() && is_held
}

fn is_reworded(site: &Site, source: Id<Source>) -> bool {
    let altered =
        site.sources[source].fields.as_deref().and_then(|fields| fields.further().altered);
    matches!(altered, Some(Altered::MachineParaphrase | Altered::MachineTranslation))
}

/// The origins of a source: the sources at the end of its `derived_from`, or the source itself.
fn roots(site: &Site, source: Id<Source>) -> BTreeSet<Id<Source>> {
    let mut roots = BTreeSet::new();
    let mut seen = BTreeSet::new();
    let mut waiting = vec![source];
    while let Some(next) = waiting.pop() {
        if !seen.insert(next) {
            continue;
        }
        let above: Vec<Id<Source>> =
            site.sources[next].derived_from.iter().flatten().copied().collect();
        if above.is_empty() {
            roots.insert(next);
        }
        waiting.extend(above);
    }
    // A circle of sources has no end and counts as one origin.
    if roots.is_empty() {
        roots.extend(seen.first().copied());
    }
    roots
}

/// Reports sentences that mix likelihood and confidence, which ICD 203 forbids.
fn mixed_estimates(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let likelihood = &context.site.config.vocabulary.likelihood;
    let mixes = |sentence: &str| {
        let lower =
            format!(" {} ", sentence.to_lowercase().replace(|c: char| !c.is_alphanumeric(), " "));
        let likely = likelihood.iter().find(|(word, _)| lower.contains(&format!(" {word} ")));
        likely.filter(|_| lower.contains(" confidence ") || lower.contains(" confident "))
    };
    for claim in context.site.claims.rows() {
        for word in claim.standing() {
            for (key, text) in [("text", &word.fields.text), ("note", &word.fields.note)] {
                let mut sentences = text.iter().flat_map(|text| text.split(['.', ';', '!', '?']));
                let Some((mixed, _)) = sentences.find_map(mixes) else { continue };
                let message = format!(
                    "claim `{}` has likelihood (`{mixed}`) and confidence in one sentence",
                    claim.id
                );
                findings.push(
                    Finding::new(Code::EstMix, word.span.clone(), message)
                        .path(format!("claims[{}].{key}", word.index))
                        .help(
                            "say how likely it is in one sentence, and how sure you are in another",
                        ),
                );
            }
        }
    }
}

/// Reports stances without evidence, and stances that are much older than the newest brief on their
/// issue.
fn stances(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let site = context.site;
    let stands = |stance: &Stance| !site.briefs[stance.brief].is_withdrawn();
    // The latest stance of each actor comes first.
    let mut known = FxHashSet::default();
    let all = site.statements.stances_of_actor.iter().flatten();
    let latest: FxHashSet<Id<Stance>> = all
        .filter(|id| known.insert((site.stances[**id].actor, site.stances[**id].issue)))
        .copied()
        .collect();
    for (id, stance) in site.stances.iter().filter(|(_, stance)| stands(stance)) {
        let who =
            format!("{} on {}", site.actors[stance.actor].name, site.issues[stance.issue].title);
        let finding = |code, message: String| {
            Finding::new(code, stance.span.clone(), message)
                .path(format!("stances[{}]", stance.index))
        };
        if stance.quote.is_none() && stance.ground == Ground::Nothing {
            let message = format!("nothing shows the stance of {who}");
            findings.push(
                finding(Code::StanceUnsourced, message)
                    .help("add `quote:`, or `source:` with `loc:`"),
            );
        }
        let newest = site.relations.issues[stance.issue.index()]
            .first()
            .map(|brief| site.briefs[*brief].date);
        if let Some(newest) =
            newest.filter(|day| latest.contains(&id) && stance.day.days_until(*day) > STANCE_HOLDS)
        {
            let message = format!(
                "the stance of {who} is of {}; the newest brief on it of {}",
                stance.day.long(),
                newest.long()
            );
            findings.push(
                finding(Code::StanceOld, message)
                    .help("state it again in a brief, or say that it is not known any more"),
            );
        }
    }
}

/// Reports saved texts that share much of their wording, unless one is derived from the other.
fn near_copies(context: &Context<'_>, findings: &mut Vec<Finding>) {
    /// The share of common five-word runs from which two texts count as copies.
    const SHARED: f64 = 0.3;
    let site = context.site;
    let saved: Vec<(Id<Source>, _)> = site
        .sources
        .ids()
        .filter_map(|id| Some((id, site.saved_texts[id.index()].as_ref()?)))
        .collect();
    if saved.len() > limits::NEAR_COPIES {
        return;
    }
    let roots: Vec<BTreeSet<Id<Source>>> = saved.iter().map(|(id, _)| roots(site, *id)).collect();
    for (n, (id, text)) in saved.iter().enumerate() {
        let copy = saved[..n].iter().zip(&roots).find(|((_, words), others)| {
            others.is_disjoint(&roots[n]) && shares_of_five_word_runs(text, words) >= SHARED
        });
        let Some(((other, _), _)) = copy else { continue };
        let (source, other) = (&site.sources[*id], &site.sources[*other]);
        let message = format!(
            "the saved texts of `{}` and `{}` share much of their wording",
            source.title, other.title
        );
        findings.push(
            Finding::new(Code::SourceNearCopy, text_span(source), message)
                .path(source_path(source, "text"))
                .help("where one goes back to the other, say so: `derived_from: […]`")
                .also(text_span(other), "the other source"),
        );
    }
}

fn text_span(source: &Source) -> Span {
    let at = source
        .fields
        .as_deref()
        .and_then(|fields| fields.further().text.as_ref())
        .map(|text| text.at);
    at.map_or_else(|| source.span.clone(), |at| Span::new(source.span.file.clone(), at))
}

/// Reports lines of saved texts that no statement uses, by a locator or by a quotation.
fn coverage(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let site = context.site;
    let mut used: BTreeMap<Id<Source>, BTreeSet<usize>> = BTreeMap::new();
    let mut locate = |source: Option<Id<Source>>, loc: Option<&Located<String>>| {
        let lines = loc.and_then(|loc| lines_of_place(&loc.value)).unwrap_or_default();
        let Some(text) = source.and_then(|source| site.saved_texts[source.index()].as_ref()) else {
            return;
        };
        let last = text.lines().count();
        let lines = lines.into_iter().flat_map(|(from, to)| from..=to.min(last));
        source.into_iter().for_each(|source| used.entry(source).or_default().extend(lines.clone()));
    };
    for quote in site.quotes.rows() {
        locate(quote.source(), quote.fields.evidence.loc.as_ref());
    }
    for seen in site.events.rows().iter().flat_map(|event| &event.observations) {
        locate(seen.ground.source(), seen.fields.evidence.loc.as_ref());
    }
    for stance in site.stances.rows() {
        locate(stance.ground.source(), stance.fields.evidence.loc.as_ref());
    }
    for word in site.claims.rows().iter().flat_map(|claim| &claim.words) {
        word.sources().for_each(|source| locate(Some(source), word.fields.loc.as_ref()));
    }
    for quote in site.quotes.rows() {
        for source in quote.sources() {
            let found = quote.found_in(source).into_iter();
            found.for_each(|(.., found)| {
                used.entry(source).or_default().extend(found.lines.clone())
            });
        }
    }
    for (id, source) in site.sources.iter() {
        let Some(text) = &site.saved_texts[id.index()] else { continue };
        let used = used.get(&id);
        let is_used = |line: &usize| used.is_some_and(|used| used.contains(line));
        let unused: Vec<usize> = text.content_lines().filter(|line| !is_used(line)).collect();
        if unused.is_empty() {
            continue;
        }
        let lines = in_ranges(&unused);
        let word = if unused.len() == 1 { "line" } else { "lines" };
        let message =
            format!("no statement uses {word} {lines} of the saved text of `{}`", source.title);
        findings.push(
            Finding::new(Code::Coverage, text_span(source), message)
                .path(source_path(source, "text"))
                .help(
                    "use it in a statement with `loc:`, or put lines such as menus and \
                    advertisements into the source's `ignore:`",
                ),
        );
    }
}

/// Writes line numbers as at most twenty ranges: `3, 5–7, 9`.
fn in_ranges(lines: &[usize]) -> String {
    let mut ranges: Vec<(usize, usize)> = Vec::new();
    for line in lines {
        match ranges.last_mut() {
            Some((_, last)) if *last + 1 == *line => *last = *line,
            _ => ranges.push((*line, *line)),
        }
    }
    let more = if ranges.len() > 20 { ", …" } else { "" };
    let shown = ranges.iter().take(20).map(|(first, last)| {
        if first == last { first.to_string() } else { format!("{first}–{last}") }
    });
    shown.collect::<Vec<_>>().join(", ") + more
}

#[cfg(test)]
mod tests {
    use super::in_ranges;

    #[test]
    fn lines_are_put_together() {
        for (lines, shown) in [(&[3, 5, 6, 7, 9][..], "3, 5–7, 9"), (&[1], "1"), (&[1, 2], "1–2")]
        {
            assert_eq!(in_ranges(lines), shown);
        }
    }
}
