//! Puts claims together: one out of all that briefs say of it.

use rustc_hash::FxHashMap;

use crate::base::id::{Id, Slug, Table};
use crate::model::claims::{Claim, ClaimAuthor, ClaimWord, Held};
use crate::model::entities::Site;
use crate::model::references::Author;

use super::statements::{Of, is_known};
use super::{Assembler, Shown, each_once};

impl<'a> Assembler<'a> {
    /// The claims of the briefs that are shown, in the order in which the briefs first name them.
    pub(super) fn claims(&self, site: &Site, shown: &[Shown<'a>]) -> Table<Claim> {
        let mut known: FxHashMap<&Slug, Id<Claim>> = FxHashMap::default();
        let mut ids: Vec<&Slug> = Vec::new();
        for fields in shown.iter().flat_map(|brief| &brief.fields.claims) {
            known.entry(&fields.slug).or_insert_with(|| {
                ids.push(&fields.slug);
                Id::new(ids.len() - 1)
            });
        }
        let mut said: Vec<Vec<ClaimWord>> = Vec::new();
        said.resize_with(ids.len(), Vec::new);
        for (number, brief) in shown.iter().enumerate() {
            let references = &self.resolved[brief.document].references;
            let of = Of { assembler: self, site, id: Id::new(number), brief, references };
            for (index, fields) in brief.fields.claims.iter().enumerate() {
                let id = known[&fields.slug];
                said[id.index()].push(of.claim_word(index, id, &known));
            }
        }
        let mut table: Table<Claim> = Table::default();
        for (id, mut words) in ids.into_iter().zip(said) {
            words.sort_by_key(ClaimWord::order);
            table.push(Claim::folded(id.clone(), words));
        }
        table
    }
}

impl Of<'_, '_> {
    fn claim_word(
        &self,
        index: usize,
        id: Id<Claim>,
        known: &FxHashMap<&Slug, Id<Claim>>,
    ) -> ClaimWord {
        let (fields, named) = (&self.brief.fields.claims[index], &self.references.claims[index]);
        let by = named.by.as_ref().and_then(|by| match by {
            Author::Desk => Some(ClaimAuthor::Desk),
            Author::Source(number) => self.source(*number).map(ClaimAuthor::Source),
            Author::Actor(named) => self.assembler.actor_named(named).map(ClaimAuthor::Actor),
        });
        let basis =
            fields.basis.iter().filter_map(|basis| known.get(&Slug::parse(&basis.value)?).copied());
        ClaimWord {
            brief: self.id,
            index,
            day: self.brief.date,
            by,
            grounds: each_once(
                named.sources.iter().map(|support| self.ground(support)).filter(is_known),
            ),
            basis: each_once(basis.filter(|other| *other != id)),
            disputed_by: each_once(
                named.disputed_by.iter().filter_map(|named| self.assembler.actor_named(named)),
            ),
            stands: !self.site.briefs[self.id].is_withdrawn(),
            held: Held::NOTHING,
            span: self.span(fields.id.at),
            fields: fields.clone(),
        }
    }
}
