//! One file: its front matter or its YAML, and its Markdown with the marks in it.

use std::sync::LazyLock;

use briefgen::base::memo::Memo;
use briefgen::base::path::SitePath;
use briefgen::base::text::Lines;
use briefgen::files::Files;
use briefgen::model::site::Site;
use briefgen::pages::prose::RawHtml;
use briefgen::pages::{self, Cards, Make};
use briefgen::render::html::Renderer;
use briefgen::{Cache, Options, analyse, parse};

use super::{findings, page};

/// A file of a site: its path in the first line, and below it what it holds.
pub fn front_matter(data: &[u8]) {
    let Some((path, text)) = std::str::from_utf8(data).ok().and_then(|text| text.split_once('\n'))
    else {
        return;
    };
    let Some(path) = SitePath::parse(path) else { return };
    let mut files = Files::from_text("");
    files.set(path.clone(), text.as_bytes());
    let read = || parse::all(&files, &mut Memo::default());
    let documents = read();
    for document in &documents {
        findings::hold(&document.findings, &files);
        for finding in &document.findings {
            Lines::new(text).position(finding.span.at.start as usize);
        }
        assert!(
            document.declared().all(|(_, id)| text.get(id.at.range()).is_some()),
            "{document:?}"
        );
    }
    let told = |documents: &[_]| format!("{documents:?}");
    assert_eq!(told(&documents), told(&read()));
    // The site that has only this file has a page for whatever it declares, or a finding.
    let analysis = analyse(&files, &options(), &mut Cache::default());
    shown(&analysis.site);
}

/// The text of a brief, in a site that has what the pieces of the example name.
pub fn markdown(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let front = "---\ntitle: A brief\nsources: [wire]\nactors: [qin-gang]\n\
        quotes: [{id: door, speaker: qin-gang, text: The door is open, source: wire}]\n\
        events: [{id: visit, date: 2023-06-18, kind: visit, who: [qin-gang, Wang Yi]}]\n---\n";
    let mut files = Files::from_text(SITE);
    let path = SitePath::parse("content/briefs/2023-06-18-talks.md").expect("a path");
    files.set(path, format!("{front}{text}").as_bytes());
    let analysis = analyse(&files, &options(), &mut Cache::default());
    for document in &analysis.documents {
        findings::hold(&document.findings, &files);
    }
    shown(&analysis.site);
}

/// What the text of a brief may name.
const SITE: &str = "=== content/actors.yaml
qin-gang: {name: Qin Gang, aliases: [Minister Qin], names: {zh-Hans: 秦刚}, offices: \
[{office: minister, from: 2022-12-30}]}
wang-yi: {name: Wang Yi}
=== content/offices.yaml
minister: {title: Foreign Minister}
=== content/issues.yaml
us-china: {title: US and China}
us-china/taiwan: {title: Taiwan}
=== content/places.yaml
beijing: {name: Beijing}
=== content/sources.yaml
wire: {title: A wire, url: 'https://example.org/wire'}
=== content/briefs/2023-06-17-road/index.md
---
title: The road
sources: []
---
# A heading
=== content/briefs/2023-06-17-road/map.svg
<svg xmlns='http://www.w3.org/2000/svg' width='4' height='3'/>
";

fn options() -> Options {
    Options::on("2026-11-23".parse().expect("a day"))
}

/// Renders the text of each page, in each way of dealing with raw HTML.
fn shown(site: &Site) {
    static RENDERER: LazyLock<Renderer> = LazyLock::new(Renderer::default);
    let cards = Cards::new(site);
    for planned in pages::plan(&cards, &[]).pages {
        // Lists are of no file, and show no text.
        if !planned.is_html() || planned.from.is_none() {
            continue;
        }
        let Make::Html(html) = planned.gathered().make else { continue };
        let Some(prose) = html.prose else { continue };
        for raw_html in [RawHtml::Sanitise, RawHtml::Escape] {
            let prose = pages::prose::Prose { raw_html, ..prose.clone() };
            page::is_sound(RENDERER.body(&prose, &html.root).as_str());
        }
    }
}
