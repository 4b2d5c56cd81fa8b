//! Whether the words of a quotation stand in a saved text: the table of the format's section on
//! verification.
//!
//! Pure and deterministic, without a score. It knows words and texts; it knows no source, no brief
//! and no finding.
//!
//! ```text
//! saved text ──► as it is ──► folded typography ──► without brackets, ──► letters and digits only
//!                  exact       typographic, split,   without hyphens        loose
//!                              elided                at line ends
//! ```
//!
//! [`places`] finds where the words stand. Whose they are there is not known here: that is the
//! matter of [`super::attribution`], and [`super::verification`] puts both together.

mod brackets;
mod chars;
mod diff;
mod fold;
mod fragment;
mod layer;
mod marks;
mod nearest;
mod negation;
pub(in crate::model) mod passage;
mod place;
mod saved;
mod search;
mod shared_runs;
mod speaker_near;
pub(in crate::model) mod turns;
pub(in crate::model) mod utterance;
pub(in crate::model) mod verbs;
mod verdict;
mod words;

use std::ops::Range;

use crate::base::limits;
use crate::base::typography;
use crate::parse::statements::Words;

use diff::differences;
use layer::{Layer, Writing, between_ellipses, fold, layer_of};
use nearest::nearest;
use negation::has_negation;
use search::{Gap, Piece, Search, chains};
use verdict::found;

pub use fragment::text_fragment;
pub use marks::{Quotations, quotations};
pub(in crate::model) use negation::cut_off;
pub use place::stands_in;
pub use saved::SavedText;
pub use shared_runs::shares_of_five_word_runs;
pub use speaker_near::speaker_is_near;
pub use verdict::{FoundPassage, Verdict};

/// The places of a quotation's words in a saved text, in order, with a verdict on the words alone.
/// Only the places with the best verdict are listed. Never empty: words that are not found have a
/// single verdict that says so.
///
/// A literal match is tried first, because an ellipsis or bracket may be part of the source. White
/// space around a quotation is ignored. A quotation without a letter or digit is never found.
pub fn places(words: &Words, text: &SavedText) -> Vec<Verdict> {
    if text.is_empty() {
        return vec![Verdict::Unchecked];
    }
    let quote = QuotePieces::new(words);
    if quote.pieces.is_empty() {
        return vec![Verdict::Missing { nearest: None }];
    }
    let readings: [&dyn Fn() -> Vec<Verdict>; 7] = [
        &|| literal(&quote, text),
        &|| folded(&quote, text, Writing::Unbracketed),
        &|| bracketless(&quote, text),
        &|| folded(&quote, text, Writing::Unhyphenated),
        &|| with_asides_replaced(&quote, text),
        &|| joined(&quote, text),
        &|| loose(&quote, text),
    ];
    let found = readings.iter().map(|read| read()).find(|found| !found.is_empty());
    let missing = || Verdict::Missing { nearest: nearest(&quote.pieces.join(" "), text) };
    found.unwrap_or_else(|| vec![missing()])
}

/// The passage of a text with the most consecutive words of a quotation.
pub(in crate::model) fn nearest_to(words: &Words, text: &SavedText) -> Option<FoundPassage> {
    nearest(&QuotePieces::new(words).pieces.join(" "), text)
}

/// The verdict on the words at their first place. Pieces in separate places are not accepted.
pub fn verify(words: &Words, text: &SavedText) -> Verdict {
    match places(words, text).into_iter().next() {
        Some(Verdict::Joined(_)) => Verdict::Missing { nearest: nearest_to(words, text) },
        first => first.unwrap_or(Verdict::Unchecked),
    }
}

/// A quotation, split into its pieces.
struct QuotePieces {
    /// The pieces by the author: a single one, or a list. Each has words.
    pieces: Vec<String>,
    /// The parts of each piece between ellipses.
    parts: Vec<Vec<String>>,
    has_brackets: bool,
}

impl QuotePieces {
    fn new(words: &Words) -> Self {
        let given: Vec<&str> = match words {
            Words::Whole(words) => vec![words],
            Words::Split(pieces) => pieces.iter().map(String::as_str).collect(),
        };
        let pieces = given.into_iter().map(str::trim).filter(|piece| chars::has_words(piece));
        QuotePieces::of(pieces.map(str::to_owned).collect())
    }

    fn of(pieces: Vec<String>) -> Self {
        let parts = pieces.iter().map(|piece| between_ellipses(piece)).collect();
        let has_brackets = pieces.iter().any(|piece| piece.contains(typography::is_bracket));
        Self { pieces, parts, has_brackets }
    }

    /// The pieces for a literal search.
    fn literal(&self, writing: Writing, gap: Gap) -> Vec<Piece> {
        self.pieces.iter().map(|piece| piece_of(piece, writing, gap)).collect()
    }

    /// The pieces if an ellipsis stands for omitted words; `None` without an ellipsis.
    fn elided(&self, writing: Writing, between: Gap) -> Option<Vec<Piece>> {
        let is_whole = |piece: &str, parts: &[String]| parts == [fold(piece, Writing::Folded)];
        if self.pieces.iter().zip(&self.parts).all(|(piece, parts)| is_whole(piece, parts)) {
            return None;
        }
        let gap = |n| if n == 0 { between } else { Gap::Elision };
        let of_piece = |parts: &Vec<String>| -> Vec<Piece> {
            let parts = parts.iter().enumerate();
            parts.map(|(n, part)| piece_of(part, writing, gap(n))).collect()
        };
        Some(self.parts.iter().flat_map(of_piece).collect())
    }
}

fn piece_of(words: &str, writing: Writing, gap: Gap) -> Piece {
    let layer = layer_of(words, writing);
    Piece { hyphens: layer.hyphens(), key: layer.key, gap }
}

/// Finds the words in a single piece: exact, or with other typography.
fn literal(quote: &QuotePieces, text: &SavedText) -> Vec<Verdict> {
    let mut found = exact(quote, text);
    let at = |verdict: &Verdict| verdict.found().and_then(|found| found.pieces.first().cloned());
    let known: Vec<_> = found.iter().filter_map(at).map(|piece| piece.start).collect();
    let other = folded(quote, text, Writing::Folded);
    found.extend(
        other
            .into_iter()
            .filter(|verdict| at(verdict).is_none_or(|piece| !known.contains(&piece.start))),
    );
    found
}

/// Finds the exact characters in a single piece.
fn exact(quote: &QuotePieces, text: &SavedText) -> Vec<Verdict> {
    let [piece] = &quote.pieces[..] else { return Vec::new() };
    let mut places = Vec::new();
    for part in text.text().parts {
        let raw = &text.text().raw[part.clone()];
        let mut search = Search::new(piece);
        while places.len() < limits::QUOTE_PLACES
            && let Some(start) = search.next(raw.as_bytes())
        {
            let end = start + piece.len();
            if chars::is_break(raw, start) && chars::is_break(raw, end) {
                let place = part.start + start..part.start + end;
                places.push(Verdict::Exact(found(text, vec![place])));
            }
        }
    }
    places
}

/// Finds the words with other typography: in a single piece, split by a reporter, or with
/// omissions.
fn folded(quote: &QuotePieces, text: &SavedText, writing: Writing) -> Vec<Verdict> {
    let raw = text.text().raw;
    let is_other = match writing {
        Writing::Unbracketed => quote.has_brackets || raw.contains(typography::is_bracket),
        Writing::Unhyphenated => has_hyphen_at_line_end(raw),
        _ => true,
    };
    if !is_other {
        return Vec::new();
    }
    in_layer(quote, text, writing, text.layer(writing))
}

fn has_hyphen_at_line_end(text: &str) -> bool {
    text.lines().any(|line| line.trim_end().ends_with(typography::is_dash))
}

/// Finds a quotation in a layer of a text.
fn in_layer(
    quote: &QuotePieces,
    text: &SavedText,
    writing: Writing,
    layer: &Layer,
) -> Vec<Verdict> {
    let literal = quote.literal(writing, Gap::Narration);
    let whole = chains(&literal, layer);
    if !whole.is_empty() {
        let is_split = literal.len() > 1;
        let verdict = |chain: &Vec<Range<usize>>| {
            let found = found(text, raw(chain, layer, text));
            if is_split { Verdict::Split(found) } else { Verdict::Typographic(found) }
        };
        return whole.iter().map(verdict).collect();
    }
    let Some(pieces) = quote.elided(writing, Gap::Narration) else { return Vec::new() };
    let chains = chains(&pieces, layer);
    chains.iter().map(|chain| elided(&pieces, raw(chain, layer, text), text)).collect()
}

fn elided(pieces: &[Piece], places: Vec<Range<usize>>, text: &SavedText) -> Verdict {
    let negation = swallowed(pieces, &places, text);
    Verdict::Elided { found: found(text, places), negation }
}

/// Finds the words without bracketed remarks on either side, which are nobody's words. Letters in
/// brackets may have the other case.
fn bracketless(quote: &QuotePieces, text: &SavedText) -> Vec<Verdict> {
    let text_has = text.text().raw.contains(typography::is_bracket);
    if !quote.has_brackets && !text_has {
        return Vec::new();
    }
    let layer = text.layer(Writing::Bracketless);
    let read = |quote: &QuotePieces| in_layer(quote, text, Writing::Bracketless, layer);
    let as_given = read(quote);
    if !as_given.is_empty() {
        return as_given;
    }
    let turned = |turn: &dyn Fn(&str) -> Option<String>| {
        let pieces: Vec<String> =
            quote.pieces.iter().map(|piece| turn(piece).unwrap_or_else(|| piece.clone())).collect();
        if pieces == quote.pieces { Vec::new() } else { read(&QuotePieces::of(pieces)) }
    };
    let in_quote = turned(&brackets::with_other_case);
    if !in_quote.is_empty() || !text_has {
        return in_quote;
    }
    let mut in_text = turned(&with_other_first);
    // Only letters that the reporter put into brackets may have another case.
    let is_bracketed = |verdict: &Verdict| {
        let start = verdict.found().and_then(|found| found.pieces.first()).map_or(0, |at| at.start);
        text.text().raw[..start].ends_with(['[', '［'])
    };
    in_text.retain(is_bracketed);
    in_text
}

/// The words with another case of their first letter.
fn with_other_first(words: &str) -> Option<String> {
    let first = words.chars().next().filter(|c| c.is_alphabetic())?;
    let rest = &words[first.len_utf8()..];
    let other: String = if first.is_uppercase() {
        first.to_lowercase().collect()
    } else {
        first.to_uppercase().collect()
    };
    Some(other + rest)
}

/// Finds the words with an ellipsis in place of each bracketed remark, which may replace words of
/// the source.
fn with_asides_replaced(quote: &QuotePieces, text: &SavedText) -> Vec<Verdict> {
    if !quote.has_brackets {
        return Vec::new();
    }
    let replaced: Vec<Option<String>> =
        quote.pieces.iter().map(|piece| brackets::as_ellipses(piece)).collect();
    if replaced.iter().all(Option::is_none) {
        return Vec::new();
    }
    let pieces = replaced.into_iter().zip(&quote.pieces);
    let quote =
        QuotePieces::of(pieces.map(|(new, old)| new.unwrap_or_else(|| old.clone())).collect());
    let layer = text.layer(Writing::Bracketless);
    let Some(pieces) = quote.elided(Writing::Bracketless, Gap::Narration) else {
        return Vec::new();
    };
    let chains = chains(&pieces, layer);
    chains.iter().map(|chain| elided(&pieces, raw(chain, layer, text), text)).collect()
}

/// Finds the pieces in separate places, in any order. [`super::verification`] checks the speaker of
/// each.
fn joined(quote: &QuotePieces, text: &SavedText) -> Vec<Verdict> {
    let layer = &text.folded;
    let elided = quote.elided(Writing::Folded, Gap::Anything);
    let mut pieces = elided.unwrap_or_else(|| quote.literal(Writing::Folded, Gap::Anything));
    if pieces.len() < 2 {
        return Vec::new();
    }
    pieces.iter_mut().for_each(|piece| piece.gap = Gap::Anything);
    let mut chains_found = chains(&pieces, layer);
    if chains_found.is_empty() {
        let first = |piece: &Piece| chains(std::slice::from_ref(piece), layer).into_iter().next();
        let places: Option<Vec<Vec<Range<usize>>>> = pieces.iter().map(first).collect();
        chains_found.extend(places.map(|places| places.concat()));
    }
    let verdict = |chain: &Vec<Range<usize>>| {
        let mut places = raw(chain, layer, text);
        places.sort_by_key(|place| place.start);
        Verdict::Joined(found(text, places))
    };
    chains_found.iter().map(verdict).collect()
}

/// Finds the words without case and punctuation.
fn loose(quote: &QuotePieces, text: &SavedText) -> Vec<Verdict> {
    let layer = text.layer(Writing::Letters);
    let literal = quote.literal(Writing::Letters, Gap::Narration);
    let whole = chains(&literal, layer);
    if !whole.is_empty() {
        let verdict = |chain: &Vec<Range<usize>>| {
            let places = raw(chain, layer, text);
            let diff = differences(quote.pieces.iter().map(String::as_str).zip(&places), text);
            Verdict::Loose { found: found(text, places), diff }
        };
        return whole.iter().map(verdict).collect();
    }
    let Some(pieces) = quote.elided(Writing::Letters, Gap::Narration) else { return Vec::new() };
    let verdict = |chain: &Vec<Range<usize>>| {
        let places = raw(chain, layer, text);
        let parts = quote.parts.iter().flatten().map(String::as_str);
        let mut diff = differences(parts.zip(&places), text);
        if let Some(words) = swallowed(&pieces, &places, text) {
            diff = format!("{diff}; … → {words}");
        }
        Verdict::Loose { found: found(text, places), diff }
    };
    chains(&pieces, layer).iter().map(verdict).collect()
}

/// The bytes of the text for places in a layer.
fn raw(chain: &[Range<usize>], layer: &Layer, text: &SavedText) -> Vec<Range<usize>> {
    chain.iter().map(|place| layer.raw(text.text(), place)).collect()
}

/// The words in place of ellipses, if they have a negation.
fn swallowed(pieces: &[Piece], places: &[Range<usize>], text: &SavedText) -> Option<String> {
    let elided =
        pieces.iter().skip(1).zip(places.windows(2)).filter(|(piece, _)| piece.gap == Gap::Elision);
    let gaps = elided.filter_map(|(_, pair)| text.text().raw.get(pair[0].end..pair[1].start));
    let negated: Vec<&str> = gaps.map(str::trim).filter(|gap| has_negation(gap)).collect();
    (!negated.is_empty()).then(|| negated.join(" … "))
}

#[cfg(test)]
mod tests;
