//! The rules of the house that a machine can keep: who imports whom, one door a library, a word at
//! the head of each file.
#![expect(clippy::disallowed_methods, reason = "reads the source of the program itself")]

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// The source files by path below `src/`, without their test modules.
fn sources() -> BTreeMap<String, String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let files = walkdir::WalkDir::new(&root).into_iter().map(Result::unwrap).filter(|entry| {
        entry.path().extension().is_some_and(|end| end == "rs") && entry.file_name() != "tests.rs"
    });
    files
        .map(|entry| {
            let path =
                entry.path().strip_prefix(&root).unwrap().to_string_lossy().replace('\\', "/");
            let text = fs::read_to_string(entry.path()).unwrap();
            (path, without_tests(&text).to_owned())
        })
        .collect()
}

/// The text of a file up to its test module, which stands at its end. A single item for tests is
/// code like any other.
fn without_tests(text: &str) -> &str {
    text.split("\nmod tests {").next().unwrap()
}

#[test]
fn only_a_test_module_is_left_out() {
    let item = "//! For.\n#[cfg(test)]\nmod tests;\n#[cfg(test)]\nfn item() {}\nfn code() {}\n";
    assert_eq!(without_tests(item), item);
    let module = "//! For.\nfn code() {}\n\n#[cfg(test)]\nmod tests {\n    fn test() {}\n}\n";
    assert_eq!(without_tests(module), "//! For.\nfn code() {}\n\n#[cfg(test)]");
}

/// The module of a file: `pages` of `pages/brief.rs`.
fn module(path: &str) -> &str {
    path.split('/').next().unwrap().trim_end_matches(".rs")
}

/// Lines of code: no comments.
fn code(text: &str) -> impl Iterator<Item = &str> {
    text.lines().filter(|line| !line.trim_start().starts_with("//"))
}

const MAY_IMPORT: [(&str, &[&str]); 12] = [
    ("base", &[]),
    ("embedded", &[]),
    ("files", &["base"]),
    ("parse", &["base", "files"]),
    ("model", &["base", "files", "parse"]),
    ("check", &["base", "files", "parse", "model", "embedded"]),
    ("pages", &["base", "files", "parse", "model", "embedded"]),
    ("output", &["base"]),
    ("render", &["base", "files", "embedded", "pages", "output"]),
    ("preview", &["base", "output"]),
    (
        "lib",
        &[
            "base", "files", "parse", "model", "check", "pages", "render", "output", "preview",
            "cli", "embedded",
        ],
    ),
    ("cli", &["base", "files", "parse", "model", "output", "preview", "embedded", "render"]),
];

#[test]
fn a_module_imports_only_what_it_may() {
    let modules: Vec<&str> = MAY_IMPORT.iter().map(|(module, _)| *module).collect();
    for (path, text) in sources() {
        let own = module(&path);
        let Some((_, allowed)) = MAY_IMPORT.iter().find(|(module, _)| *module == own) else {
            assert_eq!(own, "main", "{path}: give the module a line in this table");
            continue;
        };
        for line in code(&text) {
            for other in modules.iter().filter(|other| **other != own && !allowed.contains(other)) {
                assert!(
                    !line.contains(&format!("crate::{other}::")),
                    "{path} imports {other}: {line}"
                );
            }
        }
    }
}

/// What `lib.rs` holds itself puts the stages together: only the command line may build on it.
#[test]
fn no_stage_imports_from_the_top() {
    let is_item = |after: &str| after.starts_with(|c: char| c.is_uppercase() || c == '{');
    for (path, text) in sources() {
        if matches!(module(&path), "cli" | "lib" | "main") {
            continue;
        }
        for line in code(&text) {
            assert!(!line.split("crate::").skip(1).any(is_item), "{path}: {line}");
        }
    }
}

#[test]
fn each_library_has_one_door() {
    let doors: [(&str, &[&str]); 26] = [
        ("serde_yaml::", &["parse/yaml.rs"]),
        (
            "pulldown_cmark::",
            &[
                "base/markdown.rs",
                "base/markdown/bare.rs",
                "base/markdown/definitions.rs",
                "base/markdown/events.rs",
                "parse/markdown.rs",
                "parse/markdown/foreign.rs",
                "parse/markdown/plain.rs",
                "render/html.rs",
                "render/html/blocks.rs",
                "render/html/links.rs",
                "render/html/raw.rs",
            ],
        ),
        ("Parser::new_with_broken_link_callback", &["base/markdown.rs"]),
        ("tera::", &["pages/shared.rs", "render/theme.rs", "render/theme/meter.rs"]),
        ("ammonia::", &["render/html/raw.rs"]),
        ("syntect::", &["render/highlight.rs"]),
        ("atom_syndication::", &["render/feed.rs"]),
        ("clap::", &["cli/args.rs"]),
        ("annotate_snippets::", &["cli/report.rs"]),
        ("rust_iso3166::", &["base/country.rs"]),
        ("walkdir::", &["files/walk.rs", "output/mod.rs"]),
        ("rustix::", &["base/descriptors.rs", "base/disk.rs"]),
        ("base::disk::", &["files.rs", "output/mod.rs"]),
        ("notify::", &["cli/events.rs"]),
        ("axum::", &["preview/mod.rs", "preview/hub.rs", "preview/connections.rs"]),
        ("tokio::", &["preview/mod.rs", "preview/hub.rs", "preview/connections.rs"]),
        ("hyper::", &["preview/connections.rs"]),
        ("hyper_util::", &["preview/connections.rs"]),
        ("tokio_io_timeout::", &["preview/connections.rs"]),
        ("tower_http::", &["preview/mod.rs"]),
        ("aho_corasick::", &["model/forms.rs", "check/words.rs"]),
        ("icalendar::", &["render/calendar.rs"]),
        ("biblatex::", &["render/bibliography/tests.rs"]),
        ("ureq::", &["cli/online/web.rs"]),
        ("rustls::", &["cli/online/web.rs"]),
        ("url::", &["base/web.rs"]),
    ];
    for (path, text) in sources() {
        for (library, files) in doors {
            let used = code(&text).any(|line| line.contains(library));
            assert!(
                !used || files.contains(&path.as_str()),
                "{path} uses {library}, whose door is {files:?}"
            );
        }
    }
}

#[test]
fn each_file_says_at_its_head_what_it_is_for() {
    for (path, text) in sources() {
        assert!(text.starts_with("//! "), "{path}");
    }
}

#[test]
fn views_hash_what_they_show() {
    for (path, text) in sources() {
        if module(&path) == "pages" {
            assert!(!text.contains("serde(skip"), "{path}: what a template sees is what is hashed");
            assert!(
                !text.contains("impl Hash for") && !text.contains("impl std::hash::Hash for"),
                "{path}"
            );
        }
    }
}
