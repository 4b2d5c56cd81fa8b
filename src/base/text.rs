//! Text: lines and columns, forbidden and invisible characters, lists and counts in words.
//!
//! ```
//! use briefgen::base::text::{Lines, Position, joined};
//!
//! let text = "title: Talks\ndate: 2023-02-30\n";
//! let position = Lines::new(text).position(text.find("2023").unwrap());
//! assert_eq!(position, Position { line: 2, column: 7 });
//! assert_eq!(joined(&["a".into(), "b".into(), "c".into()]), "a, b and c");
//! ```

use std::borrow::Cow;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::ops::Deref;
use std::sync::Arc;

use super::memo::Fingerprint;

/// The line starts of a text, to convert byte offsets into lines and columns.
pub struct Lines<'a> {
    text: &'a str,
    starts: Vec<usize>,
}

/// A place in a text as editors show it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// The line, from 1.
    pub line: usize,
    /// The column in characters, from 1.
    pub column: usize,
}

impl<'a> Lines<'a> {
    /// Finds the lines of a text.
    pub fn new(text: &'a str) -> Self {
        let starts =
            std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
        Self { text, starts }
    }

    /// The line and column of a byte offset. An offset beyond the end means the end; an offset
    /// within a character means the start of the character.
    pub fn position(&self, byte: usize) -> Position {
        let mut byte = byte.min(self.text.len());
        while !self.text.is_char_boundary(byte) {
            byte -= 1;
        }
        let line = self.starts.partition_point(|&start| start <= byte);
        let start = self.starts[line - 1];
        Position { line, column: self.text[start..byte].chars().count() + 1 }
    }
}

/// The end of a shared text from some byte on, without a copy: the body of a file after its front
/// matter.
///
/// The fingerprint is computed once. Comparing and hashing use only the fingerprint.
#[derive(Clone)]
pub struct Tail {
    whole: Arc<str>,
    start: usize,
    fingerprint: Fingerprint,
}

impl Tail {
    /// The text from a byte on. If that is not a boundary between characters, the whole text.
    pub fn of(whole: &Arc<str>, start: usize) -> Tail {
        let start = if whole.is_char_boundary(start) { start } else { 0 };
        Tail { whole: Arc::clone(whole), start, fingerprint: Fingerprint::of(&whole[start..]) }
    }
}

impl Deref for Tail {
    type Target = str;
    fn deref(&self) -> &str {
        &self.whole[self.start..]
    }
}

impl From<&str> for Tail {
    fn from(text: &str) -> Tail {
        Tail { whole: text.into(), start: 0, fingerprint: Fingerprint::of(text) }
    }
}

impl Default for Tail {
    fn default() -> Tail {
        Tail::from("")
    }
}

impl PartialEq for Tail {
    fn eq(&self, other: &Tail) -> bool {
        self.fingerprint == other.fingerprint
    }
}

impl Eq for Tail {}

impl Hash for Tail {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.fingerprint.hash(state);
    }
}

impl fmt::Debug for Tail {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        (**self).fmt(f)
    }
}

/// Whether a character is forbidden in text (a “stray”): a control character other than tab and
/// line feed, or a noncharacter of Unicode. HTML forbids noncharacters, and XML cannot contain some
/// of them.
pub fn is_stray(c: char) -> bool {
    let is_noncharacter = matches!(c, '\u{FDD0}'..='\u{FDEF}') || u32::from(c) & 0xFFFE == 0xFFFE;
    (c.is_control() && !matches!(c, '\t' | '\n')) || is_noncharacter
}

/// Whether a text contains a stray character. Carriage returns do not count, because they may be
/// part of a line break.
pub fn holds_stray(text: &str) -> bool {
    first_stray(text).is_some()
}

/// Whether a byte is an ASCII control character other than tab, line feed and carriage return.
fn is_stray_byte(b: u8) -> bool {
    (b < 0x20 && !matches!(b, b'\t' | b'\n' | b'\r')) || b == 0x7F
}

/// The first stray character of a text and its byte offset. Carriage returns do not count.
pub fn first_stray(text: &str) -> Option<(usize, char)> {
    // Texts are long and strays rare. So ASCII is searched in blocks without an early exit, which
    // the compiler turns into vector instructions.
    let contains_stray = |block: &[u8]| block.iter().fold(false, |any, b| any | is_stray_byte(*b));
    let block = text.as_bytes().chunks(64).position(contains_stray);
    let ascii = block.and_then(|block| {
        let within = text.as_bytes()[block * 64..].iter().position(|b| is_stray_byte(*b))?;
        Some((block * 64 + within, char::from(text.as_bytes()[block * 64 + within])))
    });
    // Strays beyond ASCII begin with one of seven bytes. For the two of them that are common, the
    // second byte excludes most other characters.
    let bytes = text.as_bytes();
    let may_be = |at: &usize| match (bytes[*at], bytes.get(at + 1)) {
        (0xC2, Some(next)) => *next < 0xA0,
        (0xEF, Some(next)) => matches!(*next, 0xB7 | 0xBF),
        _ => true,
    };
    let stray = |at: usize| text[at..].chars().next().filter(|c| is_stray(*c)).map(|c| (at, c));
    let first_planes = memchr::memchr3_iter(0xC2, 0xEF, 0xF0, bytes).filter(may_be).find_map(stray);
    let later_planes = memchr::memchr3_iter(0xF1, 0xF2, 0xF3, bytes).find_map(stray);
    let last_plane = memchr::memchr_iter(0xF4, bytes).find_map(stray);
    ascii.into_iter().chain(first_planes).chain(later_planes).chain(last_plane).min()
}

/// Replaces each stray character but carriage returns by spaces with the same number of bytes, so
/// that all byte offsets stay valid.
pub fn without_strays(text: &str) -> String {
    let mut clean = String::with_capacity(text.len());
    for c in text.chars() {
        match c.len_utf8() {
            _ if c == '\r' || !is_stray(c) => clean.push(c),
            1 => clean.push(' '),
            // Not two spaces: at the end of a line they are a line break in Markdown.
            2 => clean.push('\u{A0}'),
            3 => clean.push_str(" \u{A0}"),
            _ => clean.push_str("  \u{A0}"),
        }
    }
    clean
}

/// The character that was probably meant by a control character. When a text in Windows-1252 is
/// read as Latin-1, letters and quotation marks become control characters.
pub fn meant_by_stray(stray: char) -> Option<char> {
    const MEANT: [char; 32] = [
        '€', ' ', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', ' ', 'Ž', ' ', //
        ' ', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', ' ', 'ž', 'Ÿ',
    ];
    let number = u32::from(stray).checked_sub(0x80)?;
    MEANT.get(usize::try_from(number).ok()?).copied().filter(|meant| *meant != ' ')
}

/// A character that readers cannot see: it looks like a plain space, or like nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InvisibleChar(char);

impl InvisibleChar {
    /// `None` if the character is visible or a plain space.
    pub fn of(c: char) -> Option<InvisibleChar> {
        let is_space = c.is_whitespace() && !c.is_control() && c != ' ';
        let is_nothing = matches!(c, '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{2060}' | '\u{FEFF}');
        (is_space || is_nothing).then_some(InvisibleChar(c))
    }

    /// What to do about the character.
    pub fn help(self) -> &'static str {
        if self.0.is_whitespace() { "write a plain space in its place" } else { "take it out" }
    }
}

impl fmt::Display for InvisibleChar {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let what = match self.0 {
            '\u{A0}' | '\u{2007}' | '\u{202F}' => "a no-break space",
            '\u{3000}' => "a wide space",
            '\u{FEFF}' => "a byte order mark",
            c if c.is_whitespace() => "a thin space",
            _ => "an invisible character",
        };
        write!(f, "{what} (U+{:04X})", u32::from(self.0))?;
        f.write_str(if what == "a no-break space" {
            ", as Word and chat programs write it,"
        } else {
            ""
        })
    }
}

/// Joins words as in a sentence: `a`, `a and b`, `a, b and c`.
pub fn joined(words: &[String]) -> String {
    joined_by("and", words)
}

/// Joins alternatives as in a sentence: `a`, `a or b`, `a, b or c`.
pub fn joined_or(words: &[String]) -> String {
    joined_by("or", words)
}

fn joined_by(conjunction: &str, words: &[String]) -> String {
    match words {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} {conjunction} {last}", first.join(", ")),
    }
}

/// Puts words in backticks and joins them by commas.
pub fn in_backticks<'a>(words: impl Iterator<Item = &'a str>) -> String {
    words.map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ")
}

/// The first `length` characters of a text, with an ellipsis if there are more.
pub fn shortened(text: &str, length: usize) -> Cow<'_, str> {
    match text.char_indices().nth(length) {
        Some((end, _)) => Cow::Owned(format!("{}…", &text[..end])),
        None => Cow::Borrowed(text),
    }
}

/// A count with its noun: `1 page`, `2 pages`.
pub fn count(n: usize, one: &str, many: &str) -> String {
    format!("{n} {}", if n == 1 { one } else { many })
}

/// Reads line numbers like `21-22` or `1, 5, 21-22`, as pairs of the first and the last line of
/// each range, counted from 1. `None` if the text has another form.
pub fn line_ranges(written: &str) -> Option<Vec<(usize, usize)>> {
    let range = |part: &str| {
        let (first, last) = part.split_once(['-', '–']).unwrap_or((part, part));
        let (first, last): (usize, usize) = (first.trim().parse().ok()?, last.trim().parse().ok()?);
        (1 <= first && first <= last).then_some((first, last))
    };
    written.split(',').map(range).collect()
}

/// Words for “line” and “lines” in several languages, in lower case.
const LINE_WORDS: &[&str] = &[
    "line",
    "lines",
    "l.",
    "ll.",
    "l",
    "ligne",
    "lignes",
    "zeile",
    "zeilen",
    "z.",
    "línea",
    "líneas",
    "linea",
    "linha",
    "linhas",
    "riga",
    "righe",
    "regel",
    "regels",
    "строка",
    "строки",
    "строках",
    "行",
    "第",
    "سطر",
    "السطر",
    "الأسطر",
];

/// Reads line numbers as people write them: `5`, `5–7`, `line 5`, `lines 5 and 7`, `l. 5`, `第5行`.
/// `None` if the text names a page, a time or anything else.
pub fn lines_of_place(written: &str) -> Option<Vec<(usize, usize)>> {
    let written = written.trim().trim_end_matches('行');
    let (word, numbers) = written.split_at(written.find(|c: char| c.is_ascii_digit())?);
    let word = word.trim().to_lowercase();
    if !word.is_empty() && !LINE_WORDS.contains(&word.as_str()) {
        return None;
    }
    let numbers = numbers.trim_end_matches('.').replace([';', '&', '、'], ",").replace('—', "-");
    let and = |numbers: String, and: &&str| numbers.replace(and, ",");
    line_ranges(&[" and ", " et ", " und ", " y ", " e ", " и "].iter().fold(numbers, and))
}

/// The letters that number item `n`, counted from 0, as in `<ol type="a">`: `a` to `z`, `aa`, `ab`.
pub fn letters(n: usize) -> String {
    let last = char::from(b'a' + u8::try_from(n % 26).unwrap_or_default());
    if n < 26 { last.to_string() } else { format!("{}{last}", letters(n / 26 - 1)) }
}

/// An id or a file's name as words: `south-china-sea` gives `South china sea`.
pub fn spoken(id: &str) -> String {
    let words = id.replace(['-', '_'], " ");
    let mut chars = words.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn items_are_numbered_with_letters() {
        for (n, written) in [(0, "a"), (25, "z"), (26, "aa"), (52, "ba"), (701, "zz"), (702, "aaa")]
        {
            assert_eq!(letters(n), written);
        }
    }

    #[test]
    fn a_place_is_lines_or_something_else() {
        for (written, read) in [
            ("5", Some(vec![(5, 5)])),
            ("5-7", Some(vec![(5, 7)])),
            ("5–7", Some(vec![(5, 7)])),
            ("line 5", Some(vec![(5, 5)])),
            ("Lines 5–7, 9", Some(vec![(5, 7), (9, 9)])),
            ("lines 5 and 7", Some(vec![(5, 5), (7, 7)])),
            ("l. 5", Some(vec![(5, 5)])),
            ("l.5", Some(vec![(5, 5)])),
            ("Zeile 5", Some(vec![(5, 5)])),
            ("lignes 5 et 6", Some(vec![(5, 5), (6, 6)])),
            ("第5行", Some(vec![(5, 5)])),
            ("p. 5", None),
            ("pp. 5–7", None),
            ("page 5", None),
            ("p. 5, line 7", None),
            ("S. 5", None),
            ("стр. 5", None),
            ("5:30", None),
            ("1:02:03", None),
            ("00:05", None),
            ("§ 5", None),
            ("para. 5", None),
            ("5 min", None),
            ("5a", None),
            ("0", None),
            ("7-5", None),
            ("line", None),
            ("", None),
        ] {
            assert_eq!(lines_of_place(written), read, "{written}");
        }
    }

    #[test]
    fn lines_are_written_in_numbers() {
        for (written, read) in [
            ("21-22", Some(vec![(21, 22)])),
            ("1, 5, 21-22", Some(vec![(1, 1), (5, 5), (21, 22)])),
            ("22-21", None),
            ("0", None),
            ("all", None),
        ] {
            assert_eq!(line_ranges(written), read, "{written}");
        }
    }

    #[test]
    fn columns_count_characters() {
        let text = "ab\n中国 x\n";
        let lines = Lines::new(text);
        for (byte, line, column) in
            [(0, 1, 1), (2, 1, 3), (3, 2, 1), (6, 2, 2), (7, 2, 2), (10, 2, 4), (99, 3, 1)]
        {
            assert_eq!(lines.position(byte), Position { line, column }, "byte {byte}");
        }
    }

    #[test]
    fn control_characters_are_found_wherever_they_stand() {
        let long = "é\t\r\n".repeat(100);
        for (text, at) in [
            (String::new(), None),
            (long.clone(), None),
            ("§，\u{85}\u{FFFF}".to_owned(), Some((5, '\u{85}'))),
            (format!("{long}\u{1}a\u{2}"), Some((long.len(), '\u{1}'))),
            (format!("{long}\u{9B}a\u{2}"), Some((long.len(), '\u{9B}'))),
            (format!("a\u{2}{long}\u{9B}"), Some((1, '\u{2}'))),
            ("\u{FFFE}".to_owned(), Some((0, '\u{FFFE}'))),
            ("ﷰ\u{FDD0}".to_owned(), Some((3, '\u{FDD0}'))),
            ("😀\u{10FFFF}\u{1FFFE}".to_owned(), Some((4, '\u{10FFFF}'))),
            ("\u{7F}".to_owned(), Some((0, '\u{7F}'))),
        ] {
            assert_eq!(first_stray(&text), at, "{text:?}");
            assert_eq!(first_stray(&without_strays(&text)), None);
            assert_eq!(without_strays(&text).len(), text.len());
        }
        for (c, stray) in [
            ('\t', false),
            ('\n', false),
            ('\r', true),
            ('\u{85}', true),
            ('\u{FFFE}', true),
            ('é', false),
        ] {
            assert_eq!(is_stray(c), stray, "{c:?}");
            assert_eq!(holds_stray(&format!("§，{c}§")), stray && c != '\r', "{c:?}");
        }
    }

    #[test]
    fn a_mark_that_was_read_in_another_encoding_is_known() {
        for (stray, meant) in [
            ('\u{93}', Some('“')),
            ('\u{97}', Some('—')),
            ('\u{81}', None),
            ('\u{7F}', None),
            ('\u{A0}', None),
        ] {
            assert_eq!(meant_by_stray(stray), meant, "{stray:?}");
        }
    }

    #[test]
    fn every_stray_character_is_noticed() {
        for c in (0..=u32::from(char::MAX)).filter_map(char::from_u32).filter(|c| *c != '\r') {
            assert_eq!(holds_stray(c.encode_utf8(&mut [0; 4])), is_stray(c), "{c:?}");
        }
    }
}
