//! The tree of plain YAML straight from its text, in one pass: a ninth of the work of the reader
//! through serde.
//!
//! Only what needs no decision is read here: maps and lists by indentation, lists and maps in
//! brackets, and texts of every style. Anchors, tags, merge keys, keys that stand twice, and words
//! that only some take for a number or a truth value are left to the reader in `yaml.rs`, with all
//! that is malformed or rare: it decides and explains. Wherever there is a doubt, the answer here
//! is `None`. A property test holds both to the same trees, places included.
//!
//! Our own code, since front matter is a large part of what a build reads: the parser below
//! `serde_yaml` takes some 150 instructions a byte, and no library that gives places is materially
//! faster.

mod scalars;

use std::borrow::Cow;

use rustc_hash::FxHashSet;

use super::{Node, Pair, Value};
use crate::base::finding::{Bytes, Located};
use crate::base::limits;
use crate::base::text::holds_stray;
use scalars::Word;

/// The tree of a text; `None` where it is not plain, or holds more keys and values than it may. It
/// holds no stray characters.
pub(super) fn read(text: &str, values: usize) -> Option<Node<'_>> {
    if is_doubtful(text) {
        return None;
    }
    let mut reader = Reader { text, at: 0, line: 0, depth: 0, left: values };
    reader.pass_to_token()?;
    let root = reader.block(0)?;
    let is_whole = reader.at == text.len() && matches!(root.value, Value::List(_) | Value::Map(_));
    is_whole.then_some(root)
}

/// Whether a text holds characters that mean something only in some places: stray ones, a byte
/// order mark, or a carriage return that is no part of a line's end.
fn is_doubtful(text: &str) -> bool {
    let bytes = text.as_bytes();
    let stands_alone = |at: usize| bytes.get(at + 1) != Some(&b'\n');
    holds_stray(text)
        || memchr::memchr_iter(b'\r', bytes).any(stands_alone)
        || memchr::memmem::find(bytes, "\u{FEFF}".as_bytes()).is_some()
}

/// A place in a text. Between two values it is at the first character of a key, value, dash or
/// bracket, or at the end.
struct Reader<'t> {
    text: &'t str,
    at: usize,
    /// Where its line begins.
    line: usize,
    depth: usize,
    /// How many keys and values may follow.
    left: usize,
}

impl<'t> Reader<'t> {
    fn byte(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn is_at_line_end(&self) -> bool {
        matches!(self.byte(), None | Some(b'\n' | b'\r'))
    }

    /// Whether a character is here that counts as an indicator only before a space or at the end of
    /// a line.
    fn is_at(&self, indicator: u8) -> bool {
        self.byte() == Some(indicator)
            && matches!(self.text.as_bytes().get(self.at + 1), None | Some(b' ' | b'\n' | b'\r'))
    }

    fn pass_spaces(&mut self) {
        while self.byte() == Some(b' ') {
            self.at += 1;
        }
    }

    /// Passes a comment, up to the end of its line. One that touches what stands before it is none.
    fn pass_comment(&mut self) -> Option<()> {
        if self.byte() == Some(b'#') {
            if self.at > self.line && self.text.as_bytes()[self.at - 1] != b' ' {
                return None;
            }
            self.at = self.line_end();
        }
        Some(())
    }

    /// The end of this line, before its line break.
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

    /// Passes spaces, comments and line breaks. Tabs mean something in some places only.
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

    /// Passes what may follow a value of a block: nothing but a comment.
    fn pass_to_next_line(&mut self) -> Option<()> {
        self.pass_spaces();
        self.pass_comment()?;
        if self.is_at_line_end() { self.pass_to_token() } else { None }
    }

    /// How far the line is indented here; `None` at the end of the text.
    fn column(&self) -> Option<usize> {
        (self.at < self.text.len()).then_some(self.at - self.line)
    }

    /// Whether a list or map of this column goes on; what is indented deeper belongs to nothing.
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

    /// A list or map of a place, one level deeper.
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

    /// The value that begins here, at the head of a line or after a dash, in a block whose values
    /// have this column or more.
    fn block(&mut self, least: usize) -> Option<Node<'t>> {
        let (start, column) = (self.at, self.at - self.line);
        match self.byte()? {
            b'-' if self.is_at(b'-') => {
                self.nested(start, start, |reader| reader.list(column, false))
            }
            b'[' | b'{' | b'|' | b'>' => self.inline(least),
            _ => {
                let word = self.word(false)?;
                if self.is_at(b':') {
                    self.nested(start, start, |reader| reader.map(column, word))
                } else {
                    self.scalar(word, least)
                }
            }
        }
    }

    /// The value that begins here, after a key of its line.
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
                let word = self.word(false)?;
                self.scalar(word, least)
            }
        }
    }

    /// A list of this column, from its first dash. As the value of a key of the same column, it
    /// ends where the next key stands.
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

    /// Passes a dash, and the rest of its line where nothing stands in it; says how far. What has
    /// no place of its own has this one.
    fn pass_dash(&mut self) -> Option<usize> {
        self.at += 1;
        self.pass_spaces();
        self.pass_comment()?;
        Some(self.at)
    }

    /// A map of this column, from the colon after its first key.
    fn map(&mut self, column: usize, first: Word<'t>) -> Option<Value<'t>> {
        let mut entries = Entries::default();
        let mut key = first;
        loop {
            let key_at = self.key(&key, &mut entries)?;
            let value = self.value_of_key(column)?;
            entries.push(key, key_at, value);
            if !self.goes_on(column)? {
                return Some(Value::Map(entries.list));
            }
            key = self.word(false)?;
            if !self.is_at(b':') {
                return None;
            }
        }
    }

    /// The value after a colon, of a key of this column.
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
                self.nested(mark, mark, |reader| reader.list(column, true))
            }
            _ => self.node(colon, colon, Value::Null),
        }
    }

    /// A value within brackets, or a list or map in them.
    fn bracketed(&mut self) -> Option<Node<'t>> {
        let start = self.at;
        match self.byte()? {
            b'[' => self.nested(start, start + 1, Self::bracketed_list),
            b'{' => self.nested(start, start + 1, Self::bracketed_map),
            _ => {
                let word = self.word(true)?;
                let (start, end) = (word.start, word.end);
                let value = word.value()?;
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
        let mut entries = Entries::default();
        while self.passes_to_item(b'}', entries.list.is_empty())? {
            let key = self.word(true)?;
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

    /// Passes an opening bracket or, between items, a comma; `false` where the bracket closes,
    /// which is passed, too.
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

    /// The place of the key that ends before the colon here, where it is text, new, and not too
    /// long.
    fn key(&mut self, key: &Word<'t>, entries: &mut Entries<'t>) -> Option<Bytes> {
        // YAML takes 1024 characters, with the spaces before the colon.
        const LONGEST: usize = 1000;
        if !key.is_text() || !entries.is_new(key) || self.at - key.start > LONGEST {
            return None;
        }
        self.count()?;
        Some(Bytes::new(key.start..key.end))
    }
}

/// The entries of a map.
#[derive(Default)]
struct Entries<'t> {
    list: Vec<Pair<'t>>,
    hashed: FxHashSet<Cow<'t, str>>,
}

impl<'t> Entries<'t> {
    /// How many keys are compared one by one; more are compared by their hashes.
    const FEW: usize = 24;

    fn is_new(&mut self, key: &Word<'t>) -> bool {
        if self.list.len() < Self::FEW {
            return self.list.iter().all(|(known, _)| known.value != key.text);
        }
        if self.hashed.is_empty() {
            self.hashed.extend(self.list.iter().map(|(known, _)| known.value.clone()));
        }
        self.hashed.insert(key.text.clone())
    }

    fn push(&mut self, key: Word<'t>, at: Bytes, value: Node<'t>) {
        self.list.push((Located::new(key.text, at), value));
    }
}

#[cfg(test)]
mod tests;
