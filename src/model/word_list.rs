//! Lists of words, by language or for all languages.

use std::sync::OnceLock;

use rustc_hash::FxHashSet;

/// A list of words. It is split when it is first used.
pub(in crate::model) struct WordList {
    source: WordSource,
    words: OnceLock<FxHashSet<&'static str>>,
}

/// The data of a list: words between white space.
enum WordSource {
    /// The words of each language, by its BCP 47 tag.
    ByLanguage(&'static [(&'static str, &'static str)]),
    /// The words of all languages.
    One(&'static str),
}

impl WordList {
    /// A list by language. Languages may share words.
    pub(in crate::model) const fn by_language(
        lists: &'static [(&'static str, &'static str)],
    ) -> Self {
        Self { source: WordSource::ByLanguage(lists), words: OnceLock::new() }
    }

    /// A list for all languages.
    pub(in crate::model) const fn of(words: &'static str) -> Self {
        Self { source: WordSource::One(words), words: OnceLock::new() }
    }

    /// Whether the list has a word in this form.
    pub(in crate::model) fn contains(&self, word: &str) -> bool {
        self.words.get_or_init(|| self.iter().collect()).contains(word)
    }

    /// Whether the list has a word, which may be capitalized.
    pub(in crate::model) fn contains_in_any_case(&self, word: &str) -> bool {
        self.contains(word) || self.contains(&word.to_lowercase())
    }

    /// The words in the order of the data.
    pub(in crate::model) fn iter(&self) -> impl Iterator<Item = &'static str> {
        let (lists, one) = match self.source {
            WordSource::ByLanguage(lists) => (lists, ""),
            WordSource::One(words) => (&[][..], words),
        };
        lists.iter().map(|(_, words)| *words).chain([one]).flat_map(str::split_whitespace)
    }
}
