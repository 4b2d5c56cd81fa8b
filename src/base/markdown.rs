//! The Markdown that briefgen reads: which constructs there are, and a text with those that the
//! parser found in it.
//!
//! The only place where Markdown is parsed, which takes long. `parse/markdown.rs` does so for each
//! body and looks for what refers to something; the events are kept with the text, so that
//! `render/html.rs` has the very same ones, at the same bytes, when the text is shown.

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

/// What of Markdown a site chooses, in `site.yaml`.
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
    /// Of Latin letters, digits and hyphens, as all ids are.
    #[default]
    Briefgen,
    /// As GitHub makes them, and many tools after it.
    Github,
}

/// A text in Markdown and the events that the parser made of it.
///
/// The events follow from the text and what the site chose. Two such are therefore equal where both
/// are, and both are what is hashed.
#[derive(Clone, Default)]
pub struct Markdown {
    text: Tail,
    flavour: Flavour,
    events: Arc<Events>,
}

impl Markdown {
    /// Parses a text. Each event is handed out as it is found, with the place of its construct.
    pub fn read(
        text: Tail,
        flavour: Flavour,
        mut each: impl FnMut(&Event<'_>, Range<usize>),
    ) -> Markdown {
        if let Some((masked, sign)) = definitions::without_false_ones(&text) {
            let mut recorder = Recorder::new(&masked);
            parse(&masked, flavour, |event, range| recorder.record(&event, &range));
            let events = Arc::new(recorder.finish().with(sign, ":"));
            events.replay(&text).for_each(|(event, range)| each(&event, range));
            return Markdown { text, flavour, events };
        }
        let mut recorder = Recorder::new(&text);
        parse(&text, flavour, |event, range| {
            recorder.record(&event, &range);
            each(&event, range);
        });
        let events = Arc::new(recorder.finish());
        Markdown { text, flavour, events }
    }

    /// The events in their order, each with the place of its construct, as often as they are asked
    /// for.
    pub fn events(&self) -> Replay<'_> {
        self.events.replay(&self.text)
    }
}

impl From<&str> for Markdown {
    fn from(text: &str) -> Markdown {
        Markdown::read(text.into(), Flavour::default(), |_, _| {})
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

/// What the parser asks about a reference without a definition.
type Accept<'a> = fn(BrokenLink<'a>) -> Option<(CowStr<'a>, CowStr<'a>)>;

fn parse(text: &str, flavour: Flavour, mut each: impl FnMut(Event<'_>, Range<usize>)) {
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

/// With U+FFFD for stray characters that references stand for (`&#1;`), as CommonMark has it for
/// `&#0;`. No page may hold them, and the text itself has none.
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

/// Makes `[@source]` a link, which the parser offers as a reference without a definition.
#[expect(clippy::needless_pass_by_value, reason = "the parser hands it over so")]
fn accept_citation<'a>(link: BrokenLink<'a>) -> Option<(CowStr<'a>, CowStr<'a>)> {
    is_citation(&link.reference).then_some((CowStr::Borrowed(""), CowStr::Borrowed("")))
}

/// Whether the inside of brackets is a citation: an `@` and at least one character of a source.
pub fn is_citation(label: &str) -> bool {
    let source = label.trim_start().strip_prefix('@').and_then(|source| source.chars().next());
    source.is_some_and(|c| !c.is_whitespace() && !matches!(c, ',' | ';'))
}

/// Whether the parser is right about an image. “Agreed![@a]” and `![[a]]` look like one and are a
/// citation and a wikilink behind an exclamation mark.
pub fn is_real_image(link_type: LinkType) -> bool {
    matches!(
        link_type,
        LinkType::Inline | LinkType::Reference | LinkType::Collapsed | LinkType::Shortcut
    )
}

/// What a wikilink names, and whether it asks for a title with a `+`. `has_text` where a bar and a
/// text follow.
pub fn wiki_target(written: &str, has_text: bool) -> (&str, bool) {
    // In the cell of a table the bar is written `\|`, and the parser leaves the backslash with the
    // target.
    let written = if has_text { written.strip_suffix('\\').unwrap_or(written) } else { written };
    let written = written.trim();
    match written.strip_suffix('+') {
        Some(target) => (target.trim_end(), true),
        None => (written, false),
    }
}

/// The brackets of a citation as ranges of the text: `[first][last]` or `[last]`, without the
/// brackets.
pub struct Brackets {
    /// Those before the label, where there are any.
    pub first: Option<Range<usize>>,
    /// Those of the label.
    pub last: Range<usize>,
}

impl Brackets {
    /// Finds the brackets of a construct that the parser took for a link.
    pub fn of(text: &str, range: Range<usize>) -> Brackets {
        let construct = &text[range.clone()];
        let begin = range.start + construct.find('[').map_or(0, |at| at + 1);
        let end = range.start + construct.len() - usize::from(construct.ends_with(']'));
        // A label holds no bracket, so the last opening one is the label's.
        match construct.rfind("][").map(|at| range.start + at) {
            Some(middle) if middle >= begin => {
                Brackets { first: Some(begin..middle), last: middle + 2..end }
            }
            _ => Brackets { first: None, last: begin.min(end)..end },
        }
    }

    /// What stands in the first brackets, where it is text before a citation: `[…][@a]`,
    /// `[^1][@a]`.
    pub fn visible<'a>(&self, text: &'a str) -> Option<&'a str> {
        self.first.clone().map(|first| &text[first]).filter(|first| !is_citation(first))
    }
}

#[cfg(test)]
pub(crate) mod tests;
