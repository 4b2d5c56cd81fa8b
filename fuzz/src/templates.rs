//! A site's own templates.

use briefgen::base::path::SitePath;
use briefgen::files::Files;
use briefgen::{Cache, Options, build};

use super::findings;

/// A template: its name in the first line, and below it what it holds.
pub fn templates(data: &[u8]) {
    let Some((name, text)) = std::str::from_utf8(data).ok().and_then(|text| text.split_once('\n'))
    else {
        return;
    };
    let Some(path) = SitePath::parse(&format!("templates/{name}")) else { return };
    let mut files = Files::from_text(SITE);
    files.set(path, text.as_bytes());
    let mut made = Vec::new();
    let options = Options::on("2026-11-23".parse().expect("a day"));
    let build = build(&files, &options, &mut Cache::default(), |batch| {
        made.extend(batch.into_iter().map(|output| output.path));
    });
    findings::hold(&build.findings, &files);
    made.sort();
    let mut planned = build.paths;
    planned.sort();
    assert!(!build.findings.is_empty() || made == planned, "no finding, and not all is made");
}

/// A page of each kind that templates are written for most.
const SITE: &str = "=== site.yaml
title: A desk
=== content/actors.yaml
qin-gang: {name: Qin Gang, offices: [{office: minister, from: 2022-12-30, verified: 2026-10-01}]}
=== content/offices.yaml
minister: {title: Foreign Minister, country: CN}
=== content/sources.yaml
wire: {title: A wire, url: 'https://example.org/wire', archived: {url: 'https://example.org/copy', date: 2023-06-20}}
=== content/briefs/2023-06-18-talks.md
---
title: Talks
summary: They met.
sources: [wire]
actors: [qin-gang]
quotes: [{id: door, speaker: qin-gang, text: The door is open, source: wire}]
---
[[qin-gang+]] spoke [@wire].
";
