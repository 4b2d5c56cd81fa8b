//! Text and attributes as HTML writes them.

use std::borrow::Cow;
use std::fmt::Write as _;
use std::ops::Range;

use memchr::{memchr, memchr3};

/// Whether an address may be linked: it has one of four schemes, or none and no host.
///
/// Browsers drop white space and control characters from the scheme and take `\\` for `/`, and so does this.
pub(super) fn is_harmless(address: &str) -> bool {
    let mut characters = address.chars().filter(|c| !c.is_whitespace() && !c.is_control());
    let mut scheme = String::new();
    for c in characters.by_ref() {
        match c {
            ':' => return matches!(scheme.as_str(), "http" | "https" | "mailto" | "tel"),
            '/' | '\\' if scheme.is_empty() => return !matches!(characters.next(), Some('/' | '\\')),
            '/' | '\\' | '?' | '#' => return true,
            c => scheme.push(c.to_ascii_lowercase()),
        }
    }
    true
}

pub(super) fn push_text(html: &mut String, text: &str) {
    let bytes = text.as_bytes();
    if memchr3(b'&', b'<', b'>', bytes).is_none() && memchr(0, bytes).is_none() {
        return html.push_str(text);
    }
    push_escaped(html, text, |byte| match byte {
        b'&' => Some("&amp;"),
        b'<' => Some("&lt;"),
        b'>' => Some("&gt;"),
        0 => Some("\u{fffd}"),
        _ => None,
    });
}

pub(super) fn push_attribute(html: &mut String, name: &str, value: &str) {
    let _ = write!(html, " {name}=\"");
    push_escaped(html, value, |byte| match byte {
        b'&' => Some("&amp;"),
        b'<' => Some("&lt;"),
        b'>' => Some("&gt;"),
        b'"' => Some("&quot;"),
        0 => Some("\u{fffd}"),
        _ => None,
    });
    html.push('"');
}

/// Writes an address that consists of parts as an attribute. What no URL may hold is percent-encoded.
pub(super) fn push_url(html: &mut String, name: &str, parts: &[&str]) {
    let _ = write!(html, " {name}=\"");
    for part in parts {
        push_escaped(html, part, |byte| match byte {
            b'&' => Some(Cow::Borrowed("&amp;")),
            b'\'' => Some(Cow::Borrowed("&#39;")),
            b'"' | b'<' | b'>' | b'\\' | b'^' | b'`' | b'{' | b'|' | b'}' | 0..=b' ' | 0x7f.. => {
                Some(Cow::Owned(format!("%{byte:02X}")))
            }
            _ => None,
        });
    }
    html.push('"');
}

/// Writes a text with something else in the place of some bytes: of ASCII ones, or of all that are not.
fn push_escaped<E: AsRef<str>>(html: &mut String, text: &str, escape: impl Fn(u8) -> Option<E>) {
    // What lies between two such bytes is whole characters, or nothing, maybe in the middle of one.
    let unchanged = |range: Range<usize>| text.get(range).unwrap_or_default();
    let mut copied = 0;
    for (at, byte) in text.bytes().enumerate() {
        if let Some(escaped) = escape(byte) {
            html.push_str(unchanged(copied..at));
            html.push_str(escaped.as_ref());
            copied = at + 1;
        }
    }
    html.push_str(unchanged(copied..text.len()));
}
