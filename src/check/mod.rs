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

use rayon::prelude::*;

use crate::base::code::Code;
use crate::base::finding::{Bytes, Finding};
use crate::base::id::Slug;
use crate::base::memo::Hashed;
use crate::base::options::Options;
use crate::base::outputs::Outputs;
use crate::base::path::SitePath;
use crate::files::Files;
use crate::model::entities::{Site, Source};
use crate::model::lexicon::Lexicon;
use crate::model::names::shows;
use crate::parse::brief::BriefFields;
use crate::parse::{Document, DocumentFields};

/// What a check may look at.
pub(crate) struct Context<'a> {
    pub(crate) files: &'a Files,
    pub(crate) documents: &'a [Hashed<Document>],
    pub(crate) lexicon: &'a Lexicon,
    pub(crate) site: &'a Site,
    pub(crate) outputs: &'a Outputs,
    pub(crate) options: &'a Options,
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

/// The briefs of this build as their files have them.
pub(crate) fn briefs_shown<'a>(context: &Context<'a>) -> impl Iterator<Item = (&'a Document, &'a BriefFields)> {
    let options = context.options;
    context.documents.iter().filter_map(move |document| {
        let brief = brief_fields(document).filter(|brief| shows(brief, options))?;
        Some((&**document, brief))
    })
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

/// All checks.
const RULES: &[Rule] = &[
    refs::duplicate_ids,
    refs::duplicate_paths,
    refs::undefined_in_briefs,
    refs::undefined_in_registry,
    stubs::stubs,
    stubs::merged_names,
    refs::sources,
    refs::same_address,
    refs::leaving_paths,
    files::misplaced,
    origins::saved_texts,
    origins::derived,
    links::links,
    links::ids_of_the_theme,
    links::citations,
    links::dead,
    tenure::reversed,
    tenure::overlaps,
    tenure::gaps,
    tenure::unverified,
    tenure::titles_not_held,
    registry::same_person,
    registry::overdue,
    registry::sources,
    registry::orphans,
    statements::undefined,
    statements::unlisted_sources,
    statements::duplicate_ids,
    statements::unknown_words,
    quotes::verified,
    quotes::complete,
    quotes::speakers_near,
    quotes::variants,
    events::future_happened,
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

/// All findings but those of templates, in no order; what an author allows is left out. `outputs` says which files a
/// build writes.
pub fn all(
    files: &Files,
    documents: &[Hashed<Document>],
    lexicon: &Lexicon,
    site: &Site,
    outputs: &Outputs,
    options: &Options,
) -> Vec<Finding> {
    let context = Context { files, documents, lexicon, site, outputs, options };
    let mut findings: Vec<Finding> = files.findings().to_vec();
    findings.extend(documents.iter().flat_map(|document| document.findings.iter().cloned()));
    let found: Vec<Vec<Finding>> = RULES
        .par_iter()
        .map(|rule| {
            let mut found = Vec::new();
            rule(&context, &mut found);
            found
        })
        .collect();
    // What a registry holds is not known where it cannot be read: a name that seems undefined may stand in it.
    let unread = documents.iter().any(|document| {
        let registry = document.path.extension() == "yaml" && !matches!(document.fields, DocumentFields::Config(_));
        registry && document.findings.iter().any(|finding| matches!(finding.code, Code::Yaml | Code::File))
    });
    let follows = |code| matches!(code, Code::RefUndefined | Code::Stub | Code::StubInfo);
    findings.extend(found.into_iter().flatten().filter(|finding| !unread || !follows(finding.code)));
    let allowed = Allowances::of(documents);
    findings.retain(|finding| !allowed.hold(finding));
    findings
}

/// What the authors of all files allow: the parts of each file in which a code is not reported.
struct Allowances<'a>(BTreeMap<(&'a SitePath, Code), Vec<Bytes>>);

impl<'a> Allowances<'a> {
    fn of(documents: &'a [Hashed<Document>]) -> Self {
        let mut parts: BTreeMap<(&SitePath, Code), Vec<Bytes>> = BTreeMap::new();
        for document in documents {
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
