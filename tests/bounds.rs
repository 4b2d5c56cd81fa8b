//! Input that could take much time or memory: what becomes of it at each bound and beyond.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::collections::BTreeMap;
use std::path::Path;

use briefgen::base::date::Day;
use briefgen::base::path::SitePath;
use briefgen::embedded;
use briefgen::files::Files;
use briefgen::output::Content;
use briefgen::{Build, Cache, Options, build};

fn options() -> Options {
    let today: Day = "2026-11-23".parse().unwrap();
    Options::on(today)
}

/// The pages of a site by path, and what was found. What is only copied is left out.
fn built(files: &Files) -> (BTreeMap<String, Vec<u8>>, Build) {
    let mut outputs = BTreeMap::new();
    let build = build(files, &options(), &mut Cache::default(), |batch| {
        for output in batch {
            if let Content::Bytes(bytes) = output.content {
                outputs.insert(output.path.to_string(), bytes.to_vec());
            }
        }
    });
    (outputs, build)
}

#[test]
fn the_theme_makes_the_same_pages_when_a_site_brings_it_and_its_work_is_counted() {
    let plain = Files::read(Path::new(env!("CARGO_MANIFEST_DIR"))).unwrap();
    let mut brought = plain.clone();
    for (name, text) in embedded::TEMPLATES {
        let path = SitePath::parse(&format!("templates/{name}")).unwrap();
        brought.set(path, format!("{text}{{# brought #}}").as_bytes());
    }
    let ((pages, of_plain), (others, of_brought)) = (built(&plain), built(&brought));
    assert_eq!(of_plain.findings, of_brought.findings);
    assert_eq!(pages.keys().collect::<Vec<_>>(), others.keys().collect::<Vec<_>>());
    for (path, bytes) in &pages {
        assert!(*bytes == others[path], "{path}");
    }
}
