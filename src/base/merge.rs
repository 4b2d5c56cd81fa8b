//! Finds the conflict markers that git leaves in a file when a merge is not finished.
//!
//! ```
//! use briefgen::base::merge::conflicts;
//!
//! assert_eq!(conflicts("a\n<<<<<<< HEAD\nb\n=======\nc\n>>>>>>> theirs\n"), [2..14]);
//! assert!(conflicts("A heading\n=======\n").is_empty());
//! ```

use std::ops::Range;

use super::code::Code;
use super::finding::{Bytes, Finding, Span};
use super::path::SitePath;

// The markers at the head of the lines around and between the two sides of a conflict.
const OURS: &str = "<<<<<<<";
const BETWEEN: &str = "=======";
const THEIRS: &str = ">>>>>>>";

/// The byte range of the `<<<<<<<` line of each conflict.
///
/// A conflict consists of the three markers in order, each at the head of a line: a heading that is
/// underlined with `=======` is none.
pub fn conflicts(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    // Almost no text has the first marker, so that most need no loop over lines.
    if memchr::memmem::find(text.as_bytes(), OURS.as_bytes()).is_none() {
        return found;
    }
    let (mut ours, mut is_between) = (None, false);
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let written = line.trim_end();
        match ours {
            Some(_) if !is_between && written == BETWEEN => is_between = true,
            Some(place) if is_between && is_marker(written, THEIRS) => {
                found.push(place);
                (ours, is_between) = (None, false);
            }
            // Starts again: the marker before may have no end.
            _ if !is_between && is_marker(written, OURS) => {
                ours = Some(start..start + written.len())
            }
            _ => {}
        }
        start += line.len();
    }
    found
}

/// A finding about the conflicts of a file, placed at the first of them; `None` if there is none.
///
/// `offset` is where the text that was searched begins in the file, in bytes.
pub fn finding(file: &SitePath, conflicts: &[Range<usize>], offset: usize) -> Option<Finding> {
    let (first, more) = conflicts.split_first()?;
    let span = Span::new(file.clone(), Bytes::new(first.clone()).shifted(offset));
    let message = match more.len() {
        0 => "a merge is not finished: both sides of it stand in the file".to_owned(),
        more => format!(
            "a merge is not finished: both sides of it stand in the file, here and {more} times \
            below"
        ),
    };
    let help = "keep what is right, and take out the lines `<<<<<<<`, `=======` and `>>>>>>>`";
    Some(Finding::new(Code::Merge, span, message).help(help))
}

/// Whether a line is a marker, alone or followed by the name of a branch.
fn is_marker(line: &str, marker: &str) -> bool {
    line.strip_prefix(marker).is_some_and(|name| name.is_empty() || name.starts_with(' '))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_conflict_is_three_marks_in_order_at_the_head_of_lines() {
        for (text, count) in [
            ("<<<<<<< HEAD\na\n=======\nb\n>>>>>>> theirs\n", 1),
            ("<<<<<<< HEAD\r\na\r\n=======\r\nb\r\n>>>>>>> theirs\r\n", 1),
            ("<<<<<<< ours\na\n||||||| base\nc\n=======\nb\n>>>>>>> theirs", 1),
            ("<<<<<<<\n=======\n>>>>>>>", 1),
            ("<<<<<<< a\n=======\n>>>>>>> b\nx\n<<<<<<< a\n=======\n>>>>>>> b\n", 2),
            ("<<<<<<< never closed\n<<<<<<< a\n=======\n>>>>>>> b\n", 1),
            ("Heading\n=======\n", 0),
            ("<<<<<<< a\n=======\n", 0),
            ("=======\n<<<<<<< a\n>>>>>>> b\n", 0),
            (">>>>>>> a\n=======\n<<<<<<< b\n", 0),
            ("  <<<<<<< a\n=======\n>>>>>>> b\n", 0),
            ("<<<<<<<< a\n=======\n>>>>>>> b\n", 0),
            ("<<<<<<< a\n========\n>>>>>>> b\n", 0),
            ("of <<<<<<< a\n=======\n>>>>>>> b\n", 0),
        ] {
            assert_eq!(conflicts(text).len(), count, "{text:?}");
        }
    }

    #[test]
    fn marks_without_end_are_read_at_once() {
        assert!(conflicts(&"<<<<<<< a\n".repeat(200_000)).is_empty());
        assert_eq!(conflicts(&"<<<<<<< a\n=======\n>>>>>>> b\n".repeat(50_000)).len(), 50_000);
    }
}
