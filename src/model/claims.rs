//! Claims: what briefs say of each, the oldest first, and what became of it.
//!
//! A claim whose id a later brief uses again gets a later word: of each thing the latest word
//! holds.

use std::cmp::Reverse;
use std::sync::Arc;

use crate::base::date::Day;
use crate::base::finding::Span;
use crate::base::id::{Id, Slug};
use crate::parse::statements::{ClaimFields, ClaimKind, ClaimState};

use super::entities::{Actor, Brief, Ground, Source};

/// Something that is said to be so.
#[derive(Clone, Debug)]
pub struct Claim {
    /// Its id.
    pub id: Slug,
    /// The claim, in the latest words that a brief gives it.
    pub text: String,
    /// What it is: what the first brief says of that.
    pub kind: ClaimKind,
    /// Who makes it: likewise.
    pub by: Option<ClaimAuthor>,
    /// What the briefs said of it, the oldest first. Never empty.
    pub words: Vec<ClaimWord>,
}

/// What one brief says of a claim.
#[derive(Clone, Debug)]
pub struct ClaimWord {
    /// The brief.
    pub brief: Id<Brief>,
    /// Its number in the brief's list, from 0.
    pub index: usize,
    /// The day that the brief speaks from.
    pub day: Day,
    /// What it says.
    pub fields: Arc<ClaimFields>,
    /// Who it says makes the claim.
    pub by: Option<ClaimAuthor>,
    /// What it rests on, each once.
    pub grounds: Vec<Ground>,
    /// The claims that it rests on, each once.
    pub basis: Vec<Id<Claim>>,
    /// Who disputes it, each once.
    pub disputed_by: Vec<Id<Actor>>,
    /// Whether the brief stands. What was taken back stays on its own page, and holds no more.
    pub stands: bool,
    /// What is held once the brief has spoken.
    pub held: Held,
    /// Its place in the file.
    pub span: Span,
}

/// Who makes a claim.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClaimAuthor {
    /// The desk that writes the brief.
    Desk,
    /// A source.
    Source(Id<Source>),
    /// An actor.
    Actor(Id<Actor>),
}

/// What is held of a claim once a brief has spoken: its state, and by their numbers the words that
/// give the rest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Held {
    /// What became of it.
    pub state: ClaimState,
    text: Option<usize>,
    credibility: Option<usize>,
    likelihood: Option<usize>,
    confidence: Option<usize>,
}

impl ClaimWord {
    /// The sources that it rests on.
    pub fn sources(&self) -> impl Iterator<Item = Id<Source>> {
        self.grounds.iter().filter_map(|ground| ground.source())
    }
}

impl Held {
    /// What is held before anybody has said anything.
    pub const NOTHING: Held = Held {
        state: ClaimState::Open,
        text: None,
        credibility: None,
        likelihood: None,
        confidence: None,
    };

    /// What is held after the word of this number.
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
    /// A claim of these words, which come the oldest first, and are not empty.
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

    /// The words of the briefs that stand, the oldest first.
    pub fn standing(&self) -> impl DoubleEndedIterator<Item = &ClaimWord> {
        self.words.iter().filter(|word| word.stands)
    }

    /// The latest word; `None` where every brief that has one was taken back.
    pub fn last(&self) -> Option<&ClaimWord> {
        self.standing().next_back()
    }

    /// What is held of it now.
    pub fn held(&self) -> Held {
        self.last().map_or(Held::NOTHING, |word| word.held)
    }

    /// Whether no brief stands by it.
    pub fn is_withdrawn(&self) -> bool {
        self.last().is_none()
    }

    /// The claim, in the words of a time.
    pub fn text_of(&self, held: Held) -> &str {
        held.text.and_then(|number| self.words[number].fields.text.as_deref()).unwrap_or(&self.text)
    }

    /// How credible it was at a time, of a fact.
    pub fn credibility_of(&self, held: Held) -> Option<u32> {
        let number = held.credibility.filter(|_| self.kind == ClaimKind::Fact)?;
        self.words[number].fields.grades.credibility
    }

    /// How likely it was at a time, of a judgment.
    pub fn likelihood_of(&self, held: Held) -> Option<&str> {
        let number = held.likelihood.filter(|_| self.kind == ClaimKind::Judgment)?;
        self.words[number].fields.grades.likelihood.as_ref().map(|word| word.value.as_str())
    }

    /// How sure the desk was of it at a time, of a judgment.
    pub fn confidence_of(&self, held: Held) -> Option<&str> {
        let number = held.confidence.filter(|_| self.kind == ClaimKind::Judgment)?;
        self.words[number].fields.grades.confidence.as_ref().map(|word| word.value.as_str())
    }

    /// The latest word that says something, as the latest list of an event's people holds.
    pub fn latest(&self, says: impl Fn(&ClaimWord) -> bool) -> Option<&ClaimWord> {
        self.standing().rev().find(|word| says(word))
    }

    /// The latest word that names other claims which it rests on.
    pub fn latest_basis(&self) -> Option<&ClaimWord> {
        self.latest(|word| !word.basis.is_empty())
    }

    /// Whether the desk makes it.
    pub fn is_own(&self) -> bool {
        matches!(self.by, None | Some(ClaimAuthor::Desk))
    }

    /// The word that settled it, where it is settled now: the first since which it has been.
    pub fn settling(&self) -> Option<&ClaimWord> {
        self.standing().rev().take_while(|word| is_settled(word.held.state)).last()
    }

    /// How likely it was before it was settled. What is said of that with the outcome, or after it,
    /// is hindsight; only where nothing was said before does the word count that settles it.
    pub fn likelihood_before_outcome(&self) -> Option<&str> {
        let settling = self.settling()?;
        let before = self.standing().take_while(|word| !std::ptr::eq(*word, settling)).last();
        self.likelihood_of(before.unwrap_or(settling).held)
    }

    /// The words that something still rests on, with their numbers: what was said before the claim
    /// failed is moot.
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
    /// What orders words: their briefs, of which the table has the newest first.
    pub fn order(&self) -> (Reverse<Id<Brief>>, usize) {
        (Reverse(self.brief), self.index)
    }
}

/// Whether a claim with this state came true or did not.
pub fn is_settled(state: ClaimState) -> bool {
    matches!(state, ClaimState::BorneOut | ClaimState::Failed)
}
