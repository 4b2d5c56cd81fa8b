//! Reports statements, tenures and briefs that rest on a retracted source, directly or through
//! other sources and claims.

use rustc_hash::FxHashSet;

use crate::base::code::Code;
use crate::base::finding::{Finding, Span};
use crate::base::id::Id;
use crate::model::entities::{Brief, Source, Status};
use crate::model::site::Site;
use crate::parse::statements::ClaimState;

use super::{Check, Context, entry_path};

pub(super) const CHECKS: &[Check] = &[Check::Warnings(retracted)];

/// Collects the findings about one site. Withdrawn briefs and claims are not reported.
struct Reports<'a> {
    site: &'a Site,
    /// Each brief with a reported statement, and the retracted source of that statement.
    reported: FxHashSet<(Id<Brief>, Id<Source>)>,
    findings: Vec<Finding>,
}

/// Reports everything that rests on a retracted source.
fn retracted(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let mut reports =
        Reports { site: context.site, reported: FxHashSet::default(), findings: Vec::new() };
    reports.statements();
    reports.tenures();
    reports.briefs();
    findings.append(&mut reports.findings);
}

impl Reports<'_> {
    fn statements(&mut self) {
        let (site, retracted) = (self.site, &self.site.retracted);
        for (quote, root) in retracted.quotes.iter().map(|(id, root)| (&site.quotes[id], root)) {
            let what = format!("quotation `{}`", quote.id);
            let path = format!("quotes[{}]", quote.index);
            self.statement(
                quote.brief,
                root,
                quote.source() == Some(root),
                &quote.span,
                path,
                &what,
            );
        }
        for ((id, index), root) in retracted.observations.iter() {
            let (event, seen) = (&site.events[id], &site.events[id].observations[index]);
            let what = format!("event `{}`", event.id);
            let path = format!("events[{}]", seen.index);
            self.statement(
                seen.brief,
                root,
                seen.ground.source() == Some(root),
                &seen.span,
                path,
                &what,
            );
        }
        for (stance, root) in retracted.stances.iter().map(|(id, root)| (&site.stances[id], root)) {
            let quoted = stance.quote.and_then(|quote| site.quotes[quote].source());
            let is_direct = quoted.or(stance.ground.source()) == Some(root);
            let path = format!("stances[{}]", stance.index);
            self.statement(stance.brief, root, is_direct, &stance.span, path, "the stance");
        }
        for ((id, number), root) in retracted.claims.iter() {
            let (claim, word) = (&site.claims[id], &site.claims[id].words[number]);
            if claim.held().state == ClaimState::Withdrawn {
                continue;
            }
            let what = format!("claim `{}`", claim.id);
            let path = format!("claims[{}]", word.index);
            self.statement(
                word.brief,
                root,
                word.sources().any(|source| source == root),
                &word.span,
                path,
                &what,
            );
        }
    }

    fn statement(
        &mut self,
        brief: Id<Brief>,
        root: Id<Source>,
        direct: bool,
        span: &Span,
        path: String,
        what: &str,
    ) {
        if matches!(self.site.briefs[brief].status, Status::Withdrawn { .. }) {
            return;
        }
        self.reported.insert((brief, root));
        self.report(root, direct, span.clone(), path, what);
    }

    fn tenures(&mut self) {
        let site = self.site;
        for ((id, number), root) in site.retracted.tenures.iter() {
            let (actor, tenure) = (&site.actors[id], &site.actors[id].tenures[number]);
            let what = format!("{} as {}", actor.name, site.offices[tenure.office].title);
            let path = entry_path(
                &tenure.span.file,
                &actor.id,
                &format!("offices[{}].source", tenure.index),
            );
            self.report(root, tenure.source == Some(root), tenure.span.clone(), path, &what);
        }
    }

    /// Reports briefs that list a retracted source, unless one of their statements that rests on it
    /// is reported.
    fn briefs(&mut self) {
        let site = self.site;
        for (id, brief) in site.retracted.briefs.iter().map(|(id, _)| (id, &site.briefs[id])) {
            if matches!(brief.status, Status::Withdrawn { .. }) {
                continue;
            }
            for (index, source) in brief.sources.iter().enumerate() {
                let root = source.and_then(|source| site.retracted.sources.root(source));
                let Some(root) = root.filter(|root| !self.reported.contains(&(id, *root))) else {
                    continue;
                };
                let at = brief.references.sources[index].at;
                let span = Span::new(brief.file.clone(), at);
                self.report(
                    root,
                    *source == Some(root),
                    span,
                    format!("sources[{index}]"),
                    "the brief",
                );
            }
        }
    }

    fn report(&mut self, root: Id<Source>, direct: bool, span: Span, path: String, what: &str) {
        let rests = if direct { "rests on" } else { "goes back to" };
        let day = self.site.standing(root).word().and_then(|word| word.date);
        let day = day.map(|day| format!(" {}", day.in_sentence())).unwrap_or_default();
        let message =
            format!("{what} {rests} `{}`, which was retracted{day}", self.site.sources[root].title);
        let help = "find another source, or take it back; `briefgen impact` lists all that rests \
            on the source";
        self.findings
            .push(Finding::new(Code::RetractedSupport, span, message).path(path).help(help));
    }
}
