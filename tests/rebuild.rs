//! A kept cache and a clean build give the same bytes, after any edits.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::collections::BTreeMap;

use briefgen::base::path::{OutPath, SitePath};
use briefgen::files::Files;
use briefgen::output::{Content, Output};
use briefgen::{Cache, Options, build};
use proptest::prelude::*;

fn options() -> Options {
    Options::on("2026-11-23".parse().unwrap())
}

fn bytes(output: Output) -> (OutPath, Vec<u8>) {
    let Content::Bytes(bytes) = output.content else { panic!("{} is on disk", output.path) };
    (output.path, bytes)
}

/// What a folder would hold: outputs put over those before, and what no build wants taken away.
#[derive(Default)]
struct Folder(BTreeMap<OutPath, Vec<u8>>);

impl Folder {
    fn build(&mut self, files: &Files, cache: &mut Cache) -> Vec<String> {
        let mut put = Vec::new();
        let build = build(files, &options(), cache, &mut |batch| put.extend(batch.into_iter().map(bytes)));
        self.0.extend(put);
        self.0.retain(|path, _| build.paths.contains(path));
        build.findings.iter().map(|finding| format!("{finding:?}")).collect()
    }
}

const FILES: [&str; 10] = [
    "site.yaml",
    "content/about.md",
    "content/actors.yaml",
    "content/issues/us-china.md",
    "content/issues/us-china/taiwan.md",
    "content/briefs/2023-06-18-talks.md",
    "content/briefs/2023-07-26-change.md",
    "content/briefs/road/index.md",
    "static/extra.css",
    "templates/404.html",
];

/// A text for a file: good in many ways, and sometimes broken.
fn text(file: &str, n: u32) -> String {
    let name = ["Qin Gang", "Wang Yi", "Wang"][n as usize % 3];
    match file {
        "site.yaml" => format!("title: Site {}\nbase_url: https://example.org\n", n % 3),
        "content/about.md" => format!("---\ntitle: About {n}\n---\n[[talks]] and [[qin-gang]] {n}\n"),
        "content/actors.yaml" => format!(
            "qin-gang: {{name: {name}, offices: [{{office: Minister {}, from: 2022-12-30}}]}}\nwang-yi: {{name: Wang Yi}}\n",
            n % 2
        ),
        "content/issues/us-china.md" => format!("---\ntitle: US and China {}\n---\nText.\n", n % 2),
        "content/issues/us-china/taiwan.md" => "---\ntitle: Taiwan\nparties: [qin-gang, China]\n---\n".to_owned(),
        "static/extra.css" => format!("p {{ margin: {n}px }}\n"),
        "templates/404.html" => format!("<p>{n} {{{{ page.title }}}}\n"),
        _ if n.is_multiple_of(7) => "---\ntitle: [broken\n---\n".to_owned(),
        _ => format!(
            "---\ntitle: Brief {n}\ndate: 2023-0{}-18\nsummary: Line {}\nsources: [https://example.org/{}]\nactors: [{name}, Stub {}]\nissues: [us-china/taiwan]\nstatus: {}\n---\n## A heading {n}\n[[qin-gang+]] and [[road]] cite [@https://example.org/{}].\n",
            1 + n % 9,
            n % 4,
            n % 2,
            n % 3,
            ["live", "draft", "withdrawn"][n as usize % 3],
            n % 2
        ),
    }
}

fn path(file: &str) -> SitePath {
    SitePath::parse(file).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn edits_with_a_kept_cache_equal_a_clean_build(
        edits in proptest::collection::vec((0..FILES.len(), 0_u32..40, any::<bool>()), 1..12)
    ) {
        let mut files = Files::from_text("");
        for file in FILES.iter().take(8) {
            files.set(path(file), text(file, 1).as_bytes());
        }
        let (mut cache, mut kept) = (Cache::default(), Folder::default());
        kept.build(&files, &mut cache);
        for (file, n, delete) in edits {
            let file = FILES[file];
            if delete && n.is_multiple_of(3) {
                files.remove(&path(file));
            } else {
                files.set(path(file), text(file, n).as_bytes());
            }
            let mut clean = Folder::default();
            let found = kept.build(&files, &mut cache);
            prop_assert_eq!(found, clean.build(&files, &mut Cache::default()));
            let differ: Vec<&OutPath> = kept
                .0
                .keys()
                .chain(clean.0.keys())
                .filter(|path| kept.0.get(*path) != clean.0.get(*path))
                .collect();
            prop_assert!(differ.is_empty(), "{differ:?}");
        }
    }
}

#[test]
fn nothing_changed_renders_nothing() {
    let mut files = Files::from_text("");
    for file in FILES {
        files.set(path(file), text(file, 1).as_bytes());
    }
    let mut cache = Cache::default();
    build(&files, &options(), &mut cache, &mut |_| ());
    build(&files, &options(), &mut cache, &mut |batch| assert!(batch.is_empty(), "{batch:?}"));
}
