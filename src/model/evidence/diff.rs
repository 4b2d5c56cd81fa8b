//! The differences between words that are equal except for case and punctuation.

use std::iter::Peekable;
use std::ops::Range;

use super::layer::{Writing, fold};
use super::saved::SavedText;

/// The largest number of differences that are listed one by one.
const TOLD: usize = 4;

/// The differences between pieces of a quotation and their passages: `Boats → boats; isnt → isn't`.
///
/// Both sides have equal letters in equal order, so a single pass is enough.
pub(super) fn differences<'a>(
    pairs: impl Iterator<Item = (&'a str, &'a Range<usize>)>,
    text: &SavedText,
) -> String {
    let mut told: Vec<String> = Vec::new();
    let mut more = 0;
    for (given, place) in pairs {
        let quoted = fold(given, Writing::Folded);
        let passage = fold(with_marks(text.text().raw, place, given), Writing::Folded);
        let (mut left, mut right) = (words_in_order(&quoted), words_in_order(&passage));
        while let Some((a, b)) = next_pair(&mut left, &mut right) {
            match told.len() {
                _ if a == b => {}
                0..TOLD => told.push(format!("{a} → {b}")),
                _ => more += 1,
            }
        }
    }
    if more > 0 {
        told.push(format!("{more} more"));
    }
    told.join("; ")
}

/// The passage with as much punctuation around it as the quotation has. The letters alone do not
/// tell whether a final full stop belongs to it.
fn with_marks<'t>(raw: &'t str, place: &Range<usize>, quoted: &str) -> &'t str {
    let is_mark = |c: &char| !c.is_alphanumeric() && !c.is_whitespace();
    let (before, after) = (
        quoted.chars().take_while(is_mark).count(),
        quoted.chars().rev().take_while(is_mark).count(),
    );
    let width = |c: char| c.len_utf8();
    let before: usize =
        raw[..place.start].chars().rev().take_while(is_mark).take(before).map(width).sum();
    let after: usize = raw[place.end..].chars().take_while(is_mark).take(after).map(width).sum();
    &raw[place.start - before..place.end + after]
}

/// The words of a text, each with the number of letters up to its end.
fn words_in_order(text: &str) -> Peekable<impl Iterator<Item = (&str, usize)>> {
    let letters = |word: &str| {
        word.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).count()
    };
    text.split(' ')
        .scan(0, move |read, word| {
            *read += letters(word);
            Some((word, *read))
        })
        .peekable()
}

/// The next words of both sides that end at one letter.
fn next_pair<'a>(
    left: &mut Peekable<impl Iterator<Item = (&'a str, usize)>>,
    right: &mut Peekable<impl Iterator<Item = (&'a str, usize)>>,
) -> Option<(String, String)> {
    let (mut a, mut b) = (Vec::new(), Vec::new());
    let (mut read_a, mut read_b) = (0, 0);
    loop {
        let goes_left = match (left.peek(), right.peek()) {
            (None, None) => break,
            (Some(_), None) => true,
            (None, Some(_)) => false,
            (Some((_, x)), Some((_, y))) if read_a == read_b => {
                // Both sides have as many letters: the pair is complete, unless only punctuation
                // follows.
                let only_marks = *x == read_a || *y == read_b;
                if !a.is_empty() && !b.is_empty() && !only_marks {
                    break;
                }
                if only_marks { *x == read_a } else { a.is_empty() }
            }
            _ => read_a < read_b,
        };
        if goes_left {
            let Some((word, read)) = left.next() else { break };
            (read_a, a) = (read, [a, vec![word]].concat());
        } else {
            let Some((word, read)) = right.next() else { break };
            (read_b, b) = (read, [b, vec![word]].concat());
        }
    }
    if a.is_empty() && b.is_empty() { None } else { Some((a.join(" "), b.join(" "))) }
}
