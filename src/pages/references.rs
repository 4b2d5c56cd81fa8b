//! Citations of pages.

use crate::base::id::Id;
use crate::model::entities::Brief;
use crate::model::site::Site;

use super::views::CiteView;

/// The citation of a brief: authors, title, site, date, address.
pub(super) fn cite(site: &Site, id: Id<Brief>) -> CiteView {
    let brief = &site.briefs[id];
    let authors = Some(brief.fields.author.join(", ")).filter(|authors| !authors.is_empty());
    let mut text = String::new();
    if let Some(author) = authors.as_ref().or(site.config.author.as_ref()) {
        text.extend([author.as_str(), ", "]);
    }
    text.extend(["“", &brief.title, "”, ", &site.config.title, ", ", &brief.date.long()]);
    if let Some(base) = &site.config.base_url {
        text.extend([", ", base, "/", brief.page.url(site.style).as_str()]);
    }
    text.push('.');
    CiteView { text }
}
