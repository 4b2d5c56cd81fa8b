//! Paragraphs, headings, alerts, code, lists and tables.

use std::ops::Range;

use pulldown_cmark::{
    Alignment, BlockQuoteKind, CowStr, Event, HeadingLevel, LinkType, Tag, TagEnd,
};

use crate::base::listing::{is_plain, language};
use crate::base::markdown::is_real_image;
use crate::pages::prose::Plan;
use crate::pages::views::QuoteView;

use super::escape::push_url;
use super::links::Address;
use super::{Construct, Table, Writer, planned};

impl<'a> Writer<'a> {
    pub(super) fn paragraph(&mut self) {
        if let Some((quote, anchor)) = self.quotation() {
            self.quote_block(quote, anchor);
            self.skip();
        } else if let Some((address, title)) = self.figure() {
            self.block("<figure>", "</figure>\n");
            self.next += 1;
            self.image(&address, "");
            self.html("<figcaption>");
            self.text(title);
            self.html("</figcaption>");
        } else {
            self.block("<p>", "</p>\n");
        }
    }

    /// The quotation that the paragraph that has just begun consists of.
    pub(super) fn quotation(&self) -> Option<(&'a QuoteView, Option<&'a str>)> {
        let (Event::Start(Tag::Link { link_type: LinkType::WikiLink { .. }, .. }), range) =
            self.document.events.get(self.next)?
        else {
            return None;
        };
        match planned(self.prose, range.start, Construct::Link) {
            Some(Plan::QuoteBlock { quote, anchor }) => Some((quote, anchor.as_deref())),
            _ => None,
        }
    }

    /// The image and the title that make a figure of the paragraph that has just begun: nothing
    /// else is in it.
    pub(super) fn figure(&self) -> Option<(Address, &'a str)> {
        let (Event::Start(Tag::Image { link_type, dest_url, title, .. }), range) =
            self.document.events.get(self.next)?
        else {
            return None;
        };
        let after = self.document.events.get(self.end_of(self.next + 1) + 1)?;
        let is_alone = matches!(after.0, Event::End(TagEnd::Paragraph));
        if title.is_empty() || !is_alone || !is_real_image(*link_type) {
            return None;
        }
        Some((self.image_address(dest_url, range)?, title))
    }

    pub(super) fn heading(
        &mut self,
        level: HeadingLevel,
        classes: &[CowStr<'_>],
        range: Range<usize>,
    ) {
        let plan = planned(self.prose, range.start, Construct::Heading);
        if plan == Some(&Plan::Title) {
            return self.skip();
        }
        const TAGS: [[&str; 2]; 6] = [
            ["<h1", "</h1>\n"],
            ["<h2", "</h2>\n"],
            ["<h3", "</h3>\n"],
            ["<h4", "</h4>\n"],
            ["<h5", "</h5>\n"],
            ["<h6", "</h6>\n"],
        ];
        let [start, finish] = TAGS[(level as usize + self.document.shift).min(6) - 1];
        let mut end = String::new();
        self.line();
        self.html(start);
        if let Some(Plan::Heading { id }) = plan {
            self.attribute("id", id);
            end.reserve(id.len() + 80);
            end.push_str("<a class=\"anchor\"");
            push_url(&mut end, "href", &["#", id]);
            end.push_str(" aria-label=\"Link to this section\">#</a>");
        }
        end.push_str(finish);
        if !classes.is_empty() {
            self.attribute("class", &classes.join(" "));
        }
        self.inline(">", end);
    }

    pub(super) fn alert(&mut self, kind: BlockQuoteKind) {
        let (class, title) = match kind {
            BlockQuoteKind::Note => ("note", "Note"),
            BlockQuoteKind::Tip => ("tip", "Tip"),
            BlockQuoteKind::Important => ("important", "Important"),
            BlockQuoteKind::Warning => ("warning", "Warning"),
            BlockQuoteKind::Caution => ("caution", "Caution"),
        };
        let start = format!(
            "<aside class=\"alert alert-{class}\" role=\"note\">\n<p \
            class=\"alert-title\">{title}</p>\n"
        );
        self.block(&start, "</aside>\n");
    }

    pub(super) fn code_block(&mut self, info: &str) {
        let language = language(info);
        let code = self.words();
        // A long line scrolls, and a keyboard must be able to.
        self.block("<pre tabindex=\"0\"><code", "</code></pre>\n");
        let class = class_name(language);
        if !class.is_empty() {
            self.attribute("class", &format!("language-{class}"));
        }
        self.html(">");
        let may_be_coloured = !is_plain(language) && self.code_budget.spend(&code);
        match may_be_coloured.then(|| self.highlighter.classes(&code, language)).flatten() {
            Some(html) => self.html(&html),
            None => self.text(&code),
        }
        self.next = self.end_of(self.next);
    }

    /// Whether the list item that has just begun is one of a list of tasks.
    pub(super) fn is_task(&self) -> bool {
        let event = |n: usize| self.document.events.get(self.next + n).map(|(event, _)| event);
        match event(0) {
            Some(Event::Start(Tag::Paragraph)) => {
                matches!(event(1), Some(Event::TaskListMarker(_)))
            }
            first => matches!(first, Some(Event::TaskListMarker(_))),
        }
    }

    pub(super) fn table(&mut self, alignments: &'a [Alignment]) {
        self.table = Table { alignments, number: self.table.number + 1, ..Table::default() };
        let number = self.table.number;
        // Markdown has no captions: for those who jump from table to table the number has to do.
        let start = format!(
            "<div class=\"table-wrap\" tabindex=\"0\" role=\"region\" aria-label=\"Table \
            {number}\"><table>\n<caption class=\"unseen\">Table {number}</caption>\n"
        );
        self.block(&start, "</tbody>\n</table></div>\n");
    }

    pub(super) fn table_head(&mut self) {
        self.table.in_head = true;
        self.inline("<thead><tr>", "</tr></thead>\n<tbody>\n");
    }

    pub(super) fn table_row(&mut self) {
        self.table.column = 0;
        self.inline("<tr>", "</tr>\n");
    }

    pub(super) fn table_cell(&mut self) {
        let is_empty = matches!(self.document.events.get(self.next), Some((Event::End(_), _)));
        // An empty cell is no heading to anything.
        let (start, end) = if self.table.in_head && !is_empty {
            ("<th scope=\"col\"", "</th>")
        } else {
            ("<td", "</td>")
        };
        self.inline(start, end);
        self.html(match self.table.alignments.get(self.table.column) {
            Some(Alignment::Left) => " class=\"align-left\">",
            Some(Alignment::Center) => " class=\"align-center\">",
            Some(Alignment::Right) => " class=\"align-right\">",
            Some(Alignment::None) | None => ">",
        });
    }
}

/// The name of a language as part of a class: `c++`, `objective-c`.
fn class_name(language: &str) -> String {
    let allowed = |c: &char| matches!(c, 'a'..='z' | '0'..='9' | '+' | '-');
    language.chars().map(|c| c.to_ascii_lowercase()).filter(allowed).collect()
}
