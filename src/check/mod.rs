//! Findings about the whole: the documents compared with the graph that they gave.

mod links;
mod refs;
mod registry;
mod tenure;

use crate::base::finding::Finding;
use crate::base::memo::Hashed;
use crate::base::options::Options;
use crate::files::Files;
use crate::model::entities::Site;
use crate::model::lexicon::Lexicon;
use crate::parse::Document;

/// What a check may look at.
pub(crate) struct Context<'a> {
    pub(crate) documents: &'a [Hashed<Document>],
    pub(crate) lexicon: &'a Lexicon,
    pub(crate) site: &'a Site,
    pub(crate) options: &'a Options,
}

/// One check: adds what it finds.
type Rule = fn(&Context<'_>, &mut Vec<Finding>);

/// All checks.
const RULES: &[Rule] = &[
    refs::duplicate_ids,
    refs::duplicate_paths,
    refs::undefined_in_briefs,
    refs::undefined_in_registry,
    refs::stubs,
    refs::sources,
    refs::leaving_paths,
    links::links,
    links::citations,
    tenure::reversed,
    tenure::overlaps,
    tenure::gaps,
    tenure::unverified,
    tenure::titles_not_held,
    registry::same_person,
    registry::overdue,
    registry::sources,
    registry::orphans,
];

/// All findings but those of templates, in no order; what an author allows is left out.
pub fn all(
    files: &Files,
    documents: &[Hashed<Document>],
    lexicon: &Lexicon,
    site: &Site,
    options: &Options,
) -> Vec<Finding> {
    let context = Context { documents, lexicon, site, options };
    let mut findings: Vec<Finding> = files.findings().to_vec();
    findings.extend(documents.iter().flat_map(|document| document.findings.iter().cloned()));
    for rule in RULES {
        rule(&context, &mut findings);
    }
    let allowed: rustc_hash::FxHashMap<_, _> = documents
        .iter()
        .filter(|document| !document.allowed.is_empty())
        .map(|document| (&document.path, &document.allowed))
        .collect();
    findings.retain(|finding| {
        let at = finding.span.at.start;
        !allowed.get(&finding.span.file).is_some_and(|allowed| {
            allowed.iter().any(|item| item.code == finding.code && item.within.start <= at && at <= item.within.end)
        })
    });
    findings
}
