//! The page of an office: its holders by date, with the gaps between them.

use crate::base::date::{Day, End, When};
use crate::base::id::Id;
use crate::model::entities::{Actor, Office, Organization, Tenure};
use crate::model::titles;

use super::OFFICES;
use super::cards::{Cards, country_name, span};
use super::planned::{Html, Planned};
use super::views::{DatedTitleView, HolderView, MaybeLink, OfficeView};

/// The page of an office.
pub(super) fn office_page<'s>(cards: &'s Cards<'_>, id: Id<Office>) -> Planned<'s> {
    let office = &cards.site.offices[id];
    Planned::page(office.page.clone(), move |_| office_html(cards, id))
        .of_entry(office.origin.span())
}

fn office_html(cards: &Cards<'_>, id: Id<Office>) -> Html {
    let site = cards.site;
    let office = &site.offices[id];
    let head = cards.head_in_list(&office.page, &office.title, &OFFICES);
    let view = OfficeView {
        id: office.id.to_string(),
        title: office.title.clone(),
        short: office.short.clone(),
        org: office.org.as_ref().map(|org| match org {
            Organization::Actor(actor) => {
                let link = cards.actor(*actor);
                MaybeLink { title: link.title, url: Some(link.url) }
            }
            Organization::Name(name) => MaybeLink { title: name.clone(), url: None },
        }),
        country: office.country.clone(),
        country_name: country_name(office.country.as_ref()),
        titles: office
            .titles
            .iter()
            .map(|title| DatedTitleView {
                text: title.text.clone(),
                span: span(title.from.as_ref(), &title.to),
            })
            .collect(),
        holders: holders(cards, id),
    };
    let (prose, cited) = cards.prose(office.text.as_ref(), &office.page);
    Html { cited, ..cards.html("office.html", &office.page, head, view, prose) }
}

/// The holders, the last first, and the gaps in which certainly nobody held the office.
fn holders(cards: &Cards<'_>, office: Id<Office>) -> Vec<HolderView> {
    let site = cards.site;
    let mut tenures: Vec<(Id<Actor>, &Tenure)> = site.relations.holders[office.index()]
        .iter()
        .map(|(actor, tenure)| (*actor, &site.actors[*actor].tenures[*tenure]))
        .collect();
    tenures.sort_by_key(|(actor, tenure)| (tenure.from.is_some(), tenure.from, *actor));
    let mut holders = Vec::new();
    let mut last_day: Option<Day> = None;
    for (number, (actor, tenure)) in tenures.iter().enumerate() {
        let first = tenure.from.as_ref().and_then(When::earliest);
        if let (Some(last), Some(first), true) =
            (last_day, first, site.offices[office].seats.is_some())
            && last.succ() < first
            && number > 0
        {
            holders.push(gap(last.succ(), first.pred()));
        }
        holders.push(holder(cards, *actor, tenure));
        last_day = match &tenure.to {
            End::On(to) => to.latest().max(last_day),
            // No gap follows a holder whose end is open or unknown.
            End::Open | End::Unknown => Some(Day::new(9999, 12, 31).unwrap_or(site.day)),
        };
    }
    holders.reverse();
    holders
}

fn gap(from: Day, to: Day) -> HolderView {
    let words = if from == to { from.long() } else { format!("{} to {}", from.long(), to.long()) };
    HolderView {
        holder: None,
        span: words,
        from: Some(from.view()),
        to: Some(to.view()),
        current: false,
        acting: false,
        retracted: false,
        note: None,
    }
}

fn holder(cards: &Cards<'_>, actor: Id<Actor>, tenure: &Tenure) -> HolderView {
    HolderView {
        holder: Some(cards.actor(actor)),
        span: span(tenure.from.as_ref(), &tenure.to),
        from: tenure.from.as_ref().map(|from| from.view()),
        to: match &tenure.to {
            End::On(to) => Some(to.view()),
            End::Open | End::Unknown => None,
        },
        current: titles::is_held(tenure, cards.site.day),
        acting: tenure.acting,
        retracted: tenure
            .source
            .is_some_and(|source| cards.site.retracted.sources.root(source).is_some()),
        note: tenure.note.clone(),
    }
}
