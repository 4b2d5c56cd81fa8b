//! The table of claims: one claim out of all that briefs say of it.

use std::sync::Arc;

use crate::base::id::{Id, Slug, Table};
use crate::model::claims::{Claim, ClaimAuthor, ClaimWord, Held};
use crate::model::entities::Ground;
use crate::model::references::Author;

use super::maker::each_once;
use super::rows::StatementItem;
use super::statements::StatementMaker;

impl StatementMaker<'_> {
    /// The claims, in the order in which the briefs first name them.
    pub(super) fn claims(&self, told: &[(&Slug, Vec<StatementItem>)]) -> Table<Claim> {
        let numbered = told.iter().enumerate();
        numbered.map(|(number, (id, items))| self.claim(Id::new(number), id, items)).collect()
    }

    fn claim(&self, id: Id<Claim>, slug: &Slug, items: &[StatementItem]) -> Claim {
        let mut items = items.to_vec();
        items.sort_by_key(StatementItem::order);
        let mut held = Held::NOTHING;
        let mut words: Vec<ClaimWord> = Vec::with_capacity(items.len());
        for (number, item) in items.into_iter().enumerate() {
            let word = self.word(id, item, number, held);
            if word.stands {
                held = word.held;
            }
            words.push(word);
        }
        Claim::of(slug.clone(), words)
    }

    /// What an item says of a claim, on top of what was held `before` it.
    fn word(&self, id: Id<Claim>, item: StatementItem, number: usize, before: Held) -> ClaimWord {
        let of = self.of(item.brief);
        let fields = &of.brief.fields.claims[item.index];
        let named = &of.brief.references.claims[item.index];
        let known = self.rows.index;
        let by = named.by.as_ref().and_then(|by| match by {
            Author::Desk => Some(ClaimAuthor::Desk),
            Author::Source(number) => of.source(*number).map(ClaimAuthor::Source),
            Author::Actor(named) => known.actor(named).map(ClaimAuthor::Actor),
        });
        let basis =
            fields.basis.iter().filter_map(|basis| known.claim(&Slug::parse(&basis.value)?));
        let grounds = named.sources.iter().map(|support| of.ground(support));
        ClaimWord {
            brief: item.brief,
            index: item.index,
            day: of.brief.date,
            by,
            grounds: each_once(grounds.filter(|ground| *ground != Ground::Nothing)),
            basis: each_once(basis.filter(|other| *other != id)),
            disputed_by: each_once(named.disputed_by.iter().filter_map(|named| known.actor(named))),
            stands: !of.brief.is_withdrawn(),
            held: before.after(fields, number),
            span: of.span(fields.id.at),
            fields: Arc::clone(fields),
        }
    }
}
