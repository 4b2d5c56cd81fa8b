//! Words of a text that a later reader cannot make sense of.

use aho_corasick::{AhoCorasick, MatchKind};

use crate::base::code::Code;
use crate::base::finding::{Bytes, Finding, Span};

use super::Context;

/// Dates in words that hang on the day of reading.
const RELATIVE: &[&str] = &[
    "Monday",
    "Tuesday",
    "Wednesday",
    "Thursday",
    "Friday",
    "Saturday",
    "Sunday",
    "yesterday",
    "tomorrow",
    "tonight",
    "last week",
    "next week",
    "last month",
    "next month",
    "last year",
    "next year",
];

/// No brief needs more examples than this.
const MOST: usize = 5;

/// “Monday” in a text that is read years later. A weekday with its date beside it is fine, and so
/// are quotations.
pub(super) fn relative_dates(context: &Context<'_>, to: &mut Vec<Finding>) {
    let Ok(words) = AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).build(RELATIVE)
    else {
        return;
    };
    for (id, brief) in context.site.briefs.iter() {
        let Some(body) = &context.site.text(id).document.body else { continue };
        let text: &str = &body.text;
        let relative = words.find_iter(text).filter(|found| {
            is_word(text, found.start(), found.end())
                && !has_date(text, found.end())
                && !is_quoted(text, found.start())
        });
        for found in relative.take(MOST) {
            let at = Bytes::new(found.start()..found.end()).shifted(body.offset);
            let span = Span::new(brief.file.clone(), at);
            let message =
                format!("`{}` says little to whoever reads this years later", &text[found.range()]);
            to.push(Finding::new(Code::RelDate, span, message).help("write the date"));
        }
    }
}

fn is_word(text: &str, start: usize, end: usize) -> bool {
    let before = text[..start].chars().next_back();
    let after = text[end..].chars().next();
    [before, after].into_iter().flatten().all(|c| !c.is_alphanumeric())
}

/// Whether a day of the month follows: `Monday 19 June`, `Monday, June 19`.
fn has_date(text: &str, end: usize) -> bool {
    text[end..]
        .chars()
        .take(14)
        .take_while(|c| !matches!(c, '.' | ';' | '\n'))
        .any(|c| c.is_ascii_digit())
}

/// Whether a quotation, or code, is open at a place of its line.
fn is_quoted(text: &str, at: usize) -> bool {
    let line = &text[text[..at].rfind('\n').map_or(0, |newline| newline + 1)..at];
    let open = line.matches('“').count() > line.matches('”').count();
    open || line.matches('"').count() % 2 == 1
        || line.matches('`').count() % 2 == 1
        || line.starts_with(['>', '#'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_beside_a_weekday_makes_it_clear() {
        for (text, clear) in
            [(" 19 June", true), (", June 19", true), (" they met.", false), (". 19 came", false)]
        {
            assert_eq!(has_date(text, 0), clear, "{text}");
        }
    }

    #[test]
    fn quotations_are_left_alone() {
        for (text, quoted) in
            [("He said “on ", true), ("He said “yes” on ", false), ("on ", false), ("> on ", true)]
        {
            assert_eq!(is_quoted(text, text.len()), quoted, "{text}");
        }
    }
}
