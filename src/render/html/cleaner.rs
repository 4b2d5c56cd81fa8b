//! Cleans raw HTML. The only user of `ammonia`.

use std::borrow::Cow;

use ammonia::{Builder, UrlRelative};

use crate::base::html;
use crate::base::limits;

use super::WrittenBody;
use super::escape::is_harmless;

/// Removes HTML that could run code, load anything but images, or change the style of the page.
pub(super) type Cleaner = Builder<'static>;

/// A cleaner that allows all HTML that the renderer writes, and other HTML that only shows text and
/// images.
pub(super) fn cleaner() -> Cleaner {
    let mut cleaner = Builder::default();
    // The attributes of `input` are set below.
    let of_tags = html::ATTRIBUTES.iter().filter(|(tag, _)| *tag != "input");
    cleaner
        .tags(html::TAGS.iter().copied().collect())
        .generic_attributes(html::ATTRIBUTES_OF_ALL.iter().copied().chain(["class"]).collect())
        .add_generic_attribute_prefixes(["aria-"])
        .tag_attributes(
            of_tags.map(|(tag, names)| (*tag, names.iter().copied().collect())).collect(),
        )
        .add_tag_attributes("input", ["checked", "disabled"])
        .add_tag_attribute_values("input", "type", ["checkbox"])
        // An `input` is always disabled. No second attribute may be set here: ammonia writes
        // several in random order.
        .set_tag_attribute_value("input", "disabled", "")
        .url_schemes(["http", "https", "mailto", "tel"].into_iter().collect())
        .url_relative(UrlRelative::Custom(Box::new(harmless)))
        .attribute_filter(|tag, name, value| match value.strip_prefix(OWN_VALUE) {
            Some(own) => Some(own.into()),
            None => {
                let is_of_theme = html::gives_id(tag, name) && html::is_of_theme(value);
                (!is_of_theme && html::is_allowed(tag, name, value)).then_some(value.into())
            }
        })
        .link_rel(None);
    cleaner
}

fn harmless(url: &str) -> Option<Cow<'_, str>> {
    is_harmless(url).then_some(Cow::Borrowed(url))
}

/// Marks an attribute value that the renderer wrote, in contrast to raw HTML. Texts cannot contain
/// the three marks: they are noncharacters, which Unicode reserves for internal use.
pub(super) const OWN_VALUE: char = '\u{FDD0}';

/// Marks the start of raw HTML.
pub(super) const RAW_START: char = '\u{FDD1}';

/// Marks the end of raw HTML.
pub(super) const RAW_END: char = '\u{FDD2}';

/// Sanitises a body that contains raw HTML. Classes, IDs that begin with `_` and images from other
/// sites are removed from raw HTML and kept in HTML that the renderer wrote.
pub(super) fn clean(cleaner: &Cleaner, html: &str) -> String {
    let mut marked = String::with_capacity(html.len() + html.len() / 16);
    for (number, part) in html.split(RAW_START).enumerate() {
        let (raw, own) =
            if number == 0 { ("", part) } else { part.split_once(RAW_END).unwrap_or((part, "")) };
        marked.push_str(raw);
        push_marked(&mut marked, own);
    }
    cleaner.clean(&marked).to_string().replace([OWN_VALUE, RAW_START, RAW_END], "")
}

/// Appends HTML that the renderer wrote, with [`OWN_VALUE`] in the attributes that raw HTML must
/// not have. In such HTML every `<` starts a tag.
pub(super) fn push_marked(marked: &mut String, own: &str) {
    for (number, part) in own.split('<').enumerate() {
        let (tag, text) = match part.split_once('>') {
            Some((tag, text)) if number > 0 => (tag, text),
            _ => {
                marked.push_str(if number > 0 { "<" } else { "" });
                marked.push_str(part);
                continue;
            }
        };
        let mut tag = tag.replacen(" class=\"", &format!(" class=\"{OWN_VALUE}"), 1);
        tag = tag.replacen(" id=\"_", &format!(" id=\"{OWN_VALUE}_"), 1);
        if tag.starts_with("img ") {
            tag = tag.replacen(" src=\"", &format!(" src=\"{OWN_VALUE}"), 1);
        }
        marked.extend(["<", &tag, ">", text]);
    }
}

/// Raw HTML without the three marks, whether written as characters or as character references.
pub(super) fn unmarked(raw: &str) -> Cow<'_, str> {
    let is_mark = |c: char| matches!(c, OWN_VALUE..=RAW_END);
    if !raw.contains(is_mark) && !raw.contains("&#") {
        return raw.into();
    }
    let mut clean = String::with_capacity(raw.len());
    let mut rest = raw;
    while let Some(at) = rest.find("&#") {
        clean.push_str(&rest[..at]);
        rest = &rest[at + 2..];
        let is_mark = html::referred_to(rest).is_some_and(|(c, _)| is_mark(c));
        clean.push_str(if is_mark { "&amp;#" } else { "&#" });
    }
    clean.push_str(rest);
    clean.replace(is_mark, "\u{fffd}").into()
}

/// Whether cleaning takes about a second at most.
///
/// The cleaner parses HTML like a browser: it reopens unclosed elements in every paragraph, and
/// searches all open elements at each tag. Time and memory can therefore grow with the square of
/// the length. The bound on this product is far above the HTML that people write; above the bound,
/// every tag must be closed in order.
pub(super) fn is_cheap_to_clean(written: &WrittenBody, depth: usize) -> bool {
    let tags = written.html.matches('<').count();
    if html::has_crowded_tag(&written.html) {
        return false;
    }
    tags.saturating_mul(written.raw_tags + depth) <= limits::HTML_WORK
        || is_well_nested(&written.html)
}

/// Whether all tags are plain, closed in order, and nested at most [`limits::HTML_DEPTH`] deep.
fn is_well_nested(html: &str) -> bool {
    const VOID: [&str; 13] = [
        "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source",
        "track", "wbr",
    ];
    let mut open = Vec::new();
    for part in html.split('<').skip(1) {
        let (is_end, part) = part.strip_prefix('/').map_or((false, part), |part| (true, part));
        let name =
            &part[..part.bytes().take_while(|b| b.is_ascii_alphanumeric() || *b == b'-').count()];
        if name.is_empty() || !is_plain_tag(&part[name.len()..]) {
            return false;
        }
        let is_void = VOID.iter().any(|void| void.eq_ignore_ascii_case(name));
        match is_end {
            true if open.pop().is_none_or(|opened: &str| !opened.eq_ignore_ascii_case(name)) => {
                return false;
            }
            false if !is_void => open.push(name),
            _ => {}
        }
        if open.len() > limits::HTML_DEPTH {
            return false;
        }
    }
    open.is_empty()
}

/// Whether a tag has only attributes whose quotes leave no doubt where the tag ends. `after_name`
/// is the text after the tag's name.
fn is_plain_tag(after_name: &str) -> bool {
    let mut quote = None;
    let mut before = b' ';
    for byte in after_name.bytes() {
        match (quote, byte) {
            (Some(open), byte) if open == byte => quote = None,
            (Some(_), _) => {}
            (None, b'"' | b'\'') if before == b'=' => quote = Some(byte),
            (None, b'"' | b'\'') => return false,
            (None, b'>') => return true,
            _ => {}
        }
        before = byte;
    }
    false
}
