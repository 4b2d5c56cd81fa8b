//! What stands near a passage, what is nearest to lost words, and what two texts have in common.

use std::collections::VecDeque;
use std::ops::Range;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::base::limits;
use crate::base::memo::Fingerprint;

use super::chars::{is_break, is_unspaced};
use super::layer::{Writing, fold};
use super::passage::Passage;
use super::search::Search;
use super::{Found, SavedText, found};

/// Whether one of a speaker's names stands in the paragraph of a passage, the one before or the one
/// after.
///
/// In any case, as a transcript names its speakers in capitals; but a name of three letters or
/// fewer only as it is written or in capitals, as “he” is not He Lifeng.
pub fn speaker_is_near(names: &[String], found: &Found, text: &SavedText) -> bool {
    let passages = text.passages();
    let last_line = |passage: &Passage| passage.lines.last().map_or(0, |(number, _)| *number);
    let first_line = |passage: &Passage| passage.lines.first().map_or(0, |(number, _)| *number);
    let first = passages.partition_point(|passage| last_line(passage) < *found.lines.start());
    let after = passages.partition_point(|passage| first_line(passage) <= *found.lines.end());
    let range = first.saturating_sub(1)..(after + 1).min(passages.len());
    let lines = passages[range].iter().flat_map(|passage| &passage.lines);
    let near: Vec<&str> = lines.filter_map(|(_, at)| beside(at, found, text.raw())).collect();
    let near = fold(&near.join("\n"), Writing::Folded);
    let lower = near.to_lowercase();
    names.iter().map(|name| fold(name, Writing::Folded)).any(|name| match name.chars().count() {
        0..=3 => has_name(&near, &name) || has_name(&near, &name.to_uppercase()),
        _ => has_name(&lower, &name.to_lowercase()),
    })
}

/// What of a line stands near a passage: a line without end is no paragraph.
fn beside<'t>(line: &Range<usize>, found: &Found, text: &'t str) -> Option<&'t str> {
    let (first, last) =
        (found.pieces.first()?.start, found.pieces.iter().map(|piece| piece.end).max()?);
    let start = line.start.max(text.floor_char_boundary(first.saturating_sub(limits::PARAGRAPH)));
    let end = line.end.min(text.ceil_char_boundary(last.saturating_add(limits::PARAGRAPH)));
    text.get(start..end)
}

/// A name may have a possessive's ending, which belongs to no word of a quotation.
fn has_name(text: &str, name: &str) -> bool {
    let mut search = Search::new(name);
    let ends = |end: usize| is_break(text, end) || text[end..].starts_with('\'');
    std::iter::from_fn(|| search.next(text.as_bytes()))
        .any(|at| is_break(text, at) && ends(at + name.len()))
}

/// How much of the smaller text's runs of five words the other has, too: from 0 to 1.
///
/// The smaller text is the one with fewer different runs; a text without five words shares nothing.
pub fn shares_of_five_word_runs(a: &SavedText, b: &SavedText) -> f64 {
    let (a, b) = (a.five_word_runs(), b.five_word_runs());
    let (small, large) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    let shared = small.iter().filter(|run| large.binary_search(run).is_ok()).count();
    if small.is_empty() { 0.0 } else { shared as f64 / small.len() as f64 }
}

impl SavedText {
    /// The hashes of its different runs of five words, in order; to compare many texts, compare
    /// these.
    pub fn five_word_runs(&self) -> Vec<u64> {
        let mut runs = Vec::new();
        let mut last: VecDeque<u64> = VecDeque::new();
        for word in words(&self.folded.key) {
            last.push_back(hash(&self.folded.key[word]));
            if last.len() == 5 {
                runs.push(Fingerprint::of(&last).0 as u64);
                last.pop_front();
            }
        }
        runs.sort_unstable();
        runs.dedup();
        runs
    }
}

/// The bytes of the words of a folded text; a character of a script without spaces is a word.
fn words(text: &str) -> impl Iterator<Item = Range<usize>> {
    let mut chars = text.char_indices().peekable();
    std::iter::from_fn(move || {
        let (start, first) = chars.find(|(_, c)| c.is_alphanumeric())?;
        let mut end = start + first.len_utf8();
        let goes_on = |c: char| (super::chars::is_word(c) || c == '\'') && !is_unspaced(c);
        while !is_unspaced(first)
            && let Some((at, c)) = chars.next_if(|(_, c)| goes_on(*c))
        {
            end = at + c.len_utf8();
        }
        Some(start..end)
    })
}

/// The hash of a word in lower case.
fn hash(word: &str) -> u64 {
    Fingerprint::of(&word.to_lowercase()).0 as u64
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

/// Words in a row of a text, as many as a quotation has, and which of their pairs the quotation
/// has, too.
#[derive(Default)]
struct Window {
    /// For each word, its bytes and whether it makes a pair with the word before.
    words: VecDeque<(Range<usize>, bool)>,
    pairs: usize,
}

/// The passage that has the most pairs of words of a quotation, where it has at least a third of
/// them.
pub(super) fn nearest(quote: &str, text: &SavedText) -> Option<Found> {
    let quote = fold(quote, Writing::Folded);
    let hashes: Vec<u64> = words(&quote).map(|word| hash(&quote[word])).collect();
    let wanted: FxHashSet<(u64, u64)> = hashes.windows(2).map(|pair| (pair[0], pair[1])).collect();
    let (mut best, mut place, mut before) = (0, 0..0, 0);
    let mut window = Window::default();
    for (word, hash) in text.words(hashed) {
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

impl Window {
    fn add(&mut self, word: Range<usize>, is_pair: bool, most: usize) {
        self.words.push_back((word, is_pair));
        self.pairs += usize::from(is_pair);
        while self.words.len() > most.max(2) {
            self.words.pop_front();
            // The first word's pair is with a word that is no longer here.
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
