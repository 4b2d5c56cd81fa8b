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
                self.raw(raw);
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
            self.html(&html[written..attribute.at.start]);
            push_url(&mut self.written.html, attribute.name, &url);
            written = attribute.at.end;
        }
        self.html(&html[written..]);
    }
}

/// Whether raw HTML is a comment and nothing else. One that is never closed reaches to the end.
fn is_comment(html: &str) -> bool {
    let html = html.trim();
    html.starts_with("<!--") && html.find("-->").is_none_or(|end| end + 3 == html.len())
}

/// Takes out of HTML what could run, load or restyle anything.
pub(super) type Cleaner = Builder<'static>;

/// What raw HTML may hold: all that this file writes itself, and what else only shows text and images.
pub(super) fn cleaner() -> Cleaner {
    let mut cleaner = Builder::default();
    cleaner
        .add_tags(["section", "input", "tfoot"])
        .add_generic_attributes(["class", "id", "role", "tabindex", "dir"])
        .add_generic_attribute_prefixes(["aria-"])
        .add_tag_attributes("a", ["name"])
        .add_tag_attributes("details", ["open"])
        .add_tag_attributes("img", ["loading"])
        .add_tag_attributes("input", ["checked", "disabled"])
        .add_tag_attributes("li", ["value"])
        .add_tag_attributes("ol", ["type", "reversed"])
        .add_tag_attributes("td", ["abbr"])
        .add_tag_attributes("th", ["abbr"])
        .add_tag_attributes("time", ["datetime"])
        .add_tag_attribute_values("input", "type", ["checkbox"])
        // Whatever was written, nobody types into it. No second value is set: several come in no fixed order.
        .set_tag_attribute_value("input", "disabled", "")
        .url_schemes(["http", "https", "mailto", "tel"].into_iter().collect())
        .url_relative(UrlRelative::Custom(Box::new(harmless)))
        .link_rel(None);
    cleaner
}

fn harmless(url: &str) -> Option<Cow<'_, str>> {
    is_harmless(url).then_some(Cow::Borrowed(url))
}

/// Whether the cleaner is done in about a second at most.
///
/// It reads HTML as browsers do: elements that are not closed pile up and are opened anew in every paragraph, and
/// each tag looks through all open ones. Time and memory can so grow with the square of the text. A bound on both is
/// small for what people write; beyond it, tags must at least be closed in order.
pub(super) fn is_cheap_to_clean(written: &Written, depth: usize) -> bool {
    let tags = written.html.matches('<').count();
    if html::has_crowded_tag(&written.html) {
        return false;
    }
    tags.saturating_mul(written.raw_tags + depth) <= limits::HTML_WORK || is_well_nested(&written.html)
}

/// Whether all tags are plainly written and closed in order, and none lies deeper than 500.
fn is_well_nested(html: &str) -> bool {
    const VOID: [&str; 13] =
        ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"];
    let mut open = Vec::new();
    for part in html.split('<').skip(1) {
        let (is_end, part) = part.strip_prefix('/').map_or((false, part), |part| (true, part));
        let name = &part[..part.bytes().take_while(|b| b.is_ascii_alphanumeric() || *b == b'-').count()];
        if name.is_empty() || !is_plain_tag(&part[name.len()..]) {
            return false;
        }
        let is_void = VOID.iter().any(|void| void.eq_ignore_ascii_case(name));
        match is_end {
            true if open.pop().is_none_or(|opened: &str| !opened.eq_ignore_ascii_case(name)) => return false,
            false if !is_void => open.push(name),
            _ => {}
        }
        if open.len() > limits::HTML_DEPTH {
            return false;
        }
    }
    open.is_empty()
}

/// Whether what follows a tag's name are attributes as one expects them, so that everybody agrees where the tag ends.
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
