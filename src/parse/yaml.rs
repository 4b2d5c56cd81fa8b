//! Parses YAML into a tree of nodes with their places. The only user of `serde_yaml`.
//!
//! The rules are those of the core schema of YAML 1.2: `no` is text and `true` a boolean. Nothing
//! here knows briefgen's keys. The parser's own budget refuses hostile input such as deep nesting
//! and alias bombs.

mod explain;
mod plain;

use std::borrow::Cow;
use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_yaml::budget::BudgetBreach;
use serde_yaml::{Budget, DefaultMessageFormatter, Error, MessageFormatter, Options, Spanned};

use crate::base::finding::{Bytes, Located};
use crate::base::limits;
use crate::base::text::{holds_stray, is_stray};

/// A value and its place.
#[derive(Clone, Debug, PartialEq)]
pub struct Node<'t> {
    /// The place in the YAML; only its first byte for a list or map in block style.
    pub at: Bytes,
    /// The value.
    pub value: Value<'t>,
}

/// A YAML value. Texts are borrowed from the YAML unless they had to be unescaped or joined.
#[derive(Clone, Debug, PartialEq)]
pub enum Value<'t> {
    /// `~`, or no value at all.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A number. It keeps its text, because the value of `3.10` would be written `3.1`.
    Number {
        /// The number as it is written.
        text: Cow<'t, str>,
        /// The value that templates get.
        value: f64,
    },
    /// A string.
    Text(Cow<'t, str>),
    /// A list.
    List(Vec<Node<'t>>),
    /// A map, in the order of the file.
    Map(Vec<MapEntry<'t>>),
}

/// A key of a map, and its value.
pub(super) type MapEntry<'t> = (Located<Cow<'t, str>>, Node<'t>);

impl Value<'_> {
    /// Names the type of the value in a message: `a list`.
    pub fn what(&self) -> &'static str {
        match self {
            Value::Null => "nothing",
            Value::Bool(_) => "a truth value",
            Value::Number { .. } => "a number",
            Value::Text(_) => "text",
            Value::List(_) => "a list",
            Value::Map(_) => "a map",
        }
    }
}

/// Why a text is not YAML that briefgen reads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Malformed {
    /// The place of the error.
    pub at: Bytes,
    /// The message of the finding.
    pub message: String,
    /// The help of the finding.
    pub help: Cow<'static, str>,
}

/// A parsed YAML document.
#[derive(Debug)]
pub(super) struct Tree<'t> {
    /// The outermost value.
    pub top: Node<'t>,
    /// The stray characters (see [`is_stray`]) that were removed from keys and texts, each with the
    /// place of that key or text.
    pub strays: Vec<Located<char>>,
}

/// Parses a text that is one YAML document. An empty text is [`Value::Null`].
pub(super) fn parse(text: &str) -> Result<Tree<'_>, Malformed> {
    parse_at_most(limits::YAML_VALUES, text)
}

fn parse_at_most(values: usize, text: &str) -> Result<Tree<'_>, Malformed> {
    let mut strays = Vec::new();
    if let Some(top) = plain::parse_plain(text, values) {
        return Ok(Tree { top, strays });
    }
    let mut top = through_serde(text, values)?;
    // A stray character may also be written as an escape sequence.
    if text.contains('\\') || holds_stray(text) {
        take_strays(&mut top, &mut strays);
    }
    Ok(Tree { top, strays })
}

/// Removes the stray characters from all keys and texts, and adds them to `strays`.
fn take_strays(node: &mut Node<'_>, strays: &mut Vec<Located<char>>) {
    match &mut node.value {
        Value::Text(text) => take_strays_of(text, node.at, strays),
        Value::List(items) => items.iter_mut().for_each(|item| take_strays(item, strays)),
        Value::Map(entries) => {
            for (key, value) in entries {
                take_strays_of(&mut key.value, key.at, strays);
                take_strays(value, strays);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number { .. } => {}
    }
}

fn take_strays_of(text: &mut Cow<'_, str>, at: Bytes, strays: &mut Vec<Located<char>>) {
    if let Some(stray) = text.chars().find(|c| is_stray(*c)) {
        strays.push(Located::new(stray, at));
        text.to_mut().retain(|c| !is_stray(c));
    }
}

/// Parses with `serde_yaml`: slower than [`plain`], but it reads all of YAML and explains errors.
fn through_serde(text: &str, values: usize) -> Result<Node<'static>, Malformed> {
    let mut budget = Budget::default();
    budget.max_nodes = values;
    // A list or map is two events, its beginning and its end, and so is the document.
    budget.max_events = 2 * values + 16;
    budget.max_depth = limits::YAML_DEPTH;
    budget.max_total_scalar_bytes = 16 << 20;
    budget.max_aliases = limits::YAML_ALIASES;
    budget.max_recorded_anchor_events = limits::YAML_REPEATED;
    budget.max_recorded_anchor_bytes = 16 << 20;
    let mut options = Options::default();
    options.strict_booleans = true;
    options.with_snippet = false;
    options.leading_zero_numbers_as_strings = true;
    options.underscored_numbers_as_strings = true;
    options.alias_limits.max_total_replayed_events = limits::YAML_REPEATED;
    options.budget = Some(budget);
    match serde_yaml::from_str_with_options::<Spanned<SerdeValue>>(text, options) {
        Ok(raw) => {
            let node = node(raw, text);
            explain::lost_word(&node, text).map_or(Ok(node), Err)
        }
        Err(error) => Err(malformed(&error, text)),
    }
}

fn malformed(error: &Error, text: &str) -> Malformed {
    let start = error.location().map_or(0, |at| byte_at(text, at.line(), at.column()));
    let (message, help) = in_plain_words(cause(error));
    let start = if help == SPACES { tab_near(text, start) } else { start };
    let malformed = Malformed { at: Bytes::new(start..start), message, help: help.into() };
    let is_of_bounds = matches!(help, ALIASES | FLATTER | SPLIT);
    if is_of_bounds { malformed } else { explain::explain(text, malformed) }
}

/// The error itself, without the layers that say which alias led to it.
fn cause(error: &Error) -> &Error {
    match error.without_snippet() {
        Error::AliasError { error, .. } => cause(error),
        error => error,
    }
}

const ALIASES: &str =
    "write the values out in full: briefs and registries need neither `&anchors` nor `*aliases`";
const FLATTER: &str = "make it flatter, and look for brackets `[` or `{` that are not closed";
const SPLIT: &str =
    "put a part of the entries into files of their own, such as `content/sources/ID.md`";
const A_TAB: &str = "a tab stands where YAML takes none";
const SPACES: &str = "indent with spaces: YAML takes no tabs there";
const QUOTE: &str = "check the indentation, and put text with `: ` or `#` in it in quotation marks";

/// The longest line that a help text spells out, in characters.
pub(super) const LONGEST_TO_WRITE: usize = 200;

/// Message and help for an error, without YAML's technical terms.
fn in_plain_words(error: &Error) -> (String, &'static str) {
    let said = |message: &str, help| (message.to_owned(), help);
    match error {
        Error::Budget { breach, .. } => too_much(breach),
        Error::AliasReplayLimitExceeded { .. }
        | Error::AliasExpansionLimitExceeded { .. }
        | Error::AliasReplayStackDepthExceeded { .. }
        | Error::AliasReplayCounterOverflow { .. } => {
            (format!("its aliases repeat more than {} values", limits::YAML_REPEATED), ALIASES)
        }
        Error::RecursiveReferencesRequireWeakTypes { .. } => {
            said("an alias stands within what it repeats", ALIASES)
        }
        Error::Unexpected { expected: "string scalar", .. } => said(
            "a list or a map stands where a key is expected",
            "write a word before the `:`, in quotation marks where it begins with `[` or `{`",
        ),
        Error::NullIntoString { .. } => said("a key is missing", "write a word before the `:`"),
        Error::DuplicateMappingKey { key: Some(key), .. } => {
            (format!("the key `{key}` stands twice"), "put both together, or take one of them out")
        }
        Error::MultipleDocuments { .. } => said("a second `---` inside the YAML", QUOTE),
        Error::UnknownAnchor { .. } => {
            said("an alias of no anchor", "put text that begins with `*` in quotation marks")
        }
        error => of_the_parser(&DefaultMessageFormatter.format_message(error)),
    }
}

/// Message and help for a limit that the text exceeds.
fn too_much(breach: &BudgetBreach) -> (String, &'static str) {
    match breach {
        BudgetBreach::Aliases { .. }
        | BudgetBreach::AliasAnchorRatio { .. }
        | BudgetBreach::Anchors { .. } => (
            format!("too many aliases: more than {}, or many of few anchors", limits::YAML_ALIASES),
            ALIASES,
        ),
        BudgetBreach::RecordedAnchorEvents { .. } | BudgetBreach::RecordedAnchorBytes { .. } => {
            (format!("its anchors hold more than {} values", limits::YAML_REPEATED), ALIASES)
        }
        BudgetBreach::Depth { .. } => (
            format!("lists and maps stand in one another more than {} deep", limits::YAML_DEPTH),
            FLATTER,
        ),
        BudgetBreach::Nodes { nodes } => {
            (format!("the file holds more than {} keys and values", nodes - 1), SPLIT)
        }
        BudgetBreach::ScalarBytes { .. } => ("the file holds too much text".to_owned(), SPLIT),
        BudgetBreach::Documents { .. } => ("a second `---` inside the YAML".to_owned(), QUOTE),
        _ => ("the YAML is larger or more tangled than briefgen reads".to_owned(), FLATTER),
    }
}

/// Message and help for a message of the parser below `serde_yaml`.
fn of_the_parser(message: &str) -> (String, &'static str) {
    match message {
        "mapping values are not allowed in this context" => (
            "no `key: value` can stand here".to_owned(),
            "put text with `: ` in it in quotation marks, or check the indentation and the line \
            before",
        ),
        "illegal placement of ':' indicator" => (
            "no `:` can stand here".to_owned(),
            "look for a bracket `[` or `{` before it that is not closed",
        ),
        "recursion limit exceeded" => {
            ("brackets stand in one another too deep".to_owned(), FLATTER)
        }
        _ if message.starts_with("unexpected character: ") => (
            message.replace("unexpected character: ", "text cannot begin with ").replace('\'', "`")
                + " here",
            "put text that begins with it in quotation marks",
        ),
        _ if message.starts_with("non-finite float") => (
            format!(
                "{} is no number that can be written down",
                message.split(' ').nth(2).unwrap_or("this")
            ),
            "put it in quotation marks where text is meant",
        ),
        "unclosed quote" => {
            ("a quotation mark is not closed".to_owned(), "put the second one where the text ends")
        }
        _ if message.contains("found a tab") || message.starts_with("tabs disallowed") => {
            (A_TAB.to_owned(), SPACES)
        }
        "unclosed bracket '['" => {
            ("a bracket `[` is not closed".to_owned(), "write `]` where the list ends")
        }
        "unclosed bracket '{'" => {
            ("a bracket `{` is not closed".to_owned(), "write `}` where the map ends")
        }
        "while parsing a flow mapping, did not find expected ',' or '}'" => (
            "a map in brackets goes on without a comma".to_owned(),
            "write `,` between its keys, and `}` where it ends",
        ),
        "while parsing a flow sequence, expected ',' or ']'" => (
            "a list in brackets goes on without a comma".to_owned(),
            "write `,` between its items, and `]` where it ends",
        ),
        "simple key expected ':'" | "simple key expected" => (
            "a line without `:` stands among keys".to_owned(),
            "write `key: value`, or indent it below the key that it belongs to",
        ),
        "while parsing a block mapping, did not find expected key" => (
            "no key stands where one is expected".to_owned(),
            "begin the keys of one map in the same column",
        ),
        "while parsing a block collection, did not find expected '-' indicator" => (
            "a line without `- ` stands among the items of a list".to_owned(),
            "begin each item with `- `, all in the same column",
        ),
        _ if message.starts_with("alias references unknown anchor") => {
            ("an alias of no anchor".to_owned(), "put text that begins with `*` in quotation marks")
        }
        _ => (message.to_owned(), QUOTE),
    }
}

/// The tab that an error at the byte `at` is about: the first tab of that line, otherwise the next
/// tab that indents a line.
fn tab_near(text: &str, at: usize) -> usize {
    let mut line = text[..at].rfind('\n').map_or(0, |newline| newline + 1);
    let own = text[line..].lines().next().unwrap_or_default();
    if let Some(tab) = own.find('\t') {
        return line + tab;
    }
    for whole in text[line..].split_inclusive('\n') {
        let indent = whole.len() - whole.trim_start().len();
        if let Some(tab) = whole[..indent].find('\t').filter(|_| indent < whole.len()) {
            return line + tab;
        }
        line += whole.len();
    }
    at
}

/// The byte at a line and a column. Both count from 1, columns in characters.
fn byte_at(text: &str, line: u64, column: u64) -> usize {
    let mut start = 0;
    for _ in 1..line {
        match text[start..].find('\n') {
            Some(end) => start += end + 1,
            None => return text.len(),
        }
    }
    let skip = usize::try_from(column).unwrap_or(1).saturating_sub(1);
    text[start..].char_indices().nth(skip).map_or(text.len(), |(at, _)| start + at)
}

fn node(raw: Spanned<SerdeValue>, text: &str) -> Node<'static> {
    let at = bytes(raw.referenced.span());
    let typed =
        || text.get(bytes(raw.defined.span()).range()).unwrap_or_default().trim().to_owned();
    let value = match raw.value {
        SerdeValue::Null => Value::Null,
        SerdeValue::Bool(value) => Value::Bool(value),
        SerdeValue::Number(value) => Value::Number { text: typed().into(), value },
        SerdeValue::Text(value) => Value::Text(value.into()),
        SerdeValue::List(items) => {
            Value::List(items.into_iter().map(|item| node(item, text)).collect())
        }
        SerdeValue::Map(entries) => Value::Map(
            entries
                .into_iter()
                .map(|(key, value)| {
                    (
                        Located::new(key.value.into(), bytes(key.referenced.span())),
                        node(value, text),
                    )
                })
                .collect(),
        ),
    };
    Node { at, value }
}

fn bytes(span: serde_yaml::Span) -> Bytes {
    let start = span.byte_offset().unwrap_or(0) as usize;
    Bytes::new(start..start + span.byte_len().unwrap_or(0) as usize)
}

/// A value as serde gives it: a number has lost its text.
enum SerdeValue {
    Null,
    Bool(bool),
    Number(f64),
    Text(String),
    List(Vec<Spanned<SerdeValue>>),
    Map(Vec<(Spanned<String>, Spanned<SerdeValue>)>),
}

impl<'de> Deserialize<'de> for SerdeValue {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(AnyValue)
    }
}

struct AnyValue;

impl<'de> Visitor<'de> for AnyValue {
    type Value = SerdeValue;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_unit<E>(self) -> Result<SerdeValue, E> {
        Ok(SerdeValue::Null)
    }

    fn visit_none<E>(self) -> Result<SerdeValue, E> {
        Ok(SerdeValue::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<SerdeValue, D::Error> {
        deserializer.deserialize_any(self)
    }

    fn visit_bool<E>(self, value: bool) -> Result<SerdeValue, E> {
        Ok(SerdeValue::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<SerdeValue, E> {
        Ok(SerdeValue::Number(value as f64))
    }

    fn visit_u64<E>(self, value: u64) -> Result<SerdeValue, E> {
        Ok(SerdeValue::Number(value as f64))
    }

    fn visit_i128<E>(self, value: i128) -> Result<SerdeValue, E> {
        Ok(SerdeValue::Number(value as f64))
    }

    fn visit_u128<E>(self, value: u128) -> Result<SerdeValue, E> {
        Ok(SerdeValue::Number(value as f64))
    }

    fn visit_f64<E>(self, value: f64) -> Result<SerdeValue, E> {
        Ok(SerdeValue::Number(value))
    }

    fn visit_str<E>(self, value: &str) -> Result<SerdeValue, E> {
        Ok(SerdeValue::Text(value.to_owned()))
    }

    fn visit_string<E>(self, value: String) -> Result<SerdeValue, E> {
        Ok(SerdeValue::Text(value))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<SerdeValue, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element()? {
            list.push(item);
        }
        Ok(SerdeValue::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<SerdeValue, A::Error> {
        let mut map = Vec::new();
        while let Some(entry) = entries.next_entry()? {
            map.push(entry);
        }
        Ok(SerdeValue::Map(map))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry<'n>(node: &'n Node<'n>, key: &str) -> &'n Node<'n> {
        let Value::Map(entries) = &node.value else { panic!("no map: {node:?}") };
        &entries.iter().find(|(name, _)| name.value == key).unwrap().1
    }

    #[test]
    fn scalars_follow_the_core_rules_and_numbers_keep_their_text() {
        let text =
            "country: NO\nday: 2023-06-18\npage: 017\nversion: 3.10\nyes: yes\nok: true\nnone:\n";
        let tree = parse(text).unwrap().top;
        for (key, value) in [
            ("country", Value::Text("NO".into())),
            ("day", Value::Text("2023-06-18".into())),
            ("page", Value::Text("017".into())),
            ("version", Value::Number { text: "3.10".into(), value: 3.1 }),
            ("yes", Value::Text("yes".into())),
            ("ok", Value::Bool(true)),
            ("none", Value::Null),
        ] {
            assert_eq!(entry(&tree, key).value, value, "{key}");
        }
    }

    #[test]
    fn every_item_knows_its_place() {
        let text = "actors: [王毅, {actor: qin}]\n";
        let tree = parse(text).unwrap().top;
        let Value::List(items) = &entry(&tree, "actors").value else { panic!() };
        assert_eq!(&text[items[0].at.range()], "王毅");
        assert_eq!(&text[entry(&items[1], "actor").at.range()], "qin");
    }

    #[test]
    fn malformed_text_says_where() {
        for (text, start, message) in [
            ("a: 1\na: 2", 5, "the key `a` stands twice"),
            ("a: *x", 3, "an alias of no anchor"),
            ("[a]: b", 0, "a list or a map stands where a key is expected"),
            ("x: 1\n~: b", 5, "a key is missing"),
            ("a: 1\n---\nb: 2", 5, "a second `---` inside the YAML"),
            ("a: @b", 3, "text that begins with `@` has to be quoted"),
            ("a: [b\nc: [d]\n", 3, "no `:` can stand here"),
            ("a: b: c", 3, "text with `: ` in it has to be quoted"),
            ("a: \"b\nc: d\n", 3, "a quotation mark is not closed"),
            ("a:\n  - b\n\t- c\n", 3, "a tab stands where YAML takes none"),
            ("a:\n\tb: c\n", 3, "a tab stands where YAML takes none"),
            ("a: [b, c\n", 3, "a bracket `[` is not closed"),
            ("a: b\nc\n", 3, "a line without `:` stands among keys"),
        ] {
            let error = parse(text).unwrap_err();
            assert_eq!(error.message, message);
            assert!(error.at.start as usize >= start, "{text:?}: {error:?}");
        }
    }

    /// Nine lists, each nine times the one before: as many values as a file cannot hold.
    fn alias_bomb() -> String {
        (0..9).fold("a0: &a0 [x,x,x,x,x,x,x,x,x]\n".to_owned(), |text, n| {
            let item = format!("*a{n}");
            text + &format!("a{}: &a{} [{}]\n", n + 1, n + 1, [item.as_str(); 9].join(","))
        })
    }

    #[test]
    fn bombs_are_refused_in_words_that_say_why() {
        let long_list = format!("a: &a [{}]\n", "x,".repeat(5_000));
        let repeats = format!("{long_list}b: [{}]\n", "*a,".repeat(90));
        let many = format!("a: &a x\nb: [{}]\n", "*a,".repeat(2_000));
        let deep: String = (0..300).map(|n| format!("{}a:\n", " ".repeat(n))).collect();
        for (text, message) in [
            ("[".repeat(200_000), "brackets stand in one another too deep"),
            ("{a: ".repeat(100_000), "brackets stand in one another too deep"),
            (deep, "lists and maps stand in one another more than 32 deep"),
            (alias_bomb(), "its anchors hold more than 20000 values"),
            (repeats, "its aliases repeat more than 20000 values"),
            (many, "too many aliases: more than 1000, or many of few anchors"),
        ] {
            let error = parse(&text).unwrap_err();
            assert_eq!(error.message, message);
            assert!(!error.help.contains("indentation"), "{}", error.help);
        }
    }

    #[test]
    fn a_registry_of_twelve_thousand_sources_is_read() {
        let fields: String = (0..11).map(|n| format!("  key{n}: value {n}\n")).collect();
        let text: String = (0..12_000).map(|n| format!("source-{n}:\n{fields}")).collect();
        let Value::Map(entries) = parse(&text).unwrap().top.value else { panic!() };
        assert_eq!(entries.len(), 12_000);
        let error = parse_at_most(1_000, &text).unwrap_err();
        assert_eq!(error.message, "the file holds more than 1000 keys and values");
        assert!(error.help.contains("files of their own"), "{}", error.help);
    }
}
