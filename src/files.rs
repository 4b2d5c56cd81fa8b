//! A snapshot of the site's folder: the only reader of disk.
//!
//! Text is held in memory; other files are known by their length and time and copied when they are
//! written, so that media never fill the memory. Knows nothing of what the files mean.
#![expect(clippy::disallowed_methods, reason = "this is where the site's folder is read")]

mod walk;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::fs;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::SystemTime;

use rayon::prelude::*;

use crate::base::descriptors::is_short_of_descriptors;
use crate::base::disk::{OpenedFile, open_below};
use crate::base::finding::Finding;
use crate::base::limits;
use crate::base::memo::Fingerprint;
use crate::base::path::SitePath;
use crate::base::threads::MAX_CHUNK;

pub use walk::Linked;
use walk::{FoundFile, Walk, is_of_site, with_a_name};

/// A file of the site.
#[derive(Clone, Debug)]
pub struct File {
    /// Where it is.
    pub path: SitePath,
    /// What is in it.
    pub content: Content,
    /// The hash of path and content.
    pub fingerprint: Fingerprint,
    /// What it is instead, where it is reached through a link.
    pub linked: Option<Box<Linked>>,
    /// What the system said of it, once two looks at it agreed: it need not be read while this
    /// stays.
    seen: Option<Seen>,
}

/// What the system says of a file without its being read.
///
/// Length and time alone do not do: programs set the time of a file. When it was last changed in
/// any way they cannot set.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct Seen {
    len: u64,
    modified: SystemTime,
    /// The number of the file, and the time of its last change in seconds and nanoseconds: 0 where
    /// there are none.
    changed: (u64, i64, i64),
}

impl Seen {
    fn of(metadata: &fs::Metadata) -> Option<Seen> {
        Some(Seen {
            len: metadata.len(),
            modified: metadata.modified().ok()?,
            changed: last_change(metadata),
        })
    }
}

#[cfg(unix)]
fn last_change(metadata: &fs::Metadata) -> (u64, i64, i64) {
    use std::os::unix::fs::MetadataExt as _;
    (metadata.ino(), metadata.ctime(), metadata.ctime_nsec())
}

#[cfg(not(unix))]
fn last_change(_: &fs::Metadata) -> (u64, i64, i64) {
    (0, 0, 0)
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
    /// It may not be read.
    NoAccess,
    /// As many files are open as may be.
    TooManyOpen,
    /// It went away, or became something else, while the site was read.
    Changed,
    /// The system cannot read it.
    Failed(io::ErrorKind),
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

    /// The file on disk, without links on the way to it.
    pub fn original(&self, root: &Path) -> OpenedFile {
        OpenedFile {
            root: root.to_owned(),
            path: on_disk(&self.path, self.linked.as_deref()).clone(),
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
                "`{folder}` is no site: it has no folder `content`; `briefgen init` makes one, \
                `--site` names another"
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
    /// Whether a folder could not be read because too many files were open.
    short: bool,
    /// Where the symbolic links lead that were followed.
    targets: BTreeSet<PathBuf>,
    /// Hidden files below `static/`, which are left out.
    hidden: BTreeSet<SitePath>,
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

/// What a site consists of, below its folder, and one name that people give to its configuration by
/// mistake.
pub const TOPS: [&str; 5] = ["content", "templates", "static", "site.yaml", "site.yml"];

impl Files {
    /// Reads the site in a folder: `site.yaml`, `content/`, `templates/` and `static/`.
    ///
    /// Hidden files and those ending in `~` are left out. A symbolic link that leads where it may
    /// not is reported and not followed.
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
        let read: Vec<File> = walk
            .found
            .into_par_iter()
            .with_max_len(MAX_CHUNK)
            .map(|found| read_file(&root, found))
            .collect();
        let files = read.into_iter().map(|file| (file.path.clone(), file)).collect();
        let Walk { findings, linked, short, targets, hidden, .. } = walk;
        Ok(Files { root, files, findings, linked, short, targets, hidden })
    }

    /// Looks again at some files and folders of the site, by their places on disk, and says which
    /// files differ now. Places outside the site and files that it ignores are passed over.
    pub fn refresh(&mut self, places: &[PathBuf]) -> Vec<Change> {
        if self.linked {
            // What is saved in one place may be shown in another.
            return self.refresh_all();
        }
        let mut places: Vec<&Path> =
            places.iter().map(|place| with_a_name(&self.root, place)).collect();
        places.sort_unstable();
        places.dedup();
        let mut differ = Vec::new();
        for place in places {
            if SitePath::within(&self.root, place).is_some_and(|path| is_of_site(&path)) {
                self.look_at(place, Look::Read, &mut differ);
            }
        }
        if self.linked {
            // What links lead to is worked out for all of them together.
            differ.extend(self.refresh_all());
        }
        differ
    }

    /// Whether something could not be read because too many files were open: it may be read at the
    /// next look.
    pub fn is_short_of_descriptors(&self) -> bool {
        let is_short =
            |file: &File| matches!(file.content, Content::Unreadable(Unreadable::TooManyOpen));
        self.short || self.files.values().any(is_short)
    }

    /// Looks again at everything, and reads it.
    pub fn refresh_all(&mut self) -> Vec<Change> {
        self.look_at_all(Look::Read)
    }

    /// Looks again at everything, and reads only what has another length or time. For those who
    /// look often.
    pub fn compare_all(&mut self) -> Vec<Change> {
        self.look_at_all(Look::Compare)
    }

    fn look_at_all(&mut self, look: Look) -> Vec<Change> {
        (self.linked, self.short, self.targets) = (false, false, BTreeSet::new());
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
        self.short |= walk.short;
        self.targets.append(&mut walk.targets);
        self.hidden.retain(|path| !is_there(path));
        self.hidden.append(&mut walk.hidden);
        // What is in a folder that cannot be read is not known, and so not gone.
        let is_unread = |path: &SitePath| {
            walk.unread.iter().any(|place| path == place || path.below(place.as_str()).is_some())
        };
        let found: BTreeMap<SitePath, _> =
            walk.found.into_iter().map(|found| (found.path, found.linked)).collect();
        let gone: Vec<SitePath> = self
            .files
            .range(at.clone()..)
            .map(|(path, _)| path)
            .take_while(|path| path.as_str().starts_with(at.as_str()))
            .filter(|path| is_there(path) && !found.contains_key(path) && !is_unread(path))
            .cloned()
            .collect();
        for path in gone {
            let before = self.files.remove(&path);
            differ.push(Change { path, before });
        }
        let (root, files) = (&self.root, &self.files);
        let read: Vec<File> = found
            .into_par_iter()
            .filter_map(|(path, linked)| {
                let last = files.get(&path);
                let seen = seen(&on_disk(&path, linked.as_deref()).real(root));
                let is_same = |last: &File| last.seen == seen && last.linked == linked;
                if look == Look::Compare && seen.is_some() && last.is_some_and(is_same) {
                    return None;
                }
                let file = read_file(root, FoundFile { path, linked });
                // A file may be saved twice in one tick of the clock: what is new is read once more
                // at the next look.
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
            short: false,
            targets: BTreeSet::new(),
            hidden: BTreeSet::new(),
        };
        for part in format!("\n{text}").split("\n=== ").skip(1) {
            let (path, content) = part.split_once('\n').unwrap_or((part, ""));
            match SitePath::parse(path.trim()) {
                Some(path) if path.below("static").is_some() && !is_of_site(&path) => {
                    files.hidden.insert(path);
                }
                Some(path) => files.set(path, format!("{content}\n").as_bytes()),
                None => {}
            }
        }
        files
    }

    /// Puts a file of these bytes in place of what was at its path.
    pub fn set(&mut self, path: SitePath, bytes: &[u8]) {
        let content =
            if is_text(&path) { text_content(bytes) } else { Content::Bytes(bytes.into()) };
        let fingerprint = Fingerprint::of(&(path.as_str(), bytes));
        self.files
            .insert(path.clone(), File { path, content, fingerprint, linked: None, seen: None });
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
            short: false,
            targets: BTreeSet::new(),
            hidden: BTreeSet::new(),
        }
    }

    /// The files of a folder, or that one file, in the order of their paths.
    pub fn below<'a>(&'a self, folder: &'a str) -> impl Iterator<Item = &'a File> {
        let files =
            SitePath::parse(folder).map(|first| self.files.range(first..)).into_iter().flatten();
        let files = files.take_while(move |(path, _)| path.as_str().starts_with(folder));
        files
            .filter(move |(path, _)| path.as_str() == folder || path.below(folder).is_some())
            .map(|(_, file)| file)
    }

    /// Whether the folder is still, or again, one of a site.
    pub fn is_there(&self) -> bool {
        self.root.join("content").is_dir()
    }

    /// Whether there are symbolic links.
    pub fn has_links(&self) -> bool {
        self.linked
    }

    /// Where the symbolic links lead that were followed: files and folders inside the site's
    /// folder.
    pub fn targets(&self) -> &BTreeSet<PathBuf> {
        &self.targets
    }

    /// The folder that was read; empty for [`Files::from_text`].
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Hidden files below `static/`: they are left out.
    pub fn hidden(&self) -> &BTreeSet<SitePath> {
        &self.hidden
    }

    /// Takes over what was wrong with the folder itself.
    pub fn take_findings_of(&mut self, other: &Files) {
        self.findings.clone_from(&other.findings);
        self.hidden.clone_from(&other.hidden);
    }

    /// What was wrong with the folder itself.
    pub fn findings(&self) -> &[Finding] {
        &self.findings
    }
}

/// Where a file lies on disk, from the site's folder.
fn on_disk<'a>(path: &'a SitePath, linked: Option<&'a Linked>) -> &'a SitePath {
    linked.map_or(path, |linked| &linked.on_disk)
}

fn seen(file: &Path) -> Option<Seen> {
    Seen::of(&fs::symlink_metadata(file).ok()?)
}

fn read_file(root: &Path, FoundFile { path, linked }: FoundFile) -> File {
    let opened = open_below(root, on_disk(&path, linked.as_deref()).as_str());
    let named = (path.as_str(), linked.as_deref());
    let (file, metadata) = match opened {
        Ok(opened) => opened,
        Err(error) => return File { linked, ..unreadable(path, refused(&error)) },
    };
    if is_text(&path) {
        return match read_text(file, &metadata) {
            Ok(bytes) => {
                let fingerprint = fingerprint(named, bytes.as_slice());
                File { content: text_content(&bytes), fingerprint, path, linked, seen: None }
            }
            Err(why) => File { linked, ..unreadable(path, why) },
        };
    }
    let len = metadata.len();
    let hashed = match Seen::of(&metadata) {
        _ if len <= limits::HASHED_FILE => {
            hold_of(file).map(|bytes| fingerprint(named, bytes.as_slice()))
        }
        Some(seen) if cfg!(unix) => Ok(fingerprint(named, seen)),
        _ => hash_of(file).map(|hash| fingerprint(named, hash.0)),
    };
    match hashed {
        Ok(fingerprint) => {
            File { path, content: Content::OnDisk { len }, fingerprint, linked, seen: None }
        }
        Err(error) => File { linked, ..unreadable(path, refused(&error)) },
    }
}

/// The hash of a file: a link is another file when it leads elsewhere, though that may hold what it
/// held before.
fn fingerprint(named: (&str, Option<&Linked>), held: impl std::hash::Hash) -> Fingerprint {
    match named {
        (path, None) => Fingerprint::of(&(path, held)),
        (path, Some(linked)) => Fingerprint::of(&(path, linked, held)),
    }
}

/// The bytes of a small file.
fn hold_of(file: fs::File) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    // It may grow while it is read.
    file.take(limits::HASHED_FILE).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// The hash of a large file, of which no more than a part is held at once.
fn hash_of(mut file: fs::File) -> io::Result<Fingerprint> {
    let (mut hash, mut part) = (Fingerprint(0), Vec::new());
    loop {
        part.clear();
        (&mut file).take(1 << 16).read_to_end(&mut part)?;
        if part.is_empty() {
            return Ok(hash);
        }
        hash = Fingerprint::of(&(hash, part.as_slice()));
    }
}

/// The bytes of a file that should be text, unless it is too large.
fn read_text(file: fs::File, metadata: &fs::Metadata) -> Result<Vec<u8>, Unreadable> {
    let most = limits::TEXT_FILE + 1;
    let len = metadata.len().min(most);
    // Where a file system says how long a file is, its end need not be looked for: what has been
    // added since is for the next look.
    let mut bytes = Vec::with_capacity(usize::try_from(len).unwrap_or_default());
    let read = file.take(if len == 0 { most } else { len }).read_to_end(&mut bytes);
    read.map_err(|error| refused(&error))?;
    if bytes.len() as u64 > limits::TEXT_FILE { Err(Unreadable::TooLarge) } else { Ok(bytes) }
}

/// Why the system does not let a file be read.
fn refused(error: &io::Error) -> Unreadable {
    match error.kind() {
        io::ErrorKind::PermissionDenied => Unreadable::NoAccess,
        io::ErrorKind::NotFound | io::ErrorKind::InvalidInput => Unreadable::Changed,
        _ if is_short_of_descriptors(error) => Unreadable::TooManyOpen,
        kind => Unreadable::Failed(kind),
    }
}

fn unreadable(path: SitePath, why: Unreadable) -> File {
    let fingerprint = Fingerprint::of(&(path.as_str(), why));
    File { path, content: Content::Unreadable(why), fingerprint, linked: None, seen: None }
}

fn text_content(bytes: &[u8]) -> Content {
    if bytes.len() as u64 > limits::TEXT_FILE {
        return Content::Unreadable(Unreadable::TooLarge);
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => Content::Text(text.into()),
        Err(_) => Content::Unreadable(Unreadable::NotText),
    }
}

/// Whether briefgen reads the file itself: content, registries, saved texts, templates, the
/// configuration.
fn is_text(path: &SitePath) -> bool {
    if path.as_str() == "site.yaml"
        || path.below("templates").is_some()
        || path.below("content/texts").is_some()
    {
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
        for path in [
            "content/a.md",
            "content/.b.md",
            "content/c.md~",
            "content/.git/d.md",
            "static/e.css",
            "f.md",
        ] {
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
        let said = |files: &Files| {
            files.findings().iter().map(|it| it.message.clone()).collect::<Vec<_>>()
        };
        let of = |name: &str| {
            format!("`{name}` in `content/briefs` has a name that cannot be used, and is left out")
        };
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
        for path in ["content/kept.md", "content/edited.md", "content/briefs/gone.md", "site.yaml"]
        {
            fs::write(place(path), "x").unwrap();
        }
        let mut files = Files::read(folder.path()).unwrap();
        assert!(files.refresh_all().is_empty());
        fs::write(place("content/edited.md"), "y").unwrap();
        fs::remove_dir_all(place("content/briefs")).unwrap();
        fs::create_dir_all(place("templates")).unwrap();
        fs::write(place("templates/brief.html"), "z").unwrap();
        let mut differ: Vec<String> =
            files.refresh_all().into_iter().map(|change| change.path.to_string()).collect();
        differ.sort();
        assert_eq!(differ, ["content/briefs/gone.md", "content/edited.md", "templates/brief.html"]);
        let again = Files::read(folder.path()).unwrap();
        let seen = |files: &Files| {
            files.iter().map(|file| (file.path.clone(), file.fingerprint)).collect::<Vec<_>>()
        };
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
        // A link that leads nowhere is no more readable than a folder without leave, which the
        // superuser can read.
        fs::rename(place("content/briefs"), place("away")).unwrap();
        std::os::unix::fs::symlink("nowhere", place("content/briefs")).unwrap();
        fs::remove_file(place("content/b.md")).unwrap();
        let gone: Vec<String> =
            files.refresh_all().into_iter().map(|change| change.path.to_string()).collect();
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
            fs::File::options()
                .write(true)
                .open(place("content/a.md"))
                .unwrap()
                .set_modified(time)
                .unwrap();
        };
        let (early, late) =
            (SystemTime::UNIX_EPOCH, SystemTime::UNIX_EPOCH + std::time::Duration::from_secs(1));
        write("one", early);
        let mut files = Files::read(folder.path()).unwrap();
        write("two", early);
        assert_eq!(
            files.compare_all().len(),
            1,
            "it may have been saved in the tick in which it was read"
        );
        assert!(files.compare_all().is_empty());
        assert!(files.files.values().all(|file| file.seen.is_some()), "settled, and not read");
        write("six", late);
        assert_eq!(files.compare_all().len(), 1);
        assert!(files.compare_all().is_empty());
        if cfg!(unix) {
            write("ten", late);
            assert_eq!(files.compare_all().len(), 1, "length and time are as they were");
        }
        fs::remove_file(place("content/a.md")).unwrap();
        assert_eq!(files.compare_all().len(), 1);
    }

    #[test]
    fn a_folder_without_content_is_no_site() {
        let folder = tempfile::tempdir().unwrap();
        assert!(Files::read(folder.path()).unwrap_err().to_string().contains("briefgen init"));
        assert!(Files::read(&folder.path().join("nowhere")).is_err());
    }

    #[cfg(unix)]
    #[test]
    fn a_large_file_of_the_same_length_and_time_is_another_one() {
        let folder = tempfile::tempdir().unwrap();
        let place = |path: &str| folder.path().join(path);
        fs::create_dir_all(place("content")).unwrap();
        fs::create_dir_all(place("static")).unwrap();
        let write = |byte: u8| {
            let bytes = vec![byte; usize::try_from(limits::HASHED_FILE).unwrap() + 1];
            // As an editor saves: another file in its place, so that no clock is waited for.
            fs::write(place("new"), bytes).unwrap();
            fs::File::options()
                .write(true)
                .open(place("new"))
                .unwrap()
                .set_modified(SystemTime::UNIX_EPOCH)
                .unwrap();
            fs::rename(place("new"), place("static/film.mp4")).unwrap();
        };
        let seen = |files: &Files| files.iter().map(|file| file.fingerprint).collect::<Vec<_>>();
        write(b'x');
        let one = seen(&Files::read(folder.path()).unwrap());
        assert_eq!(one, seen(&Files::read(folder.path()).unwrap()), "the same file is the same");
        write(b'y');
        assert_ne!(one, seen(&Files::read(folder.path()).unwrap()));
    }

    #[test]
    fn a_file_is_hashed_in_parts_as_a_whole() {
        let folder = tempfile::tempdir().unwrap();
        let place = folder.path().join("film");
        let hash = |bytes: &[u8]| {
            fs::write(&place, bytes).unwrap();
            hash_of(fs::File::open(&place).unwrap()).unwrap()
        };
        let long = vec![b'x'; 200_000];
        assert_eq!(hash(&long), hash(&long));
        let mut other = long.clone();
        other[150_000] = b'y';
        for other in [other.as_slice(), &long[1..], b""] {
            assert_ne!(hash(&long), hash(other));
        }
    }
}
