//! Puts the statements of all briefs together: one event out of all that briefs say of it, each
//! quotation once.

use std::collections::BTreeMap;
use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::base::date::{Day, When};
use crate::base::finding::Span;
use crate::base::id::{Id, Kind, Slug, Table};
use crate::base::language;
use crate::model::entities::{
    Actor, Brief, Description, Entity, Event, Ground, Issue, Known, Observation, OriginalWords,
    Participant, Place, Quote, QuoteSpeaker, Side, Site, Source, Stance,
};
use crate::model::evidence::Verdict;
use crate::model::named::Named;
use crate::model::references::{QuoteReferences, References, Support};
use crate::model::verification::Verification;
use crate::parse::statements::{Attendance, QuoteFields};

use super::{Assembler, Shown, each_once, without_circles};

impl<'a> Assembler<'a> {
    /// Gives events and quotations their numbers, before texts are linked to them.
    pub(super) fn index_statements(&mut self, shown: &[Shown<'a>]) {
        let mut events: Vec<&Slug> = Vec::new();
        let mut quotes = 0;
        for brief in shown {
            events.extend(brief.fields.events.iter().map(|event| &event.slug));
            for quote in &brief.fields.quotes {
                self.index.quotes.entry(quote.slug.clone()).or_insert_with(|| {
                    quotes += 1;
                    Id::new(quotes - 1)
                });
            }
        }
        events.sort_unstable();
        events.dedup();
        for (number, id) in events.into_iter().enumerate() {
            self.index.insert(Kind::Event, id, Entity::Event(Id::new(number)));
        }
    }

    /// The statements of the briefs that are shown. All other tables are there.
    pub(super) fn statements(&self, site: &mut Site, shown: &[Shown<'a>]) {
        let briefs =
            || shown.iter().enumerate().map(|(number, brief)| (Id::<Brief>::new(number), brief));
        site.events = self.events(site, shown);
        for (id, brief) in briefs() {
            let of = Of {
                assembler: self,
                site,
                id,
                brief,
                references: &self.resolved[brief.document].references,
            };
            let (quotes, stances) = (of.quotes(), of.stances());
            for quote in quotes {
                site.quotes.push(quote);
            }
            for stance in stances {
                site.stances.push(stance);
            }
        }
        site.claims = self.claims(site, shown);
    }

    fn events(&self, site: &Site, shown: &[Shown<'a>]) -> Table<Event> {
        let mut told: BTreeMap<&Slug, Vec<Observation>> = BTreeMap::new();
        for (number, brief) in shown.iter().enumerate() {
            let references = &self.resolved[brief.document].references;
            let of = Of { assembler: self, site, id: Id::new(number), brief, references };
            for (index, event) in brief.fields.events.iter().enumerate() {
                told.entry(&event.slug).or_default().push(of.observation(index));
            }
        }
        let mut table: Table<Event> = Table::default();
        let mut parents: Vec<Option<Slug>> = Vec::new();
        for (id, mut seen) in told {
            // What was taken back says nothing any more. Where nobody else says anything, the
            // event's page says so.
            let stands = |seen: &Observation| !site.briefs[seen.brief].is_withdrawn();
            let is_withdrawn = !seen.iter().any(stands);
            seen.sort_by_key(Observation::order);
            let (seen, taken_back): (Vec<_>, Vec<_>) =
                seen.into_iter().partition(|seen| is_withdrawn || stands(seen));
            let parent = seen
                .iter()
                .rev()
                .find_map(|seen| Slug::parse(&seen.fields.part_of.as_ref()?.value));
            if let Some(event) = Event::folded(id.clone(), seen, taken_back) {
                parents.push(parent);
                table.push(Event { is_withdrawn, ..event });
            }
        }
        for (id, parent) in table.ids().zip(parents) {
            if let Some(Entity::Event(parent)) =
                parent.and_then(|parent| self.index.get(Kind::Event, &parent))
            {
                table[id].part_of = Some(parent);
            }
        }
        without_circles(&mut table, |event| &mut event.part_of);
        share_fates(&mut table);
        let standing = table.iter().filter(|(_, event)| !event.is_withdrawn);
        let mut parts: Vec<(Id<Event>, Id<Event>)> =
            standing.filter_map(|(id, event)| Some((event.part_of?, id))).collect();
        parts.sort_by_key(|(_, part)| (table[*part].day(), *part));
        for (whole, part) in parts {
            table[whole].parts.push(part);
        }
        table
    }

    pub(super) fn actor_named(&self, named: &Named) -> Option<Id<Actor>> {
        match self.entity(Kind::Actor, named)? {
            Entity::Actor(actor) => Some(actor),
            _ => None,
        }
    }

    fn issue_named(&self, named: &Named) -> Option<Id<Issue>> {
        match self.entity(Kind::Issue, named)? {
            Entity::Issue(issue) => Some(issue),
            _ => None,
        }
    }

    fn place_named(&self, named: &Named) -> Option<Id<Place>> {
        match self.entity(Kind::Place, named)? {
            Entity::Place(place) => Some(place),
            _ => None,
        }
    }

    fn event_named(&self, written: &str) -> Option<Id<Event>> {
        match self.index.get(Kind::Event, &Slug::parse(written.trim())?)? {
            Entity::Event(event) => Some(event),
            _ => None,
        }
    }
}

/// One brief, with what its statements name.
pub(super) struct Of<'s, 'a> {
    pub(super) assembler: &'s Assembler<'a>,
    pub(super) site: &'s Site,
    pub(super) id: Id<Brief>,
    pub(super) brief: &'s Shown<'a>,
    pub(super) references: &'s References,
}

impl Of<'_, '_> {
    pub(super) fn span(&self, at: crate::base::finding::Bytes) -> Span {
        Span::new(self.assembler.documents[self.brief.document].path.clone(), at)
    }

    pub(super) fn source(&self, number: usize) -> Option<Id<Source>> {
        self.site.briefs[self.id].sources.get(number).copied().flatten()
    }

    pub(super) fn ground(&self, support: &Support) -> Ground {
        match support {
            Support::Source(number) => self.source(*number).map_or(Ground::Nothing, Ground::Source),
            Support::OfBrief => self.source(0).map_or(Ground::Nothing, Ground::OfBrief),
            Support::Told => Ground::Told,
            Support::Unsaid | Support::Undefined => Ground::Nothing,
        }
    }

    /// The quotations that this brief is the first to define.
    fn quotes(&self) -> Vec<Quote> {
        let known = self.site.quotes.len();
        let mut quotes = Vec::new();
        for (index, (fields, named)) in
            self.brief.fields.quotes.iter().zip(&self.references.quotes).enumerate()
        {
            let number = self.assembler.index.quotes.get(&fields.slug).map(|id| id.index());
            if number != Some(known + quotes.len()) {
                continue;
            }
            quotes.push(Quote {
                id: fields.slug.clone(),
                brief: self.id,
                index,
                day: first_day(fields.said.as_ref().map(|said| &said.value))
                    .unwrap_or(self.brief.date),
                speakers: self.speakers(fields, named),
                to: named.to.as_ref().and_then(|named| self.assembler.actor_named(named)),
                event: fields
                    .event
                    .as_ref()
                    .and_then(|event| self.assembler.event_named(&event.value)),
                issue: named.issue.as_ref().and_then(|named| self.assembler.issue_named(named)),
                ground: self.ground(&named.support),
                verdict: Arc::new(Verdict::Unchecked),
                verification: Arc::new(Verification::NONE),
                originals: self.originals(fields, named),
                span: self.span(fields.id.at),
                fields: Arc::clone(fields),
            });
        }
        quotes
    }

    /// An original stands in the source that it names, or where the quotation does, if that is in
    /// its language.
    fn originals(&self, fields: &QuoteFields, named: &QuoteReferences) -> Vec<OriginalWords> {
        let own = self.ground(&named.support).source();
        let originals = fields.originals().iter().zip(&named.originals);
        let original = originals.map(|(original, support)| {
            let lang = original.lang.as_deref();
            let source = match support {
                Support::Unsaid => {
                    own.filter(|source| lang.is_some_and(|lang| self.speaks(*source, lang)))
                }
                support => self.ground(support).source(),
            };
            let verdict = Arc::new(Verdict::Unchecked);
            OriginalWords { source, is_named: *support != Support::Unsaid, verdict }
        });
        original.collect()
    }

    fn speaks(&self, source: Id<Source>, lang: &str) -> bool {
        let of_source = self.site.sources[source]
            .fields
            .as_deref()
            .and_then(|fields| fields.further().lang.as_ref());
        language::is_same(of_source.unwrap_or(&self.site.config.lang), lang)
    }

    fn speakers(&self, fields: &QuoteFields, named: &QuoteReferences) -> Vec<QuoteSpeaker> {
        let mut speakers: Vec<QuoteSpeaker> = Vec::new();
        for (given, named) in fields.speakers.iter().zip(&named.speakers) {
            let Some(actor) = self.assembler.actor_named(named) else { continue };
            if speakers.iter().all(|known| known.actor != actor) {
                speakers.push(QuoteSpeaker { actor, title: given.title.clone() });
            }
        }
        speakers
    }

    fn observation(&self, index: usize) -> Observation {
        let (fields, named) = (&self.brief.fields.events[index], &self.references.events[index]);
        Observation {
            brief: self.id,
            index,
            day: self.brief.date,
            place: named.place.as_ref().and_then(|place| self.assembler.place_named(place)),
            who: self.participants(index),
            issues: each_once(
                named.issues.iter().filter_map(|issue| self.assembler.issue_named(issue)),
            ),
            known: Known::after(None, fields, self.brief.date),
            described: Description::default(),
            ground: self.ground(&named.support),
            span: self.span(fields.id.at),
            fields: Arc::clone(fields),
        }
    }

    fn participants(&self, index: usize) -> Vec<Participant> {
        let (fields, named) = (&self.brief.fields.events[index], &self.references.events[index]);
        let mut who: Vec<Participant> = Vec::new();
        let mut known: FxHashSet<Id<Actor>> = FxHashSet::default();
        let mut unsaid: Vec<usize> = Vec::new();
        let mut sides: FxHashMap<String, Side> = FxHashMap::default();
        for (given, named) in fields.who.iter().zip(&named.who) {
            let Some(actor) = self.assembler.actor_named(&named.actor) else { continue };
            if !known.insert(actor) {
                continue;
            }
            if given.attendance.is_none() {
                unsaid.push(who.len());
            }
            let stands_for =
                named.stands_for.as_ref().and_then(|whom| self.assembler.actor_named(whom));
            who.push(Participant {
                actor,
                title: given.title.as_ref().map(|title| title.value.clone()),
                named: given.named,
                side: given.side.as_ref().map(|side| self.side(side, &mut sides)),
                role: given.role,
                attendance: given.attendance.unwrap_or(Attendance::Attended),
                stands_for: stands_for.filter(|whom| *whom != actor),
                represented_by: None,
            });
        }
        let stand_in = |who: &Participant| Some((who.stands_for?, who.actor));
        let stand_ins: FxHashMap<Id<Actor>, Id<Actor>> =
            who.iter().rev().filter_map(stand_in).collect();
        if !stand_ins.is_empty() {
            // In whose place somebody stands was not there, unless the brief says that they were.
            let are_stood_for = |number: &usize| stand_ins.contains_key(&who[*number].actor);
            let absent: Vec<usize> = unsaid.into_iter().filter(are_stood_for).collect();
            absent.into_iter().for_each(|number| who[number].attendance = Attendance::Represented);
            for who in who.iter_mut().filter(|who| who.attendance == Attendance::Represented) {
                who.represented_by = stand_ins.get(&who.actor).copied();
            }
        }
        who
    }

    /// A side, by the name of the actor that is written, else by what is written; case does not
    /// matter.
    fn side(&self, written: &str, sides: &mut FxHashMap<String, Side>) -> Side {
        let name = match self.assembler.written(Kind::Actor, written) {
            Some(Entity::Actor(actor)) => &self.site.actors[actor].name,
            _ => written.trim(),
        };
        let number = sides.len();
        sides
            .entry(name.to_lowercase())
            .or_insert_with(|| Side { number, name: name.to_owned() })
            .clone()
    }

    fn stances(&self) -> Vec<Stance> {
        let items = self.brief.fields.stances.iter().zip(&self.references.stances).enumerate();
        let begun = items.filter(|(_, (fields, _))| {
            self.assembler.is_past(fields.date.as_ref().map(|date| &date.value))
        });
        let stance = begun.filter_map(|(index, (fields, named))| {
            let quote = fields.quote.as_ref().and_then(|quote| Slug::parse(quote.value.trim()));
            Some(Stance {
                brief: self.id,
                index,
                day: first_day(fields.date.as_ref().map(|date| &date.value))
                    .unwrap_or(self.brief.date),
                actor: self.assembler.actor_named(&named.actor)?,
                issue: self.assembler.issue_named(&named.issue)?,
                quote: quote.and_then(|quote| self.assembler.index.quotes.get(&quote).copied()),
                ground: self.ground(&named.support),
                span: self.span(fields.actor.at),
                fields: Arc::clone(fields),
            })
        });
        stance.collect()
    }
}

pub(super) fn is_known(ground: &Ground) -> bool {
    *ground != Ground::Nothing
}

/// Calls off and puts off the parts of events that do not go ahead.
fn share_fates(table: &mut Table<Event>) {
    for id in table.ids() {
        let mut above = std::iter::successors(table[id].part_of, |whole| table[*whole].part_of);
        let fate = above.find_map(|whole| Some((whole, table[id].shared_fate(&table[whole])?)));
        if let Some((whole, status)) = fate {
            (table[id].shares_fate_of, table[id].status) = (Some(whole), status);
        }
    }
}

fn first_day(when: Option<&When>) -> Option<Day> {
    when.and_then(|when| when.earliest().or_else(|| when.latest()))
}
