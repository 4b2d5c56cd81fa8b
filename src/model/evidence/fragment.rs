//! Links to a passage of a page on the web.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use crate::base::typography::is_east_asian;

/// The largest number of words of a passage that is given in full. Of a longer one, the first and
/// last words are given.
const WHOLE: usize = 10;

/// The number of words at each end of a long passage.
const END: usize = 5;

/// The directive `:~:text=…`, with which a browser shows a passage. It goes after the `#` of an
/// address.
///
/// A browser finds only whole words in a single paragraph. A passage of several lines or many words
/// is therefore given by its first and last words.
pub fn text_fragment(passage: &str) -> String {
    let passage = passage.trim();
    let first_line = passage.lines().next().unwrap_or_default();
    let last_line = passage.lines().last().unwrap_or_default();
    let is_short = word_bounds(passage).count() <= WHOLE && passage.lines().count() <= 1;
    if is_short {
        return format!(":~:text={}", encoded(passage));
    }
    let first =
        word_bounds(first_line).take(END).last().map_or(first_line, |(_, end)| &first_line[..end]);
    let starts: Vec<usize> = word_bounds(last_line).map(|(start, _)| start).collect();
    let last = starts
        .get(starts.len().saturating_sub(END))
        .map_or(last_line, |start| &last_line[*start..]);
    format!(":~:text={},{}", encoded(first.trim()), encoded(last.trim()))
}

/// The boundaries of words. Scripts without spaces are split at punctuation.
fn word_bounds(text: &str) -> impl Iterator<Item = (usize, usize)> {
    let is_end = |c: char| c.is_whitespace() || (is_east_asian(c) && !c.is_alphanumeric());
    let mut at = 0;
    text.split_inclusive(is_end).filter_map(move |word| {
        let start = at;
        at += word.len();
        let trimmed = word.trim_end();
        (!trimmed.is_empty()).then_some((start, start + trimmed.len()))
    })
}

/// Percent-encodes everything except letters, digits and some punctuation. `-`, `,` and `&` have a
/// meaning in the directive.
fn encoded(words: &str) -> String {
    const ENCODED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'.').remove(b'_').remove(b'~');
    let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
    utf8_percent_encode(&words, ENCODED).to_string()
}
