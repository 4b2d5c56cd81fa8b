//! A folder that is built again after each edit on disk holds what a clean build gives: with links,
//! files too large to be held, names that differ in case, and a theme that comes and goes.
#![expect(clippy::disallowed_methods, reason = "edits a site on disk, and reads what was written")]

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::symlink;
use std::path::Path;
use std::time::SystemTime;

use briefgen::base::code::Severity;
use briefgen::base::finding::Finding;
use briefgen::files::Files;
use briefgen::output::{Output, OutputContent, OutputFolder, Prepared, Sink, Unlisted};
use briefgen::{BUILD_ID, Build, Cache, build, build_if};
use proptest::prelude::*;

use super::options;

/// What lies at a path of the site.
#[derive(Clone, Debug, PartialEq)]
enum Entry {
    Text(String),
    /// A file that is too large to be told from another by what it holds: more than 1 MiB of one
    /// byte.
    Large(u8),
    /// A symbolic link that leads there, from its own folder.
    Link(&'static str),
}

/// The site by path.
type World = BTreeMap<String, Entry>;

/// A change of the site.
#[derive(Clone, Copy, Debug)]
enum DiskEdit {
    /// A brief gets another text; some cannot be read.
    Brief(usize, u32),
    /// A brief takes an old address over, or gives up those that it has.
    Alias(usize, Option<u32>),
    /// A brief takes an old id over, or gives up those that it has.
    Former(usize, Option<u32>),
    Registry(u32),
    Config(u32),
    /// A template of the site's own comes or changes; some do not load, others fail for a page.
    Template(usize, u32),
    /// A static file comes or changes, some in place of the theme's.
    Static(usize, u32),
    /// A large file gets other bytes; time and length stay.
    Large(usize, u8),
    /// A link is made, or leads elsewhere.
    Link(usize, usize),
    /// A name changes between upper and lower case.
    Case(usize),
    /// A file or a link goes.
    Remove(usize),
    /// All is as it was at first.
    Mend,
}

const BRIEFS: [&str; 3] = [
    "content/briefs/2023-06-18-talks.md",
    "content/briefs/2023-07-26-change.md",
    "content/briefs/road/index.md",
];

const TEMPLATES: [&str; 3] = ["templates/brief.html", "templates/404.html", "templates/part.html"];

const STATICS: [&str; 3] = ["static/briefgen.css", "static/favicon.svg", "static/extra.css"];

const LARGE: [&str; 2] = ["static/film.bin", "content/briefs/road/film.mp4"];

/// Links, and where they may lead: to files and folders, to nothing, and where they may not.
const LINKS: [(&str, [&str; 4]); 8] = [
    (
        "content/briefs/chart.svg",
        ["road/map.svg", "../docs/plan.svg", "nothing.svg", "../texts/wire.txt"],
    ),
    ("content/briefs/road/photo.svg", ["map.svg", "film.mp4", "../../docs/plan.svg", "photo.svg"]),
    ("content/guide", ["docs", "notes", "../static", "texts"]),
    ("content/other.md", ["about.md", "docs/index.md", "notes/index.md", "briefs/road/index.md"]),
    ("static/linked.css", ["extra.css", "folder/more.css", "film.bin", "../site.yaml"]),
    ("static/fonts", ["folder", "folder/deep", ".", "../content"]),
    ("static/briefgen.css", ["extra.css", "folder/more.css", "none.css", "film.bin"]),
    ("templates/404.html", ["part.html", "brief.html", "../content/about.md", "nothing.html"]),
];

/// Files and folders whose names change case.
const CASES: [(&str, &str); 5] = [
    ("content/about.md", "content/About.md"),
    ("content/docs/plan.svg", "content/docs/Plan.svg"),
    ("static/extra.css", "static/Extra.css"),
    ("static/folder/", "static/Folder/"),
    ("content/briefs/road/map.svg", "content/briefs/road/Map.svg"),
];

fn disk_edit() -> impl Strategy<Value = DiskEdit> {
    let brief = || 0..BRIEFS.len();
    prop_oneof![
        3 => (brief(), 0_u32..20).prop_map(|(brief, n)| DiskEdit::Brief(brief, n)),
        2 => (brief(), proptest::option::of(0_u32..3)).prop_map(|(brief, n)| DiskEdit::Alias(brief, n)),
        2 => (brief(), proptest::option::of(0_u32..3)).prop_map(|(brief, n)| DiskEdit::Former(brief, n)),
        1 => (0_u32..12).prop_map(DiskEdit::Registry),
        1 => (0_u32..12).prop_map(DiskEdit::Config),
        3 => (0..TEMPLATES.len(), 0_u32..8).prop_map(|(file, n)| DiskEdit::Template(file, n)),
        2 => (0..STATICS.len(), 0_u32..4).prop_map(|(file, n)| DiskEdit::Static(file, n)),
        2 => (0..LARGE.len(), any::<u8>()).prop_map(|(file, byte)| DiskEdit::Large(file, byte)),
        4 => (0..LINKS.len(), 0_usize..6).prop_map(|(link, to)| DiskEdit::Link(link, to)),
        2 => (0..CASES.len()).prop_map(DiskEdit::Case),
        3 => (0_usize..64).prop_map(DiskEdit::Remove),
        3 => Just(DiskEdit::Mend),
    ]
}

/// A site without a mistake.
fn world() -> World {
    let svg = |n: u32| {
        format!("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{n}\" height=\"3\"/>\n")
    };
    let texts = [
        ("site.yaml", config(1)),
        ("content/about.md", "---\ntitle: About\n---\nOf [[talks]].\n".to_owned()),
        ("content/docs/index.md", "---\ntitle: Docs\n---\nWith a plan beside.\n".to_owned()),
        ("content/docs/plan.svg", svg(4)),
        ("content/notes/index.md", "---\ntitle: Notes\n---\nNone.\n".to_owned()),
        ("content/actors.yaml", registry(1)),
        ("content/texts/wire.txt", "Nobody may see this.\n".to_owned()),
        ("content/briefs/road/map.svg", svg(5)),
        ("static/extra.css", "p {}\n".to_owned()),
        ("static/folder/more.css", "b {}\n".to_owned()),
        ("static/folder/deep/most.css", "i {}\n".to_owned()),
    ];
    let texts = texts.into_iter().map(|(path, text)| (path.to_owned(), Entry::Text(text)));
    let briefs = (0..BRIEFS.len()).map(|n| (BRIEFS[n].to_owned(), Entry::Text(brief_text(n, 0))));
    let large = LARGE.iter().map(|path| ((*path).to_owned(), Entry::Large(1)));
    let link = ("content/briefs/chart.svg".to_owned(), Entry::Link("road/map.svg"));
    texts.chain(briefs).chain(large).chain([link]).collect()
}

fn config(n: u32) -> String {
    match n % 4 {
        0 => "title: [\n".to_owned(),
        1 => "title: A desk\n".to_owned(),
        2 => "title: A desk\nbase_url: https://example.org\nnewest: 1\n".to_owned(),
        _ => "title: Desk\nportable: true\nlang: de\n".to_owned(),
    }
}

fn registry(n: u32) -> String {
    format!(
        "qin-gang: {{name: Qin Gang, aliases: [Minister {n}], former_ids: [old-{}]}}\nwang-yi: {{name: Wang Yi}}\n",
        n % 3
    )
}

fn brief_text(which: usize, n: u32) -> String {
    let text = [
        "Qin Gang and Wang Yi met.",
        "![A chart](chart.svg) Minister 1.",
        "See [[talks]] and [the docs](/docs/).",
        "Of [[actors/qin-gang+]], Minister 2.",
    ][n as usize % 4];
    // A picture beside the others is not beside the text of a folder.
    let text = if BRIEFS[which].ends_with("index.md") {
        text.replace("(chart.svg)", "(map.svg)")
    } else {
        text.to_owned()
    };
    let front = if n % 9 == 8 { "title: [broken" } else { "title: A brief" };
    format!(
        "---\n{front} {}\ndate: 2023-06-1{which}\nsources: []\nactors: [qin-gang, Stub {}]\n---\n{text}\n",
        n % 5,
        n % 2
    )
}

fn template(n: u32) -> &'static str {
    [
        "<p>{{ page.title }} {{ body | safe }}\n",
        "{% extends \"base.html\" %}{% block main %}<p>{{ page.title }}{% endblock %}\n",
        "{% block",
        "<p>{{ page.who | length }}\n",
        "<p>{% include \"part.html\" %}\n",
        "<p>{{ site.title }}\n",
        "<b>{{ head.title }}</b>\n",
        "<i>{{ root }}</i>\n",
    ][n as usize % 8]
}

fn put_text(world: &mut World, path: &str, text: impl Into<String>) {
    world.insert(path.to_owned(), Entry::Text(text.into()));
}

/// Gives a brief a line of its front matter that begins with a key, or takes it away.
fn put_key(world: &mut World, path: &str, key: &str, value: Option<String>) {
    let Some(Entry::Text(text)) = world.get(path) else { return };
    let mut lines: Vec<String> =
        text.lines().filter(|line| !line.starts_with(key)).map(str::to_owned).collect();
    if let Some(value) = value {
        lines.insert(1, format!("{key}: [{value}]"));
    }
    put_text(world, path, lines.join("\n") + "\n");
}

impl DiskEdit {
    fn apply(self, world: &mut World) {
        match self {
            DiskEdit::Brief(which, n) => put_text(world, BRIEFS[which], brief_text(which, n)),
            DiskEdit::Alias(which, n) => {
                put_key(world, BRIEFS[which], "aliases", n.map(|n| format!("/old/{n}/")))
            }
            DiskEdit::Former(which, n) => {
                put_key(world, BRIEFS[which], "former_ids", n.map(|n| format!("old-{n}")))
            }
            DiskEdit::Registry(n) => put_text(world, "content/actors.yaml", registry(n)),
            DiskEdit::Config(n) => put_text(world, "site.yaml", config(n)),
            DiskEdit::Template(which, n) => put_text(world, TEMPLATES[which], template(n)),
            DiskEdit::Static(which, n) => {
                put_text(world, STATICS[which], format!("p {{ margin: {n}px }}\n"))
            }
            DiskEdit::Large(which, byte) => {
                drop(world.insert(LARGE[which].to_owned(), Entry::Large(byte)))
            }
            DiskEdit::Link(which, to) => {
                let (path, places) = LINKS[which];
                // Where it may lead is drawn more often.
                world.insert(
                    path.to_owned(),
                    Entry::Link(places[to % 4 - usize::from(to > 3) * (to % 2)]),
                );
            }
            DiskEdit::Mend => *world = self::world(),
            DiskEdit::Case(which) => change_case(world, CASES[which]),
            DiskEdit::Remove(n) => {
                // What all the rest needs stays.
                let stays = |path: &str| path == "site.yaml" || path.starts_with("content/texts");
                let paths: Vec<String> =
                    world.keys().filter(|path| !stays(path)).cloned().collect();
                // What came last goes first: links and templates, rather than what they lead to.
                let came = |path: &&String| {
                    LINKS.iter().any(|(link, _)| link == path) || path.starts_with("templates/")
                };
                let (first, others): (Vec<&String>, Vec<&String>) = paths.iter().partition(came);
                let of = if n % 4 > 0 && !first.is_empty() { first } else { others };
                world.remove(of[n % of.len()]);
            }
        }
    }
}

fn change_case(world: &mut World, (lower, upper): (&str, &str)) {
    for (from, to) in [(lower, upper), (upper, lower)] {
        let paths: Vec<String> =
            world.keys().filter(|path| path.starts_with(from)).cloned().collect();
        let renamed: Vec<_> = paths
            .iter()
            .filter_map(|path| Some((path.replacen(from, to, 1), world.remove(path)?)))
            .collect();
        let is_done = !renamed.is_empty();
        world.extend(renamed);
        if is_done {
            return;
        }
    }
}

/// Makes of a site on disk what another one is, and touches nothing else of it.
fn sync(root: &Path, before: &World, after: &World) {
    let differs = |path: &&String| before.get(*path) != after.get(*path);
    for path in before.keys().filter(differs) {
        if !after.contains_key(path)
            || after[path] != before[path] && !is_overwritten(&before[path], &after[path])
        {
            fs::remove_file(root.join(path)).unwrap();
        }
    }
    for path in after.keys().filter(differs) {
        let place = root.join(path);
        fs::create_dir_all(place.parent().unwrap()).unwrap();
        match &after[path] {
            Entry::Text(text) => fs::write(place, text).unwrap(),
            Entry::Link(to) => symlink(to, place).unwrap(),
            Entry::Large(byte) => put_large(root, &place, *byte),
        }
    }
}

/// Whether a file is written anew, rather than another one put in its place.
fn is_overwritten(before: &Entry, after: &Entry) -> bool {
    matches!((before, after), (Entry::Text(_), Entry::Text(_)) | (Entry::Large(_), Entry::Large(_)))
}

/// Puts other bytes into a file, or another file in its place; length and time are those of any
/// other.
fn put_large(root: &Path, place: &Path, byte: u8) {
    let bytes = vec![byte; (1 << 20) + 1];
    let new = root.join("new");
    let written = if byte.is_multiple_of(2) { place } else { new.as_path() };
    fs::write(written, bytes).unwrap();
    let file = fs::File::options().write(true).open(written).unwrap();
    file.set_modified(SystemTime::UNIX_EPOCH).unwrap();
    if written == new {
        fs::rename(&new, place).unwrap();
    }
}

fn has_errors(findings: &[Finding]) -> bool {
    findings.iter().any(|finding| finding.severity() == Severity::Error)
}

fn told(findings: &[Finding]) -> Vec<String> {
    findings.iter().map(|finding| format!("{finding:?}")).collect()
}

/// What a folder holds, or is to hold.
type Tree = BTreeMap<String, Vec<u8>>;

/// What a clean build gives; `None` for a site with errors.
fn clean(root: &Path) -> Option<(Tree, Vec<String>)> {
    let files = Files::read(root).unwrap();
    let mut tree = Tree::new();
    let build = build(&files, &options(), &mut Cache::default(), |batch| {
        for Output { path, content, .. } in batch {
            let bytes = match content {
                OutputContent::Bytes(bytes) => bytes,
                OutputContent::Copy(file) => fs::read(file.path.real(&file.root)).unwrap(),
            };
            tree.insert(path.to_string(), bytes);
        }
    });
    (!has_errors(&build.findings)).then(|| (tree, told(&build.findings)))
}

fn tree(output: &Path) -> Tree {
    let entries = walkdir::WalkDir::new(output).into_iter().map(Result::unwrap);
    let files = entries.filter(|entry| !entry.file_type().is_dir());
    let path = |place: &Path| place.strip_prefix(output).unwrap().to_str().unwrap().to_owned();
    files.map(|entry| (path(entry.path()), fs::read(entry.path()).unwrap())).collect()
}

struct Writing<'a>(&'a mut OutputFolder);

impl Sink for Writing<'_> {
    type Pending = Prepared;

    fn take(&self, output: Output) -> Prepared {
        self.0.prepare(output)
    }

    fn end_batch(&mut self, taken: Vec<Prepared>) {
        self.0.stage(taken).unwrap();
    }
}

/// Builds, and writes what has no errors.
fn build_to(written: &mut OutputFolder, files: &Files, cache: &mut Cache) -> Option<Build> {
    let mut accepts = |findings: &[Finding]| !has_errors(findings);
    let build = build_if(files, &options(), cache, &mut accepts, &mut Writing(written)).ok()?;
    (!has_errors(&build.findings)).then(|| {
        written.commit(&build.paths).unwrap();
        build
    })
}

/// The two ways of building a site again.
enum Again {
    /// `build`, which knows what the last one wrote.
    Build,
    /// `watch`, which has kept what it read and worked out.
    Watch(Box<(Files, Cache, OutputFolder)>),
}

impl Again {
    fn run(&mut self, site: &Path, output: &Path) -> Option<Build> {
        let open = || OutputFolder::open(site, output, BUILD_ID, Unlisted::Refuse).unwrap();
        match self {
            Again::Build => {
                let (mut written, mut cache) = (open(), Cache::default());
                cache.assume_written(written.known());
                build_to(&mut written, &Files::read(site).unwrap(), &mut cache)
            }
            Again::Watch(kept) => {
                let (files, cache, written) = &mut **kept;
                files.compare_all();
                build_to(written, files, cache)
            }
        }
    }

    fn watch(site: &Path, output: &Path) -> Again {
        let written = OutputFolder::open(site, output, BUILD_ID, Unlisted::Refuse).unwrap();
        Again::Watch(Box::new((Files::read(site).unwrap(), Cache::default(), written)))
    }
}

fn rebuilt_equals_clean(is_watched: bool, edits: &[DiskEdit]) -> Result<(), TestCaseError> {
    let folder = tempfile::tempdir().unwrap();
    let (site, output) = (folder.path().join("site"), folder.path().join("public"));
    let mut world = world();
    sync(&site, &World::new(), &world);
    let mut again = if is_watched { Again::watch(&site, &output) } else { Again::Build };
    // At last all is mended, so that what was kept from a site with errors is compared, too.
    for edit in edits.iter().chain([&DiskEdit::Mend]) {
        let before = world.clone();
        edit.apply(&mut world);
        sync(&site, &before, &world);
        let (built, clean) = (again.run(&site, &output), clean(&site));
        prop_assert_eq!(built.is_some(), clean.is_some(), "after {:?}", edit);
        if let (Some(built), Some((clean, findings))) = (built, clean) {
            prop_assert_eq!(told(&built.findings), findings, "after {:?}", edit);
            let there = tree(&output);
            let paths = there.keys().chain(clean.keys());
            let differ: Vec<&String> =
                paths.filter(|path| there.get(*path) != clean.get(*path)).collect();
            prop_assert!(differ.is_empty(), "{:?} after {:?}", differ, edit);
        }
    }
    Ok(())
}

/// How many sequences each of the two ways is tried with: a quarter of what `scripts/test` asks
/// for, if it is not said.
fn cases() -> ProptestConfig {
    let cases = std::env::var("BRIEFGEN_SEQUENCES")
        .ok()
        .and_then(|number| number.parse().ok())
        .unwrap_or(50);
    ProptestConfig { cases, failure_persistence: None, ..ProptestConfig::default() }
}

proptest! {
    #![proptest_config(cases())]

    #[test]
    fn edits_on_disk_then_build_equal_a_clean_build(edits in proptest::collection::vec(disk_edit(), 8..12)) {
        rebuilt_equals_clean(false, &edits)?;
    }

    #[test]
    fn edits_on_disk_under_watch_equal_a_clean_build(edits in proptest::collection::vec(disk_edit(), 8..12)) {
        rebuilt_equals_clean(true, &edits)?;
    }
}

#[test]
fn each_kind_of_edit_on_disk_matters() {
    let folder = tempfile::tempdir().unwrap();
    let mut base = world();
    DiskEdit::Brief(0, 1).apply(&mut base);
    sync(folder.path(), &World::new(), &base);
    let before = clean(folder.path()).unwrap();
    let edits = [
        DiskEdit::Brief(0, 2),
        DiskEdit::Alias(1, Some(1)),
        DiskEdit::Former(2, Some(1)),
        DiskEdit::Registry(2),
        DiskEdit::Config(3),
        DiskEdit::Template(0, 0),
        DiskEdit::Template(1, 5),
        DiskEdit::Static(0, 1),
        DiskEdit::Static(1, 1),
        DiskEdit::Large(0, 2),
        DiskEdit::Large(1, 3),
        DiskEdit::Link(0, 1),
        DiskEdit::Link(1, 0),
        DiskEdit::Link(2, 1),
        DiskEdit::Link(3, 0),
        DiskEdit::Link(4, 0),
        DiskEdit::Link(5, 0),
        DiskEdit::Link(6, 1),
        DiskEdit::Case(0),
        DiskEdit::Case(2),
        DiskEdit::Case(3),
        DiskEdit::Remove(64),
    ];
    for edit in edits {
        let mut world = base.clone();
        edit.apply(&mut world);
        sync(folder.path(), &base, &world);
        let after = clean(folder.path());
        assert!(after.is_some(), "{edit:?} is a mistake");
        assert!(after.as_ref() != Some(&before), "{edit:?} changes nothing");
        sync(folder.path(), &world, &base);
    }
    assert_eq!(clean(folder.path()), Some(before));
}
