//! A text with folded typography, and a map from the folded text to the original.
//!
//! Folding applies NFC, replaces quotation marks of all kinds by `"`, apostrophes between letters
//! by `'`, dashes by `-`, three or more points by `…`, and white space with line ends by a single
//! space, or by nothing between two characters of Han or Kana. It drops soft hyphens and other
//! invisible characters. Words and case are kept.
//!
//! The map does not store each character: every few hundred bytes, a note stores the state from
//! which folding can resume, so that a large text needs little extra memory.

use std::ops::Range;

use crate::base::typography::is_of_unspaced_script;

use super::chars::{has_words, is_inside};
use super::fold::{Folded, Folding, Hyphen};

/// How much of the writing counts in a comparison.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Writing {
    /// Everything except for typography.
    Folded,
    /// Like `Folded`, without square brackets but with their content.
    Unbracketed,
    /// Like `Unbracketed`, without bracketed remarks.
    Bracketless,
    /// Like `Unbracketed`, without hyphens in words, which [`Layer::has_hyphens`] compares.
    Unhyphenated,
    /// Letters and digits, in lower case.
    Letters,
}

/// The bytes of folded text between two notes.
const STRIDE: usize = 256;

/// A folded text.
#[derive(Debug)]
pub(super) struct Layer {
    /// The folded text.
    pub(super) key: String,
    writing: Writing,
    notes: Vec<Note>,
    paragraphs: Vec<usize>,
    /// For each piece of speech in the text its bytes in the key; an empty range if nothing of it
    /// counts.
    speech: Vec<Range<usize>>,
    /// The dropped hyphens, by the next byte of the key.
    hyphens: Vec<(usize, Hyphen)>,
    breaks: Bits,
}

/// A state from which folding can resume.
#[derive(Clone, Copy, Debug)]
pub(super) struct Note {
    /// The byte in the key.
    key: usize,
    /// The byte in the text.
    pub(super) raw: usize,
    /// The previous folded character.
    pub(super) last: Option<char>,
    /// The previous character of the key.
    kept: Option<char>,
}

/// The parts of a text that may be quoted, and their properties. All ranges are bytes of the text,
/// sorted and disjoint.
#[derive(Clone, Copy, Debug)]
pub(super) struct Parts<'a> {
    /// The original text.
    pub(super) raw: &'a str,
    /// The parts.
    pub(super) parts: &'a [Range<usize>],
    /// The beginnings of paragraphs, without white space.
    pub(super) paragraphs: &'a [usize],
    /// The pieces of speech.
    pub(super) speech: &'a [Range<usize>],
}

impl Layer {
    /// Folds a text.
    pub(super) fn new(text: Parts<'_>, writing: Writing) -> Layer {
        let mut layer = Layer {
            key: String::new(),
            writing,
            notes: Vec::new(),
            paragraphs: vec![0],
            speech: vec![0..0; text.speech.len()],
            hyphens: Vec::new(),
            breaks: Bits::default(),
        };
        layer.fill(text);
        layer
    }

    fn fill(&mut self, text: Parts<'_>) {
        let start = text.parts.first().map_or(0, |part| part.start);
        let first = Note { key: 0, raw: start, last: None, kept: None };
        self.breaks.set(0);
        self.notes.push(first);
        let mut folding = Folding::new(text, self.writing, first);
        let mut selected = Selecting::new(self.writing);
        let (mut noted, mut speech) = (0, 0);
        while let Some(folded) = folding.next() {
            if folded.begins_paragraph {
                self.paragraphs.push(self.key.len());
            }
            if let Some(hyphen) = folded.after_hyphen {
                self.hyphens.push((self.key.len(), hyphen));
            }
            let from = self.key.len();
            for c in selected.take(&folded) {
                if selected.is_break {
                    self.breaks.set(self.key.len());
                }
                self.key.push(c);
            }
            while text.speech.get(speech).is_some_and(|piece| piece.end <= folded.raw.start) {
                speech += 1;
            }
            if text.speech.get(speech).is_some_and(|piece| piece.start <= folded.raw.start) {
                let piece = &mut self.speech[speech];
                let start = if piece.start == piece.end { from } else { piece.start };
                *piece = start..self.key.len();
            }
            if self.key.len() >= noted + STRIDE
                && let Some(raw) = folding.rest_begins()
            {
                noted = self.key.len();
                self.notes.push(Note { key: noted, raw, last: folding.last, kept: selected.last });
            }
        }
        self.breaks.set(self.key.len());
        // A piece without any counting character is at the end of the previous one, which keeps the
        // order.
        let mut before = 0;
        for piece in self.speech.iter_mut() {
            *piece = piece.start.max(before)..piece.end.max(before);
            before = piece.end;
        }
    }

    /// Whether a quotation may begin or end at this byte of the key.
    pub(super) fn is_break(&self, at: usize) -> bool {
        match self.writing {
            Writing::Letters => self.breaks.has(at) || at == self.key.len(),
            _ => self.is_after_hyphen(at) || super::chars::is_break(&self.key, at),
        }
    }

    fn is_after_hyphen(&self, at: usize) -> bool {
        self.hyphens.binary_search_by_key(&at, |(place, _)| *place).is_ok()
    }

    /// Whether the text has the hyphens of a piece at a byte of the key: each of them, and no
    /// others except at line ends. `hyphens` are bytes in the piece's key.
    pub(super) fn has_hyphens(&self, start: usize, len: usize, hyphens: &[usize]) -> bool {
        let from = self.hyphens.partition_point(|(place, _)| *place <= start);
        let to = self.hyphens.partition_point(|(place, _)| *place < start + len);
        let mut wanted = hyphens.iter().map(|place| start + place).peekable();
        for (place, hyphen) in &self.hyphens[from..to.max(from)] {
            let is_wanted = wanted.next_if_eq(place).is_some();
            if !is_wanted && *hyphen == Hyphen::Written {
                return false;
            }
        }
        wanted.next().is_none()
    }

    /// The dropped hyphens, as bytes of the key.
    pub(super) fn hyphens(&self) -> Vec<usize> {
        self.hyphens.iter().map(|(place, _)| *place).collect()
    }

    /// Whether two bytes of the key are in one paragraph.
    pub(super) fn is_one_paragraph(&self, from: usize, to: usize) -> bool {
        let paragraph = |at: usize| self.paragraphs.partition_point(|&start| start <= at);
        paragraph(from) == paragraph(to)
    }

    /// The text between two pieces of a quotation, which are given by their bytes in the key.
    pub(super) fn between(&self, before: &Range<usize>, next: &Range<usize>) -> Between {
        if !has_words(&self.key[before.end..next.start]) {
            return Between::Nothing;
        }
        let Some(left) = self.speech_of_end(before) else { return Between::OwnWords };
        let Some(right) = self.speech_of_start(next) else { return Between::Unquoted };
        if left == right {
            return Between::OwnWords;
        }
        let says = |from: usize, to: usize| from < to && has_words(&self.key[from..to]);
        let ends = says(before.end, self.speech[left].end);
        let begins = says(self.speech[right].start, next.start);
        let whole = &self.speech[left + 1..right];
        if ends || begins || whole.iter().any(|piece| says(piece.start, piece.end)) {
            Between::OtherWords
        } else {
            Between::Narration
        }
    }

    /// The index of the piece of speech with the last word of a range.
    fn speech_of_end(&self, range: &Range<usize>) -> Option<usize> {
        let words = self.key[range.clone()].trim_end_matches(|c: char| !c.is_alphanumeric());
        let last = words.char_indices().next_back().map_or(0, |(at, _)| at);
        self.speech_at(range.start + last)
    }

    /// The index of the piece of speech with the first word of a range.
    fn speech_of_start(&self, range: &Range<usize>) -> Option<usize> {
        let first = self.key[range.clone()].find(char::is_alphanumeric)?;
        self.speech_at(range.start + first)
    }

    fn speech_at(&self, at: usize) -> Option<usize> {
        let number = self.speech.partition_point(|piece| piece.end <= at);
        self.speech.get(number).is_some_and(|piece| piece.start <= at).then_some(number)
    }

    /// The bytes of the text for a range of the key.
    pub(super) fn raw(&self, text: Parts<'_>, range: &Range<usize>) -> Range<usize> {
        let first = self.came_from(text, range.start);
        let last = self.came_from(text, range.end.saturating_sub(1).max(range.start));
        first.start..last.end.max(first.start)
    }

    /// The bytes of the text for the character at a byte of the key.
    fn came_from(&self, text: Parts<'_>, at: usize) -> Range<usize> {
        let after = self.notes.partition_point(|note| note.key <= at);
        let Some(note) = self.notes[..after].last() else { return 0..0 };
        let mut folding = Folding::new(text, self.writing, *note);
        let mut selected = Selecting::new(self.writing);
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
        text.raw.len()..text.raw.len()
    }
}

/// The text between two pieces of a quotation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Between {
    /// No word.
    Nothing,
    /// Only narration, between two pieces of speech.
    Narration,
    /// Words that belong to both pieces: of one utterance, or in a text without quotation marks.
    OwnWords,
    /// Words, and the second piece is outside of quotation marks.
    Unquoted,
    /// Words of either utterance, or of another one between them.
    OtherWords,
}

/// Folds the words of a quotation like the text in which they are searched.
pub(super) fn fold(words: &str, writing: Writing) -> String {
    layer_of(words, writing).key
}

/// The layer of a quotation's words.
pub(super) fn layer_of(words: &str, writing: Writing) -> Layer {
    let all = 0..words.len();
    let parts = std::slice::from_ref(&all);
    Layer::new(Parts { raw: words, parts, paragraphs: &[], speech: &[] }, writing)
}

/// Selects the characters that count.
struct Selecting {
    writing: Writing,
    last: Option<char>,
    dropped: Dropped,
    is_break: bool,
}

/// The characters that were dropped since the last letter.
#[derive(Clone, Copy)]
enum Dropped {
    Nothing,
    One(char),
    More,
}

impl Selecting {
    fn new(writing: Writing) -> Self {
        Self { writing, last: None, dropped: Dropped::More, is_break: false }
    }

    /// The characters for a folded one: usually a single one, but lower case may be several.
    fn take(&mut self, folded: &Folded) -> impl Iterator<Item = char> + use<> {
        let c = folded.c;
        let letters = self.writing == Writing::Letters;
        let kept = Some(c).filter(|c| !letters || c.is_alphanumeric());
        match kept {
            Some(c) => {
                self.is_break = match (self.last, self.dropped) {
                    (Some(last), Dropped::Nothing) => {
                        is_of_unspaced_script(last) || is_of_unspaced_script(c)
                    }
                    (Some(last), Dropped::One(dropped)) => !is_inside(last, dropped, c),
                    _ => true,
                };
                (self.last, self.dropped) = (Some(c), Dropped::Nothing);
            }
            None => {
                self.dropped = match self.dropped {
                    Dropped::Nothing => Dropped::One(c),
                    _ => Dropped::More,
                }
            }
        }
        let lower = kept.filter(|_| letters).into_iter().flat_map(char::to_lowercase);
        let lower = lower.filter(|c| c.is_alphanumeric());
        lower.chain(kept.filter(|_| !letters))
    }
}

/// A bit for each byte of a text.
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

/// The pieces of a quotation between its ellipses: `…` or `...`, which may be in square or round
/// brackets.
pub(super) fn between_ellipses(words: &str) -> Vec<String> {
    let folded = fold(&words.replace(". . .", "…"), Writing::Folded);
    let mut pieces = Vec::new();
    let mut rest = folded.as_str();
    while let Some(at) = rest.find('…') {
        let (before, after) = (&rest[..at], &rest[at + '…'.len_utf8()..]);
        let (open, close) = (before.trim_end(), after.trim_start());
        let bracketed = [('[', ']'), ('(', ')'), ('［', '］'), ('（', '）')].iter().find_map(
            |(left, right)| Some((open.strip_suffix(*left)?, close.strip_prefix(*right)?)),
        );
        let (piece, after) = bracketed.unwrap_or((before, after));
        pieces.push(piece.trim().to_owned());
        rest = after;
    }
    pieces.push(rest.trim().to_owned());
    pieces.retain(|piece| has_words(piece));
    pieces
}
