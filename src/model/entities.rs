//! The nouns of the content format, resolved: the rows of a site.

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

/// A text with what its marks lead to.
#[derive(Clone, Debug)]
pub struct Text {
    /// The document; its body is the text.
    pub document: Hashed<Document>,
    /// What its references mean.
    pub resolved: Hashed<Resolved>,
    /// What each mark of the body leads to, in the order of the marks.
    pub links: Vec<LinkTarget>,
    /// The registered sources that its citations number, for a text that lists none: any but a
    /// brief's.
    pub cited: Vec<Option<Id<Source>>>,
    /// The names in the text that are certain, and whether they link.
    pub mentions: Vec<(Bytes, Entity, bool)>,
    /// What the title and the bottom line of a brief name.
    pub head: Vec<Entity>,
    /// The entities that the text links to, then those that it names without a doubt, a brief also
    /// in its title and its bottom line: each as often as it does.
    pub named: Hashed<Vec<Entity>>,
}

/// What a mark of a body leads to, among all that is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LinkTarget {
    /// An entity.
    Entity(Entity, Option<String>),
    /// A quotation, which stands there.
    Quote(Id<Quote>),
    /// A file or a page of the site.
    Path(OutPath, Option<String>),
    /// An anchor on the same page.
    Anchor(String),
    /// Citations: the number in the brief's list of sources or in [`Text::cited`], with the
    /// locator.
    Citation(Vec<(usize, Option<String>)>),
    /// An address elsewhere.
    Elsewhere,
    /// Nothing: reported, and shown as plain text.
    Nothing,
}

/// Any entity.
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

/// Where an entity comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    /// The registry: where it is declared.
    Registered(Span),
    /// A string: where it first stands.
    Stub(Span),
}

impl Origin {
    /// Whether there is no entry in the registry.
    pub fn is_stub(&self) -> bool {
        matches!(self, Origin::Stub(_))
    }

    /// The place.
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
    /// What its front matter says.
    pub fields: Arc<BriefFields>,
    /// What its front matter names.
    pub references: Arc<References>,
    /// Its id.
    pub id: Slug,
    /// Its page.
    pub page: OutPath,
    /// The title.
    pub title: String,
    /// The day it speaks from.
    pub date: Day,
    /// Where it stands; a draft that is shown counts as live.
    pub status: Status,
    /// Whether it is a draft, which only a build with drafts shows.
    pub is_draft: bool,
    /// Its actors, each once.
    pub actors: Vec<BriefActor>,
    /// Its issues, each once.
    pub issues: Vec<Id<Issue>>,
    /// Its places, each once.
    pub places: Vec<Id<Place>>,
    /// Those of its actors, issues and places that are to be confirmed.
    pub unconfirmed: Vec<Entity>,
    /// Its sources, in its order; `None` where an item names nothing.
    pub sources: Vec<Option<Id<Source>>>,
    /// What changed until the build's day.
    pub updates: Vec<Update>,
}

impl Brief {
    /// Whether it was taken back: its page stays, and nothing that it says holds any more.
    pub fn is_withdrawn(&self) -> bool {
        matches!(self.status, Status::Withdrawn { .. })
    }

    /// What was put right until the build's day, the newest first.
    pub fn corrections(&self) -> impl Iterator<Item = &Update> {
        self.updates.iter().filter(|update| update.kind == UpdateKind::Correction)
    }

    /// The day of its last major change or correction, or else its own.
    pub fn changed(&self) -> Day {
        let last = self.updates.iter().find(|update| update.kind != UpdateKind::Minor);
        last.map_or(self.date, |update| update.date.max(self.date))
    }
}

/// Where a brief stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Status {
    /// For readers.
    Live,
    /// Another brief took its place.
    Superseded {
        /// That brief, where it is shown.
        by: Option<Id<Brief>>,
    },
    /// Taken back.
    Withdrawn {
        /// Why.
        reason: Option<String>,
    },
}

/// An actor as a brief names it.
#[derive(Clone, Debug)]
pub struct BriefActor {
    /// The actor.
    pub actor: Id<Actor>,
    /// A title that overrides the registry's, and where it stands.
    pub title: Option<(String, Bytes)>,
    /// The role in the story.
    pub role: Option<String>,
    /// The item's number in the brief's list, from 0.
    pub index: usize,
}

/// An actor.
#[derive(Clone, Debug)]
pub struct Actor {
    /// Its id.
    pub id: Slug,
    /// Its page.
    pub page: OutPath,
    /// Where it comes from.
    pub origin: Origin,
    /// The name.
    pub name: String,
    /// What it is.
    pub kind: ActorKind,
    /// ISO 3166-1 alpha-2.
    pub country: Option<String>,
    /// Other names.
    pub aliases: Vec<String>,
    /// Short forms, which name them once they were introduced.
    pub short: Vec<String>,
    /// Names by language tag.
    pub names: Vec<(String, String)>,
    /// Whether the family name comes first.
    pub family_first: bool,
    /// Whether nobody says who they are: the name only describes them.
    pub anonymous: bool,
    /// Links elsewhere, each with its label.
    pub links: Vec<(String, String)>,
    /// Ids elsewhere.
    pub ids: Vec<(String, String)>,
    /// Offices held, in the order of the file.
    pub tenures: Vec<Tenure>,
    /// Its biography.
    pub text: Option<Text>,
}

impl Actor {
    /// All names that name the actor anywhere: the main one, the aliases, those by language.
    pub fn whole_names(&self) -> impl Iterator<Item = &String> + Clone {
        let by_language = self.names.iter().map(|(_, name)| name);
        std::iter::once(&self.name).chain(&self.aliases).chain(by_language)
    }

    /// The part of the name that it is sorted by, and that a text calls a person by: the first word
    /// or the last, as `name_order` has it.
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

/// An office held by an actor for a time.
#[derive(Clone, Debug)]
pub struct Tenure {
    /// The office.
    pub office: Id<Office>,
    /// The first day.
    pub from: Option<When>,
    /// The last day.
    pub to: End,
    /// Of a tenure without a first day: when all seats were certainly held by others, in order.
    pub taken: Arc<[(Day, Day)]>,
    /// Whether only for the time being.
    pub acting: bool,
    /// The source that says so, where it is a registered one.
    pub source: Option<Id<Source>>,
    /// When somebody last made sure.
    pub verified: Option<When>,
    /// Anything else.
    pub note: Option<String>,
    /// Where it stands.
    pub span: Span,
    /// Where its end stands.
    pub to_span: Span,
    /// Its number in the actor's list, from 0.
    pub index: usize,
}

/// An office.
#[derive(Clone, Debug)]
pub struct Office {
    /// Its id.
    pub id: Slug,
    /// Its page.
    pub page: OutPath,
    /// Where it comes from.
    pub origin: Origin,
    /// The title.
    pub title: String,
    /// A shorter one.
    pub short: Option<String>,
    /// The organization: an actor, or a name in plain words.
    pub org: Option<Organization>,
    /// ISO 3166-1 alpha-2.
    pub country: Option<String>,
    /// 1 is the highest.
    pub rank: Option<u32>,
    /// Titles that it had at other times.
    pub titles: Vec<DatedTitle>,
    /// How many hold it at a time; `None` for a stub, of which that is not known.
    pub seats: Option<u32>,
    /// What is said about it.
    pub text: Option<Text>,
}

/// What an office belongs to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Organization {
    /// An actor of the site.
    Actor(Id<Actor>),
    /// A name.
    Name(String),
}

/// An issue.
#[derive(Clone, Debug)]
pub struct Issue {
    /// Its id.
    pub id: Slug,
    /// Its page.
    pub page: OutPath,
    /// Where it comes from.
    pub origin: Origin,
    /// The title.
    pub title: String,
    /// In a sentence.
    pub summary: Option<String>,
    /// Other names.
    pub aliases: Vec<String>,
    /// The wider issue. The tree has no circles.
    pub parent: Option<Id<Issue>>,
    /// The issues that are part of it, by title.
    pub children: Vec<Id<Issue>>,
    /// The actors that it is between, with their roles.
    pub parties: Vec<(Id<Actor>, Option<String>)>,
    /// Where it stood, the latest first.
    pub status: Vec<IssueStatus>,
    /// When it is to be looked at again.
    pub review_by: Option<(Day, Span)>,
    /// What is said about it.
    pub text: Option<Text>,
}

/// A place.
#[derive(Clone, Debug)]
pub struct Place {
    /// Its id.
    pub id: Slug,
    /// Its page.
    pub page: OutPath,
    /// Where it comes from.
    pub origin: Origin,
    /// The name.
    pub name: String,
    /// ISO 3166-1 alpha-2.
    pub country: Option<String>,
    /// The place that it lies in. The tree has no circles.
    pub within: Option<Id<Place>>,
    /// What is said about it.
    pub text: Option<Text>,
}

/// A source.
#[derive(Clone, Debug)]
pub struct Source {
    /// Its id, where it has a page of its own.
    pub page: Option<(Slug, OutPath)>,
    /// Whether it stands in the registry.
    pub registered: bool,
    /// Where its fields stand; of one without fields, where it is first listed.
    pub span: Span,
    /// The number of that item in its brief's list, from 0; `None` for one of the registry.
    pub item: Option<usize>,
    /// The title, or its address without scheme.
    pub title: Arc<str>,
    /// Its fields, as the registry or the first brief that has any gives them.
    pub fields: Option<Arc<SourceFields>>,
    /// Its address.
    pub url: Option<SourceAddress>,
    /// What it goes back to.
    pub derived_from: Vec<Result<Id<Source>, String>>,
    /// What is said about it.
    pub text: Option<Box<Text>>,
}

/// A name that became one with a stub of another name, since both give the same id.
#[derive(Clone, Debug)]
pub struct MergedName {
    /// What both are.
    pub kind: Kind,
    /// Their id.
    pub id: Slug,
    /// The name.
    pub name: String,
    /// Where it stands.
    pub span: Span,
    /// The name that is shown.
    pub shown: String,
    /// Where that stands.
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
    /// Whether it is a draft, which only a build with drafts shows.
    pub is_draft: bool,
    /// Its text, and its fields by way of the document.
    pub text: Text,
}

/// An address that leads on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Redirect {
    /// The address.
    pub from: OutPath,
    /// The page that it leads to.
    pub to: OutPath,
    /// The title of that page.
    pub title: String,
    /// Where it is declared.
    pub span: Span,
    /// Whether it follows from a name, and nobody wrote it: it gives way to whatever else has the
    /// address.
    pub is_implied: bool,
}

/// A quotation.
#[derive(Clone, Debug)]
pub struct Quote {
    /// Its id.
    pub id: Slug,
    /// What its brief says of it.
    pub fields: Arc<QuoteFields>,
    /// The brief that has it.
    pub brief: Id<Brief>,
    /// Its number in the brief's list, from 0.
    pub index: usize,
    /// The day that it is sorted by, and that its speaker's title is as of: when it was said, else
    /// the brief's.
    pub day: Day,
    /// Who said it, each once: several made the statement together.
    pub speakers: Vec<QuoteSpeaker>,
    /// To whom, where that is an actor of the site.
    pub to: Option<Id<Actor>>,
    /// At which event.
    pub event: Option<Id<Event>>,
    /// On which issue.
    pub issue: Option<Id<Issue>>,
    /// Where it is to stand: its words are looked up there.
    pub ground: Ground,
    /// Whether it stands there word for word.
    pub verdict: Arc<Verdict>,
    /// Whether it stands there as its speaker's words, in their sense.
    pub verification: Arc<Verification>,
    /// The same of each of its originals, in their order.
    pub originals: Vec<OriginalWords>,
    /// Its place in the file.
    pub span: Span,
}

/// What was said, of which a quotation is a translation.
#[derive(Clone, Debug)]
pub struct OriginalWords {
    /// The source in whose saved text it is looked up.
    pub source: Option<Id<Source>>,
    /// Whether it names that source; else it is that of the quotation.
    pub is_named: bool,
    /// Whether it stands there word for word.
    pub verdict: Arc<Verdict>,
}

/// What a statement rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Ground {
    /// A source that it names.
    Source(Id<Source>),
    /// The only source of its brief, which it does not name: less than evidence.
    OfBrief(Id<Source>),
    /// What the desk was told itself.
    Told,
    /// Nothing that is known.
    Nothing,
}

/// Who is quoted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QuoteSpeaker {
    /// The actor.
    pub actor: Id<Actor>,
    /// A title that overrides the registry's.
    pub title: Option<String>,
}

/// Something that happens, as the briefs of this build tell it.
#[derive(Clone, Debug)]
pub struct Event {
    /// Its id.
    pub id: Slug,
    /// Its page.
    pub page: OutPath,
    /// What it is called.
    pub title: String,
    /// What it is.
    pub kind: Option<EventKind>,
    /// When.
    pub date: Option<When>,
    /// Where.
    pub place: Option<Id<Place>>,
    /// Whether it took place. A part that is still to come shares what became of its whole.
    pub status: EventStatus,
    /// Who takes part, each once: the latest list that a brief gives.
    pub who: Vec<Participant>,
    /// What it is about, each once: likewise.
    pub issues: Vec<Id<Issue>>,
    /// The event that it is a part of. There are no circles.
    pub part_of: Option<Id<Event>>,
    /// The events that are parts of it, by date.
    pub parts: Vec<Id<Event>>,
    /// What the briefs said of it, the oldest first. Never empty.
    pub observations: Vec<Observation>,
    /// What briefs said of it that were taken back while others stand by it, the oldest first. Only
    /// their own pages show it.
    pub taken_back: Vec<Observation>,
    /// Which of the observations brought the latest word.
    pub changed: LastChanges,
    /// The whole that did not go ahead, where this part shares what became of it.
    pub shares_fate_of: Option<Id<Event>>,
    /// Whether every brief that tells of it was taken back: it keeps its page, and is no evidence
    /// of anything.
    pub is_withdrawn: bool,
}

/// Who takes part in an event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Participant {
    /// The actor.
    pub actor: Id<Actor>,
    /// A title that overrides the registry's.
    pub title: Option<String>,
    /// Whether the source names them.
    pub named: bool,
    /// On whose side.
    pub side: Option<Side>,
    /// What they are there for.
    pub role: Option<EventRole>,
    /// Whether they are there.
    pub attendance: Attendance,
    /// In whose place; never in their own.
    pub stands_for: Option<Id<Actor>>,
    /// Who stands in theirs, where they are represented.
    pub represented_by: Option<Id<Actor>>,
}

/// A side at an event. Those of one side have not met each other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Side {
    /// Its number among the sides of the list, in the order in which they are first named.
    pub number: usize,
    /// What it is called.
    pub name: String,
}

/// What one brief says of an event.
#[derive(Clone, Debug)]
pub struct Observation {
    /// The brief.
    pub brief: Id<Brief>,
    /// Its number in the brief's list, from 0.
    pub index: usize,
    /// The day that the brief speaks from.
    pub day: Day,
    /// What it says.
    pub fields: Arc<EventFields>,
    /// Where it puts the event.
    pub place: Option<Id<Place>>,
    /// Who it says takes part, each once.
    pub who: Vec<Participant>,
    /// What it says the event is about, each once.
    pub issues: Vec<Id<Issue>>,
    /// What is known once it has spoken.
    pub known: Known,
    /// What the event is called, what it is and where, once it has spoken.
    pub described: Description,
    /// Where it stands.
    pub ground: Ground,
    /// Its place in the file.
    pub span: Span,
}

/// What is known of an event once a brief has told of it: its own word, and where it has none that
/// of the briefs before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Known {
    /// When the event is.
    pub date: Option<When>,
    /// Whether it took place.
    pub status: EventStatus,
    /// Whether a brief says so; else it follows from the date.
    pub is_told: bool,
    /// The day of the brief that the status rests on.
    pub since: Day,
}

/// What an event is called, what it is and where, once a brief has told of it: its own word, and
/// where it has none that of the briefs before.
#[derive(Clone, Debug, Default)]
pub struct Description {
    /// The item that gives the latest title.
    pub(super) titled: Option<Arc<EventFields>>,
    /// What it is.
    pub kind: Option<EventKind>,
    /// Where.
    pub place: Option<Id<Place>>,
}

/// The numbers of the observations with which the latest word on something became known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LastChanges {
    /// On the status.
    pub status: usize,
    /// On the date.
    pub date: usize,
    /// On the place.
    pub place: usize,
}

/// What an actor wants on an issue, as of a day.
#[derive(Clone, Debug)]
pub struct Stance {
    /// What its brief says of it.
    pub fields: Arc<StanceFields>,
    /// The brief that has it.
    pub brief: Id<Brief>,
    /// Its number in the brief's list, from 0.
    pub index: usize,
    /// The first day that it is known of: its date, else the brief's.
    pub day: Day,
    /// Whose it is.
    pub actor: Id<Actor>,
    /// On what.
    pub issue: Id<Issue>,
    /// The quotation that shows it.
    pub quote: Option<Id<Quote>>,
    /// Where else it stands.
    pub ground: Ground,
    /// Its place in the file.
    pub span: Span,
}

/// How a text marks words as somebody's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Marking {
    /// They stand between quotation marks, or the whole text is spoken.
    Quoted,
    /// The text has no quotation marks at all.
    Unmarked,
    /// They are the text's own words.
    Narration,
}

/// Whose the words are by the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Credit {
    /// The speaker's, or nothing speaks against it.
    Fits,
    /// The text does not tell, and does not name the speaker near the words.
    Unknown,
    /// Somebody else's.
    Other {
        /// What the text calls them, or the name of the actor that it means.
        by: Speaking,
        /// Whether the text states it; else it is only likely.
        is_stated: bool,
        /// The line that says so, from 1.
        line: usize,
    },
}

/// Somebody to whom a text gives words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Speaking {
    /// An actor of the site.
    Actor(Id<Actor>),
    /// Somebody else, as the text calls them.
    Unknown(String),
}

/// What a quotation is worth beside its words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verification {
    /// How the text marks the words.
    pub marking: Marking,
    /// Whose they are.
    pub credit: Credit,
    /// The negation that was cut off at either edge.
    pub cut_off: Option<String>,
    /// Whether an ellipsis stands for the text's own words, where a list belongs.
    pub hides_narration: bool,
    /// Of pieces that are no one utterance, to whom the text gives one that is not the speaker's.
    pub second: Option<Speaking>,
}
