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

[Here](#итоги) and [there](#itogi), the [second](#aims--means-1).
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
            format!(
                "E-LINK there is no anchor `#aims--means-1` in `{file}` | \
                the anchor of that heading is `#aims-means-2`"
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

/// How often a page has an id, or a `name`, that briefgen gives.
fn count(page: &str, id: &str) -> usize {
    ["id", "name"].iter().map(|name| page.matches(&format!(" {name}=\"{id}\"")).count()).sum()
}

#[test]
fn what_briefgen_gives_an_id_has_it_alone() {
    let brief = |policy: &str| {
        let files = Files::from_text(&format!(
            "=== site.yaml
markdown: {{html: {policy}}}
=== content/actors.yaml
qin-gang: {{name: Qin Gang}}
=== content/sources.yaml
wire: {{title: A wire, url: 'https://example.org/wire'}}
=== content/briefs/2024-01-02-talks.md
---
title: Talks
sources: [wire]
quotes: [{{id: door, speaker: qin-gang, text: The door is open, source: wire}}]
---
[[quote:door]]

<a id=\"_quote-door\">x</a> <a name=\"_sources\">y</a> <b ID='&#95;cite-1-a'>z</b> <i id=\"own\">v</i>

<div title=t/
id=&lowbar;main><!--><p id=\"_source-1\">w</p></div>

## Sources {{#_sources}}

See [the sources](#_sources), [their heading](#sources) and [its own](#own). [@wire]

"
        ));
        built_with(&files, &mut Cache::default())
    };
    for policy in ["sanitise", "allow"] {
        let (pages, build) = brief(policy);
        let page = &pages["briefs/talks/index.html"];
        for id in ["_quote-door", "_sources", "_cite-1-a", "_main", "_source-1", "sources", "own"] {
            assert_eq!(count(page, id), 1, "{id} with {policy} in {page}");
        }
        let found = build.findings.iter().filter(|it| it.code.as_str() == "E-ID");
        let found: Vec<&str> = found.map(|it| &*it.help).collect();
        let expected = ["quote-door", "sources", "cite-1-a", "main", "source-1", "sources"]
            .map(|id| format!("write `{id}`"));
        assert_eq!(found, expected, "{policy}");
    }
}

#[test]
fn an_anchor_of_github_with_a_line_at_its_head_is_told_of() {
    let text = "---
title: Talks
sources: []
---
## `__init__`

[There](#__init__), [here](#init__), [the menu](#_main)
";
    for (ids, own) in [("github", "init__"), ("briefgen", "init")] {
        let site = format!("=== site.yaml\nmarkdown: {{heading_ids: {ids}}}\n");
        let files =
            Files::from_text(&format!("{site}=== content/briefs/2024-01-02-talks.md\n{text}"));
        let (pages, build) = built_with(&files, &mut Cache::default());
        assert_eq!(count(&pages["briefs/talks/index.html"], own), 1);
        let told: Vec<_> = build.findings.iter().map(|it| (&*it.message, &*it.help)).collect();
        let help = format!("the anchor of that heading is `#{own}`");
        let mut expected = vec![(
            "there is no anchor `#__init__` in `content/briefs/2024-01-02-talks.md`",
            &*help,
        )];
        if ids == "briefgen" {
            expected.push((
                "there is no anchor `#init__` in `content/briefs/2024-01-02-talks.md`",
                &*help,
            ));
        }
        assert_eq!(told, expected);
    }
}
