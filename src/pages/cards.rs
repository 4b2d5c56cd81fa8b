//! Views that many pages share: the frame of the site, cards of briefs, links to entities,
//! positions in lists.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::{Mutex, OnceLock, PoisonError};

use rustc_hash::FxHashMap;

use crate::base::country;
use crate::base::date::{Day, End, When};
use crate::base::id::Id;
use crate::base::limits;
use crate::base::memo::Hashed;
use crate::base::path::{OutPath, Url};
use crate::model::entities::{
    Actor, Brief, BriefActor, Entity, Issue, Place, PlainPage, Stance, Status, Text,
};
use crate::model::meetings::{Meetings, Pair, meetings};
use crate::model::site::Site;
use crate::model::titles;
use crate::parse::DocumentFields;

use super::claim_list::ClaimList;
use super::menu::Menu;
use super::planned::Html;
use super::prose::{Plan, Prose};
use super::shared::{AnyView, Shared, SharedBytes};
use super::views::exports::BibliographyView;
use super::views::feeds::{FEED_FILE, FeedEntry};
use super::views::{
    BriefCard, BriefDetails, BriefRow, Head, HeadingView, Link, MarkView, PageCard, PageView,
    Paging, QuoteView, SiteView, UnpublishedView, WhoView,
};
use super::{Found, SECTIONS, Section};

/// The number of items on a page of a list.
pub(super) const PER_PAGE: usize = 100;

/// The breadcrumbs of a page in a tree: the list of all, then the nearest pages in `above`, which
/// has the nearest first. The number is limited, or pages would grow with the depth of the tree.
pub(super) fn way_down(list: Link, above: impl Iterator<Item = Link>) -> Vec<Link> {
    let mut way: Vec<Link> = above.take(limits::WAY_DOWN).chain([list]).collect();
    way.reverse();
    way
}

/// The entry of a brief, by the beginning of a feed's addresses.
pub(super) type EntriesByBase = Vec<(String, SharedBytes<FeedEntry>)>;

/// The latest stance of each actor on each issue.
pub(super) type LatestStances = BTreeMap<(Id<Actor>, Id<Issue>), Id<Stance>>;

/// The site, and the views that many pages share. Each is made when the first page needs it.
pub struct Cards<'a> {
    pub(super) site: &'a Site,
    pub(super) frame: Shared<SiteView>,
    menu: OnceLock<Menu>,
    site_feed: Shared<Link>,
    issues: Vec<OnceLock<Shared<Link>>>,
    briefs: Vec<OnceLock<Shared<BriefCard>>>,
    rows: Vec<OnceLock<Shared<BriefRow>>>,
    pub(super) feed_entries: Vec<Mutex<EntriesByBase>>,
    pub(super) bibliography: OnceLock<Hashed<BibliographyView>>,
    pub(super) quotes: Vec<OnceLock<Shared<QuoteView>>>,
    /// The views of each actor, by title.
    titled: Vec<Mutex<Vec<Shared<WhoView>>>>,
    pub(super) stances: OnceLock<LatestStances>,
    claims: OnceLock<ClaimList>,
    meetings: OnceLock<BTreeMap<Pair, Meetings>>,
    met: OnceLock<Vec<Vec<Pair>>>,
    first_addresses: OnceLock<FxHashMap<&'a OutPath, &'a OutPath>>,
    plain_pages: OnceLock<FxHashMap<&'a OutPath, &'a PlainPage>>,
}

impl<'a> Cards<'a> {
    /// Prepares the shared views of a site.
    pub fn new(site: &'a Site) -> Self {
        let frame = Shared::new(frame(site));
        let site_feed = Shared::new(site_feed(site));
        let issues = site.issues.ids().map(|_| OnceLock::new()).collect();
        let briefs = site.briefs.ids().map(|_| OnceLock::new()).collect();
        let rows = site.briefs.ids().map(|_| OnceLock::new()).collect();
        let feed_entries = site.briefs.ids().map(|_| Mutex::default()).collect();
        let quotes = site.quotes.ids().map(|_| OnceLock::new()).collect();
        let titled = site.actors.ids().map(|_| Mutex::default()).collect();
        let (stances, claims) = (OnceLock::new(), OnceLock::new());
        let (meetings, met, first_addresses) = (OnceLock::new(), OnceLock::new(), OnceLock::new());
        Self {
            site,
            frame,
            menu: OnceLock::new(),
            site_feed,
            issues,
            briefs,
            rows,
            feed_entries,
            bibliography: OnceLock::new(),
            quotes,
            titled,
            stances,
            claims,
            meetings,
            met,
            first_addresses,
            plain_pages: OnceLock::new(),
        }
    }

    /// The shared views, to be dropped on another thread.
    pub fn leftovers(self) -> Box<dyn Send> {
        Box::new((self.briefs, self.rows, self.feed_entries, self.quotes, self.titled))
    }

    /// The plain page at a path.
    pub(super) fn plain_page(&self, path: &OutPath) -> Option<&'a PlainPage> {
        let pages = || self.site.pages.rows().iter().map(|page| (&page.page, page)).collect();
        self.plain_pages.get_or_init(pages).get(path).copied()
    }

    pub(super) fn brief(&self, id: Id<Brief>) -> Shared<BriefCard> {
        self.briefs[id.index()].get_or_init(|| Shared::new(brief_card(self.site, id))).clone()
    }

    /// A brief on the page of an actor without a role and another title, as in most briefs.
    pub(super) fn row(&self, id: Id<Brief>) -> Shared<BriefRow> {
        let row = || Shared::new(BriefRow { brief: self.brief(id), role: None, title: None });
        self.rows[id.index()].get_or_init(row).clone()
    }

    /// An actor in the “Who” box of a brief of this day. `since` tells of a later change of office.
    pub(super) fn who(
        &self,
        item: &BriefActor,
        day: Day,
        since: Option<String>,
    ) -> Shared<WhoView> {
        let (site, actor) = (self.site, &self.site.actors[item.actor]);
        let given = item.title.as_ref().map(|(given, _)| given.clone());
        let held = || titles::title(actor, &site.offices, day);
        let former = || titles::former_title(actor, &site.offices, day);
        let is_given = given.is_some();
        let title = given.or_else(held);
        let former_title = if title.is_none() { former() } else { None };
        let since = since.filter(|since| title.as_ref() != Some(since));
        let view = |role| WhoView {
            name: actor.name.clone(),
            url: self.url(&actor.page),
            kind: actor.kind.word(),
            title: title.clone(),
            former_title: former_title.clone(),
            since: since.clone(),
            role,
        };
        if is_given || item.role.is_some() {
            return Shared::new(view(item.role.clone()));
        }
        // A panic of another thread leaves the list intact.
        let mut titled =
            self.titled[item.actor.index()].lock().unwrap_or_else(PoisonError::into_inner);
        let is_known = |known: &&Shared<WhoView>| {
            known.title == title && known.former_title == former_title && known.since == since
        };
        let known = titled.iter().find(is_known);
        if let Some(known) = known {
            return known.clone();
        }
        let new = Shared::new(view(None));
        titled.push(new.clone());
        new
    }

    /// The list of all claims.
    pub(super) fn claims(&self) -> &ClaimList {
        self.claims.get_or_init(|| ClaimList::of(&self.site.claims))
    }

    /// The pairs of officials who met, with their meetings.
    pub(super) fn meetings(&self) -> &BTreeMap<Pair, Meetings> {
        self.meetings.get_or_init(|| meetings(self.site))
    }

    /// The pairs with an actor.
    pub(super) fn meetings_of(&self, id: Id<Actor>) -> &[Pair] {
        let met = self.met.get_or_init(|| {
            let mut met = vec![Vec::new(); self.site.actors.len()];
            for pair in self.meetings().keys() {
                met[pair.0.index()].push(*pair);
                met[pair.1.index()].push(*pair);
            }
            met
        });
        &met[id.index()]
    }

    /// The first address of the page of an actor or an issue, before its id changed.
    pub(super) fn first_address<'p>(&'p self, page: &'p OutPath) -> &'p OutPath {
        let firsts = self.first_addresses.get_or_init(|| {
            let mut firsts = FxHashMap::default();
            for redirect in self.site.redirects.iter() {
                firsts.entry(&redirect.to).or_insert(&redirect.from);
            }
            firsts
        });
        firsts.get(page).copied().unwrap_or(page)
    }

    pub(super) fn url(&self, path: &OutPath) -> Url {
        path.url(self.site.style)
    }

    /// A link to the page of an entity, if it has one.
    pub(super) fn link(&self, entity: Entity) -> Option<Link> {
        let page = self.site.page_of(entity)?;
        Some(Link { title: self.site.name_of(entity).to_owned(), url: self.url(page) })
    }

    pub(super) fn actor(&self, id: Id<Actor>) -> Link {
        let actor = &self.site.actors[id];
        Link { title: actor.name.clone(), url: self.url(&actor.page) }
    }

    pub(super) fn issue(&self, id: Id<Issue>) -> Link {
        let issue = &self.site.issues[id];
        Link { title: issue.title.clone(), url: self.url(&issue.page) }
    }

    /// A link to an issue that is shared by many pages.
    pub(super) fn shared_issue(&self, id: Id<Issue>) -> Shared<Link> {
        self.issues[id.index()].get_or_init(|| Shared::new(self.issue(id))).clone()
    }

    pub(super) fn place(&self, id: Id<Place>) -> Link {
        let place = &self.site.places[id];
        Link { title: place.name.clone(), url: self.url(&place.page) }
    }

    fn menu(&self) -> &Menu {
        self.menu.get_or_init(|| Menu::of(&self.menu_items()))
    }

    /// The items of the main menu, each with the folder that it leads to.
    fn menu_items(&self) -> Vec<(String, Link)> {
        let in_menu =
            |section: &&&Section| matches!(section.found, Found::InMenu) && (section.has_any)(self);
        let lists = SECTIONS
            .iter()
            .filter(in_menu)
            .map(|section| (section.folder.to_owned(), self.link_to(section)));
        let at_the_top = self
            .site
            .pages
            .rows()
            .iter()
            .filter(|page| page.page.as_str().matches('/').count() == 1);
        let mut pages: Vec<(u32, &str, &PlainPage)> =
            at_the_top.map(|page| (order_of(&page.text), page.title.as_str(), page)).collect();
        pages.sort_by_key(|(order, title, page)| (*order, *title, &page.page));
        let page = |(.., page): (u32, &str, &PlainPage)| {
            let link = Link { title: listed_page_title(page), url: self.url(&page.page) };
            (page.page.folder().trim_end_matches('/').to_owned(), link)
        };
        lists.chain(pages.into_iter().map(page)).collect()
    }

    /// A link to a list.
    pub(super) fn link_to(&self, section: &Section) -> Link {
        Link { title: section.title.to_owned(), url: self.url(&section.page()) }
    }

    /// The breadcrumbs of a list: the item of the main menu through which readers find it.
    pub(super) fn way_to(&self, section: &Section) -> Vec<Link> {
        match section.found {
            Found::InMenu => Vec::new(),
            Found::On(list) => self.menu().item(list.folder).cloned().into_iter().collect(),
        }
    }

    /// The breadcrumbs of a page in a list. They end with the list.
    pub(super) fn way_into(&self, section: &Section) -> Vec<Link> {
        self.way_to(section).into_iter().chain([self.link_to(section)]).collect()
    }

    /// The lists that readers find on another list.
    pub(super) fn found_on(&self, section: &Section) -> Vec<Link> {
        let is_there = |other: &&&Section| {
            let on = match other.found {
                Found::On(list) => list.folder == section.folder,
                Found::InMenu => false,
            };
            on && (other.has_any)(self)
        };
        SECTIONS.iter().filter(is_there).map(|other| self.link_to(other)).collect()
    }

    /// The head of a page of a list, with its breadcrumbs.
    pub(super) fn head_of_list(&self, path: &OutPath, title: &str, section: &Section) -> Head {
        Head { crumbs: self.way_to(section), ..self.head(path, title, section.in_menu()) }
    }

    /// The head of a page in a list, with its breadcrumbs.
    pub(super) fn head_in_list(&self, path: &OutPath, title: &str, section: &Section) -> Head {
        Head { crumbs: self.way_into(section), ..self.head(path, title, section.in_menu()) }
    }

    /// The head of a page.
    pub(super) fn head(&self, path: &OutPath, title: &str, section: &str) -> Head {
        let lang = self.site.config.lang.clone();
        let url = self.url(path);
        let canonical =
            self.site.config.base_url.as_ref().map(|base| [base, "/", url.as_str()].concat());
        Head {
            title: title.to_owned(),
            description: None,
            dir: direction(&lang),
            lang,
            frame_lang: None,
            menu: self.menu().on(&url, section),
            url,
            canonical,
            section: section.to_owned(),
            crumbs: Vec::new(),
            feeds: vec![self.site_feed.clone()],
            og_type: "website",
            noindex: false,
            marks: Vec::new(),
        }
    }

    /// Sets the language of a page.
    pub(super) fn speak(&self, head: &mut Head, lang: &str) {
        let of_site = &self.site.config.lang;
        head.frame_lang = (lang != of_site).then(|| of_site.clone());
        head.dir = direction(lang);
        lang.clone_into(&mut head.lang);
    }

    /// The feed next to a page.
    pub(super) fn feed(&self, page: &OutPath, title: &str) -> Option<Shared<Link>> {
        let url = self.url(&page.beside(FEED_FILE)?);
        Some(Shared::new(Link { title: format!("{title} – {}", self.site.config.title), url }))
    }

    /// An HTML page.
    pub(super) fn html<V: PageView>(
        &self,
        template: &str,
        path: &OutPath,
        head: Head,
        view: V,
        prose: Option<Prose>,
    ) -> Html {
        let in_text =
            prose.iter().flat_map(|prose| &prose.plan).filter_map(|(_, plan)| match plan {
                Plan::QuoteBlock { quote, .. } => Some(quote),
                _ => None,
            });
        let mut marks: Vec<MarkView> =
            view.quotes().chain(in_text).filter_map(|quote| quote.mark.clone()).collect();
        marks.sort_by_key(|mark| (std::cmp::Reverse(mark.verified), mark.label));
        marks.dedup_by_key(|mark| mark.label);
        let head = Head { marks, ..head };
        Html {
            template: template.to_owned(),
            root: path.root(),
            site: self.frame.clone(),
            head,
            view: AnyView::new(view),
            prose,
            cited: Vec::new(),
        }
    }
}

fn brief_card(site: &Site, id: Id<Brief>) -> BriefCard {
    let brief = &site.briefs[id];
    BriefCard {
        title: brief.title.clone(),
        url: brief.page.url(site.style),
        date: brief.date.view(),
        summary: brief.fields.summary.clone(),
        details: brief_details(site, brief),
    }
}

fn brief_details(site: &Site, brief: &Brief) -> Option<Box<BriefDetails>> {
    let lang = brief.fields.lang.clone();
    let details = BriefDetails {
        status: card_status(site, brief),
        corrected: brief.corrections().next().map(|correction| correction.date.view()),
        lang: lang.filter(|lang| *lang != site.config.lang),
    };
    (details != BriefDetails::default()).then(|| Box::new(details))
}

/// `superseded` or `withdrawn`; `None` for a brief with another status.
pub(super) fn status_word(status: &Status) -> Option<&'static str> {
    match status {
        Status::Live => None,
        Status::Superseded { .. } => Some("superseded"),
        Status::Withdrawn { .. } => Some("withdrawn"),
    }
}

impl Cards<'_> {
    /// The reason why only a build with drafts shows a brief; `None` for a published one.
    pub(super) fn unpublished(&self, brief: &Brief) -> Option<UnpublishedView> {
        unpublished(self.site, brief)
    }

    /// The title of a brief in lists of links, with its mark if it is unpublished.
    pub(super) fn listed_title(&self, brief: &Brief) -> String {
        listed_title(self.site, brief)
    }
}

fn unpublished(site: &Site, brief: &Brief) -> Option<UnpublishedView> {
    let dated = (brief.date > site.day).then(|| brief.date.long_in(site.day.year()));
    (brief.is_draft || dated.is_some()).then_some(UnpublishedView { draft: brief.is_draft, dated })
}

/// The mark of an unpublished brief.
fn unpublished_word(site: &Site, brief: &Brief) -> Option<String> {
    let UnpublishedView { draft, dated } = unpublished(site, brief)?;
    let words = [draft.then(|| DRAFT.to_owned()), dated.map(|day| format!("dated {day}"))];
    Some(words.into_iter().flatten().collect::<Vec<_>>().join(", "))
}

/// The mark of a draft.
const DRAFT: &str = "Draft";

/// The mark of a brief in a list of cards.
fn card_status(site: &Site, brief: &Brief) -> Option<String> {
    let words = [unpublished_word(site, brief), status_word(&brief.status).map(str::to_owned)];
    words.into_iter().flatten().reduce(|unpublished, word| format!("{unpublished}, {word}"))
}

/// The title of a brief in lists of links, with its mark if it is unpublished.
pub(super) fn listed_title(site: &Site, brief: &Brief) -> String {
    match unpublished_word(site, brief) {
        Some(word) => format!(
            "{}: {}",
            word.replacen("dated", "Dated", usize::from(!brief.is_draft)),
            brief.title
        ),
        None => brief.title.clone(),
    }
}

/// The title of a plain page in lists of links.
pub(super) fn listed_page_title(page: &PlainPage) -> String {
    if page.is_draft { format!("{DRAFT}: {}", page.title) } else { page.title.clone() }
}

fn site_feed(site: &Site) -> Link {
    let url = OutPath::parse(FEED_FILE).map(|path| path.url(site.style)).unwrap_or_default();
    Link { title: site.config.title.clone(), url }
}

fn frame(site: &Site) -> SiteView {
    SiteView {
        title: site.config.title.clone(),
        lang: site.config.lang.clone(),
        author: site.config.author.clone(),
        home: OutPath::page("").map(|page| page.url(site.style)).unwrap_or_default(),
        description: site.config.description.clone(),
        base_url: site.config.base_url.clone(),
        extra: site.config.extra.clone(),
    }
}

/// The position of a plain page among its neighbours.
pub(super) fn order_of(text: &Text) -> u32 {
    match &text.document.fields {
        DocumentFields::Page(fields) => fields.order.unwrap_or(u32::MAX),
        _ => u32::MAX,
    }
}

/// A plain page in a list.
pub(super) fn page_card(site: &Site, page: &PlainPage) -> PageCard {
    let summary = match &page.text.document.fields {
        DocumentFields::Page(fields) => fields.summary.clone(),
        _ => None,
    };
    PageCard {
        title: page.title.clone(),
        url: page.page.url(site.style),
        summary,
        draft: page.is_draft,
    }
}

/// The headings of levels 2 and 3, if there are enough for a list.
pub(super) fn contents(text: &Text) -> Vec<HeadingView> {
    let Some(body) = &text.document.body else { return Vec::new() };
    // The title of the page is the heading of level 1. If the body has headings of level 1, all of
    // its headings move down by one.
    let shift = u8::from(body.headings.iter().any(|heading| heading.level == 1));
    let headings: Vec<HeadingView> = body
        .headings
        .iter()
        .map(|heading| HeadingView {
            level: heading.level + shift,
            id: heading.id.clone(),
            text: heading.text.clone(),
        })
        .filter(|heading| (2..=3).contains(&heading.level))
        .collect();
    if headings.len() < 3 { Vec::new() } else { headings }
}

/// The briefs on a page of a list.
pub(super) fn briefs_in(
    cards: &Cards<'_>,
    briefs: &[Id<Brief>],
    part: &Range<usize>,
) -> Vec<Shared<BriefCard>> {
    items_in(briefs, part).iter().map(|id| cards.brief(*id)).collect()
}

/// The items on a page of a list; none if the list is shorter.
pub(super) fn items_in<'a, T>(items: &'a [T], part: &Range<usize>) -> &'a [T] {
    &items[part.start.min(items.len())..part.end.min(items.len())]
}

/// A page of a list: its path, the range of its items, its position in the list.
pub(super) type ListPage = (OutPath, Range<usize>, Paging);

/// The pages of a list, with a hundred items each. Never empty.
pub(super) fn paged(total: usize, first: &OutPath, site: &Site) -> impl Iterator<Item = ListPage> {
    let pages = total.div_ceil(PER_PAGE).max(1);
    (1..=pages).map(move |number| {
        let start = (number - 1) * PER_PAGE;
        let url = |number: usize| first.numbered(number).url(site.style);
        let paging = Paging {
            number,
            pages,
            total,
            previous: (number > 1).then(|| url(number - 1)),
            next: (number < pages).then(|| url(number + 1)),
        };
        (first.numbered(number), start..total.min(start + PER_PAGE), paging)
    })
}

/// The pages of several lists that continue together, with a hundred items of each, up to the end
/// of the longest. `total` is the length of the list that the position refers to; [`items_in`]
/// gives the items on a page.
pub(super) fn paged_together(
    total: usize,
    others: &[usize],
    first: &OutPath,
    site: &Site,
) -> impl Iterator<Item = ListPage> {
    let longest = others.iter().copied().max().unwrap_or_default().max(total);
    let together = move |(path, part, paging): ListPage| {
        (path, part.start..part.start + PER_PAGE, Paging { total, ..paging })
    };
    paged(longest, first, site).map(together)
}

/// A period in words: `30 December 2022 to 25 July 2023`, `since July 2023`. Empty if neither end
/// is known.
pub(super) fn span(from: Option<&When>, to: &End) -> String {
    match (from, to) {
        (Some(from), End::Open) => format!("since {}", from.long()),
        (Some(from), End::Unknown) => format!("{} to an unknown date", from.long()),
        (Some(from), End::On(to)) => format!("{} to {}", from.long(), to.long()),
        (None, End::Open) => String::new(),
        (None, End::Unknown) => "until an unknown date".to_owned(),
        (None, End::On(to)) => format!("until {}", to.long()),
    }
}

/// The English name of a country, by its ISO 3166-1 code.
pub(super) fn country_name(code: Option<&String>) -> Option<String> {
    let code = code?;
    Some(country::name(code).unwrap_or(code).to_owned())
}

/// The direction of writing of a language, by its script, else by its usual script.
fn direction(lang: &str) -> &'static str {
    const RIGHT_TO_LEFT: [&str; 12] =
        ["ar", "arc", "ckb", "dv", "fa", "he", "ks", "ps", "sd", "ug", "ur", "yi"];
    let mut parts = lang.split('-');
    let language = parts.next().unwrap_or_default().to_ascii_lowercase();
    let script = parts.find(|part| part.len() == 4).map(str::to_ascii_lowercase);
    let right_to_left = match script.as_deref() {
        Some(script) => matches!(script, "arab" | "hebr" | "syrc" | "thaa" | "nkoo" | "adlm"),
        None => RIGHT_TO_LEFT.contains(&language.as_str()),
    };
    if right_to_left { "rtl" } else { "ltr" }
}
