//! Writes links, images and citations.

use std::borrow::Cow;
use std::ops::Range;

use pulldown_cmark::LinkType;

use crate::base::markdown::{Brackets, is_real_image, wiki_target};
use crate::pages::prose::{CitedAt, Plan};
use crate::pages::views::QuoteView;

use super::escape::{is_harmless, push_attribute, push_text, push_url};
use super::quotations::quoted;
use super::{Construct, HtmlWriter, LINK_END, plan_at};

impl<'a> HtmlWriter<'a> {
    pub(super) fn any_link(
        &mut self,
        link_type: LinkType,
        destination: &'a str,
        title: &'a str,
        range: Range<usize>,
    ) {
        match link_type {
            LinkType::WikiLink { has_pothole } => self.wikilink(destination, has_pothole, &range),
            LinkType::ShortcutUnknown | LinkType::CollapsedUnknown | LinkType::ReferenceUnknown => {
                self.citation(&range)
            }
            LinkType::Email => self.open_link(&["mailto:", destination], ""),
            _ => self.link(destination, title, &range),
        }
    }

    pub(super) fn link(&mut self, destination: &str, written_title: &str, range: &Range<usize>) {
        match plan_at(self.prose, range.start, Construct::Link) {
            Some(Plan::Link { url, title, text, before }) => {
                self.before_link(before.as_deref());
                self.open_link(
                    &[self.root, url.as_str()],
                    title.as_deref().unwrap_or(written_title),
                );
                if let Some(text) = text {
                    self.replace_contents(text);
                }
            }
            None if is_harmless(destination) => self.open_link(&[destination], written_title),
            _ => self.open_inline("", ""),
        }
    }

    fn wikilink(&mut self, written: &str, has_pothole: bool, range: &Range<usize>) {
        let has_text = has_pothole && !self.text_ahead().trim().is_empty();
        let target = (!has_text).then(|| wiki_target(written, has_pothole).0);
        match plan_at(self.prose, range.start, Construct::Link) {
            Some(Plan::Link { url, title, text, before }) => {
                self.before_link(before.as_deref());
                self.open_link(&[self.root, url.as_str()], title.as_deref().unwrap_or_default());
                if let Some(text) = text.as_deref().or(target) {
                    self.replace_contents(text);
                }
            }
            Some(Plan::Quote(quote) | Plan::QuoteBlock { quote, .. }) => self.quote_inline(quote),
            _ => {
                self.open_inline("", "");
                if let Some(target) = target {
                    self.replace_contents(target);
                }
            }
        }
    }

    /// Writes the words of a quotation as a link to its own place, which has its mark and source.
    fn quote_inline(&mut self, quote: &QuoteView) {
        self.open_link(&[self.root, quote.url.as_str()], "");
        let mut words = quoted(quote);
        if !quote.unconfirmed.is_empty() {
            words.push_str(" (to be confirmed)");
        }
        self.replace_contents(&words);
    }

    fn before_link(&mut self, before: Option<&str>) {
        if let Some(before) = before {
            self.push_text(before);
            self.push_html(" ");
        }
    }

    /// Opens a link. Inside another link only its text is written, because HTML forbids nesting.
    fn open_link(&mut self, href: &[&str], title: &str) {
        if self.in_link {
            return self.open_inline("", "");
        }
        self.push_html("<a");
        push_url(&mut self.written.html, "href", href);
        if !title.is_empty() {
            self.push_attribute("title", title);
        }
        self.open_inline(">", LINK_END);
        self.in_link = true;
    }

    /// Writes a text in place of the contents of the construct that was just started.
    fn replace_contents(&mut self, text: &str) {
        self.push_text(text);
        self.next = self.end_of(self.next);
    }

    pub(super) fn any_image(
        &mut self,
        link_type: LinkType,
        destination: &'a str,
        title: &'a str,
        range: Range<usize>,
    ) {
        if !is_real_image(link_type) {
            self.push_html("!");
            return self.any_link(link_type, destination, title, range);
        }
        if let Some(url) = self.image_url(destination, &range) {
            self.image(&url, title);
        } else {
            let description = self.text_ahead();
            self.push_text(&description);
            self.skip();
        }
    }

    /// The URL of an image; `None` for an image that must not be shown.
    pub(super) fn image_url(&self, destination: &str, range: &Range<usize>) -> Option<String> {
        match plan_at(self.prose, range.start, Construct::Image) {
            Some(Plan::Image { url }) => Some(format!("{}{url}", self.root)),
            None if is_harmless(destination) => Some(destination.to_owned()),
            _ => None,
        }
    }

    /// Writes the image that was just started, with its description, and skips its contents.
    pub(super) fn image(&mut self, url: &str, title: &str) {
        let description = self.text_ahead();
        self.push_html("<img");
        push_url(&mut self.written.html, "src", &[url]);
        self.push_attribute("alt", &description);
        if !title.is_empty() {
            self.push_attribute("title", title);
        }
        self.push_html(" loading=\"lazy\">");
        self.skip();
    }

    pub(super) fn citation(&mut self, range: &Range<usize>) {
        let Some(Plan::Citation(sources)) = plan_at(self.prose, range.start, Construct::Citation)
        else {
            let written = self.prose.source[range.clone()].trim_start_matches('!');
            self.push_text(written);
            return self.skip();
        };
        match Brackets::of(&self.prose.source, range.clone()).visible(&self.prose.source) {
            Some(text) if text.starts_with('^') => {
                self.footnote_reference(&text[1..]);
                self.sources(sources);
                self.skip();
            }
            Some(_) => {
                let end = format!("]{}", self.sources_html(sources));
                self.open_inline("[", end);
            }
            None => {
                self.sources(sources);
                self.skip();
            }
        }
    }

    pub(super) fn sources(&mut self, sources: &[CitedAt]) {
        let html = self.sources_html(sources);
        self.push_html(&html);
    }

    /// The HTML of a citation: `[1]` or `[1: 12]` for each source, each with its own id.
    fn sources_html(&self, sources: &[CitedAt]) -> String {
        let mut html = String::new();
        for CitedAt { number, use_id, locator, place, entry_id } in sources {
            let shown = match locator {
                Some(locator) => format!("[{number}:\u{a0}{}]", without_breaks(locator)),
                None => format!("[{number}]"),
            };
            // The label must contain the visible locator, which users of voice control speak.
            let label = match (locator, place) {
                (Some(locator), Some(place)) if locator != place => {
                    format!("Source {number}: {locator}, {place}")
                }
                (Some(locator), _) => format!("Source {number}: {locator}"),
                (None, _) => format!("Source {number}"),
            };
            html.push_str("<sup class=\"cite\"");
            push_attribute(&mut html, "id", use_id);
            html.push('>');
            if self.in_link {
                push_text(&mut html, &shown);
            } else {
                html.push_str("<a");
                push_url(&mut html, "href", &["#", entry_id]);
                push_attribute(&mut html, "aria-label", &label);
                html.push('>');
                push_text(&mut html, &shown);
                html.push_str(LINK_END);
            }
            html.push_str("</sup>");
        }
        html
    }
}

/// A locator with no-break spaces, unless it is too long for them.
fn without_breaks(locator: &str) -> Cow<'_, str> {
    /// Fits into any line, like `12, 14–16`.
    const MAX_UNBROKEN: usize = 12;
    if locator.chars().count() <= MAX_UNBROKEN {
        locator.replace(' ', "\u{a0}").into()
    } else {
        locator.into()
    }
}
