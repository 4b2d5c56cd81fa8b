//! Reads the Markdown of a body: its links, images, citations, headings and running text, each with
//! its place.
//!
//! Later stages decide which entity `[[taiwan]]` means and where a link leads. The dialect of
//! Markdown is defined in `base/markdown.rs`, which also keeps the parser's events for rendering.

mod body;
pub mod foreign;
mod lost;
mod plain;
mod runs;

use std::borrow::Cow;
use std::mem;
use std::ops::Range;
use std::sync::Arc;

use pulldown_cmark::{Event, LinkType, Tag, TagEnd};
use rustc_hash::{FxHashMap, FxHashSet};
use unicode_normalization::char::is_combining_mark;

use crate::base::finding::{Bytes, Located};
use crate::base::html::{self, HtmlLines};
use crate::base::id::Slug;
use crate::base::limits;
use crate::base::markdown::{
    Brackets, Flavour, HeadingIds, Markdown, is_citation, is_real_image, wiki_target,
};
use crate::base::text::Tail;
use crate::base::unique_ids::UniqueIds;

pub use body::{Body, Cited, Heading, LostLink, Mark, MarkKind};
pub use plain::{ShownPlain, shown_plain};
pub use runs::Runs;

/// Reads a body that begins `offset` bytes into its file.
pub fn read_body(tail: &Tail, offset: usize, flavour: Flavour) -> Body {
    let mut reader = BodyReader { text: tail, ..BodyReader::default() };
    let text = Markdown::parse(tail.clone(), flavour, |event, range| reader.handle(event, range));
    reader.finish(text, offset, flavour.heading_ids)
}

/// The web addresses that a body links to, with their places in the file.
pub fn web_links(body: &Body) -> Vec<Located<String>> {
    let mut links = Vec::new();
    for (event, range) in body.text.events() {
        let Event::Start(
            Tag::Link { link_type, dest_url, .. } | Tag::Image { link_type, dest_url, .. },
        ) = event
        else {
            continue;
        };
        if !matches!(link_type, LinkType::Email | LinkType::WikiLink { .. })
            && is_external(&dest_url)
        {
            links
                .push(Located::new(dest_url.into_string(), Bytes::new(range).shifted(body.offset)));
        }
    }
    links
}

/// Whether a body has anything to show besides white space and comments.
pub fn has_content(body: &Body) -> bool {
    if body.text.trim().is_empty() {
        return false;
    }
    let mut raw = String::new();
    let is_shown = |event: Event<'_>| match event {
        Event::Text(text) | Event::Code(text) => !text.trim().is_empty(),
        Event::Start(Tag::Image { .. } | Tag::Link { .. }) | Event::Rule => true,
        Event::Html(html) | Event::InlineHtml(html) => {
            raw += &html;
            false
        }
        _ => false,
    };
    body.text.events().map(|(event, _)| event).any(is_shown) || !is_comment(&raw)
}

/// Whether raw HTML consists of comments only.
fn is_comment(html: &str) -> bool {
    let mut rest = html.trim_start();
    while let Some(comment) = rest.strip_prefix("<!--") {
        let Some(end) = comment.find("-->") else { return true };
        rest = comment[end + "-->".len()..].trim_start();
    }
    rest.is_empty()
}

/// The places of the blocks of code in a text.
pub fn code_blocks(text: &str) -> Vec<Range<usize>> {
    let mut blocks = Vec::new();
    Markdown::parse(text.into(), Flavour::default(), |event, range| {
        if matches!(event, Event::Start(Tag::CodeBlock(_))) {
            blocks.push(range);
        }
    });
    blocks
}

/// The kinds of text that are not running text: names in it are not linked automatically.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Apart {
    Heading,
    Link,
    Image,
    Code,
    Html,
    BlockQuotation,
}

/// The stretches that are not running text, each with its kind and the places of its pieces. The
/// counterpart of [`Body::runs`]: it explains why a name is not linked. Builds do not call it.
pub fn apart(text: &Markdown) -> Vec<(Apart, Vec<Bytes>)> {
    let mut open: Vec<(TagEnd, Apart)> = Vec::new();
    let mut stretches: Vec<(Apart, Vec<Bytes>)> = Vec::new();
    let mut goes_on = false;
    for (event, range) in text.events() {
        let own = match &event {
            Event::Start(tag) => {
                open.extend(apart_in(tag).map(|apart| (tag.to_end(), apart)));
                goes_on &= tag_is_inline(tag);
                continue;
            }
            Event::End(end) => {
                open.pop_if(|(tag, _)| tag == end);
                continue;
            }
            Event::Text(_) => None,
            Event::Code(_) => Some(Apart::Code),
            Event::Html(_) | Event::InlineHtml(_) => Some(Apart::Html),
            _ => continue,
        };
        // The outermost construct counts: a link in a heading is part of the heading.
        let Some(apart) = open.first().map(|(_, apart)| *apart).or(own) else {
            goes_on = false;
            continue;
        };
        match stretches.last_mut().filter(|(last, _)| goes_on && *last == apart) {
            Some((_, pieces)) => pieces.push(Bytes::new(range)),
            None => stretches.push((apart, vec![Bytes::new(range)])),
        }
        goes_on = true;
    }
    stretches
}

fn apart_in(tag: &Tag<'_>) -> Option<Apart> {
    match tag {
        Tag::Heading { .. } => Some(Apart::Heading),
        Tag::BlockQuote(_) => Some(Apart::BlockQuotation),
        Tag::CodeBlock(_) => Some(Apart::Code),
        Tag::Link { .. } => Some(Apart::Link),
        Tag::Image { .. } => Some(Apart::Image),
        _ => None,
    }
}

fn tag_is_inline(tag: &Tag<'_>) -> bool {
    matches!(
        tag,
        Tag::Emphasis | Tag::Strong | Tag::Strikethrough | Tag::Link { .. } | Tag::Image { .. }
    )
}

/// Collects the parts of a [`Body`] from the events of the Markdown parser.
#[derive(Default)]
struct BodyReader<'a> {
    text: &'a str,
    marks: Vec<(Home, Mark)>,
    headings: Vec<(Home, Heading)>,
    anchors: Vec<String>,
    theme_ids: Vec<(Located<String>, bool)>,
    removed_html: Vec<Located<String>>,
    lost_links: Vec<Located<LostLink>>,
    odd_marks: Vec<u32>,
    /// The place of the link whose beginning was the last event: if its end follows, it has no
    /// text.
    empty_link: Option<Range<usize>>,
    /// Whether the link or image that began last is an image.
    is_image: bool,
    /// The lines of the current block of raw HTML.
    raw: Option<HtmlLines>,
    notes: Notes,
    /// The beginning of each run in `pieces`.
    runs: Vec<(Home, usize)>,
    /// The pieces of all runs.
    pieces: Vec<Bytes>,
    /// How many block quotations and code blocks are open.
    apart: usize,
    /// Whether any event has been handled.
    begun: bool,
    begins_with_title: bool,
    in_heading: bool,
    /// The place of the current paragraph.
    paragraph: Range<usize>,
    /// The links and images around the current event.
    open: Vec<OpenLink>,
    /// How many of `open` are [`OpenLink::Silent`].
    silent: usize,
}

/// How the text inside of an open link or image is handled.
enum OpenLink {
    /// It is the text of the wikilink with this index in `marks`, and text of the body.
    Wiki(usize),
    /// It is text of the body.
    Loud,
    /// It is not text of the body, such as the text of a citation or the description of an image.
    Silent,
}

impl BodyReader<'_> {
    fn handle(&mut self, event: &Event<'_>, range: Range<usize>) {
        match event {
            Event::Html(line) | Event::InlineHtml(line) | Event::Text(line)
                if self.raw.is_some() =>
            {
                self.raw.get_or_insert_default().push(line, range.start);
            }
            Event::Start(tag) => {
                self.empty_link = None;
                self.start(tag, range);
            }
            Event::End(TagEnd::Heading(_)) => {
                self.in_heading = false;
                self.begin_run();
            }
            Event::End(TagEnd::FootnoteDefinition) => self.notes.leave(),
            Event::End(TagEnd::Link | TagEnd::Image) => {
                if let Some(link) = self.empty_link.take() {
                    self.lost_link(LostLink::WithoutWords, link);
                }
                if let Some(OpenLink::Silent) = self.open.pop() {
                    self.silent -= 1;
                }
            }
            Event::Text(words) => {
                self.empty_link = None;
                self.odd_mark(words, range.start);
                self.run(words, &range);
                self.add_words(words);
            }
            Event::Code(words) => {
                self.empty_link = None;
                self.add_words(words);
            }
            Event::End(TagEnd::BlockQuote(_) | TagEnd::CodeBlock) => self.apart -= 1,
            Event::SoftBreak | Event::HardBreak => self.add_words(" "),
            Event::Html(html) | Event::InlineHtml(html) => {
                self.raw_html(&HtmlLines::new(html, range.start));
            }
            Event::End(TagEnd::HtmlBlock) => {
                let raw = self.raw.take().unwrap_or_default();
                self.raw_html(&raw);
            }
            Event::FootnoteReference(label) => self.notes.refer(label),
            _ => {}
        }
        self.begun = true;
    }

    fn start(&mut self, tag: &Tag<'_>, range: Range<usize>) {
        match tag {
            Tag::Heading { level, id, .. } => {
                self.begins_with_title |= !self.begun && *level as u8 == 1;
                self.in_heading = true;
                let at = Bytes::new(range);
                let written = id.as_deref().unwrap_or_default();
                if html::is_of_theme(written) {
                    self.theme_ids.push((Located::new(written.to_owned(), at), false));
                }
                let id = match written.trim_start_matches('_') {
                    "" => Arc::default(),
                    id => id.into(),
                };
                let heading = Heading { level: *level as u8, id, text: String::new(), at };
                self.headings.push((self.notes.home(), heading));
            }
            Tag::FootnoteDefinition(label) => {
                self.notes.enter(label);
                self.begin_run();
            }
            Tag::HtmlBlock => self.raw = Some(HtmlLines::default()),
            Tag::BlockQuote(_) | Tag::CodeBlock(_) => {
                self.apart += 1;
                self.begin_run();
            }
            Tag::Paragraph => {
                self.paragraph = range;
                self.begin_run();
            }
            Tag::Item
            | Tag::TableCell
            | Tag::DefinitionListTitle
            | Tag::DefinitionListDefinition => self.begin_run(),
            Tag::Link { link_type, dest_url, .. } => {
                self.is_image = false;
                let open = self.link(*link_type, dest_url, range, |destination| MarkKind::Link {
                    destination,
                });
                self.enter(open);
            }
            Tag::Image { link_type, dest_url, .. } => {
                self.is_image = true;
                let open = self.link(*link_type, dest_url, range, |destination| MarkKind::Image {
                    destination,
                });
                self.enter(if is_real_image(*link_type) { OpenLink::Silent } else { open });
            }
            _ => {}
        }
    }

    /// Collects ids, addresses and forbidden parts of raw HTML.
    fn raw_html(&mut self, raw: &HtmlLines) {
        let tags = html::tags(raw.as_str());
        for (what, at) in html::removed(&tags) {
            let is_new = self.removed_html.len() < limits::TAKEN_OUT
                && self.removed_html.iter().all(|it| it.value != what);
            if is_new {
                self.removed_html.push(Located::new(what, Bytes::new(raw.place(&at))));
            }
        }
        for attribute in tags.attributes {
            let place = raw.place(&attribute.at);
            if self.text.get(place.clone()).is_none_or(str::is_empty) {
                continue;
            }
            match attribute.id().map(Cow::into_owned) {
                Some(id) if html::is_of_theme(&id) => {
                    self.theme_ids.push((Located::new(id, Bytes::new(place.clone())), true));
                }
                id => self.anchors.extend(id),
            }
            let address = attribute
                .address()
                .filter(|(address, _)| !is_external(address) && self.silent == 0);
            if let Some((destination, is_image)) = address {
                self.mark(place, MarkKind::Html { destination, is_image });
            }
        }
    }

    fn lost_link(&mut self, lost: LostLink, range: Range<usize>) {
        if self.lost_links.len() < limits::LOST_LINKS {
            self.lost_links.push(Located::new(lost, Bytes::new(range)));
        }
    }

    /// Collects a character that the parser left as text although it may have been meant as markup.
    /// The parser gives such a character an event of its own.
    fn odd_mark(&mut self, words: &str, at: usize) {
        let is_sign = matches!(words.as_bytes(), [b']' | b'*' | b'_' | b'~']);
        if is_sign
            && self.apart == 0
            && self.silent == 0
            && self.odd_marks.len() < limits::ODD_SIGNS
        {
            self.odd_marks.extend(u32::try_from(at));
        }
    }

    fn begin_run(&mut self) {
        self.runs.pop_if(|(_, start)| *start == self.pieces.len());
        self.runs.push((self.notes.home(), self.pieces.len()));
    }

    /// Adds a piece to the current run of running text. Text that differs from its source, such as
    /// `&amp;`, is left out.
    fn run(&mut self, words: &str, range: &Range<usize>) {
        let is_plain = !self.in_heading && self.apart == 0 && self.open.is_empty();
        if !is_plain || self.text.get(range.clone()) != Some(words) {
            return;
        }
        if !self.runs.is_empty() {
            self.pieces.push(Bytes::new(range.clone()));
        }
    }

    fn enter(&mut self, open: OpenLink) {
        self.silent += usize::from(matches!(open, OpenLink::Silent));
        self.open.push(open);
    }

    /// Collects the target of a link or image. A link inside of the description of an image is not
    /// shown, so it refers to nothing.
    fn link(
        &mut self,
        link_type: LinkType,
        destination: &str,
        range: Range<usize>,
        kind: fn(String) -> MarkKind,
    ) -> OpenLink {
        if self.silent > 0 {
            return OpenLink::Loud;
        }
        match link_type {
            LinkType::WikiLink { has_pothole } => self.wiki(destination, has_pothole, range),
            LinkType::ShortcutUnknown | LinkType::CollapsedUnknown | LinkType::ReferenceUnknown => {
                self.citation(range)
            }
            LinkType::Email => OpenLink::Loud,
            _ => {
                if let Some(lost) = lost::of_address(destination) {
                    self.lost_link(lost, range.clone());
                } else if !is_external(destination) {
                    self.mark(range.clone(), kind(destination.to_owned()));
                }
                self.empty_link =
                    Some(range).filter(|_| is_real_image(link_type) && !self.is_image);
                OpenLink::Loud
            }
        }
    }

    fn wiki(&mut self, written: &str, has_pothole: bool, range: Range<usize>) -> OpenLink {
        let (target, titled) = wiki_target(written, has_pothole);
        if target.is_empty() {
            return OpenLink::Loud;
        }
        let after = self.text.get(range.end..self.paragraph.end);
        let alone = self.paragraph.start == range.start
            && after.is_some_and(|after| after.trim().is_empty());
        self.mark(range, MarkKind::Wiki { target: target.to_owned(), text: None, titled, alone });
        if has_pothole {
            return OpenLink::Wiki(self.marks.len() - 1);
        }
        self.add_words(target);
        OpenLink::Silent
    }

    fn citation(&mut self, range: Range<usize>) -> OpenLink {
        let brackets = Brackets::of(self.text, range.clone());
        let mut items = Vec::new();
        for brackets in brackets.first.iter().chain([&brackets.last]) {
            if is_citation(&self.text[brackets.clone()]) {
                items.extend(cited(self.text, brackets.clone()));
            }
        }
        if !items.is_empty() {
            self.mark(range.clone(), MarkKind::Citation(items));
        }
        match brackets.visible(self.text) {
            Some(label) if label.starts_with('^') => {
                self.notes.refer(&label[1..]);
                OpenLink::Silent
            }
            Some(_) => OpenLink::Loud,
            None => OpenLink::Silent,
        }
    }

    fn mark(&mut self, range: Range<usize>, kind: MarkKind) {
        self.marks.push((self.notes.home(), Mark { at: Bytes::new(range), kind }));
    }

    /// Adds text to the current heading and to the wikilinks around it.
    fn add_words(&mut self, words: &str) {
        if self.silent > 0 {
            return;
        }
        if let Some((_, heading)) = self.headings.last_mut().filter(|_| self.in_heading) {
            heading.text.push_str(words);
        }
        for open in &self.open {
            if let OpenLink::Wiki(mark) = open
                && let MarkKind::Wiki { text, .. } = &mut self.marks[*mark].1.kind
            {
                text.get_or_insert_default().push_str(words);
            }
        }
    }

    fn finish(self, text: Markdown, offset: usize, ids: HeadingIds) -> Body {
        let used = self.notes.used();
        let is_shown = |home: &Home| home.is_none_or(|note| used.contains(&note));
        let mut marks: Vec<_> =
            self.marks.into_iter().filter(|(home, _)| is_shown(home)).map(|(_, it)| it).collect();
        for mark in &mut marks {
            if let MarkKind::Wiki { text, .. } = &mut mark.kind {
                *text = text.take().map(|text| one_line(&text)).filter(|text| !text.is_empty());
            }
        }
        let headings = self
            .headings
            .into_iter()
            .filter(|(home, _)| is_shown(home))
            .map(|(_, heading)| heading);
        let mut headings: Vec<Heading> = headings.collect();
        let taken_ids = give_ids(&mut headings, &self.anchors, ids);
        let ends = self.runs.iter().skip(1).map(|(_, start)| *start).chain([self.pieces.len()]);
        let runs = self.runs.iter().zip(ends).filter(|((home, _), _)| is_shown(home));
        let runs = runs.map(|((_, start), end)| self.pieces[*start..end].iter().copied()).collect();
        let title =
            headings.first().filter(|_| self.begins_with_title).map(|heading| heading.text.clone());
        let title = title.filter(|title| !title.is_empty());
        let has_odd_notes = self.notes.are_odd(self.text);
        Body {
            text,
            offset,
            marks,
            headings,
            title,
            anchors: self.anchors,
            theme_ids: self.theme_ids,
            taken_ids,
            removed_html: self.removed_html,
            lost_links: self.lost_links,
            odd_marks: self.odd_marks,
            runs,
            has_odd_notes,
        }
    }
}

/// Whether an address has a scheme or a host, so that it leads out of the site.
fn is_external(destination: &str) -> bool {
    let scheme = destination.split([':', '/', '?', '#']).next().unwrap_or_default();
    let has_scheme = destination[scheme.len()..].starts_with(':')
        && scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'-' | b'.'));
    has_scheme || destination.starts_with("//")
}

/// The sources in the brackets of a citation. A semicolon separates two sources only if an `@`
/// follows it: `[@a, 12; 15]` has one source.
fn cited(text: &str, brackets: Range<usize>) -> Vec<Cited> {
    let mut items = Vec::new();
    let mut start = brackets.start;
    while start < brackets.end {
        let rest = &text[start..brackets.end];
        let begins_item =
            |at: &usize| rest[at + 1..].trim_start_matches(is_margin).starts_with('@');
        let length =
            rest.match_indices(';').map(|(at, _)| at).find(begins_item).unwrap_or(rest.len());
        items.extend(cited_item(&rest[..length], start));
        start += length + 1;
    }
    items
}

/// Reads one source of a citation, `@id, locator`. `None` if it has no id.
fn cited_item(written: &str, offset: usize) -> Option<Cited> {
    let item = written.trim_start_matches(is_margin);
    let start = offset + written.len() - item.len();
    let item = item.trim_end();
    let source = item.strip_prefix('@')?;
    // A URL may contain commas and semicolons. It ends at one that is followed by a space.
    let is_url = source.split_whitespace().next()?.contains("://");
    let ends_source = |&(at, c): &(usize, char)| match c {
        ',' | ';' if is_url => source[at + 1..].chars().next().is_none_or(char::is_whitespace),
        ',' | ';' => true,
        c => c.is_whitespace(),
    };
    let end = source.char_indices().find(ends_source).map_or(source.len(), |(at, _)| at);
    let locator = one_line(
        source[end..].trim_start_matches(|c: char| is_margin(c) || matches!(c, ',' | ';')),
    );
    (end > 0).then(|| Cited {
        source: source[..end].to_owned(),
        locator: (!locator.is_empty()).then_some(locator),
        at: Bytes::new(start..start + item.len()),
    })
}

/// Whether a character may stand before the words of a line: white space, or the `>` of a block
/// quotation.
fn is_margin(c: char) -> bool {
    c.is_whitespace() || c == '>'
}

/// Joins the lines of a text, which may be part of a block quotation.
fn one_line(text: &str) -> String {
    let mut joined = String::with_capacity(text.len());
    for (n, line) in text.lines().enumerate() {
        let line = if n == 0 { line } else { line.trim_start_matches(is_margin) };
        for word in line.split_whitespace() {
            if !joined.is_empty() {
                joined.push(' ');
            }
            joined.push_str(word);
        }
    }
    joined
}

/// Gives each heading a unique id that no raw HTML has: first the written ids, then ids made from
/// the text. Returns [`Body::taken_ids`].
fn give_ids(
    headings: &mut [Heading],
    anchors: &[String],
    ids: HeadingIds,
) -> Vec<(Located<String>, Arc<str>)> {
    let mut taken_ids = Vec::new();
    let mut taken: UniqueIds = anchors.iter().map(String::as_str).collect();
    for heading in headings.iter_mut().filter(|heading| !heading.id.is_empty()) {
        let id = taken.take(&heading.id, 2);
        if id != heading.id {
            taken_ids.push((Located::new(heading.id.to_string(), heading.at), Arc::clone(&id)));
        }
        heading.id = id;
    }
    for heading in headings {
        let line = one_line(&heading.text);
        let words = mem::replace(&mut heading.text, line);
        if !heading.id.is_empty() {
            continue;
        }
        heading.id = match ids {
            HeadingIds::Briefgen => {
                let slug = Slug::of_name(&heading.text);
                taken.take(slug.as_ref().map_or("section", Slug::as_str), 2)
            }
            HeadingIds::Github => {
                let slug = github_slug(&words);
                let slug = slug.trim_start_matches('_');
                taken.take(if slug.is_empty() { "section" } else { slug }, 1)
            }
        };
    }
    taken_ids
}

/// The id that GitHub gives to a heading: in lower case, with letters, marks and digits of every
/// script, `_` and `-`, and a hyphen for each space.
pub fn github_slug(words: &str) -> String {
    let stays = |c: &char| {
        c.is_alphanumeric() && (c.is_ascii() || !is_other_number(*c))
            || is_combining_mark(*c)
            || matches!(c, '_' | '-' | ' ')
    };
    let is_connector = |c: &char| {
        matches!(
            c,
            '\u{203F}' | '\u{2040}' | '\u{2054}' | '\u{FE33}' | '\u{FE34}' | '\u{FE4D}'
                ..='\u{FE4F}' | '\u{FF3F}'
        )
    };
    let lower = words.to_lowercase();
    let kept = lower.chars().filter(|c| stays(c) || is_connector(c));
    kept.map(|c| if c == ' ' { '-' } else { c }).collect()
}

/// Whether a character is a number but neither a digit nor a letter: `²`, `½`, `①`. Scripts that
/// are no longer in use are left out.
fn is_other_number(c: char) -> bool {
    const RANGES: &[(char, char)] = &[
        ('\u{B2}', '\u{B3}'),
        ('\u{B9}', '\u{B9}'),
        ('\u{BC}', '\u{BE}'),
        ('\u{9F4}', '\u{9F9}'),
        ('\u{B72}', '\u{B77}'),
        ('\u{BF0}', '\u{BF2}'),
        ('\u{C78}', '\u{C7E}'),
        ('\u{D58}', '\u{D5E}'),
        ('\u{D70}', '\u{D78}'),
        ('\u{F2A}', '\u{F33}'),
        ('\u{1369}', '\u{137C}'),
        ('\u{17F0}', '\u{17F9}'),
        ('\u{19DA}', '\u{19DA}'),
        ('\u{2070}', '\u{2070}'),
        ('\u{2074}', '\u{2079}'),
        ('\u{2080}', '\u{2089}'),
        ('\u{2150}', '\u{215F}'),
        ('\u{2189}', '\u{2189}'),
        ('\u{2460}', '\u{249B}'),
        ('\u{24EA}', '\u{24FF}'),
        ('\u{2776}', '\u{2793}'),
        ('\u{3192}', '\u{3195}'),
        ('\u{3220}', '\u{3229}'),
        ('\u{3248}', '\u{324F}'),
        ('\u{3251}', '\u{325F}'),
        ('\u{3280}', '\u{3289}'),
        ('\u{32B1}', '\u{32BF}'),
        ('\u{A830}', '\u{A835}'),
    ];
    RANGES.iter().any(|(first, last)| (*first..=*last).contains(&c))
}

/// The footnote that a construct stands in, as an index of [`Notes::labels`]; `None` for the main
/// text.
type Home = Option<usize>;

/// The footnotes of a body. A footnote without a reference is not shown, so its marks, headings and
/// runs are dropped.
#[derive(Default)]
struct Notes {
    /// The labels of the definitions, in the order of the text.
    labels: Vec<String>,
    /// The references, each with the footnote that it stands in.
    references: Vec<(Home, String)>,
    /// The definitions around the current event.
    open: Vec<usize>,
}

impl Notes {
    fn enter(&mut self, label: &str) {
        self.open.push(self.labels.len());
        self.labels.push(label.to_lowercase());
    }

    fn leave(&mut self) {
        self.open.pop();
    }

    fn refer(&mut self, label: &str) {
        self.references.push((self.home(), label.to_lowercase()));
    }

    fn home(&self) -> Home {
        self.open.last().copied()
    }

    fn are_odd(&self, text: &str) -> bool {
        let written = memchr::memmem::find_iter(text.as_bytes(), "[^").count();
        let labels: FxHashSet<&String> = self.labels.iter().collect();
        written != self.labels.len() + self.references.len() || labels.len() != self.labels.len()
    }

    /// The footnotes that are shown: the main text or another shown footnote refers to them. If two
    /// have the same label, the first.
    fn used(&self) -> FxHashSet<usize> {
        let mut used = FxHashSet::default();
        if self.labels.is_empty() {
            return used;
        }
        let mut first = FxHashMap::default();
        for (note, label) in self.labels.iter().enumerate() {
            first.entry(label.as_str()).or_insert(note);
        }
        let mut refers: FxHashMap<Home, Vec<usize>> = FxHashMap::default();
        for (home, label) in &self.references {
            refers.entry(*home).or_default().extend(first.get(label.as_str()));
        }
        let mut reached = vec![None];
        while let Some(home) = reached.pop() {
            let notes = refers.get(&home).into_iter().flatten().copied();
            reached.extend(notes.filter(|&note| used.insert(note)).map(Some));
        }
        used
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::base::markdown::tests::any_markdown;

    /// The marks of a text in one line each: what is written, and what was read.
    #[test]
    fn a_wikilink_is_alone_where_its_paragraph_holds_nothing_else() {
        let alone = |text: &str| {
            read_body(&Tail::of(&text.into(), 0), 0, Flavour::default())
                .marks
                .iter()
                .map(|mark| matches!(mark.kind, MarkKind::Wiki { alone: true, .. }))
                .collect::<Vec<_>>()
        };
        for (text, expected) in [
            ("[[quote:a]]", &[true][..]),
            ("One.\n\n[[quote:a]]  \n\nTwo.", &[true]),
            ("> [[quote:a]]", &[true]),
            ("He said [[quote:a]]", &[false]),
            ("[[quote:a]].", &[false]),
            ("[[quote:a]][[quote:b]]", &[false, false]),
            ("*[[quote:a]]*", &[false]),
            ("- [[quote:a]]", &[false]),
            ("- One\n\n  [[quote:a]]", &[true]),
            ("# [[quote:a]]", &[false]),
        ] {
            assert_eq!(alone(text), expected, "{text}");
        }
    }

    fn marks(text: &str) -> Vec<String> {
        let show = |mark: &Mark| format!("{} => {}", &text[mark.at.range()], kind(&mark.kind));
        read_body(&text.into(), 0, Flavour::default()).marks.iter().map(show).collect()
    }

    fn kind(kind: &MarkKind) -> String {
        match kind {
            MarkKind::Wiki { target, text, titled, .. } => {
                format!("wiki {target} {text:?} {titled}")
            }
            MarkKind::Link { destination } => format!("link {destination}"),
            MarkKind::Image { destination } => format!("image {destination}"),
            MarkKind::Html { destination, is_image } => format!("html {destination} {is_image}"),
            MarkKind::Citation(items) => {
                let item = |item: &Cited| {
                    format!("{}|{}", item.source, item.locator.as_deref().unwrap_or("-"))
                };
                format!("cites {}", items.iter().map(item).collect::<Vec<_>>().join(" "))
            }
        }
    }

    #[test]
    fn wikilinks_have_a_target_a_text_and_perhaps_a_plus() {
        for (text, expected) in [
            ("a [[qin-gang]] b", &["[[qin-gang]] => wiki qin-gang None false"][..]),
            (
                "[[us-china/taiwan|the *island*]]",
                &["[[us-china/taiwan|the *island*]] => wiki us-china/taiwan Some(\"the \
                    island\") false"],
            ),
            ("[[ qin-gang+ ]]", &["[[ qin-gang+ ]] => wiki qin-gang None true"]),
            ("[[quote:red-line]]", &["[[quote:red-line]] => wiki quote:red-line None false"]),
            ("[[a|]]", &["[[a|]] => wiki a None false"]),
            ("Look![[a|b]]", &["![[a|b]] => wiki a Some(\"b\") false"]),
            ("> [[a|one\n> two]]", &["[[a|one\n> two]] => wiki a Some(\"one two\") false"]),
            ("[see [[a]]](b.md)", &["[[a]] => wiki a None false"]),
            ("|x|\n|-|\n|[[id\\|text]]|", &["[[id\\|text]] => wiki id Some(\"text\") false"]),
            ("[[id\\|text]]", &["[[id\\|text]] => wiki id Some(\"text\") false"]),
            (
                "\\[[a]] `[[b]]` [[]] [[ ]] [[+]]\n\n    [[c]]\n\n```\n[[d]]\n```\n\n<i \
                title='[[e]]'>",
                &[],
            ),
        ] {
            assert_eq!(marks(text), expected, "{text}");
        }
    }

    #[test]
    fn citations_have_sources_with_locators() {
        for (text, expected) in [
            ("x [@a]", &["[@a] => cites a|-"][..]),
            ("[@a, 12]", &["[@a, 12] => cites a|12"]),
            ("[@a; @b, p. 4]", &["[@a; @b, p. 4] => cites a|- b|p. 4"]),
            ("[@a, 12; 15;@b]", &["[@a, 12; 15;@b] => cites a|12; 15 b|-"]),
            ("[@a p. 4]", &["[@a p. 4] => cites a|p. 4"]),
            ("[ @a , 3 ]", &["[ @a , 3 ] => cites a|3"]),
            (
                "[@https://x.org/a_b_c,d;e, 3; @b]",
                &["[@https://x.org/a_b_c,d;e, 3; @b] => cites https://x.org/a_b_c,d;e|3 b|-"],
            ),
            ("[@a][@b, 2][@c]", &["[@a][@b, 2] => cites a|- b|2", "[@c] => cites c|-"]),
            ("[@a][]", &["[@a] => cites a|-"]),
            ("“[…][@a]", &["[…][@a] => cites a|-"]),
            ("Agreed![@a]", &["![@a] => cites a|-"]),
            ("> [@a,\n> 12]", &["[@a,\n> 12] => cites a|12"]),
            ("[@a]: https://x.org\n\n[@a]", &[]),
            ("\\[@a] `[@b]` [@] [@ a] [@, 1] [a@b.org] [x] [y][z]", &[]),
        ] {
            assert_eq!(marks(text), expected, "{text}");
        }
    }

    #[test]
    fn each_source_of_a_citation_has_its_place() {
        let text = "é [@a;\u{a0} @b, p. 4 ]";
        let MarkKind::Citation(items) =
            &read_body(&text.into(), 0, Flavour::default()).marks[0].kind
        else {
            panic!("not a citation")
        };
        let places: Vec<_> = items.iter().map(|item| &text[item.at.range()]).collect();
        assert_eq!(places, ["@a", "@b, p. 4"]);
    }

    #[test]
    fn links_and_images_inside_the_site_are_marks() {
        for (text, expected) in [
            ("[a](../b.md#c 'd')", &["[a](../b.md#c 'd') => link ../b.md#c"][..]),
            ("[a][b]\n\n[b]: c.md", &["[a][b] => link c.md"]),
            (
                "[a](#b) [c](</d e>) [f](g\\_h&amp;i)",
                &[
                    "[a](#b) => link #b",
                    "[c](</d e>) => link /d e",
                    "[f](g\\_h&amp;i) => link g_h&i",
                ],
            ),
            (
                "[![a](b.png)](c.md)",
                &["[![a](b.png)](c.md) => link c.md", "![a](b.png) => image b.png"],
            ),
            ("![see [a](b) [@d]](e.png)", &["![see [a](b) [@d]](e.png) => image e.png"]),
            ("[a](https://x.org) [b](MAILTO:c) [d](//e) [f](javascript:g) <h@i.org> <tel:1>", &[]),
        ] {
            assert_eq!(marks(text), expected, "{text}");
        }
    }

    #[test]
    fn a_footnote_counts_only_where_it_is_shown() {
        let text = "x[^a]\n\n[^a]: [[one]] [^B]\n\n[^b]: [[two]]\n\n[^c]: [[three]][^d]\n\n[^d]: \
            [[four]]\n\n[^A]: [[five]]\n";
        let targets: Vec<_> = marks(text).iter().map(|mark| mark[..7].to_owned()).collect();
        assert_eq!(targets, ["[[one]]", "[[two]]"]);
        assert_eq!(marks("x[^1][@a]\n\n[^1]: [[one]]").len(), 2);
    }

    #[test]
    fn headings_have_ids_of_their_own() {
        let text = "# Talks\n## Talks\n## 会谈 {#Talks-2}\n### Talks `a` [[b+]] ![c](d)[@e] \
            *f*\n?!\n===\n## ...\n## Talks {.x}\n## x {#talks}\n";
        let headings: Vec<_> = read_body(&text.into(), 0, Flavour::default())
            .headings
            .into_iter()
            .map(|h| format!("{} {} {}", h.level, h.id, h.text))
            .collect();
        assert_eq!(
            headings,
            [
                "1 talks-2 Talks",
                "2 talks-3 Talks",
                "2 Talks-2 会谈",
                "3 talks-a-b-f Talks a b f",
                "1 section ?!",
                "2 section-2 ...",
                "2 talks-4 Talks",
                "2 talks x"
            ]
        );
    }

    #[test]
    fn a_heading_that_lacks_its_written_id_is_told_of() {
        let text = "## A {#a}\n\n<i id=b>\n\n## B {#b}\n## C {#a}\n## a\n## D {#d}\n";
        let body = read_body(&text.into(), 0, Flavour::default());
        let taken = body.taken_ids.iter();
        let taken: Vec<_> =
            taken.map(|(id, own)| (&text[id.at.range()], id.value.as_str(), &**own)).collect();
        assert_eq!(taken, [("## B {#b}\n", "b", "b-2"), ("## C {#a}\n", "a", "a-2")]);
    }

    /// The anchors that github-slugger 2.0.0 makes of these words.
    #[test]
    fn anchors_of_github_are_those_that_its_own_tools_make() {
        for (words, anchor) in [
            ("Talks & means", "talks--means"),
            ("bravoCharlieDelta", "bravocharliedelta"),
            ("C++ and C#", "c-and-c"),
            ("What's new?", "whats-new"),
            ("apostrophe’s should be trimmed", "apostrophes-should-be-trimmed"),
            ("heading with a - dash", "heading-with-a---dash"),
            ("heading with an _ underscore", "heading-with-an-_-underscore"),
            ("heading with a period.txt", "heading-with-a-periodtxt"),
            (
                "exchange.bind_headers(exchange, routing [, bindCallback])",
                "exchangebind_headersexchange-routing--bindcallback",
            ),
            (" a ", "-a-"),
            ("a  b", "a--b"),
            ("en–dash", "endash"),
            ("em—dash", "emdash"),
            ("“Quoted” words", "quoted-words"),
            ("50 % of $100", "50--of-100"),
            ("path/to/file.txt", "pathtofiletxt"),
            ("__init__", "__init__"),
            ("I ♥ unicode", "i--unicode"),
            ("😄-😄 unicode emoji", "--unicode-emoji"),
            ("😄_😄 unicode emoji", "_-unicode-emoji"),
            ("👨‍👩‍👧 family", "-family"),
            ("🇩🇪 Germany", "-germany"),
            ("1️⃣ first", "1️⃣-first"),
            (":ok_hand::hatched_chick: Two", "ok_handhatched_chick-two"),
            ("Профили пользователей", "профили-пользователей"),
            ("Привет non-latin 你好", "привет-non-latin-你好"),
            ("习近平：讲话", "习近平讲话"),
            ("会谈（上海）", "会谈上海"),
            ("東京・大阪", "東京大阪"),
            ("カタカナ・テスト", "カタカナテスト"),
            ("서울, 2024년", "서울-2024년"),
            ("السلام، عليكم", "السلام-عليكم"),
            ("שָׁלוֹם עולם", "שָׁלוֹם-עולם"),
            ("हिन्दी में", "हिन्दी-में"),
            ("ไทย ๑๒๓", "ไทย-๑๒๓"),
            ("Tiếng Việt", "tiếng-việt"),
            ("İstanbul ve Işık", "i̇stanbul-ve-işık"),
            ("Straße ẞ", "straße-ß"),
            ("ΟΔΥΣΣΕΥΣ", "οδυσσευς"),
            ("ǅ titlecase", "ǆ-titlecase"),
            ("x² + y₂", "x--y"),
            ("½ cup, ① one, ㊿ fifty", "-cup--one--fifty"),
            ("൰ ten, ፪ two, ⁱ i", "-ten--two-ⁱ-i"),
            ("Ⅳ Roman", "ⅳ-roman"),
            ("a‿b_c＿d", "a‿b_c＿d"),
            ("zero\u{200B}width, soft\u{AD}hyphen", "zerowidth-softhyphen"),
            ("non\u{A0}breaking", "nonbreaking"),
            ("№ 5, 20 °C™", "-5-20-c"),
            ("ª º", "ª-º"),
            ("e\u{301}clair", "e\u{301}clair"),
        ] {
            assert_eq!(github_slug(words), anchor, "{words}");
        }
        let text =
            "# echo\n# echo\n# echo 1\n# echo-1\n# echo\n# foxtrot-1\n# foxtrot\n# foxtrot\n";
        let flavour = Flavour { heading_ids: HeadingIds::Github, ..Flavour::default() };
        let headings = read_body(&text.into(), 0, flavour).headings;
        let ids: Vec<&str> = headings.iter().map(|heading| &*heading.id).collect();
        let expected = "echo echo-1 echo-1-1 echo-1-2 echo-2 foxtrot-1 foxtrot foxtrot-2";
        assert_eq!(ids.join(" "), expected);
    }

    #[test]
    fn a_body_has_a_title_where_it_begins_with_one() {
        for (text, title) in [
            ("\n# About *us*\n\ntext", Some("About us")),
            ("[a]: b\n\n# About", Some("About")),
            ("## About\n\n# x", None),
            ("text\n\n# About", None),
            ("#\n\ntext", None),
        ] {
            assert_eq!(
                read_body(&text.into(), 0, Flavour::default()).title.as_deref(),
                title,
                "{text:?}"
            );
        }
    }

    #[test]
    fn addresses_in_raw_html_are_marks() {
        for (text, expected) in [
            ("a <a href='b.md#c'>d</a>", &["href='b.md#c' => html b.md#c false"][..]),
            ("> <p>\n> <img alt=x\n> src=a.png>\n", &["src=a.png => html a.png true"]),
            ("<a href=\"https://x.org\" id=y> <!-- <a href=z> --> `<a href=z>` <b src>", &[]),
        ] {
            assert_eq!(marks(text), expected, "{text}");
        }
    }

    #[test]
    fn ids_of_the_theme_are_reported_and_not_used() {
        let text = "# A {#_sources}\n\n<b id=_b>c</b> <i id=c>\n\n## c";
        let body = read_body(&text.into(), 0, Flavour::default());
        let theme_ids: Vec<_> = body
            .theme_ids
            .iter()
            .map(|(id, html)| (&text[id.at.range()], id.value.as_str(), *html))
            .collect();
        assert_eq!(theme_ids, [("# A {#_sources}\n", "_sources", false), ("id=_b", "_b", true)]);
        assert_eq!(body.anchors, ["c"]);
        assert_eq!(
            body.headings.iter().map(|heading| &*heading.id).collect::<Vec<_>>(),
            ["sources", "c-2"]
        );
    }

    #[test]
    fn ids_in_raw_html_are_anchors() {
        let text = "<a name=x></a> <i id='y z'>\n\n<div class=\"a\"\n id=\"w\" \
            data-id=\"no\">\n\n`<b id=no>`";
        assert_eq!(read_body(&text.into(), 0, Flavour::default()).anchors, ["x", "y z", "w"]);
    }

    #[test]
    fn hostile_input_is_read_at_once() {
        for text in ["[", "[[", "> ", "[@a;", "[^1]: ", "# x\n", "*a **a ", "![[a", "[@a][", "[[a|"]
        {
            read_body(&text.repeat(50_000).as_str().into(), 0, Flavour::default());
        }
        let notes: String =
            (0..20_000).map(|n| format!("[^{n}] [[a]]\n\n[^{n}]: [[b]]\n\n")).collect();
        assert_eq!(read_body(&notes.as_str().into(), 0, Flavour::default()).marks.len(), 40_000);
    }

    proptest! {
        #[test]
        fn any_text_can_be_read_and_every_place_is_inside(text in any_markdown()) {
            let body = read_body(&text.as_str().into(), 7, Flavour::default());
            for mark in &body.marks {
                prop_assert!(text.get(mark.at.range()).is_some_and(|written| !written.is_empty()));
                if let MarkKind::Citation(items) = &mark.kind {
                    prop_assert!(!items.is_empty());
                    for item in items {
                        prop_assert!(mark.at.start <= item.at.start && item.at.end <= mark.at.end);
                        prop_assert!(text[item.at.range()].starts_with('@'));
                    }
                }
            }
            let ids: FxHashSet<_> = body.headings.iter().map(|heading| &heading.id).collect();
            prop_assert_eq!(ids.len(), body.headings.len());
            prop_assert!(body.marks.is_sorted_by_key(|mark| mark.at.start));
        }
    }
}
