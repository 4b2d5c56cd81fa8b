//! A planned file of the output: first only its path and owner, then the content.

use std::hash::Hash;

use crate::base::finding::{Bytes, Span};
use crate::base::memo::Deferred;
use crate::base::path::{OutPath, SitePath};
use crate::files::File;
use crate::model::outputs::Owner;

use super::prose::Prose;
use super::shared::{AnyView, Shared};
use super::views::{Head, SiteView, SourceEntry};

/// A file of the output with its content.
#[derive(Debug, Hash)]
pub struct Page {
    /// The path in the output.
    pub path: OutPath,
    /// The file that the page is mainly made from.
    pub from: Option<SitePath>,
    /// The content.
    pub make: Make,
}

/// The content of a file of the output.
#[derive(Debug, Hash)]
pub enum Make {
    /// An HTML page.
    Html(Box<Html>),
    /// A file for machines: a view, and the function that writes it.
    Export(Deferred<Vec<u8>>),
    /// A copy of a file of the site.
    Copy(File),
    /// A file of the built-in theme.
    Asset(&'static [u8]),
}

/// An HTML page.
#[derive(Debug, Hash)]
pub struct Html {
    /// The template's name.
    pub template: String,
    /// The prefix of links to the site's root.
    pub root: String,
    /// The site.
    pub site: Shared<SiteView>,
    /// The page's head.
    pub head: Head,
    /// The page's own view.
    pub view: AnyView,
    /// The Markdown of the page.
    pub prose: Option<Prose>,
    /// The sources that the Markdown cites, except for a brief, whose view has its sources.
    pub cited: Vec<SourceEntry>,
}

/// Writes the bytes of a file from its view.
pub type Write<V> = fn(&V) -> Vec<u8>;

/// A file of the output whose content is not made yet.
///
/// The content is made when the file is rendered: the views of all pages at once would take more
/// memory than the texts of the site.
pub struct Planned<'s> {
    /// The path in the output.
    pub path: OutPath,
    /// The file that the page is mainly made from.
    pub from: Option<SitePath>,
    pub(super) owner: Owner,
    weight: Weight,
    gather: Box<dyn FnOnce(&OutPath) -> Make + Send + 's>,
}

/// The readers of a file.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Weight {
    /// A page for readers.
    Page,
    /// A page that search engines should leave out.
    Unlisted,
    /// A feed, another file for machines, or a copy.
    Bulk,
}

impl<'s> Planned<'s> {
    pub(super) fn page(path: OutPath, gather: impl FnOnce(&OutPath) -> Html + Send + 's) -> Self {
        let gather = Box::new(|path: &OutPath| Make::Html(Box::new(gather(path))));
        Self { path, from: None, owner: Owner::Generated, weight: Weight::Page, gather }
    }

    pub(super) fn unlisted(
        path: OutPath,
        gather: impl FnOnce(&OutPath) -> Html + Send + 's,
    ) -> Self {
        Self { weight: Weight::Unlisted, ..Self::page(path, gather) }
    }

    /// A file for machines. The view that `write` gets is hashed.
    pub(super) fn export<V: Hash + Send + Sync + 'static>(
        path: OutPath,
        write: Write<V>,
        gather: impl FnOnce(&OutPath) -> V + Send + 's,
    ) -> Self {
        Self::bulk(path, move |path| Make::Export(Deferred::new(gather(path), write)))
    }

    pub(super) fn bulk(path: OutPath, gather: impl FnOnce(&OutPath) -> Make + Send + 's) -> Self {
        Self {
            path,
            from: None,
            owner: Owner::Generated,
            weight: Weight::Bulk,
            gather: Box::new(gather),
        }
    }

    /// Sets the file that the page is mainly made from. Its author asks for the page.
    pub(super) fn of(self, file: SitePath) -> Self {
        Self {
            from: Some(file.clone()),
            owner: Owner::Author(Span::new(file, Bytes::default())),
            ..self
        }
    }

    /// Sets the file that is copied.
    pub(super) fn copied_from(self, file: SitePath) -> Self {
        Self {
            from: Some(file.clone()),
            owner: Owner::Copy(Span::new(file, Bytes::default())),
            ..self
        }
    }

    /// Sets the file and the entry that the page is mainly made from.
    pub(super) fn of_entry(self, place: &Span) -> Self {
        Self { from: Some(place.file.clone()), ..self.asked_for_at(place) }
    }

    /// Sets the place at which an author asks for the file.
    pub(super) fn asked_for_at(self, place: &Span) -> Self {
        Self { owner: Owner::Author(place.clone()), ..self }
    }

    /// Makes the file an implied redirect, to which any other file at the path is preferred.
    pub(super) fn of_former(self) -> Self {
        Self { owner: Owner::Redirect, ..self }
    }

    /// Makes the file part of the theme, to which a copied file at the path is preferred.
    pub(super) fn of_theme(self) -> Self {
        Self { owner: Owner::Theme, ..self }
    }

    /// Whether this is a page for readers, and not a feed, another file for machines or a copy.
    pub fn is_html(&self) -> bool {
        self.weight != Weight::Bulk
    }

    /// Whether search engines should list this page.
    pub(super) fn is_listed(&self) -> bool {
        self.weight == Weight::Page
    }

    /// Makes the content.
    pub fn gathered(self) -> Page {
        let make = (self.gather)(&self.path);
        Page { path: self.path, from: self.from, make }
    }
}
