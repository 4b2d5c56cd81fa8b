//! Links for bare web addresses in running text, like those of GitHub's Markdown:
//! `https://example.org/a`, `www.example.org`.
//!
//! The parser does not support them. This module splits text events around addresses, and makes a
//! link of each address, as for `<https://example.org/a>`. In languages without spaces the sentence
//! may continue right after an address: their punctuation ends it, and so does a letter of their
//! scripts after a Latin letter.

use std::collections::VecDeque;
use std::ops::Range;

use pulldown_cmark::{CowStr, Event, LinkType, Tag, TagEnd};

use crate::base::typography::{is_hangul, is_unspaced};

/// Turns bare addresses in the events of a parser into links.
pub(super) struct WithBareLinks<'t, I: Iterator<Item = (Event<'t>, Range<usize>)>> {
    text: &'t str,
    events: I,
    /// Events to return before `next_event`.
    ready: VecDeque<(Event<'t>, Range<usize>)>,
    /// The parser's next event, if it was read already.
    next_event: Option<(Event<'t>, Range<usize>)>,
    /// The number of open constructs in which addresses stay text: links, images, code blocks and
    /// blocks of raw HTML.
    literal_depth: usize,
    /// Whether an `<a>` of raw HTML is open.
    in_anchor: bool,
    /// The offsets of all `://` and `www.` in the text, in order.
    signs: Vec<usize>,
}

impl<'t, I: Iterator<Item = (Event<'t>, Range<usize>)>> WithBareLinks<'t, I> {
    /// `signs` are the [`signs`] of the text.
    pub(super) fn of(text: &'t str, events: I, signs: Vec<usize>) -> Self {
        WithBareLinks {
            text,
            events,
            ready: VecDeque::new(),
            next_event: None,
            literal_depth: 0,
            in_anchor: false,
            signs,
        }
    }

    /// Whether words are written in the text exactly so, without escapes and references.
    fn is_plain(&self, words: &str, range: &Range<usize>) -> bool {
        self.text.get(range.clone()) == Some(words)
    }

    fn holds_sign(&self, range: &Range<usize>) -> bool {
        let next = self.signs.partition_point(|sign| *sign < range.start);
        self.signs.get(next).is_some_and(|sign| *sign < range.end)
    }

    /// Splits a text event around the addresses in it, into `ready`. `false` if the event can stay
    /// as it is.
    ///
    /// Text events that follow each other directly are joined first, because the parser splits
    /// text at every character that could begin a construct.
    fn split_text(&mut self, words: &CowStr<'t>, range: &Range<usize>) -> bool {
        if self.literal_depth > 0
            || self.in_anchor
            || !self.holds_sign(range)
            || !self.is_plain(words, range)
        {
            return false;
        }
        let mut end = range.end;
        let next_event = loop {
            match self.events.next() {
                Some((Event::Text(words), range))
                    if range.start == end && self.is_plain(&words, &range) =>
                {
                    end = range.end;
                }
                next_event => break next_event,
            }
        };
        let whole = &self.text[range.start..end];
        let mut at = 0;
        for found in addresses(whole, char_before(self.text, range.start)) {
            self.push_text(range.start + at..range.start + found.start);
            self.push_link(range.start + found.start..range.start + found.end);
            at = found.end;
        }
        self.push_text(range.start + at..end);
        self.next_event = next_event;
        true
    }

    fn push_text(&mut self, range: Range<usize>) {
        if !range.is_empty() {
            self.ready.push_back((Event::Text(CowStr::Borrowed(&self.text[range.clone()])), range));
        }
    }

    fn push_link(&mut self, range: Range<usize>) {
        let written = &self.text[range.clone()];
        let is_whole = starts_with(written, "http");
        let dest_url = if is_whole {
            CowStr::Borrowed(written)
        } else {
            CowStr::from(format!("http://{written}"))
        };
        let (title, id) = (CowStr::Borrowed(""), CowStr::Borrowed(""));
        let tag = Tag::Link { link_type: LinkType::Autolink, dest_url, title, id };
        self.ready.push_back((Event::Start(tag), range.clone()));
        self.push_text(range.clone());
        self.ready.push_back((Event::End(TagEnd::Link), range));
    }
}

impl<'t, I: Iterator<Item = (Event<'t>, Range<usize>)>> Iterator for WithBareLinks<'t, I> {
    type Item = (Event<'t>, Range<usize>);

    fn next(&mut self) -> Option<Self::Item> {
        if let Some(ready) = self.ready.pop_front() {
            return Some(ready);
        }
        let (event, range) = self.next_event.take().or_else(|| self.events.next())?;
        match &event {
            Event::Text(words) if self.split_text(words, &range) => {
                return self.ready.pop_front();
            }
            Event::Start(
                Tag::Link { .. } | Tag::Image { .. } | Tag::CodeBlock(_) | Tag::HtmlBlock,
            ) => self.literal_depth += 1,
            Event::End(TagEnd::Link | TagEnd::Image | TagEnd::CodeBlock | TagEnd::HtmlBlock) => {
                self.literal_depth -= 1
            }
            Event::InlineHtml(html)
                if starts_with(html, "<a") && !html[2..].starts_with(char::is_alphanumeric) =>
            {
                self.in_anchor = true;
            }
            Event::InlineHtml(html) if starts_with(html, "</a>") => self.in_anchor = false,
            Event::End(TagEnd::Paragraph) => self.in_anchor = false,
            _ => {}
        }
        Some((event, range))
    }
}

fn starts_with(text: &str, head: &str) -> bool {
    text.as_bytes()
        .get(..head.len())
        .is_some_and(|start| start.eq_ignore_ascii_case(head.as_bytes()))
}

fn char_before(text: &str, at: usize) -> Option<char> {
    text[..at].chars().next_back()
}

/// The offsets of all `://` and `www.` in a text, in order. Empty if all of them are in targets of
/// links, as in most texts.
pub(super) fn signs(text: &str) -> Vec<usize> {
    let signs: Vec<usize> = signs_by_kind(text).into_iter().map(|(sign, _)| sign).collect();
    let is_of_target =
        |sign: &usize| text[..*sign].ends_with("](https") || text[..*sign].ends_with("](http");
    if signs.iter().all(is_of_target) { Vec::new() } else { signs }
}

/// The offsets of all `://` and `www.`, with `true` for `://`.
fn signs_by_kind(text: &str) -> Vec<(usize, bool)> {
    let schemes = memchr::memmem::find_iter(text.as_bytes(), b"://").map(|at| (at, true));
    let hosts = memchr::memmem::find_iter(text.as_bytes(), b"www.").map(|at| (at, false));
    let mut signs: Vec<(usize, bool)> = schemes.chain(hosts).collect();
    signs.sort_unstable();
    signs
}

/// The addresses in a text that is preceded by the character `preceding`.
fn addresses(text: &str, preceding: Option<char>) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    for (sign, is_scheme) in signs_by_kind(text) {
        let start = if is_scheme { scheme_before(text, sign) } else { Some(sign) };
        let Some(start) = start.filter(|start| found.last().is_none_or(|last| last.end <= *start))
        else {
            continue;
        };
        let before = char_before(text, start).or(preceding.filter(|_| start == 0));
        let host = if is_scheme { sign + "://".len() } else { sign };
        if may_begin(before, is_scheme) {
            found.extend(end_of_address(text, host).map(|end| start..end));
        }
    }
    found
}

/// Where the `http` or `https` begins that ends at `sign`; `None` if there is no such scheme.
fn scheme_before(text: &str, sign: usize) -> Option<usize> {
    let letters = text[..sign].bytes().rev().take_while(u8::is_ascii_alphanumeric).count();
    let start = sign - letters;
    let scheme = &text[start..sign];
    ["http", "https"].iter().any(|known| known.eq_ignore_ascii_case(scheme)).then_some(start)
}

/// Whether an address may begin after a character. An address without a scheme needs white space,
/// an opening bracket or a mark of Markdown before it.
fn may_begin(before: Option<char>, has_scheme: bool) -> bool {
    match before {
        None | Some('(' | '*' | '_' | '~' | '（') => true,
        Some(c) if c.is_whitespace() => true,
        Some(c) => has_scheme && !matches!(c, '/' | '@' | '.' | '-' | '+'),
    }
}

/// The end of the address whose host begins at byte `host`; `None` if there is no valid host.
fn end_of_address(text: &str, host: usize) -> Option<usize> {
    let is_of_host = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.');
    let host_end = host + end_of(&text[host..], is_of_host);
    let labels: Vec<&str> = text[host..host_end].trim_end_matches('.').split('.').collect();
    let [.., last_but_one, last] = labels.as_slice() else { return None };
    let is_sound = labels.iter().all(|label| !label.is_empty())
        && !last_but_one.contains('_')
        && !last.contains('_');
    if !is_sound {
        return None;
    }
    let is_of_path = |c: char| {
        !c.is_whitespace() && c != '<' && (c.is_ascii() || c.is_alphanumeric() || is_mark(c))
    };
    let goes_on = text[host_end..].starts_with(['/', '?', '#', ':']);
    let end = if goes_on { host_end + end_of(&text[host_end..], is_of_path) } else { host_end };
    let end = host + without_end_of_sentence(&text[host..end]);
    (end >= host + last_but_one.len()).then_some(end)
}

/// Whether a character is a mark that belongs to the letter before it, as in the scripts of India.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36F}' | '\u{64B}'..='\u{65F}' | '\u{900}'..='\u{E7F}')
}

/// The length of the longest prefix of characters that `belongs` accepts. It also ends where a
/// letter of a script without spaces, or a Korean particle, follows a Latin letter or digit.
fn end_of(text: &str, belongs: impl Fn(char) -> bool) -> usize {
    let joins_words = |c: char| is_unspaced(c) || is_hangul(c);
    let mut last = ' ';
    for (at, c) in text.char_indices() {
        if !belongs(c) || (joins_words(c) && last.is_ascii_alphanumeric()) {
            return at;
        }
        last = c;
    }
    text.len()
}

/// The length of an address without what follows it in the sentence: punctuation, closing brackets
/// that were opened before the address, and a character reference.
fn without_end_of_sentence(address: &str) -> usize {
    let count = |sign: u8| address.bytes().filter(|byte| *byte == sign).count();
    let mut unopened = count(b')').saturating_sub(count(b'('));
    let mut unopened_square = count(b']').saturating_sub(count(b'['));
    let mut end = address.len();
    while let Some(last) = address[..end].bytes().next_back() {
        match last {
            b'?' | b'!' | b'.' | b',' | b':' | b'*' | b'_' | b'~' | b'\'' | b'"' => end -= 1,
            b')' if unopened > 0 => (unopened, end) = (unopened - 1, end - 1),
            b']' if unopened_square > 0 => (unopened_square, end) = (unopened_square - 1, end - 1),
            b';' => {
                let name = address[..end - 1].trim_end_matches(|c: char| c.is_ascii_alphanumeric());
                end = if name.ends_with('&') && name.len() < end - 1 {
                    name.len() - 1
                } else {
                    end - 1
                };
            }
            _ => break,
        }
    }
    end
}

#[cfg(test)]
mod tests {
    use super::super::Markdown;
    use super::*;

    /// Where the links of a text lead, and what each shows.
    fn links(text: &str) -> Vec<String> {
        let markdown = Markdown::from(text);
        let mut links = Vec::new();
        for (event, range) in markdown.events() {
            if let Event::Start(Tag::Link { link_type: LinkType::Autolink, dest_url, .. }) = event {
                links.push(match dest_url.as_ref() == &text[range.clone()] {
                    true => dest_url.to_string(),
                    false => format!("{dest_url} of {}", &text[range]),
                });
            }
        }
        links
    }

    #[test]
    fn a_bare_address_is_a_link_without_what_belongs_to_the_sentence() {
        for (text, expected) in [
            ("See https://e.org/a.", "https://e.org/a"),
            ("See HTTPS://E.org/a, and more", "HTTPS://E.org/a"),
            ("http://e.org", "http://e.org"),
            ("(https://e.org/a)", "https://e.org/a"),
            ("https://e.org/a_(b)", "https://e.org/a_(b)"),
            ("(https://e.org/a_(b))", "https://e.org/a_(b)"),
            ("“https://e.org/a”", "https://e.org/a"),
            ("\"https://e.org/a\"", "https://e.org/a"),
            ("*https://e.org/a* x", "https://e.org/a"),
            ("https://e.org/a?b=c&d=e#f!", "https://e.org/a?b=c&d=e#f"),
            ("https://e.org/a&copy;", "https://e.org/a"),
            ("https://e.org:8080/a_b_c/d*e~f", "https://e.org:8080/a_b_c/d*e~f"),
            ("https://e.org/a... and", "https://e.org/a"),
            ("https://e.org/a;", "https://e.org/a"),
            ("www.e.org/a", "http://www.e.org/a of www.e.org/a"),
            ("# https://e.org/a", "https://e.org/a"),
            ("- x: https://e.org/a", "https://e.org/a"),
            ("|a|\n|-|\n|https://e.org/a|", "https://e.org/a"),
            ("https://e.org/a<br>b", "https://e.org/a"),
            ("见https://e.org/a。双方", "https://e.org/a"),
            ("见 https://e.org/a，双方", "https://e.org/a"),
            ("（https://e.org/a）", "https://e.org/a"),
            ("「https://e.org/a」と", "https://e.org/a"),
            ("详见https://e.org的报道", "https://e.org"),
            ("https://e.org/a는 있다", "https://e.org/a"),
            ("https://zh.e.org/wiki/秦刚。", "https://zh.e.org/wiki/秦刚"),
            ("https://пример.рф/путь, и", "https://пример.рф/путь"),
            ("https://müller.example/straße.", "https://müller.example/straße"),
            ("« https://e.org/a\u{a0}»", "https://e.org/a"),
            ("https://e.org/a…", "https://e.org/a"),
        ] {
            assert_eq!(links(text), [expected], "{text}");
        }
        assert_eq!(links("https://a.org/b https://c.org/d").len(), 2);
    }

    #[test]
    fn what_is_no_address_or_stands_apart_is_no_link() {
        for text in [
            "`https://e.org/a`",
            "    https://e.org/a",
            "```\nhttps://e.org/a\n```",
            "[see https://e.org/a](b.md)",
            "![see https://e.org/a](b.png)",
            "[[a|https://e.org/a]]",
            "[@https://e.org/a]",
            "<a href=\"b.md\">https://e.org/a</a>",
            "<div>\nhttps://e.org/a\n</div>",
            "<!-- https://e.org/a -->",
            "https:// e.org",
            "https://…",
            "https://localhost",
            "https://a_b.c_d",
            "xhttps://e.org/a",
            "ftp://e.org/a",
            "mailto:a@e.org",
            "awww.e.org",
            "www.",
            "https",
        ] {
            assert_eq!(links(text), [""; 0], "{text}");
        }
        assert_eq!(links("<https://e.org/a>").len(), 1);
        assert_eq!(links("<a>x</a> https://e.org/a").len(), 1);
    }

    #[test]
    fn words_around_an_address_stay_as_they_are() {
        let text = "One *two* https://e.org/a_b, [three](x.md) & https://c.org/d) four\n";
        let markdown = Markdown::from(text);
        let words = markdown.events().filter_map(|(event, range)| match event {
            Event::Text(words) => {
                assert_eq!(words.as_ref(), &text[range]);
                Some(words.into_string())
            }
            _ => None,
        });
        assert_eq!(
            words.collect::<String>(),
            "One two https://e.org/a_b, three & https://c.org/d) four"
        );
    }

    #[test]
    fn hostile_addresses_are_read_at_once() {
        for piece in [
            "http://",
            "www.",
            "https://e.org/",
            "https://e.org/)",
            "www.a.b)",
            "https://a.b;",
            "http://a.b_",
        ] {
            let _ = Markdown::from(piece.repeat(30_000).as_str());
        }
    }
}
