//! Views of statements: quotations, events, stances, and lists and drawings of them.

use std::hash::Hash;

use serde::Serialize;

use crate::base::date::DateView;
use crate::base::path::Url;

use crate::pages::shared::Shared;

use super::basics::{BriefCard, Link, Paging};

/// The view of a page: `page` in its template.
pub trait PageView: Hash + Serialize + Send + Sync + 'static {
    /// The quotations on the page, besides those in its text.
    fn quotes(&self) -> impl Iterator<Item = &Shared<QuoteView>> {
        std::iter::empty()
    }
}

/// A quotation: `q` in lists, and what `[[quote:id]]` shows.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct QuoteView {
    /// Its id.
    pub id: String,
    /// The address of the quotation.
    pub url: Url,
    /// The words: one piece, or several if a reporter split the utterance.
    pub words: Vec<String>,
    /// `verbatim`, `partial`, `translated` or `paraphrase`.
    pub mode: &'static str,
    /// The originals of a translated quotation. Several if an interpreter translated into a third
    /// language.
    pub originals: Vec<OriginalView>,
    /// The speakers. Several speakers made the statement together.
    pub speakers: Vec<SpeakerView>,
    /// The person spoken to.
    pub to: Option<AddresseeView>,
    /// The date.
    pub said: Option<DateView>,
    /// The event at which or about which it was said.
    pub event: Option<Link>,
    /// Whether it was said at the event, and not about it on another day or about an event that did
    /// not take place.
    pub at_event: bool,
    /// The issue that it is about.
    pub issue: Option<Link>,
    /// The source, if it is known.
    pub source: Option<SourceRef>,
    /// Whether the desk was told it itself.
    pub told: bool,
    /// The place in the source: `line 4` of its saved text, if a reader can open the source or a
    /// copy; `at 4` for any other number; else the locator of the brief.
    pub loc: Option<String>,
    /// The result of the search for the words in the saved text.
    pub mark: Option<MarkView>,
    /// The keys that a person must still confirm. Only in drafts.
    pub unconfirmed: Vec<String>,
    /// The brief of the quotation.
    pub brief: Link,
}

/// The original of a translated quotation.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct OriginalView {
    /// The language, as a BCP 47 tag.
    pub lang: Option<String>,
    /// The words: one piece, or several.
    pub words: Vec<String>,
    /// The source, if it is not the quotation's.
    pub source: Option<SourceRef>,
    /// The place in that source.
    pub loc: Option<String>,
}

/// A speaker of a quotation.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct SpeakerView {
    /// The name.
    pub name: String,
    /// The page, if the speaker has one.
    pub url: Option<Url>,
    /// The title on the day of the quotation.
    pub title: Option<String>,
}

/// The person to whom something was said, or the author of a claim.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct AddresseeView {
    /// The name.
    pub title: String,
    /// The page, if the person has one.
    pub url: Option<Url>,
}

/// A source as evidence.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct SourceRef {
    /// Its title.
    pub title: String,
    /// The page of the source.
    pub page: Option<Url>,
    /// The web address; for a quotation with a text fragment that leads to the words.
    pub url: Option<String>,
    /// `live`, `dead`, `corrected` or `retracted`.
    pub state: &'static str,
    /// Whether the source was retracted, or is derived from a retracted source.
    pub retracted: bool,
    /// The address of an archived copy, if the source is dead.
    pub archived: Option<String>,
    /// Whether the source is the only one of the brief and not named by the statement, and so
    /// weaker evidence.
    pub implied: bool,
}

/// A mark of a quotation, with its meaning.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct MarkView {
    /// `exact`, `typographic`, `split` or `elided`; for a weaker mark `loose`, `narration`,
    /// `unmarked`, `speaker` or `negation`.
    pub result: &'static str,
    /// Whether the source has the words as those of the speaker, and in their sense.
    pub verified: bool,
    /// The label, of a word or two.
    pub label: &'static str,
    /// The meaning, in a sentence.
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
    /// The date.
    pub date: Option<DateView>,
    /// The place.
    pub place: Option<Link>,
    /// `happened`, `happening`, `scheduled`, `possible`, `postponed` or `cancelled`.
    pub status: &'static str,
    /// The status in words, on the build's day.
    pub status_text: &'static str,
    /// The keys that a person must still confirm in any brief on the event. Only in drafts.
    pub unconfirmed: Vec<String>,
    /// On the pages of an actor: `invited`, `declined` or `represented`, unless the actor was
    /// present.
    pub attendance: Option<&'static str>,
    /// On the page of a source: whether the source is the only one of each brief on the event, and
    /// no brief names it as evidence.
    pub source_implied: bool,
}

/// An event as a brief reports it. Properties that the brief does not give are those of earlier
/// briefs.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct ToldEventView {
    /// Its title.
    pub title: String,
    /// Its page.
    pub url: Url,
    /// `meeting`, `call`, `visit`, `summit`, `statement`, `incident`, `vote` or `signing`.
    pub kind: Option<&'static str>,
    /// The date.
    pub date: Option<DateView>,
    /// The place.
    pub place: Option<Link>,
    /// `happened`, `happening`, `scheduled`, `possible`, `postponed` or `cancelled`.
    pub status: &'static str,
    /// The status in words, on the day of the brief.
    pub status_text: &'static str,
    /// The time of day or the occasion, if this brief gives it.
    pub at: Option<String>,
    /// The participants, if this brief gives them.
    pub who: Vec<ParticipantView>,
    /// The note of this brief.
    pub note: Option<String>,
    /// The keys that a person must still confirm in this brief. Only in drafts.
    pub unconfirmed: Vec<String>,
    /// The changes since the brief.
    pub since: Option<SinceView>,
}

/// A change that a later brief reports.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct SinceView {
    /// The status of an event, the state of a claim, or a word of the scale of stances.
    pub word: String,
    /// The change in words: `took place on 26 February 2024`.
    pub text: String,
    /// The brief that reports it; `None` if only time has passed.
    pub brief: Option<Link>,
    /// The date of that brief.
    pub date: Option<DateView>,
}

/// An event: `page` in `event.html`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct EventView {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// The event as lists show it.
    pub card: EventCard,
    /// Whether all briefs on the event were withdrawn. Then only their pages and its own show it.
    pub withdrawn: bool,
    /// The time of day or the occasion.
    pub at: Option<String>,
    /// The note of the latest brief.
    pub note: Option<String>,
    /// The participants.
    pub who: Vec<ParticipantView>,
    /// The issues.
    pub issues: Vec<Link>,
    /// The event that this event is a part of.
    pub part_of: Option<Link>,
    /// The events that are parts of this event.
    pub parts: Vec<EventCard>,
    /// The observations of all briefs, the latest first.
    pub history: Vec<ObservationView>,
    /// Contradictions between briefs.
    pub conflicts: Vec<ConflictView>,
    /// The quotations from the event.
    pub quotes: Vec<Shared<QuoteView>>,
    /// The quotations about the event, from elsewhere or from before it.
    pub said_about: Vec<Shared<QuoteView>>,
    /// The position in the lists.
    pub paging: Paging,
}

impl PageView for EventView {
    fn quotes(&self) -> impl Iterator<Item = &Shared<QuoteView>> {
        self.quotes.iter().chain(&self.said_about)
    }
}

/// A participant of an event.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct ParticipantView {
    /// The name.
    pub name: String,
    /// The page of the participant.
    pub url: Url,
    /// The title on the day of the event, or the one that the brief gives.
    pub title: Option<String>,
    /// Whether the source names the participant.
    pub named: bool,
    /// The side. Participants of one side come in sequence.
    pub side: Option<String>,
    /// `host`, `chair`, `speaker`, `member` or `interpreter`.
    pub role: Option<&'static str>,
    /// `invited`, `declined` or `represented`; `None` for a participant who was present or is
    /// expected.
    pub attendance: Option<&'static str>,
    /// The participant who stood in for this one.
    pub represented_by: Option<Link>,
    /// The actor that this participant stood in for.
    pub stands_for: Option<Link>,
}

/// The report of a brief on an event.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct ObservationView {
    /// The brief.
    pub brief: Shared<BriefCard>,
    /// The status in words, if the brief gives one.
    pub status_text: Option<&'static str>,
    /// The date by this brief.
    pub date: Option<DateView>,
    /// The place by this brief.
    pub place: Option<Link>,
    /// The participants by this brief; empty if it gives none.
    pub who: Vec<ParticipantView>,
    /// The source.
    pub source: Option<SourceRef>,
    /// Whether the desk was told it itself.
    pub told: bool,
    /// The place in the source: `line 4` of its saved text, if a reader can open the source or a
    /// copy; `at 4` for any other number; else the locator of the brief.
    pub loc: Option<String>,
    /// A remark.
    pub note: Option<String>,
    /// The keys that a person must still confirm. Only in drafts.
    pub unconfirmed: Vec<String>,
}

/// A contradiction between two briefs on an event.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct ConflictView {
    /// `date` or `place`.
    pub what: &'static str,
    /// The report of the earlier brief.
    pub first: ObservationView,
    /// The report of the later brief.
    pub second: ObservationView,
}

/// A list of events: `page` in `events.html` and `timeline.html`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct EventsView {
    /// The heading.
    pub title: String,
    /// The subject; `None` for the whole site.
    pub about: Option<Link>,
    /// The events: the latest first in `events.html`, the earliest first in `timeline.html`.
    pub events: Vec<EventCard>,
    /// Whether a timeline has events of unknown date, each at the day of the first brief that
    /// reports it.
    pub undated: bool,
    /// The drawing above a timeline.
    pub drawing: Option<TimelineDrawing>,
    /// The calendar file.
    pub calendar: Option<Url>,
    /// Links to the timeline and the meetings.
    pub more: Vec<Link>,
    /// The position in the list.
    pub paging: Paging,
}

impl PageView for EventsView {}

/// The drawing of a timeline. Lengths are in its pixels.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct TimelineDrawing {
    /// Its width.
    pub width: u32,
    /// Its height.
    pub height: u32,
    /// The distance of the axis from the top.
    pub axis: u32,
    /// The marks on the axis.
    pub ticks: Vec<TickView>,
    /// The events.
    pub marks: Vec<TimelineMark>,
    /// The position and the date of the build's day.
    pub today: TickView,
    /// `left` or `right` if the build's day is so far beyond the events on that side that it is not
    /// drawn to scale.
    pub broken: Option<&'static str>,
}

/// A position on the axis.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct TickView {
    /// The distance from the left.
    pub x: u32,
    /// `start`, or `end` for a label without space on the right.
    pub anchor: &'static str,
    /// The label.
    pub label: String,
}

/// An event on a timeline.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct TimelineMark {
    /// The distance from the left.
    pub x: u32,
    /// The distance from the top.
    pub y: u32,
    /// The width, which covers several days or an inexact date.
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
    /// The filter; `None` for all quotations.
    pub filter: Option<Link>,
    /// The quotations, the latest first.
    pub quotes: Vec<Shared<QuoteView>>,
    /// Filtered lists: by speaker, by issue, by year.
    pub filters: Vec<FilterGroup>,
    /// The position in the list.
    pub paging: Paging,
}

impl PageView for QuotesView {
    fn quotes(&self) -> impl Iterator<Item = &Shared<QuoteView>> {
        self.quotes.iter()
    }
}

/// Filtered lists of one kind.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct FilterGroup {
    /// `Speaker`, `Issue` or `Year`.
    pub title: &'static str,
    /// The lists.
    pub items: Vec<FilterItem>,
}

/// A filtered list.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct FilterItem {
    /// The filter.
    pub title: String,
    /// The address.
    pub url: Url,
    /// The number of quotations.
    pub count: usize,
    /// Whether this list is shown.
    pub current: bool,
}

/// A stance in a list.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct StanceView {
    /// The actor.
    pub actor: Link,
    /// The issue.
    pub issue: Link,
    /// A word of the site's scale.
    pub stance: String,
    /// That word for readers: `leans towards support`.
    pub stance_text: String,
    /// A summary of one sentence.
    pub summary: Option<String>,
    /// The first day on which the stance is known.
    pub date: DateView,
    /// The quotation that expresses it.
    pub quote: Option<Shared<QuoteView>>,
    /// The source besides the quotation.
    pub source: Option<SourceRef>,
    /// Whether the desk was told it itself.
    pub told: bool,
    /// The place in the source: `line 4` of its saved text, if a reader can open the source or a
    /// copy; `at 4` for any other number; else the locator of the brief.
    pub loc: Option<String>,
    /// The keys that a person must still confirm. Only in drafts.
    pub unconfirmed: Vec<String>,
    /// The brief of the stance.
    pub brief: Link,
    /// The later stance of the actor. Only on the page of a brief.
    pub since: Option<SinceView>,
}

/// A table of actors and issues: `page` in `stances.html`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct StancesView {
    /// The heading.
    pub title: String,
    /// The issues, one for each column.
    pub issues: Vec<Link>,
    /// The actors, one for each row.
    pub rows: Vec<StanceRow>,
    /// Tables of other issues.
    pub more: Vec<Link>,
    /// The position in the list of rows.
    pub paging: Paging,
}

impl PageView for StancesView {}

/// The stances of an actor.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct StanceRow {
    /// The actor.
    pub actor: Link,
    /// The latest stance on each issue on the build's day; `None` if none is known, which does not
    /// mean “neutral”.
    pub cells: Vec<Option<StanceCell>>,
}

/// The latest stance of an actor on an issue.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct StanceCell {
    /// A word of the site's scale.
    pub stance: String,
    /// That word for readers: `leans towards support`.
    pub stance_text: String,
    /// The first day on which the stance is known.
    pub date: DateView,
    /// The quotation that expresses it.
    pub quote: Option<Url>,
    /// The source besides the quotation.
    pub source: Option<SourceRef>,
    /// Whether the desk was told it itself.
    pub told: bool,
    /// The place in the source: `line 4` of its saved text, if a reader can open the source or a
    /// copy; `at 4` for any other number; else the locator of the brief.
    pub loc: Option<String>,
    /// The keys that a person must still confirm. Only in drafts.
    pub unconfirmed: Vec<String>,
    /// The brief of the stance.
    pub brief: Link,
    /// Whether the stance rests on a retracted source.
    pub retracted: bool,
}

/// A word of a vocabulary, with its meaning.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct LegendView {
    /// The word.
    pub word: String,
    /// The meaning: `55–80 %`.
    pub meaning: String,
}

/// The meetings of officials: `page` in `meetings.html`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct MeetingsView {
    /// The officials in the table, the busiest first.
    pub officials: Vec<Link>,
    /// A row for each official.
    pub rows: Vec<MeetingRow>,
    /// The drawing.
    pub drawing: Option<GraphDrawing>,
    /// All pairs, the most frequent first.
    pub pairs: Vec<PairView>,
    /// The position in that list.
    pub paging: Paging,
}

impl PageView for MeetingsView {}

/// The meetings of an official with the others.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct MeetingRow {
    /// The official.
    pub official: Link,
    /// The meetings with the official of each column.
    pub cells: Vec<Option<MeetingCell>>,
}

/// The meetings of two officials.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct MeetingCell {
    /// The number of meetings and calls.
    pub count: usize,
    /// The date of the last one.
    pub last: Option<DateView>,
    /// The number of scheduled, possible and postponed meetings.
    pub possible: usize,
    /// The number of scheduled or possible meetings whose day has passed without a reported
    /// outcome.
    pub unrecorded: usize,
}

/// Two officials who met or may meet.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct PairView {
    /// The first official.
    pub first: Link,
    /// The second official.
    pub second: Link,
    /// Their meetings.
    pub meetings: MeetingCell,
    /// The last meeting, or the first possible one if there was none.
    pub event: Link,
}

/// An official whom another one met.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct MetView {
    /// The other official.
    pub other: Link,
    /// Their meetings.
    pub meetings: MeetingCell,
    /// The last meeting, or the first possible one if there was none.
    pub event: Link,
}

/// The drawing of the meetings. Lengths are in its pixels.
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
    /// The distance from the left.
    pub x: i32,
    /// The distance from the top.
    pub y: i32,
    /// `start`, `middle` or `end`: the alignment of the name to the node.
    pub anchor: &'static str,
    /// The distance of the name from the left.
    pub text_x: i32,
    /// The distance of the name from the top.
    pub text_y: i32,
    /// The name.
    pub title: String,
    /// The page.
    pub url: Url,
}

/// A line between two officials.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct EdgeView {
    /// The distance of one end from the left.
    pub x1: i32,
    /// The distance of one end from the top.
    pub y1: i32,
    /// The distance of the other end from the left.
    pub x2: i32,
    /// The distance of the other end from the top.
    pub y2: i32,
    /// The width, which grows with the number of meetings.
    pub width: u32,
    /// Whether the two have met, and not only may meet.
    pub met: bool,
    /// The label.
    pub label: String,
}

/// The changes to an actor or an issue since the brief before the last one.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct ChangesView {
    /// The brief before the last one.
    pub since: Link,
    /// The date of that brief.
    pub date: DateView,
    /// The changes, the latest first.
    pub items: Vec<ChangeView>,
}

/// A change.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct ChangeView {
    /// `event`, `status`, `stance`, `quote` or `office`.
    pub kind: &'static str,
    /// The date on which it became known.
    pub date: DateView,
    /// The change in words.
    pub text: String,
    /// The page that shows it.
    pub url: Option<Url>,
}

/// The ways to cite a page.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct CiteView {
    /// The citation in words.
    pub text: String,
}
