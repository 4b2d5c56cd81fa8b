//! Findings: everything that briefgen reports, from a malformed date to a broken template.
//!
//! ```
//! use briefgen::base::code::{Code, Severity};
//! use briefgen::base::finding::{Bytes, Finding, Span};
//! use briefgen::base::path::SitePath;
//!
//! let file = SitePath::parse("content/briefs/talks.md").unwrap();
//! let finding = Finding::new(Code::Date, Span::new(file, Bytes::new(10..20)), "no such day")
//!     .path("date")
//!     .help("February 2023 has 28 days");
//! assert_eq!(finding.severity(), Severity::Error);
//! ```

use std::ops::Range;

use super::code::{Code, Severity};
use super::path::SitePath;

/// A range of bytes in a file, end exclusive.
///
/// Lines and columns are computed only when a finding is printed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Bytes {
    /// First byte.
    pub start: u32,
    /// One past the last byte; equal to `start` for a point.
    pub end: u32,
}

impl Bytes {
    /// Converts a range. Offsets beyond 4 GiB saturate; files that large are never read.
    pub fn new(range: Range<usize>) -> Self {
        let clip = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        Self { start: clip(range.start), end: clip(range.end) }
    }

    /// The range moved by `offset` bytes: for a text that begins there in its file.
    pub fn shifted(self, offset: usize) -> Self {
        Self::new(self.start as usize + offset..self.end as usize + offset)
    }

    /// The range as `usize`.
    pub fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }
}

/// A place in a file of the site.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// The file, relative to the site's folder.
    pub file: SitePath,
    /// The bytes in that file.
    pub at: Bytes,
}

impl Span {
    /// The place of some bytes in a file.
    pub fn new(file: SitePath, at: Bytes) -> Self {
        Self { file, at }
    }
}

/// Another place that belongs to a finding, with a label (“first declared here”).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Also {
    /// The other place.
    pub span: Span,
    /// Says what is at that place.
    pub label: String,
}

/// An error, a warning or an information about one place of the site.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Finding {
    /// The place. It is the first field so that findings sort by file and position.
    pub span: Span,
    /// The kind of finding.
    pub code: Code,
    /// The key path in front matter or a registry (`actors[2].as`); empty in a body.
    pub path: String,
    /// What is wrong: a lower-case phrase with names in backticks and no full stop.
    pub message: String,
    /// What to do about it. Empty only until the finding is complete: each has help when it is
    /// reported.
    pub help: String,
    /// Other places that belong to the finding.
    pub also: Vec<Also>,
}

impl Finding {
    /// A finding without help, key path and other places.
    pub fn new(code: Code, span: Span, message: impl Into<String>) -> Self {
        Self {
            span,
            code,
            path: String::new(),
            message: message.into(),
            help: String::new(),
            also: Vec::new(),
        }
    }

    /// Sets the help.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = help.into();
        self
    }

    /// Sets the key path.
    #[must_use]
    pub fn path(mut self, path: impl Into<String>) -> Self {
        self.path = path.into();
        self
    }

    /// Adds another place that belongs to the finding.
    #[must_use]
    pub fn also(mut self, span: Span, label: impl Into<String>) -> Self {
        self.also.push(Also { span, label: label.into() });
        self
    }

    /// The severity of the code.
    pub fn severity(&self) -> Severity {
        self.code.severity()
    }
}

/// A value and its place in the file it was read from.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Located<T> {
    /// The value.
    pub value: T,
    /// The bytes of the value in the file.
    pub at: Bytes,
}

impl<T> Located<T> {
    /// Pairs a value with its place.
    pub fn new(value: T, at: Bytes) -> Self {
        Self { value, at }
    }
}
