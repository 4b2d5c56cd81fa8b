//! `briefgen watch` as a process: real files, real events, real HTTP. Every wait is for something
//! that is told: the next report on standard output, or the next line of a connection.
#![allow(
    clippy::disallowed_methods,
    reason = "a test makes its own site and looks at what became of it"
)]

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::time::Duration;

use serde_json::{Deserializer, StreamDeserializer, Value, de::IoRead};

/// Longer than anything here takes: a test that waits so long has failed.
const LIMIT: Duration = Duration::from_secs(60);

/// A watched site. The process ends with it.
struct Site {
    folder: tempfile::TempDir,
    process: Child,
    reports: StreamDeserializer<'static, IoRead<BufReader<ChildStdout>>, Value>,
    address: String,
    /// What was said after the address, where a port was asked for.
    note: String,
    /// The last report.
    last: Value,
}

const TALKS: &str = "content/briefs/2023-06-18-talks.md";

fn brief(title: &str, text: &str) -> String {
    format!("---\ntitle: {title}\ndate: 2023-06-18\nsources: []\nactors: [qin-gang]\n---\n{text}\n")
}

fn write(root: &Path, path: &str, text: &str) {
    let place = root.join(path);
    fs::create_dir_all(place.parent().unwrap()).unwrap();
    fs::write(place, text).unwrap();
}

impl Site {
    /// A site of one brief and one official, watched, after its first build.
    fn watched(arguments: &[&str]) -> Site {
        Site::prepared(arguments, |_| ())
    }

    fn prepared(arguments: &[&str], prepare: impl FnOnce(&Path)) -> Site {
        let folder = tempfile::tempdir().unwrap();
        write(folder.path(), TALKS, &brief("Talks", "First words."));
        write(folder.path(), "content/actors.yaml", "qin-gang: {name: Qin Gang}\n");
        prepare(folder.path());
        let mut process = Command::new(env!("CARGO_BIN_EXE_briefgen"))
            .args(["watch", "--format", "json", "--site"])
            .arg(folder.path())
            .args(if arguments.contains(&"--port") { &[][..] } else { &["--port", "0"] })
            .args(arguments)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let (mut first, mut note) = (String::new(), String::new());
        let mut said = BufReader::new(process.stderr.take().unwrap());
        said.read_line(&mut first).unwrap();
        if arguments.contains(&"--port") {
            said.read_line(&mut note).unwrap();
        }
        drop(said);
        let address =
            first.trim().strip_prefix("serving http://").unwrap_or_else(|| panic!("{first}"));
        let address = address.trim_end_matches('/').to_owned();
        let reports =
            Deserializer::from_reader(BufReader::new(process.stdout.take().unwrap())).into_iter();
        let mut site = Site { folder, process, reports, address, note, last: Value::Null };
        site.report();
        site
    }

    /// The next report, when there is one.
    fn report(&mut self) -> Value {
        self.last = self.reports.next().unwrap().unwrap();
        self.last.clone()
    }

    /// Makes sure that the output is the one of a clean build.
    fn is_as_built(&self) {
        let clean = tempfile::tempdir().unwrap();
        assert!(build(self.root(), &clean.path().join("public")));
        let (kept, built) = (tree(&self.place("public")), tree(&clean.path().join("public")));
        let paths = |tree: &[(PathBuf, Vec<u8>)]| {
            tree.iter().map(|(path, _)| path.clone()).collect::<Vec<_>>()
        };
        assert_eq!(paths(&kept), paths(&built));
        assert!(kept == built, "bytes differ");
    }

    /// Reads reports until a file of the output is as it should be.
    fn until(&mut self, path: &str, mut is_right: impl FnMut(Option<&str>) -> bool) -> Value {
        for _ in 0..20 {
            let report = self.report();
            if is_right(self.output(path).as_deref()) {
                return report;
            }
        }
        panic!("`{path}` is not right: {:?}", self.output(path));
    }

    fn until_page_says(&mut self, path: &str, words: &str) -> Value {
        self.until(path, |text| text.is_some_and(|text| text.contains(words)))
    }

    fn root(&self) -> &Path {
        self.folder.path()
    }

    fn place(&self, path: &str) -> PathBuf {
        self.root().join(path)
    }

    fn write(&self, path: &str, text: &str) {
        write(self.root(), path, text);
    }

    fn output(&self, path: &str) -> Option<String> {
        fs::read_to_string(self.place("public").join(path)).ok()
    }

    /// The whole answer to a request of this first line and these headers.
    fn ask(&self, first: &str, headers: &str) -> String {
        all(self.connection(first, &format!("{headers}Connection: close\r\n")))
    }

    fn get(&self, path: &str) -> String {
        self.ask(&format!("GET {path} HTTP/1.1"), "Host: localhost\r\n")
    }

    fn connection(&self, first: &str, headers: &str) -> TcpStream {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        stream.set_read_timeout(Some(LIMIT)).unwrap();
        stream.write_all(format!("{first}\r\n{headers}\r\n").as_bytes()).unwrap();
        stream
    }

    /// The news for a page, one line after the other.
    fn news(&self, page: &str, version: &str) -> impl Iterator<Item = String> + use<> {
        let first = format!("GET /.briefgen/events?page={page}&version={version} HTTP/1.1");
        let stream = self.connection(&first, "Host: localhost\r\n");
        BufReader::new(stream)
            .lines()
            .map(Result::unwrap)
            .filter(|line| line.starts_with("event: "))
    }

    fn version(&self, path: &str) -> String {
        let page = self.get(path);
        page.split("data-version=\"").nth(1).unwrap().split('"').next().unwrap().to_owned()
    }
}

/// All that a connection still gets.
fn all(mut stream: TcpStream) -> String {
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).unwrap();
    String::from_utf8_lossy(&answer).into_owned()
}

impl Drop for Site {
    fn drop(&mut self) {
        drop(self.process.kill());
        drop(self.process.wait());
    }
}

const PAGE: &str = "briefs/talks/index.html";

#[test]
fn a_file_written_in_place_shows() {
    let mut site = Site::watched(&[]);
    site.write(TALKS, &brief("Talks", "Second words."));
    site.until_page_says(PAGE, "Second words.");
}

#[test]
fn a_file_saved_by_renaming_shows_every_time() {
    let mut site = Site::watched(&[]);
    for n in 0..3 {
        // As vim does: the old file becomes a backup, the new one takes its name, the backup goes.
        fs::rename(site.place(TALKS), site.place(&format!("{TALKS}~"))).unwrap();
        site.write(TALKS, &brief("Talks", &format!("Vim {n}.")));
        fs::remove_file(site.place(&format!("{TALKS}~"))).unwrap();
        site.until_page_says(PAGE, &format!("Vim {n}."));
        // As `sed -i` and others do: a new file beside it takes its name.
        site.write("content/briefs/.sedX", &brief("Talks", &format!("Sed {n}.")));
        fs::rename(site.place("content/briefs/.sedX"), site.place(TALKS)).unwrap();
        site.until_page_says(PAGE, &format!("Sed {n}."));
    }
}

#[test]
fn five_hundred_files_at_once_are_one_rebuild() {
    let mut site = Site::watched(&[]);
    // Written elsewhere and moved in, as a checkout of another branch is for us: all at once.
    for n in 0..500 {
        write(
            site.root(),
            &format!("elsewhere/2023-07-01-brief-{n}.md"),
            &brief(&format!("Brief {n}"), "Text."),
        );
    }
    fs::rename(site.place("elsewhere"), site.place("content/briefs/more")).unwrap();
    let report = site.report();
    assert!(report["summary"]["pages"].as_u64().unwrap() > 500, "{}", report["summary"]);
    assert!(site.output("briefs/brief-499/index.html").is_some());
}

#[test]
fn a_folder_that_moves_in_and_out_brings_and_takes_its_pages() {
    let mut site = Site::watched(&[]);
    site.write("elsewhere/2023-07-01-visit.md", &brief("Visit", "Text."));
    fs::rename(site.place("elsewhere"), site.place("content/briefs/july")).unwrap();
    site.until("briefs/visit/index.html", |text| text.is_some());
    site.write(
        "content/briefs/july/2023-07-01-visit.md",
        &brief("Visit", "Edited in its new place."),
    );
    site.until_page_says("briefs/visit/index.html", "Edited in its new place.");
    fs::rename(site.place("content/briefs/july"), site.place("elsewhere")).unwrap();
    site.until("briefs/visit/index.html", |text| text.is_none());
}

#[test]
fn a_file_that_is_deleted_and_made_again_is_there_again() {
    let mut site = Site::watched(&[]);
    fs::remove_file(site.place(TALKS)).unwrap();
    site.until(PAGE, |text| text.is_none());
    site.write(TALKS, &brief("Talks", "First words."));
    site.until_page_says(PAGE, "First words.");
}

#[test]
fn what_is_saved_during_a_build_is_built_next() {
    let mut site = Site::watched(&[]);
    // Links to all of them: a finding about each would fill the pipe, which nobody reads below.
    site.write("content/pages/index.md", "---\ntitle: Pages\n---\nText.\n");
    // A template of every page: the pages that are looked at are there long before the last of so
    // many.
    for n in 0..300 {
        site.write(
            &format!("content/pages/{n}.md"),
            &format!("---\ntitle: Page {n}\n---\nText.\n"),
        );
    }
    site.until("pages/299/index.html", |text| text.is_some());
    let mut news = site.news(PAGE, &site.version("/briefs/talks/"));
    assert_eq!(news.next().unwrap(), "event: findings");
    let mut was_running = 0;
    for n in 0..3 {
        site.write("templates/base.html", &format!("{BASE}<!-- {n} -->\n"));
        assert!(news.any(|line| line == "event: page"), "the page that is looked at is there");
        site.write(TALKS, &brief("Talks", &format!("Version {n}.")));
        let is_made =
            site.output("pages/299/index.html").unwrap().contains(&format!("<!-- {n} -->"));
        was_running += u32::from(!is_made);
        site.until_page_says(PAGE, &format!("Version {n}."));
        assert!(site.output("pages/299/index.html").unwrap().contains(&format!("<!-- {n} -->")));
        assert!(news.any(|line| line == "event: page"));
    }
    assert!(was_running > 0, "it was always built before the next was saved");
    site.is_as_built();
}

const BASE: &str = include_str!("../../templates/base.html");

#[test]
fn templates_assets_and_configuration_are_watched_though_they_come_later() {
    let mut site = Site::watched(&[]);
    site.write("static/map.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>");
    site.until("map.svg", |text| text.is_some());
    site.write("site.yaml", "title: The desk\n");
    site.until_page_says(PAGE, "The desk");
    site.write("templates/404.html", "<p>Lost.\n");
    site.until_page_says("404.html", "Lost.");
    fs::remove_dir_all(site.place("templates")).unwrap();
    site.until("404.html", |text| text.is_some_and(|text| !text.contains("Lost.")));
    site.write("templates/404.html", "<p>Lost again.\n");
    site.until_page_says("404.html", "Lost again.");
}

#[test]
fn a_file_that_cannot_be_read_keeps_its_last_good_page() {
    let mut site = Site::watched(&[]);
    site.write(TALKS, "---\ntitle: [Talks\n---\nBroken.\n");
    let report = site.report();
    let finding = &report["findings"][0];
    assert_eq!(
        (finding["code"].as_str(), finding["file"].as_str()),
        (Some("E-YAML"), Some(TALKS)),
        "{report}"
    );
    assert!(site.output(PAGE).unwrap().contains("First words."));
    assert!(site.output("index.html").unwrap().contains(">Talks<"), "the lists keep it, too");
    site.write(TALKS, &brief("Talks", "Mended."));
    let report = site.until_page_says(PAGE, "Mended.");
    assert_eq!(report["summary"]["errors"], 0, "{report}");
}

#[test]
fn a_broken_configuration_or_template_keeps_the_last_good_one() {
    let mut site = Site::prepared(&[], |root| write(root, "site.yaml", "title: The desk\n"));
    site.write("site.yaml", "title: [The desk\n");
    let report = site.report();
    assert_eq!(report["findings"][0]["file"], "site.yaml", "{report}");
    site.write(TALKS, &brief("Talks", "Meanwhile."));
    site.until_page_says(PAGE, "Meanwhile.");
    assert!(site.output(PAGE).unwrap().contains("The desk"));
    site.write("site.yaml", "title: The new desk\n");
    site.until_page_says(PAGE, "The new desk");
    site.write("templates/brief.html", "{% block");
    let report = site.report();
    assert_eq!(report["findings"][0]["code"], "E-TEMPLATE", "{report}");
    assert!(site.output(PAGE).unwrap().contains("Meanwhile."));
    site.write("templates/brief.html", "<p>{{ page.title }}, in short.\n");
    site.until_page_says(PAGE, "Talks, in short.");
}

/// Whether these words stand in any file of the output.
fn is_published(site: &Site, words: &str) -> bool {
    tree(&site.place("public"))
        .iter()
        .any(|(_, bytes)| String::from_utf8_lossy(bytes).contains(words))
}

const DRAFT: &str = "content/briefs/2023-07-01-plans.md";

#[test]
fn a_draft_is_not_published_however_broken_it_is() {
    let broken = [
        "---\ntitle: Plans\ndate: 2023-07-01\nsources: []\nstatus: draf\n---\nHidden words.\n",
        "---\ntitle: Plans\ndate: 2023-07-01\nsources: []\nstatus: draft\nfoo: [\n---\nHidden words.\n",
        "Hidden words.\n",
    ];
    let mut site = Site::watched(&[]);
    for text in broken {
        site.write(DRAFT, text);
        let report = site.report();
        assert!(report["summary"]["errors"].as_u64().unwrap() > 0, "{report}");
        assert!(!is_published(&site, "Hidden words") && !is_published(&site, "Plans"), "{text}");
        site.write(TALKS, &brief("Talks", &format!("Beside {}.", text.len())));
        site.until_page_says(PAGE, &format!("Beside {}.", text.len()));
        let later = DRAFT.replace("plans", "secret");
        fs::rename(site.place(DRAFT), site.place(&later)).unwrap();
        site.report();
        assert!(!is_published(&site, "Hidden words"), "{text}");
        fs::remove_file(site.place(&later)).unwrap();
        site.until(PAGE, |_| true);
    }
    for text in broken {
        let site = Site::prepared(&[], |root| write(root, DRAFT, text));
        assert!(!is_published(&site, "Hidden words"), "{text}");
    }
}

#[test]
fn what_is_broken_when_watching_begins_leaves_the_last_output() {
    for (file, text) in [
        (TALKS, "---\ntitle: [Talks\n---\nBroken.\n"),
        (TALKS, "---\ntitle: Talks\ndate: 2023-06-18\nsources: []\n---\n[[nobody-here]]\n"),
        ("site.yaml", "title: [The desk\n"),
        ("content/actors.yaml", "qin-gang: {name: [\n"),
        ("templates/actor.html", "{% block"),
    ] {
        let mut before = Vec::new();
        let mut site = Site::prepared(&[], |root| {
            write(root, "site.yaml", "title: The desk\n");
            assert!(build(root, &root.join("public")));
            before = tree(&root.join("public"));
            write(root, file, text);
        });
        assert!(site.last["summary"]["errors"].as_u64().unwrap() > 0, "{}", site.last);
        assert!(tree(&site.place("public")) == before, "{file}");
        site.write("content/about.md", "---\ntitle: About\n---\nUs.\n");
        site.report();
        assert!(tree(&site.place("public")) == before, "{file}: as `build`, it writes nothing");
        match file {
            TALKS => site.write(file, &brief("Talks", "Mended.")),
            "content/actors.yaml" => site.write(file, "qin-gang: {name: Qin Gang}\n"),
            "site.yaml" => site.write(file, "title: The desk\n"),
            _ => fs::remove_file(site.place(file)).unwrap(),
        }
        site.until("about/index.html", |text| text.is_some());
        site.is_as_built();
    }
}

#[test]
fn an_error_of_any_kind_keeps_the_last_good_page() {
    let mut site = Site::prepared(&[], |root| {
        write(
            root,
            DRAFT,
            "---\ntitle: Plans\ndate: 2023-07-01\nsources: []\nstatus: draft\n---\nHidden.\n",
        );
    });
    for (text, code) in [
        ("[[nobody-here]]", "E-REF-UNDEFINED"),
        ("Said so [@nobody].", "E-CITE-UNDEFINED"),
        ("See [[plans]].", "E-AUDIENCE-LEAK"),
    ] {
        let before = tree(&site.place("public"));
        site.write(TALKS, &brief("Other talks", text));
        let report = site.report();
        assert_eq!(report["findings"][0]["code"], code, "{report}");
        assert!(tree(&site.place("public")) == before, "{code}");
        site.write(TALKS, &brief("Talks", &format!("Mended {code}.")));
        site.until_page_says(PAGE, &format!("Mended {code}."));
        site.is_as_built();
    }
}

#[test]
fn an_id_that_changes_waits_for_those_who_name_it() {
    let mut site = Site::watched(&[]);
    site.write(TALKS, &brief("Talks", "[[actors/qin-gang]] spoke."));
    site.until_page_says(PAGE, "spoke.");
    let before = tree(&site.place("public"));
    site.write("content/actors.yaml", "minister-qin: {name: Minister Qin}\n");
    let report = site.report();
    assert_eq!(
        (&report["summary"]["errors"], &report["summary"]["written"]),
        (&2.into(), &0.into()),
        "{report}"
    );
    assert!(tree(&site.place("public")) == before);
    site.write(
        TALKS,
        &brief("Talks", "[[actors/minister-qin]] spoke.").replace("[qin-gang]", "[minister-qin]"),
    );
    site.until_page_says(PAGE, "Minister Qin");
    site.is_as_built();
}

#[test]
fn a_broken_brief_that_is_renamed_keeps_its_last_good_page() {
    let mut site = Site::watched(&[]);
    let before = tree(&site.place("public"));
    site.write(TALKS, "---\ntitle: [Talks\n---\nBroken.\n");
    site.report();
    let meeting = "content/briefs/2023-06-18-meeting.md";
    fs::rename(site.place(TALKS), site.place(meeting)).unwrap();
    site.report();
    assert!(tree(&site.place("public")) == before);
    site.write(meeting, &brief("Meeting", "Mended."));
    site.until_page_says("briefs/meeting/index.html", "Mended.");
    assert!(site.output(PAGE).is_none());
    site.is_as_built();
}

#[test]
fn a_template_that_cannot_be_read_holds_up_nothing_else() {
    let mut site = Site::watched(&[]);
    site.write("templates/actor.html", "{% block");
    let report = site.report();
    assert_eq!(report["findings"][0]["code"], "E-TEMPLATE", "{report}");
    site.write(TALKS, &brief("Talks", "Meanwhile."));
    site.until_page_says(PAGE, "Meanwhile.");
    site.write("templates/actor.html", "<p>{{ page.name }}, in short.\n");
    site.until_page_says("actors/qin-gang/index.html", "in short.");
    site.is_as_built();
}

/// Builds a site into a folder; whether that went well.
fn build(site: &Path, output: &Path) -> bool {
    let mut command = Command::new(env!("CARGO_BIN_EXE_briefgen"));
    command.args(["build", "--quiet", "--site"]).args([site, Path::new("--output"), output]);
    command.status().unwrap().success()
}

#[test]
fn what_watch_leaves_is_what_build_makes() {
    let mut site = Site::watched(&[]);
    site.write(
        "content/actors.yaml",
        "qin-gang: {name: Qin Gang, offices: [{office: Minister, from: 2022-12-30}]}\n",
    );
    site.until_page_says(PAGE, "Minister");
    fs::rename(site.place(TALKS), site.place("content/briefs/2023-06-19-meeting.md")).unwrap();
    site.until("briefs/meeting/index.html", |text| text.is_some());
    site.is_as_built();
}

/// All files of an output by path.
fn tree(root: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let files = walkdir::WalkDir::new(root).sort_by_file_name().into_iter().map(Result::unwrap);
    files
        .filter(|entry| entry.file_type().is_file())
        .map(|entry| {
            (entry.path().strip_prefix(root).unwrap().to_owned(), fs::read(entry.path()).unwrap())
        })
        .collect()
}

#[test]
fn files_are_looked_at_where_the_system_tells_nothing() {
    let mut site = Site::watched(&["--poll"]);
    for n in 0..4 {
        site.write(TALKS, &brief("Talks", &format!("Polled {n}.")));
        site.until_page_says(PAGE, &format!("Polled {n}."));
    }
    site.write("content/about.md", "---\ntitle: About\n---\nUs.\n");
    site.until("about/index.html", |text| text.is_some());
    fs::remove_file(site.place("content/about.md")).unwrap();
    site.until("about/index.html", |text| text.is_none());
}

#[cfg(unix)]
#[test]
fn what_a_link_inside_the_site_leads_to_is_watched() {
    let mut site = Site::prepared(&[], |root| {
        write(root, "content/notes/origin.md", "---\ntitle: Note\n---\nOriginal.\n");
        std::os::unix::fs::symlink(
            root.join("content/notes/origin.md"),
            root.join("content/copy.md"),
        )
        .unwrap();
    });
    site.write("content/notes/origin.md", "---\ntitle: Note\n---\nChanged.\n");
    site.until_page_says("copy/index.html", "Changed.");
}

#[cfg(unix)]
#[test]
fn it_ends_cleanly_when_it_is_asked_to() {
    for signal in ["-INT", "-TERM"] {
        let mut site = Site::watched(&[]);
        let sent = Command::new("kill").args([signal, &site.process.id().to_string()]).status();
        assert!(sent.unwrap().success());
        assert!(site.process.wait().unwrap().success(), "{signal}");
        assert!(TcpStream::connect(&site.address).is_err());
        assert!(!site.place("public/.briefgen").exists(), "{signal}");
        let lists =
            fs::read_dir(site.place(".briefgen/outputs")).unwrap().map(|list| list.unwrap().path());
        assert!(lists.map(|list| list.join("tmp")).all(|tmp| !tmp.exists()), "{signal}");
    }
}

#[test]
fn the_preview_serves_what_a_host_would_and_nothing_else() {
    let site = Site::prepared(&[], |root| {
        write(root, "static/film.mp4", "0123456789");
        write(root, "secret.txt", "secret");
    });
    let page = site.get("/briefs/talks/");
    assert!(page.starts_with("HTTP/1.1 200"), "{page}");
    assert!(
        page.contains("text/html; charset=utf-8") && page.contains("cache-control: no-cache"),
        "{page}"
    );
    assert!(page.contains("src=\"/.briefgen/page.js\""), "{page}");
    assert!(!site.output(PAGE).unwrap().contains("page.js"), "the script is in no file");
    assert!(site.get("/briefs/talks").contains("location: /briefs/talks/"));
    assert!(site.get("/briefgen.css").contains("content-type: text/css"));
    assert!(
        site.get("/feed.xml").contains("content-type: text/xml")
            || site.get("/feed.xml").contains("application/")
    );
    let part = site.ask("GET /film.mp4 HTTP/1.1", "Host: localhost\r\nRange: bytes=2-4\r\n");
    assert!(part.starts_with("HTTP/1.1 206") && part.ends_with("\r\n\r\n234"), "{part}");
    let head = site.ask("HEAD /briefs/talks/ HTTP/1.1", "Host: localhost\r\n");
    assert!(head.starts_with("HTTP/1.1 200") && head.ends_with("\r\n\r\n"), "{head}");
    let missing = site.get("/briefs/nothing/");
    assert!(missing.starts_with("HTTP/1.1 404") && missing.contains("Page not found"), "{missing}");
    for path in [
        "/../secret.txt",
        "/%2e%2e/secret.txt",
        "/..%2fsecret.txt",
        "/.briefgen/manifest",
        "//etc/passwd",
    ] {
        let answer = site.get(path);
        assert!(
            answer.starts_with("HTTP/1.1 404") && !answer.contains("secret\n"),
            "{path}: {answer}"
        );
    }
    let foreign = site.ask("GET / HTTP/1.1", "Host: evil.example\r\n");
    assert!(foreign.starts_with("HTTP/1.1 403") && !foreign.contains("Talks"), "{foreign}");
    assert!(
        site.ask("POST / HTTP/1.1", "Host: localhost\r\nContent-Length: 0\r\n")
            .starts_with("HTTP/1.1 405")
    );
    assert!(site.ask("GET / HTTP/1.1", "Host: 127.0.0.1:80\r\n").starts_with("HTTP/1.1 200"));
    assert!(site.ask("GET / HTTP/1.1", "Host: [::1]:80\r\n").starts_with("HTTP/1.1 200"));
    assert!(
        site.ask("GET / HTTP/1.1", "Host: localhost\r\nHost: evil.example\r\n")
            .starts_with("HTTP/1.1 4")
    );
    let film = site.ask(
        "GET /film.mp4 HTTP/1.1",
        "Host: localhost\r\nIf-Modified-Since: Fri, 01 Jan 2100 00:00:00 GMT\r\n",
    );
    assert!(film.starts_with("HTTP/1.1 200") && !film.contains("last-modified"), "{film}");
}

#[cfg(unix)]
#[test]
fn the_preview_follows_no_link_out_of_the_output() {
    let site = Site::prepared(&[], |root| write(root, "secret.html", "secret words"));
    for (link, to) in
        [("link.html", "secret.html"), ("link.txt", "secret.html"), ("folder", "content")]
    {
        std::os::unix::fs::symlink(site.place(to), site.place("public").join(link)).unwrap();
        let answer = site.get(&format!("/{link}"));
        assert!(answer.starts_with("HTTP/1.1 404") && !answer.contains("secret words"), "{answer}");
    }
    assert!(!site.get("/folder/actors.yaml").contains("qin-gang:"));
}

#[test]
fn a_page_that_is_missing_looks_like_the_others_wherever_it_is_shown() {
    let mut site = Site::watched(&[]);
    assert!(site.get("/a/b/c/").contains("<head><base href=\"/\">"));
    site.write("site.yaml", "title: Desk\nbase_url: https://example.org/desk/\n");
    site.until("404.html", |text| text.is_some_and(|text| text.contains("\"/desk/briefgen.css\"")));
    for (address, to) in [
        ("/desk/briefgen.css", "/briefgen.css"),
        ("/desk/", "/"),
        ("/desk/briefs/talks/", "/briefs/talks/"),
    ] {
        let answer = site.get(address);
        assert!(
            answer.starts_with("HTTP/1.1 302") && answer.contains(&format!("location: {to}\r\n")),
            "{answer}"
        );
    }
    assert!(!site.get("/desk//evil.example/").contains("location: //"));
}

#[test]
fn a_taken_port_gives_way_to_the_next() {
    let site = Site::watched(&[]);
    let port = site.address.rsplit(':').next().unwrap().to_owned();
    let other = Site::watched(&["--port", &port]);
    assert_ne!(site.address, other.address);
    let next = other.address.rsplit(':').next().unwrap();
    assert_eq!(other.note, format!("port {port} is in use: {next} is the next free one\n"));
}

#[test]
fn a_browser_hears_of_its_own_page_and_of_no_other() {
    let mut site = Site::prepared(&[], |root| {
        write(root, "content/about.md", "---\ntitle: About\n---\nUs.\n")
    });
    let mut of_talks = site.news(PAGE, &site.version("/briefs/talks/"));
    let mut of_about = site.news("about/index.html", &site.version("/about/"));
    // The first news are the findings, so both listen now.
    assert_eq!(of_talks.next().unwrap(), "event: findings");
    assert_eq!(of_about.next().unwrap(), "event: findings");
    site.write(TALKS, &brief("Talks", "Second words."));
    assert_eq!(of_talks.next().unwrap(), "event: page");
    site.until_page_says(PAGE, "Second words.");
    site.write("content/about.md", "---\ntitle: About\n---\nMore of us.\n");
    assert_eq!(of_about.next().unwrap(), "event: page", "and nothing before it");
}

#[test]
fn a_browser_that_missed_something_is_told_when_it_is_back() {
    let site = Site::watched(&[]);
    let mut news = site.news(PAGE, "0000000000000000");
    let first = [news.next().unwrap(), news.next().unwrap()];
    assert!(first.contains(&"event: page".to_owned()), "{first:?}");
}

#[test]
fn a_browser_that_is_behind_disturbs_no_other() {
    let mut site = Site::prepared(&[], |root| write(root, "static/extra.css", "p {}\n"));
    let version = site.version("/briefs/talks/");
    let mut fresh = site.news(PAGE, &version);
    assert_eq!(fresh.next().unwrap(), "event: findings");
    let mut stale = site.news(PAGE, "0000000000000000");
    assert!(stale.any(|line| line == "event: page"));
    site.write("static/extra.css", "p { margin: 0 }\n");
    assert_eq!(fresh.next().unwrap(), "event: files", "and nothing before it");
    site.until("extra.css", |text| text.is_some_and(|text| text.contains("margin")));
    let mut behind = site.news(PAGE, &format!("{version}&assets=0"));
    assert!(behind.any(|line| line == "event: page"), "a style changed while it was away");
}

#[test]
fn a_browser_has_one_connection_for_all_of_its_pages() {
    let site = Site::prepared(&[], |root| {
        write(root, "content/about.md", "---\ntitle: About\n---\nUs.\n")
    });
    let (talks, about) = (site.version("/briefs/talks/"), site.version("/about/"));
    let mut news = site.news(PAGE, &format!("{talks}&page=about/index.html&version={about}"));
    assert_eq!(news.next().unwrap(), "event: findings");
    site.write(TALKS, &brief("Talks", "Second words."));
    assert!(news.any(|line| line == "event: page"));
    site.write("content/about.md", "---\ntitle: About\n---\nMore of us.\n");
    assert!(news.any(|line| line == "event: page"));
}

#[test]
fn a_browser_follows_a_page_to_its_new_name() {
    let site = Site::watched(&[]);
    let mut news = site.news(PAGE, &site.version("/briefs/talks/"));
    assert_eq!(news.next().unwrap(), "event: findings");
    fs::rename(site.place(TALKS), site.place("content/briefs/2023-06-18-meeting.md")).unwrap();
    assert!(news.any(|line| line == "event: lead"));
}

#[test]
fn who_comes_too_late_to_a_page_that_was_renamed_is_led_on() {
    const MEETING: &str = "content/briefs/2023-06-18-meeting.md";
    let mut site = Site::watched(&[]);
    let [talks, meeting] = ["talks", "meeting"].map(|name| format!("/briefs/{name}/"));
    let leads = |site: &Site, from: &str, to: &str| {
        let answer = site.get(from);
        assert!(
            answer.starts_with("HTTP/1.1 302") && answer.contains(&format!("location: {to}\r\n")),
            "{answer}"
        );
        assert!(site.get(to).starts_with("HTTP/1.1 200"));
    };
    fs::rename(site.place(TALKS), site.place(MEETING)).unwrap();
    site.until("briefs/meeting/index.html", |text| text.is_some());
    leads(&site, &talks, &meeting);
    // A browser that already stands before the page for what is missing has the state of no page.
    let mut news = site.news(PAGE, "");
    assert!(news.any(|line| line == "event: lead"));
    fs::rename(site.place(MEETING), site.place(TALKS)).unwrap();
    site.until(PAGE, |text| text.is_some());
    leads(&site, &meeting, &talks);
}

#[test]
#[ignore = "needs git"]
fn a_checkout_of_five_hundred_files_is_one_rebuild() {
    let git = |root: &Path, arguments: &[&str]| {
        let mut command = Command::new("git");
        command.arg("-C").arg(root).args(arguments).env("GIT_CONFIG_GLOBAL", "/dev/null");
        for who in ["AUTHOR", "COMMITTER"] {
            command
                .env(format!("GIT_{who}_NAME"), "a")
                .env(format!("GIT_{who}_EMAIL"), "a@example.org");
        }
        command.output().is_ok_and(|output| output.status.success())
    };
    let briefs = |root: &Path, words: &str| {
        for n in 0..500 {
            let path = format!("content/briefs/more/2023-07-01-brief-{n}.md");
            write(root, &path, &brief(&format!("Brief {n}"), words));
        }
    };
    for arguments in [&[][..], &["--poll"]] {
        let mut has_git = true;
        let mut site = Site::prepared(arguments, |root| {
            write(root, ".gitignore", "public\n");
            briefs(root, "Words of the first branch.");
            has_git = git(root, &["init", "-q", "-b", "first"])
                && git(root, &["add", "."])
                && git(root, &["commit", "-qm", "a"])
                && git(root, &["checkout", "-qb", "second"]);
            briefs(root, "Words of the second branch.");
            has_git = has_git && git(root, &["commit", "-qam", "b"]);
        });
        assert!(has_git, "git could not make two branches");
        assert!(git(site.root(), &["checkout", "-q", "first"]));
        // Files come in any order: whatever came too late for the first rebuild is in another one
        // before the last.
        let mut written = Vec::new();
        site.until("briefs/brief-499/index.html", |text| {
            text.is_some_and(|text| text.contains("first branch"))
        });
        written.push(site.last["summary"]["written"].as_u64().unwrap());
        site.write(TALKS, &brief("Talks", "After the checkout."));
        while !site.output(PAGE).is_some_and(|text| text.contains("After the checkout.")) {
            written.push(site.report()["summary"]["written"].as_u64().unwrap());
        }
        let large = written.iter().filter(|written| **written > 20).count();
        assert_eq!(large, 1, "{arguments:?}: {written:?}");
        assert!(written[0] >= 500, "{arguments:?}: {written:?}");
    }
}

#[cfg(unix)]
#[test]
fn what_a_link_leads_to_is_watched_wherever_in_the_site_it_is() {
    use std::os::unix::fs::symlink;
    for arguments in [&[][..], &["--poll"]] {
        let mut site = Site::prepared(arguments, |root| {
            write(root, "assets/deep/logo.txt", "Original.");
            write(root, "content/notes/origin.md", "---\ntitle: Note\n---\nOriginal.\n");
            fs::remove_dir_all(root.join("static")).unwrap_or_default();
            symlink("assets", root.join("static")).unwrap();
            symlink("notes", root.join("content/again")).unwrap();
        });
        site.write("assets/deep/logo.txt", "Changed.");
        site.until_page_says("deep/logo.txt", "Changed.");
        site.write("content/notes/origin.md", "---\ntitle: Note\n---\nChanged.\n");
        site.until_page_says("again/origin/index.html", "Changed.");
        symlink("deep", site.place("assets/other")).unwrap();
        site.until_page_says("other/logo.txt", "Changed.");
        site.write("assets/deep/logo.txt", "Again.");
        site.until_page_says("other/logo.txt", "Again.");
        symlink("../templates", site.place("assets/out")).unwrap();
        let report = site.report();
        let findings = report["findings"].as_array().unwrap();
        assert!(findings.iter().any(|finding| finding["code"] == "E-PATH"), "{report}");
    }
}

#[cfg(unix)]
#[test]
fn a_link_out_of_the_site_is_told_at_once() {
    let mut site = Site::watched(&[]);
    std::os::unix::fs::symlink("/etc/hostname", site.place("content/secret.md")).unwrap();
    let report = site.report();
    assert_eq!(report["findings"][0]["code"], "E-PATH", "{report}");
    site.write(TALKS, &brief("Talks", "Meanwhile."));
    site.until_page_says(PAGE, "Meanwhile.");
    fs::remove_file(site.place("content/secret.md")).unwrap();
    let report = site.report();
    assert_eq!(report["summary"]["errors"], 0, "{report}");
}

#[test]
fn an_output_that_others_removed_or_altered_is_made_whole() {
    let mut site = Site::watched(&[]);
    fs::remove_file(site.place("public/index.html")).unwrap();
    fs::write(site.place("public/briefs/index.html"), "altered").unwrap();
    site.write(TALKS, &brief("Talks", "Second words."));
    site.until_page_says(PAGE, "Second words.");
    site.until("index.html", |text| text.is_some());
    site.is_as_built();
    fs::remove_dir_all(site.place("public")).unwrap();
    site.write(TALKS, &brief("Talks", "Third words."));
    site.until_page_says(PAGE, "Third words.");
    site.is_as_built();
    assert!(site.get("/briefs/talks/").contains("Third words."));
}

#[test]
fn a_site_that_goes_away_keeps_its_output_and_is_watched_again_when_it_is_back() {
    for arguments in [&[][..], &["--poll"]] {
        let mut site = Site::watched(arguments);
        let before = tree(&site.place("public"));
        let mut news = site.news(PAGE, &site.version("/briefs/talks/"));
        fs::rename(site.place("content"), site.place("elsewhere")).unwrap();
        // First the findings of the last build, then that there is no site any more.
        assert_eq!(
            (news.next().unwrap(), news.next().unwrap()),
            ("event: findings".into(), "event: findings".into())
        );
        assert!(tree(&site.place("public")) == before);
        fs::rename(site.place("elsewhere"), site.place("content")).unwrap();
        let report = site.report();
        assert_eq!(report["summary"]["removed"], 0, "{report}");
        site.write(TALKS, &brief("Talks", "Back again."));
        site.until_page_says(PAGE, "Back again.");
    }
}

#[test]
fn a_site_that_is_removed_is_not_made_again_and_a_new_one_in_its_place_is_seen() {
    let around = tempfile::tempdir().unwrap();
    let mut site = Site::watched(&["--output", around.path().join("out").to_str().unwrap()]);
    let root = site.root().to_owned();
    let mut news = site.news(PAGE, &site.version("/briefs/talks/"));
    fs::remove_dir_all(&root).unwrap();
    assert_eq!(
        (news.next().unwrap(), news.next().unwrap()),
        ("event: findings".into(), "event: findings".into())
    );
    assert!(!root.exists());
    assert!(around.path().join("out/briefs/talks/index.html").exists());
    write(&root, "content/actors.yaml", "qin-gang: {name: Qin Gang}\n");
    write(&root, "content/briefs/2023-06-19-new.md", &brief("New", "Another site."));
    let is_there = |_: Option<&str>| {
        fs::read_to_string(around.path().join("out/briefs/new/index.html"))
            .is_ok_and(|text| text.contains("Another site."))
    };
    site.until("", is_there);
    write(&root, "content/briefs/2023-06-19-new.md", &brief("New", "And edited."));
    site.until("", |_| {
        fs::read_to_string(around.path().join("out/briefs/new/index.html"))
            .is_ok_and(|text| text.contains("And edited."))
    });
}

#[test]
fn what_cannot_be_written_is_told_and_tried_again() {
    let mut site = Site::watched(&[]);
    let mut news = site.news(PAGE, &site.version("/briefs/talks/"));
    news.next();
    // Somebody else's file is where a page is to be: it is not replaced.
    write(site.root(), "public/about/index.html", "mine");
    site.write("content/about.md", "---\ntitle: About\n---\nUs.\n");
    let report = site.report();
    assert!(
        report["failure"]["message"].as_str().unwrap().contains("about/index.html"),
        "{report}"
    );
    assert!(news.any(|line| line == "event: findings"), "the overlay tells it, too");
    fs::remove_file(site.place("public/about/index.html")).unwrap();
    let report = site.until_page_says("about/index.html", "Us.");
    assert!(report["failure"].is_null(), "{report}");
    site.is_as_built();
}

#[test]
fn a_browser_follows_a_page_that_is_renamed_and_edited_at_once() {
    let site = Site::watched(&[]);
    let mut news = site.news(PAGE, &site.version("/briefs/talks/"));
    assert_eq!(news.next().unwrap(), "event: findings");
    write(site.root(), "elsewhere.md", &brief("Parley", "Other words."));
    fs::remove_file(site.place(TALKS)).unwrap();
    fs::rename(site.place("elsewhere.md"), site.place("content/briefs/2023-06-18-parley.md"))
        .unwrap();
    assert!(news.any(|line| line == "event: lead"));
}

/// How many files the program may have open.
#[cfg(target_os = "linux")]
fn allowed_open_files(site: &Site) -> String {
    let limits = fs::read_to_string(format!("/proc/{}/limits", site.process.id())).unwrap();
    let line = limits.lines().find(|line| line.starts_with("Max open files")).unwrap();
    line.split_whitespace().nth(3).unwrap().to_owned()
}

/// Lets the program have so many files open, at most.
#[cfg(target_os = "linux")]
fn allow_open_files(site: &Site, most: &str) {
    let pid = site.process.id().to_string();
    let done = Command::new("prlimit").args(["--pid", &pid, &format!("--nofile={most}:")]).status();
    assert!(done.unwrap().success(), "the command `prlimit` is a part of util-linux");
}

#[test]
#[cfg(target_os = "linux")]
fn a_save_while_too_many_files_are_open_is_told_truly_and_shown_later_by_itself() {
    let mut site = Site::watched(&[]);
    let page = "briefs/talks/index.html";
    let allowed = allowed_open_files(&site);
    let mut early = site.connection("GET /briefs/talks/ HTTP/1.1", "Host: localhost\r\n");
    early.read_exact(&mut [0]).unwrap();
    allow_open_files(&site, "3");
    site.write(TALKS, &brief("Talks", "Second words."));
    let report = site.report();
    let of_file = report["findings"]
        .as_array()
        .unwrap()
        .iter()
        .find(|finding| finding["file"] == TALKS)
        .unwrap();
    let message = of_file["message"].as_str().unwrap();
    assert!(message.ends_with("cannot be read: too many files are open"), "{report}");
    assert!(of_file["help"].as_str().unwrap().contains("tries again by itself"), "{report}");
    assert!(site.output(page).unwrap().contains("First words."), "the last good state stays");
    // To a browser the page is not gone, and one that comes now waits.
    let ask = "GET /briefs/talks/ HTTP/1.1";
    early
        .write_all(format!("{ask}\r\nHost: localhost\r\nConnection: close\r\n\r\n").as_bytes())
        .unwrap();
    assert!(all(early).contains("503 Service Unavailable"));
    let late = site.connection(ask, "Host: localhost\r\nConnection: close\r\n");
    // The next look finds nothing that it can read, and says why.
    let report = site.report();
    let messages =
        report["findings"].as_array().unwrap().iter().map(|it| it["message"].as_str().unwrap());
    let unread: Vec<&str> = messages.filter(|message| message.contains("cannot be read")).collect();
    assert!(unread.contains(&"`content` cannot be read: too many files are open"), "{report}");
    assert!(unread.iter().all(|it| it.ends_with("too many files are open")), "{report}");
    allow_open_files(&site, &allowed);
    // Nothing is saved again.
    let report = site.until_page_says(page, "Second words.");
    assert_eq!(report["findings"].as_array().unwrap().len(), 0, "{report}");
    site.is_as_built();
    assert!(all(late).contains("200 OK"));
    assert!(site.get("/briefs/talks/").contains("Second words."));
}

#[test]
#[cfg(target_os = "linux")]
fn a_folder_that_comes_while_too_many_files_are_open_is_read_later_by_itself() {
    let mut site = Site::watched(&[]);
    let allowed = allowed_open_files(&site);
    write(site.root(), "visit/index.md", &brief("Visit", "They came."));
    allow_open_files(&site, "3");
    fs::rename(site.place("visit"), site.place("content/briefs/2023-06-18-visit")).unwrap();
    let report = site.report();
    let message = report["findings"][0]["message"].as_str().unwrap();
    assert!(message.ends_with("cannot be read: too many files are open"), "{report}");
    allow_open_files(&site, &allowed);
    site.until_page_says("briefs/visit/index.html", "They came.");
    site.is_as_built();
}
