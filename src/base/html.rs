//! Reads the tags and attributes of raw HTML, and decides what sanitising keeps. Used by parsing,
//! which reports what will be removed, and by rendering, which removes it.
//!
//! ```
//! use briefgen::base::html::{removed, tags};
//!
//! let html = "<b onclick=x>bold</b> <iframe></iframe>";
//! let removed: Vec<String> = removed(&tags(html)).into_iter().map(|(name, _)| name).collect();
//! assert_eq!(removed, ["onclick", "<iframe>"]);
//! ```

use std::borrow::Cow;
use std::ops::Range;

use super::limits;
use super::web::{is_harmless, is_of_site};

/// Whether a tag has more than [`limits::HTML_ATTRIBUTES`] attributes. Sanitising takes the square
/// of their number.
pub fn has_crowded_tag(html: &str) -> bool {
    let most = limits::HTML_ATTRIBUTES;
    html.split('<').skip(1).any(|part| part.len() > 2 * most && count_attributes(part) > most)
}

/// The number of attributes of a tag, from the text after its `<`: the parts between white space
/// and slashes, outside quotation marks.
fn count_attributes(after_bracket: &str) -> usize {
    let (mut parts, mut quote, mut before, mut is_in_part) = (0, None, b' ', true);
    for byte in after_bracket.bytes() {
        match (quote, byte) {
            (Some(open), byte) if byte == open => quote = None,
            (Some(_), _) => continue,
            (None, b'"' | b'\'') if before == b'=' => quote = Some(byte),
            (None, b'>') => return parts,
            (None, byte) if byte.is_ascii_whitespace() || byte == b'/' => is_in_part = false,
            (None, _) if !is_in_part => {
                is_in_part = true;
                parts += 1;
            }
            _ => {}
        }
        if !byte.is_ascii_whitespace() {
            before = byte;
        }
    }
    // A `<` without a `>` after it begins no tag.
    0
}

/// The lines of a block of raw HTML, with their places in the text. In a list or a quotation, the
/// lines are separated by indentation or `>`.
#[derive(Debug, Default)]
pub struct HtmlLines {
    html: String,
    /// The start of each line in `html` and in the text.
    lines: Vec<(usize, usize)>,
}

impl HtmlLines {
    /// HTML that begins at byte `at` of the text.
    pub fn new(html: &str, at: usize) -> HtmlLines {
        let mut lines = HtmlLines::default();
        lines.push(html, at);
        lines
    }

    /// Adds a line that begins at byte `at` of the text.
    pub fn push(&mut self, line: &str, at: usize) {
        self.lines.push((self.html.len(), at));
        self.html.push_str(line);
    }

    /// The HTML without what separates the lines in the text.
    pub fn as_str(&self) -> &str {
        &self.html
    }

    /// Converts a byte range of the HTML into a byte range of the text.
    pub fn place(&self, part: &Range<usize>) -> Range<usize> {
        let of = |byte: usize| {
            let line = self.lines.partition_point(|(start, _)| *start <= byte).saturating_sub(1);
            self.lines.get(line).map_or(byte, |(start, at)| at + byte - start)
        };
        of(part.start)..of(part.end.saturating_sub(1)) + 1
    }
}

/// An attribute of a tag.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attribute<'a> {
    /// The name of the tag, in the case in which it is written.
    pub tag: &'a str,
    /// The name of the attribute, in the case in which it is written.
    pub name: &'a str,
    /// The value without quotation marks. Character references are not decoded.
    pub value: &'a str,
    /// The byte range of the whole attribute: `href="a.md"`.
    pub at: Range<usize>,
}

impl Attribute<'_> {
    /// Whether the attribute has one of these names, in any case.
    pub fn is(&self, names: &[&str]) -> bool {
        names.iter().any(|name| name.eq_ignore_ascii_case(self.name))
    }

    /// The id that it gives to a place of the page.
    pub fn id(&self) -> Option<Cow<'_, str>> {
        let is_id = gives_id(self.tag, self.name) && !self.value.is_empty();
        is_id.then(|| with_underscores(self.value))
    }

    /// Whether it gives an id that only the theme may give: raw HTML keeps none.
    pub fn is_id_of_theme(&self) -> bool {
        self.id().is_some_and(|id| is_of_theme(&id))
    }

    /// The address in the value, and whether it is the address of an image. `None` if the attribute
    /// names no address.
    pub fn address(&self) -> Option<(String, bool)> {
        let address = self.value.trim().replace("&amp;", "&");
        let is_image =
            self.is(&["poster"]) || (self.is(&["src"]) && self.tag.eq_ignore_ascii_case("img"));
        (self.is(&["href", "src", "poster"]) && !address.is_empty()).then_some((address, is_image))
    }
}

/// Whether an attribute of a tag gives an id to a place of the page.
pub fn gives_id(tag: &str, name: &str) -> bool {
    name.eq_ignore_ascii_case("id")
        || (name.eq_ignore_ascii_case("name") && tag.eq_ignore_ascii_case("a"))
}

/// Whether an id is one that only the theme, and what briefgen writes itself, may give: no two
/// places of a page then have it.
pub fn is_of_theme(id: &str) -> bool {
    id.starts_with('_')
}

/// A value of an attribute with `_` in place of each reference to it.
fn with_underscores(value: &str) -> Cow<'_, str> {
    let mut read = Cow::Borrowed(value);
    for (at, _) in value.rmatch_indices('&') {
        let rest = &value[at..];
        let named = ["&lowbar;", "&UnderBar;"].into_iter().find(|name| rest.starts_with(name));
        let numbered = || {
            let (c, length) = referred_to(rest.strip_prefix("&#")?)?;
            (c == '_').then_some("&#".len() + length)
        };
        if let Some(length) = named.map(str::len).or_else(numbered) {
            read.to_mut().replace_range(at..at + length, "_");
        }
    }
    read
}

/// The character that a reference by number stands for, read from behind its `&#`, and how long the
/// rest of the reference is. Browsers need no semicolon.
pub fn referred_to(after: &str) -> Option<(char, usize)> {
    let (digits, radix) = after.strip_prefix(['x', 'X']).map_or((after, 10), |hex| (hex, 16));
    let length = digits.find(|c: char| !c.is_digit(radix)).unwrap_or(digits.len());
    let c = u32::from_str_radix(&digits[..length], radix).ok().and_then(char::from_u32)?;
    let semicolon = usize::from(digits[length..].starts_with(';'));
    Some((c, after.len() - digits.len() + length + semicolon))
}

/// The tags that `html: sanitise` keeps. They show text and images; none runs or embeds anything.
pub const TAGS: &[&str] = &[
    "a",
    "abbr",
    "acronym",
    "area",
    "article",
    "aside",
    "b",
    "bdi",
    "bdo",
    "blockquote",
    "br",
    "caption",
    "center",
    "cite",
    "code",
    "col",
    "colgroup",
    "data",
    "dd",
    "del",
    "details",
    "dfn",
    "div",
    "dl",
    "dt",
    "em",
    "figcaption",
    "figure",
    "footer",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hgroup",
    "hr",
    "i",
    "img",
    "input",
    "ins",
    "kbd",
    "li",
    "map",
    "mark",
    "nav",
    "ol",
    "p",
    "pre",
    "q",
    "rp",
    "rt",
    "rtc",
    "ruby",
    "s",
    "samp",
    "section",
    "small",
    "span",
    "strike",
    "strong",
    "sub",
    "summary",
    "sup",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "time",
    "tr",
    "tt",
    "u",
    "ul",
    "var",
    "wbr",
];

/// The attributes that every tag may have. `class` is not among them: classes belong to the theme.
pub const ATTRIBUTES_OF_ALL: &[&str] = &["dir", "id", "lang", "role", "tabindex", "title"];

/// The attributes that particular tags may have, too.
pub const ATTRIBUTES: &[(&str, &[&str])] = &[
    ("a", &["href", "hreflang", "name"]),
    ("blockquote", &["cite"]),
    ("col", &["align", "char", "charoff", "span"]),
    ("colgroup", &["align", "char", "charoff", "span"]),
    ("del", &["cite", "datetime"]),
    ("details", &["open"]),
    ("hr", &["align", "size", "width"]),
    ("img", &["align", "alt", "height", "loading", "src", "width"]),
    ("input", &["checked", "disabled", "type"]),
    ("ins", &["cite", "datetime"]),
    ("li", &["value"]),
    ("ol", &["reversed", "start", "type"]),
    ("q", &["cite"]),
    ("table", &["align", "char", "charoff", "summary"]),
    ("tbody", &["align", "char", "charoff"]),
    ("td", &["abbr", "align", "char", "charoff", "colspan", "headers", "rowspan"]),
    ("tfoot", &["align", "char", "charoff"]),
    ("th", &["abbr", "align", "char", "charoff", "colspan", "headers", "rowspan", "scope"]),
    ("thead", &["align", "char", "charoff"]),
    ("time", &["datetime"]),
    ("tr", &["align", "char", "charoff"]),
];

/// Whether `html: sanitise` keeps an attribute with this value: it must not run, load or restyle
/// anything. `tag` and `name` are in lower case.
pub fn is_allowed(tag: &str, name: &str, value: &str) -> bool {
    let is_of_tag = || ATTRIBUTES.iter().any(|(of, names)| *of == tag && names.contains(&name));
    let is_known = ATTRIBUTES_OF_ALL.contains(&name) || name.starts_with("aria-") || is_of_tag();
    is_known
        && match name {
            "src" => is_of_site(value),
            "href" | "cite" => is_harmless(value),
            "type" if tag == "input" => value.eq_ignore_ascii_case("checkbox"),
            _ => true,
        }
}

/// The tags and attributes that `html: sanitise` removes, as findings name them (`<iframe>`,
/// `onclick`), with their byte ranges.
pub fn removed(tags: &Tags<'_>) -> Vec<(String, Range<usize>)> {
    let lower = str::to_ascii_lowercase;
    let of_tags = tags.names.iter().map(|(name, at)| (lower(name), at));
    let of_tags = of_tags.filter(|(name, _)| !TAGS.contains(&name.as_str()));
    let mut all: Vec<_> = of_tags.map(|(name, at)| (format!("<{name}>"), at.clone())).collect();
    for attribute in &tags.attributes {
        let (tag, name) = (lower(attribute.tag), lower(attribute.name));
        if TAGS.contains(&tag.as_str()) && !is_allowed(&tag, &name, attribute.value) {
            let shown = match name.as_str() {
                "src" | "href" | "cite" => format!("{name}=\"{}\"", attribute.value.trim()),
                _ => name,
            };
            all.push((shown, attribute.at.clone()));
        }
    }
    all.sort_by_key(|(_, at)| at.start);
    all
}

/// The complete opening tags of raw HTML.
#[derive(Debug, Default)]
pub struct Tags<'a> {
    /// The names, each with the byte range of the whole tag.
    pub names: Vec<(&'a str, Range<usize>)>,
    /// The attributes of all tags.
    pub attributes: Vec<Attribute<'a>>,
}

/// The attributes of all complete opening tags.
pub fn attributes(html: &str) -> Vec<Attribute<'_>> {
    tags(html).attributes
}

/// The complete opening tags, with their attributes.
pub fn tags(html: &str) -> Tags<'_> {
    let mut tags = Tags::default();
    let mut at = 0;
    while let Some(found) = html[at..].find('<') {
        at += found + 1;
        let rest = &html[at..];
        let skipped = if let Some(comment) = rest.strip_prefix("!--") {
            end_of_comment(comment).map(|end| "!--".len() + end)
        } else if rest.starts_with(|c: char| c.is_ascii_alphabetic()) {
            tag(html, at, &mut tags)
        } else {
            Some(0)
        };
        match skipped {
            Some(skipped) => at += skipped,
            None => break,
        }
    }
    tags
}

/// Where a comment ends whose first `<!--` was read. `<!-->` and `<!--->` are whole.
fn end_of_comment(comment: &str) -> Option<usize> {
    let ends = |at: &usize| {
        let before = &comment[..*at];
        matches!(before, "" | "-") || before.ends_with("--") || before.ends_with("--!")
    };
    comment.match_indices('>').map(|(at, _)| at).find(ends).map(|at| at + 1)
}

/// Reads the tag whose name begins at byte `start`, and returns its length. The length includes the
/// content of elements such as `<style>`, in which tags are plain text. `None` if the tag is
/// incomplete.
fn tag<'a>(html: &'a str, start: usize, tags: &mut Tags<'a>) -> Option<usize> {
    let is_space = |c: char| c.is_ascii_whitespace();
    let end_of = |at: usize, is_end: &dyn Fn(char) -> bool| Some(at + html[at..].find(is_end)?);
    let name_end = end_of(start, &|c| is_space(c) || matches!(c, '/' | '>'))?;
    let name = &html[start..name_end];
    let before = tags.attributes.len();
    let mut at = name_end;
    let end = loop {
        at = end_of(at, &|c| !is_space(c) && c != '/').unwrap_or(html.len());
        if html.get(at..)?.starts_with('>') {
            break at + 1;
        }
        let Some(attribute) = attribute(html, name, at) else {
            // The tag is incomplete, so none of its attributes counts.
            tags.attributes.truncate(before);
            return None;
        };
        at = attribute.at.end;
        tags.attributes.push(attribute);
    };
    tags.names.push((name, start - 1..end));
    const WITH_TEXT_ONLY: [&str; 8] =
        ["iframe", "noembed", "noframes", "script", "style", "textarea", "title", "xmp"];
    if !WITH_TEXT_ONLY.iter().any(|with_text| with_text.eq_ignore_ascii_case(name)) {
        return Some(end - start);
    }
    let closes = |at: &usize| {
        html.get(at + 2..at + 2 + name.len()).is_some_and(|it| it.eq_ignore_ascii_case(name))
    };
    let close = html[end..].match_indices("</").map(|(found, _)| end + found).find(closes)?;
    Some(close - start)
}

fn attribute<'a>(html: &'a str, tag: &'a str, start: usize) -> Option<Attribute<'a>> {
    // The first character belongs to the name even if it is `=`, as in browsers.
    let head = start + html[start..].chars().next()?.len_utf8();
    let ends_name = |c: char| c.is_ascii_whitespace() || matches!(c, '/' | '>' | '=');
    let name_end = head + html[head..].find(ends_name)?;
    let name = &html[start..name_end];
    let after = html[name_end..].trim_start_matches(|c: char| c.is_ascii_whitespace());
    let Some(value) = after.strip_prefix('=') else {
        return Some(Attribute { tag, name, value: "", at: start..name_end });
    };
    let value = value.trim_start_matches(|c: char| c.is_ascii_whitespace());
    let value_start = html.len() - value.len();
    let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''));
    let (value, end) = match quote {
        Some(quote) => {
            let len = value[1..].find(quote)?;
            (&value[1..=len], value_start + len + 2)
        }
        None => {
            let len = value.find(|c: char| c.is_ascii_whitespace() || c == '>')?;
            (&value[..len], value_start + len)
        }
    };
    Some(Attribute { tag, name, value, at: start..end })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attributes_are_read_as_browsers_read_them() {
        for (html, expected) in [
            ("<a href=\"b.md\" ID = 'c'>x</a>", &["a href=b.md", "a ID=c"][..]),
            ("<img\n src=d.png/ alt><br/>", &["img src=d.png/", "img alt="]),
            ("<a/href=x/=y=z>", &["a href=x/=y=z"]),
            ("<!-- <a href=no> --><a href=yes>", &["a href=yes"]),
            ("<!--><a b=1><!---><a b=2><!-- <a> --!><a b=3>", &["a b=1", "a b=2", "a b=3"]),
            ("<!-- <a href=no> --- ><a> ---><a b=1><!----><a b=2>", &["a b=1", "a b=2"]),
            ("<style><a href=no></STYLE><a href='yes>'>", &["a href=yes>"]),
            ("1 < 2 <a href=\"open <b id=x>", &[]),
            ("<a é=ü =b>", &["a é=ü", "a =b="]),
            ("<a", &[]),
            ("<a href=", &[]),
        ] {
            let found = attributes(html);
            let shown: Vec<String> =
                found.iter().map(|it| format!("{} {}={}", it.tag, it.name, it.value)).collect();
            assert_eq!(shown, expected, "{html}");
            for it in &found {
                assert!(html[it.at.clone()].starts_with(it.name), "{html}");
            }
        }
    }

    #[test]
    fn ids_and_addresses_are_told_from_the_rest() {
        let found = attributes(
            "<a name=x id=y href=' b.md?c&amp;d ' title=z><img name=no src=e.png href=>",
        );
        assert_eq!(found.iter().filter_map(Attribute::id).collect::<Vec<_>>(), ["x", "y"]);
        let ids =
            "<a id=_a name=&#95;b><b ID=&#x5F;c><i id=&lowbar;d><i id=e&UnderBar;&#95;f&#97;>";
        let with_ids = attributes(ids);
        let ids: Vec<_> = with_ids.iter().filter_map(Attribute::id).collect();
        assert_eq!(ids, ["_a", "_b", "_c", "_d", "e__f&#97;"]);
        assert_eq!(with_ids.iter().filter(|it| it.is_id_of_theme()).count(), 4);
        let addresses: Vec<_> = found.iter().filter_map(Attribute::address).collect();
        assert_eq!(addresses, [("b.md?c&d".to_owned(), false), ("e.png".to_owned(), true)]);
    }

    #[test]
    fn what_cleaning_takes_out_is_known_by_its_name() {
        for (html, expected) in [
            ("<IFRAME src=//x.org></iframe><b onClick=x>", &["<iframe>", "onclick"][..]),
            ("<a href='ftp://x.org' style=a class=b>", &["href=\"ftp://x.org\"", "style", "class"]),
            (
                "<img src=https://x.org srcset=a><q cite=javascript:x>",
                &["src=\"https://x.org\"", "srcset", "cite=\"javascript:x\""],
            ),
            (
                "<svg onload=x><math><base><object data=x>",
                &["<svg>", "<math>", "<base>", "<object>"],
            ),
            ("<b id=a title=b lang=c dir=rtl aria-label=d role=note><img src=a.png alt=b>", &[]),
            (
                "<a href=https://x.org>a</a> <a href=mailto:a@b.c> <a href='#b'> <!-- <iframe> -->",
                &[],
            ),
            ("<input type=checkbox checked><details open><td colspan=2>", &[]),
            ("1 < 2 </iframe> <iframe", &[]),
        ] {
            let found = removed(&tags(html));
            assert_eq!(
                found.iter().map(|(what, _)| what.as_str()).collect::<Vec<_>>(),
                expected,
                "{html}"
            );
        }
    }

    #[test]
    fn a_part_of_the_html_has_its_place_in_the_text() {
        let text = "> <a\n> href=b>";
        let mut raw = HtmlLines::new(&text[2..5], 2);
        raw.push(&text[7..], 7);
        assert_eq!(raw.as_str(), "<a\nhref=b>");
        assert_eq!(&text[raw.place(&attributes(raw.as_str())[0].at)], "href=b");
    }

    #[test]
    fn hostile_html_is_read_at_once() {
        for (piece, names) in [
            ("<", 0),
            ("<a ", 0),
            ("<a x=", 0),
            ("<a b='", 0),
            ("<!--", 0),
            ("<style>", 0),
            ("</style", 0),
            ("<style></", 0),
            ("<a b=\"c\">", 50_000),
            ("=\"'<>", 0),
        ] {
            assert_eq!(attributes(&piece.repeat(50_000)).len(), names, "{piece}");
        }
    }
}
