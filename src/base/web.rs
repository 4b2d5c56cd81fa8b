//! Web addresses: their normal form, their ids, and whether they may be linked.
//!
//! ```
//! use briefgen::base::web::{clean_url, is_harmless, without_scheme};
//!
//! assert_eq!(clean_url("https://Example.org/a/#b").as_deref(), Some("https://example.org/a"));
//! assert_eq!(without_scheme("https://www.example.org/a?b"), "example.org/a");
//! assert!(!is_harmless("javascript:alert(1)"));
//! ```

use url::Url;

use crate::base::id::Slug;

/// Facts about an address that somebody wrote.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WebAddress {
    /// The host; `None` if the text has none or is not an address.
    pub host: Option<String>,
    /// Whether the address is that of a whole site: it has neither a path nor a query.
    pub is_root: bool,
    /// The normal form, by which addresses are compared: host in lower case, without fragment,
    /// empty query and final `/`. `None` if the address is not on the web.
    pub clean: Option<String>,
}

impl WebAddress {
    /// Parses a text, which need not be an address.
    pub fn of(written: &str) -> WebAddress {
        parsed(written).map(WebAddress::of_parsed).unwrap_or_default()
    }

    fn of_parsed(url: Url) -> WebAddress {
        let host = url.host_str().map(str::to_owned);
        let is_root = url.path() == "/" && url.query().is_none();
        WebAddress { host, is_root, clean: clean(url) }
    }
}

/// The normal form of a web address: see [`WebAddress::clean`].
pub fn clean_url(written: &str) -> Option<String> {
    WebAddress::of(written).clean
}

/// Parses an absolute address of any scheme.
pub fn parsed(written: &str) -> Option<Url> {
    Url::parse(written.trim()).ok()
}

/// Whether an address has the scheme `http` or `https`, and a host.
pub fn is_on_the_web(url: &Url) -> bool {
    matches!(url.scheme(), "http" | "https") && url.has_host()
}

/// Whether a page may link to an address: its scheme is `http`, `https`, `mailto` or `tel`, or it
/// is relative and names no host.
///
/// Like browsers, this ignores white space and control characters and takes `\` for `/`.
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

/// Whether a page may load a file from an address: it must be relative, so that the file is part of
/// this site.
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

/// The id of a source that has an address and no id of its own: the slug of host, path and query.
pub fn web_slug(url: &str) -> Option<Slug> {
    let query = url.split_once('?').map_or("", |(_, query)| query);
    Slug::of_long_name(&format!("{} {query}", without_scheme(url)))
}

/// An address for people: without scheme, `www.`, query and fragment, as in `example.org/page`.
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
