//! Writes raw HTML: as it is, cleaned, or escaped.

use pulldown_cmark::Event;

use crate::base::html;
use crate::base::html::HtmlLines;
use crate::pages::prose::{Plan, RawHtml};

use super::cleaner::{RAW_END, RAW_START, unmarked};
use super::escape::push_url;
use super::{Construct, HtmlWriter, plan_at};

impl HtmlWriter<'_> {
    pub(super) fn raw_block(&mut self) {
        let end = self.end_of(self.next);
        let mut raw = HtmlLines::default();
        for (event, range) in &self.body.events[self.next..end] {
            if let Event::Html(line) | Event::InlineHtml(line) | Event::Text(line) = event {
                raw.push(line, range.start);
            }
        }
        self.next = end + 1;
        self.start_line();
        if self.raw_html == RawHtml::Escape && !is_comment(raw.as_str()) {
            self.push_html("<p>");
            self.push_text(raw.as_str().trim());
            self.push_html("</p>\n");
        } else {
            self.raw_inline(&raw);
        }
    }

    pub(super) fn raw_inline(&mut self, raw: &HtmlLines) {
        match self.raw_html {
            RawHtml::Allow => self.push_raw(raw),
            _ if is_comment(raw.as_str()) => {}
            RawHtml::Escape => self.push_text(raw.as_str()),
            RawHtml::Sanitise => {
                self.written.has_raw_html = true;
                self.written.raw_tags += raw.as_str().matches('<').count();
                self.written.html.push(RAW_START);
                self.push_raw(raw);
                self.written.html.push(RAW_END);
            }
        }
    }

    /// Writes raw HTML, in which the planned addresses replace the written addresses. IDs of the
    /// theme are left out here unless sanitising removes them.
    pub(super) fn push_raw(&mut self, raw: &HtmlLines) {
        let html = raw.as_str();
        let mut written = 0;
        for attribute in html::attributes(html) {
            if self.raw_html == RawHtml::Allow && attribute.is_id_of_theme() {
                self.push_unplanned(&html[written..attribute.at.start]);
                written = attribute.at.end;
                continue;
            }
            let url = match plan_at(self.prose, raw.place(&attribute.at).start, Construct::Html) {
                Some(Plan::Link { url, .. } | Plan::Image { url, .. }) => [self.root, url.as_str()],
                Some(Plan::Nothing) => ["", ""],
                _ => continue,
            };
            self.push_unplanned(&html[written..attribute.at.start]);
            push_url(&mut self.written.html, attribute.name, &url);
            written = attribute.at.end;
        }
        self.push_unplanned(&html[written..]);
    }

    fn push_unplanned(&mut self, html: &str) {
        match self.raw_html {
            RawHtml::Sanitise => self.written.html.push_str(&unmarked(html)),
            RawHtml::Allow | RawHtml::Escape => self.push_html(html),
        }
    }
}

/// Whether raw HTML is a single comment. An unclosed comment reaches to the end of the text.
fn is_comment(html: &str) -> bool {
    let html = html.trim();
    html.starts_with("<!--") && html.find("-->").is_none_or(|end| end + 3 == html.len())
}
