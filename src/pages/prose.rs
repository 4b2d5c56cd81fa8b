//! A body as a page shows it: its Markdown, and the target of each reference in it.
//!
//! These types depend neither on the parser nor on HTML. `render/html.rs` walks the parsed source
//! and looks up the plan for each construct.

use std::sync::Arc;

use crate::base::markdown::Markdown;
use crate::base::path::Url;

use super::shared::Shared;
use super::views::QuoteView;

/// The text of a body and its plan.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Prose {
    /// The Markdown, as `parse` read it.
    pub source: Markdown,
    /// The plan for each construct, sorted by the first byte of the construct in `source`
    /// (`Mark::at`, `Heading::at`).
    ///
    /// An underlined heading and the link at its beginning have the same byte, and their plans may
    /// be in any order.
    pub plan: Vec<(u32, Plan)>,
    /// The handling of raw HTML.
    pub raw_html: RawHtml,
}

/// The handling of raw HTML in a body: `markdown.html` in `site.yaml`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum RawHtml {
    /// Passed on unchanged.
    Allow,
    /// Passed on without anything that could run code, load resources or change styles.
    #[default]
    Sanitise,
    /// Shown as text, without comments.
    Escape,
}

/// The plan for a construct of a body.
///
/// A link or an image without a plan keeps its address if it is harmless. A wikilink or a citation
/// without a plan is shown as it is written.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Plan {
    /// A wikilink or a link to a page or file of this site.
    Link {
        /// The target, from the site's root.
        url: Url,
        /// The tooltip; `None` keeps the written one.
        title: Option<String>,
        /// The text; `None` keeps the written one.
        text: Option<String>,
        /// Text before the link, with a space after it: `Foreign Minister` for `[[qin-gang+]]`.
        before: Option<String>,
    },
    /// An image.
    Image {
        /// The file, from the site's root.
        url: Url,
    },
    /// The sources of a citation, in the order of the text.
    Citation(Vec<CitedAt>),
    /// A heading.
    Heading {
        /// The id, unique on the page.
        id: Arc<str>,
    },
    /// A name in running text, which becomes a link.
    Mention {
        /// The number of its bytes in `source`.
        len: u32,
        /// The target, from the site's root.
        url: Url,
        /// The tooltip.
        title: Option<String>,
    },
    /// `[[quote:id]]` in running text: the words of the quotation, with a link to it.
    Quote(Shared<QuoteView>),
    /// `[[quote:id]]` as a paragraph: the quotation with its speakers and source.
    QuoteBlock {
        /// The quotation.
        quote: Shared<QuoteView>,
        /// The anchor, if this is the quotation's own place.
        anchor: Option<String>,
    },
    /// Any construct but a heading, without a target. A link becomes its text, an image its
    /// description.
    Nothing,
}

/// A source in a citation.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct CitedAt {
    /// The number of the source.
    pub number: u32,
    /// The id of this citation, unique on the page, for the link back from the list of sources.
    pub use_id: String,
    /// The place in the source, as it is written.
    pub locator: Option<String>,
    /// The place in the source, in words.
    pub place: Option<String>,
    /// The id of the entry in the list of sources on this page.
    pub entry_id: String,
}
