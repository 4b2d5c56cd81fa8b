//! The home page, the indexes, plain pages, redirects, and the page for addresses that lead nowhere.

use crate::base::id::Id;
use crate::base::path::OutPath;
use crate::model::entities::{Actor, Brief, Organization, PlainPage, Redirect};
use crate::model::titles;
use crate::parse::DocumentFields;
use crate::parse::registry::ActorKind;

use super::cards::{Cards, contents, country_name, direction, file_of, order_of, page_card, paged};
use super::issue;
use super::views::{
    BriefsView, CountryGroup, EntriesView, EntryRow, HomeView, IssuesView, Link, NotFoundView, OfficialRow,
    OfficialsView, PageCard, PlainView, RedirectView, YearView,
};
use super::{Html, Make, Page, View};

/// How many officials the home page names.
const HOME_OFFICIALS: usize = 24;

/// Adds all of them.
pub(super) fn pages(cards: &Cards<'_>, pages: &mut Vec<Page>) {
    pages.push(home(cards));
    briefs(cards, pages);
    if cards.site.actors.rows().iter().any(|actor| actor.kind == ActorKind::Person) {
        officials(cards, pages);
    }
    actors(cards, pages);
    issues(cards, pages);
    offices(cards, pages);
    places(cards, pages);
    sources(cards, pages);
    pages.extend(cards.site.pages.rows().iter().filter(|page| !is_home(page)).map(|page| plain(cards, page)));
    pages.push(not_found(cards));
}

fn index(folder: &str) -> OutPath {
    OutPath::page(folder).unwrap_or_else(|| OutPath::page("").expect("the home page"))
}

fn is_home(page: &PlainPage) -> bool {
    page.page.as_str() == "index.html"
}

fn home(cards: &Cards<'_>) -> Page {
    let site = cards.site;
    let path = index("");
    let newest: Vec<Id<Brief>> = site.briefs.ids().take(site.config.newest as usize).collect();
    let own = site.pages.rows().iter().find(|page| is_home(page));
    let mut head = cards.head(&path, &site.config.title, "home");
    head.description = site.config.description.clone();
    let section = |folder: &str, any: bool| any.then(|| cards.url(&index(folder)));
    let roots = issue::tree(site).into_iter().filter(|(_, depth)| *depth == 0);
    let officials = named_in(cards, &newest);
    let view = HomeView {
        newest: newest.iter().map(|id| cards.brief(*id)).collect(),
        total: site.briefs.len(),
        briefs_url: section("briefs", !site.briefs.is_empty()),
        issues: roots.take(super::cards::PER_PAGE).map(|(id, depth)| issue::row(cards, id, depth)).collect(),
        issues_url: section("issues", !site.issues.is_empty()),
        officials_url: section("officials", !officials.is_empty()),
        officials: officials.into_iter().map(|id| official(cards, id)).collect(),
    };
    let prose = own.and_then(|page| cards.prose(&page.text, &path, site.day, Vec::new()));
    cards.html("home.html", path, head, View::Home(view), prose)
}

/// The persons whom the newest briefs name, in the order of their naming.
fn named_in(cards: &Cards<'_>, briefs: &[Id<Brief>]) -> Vec<Id<Actor>> {
    let site = cards.site;
    let mut named: Vec<Id<Actor>> = Vec::new();
    for item in briefs.iter().flat_map(|brief| &site.briefs[*brief].actors) {
        if named.len() == HOME_OFFICIALS {
            break;
        }
        if site.actors[item.actor].kind == ActorKind::Person && !named.contains(&item.actor) {
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
    }
}

/// `/briefs/`, and a list for each year.
fn briefs(cards: &Cards<'_>, pages: &mut Vec<Page>) {
    let site = cards.site;
    let all: Vec<Id<Brief>> = site.briefs.ids().collect();
    let mut years: Vec<(i16, Vec<Id<Brief>>)> = Vec::new();
    for id in &all {
        let year = site.briefs[*id].date.year();
        match years.last_mut() {
            Some((last, briefs)) if *last == year => briefs.push(*id),
            _ => years.push((year, vec![*id])),
        }
    }
    let year_index = |year: i16| index(&format!("briefs/{year:04}"));
    let links: Vec<YearView> =
        years.iter().map(|(year, _)| YearView { year: *year, url: cards.url(&year_index(*year)) }).collect();
    let mut list = |first: &OutPath, year: Option<i16>, briefs: &[Id<Brief>]| {
        for (path, briefs, paging) in paged(briefs, first, site) {
            let title = year.map_or_else(|| "Briefs".to_owned(), |year| format!("Briefs of {year}"));
            let mut head = cards.head(&path, &title, "briefs");
            head.crumbs = year.map(|_| cards.section("Briefs", "briefs")).into_iter().collect();
            let briefs = briefs.iter().map(|id| cards.brief(*id)).collect();
            let view = BriefsView { year, briefs, years: links.clone(), paging };
            pages.push(cards.html("briefs.html", path, head, View::Briefs(view), None));
        }
    };
    list(&index("briefs"), None, &all);
    for (year, briefs) in &years {
        list(&year_index(*year), Some(*year), briefs);
    }
}

/// `/officials/`: persons by country, and by the rank of their office.
fn officials(cards: &Cards<'_>, pages: &mut Vec<Page>) {
    let site = cards.site;
    let mut officials: Vec<(Option<String>, Id<Actor>)> = site
        .actors
        .iter()
        .filter(|(_, actor)| actor.kind == ActorKind::Person)
        .map(|(id, actor)| (country_name(actor.country.as_ref()), id))
        .collect();
    officials.sort_by_cached_key(|(country, id)| {
        let actor = &site.actors[*id];
        let rank = titles::rank(actor, &site.offices, site.day);
        (country.is_none(), country.clone(), rank, actor.name.clone(), *id)
    });
    let more = [("Actors", "actors", true), ("Offices", "offices", !site.offices.is_empty())];
    let more: Vec<Link> =
        more.iter().filter(|(_, _, any)| *any).map(|(title, folder, _)| cards.section(title, folder)).collect();
    for (path, officials, paging) in paged(&officials, &index("officials"), site) {
        let mut groups: Vec<CountryGroup> = Vec::new();
        for (country, id) in officials {
            let row = official(cards, *id);
            match groups.last_mut() {
                Some(group) if group.country == *country => group.officials.push(row),
                _ => groups.push(CountryGroup { country: country.clone(), officials: vec![row] }),
            }
        }
        let head = cards.head(&path, "Officials", "officials");
        let view = OfficialsView { groups, more: more.clone(), paging };
        pages.push(cards.html("officials.html", path, head, View::Officials(view), None));
    }
}

fn entries(cards: &Cards<'_>, title: &str, section: &'static str, rows: &[EntryRow], pages: &mut Vec<Page>) {
    for (path, rows, paging) in paged(rows, &index(section), cards.site) {
        let head = cards.head(&path, title, section);
        let view = EntriesView { title: title.to_owned(), section, entries: rows.to_vec(), paging };
        pages.push(cards.html("entries.html", path, head, View::Entries(view), None));
    }
}

fn by_title(mut rows: Vec<EntryRow>) -> Vec<EntryRow> {
    rows.sort_by_cached_key(|row| (row.title.to_lowercase(), row.url.clone()));
    rows
}

fn actors(cards: &Cards<'_>, pages: &mut Vec<Page>) {
    let site = cards.site;
    if site.actors.is_empty() {
        return;
    }
    let rows = site.actors.iter().map(|(id, actor)| EntryRow {
        title: actor.name.clone(),
        url: cards.url(&actor.page),
        note: titles::title(actor, &site.offices, site.day),
        briefs: Some(site.relations.actors[id.index()].len()),
    });
    entries(cards, "Actors", "actors", &by_title(rows.collect()), pages);
}

fn offices(cards: &Cards<'_>, pages: &mut Vec<Page>) {
    let site = cards.site;
    if site.offices.is_empty() {
        return;
    }
    let rows = site.offices.rows().iter().map(|office| EntryRow {
        title: office.title.clone(),
        url: cards.url(&office.page),
        note: match &office.org {
            Some(Organization::Actor(actor)) => Some(site.actors[*actor].name.clone()),
            Some(Organization::Name(name)) => Some(name.clone()),
            None => country_name(office.country.as_ref()),
        },
        briefs: None,
    });
    entries(cards, "Offices", "offices", &by_title(rows.collect()), pages);
}

fn places(cards: &Cards<'_>, pages: &mut Vec<Page>) {
    let site = cards.site;
    if site.places.is_empty() {
        return;
    }
    let rows = site.places.iter().map(|(id, place)| EntryRow {
        title: place.name.clone(),
        url: cards.url(&place.page),
        note: place.within.map(|within| site.places[within].name.clone()),
        briefs: Some(site.relations.places[id.index()].len()),
    });
    entries(cards, "Places", "places", &by_title(rows.collect()), pages);
}

/// `/sources/`: those with pages of their own lead there, the others to their entry in the brief that names them.
fn sources(cards: &Cards<'_>, pages: &mut Vec<Page>) {
    let site = cards.site;
    if site.sources.is_empty() && site.briefs.is_empty() {
        return;
    }
    let anchors = anchors(cards);
    let rows = site.sources.iter().filter_map(|(id, source)| {
        let briefs = &site.relations.sources[id.index()];
        let url = match (&source.page, &anchors[id.index()]) {
            (Some((_, page)), _) => cards.url(page),
            (None, Some((brief, anchor))) => cards.url(&site.briefs[*brief].page).with_fragment(anchor),
            (None, None) => return None,
        };
        let fields = source.fields.as_deref();
        let publisher = fields.and_then(|fields| fields.publisher.clone());
        let published = fields.and_then(|fields| fields.published.as_ref()).map(|when| when.long());
        let note: Vec<String> = publisher.into_iter().chain(published).collect();
        Some(EntryRow {
            title: source.title.clone(),
            url,
            note: (!note.is_empty()).then(|| note.join(", ")),
            briefs: Some(briefs.len()),
        })
    });
    entries(cards, "Sources", "sources", &by_title(rows.collect()), pages);
}

/// For each source without a page of its own the brief that lists it, and its entry there.
fn anchors(cards: &Cards<'_>) -> Vec<Option<(Id<Brief>, String)>> {
    let mut anchors = vec![None; cards.site.sources.len()];
    for (id, brief) in cards.site.briefs.iter() {
        for (position, number) in super::source::order(brief).0.into_iter().enumerate() {
            if let Some(source) = brief.sources[number] {
                anchors[source.index()].get_or_insert_with(|| (id, super::source::anchor(position)));
            }
        }
    }
    anchors
}

fn issues(cards: &Cards<'_>, pages: &mut Vec<Page>) {
    let site = cards.site;
    if site.issues.is_empty() {
        return;
    }
    let tree = issue::tree(site);
    for (path, part, paging) in paged(&tree, &index("issues"), site) {
        let head = cards.head(&path, "Issues", "issues");
        let rows = part.iter().map(|(id, depth)| issue::row(cards, *id, *depth)).collect();
        pages.push(cards.html("issues.html", path, head, View::Issues(IssuesView { issues: rows, paging }), None));
    }
}

fn plain(cards: &Cards<'_>, page: &PlainPage) -> Page {
    let site = cards.site;
    let DocumentFields::Page(fields) = &page.text.document.fields else { return not_found(cards) };
    let section = page.page.as_str().split('/').next().unwrap_or_default();
    let mut head = cards.head(&page.page, &page.title, section);
    head.description = fields.summary.clone();
    head.crumbs = above(cards, page);
    if let Some(lang) = &fields.lang {
        head.dir = direction(lang);
        head.lang = lang.clone();
    }
    let view = PlainView {
        title: page.title.clone(),
        summary: fields.summary.clone(),
        children: children(cards, page),
        contents: contents(&page.text),
        extra: fields.extra.clone(),
    };
    let prose = cards.prose(&page.text, &page.page, site.day, Vec::new());
    let template = fields.template.as_ref().map_or("page.html", |name| &name.value);
    let mut made = cards.html(template, page.page.clone(), head, View::Plain(view), prose);
    made.from = file_of(&page.text);
    made
}

/// The pages of the folders above.
fn above(cards: &Cards<'_>, page: &PlainPage) -> Vec<Link> {
    let parts: Vec<&str> = page.page.folder().trim_end_matches('/').split('/').collect();
    (1..parts.len())
        .filter_map(|depth| {
            let folder = index(&parts[..depth].join("/"));
            let above = cards.site.pages.rows().iter().find(|other| other.page == folder)?;
            Some(Link { title: above.title.clone(), url: cards.url(&above.page) })
        })
        .collect()
}

/// The pages one level below a folder's own page.
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

/// A page that leads on.
pub(super) fn redirect(cards: &Cards<'_>, redirect: &Redirect) -> Page {
    let mut head = cards.head(&redirect.from, &redirect.title, "");
    head.noindex = true;
    let target = Link { title: redirect.title.clone(), url: cards.url(&redirect.to) };
    head.canonical = cards.site.config.base_url.as_ref().map(|base| format!("{base}/{}", target.url));
    let view = View::Redirect(RedirectView { target });
    let mut page = cards.html("redirect.html", redirect.from.clone(), head, view, None);
    page.from = Some(redirect.span.file.clone());
    page
}

/// The page that hosts show for any address that leads nowhere: its links cannot be relative to where it is shown,
/// so that they begin with the path of `base_url` where there is one.
fn not_found(cards: &Cards<'_>) -> Page {
    let path = OutPath::parse("404.html").unwrap_or_else(|| index(""));
    let title = "Page not found";
    let mut head = cards.head(&path, title, "");
    head.noindex = true;
    let view = View::NotFound(NotFoundView { title: title.to_owned() });
    let mut page = cards.html("404.html", path, head, view, None);
    let base = cards.site.config.base_url.as_deref().and_then(|base| url::Url::parse(base).ok());
    if let (Some(base), Make::Html(html)) = (base, &mut page.make) {
        let html: &mut Html = html;
        html.root = format!("{}/", base.path().trim_end_matches('/'));
    }
    page
}
