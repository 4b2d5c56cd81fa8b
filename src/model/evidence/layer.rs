//! A text with its typography folded, and the way back from the folded text to the text as it is.
//!
//! Folded are: NFC; quotation marks of all kinds to `"`, apostrophes between letters to `'`; dashes to `-`; three
//! or more points to `…`; white space with line ends to one space, and to none between two characters of Han or
//! Kana; soft hyphens and other characters without a shape to nothing. Words and case stay.
//!
//! The way back is not kept for each character: a note every few hundred bytes says where folding may be taken up
//! again, so that a large text needs little more memory than itself.

use std::ops::Range;

use super::chars::{has_words, is_inside, is_unspaced};
use super::fold::{Folded, Folding};

/// What counts when a text is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Mode {
    /// How much of the writing.
    pub(super) writing: Writing,
    /// Which words.
    pub(super) scope: Scope,
}

/// How much of the writing counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Writing {
    /// All but typography.
    Folded,
    /// The same without square brackets; what they hold stays.
    Unbracketed,
    /// Letters and digits, in lower case.
    Letters,
}

/// Which words count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Scope {
    /// All.
    All,
    /// Those between quotation marks.
    Quoted,
}

/// Between two parts of a text that no match may run across; folding leaves no line end elsewhere.
pub(super) const BARRIER: char = '\n';

/// Bytes of folded text between two notes.
const STRIDE: usize = 256;

/// A folded text.
#[derive(Debug)]
pub(super) struct Layer {
    /// The folded text.
    pub(super) key: String,
    mode: Mode,
    notes: Vec<Note>,
    paragraphs: Vec<usize>,
    breaks: Bits,
}

/// Where folding may be taken up again.
#[derive(Clone, Copy, Debug)]
pub(super) struct Note {
    /// The byte of the key.
    key: usize,
    /// The byte of the text.
    pub(super) raw: usize,
    /// Where the part ends.
    pub(super) end: usize,
    /// The folded character before.
    pub(super) last: Option<char>,
    /// The mark that ends the quotation in which it is.
    pub(super) within: Option<char>,
    /// The character of the key before.
    kept: Option<char>,
}

/// The parts of a text that may be quoted, and how it shows its paragraphs.
#[derive(Clone, Copy, Debug)]
pub(super) struct Parts<'a> {
    /// The text as it is.
    pub(super) raw: &'a str,
    /// Bytes of the parts.
    pub(super) parts: &'a [Range<usize>],
    /// How many line ends in a row end a paragraph.
    pub(super) line_ends: usize,
}

impl Layer {
    /// Folds a text.
    pub(super) fn new(text: Parts<'_>, mode: Mode) -> Layer {
        let breaks = Bits::default();
        let mut layer = Layer { key: String::new(), mode, notes: Vec::new(), paragraphs: Vec::new(), breaks };
        for part in text.parts {
            layer.add(text, part.clone());
        }
        layer
    }

    fn add(&mut self, text: Parts<'_>, part: Range<usize>) {
        if !self.key.is_empty() {
            self.key.push(BARRIER);
        }
        self.paragraphs.push(self.key.len());
        self.breaks.set(self.key.len());
        let first = Note { key: self.key.len(), raw: part.start, end: part.end, last: None, within: None, kept: None };
        self.notes.push(first);
        let mut folding = Folding::new(text, self.mode.writing, first);
        let mut selected = Selecting::new(self.mode);
        let mut noted = self.key.len();
        while let Some(folded) = folding.next() {
            if folded.begins_paragraph {
                self.paragraphs.push(self.key.len());
            }
            for c in selected.take(&folded) {
                if selected.is_break {
                    self.breaks.set(self.key.len());
                }
                self.key.push(c);
            }
            if self.key.len() >= noted + STRIDE
                && let Some(raw) = folding.rest_begins()
            {
                noted = self.key.len();
                let (last, within) = (folding.last, folding.within);
                self.notes.push(Note { key: noted, raw, end: part.end, last, within, kept: selected.last });
            }
        }
        self.breaks.set(self.key.len());
    }

    /// Whether a quotation may begin or end at this byte of the key.
    pub(super) fn is_break(&self, at: usize) -> bool {
        match self.mode.writing {
            Writing::Letters => self.breaks.has(at) || at == self.key.len(),
            Writing::Folded | Writing::Unbracketed => super::chars::is_break(&self.key, at),
        }
    }

    /// Whether two bytes of the key stand in one paragraph.
    pub(super) fn is_one_paragraph(&self, from: usize, to: usize) -> bool {
        let paragraph = |at: usize| self.paragraphs.partition_point(|&start| start <= at);
        paragraph(from) == paragraph(to)
    }

    /// The bytes of the text that a range of the key came from.
    pub(super) fn raw(&self, text: Parts<'_>, range: &Range<usize>) -> Range<usize> {
        let first = self.came_from(text, range.start);
        let last = self.came_from(text, range.end.saturating_sub(1).max(range.start));
        first.start..last.end.max(first.start)
    }

    /// The bytes that the character came from which has this byte of the key.
    fn came_from(&self, text: Parts<'_>, at: usize) -> Range<usize> {
        let after = self.notes.partition_point(|note| note.key <= at);
        let Some(note) = self.notes[..after].last() else { return 0..0 };
        let mut folding = Folding::new(text, self.mode.writing, *note);
        let mut selected = Selecting::new(self.mode);
        selected.last = note.kept;
        let mut key = note.key;
        while let Some(folded) = folding.next() {
            for c in selected.take(&folded) {
                key += c.len_utf8();
                if key > at {
                    return folded.raw;
                }
            }
        }
        note.end..note.end
    }

    /// Whether the first word that begins at or after a byte of the text, and the last before another, are quoted.
    pub(super) fn is_quoted(&self, text: Parts<'_>, raw: &Range<usize>) -> bool {
        let first = self.quoted_words(text, raw.start).find(|(at, _)| *at >= raw.start);
        let last = self.quoted_words(text, raw.end.saturating_sub(1)).take_while(|(at, _)| *at < raw.end).last();
        let is_quoted = |word: Option<(usize, bool)>| word.is_none_or(|(_, is_quoted)| is_quoted);
        first.is_some() && is_quoted(first) && is_quoted(last)
    }

    /// Letters and digits from the note before a byte of the text on, and whether they are quoted.
    fn quoted_words<'a>(&self, text: Parts<'a>, raw: usize) -> impl Iterator<Item = (usize, bool)> + 'a {
        let after = self.notes.partition_point(|note| note.raw <= raw);
        let start = Note { key: 0, raw: 0, end: 0, last: None, within: None, kept: None };
        let note = self.notes[..after].last().copied().unwrap_or(start);
        let mut folding = Folding::new(text, Writing::Folded, note);
        std::iter::from_fn(move || folding.next())
            .filter(|folded| folded.c.is_alphanumeric())
            .map(|folded| (folded.raw.start, folded.is_quoted))
    }
}

/// The words of a quotation, folded as the text is that they are looked up in.
pub(super) fn fold(words: &str, writing: Writing) -> String {
    let all = 0..words.len();
    Layer::new(
        Parts { raw: words, parts: std::slice::from_ref(&all), line_ends: 1 },
        Mode { writing, scope: Scope::All },
    )
    .key
}

/// Selects what counts.
struct Selecting {
    mode: Mode,
    last: Option<char>,
    between: Between,
    is_break: bool,
}

/// What was dropped since the last letter.
#[derive(Clone, Copy)]
enum Between {
    Nothing,
    One(char),
    More,
}

impl Selecting {
    fn new(mode: Mode) -> Self {
        Self { mode, last: None, between: Between::More, is_break: false }
    }

    /// What becomes of a character: usually one, lower case may be several.
    fn take(&mut self, folded: &Folded) -> impl Iterator<Item = char> + use<> {
        let c = folded.c;
        let is_out = self.mode.scope == Scope::Quoted && !folded.is_quoted;
        let letters = self.mode.writing == Writing::Letters;
        let kept = match (is_out, letters) {
            // Narration becomes one space, so that its words keep those around it apart.
            (true, false) => Some(' ').filter(|_| self.last != Some(' ')),
            (true, true) => None,
            (false, false) => Some(c),
            (false, true) => Some(c).filter(|c| c.is_alphanumeric()),
        };
        match kept {
            Some(c) => {
                self.is_break = match (self.last, self.between) {
                    (Some(last), Between::Nothing) => is_unspaced(last) || is_unspaced(c),
                    (Some(last), Between::One(between)) => !is_inside(last, between, c),
                    _ => true,
                };
                (self.last, self.between) = (Some(c), Between::Nothing);
            }
            None if is_out => self.between = Between::More,
            None => {
                self.between = match self.between {
                    Between::Nothing => Between::One(c),
                    _ => Between::More,
                }
            }
        }
        let lower = kept.filter(|_| letters).into_iter().flat_map(char::to_lowercase).filter(|c| c.is_alphanumeric());
        lower.chain(kept.filter(|_| !letters))
    }
}

/// One bit for each byte of a text.
#[derive(Debug, Default)]
struct Bits(Vec<u64>);

impl Bits {
    fn set(&mut self, at: usize) {
        if self.0.len() <= at / 64 {
            self.0.resize(at / 64 + 1, 0);
        }
        self.0[at / 64] |= 1 << (at % 64);
    }

    fn has(&self, at: usize) -> bool {
        self.0.get(at / 64).is_some_and(|bits| bits >> (at % 64) & 1 == 1)
    }
}

/// The pieces of a quotation between its ellipses: `…`, `...`, also in square or round brackets.
pub(super) fn between_ellipses(words: &str) -> Vec<String> {
    let folded = fold(&words.replace(". . .", "…"), Writing::Folded);
    let mut pieces = Vec::new();
    let mut rest = folded.as_str();
    while let Some(at) = rest.find('…') {
        let (before, after) = (&rest[..at], &rest[at + '…'.len_utf8()..]);
        let (open, close) = (before.trim_end(), after.trim_start());
        let bracketed = [('[', ']'), ('(', ')'), ('［', '］'), ('（', '）')]
            .iter()
            .find_map(|(left, right)| Some((open.strip_suffix(*left)?, close.strip_prefix(*right)?)));
        let (piece, after) = bracketed.unwrap_or((before, after));
        pieces.push(piece.trim().to_owned());
        rest = after;
    }
    pieces.push(rest.trim().to_owned());
    pieces.retain(|piece| has_words(piece));
    pieces
}
