//! The utterances in a text: the words that a person says in one go, joined across paragraphs.

use std::ops::Range;

use crate::base::typography::is_of_unspaced_script;

use super::passage::Passage;

/// The words that a person said in one go.
#[derive(Clone, Debug)]
pub(in crate::model) struct Utterance {
    /// The words without their marks: several pieces if narration or a paragraph's end is between
    /// them.
    pub(in crate::model) pieces: Vec<Range<usize>>,
    /// The bytes from the first mark to the last.
    pub(in crate::model) at: Range<usize>,
    /// The indexes of the passages where it begins and ends.
    pub(in crate::model) passages: (usize, usize),
}

/// All utterances of a text, in order.
pub(super) fn utterances(passages: &[Passage]) -> Vec<Utterance> {
    let mut all: Vec<Utterance> = Vec::new();
    // Whether the last utterance continues in this passage.
    let mut goes_on = false;
    for (n, passage) in passages.iter().enumerate() {
        for speech in &passage.speech {
            let is_same = |last: &&mut Utterance| goes_on || last.at.end == speech.marks.end;
            match all.last_mut().filter(is_same) {
                Some(last) => {
                    last.pieces.push(speech.words.clone());
                    last.at.end = speech.marks.end;
                    last.passages.1 = n;
                }
                None => all.push(Utterance {
                    pieces: vec![speech.words.clone()],
                    at: speech.marks.clone(),
                    passages: (n, n),
                }),
            }
            goes_on = !speech.is_closed;
        }
    }
    all
}

/// Whether a reporter interrupted an utterance to name the speaker: its first part does not end in
/// a full stop.
pub(in crate::model) fn breaks_off(text: &str, utterance: &Utterance) -> bool {
    let words = utterance.pieces.last().map_or("", |piece| &text[piece.clone()]);
    words.ends_with([',', '?', '!', '–', '—', '…', '，', '、'])
        || words.ends_with(is_of_unspaced_script)
        || text[utterance.at.end..].starts_with([',', '，'])
}
