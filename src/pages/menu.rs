//! The main menu: the lists that have anything in them, then the plain pages at the top.

use crate::base::path::Url;
use crate::base::shared::Shared;
use crate::model::entities::{PlainPage, Site};
use crate::parse::registry::ActorKind;

use super::cards::{listed_page_title, order_of, section};
use super::views::{Link, MenuItem};

/// The main menu in each form that pages show of it, made once for all of them.
pub(super) struct Menu {
    /// Where no item stands for the page.
    elsewhere: Shared<Vec<MenuItem>>,
    sections: Vec<Section>,
}

/// A section of the site that the menu leads to.
struct Section {
    name: String,
    link: Link,
    /// The menu on the page that the item leads to.
    at_its_head: Shared<Vec<MenuItem>>,
    /// The menu on the other pages of the section.
    within: Shared<Vec<MenuItem>>,
}

impl Menu {
    pub(super) fn of(site: &Site) -> Menu {
        let items = items(site);
        let menu = |here: Option<(usize, &'static str)>| {
            let item = |(number, (_, link)): (usize, &(String, Link))| MenuItem {
                url: link.url.clone(),
                title: link.title.clone(),
                current: here.filter(|(here, _)| *here == number).map(|(_, current)| current),
            };
            Shared::new(items.iter().enumerate().map(item).collect())
        };
        let section = |(number, (name, link)): (usize, &(String, Link))| Section {
            name: name.clone(),
            link: link.clone(),
            at_its_head: menu(Some((number, "page"))),
            within: menu(Some((number, "true"))),
        };
        Menu { elsewhere: menu(None), sections: items.iter().enumerate().map(section).collect() }
    }

    /// The menu on a page of a section.
    pub(super) fn on(&self, url: &Url, section: &str) -> Shared<Vec<MenuItem>> {
        let menu = match self.section(section) {
            Some(section) if section.link.url == *url => &section.at_its_head,
            Some(section) => &section.within,
            None => &self.elsewhere,
        };
        menu.clone()
    }

    /// The item that leads to a section.
    pub(super) fn item(&self, section: &str) -> Option<&Link> {
        self.section(section).map(|section| &section.link)
    }

    fn section(&self, name: &str) -> Option<&Section> {
        self.sections.iter().find(|section| section.name == name)
    }
}

/// The items, each with the name of its section.
fn items(site: &Site) -> Vec<(String, Link)> {
    let lists = [
        ("Briefs", "briefs", !site.briefs.is_empty()),
        (
            "Officials",
            "officials",
            site.actors.rows().iter().any(|actor| actor.kind == ActorKind::Person),
        ),
        ("Issues", "issues", !site.issues.is_empty()),
        ("Events", "events", !site.statements.events.is_empty()),
        ("Quotations", "quotes", !site.statements.quotes.is_empty()),
        ("Claims", "claims", site.claims.rows().iter().any(|claim| !claim.is_withdrawn())),
        ("Places", "places", !site.places.is_empty()),
        ("Sources", "sources", !site.sources.is_empty()),
    ];
    let list =
        |(title, folder, _): (&str, &str, bool)| (folder.to_owned(), section(site, title, folder));
    let at_the_top =
        site.pages.rows().iter().filter(|page| page.page.as_str().matches('/').count() == 1);
    let mut pages: Vec<(u32, &str, &PlainPage)> =
        at_the_top.map(|page| (order_of(&page.text), page.title.as_str(), page)).collect();
    pages.sort_by_key(|(order, title, page)| (*order, *title, &page.page));
    let page = |(.., page): (u32, &str, &PlainPage)| {
        let link = Link { title: listed_page_title(page), url: page.page.url(site.style) };
        (page.page.folder().trim_end_matches('/').to_owned(), link)
    };
    lists
        .into_iter()
        .filter(|(.., any)| *any)
        .map(list)
        .chain(pages.into_iter().map(page))
        .collect()
}
