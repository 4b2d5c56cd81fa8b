//! Quotations of a brief in its text: as a block of their own, or as words of a sentence.

use crate::pages::views::{QuoteView, SourceRef};

use super::Writer;
use super::escape::{is_harmless, push_url};

impl Writer<'_> {
    /// A quotation as a block, with who said it, when, to whom, and where it stands.
    pub(super) fn quote_block(&mut self, quote: &QuoteView, anchor: Option<&str>) {
        self.html("<figure class=\"quote\"");
        if let Some(anchor) = anchor {
            self.attribute("id", anchor);
        }
        self.html(">\n<blockquote><p>");
        self.text(&quoted(quote));
        self.html("</p>");
        for original in &quote.originals {
            self.html("<p class=\"original\"");
            if let Some(lang) = &original.lang {
                self.attribute("lang", lang);
            }
            self.html(" dir=\"auto\">");
            self.text(&original.words.join(" … "));
            self.html("</p>");
        }
        self.html("</blockquote>\n<figcaption>");
        self.attribution(quote);
        self.html("</figcaption>\n</figure>\n");
    }

    fn attribution(&mut self, quote: &QuoteView) {
        for (number, speaker) in quote.speakers.iter().enumerate() {
            if number > 0 {
                let follows_title = quote.speakers[number - 1].title.is_some();
                self.text(if follows_title { ", and " } else { " and " });
            }
            self.plain_link(speaker.url.as_ref().map_or("", |url| url.as_str()), &speaker.name);
            if let Some(title) = &speaker.title {
                self.text(", ");
                self.text(title);
            }
        }
        if let Some(to) = &quote.to {
            self.text(", to ");
            self.plain_link(to.url.as_ref().map_or("", |url| url.as_str()), &to.title);
        }
        if let Some(said) = &quote.said {
            self.text(", ");
            self.text(&said.text);
        }
        match quote.mode {
            "translated" if quote.mark.is_none() => self.text(", in translation"),
            "paraphrase" => self.text(", not word for word"),
            _ => {}
        }
        if quote.told {
            self.text(", told to the desk");
        }
        if let Some(source) = &quote.source {
            self.text(". ");
            self.cited_at(source, quote.loc.as_deref());
        }
        for original in &quote.originals {
            if let Some(source) = &original.source {
                self.text(". Original: ");
                self.cited_at(source, original.loc.as_deref());
            }
        }
        if let Some(mark) = &quote.mark {
            self.html(" <span class=\"");
            self.html(if mark.verified { "mark verified" } else { "mark" });
            self.html("\">");
            self.text(mark.label);
            self.html("</span>");
        }
        if !quote.unconfirmed.is_empty() {
            self.html(" <span class=\"mark\">to be confirmed: ");
            self.text(&quote.unconfirmed.join(", "));
            self.html("</span>");
        }
    }

    /// A source and a place in it, with what is amiss with it.
    fn cited_at(&mut self, source: &SourceRef, loc: Option<&str>) {
        self.html("<cite>");
        match &source.url {
            Some(url) if is_harmless(url) => self.outward_link(url, &source.title),
            _ => {
                self.plain_link(source.page.as_ref().map_or("", |url| url.as_str()), &source.title)
            }
        }
        self.html("</cite>");
        if let Some(url) = source.archived.as_ref().filter(|url| is_harmless(url)) {
            self.html(" [");
            self.outward_link(url, "archived copy");
            self.html("]");
        }
        if let Some(loc) = loc {
            self.text(", ");
            self.text(loc);
        }
        if source.retracted {
            let words = if source.state == "retracted" {
                "retracted"
            } else {
                "goes back to a retracted source"
            };
            self.html(" <strong class=\"mark warn\">");
            self.text(words);
            self.html("</strong>");
        } else if source.state == "corrected" {
            self.html(" <strong class=\"mark\">corrected</strong>");
        }
    }

    fn outward_link(&mut self, url: &str, text: &str) {
        self.html("<a");
        push_url(&mut self.written.html, "href", &[url]);
        self.html(">");
        self.text(text);
        self.html("</a>");
    }

    /// A link to a page of the site, or the words alone where there is none.
    fn plain_link(&mut self, url: &str, text: &str) {
        if url.is_empty() {
            return self.text(text);
        }
        self.html("<a");
        push_url(&mut self.written.html, "href", &[self.root, url]);
        self.html(">");
        self.text(text);
        self.html("</a>");
    }
}

/// The words of a quotation as they are printed: in quotation marks where they are somebody's own,
/// each piece of an utterance that the reporter split in its own.
pub(super) fn quoted(quote: &QuoteView) -> String {
    if quote.mode == "paraphrase" {
        return quote.words.join(" … ");
    }
    let pieces: Vec<String> = quote.words.iter().map(|piece| format!("“{piece}”")).collect();
    pieces.join(" … ")
}
