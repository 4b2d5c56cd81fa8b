//! How a page is cited.

use crate::base::id::Id;
use crate::model::entities::{Brief, Site};

use super::cards::fields;
use super::views::CiteView;

/// How a brief is cited: who, the title, the site, the date, the address.
pub(super) fn cite(site: &Site, id: Id<Brief>) -> CiteView {
    let brief = &site.briefs[id];
    let authors = fields(brief).map(|fields| fields.author.join(", ")).filter(|authors| !authors.is_empty());
    let author = authors.or_else(|| site.config.author.clone());
    let address = site.config.base_url.as_ref().map(|base| format!("{base}/{}", brief.page.url(site.style)));
    let author = author.map_or_else(String::new, |author| format!("{author}, "));
    let address = address.map_or_else(String::new, |address| format!(", {address}"));
    let text = format!("{author}“{}”, {}, {}{address}.", brief.title, site.config.title, brief.date.long());
    CiteView { text }
}
