//! The words next to a name: their boundaries and kinds.

use crate::base::typography::is_unspaced;

use super::{
    BEHIND, Class, DEMONYMS, DOTTED, FRONTED, GIVEN_NAMES, PARTICLES, PLACED, QUALIFIERS, SMALL,
    honorifics, is_abbreviation, is_demonym, is_honorific, is_of_calendar,
};
use crate::base::limits;
use crate::model::habits::Habits;

/// A character in place of emphasis between two words. They count as neighbours, but a name never
/// continues after it.
pub(crate) const EMPHASIS: char = '\u{2}';

/// A word next to a name.
pub(super) struct Beside<'t> {
    pub(super) word: &'t str,
    pub(super) joint: Joint,
    pub(super) sort: NeighbourSort,
}

/// The text between a name and the word next to it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Joint {
    Space,
    Hyphen,
    /// The dot between the parts of a foreign name in Chinese or Japanese.
    Dot,
}

/// The kind of a word next to a name.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum NeighbourSort {
    /// A given name.
    Given,
    /// An initial.
    Initial,
    /// A capitalized word that may be part of a name.
    Name,
    /// A word that distinguishes only countries and organizations.
    Qualifier,
    /// The second half of a compound, in lower case.
    Small,
}

impl Beside<'_> {
    /// Whether the word is part of somebody's name, or its initial.
    pub(super) fn is_of(&self, part: &str) -> bool {
        match self.sort {
            NeighbourSort::Initial => part.chars().next() == self.word.chars().next(),
            _ => {
                part == self.word
                    || part.trim_end_matches('.') == self.word
                    || part.to_lowercase() == self.word
            }
        }
    }

    /// Whether the word before a name makes it a different name.
    pub(super) fn makes_another_of(
        &self,
        class: &Class,
        strong: bool,
        country: Option<&str>,
    ) -> bool {
        if self.joint == Joint::Dot {
            return !strong && matches!(class, Class::PersonInPart);
        }
        match (self.sort, class) {
            (NeighbourSort::Given, _) => true,
            (NeighbourSort::Qualifier, class) => matches!(class, Class::Body | Class::Word),
            (NeighbourSort::Initial, class) => {
                matches!(class, Class::PersonInPart | Class::PersonInFull)
            }
            (_, Class::PersonInPart) => !is_acronym(self.word) && !is_demonym(self.word),
            (_, Class::PersonInFull) => false,
            (_, Class::Body) => country.is_none() || DEMONYMS.get(self.word).copied() != country,
            (_, Class::Word) => QUALIFIERS.contains(self.word),
        }
    }

    /// Whether the name continues in the word after it, and so is a different name.
    pub(super) fn goes_on_from(&self, class: &Class, strong: bool) -> bool {
        let is_person = matches!(class, Class::PersonInPart | Class::PersonInFull);
        match self.joint {
            Joint::Dot => !strong && is_person,
            Joint::Hyphen => {
                (strong && is_person) || (!strong && self.sort != NeighbourSort::Small)
            }
            Joint::Space => !strong || is_person,
        }
    }
}

/// Whether a word is an abbreviation in capitals. Two letters may be initials.
fn is_acronym(word: &str) -> bool {
    word.chars().nth(2).is_some() && word.chars().all(char::is_uppercase)
}

/// A word with hyphens and its parts.
pub(super) fn words_of(word: &str) -> impl Iterator<Item = &str> {
    let parts = word.contains('-').then(|| word.split('-')).into_iter().flatten();
    std::iter::once(word).chain(parts)
}

/// The text before a name without the joint to the previous word; `None` if there is no previous
/// word.
pub(super) fn joint_before(before: &str) -> Option<(&str, Joint)> {
    let before = before.trim_end_matches(EMPHASIS);
    let (rest, joint) = match before.chars().next_back()? {
        ' ' => (before.trim_end_matches([' ', EMPHASIS]), Joint::Space),
        '-' => (&before[..before.len() - 1], Joint::Hyphen),
        dot if is_dot(dot) => (&before[..before.len() - dot.len_utf8()], Joint::Dot),
        _ => return None,
    };
    let last = rest.chars().next_back()?;
    let fits = match joint {
        Joint::Space => last.is_alphanumeric() || last == '.',
        Joint::Hyphen => last.is_alphanumeric(),
        Joint::Dot => is_unspaced(last),
    };
    fits.then_some((rest, joint))
}

/// The text after a name without the joint to the next word; `None` if there is no next word.
pub(super) fn joint_behind(behind: &str) -> Option<(&str, Joint)> {
    let behind = behind.trim_start_matches(EMPHASIS);
    let (rest, joint) = match behind.chars().next()? {
        ' ' => (behind.trim_start_matches([' ', EMPHASIS]), Joint::Space),
        '-' => (&behind[1..], Joint::Hyphen),
        dot if is_dot(dot) => (&behind[dot.len_utf8()..], Joint::Dot),
        _ => return None,
    };
    let first = rest.chars().next()?;
    let fits = if joint == Joint::Dot { is_unspaced(first) } else { first.is_alphabetic() };
    fits.then_some((rest, joint))
}

fn is_dot(c: char) -> bool {
    matches!(c, '·' | '・' | '‧')
}

/// The last word of a text, with its hyphens but without a contracted article: `Ukraine` of
/// `l'Ukraine`.
pub(crate) fn word_ending_at(text: &str) -> &str {
    let near =
        &text[text.ceil_char_boundary(text.len().saturating_sub(limits::WORD_BESIDE_NAME))..];
    let start = near
        .char_indices()
        .rev()
        .take_while(|(_, c)| c.is_alphanumeric() || matches!(c, '-' | '\''))
        .last();
    let word = start.map_or("", |(start, _)| &near[start..]).trim_start_matches(['-', '\'']);
    match word.split_once('\'') {
        Some((article, rest)) if article.starts_with(char::is_lowercase) => rest,
        _ => word,
    }
}

/// The first word of a text, with its hyphens but without a possessive ending.
pub(crate) fn word_starting_at(text: &str) -> &str {
    let near = &text[..text.floor_char_boundary(limits::WORD_BESIDE_NAME.min(text.len()))];
    let end = near
        .find(|c: char| !(c.is_alphanumeric() || matches!(c, '-' | '\'')))
        .unwrap_or(near.len());
    let word = near[..end].trim_end_matches(['-', '\'']);
    word.strip_suffix("'s").unwrap_or(word)
}

/// The initials at the end of a text, unless they are an abbreviation: `J.` of `Senator J.`, `J.D.`
/// of `J.D.`
pub(super) fn initials(text: &str, habits: Habits) -> Option<&str> {
    let near =
        &text[text.ceil_char_boundary(text.len().saturating_sub(limits::WORD_BESIDE_NAME))..];
    let token = near.rsplit([' ', '-', '(']).next().unwrap_or_default();
    let mut letters = token.split_terminator('.');
    let is_initial =
        |letter: &str| letter.chars().count() == 1 && letter.chars().all(char::is_uppercase);
    let is_title = habits.m_is_a_title && token == "M.";
    let fits = letters.clone().next().is_some() && letters.all(is_initial);
    (fits && !is_title && token != "I." && !DOTTED.contains(token.trim_end_matches('.')))
        .then_some(token)
}

/// The last word of a text, without the particles of a name after it, as in `Rifaat al-`; and
/// whether there are any.
pub(super) fn past_particles(text: &str) -> (&str, bool) {
    const MOST: usize = 3;
    let mut rest = text;
    for number in 0..=MOST {
        let word = word_ending_at(rest);
        let first = word.rsplit('-').next().unwrap_or(word);
        let before = rest[..rest.len() - first.len()].trim_end_matches([' ', '-', EMPHASIS]);
        if number == MOST || !PARTICLES.contains(first) || !before.ends_with(char::is_alphanumeric)
        {
            return (word, number > 0);
        }
        rest = before;
    }
    ("", false)
}

/// Whether a word in a script without capitals is a given name. In Arabic, “and” is written as part
/// of the next word.
pub(super) fn is_given_without_capitals(word: &str, first: char) -> bool {
    !first.is_lowercase()
        && (GIVEN_NAMES.contains(word)
            || word.strip_prefix('و').is_some_and(|word| GIVEN_NAMES.contains(word)))
}

/// Whether a character is a quotation mark or a bracket, which may come before or after a sentence.
fn is_mark(c: char) -> bool {
    matches!(c, '(' | ')' | '[' | ']' | '“' | '”' | '"' | '‘' | '’' | '\'' | '«' | '»' | '„')
}

/// Whether the next word after a text begins a sentence.
pub(super) fn begins_sentence(before: &str) -> bool {
    let before = before.trim_end_matches(|c: char| {
        c.is_whitespace() || matches!(c, EMPHASIS | '\u{1}' | '*') || is_mark(c)
    });
    match before.chars().next_back() {
        None | Some('!' | '?' | '…' | ':' | '。' | '！' | '？' | '؟' | '•') => true,
        Some('.') => {
            let word = word_ending_at(&before[..before.len() - 1]);
            word.chars().count() != 1 && !is_abbreviation(word)
        }
        _ => false,
    }
}

/// Whether a word is part of a place after a preposition: `in New York Biden met`, `From New York
/// Biden wrote`.
pub(super) fn is_of_place(before: &str, word: &str) -> bool {
    const MOST: usize = 3;
    if QUALIFIERS.contains(word) {
        return false;
    }
    let mut before = before;
    for _ in 0..MOST {
        let Some(rest) = before.strip_suffix(' ') else { return false };
        let word = word_ending_at(rest);
        before = &rest[..rest.len() - word.len()];
        if PLACED.contains(word) || FRONTED.contains(word) {
            return PLACED.contains(word) || begins_sentence(before);
        }
        if !word.starts_with(char::is_uppercase) || GIVEN_NAMES.contains(word) {
            return false;
        }
    }
    false
}

/// Whether the word after a name describes its bearer, or is no part of a name at all.
pub(super) fn speaks_of_bearer(rest: &str, word: &str) -> bool {
    let head = word.split('-').next().unwrap_or(word);
    let is_roman = word.chars().all(|c| matches!(c, 'I' | 'V' | 'X'));
    word == "I"
        || is_honorific(head)
        || is_of_calendar(head)
        || BEHIND.contains(word)
        || (is_acronym(word) && !is_roman)
        || is_demonym(word)
        || honorifics::BEHIND_IN_TWO.iter().any(|two| rest.starts_with(two))
}

/// Whether the sentence around a position is in title case.
pub(super) fn is_title_case(text: &str, start: usize, end: usize) -> bool {
    /// A sentence of fewer words may be capitalized by chance.
    const FEWEST: usize = 4;
    let is_end = |c: char| matches!(c, '.' | '!' | '?' | ':' | ';' | '\u{1}');
    let before = &text[text.ceil_char_boundary(start.saturating_sub(limits::SENTENCE))..start];
    let before = before.rsplit(is_end).next().unwrap_or(before);
    let behind = &text[start..text.floor_char_boundary((end + limits::SENTENCE).min(text.len()))];
    let behind = &behind[..behind.find(is_end).unwrap_or(behind.len()).max(end - start)];
    let words = before.split_whitespace().chain(behind.split_whitespace());
    let mut capitals = 0;
    for word in words.map(|word| word.trim_matches(|c: char| !c.is_alphanumeric())) {
        match word.chars().next() {
            Some(first) if first.is_uppercase() => capitals += 1,
            Some(first) if first.is_lowercase() && !SMALL.contains(word) => return false,
            _ => {}
        }
    }
    capitals >= FEWEST
}
