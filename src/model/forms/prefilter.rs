//! A filter by the first bytes of forms, with which most places of a text are skipped.

use std::collections::BTreeSet;

/// The first bytes of all forms.
#[derive(Debug)]
pub(super) struct Prefilter {
    /// By two bytes: whether a form may begin at the [`FIRST`] or at the [`SECOND`].
    pairs: Box<[u8; 1 << 16]>,
    /// A set of bits by the hash of three bytes: whether a form may begin with them.
    three: Box<[u64; (1 << 16) / 64]>,
}

/// Some form begins with these two bytes.
const FIRST: u8 = 1;
/// Some form begins with the second byte, and the first one is not part of the word.
const SECOND: u8 = 2;

impl Default for Prefilter {
    fn default() -> Self {
        Prefilter::of(std::iter::empty())
    }
}

impl Prefilter {
    /// A filter for these forms, each of at least two bytes.
    pub(super) fn of<'f>(forms: impl Iterator<Item = &'f String>) -> Prefilter {
        let mut prefilter =
            Prefilter { pairs: Box::new([0; 1 << 16]), three: Box::new([0; (1 << 16) / 64]) };
        let mut firsts = BTreeSet::new();
        for form in forms {
            let [first, second, rest @ ..] = form.as_bytes() else { continue };
            firsts.insert(*first);
            prefilter.pairs[pair([*first, *second])] |= FIRST;
            match rest {
                [third, ..] => prefilter.add(*first, *second, *third),
                // Any byte may follow.
                [] => (0..=u8::MAX).for_each(|third| prefilter.add(*first, *second, third)),
            }
        }
        for first in firsts {
            let before = (0..=u8::MAX).filter(|before| !is_one_word(*before, first));
            before.for_each(|before| prefilter.pairs[pair([before, first])] |= SECOND);
        }
        prefilter
    }

    fn add(&mut self, first: u8, second: u8, third: u8) {
        let bit = bit(first, second, third);
        self.three[bit / 64] |= 1 << (bit % 64);
    }

    /// The places of a text where a form can begin, in order.
    ///
    /// Every byte of a site's texts is checked, so two are looked up at once. For most pairs, no
    /// form begins at either byte.
    pub(super) fn places(&self, text: &[u8]) -> Vec<usize> {
        let mut places = Vec::new();
        let (pairs, _) = text.as_chunks();
        let (blocks, rest) = pairs.as_chunks::<8>();
        let told =
            blocks.iter().map(|block| self.told_by_all(block)).chain([self.told_by_all(rest)]);
        told.enumerate().for_each(|(number, mut told)| {
            while told != 0 {
                let at = 16 * number + told.trailing_zeros() as usize;
                if self.is_place(text, at) {
                    places.push(at);
                }
                told &= told - 1;
            }
        });
        places
    }

    /// The bytes of these pairs where a form may begin, one bit for each.
    fn told_by_all(&self, pairs: &[[u8; 2]]) -> u16 {
        pairs.iter().rev().fold(0, |told, pair| told << 2 | u16::from(self.told_by(*pair)))
    }

    fn told_by(&self, bytes: [u8; 2]) -> u8 {
        self.pairs[pair(bytes)]
    }

    /// Whether a form can begin at a place of a text.
    fn is_place(&self, text: &[u8], at: usize) -> bool {
        let [first, second, ..] = text[at..] else { return false };
        if self.told_by([first, second]) & FIRST == 0 {
            return false;
        }
        let begins_here = at == 0 || self.told_by([text[at - 1], first]) & SECOND != 0;
        // At the end of the text, no byte follows a form of two bytes, so any value will do.
        let bit = bit(first, second, text.get(at + 2).copied().unwrap_or_default());
        begins_here && self.three[bit / 64] & (1 << (bit % 64)) != 0
    }
}

/// Whether two adjacent bytes certainly belong to one word: ASCII letters and digits.
fn is_one_word(before: u8, byte: u8) -> bool {
    before.is_ascii_alphanumeric() && byte.is_ascii_alphanumeric()
}

/// Joins two bytes into sixteen bits.
fn pair(bytes: [u8; 2]) -> usize {
    usize::from(u16::from_le_bytes(bytes))
}

/// Hashes three bytes to sixteen bits.
fn bit(first: u8, second: u8, third: u8) -> usize {
    usize::from(
        (u32::from_le_bytes([first, second, third, 0]).wrapping_mul(0x9E37_79B1) >> 16) as u16,
    )
}
