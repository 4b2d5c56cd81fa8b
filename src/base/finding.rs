//! One type for everything briefgen reports, from a malformed date to a broken template.

use std::ops::Range;

use super::code::{Code, Severity};
use super::path::SitePath;

/// A place in a file: bytes of the file's text, end exclusive.
///
/// Lines and columns are worked out only when a finding is printed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Bytes {
    /// First byte.
    pub start: u32,
    /// One past the last byte; equal to `start` for a point.
    pub end: u32,
}

impl Bytes {
    /// The span of a byte range; offsets past 4 GiB saturate, which no readable file reaches.
    pub fn new(range: Range<usize>) -> Self {
        let clip = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        Self { start: clip(range.start), end: clip(range.end) }
    }

    /// The same span in a text that begins `offset` bytes into the file.
    pub fn shifted(self, offset: usize) -> Self {
        Self::new(self.start as usize + offset..self.end as usize + offset)
    }

    /// As a range of `usize`.
    pub fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }
}

/// Where a finding is: a file of the site and a place in it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// The file, relative to the site's folder.
    pub file: SitePath,
    /// The place in it.
    pub at: Bytes,
}

impl Span {
    /// A place in a file.
    pub fn new(file: SitePath, at: Bytes) -> Self {
        Self { file, at }
    }
}

/// Another place that belongs to a finding, and what it is there for (“first declared here”).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Also {
    /// The other place.
    pub span: Span,
    /// What is there.
    pub label: String,
}

/// Something wrong, or worth knowing, about one place of the site.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Finding {
    /// The place; first, so that findings sort by file and position.
    pub span: Span,
    /// The stable code.
    pub code: Code,
    /// The key path in front matter or a registry (`actors[2].as`); empty in a body.
    pub path: String,
    /// What is wrong: a lower-case phrase with names in backticks and no full stop.
    pub message: String,
    /// What to do about it; each finding says so before it is reported.
    pub help: String,
    /// Other places that belong to it.
    pub also: Vec<Also>,
}

impl Finding {
    /// A finding with neither help nor other places.
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

    /// The same with what to do about it.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = help.into();
        self
    }

    /// The same with the key path of the item.
    #[must_use]
    pub fn path(mut self, path: impl Into<String>) -> Self {
        self.path = path.into();
        self
    }

    /// The same with another place that belongs to it.
    #[must_use]
    pub fn also(mut self, span: Span, label: impl Into<String>) -> Self {
        self.also.push(Also { span, label: label.into() });
        self
    }

    /// How bad it is.
    pub fn severity(&self) -> Severity {
        self.code.severity()
    }
}

/// A value and where it stands in its file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Located<T> {
    /// The value.
    pub value: T,
    /// Its place in the file it was read from.
    pub at: Bytes,
}

impl<T> Located<T> {
    /// A value at a place.
    pub fn new(value: T, at: Bytes) -> Self {
        Self { value, at }
    }
}
