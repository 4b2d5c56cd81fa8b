//! Lists of words, as data: by language, or one list for all.

use std::sync::OnceLock;

use rustc_hash::FxHashSet;

/// A list of words. It is split when somebody first asks for a word of it.
pub(in crate::model) struct WordList {
    source: WordSource,
    words: OnceLock<FxHashSet<&'static str>>,
}

/// How the words of a list are written: between white space.
enum WordSource {
    /// Each language (BCP 47) with its words.
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

    /// A list that no language owns.
    pub(in crate::model) const fn of(words: &'static str) -> Self {
        Self { source: WordSource::One(words), words: OnceLock::new() }
    }

    /// Whether the list has a word as it is written here.
    pub(in crate::model) fn contains(&self, word: &str) -> bool {
        self.words.get_or_init(|| self.iter().collect()).contains(word)
    }

    /// Whether the list has a word, which may begin with a capital.
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
