//! What the front matter of a brief names: in its lists, and in its statements.
//!
//! Looks at one brief and at names only.

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

/// What the front matter of a brief names, each list in the order of the brief's.
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
    /// Those of `quotes`.
    pub quotes: Vec<QuoteReferences>,
    /// Those of `events`.
    pub events: Vec<EventReferences>,
    /// Those of `stances`.
    pub stances: Vec<StanceReferences>,
    /// Those of `claims`.
    pub claims: Vec<ClaimReferences>,
}

impl References {
    /// The numbers of the brief's sources that its statements rest on.
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

    /// Whether there are no statements.
    pub fn has_no_statements(&self) -> bool {
        self.quotes.is_empty()
            && self.events.is_empty()
            && self.stances.is_empty()
            && self.claims.is_empty()
    }

    /// Every entity that the statements of a brief name, with its kind and what is written.
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

/// What a quotation names.
#[derive(Debug)]
pub struct QuoteReferences {
    /// Who said it.
    pub speakers: Vec<Named>,
    /// To whom: a registered actor, or anybody whom the words describe.
    pub to: Option<Named>,
    /// On which issue.
    pub issue: Option<Named>,
    /// Where it stands.
    pub support: Support,
    /// Where each of its originals stands, where that is not where the quotation does.
    pub originals: Vec<Support>,
}

/// What an event names.
#[derive(Debug)]
pub struct EventReferences {
    /// Where it takes place.
    pub place: Option<Named>,
    /// Who takes part.
    pub who: Vec<ParticipantReferences>,
    /// What it is about.
    pub issues: Vec<Named>,
    /// Where it stands.
    pub support: Support,
}

/// What an item of an event's `who` names.
#[derive(Debug)]
pub struct ParticipantReferences {
    /// Who it is.
    pub actor: Named,
    /// In whose place.
    pub stands_for: Option<Named>,
}

/// What a stance names.
#[derive(Debug)]
pub struct StanceReferences {
    /// Whose it is.
    pub actor: Named,
    /// On what.
    pub issue: Named,
    /// Where it stands.
    pub support: Support,
}

/// What a claim names.
#[derive(Debug)]
pub struct ClaimReferences {
    /// Who makes it.
    pub by: Option<Author>,
    /// What it rests on.
    pub sources: Vec<Support>,
    /// Who disputes it.
    pub disputed_by: Vec<Named>,
}

/// Who makes a claim.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Author {
    /// The desk that writes the brief.
    Desk,
    /// A source of the brief, by its number.
    Source(usize),
    /// An actor.
    Actor(Named),
}

/// Which source a statement rests on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Support {
    /// The brief's source of this number.
    Source(usize),
    /// It names none, and the brief lists a single one.
    OfBrief,
    /// The desk was told it itself: `none`.
    Told,
    /// It names none, and the brief lists none or several; or a quotation shows it.
    Unsaid,
    /// It names something that is not among the brief's sources.
    Undefined,
}

/// What stands in the place of a source where the desk was told something itself.
pub const TOLD: &str = "none";

/// Looks up what the front matter of a brief names.
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

    /// A place is a place in something: it names the only source.
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

    /// Of words it is looked up whether they stand in the only source.
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
