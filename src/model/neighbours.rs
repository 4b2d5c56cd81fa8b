//! Decides whether the words next to a name make it a different name: `Nora Marsh` is not Ivor
//! Marsh, and `South Korea` not Korea.
//!
//! Only the words right before and after a name are read. The lists of titles, given names and
//! months are data, by language.

mod beside;
mod calendar_words;
mod demonyms;
mod endings;
mod given_names;
mod honorifics;
mod other_words;

use std::borrow::Cow;
use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use crate::base::id::Kind;
use crate::base::limits;
use crate::base::typography::is_unspaced;
use crate::parse::registry::ActorKind;

use super::forms::{Bearer, Occurrence};
use super::habits::{Habits, parts};
use super::lexicon::Lexicon;
use super::name_context::NameContext;
use super::word_list::WordList;

use beside::{Beside, Joint, NeighbourSort, words_of};

pub(super) use beside::EMPHASIS;
pub(crate) use beside::{word_ending_at, word_starting_at};

static GIVEN_NAMES: WordList = WordList::by_language(given_names::GIVEN_NAMES);
static HONORIFICS: WordList = WordList::by_language(honorifics::HONORIFICS);
static ABBREVIATIONS: WordList = WordList::of(honorifics::ABBREVIATIONS);
static BEHIND: WordList = WordList::of(honorifics::BEHIND);
static WEEKDAYS: WordList = WordList::by_language(calendar_words::WEEKDAYS);
static MONTHS: WordList = WordList::by_language(calendar_words::MONTHS);
static SHORT_MONTHS: WordList = WordList::of(calendar_words::SHORT_MONTHS);
static BEFORE_MONTHS: WordList = WordList::by_language(calendar_words::BEFORE_MONTHS);
static COMPOUNDS: WordList = WordList::by_language(endings::COMPOUNDS);
static PARTICLES: WordList = WordList::of(other_words::PARTICLES);
static QUALIFIERS: WordList = WordList::of(other_words::QUALIFIERS);
static PREFIXES: WordList = WordList::of(other_words::PREFIXES);
static PLACED: WordList = WordList::of(other_words::PLACED);
static FRONTED: WordList = WordList::of(other_words::FRONTED);
static SMALL: WordList = WordList::of(other_words::SMALL);
static DOTTED: WordList = WordList::of(other_words::DOTTED);
static DEMONYMS: LazyLock<FxHashMap<&'static str, &'static str>> = LazyLock::new(|| {
    let words = |(country, words): &(&'static str, &'static str)| {
        let country = *country;
        words.split_whitespace().map(move |word| (word, country))
    };
    demonyms::DEMONYMS.iter().flat_map(words).collect()
});

/// Whether a capitalized word is a title or honorific.
pub(crate) fn is_honorific(word: &str) -> bool {
    HONORIFICS.contains(word)
}

/// Whether a word is an adjective or an abbreviation of a country.
pub(crate) fn is_demonym(word: &str) -> bool {
    DEMONYMS.contains_key(word)
}

/// Whether a word is the name of a month.
pub(crate) fn is_month(word: &str) -> bool {
    MONTHS.contains(word)
}

/// Whether a full stop after this word does not end a sentence.
pub(crate) fn is_abbreviation(word: &str) -> bool {
    ABBREVIATIONS.contains(word)
}

/// The letters and digits at the beginning of a text: one more than the longest word in the lists,
/// at most.
fn first_word(text: &str) -> &str {
    const MOST: usize = 24;
    let end =
        text.char_indices().take(MOST).find(|(_, c)| !c.is_alphanumeric()).map(|(end, _)| end);
    &text[..end.unwrap_or_else(|| text.char_indices().nth(MOST).map_or(text.len(), |(end, _)| end))]
}

/// Whether the rest of a word after a name is a Korean particle: `은` in `바이든은`.
pub(super) fn is_korean_particle(rest: &str, last: char) -> bool {
    let word = first_word(rest);
    let final_consonant =
        u32::from(last).checked_sub(0xAC00).filter(|n| *n < 11_172).map(|n| n % 28);
    let has = |words: &str| words.split_whitespace().any(|particle| particle == word);
    /// The index of ㄹ among the final consonants.
    const LIQUID: u32 = 8;
    let fits = match final_consonant {
        Some(0) => has(endings::AFTER_VOWEL),
        Some(LIQUID) => has(endings::AFTER_CONSONANT) || has(endings::AFTER_LIQUID),
        Some(_) => has(endings::AFTER_CONSONANT),
        // The final sound of a foreign name is not known.
        None => has(endings::AFTER_VOWEL) || has(endings::AFTER_CONSONANT),
    };
    fits || has(endings::AFTER_ANY)
}

/// Whether the word after an apostrophe is a Turkish suffix: `ın` in `Erdoğan'ın`.
pub(super) fn is_turkish_suffix(word: &str, habits: Habits) -> bool {
    let has = |words: &str| words.split_whitespace().any(|suffix| suffix == word);
    has(endings::TURKISH) || (habits.vowel_suffixes && has(endings::TURKISH_VOWELS))
}

/// Whether the text after a hyphen makes an adjective of any name: `-led`, `-nah`.
pub(super) fn is_compound(rest: &str) -> bool {
    let word = first_word(rest);
    COMPOUNDS.contains_in_any_case(word)
}

/// Whether a word is a month and not a name: after `in` or `since`, or next to a number.
pub(super) fn is_month_of_a_date(text: &str, start: usize, end: usize) -> bool {
    const LONGEST: usize = "September".len();
    let form = &text[start..end];
    let is_short = || SHORT_MONTHS.contains(form);
    if form.len() > LONGEST || !(is_month(form) || is_short()) {
        return false;
    }
    let before = text[..start].trim_end_matches([' ', '-', '.', EMPHASIS]);
    let last = word_ending_at(before.strip_suffix(" of").unwrap_or(before));
    let number = last.bytes().take_while(u8::is_ascii_digit).count();
    let is_ordinal = (1..=2).contains(&number);
    let after = text[end..].trim_start_matches(['.', ',', ' ', EMPHASIS]);
    let digits = after.bytes().take_while(u8::is_ascii_digit).count();
    let is_before_number = digits == 4 || (digits > 0 && text[end..].starts_with([' ', '.']));
    is_ordinal || is_before_number || (!is_short() && BEFORE_MONTHS.contains(&last.to_lowercase()))
}

/// Removes the names that are part of a different name, and returns them. A name of several
/// entities keeps only those that fit the words next to it.
pub(super) fn set_apart<'f>(
    text: &str,
    found: &mut Vec<Occurrence<'f>>,
    context: &NameContext,
    lexicon: &Lexicon,
) -> Vec<Occurrence<'f>> {
    found.sort_by_key(|found| (found.start, std::cmp::Reverse(found.end)));
    let habits = context.habits.unwrap_or(lexicon.habits());
    let street = Street { text, found, context, lexicon, habits };
    let narrowed: Vec<(usize, Vec<Bearer>)> =
        (0..found.len()).filter_map(|number| Some((number, street.narrowed(number)?))).collect();
    let mut others = Vec::new();
    if narrowed.is_empty() {
        return others;
    }
    let mut narrowed = narrowed.into_iter().peekable();
    let mut other_until = 0;
    let mut kept = Vec::with_capacity(found.len());
    for (number, mut one) in found.drain(..).enumerate() {
        let meant = narrowed.next_if(|(other, _)| *other == number).map(|(_, bearers)| bearers);
        if meant.as_ref().is_some_and(Vec::is_empty) {
            other_until = other_until.max(one.end);
            others.push(one);
        } else if one.end <= other_until {
            // A short form inside of another name: “Xi” in “Xi Jinping Thought”.
            others.push(one);
        } else {
            one.bearers = meant.map_or(one.bearers, Cow::Owned);
            kept.push(one);
        }
    }
    *found = kept;
    others
}

/// A text with its names, in order.
struct Street<'a, 'f> {
    text: &'a str,
    found: &'a [Occurrence<'f>],
    context: &'a NameContext,
    lexicon: &'a Lexicon,
    habits: Habits,
}

/// The rules by which a name of an entity is judged.
enum Class {
    /// A person, by a short form or a name of one word, next to which other parts of the name may
    /// stand.
    PersonInPart,
    /// A person, by a full name.
    PersonInFull,
    /// An organization, by several words or a short form.
    Body,
    /// A country, or an organization of one word.
    Word,
}

impl Street<'_, '_> {
    /// The entities that the name may refer to here, if they are fewer than all with this name.
    fn narrowed(&self, number: usize) -> Option<Vec<Bearer>> {
        let Occurrence { start, end, bearers } = &self.found[number];
        if is_month_of_a_date(self.text, *start, *end) {
            return Some(Vec::new());
        }
        let (left, right) = (self.left(number), self.right(number));
        if left.is_none() && right.is_none() {
            return None;
        }
        let form = &self.text[*start..*end];
        let is_meant =
            |bearer: &&Bearer| !self.is_another(bearer, form, left.as_ref(), right.as_ref());
        let meant: Vec<Bearer> = bearers.iter().filter(is_meant).cloned().collect();
        (meant.len() < bearers.len()).then_some(meant)
    }

    fn is_another(
        &self,
        bearer: &Bearer,
        form: &str,
        left: Option<&Beside<'_>>,
        right: Option<&Beside<'_>>,
    ) -> bool {
        if bearer.kind == Kind::Issue {
            return false;
        }
        let known = self.lexicon.known_actor(&bearer.id);
        let class = class(bearer, form, known.map_or(ActorKind::Person, |known| known.kind));
        let is_own = |beside: &Beside<'_>| match known {
            Some(known) => known.parts.iter().any(|part| beside.is_of(part)),
            None => {
                let mut names = self.context.stubs.of(&bearer.id);
                names.any(|name| parts(name).any(|part| beside.is_of(part)))
            }
        };
        let country = known.and_then(|known| known.country.as_deref());
        let is_left = left.is_some_and(|left| {
            !is_own(left) && left.makes_another_of(&class, bearer.strong, country)
        });
        is_left
            || right
                .is_some_and(|right| !is_own(right) && right.goes_on_from(&class, bearer.strong))
    }

    /// The word before a name, if it may be part of the name.
    fn left(&self, number: usize) -> Option<Beside<'_>> {
        let start = self.found[number].start;
        let (rest, joint) = beside::joint_before(&self.text[..start])?;
        if joint == Joint::Dot {
            let run =
                rest.rfind(|c| !is_unspaced(c)).map_or(0, |at| rest.ceil_char_boundary(at + 1));
            return Some(Beside { word: &rest[run..], joint, sort: NeighbourSort::Name });
        }
        if rest.ends_with('.') {
            return beside::initials(rest, self.habits).map(|word| Beside {
                word,
                joint,
                sort: NeighbourSort::Initial,
            });
        }
        let (word, is_through_particle) = beside::past_particles(rest);
        let at = (word.as_ptr() as usize).checked_sub(self.text.as_ptr() as usize)?;
        let sort = self.sort_of(word, at, joint, number)?;
        // “the Berlin de Marsh” is no name, but “Nora de Marsh” is.
        (sort == NeighbourSort::Given || !is_through_particle).then_some(Beside {
            word,
            joint,
            sort,
        })
    }

    fn sort_of(&self, word: &str, at: usize, joint: Joint, number: usize) -> Option<NeighbourSort> {
        let first = word.chars().next()?;
        if !first.is_uppercase() {
            return beside::is_given_without_capitals(word, first).then_some(NeighbourSort::Given);
        }
        let end = at + word.len();
        let last = word.rsplit('-').next().unwrap_or(word);
        // In “China's Xi”, “China” is not part of the name, nor is a word with a Turkish suffix.
        let is_owner = |ending: &str| ending == "s" || is_turkish_suffix(ending, self.habits);
        if word.rsplit_once('\'').is_some_and(|(_, ending)| is_owner(ending)) {
            return None;
        }
        if last.starts_with(char::is_lowercase)
            || is_honorific(word)
            || is_honorific(last)
            || is_of_calendar(word)
        {
            return None;
        }
        let is_given = words_of(word).any(|part| GIVEN_NAMES.contains(part));
        let registered = self.found[..number]
            .iter()
            .rev()
            .take(limits::FORMS_AT_PLACE)
            .find(|other| other.end == end);
        let is_whole_name =
            |other: &Occurrence<'_>| other.start < at || !is_given || joint == Joint::Hyphen;
        if registered.is_some_and(is_whole_name)
            || self.lexicon.ends_with_office(&self.text[..end], last)
        {
            return None;
        }
        if is_given {
            return Some(NeighbourSort::Given);
        }
        let is_excused = self.lexicon.is_registered_part(word)
            || (joint == Joint::Hyphen && PREFIXES.contains(word))
            || beside::begins_sentence(&self.text[..at])
            || beside::is_of_place(&self.text[..at], word)
            || self.is_silent(at, number);
        match (is_excused, QUALIFIERS.contains(word)) {
            (false, _) => Some(NeighbourSort::Name),
            (true, true) => Some(NeighbourSort::Qualifier),
            (true, false) => None,
        }
    }

    /// Whether capitals carry no information: in German, and in titles or lines in capitals.
    fn is_silent(&self, at: usize, number: usize) -> bool {
        self.habits.capital_nouns || beside::is_title_case(self.text, at, self.found[number].end)
    }

    /// The word after a name, if it may be part of the name.
    fn right(&self, number: usize) -> Option<Beside<'_>> {
        let end = self.found[number].end;
        let (rest, joint) = beside::joint_behind(&self.text[end..])?;
        if joint == Joint::Dot {
            let run = rest.find(|c| !is_unspaced(c)).unwrap_or(rest.len());
            return Some(Beside { word: &rest[..run], joint, sort: NeighbourSort::Name });
        }
        let word = word_starting_at(rest);
        let at = self.text.len() - rest.len();
        let is_capital = word.starts_with(char::is_uppercase);
        let head = word.split('-').next().unwrap_or(word);
        let is_given = words_of(word).any(|part| GIVEN_NAMES.contains(part));
        let is_registered = || {
            let first = self.found.partition_point(|other| other.start < at);
            self.found.get(first).is_some_and(|other| other.start == at)
                || self.lexicon.is_registered_part(head)
        };
        let sort = match joint {
            Joint::Hyphen if is_compound(rest) || (is_registered() && !is_given) => return None,
            Joint::Hyphen if !is_capital => NeighbourSort::Small,
            Joint::Hyphen if !is_given && self.is_silent(end, number) => NeighbourSort::Small,
            _ if !is_capital || beside::speaks_of_bearer(rest, word) || is_registered() => {
                return None;
            }
            _ if is_given => NeighbourSort::Given,
            _ if self.is_silent(end, number) => return None,
            _ => NeighbourSort::Name,
        };
        Some(Beside { word, joint, sort })
    }
}

fn class(bearer: &Bearer, form: &str, kind: ActorKind) -> Class {
    let is_one_word = !form.contains(' ');
    match kind {
        ActorKind::Person if bearer.strong && !is_one_word => Class::PersonInFull,
        ActorKind::Person => Class::PersonInPart,
        ActorKind::Organization | ActorKind::Group if !bearer.strong || !is_one_word => Class::Body,
        _ if !bearer.strong => Class::Body,
        _ => Class::Word,
    }
}

fn is_of_calendar(word: &str) -> bool {
    WEEKDAYS.contains(word) || is_month(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_given_name_is_neither_a_title_nor_of_the_calendar() {
        let both: Vec<_> =
            GIVEN_NAMES.iter().filter(|name| is_honorific(name) || is_of_calendar(name)).collect();
        assert!(both.is_empty(), "{both:?}");
    }

    #[test]
    fn particles_of_korean_follow_what_the_name_ends_in() {
        for (last, rest, fits) in [
            ('핑', "은", true),
            ('핑', "는", false),
            ('로', "는", true),
            ('로', "은", false),
            ('길', "로", true),
            ('길', "으로", true),
            ('민', "로", false),
            ('민', "준", false),
            ('n', "은 갔다", true),
            ('n', "는", true),
        ] {
            assert_eq!(is_korean_particle(rest, last), fits, "{last}{rest}");
        }
    }

    #[test]
    fn a_month_is_one_beside_a_number_or_behind_in() {
        for (text, is_month) in [
            ("in May", true),
            ("since May.", true),
            ("on 5 May", true),
            ("the 5th of May", true),
            ("5th May", true),
            ("the song of May", false),
            ("May 5", true),
            ("May, 2024", true),
            ("May 2024", true),
            ("with May, 5 others", false),
            ("by May", false),
            ("in 2024 May left", false),
            ("seit May", true),
        ] {
            let start = text.find("May").unwrap_or_default();
            assert_eq!(is_month_of_a_date(text, start, start + 3), is_month, "{text}");
        }
    }
}
