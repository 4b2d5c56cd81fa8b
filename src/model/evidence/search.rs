//! Finds pieces of text in a long text, in time linear in the text, whatever it contains.

use std::ops::Range;

use crate::base::limits;

use super::layer::{Between, Layer};

/// A piece of a quotation, and the text that may stand between the previous piece and this one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Piece {
    /// The words, folded like the text.
    pub(super) key: String,
    /// The text that may stand before the piece. Not used for the first piece.
    pub(super) gap: Gap,
    /// The bytes of the key before which a hyphen was dropped.
    pub(super) hyphens: Vec<usize>,
}

/// The text that may stand between two pieces.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Gap {
    /// Narration between two pieces of speech, or no word.
    Narration,
    /// Anything.
    Anything,
    /// A limited number of characters in one paragraph.
    Elision,
}

/// The largest number of characters that an ellipsis may stand for.
const ELIDED: usize = 300;

/// The places where all pieces occur in order. Each has the range of each piece in the layer's key.
/// No two begin at one byte.
pub(super) fn chains(pieces: &[Piece], layer: &Layer) -> Vec<Vec<Range<usize>>> {
    let mut chains: Vec<Vec<Range<usize>>> = Vec::new();
    let mut budget = (limits::QUOTE_READINGS * layer.key.len()).max(1 << 20);
    let mut from = 0;
    while chains.len() < limits::QUOTE_PLACES
        && let Some(chain) = chain(pieces, layer, from, &mut budget)
    {
        from = chain.first().map_or(layer.key.len(), |place| place.start + 1);
        chains.push(chain);
    }
    chains
}

/// The first place, at or after a byte of the key, where all pieces occur in order.
fn chain(
    pieces: &[Piece],
    layer: &Layer,
    start: usize,
    budget: &mut usize,
) -> Option<Vec<Range<usize>>> {
    if pieces.is_empty() || pieces.iter().any(|piece| piece.key.is_empty()) {
        return None;
    }
    let mut searches: Vec<Search<'_>> = Vec::new();
    let mut path: Vec<Range<usize>> = Vec::new();
    // Each search only advances. A failed place is not tried again: anything that may follow a
    // later place could also have followed an earlier one.
    while let Some(piece) = pieces.get(path.len()) {
        if searches.len() == path.len() {
            searches.push(Search::new(&piece.key));
        }
        let from = path.last().map_or(start, |before| before.end);
        let place = searches[path.len()].at_or_after(from, layer, budget)?;
        let place = place..place + piece.key.len();
        let has_hyphens = layer.has_hyphens(place.start, place.len(), &piece.hyphens);
        if !has_hyphens {
            searches[path.len()].pass();
            continue;
        }
        match path.last().map_or(Fit::Fits, |before| piece.gap.fits(before, &place, layer)) {
            Fit::Fits => {
                searches[path.len()].pass();
                path.push(place);
            }
            Fit::NotThere => searches[path.len()].pass(),
            Fit::NotBehind => {
                path.pop();
            }
        }
    }
    Some(path)
}

/// Whether a piece may be at a place after the previous piece.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fit {
    Fits,
    /// Not at this place, whatever comes before it.
    NotThere,
    /// Not after the place of the previous piece.
    NotBehind,
}

impl Gap {
    fn fits(self, before: &Range<usize>, next: &Range<usize>, layer: &Layer) -> Fit {
        let gap = &layer.key[before.end..next.start];
        let fits = match self {
            Gap::Anything => true,
            Gap::Narration => match layer.between(before, next) {
                Between::Nothing | Between::Narration => true,
                Between::OtherWords => false,
                Between::Unquoted => return Fit::NotThere,
                Between::OwnWords => false,
            },
            // A character has at most four bytes, so longer gaps need not be counted.
            Gap::Elision if gap.len() > 4 * (ELIDED + 2) => false,
            Gap::Elision => {
                gap.trim().chars().count() <= ELIDED
                    && layer.is_one_paragraph(before.end - 1, next.start)
            }
        };
        if fits { Fit::Fits } else { Fit::NotBehind }
    }
}

/// Searches a text for one piece, reading each byte once (Knuth–Morris–Pratt).
pub(super) struct Search<'p> {
    piece: &'p [u8],
    /// For each length of a partial match, the longest shorter one that can continue.
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

    /// The first place, at or after a byte, where the piece occurs without cutting a word.
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
            let is_whole =
                start >= from && layer.is_break(start) && layer.is_break(start + self.piece.len());
            self.found = Some(start).filter(|_| is_whole);
        }
        self.found
    }

    /// Continues after the place that was found.
    fn pass(&mut self) {
        self.found = None;
    }

    /// The next place where the piece occurs. Places may overlap.
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
            while self.matched > 0
                && (self.matched == self.piece.len() || byte != self.piece[self.matched])
            {
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
