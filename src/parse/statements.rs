//! The statements of a brief: quotations, events, stances and claims.

use std::sync::Arc;

use crate::base::code::Code;
use crate::base::date::When;
use crate::base::finding::{Bytes, Located};
use crate::base::id::Slug;

use super::common::{lang, values};
use super::keys::{PARTICIPANT, SPEAKER};
use super::reader::{Fields, KeyPath, Reporter, text_of};
use super::words::Closeness;
use super::yaml::{Node, Value};

pub use super::words::{Attendance, ClaimKind, ClaimState, EventKind, EventRole, EventStatus};

/// An item of `quotes`.
#[derive(Clone, Debug)]
pub struct QuoteFields {
    /// The id as it is written.
    pub id: Located<String>,
    /// The id. If `id` is malformed, which is reported, the slug of its words.
    pub slug: Slug,
    /// The speakers. Several made the statement together.
    pub speakers: Vec<SpeakerFields>,
    /// The quoted words.
    pub text: Words,
    /// How close the words are to the original.
    pub mode: Mode,
    /// When the words were said.
    pub said: Option<Located<When>>,
    /// To whom the words were said.
    pub to: Option<String>,
    /// The event at which the words were said.
    pub event: Option<Located<String>>,
    /// The issue of the quotation.
    pub issue: Option<Located<String>>,
    /// The source.
    pub evidence: Evidence,
    /// The keys that a person must still confirm.
    pub unconfirmed: Vec<Located<String>>,
}

impl QuoteFields {
    /// The originals of a translation; empty for other quotations.
    pub fn originals(&self) -> &[Original] {
        match &self.mode {
            Mode::Translated { originals } => originals,
            Mode::Verbatim | Mode::Partial | Mode::Paraphrase => &[],
        }
    }

    /// Whether the words must be in the source.
    pub fn is_word_for_word(&self) -> bool {
        matches!(self.mode, Mode::Verbatim | Mode::Partial)
    }
}

/// A speaker of a quotation.
#[derive(Clone, Debug)]
pub struct SpeakerFields {
    /// The id or name of an actor.
    pub actor: Located<String>,
    /// The title to show instead of the registry's.
    pub title: Option<String>,
}

/// The words of a quotation.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Words {
    /// Words in one piece.
    Whole(String),
    /// The pieces of an utterance that the source interrupts.
    Split(Vec<String>),
}

/// How close the words of a quotation are to the original.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Mode {
    /// Word for word.
    Verbatim,
    /// Word for word, in part.
    Partial,
    /// Translated from another language.
    Translated {
        /// The original words, if they are known. There may be several, for example if an
        /// interpreter spoke a third language.
        originals: Vec<Original>,
    },
    /// In other words.
    Paraphrase,
}

/// The original words of a translated quotation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Original {
    /// The language, as a BCP 47 tag.
    pub lang: Option<String>,
    /// The original words.
    pub text: Words,
    /// The place of `text` in the file.
    pub at: Bytes,
    /// The source, if it is not that of the quotation.
    pub evidence: Evidence,
}

/// The source of a statement and the place in it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Evidence {
    /// The source. It may be missing if the brief lists exactly one.
    pub source: Option<Located<String>>,
    /// The place in the source: lines of the saved text, a page, a time.
    pub loc: Option<Located<String>>,
}

/// An item of `events`: what one brief reports of an event.
#[derive(Clone, Debug)]
pub struct EventFields {
    /// The id as it is written. Briefs that give the same id report the same event.
    pub id: Located<String>,
    /// The id. If `id` is malformed, which is reported, the slug of its words.
    pub slug: Slug,
    /// The title.
    pub title: Option<String>,
    /// The kind of event.
    pub kind: Option<EventKind>,
    /// When the event takes place.
    pub date: Option<Located<When>>,
    /// Where the event takes place.
    pub place: Option<Located<String>>,
    /// The participants.
    pub who: Vec<ParticipantFields>,
    /// The event that this event is a part of.
    pub part_of: Option<Located<String>>,
    /// The time of day, or the occasion.
    pub at: Option<String>,
    /// The issues of the event.
    pub issues: Vec<Located<String>>,
    /// Whether the event took place.
    pub status: Option<EventStatus>,
    /// The source.
    pub evidence: Evidence,
    /// A remark.
    pub note: Option<String>,
    /// The keys that a person must still confirm.
    pub unconfirmed: Vec<Located<String>>,
}

/// A participant of an event.
#[derive(Clone, Debug)]
pub struct ParticipantFields {
    /// The id or name of an actor.
    pub actor: Located<String>,
    /// The title to show instead of the registry's.
    pub title: Option<Located<String>>,
    /// Whether the source names the participant.
    pub named: bool,
    /// The side of the participant, in any words.
    pub side: Option<String>,
    /// The role of the participant at the event.
    pub role: Option<EventRole>,
    /// Whether the participant was present; `None` means present.
    pub attendance: Option<Attendance>,
    /// The id or name of the actor whom the participant represents.
    pub stands_for: Option<Located<String>>,
}

/// An item of `stances`.
#[derive(Clone, Debug)]
pub struct StanceFields {
    /// The id or name of the actor who takes the stance.
    pub actor: Located<String>,
    /// The issue of the stance.
    pub issue: Located<String>,
    /// The stance, a word of the site's scale.
    pub stance: Located<String>,
    /// A summary in a sentence.
    pub summary: Option<String>,
    /// The first day of the stance; `None` means the brief's date.
    pub date: Option<Located<When>>,
    /// The id of the quotation that shows the stance.
    pub quote: Option<Located<String>>,
    /// The source, if no quotation shows the stance.
    pub evidence: Evidence,
    /// The keys that a person must still confirm.
    pub unconfirmed: Vec<Located<String>>,
}

/// An item of `claims`: what one brief says about a claim.
#[derive(Clone, Debug)]
pub struct ClaimFields {
    /// The id as it is written. Briefs that give the same id speak of the same claim.
    pub id: Located<String>,
    /// The id. If `id` is malformed, which is reported, the slug of its words.
    pub slug: Slug,
    /// The claim. Later briefs need not repeat it.
    pub text: Option<String>,
    /// The kind of claim. Later briefs need not repeat it.
    pub kind: Option<ClaimKind>,
    /// The grades.
    pub grades: Grades,
    /// The author of the claim: an actor, a source or the desk.
    pub by: Option<Located<String>>,
    /// The sources.
    pub sources: Vec<Located<String>>,
    /// The place in the sources.
    pub loc: Option<Located<String>>,
    /// The ids of the claims that this claim rests on.
    pub basis: Vec<Located<String>>,
    /// The actors who dispute the claim.
    pub disputed_by: Vec<Located<String>>,
    /// Facts that would change the claim.
    pub changes_if: Option<String>,
    /// The new state of the claim.
    pub state: Option<ClaimState>,
    /// A remark.
    pub note: Option<String>,
    /// The keys that a person must still confirm.
    pub unconfirmed: Vec<Located<String>>,
}

/// The grades of a claim. Credibility belongs to facts, likelihood and confidence to judgments.
#[derive(Clone, Debug, Default)]
pub struct Grades {
    /// From 1 (confirmed) to 6 (cannot be judged).
    pub credibility: Option<u32>,
    /// A likelihood of the site's vocabulary.
    pub likelihood: Option<Located<String>>,
    /// A confidence of the site's vocabulary.
    pub confidence: Option<Located<String>>,
}

impl Grades {
    /// The keys of the grades that a claim of this kind cannot have, each with the word for the
    /// kind that it belongs to.
    pub fn misplaced(&self, kind: ClaimKind) -> impl Iterator<Item = (&'static str, &'static str)> {
        let grades = [
            ("credibility", self.credibility.is_some(), ClaimKind::Fact, "fact"),
            ("likelihood", self.likelihood.is_some(), ClaimKind::Judgment, "judgment"),
            ("confidence", self.confidence.is_some(), ClaimKind::Judgment, "judgment"),
        ];
        let misplaced =
            grades.into_iter().filter(move |(_, given, owner, _)| *given && *owner != kind);
        misplaced.map(|(key, .., owner)| (key, owner))
    }
}

/// Reads `quotes`.
pub fn quotes(fields: &mut Fields<'_>, reporter: &mut Reporter<'_>) -> Vec<Arc<QuoteFields>> {
    fields.maps("quotes", reporter, |item, reporter| {
        item.allow(reporter);
        let id = statement_id(item, reporter);
        Some(Arc::new(QuoteFields {
            slug: slug_of(&id),
            id,
            speakers: speakers(item, reporter),
            text: quoted_words(item, reporter),
            mode: mode(item, reporter),
            said: item.when("said", reporter),
            to: item.string("to", reporter),
            event: item.text("event", reporter),
            issue: item.text("issue", reporter),
            evidence: evidence(item, reporter),
            unconfirmed: item.unconfirmed(reporter),
        }))
    })
}

/// Reads `events`.
pub fn events(fields: &mut Fields<'_>, reporter: &mut Reporter<'_>) -> Vec<Arc<EventFields>> {
    fields.maps("events", reporter, |item, reporter| {
        item.allow(reporter);
        let id = statement_id(item, reporter);
        Some(Arc::new(EventFields {
            slug: slug_of(&id),
            id,
            title: item.string("title", reporter),
            kind: item.one_of("kind", reporter).map(|kind| kind.value),
            date: item.when("date", reporter),
            place: item.text("place", reporter),
            who: item.list("who", reporter, participant),
            part_of: item.text("part_of", reporter),
            at: item.string("at", reporter),
            issues: item.texts("issues", reporter),
            status: item.one_of("status", reporter).map(|status| status.value),
            evidence: evidence(item, reporter),
            note: item.string("note", reporter),
            unconfirmed: item.unconfirmed(reporter),
        }))
    })
}

/// Reads `stances`.
pub fn stances(fields: &mut Fields<'_>, reporter: &mut Reporter<'_>) -> Vec<Arc<StanceFields>> {
    fields.maps("stances", reporter, |item, reporter| {
        item.allow(reporter);
        Some(Arc::new(StanceFields {
            actor: item.required("actor", "say whose stance it is", reporter),
            issue: item.required("issue", "say on which issue", reporter),
            stance: item.required("stance", "use a word of the scale, such as `opposes`", reporter),
            summary: item.string("summary", reporter),
            date: item.when("date", reporter),
            quote: item.text("quote", reporter),
            evidence: evidence(item, reporter),
            unconfirmed: item.unconfirmed(reporter),
        }))
    })
}

/// Reads `claims`.
pub fn claims(fields: &mut Fields<'_>, reporter: &mut Reporter<'_>) -> Vec<Arc<ClaimFields>> {
    fields.maps("claims", reporter, |item, reporter| {
        item.allow(reporter);
        let id = statement_id(item, reporter);
        let text = claim_text(item, reporter);
        let kind = item.one_of("kind", reporter).map(|kind| kind.value);
        Some(Arc::new(ClaimFields {
            slug: slug_of(&id),
            id,
            text,
            kind,
            grades: grades(item, kind, reporter),
            by: item.text("by", reporter),
            sources: item.texts("sources", reporter),
            loc: item.text("loc", reporter),
            basis: item.texts("basis", reporter),
            disputed_by: item.texts("disputed_by", reporter),
            changes_if: item.string("changes_if", reporter),
            state: item.one_of("state", reporter).map(|state| state.value),
            note: item.string("note", reporter),
            unconfirmed: item.unconfirmed(reporter),
        }))
    })
}

fn statement_id(item: &mut Fields<'_>, reporter: &mut Reporter<'_>) -> Located<String> {
    if item.take("id").is_none() {
        return item.required(
            "id",
            "give it an id: lower-case letters, digits and hyphens",
            reporter,
        );
    }
    item.slug("id", reporter)
        .map_or_else(Located::default, |id| Located::new(id.value.to_string(), id.at))
}

/// The id of a statement. If it is missing or malformed, which is reported, a fallback.
fn slug_of(id: &Located<String>) -> Slug {
    Slug::parse(&id.value).or_else(|| Slug::of_name(&id.value)).unwrap_or_else(Slug::untitled)
}

fn evidence(item: &mut Fields<'_>, reporter: &mut Reporter<'_>) -> Evidence {
    Evidence { source: item.text("source", reporter), loc: item.text("loc", reporter) }
}

/// Reads `speaker`. The key `as` of the quotation is the title of its only speaker.
fn speakers(item: &mut Fields<'_>, reporter: &mut Reporter<'_>) -> Vec<SpeakerFields> {
    let mut speakers = item.list("speaker", reporter, speaker);
    let Some(title) = item.string("as", reporter) else { return speakers };
    match speakers.as_mut_slice() {
        [] => {}
        [speaker] => speaker.title = Some(title),
        _ => {
            let path = KeyPath::Key(item.path(), "as");
            let message = "`as` does not say which of the speakers it is the title of".to_owned();
            let help = "give each their own: `speaker: [{actor: …, as: …}, …]`".to_owned();
            reporter.report(Code::Type, item.key_at("as"), &path, message, help);
        }
    }
    speakers
}

fn speaker(
    node: &Node<'_>,
    path: &KeyPath<'_>,
    reporter: &mut Reporter<'_>,
) -> Option<SpeakerFields> {
    if !matches!(node.value, Value::Map(_)) {
        return Some(SpeakerFields { actor: text_of(node, path, reporter)?, title: None });
    }
    let mut fields = Fields::of(node, &SPEAKER, path, reporter)?;
    let speaker = SpeakerFields {
        actor: fields.required("actor", "name the speaker: `{actor: …}`", reporter),
        title: fields.string("as", reporter),
    };
    fields.finish(reporter);
    Some(speaker)
}

fn quoted_words(item: &mut Fields<'_>, reporter: &mut Reporter<'_>) -> Words {
    match item.take("text").map(|node| &node.value) {
        Some(Value::List(_)) => Words::Split(values(item.texts("text", reporter))),
        _ => {
            Words::Whole(item.required("text", "write the words of the quotation", reporter).value)
        }
    }
}

fn mode(item: &mut Fields<'_>, reporter: &mut Reporter<'_>) -> Mode {
    let originals = match item.take("original").map(|node| &node.value) {
        Some(Value::Map(_)) => item.map("original", reporter, original).into_iter().collect(),
        _ => item.maps("original", reporter, |item, reporter| Some(original(item, reporter))),
    };
    let closeness = item.one_of("mode", reporter).map_or(Closeness::Verbatim, |mode| mode.value);
    if !originals.is_empty() && closeness != Closeness::Translated {
        let path = KeyPath::Key(item.path(), "original");
        let message = "`original` says nothing without `mode: translated`".to_owned();
        reporter.report(
            Code::Type,
            item.key_at("original"),
            &path,
            message,
            "add `mode: translated`".into(),
        );
    }
    match closeness {
        Closeness::Verbatim => Mode::Verbatim,
        Closeness::Partial => Mode::Partial,
        Closeness::Translated => Mode::Translated { originals },
        Closeness::Paraphrase => Mode::Paraphrase,
    }
}

fn original(item: &mut Fields<'_>, reporter: &mut Reporter<'_>) -> Original {
    Original {
        lang: lang(item, reporter),
        at: reporter.in_file(item.key_at("text")),
        text: quoted_words(item, reporter),
        evidence: evidence(item, reporter),
    }
}

fn participant(
    node: &Node<'_>,
    path: &KeyPath<'_>,
    reporter: &mut Reporter<'_>,
) -> Option<ParticipantFields> {
    if !matches!(node.value, Value::Map(_)) {
        let actor = text_of(node, path, reporter)?;
        let (side, role, attendance, stands_for) = (None, None, None, None);
        return Some(ParticipantFields {
            actor,
            title: None,
            named: true,
            side,
            role,
            attendance,
            stands_for,
        });
    }
    let mut fields = Fields::of(node, &PARTICIPANT, path, reporter)?;
    let participant = ParticipantFields {
        actor: fields.required("actor", "name the actor: `{actor: …}`", reporter),
        title: fields.text("as", reporter),
        named: fields.flag("named", true, reporter),
        side: fields.string("side", reporter).filter(|side| !side.trim().is_empty()),
        role: fields.one_of("role", reporter).map(|role| role.value),
        attendance: fields.one_of("attendance", reporter).map(|attendance| attendance.value),
        stands_for: fields
            .text("for", reporter)
            .filter(|stands_for| !stands_for.value.trim().is_empty()),
    };
    fields.finish(reporter);
    Some(participant)
}

/// The text of a claim. One that is left out may stand in an earlier brief.
fn claim_text(item: &mut Fields<'_>, reporter: &mut Reporter<'_>) -> Option<String> {
    item.take("text")?;
    Some(item.required("text", "write the claim in a sentence", reporter).value)
}

fn grades(item: &mut Fields<'_>, kind: Option<ClaimKind>, reporter: &mut Reporter<'_>) -> Grades {
    let grades = Grades {
        credibility: item.whole("credibility", reporter),
        likelihood: item.text("likelihood", reporter),
        confidence: item.text("confidence", reporter),
    };
    for (key, owner) in kind.into_iter().flat_map(|kind| grades.misplaced(kind)) {
        let path = KeyPath::Key(item.path(), key);
        let help = format!("write `kind: {owner}`, or leave `{key}` out");
        reporter.report(
            Code::Type,
            item.key_at(key),
            &path,
            format!("`{key}` belongs to a {owner} only"),
            help,
        );
    }
    grades
}
