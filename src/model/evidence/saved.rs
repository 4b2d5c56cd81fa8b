//! A saved text, prepared for searches.

use std::hash::{Hash, Hasher};
use std::ops::Range;
use std::sync::OnceLock;

use super::chars::is_break;
use super::layer::{Layer, Parts, Writing};
use super::passage::{Passage, passages};
use super::turns::{Turn, turns};
use super::utterance::{Utterance, utterances};

/// A saved text of a source, prepared for searches.
///
/// It is hashed by the text and the lines to ignore, so that it can be memoized.
#[derive(Debug)]
pub struct SavedText {
    raw: String,
    /// The lines to ignore, from 1, both ends included, sorted and disjoint.
    ignored: Vec<(usize, usize)>,
    /// The bytes of the text between ignored lines.
    parts: Vec<Range<usize>>,
    passages: Vec<Passage>,
    /// The beginnings of passages, without white space.
    paragraphs: Vec<usize>,
    /// The quoted words, in order.
    speech: Vec<Range<usize>>,
    utterances: Vec<Utterance>,
    turns: Vec<Turn>,
    pub(super) folded: Layer,
    /// The text in each other writing, made for the first quotation that needs it.
    others: [OnceLock<Layer>; 4],
    /// The words of the folded text with their hashes, made for the first quotation that is not
    /// found.
    words: OnceLock<Vec<(Range<usize>, u64)>>,
    /// Whether the text is in the first person, decided for the first quotation that needs it.
    is_in_first_person: OnceLock<bool>,
}

/// The longest line of a text that is set in columns.
const COLUMNS: usize = 100;

impl SavedText {
    /// Prepares a text. `ignore` are lines outside of the article, from 1, both ends included, in
    /// any order.
    pub fn new(text: &str, ignore: &[(usize, usize)]) -> SavedText {
        let ignored = in_order(ignore);
        let parts = parts(text, &ignored);
        let is_by_line = is_by_line(text);
        let passages = {
            let paragraphs = paragraphs(text, &ignored, is_by_line);
            passages(text, paragraphs, is_by_line, |line| is_ignored(&ignored, line))
        };
        let first =
            |at: &Range<usize>| text[at.clone()].find(|c: char| !c.is_whitespace()).unwrap_or(0);
        let paragraphs = passages
            .iter()
            .map(|passage| passage.at.start + first(&passage.at))
            .collect::<Vec<_>>();
        let pieces = passages.iter().flat_map(|passage| &passage.speech);
        let speech = pieces.map(|speech| speech.words.clone()).collect::<Vec<_>>();
        let known = Parts { raw: text, parts: &parts, paragraphs: &paragraphs, speech: &speech };
        let folded = Layer::new(known, Writing::Folded);
        SavedText {
            raw: text.to_owned(),
            utterances: utterances(&passages),
            turns: turns(text, &passages),
            ignored,
            parts,
            passages,
            paragraphs,
            speech,
            folded,
            others: Default::default(),
            words: OnceLock::new(),
            is_in_first_person: OnceLock::new(),
        }
    }

    /// The text in a writing, made once for all quotations.
    pub(super) fn layer(&self, writing: Writing) -> &Layer {
        let other = match writing {
            Writing::Folded => return &self.folded,
            Writing::Unbracketed => 0,
            Writing::Bracketless => 1,
            Writing::Unhyphenated => 2,
            Writing::Letters => 3,
        };
        self.others[other].get_or_init(|| Layer::new(self.text(), writing))
    }

    /// The words of the folded text, as `read` splits them, made once for all quotations.
    pub(super) fn word_hashes(
        &self,
        read: impl FnOnce(&str) -> Vec<(Range<usize>, u64)>,
    ) -> &[(Range<usize>, u64)] {
        self.words.get_or_init(|| read(&self.folded.key))
    }

    /// Whether there is nothing to search: all lines are empty or ignored.
    pub fn is_empty(&self) -> bool {
        self.folded.key.trim().is_empty()
    }

    /// The text with only these lines, which keep their numbers. Each range has its first and last
    /// line.
    pub fn only(&self, lines: &[(usize, usize)]) -> SavedText {
        let mut others = self.ignored.clone();
        let mut next = 1;
        for (first, last) in in_order(lines) {
            others.push((next, first - 1));
            next = last.saturating_add(1);
        }
        others.push((next, usize::MAX));
        SavedText::new(&self.raw, &others)
    }

    /// All lines of the file, without line ends; the first is line 1.
    pub fn lines(&self) -> impl Iterator<Item = &str> {
        self.raw.lines()
    }

    /// The numbers, from 1, of the lines that are neither empty nor ignored.
    pub fn content_lines(&self) -> impl Iterator<Item = usize> {
        self.content().map(|(number, _)| number)
    }

    /// The lines that are neither empty nor ignored, with their numbers.
    fn content(&self) -> impl Iterator<Item = (usize, &str)> {
        content(&self.raw, &self.ignored).map(|(number, at)| (number, &self.raw[at]))
    }

    /// The original text.
    pub(in crate::model) fn raw(&self) -> &str {
        &self.raw
    }

    /// The paragraphs, without ignored lines and lines without text.
    pub(in crate::model) fn passages(&self) -> &[Passage] {
        &self.passages
    }

    /// The quoted utterances, in order.
    pub(in crate::model) fn utterances(&self) -> &[Utterance] {
        &self.utterances
    }

    /// The turns; empty if the text is not a transcript.
    pub(in crate::model) fn turns(&self) -> &[Turn] {
        &self.turns
    }

    /// Whether the text consists of speakers' lines.
    pub(in crate::model) fn is_transcript(&self) -> bool {
        !self.turns.is_empty()
    }

    /// Whether a byte of a transcript is in no turn: before the first one, or in a paragraph in
    /// round brackets.
    pub(in crate::model) fn is_aside(&self, at: usize) -> bool {
        let number = self.passages.partition_point(|passage| passage.at.end <= at);
        let passage =
            self.passages.get(number).map_or("", |passage| self.raw[passage.at.clone()].trim());
        let is_bracketed = passage.starts_with(['(', '（'])
            && passage.trim_end_matches('.').ends_with([')', '）']);
        self.turns.first().is_some_and(|turn| at < turn.label.start || is_bracketed)
    }

    /// Whether the text is in the first person, like a statement.
    pub(in crate::model) fn is_in_first_person(&self) -> bool {
        *self.is_in_first_person.get_or_init(|| self.speaks_in_first_person())
    }

    fn speaks_in_first_person(&self) -> bool {
        const PRONOUNS: &[&str] = &[
            "I",
            "we",
            "We",
            "our",
            "Our",
            "nous",
            "Nous",
            "notre",
            "wir",
            "Wir",
            "unser",
            "unsere",
            "nosotros",
            "nuestro",
            "nuestra",
            "мы",
            "Мы",
            "наш",
            "наша",
            "نحن",
            "我们",
            "我們",
            "中方",
            "我が国",
            "私たち",
        ];
        let outside = |at: usize| self.speech.partition_point(|piece| piece.end <= at);
        PRONOUNS.iter().any(|pronoun| {
            self.raw.match_indices(pronoun).any(|(at, _)| {
                let is_outside = self.speech.get(outside(at)).is_none_or(|piece| at < piece.start);
                let end = at + pronoun.len();
                is_outside && is_break(&self.raw, at) && is_break(&self.raw, end)
            })
        })
    }

    /// Whether the text has any quoted words.
    pub(in crate::model) fn has_speech(&self) -> bool {
        !self.speech.is_empty()
    }

    /// The index of the piece of speech with the first and the last word of a range.
    pub(in crate::model) fn speech_of(&self, range: &Range<usize>) -> Option<usize> {
        let words = &self.raw[range.clone()];
        let first = range.start + words.find(char::is_alphanumeric)?;
        let last = range.start + words.rfind(char::is_alphanumeric)?;
        let number = self.speech.partition_point(|piece| piece.end <= first);
        let piece = self.speech.get(number).filter(|piece| piece.start <= first)?;
        if last < piece.end {
            return Some(number);
        }
        // Words that continue in the next paragraph belong to one utterance.
        let of =
            |piece: &Range<usize>| self.utterances.partition_point(|one| one.at.end <= piece.start);
        let end = self.speech.partition_point(|piece| piece.end <= last);
        let other = self.speech.get(end).filter(|piece| piece.start <= last)?;
        let is_whole = self.speech[number..=end]
            .windows(2)
            .all(|pair| !self.raw[pair[0].end..pair[1].start].chars().any(char::is_alphanumeric));
        (of(piece) == of(other) && is_whole).then_some(number)
    }

    /// The text for folding.
    pub(super) fn text(&self) -> Parts<'_> {
        let Self { raw, parts, paragraphs, speech, .. } = self;
        Parts { raw, parts, paragraphs, speech }
    }

    /// The number of the line with a byte.
    pub(in crate::model) fn line(&self, byte: usize) -> usize {
        self.raw.as_bytes()[..byte].iter().filter(|byte| **byte == b'\n').count() + 1
    }
}

impl Hash for SavedText {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.raw.hash(state);
        self.ignored.hash(state);
    }
}

/// Sorts ranges of lines, and joins overlapping ones. Malformed ranges are left out.
fn in_order(ignore: &[(usize, usize)]) -> Vec<(usize, usize)> {
    let mut given: Vec<(usize, usize)> =
        ignore.iter().copied().filter(|(first, last)| first <= last).collect();
    given.sort_unstable();
    let mut apart: Vec<(usize, usize)> = Vec::new();
    for (first, last) in given {
        match apart.last_mut() {
            Some(before) if first <= before.1.saturating_add(1) => before.1 = before.1.max(last),
            _ => apart.push((first, last)),
        }
    }
    apart
}

/// The bytes between ignored lines.
fn parts(text: &str, ignored: &[(usize, usize)]) -> Vec<Range<usize>> {
    let mut parts = Vec::new();
    let (mut begins, mut at, mut ranges) = (0, 0, ignored.iter().peekable());
    for (number, line) in (1..).zip(text.split_inclusive('\n')) {
        if ranges.peek().is_some_and(|(first, _)| *first <= number) {
            parts.push(begins..at);
            begins = at + line.len();
            ranges.next_if(|(_, last)| *last <= number);
        }
        at += line.len();
    }
    parts.push(begins..text.len());
    parts.retain(|part| !text[part.clone()].trim().is_empty());
    parts
}

/// The lines that are neither empty nor ignored: their numbers, from 1, and their bytes without the
/// line end.
fn content<'t>(
    text: &'t str,
    ignored: &'t [(usize, usize)],
) -> impl Iterator<Item = (usize, Range<usize>)> + 't {
    let mut at = 0;
    let lines = (1..).zip(text.split_inclusive('\n')).map(move |(number, line)| {
        let start = at;
        at += line.len();
        (number, start..start + line.trim_end_matches(['\n', '\r']).len())
    });
    lines
        .filter(|(number, at)| !text[at.clone()].trim().is_empty() && !is_ignored(ignored, *number))
}

fn is_ignored(ignored: &[(usize, usize)], line: usize) -> bool {
    let after = ignored.partition_point(|(first, _)| *first <= line);
    ignored[..after].last().is_some_and(|(_, last)| line <= *last)
}

/// The paragraphs, each with its lines.
fn paragraphs(
    text: &str,
    ignored: &[(usize, usize)],
    is_by_line: bool,
) -> Vec<Vec<(usize, Range<usize>)>> {
    let mut paragraphs: Vec<Vec<(usize, Range<usize>)>> = Vec::new();
    for (number, at) in content(text, ignored) {
        let goes_on = |(last, before): &(usize, Range<usize>)| {
            let is_next = last + 1 == number;
            let is_wrapped = is_wrapped(&text[before.clone()], &text[at.clone()]);
            // An ignored line, such as a page number, may be in the middle of a sentence.
            let over_furniture = || (last + 1..number).any(|line| is_ignored(ignored, line));
            let only_furniture = || (last + 1..number).all(|line| is_ignored(ignored, line));
            (!is_by_line && only_furniture()) || (is_wrapped && (is_next || over_furniture()))
        };
        match paragraphs.last_mut() {
            Some(paragraph) if paragraph.last().is_some_and(goes_on) => {
                paragraph.push((number, at))
            }
            _ => paragraphs.push(vec![(number, at)]),
        }
    }
    paragraphs
}

/// Whether a sentence continues in the next line.
fn is_wrapped(line: &str, next: &str) -> bool {
    let is_open =
        |c: char| c.is_alphanumeric() || matches!(c, ',' | ';' | '-' | '\u{2010}' | '\u{AD}');
    line.trim_end().ends_with(is_open) && next.trim_start().starts_with(char::is_lowercase)
}

/// Whether each line of a text is a paragraph. Not if the lines are short and empty lines separate
/// them: then the text is set in columns.
fn is_by_line(text: &str) -> bool {
    let text = text.trim();
    let has_empty = text.lines().any(|line| line.trim().is_empty());
    let is_narrow = || text.lines().all(|line| line.chars().count() <= COLUMNS);
    !(has_empty && is_narrow())
}
