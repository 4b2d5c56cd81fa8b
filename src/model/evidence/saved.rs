//! A saved text, prepared for looking things up in it.

use std::hash::{Hash, Hasher};
use std::ops::Range;

use super::layer::{Layer, Mode, Parts, Scope, Writing};

/// A saved source text, prepared once for looking things up in it.
///
/// Its hash is that of the text and of the lines to ignore, so that it can be memoised.
#[derive(Debug)]
pub struct SavedText {
    raw: String,
    /// Lines to ignore, from 1, both ends included, in order and apart.
    ignored: Vec<(usize, usize)>,
    /// Bytes of the text between ignored lines.
    parts: Vec<Range<usize>>,
    line_ends: usize,
    pub(super) folded: Layer,
}

/// The longest line of a text that is set in columns.
const COLUMNS: usize = 100;

impl SavedText {
    /// Prepares a text. `ignore` are its furniture: lines from 1, both ends included, in any order.
    pub fn new(text: &str, ignore: &[(usize, usize)]) -> SavedText {
        let ignored = in_order(ignore);
        let parts = parts(text, &ignored);
        let line_ends = line_ends(text);
        let mode = Mode { writing: Writing::Folded, scope: Scope::All };
        let folded = Layer::new(Parts { raw: text, parts: &parts, line_ends }, mode);
        SavedText { raw: text.to_owned(), ignored, parts, line_ends, folded }
    }

    /// Whether there is nothing to look up: no line with text that is not ignored.
    pub fn is_empty(&self) -> bool {
        self.folded.key.trim().is_empty()
    }

    /// All lines as on disk, without their ends; the first is line 1.
    pub fn lines(&self) -> impl Iterator<Item = &str> {
        self.raw.lines()
    }

    /// The numbers, from 1, of the lines that have text and are not ignored.
    pub fn content_lines(&self) -> impl Iterator<Item = usize> {
        self.content().map(|(number, _)| number)
    }

    /// The lines that have text and are not ignored, with their numbers.
    fn content(&self) -> impl Iterator<Item = (usize, &str)> {
        let numbered = (1..).zip(self.lines());
        numbered.filter(|(number, line)| !line.trim().is_empty() && !self.is_ignored(*number))
    }

    fn is_ignored(&self, line: usize) -> bool {
        let after = self.ignored.partition_point(|(first, _)| *first <= line);
        self.ignored[..after].last().is_some_and(|(_, last)| line <= *last)
    }

    /// The paragraphs, each with its lines: without ignored lines, and without those that have no text.
    pub fn paragraphs(&self) -> Vec<Vec<(usize, &str)>> {
        let mut paragraphs: Vec<Vec<(usize, &str)>> = Vec::new();
        for (number, line) in self.content() {
            let goes_on = |last: &(usize, &str)| self.line_ends > 1 && last.0 + 1 == number;
            match paragraphs.last_mut() {
                Some(paragraph) if paragraph.last().is_some_and(goes_on) => paragraph.push((number, line)),
                _ => paragraphs.push(vec![(number, line)]),
            }
        }
        paragraphs
    }

    /// The text for folding.
    pub(super) fn text(&self) -> Parts<'_> {
        Parts { raw: &self.raw, parts: &self.parts, line_ends: self.line_ends }
    }

    /// The number of the line of a byte.
    pub(super) fn line(&self, byte: usize) -> usize {
        self.raw.as_bytes()[..byte].iter().filter(|byte| **byte == b'\n').count() + 1
    }
}

impl Hash for SavedText {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.raw.hash(state);
        self.ignored.hash(state);
    }
}

/// Ranges of lines in order and apart; what is no range of lines is left out.
fn in_order(ignore: &[(usize, usize)]) -> Vec<(usize, usize)> {
    let mut given: Vec<(usize, usize)> = ignore.iter().copied().filter(|(first, last)| first <= last).collect();
    given.sort_unstable();
    let mut apart: Vec<(usize, usize)> = Vec::new();
    for (first, last) in given {
        match apart.last_mut() {
            Some(before) if first <= before.1.saturating_add(1) => before.1 = before.1.max(last),
            _ => apart.push((first, last)),
        }
    }
    apart
}

/// The bytes between ignored lines.
fn parts(text: &str, ignored: &[(usize, usize)]) -> Vec<Range<usize>> {
    let mut parts = Vec::new();
    let (mut begins, mut at, mut ranges) = (0, 0, ignored.iter().peekable());
    for (number, line) in (1..).zip(text.split_inclusive('\n')) {
        if ranges.peek().is_some_and(|(first, _)| *first <= number) {
            parts.push(begins..at);
            begins = at + line.len();
            ranges.next_if(|(_, last)| *last <= number);
        }
        at += line.len();
    }
    parts.push(begins..text.len());
    parts.retain(|part| !text[part.clone()].trim().is_empty());
    parts
}

/// How many line ends in a row end a paragraph: in a text of short lines with empty ones between them two, for it
/// is set in columns; else each line is a paragraph.
fn line_ends(text: &str) -> usize {
    let text = text.trim();
    let has_empty = text.lines().any(|line| line.trim().is_empty());
    let is_narrow = || text.lines().all(|line| line.chars().count() <= COLUMNS);
    if has_empty && is_narrow() { 2 } else { 1 }
}
