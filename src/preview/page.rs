//! Maps addresses to files, and adds the preview's script to pages.

use std::borrow::Cow;
use std::ffi::OsStr;
use std::path::Path;

use memchr::memmem;
use percent_encoding::percent_decode_str;

use crate::base::memo::Fingerprint;
use crate::base::path::{OutPath, own_folder};

use super::MediaType;
use super::hub::PageState;

/// The address of the script. No output can have a file there.
pub(super) const SCRIPT: &str = concat!("/", own_folder!(), "/page.js");

/// The address of the news: `page.js` looks for it beside the script.
pub(super) const EVENTS: &str = concat!("/", own_folder!(), "/events");

/// The script itself.
pub(super) const JS: &str = include_str!("page.js");

/// The 404 page, if the site has none of its own.
pub(super) const NOT_FOUND: &[u8] = b"<!DOCTYPE html>\n<html lang=\"en\">\n<head><meta \
    charset=\"utf-8\">\
    <title>Not there yet</title></head>\n<body>\n<p>There is no page here \
    yet.</p>\n</body>\n</html>\n";

/// The file that an address names.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Requested {
    /// A page.
    Page(OutPath),
    /// Another file, or a folder without its final `/`.
    File(OutPath),
    /// A path that no output can have.
    Nothing,
}

impl Requested {
    /// Reads the path of an address, which begins with `/` and is percent-encoded.
    pub(super) fn of(address: &str) -> Requested {
        let Some(path) = decoded(address.strip_prefix('/').unwrap_or(address)) else {
            return Requested::Nothing;
        };
        let page =
            if path.is_empty() || path.ends_with('/') { format!("{path}index.html") } else { path };
        match OutPath::parse(&page) {
            Some(path) if page.ends_with(".html") => Requested::Page(path),
            Some(path) => Requested::File(path),
            None => Requested::Nothing,
        }
    }
}

/// Decodes percent-encoded text; `None` if the result is not UTF-8. A `%` without two hexadecimal
/// digits stands for itself, as in browsers.
fn decoded(text: &str) -> Option<String> {
    percent_decode_str(text).decode_utf8().ok().map(Cow::into_owned)
}

/// The host name in a `Host` header, without the port; `None` if the header is malformed.
pub(super) fn name_of_host(host: &str) -> Option<&str> {
    let (name, rest) = match host.strip_prefix('[') {
        Some(rest) => rest.split_once(']')?,
        None => host.split_at(host.find(':').unwrap_or(host.len())),
    };
    let port = rest.strip_prefix(':').unwrap_or(rest);
    let is_port = port.bytes().all(|byte| byte.is_ascii_digit()) && port.len() != rest.len();
    (rest.is_empty() || is_port).then_some(name)
}

/// The `Content-Type` of a file: the guessed type, corrected for formats that the guess does not
/// know, and with the encoding of text, which is always UTF-8.
pub(super) fn content_type(file: &Path, guessed: &str, media_type: MediaType) -> String {
    let ending = file.extension().and_then(OsStr::to_str).unwrap_or_default();
    match (ending, media_type(ending)) {
        ("jsonl" | "ndjson", _) => "application/x-ndjson; charset=utf-8".to_owned(),
        (_, Some(known)) if guessed == "application/octet-stream" => known.to_owned(),
        _ if guessed.starts_with("text/") && !guessed.contains("charset") => {
            format!("{guessed}; charset=utf-8")
        }
        _ => guessed.to_owned(),
    }
}

/// The pages that a browser shows, each with the state in which the browser has it, from the query
/// `page=…&version=…&assets=…&page=…`. `None` if there is no page, or a path is invalid.
pub(super) fn parse_query(query: &str) -> Option<Vec<(OutPath, PageState)>> {
    let mut pages: Vec<(OutPath, PageState)> = Vec::new();
    for (name, value) in query.split('&').filter_map(|pair| pair.split_once('=')) {
        match (name, pages.last_mut()) {
            ("page", _) => {
                let path = OutPath::parse(&decoded(value)?)?;
                pages.push((path, PageState { page: String::new(), assets: String::new() }));
            }
            ("version", Some((_, state))) => value.clone_into(&mut state.page),
            ("assets", Some((_, state))) => value.clone_into(&mut state.assets),
            _ => {}
        }
    }
    Some(pages).filter(|pages| !pages.is_empty())
}

/// The version of a page with these bytes: see [`PageState`].
pub(super) fn version(bytes: &[u8]) -> String {
    format!("{:016x}", Fingerprint::of(bytes).0 as u64)
}

/// Adds the script to the end of a page's body.
pub(super) fn with_script(html: &[u8], path: &OutPath, state: &PageState) -> Vec<u8> {
    let shown: String = path.as_str().chars().flat_map(escaped).collect();
    let PageState { page, assets } = state;
    let script = format!(
        "<script src=\"{SCRIPT}\" data-page=\"{shown}\" data-version=\"{page}\" \
        data-assets=\"{assets}\"></script>\n"
    );
    let end = b"</body>";
    let at = memmem::rfind(html, end).unwrap_or(html.len());
    [&html[..at], script.as_bytes(), &html[at..]].concat()
}

/// Makes the relative links of a page resolve against the root, whatever its address.
pub(super) fn at_root(html: &[u8]) -> Vec<u8> {
    let head = b"<head>";
    let at = html
        .windows(head.len())
        .position(|part| part.eq_ignore_ascii_case(head))
        .map_or(0, |at| at + head.len());
    [&html[..at], b"<base href=\"/\">", &html[at..]].concat()
}

fn escaped(c: char) -> Vec<char> {
    match c {
        '&' => "&amp;".chars().collect(),
        '"' => "&quot;".chars().collect(),
        '<' => "&lt;".chars().collect(),
        c => vec![c],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(path: &str) -> Requested {
        Requested::Page(OutPath::parse(path).unwrap())
    }

    #[test]
    fn an_address_means_a_file_inside_the_output_or_nothing() {
        for (address, wanted) in [
            ("/", page("index.html")),
            ("/briefs/talks/", page("briefs/talks/index.html")),
            ("/404.html", page("404.html")),
            ("/a%20b/%C3%A9/", page("a b/é/index.html")),
            ("/briefgen.css", Requested::File(OutPath::parse("briefgen.css").unwrap())),
            ("/briefs/talks", Requested::File(OutPath::parse("briefs/talks").unwrap())),
            ("/../site.yaml", Requested::Nothing),
            ("/%2e%2e/site.yaml", Requested::Nothing),
            ("/a/..%2f..%2fetc/passwd", Requested::Nothing),
            ("//etc/passwd", Requested::Nothing),
            ("/.briefgen/manifest", Requested::Nothing),
            ("/a%00", Requested::Nothing),
            ("/a%ff", Requested::Nothing),
            ("/a%2", Requested::File(OutPath::parse("a%2").unwrap())),
            ("/C:%5Cx", Requested::Nothing),
        ] {
            assert_eq!(Requested::of(address), wanted, "{address}");
        }
    }

    #[test]
    fn a_host_is_a_name_and_perhaps_a_port() {
        for (host, name) in [
            ("localhost", Some("localhost")),
            ("localhost:80", Some("localhost")),
            ("127.0.0.1:4040", Some("127.0.0.1")),
            ("[::1]", Some("::1")),
            ("[::1]:4040", Some("::1")),
            ("localhost:80@evil.example", None),
            ("[::1].evil.example", None),
            ("[::1", None),
            ("::1", None),
        ] {
            assert_eq!(name_of_host(host), name, "{host}");
        }
    }

    #[test]
    fn texts_are_served_as_such() {
        let media_type = |ending: &str| match ending {
            "bib" => Some("text/x-bibtex; charset=utf-8"),
            "xml" => Some("application/atom+xml"),
            _ => None,
        };
        for (file, guessed, kind) in [
            ("a.txt", "text/plain", "text/plain; charset=utf-8"),
            ("sources.bib", "application/octet-stream", "text/x-bibtex; charset=utf-8"),
            ("all.jsonl", "application/octet-stream", "application/x-ndjson; charset=utf-8"),
            ("a.png", "image/png", "image/png"),
            ("feed.xml", "text/xml", "text/xml; charset=utf-8"),
            ("data.bin", "application/octet-stream", "application/octet-stream"),
        ] {
            assert_eq!(content_type(Path::new(file), guessed, media_type), kind, "{file}");
        }
    }

    #[test]
    fn the_script_goes_to_the_end_of_the_body_and_changes_nothing_else() {
        let path = OutPath::parse("a&b/index.html").unwrap();
        let html = b"<body><p>x</p></body></html>";
        let shown = String::from_utf8(with_script(html, &path, &state("v", "w"))).unwrap();
        let script = "<script src=\"/.briefgen/page.js\" data-page=\"a&amp;b/index.html\" \
            data-version=\"v\" \
            data-assets=\"w\"></script>\n";
        assert_eq!(shown, format!("<body><p>x</p>{script}</body></html>"));
        assert!(with_script(b"no body", &path, &state("v", "w")).starts_with(b"no body<script"));
    }

    fn state(page: &str, assets: &str) -> PageState {
        PageState { page: page.to_owned(), assets: assets.to_owned() }
    }

    #[test]
    fn a_listener_names_its_pages_and_their_states() {
        let pages = ["a b/index.html", "c/index.html"].map(|path| OutPath::parse(path).unwrap());
        let [one, other] = pages;
        assert_eq!(
            parse_query(
                "page=a%20b%2Findex.html&version=12&assets=3&page=c/index.html&x&version=&assets=4"
            ),
            Some(vec![(one, state("12", "3")), (other, state("", "4"))])
        );
        assert_eq!(parse_query("page=a&page=..%2Fx"), None);
        assert_eq!(parse_query("version=1"), None);
    }

    #[test]
    fn a_page_is_shown_as_at_the_root() {
        assert_eq!(at_root(b"<HEAD><title>"), b"<HEAD><base href=\"/\"><title>");
        assert_eq!(at_root(b"<p>x"), b"<base href=\"/\"><p>x");
    }
}
