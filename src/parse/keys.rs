//! The table of keys: every key of front matter, of the registry and of `site.yaml`, with its type
//! and its documentation. All other keys are errors.

mod table;

pub use table::*;

use std::ops::RangeInclusive;

use crate::base::id::Kind;

/// A key of a map.
#[derive(Clone, Copy, Debug)]
pub struct Key {
    /// The name of the key.
    pub name: &'static str,
    /// The type of the value.
    pub kind: ValueKind,
    /// Whether a missing or blank value is an error.
    pub is_required: bool,
    /// The documentation, in Markdown. `new` writes the first sentence as a comment into new files.
    pub doc: &'static str,
    /// An example in YAML: a value, or one item of a list of maps. An ellipsis stands for words of
    /// the author. Empty if an example would not help.
    pub example: &'static str,
}

/// A row of the table. The methods below set the optional columns.
const fn key(name: &'static str, kind: ValueKind, doc: &'static str) -> Key {
    Key { name, kind, is_required: false, doc, example: "" }
}

impl Key {
    /// Makes the key required.
    const fn required(self) -> Key {
        Key { is_required: true, ..self }
    }

    /// Adds an example.
    const fn example(self, example: &'static str) -> Key {
        Key { example, ..self }
    }

    /// The first sentence of the documentation.
    pub fn comment(&self) -> &'static str {
        self.doc.split_once(". ").map_or(self.doc, |(first, _)| first)
    }

    /// The example, if it is complete.
    pub fn value(&self) -> Option<&'static str> {
        Some(self.example).filter(|example| !example.is_empty() && !example.contains('…'))
    }

    /// Whether the example is an item of a list.
    pub fn shows_item(&self) -> bool {
        matches!(self.kind, ValueKind::List(_)) && self.example.starts_with('{')
    }
}

/// The type of a key's value. A key without a value counts as missing.
#[derive(Clone, Copy, Debug)]
pub enum ValueKind {
    /// Text for readers. In every text, numbers and booleans count as the text that is written.
    Prose,
    /// A name or an id.
    Name,
    /// Any other text.
    Text,
    /// Text that is not blank.
    Filled(&'static ValueKind),
    /// `true` or `false`.
    Flag,
    /// A whole number, with the lowest and the highest value.
    Whole(u32, u32),
    /// One of these words.
    Word(&'static [&'static str]),
    /// A date of any precision.
    When,
    /// A day.
    Day,
    /// A date of any precision, or `unknown`.
    End,
    /// An id.
    Id,
    /// A language tag of BCP 47.
    Language,
    /// A country code of ISO 3166-1.
    Country,
    /// An address with `http` or `https`.
    WebAddress,
    /// Numbers of lines: `1-3, 21`.
    Lines,
    /// The code of a finding.
    FindingCode,
    /// Another key of the map.
    OtherKey,
    /// Any value.
    Anything,
    /// A map from catalogues to ids in them.
    CatalogueIds,
    /// A map from any words to values of one kind.
    Pairs(&'static ValueKind),
    /// A map with keys of its own.
    Map(&'static Keys),
    /// A list. A single item that is not a map may be written without the list.
    List(&'static ValueKind),
    /// A value of either of two types.
    Either(&'static ValueKind, &'static ValueKind),
}

impl ValueKind {
    /// The keys of the map, or of the maps in the list.
    pub fn keys(&self) -> Option<&'static Keys> {
        match self {
            ValueKind::Map(keys) => Some(keys),
            ValueKind::List(item) => item.keys(),
            ValueKind::Either(one, other) => one.keys().or_else(|| other.keys()),
            _ => None,
        }
    }

    /// The bounds of a whole number; for other types, all numbers.
    pub fn bounds(&self) -> RangeInclusive<u32> {
        match self {
            ValueKind::Whole(lowest, highest) => *lowest..=*highest,
            _ => 0..=u32::MAX,
        }
    }

    /// The words; for other types, none.
    pub fn words(&self) -> &'static [&'static str] {
        match self {
            ValueKind::Word(words) => words,
            ValueKind::Either(one, _) => one.words(),
            _ => &[],
        }
    }

    /// The type of the text, or of the texts in the list; `None` if there is no text.
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
    /// The name of the map, in a word or two: `brief`.
    pub of: &'static str,
    /// The keys. Several maps may share a group.
    pub groups: &'static [&'static [Key]],
    /// The rules for combinations of keys.
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

/// A rule for a combination of keys. The schemas use these rules; the reader checks each with its
/// own message.
#[derive(Clone, Copy, Debug)]
#[expect(missing_docs, reason = "the sentence of each rule names its fields")]
pub enum Rule {
    /// `key` requires that `other` is `word`.
    Needs { key: &'static str, other: &'static str, word: &'static str },
    /// `key` requires that `other` is `word` or missing.
    Suits { key: &'static str, other: &'static str, word: &'static str },
    /// If `key` is `word`, `other` is required.
    Asks { key: &'static str, word: &'static str, other: &'static str },
    /// `key` and `other` exclude each other.
    Excludes { key: &'static str, other: &'static str },
    /// `key` requires that `other` has a single item.
    OfOne { key: &'static str, other: &'static str },
    /// `key` allows no key besides `other`.
    Alone { key: &'static str, other: &'static str },
    /// At least one of the keys is required.
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
