//! Whole small sites: what is written is sound, the same on any number of threads and after any
//! edit, and shows nothing of what is hidden.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use arbitrary::{Result, Unstructured};
use briefgen::base::code::{Code, Severity};
use briefgen::base::finding::Finding;
use briefgen::base::memo::Memo;
use briefgen::base::path::SitePath;
use briefgen::files::{File, Files};
use briefgen::output::OutputContent;
use briefgen::parse::brief::StatusFields;
use briefgen::parse::{self, DocumentFields};
use briefgen::{Build, Cache, Options, build, build_if};
use rayon::ThreadPool;

use super::pieces::{BASE, FILES, PROSE, PieceKind};
use super::{findings, page};

/// A site as one text, in which each file begins with a line `=== path`; or bytes that say which
/// pieces to put together.
pub fn sites(data: &[u8]) {
    let (files, which) = read(data);
    hold(&files, which);
}

/// The site of an input, and what it is compared with.
fn read(data: &[u8]) -> (Files, usize) {
    match std::str::from_utf8(data) {
        Ok(text) if text.starts_with("=== ") => (Files::from_text(text), data.len()),
        _ => {
            let mut choices = Unstructured::new(data);
            let which = choices.arbitrary::<u8>().unwrap_or_default();
            let mut files = Files::from_text(if which < 200 { BASE } else { "" });
            while !choices.is_empty() && drawn(&mut choices, &mut files).is_ok() {}
            (files, usize::from(which))
        }
    }
}

/// The site of an input as one text, for whoever mends what it found.
pub fn shown(data: &[u8]) -> String {
    let (files, _) = read(data);
    let shown = |file: &File| format!("=== {}\n{}\n", file.path, file.text().unwrap_or_default());
    files.iter().map(shown).collect()
}

/// Puts a file together.
fn drawn(choices: &mut Unstructured<'_>, files: &mut Files) -> Result<()> {
    let number = choices.choose_index(FILES.len())?;
    let (path, kind) = FILES[number];
    let mut keys: Vec<&str> = Vec::new();
    for _ in 0..choices.int_in_range(0..=6)? {
        put(&mut keys, choices.choose(kind.keys())?, kind);
    }
    kind.needs().iter().for_each(|key| put(&mut keys, key, kind));
    let mut text = keys.join("\n");
    if kind.is_markdown() {
        text = format!("---\n{text}\n---\n");
        for _ in 0..choices.int_in_range(0..=5)? {
            text = format!("{text}{}\n\n", choices.choose(PROSE)?);
        }
    }
    let other = choices.choose_index(5)?;
    let mut text = text.replace('§', &number.to_string()).replace('¶', &other.to_string());
    match choices.int_in_range(0..=15)? {
        0 => text = text.replace('\n', "\r\n"),
        1 => text.truncate(text.floor_char_boundary(choices.int_in_range(0..=2000)?)),
        _ => {}
    }
    if let Some(path) = SitePath::parse(path) {
        files.set(path, text.as_bytes());
    }
    Ok(())
}

/// Adds a key that is not there yet; a line of a saved text may stand there twice.
fn put<'a>(keys: &mut Vec<&'a str>, key: &'a str, kind: PieceKind) {
    let name = |key: &'a str| key.split(':').next();
    if kind == PieceKind::Text || keys.iter().all(|known| name(known) != name(key)) {
        keys.push(key);
    }
}

/// What a build writes and finds.
#[derive(PartialEq, Eq)]
struct BuiltSite {
    outputs: BTreeMap<String, Vec<u8>>,
    findings: Vec<String>,
}

impl BuiltSite {
    fn take(&mut self, files: &Files, cache: &mut Cache) -> Build {
        let outputs = &mut self.outputs;
        let build = build(files, &options(), cache, |batch| {
            for output in batch {
                let OutputContent::Bytes(bytes) = output.content else {
                    panic!("{} is on disk", output.path)
                };
                outputs.insert(output.path.to_string(), bytes);
            }
        });
        outputs.retain(|path, _| build.paths.iter().any(|planned| planned.as_str() == path));
        self.findings = build.findings.iter().map(|finding| format!("{finding:?}")).collect();
        build
    }

    fn of(files: &Files) -> (BuiltSite, Build) {
        let mut made = BuiltSite { outputs: BTreeMap::new(), findings: Vec::new() };
        let build = made.take(files, &mut Cache::default());
        (made, build)
    }

    fn is(&self, other: &BuiltSite, what: &str) {
        self.has_outputs_of(other, what);
        assert_eq!(self.findings, other.findings, "{what}");
    }

    fn has_outputs_of(&self, other: &BuiltSite, what: &str) {
        let paths = self.outputs.keys().chain(other.outputs.keys());
        for path in paths {
            let [one, two] = [self, other]
                .map(|made| made.outputs.get(path).map(|bytes| String::from_utf8_lossy(bytes)));
            assert!(
                one == two,
                "{what}: {path}\n{}",
                difference(&one.unwrap_or_default(), &two.unwrap_or_default())
            );
        }
    }
}

/// The first lines that differ.
fn difference(one: &str, two: &str) -> String {
    let (mut ones, mut twos) = (one.lines(), two.lines());
    loop {
        match (ones.next(), twos.next()) {
            (Some(one), Some(two)) if one == two => {}
            (one, two) => return format!("{one:?}\n{two:?}"),
        }
    }
}

fn options() -> Options {
    Options::on("2026-11-23".parse().expect("a day"))
}

/// All that holds of any site. `which` chooses what the build is compared with.
fn hold(files: &Files, which: usize) {
    static POOLS: LazyLock<[ThreadPool; 2]> = LazyLock::new(|| {
        [1, 2].map(|threads| {
            rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("threads")
        })
    });
    let (made, build) = POOLS[1].install(|| BuiltSite::of(files));
    findings::hold(&build.findings, files);
    is_sound(&made, &build, files);
    match which % 4 {
        0 => made.is(&POOLS[0].install(|| BuiltSite::of(files)).0, "on one thread"),
        // With errors nothing is written: an id that a draft has, too, is one of them.
        1 if !has_errors(&build) => {
            made.has_outputs_of(&BuiltSite::of(&without_hidden(files)).0, "without what is hidden")
        }
        // Templates that cannot be read make no page, and the pages of the last build stay.
        2 if made.outputs.is_empty() => {
            assert_eq!(made.findings, after_edits(files, which / 4).findings)
        }
        2 => made.is(&after_edits(files, which / 4), "after edits"),
        _ => agrees_with_check(files, &build),
    }
}

/// Each file can be read by what reads it, and none lies where another has its folder.
fn is_sound(made: &BuiltSite, build: &Build, files: &Files) {
    let config =
        SitePath::parse("site.yaml").and_then(|path| files.text(&path)).unwrap_or_default();
    let is_ours = files.below("templates").next().is_none() && !config.contains("html: allow");
    let is_copy = |path: &str| {
        files
            .iter()
            .any(|file| file.path.as_str().ends_with(path.rsplit('/').next().unwrap_or(path)))
    };
    for (path, bytes) in made.outputs.iter().filter(|(path, _)| !is_copy(path)) {
        let text = std::str::from_utf8(bytes).expect("text");
        match path.rsplit('.').next() {
            Some("html") if is_ours => page::is_sound(text),
            Some("json") => drop(serde_json::from_str::<serde_json::Value>(text).expect(path)),
            Some("ics") => is_calendar(text),
            _ => {}
        }
    }
    if !has_errors(build) {
        let paths: Vec<&String> = made.outputs.keys().collect();
        for pair in paths.windows(2) {
            assert!(
                !pair[1].starts_with(&format!("{}/", pair[0])),
                "{} is a file and a folder",
                pair[0]
            );
        }
    }
}

fn has_errors(build: &Build) -> bool {
    build.findings.iter().any(|finding| finding.severity() == Severity::Error)
}

/// The lines of a calendar are of its own making, and none is longer than readers take.
fn is_calendar(text: &str) {
    let mut open = Vec::new();
    for line in text.split_terminator("\r\n") {
        assert!(line.len() <= 75 && !line.contains(['\n', '\r']), "{line:?}");
        match line.split_once(':') {
            Some(("BEGIN", what)) => open.push(what.to_owned()),
            Some(("END", what)) => assert_eq!(open.pop().as_deref(), Some(what), "{text}"),
            _ => assert!(
                line.starts_with(' ') || line.starts_with(|c: char| c.is_ascii_uppercase()),
                "{line:?}"
            ),
        }
        assert!(open.len() <= 2, "{text}");
    }
    assert!(open.is_empty(), "{text}");
}

/// The site without drafts.
fn without_hidden(files: &Files) -> Files {
    let mut without = files.clone();
    for document in parse::all(files, &mut Memo::default()) {
        let is_hidden = match &document.fields {
            DocumentFields::Brief(brief) => {
                let today = options().edition.today;
                let is_later =
                    |day: Option<briefgen::base::date::Day>| day.is_some_and(|day| today < day);
                brief.status == StatusFields::Draft
                    || is_later(brief.publish_at.as_ref().map(|day| day.value))
                    || is_later(brief.date.as_ref().map(|day| day.value))
            }
            DocumentFields::Page(page) => page.draft,
            _ => false,
        };
        if is_hidden {
            without.remove(&document.path);
        }
    }
    without
}

/// The site, come to by way of others: without one file, and with another in its place.
fn after_edits(files: &Files, which: usize) -> BuiltSite {
    let (mut made, mut cache) =
        (BuiltSite { outputs: BTreeMap::new(), findings: Vec::new() }, Cache::default());
    let all: Vec<_> = files.iter().collect();
    if let Some(file) = all.get(which % all.len().max(1)) {
        let mut before = files.clone();
        before.remove(&file.path);
        made.take(&before, &mut cache);
        before
            .set(file.path.clone(), b"---\ntitle: Another\nsources: []\n---\nText of Qin Gang.\n");
        made.take(&before, &mut cache);
    }
    made.take(files, &mut cache);
    made
}

/// `check`, which shows nothing, finds the errors that `build` finds, but for those of templates.
fn agrees_with_check(files: &Files, build: &Build) {
    let errors = |findings: &[Finding]| {
        let errors = findings.iter().filter(|finding| finding.severity() == Severity::Error);
        let mut told: Vec<String> = errors
            .filter(|finding| finding.code != Code::Template)
            .map(|finding| format!("{finding:?}"))
            .collect();
        told.sort();
        told.dedup();
        told
    };
    let mut asked = Vec::new();
    let mut accepts = |found: &[Finding]| {
        asked = errors(found);
        false
    };
    struct Nowhere;
    impl briefgen::output::Sink for Nowhere {
        type Pending = ();
        fn take(&self, _: briefgen::output::Output) {}
        fn end_batch(&mut self, _: Vec<()>) {}
    }
    let refused = build_if(files, &options(), &mut Cache::default(), &mut accepts, &mut Nowhere);
    assert!(refused.is_err());
    assert_eq!(asked, errors(&build.findings));
}
