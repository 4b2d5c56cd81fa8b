//! Prepares the words of a text for a draft of a brief.

use crate::base::typography::is_unspaced;
use crate::model::evidence::utterance::Utterance;

/// Joins words to a single line, without characters that YAML forbids.
pub fn one_line(words: &str) -> String {
    let shown = |c: char| if c.is_control() { ' ' } else { c };
    let is_character = |c: &char| !matches!(c, '\u{FEFF}' | '\u{FFFE}' | '\u{FFFF}');
    words
        .chars()
        .filter(is_character)
        .map(shown)
        .collect::<String>()
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
}

/// Whether an utterance is worth quoting. A single word in quotation marks is a term, not a
/// statement.
pub(super) fn is_statement(utterance: &Utterance, text: &str) -> bool {
    /// The number of characters in a script without spaces that counts as two words.
    const UNSPACED: usize = 4;
    let words: Vec<&str> =
        utterance.pieces.iter().flat_map(|piece| text[piece.clone()].split_whitespace()).collect();
    let letters = |word: &&str| word.chars().filter(|c| c.is_alphanumeric()).count();
    words.iter().filter(|word| letters(word) > 0).count() > 1
        || words.iter().flat_map(|word| word.chars()).filter(|c| is_unspaced(*c)).count()
            >= UNSPACED
}
