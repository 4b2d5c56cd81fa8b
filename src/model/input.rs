//! The input for the tables of a site: everything except for the texts of briefs.
//!
//! Bodies of briefs cannot be reached from here and are not hashed, so an edit of a body does not
//! change the tables.

use std::hash::{Hash, Hasher};
use std::sync::Arc;

use crate::base::date::{End, When};
use crate::base::edition::Edition;
use crate::base::memo::{Fingerprint, Hashed};
use crate::base::path::SitePath;
use crate::model::options::Options;
use crate::parse::config::Config;
use crate::parse::{Document, DocumentFields};

use super::lexicon::Lexicon;
use super::references::References;
use super::resolve::Resolved;
use super::saved_texts::SavedTexts;

/// The input for the tables of a site.
pub(super) struct SiteInput<'a> {
    documents: &'a [Hashed<Document>],
    resolved: &'a [Hashed<Resolved>],
    /// The lexicon of names.
    pub(super) lexicon: &'a Hashed<Lexicon>,
    /// The saved texts of sources.
    pub(super) saved: &'a SavedTexts,
    options: &'a Options,
}

/// The front matter of a document.
#[derive(Clone, Copy)]
pub(super) struct Front<'a> {
    /// The number of the document.
    pub(super) document: usize,
    /// The file.
    pub(super) file: &'a SitePath,
    /// The fields.
    pub(super) fields: &'a DocumentFields,
    /// The resolved references of a brief; empty for other documents.
    pub(super) references: &'a Arc<References>,
}

impl<'a> SiteInput<'a> {
    /// `resolved` is in the order of the documents.
    pub(super) fn new(
        documents: &'a [Hashed<Document>],
        resolved: &'a [Hashed<Resolved>],
        lexicon: &'a Hashed<Lexicon>,
        saved: &'a SavedTexts,
        options: &'a Options,
    ) -> SiteInput<'a> {
        SiteInput { documents, resolved, lexicon, saved, options }
    }

    fn front(&self, document: usize) -> Front<'a> {
        let (parsed, resolved) = (&self.documents[document], &self.resolved[document]);
        let (file, fields) = (&parsed.path, &parsed.fields);
        Front { document, file, fields, references: &resolved.references }
    }

    /// All documents, in the order of their paths.
    pub(super) fn fronts(&self) -> impl Iterator<Item = Front<'a>> {
        (0..self.documents.len()).map(|document| self.front(document))
    }

    /// The documents that are not briefs, which are few.
    pub(super) fn besides_briefs(&self) -> Vec<Front<'a>> {
        self.fronts().filter(|front| !matches!(front.fields, DocumentFields::Brief(_))).collect()
    }

    /// A document that is not a brief, with its text.
    pub(super) fn with_text(
        &self,
        front: Front<'_>,
    ) -> Option<(&'a Hashed<Document>, &'a Hashed<Resolved>)> {
        let is_brief = matches!(front.fields, DocumentFields::Brief(_));
        (!is_brief).then(|| (&self.documents[front.document], &self.resolved[front.document]))
    }

    /// The configuration, with the overrides of the command line.
    pub(super) fn config(&self, besides_briefs: &[Front<'_>]) -> Config {
        let given = besides_briefs.iter().find_map(|front| match front.fields {
            DocumentFields::Config(config) => Some((**config).clone()),
            _ => None,
        });
        let mut config = given.unwrap_or_default();
        config.portable |= self.options.portable;
        config.base_url = self.options.base_url.clone().or(config.base_url);
        config
    }

    /// The edition of the site that is built.
    pub(super) fn edition(&self) -> Edition {
        self.options.edition
    }

    /// Whether a date is not after the build's day.
    pub(super) fn is_past(&self, date: Option<&When>) -> bool {
        self.edition().is_past(date)
    }

    /// An end as known on the build's day. A later end was not known yet.
    pub(super) fn end_known(&self, end: &End) -> End {
        match end {
            End::On(day) if !self.is_past(Some(day)) => End::Open,
            end => *end,
        }
    }
}

impl Hash for SiteInput<'_> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        let SiteInput { documents, resolved: _, lexicon, saved, options } = self;
        // The resolved references depend only on the documents and the lexicon, which are hashed.
        let front = |document: &Hashed<Document>| match document.fields {
            DocumentFields::Brief(_) => document.front,
            _ => document.fingerprint(),
        };
        let fronts: Vec<Fingerprint> = documents.iter().map(front).collect();
        let Options { edition, base_url, portable, open: _, saved: _, dead_links: _ } = options;
        (fronts, lexicon, saved, edition, base_url, portable).hash(state);
    }
}
