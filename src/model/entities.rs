//! The rows of a site: the nouns of the content format, with all references resolved.

use std::sync::Arc;

use crate::base::date::{Day, End, When};
use crate::base::finding::{Bytes, Span};
use crate::base::id::{Id, Kind, Slug};
use crate::base::memo::Hashed;
use crate::base::path::{OutPath, SitePath};
use crate::parse::Document;
use crate::parse::brief::{BriefFields, Update, UpdateKind};
use crate::parse::registry::{ActorKind, DatedTitle, IssueStatus, SourceFields};
use crate::parse::statements::{
    Attendance, EventFields, EventKind, EventRole, EventStatus, QuoteFields, StanceFields,
};

use super::evidence::Verdict;
use super::named::SourceAddress;
use super::references::References;
use super::resolve::Resolved;

/// A text and the targets of its marks.
#[derive(Clone, Debug)]
pub struct Text {
    /// The document whose body is the text.
    pub document: Hashed<Document>,
    /// The resolved references of the document.
    pub resolved: Hashed<Resolved>,
    /// The target of each mark of the body, in the order of the marks.
    pub links: Vec<LinkTarget>,
    /// In a text without a list of sources, so in any but a brief's: the registered sources behind
    /// the numbers of its citations.
    pub cited: Vec<Option<Id<Source>>>,
    /// The names in the text that are certain, and whether each is a link.
    pub mentions: Vec<(Bytes, Entity, bool)>,
    /// The entities that the title and the summary of a brief name.
    pub head: Vec<Entity>,
    /// The entities that the text links to, then the entities that it certainly names. A brief's
    /// title and summary count, too. An entity is listed as often as it is named.
    pub named: Hashed<Vec<Entity>>,
}

/// The target of a mark of a body, if the build shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LinkTarget {
    /// An entity's page, and an anchor on it.
    Entity(Entity, Option<String>),
    /// A quotation, which is embedded.
    Quote(Id<Quote>),
    /// A file or a page of the site, and an anchor on it.
    Path(OutPath, Option<String>),
    /// An anchor on the same page.
    Anchor(String),
    /// Citations: the index in the brief's list of sources or in [`Text::cited`], with the locator.
    Citation(Vec<(usize, Option<String>)>),
    /// A web address.
    Elsewhere,
    /// No target, which is reported. The mark is shown as plain text.
    Nothing,
}

/// An entity of any kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(missing_docs, reason = "the types say it")]
pub enum Entity {
    Brief(Id<Brief>),
    Actor(Id<Actor>),
    Office(Id<Office>),
    Issue(Id<Issue>),
    Place(Id<Place>),
    Source(Id<Source>),
    Event(Id<Event>),
}

/// The place that made an entity known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    /// The entry in the registry.
    Registered(Span),
    /// The first mention of a name that has no entry.
    Stub(Span),
}

impl Origin {
    /// Whether the entity has no entry in the registry.
    pub fn is_stub(&self) -> bool {
        matches!(self, Origin::Stub(_))
    }

    /// The place in the file.
    pub fn span(&self) -> &Span {
        match self {
            Origin::Registered(span) | Origin::Stub(span) => span,
        }
    }
}

/// A brief.
#[derive(Clone, Debug)]
pub struct Brief {
    /// The number of its document.
    pub document: usize,
    /// Its file.
    pub file: SitePath,
    /// The front matter.
    pub fields: Arc<BriefFields>,
    /// The resolved references of the front matter.
    pub references: Arc<References>,
    /// Its id.
    pub id: Slug,
    /// Its page.
    pub page: OutPath,
    /// The title.
    pub title: String,
    /// The day of the brief.
    pub date: Day,
    /// The status. A draft that is shown counts as live.
    pub status: Status,
    /// Whether the brief is a draft, which only a build with drafts shows.
    pub is_draft: bool,
    /// The actors, each once.
    pub actors: Vec<BriefActor>,
    /// The issues, each once.
    pub issues: Vec<Id<Issue>>,
    /// The places, each once.
    pub places: Vec<Id<Place>>,
    /// The actors, issues and places that are marked as to be confirmed.
    pub unconfirmed: Vec<Entity>,
    /// The sources, in the order of the list; `None` for an item that is undefined.
    pub sources: Vec<Option<Id<Source>>>,
    /// The updates until the build's day, the newest first.
    pub updates: Vec<Update>,
}

impl Brief {
    /// Whether the brief was withdrawn: its page stays, but its statements do not count.
    pub fn is_withdrawn(&self) -> bool {
        matches!(self.status, Status::Withdrawn { .. })
    }

    /// The corrections until the build's day, the newest first.
    pub fn corrections(&self) -> impl Iterator<Item = &Update> {
        self.updates.iter().filter(|update| update.kind == UpdateKind::Correction)
    }

    /// The day of the last major change or correction, else the day of the brief.
    pub fn changed(&self) -> Day {
        let last = self.updates.iter().find(|update| update.kind != UpdateKind::Minor);
        last.map_or(self.date, |update| update.date.max(self.date))
    }
}

/// The status of a brief.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Status {
    /// Published.
    Live,
    /// Replaced by another brief.
    Superseded {
        /// The other brief, if it is shown.
        by: Option<Id<Brief>>,
    },
    /// Withdrawn.
    Withdrawn {
        /// The reason, if one is given.
        reason: Option<String>,
    },
}

/// An item of a brief's list of actors.
#[derive(Clone, Debug)]
pub struct BriefActor {
    /// The actor.
    pub actor: Id<Actor>,
    /// A title that overrides the title in the registry, and its place.
    pub title: Option<(String, Bytes)>,
    /// The role in the story.
    pub role: Option<String>,
    /// The index of the item in the list.
    pub index: usize,
}

/// An actor.
#[derive(Clone, Debug)]
pub struct Actor {
    /// Its id.
    pub id: Slug,
    /// Its page.
    pub page: OutPath,
    /// The registry entry or the first mention.
    pub origin: Origin,
    /// The name.
    pub name: String,
    /// The kind of actor.
    pub kind: ActorKind,
    /// The country, as an ISO 3166-1 alpha-2 code.
    pub country: Option<String>,
    /// Other names.
    pub aliases: Vec<String>,
    /// Short forms, which name the actor only after a full name has introduced it.
    pub short: Vec<String>,
    /// Names in other languages, each after its language tag.
    pub names: Vec<(String, String)>,
    /// Whether the family name comes first.
    pub family_first: bool,
    /// Whether the name is a description of an unnamed person.
    pub anonymous: bool,
    /// Web addresses, each after its label.
    pub links: Vec<(String, String)>,
    /// Ids in other databases.
    pub ids: Vec<(String, String)>,
    /// The offices held, in the order of the file.
    pub tenures: Vec<Tenure>,
    /// The biography.
    pub text: Option<Text>,
}

impl Actor {
    /// All names that need no introduction: the main name, the aliases and the names by language.
    pub fn whole_names(&self) -> impl Iterator<Item = &String> + Clone {
        let by_language = self.names.iter().map(|(_, name)| name);
        std::iter::once(&self.name).chain(&self.aliases).chain(by_language)
    }

    /// The family name, by which people are sorted and called: the first or the last word of the
    /// name, by `name_order`.
    pub fn family_name(&self) -> &str {
        let is_suffix =
            |word: &&str| matches!(word.trim_end_matches('.'), "Jr" | "Sr" | "II" | "III" | "IV");
        let mut words = self.name.split_whitespace();
        let word = if self.family_first {
            words.next()
        } else {
            words.rev().find(|word| !is_suffix(word))
        };
        word.unwrap_or(&self.name)
    }
}

/// A term of an actor in an office.
#[derive(Clone, Debug)]
pub struct Tenure {
    /// The office.
    pub office: Id<Office>,
    /// The first day.
    pub from: Option<When>,
    /// The last day.
    pub to: End,
    /// For a tenure without a first day: the periods in which other actors certainly held all seats
    /// of the office, by date.
    pub taken: Arc<[(Day, Day)]>,
    /// Whether the actor held the office only as acting.
    pub acting: bool,
    /// The source of the tenure, if it is registered.
    pub source: Option<Id<Source>>,
    /// When the tenure was last verified.
    pub verified: Option<When>,
    /// A remark.
    pub note: Option<String>,
    /// The place of the item.
    pub span: Span,
    /// The place of its `to`.
    pub to_span: Span,
    /// The index in the actor's list.
    pub index: usize,
}

/// An office.
#[derive(Clone, Debug)]
pub struct Office {
    /// Its id.
    pub id: Slug,
    /// Its page.
    pub page: OutPath,
    /// The registry entry or the first mention.
    pub origin: Origin,
    /// The title.
    pub title: String,
    /// A shorter title.
    pub short: Option<String>,
    /// The organization of the office.
    pub org: Option<Organization>,
    /// The country, as an ISO 3166-1 alpha-2 code.
    pub country: Option<String>,
    /// The rank; 1 is the highest.
    pub rank: Option<u32>,
    /// Earlier and later titles.
    pub titles: Vec<DatedTitle>,
    /// How many actors hold the office at a time; `None` for a stub.
    pub seats: Option<u32>,
    /// The text about the office.
    pub text: Option<Text>,
}

/// The organization of an office.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Organization {
    /// An actor of the site.
    Actor(Id<Actor>),
    /// A name that is no actor of the site.
    Name(String),
}

/// An issue.
#[derive(Clone, Debug)]
pub struct Issue {
    /// Its id.
    pub id: Slug,
    /// Its page.
    pub page: OutPath,
    /// The registry entry or the first mention.
    pub origin: Origin,
    /// The title.
    pub title: String,
    /// A summary of one sentence.
    pub summary: Option<String>,
    /// Other names.
    pub aliases: Vec<String>,
    /// The issue that this issue is a part of. There are no circles.
    pub parent: Option<Id<Issue>>,
    /// The issues that are parts of this issue, by title.
    pub children: Vec<Id<Issue>>,
    /// The parties, with their roles.
    pub parties: Vec<(Id<Actor>, Option<String>)>,
    /// The states of the issue, the latest first.
    pub status: Vec<IssueStatus>,
    /// The day of the next review, and its place in the file.
    pub review_by: Option<(Day, Span)>,
    /// The text about the issue.
    pub text: Option<Text>,
}

/// A place.
#[derive(Clone, Debug)]
pub struct Place {
    /// Its id.
    pub id: Slug,
    /// Its page.
    pub page: OutPath,
    /// The registry entry or the first mention.
    pub origin: Origin,
    /// The name.
    pub name: String,
    /// The country, as an ISO 3166-1 alpha-2 code.
    pub country: Option<String>,
    /// The place that contains this place. There are no circles.
    pub within: Option<Id<Place>>,
    /// The text about the place.
    pub text: Option<Text>,
}

/// A source.
#[derive(Clone, Debug)]
pub struct Source {
    /// The id and the page, for a source that has a page.
    pub page: Option<(Slug, OutPath)>,
    /// Whether the source has an entry in the registry.
    pub registered: bool,
    /// The place of its fields; without fields, of the first item that lists it.
    pub span: Span,
    /// The index of that item in its brief's list; `None` for a registered source.
    pub item: Option<usize>,
    /// The title, or the address without its scheme.
    pub title: Arc<str>,
    /// The fields from the registry, else from the first brief that gives any.
    pub fields: Option<Arc<SourceFields>>,
    /// The web address.
    pub url: Option<SourceAddress>,
    /// The sources that this source is derived from; the text of an item that is undefined.
    pub derived_from: Vec<Result<Id<Source>, String>>,
    /// The text about the source.
    pub text: Option<Box<Text>>,
}

/// A name that shares its entity with a different name, because both give the same id.
#[derive(Clone, Debug)]
pub struct MergedName {
    /// The kind of the entity.
    pub kind: Kind,
    /// The id of both names.
    pub id: Slug,
    /// The name.
    pub name: String,
    /// The first place of the name.
    pub span: Span,
    /// The other name, which pages show.
    pub shown: String,
    /// The first place of the other name.
    pub shown_span: Span,
}

/// A plain page.
#[derive(Clone, Debug)]
pub struct PlainPage {
    /// Its page.
    pub page: OutPath,
    /// Its file.
    pub file: SitePath,
    /// The title.
    pub title: String,
    /// Whether the page is a draft, which only a build with drafts shows.
    pub is_draft: bool,
    /// The text. Its document has the page's fields.
    pub text: Text,
}

/// A redirect from one address to a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Redirect {
    /// The address.
    pub from: OutPath,
    /// The target.
    pub to: OutPath,
    /// The title of the target.
    pub title: String,
    /// The place that declares the redirect.
    pub span: Span,
    /// Whether the redirect follows from a name and is not written in any file. It gives way to
    /// every other output with its address.
    pub is_implied: bool,
}

/// A quotation.
#[derive(Clone, Debug)]
pub struct Quote {
    /// Its id.
    pub id: Slug,
    /// The item of the brief's list.
    pub fields: Arc<QuoteFields>,
    /// The brief of the quotation.
    pub brief: Id<Brief>,
    /// The index in the brief's list.
    pub index: usize,
    /// The day on which it was said, else the day of the brief. Quotations are sorted by it, and it
    /// selects the titles of the speakers.
    pub day: Day,
    /// The speakers, each once. Several speakers made the statement together.
    pub speakers: Vec<QuoteSpeaker>,
    /// The person spoken to, if it is an actor of the site.
    pub to: Option<Id<Actor>>,
    /// The event at which it was said.
    pub event: Option<Id<Event>>,
    /// The issue that it is about.
    pub issue: Option<Id<Issue>>,
    /// The source whose saved text has to contain it.
    pub ground: Ground,
    /// Whether the saved text contains it word for word.
    pub verdict: Arc<Verdict>,
    /// Whether the saved text gives the words to the speaker, and in their sense.
    pub verification: Arc<Verification>,
    /// The checks of its originals, in the order of the list.
    pub originals: Vec<OriginalWords>,
    /// Its place in the file.
    pub span: Span,
}

/// The check of an original of a translated quotation.
#[derive(Clone, Debug)]
pub struct OriginalWords {
    /// The source whose saved text has to contain the original.
    pub source: Option<Id<Source>>,
    /// Whether the original names this source itself, rather than sharing the quotation's.
    pub is_named: bool,
    /// Whether the saved text contains it word for word.
    pub verdict: Arc<Verdict>,
}

/// The evidence for a statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Ground {
    /// A source that the statement names.
    Source(Id<Source>),
    /// The only source of the brief. The statement does not name it, so this is weaker evidence.
    OfBrief(Id<Source>),
    /// The desk was told it itself.
    Told,
    /// No known source.
    Nothing,
}

/// A speaker of a quotation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QuoteSpeaker {
    /// The actor.
    pub actor: Id<Actor>,
    /// A title that overrides the title in the registry.
    pub title: Option<String>,
}

/// An event, as all briefs of this build describe it.
#[derive(Clone, Debug)]
pub struct Event {
    /// Its id.
    pub id: Slug,
    /// Its page.
    pub page: OutPath,
    /// The title.
    pub title: String,
    /// The kind of event.
    pub kind: Option<EventKind>,
    /// The date.
    pub date: Option<When>,
    /// The place.
    pub place: Option<Id<Place>>,
    /// The status. If the whole was called off or put off, so are its parts that are still to come.
    pub status: EventStatus,
    /// The participants, each once, from the latest list that a brief gives.
    pub who: Vec<Participant>,
    /// The issues, each once, from the latest list that a brief gives.
    pub issues: Vec<Id<Issue>>,
    /// The event that this event is a part of. There are no circles.
    pub part_of: Option<Id<Event>>,
    /// The events that are parts of this event, by date.
    pub parts: Vec<Id<Event>>,
    /// The observations of all briefs, the oldest first. Never empty.
    pub observations: Vec<Observation>,
    /// The observations of withdrawn briefs, if other briefs still report the event; the oldest
    /// first. Only the pages of these briefs show them.
    pub taken_back: Vec<Observation>,
    /// The observations that last changed the status, the date and the place.
    pub changed: LastChanges,
    /// The whole event whose cancellation or delay this part shares.
    pub shares_fate_of: Option<Id<Event>>,
    /// Whether all briefs that report the event were withdrawn. The event keeps its page, but is no
    /// evidence.
    pub is_withdrawn: bool,
}

/// A participant of an event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Participant {
    /// The actor.
    pub actor: Id<Actor>,
    /// A title that overrides the title in the registry.
    pub title: Option<String>,
    /// Whether the source names the participant.
    pub named: bool,
    /// The side of the participant.
    pub side: Option<Side>,
    /// The role at the event.
    pub role: Option<EventRole>,
    /// Whether and how the participant attended.
    pub attendance: Attendance,
    /// The actor that the participant stood in for; never the participant itself.
    pub stands_for: Option<Id<Actor>>,
    /// The participant who stood in for this one.
    pub represented_by: Option<Id<Actor>>,
}

/// A side at an event. Participants of one side do not count as having met each other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Side {
    /// The index of the side, in the order of first mention.
    pub number: usize,
    /// The name of the side.
    pub name: String,
}

/// The report of one brief on an event.
#[derive(Clone, Debug)]
pub struct Observation {
    /// The brief.
    pub brief: Id<Brief>,
    /// The index in the brief's list.
    pub index: usize,
    /// The day of the brief.
    pub day: Day,
    /// The item of the brief's list.
    pub fields: Arc<EventFields>,
    /// The place of the event by this brief.
    pub place: Option<Id<Place>>,
    /// The participants by this brief, each once.
    pub who: Vec<Participant>,
    /// The issues by this brief, each once.
    pub issues: Vec<Id<Issue>>,
    /// The date and status as known after this observation.
    pub known: Known,
    /// The title, kind and place as known after this observation.
    pub described: Description,
    /// The evidence.
    pub ground: Ground,
    /// Its place in the file.
    pub span: Span,
}

/// The date and status of an event after an observation: its own, else those of earlier
/// observations.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Known {
    /// The date.
    pub date: Option<When>,
    /// The status.
    pub status: EventStatus,
    /// Whether a brief gives the status; else it follows from the date.
    pub is_told: bool,
    /// The day of the brief that the status comes from.
    pub since: Day,
}

/// The title, kind and place of an event after an observation: its own, else those of earlier
/// observations.
#[derive(Clone, Debug, Default)]
pub struct Description {
    /// The item with the latest title.
    pub(super) titled: Option<Arc<EventFields>>,
    /// The kind.
    pub kind: Option<EventKind>,
    /// The place.
    pub place: Option<Id<Place>>,
}

/// The indexes of the observations that last changed each part of what is known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LastChanges {
    /// The last change of the status.
    pub status: usize,
    /// The last change of the date.
    pub date: usize,
    /// The last change of the place.
    pub place: usize,
}

/// The position of an actor on an issue, on a given day.
#[derive(Clone, Debug)]
pub struct Stance {
    /// The item of the brief's list.
    pub fields: Arc<StanceFields>,
    /// The brief of the stance.
    pub brief: Id<Brief>,
    /// The index in the brief's list.
    pub index: usize,
    /// The first day on which the stance is known: its date, else the day of the brief.
    pub day: Day,
    /// The actor.
    pub actor: Id<Actor>,
    /// The issue.
    pub issue: Id<Issue>,
    /// The quotation that expresses the stance.
    pub quote: Option<Id<Quote>>,
    /// The evidence besides the quotation.
    pub ground: Ground,
    /// Its place in the file.
    pub span: Span,
}

/// How a text marks quoted words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Marking {
    /// The words are in quotation marks, or the whole text is a speech.
    Quoted,
    /// The text has no quotation marks at all.
    Unmarked,
    /// The words are the author's own.
    Narration,
}

/// The speaker of the words, by the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Credit {
    /// The quoted speaker. Also if nothing contradicts it.
    Fits,
    /// Unknown: the text does not name the quoted speaker near the words.
    Unknown,
    /// Another speaker.
    Other {
        /// The name in the text, or the actor that it means.
        by: Speaking,
        /// Whether the text says so explicitly; else it is only likely.
        is_stated: bool,
        /// The line in which the text says so, from 1.
        line: usize,
    },
}

/// A speaker in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Speaking {
    /// An actor of the site.
    Actor(Id<Actor>),
    /// Somebody else, by the name in the text.
    Unknown(String),
}

/// The checks of a quotation besides the search for its words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verification {
    /// How the text marks the words.
    pub marking: Marking,
    /// The speaker of the words, by the text.
    pub credit: Credit,
    /// A negation right before or after the quoted words, which the quotation leaves out.
    pub cut_off: Option<String>,
    /// Whether an ellipsis replaces words of the author, so that the quotation has to be a list of
    /// pieces.
    pub hides_narration: bool,
    /// For a quotation of several utterances: the other speaker to whom the text gives one of them.
    pub second: Option<Speaking>,
}
