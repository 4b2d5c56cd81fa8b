//! A saved text, prepared for looking things up in it.

use std::hash::{Hash, Hasher};

/// A saved source text, prepared once for looking things up in it.
#[derive(Debug)]
pub struct SavedText {
    raw: String,
    ignored: Vec<(usize, usize)>,
}

impl SavedText {
    /// Prepares a text. `ignore` are its furniture: lines from 1, both ends included, in any order.
    pub fn new(text: &str, ignore: &[(usize, usize)]) -> SavedText {
        SavedText { raw: text.to_owned(), ignored: ignore.to_vec() }
    }

    /// Whether there is nothing to look up: no line with text that is not ignored.
    pub fn is_empty(&self) -> bool {
        self.content_lines().next().is_none()
    }

    /// All lines as on disk, without their ends; the first is line 1.
    pub fn lines(&self) -> impl Iterator<Item = &str> {
        self.raw.lines()
    }

    /// The numbers, from 1, of the lines that have text and are not ignored.
    pub fn content_lines(&self) -> impl Iterator<Item = usize> {
        let numbered = self.lines().zip(1..).filter(|(line, _)| !line.trim().is_empty());
        numbered.map(|(_, number)| number).filter(|number| !self.is_ignored(*number))
    }

    fn is_ignored(&self, line: usize) -> bool {
        self.ignored.iter().any(|&(first, last)| (first..=last).contains(&line))
    }
}

impl Hash for SavedText {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.raw.hash(state);
        self.ignored.hash(state);
    }
}
