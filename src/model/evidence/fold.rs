//! Folds the typography of a text, character by character, and keeps account of what is quoted.

use std::ops::Range;

use super::chars::{
    Composed, Composing, is_bracket, is_dash, is_double_mark, is_east_asian, is_inside, is_invisible, is_single_mark,
};
use super::layer::{Note, Parts, Writing};
use super::marks::{end_of, is_end};

/// One folded character.
pub(super) struct Folded {
    /// The character.
    pub(super) c: char,
    /// The bytes of the text that it stands for.
    pub(super) raw: Range<usize>,
    /// Whether it stands between quotation marks.
    pub(super) is_quoted: bool,
    /// Whether a paragraph begins with it or after it.
    pub(super) begins_paragraph: bool,
}

/// Folds the typography of one part of a text, character by character.
pub(super) struct Folding<'a> {
    chars: Composing<'a>,
    peeked: Option<Composed>,
    writing: Writing,
    line_ends: usize,
    /// The last folded character.
    pub(super) last: Option<char>,
    /// Of two points, the second is still to come.
    second_point: Option<Range<usize>>,
    /// The mark that ends the quotation in which folding is; at the end of a paragraph, all quotations end.
    pub(super) within: Option<char>,
}

impl<'a> Folding<'a> {
    /// Takes folding up at a note.
    pub(super) fn new(text: Parts<'a>, writing: Writing, from: Note) -> Self {
        let chars = Composing::new(&text.raw[..from.end], from.raw);
        let (last, within) = (from.last, from.within);
        let mut folding =
            Self { chars, peeked: None, writing, line_ends: text.line_ends, last, second_point: None, within };
        folding.advance();
        folding
    }

    /// Where in the text folding would go on, if it can be taken up there.
    pub(super) fn rest_begins(&self) -> Option<usize> {
        let next = self.peeked.as_ref().filter(|next| next.is_first && self.second_point.is_none())?;
        Some(next.raw.start)
    }

    fn advance(&mut self) -> Option<Composed> {
        let unbracketed = self.writing == Writing::Unbracketed;
        let is_nothing = |c: char| is_invisible(c) || (unbracketed && is_bracket(c));
        let next = self.chars.find(|next| !is_nothing(next.c));
        std::mem::replace(&mut self.peeked, next)
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
            let space = self.space(next);
            begins_paragraph = space.1 >= self.line_ends && !is_first;
            if begins_paragraph {
                self.within = None;
            }
            let is_tight = self.last.is_some_and(is_east_asian) && self.peek().is_some_and(is_east_asian);
            // At either end, a space is nothing.
            if !is_first && !is_tight && self.peek().is_some() {
                return Some(self.folded(' ', space.0, begins_paragraph));
            }
            next = self.advance()?;
        }
        let c = self.fold(&mut next);
        Some(self.folded(c, next.raw, begins_paragraph))
    }

    fn folded(&mut self, c: char, raw: Range<usize>, begins_paragraph: bool) -> Folded {
        self.last = Some(c);
        Folded { c, raw, is_quoted: self.within.is_some(), begins_paragraph }
    }

    /// The bytes of a run of white space, and its line ends.
    fn space(&mut self, first: Composed) -> (Range<usize>, usize) {
        let mut raw = first.raw;
        let mut line_ends = usize::from(first.c == '\n');
        while self.peek().is_some_and(char::is_whitespace)
            && let Some(next) = self.advance()
        {
            raw.end = next.raw.end;
            line_ends += usize::from(next.c == '\n');
        }
        (raw, line_ends)
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

    /// Folds a quotation mark or an apostrophe, and keeps account of what is quoted.
    fn mark(&mut self, c: char) -> char {
        let next = self.peek();
        if is_single_mark(c)
            && let (Some(last), Some(next)) = (self.last, next)
            && is_inside(last, '\'', next)
        {
            return '\'';
        }
        self.within = match self.within {
            Some(end) if is_end(end, c) => None,
            Some(end) => Some(end),
            None => end_of(c, self.last, next),
        };
        '"'
    }
}
