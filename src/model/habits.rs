//! Facts about languages and actors by which names in a text are recognized.

use crate::parse::registry::ActorKind;

/// The rules of a language for names.
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
    /// The rules of a language, by its BCP 47 tag.
    pub fn of(tag: &str) -> Habits {
        let language = tag.split('-').next().unwrap_or_default().to_ascii_lowercase();
        Habits {
            capital_nouns: matches!(&*language, "de" | "gsw" | "lb" | "nds"),
            vowel_suffixes: matches!(&*language, "tr" | "az" | "tk" | "crh"),
            m_is_a_title: language == "fr",
        }
    }
}

/// A registered actor, as the neighbours of its names are judged.
#[derive(Debug, PartialEq, Eq)]
pub struct KnownActor {
    /// The kind of actor.
    pub kind: ActorKind,
    /// The country, as an ISO 3166-1 alpha-2 code.
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

/// The words of a name. In Chinese, a dot separates the words of a foreign name.
pub fn parts(name: &str) -> impl Iterator<Item = &str> {
    name.split(|c: char| c.is_whitespace() || matches!(c, '·' | '・' | '‧'))
        .filter(|part| !part.is_empty())
}
