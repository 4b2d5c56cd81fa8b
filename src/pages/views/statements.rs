//! What templates see of statements: quotations, events, stances, and what is made of many of them.

use std::hash::Hash;

use serde::Serialize;

use crate::base::date::DateView;
use crate::base::path::Url;

use crate::pages::shared::Shared;

use super::basics::{BriefCard, Link, Paging};

/// The view of a page: `page` in its template.
pub trait PageView: Hash + Serialize + Send + Sync + 'static {
    /// The quotations that the page shows beside its text.
    fn quotes(&self) -> impl Iterator<Item = &Shared<QuoteView>> {
        std::iter::empty()
    }
}

/// A quotation: `q` in lists, and what `[[quote:id]]` shows.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct QuoteView {
    /// Its id.
    pub id: String,
    /// Its own address.
    pub url: Url,
    /// The words: one piece, or several where the reporter split the utterance.
    pub words: Vec<String>,
    /// `verbatim`, `partial`, `translated` or `paraphrase`.
    pub mode: &'static str,
    /// What was said in its own language, where the words are a translation; several where an
    /// interpreter spoke a third.
    pub originals: Vec<OriginalView>,
    /// Who said it: one, or several who made the statement together.
    pub speakers: Vec<SpeakerView>,
    /// To whom.
    pub to: Option<AddresseeView>,
    /// When.
    pub said: Option<DateView>,
    /// At or about which event.
    pub event: Option<Link>,
    /// Whether it was said at the event; else about it: the event did not take place, or on another
    /// day.
    pub at_event: bool,
    /// On which issue.
    pub issue: Option<Link>,
    /// Where it stands; none where nobody says so.
    pub source: Option<SourceRef>,
    /// Whether it is what the desk was told itself.
    pub told: bool,
    /// Where in the source: `line 4` of its saved text, if a reader can follow it to the source or
    /// a copy; of numbers else `at 4`; any other as the brief has it.
    pub loc: Option<String>,
    /// What was found when the words were looked up in the saved text of the source.
    pub mark: Option<MarkView>,
    /// The keys of it in its brief that are to be confirmed: of a draft only.
    pub unconfirmed: Vec<String>,
    /// The brief that has it.
    pub brief: Link,
}

/// Words in their own language.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct OriginalView {
    /// BCP 47 tag.
    pub lang: Option<String>,
    /// The words: one piece, or several.
    pub words: Vec<String>,
    /// Where they stand, if not where the quotation does.
    pub source: Option<SourceRef>,
    /// Where in that source, likewise.
    pub loc: Option<String>,
}

/// Who is quoted.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct SpeakerView {
    /// The name.
    pub name: String,
    /// Their page, where they have one.
    pub url: Option<Url>,
    /// The title on the day it was said.
    pub title: Option<String>,
}

/// To whom something was said.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct AddresseeView {
    /// The name.
    pub title: String,
    /// Their page, where they have one.
    pub url: Option<Url>,
}

/// A source that a statement rests on.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct SourceRef {
    /// Its title.
    pub title: String,
    /// Its own page.
    pub page: Option<Url>,
    /// Where it is online; for a quotation with a text fragment that leads to the words.
    pub url: Option<String>,
    /// `live`, `dead`, `corrected` or `retracted`.
    pub state: &'static str,
    /// Whether it was retracted, or goes back to a source that was.
    pub retracted: bool,
    /// The address of an archived copy, where it is not online any more.
    pub archived: Option<String>,
    /// Whether the statement does not name it: it is the only source of its brief, which is less
    /// than evidence.
    pub implied: bool,
}

/// A mark beside a quotation, and what it means.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct MarkView {
    /// `exact`, `typographic`, `split` or `elided`; of a lesser mark `loose`, `narration`,
    /// `unmarked`, `speaker` or `negation`.
    pub result: &'static str,
    /// Whether the words stand in the source as this speaker's, in their sense.
    pub verified: bool,
    /// A word or two.
    pub label: &'static str,
    /// A sentence.
    pub meaning: &'static str,
}

/// An event in a list.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct EventCard {
    /// Its title.
    pub title: String,
    /// Its page.
    pub url: Url,
    /// `meeting`, `call`, `visit`, `summit`, `statement`, `incident`, `vote` or `signing`.
    pub kind: Option<&'static str>,
    /// When.
    pub date: Option<DateView>,
    /// Where.
    pub place: Option<Link>,
    /// `happened`, `happening`, `scheduled`, `possible`, `postponed` or `cancelled`.
    pub status: &'static str,
    /// The status in words, as of the build's date.
    pub status_text: &'static str,
    /// The keys of it that are to be confirmed in any of the briefs that tell of it: of drafts
    /// only.
    pub unconfirmed: Vec<String>,
    /// On the pages of an actor who was not simply there: `invited`, `declined` or `represented`.
    pub attendance: Option<&'static str>,
    /// On the page of a source: whether no brief that tells of it names the source, which is the
    /// only one of theirs.
    pub source_implied: bool,
}

/// An event as one brief told it: what is not the brief's own word is what the briefs before told.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct ToldEventView {
    /// Its title.
    pub title: String,
    /// Its page.
    pub url: Url,
    /// `meeting`, `call`, `visit`, `summit`, `statement`, `incident`, `vote` or `signing`.
    pub kind: Option<&'static str>,
    /// When.
    pub date: Option<DateView>,
    /// Where.
    pub place: Option<Link>,
    /// `happened`, `happening`, `scheduled`, `possible`, `postponed` or `cancelled`.
    pub status: &'static str,
    /// The status in words, as of the brief's date.
    pub status_text: &'static str,
    /// The time of day, or the occasion, if this brief says it.
    pub at: Option<String>,
    /// Who takes part, if this brief says it.
    pub who: Vec<ParticipantView>,
    /// What this brief notes.
    pub note: Option<String>,
    /// Its keys in this brief that are to be confirmed: of a draft only.
    pub unconfirmed: Vec<String>,
    /// What became known since.
    pub since: Option<SinceView>,
}

/// What came after a brief, as a later one tells it.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct SinceView {
    /// The status of an event, the state of a claim, or a word of the scale of stances.
    pub word: String,
    /// In words: `took place on 26 February 2024`.
    pub text: String,
    /// The brief that says so; `None` where only time has passed.
    pub brief: Option<Link>,
    /// Its date.
    pub date: Option<DateView>,
}

/// An event: `page` in `event.html`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct EventView {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// What lists show of it.
    pub card: EventCard,
    /// Whether every brief that tells of it was withdrawn: only its own page and theirs show it.
    pub withdrawn: bool,
    /// The time of day, or the occasion.
    pub at: Option<String>,
    /// What the latest brief notes.
    pub note: Option<String>,
    /// Who takes part.
    pub who: Vec<ParticipantView>,
    /// Its issues.
    pub issues: Vec<Link>,
    /// The event that it is a part of.
    pub part_of: Option<Link>,
    /// The events that are parts of it.
    pub parts: Vec<EventCard>,
    /// What the briefs said of it, the latest first.
    pub history: Vec<ObservationView>,
    /// What the briefs tell differently.
    pub conflicts: Vec<ConflictView>,
    /// What was said there.
    pub quotes: Vec<Shared<QuoteView>>,
    /// What was said about it elsewhere, or before it took place.
    pub said_about: Vec<Shared<QuoteView>>,
    /// Where its lists stand.
    pub paging: Paging,
}

impl PageView for EventView {
    fn quotes(&self) -> impl Iterator<Item = &Shared<QuoteView>> {
        self.quotes.iter().chain(&self.said_about)
    }
}

/// Who takes part in an event.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct ParticipantView {
    /// The name.
    pub name: String,
    /// Their page.
    pub url: Url,
    /// The title held on the day of the event, or the one that the brief gives.
    pub title: Option<String>,
    /// Whether the source names them.
    pub named: bool,
    /// On whose side. Those of one side stand together.
    pub side: Option<String>,
    /// `host`, `chair`, `speaker`, `member` or `interpreter`.
    pub role: Option<&'static str>,
    /// `invited`, `declined` or `represented`; `None` for whoever was there or is expected.
    pub attendance: Option<&'static str>,
    /// Who was there in their place.
    pub represented_by: Option<Link>,
    /// In whose place they were there.
    pub stands_for: Option<Link>,
}

/// What one brief said of an event.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct ObservationView {
    /// The brief.
    pub brief: Shared<BriefCard>,
    /// The status in words, where the brief has one.
    pub status_text: Option<&'static str>,
    /// When it put the event.
    pub date: Option<DateView>,
    /// Where it put it.
    pub place: Option<Link>,
    /// Who it said takes part; empty where it names nobody.
    pub who: Vec<ParticipantView>,
    /// Where that stands.
    pub source: Option<SourceRef>,
    /// Whether it is what the desk was told itself.
    pub told: bool,
    /// Where in the source: `line 4` of its saved text, if a reader can follow it to the source or
    /// a copy; of numbers else `at 4`; any other as the brief has it.
    pub loc: Option<String>,
    /// Anything else.
    pub note: Option<String>,
    /// The keys of it in its brief that are to be confirmed: of a draft only.
    pub unconfirmed: Vec<String>,
}

/// Two briefs that tell an event differently.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct ConflictView {
    /// `date` or `place`.
    pub what: &'static str,
    /// What the earlier brief says.
    pub first: ObservationView,
    /// What the later one says.
    pub second: ObservationView,
}

/// A list of events: `page` in `events.html` and `timeline.html`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct EventsView {
    /// The heading.
    pub title: String,
    /// Whom or what it is about; `None` for the whole site.
    pub about: Option<Link>,
    /// The events: in `events.html` the latest first, in `timeline.html` the earliest.
    pub events: Vec<EventCard>,
    /// Whether a timeline has events whose date is not known; each stands at the day of the first
    /// brief that tells of it.
    pub undated: bool,
    /// The drawing above a timeline.
    pub drawing: Option<TimelineDrawing>,
    /// The calendar file.
    pub calendar: Option<Url>,
    /// Other ways to look at events: the timeline, who met whom.
    pub more: Vec<Link>,
    /// Where the list stands.
    pub paging: Paging,
}

impl PageView for EventsView {}

/// A timeline as it is drawn. Lengths are pixels of the drawing.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct TimelineDrawing {
    /// Its width.
    pub width: u32,
    /// Its height.
    pub height: u32,
    /// Where the axis is, from the top.
    pub axis: u32,
    /// The marks on the axis.
    pub ticks: Vec<TickView>,
    /// The events.
    pub marks: Vec<TimelineMark>,
    /// Where the build's day is, and its date.
    pub today: TickView,
    /// `left` or `right`, where the build's day lies so far beyond the events on that side that it
    /// is not drawn to scale.
    pub broken: Option<&'static str>,
}

/// A place on the axis.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct TickView {
    /// From the left.
    pub x: u32,
    /// `start`, or `end` for a label that would not fit on the right of its place.
    pub anchor: &'static str,
    /// What stands there.
    pub label: String,
}

/// An event on a timeline.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct TimelineMark {
    /// From the left.
    pub x: u32,
    /// From the top.
    pub y: u32,
    /// Its width: several days, or a date that is not known to the day.
    pub width: u32,
    /// `happened`, `happening`, `scheduled`, `possible`, `postponed` or `cancelled`.
    pub status: &'static str,
    /// The event's title, date and status in words.
    pub label: String,
    /// The event's page.
    pub url: Url,
}

/// A list of quotations: `page` in `quotes.html`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct QuotesView {
    /// The heading.
    pub title: String,
    /// What the list is narrowed to; `None` for all.
    pub filter: Option<Link>,
    /// The quotations, the latest first.
    pub quotes: Vec<Shared<QuoteView>>,
    /// Narrower lists: by speaker, by issue, by year.
    pub filters: Vec<FilterGroup>,
    /// Where the list stands.
    pub paging: Paging,
}

impl PageView for QuotesView {
    fn quotes(&self) -> impl Iterator<Item = &Shared<QuoteView>> {
        self.quotes.iter()
    }
}

/// Narrower lists of one sort.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct FilterGroup {
    /// `Speaker`, `Issue` or `Year`.
    pub title: &'static str,
    /// The lists.
    pub items: Vec<FilterItem>,
}

/// A narrower list.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct FilterItem {
    /// To what it is narrowed.
    pub title: String,
    /// Where it is.
    pub url: Url,
    /// How many quotations it has.
    pub count: usize,
    /// Whether it is this list.
    pub current: bool,
}

/// A stance in a list.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct StanceView {
    /// Whose it is.
    pub actor: Link,
    /// On what.
    pub issue: Link,
    /// A word of the site's scale.
    pub stance: String,
    /// That word as people say it: `leans towards support`.
    pub stance_text: String,
    /// In a sentence.
    pub summary: Option<String>,
    /// Since when.
    pub date: DateView,
    /// The quotation that shows it.
    pub quote: Option<Shared<QuoteView>>,
    /// Where else it stands.
    pub source: Option<SourceRef>,
    /// Whether it is what the desk was told itself.
    pub told: bool,
    /// Where in the source: `line 4` of its saved text, if a reader can follow it to the source or
    /// a copy; of numbers else `at 4`; any other as the brief has it.
    pub loc: Option<String>,
    /// The keys of it in its brief that are to be confirmed: of a draft only.
    pub unconfirmed: Vec<String>,
    /// The brief that has it.
    pub brief: Link,
    /// What the actor wants by a later brief; on the page of a brief only.
    pub since: Option<SinceView>,
}

/// Actors and issues: `page` in `stances.html`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct StancesView {
    /// The heading.
    pub title: String,
    /// The issues: the columns.
    pub issues: Vec<Link>,
    /// The actors: the rows.
    pub rows: Vec<StanceRow>,
    /// Matrices of further issues.
    pub more: Vec<Link>,
    /// Where the list of rows stands.
    pub paging: Paging,
}

impl PageView for StancesView {}

/// The stances of an actor.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct StanceRow {
    /// The actor.
    pub actor: Link,
    /// For each issue the latest stance as of the build's date; `None` where none is known, which
    /// is not “neutral”.
    pub cells: Vec<Option<StanceCell>>,
}

/// The latest stance of an actor on an issue.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct StanceCell {
    /// A word of the site's scale.
    pub stance: String,
    /// That word as people say it: `leans towards support`.
    pub stance_text: String,
    /// Since when.
    pub date: DateView,
    /// The quotation that shows it.
    pub quote: Option<Url>,
    /// Where else it stands.
    pub source: Option<SourceRef>,
    /// Whether it is what the desk was told itself.
    pub told: bool,
    /// Where in the source: `line 4` of its saved text, if a reader can follow it to the source or
    /// a copy; of numbers else `at 4`; any other as the brief has it.
    pub loc: Option<String>,
    /// The keys of it in its brief that are to be confirmed: of a draft only.
    pub unconfirmed: Vec<String>,
    /// The brief that states it.
    pub brief: Link,
    /// Whether it rests on a source that was retracted.
    pub retracted: bool,
}

/// A word of a vocabulary, and what it means.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct LegendView {
    /// The word.
    pub word: String,
    /// What it means: `55–80 %`.
    pub meaning: String,
}

/// Who met whom: `page` in `meetings.html`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct MeetingsView {
    /// The officials of the table, the busiest first.
    pub officials: Vec<Link>,
    /// A row for each of them.
    pub rows: Vec<MeetingRow>,
    /// The drawing.
    pub drawing: Option<GraphDrawing>,
    /// All pairs, those that met most first.
    pub pairs: Vec<PairView>,
    /// Where that list stands.
    pub paging: Paging,
}

impl PageView for MeetingsView {}

/// How often an official met the others.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct MeetingRow {
    /// The official.
    pub official: Link,
    /// For each column what there is between the two.
    pub cells: Vec<Option<MeetingCell>>,
}

/// The meetings of two officials.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct MeetingCell {
    /// How often they met or spoke.
    pub count: usize,
    /// When they did so last.
    pub last: Option<DateView>,
    /// How many meetings are scheduled, possible or postponed.
    pub possible: usize,
    /// How many were scheduled or possible on a day that has passed, and nothing tells whether they
    /// took place.
    pub unrecorded: usize,
}

/// Two officials who met, or may.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct PairView {
    /// One.
    pub first: Link,
    /// The other.
    pub second: Link,
    /// What there is between them.
    pub meetings: MeetingCell,
    /// The last meeting, or else the first that is or was possible.
    pub event: Link,
}

/// Whom an official met.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct MetView {
    /// The other.
    pub other: Link,
    /// What there is between them.
    pub meetings: MeetingCell,
    /// The last meeting, or else the first that is or was possible.
    pub event: Link,
}

/// Who met whom as it is drawn. Lengths are pixels of the drawing.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct GraphDrawing {
    /// Its width.
    pub width: u32,
    /// Its height.
    pub height: u32,
    /// The officials.
    pub nodes: Vec<NodeView>,
    /// The meetings.
    pub edges: Vec<EdgeView>,
}

/// An official in the drawing.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct NodeView {
    /// From the left.
    pub x: i32,
    /// From the top.
    pub y: i32,
    /// `start`, `middle` or `end`: on which side of the node its name stands.
    pub anchor: &'static str,
    /// Where the name begins, from the left.
    pub text_x: i32,
    /// Where the name stands, from the top.
    pub text_y: i32,
    /// The name.
    pub title: String,
    /// The page.
    pub url: Url,
}

/// A line between two officials.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct EdgeView {
    /// One end, from the left.
    pub x1: i32,
    /// One end, from the top.
    pub y1: i32,
    /// The other end, from the left.
    pub x2: i32,
    /// The other end, from the top.
    pub y2: i32,
    /// How wide: the more meetings, the wider.
    pub width: u32,
    /// Whether they have met; else they only may.
    pub met: bool,
    /// In words.
    pub label: String,
}

/// What is new about somebody or something since the brief before the last one.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct ChangesView {
    /// The brief before the last one.
    pub since: Link,
    /// Its date.
    pub date: DateView,
    /// What is new, the latest first.
    pub items: Vec<ChangeView>,
}

/// Something new.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct ChangeView {
    /// `event`, `status`, `stance`, `quote` or `office`.
    pub kind: &'static str,
    /// When it became known.
    pub date: DateView,
    /// What, in words.
    pub text: String,
    /// Where it stands.
    pub url: Option<Url>,
}

/// How a page is cited.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct CiteView {
    /// In words.
    pub text: String,
}
