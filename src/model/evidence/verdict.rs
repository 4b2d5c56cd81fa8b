//! What became of a quotation that was looked up in a saved text, and where its words stand.

use std::ops::{Range, RangeInclusive};

use super::saved::SavedText;

/// What became of a quotation that was looked up in a saved text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// The same characters stand in the text.
    Exact(FoundPassage),
    /// The same but for typography: quotation marks, dashes, spaces, brackets.
    Typographic(FoundPassage),
    /// A list, or an ellipsis: its pieces stand in order, each in quotation marks, and only the
    /// reporter's narration between them.
    Split(FoundPassage),
    /// Its pieces stand in order in quotation marks, and are no one utterance: other words that are
    /// quoted lie between them, or another speaker.
    Joined(FoundPassage),
    /// With an ellipsis: its pieces stand in order, near to each other.
    Elided {
        /// From the first piece to the last.
        found: FoundPassage,
        /// The words that were left out, where one of them is a negation.
        negation: Option<String>,
    },
    /// The same only without case and punctuation.
    Loose {
        /// Where.
        found: FoundPassage,
        /// What differs: `as quoted → as in the text`, by `; `.
        diff: String,
    },
    /// Not there.
    Missing {
        /// The passage that has most of its words in a row, where one has enough of them.
        nearest: Option<FoundPassage>,
    },
    /// There is no text to look it up in.
    Unchecked,
}

/// A passage of a saved text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundPassage {
    /// Its lines in the text as it is on disk, from 1.
    pub lines: RangeInclusive<usize>,
    /// Its words as they stand in the text, with all that was left out between pieces.
    pub passage: String,
    /// Whether it stands between quotation marks.
    pub is_in_quotation_marks: bool,
    /// The bytes of each of its pieces, in order.
    pub pieces: Vec<Range<usize>>,
}

impl Verdict {
    /// The passage, where the quotation was found.
    pub fn found(&self) -> Option<&FoundPassage> {
        match self {
            Verdict::Exact(found) | Verdict::Typographic(found) | Verdict::Split(found) => {
                Some(found)
            }
            Verdict::Joined(found) => Some(found),
            Verdict::Elided { found, .. } | Verdict::Loose { found, .. } => Some(found),
            Verdict::Missing { .. } | Verdict::Unchecked => None,
        }
    }
}

/// A passage by the bytes of its pieces.
pub(super) fn found(text: &SavedText, pieces: Vec<Range<usize>>) -> FoundPassage {
    let start = pieces.first().map_or(0, |place| place.start);
    let whole = start..pieces.last().map_or(start, |place| place.end);
    let lines = text.line(whole.start)..=text.line(whole.end.saturating_sub(1).max(whole.start));
    let is_in_quotation_marks = pieces.iter().all(|piece| text.speech_of(piece).is_some());
    FoundPassage {
        lines,
        passage: text.text().raw[whole].to_owned(),
        is_in_quotation_marks,
        pieces,
    }
}
