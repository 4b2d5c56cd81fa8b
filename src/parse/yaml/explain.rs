//! Better explanations of malformed YAML: text that has to be quoted, and characters that only look
//! like spaces or colons.
//!
//! The parser says at which character it gave up. A writer who sees a title in that line wants to
//! know how to write the title.

use rustc_hash::FxHashSet;

use crate::base::finding::Bytes;
use crate::base::text::InvisibleChar;

use super::{Malformed, Node, Value};

/// Replaces an error by a better explanation if the line of the error gives one.
pub(super) fn explain(text: &str, error: Malformed) -> Malformed {
    let at = text.floor_char_boundary(error.at.start as usize);
    let told =
        unquoted(text, at).or_else(|| odd_sign(text, at)).or_else(|| indented_with_tab(text, at));
    told.unwrap_or(error)
}

/// A line of YAML, split into a key or dash and a value.
struct ItemLine<'t> {
    /// The first byte of the line in the text.
    start: usize,
    /// The whole line, without its line break.
    whole: &'t str,
    /// The part before the value: `title:` or `-`.
    head: &'t str,
    /// The first byte of the value in the line.
    value_at: usize,
    /// The value, trimmed and without a comment.
    value: &'t str,
}

impl<'t> ItemLine<'t> {
    /// The line that contains the byte `at`.
    fn around(text: &'t str, at: usize) -> ItemLine<'t> {
        let start = text[..at].rfind('\n').map_or(0, |newline| newline + 1);
        let end = text[at..].find('\n').map_or(text.len(), |length| at + length);
        let whole = text[start..end].trim_end_matches('\r');
        let mut head_at = whole.len() - whole.trim_start_matches([' ', '\t']).len();
        let mut value_at = head_at;
        while let Some(rest) = whole[value_at..].strip_prefix("- ") {
            head_at = value_at;
            value_at = whole.len() - rest.trim_start().len();
        }
        let mut head_end = head_at + usize::from(value_at > head_at);
        let rest = &whole[value_at..];
        let is_key = |key: &str| !key.is_empty() && !key.contains(['"', '\'', '[', '{', '#', ':']);
        if let Some(length) = rest.find(": ").filter(|length| is_key(&rest[..*length])) {
            (head_at, head_end) = (value_at, value_at + length + 1);
            value_at = whole.len() - rest[length + 1..].trim_start_matches(' ').len();
        }
        let value = &whole[value_at..];
        let value = value.find(" # ").map_or(value, |comment| &value[..comment]).trim_end();
        ItemLine { start, whole, head: &whole[head_at..head_end], value_at, value }
    }

    /// Whether the next line continues the value, because it is indented deeper.
    fn goes_on(&self, text: &str) -> bool {
        let indent = |line: &str| line.len() - line.trim_start_matches(' ').len();
        let next = text[self.start + self.whole.len()..].lines().nth(1);
        next.is_some_and(|next| !next.trim().is_empty() && indent(next) > indent(self.whole))
    }

    /// Help that shows the line with its value in quotation marks.
    fn help(&self, text: &str) -> String {
        let written = format!("{} {}", self.head, quoted(self.value));
        match written.chars().count() {
            ..=super::LONGEST_TO_WRITE if !self.goes_on(text) => {
                format!("write `{}`", written.trim_start())
            }
            _ => "put the whole text in quotation marks".to_owned(),
        }
    }
}

/// Explains an error by a text that has to be quoted, because YAML gives a meaning to its beginning
/// or to a colon in it.
fn unquoted(text: &str, at: usize) -> Option<Malformed> {
    let line = ItemLine::around(text, at);
    let value_at = line.start + line.value_at;
    if at < value_at || line.head.is_empty() || line.value.is_empty() {
        return None;
    }
    let first = line.value.chars().next()?;
    let second = line.value[first.len_utf8()..].chars().next();
    let has_to_be =
        |what: &str| Some((value_at, format!("text that begins with {what} has to be quoted")));
    let (at, message) = match first {
        '"' | '\'' => {
            let rest = value_at + behind_quote(line.value, first)?;
            Some((rest, "the text goes on behind the quotation mark that ends it".to_owned()))
        }
        '[' | '{' => behind_bracket(line.value).and_then(|()| has_to_be(&format!("`{first}`"))),
        '*' if !line.value.contains(' ') => None,
        '`' => has_to_be("a backtick"),
        '@' | '%' | '*' | '&' | '!' | '|' | '>' | ',' | ']' | '}' => {
            has_to_be(&format!("`{first}`"))
        }
        '-' | '?' | ':' if matches!(second, None | Some(' ')) => has_to_be(&format!("`{first} `")),
        _ if line.value.contains(": ") || line.value.ends_with(':') => {
            Some((at, "text with `: ` in it has to be quoted".to_owned()))
        }
        _ => None,
    }?;
    let at = Bytes::new(at..at);
    Some(Malformed { at, message, help: line.help(text).into() })
}

/// Finds a text whose first word YAML drops, because it takes the word for a tag (`!`) or an anchor
/// (`&`). YAML's own tags (`!!str`) and anchors with an alias were meant as such.
pub(super) fn lost_word(node: &Node<'_>, text: &str) -> Option<Malformed> {
    let ends_name = |c: char| c.is_whitespace() || matches!(c, ',' | '[' | ']' | '{' | '}');
    let may_hold = text.contains(" !") || text.contains(" &");
    let aliases =
        text.split('*').skip(1).map(|rest| rest.split(ends_name).next().unwrap_or_default());
    may_hold.then(|| lost_word_of(node, text, &aliases.collect())).flatten()
}

fn lost_word_of(node: &Node<'_>, text: &str, aliases: &FxHashSet<&str>) -> Option<Malformed> {
    match &node.value {
        Value::Text(_) | Value::Number { .. } | Value::Bool(_) => {
            let before = text.get(..node.at.start as usize)?;
            let line = before.rsplit('\n').next().unwrap_or_default();
            let word = line.trim_end().rsplit(' ').next().filter(|_| line.ends_with(' '))?;
            let is_lost = match word.split_at_checked(1)? {
                ("!", tag) => !tag.starts_with(['!', '<']),
                ("&", name) => !aliases.contains(name),
                _ => false,
            };
            is_lost.then(|| unquoted(text, before.trim_end().len() - word.len())).flatten()
        }
        Value::List(items) => items.iter().find_map(|item| lost_word_of(item, text, aliases)),
        Value::Map(entries) => {
            entries.iter().find_map(|(_, value)| lost_word_of(value, text, aliases))
        }
        Value::Null => None,
    }
}

/// The first byte of the text behind the closing quotation mark of a value, if there is any.
fn behind_quote(value: &str, quote: char) -> Option<usize> {
    let mut inside = value.char_indices().skip(1).peekable();
    while let Some((at, c)) = inside.next() {
        match c {
            '\\' if quote == '"' => drop(inside.next()),
            c if c == quote
                && quote == '\''
                && inside.peek().is_some_and(|(_, next)| *next == quote) =>
            {
                inside.next();
            }
            c if c == quote => {
                let rest = &value[at + 1..];
                let begins = at + 1 + rest.len() - rest.trim_start().len();
                return (!rest.trim().is_empty()).then_some(begins);
            }
            _ => {}
        }
    }
    None
}

/// `Some` if text follows the bracket that closes the first bracket of a value.
fn behind_bracket(value: &str) -> Option<()> {
    let mut depth = 0_usize;
    for (at, c) in value.char_indices() {
        match c {
            '[' | '{' => depth += 1,
            ']' | '}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth == 0 {
            return (!value[at + 1..].trim().is_empty()).then_some(());
        }
    }
    None
}

/// Puts a text in quotation marks that YAML reads correctly. Quotation marks that already stand
/// around the whole text are removed first.
pub(in crate::parse) fn quoted(value: &str) -> String {
    let inside = |quote: char| {
        let inside = value.strip_prefix(quote)?.strip_suffix(quote)?;
        let (before, after) = inside.split_once(quote)?;
        let opens = before.ends_with(char::is_whitespace);
        let joins =
            before.ends_with(char::is_alphanumeric) && after.starts_with(char::is_alphanumeric);
        (opens || joins).then_some(inside)
    };
    let text = inside('"').or_else(|| inside('\'')).unwrap_or(value);
    match (text.contains(['"', '\\']), text.contains('\'')) {
        (true, false) => format!("'{text}'"),
        _ => serde_json::Value::from(text).to_string(),
    }
}

/// Explains an error by a character that looks like a space or a colon but is not. It stands in the
/// line of the error or in the lines right before it, which YAML then takes for text.
fn odd_sign(text: &str, at: usize) -> Option<Malformed> {
    let here = ItemLine::around(text, at);
    let mut found = odd_sign_in(here.whole).map(|odd| (here.start, odd));
    let mut start = here.start;
    while let Some(before) = start.checked_sub(1).map(|end| ItemLine::around(text, end)) {
        match odd_sign_in(before.whole) {
            Some(odd) => found = Some((before.start, odd)),
            None => break,
        }
        start = before.start;
    }
    let (start, (odd, place)) = found?;
    let sign = text[start + odd..].chars().next()?;
    let (message, help) = match InvisibleChar::of(sign) {
        Some(unseen) => (format!("{unseen} {place}"), unseen.help()),
        None => (format!("a wide colon (U+FF1A) {place}"), "write `: `, a plain colon and a space"),
    };
    let at = start + odd;
    Some(Malformed { at: Bytes::new(at..at + sign.len_utf8()), message, help: help.into() })
}

/// The byte of a lookalike character in a line, and what it does there, for the message.
fn odd_sign_in(line: &str) -> Option<(usize, String)> {
    let is_odd = |c: &char| InvisibleChar::of(*c).is_some();
    let indent =
        line.len() - line.trim_start_matches(|c| c == ' ' || c == '\t' || is_odd(&c)).len();
    if let Some(odd) = line[..indent].find(|c| is_odd(&c)).filter(|_| indent < line.len()) {
        return Some((odd, "indents this line".to_owned()));
    }
    let item = line[indent..].trim_start_matches("- ");
    let item_at = line.len() - item.len();
    if item.strip_prefix('-').is_some_and(|rest| rest.starts_with(|c| is_odd(&c))) {
        return Some((item_at + 1, "stands behind `-`".to_owned()));
    }
    let length = item.find(|c: char| !c.is_alphanumeric() && !matches!(c, '_' | '-'))?;
    let (key, rest) = item.split_at(length);
    let mut signs = rest.char_indices();
    let (_, first) = signs.next()?;
    let second = signs.next().map(|(_, c)| c);
    match (first, second) {
        _ if key.is_empty() => None,
        ('：', _) => Some((item_at + length, format!("stands behind `{key}`"))),
        (':', Some(c)) if is_odd(&c) => {
            Some((item_at + length + 1, format!("stands behind `{key}:`")))
        }
        (c, Some(':')) if is_odd(&c) => Some((item_at + length, format!("stands behind `{key}`"))),
        _ => None,
    }
}

/// Explains an error by a tab that indents its line.
fn indented_with_tab(text: &str, at: usize) -> Option<Malformed> {
    let line = ItemLine::around(text, at);
    let indent = line.whole.len() - line.whole.trim_start().len();
    let tab = line.start + line.whole[..indent].find('\t')?;
    Some(Malformed {
        at: Bytes::new(tab..tab + 1),
        message: super::A_TAB.to_owned(),
        help: super::SPACES.into(),
    })
}

#[cfg(test)]
mod tests {
    use super::super::parse;

    fn told(text: &str) -> String {
        let error = parse(text).unwrap_err();
        let at = error.at.start as usize;
        let line = text[..at].matches('\n').count() + 1;
        let column = text[..at].rsplit('\n').next().unwrap_or_default().chars().count() + 1;
        format!("{line}:{column} {} | {}", error.message, error.help)
    }

    #[test]
    fn text_that_has_to_be_quoted_is_written_out() {
        let goes_on = "the text goes on behind the quotation mark that ends it";
        let begins = |sign: &str| format!("2:8 text that begins with {sign} has to be quoted");
        for (value, expected) in [
            (
                "\"Red line\" remarks draw fire",
                format!("2:19 {goes_on} | write `title: '\"Red line\" remarks draw fire'`"),
            ),
            (
                "\"Red line\" and \"ten dashes\"",
                format!("2:19 {goes_on} | write `title: '\"Red line\" and \"ten dashes\"'`"),
            ),
            ("\"A \"red\" line\"", format!("2:12 {goes_on} | write `title: 'A \"red\" line'`")),
            ("'It's over'", format!("2:12 {goes_on} | write `title: \"It's over\"`")),
            (
                "[Update] Talks end",
                format!(
                    "{} | write `title: \"[Update] Talks \
                end\"`",
                    begins("`[`")
                ),
            ),
            (
                "[Обновлено] Переговоры",
                format!(
                    "{} | write `title: \"[Обновлено] \
                Переговоры\"`",
                    begins("`[`")
                ),
            ),
            (
                "{Update} Talks end",
                format!(
                    "{} | write `title: \"{{Update}} Talks \
                end\"`",
                    begins("`{`")
                ),
            ),
            ("@desk talks", format!("{} | write `title: \"@desk talks\"`", begins("`@`"))),
            ("`x` talks", format!("{} | write `title: \"`x` talks\"`", begins("a backtick"))),
            ("%5 of all", format!("{} | write `title: \"%5 of all\"`", begins("`%`"))),
            ("*New* talks", format!("{} | write `title: \"*New* talks\"`", begins("`*`"))),
            ("&c. and more", format!("{} | write `title: \"&c. and more\"`", begins("`&`"))),
            (
                "!Important talks",
                format!(
                    "{} | write `title: \"!Important \
                talks\"`",
                    begins("`!`")
                ),
            ),
            ("|x y", format!("{} | write `title: \"|x y\"`", begins("`|`"))),
            (">x y", format!("{} | write `title: \">x y\"`", begins("`>`"))),
            (", and more", format!("{} | write `title: \", and more\"`", begins("`,`"))),
            ("] x", format!("{} | write `title: \"] x\"`", begins("`]`"))),
            ("- x y", format!("{} | write `title: \"- x y\"`", begins("`- `"))),
            ("? x y", format!("{} | write `title: \"? x y\"`", begins("`? `"))),
            (
                "Talks: day 1",
                "2:13 text with `: ` in it has to be quoted | write `title: \"Talks: \
                day 1\"`"
                    .to_owned(),
            ),
            (
                "Talks: “day 1”",
                "2:13 text with `: ` in it has to be quoted | write `title: \"Talks: “day \
                1”\"`"
                    .to_owned(),
            ),
            (
                "“Talks: day 1”",
                "2:14 text with `: ` in it has to be quoted | write `title: \"“Talks: day \
                1”\"`"
                    .to_owned(),
            ),
            (
                "Pékin\u{a0}: le début",
                "2:14 text with `: ` in it has to be quoted | write `title: \"Pékin\u{a0}: le \
                début\"`"
                    .to_owned(),
            ),
            (
                "谈判: 第一天",
                "2:10 text with `: ` in it has to be quoted | write `title: \"谈判: \
                第一天\"`"
                    .to_owned(),
            ),
        ] {
            assert_eq!(told(&format!("lang: en\ntitle: {value}\nsources: []\n")), expected);
        }
        for (text, expected) in [
            (
                "a:\n  - [x] done\n",
                "2:5 text that begins with `[` has to be quoted | write `- \"[x] done\"`",
            ),
            (
                "a:\n  - b: @c d\n",
                "2:8 text that begins with `@` has to be quoted | write `b: \"@c d\"`",
            ),
            ("a: @b # why\n", "1:4 text that begins with `@` has to be quoted | write `a: \"@b\"`"),
            (
                "a: @b\n  c\n",
                "1:4 text that begins with `@` has to be quoted | put the whole text in quotation \
                marks",
            ),
            (
                "a: [{b: @c}]\n",
                "1:9 text cannot begin with `@` here | put text that begins with it in quotation \
                marks",
            ),
        ] {
            assert_eq!(told(text), expected);
        }
    }

    #[test]
    fn signs_that_look_like_others_are_told_of_at_their_place() {
        let word = "as Word and chat programs write it";
        for (text, expected) in [
            (
                "title:\u{a0}Talks\nsources: []\n",
                format!("1:7 a no-break space (U+00A0), {word}, stands behind `title:`"),
            ),
            (
                "lang: en\ntitle:\u{a0}Talks\nauthor:\u{a0}x\nsources: []\n",
                format!("2:7 a no-break space (U+00A0), {word}, stands behind `title:`"),
            ),
            (
                "title:\u{202f}Talks\nsources: []\n",
                format!("1:7 a no-break space (U+202F), {word}, stands behind `title:`"),
            ),
            (
                "title:\u{2009}Talks\nsources: []\n",
                "1:7 a thin space (U+2009) stands behind `title:`".to_owned(),
            ),
            (
                "title:\u{3000}会谈\nsources: []\n",
                "1:7 a wide space (U+3000) stands behind `title:`".to_owned(),
            ),
            (
                "title：会谈\nsources: []\n",
                "1:6 a wide colon (U+FF1A) stands behind `title`".to_owned(),
            ),
            (
                "a:\n  - b\n\u{a0}\u{a0}- Qin\nc: d\n",
                format!("3:1 a no-break space (U+00A0), {word}, indents this line"),
            ),
            (
                "a:\n  b: c\n\u{200b}  d: e\n f: g\n",
                "3:1 an invisible character (U+200B) indents this line".to_owned(),
            ),
            (
                "title: x\n\u{feff}author: y\n",
                "2:1 a byte order mark (U+FEFF) indents this line".to_owned(),
            ),
            (
                "a:\n  - x: y\n  -\u{a0}z\nb: c\n",
                format!("3:4 a no-break space (U+00A0), {word}, stands behind `-`"),
            ),
        ] {
            let told = told(text);
            assert_eq!(told.split(" | ").next(), Some(expected.as_str()), "{text:?}");
        }
    }

    #[test]
    fn a_tab_is_told_of_at_its_place() {
        for (text, place) in [
            ("a:\n\tb: c\n", "2:1"),
            ("a:\n  - b\n\t- c\n", "3:1"),
            ("a:\n  b: c\n  \td: e\n", "3:3"),
            ("a:\n  - b: c\n\t  d: e\n", "3:1"),
            ("a: x\nb:\n  - c\n\t\nd:\n\te: f\n", "6:1"),
            ("a: x\nb:\n  - c: d\n  \t e: f\n", "4:3"),
            ("a: x\nb: y\n\n\tc: z\n", "4:1"),
            ("a: []\n \tb: c\n", "2:2"),
        ] {
            let told = told(text);
            assert!(
                told.starts_with(&format!("{place} a tab stands where YAML takes none | ")),
                "{text:?}: {told}"
            );
        }
    }

    #[test]
    fn what_yaml_takes_is_no_fault() {
        for text in [
            "title: \"#1 priority\"\n",
            "title: '\"Red line\" remarks draw fire'\n",
            "title: \"[Update] Talks end\"\n",
            "title: « Ligne rouge »\n",
            "title: “Red line” remarks\n",
            "title: It's over\n",
            "title: 5% of all, 3*4, R&D, Wow!, a|b, a>b, x@y\n",
            "title: Talks:day 1\n",
            "title: 谈判：第一天\n",
            "title: 10:30 in Geneva\n",
            "title: -5 degrees\n",
            "title: ?why\n",
            "title: yes\nlang: no\n",
            "a: ~\nb: 012\nc: 0x1F\nd: 1_000\n",
            "a: | # a note\n  x: @y\nb: >-\n  *z\n",
            "a: &x b\nc: *x\n",
            "a: !!str 12\n",
            "a:\n  - b\t# c\n",
            "a: [b, c] # d\n",
            "summary: one\n  and two\n",
            "extra: {a: 1e300, b: -0.5, c: 1.e+2}\n",
        ] {
            assert!(parse(text).is_ok(), "{text:?}: {:?}", parse(text).unwrap_err());
        }
    }
}
