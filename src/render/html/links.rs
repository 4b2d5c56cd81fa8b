//! Links, images and citations, as the plan says.

use std::borrow::Cow;
use std::fmt::Write as _;
use std::ops::Range;

use pulldown_cmark::LinkType;

use crate::base::markdown::{Brackets, is_real_image, wiki_target};
use crate::pages::prose::{CitedAt, Plan};
use crate::pages::views::QuoteView;

use super::escape::{is_harmless, push_attribute, push_text, push_url};
use super::quotations::quoted;
use super::{Construct, Writer, planned};

/// What closes a link; nothing else does.
pub(super) const LINK_END: &str = "</a>";

/// Where an image comes from.
pub(super) struct Address {
    pub(super) url: String,
    /// Width and height of an image, in pixels.
    pub(super) size: Option<(u32, u32)>,
}

impl<'a> Writer<'a> {
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
        match planned(self.prose, range.start, Construct::Link) {
            Some(Plan::Link { url, title, text, before }) => {
                self.before_link(before.as_deref());
                self.open_link(
                    &[self.root, url.as_str()],
                    title.as_deref().unwrap_or(written_title),
                );
                if let Some(text) = text {
                    self.instead(text);
                }
            }
            None if is_harmless(destination) => self.open_link(&[destination], written_title),
            _ => self.inline("", ""),
        }
    }

    fn wikilink(&mut self, written: &str, has_pothole: bool, range: &Range<usize>) {
        let has_text = has_pothole && !self.words().trim().is_empty();
        let target = (!has_text).then(|| wiki_target(written, has_pothole).0);
        match planned(self.prose, range.start, Construct::Link) {
            Some(Plan::Link { url, title, text, before }) => {
                self.before_link(before.as_deref());
                self.open_link(&[self.root, url.as_str()], title.as_deref().unwrap_or_default());
                if let Some(text) = text.as_deref().or(target) {
                    self.instead(text);
                }
            }
            Some(Plan::Quote(quote) | Plan::QuoteBlock { quote, .. }) => self.quote_inline(quote),
            _ => {
                self.inline("", "");
                if let Some(target) = target {
                    self.instead(target);
                }
            }
        }
    }

    /// A quotation in running text: its words, which lead to where it stands with its mark and its
    /// source.
    fn quote_inline(&mut self, quote: &QuoteView) {
        self.open_link(&[self.root, quote.url.as_str()], "");
        let mut words = quoted(quote);
        if !quote.unconfirmed.is_empty() {
            words.push_str(" (to be confirmed)");
        }
        self.instead(&words);
    }

    fn before_link(&mut self, before: Option<&str>) {
        if let Some(before) = before {
            self.text(before);
            self.html(" ");
        }
    }

    /// Begins a link. Inside another one there is none to begin.
    fn open_link(&mut self, href: &[&str], title: &str) {
        if self.in_link {
            return self.inline("", "");
        }
        self.html("<a");
        push_url(&mut self.written.html, "href", href);
        if !title.is_empty() {
            self.attribute("title", title);
        }
        self.inline(">", LINK_END);
        self.in_link = true;
    }

    /// Writes a text in place of the contents of the construct that has just begun, and ends it.
    fn instead(&mut self, text: &str) {
        self.text(text);
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
            self.html("!");
            return self.any_link(link_type, destination, title, range);
        }
        if let Some(address) = self.image_address(destination, &range) {
            self.image(&address, title);
        } else {
            let description = self.words();
            self.text(&description);
            self.skip();
        }
    }

    /// Where an image comes from; `None` where it may not be shown.
    pub(super) fn image_address(&self, destination: &str, range: &Range<usize>) -> Option<Address> {
        match planned(self.prose, range.start, Construct::Image) {
            Some(Plan::Image { url, size }) => {
                Some(Address { url: format!("{}{url}", self.root), size: *size })
            }
            None if is_harmless(destination) => {
                Some(Address { url: destination.to_owned(), size: None })
            }
            _ => None,
        }
    }

    /// Writes the image that has just begun, whole.
    pub(super) fn image(&mut self, address: &Address, title: &str) {
        let description = self.words();
        self.html("<img");
        push_url(&mut self.written.html, "src", &[&address.url]);
        self.attribute("alt", &description);
        if let Some((width, height)) = address.size {
            let _ = write!(self.written.html, " width=\"{width}\" height=\"{height}\"");
        }
        if !title.is_empty() {
            self.attribute("title", title);
        }
        self.html(" loading=\"lazy\">");
        self.skip();
    }

    pub(super) fn citation(&mut self, range: &Range<usize>) {
        let Some(Plan::Citation(sources)) = planned(self.prose, range.start, Construct::Citation)
        else {
            let written = self.prose.source[range.clone()].trim_start_matches('!');
            self.text(written);
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
                self.inline("[", end);
            }
            None => {
                self.sources(sources);
                self.skip();
            }
        }
    }

    pub(super) fn sources(&mut self, sources: &[CitedAt]) {
        let html = self.sources_html(sources);
        self.html(&html);
    }

    /// `[1]`, `[1: 12]`; several one behind the other, as each has an id of its own.
    fn sources_html(&self, sources: &[CitedAt]) -> String {
        let mut html = String::new();
        for CitedAt { number, use_id, locator, place, entry_id } in sources {
            let shown = match locator {
                Some(locator) => format!("[{number}:\u{a0}{}]", kept_together(locator)),
                None => format!("[{number}]"),
            };
            // What is heard holds what is seen, for those who speak to their browser.
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

/// A locator that a line does not end within, unless it is a long one.
fn kept_together(locator: &str) -> Cow<'_, str> {
    /// `12, 14–16`: what fits into any line.
    const SHORT: usize = 12;
    if locator.chars().count() <= SHORT {
        locator.replace(' ', "\u{a0}").into()
    } else {
        locator.into()
    }
}
