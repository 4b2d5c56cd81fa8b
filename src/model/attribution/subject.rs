//! Finds the subject of a verb of speech by the word order of each language, and by pronouns.

use std::ops::Range;

use crate::base::id::Id;
use crate::base::limits;
use crate::base::typography::is_unspaced;
use crate::model::entities::Actor;
use crate::model::evidence::verbs::{is_leading, is_reporting, takes_object, words_in};

use crate::model::word_list::WordList;

use super::cast::title_words;
use super::titles::{
    BEFORE_OBJECTS, BESIDE_VERBS, DEFINITE, INDEFINITE, NO_NAMES, ORGANIZATIONS, PASSIVE, PERSONS,
    POSSESSIVES, PRONOUNS, SOMEBODY, TIMES, UNSPACED_PERSONS, UNSPACED_PRONOUNS, is_title,
};
use super::{BACK, SpeakerMention, TextReader};

/// The subject of a verb of speech.
#[derive(Clone, Debug, Default)]
pub(super) struct Subject {
    /// The possible actors, the likeliest first.
    pub(super) who: Vec<Id<Actor>>,
    /// The bytes of the name of somebody who is no actor of the site.
    pub(super) unknown: Option<Range<usize>>,
    /// Whether the text is unambiguous.
    pub(super) is_sure: bool,
    /// The pronoun in place of the name, and the place of the name. An empty pronoun if the verb
    /// has no subject.
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

/// Words before the name of a speaker, in any grammatical case.
const LED_BY: &[&str] =
    &["словам", "мнению", "According to", "according to", "Selon", "Según", "Laut"];

/// The largest number of words in a title before a name.
const TITLE: usize = 6;

impl<'a> TextReader<'a> {
    /// The subject of a verb of speech.
    pub(super) fn subject(&self, number: usize, verb: &Range<usize>) -> Subject {
        let raw = self.raw();
        let passage = self.passage(number);
        let sentence = passage.sentence(verb.start);
        let after = passage.speech.partition_point(|speech| speech.words.end <= verb.start);
        let last = after.checked_sub(1).map_or(0, |last| passage.speech[last].words.end);
        // The text between the words and the verb is the best evidence: “…,” Lee said.
        let reach = raw.floor_char_boundary(verb.start.saturating_sub(limits::SPEECH_CLAUSE));
        let from = last.max(sentence.start).max(reach);
        let clause = from..verb.start;
        let until = passage
            .speech
            .get(after)
            .map_or(sentence.end, |next| next.words.start.min(sentence.end));
        let reach = raw.floor_char_boundary((verb.end + limits::SPEECH_CLAUSE).min(raw.len()));
        let behind = verb.end..until.min(reach).max(verb.end);
        if is_reporting(&raw[verb.clone()]) {
            return self.reported(&clause, &behind);
        }
        if words_in(raw, clause.clone()).next_back().is_some_and(|word| &raw[word] == "as") {
            let last = self.named_in(clause).iter().rev().find(|name| name.is_person);
            return last.map(|name| Subject::named(&name.who, false)).unwrap_or_default();
        }
        if self.is_passive(&clause) {
            return self.agent(&behind);
        }
        let is_led = is_leading(&raw[verb.clone()]);
        let is_inverted = is_led || self.is_inverted(&clause) || is_verb_first(&raw[verb.clone()]);
        let behind = if is_led { self.without_preposition(behind) } else { behind };
        let is_behind_comma = raw[clause.clone()].trim_end().ends_with(',');
        if (is_inverted || is_behind_comma)
            && let Some(subject) = self.behind(verb, &behind)
        {
            return subject;
        }
        if let Some(pronoun) = self.pronoun_before(&clause) {
            return self.meant_by(&pronoun, number);
        }
        let subject = self.in_clause(&clause);
        if !subject.is_empty() {
            return self.for_another(subject, &behind);
        }
        if !is_inverted {
            let described = self.described_last(&clause).or_else(|| self.described_first(&clause));
            return described.unwrap_or_default();
        }
        if let Some(pronoun) = self.pronoun_behind(&behind) {
            return self.meant_by(&pronoun, number);
        }
        if let Some(subject) = self.described(&behind) {
            return subject;
        }
        let reach = raw.floor_char_boundary(from.saturating_sub(limits::SPEECH_CLAUSE));
        let begins = sentence.start.max(reach)..from;
        let is_bare = self.is_bare(&behind);
        let led = Some(self.in_clause(&begins)).filter(|subject| !subject.is_empty() && is_bare);
        let dropped = || {
            let is_dropped = is_bare && drops_subjects(&raw[verb.clone()]);
            is_dropped.then(|| self.meant_by(&(verb.start..verb.start), number))
        };
        let unnamed = || {
            let is_unspaced_verb = raw[verb.clone()].chars().any(is_unspaced);
            self.described_first(&begins).filter(|_| is_unspaced_verb)
        };
        let led = led.or_else(unnamed);
        led.map(|subject| Subject { is_sure: subject.is_sure && !is_led, ..subject })
            .or_else(dropped)
            .unwrap_or_default()
    }

    /// The subject, together with the person for whom it speaks: “Lee said on behalf of Roe”.
    fn for_another(&self, subject: Subject, behind: &Range<usize>) -> Subject {
        /// The largest distance of these words from the verb, in bytes.
        const CLOSE: usize = 40;
        let close =
            behind.start..self.raw().floor_char_boundary((behind.start + CLOSE).min(behind.end));
        if !self.is_reported(&close) {
            return subject;
        }
        let other = self.named_in(behind.clone()).iter().find(|name| name.is_person);
        let other = other.map(|name| name.who.clone()).unwrap_or_default();
        Subject { who: [subject.who, other].concat(), is_sure: false, ..Subject::default() }
    }

    /// The person whose words a verb reports: the object, or the subject of a passive.
    fn reported(&self, clause: &Range<usize>, behind: &Range<usize>) -> Subject {
        let named = if self.is_passive(clause) {
            self.named_in(clause.clone())
        } else {
            self.named_in(behind.clone())
        };
        let is_source = |name: &&SpeakerMention| {
            self.word_before(behind.start, name).is_some_and(|word| word == "عن")
        };
        let behind_from: Vec<&SpeakerMention> = named.iter().filter(is_source).collect();
        let named: Vec<&SpeakerMention> =
            if behind_from.is_empty() { named.iter().collect() } else { behind_from };
        let persons = named.into_iter().filter(|name| name.is_person).take(limits::NAMES_NEAR);
        Subject { who: persons.flat_map(|name| name.who.clone()).collect(), ..Subject::default() }
    }

    /// The text after “according to” or “in den Worten von”.
    fn without_preposition(&self, behind: Range<usize>) -> Range<usize> {
        let first = words_in(self.raw(), behind.clone()).next();
        static PREPOSITIONS: WordList = WordList::of("to de von du d of des");
        let first =
            first.filter(|word| PREPOSITIONS.contains_in_any_case(&self.raw()[word.clone()]));
        first.map_or(behind.clone(), |word| word.end..behind.end)
    }

    /// Whether only an auxiliary is between the words and the verb: “…,” has said Lee.
    fn is_inverted(&self, clause: &Range<usize>) -> bool {
        static AUXILIARIES: WordList = WordList::by_language(&[
            ("en", "has had and as"),
            ("fr", "a ont avait y et"),
            ("de", "hat haben hatte und"),
            ("es", "ha han"),
            ("ru", "и так также"),
            ("zh", "也 并 還 还"),
            ("ja", "と などと とも と、"),
        ]);
        words_in(self.raw(), clause.clone()).all(|word| AUXILIARIES.contains(&self.raw()[word]))
    }

    /// Whether the subject of a verb is the person spoken to: “Lee was told”.
    fn is_passive(&self, clause: &Range<usize>) -> bool {
        let last = words_in(self.raw(), clause.clone()).next_back();
        last.is_some_and(|word| PASSIVE.contains_in_any_case(&self.raw()[word]))
    }

    /// The speaker in a passive sentence: “Lee was told by Roe”.
    fn agent(&self, behind: &Range<usize>) -> Subject {
        static BY: WordList = WordList::of("by par von por");
        let by = words_in(self.raw(), behind.clone()).next();
        let by = by.filter(|word| BY.contains_in_any_case(&self.raw()[word.clone()]));
        let name = by.and_then(|by| self.named_in(by.end..behind.end).first());
        name.map(|name| Subject::named(&name.who, false)).unwrap_or_default()
    }

    /// The pronoun right before the end of a clause, as in “he then said”.
    fn pronoun_before(&self, clause: &Range<usize>) -> Option<Range<usize>> {
        let mut words = words_in(self.raw(), clause.clone()).rev();
        let word =
            words.find(|word| !BESIDE_VERBS.contains_in_any_case(&self.raw()[word.clone()]))?;
        self.pronoun(word)
    }

    /// The pronoun right after a verb, as in “sagte er”.
    fn pronoun_behind(&self, behind: &Range<usize>) -> Option<Range<usize>> {
        let mut words = words_in(self.raw(), behind.clone());
        let word = words.find(|word| &self.raw()[word.clone()] != "t")?;
        self.pronoun(word)
    }

    fn pronoun(&self, word: Range<usize>) -> Option<Range<usize>> {
        let written = &self.raw()[word.clone()];
        let unspaced = UNSPACED_PRONOUNS
            .iter()
            .find(|pronoun| written.ends_with(pronoun) || written.starts_with(pronoun));
        (PRONOUNS.contains_in_any_case(written) || unspaced.is_some()).then_some(word)
    }

    /// The likely meaning of a pronoun: of the people in the last sentence before it, the first
    /// that is not an object, because that is usually the subject.
    fn meant_by(&self, pronoun: &Range<usize>, number: usize) -> Subject {
        let first = self.passage(number.saturating_sub(BACK));
        let before = self.named_in(first.at.start..pronoun.start);
        let mut persons =
            before.iter().rev().take(limits::NAMES_NEAR).filter(|name| name.is_person);
        let Some(last) = persons.next() else { return Subject::default() };
        // Of two people who met, either may be the next speaker.
        let may_be = |name: &&SpeakerMention| {
            let word = self.word_before(self.sentence_start(name.at.start), name);
            let is_object =
                word.is_some_and(|word| word != "met" && BEFORE_OBJECTS.contains_in_any_case(word));
            (name.is_subject && !is_object && !self.is_owner(name)) || self.is_led(name)
        };
        let nearest = std::iter::once(last).chain(persons).find(may_be).unwrap_or(last);
        let start = self.sentence_start(nearest.at.start);
        let named = self
            .named_in(start..pronoun.start)
            .iter()
            .take(limits::NAMES_NEAR)
            .filter(|name| name.is_person);
        let mut subjects: Vec<&SpeakerMention> = named.clone().filter(may_be).collect();
        if subjects.is_empty() {
            subjects = named.collect();
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

    /// The beginning of the sentence with a byte.
    fn sentence_start(&self, at: usize) -> usize {
        let passages = self.text.passages();
        let number = passages.partition_point(|passage| passage.at.end <= at);
        passages.get(number).map_or(at, |passage| passage.sentence(at).start)
    }

    /// Whether words such as “according to” are before a name.
    fn is_led(&self, name: &SpeakerMention) -> bool {
        /// The largest distance from the name, in bytes.
        const NEAR: usize = 100;
        let near = self.raw().ceil_char_boundary(name.at.start.saturating_sub(NEAR));
        let before = &self.raw()[near.max(self.sentence_start(name.at.start))..name.at.start];
        LED_BY.iter().any(|led| before.contains(led))
    }

    fn word_before(&self, from: usize, name: &SpeakerMention) -> Option<&'a str> {
        words_in(self.raw(), from..name.at.start).next_back().map(|word| &self.raw()[word])
    }

    /// The names in a clause that may be the subject of the verb after it: of people, or right
    /// before the verb.
    fn in_clause(&self, clause: &Range<usize>) -> Subject {
        let raw = self.raw();
        let named = self.named_in(clause.clone());
        let named = &named[named.len().saturating_sub(limits::NAMES_NEAR)..];
        let is_adjacent = |name: &SpeakerMention| {
            // “Lee (Labour) had said”
            let inserted =
                raw[name.at.end..clause.end].strip_prefix(" (").and_then(|rest| rest.find(')'));
            let behind = name.at.end + inserted.map_or(0, |end| end + " ()".len())..clause.end;
            let is_apart = raw[behind.clone()].contains([',', '，', '、']);
            !is_apart
                && words_in(raw, behind).all(|word| {
                    BESIDE_VERBS.contains_in_any_case(&raw[word.clone()]) || is_adverb(&raw[word])
                })
        };
        let may_be = |name: &&SpeakerMention| {
            let is_owner = self.is_owner(name);
            let word = self.word_before(clause.start, name);
            let is_object = word.is_some_and(|word| BEFORE_OBJECTS.contains_in_any_case(word));
            !is_owner && !is_object && name.is_subject && (name.is_person || is_adjacent(name))
        };
        let mut subjects: Vec<&SpeakerMention> = named.iter().filter(may_be).collect();
        let Some(last) = subjects.pop() else { return self.stranger(clause) };
        if let Some(other) = subjects.last().filter(|other| self.is_joined(other, last)) {
            return Subject {
                who: [last.who.clone(), other.who.clone()].concat(),
                ..Subject::default()
            };
        }
        let is_sure = is_adjacent(last)
            || self.is_interrupted(last, clause)
            || self.is_unspaced_subject(last, clause);
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

    /// Whether a name is only a possessor: “Lee’s aide”, 王毅的助手.
    fn is_owner(&self, name: &SpeakerMention) -> bool {
        const HONORIFICS: &[&str] = &["氏", "さん", "様", "先生", "女士", "总理", "首相", "外相"];
        let behind = &self.raw()[name.at.end..];
        let behind = HONORIFICS.iter().find_map(|word| behind.strip_prefix(word)).unwrap_or(behind);
        behind.starts_with(['\'', '’', '的', 'の'])
    }

    /// Whether only an insertion is between a name and its verb: “Lee, who had come late, said”.
    fn is_interrupted(&self, name: &SpeakerMention, clause: &Range<usize>) -> bool {
        let raw = self.raw();
        let behind = &raw[name.at.end..clause.end];
        let words: Vec<Range<usize>> = words_in(raw, name.at.end..clause.end).collect();
        let last = words
            .iter()
            .rev()
            .find(|word| !BESIDE_VERBS.contains_in_any_case(&raw[(*word).clone()]));
        let end = last.map_or(name.at.end, |word| word.end);
        behind.starts_with(',') && raw[end..clause.end].trim_start().starts_with(',')
    }

    /// Whether a name in Han is the subject of the verb at the end of its clause: only adverbials
    /// are between them, and the name is not a possessor.
    fn is_unspaced_subject(&self, name: &SpeakerMention, clause: &Range<usize>) -> bool {
        let raw = self.raw();
        let behind = &raw[name.at.end..clause.end];
        // The topic of a Japanese sentence is still its subject after a comma.
        let is_topic = behind
            .chars()
            .take(10)
            .take_while(|c| is_unspaced(*c))
            .any(|c| matches!(c, 'は' | 'が'));
        let is_han = raw[name.at.clone()].ends_with(is_unspaced);
        is_han && (is_topic || !behind.contains(['，', '、', '；', '。', '：']))
    }

    /// Whether a clause says that somebody speaks for another person, or quotes one.
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
    fn is_joined(&self, first: &SpeakerMention, second: &SpeakerMention) -> bool {
        let between = self.raw().get(first.at.end..second.at.start).unwrap_or_default().trim();
        matches!(
            between,
            "and" | "et" | "und" | "y" | "e" | "и" | "و" | "和" | "与" | "與" | "及" | "&" | "、"
        )
    }

    /// A name right before the end of a clause that is no actor of the site: at least two
    /// capitalized words, or a single one after an honorific.
    fn stranger(&self, clause: &Range<usize>) -> Subject {
        let raw = self.raw();
        let words: Vec<Range<usize>> = words_in(raw, clause.clone()).collect();
        let words: Vec<&Range<usize>> = words
            .iter()
            .rev()
            .skip_while(|word| BESIDE_VERBS.contains_in_any_case(&raw[(*word).clone()]))
            .collect();
        let Some(end) = words.first().map(|word| word.end) else { return Subject::default() };
        if raw[end..clause.end].contains([',', ';', ':']) {
            return Subject::default();
        }
        self.capitals(words.into_iter(), |word, next: &Range<usize>| {
            raw[word.end..next.start].trim().is_empty()
        })
    }

    /// The name among some words, which are given in either direction.
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
        let is_other = name.iter().any(|word| NO_NAMES.contains_in_any_case(&raw[(*word).clone()]));
        let is_organization =
            name.iter().any(|word| ORGANIZATIONS.contains(&raw[(*word).clone()].to_lowercase()));
        let long = name.iter().all(|word| raw[(*word).clone()].chars().nth(1).is_some());
        if is_other
            || is_organization
            || !long
            || name.len() + usize::from(has_title) < 2
            || name.is_empty()
        {
            return Subject::default();
        }
        let start = name.iter().map(|word| word.start).min().unwrap_or_default();
        let end = name.iter().map(|word| word.end).max().unwrap_or_default();
        Subject { unknown: Some(start..end), ..Subject::default() }
    }

    /// The subject after a verb: “…,” said Foreign Minister Lee.
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
            let skipped = words.iter().skip_while(|word| {
                is_title(&raw[(*word).clone()])
                    || DEFINITE.contains_in_any_case(&raw[(*word).clone()])
            });
            let has_title = words.first().is_some_and(|word| is_title(&raw[word.clone()]));
            let mut found =
                self.capitals(skipped, |next, word| raw[word.end..next.start].trim().is_empty());
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
        let is_object = |word: &&str| {
            BEFORE_OBJECTS.contains_in_any_case(word) || word.eq_ignore_ascii_case("that")
        };
        // “… of” leads to an office, as in “the head of the agency, Lee”; other prepositions lead
        // to another person.
        static OF: WordList = WordList::of("of von de par");
        let leads_away =
            between.iter().filter(|word| !OF.contains_in_any_case(word)).any(is_object);
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

    /// A person whom a clause describes: “an aide”, “the minister”. An indefinite description means
    /// an unknown person; a title may mean a person whom the text names.
    pub(super) fn described(&self, range: &Range<usize>) -> Option<Subject> {
        let raw = self.raw();
        let words: Vec<Range<usize>> = words_in(raw, range.clone()).take(TITLE).collect();
        let first = words.first()?;
        let written = &raw[first.clone()];
        if let Some(unnamed) = self.unnamed(&words) {
            return Some(unnamed);
        }
        if self.is_arabic_indefinite(written) {
            return Some(Subject { unknown: Some(first.clone()), ..Subject::default() });
        }
        let title: Vec<&Range<usize>> = words
            .iter()
            .skip(usize::from(DEFINITE.contains_in_any_case(written)))
            .take_while(|word| {
                raw[(*word).clone()].starts_with(char::is_lowercase)
                    || is_title(&raw[(*word).clone()])
            })
            .take_while(|word| {
                !BESIDE_VERBS.contains_in_any_case(&raw[(*word).clone()])
                    && !BEFORE_OBJECTS.contains_in_any_case(&raw[(*word).clone()])
            })
            .collect();
        let title = self.words_of_title(title.into_iter());
        (1..=title.len()).rev().find_map(|len| self.titled(&title[..len]))
    }

    /// The words of a title, with their hyphens.
    fn words_of_title<'w>(&self, mut words: impl Iterator<Item = &'w Range<usize>>) -> Vec<String> {
        let Some(first) = words.next() else { return Vec::new() };
        let end = words.last().map_or(first.end, |word| word.end);
        title_words(&self.raw()[first.start..end.max(first.end)])
    }

    /// Whether a word after an Arabic verb is a noun without an article, and not a preposition or
    /// particle.
    fn is_arabic_indefinite(&self, word: &str) -> bool {
        static OTHERS: WordList = WordList::of(
            "في أن إن أنه إنه أنها إنها أنهم خلال على إلى من عن مع عقب بعد قبل أمام لدى أيضا \
            أيضاً كذلك
            معالي سعادة هو هي وزير وزيرة رئيس رئيسة سفير سفيرة نائب نائبة قائلا قائلاً قائلة ذلك \
            هذا",
        );
        let is_arabic = word.starts_with(|c: char| ('\u{600}'..='\u{6FF}').contains(&c));
        let is_joined =
            word.starts_with(['ل', 'ب', 'و', 'ف', 'ك']) && word.chars().nth(1) == Some('ل');
        is_arabic
            && !word.starts_with("ال")
            && !is_joined
            && !OTHERS.contains(word)
            && word.chars().nth(2).is_some()
    }

    /// A person whom some words introduce without a name: “a senior official”, “her deputy”.
    fn unnamed(&self, words: &[Range<usize>]) -> Option<Subject> {
        let raw = self.raw();
        let first = words.first()?;
        let written = &raw[first.clone()];
        let near = || words.iter().skip(1).take(3);
        let noun = match () {
            () if SOMEBODY.contains_in_any_case(written) => Some(first),
            () if INDEFINITE.contains_in_any_case(written) => {
                let is_time = near().any(|word| TIMES.contains_in_any_case(&raw[word.clone()]));
                near().next().filter(|_| !is_time)
            }
            () if POSSESSIVES.contains_in_any_case(written) => {
                near().find(|word| PERSONS.contains_in_any_case(&raw[(*word).clone()]))
            }
            () => None,
        };
        Some(Subject { unknown: Some(first.start..noun?.end), ..Subject::default() })
    }

    /// A person whom the first words of a clause introduce without a name, or its last words in a
    /// language without articles.
    fn described_first(&self, clause: &Range<usize>) -> Option<Subject> {
        let raw = self.raw();
        let words: Vec<Range<usize>> = words_in(raw, clause.clone()).collect();
        let stretch = &raw[clause.clone()];
        let unspaced = || {
            if let Some(topic) = self.japanese_topic(clause) {
                return Some(Subject { unknown: Some(topic), ..Subject::default() });
            }
            let noun = UNSPACED_PERSONS.iter().find_map(|noun| Some((stretch.rfind(noun)?, noun)));
            let marker = || {
                ["一名", "一位", "某", "有人"]
                    .into_iter()
                    .find_map(|word| Some((stretch.find(word)?, word)))
            };
            let (at, noun) = noun.or_else(marker)?;
            let at = clause.start + at;
            Some(Subject { unknown: Some(at..at + noun.len()), ..Subject::default() })
        };
        let bare = || {
            let last = words.last()?;
            let is_noun =
                PERSONS.contains_in_any_case(&raw[last.clone()]) && !raw[last.clone()].is_ascii();
            is_noun.then(|| Subject { unknown: Some(last.clone()), ..Subject::default() })
        };
        self.unnamed(&words).or_else(bare).or_else(unspaced)
    }

    /// The topic of a Japanese clause without a name: 「ある職員は」.
    fn japanese_topic(&self, clause: &Range<usize>) -> Option<Range<usize>> {
        /// The longest topic, in bytes.
        const LONGEST: usize = 90;
        let stretch = &self.raw()[clause.clone()];
        let end = stretch.find('は')?;
        let start =
            stretch[..end].rfind(['、', '。', '」', '\n']).map_or(0, |at| at + '、'.len_utf8());
        let topic = stretch.get(start..end)?.trim();
        let is_person = !topic.is_empty()
            && topic.len() <= LONGEST
            && topic.chars().all(is_unspaced)
            && !topic.ends_with(['で', 'に', 'と', 'ら', 'て'])
            && !topic.starts_with('同');
        let at = clause.start + start;
        is_person.then(|| at..clause.start + end)
    }

    /// A person whom the last words of a clause describe: “asked by Roe, the minister said”.
    fn described_last(&self, clause: &Range<usize>) -> Option<Subject> {
        let raw = self.raw();
        let words: Vec<Range<usize>> = words_in(raw, clause.clone()).collect();
        let mut before = words
            .iter()
            .rev()
            .skip_while(|word| BESIDE_VERBS.contains_in_any_case(&raw[(*word).clone()]))
            .take(TITLE);
        let mut title: Vec<&Range<usize>> = Vec::new();
        let first = loop {
            match before.next() {
                Some(word) if is_title(&raw[word.clone()]) => title.push(word),
                word => break word,
            }
        };
        let is_indefinite =
            first.is_some_and(|word| INDEFINITE.contains_in_any_case(&raw[word.clone()]));
        if let (true, Some(first), Some(last)) = (is_indefinite, first, title.first()) {
            return Some(Subject { unknown: Some(first.start..last.end), ..Subject::default() });
        }
        let title = self.words_of_title(title.into_iter().rev());
        self.titled(&title)
    }

    /// The actors whom the text gives a title with these words.
    fn titled(&self, title: &[String]) -> Option<Subject> {
        if !title.iter().any(|word| is_title(word)) {
            return None;
        }
        let named =
            self.reading.named.iter().filter(|name| name.is_person).take(limits::NAMES_OF_TITLE);
        let mut titled = self.cast.titled(title, named.flat_map(|name| name.who.iter().copied()));
        for (id, words) in &self.reading.titles {
            if !titled.contains(id) && title.iter().all(|word| words.contains(word)) {
                titled.push(*id);
            }
        }
        (!titled.is_empty()).then(|| Subject::named(&titled, true))
    }

    /// Whether no description follows a verb: a mark, a preposition or nothing follows.
    fn is_bare(&self, behind: &Range<usize>) -> bool {
        let raw = self.raw();
        let Some(first) = words_in(raw, behind.clone()).next() else { return true };
        let is_behind_mark = raw[behind.start..first.start]
            .contains([',', '.', ':', '：', '，', '。', '—', '–', ';']);
        let written = &raw[first];
        static PREPOSITIONS: WordList = WordList::by_language(&[
            ("en", "in on at during"),
            ("de", "im am dass"),
            ("es", "en a ante durante que al"),
            ("ru", "в на что журналистам"),
            ("ar", "أن إن في خلال"),
        ]);
        let is_noun = is_title(written)
            || PERSONS.contains_in_any_case(written)
            || POSSESSIVES.contains_in_any_case(written);
        is_behind_mark
            || PREPOSITIONS.contains_in_any_case(written)
            || (written.starts_with(char::is_lowercase)
                && !DEFINITE.contains_in_any_case(written)
                && !INDEFINITE.contains_in_any_case(written)
                && !is_noun
                && written.starts_with(|c: char| c < '\u{250}'))
            || written.starts_with(is_unspaced)
    }
}

/// Verbs that usually stand before their subject: those of Arabic, and Spanish ones at the
/// beginning of a sentence.
fn is_verb_first(verb: &str) -> bool {
    verb.starts_with(|c: char| ('\u{600}'..='\u{6FF}').contains(&c) || c.is_uppercase())
}

/// Whether a verb is of a language that omits pronouns (Spanish, Russian, Arabic, Chinese,
/// Japanese), by its accent or script.
fn drops_subjects(verb: &str) -> bool {
    verb.ends_with(['ó', 'ò'])
        || !verb.is_ascii() && !verb.contains(['é', 'ä', 'ü', 'ö', 'è'])
        || verb == "dijo"
}

fn is_adverb(word: &str) -> bool {
    word.ends_with("ly") || word.ends_with("ment") || word.ends_with("mente")
}
