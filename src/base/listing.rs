//! Estimates how long it takes to colour blocks of code, so that parsing and rendering agree on
//! which blocks stay plain.
//!
//! ```
//! use briefgen::base::listing::{CodeBudget, language};
//!
//! assert_eq!(language("rust,ignore"), "rust");
//! let mut budget = CodeBudget::default();
//! assert!(budget.spend("fn main() {}\n"));
//! assert!(!budget.spend(&"(".repeat(5_000)), "a line that long stays plain");
//! ```

use super::limits;

/// The language that the info string of a fenced block names; empty if it names none.
pub fn language(info: &str) -> &str {
    info.split(|c: char| c.is_whitespace() || matches!(c, ',' | '{')).next().unwrap_or_default()
}

/// Whether code of a language is never coloured.
pub fn is_plain(language: &str) -> bool {
    ["", "plain", "plaintext", "text", "txt"]
        .iter()
        .any(|plain| plain.eq_ignore_ascii_case(language))
}

/// How much work colouring may still take on one page, of [`limits::CODE_WORK`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CodeBudget(usize);

impl Default for CodeBudget {
    fn default() -> Self {
        CodeBudget(limits::CODE_WORK)
    }
}

impl CodeBudget {
    /// Whether a block of code may be coloured. If so, its work is subtracted from the budget.
    pub fn spend(&mut self, code: &str) -> bool {
        let work = work(code, self.0);
        self.0 -= work.unwrap_or_default();
        work.is_some()
    }
}

/// The work of colouring a block; `None` if it exceeds `most`, or if the block or a line of it is
/// too long.
///
/// At each word and each sign of a line, a grammar may scan up to the end of the line. So the work
/// of a line is its length times the number of its words and signs.
fn work(code: &str, most: usize) -> Option<usize> {
    if code.len() > limits::CODE {
        return None;
    }
    let mut work = 0;
    for line in code.lines() {
        if line.len() > limits::CODE_LINE {
            return None;
        }
        work += tokens(line) * line.len();
        if work > most {
            return None;
        }
    }
    Some(work)
}

/// The number of words and signs in a line.
fn tokens(line: &str) -> usize {
    let mut is_in_word = false;
    let mut begins_token = |byte: u8| {
        let is_word = byte.is_ascii_alphanumeric() || byte == b'_' || byte >= 0x80;
        let continues = is_word && is_in_word;
        let begins = !continues && !byte.is_ascii_whitespace();
        is_in_word = is_word;
        begins
    };
    line.bytes().filter(|byte| begins_token(*byte)).count()
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
        let mut left = CodeBudget::default();
        assert!(left.spend(&line.repeat(lines)));
        assert!(!left.spend(&line), "all is done");
        assert!(left.spend("a\n") || left == CodeBudget(0));
        assert!(!CodeBudget::default().spend(&line.repeat(lines + 1)));
        assert!(!CodeBudget::default().spend(&"\\".repeat(limits::CODE_LINE + 1)));
        assert!(!CodeBudget::default().spend(&"x\n".repeat(limits::CODE)));
    }

    #[test]
    fn common_code_of_any_length_is_coloured() {
        let rust =
            "    let area: u64 = sides.iter().map(|side| side.length as u64 * 0x1F).sum();\n";
        let yaml = "  - {name: Ivor Marsh, offices: [foreign-minister], from: 2023-01-30}\n";
        let shell =
            "for year in 2021 2022; do grep -c \"$year\" *.md | sort -k2 > \"$year.txt\"; done\n";
        for line in [rust, yaml, shell] {
            assert!(CodeBudget::default().spend(&line.repeat(1_000)), "{line}");
        }
    }
}
