//! Ids of entities: their kinds, their slugs in files and URLs, and typed indices into tables.
//!
//! ```
//! use briefgen::base::id::{Kind, Slug};
//!
//! let slug = Slug::of_name("Łukasz Žižek").unwrap();
//! assert_eq!(slug.as_str(), "lukasz-zizek");
//! assert_eq!(format!("{}/{slug}", Kind::Actor.folder()), "actors/lukasz-zizek");
//! ```

use std::borrow::Borrow;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::marker::PhantomData;
use std::ops::{Index, IndexMut};
use std::sync::Arc;

use serde::Serialize;

use super::memo::Fingerprint;
use super::typography::composed;

/// The kinds of entity that have pages of their own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// A dated briefing.
    Brief,
    /// A person, organization, state or group.
    Actor,
    /// A post that actors hold.
    Office,
    /// A subject, possibly part of a wider subject.
    Issue,
    /// A place on the map.
    Place,
    /// A publication that briefs cite.
    Source,
    /// An event that briefs report. Events have no registry.
    Event,
}

impl Kind {
    /// All kinds, in the order of lists.
    pub const ALL: [Kind; 7] = [
        Kind::Brief,
        Kind::Actor,
        Kind::Office,
        Kind::Issue,
        Kind::Place,
        Kind::Source,
        Kind::Event,
    ];

    /// The noun: `actor`.
    pub fn word(self) -> &'static str {
        match self {
            Kind::Brief => "brief",
            Kind::Actor => "actor",
            Kind::Office => "office",
            Kind::Issue => "issue",
            Kind::Place => "place",
            Kind::Source => "source",
            Kind::Event => "event",
        }
    }

    /// The noun with its article: `an actor`.
    pub fn with_article(self) -> &'static str {
        match self {
            Kind::Brief => "a brief",
            Kind::Actor => "an actor",
            Kind::Office => "an office",
            Kind::Issue => "an issue",
            Kind::Place => "a place",
            Kind::Source => "a source",
            Kind::Event => "an event",
        }
    }

    /// The folder of the kind's files below `content/`, and of its pages in the output: `actors`.
    pub fn folder(self) -> &'static str {
        match self {
            Kind::Brief => "briefs",
            Kind::Actor => "actors",
            Kind::Office => "offices",
            Kind::Issue => "issues",
            Kind::Place => "places",
            Kind::Source => "sources",
            Kind::Event => "events",
        }
    }

    /// The kind whose files lie in a folder of this name.
    pub fn of_folder(folder: &str) -> Option<Kind> {
        Kind::ALL.into_iter().find(|kind| kind.folder() == folder)
    }
}

/// The id of an entity: `[a-z0-9-]+`, for issues with `/` between the levels. Never empty.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct Slug(Arc<str>);

impl AsRef<str> for Slug {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

/// Lets a map with slugs as keys be searched by plain text.
impl Borrow<str> for Slug {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl Slug {
    /// The id of an entity whose name contains nothing to make an id of.
    pub fn untitled() -> Slug {
        Slug::parse("untitled").expect("an id")
    }

    /// Reads an id from a file; `None` if it is malformed or longer than 200 bytes.
    pub fn parse(text: &str) -> Option<Slug> {
        let mut last = b'/';
        let well_formed = text.bytes().all(|byte| {
            let before = std::mem::replace(&mut last, byte);
            matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-') || (byte == b'/' && before != b'/')
        });
        (text.len() <= 200 && well_formed && last != b'/').then(|| Slug(text.into()))
    }

    /// Makes an id from a name: transliterated to ASCII, in lower case, words joined by hyphens.
    ///
    /// `None` if nothing of the name remains (`"?!"`). Ids longer than 80 bytes are cut after a
    /// word.
    pub fn of_name(name: &str) -> Option<Slug> {
        cut_slug(name).map(|(slug, _)| slug)
    }

    /// Like [`Slug::of_name`], for names that often begin alike: an id that is cut gets a suffix
    /// made from the whole name.
    pub fn of_long_name(name: &str) -> Option<Slug> {
        let (slug, is_cut) = cut_slug(name)?;
        let end = || format!("{:08x}", Fingerprint::of(name).0 as u32);
        Some(if is_cut { slug.with_suffix(&end()) } else { slug })
    }

    /// The id as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The last level: `taiwan` for `us-china/taiwan`.
    pub fn last(&self) -> &str {
        self.0.rsplit('/').next().unwrap_or(&self.0)
    }

    /// The level above: `us-china` for `us-china/taiwan`; `None` at the top.
    pub fn parent(&self) -> Option<Slug> {
        self.0.rsplit_once('/').map(|(parent, _)| Slug(parent.into()))
    }

    /// Adds a suffix that makes the id unique: `reuters-com-2`.
    #[must_use]
    pub fn with_suffix(&self, suffix: &str) -> Slug {
        Slug(format!("{}-{suffix}", self.0).into())
    }

    /// The id itself, then the id with the suffixes 2, 3 and so on.
    pub fn numbered(&self) -> impl Iterator<Item = Slug> {
        std::iter::once(self.clone()).chain((2_u32..).map(|n| self.with_suffix(&n.to_string())))
    }
}

/// The slug of a name, and whether it had to be cut.
fn cut_slug(name: &str) -> Option<(Slug, bool)> {
    const LONGEST: usize = 80;
    let composed = composed(name);
    let ascii = deunicode::deunicode_with_tofu_cow(&composed, "[?]");
    let mut slug = String::with_capacity(ascii.len());
    for word in ascii.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty()) {
        if !slug.is_empty() {
            slug.push('-');
        }
        slug.push_str(word);
    }
    slug.make_ascii_lowercase();
    let is_cut = slug.len() > LONGEST;
    if is_cut {
        // Cut after the last word that fits, or within the first word if that is too long.
        slug.truncate(slug[..=LONGEST].rfind('-').unwrap_or(LONGEST));
    }
    (!slug.is_empty()).then(|| (Slug(slug.into()), is_cut))
}

impl From<Slug> for Arc<str> {
    fn from(slug: Slug) -> Arc<str> {
        slug.0
    }
}

impl fmt::Display for Slug {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for Slug {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}`", self.0)
    }
}

/// A typed index into a [`Table`]: an `Id<Actor>` cannot be used for an office.
pub struct Id<T>(u32, PhantomData<fn() -> T>);

impl<T> Id<T> {
    /// The id of the row with this number.
    pub fn new(index: usize) -> Self {
        Self(u32::try_from(index).expect("fewer than 2^32 entities"), PhantomData)
    }

    /// The row's number.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

impl<T> Clone for Id<T> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<T> Copy for Id<T> {}
impl<T> PartialEq for Id<T> {
    fn eq(&self, other: &Self) -> bool {
        self.0 == other.0
    }
}
impl<T> Eq for Id<T> {}
impl<T> PartialOrd for Id<T> {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}
impl<T> Ord for Id<T> {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.0.cmp(&other.0)
    }
}
impl<T> Hash for Id<T> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.hash(state);
    }
}
impl<T> fmt::Debug for Id<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{}", self.0)
    }
}

/// Rows of one type, addressed by [`Id`]. Rows are never removed, so an id stays valid.
#[derive(Clone, Debug)]
pub struct Table<T>(Vec<T>);

impl<T> Default for Table<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T> Table<T> {
    /// Reserves memory for this many more rows.
    pub fn reserve(&mut self, rows: usize) {
        self.0.reserve(rows);
    }

    /// Adds a row and returns its id.
    pub fn push(&mut self, row: T) -> Id<T> {
        let id = Id::new(self.0.len());
        self.0.push(row);
        id
    }

    /// The rows with their ids, in order.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (Id<T>, &T)> {
        self.0.iter().enumerate().map(|(index, row)| (Id::new(index), row))
    }

    /// All ids, in order.
    pub fn ids(&self) -> impl ExactSizeIterator<Item = Id<T>> + use<T> {
        (0..self.0.len()).map(Id::new)
    }

    /// The rows alone, in order.
    pub fn rows(&self) -> &[T] {
        &self.0
    }

    /// The number of rows.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether the table has no rows.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl<T> FromIterator<T> for Table<T> {
    fn from_iter<I: IntoIterator<Item = T>>(rows: I) -> Self {
        Self(rows.into_iter().collect())
    }
}

impl<T> Index<Id<T>> for Table<T> {
    type Output = T;
    fn index(&self, id: Id<T>) -> &T {
        &self.0[id.index()]
    }
}

impl<T> IndexMut<Id<T>> for Table<T> {
    fn index_mut(&mut self, id: Id<T>) -> &mut T {
        &mut self.0[id.index()]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_lower_case_words_joined_by_hyphens() {
        for (text, ok) in [
            ("qin-gang", true),
            ("us-china/taiwan", true),
            ("", false),
            ("Qin", false),
            ("a//b", false),
            ("/a", false),
            ("a b", false),
            ("..", false),
            ("a/..", false),
            ("王毅", false),
        ] {
            assert_eq!(Slug::parse(text).is_some(), ok, "{text}");
        }
    }

    #[test]
    fn a_name_gets_a_readable_slug_in_any_script() {
        for (name, slug) in [
            ("Qin Gang", Some("qin-gang")),
            ("秦刚", Some("qin-gang")),
            ("Łukasz Žižek", Some("lukasz-zizek")),
            ("O'Malley & Sons, Ltd.", Some("o-malley-sons-ltd")),
            ("  ", None),
            ("?!", None),
        ] {
            assert_eq!(Slug::of_name(name).as_ref().map(Slug::as_str), slug, "{name}");
        }
    }

    #[test]
    fn a_long_name_is_cut_at_a_word() {
        let slug = Slug::of_name(&"word ".repeat(60)).unwrap();
        assert!(slug.as_str().len() <= 80 && slug.as_str().ends_with("word"), "{slug}");
        let [short, full, long] = [39, 40, 81].map(|length| "a".repeat(length));
        for (name, slug, is_cut) in [
            (format!("{full} {short}"), format!("{full}-{short}"), false),
            (format!("{full} {short} b"), format!("{full}-{short}"), true),
            (format!("{full} {full} b"), full.clone(), true),
            (format!("{full} {long}"), full.clone(), true),
            (format!("{long} b"), long[..80].to_owned(), true),
            (format!("{} -- b", &long[..80]), long[..80].to_owned(), true),
            (format!("{} -- ", &long[..80]), long[..80].to_owned(), false),
        ] {
            assert_eq!(cut_slug(&name), Slug::parse(&slug).map(|slug| (slug, is_cut)), "{name}");
        }
        assert_eq!(Slug::of_long_name("Qin Gang"), Slug::parse("qin-gang"));
        let ends = ["a", "b"].map(|end| Slug::of_long_name(&("word ".repeat(60) + end)).unwrap());
        assert!(ends[0] != ends[1] && ends[0].as_str().starts_with(slug.as_str()), "{ends:?}");
    }
}
