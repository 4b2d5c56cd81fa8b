//! Proposes the quotations of a text, with their likely speakers.

use std::ops::{Range, RangeInclusive};

use crate::base::id::{Id, Slug};
use crate::model::attribution::{Attribution, Because, Cast, Reading, SpokenBy};
use crate::model::entities::Actor;
use crate::model::evidence::SavedText;
use crate::model::evidence::passage::line;
use crate::model::evidence::turns::Turn;
use crate::model::evidence::utterance::{Utterance, breaks_off};
use crate::parse::statements::Words;

use super::super::site::Site;
use super::strangers::{Stranger, name_in_label};
use super::wording::{is_statement, one_line};

/// A proposed quotation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProposedQuote {
    /// The words: a list if a reporter split the utterance, or if it continues in the next
    /// paragraph.
    pub words: Words,
    /// The lines, from 1.
    pub lines: RangeInclusive<usize>,
    /// The likely speaker.
    pub speaker: Option<Speaker>,
    /// In a transcript, the speaker if the registry does not have the person.
    pub stranger: Option<Stranger>,
}

/// A likely speaker.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Speaker {
    /// The actor.
    pub id: Slug,
    /// Whether the text says so explicitly; else it is only likely.
    pub is_stated: bool,
    /// The evidence.
    pub because: Because,
}

/// A text whose quotations are read.
pub(super) struct Quoting<'a> {
    pub(super) text: &'a SavedText,
    pub(super) cast: &'a Cast,
    pub(super) reading: &'a Reading,
    pub(super) site: &'a Site,
}

impl Quoting<'_> {
    /// The quotations of the text; in a transcript, the turns.
    pub(super) fn candidates(&self) -> Vec<ProposedQuote> {
        if !self.text.turns().is_empty() {
            return self.text.turns().iter().filter_map(|turn| self.of_turn(turn)).collect();
        }
        let mut whole: Vec<Utterance> = Vec::new();
        let is_title = |utterance: &&Utterance| self.raw()[utterance.at.clone()].starts_with('《');
        for utterance in self.text.utterances().iter().filter(|utterance| !is_title(utterance)) {
            match whole.last_mut().filter(|last| self.is_split(last, utterance)) {
                Some(last) => {
                    last.pieces.extend(utterance.pieces.iter().cloned());
                    last.at.end = utterance.at.end;
                }
                None => whole.push(utterance.clone()),
            }
        }
        whole.retain(|utterance| is_statement(utterance, self.raw()));
        whole.iter().map(|utterance| self.candidate(utterance)).collect()
    }

    fn raw(&self) -> &str {
        self.text.raw()
    }

    fn candidate(&self, utterance: &Utterance) -> ProposedQuote {
        let line = |at: usize| line(self.text.passages(), at);
        let last = utterance.at.end.saturating_sub(1).max(utterance.at.start);
        ProposedQuote {
            words: words_of(self.raw(), utterance),
            lines: line(utterance.at.start)..=line(last),
            speaker: self.speaker(self.reading.spoke(self.text, self.cast, utterance)),
            stranger: None,
        }
    }

    /// The words of a turn as a quotation.
    fn of_turn(&self, turn: &Turn) -> Option<ProposedQuote> {
        let spoken = self.reading.spoken_by(self.text, self.cast, &turn.words);
        let is_unknown = spoken.who.is_empty();
        let speaker = self.speaker(spoken);
        let words = self.raw()[turn.words.clone()].trim();
        let said = Utterance {
            pieces: vec![turn.words.clone()],
            at: turn.words.clone(),
            passages: (turn.passage, turn.passage),
        };
        let line = |at: usize| line(self.text.passages(), at);
        let end = turn.words.start + words.len();
        is_statement(&said, self.raw()).then(|| ProposedQuote {
            words: Words::Whole(one_line(words)),
            lines: line(turn.words.start)..=line(end.saturating_sub(1).max(turn.words.start)),
            stranger: if is_unknown { self.stranger(turn) } else { None },
            speaker,
        })
    }

    /// The person in the label of a turn, if the registry has nobody with this name.
    fn stranger(&self, turn: &Turn) -> Option<Stranger> {
        let label = one_line(&self.raw()[turn.label.clone()]);
        let line = line(self.text.passages(), turn.label.start);
        Some(Stranger { name: name_in_label(&label)?, form: label, line })
    }

    /// The speaker, unless the text is ambiguous.
    fn speaker(&self, spoken: SpokenBy) -> Option<Speaker> {
        let first = match (&spoken.because, spoken.who.as_slice()) {
            // Of several names nearby, the nearest is proposed for a person to check.
            (Some(Because::Nearest { .. } | Because::Pronoun { .. }), [first, ..]) => first,
            (_, [one]) => one,
            _ => return None,
        };
        let id = |actor: Id<Actor>| self.site.actors[actor].id.clone();
        Some(Speaker { id: id(*first), is_stated: spoken.is_stated, because: spoken.because? })
    }

    /// Whether two quotations of a paragraph are one utterance: the first breaks off, only a verb
    /// of speech with its subject is between them, and no other speaker is named for the second.
    fn is_split(&self, first: &Utterance, second: &Utterance) -> bool {
        /// The longest narration inside of an utterance, in bytes.
        const LONGEST: usize = 160;
        let gap = first.at.end..second.at.start;
        let passages = self.text.passages();
        if first.passages.1 != second.passages.0
            || second.passages.0 != second.passages.1
            || gap.start > gap.end
            || gap.len() > LONGEST
        {
            return false;
        }
        // In “…,” he told reporters. Gorbachev answered: “…”, the sentence that begins between the
        // quotations belongs to the second.
        let sentence =
            |utterance: &Utterance, passage: usize| passages[passage].sentence(utterance.at.start);
        let begins = sentence(second, second.passages.0).start.max(gap.start);
        if begins > gap.start && self.raw()[begins..gap.end].contains(char::is_alphanumeric) {
            return false;
        }
        let verbs = self.reading.attributions(first.passages.1);
        let next = |at: usize| verbs.get(verbs.partition_point(|verb| verb.at.start < at));
        let between = next(gap.start).filter(|verb| verb.at.end <= gap.end);
        let goes_on = breaks_off(self.raw(), first) || self.raw()[gap].trim_end().ends_with(',');
        let Some(between) = between.filter(|_| goes_on) else { return false };
        let is_near = |verb: &Attribution| verb.at.start.saturating_sub(second.at.end) < LONGEST;
        let own =
            next(second.at.end).filter(|verb| breaks_off(self.raw(), second) && is_near(verb));
        // In “…”, and Lee said “…”, a verb before the first quotation shows that the verb between
        // them belongs to the second.
        let start = sentence(first, first.passages.0).start;
        let led = next(start).filter(|verb| verb.at.end <= first.at.start);
        let is_same = |verb: &Attribution| verb.who().iter().any(|one| between.who().contains(one));
        own.is_none_or(is_same) && led.is_none_or(is_same)
    }
}

/// The words as a brief quotes them, without a comma before narration.
fn words_of(text: &str, utterance: &Utterance) -> Words {
    let piece = |piece: &Range<usize>| one_line(&text[piece.clone()]);
    let mut pieces: Vec<String> = utterance.pieces.iter().map(piece).collect();
    if let Some(last) = pieces.last_mut() {
        last.truncate(last.trim_end_matches([',', '，']).len());
    }
    pieces.retain(|piece| piece.contains(char::is_alphanumeric));
    match <[String; 1]>::try_from(pieces) {
        Ok([one]) => Words::Whole(one),
        Err(pieces) => Words::Split(pieces),
    }
}
