//! Square brackets, which contain remarks by the authors of a brief or of the source.

use crate::base::limits;
use crate::base::typography::is_of_unspaced_script;

use super::chars::is_word;
use super::negation::has_negation;

/// The use of a bracket.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Bracketed {
    /// A remark, which may be dropped with its content. The value is the end, exclusive.
    Aside(usize),
    /// The first letters of a word in another case: `[t]he`.
    Letters,
    /// A bracket that must be kept: it is not closed, has an ellipsis or a negation, or is too
    /// long.
    Kept,
}

/// Opening and closing brackets.
const OPENING: [char; 4] = ['[', '［', '〔', '【'];
const CLOSING: [char; 4] = [']', '］', '〕', '】'];

/// Whether a character is a letter of a script with spaces between words.
fn is_letter(c: char) -> bool {
    is_word(c) && !is_of_unspaced_script(c)
}

/// The largest number of letters in a bracket that changes their case.
const LETTERS: usize = 2;

/// The use of the bracket at a byte of a text. A closing bracket is [`Bracketed::Kept`].
pub(super) fn at(text: &str, open: usize) -> Bracketed {
    let rest = &text[open..text.floor_char_boundary((open + limits::ASIDE).min(text.len()))];
    let mut chars = rest.char_indices();
    let is_open = chars.next().is_some_and(|(_, c)| OPENING.contains(&c));
    let close = chars.clone().find(|(_, c)| OPENING.contains(c) || CLOSING.contains(c));
    let (Some((start, _)), Some((end, c))) = (chars.next(), close.filter(|_| is_open)) else {
        return Bracketed::Kept;
    };
    let (inner, after) = (&rest[start..end], end + c.len_utf8());
    let is_closed = CLOSING.contains(&c);
    let is_before_word = text[open + after..].starts_with(is_word);
    if !is_closed || inner.contains('…') || inner.contains("..") {
        Bracketed::Kept
    } else if is_before_word && inner.chars().count() <= LETTERS && inner.chars().all(is_letter) {
        Bracketed::Letters
    } else if has_negation(inner) {
        Bracketed::Kept
    } else {
        Bracketed::Aside(open + after)
    }
}

/// The words with the other case of letters in brackets: `[T]he` for `[t]he`. `None` without such
/// letters.
pub(super) fn with_other_case(words: &str) -> Option<String> {
    let mut turned = String::with_capacity(words.len());
    let (mut rest, mut is_turned) = (0, false);
    for (open, _) in words.match_indices(OPENING) {
        if open < rest || at(words, open) != Bracketed::Letters {
            continue;
        }
        let inner = words[open..].find(CLOSING).map_or(words.len(), |end| open + end);
        turned.push_str(&words[rest..open]);
        turned.extend(words[open..inner].chars().flat_map(other_case));
        (rest, is_turned) = (inner, true);
    }
    turned.push_str(&words[rest..]);
    is_turned.then_some(turned)
}

fn other_case(c: char) -> Vec<char> {
    if c.is_uppercase() { c.to_lowercase().collect() } else { c.to_uppercase().collect() }
}

/// The words with an ellipsis in place of each remark, which may replace words of the source.
/// `None` without a remark.
pub(super) fn as_ellipses(words: &str) -> Option<String> {
    let mut elided = String::new();
    let mut rest = 0;
    for (open, _) in words.match_indices(OPENING) {
        if open >= rest
            && let Bracketed::Aside(end) = at(words, open)
        {
            elided.push_str(&words[rest..open]);
            elided.push_str(" … ");
            rest = end;
        }
    }
    (rest > 0).then(|| elided + &words[rest..])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bracket_explains_or_changes_a_letter_or_stays() {
        for (text, expected) in [
            ("[the ministers] met", Bracketed::Aside(15)),
            ("[sic]", Bracketed::Aside(5)),
            ("［部长］", Bracketed::Aside(12)),
            ("[部长]来了", Bracketed::Aside(8)),
            ("【部长】来了", Bracketed::Aside(12)),
            ("[t]he", Bracketed::Letters),
            ("[n]ous", Bracketed::Letters),
            ("[…] x", Bracketed::Kept),
            ("[...] x", Bracketed::Kept),
            ("[not] x", Bracketed::Kept),
            ("[open", Bracketed::Kept),
            ("[a [b] c]", Bracketed::Kept),
            ("] x", Bracketed::Kept),
        ] {
            assert_eq!(at(text, 0), expected, "{text}");
        }
        assert_eq!(
            with_other_case("[t]he [p]ort [of ours]").as_deref(),
            Some("[T]he [P]ort [of ours]")
        );
        assert_eq!(with_other_case("the [of ours]"), None);
        assert_eq!(as_ellipses("give [the arms] away").as_deref(), Some("give  …  away"));
        assert_eq!(as_ellipses("give away"), None);
    }
}
