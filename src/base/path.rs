//! The only place that joins paths: inside the site's folder, inside the output, and in URLs.

use std::borrow::{Borrow, Cow};
use std::fmt;
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use serde::Serialize;

use super::id::{Kind, Slug};
use super::limits;
use super::text::composed;

/// briefgen's own folder: in the site's folder, and for moments in the output, where no file of the
/// site may be.
pub const OWN_FOLDER: &str = ".briefgen";

/// A file inside the site's folder, written with `/` on every platform: `content/briefs/talks.md`.
///
/// Has no `.` or `..` and is never absolute, so that joining it to the site's folder stays inside.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct SitePath(Arc<str>);

impl SitePath {
    /// Reads a path with `/`; `None` where it is empty, absolute, or has an empty, `.` or `..`
    /// part.
    pub fn parse(text: &str) -> Option<SitePath> {
        is_inside(text).then(|| SitePath(text.into()))
    }

    /// The configuration: `site.yaml`.
    pub fn config() -> SitePath {
        SitePath("site.yaml".into())
    }

    /// The path of a file below `root`; `None` outside it, or where the name is not Unicode.
    pub fn within(root: &Path, file: &Path) -> Option<SitePath> {
        // Nearly all paths are written as they are meant, and need not be taken apart.
        if cfg!(unix)
            && let Some(path) = SitePath::after(root, file)
        {
            return Some(path);
        }
        let mut text = String::new();
        for part in file.strip_prefix(root).ok()?.components() {
            let Component::Normal(part) = part else { return None };
            if !text.is_empty() {
                text.push('/');
            }
            text.push_str(part.to_str()?);
        }
        SitePath::parse(&text)
    }

    /// What is left of a path behind that of a folder, where it is a path as it is.
    fn after(folder: &Path, file: &Path) -> Option<SitePath> {
        let inside = file.to_str()?.strip_prefix(folder.to_str()?)?;
        SitePath::parse(inside.strip_prefix('/')?)
    }

    /// Follows a relative reference from the folder of this file: `../issues/taiwan.md`.
    ///
    /// `None` where it climbs out of the site.
    pub fn follow(&self, reference: &str) -> Option<SitePath> {
        let mut parts: Vec<&str> =
            self.folder().split('/').filter(|part| !part.is_empty()).collect();
        for part in reference.split('/') {
            match part {
                "" | "." => {}
                ".." => drop(parts.pop()?),
                part => parts.push(part),
            }
        }
        SitePath::parse(&parts.join("/"))
    }

    /// The path by which it is known, in NFC: disks keep `é` as one letter or as two, and people
    /// type either.
    #[must_use]
    pub fn composed(&self) -> SitePath {
        match composed(&self.0) {
            Cow::Borrowed(_) => self.clone(),
            Cow::Owned(path) => SitePath(path.into()),
        }
    }

    /// The path as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Where the file is on disk.
    pub fn real(&self, root: &Path) -> PathBuf {
        joined(root, &self.0)
    }

    /// The folder it lies in: `content/briefs`; empty at the top.
    pub fn folder(&self) -> &str {
        self.0.rsplit_once('/').map_or("", |(folder, _)| folder)
    }

    /// The file's name: `talks.md`.
    pub fn name(&self) -> &str {
        self.0.rsplit('/').next().unwrap_or(&self.0)
    }

    /// The name without its ending: `talks`.
    pub fn stem(&self) -> &str {
        let name = self.name();
        name.rsplit_once('.').map_or(name, |(stem, _)| stem)
    }

    /// The name's ending, without the dot; empty where there is none.
    pub fn extension(&self) -> &str {
        self.name().rsplit_once('.').map_or("", |(_, extension)| extension)
    }

    /// The path below a folder: `briefs/talks.md` of `content/briefs/talks.md` below `content`.
    pub fn below(&self, folder: &str) -> Option<&str> {
        self.0.strip_prefix(folder)?.strip_prefix('/')
    }
}

impl fmt::Display for SitePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for SitePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}`", self.0)
    }
}

/// A file inside the output folder, written with `/`: `briefs/talks/index.html`.
///
/// Keeps the same promise as [`SitePath`]: joined to the output folder it stays inside. It is in
/// NFC, however the file is stored that it is made from: an address has one form.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct OutPath(Arc<str>);

impl OutPath {
    /// So many bytes a part of a path may have, on the disks of all systems.
    pub const LONGEST_PART: usize = limits::PATH_PART;

    /// So many bytes a path may have: systems take four times as many, with the folders around the
    /// output.
    const LONGEST: usize = limits::PATH;

    /// Reads the path of a file; `None` where it is not inside the output, is reserved for
    /// briefgen, or is too long for a disk.
    pub fn parse(text: &str) -> Option<OutPath> {
        let text = composed(text);
        // On some disks another case is the same folder.
        let first = text.as_bytes().split(|byte| *byte == b'/').next();
        let reserved = first.is_some_and(|first| first.eq_ignore_ascii_case(OWN_FOLDER.as_bytes()));
        let fits = text.len() <= OutPath::LONGEST_PART
            || text.len() <= OutPath::LONGEST
                && text.split('/').all(|part| part.len() <= OutPath::LONGEST_PART);
        (is_inside(&text) && !reserved && fits).then(|| OutPath(text.into()))
    }

    /// The page of a folder: `about` gives `about/index.html`, the empty text the home page.
    pub fn page(folder: &str) -> Option<OutPath> {
        match folder.trim_matches('/') {
            "" => OutPath::parse("index.html"),
            folder => OutPath::parse(&[folder, "/index.html"].concat()),
        }
    }

    /// The page of an entity: `actors/qin-gang/index.html`.
    pub fn entity(kind: Kind, id: &Slug) -> OutPath {
        OutPath([kind.folder(), "/", id.as_str(), "/index.html"].concat().into())
    }

    /// The same list's page number `n`; page 1 is the list itself: `actors/page/2/index.html`.
    #[must_use]
    pub fn numbered(&self, n: usize) -> OutPath {
        if n <= 1 {
            return self.clone();
        }
        OutPath(format!("{}page/{n}/index.html", self.folder()).into())
    }

    /// A file beside this page: `actors/qin-gang/feed.xml`. `None` where the name is not inside.
    pub fn beside(&self, name: &str) -> Option<OutPath> {
        OutPath::parse(&[self.folder(), name].concat())
    }

    /// The path as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Where the file is on disk.
    pub fn real(&self, root: &Path) -> PathBuf {
        joined(root, &self.0)
    }

    /// The folder with its final `/`; empty at the top.
    pub fn folder(&self) -> &str {
        self.0.rfind('/').map_or("", |slash| &self.0[..=slash])
    }

    /// What a link from the site's root says: `actors/qin-gang/`, or with `index.html` where the
    /// site is portable.
    ///
    /// The home page of a site that is not portable gives the empty text. Characters that a URL
    /// cannot hold are percent-encoded.
    pub fn url(&self, style: UrlStyle) -> Url {
        let folder = self
            .0
            .strip_suffix("index.html")
            .filter(|folder| folder.is_empty() || folder.ends_with('/'));
        let shown = match style {
            UrlStyle::Folder => folder.unwrap_or(&self.0),
            UrlStyle::Portable => &self.0,
        };
        Url(percent_encoded(shown).into())
    }

    /// What a link on this page puts before a [`Url`] to reach it: `../../`, or `./` at the top.
    pub fn root(&self) -> String {
        match self.0.matches('/').count() {
            0 => "./".to_owned(),
            depth => "../".repeat(depth),
        }
    }
}

impl Borrow<str> for OutPath {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for OutPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for OutPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}`", self.0)
    }
}

/// How links name pages.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum UrlStyle {
    /// `actors/qin-gang/`: for a web server.
    #[default]
    Folder,
    /// `actors/qin-gang/index.html`: for a folder opened from a disk.
    Portable,
}

/// A link inside the site, from its root, percent-encoded: `actors/qin-gang/`. Templates put `root`
/// before it.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct Url(Arc<str>);

impl Url {
    /// The link as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The same with a fragment: `briefs/talks/#sources`.
    #[must_use]
    pub fn with_fragment(&self, fragment: &str) -> Url {
        Url([&*self.0, "#", &percent_encoded(fragment)].concat().into())
    }
}

impl fmt::Display for Url {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The paths that are one on disks which take capitals and small letters for one, and letters with
/// accents however they are stored: each with the first of them. `plain` finds a path of this very
/// text.
pub fn twins<'p>(
    paths: impl Iterator<Item = &'p str>,
    plain: impl Fn(&str) -> Option<&'p str>,
) -> Vec<(&'p str, &'p str)> {
    // Of such paths at most one has nothing but small letters of ASCII.
    let may_have_one =
        |path: &&str| path.bytes().any(|byte| byte.is_ascii_uppercase() || !byte.is_ascii());
    let mut others: Vec<(String, &str)> =
        paths.filter(may_have_one).map(|path| (folded(path), path)).collect();
    others.sort_unstable();
    let mut twins = Vec::new();
    for alike in others.chunk_by(|one, other| one.0 == other.0) {
        let (folded, first) = &alike[0];
        let plain = plain(folded).filter(|plain| alike.iter().all(|(_, path)| path != plain));
        let rest = if plain.is_some() { alike } else { &alike[1..] };
        twins.extend(rest.iter().map(|(_, path)| (*path, plain.unwrap_or(first))));
    }
    twins
}

/// What a path is known by on disks that take capitals and small letters for one, and letters with
/// accents however they are stored.
pub fn folded(path: &str) -> String {
    composed(path).to_lowercase()
}

/// A path below a folder, in one piece of memory from the start: each file of the output has
/// several.
fn joined(folder: &Path, path: &str) -> PathBuf {
    let mut joined = PathBuf::with_capacity(folder.as_os_str().len() + 1 + path.len());
    joined.push(folder);
    joined.push(path);
    joined
}

fn is_inside(path: &str) -> bool {
    let is_safe = |byte: &u8| !matches!(byte, b'\\' | b'\0' | b':');
    let mut parts = path.as_bytes().split(|byte| *byte == b'/');
    parts.all(|part| !matches!(part, b"" | b"." | b"..") && part.iter().all(is_safe))
}

/// Percent-encodes all that RFC 3986 does not allow in a path.
fn percent_encoded(path: &str) -> Cow<'_, str> {
    /// Whether a byte stands in nearly every path as it is.
    const PLAIN: [bool; 256] = {
        let mut plain = [false; 256];
        let mut byte = 0;
        while byte < 128 {
            plain[byte] = (byte as u8).is_ascii_alphanumeric()
                || matches!(byte as u8, b'-' | b'.' | b'_' | b'/');
            byte += 1;
        }
        plain
    };
    if path.bytes().all(|byte| PLAIN[usize::from(byte)]) {
        return Cow::Borrowed(path);
    }
    let mut encoded = String::with_capacity(path.len());
    for byte in path.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' => encoded.push(char::from(byte)),
            b'-' | b'.' | b'_' | b'~' | b'/' | b'!' | b'$' | b'(' | b')' | b'*' | b'+' | b','
            | b'=' | b'@' => {
                encoded.push(char::from(byte));
            }
            byte => encoded.push_str(&format!("%{byte:02X}")),
        }
    }
    Cow::Owned(encoded)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_of_the_site_has_the_path_below_its_folder() {
        for (file, expected) in [
            ("/site/content/a.md", Some("content/a.md")),
            ("/site//content/./a.md", Some("content/a.md")),
            ("/site/content/", Some("content")),
            ("/site/../content/a.md", None),
            ("/site/content/../../a.md", None),
            ("/sites/content/a.md", None),
            ("/site", None),
            ("content/a.md", None),
        ] {
            let path = SitePath::within(Path::new("/site"), Path::new(file));
            assert_eq!(path.as_ref().map(SitePath::as_str), expected, "{file}");
        }
    }

    #[test]
    fn a_path_never_leaves_its_folder() {
        for text in ["", "/etc/passwd", "../x", "a/../b", "a//b", "a/./b", "a\\b", "C:\\x", "a\0b"]
        {
            assert_eq!(SitePath::parse(text), None, "{text:?}");
            assert_eq!(OutPath::parse(text), None, "{text:?}");
        }
        assert!(OutPath::parse(".briefgen/manifest").is_none());
    }

    #[test]
    fn a_path_of_the_output_fits_on_every_disk() {
        let (fits, too_long) = ("x".repeat(255), "x".repeat(256));
        for (text, is_path) in [
            (fits.clone(), true),
            (format!("a/{fits}/{fits}"), true),
            (too_long.clone(), false),
            (format!("a/{too_long}/b"), false),
            (format!("{fits}/{fits}/{fits}/{fits}"), true),
            (format!("{fits}/{fits}/{fits}/{fits}/b"), false),
            ("é".repeat(128), false),
        ] {
            assert_eq!(OutPath::parse(&text).is_some(), is_path, "{}", text.len());
        }
    }

    #[test]
    fn paths_that_are_one_on_some_disks_are_found() {
        for (paths, expected) in [
            (&["a.md", "b.md", "About.md"][..], &[][..]),
            (&["About.md", "about.md"], &[("About.md", "about.md")]),
            (&["ABOUT.md", "About.md"], &[("About.md", "ABOUT.md")]),
            (
                &["ABOUT.md", "About.md", "about.md"],
                &[("ABOUT.md", "about.md"), ("About.md", "about.md")],
            ),
            (&["caf\u{e9}", "cafe\u{301}", "cafe"], &[("caf\u{e9}", "cafe\u{301}")]),
            (&["Über/a", "über/a", "über/b"], &[("über/a", "Über/a")]),
            (&["ΣΑΣ", "σας"], &[("σας", "ΣΑΣ")]),
            (&["İ", "i"], &[]),
        ] {
            let plain = |text: &str| paths.iter().copied().find(|path| *path == text);
            assert_eq!(twins(paths.iter().copied(), plain), expected, "{paths:?}");
        }
    }

    #[test]
    fn a_path_has_one_form_however_it_is_stored() {
        let (one, other) = ("briefs/caf\u{e9}/a.png", "briefs/cafe\u{301}/a.png");
        assert_eq!(OutPath::parse(one), OutPath::parse(other));
        let [one, other] = [one, other].map(|text| SitePath::parse(text).unwrap());
        assert!(one != other && one.composed() == other.composed());
    }

    #[test]
    fn references_are_followed_from_the_folder_of_the_file() {
        let file = SitePath::parse("content/docs/format.md").unwrap();
        for (reference, found) in [
            ("findings.md", Some("content/docs/findings.md")),
            ("./findings.md", Some("content/docs/findings.md")),
            ("../about.md", Some("content/about.md")),
            ("../../site.yaml", Some("site.yaml")),
            ("../../../etc/passwd", None),
        ] {
            assert_eq!(file.follow(reference).as_ref().map(SitePath::as_str), found, "{reference}");
        }
    }

    #[test]
    fn links_are_relative_and_name_the_file_only_where_the_site_is_portable() {
        let page = OutPath::page("actors/qin-gang").unwrap();
        assert_eq!(page.url(UrlStyle::Folder).as_str(), "actors/qin-gang/");
        assert_eq!(page.url(UrlStyle::Portable).as_str(), "actors/qin-gang/index.html");
        assert_eq!(page.root(), "../../");
        let home = OutPath::page("").unwrap();
        assert_eq!((home.url(UrlStyle::Folder).as_str(), home.root().as_str()), ("", "./"));
        assert_eq!(
            OutPath::parse("a b/é.png").unwrap().url(UrlStyle::Folder).as_str(),
            "a%20b/%C3%A9.png"
        );
    }
}
