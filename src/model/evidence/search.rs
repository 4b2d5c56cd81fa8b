//! Pieces of text in a long text: in time that grows with the text, whatever it holds.

use std::ops::Range;

use super::chars::has_words;
use super::layer::Layer;

/// A piece of a quotation, and what may stand between the piece before and this one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Piece {
    /// Its words, folded as the text is.
    pub(super) key: String,
    /// What may stand before it; says nothing of the first.
    pub(super) gap: Gap,
}

/// What may stand between two pieces.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Gap {
    /// Marks and spaces, no word.
    Wordless,
    /// At most so many characters of one paragraph.
    Elision,
}

/// The most characters that an ellipsis stands for.
const ELIDED: usize = 300;

/// How many times the length of the text a chain of pieces may be looked for, before it counts as not there.
///
/// A text that repeats all but the last of a thousand pieces could be read a thousand times. No quotation has so
/// many: where there are fewer pieces than this, nothing is given up.
const READINGS: usize = 24;

/// Where all pieces stand in order, the first such place: the range of each in the layer's key.
pub(super) fn chain(pieces: &[Piece], layer: &Layer) -> Option<Vec<Range<usize>>> {
    if pieces.is_empty() || pieces.iter().any(|piece| piece.key.is_empty()) {
        return None;
    }
    let mut searches: Vec<Search<'_>> = Vec::new();
    let mut path: Vec<Range<usize>> = Vec::new();
    let mut budget = (READINGS * layer.key.len()).max(1 << 20);
    // Each search goes forward only. A place that led nowhere is not tried again: what may follow a later place
    // and stands before it could have followed an earlier one, too.
    while let Some(piece) = pieces.get(path.len()) {
        if searches.len() == path.len() {
            searches.push(Search::new(&piece.key));
        }
        let from = path.last().map_or(0, |before| before.end);
        let start = searches[path.len()].at_or_after(from, layer, &mut budget)?;
        let fits = path.last().is_none_or(|before| piece.gap.fits(before, start, layer));
        if fits {
            searches[path.len()].pass();
            path.push(start..start + piece.key.len());
        } else {
            path.pop();
        }
    }
    Some(path)
}

impl Gap {
    fn fits(self, before: &Range<usize>, start: usize, layer: &Layer) -> bool {
        let gap = &layer.key[before.end..start];
        match self {
            Gap::Wordless => !has_words(gap),
            // No character has more than four bytes: what is longer need not be counted.
            Gap::Elision if gap.len() > 4 * (ELIDED + 2) => false,
            Gap::Elision => gap.trim().chars().count() <= ELIDED && layer.is_one_paragraph(before.end - 1, start),
        }
    }
}

/// Looks for one piece, from the start of a text to its end, each byte once (Knuth, Morris and Pratt).
pub(super) struct Search<'p> {
    piece: &'p [u8],
    /// For each length of a begun match, the longest one that goes on where it fails.
    shorter: Vec<u32>,
    at: usize,
    matched: usize,
    found: Option<usize>,
}

impl<'p> Search<'p> {
    pub(super) fn new(piece: &'p str) -> Self {
        let piece = piece.as_bytes();
        let mut shorter = vec![0u32; piece.len() + 1];
        let mut matched = 0;
        for at in 1..piece.len() {
            while matched > 0 && piece[at] != piece[matched] {
                matched = shorter[matched] as usize;
            }
            matched += usize::from(piece[at] == piece[matched]);
            shorter[at + 1] = u32::try_from(matched).unwrap_or(0);
        }
        Self { piece, shorter, at: 0, matched: 0, found: None }
    }

    /// The first place, at or after a byte, where the piece stands and cuts no word.
    fn at_or_after(&mut self, from: usize, layer: &Layer, budget: &mut usize) -> Option<usize> {
        if let Some(found) = self.found.filter(|found| *found >= from) {
            return Some(found);
        }
        if self.at - self.matched < from && self.at < from {
            (self.at, self.matched) = (from, 0);
        }
        self.found = None;
        while self.found.is_none() {
            let before = self.at;
            let start = self.next(layer.key.as_bytes())?;
            *budget = budget.checked_sub(self.at - before)?;
            let is_whole = start >= from && layer.is_break(start) && layer.is_break(start + self.piece.len());
            self.found = Some(start).filter(|_| is_whole);
        }
        self.found
    }

    /// Leaves the place that was found.
    fn pass(&mut self) {
        self.found = None;
    }

    /// The next place where the piece stands; places may overlap.
    pub(super) fn next(&mut self, text: &[u8]) -> Option<usize> {
        let first = *self.piece.first()?;
        while self.at < text.len() {
            if self.matched == 0 {
                let Some(skipped) = text[self.at..].iter().position(|byte| *byte == first) else {
                    self.at = text.len();
                    return None;
                };
                self.at += skipped;
            }
            let byte = text[self.at];
            while self.matched > 0 && (self.matched == self.piece.len() || byte != self.piece[self.matched]) {
                self.matched = self.shorter[self.matched] as usize;
            }
            self.matched += usize::from(byte == self.piece[self.matched]);
            self.at += 1;
            if self.matched == self.piece.len() {
                return Some(self.at - self.matched);
            }
        }
        None
    }
}
