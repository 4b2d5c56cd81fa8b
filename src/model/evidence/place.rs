//! Checks whether words occur in given lines of a text.

use std::ops::RangeInclusive;

use crate::parse::statements::Words;

use super::saved::SavedText;
use super::verdict::FoundPassage;
use super::verify;

/// Whether words that were found in a text are in these lines, which are ranges from 1, both ends
/// included.
///
/// Lines with a part of the words are accepted, and so is any of several occurrences.
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
    // Words on several lines may begin or end outside of the given ones.
    let more = found.lines.end() - found.lines.start();
    let wider = |(first, last): &(usize, usize)| {
        (first.saturating_sub(more).max(1), last.saturating_add(more))
    };
    within(lines) || (more > 0 && within(&lines.iter().map(wider).collect::<Vec<_>>()))
}

fn touches(found: &RangeInclusive<usize>, lines: &[(usize, usize)]) -> bool {
    lines.iter().any(|(first, last)| first <= found.end() && found.start() <= last)
}
