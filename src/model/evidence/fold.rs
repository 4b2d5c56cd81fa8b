//! Folds the typography of a text, character by character.

use std::collections::VecDeque;
use std::ops::Range;

use crate::base::typography::{
    is_bracket, is_dash, is_double_mark, is_east_asian, is_invisible, is_single_mark,
};

use super::brackets::{self, Bracketed};
use super::chars::{Composed, Composing, is_inside};
use super::layer::{Note, Parts, Writing};

/// One folded character.
#[derive(Clone)]
pub(super) struct Folded {
    /// The character.
    pub(super) c: char,
    /// The bytes of the text that it replaces.
    pub(super) raw: Range<usize>,
    /// Whether a paragraph begins with it or after it.
    pub(super) begins_paragraph: bool,
    /// A hyphen that was dropped right before it.
    pub(super) after_hyphen: Option<Hyphen>,
}

/// A hyphen inside of a word, which [`Writing::Unhyphenated`] drops.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Hyphen {
    /// Inside of a line: part of the word.
    Written,
    /// At the end of a line: part of the word, or typesetting.
    AtLineEnd,
}

/// Folds the typography of a text, character by character.
pub(super) struct Folding<'a> {
    text: Parts<'a>,
    chars: Composing<'a>,
    peeked: Option<Composed>,
    writing: Writing,
    /// The last folded character.
    pub(super) last: Option<char>,
    /// The last character as it is written.
    written: Option<char>,
    /// Characters that were read ahead.
    ahead: VecDeque<Composed>,
    /// The second of two points, which is still to be returned.
    second_point: Option<Range<usize>>,
    /// The end of a bracket whose content is dropped.
    skipped: usize,
    /// The hyphen that was dropped right before the next character.
    hyphen: Option<Hyphen>,
}

impl<'a> Folding<'a> {
    /// Resumes folding at a note.
    pub(super) fn new(text: Parts<'a>, writing: Writing, from: Note) -> Self {
        let chars = Composing::new(text.raw, text.parts, from.raw);
        let mut folding = Self {
            text,
            chars,
            peeked: None,
            writing,
            last: from.last,
            written: from.last,
            ahead: VecDeque::new(),
            second_point: None,
            skipped: 0,
            hyphen: None,
        };
        folding.advance();
        folding
    }

    /// The place in the text from which folding could resume; `None` if it cannot.
    pub(super) fn rest_begins(&self) -> Option<usize> {
        let is_between = self.second_point.is_none()
            && self.ahead.is_empty()
            && self.hyphen.is_none()
            && !matches!(self.written, Some('«' | '‹'));
        let next = self.peeked.as_ref().filter(|next| next.is_first && is_between)?;
        Some(next.raw.start)
    }

    fn advance(&mut self) -> Option<Composed> {
        let next = match self.ahead.pop_front() {
            Some(next) => Some(next),
            None => self.read_composed(),
        };
        std::mem::replace(&mut self.peeked, next)
    }

    /// The next character that counts.
    fn read_composed(&mut self) -> Option<Composed> {
        loop {
            let next = self.chars.next()?;
            if next.raw.start < self.skipped || is_invisible(next.c) {
                continue;
            }
            if !is_bracket(next.c) {
                return Some(next);
            }
            match self.writing {
                Writing::Folded | Writing::Letters => return Some(next),
                Writing::Unbracketed | Writing::Unhyphenated => {}
                Writing::Bracketless => {
                    if let Bracketed::Aside(end) = brackets::at(self.text.raw, next.raw.start) {
                        self.skipped = end;
                    }
                }
            }
        }
    }

    fn peek(&self) -> Option<char> {
        self.peeked.as_ref().map(|next| next.c)
    }

    /// The next folded character.
    pub(super) fn next(&mut self) -> Option<Folded> {
        if let Some(raw) = self.second_point.take() {
            return Some(self.folded('.', raw, false));
        }
        let is_first = self.last.is_none();
        let mut begins_paragraph = false;
        let mut next = self.advance()?;
        if next.c.is_whitespace() {
            let (raw, has_line_end) = self.space(next);
            begins_paragraph = has_line_end && !is_first && self.is_at_paragraph();
            let is_tight =
                self.last.is_some_and(is_east_asian) && self.peek().is_some_and(is_east_asian);
            // A space at either end is dropped.
            if !is_first && !is_tight && !self.is_typesetters_space() && self.peek().is_some() {
                return Some(self.folded(' ', raw, begins_paragraph));
            }
            next = self.advance()?;
        }
        if self.writing == Writing::Unhyphenated
            && is_dash(next.c)
            && let Some(hyphen) = self.hyphen_in_word()
        {
            self.hyphen = Some(hyphen);
            next = self.advance()?;
        }
        self.written = Some(next.c);
        let c = self.fold(&mut next);
        Some(self.folded(c, next.raw, begins_paragraph))
    }

    /// Whether a space is only typesetting, as in French: inside of guillemets, and before two-part
    /// punctuation.
    fn is_typesetters_space(&self) -> bool {
        let Some(next) = &self.peeked else { return false };
        let is_behind_mark = matches!(self.written, Some('«' | '‹'));
        let closes = || {
            let after = self.text.raw[next.raw.end..].chars().next();
            after.is_none_or(|after| !after.is_alphanumeric())
        };
        is_behind_mark
            || matches!(next.c, ';' | ':' | '!' | '?')
            || (matches!(next.c, '»' | '›') && closes())
    }

    fn folded(&mut self, c: char, raw: Range<usize>, begins_paragraph: bool) -> Folded {
        self.last = Some(c);
        Folded { c, raw, begins_paragraph, after_hyphen: self.hyphen.take() }
    }

    fn is_at_paragraph(&self) -> bool {
        let next = self.peeked.as_ref().map(|next| next.raw.start);
        next.is_some_and(|at| self.text.paragraphs.binary_search(&at).is_ok())
    }

    /// The bytes of a run of white space, and whether it has a line end.
    fn space(&mut self, first: Composed) -> (Range<usize>, bool) {
        let mut raw = first.raw;
        let mut has_line_end = first.c == '\n';
        while self.peek().is_some_and(char::is_whitespace)
            && let Some(next) = self.advance()
        {
            raw.end = next.raw.end;
            has_line_end |= next.c == '\n';
        }
        (raw, has_line_end)
    }

    /// Whether the dash that was just read is a hyphen inside of a word. A hyphen at the end of a
    /// line includes the line end.
    fn hyphen_in_word(&mut self) -> Option<Hyphen> {
        if !self.last.is_some_and(char::is_alphabetic) {
            return None;
        }
        let next = self.peek()?;
        if next.is_alphabetic() {
            return Some(Hyphen::Written);
        }
        if !next.is_whitespace() {
            return None;
        }
        let mut spaces = Vec::new();
        while self.peek().is_some_and(char::is_whitespace)
            && let Some(space) = self.advance()
        {
            spaces.push(space);
        }
        let ends_line = spaces.iter().any(|space| space.c == '\n');
        if ends_line && self.peek().is_some_and(char::is_alphabetic) && !self.is_at_paragraph() {
            return Some(Hyphen::AtLineEnd);
        }
        self.ahead.extend(spaces);
        self.ahead.extend(self.peeked.take());
        self.advance();
        None
    }

    /// Folds a character that is not white space, with the rest of its run.
    fn fold(&mut self, first: &mut Composed) -> char {
        let c = first.c;
        match c {
            '.' | '…' => self.points(first),
            c if is_dash(c) => {
                while self.peek().is_some_and(is_dash)
                    && let Some(next) = self.advance()
                {
                    first.raw.end = next.raw.end;
                }
                '-'
            }
            c if is_single_mark(c) || is_double_mark(c) => self.mark(c),
            c => c,
        }
    }

    fn points(&mut self, first: &mut Composed) -> char {
        let worth = |c: char| if c == '…' { 3 } else { 1 };
        let (mut sum, mut second) = (worth(first.c), None);
        let end = first.raw.end;
        while self.peek().is_some_and(|c| matches!(c, '.' | '…'))
            && let Some(next) = self.advance()
        {
            sum += worth(next.c);
            first.raw.end = next.raw.end;
            second.get_or_insert(next.raw);
        }
        if sum >= 3 {
            return '…';
        }
        first.raw.end = end;
        self.second_point = second;
        '.'
    }

    /// Folds a quotation mark or an apostrophe.
    fn mark(&self, c: char) -> char {
        if is_single_mark(c)
            && let (Some(last), Some(next)) = (self.last, self.peek())
            && is_inside(last, '\'', next)
        {
            return '\'';
        }
        '"'
    }
}
