//! Hides colons from the parser that do not begin a definition.
//!
//! The parser takes every colon at the head of a line for the beginning of a definition. But a
//! definition has white space after its colon, and is not inside code or a comment that began on an
//! earlier line. Any other such colon is replaced, before parsing, by a sign without a meaning. The
//! events refer to words by their place, so that they yield the words of the original text.

use rustc_hash::FxHashMap;
use std::ops::Range;

/// The text with a sign in place of each colon to be hidden, and that sign; `None` if there is no
/// such colon. The length of the text does not change.
pub(super) fn with_hidden_colons(text: &str) -> Option<(String, char)> {
    let heads: Vec<usize> =
        memchr::memchr_iter(b':', text.as_bytes()).filter(|at| begins_line(text, *at)).collect();
    let mut paragraph = None;
    let hidden: Vec<usize> =
        heads.into_iter().filter(|at| is_false(text, *at, &mut paragraph)).collect();
    if hidden.is_empty() {
        return None;
    }
    // Like the colon these are punctuation, and at the head of a line they begin no construct.
    let sign =
        ['^', ';', '%', '$', '?'].into_iter().find(|sign| !text.contains(*sign)).unwrap_or('\u{2}');
    let mut masked = String::with_capacity(text.len());
    let mut copied = 0;
    for at in hidden {
        masked.push_str(&text[copied..at]);
        masked.push(sign);
        copied = at + 1;
    }
    masked.push_str(&text[copied..]);
    Some((masked, sign))
}

/// Whether only indentation and quotation marks (`>`) precede a place in its line.
fn begins_line(text: &str, at: usize) -> bool {
    let before = text.as_bytes()[..at].iter().rev().take_while(|byte| **byte != b'\n');
    at > 0 && before.into_iter().all(|byte| matches!(byte, b' ' | b'\t' | b'>'))
}

/// Whether the colon at byte `at`, at the head of a line, begins no definition. `paragraph` keeps
/// the last paragraph for the next call.
fn is_false(text: &str, at: usize, paragraph: &mut Option<Paragraph>) -> bool {
    let line = text[at..].lines().next().unwrap_or_default();
    if !line[1..].is_empty() && !line[1..].starts_with([' ', '\t']) {
        // The alignment row of a table may begin with a colon, too, and stays.
        let is_of_row = |byte: u8| matches!(byte, b':' | b'-' | b'|' | b' ' | b'\t');
        return !line.contains('-') || !line.bytes().all(is_of_row);
    }
    if paragraph.as_ref().is_none_or(|paragraph| paragraph.at.end <= at) {
        *paragraph = Some(Paragraph::around(text, at));
    }
    let is_inside = |paragraph: &Paragraph| paragraph.code.iter().any(|code| code.contains(&at));
    paragraph.as_ref().is_some_and(is_inside)
}

/// The lines between two empty lines.
struct Paragraph {
    at: Range<usize>,
    /// The code spans and comments that extend over several lines.
    code: Vec<Range<usize>>,
}

impl Paragraph {
    fn around(text: &str, at: usize) -> Paragraph {
        let start = text[..at].rfind("\n\n").map_or(0, |empty| empty + 2);
        let end = text[at..].find("\n\n").map_or(text.len(), |empty| at + empty);
        let mut code = code_spans(&text[start..end]);
        for (open, _) in text[start..end].match_indices("<!--") {
            let close =
                text[start + open..end].find("-->").map_or(end - start, |length| open + length);
            code.push(open..close);
            if close == end - start {
                break;
            }
        }
        code.retain(|span| text[start..end][span.clone()].contains('\n'));
        code.iter_mut().for_each(|span| *span = start + span.start..start + span.end);
        Paragraph { at: start..end, code }
    }
}

/// The code spans of a text, each without the closing backticks. A span ends at the next run of as
/// many backticks as begin it.
fn code_spans(text: &str) -> Vec<Range<usize>> {
    let mut runs: Vec<(usize, usize)> = Vec::new();
    for at in memchr::memchr_iter(b'`', text.as_bytes()) {
        match runs.last_mut() {
            Some((start, length)) if *start + *length == at => *length += 1,
            _ => runs.push((at, 1)),
        }
    }
    // From the last run to the first: finds for each the next run of equal length.
    let mut next_of: FxHashMap<usize, usize> = FxHashMap::default();
    let mut closes = vec![None; runs.len()];
    for (number, (_, length)) in runs.iter().enumerate().rev() {
        closes[number] = next_of.insert(*length, number);
    }
    let mut spans = Vec::new();
    let mut number = 0;
    while let Some((start, _)) = runs.get(number) {
        match closes[number] {
            Some(close) => {
                spans.push(*start..runs[close].0);
                number = close + 1;
            }
            None => number += 1,
        }
    }
    spans
}

#[cfg(test)]
mod tests {
    use pulldown_cmark::{Event, Tag};

    use super::super::Markdown;

    fn has_definition(text: &str) -> bool {
        Markdown::from(text)
            .events()
            .any(|(event, _)| matches!(event, Event::Start(Tag::DefinitionList)))
    }

    #[test]
    fn a_definition_has_white_space_behind_its_colon() {
        for text in [
            "Talks\n: words",
            "Talks\n:\twords",
            "Talks\n\n: words",
            "> Talks\n> : words",
            "a `b`\n: `c`",
            "a\n:\n  b",
        ] {
            assert!(has_definition(text), "{text}");
        }
        for text in [
            "A paragraph.\n\n:flag-de: Next.",
            "A paragraph.\n:flag-de: Next.",
            "Smile\n:)",
            "Note\n:::note\n:::",
            "> A paragraph.\n>\n> :flag-de: Next.",
            "`one\n: two`",
            "``one ` a\n: two``",
            "a <!-- b\n: c -->",
            "谈判\n:会谈",
            "a|b\n:-|-:\nc|d",
        ] {
            assert!(!has_definition(text), "{text}");
        }
    }

    #[test]
    fn the_words_of_such_a_line_are_those_of_the_text() {
        let text =
            "A^ **b**.\n\n:flag-de: `one\n: two` and *:c:*\n:d\n\nTalks\n: words, `x\n: y` z";
        let markdown = Markdown::from(text);
        let words = markdown.events().filter_map(|(event, range)| match event {
            Event::Text(words) | Event::Code(words) => {
                assert!(range.len() >= words.len());
                Some(words.into_string())
            }
            Event::SoftBreak => Some("/".to_owned()),
            _ => None,
        });
        assert_eq!(
            words.collect::<String>(),
            "A^ b.:flag-de: one : two and :c:/:dTalkswords, x : y z"
        );
    }

    #[test]
    fn the_alignment_of_a_table_stays() {
        let tables = |text: &str| {
            let table = |event: &Event<'_>| matches!(event, Event::Start(Tag::Table(_)));
            Markdown::from(text).events().filter(|(event, _)| table(event)).count()
        };
        assert_eq!(tables("a|b\n:-|-:\nc|d\n\n:x: e"), 1);
    }

    #[test]
    fn hostile_colons_are_read_at_once() {
        for piece in [":a\n", ": a\n", "`\n: a\n", "``\n: a`\n", "<!--\n: a\n", ":-\n", "> :a\n\n"]
        {
            let _ = Markdown::from(piece.repeat(20_000).as_str());
        }
    }
}
