//! Escapes text and attributes for HTML.

use std::borrow::Cow;
use std::ops::Range;

use memchr::{memchr, memchr3};

pub(super) use crate::base::web::is_harmless;

pub(super) fn push_text(html: &mut String, text: &str) {
    let bytes = text.as_bytes();
    if memchr3(b'&', b'<', b'>', bytes).is_none() && memchr(0, bytes).is_none() {
        return html.push_str(text);
    }
    push_escaped(
        html,
        text,
        |byte| matches!(byte, b'&' | b'<' | b'>' | 0),
        |byte| entity(byte).into(),
    );
}

pub(super) fn push_attribute(html: &mut String, name: &str, value: &str) {
    begin_attribute(html, name);
    push_escaped(
        html,
        value,
        |byte| matches!(byte, b'&' | b'<' | b'>' | b'"' | 0),
        |byte| entity(byte).into(),
    );
    html.push('"');
}

/// Writes an attribute whose value is the URL that the parts form. Characters that no URL may
/// contain are percent-encoded.
pub(super) fn push_url(html: &mut String, name: &str, parts: &[&str]) {
    let is_special = |byte: u8| {
        !byte.is_ascii_graphic()
            || matches!(
                byte,
                b'&' | b'\'' | b'"' | b'<' | b'>' | b'\\' | b'^' | b'`' | b'{' | b'|' | b'}'
            )
    };
    begin_attribute(html, name);
    for part in parts {
        push_escaped(html, part, is_special, |byte| match byte {
            b'&' | b'\'' => entity(byte).into(),
            byte => format!("%{byte:02X}").into(),
        });
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

/// Writes a text, replacing each special byte by its escaped form.
///
/// `is_special` must hold for every byte beyond ASCII or for none, so that the text is only cut
/// between characters.
fn push_escaped(
    html: &mut String,
    text: &str,
    is_special: impl Fn(u8) -> bool,
    escaped: impl Fn(u8) -> Cow<'static, str>,
) {
    // An empty range may lie within a character, where `get` returns `None`.
    let unchanged = |range: Range<usize>| text.get(range).unwrap_or_default();
    let mut copied = 0;
    for (at, byte) in text.bytes().enumerate().filter(|(_, byte)| is_special(*byte)) {
        html.push_str(unchanged(copied..at));
        html.push_str(&escaped(byte));
        copied = at + 1;
    }
    html.push_str(unchanged(copied..text.len()));
}
