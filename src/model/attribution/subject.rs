//! The subject of a verb of speech: by the order of words of each language, and by pronouns.

use std::ops::Range;

use crate::base::id::Id;
use crate::model::entities::Actor;
use crate::model::evidence::verbs::{is_leading, is_reporting, takes_object, words_in};
use crate::model::forms::is_unspaced;

use super::cast::words_of;
use super::titles::{
    BEFORE_OBJECTS, BESIDE_VERBS, DEFINITE, INDEFINITE, ORGANIZATIONS, PASSIVE, PRONOUNS, UNSPACED_PRONOUNS, is_title,
};
use super::{BACK, CLAUSE, NAMES, Named, TextReader};

/// The subject of a verb of speech.
#[derive(Clone, Debug, Default)]
pub(super) struct Subject {
    /// Whom it may mean, the likeliest first.
    pub(super) who: Vec<Id<Actor>>,
    /// Somebody whom the site does not know, by their bytes of the text.
    pub(super) unknown: Option<Range<usize>>,
    /// Whether the text leaves no doubt.
    pub(super) is_sure: bool,
    /// The pronoun that stands for the name, and where the name stands; an empty one where the verb
    /// has no subject of its own.
    pub(super) stand_in: Option<(String, usize)>,
}

impl Subject {
    pub(super) fn is_empty(&self) -> bool {
        self.who.is_empty() && self.unknown.is_none()
    }

    fn named(who: &[Id<Actor>], is_sure: bool) -> Subject {
        Subject { who: who.to_vec(), is_sure: is_sure && who.len() == 1, ..Subject::default() }
    }
}

/// A title before a name has no more words.
const TITLE: usize = 6;

impl<'a> TextReader<'a> {
    /// The subject of a verb of speech; `before` is that of the last one that has any.
    pub(super) fn subject(&self, number: usize, verb: &Range<usize>, before: Option<&Subject>) -> Subject {
        let raw = self.raw();
        let passage = self.passage(number);
        let sentence = passage.sentence(verb.start);
        let after = passage.speech.partition_point(|speech| speech.words.end <= verb.start);
        let last = after.checked_sub(1).map_or(0, |last| passage.speech[last].words.end);
        // What stands between the words and the verb says most: “…,” Lee said.
        let reach = raw.floor_char_boundary(verb.start.saturating_sub(CLAUSE));
        let from = last.max(sentence.start).max(reach);
        let clause = from..verb.start;
        let until = passage.speech.get(after).map_or(sentence.end, |next| next.words.start.min(sentence.end));
        let behind = verb.end..until.max(verb.end);
        if is_reporting(&raw[verb.clone()]) {
            let named = self.named_in(sentence.start..behind.end).iter().filter(|name| name.is_person);
            let who = named.take(NAMES).flat_map(|name| name.who.clone()).collect();
            return Subject { who, ..Subject::default() };
        }
        if self.is_passive(&clause) {
            return self.agent(&behind);
        }
        let is_led = is_leading(&raw[verb.clone()]);
        let is_inverted = is_led || self.is_inverted(&clause) || is_verb_first(&raw[verb.clone()]);
        if is_inverted && let Some(subject) = self.behind(verb, &behind) {
            return subject;
        }
        if let Some(pronoun) = self.pronoun_before(&clause) {
            return self.meant_by(&pronoun, number);
        }
        let subject = self.in_clause(&clause);
        if !subject.is_empty() {
            return subject;
        }
        if !is_inverted {
            return self.described_last(&clause).unwrap_or_default();
        }
        if let Some(pronoun) = self.pronoun_behind(&behind) {
            return self.meant_by(&pronoun, number);
        }
        if let Some(subject) = self.described(&behind) {
            return subject;
        }
        let reach = raw.floor_char_boundary(from.saturating_sub(CLAUSE));
        let begins = sentence.start.max(reach)..from;
        let is_bare = self.is_bare(&behind);
        let led = Some(self.in_clause(&begins)).filter(|subject| !subject.is_empty() && is_bare);
        let dropped = || {
            before.filter(|_| is_bare && drops_subjects(&raw[verb.clone()])).map(|before| Subject {
                who: before.who.clone(),
                stand_in: Some((String::new(), verb.start)),
                ..Subject::default()
            })
        };
        led.map(|subject| Subject { is_sure: subject.is_sure && !is_led, ..subject })
            .or_else(dropped)
            .unwrap_or_default()
    }

    /// Whether nothing but an auxiliary stands between the words and the verb: “…,” has said Lee.
    fn is_inverted(&self, clause: &Range<usize>) -> bool {
        const AUXILIARIES: &[&str] = &[
            "a",
            "ont",
            "avait",
            "hat",
            "haben",
            "hatte",
            "ha",
            "han",
            "has",
            "had",
            "y",
            "et",
            "und",
            "and",
            "и",
            "as",
            "так",
            "также",
            "и",
            "と",
            "などと",
            "とも",
            "と、",
            "也",
            "并",
            "還",
            "还",
        ];
        words_in(self.raw(), clause.clone()).all(|word| AUXILIARIES.contains(&&self.raw()[word]))
    }

    /// Whether the subject of a verb is who was spoken to: “Lee was told”.
    fn is_passive(&self, clause: &Range<usize>) -> bool {
        let last = words_in(self.raw(), clause.clone()).next_back();
        last.is_some_and(|word| is_among(PASSIVE, &self.raw()[word]))
    }

    /// Who spoke to the subject of a passive: “Lee was told by Roe”.
    fn agent(&self, behind: &Range<usize>) -> Subject {
        let by = words_in(self.raw(), behind.clone()).next();
        let by = by.filter(|word| is_among(&["by", "par", "von", "por"], &self.raw()[word.clone()]));
        let name = by.and_then(|by| self.named_in(by.end..behind.end).first());
        name.map(|name| Subject::named(&name.who, false)).unwrap_or_default()
    }

    /// The pronoun right before the end of a clause, as in “he then said”.
    fn pronoun_before(&self, clause: &Range<usize>) -> Option<Range<usize>> {
        let mut words = words_in(self.raw(), clause.clone()).rev();
        let word = words.find(|word| !is_among(BESIDE_VERBS, &self.raw()[word.clone()]))?;
        self.pronoun(word)
    }

    /// The pronoun right behind a verb, as in “sagte er”.
    fn pronoun_behind(&self, behind: &Range<usize>) -> Option<Range<usize>> {
        let mut words = words_in(self.raw(), behind.clone());
        let word = words.find(|word| &self.raw()[word.clone()] != "t")?;
        self.pronoun(word)
    }

    fn pronoun(&self, word: Range<usize>) -> Option<Range<usize>> {
        let written = &self.raw()[word.clone()];
        let unspaced =
            UNSPACED_PRONOUNS.iter().find(|pronoun| written.ends_with(**pronoun) || written.starts_with(**pronoun));
        (is_among(PRONOUNS, written) || unspaced.is_some()).then_some(word)
    }

    /// Whom a pronoun seems to mean: of the persons whom the last sentence before it names, the first
    /// that is no object, as that is mostly its subject.
    fn meant_by(&self, pronoun: &Range<usize>, number: usize) -> Subject {
        let first = self.passage(number.saturating_sub(BACK));
        let before = self.named_in(first.at.start..pronoun.start);
        let last = before.iter().rev().take(NAMES).find(|name| name.is_person);
        let Some(last) = last else { return Subject::default() };
        let passages = self.text.passages();
        let passage = passages.partition_point(|passage| passage.at.end <= last.at.start);
        let Some(passage) = passages.get(passage) else { return Subject::default() };
        let sentence = passage.sentence(last.at.start);
        let named = self.named_in(sentence.start..pronoun.start).iter().take(NAMES);
        let persons: Vec<&Named> = named.filter(|name| name.is_person).collect();
        // Of two who met, either may go on to speak.
        let may_be = |name: &&&Named| {
            let word = self.word_before(sentence.start, name);
            word.is_none_or(|word| word == "met" || !is_among(BEFORE_OBJECTS, word))
        };
        let mut subjects: Vec<&&Named> = persons.iter().filter(may_be).collect();
        if subjects.is_empty() {
            subjects = persons.iter().collect();
        }
        let mut who: Vec<Id<Actor>> = Vec::new();
        for id in subjects.iter().flat_map(|name| &name.who) {
            if !who.contains(id) {
                who.push(*id);
            }
        }
        let at = subjects.first().map_or(last.at.start, |name| name.at.start);
        let words = self.raw()[pronoun.clone()].to_owned();
        Subject { who, stand_in: Some((words, at)), ..Subject::default() }
    }

    fn word_before(&self, from: usize, name: &Named) -> Option<&'a str> {
        words_in(self.raw(), from..name.at.start).next_back().map(|word| &self.raw()[word])
    }

    /// The names of a clause that may be the subject of the verb behind it: of persons, or right before the verb.
    fn in_clause(&self, clause: &Range<usize>) -> Subject {
        let raw = self.raw();
        let named = self.named_in(clause.clone());
        let named = &named[named.len().saturating_sub(NAMES)..];
        let is_adjacent = |name: &Named| {
            let behind = name.at.end..clause.end;
            let is_apart = raw[behind.clone()].contains([',', '，', '、']);
            !is_apart
                && words_in(raw, behind).all(|word| is_among(BESIDE_VERBS, &raw[word.clone()]) || is_adverb(&raw[word]))
        };
        let may_be = |name: &&Named| {
            let is_owner = self.is_owner(name);
            let word = self.word_before(clause.start, name);
            let is_object = word.is_some_and(|word| is_among(BEFORE_OBJECTS, word));
            !is_owner && !is_object && name.is_subject && (name.is_person || is_adjacent(name))
        };
        let mut subjects: Vec<&Named> = named.iter().filter(may_be).collect();
        let Some(last) = subjects.pop() else { return self.stranger(clause) };
        if let Some(other) = subjects.last().filter(|other| self.is_joined(other, last)) {
            return Subject { who: [last.who.clone(), other.who.clone()].concat(), ..Subject::default() };
        }
        let is_sure = is_adjacent(last) || self.is_interrupted(last, clause) || self.is_unspaced_subject(last, clause);
        if is_sure {
            return Subject::named(&last.who, !self.is_reported(clause));
        }
        let is_only = named.iter().filter(|name| name.is_person).count() == 1;
        let stranger = self.stranger(clause);
        if !is_only && !stranger.is_empty() {
            return stranger;
        }
        let who = std::iter::once(last).chain(subjects.into_iter().rev());
        let who: Vec<Id<Actor>> = who.flat_map(|name| name.who.clone()).collect();
        Subject { who, ..Subject::default() }
    }

    /// Whether a name only says whose something is: “Lee’s aide”, 王毅的助手.
    fn is_owner(&self, name: &Named) -> bool {
        const HONORIFICS: &[&str] = &["氏", "さん", "様", "先生", "女士", "总理", "首相", "外相"];
        let behind = &self.raw()[name.at.end..];
        let behind = HONORIFICS.iter().find_map(|word| behind.strip_prefix(word)).unwrap_or(behind);
        behind.starts_with(['\'', '’', '的', 'の'])
    }

    /// Whether only an insertion stands between a name and its verb: “Lee, who had come late, said”.
    fn is_interrupted(&self, name: &Named, clause: &Range<usize>) -> bool {
        let raw = self.raw();
        let behind = &raw[name.at.end..clause.end];
        let words: Vec<Range<usize>> = words_in(raw, name.at.end..clause.end).collect();
        let last = words.iter().rev().find(|word| !is_among(BESIDE_VERBS, &raw[(*word).clone()]));
        let end = last.map_or(name.at.end, |word| word.end);
        behind.starts_with(',') && raw[end..clause.end].trim_start().starts_with(',')
    }

    /// Whether a name in Han is the subject of the verb at the end of its clause: nothing but the
    /// circumstances stand between, and the name owns nothing.
    fn is_unspaced_subject(&self, name: &Named, clause: &Range<usize>) -> bool {
        let raw = self.raw();
        let behind = &raw[name.at.end..clause.end];
        raw[name.at.clone()].ends_with(is_unspaced) && !behind.contains(['，', '、', '；', '。', '：'])
    }

    /// Whether a clause says that somebody speaks for another one, or quotes them.
    fn is_reported(&self, clause: &Range<usize>) -> bool {
        const REPORTING: &[&str] = &[
            "quoted",
            "quoting",
            "cited",
            "citing",
            "behalf",
            "citant",
            "cité",
            "au nom d",
            "zitier",
            "im Namen",
            "citando",
            "en nombre de",
            "итиру",
            "от имени",
            "нашим словам",
            "引述",
            "引用",
            "代表",
            "نقلا",
            "نيابة",
            "باسم",
        ];
        REPORTING.iter().any(|word| self.raw()[clause.clone()].contains(word))
    }

    /// Whether two names are one subject: “Lee and Roe said”.
    fn is_joined(&self, first: &Named, second: &Named) -> bool {
        let between = self.raw().get(first.at.end..second.at.start).unwrap_or_default().trim();
        matches!(between, "and" | "et" | "und" | "y" | "e" | "и" | "و" | "和" | "与" | "與" | "及" | "&" | "、")
    }

    /// A name right before the end of a clause that the site does not know: two words with capitals at
    /// least, or one behind an honorific.
    fn stranger(&self, clause: &Range<usize>) -> Subject {
        let raw = self.raw();
        let words: Vec<Range<usize>> = words_in(raw, clause.clone()).collect();
        let words: Vec<&Range<usize>> =
            words.iter().rev().skip_while(|word| is_among(BESIDE_VERBS, &raw[(*word).clone()])).collect();
        let Some(end) = words.first().map(|word| word.end) else { return Subject::default() };
        if raw[end..clause.end].contains([',', ';', ':']) {
            return Subject::default();
        }
        self.capitals(words.into_iter(), |word, next: &Range<usize>| raw[word.end..next.start].trim().is_empty())
    }

    /// The name that some words are, given from its last word to its first or the other way round.
    fn capitals<'w>(
        &self,
        words: impl Iterator<Item = &'w Range<usize>>,
        is_beside: impl Fn(&Range<usize>, &Range<usize>) -> bool,
    ) -> Subject {
        let raw = self.raw();
        let mut name: Vec<&Range<usize>> = Vec::new();
        let mut has_title = false;
        for word in words.take(TITLE) {
            let is_near = name.last().is_none_or(|last| is_beside(word, last));
            let written = &raw[word.clone()];
            let is_capital = written.starts_with(char::is_uppercase);
            if !is_near || !(is_capital || is_title(written)) {
                break;
            }
            if is_title(written) {
                has_title = true;
                break;
            }
            name.push(word);
        }
        let is_organization =
            name.iter().any(|word| ORGANIZATIONS.contains(&raw[(*word).clone()].to_lowercase().as_str()));
        let long = name.iter().all(|word| raw[(*word).clone()].chars().nth(1).is_some());
        if is_organization || !long || name.len() + usize::from(has_title) < 2 || name.is_empty() {
            return Subject::default();
        }
        let start = name.iter().map(|word| word.start).min().unwrap_or_default();
        let end = name.iter().map(|word| word.end).max().unwrap_or_default();
        Subject { unknown: Some(start..end), ..Subject::default() }
    }

    /// The name that follows a verb as its subject: “…,” said Foreign Minister Lee.
    fn behind(&self, verb: &Range<usize>, behind: &Range<usize>) -> Option<Subject> {
        let raw = self.raw();
        if takes_object(&raw[verb.clone()]) {
            return None;
        }
        let is_led = is_leading(&raw[verb.clone()]);
        let named = self.named_in(behind.clone());
        let name = named.first().filter(|name| name.is_subject || is_led);
        let before = behind.start..name.map_or(behind.end, |name| name.at.start);
        let between: Vec<&str> = words_in(raw, before.clone())
            .map(|word| &raw[word])
            .skip(usize::from(is_led && !raw[verb.clone()].eq_ignore_ascii_case("so")))
            .take(TITLE + 1)
            .collect();
        let Some(name) = name else {
            let words: Vec<Range<usize>> = words_in(raw, before).take(TITLE).collect();
            let skipped = words
                .iter()
                .skip_while(|word| is_title(&raw[(*word).clone()]) || is_among(DEFINITE, &raw[(*word).clone()]));
            let has_title = words.first().is_some_and(|word| is_title(&raw[word.clone()]));
            let mut found = self.capitals(skipped, |next, word| raw[word.end..next.start].trim().is_empty());
            if found.is_empty() && has_title {
                let single = words
                    .iter()
                    .find(|word| !is_title(&raw[(*word).clone()]))
                    .filter(|word| raw[(*word).clone()].starts_with(char::is_uppercase));
                found.unknown = single.cloned();
            }
            return (!found.is_empty()).then_some(found);
        };
        let is_owner = self.is_owner(name);
        let is_object = |word: &&str| is_among(BEFORE_OBJECTS, word) || word.eq_ignore_ascii_case("that");
        // “… of” leads to an office, as in “the head of the agency, Lee”; other prepositions to somebody else.
        let of = ["of", "von", "de", "par"];
        let leads_away = between.iter().filter(|word| !is_among(&of, word)).any(is_object);
        let ends = raw[before].contains([':', '：', ';', '“', '«', '「']);
        if between.len() > TITLE || leads_away || ends || is_owner {
            return None;
        }
        let second = named.get(1).filter(|second| self.is_joined(name, second));
        match second {
            Some(second) => {
                let who = [name.who.clone(), second.who.clone()].concat();
                Some(Subject { who, ..Subject::default() })
            }
            None => Some(Subject::named(&name.who, !self.is_reported(behind))),
        }
    }

    /// Somebody whom a clause describes: “an aide”, “the minister”. Whom an indefinite description
    /// means is not known; a title may be that of one whom the text names.
    pub(super) fn described(&self, range: &Range<usize>) -> Option<Subject> {
        let raw = self.raw();
        let words: Vec<Range<usize>> = words_in(raw, range.clone()).take(TITLE).collect();
        let first = words.first()?;
        let written = &raw[first.clone()];
        if is_among(INDEFINITE, written) && words.len() > 1 {
            let end = words[words.len().min(3) - 1].end;
            return Some(Subject { unknown: Some(first.start..end), ..Subject::default() });
        }
        let title: Vec<&Range<usize>> = words
            .iter()
            .skip(usize::from(is_among(DEFINITE, written)))
            .take_while(|word| raw[(*word).clone()].starts_with(char::is_lowercase) || is_title(&raw[(*word).clone()]))
            .take_while(|word| {
                !is_among(BESIDE_VERBS, &raw[(*word).clone()]) && !is_among(BEFORE_OBJECTS, &raw[(*word).clone()])
            })
            .collect();
        let title: Vec<String> = title.into_iter().flat_map(|word| words_of(&raw[word.clone()])).collect();
        self.titled(&title)
    }

    /// Somebody whom the last words of a clause describe: “asked by Roe, the minister said”.
    fn described_last(&self, clause: &Range<usize>) -> Option<Subject> {
        let raw = self.raw();
        let words: Vec<Range<usize>> = words_in(raw, clause.clone()).collect();
        let mut before =
            words.iter().rev().skip_while(|word| is_among(BESIDE_VERBS, &raw[(*word).clone()])).take(TITLE);
        let mut title: Vec<&Range<usize>> = Vec::new();
        let first = loop {
            match before.next() {
                Some(word) if is_title(&raw[word.clone()]) => title.push(word),
                word => break word,
            }
        };
        let is_indefinite = first.is_some_and(|word| is_among(INDEFINITE, &raw[word.clone()]));
        if let (true, Some(first), Some(last)) = (is_indefinite, first, title.first()) {
            return Some(Subject { unknown: Some(first.start..last.end), ..Subject::default() });
        }
        let title: Vec<String> = title.into_iter().rev().flat_map(|word| words_of(&raw[word.clone()])).collect();
        self.titled(&title)
    }

    /// Whom the text names with a title of these words.
    fn titled(&self, title: &[String]) -> Option<Subject> {
        if !title.iter().any(|word| is_title(word)) {
            return None;
        }
        let named = self.reading.named.iter().filter(|name| name.is_person).take(20 * NAMES);
        let mut titled = self.cast.titled(title, named.flat_map(|name| name.who.iter().copied()));
        for (id, words) in &self.reading.titles {
            if !titled.contains(id) && title.iter().all(|word| words.contains(word)) {
                titled.push(*id);
            }
        }
        (!titled.is_empty()).then(|| Subject::named(&titled, true))
    }

    /// Whether nobody is described behind a verb: a mark, a preposition or nothing follows.
    fn is_bare(&self, behind: &Range<usize>) -> bool {
        let raw = self.raw();
        let Some(first) = words_in(raw, behind.clone()).next() else { return true };
        let is_behind_mark = raw[behind.start..first.start].contains([',', '.', ':', '：', '，', '。', '—', '–', ';']);
        let written = &raw[first];
        const PREPOSITIONS: &[&str] = &[
            "in",
            "on",
            "at",
            "during",
            "en",
            "a",
            "ante",
            "durante",
            "que",
            "al",
            "в",
            "на",
            "что",
            "журналистам",
            "أن",
            "إن",
            "في",
            "خلال",
            "im",
            "am",
            "dass",
        ];
        is_behind_mark
            || is_among(PREPOSITIONS, written)
            || (written.starts_with(char::is_lowercase)
                && !is_among(DEFINITE, written)
                && !is_among(INDEFINITE, written)
                && written.is_ascii())
            || written.starts_with(is_unspaced)
    }
}

/// Verbs that mostly stand before their subject: those of Arabic, and Spanish ones that begin a
/// sentence.
fn is_verb_first(verb: &str) -> bool {
    verb.starts_with(|c: char| ('\u{600}'..='\u{6FF}').contains(&c) || c.is_uppercase())
}

/// Whether a verb is of a language that leaves out pronouns: Spanish, Russian, Arabic, Chinese,
/// Japanese; by its accent or script.
fn drops_subjects(verb: &str) -> bool {
    verb.ends_with(['ó', 'ò']) || !verb.is_ascii() && !verb.contains(['é', 'ä', 'ü', 'ö', 'è']) || verb == "dijo"
}

fn is_adverb(word: &str) -> bool {
    word.ends_with("ly") || word.ends_with("ment") || word.ends_with("mente")
}

fn is_among(words: &[&str], word: &str) -> bool {
    words.contains(&word) || words.contains(&word.to_lowercase().as_str())
}
