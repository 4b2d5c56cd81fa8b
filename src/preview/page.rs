//! What the preview adds to a page, and which file an address means.

use std::ffi::OsStr;
use std::path::Path;

use crate::base::memo::Fingerprint;
use crate::base::path::OutPath;

use super::hub::State;

/// The address of the script; below a folder that no site can write to.
pub(super) const SCRIPT: &str = "/.briefgen/page.js";

/// The address of the news for a page.
pub(super) const EVENTS: &str = "/.briefgen/events";

/// The script.
pub(super) const JS: &str = include_str!("page.js");

/// What is shown where the site has no page for it.
pub(super) const NOT_FOUND: &[u8] = b"<!DOCTYPE html>\n<html lang=\"en\">\n<head><meta \
    charset=\"utf-8\">\
    <title>Not there yet</title></head>\n<body>\n<p>There is no page here \
    yet.</p>\n</body>\n</html>\n";

/// The file that an address means.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Wanted {
    /// A page.
    Page(OutPath),
    /// Another file, or a folder without its `/`.
    File(OutPath),
    /// Nothing that could be in the output.
    Nothing,
}

impl Wanted {
    /// Reads the path of an address, which begins with `/` and is percent-encoded.
    pub(super) fn of(address: &str) -> Wanted {
        let Some(path) = decoded(address.strip_prefix('/').unwrap_or(address)) else {
            return Wanted::Nothing;
        };
        let page =
            if path.is_empty() || path.ends_with('/') { format!("{path}index.html") } else { path };
        match OutPath::parse(&page) {
            Some(path) if page.ends_with(".html") => Wanted::Page(path),
            Some(path) => Wanted::File(path),
            None => Wanted::Nothing,
        }
    }
}

/// Percent-decoding, by RFC 3986; `None` where it gives no UTF-8.
fn decoded(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        if byte != b'%' {
            bytes.push(byte);
            continue;
        }
        let digit = |byte: Option<u8>| char::from(byte?).to_digit(16);
        let value = digit(rest.next())? * 16 + digit(rest.next())?;
        bytes.push(u8::try_from(value).ok()?);
    }
    String::from_utf8(bytes).ok()
}

/// The name in a `Host` header, without its port; `None` where it is none.
pub(super) fn name_of_host(host: &str) -> Option<&str> {
    let (name, rest) = match host.strip_prefix('[') {
        Some(rest) => rest.split_once(']')?,
        None => host.split_at(host.find(':').unwrap_or(host.len())),
    };
    let port = rest.strip_prefix(':').unwrap_or(rest);
    let is_port = port.bytes().all(|byte| byte.is_ascii_digit()) && port.len() != rest.len();
    (rest.is_empty() || is_port).then_some(name)
}

/// The type of a file's content, better than it was guessed from its name: texts are UTF-8.
pub(super) fn content_type(file: &Path, guessed: &str) -> String {
    match file.extension().and_then(OsStr::to_str) {
        Some("bib") => "text/x-bibtex; charset=utf-8".to_owned(),
        Some("jsonl" | "ndjson") => "application/x-ndjson; charset=utf-8".to_owned(),
        _ if guessed.starts_with("text/") && !guessed.contains("charset") => {
            format!("{guessed}; charset=utf-8")
        }
        _ => guessed.to_owned(),
    }
}

/// The pages that a listener's query names, each with the state in which it has them; `None` where
/// one cannot be.
pub(super) fn asked_for(query: &str) -> Option<Vec<(OutPath, State)>> {
    let mut pages: Vec<(OutPath, State)> = Vec::new();
    for (name, value) in query.split('&').filter_map(|pair| pair.split_once('=')) {
        match (name, pages.last_mut()) {
            ("page", _) => {
                let path = OutPath::parse(&decoded(value)?)?;
                pages.push((path, State { page: String::new(), assets: String::new() }));
            }
            ("version", Some((_, state))) => value.clone_into(&mut state.page),
            ("assets", Some((_, state))) => value.clone_into(&mut state.assets),
            _ => {}
        }
    }
    Some(pages).filter(|pages| !pages.is_empty())
}

/// Tells one state of a page from another.
pub(super) fn version(bytes: &[u8]) -> String {
    format!("{:016x}", Fingerprint::of(bytes).0 as u64)
}

/// A page with the script at its end.
pub(super) fn with_script(html: &[u8], path: &OutPath, state: &State) -> Vec<u8> {
    let shown: String = path.as_str().chars().flat_map(escaped).collect();
    let State { page, assets } = state;
    let script = format!(
        "<script src=\"{SCRIPT}\" data-page=\"{shown}\" data-version=\"{page}\" \
        data-assets=\"{assets}\"></script>\n"
    );
    let end = b"</body>";
    let at = html.windows(end.len()).rposition(|part| part == end).unwrap_or(html.len());
    [&html[..at], script.as_bytes(), &html[at..]].concat()
}

/// A page whose links mean what they mean at the root, wherever it is shown.
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

    fn page(path: &str) -> Wanted {
        Wanted::Page(OutPath::parse(path).unwrap())
    }

    #[test]
    fn an_address_means_a_file_inside_the_output_or_nothing() {
        for (address, wanted) in [
            ("/", page("index.html")),
            ("/briefs/talks/", page("briefs/talks/index.html")),
            ("/404.html", page("404.html")),
            ("/a%20b/%C3%A9/", page("a b/é/index.html")),
            ("/briefgen.css", Wanted::File(OutPath::parse("briefgen.css").unwrap())),
            ("/briefs/talks", Wanted::File(OutPath::parse("briefs/talks").unwrap())),
            ("/../site.yaml", Wanted::Nothing),
            ("/%2e%2e/site.yaml", Wanted::Nothing),
            ("/a/..%2f..%2fetc/passwd", Wanted::Nothing),
            ("//etc/passwd", Wanted::Nothing),
            ("/.briefgen/manifest", Wanted::Nothing),
            ("/a%00", Wanted::Nothing),
            ("/a%ff", Wanted::Nothing),
            ("/a%2", Wanted::Nothing),
            ("/C:%5Cx", Wanted::Nothing),
        ] {
            assert_eq!(Wanted::of(address), wanted, "{address}");
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
        for (file, guessed, kind) in [
            ("a.txt", "text/plain", "text/plain; charset=utf-8"),
            ("sources.bib", "application/octet-stream", "text/x-bibtex; charset=utf-8"),
            ("all.jsonl", "application/octet-stream", "application/x-ndjson; charset=utf-8"),
            ("a.png", "image/png", "image/png"),
        ] {
            assert_eq!(content_type(Path::new(file), guessed), kind, "{file}");
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

    fn state(page: &str, assets: &str) -> State {
        State { page: page.to_owned(), assets: assets.to_owned() }
    }

    #[test]
    fn a_listener_names_its_pages_and_their_states() {
        let pages = ["a b/index.html", "c/index.html"].map(|path| OutPath::parse(path).unwrap());
        let [one, other] = pages;
        assert_eq!(
            asked_for(
                "page=a%20b%2Findex.html&version=12&assets=3&page=c/index.html&x&version=&assets=4"
            ),
            Some(vec![(one, state("12", "3")), (other, state("", "4"))])
        );
        assert_eq!(asked_for("page=a&page=..%2Fx"), None);
        assert_eq!(asked_for("version=1"), None);
    }

    #[test]
    fn a_page_is_shown_as_at_the_root() {
        assert_eq!(at_root(b"<HEAD><title>"), b"<HEAD><base href=\"/\"><title>");
        assert_eq!(at_root(b"<p>x"), b"<base href=\"/\"><p>x");
    }
}
