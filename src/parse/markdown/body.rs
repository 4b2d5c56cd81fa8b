//! A parsed body: its text, and the constructs that refer to something.

use std::sync::Arc;

use crate::base::finding::{Bytes, Located};
use crate::base::markdown::Markdown;

use super::runs::Runs;

/// The body of a document and its constructs. Places are bytes in `text`, not in the file.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Body {
    /// The Markdown.
    pub text: Markdown,
    /// The first byte of `text` in its file.
    pub offset: usize,
    /// Wikilinks, citations, links and images, in the order of the text.
    pub marks: Vec<Mark>,
    /// The headings, in the order of the text.
    pub headings: Vec<Heading>,
    /// The text of the first heading, if the body begins with it and its level is 1.
    pub title: Option<String>,
    /// The ids in raw HTML. Links may lead to them as to headings.
    pub anchors: Vec<String>,
    /// Written ids that begin with `_`, which is reserved for the theme; `true` for raw HTML,
    /// `false` for a heading. The heading gets the id without `_`, the HTML element gets none.
    pub theme_ids: Vec<(Located<String>, bool)>,
    /// Written ids of headings that another heading or raw HTML has already, each with the id that
    /// the heading gets instead.
    pub taken_ids: Vec<(Located<String>, Arc<str>)>,
    /// What the sanitizer removes from the raw HTML, as messages name it: `<iframe>`, `onclick`. Of
    /// each kind the first.
    pub removed_html: Vec<Located<String>>,
    /// Links and images without a usable address or without visible text.
    pub lost_links: Vec<Located<LostLink>>,
    /// The bytes at which `]`, `*`, `_` or `~` stands as text, although it may have been meant as
    /// markup.
    pub odd_marks: Vec<u32>,
    /// The running text, in which names are linked automatically: the plain words of each
    /// paragraph, list item and table cell, without links, code, images and raw HTML. Headings and
    /// block quotations are left out.
    pub runs: Runs,
    /// Whether some `[^` is not a footnote, or a footnote has two definitions.
    pub has_odd_notes: bool,
}

/// A construct that refers to something.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Mark {
    /// The place of the whole construct, with its brackets.
    pub at: Bytes,
    /// The kind of construct.
    pub kind: MarkKind,
}

/// The kinds of constructs that refer to something within the site. Links and images with a scheme
/// (`https:`, `mailto:`) or a host (`//example.org`) are no marks: see
/// [`web_links`](super::web_links).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum MarkKind {
    /// `[[target]]`, `[[target|text]]`, `[[target+]]`, `[[quote:id]]`.
    Wiki {
        /// The name or id, without the `+`; never empty.
        target: String,
        /// The written text of the link, as plain text.
        text: Option<String>,
        /// Whether the target ends in `+`, which shows the name with its title.
        titled: bool,
        /// Whether the wikilink is a whole paragraph. A quotation is then shown as a block.
        alone: bool,
    },
    /// `[@a]`, `[@a, 12]`, `[@a; @b, p. 4]`. Adjacent brackets (`[@a][@b]`) are one citation; never
    /// empty.
    Citation(Vec<Cited>),
    /// `[text](destination)`, or a reference link.
    Link {
        /// As written, without escapes: `../issues/taiwan.md#history`, `#history`.
        destination: String,
    },
    /// `![description](destination)`, or a reference image.
    Image {
        /// As written, without escapes: `map.png`.
        destination: String,
    },
    /// An attribute of raw HTML: `href="b.md"`, `src="map.png"`.
    Html {
        /// As written, without escapes.
        destination: String,
        /// Whether the attribute takes an image.
        is_image: bool,
    },
}

/// A source in a citation.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Cited {
    /// The id or URL, without the `@`; never empty.
    pub source: String,
    /// The text after the comma, joined to one line: `12`, `p. 4`.
    pub locator: Option<String>,
    /// The place of this source in the citation: `@b, p. 4`.
    pub at: Bytes,
}

/// A heading.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Heading {
    /// The number of `#`, from 1 to 6.
    pub level: u8,
    /// The id from `{#id}`, or made from the text; unique in the body.
    pub id: Arc<str>,
    /// The text without markup and citations. A wikilink without a text counts as its target.
    pub text: String,
    /// The place of the whole heading.
    pub at: Bytes,
}

/// Why a link or an image leads nowhere.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum LostLink {
    /// The address is empty.
    Empty,
    /// The link has no text, so readers cannot see it.
    WithoutWords,
    /// The address has a scheme that pages do not link to, or names no host, mailbox or number.
    Address(String),
}
