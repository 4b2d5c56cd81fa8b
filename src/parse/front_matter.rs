//! Splits a Markdown file into front matter and body, and recognises faulty front matter.
//!
//! Front matter that is not recognised would be published as text, although it may say
//! `status: draft`. So a text that looks like front matter in another format or place is an error.
//! A plain page may begin with a horizontal rule: its `---` opens front matter only if keys follow.

use std::mem;
use std::ops::Range;

use crate::base::typography::is_dash;

/// How a text divides into front matter and body.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Split {
    /// No front matter: the whole text is the body.
    None,
    /// Front matter and a body.
    Closed {
        /// The lines between `---` and `---`.
        yaml: Range<usize>,
        /// The first byte of the body.
        body: usize,
    },
    /// Front matter in a format or place that is not read.
    Faulty(FrontMatterFault),
}

/// A fault of front matter.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct FrontMatterFault {
    /// The line that shows the fault.
    pub(super) at: Range<usize>,
    /// The message of the finding.
    pub(super) message: String,
    /// The help of the finding.
    pub(super) help: String,
}

/// The line before and after front matter.
const FENCE: &str = "---";

/// Keys that front matter begins with, here and in other generators. Any other word before a colon
/// may be the beginning of a sentence.
const KEYS: &[&str] = &[
    "actors",
    "aliases",
    "author",
    "authors",
    "categories",
    "country",
    "date",
    "description",
    "draft",
    "id",
    "issues",
    "kind",
    "lang",
    "layout",
    "name",
    "order",
    "permalink",
    "places",
    "publish_at",
    "published",
    "slug",
    "sources",
    "status",
    "summary",
    "tags",
    "template",
    "title",
    "type",
    "url",
    "weight",
];

/// Splits a text. `may_lack` says that the file needs no front matter, which holds for plain pages.
pub(super) fn split(text: &str, may_lack: bool) -> Split {
    let Some(first) = text.lines().next().filter(|line| line.trim_end() == FENCE) else {
        return find_fault(text).map_or(Split::None, Split::Faulty);
    };
    let line_break = text[first.len()..].find('\n').map_or(0, |at| at + 1);
    let start = first.len() + line_break;
    let mut at = start;
    let mut other_end: Option<Range<usize>> = None;
    for line in lines(&text[start..]) {
        // Most lines are keys: skip them quickly.
        if line.trim_ascii_start().starts_with(|c: char| c.is_ascii_alphanumeric()) {
            at += line.len();
            continue;
        }
        let written = line.trim_end();
        if written == FENCE {
            let yaml = start..at;
            return match other_end {
                _ if is_rule(&text[yaml.clone()], may_lack) => Split::None,
                // An indented line may belong to a value of several lines.
                Some(place) if !text[place.clone()].starts_with(' ') => {
                    Split::Faulty(ends_with(place, text))
                }
                _ => Split::Closed { yaml, body: at + line.len() },
            };
        }
        if other_end.is_none() && is_other_end(written) {
            other_end = Some(at..at + written.len());
        }
        at += line.len();
    }
    if may_lack && !begins_with_key(&text[start..]) {
        return Split::None;
    }
    Split::Faulty(other_end.map_or_else(has_no_end, |place| ends_with(place, text)))
}

/// The lines of a text with their line breaks. Faster than `split_inclusive`.
fn lines(text: &str) -> impl Iterator<Item = &str> {
    let mut start = 0;
    let ends = memchr::memchr_iter(b'\n', text.as_bytes()).map(|end| end + 1).chain([text.len()]);
    ends.map(move |end| &text[mem::replace(&mut start, end)..end]).filter(|line| !line.is_empty())
}

fn has_no_end() -> FrontMatterFault {
    let message = "the front matter has no end".to_owned();
    FrontMatterFault {
        at: 0..FENCE.len(),
        message,
        help: "put a line with `---` after it".to_owned(),
    }
}

fn ends_with(at: Range<usize>, text: &str) -> FrontMatterFault {
    let message = format!("the front matter ends with `{}`", &text[at.clone()]);
    FrontMatterFault {
        at,
        message,
        help: "write `---` in that line: three hyphens, and nothing else".to_owned(),
    }
}

/// Whether a line that is not `---` was meant to end front matter.
fn is_other_end(line: &str) -> bool {
    matches!(line.trim_start(), "..." | "+++")
        || (dashes(line) > 1 && line.trim_start().chars().all(is_dash))
}

/// Whether a first line `---` is a horizontal rule: an empty line follows, and no known keys.
fn is_rule(after: &str, may_lack: bool) -> bool {
    let is_apart = after.lines().next().is_some_and(|line| line.trim().is_empty());
    let has_keys = || after.lines().any(|line| key(line).is_some_and(is_known));
    may_lack && is_apart && !after.trim().is_empty() && !has_keys()
}

/// Finds front matter that does not begin with the first byte or not with `---`.
fn find_fault(text: &str) -> Option<FrontMatterFault> {
    if let Some((first, _)) = text.split_once('\r').filter(|(first, _)| first.trim_end() == FENCE) {
        let message =
            "the line before the front matter ends with a carriage return alone".to_owned();
        let help = "save the file with the line ends of Unix or of Windows".to_owned();
        return Some(FrontMatterFault { at: 0..first.len(), message, help });
    }
    let start = beginning(text);
    let rest = &text[start..];
    let line = rest.lines().next()?.trim_end();
    let after = rest.get(line.len()..).unwrap_or_default().trim_start_matches('\r');
    let after = after.strip_prefix('\n').unwrap_or(after);
    let (message, help) = if let Some(kind) = fence(line) {
        let begins_with_table = line == "+++" && after.starts_with('[');
        if !begins_with_table && !begins_with_key(after) {
            return None;
        }
        match kind {
            Fence::Own => (
                "the front matter does not begin with the first byte of the file".to_owned(),
                format!("take out {} before it", what_stands(&text[..start])),
            ),
            Fence::Yaml => {
                (format!("the front matter begins with `{line}`"), WRITE_FENCE.to_owned())
            }
            Fence::Other(language) => {
                (format!("the front matter is {language}"), WRITE_YAML.to_owned())
            }
        }
    } else if is_json(rest) {
        ("the front matter is JSON".to_owned(), WRITE_YAML.to_owned())
    } else if is_bare(rest) {
        ("the front matter has no line `---` before it".to_owned(), WRITE_FENCE.to_owned())
    } else {
        return None;
    };
    Some(FrontMatterFault { at: start..start + line.len(), message, help })
}

const WRITE_FENCE: &str =
    "write a line `---`, three hyphens and nothing else, before it and after it";
const WRITE_YAML: &str = "write it as YAML, `key: value`, between two lines `---`";

/// The first byte behind white space, invisible characters and HTML comments, which may hold a
/// licence.
fn beginning(text: &str) -> usize {
    let mut at = 0;
    loop {
        let rest = &text[at..];
        at += rest.len() - rest.trim_start_matches(is_nothing).len();
        let comment = text[at..].strip_prefix("<!--").and_then(|comment| comment.find("-->"));
        match comment {
            Some(length) => at += "<!--".len() + length + "-->".len(),
            None => return at,
        }
    }
}

/// Whether a character is white space or invisible.
fn is_nothing(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{feff}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{ad}')
}

/// Names the text before front matter in a message, because it may be invisible.
fn what_stands(before: &str) -> &'static str {
    if before.contains("<!--") {
        "the comment"
    } else if before.chars().any(|c| !c.is_whitespace()) {
        "the invisible characters"
    } else if before.contains('\n') {
        "the empty lines"
    } else {
        "the spaces"
    }
}

/// A line that opens front matter.
enum Fence {
    /// `---`.
    Own,
    /// Other dashes, or dashes with `yaml` behind them.
    Yaml,
    /// The fence of another language, such as `+++` of TOML.
    Other(&'static str),
}

fn fence(line: &str) -> Option<Fence> {
    if line == FENCE {
        return Some(Fence::Own);
    }
    if line.starts_with("+++") {
        return line.bytes().all(|byte| byte == b'+').then_some(Fence::Other("TOML"));
    }
    if line == ";;;" {
        return Some(Fence::Other("JSON"));
    }
    let tail = line.trim_start_matches(|c: char| is_dash(c) || c == ' ').trim();
    match tail.to_ascii_lowercase().as_str() {
        _ if dashes(line) < 2 && !line.starts_with('—') => None,
        "" | "yaml" | "yml" => Some(Fence::Yaml),
        "toml" => Some(Fence::Other("TOML")),
        "json" => Some(Fence::Other("JSON")),
        _ => None,
    }
}

/// How many dashes a line begins with, not counting the spaces between them.
fn dashes(line: &str) -> usize {
    line.chars().filter(|c| *c != ' ').take_while(|c| is_dash(*c)).count()
}

/// Whether the text after a fence begins with a key. Directly below the fence every lower-case word
/// before a colon is one; after empty lines or comments only a known key is, because prose has
/// words before colons too.
fn begins_with_key(text: &str) -> bool {
    let mut is_apart = false;
    for line in text.lines() {
        let written = line.trim();
        if written.is_empty() || written.starts_with('#') {
            is_apart = true;
            continue;
        }
        let is_json =
            written.strip_prefix('{').is_some_and(|rest| rest.trim_start().starts_with('"'));
        let is_key = key(line).is_some_and(|key| {
            is_known(key) || (!is_apart && key.starts_with(|c: char| c.is_ascii_lowercase()))
        });
        return is_key || is_json || written == "{";
    }
    false
}

fn is_known(key: &str) -> bool {
    KEYS.iter().any(|known| known.eq_ignore_ascii_case(key))
}

/// The word before `:` or `=` at the beginning of a line, if it may be a key.
fn key(line: &str) -> Option<&str> {
    let line = line.trim_start();
    let line = line.strip_prefix(['"', '\'']).unwrap_or(line);
    let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-');
    let length = line.find(|c: char| !is_part(c))?;
    let (key, rest) = line.split_at(length);
    let rest = rest.strip_prefix(['"', '\'']).unwrap_or(rest).trim_start_matches(' ');
    let is_sign = rest.starts_with('=') && !rest.starts_with("==")
        || rest
            .strip_prefix(':')
            .is_some_and(|value| value.is_empty() || value.starts_with([' ', '\t']));
    (key.starts_with(|c: char| c.is_ascii_alphabetic()) && is_sign).then_some(key)
}

/// Whether a text begins with a JSON object.
fn is_json(text: &str) -> bool {
    let quoted = |text: &str| {
        let key = text.trim_start().strip_prefix('"')?;
        let line = key.lines().next()?;
        Some(line[line.find('"')? + 1..].trim_start().starts_with(':'))
    };
    text.strip_prefix('{').is_some_and(|text| quoted(text).unwrap_or(false))
}

/// Whether a text begins with front matter that lacks its first fence: a known key, then another
/// known key or a fence.
fn is_bare(text: &str) -> bool {
    let mut lines = text.lines();
    let begins = lines.next().and_then(key).is_some_and(is_known);
    let goes_on = |line: &str| line.trim_end() == FENCE || key(line).is_some_and(is_known);
    begins && lines.next().is_some_and(goes_on)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message(text: &str, may_lack: bool) -> Option<String> {
        match split(text, may_lack) {
            Split::Faulty(FrontMatterFault { at, message, .. }) => {
                assert!(!text[at].is_empty());
                Some(message)
            }
            _ => None,
        }
    }

    #[test]
    fn front_matter_in_another_place_or_form_is_faulty() {
        let first = "the front matter does not begin with the first byte of the file";
        let no_end = "the front matter has no end";
        for (text, expected) in [
            ("\n---\ntitle: Plan\nstatus: draft\n---\nNot yet.\n", first),
            ("  \r\n\r\n---\r\ntitle: Plan\r\n---\r\n", first),
            (" ---\ntitle: Plan\n---\n", first),
            ("\u{feff}\u{feff}---\ntitle: Plan\n---\n", first),
            ("\u{200b}---\ntitle: Plan\n---\n", first),
            ("<!-- SPDX: CC0 -->\n---\ntitle: Plan\n---\n", first),
            ("\n---\n# a comment\ntitle: Plan\n---\n", first),
            ("\n---\n\"title\": Plan\n---\n", first),
            ("+++\ntitle = \"Plan\"\ndraft = true\n+++\nNot yet.\n", "the front matter is TOML"),
            ("\n+++\n[params]\nx = 1\n+++\n", "the front matter is TOML"),
            ("---toml\ntitle = 'Plan'\n---\n", "the front matter is TOML"),
            ("{\"title\": \"Plan\", \"draft\": true}\n\nNot yet.\n", "the front matter is JSON"),
            ("{\n  \"title\" : \"Plan\"\n}\n", "the front matter is JSON"),
            (";;;\n{\n\"title\": \"Plan\"\n}\n;;;\n", "the front matter is JSON"),
            ("---json\n{\"title\": \"Plan\"}\n---\n", "the front matter is JSON"),
            ("----\ntitle: Plan\n----\n", "the front matter begins with `----`"),
            ("---yaml\ntitle: Plan\n---\n", "the front matter begins with `---yaml`"),
            ("--- YAML\ntitle: Plan\n---\n", "the front matter begins with `--- YAML`"),
            ("—\ntitle: Plan\n—\n", "the front matter begins with `—`"),
            ("–-\ntitle: Plan\n---\n", "the front matter begins with `–-`"),
            ("- - -\ntitle: Plan\n- - -\n", "the front matter begins with `- - -`"),
            ("---\ntitle: Plan\nstatus: draft\n\nNot yet.\n", no_end),
            ("---\n\ntitle: Plan\nstatus: draft\n", no_end),
            ("---\nTitle: Plan\n", no_end),
            ("---\nstatus: draft", no_end),
            ("---\ntitle: Plan\n----\nNot yet.\n", "the front matter ends with `----`"),
            (
                "---\ntitle: Plan\n...\nNot yet.\n\n---\n\nMore.\n",
                "the front matter ends with `...`",
            ),
            ("---\ntitle: Plan\n ---\nNot yet.\n", "the front matter ends with ` ---`"),
            (
                "title: Plan\nstatus: draft\n\nNot yet.\n",
                "the front matter has no line `---` before it",
            ),
            ("title: Plan\n---\nNot yet.\n", "the front matter has no line `---` before it"),
            (
                "---\rtitle: Plan\r---\rNot yet.\r",
                "the line before the front matter ends with a carriage return alone",
            ),
        ] {
            assert_eq!(message(text, true).as_deref(), Some(expected), "{text:?}");
            assert_eq!(message(text, false).as_deref(), Some(expected), "{text:?}");
        }
    }

    #[test]
    fn a_page_may_begin_with_a_rule_or_with_words() {
        for text in [
            "---\n\nWelcome.\n",
            "---\nWelcome to the desk.\n",
            "---\n\nWelcome.\n\n---\n\nMore.\n",
            "---\n\nNote: this page is short.\n",
            "---\n",
            "---",
            "----\n\nWelcome.\n",
            "\n---\n\nWelcome.\n",
            "\n---\n\nSee: the other page.\n",
            "- - -\nWelcome.\n",
            "***\ntitle of the page\n",
            "___\n",
            "+++\nA sum.\n",
            "{{< figure >}}\n",
            "{a}\n",
            "{\"a\"}\n",
            "# Talks\n\ntitle: no key here\n",
            "Title: a play in five acts\n\nIt begins.\n",
            "note: see below\nstatus: open\n",
            "https://example.org\n---\n",
            "- one\n- two\n",
            "-- Anonymous\n",
            "— said nobody: never\n",
            "—\n\nAt last: a text.\n",
            "<!-- a comment -->\n\nText.\n",
            "<!-- a comment without end\n---\ntitle: x\n",
            "",
            "\n\n",
        ] {
            assert_eq!(split(text, true), Split::None, "{text:?}");
        }
    }

    #[test]
    fn front_matter_that_is_well_written_is_split_off() {
        for (text, yaml, body) in [
            ("---\ntitle: Plan\n---\nText\n", "title: Plan\n", "Text\n"),
            ("---  \r\ntitle: Plan\r\n---\t\r\nText", "title: Plan\r\n", "Text"),
            ("---\n---\n", "", ""),
            ("---\n---", "", ""),
            ("---\n\ntitle: Plan\n\n---\n---\n", "\ntitle: Plan\n\n", "---\n"),
            ("---\ntext: |\n  ----\n  ...\n---\n", "text: |\n  ----\n  ...\n", ""),
            ("---\ngaps:\n- one\n-\n---\n", "gaps:\n- one\n-\n", ""),
            ("---\ntitle Plan\n---\nText", "title Plan\n", "Text"),
        ] {
            let Split::Closed { yaml: place, body: begin } = split(text, true) else {
                panic!("{text:?}")
            };
            assert_eq!((&text[place], &text[begin..]), (yaml, body), "{text:?}");
        }
    }

    #[test]
    fn a_brief_has_front_matter_or_none_but_no_rule() {
        assert_eq!(
            message("---\nWelcome.\n", false).as_deref(),
            Some("the front matter has no end")
        );
        assert_eq!(split("Welcome.\n", false), Split::None);
        assert!(matches!(split("---\n\nWelcome.\n\n---\n", false), Split::Closed { .. }));
    }
}
