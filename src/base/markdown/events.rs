//! Stores the parser's events of a text in a few bytes each, and replays them.
//!
//! An event consists of a byte for its kind, the start of its construct relative to the construct
//! before, the length of the construct, and further fields. The end of a construct is a single
//! byte, because everything else is known from its beginning. Words that are in the text are stored
//! as their place in it.

use std::ops::Range;

use pulldown_cmark::{
    Alignment, BlockQuoteKind, CodeBlockKind, CowStr, Event, HeadingLevel, LinkType,
    MetadataBlockKind, Tag, TagEnd,
};

/// The stored events of a text.
#[derive(Default)]
pub(super) struct Events {
    bytes: Box<[u8]>,
    /// The words that are not in the text, for example because of escapes, without separators.
    words: Box<str>,
    count: usize,
}

impl Events {
    /// Replaces a sign by other words, in the words that are not in the text.
    pub(super) fn with(self, sign: char, words: &str) -> Events {
        Events { words: self.words.replace(sign, words).into(), ..self }
    }

    /// The events. `text` must be the text that they were recorded from, or (after
    /// [`Events::with`]) a text of equal length.
    pub(super) fn replay<'a>(&'a self, text: &'a str) -> Replay<'a> {
        Replay {
            text,
            bytes: &self.bytes,
            at: 0,
            words: &self.words,
            left: self.count,
            here: 0,
            open: Vec::new(),
        }
    }
}

const END: u8 = 0;
const TEXT: u8 = 1;
const CODE: u8 = 2;
const HTML: u8 = 3;
const INLINE_HTML: u8 = 4;
const INLINE_MATH: u8 = 5;
const DISPLAY_MATH: u8 = 6;
const FOOTNOTE_REFERENCE: u8 = 7;
const FOOTNOTE_DEFINITION: u8 = 8;
const FENCED: u8 = 9;
const LINK: u8 = 10;
const IMAGE: u8 = 11;
const ORDERED_LIST: u8 = 12;
const TABLE: u8 = 13;
const HEADING: u8 = 14;
const HEADING_WITH_ATTRIBUTES: u8 = 15;

/// Defines the bytes of events without further fields, in both directions.
macro_rules! bare {
    ($($byte:literal [$($event:tt)+])+) => {
        fn byte_of_bare(event: &Event<'_>) -> Option<u8> {
            match event {
                $($($event)+ => Some($byte),)+
                _ => None,
            }
        }

        fn bare_of_byte(byte: u8) -> Option<Event<'static>> {
            match byte {
                $($byte => Some($($event)+),)+
                _ => None,
            }
        }
    };
}

bare! {
    16 [Event::SoftBreak]
    17 [Event::HardBreak]
    18 [Event::Rule]
    19 [Event::TaskListMarker(false)]
    20 [Event::TaskListMarker(true)]
    21 [Event::Start(Tag::Paragraph)]
    22 [Event::Start(Tag::Emphasis)]
    23 [Event::Start(Tag::Strong)]
    24 [Event::Start(Tag::Strikethrough)]
    25 [Event::Start(Tag::Superscript)]
    26 [Event::Start(Tag::Subscript)]
    27 [Event::Start(Tag::List(None))]
    28 [Event::Start(Tag::Item)]
    29 [Event::Start(Tag::DefinitionList)]
    30 [Event::Start(Tag::DefinitionListTitle)]
    31 [Event::Start(Tag::DefinitionListDefinition)]
    32 [Event::Start(Tag::TableHead)]
    33 [Event::Start(Tag::TableRow)]
    34 [Event::Start(Tag::TableCell)]
    35 [Event::Start(Tag::CodeBlock(CodeBlockKind::Indented))]
    36 [Event::Start(Tag::HtmlBlock)]
    37 [Event::Start(Tag::BlockQuote(None))]
    38 [Event::Start(Tag::BlockQuote(Some(BlockQuoteKind::Note)))]
    39 [Event::Start(Tag::BlockQuote(Some(BlockQuoteKind::Tip)))]
    40 [Event::Start(Tag::BlockQuote(Some(BlockQuoteKind::Important)))]
    41 [Event::Start(Tag::BlockQuote(Some(BlockQuoteKind::Warning)))]
    42 [Event::Start(Tag::BlockQuote(Some(BlockQuoteKind::Caution)))]
    43 [Event::Start(Tag::MetadataBlock(MetadataBlockKind::YamlStyle))]
    44 [Event::Start(Tag::MetadataBlock(MetadataBlockKind::PlusesStyle))]
}

/// The kinds of links. They are stored as indices into this list.
const LINK_TYPES: [LinkType; 11] = [
    LinkType::Inline,
    LinkType::Reference,
    LinkType::ReferenceUnknown,
    LinkType::Collapsed,
    LinkType::CollapsedUnknown,
    LinkType::Shortcut,
    LinkType::ShortcutUnknown,
    LinkType::Autolink,
    LinkType::Email,
    LinkType::WikiLink { has_pothole: false },
    LinkType::WikiLink { has_pothole: true },
];

/// The alignments of columns. They are stored as indices into this list.
const ALIGNMENTS: [Alignment; 4] =
    [Alignment::None, Alignment::Left, Alignment::Center, Alignment::Right];

/// The index of a value in a list of all values of its type.
fn index_in<T: PartialEq>(all: &[T], value: &T) -> usize {
    all.iter().position(|other| other == value).unwrap_or_default()
}

// How words are stored: the last two bits of a number. The other bits are the length in bytes.
/// The words are the whole construct. The length is not stored.
const WHOLE: u64 = 0;
/// The words are in the text. Their start relative to the construct follows.
const IN_TEXT: u64 = 1;
/// The words are not in the text, but in [`Events::words`].
const NOT_IN_TEXT: u64 = 2;

/// Records events as the parser finds them.
pub(super) struct Recorder<'a> {
    text: &'a str,
    bytes: Vec<u8>,
    words: String,
    count: usize,
    /// The place to which the next start is relative: the end of the last construct, or its start
    /// if it may contain others.
    here: usize,
}

impl<'a> Recorder<'a> {
    pub(super) fn new(text: &'a str) -> Recorder<'a> {
        // Prose with many links needs about a byte for eight bytes of text.
        let bytes = Vec::with_capacity(text.len() / 8);
        Recorder { text, bytes, words: String::new(), count: 0, here: 0 }
    }

    /// The recorded events, without spare capacity: they are kept as long as the text.
    pub(super) fn finish(self) -> Events {
        Events {
            bytes: self.bytes.as_slice().into(),
            words: self.words.as_str().into(),
            count: self.count,
        }
    }

    pub(super) fn record(&mut self, event: &Event<'_>, range: &Range<usize>) {
        self.count += 1;
        match event {
            Event::End(_) => return self.bytes.push(END),
            Event::Text(words) => self.with_words(TEXT, range, words),
            Event::Code(words) => self.with_words(CODE, range, words),
            Event::Html(words) => self.with_words(HTML, range, words),
            Event::InlineHtml(words) => self.with_words(INLINE_HTML, range, words),
            Event::InlineMath(words) => self.with_words(INLINE_MATH, range, words),
            Event::DisplayMath(words) => self.with_words(DISPLAY_MATH, range, words),
            Event::FootnoteReference(label) => self.with_words(FOOTNOTE_REFERENCE, range, label),
            Event::Start(Tag::FootnoteDefinition(label)) => {
                self.with_words(FOOTNOTE_DEFINITION, range, label)
            }
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) => {
                self.with_words(FENCED, range, info)
            }
            Event::Start(Tag::Link { link_type, dest_url, title, id }) => {
                self.link(LINK, range, *link_type, [dest_url, title, id]);
            }
            Event::Start(Tag::Image { link_type, dest_url, title, id }) => {
                self.link(IMAGE, range, *link_type, [dest_url, title, id]);
            }
            Event::Start(Tag::List(Some(first))) => {
                self.begin(ORDERED_LIST, range);
                self.number(*first);
            }
            Event::Start(Tag::Table(alignments)) => {
                self.begin(TABLE, range);
                self.size(alignments.len());
                alignments.iter().for_each(|alignment| self.size(index_in(&ALIGNMENTS, alignment)));
            }
            Event::Start(Tag::Heading { level, id, classes, attrs }) => {
                let is_bare = id.is_none() && classes.is_empty() && attrs.is_empty();
                self.begin(if is_bare { HEADING } else { HEADING_WITH_ATTRIBUTES }, range);
                self.size(*level as usize);
                if !is_bare {
                    self.optional(id.as_ref(), range);
                    self.size(classes.len());
                    classes.iter().for_each(|class| self.push_words(class, range));
                    self.size(attrs.len());
                    for (name, value) in attrs {
                        self.push_words(name, range);
                        self.optional(value.as_ref(), range);
                    }
                }
            }
            bare => {
                if let Some(kind) = byte_of_bare(bare) {
                    self.begin(kind, range);
                }
            }
        }
        self.here = if matches!(event, Event::Start(_)) { range.start } else { range.end };
    }

    fn begin(&mut self, kind: u8, range: &Range<usize>) {
        self.bytes.push(kind);
        // A negative distance, which is rare, wraps around here and again when it is read.
        self.size(range.start.wrapping_sub(self.here));
        self.size(range.len());
    }

    fn with_words(&mut self, kind: u8, range: &Range<usize>, words: &str) {
        self.begin(kind, range);
        self.push_words(words, range);
    }

    fn link(&mut self, kind: u8, range: &Range<usize>, link_type: LinkType, words: [&str; 3]) {
        self.begin(kind, range);
        self.size(index_in(&LINK_TYPES, &link_type));
        words.into_iter().for_each(|words| self.push_words(words, range));
    }

    /// Stores words of the construct with this range.
    fn push_words(&mut self, words: &str, range: &Range<usize>) {
        let len = (words.len() as u64) << 2;
        match place_of(words, self.text) {
            Some(at) if at == range.start && words.len() == range.len() => self.number(WHOLE),
            Some(at) => {
                self.number(len | IN_TEXT);
                self.size(at.wrapping_sub(range.start));
            }
            None => {
                self.number(len | NOT_IN_TEXT);
                self.words.push_str(words);
            }
        }
    }

    fn optional(&mut self, words: Option<&CowStr<'_>>, range: &Range<usize>) {
        self.size(usize::from(words.is_some()));
        words.into_iter().for_each(|words| self.push_words(words, range));
    }

    fn size(&mut self, size: usize) {
        self.number(size as u64);
    }

    /// Stores a number in groups of seven bits, the lowest first. The highest bit of a byte says
    /// that another byte follows.
    fn number(&mut self, number: u64) {
        if number < 0x80 {
            return self.bytes.push(number as u8);
        }
        self.bytes.push(number as u8 | 0x80);
        self.number(number >> 7);
    }
}

/// The offset of words that are borrowed from a text. `None` for words from elsewhere, even if the
/// text contains equal words.
fn place_of(words: &str, text: &str) -> Option<usize> {
    let at = words.as_ptr().addr().checked_sub(text.as_ptr().addr())?;
    (at.saturating_add(words.len()) <= text.len()).then_some(at)
}

/// The events of a text in order, each with the byte range of its construct.
pub struct Replay<'a> {
    text: &'a str,
    bytes: &'a [u8],
    /// The index of the next byte.
    at: usize,
    /// The rest of [`Events::words`].
    words: &'a str,
    /// The number of events that are left.
    left: usize,
    /// As in [`Recorder`].
    here: usize,
    /// The ends of the open constructs.
    open: Vec<(TagEnd, Range<usize>)>,
}

impl<'a> Iterator for Replay<'a> {
    type Item = (Event<'a>, Range<usize>);

    fn next(&mut self) -> Option<Self::Item> {
        let kind = self.byte()?;
        self.left = self.left.saturating_sub(1);
        if kind == END {
            return self.open.pop().map(|(end, range)| (Event::End(end), range));
        }
        let start = self.here.wrapping_add(self.size());
        let range = start..start.wrapping_add(self.size());
        let event = self.event(kind, &range)?;
        self.here = range.end;
        if let Event::Start(tag) = &event {
            self.here = range.start;
            self.open.push((tag.to_end(), range.clone()));
        }
        Some((event, range))
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        (self.left, Some(self.left))
    }
}

impl<'a> Replay<'a> {
    fn event(&mut self, kind: u8, range: &Range<usize>) -> Option<Event<'a>> {
        Some(match kind {
            TEXT => Event::Text(self.take_words(range)),
            CODE => Event::Code(self.take_words(range)),
            HTML => Event::Html(self.take_words(range)),
            INLINE_HTML => Event::InlineHtml(self.take_words(range)),
            INLINE_MATH => Event::InlineMath(self.take_words(range)),
            DISPLAY_MATH => Event::DisplayMath(self.take_words(range)),
            FOOTNOTE_REFERENCE => Event::FootnoteReference(self.take_words(range)),
            FOOTNOTE_DEFINITION => Event::Start(Tag::FootnoteDefinition(self.take_words(range))),
            FENCED => Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(self.take_words(range)))),
            LINK => {
                let (link_type, [dest_url, title, id]) = self.link(range)?;
                Event::Start(Tag::Link { link_type, dest_url, title, id })
            }
            IMAGE => {
                let (link_type, [dest_url, title, id]) = self.link(range)?;
                Event::Start(Tag::Image { link_type, dest_url, title, id })
            }
            ORDERED_LIST => Event::Start(Tag::List(Some(self.number()))),
            TABLE => {
                let alignments = (0..self.size()).map(|_| ALIGNMENTS.get(self.size()).copied());
                Event::Start(Tag::Table(alignments.collect::<Option<_>>()?))
            }
            HEADING => {
                let level = HeadingLevel::try_from(self.size()).ok()?;
                Event::Start(Tag::Heading {
                    level,
                    id: None,
                    classes: Vec::new(),
                    attrs: Vec::new(),
                })
            }
            HEADING_WITH_ATTRIBUTES => {
                let level = HeadingLevel::try_from(self.size()).ok()?;
                let id = self.optional(range);
                let classes = (0..self.size()).map(|_| self.take_words(range)).collect();
                let attrs = (0..self.size())
                    .map(|_| (self.take_words(range), self.optional(range)))
                    .collect();
                Event::Start(Tag::Heading { level, id, classes, attrs })
            }
            kind => bare_of_byte(kind)?,
        })
    }

    fn link(&mut self, range: &Range<usize>) -> Option<(LinkType, [CowStr<'a>; 3])> {
        let link_type = *LINK_TYPES.get(self.size())?;
        Some((link_type, [(); 3].map(|()| self.take_words(range))))
    }

    fn take_words(&mut self, range: &Range<usize>) -> CowStr<'a> {
        let number = self.number();
        let len = (number >> 2) as usize;
        let words = match number & 3 {
            WHOLE => self.text.get(range.clone()),
            IN_TEXT => {
                let start = range.start.wrapping_add(self.size());
                self.text.get(start..start.wrapping_add(len))
            }
            _ => self.words.split_at_checked(len).map(|(words, rest)| {
                self.words = rest;
                words
            }),
        };
        CowStr::Borrowed(words.unwrap_or_default())
    }

    fn optional(&mut self, range: &Range<usize>) -> Option<CowStr<'a>> {
        (self.size() == 1).then(|| self.take_words(range))
    }

    fn size(&mut self) -> usize {
        self.number() as usize
    }

    fn number(&mut self) -> u64 {
        let byte = self.byte().unwrap_or_default();
        if byte < 0x80 { u64::from(byte) } else { u64::from(byte & 0x7F) | self.number() << 7 }
    }

    fn byte(&mut self) -> Option<u8> {
        let byte = self.bytes.get(self.at)?;
        self.at += 1;
        Some(*byte)
    }
}

#[cfg(test)]
impl Events {
    /// The number of bytes that the events take.
    pub(super) fn size(&self) -> usize {
        self.bytes.len() + self.words.len()
    }
}
