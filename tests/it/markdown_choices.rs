//! What `site.yaml` chooses of Markdown, and what is said of raw HTML that does not stay.

use std::collections::BTreeMap;
use std::sync::Mutex;

use briefgen::base::path::SitePath;
use briefgen::files::Files;
use briefgen::output::OutputContent;
use briefgen::{Build, Cache, Options, build};

const TEXT: &str = "---
title: Talks
sources: []
---
## Aims & means

See https://example.org/a_b. [Back](#aims--means) to [it](#aims-means).

## Aims & means

## Итоги

[Here](#итоги) and [there](#itogi).
";

fn files(config: &str) -> Files {
    let config =
        if config.is_empty() { String::new() } else { format!("=== site.yaml\n{config}\n") };
    Files::from_text(&format!("=== content/briefs/2024-01-02-talks.md\n{TEXT}{config}"))
}

fn built_with(files: &Files, cache: &mut Cache) -> (BTreeMap<String, String>, Build) {
    let pages = Mutex::new(BTreeMap::new());
    let options = Options::on("2026-11-23".parse().unwrap());
    let build = build(files, &options, cache, |outputs| {
        for output in outputs {
            if let OutputContent::Bytes(bytes) = output.content {
                let text = String::from_utf8_lossy(&bytes).into_owned();
                pages.lock().unwrap().insert(output.path.to_string(), text);
            }
        }
    });
    (pages.into_inner().unwrap(), build)
}

fn brief(config: &str) -> (String, Vec<String>) {
    let (pages, build) = built_with(&files(config), &mut Cache::default());
    let found = build
        .findings
        .iter()
        .map(|it| format!("{} {} | {}", it.code, it.message, it.help))
        .collect();
    (pages["briefs/talks/index.html"].clone(), found)
}

#[test]
fn anchors_are_briefgens_or_githubs() {
    let file = "content/briefs/2024-01-02-talks.md";
    let (page, found) = brief("");
    for id in ["aims-means", "aims-means-2", "itogi"] {
        assert!(page.contains(&format!(" id=\"{id}\"")), "{id}");
    }
    assert_eq!(
        found,
        [
            format!(
                "E-LINK there is no anchor `#aims--means` in `{file}` | the anchor of that heading is `#aims-means`"
            ),
            format!(
                "E-LINK there is no anchor `#итоги` in `{file}` | the anchor of that heading is `#itogi`"
            ),
        ]
    );
    let (page, found) = brief("markdown: {heading_ids: github}");
    for id in ["aims--means", "aims--means-1", "итоги"] {
        assert!(page.contains(&format!(" id=\"{id}\"")), "{id}");
    }
    assert_eq!(
        found,
        [
            format!(
                "E-LINK there is no anchor `#aims-means` in `{file}` | the anchor of that heading is `#aims--means`"
            ),
            format!(
                "E-LINK there is no anchor `#itogi` in `{file}` | the anchor of that heading is `#итоги`"
            ),
        ]
    );
    let (_, found) = brief("markdown: {heading_ids: gitlab}");
    assert!(
        found.iter().any(|it| it.starts_with("E-TYPE `heading_ids` cannot be `gitlab`")),
        "{found:?}"
    );
}

#[test]
fn bare_addresses_are_links_unless_the_site_says_otherwise() {
    let link = "<a href=\"https://example.org/a_b\">https://example.org/a_b</a>.";
    assert!(brief("").0.contains(link));
    assert!(brief("links: {density: page}").0.contains(link));
    let (page, _) = brief("links: {bare: false}");
    assert!(
        page.contains("See https://example.org/a_b.")
            && !page.contains("href=\"https://example.org/a_b")
    );
}

#[test]
fn a_choice_that_changes_reaches_every_page() {
    let mut cache = Cache::default();
    for config in
        ["", "links: {bare: false}", "markdown: {heading_ids: github}", "links: {bare: false}", ""]
    {
        let (now, build) = built_with(&files(config), &mut cache);
        let (clean, fresh) = built_with(&files(config), &mut Cache::default());
        assert_eq!(build.findings, fresh.findings, "{config}");
        for (path, page) in now {
            assert_eq!(page, clean[&path], "{path} with {config}");
        }
    }
}

#[test]
fn what_is_taken_out_of_raw_html_is_said_once_a_text() {
    let html = "<iframe src=\"a\"></iframe>\n\n<video src=b></video> <iframe></iframe>\n\n<b class=x>c</b>\n";
    for (config, expected) in [
        ("", 1),
        ("markdown: {html: sanitise}", 1),
        ("markdown: {html: allow}", 0),
        ("markdown: {html: escape}", 0),
    ] {
        let mut files = files(config);
        let path = SitePath::parse("content/about.md").unwrap();
        files.set(path, format!("---\ntitle: About\n---\n{html}").as_bytes());
        let (_, build) = built_with(&files, &mut Cache::default());
        let found: Vec<_> =
            build.findings.iter().filter(|it| it.code.as_str() == "W-HTML").collect();
        assert_eq!(found.len(), expected, "{config}");
        for finding in found {
            assert_eq!(
                finding.message,
                "`<iframe>`, `<video>` and `class` are taken out of the HTML in this text"
            );
        }
    }
}
