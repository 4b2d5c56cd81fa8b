//! Texts of plain YAML: in quotation marks, without, and in indented lines after `|` or `>`.

use std::borrow::Cow;

use super::super::{Node, Value};
use super::Reader;

/// A text in quotation marks or without, and its place.
pub(super) struct Word<'t> {
    pub(super) text: Cow<'t, str>,
    pub(super) start: usize,
    pub(super) end: usize,
    is_quoted: bool,
}

impl<'t> Word<'t> {
    pub(super) fn is_text(&self) -> bool {
        self.is_quoted || is_text(&self.text)
    }

    /// What it says, where there is no doubt: nothing, a truth value, a number or text.
    pub(super) fn value(self) -> Option<Value<'t>> {
        if self.is_text() {
            return Some(Value::Text(self.text));
        }
        match &*self.text {
            "~" => Some(Value::Null),
            "true" => Some(Value::Bool(true)),
            "false" => Some(Value::Bool(false)),
            text if is_short_number(text) => {
                Some(Value::Number { value: text.parse().ok()?, text: self.text })
            }
            _ => None,
        }
    }
}

/// Whether an unquoted word is text to all.
fn is_text(word: &str) -> bool {
    match word.bytes().next() {
        Some(b'a'..=b'z' | b'A'..=b'Z') => !has_a_meaning(word),
        Some(b'0'..=b'9') => is_date(word) || !word.bytes().all(may_be_of_a_number),
        Some(b'/' | b'(') => true,
        Some(byte) => !byte.is_ascii() && !word.starts_with(char::is_whitespace),
        None => false,
    }
}

/// Whether a byte stands in some notation of numbers: decimal, hexadecimal, octal, binary, or with
/// an exponent.
fn may_be_of_a_number(byte: u8) -> bool {
    byte.is_ascii_hexdigit() || b".+-_xXoO".contains(&byte)
}

/// Whether a word that begins with a letter may be more than text.
fn has_a_meaning(word: &str) -> bool {
    const WORDS: [&str; 5] = ["null", "true", "false", "nan", "inf"];
    word.len() < 6 && WORDS.iter().any(|meant| word.eq_ignore_ascii_case(meant))
}

/// A year and a month, or a day: `2023-06`, `2023-06-18`.
fn is_date(text: &str) -> bool {
    let is_number = |digits: usize, part: &str| {
        part.len() == digits && part.bytes().all(|byte| byte.is_ascii_digit())
    };
    let mut parts = text.split('-');
    parts.next().is_some_and(|year| is_number(4, year))
        && parts.next().is_some_and(|month| is_number(2, month))
        && parts.next().is_none_or(|day| is_number(2, day))
        && parts.next().is_none()
}

/// A whole number that is read alike by all, with no zero before it.
fn is_short_number(text: &str) -> bool {
    text.len() < 10
        && text.bytes().all(|byte| byte.is_ascii_digit())
        && (text.len() == 1 || !text.starts_with('0'))
}

impl<'t> Reader<'t> {
    /// Passes a text of one line, and the spaces after it.
    pub(super) fn word(&mut self, is_in_brackets: bool) -> Option<Word<'t>> {
        let start = self.at;
        let (text, is_quoted) = match self.byte()? {
            b'"' => (self.double_quoted()?, true),
            b'\'' => (self.single_quoted()?, true),
            _ => (Cow::Borrowed(self.unquoted(is_in_brackets)?), false),
        };
        let end = self.at;
        self.pass_spaces();
        Some(Word { text, start, end, is_quoted })
    }

    /// Passes what stands here up to the end of the line, a colon, a comment or, within brackets,
    /// one of their signs.
    fn unquoted(&mut self, is_in_brackets: bool) -> Option<&'t str> {
        let rest = &self.text.as_bytes()[self.at..];
        let is_bracket_sign =
            |byte: &u8| is_in_brackets && matches!(byte, b',' | b'[' | b']' | b'{' | b'}');
        let is_sign = |byte: &u8| {
            matches!(byte, b':' | b'#' | b'\t' | b'\n' | b'\r') || is_bracket_sign(byte)
        };
        let mut end = 0;
        loop {
            end += rest[end..].iter().position(is_sign).unwrap_or(rest.len() - end);
            let next = rest.get(end + 1);
            match rest.get(end) {
                Some(b':')
                    if !next.is_none_or(|next| {
                        matches!(next, b' ' | b'\n' | b'\r') || is_bracket_sign(next)
                    }) => {}
                Some(b'#') if end > 0 && rest[end - 1] != b' ' => {}
                Some(b'\t') => return None,
                _ => break,
            }
            end += 1;
        }
        let text = self.text.get(self.at..self.at + end)?.trim_end_matches(' ');
        self.at += text.len();
        (!text.is_empty()).then_some(text)
    }

    fn single_quoted(&mut self) -> Option<Cow<'t, str>> {
        let mut text = Cow::Borrowed("");
        loop {
            self.at += 1;
            let length = memchr::memchr2(b'\'', b'\n', &self.text.as_bytes()[self.at..])?;
            text += self.text.get(self.at..self.at + length)?;
            self.at += length + 1;
            if self.text.as_bytes()[self.at - 1] == b'\n' {
                return None;
            }
            if self.byte() != Some(b'\'') {
                return Some(text);
            }
            text += "'";
        }
    }

    fn double_quoted(&mut self) -> Option<Cow<'t, str>> {
        let mut text = Cow::Borrowed("");
        self.at += 1;
        loop {
            let length = memchr::memchr3(b'"', b'\\', b'\n', &self.text.as_bytes()[self.at..])?;
            text += self.text.get(self.at..self.at + length)?;
            self.at += length + 1;
            match self.text.as_bytes()[self.at - 1] {
                b'"' => return Some(text),
                b'\\' => text += self.escaped()?,
                _ => return None,
            }
        }
    }

    /// Passes what stands after a backslash, where it is one of those that people write.
    fn escaped(&mut self) -> Option<&'static str> {
        let meant = match self.byte()? {
            b'"' => "\"",
            b'\\' => "\\",
            b'/' => "/",
            b'n' => "\n",
            b't' => "\t",
            _ => return None,
        };
        self.at += 1;
        Some(meant)
    }

    /// The value of a word that has been passed, with the lines that go on with it.
    pub(super) fn scalar(&mut self, mut word: Word<'t>, least: usize) -> Option<Node<'t>> {
        if !word.is_quoted {
            while self.is_at_line_end() && self.takes_next_line(&mut word, least)? {}
        }
        self.pass_to_next_line()?;
        let (start, end) = (word.start, word.end);
        let value = word.value()?;
        self.node(start, end, value)
    }

    /// Adds the next line to an unquoted text where it is indented enough. A single line break is
    /// read as a space, of more one less is kept.
    fn takes_next_line(&mut self, word: &mut Word<'t>, least: usize) -> Option<bool> {
        let before = (self.at, self.line);
        let mut breaks = 0;
        while self.is_at_line_end() && self.at < self.text.len() {
            self.pass_line_break();
            self.pass_spaces();
            breaks += 1;
        }
        if self.column().is_none_or(|here| here < least) || self.byte() == Some(b'#') {
            (self.at, self.line) = before;
            return Some(false);
        }
        let more = self.unquoted(false)?;
        word.end = self.at;
        push_breaks(word.text.to_mut(), breaks);
        word.text += more;
        self.pass_spaces();
        Some(true)
    }

    /// The text in the lines after `|` or, where lines are joined, `>`.
    pub(super) fn block_text(&mut self, least: usize, is_folded: bool) -> Option<Node<'t>> {
        self.at += 1;
        let chomping = self.byte().filter(|byte| matches!(byte, b'+' | b'-'));
        self.at += usize::from(chomping.is_some());
        self.pass_spaces();
        self.pass_comment()?;
        if !self.is_at_line_end() {
            return None;
        }
        self.pass_line_break();
        let (indent, before) = self.first_indent(least);
        if self.column() != Some(indent) {
            return None;
        }
        let start = self.at;
        let mut text = "\n".repeat(before);
        let after = self.indented_lines(&mut text, indent, is_folded)?;
        if chomping != Some(b'-') {
            text.push('\n');
        }
        if chomping == Some(b'+') {
            text.extend(std::iter::repeat_n('\n', after));
        }
        let end = self.at;
        self.pass_to_token()?;
        self.node(start, end, Value::Text(text.into()))
    }

    /// The column of the first line that is not blank, and how many blank ones were passed.
    fn first_indent(&mut self, least: usize) -> (usize, usize) {
        let (mut indent, mut breaks) = (least, 0);
        loop {
            self.pass_spaces();
            indent = indent.max(self.at - self.line);
            if !self.is_at_line_end() || self.at == self.text.len() {
                return (indent, breaks);
            }
            self.pass_line_break();
            breaks += 1;
        }
    }

    /// Adds all lines of this column or more, and says how many blank ones follow them.
    fn indented_lines(
        &mut self,
        text: &mut String,
        indent: usize,
        is_folded: bool,
    ) -> Option<usize> {
        let mut joins = false;
        let mut breaks = None;
        loop {
            // Lines that are indented further are not joined with those around them.
            let is_further = matches!(self.byte(), Some(b' ' | b'\t'));
            match breaks {
                Some(breaks) if is_folded && joins && !is_further => push_breaks(text, breaks),
                Some(breaks) => text.extend(std::iter::repeat_n('\n', breaks)),
                None => {}
            }
            joins = !is_further;
            let end = self.line_end();
            *text += self.text.get(self.at..end)?;
            self.at = end;
            if end == self.text.len() {
                return Some(0);
            }
            let passed = self.pass_blank_lines(indent);
            if self.column() != Some(indent) {
                return Some(passed - 1);
            }
            breaks = Some(passed);
        }
    }

    /// Passes line breaks and the spaces that indent the next line, up to a column; says how many
    /// line breaks.
    fn pass_blank_lines(&mut self, indent: usize) -> usize {
        let mut breaks = 0;
        while self.is_at_line_end() && self.at < self.text.len() {
            self.pass_line_break();
            breaks += 1;
            while self.byte() == Some(b' ') && self.at - self.line < indent {
                self.at += 1;
            }
        }
        breaks
    }
}

/// Line breaks between lines that are joined.
fn push_breaks(text: &mut String, breaks: usize) {
    match breaks {
        1 => text.push(' '),
        _ => text.extend(std::iter::repeat_n('\n', breaks - 1)),
    }
}
