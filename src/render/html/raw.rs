//! Raw HTML, and what makes it harmless. The only user of ammonia.

use std::borrow::Cow;

use ammonia::{Builder, UrlRelative};
use pulldown_cmark::Event;

use crate::base::html;
use crate::base::html::Raw;
use crate::base::limits;
use crate::pages::prose::{Plan, RawHtml};

use super::escape::{is_harmless, push_url};
use super::{Construct, Writer, Written, planned};

impl Writer<'_> {
    pub(super) fn raw_block(&mut self) {
        let end = self.end_of(self.next);
        let mut raw = Raw::default();
        for (event, range) in &self.document.events[self.next..end] {
            if let Event::Html(line) | Event::InlineHtml(line) | Event::Text(line) = event {
                raw.push(line, range.start);
            }
        }
        self.next = end + 1;
        self.line();
        if self.raw_html == RawHtml::Escape && !is_comment(raw.html()) {
            self.html("<p>");
            self.text(raw.html().trim());
            self.html("</p>\n");
        } else {
            self.raw_inline(&raw);
        }
    }

    pub(super) fn raw_inline(&mut self, raw: &Raw) {
        match self.raw_html {
            RawHtml::Allow => self.raw(raw),
            _ if is_comment(raw.html()) => {}
            RawHtml::Escape => self.text(raw.html()),
            RawHtml::Sanitise => {
                self.written.has_raw_html = true;
                self.written.raw_tags += raw.html().matches('<').count();
                self.written.html.push(RAW_START);
                self.raw(raw);
                self.written.html.push(RAW_END);
            }
        }
    }

    /// Writes raw HTML with the addresses that are planned in place of those that are written.
    pub(super) fn raw(&mut self, raw: &Raw) {
        let html = raw.html();
        let mut written = 0;
        for attribute in html::attributes(html) {
            let url = match planned(self.prose, raw.place(&attribute.at).start, Construct::Html) {
                Some(Plan::Link { url, .. } | Plan::Image { url, .. }) => [self.root, url.as_str()],
                Some(Plan::Nothing) => ["", ""],
                _ => continue,
            };
            self.as_written(&html[written..attribute.at.start]);
            push_url(&mut self.written.html, attribute.name, &url);
            written = attribute.at.end;
        }
        self.as_written(&html[written..]);
    }

    fn as_written(&mut self, html: &str) {
        match self.raw_html {
            RawHtml::Sanitise => self.written.html.push_str(&unmarked(html)),
            RawHtml::Allow | RawHtml::Escape => self.html(html),
        }
    }
}

/// Whether raw HTML is a comment and nothing else. One that is never closed reaches to the end.
fn is_comment(html: &str) -> bool {
    let html = html.trim();
    html.starts_with("<!--") && html.find("-->").is_none_or(|end| end + 3 == html.len())
}

/// Takes out of HTML what could run, load or restyle anything.
pub(super) type Cleaner = Builder<'static>;

/// What raw HTML may hold: all that this file writes itself, and what else only shows text and
/// images.
pub(super) fn cleaner() -> Cleaner {
    let mut cleaner = Builder::default();
    // What the input is for is set below.
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
        // Whatever was written, nobody types into it. No second value is set: several come in no
        // fixed order.
        .set_tag_attribute_value("input", "disabled", "")
        .url_schemes(["http", "https", "mailto", "tel"].into_iter().collect())
        .url_relative(UrlRelative::Custom(Box::new(harmless)))
        .attribute_filter(|tag, name, value| match value.strip_prefix(MADE) {
            Some(made) => Some(made.into()),
            None => (name != "class" && html::may_stay(tag, name, value)).then_some(value.into()),
        })
        .link_rel(None);
    cleaner
}

fn harmless(url: &str) -> Option<Cow<'_, str>> {
    is_harmless(url).then_some(Cow::Borrowed(url))
}

/// Stands at the head of a value that this program gave to an attribute, and not whoever wrote raw
/// HTML. No text may hold this character, or one of the next two: Unicode keeps them for such use.
const MADE: char = '\u{FDD0}';

/// Stand before and behind raw HTML.
const RAW_START: char = '\u{FDD1}';
pub(super) const RAW_END: char = '\u{FDD2}';

/// Makes a body with raw HTML in it harmless. Classes, and images from elsewhere, are the theme's
/// and Markdown's to have.
pub(super) fn clean(cleaner: &Cleaner, html: &str) -> String {
    let mut marked = String::with_capacity(html.len() + html.len() / 16);
    for (number, part) in html.split(RAW_START).enumerate() {
        let (raw, made) =
            if number == 0 { ("", part) } else { part.split_once(RAW_END).unwrap_or((part, "")) };
        marked.push_str(raw);
        push_marked(&mut marked, made);
    }
    cleaner.clean(&marked).to_string().replace([MADE, RAW_START, RAW_END], "")
}

/// Writes HTML that this program made, with a mark in the attributes that raw HTML may not have.
/// Only tags have a `<`.
fn push_marked(marked: &mut String, made: &str) {
    for (number, part) in made.split('<').enumerate() {
        let (tag, text) = match part.split_once('>') {
            Some((tag, text)) if number > 0 => (tag, text),
            _ => {
                marked.push_str(if number > 0 { "<" } else { "" });
                marked.push_str(part);
                continue;
            }
        };
        let mut tag = tag.replacen(" class=\"", &format!(" class=\"{MADE}"), 1);
        if tag.starts_with("img ") {
            tag = tag.replacen(" src=\"", &format!(" src=\"{MADE}"), 1);
        }
        marked.extend(["<", &tag, ">", text]);
    }
}

/// Raw HTML without the characters that mark what this program made, in whatever way they are
/// written.
fn unmarked(raw: &str) -> Cow<'_, str> {
    let is_mark = |c: char| matches!(c, MADE..=RAW_END);
    if !raw.contains(is_mark) && !raw.contains("&#") {
        return raw.into();
    }
    let mut clean = String::with_capacity(raw.len());
    let mut rest = raw;
    while let Some(at) = rest.find("&#") {
        clean.push_str(&rest[..at]);
        rest = &rest[at + 2..];
        let (digits, radix) =
            rest.strip_prefix(['x', 'X']).map_or((rest, 10), |digits| (digits, 16));
        let length = digits.find(|c: char| !c.is_digit(radix)).unwrap_or(digits.len());
        let number = u32::from_str_radix(&digits[..length], radix).ok().and_then(char::from_u32);
        clean.push_str(if number.is_some_and(is_mark) { "&amp;#" } else { "&#" });
    }
    clean.push_str(rest);
    clean.replace(is_mark, "\u{fffd}").into()
}

/// Whether the cleaner is done in about a second at most.
///
/// It reads HTML as browsers do: elements that are not closed pile up and are opened anew in every
/// paragraph, and each tag looks through all open ones. Time and memory can so grow with the square
/// of the text. A bound on both is small for what people write; beyond it, tags must at least be
/// closed in order.
pub(super) fn is_cheap_to_clean(written: &Written, depth: usize) -> bool {
    let tags = written.html.matches('<').count();
    if html::has_crowded_tag(&written.html) {
        return false;
    }
    tags.saturating_mul(written.raw_tags + depth) <= limits::HTML_WORK
        || is_well_nested(&written.html)
}

/// Whether all tags are plainly written and closed in order, and none lies deeper than 500.
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

/// Whether what follows a tag's name are attributes as one expects them, so that everybody agrees
/// where the tag ends.
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
