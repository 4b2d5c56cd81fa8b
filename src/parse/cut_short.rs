//! Reports texts that YAML cuts short, because a `#` after white space begins a comment even in the
//! middle of a title.
//!
//! Only text for readers is checked, by its row in the table of keys. After an id, a date or a word
//! of the format, a `#` is meant as a comment.

use crate::base::code::Code;
use crate::base::finding::Bytes;
use crate::base::id::Slug;
use crate::base::text::shortened;

use super::FileType;
use super::keys::{Key, Keys, ValueKind};
use super::reader::{KeyPath, Reporter};
use super::yaml::{LONGEST_TO_WRITE, Node, Value};

/// The kind of a scalar, by which a `#` after it is judged.
#[derive(Clone, Copy, PartialEq)]
enum ScalarKind {
    /// Text for readers: `#` is part of it.
    Text,
    /// A name or an id. After an id, `#` begins a comment.
    Name,
    /// A value that is not for readers: `#` begins a comment.
    Other,
}

fn kind_of(key: &Key) -> ScalarKind {
    match key.kind.text() {
        Some(ValueKind::Prose) => ScalarKind::Text,
        Some(ValueKind::Name) => ScalarKind::Name,
        _ => ScalarKind::Other,
    }
}

/// Reports the texts of a tree that a comment cuts short. `text` is the YAML of the tree.
pub(super) fn report(
    text: &str,
    tree: &Node<'_>,
    file_type: FileType,
    reporter: &mut Reporter<'_>,
) {
    let bytes = text.as_bytes();
    // A comment at the beginning of a line cuts no text short.
    let cuts =
        |at: usize| at > 0 && matches!(bytes[at - 1], b' ' | b'\t') && !begins_line(text, at);
    if !memchr::memchr_iter(b'#', bytes).any(cuts) {
        return;
    }
    let mut search = CutShortSearch { text, reporter };
    let keys = Some(file_type.keys());
    match (file_type, &tree.value) {
        (FileType::Registry(_), Value::Map(entries)) => {
            for (id, entry) in entries {
                let path = KeyPath::Key(&KeyPath::Top, &id.value);
                let is_bracketed = has_brackets(tree);
                let kind = ScalarKind::Other;
                search.visit(entry, &ScalarPlace { path, keys, kind, is_bracketed });
            }
        }
        _ => {
            let path = KeyPath::Top;
            let kind = ScalarKind::Other;
            search.visit(tree, &ScalarPlace { path, keys, kind, is_bracketed: false });
        }
    }
}

fn begins_line(text: &str, at: usize) -> bool {
    text[..at].rsplit('\n').next().is_some_and(|before| before.trim().is_empty())
}

/// The context of a node.
struct ScalarPlace<'p> {
    path: KeyPath<'p>,
    /// The known keys of the node, if it is a map or a list of maps.
    keys: Option<&'static Keys>,
    /// The kind of the node, if it is a scalar or a list of scalars.
    kind: ScalarKind,
    /// Whether the node is inside of a list or map in brackets.
    is_bracketed: bool,
}

struct CutShortSearch<'s, 'r, 'f> {
    text: &'s str,
    reporter: &'r mut Reporter<'f>,
}

impl CutShortSearch<'_, '_, '_> {
    fn visit(&mut self, node: &Node<'_>, place: &ScalarPlace<'_>) {
        match &node.value {
            Value::Map(entries) => {
                for (name, value) in entries {
                    let key = place.keys.and_then(|keys| keys.get(&name.value));
                    let place = ScalarPlace {
                        path: KeyPath::Key(&place.path, &name.value),
                        keys: key.and_then(|key| key.kind.keys()),
                        kind: key.map_or(ScalarKind::Other, kind_of),
                        is_bracketed: place.is_bracketed || has_brackets(node),
                    };
                    self.visit(value, &place);
                }
            }
            Value::List(items) => {
                for (number, item) in items.iter().enumerate() {
                    let path = KeyPath::Index(&place.path, number);
                    let is_bracketed = place.is_bracketed || has_brackets(node);
                    self.visit(item, &ScalarPlace { path, is_bracketed, ..*place });
                }
            }
            Value::Text(value) | Value::Number { text: value, .. } => {
                self.scalar(node.at, value, place)
            }
            Value::Bool(value) => {
                self.scalar(node.at, if *value { "true" } else { "false" }, place)
            }
            Value::Null => self.nothing(node.at, place),
        }
    }

    /// Checks a scalar that a comment may follow.
    fn scalar(&mut self, at: Bytes, value: &str, place: &ScalarPlace<'_>) {
        /// How many characters of the text the message shows.
        const SHOWN: usize = 60;
        if place.kind == ScalarKind::Other || !self.is_plain(at) {
            return;
        }
        let Some(comment) = self.comment_after(at.range().end, place) else { return };
        // After a name, `# ` begins a comment, but `#5` is part of the name.
        let is_apart = comment.starts_with("# ") || comment == "#";
        if place.kind == ScalarKind::Name && (is_apart || Slug::parse(value).is_some()) {
            return;
        }
        let between = &self.text[at.range().end..][..self.gap(at.range().end)];
        let between = if between.contains('\t') { " " } else { between };
        let meant = format!("{value}{between}{comment}");
        let message = format!(
            "the text ends before `#`, which begins a comment: it reads “{}”",
            shortened(value, SHOWN)
        );
        self.report(at, place, message, &meant);
    }

    /// Checks a key or dash that only a comment follows. A comment that begins with a space, as in
    /// `key: # later`, is meant as a comment.
    fn nothing(&mut self, at: Bytes, place: &ScalarPlace<'_>) {
        let (before, after) = self.text.split_at(self.text.floor_char_boundary(at.range().start));
        let start = before.rfind('\n').map_or(0, |newline| newline + 1);
        let line = &self.text[start..before.len() + after.find('\n').unwrap_or(after.len())];
        let Some((key, comment)) =
            line.split_once(" #").filter(|_| place.kind != ScalarKind::Other)
        else {
            return;
        };
        if key.trim_end().ends_with([':', '-']) && comment.starts_with(char::is_alphanumeric) {
            let meant = format!("#{}", comment.trim_end());
            self.report(at, place, "the text is empty: `#` begins a comment".to_owned(), &meant);
        }
    }

    fn report(&mut self, at: Bytes, place: &ScalarPlace<'_>, message: String, meant: &str) {
        let quoted = serde_json::Value::from(meant).to_string();
        let written = match place.path {
            KeyPath::Key(_, key) => format!("{key}: {quoted}"),
            _ if place.is_bracketed => quoted,
            _ => format!("- {quoted}"),
        };
        let help = match written.chars().count() {
            ..=LONGEST_TO_WRITE => {
                format!("write `{written}`, or put the comment into a line of its own")
            }
            _ => "put the whole text in quotation marks, or the comment into a line of its own"
                .to_owned(),
        };
        self.reporter.report(Code::YamlComment, at, &place.path, message, help);
    }

    /// Whether a scalar is unquoted and of one line. The place of a text after `|` or `>` ends with
    /// a line break.
    fn is_plain(&self, at: Bytes) -> bool {
        let written = self.text.get(at.range()).unwrap_or_default();
        !written.is_empty()
            && !written.starts_with(['"', '\'', '|', '>', '*', '&', '!'])
            && !written.ends_with(char::is_whitespace)
    }

    /// How many bytes of white space follow in this line.
    fn gap(&self, start: usize) -> usize {
        let rest = self.text.get(start..).unwrap_or_default();
        rest.len() - rest.trim_start_matches([' ', '\t']).len()
    }

    /// The comment that follows a place after white space.
    fn comment_after(&self, start: usize, place: &ScalarPlace<'_>) -> Option<&str> {
        let gap = self.gap(start);
        let rest = self.text.get(start + gap..)?;
        if gap == 0 || !rest.starts_with('#') {
            return None;
        }
        let line = rest.lines().next().unwrap_or_default().trim_end();
        // In brackets, a text without `#` would end at the next comma or bracket.
        let end = if place.is_bracketed {
            line.find([',', ']', '}']).unwrap_or(line.len())
        } else {
            line.len()
        };
        Some(line[..end].trim_end())
    }
}

/// Whether a list or map is in brackets. Its place is the opening bracket; the place of others is
/// empty.
fn has_brackets(node: &Node<'_>) -> bool {
    node.at.end > node.at.start
}

#[cfg(test)]
mod tests {
    use crate::base::id::Kind;
    use crate::base::path::SitePath;

    use super::super::yaml;
    use super::*;

    /// The keys of the texts that are cut short, and the lines to write.
    fn found_in(file_type: FileType, text: &str) -> Vec<String> {
        let file = SitePath::parse("content/a.md").unwrap();
        let mut reporter = Reporter::new(&file, 0);
        report(text, &yaml::parse(text).unwrap().top, file_type, &mut reporter);
        reporter
            .findings
            .iter()
            .map(|finding| format!("{} | {}", finding.path, finding.help))
            .collect()
    }

    fn found(text: &str) -> Vec<String> {
        found_in(FileType::Single(Kind::Brief), text)
    }

    #[test]
    fn what_a_text_is_for_hangs_on_the_map_that_has_it() {
        let registry = "qin: {name: Qin #2\n}\n";
        let found = found_in(FileType::Registry(Kind::Actor), registry);
        assert!(found[0].starts_with("qin.name | write `name: \"Qin #2\"`"), "{found:?}");
        for (file_type, text, number) in [
            (FileType::Single(Kind::Source), "text: the talks.txt #2\n", 0),
            (FileType::Single(Kind::Brief), "quotes: [{text: the talks #2\n}]\n", 1),
            (FileType::Single(Kind::Brief), "aliases: /old talks/ #2\n", 0),
            (FileType::Single(Kind::Actor), "aliases: Old Qin #2\n", 1),
            (FileType::Page, "name: Talks #2\n", 0),
        ] {
            assert_eq!(found_in(file_type, text).len(), number, "{text}");
        }
    }

    #[test]
    fn a_text_that_a_comment_cuts_short_is_found() {
        for (text, expected) in [
            ("title: Talks in hall #5\n", "title | write `title: \"Talks in hall #5\"`"),
            ("title: Talks in hall #5", "title | write `title: \"Talks in hall #5\"`"),
            ("title: Talks\t#5\n", "title | write `title: \"Talks #5\"`"),
            ("title: Talks  # 5\n", "title | write `title: \"Talks  # 5\"`"),
            ("title: 2024 #elections\n", "title | write `title: \"2024 #elections\"`"),
            ("title: true #story\n", "title | write `title: \"true #story\"`"),
            ("title: Зал #5\r\nx: y\r\n", "title | write `title: \"Зал #5\"`"),
            ("title: 会谈 #5\n", "title | write `title: \"会谈 #5\"`"),
            ("title: A \"b\" #c\n", "title | write `title: \"A \\\"b\\\" #c\"`"),
            ("title:\n  Talks #5\n", "title | write `title: \"Talks #5\"`"),
            (
                "summary: One line\n  and another #2\n",
                "summary | write `summary: \"One line and another #2\"`",
            ),
            ("gaps:\n  - Whether #3 is open\n", "gaps[0] | write `- \"Whether #3 is open\"`"),
            (
                "quotes:\n  - id: a\n    text: We are #1\n",
                "quotes[0].text | write `text: \"We are #1\"`",
            ),
            (
                "quotes:\n  - text:\n      - We are #1\n",
                "quotes[0].text[0] | write `- \"We are #1\"`",
            ),
            (
                "updates: [{date: 2024-01-01,\n  note: Item #2\n}]\n",
                "updates[0].note | write `note: \"Item #2\"`",
            ),
            ("gaps: [one #2\n]\n", "gaps[0] | write `\"one #2\"`"),
            ("places:\n  - Hall #5\n", "places[0] | write `- \"Hall #5\"`"),
            ("summary: #MeToo is ten\nlang: en\n", "summary | write `summary: \"#MeToo is ten\"`"),
            ("gaps:\n  - #3 is open\n  - x\n", "gaps[0] | write `- \"#3 is open\"`"),
        ] {
            let found = found(text);
            assert_eq!(found.len(), 1, "{text:?}: {found:?}");
            assert!(found[0].starts_with(&format!("{expected}, or put")), "{text:?}: {found:?}");
        }
    }

    #[test]
    fn a_comment_where_nobody_means_text_is_a_comment() {
        for text in [
            "title: \"Talks in hall #5\"\n",
            "title: 'Talks in hall #5'  # a comment\n",
            "title: Talks in hall no.#5\n",
            "title: C# and F#\n",
            "lang: en  # as our house has it\n",
            "lang: en #1\n",
            "date: 2024-02-01 # the day\n",
            "status: draft  # no page until this line is gone\n",
            "sources: []  # what it rests on\n",
            "# title: Talks #5\ntitle: Talks\n# a comment\n",
            "title: Talks\n  # a comment\nlang: en\n",
            "summary: |\n  One #2\n  two\n# a comment\n",
            "summary: >-\n  One #2\n # a comment\nlang: en\n",
            "summary: |  # folded below\n  One\n",
            "summary:  # to be written\nlang: en\n",
            "summary: #\nlang: en\n",
            "summary: ####\nlang: en\n",
            "actors:\n  - qin-gang  # the host\n  - wang-yi #2\n",
            "actors:\n  - Qin Gang  # the host\n",
            "extra: {title: A #b\n}\n",
            "extra:\n  title: A #b\n",
            "quotes:  # all of them\n  - text: We are  \n",
            "url: https://example.org/#5\n",
            "title: Talks #5\n".trim_end_matches(" #5\n"),
        ] {
            assert_eq!(found(text), [""; 0], "{text:?}");
        }
    }

    #[test]
    fn a_long_line_is_not_written_out() {
        let found = found(&format!("title: {} #5\n", "long ".repeat(100)));
        assert!(found[0].starts_with("title | put the whole text in quotation marks"), "{found:?}");
    }
}
