//! Finds the speakers of quoted words. Drafts and checks of quotations use one function, so that
//! they always agree.
//!
//! The nearest verb of speech counts most: reporters put it next to the words (“…,” she said), and
//! the name next to the verb. A name that is nearer to the words may be their subject. In a
//! transcript, the label of a turn names the speaker.

mod cast;
mod subject;
mod titles;

use std::ops::Range;

use crate::base::id::Id;
use crate::base::limits;
use crate::base::memo::{Fingerprint, Hashed};
use crate::base::typography::is_unspaced;

use super::entities::Actor;
use super::evidence::SavedText;
use super::evidence::passage::{Passage, line};
use super::evidence::turns::is_nameless;
use super::evidence::utterance::Utterance;
use super::evidence::verbs::verbs_in;
use super::forms::{Fold, folded};
use super::habits::Habits;
use super::mentions::{Standing, leftmost_longest, standing};

pub use cast::Cast;
pub(in crate::model) use cast::declined_forms;

use subject::Subject;
use titles::{ORGANIZATIONS, is_title};

/// The speaker of some words, by the text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SpokenBy {
    /// The possible speakers, the likeliest first. One if the text states it; several if they spoke
    /// together or the text is ambiguous.
    pub who: Vec<Id<Actor>>,
    /// The name in the text of a speaker who is no actor of the site.
    pub unknown: Option<String>,
    /// Whether the text says so explicitly; else it is only likely.
    pub is_stated: bool,
    /// The evidence; `None` if nothing names the speaker.
    pub because: Option<Because>,
}

/// The evidence for a speaker. Lines are from 1.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Because {
    /// The name is next to a verb of speech.
    Verb {
        /// The verb, as it is written.
        verb: String,
        /// Its line.
        line: usize,
    },
    /// A pronoun is next to a verb of speech, or the verb has no subject.
    Pronoun {
        /// The pronoun and the verb.
        words: String,
        /// Their line.
        line: usize,
        /// The line of the previous name.
        named: usize,
    },
    /// There is no verb of speech; this is the nearest name.
    Nearest {
        /// Its line.
        line: usize,
    },
    /// A line begins with the speaker, as in a transcript.
    Label {
        /// The label.
        label: String,
        /// Its line.
        line: usize,
    },
}

impl Because {
    /// The line of the evidence.
    pub fn line(&self) -> usize {
        match self {
            Because::Verb { line, .. } | Because::Pronoun { line, .. } => *line,
            Because::Nearest { line } | Because::Label { line, .. } => *line,
        }
    }
}

/// A name of a member of the cast, outside of quotations.
#[derive(Clone, Debug)]
struct SpeakerMention {
    at: Range<usize>,
    /// The actors with this name.
    who: Vec<Id<Actor>>,
    is_person: bool,
    /// Whether the form of the name may be a subject.
    is_subject: bool,
}

/// A verb of speech with its subject.
#[derive(Clone, Debug)]
pub(super) struct Attribution {
    /// The verb.
    pub(super) at: Range<usize>,
    subject: Subject,
}

impl Attribution {
    /// The possible subjects of the verb.
    pub(super) fn who(&self) -> &[Id<Actor>] {
        &self.subject.who
    }
}

/// A saved text with its names and verbs of speech.
#[derive(Debug)]
pub struct Reading {
    named: Vec<SpeakerMention>,
    /// The words of titles that the text itself gives to actors, in lower case.
    titles: Vec<(Id<Actor>, Vec<String>)>,
    /// The verbs of speech of each passage, in order.
    attributions: Vec<Vec<Attribution>>,
}

/// The extra distance for the end of a sentence, in bytes.
const APART: usize = 200;

/// The largest distance from the words, in bytes, at which a verb states the speaker.
const BESIDE: usize = 150;

/// The largest distance of a pronoun from its name, in passages.
const BACK: usize = 3;

impl Reading {
    /// Reads a text, and hashes the result.
    pub fn new(text: &Hashed<SavedText>, cast: &Hashed<Cast>) -> Hashed<Reading> {
        let fingerprint = Fingerprint::of(&(text.fingerprint(), cast.fingerprint()));
        Hashed::with(Reading::of(text, cast), fingerprint)
    }

    /// Reads a text.
    pub fn of(text: &SavedText, cast: &Cast) -> Reading {
        let named = names(text, cast);
        let titles = titles_given(text, &named);
        let names = Reading { named, titles, attributions: Vec::new() };
        let reader = TextReader { text, cast, reading: &names };
        let attributions =
            (0..text.passages().len()).map(|number| reader.attributions(number)).collect();
        Reading { attributions, ..names }
    }

    /// The speaker of the words at some bytes of the text.
    pub fn spoken_by(&self, text: &SavedText, cast: &Cast, words: &Range<usize>) -> SpokenBy {
        let reader = TextReader { text, cast, reading: self };
        let utterances = text.utterances();
        let after = utterances.partition_point(|utterance| utterance.at.end <= words.start);
        let utterance = utterances.get(after).filter(|utterance| utterance.at.start <= words.start);
        let turn = reader.turn(words.start);
        match (utterance.map(|utterance| reader.utterance(utterance)), turn) {
            // A speaker quotes somebody in a turn: the words are of either.
            (Some(quoted), Some(turn)) => SpokenBy { who: [turn.who, quoted.who].concat(), ..turn },
            (None, Some(turn)) => turn,
            (Some(quoted), None) => quoted,
            (None, None) => SpokenBy::default(),
        }
    }

    /// Whether a turn of a transcript begins with a name of the speaker.
    pub fn has_turn_of(&self, text: &SavedText, cast: &Cast, speaker: Id<Actor>) -> bool {
        text.turns().iter().any(|turn| cast.is_called(speaker, &text.raw()[turn.label.clone()]))
    }

    /// Whether the sentence at a byte of the text has a verb of speech.
    pub fn has_verb_in_sentence(&self, text: &SavedText, at: usize) -> bool {
        let number = text.passages().partition_point(|passage| passage.at.end <= at);
        let Some(passage) = text.passages().get(number) else { return false };
        let sentence = passage.sentence(at);
        let has_speaker = |verb: &&Attribution| !verb.subject.is_empty();
        self.attributions(number)
            .iter()
            .filter(has_speaker)
            .any(|verb| sentence.contains(&verb.at.start))
    }

    /// The speaker of an utterance.
    pub(super) fn spoke(&self, text: &SavedText, cast: &Cast, utterance: &Utterance) -> SpokenBy {
        TextReader { text, cast, reading: self }.utterance(utterance)
    }

    /// The verbs of speech of a passage.
    pub(super) fn attributions(&self, passage: usize) -> &[Attribution] {
        self.attributions.get(passage).map_or(&[], Vec::as_slice)
    }
}

/// The names in a text outside of quotations, in order.
fn names(text: &SavedText, cast: &Cast) -> Vec<SpeakerMention> {
    let mut named: Vec<SpeakerMention> = Vec::new();
    let mut introduced: Vec<Id<Actor>> = Vec::new();
    let habits = Habits::default();
    for passage in text.passages() {
        let mut fold = Fold::default();
        for (n, (_, line)) in passage.lines.iter().enumerate() {
            if n > 0 {
                let before = passage.lines[n - 1].1.end;
                fold.push_gap(' ', before, line.start - before);
            }
            fold.push(&text.raw()[line.clone()], line.start);
        }
        let mut found = cast.forms().find(&fold.text);
        found.retain(|found| {
            standing(&fold.text, found.start, found.end, habits) == Standing::Alone
        });
        for candidate in leftmost_longest(&fold, found) {
            let at = candidate.at.range();
            let is_whole = candidate.bearers.iter().any(|bearer| bearer.strong);
            let bearers = candidate.bearers.iter().filter(|bearer| bearer.strong == is_whole);
            let mut who: Vec<Id<Actor>> =
                bearers.filter_map(|bearer| cast.number(&bearer.id)).collect();
            let is_han = text.raw()[at.clone()].ends_with(is_unspaced);
            if !is_whole && is_han && !cast::ends_before_title(text.raw(), at.end) {
                continue;
            }
            if !is_whole {
                who.retain(|id| !is_of_another(text.raw(), passage, &at, *id, cast));
                let known: Vec<_> =
                    who.iter().filter(|id| introduced.contains(id)).copied().collect();
                who = if known.is_empty() { who } else { known };
            } else if who.len() == 1 && introduced.len() < limits::NAMES_NEAR {
                introduced.push(who[0]);
            }
            if !who.is_empty() && !passage.is_speech(at.start) {
                let is_person = who.iter().all(|id| cast.member(*id).is_person);
                let form = folded(&text.raw()[at.clone()]);
                let is_subject = who.iter().any(|id| cast.member(*id).is_subject(&form));
                named.push(SpeakerMention { at, who, is_person, is_subject });
            }
        }
    }
    named
}

/// The titles that a text gives to actors, right before the name or after it and a comma: “Foreign
/// Minister Lee”, “Lee, the foreign minister,”.
fn titles_given(text: &SavedText, named: &[SpeakerMention]) -> Vec<(Id<Actor>, Vec<String>)> {
    /// The largest distance from the name, in bytes.
    const NEAR: usize = 80;
    let raw = text.raw();
    let is_of_title = |word: &str| word.starts_with(char::is_lowercase) || is_title(word);
    let mut titles: Vec<(Id<Actor>, Vec<String>)> = Vec::new();
    for name in named.iter().filter(|name| name.is_person && name.who.len() == 1) {
        let before =
            &raw[raw.ceil_char_boundary(name.at.start.saturating_sub(NEAR))..name.at.start];
        let before =
            before.rsplit([',', '.', '“', '”', '«', '»', ':', '\n']).next().unwrap_or_default();
        let before = cast::title_words(before)
            .into_iter()
            .rev()
            .take_while(|word| is_of_title(word))
            .take(5);
        let behind = raw[name.at.end..raw.floor_char_boundary((name.at.end + NEAR).min(raw.len()))]
            .strip_prefix(", ");
        let behind = behind
            .and_then(|behind| behind.split_once(','))
            .map(|(inserted, _)| cast::title_words(inserted));
        for words in [before.collect(), behind.unwrap_or_default()] {
            if words.iter().any(|word| is_title(word)) && titles.len() < limits::TITLES_GIVEN {
                titles.push((name.who[0], words));
            }
        }
    }
    titles
}

/// Whether a family name is part of a different name: “Rob Marsh”, “the Marsh Institute”.
fn is_of_another(
    text: &str,
    passage: &Passage,
    at: &Range<usize>,
    id: Id<Actor>,
    cast: &Cast,
) -> bool {
    let member = cast.member(id);
    let is_name = |word: &str| {
        let mut chars = word.chars();
        chars.next().is_some_and(char::is_uppercase) && chars.any(char::is_lowercase)
    };
    let before = text[passage.at.start..at.start].trim_end_matches([' ', '\u{a0}']);
    let word = before.rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
    let start = passage.at.start + before.len() - word.len();
    let is_first = passage.sentence(at.start).start == start;
    let is_beside = before.len() < at.start - passage.at.start;
    let has_other_first =
        is_beside && is_name(word) && !is_first && !is_title(word) && !member.has_word(word);
    let behind = text[at.end..passage.at.end].strip_prefix(' ').unwrap_or_default();
    let next = behind.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
    let is_organization = is_name(next) && ORGANIZATIONS.contains(&next.to_lowercase());
    has_other_first || is_organization
}

/// A text that is being read, with the results so far.
struct TextReader<'a> {
    text: &'a SavedText,
    cast: &'a Cast,
    reading: &'a Reading,
}

impl<'a> TextReader<'a> {
    fn raw(&self) -> &'a str {
        self.text.raw()
    }

    fn passage(&self, number: usize) -> &'a Passage {
        &self.text.passages()[number]
    }

    fn line(&self, at: usize) -> usize {
        line(self.text.passages(), at)
    }

    fn named_in(&self, range: Range<usize>) -> &'a [SpeakerMention] {
        let named = &self.reading.named;
        let from = named.partition_point(|name| name.at.start < range.start);
        let to = named.partition_point(|name| name.at.end <= range.end);
        named.get(from..to).unwrap_or_default()
    }

    /// The verbs of speech of a passage, in order.
    fn attributions(&self, number: usize) -> Vec<Attribution> {
        let passage = self.passage(number);
        let verbs = verbs_in(self.raw(), passage.at.clone()).into_iter();
        let own = verbs.filter(|at| !passage.is_speech(at.start));
        own.map(|at| Attribution { subject: self.subject(number, &at), at }).collect()
    }

    /// The speaker of the turn at a byte of a transcript.
    fn turn(&self, at: usize) -> Option<SpokenBy> {
        let turns = self.text.turns();
        let turn = turns[..turns.partition_point(|turn| turn.label.start <= at)].last()?;
        let label = &self.raw()[turn.label.clone()];
        let because = Because::Label { label: label.to_owned(), line: self.line(turn.label.start) };
        Some(SpokenBy { because: Some(because), ..self.labelled(label) })
    }

    /// The actors that a label names. The name of an office-holder may be in brackets.
    fn labelled(&self, label: &str) -> SpokenBy {
        let unknown = |is_stated| SpokenBy {
            unknown: Some(label.to_owned()),
            is_stated,
            ..SpokenBy::default()
        };
        if is_nameless(label) {
            return unknown(true);
        }
        let inner = label.split(['(', '（']).nth(1).and_then(|rest| rest.split([')', '）']).next());
        let in_brackets = inner.map(|name| self.cast.labelled(name)).unwrap_or_default();
        let who = if in_brackets.is_empty() { self.cast.labelled(label) } else { in_brackets };
        if !who.is_empty() {
            return SpokenBy { is_stated: who.len() == 1, who, ..SpokenBy::default() };
        }
        let words = cast::words_of(label);
        let title = cast::title_words(label.split(['(', '（']).next().unwrap_or_default());
        let title: Vec<String> = title.into_iter().filter(|word| word != "the").collect();
        let titled = if title.is_empty() {
            Vec::new()
        } else {
            self.cast.titled(&title, self.cast.everybody())
        };
        if !titled.is_empty() {
            return SpokenBy { is_stated: titled.len() == 1, who: titled, ..SpokenBy::default() };
        }
        // A name has two words, or a single one after an honorific. A title alone may be anybody's.
        let names = words.iter().filter(|word| !is_title(word) && word.chars().count() > 2).count();
        let is_spaced = !label.contains(is_unspaced);
        unknown(
            is_spaced
                && (names >= 2
                    || (names == 1 && words.len() == 2 && is_title(&words[0]))
                    || names == words.len()),
        )
    }

    /// The speaker of an utterance.
    fn utterance(&self, utterance: &Utterance) -> SpokenBy {
        let (first, last) = utterance.passages;
        let (before_verbs, after_verbs) = (self.verbs(first), self.verbs(last));
        let next = before_verbs.partition_point(|verb| verb.at.end <= utterance.at.start);
        let before = next.checked_sub(1).and_then(|before| before_verbs.get(before));
        // If a reporter split an utterance, narration is inside of it.
        let within = before_verbs.get(next).filter(|verb| verb.at.end <= utterance.at.end);
        let behind = after_verbs.partition_point(|verb| verb.at.start < utterance.at.end);
        let after = after_verbs.get(behind);
        // In “…”, Lee called it “…”, the verb leads to the second quotation.
        let is_led = before.is_some_and(|verb| self.distance(utterance, &verb.at) < APART);
        let after = after.filter(|verb| !is_led || !self.leads_on(last, verb));
        let verbs = within.into_iter().chain(before).chain(after);
        let nearest = verbs.min_by_key(|verb| self.distance(utterance, &verb.at));
        if nearest.is_none()
            && let Some(own) = self.in_own_sentence(utterance)
        {
            return own;
        }
        if let Some(nearest) = nearest {
            let distance = self.distance(utterance, &nearest.at);
            if distance >= APART
                && let Some(own) = self.in_own_sentence(utterance)
            {
                return own;
            }
            if !nearest.subject.is_empty() {
                let is_beside =
                    distance < BESIDE && !self.has_speech_between(utterance, &nearest.at);
                return self.spoken(nearest, is_beside);
            }
            // The text names a speaker who is no actor of the site.
            if distance < APART {
                return SpokenBy::default();
            }
        }
        if let Some(goes_on) = self.goes_on_speaking(utterance) {
            return goes_on;
        }
        let near = self.nearest(utterance).or_else(|| self.verb_before_colon(first));
        near.or_else(|| self.name_before_colon(first)).unwrap_or_default()
    }

    /// Whether a verb leads to quoted words in its own sentence.
    fn leads_on(&self, passage: usize, verb: &Attribution) -> bool {
        /// The largest distance of the words from the verb, in bytes.
        const NEAR: usize = 60;
        let passage = self.passage(passage);
        let number = passage.speech.partition_point(|speech| speech.words.start < verb.at.end);
        let next = passage.speech.get(number);
        next.is_some_and(|next| {
            next.words.start - verb.at.end <= NEAR
                && passage.sentence(verb.at.start) == passage.sentence(next.marks.start)
        })
    }

    /// The person whom the sentence names or describes before an utterance, if it has no verb of
    /// speech.
    fn in_own_sentence(&self, utterance: &Utterance) -> Option<SpokenBy> {
        let passage = self.passage(utterance.passages.0);
        let sentence = passage.sentence(utterance.at.start);
        let before = sentence.start..utterance.at.start.max(sentence.start);
        let named = self.named_in(before.clone());
        let mut persons =
            named.iter().rev().filter(|name| name.is_person).take(limits::NAMES_NEAR).peekable();
        if let Some(last) = persons.peek() {
            return Some(self.only_near(last.at.start, persons));
        }
        let described = self.described(&before).filter(|subject| !subject.who.is_empty())?;
        let because = Some(Because::Nearest { line: self.line(before.start) });
        Some(SpokenBy { who: described.who, unknown: None, is_stated: false, because })
    }

    /// The previous speaker, if a paragraph has only quoted words, which continue the speech.
    fn goes_on_speaking(&self, utterance: &Utterance) -> Option<SpokenBy> {
        let passage = self.passage(utterance.passages.0);
        let is_outside = |(at, c): (usize, char)| {
            c.is_alphanumeric() && !passage.is_speech(passage.at.start + at)
        };
        let is_mixed = passage.speech.len() > limits::NAMES_NEAR
            || self.raw()[passage.at.clone()].char_indices().any(is_outside);
        if is_mixed {
            return None;
        }
        let numbers = (0..utterance.passages.0).rev().take(BACK);
        let last = numbers.filter_map(|number| self.verbs(number).last()).next()?;
        (!last.subject.is_empty()).then(|| self.spoken(last, false))
    }

    fn verbs(&self, passage: usize) -> &'a [Attribution] {
        self.reading.attributions(passage)
    }

    /// The speaker by a verb of speech and its subject.
    fn spoken(&self, verb: &Attribution, is_beside: bool) -> SpokenBy {
        let subject = &verb.subject;
        let words = &self.raw()[verb.at.clone()];
        let line = self.line(verb.at.start);
        let because = match &subject.stand_in {
            Some((pronoun, named)) => Because::Pronoun {
                words: format!("{pronoun} {words}").trim().to_owned(),
                line,
                named: self.line(*named),
            },
            None => Because::Verb { verb: words.to_owned(), line },
        };
        SpokenBy {
            who: subject.who.clone(),
            unknown: subject.unknown.clone().map(|at| self.raw()[at].to_owned()),
            is_stated: subject.is_sure && is_beside,
            because: Some(because),
        }
    }

    /// Whether other quoted words are between an utterance and a verb.
    fn has_speech_between(&self, utterance: &Utterance, verb: &Range<usize>) -> bool {
        let gap = if verb.end <= utterance.at.start {
            verb.end..utterance.at.start
        } else {
            utterance.at.end..verb.start
        };
        let is_between = |other: &Utterance| gap.start <= other.at.start && other.at.end <= gap.end;
        let utterances = self.text.utterances();
        let from = utterances.partition_point(|other| other.at.start < gap.start);
        utterances.get(from).is_some_and(is_between)
    }

    /// The distance of a verb or a name from an utterance, in bytes; larger in another sentence.
    fn distance(&self, utterance: &Utterance, at: &Range<usize>) -> usize {
        let (first, last) = utterance.passages;
        if at.end <= utterance.at.start {
            let between = self.passage(first).sentences_between(at.start, utterance.at.start);
            return utterance.at.start - at.end + between * APART;
        }
        let end = utterance.at.end.saturating_sub(1);
        let between = self.passage(last).sentences_between(end, at.start);
        // In “Go.” Lee said, the full stop belongs to the quotation.
        let ends = ['.', '!', '?', '。', '！', '？'];
        let own =
            utterance.pieces.last().is_some_and(|piece| self.raw()[piece.clone()].ends_with(ends));
        at.start.saturating_sub(utterance.at.end) + between.saturating_sub(usize::from(own)) * APART
    }

    /// The people in the paragraph, the nearest first.
    fn nearest(&self, utterance: &Utterance) -> Option<SpokenBy> {
        let (first, last) = utterance.passages;
        let before = self.named_in(self.passage(first).at.start..utterance.at.start);
        let after = self.named_in(utterance.at.end..self.passage(last).at.end);
        let near = before
            .iter()
            .rev()
            .take(limits::NAMES_NEAR)
            .chain(after.iter().take(limits::NAMES_NEAR));
        let mut near: Vec<&SpeakerMention> = near.filter(|name| name.is_person).collect();
        near.sort_by_key(|name| self.distance(utterance, &name.at));
        let first = near.first()?.at.start;
        Some(self.only_near(first, near.into_iter()))
    }

    fn only_near(&self, at: usize, named: impl Iterator<Item = &'a SpeakerMention>) -> SpokenBy {
        let mut who: Vec<Id<Actor>> = Vec::new();
        for id in named.flat_map(|name| &name.who) {
            if !who.contains(id) {
                who.push(*id);
            }
        }
        let because = Some(Because::Nearest { line: self.line(at) });
        SpokenBy { who, unknown: None, is_stated: false, because }
    }

    /// The verb at the end of the previous paragraph, as in “Lee said:”.
    fn verb_before_colon(&self, number: usize) -> Option<SpokenBy> {
        let before = number.checked_sub(1).filter(|before| self.ends_in_colon(*before))?;
        let verb = self.verbs(before).last()?;
        (!verb.subject.is_empty()).then(|| self.spoken(verb, true))
    }

    fn name_before_colon(&self, number: usize) -> Option<SpokenBy> {
        let before = number.checked_sub(1).filter(|before| self.ends_in_colon(*before))?;
        let named = self.named_in(self.passage(before).at.clone());
        let last = named.iter().rev().find(|name| name.is_person)?;
        Some(self.only_near(last.at.start, std::iter::once(last)))
    }

    fn ends_in_colon(&self, number: usize) -> bool {
        self.raw()[self.passage(number).at.clone()].trim_end().ends_with([':', '：'])
    }
}
