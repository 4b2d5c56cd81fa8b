//! Finds the known word that a mistyped word was probably meant to be.
//!
//! [`nearest`] compares all known words; [`WordIndex`] compares only the neighbours of the mistyped
//! word in alphabetical order, for thousands of known words.
//!
//! ```
//! use briefgen::base::nearest::nearest;
//!
//! assert_eq!(nearest("souces", ["actors", "sources"]), Some("sources"));
//! assert_eq!(nearest("weather", ["actors", "sources"]), None);
//! ```

use std::sync::OnceLock;

use rustc_hash::FxHashSet;

use crate::base::limits;

/// The largest edit distance at which a known word may have been meant by `word`.
fn max_distance(word: &str) -> usize {
    match word.chars().count() {
        0..=4 => 1,
        5 => 2,
        _ => 3,
    }
}

/// The known word nearest to a mistyped word; `None` if none is near enough to have been meant.
pub fn nearest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    nearest_within(word, known, max_distance(word))
}

/// Like [`nearest`] for file names. Extensions are not compared, and `name` may lack one.
pub fn nearest_file<'a>(name: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    fn stem(name: &str) -> &str {
        name.rsplit_once('.').map_or(name, |(stem, _)| stem)
    }
    let known: Vec<&str> = known.into_iter().collect();
    let near = nearest(stem(name), known.iter().copied().map(stem))?;
    known.into_iter().find(|known| stem(known) == near)
}

/// Like [`nearest`], with an edit distance of at most `allowed`. A word longer than
/// [`limits::WORD`] is not compared.
pub fn nearest_within<'a>(
    word: &str,
    known: impl IntoIterator<Item = &'a str>,
    allowed: usize,
) -> Option<&'a str> {
    if word.len() > limits::WORD {
        return None;
    }
    let lower = word.to_lowercase();
    let allowed = allowed.min(word.chars().count().max(2) - 1);
    let with_distance = |candidate: &'a str| {
        let is_alike = candidate.len().abs_diff(word.len()) <= 8;
        let distance =
            is_alike.then(|| distance(&lower, &candidate.to_lowercase(), allowed)).flatten()?;
        Some((distance, candidate))
    };
    known.into_iter().filter_map(with_distance).min().map(|(_, candidate)| candidate)
}

/// An index of many known words that finds the nearest without comparing all of them.
///
/// A mistyped word mostly has the right beginning or the right end. So it is compared only with its
/// neighbours in alphabetical order, and with its neighbours in the order of the reversed words.
#[derive(Debug, Default)]
pub struct WordIndex<W> {
    /// The words, each after its lower-case form, sorted by that.
    by_start: Vec<(Box<str>, W)>,
    /// Indices into `by_start`, sorted by the reversed lower-case form.
    by_end: Vec<u32>,
}

/// The nearest word, and the cost of finding it.
#[derive(Debug, PartialEq, Eq)]
pub struct NearestWord<W> {
    /// The word; `None` if none is near enough to have been meant.
    pub word: Option<W>,
    /// The number of known words that were compared.
    pub compared: usize,
}

impl<W: AsRef<str> + Ord> WordIndex<W> {
    /// Indexes words. A word longer than [`limits::WORD`] is left out.
    pub fn of(words: impl IntoIterator<Item = W>) -> WordIndex<W> {
        let fits = words.into_iter().filter(|word| word.as_ref().len() <= limits::WORD);
        let mut by_start: Vec<(Box<str>, W)> =
            fits.map(|word| (word.as_ref().to_lowercase().into_boxed_str(), word)).collect();
        by_start.sort_unstable();
        let mut by_end: Vec<u32> =
            (0..by_start.len()).filter_map(|number| number.try_into().ok()).collect();
        by_end.sort_by(|one, other| {
            by_start[*one as usize].0.bytes().rev().cmp(by_start[*other as usize].0.bytes().rev())
        });
        WordIndex { by_start, by_end }
    }

    /// The word nearest to a mistyped word; `None` if none is near enough to have been meant.
    pub fn nearest(&self, word: &str) -> Option<&W> {
        self.search(word).word
    }

    /// Like [`WordIndex::nearest`], with the number of words that were compared.
    pub fn search(&self, word: &str) -> NearestWord<&W> {
        let mut compared = 0;
        let lower = word.to_lowercase();
        if lower.len() > limits::WORD {
            return NearestWord { word: None, compared };
        }
        let mut allowed = max_distance(word).min(word.chars().count().max(2) - 1);
        let mut best: Option<(usize, usize)> = None;
        for number in self.neighbours(&lower) {
            let known = &self.by_start[number].0;
            if known.len().abs_diff(lower.len()) > 8 {
                continue;
            }
            compared += 1;
            if let Some(distance) = distance(&lower, known, allowed) {
                // Of equally near words the first in alphabetical order wins.
                best = Some(best.map_or((distance, number), |best| best.min((distance, number))));
                allowed = distance;
            }
        }
        NearestWord { word: best.map(|(_, number)| &self.by_start[number].1), compared }
    }

    /// The indices in `by_start` of the neighbours of a word in both orders.
    fn neighbours(&self, word: &str) -> impl Iterator<Item = usize> {
        let around = |at: usize| {
            let end = (at + limits::WORDS_BESIDE).min(self.by_start.len());
            at.saturating_sub(limits::WORDS_BESIDE)..end
        };
        let by_start = around(self.by_start.partition_point(|(known, _)| **known < *word));
        let is_before =
            |number: &u32| self.by_start[*number as usize].0.bytes().rev().lt(word.bytes().rev());
        let by_end = around(self.by_end.partition_point(is_before));
        let others = by_end.map(|at| self.by_end[at] as usize);
        let seen = by_start.clone();
        by_start.chain(others.filter(move |number| !seen.contains(number)))
    }
}

/// A set of known words that is indexed only when the first mistyped word is looked for.
#[derive(Debug, Default)]
pub struct KnownWords<'a> {
    all: FxHashSet<&'a str>,
    sorted: OnceLock<WordIndex<Box<str>>>,
}

impl<'a> From<FxHashSet<&'a str>> for KnownWords<'a> {
    fn from(all: FxHashSet<&'a str>) -> Self {
        KnownWords { all, sorted: OnceLock::new() }
    }
}

impl<'a> KnownWords<'a> {
    /// Whether the set contains a word.
    pub fn contains(&self, word: &str) -> bool {
        self.all.contains(word)
    }

    /// The word nearest to a mistyped word; `None` if none is near enough to have been meant.
    pub fn nearest(&self, word: &str) -> Option<&str> {
        let sorted = || WordIndex::of(self.all.iter().map(|word| Box::from(*word)));
        self.sorted.get_or_init(sorted).nearest(word).map(|word| &**word)
    }
}

/// The edit distance of two words, in characters that are replaced, inserted, deleted or swapped
/// with the next (optimal string alignment); `None` if it exceeds `most`.
fn distance(one: &str, other: &str, most: usize) -> Option<usize> {
    let (one, other) = without_common_affixes(one, other);
    let (one, other): (Vec<char>, Vec<char>) = (one.chars().collect(), other.chars().collect());
    if one.len().abs_diff(other.len()) > most {
        return None;
    }
    // Three rows of the matrix are kept, and in each only the cells within `most` of the diagonal
    // are computed: all others exceed `most`.
    let mut rows = [(); 3].map(|()| vec![most + 1; other.len() + 1]);
    (0..=other.len().min(most)).for_each(|n| rows[0][n] = n);
    for n in 1..=one.len() {
        let [row, above, before] = [n % 3, (n + 2) % 3, (n + 1) % 3];
        rows[row].fill(most + 1);
        rows[row][0] = n.min(most + 1);
        let near = n.saturating_sub(most).max(1)..=(n + most).min(other.len());
        for m in near {
            let is_other = usize::from(one[n - 1] != other[m - 1]);
            let replaced = rows[above][m - 1] + is_other;
            let dropped = rows[above][m].min(rows[row][m - 1]) + 1;
            let is_swap =
                n > 1 && m > 1 && one[n - 1] == other[m - 2] && one[n - 2] == other[m - 1];
            let swapped = if is_swap { rows[before][m - 2] + 1 } else { most + 1 };
            rows[row][m] = replaced.min(dropped).min(swapped).min(most + 1);
        }
    }
    Some(rows[one.len() % 3][other.len()]).filter(|distance| *distance <= most)
}

/// Cuts the common prefix and the common suffix off two words.
fn without_common_affixes<'a>(one: &'a str, other: &'a str) -> (&'a str, &'a str) {
    let alike = one.bytes().zip(other.bytes()).take_while(|(a, b)| a == b).count();
    let start = one.floor_char_boundary(alike);
    let (one, other) = (&one[start..], &other[start..]);
    let alike = one.bytes().rev().zip(other.bytes().rev()).take_while(|(a, b)| a == b).count();
    let end = one.ceil_char_boundary(one.len() - alike);
    (&one[..end], &other[..other.len() - (one.len() - end)])
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_near_word_is_suggested_and_a_far_one_is_not() {
        let known = ["sources", "actors", "issues", "summary", "as_of", "home"];
        let index = WordIndex::of(known);
        for (word, found) in [
            ("souces", Some("sources")),
            ("Sources", Some("sources")),
            ("actor", Some("actors")),
            ("atcors", Some("actors")),
            ("ctors", Some("actors")),
            ("xctors", Some("actors")),
            ("weather", None),
            ("nope", None),
            ("x", None),
            ("", None),
        ] {
            assert_eq!(nearest(word, known), found, "{word}");
            assert_eq!(index.nearest(word).copied(), found, "{word}");
        }
    }

    #[test]
    fn letters_that_are_wrong_missing_too_many_or_swapped_count() {
        for (one, other, count) in [
            ("", "", 0),
            ("abc", "abc", 0),
            ("abc", "abd", 1),
            ("abc", "ab", 1),
            ("abc", "xabc", 1),
            ("abcd", "abdc", 1),
            ("kitten", "sitting", 3),
            ("秦刚", "秦钢", 1),
            ("é", "è", 1),
            ("aé", "aèb", 2),
            ("flaw", "lawn", 2),
        ] {
            for most in 0..5 {
                let expected = (count <= most).then_some(count);
                assert_eq!(distance(one, other, most), expected, "{one} {other} {most}");
                assert_eq!(distance(other, one, most), expected, "{other} {one} {most}");
            }
        }
    }

    /// Ten thousand ids that all begin alike, as the ids of a registry do.
    fn ids() -> Vec<String> {
        (0..10_000)
            .map(|n| {
                format!("official-{:05}-of-{}", n * 7 % 10_000, ["oslo", "bern", "wien"][n % 3])
            })
            .collect()
    }

    /// A word with a letter deleted, inserted or replaced.
    fn with_typo(word: &str, n: usize) -> String {
        let at = n * 5 % word.len();
        match n % 3 {
            0 => format!("{}{}", &word[..at], &word[at + 1..]),
            1 => format!("{}x{}", &word[..at], &word[at..]),
            _ => format!("{}z{}", &word[..at], &word[at + 1..]),
        }
    }

    #[test]
    fn of_ten_thousand_words_few_are_compared_with_each_mistyped_one() {
        let ids = ids();
        let index = WordIndex::of(ids.iter().map(String::as_str));
        let mut compared = 0;
        for (n, id) in ids.iter().step_by(10).enumerate() {
            let found = index.search(&with_typo(id, n));
            compared += found.compared;
            let near = found.word.copied().unwrap_or_default();
            assert!(distance(near, &with_typo(id, n), 1).is_some(), "{id}: {near}");
        }
        assert!(compared <= 1_000 * 4 * limits::WORDS_BESIDE, "{compared}");
    }

    #[test]
    fn known_words_are_sorted_once_for_all_mistyped_ones() {
        let known = KnownWords::from(FxHashSet::from_iter(["agenda", "minutes"]));
        let near = |word| known.nearest(word).unwrap();
        assert!(std::ptr::eq(near("agend"), near("agnda")));
    }

    #[test]
    fn long_words_are_no_mistyped_ones() {
        let word = "a".repeat(limits::WORD);
        let (near, long) = (format!("b{}", &word[1..]), format!("b{word}"));
        let index = WordIndex::of([word.as_str(), long.as_str()]);
        assert_eq!(index.nearest(&near).copied(), Some(word.as_str()));
        assert_eq!(nearest(&near, [word.as_str()]), Some(word.as_str()));
        assert_eq!(index.search(&long), NearestWord { word: None, compared: 0 });
        assert_eq!(nearest(&long, [word.as_str(), long.as_str()]), None);
    }

    proptest! {
        #[test]
        fn an_index_finds_what_comparing_all_does(
            words in prop::collection::vec("[ab]{0,7}", 0..20),
            word in "[abC]{0,7}",
        ) {
            let known = words.iter().map(String::as_str);
            let index = WordIndex::of(known.clone());
            prop_assert_eq!(index.nearest(&word).copied(), nearest(&word, known));
        }
    }
}
