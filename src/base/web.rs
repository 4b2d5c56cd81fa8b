//! Web addresses: when two are the same, and what people call them.

use url::Url;

use crate::base::id::Slug;

/// A web address as two briefs would agree on it: host in lower case, no fragment, no final `/` of a bare path.
pub fn clean_url(written: &str) -> Option<String> {
    clean(parsed(written)?)
}

/// An address taken apart, on the web or elsewhere.
pub fn parsed(written: &str) -> Option<Url> {
    Url::parse(written.trim()).ok()
}

/// Whether an address is one of the web.
pub fn is_on_the_web(url: &Url) -> bool {
    matches!(url.scheme(), "http" | "https") && url.has_host()
}

/// An address as [`clean_url`] gives it.
pub fn clean(mut url: Url) -> Option<String> {
    if !is_on_the_web(&url) {
        return None;
    }
    url.set_fragment(None);
    if url.query() == Some("") {
        url.set_query(None);
    }
    let mut text = String::from(url);
    if text.ends_with('/') {
        text.pop();
    }
    Some(text)
}

/// The id of a source that is known by its address: the slug of host, path and query. It depends on no other source.
pub fn web_slug(url: &str) -> Option<Slug> {
    let query = url.split_once('?').map_or("", |(_, query)| query);
    Slug::of_long_name(&format!("{} {query}", without_scheme(url)))
}

/// An address as people say it: `example.org/page`.
pub fn without_scheme(url: &str) -> &str {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let rest = rest.strip_prefix("www.").unwrap_or(rest);
    rest.split(['?', '#']).next().unwrap_or(rest).trim_end_matches('/')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_writings_of_a_web_address_are_one_source() {
        for (written, clean) in [
            ("https://Example.org/a?b=1#c", Some("https://example.org/a?b=1")),
            ("https://example.org/", Some("https://example.org")),
            ("https://example.org/a?", Some("https://example.org/a")),
            ("https://example.org/a/", Some("https://example.org/a")),
            ("ftp://example.org/", None),
            ("javascript:alert(1)", None),
            ("Reuters", None),
        ] {
            assert_eq!(clean_url(written).as_deref(), clean, "{written}");
        }
    }

    #[test]
    fn an_address_gives_an_id_and_a_name() {
        let url = "https://www.example.org/a/b.html";
        assert_eq!(without_scheme(&format!("{url}?c#d")), "example.org/a/b.html");
        assert_eq!(web_slug(url), Slug::parse("example-org-a-b-html"));
        assert_eq!(web_slug(&format!("{url}?id=2&p=3")), Slug::parse("example-org-a-b-html-id-2-p-3"));
    }
}
