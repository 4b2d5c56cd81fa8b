//! Walks the site's folders and follows the symbolic links that are allowed.
//!
//! A link stands for the file or folder that it leads to. It must stay within the top folder
//! (`content/`, `static/` …) that it lies in, and must not lead to hidden files or saved texts:
//! these are never published, and a link would publish them.

use std::collections::{BTreeSet, HashSet, VecDeque};
use std::fs::{self, FileType};
use std::io;
use std::path::{Path, PathBuf};

use rayon::prelude::*;
use walkdir::{DirEntry, WalkDir};

use crate::base::code::Code;
use crate::base::descriptors::{TOO_MANY_OPEN, is_short_of_descriptors};
use crate::base::finding::{Bytes, Finding, Span};
use crate::base::limits;
use crate::base::path::SitePath;

use super::TOPS;

/// Hidden names at the top of `static/` that are copied nevertheless: web hosts and clients look
/// for them.
const PUBLIC_HIDDEN: [&str; 2] = [".well-known", ".nojekyll"];

/// Hidden files of tools, which are left out without a finding.
const OF_TOOLS: [&str; 6] =
    [".DS_Store", ".directory", ".git", ".gitattributes", ".gitignore", ".gitkeep"];

/// The file at the end of a path that goes through a link.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Linked {
    /// The file's own path in the site.
    pub to: SitePath,
    /// The file's path on disk, relative to the site's folder. It differs from `to` if a top folder
    /// is itself a link.
    pub(super) on_disk: SitePath,
}

/// A file that the walk found.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct FoundFile {
    pub(super) path: SitePath,
    pub(super) linked: Option<Box<Linked>>,
}

/// The results of walking folders.
#[derive(Default)]
pub(super) struct Walk {
    pub(super) found: Vec<FoundFile>,
    pub(super) findings: Vec<Finding>,
    /// Whether there are symbolic links.
    pub(super) has_links: bool,
    /// The places on disk to which followed links lead.
    pub(super) targets: BTreeSet<PathBuf>,
    /// Files and folders that could not be read.
    pub(super) unread: Vec<SitePath>,
    /// Whether any of `unread` failed because too many files were open.
    pub(super) ran_short: bool,
    /// Hidden files below `static/`.
    pub(super) hidden: BTreeSet<SitePath>,
    /// Links inside linked folders that were already reported. Several links may lead to such a
    /// folder.
    reported: HashSet<PathBuf>,
}

/// A top folder of the site, or `site.yaml`.
struct Top<'a> {
    root: &'a Path,
    name: &'a str,
    /// The place on disk, with links resolved.
    real: PathBuf,
    is_link: bool,
}

impl Top<'_> {
    /// The path in the site of a place on disk; `None` if its name cannot be used.
    fn path(&self, place: &Path) -> Option<SitePath> {
        match SitePath::within(&self.real, place) {
            _ if !self.is_link => SitePath::within(self.root, place),
            Some(below) => SitePath::parse(&format!("{}/{below}", self.name)),
            None if place == self.real => SitePath::parse(self.name),
            None => None,
        }
    }

    /// Describes the file at a place on disk for a path that reaches it through a link.
    fn linked(&self, place: &Path) -> Option<Box<Linked>> {
        Some(Box::new(Linked {
            to: self.path(place)?,
            on_disk: SitePath::within(self.root, place)?,
        }))
    }
}

/// A symbolic link: its path in the site, and its place on disk with links on the way resolved.
type FolderLink = (SitePath, PathBuf);

/// The file or folder that a link leads to.
struct SymlinkTarget {
    place: PathBuf,
    kind: FileType,
}

impl Walk {
    /// Adds the files below a folder, or a single file. If `start` does not exist, adds nothing.
    pub(super) fn through(&mut self, root: &Path, start: &Path) {
        if fs::symlink_metadata(start).is_err() {
            return;
        }
        let Some(at) = SitePath::within(root, start) else { return };
        let (name, below) = at.as_str().split_once('/').unwrap_or((at.as_str(), ""));
        let Some(top) = self.top(root, name) else { return };
        let place = if below.is_empty() { top.real.clone() } else { top.real.join(below) };
        let mut links = Vec::new();
        self.tree(&top, &place, &mut links);
        // The system lists folders in any order, but results must not depend on it.
        links.sort_unstable();
        let mut left = limits::LINKED_FILES;
        for link in links {
            self.follow(&top, link, &mut left);
        }
        self.found.par_sort_unstable();
        self.findings.sort();
    }

    /// Looks at a top folder. If the folder is itself a link, it may lead anywhere in the site but
    /// into another top folder. `None` if it cannot be used, which is reported.
    fn top<'a>(&mut self, root: &'a Path, name: &'a str) -> Option<Top<'a>> {
        let place = root.join(name);
        if !fs::symlink_metadata(&place).is_ok_and(|there| there.is_symlink()) {
            return Some(Top { root, name, real: place, is_link: false });
        }
        self.has_links = true;
        let path = SitePath::parse(name)?;
        let Some(real) = self.resolved(&path, &place) else {
            self.unread.push(path);
            return None;
        };
        let others = TOPS
            .iter()
            .filter(|other| **other != name)
            .filter_map(|other| fs::canonicalize(root.join(other)).ok());
        let is_apart =
            others.into_iter().all(|other| !real.starts_with(&other) && !other.starts_with(&real));
        let below =
            real.strip_prefix(root).ok().filter(|below| is_apart && !below.as_os_str().is_empty());
        let Some(below) = below else {
            let why = match real.starts_with(root) {
                true => "is a symbolic link that leads into another folder of the site",
                false => "is a symbolic link that leads out of the site",
            };
            self.findings.push(unfollowed(path, why, COPY));
            return None;
        };
        if below.iter().any(|part| is_ignored(&part.to_string_lossy())) {
            self.findings.push(unfollowed(
                path,
                "is a symbolic link that leads to something hidden",
                COPY,
            ));
            return None;
        }
        self.targets.insert(real.clone());
        Some(Top { root, name, real, is_link: true })
    }

    /// Adds the files below a place, or a single file, and collects the links without following
    /// them.
    fn tree(&mut self, top: &Top<'_>, place: &Path, links: &mut Vec<FolderLink>) {
        let mut entries = WalkDir::new(place).follow_root_links(false).into_iter();
        while let Some(entry) = entries.next() {
            let entry = match entry {
                Ok(entry) => entry,
                Err(error) => {
                    self.note_unread(top, error.path().unwrap_or(place), error.io_error());
                    continue;
                }
            };
            if entry.depth() > 0 && is_ignored_entry(top, &entry) {
                self.note_hidden(top, &entry);
                skip(&entry, &mut entries);
                continue;
            }
            let Some(path) = top.path(entry.path()) else {
                self.findings.extend(unnamed(top, entry.path()));
                skip(&entry, &mut entries);
                continue;
            };
            let kind = entry.file_type();
            if kind.is_symlink() {
                links.push((path, entry.into_path()));
            } else if kind.is_file() {
                let linked = if top.is_link { top.linked(entry.path()) } else { None };
                self.found.push(FoundFile { path, linked });
            } else if !kind.is_dir() {
                self.findings.push(special(path));
            }
        }
    }

    fn note_unread(&mut self, top: &Top<'_>, place: &Path, error: Option<&io::Error>) {
        // The file may have been removed after its folder was listed.
        if fs::symlink_metadata(place).is_err_and(|error| is_gone(&error)) {
            return;
        }
        if let Some(path) = top.path(place) {
            self.unread.push(path.clone());
            self.findings.push(unread(path, error));
            self.ran_short |= error.is_some_and(is_short_of_descriptors);
        }
    }

    fn note_hidden(&mut self, top: &Top<'_>, entry: &DirEntry) {
        let name = entry.file_name().to_string_lossy();
        let is_of_editor = name.ends_with('~') || name.starts_with(".#") || name.ends_with(".swp");
        if top.name == "static" && !is_of_editor && !OF_TOOLS.contains(&&*name) {
            self.hidden.extend(top.path(entry.path()));
        }
    }

    /// Adds the file that a link leads to, or the files below the folder that it leads to.
    fn follow(&mut self, top: &Top<'_>, (path, place): FolderLink, left: &mut usize) {
        self.has_links = true;
        let Some(real) = self.resolved(&path, &place) else {
            self.unread.push(path);
            return;
        };
        match target(top, &path, &place, &real) {
            Err(finding) => self.findings.push(*finding),
            Ok(target) if target.kind.is_dir() => {
                self.follow_to_folder(top, &(path, place), target.place, left)
            }
            Ok(target) => self.add(top, path, target.place),
        }
    }

    /// Adds a file that is reached through a link.
    fn add(&mut self, top: &Top<'_>, path: SitePath, place: PathBuf) {
        if let Some(linked) = top.linked(&place) {
            self.found.push(FoundFile { path, linked: Some(linked) });
            self.targets.insert(place);
        }
    }

    /// Adds the files below the folder that a link leads to, and follows the links in that folder.
    ///
    /// Each folder is visited only once, so that the work is at most the product of the numbers of
    /// links and folders. `left` is the number of files that may still be added.
    fn follow_to_folder(
        &mut self,
        top: &Top<'_>,
        link: &FolderLink,
        folder: PathBuf,
        left: &mut usize,
    ) {
        if *left == 0 {
            return;
        }
        let mut seen: HashSet<PathBuf> = HashSet::from([folder.clone()]);
        let mut waiting = VecDeque::from([(link.0.clone(), folder, 1)]);
        while let Some((at, folder, depth)) = waiting.pop_front() {
            self.targets.insert(folder.clone());
            let mut entries =
                WalkDir::new(&folder).follow_root_links(false).sort_by_file_name().into_iter();
            while let Some(entry) = entries.next() {
                // Unreadable entries and unusable names are reported where the folder itself is
                // walked.
                let Ok(entry) = entry else { continue };
                if entry.depth() == 0 {
                    continue;
                }
                let Some(path) =
                    below(&at, &folder, entry.path()).filter(|_| !is_ignored_entry(top, &entry))
                else {
                    skip(&entry, &mut entries);
                    continue;
                };
                if *left == 0 {
                    let most = limits::LINKED_FILES;
                    let why = format!(
                        "leads to more than {most} files, with the links before it: those after \
                        it are left out"
                    );
                    let help = "take links to folders out, or copy what they lead to";
                    return self.findings.push(unfollowed(link.0.clone(), &why, help));
                }
                *left -= 1;
                let kind = entry.file_type();
                if kind.is_file() {
                    self.add(top, path, entry.into_path());
                } else if kind.is_symlink() {
                    let inner = (path, entry.into_path());
                    waiting.extend(self.follow_within(top, &link.1, inner, depth, &mut seen));
                }
            }
        }
    }

    /// Follows a link inside a folder that was itself reached through the link `outer`. Adds the
    /// file that it leads to; if it leads to a folder, returns that folder as the next to visit.
    ///
    /// A link that is not allowed is reported where the folder itself is walked, so not here.
    fn follow_within(
        &mut self,
        top: &Top<'_>,
        outer: &Path,
        (path, place): FolderLink,
        depth: usize,
        seen: &mut HashSet<PathBuf>,
    ) -> Option<(SitePath, PathBuf, usize)> {
        let inner = target(top, &path, &place, &fs::canonicalize(&place).ok()?).ok()?;
        if !inner.kind.is_dir() {
            self.add(top, path, inner.place);
            return None;
        }
        let why = if outer.starts_with(&inner.place) {
            "leads in a circle"
        } else if depth == limits::LINK_DEPTH {
            "is a symbolic link that is reached through too many others"
        } else if !seen.insert(inner.place.clone()) {
            "is a symbolic link to a folder to which another one leads already"
        } else {
            return Some((path, inner.place, depth + 1));
        };
        if self.reported.insert(place) {
            self.findings.push(unfollowed(path, why, OUT));
        }
        None
    }

    /// The place on disk at the end of a link; `None` if it leads nowhere, which is reported.
    fn resolved(&mut self, path: &SitePath, place: &Path) -> Option<PathBuf> {
        fs::canonicalize(place)
            .map_err(|error| {
                self.findings.push(match is_gone(&error) {
                    true => leads_nowhere(path.clone()),
                    false => unread(path.clone(), Some(&error)),
                });
            })
            .ok()
    }
}

const COPY: &str = "put a copy of what it leads to in its place";

const OUT: &str = "take the link out";

/// Checks whether the link at `place` may lead to `real`. The error is the finding that says why it
/// may not.
fn target(
    top: &Top<'_>,
    path: &SitePath,
    place: &Path,
    real: &Path,
) -> Result<SymlinkTarget, Box<Finding>> {
    let refuse = |why: &str, help: &str| Err(Box::new(unfollowed(path.clone(), why, help)));
    let Ok(below) = real.strip_prefix(&top.real) else {
        return match real.starts_with(top.root) {
            true => refuse(&format!("is a symbolic link that leads out of `{}`", top.name), COPY),
            false => refuse("is a symbolic link that leads out of the site", COPY),
        };
    };
    if place.starts_with(real) {
        return refuse("leads in a circle", OUT);
    }
    let mut parts = below.iter().map(|part| part.to_string_lossy());
    let first = parts.next().unwrap_or_default();
    if is_ignored_in(top, true, &first) || parts.any(|part| is_ignored(&part)) {
        return refuse("is a symbolic link that leads to something hidden", COPY);
    }
    let Some(to) = top.path(real) else {
        return refuse(
            "is a symbolic link to a name that cannot be used",
            "rename what it leads to",
        );
    };
    let is_text =
        |path: &SitePath| path.as_str() == "content/texts" || path.below("content/texts").is_some();
    if is_text(&to) && !is_text(path) {
        return refuse("is a symbolic link to a saved text, and these are never published", OUT);
    }
    match fs::symlink_metadata(real) {
        Ok(there) if there.is_file() || there.is_dir() => {
            Ok(SymlinkTarget { place: real.to_owned(), kind: there.file_type() })
        }
        Ok(_) => Err(Box::new(special(path.clone()))),
        Err(_) => Err(Box::new(leads_nowhere(path.clone()))),
    }
}

/// The path of a place inside `folder`, if the folder had the path `at`.
fn below(at: &SitePath, folder: &Path, place: &Path) -> Option<SitePath> {
    SitePath::parse(&format!("{at}/{}", SitePath::within(folder, place)?))
}

fn skip(entry: &DirEntry, entries: &mut walkdir::IntoIter) {
    if entry.file_type().is_dir() {
        entries.skip_current_dir();
    }
}

/// Whether a path is in a top folder and no part of it is ignored.
pub(super) fn is_of_site(path: &SitePath) -> bool {
    let mut parts = path.as_str().split('/');
    let Some(top) = parts.next().filter(|top| TOPS.contains(top)) else { return false };
    let first = parts.next().unwrap_or_default();
    let is_first = !is_ignored(first) || (top == "static" && PUBLIC_HIDDEN.contains(&first));
    is_first && parts.all(|part| !is_ignored(part))
}

fn is_ignored_entry(top: &Top<'_>, entry: &DirEntry) -> bool {
    let is_first = entry.path().parent() == Some(&top.real);
    is_ignored_in(top, is_first, &entry.file_name().to_string_lossy())
}

fn is_ignored_in(top: &Top<'_>, is_first: bool, name: &str) -> bool {
    is_ignored(name) && !(is_first && top.name == "static" && PUBLIC_HIDDEN.contains(&name))
}

fn is_ignored(name: &str) -> bool {
    name.starts_with('.') || name.ends_with('~')
}

fn is_gone(error: &io::Error) -> bool {
    error.kind() == io::ErrorKind::NotFound
}

/// The innermost folder or file on the way to `place` whose name can be used: mostly the place
/// itself.
pub(super) fn nearest_named<'a>(root: &Path, place: &'a Path) -> &'a Path {
    place.ancestors().find(|place| SitePath::within(root, place).is_some()).unwrap_or(place)
}

/// A finding about a name that cannot be used, placed at the folder that contains it.
fn unnamed(top: &Top<'_>, place: &Path) -> Option<Finding> {
    let folder = place.ancestors().find_map(|place| top.path(place))?;
    let name = place.file_name()?.to_string_lossy();
    let message = format!("`{name}` in `{folder}` has a name that cannot be used, and is left out");
    let help = "rename it: in Unicode, without `:` and `\\`";
    Some(Finding::new(Code::Path, Span::new(folder, Bytes::default()), message).help(help))
}

fn leads_nowhere(path: SitePath) -> Finding {
    let why = "is a symbolic link to something that does not exist";
    unfollowed(path, why, "take the link out, or make it again to what is meant")
}

fn special(path: SitePath) -> Finding {
    unfollowed(
        path,
        "is neither a file nor a folder, but a pipe, a socket or a device",
        "take it out",
    )
}

/// A finding about a folder or a link that cannot be read.
fn unread(path: SitePath, error: Option<&io::Error>) -> Finding {
    let kind = error.map_or(io::ErrorKind::PermissionDenied, io::Error::kind);
    match error {
        Some(error) if is_short_of_descriptors(error) => {
            unfollowed(path, "cannot be read: too many files are open", TOO_MANY_OPEN)
        }
        _ if kind == io::ErrorKind::PermissionDenied => {
            unfollowed(path, "cannot be read", "check its permissions")
        }
        _ => unfollowed(path, &format!("cannot be read: {kind}"), "check the disk"),
    }
}

fn unfollowed(path: SitePath, why: &str, help: &str) -> Finding {
    let message = format!("`{path}` {why}");
    Finding::new(Code::Path, Span::new(path, Bytes::default()), message).help(help)
}

#[cfg(test)]
#[cfg(unix)]
#[expect(clippy::disallowed_methods, reason = "a test makes its own site")]
mod tests {
    use super::super::Files;
    use super::*;
    use std::os::unix::fs::symlink;
    use tempfile::TempDir;

    /// A site with these files, and these links: where, and to what.
    fn site(files: &[&str], links: &[(&str, &str)]) -> TempDir {
        let folder = tempfile::tempdir().unwrap();
        let at = |path: &str| folder.path().join(path);
        let make = |path: &str| fs::create_dir_all(at(path).parent().unwrap()).unwrap();
        fs::create_dir_all(at("content")).unwrap();
        for path in files {
            make(path);
            fs::write(at(path), format!("words of {path}")).unwrap();
        }
        for (link, to) in links {
            make(link);
            symlink(to, at(link)).unwrap();
        }
        folder
    }

    fn paths(files: &Files) -> Vec<&str> {
        files.iter().map(|file| file.path.as_str()).collect()
    }

    fn said(files: &Files) -> Vec<&str> {
        assert!(
            files
                .findings()
                .iter()
                .all(|finding| finding.code == Code::Path && !finding.help.is_empty())
        );
        files.findings().iter().map(|finding| finding.message.as_str()).collect()
    }

    #[test]
    fn a_link_may_not_lead_to_what_is_not_published() {
        let files = [
            "content/texts/wire.txt",
            "content/a.md",
            ".git/config",
            "site.yaml",
            "public/index.html",
        ];
        let more = [
            "static/.env",
            "static/.cache/x",
            "static/a.css~",
            "shared/logo.svg",
            "templates/brief.html",
        ];
        for (link, to, why) in [
            ("static/t", "../content/texts", "that leads out of `static`"),
            ("static/wire.txt", "../content/texts/wire.txt", "that leads out of `static`"),
            (
                "content/briefs/a.png",
                "../texts/wire.txt",
                "to a saved text, and these are never published",
            ),
            ("content/briefs/all", "../texts", "to a saved text, and these are never published"),
            ("static/g", "../.git", "that leads out of `static`"),
            ("static/x", "../site.yaml", "that leads out of `static`"),
            ("static/self", "../public", "that leads out of `static`"),
            ("static/env.txt", ".env", "that leads to something hidden"),
            ("static/deep/cache", "../.cache/x", "that leads to something hidden"),
            ("static/backup.css", "a.css~", "that leads to something hidden"),
            ("content/logo.svg", "../shared/logo.svg", "that leads out of `content`"),
            ("templates/page.html", "../content/a.md", "that leads out of `templates`"),
            ("static/passwd", "/etc/passwd", "that leads out of the site"),
            ("static/chain", "../../nowhere", "to something that does not exist"),
        ] {
            let site = site(&[&files[..], &more].concat(), &[(link, to)]);
            let files = Files::read(site.path()).unwrap();
            assert_eq!(
                said(&files),
                [format!("`{link}` is a symbolic link {why}")],
                "{link} -> {to}"
            );
            assert!(!paths(&files).iter().any(|path| path.starts_with(link)), "{link} -> {to}");
        }
    }

    #[test]
    fn a_link_to_another_file_of_its_folder_is_followed() {
        let files = [
            "static/v2/style.css",
            "static/v2/deep/logo.svg",
            "content/texts/a.txt",
            "content/a.md",
        ];
        let links = [
            ("static/style.css", "v2/style.css"),
            ("static/current", "v2"),
            ("static/v2/deep/latest.svg", "logo.svg"),
            ("static/chain.svg", "current/deep/latest.svg"),
            ("content/b.md", "a.md"),
            ("content/texts/b.txt", "a.txt"),
        ];
        let site = site(&files, &links);
        let files = Files::read(site.path()).unwrap();
        assert_eq!(said(&files), [""; 0]);
        let expected = [
            "content/a.md",
            "content/b.md",
            "content/texts/a.txt",
            "content/texts/b.txt",
            "static/chain.svg",
            "static/current/deep/latest.svg",
            "static/current/deep/logo.svg",
            "static/current/style.css",
            "static/style.css",
            "static/v2/deep/latest.svg",
            "static/v2/deep/logo.svg",
            "static/v2/style.css",
        ];
        assert_eq!(paths(&files), expected);
        let to = |path: &str| {
            let file = files.get(&SitePath::parse(path).unwrap()).unwrap();
            file.linked.as_ref().map(|linked| linked.to.to_string())
        };
        assert_eq!(to("static/chain.svg").unwrap(), "static/v2/deep/logo.svg");
        assert_eq!(to("static/current/deep/latest.svg").unwrap(), "static/v2/deep/logo.svg");
        assert_eq!(to("static/v2/style.css"), None);
        assert_eq!(
            files.text(&SitePath::parse("content/texts/b.txt").unwrap()).unwrap(),
            "words of content/texts/a.txt"
        );
    }

    #[test]
    fn one_of_the_sites_folders_may_be_a_link_but_not_into_another() {
        let files = [
            "assets/a.css",
            "config/desk.yaml",
            "content/texts/wire.txt",
            ".secret/a.css",
            "content/a.md",
        ];
        let links =
            [("static", "assets"), ("site.yaml", "config/desk.yaml"), ("assets/b.css", "a.css")];
        let good = site(&files, &links);
        let read = Files::read(good.path()).unwrap();
        assert_eq!(said(&read), [""; 0]);
        assert_eq!(
            paths(&read),
            ["content/a.md", "content/texts/wire.txt", "site.yaml", "static/a.css", "static/b.css"]
        );
        let css = read.get(&SitePath::parse("static/b.css").unwrap()).unwrap();
        assert_eq!(css.linked.as_ref().unwrap().to.as_str(), "static/a.css");
        assert!(css.original(read.root()).open().is_ok());
        for (to, why) in [
            ("content/texts", "leads into another folder of the site"),
            (".", "leads into another folder of the site"),
            (".secret", "leads to something hidden"),
            ("/etc", "leads out of the site"),
        ] {
            let bad = site(&files, &[("static", to)]);
            let read = Files::read(bad.path()).unwrap();
            assert_eq!(said(&read), [format!("`static` is a symbolic link that {why}")]);
            assert_eq!(paths(&read), ["content/a.md", "content/texts/wire.txt"]);
        }
    }

    #[test]
    fn each_link_leads_to_each_folder_once_so_that_the_work_is_bounded() {
        let names: Vec<String> =
            (0..=24).map(|number| format!("static/d{number:02}/file")).collect();
        let links: Vec<(String, String)> = (0..24)
            .flat_map(|number| ["a", "b"].map(|name| (number, name)))
            .map(|(number, name)| {
                (format!("static/d{number:02}/{name}"), format!("../d{:02}", number + 1))
            })
            .collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let links: Vec<(&str, &str)> =
            links.iter().map(|(link, to)| (link.as_str(), to.as_str())).collect();
        let site = site(&names, &links);
        let files = Files::read(site.path()).unwrap();
        let most = names.len() + links.len() * limits::LINK_DEPTH;
        assert!(paths(&files).len() <= most, "{} of at most {most}", paths(&files).len());
        assert!(paths(&files).contains(&"static/d03/b/file"));
        assert!(
            said(&files)
                .iter()
                .any(|message| message.contains("to which another one leads already"))
        );
        assert!(
            said(&files).len() <= links.len(),
            "each link is told of once: {}",
            said(&files).len()
        );
    }

    #[test]
    fn a_circle_of_links_ends() {
        let site = site(
            &["static/a/x", "static/b/y"],
            &[("static/a/to", "../b"), ("static/b/to", "../a")],
        );
        let files = Files::read(site.path()).unwrap();
        assert_eq!(paths(&files), ["static/a/to/y", "static/a/x", "static/b/to/x", "static/b/y"]);
        assert_eq!(
            said(&files),
            ["`static/a/to/to` leads in a circle", "`static/b/to/to` leads in a circle"]
        );
    }

    #[test]
    fn links_reach_a_limited_number_of_files() {
        let names: Vec<String> = (0..60).map(|number| format!("static/many/{number}")).collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let links: Vec<String> = (0..200).map(|number| format!("static/link{number:03}")).collect();
        let links: Vec<(&str, &str)> = links.iter().map(|link| (link.as_str(), "many")).collect();
        let site = site(&names, &links);
        let files = Files::read(site.path()).unwrap();
        assert_eq!(paths(&files).len(), names.len() + limits::LINKED_FILES);
        let [said] = said(&files)[..] else { panic!("one finding") };
        assert!(said.starts_with("`static/link166` leads to more than 10000 files"), "{said}");
    }

    #[test]
    fn a_pipe_is_reported_and_never_opened() {
        let site = site(&["content/a.md"], &[("static/link", "pipe")]);
        for path in [
            "content/actors.yaml",
            "site.yaml",
            "static/pipe",
            "templates/brief.html",
            "content/texts/a.txt",
        ] {
            let place = site.path().join(path);
            fs::create_dir_all(place.parent().unwrap()).unwrap();
            crate::base::disk::make_pipe(&place).unwrap();
        }
        let files = Files::read(site.path()).unwrap();
        let what = "is neither a file nor a folder, but a pipe, a socket or a device";
        let expected = [
            "content/actors.yaml",
            "content/texts/a.txt",
            "site.yaml",
            "static/link",
            "static/pipe",
            "templates/brief.html",
        ];
        assert_eq!(said(&files), expected.map(|path| format!("`{path}` {what}")));
        assert_eq!(paths(&files), ["content/a.md"]);
    }

    #[test]
    fn hidden_files_are_left_out_and_noted_but_for_those_that_hosts_ask_for() {
        let files = [
            "static/.well-known/security.txt",
            "static/.well-known/.htpasswd",
            "static/.nojekyll",
            "static/.htaccess",
            "static/.git/config",
            "static/.DS_Store",
            "static/.a.css.swp",
            "static/deep/.nojekyll",
            "static/deep/a.css",
            "content/.nojekyll",
            "content/.well-known/a.md",
        ];
        let site = site(&files, &[]);
        let mut files = Files::read(site.path()).unwrap();
        let copied = ["static/.nojekyll", "static/.well-known/security.txt", "static/deep/a.css"];
        assert_eq!(paths(&files), copied);
        let hidden =
            |files: &Files| files.hidden().iter().map(ToString::to_string).collect::<Vec<_>>();
        let noted = ["static/.htaccess", "static/.well-known/.htpasswd", "static/deep/.nojekyll"];
        assert_eq!(hidden(&files), noted);
        let place = files.root().join("static/.well-known/security.txt");
        fs::write(&place, "Contact: mailto:desk@example.org").unwrap();
        assert_eq!(files.refresh(&[place]).len(), 1);
        fs::remove_dir_all(site.path().join("static/deep")).unwrap();
        files.refresh(&[files.root().join("static/deep")]);
        assert_eq!(hidden(&files), noted[..2]);
    }

    #[test]
    fn a_site_that_is_looked_at_again_is_as_one_that_is_read() {
        let site = site(&["static/v2/a.css", "content/a.md"], &[]);
        let mut files = Files::read(site.path()).unwrap();
        symlink("v2", site.path().join("static/current")).unwrap();
        let changes = files.refresh(&[files.root().join("static/current")]);
        assert_eq!(changes.len(), 1);
        fs::write(site.path().join("static/v2/b.css"), "x").unwrap();
        assert_eq!(files.refresh(&[files.root().join("static/v2/b.css")]).len(), 2);
        let again = Files::read(site.path()).unwrap();
        let seen = |files: &Files| {
            files.iter().map(|file| (file.path.clone(), file.fingerprint)).collect::<Vec<_>>()
        };
        assert_eq!(seen(&files), seen(&again));
        // The file that a link leads to is another one, with the same words.
        fs::write(site.path().join("static/one.txt"), "x").unwrap();
        fs::write(site.path().join("static/two.txt"), "x").unwrap();
        symlink("one.txt", site.path().join("static/link.txt")).unwrap();
        files.refresh_all();
        fs::remove_file(site.path().join("static/link.txt")).unwrap();
        symlink("two.txt", site.path().join("static/link.txt")).unwrap();
        assert_eq!(files.compare_all().len(), 1);
    }
}
