//! Atom (RFC 4287) by way of `atom_syndication`, and the sitemaps protocol.

use atom_syndication::{Entry, Feed, FixedDateTime, Generator, Link, Person, Text};

use crate::base::date::Day;
use crate::base::text::is_stray;
use crate::pages::feeds::{FeedEntry, FeedView, RobotsView, SitemapView};

/// A feed as XML.
pub fn atom(view: &FeedView) -> Vec<u8> {
    let mut links = vec![link("alternate", &view.page, "text/html")];
    links.extend(view.address.as_ref().map(|address| link("self", address, "application/atom+xml")));
    let feed = Feed {
        title: text(&view.title),
        id: printable(&view.id),
        updated: moment(view.updated),
        authors: vec![person(&view.author)],
        generator: Some(Generator { value: "briefgen".to_owned(), ..Generator::default() }),
        links,
        subtitle: view.subtitle.as_deref().map(text),
        entries: view.entries.iter().map(|item| entry(item, &view.base)).collect(),
        lang: Some(printable(&view.lang)),
        ..Feed::default()
    };
    // Writing to memory fails for no reason that a feed could have.
    feed.write_to(Vec::new()).unwrap_or_default()
}

fn entry(view: &FeedEntry, base: &str) -> Entry {
    Entry {
        title: text(&view.title),
        id: printable(&view.id),
        updated: moment(view.updated),
        authors: view.authors.iter().map(|name| person(name)).collect(),
        links: vec![link("alternate", &format!("{base}{}", view.page), "text/html")],
        published: Some(moment(view.published)),
        summary: view.summary.as_deref().map(text),
        ..Entry::default()
    }
}

fn text(value: &str) -> Text {
    Text::plain(printable(value))
}

fn person(name: &str) -> Person {
    Person { name: printable(name), ..Person::default() }
}

fn link(rel: &str, href: &str, mime_type: &str) -> Link {
    Link { href: printable(href), rel: rel.to_owned(), mime_type: Some(mime_type.to_owned()), ..Link::default() }
}

/// The beginning of a day in UTC: briefs have dates and no times.
fn moment(day: Day) -> FixedDateTime {
    format!("{day}T00:00:00Z").parse().unwrap_or_default()
}

/// Without the characters that XML 1.0 cannot hold.
fn printable(text: &str) -> String {
    if text.bytes().all(|byte| (b' '..0x7f).contains(&byte)) {
        return text.to_owned();
    }
    text.chars().filter(|c| !is_stray(*c)).collect()
}

/// A sitemap as XML, by the protocol of sitemaps.org.
pub fn sitemap(view: &SitemapView) -> String {
    let (all, each) = if view.of_sitemaps { ("sitemapindex", "sitemap") } else { ("urlset", "url") };
    let mut xml = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<{all} xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n"
    );
    for (address, changed) in &view.addresses {
        xml.push_str(&format!("<{each}><loc>{}</loc>", address.replace('&', "&amp;").replace('<', "&lt;")));
        if let Some(day) = changed {
            xml.push_str(&format!("<lastmod>{day}</lastmod>"));
        }
        xml.push_str(&format!("</{each}>\n"));
    }
    xml.push_str(&format!("</{all}>\n"));
    xml
}

/// `robots.txt`: RFC 9309, and the sitemap's address.
pub fn robots(view: &RobotsView) -> String {
    let sitemap = view.sitemap.as_ref().map_or_else(String::new, |address| format!("\nSitemap: {address}\n"));
    format!("User-agent: *\nAllow: /\n{sitemap}")
}
