//! Checks that need the whole site: they compare the documents with the model that was built from
//! them.
//!
//! A check is a function that adds its findings to a vector. The tables of this module list all
//! checks; [`Checks`] runs them.

mod addresses;
mod claims;
mod events;
mod files;
mod links;
mod names;
mod origins;
mod publishing;
mod quotes;
mod refs;
mod registry;
mod relative_dates;
mod retracted;
mod sources;
mod statement_ids;
mod statements;
mod stubs;
mod suggest;
mod tenure;
mod titles;

use std::collections::BTreeMap;
use std::hash::{Hash, Hasher};
use std::sync::OnceLock;

use rayon::prelude::*;
use rustc_hash::FxHashSet;

use crate::base::code::{Code, Severity};
use crate::base::finding::{Bytes, Finding};
use crate::base::id::{Id, Kind, Slug};
use crate::base::limits;
use crate::base::memo::{Hashed, Memo};
use crate::base::nearest::WordIndex;
use crate::base::path::SitePath;
use crate::files::Files;
use crate::model::Analysis;
use crate::model::entities::{Brief, Source};
use crate::model::lexicon::Lexicon;
use crate::model::options::Options;
use crate::model::outputs::Outputs;
use crate::model::resolve::Resolved;
use crate::model::site::Site;
use crate::parse::{Document, DocumentFields};

use statement_ids::StatementIds;
use titles::OfficeTitles;

/// The input of the checks.
pub(crate) struct Context<'a> {
    pub(crate) files: &'a Files,
    pub(crate) documents: &'a [Hashed<Document>],
    /// The resolved references of `documents`, in the same order.
    pub(crate) resolved: &'a [Hashed<Resolved>],
    pub(crate) lexicon: &'a Lexicon,
    pub(crate) site: &'a Site,
    pub(crate) outputs: &'a Outputs,
    pub(crate) options: &'a Options,
    statement_ids: StatementIds<'a>,
    /// An index over the names of the saved texts, built for the first mistyped name.
    saved_text_names: OnceLock<WordIndex<Box<str>>>,
    /// The titles of all offices, collected for the first title that is looked up.
    office_titles: OnceLock<OfficeTitles>,
    /// The paths of the saved texts, in NFC.
    saved_texts: FxHashSet<SitePath>,
}

impl Context<'_> {
    /// The saved text that a mistyped name probably means.
    fn nearest_saved(&self, written: &str) -> Option<&str> {
        let texts = || self.files.iter().filter_map(|file| file.path.below("content/texts"));
        let names = self.saved_text_names.get_or_init(|| WordIndex::of(texts().map(Box::from)));
        names.nearest(written).map(|name| &**name)
    }

    /// Whether `site.yaml` cannot be read. Words that it may define must not be reported then.
    pub(crate) fn is_config_unread(&self) -> bool {
        // Documents are sorted by path, and all others are below `content/`.
        let config =
            self.documents.last().filter(|last| matches!(last.fields, DocumentFields::Config(_)));
        let mut codes =
            config.into_iter().flat_map(|config| &config.findings).map(|finding| finding.code);
        codes.any(|code| matches!(code, Code::File | Code::Merge | Code::Yaml))
    }
}

/// The path of a key of a registered entry. In a file with many entries the id goes before the key.
/// An empty `path` gives the path of the entry itself.
pub(crate) fn entry_path(file: &SitePath, id: &Slug, path: &str) -> String {
    match file.extension() {
        "yaml" if path.is_empty() => id.to_string(),
        "yaml" => format!("{id}.{path}"),
        _ => path.to_owned(),
    }
}

/// The path of a key of a source: in its own file, in a registry file, or in a brief.
pub(crate) fn source_path(source: &Source, key: &str) -> String {
    match (source.item, &source.page) {
        (Some(number), _) => format!("sources[{number}].{key}"),
        (None, Some((id, _))) => entry_path(&source.span.file, id, key),
        (None, None) => key.to_owned(),
    }
}

/// A check, by what it looks at. Each module lists its checks in `CHECKS`.
enum Check {
    /// A check of one document with its resolved references, which may find errors. Its findings
    /// are remembered by the hash of the document and of all front matter, so it must look at
    /// neither the texts of other briefs nor the planned outputs.
    Document(fn(&Context<'_>, &Document, &Resolved, &mut Vec<Finding>)),
    /// A check of one brief, which may find errors and looks at nothing else, like `Document`.
    Brief(fn(&Context<'_>, Id<Brief>, &mut Vec<Finding>)),
    /// A check of the whole site that may find errors, among other findings.
    Errors(SiteCheck),
    /// A check of the whole site that finds only warnings and information.
    Warnings(SiteCheck),
}

type SiteCheck = fn(&Context<'_>, &mut Vec<Finding>);

/// The checks of each module.
const CHECKS: &[&[Check]] = &[
    claims::CHECKS,
    events::CHECKS,
    files::CHECKS,
    links::CHECKS,
    names::CHECKS,
    origins::CHECKS,
    publishing::CHECKS,
    quotes::CHECKS,
    refs::CHECKS,
    registry::CHECKS,
    relative_dates::CHECKS,
    retracted::CHECKS,
    sources::CHECKS,
    statements::CHECKS,
    stubs::CHECKS,
    tenure::CHECKS,
    titles::CHECKS,
];

/// The findings of each document in the last build: see [`Check::Document`].
pub type DocumentFindings = Memo<Vec<Finding>>;

/// A document with all that the checks of single documents look at besides.
struct DocumentInSite<'c, 'a> {
    context: &'c Context<'a>,
    number: usize,
    /// The brief that it is in this build.
    brief: Option<Id<Brief>>,
}

impl Hash for DocumentInSite<'_, '_> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        (&self.context.documents[self.number], self.context.site.tables()).hash(state);
    }
}

impl DocumentInSite<'_, '_> {
    /// Runs all checks of single documents on this document. Running each check on all documents
    /// would be slower, because a large site does not fit into the processor's cache.
    fn findings(&self) -> Vec<Finding> {
        let DocumentInSite { context, number, brief } = *self;
        let (document, resolved) = (&context.documents[number], &context.resolved[number]);
        let mut found = document.findings.clone();
        for check in checks() {
            match (check, brief) {
                (Check::Document(check), _) => check(context, document, resolved, &mut found),
                (Check::Brief(check), Some(brief)) => check(context, brief, &mut found),
                _ => {}
            }
        }
        found
    }
}

/// All checks of a site. They run in two parts, because a build needs to know first whether the
/// site has errors.
///
/// The findings are not sorted. Findings that an author allows are left out. Templates are checked
/// elsewhere, when pages are rendered.
pub struct Checks<'a> {
    context: Context<'a>,
    unread: Unread<'a>,
    allowed: Allowances<'a>,
}

impl<'a> Checks<'a> {
    /// The checks of a site. `outputs` says which files a build writes.
    pub fn of(
        files: &'a Files,
        Analysis { documents, resolved, lexicon, site }: &'a Analysis,
        outputs: &'a Outputs,
        options: &'a Options,
    ) -> Checks<'a> {
        let unread = Unread::of(documents, files);
        let allowed = Allowances::of(documents);
        let statement_ids = StatementIds::of(documents, site, options);
        let saved_texts = files.below("content/texts").map(|file| file.path.composed()).collect();
        let context = Context {
            files,
            documents,
            resolved,
            lexicon,
            site,
            outputs,
            options,
            statement_ids,
            saved_text_names: OnceLock::new(),
            office_titles: OnceLock::new(),
            saved_texts,
        };
        Checks { context, unread, allowed }
    }

    /// All errors, together with the other findings of the same checks and of reading the files.
    ///
    /// `last` holds the findings of the last build, and those of this build afterwards.
    pub fn errors(&self, last: &mut DocumentFindings) -> Vec<Finding> {
        let may_find_errors = |check: &Check| match check {
            Check::Errors(check) => Some(*check),
            _ => None,
        };
        let (of_documents, of_site) =
            rayon::join(|| self.of_documents(last), || self.of_site(may_find_errors));
        let mut findings: Vec<Finding> = self.context.files.findings().to_vec();
        findings.extend(of_documents);
        findings.extend(of_site);
        findings.retain(|finding| !self.allowed.hold(finding));
        findings
    }

    /// Everything else that the checks find: no errors.
    pub fn warnings(&self) -> Vec<Finding> {
        let mut findings = self.of_site(|check| match check {
            Check::Warnings(check) => Some(*check),
            _ => None,
        });
        debug_assert!(
            findings.iter().all(|finding| finding.severity() != Severity::Error),
            "{findings:?}"
        );
        findings.retain(|finding| !self.allowed.hold(finding));
        findings
    }

    fn of_documents(&self, last: &mut DocumentFindings) -> Vec<Finding> {
        let context = &self.context;
        let one = |number| DocumentInSite { context, number, brief: None };
        let mut items: Vec<DocumentInSite<'_, '_>> =
            (0..context.documents.len()).map(one).collect();
        for (id, brief) in context.site.briefs.iter() {
            items[brief.document].brief = Some(id);
        }
        let found = last.update(&items, DocumentInSite::findings).into_iter().flatten();
        found.filter(|finding| !self.unread.explains(finding)).collect()
    }

    fn of_site(&self, chosen: fn(&Check) -> Option<SiteCheck>) -> Vec<Finding> {
        let checks: Vec<SiteCheck> = checks().filter_map(chosen).collect();
        let found: Vec<Vec<Finding>> = checks
            .par_iter()
            .map(|check| {
                let mut found = Vec::new();
                check(&self.context, &mut found);
                found
            })
            .collect();
        found.into_iter().flatten().filter(|finding| !self.unread.explains(finding)).collect()
    }
}

/// All checks, one after the other.
fn checks() -> impl Iterator<Item = &'static Check> {
    CHECKS.iter().copied().flatten()
}

/// Sorts findings by file and place, and removes duplicates. A missing template is reported by
/// rendering, which knows only the file that names it; its place is added here.
pub fn in_order(mut findings: Vec<Finding>, analysis: &Analysis) -> Vec<Finding> {
    for finding in findings.iter_mut().filter(|finding| finding.code == Code::Template) {
        if let Some(at) = analysis.template_named_in(&finding.span.file) {
            finding.span.at = at;
            "template".clone_into(&mut finding.path);
        }
    }
    findings.sort();
    findings.dedup();
    findings
}

/// The files that cannot be read. One finding for such a file is enough, so findings that may only
/// follow from it are dropped.
struct Unread<'a> {
    /// Whether a registry file is among them: it may define names that seem undefined.
    registry: bool,
    /// The files with faulty front matter, each a brief or one entry of the registry.
    fronts: FxHashSet<&'a SitePath>,
    /// The words of the briefs among them: other briefs may refer to their statements.
    briefs: Vec<String>,
    /// Whether `briefs` is too long to search it for each undefined name.
    are_briefs_long: bool,
}

impl<'a> Unread<'a> {
    fn of(documents: &'a [Hashed<Document>], files: &Files) -> Self {
        let is_unread = |document: &&Hashed<Document>| {
            let malformed = document.findings.iter().any(|finding| match finding.code {
                Code::Yaml | Code::FrontMatter | Code::Merge => true,
                // A file with a body was read: only its body has a stray character.
                Code::File => document.body.is_none(),
                _ => false,
            });
            malformed && !matches!(document.fields, DocumentFields::Config(_))
        };
        let unread: Vec<_> = documents.iter().filter(is_unread).collect();
        let briefs = unread.iter().filter(|document| is_brief(document));
        let briefs: Vec<String> = briefs
            .map(|document| words_of(files.text(&document.path).unwrap_or_default()))
            .collect();
        let length: usize = briefs.iter().map(String::len).sum();
        let unread = unread.iter().map(|document| &document.path);
        let (registries, fronts): (Vec<_>, Vec<_>) =
            unread.partition(|path| path.extension() == "yaml");
        let is_entry = |document: &Hashed<Document>| match document.fields {
            DocumentFields::Unread(Some((kind, _))) => kind != Kind::Brief,
            _ => false,
        };
        let has_entry = !fronts.is_empty() && documents.iter().any(is_entry);
        Self {
            registry: has_entry || !registries.is_empty(),
            fronts: fronts.into_iter().collect(),
            are_briefs_long: length > limits::UNREAD_BRIEFS,
            briefs,
        }
    }

    /// Whether a finding may only follow from a file that cannot be read.
    fn explains(&self, finding: &Finding) -> bool {
        match finding.code {
            Code::RefUndefined if self.is_named_in_brief(&finding.message) => true,
            Code::Link if finding.message.contains("leads to `/") => {
                self.is_named_in_brief(&finding.message)
            }
            Code::File | Code::FrontMatter | Code::Merge | Code::Yaml | Code::Link => false,
            // An unread brief may name more participants of an event, its outcome, or the news on
            // an issue.
            Code::ListedUnmentioned
            | Code::EventPassed
            | Code::StanceUnsourced
            | Code::StanceOld
            | Code::ClaimSingle
            | Code::IssueStale
                if !self.briefs.is_empty() =>
            {
                true
            }
            Code::Orphan | Code::Coverage if !self.fronts.is_empty() || self.registry => true,
            Code::RefUndefined | Code::Stub | Code::StubInfo if self.registry => true,
            _ => self.fronts.contains(&finding.span.file),
        }
    }
}

impl Unread<'_> {
    /// Whether a brief that cannot be read contains the first name in a message. In an address, the
    /// last part is the name.
    fn is_named_in_brief(&self, message: &str) -> bool {
        let Some(named) = message.split('`').nth(1).filter(|_| !self.briefs.is_empty()) else {
            return false;
        };
        let named = named.trim_matches(['[', ']', '/', '#']);
        let named = words_of(named.rsplit([':', '/', '#']).next().unwrap_or(named));
        let is_named = || self.briefs.iter().any(|brief| brief.contains(&named));
        !named.trim().is_empty() && (self.are_briefs_long || is_named())
    }
}

fn is_brief(document: &Document) -> bool {
    matches!(
        document.fields,
        DocumentFields::Brief(_) | DocumentFields::Unread(Some((Kind::Brief, _)))
    )
}

/// The words of a text in lower case, with a space before and after each word.
fn words_of(text: &str) -> String {
    let lower = text.to_lowercase();
    let words = lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.fold(String::from(" "), |all, word| all + word + " ")
}

/// The findings that authors allow: the parts of each file in which a code is not reported.
struct Allowances<'a> {
    parts: BTreeMap<(&'a SitePath, Code), Vec<Bytes>>,
    /// The codes that `site.yaml` allows in every file.
    everywhere: FxHashSet<Code>,
}

impl<'a> Allowances<'a> {
    fn of(documents: &'a [Hashed<Document>]) -> Self {
        let mut parts: BTreeMap<(&SitePath, Code), Vec<Bytes>> = BTreeMap::new();
        let mut everywhere = FxHashSet::default();
        for document in documents.iter().filter(|document| !document.allowed.is_empty()) {
            if matches!(document.fields, DocumentFields::Config(_)) {
                everywhere.extend(document.allowed.iter().map(|item| item.code));
                continue;
            }
            for item in &document.allowed {
                parts.entry((&document.path, item.code)).or_default().push(item.within);
            }
        }
        for parts in parts.values_mut() {
            // Parts either contain each other or are disjoint. Without the parts that are contained
            // in others, no two overlap.
            parts.sort_unstable_by_key(|part| (part.start, std::cmp::Reverse(part.end)));
            let mut end = None;
            parts.retain(|part| {
                let outside = end.is_none_or(|end| part.end > end);
                end = end.max(Some(part.end));
                outside
            });
        }
        Self { parts, everywhere }
    }

    fn hold(&self, finding: &Finding) -> bool {
        let at = finding.span.at.start;
        if self.everywhere.contains(&finding.code) {
            return true;
        }
        let Some(parts) = self.parts.get(&(&finding.span.file, finding.code)) else { return false };
        let after = parts.partition_point(|part| part.start <= at);
        after > 0 && at <= parts[after - 1].end
    }
}
