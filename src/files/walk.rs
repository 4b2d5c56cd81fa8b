//! The files below the site's folders, without those that a link reaches in a way that is not
//! allowed.
//!
//! A link counts as the file that it leads to. It has to stay in the site's folder that it lies in,
//! and leads to nothing hidden and to no saved text: these are not published, and a link would
//! publish them.

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

/// Hidden at the top of `static/`, and copied all the same: hosts and clients ask for these names.
const OF_HOSTS: [&str; 2] = [".well-known", ".nojekyll"];

/// Hidden files that tools leave behind, and that nobody misses.
const OF_TOOLS: [&str; 6] =
    [".DS_Store", ".directory", ".git", ".gitattributes", ".gitignore", ".gitkeep"];

/// What a file is that is reached through a link.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Linked {
    /// The file that the link leads to.
    pub to: SitePath,
    /// Where that lies on disk, from the site's folder: elsewhere where `static/` itself is a link.
    pub(super) on_disk: SitePath,
}

/// A file that was found.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct FoundFile {
    pub(super) path: SitePath,
    pub(super) linked: Option<Box<Linked>>,
}

/// The files below some folders, and what was wrong on the way.
#[derive(Default)]
pub(super) struct Walk {
    pub(super) found: Vec<FoundFile>,
    pub(super) findings: Vec<Finding>,
    /// Whether there are links.
    pub(super) linked: bool,
    /// Where links lead that were followed.
    pub(super) targets: BTreeSet<PathBuf>,
    /// Files and folders that could not be looked at.
    pub(super) unread: Vec<SitePath>,
    /// Whether any of them could not be read because too many files were open.
    pub(super) short: bool,
    /// Hidden files below `static/`.
    pub(super) hidden: BTreeSet<SitePath>,
    /// Links that were reported where other links lead to them: each is told of once.
    told: HashSet<PathBuf>,
}

/// One of the site's folders, or `site.yaml`.
struct Top<'a> {
    root: &'a Path,
    name: &'a str,
    /// Where it is on disk, without links.
    real: PathBuf,
    is_link: bool,
}

impl Top<'_> {
    /// The path of something in it, by its place on disk; `None` where it has a name that cannot be
    /// used.
    fn path(&self, place: &Path) -> Option<SitePath> {
        match SitePath::within(&self.real, place) {
            _ if !self.is_link => SitePath::within(self.root, place),
            Some(below) => SitePath::parse(&format!("{}/{below}", self.name)),
            None if place == self.real => SitePath::parse(self.name),
            None => None,
        }
    }

    /// What a file is that is reached otherwise than by its own path.
    fn linked(&self, place: &Path) -> Option<Box<Linked>> {
        Some(Box::new(Linked {
            to: self.path(place)?,
            on_disk: SitePath::within(self.root, place)?,
        }))
    }
}

/// A link of the site: its path, and its place on disk, which no other link is needed to reach.
type FolderLink = (SitePath, PathBuf);

/// Where a link leads.
struct LinkTarget {
    place: PathBuf,
    kind: FileType,
}

impl Walk {
    /// Adds the files below a folder, or that file; nothing where nothing is.
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
        // The system lists folders in any order.
        links.sort_unstable();
        let mut left = limits::LINKED_FILES;
        for link in links {
            self.follow(&top, link, &mut left);
        }
        self.found.par_sort_unstable();
        self.findings.sort();
    }

    /// One of the site's folders. Where it is a link itself, that may lead anywhere in the site but
    /// into another one.
    fn top<'a>(&mut self, root: &'a Path, name: &'a str) -> Option<Top<'a>> {
        let place = root.join(name);
        if !fs::symlink_metadata(&place).is_ok_and(|there| there.is_symlink()) {
            return Some(Top { root, name, real: place, is_link: false });
        }
        self.linked = true;
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

    /// Adds the files below a place, or that file, and gathers the links: none is followed.
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
            if entry.depth() > 0 && is_passed_over(top, &entry) {
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
        // It may be gone since its folder was listed.
        if fs::symlink_metadata(place).is_err_and(|error| is_gone(&error)) {
            return;
        }
        if let Some(path) = top.path(place) {
            self.unread.push(path.clone());
            self.findings.push(unread(path, error));
            self.short |= error.is_some_and(is_short_of_descriptors);
        }
    }

    fn note_hidden(&mut self, top: &Top<'_>, entry: &DirEntry) {
        let name = entry.file_name().to_string_lossy();
        let is_of_editor = name.ends_with('~') || name.starts_with(".#") || name.ends_with(".swp");
        if top.name == "static" && !is_of_editor && !OF_TOOLS.contains(&&*name) {
            self.hidden.extend(top.path(entry.path()));
        }
    }

    /// Adds the file that a link leads to, or those below the folder.
    fn follow(&mut self, top: &Top<'_>, (path, place): FolderLink, left: &mut usize) {
        self.linked = true;
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

    /// Adds what is below the folder that a link leads to, and below those to which links in it
    /// lead: each such folder once, so that the work is no more than the product of folders and
    /// links.
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
                // What cannot be read, and what has no name, is reported where it is without the
                // link.
                let Ok(entry) = entry else { continue };
                if entry.depth() == 0 {
                    continue;
                }
                let Some(path) =
                    below(&at, &folder, entry.path()).filter(|_| !is_passed_over(top, &entry))
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

    /// Adds the file that a link leads to which is itself reached through a link. If it leads to a
    /// folder, says where to go on. What is wrong with the link itself is reported where it is
    /// without the other.
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
        if self.told.insert(place) {
            self.findings.push(unfollowed(path, why, OUT));
        }
        None
    }

    /// Where a link leads in the end; `None` where it does not, which is reported.
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

/// Where a link leads, if what is there may have the path of the link.
fn target(
    top: &Top<'_>,
    path: &SitePath,
    place: &Path,
    real: &Path,
) -> Result<LinkTarget, Box<Finding>> {
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
            Ok(LinkTarget { place: real.to_owned(), kind: there.file_type() })
        }
        Ok(_) => Err(Box::new(special(path.clone()))),
        Err(_) => Err(Box::new(leads_nowhere(path.clone()))),
    }
}

/// The path of something in a folder that has another path.
fn below(at: &SitePath, folder: &Path, place: &Path) -> Option<SitePath> {
    SitePath::parse(&format!("{at}/{}", SitePath::within(folder, place)?))
}

fn skip(entry: &DirEntry, entries: &mut walkdir::IntoIter) {
    if entry.file_type().is_dir() {
        entries.skip_current_dir();
    }
}

/// Whether a path is below one of the site's folders and nothing on the way to it is ignored.
pub(super) fn is_of_site(path: &SitePath) -> bool {
    let mut parts = path.as_str().split('/');
    let Some(top) = parts.next().filter(|top| TOPS.contains(top)) else { return false };
    let first = parts.next().unwrap_or_default();
    let is_first = !is_ignored(first) || (top == "static" && OF_HOSTS.contains(&first));
    is_first && parts.all(|part| !is_ignored(part))
}

fn is_passed_over(top: &Top<'_>, entry: &DirEntry) -> bool {
    let is_first = entry.path().parent() == Some(&top.real);
    is_ignored_in(top, is_first, &entry.file_name().to_string_lossy())
}

fn is_ignored_in(top: &Top<'_>, is_first: bool, name: &str) -> bool {
    is_ignored(name) && !(is_first && top.name == "static" && OF_HOSTS.contains(&name))
}

fn is_ignored(name: &str) -> bool {
    name.starts_with('.') || name.ends_with('~')
}

fn is_gone(error: &io::Error) -> bool {
    error.kind() == io::ErrorKind::NotFound
}

/// A place, or where its name cannot be used the folder around it.
pub(super) fn with_a_name<'a>(root: &Path, place: &'a Path) -> &'a Path {
    place.ancestors().find(|place| SitePath::within(root, place).is_some()).unwrap_or(place)
}

/// A finding about a name that cannot be used; it stands at the folder around it.
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

/// A folder or a link that cannot be read, with the true cause.
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
            assert!(std::process::Command::new("mkfifo").arg(place).status().unwrap().success());
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
