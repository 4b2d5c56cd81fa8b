//! The verdict on a quotation that was searched in a saved text.

use std::ops::{Range, RangeInclusive};

use super::saved::SavedText;

/// The verdict on a quotation that was searched in a saved text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// The text has the exact characters.
    Exact(FoundPassage),
    /// The text differs in typography only: quotation marks, dashes, spaces, brackets.
    Typographic(FoundPassage),
    /// The pieces of a list, or around an ellipsis, are in order and each in quotation marks, with
    /// only the reporter's narration between them.
    Split(FoundPassage),
    /// The pieces are in order and in quotation marks, but not of one utterance: another quotation
    /// or speaker is between them.
    Joined(FoundPassage),
    /// The pieces around an ellipsis are in order and close together.
    Elided {
        /// The range from the first piece to the last.
        found: FoundPassage,
        /// The omitted words, if one is a negation.
        negation: Option<String>,
    },
    /// The text has the words with other case and punctuation.
    Loose {
        /// The place.
        found: FoundPassage,
        /// The differences, separated by `; `: `as quoted → as in the text`.
        diff: String,
    },
    /// The text does not have the words.
    Missing {
        /// The passage with the most consecutive words, if there are enough.
        nearest: Option<FoundPassage>,
    },
    /// There is no text to search.
    Unchecked,
}

/// A passage of a saved text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundPassage {
    /// The lines in the file, from 1.
    pub lines: RangeInclusive<usize>,
    /// The words in the text, including everything between the pieces.
    pub passage: String,
    /// Whether the passage is in quotation marks.
    pub is_in_quotation_marks: bool,
    /// The bytes of each piece, in order.
    pub pieces: Vec<Range<usize>>,
}

impl Verdict {
    /// The passage, if the quotation was found.
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

/// The passage with these pieces.
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
