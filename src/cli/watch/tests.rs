//! Tests in a real folder: after any edit the output equals a clean build of the shown site.
#![expect(
    clippy::disallowed_methods,
    reason = "a test makes its own site and looks at what became of it"
)]

use std::fs;
use std::path::Path;

use proptest::prelude::*;

use super::*;
use crate::output::{OutputContent, Unlisted};

fn arguments(site: &Path) -> WatchArgs {
    let build = build::arguments(site);
    WatchArgs {
        build,
        port: 0,
        host: "127.0.0.1".to_owned(),
        open: false,
        follow: false,
        poll: false,
    }
}

/// A session that has built the site once.
fn session(args: &WatchArgs) -> Session<'_> {
    let common = &args.build.site;
    let (pool, files) = (build::pool(common).unwrap(), build::read_site(&common.site).unwrap());
    let output = build::output(&args.build, &files);
    let written =
        OutputFolder::open(common.site.folder(), &output, BUILD_ID, Unlisted::Refuse).unwrap();
    let limits = ConnectionLimits::default();
    let preview = Preview::start(written.reader(), &args.host, 0, limits, |_| None, || ()).unwrap();
    let mut session = Session::new(args, pool, files, output, written, preview);
    rebuild(&mut session, &[]);
    session
}

/// Rebuilds the site. Returns the text on the screen.
fn rebuild(session: &mut Session<'_>, saved: &[SitePath]) -> String {
    let (mut out, mut err) = (Vec::new(), Vec::new());
    session.rebuild(saved, &mut Screen::on(&mut out, &mut err)).unwrap();
    String::from_utf8(err).unwrap()
}

/// The bytes of all files below a folder, by relative path.
fn tree(root: &Path) -> BTreeMap<String, Vec<u8>> {
    let (mut tree, mut folders) = (BTreeMap::new(), vec![root.to_owned()]);
    while let Some(folder) = folders.pop() {
        for place in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
            let path = place.strip_prefix(root).unwrap().to_string_lossy().into_owned();
            match place.is_dir() {
                true => folders.push(place),
                false => drop(tree.insert(path, fs::read(place).unwrap())),
            }
        }
    }
    tree
}

/// The files that `build` would write; `None` for a site with errors.
fn built(files: &Files, options: &Options) -> Option<BTreeMap<String, Vec<u8>>> {
    let mut tree = BTreeMap::new();
    let build = crate::build(files, options, &mut Cache::default(), |batch| {
        tree.extend(batch.into_iter().map(|output| {
            let bytes = match output.content {
                OutputContent::Bytes(bytes) => bytes,
                OutputContent::Copy(original) => fs::read(original.place()).unwrap(),
            };
            (output.path.to_string(), bytes)
        }));
    });
    let has_error = build.findings.iter().any(|finding| finding.severity() == Severity::Error);
    (!has_error).then_some(tree)
}

const FILES: [&str; 8] = [
    "content/actors.yaml",
    "content/briefs/2023-06-18-talks.md",
    "content/briefs/2023-06-19-plans.md",
    "content/briefs/2023-06-20-visit/index.md",
    "content/about.md",
    "static/extra.css",
    "templates/actor.html",
    "site.yaml",
];

/// The `n`th text for a file. Some texts have errors of several kinds.
fn text(file: &str, n: u32) -> String {
    let brief = |title: &str, more: &str, body: &str| {
        format!("---\ntitle: {title} {n}\ndate: 2023-06-18\nsources: []\n{more}---\n{body} {n}.\n")
    };
    match (file, n % 8) {
        ("content/actors.yaml", 0) => "qin-gang: {name: [\n".to_owned(),
        ("content/actors.yaml", 1 | 2) => "minister: {name: Minister Qin}\n".to_owned(),
        ("content/actors.yaml", _) => format!("qin-gang: {{name: Qin Gang, aliases: [Qin {n}]}}\n"),
        ("content/briefs/2023-06-19-plans.md", 0) => brief("Plans", "status: draf\n", "Hidden"),
        ("content/briefs/2023-06-19-plans.md", 1) => {
            brief("Plans", "status: draft\nfoo: [\n", "Hidden")
        }
        ("content/briefs/2023-06-19-plans.md", _) => brief("Plans", "status: draft\n", "Hidden"),
        ("static/extra.css", _) => format!("p {{ margin: {n}px }}\n"),
        ("templates/actor.html", 0 | 1) => "{% block".to_owned(),
        ("templates/actor.html", _) => format!("<p>{{{{ page.name }}}} {n}\n"),
        ("site.yaml", 0) => "title: [Desk\n".to_owned(),
        ("site.yaml", 1) => "titel: Desk\n".to_owned(),
        ("site.yaml", _) => format!("title: Desk {}\n", n % 3),
        ("content/about.md", 0) => "---\ntitle: About\n---\n[[nobody-here]]\n".to_owned(),
        ("content/about.md", _) => format!("---\ntitle: About {}\n---\nUs.\n", n % 2),
        (_, 0) => brief("Broken", "foo: [\n", "Text"),
        (_, 1) => brief("Undefined", "", "[[nobody-here]]"),
        (_, 2) => brief("Leak", "", "[[plans]]"),
        (_, 3) => brief("Named", "actors: [qin-gang]\n", "[[actors/qin-gang]] spoke"),
        (_, 4) => brief("Linked", "", "[[about]]"),
        _ => brief("Good", "", "Text"),
    }
}

/// A change to a file on disk.
#[derive(Clone, Debug)]
enum Edit {
    Write(usize, u32),
    Rename(usize, u32),
    Delete(usize),
}

fn edit() -> impl Strategy<Value = Edit> {
    prop_oneof![
        6 => (0..FILES.len(), 0_u32..24).prop_map(|(file, n)| Edit::Write(file, n)),
        1 => (0..FILES.len(), 0_u32..2).prop_map(|(file, n)| Edit::Rename(file, n)),
        1 => (0..FILES.len()).prop_map(Edit::Delete),
    ]
}

fn save(root: &Path, file: &str, text: &str) {
    let place = root.join(file);
    fs::create_dir_all(place.parent().unwrap()).unwrap();
    fs::write(place, text).unwrap();
}

fn apply(root: &Path, edit: &Edit) {
    match edit {
        Edit::Write(file, n) => save(root, FILES[*file], &text(FILES[*file], *n)),
        Edit::Delete(file) => drop(fs::remove_file(root.join(FILES[*file]))),
        Edit::Rename(file, n) => {
            let (stem, ending) = FILES[*file].rsplit_once('.').unwrap();
            drop(fs::rename(root.join(FILES[*file]), root.join(format!("{stem}-{n}.{ending}"))));
        }
    }
}

/// Applies edits to the disk and rebuilds, like the loop of `watch`.
fn step(session: &mut Session<'_>, root: &Path, edits: &[Edit]) {
    edits.iter().for_each(|edit| apply(root, edit));
    if let Some(saved) = session.refresh(&WatchEvent::Rescan) {
        rebuild(session, &saved);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 25, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_output_is_a_clean_build_of_the_site_on_disk_or_of_the_last_good_one(
        begin in prop::collection::vec(edit(), 0..6),
        steps in prop::collection::vec(prop::collection::vec(edit(), 1..3), 6..10),
    ) {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        fs::create_dir(root.join("content")).unwrap();
        begin.iter().for_each(|edit| apply(root, edit));
        let args = arguments(root);
        let mut session = session(&args);
        let output = session.output.clone();
        let options = session.options(&[]).unwrap();
        for edits in &steps {
            step(&mut session, root, edits);
            let expected = match (built(&session.disk, &options), session.last_good.shown()) {
                (Some(tree), _) => {
                    prop_assert!(session.last_good.waiting().is_empty());
                    tree
                }
                (None, Some(shown)) => built(shown, &options).unwrap(),
                (None, None) => BTreeMap::new(),
            };
            let found = tree(&output);
            prop_assert!(!found.values().any(|bytes| String::from_utf8_lossy(bytes).contains("Hidden")));
            let differ: Vec<&String> =
                found.keys().chain(expected.keys()).filter(|path| found.get(*path) != expected.get(*path)).collect();
            prop_assert!(differ.is_empty(), "{:?} after {:?}", differ, edits);
        }
        // Once every error is corrected, the output equals a build of the site on disk.
        let mended: Vec<Edit> = (0..FILES.len()).map(|file| Edit::Write(file, 5)).collect();
        for file in fs::read_dir(root.join("content/briefs")).into_iter().flatten() {
            drop(fs::remove_file(file.unwrap().path()));
        }
        for renamed in ["content/briefs/2023-06-20-visit", "content", "static", "templates"] {
            for file in fs::read_dir(root.join(renamed)).into_iter().flatten().map(Result::unwrap) {
                drop(fs::remove_file(file.path()));
            }
        }
        step(&mut session, root, &mended);
        prop_assert_eq!(Some(tree(&output)), built(&Files::read(root).unwrap(), &options));
    }
}

#[test]
fn the_screen_names_what_was_built_and_what_waits() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    save(root, "content/about.md", &text("content/about.md", 5));
    let args = arguments(root);
    let mut session = session(&args);
    let mut screen = |file: &str, text: &str| {
        save(root, file, text);
        let saved = session.refresh(&WatchEvent::Rescan).unwrap();
        rebuild(&mut session, &saved)
    };
    let printed = screen("content/about.md", "---\ntitle: About us\n---\nUs.\n");
    let url = printed.split("; ").nth(1).unwrap().trim();
    assert!(
        printed.contains("content/about.md: ")
            && printed.contains(" pages, ")
            && printed.contains(" files written in "),
        "{printed}"
    );
    assert!(printed.contains(" ms; http://127.0.0.1:") && url.ends_with('/'), "{printed}");
    let printed = screen("content/about.md", &text("content/about.md", 0));
    assert!(
        printed.ends_with(
            "content/about.md waits until the errors are mended: its last good state is shown\n"
        ),
        "{printed}"
    );
    let printed = screen("site.yaml", &text("site.yaml", 0));
    assert!(
        printed.ends_with(
            "content/about.md and 1 other file wait until the errors are mended: their last good \
            state is shown\n"
        ),
        "{printed}"
    );
    let printed = screen("content/about.md", &text("content/about.md", 5));
    assert!(
        printed.ends_with(
            "site.yaml waits until the errors are mended: the last good configuration holds\n"
        ),
        "{printed}"
    );
    let printed = screen("site.yaml", "output: elsewhere\n");
    assert!(
        printed.ends_with(
            "site.yaml names another output folder: start `briefgen watch` again to write there\n"
        ),
        "{printed}"
    );
}

#[test]
fn known_errors_do_not_wait_and_a_broken_baseline_is_reported() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    save(root, "content/about.md", &text("content/about.md", 0));
    let mut args = arguments(root);
    let baseline = root.join("baseline.json");
    args.build.site.baseline = Some(baseline.clone());
    args.build.site.update_baseline = true;
    drop(session(&args));
    args.build.site.update_baseline = false;
    let mut session = session(&args);
    assert!(root.join("public/about/index.html").is_file());
    fs::write(&baseline, "{\"findings\": [").unwrap();
    let printed = rebuild(&mut session, &[]);
    assert!(printed.contains("is no baseline"), "{printed}");
    assert!(root.join("public/about/index.html").is_file(), "the last output stays");
}
