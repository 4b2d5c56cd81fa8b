//! A body's Markdown and its plan to HTML, with nothing in it that could run.
//!
//! The only user of ammonia. It parses nothing: it goes through the events that `parse/markdown.rs` has read, by whose
//! places the plan is sorted. It looks nothing up: where a link leads, what a citation's number is and which id a
//! heading has stands in the plan.

use std::borrow::Cow;
use std::fmt::Write as _;
use std::ops::Range;

use ammonia::{Builder, UrlRelative};
use memchr::{memchr, memchr3};
use pulldown_cmark::{Alignment, BlockQuoteKind, CodeBlockKind, CowStr, Event, HeadingLevel, LinkType, Tag, TagEnd};
use rustc_hash::FxHashMap;

use crate::base::html::{self, Raw};
use crate::base::markdown::{Brackets, is_real_image, wiki_target};
use crate::base::path::Url;
use crate::files::Files;
use crate::pages::prose::{CitedAt, Plan, Prose, RawHtml};
use crate::pages::views::QuoteView;

use super::highlight::Highlighter;

/// HTML that may stand in a page as it is. Made only here.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Html(String);

impl Html {
    /// The HTML as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The HTML as text.
    pub fn into_string(self) -> String {
        self.0
    }
}

/// Turns bodies into HTML. One serves a whole site, from any number of threads.
#[derive(Debug)]
pub struct Renderer {
    highlighter: Highlighter,
    cleaner: Builder<'static>,
}

impl Default for Renderer {
    fn default() -> Self {
        Self { highlighter: Highlighter::default(), cleaner: cleaner() }
    }
}

impl Renderer {
    /// Gets ready what takes long, for files with these texts. None of it changes what is rendered.
    pub fn prepare(&self, files: &Files) {
        let texts: Vec<&str> = files.iter().filter_map(|file| file.text()).collect();
        self.highlighter.prepare(&texts);
    }

    /// The HTML of a body on a page from which `root` leads to the site's root: `../../`, or `./`.
    pub fn body(&self, prose: &Prose, root: &str) -> Html {
        let document = Document::read(prose);
        let write = |raw_html| Writer::new(&document, prose, root, &self.highlighter, raw_html).write();
        let written = write(prose.raw_html);
        if prose.raw_html != RawHtml::Sanitise || !written.has_raw_html {
            return Html(written.html);
        }
        if is_cheap_to_clean(&written, document.depth) {
            return Html(self.cleaner.clean(&written.html).to_string());
        }
        Html(write(RawHtml::Escape).html)
    }
}

/// What the parser found, and what must be known of the whole before the first word is written.
struct Document<'a> {
    events: Vec<(Event<'a>, Range<usize>)>,
    /// The contents of each footnote, by its label in lower case: events without the first and last.
    notes: FxHashMap<String, Range<usize>>,
    /// How many levels deeper headings are than written: one where the body has a heading of level 1, since the
    /// page's own title is that.
    shift: usize,
    /// How many constructs lie in one another at most.
    depth: usize,
}

impl<'a> Document<'a> {
    fn read(prose: &'a Prose) -> Self {
        let events = prose.source.events().collect();
        let mut document = Document { events, notes: FxHashMap::default(), shift: 0, depth: 0 };
        let mut open = Vec::new();
        for (n, (event, range)) in document.events.iter().enumerate() {
            match event {
                Event::Start(tag) => {
                    open.push(n);
                    document.depth = document.depth.max(open.len());
                    let is_first_level = matches!(tag, Tag::Heading { level: HeadingLevel::H1, .. });
                    if is_first_level && planned(prose, range.start, Construct::Heading) != Some(&Plan::Title) {
                        document.shift = 1;
                    }
                }
                Event::End(_) => {
                    let start = open.pop().unwrap_or(n);
                    if let (Event::Start(Tag::FootnoteDefinition(label)), _) = &document.events[start] {
                        document.notes.entry(label.to_lowercase()).or_insert(start + 1..n);
                    }
                }
                _ => {}
            }
        }
        document
    }
}

/// What a plan can be for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Construct {
    Heading,
    Link,
    Image,
    Citation,
    Html,
}

/// The plan for the construct that begins at a byte.
///
/// An underlined heading and the link that it begins with do so at the same one.
fn planned(prose: &Prose, start: usize, construct: Construct) -> Option<&Plan> {
    let at = u32::try_from(start).ok()?;
    let first = prose.plan.partition_point(|(byte, _)| *byte < at);
    let here = prose.plan[first..].iter().take_while(|(byte, _)| *byte == at);
    let fits = |plan: &&Plan| match plan {
        Plan::Heading { .. } | Plan::Title => construct == Construct::Heading,
        Plan::Link { .. } => matches!(construct, Construct::Link | Construct::Html),
        Plan::Quote(_) | Plan::QuoteBlock { .. } => construct == Construct::Link,
        Plan::Mention { .. } => false,
        Plan::Image { .. } => matches!(construct, Construct::Image | Construct::Html),
        Plan::Citation(_) => construct == Construct::Citation,
        Plan::Nothing => construct != Construct::Heading,
    };
    here.map(|(_, plan)| plan).find(fits)
}

/// What has been written of a body.
struct Written {
    html: String,
    has_raw_html: bool,
    /// How many tags the raw HTML opens at most.
    raw_tags: usize,
}

/// Writes the events one after the other.
struct Writer<'a> {
    document: &'a Document<'a>,
    prose: &'a Prose,
    root: &'a str,
    highlighter: &'a Highlighter,
    raw_html: RawHtml,
    /// The event that comes next.
    next: usize,
    written: Written,
    /// What closes each construct that is open.
    ends: Vec<Cow<'static, str>>,
    in_link: bool,
    /// Where in the source the name ends whose link is open.
    name_end: Option<usize>,
    table: Table<'a>,
    /// The footnotes that have been referred to, in this order, which is also that of their letters.
    notes: Vec<Note>,
    /// The place in `notes`, by label in lower case.
    note_of: FxHashMap<String, usize>,
}

/// Where in a table the writer is. Tables do not lie in one another.
#[derive(Default)]
struct Table<'a> {
    alignments: &'a [Alignment],
    column: usize,
    in_head: bool,
    /// Which table of the body it is, from 1.
    number: usize,
}

/// A footnote that is referred to.
struct Note {
    contents: Range<usize>,
    uses: usize,
    html: String,
}

impl<'a> Writer<'a> {
    fn new(
        document: &'a Document<'a>,
        prose: &'a Prose,
        root: &'a str,
        highlighter: &'a Highlighter,
        raw_html: RawHtml,
    ) -> Self {
        let html = String::with_capacity(prose.source.len() * 3 / 2);
        Writer {
            document,
            prose,
            root,
            highlighter,
            raw_html,
            next: 0,
            written: Written { html, has_raw_html: false, raw_tags: 0 },
            ends: Vec::new(),
            in_link: false,
            name_end: None,
            table: Table::default(),
            notes: Vec::new(),
            note_of: FxHashMap::default(),
        }
    }

    fn write(mut self) -> Written {
        self.events(0..self.document.events.len());
        self.footnotes();
        self.written
    }

    fn events(&mut self, range: Range<usize>) {
        self.next = range.start;
        while self.next < range.end {
            let (event, range) = &self.document.events[self.next];
            self.next += 1;
            self.event(event, range.clone());
        }
    }

    fn event(&mut self, event: &'a Event<'a>, range: Range<usize>) {
        match event {
            Event::Start(tag) => self.start(tag, range),
            Event::End(tag) => self.end(*tag),
            Event::Text(text) => self.plain_text(text, &range),
            Event::InlineMath(text) | Event::DisplayMath(text) => self.text(text),
            Event::Code(code) => {
                self.html("<code>");
                self.text(code);
                self.html("</code>");
            }
            Event::Html(html) | Event::InlineHtml(html) => self.raw_inline(&Raw::new(html, range.start)),
            Event::FootnoteReference(label) => self.footnote_reference(label),
            Event::SoftBreak => self.html("\n"),
            Event::HardBreak => self.html("<br>\n"),
            Event::Rule => self.html("<hr>\n"),
            Event::TaskListMarker(true) => self.html(r#"<input type="checkbox" disabled checked aria-label="Done"> "#),
            Event::TaskListMarker(false) => self.html(r#"<input type="checkbox" disabled aria-label="To do"> "#),
        }
    }

    fn start(&mut self, tag: &'a Tag<'a>, range: Range<usize>) {
        match tag {
            Tag::Paragraph => self.paragraph(),
            Tag::Heading { level, classes, .. } => self.heading(*level, classes, range),
            Tag::BlockQuote(None) => self.block("<blockquote>\n", "</blockquote>\n"),
            Tag::BlockQuote(Some(kind)) => self.alert(*kind),
            Tag::CodeBlock(CodeBlockKind::Fenced(info)) => self.code_block(info),
            Tag::CodeBlock(CodeBlockKind::Indented) => self.code_block(""),
            Tag::HtmlBlock => self.raw_block(),
            Tag::List(None) => self.block("<ul>\n", "</ul>\n"),
            Tag::List(Some(1)) => self.block("<ol>\n", "</ol>\n"),
            Tag::List(Some(first)) => self.block(&format!("<ol start=\"{first}\">\n"), "</ol>\n"),
            Tag::Item if self.is_task() => self.block("<li class=\"task\">", "</li>\n"),
            Tag::Item => self.block("<li>", "</li>\n"),
            Tag::DefinitionList => self.block("<dl>\n", "</dl>\n"),
            Tag::DefinitionListTitle => self.block("<dt>", "</dt>\n"),
            Tag::DefinitionListDefinition => self.block("<dd>", "</dd>\n"),
            Tag::Table(alignments) => self.table(alignments),
            Tag::TableHead => self.table_head(),
            Tag::TableRow => self.table_row(),
            Tag::TableCell => self.table_cell(),
            Tag::Emphasis => self.inline("<em>", "</em>"),
            Tag::Strong => self.inline("<strong>", "</strong>"),
            Tag::Strikethrough => self.inline("<del>", "</del>"),
            Tag::Superscript => self.inline("<sup>", "</sup>"),
            Tag::Subscript => self.inline("<sub>", "</sub>"),
            Tag::Link { link_type, dest_url, title, .. } => self.any_link(*link_type, dest_url, title, range),
            Tag::Image { link_type, dest_url, title, .. } => self.any_image(*link_type, dest_url, title, range),
            // Written where all notes are; metadata is not read.
            Tag::FootnoteDefinition(_) | Tag::MetadataBlock(_) => self.skip(),
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::TableHead => self.table.in_head = false,
            TagEnd::TableCell => self.table.column += 1,
            _ => {}
        }
        let end = self.ends.pop().unwrap_or_default();
        self.in_link &= end != LINK_END;
        self.html(&end);
    }

    /// Begins what stands on lines of its own.
    fn block(&mut self, start: &str, end: impl Into<Cow<'static, str>>) {
        self.line();
        self.inline(start, end);
    }

    fn line(&mut self) {
        if !self.written.html.is_empty() && !self.written.html.ends_with('\n') {
            self.html("\n");
        }
    }

    fn inline(&mut self, start: &str, end: impl Into<Cow<'static, str>>) {
        self.html(start);
        self.ends.push(end.into());
    }

    fn html(&mut self, html: &str) {
        self.written.html.push_str(html);
    }

    fn text(&mut self, text: &str) {
        push_text(&mut self.written.html, text);
    }

    fn attribute(&mut self, name: &str, value: &str) {
        push_attribute(&mut self.written.html, name, value);
    }

    /// Passes over the rest of the construct that has just begun.
    fn skip(&mut self) {
        self.next = self.end_of(self.next) + 1;
    }

    /// The event that ends the construct whose contents begin at `first`.
    fn end_of(&self, first: usize) -> usize {
        let mut depth = 0;
        for (n, (event, _)) in self.document.events.iter().enumerate().skip(first) {
            match event {
                Event::Start(_) => depth += 1,
                Event::End(_) if depth == 0 => return n,
                Event::End(_) => depth -= 1,
                _ => {}
            }
        }
        self.document.events.len()
    }

    /// The words between here and the end of the construct that has just begun.
    fn words(&self) -> String {
        let mut words = String::new();
        for (event, _) in &self.document.events[self.next..self.end_of(self.next)] {
            match event {
                Event::Text(text) | Event::Code(text) => words.push_str(text),
                Event::SoftBreak | Event::HardBreak => words.push(' '),
                _ => {}
            }
        }
        words
    }
}

/// Blocks.
impl<'a> Writer<'a> {
    fn paragraph(&mut self) {
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
    fn quotation(&self) -> Option<(&'a QuoteView, Option<&'a str>)> {
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

    /// The image and the title that make a figure of the paragraph that has just begun: nothing else is in it.
    fn figure(&self) -> Option<(Address, &'a str)> {
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

    fn heading(&mut self, level: HeadingLevel, classes: &[CowStr<'_>], range: Range<usize>) {
        let plan = planned(self.prose, range.start, Construct::Heading);
        if plan == Some(&Plan::Title) {
            return self.skip();
        }
        let level = (level as usize + self.document.shift).min(6);
        let mut end = format!("</h{level}>\n");
        self.line();
        self.html(&format!("<h{level}"));
        if let Some(Plan::Heading { id }) = plan {
            self.attribute("id", id);
            let mut anchor = "<a class=\"anchor\"".to_owned();
            push_url(&mut anchor, "href", &["#", id]);
            anchor.push_str(" aria-label=\"Link to this section\">#</a>");
            end.insert_str(0, &anchor);
        }
        if !classes.is_empty() {
            self.attribute("class", &classes.join(" "));
        }
        self.inline(">", end);
    }

    fn alert(&mut self, kind: BlockQuoteKind) {
        let (class, title) = match kind {
            BlockQuoteKind::Note => ("note", "Note"),
            BlockQuoteKind::Tip => ("tip", "Tip"),
            BlockQuoteKind::Important => ("important", "Important"),
            BlockQuoteKind::Warning => ("warning", "Warning"),
            BlockQuoteKind::Caution => ("caution", "Caution"),
        };
        let start =
            format!("<aside class=\"alert alert-{class}\" role=\"note\">\n<p class=\"alert-title\">{title}</p>\n");
        self.block(&start, "</aside>\n");
    }

    fn code_block(&mut self, info: &str) {
        let language = info.split(|c: char| c.is_whitespace() || matches!(c, ',' | '{')).next().unwrap_or_default();
        let code = self.words();
        // A long line scrolls, and a keyboard must be able to.
        self.block("<pre tabindex=\"0\"><code", "</code></pre>\n");
        let class = class_name(language);
        if !class.is_empty() {
            self.attribute("class", &format!("language-{class}"));
        }
        self.html(">");
        match self.highlighter.classes(&code, language) {
            Some(html) => self.html(&html),
            None => self.text(&code),
        }
        self.next = self.end_of(self.next);
    }

    /// Whether the list item that has just begun is one of a list of tasks.
    fn is_task(&self) -> bool {
        let event = |n: usize| self.document.events.get(self.next + n).map(|(event, _)| event);
        match event(0) {
            Some(Event::Start(Tag::Paragraph)) => matches!(event(1), Some(Event::TaskListMarker(_))),
            first => matches!(first, Some(Event::TaskListMarker(_))),
        }
    }

    fn table(&mut self, alignments: &'a [Alignment]) {
        self.table = Table { alignments, number: self.table.number + 1, ..Table::default() };
        let number = self.table.number;
        // Markdown has no captions: for those who jump from table to table the number has to do.
        let start = format!(
            "<div class=\"table-wrap\" tabindex=\"0\" role=\"region\" aria-label=\"Table {number}\"><table>\n<caption class=\"unseen\">Table {number}</caption>\n"
        );
        self.block(&start, "</tbody>\n</table></div>\n");
    }

    fn table_head(&mut self) {
        self.table.in_head = true;
        self.inline("<thead><tr>", "</tr></thead>\n<tbody>\n");
    }

    fn table_row(&mut self) {
        self.table.column = 0;
        self.inline("<tr>", "</tr>\n");
    }

    fn table_cell(&mut self) {
        let is_empty = matches!(self.document.events.get(self.next), Some((Event::End(_), _)));
        // An empty cell is no heading to anything.
        let (start, end) =
            if self.table.in_head && !is_empty { ("<th scope=\"col\"", "</th>") } else { ("<td", "</td>") };
        self.inline(start, end);
        self.html(match self.table.alignments.get(self.table.column) {
            Some(Alignment::Left) => " class=\"align-left\">",
            Some(Alignment::Center) => " class=\"align-center\">",
            Some(Alignment::Right) => " class=\"align-right\">",
            Some(Alignment::None) | None => ">",
        });
    }
}

/// Names in running text.
impl Writer<'_> {
    /// Words with the names in them that link themselves. A name that goes on in the next line is one link.
    fn plain_text(&mut self, text: &str, range: &Range<usize>) {
        let as_written = self.prose.source.get(range.clone()) == Some(text);
        if !as_written {
            return self.text(text);
        }
        let mut at = range.start;
        if let Some(end) = self.name_end {
            at = end.clamp(range.start, range.end);
            self.text(&text[..at - range.start]);
            self.close_name(range.end);
        }
        for (start, len, url, title) in mentions(self.prose, at..range.end) {
            if self.in_link || start < at {
                continue;
            }
            self.text(&text[at - range.start..start - range.start]);
            self.html("<a");
            push_url(&mut self.written.html, "href", &[self.root, url.as_str()]);
            if let Some(title) = title {
                self.attribute("title", title);
            }
            self.html(">");
            at = (start + len).min(range.end);
            self.text(&text[start - range.start..at - range.start]);
            self.name_end = Some(start + len);
            self.close_name(range.end);
        }
        self.text(&text[at - range.start..]);
    }

    /// Ends the link of a name that ends at or before a byte of the source.
    fn close_name(&mut self, here: usize) {
        if self.name_end.is_some_and(|end| end <= here) {
            self.html("</a>");
            self.name_end = None;
        }
    }
}

/// The names that begin in a part of the source: where, how long, to which page, with which tooltip.
fn mentions(prose: &Prose, part: Range<usize>) -> impl Iterator<Item = (usize, usize, &Url, Option<&str>)> {
    let first = prose.plan.partition_point(|(byte, _)| (*byte as usize) < part.start);
    let here = prose.plan[first..].iter().take_while(move |(byte, _)| (*byte as usize) < part.end);
    here.filter_map(|(byte, plan)| match plan {
        Plan::Mention { len, url, title } => Some((*byte as usize, *len as usize, url, title.as_deref())),
        _ => None,
    })
}

/// Quotations.
impl Writer<'_> {
    /// A quotation as a block, with who said it, when, to whom, and where it stands.
    fn quote_block(&mut self, quote: &QuoteView, anchor: Option<&str>) {
        self.html("<figure class=\"quote\"");
        if let Some(anchor) = anchor {
            self.attribute("id", anchor);
        }
        self.html(">\n<blockquote><p>");
        self.text(&quoted(quote));
        self.html("</p>");
        if let Some(original) = &quote.original {
            self.html("<p class=\"original\"");
            if let Some(lang) = &original.lang {
                self.attribute("lang", lang);
            }
            self.html(" dir=\"auto\">");
            self.text(&original.text);
            self.html("</p>");
        }
        self.html("</blockquote>\n<figcaption>");
        self.attribution(quote);
        self.html("</figcaption>\n</figure>\n");
    }

    fn attribution(&mut self, quote: &QuoteView) {
        if let Some(speaker) = &quote.speaker {
            self.plain_link(speaker.url.as_str(), &speaker.title);
        }
        if let Some(title) = &quote.title {
            self.text(", ");
            self.text(title);
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
            "translated" => self.text(" (translated)"),
            "paraphrase" => self.text(" (not word for word)"),
            _ => {}
        }
        if let Some(source) = &quote.source {
            self.html(". <cite>");
            match &source.url {
                Some(url) if is_harmless(url) => {
                    self.html("<a");
                    push_url(&mut self.written.html, "href", &[url]);
                    self.html(">");
                    self.text(&source.title);
                    self.html("</a>");
                }
                _ => self.plain_link(source.page.as_ref().map_or("", |url| url.as_str()), &source.title),
            }
            self.html("</cite>");
            if let Some(loc) = &quote.loc {
                self.text(", ");
                self.text(loc);
            }
            if source.retracted {
                let words = if source.state == "retracted" { "retracted" } else { "goes back to a retracted source" };
                self.html(" <strong class=\"mark warn\">");
                self.text(words);
                self.html("</strong>");
            }
        }
        if let Some(mark) = &quote.mark {
            self.html(" <span class=\"");
            self.html(if mark.verified { "mark verified" } else { "mark" });
            self.html("\">");
            self.text(mark.label);
            self.html("</span>");
        }
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

/// The words of a quotation as they are printed: in quotation marks where they are somebody's own, each piece of an
/// utterance that the reporter split in its own.
fn quoted(quote: &QuoteView) -> String {
    if quote.mode == "paraphrase" {
        return quote.words.join(" … ");
    }
    let pieces: Vec<String> = quote.words.iter().map(|piece| format!("“{piece}”")).collect();
    pieces.join(" … ")
}

/// What closes a link; nothing else does.
const LINK_END: &str = "</a>";

/// Where an image comes from.
struct Address {
    url: String,
    /// Width and height of an image, in pixels.
    size: Option<(u32, u32)>,
}

/// Links, images, citations.
impl<'a> Writer<'a> {
    fn any_link(&mut self, link_type: LinkType, destination: &'a str, title: &'a str, range: Range<usize>) {
        match link_type {
            LinkType::WikiLink { has_pothole } => self.wikilink(destination, has_pothole, &range),
            LinkType::ShortcutUnknown | LinkType::CollapsedUnknown | LinkType::ReferenceUnknown => {
                self.citation(&range)
            }
            LinkType::Email => self.open_link(&["mailto:", destination], ""),
            _ => self.link(destination, title, &range),
        }
    }

    fn link(&mut self, destination: &str, written_title: &str, range: &Range<usize>) {
        match planned(self.prose, range.start, Construct::Link) {
            Some(Plan::Link { url, title, text, before }) => {
                self.before_link(before.as_deref());
                self.open_link(&[self.root, url.as_str()], title.as_deref().unwrap_or(written_title));
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

    /// A quotation in running text: its words, which lead to where it stands with its mark and its source.
    fn quote_inline(&mut self, quote: &QuoteView) {
        self.open_link(&[self.root, quote.url.as_str()], "");
        self.instead(&quoted(quote));
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

    fn any_image(&mut self, link_type: LinkType, destination: &'a str, title: &'a str, range: Range<usize>) {
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
    fn image_address(&self, destination: &str, range: &Range<usize>) -> Option<Address> {
        match planned(self.prose, range.start, Construct::Image) {
            Some(Plan::Image { url, size }) => Some(Address { url: format!("{}{url}", self.root), size: *size }),
            None if is_harmless(destination) => Some(Address { url: destination.to_owned(), size: None }),
            _ => None,
        }
    }

    /// Writes the image that has just begun, whole.
    fn image(&mut self, address: &Address, title: &str) {
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

    fn citation(&mut self, range: &Range<usize>) {
        let Some(Plan::Citation(sources)) = planned(self.prose, range.start, Construct::Citation) else {
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

    fn sources(&mut self, sources: &[CitedAt]) {
        let html = self.sources_html(sources);
        self.html(&html);
    }

    /// `[1]`, `[1, 12]`; several one behind the other, as each has an id of its own.
    fn sources_html(&self, sources: &[CitedAt]) -> String {
        let mut html = String::new();
        for CitedAt { number, use_id, locator, entry_id } in sources {
            let (shown, label) = match locator {
                Some(locator) => (format!("[{number}, {locator}]"), format!("Source {number}, {locator}")),
                None => (format!("[{number}]"), format!("Source {number}")),
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

/// Footnotes. Their marks are letters, as numbers are those of sources.
impl Writer<'_> {
    fn footnote_reference(&mut self, label: &str) {
        let Some(n) = self.note(label) else {
            return self.text(&format!("[^{label}]"));
        };
        self.notes[n].uses += 1;
        let id = reference_id(n, self.notes[n].uses);
        let letter = letters(n);
        self.html(&if self.in_link {
            format!("<sup class=\"footnote-ref\" id=\"{id}\">{letter}</sup>")
        } else {
            let link = format!("<a href=\"#_fn-{}\" aria-label=\"Note {letter}\">{letter}</a>", n + 1);
            format!("<sup class=\"footnote-ref\" id=\"{id}\">{link}</sup>")
        });
    }

    /// The place in `notes` of a footnote; `None` where there is none of that label.
    fn note(&mut self, label: &str) -> Option<usize> {
        let label = label.to_lowercase();
        if let Some(&n) = self.note_of.get(&label) {
            return Some(n);
        }
        let contents = self.document.notes.get(&label)?.clone();
        self.notes.push(Note { contents, uses: 0, html: String::new() });
        self.note_of.insert(label, self.notes.len() - 1);
        Some(self.notes.len() - 1)
    }

    /// Writes the footnotes that are referred to, which may refer to further ones.
    fn footnotes(&mut self) {
        let mut n = 0;
        while n < self.notes.len() {
            let before = std::mem::take(&mut self.written.html);
            self.events(self.notes[n].contents.clone());
            self.notes[n].html = std::mem::replace(&mut self.written.html, before);
            n += 1;
        }
        if self.notes.is_empty() {
            return;
        }
        self.line();
        self.html("<section class=\"footnotes\" aria-label=\"Notes\">\n<ol type=\"a\">\n");
        for (n, note) in std::mem::take(&mut self.notes).iter().enumerate() {
            let (text, end) = match note.html.strip_suffix("</p>\n") {
                Some(text) => (text, "</p>\n"),
                None => (note.html.as_str(), ""),
            };
            let _ = write!(self.written.html, "<li id=\"_fn-{}\">{text}", n + 1);
            for number in 1..=note.uses {
                self.html(&way_back(n, number));
            }
            self.html(end);
            self.html("</li>\n");
        }
        self.html("</ol>\n</section>\n");
    }
}

/// The link from a footnote to one of the places that refer to it.
fn way_back(n: usize, number: usize) -> String {
    let id = reference_id(n, number);
    let label = format!("Back to the text of note {}", letters(n));
    let shown = if number == 1 { "↩".to_owned() } else { format!("↩{number}") };
    format!(" <a class=\"backref\" href=\"#{id}\" aria-label=\"{label}\">{shown}</a>")
}

fn reference_id(n: usize, number: usize) -> String {
    match number {
        1 => format!("_fnref-{}", n + 1),
        _ => format!("_fnref-{}-{number}", n + 1),
    }
}

/// The mark of the footnote at a place: `a` to `z`, `aa`, `ab`, as `<ol type="a">` counts.
fn letters(n: usize) -> String {
    let last = char::from(b'a' + u8::try_from(n % 26).unwrap_or_default());
    if n < 26 { last.to_string() } else { format!("{}{last}", letters(n / 26 - 1)) }
}

/// Raw HTML.
impl Writer<'_> {
    fn raw_block(&mut self) {
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

    fn raw_inline(&mut self, raw: &Raw) {
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
    fn raw(&mut self, raw: &Raw) {
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

/// The name of a language as part of a class: `c++`, `objective-c`.
fn class_name(language: &str) -> String {
    let allowed = |c: &char| matches!(c, 'a'..='z' | '0'..='9' | '+' | '-');
    language.chars().map(|c| c.to_ascii_lowercase()).filter(allowed).collect()
}

/// Whether an address may be linked: it has one of four schemes, or none and no host.
///
/// Browsers drop white space and control characters from the scheme and take `\\` for `/`, and so does this.
fn is_harmless(address: &str) -> bool {
    let mut characters = address.chars().filter(|c| !c.is_whitespace() && !c.is_control());
    let mut scheme = String::new();
    for c in characters.by_ref() {
        match c {
            ':' => return matches!(scheme.as_str(), "http" | "https" | "mailto" | "tel"),
            '/' | '\\' if scheme.is_empty() => return !matches!(characters.next(), Some('/' | '\\')),
            '/' | '\\' | '?' | '#' => return true,
            c => scheme.push(c.to_ascii_lowercase()),
        }
    }
    true
}

fn push_text(html: &mut String, text: &str) {
    let bytes = text.as_bytes();
    if memchr3(b'&', b'<', b'>', bytes).is_none() && memchr(0, bytes).is_none() {
        return html.push_str(text);
    }
    push_escaped(html, text, |byte| match byte {
        b'&' => Some("&amp;"),
        b'<' => Some("&lt;"),
        b'>' => Some("&gt;"),
        0 => Some("\u{fffd}"),
        _ => None,
    });
}

fn push_attribute(html: &mut String, name: &str, value: &str) {
    let _ = write!(html, " {name}=\"");
    push_escaped(html, value, |byte| match byte {
        b'&' => Some("&amp;"),
        b'<' => Some("&lt;"),
        b'>' => Some("&gt;"),
        b'"' => Some("&quot;"),
        0 => Some("\u{fffd}"),
        _ => None,
    });
    html.push('"');
}

/// Writes an address that consists of parts as an attribute. What no URL may hold is percent-encoded.
fn push_url(html: &mut String, name: &str, parts: &[&str]) {
    let _ = write!(html, " {name}=\"");
    for byte in parts.iter().flat_map(|part| part.bytes()) {
        match byte {
            b'&' => html.push_str("&amp;"),
            b'\'' => html.push_str("&#39;"),
            b'"' | b'<' | b'>' | b'\\' | b'^' | b'`' | b'{' | b'|' | b'}' | 0..=b' ' | 0x7f.. => {
                let _ = write!(html, "%{byte:02X}");
            }
            byte => html.push(char::from(byte)),
        }
    }
    html.push('"');
}

fn push_escaped(html: &mut String, text: &str, escape: impl Fn(u8) -> Option<&'static str>) {
    let mut copied = 0;
    for (at, byte) in text.bytes().enumerate() {
        if let Some(escaped) = escape(byte) {
            html.push_str(&text[copied..at]);
            html.push_str(escaped);
            copied = at + 1;
        }
    }
    html.push_str(&text[copied..]);
}

/// What raw HTML may hold: all that this file writes itself, and what else only shows text and images.
fn cleaner() -> Builder<'static> {
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
fn is_cheap_to_clean(written: &Written, depth: usize) -> bool {
    const LARGEST: usize = 2_000_000;
    let tags = written.html.matches('<').count();
    tags.saturating_mul(written.raw_tags + depth) <= LARGEST || is_well_nested(&written.html)
}

/// Whether all tags are plainly written and closed in order, and none lies deeper than 500.
fn is_well_nested(html: &str) -> bool {
    const DEEPEST: usize = 500;
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
        if open.len() > DEEPEST {
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

#[cfg(test)]
mod tests {
    use std::sync::LazyLock;

    use proptest::prelude::*;

    use super::*;
    use crate::base::markdown::tests::any_markdown;
    use crate::base::path::{OutPath, UrlStyle};
    use crate::parse::markdown::{self, MarkKind};

    static RENDERER: LazyLock<Renderer> = LazyLock::new(Renderer::default);

    fn url(path: &str) -> crate::base::path::Url {
        OutPath::page(path).unwrap().url(UrlStyle::Folder)
    }

    fn render(source: &str, plan: Vec<(u32, Plan)>, raw_html: RawHtml) -> String {
        RENDERER.body(&Prose { source: source.into(), plan, raw_html }, "../../").into_string()
    }

    /// The HTML without a plan.
    fn plain(source: &str) -> String {
        render(source, Vec::new(), RawHtml::Sanitise)
    }

    /// A plan that leads everything somewhere, so that what was found can be counted.
    fn full_plan(source: &str) -> Vec<(u32, Plan)> {
        let body = markdown::body(&source.into(), 0);
        let mut plan = Vec::new();
        for (n, mark) in body.marks.into_iter().enumerate() {
            let url = url(&format!("to-{n}-"));
            let cited = |k: usize| CitedAt {
                number: k as u32 + 1,
                use_id: format!("use-{n}-{k}-"),
                locator: None,
                entry_id: "e".to_owned(),
            };
            let planned = match mark.kind {
                MarkKind::Wiki { text, .. } => {
                    Plan::Link { url, title: None, text: text.is_none().then(|| "T".to_owned()), before: None }
                }
                MarkKind::Link { .. } => Plan::Link { url, title: None, text: None, before: None },
                MarkKind::Image { .. } => Plan::Image { url, size: Some((1, 2)) },
                MarkKind::Html { .. } => Plan::Link { url, title: None, text: None, before: None },
                MarkKind::Citation(items) => Plan::Citation((0..items.len()).map(cited).collect()),
            };
            plan.push((mark.at.start, planned));
        }
        plan.extend(body.headings.into_iter().map(|heading| (heading.at.start, Plan::Heading { id: heading.id })));
        plan.sort_by_key(|(at, _)| *at);
        plan
    }

    #[test]
    fn markdown_becomes_html() {
        for (source, expected) in [
            ("a *b* **c** ~~d~~ `<e>`", "<p>a <em>b</em> <strong>c</strong> <del>d</del> <code>&lt;e&gt;</code></p>\n"),
            ("a  \nb\n\n---\n", "<p>a<br>\nb</p>\n<hr>\n"),
            (
                "> a\n\n> [!WARNING]\n> b",
                "<blockquote>\n<p>a</p>\n</blockquote>\n<aside class=\"alert alert-warning\" role=\"note\">\n<p class=\"alert-title\">Warning</p>\n<p>b</p>\n</aside>\n",
            ),
            (
                "- a\n  1. b\n\n3) c",
                "<ul>\n<li>a\n<ol>\n<li>b</li>\n</ol>\n</li>\n</ul>\n<ol start=\"3\">\n<li>c</li>\n</ol>\n",
            ),
            (
                "- [ ] a\n- [x] b",
                "<ul>\n<li class=\"task\"><input type=\"checkbox\" disabled aria-label=\"To do\"> a</li>\n<li class=\"task\"><input type=\"checkbox\" disabled checked aria-label=\"Done\"> b</li>\n</ul>\n",
            ),
            ("a\n: b\n", "<dl>\n<dt>a</dt>\n<dd>b</dd>\n</dl>\n"),
            (
                "|a||\n|-:|:-:|\n|b|c|",
                "<div class=\"table-wrap\" tabindex=\"0\" role=\"region\" aria-label=\"Table 1\"><table>\n<caption class=\"unseen\">Table 1</caption>\n<thead><tr><th scope=\"col\" class=\"align-right\">a</th><td class=\"align-center\"></td></tr></thead>\n<tbody>\n<tr><td class=\"align-right\">b</td><td class=\"align-center\">c</td></tr>\n</tbody>\n</table></div>\n",
            ),
            ("## a {.b .c x=y}", "<h2 class=\"b c\">a</h2>\n"),
            ("## a\n\n# b\n\n###### c", "<h3>a</h3>\n<h2>b</h2>\n<h6>c</h6>\n"),
            ("![a *b* \"c\"](d.png)", "<p><img src=\"d.png\" alt=\"a b &quot;c&quot;\" loading=\"lazy\"></p>\n"),
            (
                "![a](b.png 'c < d')",
                "<figure><img src=\"b.png\" alt=\"a\" loading=\"lazy\"><figcaption>c &lt; d</figcaption></figure>\n",
            ),
            ("![a](b.png 'c') d", "<p><img src=\"b.png\" alt=\"a\" title=\"c\" loading=\"lazy\"> d</p>\n"),
            (
                "```no-such{1}\n<a>\n```",
                "<pre tabindex=\"0\"><code class=\"language-no-such\">&lt;a&gt;\n</code></pre>\n",
            ),
            (
                "```\na\n```\n\n    b\n",
                "<pre tabindex=\"0\"><code>a\n</code></pre>\n<pre tabindex=\"0\"><code>b\n</code></pre>\n",
            ),
            ("```\"><script>\na\n```", "<pre tabindex=\"0\"><code class=\"language-script\">a\n</code></pre>\n"),
            ("a\0b", "<p>a\u{fffd}b</p>\n"),
        ] {
            assert_eq!(plain(source), expected, "{source}");
        }
        assert!(plain("```rust\nlet a = 1;\n```").contains("<code class=\"language-rust\"><span class=\"hl-source"));
    }

    #[test]
    fn harmless_addresses_are_linked_and_others_are_not() {
        for (source, expected) in [
            (
                "[a](https://x.org/é?b=c&d='e' \"f\")",
                "<a href=\"https://x.org/%C3%A9?b=c&amp;d=&#39;e&#39;\" title=\"f\">a</a>",
            ),
            ("[a](b.md#c) [d](#e) [f](/g)", "<a href=\"b.md#c\">a</a> <a href=\"#e\">d</a> <a href=\"/g\">f</a>"),
            (
                "<https://x.org> <a@b.org> [c](TEL:1)",
                "<a href=\"https://x.org\">https://x.org</a> <a href=\"mailto:a@b.org\">a@b.org</a> <a href=\"TEL:1\">c</a>",
            ),
            (
                "[a *b*](javascript:c) [d](JaVa&#10;Script&#x3a;e) [f](<java\tscript:g>) [h](data:text/html,i)",
                "a <em>b</em> d f h",
            ),
            ("[a](//x.org) [b](/\\x.org) [c](\\\\\\\\x.org) [d](file:///e) <javascript:f>", "a b c d javascript:f"),
            ("![a *b*](javascript:c) ![d](data:image/png,e 'f')", "a b d"),
            ("[a](<\u{1}javascript:b>) [c](<\u{a0}vbscript:d>)", "a c"),
            ("[a <https://x.org>](b)", "<a href=\"b\">a https://x.org</a>"),
        ] {
            assert_eq!(plain(source), format!("<p>{expected}</p>\n"), "{source}");
        }
    }

    #[test]
    fn a_plan_says_where_links_and_images_lead() {
        let link = |title: Option<&str>, text: Option<&str>, before: Option<&str>| {
            let own = |text: Option<&str>| text.map(str::to_owned);
            Plan::Link { url: url("actors/wang"), title: own(title), text: own(text), before: own(before) }
        };
        let image = Plan::Image { url: url("a"), size: Some((4, 3)) };
        for (source, plan, expected) in [
            ("[[wang]]", link(None, None, None), "<a href=\"../../actors/wang/\">wang</a>"),
            ("[[ wang+ ]]", link(None, None, None), "<a href=\"../../actors/wang/\">wang</a>"),
            (
                "[[wang|*W*]]",
                link(Some("a \"b\""), None, None),
                "<a href=\"../../actors/wang/\" title=\"a &quot;b&quot;\"><em>W</em></a>",
            ),
            ("[[wang|]]", link(None, None, None), "<a href=\"../../actors/wang/\">wang</a>"),
            (
                "[[wang+]]",
                link(None, Some("W <Y>"), Some("Minister")),
                "Minister <a href=\"../../actors/wang/\">W &lt;Y&gt;</a>",
            ),
            ("![[wang|W]]", link(None, None, None), "!<a href=\"../../actors/wang/\">W</a>"),
            ("[[wang|*W*]]", Plan::Nothing, "<em>W</em>"),
            ("[[wang+]]", Plan::Nothing, "wang"),
            ("[a](b.md 'c')", link(None, None, None), "<a href=\"../../actors/wang/\" title=\"c\">a</a>"),
            ("[a](b.md 'c')", link(Some("d"), Some("e"), None), "<a href=\"../../actors/wang/\" title=\"d\">e</a>"),
            ("[*a*](b.md)", Plan::Nothing, "<em>a</em>"),
            (
                "![a](b.png)",
                image.clone(),
                "<img src=\"../../a/\" alt=\"a\" width=\"4\" height=\"3\" loading=\"lazy\">",
            ),
            ("![a](b.png 'c')", Plan::Nothing, "a"),
            ("[[wang]]", image, "wang"),
        ] {
            assert_eq!(render(source, vec![(0, plan)], RawHtml::Sanitise), format!("<p>{expected}</p>\n"), "{source}");
        }
    }

    fn quote(words: &[&str], mode: &'static str) -> QuoteView {
        let link = |title: &str| crate::pages::views::Link { title: title.to_owned(), url: url("actors/a") };
        QuoteView {
            id: "q".to_owned(),
            url: url("briefs/b"),
            words: words.iter().map(|word| (*word).to_owned()).collect(),
            mode,
            original: None,
            speaker: Some(link("A <b>")),
            title: Some("Minister".to_owned()),
            to: None,
            said: None,
            event: None,
            at_event: false,
            issue: None,
            source: None,
            loc: None,
            mark: None,
            brief: link("B"),
        }
    }

    #[test]
    fn a_quotation_alone_in_a_paragraph_is_a_block_and_elsewhere_its_words() {
        let planned = |source: &str, plan: Plan| {
            let at = u32::try_from(source.find("[[").unwrap()).unwrap();
            render(source, vec![(at, plan)], RawHtml::Sanitise)
        };
        let quoted = |words: &[&str], mode| crate::base::shared::Shared::new(quote(words, mode));
        let caption = "<figcaption><a href=\"../../actors/a/\">A &lt;b&gt;</a>, Minister";
        let anchor = Some("_quote-q".to_owned());
        let plan = Plan::QuoteBlock { quote: quoted(&["x <script>"], "verbatim"), anchor };
        let block = planned("[[quote:q]]", plan);
        assert!(block.starts_with("<figure class=\"quote\" id=\"_quote-q\">\n<blockquote><p>“x &lt;script"), "{block}");
        assert!(block.contains(caption), "{block}");
        let split = planned("He said [[quote:q]].", Plan::Quote(quoted(&["one,", "two"], "verbatim")));
        assert_eq!(split, "<p>He said <a href=\"../../briefs/b/\">“one,” … “two”</a>.</p>\n");
        let summary = planned("He said [[quote:q]].", Plan::Quote(quoted(&["in short"], "paraphrase")));
        assert_eq!(summary, "<p>He said <a href=\"../../briefs/b/\">in short</a>.</p>\n");
    }

    #[test]
    fn citations_are_numbers_in_brackets() {
        let cited = |number: u32, locator: Option<&str>| CitedAt {
            number,
            use_id: format!("_cite-{number}"),
            locator: locator.map(str::to_owned),
            entry_id: format!("_source-{number}"),
        };
        let one = "<sup class=\"cite\" id=\"_cite-1\"><a href=\"#_source-1\" aria-label=\"Source 1\">[1]</a></sup>";
        let two = "<sup class=\"cite\" id=\"_cite-2\"><a href=\"#_source-2\" aria-label=\"Source 2, p. &lt;4\">[2, p. &lt;4]</a></sup>";
        for (source, sources, expected) in [
            ("[@a]", vec![cited(1, None)], one.to_owned()),
            ("[@a; @b, p. <4]", vec![cited(1, None), cited(2, Some("p. <4"))], format!("{one}{two}")),
            ("[@a][@b]", vec![cited(1, None), cited(2, Some("p. <4"))], format!("{one}{two}")),
            ("[*…*][@a]", vec![cited(1, None)], format!("[<em>…</em>]{one}")),
            ("![@a] b", vec![cited(1, None)], format!("!{one} b")),
        ] {
            let html = render(source, vec![(0, Plan::Citation(sources))], RawHtml::Sanitise);
            assert_eq!(html, format!("<p>{expected}</p>\n"), "{source}");
        }
        assert_eq!(plain("[@a, *b*] \\[@c] [@]"), "<p>[@a, *b*] [@c] [@]</p>\n");
    }

    #[test]
    fn headings_have_anchors_and_the_title_is_left_out() {
        let heading = |id: &str| Plan::Heading { id: id.to_owned() };
        let anchor = "<a class=\"anchor\" href=\"#a\" aria-label=\"Link to this section\">#</a>";
        for (source, plan, expected) in [
            ("## *A*", vec![(0, heading("a"))], format!("<h2 id=\"a\"><em>A</em>{anchor}</h2>\n")),
            ("# T\n\n## A", vec![(0, Plan::Title), (5, heading("a"))], format!("<h2 id=\"a\">A{anchor}</h2>\n")),
            ("[x](y) z\n---", vec![(0, Plan::Nothing), (0, heading("a"))], format!("<h2 id=\"a\">x z{anchor}</h2>\n")),
        ] {
            assert_eq!(render(source, plan, RawHtml::Sanitise), expected, "{source}");
        }
    }

    #[test]
    fn footnotes_stand_at_the_end_in_the_order_of_their_use() {
        let html = plain(
            "[^x]: unused\n\na[^two] b[^One] c[^two] d[^none]\n\n[^one]: one[^3]\n\n[^two]: two\n\n    more\n\n[^3]:\n    - three\n",
        );
        assert!(!html.contains("unused") && html.contains("d[^none]</p>"), "{html}");
        assert!(html.contains("a<sup class=\"footnote-ref\" id=\"_fnref-1\"><a href=\"#_fn-1\" aria-label=\"Note a\">a</a></sup> b<sup class=\"footnote-ref\" id=\"_fnref-2\">"), "{html}");
        let notes = "<section class=\"footnotes\" aria-label=\"Notes\">\n<ol type=\"a\">\n<li id=\"_fn-1\"><p>two</p>\n<p>more <a class=\"backref\" href=\"#_fnref-1\" aria-label=\"Back to the text of note a\">↩</a> <a class=\"backref\" href=\"#_fnref-1-2\" aria-label=\"Back to the text of note a\">↩2</a></p>\n</li>\n<li id=\"_fn-2\"><p>one<sup";
        assert!(html.contains(notes), "{html}");
        assert!(html.contains("<li>three</li>\n</ul>\n <a class=\"backref\" href=\"#_fnref-3\""), "{html}");
        assert_eq!(["a", "z", "aa", "ba"], [0, 25, 26, 52].map(letters).each_ref().map(String::as_str));
        let cited = render("x[^1][@a]\n\n[^1]: y", full_plan("x[^1][@a]\n\n[^1]: y"), RawHtml::Sanitise);
        assert!(cited.contains("id=\"_fnref-1\"") && cited.contains("use-0-0-"), "{cited}");
    }

    #[test]
    fn raw_html_is_sanitised_shown_or_passed_on() {
        let source =
            "a <b onclick=x>b</b><!-- c --> <script>d</script>\n\n<!-- e -->\n\n<div style=\"f\">\n\n*g*\n\n</div>\n";
        for (raw_html, expected) in [
            (RawHtml::Sanitise, "<p>a <b>b</b> </p>\n<div>\n<p><em>g</em></p>\n</div>\n"),
            (
                RawHtml::Escape,
                "<p>a &lt;b onclick=x&gt;b&lt;/b&gt; &lt;script&gt;d&lt;/script&gt;</p>\n<p>&lt;div style=\"f\"&gt;</p>\n<p><em>g</em></p>\n<p>&lt;/div&gt;</p>\n",
            ),
            (
                RawHtml::Allow,
                "<p>a <b onclick=x>b</b><!-- c --> <script>d</script></p>\n<!-- e -->\n<div style=\"f\">\n<p><em>g</em></p>\n</div>\n",
            ),
        ] {
            assert_eq!(render(source, Vec::new(), raw_html), expected, "{raw_html:?}");
        }
    }

    #[test]
    fn markdown_may_stand_between_tags() {
        assert_eq!(
            plain("<details open>\n<summary>a</summary>\n\n- b\n\n</details>"),
            "<details open=\"\">\n<summary>a</summary>\n<ul>\n<li>b</li>\n</ul>\n</details>"
        );
    }

    #[test]
    fn addresses_in_raw_html_are_those_of_the_plan() {
        let source = "a <a href=b.md title='c'>d</a>\n\n> <p>\n> <img src='e.png'>\n";
        for raw_html in [RawHtml::Sanitise, RawHtml::Allow] {
            let html = render(source, full_plan(source), raw_html);
            for part in ["<a href=\"../../to-0-/\" title=", "<img src=\"../../to-1-/\">"] {
                assert!(html.replace("  ", " ").contains(part), "{html}");
            }
            let nothing = full_plan(source).into_iter().map(|(at, _)| (at, Plan::Nothing)).collect();
            assert!(!render(source, nothing, raw_html).contains("b.md"));
        }
        assert!(render(source, full_plan(source), RawHtml::Escape).contains("href=b.md"));
    }

    #[test]
    fn raw_html_cannot_run_load_or_restyle_anything() {
        for (source, expected) in [
            ("<iframe src=x></iframe><object data=x></object><style>a</style><svg onload=x></svg>", ""),
            ("<p><a href='java&#10;script:x' id=a name=b>c</a>", "<p><a id=\"a\" name=\"b\">c</a></p>"),
            ("<p><a href='//x.org'>c</a><a href='../d'>e</a>", "<p><a>c</a><a href=\"../d\">e</a></p>"),
            ("<p><input type=password name=p autofocus>", "<p><input disabled=\"\"></p>"),
            ("<p><img src=x onerror=y style=z></p></section></main>", "<p><img src=\"x\"></p>"),
        ] {
            assert_eq!(plain(source).trim(), expected, "{source}");
        }
    }

    #[test]
    fn cleaning_keeps_what_is_written_here() {
        let source = "# A [[a]] {.c}\n\n> [!NOTE]\n> b[@c, 1]\n\n- [ ] d\n- [x] e\n\n3. z\n\n|f|g|\n|-:|:-|\n|h|![i](j.png)|\n\n![k](l.png 'm')\n\nn[^o] ~~p~~[^o]\n\n[^o]: q\n\n```rust\nfn r() { \"&\" }\n```\n\ns\n: t\n";
        let source = format!("{source}\n<b></b>");
        let read = |raw_html| {
            let mut tags = tags(&render(&source, full_plan(&source), raw_html));
            tags.iter_mut().for_each(|(_, attributes)| attributes.sort());
            tags
        };
        let cleaned = read(RawHtml::Sanitise);
        assert!(cleaned.len() > 100);
        assert_eq!(cleaned, read(RawHtml::Allow));
    }

    #[test]
    fn hostile_nesting_ends_quickly() {
        for piece in ["[", "[[", "> ", "*a **a ", "![", "![[a|", "[@a;", "+ ", "<b>", "<b id=x>", "<div>\n\n", "|-"] {
            plain(&piece.repeat(50_000));
        }
        let unclosed: String = (0..3_000).map(|n| format!("<b id={n}>")).collect();
        let html = plain(&format!("{unclosed}{}", "a\n\n".repeat(10_000)));
        assert!(html.contains("&lt;b id=2999&gt;"), "too much to clean: shown as text");
        let table = format!("<table>{}</table>", "<tr><td class='a'>b<br></td></tr>".repeat(20_000));
        assert!(plain(&table).contains("<td class=\"a\">b<br></td>"), "much, but closed in order");
        let notes: String = (0..20_000).map(|n| format!("[^{n}]\n\n[^{n}]: a\n\n")).collect();
        plain(&notes);
    }

    #[test]
    fn a_renderer_serves_several_threads() {
        fn is_shared<T: Send + Sync>(_: &T) {}
        is_shared(&*RENDERER);
    }

    proptest! {
        #[test]
        fn nothing_that_could_run_is_ever_written(source in any_markdown()) {
            let html = plain(&source);
            for (name, attributes) in tags(&html) {
                prop_assert!(!matches!(name.as_str(), "script" | "style" | "iframe" | "object"), "{}", html);
                for (attribute, value) in attributes {
                    prop_assert!(!attribute.starts_with("on") && attribute != "style", "{}", html);
                    let value: String = value.chars().filter(|c| !c.is_whitespace()).collect();
                    prop_assert!(!value.to_lowercase().starts_with("javascript") || attribute == "alt" || attribute == "title", "{}", html);
                }
            }
        }

        #[test]
        fn every_reference_that_was_found_is_planned_once(source in any_markdown()) {
            let source = source.replace('<', "");
            let plan = full_plan(&source);
            let html = render(&source, plan.clone(), RawHtml::Escape);
            for (_, plan) in plan {
                match plan {
                    Plan::Link { url, .. } | Plan::Image { url, .. } => {
                        prop_assert_eq!(html.matches(url.as_str()).count(), 1, "{} in {}", url, html);
                    }
                    Plan::Citation(items) => for item in items {
                        prop_assert_eq!(html.matches(&item.use_id).count(), 1, "{} in {}", item.use_id, html);
                    },
                    Plan::Heading { id } => {
                        prop_assert!(html.contains(&format!(" id=\"{id}\"")), "{} in {}", id, html);
                    }
                    Plan::Mention { .. } | Plan::Quote(_) | Plan::QuoteBlock { .. } | Plan::Title | Plan::Nothing => {}
                }
            }
        }
    }

    /// The tags of a text with their attributes, read as browsers read what is written with quotation marks.
    fn tags(html: &str) -> Vec<(String, Vec<(String, String)>)> {
        let mut tags = Vec::new();
        for part in html.split('<').skip(1) {
            let end = part.find(|c: char| c.is_whitespace() || c == '>').unwrap_or(part.len());
            let mut attributes = Vec::new();
            let mut rest = &part[end..];
            while let Some(start) = rest.find(|c: char| !c.is_whitespace()).filter(|&at| !rest[at..].starts_with('>')) {
                rest = &rest[start..];
                let end = rest.find(|c: char| c.is_whitespace() || matches!(c, '>' | '=')).unwrap_or(rest.len());
                let (name, after) = rest.split_at(end);
                rest = after;
                let mut value = "";
                if let Some(quoted) = rest.strip_prefix("=\"") {
                    (value, rest) = quoted.split_once('"').unwrap_or((quoted, ""));
                }
                attributes.push((name.to_lowercase(), value.to_owned()));
            }
            tags.push((part[..end].to_lowercase(), attributes));
        }
        tags
    }
}
