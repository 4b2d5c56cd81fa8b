//! Finds people with a title whom the registry does not have: candidates for registration.

use std::ops::Range;

use rustc_hash::{FxHashMap, FxHashSet};

use super::super::entities::Actor;
use super::super::evidence::turns::is_nameless;
use super::super::lexicon::{Lexicon, Meaning};
use super::super::name_context::EntityId;
use super::super::site::Site;
use super::address::{
    BEFORE_NAMES, BEFORE_PLACES, BEHIND_CHINESE, BETWEEN, CHINESE_FAMILIES, CHINESE_TITLES,
    LINKING, LITTLE, OF_NO_PERSON, OF_ONE_NAME, PARTICLES, RUSSIAN_TITLES, SURELY_BEHIND_CHINESE,
    TITLES, VERBS,
};
use super::imprint::is_house;
use super::wording::one_line;
use crate::base::id::{Kind, Slug};
use crate::base::limits;
use crate::base::typography::{fold_name, is_unspaced};
use crate::model::evidence::passage::{self, Passage};
use crate::parse::registry::ActorKind;

/// A person whom the registry does not have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stranger {
    /// The name.
    pub name: String,
    /// The name with its title, as it is written.
    pub form: String,
    /// The line of its first place, from 1.
    pub line: usize,
}

/// An entity of the site in a text, and its place.
pub(super) struct Sighted {
    pub(super) at: Range<usize>,
    pub(super) ids: Vec<EntityId>,
}

/// The input of the search for strangers.
pub(super) struct StrangerSearch<'a> {
    text: &'a str,
    passages: &'a [Passage],
    /// The entities of the site in the text, in order.
    sighted: &'a [Sighted],
    /// The parts of the text to be skipped.
    passed_over: &'a [Range<usize>],
    lexicon: &'a Lexicon,
    actors: FxHashMap<&'a Slug, &'a Actor>,
    /// The words of the text in lower case.
    small: FxHashSet<&'a str>,
    is_german: bool,
}

/// A word of a text.
#[derive(Clone, Copy)]
struct TextWord<'t> {
    text: &'t str,
    start: usize,
}

impl<'t> TextWord<'t> {
    fn end(&self) -> usize {
        self.start + self.text.len()
    }

    /// Whether the word is capitalized and not an abbreviation: `Marsh`, `J`.
    fn is_capitalised(&self) -> bool {
        let mut letters = self.text.chars();
        letters.next().is_some_and(char::is_uppercase)
            && (self.text.contains(char::is_lowercase) || letters.next().is_none())
    }

    fn is_initial(&self) -> bool {
        self.text.chars().nth(1).is_none() && self.is_capitalised()
    }

    /// Whether the word is an abbreviation of an office: `МИД`.
    fn is_abbreviation(&self) -> bool {
        const LONGEST: usize = 5;
        self.text.chars().all(char::is_uppercase) && self.text.chars().nth(LONGEST).is_none()
    }

    fn is_owner(&self) -> bool {
        self.text.ends_with("'s") || self.text.ends_with("’s")
    }

    fn is_in(&self, words: &[&str]) -> bool {
        words.contains(&self.text.to_lowercase().as_str())
    }

    fn is_title(&self) -> bool {
        let word = self.text.to_lowercase();
        TITLES.contains(&word.as_str()) || RUSSIAN_TITLES.iter().any(|stem| word.starts_with(stem))
    }
}

impl<'a> StrangerSearch<'a> {
    pub(super) fn new(
        text: &'a str,
        passages: &'a [Passage],
        sighted: &'a [Sighted],
        passed_over: &'a [Range<usize>],
        site: &'a Site,
        lexicon: &'a Lexicon,
    ) -> StrangerSearch<'a> {
        let words = || text_words(text, 0..text.len());
        let count = |among: &[&str]| words().filter(|word| among.contains(&word.text)).count();
        StrangerSearch {
            text,
            passages,
            sighted,
            passed_over,
            lexicon,
            actors: site.actors.rows().iter().map(|actor| (&actor.id, actor)).collect(),
            small: words()
                .map(|word| word.text)
                .filter(|word| word.starts_with(char::is_lowercase))
                .collect(),
            is_german: count(&["der", "die", "und", "das"])
                > count(&["the", "and", "le", "les", "el", "los"]),
        }
    }

    /// All strangers, in the order of the text.
    pub(super) fn strangers(&self) -> Vec<Stranger> {
        let mut found: Vec<Stranger> = Vec::new();
        for passage in self.passages {
            if found.len() >= limits::PROPOSALS {
                break;
            }
            self.in_passage(passage, &mut found);
            self.in_chinese(passage, &mut found);
        }
        // `Minister Marsh` is `Nora Marsh` if the text has her full name.
        let ends_with = |long: &str, short: &str| {
            long.strip_suffix(short).is_some_and(|rest| rest.ends_with(' '))
        };
        let names: Vec<String> = found.iter().map(|stranger| stranger.name.clone()).collect();
        found.retain(|stranger| !names.iter().any(|name| ends_with(name, &stranger.name)));
        found
    }

    fn in_passage(&self, passage: &Passage, found: &mut Vec<Stranger>) {
        let words: Vec<TextWord<'_>> = text_words(self.text, passage.at.clone()).collect();
        if self.is_headline(&words, passage) {
            return;
        }
        let mut next = 0;
        while next < words.len() {
            let run = self.run(&words, next);
            next = run.end.max(next + 1);
            if run.is_empty() || self.is_passed_over(words[run.start].start) {
                continue;
            }
            if let Some((name, from)) = self.person(&words, &run, passage) {
                self.note(&words, &name, from, found);
            }
        }
    }

    fn note(
        &self,
        words: &[TextWord<'_>],
        name: &Range<usize>,
        from: usize,
        found: &mut Vec<Stranger>,
    ) {
        let at = words[name.start].start..words[name.end - 1].end();
        let bare =
            |words: &str| one_line(words).trim_end_matches("'s").trim_end_matches("’s").to_owned();
        let written = bare(&self.text[at.clone()]);
        let is_there = |known: &Stranger| fold_name(&known.name) == fold_name(&written);
        if found.len() < limits::PROPOSALS
            && !found.iter().any(is_there)
            && !self.is_known(&written, &at)
        {
            let form = bare(&self.text[words[from].start..at.end]);
            found.push(Stranger {
                name: written,
                form,
                line: passage::line(self.passages, at.start),
            });
        }
    }

    /// The run of capitalized words that begins with a word, including particles.
    fn run(&self, words: &[TextWord<'_>], first: usize) -> Range<usize> {
        let mut end = first;
        while let Some(word) = words.get(end) {
            let is_next = end == first || self.are_adjacent(&words[end - 1], word);
            let leads_on = || {
                let next = words.get(end + 1);
                end > first
                    && word.is_in(PARTICLES)
                    && next.is_some_and(|next| next.is_capitalised() || next.is_in(PARTICLES))
            };
            if !is_next
                || !(word.is_capitalised() || leads_on())
                || (end > first && words[end - 1].is_owner())
            {
                break;
            }
            end += 1;
        }
        while end > first && words[end - 1].text.starts_with(char::is_lowercase) {
            end -= 1;
        }
        first..end
    }

    /// Whether only a space is between two words, or the point of an initial or of a short title.
    fn are_adjacent(&self, one: &TextWord<'_>, other: &TextWord<'_>) -> bool {
        let between = &self.text[one.end()..other.start];
        match between {
            " " | "\u{a0}" | "\u{202f}" => true,
            ". " | "." | ".\u{a0}" => one.is_initial() || (one.is_title() && one.text.len() <= 4),
            _ => false,
        }
    }

    /// The name in a run of capitalized words, and the first word of its title, if it has one.
    fn person(
        &self,
        words: &[TextWord<'_>],
        run: &Range<usize>,
        passage: &Passage,
    ) -> Option<(Range<usize>, usize)> {
        // `M. Petit` has a title, `Jean M. Petit` an initial, and `Martin Luther King` is all name.
        let may_be = |number: usize| {
            number == run.start || (number + 1 < run.end && !words[number].is_initial())
        };
        let is_title = |number: &usize| words[*number].is_title() && may_be(*number);
        let title = run.clone().rev().find(is_title);
        let mut start = title.map_or(run.start, |title| title + 1);
        while start < run.end
            && [LITTLE, BEFORE_NAMES, BETWEEN].iter().any(|list| words[start].is_in(list))
        {
            start += 1;
        }
        let begins =
            |at: usize| at == passage.at.start || passage.sentences.binary_search(&at).is_ok();
        // The first word of a sentence is capitalized in any case.
        let is_any = |word: &TextWord<'_>| {
            begins(word.start) && self.small.contains(word.text.to_lowercase().as_str())
        };
        if run.end - start > 2 && is_any(&words[start]) {
            start += 1;
        }
        let mut name = start..run.end;
        if self.is_german
            && name.len() > 2
            && !words[name.clone()].iter().any(|word| word.is_in(PARTICLES))
        {
            name.end = name.start + 2;
        }
        if name.is_empty() || !self.looks_like_name(&words[name.clone()]) {
            return None;
        }
        let before = self.title_before(words, title, start);
        if let Some((title, from)) = before {
            let is_enough = name.len() > 1
                || (title + 1 == start
                    && words[title].is_in(OF_ONE_NAME)
                    && words[start].text.chars().count() > 2);
            return is_enough.then_some((name, from));
        }
        let is_place =
            start.checked_sub(1).is_some_and(|before| words[before].is_in(BEFORE_PLACES));
        (name.len() > 1 && !is_place && self.has_title_behind(words, name.end))
            .then_some((name, start))
    }

    fn looks_like_name(&self, words: &[TextWord<'_>]) -> bool {
        const LONGEST: usize = 4;
        let full = words.iter().filter(|word| !word.is_in(PARTICLES));
        let is_part = |word: &TextWord<'_>| {
            let bare = word.text.trim_end_matches("'s").trim_end_matches("’s");
            let bare = TextWord { text: bare, start: word.start };
            !bare.is_in(OF_NO_PERSON)
                && !bare.is_in(BEFORE_NAMES)
                && !bare.is_in(LITTLE)
                && !bare.is_title()
        };
        full.clone().count() <= LONGEST
            && full.clone().all(is_part)
            && full.clone().any(|word| !word.is_initial())
    }

    /// The title before a name, and its first word. The title may be in the run, or before it with
    /// a complement, as in `le ministre des Affaires étrangères, Jean Petit`.
    fn title_before(
        &self,
        words: &[TextWord<'_>],
        in_run: Option<usize>,
        start: usize,
    ) -> Option<(usize, usize)> {
        const BACK: usize = 7;
        let first = |title: usize| {
            let belongs = |number: &usize| {
                let (word, next) = (&words[*number], &words[*number + 1]);
                self.are_adjacent(word, next)
                    && (word.is_title() || (word.is_in(BEFORE_NAMES) && word.is_capitalised()))
            };
            (0..title).rev().take(BACK).take_while(belongs).last().unwrap_or(title)
        };
        if let Some(title) = in_run {
            return Some((title, first(title)));
        }
        let mut with_comma = false;
        for number in (0..start).rev().take(BACK) {
            let (word, next) = (&words[number], &words[number + 1]);
            if !self.are_adjacent(word, next) {
                let between = &self.text[word.end()..next.start];
                // A comma is accepted right before the name only, an apostrophe anywhere.
                let is_comma = number + 1 == start && between == ", ";
                if !is_comma && !matches!(between, "'" | "’") {
                    return None;
                }
                with_comma |= is_comma;
            }
            // In `director of Human Rights Watch`, the name is the object of the title.
            if number + 1 == start && !with_comma && word.is_in(LINKING) {
                return None;
            }
            if word.is_title() {
                return Some((number, first(number)));
            }
            let may_be = word.is_in(BETWEEN)
                || word.is_in(BEFORE_NAMES)
                || word.is_abbreviation()
                || (with_comma && word.is_capitalised());
            if !may_be {
                return None;
            }
        }
        None
    }

    /// Whether a title is between a name and the next comma: `Nora Marsh, the deputy minister,
    /// said`.
    fn has_title_behind(&self, words: &[TextWord<'_>], end: usize) -> bool {
        const AHEAD: usize = 7;
        let mut at = words[end - 1].end();
        let mut has_title = false;
        for (n, word) in words[end..].iter().take(AHEAD).enumerate() {
            let between = &self.text[at..word.start];
            let goes_on = if n == 0 {
                between == ", "
            } else {
                matches!(between, " " | "'" | "’" | "\u{a0}" | "-")
            };
            if n == 0 && !goes_on {
                return false;
            }
            if !goes_on {
                break;
            }
            if word.is_in(VERBS) {
                return false;
            }
            has_title |= word.is_title();
            at = word.end();
        }
        has_title
    }

    /// Whether most words of a line are capitalized, or the line names its reporter.
    fn is_headline(&self, words: &[TextWord<'_>], passage: &Passage) -> bool {
        const BYLINE: usize = 8;
        const LETTERS: usize = 4;
        if words.len() <= BYLINE
            && words.first().is_some_and(|word| matches!(word.text, "By" | "Von" | "Par" | "Por"))
        {
            return true;
        }
        let ends = self.text[passage.at.clone()]
            .trim_end()
            .ends_with(['.', '!', '?', ',', ':', '”', '"', '»']);
        let long = || words.iter().filter(|word| word.text.chars().count() >= LETTERS);
        let capitals = long().filter(|word| word.text.starts_with(char::is_uppercase)).count();
        !ends && !self.is_german && long().count() >= LETTERS && capitals * 10 >= long().count() * 7
    }

    fn is_passed_over(&self, at: usize) -> bool {
        self.passed_over.iter().any(|part| part.contains(&at))
    }

    /// Whether an entity of the site has this name, at this place or anywhere.
    fn is_known(&self, name: &str, at: &Range<usize>) -> bool {
        let kinds = [Kind::Actor, Kind::Place, Kind::Issue, Kind::Office, Kind::Source];
        if kinds.iter().any(|kind| self.lexicon.find(*kind, name) != Meaning::None) {
            return true;
        }
        let first = self.sighted.partition_point(|sighted| sighted.at.end <= at.start);
        let mut there =
            self.sighted[first..].iter().take_while(|sighted| sighted.at.start < at.end);
        there.any(|sighted| {
            let whole = sighted.at.start <= at.start && sighted.at.end >= at.end;
            whole || sighted.ids.iter().any(|(_, id)| self.may_be(id, name))
        })
    }

    /// Whether a name may be a longer form of a known entity's name: with an additional initial, or
    /// of an organization.
    fn may_be(&self, id: &Slug, name: &str) -> bool {
        let Some(actor) = self.actors.get(id) else { return true };
        let names = actor.whole_names();
        let ends = |name: &str| {
            let mut words = name.split_whitespace();
            let first = words.next().map(fold_name);
            (first.clone(), words.next_back().map(fold_name).or(first))
        };
        actor.kind != ActorKind::Person || names.into_iter().any(|other| ends(other) == ends(name))
    }

    /// Names after titles in Chinese, if their end is certain.
    fn in_chinese(&self, passage: &Passage, found: &mut Vec<Stranger>) {
        let text = &self.text[passage.at.clone()];
        if !text.contains(is_unspaced) {
            return;
        }
        let mut from = 0;
        while let Some((at, title)) = next_title(text, from) {
            from = at + title.len();
            let Some(len) = chinese_name(&text[from..]) else { continue };
            let place = passage.at.start + from..passage.at.start + from + len;
            let name = &self.text[place.clone()];
            let is_there = found.iter().any(|known| known.name == name);
            if found.len() < limits::PROPOSALS
                && !is_there
                && !self.is_passed_over(place.start)
                && !self.is_known(name, &place)
            {
                let form = text[at..from + len].to_owned();
                let line = passage::line(self.passages, place.start);
                found.push(Stranger { name: name.to_owned(), form, line });
            }
        }
    }
}

/// The next title in Chinese, and its place.
fn next_title(text: &str, from: usize) -> Option<(usize, &'static str)> {
    text[from..].char_indices().find_map(|(at, _)| {
        let title = CHINESE_TITLES.iter().find(|title| text[from + at..].starts_with(**title))?;
        Some((from + at, *title))
    })
}

/// The length of the name at the beginning of a text: a family name and one or two characters, or a
/// foreign name with its dot. `None` if it is uncertain.
fn chinese_name(text: &str) -> Option<usize> {
    /// The largest length of a foreign name, in characters.
    const FOREIGN: usize = 14;
    let ends = |at: usize| {
        let rest = &text[at..];
        let marks = rest
            .chars()
            .next()
            .is_none_or(|c| (!c.is_alphanumeric() || c.is_ascii_digit()) && c != '·');
        let mut behind = SURELY_BEHIND_CHINESE.iter().chain(BEHIND_CHINESE);
        (marks, marks || behind.any(|word| rest.starts_with(word)))
    };
    let at = |chars: usize| text.char_indices().nth(chars).map_or(text.len(), |(at, _)| at);
    let name =
        text.chars().take_while(|c| is_unspaced(*c) || *c == '·').take(FOREIGN).collect::<String>();
    if let Some(point) = name.rfind('·') {
        let tail = &name[point + '·'.len_utf8()..];
        // The last part ends where a word begins that is not part of a name.
        let len = (1..=tail.chars().count()).map(|n| {
            point + '·'.len_utf8() + tail.chars().take(n).map(char::len_utf8).sum::<usize>()
        });
        return len.into_iter().skip(1).find(|len| ends(*len).1).filter(|_| point > 0);
    }
    if !text.starts_with(|c| CHINESE_FAMILIES.contains(c)) || name.chars().count() < 2 {
        return None;
    }
    let (two, three) = (at(2), at(3));
    let is_said = |at: usize| SURELY_BEHIND_CHINESE.iter().any(|word| text[at..].starts_with(word));
    match (ends(two), ends(three)) {
        ((true, _), _) => Some(two),
        _ if is_said(two) => Some(two),
        ((_, false), (_, true)) if name.chars().count() > 2 => Some(three),
        ((_, true), (_, false)) => Some(two),
        _ => None,
    }
}

/// The name in the label of a turn: `Miller` in `MR MILLER`, `Nora Hill` in `The Minister (Nora
/// Hill)`. `None` without a name.
pub(super) fn name_in_label(label: &str) -> Option<String> {
    let inner = label.split_once(['(', '（']).and_then(|(_, rest)| rest.split([')', '）']).next());
    // In `Nora Hill (Harbour) (Green)`, her constituency and party are in brackets.
    let is_title =
        |words: &str| words_of_label(words).is_some_and(|(titles, name)| titles && name.is_empty());
    let outer = label.split(['(', '（']).next().unwrap_or_default();
    let named = inner.filter(|_| is_title(outer)).unwrap_or(outer);
    if is_nameless(named) || is_house(named) {
        return None;
    }
    let (_, name) = words_of_label(named)?;
    let is_name = name.iter().all(|word| !word.is_in(OF_NO_PERSON)) && !name.is_empty();
    is_name.then(|| {
        name.iter().map(|word| with_small_letters(word.text)).collect::<Vec<_>>().join(" ")
    })
}

/// Whether a label begins with titles, and the words after them. `None` if it has no words.
fn words_of_label(label: &str) -> Option<(bool, Vec<TextWord<'_>>)> {
    let all: Vec<TextWord<'_>> = text_words(label, 0..label.len()).collect();
    let is_part = |word: &&TextWord<'_>| {
        word.is_title() || [LITTLE, BEFORE_NAMES, BETWEEN].iter().any(|list| word.is_in(list))
    };
    let titles = all.iter().take_while(is_part).count();
    (!all.is_empty()).then(|| (titles > 0, all[titles..].to_vec()))
}

/// A word in capitals, written as a name.
fn with_small_letters(word: &str) -> String {
    if word.contains(char::is_lowercase) || word.chars().nth(2).is_none() {
        return word.to_owned();
    }
    let mut begins = true;
    let small = |c: char| {
        let shown = if begins { c.to_string() } else { c.to_lowercase().to_string() };
        begins = !c.is_alphabetic();
        shown
    };
    word.chars().map(small).collect()
}

/// The words in a part of a text: letters, with apostrophes and hyphens between them.
fn text_words<'t>(
    text: &'t str,
    range: Range<usize>,
) -> impl Iterator<Item = TextWord<'t>> + Clone {
    let part = &text[range.clone()];
    let mut at = 0;
    std::iter::from_fn(move || {
        let begins = at + part[at..].find(char::is_alphabetic)?;
        let mut end = begins;
        let mut chars = part[begins..].char_indices().peekable();
        while let Some((n, c)) = chars.next() {
            let goes_on = chars.peek().is_some_and(|(_, next)| next.is_alphabetic());
            // `l’Intérieur` is two words, `O’Brien` is one.
            let is_article = || {
                part[begins..begins + n].chars().all(char::is_lowercase)
                    && part[begins..begins + n].chars().nth(1).is_none()
            };
            let joins = goes_on && (c == '-' || (matches!(c, '\'' | '’') && !is_article()));
            if !c.is_alphabetic() && !joins {
                break;
            }
            end = begins + n + c.len_utf8();
        }
        at = end;
        Some(TextWord { text: &part[begins..end], start: range.start + begins })
    })
}

#[cfg(test)]
mod tests {
    use crate::base::limits;
    use crate::files::Files;
    use crate::model::Analysis;
    use crate::model::drafting::draft;
    use crate::model::options::Options;
    use crate::{Cache, analyse};

    const SITE: &str = "\
=== content/actors.yaml
thelma-marsh: {name: Thelma Marsh, short: Marsh}
qin-gang: {name: Qin Gang, short: Qin, name_order: family-first, names: {zh-Hans: 秦刚}}
blinken: {name: Antony Blinken, short: Blinken}
us: {name: United States, short: US, kind: state}
=== content/places.yaml
vienna: {name: Vienna}
";

    /// The strangers of a text, each with its title.
    fn told(text: &str) -> Vec<String> {
        let options = Options::on("2026-11-23".parse().unwrap()).with_drafts();
        let Analysis { site, lexicon, .. } =
            analyse(&Files::from_text(SITE), &options, &mut Cache::default());
        let strangers = draft(text, &[], &site, &lexicon).strangers;
        strangers
            .into_iter()
            .map(|stranger| format!("{} ({})", stranger.name, stranger.form))
            .collect()
    }

    #[test]
    fn somebody_with_a_title_is_proposed() {
        let mut wrong = Vec::new();
        for (text, expected) in [
            (
                "They met Foreign Minister Nora Hill there.",
                "Nora Hill (Foreign Minister Nora Hill)",
            ),
            ("The deputy minister, Nora Hill, spoke.", "Nora Hill (deputy minister, Nora Hill)"),
            ("It was Nora Hill, the deputy minister, who spoke.", "Nora Hill (Nora Hill)"),
            ("Nora Hill, a spokeswoman for the port, spoke.", "Nora Hill (Nora Hill)"),
            (
                "We saw US Secretary of State Rex Oakley.",
                "Rex Oakley (Secretary of State Rex Oakley)",
            ),
            ("They heard Sen. John J. Doyle speak.", "John J. Doyle (Sen. John J. Doyle)"),
            ("On Monday Mr. Oakley left.", "Oakley (Mr. Oakley)"),
            ("Then President Oakley left.", "Oakley (President Oakley)"),
            ("Portugal's President Ana de Sousa spoke.", "Ana de Sousa (President Ana de Sousa)"),
            ("He met Chinese Ambassador Lu Shan’s aide.", "Lu Shan (Chinese Ambassador Lu Shan)"),
            ("Minister Nora Marsh left.", "Nora Marsh (Minister Nora Marsh)"),
            (
                "Le ministre des Affaires étrangères, Jean Petit, a parlé.",
                "Jean Petit (ministre des Affaires étrangères, Jean Petit)",
            ),
            (
                "Le ministre de l’Intérieur Jean Petit a parlé.",
                "Jean Petit (ministre de l’Intérieur Jean Petit)",
            ),
            ("La ville a vu M. Petit hier.", "Petit (M. Petit)"),
            (
                "Le président français Luc Moreau a parlé.",
                "Luc Moreau (président français Luc Moreau)",
            ),
            (
                "Der Vertrag und die Reise: Außenministerin Anna Vogel kam.",
                "Anna Vogel (Außenministerin Anna Vogel)",
            ),
            ("Die Sprecherin und der Gast, Frau Vogel, kamen.", "Vogel (Frau Vogel)"),
            (
                "Dijo el ministro de Exteriores, José Pérez Gil.",
                "José Pérez Gil (ministro de Exteriores, José Pérez Gil)",
            ),
            ("Habló la portavoz María López.", "María López (portavoz María López)"),
            (
                "Об этом сообщил министр иностранных дел Иван Крылов.",
                "Иван Крылов (министр иностранных дел Иван Крылов)",
            ),
            ("Заявил президент России Иван Крылов.", "Иван Крылов (президент России Иван Крылов)"),
            ("Её назвал глава МИД Иван Крылов.", "Иван Крылов (глава МИД Иван Крылов)"),
            ("外交部发言人毛宁说，会谈很好。", "毛宁 (发言人毛宁)"),
            ("会见后总理李和平，今天回国。", "李和平 (总理李和平)"),
            ("会见后总理李明和在北京。", "-"),
            ("外交部长王大明表示同意。", "王大明 (外交部长王大明)"),
            ("国家主席王大明3日在北京说。", "王大明 (国家主席王大明)"),
            ("总理李明将于下周访问。", "李明 (总理李明)"),
            ("美国国务卿雷克斯·奥克利在北京说。", "雷克斯·奥克利 (国务卿雷克斯·奥克利)"),
        ] {
            let told = told(text);
            let told = if told.is_empty() { vec!["-".to_owned()] } else { told };
            if told != [expected] {
                wrong.push(format!("{text}\n  {told:?}"));
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }

    #[test]
    fn what_is_nobody_or_known_is_not() {
        for text in [
            "Foreign Minister Qin Gang met Antony J. Blinken, the secretary.",
            "Secretary of State Antony Blinken spoke.",
            "Minister Marsh left.",
            "In Vienna, the minister said no.",
            "In New York, the minister said no.",
            "Yesterday Talks Began in the city.",
            "The President Monday signed it. Prime Minister May left.",
            "The General Assembly and the Justice Department met. So did General Motors.",
            "Foreign Minister Nora Hill Visits Vienna for Long Talks",
            "By Nora Hill, Senior Editor",
            "President of the United States, the Senate and South Korea spoke.",
            "Nora Hill went home. Ana Sousa stayed.",
            "They met the minister on Monday and the president in March.",
            "LISBON, March 3 (Reuters) - They met the president.",
            "Der Minister und die Ministerin trafen Gäste aus Politik und Wirtschaft.",
            "Le ministre des Affaires étrangères a parlé.",
            "El presidente de la República habló.",
            "Президент России заявил об этом.",
            "发言人说，总统今天回国。外交部发言人表示同意。",
            "外交部长秦刚说。",
            "The director of Human Rights Watch and the president of the Goldman Sachs spoke.",
            "Der Gast und der Sprecher des Auswärtigen Amts sprachen.",
            "La portavoz de Amigos Unidos habló.",
            "Q.E.D. M. M. M.",
            "",
        ] {
            assert_eq!(told(text), [""; 0], "{text}");
        }
    }

    #[test]
    fn the_label_of_a_turn_has_a_name() {
        for (label, name) in [
            ("MR MILLER", Some("Miller")),
            ("MS. O’BRIEN-HILL", Some("O’Brien-Hill")),
            ("Mao Ning", Some("Mao Ning")),
            ("SECRETARY OAKLEY", Some("Oakley")),
            ("FOREIGN MINISTER HILL", Some("Hill")),
            ("The Minister (Nora Hill)", Some("Nora Hill")),
            ("The Secretary of State (Nora Hill)", Some("Nora Hill")),
            ("Nora Hill (Harbour) (Green)", Some("Nora Hill")),
            ("王毅", Some("王毅")),
            ("Иван Крылов", Some("Иван Крылов")),
            ("М.Крылов", Some("М Крылов")),
            ("QUESTION", None),
            ("Q", None),
            ("记者", None),
            ("Вопрос", None),
            ("THE PRESIDENT", None),
            ("MODERATOR", None),
            ("AFP", None),
            ("Reuters", None),
            ("Harbour Daily", None),
        ] {
            assert_eq!(super::name_in_label(label).as_deref(), name, "{label}");
        }
    }

    #[test]
    fn everybody_is_proposed_once_by_the_longer_name() {
        let text = "Minister Hill spoke. Later Nora Hill, the minister, left. President Oakley \
            saw Mr Oakley.";
        assert_eq!(told(text), ["Nora Hill (Nora Hill)", "Oakley (President Oakley)"]);
    }

    #[test]
    fn a_text_of_many_names_has_so_many_proposals() {
        let name = |n: u8| {
            format!(
                "He met Mr {}xyz there. ",
                char::from(b'A' + n % 26).to_string() + &"i".repeat(n.into())
            )
        };
        let text: String = (0..100).map(name).collect();
        assert_eq!(told(&text).len(), limits::PROPOSALS);
    }
}
