//! Whether the words of a quotation stand in a saved text: the table of the format's section on verification.
//!
//! Pure and deterministic, without a score. It knows words and texts; it knows no source, no brief and no finding.
//!
//! ```text
//! saved text ──► as it is ──► folded typography ──► without brackets ──► letters and digits only
//!                  exact       typographic, split,    the same             loose
//!                              elided
//! ```

mod chars;
mod diff;
mod fold;
mod fragment;
mod layer;
mod marks;
mod near;
mod negation;
mod saved;
mod search;

use std::ops::{Range, RangeInclusive};

use crate::parse::statements::Words;

use diff::differences;
use layer::{Layer, Mode, Scope, Writing, between_ellipses, fold};
use near::nearest;
use negation::has_negation;
use search::{Gap, Piece, Search, chain};

pub use fragment::text_fragment;
pub use marks::{Quotations, quotations};
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
/// The words to the letter come first: an ellipsis or a bracket may be the reporter's own. White space around a
/// quotation does not count. A quotation without a letter or a digit is never found.
pub fn verify(words: &Words, text: &SavedText) -> Verdict {
    if text.is_empty() {
        return Verdict::Unchecked;
    }
    let quote = Quote::new(words);
    if quote.pieces.is_empty() {
        return Verdict::Missing { nearest: None };
    }
    exact(&quote, text)
        .or_else(|| folded(&quote, text, Writing::Folded))
        .or_else(|| folded(&quote, text, Writing::Unbracketed))
        .or_else(|| loose(&quote, text))
        .unwrap_or_else(|| Verdict::Missing { nearest: nearest(&quote.pieces.join(" "), text) })
}

/// A quotation in its pieces.
struct Quote<'a> {
    /// What the writer gave: one piece, or a list; none is without words.
    pieces: Vec<&'a str>,
    /// For each piece, its parts between ellipses.
    parts: Vec<Vec<String>>,
    has_brackets: bool,
}

impl<'a> Quote<'a> {
    fn new(words: &'a Words) -> Self {
        let given: Vec<&str> = match words {
            Words::Whole(words) => vec![words],
            Words::Split(pieces) => pieces.iter().map(String::as_str).collect(),
        };
        let pieces: Vec<&str> = given.into_iter().map(str::trim).filter(|piece| chars::has_words(piece)).collect();
        let parts = pieces.iter().map(|piece| between_ellipses(piece)).collect();
        let has_brackets = pieces.iter().any(|piece| piece.contains(chars::is_bracket));
        Self { pieces, parts, has_brackets }
    }

    /// The pieces to look for, to the letter.
    fn literal(&self, writing: Writing) -> Vec<Piece> {
        self.pieces.iter().map(|piece| Piece { key: fold(piece, writing), gap: Gap::Wordless }).collect()
    }

    /// The pieces to look for, where an ellipsis stands for words that were left out; none where there is no ellipsis.
    fn elided(&self, writing: Writing) -> Option<Vec<Piece>> {
        let is_whole = |piece: &str, parts: &[String]| parts == [fold(piece, Writing::Folded)];
        if self.pieces.iter().zip(&self.parts).all(|(piece, parts)| is_whole(piece, parts)) {
            return None;
        }
        let gap = |n| if n == 0 { Gap::Wordless } else { Gap::Elision };
        let of_piece = |parts: &Vec<String>| -> Vec<Piece> {
            parts.iter().enumerate().map(|(n, part)| Piece { key: fold(part, writing), gap: gap(n) }).collect()
        };
        Some(self.parts.iter().flat_map(of_piece).collect())
    }
}

/// The same characters, in one piece.
fn exact(quote: &Quote<'_>, text: &SavedText) -> Option<Verdict> {
    let [piece] = quote.pieces[..] else { return None };
    for part in text.text().parts {
        let raw = &text.text().raw[part.clone()];
        let mut search = Search::new(piece);
        while let Some(start) = search.next(raw.as_bytes()) {
            let end = start + piece.len();
            if chars::is_break(raw, start) && chars::is_break(raw, end) {
                return Some(Verdict::Exact(found(text, part.start + start..part.start + end)));
            }
        }
    }
    None
}

/// The same but for typography; in one piece, split by the reporter, or with words left out.
fn folded(quote: &Quote<'_>, text: &SavedText, writing: Writing) -> Option<Verdict> {
    if writing == Writing::Unbracketed && !quote.has_brackets && !text.text().raw.contains(chars::is_bracket) {
        return None;
    }
    let literal = quote.literal(writing);
    let places = |pieces: &[Piece]| places(pieces, quote, text, writing);
    if let Some(places) = places(&literal) {
        let found = found(text, whole(&places));
        let is_split = literal.len() > 1;
        return Some(if is_split { Verdict::Split(found) } else { Verdict::Typographic(found) });
    }
    let pieces = quote.elided(writing)?;
    let places = places(&pieces)?;
    Some(Verdict::Elided { found: found(text, whole(&places)), negation: swallowed(&pieces, &places, text) })
}

/// The same without case and punctuation.
fn loose(quote: &Quote<'_>, text: &SavedText) -> Option<Verdict> {
    let literal = quote.literal(Writing::Letters);
    if let Some(places) = places(&literal, quote, text, Writing::Letters) {
        let diff = differences(quote.pieces.iter().copied().zip(&places), text);
        return Some(Verdict::Loose { found: found(text, whole(&places)), diff });
    }
    let pieces = quote.elided(Writing::Letters)?;
    let places = places(&pieces, quote, text, Writing::Letters)?;
    let mut diff = differences(quote.parts.iter().flatten().map(String::as_str).zip(&places), text);
    if let Some(words) = swallowed(&pieces, &places, text) {
        diff = format!("{diff}; … → {words}");
    }
    Some(Verdict::Loose { found: found(text, whole(&places)), diff })
}

/// Where the pieces stand in the text: in a row, or where a list was given, with narration between the pieces.
fn places(pieces: &[Piece], quote: &Quote<'_>, text: &SavedText, writing: Writing) -> Option<Vec<Range<usize>>> {
    let in_layer = |layer: &Layer| -> Option<Vec<Range<usize>>> {
        Some(chain(pieces, layer)?.iter().map(|place| layer.raw(text.text(), place)).collect())
    };
    let of_all = match writing {
        Writing::Folded => in_layer(&text.folded),
        _ => in_layer(&Layer::new(text.text(), Mode { writing, scope: Scope::All })),
    };
    // A text without its narration is what was said, in a row.
    let without_narration = || in_layer(&Layer::new(text.text(), Mode { writing, scope: Scope::Quoted }));
    of_all.or_else(|| if quote.pieces.len() > 1 { without_narration() } else { None })
}

/// From the first place to the last.
fn whole(places: &[Range<usize>]) -> Range<usize> {
    let start = places.first().map_or(0, |place| place.start);
    start..places.last().map_or(start, |place| place.end)
}

/// The words that ellipses stand for, where they have a negation.
fn swallowed(pieces: &[Piece], places: &[Range<usize>], text: &SavedText) -> Option<String> {
    let elided = pieces.iter().skip(1).zip(places.windows(2)).filter(|(piece, _)| piece.gap == Gap::Elision);
    let gaps = elided.filter_map(|(_, pair)| text.text().raw.get(pair[0].end..pair[1].start));
    let negated: Vec<&str> = gaps.map(str::trim).filter(|gap| has_negation(gap)).collect();
    (!negated.is_empty()).then(|| negated.join(" … "))
}

/// A passage by its bytes.
fn found(text: &SavedText, raw: Range<usize>) -> Found {
    let lines = text.line(raw.start)..=text.line(raw.end.saturating_sub(1).max(raw.start));
    let is_in_quotation_marks = text.folded.is_quoted(text.text(), &raw);
    Found { lines, passage: text.text().raw[raw].to_owned(), is_in_quotation_marks }
}

#[cfg(test)]
mod tests;
