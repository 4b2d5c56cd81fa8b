//! The passages of a saved text: its paragraphs, with their lines, sentences and quotations.

use std::ops::Range;

use super::super::evidence::{Quotations, SavedText, quotations};

/// A paragraph of a saved text. All places are bytes of the whole text.
pub(super) struct Passage {
    /// From its first character to its last.
    pub(super) at: Range<usize>,
    /// Its lines: the number, from 1, and the bytes.
    pub(super) lines: Vec<(usize, Range<usize>)>,
    /// Its quotations; the open one only where the next passage takes it up.
    pub(super) quotations: Quotations,
    /// Where its sentences but the first begin, in order.
    pub(super) sentences: Vec<usize>,
}

/// The passages of a text.
pub(super) fn passages(text: &str, saved: &SavedText) -> Vec<Passage> {
    let mut starts: Vec<usize> = vec![0];
    starts.extend(text.match_indices('\n').map(|(at, _)| at + 1));
    let bytes = |number: usize, line: &str| starts[number - 1]..starts[number - 1] + line.len();
    let passage = |lines: Vec<(usize, &str)>| {
        let lines: Vec<(usize, Range<usize>)> =
            lines.into_iter().map(|(number, line)| (number, bytes(number, line))).collect();
        let at = lines.first().map_or(0, |(_, at)| at.start)..lines.last().map_or(0, |(_, at)| at.end);
        let found = quotations(&text[at.clone()], |_| true);
        let closed = found.closed.into_iter().map(|range| at.start + range.start..at.start + range.end).collect();
        let open = found.open.map(|(open, mark)| (at.start + open, mark));
        let quotations = Quotations { closed, open };
        Passage { sentences: sentences(text, &at, &quotations.closed), at, lines, quotations }
    };
    let mut passages: Vec<Passage> = saved.paragraphs().into_iter().map(passage).collect();
    for n in 0..passages.len() {
        let next = passages.get(n + 1).map_or("", |next| text[next.at.clone()].trim_start());
        let is_taken_up = |(_, mark): &(usize, char)| next.starts_with(*mark);
        passages[n].quotations.open = passages[n].quotations.open.filter(is_taken_up);
    }
    passages
}

impl Passage {
    /// The sentence in which a place lies.
    pub(super) fn sentence(&self, at: usize) -> Range<usize> {
        let after = self.sentences.partition_point(|start| *start <= at);
        let start = after.checked_sub(1).map_or(self.at.start, |before| self.sentences[before]);
        start..self.sentences.get(after).copied().unwrap_or(self.at.end)
    }

    /// How many sentences begin between two places.
    pub(super) fn sentences_between(&self, from: usize, to: usize) -> usize {
        let before = |at: usize| self.sentences.partition_point(|start| *start <= at);
        before(to).saturating_sub(before(from))
    }

    /// Whether a place lies in a quotation that ends in this passage.
    pub(super) fn is_quoted(&self, at: usize) -> bool {
        let closed = &self.quotations.closed;
        closed.get(closed.partition_point(|range| range.end <= at)).is_some_and(|range| range.start <= at)
            || self.quotations.open.is_some_and(|(open, _)| open <= at)
    }
}

/// The number of the line of a byte.
pub(super) fn line(passages: &[Passage], at: usize) -> usize {
    let passage = passages.partition_point(|passage| passage.at.end <= at).min(passages.len().saturating_sub(1));
    let Some(Passage { lines, .. }) = passages.get(passage) else { return 1 };
    let line = lines.partition_point(|(_, line)| line.end <= at).min(lines.len() - 1);
    lines[line].0
}

/// Where sentences begin: behind a full stop and a space, before a capital or a mark. What ends within a quotation
/// does not count, but a quotation may end a sentence.
fn sentences(text: &str, at: &Range<usize>, quoted: &[Range<usize>]) -> Vec<usize> {
    let mut starts = Vec::new();
    let mut quoted = quoted.iter().peekable();
    for (n, c) in text[at.clone()].char_indices() {
        let here = at.start + n;
        let after = here + c.len_utf8();
        while quoted.next_if(|range| range.end < after).is_some() {}
        // The last mark of a quotation closes what the mark before it ended.
        let in_quotation = quoted.peek().is_some_and(|range| range.start <= here);
        let ends = match (in_quotation, c) {
            (true, _) => {
                let ended = text[..here].ends_with(['.', '!', '?', '。', '！', '？']);
                ended && quoted.peek().is_some_and(|range| range.end == after)
            }
            (false, '.') => !is_abbreviated(&text[at.start..here]),
            (false, c) => matches!(c, '!' | '?' | '。' | '！' | '？'),
        };
        let rest = &text[after..at.end];
        let next = rest.trim_start();
        let is_apart = next.len() < rest.len() || matches!(c, '。' | '！' | '？');
        if ends && is_apart && next.starts_with(|c: char| !c.is_lowercase()) {
            starts.push(at.end - next.len());
        }
    }
    starts
}

/// Words that a point shortens and a name follows.
const SHORT: &[&str] = &[
    "Mr", "Mrs", "Ms", "Dr", "Gen", "Sen", "Rep", "Gov", "Col", "Capt", "Lt", "Sgt", "Adm", "Prof", "St", "Amb", "Sec",
    "No",
];

/// Whether a text ends in a word that a point shortens: `Mr`, `Gen`, `U.S`, an initial.
fn is_abbreviated(text: &str) -> bool {
    /// No short form is longer; a look at more would take long where a text has no spaces.
    const LONGEST: usize = 12;
    let word: Vec<char> = text.chars().rev().take(LONGEST).take_while(|c| !c.is_whitespace()).collect();
    let letters: Vec<&char> = word.iter().rev().skip_while(|c| !c.is_alphanumeric()).collect();
    let letters: String = letters.into_iter().collect();
    letters.contains('.') || letters.chars().nth(1).is_none() || SHORT.contains(&letters.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_passage_knows_its_lines_and_sentences() {
        let text = "Mr. Lee met Gen. U. S. Roe. They spoke. “We go. Now.” Lee left.\nNext";
        let passages = passages(text, &SavedText::new(text, &[]));
        let of = |start: &usize| &text[*start..*start + 4];
        assert_eq!(passages[0].sentences.iter().map(of).collect::<Vec<_>>(), ["They", "“W", "Lee "]);
        assert_eq!(passages[0].sentence(text.find("left").unwrap()).start, text.find("Lee left").unwrap());
        assert_eq!(line(&passages, text.find("Next").unwrap()), 2);
        assert!(passages[0].is_quoted(text.find("Now").unwrap()));
    }
}
