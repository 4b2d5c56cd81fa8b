//! Writes Atom feeds (RFC 4287) with `atom_syndication`, sitemaps, and `robots.txt`.

use std::fmt::Write as _;
use std::time::Duration;

use atom_syndication::{Category, Entry, Feed, FixedDateTime, Generator, Link, Person, Text};
use memchr::memmem;

use crate::base::date::Day;
use crate::base::text::{holds_stray, is_stray};
use crate::pages::views::feeds::{FeedCategory, FeedEntry, FeedView, RobotsView, SitemapView};

/// The media type of a feed.
pub const MEDIA_TYPE: &str = "application/atom+xml";

/// The end of a feed.
const FEED_END: &[u8] = b"</feed>";

/// A feed as XML.
pub fn atom(view: &FeedView) -> Vec<u8> {
    let mut links = vec![link("alternate", &view.page, "text/html")];
    links.extend(view.address.as_ref().map(|address| link("self", address, MEDIA_TYPE)));
    let head = Feed {
        title: text(&view.title),
        id: printable(&view.id),
        updated: moment(view.updated),
        authors: vec![person(&view.author)],
        generator: Some(Generator { value: "briefgen".to_owned(), ..Generator::default() }),
        links,
        subtitle: view.subtitle.as_deref().map(text),
        lang: Some(printable(&view.lang)),
        ..Feed::default()
    };
    let mut feed = xml(&head);
    // The library writes entries after everything else, so they can be inserted before the end.
    feed.truncate(feed.len() - FEED_END.len());
    for item in &view.entries {
        feed.extend_from_slice(item.made(entry_alone));
    }
    feed.extend_from_slice(FEED_END);
    feed
}

/// A feed as the library writes it, ending with [`FEED_END`].
fn xml(feed: &Feed) -> Vec<u8> {
    // Writing to memory cannot fail.
    feed.write_to(Vec::new()).unwrap_or_else(|_| FEED_END.to_vec())
}

/// An entry as the library writes it into a feed.
fn entry_alone(view: &FeedEntry) -> Vec<u8> {
    let alone = Feed { entries: vec![entry(view)], ..Feed::default() };
    let mut xml = xml(&alone);
    xml.truncate(xml.len() - FEED_END.len());
    // Text contains no bare `<`, so the first match is the tag of the entry.
    let start = memmem::find(&xml, b"<entry>").unwrap_or(xml.len());
    xml.split_off(start)
}

fn entry(view: &FeedEntry) -> Entry {
    Entry {
        title: text_in(&view.title, view.lang.as_deref()),
        id: printable(&view.id),
        updated: moment(view.updated),
        categories: view.categories.iter().map(category).collect(),
        authors: view.authors.iter().map(|name| person(name)).collect(),
        links: vec![link("alternate", &view.page, "text/html")],
        published: Some(moment(view.published)),
        summary: view.summary.as_deref().map(|summary| text_in(summary, view.lang.as_deref())),
        ..Entry::default()
    }
}

fn text(value: &str) -> Text {
    Text::plain(printable(value))
}

/// A text with its language. The library supports `xml:lang` on texts, but not on entries.
fn text_in(value: &str, lang: Option<&str>) -> Text {
    Text { lang: lang.map(printable), ..text(value) }
}

fn category(view: &FeedCategory) -> Category {
    Category { term: printable(&view.term), label: Some(printable(&view.label)), scheme: None }
}

fn person(name: &str) -> Person {
    Person { name: printable(name), ..Person::default() }
}

fn link(rel: &str, href: &str, mime_type: &str) -> Link {
    Link {
        href: printable(href),
        rel: rel.to_owned(),
        mime_type: Some(mime_type.to_owned()),
        ..Link::default()
    }
}

/// Midnight UTC at the start of a day.
fn moment(day: Day) -> FixedDateTime {
    let days = Day::EPOCH.days_until(day);
    let between = Duration::from_secs(days.unsigned_abs() * 24 * 60 * 60);
    // The default of the library is the Unix epoch in UTC.
    let epoch = FixedDateTime::default();
    if days < 0 { epoch - between } else { epoch + between }
}

/// A text without the characters that XML 1.0 forbids.
fn printable(text: &str) -> String {
    // Nearly all of the many short texts of a feed are ASCII, so ASCII is checked first.
    let is_plain = text.bytes().fold(true, |plain, byte| plain & matches!(byte, b' '..=b'~'));
    if is_plain || (!text.contains('\r') && !holds_stray(text)) {
        return text.to_owned();
    }
    text.chars().filter(|c| !is_stray(*c)).collect()
}

/// A sitemap, or an index of sitemaps, as XML: <https://www.sitemaps.org/protocol.html>.
pub fn sitemap(view: &SitemapView) -> Vec<u8> {
    let (all, each) =
        if view.of_sitemaps { ("sitemapindex", "sitemap") } else { ("urlset", "url") };
    let mut xml = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<{all} \
        xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n"
    );
    for (address, changed) in &view.addresses {
        // Writing to a string cannot fail.
        let _ = write!(
            xml,
            "<{each}><loc>{}</loc>",
            address.replace('&', "&amp;").replace('<', "&lt;")
        );
        if let Some(day) = changed {
            let _ = write!(xml, "<lastmod>{day}</lastmod>");
        }
        let _ = writeln!(xml, "</{each}>");
    }
    let _ = writeln!(xml, "</{all}>");
    xml.into_bytes()
}

/// `robots.txt` (RFC 9309), which allows everything and names the sitemap.
pub fn robots(view: &RobotsView) -> Vec<u8> {
    let sitemap =
        view.sitemap.as_ref().map_or_else(String::new, |address| format!("\nSitemap: {address}\n"));
    format!("User-agent: *\nAllow: /\n{sitemap}").into_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_begin_at_midnight_also_before_the_epoch() {
        for day in ["1970-01-01", "2023-06-18", "1969-12-31", "0000-01-01", "9999-12-31"] {
            assert_eq!(moment(day.parse().unwrap()).to_rfc3339(), format!("{day}T00:00:00+00:00"));
        }
    }

    #[test]
    fn characters_that_xml_forbids_are_removed() {
        for (text, left) in
            [("a\u{1}b\r\n", "ab\n"), ("é\u{85}", "é"), ("\u{FFFF}", ""), ("plain’s", "plain’s")]
        {
            assert_eq!(printable(text), left, "{text:?}");
        }
    }
}
