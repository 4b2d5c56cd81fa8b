//! The Markdown of a text, with the targets and texts of its links, names and quotations.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::base::date::Day;
use crate::base::id::{Id, Table};
use crate::base::path::{OutPath, Url};
use crate::model::entities::{Actor, Brief, Entity, LinkTarget, Office, Quote, Text};
use crate::model::titles;
use crate::parse::config::HtmlPolicy;
use crate::parse::markdown::{Mark, MarkKind};

use super::cards::Cards;
use super::prose::{CitedAt, Plan, Prose, RawHtml};
use super::source::entries;
use super::statements::quote_anchor;
use super::views::SourceEntry;

impl Cards<'_> {
    /// The Markdown and the cited sources of a text that is not a brief's. Titles are those on the
    /// build's day.
    pub(super) fn prose(
        &self,
        text: Option<&Text>,
        page: &OutPath,
    ) -> (Option<Prose>, Vec<SourceEntry>) {
        let Some(text) = text else { return (None, Vec::new()) };
        let (sources, citations) = entries(self, text, &text.cited);
        (self.prose_with(text, page, &AsOf::of_day(self.site.day), citations), sources)
    }

    /// The text of a brief. Titles in the brief override those of the registry.
    pub(super) fn prose_of_brief(
        &self,
        id: Id<Brief>,
        citations: Vec<Vec<CitedAt>>,
    ) -> Option<Prose> {
        let brief = &self.site.briefs[id];
        let given = brief.actors.iter();
        let given =
            given.filter_map(|item| Some((item.actor, item.title.as_ref()?.0.as_str()))).collect();
        let titles = AsOf { day: brief.date, given };
        self.prose_with(self.site.text(id), &brief.page, &titles, citations)
    }

    fn prose_with(
        &self,
        text: &Text,
        page: &OutPath,
        titles: &AsOf<'_>,
        citations: Vec<Vec<CitedAt>>,
    ) -> Option<Prose> {
        let body = text.document.body.as_ref()?;
        let mut citations = citations.into_iter();
        let mut anchored = self.anchored_quotes(text);
        let mut plan: Vec<(u32, Plan)> = Vec::with_capacity(body.marks.len() + body.headings.len());
        for (mark, link) in body.marks.iter().zip(&text.links) {
            let planned = match link {
                LinkTarget::Citation(_) => {
                    Some(Plan::Citation(citations.next().unwrap_or_default()))
                }
                LinkTarget::Quote(id) if is_block(mark) => {
                    let anchor = anchored.remove(id).then(|| quote_anchor(&self.site.quotes[*id]));
                    Some(Plan::QuoteBlock { quote: self.quote(*id), anchor })
                }
                link => self.plan_of(mark, link, page, titles),
            };
            plan.extend(planned.map(|planned| (mark.at.start, planned)));
        }
        plan.extend(text.mentions.iter().filter(|(.., links)| *links).filter_map(
            |(at, entity, _)| {
                let url = self.url(self.site.page_of(*entity)?);
                Some((
                    at.start,
                    Plan::Mention {
                        len: at.end - at.start,
                        url,
                        title: self.title_of(*entity, titles),
                    },
                ))
            },
        ));
        plan.extend(
            body.headings
                .iter()
                .map(|heading| (heading.at.start, Plan::Heading { id: heading.id.clone() })),
        );
        plan.sort_by_key(|(start, _)| *start);
        let raw_html = match self.site.config.html {
            HtmlPolicy::Allow => RawHtml::Allow,
            HtmlPolicy::Sanitise => RawHtml::Sanitise,
            HtmlPolicy::Escape => RawHtml::Escape,
        };
        Some(Prose { source: body.text.clone(), plan, raw_html })
    }

    /// The quotations that have their anchor in a text: those of its own brief that are blocks in
    /// it.
    pub(super) fn anchored_quotes(&self, text: &Text) -> FxHashSet<Id<Quote>> {
        let own = |id: &Id<Quote>| {
            self.site.briefs[self.site.quotes[*id].brief].file == text.document.path
        };
        let marks = text.document.body.iter().flat_map(|body| &body.marks);
        let embedded = marks.zip(&text.links).filter_map(|(mark, link)| match link {
            LinkTarget::Quote(id) if is_block(mark) => Some(*id),
            _ => None,
        });
        embedded.filter(own).collect()
    }

    fn plan_of(
        &self,
        mark: &Mark,
        link: &LinkTarget,
        page: &OutPath,
        titles: &AsOf<'_>,
    ) -> Option<Plan> {
        let (text, titled) = match &mark.kind {
            MarkKind::Wiki { text, titled, .. } => (text.as_ref(), *titled),
            MarkKind::Image { .. } | MarkKind::Html { is_image: true, .. } => {
                return match link {
                    LinkTarget::Path(path, _) => Some(Plan::Image { url: self.url(path) }),
                    LinkTarget::Elsewhere => None,
                    _ => Some(Plan::Nothing),
                };
            }
            MarkKind::Link { .. } | MarkKind::Html { .. } | MarkKind::Citation(_) => (None, false),
        };
        let is_wiki = matches!(mark.kind, MarkKind::Wiki { .. });
        let anchored = |url: Url, anchor: &Option<String>| match anchor {
            Some(anchor) => url.with_fragment(anchor),
            None => url,
        };
        match link {
            LinkTarget::Entity(entity, anchor) => {
                let url = anchored(self.url(self.site.page_of(*entity)?), anchor);
                let title = self.title_of(*entity, titles);
                let shown = (is_wiki && text.is_none()).then(|| self.name_then(*entity, titles));
                let before = if titled { self.short_title_of(*entity, titles) } else { None };
                Some(Plan::Link { url, title: title.filter(|_| !titled), text: shown, before })
            }
            LinkTarget::Path(path, anchor) => {
                let url = anchored(self.url(path), anchor);
                Some(Plan::Link { url, title: None, text: None, before: None })
            }
            LinkTarget::Anchor(anchor) if is_wiki => {
                let url = self.url(page).with_fragment(anchor);
                Some(Plan::Link { url, title: None, text: None, before: None })
            }
            LinkTarget::Quote(quote) => Some(Plan::Quote(self.quote(*quote))),
            LinkTarget::Nothing => Some(Plan::Nothing),
            LinkTarget::Anchor(_) | LinkTarget::Elsewhere | LinkTarget::Citation(_) => None,
        }
    }

    /// The name of an entity in a text. An event has its title on the day of the brief.
    fn name_then(&self, entity: Entity, titles: &AsOf<'_>) -> String {
        match entity {
            Entity::Event(event) => self.site.events[event].title_on(titles.day),
            other => self.site.name_of(other).to_owned(),
        }
    }

    fn title_of(&self, entity: Entity, titles: &AsOf<'_>) -> Option<String> {
        self.titled(entity, titles, titles::title)
    }

    /// The title before a name.
    fn short_title_of(&self, entity: Entity, titles: &AsOf<'_>) -> Option<String> {
        self.titled(entity, titles, titles::short_title)
    }

    fn titled(
        &self,
        entity: Entity,
        titles: &AsOf<'_>,
        held: fn(&Actor, &Table<Office>, Day) -> Option<String>,
    ) -> Option<String> {
        let Entity::Actor(actor) = entity else { return None };
        let held = || held(&self.site.actors[actor], &self.site.offices, titles.day);
        titles.given.get(&actor).map(|title| (*title).to_owned()).or_else(held)
    }
}

/// Whether a quotation is embedded as a block.
fn is_block(mark: &Mark) -> bool {
    matches!(mark.kind, MarkKind::Wiki { alone: true, .. })
}

/// The titles in a text: those on a day, unless the brief gives others.
struct AsOf<'a> {
    day: Day,
    given: FxHashMap<Id<Actor>, &'a str>,
}

impl AsOf<'_> {
    fn of_day(day: Day) -> Self {
        AsOf { day, given: FxHashMap::default() }
    }
}
