//! The tree of plain YAML straight from the parser's events: half the time of going through serde.
//!
//! Only what needs no decision is read here. Anchors, tags, merge keys, keys that stand twice, and words that might be a
//! number or a truth value are left to the reader in `yaml.rs`, with all that is malformed: it decides and explains. A
//! property test holds both to the same trees.

use rustc_hash::FxHashSet;
use serde_yaml::granit_parser::{Event, Parser, ScalarStyle, Span, StrInput};

use super::{MOST_DEPTH, Node, Value};
use crate::base::finding::{Bytes, Located};

/// The tree of a text; `None` where it is not plain, or holds more keys and values than it may.
pub(super) fn read(text: &str, values: usize) -> Option<Node> {
    let mut events = Events { parser: Parser::new_from_str(text), depth: 0, left: values };
    let (Event::StreamStart, _) = events.next()? else { return None };
    let (Event::DocumentStart(_, None), _) = events.next()? else { return None };
    let root = events.next().and_then(|event| events.node(event))?;
    let (Event::DocumentEnd, _) = events.next()? else { return None };
    let (Event::StreamEnd, _) = events.next()? else { return None };
    Some(root)
}

struct Events<'t> {
    parser: Parser<'t, StrInput<'t>>,
    depth: usize,
    /// How many keys and values may follow.
    left: usize,
}

impl<'t> Events<'t> {
    fn next(&mut self) -> Option<(Event<'t>, Span)> {
        self.parser.next_event()?.ok()
    }

    /// The node that begins with an event.
    fn node(&mut self, (event, span): (Event<'t>, Span)) -> Option<Node> {
        let at = bytes(span)?;
        self.left = self.left.checked_sub(1)?;
        let value = match event {
            Event::Scalar(text, ScalarStyle::Plain, 0, None) => plain(&text)?,
            Event::Scalar(text, _, 0, None) => Value::Text(text.into_owned()),
            Event::SequenceStart(_, 0, None) => self.nested(Self::list)?,
            Event::MappingStart(_, 0, None) => self.nested(Self::map)?,
            _ => return None,
        };
        Some(Node { at, value })
    }

    fn nested(&mut self, read: fn(&mut Self) -> Option<Value>) -> Option<Value> {
        self.depth += 1;
        let value = if self.depth > MOST_DEPTH { None } else { read(self) };
        self.depth -= 1;
        value
    }

    fn list(&mut self) -> Option<Value> {
        let mut items = Vec::new();
        loop {
            match self.next()? {
                (Event::SequenceEnd, _) => return Some(Value::List(items)),
                event => items.push(self.node(event)?),
            }
        }
    }

    fn map(&mut self) -> Option<Value> {
        let mut entries: Vec<(Located<String>, Node)> = Vec::new();
        let mut keys = Keys::default();
        loop {
            match self.next()? {
                (Event::MappingEnd, _) => return Some(Value::Map(entries)),
                (Event::Scalar(key, style, 0, None), span) => {
                    let is_text = style != ScalarStyle::Plain || matches!(plain(&key), Some(Value::Text(_)));
                    if !is_text || !keys.is_new(&key, &entries) {
                        return None;
                    }
                    self.left = self.left.checked_sub(1)?;
                    let key = Located::new(key.into_owned(), bytes(span)?);
                    let value = self.next().and_then(|event| self.node(event))?;
                    entries.push((key, value));
                }
                _ => return None,
            }
        }
    }
}

/// The keys of a map: few are compared one by one, many by their hashes.
#[derive(Default)]
struct Keys(FxHashSet<String>);

impl Keys {
    fn is_new(&mut self, key: &str, entries: &[(Located<String>, Node)]) -> bool {
        const FEW: usize = 24;
        if entries.len() < FEW {
            return entries.iter().all(|(known, _)| known.value != key);
        }
        if self.0.is_empty() {
            self.0.extend(entries.iter().map(|(known, _)| known.value.clone()));
        }
        self.0.insert(key.to_owned())
    }
}

/// What an unquoted word says, where there is no doubt: nothing, a whole number, a date or text.
fn plain(text: &str) -> Option<Value> {
    let first = text.chars().next();
    match first {
        // The parser writes `~` for what is left out.
        None => Some(Value::Null),
        Some('~') if text.len() == 1 => Some(Value::Null),
        Some('1'..='9') if text.len() < 10 && text.bytes().all(|byte| byte.is_ascii_digit()) => {
            Some(Value::Number { text: text.to_owned(), value: text.parse().ok()? })
        }
        Some(c) if c.is_alphabetic() && !has_a_meaning(text) || is_date(text) => Some(Value::Text(text.to_owned())),
        Some(_) => None,
    }
}

/// Whether a word that begins with a letter may be more than text in some version of YAML.
fn has_a_meaning(word: &str) -> bool {
    const WORDS: [&str; 11] = ["null", "true", "false", "yes", "no", "on", "off", "y", "n", "nan", "inf"];
    word.len() < 6 && WORDS.iter().any(|meant| word.eq_ignore_ascii_case(meant))
}

/// A year and a month, or a day: `2023-06`, `2023-06-18`.
fn is_date(text: &str) -> bool {
    let is_number = |digits: usize, part: &str| part.len() == digits && part.bytes().all(|byte| byte.is_ascii_digit());
    let mut parts = text.split('-');
    parts.next().is_some_and(|year| is_number(4, year))
        && parts.next().is_some_and(|month| is_number(2, month))
        && parts.next().is_none_or(|day| is_number(2, day))
        && parts.next().is_none()
}

fn bytes(span: Span) -> Option<Bytes> {
    Some(Bytes::new(span.start.byte_offset()?..span.end.byte_offset()?))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::{MOST_VALUES, through_serde};
    use super::*;

    fn read(text: &str) -> Option<Node> {
        super::read(text, MOST_VALUES)
    }

    #[test]
    fn what_people_write_is_read_here() {
        for text in [
            "title: \"Talks\"\ndate: 2023-06-18\nactors: [qin-gang, 王毅]\nsources:\n  - id: s1\n    url: https://e.example/a?b=1\n",
            "summary: >\n  Two\n  lines.\nrank: 2\nto:\nas_of: 2023-06\nempty: []\nquoted: 'no'\n",
            "# a comment\na: {b: c, d: [e, f]}\n",
        ] {
            assert_eq!(read(text).as_ref(), through_serde(text, MOST_VALUES).as_ref().ok(), "{text}");
            assert!(read(text).is_some(), "{text}");
        }
    }

    #[test]
    fn what_needs_a_decision_is_left_to_the_other_reader() {
        for text in [
            "a: 1\na: 2",
            "a: &x 1\nb: *x",
            "a: !!str 1",
            "a: 017",
            "a: 1.5",
            "a: -1",
            "a: true",
            "1: a",
            "~: a",
            "",
            "a: [",
            "<<: {}",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    /// Pieces of YAML, well-formed and not.
    fn piece() -> impl Strategy<Value = String> {
        let words = "(a|bc|true|No|null|~|12|017|1_0|1.5|0x1|-3|2023-06-18|2023-06|2023|[|]|\\{|\\}|: |, |- |\n|\n  |\n- |\\? |# c|&x |\\*x|!t |'|\"|\\||>|<<|é|王毅|\t|%|@|---|\\.\\.\\.| )";
        proptest::string::string_regex(words).expect("a pattern")
    }

    fn block() -> impl Strategy<Value = String> {
        let value = prop_oneof![
            "[a-z]{1,4}",
            "[0-9-]{1,10}",
            "\"[a-z:# ]{0,6}\"",
            "'[a-z ]{0,5}'",
            "\\[[a-c, ]{0,6}\\]",
            "\\{a: [a-z]{1,3}\\}",
            "",
            "true|null|~|no"
        ];
        let line = ("[a-d]{1,2}", value, prop_oneof![Just(""), Just("  "), Just("- "), Just("  - ")]);
        let line = line.prop_map(|(key, value, indent)| format!("{indent}{key}: {value}\n"));
        proptest::collection::vec(line, 0..8).prop_map(|lines| lines.concat())
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 2000, ..ProptestConfig::default() })]
        #[test]
        fn both_readers_see_the_same_tree(text in prop_oneof![block(), proptest::collection::vec(piece(), 0..24).prop_map(|pieces| pieces.concat())]) {
            if let Some(tree) = read(&text) {
                prop_assert_eq!(Ok(tree), through_serde(&text, MOST_VALUES));
            }
        }
    }
}
