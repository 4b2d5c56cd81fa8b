//! Benchmarks of the stages of a build, on a site of a thousand briefs, and of a lower bound: the
//! files read, their Markdown parsed by pulldown-cmark, the pages rendered by Tera and written, and
//! nothing else.
//!
//! `cargo bench` prints the times. Compare machines by the ratio of `build_on_disk` to `floor`.
#![allow(clippy::unwrap_used, reason = "a benchmark that cannot go on has failed")]
#![expect(clippy::disallowed_methods, reason = "writes the site that it builds")]

use std::fs;
use std::path::PathBuf;

use briefgen::base::memo::Hashed;
use briefgen::base::path::{OutPath, SitePath};
use briefgen::embedded::TEMPLATES;
use briefgen::files::Files;
use briefgen::model::lexicon::Lexicon;
use briefgen::model::mentions::mentions;
use briefgen::model::name_context::NameContext;
use briefgen::model::resolve::Resolved;
use briefgen::output::{Output, OutputFolder, Prepared, Sink, Unlisted};
use briefgen::pages::prose::{Prose, RawHtml};
use briefgen::pages::{Cards, Make, Page, Planned, plan};
use briefgen::parse::Document;
use briefgen::parse::markdown::Body;
use briefgen::render::EXPORTS;
use briefgen::render::html::Renderer;
use briefgen::{Cache, Options, analyse, build, build_into, parse};
use divan::{Bencher, black_box};
use rayon::prelude::*;
use tempfile::TempDir;
use tera::{Context, Tera};

const BRIEFS: usize = 1000;

fn main() {
    divan::main();
}

fn options() -> Options {
    Options::on("2026-11-23".parse().unwrap())
}

fn body(number: usize) -> String {
    let paragraph = "The delegations met for the second time and spoke about *trade*, with [a \
        link](https://example.org) \
        and a citation [@wire, 12]. Official 7 said little; Official 8 said more.\n\n";
    format!(
        "## What happened\n\n{}## What it means\n\n{}See [[brief-{}]].\n",
        paragraph.repeat(4),
        paragraph.repeat(4),
        (number + 1) % BRIEFS
    )
}

fn site() -> Files {
    let mut files = Files::from_text("");
    let mut set =
        |path: String, text: String| files.set(SitePath::parse(&path).unwrap(), text.as_bytes());
    let actors: String = (0..100)
        .map(|n| {
            format!(
                "official-{n}: {{name: Official {n}, offices: [{{office: Minister {n}, \
            from: 2020}}]}}\n"
            )
        })
        .collect();
    set("content/actors.yaml".to_owned(), actors);
    set("content/sources.yaml".to_owned(), "wire: {title: Wire}\n".to_owned());
    for number in 0..BRIEFS {
        let front_matter = format!(
            "title: Brief {number}\ndate: 2023-{:02}-{:02}\nsummary: In short.\nsources: [wire, \
            'https://example.org/{number}']\nactors: [official-{}, official-{}]\nissues: [Issue \
            {}]\n",
            1 + number % 12,
            1 + number % 28,
            number % 100,
            (number + 7) % 100,
            number % 50
        );
        set(
            format!("content/briefs/brief-{number}.md"),
            format!("---\n{front_matter}---\n{}", body(number)),
        );
    }
    files
}

#[divan::bench]
fn parse(bencher: Bencher<'_, '_>) {
    let files = site();
    bencher.bench(|| parse::all(black_box(&files), &mut Default::default()).len());
}

#[divan::bench]
fn compose_parsed(bencher: Bencher<'_, '_>) {
    let files = site();
    let mut cache = Cache::default();
    analyse(&files, &options(), &mut cache);
    bencher.bench_local(|| analyse(black_box(&files), &options(), &mut cache).site.briefs.len());
}

#[divan::bench]
fn build_whole(bencher: Bencher<'_, '_>) {
    let files = site();
    bencher.bench(|| {
        let mut bytes = 0;
        build(black_box(&files), &options(), &mut Cache::default(), |batch| bytes += batch.len());
        bytes
    });
}

/// What a writer waits for most often: the body of one brief was saved.
#[divan::bench]
fn body_edited(bencher: Bencher<'_, '_>) {
    let mut files = site();
    let mut cache = Cache::default();
    build(&files, &options(), &mut cache, |_| {});
    let path = SitePath::parse("content/briefs/brief-7.md").unwrap();
    let text = files.text(&path).unwrap().to_owned();
    let mut edits = 0;
    bencher.bench_local(|| {
        edits += 1;
        files.set(path.clone(), format!("{text}\nEdit {edits}.\n").as_bytes());
        let mut pages = 0;
        build(black_box(&files), &options(), &mut cache, |batch| pages += batch.len());
        pages
    });
}

/// A site of a thousand bodies with a registry of three thousand names, parsed and resolved.
struct NamedSite {
    documents: Vec<Hashed<Document>>,
    lexicon: Hashed<Lexicon>,
    resolved: Vec<Hashed<Resolved>>,
}

impl NamedSite {
    fn new() -> NamedSite {
        const NAMES: usize = 3000;
        let mut files = site();
        let actors: String =
            (0..NAMES).map(|n| format!("official-{n}: {{name: Official {n}}}\n")).collect();
        files.set(SitePath::parse("content/actors.yaml").unwrap(), actors.as_bytes());
        let documents = parse::all(&files, &mut Default::default());
        let names = briefgen::model::names::names(
            &documents,
            &Default::default(),
            options().edition,
            &mut Default::default(),
        );
        let lexicon = briefgen::model::lexicon::lexicon(&names);
        let resolved =
            briefgen::model::resolve::all(&documents, &lexicon, &lexicon, &mut Default::default());
        NamedSite { documents, lexicon, resolved }
    }

    fn bodies(&self) -> impl Iterator<Item = (&Body, &Resolved)> {
        let bodies = self.documents.iter().zip(&self.resolved);
        bodies.filter_map(|(document, resolved)| Some((document.body.as_ref()?, &**resolved)))
    }
}

/// Finds all names in the bodies and decides which become links. Compare with `bodies_rendered`.
#[divan::bench]
fn names_linked(bencher: Bencher<'_, '_>) {
    let site = NamedSite::new();
    let context = NameContext::default();
    bencher.bench_local(|| -> usize {
        site.bodies()
            .map(|(body, resolved)| {
                mentions(body, &resolved.targets, &context, &site.lexicon).len()
            })
            .sum()
    });
}

/// Renders the bodies of `names_linked` to HTML.
#[divan::bench]
fn bodies_rendered(bencher: Bencher<'_, '_>) {
    let site = NamedSite::new();
    let renderer = Renderer::default();
    let prose = |body: &Body| Prose {
        source: body.text.clone(),
        plan: Vec::new(),
        raw_html: RawHtml::Sanitise,
    };
    let proses: Vec<Prose> = site.bodies().map(|(body, _)| prose(body)).collect();
    bencher.bench_local(|| -> usize {
        proses.iter().map(|prose| renderer.body(prose, "../../").as_str().len()).sum()
    });
}

/// Builds a folder into an empty folder, as `briefgen build` does. Compare with `floor`.
#[divan::bench]
fn build_on_disk(bencher: Bencher<'_, '_>) {
    let source = on_disk(&site());
    bencher.with_inputs(|| tempfile::tempdir().unwrap()).bench_local_refs(|output| {
        let files = Files::read(source.path()).unwrap();
        let public = output.path().join("public");
        let mut written =
            OutputFolder::open(source.path(), &public, "bench", Unlisted::Refuse).unwrap();
        let built =
            build_into(&files, &options(), &mut Cache::default(), &mut Writing(&mut written));
        written.commit(&built.paths).unwrap().written
    });
}

/// Writes outputs to a folder.
struct Writing<'a>(&'a mut OutputFolder);

impl Sink for Writing<'_> {
    type Pending = Prepared;

    fn take(&self, output: Output) -> Prepared {
        self.0.prepare(output)
    }

    fn end_batch(&mut self, taken: Vec<Prepared>) {
        self.0.stage(taken).unwrap();
    }
}

/// The lower bound for any generator with these libraries: reads the files, renders their bodies
/// with pulldown-cmark, renders the pages with Tera from views that were made before, and writes
/// them.
#[divan::bench]
fn floor(bencher: Bencher<'_, '_>) {
    let source = on_disk(&site());
    let files = Files::read(source.path()).unwrap();
    let analysis = analyse(&files, &options(), &mut Cache::default());
    let cards = Cards::new(&analysis.site);
    let pages: Vec<Page> = plan(&cards, EXPORTS).pages.into_iter().map(Planned::gathered).collect();
    let contexts: Vec<(&OutPath, &str, Context)> = pages.iter().filter_map(context).collect();
    let places: Vec<PathBuf> = files.iter().map(|file| file.path.real(source.path())).collect();
    let mut tera = Tera::new();
    tera.add_raw_templates(TEMPLATES.iter().copied()).unwrap();
    bencher.with_inputs(|| tempfile::tempdir().unwrap()).bench_local_refs(|output| -> usize {
        let bodies: usize = places
            .par_iter()
            .map(|place| rendered(&fs::read_to_string(place).unwrap()).len())
            .sum();
        let write = |(path, template, context): &(&OutPath, &str, Context)| {
            let mut page = Vec::new();
            tera.render_to(template, context, &mut page).unwrap();
            let place = path.real(output.path());
            fs::create_dir_all(place.parent().unwrap()).unwrap();
            fs::write(place, &page).unwrap();
            page.len()
        };
        bodies + contexts.par_iter().map(write).sum::<usize>()
    });
}

/// Writes a site to a temporary folder.
fn on_disk(files: &Files) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for file in files.iter() {
        let place = file.path.real(folder.path());
        fs::create_dir_all(place.parent().unwrap()).unwrap();
        fs::write(place, file.text().unwrap()).unwrap();
    }
    folder
}

/// The path of a page, its template, and everything that the template sees.
fn context(page: &Page) -> Option<(&OutPath, &str, Context)> {
    let Make::Html(page_html) = &page.make else { return None };
    let mut context = Context::new();
    context.insert("site", &page_html.site);
    context.insert("head", &page_html.head);
    context.insert("page", &page_html.view);
    context.insert("root", &page_html.root);
    context.insert("cited", &page_html.cited);
    let body = page_html.prose.as_ref().map(|prose| rendered(&prose.source));
    context.insert("body", &body.unwrap_or_default());
    Some((&page.path, page_html.template.as_str(), context))
}

/// Renders Markdown with pulldown-cmark alone.
fn rendered(markdown: &str) -> String {
    let mut html = String::new();
    pulldown_cmark::html::push_html(&mut html, pulldown_cmark::Parser::new(markdown));
    html
}
