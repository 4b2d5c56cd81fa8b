//! What stands near a passage, and what two texts have in common.

use super::{Found, SavedText};

/// Whether one of a speaker's names stands in the paragraph of a passage, the one before or the one after.
pub fn speaker_is_near(_names: &[String], _found: &Found, _text: &SavedText) -> bool {
    true
}

/// How much of the smaller text's runs of five words the other has, too: from 0 to 1.
pub fn shares_of_five_word_runs(_a: &SavedText, _b: &SavedText) -> f64 {
    0.0
}
