//! The references in the front matter of a brief, in its lists and its statements.
//!
//! They depend on one brief and on names only.

use std::collections::BTreeSet;

use crate::base::finding::Located;
use crate::base::id::{Kind, Slug};
use crate::parse::brief::BriefFields;
use crate::parse::common::Reference;
use crate::parse::statements::{
    ClaimFields, EventFields, Evidence, Original, ParticipantFields, QuoteFields, StanceFields,
};

use super::lexicon::Lexicon;
use super::named::{Named, ResolvedSource, SourceNumbers, listed_source, named_in};

/// The references in the front matter of a brief, in the order of its lists.
#[derive(Debug, Default)]
pub struct References {
    /// The items of `actors`.
    pub actors: Vec<Named>,
    /// The items of `issues`.
    pub issues: Vec<Named>,
    /// The items of `places`.
    pub places: Vec<Named>,
    /// The items of `sources`.
    pub sources: Vec<ResolvedSource>,
    /// The items of `quotes`.
    pub quotes: Vec<QuoteReferences>,
    /// The items of `events`.
    pub events: Vec<EventReferences>,
    /// The items of `stances`.
    pub stances: Vec<StanceReferences>,
    /// The items of `claims`.
    pub claims: Vec<ClaimReferences>,
}

impl References {
    /// The numbers of the brief's sources that support its statements.
    pub fn supporting_sources(&self) -> BTreeSet<usize> {
        let quotes =
            self.quotes.iter().flat_map(|quote| quote.originals.iter().chain([&quote.support]));
        let events = self.events.iter().map(|event| &event.support);
        let stances = self.stances.iter().map(|stance| &stance.support);
        let claims = self.claims.iter().flat_map(|claim| &claim.sources);
        let number = |support: &Support| match support {
            Support::Source(number) => Some(*number),
            Support::OfBrief => Some(0),
            Support::Told | Support::Unsaid | Support::Undefined => None,
        };
        quotes.chain(events).chain(stances).chain(claims).filter_map(number).collect()
    }

    /// Whether the brief has no statements.
    pub fn has_no_statements(&self) -> bool {
        self.quotes.is_empty()
            && self.events.is_empty()
            && self.stances.is_empty()
            && self.claims.is_empty()
    }

    /// Calls back with each entity that the statements of a brief name: its kind and the written
    /// name.
    pub fn named_in<'a>(
        &'a self,
        brief: &'a BriefFields,
    ) -> Vec<(Kind, &'a Named, &'a Located<String>)> {
        let mut named = Vec::new();
        for (fields, quote) in brief.quotes.iter().zip(&self.quotes) {
            let speakers = quote.speakers.iter().zip(&fields.speakers);
            named.extend(speakers.map(|(speaker, at)| (Kind::Actor, speaker, &at.actor)));
            named.extend(
                quote.issue.iter().zip(&fields.issue).map(|(issue, at)| (Kind::Issue, issue, at)),
            );
        }
        for (fields, event) in brief.events.iter().zip(&self.events) {
            named.extend(
                event.place.iter().zip(&fields.place).map(|(place, at)| (Kind::Place, place, at)),
            );
            for (who, at) in event.who.iter().zip(&fields.who) {
                named.push((Kind::Actor, &who.actor, &at.actor));
                named.extend(
                    who.stands_for
                        .iter()
                        .zip(&at.stands_for)
                        .map(|(who, at)| (Kind::Actor, who, at)),
                );
            }
            named.extend(
                event.issues.iter().zip(&fields.issues).map(|(issue, at)| (Kind::Issue, issue, at)),
            );
        }
        for (fields, stance) in brief.stances.iter().zip(&self.stances) {
            named.push((Kind::Actor, &stance.actor, &fields.actor));
            named.push((Kind::Issue, &stance.issue, &fields.issue));
        }
        for (fields, claim) in brief.claims.iter().zip(&self.claims) {
            if let (Some(Author::Actor(by)), Some(at)) = (&claim.by, &fields.by) {
                named.push((Kind::Actor, by, at));
            }
            named.extend(
                claim
                    .disputed_by
                    .iter()
                    .zip(&fields.disputed_by)
                    .map(|(who, at)| (Kind::Actor, who, at)),
            );
        }
        named
    }
}

/// The references of a quotation.
#[derive(Debug)]
pub struct QuoteReferences {
    /// The speakers.
    pub speakers: Vec<Named>,
    /// The person spoken to: a registered actor, or a description.
    pub to: Option<Named>,
    /// The issue.
    pub issue: Option<Named>,
    /// The source.
    pub support: Support,
    /// The source of each original that has a source of its own.
    pub originals: Vec<Support>,
}

/// The references of an event.
#[derive(Debug)]
pub struct EventReferences {
    /// The place.
    pub place: Option<Named>,
    /// The participants.
    pub who: Vec<ParticipantReferences>,
    /// The issues.
    pub issues: Vec<Named>,
    /// The source.
    pub support: Support,
}

/// The references of an item in an event's `who`.
#[derive(Debug)]
pub struct ParticipantReferences {
    /// The participant.
    pub actor: Named,
    /// The actor that the participant stands in for.
    pub stands_for: Option<Named>,
}

/// The references of a stance.
#[derive(Debug)]
pub struct StanceReferences {
    /// The actor.
    pub actor: Named,
    /// The issue.
    pub issue: Named,
    /// The source.
    pub support: Support,
}

/// The references of a claim.
#[derive(Debug)]
pub struct ClaimReferences {
    /// The author.
    pub by: Option<Author>,
    /// The sources.
    pub sources: Vec<Support>,
    /// The actors who dispute the claim.
    pub disputed_by: Vec<Named>,
}

/// The author of a claim.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Author {
    /// The desk that writes the brief.
    Desk,
    /// A source of the brief, by its number.
    Source(usize),
    /// An actor.
    Actor(Named),
}

/// The source that supports a statement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Support {
    /// The brief's source with this number.
    Source(usize),
    /// Not stated, but the brief lists a single source.
    OfBrief,
    /// `none`: the desk was told it itself.
    Told,
    /// Not stated, and the brief lists no source or several; or a quotation is the evidence.
    Unsaid,
    /// A source that the brief does not list.
    Undefined,
}

/// The word in place of a source if the desk was told something itself.
pub const TOLD: &str = "none";

/// Resolves the references in the front matter of a brief.
pub(super) fn references(brief: &BriefFields, lexicon: &Lexicon) -> References {
    let sources: Vec<ResolvedSource> =
        brief.sources.iter().map(|item| listed_source(item, lexicon)).collect();
    let numbers = SourceNumbers::of(&sources);
    let of = Lookup { brief: &brief.id.value, sources: &sources, numbers, lexicon };
    References {
        actors: of.list(Kind::Actor, &brief.actors),
        issues: of.list(Kind::Issue, &brief.issues),
        places: of.list(Kind::Place, &brief.places),
        quotes: brief.quotes.iter().map(|quote| of.quote(quote)).collect(),
        events: brief.events.iter().map(|event| of.event(event)).collect(),
        stances: brief.stances.iter().map(|stance| of.stance(stance)).collect(),
        claims: brief.claims.iter().map(|claim| of.claim(claim)).collect(),
        sources,
    }
}

struct Lookup<'a> {
    brief: &'a Slug,
    sources: &'a [ResolvedSource],
    numbers: SourceNumbers<'a>,
    lexicon: &'a Lexicon,
}

impl Lookup<'_> {
    fn list(&self, kind: Kind, items: &[Reference]) -> Vec<Named> {
        items.iter().map(|item| self.named(kind, &item.target)).collect()
    }

    fn quote(&self, quote: &QuoteFields) -> QuoteReferences {
        QuoteReferences {
            speakers: quote
                .speakers
                .iter()
                .map(|speaker| self.named(Kind::Actor, &speaker.actor))
                .collect(),
            to: quote.to.as_ref().map(|to| named_in(Kind::Actor, to, self.brief, self.lexicon)),
            issue: quote.issue.as_ref().map(|issue| self.named(Kind::Issue, issue)),
            support: self.support_of(&quote.evidence),
            originals: quote.originals().iter().map(|original| self.original(original)).collect(),
        }
    }

    fn event(&self, event: &EventFields) -> EventReferences {
        EventReferences {
            place: event.place.as_ref().map(|place| self.named(Kind::Place, place)),
            who: event.who.iter().map(|who| self.participant(who)).collect(),
            issues: event.issues.iter().map(|issue| self.named(Kind::Issue, issue)).collect(),
            support: self.support(&event.evidence),
        }
    }

    fn participant(&self, who: &ParticipantFields) -> ParticipantReferences {
        ParticipantReferences {
            actor: self.named(Kind::Actor, &who.actor),
            stands_for: who.stands_for.as_ref().map(|whom| self.named(Kind::Actor, whom)),
        }
    }

    fn stance(&self, stance: &StanceFields) -> StanceReferences {
        StanceReferences {
            actor: self.named(Kind::Actor, &stance.actor),
            issue: self.named(Kind::Issue, &stance.issue),
            support: match (&stance.quote, &stance.evidence) {
                (Some(_), Evidence { source: None, loc: None }) => Support::Unsaid,
                (_, evidence) => self.support(evidence),
            },
        }
    }

    fn claim(&self, claim: &ClaimFields) -> ClaimReferences {
        let sources = match claim.sources.as_slice() {
            [] => vec![self.support(&Evidence { source: None, loc: claim.loc.clone() })],
            named => named.iter().map(|source| self.source(&source.value)).collect(),
        };
        ClaimReferences {
            by: claim.by.as_ref().map(|by| self.author(by)),
            sources,
            disputed_by: claim
                .disputed_by
                .iter()
                .map(|actor| self.named(Kind::Actor, actor))
                .collect(),
        }
    }

    fn author(&self, by: &Located<String>) -> Author {
        if by.value.trim() == "desk" {
            return Author::Desk;
        }
        match self.numbers.of_written(&by.value, self.lexicon) {
            Some(number) => Author::Source(number),
            None => Author::Actor(self.named(Kind::Actor, by)),
        }
    }

    fn named(&self, kind: Kind, written: &Located<String>) -> Named {
        named_in(kind, &written.value, self.brief, self.lexicon)
    }

    /// The source of an item. A locator without a source refers to the only source of the brief.
    fn support(&self, evidence: &Evidence) -> Support {
        match self.support_of(evidence) {
            Support::OfBrief if evidence.loc.is_some() => Support::Source(0),
            support => support,
        }
    }

    fn original(&self, original: &Original) -> Support {
        original
            .evidence
            .source
            .as_ref()
            .map_or(Support::Unsaid, |source| self.source(&source.value))
    }

    /// The source of quoted words, which are searched in the only source of the brief if none is
    /// stated.
    fn support_of(&self, evidence: &Evidence) -> Support {
        match (&evidence.source, self.sources) {
            (Some(source), _) => self.source(&source.value),
            (None, [_]) => Support::OfBrief,
            (None, _) => Support::Unsaid,
        }
    }

    fn source(&self, written: &str) -> Support {
        if written.trim() == TOLD {
            return Support::Told;
        }
        self.numbers.of_written(written, self.lexicon).map_or(Support::Undefined, Support::Source)
    }
}
