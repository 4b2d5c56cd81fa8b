//! The web addresses in a site, each with its place, for `check --online`.

use rustc_hash::FxHashSet;

use crate::base::date::Day;
use crate::base::edition::Edition;
use crate::base::finding::{Located, Span};
use crate::base::memo::Hashed;
use crate::parse::brief::SourceItem;
use crate::parse::registry::SourceFields;
use crate::parse::{Document, DocumentFields, markdown};

use super::visibility::Visibility;

/// A web address and its role.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WebLink {
    /// The address, without its fragment.
    pub url: String,
    /// The place in the file.
    pub span: Span,
    /// The key path in front matter or a registry file; empty in a text.
    pub path: String,
    /// The role of the address.
    pub role: WebLinkRole,
}

/// The role of a web address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WebLinkRole {
    /// A link in a text.
    Text,
    /// A source without an archived copy.
    Source,
    /// A source with an archived copy.
    ArchivedSource,
    /// The archived copy of a source.
    Copy,
}

/// The addresses in everything that the build shows, except for sources that are known to be dead.
/// Their copies are included.
pub fn web_links(documents: &[Hashed<Document>], edition: Edition) -> Vec<WebLink> {
    let mut found =
        WebLinkCollector { day: edition.day(), dead: FxHashSet::default(), links: Vec::new() };
    let is_shown = |document: &&Hashed<Document>| {
        Visibility::of_document(&document.fields, edition) == Visibility::Shown
    };
    for document in documents.iter().filter(is_shown) {
        found.in_front_matter(document);
        found.in_text(document);
    }
    let WebLinkCollector { dead, mut links, .. } = found;
    links.retain(|link| !dead.contains(&link.url) || link.role == WebLinkRole::Copy);
    links
}

struct WebLinkCollector {
    /// The build's day.
    day: Day,
    /// The addresses of sources that are known to be dead.
    dead: FxHashSet<String>,
    links: Vec<WebLink>,
}

impl WebLinkCollector {
    fn in_front_matter(&mut self, document: &Document) {
        match &document.fields {
            DocumentFields::Sources(entries) => {
                for entry in entries {
                    // In a file of several entries, the id of the entry goes before the key.
                    let id = &entry.id.value;
                    let prefix =
                        if document.body.is_some() { String::new() } else { format!("{id}.") };
                    self.source(document, &prefix, &entry.fields);
                }
            }
            DocumentFields::Brief(brief) => {
                for (index, item) in brief.sources.iter().enumerate() {
                    match item {
                        SourceItem::Named(url) => self.add(
                            document,
                            url,
                            format!("sources[{index}]"),
                            WebLinkRole::Source,
                        ),
                        SourceItem::Own(fields) => {
                            self.source(document, &format!("sources[{index}]."), fields)
                        }
                    }
                }
            }
            _ => {}
        }
    }

    fn source(&mut self, document: &Document, prefix: &str, fields: &SourceFields) {
        let further = fields.further();
        if let Some(url) = &fields.url {
            if further.standing(self.day).is_dead() {
                self.dead.insert(without_fragment(&url.value).to_owned());
            }
            let role = if further.archived.is_some() {
                WebLinkRole::ArchivedSource
            } else {
                WebLinkRole::Source
            };
            self.add(document, url, format!("{prefix}url"), role);
        }
        if let Some(copy) = &further.archived {
            self.add(document, &copy.url, format!("{prefix}archived.url"), WebLinkRole::Copy);
        }
    }

    fn in_text(&mut self, document: &Document) {
        let Some(body) = &document.body else { return };
        for url in markdown::web_links(body) {
            self.add(document, &url, String::new(), WebLinkRole::Text);
        }
    }

    fn add(
        &mut self,
        document: &Document,
        url: &Located<impl AsRef<str>>,
        path: String,
        role: WebLinkRole,
    ) {
        let written = without_fragment(url.value.as_ref().trim());
        let is_web = written.get(..8).is_some_and(|head| {
            let head = head.to_ascii_lowercase();
            head.starts_with("http://") || head == "https://"
        });
        if is_web {
            let span = Span::new(document.path.clone(), url.at);
            self.links.push(WebLink { url: written.to_owned(), span, path, role });
        }
    }
}

fn without_fragment(url: &str) -> &str {
    url.split_once('#').map_or(url, |(address, _)| address)
}
