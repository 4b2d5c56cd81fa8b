//! The rules of the house that a machine can keep: who imports whom, one door a library, a word at
//! the head of each file.
#![expect(clippy::disallowed_methods, reason = "reads the source of the program itself")]

use std::collections::{BTreeMap, BTreeSet};
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

/// The types that a file declares at its left margin.
fn types(text: &str) -> impl Iterator<Item = &str> {
    text.lines().filter_map(|line| {
        let item = match line.strip_prefix("pub") {
            Some(rest) => rest.split_once(' ')?.1,
            None => line,
        };
        let mut words = item.split([' ', '<', '(', '{', ';', ':']);
        matches!(words.next()?, "struct" | "enum" | "trait" | "type").then(|| words.next())?
    })
}

#[test]
fn no_two_types_have_one_name() {
    let declared = "pub(super) struct A<'a> {\nenum B {\n    type C = u8;\npub type D = u8;\n";
    assert_eq!(types(declared).collect::<Vec<_>>(), ["A", "B", "D"]);
    let sources = sources();
    let mut files: BTreeMap<&str, &str> = BTreeMap::new();
    for (path, text) in &sources {
        for name in types(text) {
            let other = files.insert(name, path);
            assert_eq!(other, None, "{path}: another `{name}`");
        }
    }
}

#[test]
fn lines_have_at_most_a_hundred_characters() {
    for (path, text) in sources() {
        for (number, line) in text.lines().enumerate() {
            // A row of a table and an address are one line, however long.
            let is_one_line = line.starts_with("//! |") || line.contains("https://");
            let length = line.chars().count();
            assert!(is_one_line || length <= 100, "src/{path}:{}: {length}", number + 1);
        }
    }
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
fn no_site_is_filled_in_or_edited() {
    let ends_there = |after: &str| !after.starts_with(char::is_alphanumeric);
    for (path, text) in sources().iter().filter(|(path, _)| module(path) == "model") {
        for line in code(text) {
            assert!(!line.split("&mut Site").skip(1).any(ends_there), "{path}: {line}");
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
        ("ammonia::", &["render/html/cleaner.rs"]),
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
        ("aho_corasick::", &["model/forms.rs", "check/relative_dates.rs"]),
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

/// Files by the paths of their modules: `pages::brief`, and the empty path for `lib.rs`.
type Modules<'a> = BTreeMap<String, &'a str>;

fn modules(sources: &BTreeMap<String, String>) -> Modules<'_> {
    let module = |file: &str| match file.trim_end_matches(".rs").trim_end_matches("/mod") {
        "lib" => String::new(),
        path => path.replace('/', "::"),
    };
    sources.keys().map(|file| (module(file), file.as_str())).collect()
}

/// The paths that a tree of imports has: `a::b` and `a::c` of `a::{b, c}`.
fn paths(tree: &str) -> Vec<String> {
    let Some((before, rest)) = tree.split_once('{') else { return vec![tree.trim().to_owned()] };
    let inner = rest.rsplit_once('}').map_or(rest, |(inner, _)| inner);
    let mut depth = 0;
    let items = inner.split(|c| {
        depth += i32::from(c == '{') - i32::from(c == '}');
        c == ',' && depth == 0
    });
    let items = items.map(str::trim).filter(|item| !item.is_empty());
    items.flat_map(paths).map(|path| format!("{}{path}", before.trim())).collect()
}

/// The file that an import of a module names: its own item, a module, or an item of one. `None` for
/// a library.
fn imported<'a>(own: &str, path: &str, modules: &Modules<'a>) -> Option<&'a str> {
    let parent =
        |module: &str| module.rsplit_once("::").map_or("", |(parent, _)| parent).to_owned();
    let mut parts = path.split("::").peekable();
    let mut module = match parts.next_if(|part| matches!(*part, "crate" | "self" | "super")) {
        Some("crate") => String::new(),
        Some("super") => parent(own),
        Some(_) => own.to_owned(),
        None => {
            let child = format!("{own}::{}", parts.peek()?);
            modules.contains_key(child.trim_start_matches("::")).then(|| own.to_owned())?
        }
    };
    while parts.next_if_eq(&"super").is_some() {
        module = parent(&module);
    }
    for part in parts {
        let child = format!("{module}::{part}");
        match child.trim_start_matches("::") {
            child if modules.contains_key(child) => module = child.to_owned(),
            _ => break,
        }
    }
    modules.get(&module).copied()
}

/// The trees of the `use` items of a file.
fn use_trees(text: &str) -> Vec<String> {
    let code: Vec<&str> = code(text).collect();
    let is_use = |line: &str| {
        let item = line.split_once("use ").map(|(before, _)| before.trim());
        item.is_some_and(|before| before.is_empty() || before.starts_with("pub"))
    };
    let starts = (0..code.len()).filter(|number| is_use(code[*number]));
    let items = starts.map(|start| code[start..code.len().min(start + 60)].join(" "));
    let item = |item: String| Some(item.split_once(';')?.0.split_once("use ")?.1.to_owned());
    items.filter_map(item).collect()
}

/// The files that each file imports from by `use`; the items of a parent count, too.
fn imports<'a>(
    sources: &BTreeMap<String, String>,
    modules: &Modules<'a>,
) -> BTreeMap<&'a str, BTreeSet<&'a str>> {
    let of_file = |(module, file): (&String, &&'a str)| {
        let trees = use_trees(&sources[*file]);
        let paths = trees.iter().flat_map(|tree| paths(tree));
        let found = paths.filter_map(|path| imported(module, &path, modules));
        (*file, found.filter(|other| other != file).collect())
    };
    modules.iter().map(of_file).collect()
}

/// All files that a file imports, directly or by way of others.
fn reached<'a>(from: &'a str, imports: &BTreeMap<&'a str, BTreeSet<&'a str>>) -> BTreeSet<&'a str> {
    let (mut reached, mut next) = (BTreeSet::new(), vec![from]);
    while let Some(file) = next.pop() {
        next.extend(imports[file].iter().filter(|other| reached.insert(**other)));
    }
    reached
}

#[test]
fn no_circle_of_imports_has_more_than_two_files() {
    let sources = sources();
    let modules = modules(&sources);
    let imports = imports(&sources, &modules);
    let reached: BTreeMap<&str, BTreeSet<&str>> =
        imports.keys().map(|file| (*file, reached(file, &imports))).collect();
    for (file, others) in &reached {
        let circle: Vec<_> =
            others.iter().filter(|other| reached[**other].contains(file)).collect();
        assert!(circle.len() <= 2, "{circle:?} import each other");
    }
}

#[test]
fn imports_are_read_as_the_compiler_reads_them() {
    let files = ["lib.rs", "base/mod.rs", "base/id.rs", "pages/mod.rs", "pages/brief.rs"];
    let sources = files.map(|file| (file.to_owned(), String::new())).into();
    let modules = modules(&sources);
    for (own, tree, expected) in [
        ("pages::brief", "super::{Html, lists}", &["pages/mod.rs", "pages/mod.rs"][..]),
        ("pages::brief", "crate::base::id::{Id, Kind}", &["base/id.rs", "base/id.rs"]),
        (
            "pages::brief",
            "crate::{Build, base::{self, id}}",
            &["lib.rs", "base/mod.rs", "base/id.rs"],
        ),
        ("pages", "brief::{planned, View as V}", &["pages/brief.rs", "pages/brief.rs"]),
        ("pages", "std::sync::Arc", &[]),
        ("", "pages::brief", &["pages/brief.rs"]),
    ] {
        let found: Vec<&str> =
            paths(tree).iter().filter_map(|path| imported(own, path, &modules)).collect();
        assert_eq!(found, expected, "{tree}");
    }
}
