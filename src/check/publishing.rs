//! Checks whether a brief is fit to publish: it has something to read, its date has come, and it
//! rests on nothing newer than itself.

use rayon::prelude::*;

use crate::base::code::Code;
use crate::base::date::{Day, When};
use crate::base::finding::{Finding, Span};
use crate::model::entities::{Brief, Status};
use crate::model::visibility::Visibility;
use crate::parse::brief::BriefFields;
use crate::parse::markdown::has_content;

use super::{Check, Context};

pub(super) const CHECKS: &[Check] = &[
    Check::Warnings(dated_in_future),
    Check::Warnings(date_order),
    Check::Warnings(without_content),
];

/// Reports briefs that the build leaves out because they are dated after its day. A build as of an
/// earlier day leaves them out on purpose and reports nothing.
fn dated_in_future(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let edition = context.options.edition;
    if edition.as_of.is_some_and(|day| day < edition.today) {
        return;
    }
    for document in context.documents {
        let Some(brief) = document.brief() else { continue };
        let Some(date) = brief.date.as_ref().filter(|date| date.value > edition.day()) else {
            continue;
        };
        if Visibility::of_brief(brief, edition) != Visibility::Later {
            continue;
        }
        let day = date.value;
        let message =
            format!("the brief is dated {}, a day yet to come: it is not shown", day.long());
        let help =
            format!("a build on that day shows it; until then `--drafts` and `--as-of {day}` do");
        let span = Span::new(document.path.clone(), date.at);
        findings.push(Finding::new(Code::BriefFuture, span, message).path("date").help(help));
    }
}

/// Reports quotations that were said, and sources that were published, after the brief that uses
/// them.
fn date_order(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let of_brief = |brief: &Brief| {
        let mut findings = Vec::new();
        newer_than_brief(context, brief, &mut findings);
        findings
    };
    let of_briefs: Vec<Vec<Finding>> =
        context.site.briefs.rows().par_iter().map(of_brief).collect();
    findings.extend(of_briefs.into_iter().flatten());
}

fn newer_than_brief(context: &Context<'_>, brief: &Brief, findings: &mut Vec<Finding>) {
    let fields = &brief.fields;
    let updated = fields.updates.iter().map(|update| update.date).max();
    let last = updated.map_or(brief.date, |updated| updated.max(brief.date));
    // One day of difference may only be a difference between time zones.
    let is_after = |when: &When| when.earliest_possible() > last.succ();
    let mut report = |at, path: String, what: &str, when: &When| {
        let message =
            format!("{what} {}, after {}", when.in_sentence(), of_day(last, updated.is_some()));
        let help = "correct one of the dates, or say under `updates` when it was added";
        let span = Span::new(brief.file.clone(), at);
        findings.push(Finding::new(Code::DateOrder, span, message).path(path).help(help));
    };
    for (number, quote) in fields.quotes.iter().enumerate() {
        if let Some(said) = quote.said.as_ref().filter(|said| is_after(&said.value)) {
            report(said.at, format!("quotes[{number}].said"), "this was said", &said.value);
        }
    }
    for (number, (item, source)) in fields.sources.iter().zip(&brief.sources).enumerate() {
        let source = source.map(|source| &context.site.sources[source]);
        let published = source.and_then(|source| source.fields.as_ref()?.published);
        if let Some(published) = published.filter(is_after) {
            report(
                item.at(),
                format!("sources[{number}]"),
                "this source was published",
                &published,
            );
        }
    }
}

/// Names the last day of a brief in a message.
fn of_day(day: Day, is_updated: bool) -> String {
    let what = if is_updated { "the brief's date and last update" } else { "the brief's date" };
    format!("{what}, {}", day.long())
}

/// Reports published briefs without any content.
fn without_content(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let site = context.site;
    let is_published = |brief: &Brief| brief.status == Status::Live && !brief.is_draft;
    for (id, brief) in site.briefs.iter().filter(|(_, brief)| is_published(brief)) {
        let (fields, body) = (&brief.fields, &site.text(id).document.body);
        if !is_silent(fields) || body.as_ref().is_some_and(has_content) {
            continue;
        }
        let message =
            "the brief says nothing: it has no text, no summary, no statements and no gaps";
        let help = "write it, or put `status: draft` into its front matter until it is written";
        let span = Span::new(brief.file.clone(), fields.title.at);
        findings.push(Finding::new(Code::Empty, span, message).path("title").help(help));
    }
}

/// Whether the front matter of a brief has neither a summary nor statements nor gaps.
fn is_silent(fields: &BriefFields) -> bool {
    let has_summary = fields.summary.as_ref().is_some_and(|summary| !summary.trim().is_empty());
    let has_statements = !(fields.quotes.is_empty()
        && fields.events.is_empty()
        && fields.stances.is_empty()
        && fields.claims.is_empty()
        && fields.gaps.is_empty());
    !has_summary && !has_statements
}
