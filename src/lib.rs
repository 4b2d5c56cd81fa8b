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
//! One function, [`build_if`], names every stage in order. `build` and `check` call it by way of
//! [`build_into`]; `watch` accepts no site that has errors, and then builds the last good one
//! instead (`cli/last_good.rs`).
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
//!   The rows of a site are remembered by the hash of all files but the bodies of briefs
//!   (`model/input.rs`). `build` on the command line starts with the fingerprints of what the last
//!   build wrote, kept in `.briefgen/` of the site with an id of the program itself, so that a
//!   second build renders and writes only what differs.
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

use base::discard::drop_in_background;
use base::finding::Finding;
use base::memo::{Fingerprint, Hashed, Memo};
use base::path::{OutPath, SitePath};
use check::Checks;
use files::Files;
use model::{Analysis, AnalysisCache};
use output::{Batches, Output, Sink};
use pages::{Cards, Listing, PlannedFile, SitePlan};
use parse::Document;
use render::RenderedOutputs;
use render::html::Renderer;
use render::theme::{self, Theme};

pub use model::options::Options;

/// Tells one build of the program from another: a hash of its source.
pub const BUILD_ID: &str = env!("BRIEFGEN_BUILD_ID");

/// The last answers of the leaf functions, by the hash of their argument.
#[derive(Default)]
pub struct Cache {
    documents: Memo<Hashed<Document>>,
    analysis: AnalysisCache,
    errors: check::DocumentFindings,
    theme: Memo<Hashed<Theme>>,
    renderer: Arc<Renderer>,
    outputs: RenderedOutputs,
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
        drop_in_background(leftovers);
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

/// Analyses a site, of which nothing is to be rendered.
pub fn analyse(files: &Files, options: &Options, cache: &mut Cache) -> Analysis {
    let documents = parse::all(files, &mut cache.documents);
    Analysis::of(documents, files, options, &mut cache.analysis)
}

/// Builds a site, from its files to every byte of its output, if its errors are accepted.
///
/// `accepts` is called once, before any page is rendered, with all errors but those of rendering: a
/// template that fails for a page is a finding, too, and the page is left out. `sink` receives the
/// outputs that differ from the last call with this cache, in batches, first those that a reader
/// waits for.
///
/// # Errors
/// The findings, if they are not accepted.
pub fn build_if(
    files: &Files,
    options: &Options,
    cache: &mut Cache,
    accepts: &mut dyn FnMut(&[Finding]) -> bool,
    sink: &mut impl Sink,
) -> Result<Build, Vec<Finding>> {
    let documents = parse::all(files, &mut cache.documents);
    let analysis = rayon::in_place_scope(|scope| {
        // The analysis leaves threads idle. Few pages are rendered of a site that was built before.
        if cache.outputs.is_empty() {
            let renderer = Arc::clone(&cache.renderer);
            scope.spawn(move |_| renderer.prepare(files));
        }
        Analysis::of(documents, files, options, &mut cache.analysis)
    });
    let views = Cards::new(&analysis.site);
    let of_theme = &mut cache.theme;
    let (theme, SitePlan { pages, outputs }) =
        rayon::join(|| theme::load(files, of_theme), || pages::plan(&views, render::EXPORTS));
    let checks = Checks::of(files, &analysis, &outputs, options);
    let mut findings = checks.errors(&mut cache.errors);
    findings.extend_from_slice(theme.findings());
    if !accepts(&findings) {
        findings.extend(checks.warnings());
        return Err(findings);
    }

    let planned: Vec<PlannedFile> = pages.iter().map(PlannedFile::of).collect();
    let batches = pages::in_order(pages, &pages::beside(&analysis.site, &options.saved), options);
    // A theme that cannot be read renders no page.
    let mut batches = batches.into_iter().filter(|_| theme.findings().is_empty());
    let mut render = |batch, findings: &mut Vec<Finding>| {
        let (root, take) = (files.root(), &|output| sink.take(output));
        let (renderer, rendered) = (&cache.renderer, &mut cache.outputs);
        let taken = render::render_changed(&theme, renderer, root, batch, rendered, findings, take);
        sink.end_batch(taken);
    };
    batches.next().into_iter().for_each(|batch| render(batch, &mut findings));
    // A reader waits for the first batch, and nobody for warnings.
    let mut warnings = Vec::new();
    rayon::in_place_scope(|scope| {
        scope.spawn(|_| warnings = checks.warnings());
        batches.for_each(|batch| render(batch, &mut findings));
    });
    findings.append(&mut warnings);

    let rendered = &mut cache.outputs;
    let (findings, listing) = rayon::join(
        || theme::dedup_errors(check::in_order(findings, &analysis)),
        || {
            let listing = Listing::of(planned);
            rendered.keep_only(&listing.paths);
            listing
        },
    );
    cache.leftovers = Some(views.leftovers());
    let Listing { paths, pages, pages_of } = listing;
    Ok(Build { paths, pages, pages_of, base_url: analysis.site.config.base_url.clone(), findings })
}

/// Builds a site, whatever errors it has: the mistakes of templates are to be found, too. `emit`
/// receives the outputs in batches.
pub fn build(
    files: &Files,
    options: &Options,
    cache: &mut Cache,
    emit: impl FnMut(Vec<Output>) + Sync,
) -> Build {
    build_into(files, options, cache, &mut Batches(emit))
}

/// Like [`build`], into a [`Sink`].
pub fn build_into(
    files: &Files,
    options: &Options,
    cache: &mut Cache,
    sink: &mut impl Sink,
) -> Build {
    let refused = |findings| Build { findings, ..Build::default() };
    build_if(files, options, cache, &mut |_| true, sink).unwrap_or_else(refused)
}
