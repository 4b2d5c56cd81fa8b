//! Reports relative dates, such as “Monday”, which later readers cannot understand.

use aho_corasick::{AhoCorasick, MatchKind};

use crate::base::code::Code;
use crate::base::finding::{Bytes, Finding, Span};

use super::{Check, Context};

pub(super) const CHECKS: &[Check] = &[Check::Warnings(relative_dates)];

/// Words for dates that depend on the day of writing.
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

/// How many findings one brief gets at most.
const MOST: usize = 5;

/// Reports relative dates in briefs. Weekdays with a date beside them, and quotations, are left
/// out.
fn relative_dates(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let Ok(words) = AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).build(RELATIVE)
    else {
        return;
    };
    for (id, brief) in context.site.briefs.iter() {
        let Some(body) = &context.site.text(id).document.body else { continue };
        let text: &str = &body.text;
        let mut marks = OpenMarks::default();
        let relative = words.find_iter(text).filter(|found| {
            is_word(text, found.start(), found.end())
                && !has_date(text, found.end())
                && !marks.is_quoted(text, found.start())
        });
        for found in relative.take(MOST) {
            let at = Bytes::new(found.start()..found.end()).shifted(body.offset);
            let span = Span::new(brief.file.clone(), at);
            let message =
                format!("`{}` says little to whoever reads this years later", &text[found.range()]);
            findings.push(Finding::new(Code::RelDate, span, message).help("write the date"));
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

/// Counts the quotation marks of a line, up to a place that only moves forward.
#[derive(Default)]
struct OpenMarks {
    /// The first byte that has not been counted.
    read: usize,
    /// Whether the line is a heading or part of a block quotation.
    is_apart: bool,
    opening: usize,
    closing: usize,
    straight: usize,
    backticks: usize,
}

impl OpenMarks {
    /// Whether the byte `at` is within a quotation or code. `at` must not decrease between calls.
    fn is_quoted(&mut self, text: &str, at: usize) -> bool {
        if let Some(newline) = text[self.read..at].rfind('\n') {
            *self = OpenMarks { read: self.read + newline + 1, ..OpenMarks::default() };
        }
        let more = &text[self.read..at];
        if text[..self.read].is_empty() || text[..self.read].ends_with('\n') {
            self.is_apart = more.starts_with(['>', '#']);
        }
        self.opening += more.matches('“').count();
        self.closing += more.matches('”').count();
        self.straight += more.matches('"').count();
        self.backticks += more.matches('`').count();
        self.read = at;
        self.opening > self.closing
            || self.straight % 2 == 1
            || self.backticks % 2 == 1
            || self.is_apart
    }
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
            assert_eq!(OpenMarks::default().is_quoted(text, text.len()), quoted, "{text}");
        }
        let (text, mut marks) = ("“a b” c\n> d e\nf `g", OpenMarks::default());
        let quoted = [3, 5, 10, 14, 16, 18, 21].map(|at| marks.is_quoted(text, at));
        assert_eq!(quoted, [true, true, false, true, true, false, true], "{text}");
    }
}
