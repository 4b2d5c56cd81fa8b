//! A parsed body: its text, and what in it refers to something.

use std::sync::Arc;

use crate::base::finding::{Bytes, Located};
use crate::base::markdown::Markdown;

use super::runs::Runs;

/// A body: its text and what in it refers to something. Offsets are bytes in `text`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Body {
    /// The Markdown.
    pub text: Markdown,
    /// Where `text` begins in its file.
    pub offset: usize,
    /// What refers to something, in the order of the text.
    pub marks: Vec<Mark>,
    /// The headings, in the order of the text.
    pub headings: Vec<Heading>,
    /// The text of the first heading, where the body begins with one of level 1.
    pub title: Option<String>,
    /// Further ids that a link may point at: those of raw HTML.
    pub anchors: Vec<String>,
    /// Ids of headings, and of raw HTML where `true`, that begin with `_`, which only those of the
    /// theme do. A heading has its id without the `_`, and raw HTML none.
    pub of_theme: Vec<(Located<String>, bool)>,
    /// Written ids that their headings do not have, as something above has them: each with the id
    /// that the heading has.
    pub taken_ids: Vec<(Located<String>, Arc<str>)>,
    /// What cleaning takes out of the raw HTML, as it is told of: `<iframe>`, `onclick`. Of each
    /// sort the first.
    pub taken_out: Vec<Located<String>>,
    /// Links and images whose address leads nowhere, or that show nothing.
    pub lost: Vec<Located<LostLink>>,
    /// Where signs stand as text that might have marked something: `]`, `*`, `_`, `~`.
    pub odd_marks: Vec<u32>,
    /// Running text in which names may link themselves: of each paragraph, item or cell the parts
    /// that are plain words. Headings, links, code, images, raw HTML and block quotations are not
    /// among them.
    pub runs: Runs,
    /// Whether `[^` stands somewhere without being a footnote, or a footnote has two definitions.
    pub has_odd_notes: bool,
}

/// One construct that refers to something.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Mark {
    /// The whole construct, brackets included.
    pub at: Bytes,
    /// What it is.
    pub kind: MarkKind,
}

/// The constructs that refer to something.
///
/// Links and images with a scheme (`https:`, `mailto:`) or a host (`//example.org`) are not among
/// them.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum MarkKind {
    /// `[[target]]`, `[[target|text]]`, `[[target+]]`, `[[quote:id]]`.
    Wiki {
        /// What is named, without the `+`; never empty.
        target: String,
        /// What is to be shown instead, as plain text.
        text: Option<String>,
        /// Whether the target ends in `+`: the name with its title.
        titled: bool,
        /// Whether its paragraph holds nothing else: a quotation is then a block.
        alone: bool,
    },
    /// `[@a]`, `[@a, 12]`, `[@a; @b, p. 4]`, and neighbours (`[@a][@b]`); never empty.
    Citation(Vec<Cited>),
    /// `[text](destination)`, or by reference.
    Link {
        /// As written, without escapes: `../issues/taiwan.md#history`, `#history`.
        destination: String,
    },
    /// `![description](destination)`, or by reference.
    Image {
        /// As written, without escapes: `map.png`.
        destination: String,
    },
    /// An attribute of raw HTML: `href="b.md"`, `src="map.png"`.
    Html {
        /// As written, without escapes.
        destination: String,
        /// Whether it has to be an image.
        is_image: bool,
    },
}

/// One source of a citation.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Cited {
    /// The id or URL, without the `@`; never empty.
    pub source: String,
    /// What stands after the comma, on one line: `12`, `p. 4`.
    pub locator: Option<String>,
    /// This source's part of the citation: `@b, p. 4`.
    pub at: Bytes,
}

/// A heading.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Heading {
    /// 1 to 6, as written.
    pub level: u8,
    /// From `{#id}`, or made from the text; unique in the body.
    pub id: Arc<str>,
    /// Its words, without markup and citations; a wikilink without a text of its own counts as its
    /// target.
    pub text: String,
    /// The whole heading.
    pub at: Bytes,
}

/// Why a link or an image leads nowhere.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum LostLink {
    /// It has no address.
    Empty,
    /// Nobody can see it.
    WithoutWords,
    /// An address that pages do not link to.
    Address(String),
}
