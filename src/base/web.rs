//! Web addresses: when two are the same, and what people call them.

use url::Url;

use crate::base::id::Slug;

/// What there is to know of an address.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Address {
    /// Its host; `None` where it has none or is no address.
    pub host: Option<String>,
    /// Whether it is a whole site, and not a page of it.
    pub is_root: bool,
    /// The address as two briefs would agree on it: host in lower case, no fragment, no final `/`
    /// of a bare path. `None` where it is not one of the web.
    pub clean: Option<String>,
}

impl Address {
    /// Looks at what stands for an address.
    pub fn of(written: &str) -> Address {
        parsed(written).map(Address::of_parsed).unwrap_or_default()
    }

    fn of_parsed(url: Url) -> Address {
        let host = url.host_str().map(str::to_owned);
        let is_root = url.path() == "/" && url.query().is_none();
        Address { host, is_root, clean: clean(url) }
    }
}

/// A web address as two briefs would agree on it: see [`Address::clean`].
pub fn clean_url(written: &str) -> Option<String> {
    Address::of(written).clean
}

/// An address taken apart, on the web or elsewhere.
pub fn parsed(written: &str) -> Option<Url> {
    Url::parse(written.trim()).ok()
}

/// Whether an address is one of the web.
pub fn is_on_the_web(url: &Url) -> bool {
    matches!(url.scheme(), "http" | "https") && url.has_host()
}

/// Whether an address may be linked: it has one of four schemes, or none and no host.
///
/// Browsers drop white space and control characters from the scheme and take `\\` for `/`, and so
/// does this.
pub fn is_harmless(address: &str) -> bool {
    let mut characters = address.chars().filter(|c| !c.is_whitespace() && !c.is_control());
    let mut scheme = String::new();
    for c in characters.by_ref() {
        match c {
            ':' => return matches!(scheme.as_str(), "http" | "https" | "mailto" | "tel"),
            '/' | '\\' if scheme.is_empty() => {
                return !matches!(characters.next(), Some('/' | '\\'));
            }
            '/' | '\\' | '?' | '#' => return true,
            c => scheme.push(c.to_ascii_lowercase()),
        }
    }
    true
}

/// Whether what an address leads to may be loaded: something of this site, which no scheme and no
/// host leads out of.
pub fn is_of_site(address: &str) -> bool {
    is_harmless(address) && parsed(address).is_none()
}

fn clean(mut url: Url) -> Option<String> {
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

/// The id of a source that is known by its address: the slug of host, path and query. It depends on
/// no other source.
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
        assert_eq!(
            web_slug(&format!("{url}?id=2&p=3")),
            Slug::parse("example-org-a-b-html-id-2-p-3")
        );
    }
}
