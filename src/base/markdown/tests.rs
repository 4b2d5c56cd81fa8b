//! The record against the parser, and text that is likely to be Markdown, which the tests of others
//! take, too.

use std::path::Path;

use proptest::prelude::*;

use super::*;

#[test]
fn links_are_replaced_by_their_texts() {
    for (markdown, text) in [
        ("an [id](../x.md) and [`links`](#links)", "an id and `links`"),
        ("[[brief]], [[brief|the brief]]", "brief, the brief"),
        ("`[[brief]]` and `[a](b)`", "`[[brief]]` and `[a](b)`"),
        ("[this] and [that](x)", "[this] and that"),
        ("[[open and [a](b", "[[open and [a](b"),
        ("a ` and [b](c)", "a ` and b"),
    ] {
        assert_eq!(without_links(markdown), text, "{markdown}");
    }
}

#[test]
fn references_to_stray_characters_stand_for_none() {
    for (text, expected) in [
        ("a &#1; b", "a \u{FFFD} b"),
        ("&#xFDD0;&#x85;", "\u{FFFD}\u{FFFD}"),
        ("&#x1FFFF;", "\u{FFFD}"),
        ("&amp; &#233; &#x1F600; `&#1;`", "& é 😀 &#1;"),
    ] {
        let markdown = Markdown::from(text);
        let words = markdown.events().filter_map(|(event, _)| match event {
            Event::Text(words) | Event::Code(words) => Some(words.into_string()),
            _ => None,
        });
        assert_eq!(words.collect::<String>(), expected, "{text}");
    }
    let markdown = Markdown::from("[a](b 'c&#1;') ![d](e.png 'f')");
    let titles = markdown.events().filter_map(|(event, _)| match event {
        Event::Start(Tag::Link { title, .. } | Tag::Image { title, .. }) => {
            Some(title.into_string())
        }
        _ => None,
    });
    assert_eq!(titles.collect::<Vec<_>>(), ["c\u{FFFD}", "f"]);
}

/// Fails where the record of a text holds other events than the parser's, or other places.
fn is_recorded(text: &str) -> Result<(), TestCaseError> {
    let markdown = Markdown::from(text);
    if definitions::with_hidden_colons(text).is_some() {
        return Ok(());
    }
    let mut parsed = Vec::new();
    let each = |event: Event<'_>, range| parsed.push((event.into_static(), range));
    for_each_event(text, Flavour::default(), each);
    let mut replay = markdown.events();
    prop_assert_eq!(replay.size_hint(), (parsed.len(), Some(parsed.len())));
    for found in parsed {
        prop_assert_eq!(replay.next(), Some(found));
    }
    prop_assert_eq!(replay.next(), None);
    Ok(())
}

#[test]
fn each_construct_is_recorded_as_it_was_read() {
    for text in CONSTRUCTS {
        is_recorded(text).unwrap();
    }
    is_recorded(&CONSTRUCTS.join("\n\n")).unwrap();
}

#[test]
fn what_is_handed_out_first_is_what_comes_again() {
    let text = CONSTRUCTS.join("\n\n");
    let mut first = Vec::new();
    let markdown = Markdown::parse(text.as_str().into(), Flavour::default(), |event, range| {
        first.push((event.clone().into_static(), range))
    });
    assert_eq!(markdown.events().collect::<Vec<_>>(), first);
    assert_eq!(markdown.events().collect::<Vec<_>>(), first, "as often as one likes");
}

#[test]
fn the_texts_of_this_project_are_recorded_in_a_few_bytes() {
    let mut texts = Vec::new();
    collect_texts(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/content")), &mut texts);
    let (mut events, mut bytes) = (0, 0);
    for text in texts {
        is_recorded(&text).unwrap();
        let markdown = Markdown::from(text.as_str());
        events += markdown.events().count();
        bytes += markdown.events.size();
    }
    assert!(events > 10_000, "{events} events");
    assert!(bytes < 5 * events, "{bytes} bytes for {events} events");
}

#[expect(clippy::disallowed_methods, reason = "reads the texts of this project")]
fn collect_texts(folder: &Path, texts: &mut Vec<String>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect_texts(&path, texts);
        } else if path.extension().is_some_and(|end| end == "md") {
            texts.push(std::fs::read_to_string(path).unwrap());
        }
    }
}

#[test]
fn texts_are_told_apart_by_their_words_alone() {
    let in_file: Arc<str> = "---\n---\n*a*".into();
    let tail = Markdown::parse(Tail::of(&in_file, 8), Flavour::default(), |_, _| {});
    assert_eq!(tail, Markdown::from("*a*"));
    assert_ne!(tail, Markdown::from("*b*"));
    assert_eq!(Markdown::default(), Markdown::from(""));
    assert_eq!(Markdown::default().events().next(), None);
}

#[test]
fn hostile_texts_take_no_more_than_their_share() {
    for text in [
        "[", "[[", "> ", "[@a;", "[@a]", "[^1]: ", "# x\n", "*a **a ", "![[a", "[[a|", "&amp;",
        "\\*", "\0",
    ] {
        let markdown = Markdown::from(text.repeat(20_000).as_str());
        assert!(markdown.events.size() < 16 * markdown.len(), "{text}");
    }
    // What a definition holds is written out by the parser at each use, up to a bound.
    let many = format!("[a]: <{}>\n\n{}", "\\_".repeat(50_000), "[a] ".repeat(50_000));
    assert!(Markdown::from(many.as_str()).events.size() < 16 * many.len());
}

proptest! {
    #[test]
    fn any_text_is_recorded_as_it_was_read(text in any_markdown()) {
        is_recorded(&text)?;
    }
}

/// At least one text for everything that an event can be or hold.
const CONSTRUCTS: [&str; 36] = [
    "a *b* __c__ ~~d~~ ***e***\nf  \ng\\\nh",
    "# a\n\n## b {#id .c .d e=f g}\n\ni\n===\n\n###### j {.k}",
    "# a {#é .中 \"x=y\" z= w}",
    "> a\n> > b\nc",
    "> [!NOTE]\n> a\n\n> [!TIP]\n> b\n\n> [!IMPORTANT]\n> c\n\n> [!WARNING]\n> d\n\n> \
    [!CAUTION]\n> e",
    "- a\n- b\n\n  c\n  1. d\n  2. e",
    "0) a\n\n123456789. b",
    "- [ ] a\n- [x] b\n\n- [X] c\n\n  d",
    "a\n: b\n\n: c\n\n  d",
    "|a|b|c|d|\n|-|:-|:-:|-:|\n|`e\\|f`|[[g\\|h]]|\\||\n|i",
    "a[^b] c[^É]\n\n[^b]: d\n\n    e[^f]\n\n[^É]: g\n\n[^f]:\n    - h",
    "`a` `` b`c `` ` d ` `e\nf` `\\`",
    "> `a\n> b`\n> [c\n> d](e\n> 'f\n> g') <h\n> i>",
    "```rust {1,2}\na\n\n    b\n```\n\n~~~a\\_b &amp; `c\nd\n~~~\n\n```\nunclosed",
    "    a\n\n\tb\n   \n    c",
    "- ```\n  a\n b\n  ```\n\n  \tc\n>\t\td",
    "a <b id=\"c\">d</b> <!-- e\nf --> <br/> <?g?> <!H> <![CDATA[i]]>",
    "<div>\n*a*\n\n*b*\n\n</div>\n\n<!-- c\n\nd -->\n\n> <p>\n> e\n> </p>",
    "<https://a.org/?b=c&d> <e@f.org> <tel:1>",
    "[a](b) [c](<d e> \"f\") [g](h 'i') [j](k (l)) [](m) [n]()",
    "[a](b\\_c&amp;d \"e\\\"f &copy; g\")",
    "![a *b*](c.png) ![d](e 'f') ![g][h]\n\n[h]: i.png",
    "[a][b] [b][] [b] [c][É]\n\n[b]: d 'e'\n[é]: <f g> \"h\\\"i\"",
    "[a\nb] [c][A  B]\n\n[a b]: d\n> [e]: f\n\n[e]",
    "[[a]] [[b|*c*]] [[ d+ ]] [[e|]] ![[f]] ![[g|h]] [[i\\|j]] [see [[k]]](l)",
    "> [[a\n> b|c\n> d]]",
    "[@a] [@b, 12; @c] [d][@e] [@f][] ![@g] [h[^1]][@i] [@j\nk]\n\n[^1]: [@l]",
    "&amp; &copy; &#65; &#x1F600; &nosuch; &nbsp; \\* \\\\ \\a \\",
    "a\0b `c\0d` <e\0f> [g](h\0i)\n\n    j\0k",
    "a\r\nb\r\n\r\n- c\r\n- d\r\n\r\n```\r\ne\r\n\r\nf\r\n```\r\n\r\n|g|\r\n|-|\r\n|h|\r\n",
    "\u{feff}a\u{a0}b é 中国 😀 \u{202e}c",
    "---\n\n***\n\n_ _ _",
    "*a **b* c** _d_e _f*g_h* ~i~ ~~~j~~~",
    "a\tb\t\n\t- c\n\n1.\td",
    "",
    " \n\n ",
];

/// Text that is likely to be Markdown, HTML or an attack.
pub(crate) fn any_markdown() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        3 => "[a-c ]{0,3}",
        8 => prop::sample::select(&PIECES[..]).prop_map(str::to_owned),
        1 => prop::sample::select(&CONSTRUCTS[..]).prop_map(str::to_owned),
        1 => any::<char>().prop_map(String::from),
    ];
    prop::collection::vec(piece, 0..60).prop_map(|pieces| pieces.concat())
}

#[rustfmt::skip]
const PIECES: [&str; 86] = [
    "[[", "]]", "[", "]", "|", "\\|", "@", "[@", "[@a", "; @b", ";", ",", "(", ")", "](", "][",
    "![", "+", "\n", "\n\n", "\r", "\r\n", "\t", "    ", "\0", "\u{a0}", "é", "中", "\\", "&amp;",
    "&colon;", "\"", "'", "> ", "- ", "1. ", "# ", "[ ] ", "[x] ", ": ", "\n: ", "\n===\n",
    "\n---\n", "\n## a\n", "|-|-|\n", "{#x}", "[^1]", "\n[^1]: ", "\n[a]: b\n", "`", "```\n",
    "\n```js\n", "*", "_", "~~", "https://x.org/", "<", ">", "<!--", "-->", "<b id=x>",
    "<a href=b", "\n<p src='c'\n", "<script>", "</script>", "<img src=x", "<a href=",
    "<div style='x'>", "</div>", "<svg>", "<math>", "<style>", "<textarea>", "</p>", "<table>",
    "<td>", " onerror=x ", "javascript:", "java\tscript:x", "(javascript:x)", "[a](b.md 'c')",
    "![a](b 'c')", "[[a|b]]", "[[c+]]", "[@a, 1; @b]", "\n> [!NOTE]\n> ",
];
