//! Writes paragraphs, headings, alerts, code, lists and tables.

use std::ops::Range;

use pulldown_cmark::{
    Alignment, BlockQuoteKind, CowStr, Event, HeadingLevel, LinkType, Tag, TagEnd,
};

use crate::base::listing::{is_plain, language};
use crate::base::markdown::is_real_image;
use crate::pages::prose::Plan;
use crate::pages::views::QuoteView;

use super::escape::push_url;
use super::{Construct, HtmlWriter, TableState, plan_at};

impl<'a> HtmlWriter<'a> {
    pub(super) fn paragraph(&mut self) {
        if let Some((quote, anchor)) = self.quotation() {
            self.quote_block(quote, anchor);
            self.skip();
        } else if let Some((url, title)) = self.figure() {
            self.open_block("<figure>", "</figure>\n");
            self.next += 1;
            self.image(&url, "");
            self.push_html("<figcaption>");
            self.push_text(title);
            self.push_html("</figcaption>");
        } else {
            self.open_block("<p>", "</p>\n");
        }
    }

    /// The quotation and its anchor, if the paragraph consists of one.
    pub(super) fn quotation(&self) -> Option<(&'a QuoteView, Option<&'a str>)> {
        let (Event::Start(Tag::Link { link_type: LinkType::WikiLink { .. }, .. }), range) =
            self.body.events.get(self.next)?
        else {
            return None;
        };
        match plan_at(self.prose, range.start, Construct::Link) {
            Some(Plan::QuoteBlock { quote, anchor }) => Some((quote, anchor.as_deref())),
            _ => None,
        }
    }

    /// The address and the title of the image, if the paragraph consists of one. Such an image
    /// becomes a figure with the title as its caption.
    pub(super) fn figure(&self) -> Option<(String, &'a str)> {
        let (Event::Start(Tag::Image { link_type, dest_url, title, .. }), range) =
            self.body.events.get(self.next)?
        else {
            return None;
        };
        let after = self.body.events.get(self.end_of(self.next + 1) + 1)?;
        let is_alone = matches!(after.0, Event::End(TagEnd::Paragraph));
        if title.is_empty() || !is_alone || !is_real_image(*link_type) {
            return None;
        }
        Some((self.image_url(dest_url, range)?, title))
    }

    pub(super) fn heading(
        &mut self,
        level: HeadingLevel,
        classes: &[CowStr<'_>],
        range: Range<usize>,
    ) {
        const TAGS: [[&str; 2]; 6] = [
            ["<h1", "</h1>\n"],
            ["<h2", "</h2>\n"],
            ["<h3", "</h3>\n"],
            ["<h4", "</h4>\n"],
            ["<h5", "</h5>\n"],
            ["<h6", "</h6>\n"],
        ];
        let [start, finish] = TAGS[(level as usize + self.body.shift).min(6) - 1];
        let mut end = String::new();
        self.start_line();
        self.push_html(start);
        if let Some(Plan::Heading { id }) = plan_at(self.prose, range.start, Construct::Heading) {
            self.push_attribute("id", id);
            end.reserve(id.len() + 80);
            end.push_str("<a class=\"anchor\"");
            push_url(&mut end, "href", &["#", id]);
            end.push_str(" aria-label=\"Link to this section\">#</a>");
        }
        end.push_str(finish);
        if !classes.is_empty() {
            self.push_attribute("class", &classes.join(" "));
        }
        self.open_inline(">", end);
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
        self.open_block(&start, "</aside>\n");
    }

    pub(super) fn code_block(&mut self, info: &str) {
        let language = language(info);
        let code = self.text_ahead();
        // With `tabindex`, readers without a mouse can scroll long lines.
        self.open_block("<pre tabindex=\"0\"><code", "</code></pre>\n");
        let class = class_name(language);
        if !class.is_empty() {
            self.push_attribute("class", &format!("language-{class}"));
        }
        self.push_html(">");
        let may_be_highlighted = !is_plain(language) && self.code_budget.spend(&code);
        match may_be_highlighted.then(|| self.highlighter.highlight(&code, language)).flatten() {
            Some(html) => self.push_html(&html),
            None => self.push_text(&code),
        }
        self.next = self.end_of(self.next);
    }

    /// Whether the list item starts with a checkbox.
    pub(super) fn is_task(&self) -> bool {
        let event = |n: usize| self.body.events.get(self.next + n).map(|(event, _)| event);
        match event(0) {
            Some(Event::Start(Tag::Paragraph)) => {
                matches!(event(1), Some(Event::TaskListMarker(_)))
            }
            first => matches!(first, Some(Event::TaskListMarker(_))),
        }
    }

    pub(super) fn table(&mut self, alignments: &'a [Alignment]) {
        let number = self.table.number + 1;
        self.table = TableState { alignments, number, ..TableState::default() };
        // Screen readers list tables by caption. Markdown has none, so the number must do.
        let start = format!(
            "<div class=\"table-wrap\" tabindex=\"0\" role=\"region\" aria-label=\"Table \
            {number}\"><table>\n<caption class=\"unseen\">Table {number}</caption>\n"
        );
        self.open_block(&start, "</tbody>\n</table></div>\n");
    }

    pub(super) fn table_head(&mut self) {
        self.table.in_head = true;
        self.open_inline("<thead><tr>", "</tr></thead>\n<tbody>\n");
    }

    pub(super) fn table_row(&mut self) {
        self.table.column = 0;
        self.open_inline("<tr>", "</tr>\n");
    }

    pub(super) fn table_cell(&mut self) {
        let is_empty = matches!(self.body.events.get(self.next), Some((Event::End(_), _)));
        // An empty `th` would announce an empty heading for each cell of its column.
        let (start, end) = if self.table.in_head && !is_empty {
            ("<th scope=\"col\"", "</th>")
        } else {
            ("<td", "</td>")
        };
        self.open_inline(start, end);
        self.push_html(match self.table.alignments.get(self.table.column) {
            Some(Alignment::Left) => " class=\"align-left\">",
            Some(Alignment::Center) => " class=\"align-center\">",
            Some(Alignment::Right) => " class=\"align-right\">",
            Some(Alignment::None) | None => ">",
        });
    }
}

/// The name of a language with the characters that a class may contain: `c++`, `objective-c`.
fn class_name(language: &str) -> String {
    let allowed = |c: &char| matches!(c, 'a'..='z' | '0'..='9' | '+' | '-');
    language.chars().map(|c| c.to_ascii_lowercase()).filter(allowed).collect()
}
