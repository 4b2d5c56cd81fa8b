//! Whether words stand in some lines of a text, wherever else they stand.

use std::ops::RangeInclusive;

use crate::parse::statements::Words;

use super::saved::SavedText;
use super::verdict::FoundPassage;
use super::verify;

/// Whether words that were found in a text stand in these lines of it: each with the first and the
/// last, from 1.
///
/// Lines that have a part of the words are right, and where the words stand several times, so is
/// any place.
pub fn stands_in(
    lines: &[(usize, usize)],
    words: &Words,
    found: &FoundPassage,
    text: &SavedText,
) -> bool {
    if touches(&found.lines, lines) {
        return true;
    }
    let within = |among: &[(usize, usize)]| {
        verify(words, &text.only(among)).found().is_some_and(|found| touches(&found.lines, lines))
    };
    // Words that run over several lines may begin or end in others.
    let more = found.lines.end() - found.lines.start();
    let wider = |(first, last): &(usize, usize)| {
        (first.saturating_sub(more).max(1), last.saturating_add(more))
    };
    within(lines) || (more > 0 && within(&lines.iter().map(wider).collect::<Vec<_>>()))
}

fn touches(found: &RangeInclusive<usize>, lines: &[(usize, usize)]) -> bool {
    lines.iter().any(|(first, last)| first <= found.end() && found.start() <= last)
}
