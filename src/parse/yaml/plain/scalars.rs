//! The scalars of the fast parser: quoted, unquoted, and indented lines after `|` or `>`.

use std::borrow::Cow;

use super::super::{Node, Value};
use super::PlainParser;

/// A quoted or unquoted scalar and its place.
pub(super) struct Scalar<'t> {
    pub(super) text: Cow<'t, str>,
    pub(super) start: usize,
    pub(super) end: usize,
    is_quoted: bool,
}

impl<'t> Scalar<'t> {
    pub(super) fn is_text(&self) -> bool {
        self.is_quoted || is_text(&self.text)
    }

    /// The value of the scalar; `None` if parsers disagree on it.
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

/// Whether an unquoted word is text to every YAML parser.
fn is_text(word: &str) -> bool {
    match word.bytes().next() {
        Some(b'a'..=b'z' | b'A'..=b'Z') => !has_a_meaning(word),
        Some(b'0'..=b'9') => is_date(word) || !word.bytes().all(may_be_of_a_number),
        Some(b'/' | b'(') => true,
        Some(byte) => !byte.is_ascii() && !word.starts_with(char::is_whitespace),
        None => false,
    }
}

/// Whether a byte may be part of a number: decimal, hexadecimal, octal, binary, or with an
/// exponent.
fn may_be_of_a_number(byte: u8) -> bool {
    byte.is_ascii_hexdigit() || b".+-_xXoO".contains(&byte)
}

/// Whether a word that begins with a letter may be a null, a boolean or a number.
fn has_a_meaning(word: &str) -> bool {
    const WORDS: [&str; 5] = ["null", "true", "false", "nan", "inf"];
    word.len() < 6 && WORDS.iter().any(|meant| word.eq_ignore_ascii_case(meant))
}

/// Whether a text has the form of a month or a day: `2023-06`, `2023-06-18`.
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

/// Whether a text is a whole number in the same way to every YAML parser: short, and without a
/// leading zero, which may mean octal.
fn is_short_number(text: &str) -> bool {
    text.len() < 10
        && text.bytes().all(|byte| byte.is_ascii_digit())
        && (text.len() == 1 || !text.starts_with('0'))
}

impl<'t> PlainParser<'t> {
    /// Reads a quoted or unquoted scalar of one line, and passes the spaces after it.
    pub(super) fn scalar(&mut self, is_in_brackets: bool) -> Option<Scalar<'t>> {
        let start = self.at;
        let (text, is_quoted) = match self.byte()? {
            b'"' => (self.double_quoted()?, true),
            b'\'' => (self.single_quoted()?, true),
            _ => (Cow::Borrowed(self.unquoted(is_in_brackets)?), false),
        };
        let end = self.at;
        self.pass_spaces();
        Some(Scalar { text, start, end, is_quoted })
    }

    /// Reads an unquoted scalar: up to the end of the line, a colon, a comment or, within brackets,
    /// a comma or a bracket.
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

    /// Reads the rest of an escape sequence, behind its backslash. Knows the common ones only.
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

    /// The value of a scalar that begins with `scalar`, with the following lines that continue it.
    pub(super) fn with_next_lines(
        &mut self,
        mut scalar: Scalar<'t>,
        least: usize,
    ) -> Option<Node<'t>> {
        if !scalar.is_quoted {
            while self.is_at_line_end() && self.takes_next_line(&mut scalar, least)? {}
        }
        self.pass_to_next_line()?;
        let (start, end) = (scalar.start, scalar.end);
        let value = scalar.value()?;
        self.node(start, end, value)
    }

    /// Adds the next line to an unquoted scalar if it is indented by at least `least`, and returns
    /// whether it was.
    fn takes_next_line(&mut self, scalar: &mut Scalar<'t>, least: usize) -> Option<bool> {
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
        scalar.end = self.at;
        push_breaks(scalar.text.to_mut(), breaks);
        scalar.text += more;
        self.pass_spaces();
        Some(true)
    }

    /// Reads the indented lines after `|` or, with `is_folded`, after `>`.
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

    /// Passes blank lines. Returns the column of the first other line, and the number of blank
    /// lines.
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

    /// Adds all lines that are indented by at least `indent` to `text`. Returns how many blank
    /// lines follow them.
    fn indented_lines(
        &mut self,
        text: &mut String,
        indent: usize,
        is_folded: bool,
    ) -> Option<usize> {
        let mut joins = false;
        let mut breaks = None;
        loop {
            // Folding joins a line only with lines of its own indentation.
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

    /// Passes line breaks, and the spaces that indent the next line, up to the column `indent`.
    /// Returns the number of line breaks.
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

/// Adds folded line breaks: a single line break becomes a space, n > 1 become n − 1.
fn push_breaks(text: &mut String, breaks: usize) {
    match breaks {
        1 => text.push(' '),
        _ => text.extend(std::iter::repeat_n('\n', breaks - 1)),
    }
}
