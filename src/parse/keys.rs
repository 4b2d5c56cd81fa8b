//! The table of keys: every key that front matter, a registry and `site.yaml` may have, with what
//! it holds and what it is for.
//!
//! The reader takes no key but these.

mod table;

pub use table::*;

use std::ops::RangeInclusive;

use crate::base::id::Kind;

/// A key of a map.
#[derive(Clone, Copy, Debug)]
pub struct Key {
    /// What is written before the colon.
    pub name: &'static str,
    /// What may be written after it.
    pub kind: ValueKind,
    /// Whether a map without the key, or with a blank text after it, is an error.
    pub is_required: bool,
    /// What the value says, in Markdown. The first sentence is enough for a comment in a new file.
    pub doc: &'static str,
    /// A value, as YAML; for a list of maps one item. An ellipsis in it stands for words that only
    /// the writer knows. Empty where none would help.
    pub example: &'static str,
}

/// A row of the table. Further columns are set by the methods below.
const fn key(name: &'static str, kind: ValueKind, doc: &'static str) -> Key {
    Key { name, kind, is_required: false, doc, example: "" }
}

impl Key {
    /// The key has to be there.
    const fn required(self) -> Key {
        Key { is_required: true, ..self }
    }

    /// Shows a value.
    const fn example(self, example: &'static str) -> Key {
        Key { example, ..self }
    }

    /// The first sentence of what the key is for.
    pub fn comment(&self) -> &'static str {
        self.doc.split_once(". ").map_or(self.doc, |(first, _)| first)
    }

    /// The example, where it is a whole value.
    pub fn value(&self) -> Option<&'static str> {
        Some(self.example).filter(|example| !example.is_empty() && !example.contains('…'))
    }

    /// Whether the example is an item of a list.
    pub fn shows_item(&self) -> bool {
        matches!(self.kind, ValueKind::List(_)) && self.example.starts_with('{')
    }
}

/// What may stand after a key. A key with nothing after it counts as left out.
#[derive(Clone, Copy, Debug)]
pub enum ValueKind {
    /// Text that people read. Numbers and truth values count as the text that they are typed as,
    /// here and in all texts.
    Prose,
    /// A name, or the id of what has one.
    Name,
    /// Any other text.
    Text,
    /// Text that is not blank.
    Filled(&'static ValueKind),
    /// `true` or `false`.
    Flag,
    /// A whole number: the lowest and the highest.
    Whole(u32, u32),
    /// One of these words.
    Word(&'static [&'static str]),
    /// A date with any precision.
    When,
    /// A date that is one day.
    Day,
    /// A date with any precision, or `unknown`.
    End,
    /// An id.
    Id,
    /// A language tag as BCP 47 has it.
    Language,
    /// A country code as ISO 3166-1 has it.
    Country,
    /// An address with `http` or `https`.
    WebAddress,
    /// Numbers of lines: `1-3, 21`.
    Lines,
    /// The code of a finding.
    FindingCode,
    /// Another key of the map.
    OtherKey,
    /// Anything at all.
    Anything,
    /// A map from catalogues to ids in them.
    CatalogueIds,
    /// A map from any words to values of one kind.
    Pairs(&'static ValueKind),
    /// A map with keys of its own.
    Map(&'static Keys),
    /// A list; a single item that is no map needs no list.
    List(&'static ValueKind),
    /// Either of two.
    Either(&'static ValueKind, &'static ValueKind),
}

impl ValueKind {
    /// The keys of the maps that stand there, alone or in a list.
    pub fn keys(&self) -> Option<&'static Keys> {
        match self {
            ValueKind::Map(keys) => Some(keys),
            ValueKind::List(item) => item.keys(),
            ValueKind::Either(one, other) => one.keys().or_else(|| other.keys()),
            _ => None,
        }
    }

    /// The lowest and the highest number that may stand there.
    pub fn bounds(&self) -> RangeInclusive<u32> {
        match self {
            ValueKind::Whole(lowest, highest) => *lowest..=*highest,
            _ => 0..=u32::MAX,
        }
    }

    /// The words that may stand there.
    pub fn words(&self) -> &'static [&'static str] {
        match self {
            ValueKind::Word(words) => words,
            ValueKind::Either(one, _) => one.words(),
            _ => &[],
        }
    }

    /// The kind of a text that stands there, alone or in a list, where there may be one.
    pub fn text(&self) -> Option<&ValueKind> {
        match self {
            ValueKind::Prose | ValueKind::Name | ValueKind::Text => Some(self),
            ValueKind::Filled(kind) | ValueKind::List(kind) => kind.text(),
            ValueKind::Either(one, other) => one.text().or_else(|| other.text()),
            _ => None,
        }
    }
}

/// The keys that a map may have.
#[derive(Debug)]
pub struct Keys {
    /// What has them, in a word or two: `brief`.
    pub of: &'static str,
    /// The keys, in groups that maps share.
    pub groups: &'static [&'static [Key]],
    /// What is asked of several keys together.
    pub rules: &'static [Rule],
}

impl Keys {
    /// All keys, in the order of the reference.
    pub fn iter(&self) -> impl Iterator<Item = &'static Key> + use<> {
        self.groups.iter().copied().flatten()
    }

    /// The row of a key.
    pub fn get(&self, name: &str) -> Option<&'static Key> {
        self.iter().find(|key| key.name == name)
    }

    /// The keys of an entry of a kind. Events have no entries of their own.
    pub fn of_kind(kind: Kind) -> &'static Keys {
        match kind {
            Kind::Brief => &BRIEF,
            Kind::Actor | Kind::Event => &ACTOR,
            Kind::Office => &OFFICE,
            Kind::Issue => &ISSUE,
            Kind::Place => &PLACE,
            Kind::Source => &SOURCE,
        }
    }
}

/// What is asked of several keys of a map together. The reader says it in words of each key; the
/// schemas are made of these.
#[derive(Clone, Copy, Debug)]
#[expect(missing_docs, reason = "the sentence of each rule names its fields")]
pub enum Rule {
    /// `key` says nothing unless `other` has the word.
    Needs { key: &'static str, other: &'static str, word: &'static str },
    /// `key` says nothing where `other` has another word.
    Suits { key: &'static str, other: &'static str, word: &'static str },
    /// Where `key` has the word, `other` has to be there.
    Asks { key: &'static str, word: &'static str, other: &'static str },
    /// `key` says nothing beside `other`.
    Excludes { key: &'static str, other: &'static str },
    /// `key` says nothing where `other` has several items.
    OfOne { key: &'static str, other: &'static str },
    /// Beside `key` there may only be `other`.
    Alone { key: &'static str, other: &'static str },
    /// One of them has to be there.
    OneOf(&'static [&'static str]),
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_list_of_maps_shows_one() {
        for key in ALL.iter().flat_map(|keys| keys.iter()) {
            if let ValueKind::List(ValueKind::Map(_)) = key.kind {
                assert!(key.shows_item(), "{}", key.name);
            }
        }
    }

    #[test]
    fn a_map_has_each_key_once_and_those_that_its_rules_name() {
        for keys in ALL {
            let mut names: Vec<&str> = keys.iter().map(|key| key.name).collect();
            names.sort_unstable();
            assert!(names.windows(2).all(|two| two[0] != two[1]), "{}: {names:?}", keys.of);
            for rule in keys.rules {
                let named = match rule {
                    Rule::Needs { key, other, .. }
                    | Rule::Suits { key, other, .. }
                    | Rule::Asks { key, other, .. }
                    | Rule::Excludes { key, other }
                    | Rule::OfOne { key, other }
                    | Rule::Alone { key, other } => vec![*key, *other],
                    Rule::OneOf(keys) => keys.to_vec(),
                };
                assert!(named.iter().all(|name| keys.get(name).is_some()), "{}: {rule:?}", keys.of);
            }
        }
    }
}
