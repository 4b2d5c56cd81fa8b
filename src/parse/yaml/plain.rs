//! A fast parser for the common subset of YAML: it takes a ninth of the instructions of
//! `serde_yaml`.
//!
//! Front matter is a large part of what a build reads. The parser below `serde_yaml` takes some 150
//! instructions a byte, and no library that reports places is much faster.
//!
//! The subset: lists and maps in block and flow style, and scalars of every style. Everything that
//! is rare, ambiguous or malformed makes this parser return `None`, so that `serde_yaml` decides
//! and explains: anchors, tags, merge keys, duplicate keys, unusual numbers and booleans. A
//! property test compares the trees of both parsers, with all places.

mod scalars;

use std::borrow::Cow;

use rustc_hash::FxHashSet;

use super::{MapEntry, Node, Value};
use crate::base::finding::{Bytes, Located};
use crate::base::limits;
use crate::base::text::holds_stray;
use scalars::Scalar;

/// Parses a text of at most `values` keys and values. `None` if it has more, is not in the subset,
/// or contains stray characters.
pub(super) fn parse_plain(text: &str, values: usize) -> Option<Node<'_>> {
    if is_doubtful(text) {
        return None;
    }
    let mut parser = PlainParser { text, at: 0, line: 0, depth: 0, left: values };
    parser.pass_to_token()?;
    let root = parser.block(0)?;
    let is_whole = parser.at == text.len() && matches!(root.value, Value::List(_) | Value::Map(_));
    is_whole.then_some(root)
}

/// Whether a text contains stray characters, a byte order mark, or a carriage return without a line
/// feed: their meaning depends on where they stand.
fn is_doubtful(text: &str) -> bool {
    let bytes = text.as_bytes();
    let stands_alone = |at: usize| bytes.get(at + 1) != Some(&b'\n');
    holds_stray(text)
        || memchr::memchr_iter(b'\r', bytes).any(stands_alone)
        || memchr::memmem::find(bytes, "\u{FEFF}".as_bytes()).is_some()
}

/// A position in a text. Between two values it is at the first character of a key, value, dash or
/// bracket, or at the end of the text.
///
/// The methods called `pass_…` move the position. Methods return `None` outside of the subset.
struct PlainParser<'t> {
    text: &'t str,
    at: usize,
    /// The first byte of the line that `at` is in.
    line: usize,
    /// How many lists and maps the position is in.
    depth: usize,
    /// How many more keys and values the text may have.
    left: usize,
}

impl<'t> PlainParser<'t> {
    fn byte(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn is_at_line_end(&self) -> bool {
        matches!(self.byte(), None | Some(b'\n' | b'\r'))
    }

    /// Whether an indicator is here. `-` and `:` are indicators only before a space or a line's
    /// end.
    fn is_at(&self, indicator: u8) -> bool {
        self.byte() == Some(indicator)
            && matches!(self.text.as_bytes().get(self.at + 1), None | Some(b' ' | b'\n' | b'\r'))
    }

    fn pass_spaces(&mut self) {
        while self.byte() == Some(b' ') {
            self.at += 1;
        }
    }

    /// Passes a comment, up to the end of its line. A `#` without a space before it begins none.
    fn pass_comment(&mut self) -> Option<()> {
        if self.byte() == Some(b'#') {
            if self.at > self.line && self.text.as_bytes()[self.at - 1] != b' ' {
                return None;
            }
            self.at = self.line_end();
        }
        Some(())
    }

    /// The end of this line, without its line break.
    fn line_end(&self) -> usize {
        let rest = &self.text.as_bytes()[self.at..];
        let end = memchr::memchr(b'\n', rest).unwrap_or(rest.len());
        self.at + end - usize::from(rest[..end].ends_with(b"\r"))
    }

    fn pass_line_break(&mut self) {
        self.at += usize::from(self.byte() == Some(b'\r'));
        self.at += usize::from(self.byte() == Some(b'\n'));
        self.line = self.at;
    }

    /// Passes spaces, comments and line breaks. `None` at a tab, which YAML allows in some places
    /// only.
    fn pass_to_token(&mut self) -> Option<()> {
        loop {
            match self.byte() {
                Some(b' ') => self.at += 1,
                Some(b'#') => self.pass_comment()?,
                Some(b'\n' | b'\r') => self.pass_line_break(),
                Some(b'\t') => return None,
                _ => return Some(()),
            }
        }
    }

    /// Passes the rest of a line behind a value, which may only be a comment.
    fn pass_to_next_line(&mut self) -> Option<()> {
        self.pass_spaces();
        self.pass_comment()?;
        if self.is_at_line_end() { self.pass_to_token() } else { None }
    }

    /// The column of the position, in bytes; `None` at the end of the text.
    fn column(&self) -> Option<usize> {
        (self.at < self.text.len()).then_some(self.at - self.line)
    }

    /// Whether a list or map of this column goes on here. `None` if the line is indented deeper.
    fn goes_on(&self, column: usize) -> Option<bool> {
        match self.column() {
            Some(here) if here > column => None,
            here => Some(here == Some(column)),
        }
    }

    fn count(&mut self) -> Option<()> {
        self.left = self.left.checked_sub(1)?;
        Some(())
    }

    fn node(&mut self, start: usize, end: usize, value: Value<'t>) -> Option<Node<'t>> {
        self.count()?;
        Some(Node { at: Bytes::new(start..end), value })
    }

    /// Reads a list or map with this place, one level deeper.
    fn nested(
        &mut self,
        start: usize,
        end: usize,
        read: impl FnOnce(&mut Self) -> Option<Value<'t>>,
    ) -> Option<Node<'t>> {
        self.depth += 1;
        if self.depth > limits::YAML_DEPTH {
            return None;
        }
        let value = read(self)?;
        self.depth -= 1;
        self.node(start, end, value)
    }

    /// Reads the value that begins here, at the beginning of a line or after a dash. Its lines are
    /// indented by at least `least`.
    fn block(&mut self, least: usize) -> Option<Node<'t>> {
        let (start, column) = (self.at, self.at - self.line);
        match self.byte()? {
            b'-' if self.is_at(b'-') => {
                self.nested(start, start, |parser| parser.list(column, false))
            }
            b'[' | b'{' | b'|' | b'>' => self.inline(least),
            _ => {
                let scalar = self.scalar(false)?;
                if self.is_at(b':') {
                    self.nested(start, start, |parser| parser.map(column, scalar))
                } else {
                    self.with_next_lines(scalar, least)
                }
            }
        }
    }

    /// Reads the value that begins here, behind its key in one line.
    fn inline(&mut self, least: usize) -> Option<Node<'t>> {
        match self.byte()? {
            b'|' => self.block_text(least, false),
            b'>' => self.block_text(least, true),
            b'[' | b'{' => {
                let node = self.bracketed()?;
                self.pass_to_next_line()?;
                Some(node)
            }
            _ => {
                let scalar = self.scalar(false)?;
                self.with_next_lines(scalar, least)
            }
        }
    }

    /// Reads a list of this column, from its first dash. `is_with_key` says that the list is the
    /// value of a key in the same column: then it ends before the next key.
    fn list(&mut self, column: usize, is_with_key: bool) -> Option<Value<'t>> {
        let mut items = Vec::new();
        while self.is_at(b'-') {
            let mark = self.pass_dash()?;
            self.pass_to_token()?;
            items.push(match self.column() {
                Some(here) if here > column => self.block(column + 1)?,
                _ => self.node(mark, mark, Value::Null)?,
            });
            if !self.goes_on(column)? {
                return Some(Value::List(items));
            }
        }
        is_with_key.then_some(Value::List(items))
    }

    /// Passes a dash, and the rest of its line if no value follows in it. Returns the position
    /// behind it, which is the place of an empty item.
    fn pass_dash(&mut self) -> Option<usize> {
        self.at += 1;
        self.pass_spaces();
        self.pass_comment()?;
        Some(self.at)
    }

    /// Reads a map of this column, from the colon after its first key.
    fn map(&mut self, column: usize, first: Scalar<'t>) -> Option<Value<'t>> {
        let mut entries = MapEntries::default();
        let mut key = first;
        loop {
            let key_at = self.key(&key, &mut entries)?;
            let value = self.value_of_key(column)?;
            entries.push(key, key_at, value);
            if !self.goes_on(column)? {
                return Some(Value::Map(entries.list));
            }
            key = self.scalar(false)?;
            if !self.is_at(b':') {
                return None;
            }
        }
    }

    /// Reads the value of a key of this column, from the colon.
    fn value_of_key(&mut self, column: usize) -> Option<Node<'t>> {
        let colon = self.at;
        self.at += 1;
        self.pass_spaces();
        self.pass_comment()?;
        if !self.is_at_line_end() {
            return self.inline(column + 1);
        }
        self.pass_to_token()?;
        match self.column() {
            Some(here) if here > column => self.block(column + 1),
            Some(here) if here == column && self.is_at(b'-') => {
                let start = self.at;
                let mark = self.pass_dash()?;
                self.at = start;
                self.nested(mark, mark, |parser| parser.list(column, true))
            }
            _ => self.node(colon, colon, Value::Null),
        }
    }

    /// Reads a list or map in brackets, or a scalar inside of one.
    fn bracketed(&mut self) -> Option<Node<'t>> {
        let start = self.at;
        match self.byte()? {
            b'[' => self.nested(start, start + 1, Self::bracketed_list),
            b'{' => self.nested(start, start + 1, Self::bracketed_map),
            _ => {
                let scalar = self.scalar(true)?;
                let (start, end) = (scalar.start, scalar.end);
                let value = scalar.value()?;
                self.node(start, end, value)
            }
        }
    }

    fn bracketed_list(&mut self) -> Option<Value<'t>> {
        let mut items = Vec::new();
        while self.passes_to_item(b']', items.is_empty())? {
            items.push(self.bracketed()?);
        }
        Some(Value::List(items))
    }

    fn bracketed_map(&mut self) -> Option<Value<'t>> {
        let mut entries = MapEntries::default();
        while self.passes_to_item(b'}', entries.list.is_empty())? {
            let key = self.scalar(true)?;
            if !self.is_at(b':') {
                return None;
            }
            let key_at = self.key(&key, &mut entries)?;
            self.at += 1;
            self.pass_to_token()?;
            let value = self.bracketed()?;
            entries.push(key, key_at, value);
        }
        Some(Value::Map(entries.list))
    }

    /// Passes an opening bracket or, between items, a comma. Returns whether another item follows;
    /// if not, the closing bracket is passed too.
    fn passes_to_item(&mut self, close: u8, is_first: bool) -> Option<bool> {
        self.pass_to_token()?;
        if is_first || self.byte() == Some(b',') {
            self.at += 1;
            self.pass_to_token()?;
        } else if self.byte() != Some(close) {
            return None;
        }
        let is_closed = self.byte()? == close;
        self.at += usize::from(is_closed);
        Some(!is_closed)
    }

    /// The place of the key that ends before the colon here. `None` if it is not text, stands in
    /// the map already, or is too long.
    fn key(&mut self, key: &Scalar<'t>, entries: &mut MapEntries<'t>) -> Option<Bytes> {
        // YAML allows 1024 characters, with the spaces before the colon.
        const LONGEST: usize = 1000;
        if !key.is_text() || !entries.is_new(key) || self.at - key.start > LONGEST {
            return None;
        }
        self.count()?;
        Some(Bytes::new(key.start..key.end))
    }
}

/// The entries of a map, with a quick check for duplicate keys.
#[derive(Default)]
struct MapEntries<'t> {
    list: Vec<MapEntry<'t>>,
    /// All keys; filled when `list` has [`MapEntries::FEW`] entries.
    hashed: FxHashSet<Cow<'t, str>>,
}

impl<'t> MapEntries<'t> {
    /// Up to this number of keys, comparing them one by one is faster than hashing.
    const FEW: usize = 24;

    fn is_new(&mut self, key: &Scalar<'t>) -> bool {
        if self.list.len() < Self::FEW {
            return self.list.iter().all(|(known, _)| known.value != key.text);
        }
        if self.hashed.is_empty() {
            self.hashed.extend(self.list.iter().map(|(known, _)| known.value.clone()));
        }
        self.hashed.insert(key.text.clone())
    }

    fn push(&mut self, key: Scalar<'t>, at: Bytes, value: Node<'t>) {
        self.list.push((Located::new(key.text, at), value));
    }
}

#[cfg(test)]
mod tests;
