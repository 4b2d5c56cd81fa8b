//! The stages of a build on a site of a thousand briefs, beside a floor: the same Markdown through pulldown-cmark and as
//! many bytes through Tera, and nothing else.
//!
//! `cargo bench` prints the times; ratios to the floor are what can be compared between machines.
#![allow(clippy::unwrap_used, reason = "a benchmark that cannot go on has failed")]

use std::sync::Arc;

use briefgen::base::memo::Hashed;
use briefgen::base::path::SitePath;
use briefgen::files::Files;
use briefgen::model::lexicon::Lexicon;
use briefgen::model::mentions::{Listed, mentions};
use briefgen::model::resolve::Resolved;
use briefgen::pages::prose::{Prose, RawHtml};
use briefgen::parse::Document;
use briefgen::parse::markdown::Body;
use briefgen::render::html::Renderer;
use briefgen::{Cache, Options, build, compose, parse};
use divan::{Bencher, black_box};

const BRIEFS: usize = 1000;

fn main() {
    divan::main();
}

fn options() -> Options {
    Options::on("2026-11-23".parse().unwrap())
}

fn body(number: usize) -> String {
    let paragraph = "The delegations met for the second time and spoke about *trade*, with [a link](https://example.org) \
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
    let mut set = |path: String, text: String| files.set(SitePath::parse(&path).unwrap(), text.as_bytes());
    let actors: String = (0..100)
        .map(|n| format!("official-{n}: {{name: Official {n}, offices: [{{office: Minister {n}, from: 2020}}]}}\n"))
        .collect();
    set("content/actors.yaml".to_owned(), actors);
    set("content/sources.yaml".to_owned(), "wire: {title: Wire}\n".to_owned());
    for number in 0..BRIEFS {
        let front_matter = format!(
            "title: Brief {number}\ndate: 2023-{:02}-{:02}\nsummary: In short.\nsources: [wire, 'https://example.org/{number}']\nactors: [official-{}, official-{}]\nissues: [Issue {}]\n",
            1 + number % 12,
            1 + number % 28,
            number % 100,
            (number + 7) % 100,
            number % 50
        );
        set(format!("content/briefs/brief-{number}.md"), format!("---\n{front_matter}---\n{}", body(number)));
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
    compose(&files, &options(), &mut cache);
    bencher.bench_local(|| compose(black_box(&files), &options(), &mut cache).site.briefs.len());
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

/// A site of a thousand bodies and three thousand names, parsed and resolved.
struct Named {
    documents: Vec<Hashed<Document>>,
    lexicon: Hashed<Lexicon>,
    resolved: Vec<Arc<Resolved>>,
}

impl Named {
    fn new() -> Named {
        const NAMES: usize = 3000;
        let mut files = site();
        let actors: String = (0..NAMES).map(|n| format!("official-{n}: {{name: Official {n}}}\n")).collect();
        files.set(SitePath::parse("content/actors.yaml").unwrap(), actors.as_bytes());
        let documents = parse::all(&files, &mut Default::default());
        let names = briefgen::model::names::names(&documents, &Default::default(), &options());
        let lexicon = briefgen::model::lexicon::lexicon(&names);
        let resolved = briefgen::model::resolve::all(&documents, &lexicon, &mut Default::default());
        Named { documents, lexicon, resolved }
    }

    fn bodies(&self) -> impl Iterator<Item = (&Body, &Resolved)> {
        let bodies = self.documents.iter().zip(&self.resolved);
        bodies.filter_map(|(document, resolved)| Some((document.body.as_ref()?, &**resolved)))
    }
}

/// Every name of the bodies, found and decided: to be held against `bodies_rendered`.
#[divan::bench]
fn names_linked(bencher: Bencher<'_, '_>) {
    let site = Named::new();
    let listed = Listed::default();
    bencher.bench_local(|| -> usize {
        site.bodies().map(|(body, resolved)| mentions(body, &resolved.targets, &listed, &site.lexicon).len()).sum()
    });
}

/// The same bodies to HTML.
#[divan::bench]
fn bodies_rendered(bencher: Bencher<'_, '_>) {
    let site = Named::new();
    let renderer = Renderer::default();
    let prose = |body: &Body| Prose { source: body.text.clone(), plan: Vec::new(), raw_html: RawHtml::Sanitise };
    let proses: Vec<Prose> = site.bodies().map(|(body, _)| prose(body)).collect();
    bencher.bench_local(|| -> usize { proses.iter().map(|prose| renderer.body(prose, "../../").as_str().len()).sum() });
}

/// The bodies through pulldown-cmark, and a page of the size of a brief's through Tera for each page of the site.
#[divan::bench]
fn floor(bencher: Bencher<'_, '_>) {
    let bodies: Vec<String> = (0..BRIEFS).map(body).collect();
    let mut pages = 0;
    build(&site(), &options(), &mut Cache::default(), |batch| pages += batch.len());
    let template = format!(
        "<!DOCTYPE html><title>{{{{ title }}}}</title>{}<main>{{{{ body | safe }}}}</main>",
        "<nav><a href=\"x\">x</a></nav>".repeat(100)
    );
    let mut tera = tera::Tera::default();
    tera.add_raw_template("page.html", &template).unwrap();
    bencher.bench(|| {
        let mut bytes = 0;
        for number in 0..pages {
            let mut html = String::new();
            if let Some(body) = bodies.get(number) {
                pulldown_cmark::html::push_html(&mut html, pulldown_cmark::Parser::new(body));
            }
            let mut context = tera::Context::new();
            context.insert("title", "A brief");
            context.insert("body", &html);
            bytes += tera.render("page.html", &context).unwrap().len();
        }
        bytes
    });
}
