//! Finds the passage that is most similar to words which a text does not have.

use std::collections::VecDeque;
use std::ops::Range;

use rustc_hash::{FxHashMap, FxHashSet};

use super::layer::{Writing, fold};
use super::saved::SavedText;
use super::verdict::{FoundPassage, found};
use super::words::{hash, words};

/// The passage with the most word pairs of a quotation, if it has at least a third of them.
pub(super) fn nearest(quote: &str, text: &SavedText) -> Option<FoundPassage> {
    let quote = fold(quote, Writing::Folded);
    let hashes: Vec<u64> = words(&quote).map(|word| hash(&quote[word])).collect();
    let wanted: FxHashSet<(u64, u64)> = hashes.windows(2).map(|pair| (pair[0], pair[1])).collect();
    let (mut best, mut place, mut before) = (0, 0..0, 0);
    let mut window = Window::default();
    for (word, hash) in text.word_hashes(hashed) {
        let (word, hash) = (word.clone(), *hash);
        let is_pair = !window.words.is_empty() && wanted.contains(&(before, hash));
        window.add(word, is_pair, hashes.len());
        before = hash;
        if window.pairs > best {
            (best, place) = (window.pairs, window.place());
        }
    }
    let is_near = best > 0 && 3 * best >= hashes.len().saturating_sub(1);
    is_near.then(|| found(text, vec![text.folded.raw(text.text(), &place)]))
}

/// As many consecutive words of a text as a quotation has, and which of their pairs the quotation
/// has too.
#[derive(Default)]
struct Window {
    /// The bytes of each word, and whether it makes a pair with the previous word.
    words: VecDeque<(Range<usize>, bool)>,
    pairs: usize,
}

impl Window {
    fn add(&mut self, word: Range<usize>, is_pair: bool, most: usize) {
        self.words.push_back((word, is_pair));
        self.pairs += usize::from(is_pair);
        while self.words.len() > most.max(2) {
            self.words.pop_front();
            // The pair of the first word is with a word that has left the window.
            if let Some((_, is_pair)) = self.words.front_mut() {
                self.pairs -= usize::from(std::mem::take(is_pair));
            }
        }
    }

    /// The bytes from the first pair to the last word.
    fn place(&self) -> Range<usize> {
        let first =
            self.words.iter().position(|(_, is_pair)| *is_pair).unwrap_or(1).saturating_sub(1);
        let start = self.words.get(first).map_or(0, |(word, _)| word.start);
        start..self.words.back().map_or(start, |(word, _)| word.end)
    }
}

/// The words of a folded text with their hashes.
fn hashed(key: &str) -> Vec<(Range<usize>, u64)> {
    let mut known: FxHashMap<&str, u64> = FxHashMap::default();
    let hashed = |word: Range<usize>| {
        let text = &key[word.clone()];
        (word, *known.entry(text).or_insert_with(|| hash(text)))
    };
    words(key).map(hashed).collect()
}
