//! What templates see: plain values, the theme's documented interface.
//!
//! Every field is public, hashed and serialised: what a template is shown is exactly what decides
//! whether its page is rendered again. Links are relative to the site's root; templates put `root`
//! before them. Lists take the smallest card that serves them, so that an edit touches few pages.
//! Templates look a field of a small value up by going through them: of those that stand on many
//! pages the fields come first that are asked for most.

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

/// The site, the same on every page: `site`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct SiteView {
    /// The site's name.
    pub title: String,
    /// The home page.
    pub home: Url,
    /// BCP 47 tag.
    pub lang: String,
    /// Who publishes it.
    pub author: Option<String>,
    /// In a sentence.
    pub description: Option<String>,
    /// Where it stands, without a final `/`.
    pub base_url: Option<String>,
    /// The site's own data from `site.yaml`.
    pub extra: serde_json::Value,
}

/// An item of the main menu.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct MenuItem {
    /// Where it leads.
    pub url: Url,
    /// What it says.
    pub title: String,
    /// What `aria-current` says of it: `page` where it leads to the page that shows it, `true` on
    /// the other pages of its section.
    pub current: Option<&'static str>,
}

/// What stands in a page's `<head>` and around its content: `head`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct Head {
    /// The page's title, without the site's.
    pub title: String,
    /// The description tag.
    pub description: Option<String>,
    /// BCP 47 tag of the page's language.
    pub lang: String,
    /// `ltr` or `rtl`.
    pub dir: &'static str,
    /// The language of what stands around the page's content, which is the site's, where the page
    /// has another.
    pub frame_lang: Option<String>,
    /// The page's own URL.
    pub url: Url,
    /// The absolute URL, where the site has a `base_url`.
    pub canonical: Option<String>,
    /// The page's section: `briefs`, `officials`, `issues` …
    pub section: String,
    /// The main menu.
    pub menu: Shared<Vec<MenuItem>>,
    /// The way down to the page, the home page left out.
    pub crumbs: Vec<Link>,
    /// The feeds about it.
    pub feeds: Vec<Shared<Link>>,
    /// `article` for a brief, else `website`: OpenGraph's type.
    pub og_type: &'static str,
    /// Whether search engines are to leave it out.
    pub noindex: bool,
    /// The marks beside the quotations of the page, each label once.
    pub marks: Vec<MarkView>,
}

/// A brief: `page` in `brief.html`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct BriefView {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// The day it speaks from.
    pub date: DateView,
    /// Information cut-off, where earlier.
    pub as_of: Option<DateView>,
    /// The date of its last major change or correction.
    pub updated: Option<DateView>,
    /// The bottom line.
    pub summary: Option<String>,
    /// What readers have to know before they rely on it, where there is any of that.
    pub notices: Option<Box<NoticesView>>,
    /// Who wrote it.
    pub author: Vec<String>,
    /// Its actors: the “Who” box.
    pub who: Vec<Shared<WhoView>>,
    /// The brief's date, where one of its officials has left or taken an office since.
    pub titles_as_of: Option<DateView>,
    /// Its issues.
    pub issues: Vec<Shared<Link>>,
    /// Its places.
    pub places: Vec<Link>,
    /// Its sources: the cited ones first, by number.
    pub sources: Vec<SourceEntry>,
    /// What changed, but for corrections, newest first.
    pub updates: Vec<UpdateView>,
    /// Its quotations that do not stand in the text as blocks of their own.
    pub quotes: Vec<Shared<QuoteView>>,
    /// The events that it tells of, as it tells of them.
    pub events: Vec<ToldEventView>,
    /// The stances that it states.
    pub stances: Vec<StanceView>,
    /// What it claims.
    pub claims: Vec<ClaimView>,
    /// What the words of likelihood and confidence in its claims mean.
    pub legend: Vec<LegendView>,
    /// What is not known.
    pub gaps: Vec<String>,
    /// The pages of those of its actors, issues and places that are to be confirmed: of a draft
    /// only.
    pub unconfirmed: Vec<Url>,
    /// How it is cited.
    pub cite: CiteView,
    /// Its headings of the second and third level, where there are at least three.
    pub contents: Vec<HeadingView>,
    /// The brief before it in time.
    pub previous: Option<Link>,
    /// The brief after it in time.
    pub next: Option<Link>,
    /// The briefs whose texts link to it, the newest first, at most 100.
    pub linked_from: Vec<Shared<BriefCard>>,
    /// Where that list stands; it goes on as `entries.html`.
    pub paging: Paging,
    /// The site's own data.
    pub extra: serde_json::Value,
}

impl PageView for BriefView {
    fn quotes(&self) -> impl Iterator<Item = &Shared<QuoteView>> {
        self.quotes.iter()
    }
}

/// What readers have to know before they rely on a brief. Most briefs have none of this.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct NoticesView {
    /// Why only a build with drafts shows it, where that is so.
    pub unpublished: Option<UnpublishedView>,
    /// What was put right, newest first.
    pub corrections: Vec<UpdateView>,
    /// What became of it, where it no longer stands.
    pub status: Option<StatusView>,
    /// Those of its sources that were retracted, or that go back to one that was.
    pub retracted: Vec<MaybeLink>,
    /// Whether its review is overdue as of the build's date.
    pub review_overdue: bool,
}

/// What became of a brief that no longer stands.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct StatusView {
    /// `superseded` or `withdrawn`.
    pub word: &'static str,
    /// The brief that took its place.
    pub by: Option<Link>,
    /// Why it was taken back.
    pub reason: Option<String>,
}

/// Why a brief is not published yet.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct UnpublishedView {
    /// Whether it is a draft.
    pub draft: bool,
    /// Its day, where that is yet to come: `3 December`, of another year than the build's
    /// `3 December 2027`.
    pub dated: Option<String>,
}

/// An actor of a brief.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct WhoView {
    /// The actor's page.
    pub url: Url,
    /// The name.
    pub name: String,
    /// The title held on the brief's date, or the one that the brief gives.
    pub title: Option<String>,
    /// The role in the story.
    pub role: Option<String>,
    /// What became of their office since, in words: the title held as of the build's date, or until
    /// when they held that of then.
    pub since: Option<String>,
    /// Where there is no title the last one held before that date.
    pub former_title: Option<String>,
    /// `person`, `organization`, `state` or `group`.
    pub kind: &'static str,
}

/// A change of a brief.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct UpdateView {
    /// When.
    pub date: DateView,
    /// `minor`, `major` or `correction`.
    pub kind: &'static str,
    /// What.
    pub note: String,
}

/// A heading in the contents.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct HeadingView {
    /// 2 or 3.
    pub level: u8,
    /// Its anchor.
    pub id: Arc<str>,
    /// Its text.
    pub text: String,
}

/// A source in the list of a brief, and at the head of its own page.
///
/// Most sources of a site are but a reference; what is rarely known stands apart, so that it costs
/// them nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct SourceEntry {
    /// What else is known of it, where anything is.
    pub details: Option<Box<SourceDetails>>,
    /// When.
    pub published: Option<DateView>,
    /// Where it is online; `None` where it no longer is.
    pub url: Option<Arc<str>>,
    /// The host of that address, without `www.`, where the title does not begin with it.
    pub host: Option<Arc<str>>,
    /// Who published it.
    pub publisher: Option<String>,
    /// The title; the host and path of its URL where it has none.
    pub title: Arc<str>,
    /// The entry's anchor on its page.
    pub anchor: String,
    /// Who wrote it.
    pub author: Vec<String>,
    /// The number that the text cites it by; `None` where it does not.
    pub number: Option<u32>,
    /// Its own page.
    pub page: Option<Url>,
    /// Where the text cites it.
    pub uses: Vec<UseView>,
}

/// What is known of a source beyond its reference.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct SourceDetails {
    /// What kind of source, in words: `newspaper article`.
    pub kind: Option<String>,
    /// What sort of source, in the desk's words.
    pub descriptor: Option<String>,
    /// BCP 47 tag.
    pub lang: Option<String>,
    /// The language in English; the tag where it is no common one.
    pub language: Option<String>,
    /// When it was last read.
    pub accessed: Option<DateView>,
    /// A copy that stays.
    pub archived: Option<ArchivedView>,
    /// How it differs from what was published or said, in words: `reworded by a machine`.
    pub altered: Option<&'static str>,
    /// The keys of it in its brief that are to be confirmed: of a draft only.
    pub unconfirmed: Vec<String>,
    /// `live`, `dead`, `corrected` or `retracted`; of one that is dead, too, what was done to its
    /// content.
    pub state: &'static str,
    /// Since when, where that is known.
    pub state_date: Option<DateView>,
    /// What happened.
    pub state_note: Option<String>,
    /// What became of it day by day, the latest first.
    pub states: Vec<SourceStateView>,
    /// Where it was online: its link is dead.
    pub former_url: Option<String>,
    /// Whether it was retracted, or goes back to a source that was.
    pub retracted: bool,
    /// Whether readers are to be warned: it is not live, goes back to a retracted source, was
    /// altered, or has something to be confirmed.
    pub amiss: bool,
    /// `A` to `F`, where the site shows grades.
    pub reliability: Option<String>,
}

/// What a source became on a day.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct SourceStateView {
    /// The day.
    pub date: DateView,
    /// `live`, `dead`, `corrected` or `retracted`.
    pub state: &'static str,
    /// What happened.
    pub note: Option<String>,
}

/// A citation in the text, seen from the list of sources.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct UseView {
    /// Its anchor.
    pub id: String,
    /// `a`, `b` …
    pub label: String,
}

/// A copy of a source that stays.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct ArchivedView {
    /// Where.
    pub url: String,
    /// When it was made.
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
    /// ISO 3166-1 alpha-2.
    pub country: Option<String>,
    /// The country's name in English.
    pub country_name: Option<String>,
    /// The title held as of the build's date.
    pub title: Option<String>,
    /// Names in other languages and scripts.
    pub names: Vec<NameView>,
    /// Other names.
    pub aliases: Vec<String>,
    /// Whether nobody says who they are: the name only describes them.
    pub anonymous: bool,
    /// Offices held as of the build's date.
    pub current: Vec<TenureView>,
    /// Offices held before, the last first.
    pub previous: Vec<TenureView>,
    /// Links elsewhere.
    pub links: Vec<OutwardLink>,
    /// The offices that belong to it.
    pub offices: Vec<Link>,
    /// The issues that it is a party to.
    pub issues: Vec<Link>,
    /// What is new since the brief before the last one.
    pub changes: Option<ChangesView>,
    /// Its latest stance on each issue.
    pub stances: Vec<StanceView>,
    /// Its latest quotations.
    pub quotes: Vec<Shared<QuoteView>>,
    /// All its quotations, where there are more.
    pub quotes_url: Option<Url>,
    /// The latest events that it takes part in.
    pub events: Vec<EventCard>,
    /// All of them, as a timeline.
    pub timeline: Option<Url>,
    /// Whom it met.
    pub met: Vec<MetView>,
    /// The briefs that name it, newest first.
    pub briefs: Vec<Shared<BriefRow>>,
    /// Briefs whose text names it and which do not list it, newest first.
    pub mentioned_in: Vec<Shared<BriefCard>>,
    /// Where that list stands.
    pub paging: Paging,
    /// Whether it has no entry in the registry.
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
    /// BCP 47 tag.
    pub lang: String,
    /// The language in English, where it is a common one.
    pub language: Option<&'static str>,
    /// The name.
    pub text: String,
}

/// A link out of the site.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct OutwardLink {
    /// What it says.
    pub title: String,
    /// The address.
    pub url: String,
}

/// An office that somebody holds or held.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct TenureView {
    /// The office's title at the time.
    pub office: MaybeLink,
    /// The organization.
    pub org: Option<String>,
    /// From when to when, in words: `30 December 2022 to 25 July 2023`, `since July 2023`.
    pub span: String,
    /// The first day.
    pub from: Option<DateView>,
    /// The last day.
    pub to: Option<DateView>,
    /// Whether only for the time being.
    pub acting: bool,
    /// Whether the source that says so was retracted, or goes back to one that was.
    pub retracted: bool,
    /// Anything else.
    pub note: Option<String>,
}

/// An office: `page` in `office.html`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct OfficeView {
    /// Its id.
    pub id: String,
    /// The title.
    pub title: String,
    /// A shorter one.
    pub short: Option<String>,
    /// The organization it belongs to.
    pub org: Option<MaybeLink>,
    /// ISO 3166-1 alpha-2.
    pub country: Option<String>,
    /// The country's name in English.
    pub country_name: Option<String>,
    /// Titles that it had at other times.
    pub titles: Vec<DatedTitleView>,
    /// Who held it, in order, the last first, with the gaps between.
    pub holders: Vec<HolderView>,
}

impl PageView for OfficeView {}

/// A title that an office had for a time.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct DatedTitleView {
    /// The title.
    pub text: String,
    /// From when to when, in words.
    pub span: String,
}

/// A holder of an office, or a gap between two.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct HolderView {
    /// Who; `None` for a gap.
    pub holder: Option<Link>,
    /// From when to when, in words.
    pub span: String,
    /// The first day.
    pub from: Option<DateView>,
    /// The last day.
    pub to: Option<DateView>,
    /// Whether they hold it as of the build's date.
    pub current: bool,
    /// Whether only for the time being.
    pub acting: bool,
    /// Whether the source that says so was retracted, or goes back to one that was.
    pub retracted: bool,
    /// Anything else.
    pub note: Option<String>,
}

/// An issue: `page` in `issue.html`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct IssueView {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// In a sentence.
    pub summary: Option<String>,
    /// Other names.
    pub aliases: Vec<String>,
    /// The issues that are part of it.
    pub children: Vec<IssueRow>,
    /// The actors that it is between.
    pub parties: Vec<PartyView>,
    /// Where it stands, the latest first.
    pub status: Vec<IssueStatusView>,
    /// Whether its review is overdue as of the build's date.
    pub review_overdue: bool,
    /// What is new since the brief before the last one.
    pub changes: Option<ChangesView>,
    /// Who wanted what on it, by actor, the latest first.
    pub stances: Vec<StanceView>,
    /// The latest quotations about it.
    pub quotes: Vec<Shared<QuoteView>>,
    /// All quotations about it, where there are more.
    pub quotes_url: Option<Url>,
    /// The latest events about it.
    pub events: Vec<EventCard>,
    /// All of them, as a timeline.
    pub timeline: Option<Url>,
    /// The briefs about it and about its parts, each once, newest first.
    pub briefs: Vec<Shared<BriefCard>>,
    /// Briefs whose text names it and which do not list it, newest first.
    pub mentioned_in: Vec<Shared<BriefCard>>,
    /// Where that list stands.
    pub paging: Paging,
    /// Whether it has no entry in the registry.
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

/// Where an issue stood on a day.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct IssueStatusView {
    /// The day.
    pub date: DateView,
    /// A word or two.
    pub state: String,
    /// `up`, `down` or `flat`.
    pub trend: Option<&'static str>,
    /// A sentence.
    pub note: Option<String>,
}

/// An issue in a list.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct IssueRow {
    /// Its title.
    pub title: String,
    /// Its page.
    pub url: Url,
    /// In a sentence.
    pub summary: Option<String>,
    /// Its depth in the tree, from 0.
    pub depth: usize,
    /// How many briefs are about it or its parts.
    pub briefs: usize,
    /// Where it stands.
    pub state: Option<String>,
}

/// A place: `page` in `place.html`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct PlaceView {
    /// Its id.
    pub id: String,
    /// The name.
    pub name: String,
    /// ISO 3166-1 alpha-2.
    pub country: Option<String>,
    /// The country's name in English.
    pub country_name: Option<String>,
    /// The place that it lies in.
    pub within: Option<Link>,
    /// The places in it.
    pub contains: Vec<Link>,
    /// The events there, the latest first.
    pub events: Vec<EventCard>,
    /// The briefs that name it or a place in it, newest first.
    pub briefs: Vec<Shared<BriefCard>>,
    /// Where that list stands.
    pub paging: Paging,
    /// Whether it has no entry in the registry.
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
    /// What it goes back to.
    pub derived_from: Vec<MaybeLink>,
    /// What goes back to it.
    pub derived: Vec<MaybeLink>,
    /// The quotations that rest on it.
    pub quotes: Vec<Shared<QuoteView>>,
    /// The events that rest on it.
    pub events: Vec<EventCard>,
    /// The stances that rest on it.
    pub stances: Vec<StanceView>,
    /// The claims that rest on it.
    pub claims: Vec<ClaimView>,
    /// The briefs that rest on it, newest first.
    pub briefs: Vec<Shared<BriefCard>>,
    /// Where that list stands.
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
    /// How many briefs there are.
    pub total: usize,
    /// All briefs.
    pub briefs_url: Option<Url>,
    /// The widest issues.
    pub issues: Vec<IssueRow>,
    /// All issues.
    pub issues_url: Option<Url>,
    /// The officials of the newest briefs.
    pub officials: Vec<OfficialRow>,
    /// All officials.
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
    /// The title held as of the build's date.
    pub title: Option<String>,
    /// Whether nobody says who they are.
    pub anonymous: bool,
}

/// All briefs, or those of a year: `page` in `briefs.html`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct BriefsView {
    /// The year, on a year's page.
    pub year: Option<i16>,
    /// The briefs, newest first.
    pub briefs: Vec<Shared<BriefCard>>,
    /// The years that have briefs, the last first.
    pub years: Vec<YearView>,
    /// Where the list stands.
    pub paging: Paging,
}

impl PageView for BriefsView {}

/// A year that has briefs.
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
    /// Where the list stands.
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
    /// Where the list stands.
    pub paging: Paging,
}

impl PageView for EntriesView {}

/// An entry in such a list.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct EntryRow {
    /// Its name.
    pub title: String,
    /// Its page, or its entry in the brief that names it.
    pub url: Url,
    /// What is said beside it: an actor's title, an office's organization, a source's publisher and
    /// date.
    pub note: Option<String>,
    /// How many briefs name it; `None` for offices.
    pub briefs: Option<usize>,
}

/// All issues as a tree: `page` in `issues.html`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct IssuesView {
    /// The issues, each after its parent, with its depth.
    pub issues: Vec<IssueRow>,
    /// Where the list stands.
    pub paging: Paging,
}

impl PageView for IssuesView {}

/// A plain page: `page` in `page.html`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct PlainView {
    /// The title.
    pub title: String,
    /// In a sentence.
    pub summary: Option<String>,
    /// Whether it is a draft, which only a build with drafts shows.
    pub draft: bool,
    /// The pages of its folder, where it is the folder's `index.md`.
    pub children: Vec<PageCard>,
    /// Its headings of the second and third level, where there are at least three.
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
    /// In a sentence.
    pub summary: Option<String>,
    /// Whether it is a draft, which only a build with drafts shows.
    pub draft: bool,
}

/// A page that leads on: `page` in `redirect.html`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct RedirectView {
    /// Where to.
    pub target: Link,
}

impl PageView for RedirectView {}

/// The page for addresses that lead nowhere: `page` in `404.html`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct NotFoundView {
    /// What it says.
    pub title: String,
}

impl PageView for NotFoundView {}
