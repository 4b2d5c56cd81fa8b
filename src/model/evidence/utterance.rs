//! The utterances of a text: what somebody says in one go, put together where it goes on in the
//! next paragraph.

use std::ops::Range;

use crate::base::typography::is_of_unspaced_script;

use super::passage::Passage;

/// What somebody said in one go.
#[derive(Clone, Debug)]
pub(in crate::model) struct Utterance {
    /// The words, without their marks: several pieces where narration or the end of a paragraph
    /// lies between.
    pub(in crate::model) pieces: Vec<Range<usize>>,
    /// From its first mark to its last.
    pub(in crate::model) at: Range<usize>,
    /// The numbers of the passages where it begins and ends.
    pub(in crate::model) passages: (usize, usize),
}

/// All utterances of a text, in order.
pub(super) fn utterances(passages: &[Passage]) -> Vec<Utterance> {
    let mut all: Vec<Utterance> = Vec::new();
    // Whether the last utterance goes on in this passage.
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

/// Whether a reporter broke an utterance off before a place, to say whose it is: it ends in no full
/// stop.
pub(in crate::model) fn breaks_off(text: &str, utterance: &Utterance) -> bool {
    let words = utterance.pieces.last().map_or("", |piece| &text[piece.clone()]);
    words.ends_with([',', '?', '!', '–', '—', '…', '，', '、'])
        || words.ends_with(is_of_unspaced_script)
        || text[utterance.at.end..].starts_with([',', '，'])
}
