//! Decides whether a build shows something. No other module decides this.

use crate::base::edition::Edition;
use crate::parse::DocumentFields;
use crate::parse::brief::{BriefFields, PageFields, StatusFields};
use crate::parse::registry::SourceFields;

/// Whether a build shows something, the least visible first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Visibility {
    /// Not published: no trace of it may be in the output.
    Withheld,
    /// Not yet published: it is dated after the build's day. It is no secret; links to it have no
    /// target until then.
    Later,
    /// Published.
    Shown,
}

impl Visibility {
    /// The visibility of a brief. Drafts are withheld, unless the build shows drafts, and so are
    /// embargoed briefs. A brief that is dated after the build's day is `Later`.
    pub fn of_brief(brief: &BriefFields, edition: Edition) -> Visibility {
        let day = edition.day();
        let is_draft = brief.status == StatusFields::Draft && !edition.drafts;
        let is_published_after =
            |day| brief.publish_at.as_ref().is_some_and(|published| published.value > day);
        let is_embargoed = is_published_after(day.max(edition.today));
        // A missing date is reported. Without it, the brief has no place in lists.
        let Some(date) = &brief.date else { return Visibility::Withheld };
        if is_draft || is_embargoed {
            Visibility::Withheld
        } else if is_published_after(day) || (date.value > day && !shows_ahead(edition)) {
            Visibility::Later
        } else {
            Visibility::Shown
        }
    }

    /// The visibility of a plain page. Drafts are withheld, unless the build shows drafts.
    pub fn of_page(page: &PageFields, edition: Edition) -> Visibility {
        if page.draft && !edition.drafts { Visibility::Withheld } else { Visibility::Shown }
    }

    /// The visibility of a registered source. A source that was published later is shown if a shown
    /// brief lists it.
    pub fn of_source(source: &SourceFields, edition: Edition) -> Visibility {
        if edition.is_past(source.published.as_ref()) {
            Visibility::Shown
        } else {
            Visibility::Later
        }
    }

    /// The visibility of a document. A document that cannot be read is `Later`.
    pub fn of_document(fields: &DocumentFields, edition: Edition) -> Visibility {
        match fields {
            DocumentFields::Brief(brief) => Visibility::of_brief(brief, edition),
            DocumentFields::Page(page) => Visibility::of_page(page, edition),
            DocumentFields::Unread(_) => Visibility::Later,
            DocumentFields::Actors(_)
            | DocumentFields::Offices(_)
            | DocumentFields::Issues(_)
            | DocumentFields::Places(_)
            | DocumentFields::Sources(_)
            | DocumentFields::Config(_) => Visibility::Shown,
        }
    }
}

/// Whether a build shows briefs that are dated after its day: a build with drafts does, for an
/// author who writes tomorrow's brief, but not a build as of another day.
fn shows_ahead(edition: Edition) -> bool {
    edition.drafts && edition.as_of.is_none()
}

/// Whether a build shows a brief.
pub fn shows(brief: &BriefFields, edition: Edition) -> bool {
    Visibility::of_brief(brief, edition) == Visibility::Shown
}
