//! The program as a process: the same bytes however it is run, and whole files however it ends.
#![expect(
    clippy::disallowed_methods,
    reason = "builds real folders, compares them, and times a build to kill it"
)]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

fn briefgen() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_briefgen"));
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    command
}

fn example() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// The visible files of an output folder.
fn bytes(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let files = walkdir::WalkDir::new(folder)
        .into_iter()
        .map(Result::unwrap)
        .filter(|entry| entry.file_type().is_file());
    files
        .map(|entry| {
            (entry.path().strip_prefix(folder).unwrap().to_string_lossy().into_owned(), entry)
        })
        .filter(|(path, _)| !path.starts_with(".briefgen"))
        .map(|(path, entry)| (path, fs::read(entry.path()).unwrap()))
        .collect()
}

fn build(site: &Path, output: &Path, more: &[&str]) {
    let status = briefgen()
        .arg("build")
        .arg("--site")
        .arg(site)
        .arg("--output")
        .arg(output)
        .args(more)
        .status();
    assert!(status.unwrap().success());
}

/// A site of this many briefs.
fn site(folder: &Path, briefs: usize, words: &str) {
    let content = folder.join("content/briefs");
    fs::create_dir_all(&content).unwrap();
    for number in 0..briefs {
        let text = format!(
            "---\ntitle: Brief {number} {words}\ndate: 2023-06-18\nsources: []\nactors: [Qin Gang, Person {number}]\n---\n{}\n",
            words.repeat(200)
        );
        fs::write(content.join(format!("b{number}.md")), text).unwrap();
    }
}

#[test]
fn the_example_builds_to_the_same_bytes_with_any_threads_again_and_from_elsewhere() {
    let folder = tempfile::tempdir().unwrap();
    let [one, two, moved] = ["one", "two", "moved"].map(|name| folder.path().join(name));
    build(&example(), &one, &["--threads", "1"]);
    build(&example(), &two, &["--threads", "2"]);
    let first = bytes(&one);
    assert!(first.len() > 100);
    assert!(first == bytes(&two), "two threads");
    let written = fs::metadata(one.join("index.html")).unwrap().modified().unwrap();
    build(&example(), &one, &[]);
    assert!(first == bytes(&one), "again");
    assert_eq!(
        fs::metadata(one.join("index.html")).unwrap().modified().unwrap(),
        written,
        "not written again"
    );
    let copy = folder.path().join("copy");
    for top in ["content", "templates", "static"] {
        for entry in walkdir::WalkDir::new(example().join(top)).into_iter().map(Result::unwrap) {
            let to = copy.join(entry.path().strip_prefix(example()).unwrap());
            if entry.file_type().is_dir() {
                fs::create_dir_all(to).unwrap();
            } else {
                fs::copy(entry.path(), to).unwrap();
            }
        }
    }
    fs::copy(example().join("site.yaml"), copy.join("site.yaml")).unwrap();
    build(&copy, &moved, &[]);
    assert!(first == bytes(&moved), "from another folder");
}

#[test]
fn a_build_killed_at_any_moment_leaves_every_file_whole() {
    let folder = tempfile::tempdir().unwrap();
    let [old, new, desk, output] =
        ["old", "new", "desk", "public"].map(|name| folder.path().join(name));
    site(&old, 60, "old ");
    site(&new, 50, "new ");
    let clean = |name: &str, site: &Path| {
        build(site, &folder.path().join(name), &[]);
        bytes(&folder.path().join(name))
    };
    let whole = [clean("clean-old", &old), clean("clean-new", &new)];
    fs::create_dir(&desk).unwrap();
    // The content of one site, which keeps the list of what it wrote.
    let put = |from: &Path| fs::rename(from.join("content"), desk.join("content")).unwrap();
    let take = |to: &Path| fs::rename(desk.join("content"), to.join("content")).unwrap();
    let started = Instant::now();
    for site in [&old, &new] {
        put(site);
        build(&desk, &output, &[]);
        take(site);
    }
    let one_build = started.elapsed() / 2;
    let mut between = 0;
    for moment in 0..50 {
        let site = [&old, &new][moment as usize % 2];
        let started = Instant::now();
        put(site);
        let mut child = briefgen()
            .arg("build")
            .arg("--site")
            .arg(&desk)
            .arg("--output")
            .arg(&output)
            .spawn()
            .unwrap();
        // Fifty moments from the first to the last of a build; they are what is tested, and nothing
        // is waited for.
        while started.elapsed() < one_build * moment / 45 && child.try_wait().unwrap().is_none() {
            std::hint::spin_loop();
        }
        child.kill().unwrap_or_default();
        child.wait().unwrap();
        take(site);
        let found = bytes(&output);
        for (path, found) in &found {
            let known = whole.iter().any(|clean| clean.get(path) == Some(found));
            assert!(known, "{path} is neither the old file nor the new one after moment {moment}");
        }
        between += usize::from(!whole.contains(&found));
    }
    println!("killed between two states at {between} of fifty moments");
    for (site, clean) in [(&new, &whole[1]), (&old, &whole[0])] {
        put(site);
        build(&desk, &output, &[]);
        take(site);
        assert!(bytes(&output) == *clean, "a build after all that equals a clean one");
    }
}

/// Writes a site that is given in one text, each file after a line `=== path`.
fn written(folder: &Path, site: &str) {
    for file in site.split("=== ").skip(1) {
        let (path, text) = file.split_once('\n').unwrap();
        let path = folder.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
}

/// What a command says on standard output, and its exit status.
fn said(site: &Path, command: &str, more: &[&str]) -> (String, i32) {
    let output = briefgen()
        .args([command, "--site", site.to_str().unwrap(), "--as-of", "2023-07-01"])
        .args(more)
        .stdout(Stdio::piped())
        .output()
        .unwrap();
    (String::from_utf8(output.stdout).unwrap(), output.status.code().unwrap())
}

const RETRACTED: &str = "=== content/sources.yaml
wire: {title: Wire, state: retracted}
copy: {title: Copy, derived_from: [wire]}
other: {title: Other, states: [{date: 2023-06-20, state: corrected}, {date: 2023-07-02, state: retracted}]}
=== content/actors.yaml
a-b: {name: A B, offices: [{office: chief, from: 2020, verified: 2023-06, source: wire}]}
=== content/offices.yaml
chief: {title: Chief}
=== content/issues.yaml
lines: {title: Lines}
=== content/briefs/2023-06-18-told.md
---
title: Told
sources: [wire, copy, other]
quotes: [{id: open, speaker: a-b, text: Yes., source: copy}]
events: [{id: talks, date: 2023-06-18, source: wire}, {id: lunch, date: 2023-06-18, source: other}]
stances: [{actor: a-b, issue: lines, stance: supports, quote: open}]
claims:
  - {id: first, text: It is so., kind: judgment, sources: [wire]}
  - {id: second, text: So it is., kind: judgment, sources: [other], basis: [first]}
  - {id: third, text: And thus., kind: judgment, sources: [other], basis: [second]}
  - {id: apart, text: Not so., kind: judgment, sources: [other]}
---
Text.
=== content/briefs/2023-06-19-cites.md
---
title: Cites
sources: [{id: own, title: Own, derived_from: [copy]}]
---
Text [@own].
";

#[test]
fn what_rests_on_a_source_is_listed_reported_and_marked() {
    let folder = tempfile::tempdir().unwrap();
    written(folder.path(), RETRACTED);
    let (impact, status) = said(folder.path(), "impact", &["wire"]);
    assert_eq!(status, 0);
    assert_eq!(
        impact.lines().collect::<Vec<_>>(),
        [
            "content/sources.yaml:2:1  source  Copy",
            "content/briefs/2023-06-19-cites.md:3:11  source  Own",
            "content/actors.yaml:1:28  tenure  A B, Chief",
            "content/briefs/2023-06-18-told.md:1:1  brief  Told",
            "content/briefs/2023-06-19-cites.md:1:1  brief  Cites",
            "content/briefs/2023-06-18-told.md:4:15  quote  open",
            "content/briefs/2023-06-18-told.md:5:15  event  Talks",
            "content/briefs/2023-06-18-told.md:6:19  stance  A B on Lines",
            "content/briefs/2023-06-18-told.md:8:10  claim  It is so.",
            "content/briefs/2023-06-18-told.md:9:10  claim  So it is.",
            "content/briefs/2023-06-18-told.md:10:10  claim  And thus.",
        ]
    );
    for (source, state, since) in
        [("wire", "retracted", None), ("other", "corrected", Some("2023-06-20"))]
    {
        let (list, _) = said(folder.path(), "impact", &[source, "--format", "json"]);
        let list: serde_json::Value = serde_json::from_str(&list).unwrap();
        assert_eq!(
            (list["state"].as_str(), list["since"].as_str()),
            (Some(state), since),
            "{source}"
        );
    }
    let (report, _) = said(folder.path(), "check", &["--format", "json"]);
    let report: serde_json::Value = serde_json::from_str(&report).unwrap();
    let text = |value: &serde_json::Value| value.as_str().unwrap().to_owned();
    let findings = report["findings"].as_array().unwrap().iter();
    let mut found: Vec<String> = findings
        .filter(|finding| finding["code"] == "W-RETRACTED-SUPPORT")
        .map(|finding| format!("{}: {}", text(&finding["path"]), text(&finding["message"])))
        .collect();
    found.sort();
    assert_eq!(
        found,
        [
            "a-b.offices[0].source: A B as Chief rests on `Wire`, which was retracted",
            "claims[0]: claim `first` rests on `Wire`, which was retracted",
            "claims[1]: claim `second` goes back to `Wire`, which was retracted",
            "claims[2]: claim `third` goes back to `Wire`, which was retracted",
            "events[0]: event `talks` rests on `Wire`, which was retracted",
            "quotes[0]: quotation `open` goes back to `Wire`, which was retracted",
            "sources[0]: the brief goes back to `Wire`, which was retracted",
            "stances[0]: the stance goes back to `Wire`, which was retracted",
        ]
    );
    let output = folder.path().join("public");
    build(folder.path(), &output, &["--as-of", "2023-07-01"]);
    let page = |path: &str| fs::read_to_string(output.join(path).join("index.html")).unwrap();
    let (told, cites, back) =
        (page("briefs/told"), page("briefs/cites"), "goes back to a retracted source");
    assert_eq!(told.matches("rests on a retracted source").count(), 3, "three claims: {told}");
    assert_eq!(told.matches("<strong>Retracted.</strong>").count(), 1);
    assert!(cites.contains("<strong>Retracted.</strong>") && cites.contains(back), "{cites}");
    for (path, mark) in [
        ("quotes", back),
        ("sources/copy", back),
        ("actors/a-b", "from a retracted source"),
        ("offices/chief", "from a retracted source"),
        ("stances", "from a retracted source"),
        ("issues/lines", "from a retracted source"),
        ("events/talks", "<strong class=\"mark warn\">retracted</strong>"),
    ] {
        assert!(page(path).contains(mark), "{path}: {}", page(path));
    }
    assert!(
        !page("events/lunch").contains("retracted")
            && !page("sources/other").contains("mark warn\">goes")
    );
}

#[test]
fn a_baseline_silences_what_it_knows_but_no_leak() {
    let folder = tempfile::tempdir().unwrap();
    let brief =
        |title: &str, more: &str| format!("---\ntitle: {title}\nsources: []\n{more}---\nText.\n");
    let site = [
        format!("=== content/briefs/2023-06-18-one.md\n{}", brief("One", "actors: [no-body]\n")),
        format!("=== content/briefs/2023-06-19-two.md\n{}", brief("Two", "aliases: [../x]\n")),
        format!(
            "=== content/briefs/2023-06-20-three.md\n{}",
            brief("Three", "superseded_by: hidden\nstatus: superseded\n")
        ),
        format!("=== content/briefs/2023-06-21-hidden.md\n{}", brief("Hidden", "status: draft\n")),
    ];
    written(folder.path(), &site.concat());
    let file = folder.path().join("baseline.json");
    let codes = |more: &[&str]| -> (Vec<String>, i32) {
        let (report, status) =
            said(folder.path(), "check", &[&["--format", "json"], more].concat());
        let report: serde_json::Value = serde_json::from_str(&report).unwrap();
        let findings = report["findings"].as_array().unwrap().iter();
        (findings.map(|finding| finding["code"].as_str().unwrap().to_owned()).collect(), status)
    };
    let baseline = ["--baseline", file.to_str().unwrap()];
    let leaks = (vec!["E-PATH".to_owned(), "E-AUDIENCE-LEAK".to_owned()], 1);
    assert_eq!(codes(&[]).0, ["E-REF-UNDEFINED", "E-PATH", "E-AUDIENCE-LEAK"]);
    assert_eq!(codes(&[&baseline[..], &["--update-baseline"]].concat()), leaks);
    assert_eq!(codes(&baseline), leaks);
    // Somebody may have written them into the file by hand.
    let known = fs::read_to_string(&file).unwrap();
    assert!(
        known.contains("E-REF-UNDEFINED")
            && !known.contains("E-PATH")
            && !known.contains("E-AUDIENCE-LEAK")
    );
    let path = "`../x` is no path inside the site";
    let by_hand = format!(
        "{{\"findings\": [{{\"code\": \"E-PATH\", \"file\": \"content/briefs/2023-06-19-two.md\", \"path\": \"aliases[0]\", \"message\": \"{path}\"}}]}}"
    );
    fs::write(&file, by_hand).unwrap();
    assert_eq!(codes(&baseline).0, ["E-REF-UNDEFINED", "E-PATH", "E-AUDIENCE-LEAK"]);
    written(
        folder.path(),
        &format!("=== content/briefs/2023-06-18-one.md\n{}", brief("One", "actors: [no-one]\n")),
    );
    fs::remove_file(folder.path().join("content/briefs/2023-06-19-two.md")).unwrap();
    fs::write(&file, known).unwrap();
    assert_eq!(
        codes(&baseline).0,
        ["E-REF-UNDEFINED", "E-AUDIENCE-LEAK"],
        "another message is new"
    );
}

#[test]
fn a_dead_link_is_found_where_it_stands_unless_it_is_allowed() {
    let folder = tempfile::tempdir().unwrap();
    // A port that nobody listens at any more.
    let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let allow = "allow: [{code: W-LINK-DEAD, reason: It will be back}]";
    let site = [
        format!(
            "=== content/briefs/2023-06-18-one.md\n---\ntitle: One\nsources: [{{id: own, url: \"http://{free}/a\"}}]\n---\nText.\n"
        ),
        format!(
            "=== content/briefs/2023-06-19-two.md\n---\ntitle: Two\nsources: []\n{allow}\n---\n[A](http://{free}/a).\n"
        ),
        format!(
            "=== content/briefs/2023-06-20-draft.md\n---\ntitle: Three\nsources: []\nstatus: draft\n---\n[A](http://{free}/b).\n"
        ),
    ];
    written(folder.path(), &site.concat());
    let cache = folder.path().join("links.json");
    let online = ["--format", "json", "--online", "--online-cache", cache.to_str().unwrap()];
    let dead = |more: &[&str]| -> Vec<String> {
        let (report, _) = said(folder.path(), "check", &[&online[..], more].concat());
        let report: serde_json::Value = serde_json::from_str(&report).unwrap();
        let findings = report["findings"].as_array().unwrap().iter();
        let dead = findings.filter(|finding| finding["code"] == "W-LINK-DEAD");
        dead.map(|finding| format!("{} {}", finding["file"], finding["path"])).collect()
    };
    assert_eq!(dead(&[]), [""; 0], "an address of this machine is not asked");
    assert_eq!(
        dead(&["--online-local"]),
        ["\"content/briefs/2023-06-18-one.md\" \"sources[0].url\""]
    );
    let known = fs::read_to_string(&cache).unwrap();
    assert!(known.contains("/a") && !known.contains("/b"), "a draft is nobody's business: {known}");
}

const LINKED: &str = "=== site.yaml
title: Desk of secrets
=== content/texts/wire.txt
Secret words of the wire.
=== content/briefs/2023-06-18-open.md
---
title: Open
sources: []
---
![A map](map.svg)
=== content/briefs/2023-06-19-plans/index.md
---
title: Secret plans
sources: []
status: draft
---
Secret.
=== content/briefs/2023-06-19-plans/map.svg
<svg xmlns=\"http://www.w3.org/2000/svg\"><title>Secret map</title></svg>
=== .git/config
Secret url
=== static/style.css
body {}
=== static/v2/logo.svg
<svg xmlns=\"http://www.w3.org/2000/svg\"/>
";

#[cfg(unix)]
#[test]
fn nothing_private_is_published_through_a_link() {
    use std::os::unix::fs::symlink;

    let folder = tempfile::tempdir().unwrap();
    let site = folder.path();
    written(site, LINKED);
    let links = [
        ("content/briefs/map.svg", "2023-06-19-plans/map.svg"),
        ("content/briefs/wire.png", "../texts/wire.txt"),
        ("content/plans.md", "briefs/2023-06-19-plans/index.md"),
        ("content/plans.txt", "briefs/2023-06-19-plans/index.md"),
        ("static/git", "../.git"),
        ("static/self", "../public"),
        ("static/site.txt", "../site.yaml"),
        ("static/texts", "../content/texts"),
    ];
    fs::create_dir(site.join("public")).unwrap();
    for (link, to) in links {
        symlink(to, site.join(link)).unwrap();
    }
    let paths = |report: &str| {
        let report: serde_json::Value = serde_json::from_str(report).unwrap();
        let found = report["findings"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|finding| finding["code"] == "E-PATH");
        found.map(|finding| finding["file"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    for command in ["check", "build"] {
        let (report, status) = said(site, command, &["--format", "json"]);
        assert_eq!(
            (status, paths(&report)),
            (1, links.map(|(link, _)| link.to_owned()).to_vec()),
            "{command}"
        );
    }
    assert_eq!(bytes(&site.join("public")), BTreeMap::new());
    for (link, _) in &links[1..] {
        fs::remove_file(site.join(link)).unwrap();
    }
    // What is shown may be linked to, and a link to it counts as the file itself.
    for (link, to) in [("static/main.css", "style.css"), ("static/current", "v2")] {
        symlink(to, site.join(link)).unwrap();
    }
    assert_eq!(said(site, "build", &["--drafts"]).1, 0);
    let shown = bytes(&site.join("public"));
    for path in ["briefs/map.svg", "briefs/plans/map.svg", "main.css", "current/logo.svg"] {
        assert!(shown.contains_key(path), "{path}");
    }
    fs::remove_file(site.join("content/briefs/map.svg")).unwrap();
    fs::write(site.join("content/briefs/map.svg"), "<svg xmlns=\"http://www.w3.org/2000/svg\"/>")
        .unwrap();
    assert_eq!(said(site, "build", &[]).1, 0);
    for (path, bytes) in bytes(&site.join("public")) {
        let text = String::from_utf8_lossy(&bytes);
        assert!(!text.contains("Secret") && !path.contains("plans"), "{path}");
    }
}

#[cfg(target_os = "linux")]
#[test]
#[ignore = "mounts a small file system: needs a superuser, or a kernel that lets users mount one for themselves"]
fn a_full_disk_is_told_of_and_the_next_build_completes_the_output() {
    let folder = tempfile::tempdir().unwrap();
    let [desk, output, report] = ["desk", "public", "report"].map(|name| folder.path().join(name));
    site(&desk, 20, "word ");
    fs::create_dir(&output).unwrap();
    // Each build sees the disk that the commands before it made; all is gone with the last of them.
    let script = r#"
        set -e
        mount -t tmpfs -o size=4m tmpfs "$3"
        "$1" build --quiet --site "$2" --output "$3"
        find "$3" -type f -exec md5sum {} + | sort > "$4.before"
        head -c 3000000 /dev/zero > "$3/theirs" || true
        find "$2/content/briefs" -name '*.md' -exec sed -i 's/word/other words/g' {} +
        dd if=/dev/zero of="$3/rest" bs=4k 2> /dev/null || true
        "$1" build --quiet --site "$2" --output "$3" 2> "$4" && exit 9
        rm "$3/theirs" "$3/rest"
        find "$3" -type f -exec md5sum {} + | sort > "$4.full"
        cmp "$4.before" "$4.full"
        mount -o remount,size=40m "$3"
        "$1" build --quiet --site "$2" --output "$3"
        mkdir "$4.clean"
        "$1" build --quiet --site "$2" --output "$4.clean"
        diff -r "$4.clean" "$3"
    "#;
    let program = env!("CARGO_BIN_EXE_briefgen");
    let places = [&desk, &output, &report].map(|place| place.to_str().unwrap());
    let ran = Command::new("unshare")
        .args(["-rm", "sh", "-c", script, "sh", program])
        .args(places)
        .output()
        .unwrap();
    assert!(ran.status.success(), "{}", String::from_utf8_lossy(&ran.stderr));
    let report = fs::read_to_string(report).unwrap();
    assert!(
        report.contains("No space left") && report.contains("make room on the disk of the output"),
        "{report}"
    );
}

#[cfg(target_os = "linux")]
#[test]
#[ignore = "mounts a small file system: needs a superuser, or a kernel that lets users mount one for themselves"]
fn a_site_on_a_disk_that_cannot_be_written_to_is_built_and_no_list_is_kept() {
    let folder = tempfile::tempdir().unwrap();
    let [desk, output] = ["desk", "public"].map(|name| folder.path().join(name));
    site(&desk, 2, "word ");
    let script = r#"
        set -e
        mount --bind "$2" "$2"
        mount -o remount,bind,ro "$2"
        "$1" build --site "$2" --output "$3"
        test ! -e "$3/.briefgen" && test ! -e "$2/.briefgen" && test -e "$3/index.html"
        "$1" build --site "$2" --output "$3" && exit 9
        "$1" build --quiet --adopt --site "$2" --output "$3"
    "#;
    let program = env!("CARGO_BIN_EXE_briefgen");
    let places = [&desk, &output].map(|place| place.to_str().unwrap());
    let ran = Command::new("unshare")
        .args(["-rm", "sh", "-c", script, "sh", program])
        .args(places)
        .output()
        .unwrap();
    let report = String::from_utf8_lossy(&ran.stderr);
    assert!(ran.status.success(), "{report}");
    assert!(
        report.contains("no list of what was written is kept") && report.contains("`--adopt`"),
        "{report}"
    );
}
