//! The views: plain values that templates read, the documented interface of themes.
//!
//! Every field is public, hashed and serialized, so the hash of a view decides whether its page is
//! rendered again. Links are relative to the site's root; templates put `root` before them. Lists
//! contain the smallest card that is sufficient, so that an edit changes few pages. Tera searches
//! small maps linearly: in views on many pages, the most-used fields come first.

mod basics;
mod claims;
pub mod exports;
pub mod feeds;
mod statements;

use std::sync::Arc;

use serde::Serialize;

use crate::base::date::DateView;
use crate::base::path::Url;

use super::shared::Shared;

pub use basics::*;
pub use claims::*;
pub use statements::*;

/// The site, equal on all pages: `site`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct SiteView {
    /// The site's name.
    pub title: String,
    /// The home page.
    pub home: Url,
    /// The language, as a BCP 47 tag.
    pub lang: String,
    /// The publisher.
    pub author: Option<String>,
    /// A description of one sentence.
    pub description: Option<String>,
    /// The URL of the site, without a final `/`.
    pub base_url: Option<String>,
    /// The site's own data from `site.yaml`.
    pub extra: serde_json::Value,
}

/// An item of the main menu.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct MenuItem {
    /// The address.
    pub url: Url,
    /// The text.
    pub title: String,
    /// The value of `aria-current`: `page` on the page that the item leads to, `true` on the other
    /// pages of its section.
    pub current: Option<&'static str>,
}

/// The content of a page's `<head>` and the frame around the page: `head`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct Head {
    /// The page's title, without the site's.
    pub title: String,
    /// The description tag.
    pub description: Option<String>,
    /// The language of the page, as a BCP 47 tag.
    pub lang: String,
    /// `ltr` or `rtl`.
    pub dir: &'static str,
    /// The language of the frame, if the page is in another language than the site.
    pub frame_lang: Option<String>,
    /// The page's own URL.
    pub url: Url,
    /// The absolute URL, if the site has a `base_url`.
    pub canonical: Option<String>,
    /// The page's section: `briefs`, `officials`, `issues` …
    pub section: String,
    /// The main menu.
    pub menu: Shared<Vec<MenuItem>>,
    /// The breadcrumbs, without the home page.
    pub crumbs: Vec<Link>,
    /// The feeds of the page's entity.
    pub feeds: Vec<Shared<Link>>,
    /// The OpenGraph type: `article` for a brief, else `website`.
    pub og_type: &'static str,
    /// Whether search engines should leave the page out.
    pub noindex: bool,
    /// The marks of the quotations on the page, each label once.
    pub marks: Vec<MarkView>,
}

/// A brief: `page` in `brief.html`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct BriefView {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// The day of the brief.
    pub date: DateView,
    /// The information cut-off, if it is earlier.
    pub as_of: Option<DateView>,
    /// The date of its last major change or correction.
    pub updated: Option<DateView>,
    /// The summary.
    pub summary: Option<String>,
    /// Notices to readers, if there are any.
    pub notices: Option<Box<NoticesView>>,
    /// The authors.
    pub author: Vec<String>,
    /// The actors, for the “Who” box.
    pub who: Vec<Shared<WhoView>>,
    /// The day of the brief, if an official in it has left or taken an office since.
    pub titles_as_of: Option<DateView>,
    /// The issues.
    pub issues: Vec<Shared<Link>>,
    /// The places.
    pub places: Vec<Link>,
    /// The sources: the cited ones by number, then the others.
    pub sources: Vec<SourceEntry>,
    /// The updates except for corrections, the newest first.
    pub updates: Vec<UpdateView>,
    /// The quotations that are not blocks in the text.
    pub quotes: Vec<Shared<QuoteView>>,
    /// The events, as the brief reports them.
    pub events: Vec<ToldEventView>,
    /// The stances.
    pub stances: Vec<StanceView>,
    /// The claims.
    pub claims: Vec<ClaimView>,
    /// The meaning of the words of likelihood and confidence in the claims.
    pub legend: Vec<LegendView>,
    /// The open questions.
    pub gaps: Vec<String>,
    /// The pages of the actors, issues and places that a person must still confirm. Only in drafts.
    pub unconfirmed: Vec<Url>,
    /// The ways to cite the brief.
    pub cite: CiteView,
    /// The headings of levels 2 and 3, if there are at least three.
    pub contents: Vec<HeadingView>,
    /// The previous brief by date.
    pub previous: Option<Link>,
    /// The next brief by date.
    pub next: Option<Link>,
    /// The briefs with links to this brief, the newest first, at most 100.
    pub linked_from: Vec<Shared<BriefCard>>,
    /// The position in that list, which continues in `entries.html`.
    pub paging: Paging,
    /// The site's own data.
    pub extra: serde_json::Value,
}

impl PageView for BriefView {
    fn quotes(&self) -> impl Iterator<Item = &Shared<QuoteView>> {
        self.quotes.iter()
    }
}

/// Notices to readers of a brief. Most briefs have none.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct NoticesView {
    /// The reason why only a build with drafts shows the brief.
    pub unpublished: Option<UnpublishedView>,
    /// The corrections, the newest first.
    pub corrections: Vec<UpdateView>,
    /// The status, if the brief is superseded or withdrawn.
    pub status: Option<StatusView>,
    /// The sources that were retracted, or are derived from a retracted source.
    pub retracted: Vec<MaybeLink>,
    /// Whether the review is overdue on the build's day.
    pub review_overdue: bool,
}

/// The status of a superseded or withdrawn brief.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct StatusView {
    /// `superseded` or `withdrawn`.
    pub word: &'static str,
    /// The brief that supersedes it.
    pub by: Option<Link>,
    /// The reason for the withdrawal.
    pub reason: Option<String>,
}

/// The reason why a brief is not published yet.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct UnpublishedView {
    /// Whether it is a draft.
    pub draft: bool,
    /// The day of the brief, if it is in the future: `3 December`, or `3 December 2027` if it is in
    /// another year.
    pub dated: Option<String>,
}

/// An actor of a brief.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct WhoView {
    /// The actor's page.
    pub url: Url,
    /// The name.
    pub name: String,
    /// The title on the day of the brief, or the one that the brief gives.
    pub title: Option<String>,
    /// The role in the story.
    pub role: Option<String>,
    /// A later change in words: the title on the build's day, or the end of the earlier office.
    pub since: Option<String>,
    /// The last title before the day of the brief, if the actor had none on that day.
    pub former_title: Option<String>,
    /// `person`, `organization`, `state` or `group`.
    pub kind: &'static str,
}

/// A change of a brief.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct UpdateView {
    /// The day.
    pub date: DateView,
    /// `minor`, `major` or `correction`.
    pub kind: &'static str,
    /// The text that describes the change.
    pub note: String,
}

/// A heading in the contents.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct HeadingView {
    /// 2 or 3.
    pub level: u8,
    /// The anchor.
    pub id: Arc<str>,
    /// Its text.
    pub text: String,
}

/// A source in the list of a brief, or on its own page.
///
/// Most sources have only a reference. Rare properties are in `details`, so that they cost other
/// sources nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct SourceEntry {
    /// Rare properties, if there are any.
    pub details: Option<Box<SourceDetails>>,
    /// The day of publication.
    pub published: Option<DateView>,
    /// The web address; `None` if it is dead.
    pub url: Option<Arc<str>>,
    /// The host of the address without `www.`, unless the title begins with it.
    pub host: Option<Arc<str>>,
    /// The publisher.
    pub publisher: Option<String>,
    /// The title; without one, the host and path of the URL.
    pub title: Arc<str>,
    /// The entry's anchor on its page.
    pub anchor: String,
    /// The authors.
    pub author: Vec<String>,
    /// The number of its citations; `None` if the text does not cite it.
    pub number: Option<u32>,
    /// The page of the source.
    pub page: Option<Url>,
    /// The citations in the text.
    pub uses: Vec<UseView>,
}

/// Rare properties of a source.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct SourceDetails {
    /// The kind of source in words: `newspaper article`.
    pub kind: Option<String>,
    /// The kind of source in the authors' words.
    pub descriptor: Option<String>,
    /// The language, as a BCP 47 tag.
    pub lang: Option<String>,
    /// The language in English; the tag of an uncommon one.
    pub language: Option<String>,
    /// The day of the last access.
    pub accessed: Option<DateView>,
    /// An archived copy.
    pub archived: Option<ArchivedView>,
    /// A change to the content, in words: `reworded by a machine`.
    pub altered: Option<&'static str>,
    /// The keys that a person must still confirm. Only in drafts.
    pub unconfirmed: Vec<String>,
    /// `live`, `dead`, `corrected` or `retracted`. For a dead source, a change to its content has
    /// priority.
    pub state: &'static str,
    /// The day of that state, if it is known.
    pub state_date: Option<DateView>,
    /// A remark on that state.
    pub state_note: Option<String>,
    /// All states, the latest first.
    pub states: Vec<SourceStateView>,
    /// The former address of a dead source.
    pub former_url: Option<String>,
    /// Whether the source was retracted, or is derived from a retracted source.
    pub retracted: bool,
    /// Whether readers should be warned: the source is not live, derived from a retracted source,
    /// altered, or to be confirmed.
    pub amiss: bool,
    /// `A` to `F`, if the site shows grades.
    pub reliability: Option<String>,
}

/// The state of a source from a day on.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct SourceStateView {
    /// The day.
    pub date: DateView,
    /// `live`, `dead`, `corrected` or `retracted`.
    pub state: &'static str,
    /// A remark.
    pub note: Option<String>,
}

/// A citation in the text, seen from the list of sources.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct UseView {
    /// The anchor of the citation.
    pub id: String,
    /// `a`, `b` …
    pub label: String,
}

/// An archived copy of a source.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct ArchivedView {
    /// The address.
    pub url: String,
    /// The day on which the copy was made.
    pub date: Option<DateView>,
}

/// An actor: `page` in `actor.html`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct ActorView {
    /// Its id.
    pub id: String,
    /// The name.
    pub name: String,
    /// `person`, `organization`, `state` or `group`.
    pub kind: &'static str,
    /// The country, as an ISO 3166-1 alpha-2 code.
    pub country: Option<String>,
    /// The country's name in English.
    pub country_name: Option<String>,
    /// The title on the build's day.
    pub title: Option<String>,
    /// Names in other languages and scripts.
    pub names: Vec<NameView>,
    /// Other names.
    pub aliases: Vec<String>,
    /// Whether the name is a description of an unnamed person.
    pub anonymous: bool,
    /// The offices on the build's day.
    pub current: Vec<TenureView>,
    /// Offices held before, the last first.
    pub previous: Vec<TenureView>,
    /// Links elsewhere.
    pub links: Vec<OutwardLink>,
    /// The offices that belong to it.
    pub offices: Vec<Link>,
    /// The issues that it is a party to.
    pub issues: Vec<Link>,
    /// The changes since the brief before the last one.
    pub changes: Option<ChangesView>,
    /// The latest stance on each issue.
    pub stances: Vec<StanceView>,
    /// The latest quotations.
    pub quotes: Vec<Shared<QuoteView>>,
    /// The list of all quotations, if there are more.
    pub quotes_url: Option<Url>,
    /// The latest events with the actor.
    pub events: Vec<EventCard>,
    /// The timeline of all events with the actor.
    pub timeline: Option<Url>,
    /// The meetings with other officials.
    pub met: Vec<MetView>,
    /// The briefs that list the actor, the newest first.
    pub briefs: Vec<Shared<BriefRow>>,
    /// The briefs whose text names the actor without listing it, the newest first.
    pub mentioned_in: Vec<Shared<BriefCard>>,
    /// The position in that list.
    pub paging: Paging,
    /// Whether the actor has no entry in the registry.
    pub stub: bool,
}

impl PageView for ActorView {
    fn quotes(&self) -> impl Iterator<Item = &Shared<QuoteView>> {
        self.quotes.iter()
    }
}

/// A name in another language or script.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct NameView {
    /// The language, as a BCP 47 tag.
    pub lang: String,
    /// The language in English, if it is a common one.
    pub language: Option<&'static str>,
    /// The name.
    pub text: String,
}

/// A link out of the site.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct OutwardLink {
    /// The text.
    pub title: String,
    /// The address.
    pub url: String,
}

/// The term of an actor in an office.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct TenureView {
    /// The title of the office at the time.
    pub office: MaybeLink,
    /// The organization.
    pub org: Option<String>,
    /// The period in words: `30 December 2022 to 25 July 2023`, `since July 2023`.
    pub span: String,
    /// The first day.
    pub from: Option<DateView>,
    /// The last day.
    pub to: Option<DateView>,
    /// Whether the actor held the office only as acting.
    pub acting: bool,
    /// Whether the source of the term was retracted, or is derived from a retracted source.
    pub retracted: bool,
    /// A remark.
    pub note: Option<String>,
}

/// An office: `page` in `office.html`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct OfficeView {
    /// Its id.
    pub id: String,
    /// The title.
    pub title: String,
    /// A shorter title.
    pub short: Option<String>,
    /// The organization of the office.
    pub org: Option<MaybeLink>,
    /// The country, as an ISO 3166-1 alpha-2 code.
    pub country: Option<String>,
    /// The country's name in English.
    pub country_name: Option<String>,
    /// Earlier and later titles.
    pub titles: Vec<DatedTitleView>,
    /// The holders and the gaps between them, the last first.
    pub holders: Vec<HolderView>,
}

impl PageView for OfficeView {}

/// A title of an office for a period.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct DatedTitleView {
    /// The title.
    pub text: String,
    /// The period in words.
    pub span: String,
}

/// A holder of an office, or a gap between two holders.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct HolderView {
    /// The holder; `None` for a gap.
    pub holder: Option<Link>,
    /// The period in words.
    pub span: String,
    /// The first day.
    pub from: Option<DateView>,
    /// The last day.
    pub to: Option<DateView>,
    /// Whether the actor holds the office on the build's day.
    pub current: bool,
    /// Whether the actor held the office only as acting.
    pub acting: bool,
    /// Whether the source of the term was retracted, or is derived from a retracted source.
    pub retracted: bool,
    /// A remark.
    pub note: Option<String>,
}

/// An issue: `page` in `issue.html`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct IssueView {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// A summary of one sentence.
    pub summary: Option<String>,
    /// Other names.
    pub aliases: Vec<String>,
    /// The issues that are parts of this issue.
    pub children: Vec<IssueRow>,
    /// The parties.
    pub parties: Vec<PartyView>,
    /// The states of the issue, the latest first.
    pub status: Vec<IssueStatusView>,
    /// Whether the review is overdue on the build's day.
    pub review_overdue: bool,
    /// The changes since the brief before the last one.
    pub changes: Option<ChangesView>,
    /// The stances on the issue by actor, the latest first.
    pub stances: Vec<StanceView>,
    /// The latest quotations about the issue.
    pub quotes: Vec<Shared<QuoteView>>,
    /// The list of all quotations about the issue, if there are more.
    pub quotes_url: Option<Url>,
    /// The latest events about the issue.
    pub events: Vec<EventCard>,
    /// The timeline of all events about the issue.
    pub timeline: Option<Url>,
    /// The briefs about the issue and its parts, each once, the newest first.
    pub briefs: Vec<Shared<BriefCard>>,
    /// The briefs whose text names the issue without listing it, the newest first.
    pub mentioned_in: Vec<Shared<BriefCard>>,
    /// The position in that list.
    pub paging: Paging,
    /// Whether the issue has no entry in the registry.
    pub stub: bool,
}

impl PageView for IssueView {
    fn quotes(&self) -> impl Iterator<Item = &Shared<QuoteView>> {
        self.quotes.iter()
    }
}

/// A party to an issue.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct PartyView {
    /// The actor.
    pub actor: Link,
    /// The role.
    pub role: Option<String>,
}

/// The state of an issue from a day on.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct IssueStatusView {
    /// The day.
    pub date: DateView,
    /// The state in a word or two.
    pub state: String,
    /// `up`, `down` or `flat`.
    pub trend: Option<&'static str>,
    /// A remark of one sentence.
    pub note: Option<String>,
}

/// An issue in a list.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct IssueRow {
    /// Its title.
    pub title: String,
    /// Its page.
    pub url: Url,
    /// A summary of one sentence.
    pub summary: Option<String>,
    /// Its depth in the tree, from 0.
    pub depth: usize,
    /// The number of briefs about the issue or its parts.
    pub briefs: usize,
    /// The latest state.
    pub state: Option<String>,
}

/// A place: `page` in `place.html`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct PlaceView {
    /// Its id.
    pub id: String,
    /// The name.
    pub name: String,
    /// The country, as an ISO 3166-1 alpha-2 code.
    pub country: Option<String>,
    /// The country's name in English.
    pub country_name: Option<String>,
    /// The place that contains this place.
    pub within: Option<Link>,
    /// The places in it.
    pub contains: Vec<Link>,
    /// The events there, the latest first.
    pub events: Vec<EventCard>,
    /// The briefs that list the place or a place in it, the newest first.
    pub briefs: Vec<Shared<BriefCard>>,
    /// The position in that list.
    pub paging: Paging,
    /// Whether the place has no entry in the registry.
    pub stub: bool,
}

impl PageView for PlaceView {}

/// A source: `page` in `source.html`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct SourceView {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// The reference.
    pub entry: SourceEntry,
    /// The sources that this source is derived from.
    pub derived_from: Vec<MaybeLink>,
    /// The sources that are derived from this source.
    pub derived: Vec<MaybeLink>,
    /// The quotations from the source.
    pub quotes: Vec<Shared<QuoteView>>,
    /// The events with the source as evidence.
    pub events: Vec<EventCard>,
    /// The stances with the source as evidence.
    pub stances: Vec<StanceView>,
    /// The claims with the source as evidence.
    pub claims: Vec<ClaimView>,
    /// The briefs that list the source, the newest first.
    pub briefs: Vec<Shared<BriefCard>>,
    /// The position in that list.
    pub paging: Paging,
}

impl PageView for SourceView {
    fn quotes(&self) -> impl Iterator<Item = &Shared<QuoteView>> {
        self.quotes.iter()
    }
}

/// The home page: `page` in `home.html`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct HomeView {
    /// The newest briefs.
    pub newest: Vec<Shared<BriefCard>>,
    /// The number of briefs.
    pub total: usize,
    /// The list of all briefs.
    pub briefs_url: Option<Url>,
    /// The issues at the top of the tree.
    pub issues: Vec<IssueRow>,
    /// The list of all issues.
    pub issues_url: Option<Url>,
    /// The officials of the newest briefs.
    pub officials: Vec<OfficialRow>,
    /// The list of all officials.
    pub officials_url: Option<Url>,
}

impl PageView for HomeView {}

/// An official in a list.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct OfficialRow {
    /// The name.
    pub name: String,
    /// The actor's page.
    pub url: Url,
    /// The title on the build's day.
    pub title: Option<String>,
    /// Whether the name is a description of an unnamed person.
    pub anonymous: bool,
}

/// All briefs, or the briefs of a year: `page` in `briefs.html`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct BriefsView {
    /// The year, on a year's page.
    pub year: Option<i16>,
    /// The briefs, newest first.
    pub briefs: Vec<Shared<BriefCard>>,
    /// The years with briefs, the last first.
    pub years: Vec<YearView>,
    /// The position in the list.
    pub paging: Paging,
}

impl PageView for BriefsView {}

/// A year with briefs.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct YearView {
    /// The year.
    pub year: i16,
    /// Its page.
    pub url: Url,
}

/// The officials by country: `page` in `officials.html`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct OfficialsView {
    /// The countries, by name; officials without one come last.
    pub groups: Vec<CountryGroup>,
    /// Other lists: all actors, offices.
    pub more: Vec<Link>,
    /// The position in the list.
    pub paging: Paging,
}

impl PageView for OfficialsView {}

/// The officials of one country, by the rank of their office.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct CountryGroup {
    /// The country's name in English.
    pub country: Option<String>,
    /// The officials.
    pub officials: Vec<OfficialRow>,
}

/// All entries of one kind: `page` in `entries.html`, for actors, offices, places and sources.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct EntriesView {
    /// The heading: `Actors`.
    pub title: String,
    /// The kind: `actors`, `offices`, `places`, `sources`.
    pub section: &'static str,
    /// The entries, by name.
    pub entries: Vec<EntryRow>,
    /// The position in the list.
    pub paging: Paging,
}

impl PageView for EntriesView {}

/// An entry in a list of all entries.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct EntryRow {
    /// Its name.
    pub title: String,
    /// Its page, or its place in the list of the brief that names it.
    pub url: Url,
    /// A remark: the title of an actor, the organization of an office, the publisher and date of a
    /// source.
    pub note: Option<String>,
    /// The number of briefs that list it; `None` for offices.
    pub briefs: Option<usize>,
}

/// All issues as a tree: `page` in `issues.html`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct IssuesView {
    /// The issues, each after its parent, with its depth.
    pub issues: Vec<IssueRow>,
    /// The position in the list.
    pub paging: Paging,
}

impl PageView for IssuesView {}

/// A plain page: `page` in `page.html`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct PlainView {
    /// The title.
    pub title: String,
    /// A summary of one sentence.
    pub summary: Option<String>,
    /// Whether the page is a draft, which only a build with drafts shows.
    pub draft: bool,
    /// The pages in its folder, for an `index.md`.
    pub children: Vec<PageCard>,
    /// The headings of levels 2 and 3, if there are at least three.
    pub contents: Vec<HeadingView>,
    /// The site's own data.
    pub extra: serde_json::Value,
}

impl PageView for PlainView {}

/// A plain page in a list.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct PageCard {
    /// The title.
    pub title: String,
    /// Its address.
    pub url: Url,
    /// A summary of one sentence.
    pub summary: Option<String>,
    /// Whether the page is a draft, which only a build with drafts shows.
    pub draft: bool,
}

/// A redirect: `page` in `redirect.html`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct RedirectView {
    /// The target.
    pub target: Link,
}

impl PageView for RedirectView {}

/// The page for addresses that do not exist: `page` in `404.html`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct NotFoundView {
    /// The heading.
    pub title: String,
}

impl PageView for NotFoundView {}
