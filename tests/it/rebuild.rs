//! A kept cache and a clean build give the same bytes, after any edits.

#[cfg(unix)]
mod disk;

use std::collections::BTreeMap;

use briefgen::base::path::{OutPath, SitePath};
use briefgen::files::{FileContent, Files};
use briefgen::output::{Output, OutputContent};
use briefgen::{Cache, Options, build};
use proptest::prelude::*;

fn options() -> Options {
    Options::on("2026-11-23".parse().unwrap())
}

fn bytes(output: Output) -> (OutPath, Vec<u8>) {
    let OutputContent::Bytes(bytes) = output.content else { panic!("{} is on disk", output.path) };
    (output.path, bytes)
}

/// What a folder would hold: outputs put over those before, and what no build wants taken away.
#[derive(Default)]
struct Folder(BTreeMap<OutPath, Vec<u8>>);

impl Folder {
    fn build(&mut self, files: &Files, cache: &mut Cache) -> Vec<String> {
        self.build_on(&options(), files, cache)
    }

    fn build_on(&mut self, options: &Options, files: &Files, cache: &mut Cache) -> Vec<String> {
        let mut put = Vec::new();
        let build = build(files, options, cache, |batch| put.extend(batch.into_iter().map(bytes)));
        self.0.extend(put);
        self.0.retain(|path, _| build.paths.contains(path));
        build.findings.iter().map(|finding| format!("{finding:?}")).collect()
    }
}

/// The files that edits change, make, rename and delete.
const FILES: [&str; 19] = [
    "site.yaml",
    "content/about.md",
    "content/actors.yaml",
    "content/actors/wang-yi.md",
    "content/offices.yaml",
    "content/sources.yaml",
    "content/sources/wire.md",
    "content/texts/wire.txt",
    "content/issues/us-china.md",
    "content/issues/us-china/taiwan.md",
    "content/places.yaml",
    "content/briefs/2023-06-18-talks.md",
    "content/briefs/2023-07-26-change.md",
    "content/briefs/chart.svg",
    "content/briefs/road/index.md",
    "content/briefs/road/map.svg",
    "static/extra.css",
    "templates/404.html",
    "templates/brief.html",
];

/// Where a renamed file of a folder may go.
fn other_name(file: &str, n: u32) -> String {
    let (folder, name) = file.rsplit_once('/').unwrap_or(("content", file));
    let (stem, ending) = name.rsplit_once('.').unwrap();
    match (folder, stem) {
        // A registry, a configuration or a template has its name for good: it becomes another page
        // or file.
        ("content" | "templates", _) => format!("content/{stem}-{}.md", n % 2),
        (folder, "index") => format!("{folder}-{}/index.{ending}", n % 2),
        _ => format!("{folder}/{stem}-{}.{ending}", n % 3),
    }
}

/// A text for a file: good in many ways, and sometimes broken.
fn text(file: &str, n: u32) -> String {
    let name = ["Qin Gang", "Wang Yi", "Wang"][n as usize % 3];
    match file {
        "site.yaml" => {
            format!(
                "title: Site {}\nbase_url: https://example.org\nshow_grades: {}\n",
                n % 3,
                n.is_multiple_of(2)
            )
        }
        "content/about.md" => {
            format!("---\ntitle: About {n}\n---\n[[talks]] and [[actors/qin-{}]] {n}\n", n % 2)
        }
        "content/actors.yaml" => format!(
            "qin-{}: {{name: {name}, former_ids: [old-{}], offices: [{{office: minister, from: 2022-12-30}}]}}\n",
            n % 2,
            n % 3
        ),
        "content/actors/wang-yi.md" => {
            format!("---\nname: Wang Yi\naliases: [W{}]\n---\nOf [[talks]] {n}.\n", n % 3)
        }
        "content/offices.yaml" => {
            format!("minister: {{title: Minister {}, rank: {}}}\n", n % 3, 1 + n % 2)
        }
        "content/sources.yaml" => {
            let state = [
                "state: live",
                "state: retracted",
                "states: [{date: 2023-07-01, state: retracted}]",
            ];
            let state = state[n as usize % 3];
            format!("report: {{title: Report {}, {state}, derived_from: [wire]}}\n", n % 3)
        }
        "content/sources/wire.md" => {
            format!("---\ntitle: Wire {}\ntext: wire.txt\n---\nNote {n}.\n", n % 3)
        }
        "content/texts/wire.txt" => {
            format!("Qin Gang said “we open the door {}” to all.\nLine {n}.\n", n % 2)
        }
        "content/issues/us-china.md" => format!("---\ntitle: US and China {}\n---\nText.\n", n % 2),
        "content/issues/us-china/taiwan.md" => {
            format!("---\ntitle: Taiwan\nparties: [qin-{}, China]\n---\n", n % 2)
        }
        "content/places.yaml" => {
            format!("beijing: {{name: Beijing {}}}\nhall: {{name: Hall, in: beijing}}\n", n % 2)
        }
        "content/briefs/road/map.svg" | "content/briefs/chart.svg" => {
            format!("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{n}\"/>\n")
        }
        "static/extra.css" => format!("p {{ margin: {n}px }}\n"),
        "templates/404.html" => format!("<p>{n} {{{{ page.title }}}}\n"),
        "templates/brief.html" => {
            ["<p>{{ page.title }} {{ body | safe }}\n", "<p>{{ page.who | length }}\n", "{% block"]
                [n as usize % 3]
                .to_owned()
        }
        _ if n.is_multiple_of(7) => "---\ntitle: [broken\n---\n".to_owned(),
        _ => brief(n, name),
    }
}

fn brief(n: u32, name: &str) -> String {
    let status = ["live", "draft", "withdrawn"][n as usize % 3];
    let event = ["happened", "possible", "cancelled"][n as usize % 3];
    format!(
        "---
title: Brief {n}
date: 2023-0{month}-18
summary: Line {line}
sources: [wire, {{id: own, title: Own {half}, url: 'https://example.org/{half}'}}]
actors: [{name}, Stub {half}, qin-{half}]
issues: [us-china/taiwan]
places: [beijing]
status: {status}
quotes: [{{id: door-{half}, speaker: qin-{half}, text: we open the door {half}, source: wire, event: visit}}]
events: [{{id: visit, title: Visit {half}, kind: visit, date: 2023-06-1{half}, who: [{{actor: qin-{half}, side: hosts}}, {{actor: Stub {half}, for: wang-yi, role: chair}}, {{actor: wang-yi, side: guests}}],
  status: {event}, place: beijing, issues: [us-china], source: wire}}]
stances: [{{actor: qin-{half}, issue: us-china/taiwan, stance: opposes, source: own, date: 2023-0{month}-01}}]
claims: [{{id: claim-{n}, text: It lasted {n} hours, kind: fact, sources: [own], basis: [shared]}},
  {{id: shared, text: Calm {half}, kind: judgment, likelihood: {likelihood}, state: {state}, sources: [wire]}}]
---
## A heading {n}
[[actors/qin-{half}+]] and [[road]] cite [@own, {n}] of [[visit]].

[[quote:door-{half}]]

{image}
",
        likelihood = ["likely", "unlikely"][n as usize % 2],
        state = ["open", "borne-out", "failed", "withdrawn"][n as usize % 4],
        image = ["![A chart](chart.svg)", "<img src=\"chart.svg\" alt=\"\">", "No chart."][n as usize % 3],
        month = 1 + n % 9,
        line = n % 4,
        half = n % 2,
    )
}

/// Texts that differ in what they lead to.
const TEXTS: [&str; 8] = [
    "",
    "Nothing.\n\n## A heading",
    "[[wang-yi]] of [[talks]], and [[road#a-heading]].",
    "Qin Gang and Wang Yi speak of Taiwan, and Stub 1 does.",
    "![A chart](chart.svg) and [a map](road/map.svg).",
    "It is said [@own, 4; @wire] of [[quote:door-1]].\n\n[[quote:door-0]]",
    "[[nobody]] knows [this](missing.md), nor [@that].",
    "[[talks]] led to [[change]] in [Beijing](/places/beijing/), <b id=\"_x\">as</b> [[us-china/taiwan]] shows.",
];

fn path(file: &str) -> SitePath {
    SitePath::parse(file).unwrap()
}

/// A change of a file.
#[derive(Clone, Copy, Debug)]
enum Edit {
    /// It is made, or gets another text.
    Write(usize, u32),
    /// It keeps its front matter, and gets another text below.
    Text(usize, usize),
    /// It gets another name.
    Rename(usize, u32),
    /// It goes.
    Delete(usize),
}

fn edit() -> impl Strategy<Value = Edit> {
    let file = || 0..FILES.len();
    prop_oneof![
        4 => (file(), 0_u32..40).prop_map(|(file, n)| Edit::Write(file, n)),
        3 => (file(), 0..TEXTS.len()).prop_map(|(file, n)| Edit::Text(file, n)),
        1 => (file(), 0_u32..6).prop_map(|(file, n)| Edit::Rename(file, n)),
        1 => file().prop_map(Edit::Delete),
    ]
}

fn apply(edit: Edit, files: &mut Files) {
    match edit {
        Edit::Write(file, n) => files.set(path(FILES[file]), text(FILES[file], n).as_bytes()),
        Edit::Text(file, n) => {
            let front = files
                .text(&path(FILES[file]))
                .and_then(|text| text.split_once("\n---\n"))
                .map(|(front, _)| front);
            if let Some(text) = front.map(|front| format!("{front}\n---\n{}\n", TEXTS[n])) {
                files.set(path(FILES[file]), text.as_bytes());
            }
        }
        Edit::Delete(file) => files.remove(&path(FILES[file])),
        Edit::Rename(file, n) => {
            let name = FILES[file];
            if let Some(bytes) = files.get(&path(name)).map(|file| bytes_of(&file.content)) {
                files.remove(&path(name));
                files.set(path(&other_name(name, n)), &bytes);
            }
        }
    }
}

fn bytes_of(content: &FileContent) -> Vec<u8> {
    match content {
        FileContent::Text(text) => text.as_bytes().to_vec(),
        FileContent::Bytes(bytes) => bytes.to_vec(),
        other => panic!("{other:?} is on disk"),
    }
}

/// Half of the sequences each, so that two processors share them.
fn halved() -> ProptestConfig {
    ProptestConfig { cases: 100, failure_persistence: None, ..ProptestConfig::default() }
}

fn incremental_equals_clean(begin: usize, edits: &[Edit]) -> Result<(), TestCaseError> {
    let mut files = Files::from_text("");
    for file in FILES.iter().take(begin) {
        files.set(path(file), text(file, 3).as_bytes());
    }
    let (mut cache, mut kept) = (Cache::default(), Folder::default());
    kept.build(&files, &mut cache);
    // At last the template is mended, so that what was kept while it had a mistake is compared,
    // too.
    let mended =
        Edit::Write(FILES.iter().position(|file| *file == "templates/brief.html").unwrap(), 3);
    for edit in edits.iter().chain([&mended]) {
        apply(*edit, &mut files);
        let mut clean = Folder::default();
        let found = kept.build(&files, &mut cache);
        prop_assert_eq!(&found, &clean.build(&files, &mut Cache::default()), "after {:?}", edit);
        if found.iter().any(|finding| finding.contains("code: Template")) {
            // What cannot be rendered stays as it was before: a later step compares it again.
            continue;
        }
        let differ: Vec<&OutPath> = kept
            .0
            .keys()
            .chain(clean.0.keys())
            .filter(|path| kept.0.get(*path) != clean.0.get(*path))
            .collect();
        prop_assert!(differ.is_empty(), "{differ:?} after {edit:?}");
    }
    Ok(())
}

#[test]
fn a_renamed_file_of_static_is_renamed() {
    let mut files = Files::from_text("");
    files.set(path("static/extra.css"), b"p {}");
    apply(
        Edit::Rename(FILES.iter().position(|file| *file == "static/extra.css").unwrap(), 1),
        &mut files,
    );
    assert_eq!(
        files.iter().map(|file| file.path.as_str()).collect::<Vec<_>>(),
        ["static/extra-1.css"]
    );
}

proptest! {
    #![proptest_config(halved())]

    #[test]
    fn edits_of_a_whole_site_with_a_kept_cache_equal_a_clean_build(
        edits in proptest::collection::vec(edit(), 10..14)
    ) {
        incremental_equals_clean(FILES.len() - 2, &edits)?;
    }

    #[test]
    fn edits_of_a_small_site_with_a_kept_cache_equal_a_clean_build(
        edits in proptest::collection::vec(edit(), 10..14)
    ) {
        incremental_equals_clean(3, &edits)?;
    }
}

#[test]
fn each_file_that_is_edited_matters() {
    let mut files = Files::from_text("");
    for file in FILES.iter().filter(|file| !file.starts_with("templates/brief")) {
        files.set(path(file), text(file, 3).as_bytes());
    }
    let outputs = |files: &Files| {
        let mut folder = Folder::default();
        let findings = folder.build(files, &mut Cache::default());
        (folder.0, findings)
    };
    let before = outputs(&files);
    for file in FILES {
        let mut edited = files.clone();
        edited.set(path(file), text(file, 4).as_bytes());
        assert!(outputs(&edited) != before, "an edit of {file} changes nothing");
    }
}

#[test]
fn nothing_changed_renders_nothing() {
    let mut files = Files::from_text("");
    for file in FILES {
        files.set(path(file), text(file, 3).as_bytes());
    }
    let mut cache = Cache::default();
    build(&files, &options(), &mut cache, |_| ());
    build(&files, &options(), &mut cache, |batch| assert!(batch.is_empty(), "{batch:?}"));
}

#[test]
fn a_later_brief_that_changes_makes_the_page_of_the_earlier_one_anew() {
    const EARLIER: &str = "---\ntitle: Earlier\nsources: []\n\
        events: [{id: visit, date: 2023-07-01, status: scheduled}]\n\
        stances: [{actor: Ann, issue: Arms, stance: supports}]\n---\nText.\n";
    let later = |event: &str, stance: &str| {
        format!(
            "---\ntitle: Later\nsources: []\nevents: [{{id: visit, {event}}}]\n\
             stances: [{{actor: Ann, issue: Arms, stance: {stance}}}]\n---\nText.\n"
        )
    };
    let (mut files, mut cache, mut kept) =
        (Files::from_text(""), Cache::default(), Folder::default());
    files.set(path("content/briefs/2023-06-18-earlier.md"), EARLIER.as_bytes());
    let page = OutPath::parse("briefs/earlier/index.html").unwrap();
    let mut last = Vec::new();
    for (text, expected) in [
        (None, None),
        (Some(later("status: cancelled", "supports")), Some("cancelled")),
        (Some(later("status: happened", "supports")), Some("took place on 1 July 2023")),
        (
            Some(later("status: happened, date: 2023-07-02", "supports")),
            Some("took place on 2 July 2023"),
        ),
        (Some(later("status: happened, date: 2023-07-02", "opposes")), Some("opposes")),
        (Some(later("note: Nothing new.", "supports")), None),
    ] {
        if let Some(text) = text {
            files.set(path("content/briefs/2023-07-03-later.md"), text.as_bytes());
        }
        kept.build(&files, &mut cache);
        let mut clean = Folder::default();
        clean.build(&files, &mut Cache::default());
        assert!(kept.0 == clean.0);
        let made = String::from_utf8(kept.0[&page].clone()).unwrap();
        assert!(made.as_bytes() != last, "{expected:?}: the page is the same");
        assert!(
            expected
                .is_none_or(|expected| made.contains(&format!("Since then:</strong> {expected}"))),
            "{made}"
        );
        last = made.into_bytes();
    }
}

#[test]
fn a_brief_appears_when_its_day_comes_and_goes_when_it_is_put_off() {
    let mut files = Files::from_text("");
    for file in FILES {
        files.set(path(file), text(file, 3).as_bytes());
    }
    let brief = |date: &str| {
        format!("---\ntitle: Tomorrow\ndate: {date}\nsources: []\nactors: [Stub 7]\n---\nText.\n")
    };
    let (mut cache, mut kept) = (Cache::default(), Folder::default());
    let mut shown = Vec::new();
    for (today, date) in [
        ("2026-11-23", "2026-11-24"),
        ("2026-11-24", "2026-11-24"),
        ("2026-11-24", "2026-11-25"),
        ("2026-11-25", "2026-11-25"),
        ("2026-11-24", "2026-11-25"),
    ] {
        files.set(path("content/briefs/tomorrow.md"), brief(date).as_bytes());
        let options = Options::on(today.parse().unwrap());
        let mut clean = Folder::default();
        let found = kept.build_on(&options, &files, &mut cache);
        assert_eq!(
            found,
            clean.build_on(&options, &files, &mut Cache::default()),
            "{today}, {date}"
        );
        assert!(kept.0 == clean.0, "{today}, {date}");
        shown.push(kept.0.keys().any(|path| path.as_str() == "briefs/tomorrow/index.html"));
        assert_eq!(
            found.iter().any(|finding| finding.contains("BriefFuture")),
            !shown[shown.len() - 1]
        );
    }
    assert_eq!(shown, [false, true, false, true, false]);
}
