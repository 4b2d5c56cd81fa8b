//! The program as a process: the same bytes however it is run, and whole files however it ends.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]
#![expect(clippy::disallowed_methods, reason = "builds real folders, compares them, and times a build to kill it")]

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
    let files =
        walkdir::WalkDir::new(folder).into_iter().map(Result::unwrap).filter(|entry| entry.file_type().is_file());
    files
        .map(|entry| (entry.path().strip_prefix(folder).unwrap().to_string_lossy().into_owned(), entry))
        .filter(|(path, _)| !path.starts_with(".briefgen"))
        .map(|(path, entry)| (path, fs::read(entry.path()).unwrap()))
        .collect()
}

fn build(site: &Path, output: &Path, more: &[&str]) {
    let status = briefgen().arg("build").arg("--site").arg(site).arg("--output").arg(output).args(more).status();
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
    assert_eq!(fs::metadata(one.join("index.html")).unwrap().modified().unwrap(), written, "not written again");
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
    let [old, new, output] = ["old", "new", "public"].map(|name| folder.path().join(name));
    site(&old, 60, "old ");
    site(&new, 50, "new ");
    let clean = |name: &str, site: &Path| {
        build(site, &folder.path().join(name), &[]);
        bytes(&folder.path().join(name))
    };
    let whole = [clean("clean-old", &old), clean("clean-new", &new)];
    let started = Instant::now();
    build(&old, &output, &[]);
    build(&new, &output, &[]);
    let one_build = started.elapsed() / 2;
    let mut between = 0;
    for moment in 0..50 {
        let site = [&old, &new][moment as usize % 2];
        let started = Instant::now();
        let mut child = briefgen().arg("build").arg("--site").arg(site).arg("--output").arg(&output).spawn().unwrap();
        // Fifty moments from the first to the last of a build; they are what is tested, and nothing is waited for.
        while started.elapsed() < one_build * moment / 45 && child.try_wait().unwrap().is_none() {
            std::hint::spin_loop();
        }
        child.kill().unwrap_or_default();
        child.wait().unwrap();
        let found = bytes(&output);
        for (path, found) in &found {
            let known = whole.iter().any(|clean| clean.get(path) == Some(found));
            assert!(known, "{path} is neither the old file nor the new one after moment {moment}");
        }
        between += usize::from(!whole.contains(&found));
    }
    println!("killed between two states at {between} of fifty moments");
    for (site, clean) in [(&new, &whole[1]), (&old, &whole[0])] {
        build(site, &output, &[]);
        assert!(bytes(&output) == *clean, "a build after all that equals a clean one");
    }
}
