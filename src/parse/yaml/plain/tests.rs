use std::path::Path;

use proptest::prelude::*;

use super::super::through_serde;
use super::*;
use crate::base::limits;
use crate::files::Files;
use crate::parse::front_matter::{Split, split};

fn parse(text: &str) -> Option<Node<'_>> {
    super::parse_plain(text, limits::YAML_VALUES)
}

/// Whether the fast parser reads a text. Asserts that `serde_yaml` gives the same tree.
fn is_taken(text: &str) -> bool {
    let tree = parse(text);
    if let Some(tree) = &tree {
        assert_eq!(Some(tree), through_serde(text, limits::YAML_VALUES).as_ref().ok(), "{text}");
    }
    tree.is_some()
}

#[test]
fn what_people_write_is_read_here() {
    for text in [
        "title: \"Talks\"\ndate: 2023-06-18\nactors: [qin-gang, 王毅]\nsources:\n  - id: s1\n    \
        url: https://e.example/a?b=1\n",
        "summary: >\n  Two\n  lines.\nrank: 2\nto:\nas_of: 2023-06\nempty: []\nquoted: \
        'no'\ndraft: true\nzero: 0\n",
        "# a comment\na: {b: c, d: [e, f]} # another\n\n  # and one more\nb: x#y\n",
        "who:\n- a\n- {b: c}\n-\n- k: v\n  l:\n  - m\nwhen: 2023-06-18/2023-06-19\nwhere:\n  - - \
        x\n    - y\n",
        "a: One line\n  and one more:it\n\n  ends here.\nb: |-\n  x\n    y\n\n  z\nc: >+\n  p\n  \
        q\n   r\n\nd: 9news-2023\n",
        "a: [b,\n  c, # d\n  {e: f,\n   g: h},\n]\nb: \"x \\\"y\\\" \\\\ \\n\"\nc: 'it''s'\n\"d \
        e\": 'f'\ng h : i\n",
        "country: NO\nimage: /static/a.png\nquote: “Ça va” — dit-il\nlike: 45–55 %\nnote: \
        (none)\n10 questions: 3 of them\n",
        "a: b\r\nc:\r\n  - d\r\n  - e: f\r\n\r\n# g\r\nh: |\r\n  i\r\n  j\r\nk: [l,\r\n  m]\r\n",
        "a:\n  text on a line of its own\nb:\n  [c, d]\ne:\n    - f\n    -\n      g: h\n",
        "- a\n- b: c\n",
        "{a: b}",
    ] {
        assert!(is_taken(text), "{text}");
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
        "a: null",
        "a: True",
        "1: a",
        "true: a",
        "~: a",
        "",
        "# a",
        "a",
        "a: [",
        "<<: {}",
        "? a",
        "a:\tb",
        "a: \"b\\u0007\"",
        "a: \"b\n  c\"",
        "a: b\rc: d",
        "\u{FEFF}a: b",
        "a: b\u{7}",
        "a: b\u{85}",
        "---\na: b",
        "a: b\n...\n",
        "a: b: c",
        "a: b\n c: d",
        "a: [b: c]",
        "a: [b]c",
        "a: |2\n   b",
    ] {
        assert_eq!(parse(text), None, "{text}");
    }
}

#[test]
fn all_yaml_of_the_example_site_is_read_here() {
    let files = Files::read(Path::new(env!("CARGO_MANIFEST_DIR"))).unwrap();
    let mut number = 0;
    for file in files.iter() {
        let Some(text) = file.text() else { continue };
        let yaml = match (file.path.extension(), split(text, false)) {
            ("yaml", _) => text,
            ("md", Split::Closed { yaml, .. }) => &text[yaml],
            _ => continue,
        };
        assert!(is_taken(yaml), "{}", file.path);
        number += 1;
    }
    assert!(number > 50, "{number}");
}

#[test]
fn both_readers_have_the_same_bounds() {
    let nested = |depth: usize| format!("a: {}{}", "[".repeat(depth), "]".repeat(depth));
    let key = |length: usize| format!("{}: b", "a".repeat(length));
    assert!(is_taken(&nested(limits::YAML_DEPTH - 1)) && is_taken(&key(500)));
    assert!(!is_taken(&nested(limits::YAML_DEPTH)) && !is_taken(&key(1025)));
    assert!(through_serde(&nested(limits::YAML_DEPTH), limits::YAML_VALUES).is_err());
    let text = "a: [b, c]\nd:\n  - e\n";
    for values in 0..12 {
        assert_eq!(super::parse_plain(text, values), through_serde(text, values).ok(), "{values}");
    }
}

#[test]
fn keys_of_a_large_map_are_compared_too() {
    let keys: Vec<usize> = (0..2 * MapEntries::FEW).collect();
    let text = |keys: &[usize]| keys.iter().map(|key| format!("k{key}: x\n")).collect::<String>();
    assert!(is_taken(&text(&keys)));
    for twice in [0, MapEntries::FEW - 1, MapEntries::FEW, 2 * MapEntries::FEW - 1] {
        assert!(!is_taken(&(text(&keys) + &text(&[twice]))), "{twice}");
    }
}

/// Writes YAML in the many ways of people, as a sequence of choices decides. Rarely it adds
/// something that is malformed or outside of the subset.
struct YamlWriter<'c> {
    choices: std::slice::Iter<'c, u8>,
    text: String,
}

impl YamlWriter<'_> {
    fn write(choices: &[u8]) -> String {
        let mut writer = YamlWriter { choices: choices.iter(), text: String::new() };
        writer.put(&["", "# c\n", "\n", ""], &["---\n", " ", "\t\n", "\u{FEFF}"]);
        match writer.choose(5) {
            0 => writer.list(0, false, 3),
            1 => writer.bracketed(2),
            _ => writer.map(0, false, 3),
        }
        let end = ["\n", "", "  ", "\n"][writer.choose(4)];
        let line_break = ["\r\n", "\n", "\n", "\n"][writer.choose(4)];
        (writer.text.trim_end_matches('\n').to_owned() + end).replace('\n', line_break)
    }

    fn choose(&mut self, of: usize) -> usize {
        self.choices.next().map_or(of - 1, |choice| usize::from(*choice) % of)
    }

    fn put(&mut self, usual: &[&str], odd: &[&str]) {
        let from = if self.choose(50) == 0 { odd } else { usual };
        let choice = self.choose(from.len());
        self.text += from[choice];
    }

    fn indent(&mut self, by: usize) {
        self.text += &" ".repeat(by);
        self.put(&[""], &[" "]);
    }

    fn end_line(&mut self) {
        self.put(
            &["", " # c", "  ", "\n", "\n# c: d", "\n   # c", "\n\n  ", ""],
            &["#c", "\t", "\t# c"],
        );
        self.text.push('\n');
    }

    fn map(&mut self, indent: usize, is_begun: bool, depth: usize) {
        let first = self.choose(KEYS.len());
        for number in 0..=self.choose(4) {
            if number > 0 || !is_begun {
                self.indent(indent);
            }
            self.key(first + number);
            self.put(&[":", " :", ":"], &["", ": :", "\t:"]);
            self.value(indent, depth, true);
        }
    }

    fn key(&mut self, number: usize) {
        self.put(&[KEYS[number % KEYS.len()]], &["a", "<<", "1", "true", "", "? a", "[a]"]);
    }

    fn list(&mut self, indent: usize, is_begun: bool, depth: usize) {
        for number in 0..=self.choose(4) {
            if number > 0 || !is_begun {
                self.indent(indent);
            }
            self.text.push('-');
            let (within, space) = (if depth > 0 { self.choose(6) } else { 6 }, 1 + self.choose(3));
            if within < 3 {
                self.text += &" ".repeat(space);
            }
            match within {
                0 => self.list(indent + 1 + space, true, depth - 1),
                1 | 2 => self.map(indent + 1 + space, true, depth - 1),
                _ => self.value(indent, depth, false),
            }
        }
    }

    /// The part after a colon or a dash.
    fn value(&mut self, indent: usize, depth: usize, is_of_key: bool) {
        let deeper = indent + 1 + self.choose(4);
        match self.choose(if depth == 0 { 6 } else { 11 }) {
            0 => self.end_line(),
            1 => self.lines(deeper),
            2 => self.multiline(deeper),
            3 => {
                self.text.push('\n');
                self.indent(deeper);
                self.put(WORDS, ODD_WORDS);
                self.end_line();
            }
            4 => {
                self.text.push(' ');
                self.bracketed(2);
                self.end_line();
            }
            6 if is_of_key => {
                self.end_line();
                self.list(indent, false, depth - 1);
            }
            6 | 7 => {
                self.end_line();
                self.list(deeper, false, depth - 1);
            }
            8 | 9 => {
                self.end_line();
                self.map(deeper, false, depth - 1);
            }
            _ => {
                self.put(&[" ", "   ", " "], &["", "\t"]);
                self.put(WORDS, ODD_WORDS);
                self.end_line();
            }
        }
    }

    /// An unquoted text of several lines.
    fn multiline(&mut self, indent: usize) {
        self.text.push(' ');
        self.put(WORDS, ODD_WORDS);
        for _ in 0..self.choose(3) {
            self.put(&["\n", "\n\n", " \n", "\n"], &["\n\t\n", " # c\n", "\t\n"]);
            self.indent(indent);
            self.put(
                &["more", "- of", "it:a", "[x", "é", "\"q\"", "a:b"],
                &["# no", "k: v", "\ta"],
            );
        }
        self.end_line();
    }

    /// A text in indented lines after `|` or `>`.
    fn lines(&mut self, indent: usize) {
        self.put(&[" |", " >", "  >"], &["|"]);
        self.put(&["", "-", "+"], &["2", "1-", "+ +"]);
        self.put(&["", " ", " # c", ""], &["#c", " x", "\t"]);
        self.text.push('\n');
        for _ in 0..=self.choose(5) {
            self.indent(indent);
            let odd = ["\nx", "\n\tx"];
            self.put(
                &["a", "", " ", "  further", "b c ", "# d", "- e", "f: g", "\th", "王毅", "\""],
                &odd,
            );
            self.text.push('\n');
        }
        self.put(&["", "\n", "\n\n", "# c\n", ""], &["   # c\n", "   x\n", "     "]);
    }

    fn bracketed(&mut self, depth: usize) {
        let is_map = self.choose(3) == 0;
        self.text.push(if is_map { '{' } else { '[' });
        self.gap();
        let first = self.choose(KEYS.len());
        for number in 0..self.choose(4) {
            if number > 0 {
                self.put(&[",", " ,"], &[",,", ""]);
                self.gap();
            }
            if is_map {
                self.key(first + number);
                self.put(&[": ", ":  ", ":\n ", " : "], &[":", ":,", ""]);
            }
            match self.choose(4) {
                0 if depth > 0 => self.bracketed(depth - 1),
                _ => self.put(WORDS, ODD_WORDS),
            }
        }
        self.gap();
        self.put(&["", ",", ""], &[": x", ",,", "]"]);
        self.text.push(if is_map { '}' } else { ']' });
    }

    fn gap(&mut self) {
        self.put(
            &["", " ", "\n ", "\n", " # c\n  ", "\n\n    ", " "],
            &["\t", "#c\n", "-", "\n\t"],
        );
    }
}

const KEYS: &[&str] =
    &["a", "b", "key", "two words", "\"q\"", "'s'", "王毅", "c:d", "2023-06", "no", "9news"];

const WORDS: &[&str] = &[
    "a",
    "two words",
    "https://e.example/a?b=1#c",
    "2023-06-18",
    "2023",
    "0",
    "9news",
    "1:30",
    "true",
    "no",
    "~",
    "王毅",
    "a#b",
    "x  y",
    "“q”",
    "/p",
    "it's",
    "\"\"",
    "\"a: b # c\"",
    "'it''s'",
    "''''",
    "\"q \\\"r\\\" \\\\ \\/ \\n\\t\"",
    "' a\t'",
    "\"王毅\"",
    "'[12'",
];

#[rustfmt::skip]
const ODD_WORDS: &[&str] = &[
    "017", "1_0", "1.5", "0x1F", "-3", "12e3", "False", "null", "nan", ".inf", "é: x", "a #b", "\u{a0}a", "a\u{3000}",
    "\u{3000}12", "(p)", "-a", "- a", "?a", ":a", "@a", "%a", "&a", "*a", "!a", "|", ">", "`a", "a]", "a, b", "a\"b", "a\tb",
    "=", "<<", "a:", "\u{1F600}", "\u{2028}", "\u{85}", "\"\\u00e9\"", "\"\\a\"", "\"a\n  b\"", "'a\n\n  b'", "\"a\\\n  b\"",
    "'a\\n'", "\"a\"b", "'a' b", "\"a\\ b\"", "\"\u{FEFF}\"", "\"", "'", "\u{FEFF}",
];

/// Pieces of YAML, well-formed and not.
fn piece() -> impl Strategy<Value = String> {
    let words = "(a|bc|true|No|null|~|12|017|1_0|1.5|0x1|-3|2023-06-18|2023-06|2023|[|]|\\{|\\}|:|,|: |, |- |\n|\n  |\n- |\\? |#|# c|&x |\\*x|!t |'|\"|\\||>|<<|é|王毅|\t|\r|\r\n|%|@|---|\\.\\.\\.| |\\\\|\u{FEFF}|\u{85}|\u{a0}|\u{7}|\u{2028})";
    proptest::string::string_regex(words).expect("a pattern")
}

/// Documents, with a few changes here and there.
fn document() -> impl Strategy<Value = String> {
    let change =
        (any::<prop::sample::Index>(), 0..3_usize, prop_oneof![Just(String::new()), piece()]);
    (prop::collection::vec(any::<u8>(), 0..160), prop::collection::vec(change, 0..3)).prop_map(
        |(choices, changes)| {
            let mut text = YamlWriter::write(&choices);
            for (place, removed, piece) in changes {
                let mut ends = text
                    .char_indices()
                    .map(|(at, _)| at)
                    .chain([text.len()])
                    .skip(place.index(text.chars().count() + 1));
                let start = ends.next().unwrap_or(text.len());
                let end = ends.take(removed).last().unwrap_or(start);
                text.replace_range(start..end, &piece);
            }
            text
        },
    )
}

fn any_text() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => document(),
        1 => prop::collection::vec(piece(), 0..24).prop_map(|pieces| pieces.concat()),
    ]
}

proptest! {
    #[test]
    fn both_readers_see_the_same_tree(text in any_text()) {
        if let Some(tree) = parse(&text) {
            prop_assert_eq!(Ok(tree), through_serde(&text, limits::YAML_VALUES));
        }
    }
}
