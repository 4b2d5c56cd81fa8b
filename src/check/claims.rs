//! Checks claims: words of different briefs that do not fit together, circles, and claims that rest
//! on a failed claim.

use rustc_hash::FxHashMap;

use crate::base::code::Code;
use crate::base::finding::{Finding, Located, Span};
use crate::base::id::{Id, Slug, Table};
use crate::base::nearest::WordIndex;
use crate::model::claims::{Claim, ClaimAuthor, ClaimWord};
use crate::parse::statements::{ClaimKind, ClaimState};

use super::{Check, Context};

pub(super) const CHECKS: &[Check] = &[
    Check::Errors(without_text),
    Check::Errors(inconsistent),
    Check::Warnings(failed_basis),
    Check::Errors(circular),
];

fn finding(code: Code, word: &ClaimWord, path: &str, message: String) -> Finding {
    let path = if path.is_empty() { String::new() } else { format!(".{path}") };
    Finding::new(code, word.span.clone(), message).path(format!("claims[{}]{path}", word.index))
}

/// Reports claims without a `text` on the day of their first word.
fn without_text(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let claims = context.site.claims.rows();
    let has_text = |claim: &&Claim| {
        let first = claim.words.first().map(|word| word.day);
        let of_that_day = claim.words.iter().take_while(|word| Some(word.day) == first);
        of_that_day.into_iter().any(|word| word.fields.text.is_some())
    };
    let lacking: Vec<&Claim> = claims.iter().filter(|claim| !has_text(claim)).collect();
    // A brief that cannot be read may have the text.
    if lacking.is_empty() || is_unread(context) {
        return;
    }
    let named = WordIndex::of(claims.iter().filter(has_text).map(|other| other.id.as_str()));
    for claim in lacking {
        let Some(word) = claim.words.first() else { continue };
        let help = match named.nearest(claim.id.as_str()) {
            Some(near) => format!("write the claim in a sentence; or did you mean `{near}`?"),
            None => "write the claim in a sentence: only a later word on it may leave that out"
                .to_owned(),
        };
        findings.push(finding(Code::Type, word, "text", "`text` is missing".to_owned()).help(help));
    }
}

/// Whether any document cannot be read.
fn is_unread(context: &Context<'_>) -> bool {
    let mut found = context.documents.iter().flat_map(|document| &document.findings);
    found.any(|finding| {
        matches!(finding.code, Code::Yaml | Code::File | Code::FrontMatter | Code::Merge)
    })
}

/// Reports claims to which briefs give different kinds or authors, and grades that do not belong to
/// the kind of the claim.
fn inconsistent(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for claim in context.site.claims.rows() {
        for word in &claim.words {
            // If the word has a kind, the parser has compared the grades with it.
            let misplaced =
                word.fields.grades.misplaced(claim.kind).filter(|_| word.fields.kind.is_none());
            for (key, owner) in misplaced {
                let help = format!("write `kind: {owner}`, or leave `{key}` out");
                findings.push(
                    finding(Code::Type, word, key, format!("`{key}` belongs to a {owner} only"))
                        .help(help),
                );
            }
            if word.fields.kind.is_some_and(|kind| kind != claim.kind) {
                let there = format!("{} there", with_article(claim.kind));
                findings.push(two_in_one(
                    claim,
                    word,
                    "kind",
                    word.fields.kind.map_or("", with_article),
                    &there,
                ));
            } else if word.by.is_some_and(|by| Some(by) != claim.by) {
                let by =
                    |by: Option<ClaimAuthor>| by.map_or_else(String::new, |by| author(context, by));
                findings.push(two_in_one(
                    claim,
                    word,
                    "by",
                    &by(word.by),
                    &format!("by {} there", by(claim.by)),
                ));
            }
        }
    }
}

fn two_in_one(claim: &Claim, word: &ClaimWord, key: &str, here: &str, there: &str) -> Finding {
    let here = if key == "by" { format!("by {here}") } else { here.to_owned() };
    let gives = |word: &&ClaimWord| {
        if key == "by" { word.by.is_some() } else { word.fields.kind.is_some() }
    };
    let message = format!("`{}` is {here} here and {there}", claim.id);
    let finding = finding(Code::Duplicate, word, key, message);
    let finding = finding.help(format!(
        "give it another id, or leave `{key}` out of what is a later word on the same claim"
    ));
    match claim.words.iter().find(gives) {
        Some(first) => finding.also(first.span.clone(), "first declared here"),
        None => finding,
    }
}

fn author(context: &Context<'_>, by: ClaimAuthor) -> String {
    match by {
        ClaimAuthor::Desk => "the desk".to_owned(),
        ClaimAuthor::Source(source) => context.site.sources[source].title.to_string(),
        ClaimAuthor::Actor(actor) => context.site.actors[actor].name.clone(),
    }
}

fn with_article(kind: ClaimKind) -> &'static str {
    match kind {
        ClaimKind::Fact => "a fact",
        ClaimKind::Judgment => "a judgment",
        ClaimKind::Assumption => "an assumption",
        ClaimKind::Expectation => "an expectation",
    }
}

/// Reports open claims that rest on a claim which failed or was withdrawn, if no brief has said
/// anything about them since.
fn failed_basis(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let claims = &context.site.claims;
    for claim in claims.rows().iter().filter(|claim| claim.held().state == ClaimState::Open) {
        let (Some(word), Some(last)) = (claim.latest_basis(), claim.last()) else { continue };
        let named: FxHashMap<&str, &Claim> =
            word.basis.iter().map(|basis| (claims[*basis].id.as_str(), &claims[*basis])).collect();
        for (n, written) in word.fields.basis.iter().enumerate() {
            let Some(basis) = named.get(written.value.as_str()) else { continue };
            let Some(failed) = failed_by(basis).filter(|failed| last.day < failed.day) else {
                continue;
            };
            let what =
                if failed.held.state == ClaimState::Failed { "failed" } else { "was withdrawn" };
            let message = format!("claim `{}` rests on `{}`, which {what}", claim.id, basis.id);
            let span = Span::new(word.span.file.clone(), written.at);
            findings.push(
                Finding::new(Code::BasisFailed, span, message)
                    .path(format!("claims[{}].basis[{n}]", word.index))
                    .help(
                        "say in a later brief what that means for it: its `state`, a \
                        `likelihood`, or a `note`",
                    )
                    .also(failed.span.clone(), "it says so here"),
            );
        }
    }
}

/// The word that made a claim fail or withdrew it; `None` for a claim that holds.
fn failed_by(claim: &Claim) -> Option<&ClaimWord> {
    let does_not_hold =
        |word: &&ClaimWord| matches!(word.held.state, ClaimState::Failed | ClaimState::Withdrawn);
    claim.standing().rev().take_while(does_not_hold).last()
}

/// Reports claims that rest on themselves, directly or through other claims.
fn circular(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let claims = &context.site.claims;
    let is_own = |claim: &Claim, basis: &Located<String>| {
        Slug::parse(&basis.value).is_some_and(|id| id == claim.id)
    };
    for (_, claim) in claims.iter() {
        for word in claim.standing() {
            let own = word.fields.basis.iter().position(|basis| is_own(claim, basis));
            findings.extend(own.map(|n| circle(claim, word, n)));
        }
    }
    for (claim, basis) in circles(claims) {
        let (claim, basis) = (&claims[claim], &claims[basis]);
        let Some(word) = claim.latest_basis() else { continue };
        let step = word.fields.basis.iter().position(|written| is_own(basis, written));
        findings.extend(step.map(|n| circle(claim, word, n)));
    }
}

fn circle(claim: &Claim, word: &ClaimWord, number: usize) -> Finding {
    let basis = &word.fields.basis[number];
    let span = Span::new(word.span.file.clone(), basis.at);
    let message =
        format!("`{}` leads in a circle: `{}` would rest on itself", basis.value, claim.id);
    let path = format!("claims[{}].basis[{number}]", word.index);
    Finding::new(Code::RefUndefined, span, message)
        .path(path)
        .help("take out the one that does not support the other")
}

/// Finds circles of claims by depth-first search. Returns the last step of each circle: a claim,
/// and the basis that rests on it.
fn circles(claims: &Table<Claim>) -> Vec<(Id<Claim>, Id<Claim>)> {
    #[derive(Clone, Copy, PartialEq)]
    enum Visit {
        New,
        /// On the path from `start` to the current claim.
        Open,
        Done,
    }
    let mut visits = vec![Visit::New; claims.len()];
    let mut found = Vec::new();
    for start in claims.ids() {
        // Each claim on the path, with the number of its bases that have been visited.
        let mut path =
            if visits[start.index()] == Visit::New { vec![(start, 0)] } else { Vec::new() };
        while let Some((claim, next)) = path.last_mut() {
            let claim = *claim;
            visits[claim.index()] = Visit::Open;
            let basis =
                claims[claim].latest_basis().and_then(|word| word.basis.get(*next).copied());
            let Some(basis) = basis else {
                visits[claim.index()] = Visit::Done;
                path.pop();
                continue;
            };
            *next += 1;
            match visits[basis.index()] {
                Visit::New => path.push((basis, 0)),
                Visit::Open => found.push((claim, basis)),
                Visit::Done => {}
            }
        }
    }
    found
}
