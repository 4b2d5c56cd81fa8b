//! Tests of bodies: tables of Markdown with its HTML, and properties that hold for any Markdown.

use std::sync::LazyLock;

use proptest::prelude::*;

use super::*;
use crate::base::markdown::Flavour;
use crate::base::markdown::tests::any_markdown;
use crate::base::path::{OutPath, UrlStyle};
use crate::pages::prose::CitedAt;
use crate::pages::views::QuoteView;
use crate::parse::markdown::{self, MarkKind};

static RENDERER: LazyLock<Renderer> = LazyLock::new(Renderer::default);

fn url(path: &str) -> crate::base::path::Url {
    OutPath::page(path).unwrap().url(UrlStyle::Folder)
}

fn render(source: &str, plan: Vec<(u32, Plan)>, raw_html: RawHtml) -> String {
    RENDERER.body(&Prose { source: source.into(), plan, raw_html }, "../../").into_string()
}

/// The HTML of a source for which nothing is planned.
fn plain(source: &str) -> String {
    render(source, Vec::new(), RawHtml::Sanitise)
}

/// A plan for every construct, so that a test can count how many of them were written.
fn full_plan(source: &str) -> Vec<(u32, Plan)> {
    let body = markdown::read_body(&source.into(), 0, Flavour::default());
    let mut plan = Vec::new();
    for (n, mark) in body.marks.into_iter().enumerate() {
        let url = url(&format!("to-{n}-"));
        let cited = |k: usize| CitedAt {
            number: k as u32 + 1,
            use_id: format!("use-{n}-{k}-"),
            locator: None,
            place: None,
            entry_id: "e".to_owned(),
        };
        let planned = match mark.kind {
            MarkKind::Wiki { text, .. } => Plan::Link {
                url,
                title: None,
                text: text.is_none().then(|| "T".to_owned()),
                before: None,
            },
            MarkKind::Link { .. } => Plan::Link { url, title: None, text: None, before: None },
            MarkKind::Image { .. } => Plan::Image { url },
            MarkKind::Html { .. } => Plan::Link { url, title: None, text: None, before: None },
            MarkKind::Citation(items) => Plan::Citation((0..items.len()).map(cited).collect()),
        };
        plan.push((mark.at.start, planned));
    }
    plan.extend(
        body.headings
            .into_iter()
            .map(|heading| (heading.at.start, Plan::Heading { id: heading.id })),
    );
    plan.sort_by_key(|(at, _)| *at);
    plan
}

#[test]
fn markdown_becomes_html() {
    for (source, expected) in [
        (
            "a *b* **c** ~~d~~ `<e>`",
            "<p>a <em>b</em> <strong>c</strong> <del>d</del> <code>&lt;e&gt;</code></p>\n",
        ),
        ("a  \nb\n\n---\n", "<p>a<br>\nb</p>\n<hr>\n"),
        (
            "> a\n\n> [!WARNING]\n> b",
            "<blockquote>\n<p>a</p>\n</blockquote>\n<aside class=\"alert alert-warning\" \
            role=\"note\">\n<p class=\"alert-title\">Warning</p>\n<p>b</p>\n</aside>\n",
        ),
        (
            "- a\n  1. b\n\n3) c",
            "<ul>\n<li>a\n<ol>\n<li>b</li>\n</ol>\n</li>\n</ul>\n<ol \
            start=\"3\">\n<li>c</li>\n</ol>\n",
        ),
        (
            "- [ ] a\n- [x] b",
            "<ul>\n<li class=\"task\"><input type=\"checkbox\" disabled aria-label=\"To do\"> \
            a</li>\n<li class=\"task\"><input type=\"checkbox\" disabled checked \
            aria-label=\"Done\"> b</li>\n</ul>\n",
        ),
        ("a\n: b\n", "<dl>\n<dt>a</dt>\n<dd>b</dd>\n</dl>\n"),
        (
            "|a||\n|-:|:-:|\n|b|c|",
            "<div class=\"table-wrap\" tabindex=\"0\" role=\"region\" aria-label=\"Table \
            1\"><table>\n<caption class=\"unseen\">Table 1</caption>\n<thead><tr><th \
            scope=\"col\" class=\"align-right\">a</th><td \
            class=\"align-center\"></td></tr></thead>\n<tbody>\n<tr><td \
            class=\"align-right\">b</td><td \
            class=\"align-center\">c</td></tr>\n</tbody>\n</table></div>\n",
        ),
        ("## a {.b .c x=y}", "<h2 class=\"b c\">a</h2>\n"),
        ("## a\n\n# b\n\n###### c", "<h3>a</h3>\n<h2>b</h2>\n<h6>c</h6>\n"),
        (
            "![a *b* \"c\"](d.png)",
            "<p><img src=\"d.png\" alt=\"a b &quot;c&quot;\" loading=\"lazy\"></p>\n",
        ),
        (
            "![a](b.png 'c < d')",
            "<figure><img src=\"b.png\" alt=\"a\" loading=\"lazy\"><figcaption>c &lt; \
            d</figcaption></figure>\n",
        ),
        (
            "![a](b.png 'c') d",
            "<p><img src=\"b.png\" alt=\"a\" title=\"c\" loading=\"lazy\"> d</p>\n",
        ),
        (
            "```no-such{1}\n<a>\n```",
            "<pre tabindex=\"0\"><code class=\"language-no-such\">&lt;a&gt;\n</code></pre>\n",
        ),
        (
            "```\na\n```\n\n    b\n",
            "<pre tabindex=\"0\"><code>a\n</code></pre>\n<pre \
            tabindex=\"0\"><code>b\n</code></pre>\n",
        ),
        (
            "```\"><script>\na\n```",
            "<pre tabindex=\"0\"><code class=\"language-script\">a\n</code></pre>\n",
        ),
        ("a\0b", "<p>a\u{fffd}b</p>\n"),
    ] {
        assert_eq!(plain(source), expected, "{source}");
    }
    assert!(
        plain("```rust\nlet a = 1;\n```")
            .contains("<code class=\"language-rust\"><span class=\"hl-source")
    );
}

#[test]
fn harmless_addresses_are_linked_and_others_are_not() {
    for (source, expected) in [
        (
            "[a](https://x.org/é?b=c&d='e' \"f\")",
            "<a href=\"https://x.org/%C3%A9?b=c&amp;d=&#39;e&#39;\" title=\"f\">a</a>",
        ),
        (
            "[a](b.md#c) [d](#e) [f](/g)",
            "<a href=\"b.md#c\">a</a> <a href=\"#e\">d</a> <a href=\"/g\">f</a>",
        ),
        (
            "<https://x.org> <a@b.org> [c](TEL:1)",
            "<a href=\"https://x.org\">https://x.org</a> <a href=\"mailto:a@b.org\">a@b.org</a> \
            <a href=\"TEL:1\">c</a>",
        ),
        (
            "[a *b*](javascript:c) [d](JaVa&#10;Script&#x3a;e) [f](<java\tscript:g>) \
            [h](data:text/html,i)",
            "a <em>b</em> d f h",
        ),
        (
            "[a](//x.org) [b](/\\x.org) [c](\\\\\\\\x.org) [d](file:///e) <javascript:f>",
            "a b c d javascript:f",
        ),
        ("![a *b*](javascript:c) ![d](data:image/png,e 'f')", "a b d"),
        ("[a](<\u{1}javascript:b>) [c](<\u{a0}vbscript:d>)", "a c"),
        ("[a <https://x.org>](b)", "<a href=\"b\">a https://x.org</a>"),
    ] {
        assert_eq!(plain(source), format!("<p>{expected}</p>\n"), "{source}");
    }
}

#[test]
fn a_plan_says_where_links_and_images_lead() {
    let link = |title: Option<&str>, text: Option<&str>, before: Option<&str>| {
        let own = |text: Option<&str>| text.map(str::to_owned);
        Plan::Link {
            url: url("actors/wang"),
            title: own(title),
            text: own(text),
            before: own(before),
        }
    };
    let image = Plan::Image { url: url("a") };
    for (source, plan, expected) in [
        ("[[wang]]", link(None, None, None), "<a href=\"../../actors/wang/\">wang</a>"),
        ("[[ wang+ ]]", link(None, None, None), "<a href=\"../../actors/wang/\">wang</a>"),
        (
            "[[wang|*W*]]",
            link(Some("a \"b\""), None, None),
            "<a href=\"../../actors/wang/\" title=\"a &quot;b&quot;\"><em>W</em></a>",
        ),
        ("[[wang|]]", link(None, None, None), "<a href=\"../../actors/wang/\">wang</a>"),
        (
            "[[wang+]]",
            link(None, Some("W <Y>"), Some("Minister")),
            "Minister <a href=\"../../actors/wang/\">W &lt;Y&gt;</a>",
        ),
        ("![[wang|W]]", link(None, None, None), "!<a href=\"../../actors/wang/\">W</a>"),
        ("[[wang|*W*]]", Plan::Nothing, "<em>W</em>"),
        ("[[wang+]]", Plan::Nothing, "wang"),
        (
            "[a](b.md 'c')",
            link(None, None, None),
            "<a href=\"../../actors/wang/\" title=\"c\">a</a>",
        ),
        (
            "[a](b.md 'c')",
            link(Some("d"), Some("e"), None),
            "<a href=\"../../actors/wang/\" title=\"d\">e</a>",
        ),
        ("[*a*](b.md)", Plan::Nothing, "<em>a</em>"),
        ("![a](b.png)", image.clone(), "<img src=\"../../a/\" alt=\"a\" loading=\"lazy\">"),
        ("![a](b.png 'c')", Plan::Nothing, "a"),
        ("[[wang]]", image, "wang"),
    ] {
        assert_eq!(
            render(source, vec![(0, plan)], RawHtml::Sanitise),
            format!("<p>{expected}</p>\n"),
            "{source}"
        );
    }
}

fn quote(words: &[&str], mode: &'static str) -> QuoteView {
    let link =
        |title: &str| crate::pages::views::Link { title: title.to_owned(), url: url("actors/a") };
    let speaker = |name: &str, page: &str| crate::pages::views::SpeakerView {
        name: name.to_owned(),
        url: Some(url(page)),
        title: (name != "C").then(|| "Minister".to_owned()),
    };
    QuoteView {
        id: "q".to_owned(),
        url: url("briefs/b"),
        words: words.iter().map(|word| (*word).to_owned()).collect(),
        mode,
        originals: Vec::new(),
        speakers: vec![speaker("A <b>", "actors/a"), speaker("C", "actors/c")],
        to: None,
        said: None,
        event: None,
        at_event: false,
        issue: None,
        source: None,
        told: false,
        loc: None,
        mark: None,
        unconfirmed: Vec::new(),
        brief: link("B"),
    }
}

#[test]
fn a_quotation_is_a_block_alone_in_a_paragraph_and_otherwise_words() {
    let planned = |source: &str, plan: Plan| {
        let at = u32::try_from(source.find("[[").unwrap()).unwrap();
        render(source, vec![(at, plan)], RawHtml::Sanitise)
    };
    let quoted = |words: &[&str], mode| crate::pages::shared::Shared::new(quote(words, mode));
    let caption = "<figcaption><a href=\"../../actors/a/\">A &lt;b&gt;</a>, Minister, and <a \
        href=\"../../actors/c/\">C</a></";
    let anchor = Some("_quote-q".to_owned());
    let plan = Plan::QuoteBlock { quote: quoted(&["x <script>"], "verbatim"), anchor };
    let block = planned("[[quote:q]]", plan);
    assert!(
        block.starts_with("<figure class=\"quote\" id=\"_quote-q\">\n<blockquote><p>“x &lt;script"),
        "{block}"
    );
    assert!(block.contains(caption), "{block}");
    let split = planned("He said [[quote:q]].", Plan::Quote(quoted(&["one,", "two"], "verbatim")));
    assert_eq!(split, "<p>He said <a href=\"../../briefs/b/\">“one,” … “two”</a>.</p>\n");
    let summary = planned("He said [[quote:q]].", Plan::Quote(quoted(&["in short"], "paraphrase")));
    assert_eq!(summary, "<p>He said <a href=\"../../briefs/b/\">in short</a>.</p>\n");
}

#[test]
fn citations_are_numbers_in_brackets() {
    let cited = |number: u32, locator: Option<&str>| CitedAt {
        number,
        use_id: format!("_cite-{number}"),
        locator: locator.map(str::to_owned),
        place: locator.map(|locator| format!("place {locator}")),
        entry_id: format!("_source-{number}"),
    };
    let one = "<sup class=\"cite\" id=\"_cite-1\"><a href=\"#_source-1\" aria-label=\"Source \
        1\">[1]</a></sup>";
    let two = "<sup class=\"cite\" id=\"_cite-2\"><a href=\"#_source-2\" aria-label=\"Source 2: \
        p. &lt;4, place p. &lt;4\">[2:\u{a0}p.\u{a0}&lt;4]</a></sup>";
    for (source, sources, expected) in [
        ("[@a]", vec![cited(1, None)], one.to_owned()),
        ("[@a; @b, p. <4]", vec![cited(1, None), cited(2, Some("p. <4"))], format!("{one}{two}")),
        ("[@a][@b]", vec![cited(1, None), cited(2, Some("p. <4"))], format!("{one}{two}")),
        ("[*…*][@a]", vec![cited(1, None)], format!("[<em>…</em>]{one}")),
        ("![@a] b", vec![cited(1, None)], format!("!{one} b")),
    ] {
        let html = render(source, vec![(0, Plan::Citation(sources))], RawHtml::Sanitise);
        assert_eq!(html, format!("<p>{expected}</p>\n"), "{source}");
    }
    assert_eq!(plain("[@a, *b*] \\[@c] [@]"), "<p>[@a, *b*] [@c] [@]</p>\n");
}

#[test]
fn headings_have_anchors() {
    let heading = |id: &str| Plan::Heading { id: id.into() };
    let anchor = "<a class=\"anchor\" href=\"#a\" aria-label=\"Link to this section\">#</a>";
    for (source, plan, expected) in [
        ("## *A*", vec![(0, heading("a"))], format!("<h2 id=\"a\"><em>A</em>{anchor}</h2>\n")),
        (
            "[x](y) z\n---",
            vec![(0, Plan::Nothing), (0, heading("a"))],
            format!("<h2 id=\"a\">x z{anchor}</h2>\n"),
        ),
    ] {
        assert_eq!(render(source, plan, RawHtml::Sanitise), expected, "{source}");
    }
}

#[test]
fn footnotes_stand_at_the_end_in_the_order_of_their_use() {
    let html = plain(
        "[^x]: unused\n\na[^two] b[^One] c[^two] d[^none]\n\n[^one]: one[^3]\n\n[^two]: \
        two\n\n    more\n\n[^3]:\n    - three\n",
    );
    assert!(!html.contains("unused") && html.contains("d[^none]</p>"), "{html}");
    assert!(
        html.contains(
            "a<sup class=\"footnote-ref\" id=\"_fnref-1\"><a href=\"#_fn-1\" \
        aria-label=\"Note a\">a</a></sup> b<sup class=\"footnote-ref\" \
        id=\"_fnref-2\">"
        ),
        "{html}"
    );
    let notes = "<section class=\"footnotes\" aria-label=\"Notes\">\n<ol type=\"a\">\n<li \
        id=\"_fn-1\"><p>two</p>\n<p>more <a class=\"backref\" href=\"#_fnref-1\" \
        aria-label=\"Back to the text of note a\">↩</a> <a class=\"backref\" href=\"#_fnref-1-2\" \
        aria-label=\"Back to the text of note a\">↩2</a></p>\n</li>\n<li id=\"_fn-2\"><p>one<sup";
    assert!(html.contains(notes), "{html}");
    assert!(
        html.contains("<li>three</li>\n</ul>\n <a class=\"backref\" href=\"#_fnref-3\""),
        "{html}"
    );
    let cited =
        render("x[^1][@a]\n\n[^1]: y", full_plan("x[^1][@a]\n\n[^1]: y"), RawHtml::Sanitise);
    assert!(cited.contains("id=\"_fnref-1\"") && cited.contains("use-0-0-"), "{cited}");
}

#[test]
fn raw_html_is_sanitised_shown_or_passed_on() {
    let source = "a <b onclick=x>b</b><!-- c --> <script>d</script>\n\n<!-- e -->\n\n<div \
        style=\"f\">\n\n*g*\n\n</div>\n";
    for (raw_html, expected) in [
        (RawHtml::Sanitise, "<p>a <b>b</b> </p>\n<div>\n<p><em>g</em></p>\n</div>\n"),
        (
            RawHtml::Escape,
            "<p>a &lt;b onclick=x&gt;b&lt;/b&gt; &lt;script&gt;d&lt;/script&gt;</p>\n<p>&lt;div \
            style=\"f\"&gt;</p>\n<p><em>g</em></p>\n<p>&lt;/div&gt;</p>\n",
        ),
        (
            RawHtml::Allow,
            "<p>a <b onclick=x>b</b><!-- c --> <script>d</script></p>\n<!-- e -->\n<div \
            style=\"f\">\n<p><em>g</em></p>\n</div>\n",
        ),
    ] {
        assert_eq!(render(source, Vec::new(), raw_html), expected, "{raw_html:?}");
    }
}

#[test]
fn markdown_may_stand_between_tags() {
    assert_eq!(
        plain("<details open>\n<summary>a</summary>\n\n- b\n\n</details>"),
        "<details open=\"\">\n<summary>a</summary>\n<ul>\n<li>b</li>\n</ul>\n</details>"
    );
}

#[test]
fn addresses_in_raw_html_are_those_of_the_plan() {
    let source = "a <a href=b.md title='c'>d</a>\n\n> <p>\n> <img src='e.png'>\n";
    for raw_html in [RawHtml::Sanitise, RawHtml::Allow] {
        let html = render(source, full_plan(source), raw_html);
        for part in ["<a href=\"../../to-0-/\" title=", "<img src=\"../../to-1-/\">"] {
            assert!(html.replace("  ", " ").contains(part), "{html}");
        }
        let nothing = full_plan(source).into_iter().map(|(at, _)| (at, Plan::Nothing)).collect();
        assert!(!render(source, nothing, raw_html).contains("b.md"));
    }
    assert!(render(source, full_plan(source), RawHtml::Escape).contains("href=b.md"));
}

#[test]
fn raw_html_cannot_run_load_or_restyle_anything() {
    for (source, expected) in [
        ("<iframe src=x></iframe><object data=x></object><style>a</style><svg onload=x></svg>", ""),
        ("<p><a href='java&#10;script:x' id=a name=b>c</a>", "<p><a id=\"a\" name=\"b\">c</a></p>"),
        ("<p><a href='//x.org'>c</a><a href='../d'>e</a>", "<p><a>c</a><a href=\"../d\">e</a></p>"),
        ("<p><input type=password name=p autofocus>", "<p><input disabled=\"\"></p>"),
        ("<p><img src=x onerror=y style=z></p></section></main>", "<p><img src=\"x\"></p>"),
        (
            "<p><q cite='javascript:x'>a</q> <ins cite=' java\tscript:x'>b</ins>",
            "<p><q>a</q> <ins>b</ins></p>",
        ),
        (
            "<blockquote cite='https://x.org/a'>a</blockquote>",
            "<blockquote cite=\"https://x.org/a\">a</blockquote>",
        ),
        (
            "<p><img src='https://x.org/a.png' alt=a><img src=' HTTPS://x.org/a'>",
            "<p><img alt=\"a\"><img></p>",
        ),
        (
            "<p><img src='//x.org/a'><img src='\\\\x.org/a'><img src='data:image/png,a'>",
            "<p><img><img><img></p>",
        ),
        (
            "<p><img srcset='https://x.org/a 2x' longdesc='//x.org' src='/a.png'>",
            "<p><img src=\"/a.png\"></p>",
        ),
        ("<p><b class='unseen masthead'>a</b><i CLASS=x>b</i>", "<p><b>a</b><i>b</i></p>"),
        (
            "<p><b class='\u{fdd0}unseen'>a</b><i class='&#xfdd0;b'>b</i><s \
            class='&#0064976;c'>d</s>",
            "<p><b>a</b><i>b</i><s>d</s></p>",
        ),
        ("<!--><b class=unseen>a</b><img src='https://x.org'>-->", "<b>a</b><img>--&gt;"),
        (
            "<table background='//x.org/a' bgcolor=red style='a'><tr><td background=a>b</table>",
            "<table><tbody><tr><td>b</td></tr></tbody></table>",
        ),
        (
            "<base href='//x.org'><link rel=stylesheet href=a><meta http-equiv=refresh \
            content='0;a'>",
            "",
        ),
        (
            "<div><video poster=a src=b></video><audio src=a></audio><picture><source \
            srcset=a></picture><embed src=a></div>",
            "<div></div>",
        ),
        ("<form action=a><button formaction=b>c</button></form>", "c"),
        (
            "<p><a href=a ping='//x.org/b' target=_blank download>c</a>",
            "<p><a href=\"a\">c</a></p>",
        ),
        (
            "<svg><a xlink:href='javascript:x'><image href='//x.org'/></a></svg><math \
            href=a><mi>b</mi></math>",
            "<p></p>",
        ),
        ("<p><input type=image src=a formaction=b>", "<p><input disabled=\"\"></p>"),
        (
            "<p>a</p><b>\n\n![c](https://x.org/d.png)",
            "<p>a</p><b>\n<p><img src=\"https://x.org/d.png\" alt=\"c\" \
            loading=\"lazy\"></p>\n</b>",
        ),
    ] {
        assert_eq!(plain(source).trim(), expected, "{source}");
    }
}

#[test]
fn cleaning_keeps_what_is_written_here() {
    let source = "# A [[a]] {.c}\n\n> [!NOTE]\n> b[@c, 1]\n\n- [ ] d\n- [x] e\n\n3. \
        z\n\n|f|g|\n|-:|:-|\n|h|![i](j.png)|\n\n![k](l.png 'm')\n\nn[^o] ~~p~~[^o]\n\n[^o]: \
        q\n\n```rust\nfn r() { \"&\" }\n```\n\ns\n: t\n";
    let source = format!("{source}\n<b></b>");
    let read = |raw_html| {
        let mut tags = tags(&render(&source, full_plan(&source), raw_html));
        tags.iter_mut().for_each(|(_, attributes)| attributes.sort());
        tags
    };
    let cleaned = read(RawHtml::Sanitise);
    assert!(cleaned.len() > 100);
    assert_eq!(cleaned, read(RawHtml::Allow));
}

#[test]
fn hostile_nesting_ends_quickly() {
    for piece in [
        "[",
        "[[",
        "> ",
        "*a **a ",
        "![",
        "![[a|",
        "[@a;",
        "+ ",
        "<b>",
        "<b id=x>",
        "<div>\n\n",
        "|-",
    ] {
        plain(&piece.repeat(50_000));
    }
    let unclosed: String = (0..3_000).map(|n| format!("<b id={n}>")).collect();
    let html = plain(&format!("{unclosed}{}", "a\n\n".repeat(10_000)));
    assert!(html.contains("&lt;b id=2999&gt;"), "too much to clean: shown as text");
    let table = format!("<table>{}</table>", "<tr><td id='a'>b<br></td></tr>".repeat(20_000));
    assert!(plain(&table).contains("<td id=\"a\">b<br></td>"), "much, but closed in order");
    let notes: String = (0..20_000).map(|n| format!("[^{n}]\n\n[^{n}]: a\n\n")).collect();
    plain(&notes);
}

#[test]
fn a_renderer_serves_several_threads() {
    fn is_shared<T: Send + Sync>(_: &T) {}
    is_shared(&*RENDERER);
}

proptest! {
    #[test]
    fn nothing_that_could_run_is_ever_written(source in any_markdown()) {
        let html = plain(&source);
        for (name, attributes) in tags(&html) {
            prop_assert!(!matches!(name.as_str(), "script" | "style" | "iframe" | "object"), "{}", html);
            for (attribute, value) in attributes {
                prop_assert!(!attribute.starts_with("on") && attribute != "style", "{}", html);
                let value: String = value.chars().filter(|c| !c.is_whitespace()).collect();
                prop_assert!(!value.to_lowercase().starts_with("javascript") || attribute == "alt" || attribute == "title", "{}", html);
            }
        }
    }

    #[test]
    fn every_reference_that_was_found_is_planned_once(source in any_markdown()) {
        let source = source.replace('<', "");
        let plan = full_plan(&source);
        let html = render(&source, plan.clone(), RawHtml::Escape);
        for (_, plan) in plan {
            match plan {
                Plan::Link { url, .. } | Plan::Image { url, .. } => {
                    prop_assert_eq!(html.matches(url.as_str()).count(), 1, "{} in {}", url, html);
                }
                Plan::Citation(items) => for item in items {
                    prop_assert_eq!(html.matches(&item.use_id).count(), 1, "{} in {}", item.use_id, html);
                },
                Plan::Heading { id } => {
                    prop_assert!(html.contains(&format!(" id=\"{id}\"")), "{} in {}", id, html);
                }
                Plan::Mention { .. } | Plan::Quote(_) | Plan::QuoteBlock { .. } | Plan::Nothing => {}
            }
        }
    }
}

/// The tags of HTML with their attributes, as a browser parses them if all values are quoted.
fn tags(html: &str) -> Vec<(String, Vec<(String, String)>)> {
    let mut tags = Vec::new();
    for part in html.split('<').skip(1) {
        let end = part.find(|c: char| c.is_whitespace() || c == '>').unwrap_or(part.len());
        let mut attributes = Vec::new();
        let mut rest = &part[end..];
        while let Some(start) =
            rest.find(|c: char| !c.is_whitespace()).filter(|&at| !rest[at..].starts_with('>'))
        {
            rest = &rest[start..];
            let end = rest
                .find(|c: char| c.is_whitespace() || matches!(c, '>' | '='))
                .unwrap_or(rest.len());
            let (name, after) = rest.split_at(end);
            rest = after;
            let mut value = "";
            if let Some(quoted) = rest.strip_prefix("=\"") {
                (value, rest) = quoted.split_once('"').unwrap_or((quoted, ""));
            }
            attributes.push((name.to_lowercase(), value.to_owned()));
        }
        tags.push((part[..end].to_lowercase(), attributes));
    }
    tags
}
