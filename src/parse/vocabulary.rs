//! The words of likelihood and confidence: two published vocabularies as data, or a site's own.

use super::yaml::{self, Node, Value};

/// A vocabulary, each word with what it means.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Vocabulary {
    /// How likely something is.
    pub likelihood: Vec<(String, String)>,
    /// How sure the desk is.
    pub confidence: Vec<(String, String)>,
}

impl Vocabulary {
    /// The vocabulary of the United States' intelligence community: the default.
    pub fn icd203() -> Vocabulary {
        published(include_str!("vocabulary/icd203.yaml"))
    }

    /// The vocabulary of the United Kingdom's.
    pub fn phia() -> Vocabulary {
        published(include_str!("vocabulary/phia.yaml"))
    }

    /// A site's own: a map with the keys `likelihood` and `confidence`, each a map of words to
    /// meanings.
    pub fn own(node: &Node<'_>) -> Vocabulary {
        Vocabulary { likelihood: pairs(node, "likelihood"), confidence: pairs(node, "confidence") }
    }

    /// All words with their meanings, those of likelihood first.
    pub fn words(&self) -> impl Iterator<Item = (&str, &str)> {
        let all = self.likelihood.iter().chain(&self.confidence);
        all.map(|(word, meaning)| (word.as_str(), meaning.as_str()))
    }
}

fn published(text: &str) -> Vocabulary {
    yaml::read(text).map(|tree| Vocabulary::own(&tree.top)).unwrap_or_default()
}

fn pairs(node: &Node<'_>, key: &str) -> Vec<(String, String)> {
    let Some(Value::Map(words)) = of(node, key).map(|node| &node.value) else { return Vec::new() };
    let text = |node: &Node<'_>| match &node.value {
        Value::Text(text) => text.to_string(),
        _ => String::new(),
    };
    words.iter().map(|(word, meaning)| (word.value.to_string(), text(meaning))).collect()
}

fn of<'n>(node: &'n Node<'n>, key: &str) -> Option<&'n Node<'n>> {
    let Value::Map(entries) = &node.value else { return None };
    entries.iter().find(|(name, _)| name.value == key).map(|(_, node)| node)
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
                vocabulary.words().all(|(word, meaning)| !word.is_empty() && !meaning.is_empty())
            );
        }
    }
}
