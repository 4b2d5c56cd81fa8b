//! The words of likelihood and confidence: two published vocabularies, or a site's own.

use crate::base::path::SitePath;

use super::keys::VOCABULARY;
use super::reader::{Fields, KeyPath, Reporter};
use super::yaml;

/// A vocabulary: words with their meanings.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Vocabulary {
    /// Words for how likely something is.
    pub likelihood: Vec<(String, String)>,
    /// Words for how sure the desk is.
    pub confidence: Vec<(String, String)>,
}

impl Vocabulary {
    /// The vocabulary of the intelligence community of the United States (ICD 203), the default.
    pub fn icd203() -> Vocabulary {
        published(include_str!("vocabulary/icd203.yaml"))
    }

    /// The vocabulary of the intelligence community of the United Kingdom (PHIA).
    pub fn phia() -> Vocabulary {
        published(include_str!("vocabulary/phia.yaml"))
    }

    /// Reads a site's own vocabulary.
    pub fn own(fields: &mut Fields<'_>, reporter: &mut Reporter<'_>) -> Vocabulary {
        let mut words = |key| {
            let words = fields.pairs(key, reporter).into_iter();
            words.map(|(word, meaning)| (word, meaning.value)).collect()
        };
        Vocabulary { likelihood: words("likelihood"), confidence: words("confidence") }
    }

    /// All words with their meanings, first of likelihood, then of confidence.
    pub fn all_words(&self) -> impl Iterator<Item = (&str, &str)> {
        let all = self.likelihood.iter().chain(&self.confidence);
        all.map(|(word, meaning)| (word.as_str(), meaning.as_str()))
    }
}

fn published(text: &str) -> Vocabulary {
    let Ok(tree) = yaml::parse(text) else { return Vocabulary::default() };
    let file = SitePath::config();
    let mut reporter = Reporter::new(&file, 0);
    let fields = Fields::of(&tree.top, &VOCABULARY, &KeyPath::Top, &mut reporter);
    fields.map(|mut fields| Vocabulary::own(&mut fields, &mut reporter)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_published_vocabularies_are_whole() {
        for (vocabulary, likelihoods) in [(Vocabulary::icd203(), 14), (Vocabulary::phia(), 8)] {
            assert_eq!(vocabulary.likelihood.len(), likelihoods);
            assert_eq!(vocabulary.confidence.len(), 3);
            assert!(
                vocabulary
                    .all_words()
                    .all(|(word, meaning)| !word.is_empty() && !meaning.is_empty())
            );
        }
    }
}
