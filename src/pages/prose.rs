//! A body as a page shows it: the Markdown as it was written, and what each reference in it became.
//!
//! Plain data. It knows neither how Markdown is parsed nor what HTML looks like: `render/html.rs`
//! goes through the source as it was parsed and asks the plan at every construct that refers to
//! something.

use std::sync::Arc;

use crate::base::markdown::Markdown;
use crate::base::path::Url;

use super::shared::Shared;
use super::views::QuoteView;

/// The text of one body and the plan for it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Prose {
    /// The Markdown, as `parse` read it.
    pub source: Markdown,
    /// What stands at which byte of `source`, sorted by that byte.
    ///
    /// The byte is where the construct begins (`Mark::at`, `Heading::at`). A heading that is
    /// underlined and the link that it begins with share one; both plans then stand here, in any
    /// order.
    pub plan: Vec<(u32, Plan)>,
    /// What becomes of raw HTML.
    pub raw_html: RawHtml,
}

/// What becomes of raw HTML in a body: `markdown.html` of the site's configuration.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum RawHtml {
    /// It is passed on as it was written.
    Allow,
    /// It is passed on without all that could run, load or restyle anything.
    #[default]
    Sanitise,
    /// It is shown as text. Comments are left out.
    Escape,
}

/// What one construct of a body became.
///
/// A link or an image without a plan keeps its address where that is harmless; a wikilink or a
/// citation without one shows what was written.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Plan {
    /// For a wikilink or a link: a page or file of this site.
    Link {
        /// Where it leads, from the site's root.
        url: Url,
        /// The tooltip; `None` keeps the one that was written.
        title: Option<String>,
        /// What is shown; `None` keeps what is written between the brackets.
        text: Option<String>,
        /// What stands before the link, unlinked, with a space after it: `Foreign Minister` of
        /// `[[qin-gang+]]`.
        before: Option<String>,
    },
    /// For an image.
    Image {
        /// The file, from the site's root.
        url: Url,
    },
    /// For a citation: what it cites, in the order of the text.
    Citation(Vec<CitedAt>),
    /// For a heading: the id that links name.
    Heading {
        /// Unique on the page.
        id: Arc<str>,
    },
    /// For a name in running text: it links to what it names.
    Mention {
        /// How many bytes of `source` it has.
        len: u32,
        /// Where it leads, from the site's root.
        url: Url,
        /// The tooltip.
        title: Option<String>,
    },
    /// For `[[quote:id]]` in running text: the words of the quotation, which lead to its own place.
    Quote(Shared<QuoteView>),
    /// For `[[quote:id]]` alone in a paragraph: the quotation with its attribution.
    QuoteBlock {
        /// The quotation.
        quote: Shared<QuoteView>,
        /// Its anchor, where this is the quotation's home.
        anchor: Option<String>,
    },
    /// For anything but a heading: it leads nowhere. A link shows its text, an image its
    /// description.
    Nothing,
}

/// One source of a citation.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct CitedAt {
    /// The number that is shown.
    pub number: u32,
    /// The id of this use, unique on the page: the way back from the list of sources.
    pub use_id: String,
    /// Where in the source, as it is written.
    pub locator: Option<String>,
    /// The same in words.
    pub place: Option<String>,
    /// The id of the entry in the list of sources on this page.
    pub entry_id: String,
}
