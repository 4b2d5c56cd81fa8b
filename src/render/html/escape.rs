//! Escapes text and attributes for HTML.

use memchr::{memchr, memchr3};
use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};

pub(super) use crate::base::web::is_harmless;

pub(super) fn push_text(html: &mut String, text: &str) {
    let bytes = text.as_bytes();
    if memchr3(b'&', b'<', b'>', bytes).is_none() && memchr(0, bytes).is_none() {
        return html.push_str(text);
    }
    push_escaped(html, text, |byte| matches!(byte, b'&' | b'<' | b'>' | 0));
}

pub(super) fn push_attribute(html: &mut String, name: &str, value: &str) {
    begin_attribute(html, name);
    push_escaped(html, value, |byte| matches!(byte, b'&' | b'<' | b'>' | b'"' | 0));
    html.push('"');
}

/// The characters that are percent-encoded in URLs, besides all characters beyond ASCII.
const NOT_IN_URLS: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'<')
    .add(b'>')
    .add(b'\\')
    .add(b'^')
    .add(b'`')
    .add(b'{')
    .add(b'|')
    .add(b'}');

/// Writes an attribute whose value is the URL that the parts form. Characters that no URL may
/// contain are percent-encoded.
pub(super) fn push_url(html: &mut String, name: &str, parts: &[&str]) {
    begin_attribute(html, name);
    for piece in parts.iter().flat_map(|part| utf8_percent_encode(part, NOT_IN_URLS)) {
        push_escaped(html, piece, |byte| matches!(byte, b'&' | b'\''));
    }
    html.push('"');
}

fn begin_attribute(html: &mut String, name: &str) {
    html.push(' ');
    html.push_str(name);
    html.push_str("=\"");
}

/// The character reference for a special character of HTML. NUL, which HTML forbids, becomes
/// U+FFFD.
fn entity(byte: u8) -> &'static str {
    match byte {
        b'&' => "&amp;",
        b'<' => "&lt;",
        b'>' => "&gt;",
        b'"' => "&quot;",
        b'\'' => "&#39;",
        _ => "\u{fffd}",
    }
}

/// Writes a text, in which each special byte becomes a character reference. `is_special` must not
/// hold for bytes beyond ASCII.
fn push_escaped(html: &mut String, text: &str, is_special: impl Fn(u8) -> bool) {
    let mut copied = 0;
    for (at, byte) in text.bytes().enumerate().filter(|(_, byte)| is_special(*byte)) {
        html.push_str(&text[copied..at]);
        html.push_str(entity(byte));
        copied = at + 1;
    }
    html.push_str(&text[copied..]);
}
