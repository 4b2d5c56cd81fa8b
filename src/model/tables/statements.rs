//! The tables of quotations and stances, and the references of all statements by row number.

use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::base::date::{Day, When};
use crate::base::finding::{Bytes, Span};
use crate::base::id::{Id, Kind, Slug, Table};
use crate::base::language;
use crate::model::entities::{
    Actor, Brief, Entity, Ground, OriginalWords, Participant, Quote, QuoteSpeaker, Side, Source,
    Stance,
};
use crate::model::named::Named;
use crate::model::references::Support;
use crate::model::verdicts::{AttributedQuote, OriginalSource, QuoteVerdict};
use crate::parse::statements::{Attendance, SpeakerFields};

use super::maker::RowMaker;
use super::rows::StatementItem;

/// Makes the rows of statements from the finished rows of entities.
pub(super) struct StatementMaker<'a> {
    pub(super) rows: &'a RowMaker<'a>,
    pub(super) briefs: &'a Table<Brief>,
    pub(super) actors: &'a Table<Actor>,
    pub(super) sources: &'a Table<Source>,
    /// The language of the site.
    pub(super) lang: &'a str,
}

/// The statements of one brief.
pub(super) struct BriefStatements<'a> {
    pub(super) maker: &'a StatementMaker<'a>,
    pub(super) id: Id<Brief>,
    pub(super) brief: &'a Brief,
}

impl<'a> StatementMaker<'a> {
    pub(super) fn of(&'a self, id: Id<Brief>) -> BriefStatements<'a> {
        BriefStatements { maker: self, id, brief: &self.briefs[id] }
    }

    /// The speaker and the source that the briefs give for each quotation.
    pub(super) fn attributions(&self, items: &[StatementItem]) -> Vec<AttributedQuote> {
        items.iter().map(|item| self.of(item.brief).attribution(item.index)).collect()
    }

    /// Makes the quotations of these items with the results of their verification.
    pub(super) fn quotes(
        &self,
        items: &[StatementItem],
        attributions: Vec<AttributedQuote>,
        verdicts: Vec<QuoteVerdict>,
    ) -> Table<Quote> {
        let known = attributions.into_iter().zip(verdicts);
        let quote = |(item, (attribution, verdict)): (&StatementItem, _)| {
            self.of(item.brief).quote(item.index, attribution, verdict)
        };
        items.iter().zip(known).map(quote).collect()
    }

    /// The stances up to the build's day, in the order of the briefs.
    pub(super) fn stances(&self) -> Table<Stance> {
        self.briefs.ids().flat_map(|id| self.of(id).stances()).collect()
    }

    fn speaks(&self, source: Id<Source>, lang: &str) -> bool {
        let fields = self.sources[source].fields.as_deref();
        let of_source = fields.and_then(|fields| fields.further().lang.as_deref());
        language::is_same(of_source.unwrap_or(self.lang), lang)
    }

    /// A side of an event: the actor with the written name, else the written text. Case is ignored.
    fn side(&self, written: &str, sides: &mut FxHashMap<String, Side>) -> Side {
        let name = match self.rows.written(Kind::Actor, written) {
            Some(Entity::Actor(actor)) => &self.actors[actor].name,
            _ => written.trim(),
        };
        let number = sides.len();
        sides
            .entry(name.to_lowercase())
            .or_insert_with(|| Side { number, name: name.to_owned() })
            .clone()
    }
}

impl BriefStatements<'_> {
    pub(super) fn span(&self, at: Bytes) -> Span {
        Span::new(self.brief.file.clone(), at)
    }

    pub(super) fn source(&self, number: usize) -> Option<Id<Source>> {
        self.brief.sources.get(number).copied().flatten()
    }

    pub(super) fn ground(&self, support: &Support) -> Ground {
        match support {
            Support::Source(number) => self.source(*number).map_or(Ground::Nothing, Ground::Source),
            Support::OfBrief => self.source(0).map_or(Ground::Nothing, Ground::OfBrief),
            Support::Told => Ground::Told,
            Support::Unsaid | Support::Undefined => Ground::Nothing,
        }
    }

    fn attribution(&self, index: usize) -> AttributedQuote {
        let named = &self.brief.references.quotes[index];
        AttributedQuote {
            fields: Arc::clone(&self.brief.fields.quotes[index]),
            speakers: self.speakers(index),
            ground: self.ground(&named.support),
            originals: self.originals(index),
        }
    }

    fn speakers(&self, index: usize) -> Vec<QuoteSpeaker> {
        let given = &self.brief.fields.quotes[index].speakers;
        let named = &self.brief.references.quotes[index].speakers;
        let mut known: FxHashSet<Id<Actor>> = FxHashSet::default();
        let speaker = |(given, named): (&SpeakerFields, &Named)| {
            let actor = self.maker.rows.index.actor(named).filter(|actor| known.insert(*actor))?;
            Some(QuoteSpeaker { actor, title: given.title.clone() })
        };
        given.iter().zip(named).filter_map(speaker).collect()
    }

    /// The source of each original: the source that it names, else the quotation's, if that is in
    /// the language of the original.
    fn originals(&self, index: usize) -> Vec<OriginalSource> {
        let (fields, named) =
            (&self.brief.fields.quotes[index], &self.brief.references.quotes[index]);
        let own = self.ground(&named.support).source();
        let originals = fields.originals().iter().zip(&named.originals);
        let original = originals.map(|(original, support)| {
            let lang = original.lang.as_deref();
            let speaks =
                |source: &Id<Source>| lang.is_some_and(|it| self.maker.speaks(*source, it));
            let source = match support {
                Support::Unsaid => own.filter(speaks),
                support => self.ground(support).source(),
            };
            OriginalSource { source, is_named: *support != Support::Unsaid }
        });
        original.collect()
    }

    fn quote(&self, index: usize, attribution: AttributedQuote, verdict: QuoteVerdict) -> Quote {
        let named = &self.brief.references.quotes[index];
        let known = self.maker.rows.index;
        let AttributedQuote { fields, speakers, ground, originals } = attribution;
        let originals = originals.into_iter().zip(verdict.originals);
        let original = |(original, verdict): (OriginalSource, _)| OriginalWords {
            source: original.source,
            is_named: original.is_named,
            verdict,
        };
        let said = fields.said.as_ref().map(|said| &said.value);
        let event = fields.event.as_ref().and_then(|event| Slug::parse(event.value.trim()));
        Quote {
            id: fields.slug.clone(),
            brief: self.id,
            index,
            day: first_day(said).unwrap_or(self.brief.date),
            speakers,
            to: named.to.as_ref().and_then(|named| known.actor(named)),
            event: event.and_then(|event| known.event(&event)),
            issue: named.issue.as_ref().and_then(|named| known.issue(named)),
            ground,
            verdict: verdict.verdict,
            verification: verdict.verification,
            originals: originals.map(original).collect(),
            span: self.span(fields.id.at),
            fields,
        }
    }

    fn stances(&self) -> Vec<Stance> {
        let (fields, references) = (&self.brief.fields, &self.brief.references);
        let known = self.maker.rows.index;
        let items = fields.stances.iter().zip(&references.stances).enumerate();
        let stance = items.filter_map(|(index, (fields, named))| {
            let date = fields.date.as_ref().map(|date| &date.value);
            if !self.maker.rows.input.is_past(date) {
                return None;
            }
            let quote = fields.quote.as_ref().and_then(|quote| Slug::parse(quote.value.trim()));
            Some(Stance {
                brief: self.id,
                index,
                day: first_day(date).unwrap_or(self.brief.date),
                actor: known.actor(&named.actor)?,
                issue: known.issue(&named.issue)?,
                quote: quote.and_then(|quote| known.quote(&quote)),
                ground: self.ground(&named.support),
                span: self.span(fields.actor.at),
                fields: Arc::clone(fields),
            })
        });
        stance.collect()
    }

    /// The participants of an event, each once.
    pub(super) fn participants(&self, index: usize) -> Vec<Participant> {
        let (fields, named) =
            (&self.brief.fields.events[index], &self.brief.references.events[index]);
        let known = self.maker.rows.index;
        let mut who: Vec<Participant> = Vec::new();
        let mut seen: FxHashSet<Id<Actor>> = FxHashSet::default();
        let mut unsaid: Vec<usize> = Vec::new();
        let mut sides: FxHashMap<String, Side> = FxHashMap::default();
        for (given, named) in fields.who.iter().zip(&named.who) {
            let Some(actor) = known.actor(&named.actor) else { continue };
            if !seen.insert(actor) {
                continue;
            }
            if given.attendance.is_none() {
                unsaid.push(who.len());
            }
            let stands_for = named.stands_for.as_ref().and_then(|whom| known.actor(whom));
            who.push(Participant {
                actor,
                title: given.title.as_ref().map(|title| title.value.clone()),
                named: given.named,
                side: given.side.as_ref().map(|side| self.maker.side(side, &mut sides)),
                role: given.role,
                attendance: given.attendance.unwrap_or(Attendance::Attended),
                stands_for: stands_for.filter(|whom| *whom != actor),
                represented_by: None,
            });
        }
        represented(who, &unsaid)
    }
}

/// Links participants with the participants that represent them. A represented participant counts
/// as absent, unless the brief states otherwise; `unsaid` lists the participants without a stated
/// attendance.
fn represented(mut who: Vec<Participant>, unsaid: &[usize]) -> Vec<Participant> {
    let stand_in = |who: &Participant| Some((who.stands_for?, who.actor));
    let stand_ins: FxHashMap<Id<Actor>, Id<Actor>> =
        who.iter().rev().filter_map(stand_in).collect();
    if stand_ins.is_empty() {
        return who;
    }
    for number in unsaid {
        if stand_ins.contains_key(&who[*number].actor) {
            who[*number].attendance = Attendance::Represented;
        }
    }
    for who in who.iter_mut().filter(|who| who.attendance == Attendance::Represented) {
        who.represented_by = stand_ins.get(&who.actor).copied();
    }
    who
}

fn first_day(when: Option<&When>) -> Option<Day> {
    when.and_then(|when| when.earliest().or_else(|| when.latest()))
}
