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
//! [`compose`]. `build` and `check` call it by way of [`build_into`]; `watch` accepts no site that
//! has errors, and then builds the last good one instead (`cli/good.rs`).
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
//!   hashed.
//! - **Remember only by the hash of the argument** ([`base::memo`]): incremental work is the same
//!   functions asked less. [`Cache`] holds the answers; with an empty one everything is worked out.
//!   The last site is kept, too, by the hash of all but the texts of its briefs. `build` on the
//!   command line starts with the fingerprints of what the last build wrote, kept in `.briefgen/`
//!   of the site with an id of the program itself, so that a second build renders and writes only
//!   what differs.
//! - **One list of paths.** [`pages`] plans them, [`base::outputs`] holds them with their owners,
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
pub mod preview;
pub mod render;

use std::sync::Arc;

use rustc_hash::FxHashMap;

use base::code::Code;
use base::finding::Finding;
use base::id::Id;
use base::memo::{Fingerprint, Hashed, Memo};
use base::path::{OutPath, SitePath};
use check::Checks;
use files::Files;
use model::assemble::{Frame, Parts, assemble};
use model::entities::{Brief, Site};
use model::lexicon::{self, Lexicon, Names, OwnNames};
use model::resolve::{Resolutions, Resolved};
use model::texts::{SavedTexts, Verdicts};
use output::{Batches, Output, Sink};
use pages::{Cards, Plan, Planned};
use parse::{Document, DocumentFields};
use render::Seen;
use render::html::Renderer;

pub use base::options::Options;

/// Tells one build of the program from another: a hash of its source.
pub const BUILD_ID: &str = env!("BRIEFGEN_BUILD_ID");

/// The last answers of the leaf functions, by the hash of their argument.
#[derive(Default)]
pub struct Cache {
    documents: Memo<Hashed<Document>>,
    names: Memo<Hashed<OwnNames>>,
    lexicon: Memo<Hashed<Lexicon>>,
    registry: Memo<Hashed<Lexicon>>,
    resolved: Resolutions,
    verdicts: Verdicts,
    site: Option<(Site, Frame)>,
    errors: check::OfDocuments,
    theme: Memo<Hashed<render::theme::Theme>>,
    renderer: Arc<Renderer>,
    outputs: Seen,
    /// What the pages of the last build shared.
    remains: Option<Box<dyn Send>>,
}

impl Cache {
    /// Counts outputs of these fingerprints as made: they are not rendered again.
    pub fn know(&mut self, known: &FxHashMap<OutPath, Fingerprint>) {
        self.outputs.know(known);
    }

    /// Takes apart what only the last build needed, beside whatever comes next: of a large site
    /// nobody should wait for it, and a process that ends with the build need not do it at all.
    pub fn tidy(&mut self) {
        let remains = self.remains.take();
        rayon::spawn(move || drop(remains));
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

/// A site before anything is shown of it.
#[derive(Debug)]
pub struct Composed {
    /// Each file that holds content.
    pub documents: Vec<Hashed<Document>>,
    /// What their references mean, in the same order.
    pub resolved: Vec<Arc<Resolved>>,
    /// What names mean.
    pub lexicon: Hashed<Lexicon>,
    /// What the documents mean together.
    pub site: Site,
    /// What that was put together by.
    pub frame: Frame,
}

impl Composed {
    /// The brief of a file.
    fn brief_of(&self, file: &SitePath) -> Option<Id<Brief>> {
        let number = self.documents.binary_search_by(|document| document.path.cmp(file)).ok()?;
        self.frame.briefs().iter().position(|of_brief| *of_brief == number).map(Id::new)
    }

    /// Puts a finding about a template that does not exist where its name stands: rendering knows
    /// only the file.
    fn put_at_its_key(&self, finding: &mut Finding) {
        if finding.code != Code::Template {
            return;
        }
        let document =
            self.documents.binary_search_by(|document| document.path.cmp(&finding.span.file));
        let template = document.ok().and_then(|number| match &self.documents[number].fields {
            DocumentFields::Brief(brief) => brief.template.as_ref(),
            DocumentFields::Page(page) => page.template.as_ref(),
            _ => None,
        });
        if let Some(template) = template {
            finding.span.at = template.at;
            "template".clone_into(&mut finding.path);
        }
    }
}

/// The first half of a build: from the files to the graph of all that is shown.
pub fn compose(files: &Files, options: &Options, cache: &mut Cache) -> Composed {
    let documents = parse::all(files, &mut cache.documents);
    put_together(documents, files, options, cache)
}

/// What comes after parsing in the first half of a build.
fn put_together(
    documents: Vec<Hashed<Document>>,
    files: &Files,
    options: &Options,
    cache: &mut Cache,
) -> Composed {
    let copies = model::names::copies(files, &documents, options);
    let names: Names = model::names::names(&documents, &copies, options, &mut cache.names);
    let (of_all, of_registries) = (&mut cache.lexicon, &mut cache.registry);
    let (lexicon, registry) = rayon::join(
        || of_all.one(&names, lexicon::lexicon),
        || of_registries.one(&names.of_registries(), lexicon::lexicon),
    );
    let resolved = model::resolve::all(&documents, &lexicon, &registry, &mut cache.resolved);
    let texts = SavedTexts::of(files);
    let parts = Parts {
        documents: &documents,
        resolved: &resolved,
        lexicon: &lexicon,
        texts: &texts,
        options,
    };
    let (site, frame) = assemble(&parts, copies.files, &mut cache.verdicts, cache.site.take());
    Composed { documents, resolved, lexicon, site, frame }
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
    let composed = rayon::in_place_scope(|scope| {
        // Much of what comes next keeps but one thread busy. Of a site that was built before few
        // pages are rendered.
        if is_first {
            scope.spawn(|_| renderer.prepare(files));
        }
        put_together(documents, files, options, cache)
    });
    let outcome = show(files, options, &composed, cache, accepts, sink);
    cache.site = Some((composed.site, composed.frame));
    outcome
}

/// The second half of a build: from the graph of all that is shown to every byte of the output.
fn show(
    files: &Files,
    options: &Options,
    composed: &Composed,
    cache: &mut Cache,
    accepts: &mut dyn FnMut(&[Finding]) -> bool,
    sink: &mut impl Sink,
) -> Result<Build, Vec<Finding>> {
    let cards = Cards::new(&composed.site);
    let of_theme = &mut cache.theme;
    let (theme, Plan { mut pages, outputs }) =
        rayon::join(|| theme(files, of_theme), || pages::plan(&cards));
    let checks = Checks::of(files, composed, &outputs, options);
    let mut findings = checks.errors(&mut cache.errors);
    findings.extend_from_slice(theme.findings());
    if !accepts(&findings) {
        findings.extend(checks.others());
        return Err(findings);
    }
    let saved = options.saved.iter().filter_map(|file| composed.brief_of(file));
    let beside = saved.flat_map(|brief| pages::folders_beside(&composed.site, brief)).collect();
    let listed: Vec<Listed> = pages.iter().map(Listed::of).collect();
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
    let mut others = Vec::new();
    rayon::in_place_scope(|scope| {
        scope.spawn(|_| others = checks.others());
        batches.for_each(|batch| render(batch, &mut findings));
    });
    findings.append(&mut others);
    let in_order = |mut findings: Vec<Finding>| {
        findings.iter_mut().for_each(|finding| composed.put_at_its_key(finding));
        findings.sort();
        findings.dedup();
        render::theme::tell_once(&mut findings);
        findings
    };
    let made = &mut cache.outputs;
    let counted = || {
        let counted = Listed::counted(listed);
        made.keep_only(&counted.paths);
        counted
    };
    let (findings, counted) = rayon::join(|| in_order(findings), counted);
    cache.remains = Some(cards.remains());
    Ok(Build { findings, base_url: composed.site.config.base_url.clone(), ..counted })
}

/// What is still to be known of a file of the output when it was made.
struct Listed {
    path: OutPath,
    /// For a page for readers, the file that it is mostly made from.
    page_of: Option<Option<SitePath>>,
}

impl Listed {
    fn of(page: &Planned<'_>) -> Listed {
        Listed { path: page.path.clone(), page_of: page.is_html().then(|| page.from.clone()) }
    }

    /// Counts the pages, and sorts them by their files.
    fn counted(listed: Vec<Listed>) -> Build {
        let mut build = Build::default();
        for Listed { path, page_of } in listed {
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
