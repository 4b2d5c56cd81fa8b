//! A snapshot of the site's folder. No other module reads the site from disk.
//!
//! Text files are held in memory. Of other files the snapshot holds only the length and a
//! fingerprint; they are copied when the output is written, so that media never fill the memory.
//! This module does not know what the files mean.
//!
//! ```
//! use briefgen::base::path::SitePath;
//! use briefgen::files::Files;
//!
//! let files = Files::from_text("=== site.yaml\ntitle: Desk");
//! assert_eq!(files.text(&SitePath::config()), Some("title: Desk\n"));
//! ```
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
use walk::{FoundFile, Walk, is_of_site, nearest_named};

/// A file of the site.
#[derive(Clone, Debug)]
pub struct File {
    /// The file's path, through links if there are any.
    pub path: SitePath,
    /// What the file holds.
    pub content: FileContent,
    /// The hash of the path and the content.
    pub fingerprint: Fingerprint,
    /// The file behind the link, if the path goes through a symbolic link.
    pub linked: Option<Box<Linked>>,
    /// The file's metadata, if two readings in a row found the same bytes. While the metadata stay
    /// as they are, [`Files::compare_all`] does not read the file again.
    stat: Option<StatData>,
}

/// The metadata by which a file is recognised as unchanged without reading it.
///
/// Length and modification time are not enough, because programs can set that time. They cannot set
/// the time of the last status change (`ctime`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct StatData {
    len: u64,
    modified: SystemTime,
    /// The inode number.
    inode: u64,
    /// The status change time in seconds and nanoseconds.
    changed: (i64, i64),
}

impl StatData {
    /// `None` if the disk keeps no modification times. The inode number and the change time are 0
    /// on systems other than Unix.
    fn of(metadata: &fs::Metadata) -> Option<StatData> {
        #[cfg(unix)]
        let (inode, changed) = {
            use std::os::unix::fs::MetadataExt as _;
            (metadata.ino(), (metadata.ctime(), metadata.ctime_nsec()))
        };
        #[cfg(not(unix))]
        let (inode, changed) = (0, (0, 0));
        let modified = metadata.modified().ok()?;
        Some(StatData { len: metadata.len(), modified, inode, changed })
    }

    fn of_file(file: &Path) -> Option<StatData> {
        StatData::of(&fs::symlink_metadata(file).ok()?)
    }
}

/// What a file holds.
#[derive(Clone, Debug)]
pub enum FileContent {
    /// UTF-8 text.
    Text(Arc<str>),
    /// Bytes in memory. Only sites that are built in memory have them.
    Bytes(Arc<[u8]>),
    /// Bytes that stay on disk.
    OnDisk {
        /// The length in bytes.
        len: u64,
    },
    /// The file should be text, but cannot be read as text.
    Unreadable(Unreadable),
}

/// Why a file cannot be read as text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Unreadable {
    /// The file is not UTF-8.
    NotText,
    /// The file is larger than [`limits::TEXT_FILE`].
    TooLarge,
    /// The user lacks the permission.
    NoAccess,
    /// Too many files are open.
    TooManyOpen,
    /// While the site was read, the file went away or was replaced by something that is no file.
    Changed,
    /// Reading failed with this error.
    Failed(io::ErrorKind),
}

impl File {
    /// The length in bytes; 0 for an unreadable file.
    pub fn len(&self) -> usize {
        match &self.content {
            FileContent::Text(text) => text.len(),
            FileContent::Bytes(bytes) => bytes.len(),
            FileContent::OnDisk { len } => usize::try_from(*len).unwrap_or(usize::MAX),
            FileContent::Unreadable(_) => 0,
        }
    }

    /// The text; `None` if the file is not a readable text file.
    pub fn text(&self) -> Option<&str> {
        match &self.content {
            FileContent::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The file on disk, by a path without links.
    pub fn original(&self, root: &Path) -> OpenedFile {
        OpenedFile {
            root: root.to_owned(),
            path: path_on_disk(&self.path, self.linked.as_deref()).clone(),
        }
    }

    /// Whether the file is empty or unreadable.
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
    kind: FilesErrorKind,
}

#[derive(Debug)]
enum FilesErrorKind {
    NoFolder(io::Error),
    NoContent,
}

impl fmt::Display for FilesError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let folder = self.folder.display();
        match &self.kind {
            FilesErrorKind::NoFolder(error) => {
                write!(f, "cannot read the site's folder `{folder}`: {error}")
            }
            FilesErrorKind::NoContent => write!(
                f,
                "`{folder}` is no site: it has no folder `content`; `briefgen init` makes one, \
                `--site` names another"
            ),
        }
    }
}

impl std::error::Error for FilesError {}

/// The files of a site by path, and the folder they were read from.
#[derive(Clone, Debug, Default)]
pub struct Files {
    root: PathBuf,
    files: BTreeMap<SitePath, File>,
    findings: Vec<Finding>,
    /// Whether the site contains symbolic links.
    has_links: bool,
    /// Whether a folder could not be read because too many files were open.
    ran_short: bool,
    /// The places on disk to which the site's links lead.
    targets: BTreeSet<PathBuf>,
    /// Hidden files below `static/`, which are left out.
    hidden: BTreeSet<SitePath>,
}

/// How a file is compared with its state in the snapshot.
#[derive(Clone, Copy, PartialEq, Eq)]
enum ChangeTest {
    /// By its bytes.
    Bytes,
    /// By its metadata, as git does it; by its bytes if the metadata are not known.
    Stat,
}

/// A file that was changed, created or removed since the snapshot saw it.
#[derive(Clone, Debug)]
pub struct Change {
    /// The file's path.
    pub path: SitePath,
    /// The file as it was; `None` for a new file.
    pub before: Option<File>,
}

/// The folders and files that make up a site, at the top of its folder. `site.yml` is a common
/// misspelling, which is read to be reported.
pub const TOPS: [&str; 5] = ["content", "templates", "static", "site.yaml", "site.yml"];

impl Files {
    /// Reads the site in a folder: `site.yaml`, `content/`, `templates/` and `static/`.
    ///
    /// Hidden files and names that end in `~` are left out. A symbolic link that leads to a
    /// forbidden place is not followed, but reported in [`Files::findings`].
    ///
    /// # Errors
    /// If the folder cannot be read or has no `content/`.
    pub fn read(root: &Path) -> Result<Files, FilesError> {
        let failed = |kind| FilesError { folder: root.to_owned(), kind };
        let root =
            fs::canonicalize(root).map_err(|error| failed(FilesErrorKind::NoFolder(error)))?;
        if !root.join("content").is_dir() {
            return Err(failed(FilesErrorKind::NoContent));
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
        let Walk { findings, has_links, ran_short, targets, hidden, .. } = walk;
        Ok(Files { root, files, findings, has_links, ran_short, targets, hidden })
    }

    /// Reads some files and folders again and returns the files that changed.
    ///
    /// `places` are absolute paths. Places outside the site and ignored files are skipped.
    pub fn refresh(&mut self, places: &[PathBuf]) -> Vec<Change> {
        if self.has_links {
            // A file that is saved in one place may also be reached through a link elsewhere.
            return self.refresh_all();
        }
        let mut places: Vec<&Path> =
            places.iter().map(|place| nearest_named(&self.root, place)).collect();
        places.sort_unstable();
        places.dedup();
        let mut changes = Vec::new();
        for place in places {
            if SitePath::within(&self.root, place).is_some_and(|path| is_of_site(&path)) {
                self.refresh_place(place, ChangeTest::Bytes, &mut changes);
            }
        }
        if self.has_links {
            // A new link may conflict with others, so that all links have to be followed together.
            changes.extend(self.refresh_all());
        }
        changes
    }

    /// Whether anything could not be read because too many files were open. It may be readable at
    /// the next refresh.
    pub fn is_short_of_descriptors(&self) -> bool {
        let is_short =
            |file: &File| matches!(file.content, FileContent::Unreadable(Unreadable::TooManyOpen));
        self.ran_short || self.files.values().any(is_short)
    }

    /// Reads everything again and returns the files that changed.
    pub fn refresh_all(&mut self) -> Vec<Change> {
        self.refresh_tops(ChangeTest::Bytes)
    }

    /// Like [`Files::refresh_all`], but reads only files whose metadata changed. For frequent
    /// polling.
    pub fn compare_all(&mut self) -> Vec<Change> {
        self.refresh_tops(ChangeTest::Stat)
    }

    fn refresh_tops(&mut self, test: ChangeTest) -> Vec<Change> {
        (self.has_links, self.ran_short, self.targets) = (false, false, BTreeSet::new());
        let mut changes = Vec::new();
        for top in TOPS {
            let place = self.root.join(top);
            self.refresh_place(&place, test, &mut changes);
        }
        changes
    }

    /// Refreshes a file, or all files below a folder.
    fn refresh_place(&mut self, place: &Path, test: ChangeTest, changes: &mut Vec<Change>) {
        let Some(at) = SitePath::within(&self.root, place) else { return };
        let mut walk = Walk::default();
        walk.through(&self.root, place);
        let is_there = |path: &SitePath| *path == at || path.below(at.as_str()).is_some();
        self.findings.retain(|finding| !is_there(&finding.span.file));
        self.findings.append(&mut walk.findings);
        self.has_links |= walk.has_links;
        self.ran_short |= walk.ran_short;
        self.targets.append(&mut walk.targets);
        self.hidden.retain(|path| !is_there(path));
        self.hidden.append(&mut walk.hidden);
        // Files in an unreadable folder may still exist, so they are not counted as removed.
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
            changes.push(Change { path, before });
        }
        let (root, files) = (&self.root, &self.files);
        let read: Vec<File> = found
            .into_par_iter()
            .filter_map(|(path, linked)| {
                let last = files.get(&path);
                let stat = StatData::of_file(&path_on_disk(&path, linked.as_deref()).real(root));
                let is_equal = |last: &File| last.stat == stat && last.linked == linked;
                if test == ChangeTest::Stat && stat.is_some() && last.is_some_and(is_equal) {
                    return None;
                }
                let file = read_file(root, FoundFile { path, linked });
                // A file may be saved twice within a tick of the disk's clock. So the metadata
                // count only when a second reading has found equal bytes.
                let is_settled = last.is_some_and(|last| last.fingerprint == file.fingerprint);
                Some(File { stat: stat.filter(|_| is_settled), ..file })
            })
            .collect();
        for file in read {
            let (path, fingerprint) = (file.path.clone(), file.fingerprint);
            let before = self.files.insert(path.clone(), file);
            if before.as_ref().is_none_or(|before| before.fingerprint != fingerprint) {
                changes.push(Change { path, before });
            }
        }
    }

    /// Adds a file, or replaces the file at its path.
    pub fn put(&mut self, file: File) {
        self.files.insert(file.path.clone(), file);
    }

    /// Makes a site from a text in which each file begins with a line `=== path`. For tests and
    /// documents.
    ///
    /// A file whose path leads out of the site is skipped.
    pub fn from_text(text: &str) -> Files {
        let mut files = Files::default();
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

    /// Writes bytes to a path: adds a file, or replaces the file at that path.
    pub fn set(&mut self, path: SitePath, bytes: &[u8]) {
        let content =
            if is_text(&path) { text_content(bytes) } else { FileContent::Bytes(bytes.into()) };
        let fingerprint = Fingerprint::of(&(path.as_str(), bytes));
        self.put(File { path, content, fingerprint, linked: None, stat: None });
    }

    /// Removes a file.
    pub fn remove(&mut self, path: &SitePath) {
        self.files.remove(path);
    }

    /// All files, sorted by path.
    pub fn iter(&self) -> impl Iterator<Item = &File> {
        self.files.values()
    }

    /// The file at a path.
    pub fn get(&self, path: &SitePath) -> Option<&File> {
        self.files.get(path)
    }

    /// The text of a file; `None` if it does not exist or is not a readable text file.
    pub fn text(&self, path: &SitePath) -> Option<&str> {
        self.files.get(path)?.text()
    }

    /// A copy that contains only the files below a top folder, or only a single file at the top.
    #[must_use]
    pub fn only(&self, top: &str) -> Files {
        Files {
            root: self.root.clone(),
            files: self.below(top).map(|file| (file.path.clone(), file.clone())).collect(),
            has_links: self.has_links,
            ..Files::default()
        }
    }

    /// The files below a folder, or the single file at this path, sorted by path.
    pub fn below<'a>(&'a self, folder: &'a str) -> impl Iterator<Item = &'a File> {
        let files =
            SitePath::parse(folder).map(|first| self.files.range(first..)).into_iter().flatten();
        let files = files.take_while(move |(path, _)| path.as_str().starts_with(folder));
        files
            .filter(move |(path, _)| path.as_str() == folder || path.below(folder).is_some())
            .map(|(_, file)| file)
    }

    /// Whether the folder exists and has a `content/`.
    pub fn is_there(&self) -> bool {
        self.root.join("content").is_dir()
    }

    /// Whether the site contains symbolic links.
    pub fn has_links(&self) -> bool {
        self.has_links
    }

    /// The files and folders on disk to which the site's symbolic links lead. All are inside the
    /// site's folder.
    pub fn targets(&self) -> &BTreeSet<PathBuf> {
        &self.targets
    }

    /// The folder that was read; empty for [`Files::from_text`].
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Hidden files below `static/`. They are not part of the site.
    pub fn hidden(&self) -> &BTreeSet<SitePath> {
        &self.hidden
    }

    /// Replaces the findings and the hidden files by those of another snapshot.
    pub fn copy_findings_from(&mut self, other: &Files) {
        self.findings.clone_from(&other.findings);
        self.hidden.clone_from(&other.hidden);
    }

    /// Findings about folders, links and names of files. Findings about content come from parsing.
    pub fn findings(&self) -> &[Finding] {
        &self.findings
    }
}

/// The path of a file without links, relative to the site's folder.
fn path_on_disk<'a>(path: &'a SitePath, linked: Option<&'a Linked>) -> &'a SitePath {
    linked.map_or(path, |linked| &linked.on_disk)
}

fn read_file(root: &Path, FoundFile { path, linked }: FoundFile) -> File {
    let opened = open_below(root, path_on_disk(&path, linked.as_deref()).as_str());
    let name = (path.as_str(), linked.as_deref());
    let (file, metadata) = match opened {
        Ok(opened) => opened,
        Err(error) => return File { linked, ..unreadable(path, reason(&error)) },
    };
    if is_text(&path) {
        return match read_text(file, &metadata) {
            Ok(bytes) => {
                let fingerprint = fingerprint(name, bytes.as_slice());
                File { content: text_content(&bytes), fingerprint, path, linked, stat: None }
            }
            Err(why) => File { linked, ..unreadable(path, why) },
        };
    }
    let len = metadata.len();
    let hashed = match StatData::of(&metadata) {
        _ if len <= limits::HASHED_FILE => {
            read_small(file).map(|bytes| fingerprint(name, bytes.as_slice()))
        }
        // Without a change time, metadata do not prove that a large file is unchanged.
        Some(stat) if cfg!(unix) => Ok(fingerprint(name, stat)),
        _ => hash_in_blocks(file).map(|hash| fingerprint(name, hash.0)),
    };
    match hashed {
        Ok(fingerprint) => {
            File { path, content: FileContent::OnDisk { len }, fingerprint, linked, stat: None }
        }
        Err(error) => File { linked, ..unreadable(path, reason(&error)) },
    }
}

/// The hash of a file's name and bytes. The target of a link counts: a link that leads to another
/// file is a change, even if the two files hold equal bytes.
fn fingerprint(name: (&str, Option<&Linked>), content: impl std::hash::Hash) -> Fingerprint {
    match name {
        (path, None) => Fingerprint::of(&(path, content)),
        (path, Some(linked)) => Fingerprint::of(&(path, linked, content)),
    }
}

/// Reads a file of at most [`limits::HASHED_FILE`] bytes, even if it grows while it is read.
fn read_small(file: fs::File) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    file.take(limits::HASHED_FILE).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Hashes a large file, of which only a block is in memory at a time.
fn hash_in_blocks(mut file: fs::File) -> io::Result<Fingerprint> {
    let (mut hash, mut block) = (Fingerprint(0), Vec::new());
    loop {
        block.clear();
        (&mut file).take(1 << 16).read_to_end(&mut block)?;
        if block.is_empty() {
            return Ok(hash);
        }
        hash = Fingerprint::of(&(hash, block.as_slice()));
    }
}

/// Reads a file of at most [`limits::TEXT_FILE`] bytes.
fn read_text(file: fs::File, metadata: &fs::Metadata) -> Result<Vec<u8>, Unreadable> {
    let most = limits::TEXT_FILE + 1;
    let len = metadata.len().min(most);
    // Reading stops at the reported length, which saves a system call. If the file has grown since,
    // the next refresh sees it. Some file systems report 0 for files that are not empty.
    let mut bytes = Vec::with_capacity(usize::try_from(len).unwrap_or_default());
    let read = file.take(if len == 0 { most } else { len }).read_to_end(&mut bytes);
    read.map_err(|error| reason(&error))?;
    if bytes.len() as u64 > limits::TEXT_FILE { Err(Unreadable::TooLarge) } else { Ok(bytes) }
}

/// Why a file cannot be read, by the system's error.
fn reason(error: &io::Error) -> Unreadable {
    match error.kind() {
        io::ErrorKind::PermissionDenied => Unreadable::NoAccess,
        io::ErrorKind::NotFound | io::ErrorKind::InvalidInput => Unreadable::Changed,
        _ if is_short_of_descriptors(error) => Unreadable::TooManyOpen,
        kind => Unreadable::Failed(kind),
    }
}

fn unreadable(path: SitePath, why: Unreadable) -> File {
    let fingerprint = Fingerprint::of(&(path.as_str(), why));
    File { path, content: FileContent::Unreadable(why), fingerprint, linked: None, stat: None }
}

fn text_content(bytes: &[u8]) -> FileContent {
    if bytes.len() as u64 > limits::TEXT_FILE {
        return FileContent::Unreadable(Unreadable::TooLarge);
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => FileContent::Text(text.into()),
        Err(_) => FileContent::Unreadable(Unreadable::NotText),
    }
}

/// Whether briefgen reads a file as text: content, registries, saved texts, templates and the
/// configuration. All other files are only copied.
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
        assert!(files.files.values().all(|file| file.stat.is_some()), "settled, and not read");
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
            hash_in_blocks(fs::File::open(&place).unwrap()).unwrap()
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
