//! A text with its typography folded, and the way back from the folded text to the text as it is.
//!
//! Folded are: NFC; quotation marks of all kinds to `"`, apostrophes between letters to `'`; dashes
//! to `-`; three or more points to `…`; white space with line ends to one space, and to none
//! between two characters of Han or Kana; soft hyphens and other characters without a shape to
//! nothing. Words and case stay.
//!
//! The way back is not kept for each character: a note every few hundred bytes says where folding
//! may be taken up again, so that a large text needs little more memory than itself.

use std::ops::Range;

use super::chars::{has_words, is_inside, is_unspaced};
use super::fold::{Folded, Folding, Hyphen};

/// How much of the writing counts when a text is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Writing {
    /// All but typography.
    Folded,
    /// Like `Folded`, without square brackets; what they hold stays.
    Unbracketed,
    /// Like `Unbracketed`, without what asides in brackets hold.
    Bracketless,
    /// Like `Unbracketed`, without hyphens in words; [`Layer::has_hyphens`] compares these.
    Unhyphenated,
    /// Letters and digits, in lower case.
    Letters,
}

/// Bytes of folded text between two notes.
const STRIDE: usize = 256;

/// A folded text.
#[derive(Debug)]
pub(super) struct Layer {
    /// The folded text.
    pub(super) key: String,
    writing: Writing,
    notes: Vec<Note>,
    paragraphs: Vec<usize>,
    /// For each piece of speech of the text, its bytes in the key; an empty range where none count.
    speech: Vec<Range<usize>>,
    /// The hyphens that were left out, by the byte of the key behind them.
    hyphens: Vec<(usize, Hyphen)>,
    breaks: Bits,
}

/// Where folding may be taken up again.
#[derive(Clone, Copy, Debug)]
pub(super) struct Note {
    /// The byte of the key.
    key: usize,
    /// The byte of the text.
    pub(super) raw: usize,
    /// The folded character before.
    pub(super) last: Option<char>,
    /// The character of the key before.
    kept: Option<char>,
}

/// The parts of a text that may be quoted, and what is known of them. All ranges are bytes of the
/// text, in order and apart.
#[derive(Clone, Copy, Debug)]
pub(super) struct Parts<'a> {
    /// The text as it is.
    pub(super) raw: &'a str,
    /// The parts.
    pub(super) parts: &'a [Range<usize>],
    /// Where paragraphs begin: their first characters that are no white space.
    pub(super) paragraphs: &'a [usize],
    /// The words that the text gives as somebody's.
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
        // A piece of which nothing counts lies where the piece before it ends: the order stays.
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

    /// Whether the text has the hyphens of a piece that stands at a byte of the key: each of them,
    /// and no other but at the end of a line. Places are bytes of the piece's key.
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

    /// The places of the hyphens that were left out, as bytes of the key.
    pub(super) fn hyphens(&self) -> Vec<usize> {
        self.hyphens.iter().map(|(place, _)| *place).collect()
    }

    /// Whether two bytes of the key stand in one paragraph.
    pub(super) fn is_one_paragraph(&self, from: usize, to: usize) -> bool {
        let paragraph = |at: usize| self.paragraphs.partition_point(|&start| start <= at);
        paragraph(from) == paragraph(to)
    }

    /// What stands between two pieces of a quotation, given by their bytes of the key.
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

    /// The number of the piece of speech in which the last word of a range stands.
    fn speech_of_end(&self, range: &Range<usize>) -> Option<usize> {
        let words = self.key[range.clone()].trim_end_matches(|c: char| !c.is_alphanumeric());
        let last = words.char_indices().next_back().map_or(0, |(at, _)| at);
        self.speech_at(range.start + last)
    }

    /// The number of the piece of speech in which the first word of a range stands.
    fn speech_of_start(&self, range: &Range<usize>) -> Option<usize> {
        let first = self.key[range.clone()].find(char::is_alphanumeric)?;
        self.speech_at(range.start + first)
    }

    fn speech_at(&self, at: usize) -> Option<usize> {
        let number = self.speech.partition_point(|piece| piece.end <= at);
        self.speech.get(number).is_some_and(|piece| piece.start <= at).then_some(number)
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

/// What stands between two pieces of a quotation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Between {
    /// No word.
    Nothing,
    /// Only what the text itself says, between two pieces of speech.
    Narration,
    /// Words that belong to both pieces: of one speech, or of a text without marks.
    OwnWords,
    /// Words, and the second piece stands outside of marks.
    Unquoted,
    /// Words of one of two speeches, or of another one between them.
    OtherWords,
}

/// The words of a quotation, folded as the text is that they are looked up in.
pub(super) fn fold(words: &str, writing: Writing) -> String {
    layer_of(words, writing).key
}

/// The layer of the words of a quotation.
pub(super) fn layer_of(words: &str, writing: Writing) -> Layer {
    let all = 0..words.len();
    let parts = std::slice::from_ref(&all);
    Layer::new(Parts { raw: words, parts, paragraphs: &[], speech: &[] }, writing)
}

/// Selects what counts.
struct Selecting {
    writing: Writing,
    last: Option<char>,
    dropped: Dropped,
    is_break: bool,
}

/// What was dropped since the last letter.
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

    /// What becomes of a character: usually one, lower case may be several.
    fn take(&mut self, folded: &Folded) -> impl Iterator<Item = char> + use<> {
        let c = folded.c;
        let letters = self.writing == Writing::Letters;
        let kept = Some(c).filter(|c| !letters || c.is_alphanumeric());
        match kept {
            Some(c) => {
                self.is_break = match (self.last, self.dropped) {
                    (Some(last), Dropped::Nothing) => is_unspaced(last) || is_unspaced(c),
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
