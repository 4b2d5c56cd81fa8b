//! Typography: classes of characters, and the ways in which names are folded before they are
//! compared.
//!
//! | level | what no longer differs | used for |
//! |---|---|---|
//! | [`composed`] | composed and decomposed letters: Unicode's NFC | paths, ids |
//! | [`fold_name`], [`name_char`] | also apostrophes, hyphens, spaces, invisible characters | names |
//! | [`spelling`] | also case and punctuation | names that may be variants of each other |
//!
//! Quotations are folded by `model::evidence`, which keeps the place of each character. It uses the
//! classes of characters that are defined here.
//!
//! ```
//! use briefgen::base::typography::{fold_name, spelling};
//!
//! assert_eq!(fold_name("O’Neill\u{a0}& Sons"), "O'Neill & Sons");
//! assert_eq!(spelling("U.S.–China"), spelling("u s china"));
//! ```

use std::borrow::Cow;

use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

/// A text in NFC.
pub fn composed(text: &str) -> Cow<'_, str> {
    if text.is_ascii() {
        return text.into();
    }
    // Almost all texts are in NFC already, and checking is much faster than composing.
    match is_nfc_quick(text.chars()) {
        IsNormalized::Yes => text.into(),
        _ => text.nfc().collect(),
    }
}

/// The character that stands for `c` when names are compared; `None` if `c` is invisible.
pub fn name_char(c: char) -> Option<char> {
    match c {
        '\u{2018}' | '\u{2019}' | '\u{2BC}' | '\u{FF07}' => Some('\''),
        // People also type the en dash of “US–China” as a hyphen.
        '\u{2010}'..='\u{2013}' => Some('-'),
        c if is_invisible(c) => None,
        c if c.is_whitespace() => Some(' '),
        c => Some(c),
    }
}

/// A name as names are compared: composed, with each character folded by [`name_char`], and with a
/// single space for each run of white space.
pub fn fold_name(name: &str) -> String {
    let mut folded = String::with_capacity(name.len());
    for c in composed(name).chars().filter_map(name_char) {
        if c != ' ' || !(folded.is_empty() || folded.ends_with(' ')) {
            folded.push(c);
        }
    }
    folded.truncate(folded.trim_end().len());
    folded
}

/// What variants of a name have in common: the folded name in lower case, with a space for each run
/// of punctuation. Symbols stay, because `C++` and `C` are different names.
pub fn spelling(name: &str) -> String {
    let lower = fold_name(name).to_lowercase();
    lower.split(is_separator).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

/// Whether a character separates the words of a [`spelling`].
fn is_separator(c: char) -> bool {
    const PUNCTUATION: &[char] = &[
        '.', ',', ';', ':', '!', '?', '\'', '"', '(', ')', '[', ']', '{', '}', '/', '\\', '-', '_',
        '*', '·', '・',
    ];
    c.is_whitespace()
        || PUNCTUATION.contains(&c)
        || matches!(c, '\u{2010}'..='\u{2027}' | '\u{3000}'..='\u{3003}')
}

/// Whether a character has no shape of its own: soft hyphens, word joiners, byte order marks, marks
/// of direction.
pub fn is_invisible(c: char) -> bool {
    matches!(
        c,
        '\u{AD}' | '\u{200B}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'
    ) || matches!(c, '\u{2066}'..='\u{2069}' | '\u{FEFF}')
}

/// Whether a character is a square bracket, narrow or wide, or a bracket that East Asian texts use
/// like it.
pub fn is_bracket(c: char) -> bool {
    matches!(c, '[' | ']' | '［' | '］' | '〔' | '〕' | '【' | '】')
}

/// Whether a character is a double quotation mark of any script: also guillemets, corner brackets
/// and `《》`.
pub fn is_double_mark(c: char) -> bool {
    matches!(c, '"' | '“' | '”' | '„' | '‟' | '«' | '»' | '〝' | '〞' | '〟' | '＂' | '″')
        || matches!(c, '「' | '」' | '『' | '』' | '｢' | '｣' | '《' | '》')
}

/// Whether a character is a single quotation mark or an apostrophe, or is typed for one.
pub fn is_single_mark(c: char) -> bool {
    matches!(c, '\'' | '‘' | '’' | '‚' | '‛' | '‹' | '›' | 'ʼ' | '′' | '＇' | '`' | '´')
}

/// Whether a character is a hyphen, a dash or the minus sign.
pub fn is_dash(c: char) -> bool {
    matches!(c, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{FE58}' | '\u{FE63}' | '\u{FF0D}')
}

/// Whether a character is a letter of a script that is written without spaces between words: Thai,
/// Lao, Burmese, Khmer, Han, Kana and Bopomofo.
pub fn is_unspaced(c: char) -> bool {
    matches!(u32::from(c),
        0x0E00..=0x0EFF | 0x1000..=0x109F | 0x1780..=0x17FF
        | 0x3005..=0x3007 | 0x3040..=0x30FF | 0x3105..=0x312F | 0x31A0..=0x31BF | 0x31F0..=0x31FF
        | 0x3400..=0x4DBF | 0x4E00..=0x9FFF | 0xA9E0..=0xA9FF | 0xAA60..=0xAA7F
        | 0xF900..=0xFAFF | 0xFF66..=0xFF9F | 0x20000..=0x323AF)
}

/// Whether a character belongs to Han, Kana, Bopomofo or their punctuation and wide forms. A line
/// end between two of these is not a space.
pub fn is_east_asian(c: char) -> bool {
    matches!(c, '\u{2E80}'..='\u{2FFF}' | '\u{3001}'..='\u{312F}' | '\u{31A0}'..='\u{9FFF}')
        || matches!(c, '\u{F900}'..='\u{FAFF}' | '\u{FF01}'..='\u{FF9F}')
        || matches!(c, '\u{20000}'..='\u{3FFFF}')
}

/// Whether a character belongs to a script that is written without spaces: a letter
/// ([`is_unspaced`]), or punctuation and wide forms of East Asia.
pub fn is_of_unspaced_script(c: char) -> bool {
    is_unspaced(c) || is_east_asian(c)
}

/// Whether a character belongs to Hangul.
pub fn is_hangul(c: char) -> bool {
    matches!(c, '\u{1100}'..='\u{11FF}' | '\u{3131}'..='\u{318E}' | '\u{AC00}'..='\u{D7FF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_differ_in_no_typography() {
        for (name, folded) in [
            ("O\u{2019}Malley \u{a0} Smith\u{2011}Jones ", "O'Malley Smith-Jones"),
            ("O\u{FF07}Neill", "O'Neill"),
            ("Xin\u{AD}hua \u{2060}News\u{FEFF}", "Xinhua News"),
            ("秦\u{3000}刚", "秦 刚"),
            ("Jean\tde  La\nSalle", "Jean de La Salle"),
            ("Ange\u{301}lique", "Angélique"),
        ] {
            assert_eq!(fold_name(name), folded, "{name:?}");
        }
    }

    #[test]
    fn a_spelling_has_no_case_and_no_punctuation() {
        for (one, other, same) in [
            ("Qin Gang", "qin  gang", true),
            ("O\u{2019}Malley & Sons, Ltd.", "o'malley & sons ltd", true),
            ("U.S.-China", "u s china", true),
            ("让·雷诺", "让 雷诺", true),
            ("C D", "C++ D", false),
            ("王一", "王毅", false),
            ("Jose", "José", false),
        ] {
            assert_eq!(spelling(one) == spelling(other), same, "{one} {other}");
        }
    }

    #[test]
    fn letters_without_spaces_are_told_from_others() {
        for (c, unspaced, east_asian, hangul) in [
            ('中', true, true, false),
            ('か', true, true, false),
            ('ㄅ', true, true, false),
            ('ไ', true, false, false),
            ('。', false, true, false),
            ('Ａ', false, true, false),
            ('한', false, false, true),
            ('a', false, false, false),
        ] {
            assert_eq!(
                (is_unspaced(c), is_east_asian(c), is_hangul(c)),
                (unspaced, east_asian, hangul),
                "{c}"
            );
        }
    }
}
