//! The ids of statements, for the checks of references to them.

use rustc_hash::FxHashSet;

use crate::base::memo::Hashed;
use crate::base::nearest::KnownWords;
use crate::model::options::Options;
use crate::model::site::Site;
use crate::model::visibility::Visibility;
use crate::parse::Document;
use crate::parse::brief::BriefFields;

/// The ids of the quotations and claims that statements may refer to.
pub(super) struct StatementIds<'a> {
    pub(super) quotes: KnownWords<'a>,
    pub(super) claims: KnownWords<'a>,
}

impl<'a> StatementIds<'a> {
    /// Collects the ids of all quotations and claims. The ids of briefs that the build leaves out
    /// because they are dated later count too: a reference to them is not a mistake.
    pub(super) fn of(
        documents: &'a [Hashed<Document>],
        site: &'a Site,
        options: &Options,
    ) -> StatementIds<'a> {
        let mut quotes: FxHashSet<&str> =
            site.quotes.rows().iter().map(|row| row.id.as_str()).collect();
        let mut claims: FxHashSet<&str> =
            site.claims.rows().iter().map(|row| row.id.as_str()).collect();
        let briefs = documents.iter().filter_map(|document| document.brief());
        let is_later = |brief: &&BriefFields| {
            Visibility::of_brief(brief, options.edition) == Visibility::Later
        };
        for brief in briefs.filter(is_later) {
            quotes.extend(brief.quotes.iter().map(|quote| quote.id.value.trim()));
            claims.extend(brief.claims.iter().map(|claim| claim.id.value.trim()));
        }
        StatementIds { quotes: quotes.into(), claims: claims.into() }
    }
}
