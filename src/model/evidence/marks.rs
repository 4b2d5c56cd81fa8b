//! Quotation marks: decides which begin a quotation, which end it, and which are apostrophes.

use std::ops::Range;

use crate::base::typography::{is_double_mark, is_of_unspaced_script, is_single_mark};

use super::chars::{is_inside, is_word};

/// The quotations in a paragraph.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Quotations {
    /// The quotations that end in it, in order. The ranges include the marks.
    pub closed: Vec<Range<usize>>,
    /// The quotation that is open at the end: the place of its mark, and the mark. It is a
    /// quotation only if the next paragraph continues it with this mark.
    pub open: Option<(usize, char)>,
}

/// An open quotation.
struct OpenQuotation {
    at: usize,
    mark: char,
    /// The mark that ends it.
    end: char,
    /// The end, unless the last possible mark was a possessive apostrophe, as in ‘the Burns’.
    perhaps: Option<usize>,
    /// Whether a straight mark inside began another quotation.
    has_inner: bool,
}

/// Finds the quotations in a paragraph. Marks at bytes for which `read` is false are ignored.
///
/// A quotation inside of another one is part of it.
pub fn quotations(paragraph: &str, read: impl FnMut(usize) -> bool) -> Quotations {
    quotations_after(None, paragraph, read)
}

/// Like [`quotations`], for a paragraph that may continue a quotation of the previous one with its
/// first mark. In French, this may be `»`.
pub(super) fn quotations_after(
    before: Option<char>,
    paragraph: &str,
    mut read: impl FnMut(usize) -> bool,
) -> Quotations {
    let mut found = Quotations::default();
    let first = paragraph.len() - paragraph.trim_start().len();
    let is_taken_up = before == Some('«') && paragraph[first..].starts_with('»');
    let mut open = is_taken_up.then_some(OpenQuotation {
        at: first,
        mark: '«',
        end: '»',
        perhaps: None,
        has_inner: false,
    });
    for (at, c) in marks(paragraph).filter(|(at, _)| read(*at)) {
        if is_taken_up && at == first {
            continue;
        }
        let after = at + c.len_utf8();
        let (last, next) =
            (paragraph[..at].chars().rev().find(|c| !is_markup(*c)), following(paragraph, after));
        if is_single_mark(c) && is_apostrophe(last, c, &paragraph[after..]) {
            continue;
        }
        let begins = || {
            end_of(c, last, next).map(|end| OpenQuotation {
                at,
                mark: c,
                end,
                perhaps: None,
                has_inner: false,
            })
        };
        open = match open {
            None => begins(),
            Some(mut one)
                if is_end(one.end, c)
                    && (one.end != '’' || may_end(last, next))
                    && (one.end != '”' || c == '”' || (!one.has_inner && may_end(last, next))) =>
            {
                let is_possessive = one.end == '’' && matches!(last, Some('s' | 'S'));
                if is_possessive && next.is_some_and(char::is_whitespace) {
                    one.perhaps.get_or_insert(after);
                    Some(one)
                } else {
                    found.closed.push(one.at..after);
                    None
                }
            }
            // A quotation ends where the next one begins.
            Some(OpenQuotation { at, mark, perhaps: Some(end), .. })
                if c == mark && begins().is_some() =>
            {
                found.closed.push(at..end);
                begins()
            }
            Some(mut one) => {
                let is_straight = c == '"' && one.end == '”';
                one.has_inner = if is_straight { !one.has_inner } else { one.has_inner };
                Some(one)
            }
        };
    }
    match open {
        Some(OpenQuotation { at, perhaps: Some(end), .. }) => found.closed.push(at..end),
        Some(one) => found.open = Some((one.at, one.mark)),
        None => {}
    }
    found
}

/// The marks in a paragraph, with their places. Most characters are skipped by their first byte.
fn marks(paragraph: &str) -> impl Iterator<Item = (usize, char)> {
    let may_begin_one =
        |byte: u8| matches!(byte, b'"' | b'\'' | b'`' | 0xC2 | 0xCA | 0xE2 | 0xE3 | 0xEF);
    let places = paragraph.bytes().enumerate().filter(move |(_, byte)| may_begin_one(*byte));
    let chars = places.filter_map(|(at, _)| Some((at, paragraph.get(at..)?.chars().next()?)));
    chars.filter(|(_, c)| is_single_mark(*c) || is_double_mark(*c))
}

/// Whether Markdown may have a character between a mark and a word.
fn is_markup(c: char) -> bool {
    matches!(c, '*' | '_' | '~' | '\\' | '[')
}

fn following(text: &str, at: usize) -> Option<char> {
    text[at..].chars().find(|c| !is_markup(*c))
}

/// Whether a single mark replaces letters or digits: `don’t`, `’90s`.
fn is_apostrophe(last: Option<char>, c: char, after: &str) -> bool {
    let inside =
        last.zip(after.chars().next()).is_some_and(|(last, next)| is_inside(last, c, next));
    let is_digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
    let mut chars = after.chars();
    inside || (is_digit(chars.next()) && is_digit(chars.next()) && chars.next() == Some('s'))
}

/// Whether a single mark may end a quotation: after a character that is not white space, and not
/// before a word.
fn may_end(last: Option<char>, next: Option<char>) -> bool {
    last.is_some_and(|last| !last.is_whitespace())
        && next.is_none_or(|next| !is_word(next) || is_of_unspaced_script(next))
}

/// The mark that ends a quotation, if the character between these two begins one.
pub(super) fn end_of(c: char, last: Option<char>, next: Option<char>) -> Option<char> {
    let is_apart = last.is_none_or(|last| !last.is_alphanumeric() || is_of_unspaced_script(last));
    // French has a space on the inner side of guillemets.
    match c {
        '«' => return Some('»'),
        '‹' => return Some('›'),
        _ => {}
    }
    let next = next.filter(|next| !next.is_whitespace())?;
    match c {
        '“' => Some('”'),
        '„' | '‟' => Some('“'),
        '「' | '｢' => Some('」'),
        '『' => Some('』'),
        '《' => Some('》'),
        '〝' => Some('〞'),
        '»' if is_apart => Some('«'),
        '›' if is_apart => Some('‹'),
        // Swedish has equal marks on both sides, and some writers reverse „…“ to ”…“.
        '”' if is_apart => Some('“'),
        '"' | '＂' if is_apart => Some(c),
        '‘' | '‚' | '\'' if is_apart && next.is_alphanumeric() => Some('’'),
        _ => None,
    }
}

/// Whether a mark ends a quotation that should end with `end`. Writers mix straight and curly
/// marks.
pub(super) fn is_end(end: char, c: char) -> bool {
    match end {
        // `„…“` ends with the mark that begins `“…”`.
        '“' => matches!(c, '“' | '”' | '"'),
        '”' => matches!(c, '”' | '"'),
        '"' | '＂' => matches!(c, '"' | '”' | '＂'),
        '」' => matches!(c, '」' | '｣'),
        '〞' => matches!(c, '〞' | '〟'),
        '«' => matches!(c, '«' | '»'),
        '‹' => matches!(c, '‹' | '›'),
        '’' => matches!(c, '’' | '\'' | '‘'),
        end => c == end,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotations_are_told_from_apostrophes() {
        for (paragraph, closed, open) in [
            ("He said: “We go.” And “now”.", &["“We go.”", "“now”"][..], None),
            ("He said: ‘We go.’", &["‘We go.’"], None),
            ("He said: 'We go.'", &["'We go.'"], None),
            ("don’t, it's, Burns’ car and the dogs' tails", &[], None),
            ("the ’90s, the '90s, the ‘90s and the boss' chair", &[], None),
            ("‘We don’t like Burns’ car,’ he said.", &["‘We don’t like Burns’ car,’"], None),
            ("‘We like tariffs’ he said, ‘and more’.", &["‘We like tariffs’", "‘and more’"], None),
            ("‘lower tariffs’ are all", &["‘lower tariffs’"], None),
            ("“He said ‘no’ to me”, she said", &["“He said ‘no’ to me”"], None),
            ("‘He said “no” to me’, she said", &["‘He said “no” to me’"], None),
            ("a 6\" nail and a 7\" one", &[], None),
            ("*“Go”* and **'stay'**", &["“Go”", "'stay'"], None),
            ("„Nein“ und »doch« und «oui»", &["„Nein“", "»doch«", "«oui»"], None),
            ("他说：「走吧」。", &["「走吧」"], None),
            ("“We go.” Then “we stay", &["“We go.”"], Some('“')),
            ("'We go", &[], Some('\'')),
            ("Il a dit : « Nous irons », puis « non ».", &["« Nous irons »", "« non »"], None),
            (
                "Il dit «\u{202f}oui\u{202f}» et ‹ non ›",
                &["«\u{202f}oui\u{202f}»", "‹ non ›"],
                None,
            ),
            ("Er sagt ›ja‹ und »nein«", &["›ja‹", "»nein«"], None),
            ("“We go,\" she said, “now”", &["“We go,\"", "“now”"], None),
            ("“He said \"no\" to me”, she said", &["“He said \"no\" to me”"], None),
            ("“We go,\" she said. \"Now.”", &["“We go,\"", "\"Now.”"], None),
            ("朝方说《绝不接受》。", &["《绝不接受》"], None),
        ] {
            let found = quotations(paragraph, |_| true);
            let words: Vec<&str> = found.closed.iter().map(|at| &paragraph[at.clone()]).collect();
            assert_eq!(
                (&words[..], found.open.map(|(_, mark)| mark)),
                (closed, open),
                "{paragraph}"
            );
        }
    }

    #[test]
    fn every_mark_is_found_by_its_first_byte() {
        for c in (0..=u32::from(char::MAX)).filter_map(char::from_u32) {
            let is_mark = is_single_mark(c) || is_double_mark(c);
            assert_eq!(marks(&format!("a{c}")).next(), is_mark.then_some((1, c)));
        }
    }

    #[test]
    fn marks_in_code_do_not_count() {
        let paragraph = "`“` and “words”";
        let found = quotations(paragraph, |at| at > 4).closed;
        assert_eq!(found.iter().map(|at| &paragraph[at.clone()]).collect::<Vec<_>>(), ["“words”"]);
    }
}
