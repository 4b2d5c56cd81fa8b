//! Whole sites from strings: URLs, titles, pages, outputs.

use std::collections::{BTreeMap, BTreeSet};

use briefgen::base::code::Severity;
use briefgen::base::date::Day;
use briefgen::base::finding::Finding;
use briefgen::base::text::Lines;
use briefgen::files::Files;
use briefgen::output::OutputContent;
use briefgen::{Build, Cache, Options, build};

use crate::memory::built as built_with;

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn options() -> Options {
    Options::on(day("2026-11-23"))
}

fn built(text: &str) -> (BTreeMap<String, String>, Build) {
    built_with(text, &options())
}

fn codes(build: &Build) -> Vec<&'static str> {
    build.findings.iter().map(|finding| finding.code.as_str()).collect()
}

fn pages(outputs: &BTreeMap<String, String>) -> Vec<&str> {
    outputs.keys().map(String::as_str).filter(|path| path.ends_with("index.html")).collect()
}

const FIVE_LINES: &str = "=== content/briefs/talks.md
---
title: Talks in Beijing
date: 2023-06-18
sources: [https://example.org/report]
---
They spoke.
";

#[test]
fn five_lines_make_a_site() {
    let (outputs, build) = built(FIVE_LINES);
    assert_eq!(codes(&build), [""; 0]);
    assert_eq!(
        pages(&outputs),
        [
            "briefs/2023/index.html",
            "briefs/index.html",
            "briefs/talks/index.html",
            "index.html",
            "sources/index.html"
        ]
    );
    assert!(outputs.contains_key("feed.xml") && outputs.contains_key("404.html"));
    assert!(outputs["sources/index.html"].contains("briefs/talks/#_source-1"));
}

#[test]
fn a_short_family_name_in_a_saved_text_names_the_speaker() {
    for (actor, narration, far) in [
        ("name: Xi Jinping", "Xi said", false),
        ("name: Xi Jinping, name_order: family-first", "XI:", false),
        ("name: Xi Jinping", "he said", true),
        ("name: He Lifeng, name_order: family-first", "he said", true),
        ("name: He Lifeng, name_order: family-first", "Vice Premier He said", false),
        ("name: A B. Li", "it was said", true),
        ("name: A B. Li", "Li’s aide said", false),
        ("name: A senior official, anonymous: true", "said somebody", false),
    ] {
        let site = format!(
            "=== content/actors.yaml\nx: {{{actor}}}\n=== content/sources.yaml\nwire: {{title: A report, publisher: Wire, text: wire.txt}}\n\
             === content/texts/wire.txt\n“Our doors stay open,” {narration}.\n=== content/briefs/2023-06-18-talks.md\n\
             ---\ntitle: Talks\nsources: [wire]\nactors: [x]\nquotes: [{{id: doors, speaker: x, text: Our doors stay open}}]\n---\nThey spoke.\n"
        );
        let found = codes(&built(&site).1).contains(&"W-SPEAKER-FAR");
        assert_eq!(found, far, "{actor}: {narration}");
    }
}

#[test]
fn officials_of_one_rank_are_sorted_by_family_name_and_anonymous_ones_come_last() {
    let site = "=== content/actors.yaml
wang: {name: Wang Yi, country: CN, name_order: family-first}
qin: {name: Qin Gang, country: CN, name_order: family-first}
adviser: {name: A senior adviser, short: adviser, country: CN, anonymous: true}
adviser-2: {name: A senior adviser, country: CN, anonymous: true}
smith: {name: Zoe Smith Jr., country: CN}
young: {name: Al Young, country: CN}
=== content/briefs/2023-06-18-talks.md
---
title: Talks
sources: []
actors: [adviser, qin]
---
A senior adviser spoke with Qin Gang, and the adviser left.
";
    let (outputs, build) = built(site);
    assert_eq!(codes(&build), ["I-ORPHAN"; 4], "{:?}", build.findings);
    let page = &outputs["officials/index.html"];
    let order: Vec<&str> = page
        .split("<li><a href=\"../actors/")
        .skip(1)
        .filter_map(|row| row.split('/').next())
        .collect();
    assert_eq!(order[..6], ["qin", "smith", "wang", "young", "adviser", "adviser-2"], "{page}");
    assert_eq!(page.matches("anonymous</span>").count(), 2);
    assert!(outputs["actors/adviser/index.html"].contains("the sources do not say who this is"));
    assert!(!outputs["actors/qin/index.html"].contains("the sources do not say"));
    let brief = &outputs["briefs/talks/index.html"];
    let body = brief.split("<div class=\"body\">").nth(1).unwrap().split("</div>").next().unwrap();
    assert_eq!(body.matches("<a ").count(), 1, "a description links itself nowhere: {body}");
    assert!(
        !outputs["index.html"].contains("A senior adviser"),
        "the home page names whom somebody names"
    );
}

#[test]
fn string_actors_and_issues_add_their_pages() {
    let text = FIVE_LINES
        .replace("sources:", "actors: [Qin Gang, Antony Blinken]\nissues: [Taiwan]\nsources:");
    let (outputs, build) = built(&text);
    assert_eq!(codes(&build), ["I-STUB"; 3]);
    for page in [
        "actors/qin-gang/index.html",
        "actors/antony-blinken/index.html",
        "issues/taiwan/index.html",
        "officials/index.html",
    ] {
        assert!(outputs.contains_key(page), "{page}");
    }
}

#[test]
fn strings_ids_and_maps_give_the_same_urls() {
    let registry = "=== content/actors.yaml
qin-gang: {name: Qin Gang}
=== content/issues.yaml
taiwan: {title: Taiwan}
=== content/places.yaml
bali: {name: Bali}
=== content/sources.yaml
report: {title: A report, publisher: Desk}
=== content/briefs/2023-06-18-talks.md
";
    let brief = |lists: &str| format!("{registry}---\ntitle: Talks\n{lists}\n---\nText.\n");
    let urls: BTreeSet<Vec<String>> = [
        "actors: [Qin Gang]\nissues: [Taiwan]\nplaces: [Bali]\nsources: [A report]",
        "actors: [qin-gang]\nissues: [taiwan]\nplaces: [bali]\nsources: [report]",
        "actors: [{actor: qin-gang, role: host}]\nissues: [{issue: taiwan}]\nplaces: [{place: bali}]\nsources: [{source: report}]",
    ]
    .into_iter()
    .map(|lists| {
        let (outputs, build) = built(&brief(lists));
        assert_eq!(codes(&build), [""; 0], "{lists}");
        outputs.into_keys().collect()
    })
    .collect();
    assert_eq!(urls.len(), 1);
}

const MINISTERS: &str = "=== content/offices.yaml
foreign-minister: {title: Foreign Minister, rank: 4}
director: {title: Director of the Foreign Affairs Office, rank: 3}
=== content/actors.yaml
qin: {name: Qin Gang, offices: [{office: foreign-minister, from: 2022-12-30, to: 2023-07-25}]}
wang:
  name: Wang Yi
  offices:
    - {office: foreign-minister, from: 2013-03-16, to: 2022-12-30}
    - {office: foreign-minister, from: 2023-07-25, verified: 2026-11-01}
    - {office: director, from: 2023-01, verified: 2026-11-01}
gates: {name: Bill Gates}
";

/// The body of a brief of a day that names all three with their titles.
fn named_on(date: &str) -> String {
    let brief = format!(
        "{MINISTERS}=== content/briefs/talks.md\n---\ntitle: Talks\ndate: {date}\nsources: []\nactors: [qin, wang, gates]\n---\n[[qin+]]; [[wang+]]; [[gates+]].\n"
    );
    let (outputs, build) = built(&brief);
    assert!(
        build.findings.iter().all(|finding| finding.code.as_str() != "E-REF-UNDEFINED"),
        "{:?}",
        build.findings
    );
    let page = &outputs["briefs/talks/index.html"];
    let start = page.find("<p>").filter(|at| page[*at..].contains("Bill Gates")).unwrap();
    let line = page[start..].lines().find(|line| line.contains("Qin Gang</a>;")).unwrap();
    plain(line)
}

/// HTML without its tags.
fn plain(html: &str) -> String {
    let mut text = String::new();
    let mut inside = false;
    for c in html.chars() {
        match c {
            '<' => inside = true,
            '>' => inside = false,
            c if !inside => text.push(c),
            _ => {}
        }
    }
    text.trim().to_owned()
}

#[test]
fn titles_are_those_of_the_day() {
    let both = "Director of the Foreign Affairs Office and Foreign Minister Wang Yi";
    for (date, text) in [
        (
            "2023-06-18",
            "Foreign Minister Qin Gang; Director of the Foreign Affairs Office Wang Yi; Bill Gates.".to_owned(),
        ),
        ("2023-07-25", format!("Foreign Minister Qin Gang; {both}; Bill Gates.")),
        ("2023-07-26", format!("Qin Gang; {both}; Bill Gates.")),
    ] {
        assert_eq!(named_on(date), text, "{date}");
    }
}

#[test]
fn a_title_in_the_brief_wins_on_its_page() {
    let text = format!(
        "{MINISTERS}=== content/briefs/talks.md\n---\ntitle: Talks\ndate: 2023-06-18\nsources: []\nactors: [{{actor: wang, as: Politburo member}}]\n---\nWang Yi.\n"
    );
    let (outputs, _) = built(&text);
    let (then, since) = outputs["briefs/talks/index.html"].split_once("Since then:").unwrap();
    assert!(
        then.contains("Politburo member")
            && !then.contains("Director of the Foreign Affairs Office")
    );
    assert!(
        since.contains("Director of the Foreign Affairs Office and Foreign Minister"),
        "{since}"
    );
}

#[test]
fn a_page_of_an_official_says_the_title_held_then_where_it_is_another_than_todays() {
    let brief = |name: &str, date: &str, actors: &str| {
        format!(
            "=== content/briefs/{name}.md\n---\ntitle: {name}\ndate: {date}\nsources: []\nactors: [{actors}]\n---\nText.\n"
        )
    };
    let text = [
        MINISTERS.to_owned(),
        brief("Now", "2023-08-01", "qin, wang"),
        brief("Then", "2023-06-18", "qin, wang"),
        brief("Given", "2023-08-02", "{actor: wang, as: Envoy}"),
    ]
    .concat();
    let (outputs, _) = built(&text);
    let rows = |page: &str| -> Vec<String> {
        let page = &outputs[page];
        let (_, list) = page.split_once("<h2>Briefs").unwrap();
        let (list, _) = list.split_once("</section>").unwrap();
        list.split("<li").skip(1).map(|row| plain(row.split_once('>').unwrap().1)).collect()
    };
    assert_eq!(
        rows("actors/wang/index.html"),
        [
            "2 August 2023\nGiven\nEnvoy",
            "1 August 2023\nNow",
            "18 June 2023\nThen\nDirector of the Foreign Affairs Office"
        ]
    );
    assert_eq!(
        rows("actors/qin/index.html"),
        ["1 August 2023\nNow", "18 June 2023\nThen\nForeign Minister"]
    );
}

#[test]
fn a_site_as_of_a_day_holds_nothing_dated_later() {
    let text = format!(
        "{MINISTERS}=== content/briefs/later.md\n---\ntitle: Later\ndate: 2023-07-26\nsources: []\n---\nText.\n=== content/briefs/talks.md\n---\ntitle: Talks\ndate: 2023-06-18\nsources: []\nactors: [wang]\n---\nText.\n"
    );
    let as_of = options().built_as_of(day("2023-06-20"));
    let (outputs, _) = built_with(&text, &as_of);
    assert!(!outputs.values().any(|page| page.contains("Later")));
    assert!(!outputs["offices/foreign-minister/index.html"].contains("since 25 July 2023"));
}

#[test]
fn drafts_and_embargoed_briefs_leave_no_trace() {
    let text = "=== content/briefs/draft/index.md
---
title: Secret draft
date: 2023-06-18
sources: []
status: draft
actors: [Hidden Person]
---
Text.
=== content/briefs/draft/plan.svg
<svg xmlns='http://www.w3.org/2000/svg'/>
=== content/briefs/embargoed.md
---
title: Embargoed
date: 2023-06-18
publish_at: 2030-01-01
sources: [https://example.org/secret]
---
Text.
";
    let (outputs, build) = built(text);
    assert_eq!(codes(&build), [""; 0]);
    let all: String = outputs.iter().map(|(path, page)| format!("{path}\n{page}")).collect();
    for word in ["Secret", "draft", "Hidden", "hidden", "mbargoed", "example.org", "plan.svg"] {
        assert!(!all.contains(word), "{word}");
    }
    let (outputs, _) = built_with(text, &options().with_drafts());
    assert!(
        outputs.contains_key("briefs/draft/index.html")
            && outputs.contains_key("briefs/draft/plan.svg")
    );
    assert!(!outputs.contains_key("briefs/embargoed/index.html"));
}

#[test]
fn a_parent_issue_lists_the_briefs_of_its_parts_once() {
    let text = "=== content/issues/us-china.md
---
title: US and China
---
=== content/issues/us-china/taiwan.md
---
title: Taiwan
---
=== content/issues/us-china/trade.md
---
title: Trade
---
=== content/briefs/talks.md
---
title: The talks
date: 2023-06-18
sources: []
issues: [us-china/taiwan, us-china/trade]
---
Text.
";
    let (outputs, build) = built(text);
    assert_eq!(codes(&build), [""; 0]);
    let page = &outputs["issues/us-china/index.html"];
    assert_eq!(page.matches("briefs/talks/").count(), 1, "{page}");
}

#[test]
fn former_ids_and_aliases_lead_on() {
    let text = "=== content/actors.yaml
qin-gang: {name: Qin Gang, former_ids: [qin]}
=== content/briefs/talks.md
---
title: The talks
date: 2023-06-18
sources: []
actors: [qin-gang]
aliases: [/2023/old-talks/, old.html]
---
Text.
";
    let (outputs, build) = built(text);
    assert_eq!(codes(&build), [""; 0]);
    for (page, target) in [
        ("actors/qin/index.html", "../../actors/qin-gang/"),
        ("2023/old-talks/index.html", "../../briefs/talks/"),
        ("old.html", "./briefs/talks/"),
    ] {
        assert!(outputs[page].contains(target), "{page}: {}", outputs[page]);
    }
}

#[test]
fn an_alias_takes_the_place_of_no_other_file_and_is_a_page() {
    let brief = |aliases: &str| {
        format!(
            "=== content/briefs/talks.md\n---\ntitle: Talks\ndate: 2023-06-18\nsources: []\naliases: [{aliases}]\n---\nText.\n"
        )
    };
    for (alias, code, said) in [
        ("/briefgen.css", "E-PATH", "is no address of a page, by its ending"),
        ("/favicon.svg", "E-PATH", "is no address of a page, by its ending"),
        ("/robots.txt", "E-PATH", "is no address of a page, by its ending"),
        ("/.htaccess", "E-PATH", "is hidden, and no address of a page"),
        ("/404.html", "E-DUPLICATE", "two things would write `404.html`"),
        ("/", "E-DUPLICATE", "two things would write `index.html`"),
        ("/feed.xml/", "E-DUPLICATE", "would be a file and"),
        ("/briefgen.css/", "E-DUPLICATE", "would be a file and"),
    ] {
        let (outputs, build) = built(&brief(alias));
        assert_eq!(codes(&build), [code], "{alias}");
        assert!(build.findings[0].message.contains(said), "{alias}: {}", build.findings[0].message);
        assert!(!outputs.get("briefgen.css").is_some_and(|css| css.contains("<html")), "{alias}");
    }
    let (_, build) = built(&brief(&format!("/{}/", "long".repeat(100))));
    assert_eq!(codes(&build), ["E-PATH"]);
    assert!(
        build.findings[0].message.ends_with("…` is too long for a disk"),
        "{}",
        build.findings[0].message
    );
    let (outputs, build) = built(&brief("/old.php, /v1.2/, /talks.htm, /.well-known/talks/"));
    assert_eq!(codes(&build), [""; 0]);
    for path in ["old.php", "v1.2/index.html", "talks.htm", ".well-known/talks/index.html"] {
        assert!(outputs.contains_key(path), "{path}");
    }
}

#[test]
fn a_circle_of_superseded_briefs_is_told_of_once() {
    let site = |links: &[(&str, &str)]| {
        let brief = |(id, by): &(&str, &str)| {
            let status = if by.is_empty() {
                String::new()
            } else {
                format!("status: superseded\nsuperseded_by: {by}\n")
            };
            format!(
                "=== content/briefs/{id}.md\n---\ntitle: Brief {id}\ndate: 2023-06-18\nsources: []\n{status}---\nText.\n"
            )
        };
        links.iter().map(brief).collect::<String>()
    };
    for (links, circles) in [
        (&[("a", "b"), ("b", "c"), ("c", "")][..], 0),
        (&[("a", "c"), ("b", "c"), ("c", "")], 0),
        (&[("a", "a")], 1),
        (&[("a", "b"), ("b", "a")], 1),
        (&[("a", "b"), ("b", "c"), ("c", "b")], 1),
        (&[("c", "b"), ("b", "a"), ("a", "c"), ("d", "a")], 1),
        (&[("a", "b"), ("b", "a"), ("c", "d"), ("d", "c")], 2),
    ] {
        let (_, build) = built(&site(links));
        assert_eq!(codes(&build), vec!["E-REF-UNDEFINED"; circles], "{links:?}");
        for finding in &build.findings {
            assert!(finding.message.ends_with("leads in a circle"), "{}", finding.message);
            assert_eq!(finding.path, "superseded_by");
        }
    }
}

#[test]
fn control_characters_of_two_bytes_are_reported_where_they_stand() {
    let brief = |text: &str| {
        format!(
            "=== content/briefs/talks.md\n---\ntitle: Talks\ndate: 2023-06-18\nsources: []\n---\nGrüße {text}\n"
        )
    };
    let (outputs, build) = built(&brief("\u{93}yes\u{94} «non»"));
    assert_eq!(codes(&build), ["E-FILE"]);
    let Finding { span, message, help, .. } = &build.findings[0];
    assert_eq!(
        (message.as_str(), span.at.end - span.at.start),
        ("the text holds the control character U+0093", 2)
    );
    assert!(help.starts_with("`“` was probably meant"), "{help}");
    assert!(!outputs["briefs/talks/index.html"].contains(['\u{93}', '\u{94}']));
    assert_eq!(codes(&built(&brief("« oui »\u{A0}: d’accord, 王，§")).1), [""; 0]);
}

#[test]
fn citations_are_numbered_by_first_use_and_led_back_to() {
    let text = "=== content/briefs/talks.md
---
title: Talks
date: 2023-06-18
sources:
  - {id: a, title: First listed, url: https://example.org/a}
  - {id: b, title: First cited, url: https://example.org/b}
---
One [@b]. Two [@a, 12]. Three [@b].
";
    let (outputs, build) = built(text);
    assert_eq!(codes(&build), [""; 0]);
    let page = &outputs["briefs/talks/index.html"];
    for part in [
        "id=\"_cite-1-a\"",
        "id=\"_cite-2-a\"",
        "id=\"_cite-1-b\"",
        "href=\"#_source-1\"",
        "href=\"#_cite-1-b\"",
    ] {
        assert!(page.contains(part), "{part} in {page}");
    }
    assert!(page.find("First cited") < page.find("First listed"));
}

#[test]
fn scripts_do_not_get_through() {
    let text = "=== content/briefs/talks.md
---
title: <script>alert(1)</script>
date: 2023-06-18
summary: '<img src=x onerror=alert(1)>'
sources: [{title: 'a <script>', url: https://example.org/?a=\"><script>alert(1)</script>}]
---
<script>alert(1)</script> <b onclick=\"x()\">bold</b> [x](javascript:alert(1)) <javascript:alert(1)>
";
    let (outputs, _) = built(text);
    let page = &outputs["briefs/talks/index.html"];
    for part in ["<script>alert", "onclick", "href=\"javascript", "<img src=x"] {
        assert!(!page.contains(part), "{part} in {page}");
    }
    assert!(page.contains("<b>bold</b>"), "{page}");
}

#[test]
fn a_long_list_goes_on_at_page_two() {
    let mut text = String::new();
    for number in 0..150 {
        text.push_str(&format!(
            "=== content/briefs/b{number}.md\n---\ntitle: Brief {number}\ndate: 2023-06-18\nsources: []\nactors: [Qin Gang]\n---\nText.\n"
        ));
    }
    let (outputs, _) = built(&text);
    for page in [
        "briefs/page/2/index.html",
        "briefs/2023/page/2/index.html",
        "actors/qin-gang/page/2/index.html",
    ] {
        assert!(outputs.contains_key(page), "{page}");
    }
    assert_eq!(outputs["briefs/page/2/index.html"].matches("/briefs/b").count(), 50);
}

#[test]
fn a_broken_registry_hides_no_mistake_but_makes_none() {
    let text = "=== content/briefs/talks.md
---
title: Talks
date: 2023-06-18
sources: []
actors: [qin-gang]
tags: [taiwan]
---
[[qin-gang]] spoke.
=== content/briefs/bare.md
No front matter.
=== content/actors.yaml
qin-gang: {name: Qin Gang}
qin-gang: {name: Qin Gang}
";
    assert_eq!(codes(&built(text).1), ["E-YAML", "E-YAML", "E-KEY-UNKNOWN"]);
}

#[test]
fn front_matter_that_cannot_be_read_is_one_finding() {
    let text = "=== content/briefs/2023-06-18-talks.md
---
title Talks
sources: [wire]
actors: [qin-gang]
quotes: [{id: go, speaker: qin-gang, source: wire, text: Go}]
---
[[qin-gang]] spoke of Wang Yi [@wire]: [[quote:go]]. See [this](nowhere.md).
=== content/actors.yaml
qin-gang: {name: Qin Gang}
wang-yi: {name: Wang Yi}
=== content/sources.yaml
wire: {title: A wire report}
";
    assert_eq!(codes(&built(text).1), ["E-YAML", "E-LINK"]);
    assert!(
        built(&text.replace("title Talks", "title: Talks")).1.findings.len() > 1,
        "the rest is not amiss for nothing"
    );
}

#[test]
fn a_template_error_names_template_line_and_page() {
    let text = format!("{FIVE_LINES}=== templates/brief.html\n<p>\n{{{{ page.nothing }}}}\n");
    let (_, build) = built(&text);
    let finding = &build.findings[0];
    assert_eq!(finding.code.as_str(), "E-TEMPLATE");
    assert_eq!(finding.span.file.as_str(), "templates/brief.html");
    assert!(finding.span.at.start >= 4, "{finding:?}");
    assert!(finding.message.contains("briefs/talks/index.html"), "{}", finding.message);
}

#[test]
fn links_between_files_and_from_the_root_are_relative() {
    let text = "=== content/about.md
---
title: About
---
[talks](briefs/2023-06-18-talks.md#one) [root](/briefs/) ![map](map.png)
=== content/map.png
x
=== content/briefs/2023-06-18-talks.md
---
title: Talks
sources: []
---
## One
[about](../about.md)
";
    let (outputs, build) = built(text);
    assert_eq!(codes(&build), [""; 0], "{:?}", build.findings);
    let page = &outputs["about/index.html"];
    for part in ["href=\"../briefs/talks/#one\"", "href=\"../briefs/\"", "src=\"../map.png\""] {
        assert!(page.contains(part), "{part} in {page}");
    }
    assert!(outputs["briefs/talks/index.html"].contains("href=\"../../about/\""));
}

fn as_of(date: &str) -> Options {
    options().built_as_of(day(date))
}

#[test]
fn the_example_builds_as_of_any_day() {
    let files = Files::read(std::path::Path::new(env!("CARGO_MANIFEST_DIR"))).unwrap();
    for date in ["2023-06-01", "2023-06-17", "2023-06-18", "2023-06-19", "2023-07-25", "2023-07-26"]
    {
        let build = build(&files, &as_of(date), &mut Cache::default(), |_| {});
        let bad: Vec<_> =
            build.findings.iter().filter(|f| !f.code.as_str().starts_with("I-")).collect();
        assert!(bad.is_empty(), "{date}: {bad:?}");
    }
}

const LATER: &str = "=== content/actors/ann.md
---
name: Ann
offices:
  - {office: fm, from: 2020-01-01}
  - {office: Envoy Elsewhere, from: 2024-02-01}
---
See [[second]], [[second|the next brief]], [[summit]], [[quote:words]], [[Envoy Elsewhere]], [[Society of Friends]],
[it](../briefs/2024-03-01-second/index.md), [there](/briefs/second/), ![A map](../briefs/2024-03-01-second/map.svg)
and [[later-report]].
=== content/offices.yaml
fm:
  title: New Name
  titles: [{text: Old Name, to: 2023-12-31}, {text: Next Name, from: 2025-01-01}]
=== content/issues.yaml
trade: {title: Trade}
=== content/sources.yaml
later-report: {title: A Report Of Later, published: 2024-06-01}
report: {title: A report, published: 2023-05, accessed: 2024-07-07, archived: {url: 'https://archive.example/', date: 2024-07-08}, derived_from: [later-report]}
=== content/briefs/2023-06-18-first.md
---
title: First
status: superseded
superseded_by: second
sources: [report]
actors: [ann]
stances:
  - {actor: ann, issue: trade, stance: supports, date: 2023-06-10, source: report}
  - {actor: ann, issue: trade, stance: opposes, date: 2024-02-02, source: report}
claims: [{id: one, text: So it is., basis: [two]}]
quotes: [{id: own, speaker: ann, text: Well, mode: paraphrase, event: summit}]
---
Text of [[ann+]].
=== content/briefs/2024-03-01-second/index.md
---
title: Second
publish_at: 2024-03-05
sources: [report]
actors: [Society of Friends]
events: [{id: summit, title: Grand Summit, date: 2024-02-28, status: happened}]
quotes: [{id: words, speaker: ann, text: Later words, mode: paraphrase}]
claims: [{id: two, text: So it was.}]
---
Text.
=== content/briefs/2024-03-01-second/map.svg
<svg xmlns='http://www.w3.org/2000/svg'/>
";

/// Outputs of a site whose files are partly copied: those are left out.
fn texts_of(text: &str, options: &Options) -> (BTreeMap<String, String>, Build) {
    let mut outputs = BTreeMap::new();
    let build = build(&Files::from_text(text), options, &mut Cache::default(), |batch| {
        for output in batch {
            if let OutputContent::Bytes(bytes) = output.content {
                outputs
                    .insert(output.path.to_string(), String::from_utf8_lossy(&bytes).into_owned());
            }
        }
    });
    (outputs, build)
}

fn errors(build: &Build) -> Vec<&'static str> {
    codes(build).into_iter().filter(|code| code.starts_with("E-")).collect()
}

#[test]
fn as_of_a_day_what_is_later_is_unknown_and_no_error() {
    let (outputs, build) = texts_of(LATER, &as_of("2023-07-20"));
    assert_eq!(errors(&build), [""; 0], "{:?}", build.findings);
    for (path, page) in &outputs {
        for later in [
            "Second",
            "Grand Summit",
            "Later words",
            "map.svg",
            "opposes",
            "Report Of Later",
            "Next Name",
            "2024",
            "2025",
        ] {
            assert!(!page.contains(later), "{path} has {later}");
        }
        assert!(
            !path.contains("envoy") && !path.contains("later-report") && !path.contains("summit"),
            "{path}"
        );
    }
    let ann = &outputs["actors/ann/index.html"];
    for plain in ["the next brief", "it,", "there", "A map"] {
        assert!(ann.contains(plain) && !ann.contains(&format!("{plain}</a>")), "{plain}");
    }
    let first = &outputs["briefs/first/index.html"];
    assert!(!first.contains("Superseded") && first.contains("Old Name"), "it still stands");
    assert!(outputs["offices/fm/index.html"].contains("<h1>Old Name</h1>"));
    assert!(outputs["issues/trade/index.html"].contains("supports"));
    // With no day of its own the build has all of it.
    let (outputs, build) = texts_of(LATER, &options());
    assert_eq!(errors(&build), [""; 0], "{:?}", build.findings);
    assert!(outputs["briefs/first/index.html"].contains("Superseded"));
    assert!(
        outputs["issues/trade/index.html"].contains("opposes")
            && outputs.contains_key("sources/later-report/index.html")
    );
    assert!(outputs["offices/fm/index.html"].contains("until 31 December 2023"));
}

#[test]
fn drafts_and_embargoes_stay_errors_whatever_the_day() {
    for withheld in ["status: draft", "publish_at: 2030-01-01"] {
        let text = LATER.replace("publish_at: 2024-03-05", withheld);
        for options in [as_of("2023-07-20"), options()] {
            let (outputs, build) = texts_of(&text, &options);
            let leaks: Vec<_> = build
                .findings
                .iter()
                .filter(|found| found.code.as_str() == "E-AUDIENCE-LEAK")
                .collect();
            // Four links of the text, the image, the quotation, `superseded_by`, and the event of a
            // quotation.
            assert_eq!(leaks.len(), 8, "{withheld}: {:?}", build.findings);
            assert!(outputs["briefs/first/index.html"].contains("Superseded"));
        }
    }
}

/// The line of a brief's text that names somebody, and the front matter's “Who”.
fn named(offices: &str, tenures: &str, date: &str) -> (String, String) {
    let text = format!(
        "=== content/offices.yaml\n{offices}=== content/actors.yaml\nqin: {{name: Qin Gang, offices: {tenures}}}\n=== content/briefs/talks.md\n---\ntitle: Talks\ndate: {date}\nsources: []\nactors: [qin]\n---\n[[qin+]] came.\n=== templates/brief.html\n{{% extends \"base.html\" %}}{{% block main %}}{{{{ body | safe }}}}{{% for w in page.who %}}<i>{{{{ w.title }}}}/{{{{ w.former_title }}}}</i>{{% endfor %}}{{% endblock %}}\n"
    );
    let (outputs, build) = built(&text);
    assert_eq!(errors(&build), [""; 0], "{:?}", build.findings);
    let page = &outputs["briefs/talks/index.html"];
    let line = plain(page.lines().find(|line| line.contains("came.")).unwrap());
    let who = page.split("<i>").nth(1).unwrap().split("</i>").next().unwrap().to_owned();
    (line.split("came.").next().unwrap().trim().to_owned(), who)
}

#[test]
fn before_a_name_stands_the_short_title_of_the_day() {
    let offices = "fm: {title: Foreign Minister of China, short: Foreign Minister, rank: 4}\ndir: {title: Director of the Office, rank: 3}\nold: {title: New name, short: New, titles: [{text: Old name, to: 2023-12-31}]}\n";
    let qin = "[{office: fm, from: 2022-12-30, to: 2023-07-25}]";
    for (tenures, date, line, who) in [
        (qin, "2023-06-18", "Foreign Minister Qin Gang", "Foreign Minister of China/"),
        (qin, "2023-07-26", "Qin Gang", "/Foreign Minister of China"),
        (qin, "2022-12-29", "Qin Gang", "/"),
        (
            "[{office: fm, from: 2022-12-30, acting: true}]",
            "2023-06-18",
            "acting Foreign Minister Qin Gang",
            "acting Foreign Minister of China/",
        ),
        (
            "[{office: fm}, {office: dir}]",
            "2023-06-18",
            "Director of the Office and Foreign Minister Qin Gang",
            "Director of the Office and Foreign Minister of China/",
        ),
        ("[{office: old}]", "2023-06-18", "Old name Qin Gang", "Old name/"),
        ("[{office: old}]", "2023-12-31", "Old name Qin Gang", "Old name/"),
        ("[{office: old}]", "2024-01-01", "New Qin Gang", "New name/"),
        (
            "[{office: dir, to: 2020-05}, {office: old, from: 2021, to: 2022}]",
            "2024-01-01",
            "Qin Gang",
            "/Old name",
        ),
        ("[{office: dir, to: unknown}]", "2024-01-01", "Qin Gang", "/"),
    ] {
        let (is, told) = named(offices, tenures, date);
        assert_eq!((is.as_str(), told.as_str()), (line, who), "{tenures} on {date}");
    }
}

/// The findings of a code: file and message.
fn found(build: &Build, code: &str) -> Vec<String> {
    let findings = build.findings.iter().filter(|finding| finding.code.as_str() == code);
    findings.map(|finding| format!("{}: {}", finding.span.file, finding.message)).collect()
}

/// A brief with a statement of each sort, and this text.
fn stated(text: &str) -> String {
    format!(
        "=== content/briefs/talks.md
---
title: Talks
date: 2023-06-18
sources: [https://example.org/report]
actors: [Qin Gang, Antony Blinken]
issues: [trade]
quotes: [{{id: door, speaker: Qin Gang, text: the door is open, issue: trade}}]
events: [{{id: visit, title: Visit, kind: meeting, date: 2023-06-18, who: [Qin Gang, Antony Blinken], issues: [trade]}}]
stances: [{{actor: Qin Gang, issue: trade, stance: supports, quote: door}}]
---
Qin Gang. {text}
"
    )
}

#[test]
fn a_link_is_good_where_the_build_makes_what_it_names_and_only_there() {
    let made = "/timeline/ /events/ /quotes/ /stances/ /meetings/ /events.ics /sources.json /sources.bib /feed.xml \
        /actors/qin-gang/timeline/ /actors/qin-gang/feed.xml /issues/trade/timeline/ /quotes/speaker/qin-gang/ \
        /briefs/2023/ /robots.txt /404.html /briefgen.css /";
    let links = |paths: &str| {
        paths.split_whitespace().map(|path| format!("[x]({path}) ")).collect::<String>()
    };
    let (_, build) = built(&stated(&links(made)));
    assert_eq!(found(&build, "E-LINK"), [""; 0]);
    let missing = "/nope/page/9/ /nope/feed.xml /places/ /sitemap.xml /offices/ /actors/page/2/";
    let (_, build) = built(&stated(&links(missing)));
    let expected: Vec<String> = missing
        .split_whitespace()
        .map(|path| {
            format!(
                "content/briefs/talks.md: the link leads to `{path}`, which the site does not have"
            )
        })
        .collect();
    assert_eq!(found(&build, "E-LINK"), expected);
}

#[test]
fn what_would_hide_something_else_is_reported_and_what_the_theme_has_gives_way() {
    for (file, path) in [
        ("content/timeline.md", "timeline/index.html"),
        ("content/events.md", "events/index.html"),
        ("content/quotes.md", "quotes/index.html"),
        ("content/stances.md", "stances/index.html"),
        ("content/meetings.md", "meetings/index.html"),
        ("static/events.ics", "events.ics"),
        ("static/sources.json", "sources.json"),
        ("static/actors/qin-gang/feed.xml", "actors/qin-gang/feed.xml"),
        ("static/briefs/talks/index.html", "briefs/talks/index.html"),
    ] {
        let (_, build) = built(&format!("{}=== {file}\nText.\n", stated("")));
        assert_eq!(
            found(&build, "E-DUPLICATE"),
            [format!("{file}: two things would write `{path}`")]
        );
    }
    let (outputs, build) =
        built(&format!("{}=== static/robots.txt\nOwn\n=== static/briefgen.css\nOwn\n", stated("")));
    assert_eq!(found(&build, "E-DUPLICATE"), [""; 0]);
    assert!(outputs["robots.txt"].starts_with("Own") && outputs["briefgen.css"].starts_with("Own"));
}

#[test]
fn a_path_is_not_a_file_and_a_folder() {
    let (_, build) = built(&format!("{}=== static/briefs/talks\nText.\n", stated("")));
    let message = "`briefs/talks` would be a file and, for `briefs/talks/index.html`, a folder";
    assert_eq!(found(&build, "E-DUPLICATE"), [format!("static/briefs/talks: {message}")]);
    let (_, build) = built(&format!("{}=== static/feed.xml/old.txt\nText.\n", stated("")));
    let message = "`feed.xml` would be a file and, for `feed.xml/old.txt`, a folder";
    assert_eq!(found(&build, "E-DUPLICATE"), [format!("static/feed.xml/old.txt: {message}")]);
}

#[test]
fn an_id_stands_once_on_a_page() {
    let text = "=== content/briefs/talks.md
---
title: Talks
date: 2023-06-18
sources: [{id: s, title: S}]
---
Text [@s] and [^1].

## Source 1

## Cite 1 a

## Fn 1

## Fnref 1

## Sources

## X {#_sources}

<b id=\"_cite-1-a\">x</b> <b id=\"y\">x</b>

## Y

[^1]: Note.
";
    let (outputs, build) = built(text);
    assert_eq!(codes(&build), ["E-ID", "E-ID"]);
    let escaped = format!("=== site.yaml\nmarkdown: {{html: escape}}\n{text}");
    assert_eq!(codes(&built(&escaped).1), ["E-ID"], "raw HTML is shown as text");
    let page = &outputs["briefs/talks/index.html"];
    // Raw HTML is left as it is: with the finding nothing is published.
    let page = page.replace("<b id=\"_cite-1-a\">", "");
    let ids: Vec<&str> =
        page.split(" id=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    let once: BTreeSet<&str> = ids.iter().copied().collect();
    assert!(
        once.contains("source-1") && once.contains("_source-1") && once.contains("y-2"),
        "{ids:?}"
    );
    assert_eq!(once.len(), ids.len(), "{ids:?}");
}

#[test]
fn addresses_in_raw_html_are_resolved_and_checked() {
    let site = |html: &str, config: &str| {
        format!(
            "=== site.yaml\n{config}\n=== content/briefs/2023-06-18-a.md
---
title: A
sources: []
---
{html}
=== content/briefs/2023-06-19-b.md
---
title: B
sources: []
---
## Aims
=== content/briefs/chart.png
x
"
        )
    };
    let good =
        "<img src=\"chart.png\" alt=\"Chart\">\n\nSee <a href=\"2023-06-19-b.md#aims\">B</a>.";
    let (outputs, build) = built(&site(good, ""));
    assert_eq!(codes(&build), [""; 0]);
    let page = &outputs["briefs/a/index.html"];
    assert!(
        page.contains("src=\"../../briefs/chart.png\"")
            && page.contains("href=\"../../briefs/b/#aims\""),
        "{page}"
    );
    let bad = "<img src=\"none.png\">\n\n<a href=\"none.md\">B</a> <a href=\"2023-06-19-b.md#nope\">C</a>";
    let (_, build) = built(&site(bad, ""));
    let at = "content/briefs/2023-06-18-a.md";
    let expected = [
        format!("{at}: the image leads to `none.png`, which does not exist"),
        format!("{at}: the link leads to `none.md`, which does not exist"),
        format!("{at}: there is no anchor `#nope` in `content/briefs/2023-06-19-b.md`"),
    ];
    assert_eq!(found(&build, "E-LINK"), expected);
    let (_, build) = built(&site(bad, "markdown: {html: escape}"));
    assert_eq!(found(&build, "E-LINK"), [""; 0], "shown as text");
}

#[test]
fn files_in_the_wrong_form_are_reported_and_not_published() {
    let brief = "---\ntitle: Secret\ndate: 2023-06-18\nsources: []\nstatus: draft\n---\nSecret.";
    for (file, help) in [
        ("site.yml", "rename it to `site.yaml`"),
        ("content/actors.yml", "rename it to `actors.yaml`"),
        ("content/actor.yaml", "did you mean `content/actors.yaml`?"),
        ("content/events.yaml", "events stand in briefs, under `events`"),
        ("content/briefs.yaml", "briefs are Markdown files of their own below `content/briefs/`"),
        ("content/briefs/x.markdown", "rename it to `x.md`"),
        ("content/briefs/x.MD", "rename it to `x.md`"),
        (
            "content/notes.txt",
            "rename it to `notes.md`, move it below `content/texts/`, or link to it",
        ),
    ] {
        let (outputs, build) = built(&format!("{FIVE_LINES}=== {file}\n{brief}\n"));
        assert_eq!(codes(&build), ["E-FILE"], "{file}");
        assert_eq!(build.findings[0].help, help, "{file}");
        assert!(!outputs.values().any(|page| page.contains("Secret")), "{file}");
    }
    let (_, build) = built(&format!("{FIVE_LINES}=== content/actors/more.yaml\n{brief}\n"));
    assert_eq!(
        found(&build, "E-FILE"),
        ["content/actors/more.yaml: `content/actors/more.yaml` is not read"]
    );
    let (outputs, build) =
        built(&format!("{FIVE_LINES}[Notes](../notes.txt).\n=== content/notes.txt\nNotes.\n"));
    assert_eq!(codes(&build), [""; 0], "linked to");
    assert!(outputs.contains_key("notes.txt"));
}

#[test]
fn files_of_drafts_stay_at_home() {
    let page = |draft: bool| {
        format!("---\ntitle: T\nstatus: {}\n---\n", if draft { "draft" } else { "live" })
    };
    let brief = |draft: bool| {
        format!("{}Text.\n", page(draft).replace("status", "date: 2023-06-18\nsources: []\nstatus"))
    };
    let site = |draft: bool| {
        format!(
            "{FIVE_LINES}=== content/pg/index.md\n{page}Text.\n=== content/pg/in/secret.png\nx\n\
             === content/briefs/b/index.md\n{brief}\n=== content/briefs/b/secret.png\nx\n\
             === content/briefs/flat.md\n{brief}![x](flat-secret.png)\n=== content/briefs/flat-secret.png\nx\n\
             === content/briefs/unused.png\nx\n=== content/docs/index.md\n{live}Text.\n\
             === content/docs/other.md\n{page}![x](other-secret.png)\n=== content/docs/other-secret.png\nx\n\
             === static/logo.png\nx\n",
            page = page(draft),
            live = page(false),
            brief = brief(draft)
        )
    };
    let images = |draft: bool| -> Vec<String> {
        let (outputs, build) = built(&site(draft));
        assert_eq!(codes(&build), [""; 0]);
        outputs.into_keys().filter(|path| path.ends_with(".png")).collect()
    };
    assert_eq!(images(true), ["logo.png"]);
    let shown = [
        "briefs/b/secret.png",
        "briefs/flat-secret.png",
        "docs/other-secret.png",
        "logo.png",
        "pg/in/secret.png",
    ];
    assert_eq!(images(false), shown);
    let (_, build) = built(&format!("{}=== content/leak.md\n![x](pg/in/secret.png)\n", site(true)));
    assert_eq!(codes(&build), ["E-AUDIENCE-LEAK"]);
}

#[test]
fn an_output_that_would_mix_with_the_site_is_reported_at_its_line() {
    for output in [
        ".",
        "./",
        "''",
        "..",
        "../..",
        "content",
        "content/x",
        "./static/../content/x",
        "templates",
        "/",
    ] {
        let (_, build) = built(&format!("=== site.yaml\ntitle: T\noutput: {output}\n{FIVE_LINES}"));
        assert_eq!(codes(&build), ["E-PATH"], "{output}");
        assert_eq!(
            (build.findings[0].path.as_str(), build.findings[0].span.at.start),
            ("output", 17),
            "{output}"
        );
    }
    for output in ["public", "../site", "/var/www", "contents", "a/content"] {
        let (_, build) = built(&format!("=== site.yaml\ntitle: T\noutput: {output}\n{FIVE_LINES}"));
        assert_eq!(codes(&build), [""; 0], "{output}");
    }
}

#[test]
fn an_anchor_is_looked_for_on_whatever_page_a_link_leads_to() {
    let site = |text: &str| {
        format!(
            "=== content/actors.yaml\nqin: {{name: Qin Gang}}\n=== content/about.md\n## Us\n=== static/a.html\nx\n\
             === content/briefs/talks.md\n---\ntitle: Talks\ndate: 2023-06-18\nsources: [{{id: s, title: S}}]\n\
             actors: [qin]\n---\n## Aims\n\nQin Gang. {text}\n"
        )
    };
    let link = |text: &str| found(&built(&site(text)).1, "E-LINK");
    for (text, message) in [
        ("[[qin#nope]]", "there is no anchor `#nope` in `qin#nope`"),
        ("[x](/actors/qin/#nope)", "there is no anchor `#nope` in `/actors/qin/`"),
        ("[x](/briefs/talks/#aim)", "there is no anchor `#aim` in `content/briefs/talks.md`"),
        ("[x](/briefs/#nope)", "there is no anchor `#nope` in `/briefs/`"),
        ("[x](../about.md#them)", "there is no anchor `#them` in `content/about.md`"),
        ("[x](/about/#them)", "there is no anchor `#them` in `content/about.md`"),
        ("![x](../about.md)", "the image leads to `../about.md`, which is a page"),
        ("![x](/about/)", "the image leads to `/about/`, which is a page"),
        ("<img src=\"/about\">", "the image leads to `/about`, which is a page"),
    ] {
        assert_eq!(
            link(text),
            [format!("content/briefs/talks.md: {}", message.replace("qin#nope", "qin"))],
            "{text}"
        );
    }
    let good = "[@s] [a](#_source-1) [b](#_sources) [c](#aims) [d](#top) [e](/about/#us) [f](/briefs/talks/#_sources) \
        [g](/a.html#any) [h](/briefs/talks/#aims) [[#aims]] [i](/actors/qin/)";
    assert_eq!(link(good), [""; 0]);
}

#[test]
fn an_address_that_leads_nowhere_gets_the_one_that_was_meant() {
    for (written, help) in [
        ("/actors/qin-gagn/", "did you mean `/actors/qin-gang/`?"),
        ("/actor/qin-gang", "did you mean `/actors/qin-gang/`?"),
        ("/qin-gang/", "did you mean `/actors/qin-gang/`?"),
        ("/feeds.xml", "did you mean `/feed.xml`?"),
        (
            "/news/",
            "an address that begins with `/` is one of this site's pages or files: check it",
        ),
    ] {
        let (_, build) = built(&stated(&format!("[x]({written})")));
        let broken: Vec<_> =
            build.findings.iter().filter(|finding| finding.code.as_str() == "E-LINK").collect();
        assert_eq!(broken.len(), 1, "{written}");
        assert!(broken[0].message.contains(&format!("`{written}`")), "{}", broken[0].message);
        assert_eq!(broken[0].help, help, "{written}");
    }
}

#[test]
fn each_finding_of_an_item_has_its_key_path() {
    let text = "=== content/actors.yaml
idle: {name: Nobody}
busy: {name: Somebody, offices: [Clerk]}
=== content/actors/own.md
---
name: Alone
---
=== content/issues/us/trade.md
---
title: Trade
parties: [Some Party]
---
=== content/briefs/talks.md
---
title: Talks
date: 2023-06-18
sources: [https://example.org/report]
actors: [busy, {actor: Qin Gang}]
issues: [us/trade]
places: [Some Town]
events: [{id: e, title: E, kind: meeting, date: 2023-06-18, who: [busy, Other Person], status: happened}]
---
Somebody.
";
    let (_, build) = built(text);
    let of = |code: &str| -> Vec<String> {
        let findings = build.findings.iter().filter(|finding| finding.code.as_str() == code);
        findings
            .map(|finding| {
                format!("{} {}", finding.message.split('`').nth(1).unwrap(), finding.path)
            })
            .collect()
    };
    let stubs =
        ["Qin Gang actors[1]", "Other Person events[0].who[1]", "Us ", "Some Party parties[0]"];
    assert_eq!(of("W-STUB").into_iter().collect::<BTreeSet<_>>(), stubs.map(str::to_owned).into());
    assert_eq!(of("I-STUB"), ["Clerk busy.offices[0].office", "Some Town places[0]"]);
    assert_eq!(of("I-ORPHAN"), ["idle idle", "own "]);
}

#[test]
fn control_characters_are_reported_and_reach_no_page_and_no_feed() {
    let text = "=== content/briefs/talks.md
---
title: \"a\\x0bb\\0c\\uFFFFd\"
date: 2023-06-18
sources: []
actors: [\"Qin\\x01 Gang\"]
extra: {\"k\\x02\": \"v\\x03\"}
---
One\u{b} and `two\u{1}`.
";
    let (outputs, build) = built(text);
    let errors: Vec<(&str, u32)> = build
        .findings
        .iter()
        .filter(|finding| finding.severity() == Severity::Error)
        .map(|finding| (finding.code.as_str(), finding.span.at.start))
        .collect();
    assert_eq!(
        errors,
        [("E-TYPE", 11), ("E-TYPE", 68), ("E-TYPE", 92), ("E-TYPE", 101), ("E-FILE", 117)]
    );
    assert!(outputs.contains_key("feed.xml") && outputs.contains_key("actors/qin-gang/feed.xml"));
    for (path, output) in &outputs {
        let stray =
            output.chars().find(|c| c.is_control() && *c != '\n' && *c != '\t' || *c == '\u{FFFF}');
        assert_eq!(stray, None, "{path}");
    }
}

/// The findings of a code: file, line and column of each, with its path.
fn places(text: &str, code: &str) -> Vec<String> {
    let files = Files::from_text(text);
    let build = build(&files, &options(), &mut Cache::default(), drop);
    let place = |finding: &Finding| {
        let file = &finding.span.file;
        let place = Lines::new(files.text(file).unwrap_or_default())
            .position(finding.span.at.start as usize);
        format!("{file}:{}:{} {}", place.line, place.column, finding.path)
    };
    build.findings.iter().filter(|finding| finding.code.as_str() == code).map(place).collect()
}

#[test]
fn a_finding_about_a_shared_source_points_into_the_brief_that_has_its_fields() {
    let brief = |file: &str, item: &str| {
        format!("=== content/briefs/{file}.md\n---\ntitle: T\nsources: [{item}]\n---\nText.\n")
    };
    let string = "\"https://example.org\"";
    let map = "{title: A long title, url: \"https://example.org/\"}";
    let both = brief("2023-01-01-a", string) + &brief("2022-01-02-b", map);
    assert_eq!(
        places(&both, "W-SOURCE-URL-ROOT"),
        ["content/briefs/2022-01-02-b.md:3:38 sources[0].url"]
    );
    let alone = brief("2023-01-01-a", string);
    assert_eq!(
        places(&alone, "W-SOURCE-URL-ROOT"),
        ["content/briefs/2023-01-01-a.md:3:11 sources[0]"]
    );
}

#[test]
fn one_source_is_listed_once_however_it_is_written() {
    let text = "=== content/sources.yaml
reg: {title: Registered, url: \"https://example.org/a\", archived: {url: \"https://archive.example/a\"}}
=== content/briefs/2023-06-18-talks.md
---
title: Talks
sources:
  - reg
  - Registered
  - {source: reg}
  - https://example.org/a
  - {title: The same, url: \"https://example.org/a#part\"}
  - {id: own, title: Another}
---
They spoke [@reg; @own].
";
    assert_eq!(
        places(text, "E-DUPLICATE"),
        [
            "content/briefs/2023-06-18-talks.md:5:5 sources[1]",
            "content/briefs/2023-06-18-talks.md:6:14 sources[2]",
            "content/briefs/2023-06-18-talks.md:7:5 sources[3]",
            "content/briefs/2023-06-18-talks.md:8:5 sources[4]",
        ]
    );
    assert_eq!(places(text, "W-SOURCE-UNCITED"), [""; 0]);
    let registry = "=== content/sources.yaml
a: {title: A, url: \"https://example.org\"}
b: {title: B, url: \"https://Example.org/#x\"}
";
    assert_eq!(places(registry, "E-DUPLICATE"), ["content/sources.yaml:2:20 b.url"]);
}

#[test]
fn the_address_of_a_shared_source_depends_on_no_other() {
    let site = |sources: &str| {
        let brief = |file: &str| {
            format!(
                "=== content/briefs/2023-01-0{file}.md\n---\ntitle: T\nsources: [{sources}]\n---\nText.\n"
            )
        };
        let (outputs, _) = built(&(brief("1-a") + &brief("2-b")));
        outputs.into_keys().filter(|path| path.starts_with("sources/e-")).collect::<Vec<_>>()
    };
    let second = "sources/e-example-a-id-2/index.html";
    assert_eq!(site("https://e.example/a?id=2"), [second]);
    assert_eq!(
        site("https://e.example/a?id=2, https://e.example/a?id=1, https://e.example/a"),
        ["sources/e-example-a-id-1/index.html", second, "sources/e-example-a/index.html"]
    );
}

#[test]
fn any_text_cites_registered_sources_and_lists_them_below() {
    let text = "=== content/sources.yaml
first: {title: The first report}
second: {title: The second report}
unused: {title: Another report}
=== content/actors/qin-gang.md
---
name: Qin Gang
---
Envoy [@second, 12], then minister [@first; @second].
=== content/about.md
---
title: About
---
See [@first] and [@nowhere].
";
    let (outputs, build) = built(text);
    assert_eq!(codes(&build), ["E-CITE-UNDEFINED", "I-ORPHAN", "I-ORPHAN"], "{:?}", build.findings);
    let page = &outputs["actors/qin-gang/index.html"];
    let list = &page[page.find("<ol class=\"sources\">").unwrap()..];
    let second = list.find("<li id=\"_source-1\" value=\"1\">").unwrap();
    assert!(
        list[second..].find("The second report").unwrap()
            < list[second..].find("The first report").unwrap()
    );
    assert!(list.contains("href=\"#_cite-1-b\"") && page.contains("id=\"_cite-1-b\""), "{list}");
    let about = &outputs["about/index.html"];
    assert!(about.contains("The first report") && !about.contains("The second report"));
    let help = &build
        .findings
        .iter()
        .find(|finding| finding.code.as_str() == "E-CITE-UNDEFINED")
        .unwrap()
        .help;
    assert!(help.contains("content/sources.yaml"), "{help}");
}

#[test]
fn the_ids_in_a_feed_outlive_the_name_of_the_site() {
    let ids = |config: &str| {
        let (outputs, _) = built(&format!("{FIVE_LINES}=== site.yaml\n{config}\n"));
        let id = |part: &str| part.split("</id>").next().unwrap().to_owned();
        outputs["feed.xml"].split("<id>").skip(1).map(id).collect::<Vec<_>>()
    };
    let unnamed = ids("title: Briefings");
    assert_eq!(unnamed, ids("title: Another name"));
    assert!(
        unnamed.len() == 2 && unnamed[0] != unnamed[1] && unnamed[0].starts_with("urn:uuid:"),
        "{unnamed:?}"
    );
    let address = ids("{title: Briefings, base_url: \"https://example.org/b\"}");
    assert_eq!(address, ["https://example.org/b/feed.xml", "https://example.org/b/briefs/talks/"]);
}

#[test]
fn as_of_a_day_a_citation_of_a_later_source_is_left_out() {
    let text = "=== content/sources.yaml
early: {title: An early report, published: 2020}
later: {title: A later report, published: 2024}
=== content/about.md
---
title: About
---
Known [@later] and [@early].
";
    let (outputs, build) = texts_of(text, &as_of("2023-06-18"));
    assert_eq!(errors(&build), [""; 0], "{:?}", build.findings);
    let about = &outputs["about/index.html"];
    assert!(
        about.contains("<li id=\"_source-1\" value=\"1\">") && !about.contains("_source-2"),
        "{about}"
    );
    assert!(!about.contains("later") && !about.contains("<sup class=\"cite\"></sup>"), "{about}");
}

/// The links of the way down to a page, and the menu's item for it.
fn way_to(page: &str) -> (String, String) {
    let crumbs = page
        .split("aria-label=\"Breadcrumb\">")
        .nth(1)
        .map_or("", |rest| rest.split("</nav>").next().unwrap());
    let current =
        page.split("<nav aria-label=\"Main\">").nth(1).unwrap().split("</nav>").next().unwrap();
    let current = current
        .split(" aria-current=\"")
        .nth(1)
        .map_or("", |rest| rest.split("</a>").next().unwrap());
    let item = current.split_once('>').map_or("", |(_, item)| item);
    (plain(crumbs).split_whitespace().collect::<Vec<_>>().join(" "), item.to_owned())
}

#[test]
fn every_list_has_its_place_in_the_menu_and_a_way_down() {
    let (pages, _) = built(
        "=== content/actors.yaml
ann: {name: Ann Ames, offices: [{office: envoy, from: 2020-01-01}]}
bob: {name: Bob Bell}
land: {name: Land, kind: state}
=== content/offices.yaml
envoy: {title: Envoy}
=== content/issues/trade.md
---
title: Trade
---
=== content/issues/trade/steel.md
---
title: Steel
---
=== content/briefs/2023-06-18-a.md
---
title: A
sources: []
actors: [ann, bob, land]
events: [{id: ev, kind: call, status: happened, date: 2023-06-17, who: [ann, bob, land], issues: [trade/steel]}]
stances: [{actor: land, issue: trade/steel, stance: red-line}]
---
",
    );
    for (path, crumbs, item) in [
        ("index.html", "", ""),
        ("timeline/index.html", "Home Events", "Events"),
        ("meetings/index.html", "Home Events", "Events"),
        ("stances/index.html", "Home Events", "Events"),
        ("issues/trade/steel/timeline/index.html", "Home Issues Trade Steel", "Issues"),
        ("actors/ann/timeline/index.html", "Home Officials Ann Ames", "Officials"),
        ("actors/land/index.html", "Home Officials Actors", "Officials"),
        ("actors/index.html", "Home Officials", "Officials"),
        ("offices/index.html", "Home Officials", "Officials"),
        ("offices/envoy/index.html", "Home Officials Offices", "Officials"),
    ] {
        assert_eq!(way_to(&pages[path]), (crumbs.to_owned(), item.to_owned()), "{path}");
    }
    let current = |path: &str| {
        pages[path].split(" aria-current=\"").nth(1).unwrap().split('"').next().unwrap()
    };
    for (path, word) in [
        ("briefs/index.html", "page"),
        ("briefs/a/index.html", "true"),
        ("actors/index.html", "true"),
    ] {
        assert_eq!(current(path), word, "{path}");
        assert!(
            pages[path].contains("class=\"brand\""),
            "{path}: the site's name stands over every page"
        );
    }
    assert!(plain(&pages["stances/index.html"]).contains("red line"), "a stance is said in words");
}

#[test]
fn numbers_that_say_where_are_lines_of_a_saved_text() {
    let brief = "=== content/sources.yaml
saved: {title: Saved, url: 'https://saved.example/a', text: saved.txt}
other: {title: Other}
=== content/texts/saved.txt
One.
Two.
Three.
=== content/briefs/2023-06-18-a.md
---
title: A
sources: [saved, other]
claims:
  - {id: a, text: First, by: desk, sources: [saved], loc: '2'}
  - {id: b, text: Second, by: desk, sources: [saved], loc: 1-2}
  - {id: c, text: Third, by: desk, sources: [other], loc: '2, 4'}
  - {id: d, text: Fourth, by: desk, sources: [other], loc: chapter 2}
---
So it is [@saved, 2; @other, 4].
";
    let (pages, _) = built(brief);
    let page = &pages["briefs/a/index.html"];
    for expected in
        ["</cite>, line 2<", "</cite>, lines 1–2<", "</cite>, at 2, 4<", "</cite>, chapter 2<"]
    {
        assert!(page.contains(expected), "{expected}");
    }
    for expected in [
        "aria-label=\"Source 1: 2, line 2\">[1:\u{a0}2]<",
        "aria-label=\"Source 2: 4, at 4\">[2:\u{a0}4]<",
    ] {
        assert!(page.contains(expected), "{expected}");
    }
}
