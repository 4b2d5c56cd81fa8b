//! The passages of a saved text: its paragraphs, with lines, sentences and quotations.

use std::ops::Range;

use crate::base::limits;
use crate::base::typography::{is_dash, is_double_mark};

use super::chars::{has_words, is_word};
use super::marks::{Quotations, quotations_after};
use super::verbs::verbs_in;

/// A paragraph of a saved text. All places are bytes of the whole text.
#[derive(Debug)]
pub(in crate::model) struct Passage {
    /// The bytes from its first character to its last.
    pub(in crate::model) at: Range<usize>,
    /// The lines: the number, from 1, and the bytes.
    pub(in crate::model) lines: Vec<(usize, Range<usize>)>,
    /// The quotations. An open one only if the next passage continues it.
    pub(in crate::model) quotations: Quotations,
    /// The quoted words, in order: the text between quotation marks, without interrupting
    /// narration.
    pub(in crate::model) speech: Vec<Speech>,
    /// The beginnings of all sentences except for the first, in order.
    pub(in crate::model) sentences: Vec<usize>,
}

/// Quoted words in a passage.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::model) struct Speech {
    /// The words, without their marks.
    pub(in crate::model) words: Range<usize>,
    /// The marks and everything between them. Pieces of one quotation share them.
    pub(in crate::model) marks: Range<usize>,
    /// Whether the quotation ends in this passage.
    pub(in crate::model) is_closed: bool,
}

/// The passages of a text from its paragraphs, which are given by the numbers and bytes of their
/// lines. `is_by_line` tells that each line seems to be a paragraph.
pub(super) fn passages(
    text: &str,
    paragraphs: Vec<Vec<(usize, Range<usize>)>>,
    is_by_line: bool,
    is_ignored: impl Fn(usize) -> bool,
) -> Vec<Passage> {
    let is_over_furniture = |lines: &[(usize, Range<usize>)], next: &[(usize, Range<usize>)]| {
        let (last, first) =
            (lines.last().map(|(line, _)| *line), next.first().map(|(line, _)| *line));
        last.zip(first).is_some_and(|(last, first)| (last + 1..first).any(&is_ignored))
    };
    let mut passages: Vec<Passage> = Vec::new();
    let mut rest = paragraphs.into_iter().peekable();
    while let Some(mut lines) = rest.next() {
        let open = passages.last().and_then(|passage: &Passage| passage.quotations.open);
        let before = open.map(|(_, mark)| mark);
        let mut found = quotations_of(text, &lines, before);
        let mut joined = 0;
        while joined < limits::QUOTATION_LINES
            && let Some(open) = found.open
            && let Some(next) = rest.next_if(|next| {
                (is_by_line || is_over_furniture(&lines, next)) && goes_on(text, &lines, open, next)
            })
        {
            lines.extend(next);
            joined += 1;
            found = quotations_of(text, &lines, before);
        }
        passages.push(Passage::new(text, lines, found));
    }
    for n in 0..passages.len() {
        let next = passages.get(n + 1).map_or("", |next| text[next.at.clone()].trim_start());
        let open = passages[n].quotations.open.filter(|(_, mark)| takes_up(next, *mark));
        passages[n].quotations.open = open;
        passages[n].speech = speech(text, &passages[n]);
    }
    passages
}

fn whole(lines: &[(usize, Range<usize>)]) -> Range<usize> {
    lines.first().map_or(0, |(_, at)| at.start)..lines.last().map_or(0, |(_, at)| at.end)
}

/// The quotations in some lines, ignoring the lines between them. `before` is the mark of a
/// quotation that the previous paragraph left open.
fn quotations_of(text: &str, lines: &[(usize, Range<usize>)], before: Option<char>) -> Quotations {
    let at = whole(lines);
    let mut lines = lines.iter().peekable();
    let is_read = |byte: usize| {
        while lines.next_if(|(_, line)| line.end <= at.start + byte).is_some() {}
        lines.peek().is_some_and(|(_, line)| line.start <= at.start + byte)
    };
    let found = quotations_after(before, &text[at.clone()], is_read);
    let closed = found.closed.into_iter().map(|range| at.start + range.start..at.start + range.end);
    Quotations {
        closed: closed.collect(),
        open: found.open.map(|(open, mark)| (at.start + open, mark)),
    }
}

/// Whether an open quotation continues after a line end: the line does not end a sentence, and the
/// next one does not begin a quotation before it ends this one.
fn goes_on(
    text: &str,
    lines: &[(usize, Range<usize>)],
    (_, mark): (usize, char),
    next: &[(usize, Range<usize>)],
) -> bool {
    let ends = |c: char| {
        matches!(c, '.' | '!' | '?' | '…' | '。' | '！' | '？' | ':' | '：') || is_double_mark(c)
    };
    let line = text[whole(lines)].trim_end();
    let next = text[whole(next)].trim_start();
    !line.ends_with(ends) && !takes_up(next, mark)
}

/// Whether a paragraph continues a quotation that the previous one left open.
fn takes_up(next: &str, mark: char) -> bool {
    let is_guillemet = matches!(mark, '«' | '»');
    next.starts_with(mark) || (is_guillemet && next.starts_with(['«', '»']))
}

impl Passage {
    fn new(text: &str, lines: Vec<(usize, Range<usize>)>, quotations: Quotations) -> Passage {
        let at = whole(&lines);
        let sentences = sentences(text, &at, &quotations.closed);
        Passage { at, lines, quotations, speech: Vec::new(), sentences }
    }

    /// The sentence with a place.
    pub(in crate::model) fn sentence(&self, at: usize) -> Range<usize> {
        let after = self.sentences.partition_point(|start| *start <= at);
        let start = after.checked_sub(1).map_or(self.at.start, |before| self.sentences[before]);
        start..self.sentences.get(after).copied().unwrap_or(self.at.end)
    }

    /// The number of sentences that begin between two places.
    pub(in crate::model) fn sentences_between(&self, from: usize, to: usize) -> usize {
        let before = |at: usize| self.sentences.partition_point(|start| *start <= at);
        before(to).saturating_sub(before(from))
    }

    /// Whether a place is in quoted words.
    pub(in crate::model) fn is_speech(&self, at: usize) -> bool {
        let after = self.speech.partition_point(|speech| speech.words.end <= at);
        self.speech.get(after).is_some_and(|speech| speech.words.start <= at)
    }
}

/// The quoted words in a passage.
fn speech(text: &str, passage: &Passage) -> Vec<Speech> {
    let open = passage.quotations.open.map(|(start, _)| (start..passage.at.end, false));
    let quoted = passage.quotations.closed.iter().cloned().map(|at| (at, true)).chain(open);
    let mut speech: Vec<Speech> = Vec::new();
    for (marks, is_closed) in quoted {
        let pieces = without_narration(text, inner(text, &marks, is_closed));
        let piece = |words| Speech { words, marks: marks.clone(), is_closed };
        speech.extend(pieces.into_iter().map(piece));
    }
    if speech.is_empty() {
        speech = behind_dash(text, passage);
    }
    speech.retain(|piece| has_words(&text[piece.words.clone()]));
    speech
}

/// The words between two marks.
fn inner(text: &str, marks: &Range<usize>, is_closed: bool) -> Range<usize> {
    let first = text[marks.clone()].chars().next().map_or(0, char::len_utf8);
    let last =
        text[marks.clone()].chars().next_back().filter(|_| is_closed).map_or(0, char::len_utf8);
    trimmed(text, marks.start + first..(marks.end - last).max(marks.start + first))
}

fn trimmed(text: &str, range: Range<usize>) -> Range<usize> {
    let words = &text[range.clone()];
    let start = range.start + (words.len() - words.trim_start().len());
    start..start + words.trim().len()
}

/// The quoted pieces of a quotation: Russian and Spanish have “, - said Lee. -” between the marks.
fn without_narration(text: &str, words: Range<usize>) -> Vec<Range<usize>> {
    let mut pieces = Vec::new();
    let mut start = words.start;
    let mut from = words.start;
    if let Some(narration) = french_narration(text, &words) {
        return vec![
            trimmed(text, words.start..narration.start),
            trimmed(text, narration.end..words.end),
        ];
    }
    while let Some(dash) = interrupting_dash(text, from..words.end) {
        let Some(narration) = narration(text, &dash, words.end) else {
            from = dash.end;
            continue;
        };
        pieces.push(trimmed(text, start..dash.start));
        (start, from) = (narration.end, narration.end);
    }
    pieces.push(trimmed(text, start..words.end));
    pieces
}

/// French narration between the marks: “, a-t-elle ajouté,”, “, dit-il,”.
fn french_narration(text: &str, words: &Range<usize>) -> Option<Range<usize>> {
    /// The longest such narration, in bytes.
    const LONGEST: usize = 60;
    const INVERTED: &[&str] = &[
        "-t-il", "-t-elle", "-t-on", "-t-ils", "-t-elles", "-il", "-elle", "-je", "-ils", "-elles",
    ];
    let part = &text[words.clone()];
    let is_inverted = |at: usize| {
        let mut endings = INVERTED.iter().filter_map(|inverted| part[at..].strip_prefix(inverted));
        endings.any(|rest| !rest.starts_with(is_word))
    };
    let at = words.start
        + part
            .match_indices('-')
            .take(limits::NARRATION_PLACES)
            .find(|(at, _)| is_inverted(*at))?
            .0;
    let start = words.start + text[words.start..at].rfind([',', '?', '!'])?;
    let own = start + usize::from(!text[start..].starts_with(','));
    let end = text[at..words.end].find([',', '.']).map_or(words.end, |end| at + end + 1);
    let has_verb = !verbs_in(text, start..end).is_empty();
    (has_verb && end - start <= LONGEST).then_some(own..end)
}

/// The first dash in a range with spaces on both sides, or with a space before and a word after it.
fn interrupting_dash(text: &str, range: Range<usize>) -> Option<Range<usize>> {
    let places = text[range.clone()].char_indices().filter(|(_, c)| is_dash(*c));
    let mut places = places.map(|(at, c)| range.start + at..range.start + at + c.len_utf8());
    places.find(|dash| text[range.start..dash.start].ends_with(char::is_whitespace))
}

/// The narration from a dash to the dash that ends it. It has a verb of speech among its first
/// words.
fn narration(text: &str, dash: &Range<usize>, until: usize) -> Option<Range<usize>> {
    /// The longest such narration, in bytes.
    const LONGEST: usize = 300;
    /// The verb is within this many bytes.
    const FIRST: usize = 60;
    // Russian has a comma before it, and Spanish no space after the dash. A speaker's own insertion
    // has neither.
    let is_behind_mark = text[..dash.start].trim_end().ends_with([',', '?', '!', '…', '.', '»']);
    let is_attached = text[dash.end..until].starts_with(is_word);
    let first = dash.end..text.floor_char_boundary((dash.end + FIRST).min(until));
    let next = text[first.clone()].find(is_dash).map_or(first.end, |at| dash.end + at);
    if !(is_behind_mark || is_attached) {
        return None;
    }
    let verb = verbs_in(text, first.start..next).into_iter().next()?;
    let rest = &text[verb.end..text.floor_char_boundary((verb.end + LONGEST).min(until))];
    let ends = |(at, c): &(usize, char)| {
        let before = rest[..*at].chars().next_back();
        let after = rest[at + c.len_utf8()..].chars().next();
        let is_apart = |c: Option<char>| c.is_none_or(|c| !is_word(c));
        is_dash(*c) && (is_apart(before) || is_apart(after))
    };
    let end = rest.char_indices().find(ends);
    let end = end.map_or(until, |(at, c)| {
        let after = verb.end + at + c.len_utf8();
        after + text[after..until].chars().take_while(|c| matches!(c, '.' | ',' | ';')).count()
    });
    Some(dash.start..end)
}

/// The words after a dash at the beginning of a paragraph, which a verb of speech interrupts or
/// ends.
fn behind_dash(text: &str, passage: &Passage) -> Vec<Speech> {
    let body = trimmed(text, passage.at.clone());
    let Some(dash) = text[body.clone()].chars().next().filter(|c| is_dash(*c)) else {
        return Vec::new();
    };
    let words = trimmed(text, body.start + dash.len_utf8()..body.end);
    let mut pieces = without_narration(text, words.clone());
    let is_long_dash = !matches!(dash, '-' | '\u{2010}' | '\u{2011}');
    if pieces.len() == 1 && is_long_dash {
        pieces = before_comma(text, &words, passage).unwrap_or(pieces);
    }
    if pieces == [words] {
        return Vec::new();
    }
    let speech = |words| Speech { words, marks: body.clone(), is_closed: true };
    pieces.into_iter().map(speech).collect()
}

/// The words from a dash up to “, a dit Lee.”, and the words after that sentence.
fn before_comma(text: &str, words: &Range<usize>, passage: &Passage) -> Option<Vec<Range<usize>>> {
    /// The largest distance of the verb from the comma, in bytes.
    const CLOSE: usize = 40;
    let commas = text[words.clone()].match_indices([',', '?', '!']).map(|(at, _)| words.start + at);
    let led = |comma: &usize| {
        let close = comma + 1..text.floor_char_boundary((comma + CLOSE).min(words.end));
        let goes_on = text[close.clone()].trim_start().starts_with(char::is_lowercase);
        goes_on && !verbs_in(text, close).is_empty()
    };
    let comma = commas.take(limits::NARRATION_PLACES).find(led)?;
    let own = comma + usize::from(!text[comma..].starts_with(','));
    let end = passage.sentence(comma).end;
    Some(vec![trimmed(text, words.start..own), trimmed(text, end.max(own)..words.end.max(end))])
}

/// The line number of a byte.
pub(in crate::model) fn line(passages: &[Passage], at: usize) -> usize {
    let passage = passages.partition_point(|passage| passage.at.end <= at);
    let Some(Passage { lines, .. }) = passages.get(passage.min(passages.len().saturating_sub(1)))
    else {
        return 1;
    };
    let line = lines.partition_point(|(_, line)| line.end <= at).min(lines.len() - 1);
    lines[line].0
}

/// The beginnings of sentences: after a full stop and a space, before a capital or a mark. A full
/// stop inside of a quotation does not count, but the quotation's end may end a sentence.
fn sentences(text: &str, at: &Range<usize>, quoted: &[Range<usize>]) -> Vec<usize> {
    let mut starts = Vec::new();
    let mut quoted = quoted.iter().peekable();
    for (n, c) in text[at.clone()].char_indices() {
        let here = at.start + n;
        let after = here + c.len_utf8();
        while quoted.next_if(|range| range.end < after).is_some() {}
        // The last mark of a quotation comes after its full stop.
        let in_quotation = quoted.peek().is_some_and(|range| range.start <= here);
        let ends = match (in_quotation, c) {
            (true, _) => {
                let ended = text[..here].trim_end().ends_with(['.', '!', '?', '。', '！', '？']);
                ended && quoted.peek().is_some_and(|range| range.end == after)
            }
            (false, '.') => !is_abbreviated(&text[at.start..here]),
            (false, c) => matches!(c, '!' | '?' | '。' | '！' | '？' | '؟'),
        };
        let rest = &text[after..at.end];
        let next = rest.trim_start();
        let is_unspaced_end = matches!(c, '。' | '！' | '？' | '”' | '」' | '』' | '》');
        let is_apart = next.len() < rest.len() || is_unspaced_end;
        // In 「…。」と述べた, a particle continues the sentence.
        let begins = |c: char| !(c.is_lowercase() || (in_quotation && is_kana(c)));
        if ends && is_apart && next.starts_with(begins) {
            starts.push(at.end - next.len());
        }
    }
    starts
}

fn is_kana(c: char) -> bool {
    matches!(c, '\u{3041}'..='\u{309F}')
}

/// Abbreviations that do not end a sentence, by language.
const SHORT: &[&[&str]] = &[
    // English
    &[
        "Mr", "Mrs", "Ms", "Dr", "Gen", "Sen", "Rep", "Gov", "Col", "Capt", "Lt", "Sgt", "Adm",
        "Prof", "St", "Amb", "Sec", "No", "Nos", "Maj", "Brig", "Hon", "Rev", "Jr", "Sr", "Art",
        "Jan", "Feb", "Mar", "Apr", "Jun", "Jul", "Aug", "Sept", "Sep", "Oct", "Nov", "Dec", "Mon",
        "Tue", "Tues", "Wed", "Thu", "Thurs", "Fri", "vs", "approx", "cf", "Inc", "Ltd", "Co",
    ],
    // French
    &[
        "M", "MM", "Mme", "Mmes", "Mlle", "Me", "Mgr", "art", "janv", "févr", "avr", "juil",
        "sept", "oct",
    ],
    // German
    &[
        "Nr", "Abg", "bzw", "ca", "Abs", "Bd", "Hr", "Fr", "Mrd", "Mio", "Okt", "Dez", "St",
        "Präs", "vgl",
    ],
    // Spanish
    &["Sr", "Sra", "Sres", "Dra", "Excmo", "Ud", "Uds", "Lic", "Ing", "núm", "pág", "EE", "UU"],
    // Russian
    &["г", "гг", "им", "ул", "тыс", "млн", "млрд", "руб", "долл", "стр", "ст", "др", "проф", "см"],
    // Arabic has no abbreviations with a point; initials are single letters.
];

/// Whether a text ends in an abbreviation: `Mr`, `Gen`, `U.S`, an initial.
fn is_abbreviated(text: &str) -> bool {
    /// The longest abbreviation. A longer search would be slow in a text without spaces.
    const LONGEST: usize = 12;
    let word: Vec<char> =
        text.chars().rev().take(LONGEST).take_while(|c| !c.is_whitespace()).collect();
    let letters: Vec<&char> = word.iter().rev().skip_while(|c| !c.is_alphanumeric()).collect();
    let letters: String = letters.into_iter().collect();
    // “3. März” continues; “in 2024. Then” does not.
    let is_short = letters.chars().nth(1).is_none();
    let is_day = letters.chars().nth(2).is_none() && letters.chars().all(|c| c.is_ascii_digit());
    letters.contains('.')
        || is_short
        || is_day
        || SHORT.iter().any(|words| words.contains(&letters.as_str()))
}

#[cfg(test)]
mod tests {
    use super::super::SavedText;
    use super::*;

    fn speech_of(text: &str) -> Vec<&str> {
        let saved = SavedText::new(text, &[]);
        let speech: Vec<Range<usize>> = saved
            .passages()
            .iter()
            .flat_map(|passage| &passage.speech)
            .map(|piece| piece.words.clone())
            .collect();
        speech.into_iter().map(|words| &text[words]).collect()
    }

    #[test]
    fn a_passage_knows_its_lines_and_sentences() {
        let text = "Mr. Lee met Gen. U. S. Roe. They spoke. “We go. Now.” Lee left.\nNext";
        let saved = SavedText::new(text, &[]);
        let passages = saved.passages();
        let of = |start: &usize| &text[*start..*start + 4];
        assert_eq!(
            passages[0].sentences.iter().map(of).collect::<Vec<_>>(),
            ["They", "“W", "Lee "]
        );
        assert_eq!(
            passages[0].sentence(text.find("left").unwrap()).start,
            text.find("Lee left").unwrap()
        );
        assert_eq!(line(passages, text.find("Next").unwrap()), 2);
        assert!(passages[0].is_speech(text.find("Now").unwrap()));
    }

    #[test]
    fn words_that_a_point_shortens_end_no_sentence() {
        for (text, sentences) in [
            ("On Feb. 6 they met. He left.", 1),
            ("Am 3. März traf er sie. Er ging.", 1),
            ("M. Attal est venu. Il parle.", 1),
            ("El Sr. Roca vino. Habló.", 1),
            ("В 2024 г. Он вырос. Да.", 1),
            ("It was in 2024. Then they left.", 1),
            ("「行く。」と述べた。次の日。", 1),
        ] {
            let saved = SavedText::new(text, &[]);
            assert_eq!(saved.passages()[0].sentences.len(), sentences, "{text}");
        }
    }

    #[test]
    fn speech_is_told_from_the_words_that_interrupt_it() {
        for (text, expected) in [
            ("\"Это так, - сказал Томас. - И это хорошо\".", &["Это так,", "И это хорошо"][..]),
            ("«Es así —dijo Carvalho—, y es bueno».", &["Es así", "y es bueno"]),
            ("«Это так — это хорошо», — сказал он.", &["Это так — это хорошо"]),
            (
                "\"Это - дело двух недель, - сказал он. - И всё\".",
                &["Это - дело двух недель,", "И всё"],
            ),
            (
                "It “was set aside and – if I may say so – counted twice”.",
                &["was set aside and – if I may say so – counted twice"],
            ),
            (
                "— Nous irons demain, a déclaré la ministre. Rien ne presse.",
                &["Nous irons demain", "Rien ne presse."],
            ),
            ("— Да, — сказал он. — Пойдём.", &["Да,", "Пойдём."]),
            ("- Carvalho said that the door, which is old, is open.", &[]),
            ("— A list of things, and of others.", &[]),
            ("“We will nego-\ntiate a plan,” she said.", &["We will nego-\ntiate a plan,"]),
            ("“We met the\nEuropean ministers.” Then", &["We met the\nEuropean ministers."]),
            ("“First.\n“Second.” End", &["First.", "Second."]),
            ("«Premier.\n» Second. » Fin", &["Premier.", "Second."]),
            ("“Never closed.\nNext line.", &[]),
        ] {
            assert_eq!(speech_of(text), expected, "{text}");
        }
    }
}
