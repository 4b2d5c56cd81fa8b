//! The utterances of a text: what stands between quotation marks, put together where one goes on in the next paragraph.

use std::ops::Range;

use super::super::forms::is_unspaced;
use super::passage::Passage;

/// What somebody said in one go.
#[derive(Debug)]
pub(super) struct Utterance {
    /// The words, without their marks: several pieces where narration or the end of a paragraph lies between.
    pub(super) pieces: Vec<Range<usize>>,
    /// From its first mark to its last.
    pub(super) at: Range<usize>,
    /// The numbers of the passages where it begins and ends.
    pub(super) passages: (usize, usize),
}

/// All utterances of a text, in order.
pub(super) fn utterances(text: &str, passages: &[Passage]) -> Vec<Utterance> {
    let mut all: Vec<Utterance> = Vec::new();
    // Whether the last utterance goes on in this passage.
    let mut goes_on = false;
    for (n, passage) in passages.iter().enumerate() {
        let open_part = passage.quotations.open.map(|(start, _)| (start..passage.at.end, false));
        let parts = passage.quotations.closed.iter().cloned().map(|at| (at, true)).chain(open_part);
        for (at, is_closed) in parts {
            let piece = inner(text, &at, is_closed);
            match all.last_mut().filter(|_| goes_on) {
                Some(last) => {
                    last.pieces.push(piece);
                    last.at.end = at.end;
                    last.passages.1 = n;
                }
                None => all.push(Utterance { pieces: vec![piece], at, passages: (n, n) }),
            }
            goes_on = !is_closed;
        }
    }
    all.retain(|utterance| utterance.pieces.iter().any(|piece| text[piece.clone()].contains(char::is_alphanumeric)));
    all
}

/// The words between the marks.
fn inner(text: &str, at: &Range<usize>, is_closed: bool) -> Range<usize> {
    let first = text[at.clone()].chars().next().map_or(0, char::len_utf8);
    let last = text[at.clone()].chars().next_back().filter(|_| is_closed).map_or(0, char::len_utf8);
    let words = &text[at.start + first..(at.end - last).max(at.start + first)];
    let start = at.start + first + (words.len() - words.trim_start().len());
    start..start + words.trim().len()
}

/// Whether a reporter broke an utterance off before a place, to say whose it is: it ends in no full stop.
pub(super) fn breaks_off(text: &str, utterance: &Utterance) -> bool {
    let words = utterance.pieces.last().map_or("", |piece| &text[piece.clone()]);
    words.ends_with([',', '?', '!', '–', '—', '…', '，', '、'])
        || words.ends_with(is_unspaced)
        || text[utterance.at.end..].starts_with([',', '，'])
}
