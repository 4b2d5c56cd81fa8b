//! What is known beside a text of the names in it: by its language, and of the actors who bear them.

use crate::parse::registry::ActorKind;

/// What the language of a text decides about the names in it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Habits {
    /// Every noun begins with a capital, as in German.
    pub capital_nouns: bool,
    /// A single vowel behind an apostrophe is a suffix, as in Turkish.
    pub vowel_suffixes: bool,
    /// `M.` is no initial, as in French.
    pub m_is_a_title: bool,
}

impl Habits {
    /// Those of a language by its BCP 47 tag.
    pub fn of(tag: &str) -> Habits {
        let language = tag.split('-').next().unwrap_or_default().to_ascii_lowercase();
        Habits {
            capital_nouns: matches!(&*language, "de" | "gsw" | "lb" | "nds"),
            vowel_suffixes: matches!(&*language, "tr" | "az" | "tk" | "crh"),
            m_is_a_title: language == "fr",
        }
    }
}

/// A registered actor, as far as the words beside its names are judged by it.
#[derive(Debug, PartialEq, Eq)]
pub struct KnownActor {
    /// What it is.
    pub kind: ActorKind,
    /// ISO 3166-1 alpha-2.
    pub country: Option<String>,
    /// The words of its names.
    pub parts: Vec<Box<str>>,
}

impl KnownActor {
    /// An actor with these names.
    pub fn new<'n>(
        kind: ActorKind,
        country: Option<String>,
        names: impl Iterator<Item = &'n String>,
    ) -> KnownActor {
        let mut parts: Vec<Box<str>> = names.flat_map(|name| parts(name)).map(Box::from).collect();
        parts.sort_unstable();
        parts.dedup();
        KnownActor { kind, country, parts }
    }
}

/// The words of a name; a foreign name in Chinese has a dot between them.
pub fn parts(name: &str) -> impl Iterator<Item = &str> {
    name.split(|c: char| c.is_whitespace() || matches!(c, '·' | '・' | '‧'))
        .filter(|part| !part.is_empty())
}
