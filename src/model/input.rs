//! What the tables of a site are made from: everything but the texts of its briefs.
//!
//! The body of a brief cannot be reached from here, and it is not hashed: an edit of a body leaves
//! the tables as they are.

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

/// What the tables of a site are made from.
pub(super) struct SiteInput<'a> {
    documents: &'a [Hashed<Document>],
    resolved: &'a [Hashed<Resolved>],
    /// What names mean.
    pub(super) lexicon: &'a Hashed<Lexicon>,
    /// The saved texts of sources.
    pub(super) saved: &'a SavedTexts,
    options: &'a Options,
}

/// A document without its text.
#[derive(Clone, Copy)]
pub(super) struct Front<'a> {
    /// Its number among the documents.
    pub(super) document: usize,
    /// Its file.
    pub(super) file: &'a SitePath,
    /// Its fields.
    pub(super) fields: &'a DocumentFields,
    /// What its fields name, where it is a brief.
    pub(super) references: &'a Arc<References>,
}

impl<'a> SiteInput<'a> {
    /// `resolved` comes in the order of the documents.
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

    /// The documents that are no briefs: few among many.
    pub(super) fn besides_briefs(&self) -> Vec<Front<'a>> {
        self.fronts().filter(|front| !matches!(front.fields, DocumentFields::Brief(_))).collect()
    }

    /// A document that is no brief, with its text.
    pub(super) fn with_text(
        &self,
        front: Front<'_>,
    ) -> Option<(&'a Hashed<Document>, &'a Hashed<Resolved>)> {
        let is_brief = matches!(front.fields, DocumentFields::Brief(_));
        (!is_brief).then(|| (&self.documents[front.document], &self.resolved[front.document]))
    }

    /// The configuration, with what the command line overrides.
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

    /// Which edition of the site is built.
    pub(super) fn edition(&self) -> Edition {
        self.options.edition
    }

    /// Whether something of this date has come to pass as of the build's day.
    pub(super) fn is_past(&self, date: Option<&When>) -> bool {
        self.edition().is_past(date)
    }

    /// An end as it was known on the build's day: before it came, nobody knew of it.
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
        // What documents are resolved to follows from them and from the lexicon.
        let front = |document: &Hashed<Document>| match document.fields {
            DocumentFields::Brief(_) => document.front,
            _ => document.fingerprint(),
        };
        let fronts: Vec<Fingerprint> = documents.iter().map(front).collect();
        let Options { edition, base_url, portable, open: _, saved: _, dead_links: _ } = options;
        (fronts, lexicon, saved, edition, base_url, portable).hash(state);
    }
}
