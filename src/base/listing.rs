//! How hard the code of a page is to colour, told from a look at it; the same for parsing and
//! rendering.

use super::limits;

/// The language of a block of code, by its info string.
pub fn language(info: &str) -> &str {
    info.split(|c: char| c.is_whitespace() || matches!(c, ',' | '{')).next().unwrap_or_default()
}

/// Whether code of a language stays plain whatever it holds.
pub fn is_plain(language: &str) -> bool {
    ["", "plain", "plaintext", "text", "txt"]
        .iter()
        .any(|plain| plain.eq_ignore_ascii_case(language))
}

/// What of a page's code may still be coloured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CodeLeft(usize);

impl Default for CodeLeft {
    fn default() -> Self {
        CodeLeft(limits::CODE_WORK)
    }
}

impl CodeLeft {
    /// Whether a block of code may be coloured; its work then is no longer left. Of a block that
    /// may not all is.
    pub fn takes(&mut self, code: &str) -> bool {
        let work = work(code, self.0);
        self.0 -= work.unwrap_or_default();
        work.is_some()
    }
}

/// The work that code makes, up to some: `None` where it is more, or where the code has no common
/// form.
///
/// A grammar is tried anew at each word and each sign of a line, up to the line's end: so the work
/// of a line is its length, so many times.
fn work(code: &str, most: usize) -> Option<usize> {
    if code.len() > limits::CODE {
        return None;
    }
    let mut work = 0;
    for line in code.lines() {
        if line.len() > limits::CODE_LINE {
            return None;
        }
        work += pieces(line) * line.len();
        if work > most {
            return None;
        }
    }
    Some(work)
}

/// The words and signs of a line.
fn pieces(line: &str) -> usize {
    let mut is_in_word = false;
    let begins = |byte: u8| {
        let is_word = byte.is_ascii_alphanumeric() || byte == b'_' || byte >= 0x80;
        let goes_on = is_word && is_in_word;
        let begins = !goes_on && !byte.is_ascii_whitespace();
        is_in_word = is_word;
        begins
    };
    line.bytes().map(begins).filter(|begins| *begins).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn work_is_counted_by_words_signs_and_lengths() {
        for (code, expected) in [
            ("", 0),
            ("word", 4),
            ("a b", 2 * 3),
            ("a.b(c)\n", 6 * 6),
            ("größe_1 = 2", 3 * "größe_1 = 2".len()),
            ("((((\n((\n", 4 * 4 + 2 * 2),
            ("   \n\n", 0),
        ] {
            assert_eq!(work(code, usize::MAX), Some(expected), "{code}");
        }
    }

    #[test]
    fn a_page_has_so_much_work_and_no_more() {
        let line = format!("{}\n", "(".repeat(limits::CODE_LINE));
        let lines = limits::CODE_WORK / (limits::CODE_LINE * limits::CODE_LINE);
        let mut left = CodeLeft::default();
        assert!(left.takes(&line.repeat(lines)));
        assert!(!left.takes(&line), "all is done");
        assert!(left.takes("a\n") || left == CodeLeft(0));
        assert!(!CodeLeft::default().takes(&line.repeat(lines + 1)));
        assert!(!CodeLeft::default().takes(&"\\".repeat(limits::CODE_LINE + 1)));
        assert!(!CodeLeft::default().takes(&"x\n".repeat(limits::CODE)));
    }

    #[test]
    fn common_code_of_any_length_is_coloured() {
        let rust =
            "    let area: u64 = sides.iter().map(|side| side.length as u64 * 0x1F).sum();\n";
        let yaml = "  - {name: Ivor Marsh, offices: [foreign-minister], from: 2023-01-30}\n";
        let shell =
            "for year in 2021 2022; do grep -c \"$year\" *.md | sort -k2 > \"$year.txt\"; done\n";
        for line in [rust, yaml, shell] {
            assert!(CodeLeft::default().takes(&line.repeat(1_000)), "{line}");
        }
    }
}
