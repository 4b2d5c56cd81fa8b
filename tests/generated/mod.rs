//! Texts made sentence by sentence, so that the speaker of each word is known, and quotations that
//! chance cuts, joins and alters.
//!
//! A slow and plain reference says which quotations cannot be true. It shares no code with the
//! program: it knows the words of a text, and the speaker of each.

use briefgen::Cache;
use proptest::prelude::*;
use serde_json::{Map, Value, json};

use super::{Outcome, Scene, outcomes};

/// Numbers that proptest draws, and shrinks, for a generator to spend. Spent, it gives zeros.
struct Dice(std::vec::IntoIter<u16>);

impl Dice {
    fn below(&mut self, end: usize) -> usize {
        usize::from(self.0.next().unwrap_or(0)) % end.max(1)
    }

    fn pick<T: Copy>(&mut self, of: &[T]) -> T {
        of[self.below(of.len())]
    }

    fn range(&mut self, end: usize) -> std::ops::Range<usize> {
        let (a, b) = (self.below(end), self.below(end));
        a.min(b)..a.max(b) + 1
    }
}

const PEOPLE: [(&str, &str); 4] = [
    ("carvalho", "Ines Carvalho"),
    ("lindqvist", "Tomas Lindqvist"),
    ("diallo", "Amara Diallo"),
    ("tanaka", "Jun Tanaka"),
];
const AUXILIARIES: [&str; 6] = ["will", "will not", "shall", "shall never", "do not", "must"];
const VERBS: [&str; 8] = ["close", "open", "redraw", "defend", "abandon", "patrol", "survey", "insure"];
const ADJECTIVES: [&str; 6] = ["old", "northern", "empty", "narrow", "burnt", "foreign"];
const NOUNS: [&str; 10] =
    ["harbour", "crossing", "map", "ferry", "island", "lighthouse", "market", "bridge", "railway", "dam"];
const ENDS: [&str; 6] =
    ["before winter", "after the vote", "within a month", "despite the fire", "for another year", "by Monday"];
const MARKS: [[&str; 2]; 4] = [["“", "”"], ["\"", "\""], ["«\u{202f}", "\u{202f}»"], ["„", "“"]];

/// A stretch of the text, in marks where it is somebody's words.
#[derive(Clone, Debug)]
struct Stretch {
    text: String,
    speaker: Option<usize>,
}

/// A text whose speakers are known.
#[derive(Clone, Debug)]
struct Known {
    stretches: Vec<Stretch>,
    marks: [&'static str; 2],
}

fn sentence(dice: &mut Dice) -> String {
    let [auxiliary, verb, adjective, noun, end] =
        [&AUXILIARIES[..], &VERBS, &ADJECTIVES, &NOUNS, &ENDS].map(|words| dice.pick(words));
    format!("We {auxiliary} {verb} the {adjective} {noun} {end}")
}

impl Known {
    fn new(dice: &mut Dice) -> Self {
        let marks = dice.pick(&MARKS);
        let mut text = Known { stretches: Vec::new(), marks };
        for _ in 0..2 + dice.below(4) {
            text.paragraph(dice);
            text.told("\n\n");
        }
        text
    }

    fn told(&mut self, text: &str) {
        self.stretches.push(Stretch { text: text.to_owned(), speaker: None });
    }

    fn said(&mut self, speaker: usize, text: &str) {
        self.stretches.push(Stretch { text: text.to_owned(), speaker: Some(speaker) });
    }

    fn paragraph(&mut self, dice: &mut Dice) {
        let first = dice.below(PEOPLE.len());
        let second = (first + 1 + dice.below(PEOPLE.len() - 1)) % PEOPLE.len();
        let (name, other) = (PEOPLE[first].1, PEOPLE[second].1);
        let (words, more) = (sentence(dice), sentence(dice));
        match dice.below(6) {
            0 => {
                self.said(first, &format!("{words},"));
                self.told(&format!(" {name} said."));
            }
            1 => {
                self.told(&format!("{name} said: "));
                self.said(first, &format!("{words}."));
            }
            2 => {
                self.said(first, &format!("{words},"));
                self.told(&format!(" {name} said. "));
                self.said(first, &format!("{more}."));
            }
            3 => {
                self.told(&format!("{name} said "));
                self.said(first, &words);
                self.told(&format!(", while {other} said "));
                self.said(second, &more);
                self.told(".");
            }
            4 => {
                self.told(&format!("Asked by {other}, {name} said: "));
                self.said(first, &format!("{words}."));
            }
            _ => self.told(&format!("{words}. {name} left the hall with {other}.")),
        }
    }

    fn text(&self) -> String {
        let [open, close] = self.marks;
        let stretch = |stretch: &Stretch| match stretch.speaker {
            Some(_) => format!("{open}{}{close}", stretch.text),
            None => stretch.text.clone(),
        };
        self.stretches.iter().map(stretch).collect()
    }

    /// The stretches that somebody said, with who.
    fn utterances(&self) -> Vec<(usize, &str)> {
        self.stretches.iter().filter_map(|stretch| Some((stretch.speaker?, stretch.text.as_str()))).collect()
    }

    fn words(&self) -> Vec<Word> {
        let of_stretch = |(stretch, of): (usize, &'_ Stretch)| {
            words(&of.text).map(|(text, ends)| (stretch, of.speaker, text.to_owned(), ends)).collect::<Vec<_>>()
        };
        let all = self.stretches.iter().enumerate().flat_map(of_stretch);
        all.map(|(stretch, speaker, text, ends)| Word { text, ends, stretch, speaker }).collect()
    }

    /// Another text: a word of it is gone, or another one.
    fn altered(&self, dice: &mut Dice) -> Known {
        let mut text = self.clone();
        let stretch = dice.below(text.stretches.len());
        let altered = &mut text.stretches[stretch];
        if altered.text.trim().contains(' ') && altered.speaker.is_some() {
            altered.text = altered_words(&altered.text, dice);
        }
        text
    }
}

/// A word of a text.
struct Word {
    text: String,
    /// Whether punctuation follows.
    ends: bool,
    stretch: usize,
    speaker: Option<usize>,
}

/// The words of a text, and whether punctuation follows each.
fn words(text: &str) -> impl Iterator<Item = (&str, bool)> {
    text.split_whitespace().filter_map(|word| {
        let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
        (!bare.is_empty()).then(|| (bare, word.ends_with(|c: char| !c.is_alphanumeric())))
    })
}

/// A quotation: pieces, each with an ellipsis before it or not.
#[derive(Clone, Debug)]
struct Quoted {
    pieces: Vec<String>,
    speaker: usize,
}

impl Quoted {
    fn value(&self, n: usize) -> Value {
        let text = match &self.pieces[..] {
            [piece] => piece.clone().into(),
            pieces => Value::from(pieces),
        };
        json!({"id": format!("q{n}"), "speaker": PEOPLE[self.speaker].0, "text": text})
    }

    /// A quotation that somebody made at random of a text.
    fn at_random(text: &Known, dice: &mut Dice) -> Quoted {
        let speaker = dice.below(PEOPLE.len());
        let said = text.utterances();
        if said.is_empty() || dice.below(4) == 0 {
            return Quoted { pieces: vec![window(&text.text(), dice)], speaker };
        }
        let (own, words) = dice.pick(&said);
        let (_, others) = dice.pick(&said);
        let speaker = if dice.below(3) == 0 { speaker } else { own };
        let pieces = match dice.below(6) {
            0 => vec![altered_words(words, dice)],
            1 => vec![window(words, dice)],
            2 => vec![window(words, dice), window(others, dice)],
            3 => vec![format!("{} … {}", window(words, dice), window(others, dice))],
            4 => vec![format!("{} [...] {}", window(words, dice), window(words, dice))],
            _ => vec![words.to_owned()],
        };
        Quoted { pieces, speaker }
    }

    /// A quotation that a careful writer made.
    fn careful(text: &Known, dice: &mut Dice) -> Option<Quoted> {
        let said = text.utterances();
        let at = dice.below(said.len());
        let (speaker, words) = *said.get(at)?;
        let bare = words.trim_end_matches(['.', ',']);
        let end = ENDS.iter().find(|end| bare.ends_with(*end))?;
        let pieces = match dice.below(6) {
            0 => vec![words.to_owned()],
            1 => vec![bare.replacen("We", "[w]e", 1)],
            2 => vec![bare.replacen("We", "[We]", 1)],
            3 => vec![bare.strip_suffix(end)?.to_owned()],
            4 => vec![end.to_string()],
            _ => vec![format!("We … {end}")],
        };
        // The ellipsis must not hide a negation, nor the end of a fragment cut one off.
        let hides = pieces[0].contains('…') && ["not", "never"].iter().any(|word| words.contains(word));
        (!hides).then_some(Quoted { pieces, speaker })
    }

    /// The fragments, each with whether an ellipsis stands before it.
    fn fragments(&self) -> Vec<(bool, Vec<String>)> {
        let mut fragments = Vec::new();
        for piece in &self.pieces {
            let plain = piece.replace("[...]", "…").replace("[w]", "W");
            for (n, part) in plain.split('…').enumerate() {
                let words: Vec<String> = words(part).map(|(word, _)| word.to_owned()).collect();
                if !words.is_empty() {
                    fragments.push((n > 0, words));
                }
            }
        }
        fragments
    }

    /// Whether there is any way to read the text in which the speaker said this.
    fn can_be_true(&self, text: &Known) -> bool {
        let all = text.words();
        let fragments = self.fragments();
        !fragments.is_empty() && (0..all.len()).any(|from| self.stand(&all, &fragments, None, from))
    }

    /// Whether the first fragment stands at a word, and the others behind it.
    fn stand(&self, all: &[Word], fragments: &[(bool, Vec<String>)], last: Option<usize>, from: usize) -> bool {
        let Some(((is_elided, fragment), rest)) = fragments.split_first() else { return true };
        let end = from + fragment.len();
        if end > all.len() || all[from..end].iter().zip(fragment).any(|(word, wanted)| word.text != *wanted) {
            return false;
        }
        let is_own = |word: &Word| word.stretch == all[from].stretch && word.speaker == Some(self.speaker);
        let is_negation = |word: &Word| word.text == "not" || word.text == "never";
        let before = from.checked_sub(1).map(|n| &all[n]);
        let cut_before = before.is_some_and(|word| is_negation(word) && is_own(word) && !word.ends);
        let cut_behind = all.get(end).is_some_and(|word| is_negation(word) && is_own(word) && !all[end - 1].ends);
        let gap = last.map_or(&all[0..0], |last| &all[last..from]);
        let gap_is_well = match is_elided {
            true => gap.iter().all(|word| !is_negation(word) && [None, Some(self.speaker)].contains(&word.speaker)),
            false => gap.iter().all(|word| word.speaker.is_none()),
        };
        all[from..end].iter().all(is_own)
            && !cut_before
            && !cut_behind
            && gap_is_well
            && (rest.is_empty() || (end..all.len()).any(|from| self.stand(all, rest, Some(end), from)))
    }
}

/// Some words in a row.
fn window(text: &str, dice: &mut Dice) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    words[dice.range(words.len())].join(" ")
}

/// The words with one of them gone, doubled, negated, swapped or another one.
fn altered_words(text: &str, dice: &mut Dice) -> String {
    let mut words: Vec<&str> = text.split_whitespace().collect();
    let at = dice.below(words.len());
    match dice.below(4) {
        0 => words[at] = dice.pick(&NOUNS),
        1 => words.insert(at, "not"),
        2 if at > 0 => words.swap(at, at - 1),
        _ if words.len() > 1 => drop(words.remove(at)),
        _ => {}
    }
    words.join(" ")
}

/// What a build says of quotations of a text.
fn built(text: &Known, quotes: &[Quoted]) -> Vec<Outcome> {
    let people = PEOPLE.iter().map(|(id, name)| ((*id).to_owned(), json!({"name": name})));
    let source = Map::from_iter([("type".to_owned(), "article-newspaper".into())]);
    let (people, text) = (people.collect(), text.text());
    let scene = Scene { title: "Made", people: &people, offices: &Map::new(), source: &source, text: &text };
    let quotes: Vec<Value> = quotes.iter().enumerate().map(|(n, quote)| quote.value(n)).collect();
    outcomes(&scene.files(&quotes), quotes.len(), &mut Cache::default())
}

fn dice() -> impl Strategy<Value = Vec<u16>> {
    prop::collection::vec(any::<u16>(), 150..300)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_reference_takes_what_a_careful_writer_quotes_and_nobody_else_s_words(rolled in dice()) {
        let dice = &mut Dice(rolled.into_iter());
        let text = Known::new(dice);
        for mut quote in (0..16).filter_map(|_| Quoted::careful(&text, dice)) {
            prop_assert!(quote.can_be_true(&text), "{quote:?}\n{}", text.text());
            let whole = quote.pieces.join(" ");
            quote.pieces = vec![format!("Nobody {whole}")];
            prop_assert!(!quote.can_be_true(&text), "{quote:?}\n{}", text.text());
        }
    }

    #[test]
    #[ignore = "marks and speakers are not looked at yet"]
    fn a_quotation_that_cannot_be_true_is_never_green(rolled in dice()) {
        let dice = &mut Dice(rolled.into_iter());
        let before = Known::new(dice);
        let quotes: Vec<Quoted> = (0..16).map(|_| Quoted::at_random(&before, dice)).collect();
        let text = if dice.below(3) == 0 { before.altered(dice) } else { before };
        for (quote, outcome) in quotes.iter().zip(built(&text, &quotes)) {
            let why = format!("{quote:?} {:?}\n{}", outcome.codes, text.text());
            prop_assert!(!outcome.is_green || quote.can_be_true(&text), "{why}");
        }
    }

    #[test]
    #[ignore = "brackets are not stripped yet"]
    fn a_quotation_of_a_careful_writer_is_green(rolled in dice()) {
        let dice = &mut Dice(rolled.into_iter());
        let text = Known::new(dice);
        let quotes: Vec<Quoted> = (0..16).filter_map(|_| Quoted::careful(&text, dice)).collect();
        for (quote, outcome) in quotes.iter().zip(built(&text, &quotes)) {
            let why = format!("{quote:?} {:?}\n{}", outcome.codes, text.text());
            prop_assert!(outcome.is_green && outcome.codes.is_empty(), "{why}");
        }
    }
}
