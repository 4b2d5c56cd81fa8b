//! The home page, the lists of entities, plain pages, redirects, and the page for addresses that do
//! not exist.

use std::sync::{Arc, LazyLock, OnceLock};

use crate::base::date::When;
use crate::base::id::Id;
use crate::base::path::OutPath;
use crate::base::web::parsed;
use crate::model::entities::{Actor, Brief, Issue, Organization, PlainPage, Redirect};
use crate::model::site::Site;
use crate::model::titles;
use crate::parse::DocumentFields;
use crate::parse::registry::ActorKind;

use super::cards::{Cards, ListPage, contents, country_name, items_in, order_of, page_card, paged};
use super::issue;
use super::planned::{Html, Planned};
use super::source::{anchor, order};
use super::views::{
    BriefsView, CountryGroup, EntriesView, EntryRow, HomeView, IssuesView, Link, NotFoundView,
    OfficialRow, OfficialsView, PageCard, PlainView, RedirectView, YearView,
};
use super::{BRIEFS, ISSUES, OFFICIALS, SOURCES, Section};

/// The number of officials on the home page.
const HOME_OFFICIALS: usize = 24;

pub(super) fn index(folder: &str) -> OutPath {
    OutPath::page(folder).unwrap_or_else(|| OutPath::page("").expect("the home page"))
}

fn is_home(page: &PlainPage) -> bool {
    page.page.as_str() == "index.html"
}

/// The home page.
pub(super) fn home<'s>(cards: &'s Cards<'_>) -> Planned<'s> {
    Planned::page(index(""), |path| home_html(cards, path))
}

fn home_html(cards: &Cards<'_>, path: &OutPath) -> Html {
    let site = cards.site;
    let newest: Vec<Id<Brief>> = site.briefs.ids().take(site.config.newest as usize).collect();
    let own = site.pages.rows().iter().find(|page| is_home(page));
    let mut head = cards.head(path, &site.config.title, "home");
    head.description = site.config.description.clone();
    let list = |section: &Section, any: bool| any.then(|| cards.url(&section.page()));
    let roots = issue::tree(site).into_iter().filter(|(_, depth)| *depth == 0);
    let officials = named_in(cards, &newest);
    let view = HomeView {
        newest: newest.iter().map(|id| cards.brief(*id)).collect(),
        total: site.briefs.len(),
        briefs_url: list(&BRIEFS, !site.briefs.is_empty()),
        issues: roots
            .take(super::cards::PER_PAGE)
            .map(|(id, depth)| issue::row(cards, id, depth))
            .collect(),
        issues_url: list(&ISSUES, !site.issues.is_empty()),
        officials_url: list(&OFFICIALS, !officials.is_empty()),
        officials: officials.into_iter().map(|id| official(cards, id)).collect(),
    };
    let (prose, cited) = cards.prose(own.map(|page| &page.text), path);
    Html { cited, ..cards.html("home.html", path, head, view, prose) }
}

/// The people in the newest briefs, in the order of the briefs.
fn named_in(cards: &Cards<'_>, briefs: &[Id<Brief>]) -> Vec<Id<Actor>> {
    let site = cards.site;
    let mut named: Vec<Id<Actor>> = Vec::new();
    for item in briefs.iter().flat_map(|brief| &site.briefs[*brief].actors) {
        if named.len() == HOME_OFFICIALS {
            break;
        }
        let actor = &site.actors[item.actor];
        if actor.kind == ActorKind::Person && !actor.anonymous && !named.contains(&item.actor) {
            named.push(item.actor);
        }
    }
    named
}

fn official(cards: &Cards<'_>, id: Id<Actor>) -> OfficialRow {
    let site = cards.site;
    let actor = &site.actors[id];
    OfficialRow {
        name: actor.name.clone(),
        url: cards.url(&actor.page),
        title: titles::title(actor, &site.offices, site.day),
        anonymous: actor.anonymous,
    }
}

/// `/briefs/`, and a list for each year.
pub(super) fn briefs<'s>(section: &'static Section, cards: &'s Cards<'_>) -> Vec<Planned<'s>> {
    let site = cards.site;
    let mut years: Vec<(i16, Vec<Id<Brief>>)> = Vec::new();
    for id in site.briefs.ids() {
        let year = site.briefs[id].date.year();
        match years.last_mut() {
            Some((last, briefs)) if *last == year => briefs.push(id),
            _ => years.push((year, vec![id])),
        }
    }
    let year_index = |year: i16| index(&format!("{}/{year:04}", section.folder));
    let link = |year: i16| YearView { year, url: cards.url(&year_index(year)) };
    let links: Arc<[YearView]> = years.iter().map(|(year, _)| link(*year)).collect();
    let all = (None, section.page(), site.briefs.ids().collect());
    let lists = years.into_iter().map(|(year, briefs)| (Some(year), year_index(year), briefs));
    let mut planned = Vec::new();
    for (year, first, briefs) in std::iter::once(all).chain(lists) {
        let briefs: Arc<[Id<Brief>]> = briefs.into();
        planned.extend(paged(briefs.len(), &first, site).map(|(path, part, paging): ListPage| {
            let (briefs, links) = (Arc::clone(&briefs), Arc::clone(&links));
            Planned::page(path, move |path| {
                let head = match year {
                    None => cards.head_of_list(path, section.title, section),
                    Some(year) => cards.head_in_list(path, &format!("Briefs of {year}"), section),
                };
                let briefs = briefs[part].iter().map(|id| cards.brief(*id)).collect();
                let view = BriefsView { year, briefs, years: links.to_vec(), paging };
                cards.html(section.template, path, head, view, None)
            })
        }));
    }
    planned
}

/// `/officials/`: people by country, by the rank of their office and by family name; unnamed people
/// last in their country.
pub(super) fn officials<'s>(section: &'static Section, cards: &'s Cards<'_>) -> Vec<Planned<'s>> {
    let site = cards.site;
    if !has_persons(site) {
        return Vec::new();
    }
    let mut officials: Vec<(Option<String>, Id<Actor>)> = site
        .actors
        .iter()
        .filter(|(_, actor)| actor.kind == ActorKind::Person)
        .map(|(id, actor)| (country_name(actor.country.as_ref()), id))
        .collect();
    officials.sort_by_cached_key(|(country, id)| {
        let actor = &site.actors[*id];
        let rank = titles::rank(actor, &site.offices, site.day);
        let family = actor.family_name().to_lowercase();
        (country.is_none(), country.clone(), actor.anonymous, rank, family, actor.name.clone(), *id)
    });
    let officials: Arc<[_]> = officials.into();
    let planned = |(path, part, paging): ListPage| {
        let officials = Arc::clone(&officials);
        Planned::page(path, move |path| {
            let groups = by_country(cards, &officials[part]);
            let view = OfficialsView { groups, more: cards.found_on(section), paging };
            let head = cards.head_of_list(path, section.title, section);
            cards.html(section.template, path, head, view, None)
        })
    };
    paged(officials.len(), &section.page(), site).map(planned).collect()
}

/// Whether a site has officials.
pub(super) fn has_persons(site: &Site) -> bool {
    site.actors.rows().iter().any(|actor| actor.kind == ActorKind::Person)
}

fn by_country(cards: &Cards<'_>, officials: &[(Option<String>, Id<Actor>)]) -> Vec<CountryGroup> {
    let mut groups: Vec<CountryGroup> = Vec::new();
    for (country, id) in officials {
        let row = official(cards, *id);
        match groups.last_mut() {
            Some(group) if group.country == *country => group.officials.push(row),
            _ => groups.push(CountryGroup { country: country.clone(), officials: vec![row] }),
        }
    }
    groups
}

/// A list of the entries of a table by title. The entries of a page are made when the page is
/// rendered.
struct ListByTitle<T, R> {
    section: &'static Section,
    total: usize,
    /// The title of a row.
    title: T,
    /// The entry of a row.
    row: R,
}

impl<'s, T, R> ListByTitle<T, R>
where
    T: Fn(usize) -> &'s str + Send + Sync + 's,
    R: Fn(usize) -> EntryRow + Send + Sync + 's,
{
    /// The rows by title, ignoring case, then by address.
    fn order(&self) -> Vec<usize> {
        let mut rows: Vec<(String, usize)> =
            (0..self.total).map(|row| ((self.title)(row).to_lowercase(), row)).collect();
        rows.sort_unstable();
        for alike in rows.chunk_by_mut(|(a, _), (b, _)| a == b).filter(|alike| alike.len() > 1) {
            alike.sort_by_cached_key(|(_, row)| (self.row)(*row).url);
        }
        rows.into_iter().map(|(_, row)| row).collect()
    }

    fn pages(self, cards: &'s Cards<'_>) -> Vec<Planned<'s>> {
        let (total, section) = (self.total, self.section);
        let (listing, order) = (Arc::new(self), Arc::new(OnceLock::new()));
        let planned = |(path, part, paging): ListPage| {
            let (listing, order) = (Arc::clone(&listing), Arc::clone(&order));
            Planned::page(path, move |path| {
                let order: &Vec<usize> = order.get_or_init(|| listing.order());
                let head = cards.head_of_list(path, section.title, section);
                let view = EntriesView {
                    title: section.title.to_owned(),
                    section: section.folder,
                    entries: items_in(order, &part).iter().map(|row| (listing.row)(*row)).collect(),
                    paging,
                };
                cards.html(section.template, path, head, view, None)
            })
        };
        paged(total, &section.page(), cards.site).map(planned).collect()
    }
}

pub(super) fn actors<'s>(section: &'static Section, cards: &'s Cards<'_>) -> Vec<Planned<'s>> {
    let site = cards.site;
    let actors = site.actors.rows();
    if actors.is_empty() {
        return Vec::new();
    }
    let row = |row: usize| EntryRow {
        title: actors[row].name.clone(),
        url: cards.url(&actors[row].page),
        note: titles::title(&actors[row], &site.offices, site.day),
        briefs: Some(site.relations.actors[row].len()),
    };
    let title = |row: usize| actors[row].name.as_str();
    ListByTitle { section, total: actors.len(), title, row }.pages(cards)
}

pub(super) fn offices<'s>(section: &'static Section, cards: &'s Cards<'_>) -> Vec<Planned<'s>> {
    let site = cards.site;
    let offices = site.offices.rows();
    if offices.is_empty() {
        return Vec::new();
    }
    let row = |row: usize| EntryRow {
        title: offices[row].title.clone(),
        url: cards.url(&offices[row].page),
        note: match &offices[row].org {
            Some(Organization::Actor(actor)) => Some(site.actors[*actor].name.clone()),
            Some(Organization::Name(name)) => Some(name.clone()),
            None => country_name(offices[row].country.as_ref()),
        },
        briefs: None,
    };
    let title = |row: usize| offices[row].title.as_str();
    ListByTitle { section, total: offices.len(), title, row }.pages(cards)
}

pub(super) fn places<'s>(section: &'static Section, cards: &'s Cards<'_>) -> Vec<Planned<'s>> {
    let site = cards.site;
    let places = site.places.rows();
    if places.is_empty() {
        return Vec::new();
    }
    let row = |row: usize| EntryRow {
        title: places[row].name.clone(),
        url: cards.url(&places[row].page),
        note: places[row].within.map(|within| site.places[within].name.clone()),
        briefs: Some(site.relations.places[row].len()),
    };
    let title = |row: usize| places[row].name.as_str();
    ListByTitle { section, total: places.len(), title, row }.pages(cards)
}

/// `/sources/`: links to the pages of sources, or to their entries in the briefs that list them.
pub(super) fn sources<'s>(section: &'static Section, cards: &'s Cards<'_>) -> Vec<Planned<'s>> {
    let site = cards.site;
    let sources = site.sources.rows();
    if sources.is_empty() && site.briefs.is_empty() {
        return Vec::new();
    }
    let entries = LazyLock::new(|| entries_in_briefs(site));
    let row = move |row: usize| source_row(cards, row, entries[row]);
    let title = |row: usize| &*sources[row].title;
    ListByTitle { section, total: sources.len(), title, row }.pages(cards)
}

/// A source in the list of all sources. `entry` is the brief that lists it, and the position in its
/// list.
fn source_row(cards: &Cards<'_>, row: usize, entry: Option<(Id<Brief>, usize)>) -> EntryRow {
    let site = cards.site;
    let source = &site.sources.rows()[row];
    let url = match (&source.page, entry) {
        (Some((_, page)), _) => cards.url(page),
        (None, Some((brief, position))) => {
            cards.url(&site.briefs[brief].page).with_fragment(&anchor(position))
        }
        // A source without a page is always listed by a brief.
        (None, None) => cards.url(&SOURCES.page()),
    };
    let fields = source.fields.as_deref();
    let publisher = fields.and_then(|fields| fields.publisher.clone());
    let published = fields.and_then(|fields| fields.published.as_ref()).map(When::long);
    let note = match (publisher, published) {
        (Some(publisher), Some(published)) => Some([&publisher, ", ", &published].concat()),
        (publisher, published) => publisher.or(published),
    };
    EntryRow {
        title: source.title.to_string(),
        url,
        note,
        briefs: Some(site.relations.sources[row].len()),
    }
}

/// For each source the first brief that lists it, and the position in its list.
fn entries_in_briefs(site: &Site) -> Vec<Option<(Id<Brief>, usize)>> {
    let mut entries = vec![None; site.sources.len()];
    for (id, brief) in site.briefs.iter() {
        for (position, number) in order(site.text(id), &brief.sources).0.into_iter().enumerate() {
            if let Some(source) = brief.sources[number] {
                entries[source.index()].get_or_insert((id, position));
            }
        }
    }
    entries
}

pub(super) fn issues<'s>(section: &'static Section, cards: &'s Cards<'_>) -> Vec<Planned<'s>> {
    let site = cards.site;
    if site.issues.is_empty() {
        return Vec::new();
    }
    let tree: Arc<[(Id<Issue>, usize)]> = issue::tree(site).into();
    let planned = |(path, part, paging): ListPage| {
        let tree = Arc::clone(&tree);
        Planned::page(path, move |path| {
            let head = cards.head_of_list(path, section.title, section);
            let issues =
                tree[part].iter().map(|(id, depth)| issue::row(cards, *id, *depth)).collect();
            cards.html(section.template, path, head, IssuesView { issues, paging }, None)
        })
    };
    paged(tree.len(), &section.page(), site).map(planned).collect()
}

/// The plain pages except for the home page.
pub(super) fn plain_pages<'s>(cards: &'s Cards<'_>) -> Vec<Planned<'s>> {
    let planned = |page: &'s PlainPage| {
        Planned::page(page.page.clone(), |_| plain(cards, page)).of(page.file.clone())
    };
    cards.site.pages.rows().iter().filter(|page| !is_home(page)).map(planned).collect()
}

fn plain(cards: &Cards<'_>, page: &PlainPage) -> Html {
    let DocumentFields::Page(fields) = &page.text.document.fields else {
        return not_found_html(cards, &page.page);
    };
    let section = page.page.as_str().split('/').next().unwrap_or_default();
    let mut head = cards.head(&page.page, &page.title, section);
    head.description = fields.summary.clone();
    head.crumbs = above(cards, page);
    if let Some(lang) = &fields.lang {
        cards.speak(&mut head, lang);
    }
    let view = PlainView {
        title: page.title.clone(),
        summary: fields.summary.clone(),
        draft: page.is_draft,
        children: children(cards, page),
        contents: contents(&page.text),
        extra: fields.extra.clone(),
    };
    let (prose, cited) = cards.prose(Some(&page.text), &page.page);
    let template = fields.template.as_ref().map_or("page.html", |name| &name.value);
    Html { cited, ..cards.html(template, &page.page, head, view, prose) }
}

/// The pages of the enclosing folders.
fn above(cards: &Cards<'_>, page: &PlainPage) -> Vec<Link> {
    let parts: Vec<&str> = page.page.folder().trim_end_matches('/').split('/').collect();
    (1..parts.len())
        .filter_map(|depth| {
            let folder = index(&parts[..depth].join("/"));
            let above = cards.plain_page(&folder)?;
            Some(Link { title: above.title.clone(), url: cards.url(&above.page) })
        })
        .collect()
}

/// The pages one level below the page of a folder.
fn children(cards: &Cards<'_>, page: &PlainPage) -> Vec<PageCard> {
    if page.file.name() != "index.md" {
        return Vec::new();
    }
    let folder = page.page.folder();
    let below = |other: &&PlainPage| {
        let rest = other.page.as_str().strip_prefix(folder);
        rest.is_some_and(|rest| rest.matches('/').count() == 1) && other.page != page.page
    };
    let mut children: Vec<&PlainPage> = cards.site.pages.rows().iter().filter(below).collect();
    children.sort_by_cached_key(|page| (order_of(&page.text), page.title.to_lowercase()));
    children.into_iter().map(|page| page_card(cards.site, page)).collect()
}

/// The pages of redirects.
pub(super) fn redirects<'s>(cards: &'s Cards<'_>, implied: bool) -> Vec<Planned<'s>> {
    let redirects = cards.site.redirects.iter().filter(|redirect| redirect.is_implied == implied);
    let planned = |redirect: &'s Redirect| {
        let page = Planned::unlisted(redirect.from.clone(), |_| redirect_html(cards, redirect));
        let page = page.of_entry(&redirect.span);
        if implied { page.of_former() } else { page }
    };
    redirects.map(planned).collect()
}

fn redirect_html(cards: &Cards<'_>, redirect: &Redirect) -> Html {
    let mut head = cards.head(&redirect.from, &redirect.title, "");
    head.noindex = true;
    let target = Link { title: redirect.title.clone(), url: cards.url(&redirect.to) };
    head.canonical =
        cards.site.config.base_url.as_ref().map(|base| format!("{base}/{}", target.url));
    cards.html("redirect.html", &redirect.from, head, RedirectView { target }, None)
}

/// The page that hosts show for addresses that do not exist.
pub(super) fn not_found<'s>(cards: &'s Cards<'_>) -> Planned<'s> {
    let path = OutPath::parse("404.html").unwrap_or_else(|| index(""));
    Planned::unlisted(path, |path| not_found_html(cards, path))
}

/// The page is shown at any address, so its links cannot be relative. They begin with the path of
/// `base_url`.
fn not_found_html(cards: &Cards<'_>, path: &OutPath) -> Html {
    let title = "Page not found";
    let mut head = cards.head(path, title, "");
    head.noindex = true;
    let view = NotFoundView { title: title.to_owned() };
    let html = cards.html("404.html", path, head, view, None);
    match cards.site.config.base_url.as_deref().and_then(parsed) {
        Some(base) => Html { root: format!("{}/", base.path().trim_end_matches('/')), ..html },
        None => html,
    }
}
