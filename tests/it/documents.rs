//! The document of each code, held to what briefgen does: its example is built, and its findings
//! compared.
//!
//! `UPDATE_DOCUMENTS=1 cargo test --test it documents` writes the findings of the examples and the
//! tables anew. Read what it wrote.
#![allow(clippy::disallowed_methods, reason = "a test that cannot go on has failed")]

use std::collections::BTreeSet;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::{env, fs};

use briefgen::base::code::{Code, Severity};
use briefgen::base::date::Day;
use briefgen::base::finding::Finding;
use briefgen::base::limits;
use briefgen::base::path::SitePath;
use briefgen::base::text::Lines;
use briefgen::files::Files;
use briefgen::{Cache, Options, build};

/// Text cannot hold bytes that are no text: this line of an example stands for a file of such
/// bytes.
const NOT_TEXT: &str = "(bytes FF FE)";

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("content/docs/checks")
}

/// The content of the fenced block with an info string.
fn block(document: &str, info: &str) -> Option<Range<usize>> {
    let fence = format!("\n```{info}\n");
    let start = document.find(&fence)? + fence.len();
    if document[start..].starts_with("```") {
        return Some(start..start);
    }
    let len = document[start..].find("\n```")? + 1;
    Some(start..start + len)
}

fn files(site: &str) -> Files {
    let mut files = Files::from_text(site);
    let broken: Vec<SitePath> = files
        .iter()
        .map(|file| file.path.clone())
        .filter(|path| files.text(path).is_some_and(|text| text.contains(NOT_TEXT)))
        .collect();
    for path in broken {
        files.set(path, &[0xFF, 0xFE]);
    }
    files
}

/// The findings of a site, each of which says in the house's way what is wrong and what to do.
fn findings(files: &Files) -> Vec<Finding> {
    let today: Day = "2026-11-23".parse().unwrap();
    // No test asks the web: this is what it answers to the example of W-LINK-DEAD.
    let dead_links = [("https://news.example/old".to_owned(), "404 Not Found".to_owned())].into();
    let options = Options { dead_links, ..Options::on(today) };
    let findings = build(files, &options, &mut Cache::default(), drop).findings;
    for Finding { code, message, help, .. } in &findings {
        for text in [message, help] {
            assert!(!text.trim().is_empty() && !text.ends_with('.'), "{message}: {help}");
        }
        // Others may begin with somebody's name; what Tera says never does.
        assert!(!message.starts_with(char::is_uppercase) || *code != Code::Template, "{message}");
    }
    findings
}

/// A finding as the documents show it.
fn shown(files: &Files, finding: &Finding) -> String {
    let Finding { span, code, path, message, help, .. } = finding;
    let place =
        Lines::new(files.text(&span.file).unwrap_or_default()).position(span.at.start as usize);
    let path = if path.is_empty() { String::new() } else { format!(" {path}") };
    let help = if help.is_empty() { String::new() } else { format!("  help: {help}\n") };
    format!("{}:{}:{} {code}{path}: {message}\n{help}", span.file, place.line, place.column)
}

#[test]
fn each_code_reports_what_its_document_says() {
    let update = env::var_os("UPDATE_DOCUMENTS").is_some();
    let mut wrong = Vec::new();
    for code in Code::ALL {
        let path = folder().join(format!("{code}.md"));
        let document =
            if update { fs::read_to_string(&path).unwrap() } else { code.document().to_owned() };
        let (Some(site), Some(place)) = (block(&document, "site"), block(&document, "findings"))
        else {
            wrong.push(format!("{code}: no block `site` or `findings`"));
            continue;
        };
        let files = files(&document[site]);
        let findings = findings(&files);
        let given: String = findings
            .iter()
            .filter(|finding| finding.code == *code)
            .map(|finding| shown(&files, finding))
            .collect();
        for other in findings
            .iter()
            .filter(|other| other.code != *code && other.severity() == Severity::Error)
        {
            wrong.push(format!("{code}: another error in its example\n{}", shown(&files, other)));
        }
        if given.is_empty() {
            wrong.push(format!("{code}: its example gives no such finding"));
        } else if update {
            fs::write(
                &path,
                format!("{}{given}{}", &document[..place.start], &document[place.end..]),
            )
            .unwrap();
        } else if document[place.clone()] != given {
            wrong.push(format!(
                "{code}: the document says\n{}and the build\n{given}",
                &document[place]
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn each_code_has_a_document_of_the_same_form() {
    for code in Code::ALL {
        let document = code.document();
        let (front, body) =
            document.strip_prefix("---\n").and_then(|rest| rest.split_once("\n---\n")).unwrap();
        let head = format!("title: {code}\nsummary: {}", code.summary());
        assert!(front == head, "{code}: its front matter is not\n{head}");
        let (meaning, example) = body.split_once("\n## Example\n").unwrap_or_default();
        let (_, remedy) = example.split_once("\n## To mend it\n").unwrap_or_default();
        for (part, text) in [("meaning", meaning), ("remedy", remedy)] {
            assert!(text.trim().len() > 60, "{code}: no {part}");
        }
    }
}

#[test]
fn each_document_is_of_a_code() {
    let codes: BTreeSet<String> = Code::ALL.iter().map(|code| code.to_string()).collect();
    let documents: BTreeSet<String> = fs::read_dir(folder())
        .unwrap()
        .map(|entry| {
            entry.unwrap().file_name().to_string_lossy().trim_end_matches(".md").to_owned()
        })
        .filter(|name| name != "index")
        .collect();
    assert_eq!(documents, codes);
}

/// Compares the table in a document that begins like `table` with it.
fn assert_table(path: &str, table: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    let document = fs::read_to_string(&path).unwrap();
    let start = document.find(table.lines().next().unwrap()).unwrap();
    let end = document[start..].find("\n\n").map_or(document.len(), |len| start + len + 1);
    if env::var_os("UPDATE_DOCUMENTS").is_some() {
        fs::write(&path, format!("{}{table}{}", &document[..start], &document[end..])).unwrap();
    } else {
        assert_eq!(document[start..end], *table, "UPDATE_DOCUMENTS=1 writes the table anew");
    }
}

#[test]
fn the_index_of_documents_is_the_table_of_codes() {
    let row = |code: &Code| {
        let (severity, summary) = (code.severity().word(), code.summary());
        format!("| [{code}]({code}.md) | {severity} | {summary} |\n")
    };
    let head = "| code | severity | what |\n|---|---|---|\n";
    let table = head.to_owned() + &Code::ALL.iter().map(row).collect::<String>();
    assert_table("content/docs/checks/index.md", &table);
}

#[test]
fn the_letter_of_a_code_is_its_severity() {
    for code in Code::ALL {
        let severity = match code.as_str().split_once('-').unwrap().0 {
            "E" => Severity::Error,
            "W" => Severity::Warning,
            "I" => Severity::Info,
            other => panic!("`{other}` is no severity"),
        };
        assert_eq!(code.severity(), severity, "{code}");
        assert_eq!(Code::find(&code.as_str().to_lowercase()), Some(*code));
    }
}

/// The table of limits as the document has it.
fn table_of_limits() -> String {
    let digits = |number: u64| {
        let digits = number.to_string();
        let groups: Vec<&str> = digits
            .as_bytes()
            .rchunks(3)
            .rev()
            .map(|group| str::from_utf8(group).unwrap())
            .collect();
        groups.join(",")
    };
    let row = |limit: &limits::Limit| {
        let limits::Limit { of, most, why, beyond } = *limit;
        format!("| {of} | {} | {why} | {beyond} |\n", digits(most))
    };
    let head = "| of | at most | what would grow | beyond |\n|---|---:|---|---|\n";
    head.to_owned() + &limits::ALL.iter().map(row).collect::<String>()
}

#[test]
fn the_document_of_bounds_is_the_table_of_limits() {
    assert_table("content/docs/bounds.md", &table_of_limits());
}

#[test]
fn a_limit_that_loses_something_names_a_code_that_there_is() {
    for limit in limits::ALL {
        let codes = limit.beyond.split(|c: char| !c.is_ascii_uppercase() && c != '-');
        for code in codes.filter(|word| word.get(1..2) == Some("-")) {
            assert!(Code::find(code).is_some(), "{}: there is no code {code}", limit.of);
        }
    }
}

/// Ten files, each broken in its own way.
const TEN_BROKEN: &str = r#"=== content/about.md
---
title: About
---
See [the start](start.md).
=== content/actors.yaml
qin-gang:
  name: Qin Gang
  offices: [{office: foreign-minister, from: 2022-12-30, to: 2021-07-25}]
=== content/briefs/2023-06-01-yaml.md
---
title: "Unclosed
sources: []
---
Text.
=== content/briefs/2023-06-02-key.md
---
title: Key
souces: []
sources: []
---
Text.
=== content/briefs/2023-06-03-date.md
---
title: Date
date: 2023-02-30
sources: []
---
Text.
=== content/briefs/2023-06-04-type.md
---
title: Type
sources: {a: b}
---
Text.
=== content/briefs/2023-06-05-reference.md
---
title: Reference
sources: []
actors: [qin-gagn]
---
Text.
=== content/briefs/2023-06-06-citation.md
---
title: Citation
sources: []
---
Text [@nothing].
=== content/briefs/2023-06-07-bytes.md
(bytes FF FE)
=== content/offices.yaml
foreign-minister: {title: Foreign Minister}
Bad Id: {title: Bad}
"#;

#[test]
fn ten_broken_files_give_all_their_findings_in_one_run() {
    let files = files(TEN_BROKEN);
    let lines: Vec<String> = findings(&files)
        .iter()
        .filter(|finding| finding.severity() == Severity::Error)
        .map(|finding| shown(&files, finding).lines().next().unwrap_or_default().to_owned())
        .collect();
    assert_eq!(lines, TEN_FINDINGS);
}

const TEN_FINDINGS: [&str; 10] = [
    "content/about.md:4:5 E-LINK: the link leads to `start.md`, which does not exist",
    "content/actors.yaml:3:58 E-TENURE-REVERSED qin-gang.offices[0].to: Qin Gang as Foreign Minister ends on 25 July 2021, before it starts on 30 December 2022",
    "content/briefs/2023-06-01-yaml.md:2:8 E-YAML: a quotation mark is not closed",
    "content/briefs/2023-06-02-key.md:3:1 E-KEY-UNKNOWN souces: unknown key `souces`",
    "content/briefs/2023-06-03-date.md:3:7 E-DATE date: `2023-02-30` names a day that does not exist",
    "content/briefs/2023-06-04-type.md:3:10 E-TYPE sources: `sources` is a map where a list is expected",
    "content/briefs/2023-06-05-reference.md:4:10 E-REF-UNDEFINED actors[0]: there is no actor `qin-gagn`",
    "content/briefs/2023-06-06-citation.md:5:7 E-CITE-UNDEFINED: `@nothing` is not among the sources",
    "content/briefs/2023-06-07-bytes.md:1:1 E-FILE: the file is not UTF-8 text",
    "content/offices.yaml:2:1 E-ID Bad Id: `Bad Id` is no id",
];

const GOOD: &str = "=== content/briefs/2023-06-18-talks.md
---
title: 会谈 in Beijing
sources: [{id: report, url: \"https://example.org/report\", published: 2023-06}]
actors: [{actor: qin-gang, role: host}]
quotes: [{speaker: qin-gang, text: \"…\"}]
---
## What was said

[[qin-gang+]] spoke[@report, 12]. *So* `it` goes:[^1] | a | b |

[^1]: A note on [a page](../about.md#x) — ![image](a.png){#b .c}
=== content/actors.yaml
qin-gang: &q
  name: Qin Gang
  names: {zh-Hans: 秦刚}
  offices: [{office: Foreign Minister, from: 2022-12-30, to: \"2023-07\"}]
  links: {a: \"https://example.org\"}
";

#[test]
fn nothing_panics_on_truncated_binary_empty_or_huge_files() {
    let good = Files::from_text(GOOD);
    let paths: Vec<SitePath> = good.iter().map(|file| file.path.clone()).collect();
    let with = |path: &SitePath, bytes: &[u8]| {
        let mut files = good.clone();
        files.set(path.clone(), bytes);
        findings(&files).len()
    };
    for path in &paths {
        let text = good.text(path).unwrap();
        for end in (0..text.len()).step_by(7) {
            let end = text.floor_char_boundary(end);
            with(path, &text.as_bytes()[..end]);
        }
        for seed in 0..8 {
            with(path, &noise(seed, 4_000));
            with(path, printable(&noise(seed, 4_000)).as_bytes());
        }
        for huge in ["[".repeat(50_000_000), "text ".repeat(10_000_000)] {
            assert!(with(path, huge.as_bytes()) > 0, "{path}: a file of 50 MB is too large");
        }
        let deep = "[".repeat(1_000_000);
        for text in
            [deep.as_str(), &format!("---\ntitle: {deep}\n---\n"), &format!("---\n---\n{deep}")]
        {
            assert!(with(path, text.as_bytes()) > 0, "{path}: brackets without end");
        }
        with(path, b"");
    }
}

/// The same bytes at every run.
fn noise(seed: u64, len: usize) -> Vec<u8> {
    let mut state = seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1;
    let mut next = || {
        state =
            state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        state.to_be_bytes()[0]
    };
    (0..len).map(|_| next()).collect()
}

/// Noise as text, rich in what YAML and Markdown give a meaning to.
fn printable(bytes: &[u8]) -> String {
    let alphabet: Vec<char> = "---\n\n\n  ab:@[]{}()|#*&!>`\"'~^_$-+1é中".chars().collect();
    let text: String = bytes.iter().map(|byte| alphabet[*byte as usize % alphabet.len()]).collect();
    format!("---\ntitle: x\n---\n{text}")
}

#[test]
fn what_has_no_nearest_word_gets_a_help_all_the_same() {
    let site = "=== site.yaml
newest: many
output: [a]
=== content/actors.yaml
会谈?: {name: A}
\"?!\": {name: A}
qin: {name: A, allow: [{code: weather, reason: b}], kind: weather, offices: {a: b}, country: 12}
=== content/briefs/2023-06-18-talks.md
---
title: [a]
sources: 12
actors: [\"?!\", weather-of-old]
template: weather.html
---
[[weather-of-old]] [[actors/weather-of-old]] [@weather] [x](/weather/) [x](weather.md) [x](#weather) ![x](weather.png)
=== templates/page.html
{% weather %}
";
    assert!(findings(&files(site)).len() > 10);
}
