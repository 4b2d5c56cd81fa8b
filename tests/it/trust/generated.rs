//! Texts made sentence by sentence, so that the speaker of each word is known, and quotations that
//! chance cuts, joins and alters.
//!
//! A slow and plain reference says which quotations cannot be true. It shares no code with the
//! program: it knows the words of a text, and the speaker of each.

use std::ops::Range;

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

    fn range(&mut self, end: usize) -> Range<usize> {
        let (a, b) = (self.below(end), self.below(end));
        a.min(b)..a.max(b) + 1
    }
}

/// Who speaks: an id, a name, its Russian form, and whether a woman bears it.
const PEOPLE: [(&str, &str, &str, bool); 4] = [
    ("carvalho", "Ines Carvalho", "Инеш Карвалью", true),
    ("lindqvist", "Tomas Lindqvist", "Томас Линдквист", false),
    ("diallo", "Amara Diallo", "Амара Диалло", true),
    ("tanaka", "Jun Tanaka", "Дзюн Танака", false),
];

/// What sentences of a language are made of, and how it says who speaks.
struct Language {
    openers: &'static [&'static str],
    verbs: &'static [&'static str],
    objects: &'static [&'static str],
    ends: &'static [&'static str],
    negation: &'static str,
    marks: &'static [[&'static str; 2]],
    /// The verb of a woman and of a man.
    said: [&'static str; 2],
    /// Whether the verb stands before the name that follows the words.
    is_inverted: bool,
    while_: &'static str,
    /// Before the name of somebody who asks; none where that would bend the name.
    asked_by: Option<&'static str>,
    left: &'static str,
}

const LANGUAGES: [Language; 5] = [
    Language {
        openers: &["We will", "We will not", "We shall", "We shall never", "We do not", "We must"],
        verbs: &["close", "open", "redraw", "defend", "abandon", "patrol"],
        objects: &[
            "the old harbour",
            "the northern crossing",
            "the empty market",
            "the burnt ferry",
            "the map",
        ],
        ends: &[
            "before winter",
            "after the vote",
            "within a month",
            "despite the fire",
            "by Monday",
        ],
        negation: "not",
        marks: &[["“", "”"], ["\"", "\""], ["‘", "’"], ["“", "\""]],
        said: ["said", "said"],
        is_inverted: false,
        while_: "while",
        asked_by: Some("Asked by"),
        left: "left the hall.",
    },
    Language {
        openers: &["Wir planen eine", "Wir planen keine", "Wir fordern eine", "Wir dulden keine"],
        verbs: &["Sperrung", "Öffnung", "Räumung", "Prüfung"],
        objects: &["der alten Brücke", "des Hafens", "der Fähre", "der leeren Insel"],
        ends: &["vor dem Winter", "nach der Wahl", "binnen eines Monats", "trotz des Brandes"],
        negation: "nicht",
        marks: &[["„", "“"], ["»", "«"], ["\"", "\""], ["‚", "‘"]],
        said: ["sagte", "sagte"],
        is_inverted: true,
        while_: "und",
        asked_by: None,
        left: "verließ den Saal.",
    },
    Language {
        openers: &["Nous allons", "Nous n’allons pas", "Nous devons", "Nous n’allons jamais"],
        verbs: &["fermer", "ouvrir", "redessiner", "abandonner"],
        objects: &["le vieux port", "la carte", "le marché vide", "cette île"],
        ends: &["avant l’hiver", "après le vote", "en un mois", "malgré l’incendie"],
        negation: "pas",
        marks: &[["«\u{202f}", "\u{202f}»"], ["« ", " »"], ["“", "”"], ["\"", "\""]],
        said: ["a déclaré", "a déclaré"],
        is_inverted: true,
        while_: "tandis que",
        asked_by: None,
        left: "a quitté la salle.",
    },
    Language {
        openers: &["Vamos a", "No vamos a", "Debemos", "Nunca vamos a"],
        verbs: &["cerrar", "abrir", "defender", "abandonar"],
        objects: &["el viejo puerto", "el mapa", "la isla", "el mercado"],
        ends: &["antes del invierno", "tras el voto", "en un mes", "pese al incendio"],
        negation: "no",
        marks: &[["«", "»"], ["“", "”"], ["\"", "\""]],
        said: ["dijo", "dijo"],
        is_inverted: true,
        while_: "mientras que",
        asked_by: Some("A preguntas de"),
        left: "salió de la sala.",
    },
    Language {
        openers: &["Мы будем", "Мы не будем", "Мы должны", "Мы никогда не будем"],
        verbs: &["закрывать", "открывать", "защищать", "покидать"],
        objects: &["старый порт", "этот остров", "пустой рынок", "северный мост"],
        ends: &["до зимы", "после выборов", "в течение месяца", "ради карты"],
        negation: "не",
        marks: &[["«", "»"], ["\"", "\""], ["„", "“"]],
        said: ["сказала", "сказал"],
        is_inverted: true,
        while_: "а",
        asked_by: None,
        left: "молчит.",
    },
];
const RUSSIAN: usize = 4;

/// The negations of all languages, as the sentences have them.
const NEGATIONS: [&str; 12] = [
    "not",
    "never",
    "nicht",
    "keine",
    "pas",
    "jamais",
    "No",
    "no",
    "Nunca",
    "nunca",
    "не",
    "никогда",
];

/// A stretch of the text, in marks where it is somebody's words.
#[derive(Clone, Debug)]
struct Stretch {
    text: String,
    speaker: Option<usize>,
}

/// A text whose speakers are known.
#[derive(Clone, Debug)]
struct Known {
    language: usize,
    stretches: Vec<Stretch>,
    marks: [&'static str; 2],
}

impl Known {
    fn new(dice: &mut Dice) -> Self {
        let language = dice.below(LANGUAGES.len());
        let marks = dice.pick(LANGUAGES[language].marks);
        let mut text = Known { language, stretches: Vec::new(), marks };
        for _ in 0..2 + dice.below(4) {
            text.paragraph(dice);
            text.told("\n\n");
        }
        text
    }

    fn language(&self) -> &'static Language {
        &LANGUAGES[self.language]
    }

    fn sentence(&self, dice: &mut Dice) -> String {
        let Language { openers, verbs, objects, ends, .. } = self.language();
        [openers, verbs, objects, ends].map(|words| dice.pick(words)).join(" ")
    }

    fn name(&self, person: usize) -> &'static str {
        let (_, name, russian, _) = PEOPLE[person];
        if self.language == RUSSIAN { russian } else { name }
    }

    /// The name and the verb of somebody who speaks.
    fn speaks(&self, person: usize, is_inverted: bool) -> String {
        let (name, said) =
            (self.name(person), self.language().said[usize::from(!PEOPLE[person].3)]);
        if is_inverted { format!("{said} {name}") } else { format!("{name} {said}") }
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
        let (words, more) = (self.sentence(dice), self.sentence(dice));
        let Language { is_inverted, while_, asked_by, left, .. } = *self.language();
        let (behind, before) = (self.speaks(first, is_inverted), self.speaks(first, false));
        // In English the comma stands within the marks.
        let (within, after) = if is_inverted { ("", ",") } else { (",", "") };
        match dice.below(6) {
            0 => {
                self.said(first, &format!("{words}{within}"));
                self.told(&format!("{after} {behind}."));
            }
            1 => {
                self.told(&format!("{before}: "));
                self.said(first, &format!("{words}."));
            }
            2 => {
                self.said(first, &format!("{words}{within}"));
                self.told(&format!("{after} {behind}. "));
                self.said(first, &format!("{more}."));
            }
            3 => {
                self.told(&format!("{before}: "));
                self.said(first, &words);
                self.told(&format!(", {while_} {}: ", self.speaks(second, false)));
                self.said(second, &more);
                self.told(".");
            }
            4 => {
                let asked =
                    asked_by.map(|by| format!("{by} {}, ", self.name(second))).unwrap_or_default();
                self.told(&format!("{asked}{before}: "));
                self.said(first, &format!("{words}."));
            }
            _ => self.told(&format!("{words}. {} {left}", self.name(first))),
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
        self.stretches
            .iter()
            .filter_map(|stretch| Some((stretch.speaker?, stretch.text.as_str())))
            .collect()
    }

    fn words(&self) -> Vec<Word> {
        let of_stretch = |(stretch, of): (usize, &'_ Stretch)| {
            words(&of.text)
                .map(|(text, ends)| (stretch, of.speaker, text.to_owned(), ends))
                .collect::<Vec<_>>()
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
            altered.text = altered_words(&altered.text, self.language(), dice);
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

impl Word {
    fn is_negation(&self) -> bool {
        NEGATIONS.contains(&self.text.as_str())
    }
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
            0 => vec![altered_words(words, text.language(), dice)],
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
        let end = text.language().ends.iter().find(|end| bare.ends_with(*end))?;
        let (first, rest) = bare.split_once(' ')?;
        let initial = first.chars().next()?;
        let pieces = match dice.below(6) {
            0 => vec![words.to_owned()],
            1 => vec![format!("[{}]{}", initial.to_lowercase(), &bare[initial.len_utf8()..])],
            2 => vec![format!("[{first}] {rest}")],
            3 => vec![bare.strip_suffix(end)?.to_owned()],
            4 => vec![(*end).to_owned()],
            _ => vec![format!("{first} … {end}")],
        };
        let is_negated =
            |text: &str| NEGATIONS.iter().any(|word| text.split(' ').any(|other| other == *word));
        // The ellipsis must not hide a negation, nor a bracket hold the only one.
        let hides = pieces[0].contains('…') && is_negated(bare)
            || pieces[0].starts_with('[') && is_negated(first);
        // `[v]amos` stands in `Vamos` and in `No vamos`.
        let is_twice = pieces[0].starts_with('[')
            && text.text().matches(&bare[initial.len_utf8()..]).count() > 1;
        let hides = hides || is_twice;
        (!hides).then_some(Quoted { pieces, speaker })
    }

    /// The fragments, each with whether an ellipsis stands before it.
    fn fragments(&self) -> Vec<(bool, Vec<String>)> {
        let mut fragments = Vec::new();
        for piece in &self.pieces {
            let plain = with_its_capital(&piece.replace("[...]", "…"));
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
        self.stands(&text.words(), |_, _| false)
    }

    /// The same, where no negation stands right before the first or right behind the last word.
    fn can_mean_this(&self, text: &Known) -> bool {
        let is_cut = |all: &[Word], place: Range<usize>| {
            let is_negation = |n: usize| all.get(n).is_some_and(Word::is_negation);
            let is_one = |n: usize, m: usize| all[n].stretch == all[m].stretch && !all[n].ends;
            let Range { start, end } = place;
            let before = start > 0 && is_negation(start - 1) && is_one(start - 1, start);
            let behind = is_negation(end) && is_one(end - 1, end);
            before && !is_negation(start) || behind && !is_negation(end - 1)
        };
        self.stands(&text.words(), is_cut)
    }

    /// Whether the fragments stand somewhere, from a first to a last word that is refused nowhere.
    fn stands(&self, all: &[Word], refuses: impl Fn(&[Word], Range<usize>) -> bool) -> bool {
        let fragments = self.fragments();
        let from_here = |start: usize| {
            let ends = self.ends(all, &fragments, None, start);
            ends.into_iter().any(|end| !refuses(all, start..end))
        };
        !fragments.is_empty() && (0..all.len()).any(from_here)
    }

    /// Where the last fragment can end, if the first one stands at a word and the others behind it.
    fn ends(
        &self,
        all: &[Word],
        fragments: &[(bool, Vec<String>)],
        last: Option<usize>,
        from: usize,
    ) -> Vec<usize> {
        let Some(((is_elided, fragment), rest)) = fragments.split_first() else {
            return last.into_iter().collect();
        };
        let end = from + fragment.len();
        if end > all.len()
            || all[from..end].iter().zip(fragment).any(|(word, wanted)| word.text != *wanted)
        {
            return Vec::new();
        }
        let is_own =
            |word: &Word| word.stretch == all[from].stretch && word.speaker == Some(self.speaker);
        let gap = last.map_or(&all[0..0], |last| &all[last..from]);
        let gap_is_well = match is_elided {
            true => gap.iter().all(|word| {
                !word.is_negation() && [None, Some(self.speaker)].contains(&word.speaker)
            }),
            false => gap.iter().all(|word| word.speaker.is_none()),
        };
        if !gap_is_well || !all[from..end].iter().all(is_own) {
            return Vec::new();
        }
        match rest {
            [] => vec![end],
            _ => (end..all.len()).flat_map(|from| self.ends(all, rest, Some(end), from)).collect(),
        }
    }
}

/// The words with the capital that a small letter in brackets stands for.
fn with_its_capital(text: &str) -> String {
    match text.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
        Some((letter, rest)) if letter.chars().count() == 1 => {
            format!("{}{rest}", letter.to_uppercase())
        }
        _ => text.to_owned(),
    }
}

/// Some words in a row, without marks that stand alone.
fn window(text: &str, dice: &mut Dice) -> String {
    let words: Vec<&str> =
        text.split_whitespace().filter(|word| word.chars().any(char::is_alphanumeric)).collect();
    words[dice.range(words.len())].join(" ")
}

/// The words with one of them gone, doubled, negated, swapped or another one.
fn altered_words(text: &str, language: &Language, dice: &mut Dice) -> String {
    let mut words: Vec<&str> = text.split_whitespace().collect();
    let at = dice.below(words.len());
    match dice.below(4) {
        0 => words[at] = dice.pick(language.verbs),
        1 => words.insert(at, language.negation),
        2 if at > 0 => words.swap(at, at - 1),
        _ if words.len() > 1 => drop(words.remove(at)),
        _ => {}
    }
    words.join(" ")
}

/// What a build says of quotations of a text.
fn built(text: &Known, quotes: &[Quoted]) -> Vec<Outcome> {
    let people = PEOPLE.iter().map(|(id, name, russian, _)| {
        ((*id).to_owned(), json!({"name": name, "names": {"ru": russian}}))
    });
    let source = Map::from_iter([("type".to_owned(), "article-newspaper".into())]);
    let (people, text) = (people.collect(), text.text());
    let scene = Scene {
        title: "Made",
        people: &people,
        offices: &Map::new(),
        source: &source,
        text: &text,
    };
    let quotes: Vec<Value> = quotes.iter().enumerate().map(|(n, quote)| quote.value(n)).collect();
    outcomes(&scene.files(&quotes), quotes.len(), &mut Cache::default())
}

/// A text, and quotations of it or of another form of it.
fn rolled_at_random(dice: &mut Dice) -> (Known, Vec<Quoted>) {
    let before = Known::new(dice);
    let quotes = (0..16).map(|_| Quoted::at_random(&before, dice)).collect();
    let text = if dice.below(3) == 0 { before.altered(dice) } else { before };
    (text, quotes)
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
            prop_assert!(quote.can_mean_this(&text), "{quote:?}\n{}", text.text());
            let whole = quote.pieces.join(" ");
            quote.pieces = vec![format!("Nobody {whole}")];
            prop_assert!(!quote.can_be_true(&text), "{quote:?}\n{}", text.text());
        }
    }

    #[test]
    fn a_quotation_that_cannot_be_true_is_never_green(rolled in dice()) {
        let dice = &mut Dice(rolled.into_iter());
        let (text, quotes) = rolled_at_random(dice);
        for (quote, outcome) in quotes.iter().zip(built(&text, &quotes)) {
            let why = format!("{quote:?} {:?}\n{}", outcome.codes, text.text());
            prop_assert!(!outcome.is_green || quote.can_be_true(&text), "{why}");
        }
    }

    #[test]
    fn a_quotation_with_a_negation_cut_off_is_never_green(rolled in dice()) {
        let dice = &mut Dice(rolled.into_iter());
        let (text, quotes) = rolled_at_random(dice);
        for (quote, outcome) in quotes.iter().zip(built(&text, &quotes)) {
            let why = format!("{quote:?} {:?}\n{}", outcome.codes, text.text());
            prop_assert!(!outcome.is_green || quote.can_mean_this(&text), "{why}");
        }
    }

    #[test]
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
