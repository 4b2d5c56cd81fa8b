//! The front matter of briefs and plain pages, in the order of the format reference.

use std::sync::Arc;

use crate::base::code::Code;
use crate::base::date::{DateError, Day, When};
use crate::base::finding::{Bytes, Located};
use crate::base::id::Slug;

use super::common::{Reference, lang, references, values};
use super::filename::{date_written_otherwise, stem_of};
use super::keys::SOURCE_ITEM;
use super::reader::{Fields, KeyPath, Reporter, text_of};
use super::registry::{SourceFields, source_fields};
use super::statements::{
    ClaimFields, EventFields, QuoteFields, StanceFields, claims, events, quotes, stances,
};
use super::words::{BriefState, PageState};
use super::yaml::{Node, Value};

pub use super::words::UpdateKind;

/// The front matter of a brief. References are not resolved.
#[derive(Clone, Debug)]
pub struct BriefFields {
    /// `slug`, or the name of the file without its date.
    pub id: Located<Slug>,
    /// The title; empty if it is missing, which is reported.
    pub title: Located<String>,
    /// The day of the brief; `None` if it is missing or malformed, which is reported.
    pub date: Option<Located<Day>>,
    /// The sources, in the order of the list.
    pub sources: Vec<SourceItem>,
    /// The actors that the brief is about.
    pub actors: Vec<Reference>,
    /// The issues that the brief is about.
    pub issues: Vec<Reference>,
    /// The places that the brief is about.
    pub places: Vec<Reference>,
    /// The most important point, in a sentence or two.
    pub summary: Option<String>,
    /// The day up to which information was used.
    pub as_of: Option<Located<When>>,
    /// The state of the brief; `Live` if the key is missing.
    pub status: StatusFields,
    /// Changes since the brief was published.
    pub updates: Vec<Update>,
    /// The day on which the brief must be reviewed.
    pub review_by: Option<Located<Day>>,
    /// The brief stays invisible before this day.
    pub publish_at: Option<Located<Day>>,
    /// The language, as a BCP 47 tag.
    pub lang: Option<String>,
    /// The authors.
    pub author: Vec<String>,
    /// Former URL paths of the page, which become redirects.
    pub aliases: Vec<Located<String>>,
    /// Former ids.
    pub former_ids: Vec<Located<Slug>>,
    /// The template to use instead of the one for briefs.
    pub template: Option<Located<String>>,
    /// Data for the site's own templates.
    pub extra: serde_json::Value,
    /// Quotations.
    pub quotes: Vec<Arc<QuoteFields>>,
    /// Events.
    pub events: Vec<Arc<EventFields>>,
    /// Stances.
    pub stances: Vec<Arc<StanceFields>>,
    /// Claims.
    pub claims: Vec<Arc<ClaimFields>>,
    /// Open questions.
    pub gaps: Vec<String>,
}

/// An item of `sources`.
#[derive(Clone, Debug, PartialEq)]
pub enum SourceItem {
    /// A reference: an id, a URL or a title.
    Named(Located<String>),
    /// A source that the brief describes.
    Own(Arc<SourceFields>),
}

impl SourceItem {
    /// The place of the item in the file.
    pub fn at(&self) -> Bytes {
        match self {
            SourceItem::Named(text) => text.at,
            SourceItem::Own(fields) => fields.at,
        }
    }
}

/// The publication state of a brief: `status`, with the keys that belong to a state.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StatusFields {
    /// Not published.
    Draft,
    /// Published and current.
    Live,
    /// Replaced by another brief.
    Superseded {
        /// The id of the other brief; `None` if it is missing, which is reported.
        by: Option<Located<String>>,
    },
    /// Retracted. The page stays, with a notice.
    Withdrawn {
        /// The reason that the notice gives.
        reason: Option<String>,
    },
}

/// A change of a published brief.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Update {
    /// The day of the change.
    pub date: Day,
    /// The text that describes the change.
    pub note: String,
    /// How important the change is.
    pub kind: UpdateKind,
}

/// The front matter of a plain page, such as `about.md`.
#[derive(Clone, Debug)]
pub struct PageFields {
    /// The title; without one the page takes its first heading, or its file's name.
    pub title: Option<Located<String>>,
    /// The text of the description tag.
    pub summary: Option<String>,
    /// The language, as a BCP 47 tag.
    pub lang: Option<String>,
    /// The position among its neighbours in lists; lower numbers come first.
    pub order: Option<u32>,
    /// Whether the page is not published yet.
    pub draft: bool,
    /// The last part of the URL, instead of the file's name.
    pub slug: Option<Located<Slug>>,
    /// Former URL paths of the page, which become redirects.
    pub aliases: Vec<Located<String>>,
    /// The template to use instead of the one for pages.
    pub template: Option<Located<String>>,
    /// Data for the site's own templates.
    pub extra: serde_json::Value,
}

/// The id and date in the name of a brief's file.
pub struct BriefName {
    /// The name without its date; `None` if it is not a valid id, which is reported.
    pub id: Option<Slug>,
    /// The date that the name begins with, or why it is not a date.
    pub date: Option<Result<Day, DateError>>,
    /// The id to use if `id` is `None`.
    pub fallback_id: Slug,
}

/// Reads the front matter of a brief whose file is called `name`.
pub fn brief(fields: &mut Fields<'_>, name: BriefName, reporter: &mut Reporter<'_>) -> BriefFields {
    let title =
        fields.required("title", "every brief has a title: `title: Talks in Beijing`", reporter);
    let date = date(fields, name.date, reporter);
    let slug = fields.slug("slug", reporter);
    let id = slug.unwrap_or_else(|| Located::new(name.id.unwrap_or(name.fallback_id), title.at));
    BriefFields {
        id,
        sources: sources(fields, reporter),
        actors: references(fields, "actors", "actor", reporter),
        issues: references(fields, "issues", "issue", reporter),
        places: references(fields, "places", "place", reporter),
        summary: fields.string("summary", reporter),
        as_of: fields.when("as_of", reporter),
        status: status(fields, reporter),
        updates: updates(fields, reporter),
        review_by: fields.day("review_by", reporter),
        publish_at: fields.day("publish_at", reporter),
        lang: lang(fields, reporter),
        author: values(fields.texts("author", reporter)),
        aliases: fields.texts("aliases", reporter),
        former_ids: fields.slugs("former_ids", reporter),
        template: fields.text("template", reporter),
        extra: fields.extra("extra"),
        quotes: quotes(fields, reporter),
        events: events(fields, reporter),
        stances: stances(fields, reporter),
        claims: claims(fields, reporter),
        gaps: values(fields.texts("gaps", reporter)),
        title,
        date,
    }
}

/// Reads the front matter of a plain page.
pub fn page(fields: &mut Fields<'_>, reporter: &mut Reporter<'_>) -> PageFields {
    PageFields {
        title: fields.text("title", reporter),
        summary: fields.string("summary", reporter),
        lang: lang(fields, reporter),
        order: fields.whole("order", reporter),
        draft: fields
            .one_of::<PageState>("status", reporter)
            .is_some_and(|state| state.value == PageState::Draft),
        slug: fields.slug("slug", reporter),
        aliases: fields.texts("aliases", reporter),
        template: fields.text("template", reporter),
        extra: fields.extra("extra"),
    }
}

/// Reads the date of a brief. The year 0 is refused, because HTML cannot express it.
fn date(
    fields: &mut Fields<'_>,
    named: Option<Result<Day, DateError>>,
    reporter: &mut Reporter<'_>,
) -> Option<Located<Day>> {
    let date = written_date(fields, named, reporter)?;
    if date.value.year() == 0 {
        let message = format!("`{}` lies in a year that there was not", date.value);
        reporter.report_in_file(
            Code::Date,
            date.at,
            &KeyPath::Key(fields.path(), "date"),
            message,
            "correct the year".into(),
        );
        return None;
    }
    Some(date)
}

/// Reads `date`, or takes the date of the file's name if the key is missing.
fn written_date(
    fields: &mut Fields<'_>,
    named: Option<Result<Day, DateError>>,
    reporter: &mut Reporter<'_>,
) -> Option<Located<Day>> {
    let at = fields.key_at("date");
    let given = fields.take("date").is_some();
    let date = fields.day("date", reporter);
    if let (Some(date), Some(named)) = (&date, &named) {
        report_other_name(date, named, &KeyPath::Key(fields.path(), "date"), reporter);
    }
    if date.is_none() && !given {
        let path = KeyPath::Key(fields.path(), "date");
        match named {
            Some(Ok(day)) => return Some(Located::new(day, reporter.in_file(at))),
            Some(Err(error)) => {
                let message = format!("the file's name begins with no date: {error}");
                reporter.report(
                    Code::Date,
                    at,
                    &path,
                    message,
                    format!("{}; rename the file", error.help()),
                );
            }
            None => {
                let help = match date_written_otherwise(stem_of(reporter.file)) {
                    Some((day, _)) => format!(
                        "write `date: {day}`, or begin the file's name with \
                        `{day}`"
                    ),
                    None => "write the day the brief speaks from, `date: 2023-06-18`, or begin \
                        the file's name with it"
                        .to_owned(),
                };
                reporter.report(Code::Type, at, &path, "`date` is missing".into(), help);
            }
        }
    }
    date
}

/// Reports a file whose name begins with a date other than `date`.
fn report_other_name(
    date: &Located<Day>,
    named: &Result<Day, DateError>,
    path: &KeyPath<'_>,
    reporter: &mut Reporter<'_>,
) {
    let message = match named {
        Ok(named) if *named == date.value => return,
        Ok(named) => format!(
            "the brief is of {}, and its file is named for {}",
            date.value.long(),
            named.long()
        ),
        Err(error) => format!("the file's name begins with no date: {error}"),
    };
    let help = format!("begin the file's name with `{}`, or correct the date", date.value);
    reporter.report_in_file(Code::DateName, date.at, path, message, help);
}

fn sources(fields: &mut Fields<'_>, reporter: &mut Reporter<'_>) -> Vec<SourceItem> {
    if fields.take("sources").is_none() {
        let help = "list ids or URLs, or write `sources: []` for a brief that rests on none";
        let path = KeyPath::Key(fields.path(), "sources");
        reporter.report(
            Code::Type,
            fields.key_at("sources"),
            &path,
            "`sources` is missing".into(),
            help.into(),
        );
    }
    fields.list("sources", reporter, source_item)
}

fn source_item(
    node: &Node<'_>,
    path: &KeyPath<'_>,
    reporter: &mut Reporter<'_>,
) -> Option<SourceItem> {
    if !matches!(node.value, Value::Map(_)) {
        return text_of(node, path, reporter).map(SourceItem::Named);
    }
    let mut fields = Fields::of(node, &SOURCE_ITEM, path, reporter)?;
    fields.allow(reporter);
    if let Some(target) = fields.text("source", reporter) {
        fields.finish(reporter);
        return Some(SourceItem::Named(target));
    }
    let id = fields.slug("id", reporter);
    let mut source = source_fields(&mut fields, id, reporter);
    let unconfirmed = fields.unconfirmed(reporter);
    if !unconfirmed.is_empty() {
        source.further.get_or_insert_default().unconfirmed = unconfirmed;
    }
    if source.id.is_none() && source.url.is_none() && source.title.is_none() {
        let help = "give it an `id`, a `url` or a `title`";
        reporter.report(
            Code::Type,
            node.at,
            path,
            "the source says neither what it is nor where".into(),
            help.into(),
        );
    }
    fields.finish(reporter);
    Some(SourceItem::Own(Arc::new(source)))
}

fn status(fields: &mut Fields<'_>, reporter: &mut Reporter<'_>) -> StatusFields {
    let state = fields.one_of("status", reporter);
    let by = fields.text("superseded_by", reporter);
    let reason = fields.string("reason", reporter);
    let state = state.map_or(BriefState::Live, |state| state.value);
    for (given, key, owner) in [
        (by.is_some(), "superseded_by", BriefState::Superseded),
        (reason.is_some(), "reason", BriefState::Withdrawn),
    ] {
        if given && state != owner {
            let owner = owner.word();
            let path = KeyPath::Key(fields.path(), key);
            let message = format!("`{key}` says nothing without `status: {owner}`");
            reporter.report(
                Code::Type,
                fields.key_at(key),
                &path,
                message,
                format!("add `status: {owner}`"),
            );
        }
    }
    if state == BriefState::Superseded && by.is_none() && !fields.has("superseded_by") {
        let path = KeyPath::Key(fields.path(), "status");
        let help = "name the brief that took its place: `superseded_by: ID`";
        reporter.report(
            Code::Type,
            fields.key_at("status"),
            &path,
            "`superseded` without `superseded_by`".into(),
            help.into(),
        );
    }
    match state {
        BriefState::Draft => StatusFields::Draft,
        BriefState::Live => StatusFields::Live,
        BriefState::Superseded => StatusFields::Superseded { by },
        BriefState::Withdrawn => StatusFields::Withdrawn { reason },
    }
}

fn updates(fields: &mut Fields<'_>, reporter: &mut Reporter<'_>) -> Vec<Update> {
    fields.maps("updates", reporter, |item, reporter| {
        let given = item.take("date").is_some();
        let date = item.day("date", reporter);
        if !given {
            let path = KeyPath::Key(item.path(), "date");
            let help = "say when: `date: 2023-06-19`";
            reporter.report(
                Code::Type,
                item.at,
                &path,
                "an update without a `date`".into(),
                help.into(),
            );
        }
        let note = item.required("note", "say what changed", reporter).value;
        let kind = item.one_of("kind", reporter).map_or(UpdateKind::Minor, |kind| kind.value);
        Some(Update { date: date?.value, note, kind })
    })
}
