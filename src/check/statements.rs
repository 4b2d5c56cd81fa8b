//! Checks the references, ids, sources and graded words of statements.

use rustc_hash::FxHashMap;

use crate::base::code::Code;
use crate::base::finding::{Bytes, Finding, Located, Span};
use crate::base::id::{Id, Kind, Slug};
use crate::base::limits;
use crate::base::nearest::{KnownWords, nearest};
use crate::base::text::in_backticks;
use crate::model::entities::Brief;
use crate::model::references::{Author, Support};
use crate::model::resolve::Resolved;
use crate::model::visibility::shows;
use crate::parse::Document;
use crate::parse::brief::{BriefFields, SourceItem, StatusFields};
use crate::parse::statements::Grades;

use super::refs::reference;
use super::statement_ids::StatementIds;
use super::{Check, Context};

pub(super) const CHECKS: &[Check] = &[
    Check::Document(undefined),
    Check::Document(unconfirmed),
    Check::Brief(undefined_statements),
    Check::Brief(unlisted_sources),
    Check::Errors(duplicate_ids),
    Check::Document(unknown_words),
];

/// Reports undefined references in the statements of a brief to speakers, participants, places,
/// issues and events.
fn undefined(
    context: &Context<'_>,
    document: &Document,
    _: &Resolved,
    findings: &mut Vec<Finding>,
) {
    let Some(brief) = document.brief().filter(|brief| shows(brief, context.options.edition)) else {
        return;
    };
    each_name(brief, &mut |kind, written, path| {
        reference(context, &document.path, kind, written, path, findings)
    });
}

/// Reports values that a person must still confirm, in briefs that are no longer drafts.
fn unconfirmed(_: &Context<'_>, document: &Document, _: &Resolved, findings: &mut Vec<Finding>) {
    let Some(brief) = document.brief().filter(|brief| brief.status != StatusFields::Draft) else {
        return;
    };
    each_unconfirmed(brief, &mut |keys, item| {
        let named =
            keys.iter().map(|key| format!("`{}`", key.value)).collect::<Vec<_>>().join(" and ");
        let verb = if keys.len() == 1 { "is" } else { "are" };
        let message =
            format!("the brief is no draft, and {named} of `{item}` {verb} to be confirmed");
        let help = "look it up in the source and take `unconfirmed` out, or write `status: draft`";
        let span = Span::new(document.path.clone(), keys[0].at);
        findings.push(
            Finding::new(Code::Unconfirmed, span, message)
                .path(format!("{item}.unconfirmed"))
                .help(help),
        );
    });
}

/// Visits each item of a brief with unconfirmed keys: the keys and the key path of the item.
fn each_unconfirmed(brief: &BriefFields, visit: &mut dyn FnMut(&[Located<String>], &str)) {
    let mut item = |keys: &[Located<String>], list: &str, n: usize| {
        if !keys.is_empty() {
            visit(keys, &format!("{list}[{n}]"));
        }
    };
    for (n, source) in brief.sources.iter().enumerate() {
        if let SourceItem::Own(source) = source {
            item(&source.further().unconfirmed, "sources", n);
        }
    }
    for (list, items) in
        [("actors", &brief.actors), ("issues", &brief.issues), ("places", &brief.places)]
    {
        items.iter().for_each(|reference| item(&reference.unconfirmed, list, reference.index));
    }
    brief.quotes.iter().enumerate().for_each(|(n, quote)| item(&quote.unconfirmed, "quotes", n));
    brief.events.iter().enumerate().for_each(|(n, event)| item(&event.unconfirmed, "events", n));
    brief
        .stances
        .iter()
        .enumerate()
        .for_each(|(n, stance)| item(&stance.unconfirmed, "stances", n));
    brief.claims.iter().enumerate().for_each(|(n, claim)| item(&claim.unconfirmed, "claims", n));
}

/// Called with each reference: the kind it must have, the text, and a function that makes its key
/// path.
type Visit<'v> = &'v mut dyn FnMut(Kind, &Located<String>, &dyn Fn() -> String);

/// Visits the authors of the claims of a brief. An author may also be a source or the desk.
pub(super) fn each_author(brief: &BriefFields, visit: Visit<'_>) {
    for (n, claim) in brief.claims.iter().enumerate() {
        each(&claim.by, |at| visit(Kind::Actor, at, &|| format!("claims[{n}].by")));
    }
}

/// Visits the references to actors, issues, places and events in the statements of a brief, without
/// the authors of claims (see [`each_author`]).
pub(super) fn each_name(brief: &BriefFields, visit: Visit<'_>) {
    for (n, quote) in brief.quotes.iter().enumerate() {
        for (m, speaker) in quote.speakers.iter().enumerate() {
            visit(Kind::Actor, &speaker.actor, &|| match quote.speakers.len() {
                1 => format!("quotes[{n}].speaker"),
                _ => format!("quotes[{n}].speaker[{m}]"),
            });
        }
        each(&quote.issue, |at| visit(Kind::Issue, at, &|| format!("quotes[{n}].issue")));
        each(&quote.event, |at| visit(Kind::Event, at, &|| format!("quotes[{n}].event")));
    }
    for (n, event) in brief.events.iter().enumerate() {
        each(&event.place, |at| visit(Kind::Place, at, &|| format!("events[{n}].place")));
        each(&event.part_of, |at| visit(Kind::Event, at, &|| format!("events[{n}].part_of")));
        for (m, who) in event.who.iter().enumerate() {
            visit(Kind::Actor, &who.actor, &|| format!("events[{n}].who[{m}]"));
            each(&who.stands_for, |at| {
                visit(Kind::Actor, at, &|| format!("events[{n}].who[{m}].for"))
            });
        }
        for (m, issue) in event.issues.iter().enumerate() {
            visit(Kind::Issue, issue, &|| format!("events[{n}].issues[{m}]"));
        }
    }
    for (n, stance) in brief.stances.iter().enumerate() {
        visit(Kind::Actor, &stance.actor, &|| format!("stances[{n}].actor"));
        visit(Kind::Issue, &stance.issue, &|| format!("stances[{n}].issue"));
    }
    for (n, claim) in brief.claims.iter().enumerate() {
        for (m, actor) in claim.disputed_by.iter().enumerate() {
            visit(Kind::Actor, actor, &|| format!("claims[{n}].disputed_by[{m}]"));
        }
    }
}

fn each<T>(item: &Option<T>, visit: impl FnMut(&T)) {
    item.iter().for_each(visit);
}

/// Reports undefined quotations, claims and authors of claims in the statements of a brief.
fn undefined_statements(context: &Context<'_>, id: Id<Brief>, findings: &mut Vec<Finding>) {
    let row = &context.site.briefs[id];
    let brief = &row.fields;
    let lacks = |what: &str, written: &Located<String>, path: String, known: &KnownWords<'_>| {
        let help = match known.nearest(&written.value) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("give a {what} this id, or take the reference out"),
        };
        let span = Span::new(row.file.clone(), written.at);
        Finding::new(Code::RefUndefined, span, format!("there is no {what} `{}`", written.value))
            .path(path)
            .help(help)
    };
    let StatementIds { quotes, claims } = &context.statement_ids;
    for (n, stance) in brief.stances.iter().enumerate() {
        let Some(quote) = &stance.quote else { continue };
        if !quotes.contains(quote.value.trim()) {
            findings.push(lacks("quotation", quote, format!("stances[{n}].quote"), quotes));
        }
    }
    for (n, claim) in brief.claims.iter().enumerate() {
        for (m, basis) in claim.basis.iter().enumerate() {
            if !claims.contains(basis.value.trim()) {
                findings.push(lacks("claim", basis, format!("claims[{n}].basis[{m}]"), claims));
            }
        }
    }
    for (n, (claim, named)) in brief.claims.iter().zip(&row.references.claims).enumerate() {
        if let (Some(by), Some(Author::Actor(_))) = (&claim.by, &named.by) {
            reference(context, &row.file, Kind::Actor, by, &|| format!("claims[{n}].by"), findings);
        }
    }
}

/// Reports statements whose source is not in the brief's list of sources.
fn unlisted_sources(context: &Context<'_>, id: Id<Brief>, findings: &mut Vec<Finding>) {
    let brief = &context.site.briefs[id];
    let (fields, references) = (&brief.fields, &brief.references);
    let mut note =
        |written: Option<&Located<String>>, support: &Support, path: &dyn Fn() -> String| {
            if let (Some(written), Support::Undefined) = (written, support) {
                findings.push(unlisted(context, brief, written, path()));
            }
        };
    for (n, (quote, named_by)) in fields.quotes.iter().zip(&references.quotes).enumerate() {
        note(quote.evidence.source.as_ref(), &named_by.support, &|| format!("quotes[{n}].source"));
        for (m, (original, support)) in
            quote.originals().iter().zip(&named_by.originals).enumerate()
        {
            note(original.evidence.source.as_ref(), support, &|| match named_by.originals.len() {
                1 => format!("quotes[{n}].original.source"),
                _ => format!("quotes[{n}].original[{m}].source"),
            });
        }
    }
    for (n, (event, named_by)) in fields.events.iter().zip(&references.events).enumerate() {
        note(event.evidence.source.as_ref(), &named_by.support, &|| format!("events[{n}].source"));
    }
    for (n, (stance, named_by)) in fields.stances.iter().zip(&references.stances).enumerate() {
        note(stance.evidence.source.as_ref(), &named_by.support, &|| {
            format!("stances[{n}].source")
        });
    }
    for (n, (claim, named_by)) in fields.claims.iter().zip(&references.claims).enumerate() {
        for (m, (source, support)) in claim.sources.iter().zip(&named_by.sources).enumerate() {
            note(Some(source), support, &|| format!("claims[{n}].sources[{m}]"));
        }
    }
}

fn unlisted(
    context: &Context<'_>,
    brief: &Brief,
    written: &Located<String>,
    path: String,
) -> Finding {
    let sources = &brief.references.sources;
    let listed = sources.iter().filter_map(|source| source.local.as_ref()).map(Slug::as_str);
    let near = nearest(&written.value, listed.take(limits::WORDS_COMPARED));
    let near = near.or_else(|| context.lexicon.nearest(Some(Kind::Source), &written.value));
    let help = match near {
        Some(near) if near != written.value => format!("did you mean `{near}`?"),
        _ => format!("add `{}` to the brief's `sources`", written.value),
    };
    let span = Span::new(brief.file.clone(), written.at);
    let message = format!("`{}` is not among the brief's sources", written.value);
    Finding::new(Code::CiteUndefined, span, message).path(path).help(help)
}

/// Reports duplicate ids of quotations in the site, and of claims within one brief. A later brief
/// that gives the id of a claim again adds to that claim.
fn duplicate_ids(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let mut first: FxHashMap<&Slug, Span> = FxHashMap::default();
    let states = |brief: &&BriefFields| !(brief.quotes.is_empty() && brief.claims.is_empty());
    let stating = context.documents.iter().filter_map(|document| {
        let brief = document
            .brief()
            .filter(states)
            .filter(|brief| shows(brief, context.options.edition))?;
        Some((&**document, brief))
    });
    for (document, brief) in stating {
        let quotes = brief.quotes.iter().map(|quote| (&quote.slug, quote.id.at));
        repeated(document, "quotes", "quotation", quotes, &mut first, findings);
        let claims = brief.claims.iter().map(|claim| (&claim.slug, claim.id.at));
        repeated(document, "claims", "claim", claims, &mut FxHashMap::default(), findings);
    }
}

/// Reports the ids that are in `first` already, and adds the others to it.
fn repeated<'a>(
    document: &Document,
    list: &str,
    word: &str,
    ids: impl Iterator<Item = (&'a Slug, Bytes)>,
    first: &mut FxHashMap<&'a Slug, Span>,
    findings: &mut Vec<Finding>,
) {
    for (n, (id, at)) in ids.enumerate() {
        let span = Span::new(document.path.clone(), at);
        match first.get(id) {
            Some(other) => findings.push(
                Finding::new(Code::Duplicate, span, format!("{word} `{id}` is declared twice"))
                    .path(format!("{list}[{n}].id"))
                    .help("give one of them another id")
                    .also(other.clone(), "first declared here"),
            ),
            None => drop(first.insert(id, span)),
        }
    }
}

/// Reports stances, likelihoods and confidences that are not words of the site's scales.
fn unknown_words(
    context: &Context<'_>,
    document: &Document,
    _: &Resolved,
    findings: &mut Vec<Finding>,
) {
    let config = &context.site.config;
    let Some(brief) = document.brief().filter(|brief| shows(brief, context.options.edition)) else {
        return;
    };
    if context.is_config_unread() {
        return;
    }
    let mut report = |at, path: String, what: &str, word: &str, known: Vec<&str>| {
        if known.contains(&word) {
            return;
        }
        let help = match nearest(word, known.iter().copied()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("use one of {}", in_backticks(known.iter().copied())),
        };
        let span = Span::new(document.path.clone(), at);
        let message = format!("`{word}` is none of the site's {what}");
        findings.push(Finding::new(Code::Type, span, message).path(path).help(help));
    };
    for (n, stance) in brief.stances.iter().enumerate() {
        let known = config.stances.iter().map(String::as_str).collect();
        let word = stance.stance.value.trim();
        if !word.is_empty() {
            report(stance.stance.at, format!("stances[{n}].stance"), "stances", word, known);
        }
    }
    for (n, claim) in brief.claims.iter().enumerate() {
        let Grades { likelihood, confidence, .. } = &claim.grades;
        if likelihood.is_none() && confidence.is_none() {
            continue;
        }
        let words = |pairs: &'_ [(String, String)]| {
            pairs.iter().map(|(word, _)| word.clone()).collect::<Vec<_>>()
        };
        let grades = [
            ("likelihood", likelihood, words(&config.vocabulary.likelihood)),
            ("confidence", confidence, words(&config.vocabulary.confidence)),
        ];
        for (key, word, known) in &grades {
            if let Some(word) = word {
                let known = known.iter().map(String::as_str).collect();
                report(
                    word.at,
                    format!("claims[{n}].{key}"),
                    &format!("words of {key}"),
                    &word.value,
                    known,
                );
            }
        }
    }
}
