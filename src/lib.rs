//! briefgen: from a folder of Markdown briefs to a cross-linked site. This page is the map of the
//! house.
//!
//! ```text
//!  files ──► parse ──► model ──► check ──► (findings)
//!  snapshot  one file  names,      │
//!  path →    → one     references, ▼
//!  content   document  the graph  pages ──► render ──► output
//!                      of what    every     bytes      writes what differs,
//!                      is shown   path and             prunes what is gone
//!                                 its view
//! ```
//!
//! One function, [`build_if`], names every stage in order, those before anything is shown by way of
//! [`Analysis::of`]. `build` and `check` call it by way of [`build_into`]; `watch` accepts no site that
//! has errors, and then builds the last good one instead (`cli/last_good.rs`).
//!
//! | module | holds | may import |
//! |---|---|---|
//! | [`base`] | words every stage speaks: dates with precision, ids, paths, findings, hashes, parsed Markdown | nothing of ours |
//! | [`files`] | a snapshot of the site's folder; the only reader of disk | base |
//! | [`parse`] | one file to one document; never fails | base, files |
//! | [`model`] | what the documents mean together, as a typed graph of what the build shows | base, files, parse |
//! | [`check`] | findings about the whole; the planned paths and who asks for each are handed to it | base, files, parse, model |
//! | [`embedded`] | the default theme, as data | nothing |
//! | [`pages`] | every output path at once; all that its template may see when it is its turn | all above but check |
//! | [`render`] | views to bytes | base, files, embedded, pages, output's types; not model |
//! | [`output`] | the only writer of disk | base |
//! | [`preview`] | the output folder over HTTP, with pages that renew themselves | base, output |
//! | [`cli`] | arguments, terminal, reports, clock, environment, and the network | all |
//!
//! Rules that hold everywhere, kept by `tests/it/tidy.rs` and by lints:
//!
//! - **Data goes one way.** A stage takes values and returns a value; nothing is filled in later.
//! - **The world is an argument.** Disk in `files` and `output` only, clock, environment and
//!   network in `cli` only (the preview serves).
//! - **A template sees a view**: plain values, no look-up functions. What it sees is what is
//!   hashed. So does the function that writes a file for machines, which is a plain `fn`.
//! - **A list and an export have a row each** that says all of it: [`pages::SECTIONS`] and
//!   [`render::EXPORTS`].
//! - **Remember only by the hash of the argument** ([`base::memo`]): incremental work is the same
//!   functions asked less. [`Cache`] holds the answers; with an empty one everything is worked out.
//!   The last site is kept, too, by the hash of all but the texts of its briefs. `build` on the
//!   command line starts with the fingerprints of what the last build wrote, kept in `.briefgen/`
//!   of the site with an id of the program itself, so that a second build renders and writes only
//!   what differs.
//! - **One list of paths.** [`pages`] plans them, [`model::outputs`] holds them with their owners,
//!   and the checks compare links with nothing else.
//! - **Bad input is not an error.** Parsing returns a document and its findings; `Result` is for
//!   the outside world.

pub mod base;
pub mod check;
pub mod cli;
pub mod embedded;
pub mod files;
pub mod model;
pub mod output;
pub mod pages;
pub mod parse;
#[cfg(feature = "server")]
pub mod preview;
pub mod render;

use std::sync::Arc;

use rustc_hash::FxHashMap;

use base::code::Code;
use base::finding::Finding;
use base::memo::{Fingerprint, Hashed, Memo};
use base::path::{OutPath, SitePath};
use check::Checks;
use files::Files;
use model::{Analysis, AnalysisCache};
use output::{Batches, Output, Sink};
use pages::{Cards, Plan, Planned};
use parse::{Document, DocumentFields};
use render::Seen;
use render::html::Renderer;

pub use model::options::Options;

/// Tells one build of the program from another: a hash of its source.
pub const BUILD_ID: &str = env!("BRIEFGEN_BUILD_ID");

/// The last answers of the leaf functions, by the hash of their argument.
#[derive(Default)]
pub struct Cache {
    documents: Memo<Hashed<Document>>,
    analysis: AnalysisCache,
    errors: check::OfDocuments,
    theme: Memo<Hashed<render::theme::Theme>>,
    renderer: Arc<Renderer>,
    outputs: Seen,
    /// The views that pages of the last build shared.
    leftovers: Option<Box<dyn Send>>,
}

impl Cache {
    /// Takes outputs of these fingerprints for written: they are not rendered again.
    pub fn assume_written(&mut self, known: &FxHashMap<OutPath, Fingerprint>) {
        self.outputs.assume_written(known);
    }

    /// Drops the last build's shared views on another thread, so that nobody waits. Unnecessary
    /// before the process exits.
    pub fn drop_leftovers(&mut self) {
        let leftovers = self.leftovers.take();
        rayon::spawn(move || drop(leftovers));
    }
}

/// What a build came to.
#[derive(Debug, Default)]
pub struct Build {
    /// Every file of the output, whether it was made anew or not.
    pub paths: Vec<OutPath>,
    /// How many of them are pages for readers.
    pub pages: usize,
    /// For each file that pages are mostly made from, those pages.
    pub pages_of: FxHashMap<SitePath, Vec<OutPath>>,
    /// The site's address on the web, where it has one.
    pub base_url: Option<String>,
    /// What was found, by file and place.
    pub findings: Vec<Finding>,
}

/// The first half of a build: from the files to the graph of all that is shown.
pub fn analyse(files: &Files, options: &Options, cache: &mut Cache) -> Analysis {
    let documents = parse::all(files, &mut cache.documents);
    Analysis::of(documents, files, options, &mut cache.analysis)
}

/// A site, from its files to every byte of its output, unless what is wrong with it is not
/// accepted.
///
/// `accepts` is asked before anything is shown, with all errors but those that only rendering
/// brings to light: a template that fails for a page is a finding, too, and its page is left out.
/// `sink` receives the outputs that differ from the last call with this cache, in batches, those
/// that a reader waits for first.
///
/// # Errors
/// The findings, where they are not accepted.
pub fn build_if(
    files: &Files,
    options: &Options,
    cache: &mut Cache,
    accepts: &mut dyn FnMut(&[Finding]) -> bool,
    sink: &mut impl Sink,
) -> Result<Build, Vec<Finding>> {
    let documents = parse::all(files, &mut cache.documents);
    let renderer = Arc::clone(&cache.renderer);
    let is_first = cache.outputs.is_empty();
    let analysis = rayon::in_place_scope(|scope| {
        // The analysis leaves threads idle. Few pages are rendered of a site that was built before.
        if is_first {
            scope.spawn(|_| renderer.prepare(files));
        }
        Analysis::of(documents, files, options, &mut cache.analysis)
    });
    render_site(files, options, &analysis, cache, accepts, sink)
}

/// The second half of a build: from the graph of all that is shown to every byte of the output.
fn render_site(
    files: &Files,
    options: &Options,
    analysis: &Analysis,
    cache: &mut Cache,
    accepts: &mut dyn FnMut(&[Finding]) -> bool,
    sink: &mut impl Sink,
) -> Result<Build, Vec<Finding>> {
    let cards = Cards::new(&analysis.site);
    let of_theme = &mut cache.theme;
    let (theme, Plan { mut pages, outputs }) =
        rayon::join(|| theme(files, of_theme), || pages::plan(&cards, render::EXPORTS));
    let checks = Checks::of(files, analysis, &outputs, options);
    let mut findings = checks.errors(&mut cache.errors);
    findings.extend_from_slice(theme.findings());
    if !accepts(&findings) {
        findings.extend(checks.warnings());
        return Err(findings);
    }
    let saved = options.saved.iter().filter_map(|file| analysis.brief_of(file));
    let beside = saved.flat_map(|brief| pages::folders_beside(&analysis.site, brief)).collect();
    let planned: Vec<PlannedFile> = pages.iter().map(PlannedFile::of).collect();
    if !theme.findings().is_empty() {
        pages.clear();
    }
    let mut batches = pages::in_order(pages, &beside, options).into_iter();
    let mut render = |batch, findings: &mut Vec<Finding>| {
        let (root, take) = (files.root(), &|output| sink.take(output));
        let taken =
            render::fresh(&theme, &cache.renderer, root, batch, &mut cache.outputs, findings, take);
        sink.end_batch(taken);
    };
    // A reader waits for the first pages, and nobody for warnings: they are looked for beside the
    // rendering of the others.
    batches.next().into_iter().for_each(|batch| render(batch, &mut findings));
    let mut warnings = Vec::new();
    rayon::in_place_scope(|scope| {
        scope.spawn(|_| warnings = checks.warnings());
        batches.for_each(|batch| render(batch, &mut findings));
    });
    findings.append(&mut warnings);
    let in_order = |mut findings: Vec<Finding>| {
        findings.iter_mut().for_each(|finding| put_at_template_key(finding, analysis));
        findings.sort();
        findings.dedup();
        render::theme::tell_once(&mut findings);
        findings
    };
    let made = &mut cache.outputs;
    let counted = || {
        let counted = PlannedFile::counted(planned);
        made.keep_only(&counted.paths);
        counted
    };
    let (findings, counted) = rayon::join(|| in_order(findings), counted);
    cache.leftovers = Some(cards.leftovers());
    Ok(Build { findings, base_url: analysis.site.config.base_url.clone(), ..counted })
}

/// Puts a finding about a template that does not exist where a file names it: rendering knows only
/// the file.
fn put_at_template_key(finding: &mut Finding, analysis: &Analysis) {
    if finding.code != Code::Template {
        return;
    }
    if let Some(at) = analysis.template_named_in(&finding.span.file) {
        finding.span.at = at;
        "template".clone_into(&mut finding.path);
    }
}

/// What the report of a build needs to know of a file of the output, once its page is rendered.
struct PlannedFile {
    path: OutPath,
    /// For a page for readers, the file that it is mostly made from.
    page_of: Option<Option<SitePath>>,
}

impl PlannedFile {
    fn of(page: &Planned<'_>) -> PlannedFile {
        PlannedFile { path: page.path.clone(), page_of: page.is_html().then(|| page.from.clone()) }
    }

    /// Counts the pages, and sorts them by their files.
    fn counted(planned: Vec<PlannedFile>) -> Build {
        let mut build = Build::default();
        for PlannedFile { path, page_of } in planned {
            build.pages += usize::from(page_of.is_some());
            if let Some(file) = page_of.flatten() {
                build.pages_of.entry(file).or_default().push(path.clone());
            }
            build.paths.push(path);
        }
        build
    }
}

/// A site, from its files to every byte of its output.
///
/// `build` and `check` call this with an empty cache. Where there are errors before anything is
/// rendered, pages are still made: a template's mistake is a finding, too. `emit` receives the
/// outputs in batches.
pub fn build(
    files: &Files,
    options: &Options,
    cache: &mut Cache,
    emit: impl FnMut(Vec<Output>) + Sync,
) -> Build {
    build_into(files, options, cache, &mut Batches(emit))
}

/// The same with another place for the outputs to go.
pub fn build_into(
    files: &Files,
    options: &Options,
    cache: &mut Cache,
    sink: &mut impl Sink,
) -> Build {
    let refused = |findings| Build { findings, ..Build::default() };
    build_if(files, options, cache, &mut |_| true, sink).unwrap_or_else(refused)
}

/// The theme, loaded again only where a template changed.
fn theme(
    files: &Files,
    memo: &mut Memo<Hashed<render::theme::Theme>>,
) -> Hashed<render::theme::Theme> {
    /// A snapshot's templates, hashed by their own fingerprints.
    struct Templates(Files);
    impl std::hash::Hash for Templates {
        fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
            self.0.iter().for_each(|file| file.hash(state));
        }
    }
    memo.one(&Templates(files.only("templates")), |templates| render::theme::theme(&templates.0))
}

/// The output folder that `site.yaml` names, relative to the site's folder.
pub fn output_folder(files: &Files) -> Option<String> {
    let documents = parse::all(&files.only("site.yaml"), &mut Memo::default());
    documents.iter().find_map(|document| match &document.fields {
        DocumentFields::Config(config) => config.output.as_ref().map(|output| output.value.clone()),
        _ => None,
    })
}
