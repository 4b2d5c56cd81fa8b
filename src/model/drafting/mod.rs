//! Drafts: finds the entities and quotations in a saved text for a brief about it.
//!
//! Names are found with the automaton and the rules that link names in briefs, quotations with the
//! rules that tell quoted words from narration. The results are candidates for a person to check:
//! each gives its evidence.

mod address;
mod genre;
mod imprint;
mod origin;
mod speaker;
mod spelt_date;
mod strangers;
mod wording;

use std::ops::Range;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::base::finding::Bytes;
use crate::base::id::{Kind, Slug};
use crate::base::limits;
use crate::base::markdown::Flavour;
use crate::base::text::Tail;
use crate::parse::markdown::{Body, read_body};

use super::attribution::{Cast, Reading};
use super::evidence::SavedText;
use super::evidence::passage::{Passage, line};
use super::lexicon::Lexicon;
use super::mentions::{Outcome, mentions};
use super::name_context::{EntityId, NameContext};
use super::site::Site;
use super::unlinked::{Why, in_run};

pub use super::attribution::Because;
pub use address::{is_place_or_people, is_word_of_no_person};
pub use genre::Genre;
pub use imprint::{Imprint, Published, Said, imprint};
pub use origin::{StatedOrigin, origin};
pub use speaker::{ProposedQuote, Speaker};
pub use strangers::Stranger;
pub use wording::one_line;

use speaker::Quoting;
use strangers::{Sighted, StrangerSearch};

/// The candidates for a brief about a text.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Draft {
    /// The actors that the text names, in order.
    pub actors: Vec<Sighting>,
    /// The issues that the text names, in order.
    pub issues: Vec<Sighting>,
    /// The ambiguous names, in order.
    pub unclear: Vec<Unclear>,
    /// The people who are not registered, in order.
    pub strangers: Vec<Stranger>,
    /// The kind of text.
    pub genre: Genre,
    /// The quotations, in order.
    pub quotes: Vec<ProposedQuote>,
}

/// An entity that a text names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sighting {
    /// Its id.
    pub id: Slug,
    /// The name at its first place.
    pub form: String,
    /// The line, from 1.
    pub line: usize,
    /// How certain the entity is.
    pub sure: Sure,
}

/// How certain it is that a text names an entity.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sure {
    /// The text has a full name, or a short one after it.
    Named,
    /// The text has only a short form, which is unique.
    ShortOnly,
    /// Only a quotation has the name.
    QuotedOnly,
}

/// An ambiguous name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unclear {
    /// The name in the text.
    pub form: String,
    /// The line of its first place, from 1.
    pub line: usize,
    /// The possible entities.
    pub ids: Vec<Slug>,
}

/// Drafts a text. `ignored` are lines outside of the article, from 1, both ends included.
pub fn draft(text: &str, ignored: &[(usize, usize)], site: &Site, lexicon: &Lexicon) -> Draft {
    let saved = SavedText::new(text, ignored);
    let passages = saved.passages();
    let body = as_body(text, passages);
    let mut draft = Draft::default();
    let mut sighted: Vec<Sighted> = Vec::new();
    for mention in mentions(&body, &[], &NameContext::default(), lexicon) {
        let at = mention.at.range();
        if let Some(ids) = entities(&mention.outcome) {
            sighted.push(Sighted { at: at.clone(), ids });
        }
        let (ids, sure) = match &mention.outcome {
            Outcome::Linked(id) | Outcome::Later(id) | Outcome::Unlisted(id) => {
                (vec![id.clone()], Sure::Named)
            }
            Outcome::Unintroduced(ids) | Outcome::Ambiguous(ids) => (ids.clone(), Sure::ShortOnly),
            // Without a brief, there is no page of its own and no `link: false`.
            Outcome::EverydayWord(_) | Outcome::OptedOut(_) | Outcome::OwnPage(_) => continue,
        };
        draft.note(text, passages, at, &ids, sure);
    }
    for (passage, run) in passages.iter().zip(body.runs.iter()) {
        for other in
            in_run(&body, run, &passage.quotations.closed, &NameContext::default(), lexicon)
        {
            let form = text.get(other.at.range()).unwrap_or_default();
            sighted.push(Sighted { at: other.at.range(), ids: other.entities.clone() });
            let is_sure =
                other.entities.len() == 1 && !lexicon.is_short_form(form, &other.entities[0]);
            if other.why == Why::Quotation && is_sure {
                draft.note(text, passages, other.at.range(), &other.entities, Sure::QuotedOnly);
            }
        }
    }
    sighted.sort_by_key(|sighted| sighted.at.start);
    let passed_over = imprint(text).at;
    draft.strangers =
        StrangerSearch::new(text, passages, &sighted, &passed_over, site, lexicon).strangers();
    draft.actors.sort_by_key(|actor| actor.line);
    draft.issues.sort_by_key(|issue| issue.line);
    let cast = Cast::of(&site.actors, &site.offices);
    let reading = Reading::of(&saved, &cast);
    draft.genre = genre::genre(text, saved.is_transcript());
    draft.quotes = Quoting { text: &saved, cast: &cast, reading: &reading, site }.candidates();
    draft.add_speakers();
    draft
}

/// The entities that a name may refer to.
fn entities(outcome: &Outcome) -> Option<Vec<EntityId>> {
    match outcome {
        Outcome::Linked(id) | Outcome::Later(id) | Outcome::Unlisted(id) => Some(vec![id.clone()]),
        Outcome::Unintroduced(ids) | Outcome::Ambiguous(ids) => Some(ids.clone()),
        Outcome::EverydayWord(_) | Outcome::OptedOut(_) | Outcome::OwnPage(_) => None,
    }
}

impl Draft {
    /// Adds the speakers of a transcript, each once. `В.Крылов` is `Владимир Крылов` if another
    /// line begins with that name.
    fn add_speakers(&mut self) {
        let mut longer: FxHashMap<String, FxHashSet<String>> = FxHashMap::default();
        for stranger in self.quotes.iter().filter_map(|quote| quote.stranger.as_ref()) {
            if let Some((_, last)) = stranger.name.rsplit_once(' ') {
                longer.entry(last.to_owned()).or_default().insert(stranger.name.clone());
            }
        }
        let mut known: FxHashSet<String> =
            self.strangers.iter().map(|stranger| stranger.name.clone()).collect();
        for stranger in self.quotes.iter_mut().filter_map(|quote| quote.stranger.as_mut()) {
            let names = longer.get(&stranger.name).into_iter().flatten();
            if let [one] = names.take(2).collect::<Vec<_>>()[..] {
                stranger.name.clone_from(one);
            }
            if known.len() < limits::PROPOSALS && known.insert(stranger.name.clone()) {
                self.strangers.push(stranger.clone());
            }
        }
    }

    fn note(
        &mut self,
        text: &str,
        passages: &[Passage],
        at: Range<usize>,
        ids: &[EntityId],
        sure: Sure,
    ) {
        let form = one_line(text.get(at.clone()).unwrap_or_default());
        let line = line(passages, at.start);
        let [(kind, id)] = ids else {
            if !self.unclear.iter().any(|other| other.form == form) {
                let ids = ids.iter().map(|(_, id)| id.clone()).collect();
                self.unclear.push(Unclear { form, line, ids });
            }
            return;
        };
        let list = if *kind == Kind::Issue { &mut self.issues } else { &mut self.actors };
        match list.iter_mut().find(|known| known.id == *id) {
            Some(known) if known.sure <= sure => {}
            Some(known) => *known = Sighting { id: id.clone(), form, line, sure },
            None => list.push(Sighting { id: id.clone(), form, line, sure }),
        }
    }
}

/// The text as a body whose runs are the passages, so that names are resolved as in a brief.
fn as_body(text: &str, passages: &[Passage]) -> Body {
    let runs = passages
        .iter()
        .map(|passage| passage.lines.iter().map(|(_, at)| Bytes::new(at.clone())))
        .collect();
    // The text is not Markdown, so markup is part of its words.
    Body { text: text.into(), runs, ..read_body(&Tail::default(), 0, Flavour::default()) }
}
