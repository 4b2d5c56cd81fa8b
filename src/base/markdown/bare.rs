//! Bare web addresses in running text, as GitHub's Markdown links them: `https://example.org/a`,
//! `www.example.org`.
//!
//! The parser has no such links. Here the events of plain words are cut where an address stands,
//! and the address becomes a link as `<https://example.org/a>` would. Languages that write without
//! spaces go on right behind an address: their punctuation ends it, and so do their letters behind
//! a Latin one.

use std::collections::VecDeque;
use std::ops::Range;

use pulldown_cmark::{CowStr, Event, LinkType, Tag, TagEnd};

/// The events of a parser with the bare addresses of a text as links.
pub(super) struct WithBareLinks<'t, I: Iterator<Item = (Event<'t>, Range<usize>)>> {
    text: &'t str,
    events: I,
    /// What is still to be handed out before the next event.
    ready: VecDeque<(Event<'t>, Range<usize>)>,
    /// The next event, where it was read already.
    behind: Option<(Event<'t>, Range<usize>)>,
    /// How many links, images, blocks of code and of raw HTML are open.
    apart: usize,
    /// Whether a tag `<a>` of raw HTML is open.
    in_anchor: bool,
    /// Where signs of addresses stand in the text, in order. Most stand in the targets of links.
    signs: Vec<usize>,
}

impl<'t, I: Iterator<Item = (Event<'t>, Range<usize>)>> WithBareLinks<'t, I> {
    /// `signs` are those of the text, which has some.
    pub(super) fn of(text: &'t str, events: I, signs: Vec<usize>) -> Self {
        WithBareLinks {
            text,
            events,
            ready: VecDeque::new(),
            behind: None,
            apart: 0,
            in_anchor: false,
            signs,
        }
    }

    fn is_plain(&self, words: &str, range: &Range<usize>) -> bool {
        self.text.get(range.clone()) == Some(words)
    }

    fn holds_sign(&self, range: &Range<usize>) -> bool {
        let next = self.signs.partition_point(|sign| *sign < range.start);
        self.signs.get(next).is_some_and(|sign| *sign < range.end)
    }

    /// Words, and those right behind them in the text: the parser cuts at each sign that might mean
    /// something.
    fn words(&mut self, words: &CowStr<'t>, range: &Range<usize>) -> Option<()> {
        if self.apart > 0
            || self.in_anchor
            || !self.holds_sign(range)
            || !self.is_plain(words, range)
        {
            return None;
        }
        let mut end = range.end;
        let behind = loop {
            match self.events.next() {
                Some((Event::Text(words), range))
                    if range.start == end && self.is_plain(&words, &range) =>
                {
                    end = range.end;
                }
                behind => break behind,
            }
        };
        let whole = &self.text[range.start..end];
        let mut at = 0;
        for found in addresses(whole, before(self.text, range.start)) {
            self.push_text(range.start + at..range.start + found.start);
            self.push_link(range.start + found.start..range.start + found.end);
            at = found.end;
        }
        self.push_text(range.start + at..end);
        // What stands behind is looked at, too, when it is handed out.
        self.behind = behind;
        Some(())
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
        let (event, range) = self.behind.take().or_else(|| self.events.next())?;
        match &event {
            Event::Text(words) if self.words(words, &range).is_some() => {
                return self.ready.pop_front();
            }
            Event::Start(
                Tag::Link { .. } | Tag::Image { .. } | Tag::CodeBlock(_) | Tag::HtmlBlock,
            ) => self.apart += 1,
            Event::End(TagEnd::Link | TagEnd::Image | TagEnd::CodeBlock | TagEnd::HtmlBlock) => {
                self.apart -= 1
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

/// The character before a place.
fn before(text: &str, at: usize) -> Option<char> {
    text[..at].chars().next_back()
}

/// Where signs of addresses stand in a text, in order: `://` and `www.`. None where all stand in
/// the targets of links: nearly every text has such ones, and few have others.
pub(super) fn signs(text: &str) -> Vec<usize> {
    let signs: Vec<usize> = signs_by_kind(text).into_iter().map(|(sign, _)| sign).collect();
    let is_of_target =
        |sign: &usize| text[..*sign].ends_with("](https") || text[..*sign].ends_with("](http");
    if signs.iter().all(is_of_target) { Vec::new() } else { signs }
}

/// The signs, and of each whether it is that of a scheme.
fn signs_by_kind(text: &str) -> Vec<(usize, bool)> {
    let schemes = memchr::memmem::find_iter(text.as_bytes(), b"://").map(|at| (at, true));
    let hosts = memchr::memmem::find_iter(text.as_bytes(), b"www.").map(|at| (at, false));
    let mut signs: Vec<(usize, bool)> = schemes.chain(hosts).collect();
    signs.sort_unstable();
    signs
}

/// The addresses in a text, which stands behind a character.
fn addresses(text: &str, behind: Option<char>) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    for (sign, is_scheme) in signs_by_kind(text) {
        let start = if is_scheme { scheme_before(text, sign) } else { Some(sign) };
        let Some(start) = start.filter(|start| found.last().is_none_or(|last| last.end <= *start))
        else {
            continue;
        };
        let preceding = before(text, start).or(behind.filter(|_| start == 0));
        let host = if is_scheme { sign + "://".len() } else { sign };
        if may_begin(preceding, is_scheme) {
            found.extend(end_of_address(text, host).map(|end| start..end));
        }
    }
    found
}

/// Where `http` or `https` before a sign begins.
fn scheme_before(text: &str, sign: usize) -> Option<usize> {
    let letters = text[..sign].bytes().rev().take_while(u8::is_ascii_alphanumeric).count();
    let start = sign - letters;
    let scheme = &text[start..sign];
    ["http", "https"].iter().any(|known| known.eq_ignore_ascii_case(scheme)).then_some(start)
}

/// Whether an address may begin behind a character. One without a scheme stands apart, or behind a
/// mark of Markdown.
fn may_begin(before: Option<char>, has_scheme: bool) -> bool {
    match before {
        None | Some('(' | '*' | '_' | '~' | '（') => true,
        Some(c) if c.is_whitespace() => true,
        Some(c) => has_scheme && !matches!(c, '/' | '@' | '.' | '-' | '+'),
    }
}

/// Where an address ends whose host begins at a byte; `None` where it is none.
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

/// Signs that belong to the letter before them, as scripts of India have.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36F}' | '\u{64B}'..='\u{65F}' | '\u{900}'..='\u{E7F}')
}

/// How far a text consists of such characters. A letter of a script without spaces ends it behind a
/// Latin one.
fn end_of(text: &str, belongs: impl Fn(char) -> bool) -> usize {
    let mut last = ' ';
    for (at, c) in text.char_indices() {
        if !belongs(c) || (is_spaceless(c) && last.is_ascii_alphanumeric()) {
            return at;
        }
        last = c;
    }
    text.len()
}

/// Whether a character is of a script that writes without spaces, or joins particles to a word.
fn is_spaceless(c: char) -> bool {
    matches!(c, '\u{E00}'..='\u{EFF}' | '\u{1000}'..='\u{109F}' | '\u{1780}'..='\u{17FF}')
        || matches!(c, '\u{1100}'..='\u{11FF}' | '\u{3005}'..='\u{3007}' | '\u{3040}'..='\u{9FFF}')
        || matches!(c, '\u{AC00}'..='\u{D7AF}' | '\u{F900}'..='\u{FAFF}')
        || matches!(c, '\u{20000}'..='\u{3FFFF}')
}

/// The length of an address without the punctuation of the sentence that it stands in, a bracket
/// that closes none of its own, and an entity.
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
