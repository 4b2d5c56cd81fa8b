//! Reads the fields of a YAML map by name and type, and reports unknown keys.
//!
//! Reading never fails: a malformed field is reported and left out.

use std::str::FromStr;

use rustc_hash::FxHashSet;

use crate::base::code::Code;
use crate::base::date::{DateError, Day, When};
use crate::base::finding::{Bytes, Finding, Located, Span};
use crate::base::id::Slug;
use crate::base::limits;
use crate::base::nearest::nearest;
use crate::base::path::SitePath;
use crate::base::text::{InvisibleChar, in_backticks};

use super::keys::{Key, Keys, Rule};
use super::words::FromWord;
use super::yaml::{MapEntry, Node, Value};

/// Collects the findings about one file.
pub struct Reporter<'a> {
    /// The file that is read.
    pub file: &'a SitePath,
    /// The first byte of the YAML in the file.
    pub offset: usize,
    /// The findings so far.
    pub findings: Vec<Finding>,
    /// The findings that the author of the file allows.
    pub allowed: Vec<Allowed>,
}

/// An item of `allow`: findings with `code` whose place is in `within` are not reported.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Allowed {
    /// A part of the file.
    pub within: Bytes,
    /// The allowed code.
    pub code: Code,
}

impl<'a> Reporter<'a> {
    /// A reporter without findings, for a file whose YAML begins `offset` bytes into it.
    pub fn new(file: &'a SitePath, offset: usize) -> Self {
        Self { file, offset, findings: Vec::new(), allowed: Vec::new() }
    }
}

impl Reporter<'_> {
    /// Adds a finding about `at`, a place in the YAML.
    pub fn report(
        &mut self,
        code: Code,
        at: Bytes,
        path: &KeyPath<'_>,
        message: String,
        help: String,
    ) {
        self.report_in_file(code, at.shifted(self.offset), path, message, help);
    }

    /// Adds a finding about `at`, a place in the file.
    pub fn report_in_file(
        &mut self,
        code: Code,
        at: Bytes,
        path: &KeyPath<'_>,
        message: String,
        help: String,
    ) {
        let span = Span::new(self.file.clone(), at);
        let (message, help) =
            if is_of_words(code) { with_unseen(message, help) } else { (message, help) };
        self.findings.push(Finding::new(code, span, message).path(path.to_string()).help(help));
    }

    /// Removes the finding that a key is missing, because it is there but misspelt, which is
    /// another finding.
    fn forget_missing(&mut self, path: &KeyPath<'_>, key: &str) {
        let (path, message) = (path.to_string(), missing(key));
        self.findings
            .retain(|it| it.code != Code::Type || it.path != path || it.message != message);
    }

    /// Converts a place in the YAML to a place in the file.
    pub fn in_file(&self, at: Bytes) -> Bytes {
        at.shifted(self.offset)
    }
}

fn missing(key: &str) -> String {
    format!("`{key}` is missing")
}

/// Whether findings of a code quote a word that may contain an invisible character.
fn is_of_words(code: Code) -> bool {
    matches!(code, Code::KeyUnknown | Code::Id | Code::Date | Code::Type)
}

/// Replaces invisible characters in a message by their code points, and explains them in the help.
fn with_unseen(message: String, help: String) -> (String, String) {
    let Some(unseen) = message.chars().find_map(InvisibleChar::of) else { return (message, help) };
    let named = |c| {
        if InvisibleChar::of(c).is_some() {
            format!("<U+{:04X}>", u32::from(c))
        } else {
            String::from(c)
        }
    };
    (message.chars().map(named).collect(), format!("{unseen} stands in it: {}", unseen.help()))
}

/// The path from the top of the YAML to an item: `actors[2].as`.
#[derive(Clone, Copy)]
pub enum KeyPath<'p> {
    /// The outermost value.
    Top,
    /// A key of a map.
    Key(&'p KeyPath<'p>, &'p str),
    /// An item of a list, from 0.
    Index(&'p KeyPath<'p>, usize),
}

impl std::fmt::Display for KeyPath<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            KeyPath::Top => Ok(()),
            KeyPath::Key(KeyPath::Top, key) => f.write_str(key),
            KeyPath::Key(parent, key) => write!(f, "{parent}.{key}"),
            KeyPath::Index(parent, index) => write!(f, "{parent}[{index}]"),
        }
    }
}

/// A YAML map whose fields are read by name. [`Fields::finish`] reports the unknown keys.
pub struct Fields<'n> {
    entries: &'n [MapEntry<'n>],
    /// The place of the map in the YAML.
    pub at: Bytes,
    path: &'n KeyPath<'n>,
    keys: &'static Keys,
}

impl<'n> Fields<'n> {
    /// The fields of a map. Another value is reported and gives `None`.
    pub fn of(
        node: &'n Node<'n>,
        keys: &'static Keys,
        path: &'n KeyPath<'n>,
        reporter: &mut Reporter<'_>,
    ) -> Option<Fields<'n>> {
        let entries = entries(node, path, key_lines, reporter)?;
        Some(Fields { entries, at: node.at, path, keys })
    }

    /// An empty map at a place, for a file without YAML.
    pub fn empty(at: Bytes, keys: &'static Keys) -> Fields<'n> {
        Fields { entries: &[], at, path: &KeyPath::Top, keys }
    }

    /// The key path of this map.
    pub fn path(&self) -> &'n KeyPath<'n> {
        self.path
    }

    /// The value of a key of any type. A null counts as a missing key.
    pub fn take(&mut self, key: &'static str) -> Option<&'n Node<'n>> {
        debug_assert!(self.keys.get(key).is_some(), "no {} has a key `{key}`", self.keys.of);
        let (_, node) = self.entries.iter().find(|(name, _)| name.value == key)?;
        (node.value != Value::Null).then_some(node)
    }

    /// The row of a key in the table of keys.
    pub fn row(&self, key: &str) -> &'static Key {
        self.keys.get(key).expect("a key of the table")
    }

    /// The keys of the maps that are the value of a key.
    pub fn keys_within(&self, key: &str) -> &'static Keys {
        self.row(key).kind.keys().expect("a key whose value is a map")
    }

    /// Whether a key has a value.
    pub fn has(&self, key: &str) -> bool {
        self.entries.iter().any(|(name, node)| name.value == key && node.value != Value::Null)
    }

    /// The place of a key, or of the map if the key is missing.
    pub fn key_at(&self, key: &str) -> Bytes {
        self.entries.iter().find(|(name, _)| name.value == key).map_or(self.at, |(name, _)| name.at)
    }

    /// Reads a text. Numbers and booleans are taken as they are written.
    pub fn text(
        &mut self,
        key: &'static str,
        reporter: &mut Reporter<'_>,
    ) -> Option<Located<String>> {
        let node = self.take(key)?;
        text_of(node, &KeyPath::Key(self.path, key), reporter)
    }

    /// Reads a text without its place.
    pub fn string(&mut self, key: &'static str, reporter: &mut Reporter<'_>) -> Option<String> {
        self.text(key, reporter).map(|text| text.value)
    }

    /// Reads a text that must not be missing or blank. If it is, this is reported with `help`, and
    /// the result is blank.
    pub fn required(
        &mut self,
        key: &'static str,
        help: &str,
        reporter: &mut Reporter<'_>,
    ) -> Located<String> {
        match self.text(key, reporter) {
            Some(text) if !text.value.trim().is_empty() => text,
            Some(text) => {
                let path = KeyPath::Key(self.path, key);
                let message = format!("`{key}` is empty");
                reporter.report_in_file(Code::Type, text.at, &path, message, help.into());
                text
            }
            None if self.has(key) => {
                Located::new(String::new(), reporter.in_file(self.key_at(key)))
            }
            None => {
                let path = KeyPath::Key(self.path, key);
                reporter.report(Code::Type, self.key_at(key), &path, missing(key), help.into());
                Located::new(String::new(), reporter.in_file(self.key_at(key)))
            }
        }
    }

    /// Reads a boolean; `default` if the key is missing.
    pub fn flag(&mut self, key: &'static str, default: bool, reporter: &mut Reporter<'_>) -> bool {
        let Some(node) = self.take(key) else { return default };
        match node.value {
            Value::Bool(value) => value,
            ref other => {
                let path = KeyPath::Key(self.path, key);
                let message =
                    format!("`{key}` is {} where `true` or `false` is expected", other.what());
                reporter.report(
                    Code::Type,
                    node.at,
                    &path,
                    message,
                    format!("write `{key}: true` or `{key}: false`"),
                );
                default
            }
        }
    }

    /// Reads a whole number within the bounds of the key.
    pub fn whole(&mut self, key: &'static str, reporter: &mut Reporter<'_>) -> Option<u32> {
        let text = self.text(key, reporter)?;
        let range = self.row(key).kind.bounds();
        match text.value.parse::<u32>() {
            Ok(number) if range.contains(&number) => Some(number),
            _ => {
                let at = text.at;
                let message = format!("`{key}` cannot be `{}`", text.value);
                let help = format!(
                    "write a whole number from {} to {}, in digits",
                    range.start(),
                    range.end()
                );
                reporter.report_in_file(
                    Code::Type,
                    at,
                    &KeyPath::Key(self.path, key),
                    message,
                    help,
                );
                None
            }
        }
    }

    /// Reads one of the words of the key.
    pub fn word(
        &mut self,
        key: &'static str,
        reporter: &mut Reporter<'_>,
    ) -> Option<Located<&'static str>> {
        let node = self.take(key)?;
        let words = self.row(key).kind.words();
        if matches!(node.value, Value::List(_) | Value::Map(_)) {
            let message = format!("`{key}` is {} where one word is expected", node.value.what());
            let help = format!("write one of {}", in_backticks(words.iter().copied()));
            reporter.report(Code::Type, node.at, &KeyPath::Key(self.path, key), message, help);
            return None;
        }
        let text = self.text(key, reporter)?;
        if let Some(word) = words.iter().find(|word| **word == text.value) {
            return Some(Located::new(*word, text.at));
        }
        // One or two letters are similar to too many words.
        let near =
            nearest(&text.value, words.iter().copied()).filter(|_| text.value.chars().count() > 2);
        let help = match near {
            Some(word) => format!("did you mean `{word}`?"),
            None => format!("write one of {}", in_backticks(words.iter().copied())),
        };
        let message = format!("`{key}` cannot be `{}`", text.value);
        reporter.report_in_file(Code::Type, text.at, &KeyPath::Key(self.path, key), message, help);
        None
    }

    /// Reads one of the words of the key as a value.
    pub fn one_of<T: FromWord>(
        &mut self,
        key: &'static str,
        reporter: &mut Reporter<'_>,
    ) -> Option<Located<T>> {
        let word = self.word(key, reporter)?;
        T::from_word(word.value).map(|value| Located::new(value, word.at))
    }

    /// Reads a date of any precision.
    pub fn when(
        &mut self,
        key: &'static str,
        reporter: &mut Reporter<'_>,
    ) -> Option<Located<When>> {
        self.date(key, reporter)
    }

    /// Reads a date that must be a day.
    pub fn day(&mut self, key: &'static str, reporter: &mut Reporter<'_>) -> Option<Located<Day>> {
        self.date(key, reporter)
    }

    fn date<T: FromStr<Err = DateError>>(
        &mut self,
        key: &'static str,
        reporter: &mut Reporter<'_>,
    ) -> Option<Located<T>> {
        let text = self.text(key, reporter)?;
        match text.value.parse() {
            Ok(date) => Some(Located::new(date, text.at)),
            Err(error) => {
                let path = KeyPath::Key(self.path, key);
                reporter.report_in_file(
                    Code::Date,
                    text.at,
                    &path,
                    error.to_string(),
                    error.help(),
                );
                None
            }
        }
    }

    /// Reads an id.
    pub fn slug(
        &mut self,
        key: &'static str,
        reporter: &mut Reporter<'_>,
    ) -> Option<Located<Slug>> {
        let text = self.text(key, reporter)?;
        match Slug::parse(&text.value) {
            Some(slug) => Some(Located::new(slug, text.at)),
            None => {
                let message = format!("`{}` is no id", text.value);
                reporter.report_in_file(
                    Code::Id,
                    text.at,
                    &KeyPath::Key(self.path, key),
                    message,
                    id_help(&text.value),
                );
                None
            }
        }
    }

    /// Reads a list by calling `read` with each item and its key path. A single value counts as a
    /// list with one item.
    pub fn list<T>(
        &mut self,
        key: &'static str,
        reporter: &mut Reporter<'_>,
        mut read: impl FnMut(&Node<'_>, &KeyPath<'_>, &mut Reporter<'_>) -> Option<T>,
    ) -> Vec<T> {
        let Some(node) = self.take(key) else { return Vec::new() };
        let path = KeyPath::Key(self.path, key);
        match &node.value {
            Value::List(items) if is_wikilink(items) => {
                let message = format!("`{key}` is a list in a list: YAML reads `[[` so");
                let help = format!("one pair of brackets makes a list: `{key}: [id]`");
                reporter.report(Code::Type, node.at, &path, message, help);
                Vec::new()
            }
            Value::List(items) => {
                let most = limits::LIST;
                if items.len() > most {
                    let message = format!(
                        "`{key}` has {} items, more than {most}: those after them are not read",
                        items.len()
                    );
                    reporter.report(Code::Type, node.at, &path, message, "split it".to_owned());
                }
                let mut list = Vec::with_capacity(items.len().min(most));
                let read = |(index, item)| read(item, &KeyPath::Index(&path, index), reporter);
                list.extend(items.iter().take(most).enumerate().filter_map(read));
                list
            }
            Value::Map(_) => {
                let help = format!("begin each item of `{key}` with `- `");
                reporter.report(
                    Code::Type,
                    node.at,
                    &path,
                    format!("`{key}` is a map where a list is expected"),
                    help,
                );
                Vec::new()
            }
            _ => read(node, &path, reporter).into_iter().collect(),
        }
    }

    /// Reads a list of texts.
    pub fn texts(
        &mut self,
        key: &'static str,
        reporter: &mut Reporter<'_>,
    ) -> Vec<Located<String>> {
        self.list(key, reporter, text_of)
    }

    /// Reads a list of ids.
    pub fn slugs(&mut self, key: &'static str, reporter: &mut Reporter<'_>) -> Vec<Located<Slug>> {
        self.list(key, reporter, |node, path, reporter| {
            let text = text_of(node, path, reporter)?;
            let slug = Slug::parse(&text.value);
            if slug.is_none() {
                reporter.report(
                    Code::Id,
                    node.at,
                    path,
                    format!("`{}` is no id", text.value),
                    id_help(&text.value),
                );
            }
            Some(Located::new(slug?, text.at))
        })
    }

    /// Reads a list of maps.
    pub fn maps<T>(
        &mut self,
        key: &'static str,
        reporter: &mut Reporter<'_>,
        mut read: impl FnMut(&mut Fields<'_>, &mut Reporter<'_>) -> Option<T>,
    ) -> Vec<T> {
        if self.take(key).is_none() {
            return Vec::new();
        }
        let (example, keys) = (self.row(key).example, self.keys_within(key));
        self.list(key, reporter, |node, path, reporter| {
            let entries =
                entries(node, path, || format!("write each item as `{example}`"), reporter)?;
            let mut fields = Fields { entries, at: node.at, path, keys };
            let value = read(&mut fields, reporter);
            fields.finish(reporter);
            value
        })
    }

    /// Reads a map.
    pub fn map<T>(
        &mut self,
        key: &'static str,
        reporter: &mut Reporter<'_>,
        read: impl FnOnce(&mut Fields<'_>, &mut Reporter<'_>) -> T,
    ) -> Option<T> {
        let node = self.take(key)?;
        let path = KeyPath::Key(self.path, key);
        let mut fields = Fields::of(node, self.keys_within(key), &path, reporter)?;
        let value = read(&mut fields, reporter);
        fields.finish(reporter);
        Some(value)
    }

    /// Reads a map from any keys to texts, in the order of the file.
    pub fn pairs(
        &mut self,
        key: &'static str,
        reporter: &mut Reporter<'_>,
    ) -> Vec<(String, Located<String>)> {
        let Some(node) = self.take(key) else { return Vec::new() };
        let path = KeyPath::Key(self.path, key);
        let Some(entries) = entries(node, &path, key_lines, reporter) else { return Vec::new() };
        let read = |(name, node): &MapEntry<'_>| {
            let text = text_of(node, &KeyPath::Key(&path, &name.value), reporter)?;
            Some((name.value.to_string(), text))
        };
        entries.iter().filter_map(read).collect()
    }

    /// Reads the `allow` of a list's item: the codes are allowed within this item.
    pub fn allow(&mut self, reporter: &mut Reporter<'_>) {
        let within = reporter.in_file(extent(self.at, self.entries));
        self.allow_within(within, reporter);
    }

    /// Reads `allow`: codes that are allowed within a part of the file, each with a reason.
    pub fn allow_within(&mut self, within: Bytes, reporter: &mut Reporter<'_>) {
        let allowed = self.maps("allow", reporter, |item, reporter| {
            let code = item.required("code", "name the code: `code: I-STUB`", reporter);
            item.required("reason", "say why", reporter);
            let found = Code::find(&code.value);
            if found.is_none() && !code.value.is_empty() {
                let path = KeyPath::Key(item.path(), "code");
                let help = match nearest(&code.value, Code::ALL.iter().map(|code| code.as_str())) {
                    Some(near) => format!("did you mean `{near}`?"),
                    None => "copy the code from the finding that is to be left out".to_owned(),
                };
                reporter.report_in_file(
                    Code::Type,
                    code.at,
                    &path,
                    format!("there is no code `{}`", code.value),
                    help,
                );
            }
            Some(Allowed { within, code: found? })
        });
        reporter.allowed.extend(allowed);
    }

    /// Reads `unconfirmed`: the keys of this map that a person must still confirm.
    pub fn unconfirmed(&mut self, reporter: &mut Reporter<'_>) -> Vec<Located<String>> {
        let entries = self.entries;
        let keys = || {
            entries
                .iter()
                .map(|(name, _)| &*name.value)
                .filter(|key| !matches!(*key, "unconfirmed" | "allow"))
        };
        let mut known: Option<FxHashSet<&str>> = None;
        self.list("unconfirmed", reporter, |node, path, reporter| {
            let key = text_of(node, path, reporter)?;
            if known.get_or_insert_with(|| keys().collect()).contains(key.value.as_str()) {
                return Some(key);
            }
            let some = || keys().take(limits::WORDS_COMPARED);
            let help = match nearest(&key.value, some()) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("name keys that stand beside it: {}", in_backticks(some())),
            };
            let message =
                format!("`unconfirmed` names `{}`, and there is no such key beside it", key.value);
            reporter.report_in_file(Code::KeyUnknown, key.at, path, message, help);
            None
        })
    }

    /// Reads a value of any shape as JSON.
    pub fn extra(&mut self, key: &'static str) -> serde_json::Value {
        self.take(key).map_or(serde_json::Value::Null, json)
    }

    /// The names of the keys that the map may have.
    fn allowed(&self) -> impl Iterator<Item = &'static str> + use<> {
        let alone = self.keys.rules.iter().find_map(|rule| match rule {
            Rule::Alone { key, other } if self.has(key) => Some([*key, *other]),
            _ => None,
        });
        let names = self.keys.iter().map(|key| key.name);
        names.filter(move |name| alone.is_none_or(|alone| alone.contains(name)))
    }

    /// The help for a key of another generator, if this map has briefgen's key for the same
    /// purpose.
    fn elsewhere(&self, key: &str) -> Option<&'static str> {
        let meant = |(word, own, help): &(&str, &str, &'static str)| {
            (*word == key && self.allowed().any(|name| name == *own)).then_some(*help)
        };
        ELSEWHERE.iter().find_map(meant)
    }

    /// Reports the unknown keys.
    pub fn finish(self, reporter: &mut Reporter<'_>) {
        for (name, _) in self.entries {
            if self.allowed().any(|known| known == name.value) {
                continue;
            }
            let near = nearest(&name.value, self.allowed());
            let help = match (self.elsewhere(&name.value), near) {
                (Some(help), _) => help.to_owned(),
                (None, Some(known)) => format!("did you mean `{known}`?"),
                (None, None) => "a site's own data goes under `extra:`".to_owned(),
            };
            if let Some(near) = near {
                reporter.forget_missing(&KeyPath::Key(self.path, near), near);
            }
            let path = KeyPath::Key(self.path, &name.value);
            let message = format!("unknown key `{}`", name.value);
            reporter.report(Code::KeyUnknown, name.at, &path, message, help);
        }
    }
}

/// Help that shows how to write a map.
pub fn key_lines() -> String {
    "write `key: value` lines".to_owned()
}

/// The entries of a map. Another value is reported with `help` and gives `None`.
pub fn entries<'n>(
    node: &'n Node<'n>,
    path: &KeyPath<'_>,
    help: impl Fn() -> String,
    reporter: &mut Reporter<'_>,
) -> Option<&'n [MapEntry<'n>]> {
    if let Value::Map(entries) = &node.value {
        return Some(entries);
    }
    let message = format!("{} is {} where a map is expected", name_of(path), node.value.what());
    reporter.report(Code::Type, node.at, path, message, help());
    None
}

/// Keys of other generators, with briefgen's key for the same purpose, and the help.
const ELSEWHERE: &[(&str, &str, &str)] = &[
    ("id", "former_ids", "the id is the name of the file, or the key before the entry"),
    ("tags", "issues", "briefgen calls them `issues`"),
    ("categories", "issues", "briefgen calls them `issues`"),
    ("people", "actors", "briefgen calls them `actors`"),
    ("draft", "status", "write `status: draft`"),
    ("published", "publish_at", "write `status: draft`, or `publish_at` with a day"),
    ("description", "summary", "briefgen calls it `summary`"),
    ("excerpt", "summary", "briefgen calls it `summary`"),
    ("url", "base_url", "write `base_url: https://…`"),
    ("baseURL", "base_url", "write `base_url: https://…`"),
    ("name", "title", "briefgen calls it `title`"),
    ("title", "name", "briefgen calls it `name`"),
];

/// The place of a map with all its keys and values. The place that the parser gives to a map in
/// block style has no end.
fn extent(at: Bytes, entries: &[MapEntry<'_>]) -> Bytes {
    fn join(a: Bytes, b: Bytes) -> Bytes {
        Bytes { start: a.start.min(b.start), end: a.end.max(b.end) }
    }
    fn of_node(node: &Node<'_>) -> Bytes {
        match &node.value {
            Value::List(items) => items.iter().map(of_node).fold(node.at, join),
            Value::Map(entries) => extent(node.at, entries),
            _ => node.at,
        }
    }
    entries.iter().fold(at, |whole, (key, node)| join(join(whole, key.at), of_node(node)))
}

/// A scalar as text, with its place in the file. A list or map is reported and gives `None`.
pub fn text_of(
    node: &Node<'_>,
    path: &KeyPath<'_>,
    reporter: &mut Reporter<'_>,
) -> Option<Located<String>> {
    let text = match &node.value {
        Value::Text(text) | Value::Number { text, .. } => text.to_string(),
        Value::Bool(value) => value.to_string(),
        Value::List(items) if is_wikilink(items) => {
            let help = "put the link in quotation marks: `\"[[id]]\"`; in front matter the id \
                alone is enough";
            let message = format!("{} is a list in a list: YAML reads `[[` so", name_of(path));
            reporter.report(Code::Type, node.at, path, message, help.into());
            return None;
        }
        other => {
            let message = format!("{} is {} where text is expected", name_of(path), other.what());
            const BRACKETS: &str =
                "write one text, in quotation marks where it begins with a bracket";
            let is_bracketed = node.at.end > node.at.start;
            let help = match other {
                Value::List(_) if is_bracketed => BRACKETS,
                Value::Map(entries)
                    if is_bracketed
                        && entries.iter().all(|(_, node)| node.value == Value::Null) =>
                {
                    BRACKETS
                }
                Value::List(_) => "write one text, without brackets and without `- ` before it",
                Value::Map(_) => "write one text, in quotation marks where it has `: ` in it",
                _ => "write a text, or take the item out",
            };
            reporter.report(Code::Type, node.at, path, message, help.into());
            return None;
        }
    };
    Some(Located::new(text, reporter.in_file(node.at)))
}

/// Whether a list was meant as a wikilink: YAML reads an unquoted `[[id]]` as a list in a list.
pub fn is_wikilink(items: &[Node<'_>]) -> bool {
    let [Node { value: Value::List(inner), .. }] = items else { return false };
    matches!(inner.as_slice(), [Node { value: Value::Text(_), .. }])
}

fn name_of(path: &KeyPath<'_>) -> String {
    match path {
        KeyPath::Top => "the file".to_owned(),
        path => format!("`{path}`"),
    }
}

fn id_help(text: &str) -> String {
    match Slug::of_name(text) {
        Some(slug) => format!("ids are lower-case letters, digits and hyphens: `{slug}`"),
        None => "ids are lower-case letters, digits and hyphens".to_owned(),
    }
}

/// Converts a node to JSON.
pub(super) fn json(node: &Node<'_>) -> serde_json::Value {
    match &node.value {
        Value::Null => serde_json::Value::Null,
        Value::Bool(value) => (*value).into(),
        Value::Number { text, value } => text.parse::<i64>().map(Into::into).unwrap_or_else(|_| {
            serde_json::Number::from_f64(*value).map_or(serde_json::Value::Null, Into::into)
        }),
        Value::Text(text) => text.as_ref().into(),
        Value::List(items) => items.iter().map(json).collect(),
        Value::Map(entries) => serde_json::Value::Object(
            entries.iter().map(|(key, value)| (key.value.to_string(), json(value))).collect(),
        ),
    }
}
