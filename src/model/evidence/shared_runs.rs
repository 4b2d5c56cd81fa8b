//! Measures how much two texts have in common.

use std::collections::VecDeque;

use crate::base::memo::Fingerprint;

use super::saved::SavedText;
use super::words::{hash, words};

/// The share of the smaller text's runs of five words that the other text has, from 0 to 1.
///
/// The smaller text is the one with fewer distinct runs. A text of fewer than five words shares
/// nothing.
pub fn shares_of_five_word_runs(a: &SavedText, b: &SavedText) -> f64 {
    let (a, b) = (a.five_word_runs(), b.five_word_runs());
    let (small, large) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    let shared = small.iter().filter(|run| large.binary_search(run).is_ok()).count();
    if small.is_empty() { 0.0 } else { shared as f64 / small.len() as f64 }
}

impl SavedText {
    /// The hashes of the distinct runs of five words, sorted. Compare these to compare many texts.
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
