//! Simplifies the character classes in the regular expressions of grammars.
//!
//! Used by the build script, which simplifies the grammars before they are embedded.

/// All characters beyond ASCII. In code they occur in names and comments.
const BEYOND_ASCII: &str = r"\u{80}-\u{10FFFF}";

/// Replaces the Unicode classes of a pattern by ASCII classes that also contain all characters
/// beyond ASCII, as if these were lower-case letters.
///
/// A compiled `\w` or `\p{L}` has a branch for every script of Unicode, and a language has a
/// hundred patterns or more, which take as long to compile as a thousand pages take to render. The
/// simpler classes halve this time. They change the colours only where a character beyond ASCII is
/// not a lower-case letter.
///
/// Letter classes stay as they are where the pattern ignores case: compiling a range of all of
/// Unicode without case takes even longer.
pub(super) fn with_ascii_classes(pattern: &str) -> String {
    let (ignores_case, has_comments) = (has_flag(pattern, 'i'), has_flag(pattern, 'x'));
    let mut simplified = String::with_capacity(2 * pattern.len());
    let mut rest = pattern;
    let mut depth = 0_usize;
    while let Some(first) = rest.chars().next() {
        let (piece, after) = rest.split_at(match first {
            '\\' => escape_len(rest),
            '[' => class_start_len(rest),
            '#' if has_comments && depth == 0 => rest.find('\n').unwrap_or(rest.len()),
            _ => first.len_utf8(),
        });
        let class = simplified_class(piece, ignores_case, depth > 0);
        simplified.push_str(class.as_deref().unwrap_or(piece));
        match first {
            '[' => depth += 1,
            ']' => depth = depth.saturating_sub(1),
            _ => {}
        }
        rest = after;
    }
    simplified
}

/// Whether a pattern sets a flag anywhere, as in `(?x)` and `(?xi:`.
fn has_flag(pattern: &str, flag: char) -> bool {
    pattern.split("(?").skip(1).any(|group| {
        let end = group
            .find(|letter: char| !letter.is_ascii_alphabetic() && letter != '-')
            .unwrap_or(group.len());
        group[end..].starts_with([':', ')']) && group[..end].contains(flag)
    })
}

/// The length of the escape at the start of `rest`: `\w`, `\p{L}`.
fn escape_len(rest: &str) -> usize {
    let named = rest.starts_with(r"\p{") || rest.starts_with(r"\P{");
    match rest.find('}').filter(|_| named) {
        Some(end) => end + 1,
        None => 1 + rest[1..].chars().next().map_or(0, char::len_utf8),
    }
}

/// The length of the `[` or `[^` at the start of `rest`, with a `]` directly after it, which is a
/// character of the class.
fn class_start_len(rest: &str) -> usize {
    ["[^]", "[]", "[^"]
        .iter()
        .find(|beginning| rest.starts_with(**beginning))
        .map_or(1, |beginning| beginning.len())
}

/// The simplified form of an escape that stands for a class; `None` for any other piece.
fn simplified_class(piece: &str, ignores_case: bool, is_within_class: bool) -> Option<String> {
    let letters = |ascii: &str| (!ignores_case).then(|| [ascii, BEYOND_ASCII].concat());
    let (inside, is_negated) = match piece {
        r"\w" => (letters("0-9A-Z_a-z")?, false),
        r"\W" => (letters("0-9A-Z_a-z")?, true),
        r"\p{L}" => (letters("A-Za-z")?, false),
        r"\p{Ll}" => (letters("a-z")?, false),
        r"\p{Lu}" if !ignores_case => ("A-Z".to_owned(), false),
        r"\d" | r"\p{N}" => ("0-9".to_owned(), false),
        r"\D" => ("0-9".to_owned(), true),
        r"\s" => (r"\t\n\x0B\x0C\r\x20".to_owned(), false),
        r"\S" => (r"\t\n\x0B\x0C\r\x20".to_owned(), true),
        _ => return None,
    };
    Some(match (is_negated, is_within_class) {
        (true, _) => format!("[^{inside}]"),
        (false, true) => inside,
        (false, false) => format!("[{inside}]"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn classes_are_simplified() {
        let simplified = [
            (r"\d+\s*", r"[0-9]+[\t\n\x0B\x0C\r\x20]*"),
            (r"[-.\d]\D", r"[-.0-9][^0-9]"),
            (r"[^\S\n]", r"[^[^\t\n\x0B\x0C\r\x20]\n]"),
            (r"\w\W", r"[0-9A-Z_a-z\u{80}-\u{10FFFF}][^0-9A-Z_a-z\u{80}-\u{10FFFF}]"),
            (r"[\p{L}_][\p{N}]", r"[A-Za-z\u{80}-\u{10FFFF}_][0-9]"),
            (r"\p{Lu}\p{Ll}", r"[A-Z][a-z\u{80}-\u{10FFFF}]"),
            (r"[]\d][^]\d]\d", r"[]0-9][^]0-9][0-9]"),
            (r"[[a-f]\d]\d", r"[[a-f]0-9][0-9]"),
            (r"(?i)\w\d(?:b)", r"(?i)\w[0-9](?:b)"),
            (r"(?i:\p{Lu})", r"(?i:\p{Lu})"),
            ("(?x) # one [ of them\n \\d", "(?x) # one [ of them\n [0-9]"),
            (r"#[\d]", r"#[0-9]"),
            (r"(?=\d)(?<i>\d)", r"(?=[0-9])(?<i>[0-9])"),
        ];
        for (pattern, expected) in simplified {
            assert_eq!(with_ascii_classes(pattern), expected, "{pattern}");
        }
    }

    #[test]
    fn other_pieces_stay() {
        for pattern in [
            "",
            r"\",
            r"\\w",
            r"\b\x41\p{Greek}\P{L}\1",
            r"\p{L",
            "é]",
            r"\é[é]",
            "[",
            r"(?<!\[)\]",
        ] {
            assert_eq!(with_ascii_classes(pattern), pattern);
        }
    }
}
