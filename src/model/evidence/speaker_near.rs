//! Checks whether a speaker is named near a passage.

use std::ops::Range;

use crate::base::limits;

use super::chars::is_break;
use super::layer::{Writing, fold};
use super::passage::Passage;
use super::saved::SavedText;
use super::search::Search;
use super::verdict::FoundPassage;

/// Whether the paragraph of a passage, the previous or the next one has a name of the speaker.
///
/// Case is ignored, because transcripts name speakers in capitals. A name of up to three letters
/// must be as written or in capitals: “he” is not He Lifeng.
pub fn speaker_is_near(names: &[String], found: &FoundPassage, text: &SavedText) -> bool {
    let passages = text.passages();
    let last_line = |passage: &Passage| passage.lines.last().map_or(0, |(number, _)| *number);
    let first_line = |passage: &Passage| passage.lines.first().map_or(0, |(number, _)| *number);
    let first = passages.partition_point(|passage| last_line(passage) < *found.lines.start());
    let after = passages.partition_point(|passage| first_line(passage) <= *found.lines.end());
    let range = first.saturating_sub(1)..(after + 1).min(passages.len());
    let lines = passages[range].iter().flat_map(|passage| &passage.lines);
    let near: Vec<&str> = lines.filter_map(|(_, at)| beside(at, found, text.raw())).collect();
    let near = fold(&near.join("\n"), Writing::Folded);
    let lower = near.to_lowercase();
    names.iter().map(|name| fold(name, Writing::Folded)).any(|name| match name.chars().count() {
        0..=3 => has_name(&near, &name) || has_name(&near, &name.to_uppercase()),
        _ => has_name(&lower, &name.to_lowercase()),
    })
}

/// The part of a line near a passage. A line without an end is not a paragraph.
fn beside<'t>(line: &Range<usize>, found: &FoundPassage, text: &'t str) -> Option<&'t str> {
    let (first, last) =
        (found.pieces.first()?.start, found.pieces.iter().map(|piece| piece.end).max()?);
    let start = line.start.max(text.floor_char_boundary(first.saturating_sub(limits::PARAGRAPH)));
    let end = line.end.min(text.ceil_char_boundary(last.saturating_add(limits::PARAGRAPH)));
    text.get(start..end)
}

/// Whether a text has a name, which may have a possessive ending.
fn has_name(text: &str, name: &str) -> bool {
    let mut search = Search::new(name);
    let ends = |end: usize| is_break(text, end) || text[end..].starts_with('\'');
    std::iter::from_fn(|| search.next(text.as_bytes()))
        .any(|at| is_break(text, at) && ends(at + name.len()))
}
