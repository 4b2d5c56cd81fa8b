//! The dated statements of a brief: quotes, events, stances, claims.
//!
//! They are read strictly and kept whole, so that what is written for them is checked from the
//! start.

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

/// One item of `quotes`.
#[derive(Clone, Debug)]
pub struct QuoteFields {
    /// Its id.
    pub id: Located<String>,
    /// The same, as an id; for one that is malformed, which is reported, what could be made of it.
    pub slug: Slug,
    /// Who said it; several made the statement together.
    pub speakers: Vec<SpeakerFields>,
    /// The words.
    pub text: Words,
    /// How close they are to what was said.
    pub mode: Mode,
    /// When.
    pub said: Option<Located<When>>,
    /// To whom.
    pub to: Option<String>,
    /// At which event.
    pub event: Option<Located<String>>,
    /// On which issue.
    pub issue: Option<Located<String>>,
    /// Where it stands.
    pub evidence: Evidence,
    /// The keys of which somebody still has to see whether they hold.
    pub unconfirmed: Vec<Located<String>>,
}

impl QuoteFields {
    /// What was said in its own language, where the words are a translation.
    pub fn originals(&self) -> &[Original] {
        match &self.mode {
            Mode::Translated { originals } => originals,
            Mode::Verbatim | Mode::Partial | Mode::Paraphrase => &[],
        }
    }

    /// Whether the words are to be those of the source.
    pub fn is_word_for_word(&self) -> bool {
        matches!(self.mode, Mode::Verbatim | Mode::Partial)
    }
}

/// Who is quoted.
#[derive(Clone, Debug)]
pub struct SpeakerFields {
    /// An id or a name.
    pub actor: Located<String>,
    /// A title that overrides the registry's.
    pub title: Option<String>,
}

/// The words of a quotation.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Words {
    /// In one piece.
    Whole(String),
    /// One utterance that the reporter split.
    Split(Vec<String>),
}

/// How close the words of a quotation are to what was said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Mode {
    /// Word for word.
    Verbatim,
    /// Word for word, in part.
    Partial,
    /// From another language.
    Translated {
        /// What was said, where known: several, where an interpreter spoke a third language.
        originals: Vec<Original>,
    },
    /// In other words.
    Paraphrase,
}

/// What was said, in its own language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Original {
    /// BCP 47 tag.
    pub lang: Option<String>,
    /// The words.
    pub text: Words,
    /// Their place in the file.
    pub at: Bytes,
    /// Where they stand, if not where the quotation does.
    pub evidence: Evidence,
}

/// Where a statement stands: a source and a place in it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Evidence {
    /// The source; left out where the brief lists exactly one.
    pub source: Option<Located<String>>,
    /// Lines of the saved text, a page, a time.
    pub loc: Option<Located<String>>,
}

/// One item of `events`.
#[derive(Clone, Debug)]
pub struct EventFields {
    /// Its id; used again in a later brief it adds an observation.
    pub id: Located<String>,
    /// The same, as an id; for one that is malformed, which is reported, what could be made of it.
    pub slug: Slug,
    /// What it is called.
    pub title: Option<String>,
    /// What it is.
    pub kind: Option<EventKind>,
    /// When.
    pub date: Option<Located<When>>,
    /// Where.
    pub place: Option<Located<String>>,
    /// Who took part.
    pub who: Vec<Participant>,
    /// The event that it is a part of.
    pub part_of: Option<Located<String>>,
    /// The time of day, or the occasion.
    pub at: Option<String>,
    /// What it was about.
    pub issues: Vec<Located<String>>,
    /// Whether it took place.
    pub status: Option<EventStatus>,
    /// Where it stands.
    pub evidence: Evidence,
    /// Anything else.
    pub note: Option<String>,
    /// The keys of which somebody still has to see whether they hold.
    pub unconfirmed: Vec<Located<String>>,
}

/// Who took part in an event.
#[derive(Clone, Debug)]
pub struct Participant {
    /// An id or a name.
    pub actor: Located<String>,
    /// A title that overrides the registry's.
    pub title: Option<Located<String>>,
    /// Whether the source names them.
    pub named: bool,
    /// On whose side, in any words.
    pub side: Option<String>,
    /// What they were there for.
    pub role: Option<EventRole>,
    /// Whether they were there; where nothing is said, they were.
    pub attendance: Option<Attendance>,
    /// In whose place: an id or a name.
    pub stands_for: Option<Located<String>>,
}

/// One item of `stances`.
#[derive(Clone, Debug)]
pub struct StanceFields {
    /// Whose.
    pub actor: Located<String>,
    /// On what.
    pub issue: Located<String>,
    /// A word of the site's scale.
    pub stance: Located<String>,
    /// In a sentence.
    pub summary: Option<String>,
    /// Since when; the brief's date where left out.
    pub date: Option<Located<When>>,
    /// The quotation that shows it.
    pub quote: Option<Located<String>>,
    /// Where else it stands.
    pub evidence: Evidence,
    /// The keys of which somebody still has to see whether they hold.
    pub unconfirmed: Vec<Located<String>>,
}

/// One item of `claims`.
#[derive(Clone, Debug)]
pub struct ClaimFields {
    /// Its id.
    pub id: Located<String>,
    /// The same, as an id; for one that is malformed, which is reported, what could be made of it.
    pub slug: Slug,
    /// The claim; a later word on it need not repeat it.
    pub text: Option<String>,
    /// What it is; likewise.
    pub kind: Option<ClaimKind>,
    /// How good it is.
    pub grades: Grades,
    /// Who makes it.
    pub by: Option<Located<String>>,
    /// What it rests on.
    pub sources: Vec<Located<String>>,
    /// Where in them.
    pub loc: Option<Located<String>>,
    /// The claims that it rests on.
    pub basis: Vec<Located<String>>,
    /// Who disputes it.
    pub disputed_by: Vec<Located<String>>,
    /// What would change it.
    pub changes_if: Option<String>,
    /// What became of it.
    pub state: Option<ClaimState>,
    /// Anything else.
    pub note: Option<String>,
    /// The keys of which somebody still has to see whether they hold.
    pub unconfirmed: Vec<Located<String>>,
}

/// How good a claim is. Likelihood and confidence belong to a judgment only, credibility to a claim
/// of fact.
#[derive(Clone, Debug, Default)]
pub struct Grades {
    /// From 1 (confirmed) to 6 (cannot be judged).
    pub credibility: Option<u32>,
    /// A word of the site's vocabulary.
    pub likelihood: Option<Located<String>>,
    /// A word of the site's vocabulary.
    pub confidence: Option<Located<String>>,
}

impl Grades {
    /// The keys of those grades that a claim of a kind cannot have, each with the word of the kind
    /// that has it.
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
pub fn quotes(fields: &mut Fields<'_>, to: &mut Reporter<'_>) -> Vec<Arc<QuoteFields>> {
    fields.maps("quotes", to, |item, to| {
        item.allow(to);
        let id = statement_id(item, to);
        Some(Arc::new(QuoteFields {
            slug: slug_of(&id),
            id,
            speakers: speakers(item, to),
            text: words(item, to),
            mode: mode(item, to),
            said: item.when("said", to),
            to: item.string("to", to),
            event: item.text("event", to),
            issue: item.text("issue", to),
            evidence: evidence(item, to),
            unconfirmed: item.unconfirmed(to),
        }))
    })
}

/// Reads `events`.
pub fn events(fields: &mut Fields<'_>, to: &mut Reporter<'_>) -> Vec<Arc<EventFields>> {
    fields.maps("events", to, |item, to| {
        item.allow(to);
        let id = statement_id(item, to);
        Some(Arc::new(EventFields {
            slug: slug_of(&id),
            id,
            title: item.string("title", to),
            kind: item.one_of("kind", to).map(|kind| kind.value),
            date: item.when("date", to),
            place: item.text("place", to),
            who: item.list("who", to, participant),
            part_of: item.text("part_of", to),
            at: item.string("at", to),
            issues: item.texts("issues", to),
            status: item.one_of("status", to).map(|status| status.value),
            evidence: evidence(item, to),
            note: item.string("note", to),
            unconfirmed: item.unconfirmed(to),
        }))
    })
}

/// Reads `stances`.
pub fn stances(fields: &mut Fields<'_>, to: &mut Reporter<'_>) -> Vec<Arc<StanceFields>> {
    fields.maps("stances", to, |item, to| {
        item.allow(to);
        Some(Arc::new(StanceFields {
            actor: item.required("actor", "say whose stance it is", to),
            issue: item.required("issue", "say on which issue", to),
            stance: item.required("stance", "use a word of the scale, such as `opposes`", to),
            summary: item.string("summary", to),
            date: item.when("date", to),
            quote: item.text("quote", to),
            evidence: evidence(item, to),
            unconfirmed: item.unconfirmed(to),
        }))
    })
}

/// Reads `claims`.
pub fn claims(fields: &mut Fields<'_>, to: &mut Reporter<'_>) -> Vec<Arc<ClaimFields>> {
    fields.maps("claims", to, |item, to| {
        item.allow(to);
        let id = statement_id(item, to);
        let text = claim_text(item, to);
        let kind = item.one_of("kind", to).map(|kind| kind.value);
        Some(Arc::new(ClaimFields {
            slug: slug_of(&id),
            id,
            text,
            kind,
            grades: grades(item, kind, to),
            by: item.text("by", to),
            sources: item.texts("sources", to),
            loc: item.text("loc", to),
            basis: item.texts("basis", to),
            disputed_by: item.texts("disputed_by", to),
            changes_if: item.string("changes_if", to),
            state: item.one_of("state", to).map(|state| state.value),
            note: item.string("note", to),
            unconfirmed: item.unconfirmed(to),
        }))
    })
}

fn statement_id(item: &mut Fields<'_>, to: &mut Reporter<'_>) -> Located<String> {
    if item.take("id").is_none() {
        return item.required("id", "give it an id: lower-case letters, digits and hyphens", to);
    }
    item.slug("id", to)
        .map_or_else(Located::default, |id| Located::new(id.value.to_string(), id.at))
}

/// The id of a statement; one that is missing or malformed has been reported.
fn slug_of(id: &Located<String>) -> Slug {
    Slug::parse(&id.value).or_else(|| Slug::of_name(&id.value)).unwrap_or_else(Slug::untitled)
}

fn evidence(item: &mut Fields<'_>, to: &mut Reporter<'_>) -> Evidence {
    Evidence { source: item.text("source", to), loc: item.text("loc", to) }
}

/// Reads `speaker`, with the `as` of the whole quotation, which belongs to a single one.
fn speakers(item: &mut Fields<'_>, to: &mut Reporter<'_>) -> Vec<SpeakerFields> {
    let mut speakers = item.list("speaker", to, speaker);
    let Some(title) = item.string("as", to) else { return speakers };
    match speakers.as_mut_slice() {
        [] => {}
        [speaker] => speaker.title = Some(title),
        _ => {
            let path = KeyPath::Key(item.path(), "as");
            let message = "`as` does not say which of the speakers it is the title of".to_owned();
            let help = "give each their own: `speaker: [{actor: …, as: …}, …]`".to_owned();
            to.report(Code::Type, item.key_at("as"), &path, message, help);
        }
    }
    speakers
}

fn speaker(node: &Node<'_>, path: &KeyPath<'_>, to: &mut Reporter<'_>) -> Option<SpeakerFields> {
    if !matches!(node.value, Value::Map(_)) {
        return Some(SpeakerFields { actor: text_of(node, path, to)?, title: None });
    }
    let mut fields = Fields::of(node, &SPEAKER, path, to)?;
    let speaker = SpeakerFields {
        actor: fields.required("actor", "name the speaker: `{actor: …}`", to),
        title: fields.string("as", to),
    };
    fields.finish(to);
    Some(speaker)
}

fn words(item: &mut Fields<'_>, to: &mut Reporter<'_>) -> Words {
    match item.take("text").map(|node| &node.value) {
        Some(Value::List(_)) => Words::Split(values(item.texts("text", to))),
        _ => Words::Whole(item.required("text", "write the words of the quotation", to).value),
    }
}

fn mode(item: &mut Fields<'_>, to: &mut Reporter<'_>) -> Mode {
    let originals = match item.take("original").map(|node| &node.value) {
        Some(Value::Map(_)) => item.map("original", to, original).into_iter().collect(),
        _ => item.maps("original", to, |item, to| Some(original(item, to))),
    };
    let closeness = item.one_of("mode", to).map_or(Closeness::Verbatim, |mode| mode.value);
    if !originals.is_empty() && closeness != Closeness::Translated {
        let path = KeyPath::Key(item.path(), "original");
        let message = "`original` says nothing without `mode: translated`".to_owned();
        to.report(
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

fn original(item: &mut Fields<'_>, to: &mut Reporter<'_>) -> Original {
    Original {
        lang: lang(item, to),
        at: to.in_file(item.key_at("text")),
        text: words(item, to),
        evidence: evidence(item, to),
    }
}

fn participant(node: &Node<'_>, path: &KeyPath<'_>, to: &mut Reporter<'_>) -> Option<Participant> {
    if !matches!(node.value, Value::Map(_)) {
        let actor = text_of(node, path, to)?;
        let (side, role, attendance, stands_for) = (None, None, None, None);
        return Some(Participant {
            actor,
            title: None,
            named: true,
            side,
            role,
            attendance,
            stands_for,
        });
    }
    let mut fields = Fields::of(node, &PARTICIPANT, path, to)?;
    let participant = Participant {
        actor: fields.required("actor", "name the actor: `{actor: …}`", to),
        title: fields.text("as", to),
        named: fields.flag("named", true, to),
        side: fields.string("side", to).filter(|side| !side.trim().is_empty()),
        role: fields.one_of("role", to).map(|role| role.value),
        attendance: fields.one_of("attendance", to).map(|attendance| attendance.value),
        stands_for: fields.text("for", to).filter(|stands_for| !stands_for.value.trim().is_empty()),
    };
    fields.finish(to);
    Some(participant)
}

/// The text of a claim. One that is left out may stand in an earlier brief.
fn claim_text(item: &mut Fields<'_>, to: &mut Reporter<'_>) -> Option<String> {
    item.take("text")?;
    Some(item.required("text", "write the claim in a sentence", to).value)
}

fn grades(item: &mut Fields<'_>, kind: Option<ClaimKind>, to: &mut Reporter<'_>) -> Grades {
    let grades = Grades {
        credibility: item.whole("credibility", to),
        likelihood: item.text("likelihood", to),
        confidence: item.text("confidence", to),
    };
    for (key, owner) in kind.into_iter().flat_map(|kind| grades.misplaced(kind)) {
        let path = KeyPath::Key(item.path(), key);
        let help = format!("write `kind: {owner}`, or leave `{key}` out");
        to.report(
            Code::Type,
            item.key_at(key),
            &path,
            format!("`{key}` belongs to a {owner} only"),
            help,
        );
    }
    grades
}
