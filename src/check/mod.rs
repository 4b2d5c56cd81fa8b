//! Findings about the whole: the documents compared with the graph that they gave.

mod addresses;
mod events;
mod files;
mod links;
mod names;
mod origins;
mod quotes;
mod refs;
mod registry;
mod retracted;
mod sources;
mod statements;
mod stubs;
mod tenure;
mod words;

use std::collections::BTreeMap;
use std::sync::Arc;

use rayon::prelude::*;

use crate::Composed;
use crate::base::code::{Code, Severity};
use crate::base::finding::{Bytes, Finding};
use crate::base::id::Slug;
use crate::base::memo::Hashed;
use crate::base::options::Options;
use crate::base::outputs::Outputs;
use crate::base::path::SitePath;
use crate::files::Files;
use crate::model::entities::{Brief, Site, Source};
use crate::model::lexicon::Lexicon;
use crate::model::resolve::Resolved;
use crate::parse::brief::BriefFields;
use crate::parse::{Document, DocumentFields};

use statements::Stated;

/// What a check may look at.
pub(crate) struct Context<'a> {
    pub(crate) files: &'a Files,
    pub(crate) documents: &'a [Hashed<Document>],
    /// What their references mean, in the same order.
    pub(crate) resolved: &'a [Arc<Resolved>],
    pub(crate) lexicon: &'a Lexicon,
    pub(crate) site: &'a Site,
    pub(crate) outputs: &'a Outputs,
    pub(crate) options: &'a Options,
    stated: Stated<'a>,
}

/// The path of a key of an entry: in a file of many entries the id goes before it. Without a key it is the entry's own.
pub(crate) fn entry_path(file: &SitePath, id: &Slug, path: &str) -> String {
    match file.extension() {
        "yaml" if path.is_empty() => id.to_string(),
        "yaml" => format!("{id}.{path}"),
        _ => path.to_owned(),
    }
}

/// The path of a key of a source: in its own file, in a file of many, or in a brief's list.
pub(crate) fn source_path(source: &Source, key: &str) -> String {
    match (source.item, &source.page) {
        (Some(number), _) => format!("sources[{number}].{key}"),
        (None, Some((id, _))) => entry_path(&source.span.file, id, key),
        (None, None) => key.to_owned(),
    }
}

/// The fields of a brief's document.
pub(crate) fn brief_fields(document: &Document) -> Option<&BriefFields> {
    match &document.fields {
        DocumentFields::Brief(brief) => Some(brief),
        _ => None,
    }
}

/// One check: adds what it finds.
type Rule = fn(&Context<'_>, &mut Vec<Finding>);

/// A check of one document, with what its references mean.
type RuleOfDocument = fn(&Context<'_>, &Document, &Resolved, &mut Vec<Finding>);

/// A check of one brief.
type RuleOfBrief = fn(&Context<'_>, &Brief, &mut Vec<Finding>);

/// Looks at items beside each other: one check of many briefs would keep all others waiting.
fn of_each<I: ParallelIterator>(items: I, to: &mut Vec<Finding>, rule: impl Fn(I::Item, &mut Vec<Finding>) + Sync) {
    let of_one = |item| {
        let mut found = Vec::new();
        rule(item, &mut found);
        found
    };
    let found: Vec<Finding> = items.flat_map_iter(of_one).collect();
    to.extend(found);
}

/// Looks at each document once, with all checks that need no more of the site than that: a large site does not fit
/// into the processor's memory, and to go through it again for each check takes longer than the checks do.
fn of_each_document(context: &Context<'_>, to: &mut Vec<Finding>) {
    of_each(context.documents.par_iter().zip(context.resolved), to, |(document, resolved), to| {
        OF_DOCUMENTS.iter().for_each(|rule| rule(context, document, resolved, to));
    });
}

/// Looks at each brief once, likewise.
fn of_each_brief(context: &Context<'_>, to: &mut Vec<Finding>) {
    of_each(context.site.briefs.rows().par_iter(), to, |brief, to| {
        OF_BRIEFS.iter().for_each(|rule| rule(context, brief, to));
    });
}

/// The checks of single documents that may find errors.
const OF_DOCUMENTS: &[RuleOfDocument] = &[
    |_, document, _, to| to.extend_from_slice(&document.findings),
    refs::undefined_in_brief,
    refs::leaving_paths,
    origins::saved_texts,
    origins::derived,
    links::ids_of_the_theme,
    statements::undefined,
    statements::unknown_words,
];

/// The checks of single briefs that may find errors.
const OF_BRIEFS: &[RuleOfBrief] = &[
    refs::sources,
    links::uncited,
    tenure::titles_not_held,
    statements::undefined_statements,
    statements::unlisted_sources,
];

/// The checks that may find errors, whatever they find besides.
const OF_ERRORS: &[Rule] = &[
    of_each_document,
    of_each_brief,
    links::links,
    links::citations,
    refs::duplicate_ids,
    refs::duplicate_paths,
    refs::undefined_in_registry,
    refs::same_address,
    files::misplaced,
    tenure::reversed,
    tenure::overlaps,
    statements::duplicate_ids,
    quotes::verified,
    quotes::complete,
    events::future_happened,
];

/// The checks that find no errors.
const OTHERS: &[Rule] = &[
    stubs::stubs,
    stubs::merged_names,
    links::dead,
    tenure::gaps,
    tenure::unverified,
    registry::same_person,
    registry::overdue,
    registry::sources,
    registry::orphans,
    quotes::speakers_near,
    quotes::variants,
    events::passed,
    events::conflicts,
    retracted::retracted,
    sources::claims,
    sources::mixed_estimates,
    sources::stances,
    sources::near_copies,
    sources::coverage,
    words::relative_dates,
    names::ambiguous,
    names::unlisted,
    names::unmentioned,
];

/// All checks of a site, in two parts: whether it has errors is asked before any of it is shown.
///
/// What they find is in no order, and what an author allows is left out. Templates are not looked at.
pub struct Checks<'a> {
    context: Context<'a>,
    /// Whether a registry cannot be read: a name that seems undefined may stand in it.
    unread: bool,
    allowed: Allowances<'a>,
}

impl<'a> Checks<'a> {
    /// The checks of a site. `outputs` says which files a build writes.
    pub fn of(
        files: &'a Files,
        Composed { documents, resolved, lexicon, site, .. }: &'a Composed,
        outputs: &'a Outputs,
        options: &'a Options,
    ) -> Checks<'a> {
        let unread = documents.par_iter().any(|document| {
            let malformed = document.findings.iter().any(|finding| matches!(finding.code, Code::Yaml | Code::File));
            malformed && document.path.extension() == "yaml" && !matches!(document.fields, DocumentFields::Config(_))
        });
        let allowed = Allowances::of(documents);
        let stated = Stated::of(documents, site, options);
        let context = Context { files, documents, resolved, lexicon, site, outputs, options, stated };
        Checks { context, unread, allowed }
    }

    /// All errors, with what the same checks and the reading of the files find besides.
    pub fn errors(&self) -> Vec<Finding> {
        let mut findings: Vec<Finding> = self.context.files.findings().to_vec();
        findings.extend(self.run(OF_ERRORS));
        findings.retain(|finding| !self.allowed.hold(finding));
        findings
    }

    /// All other findings.
    pub fn others(&self) -> Vec<Finding> {
        let mut findings = self.run(OTHERS);
        debug_assert!(findings.iter().all(|finding| finding.severity() != Severity::Error), "{findings:?}");
        findings.retain(|finding| !self.allowed.hold(finding));
        findings
    }

    fn run(&self, rules: &[Rule]) -> Vec<Finding> {
        let follows = |code| matches!(code, Code::RefUndefined | Code::Stub | Code::StubInfo);
        let found: Vec<Vec<Finding>> = rules
            .par_iter()
            .map(|rule| {
                let mut found = Vec::new();
                rule(&self.context, &mut found);

                found
            })
            .collect();
        found.into_iter().flatten().filter(|finding| !self.unread || !follows(finding.code)).collect()
    }
}

/// What the authors of all files allow: the parts of each file in which a code is not reported.
struct Allowances<'a>(BTreeMap<(&'a SitePath, Code), Vec<Bytes>>);

impl<'a> Allowances<'a> {
    fn of(documents: &'a [Hashed<Document>]) -> Self {
        let mut parts: BTreeMap<(&SitePath, Code), Vec<Bytes>> = BTreeMap::new();
        let allowing: Vec<_> = documents.par_iter().filter(|document| !document.allowed.is_empty()).collect();
        for document in allowing {
            for item in &document.allowed {
                parts.entry((&document.path, item.code)).or_default().push(item.within);
            }
        }
        for parts in parts.values_mut() {
            // An item lies within its file: with those left out that lie in another one, no two overlap.
            parts.sort_unstable_by_key(|part| (part.start, std::cmp::Reverse(part.end)));
            let mut end = None;
            parts.retain(|part| {
                let outside = end.is_none_or(|end| part.end > end);
                end = end.max(Some(part.end));
                outside
            });
        }
        Self(parts)
    }

    fn hold(&self, finding: &Finding) -> bool {
        let at = finding.span.at.start;
        let Some(parts) = self.0.get(&(&finding.span.file, finding.code)) else { return false };
        let after = parts.partition_point(|part| part.start <= at);
        after > 0 && at <= parts[after - 1].end
    }
}
