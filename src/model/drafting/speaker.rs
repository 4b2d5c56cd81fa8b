//! Who seems to have said what stands between quotation marks.
//!
//! A verb of speech counts most, the nearest one first: reporters put it beside the words (“…,” she said), and the name
//! beside the verb. A name that is only nearer to the words may be of whom they are about. Where there is no such verb,
//! the nearest name in the paragraph is offered. All of it is a guess for a person to confirm.

use std::ops::Range;

use crate::base::id::Slug;
use crate::parse::statements::Words;

use super::passage::{Passage, line};
use super::utterance::{Utterance, breaks_off};
use super::{Candidate, Named, is_statement, one_line};

/// Who seems to have said something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Speaker {
    /// The actor.
    pub id: Slug,
    /// What the guess rests on.
    pub because: Because,
}

/// What a guess at a speaker rests on. Lines are from 1.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Because {
    /// The name stands beside a verb of speech.
    Verb {
        /// The verb, as it stands there.
        verb: String,
        /// Its line.
        line: usize,
    },
    /// A pronoun stands beside a verb of speech.
    Pronoun {
        /// The pronoun and the verb.
        words: String,
        /// Their line.
        line: usize,
        /// The line of the name before.
        named: usize,
    },
    /// There is no verb of speech, and this name is the nearest.
    Nearest {
        /// Its line.
        line: usize,
    },
}

/// A verb of speech, and who its subject seems to be.
struct Attribution {
    at: Range<usize>,
    speaker: Option<Speaker>,
}

/// Verbs of speech. Forms that are nouns more often, as “remarks” and “states”, are not among them.
const VERBS: &[&str] = &[
    "said",
    "says",
    "say",
    "saying",
    "told",
    "tells",
    "telling",
    "added",
    "adds",
    "adding",
    "stated",
    "stating",
    "asked",
    "asks",
    "asking",
    "replied",
    "replies",
    "answered",
    "responded",
    "warned",
    "warns",
    "insisted",
    "insists",
    "insisting",
    "announced",
    "announces",
    "announcing",
    "declared",
    "declares",
    "declaring",
    "argued",
    "argues",
    "arguing",
    "noted",
    "noting",
    "explained",
    "explains",
    "claimed",
    "claiming",
    "wrote",
    "writes",
    "writing",
    "tweeted",
    "posted",
    "called",
    "calling",
    "emphasised",
    "emphasized",
    "emphasises",
    "emphasizes",
    "emphasising",
    "emphasizing",
    "stressed",
    "stresses",
    "stressing",
    "urged",
    "urges",
    "urging",
    "mentioned",
    "mentions",
    "mentioning",
    "advised",
    "remarked",
    "remarking",
    "acknowledged",
    "admitted",
    "confirmed",
    "suggested",
    "suggests",
    "suggesting",
    "continued",
    "commented",
    "concluded",
    "denied",
    "described",
    "demanded",
    "vowed",
    "pledged",
    "promised",
    "reiterated",
    "recalled",
    "quipped",
    "according",
];

/// After these the name that follows is whom somebody spoke to.
const WITH_OBJECT: &[&str] =
    &["told", "tells", "telling", "asked", "asks", "asking", "advised", "urged", "urges", "urging"];

const PRONOUNS: &[&str] = &["he", "she", "they"];

/// A name behind one of these is no subject.
const BEFORE_OBJECTS: &[&str] = &["with", "to", "from", "of", "by", "against", "about", "for", "near", "met", "behind"];

/// Words that may stand between a subject and its verb.
const BESIDE_VERBS: &[&str] = &["has", "have", "had", "also", "then", "later", "further", "again", "once"];

/// The quotations of a text, each with who seems to be its speaker.
pub(super) fn candidates(
    text: &str,
    passages: &[Passage],
    named: &[Named],
    utterances: Vec<Utterance>,
) -> Vec<Candidate> {
    let reading = Reading { text, passages, named };
    let spoken: Vec<Vec<Attribution>> = (0..passages.len()).map(|number| reading.attributions(number)).collect();
    let mut whole: Vec<Utterance> = Vec::new();
    for utterance in utterances {
        match whole.last_mut().filter(|last| reading.is_split(last, &utterance, &spoken)) {
            Some(last) => {
                last.pieces.extend(utterance.pieces);
                last.at.end = utterance.at.end;
            }
            None => whole.push(utterance),
        }
    }
    whole.retain(|utterance| is_statement(utterance, text));
    let lines = |at: &Range<usize>| line(passages, at.start)..=line(passages, at.end.saturating_sub(1).max(at.start));
    let candidate = |utterance: &Utterance| Candidate {
        words: words(text, utterance),
        lines: lines(&utterance.at),
        speaker: reading.speaker(utterance, &spoken),
    };
    whole.iter().map(candidate).collect()
}

/// The words as a brief quotes them: without the comma that only leads to the reporter's words after it.
fn words(text: &str, utterance: &Utterance) -> Words {
    let mut pieces: Vec<String> = utterance.pieces.iter().map(|piece| one_line(&text[piece.clone()])).collect();
    if let Some(last) = pieces.last_mut() {
        last.truncate(last.trim_end_matches([',', '，']).len());
    }
    pieces.retain(|piece| piece.contains(char::is_alphanumeric));
    match <[String; 1]>::try_from(pieces) {
        Ok([one]) => Words::Whole(one),
        Err(pieces) => Words::Split(pieces),
    }
}

/// A text with what is known of it.
struct Reading<'a> {
    text: &'a str,
    passages: &'a [Passage],
    named: &'a [Named],
}

impl<'a> Reading<'a> {
    fn named_in(&self, range: Range<usize>) -> &'a [Named] {
        let from = self.named.partition_point(|name| name.at.start < range.start);
        let to = self.named.partition_point(|name| name.at.end <= range.end);
        self.named.get(from..to).unwrap_or_default()
    }

    /// The verbs of speech of a passage, in its order.
    fn attributions(&self, number: usize) -> Vec<Attribution> {
        let passage = &self.passages[number];
        // In capitals it is a name: “United States”. Only “According to” begins a sentence.
        let is_written = |word: &str| word == "According" || VERBS.contains(&word);
        let is_verb = |at: &Range<usize>| is_written(&self.text[at.clone()]) && !passage.is_quoted(at.start);
        let attribution = |at: Range<usize>| Attribution { speaker: self.subject(number, &at), at };
        words_in(self.text, passage.at.clone()).filter(is_verb).map(attribution).collect()
    }

    /// Whom a verb of speech seems to have as its subject.
    fn subject(&self, number: usize, verb: &Range<usize>) -> Option<Speaker> {
        let passage = &self.passages[number];
        let sentence = passage.sentence(verb.start);
        let quoted = &passage.quotations.closed;
        let after = quoted.partition_point(|quotation| quotation.end <= verb.start);
        let last = after.checked_sub(1).map_or(0, |last| quoted[last].end);
        // What stands between the words and the verb says most: “…,” Lee said.
        let from = last.max(sentence.start).max(self.text.floor_char_boundary(verb.start.saturating_sub(CLAUSE)));
        let clause = from..verb.start;
        let because = |name: &Named| Speaker {
            id: name.id.clone(),
            because: Because::Verb { verb: self.text[verb.clone()].to_owned(), line: line(self.passages, verb.start) },
        };
        if let Some(pronoun) = self.pronoun_before(&clause) {
            return self.meant_by(&pronoun, verb, number);
        }
        if let Some(name) = self.subject_in(&clause) {
            return Some(because(name));
        }
        let is_inverted = !self.text[clause].contains(char::is_alphanumeric);
        let is_source = self.text[verb.clone()].eq_ignore_ascii_case("according");
        if !is_inverted && !is_source {
            return None;
        }
        let until = quoted.get(after).map_or(sentence.end, |next| next.start.min(sentence.end));
        let behind = self.subject_behind(verb, until);
        let begins = sentence.start.max(self.text.floor_char_boundary(from.saturating_sub(CLAUSE)));
        let before = || self.subject_in(&(begins..from)).filter(|_| !self.is_described(verb.end..until));
        behind.or_else(before).map(because)
    }

    /// The pronoun right before the end of a clause, as in “he then said”.
    fn pronoun_before(&self, clause: &Range<usize>) -> Option<Range<usize>> {
        let last: Vec<Range<usize>> = words_in(self.text, clause.clone()).collect();
        let mut words = last.into_iter().rev();
        let word = words.find(|word| !is_among(BESIDE_VERBS, &self.text[word.clone()]))?;
        is_among(PRONOUNS, &self.text[word.clone()]).then_some(word)
    }

    /// Whom a pronoun seems to mean: whom the last sentence before it names first, as that is mostly its subject.
    fn meant_by(&self, pronoun: &Range<usize>, verb: &Range<usize>, number: usize) -> Option<Speaker> {
        /// A pronoun seldom goes further back.
        const PASSAGES: usize = 3;
        let first = &self.passages[number.saturating_sub(PASSAGES)];
        let before = self.named_in(first.at.start..pronoun.start);
        let last = before.iter().rev().take(NAMES).find(|name| name.is_person)?;
        let passage = self.passages.partition_point(|passage| passage.at.end <= last.at.start);
        let sentence = self.passages.get(passage)?.sentence(last.at.start);
        let name = self.named_in(sentence.start..pronoun.start).iter().find(|name| name.is_person)?;
        let words = format!("{} {}", &self.text[pronoun.clone()], &self.text[verb.clone()]);
        let (line, named) = (line(self.passages, verb.start), line(self.passages, name.at.start));
        Some(Speaker { id: name.id.clone(), because: Because::Pronoun { words: one_line(&words), line, named } })
    }

    /// The last name of a clause that may be the subject of the verb behind it: of a person, or right before the verb.
    fn subject_in(&self, clause: &Range<usize>) -> Option<&'a Named> {
        let may_be = |name: &&Named| {
            let behind = &self.text[name.at.end..clause.end];
            let is_adjacent = || words_in(behind, 0..behind.len()).all(|word| is_among(BESIDE_VERBS, &behind[word]));
            let is_owner = behind.starts_with(['\'', '’']);
            let before = words_in(self.text, clause.start..name.at.start).last();
            let is_object = before.is_some_and(|word| is_among(BEFORE_OBJECTS, &self.text[word]));
            !is_owner && !is_object && (name.is_person || is_adjacent())
        };
        self.named_in(clause.clone()).iter().rev().find(may_be)
    }

    /// The name that follows a verb as its subject: “…,” said Foreign Minister Lee.
    fn subject_behind(&self, verb: &Range<usize>, until: usize) -> Option<&'a Named> {
        /// A title before a name is no longer.
        const TITLE: usize = 6;
        if is_among(WITH_OBJECT, &self.text[verb.clone()]) {
            return None;
        }
        let name = self.named_in(verb.end..until).first()?;
        let is_source = self.text[verb.clone()].eq_ignore_ascii_case("according");
        let between: Vec<&str> = words_in(self.text, verb.end..name.at.start)
            .map(|word| &self.text[word])
            .skip(usize::from(is_source))
            .collect();
        let is_object = |word: &&str| is_among(BEFORE_OBJECTS, word) || word.eq_ignore_ascii_case("that");
        // “… of” leads to an office, as in “the head of the agency, Lee”; other prepositions to somebody else.
        let leads_away = between.iter().filter(|word| !word.eq_ignore_ascii_case("of")).any(is_object);
        (between.len() <= TITLE && !leads_away).then_some(name)
    }

    /// Whether somebody is described and not named: said the envoy.
    fn is_described(&self, range: Range<usize>) -> bool {
        let first = words_in(self.text, range).next();
        first.is_some_and(|word| is_among(&["the", "a", "an", "one", "another"], &self.text[word]))
    }

    /// Whether two quotations of a paragraph are one utterance: the first breaks off, only a verb of speech with its
    /// subject stands between, and nobody else is said to have said the second.
    fn is_split(&self, first: &Utterance, second: &Utterance, spoken: &[Vec<Attribution>]) -> bool {
        /// The longest narration in the middle of an utterance.
        const LONGEST: usize = 160;
        let gap = first.at.end..second.at.start;
        if first.passages.1 != second.passages.0 || second.passages.0 != second.passages.1 || gap.len() > LONGEST {
            return false;
        }
        // “…,” he told reporters. Gorbachev answered: “…”: a sentence that begins between the two leads to the second.
        let begins = self.passages[second.passages.0].sentence(second.at.start).start.max(gap.start);
        if begins > gap.start && self.text[begins..gap.end].contains(char::is_alphanumeric) {
            return false;
        }
        let verbs = &spoken[first.passages.1];
        let next = |at: usize| verbs.get(verbs.partition_point(|verb| verb.at.start < at));
        let between = next(gap.start).filter(|verb| verb.at.end <= gap.end);
        let goes_on = breaks_off(self.text, first) || self.text[gap].trim_end().ends_with(',');
        let Some(between) = between.filter(|_| goes_on) else { return false };
        let own = next(second.at.end)
            .filter(|verb| breaks_off(self.text, second) && self.distance(second, &verb.at) < LONGEST);
        // “…”, and Lee said “…”: where the first one has a verb before it, the one between leads to the second.
        let sentence = self.passages[first.passages.0].sentence(first.at.start).start;
        let led = next(sentence).filter(|verb| verb.at.end <= first.at.start);
        let is_same = |verb: &Attribution| match (&verb.speaker, &between.speaker) {
            (Some(one), Some(other)) => one.id == other.id,
            _ => false,
        };
        own.is_none_or(is_same) && led.is_none_or(is_same)
    }

    /// Who seems to have said an utterance.
    fn speaker(&self, utterance: &Utterance, spoken: &[Vec<Attribution>]) -> Option<Speaker> {
        let (first, last) = utterance.passages;
        let next = spoken[first].partition_point(|verb| verb.at.end <= utterance.at.start);
        let before = next.checked_sub(1).and_then(|before| spoken[first].get(before));
        // Narration lies within an utterance where the reporter split it.
        let within = spoken[first].get(next).filter(|verb| verb.at.end <= utterance.at.end);
        let after = spoken[last].get(spoken[last].partition_point(|verb| verb.at.start < utterance.at.end));
        let verbs = within.into_iter().chain(before).chain(after);
        let nearest = verbs.min_by_key(|verb| self.distance(utterance, &verb.at));
        match nearest {
            Some(Attribution { speaker: Some(speaker), .. }) => return Some(speaker.clone()),
            // Somebody is said to have said it, and the site does not know them.
            Some(verb) if self.distance(utterance, &verb.at) < APART => return None,
            _ => {}
        }
        let nearest = self.nearest_name(utterance).or_else(|| self.name_before_colon(first, spoken));
        nearest.or_else(|| self.last_before_colon(first))
    }

    /// How far a verb or a name is from an utterance: in bytes, and more in another sentence.
    fn distance(&self, utterance: &Utterance, at: &Range<usize>) -> usize {
        let (first, last) = utterance.passages;
        if at.end <= utterance.at.start {
            let between = self.passages[first].sentences_between(at.start, utterance.at.start);
            return utterance.at.start - at.end + between * APART;
        }
        let between = self.passages[last].sentences_between(utterance.at.end.saturating_sub(1), at.start);
        // “Go.” Lee said: the full stop is that of the words.
        let own = utterance.pieces.last().is_some_and(|piece| self.text[piece.clone()].ends_with(['.', '!', '?']));
        at.start.saturating_sub(utterance.at.end) + between.saturating_sub(usize::from(own)) * APART
    }

    fn nearest_name(&self, utterance: &Utterance) -> Option<Speaker> {
        let (first, last) = utterance.passages;
        let before = self.named_in(self.passages[first].at.start..utterance.at.start);
        let after = self.named_in(utterance.at.end..self.passages[last].at.end);
        let before = before.iter().rev().take(NAMES).find(|name| name.is_person);
        let after = after.iter().take(NAMES).find(|name| name.is_person);
        let nearest = before.into_iter().chain(after).min_by_key(|name| self.distance(utterance, &name.at))?;
        Some(self.only_near(nearest))
    }

    /// A paragraph may end in “Lee said:”, and the next one be what Lee said.
    fn name_before_colon(&self, number: usize, spoken: &[Vec<Attribution>]) -> Option<Speaker> {
        let before = number.checked_sub(1).filter(|before| self.ends_in_colon(*before))?;
        spoken[before].last()?.speaker.clone()
    }

    fn last_before_colon(&self, number: usize) -> Option<Speaker> {
        let before = number.checked_sub(1).filter(|before| self.ends_in_colon(*before))?;
        let named = self.named_in(self.passages[before].at.clone());
        named.iter().rev().find(|name| name.is_person).map(|name| self.only_near(name))
    }

    fn ends_in_colon(&self, number: usize) -> bool {
        self.text[self.passages[number].at.clone()].trim_end().ends_with([':', '：'])
    }

    fn only_near(&self, name: &Named) -> Speaker {
        Speaker { id: name.id.clone(), because: Because::Nearest { line: line(self.passages, name.at.start) } }
    }
}

/// How far back from a verb its subject is looked for, in bytes: a text without full stops is no endless sentence.
const CLAUSE: usize = 600;

/// How many names are looked at for the nearest person.
const NAMES: usize = 50;

/// What the end of a sentence between two things counts, in bytes.
const APART: usize = 200;

fn is_among(words: &[&str], word: &str) -> bool {
    words.iter().any(|other| other.eq_ignore_ascii_case(word))
}

/// The words of a part of a text: runs of letters and digits.
fn words_in(text: &str, range: Range<usize>) -> impl Iterator<Item = Range<usize>> {
    let start = range.start;
    let part = text.get(range).unwrap_or_default();
    let mut at = 0;
    std::iter::from_fn(move || {
        let begins = at + part[at..].find(char::is_alphanumeric)?;
        let rest = &part[begins..];
        at = begins + rest.find(|c: char| !c.is_alphanumeric()).unwrap_or(rest.len());
        Some(start + begins..start + at)
    })
}
