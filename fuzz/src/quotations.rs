//! Whether words stand in a saved text, held to a slow and plain reference.

use briefgen::model::evidence::{
    SavedText, Verdict, places, quotations as marks, text_fragment, verify,
};
use briefgen::parse::statements::Words;

/// Stands between the words of a quotation, its further pieces, and the text.
const APART: &str = "\n=====\n";

/// A saved text behind the words that are looked up in it; a piece each, where the quotation is a
/// list.
pub fn quotations(data: &[u8]) {
    let Ok(input) = std::str::from_utf8(data) else { return };
    let mut parts: Vec<&str> = input.split(APART).collect();
    let Some(text) = parts.pop().filter(|_| !parts.is_empty()) else { return };
    let saved = SavedText::new(text, &[]);
    let words = match parts[..] {
        [whole] => Words::Whole(whole.to_owned()),
        _ => Words::Split(parts.iter().map(|part| (*part).to_owned()).collect()),
    };
    let verdict = verify(&words, &saved);
    for verdict in places(&words, &saved).iter().chain([&verdict]) {
        is_in_the_text(verdict, text);
    }
    if let Words::Whole(words) = &words {
        agrees(&verdict, words, text);
    }
    let only: Vec<(usize, usize)> = saved.content_lines().map(|line| (line, line)).collect();
    assert_eq!(saved.only(&only).is_empty(), saved.is_empty());
    marks(text, |_| true);
    assert!(text_fragment(text).is_ascii());
}

fn is_in_the_text(verdict: &Verdict, text: &str) {
    let Some(found) = verdict.found() else { return };
    let lines = text.lines().count();
    assert!(*found.lines.start() >= 1 && found.lines.start() <= found.lines.end(), "{found:?}");
    assert!(*found.lines.end() <= lines, "{found:?} in {lines} lines");
    assert!(!found.pieces.is_empty() && !found.passage.is_empty(), "{found:?}");
    let mut last = 0;
    for piece in &found.pieces {
        assert!(
            last <= piece.start && text.get(piece.clone()).is_some_and(|piece| !piece.is_empty()),
            "{found:?}"
        );
        last = piece.end;
    }
}

/// What a reader who only compares letters can be sure of.
fn agrees(verdict: &Verdict, words: &str, text: &str) {
    let words = words.trim();
    let has_words = words.chars().any(char::is_alphanumeric);
    if matches!(verdict, Verdict::Exact(_)) {
        assert!(text.contains(words), "{words:?} is not in {text:?}");
    }
    if has_words && is_plain(words) && is_plain(text) {
        let stands = stands_as_words(words, text);
        assert!(
            !stands || matches!(verdict, Verdict::Exact(_)),
            "{words:?} stands in {text:?}: {verdict:?}"
        );
        let whole = matches!(verdict, Verdict::Typographic(_) | Verdict::Loose { .. });
        assert!(
            !whole || letters(text).contains(&letters(words)),
            "{words:?}, {text:?}: {verdict:?}"
        );
    }
}

/// Letters, digits, single spaces and full stops: nothing that may be read in two ways.
fn is_plain(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b' ' | b'.'))
        && !text.contains("..")
        && !text.contains(". .")
}

fn stands_as_words(words: &str, text: &str) -> bool {
    let is_end = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric());
    text.match_indices(words).any(|(at, _)| {
        is_end(text[..at].chars().next_back()) && is_end(text[at + words.len()..].chars().next())
    })
}

fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}
