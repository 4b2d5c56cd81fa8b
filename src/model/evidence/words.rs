//! The words of a folded text.

use std::ops::Range;

use crate::base::memo::Fingerprint;
use crate::base::typography::is_of_unspaced_script;

use super::chars::is_word;

/// The bytes of the words in a folded text. In scripts without spaces, each character is a word.
pub(super) fn words(text: &str) -> impl Iterator<Item = Range<usize>> {
    let mut chars = text.char_indices().peekable();
    std::iter::from_fn(move || {
        let (start, first) = chars.find(|(_, c)| c.is_alphanumeric())?;
        let mut end = start + first.len_utf8();
        let goes_on = |c: char| (is_word(c) || c == '\'') && !is_of_unspaced_script(c);
        while !is_of_unspaced_script(first)
            && let Some((at, c)) = chars.next_if(|(_, c)| goes_on(*c))
        {
            end = at + c.len_utf8();
        }
        Some(start..end)
    })
}

/// The hash of a word in lower case.
pub(super) fn hash(word: &str) -> u64 {
    Fingerprint::of(&word.to_lowercase()).0 as u64
}
