//! Paths inside the site's folder and inside the output, and URLs of pages. The only place that
//! joins paths.
//!
//! ```
//! use briefgen::base::path::{OutPath, SitePath, UrlStyle};
//!
//! let page = OutPath::page("briefs/talks").unwrap();
//! assert_eq!(page.as_str(), "briefs/talks/index.html");
//! assert_eq!(page.url(UrlStyle::Folder).as_str(), "briefs/talks/");
//! assert_eq!(SitePath::parse("../secret"), None);
//! ```

use std::borrow::{Borrow, Cow};
use std::fmt;
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};
use serde::Serialize;

use super::id::{Kind, Slug};
use super::limits;
use super::typography::composed;

/// [`OWN_FOLDER`] as a literal, for `concat!`.
macro_rules! own_folder {
    () => {
        ".briefgen"
    };
}
pub(crate) use own_folder;

/// The folder in which briefgen keeps its own files: in the site's folder, and during a build
/// sometimes in the output. No file of the site may have a path below it.
pub const OWN_FOLDER: &str = own_folder!();

/// The path of a file inside the site's folder, with `/` on every platform:
/// `content/briefs/talks.md`.
///
/// It is relative and has no part `.` or `..`: joined to the site's folder it stays inside.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct SitePath(Arc<str>);

impl SitePath {
    /// Reads a path with `/`. `None` if it is absolute, has an empty part, `.` or `..`, or contains
    /// `\`, `:` or NUL.
    pub fn parse(text: &str) -> Option<SitePath> {
        is_inside(text).then(|| SitePath(text.into()))
    }

    /// The path of the configuration: `site.yaml`.
    pub fn config() -> SitePath {
        SitePath("site.yaml".into())
    }

    /// The path of a file relative to `root`; `None` if it is not below `root`, or is not Unicode.
    pub fn within(root: &Path, file: &Path) -> Option<SitePath> {
        // Almost all paths are in normal form: they need not be split into components.
        if cfg!(unix)
            && let Some(path) = SitePath::without_prefix(root, file)
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

    /// The text of `file` after the text of `folder`, if that is a path in normal form.
    fn without_prefix(folder: &Path, file: &Path) -> Option<SitePath> {
        let inside = file.to_str()?.strip_prefix(folder.to_str()?)?;
        SitePath::parse(inside.strip_prefix('/')?)
    }

    /// Resolves a relative reference (`../issues/taiwan.md`) against the folder of this file;
    /// `None` if it leads out of the site.
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

    /// The path in NFC. Some disks store `é` as a single character and some as two, and people type
    /// either: comparisons use this form.
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

    /// The file's place on disk, below the site's folder `root`.
    pub fn real(&self, root: &Path) -> PathBuf {
        joined(root, &self.0)
    }

    /// The folder of the file: `content/briefs`; empty at the top.
    pub fn folder(&self) -> &str {
        self.0.rsplit_once('/').map_or("", |(folder, _)| folder)
    }

    /// The file's name: `talks.md`.
    pub fn name(&self) -> &str {
        self.0.rsplit('/').next().unwrap_or(&self.0)
    }

    /// The name without its extension: `talks`.
    pub fn stem(&self) -> &str {
        let name = self.name();
        name.rsplit_once('.').map_or(name, |(stem, _)| stem)
    }

    /// The name's extension without the dot; empty if there is none.
    pub fn extension(&self) -> &str {
        self.name().rsplit_once('.').map_or("", |(_, extension)| extension)
    }

    /// The path relative to a folder: `content/briefs/talks.md` is `briefs/talks.md` below
    /// `content`. `None` outside that folder.
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

/// The path of a file inside the output folder, with `/`: `briefs/talks/index.html`.
///
/// Like a [`SitePath`] it stays inside the folder that it is joined to. It is always in NFC, so
/// that each address has a single form, whatever form the source file's name has on disk.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct OutPath(Arc<str>);

impl OutPath {
    /// The longest part of a path, in bytes. The disks of all systems take this many.
    pub const LONGEST_PART: usize = limits::PATH_PART;

    /// The longest path, in bytes. Systems allow 4,096, including the folders above the output.
    const LONGEST: usize = limits::PATH;

    /// Reads the path of a file. `None` if it is not inside the output, is below the
    /// [`OWN_FOLDER`], or is too long for a disk.
    pub fn parse(text: &str) -> Option<OutPath> {
        let text = composed(text);
        // Some disks ignore case.
        let first = text.as_bytes().split(|byte| *byte == b'/').next();
        let reserved = first.is_some_and(|first| first.eq_ignore_ascii_case(OWN_FOLDER.as_bytes()));
        let fits = text.len() <= OutPath::LONGEST_PART
            || text.len() <= OutPath::LONGEST
                && text.split('/').all(|part| part.len() <= OutPath::LONGEST_PART);
        (is_inside(&text) && !reserved && fits).then(|| OutPath(text.into()))
    }

    /// The page of a folder: `about/index.html` for `about`. The empty text gives the home page.
    pub fn page(folder: &str) -> Option<OutPath> {
        match folder.trim_matches('/') {
            "" => OutPath::parse("index.html"),
            folder => OutPath::parse(&[folder, "/index.html"].concat()),
        }
    }

    /// The file that an address names, from the site's root: `about/` and `about` are
    /// `about/index.html`.
    pub fn of_address(path: &str) -> Option<OutPath> {
        let name = path.rsplit('/').next().unwrap_or_default();
        if name.contains('.') { OutPath::parse(path) } else { OutPath::page(path) }
    }

    /// The file of an alias: an address at which a page once was.
    pub fn of_alias(written: &str) -> Result<OutPath, AliasFault> {
        let path = written.trim().trim_start_matches('/');
        if path.contains(['?', '#']) {
            return Err(AliasFault::Query);
        }
        let path = percent_decoded(path);
        let parts = || path.split('/').filter(|part| !part.is_empty());
        let Some(alias) = OutPath::of_address(&path) else {
            let is_long = path.len() > OutPath::LONGEST_PART
                && SitePath::parse(path.trim_end_matches('/')).is_some();
            return Err(if is_long { AliasFault::TooLong } else { AliasFault::Outside });
        };
        let is_hidden = |(at, part): (usize, &str)| {
            part.starts_with('.') && !(at == 0 && part == ".well-known")
        };
        if parts().enumerate().any(is_hidden) {
            return Err(AliasFault::Hidden);
        }
        let name = alias.as_str().rsplit('/').next();
        let ending = name.and_then(|name| name.rsplit_once('.')).map(|(_, ending)| ending);
        let is_page = ending.is_some_and(|ending| {
            PAGE_ENDINGS.iter().any(|page| page.eq_ignore_ascii_case(ending))
        });
        if is_page { Ok(alias) } else { Err(AliasFault::NoPage) }
    }

    /// The page of an entity: `actors/qin-gang/index.html`.
    pub fn entity(kind: Kind, id: &Slug) -> OutPath {
        OutPath([kind.folder(), "/", id.as_str(), "/index.html"].concat().into())
    }

    /// Page `n` of the list at this path: `actors/page/2/index.html`. Page 1 is the list itself.
    #[must_use]
    pub fn numbered(&self, n: usize) -> OutPath {
        if n <= 1 {
            return self.clone();
        }
        OutPath(format!("{}page/{n}/index.html", self.folder()).into())
    }

    /// A file in the folder of this page: `actors/qin-gang/feed.xml`. `None` if the path would be
    /// invalid.
    pub fn beside(&self, name: &str) -> Option<OutPath> {
        OutPath::parse(&[self.folder(), name].concat())
    }

    /// The path as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The file's place on disk, below the output folder `root`.
    pub fn real(&self, root: &Path) -> PathBuf {
        joined(root, &self.0)
    }

    /// The folder with its final `/`; empty at the top.
    pub fn folder(&self) -> &str {
        self.0.rfind('/').map_or("", |slash| &self.0[..=slash])
    }

    /// The URL of this file relative to the site's root: `actors/qin-gang/`, or
    /// `actors/qin-gang/index.html` in a portable site.
    ///
    /// The home page of a site that is not portable gives the empty text. Characters that are not
    /// allowed in URLs are percent-encoded.
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

    /// The prefix that turns a [`Url`] into a link on this page: `../../`, or `./` at the top.
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

/// Why something is no alias.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AliasFault {
    /// It has a query or a fragment, which no file has.
    Query,
    /// It leads out of the site, or is no path at all.
    Outside,
    /// A part of it is hidden: such files are the host's.
    Hidden,
    /// It is longer than a path may be.
    TooLong,
    /// By its ending it is no page: hosts would serve it as something else, and a redirect is a
    /// page.
    NoPage,
}

/// Endings of addresses at which there were pages.
const PAGE_ENDINGS: [&str; 11] =
    ["html", "htm", "xhtml", "shtml", "php", "asp", "aspx", "jsp", "jsf", "cgi", "cfm"];

/// How links name pages.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum UrlStyle {
    /// `actors/qin-gang/`, for web servers.
    #[default]
    Folder,
    /// `actors/qin-gang/index.html`, for pages that are opened from a disk.
    Portable,
}

/// A percent-encoded URL relative to the site's root: `actors/qin-gang/`. Templates put `root`
/// before it.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct Url(Arc<str>);

impl Url {
    /// The URL as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Adds a fragment: `briefs/talks/#sources`.
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

/// The paths that equal another path on disks which ignore case and Unicode normalisation. Each is
/// paired with the path that it equals: a lower-case path if there is one, or else the first of
/// them.
///
/// `get` returns the path with exactly this text.
pub fn twins<'p>(
    paths: impl Iterator<Item = &'p str>,
    get: impl Fn(&str) -> Option<&'p str>,
) -> Vec<(&'p str, &'p str)> {
    // Only these paths need to be folded: of equal paths at most one is lower-case ASCII.
    let differs_from_folded =
        |path: &&str| path.bytes().any(|byte| byte.is_ascii_uppercase() || !byte.is_ascii());
    let mut folded_paths: Vec<(String, &str)> =
        paths.filter(differs_from_folded).map(|path| (case_folded(path), path)).collect();
    folded_paths.sort_unstable();
    let mut twins = Vec::new();
    for equal in folded_paths.chunk_by(|one, other| one.0 == other.0) {
        let (folded, first) = &equal[0];
        let lower = get(folded).filter(|lower| equal.iter().all(|(_, path)| path != lower));
        let rest = if lower.is_some() { equal } else { &equal[1..] };
        twins.extend(rest.iter().map(|(_, path)| (*path, lower.unwrap_or(first))));
    }
    twins
}

/// A path in lower case and NFC: equal for paths that disks without case take for a single file.
pub fn case_folded(path: &str) -> String {
    composed(path).to_lowercase()
}

/// Joins a path to a folder with a single allocation: a build joins several for each output file.
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

/// The ASCII characters that are percent-encoded in paths and fragments. RFC 3986 would also allow
/// `&`, `'`, `:` and `;`, but HTML and relative references give them a meaning.
const ENCODED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~')
    .remove(b'/')
    .remove(b'!')
    .remove(b'$')
    .remove(b'(')
    .remove(b')')
    .remove(b'*')
    .remove(b'+')
    .remove(b',')
    .remove(b'=')
    .remove(b'@');

fn percent_encoded(path: &str) -> Cow<'_, str> {
    utf8_percent_encode(path, ENCODED).into()
}

/// Decodes the percent signs of an address; what does not decode to UTF-8 stays as it is.
pub fn percent_decoded(text: &str) -> String {
    percent_decode_str(text).decode_utf8().map_or_else(|_| text.to_owned(), Cow::into_owned)
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
            let get = |text: &str| paths.iter().copied().find(|path| *path == text);
            assert_eq!(twins(paths.iter().copied(), get), expected, "{paths:?}");
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
    }

    #[test]
    fn urls_encode_what_html_and_browsers_would_misread() {
        for (path, url) in [
            ("a b/é.png", "a%20b/%C3%A9.png"),
            ("a-b._~c/!$()*+,=@", "a-b._~c/!$()*+,=@"),
            ("a%20b", "a%2520b"),
            ("a&b;c'd", "a%26b%3Bc%27d"),
            ("a?b#c[d]", "a%3Fb%23c%5Bd%5D"),
            ("a\u{7f}\n\"<>", "a%7F%0A%22%3C%3E"),
        ] {
            assert_eq!(OutPath::parse(path).unwrap().url(UrlStyle::Folder).as_str(), url);
        }
        let url = OutPath::page("a").unwrap().url(UrlStyle::Folder).with_fragment("中: b");
        assert_eq!(url.as_str(), "a/#%E4%B8%AD%3A%20b");
    }

    #[test]
    fn an_alias_is_a_path_that_somebody_can_ask_for() {
        for (written, path) in [
            ("/old/", Ok("old/index.html")),
            ("old%20name.html", Ok("old name.html")),
            ("/", Ok("index.html")),
            ("/v1.2/", Ok("v1.2/index.html")),
            ("/News.PHP", Ok("News.PHP")),
            ("/.well-known/desk/", Ok(".well-known/desk/index.html")),
            ("/old?x=1", Err(AliasFault::Query)),
            ("/old#x", Err(AliasFault::Query)),
            ("../old", Err(AliasFault::Outside)),
            ("/a/%2e%2e/%2e%2e/b", Err(AliasFault::Outside)),
            ("/.briefgen/x/", Err(AliasFault::Outside)),
            ("/.htaccess", Err(AliasFault::Hidden)),
            ("/a/.git/", Err(AliasFault::Hidden)),
            ("/%2ehtaccess", Err(AliasFault::Hidden)),
            ("/briefgen.css", Err(AliasFault::NoPage)),
            ("/favicon.svg", Err(AliasFault::NoPage)),
            ("/robots.txt", Err(AliasFault::NoPage)),
            ("/a/feed.rss", Err(AliasFault::NoPage)),
        ] {
            assert_eq!(
                OutPath::of_alias(written).as_ref().map(OutPath::as_str).map_err(|fault| *fault),
                path,
                "{written}"
            );
        }
        for (written, is_fine) in
            [("x".repeat(255), true), ("x".repeat(256), false), ("%C3%A9/".repeat(400), false)]
        {
            let fault = OutPath::of_alias(&written).err();
            assert_eq!(fault, (!is_fine).then_some(AliasFault::TooLong), "{}", written.len());
        }
    }

    #[test]
    fn percent_signs_are_decoded_and_bad_ones_left() {
        for (text, out) in [
            ("a%20b", "a b"),
            ("%E7%8E%8B", "王"),
            ("100%", "100%"),
            ("%zz", "%zz"),
            ("%FF", "%FF"),
            ("%+Aa%-1", "%+Aa%-1"),
        ] {
            assert_eq!(percent_decoded(text), out);
        }
    }
}
