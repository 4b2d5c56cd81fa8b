//! The main menu: the lists that are not empty, then the plain pages at the top.

use crate::base::path::Url;

use super::shared::Shared;
use super::views::{Link, MenuItem};

/// The main menu in each of its forms, which differ in the current item.
pub(super) struct Menu {
    /// The menu without a current item.
    elsewhere: Shared<Vec<MenuItem>>,
    items: Vec<Item>,
}

/// An item of the menu, and the menu on the pages of its part of the site.
struct Item {
    /// The folder of that part.
    folder: String,
    link: Link,
    /// The menu on the page that the item leads to.
    at_its_head: Shared<Vec<MenuItem>>,
    /// The menu on the other pages of that part.
    within: Shared<Vec<MenuItem>>,
}

impl Menu {
    /// The menu of these items, each with the folder that it leads to.
    pub(super) fn of(items: &[(String, Link)]) -> Menu {
        let menu = |here: Option<(usize, &'static str)>| {
            let item = |(number, (_, link)): (usize, &(String, Link))| MenuItem {
                url: link.url.clone(),
                title: link.title.clone(),
                current: here.filter(|(here, _)| *here == number).map(|(_, current)| current),
            };
            Shared::new(items.iter().enumerate().map(item).collect())
        };
        let in_each_form = |(number, (folder, link)): (usize, &(String, Link))| Item {
            folder: folder.clone(),
            link: link.clone(),
            at_its_head: menu(Some((number, "page"))),
            within: menu(Some((number, "true"))),
        };
        Menu { elsewhere: menu(None), items: items.iter().enumerate().map(in_each_form).collect() }
    }

    /// The menu on a page in a folder.
    pub(super) fn on(&self, url: &Url, folder: &str) -> Shared<Vec<MenuItem>> {
        let menu = match self.find(folder) {
            Some(item) if item.link.url == *url => &item.at_its_head,
            Some(item) => &item.within,
            None => &self.elsewhere,
        };
        menu.clone()
    }

    /// The item for a folder.
    pub(super) fn item(&self, folder: &str) -> Option<&Link> {
        self.find(folder).map(|item| &item.link)
    }

    fn find(&self, folder: &str) -> Option<&Item> {
        self.items.iter().find(|item| item.folder == folder)
    }
}
