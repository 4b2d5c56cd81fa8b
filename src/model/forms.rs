//! What entities are called in running text: strong forms, which name them anywhere, and weak ones, which do so once
//! they were introduced. One automaton finds the forms of the whole registry.

use std::collections::BTreeMap;

use aho_corasick::automaton::OverlappingState;
use aho_corasick::{AhoCorasick, Anchored, Input, MatchKind, StartKind};
use unicode_normalization::char::is_combining_mark;
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc, is_nfc_quick};

use crate::base::id::{Kind, Slug};

/// An entity that a form may mean.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Bearer {
    /// What it is.
    pub kind: Kind,
    /// Its id.
    pub id: Slug,
    /// Whether the form names it anywhere.
    pub strong: bool,
}

/// A form and the entities that it may mean.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Form {
    /// The form, folded.
    pub text: String,
    /// Who is called so. Never empty.
    pub bearers: Vec<Bearer>,
}

/// All forms of the registry.
#[derive(Debug, Default)]
pub struct Forms {
    forms: Vec<Form>,
    automaton: Option<AhoCorasick>,
    beginnings: Beginnings,
}

impl Forms {
    /// Puts forms together: what two entities are called stands there once, with both.
    pub fn new(bearers: impl Iterator<Item = (String, Bearer)>) -> Forms {
        let mut of_text: BTreeMap<String, Vec<Bearer>> = BTreeMap::new();
        for (text, bearer) in bearers {
            let text = folded(text.trim());
            if is_form(&text) {
                let known = of_text.entry(text).or_default();
                if !known.contains(&bearer) {
                    known.push(bearer);
                }
            }
        }
        let forms: Vec<Form> = of_text.into_iter().map(|(text, bearers)| Form { text, bearers }).collect();
        let texts = forms.iter().map(|form| form.text.as_str());
        let beginnings = Beginnings::of(texts.clone());
        // It fails only where there are more forms than it has numbers for; then no name links itself.
        let builder =
            AhoCorasick::builder().match_kind(MatchKind::Standard).start_kind(StartKind::Anchored).build(texts);
        Forms { automaton: builder.ok().filter(|_| !forms.is_empty()), forms, beginnings }
    }

    /// All places of a folded text where a form may stand as a word, overlapping ones too: start, end, form.
    ///
    /// The automaton is asked only where a form can begin: most of a text is in the middle of words. A form that begins
    /// with an ASCII letter or digit cannot begin after another one: such a neighbour blocks the match.
    pub fn find<'f>(&'f self, text: &str) -> Vec<(usize, usize, &'f Form)> {
        let mut found = Vec::new();
        let Some(automaton) = &self.automaton else { return found };
        let bytes = text.as_bytes();
        for (at, first) in bytes.iter().enumerate() {
            if self.beginnings.has(*first) && self.beginnings.is_place(bytes, at) {
                let begun = begun_at(automaton, text, at);
                found.extend(begun.map(move |(end, number)| (at, end, &self.forms[number])));
            }
        }
        found
    }
}

/// Which bytes are ASCII letters and digits.
const IN_WORD: [bool; 256] = {
    let mut table = [false; 256];
    let mut byte = 0_u8;
    while byte < 0x80 {
        table[byte as usize] = byte.is_ascii_alphanumeric();
        byte += 1;
    }
    table
};

/// The forms that begin at a place: end, number.
fn begun_at(automaton: &AhoCorasick, text: &str, start: usize) -> impl Iterator<Item = (usize, usize)> {
    let input = Input::new(text).range(start..).anchored(Anchored::Yes);
    let mut state = OverlappingState::start();
    let found = std::iter::from_fn(move || {
        // It fails only where the automaton was built for other searches.
        automaton.try_find_overlapping(input.clone(), &mut state).ok()?;
        state.get_match()
    });
    // On the way to “US-China relations” the automaton tells of “China”, too, which begins later.
    found.filter(move |found| found.start() == start).map(|found| (found.end(), found.pattern().as_usize()))
}

/// The first bytes of every form.
#[derive(Debug)]
struct Beginnings {
    /// Whether some form begins with a byte.
    first: [bool; 256],
    /// Whether a form may begin with three bytes: a set of bits, by a hash of them.
    three: Box<[u64]>,
}

impl Default for Beginnings {
    fn default() -> Self {
        Beginnings::of(std::iter::empty())
    }
}

impl Beginnings {
    /// Of forms, each of two bytes or more.
    fn of<'f>(forms: impl Iterator<Item = &'f str>) -> Beginnings {
        let mut beginnings = Beginnings { first: [false; 256], three: vec![0; (1 << 16) / 64].into_boxed_slice() };
        for form in forms {
            match *form.as_bytes() {
                [first, second, third, ..] => beginnings.add(first, second, third),
                // Any byte may follow.
                [first, second] => (0..=u8::MAX).for_each(|third| beginnings.add(first, second, third)),
                _ => {}
            }
        }
        beginnings
    }

    fn add(&mut self, first: u8, second: u8, third: u8) {
        self.first[usize::from(first)] = true;
        let bit = bit(first, second, third);
        self.three[bit / 64] |= 1 << (bit % 64);
    }

    /// Whether some form begins with a byte: asked of every byte of a site.
    fn has(&self, first: u8) -> bool {
        self.first[usize::from(first)]
    }

    /// Whether a form can begin at a place of a text.
    fn is_place(&self, text: &[u8], at: usize) -> bool {
        let [first, second, ..] = text[at..] else { return false };
        let is_inside = at > 0 && IN_WORD[usize::from(text[at - 1])] && IN_WORD[usize::from(first)];
        // Nothing follows a form of two bytes at the end: as good as any byte.
        let bit = bit(first, second, text.get(at + 2).copied().unwrap_or_default());
        !is_inside && self.three[bit / 64] & (1 << (bit % 64)) != 0
    }
}

/// Sixteen bits of three bytes.
fn bit(first: u8, second: u8, third: u8) -> usize {
    usize::from((u32::from_le_bytes([first, second, third, 0]).wrapping_mul(0x9E37_79B1) >> 16) as u16)
}

/// Whether a text can be a form: of one character too much would match.
fn is_form(text: &str) -> bool {
    text.chars().nth(1).is_some() && text.chars().any(char::is_alphanumeric)
}

/// Whether a character belongs to a script that is written without spaces.
pub fn is_unspaced(c: char) -> bool {
    matches!(u32::from(c),
        // Thai, Lao; Myanmar; Khmer; Kana; Han with its extensions and compatibility forms.
        0x0E00..=0x0EFF | 0x1000..=0x109F | 0x1780..=0x17FF | 0x3005..=0x3007 | 0x3040..=0x30FF | 0x31F0..=0x31FF
        | 0x3400..=0x4DBF | 0x4E00..=0x9FFF | 0xA9E0..=0xA9FF | 0xAA60..=0xAA7F | 0xF900..=0xFAFF | 0xFF66..=0xFF9F
        | 0x20000..=0x323AF)
}

/// A text with apostrophes, hyphens and spaces of one kind, in NFC.
pub fn folded(text: &str) -> String {
    let mut fold = Fold::default();
    fold.push(text, 0);
    fold.text
}

/// A folded text, with the place in the original of each of its bytes at which a character begins.
#[derive(Debug, Default)]
pub struct Fold {
    /// The folded text.
    pub text: String,
    /// Where in the folded text a stretch begins, and where in the original; within a stretch both go on alike.
    stretches: Vec<(usize, usize)>,
    /// Where in the original the last character ends.
    end: usize,
}

impl Fold {
    /// Begins anew, in the same memory.
    pub fn clear(&mut self) {
        self.text.clear();
        self.stretches.clear();
        self.end = 0;
    }

    /// Adds a piece of the original that begins at a byte of it.
    pub fn push(&mut self, piece: &str, at: usize) {
        self.stretches.push((self.text.len(), at));
        if piece.is_ascii() {
            self.text.push_str(piece);
        } else if is_composed(piece) {
            self.push_composed(piece, at);
        } else {
            for (n, cluster) in clusters(piece) {
                let mut offset = at + n;
                for c in cluster.nfc() {
                    self.push_char(c, offset, cluster.len());
                    offset = at + n;
                }
            }
        }
        self.end = at + piece.len();
    }

    /// Adds a piece in NFC: as it is, but for the characters that have a plain one in their stead.
    fn push_composed(&mut self, piece: &str, at: usize) {
        let mut rest = 0;
        for (start, c) in others(piece) {
            if plain(c) != c {
                self.text.push_str(&piece[rest..start]);
                self.push_char(c, at + start, c.len_utf8());
                rest = start + c.len_utf8();
            }
        }
        self.text.push_str(&piece[rest..]);
    }

    /// Adds a character for what lies between two pieces: a space for the end of a line.
    pub fn push_gap(&mut self, stand_in: char, at: usize, len: usize) {
        self.stretches.push((self.text.len(), at));
        self.text.push(stand_in);
        self.stretches.push((self.text.len(), at + len));
        self.end = at + len;
    }

    fn push_char(&mut self, c: char, at: usize, len: usize) {
        let folded = plain(c);
        if folded.len_utf8() == len {
            return self.text.push(folded);
        }
        // What is shorter or longer than in the original is a stretch of its own.
        self.stretches.push((self.text.len(), at));
        self.text.push(folded);
        self.stretches.push((self.text.len(), at + len));
    }

    /// The place in the original of a byte of the folded text at which a character begins.
    pub fn original(&self, at: usize) -> usize {
        if at >= self.text.len() {
            return self.end;
        }
        let number = self.stretches.partition_point(|(folded, _)| *folded <= at);
        match self.stretches[..number].last() {
            Some((folded, original)) => original + (at - folded),
            None => at,
        }
    }

    /// The place in the original at which the character before a byte of the folded text ends.
    pub fn original_end(&self, at: usize) -> usize {
        let last = self.text[..at].chars().next_back().map_or(0, char::len_utf8);
        let start = at - last;
        let number = self.stretches.partition_point(|(folded, _)| *folded <= start);
        // Where the character is a stretch of its own, the next stretch says where it ends.
        match (self.stretches[..number].last(), self.stretches.get(number)) {
            (Some((folded, _)), Some((next, original))) if *folded == start && *next == at && *folded < *next => {
                let here = self.original(start) + last;
                if here == *original { here } else { (*original).min(self.end).max(self.original(start)) }
            }
            _ => self.original(start) + last,
        }
    }
}

/// An apostrophe, a hyphen or a space for one of its kind; any other character as it is.
fn plain(c: char) -> char {
    match c {
        '‘' | '’' | 'ʼ' | '＇' => '\'',
        // Between words an en dash is typed as a hyphen, too: “US–China”.
        '‐' | '‑' | '‒' | '–' => '-',
        '\u{a0}' | '\u{202f}' | '\u{2007}' | '\u{2009}' => ' ',
        c => c,
    }
}

/// Whether a text is in NFC. That of most is seen from its other characters than ASCII alone, and without a table.
fn is_composed(text: &str) -> bool {
    let doubtful = others(text).map(|(_, c)| c).filter(|c| !never_joins(*c));
    is_nfc_quick(doubtful) == IsNormalized::Yes || is_nfc(text)
}

/// Whether a character is in NFC wherever it stands, as is known of the commonest: Latin, Cyrillic and Arabic letters,
/// typographic punctuation, Chinese characters and punctuation, Japanese and Korean syllables.
fn never_joins(c: char) -> bool {
    matches!(c, '\0'..'\u{300}' | '\u{400}'..='\u{482}' | '\u{60C}'..='\u{60F}' | '\u{621}'..='\u{64A}'
        | '\u{2010}'..='\u{2027}' | '\u{3001}'..='\u{3029}' | '\u{3041}'..='\u{3096}' | '\u{30A1}'..='\u{30FC}'
        | '\u{4E00}'..='\u{9FFF}' | '\u{AC00}'..='\u{D7A3}' | '\u{FF01}'..='\u{FF60}')
}

/// The characters of a text that are not ASCII, each with its place.
fn others(text: &str) -> impl Iterator<Item = (usize, char)> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let start = at + ascii_before(&text.as_bytes()[at..]);
        let c = text.get(start..)?.chars().next()?;
        at = start + c.len_utf8();
        Some((start, c))
    })
}

/// How many ASCII characters a text begins with. Sixteen at a time are looked at as one.
fn ascii_before(bytes: &[u8]) -> usize {
    let is_ascii = |block: &[u8]| block.iter().fold(0, |all, byte| all | byte).is_ascii();
    let (blocks, _) = bytes.as_chunks::<16>();
    let before = 16 * blocks.iter().take_while(|block| is_ascii(*block)).count();
    let within = bytes[before..].iter().take_while(|byte| byte.is_ascii()).count();
    before + within
}

/// The characters of a text, each with the combining marks after it.
fn clusters(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut starts: Vec<usize> =
        text.char_indices().filter(|(_, c)| !is_combining_mark(*c)).map(|(at, _)| at).collect();
    if starts.first() != Some(&0) {
        starts.insert(0, 0);
    }
    let ends: Vec<usize> = starts.iter().skip(1).copied().chain([text.len()]).collect();
    starts.into_iter().zip(ends).map(|(start, end)| (start, &text[start..end]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fold_knows_where_in_the_original_it_is() {
        let text = "O’Neill and Ange\u{301}lique at Xi‑Bo\u{a0}hall";
        let mut fold = Fold::default();
        fold.push(text, 10);
        assert_eq!(fold.text, "O'Neill and Angélique at Xi-Bo hall");
        for (form, original) in
            [("O'Neill", "O’Neill"), ("Angélique", "Ange\u{301}lique"), ("Xi-Bo hall", "Xi‑Bo\u{a0}hall"), ("at", "at")]
        {
            let at = fold.text.find(form).unwrap();
            let (start, end) = (fold.original(at) - 10, fold.original_end(at + form.len()) - 10);
            assert_eq!(&text[start..end], original);
        }
    }

    #[test]
    fn what_is_said_to_join_nothing_is_composed_by_itself_and_after_all() {
        for c in (0..=u32::from(char::MAX)).filter_map(char::from_u32).filter(|c| never_joins(*c)) {
            let is_starter = unicode_normalization::char::canonical_combining_class(c) == 0;
            assert!(is_starter && is_nfc_quick(std::iter::once(c)) == IsNormalized::Yes, "{c:?}");
        }
    }

    #[test]
    fn others_than_ascii_are_found_wherever_they_stand() {
        for before in 0..40 {
            let text = format!("{}é{}’z", "a".repeat(before), "b".repeat(2 * before));
            let found: Vec<_> = others(&text).collect();
            assert_eq!(found, [(before, 'é'), (3 * before + 2, '’')]);
        }
    }

    #[test]
    fn forms_are_found_where_they_begin_also_within_the_beginning_of_a_longer_one() {
        let bearer = |id: &str| Bearer { kind: Kind::Actor, id: Slug::parse(id).unwrap(), strong: true };
        let named = ["US", "China", "US-China relations"].map(|name| (name.to_owned(), bearer("x")));
        let forms = Forms::new(named.into_iter());
        let found = |text| forms.find(text).into_iter().map(|(start, end, _)| (start, end)).collect::<Vec<_>>();
        assert_eq!(found("US-China ties"), [(0, 2), (3, 8)]);
        assert_eq!(found("US-China relations"), [(0, 2), (0, 18), (3, 8)]);
        assert_eq!(found("the US"), [(4, 6)]);
    }

    #[test]
    fn pieces_and_line_ends_are_put_together() {
        let mut fold = Fold::default();
        fold.push("see Wang", 5);
        fold.push_gap(' ', 13, 1);
        fold.push("Yi there", 14);
        let at = fold.text.find("Wang Yi").unwrap();
        assert_eq!((fold.original(at), fold.original_end(at + 7)), (9, 16));
    }
}
