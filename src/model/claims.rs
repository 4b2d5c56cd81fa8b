//! Claims: the words of all briefs on each claim, and its outcome.
//!
//! A later brief may use the id of a claim again. Its word adds to the earlier ones, and the latest
//! word wins for each property.

use std::cmp::Reverse;
use std::sync::Arc;

use crate::base::date::Day;
use crate::base::finding::Span;
use crate::base::id::{Id, Slug};
use crate::parse::statements::{ClaimFields, ClaimKind, ClaimState};

use super::entities::{Actor, Brief, Ground, Source};

/// A claim of one or several briefs.
#[derive(Clone, Debug)]
pub struct Claim {
    /// Its id.
    pub id: Slug,
    /// The text of the claim, by the latest brief that gives one.
    pub text: String,
    /// The kind, by the first brief that gives one.
    pub kind: ClaimKind,
    /// The author, by the first brief that gives one.
    pub by: Option<ClaimAuthor>,
    /// The words of all briefs, the oldest first. Never empty.
    pub words: Vec<ClaimWord>,
}

/// The word of one brief on a claim.
#[derive(Clone, Debug)]
pub struct ClaimWord {
    /// The brief.
    pub brief: Id<Brief>,
    /// The index in the brief's list.
    pub index: usize,
    /// The day of the brief.
    pub day: Day,
    /// The item of the brief's list.
    pub fields: Arc<ClaimFields>,
    /// The author by this brief.
    pub by: Option<ClaimAuthor>,
    /// The evidence, each source once.
    pub grounds: Vec<Ground>,
    /// The claims that support it, each once.
    pub basis: Vec<Id<Claim>>,
    /// The actors who dispute it, each once.
    pub disputed_by: Vec<Id<Actor>>,
    /// Whether the brief is not withdrawn. A withdrawn word is shown only on its own page.
    pub stands: bool,
    /// The state of the claim after this word.
    pub held: Held,
    /// Its place in the file.
    pub span: Span,
}

/// The author of a claim.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClaimAuthor {
    /// The desk that writes the brief.
    Desk,
    /// A source.
    Source(Id<Source>),
    /// An actor.
    Actor(Id<Actor>),
}

/// The state of a claim after a word, and the indexes of the words that give its other properties.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Held {
    /// The state.
    pub state: ClaimState,
    text: Option<usize>,
    credibility: Option<usize>,
    likelihood: Option<usize>,
    confidence: Option<usize>,
}

impl ClaimWord {
    /// The sources of the evidence.
    pub fn sources(&self) -> impl Iterator<Item = Id<Source>> {
        self.grounds.iter().filter_map(|ground| ground.source())
    }
}

impl Held {
    /// The state before the first word.
    pub const NOTHING: Held = Held {
        state: ClaimState::Open,
        text: None,
        credibility: None,
        likelihood: None,
        confidence: None,
    };

    /// The state after the word with this index.
    pub(super) fn after(self, fields: &ClaimFields, number: usize) -> Held {
        let latest = |given: bool, before| if given { Some(number) } else { before };
        Held {
            state: fields.state.unwrap_or(self.state),
            text: latest(fields.text.is_some(), self.text),
            credibility: latest(fields.grades.credibility.is_some(), self.credibility),
            likelihood: latest(fields.grades.likelihood.is_some(), self.likelihood),
            confidence: latest(fields.grades.confidence.is_some(), self.confidence),
        }
    }
}

impl Claim {
    /// A claim of these words, which must be sorted by age, the oldest first, and not be empty.
    pub(super) fn of(id: Slug, words: Vec<ClaimWord>) -> Claim {
        let texts = || words.iter().rev().filter(|word| word.fields.text.is_some());
        let text = texts().find(|word| word.stands).or_else(|| texts().next());
        let text = text.and_then(|word| word.fields.text.clone());
        Claim {
            text: text.unwrap_or_else(|| id.as_str().replace('-', " ")),
            kind: words.iter().find_map(|word| word.fields.kind).unwrap_or(ClaimKind::Fact),
            by: words.iter().find_map(|word| word.by),
            words,
            id,
        }
    }

    /// The words that are not withdrawn, the oldest first.
    pub fn standing(&self) -> impl DoubleEndedIterator<Item = &ClaimWord> {
        self.words.iter().filter(|word| word.stands)
    }

    /// The latest word; `None` if all are withdrawn.
    pub fn last(&self) -> Option<&ClaimWord> {
        self.standing().next_back()
    }

    /// The present state.
    pub fn held(&self) -> Held {
        self.last().map_or(Held::NOTHING, |word| word.held)
    }

    /// Whether all words are withdrawn.
    pub fn is_withdrawn(&self) -> bool {
        self.last().is_none()
    }

    /// The text of the claim at a state.
    pub fn text_of(&self, held: Held) -> &str {
        held.text.and_then(|number| self.words[number].fields.text.as_deref()).unwrap_or(&self.text)
    }

    /// The credibility of a fact at a state.
    pub fn credibility_of(&self, held: Held) -> Option<u32> {
        let number = held.credibility.filter(|_| self.kind == ClaimKind::Fact)?;
        self.words[number].fields.grades.credibility
    }

    /// The likelihood of a judgment at a state.
    pub fn likelihood_of(&self, held: Held) -> Option<&str> {
        let number = held.likelihood.filter(|_| self.kind == ClaimKind::Judgment)?;
        self.words[number].fields.grades.likelihood.as_ref().map(|word| word.value.as_str())
    }

    /// The confidence of the desk in a judgment at a state.
    pub fn confidence_of(&self, held: Held) -> Option<&str> {
        let number = held.confidence.filter(|_| self.kind == ClaimKind::Judgment)?;
        self.words[number].fields.grades.confidence.as_ref().map(|word| word.value.as_str())
    }

    /// The latest word that satisfies a condition.
    pub fn latest(&self, says: impl Fn(&ClaimWord) -> bool) -> Option<&ClaimWord> {
        self.standing().rev().find(|word| says(word))
    }

    /// The latest word that names claims as evidence.
    pub fn latest_basis(&self) -> Option<&ClaimWord> {
        self.latest(|word| !word.basis.is_empty())
    }

    /// Whether the desk makes the claim itself.
    pub fn is_own(&self) -> bool {
        matches!(self.by, None | Some(ClaimAuthor::Desk))
    }

    /// The word that settled the claim, if it is settled now: the first one since it has been.
    pub fn settling(&self) -> Option<&ClaimWord> {
        self.standing().rev().take_while(|word| is_settled(word.held.state)).last()
    }

    /// The likelihood before the claim was settled. A likelihood that is given with or after the
    /// outcome is hindsight, and counts only if there was none before.
    pub fn likelihood_before_outcome(&self) -> Option<&str> {
        let settling = self.settling()?;
        let before = self.standing().take_while(|word| !std::ptr::eq(*word, settling)).last();
        self.likelihood_of(before.unwrap_or(settling).held)
    }

    /// The words that the claim still rests on, with their indexes. Words from before the claim
    /// failed no longer count.
    pub fn bearing(&self) -> impl Iterator<Item = (usize, &ClaimWord)> {
        let failed = self
            .settling()
            .filter(|_| self.held().state == ClaimState::Failed)
            .map(ClaimWord::order);
        let standing = self.words.iter().enumerate().filter(|(_, word)| word.stands);
        standing.filter(move |(_, word)| failed.is_none_or(|failed| word.order() >= failed))
    }
}

impl ClaimWord {
    /// A key that sorts words by time. The table of briefs has the newest first.
    pub fn order(&self) -> (Reverse<Id<Brief>>, usize) {
        (Reverse(self.brief), self.index)
    }
}

/// Whether a state is a final outcome.
pub fn is_settled(state: ClaimState) -> bool {
    matches!(state, ClaimState::BorneOut | ClaimState::Failed)
}
