//! Whether a build shows something: the only place that decides.

use crate::base::edition::Edition;
use crate::parse::DocumentFields;
use crate::parse::brief::{BriefFields, PageFields, StatusFields};
use crate::parse::registry::SourceFields;

/// What a build shows of something, the least first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Visibility {
    /// Nothing: it is not published, and no trace of it may get out.
    Withheld,
    /// Nothing yet: it is dated after the day of the build. It is no secret; links to it lead
    /// nowhere until then.
    Later,
    /// All of it.
    Shown,
}

impl Visibility {
    /// The visibility of a brief: no draft unless asked for, no embargo, no date after the day of
    /// the build.
    pub fn of_brief(brief: &BriefFields, edition: Edition) -> Visibility {
        let day = edition.day();
        let is_draft = brief.status == StatusFields::Draft && !edition.drafts;
        let is_published_after =
            |day| brief.publish_at.as_ref().is_some_and(|published| published.value > day);
        let is_embargoed = is_published_after(day.max(edition.today));
        // A brief without a date is reported, and has no place in a list.
        let Some(date) = &brief.date else { return Visibility::Withheld };
        if is_draft || is_embargoed {
            Visibility::Withheld
        } else if is_published_after(day) || (date.value > day && !shows_ahead(edition)) {
            Visibility::Later
        } else {
            Visibility::Shown
        }
    }

    /// The visibility of a plain page: no draft unless asked for.
    pub fn of_page(page: &PageFields, edition: Edition) -> Visibility {
        if page.draft && !edition.drafts { Visibility::Withheld } else { Visibility::Shown }
    }

    /// The visibility of a registered source. Where a brief lists one that was published later, the
    /// brief decides.
    pub fn of_source(source: &SourceFields, edition: Edition) -> Visibility {
        if edition.is_past(source.published.as_ref()) {
            Visibility::Shown
        } else {
            Visibility::Later
        }
    }

    /// The visibility of a document. What cannot be read is shown once it can be.
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

/// Whether a build shows briefs that are dated after its day: who builds with drafts writes
/// tomorrow's brief and wants to see it, but not in the site as of another day.
fn shows_ahead(edition: Edition) -> bool {
    edition.drafts && edition.as_of.is_none()
}

/// Whether a build shows a brief.
pub fn shows(brief: &BriefFields, edition: Edition) -> bool {
    Visibility::of_brief(brief, edition) == Visibility::Shown
}
