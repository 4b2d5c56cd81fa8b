//! Web addresses: when two are the same, and what people call them.

use std::borrow::Cow;

use url::Url;

use crate::base::id::Slug;

/// What there is to know of an address.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Address<'w> {
    /// Its host; `None` where it has none or is no address.
    pub host: Option<Cow<'w, str>>,
    /// Whether it is a whole site, and not a page of it.
    pub is_root: bool,
    /// The address as two briefs would agree on it: host in lower case, no fragment, no final `/`
    /// of a bare path. `None` where it is not one of the web.
    pub clean: Option<Cow<'w, str>>,
}

impl<'w> Address<'w> {
    /// Looks at what stands for an address.
    pub fn of(written: &'w str) -> Address<'w> {
        Address::plain(written)
            .or_else(|| parsed(written).map(Address::of_parsed))
            .unwrap_or_default()
    }

    fn of_parsed(url: Url) -> Address<'w> {
        let host = url.host_str().map(|host| host.to_owned().into());
        let is_root = url.path() == "/" && url.query().is_none();
        Address { host, is_root, clean: clean(url).map(Cow::Owned) }
    }

    /// An address that is written just as the standard would write it, with a name and a path of
    /// the plainest characters; `None` for any other. A site has a hundred thousand, and nearly all
    /// are.
    fn plain(written: &'w str) -> Option<Address<'w>> {
        let rest = written.strip_prefix("https://").or_else(|| written.strip_prefix("http://"))?;
        let at = |text: &str, mark: u8| text.bytes().position(|byte| byte == mark);
        let (host, rest) = rest.split_at(at(rest, b'/').unwrap_or(rest.len()));
        let (path, query) =
            at(rest, b'?').map_or((rest, None), |at| (&rest[..at], Some(&rest[at + 1..])));
        if !is_plain_host(host) || !is_plain_path(path) || !query.is_none_or(is_plain_query) {
            return None;
        }
        let clean = written.strip_suffix('/').unwrap_or(written);
        Some(Address {
            host: Some(host.into()),
            is_root: rest.len() <= 1,
            clean: Some(clean.into()),
        })
    }
}

/// Whether a host is a name that stays as it is. One that ends in a number may be an address of
/// four, and one with `xn--` may be wrong.
fn is_plain_host(host: &str) -> bool {
    let is_plain_label = |label: &[u8]| {
        let is_plain = |byte: &u8| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-');
        !label.is_empty() && label.iter().all(is_plain) && !label.starts_with(b"xn--")
    };
    let labels = || host.as_bytes().split(|byte| *byte == b'.');
    let ends_in_name =
        || labels().next_back().and_then(<[u8]>::first).is_some_and(u8::is_ascii_lowercase);
    labels().all(is_plain_label) && ends_in_name()
}

/// Whether a path stays as it is. Parts that begin with a dot may lead upwards.
fn is_plain_path(path: &str) -> bool {
    path.bytes().all(is_plain) && !path.as_bytes().windows(2).any(|two| two == b"/.")
}

/// Whether a query stays as it is. An empty one goes.
fn is_plain_query(query: &str) -> bool {
    let of_queries = |byte: u8| {
        matches!(
            byte,
            b'=' | b'&' | b'+' | b'%' | b':' | b',' | b';' | b'@' | b'!' | b'*' | b'(' | b')'
        )
    };
    !query.is_empty() && query.bytes().all(|byte| is_plain(byte) || of_queries(byte))
}

/// Whether a byte stays as it is wherever it stands behind the host.
fn is_plain(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'/' | b'-' | b'_' | b'.' | b'~')
}

/// A web address as two briefs would agree on it: see [`Address::clean`].
pub fn clean_url(written: &str) -> Option<String> {
    Address::of(written).clean.map(Cow::into_owned)
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
    use proptest::prelude::*;

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

    /// Addresses that are plain or nearly so, and wilder ones.
    fn addresses() -> impl Strategy<Value = String> {
        prop_oneof![
            r"https?://[a-z0-9-]{1,4}(\.[a-z0-9-]{1,4}){0,3}(/[a-zA-Z0-9._~-]{0,3}){0,3}([?][a-z0-9=&%/]{0,4})?/?",
            r"https?://([a-zA-Z.-]{0,4}|xn--[a-z0-9]{0,3}|0x1)(\.[a-z0-9-]{0,4}){0,3}(/[a-z._~%#:@-]{0,3}){0,3}([?][=%/?#' ]{0,4})?",
        ]
    }

    proptest! {
        #[test]
        fn what_is_known_at_a_glance_is_what_the_parser_knows(written in addresses()) {
            if let Some(plain) = Address::plain(&written) {
                prop_assert_eq!(Some(plain), parsed(&written).map(Address::of_parsed), "{}", written);
            }
        }
    }

    #[test]
    fn most_addresses_are_known_at_a_glance() {
        for written in [
            "https://www.example.org",
            "http://example.org/",
            "https://example.org/a-b/c.html?id=1&x=%20",
        ] {
            assert!(Address::plain(written).is_some(), "{written}");
        }
        for written in [
            "https://1.2.3.4/",
            "https://xn--a.org/",
            "https://a..org/",
            "https://a.org/../b",
            "https://A.org/",
            "Reuters",
        ] {
            assert!(Address::plain(written).is_none(), "{written}");
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
