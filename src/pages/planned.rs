//! A file of the output: first its path and its owner, then all that its bytes are made from.

use std::hash::Hash;

use crate::base::finding::{Bytes, Span};
use crate::base::memo::Deferred;
use crate::base::path::{OutPath, SitePath};
use crate::files::File;
use crate::model::outputs::Owner;

use super::prose::Prose;
use super::shared::{AnyView, Shared};
use super::views::{Head, SiteView, SourceEntry};

/// One file of the output, and all that its bytes are made from.
#[derive(Debug, Hash)]
pub struct Page {
    /// Where it goes.
    pub path: OutPath,
    /// The file that it is mostly made from.
    pub from: Option<SitePath>,
    /// What it is made from.
    pub make: Make,
}

/// What an output file is made from.
#[derive(Debug, Hash)]
pub enum Make {
    /// An HTML page.
    Html(Box<Html>),
    /// A file for machines: its view, of which a function makes the bytes.
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
    /// What goes before links.
    pub root: String,
    /// The site.
    pub site: Shared<SiteView>,
    /// The page's head.
    pub head: Head,
    /// The page's own view.
    pub view: AnyView,
    /// Its Markdown.
    pub prose: Option<Prose>,
    /// The sources that the Markdown cites, where it is no brief's: a brief's stand in its view.
    pub cited: Vec<SourceEntry>,
}

/// Makes the bytes of a file of its view.
pub type Write<V> = fn(&V) -> Vec<u8>;

/// A file of the output of which only the path is known.
///
/// What it shows is gathered when it is its turn: the views of all pages at once would take more
/// memory than the site's texts.
pub struct Planned<'s> {
    /// Where it goes.
    pub path: OutPath,
    /// The file that it is mostly made from.
    pub from: Option<SitePath>,
    pub(super) owner: Owner,
    weight: Weight,
    gather: Box<dyn FnOnce(&OutPath) -> Make + Send + 's>,
}

/// For whom a file of the output is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Weight {
    /// A page for readers.
    Page,
    /// A page that search engines are to leave out.
    Unlisted,
    /// A feed, a list for machines, a copy.
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

    /// A file for machines. What is hashed is what `write` is given.
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

    /// Names the file that it is mostly made from, whose author therefore asks for it.
    pub(super) fn of(self, file: SitePath) -> Self {
        Self {
            from: Some(file.clone()),
            owner: Owner::Author(Span::new(file, Bytes::default())),
            ..self
        }
    }

    /// Names the file that it is a copy of.
    pub(super) fn copied_from(self, file: SitePath) -> Self {
        Self {
            from: Some(file.clone()),
            owner: Owner::Copy(Span::new(file, Bytes::default())),
            ..self
        }
    }

    /// Names the entry of a file that it is mostly made from.
    pub(super) fn of_entry(self, place: &Span) -> Self {
        Self { from: Some(place.file.clone()), ..self.asked_for_at(place) }
    }

    /// Names the place where it is asked for.
    pub(super) fn asked_for_at(self, place: &Span) -> Self {
        Self { owner: Owner::Author(place.clone()), ..self }
    }

    /// Lets whatever else has the path go before it.
    pub(super) fn of_former(self) -> Self {
        Self { owner: Owner::Redirect, ..self }
    }

    /// Lets a file of the site at the same path go before it.
    pub(super) fn of_theme(self) -> Self {
        Self { owner: Owner::Theme, ..self }
    }

    /// Whether this is a page for readers, not a feed, a list for machines or a copy.
    pub fn is_html(&self) -> bool {
        self.weight != Weight::Bulk
    }

    /// Whether this is a page that search engines are to list.
    pub(super) fn is_listed(&self) -> bool {
        self.weight == Weight::Page
    }

    /// Gathers all that it shows.
    pub fn gathered(self) -> Page {
        let make = (self.gather)(&self.path);
        Page { path: self.path, from: self.from, make }
    }
}
