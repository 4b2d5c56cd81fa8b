//! Input that could take much time or memory: what becomes of it at each bound and beyond.

use std::collections::BTreeMap;
use std::path::Path;

use briefgen::base::date::Day;
use briefgen::base::limits;
use briefgen::base::path::SitePath;
use briefgen::embedded;
use briefgen::files::Files;
use briefgen::output::OutputContent;
use briefgen::{Build, Cache, Options, build};

fn options() -> Options {
    let today: Day = "2026-11-23".parse().unwrap();
    Options::on(today)
}

/// The pages of a site by path, and what was found. What is only copied is left out.
fn built(files: &Files) -> (BTreeMap<String, Vec<u8>>, Build) {
    let mut outputs = BTreeMap::new();
    let build = build(files, &options(), &mut Cache::default(), |batch| {
        for output in batch {
            if let OutputContent::Bytes(bytes) = output.content {
                outputs.insert(output.path.to_string(), bytes.to_vec());
            }
        }
    });
    (outputs, build)
}

#[test]
fn the_theme_makes_the_same_pages_when_a_site_brings_it_and_its_work_is_counted() {
    let plain = Files::read(Path::new(env!("CARGO_MANIFEST_DIR"))).unwrap();
    let mut brought = plain.clone();
    for (name, text) in embedded::TEMPLATES {
        let path = SitePath::parse(&format!("templates/{name}")).unwrap();
        brought.set(path, format!("{text}{{# brought #}}").as_bytes());
    }
    let ((pages, of_plain), (others, of_brought)) = (built(&plain), built(&brought));
    assert_eq!(of_plain.findings, of_brought.findings);
    assert_eq!(pages.keys().collect::<Vec<_>>(), others.keys().collect::<Vec<_>>());
    for (path, bytes) in &pages {
        assert!(*bytes == others[path], "{path}");
    }
}

/// A site of two officials, with a template of its own for their pages.
fn with_template(text: &str) -> Files {
    let actors = "=== content/actors.yaml\na: {name: Ann Lee}\nb: {name: Bo Hill}\n";
    Files::from_text(&format!("{actors}=== templates/actor.html\n{text}\n"))
}

/// A template that doubles three bytes so many times.
fn doubling(times: usize) -> String {
    format!(
        "{{% set x = \"abc\" %}}{{% for n in range(end={times}) %}}\n{{% set_global x = x ~ x %}}{{% endfor %}}"
    )
}

#[test]
fn a_page_whose_template_does_too_much_is_left_out_and_told_of_once() {
    // Each page has all of the work: both of these take more than the half of it.
    let (pages, build) = built(&with_template(&doubling(24)));
    assert!(pages.contains_key("actors/a/index.html") && pages.contains_key("actors/b/index.html"));
    assert!(!codes(&build).contains_key("E-TEMPLATE"));
    for (text, at, message, help) in [
        (
            doubling(28),
            "set_global",
            "this takes more work than one page may",
            "let it write less on one page",
        ),
        (
            doubling(23) + "{{ x | safe }}{{ x | safe }}{{ x | safe }}",
            "{% set x =",
            "the page has more than 67108864 bytes",
            "make it simpler, or split it",
        ),
    ] {
        let (pages, build) = built(&with_template(&text));
        assert!(
            !["a", "b"].iter().any(|id| pages.contains_key(&format!("actors/{id}/index.html")))
        );
        assert!(pages.contains_key("index.html"), "other pages are made");
        assert_eq!(codes(&build).get("E-TEMPLATE"), Some(&1));
        let finding = build.findings.iter().find(|it| it.code.as_str() == "E-TEMPLATE").unwrap();
        assert_eq!(finding.span.file.as_str(), "templates/actor.html");
        assert_eq!(text.find(at), Some(finding.span.at.start as usize));
        assert_eq!(finding.message, format!("{message} (while making `actors/a/index.html`)"));
        assert!(finding.help.starts_with(help), "{}", finding.help);
    }
}

/// The codes of what was found, and how often.
fn codes(build: &Build) -> BTreeMap<&'static str, usize> {
    let mut codes = BTreeMap::new();
    build.findings.iter().for_each(|finding| *codes.entry(finding.code.as_str()).or_default() += 1);
    codes
}

/// A site of one brief with a meeting of so many.
fn meeting(people: usize) -> Files {
    let who: Vec<String> = (0..people).map(|n| format!("Person N{n}")).collect();
    Files::from_text(&format!(
        "=== content/briefs/2023-06-18-assembly.md
---
title: The assembly
sources: []
events:
  - {{id: assembly, title: The assembly, kind: meeting, date: 2023-06-18, status: happened, who: [{}]}}
---
They met.
",
        who.join(", ")
    ))
}

#[test]
fn a_meeting_has_so_many_pairs_and_a_larger_one_is_told_by_its_event() {
    // 14 people make 91 pairs, 15 make 105.
    let (pages, build) = built(&meeting(14));
    assert!(pages.contains_key("meetings/index.html"));
    assert!(!codes(&build).contains_key("I-MEETING-LARGE"));
    for people in [15, 400] {
        let (pages, build) = built(&meeting(people));
        assert_eq!(codes(&build).get("I-MEETING-LARGE"), Some(&1), "{people}");
        assert!(!pages.keys().any(|path| path.starts_with("meetings/")), "{people}");
        // A page and a feed or two for each of them, and those that every site has: none for a
        // pair.
        assert!(pages.len() < 4 * people + 40, "{people}: {}", pages.len());
        let event = String::from_utf8_lossy(&pages["events/assembly/index.html"]).into_owned();
        assert!(
            event.contains("Person N0") && event.contains(&format!("Person N{}", people - 1)),
            "{people}"
        );
    }
}

/// The page of a brief with this text, and what was found.
fn brief(text: &str) -> (String, Build) {
    let site = format!(
        "=== content/briefs/2023-06-18-talks.md\n---\ntitle: Talks\nsources: []\n---\n{text}\n"
    );
    let (pages, build) = built(&Files::from_text(&site));
    let page =
        pages.get("briefs/talks/index.html").map(|page| String::from_utf8_lossy(page).into_owned());
    (page.unwrap_or_default(), build)
}

#[test]
fn code_that_is_hard_to_colour_stays_plain_and_is_told_of() {
    let hard_line = "(".repeat(limits::CODE_LINE);
    let lines = limits::CODE_WORK / (limits::CODE_LINE * limits::CODE_LINE) + 1;
    let block = |language: &str, code: &str| format!("```{language}\n{code}```\n\n");
    for (language, code) in [
        ("d", format!("{hard_line}\n").repeat(lines)),
        ("vim", format!("{}\n", "\\".repeat(limits::CODE_LINE)).repeat(lines)),
        ("d", format!("{hard_line}(\n")),
    ] {
        let (page, build) = brief(&block(language, &code));
        assert!(!page.contains("class=\"hl-"), "{language}");
        assert!(page.contains(&code[..20]), "{language}: the code is there all the same");
        assert_eq!(codes(&build).get("I-SHOWN-PLAIN"), Some(&1), "{language}");
    }
    // The bound is that of a page: what comes last stays plain.
    let line = "let area = sides.iter().map(|side| side.length).sum();\n";
    let (page, build) = brief(&block("rust", &line.repeat(200)).repeat(40));
    assert!(page.contains("class=\"hl-"));
    let plain = page.split("<pre").skip(1).filter(|block| !block.contains("class=\"hl-")).count();
    assert!(plain > 0 && plain < 40, "{plain}");
    assert_eq!(codes(&build).get("I-SHOWN-PLAIN"), Some(&plain));
    // Text has no colours, and nobody misses them.
    let (_, build) = brief(&block("text", &format!("{hard_line}(\n")));
    assert!(!codes(&build).contains_key("I-SHOWN-PLAIN"));
}

#[test]
fn a_tag_with_many_attributes_is_shown_as_text() {
    let tag = |n: usize| {
        let attributes: Vec<String> = (0..n).map(|n| format!("data-n{n}=\"> {n}\"")).collect();
        format!("<p title=\"own\"\n{}>word</p>\n", attributes.join("\n"))
    };
    let (page, build) = brief(&tag(limits::HTML_ATTRIBUTES - 1));
    assert!(page.contains("<p title=\"own\">word</p>"));
    assert!(!codes(&build).contains_key("I-SHOWN-PLAIN"));
    let (page, build) = brief(&tag(limits::HTML_ATTRIBUTES));
    assert!(page.contains("&lt;p title="));
    assert_eq!(codes(&build).get("I-SHOWN-PLAIN"), Some(&1));
}

#[test]
fn elements_in_one_another_are_html_up_to_a_bound() {
    // So many tags that they have to be closed in order.
    let nested = |n: usize| {
        let words = "<i>word</i>".repeat(1_000);
        brief(&format!("{}{words}{}", "<div>".repeat(n), "</div>".repeat(n)))
    };
    assert!(nested(limits::HTML_DEPTH - 1).0.contains("<div><i>word</i>"));
    assert!(nested(limits::HTML_DEPTH).0.contains("&lt;div&gt;&lt;i&gt;word"));
}

#[test]
fn a_text_in_markdown_has_a_size() {
    let text = |n: usize| "x ".repeat(n / 2 - 1);
    assert!(codes(&brief(&text(limits::MARKDOWN)).1).is_empty());
    let (page, build) = brief(&text(limits::MARKDOWN + 4));
    assert_eq!((page.as_str(), codes(&build).get("E-FILE")), ("", Some(&1)));
}

#[test]
fn each_of_many_mistyped_ids_gets_its_suggestion() {
    let actors: String =
        (0..2_000).map(|n| format!("official-{n:04}: {{name: Person {n:04}}}\n")).collect();
    let briefs: String = (0..200)
        .map(|n| format!("=== content/briefs/2023-06-18-b{n}.md\n---\ntitle: B{n}\nsources: []\nactors: [oficial-{:04}]\n---\nWords.\n", n * 9))
        .collect();
    let (_, build) =
        built(&Files::from_text(&format!("=== content/actors.yaml\n{actors}{briefs}")));
    let found: Vec<_> = build
        .findings
        .iter()
        .filter(|finding| finding.code.as_str() == "E-REF-UNDEFINED")
        .collect();
    assert_eq!(found.len(), 200);
    for finding in found {
        let meant = finding.message.replace("there is no actor `oficial", "did you mean `official");
        assert_eq!(finding.help, format!("{meant}?"));
    }
}

#[test]
fn a_list_has_so_many_items() {
    let found = |n: usize| {
        let gaps = vec!["a"; n - 1].join(", ");
        let site = format!(
            "=== content/briefs/2023-06-18-talks.md\n---\ntitle: Talks\nsources: []\ngaps: [{gaps}, the last]\n---\nWords.\n"
        );
        codes(&built(&Files::from_text(&site)).1).get("E-TYPE").copied()
    };
    assert_eq!(found(limits::LIST), None);
    assert_eq!(found(limits::LIST + 1), Some(1));
}

/// A brief with `count` sources of its own, and as many of each list that names them.
fn full_brief(count: usize) -> String {
    let lines = |line: &dyn Fn(usize) -> String| (0..count).map(line).collect::<String>();
    let sources = lines(&|n| {
        let before = n.saturating_sub(1);
        format!("- {{id: s{n}, title: Report {n}, derived_from: [s{before}]}}\n")
    });
    let claims = lines(&|n| {
        format!(
            "- {{id: c{n}, text: It holds., kind: fact, sources: [s{n}], basis: [c0, c1, c2]}}\n"
        )
    });
    let cited = lines(&|n| format!("[@s{n}] [@s{}] ", count - 1)).repeat(3);
    format!(
        "=== content/briefs/2023-06-18-talks.md
---
title: Talks
sources:
{sources}claims:
{claims}---
{cited}
"
    )
}

/// Gone through once for each of their items, these lists would hold a test run up for minutes.
#[test]
fn lists_of_a_brief_are_not_gone_through_for_each_of_their_items() {
    let files = Files::from_text(&full_brief(limits::LIST));
    let composed = briefgen::analyse(&files, &options(), &mut Cache::default());
    let (_, brief) = composed.site.briefs.iter().next().unwrap();
    assert_eq!(brief.sources.iter().flatten().count(), limits::LIST);
    assert_eq!(composed.site.sources.rows().last().unwrap().derived_from.len(), 1);
    let rests = |claim: &briefgen::model::claims::Claim| claim.words[0].grounds.len();
    assert!(composed.site.claims.rows().iter().all(|claim| rests(claim) == 1));
}

#[test]
fn a_line_of_words_that_are_looked_at_is_read_once() {
    for text in ["“".to_owned() + &"last week ".repeat(100_000), "::: x ".repeat(150_000)] {
        let (page, build) = brief(&text);
        assert!(page.contains(&text[3..15]));
        assert!(!codes(&build).contains_key("I-RELDATE"));
    }
}
