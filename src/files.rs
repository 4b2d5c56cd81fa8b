//! A snapshot of the site's folder: the only reader of disk.
//!
//! Text is held in memory; other files are known by their length and time and copied when they are written, so
//! that media never fill the memory. Knows nothing of what the files mean.
#![expect(clippy::disallowed_methods, reason = "this is where the site's folder is read")]

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::fs;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::SystemTime;

use rayon::prelude::*;
use walkdir::{DirEntry, WalkDir};

use crate::base::code::Code;
use crate::base::finding::{Bytes, Finding, Span};
use crate::base::memo::Fingerprint;
use crate::base::path::SitePath;
use crate::base::threads::PART;

/// Text files over this size are not read: 8 MiB.
const LARGEST_TEXT: u64 = 8 << 20;

/// Other files over this size are told apart by length and time alone; smaller ones by their bytes.
const LARGEST_HASHED: u64 = 1 << 20;

/// A file of the site.
#[derive(Clone, Debug)]
pub struct File {
    /// Where it is.
    pub path: SitePath,
    /// What is in it.
    pub content: Content,
    /// The hash of path and content.
    pub fingerprint: Fingerprint,
    /// Its length and time on disk, once two looks at it agreed: it need not be read while these stay.
    seen: Option<Seen>,
}

/// Length and time of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Seen {
    len: u64,
    modified: SystemTime,
}

/// What is in a file.
#[derive(Clone, Debug)]
pub enum Content {
    /// UTF-8 text.
    Text(Arc<str>),
    /// Bytes held in memory: fixtures.
    Bytes(Arc<[u8]>),
    /// Bytes that stay where they are.
    OnDisk {
        /// The length, in bytes.
        len: u64,
    },
    /// A file that should be text, and cannot be read so.
    Unreadable(Unreadable),
}

/// Why a file cannot be read as text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Unreadable {
    /// It is not UTF-8.
    NotText,
    /// It is larger than briefgen reads.
    TooLarge,
    /// The system refuses.
    NoAccess,
}

impl File {
    /// The length in bytes; 0 for what cannot be read.
    pub fn len(&self) -> usize {
        match &self.content {
            Content::Text(text) => text.len(),
            Content::Bytes(bytes) => bytes.len(),
            Content::OnDisk { len } => usize::try_from(*len).unwrap_or(usize::MAX),
            Content::Unreadable(_) => 0,
        }
    }

    /// Its text, where it has one.
    pub fn text(&self) -> Option<&str> {
        match &self.content {
            Content::Text(text) => Some(text),
            _ => None,
        }
    }

    /// Whether it is empty, or cannot be read.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

impl std::hash::Hash for File {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.fingerprint.hash(state);
    }
}

/// Why a site cannot be read at all.
#[derive(Debug)]
pub struct FilesError {
    folder: PathBuf,
    why: Why,
}

#[derive(Debug)]
enum Why {
    NoFolder(io::Error),
    NoContent,
}

impl fmt::Display for FilesError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let folder = self.folder.display();
        match &self.why {
            Why::NoFolder(error) => write!(f, "cannot read the site's folder `{folder}`: {error}"),
            Why::NoContent => write!(
                f,
                "`{folder}` is no site: it has no folder `content`; `briefgen init` makes one, `--site` names another"
            ),
        }
    }
}

impl std::error::Error for FilesError {}

/// The site's files by path, and the folder they were read from.
#[derive(Clone, Debug)]
pub struct Files {
    root: PathBuf,
    files: BTreeMap<SitePath, File>,
    findings: Vec<Finding>,
    /// Whether anything was reached through a symbolic link.
    linked: bool,
    /// Where the symbolic links lead that were followed.
    targets: BTreeSet<PathBuf>,
}

/// How it is told whether a file differs.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Look {
    /// By what it holds.
    Read,
    /// By length and time where they are known, as git does it.
    Compare,
}

/// A file that differs from when it was last looked at: changed, new or gone.
#[derive(Clone, Debug)]
pub struct Change {
    /// Where it is.
    pub path: SitePath,
    /// What it was; `None` for a new file.
    pub before: Option<File>,
}

/// What a site consists of, below its folder, and one name that people give to its configuration by mistake.
pub const TOPS: [&str; 5] = ["content", "templates", "static", "site.yaml", "site.yml"];

impl Files {
    /// Reads the site in a folder: `site.yaml`, `content/`, `templates/` and `static/`.
    ///
    /// Hidden files and those ending in `~` are left out. A symbolic link that leads out of the folder is reported
    /// and not followed.
    ///
    /// # Errors
    /// Where the folder cannot be read or has no `content/`.
    pub fn read(root: &Path) -> Result<Files, FilesError> {
        let failed = |why| FilesError { folder: root.to_owned(), why };
        let root = fs::canonicalize(root).map_err(|error| failed(Why::NoFolder(error)))?;
        if !root.join("content").is_dir() {
            return Err(failed(Why::NoContent));
        }
        let mut walk = Walk::default();
        TOPS.iter().for_each(|top| walk.through(&root, &root.join(top)));
        let read: Vec<File> =
            walk.found.into_par_iter().with_max_len(PART).map(|path| read_file(&root, path)).collect();
        let files = read.into_iter().map(|file| (file.path.clone(), file)).collect();
        Ok(Files { root, files, findings: walk.findings, linked: walk.linked, targets: walk.targets })
    }

    /// Looks again at some files and folders of the site, by their places on disk, and says which files differ now.
    /// Places outside the site and files that it ignores are passed over.
    pub fn refresh(&mut self, places: &[PathBuf]) -> Vec<Change> {
        if self.linked {
            // What is saved in one place may be shown in another.
            return self.refresh_all();
        }
        let mut places: Vec<&Path> = places.iter().map(|place| with_a_name(&self.root, place)).collect();
        places.sort_unstable();
        places.dedup();
        let mut differ = Vec::new();
        for place in places {
            if SitePath::within(&self.root, place).is_some_and(|path| is_of_site(&path)) {
                self.look_at(place, Look::Read, &mut differ);
            }
        }
        differ
    }

    /// Looks again at everything, and reads it.
    pub fn refresh_all(&mut self) -> Vec<Change> {
        self.look_at_all(Look::Read)
    }

    /// Looks again at everything, and reads only what has another length or time. For those who look often.
    pub fn compare_all(&mut self) -> Vec<Change> {
        self.look_at_all(Look::Compare)
    }

    fn look_at_all(&mut self, look: Look) -> Vec<Change> {
        (self.linked, self.targets) = (false, BTreeSet::new());
        let mut differ = Vec::new();
        for top in TOPS {
            let place = self.root.join(top);
            self.look_at(&place, look, &mut differ);
        }
        differ
    }

    /// Looks at a file, or at all files below a folder.
    fn look_at(&mut self, place: &Path, look: Look, differ: &mut Vec<Change>) {
        let Some(at) = SitePath::within(&self.root, place) else { return };
        let mut walk = Walk::default();
        walk.through(&self.root, place);
        let is_there = |path: &SitePath| *path == at || path.below(at.as_str()).is_some();
        self.findings.retain(|finding| !is_there(&finding.span.file));
        self.findings.append(&mut walk.findings);
        self.linked |= walk.linked;
        self.targets.append(&mut walk.targets);
        // What is in a folder that cannot be read is not known, and so not gone.
        let is_unread =
            |path: &SitePath| walk.unread.iter().any(|place| path == place || path.below(place.as_str()).is_some());
        let found: BTreeSet<SitePath> = walk.found.into_iter().collect();
        let gone: Vec<SitePath> = self
            .files
            .range(at.clone()..)
            .map(|(path, _)| path)
            .take_while(|path| path.as_str().starts_with(at.as_str()))
            .filter(|path| is_there(path) && !found.contains(path) && !is_unread(path))
            .cloned()
            .collect();
        for path in gone {
            let before = self.files.remove(&path);
            differ.push(Change { path, before });
        }
        let (root, files) = (&self.root, &self.files);
        let read: Vec<File> = found
            .into_par_iter()
            .filter_map(|path| {
                let last = files.get(&path);
                let seen = seen(&path.real(root));
                let is_known = look == Look::Compare && seen.is_some() && last.is_some_and(|last| last.seen == seen);
                if is_known {
                    return None;
                }
                let file = read_file(root, path);
                // A file may be saved twice in one tick of the clock: what is new is read once more at the next look.
                let is_settled = last.is_some_and(|last| last.fingerprint == file.fingerprint);
                Some(File { seen: seen.filter(|_| is_settled), ..file })
            })
            .collect();
        for file in read {
            let (path, fingerprint) = (file.path.clone(), file.fingerprint);
            let before = self.files.insert(path.clone(), file);
            if before.as_ref().is_none_or(|before| before.fingerprint != fingerprint) {
                differ.push(Change { path, before });
            }
        }
    }

    /// Puts a file in place of what was at its path.
    pub fn put(&mut self, file: File) {
        self.files.insert(file.path.clone(), file);
    }

    /// A site from one text: each file begins with a line `=== path`. For tests and documents.
    ///
    /// Lines whose path would leave the site are passed over with their file.
    pub fn from_text(text: &str) -> Files {
        let mut files = Files {
            root: PathBuf::new(),
            files: BTreeMap::new(),
            findings: Vec::new(),
            linked: false,
            targets: BTreeSet::new(),
        };
        for part in format!("\n{text}").split("\n=== ").skip(1) {
            let (path, content) = part.split_once('\n').unwrap_or((part, ""));
            if let Some(path) = SitePath::parse(path.trim()) {
                files.set(path, format!("{content}\n").as_bytes());
            }
        }
        files
    }

    /// Puts a file of these bytes in place of what was at its path.
    pub fn set(&mut self, path: SitePath, bytes: &[u8]) {
        let content = if is_text(&path) { text_content(bytes) } else { Content::Bytes(bytes.into()) };
        let fingerprint = Fingerprint::of(&(path.as_str(), bytes));
        self.files.insert(path.clone(), File { path, content, fingerprint, seen: None });
    }

    /// Takes a file away.
    pub fn remove(&mut self, path: &SitePath) {
        self.files.remove(path);
    }

    /// All files, in the order of their paths.
    pub fn iter(&self) -> impl Iterator<Item = &File> {
        self.files.values()
    }

    /// A file.
    pub fn get(&self, path: &SitePath) -> Option<&File> {
        self.files.get(path)
    }

    /// The text of a file, where it is one.
    pub fn text(&self, path: &SitePath) -> Option<&str> {
        self.files.get(path)?.text()
    }

    /// The files of one of the site's folders, or that one file.
    #[must_use]
    pub fn only(&self, top: &str) -> Files {
        Files {
            root: self.root.clone(),
            files: self.below(top).map(|file| (file.path.clone(), file.clone())).collect(),
            findings: Vec::new(),
            linked: self.linked,
            targets: BTreeSet::new(),
        }
    }

    /// The files of a folder, or that one file, in the order of their paths.
    pub fn below<'a>(&'a self, folder: &'a str) -> impl Iterator<Item = &'a File> {
        let files = SitePath::parse(folder).map(|first| self.files.range(first..)).into_iter().flatten();
        let files = files.take_while(move |(path, _)| path.as_str().starts_with(folder));
        files.filter(move |(path, _)| path.as_str() == folder || path.below(folder).is_some()).map(|(_, file)| file)
    }

    /// Whether the folder is still, or again, one of a site.
    pub fn is_there(&self) -> bool {
        self.root.join("content").is_dir()
    }

    /// Where the symbolic links lead that were followed: files and folders inside the site's folder.
    pub fn targets(&self) -> &BTreeSet<PathBuf> {
        &self.targets
    }

    /// The folder that was read; empty for [`Files::from_text`].
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Takes over what was wrong with the folder itself.
    pub fn take_findings_of(&mut self, other: &Files) {
        self.findings.clone_from(&other.findings);
    }

    /// What was wrong with the folder itself.
    pub fn findings(&self) -> &[Finding] {
        &self.findings
    }
}

/// Whether a path is below one of the site's folders and nothing on the way to it is ignored.
fn is_of_site(path: &SitePath) -> bool {
    let mut parts = path.as_str().split('/');
    parts.next().is_some_and(|top| TOPS.contains(&top)) && parts.all(|part| !is_ignored(part))
}

/// The files below some folders, and what was wrong on the way.
#[derive(Default)]
struct Walk {
    found: Vec<SitePath>,
    findings: Vec<Finding>,
    linked: bool,
    targets: BTreeSet<PathBuf>,
    /// Files and folders that could not be looked at.
    unread: Vec<SitePath>,
}

impl Walk {
    /// Adds the files below a folder, or that file; nothing where nothing is.
    fn through(&mut self, root: &Path, start: &Path) {
        if fs::symlink_metadata(start).is_err() {
            return;
        }
        let mut entries = WalkDir::new(start).follow_links(true).into_iter();
        while let Some(entry) = entries.next() {
            let entry = match entry {
                Ok(entry) => entry,
                // Gone since its folder was listed.
                Err(error)
                    if error.path().is_some_and(|path| fs::symlink_metadata(path).is_err_and(|e| is_gone(&e))) =>
                {
                    continue;
                }
                Err(error) => {
                    let place = error.path().unwrap_or(start);
                    let path = SitePath::within(root, place);
                    self.unread.extend(path.clone());
                    self.linked |= error.loop_ancestor().is_some();
                    let is_dangling = error.io_error().is_some_and(is_gone);
                    self.findings.extend(path.map(|path| match (is_dangling, error.loop_ancestor()) {
                        (true, _) => leads_nowhere(path),
                        (false, Some(_)) => unfollowed(path, "leads in a circle", "take the link out"),
                        (false, None) => unfollowed(path, "cannot be read", "check its permissions"),
                    }));
                    continue;
                }
            };
            if entry.depth() > 0 && is_ignored(&entry.file_name().to_string_lossy()) {
                skip(&entry, &mut entries);
                continue;
            }
            let Some(path) = SitePath::within(root, entry.path()) else {
                self.findings.extend(unnamed(root, entry.path()));
                skip(&entry, &mut entries);
                continue;
            };
            if entry.path_is_symlink() {
                self.linked = true;
                let Some(target) = target_inside(root, entry.path()) else {
                    self.findings.push(match fs::metadata(entry.path()) {
                        Err(error) if is_gone(&error) => leads_nowhere(path),
                        _ => unfollowed(
                            path,
                            "is a symbolic link that leads out of the site",
                            "put a copy of what it leads to in its place",
                        ),
                    });
                    skip(&entry, &mut entries);
                    continue;
                };
                self.targets.insert(target);
            }
            if entry.file_type().is_file() {
                self.found.push(path);
            }
        }
        // The system lists folders in any order.
        self.found.par_sort_unstable();
        self.findings.sort();
    }
}

fn skip(entry: &DirEntry, entries: &mut walkdir::IntoIter) {
    if entry.file_type().is_dir() {
        entries.skip_current_dir();
    }
}

fn is_ignored(name: &str) -> bool {
    name.starts_with('.') || name.ends_with('~')
}

/// Where a link leads, if that is inside the site's folder.
fn target_inside(root: &Path, link: &Path) -> Option<PathBuf> {
    fs::canonicalize(link).ok().filter(|target| target.starts_with(root))
}

fn is_gone(error: &io::Error) -> bool {
    error.kind() == io::ErrorKind::NotFound
}

fn seen(file: &Path) -> Option<Seen> {
    let metadata = fs::metadata(file).ok()?;
    Some(Seen { len: metadata.len(), modified: metadata.modified().ok()? })
}

/// A place, or where its name cannot be used the folder around it.
fn with_a_name<'a>(root: &Path, place: &'a Path) -> &'a Path {
    place.ancestors().find(|place| SitePath::within(root, place).is_some()).unwrap_or(place)
}

/// A finding about a name that cannot be used; it stands at the folder around it.
fn unnamed(root: &Path, place: &Path) -> Option<Finding> {
    let folder = SitePath::within(root, with_a_name(root, place))?;
    let name = place.file_name()?.to_string_lossy();
    let message = format!("`{name}` in `{folder}` has a name that cannot be used, and is left out");
    let help = "rename it: in Unicode, without `:` and `\\`";
    Some(Finding::new(Code::Path, Span::new(folder, Bytes::default()), message).help(help))
}

fn leads_nowhere(path: SitePath) -> Finding {
    let why = "is a symbolic link to something that does not exist";
    unfollowed(path, why, "take the link out, or make it again to what is meant")
}

fn unfollowed(path: SitePath, why: &str, help: &str) -> Finding {
    let message = format!("`{path}` {why}");
    Finding::new(Code::Path, Span::new(path, Bytes::default()), message).help(help)
}

fn read_file(root: &Path, path: SitePath) -> File {
    let real = path.real(root);
    if is_text(&path) {
        return match read_text(&real) {
            Ok(bytes) => {
                let fingerprint = Fingerprint::of(&(path.as_str(), bytes.as_slice()));
                File { path, content: text_content(&bytes), fingerprint, seen: None }
            }
            Err(why) => unreadable(path, why),
        };
    }
    let Ok(metadata) = fs::metadata(&real) else {
        return unreadable(path, Unreadable::NoAccess);
    };
    let len = metadata.len();
    let fingerprint = match (len <= LARGEST_HASHED).then(|| fs::read(&real)) {
        Some(Ok(bytes)) => Fingerprint::of(&(path.as_str(), bytes.as_slice())),
        _ => Fingerprint::of(&(path.as_str(), len, metadata.modified().ok())),
    };
    File { path, content: Content::OnDisk { len }, fingerprint, seen: None }
}

/// The bytes of a file that should be text, unless it is too large.
fn read_text(place: &Path) -> Result<Vec<u8>, Unreadable> {
    let no_access = |_| Unreadable::NoAccess;
    let file = fs::File::open(place).map_err(no_access)?;
    let most = LARGEST_TEXT + 1;
    let len = file.metadata().map_err(no_access)?.len().min(most);
    // Where a file system says how long a file is, its end need not be looked for: what has been added since is for the
    // next look.
    let mut bytes = Vec::with_capacity(usize::try_from(len).unwrap_or_default());
    file.take(if len == 0 { most } else { len }).read_to_end(&mut bytes).map_err(no_access)?;
    if bytes.len() as u64 > LARGEST_TEXT { Err(Unreadable::TooLarge) } else { Ok(bytes) }
}

fn unreadable(path: SitePath, why: Unreadable) -> File {
    let fingerprint = Fingerprint::of(&(path.as_str(), why));
    File { path, content: Content::Unreadable(why), fingerprint, seen: None }
}

fn text_content(bytes: &[u8]) -> Content {
    if bytes.len() as u64 > LARGEST_TEXT {
        return Content::Unreadable(Unreadable::TooLarge);
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => Content::Text(text.into()),
        Err(_) => Content::Unreadable(Unreadable::NotText),
    }
}

/// Whether briefgen reads the file itself: content, registries, saved texts, templates, the configuration.
fn is_text(path: &SitePath) -> bool {
    if path.as_str() == "site.yaml" || path.below("templates").is_some() || path.below("content/texts").is_some() {
        return true;
    }
    path.below("content").is_some() && matches!(path.extension(), "md" | "yaml")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_site_is_read_without_hidden_files_and_backups() {
        let folder = tempfile::tempdir().unwrap();
        for path in ["content/a.md", "content/.b.md", "content/c.md~", "content/.git/d.md", "static/e.css", "f.md"] {
            let path = folder.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, "x").unwrap();
        }
        let files = Files::read(folder.path()).unwrap();
        let paths: Vec<&str> = files.iter().map(|file| file.path.as_str()).collect();
        assert_eq!(paths, ["content/a.md", "static/e.css"]);
    }

    #[cfg(unix)]
    #[test]
    fn a_link_out_of_the_site_is_reported_and_not_followed() {
        let folder = tempfile::tempdir().unwrap();
        let content = folder.path().join("content");
        fs::create_dir(&content).unwrap();
        fs::write(content.join("a.md"), "x").unwrap();
        std::os::unix::fs::symlink("/etc/passwd", content.join("secret.md")).unwrap();
        std::os::unix::fs::symlink("/etc", content.join("etc")).unwrap();
        std::os::unix::fs::symlink(content.join("a.md"), content.join("b.md")).unwrap();
        std::os::unix::fs::symlink(&content, content.join("loop")).unwrap();
        std::os::unix::fs::symlink("nowhere", content.join("gone.md")).unwrap();
        let files = Files::read(folder.path()).unwrap();
        let paths: Vec<&str> = files.iter().map(|file| file.path.as_str()).collect();
        assert_eq!(paths, ["content/a.md", "content/b.md"]);
        let said: Vec<&str> = files.findings().iter().map(|found| found.message.as_str()).collect();
        assert_eq!(
            said,
            [
                "`content/etc` is a symbolic link that leads out of the site",
                "`content/gone.md` is a symbolic link to something that does not exist",
                "`content/loop` leads in a circle",
                "`content/secret.md` is a symbolic link that leads out of the site",
            ]
        );
        assert!(files.findings().iter().all(|found| !found.help.contains("copy the file")));
    }

    #[cfg(unix)]
    #[test]
    fn a_name_that_cannot_be_used_is_reported_until_it_is_changed() {
        use std::os::unix::ffi::OsStrExt;
        let folder = tempfile::tempdir().unwrap();
        let briefs = fs::canonicalize(folder.path()).unwrap().join("content/briefs");
        fs::create_dir_all(&briefs).unwrap();
        let bad = briefs.join(std::ffi::OsStr::from_bytes(b"caf\xe9.md"));
        for place in [&briefs.join("a:b.md"), &bad, &briefs.join("c.md")] {
            fs::write(place, "x").unwrap();
        }
        let mut files = Files::read(folder.path()).unwrap();
        let said = |files: &Files| files.findings().iter().map(|it| it.message.clone()).collect::<Vec<_>>();
        let of = |name: &str| format!("`{name}` in `content/briefs` has a name that cannot be used, and is left out");
        assert_eq!(said(&files), [of("a:b.md"), of("caf\u{fffd}.md")]);
        assert_eq!(files.iter().count(), 1);
        fs::rename(&bad, briefs.join("cafe.md")).unwrap();
        let changes = files.refresh(&[bad, briefs.join("cafe.md")]);
        assert_eq!(changes.len(), 1);
        assert_eq!(said(&files), [of("a:b.md")]);
    }

    #[test]
    fn a_look_at_everything_finds_what_nobody_told_of() {
        let folder = tempfile::tempdir().unwrap();
        let place = |path: &str| folder.path().join(path);
        fs::create_dir_all(place("content/briefs")).unwrap();
        for path in ["content/kept.md", "content/edited.md", "content/briefs/gone.md", "site.yaml"] {
            fs::write(place(path), "x").unwrap();
        }
        let mut files = Files::read(folder.path()).unwrap();
        assert!(files.refresh_all().is_empty());
        fs::write(place("content/edited.md"), "y").unwrap();
        fs::remove_dir_all(place("content/briefs")).unwrap();
        fs::create_dir_all(place("templates")).unwrap();
        fs::write(place("templates/brief.html"), "z").unwrap();
        let mut differ: Vec<String> = files.refresh_all().into_iter().map(|change| change.path.to_string()).collect();
        differ.sort();
        assert_eq!(differ, ["content/briefs/gone.md", "content/edited.md", "templates/brief.html"]);
        let again = Files::read(folder.path()).unwrap();
        let seen = |files: &Files| files.iter().map(|file| (file.path.clone(), file.fingerprint)).collect::<Vec<_>>();
        assert_eq!(seen(&files), seen(&again));
    }

    #[cfg(unix)]
    #[test]
    fn what_is_in_a_folder_that_cannot_be_read_is_not_gone() {
        let folder = tempfile::tempdir().unwrap();
        let place = |path: &str| folder.path().join(path);
        fs::create_dir_all(place("content/briefs")).unwrap();
        fs::write(place("content/briefs/a.md"), "x").unwrap();
        fs::write(place("content/b.md"), "x").unwrap();
        let mut files = Files::read(folder.path()).unwrap();
        // A link that leads nowhere is no more readable than a folder without leave, which the superuser can read.
        fs::rename(place("content/briefs"), place("away")).unwrap();
        std::os::unix::fs::symlink("nowhere", place("content/briefs")).unwrap();
        fs::remove_file(place("content/b.md")).unwrap();
        let gone: Vec<String> = files.refresh_all().into_iter().map(|change| change.path.to_string()).collect();
        assert_eq!(gone, ["content/b.md"]);
        assert_eq!(files.findings().len(), 1);
        fs::remove_file(place("content/briefs")).unwrap();
        fs::rename(place("away"), place("content/briefs")).unwrap();
        assert!(files.refresh_all().is_empty() && files.findings().is_empty());
    }

    #[test]
    fn a_comparison_reads_what_has_another_length_or_time_and_what_was_new_at_the_last() {
        let folder = tempfile::tempdir().unwrap();
        let place = |path: &str| folder.path().join(path);
        fs::create_dir_all(place("content")).unwrap();
        let write = |text: &str, time: SystemTime| {
            fs::write(place("content/a.md"), text).unwrap();
            fs::File::options().write(true).open(place("content/a.md")).unwrap().set_modified(time).unwrap();
        };
        let (early, late) = (SystemTime::UNIX_EPOCH, SystemTime::UNIX_EPOCH + std::time::Duration::from_secs(1));
        write("one", early);
        let mut files = Files::read(folder.path()).unwrap();
        write("two", early);
        assert_eq!(files.compare_all().len(), 1, "it may have been saved in the tick in which it was read");
        assert!(files.compare_all().is_empty());
        write("six", early);
        assert!(files.compare_all().is_empty(), "settled, and not read");
        write("six", late);
        assert_eq!(files.compare_all().len(), 1);
        fs::remove_file(place("content/a.md")).unwrap();
        assert_eq!(files.compare_all().len(), 1);
    }

    #[test]
    fn a_folder_without_content_is_no_site() {
        let folder = tempfile::tempdir().unwrap();
        assert!(Files::read(folder.path()).unwrap_err().to_string().contains("briefgen init"));
        assert!(Files::read(&folder.path().join("nowhere")).is_err());
    }
}
