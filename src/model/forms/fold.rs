//! Folds the typography and Unicode composition of a text, and maps folded bytes to the original.

use unicode_normalization::char::is_combining_mark;
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc, is_nfc_quick};

use crate::base::typography::name_char;

/// A text in NFC with uniform apostrophes, hyphens and spaces.
pub fn folded(text: &str) -> String {
    let mut fold = Fold::default();
    fold.push(text, 0);
    fold.text
}

/// A folded text, with the original place of each character.
#[derive(Debug, Default)]
pub struct Fold {
    /// The folded text.
    pub text: String,
    /// The beginnings of stretches in the folded text and in the original. Within a stretch, both
    /// have equal lengths.
    stretches: Vec<(usize, usize)>,
    /// The end of the last character in the original.
    end: usize,
}

impl Fold {
    /// Clears the text and keeps its memory.
    pub fn clear(&mut self) {
        self.text.clear();
        self.stretches.clear();
        self.end = 0;
    }

    /// Adds a piece of the original that begins at this byte.
    pub fn push(&mut self, piece: &str, at: usize) {
        self.stretches.push((self.text.len(), at));
        if piece.is_ascii() {
            self.text.push_str(piece);
        } else {
            self.push_other(piece, at);
        }
        self.end = at + piece.len();
    }

    fn push_other(&mut self, piece: &str, at: usize) {
        let suspects: Vec<(usize, char)> = suspects(piece).collect();
        if is_composed(piece, &suspects) {
            return self.push_composed(piece, &suspects, at);
        }
        for (n, cluster) in clusters(piece) {
            let mut offset = at + n;
            for c in cluster.nfc() {
                self.push_char(c, offset, cluster.len());
                offset = at + n;
            }
        }
    }

    /// Adds a piece in NFC, and replaces the characters with a plain form.
    fn push_composed(&mut self, piece: &str, suspects: &[(usize, char)], at: usize) {
        let mut rest = 0;
        for (start, c) in suspects.iter().copied().filter(|(_, c)| name_char(*c) != Some(*c)) {
            self.text.push_str(&piece[rest..start]);
            self.push_char(c, at + start, c.len_utf8());
            rest = start + c.len_utf8();
        }
        self.text.push_str(&piece[rest..]);
    }

    /// Adds a character in place of the text between two pieces, such as a space for a line end.
    pub fn push_gap(&mut self, stand_in: char, at: usize, len: usize) {
        self.stretches.push((self.text.len(), at));
        self.text.push(stand_in);
        self.stretches.push((self.text.len(), at + len));
        self.end = at + len;
    }

    fn push_char(&mut self, c: char, at: usize, len: usize) {
        let folded = name_char(c);
        if let Some(folded) = folded.filter(|folded| folded.len_utf8() == len) {
            return self.text.push(folded);
        }
        // A character of another length than in the original begins a stretch.
        self.stretches.push((self.text.len(), at));
        self.text.extend(folded);
        self.stretches.push((self.text.len(), at + len));
    }

    /// The original place of a byte of the folded text at which a character begins.
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

    /// The original end of the character before a byte of the folded text.
    pub fn original_end(&self, at: usize) -> usize {
        let last = self.text[..at].chars().next_back().map_or(0, char::len_utf8);
        let start = at - last;
        let number = self.stretches.partition_point(|(folded, _)| *folded <= start);
        // If the character is a stretch of its own, the next stretch gives its end.
        match (self.stretches[..number].last(), self.stretches.get(number)) {
            (Some((folded, _)), Some((next, original)))
                if *folded == start && *next == at && *folded < *next =>
            {
                let here = self.original(start) + last;
                if here == *original {
                    here
                } else {
                    (*original).min(self.end).max(self.original(start))
                }
            }
            _ => self.original(start) + last,
        }
    }
}

/// Whether a text is in NFC. For most texts, the suspects alone decide, without a table.
fn is_composed(text: &str, suspects: &[(usize, char)]) -> bool {
    let doubtful = suspects.iter().map(|(_, c)| *c).filter(|c| !never_joins(*c));
    is_nfc_quick(doubtful) == IsNormalized::Yes || is_nfc(text)
}

/// Whether a character is in NFC in any context. Covers the most common ones: Latin, Cyrillic and
/// Arabic letters, typographic punctuation, Chinese characters and punctuation, Japanese and Korean
/// syllables.
fn never_joins(c: char) -> bool {
    matches!(c, '\0'..'\u{300}' | '\u{400}'..='\u{482}'
        | '\u{60C}'..='\u{60F}' | '\u{621}'..='\u{64A}'
        | '\u{2010}'..='\u{2027}' | '\u{3001}'..='\u{3029}'
        | '\u{3041}'..='\u{3096}' | '\u{30A1}'..='\u{30FC}'
        | '\u{3400}'..='\u{9FFF}' | '\u{AC00}'..='\u{D7A3}' | '\u{FF01}'..='\u{FF60}')
}

/// The characters of a text that folding may change, with their places. The first byte excludes
/// most characters: ASCII, most of Latin and Cyrillic, Chinese and Korean.
fn suspects(text: &str) -> impl Iterator<Item = (usize, char)> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let rest = &text.as_bytes()[at..];
        // Blocks of bytes are checked at once: most have no suspect.
        let is_plain =
            |block: &&[u8; 32]| block.is_ascii() || !block.iter().any(|byte| is_suspect(*byte));
        let before = 32 * rest.as_chunks::<32>().0.iter().take_while(is_plain).count();
        let start = at + before + rest[before..].iter().position(|byte| is_suspect(*byte))?;
        let c = text.get(start..)?.chars().next()?;
        at = start + c.len_utf8();
        Some((start, c))
    })
}

/// Whether a byte may begin a character that folding changes.
fn is_suspect(byte: u8) -> bool {
    BEGINS_SUSPECT[usize::from(byte)]
}

const BEGINS_SUSPECT: [bool; 256] = {
    let mut table = [false; 256];
    let mut byte = 0xC2;
    while byte < table.len() {
        table[byte] = !matches!(byte, 0xC3..=0xC9 | 0xCB | 0xD0 | 0xD1 | 0xE4..=0xE9 | 0xEB | 0xEC);
        byte += 1;
    }
    table
};

/// The characters of a text, each with its combining marks.
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
        let text = "O’Neill and Ange\u{301}lique at Xi‑Bo\u{a0}hall, \u{feff}Xin\u{ad}hua\u{200b}, \
            O’\u{2060}Hara";
        let mut fold = Fold::default();
        fold.push(text, 10);
        assert_eq!(fold.text, "O'Neill and Angélique at Xi-Bo hall, Xinhua, O'Hara");
        for (form, original) in [
            ("O'Neill", "O’Neill"),
            ("Angélique", "Ange\u{301}lique"),
            ("Xi-Bo hall", "Xi‑Bo\u{a0}hall"),
            ("at", "at"),
            ("Xinhua", "Xin\u{ad}hua"),
            ("O'Hara", "O’\u{2060}Hara"),
        ] {
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
    fn characters_that_are_not_suspect_are_folded_to_themselves() {
        for c in (0..=u32::from(char::MAX)).filter_map(char::from_u32) {
            let is_suspect = suspects(&c.to_string()).next().is_some();
            let is_unchanged = never_joins(c) && (c.is_ascii() || name_char(c) == Some(c));
            assert!(is_suspect || is_unchanged, "{c:?}");
        }
    }

    #[test]
    fn suspects_are_found_wherever_they_stand() {
        for before in 0..40 {
            let text = format!("{}é’{}’z", "a".repeat(before), "b".repeat(2 * before));
            let found: Vec<_> = suspects(&text).collect();
            assert_eq!(found, [(before + 2, '’'), (3 * before + 5, '’')]);
        }
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
