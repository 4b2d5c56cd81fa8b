//! A body's Markdown and its plan to HTML, with nothing in it that could run.
//!
//! It parses nothing: it goes through the events that `parse/markdown.rs` has read, by whose places
//! the plan is sorted. It looks nothing up: where a link leads, what a citation's number is and
//! which id a heading has stands in the plan.

mod blocks;
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

use crate::base::html::Raw;
use crate::base::listing::CodeBudget;
use crate::files::Files;
use crate::pages::prose::{Plan, Prose, RawHtml};

use super::highlight::Highlighter;
use escape::{push_attribute, push_text};
use links::LINK_END;
use raw::{Cleaner, cleaner, is_cheap_to_clean};

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
    cleaner: Cleaner,
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
        let write =
            |raw_html| Writer::new(&document, prose, root, &self.highlighter, raw_html).write();
        let written = write(prose.raw_html);
        if prose.raw_html != RawHtml::Sanitise || !written.has_raw_html {
            return Html(written.html);
        }
        if is_cheap_to_clean(&written, document.depth) {
            return Html(raw::clean(&self.cleaner, &written.html));
        }
        Html(write(RawHtml::Escape).html)
    }
}

/// What the parser found, and what must be known of the whole before the first word is written.
struct Document<'a> {
    events: Vec<(Event<'a>, Range<usize>)>,
    /// The contents of each footnote, by its label in lower case: events without the first and
    /// last.
    notes: FxHashMap<String, Range<usize>>,
    /// How many levels deeper headings are than written: one where the body has a heading of level
    /// 1, since the page's own title is that.
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
                    let is_first_level =
                        matches!(tag, Tag::Heading { level: HeadingLevel::H1, .. });
                    if is_first_level
                        && planned(prose, range.start, Construct::Heading) != Some(&Plan::Title)
                    {
                        document.shift = 1;
                    }
                }
                Event::End(_) => {
                    let start = open.pop().unwrap_or(n);
                    if let (Event::Start(Tag::FootnoteDefinition(label)), _) =
                        &document.events[start]
                    {
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
    code_budget: CodeBudget,
    /// The event that comes next.
    next: usize,
    written: Written,
    /// What closes each construct that is open.
    ends: Vec<Cow<'static, str>>,
    in_link: bool,
    /// Where in the source the name ends whose link is open.
    name_end: Option<usize>,
    table: Table<'a>,
    /// The footnotes that have been referred to, in this order, which is also that of their
    /// letters.
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
            code_budget: CodeBudget::default(),
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
            Event::Html(html) | Event::InlineHtml(html) => {
                self.raw_inline(&Raw::new(html, range.start))
            }
            Event::FootnoteReference(label) => self.footnote_reference(label),
            Event::SoftBreak => self.html("\n"),
            Event::HardBreak => self.html("<br>\n"),
            Event::Rule => self.html("<hr>\n"),
            Event::TaskListMarker(true) => {
                self.html(r#"<input type="checkbox" disabled checked aria-label="Done"> "#)
            }
            Event::TaskListMarker(false) => {
                self.html(r#"<input type="checkbox" disabled aria-label="To do"> "#)
            }
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
            Tag::Link { link_type, dest_url, title, .. } => {
                self.any_link(*link_type, dest_url, title, range)
            }
            Tag::Image { link_type, dest_url, title, .. } => {
                self.any_image(*link_type, dest_url, title, range)
            }
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
        let written = self.written.html.trim_end_matches(raw::RAW_END);
        if !written.is_empty() && !written.ends_with('\n') {
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

#[cfg(test)]
mod tests;
