//! The names of entities in running text. Strong forms name an entity anywhere; weak forms only
//! after a strong form introduced it. A single automaton finds the forms of the whole registry.

mod fold;
mod prefilter;

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::OnceLock;

use aho_corasick::automaton::OverlappingState;
use aho_corasick::{AhoCorasick, Anchored, Input, MatchKind, StartKind};
use rustc_hash::{FxHashMap, FxHashSet};

use crate::base::id::{Kind, Slug};

pub use fold::{Fold, folded};
use prefilter::Prefilter;

/// An entity with a given form.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Bearer {
    /// The kind of entity.
    pub kind: Kind,
    /// Its id.
    pub id: Slug,
    /// Whether the form is strong.
    pub strong: bool,
}

/// A form in a folded text, whatever is next to it.
#[derive(Debug)]
pub struct Occurrence<'f> {
    /// The first byte.
    pub start: usize,
    /// The end, exclusive.
    pub end: usize,
    /// The entities with this form.
    pub bearers: Cow<'f, [Bearer]>,
}

/// All forms of the registry.
#[derive(Debug, Default)]
pub struct Forms {
    /// The entities with each form, in the order of the automaton. Never empty.
    bearers: Vec<Vec<Bearer>>,
    automaton: Option<AhoCorasick>,
    prefilter: Prefilter,
}

impl Forms {
    /// Collects the forms. A form of several entities is kept once.
    pub fn new(bearers: impl Iterator<Item = (String, Bearer)>) -> Forms {
        let mut of_text: BTreeMap<String, Vec<Bearer>> = BTreeMap::new();
        for (text, bearer) in bearers {
            let text = folded(text.trim());
            if is_form(&text) {
                of_text.entry(text).or_default().push(bearer);
            }
        }
        for bearers in of_text.values_mut().filter(|bearers| bearers.len() > 1) {
            let mut known = FxHashSet::default();
            bearers.retain(|bearer| known.insert(bearer.clone()));
        }
        let prefilter = Prefilter::of(of_text.keys());
        // This fails only if there are too many forms for the automaton. Then no name becomes a
        // link.
        let builder = AhoCorasick::builder()
            .match_kind(MatchKind::Standard)
            .start_kind(StartKind::Anchored)
            .build(of_text.keys());
        let automaton = builder.ok().filter(|_| !of_text.is_empty());
        Forms { automaton, bearers: of_text.into_values().collect(), prefilter }
    }

    /// All places of a folded text where a form may be a word, with overlaps.
    ///
    /// The automaton is used only where a form can begin, because most of a text is in the middle
    /// of words. A form that begins with an ASCII letter or digit never begins right after another
    /// one.
    pub fn find<'f>(&'f self, text: &str) -> Vec<Occurrence<'f>> {
        let mut found = Vec::new();
        let Some(automaton) = &self.automaton else { return found };
        for start in self.prefilter.places(text.as_bytes()) {
            let begun = begun_at(automaton, text, start);
            let bearers = |form: usize| Cow::Borrowed(self.bearers[form].as_slice());
            found.extend(begun.map(|(end, form)| Occurrence {
                start,
                end,
                bearers: bearers(form),
            }));
        }
        found
    }
}

/// Unregistered names, folded, with the stubs of these names.
#[derive(Debug, Default)]
pub struct StubNames {
    all: Vec<(String, Bearer)>,
    by_id: FxHashMap<Slug, Vec<usize>>,
    /// Finds all names in a single pass. Built only for long lists.
    automaton: OnceLock<Option<AhoCorasick>>,
}

impl StubNames {
    /// The longest list whose names are searched one by one.
    const FEW: usize = 16;

    /// Adds the name of a stub. A name of a single character is left out: it would match too often.
    pub fn add(&mut self, name: &str, kind: Kind, id: &Slug) {
        let name = folded(name.trim());
        if name.chars().nth(1).is_some() {
            self.by_id.entry(id.clone()).or_default().push(self.all.len());
            self.all.push((name, Bearer { kind, id: id.clone(), strong: true }));
        }
    }

    /// The names of a stub.
    pub fn of(&self, id: &Slug) -> impl Iterator<Item = &str> {
        let numbers = self.by_id.get(id).into_iter().flatten();
        numbers.map(|number| self.all[*number].0.as_str())
    }

    /// All places of the names in a folded text, sorted by name, then by place.
    pub fn find<'f>(&'f self, text: &str) -> Vec<Occurrence<'f>> {
        let occurrence = |number: usize, at: Range<usize>| Occurrence {
            start: at.start,
            end: at.end,
            bearers: std::slice::from_ref(&self.all[number].1).into(),
        };
        let automaton = || AhoCorasick::new(self.all.iter().map(|(name, _)| name)).ok();
        let many = (self.all.len() > Self::FEW).then(|| self.automaton.get_or_init(automaton));
        let Some(automaton) = many.and_then(Option::as_ref) else {
            let places = |(number, (name, _)): (usize, &(String, Bearer))| {
                let places = text.match_indices(name.as_str());
                places.map(move |(at, name)| (number, at..at + name.len())).collect::<Vec<_>>()
            };
            let found = self.all.iter().enumerate().flat_map(places);
            return found.map(|(number, at)| occurrence(number, at)).collect();
        };
        let mut found: Vec<_> = automaton
            .find_overlapping_iter(text)
            .map(|found| (found.pattern().as_usize(), found.range()))
            .collect();
        found.sort_by_key(|(number, at)| (*number, at.start));
        found.into_iter().map(|(number, at)| occurrence(number, at)).collect()
    }
}

/// The forms that begin at a place: their ends and indexes.
fn begun_at(
    automaton: &AhoCorasick,
    text: &str,
    start: usize,
) -> impl Iterator<Item = (usize, usize)> {
    let input = Input::new(text).range(start..).anchored(Anchored::Yes);
    let mut state = OverlappingState::start();
    let found = std::iter::from_fn(move || {
        // This fails only if the automaton does not support overlaps.
        automaton.try_find_overlapping(input.clone(), &mut state).ok()?;
        state.get_match()
    });
    // Inside of “US-China relations”, the automaton also reports “China”, which begins later.
    found
        .filter(move |found| found.start() == start)
        .map(|found| (found.end(), found.pattern().as_usize()))
}

/// Whether a text can be a form. A single character would match too often.
fn is_form(text: &str) -> bool {
    text.chars().nth(1).is_some() && text.chars().any(char::is_alphanumeric)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;

    fn forms<'n>(names: impl IntoIterator<Item = &'n str>) -> Forms {
        let bearer = Bearer { kind: Kind::Actor, id: Slug::parse("x").unwrap(), strong: true };
        Forms::new(names.into_iter().map(|name| (name.to_owned(), bearer.clone())))
    }

    #[test]
    fn many_names_are_found_as_few_are() {
        let names = |numbers: Range<usize>| {
            let mut names = StubNames::default();
            for n in numbers {
                let id = Slug::parse(&format!("n{n}")).unwrap();
                names.add(&format!("Person {n}"), Kind::Actor, &id);
            }
            names
        };
        let text = "Person 12, Person 3 and Person 31";
        let found = |names: &StubNames| -> Vec<(String, usize, usize)> {
            let found = names.find(text).into_iter();
            found.map(|it| (it.bearers[0].id.to_string(), it.start, it.end)).collect()
        };
        let few: Vec<_> = (0..40).flat_map(|n| found(&names(n..n + 1))).collect();
        assert_eq!(few.len(), 5);
        assert_eq!(found(&names(0..40)), few);
        let many = names(0..40);
        assert_eq!(many.of(&Slug::parse("n31").unwrap()).collect::<Vec<_>>(), ["Person 31"]);
    }

    fn found(forms: &Forms, text: &str) -> Vec<(usize, usize)> {
        forms.find(text).iter().map(|found| (found.start, found.end)).collect()
    }

    #[test]
    fn forms_are_found_where_they_begin_also_within_the_beginning_of_a_longer_one() {
        let forms = forms(["US", "China", "US-China relations"]);
        assert_eq!(found(&forms, "US-China ties"), [(0, 2), (3, 8)]);
        assert_eq!(found(&forms, "US-China relations"), [(0, 2), (0, 18), (3, 8)]);
        assert_eq!(found(&forms, "the US"), [(4, 6)]);
    }

    proptest! {
        #[test]
        fn forms_are_found_wherever_they_stand_but_in_words(
            names in prop::collection::hash_set("[ab1é王' -]{2,4}", 0..6), text in "[ab1é王' -]{0,60}"
        ) {
            let names: BTreeSet<&str> = names.iter().map(|name| name.trim()).filter(|name| is_form(name)).collect();
            let is_in_word = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_alphanumeric);
            let stands = |start: usize, name: &str| {
                let before = start.checked_sub(1).and_then(|before| text.as_bytes().get(before));
                text[start..].starts_with(name) && !(is_in_word(before) && is_in_word(name.as_bytes().first()))
            };
            let places = text.char_indices().flat_map(|(start, _)| names.iter().map(move |name| (start, *name)));
            let mut standing: Vec<_> =
                places.filter(|(start, name)| stands(*start, name)).map(|(start, name)| (start, start + name.len())).collect();
            standing.sort();
            prop_assert_eq!(found(&forms(names.iter().copied()), &text), standing);
        }
    }
}
