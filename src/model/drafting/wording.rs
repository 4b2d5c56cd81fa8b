//! The words of a text, as a draft of a brief writes them.

use crate::base::typography::is_unspaced;
use crate::model::evidence::utterance::Utterance;

/// Words on one line, without characters that no YAML file may have.
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

/// What an utterance is worth as a quotation: a single word between quotation marks is a term, and
/// no statement.
pub(super) fn is_statement(utterance: &Utterance, text: &str) -> bool {
    /// So many characters of a script without spaces are as good as two words.
    const UNSPACED: usize = 4;
    let words: Vec<&str> =
        utterance.pieces.iter().flat_map(|piece| text[piece.clone()].split_whitespace()).collect();
    let letters = |word: &&str| word.chars().filter(|c| c.is_alphanumeric()).count();
    words.iter().filter(|word| letters(word) > 0).count() > 1
        || words.iter().flat_map(|word| word.chars()).filter(|c| is_unspaced(*c)).count()
            >= UNSPACED
}
