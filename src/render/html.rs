//! Renders the Markdown of a body as HTML that runs no code.
//!
//! Parsing and resolving are already done: the body comes as Markdown events with a plan. By the
//! byte at which a construct starts, the plan says where a link leads, which number a citation has,
//! or which id a heading has.

mod blocks;
mod cleaner;
mod escape;
mod links;
mod names;
mod notes;
mod quotations;
mod raw;

use std::borrow::Cow;
use std::ops::Range;

use pulldown_cmark::{Alignment, CodeBlockKind, Event, HeadingLevel, Tag, TagEnd};
use rustc_hash::FxHashMap;

use crate::base::html::HtmlLines;
use crate::base::listing::CodeBudget;
use crate::files::Files;
use crate::pages::prose::{Plan, Prose, RawHtml};

use super::highlight::Highlighter;
use cleaner::{Cleaner, RAW_END, clean, cleaner, is_cheap_to_clean};
use escape::{push_attribute, push_text};

/// The tag that closes a link. No other construct may use it as its end.
const LINK_END: &str = "</a>";

/// HTML that a page may contain without escaping. Only this module creates it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct SafeHtml(String);

impl SafeHtml {
    /// The HTML as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The HTML as text.
    pub fn into_string(self) -> String {
        self.0
    }
}

/// Renders bodies. All threads share one renderer for the whole site.
#[derive(Debug)]
pub struct Renderer {
    highlighter: Highlighter,
    cleaner: Cleaner,
}

impl Default for Renderer {
    fn default() -> Self {
        Self { highlighter: Highlighter::default(), cleaner: cleaner() }
    }
}

impl Renderer {
    /// Loads the grammars that the code in these files needs, so that the first pages need not wait
    /// for them. This does not change the HTML.
    pub fn prepare(&self, files: &Files) {
        let texts: Vec<&str> = files.iter().filter_map(|file| file.text()).collect();
        self.highlighter.prepare(&texts);
    }

    /// Renders a body. `root` is the relative address of the site's root, such as `../../` or `./`.
    ///
    /// Raw HTML is escaped where it would take too long to sanitise.
    pub fn body(&self, prose: &Prose, root: &str) -> SafeHtml {
        let body = ParsedBody::new(prose);
        let write =
            |raw_html| HtmlWriter::new(&body, prose, root, &self.highlighter, raw_html).write();
        let written = write(prose.raw_html);
        if prose.raw_html != RawHtml::Sanitise || !written.has_raw_html {
            return SafeHtml(written.html);
        }
        if is_cheap_to_clean(&written, body.depth) {
            return SafeHtml(clean(&self.cleaner, &written.html));
        }
        SafeHtml(write(RawHtml::Escape).html)
    }
}

/// The events of a body, and the facts that must be known before writing begins.
struct ParsedBody<'a> {
    events: Vec<(Event<'a>, Range<usize>)>,
    /// The events inside of each footnote, by the label of the footnote in lower case.
    notes: FxHashMap<String, Range<usize>>,
    /// How many levels to add to headings: 1 if the body has a heading of level 1, which is the
    /// level of the page's title, otherwise 0.
    shift: usize,
    /// The depth to which constructs are nested.
    depth: usize,
}

impl<'a> ParsedBody<'a> {
    fn new(prose: &'a Prose) -> Self {
        let events = prose.source.events().collect();
        let mut body = ParsedBody { events, notes: FxHashMap::default(), shift: 0, depth: 0 };
        let mut open = Vec::new();
        for (n, (event, _)) in body.events.iter().enumerate() {
            match event {
                Event::Start(tag) => {
                    open.push(n);
                    body.depth = body.depth.max(open.len());
                    if matches!(tag, Tag::Heading { level: HeadingLevel::H1, .. }) {
                        body.shift = 1;
                    }
                }
                Event::End(_) => {
                    let start = open.pop().unwrap_or(n);
                    if let (Event::Start(Tag::FootnoteDefinition(label)), _) = &body.events[start] {
                        body.notes.entry(label.to_lowercase()).or_insert(start + 1..n);
                    }
                }
                _ => {}
            }
        }
        body
    }
}

/// The kinds of constructs that a plan distinguishes.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Construct {
    Heading,
    Link,
    Image,
    Citation,
    Html,
}

/// The plan for the construct that starts at a byte of the source.
///
/// The kind of construct matters: an underlined heading may start at the same byte as a link in it.
fn plan_at(prose: &Prose, start: usize, construct: Construct) -> Option<&Plan> {
    let at = u32::try_from(start).ok()?;
    let first = prose.plan.partition_point(|(byte, _)| *byte < at);
    let here = prose.plan[first..].iter().take_while(|(byte, _)| *byte == at);
    let fits = |plan: &&Plan| match plan {
        Plan::Heading { .. } => construct == Construct::Heading,
        Plan::Link { .. } => matches!(construct, Construct::Link | Construct::Html),
        Plan::Quote(_) | Plan::QuoteBlock { .. } => construct == Construct::Link,
        Plan::Mention { .. } => false,
        Plan::Image { .. } => matches!(construct, Construct::Image | Construct::Html),
        Plan::Citation(_) => construct == Construct::Citation,
        Plan::Nothing => construct != Construct::Heading,
    };
    here.map(|(_, plan)| plan).find(fits)
}

/// The HTML of a body before it is sanitised.
struct WrittenBody {
    html: String,
    has_raw_html: bool,
    /// An upper bound on the number of tags that the raw HTML opens.
    raw_tags: usize,
}

/// Writes the HTML of the events one by one.
struct HtmlWriter<'a> {
    body: &'a ParsedBody<'a>,
    prose: &'a Prose,
    root: &'a str,
    highlighter: &'a Highlighter,
    raw_html: RawHtml,
    /// How much more code may be highlighted.
    code_budget: CodeBudget,
    /// The index of the next event.
    next: usize,
    written: WrittenBody,
    /// The HTML that closes each open construct.
    ends: Vec<Cow<'static, str>>,
    in_link: bool,
    /// The byte of the source at which the name with an open link ends.
    name_end: Option<usize>,
    table: TableState<'a>,
    /// The footnotes that the text has referred to so far. Their order gives their letters.
    notes: Vec<Footnote>,
    /// The index in `notes` by label in lower case.
    note_of: FxHashMap<String, usize>,
}

/// The position in a table. Markdown tables are never nested.
#[derive(Default)]
struct TableState<'a> {
    alignments: &'a [Alignment],
    column: usize,
    in_head: bool,
    /// The number of the table in the body, from 1.
    number: usize,
}

/// A footnote that the text refers to.
struct Footnote {
    /// The events of its contents.
    contents: Range<usize>,
    /// How often the text refers to it.
    uses: usize,
    html: String,
}

impl<'a> HtmlWriter<'a> {
    fn new(
        body: &'a ParsedBody<'a>,
        prose: &'a Prose,
        root: &'a str,
        highlighter: &'a Highlighter,
        raw_html: RawHtml,
    ) -> Self {
        let html = String::with_capacity(prose.source.len() * 3 / 2);
        HtmlWriter {
            body,
            prose,
            root,
            highlighter,
            raw_html,
            code_budget: CodeBudget::default(),
            next: 0,
            written: WrittenBody { html, has_raw_html: false, raw_tags: 0 },
            ends: Vec::new(),
            in_link: false,
            name_end: None,
            table: TableState::default(),
            notes: Vec::new(),
            note_of: FxHashMap::default(),
        }
    }

    fn write(mut self) -> WrittenBody {
        self.write_events(0..self.body.events.len());
        self.footnotes();
        self.written
    }

    fn write_events(&mut self, range: Range<usize>) {
        self.next = range.start;
        while self.next < range.end {
            let (event, range) = &self.body.events[self.next];
            self.next += 1;
            self.write_event(event, range.clone());
        }
    }

    fn write_event(&mut self, event: &'a Event<'a>, range: Range<usize>) {
        match event {
            Event::Start(tag) => self.start(tag, range),
            Event::End(tag) => self.end(*tag),
            Event::Text(text) => self.plain_text(text, &range),
            Event::InlineMath(text) | Event::DisplayMath(text) => self.push_text(text),
            Event::Code(code) => {
                self.push_html("<code>");
                self.push_text(code);
                self.push_html("</code>");
            }
            Event::Html(html) | Event::InlineHtml(html) => {
                self.raw_inline(&HtmlLines::new(html, range.start))
            }
            Event::FootnoteReference(label) => self.footnote_reference(label),
            Event::SoftBreak => self.push_html("\n"),
            Event::HardBreak => self.push_html("<br>\n"),
            Event::Rule => self.push_html("<hr>\n"),
            Event::TaskListMarker(true) => {
                self.push_html(r#"<input type="checkbox" disabled checked aria-label="Done"> "#)
            }
            Event::TaskListMarker(false) => {
                self.push_html(r#"<input type="checkbox" disabled aria-label="To do"> "#)
            }
        }
    }

    fn start(&mut self, tag: &'a Tag<'a>, range: Range<usize>) {
        match tag {
            Tag::Paragraph => self.paragraph(),
            Tag::Heading { level, classes, .. } => self.heading(*level, classes, range),
            Tag::BlockQuote(None) => self.open_block("<blockquote>\n", "</blockquote>\n"),
            Tag::BlockQuote(Some(kind)) => self.alert(*kind),
            Tag::CodeBlock(CodeBlockKind::Fenced(info)) => self.code_block(info),
            Tag::CodeBlock(CodeBlockKind::Indented) => self.code_block(""),
            Tag::HtmlBlock => self.raw_block(),
            Tag::List(None) => self.open_block("<ul>\n", "</ul>\n"),
            Tag::List(Some(1)) => self.open_block("<ol>\n", "</ol>\n"),
            Tag::List(Some(first)) => {
                self.open_block(&format!("<ol start=\"{first}\">\n"), "</ol>\n")
            }
            Tag::Item if self.is_task() => self.open_block("<li class=\"task\">", "</li>\n"),
            Tag::Item => self.open_block("<li>", "</li>\n"),
            Tag::DefinitionList => self.open_block("<dl>\n", "</dl>\n"),
            Tag::DefinitionListTitle => self.open_block("<dt>", "</dt>\n"),
            Tag::DefinitionListDefinition => self.open_block("<dd>", "</dd>\n"),
            Tag::Table(alignments) => self.table(alignments),
            Tag::TableHead => self.table_head(),
            Tag::TableRow => self.table_row(),
            Tag::TableCell => self.table_cell(),
            Tag::Emphasis => self.open_inline("<em>", "</em>"),
            Tag::Strong => self.open_inline("<strong>", "</strong>"),
            Tag::Strikethrough => self.open_inline("<del>", "</del>"),
            Tag::Superscript => self.open_inline("<sup>", "</sup>"),
            Tag::Subscript => self.open_inline("<sub>", "</sub>"),
            Tag::Link { link_type, dest_url, title, .. } => {
                self.any_link(*link_type, dest_url, title, range)
            }
            Tag::Image { link_type, dest_url, title, .. } => {
                self.any_image(*link_type, dest_url, title, range)
            }
            // Footnotes are written at the end of the body, and bodies have no metadata.
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
        self.push_html(&end);
    }

    /// Opens a block-level construct on a new line.
    fn open_block(&mut self, start: &str, end: impl Into<Cow<'static, str>>) {
        self.start_line();
        self.open_inline(start, end);
    }

    /// Ends the current line unless it is empty.
    fn start_line(&mut self) {
        let written = self.written.html.trim_end_matches(RAW_END);
        if !written.is_empty() && !written.ends_with('\n') {
            self.push_html("\n");
        }
    }

    /// Writes `start`, and `end` once the construct's end event comes.
    fn open_inline(&mut self, start: &str, end: impl Into<Cow<'static, str>>) {
        self.push_html(start);
        self.ends.push(end.into());
    }

    fn push_html(&mut self, html: &str) {
        self.written.html.push_str(html);
    }

    fn push_text(&mut self, text: &str) {
        push_text(&mut self.written.html, text);
    }

    fn push_attribute(&mut self, name: &str, value: &str) {
        push_attribute(&mut self.written.html, name, value);
    }

    /// Skips the contents and the end of the construct that was just started.
    fn skip(&mut self) {
        self.next = self.end_of(self.next) + 1;
    }

    /// The index of the event that ends the construct whose contents start at `first`.
    fn end_of(&self, first: usize) -> usize {
        let mut depth = 0;
        for (n, (event, _)) in self.body.events.iter().enumerate().skip(first) {
            match event {
                Event::Start(_) => depth += 1,
                Event::End(_) if depth == 0 => return n,
                Event::End(_) => depth -= 1,
                _ => {}
            }
        }
        self.body.events.len()
    }

    /// The text in the construct that was just started, without markup.
    fn text_ahead(&self) -> String {
        let mut text = String::new();
        for (event, _) in &self.body.events[self.next..self.end_of(self.next)] {
            match event {
                Event::Text(piece) | Event::Code(piece) => text.push_str(piece),
                Event::SoftBreak | Event::HardBreak => text.push(' '),
                _ => {}
            }
        }
        text
    }
}

#[cfg(test)]
mod tests;
