//! What the output promises, each with a folder on disk.

use super::*;
use crate::base::descriptors::TOO_MANY_OPEN;
use crate::base::path::{OWN_FOLDER, SitePath};
use proptest::prelude::*;
use std::time::{Duration, SystemTime, UNIX_EPOCH};
use tempfile::TempDir;

impl OutputFolder {
    /// Prepares and stages.
    fn put(&mut self, files: Vec<Output>) -> Result<(), OutputError> {
        let prepared = files.into_par_iter().map(|file| self.prepare(file)).collect();
        self.stage(prepared)
    }
}

/// A site in a folder of its own, and its output.
struct Site {
    folder: TempDir,
}

impl Site {
    fn new() -> Self {
        let site = Site { folder: TempDir::new().unwrap() };
        fs::create_dir(site.at("content")).unwrap();
        site
    }

    fn at(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    fn open(&self) -> OutputFolder {
        self.open_as("build")
    }

    fn open_as(&self, build_id: &str) -> OutputFolder {
        OutputFolder::open(self.folder.path(), &self.at("public"), build_id, Unlisted::Refuse)
            .unwrap()
    }

    fn refused(&self, output: &Path) -> String {
        OutputFolder::open(self.folder.path(), output, "build", Unlisted::Refuse)
            .err()
            .expect("an error")
            .to_string()
    }

    /// Where the list of the output lies, below the site's folder.
    fn list(&self) -> String {
        let (site, public) =
            (resolved(self.folder.path()).unwrap(), resolved(&self.at("public")).unwrap());
        slashed(&site, &state::manifest_folder(&site, &public).join("manifest")).unwrap()
    }

    /// Opens, adopts, puts and commits.
    fn adopt(&self, files: &[(&str, &str)]) -> Result<Tally, OutputError> {
        let mut written =
            OutputFolder::open(self.folder.path(), &self.at("public"), "build", Unlisted::Adopt)?;
        written.put(files.iter().map(|(path, text)| output(path, text)).collect())?;
        written.commit(&paths(files))
    }

    /// Opens, puts and commits.
    fn build(&self, files: &[(&str, &str)]) -> Tally {
        self.try_build(files).unwrap()
    }

    fn try_build(&self, files: &[(&str, &str)]) -> Result<Tally, OutputError> {
        let mut written = self.open();
        written.put(files.iter().map(|(path, text)| output(path, text)).collect())?;
        written.commit(&paths(files))
    }

    fn original(&self, path: &str) -> OpenedFile {
        OpenedFile { root: self.folder.path().to_owned(), path: SitePath::parse(path).unwrap() }
    }

    fn write(&self, path: &str, text: &str) {
        let place = self.at(path);
        fs::create_dir_all(place.parent().unwrap()).unwrap();
        fs::write(place, text).unwrap();
    }

    fn text(&self, path: &str) -> Option<String> {
        fs::read_to_string(self.at(path)).ok()
    }

    /// Everything in the output but our own folder: files with their text, folders with a final
    /// `/`.
    fn public(&self) -> Vec<(String, String)> {
        let root = self.at("public");
        let entries = WalkDir::new(&root).min_depth(1).sort_by_file_name().into_iter();
        entries
            .filter_entry(|entry| !entry.file_name().eq_ignore_ascii_case(OWN_FOLDER))
            .map(|entry| {
                let entry = entry.unwrap();
                let path = slashed(&root, entry.path()).unwrap();
                if entry.file_type().is_dir() {
                    (format!("{path}/"), String::new())
                } else {
                    (path, fs::read_to_string(entry.path()).unwrap())
                }
            })
            .collect()
    }

    fn temporary(&self) -> usize {
        let temporary =
            [self.at(&self.list()).with_file_name("tmp"), self.at("public/.briefgen/tmp")];
        let entries = temporary.into_iter().flat_map(WalkDir::new);
        entries
            .filter(|entry| entry.as_ref().is_ok_and(|entry| entry.file_type().is_file()))
            .count()
    }

    /// Gives a file a time long ago, to see whether it is written again.
    fn age(&self, path: &str) -> SystemTime {
        let long_ago = UNIX_EPOCH + Duration::from_secs(1_000_000_000);
        File::options().write(true).open(self.at(path)).unwrap().set_modified(long_ago).unwrap();
        self.time(path)
    }

    fn time(&self, path: &str) -> SystemTime {
        fs::metadata(self.at(path)).unwrap().modified().unwrap()
    }
}

fn path(text: &str) -> OutPath {
    OutPath::parse(text).unwrap()
}

fn paths(files: &[(&str, &str)]) -> Vec<OutPath> {
    files.iter().map(|(name, _)| path(name)).collect()
}

fn output(name: &str, text: &str) -> Output {
    let source = Fingerprint::of(&(name, text));
    Output { path: path(name), content: OutputContent::Bytes(text.as_bytes().to_vec()), source }
}

fn listed(files: &[(&str, &str)]) -> Vec<(String, String)> {
    files.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect()
}

fn tally(written: usize, unchanged: usize, removed: usize) -> Tally {
    Tally { written, unchanged, removed }
}

#[test]
fn an_empty_output_gets_whole_folders_and_what_came_there_meanwhile_stays() {
    let site = Site::new();
    let files = [("a/deep/x", "1"), ("a/y", "2"), ("b/x", "3"), ("top", "4")];
    let mut written = site.open();
    written.put(files.map(|(path, text)| output(path, text)).to_vec()).unwrap();
    written
        .put(vec![
            output("a/y", "later"),
            output("c/only/unwanted", "5"),
            output("b/unwanted/z", "6"),
        ])
        .unwrap();
    assert!(site.public().is_empty());
    site.write("public/b/theirs", "not ours");
    let shown = [("a/deep/x", "1"), ("a/y", "later"), ("b/x", "3"), ("top", "4")];
    assert_eq!(written.commit(&paths(&shown)).unwrap(), tally(4, 0, 0));
    let all = [
        ("a/", ""),
        ("a/deep/", ""),
        ("a/deep/x", "1"),
        ("a/y", "later"),
        ("b/", ""),
        ("b/theirs", "not ours"),
        ("b/x", "3"),
        ("top", "4"),
    ];
    assert_eq!(site.public(), listed(&all));
    assert_eq!(site.temporary(), 0);
    drop(written);
    assert_eq!(site.build(&shown), tally(0, 4, 0));
    assert_eq!(site.build(&[]), tally(0, 0, 4));
    assert_eq!(site.public(), listed(&[("b/", ""), ("b/theirs", "not ours")]));
}

#[test]
fn a_build_writes_what_differs_and_removes_what_is_gone() {
    let site = Site::new();
    assert_eq!(
        site.build(&[("a/index.html", "a"), ("b/index.html", "b"), ("c", "c")]),
        tally(3, 0, 0)
    );
    assert_eq!(
        site.build(&[("a/index.html", "a"), ("b/index.html", "B"), ("d", "d")]),
        tally(2, 1, 1)
    );
    let expected =
        [("a/", ""), ("a/index.html", "a"), ("b/", ""), ("b/index.html", "B"), ("d", "d")];
    assert_eq!(site.public(), listed(&expected));
    assert_eq!(site.temporary(), 0);
}

#[test]
fn the_time_of_a_file_survives_when_its_bytes_are_the_same() {
    let site = Site::new();
    site.build(&[("known", "1"), ("compared", "2"), ("changed", "3")]);
    let (known, compared, changed) =
        (site.time("public/known"), site.age("public/compared"), site.age("public/changed"));
    assert_eq!(site.build(&[("known", "1"), ("compared", "2"), ("changed", "4")]), tally(1, 2, 0));
    assert_eq!(site.time("public/known"), known);
    assert_eq!(site.time("public/compared"), compared);
    assert_ne!(site.time("public/changed"), changed);
}

#[test]
fn a_large_file_is_copied_and_compared_as_it_is() {
    let site = Site::new();
    let long = "x".repeat(200_000);
    site.write("static/film", &long);
    let build = |source: &str| {
        let mut written = site.open();
        let (content, source) =
            (OutputContent::Copy(site.original("static/film")), Fingerprint::of(source));
        written.put(vec![Output { path: path("film"), content, source }]).unwrap();
        written.commit(&[path("film")]).unwrap()
    };
    assert_eq!(build("1"), tally(1, 0, 0));
    let time = site.age("public/film");
    assert_eq!(build("2"), tally(0, 1, 0));
    assert_eq!(site.time("public/film"), time);
    site.write("static/film", &format!("{}y", &long[1..]));
    assert_eq!(build("3"), tally(1, 0, 0));
    assert_eq!(site.text("public/film"), site.text("static/film"));
}

#[test]
fn a_copy_of_a_file_that_is_not_there_is_an_error_that_names_it() {
    let site = Site::new();
    let content = OutputContent::Copy(site.original("static/film"));
    let error = site
        .open()
        .put(vec![Output { path: path("film"), content, source: Fingerprint(1) }])
        .unwrap_err();
    assert!(error.to_string().starts_with("cannot read `"), "{error}");
    assert!(error.to_string().contains("film`: "), "{error}");
    assert_eq!(site.temporary(), 0);
}

#[cfg(unix)]
#[test]
fn a_file_that_became_a_link_or_a_pipe_since_it_was_found_is_not_copied() {
    let site = Site::new();
    site.write("secret/film", "secret words");
    site.write("static/film", "public words");
    site.build(&[("film", "secret words")]);
    let copy = |site: &Site| {
        let (content, source) = (OutputContent::Copy(site.original("static/film")), Fingerprint(1));
        site.open().put(vec![Output { path: path("film"), content, source }])
    };
    assert!(copy(&site).is_ok());
    // The file itself, then the folder around it.
    fs::remove_file(site.at("static/film")).unwrap();
    std::os::unix::fs::symlink("../secret/film", site.at("static/film")).unwrap();
    assert!(copy(&site).unwrap_err().to_string().ends_with("a link has taken its place"));
    fs::remove_dir_all(site.at("static")).unwrap();
    std::os::unix::fs::symlink("secret", site.at("static")).unwrap();
    assert!(copy(&site).is_err());
    fs::remove_file(site.at("static")).unwrap();
    pipe(&site.at("static/film"));
    assert!(copy(&site).unwrap_err().to_string().ends_with("it is no regular file"));
    assert_eq!(site.temporary(), 0);
}

/// Makes a pipe. Whoever opens it waits for ever.
#[cfg(unix)]
fn pipe(place: &Path) {
    fs::create_dir_all(place.parent().unwrap()).unwrap();
    crate::base::disk::make_pipe(place).unwrap();
}

#[cfg(unix)]
#[test]
fn a_pipe_in_the_output_or_in_the_place_of_our_own_files_is_reported_and_never_opened() {
    for own in ["manifest", "lock"] {
        let site = Site::new();
        site.build(&[("a", "1")]);
        let place = site.at(&site.list()).with_file_name(own);
        fs::remove_file(&place).unwrap();
        pipe(&place);
        assert!(site.refused(&site.at("public")).contains("it is of another kind"), "{own}");
        fs::remove_file(&place).unwrap();
        pipe(&site.at("public/.briefgen").join(own));
        assert!(site.refused(&site.at("public")).contains("it is of another kind"), "{own}");
    }
    let site = Site::new();
    site.build(&[("a", "1"), ("b", "2")]);
    fs::remove_file(site.at("public/a")).unwrap();
    pipe(&site.at("public/a"));
    assert!(matches!(
        site.try_build(&[("a", "1"), ("b", "2")]),
        Err(OutputError::ForeignFile { .. })
    ));
    assert_eq!(site.open().reader().bytes(&path("a")), None);
    assert_eq!(site.open().foreign_files(), ["a"]);
    assert_eq!(site.build(&[("b", "2")]), tally(0, 1, 0), "what is not wanted is not in the way");
    // A file that becomes a pipe during a build.
    let mut written = site.open();
    fs::remove_file(site.at("public/b")).unwrap();
    pipe(&site.at("public/b"));
    assert!(matches!(written.put(vec![output("b", "3")]), Err(OutputError::ForeignFile { .. })));
    drop(written);
    // In the place of what is noted of another output.
    pipe(&site.at(".briefgen/outputs/other/output"));
    OutputFolder::open(site.folder.path(), &site.at("elsewhere"), "build", Unlisted::Refuse)
        .unwrap();
}

#[test]
fn equal_means_equal_to_the_end() {
    for (a, b, same) in [
        ("", "", true),
        ("ab", "ab", true),
        ("ab", "abc", false),
        ("abc", "ab", false),
        ("x", "y", false),
    ] {
        let small = BufReader::with_capacity(1, b.as_bytes());
        assert_eq!(equal(a.as_bytes(), small).unwrap(), same, "{a:?} {b:?}");
    }
}

#[test]
fn files_of_others_are_neither_replaced_nor_removed() {
    let site = Site::new();
    site.build(&[("a/index.html", "a"), ("b/index.html", "b")]);
    site.write("public/a/theirs", "!");
    site.write("public/new", "theirs");
    fs::create_dir(site.at("public/empty")).unwrap();
    let error = site.try_build(&[("b/index.html", "b"), ("new", "ours")]).unwrap_err();
    assert!(matches!(error, OutputError::ForeignFile { .. }), "{error}");
    assert_eq!(site.build(&[]), tally(0, 0, 2));
    let expected = [("a/", ""), ("a/theirs", "!"), ("empty/", ""), ("new", "theirs")];
    assert_eq!(site.public(), listed(&expected), "b/ is gone, a/ and empty/ are not");
}

#[test]
fn a_folder_full_of_others_files_is_refused_and_left_alone() {
    let site = Site::new();
    site.write("public/thesis.doc", "!");
    let message = site.refused(&site.at("public"));
    assert!(
        message.contains("is not empty, and no list") && message.contains("`--adopt`"),
        "{message}"
    );
    assert_eq!(fs::read_dir(site.at("public")).unwrap().count(), 1);
    assert!(!site.at(".briefgen").exists());
}

#[test]
fn an_output_whose_manifest_is_damaged_is_taken_over_where_nothing_is_lost() {
    let files = [("a", "1"), ("b/index.html", "2"), ("c", "3")];
    for damage in ["", "\0\0\0\0\n", "briefgen output 2 - build\n- 0 0 a\nzzz\n"] {
        let site = Site::new();
        site.build(&files);
        site.write(&site.list(), damage);
        assert_eq!(site.build(&files), tally(0, 3, 0), "all is as it would be written");
        assert_eq!(site.build(&[("a", "1")]), tally(0, 1, 2), "and is ours again");

        site.build(&files);
        site.write(&site.list(), damage);
        let error = site
            .try_build(&[("a", "1"), ("b/index.html", "2"), ("c", "new")])
            .unwrap_err()
            .to_string();
        assert!(
            error.contains("manifest` is damaged")
                && error.contains("remove that folder and the list"),
            "{error}"
        );
        assert_eq!(site.text("public/c").unwrap(), "3");
    }
}

#[test]
fn the_list_lies_outside_of_what_is_published_and_each_output_has_its_own() {
    let site = Site::new();
    site.build(&[("a", "1")]);
    let everything: Vec<_> =
        WalkDir::new(site.at("public")).min_depth(1).into_iter().map(Result::unwrap).collect();
    assert_eq!(everything.len(), 1, "{everything:?}");
    let other = TempDir::new().unwrap();
    for place in [site.at("deep/public"), other.path().join("public")] {
        let mut written =
            OutputFolder::open(site.folder.path(), &place, "build", Unlisted::Refuse).unwrap();
        written.put(vec![output("b", "2")]).unwrap();
        written.commit(&[path("b")]).unwrap();
    }
    assert_eq!(fs::read_dir(site.at(".briefgen/outputs")).unwrap().count(), 3);
    assert_eq!(site.text(".briefgen/.gitignore").unwrap(), "*\n");
    assert_eq!(site.open().known().len(), 1);
}

#[test]
fn an_output_keeps_its_list_when_the_site_is_moved() {
    let (site, moved) = (Site::new(), Site::new());
    site.build(&[("a", "1"), ("b", "2")]);
    fs::remove_dir(moved.at("content")).unwrap();
    for name in ["content", "public", ".briefgen"] {
        fs::rename(site.at(name), moved.at(name)).unwrap();
    }
    assert_eq!(moved.build(&[("a", "1")]), tally(0, 1, 1));
}

#[test]
fn no_trace_stays_of_a_path_that_goes() {
    let site = Site::new();
    let many: Vec<String> = (0..200).map(|number| format!("p{number}")).collect();
    let mut files: Vec<(&str, &str)> = many.iter().map(|name| (name.as_str(), "1")).collect();
    site.build(&files);
    files.push(("briefs/secret-talks/index.html", "draft"));
    site.build(&files);
    assert!(site.text(&site.list()).unwrap().contains("secret-talks"));
    files.pop();
    assert_eq!(site.build(&files), tally(0, 200, 1));
    let state = site.at(&site.list()).parent().unwrap().to_owned();
    for entry in WalkDir::new(state)
        .into_iter()
        .map(Result::unwrap)
        .filter(|entry| entry.file_type().is_file())
    {
        let text = fs::read_to_string(entry.path()).unwrap();
        assert!(!text.contains("secret-talks"), "{}", entry.path().display());
    }
}

#[test]
fn an_output_of_an_older_version_is_taken_over() {
    let files = [("a", "1"), ("b/index.html", "2"), ("c", "3")];
    for (header, is_whole) in [("briefgen output 1 build", true), ("nonsense", false)] {
        let site = Site::new();
        site.build(&files);
        fs::remove_dir_all(site.at(".briefgen")).unwrap();
        site.write("public/theirs", "!");
        let list = format!(
            "{header}\n- 0 0 a\n0123 1 5 b/index.html\nx 0 0 theirs\n- 0 0 c\n- 0 0 gone\n"
        );
        site.write("public/.briefgen/manifest", &list);
        site.write("public/.briefgen/lock", "");
        drop(site.open());
        assert_eq!(
            site.text("public/.briefgen/manifest").unwrap(),
            list,
            "kept until a build is through"
        );
        if is_whole {
            assert_eq!(site.build(&[("a", "1"), ("b/index.html", "new")]), tally(1, 1, 1));
        } else {
            assert_eq!(site.build(&[("a", "1"), ("b/index.html", "2")]), tally(0, 2, 1));
        }
        assert!(!site.at("public/.briefgen").exists());
        assert_eq!(site.text("public/theirs").unwrap(), "!");
        assert_eq!(site.build(&[("a", "1")]), tally(0, 1, 1));
    }
}

#[test]
fn an_older_version_that_is_at_work_is_not_disturbed() {
    let site = Site::new();
    site.write("public/.briefgen/manifest", "briefgen output 1 build\n");
    let lock = File::create(site.at("public/.briefgen/lock")).unwrap();
    lock.lock().unwrap();
    assert!(site.refused(&site.at("public")).contains("another briefgen is writing"));
}

#[test]
fn an_output_without_its_list_is_adopted_where_nothing_differs() {
    let files = [("a", "1"), ("b/index.html", "2")];
    let site = Site::new();
    site.build(&files);
    site.write("public/theirs", "!");
    fs::remove_dir_all(site.at(".briefgen")).unwrap();
    assert!(site.refused(&site.at("public")).contains("`--adopt`"));
    let before = site.public();
    let error = site.adopt(&[("a", "1"), ("b/index.html", "new")]).unwrap_err();
    assert!(error.to_string().contains("nothing was changed"), "{error}");
    assert_eq!(site.public(), before);
    assert_eq!(
        site.adopt(&[("a", "1"), ("b/index.html", "2"), ("c", "3")]).unwrap(),
        tally(1, 2, 0)
    );
    assert_eq!(site.open().foreign_files(), ["theirs"]);
    assert_eq!(site.build(&[("a", "new")]), tally(1, 0, 2), "what was adopted is ours");
    assert_eq!(site.public(), listed(&[("a", "new"), ("theirs", "!")]));
}

#[test]
fn a_folder_in_the_place_of_ours_is_not_taken_for_it() {
    let site = Site::new();
    site.build(&[("a", "1"), ("b", "2"), ("c", "3")]);
    fs::rename(site.at("public"), site.at("old")).unwrap();
    site.write("public/a", "a thesis");
    site.write("public/b", "2");
    fs::rename(site.at("old/c"), site.at("public/c")).unwrap();
    assert_eq!(site.open().known().len(), 1, "only `c` is as we left it");
    let error = site.try_build(&[("a", "1"), ("b", "2")]).unwrap_err();
    assert!(matches!(error, OutputError::Differs { .. }), "{error}");
    assert_eq!(site.build(&[("b", "2")]), tally(0, 1, 1));
    assert_eq!(site.public(), listed(&[("a", "a thesis"), ("b", "2")]));
}

#[test]
fn a_branch_of_pages_is_as_good_as_empty_and_its_files_stay() {
    let site = Site::new();
    site.write("public/.git", "gitdir: elsewhere");
    site.write("public/CNAME", "briefs.example.org\n");
    site.write("public/.nojekyll", "");
    let error = site.try_build(&[("a/x", "1"), ("CNAME", "other.example.org\n")]).unwrap_err();
    assert!(matches!(error, OutputError::ForeignFile { .. }), "{error}");
    let files = [("a/x", "1"), (".nojekyll", "")];
    assert_eq!(site.build(&files), tally(1, 1, 0));
    assert_eq!(site.build(&[]), tally(0, 0, 1));
    let theirs =
        [(".git", "gitdir: elsewhere"), (".nojekyll", ""), ("CNAME", "briefs.example.org\n")];
    assert_eq!(site.public(), listed(&theirs));
    site.write("public/thesis.doc", "!");
    fs::remove_dir_all(site.at(".briefgen")).unwrap();
    assert!(site.refused(&site.at("public")).contains("is not empty"));
}

#[cfg(unix)]
#[test]
fn two_sites_do_not_write_to_one_folder_at_once() {
    let (one, other) = (Site::new(), Site::new());
    let shared = TempDir::new().unwrap();
    let place = shared.path().join("public");
    let first = OutputFolder::open(one.folder.path(), &place, "build", Unlisted::Refuse).unwrap();
    assert!(other.refused(&place).contains("another briefgen is writing"));
    drop(first);
    assert!(OutputFolder::open(other.folder.path(), &place, "build", Unlisted::Refuse).is_ok());
}

#[test]
fn of_outputs_that_are_gone_few_lists_are_kept() {
    let site = Site::new();
    site.build(&[("a", "1")]);
    let kept = site.list();
    for number in 0..40 {
        let apart = site.at(&format!("apart/{number}"));
        drop(OutputFolder::open(site.folder.path(), &apart, "build", Unlisted::Refuse).unwrap());
        fs::remove_dir(apart).unwrap();
    }
    let lists = fs::read_dir(site.at(".briefgen/outputs")).unwrap().count();
    assert!((17..=18).contains(&lists), "{lists}");
    assert!(site.at(&kept).is_file(), "that of an output that is there");
}

#[test]
fn a_folder_that_is_removed_while_it_is_open_is_opened_again() {
    let site = Site::new();
    let mut written = site.open();
    written.put(vec![output("a", "1")]).unwrap();
    written.commit(&[path("a")]).unwrap();
    assert!(written.is_there());
    fs::remove_dir_all(site.at("public")).unwrap();
    fs::create_dir(site.at("public")).unwrap();
    assert!(!written.is_there(), "another folder is in its place");
    written.open_again(site.folder.path(), &site.at("public"), "build", Unlisted::Refuse).unwrap();
    written.put(vec![output("a", "1")]).unwrap();
    assert_eq!(written.commit(&[path("a")]).unwrap(), tally(1, 0, 0));
    assert!(site.refused(&site.at("public")).contains("another briefgen"), "and is locked again");
}

#[test]
fn an_empty_folder_is_taken() {
    let site = Site::new();
    fs::create_dir(site.at("public")).unwrap();
    drop(site.open());
    fs::remove_dir_all(site.at(".briefgen")).unwrap();
    site.write("public/.gitkeep", "");
    site.write("public/.DS_Store", "x");
    drop(site.open());
    fs::remove_file(site.at("public/.gitkeep")).unwrap();
    fs::remove_file(site.at("public/.DS_Store")).unwrap();
    drop(site.open());
    site.build(&[("a", "a")]);
    assert_eq!(site.public(), listed(&[("a", "a")]));
}

#[test]
fn the_output_never_mixes_with_the_site() {
    let site = Site::new();
    site.write("site.yaml", "");
    for output in [
        "",
        ".",
        "content",
        "content/x",
        "static",
        "templates/deep/er",
        ".briefgen/x",
        "..",
        "public/../content",
        "site.yaml",
    ] {
        let message = site.refused(&site.at(output));
        assert!(message.starts_with("the output cannot go to `"), "{output}: {message}");
    }
    for output in ["contents", "public/content", "a/b/c", "new/../other"] {
        assert!(
            OutputFolder::open(site.folder.path(), &site.at(output), "", Unlisted::Refuse).is_ok(),
            "{output}"
        );
    }
}

#[cfg(unix)]
#[test]
fn the_output_does_not_mix_with_the_site_through_links_either() {
    let site = Site::new();
    let elsewhere = TempDir::new().unwrap();
    fs::create_dir(elsewhere.path().join("templates")).unwrap();
    let link = |from: &Path, to: &str| std::os::unix::fs::symlink(from, site.at(to)).unwrap();
    link(&site.at("content"), "link");
    link(site.folder.path(), "round");
    link(&elsewhere.path().join("templates"), "templates");
    link(Path::new("nowhere"), "broken");
    for output in
        [site.at("link"), site.at("link/x"), site.at("round"), elsewhere.path().to_owned()]
    {
        let message = site.refused(&output);
        assert!(message.starts_with("the output cannot go to `"), "{output:?}: {message}");
    }
    assert!(site.refused(&site.at("broken")).starts_with("cannot find `"));
    let apart = TempDir::new().unwrap();
    link(apart.path(), "public");
    site.build(&[("a", "a")]);
    assert!(apart.path().join("a").is_file(), "an output that is itself a link is followed");
}

#[cfg(unix)]
#[test]
fn a_linked_folder_in_the_output_is_not_followed() {
    let site = Site::new();
    let others = TempDir::new().unwrap();
    fs::write(others.path().join("page"), "theirs").unwrap();
    site.build(&[("in/page", "ours"), ("x", "x")]);
    fs::remove_dir_all(site.at("public/in")).unwrap();
    std::os::unix::fs::symlink(others.path(), site.at("public/in")).unwrap();
    for build in
        [&[("in/page", "new"), ("x", "X")][..], &[("in/deep/er", "new"), ("x", "X")], &[("x", "X")]]
    {
        let error = site.try_build(build).unwrap_err();
        assert!(matches!(error, OutputError::UnsafePlace { .. }), "{error}");
        assert_eq!(fs::read_to_string(others.path().join("page")).unwrap(), "theirs");
        assert_eq!(site.text("public/x").unwrap(), "x", "nothing was changed");
    }
    fs::remove_file(site.at("public/in")).unwrap();
    site.build(&[("in/page", "new")]);
    assert_eq!(site.public(), listed(&[("in/", ""), ("in/page", "new")]));
}

#[cfg(unix)]
#[test]
fn a_link_in_the_place_of_a_file_is_somebody_elses() {
    let site = Site::new();
    site.build(&[("a", "a")]);
    fs::remove_file(site.at("public/a")).unwrap();
    std::os::unix::fs::symlink(site.at("content"), site.at("public/a")).unwrap();
    assert!(matches!(site.try_build(&[("a", "b")]), Err(OutputError::ForeignFile { .. })));
    site.build(&[("b", "b")]);
    assert!(fs::symlink_metadata(site.at("public/a")).unwrap().is_symlink());
    fs::remove_file(site.at("public/a")).unwrap();
    site.write("public/a", "theirs");
    site.build(&[]);
    assert_eq!(site.public(), listed(&[("a", "theirs")]), "it was struck off the manifest");
}

#[cfg(unix)]
#[test]
fn our_own_folder_is_not_written_through_links() {
    let list = Path::new("LIST");
    for own in
        [".briefgen", ".briefgen/outputs", "LIST", "LIST/lock", "LIST/manifest", "public/.briefgen"]
    {
        let site = Site::new();
        site.build(&[("a", "a")]);
        fs::create_dir(site.at("public/.briefgen")).unwrap();
        let folder = site.at(&site.list()).parent().unwrap().to_owned();
        let place =
            Path::new(own).strip_prefix(list).map_or_else(|_| site.at(own), |own| folder.join(own));
        let (place, moved) = (place.components().collect::<PathBuf>(), site.at("moved"));
        fs::rename(&place, &moved).unwrap();
        std::os::unix::fs::symlink(&moved, &place).unwrap();
        assert!(site.refused(&site.at("public")).contains("it is a link"), "{own}");
    }
}

#[test]
fn what_was_put_and_not_committed_changes_nothing() {
    let site = Site::new();
    site.build(&[("a", "a"), ("b", "b")]);
    let before = site.public();
    let mut written = site.open();
    written.put(vec![output("a", "new"), output("c", "c")]).unwrap();
    assert_eq!(site.public(), before);
    assert_eq!(site.temporary(), 2);
    drop(written);
    assert_eq!((site.public(), site.temporary()), (before, 0));
    let written = site.open();
    assert_eq!(written.known().len(), 2);
}

#[test]
fn what_was_put_last_holds() {
    let site = Site::new();
    site.build(&[("a", "1"), ("b", "1")]);
    let mut written = site.open();
    written.put(vec![output("a", "2"), output("b", "2")]).unwrap();
    written.put(vec![output("a", "1"), output("b", "3")]).unwrap();
    assert_eq!(site.temporary(), 1);
    assert_eq!(written.commit(&[path("a"), path("b")]).unwrap(), tally(1, 1, 0));
    assert_eq!(site.public(), listed(&[("a", "1"), ("b", "3")]));
}

#[test]
fn watching_shows_first_and_removes_later() {
    let site = Site::new();
    let mut written = site.open();
    written.put(vec![output("a", "1"), output("b", "1")]).unwrap();
    written.commit(&[path("a"), path("b")]).unwrap();
    for round in 2..300 {
        let text = round.to_string();
        written.put(vec![output("a", &text)]).unwrap();
        written.show().unwrap();
        assert_eq!(
            (site.text("public/a").unwrap(), site.text("public/b").unwrap()),
            (text.clone(), "1".to_owned())
        );
        written.put(vec![output("c", &text)]).unwrap();
        assert_eq!(written.commit(&[path("a"), path("c"), path("b")]).unwrap(), tally(2, 1, 0));
    }
    assert_eq!(written.commit(&[path("a"), path("c")]).unwrap(), tally(0, 2, 1));
    let lines = site.text(&site.list()).unwrap().lines().count();
    assert!(lines < 120, "the manifest does not grow for ever: {lines}");
    let known: FxHashMap<_, _> = written.known().clone();
    drop(written);
    assert_eq!(site.open().known(), &known);
    assert_eq!(known.len(), 2);
}

#[test]
fn a_folder_that_is_removed_while_watching_is_made_again() {
    let site = Site::new();
    let mut written = site.open();
    written.put(vec![output("a/x", "1")]).unwrap();
    written.commit(&[path("a/x")]).unwrap();
    fs::remove_dir_all(site.at("public")).unwrap();
    written.put(vec![output("a/x", "2")]).unwrap();
    written.commit(&[path("a/x")]).unwrap();
    drop(written);
    assert_eq!(site.public(), listed(&[("a/", ""), ("a/x", "2")]));
    assert_eq!(site.open().known().len(), 1, "the folder is still ours");
}

#[test]
fn what_others_did_to_our_files_is_found() {
    let site = Site::new();
    let mut written = site.open();
    let all = ["same", "touched", "longer", "gone", "replaced"];
    written.put(all.map(|path| output(path, "1")).to_vec()).unwrap();
    written.commit(&all.map(path)).unwrap();
    assert_eq!((written.recheck(), written.known().len()), (0, 5));
    site.age("public/touched");
    site.write("public/longer", "11");
    fs::remove_file(site.at("public/gone")).unwrap();
    fs::remove_file(site.at("public/replaced")).unwrap();
    fs::create_dir(site.at("public/replaced")).unwrap();
    assert_eq!((written.recheck(), written.known().len()), (4, 1));
    assert_eq!(written.recheck(), 0, "it is told once");
    written.put(all.map(|path| output(path, "1")).to_vec()).unwrap();
    assert_eq!(written.commit(&all.map(path)).unwrap(), tally(3, 2, 0));
    let expected =
        [("gone", "1"), ("longer", "1"), ("replaced", "1"), ("same", "1"), ("touched", "1")];
    assert_eq!(site.public(), listed(&expected));
    assert!(written.is_there());
    fs::remove_dir_all(site.at("public")).unwrap();
    assert!(!written.is_there());
}

#[test]
fn two_builds_at_once_do_not_mix() {
    let site = Site::new();
    let first = site.open();
    assert!(site.refused(&site.at("public")).contains("another briefgen is writing"));
    drop(first);
    drop(site.open());
}

#[test]
fn leftovers_are_removed() {
    let site = Site::new();
    site.build(&[("a", "a")]);
    let tmp = Path::new(&site.list()).with_file_name("tmp/17");
    for leftover in [tmp.to_str().unwrap(), "public/.briefgen/tmp/17"] {
        site.write(leftover, "half a pa");
        let written = site.open();
        assert_eq!((site.temporary(), written.known().len()), (0, 1), "{leftover}");
        drop(written);
        assert!(!site.at("public/.briefgen").exists(), "{leftover}");
    }
}

#[test]
fn a_file_becomes_a_folder_and_a_folder_a_file() {
    let site = Site::new();
    let (file, folder) = (
        [("about", "1"), ("x", "x")],
        [("about/deep/a", "2"), ("about/index.html", "3"), ("x", "x")],
    );
    site.build(&file);
    assert_eq!(site.build(&folder), tally(2, 1, 1));
    let expected = [
        ("about/", ""),
        ("about/deep/", ""),
        ("about/deep/a", "2"),
        ("about/index.html", "3"),
        ("x", "x"),
    ];
    assert_eq!(site.public(), listed(&expected));
    assert_eq!(site.build(&file), tally(1, 1, 2));
    assert_eq!(site.public(), listed(&file));
    site.build(&folder);
    site.write("public/about/deep/theirs", "!");
    let before = site.public();
    assert!(matches!(site.try_build(&file), Err(OutputError::ForeignFile { .. })));
    assert_eq!(site.public(), before);
}

#[test]
fn a_path_that_is_a_file_and_a_folder_in_one_build_is_refused() {
    let site = Site::new();
    site.build(&[("about/index.html", "1")]);
    let error = site.try_build(&[("about/index.html", "1"), ("about", "2")]).unwrap_err();
    assert_eq!(
        error.to_string(),
        "`about` is to be a file and, for `about/index.html`, a folder: rename one of them"
    );
    assert_eq!(site.text("public/about/index.html").unwrap(), "1");
}

#[test]
fn a_file_is_known_until_it_is_touched_or_another_program_builds() {
    let site = Site::new();
    site.build(&[
        ("same", "1"),
        ("touched", "2"),
        ("longer", "3"),
        ("gone", "4"),
        ("replaced", "5"),
    ]);
    assert_eq!(site.open().known().len(), 5);
    site.age("public/touched");
    site.write("public/longer", "33");
    fs::remove_file(site.at("public/gone")).unwrap();
    fs::remove_file(site.at("public/replaced")).unwrap();
    fs::create_dir(site.at("public/replaced")).unwrap();
    let written = site.open();
    assert_eq!(
        written.known(),
        &FxHashMap::from_iter([(path("same"), Fingerprint::of(&("same", "1")))])
    );
    drop(written);
    let other = site.open_as("other\nbuild");
    assert!(other.known().is_empty());
    drop(other);
    assert_eq!(
        site.build(&[("same", "1"), ("touched", "2"), ("longer", "3"), ("gone", "4")]),
        tally(2, 2, 0)
    );
}

#[test]
fn another_programs_output_is_ours_all_the_same() {
    let site = Site::new();
    site.build(&[("a", "1"), ("b", "1")]);
    let mut other = site.open_as("other\nbuild");
    other.put(vec![output("a", "1")]).unwrap();
    assert_eq!(other.commit(&[path("a")]).unwrap(), tally(0, 1, 1));
    drop(other);
    assert!(site.open().known().is_empty());
    let other = site.open_as("other\nbuild");
    assert_eq!(other.known().len(), 1);
}

#[test]
fn a_manifest_that_was_tampered_with_leads_nowhere_else() {
    let site = Site::new();
    site.build(&[("a", "1")]);
    site.write("victim", "!");
    site.write("public/victim", "!");
    site.write("public/ours", "old");
    let deep = "d/".repeat(100_000);
    let lines = format!(
        "nonsense\n- 0 0 ../victim\n- 0 0 /etc/passwd\n- 0 0 a/../../victim\n- 0 0 \
        .briefgen/lock\n- 0 0\n\u{0}\n\
         zz 0 0 victim\n- 0 0 ours\n- 0 0 {deep}x\n- 0 0 victim"
    );
    let same =
        format!("briefgen output 2 {} build\n", state::identity(&site.at("public")).unwrap());
    for header in ["", &same, "briefgen output 99 build\n"] {
        site.write("public/ours", "old");
        let mut bytes = format!("{header}{lines}").into_bytes();
        bytes.splice(header.len()..header.len(), *b"\xff\xfe\n");
        fs::write(site.at(&site.list()), bytes).unwrap();
        let mut written = site.open();
        assert!(written.known().is_empty());
        assert_eq!(
            written.commit(&[]).unwrap(),
            tally(0, 0, 1),
            "only `ours` is listed in a whole line"
        );
        drop(written);
        assert_eq!(site.text("victim").unwrap(), "!");
        assert_eq!(
            site.text("public/victim").unwrap(),
            "!",
            "a last line without its end says nothing"
        );
    }
}

#[test]
fn names_with_line_ends_are_kept_apart() {
    let site = Site::new();
    let name = "a\nx 0 0 b";
    site.build(&[(name, "1"), ("b", "2"), ("sp ace", "3")]);
    assert_eq!(site.open().known().len(), 3);
    assert_eq!(site.build(&[("b", "2")]), tally(0, 1, 2));
}

#[test]
fn an_output_that_is_as_wanted_is_not_touched_at_all() {
    let site = Site::new();
    site.build(&[("a", "1")]);
    let time = site.age(&site.list());
    let mut written = site.open();
    assert_eq!(written.commit(&[path("a")]).unwrap(), tally(0, 1, 0), "known, so not put");
    assert_eq!(site.time(&site.list()), time);
}

#[test]
fn a_renamed_case_replaces_the_file_on_a_disk_that_folds_case() {
    let site = Site::new();
    site.build(&[("About.html", "1")]);
    // As such a disk does it: every file is there under the other name too.
    fs::hard_link(site.at("public/About.html"), site.at("public/about.html")).unwrap();
    assert!(matches!(site.try_build(&[("about.html", "2")]), Err(OutputError::ForeignFile { .. })));
    site.write("public/.BRIEFGEN", "");
    assert_eq!(site.build(&[("about.html", "1")]), tally(1, 0, 1));
    assert_eq!(site.public(), listed(&[("about.html", "1")]));
}

#[test]
fn after_a_kill_one_name_of_a_file_on_a_disk_that_folds_case_is_kept() {
    let site = Site::new();
    site.build(&[("About.html", "1"), ("x", "x")]);
    let mut manifest = site.text(&site.list()).unwrap();
    manifest.push_str("- 0 0 about.html\n");
    fs::write(site.at(&site.list()), manifest).unwrap();
    site.write("public/.BRIEFGEN", "");
    let written = site.open();
    let mut ours: Vec<&str> = written.ours.keys().map(OutPath::as_str).collect();
    ours.sort_unstable();
    assert_eq!(ours, ["About.html", "x"]);
    assert_eq!(written.known().len(), 1, "its contents are looked at again");
}

#[test]
fn after_a_kill_the_next_commit_removes_what_was_left() {
    let site = Site::new();
    site.build(&[("a", "1"), ("old", "1")]);
    let mut written = site.open();
    written.put(vec![output("a", "2"), output("deep/new", "2"), output("late/new", "2")]).unwrap();
    written.list_staged().unwrap();
    make_folder(&site.at("public/deep")).unwrap();
    make_folder(&site.at("public/late")).unwrap();
    written.staged.pop_last();
    written.rename_staged().unwrap();
    drop(written);
    let written = site.open();
    assert_eq!(written.known().len(), 1, "only `old` is in a settled state");
    drop(written);
    assert_eq!(site.build(&[("a", "1")]), tally(1, 0, 2));
    assert_eq!(site.public(), listed(&[("a", "1")]), "no file and no folder is left");
}

#[test]
fn a_commit_that_fails_half_way_says_so_and_the_next_build_completes_it() {
    let site = Site::new();
    let (old, new) = ([("a", "1"), ("b", "1"), ("c", "1")], [("a", "2"), ("b", "2")]);
    site.build(&old);
    let mut written = site.open();
    written.put(new.map(|(path, text)| output(path, text)).to_vec()).unwrap();
    // As where a disk has no room for one more entry of a folder.
    fs::remove_file(&written.staged[&path("b")].temp.0).unwrap();
    let error = written.commit(&paths(&new)).unwrap_err();
    assert!(matches!(error, OutputError::Partly { changed: 1, waiting: 1, .. }), "{error:?}");
    let message = error.to_string();
    assert!(message.starts_with("cannot write `") && !message.contains("os error"), "{message}");
    assert!(message.contains("1 file is new or gone, 1 is as in the last build"), "{message}");
    drop(written);
    assert_eq!(site.public(), listed(&[("a", "2"), ("b", "1"), ("c", "1")]), "each file is whole");
    assert_eq!(site.build(&new), tally(1, 1, 1));
    assert_eq!(site.public(), listed(&new));
}

#[test]
fn what_to_do_about_a_full_disk_is_told() {
    let full = || OutputError::Io {
        path: "x".into(),
        doing: "write",
        source: ErrorKind::StorageFull.into(),
    };
    let partly = OutputError::Partly { changed: 2, waiting: 0, source: Box::new(full()) };
    for error in [full(), partly] {
        assert_eq!(error.help(), "make room on the disk of the output, and build again");
    }
    if cfg!(unix) {
        // EMFILE
        let source = io::Error::from_raw_os_error(24);
        let error = OutputError::Io { path: "x".into(), doing: "write", source };
        assert_eq!(error.help(), TOO_MANY_OPEN);
    }
}

/// When a build of the property test is killed.
#[derive(Clone, Copy, Debug)]
enum Killed {
    Never,
    Put,
    Announced,
    Clearing(usize),
    Showing(usize),
    Shown,
    Removed,
}

/// Runs a build up to a point, as `commit` does.
fn run(site: &Site, files: &[(&str, &str)], killed: Killed) -> Result<(), OutputError> {
    let mut written = site.open();
    let known = written.known().clone();
    let outputs = files.iter().map(|(path, text)| output(path, text));
    written
        .put(outputs.filter(|output| known.get(&output.path) != Some(&output.source)).collect())?;
    match killed {
        Killed::Never => drop(written.commit(&paths(files))?),
        Killed::Put => {}
        Killed::Announced => written.list_staged()?,
        Killed::Clearing(steps) => {
            let plan = written.plan()?;
            written.list_staged()?;
            for path in plan.files.iter().take(steps) {
                fs::remove_file(path.real(&written.root)).unwrap();
            }
        }
        Killed::Showing(steps) => {
            let plan = written.plan()?;
            written.list_staged()?;
            for folder in written.clear(plan)? {
                make_folder(&written.root.join(folder))?;
            }
            while written.staged.len() > steps {
                written.staged.pop_last();
            }
            written.rename_staged()?;
        }
        Killed::Shown => drop(written.show()?),
        Killed::Removed => {
            written.show()?;
            let stale: Vec<OutPath> =
                written.ours.keys().filter(|path| !paths(files).contains(path)).cloned().collect();
            written.remove(&stale)?;
        }
    }
    Ok(())
}

fn killed() -> impl Strategy<Value = Killed> {
    prop_oneof![
        Just(Killed::Never),
        Just(Killed::Put),
        Just(Killed::Announced),
        (0..4usize).prop_map(Killed::Clearing),
        (0..4usize).prop_map(Killed::Showing),
        Just(Killed::Shown),
        Just(Killed::Removed),
    ]
}

/// A set of files of which none is inside another.
fn files() -> impl Strategy<Value = Vec<(&'static str, &'static str)>> {
    let names = ["a", "a/x", "a/x/1", "a/x/2", "a/y/1", "b", "b/x", "c/x/1", "c/x"];
    let chosen = prop::sample::subsequence(names.to_vec(), 0..7);
    (chosen, prop::collection::vec(prop::sample::select(vec!["1", "2", "33"]), 7)).prop_map(
        |(names, texts)| {
            let mut files: Vec<(&str, &str)> = Vec::new();
            for (name, text) in names.into_iter().zip(texts) {
                if !files.iter().any(|(other, _)| are_in_the_way(name, other)) {
                    files.push((name, text));
                }
            }
            files
        },
    )
}

fn are_in_the_way(a: &str, b: &str) -> bool {
    let inside = |a: &str, b: &str| {
        a.strip_prefix(b).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    };
    inside(a, b) || inside(b, a)
}

fn any_in_the_way(files: &[(&str, &str)], others: &[(&str, &str)]) -> bool {
    files.iter().any(|(name, _)| others.iter().any(|(other, _)| are_in_the_way(name, other)))
}

/// What a clean build gives, with the files of others.
fn clean(files: &[(&str, &str)]) -> Vec<(String, String)> {
    let mut all = BTreeMap::new();
    for (name, text) in files {
        all.insert((*name).to_owned(), (*text).to_owned());
        for (slash, _) in name.match_indices('/') {
            all.insert(name[..=slash].to_owned(), String::new());
        }
    }
    all.into_iter().collect()
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 100,
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn whatever_was_built_and_killed_before_the_output_equals_a_clean_one(
        history in prop::collection::vec((files(), killed()), 0..6),
        theirs in prop::sample::subsequence(vec!["a/theirs", "b/x/theirs", "theirs"], 0..2),
        last in files(),
    ) {
        let site = Site::new();
        let mut others: Vec<(&str, &str)> = Vec::new();
        for (at, (files, killed)) in history.iter().enumerate() {
            let before = site.at("public").is_dir().then(|| site.public());
            let in_the_way = any_in_the_way(files, &others);
            match run(&site, files, *killed) {
                Ok(()) => {}
                Err(OutputError::ForeignFile { .. }) => {
                    prop_assert!(in_the_way);
                    prop_assert_eq!(Some(site.public()), before, "refused before anything changed");
                }
                Err(error) => prop_assert!(false, "{}", error),
            }
            for (path, text) in site.public() {
                let is_whole = path.ends_with('/') || ["1", "2", "33", "!"].contains(&&*text);
                prop_assert!(is_whole, "a half file {}", path);
            }
            if at == 0 && site.at("public").is_dir() && site.at(&site.list()).is_file() {
                for &name in &theirs {
                    let place = site.at("public").join(name);
                    let made = fs::create_dir_all(place.parent().unwrap());
                    if made.and_then(|()| fs::write(place, "!")).is_ok() {
                        others.push((name, "!"));
                    }
                }
            }
        }
        let in_the_way = any_in_the_way(&last, &others);
        match run(&site, &last, Killed::Never) {
            Ok(()) => {
                prop_assert!(!in_the_way);
                let expected: Vec<(&str, &str)> = last.iter().chain(&others).copied().collect();
                let mut found = site.public();
                found.sort();
                prop_assert_eq!(found, clean(&expected));
                prop_assert_eq!(site.open().known().len(), last.len());
            }
            Err(error) => prop_assert!(in_the_way, "{}", error),
        }
    }

    #[test]
    fn a_line_of_the_manifest_is_read_as_it_was_written(
        source: u128,
        size: u64,
        modified in -1_000_000_000_000i64..,
        name in "[a-zé \n]{1,9}(/[a-z \n.]{1,9}z){0,2}",
    ) {
        let Some(path) = OutPath::parse(&name) else { return Ok(()) };
        let stamp = Stamp { size, modified: modified.into() };
        let known = LineState::Known(FileRecord { source: Fingerprint(source), stamp });
        for state in [known, LineState::Unknown, LineState::Gone] {
            let mut line = String::new();
            state.print(&path, &mut line);
            prop_assert_eq!(line.matches('\n').count(), 1);
            let line = line.trim_end_matches('\n');
            prop_assert_eq!(LineState::parse(line), Some((path.clone(), state)));
        }
    }
}
