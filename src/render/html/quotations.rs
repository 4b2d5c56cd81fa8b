//! Writes the quotations that a brief has in its front matter and shows in its text.

use crate::pages::views::{QuoteView, SourceRef};

use super::HtmlWriter;
use super::escape::{is_harmless, push_url};

impl HtmlWriter<'_> {
    /// Writes a quotation as a block with its attribution: speaker, date, listener and source.
    pub(super) fn quote_block(&mut self, quote: &QuoteView, anchor: Option<&str>) {
        self.push_html("<figure class=\"quote\"");
        if let Some(anchor) = anchor {
            self.push_attribute("id", anchor);
        }
        self.push_html(">\n<blockquote><p>");
        self.push_text(&quoted(quote));
        self.push_html("</p>");
        for original in &quote.originals {
            self.push_html("<p class=\"original\"");
            if let Some(lang) = &original.lang {
                self.push_attribute("lang", lang);
            }
            self.push_html(" dir=\"auto\">");
            self.push_text(&original.words.join(" … "));
            self.push_html("</p>");
        }
        self.push_html("</blockquote>\n<figcaption>");
        self.attribution(quote);
        self.push_html("</figcaption>\n</figure>\n");
    }

    fn attribution(&mut self, quote: &QuoteView) {
        for (number, speaker) in quote.speakers.iter().enumerate() {
            if number > 0 {
                let follows_title = quote.speakers[number - 1].title.is_some();
                self.push_text(if follows_title { ", and " } else { " and " });
            }
            self.plain_link(speaker.url.as_ref().map_or("", |url| url.as_str()), &speaker.name);
            if let Some(title) = &speaker.title {
                self.push_text(", ");
                self.push_text(title);
            }
        }
        if let Some(to) = &quote.to {
            self.push_text(", to ");
            self.plain_link(to.url.as_ref().map_or("", |url| url.as_str()), &to.title);
        }
        if let Some(said) = &quote.said {
            self.push_text(", ");
            self.push_text(&said.text);
        }
        match quote.mode {
            "translated" if quote.mark.is_none() => self.push_text(", in translation"),
            "paraphrase" => self.push_text(", not word for word"),
            _ => {}
        }
        if quote.told {
            self.push_text(", told to the desk");
        }
        if let Some(source) = &quote.source {
            self.push_text(". ");
            self.cited_at(source, quote.loc.as_deref());
        }
        for original in &quote.originals {
            if let Some(source) = &original.source {
                self.push_text(". Original: ");
                self.cited_at(source, original.loc.as_deref());
            }
        }
        if let Some(mark) = &quote.mark {
            self.push_html(" <span class=\"");
            self.push_html(if mark.verified { "mark verified" } else { "mark" });
            self.push_html("\">");
            self.push_text(mark.label);
            self.push_html("</span>");
        }
        if !quote.unconfirmed.is_empty() {
            self.push_html(" <span class=\"mark\">to be confirmed: ");
            self.push_text(&quote.unconfirmed.join(", "));
            self.push_html("</span>");
        }
    }

    /// Writes a source with a place in it, its archived copy, and whether it was retracted or
    /// corrected.
    fn cited_at(&mut self, source: &SourceRef, loc: Option<&str>) {
        self.push_html("<cite>");
        match &source.url {
            Some(url) if is_harmless(url) => self.outward_link(url, &source.title),
            _ => {
                self.plain_link(source.page.as_ref().map_or("", |url| url.as_str()), &source.title)
            }
        }
        self.push_html("</cite>");
        if let Some(url) = source.archived.as_ref().filter(|url| is_harmless(url)) {
            self.push_html(" [");
            self.outward_link(url, "archived copy");
            self.push_html("]");
        }
        if let Some(loc) = loc {
            self.push_text(", ");
            self.push_text(loc);
        }
        if source.retracted {
            let words = if source.state == "retracted" {
                "retracted"
            } else {
                "goes back to a retracted source"
            };
            self.push_html(" <strong class=\"mark warn\">");
            self.push_text(words);
            self.push_html("</strong>");
        } else if source.state == "corrected" {
            self.push_html(" <strong class=\"mark\">corrected</strong>");
        }
    }

    fn outward_link(&mut self, url: &str, text: &str) {
        self.push_html("<a");
        push_url(&mut self.written.html, "href", &[url]);
        self.push_html(">");
        self.push_text(text);
        self.push_html("</a>");
    }

    /// Writes a link to a page of the site, or only the text if `url` is empty.
    fn plain_link(&mut self, url: &str, text: &str) {
        if url.is_empty() {
            return self.push_text(text);
        }
        self.push_html("<a");
        push_url(&mut self.written.html, "href", &[self.root, url]);
        self.push_html(">");
        self.push_text(text);
        self.push_html("</a>");
    }
}

/// The words of a quotation, in quotation marks unless they are a paraphrase. Each piece of an
/// utterance that the reporter split has its own marks.
pub(super) fn quoted(quote: &QuoteView) -> String {
    if quote.mode == "paraphrase" {
        return quote.words.join(" … ");
    }
    let pieces: Vec<String> = quote.words.iter().map(|piece| format!("“{piece}”")).collect();
    pieces.join(" … ")
}
