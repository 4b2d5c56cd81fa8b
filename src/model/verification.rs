//! Verifies a quotation: whether the saved text of its source has the words, as the words of its
//! speaker, and in their sense.
//!
//! If the words occur in several places, the best place counts.

use std::ops::Range;

use crate::base::id::Id;
use crate::parse::statements::Words;

use super::attribution::{Because, Cast, Reading, SpokenBy};
use super::entities::{Actor, Credit, Marking, Speaking, Verification};
use super::evidence::{
    FoundPassage, SavedText, Verdict, cut_off, nearest_to, places, speaker_is_near,
};

/// How a source marks words as somebody's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Telling {
    /// A report: quoted words are in quotation marks.
    Reports,
    /// A speech or a transcript: all of it is spoken, and the text itself shows by whom.
    Speaks,
    /// A text by the speaker alone.
    IsTheSpeakers,
    /// A text by the speaker with others, or published by the speaker, which may quote other
    /// people.
    IsTheirs,
    /// A law, or another text without a speaker.
    Rules,
}

/// The statement of a brief on a quotation.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Claimed {
    /// The speakers.
    pub speakers: Vec<Id<Actor>>,
    /// The names of each speaker in the text.
    pub names: Vec<Vec<String>>,
    /// How the source marks words.
    pub telling: Telling,
}

impl Verification {
    /// The result if a text says nothing about the speaker.
    pub const NONE: Verification = Verification {
        marking: Marking::Quoted,
        credit: Credit::Fits,
        cut_off: None,
        hides_narration: false,
        second: None,
    };

    /// Whether nothing contradicts the speaker or the sense.
    pub fn is_certain(&self) -> bool {
        self.marking == Marking::Quoted && self.credit == Credit::Fits && self.cut_off.is_none()
    }

    /// How much contradicts the quotation. Of several places, the one with the lowest number
    /// counts.
    fn faults(&self, verdict: &Verdict) -> usize {
        let credit = match &self.credit {
            Credit::Fits => 0,
            Credit::Unknown => 1,
            Credit::Other { is_stated: false, .. } => 16,
            Credit::Other { is_stated: true, .. } => 64,
        };
        let marking = match self.marking {
            Marking::Quoted => 0,
            Marking::Unmarked => 2,
            Marking::Narration => 32,
        };
        let words = match verdict {
            Verdict::Missing { .. } => 256,
            Verdict::Joined(_) => 128,
            Verdict::Elided { negation: Some(_), .. } => 8,
            _ => 0,
        };
        let cut = if self.cut_off.is_some() { 8 } else { 0 };
        credit + marking + words + cut + usize::from(self.hides_narration)
    }
}

/// A saved text with its speakers.
pub struct ReadText<'a> {
    /// The text.
    pub text: &'a SavedText,
    /// The names and verbs of speech in the text.
    pub reading: &'a Reading,
    /// The possible speakers.
    pub cast: &'a Cast,
}

/// Verifies a quotation with the saved text of its source.
pub fn verification(
    words: &Words,
    claimed: &Claimed,
    read: &ReadText<'_>,
) -> (Verdict, Verification) {
    let mut best: Option<(usize, Verdict, Verification)> = None;
    for verdict in places(words, read.text) {
        let (verdict, verification) = read.at(words, verdict, claimed);
        let faults = verification.faults(&verdict);
        if best.as_ref().is_none_or(|(least, ..)| faults < *least) {
            let is_perfect = faults == 0;
            best = Some((faults, verdict, verification));
            if is_perfect {
                break;
            }
        }
    }
    best.map_or((Verdict::Unchecked, Verification::NONE), |(_, verdict, verification)| {
        (verdict, verification)
    })
}

impl ReadText<'_> {
    /// Verifies a quotation at one place.
    fn at(&self, words: &Words, verdict: Verdict, claimed: &Claimed) -> (Verdict, Verification) {
        let Some(found) = verdict.found() else { return (verdict, Verification::NONE) };
        let marking = self.marking(found, claimed.telling);
        let credits: Vec<Credit> = match (marking, claimed.telling) {
            (Marking::Narration, _) | (_, Telling::IsTheSpeakers) => vec![Credit::Fits],
            _ => found.pieces.iter().map(|piece| self.credit(piece, claimed)).collect(),
        };
        let whole = whole(&found.pieces);
        let cut_off = cut_off(self.text.raw(), &whole);
        let credit = self.whole_credit(&credits, found, claimed);
        let other = second(&credits, self.is_of_several_passages(found));
        let is_joined = match &verdict {
            Verdict::Joined(_) => {
                other.is_some() || self.quotes_between(found) > 0 || self.is_of_several_turns(found)
            }
            Verdict::Split(_) => other.is_some(),
            Verdict::Elided { .. } => {
                other.is_some() || (self.has_own_gap(found) && self.quotes_between(found) > 0)
            }
            _ => false,
        };
        let hides_narration =
            matches!(verdict, Verdict::Elided { .. }) && !is_joined && self.has_own_gap(found);
        let verdict = match verdict {
            Verdict::Split(found) | Verdict::Elided { found, .. } if is_joined => {
                Verdict::Joined(found)
            }
            Verdict::Joined(_) if !is_joined => {
                Verdict::Missing { nearest: nearest_to(words, self.text) }
            }
            verdict => verdict,
        };
        // Nobody can be the speaker of words that were joined from several places.
        let credit = if matches!(verdict, Verdict::Joined(_) | Verdict::Missing { .. }) {
            Credit::Fits
        } else {
            credit
        };
        (verdict, Verification { marking, credit, cut_off, hides_narration, second: other })
    }

    fn marking(&self, found: &FoundPassage, telling: Telling) -> Marking {
        match telling {
            _ if found.is_in_quotation_marks => Marking::Quoted,
            Telling::Speaks if found.pieces.iter().any(|piece| self.text.is_aside(piece.start)) => {
                Marking::Narration
            }
            Telling::Speaks | Telling::IsTheSpeakers | Telling::IsTheirs | Telling::Rules => {
                Marking::Quoted
            }
            Telling::Reports if self.may_have_lost_marks(found) => Marking::Unmarked,
            Telling::Reports => Marking::Narration,
        }
    }

    /// Whether the words may be quoted although the text has no quotation marks: it is in the first
    /// person, or has a verb of speech next to the words.
    fn may_have_lost_marks(&self, found: &FoundPassage) -> bool {
        let is_said =
            |piece: &Range<usize>| self.reading.has_verb_in_sentence(self.text, piece.start);
        !self.text.has_speech()
            && (found.pieces.iter().all(is_said) || self.text.is_in_first_person())
    }

    /// The speaker of the words of a piece.
    fn credit(&self, piece: &Range<usize>, claimed: &Claimed) -> Credit {
        if claimed.speakers.is_empty() {
            return Credit::Fits;
        }
        let spoken = self.reading.spoken_by(self.text, self.cast, piece);
        self.compared(spoken, claimed)
    }

    fn compared(&self, spoken: SpokenBy, claimed: &Claimed) -> Credit {
        let Some(because) = spoken.because else { return Credit::Unknown };
        let fits = claimed.speakers.iter().any(|speaker| {
            spoken.who.iter().any(|one| self.cast.is_one(*speaker, *one))
                || spoken.unknown.as_ref().is_some_and(|words| self.is_meant(*speaker, words))
                || (spoken.who.is_empty() && self.is_label_of(*speaker, &because))
        });
        if fits {
            return Credit::Fits;
        }
        // A person whom the transcript names elsewhere is not the one whom it only gives a title
        // here.
        let is_stated = spoken.is_stated
            || (matches!(because, Because::Label { .. })
                && claimed
                    .speakers
                    .iter()
                    .all(|speaker| self.reading.has_turn_of(self.text, self.cast, *speaker)));
        let by = match (spoken.who.first(), spoken.unknown) {
            (Some(actor), _) => Speaking::Actor(*actor),
            (None, Some(words)) => Speaking::Unknown(words),
            (None, None) => return Credit::Unknown,
        };
        Credit::Other { by, is_stated, line: because.line() }
    }

    /// Whether words such as “an official” may mean a speaker: they contain a part of the name, or
    /// the speaker is a description too.
    fn is_meant(&self, speaker: Id<Actor>, words: &str) -> bool {
        self.cast.is_called(speaker, words) || self.cast.is_described(speaker)
    }

    fn is_label_of(&self, speaker: Id<Actor>, because: &Because) -> bool {
        matches!(because, Because::Label { label, .. } if self.cast.is_called(speaker, label))
    }

    /// Combines the credits of all pieces.
    fn whole_credit(&self, credits: &[Credit], found: &FoundPassage, claimed: &Claimed) -> Credit {
        let is_other = |credit: &&Credit| matches!(credit, Credit::Other { .. });
        let other = credits
            .iter()
            .filter(is_other)
            .min_by_key(|credit| !matches!(credit, Credit::Other { is_stated: true, .. }));
        if let Some(other) = other {
            return other.clone();
        }
        if credits.contains(&Credit::Fits) {
            return Credit::Fits;
        }
        let is_theirs = claimed.telling == Telling::IsTheirs;
        let is_near = |names: &Vec<String>| {
            is_theirs || names.is_empty() || speaker_is_near(names, found, self.text)
        };
        if claimed.names.iter().any(is_near) { Credit::Fits } else { Credit::Unknown }
    }

    /// The number of complete utterances between the pieces.
    fn quotes_between(&self, found: &FoundPassage) -> usize {
        let utterances = self.text.utterances();
        let between = |pair: &[Range<usize>]| {
            let (gap, next) = (pair[0].end, pair[1].start);
            let from = utterances.partition_point(|utterance| utterance.at.start < gap);
            let to = utterances.partition_point(|utterance| utterance.at.end <= next);
            let words = |utterance: &super::evidence::utterance::Utterance| {
                utterance
                    .pieces
                    .iter()
                    .any(|piece| self.text.raw()[piece.clone()].contains(char::is_alphanumeric))
            };
            utterances.get(from..to).unwrap_or_default().iter().filter(|one| words(one)).count()
        };
        found.pieces.windows(2).map(between).sum()
    }

    /// Whether the pieces are in several paragraphs.
    fn is_of_several_passages(&self, found: &FoundPassage) -> bool {
        let passages = self.text.passages();
        let passage = |at: usize| passages.partition_point(|passage| passage.at.end <= at);
        found.pieces.windows(2).any(|pair| passage(pair[0].start) != passage(pair[1].start))
    }

    /// Whether the pieces are in several turns of a transcript.
    fn is_of_several_turns(&self, found: &FoundPassage) -> bool {
        let turns = self.text.turns();
        let turn = |at: usize| turns.partition_point(|turn| turn.label.start <= at);
        found.pieces.windows(2).any(|pair| turn(pair[0].start) != turn(pair[1].start))
    }

    /// Whether words of the author are between two pieces: both are in quotation marks, but not in
    /// a single pair.
    fn has_own_gap(&self, found: &FoundPassage) -> bool {
        found.pieces.windows(2).any(|pair| {
            let (first, second) = (self.text.speech_of(&pair[0]), self.text.speech_of(&pair[1]));
            let between = &self.text.raw()[pair[0].end..pair[1].start];
            first.is_some() && first != second && between.contains(char::is_alphanumeric)
        })
    }
}

/// The other speaker to whom the text gives one of several pieces, if it gives another piece to the
/// quoted speaker or to nobody.
fn second(credits: &[Credit], are_apart: bool) -> Option<Speaking> {
    let others = credits.iter().filter_map(|credit| match credit {
        Credit::Other { by, is_stated, .. } if *is_stated || are_apart => Some(by),
        _ => None,
    });
    let mut others = others.peekable();
    let first = (*others.peek()?).clone();
    let is_mixed = credits.iter().any(|credit| match credit {
        Credit::Other { by, .. } => *by != first,
        Credit::Fits | Credit::Unknown => true,
    });
    is_mixed.then_some(first)
}

/// The range from the first piece to the last.
fn whole(pieces: &[Range<usize>]) -> Range<usize> {
    let start = pieces.first().map_or(0, |piece| piece.start);
    start..pieces.last().map_or(start, |piece| piece.end)
}
