//! Markdown texts with the events that the parser found in them. The only place where Markdown is
//! parsed.
//!
//! Parsing is slow. So `parse/markdown.rs` parses each body once, to collect its references, and
//! the events are kept with the text until `render/html.rs` renders them.
//!
//! ```
//! use briefgen::base::markdown::Markdown;
//! use pulldown_cmark::{Event, Tag};
//!
//! let text = Markdown::from("See https://example.org.");
//! assert!(text.events().any(|(event, _)| matches!(event, Event::Start(Tag::Link { .. }))));
//! ```

mod bare;
mod definitions;
mod events;

use std::fmt;
use std::hash::{Hash, Hasher};
use std::ops::{Deref, Range};
use std::sync::Arc;

use pulldown_cmark::{BrokenLink, CowStr, Event, LinkType, Options, Parser, Tag};

use super::text::{Tail, holds_stray, is_stray};
use bare::WithBareLinks;
use events::{Events, Recorder};

pub use events::Replay;

/// The variant of Markdown that a site chooses in `site.yaml`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Flavour {
    /// Whether bare web addresses are links.
    pub bare_links: bool,
    /// How the ids of headings are made.
    pub heading_ids: HeadingIds,
}

impl Default for Flavour {
    fn default() -> Flavour {
        Flavour { bare_links: true, heading_ids: HeadingIds::default() }
    }
}

/// How the ids of headings are made.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum HeadingIds {
    /// Of Latin letters, digits and hyphens, like all ids of briefgen.
    #[default]
    Briefgen,
    /// As GitHub and many other tools make them.
    Github,
}

/// A text in Markdown and its events.
///
/// The events depend only on the text and the flavour. So comparing and hashing use the text and
/// the flavour and ignore the events.
#[derive(Clone, Default)]
pub struct Markdown {
    text: Tail,
    flavour: Flavour,
    events: Arc<Events>,
}

impl Markdown {
    /// Parses a text. Calls `each` with every event and the byte range of its construct.
    pub fn parse(
        text: Tail,
        flavour: Flavour,
        mut each: impl FnMut(&Event<'_>, Range<usize>),
    ) -> Markdown {
        if let Some((masked, sign)) = definitions::with_hidden_colons(&text) {
            let mut recorder = Recorder::new(&masked);
            for_each_event(&masked, flavour, |event, range| recorder.record(&event, &range));
            let events = Arc::new(recorder.finish().with(sign, ":"));
            events.replay(&text).for_each(|(event, range)| each(&event, range));
            return Markdown { text, flavour, events };
        }
        let mut recorder = Recorder::new(&text);
        for_each_event(&text, flavour, |event, range| {
            recorder.record(&event, &range);
            each(&event, range);
        });
        let events = Arc::new(recorder.finish());
        Markdown { text, flavour, events }
    }

    /// The events in order, each with the byte range of its construct.
    pub fn events(&self) -> Replay<'_> {
        self.events.replay(&self.text)
    }
}

impl From<&str> for Markdown {
    fn from(text: &str) -> Markdown {
        Markdown::parse(text.into(), Flavour::default(), |_, _| {})
    }
}

impl Deref for Markdown {
    type Target = str;
    fn deref(&self) -> &str {
        &self.text
    }
}

impl PartialEq for Markdown {
    fn eq(&self, other: &Markdown) -> bool {
        self.text == other.text && self.flavour == other.flavour
    }
}

impl Eq for Markdown {}

impl Hash for Markdown {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.text.hash(state);
        self.flavour.hash(state);
    }
}

impl fmt::Debug for Markdown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.text.fmt(f)
    }
}

const OPTIONS: Options = Options::ENABLE_TABLES
    .union(Options::ENABLE_FOOTNOTES)
    .union(Options::ENABLE_STRIKETHROUGH)
    .union(Options::ENABLE_TASKLISTS)
    .union(Options::ENABLE_HEADING_ATTRIBUTES)
    .union(Options::ENABLE_DEFINITION_LIST)
    .union(Options::ENABLE_GFM)
    .union(Options::ENABLE_WIKILINKS);

/// Decides whether a reference without a definition is a link, and returns its target and title.
type Accept<'a> = fn(BrokenLink<'a>) -> Option<(CowStr<'a>, CowStr<'a>)>;

fn for_each_event(text: &str, flavour: Flavour, mut each: impl FnMut(Event<'_>, Range<usize>)) {
    let accept = Some(accept_citation as Accept<'_>);
    let parser = Parser::new_with_broken_link_callback(text, OPTIONS, accept).into_offset_iter();
    let signs = if flavour.bare_links { bare::signs(text) } else { Vec::new() };
    let mut each = |(event, range): (Event<'_>, Range<usize>)| {
        each(without_referred_strays(event, text, &range), range)
    };
    if signs.is_empty() {
        parser.for_each(&mut each);
    } else {
        WithBareLinks::of(text, parser, signs).for_each(&mut each);
    }
}

/// Replaces stray characters that come from character references (`&#1;`) by U+FFFD, as CommonMark
/// does for `&#0;`: no page may contain them. The text itself contains no strays.
fn without_referred_strays<'t>(event: Event<'t>, text: &str, range: &Range<usize>) -> Event<'t> {
    let clean = |words: CowStr<'t>| match holds_stray(&words) {
        true => CowStr::from(words.replace(is_stray, "\u{FFFD}")),
        false => words,
    };
    let is_reference = || text.as_bytes().get(range.start) == Some(&b'&');
    match event {
        Event::Text(words) if is_reference() => Event::Text(clean(words)),
        Event::Start(Tag::Link { link_type, dest_url, title, id }) if !title.is_empty() => {
            Event::Start(Tag::Link { link_type, dest_url, title: clean(title), id })
        }
        Event::Start(Tag::Image { link_type, dest_url, title, id }) if !title.is_empty() => {
            Event::Start(Tag::Image { link_type, dest_url, title: clean(title), id })
        }
        event => event,
    }
}

/// Makes a citation `[@source]` a link. For the parser it is a reference without a definition.
#[expect(clippy::needless_pass_by_value, reason = "the parser's callback takes a value")]
fn accept_citation<'a>(link: BrokenLink<'a>) -> Option<(CowStr<'a>, CowStr<'a>)> {
    is_citation(&link.reference).then_some((CowStr::Borrowed(""), CowStr::Borrowed("")))
}

/// Whether the text inside brackets is a citation: `@` and at least a character of a source.
pub fn is_citation(label: &str) -> bool {
    let source = label.trim_start().strip_prefix('@').and_then(|source| source.chars().next());
    source.is_some_and(|c| !c.is_whitespace() && !matches!(c, ',' | ';'))
}

/// Whether an image of the parser is really an image. In `Agreed![@a]` and `![[a]]` the exclamation
/// mark is followed by a citation and by a wikilink.
pub fn is_real_image(link_type: LinkType) -> bool {
    matches!(
        link_type,
        LinkType::Inline | LinkType::Reference | LinkType::Collapsed | LinkType::Shortcut
    )
}

/// The target of a wikilink, and whether a `+` after it asks for the entity's title. `has_text`
/// says whether a `|` and a text follow the target.
pub fn wiki_target(written: &str, has_text: bool) -> (&str, bool) {
    // In a table the bar is written `\|`, and the parser leaves the backslash at the target.
    let written = if has_text { written.strip_suffix('\\').unwrap_or(written) } else { written };
    let written = written.trim();
    match written.strip_suffix('+') {
        Some(target) => (target.trim_end(), true),
        None => (written, false),
    }
}

/// The contents of the brackets of a citation, `[first][last]` or `[last]`, as byte ranges of the
/// text.
pub struct Brackets {
    /// The text before the label, if there are two pairs of brackets.
    pub first: Option<Range<usize>>,
    /// The label.
    pub last: Range<usize>,
}

impl Brackets {
    /// Finds the brackets in the byte range of a link.
    pub fn of(text: &str, range: Range<usize>) -> Brackets {
        let construct = &text[range.clone()];
        let begin = range.start + construct.find('[').map_or(0, |at| at + 1);
        let end = range.start + construct.len() - usize::from(construct.ends_with(']'));
        // A label contains no bracket, so the last opening bracket begins the label.
        match construct.rfind("][").map(|at| range.start + at) {
            Some(middle) if middle >= begin => {
                Brackets { first: Some(begin..middle), last: middle + 2..end }
            }
            _ => Brackets { first: None, last: begin.min(end)..end },
        }
    }

    /// The text in the first brackets, as in `[…][@a]` and `[^1][@a]`; `None` if it is itself a
    /// citation.
    pub fn visible<'a>(&self, text: &'a str) -> Option<&'a str> {
        self.first.clone().map(|first| &text[first]).filter(|first| !is_citation(first))
    }
}

/// Markdown with each link (`[text](url)`, `[[id]]`, `[[id|text]]`) replaced by its text, except in
/// code between backticks.
pub fn without_links(markdown: &str) -> String {
    let mut text = String::with_capacity(markdown.len());
    let mut rest = markdown;
    while let Some(at) = rest.find(['`', '[']) {
        text.push_str(&rest[..at]);
        rest = &rest[at..];
        let (shown, after) =
            code_span(rest).or_else(|| leading_link(rest)).unwrap_or(rest.split_at(1));
        text.push_str(shown);
        rest = after;
    }
    text + rest
}

/// The code span at the start of a text, and the rest of the text.
fn code_span(text: &str) -> Option<(&str, &str)> {
    let length = text.strip_prefix('`')?.find('`')?;
    Some(text.split_at(length + 2))
}

/// The text of the link at the start of a text, and the rest of the text.
fn leading_link(text: &str) -> Option<(&str, &str)> {
    if let Some(inside) = text.strip_prefix("[[") {
        let (link, after) = inside.split_once("]]")?;
        return Some((link.split_once('|').map_or(link, |(_, shown)| shown), after));
    }
    let (shown, after) = text.strip_prefix('[')?.split_once("](")?;
    let (_, after) = after.split_once(')')?;
    (!shown.contains(['[', ']'])).then_some((shown, after))
}

#[cfg(test)]
pub(crate) mod tests;
