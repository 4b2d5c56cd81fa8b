//! Characters of a text in NFC, and where a word may begin or end.

use std::ops::Range;

use unicode_normalization::char::{canonical_combining_class, is_combining_mark};
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

use crate::base::typography::{is_invisible, is_of_unspaced_script};

/// A character after NFC, with its bytes in the text.
#[derive(Clone, Debug)]
pub(super) struct Composed {
    /// The character.
    pub(super) c: char,
    /// Its bytes in the text, with those that it was composed of.
    pub(super) raw: Range<usize>,
    /// Whether it is the first that came from these bytes.
    pub(super) is_first: bool,
}

/// The parts of a text in NFC, each character with the bytes that it came from.
pub(super) struct Composing<'a> {
    text: &'a str,
    /// Ranges of the text, in order and apart.
    parts: &'a [Range<usize>],
    at: usize,
    rest: std::vec::IntoIter<char>,
    raw: Range<usize>,
}

impl<'a> Composing<'a> {
    /// Starts at a byte that is the first of a character that composes with nothing before it.
    pub(super) fn new(text: &'a str, parts: &'a [Range<usize>], at: usize) -> Self {
        let parts = &parts[parts.partition_point(|part| part.end <= at)..];
        Self { text, parts, at, rest: Vec::new().into_iter(), raw: at..at }
    }
}

impl Iterator for Composing<'_> {
    type Item = Composed;

    fn next(&mut self) -> Option<Composed> {
        if let Some(c) = self.rest.next() {
            return Some(Composed { c, raw: self.raw.clone(), is_first: false });
        }
        let part = self.parts.first()?;
        if self.at >= part.end {
            self.parts = &self.parts[1..];
            return self.next();
        }
        let start = self.at.max(part.start);
        self.at = start;
        let mut chars = self.text[start..part.end].chars();
        let first = chars.next()?;
        self.at += first.len_utf8();
        self.at += chars.take_while(|c| joins(*c)).map(char::len_utf8).sum::<usize>();
        self.raw = start..self.at;
        let is_alone = self.at == start + first.len_utf8();
        if is_compatible(first) {
            self.rest = self.text[self.raw.clone()].nfkc().collect::<Vec<_>>().into_iter();
            let c = self.rest.next()?;
            return Some(Composed { c, raw: self.raw.clone(), is_first: true });
        }
        if is_alone
            && (first < '\u{300}' || is_nfc_quick(std::iter::once(first)) == IsNormalized::Yes)
        {
            return Some(Composed { c: first, raw: self.raw.clone(), is_first: true });
        }
        self.rest = self.text[self.raw.clone()].nfc().collect::<Vec<_>>().into_iter();
        let c = self.rest.next()?;
        Some(Composed { c, raw: self.raw.clone(), is_first: true })
    }
}

/// Whether a character is only another shape of plain letters or digits: a ligature of Latin
/// letters as a PDF has it (`ﬁ`), or a wide letter or digit of East Asian type (`２`).
fn is_compatible(c: char) -> bool {
    matches!(c, '\u{FB00}'..='\u{FB06}' | '\u{FF10}'..='\u{FF19}' | '\u{FF21}'..='\u{FF3A}')
        || matches!(c, '\u{FF41}'..='\u{FF5A}')
}

/// Whether a character may become one with the character before it.
fn joins(c: char) -> bool {
    c >= '\u{300}'
        && (canonical_combining_class(c) != 0
            || is_nfc_quick(std::iter::once(c)) == IsNormalized::Maybe)
}

/// A character of a word.
pub(super) fn is_word(c: char) -> bool {
    c.is_alphanumeric() || (c >= '\u{300}' && is_combining_mark(c))
}

/// Whether a text has a letter or a digit.
pub(super) fn has_words(text: &str) -> bool {
    text.chars().any(char::is_alphanumeric)
}

/// Whether a quotation may begin or end at this byte: not inside of a word, as `can` and `can’t`,
/// nor of a number, as `5` and `1.5`. Scripts without spaces have a place for it between any two
/// characters.
pub(super) fn is_break(text: &str, at: usize) -> bool {
    // A few characters are enough: what lies beyond a row of soft hyphens is not worth an endless
    // look.
    let mut before = text[..at].chars().rev().take(8).filter(|c| !is_invisible(*c));
    let mut after = text[at..].chars().take(8).filter(|c| !is_invisible(*c));
    let (Some(left), Some(right)) = (before.next(), after.next()) else { return true };
    if is_word(left) && is_word(right) {
        return is_of_unspaced_script(left) || is_of_unspaced_script(right);
    }
    let next = after.next();
    let inside_left = is_word(left) && next.is_some_and(|next| is_inside(left, right, next));
    let is_number = |c: char| c.is_numeric();
    let inside_right =
        is_number(right) && before.next().is_some_and(|first| is_inside(first, left, right));
    !(inside_left || inside_right)
}

/// Whether a character between two others keeps them one word: an apostrophe between letters, a
/// point in a number.
pub(super) fn is_inside(before: char, c: char, after: char) -> bool {
    let of_words = |c: char| is_word(c) && !is_of_unspaced_script(c);
    match c {
        '.' | ',' => before.is_numeric() && after.is_numeric(),
        '\'' | '’' | 'ʼ' => of_words(before) && of_words(after),
        _ => false,
    }
}
