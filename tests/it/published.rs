//! What must never be published: inputs of both kinds, those that are refused and those that look
//! like them and are good.

use std::collections::BTreeMap;

use briefgen::base::date::Day;
use briefgen::files::Files;
use briefgen::{Build, Options};

use crate::memory::built as built_with;

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn options() -> Options {
    Options::on(day("2026-12-01"))
}

type Outputs = BTreeMap<String, String>;

fn built(text: &str) -> (Outputs, Build) {
    built_with(text, &options())
}

fn codes(build: &Build) -> Vec<&'static str> {
    build.findings.iter().map(|finding| finding.code.as_str()).collect()
}

/// Whether words stand in any output, or in the path of one.
fn shows(outputs: &Outputs, words: &str) -> bool {
    outputs.iter().any(|(path, page)| path.contains(words) || page.contains(words))
}

const BRIEF: &str = "=== content/briefs/2024-01-01-other.md
---
title: Another brief
sources: []
---
It says something.
";

/// Files of each kind of content, with front matter that is private and a text that is.
const KINDS: [(&str, &str); 5] = [
    ("content/plan.md", "title: Zebra plan\nstatus: draft\n"),
    ("content/briefs/2024-02-01-plan.md", "title: Zebra plan\nstatus: draft\nsources: []\n"),
    ("content/actors/plan.md", "name: Zebra plan\n"),
    ("content/issues/plan.md", "title: Zebra plan\n"),
    ("content/guide/plan/index.md", "title: Zebra plan\nstatus: draft\n"),
];

#[test]
fn front_matter_in_another_form_or_place_publishes_nothing_of_its_file() {
    for (file, front) in KINDS {
        let toml = front.replace(": ", " = \"").replace('\n', "\"\n");
        for text in [
            format!("\n---\n{front}---\nNot yet.\n"),
            format!("\u{feff}\n---\n{front}---\nNot yet.\n"),
            format!("<!-- Of us -->\n---\n{front}---\nNot yet.\n"),
            format!("+++\n{toml}+++\nNot yet.\n"),
            "{\"title\": \"Zebra plan\", \"draft\": true}\nNot yet.\n".to_owned(),
            format!("----\n{front}----\nNot yet.\n"),
            format!("---yaml\n{front}---\nNot yet.\n"),
            format!("---\n{front}\nNot yet.\n"),
            format!("---\n{front}...\nNot yet.\n"),
            format!("—\n{front}—\nNot yet.\n"),
        ] {
            let site = format!("{BRIEF}=== {file}\n{text}");
            let (outputs, build) = built(&site);
            assert_eq!(codes(&build), ["E-FRONT-MATTER"], "{file}: {text}");
            for drafts in [false, true] {
                let options = if drafts { options().with_drafts() } else { options() };
                let (outputs, _) = built_with(&site, &options);
                assert!(!shows(&outputs, "Zebra") && !shows(&outputs, "Not yet"), "{file}: {text}");
            }
            assert!(!shows(&outputs, "/plan/"), "{file}: {text}");
        }
    }
}

#[test]
fn what_leads_to_a_file_that_cannot_be_read_is_no_mistake_besides() {
    let site = "=== content/briefs/2024-01-01-other.md
---
title: Another brief
sources: []
actors: [plan]
---
See [[plan]], [it](../plan.md), [the folder](../guide/index.md), its ![map](../guide/map.svg) and [[briefs/later]].
=== content/plan.md
+++
title = \"Zebra\"
+++
=== content/actors/plan.md
+++
name = \"Zebra\"
+++
=== content/guide/index.md
+++
title = \"Zebra\"
+++
=== content/guide/map.svg
<svg xmlns='http://www.w3.org/2000/svg'/>
=== content/briefs/2024-02-01-later.md
<<<<<<< HEAD
---
title: Zebra
=======
---
title: Zebra two
>>>>>>> theirs
sources: []
---
";
    let (outputs, build) = built(site);
    let found = ["E-FRONT-MATTER", "E-MERGE", "E-FRONT-MATTER", "E-FRONT-MATTER"];
    assert_eq!(codes(&build), found, "{:#?}", build.findings);
    assert!(!shows(&outputs, "Zebra") && !shows(&outputs, "map.svg") && !shows(&outputs, "later/"));
}

#[test]
fn pages_that_begin_with_a_rule_are_published() {
    for text in [
        "---\n\nWelcome.\n",
        "---\n\nWelcome.\n\n---\n\nMore.\n",
        "---\nWelcome.\n",
        "----\n\nWelcome.\n",
        "***\n\nWelcome.\n",
        "\n---\n\nNote: Welcome.\n",
        "Welcome.\n\n---\n\ntitle: no key\n",
        "---\ntitle: Plan\n---\nWelcome.\n\n---\n\nstatus: draft is a key.\n",
        "{Welcome.}\n",
        "```yaml\n---\ntitle: An example\n---\n```\n\nWelcome.\n",
    ] {
        let (outputs, build) = built(&format!("{BRIEF}=== content/plan.md\n{text}"));
        assert_eq!(codes(&build), [""; 0], "{text}");
        assert!(outputs["plan/index.html"].contains("Welcome."), "{text}");
    }
}

#[test]
fn an_unfinished_merge_is_one_finding_and_publishes_nothing_of_its_file() {
    let both =
        |ours: &str, theirs: &str| format!("<<<<<<< HEAD\n{ours}=======\n{theirs}>>>>>>> theirs\n");
    let front = both("status: draft\n", "status: live\n");
    let keys = both("title: [Zebra\n", "title: Zebra: two\n");
    let whole =
        both("---\ntitle: Zebra\nsources: []\n---\n", "---\ntitle: Zebra\nsources: [x\n---\n");
    let text = both("Zebra.\n", "Zebras.\n");
    let registry = both("zebra: {name: Zebra}\n", "zebra: {name: Zebras}\n");
    for (file, written) in [
        (
            "content/briefs/2024-02-01-plan.md",
            format!("---\ntitle: Plan\nsources: []\n---\n{text}"),
        ),
        (
            "content/briefs/2024-02-01-plan.md",
            format!("---\ntitle: Zebra\n{front}sources: []\n---\nText.\n"),
        ),
        ("content/briefs/2024-02-01-plan.md", format!("---\n{keys}sources: []\n---\n[[zebra]]\n")),
        ("content/briefs/2024-02-01-plan.md", format!("{whole}Text.\n")),
        (
            "content/briefs/2024-02-01-plan.md",
            format!("---\r\ntitle: Zebra\r\nsources: []\r\n---\r\n{}", text.replace('\n', "\r\n")),
        ),
        ("content/plan.md", format!("Zebra.\n\n{text}")),
        ("content/plan.md", format!("Zebra.\n\n{text}\n```\ncode\n```\n\n{text}")),
        ("content/actors/zebra.md", format!("---\nname: Zebra\n---\n{text}")),
        ("content/actors.yaml", registry.clone()),
        ("content/sources.yaml", format!("a: {{title: Zebra}}\n{registry}")),
    ] {
        let (outputs, build) = built(&format!("{BRIEF}=== {file}\n{written}"));
        assert_eq!(codes(&build), ["E-MERGE"], "{file}: {written}");
        assert!(!shows(&outputs, "Zebra") && !shows(&outputs, "zebra"), "{file}: {written}");
    }
}

#[test]
fn a_merge_of_the_configuration_or_of_a_template_is_one_finding() {
    let stances = "=== content/briefs/2024-02-01-a.md
---
title: Plan
sources: [https://example.org/a]
actors: [Ana]
stances: [{actor: Ana, issue: gas, stance: warm, source: https://example.org/a}]
issues: [gas]
---
Ana on gas.
=== content/actors.yaml
ana: {name: Ana}
=== content/issues.yaml
gas: {title: gas}
";
    let config =
        "=== site.yaml\n<<<<<<< a\nstances: [warm]\n=======\nstances: [warm, cold]\n>>>>>>> b\n";
    let (_, build) = built(&format!("{stances}{config}"));
    assert_eq!(codes(&build), ["E-MERGE"], "{:#?}", build.findings);
    for template in ["base.html", "brief.html", "own.html"] {
        let own = "=== templates/page.html\n{% extends \"own.html\" %}\n";
        let conflict = "<<<<<<< a\n{% block main %}Zebra\n=======\n{% block main %}\n>>>>>>> b\n{% endblock %}\n";
        let (outputs, build) = built(&format!("{BRIEF}{own}=== templates/{template}\n{conflict}"));
        let own_is_there = template == "own.html";
        assert!(codes(&build).contains(&"E-MERGE"), "{template}: {:#?}", build.findings);
        assert!(!own_is_there || build.findings.len() == 1, "{template}: {:#?}", build.findings);
        assert!(!shows(&outputs, "Zebra"));
    }
}

#[test]
fn marks_of_a_merge_that_are_none_are_published() {
    let marks = "<<<<<<< HEAD\nours\n=======\ntheirs\n>>>>>>> theirs\n";
    let indented: String = marks.lines().map(|line| format!("    {line}\n")).collect();
    for (file, text) in [
        ("content/plan.md", format!("How to merge:\n\n```text\n{marks}```\n")),
        ("content/plan.md", format!("How to merge:\n\n~~~\n{marks}~~~\n\nDone.\n")),
        ("content/plan.md", format!("How to merge:\n\n{indented}\nDone.\n")),
        ("content/plan.md", "A heading\n=======\n\nText.\n".to_owned()),
        ("content/plan.md", "Look: <<<<<<< here\n\nA heading\n=======\n\nText.\n".to_owned()),
        ("content/plan.md", "> <<<<<<< a\n\nA heading\n=======\n\n>>>>>>> b\n".to_owned()),
        ("content/texts/plan.txt", marks.to_owned()),
        ("content/plan.md", format!("---\ntitle: Plan\nsummary: |\n{indented}---\nText.\n")),
    ] {
        let (_, build) = built(&format!("{BRIEF}=== {file}\n{text}"));
        assert_eq!(codes(&build), [""; 0], "{file}: {text}");
    }
}

/// The site with a brief of a day that is yet to come, with all that a brief may say.
fn with_a_brief_of_tomorrow(status: &str) -> String {
    format!(
        "{BRIEF}=== content/briefs/2033-02-03-zebra/index.md
---
title: Zebra talks
{status}sources: [{{id: wire, title: Zebra wire, url: 'https://example.org/zebra'}}]
actors: [Zebra Person]
issues: [Zebra issue]
places: [Zebra hall]
summary: Zebra line.
aliases: [/zebra-old/]
former_ids: [zebra-before]
events: [{{id: zebra-summit, title: Zebra summit, kind: summit, date: 2033-02-03, who: [Zebra Person], place: Zebra hall}}]
quotes: [{{id: zebra-quote, speaker: Zebra Person, text: Zebra words, source: wire}}]
stances: [{{actor: Zebra Person, issue: Zebra issue, stance: supports, source: wire}}]
claims: [{{id: zebra-claim, text: Zebra claim, sources: [wire]}}]
gaps: [Zebra gap]
---
Zebra text, and a [map](map.svg).
=== content/briefs/2033-02-03-zebra/map.svg
<svg xmlns='http://www.w3.org/2000/svg'><title>zebra</title></svg>
=== site.yaml
base_url: https://example.net
"
    )
}

#[test]
fn a_brief_of_a_day_yet_to_come_leaves_no_trace() {
    let site = with_a_brief_of_tomorrow("");
    let (outputs, build) = built(&site);
    assert_eq!(codes(&build), ["I-BRIEF-FUTURE"], "{:#?}", build.findings);
    assert!(build.findings[0].message.contains("3 February 2033"));
    assert!(!shows(&outputs, "ebra") && !shows(&outputs, "2033"));
    let without = built(&format!("{BRIEF}=== site.yaml\nbase_url: https://example.net\n")).0;
    assert!(
        outputs == without,
        "a trace in {:?}",
        outputs.iter().find(|(path, page)| without.get(*path) != Some(page))
    );
    for (as_of, is_shown) in [("2033-02-02", false), ("2033-02-03", true), ("2034-01-01", true)] {
        let options = options().built_as_of(day(as_of));
        let (outputs, build) = built_with(&site, &options);
        assert_eq!(shows(&outputs, "Zebra talks"), is_shown, "{as_of}");
        assert_eq!(codes(&build).contains(&"I-BRIEF-FUTURE"), !is_shown, "{as_of}");
        assert!(!shows(&outputs, "dated 3 February"), "{as_of}");
    }
    for (today, is_shown) in [("2033-02-02", false), ("2033-02-03", true), ("2033-02-04", true)] {
        assert_eq!(
            shows(&built_with(&site, &Options::on(day(today))).0, "Zebra talks"),
            is_shown,
            "{today}"
        );
    }
}

#[test]
fn an_earlier_day_says_nothing_of_later_briefs() {
    let (_, build) =
        built_with(&with_a_brief_of_tomorrow(""), &options().built_as_of(day("2025-01-01")));
    assert_eq!(codes(&build), [""; 0]);
}

#[test]
fn what_leads_to_a_brief_of_tomorrow_waits_for_it() {
    let text = "=== content/briefs/2024-03-01-now.md
---
title: What is known
sources: []
actors: [ana]
---
Ana speaks in [[briefs/zebra]], on [a page](2033-02-03-zebra/index.md), at [[zebra-summit]], as in [[quote:zebra-quote]],
and in [all quotations](/quotes/).
=== content/actors.yaml
ana: {name: Ana}
zebra-person: {name: Zeb Person}
";
    let (outputs, build) = built(&format!("{}{text}", with_a_brief_of_tomorrow("")));
    assert_eq!(codes(&build), ["I-BRIEF-FUTURE"], "{:#?}", build.findings);
    for words in
        ["Zebra talks", "Zebra words", "briefs/zebra/", "events/zebra", "zebra-old", "zebra-before"]
    {
        assert!(!shows(&outputs, words), "{words}");
    }
}

#[test]
fn drafts_show_the_brief_of_tomorrow_with_its_day() {
    for (status, today, mark, on_page) in [
        ("", "2033-02-01", "dated 3 February", "<strong>Dated 3 February.</strong>"),
        ("", "2032-12-31", "dated 3 February 2033", "<strong>Dated 3 February 2033.</strong>"),
        ("status: draft\n", "2033-02-01", "Draft, dated 3 February", "<strong>Draft.</strong>"),
        ("status: draft\n", "2033-02-03", "Draft", "<strong>Draft.</strong>"),
    ] {
        let options = Options::on(day(today)).with_drafts();
        let (outputs, build) = built_with(&with_a_brief_of_tomorrow(status), &options);
        assert!(!codes(&build).contains(&"I-BRIEF-FUTURE"));
        assert!(outputs["briefs/zebra/index.html"].contains(on_page), "{status}{today}");
        let marked = format!("Zebra talks</a> <strong class=\"mark\" lang=\"en\">{mark}</strong>");
        assert!(outputs["briefs/index.html"].contains(&marked), "{status}{today}");
    }
    let as_of = options().with_drafts().built_as_of(day("2033-02-01"));
    assert!(
        !shows(&built_with(&with_a_brief_of_tomorrow(""), &as_of).0, "Zebra talks"),
        "as of a day, nothing is later"
    );
}

#[test]
fn with_drafts_a_draft_says_so_in_every_list() {
    let site = format!(
        "{}=== content/briefs/2033-01-01-before.md
---
title: Before it
sources: [https://example.org/zebra]
actors: [Zebra Person]
issues: [Zebra issue]
events: [{{id: zebra-summit, title: Zebra summit, kind: summit, date: 2033-02-03}}]
---
See [[briefs/zebra]].
=== content/briefs/2033-03-01-after.md
---
title: After it
sources: []
actors: [Zebra Person]
issues: [Zebra issue]
---
Text.
=== content/plan/index.md
---
title: The plan
---
Text.
=== content/plan/part.md
---
title: A part
status: draft
---
Text.
=== content/aims.md
---
title: Aims
status: draft
---
Text.
",
        with_a_brief_of_tomorrow("status: draft\n")
    );
    let options = Options::on(day("2033-04-01")).with_drafts();
    let (outputs, _) = built_with(&site, &options);
    // Each link to the page in a list has the mark in it or at once behind it. Text, crumbs and
    // redirects are no lists.
    let mut lists = 0;
    for (path, page) in outputs.iter().filter(|(path, _)| path.ends_with(".html")) {
        for (at, link) in page.match_indices("briefs/zebra/\"") {
            let rest = &page[at + link.len()..];
            let item = &rest[..rest.find("</li>").unwrap_or(rest.len()).min(200)];
            if path.starts_with("zebra-old/")
                || path.contains("zebra-before")
                || path.starts_with("briefs/zebra/")
            {
                continue;
            }
            let is_text =
                path.starts_with("briefs/before/") && item.starts_with(">Zebra talks</a>.");
            assert!(is_text || item.contains("Draft"), "{path}: {item}");
            lists += 1;
        }
    }
    assert!(lists > 8, "{lists}");
    assert!(outputs["feed.xml"].contains("<title>Draft: Zebra talks</title>"));
    assert!(outputs["aims/index.html"].contains("<strong>Draft.</strong>"));
    assert!(outputs["index.html"].contains(">Draft: Aims</a>"));
    assert!(
        outputs["plan/index.html"]
            .contains("A part</a> <strong class=\"mark\" lang=\"en\">Draft</strong>")
    );
    let others = ["briefs/before/index.html", "briefs/after/index.html", "plan/index.html"];
    assert!(others.iter().all(|page| !outputs[*page].contains("<strong>Draft.</strong>")));
}

/// The codes that a brief of this name, front matter and text gives, but for those of notes.
fn found_in(file: &str, front: &str, text: &str) -> Vec<&'static str> {
    let title = if front.contains("title:") { "" } else { "title: Talks\n" };
    let sources = if front.contains("sources:") { "" } else { "sources: []\n" };
    let site = format!("=== {file}\n---\n{title}{sources}{front}\n---\n{text}\n");
    codes(&built(&site).1).into_iter().filter(|code| !code.starts_with('I')).collect()
}

const FILE: &str = "content/briefs/2024-02-01-a.md";

#[test]
fn a_date_is_that_of_the_file_name() {
    for (file, front, expected) in [
        (FILE, "date: 2024-02-03", &["W-DATE-NAME"][..]),
        ("content/briefs/2024/2024-02-01-a.md", "date: 2024-02-02", &["W-DATE-NAME"]),
        ("content/briefs/2024-02-01-a/index.md", "date: 2024-02-03", &["W-DATE-NAME"]),
        ("content/briefs/2024-02-01.md", "date: 2024-02-03", &["W-DATE-NAME"]),
        ("content/briefs/2024-02-30-a.md", "date: 2024-02-28", &["W-DATE-NAME"]),
        (FILE, "date: 2024-02-03\nallow: [{code: W-DATE-NAME, reason: as it was named}]", &[]),
        (FILE, "date: 2024-02-01", &[]),
        (FILE, "date: '2024-02-01'", &[]),
        (FILE, "lang: en", &[]),
        ("content/briefs/a.md", "date: 2024-02-03", &[]),
        ("content/briefs/2024/a.md", "date: 2023-02-03", &[]),
        ("content/briefs/20240201-a.md", "date: 2024-02-03", &[]),
        ("content/briefs/2024-02-01-a/index.md", "date: 2024-02-01", &[]),
    ] {
        assert_eq!(found_in(file, front, "Text."), expected, "{file}: {front}");
    }
}

#[test]
fn a_brief_rests_on_nothing_that_came_after_it() {
    let source = |published: &str| {
        format!("sources: [{{id: w, title: W, publisher: W, published: {published}}}]")
    };
    let quote = |said: &str| {
        format!(
            "actors: [Ana]\nquotes: [{{id: q, speaker: Ana, text: Words, said: {said}, source: w}}]\nsources: [{{id: w, title: W}}]"
        )
    };
    let update =
        |date: &str, kind: &str| format!("\nupdates: [{{date: {date}, note: More, kind: {kind}}}]");
    for (front, expected) in [
        (source("2024-02-03"), true),
        (source("2024-03"), true),
        (source("2025"), true),
        (source("2024-02-03/2024-02-05"), true),
        (source("2024-02-20?"), true),
        (source("2024-02-08") + &update("2024-02-05", "major"), true),
        (quote("2024-02-03"), true),
        (quote("2024-02-09") + &update("2024-02-07", "minor"), true),
        (source("2024-02-02"), false),
        (source("2024-02-01"), false),
        (source("2024-02"), false),
        (source("2024"), false),
        (source("2024-02-04?"), false),
        (source("2024-02-05~"), false),
        (source("2023-12-01/.."), false),
        (source("2024-02-08") + &update("2024-02-07", "minor"), false),
        (source("2024-02-08") + &update("2024-02-10", "correction"), false),
        (quote("2024-02-02"), false),
        (quote("2024-01-01"), false),
        (quote("2024-02-08") + &update("2024-02-08", "major"), false),
    ] {
        let found = found_in(FILE, &front, "Ana spoke.");
        assert_eq!(found.contains(&"W-DATE-ORDER"), expected, "{front}: {found:?}");
    }
    let registered = |published: &str| {
        let site = format!(
            "=== {FILE}\n---\ntitle: Talks\nsources: [w]\n---\nText.\n=== content/sources.yaml\nw: {{title: W, publisher: W, published: {published}}}\n"
        );
        codes(&built(&site).1).contains(&"W-DATE-ORDER")
    };
    assert!(registered("2024-02-03") && !registered("2024-02-02"));
}

#[test]
fn a_live_brief_says_something() {
    for (front, text, expected) in [
        ("lang: en", "", true),
        ("lang: en", " \n\n", true),
        ("lang: en", "<!-- to be\n\nwritten -->", true),
        ("lang: en", "<!-- a --> <!-- b -->", true),
        ("summary: ''", "", true),
        ("actors: [Ana]\nissues: [Gas]", "", true),
        ("lang: en", "[a]: https://example.org", true),
        ("lang: en", "Text.", false),
        ("lang: en", "`code`", false),
        ("lang: en", "![Map](https://example.org/a.png)", false),
        ("lang: en", "<p>Text.</p>", false),
        ("lang: en", "<!-- a -->\nText.", false),
        ("lang: en", "    code", false),
        ("lang: en", "|a|\n|-|\n|b|", false),
        ("summary: A line.", "", false),
        ("gaps: [What is next.]", "", false),
        ("events: [{id: e, title: E, date: 2024-01-01}]", "", false),
        ("claims: [{id: c, text: It is so}]", "", false),
        ("status: draft", "", false),
        ("status: withdrawn", "", false),
    ] {
        let found = found_in(FILE, front, text);
        assert_eq!(found.contains(&"W-EMPTY"), expected, "{front}: {text}: {found:?}");
    }
}

#[test]
fn who_is_superseded_says_by_whom() {
    let other = "=== content/briefs/2024-02-02-b.md\n---\ntitle: B\nsources: []\n---\nText.\n";
    for (front, expected) in [
        ("status: superseded", &["E-TYPE at 4:1"][..]),
        ("status: superseded\nsuperseded_by:", &["E-TYPE at 4:1"]),
        ("superseded_by: [b]\nstatus: superseded", &["E-TYPE at 4:16"]),
        ("status: superseded\nsuperseded_by: b", &[]),
        ("superseded_by: b\nstatus: superseded", &[]),
        ("status: withdrawn", &[]),
    ] {
        let text = format!("=== {FILE}\n---\ntitle: A\nsources: []\n{front}\n---\nText.\n{other}");
        let files = Files::from_text(&text);
        let place = |finding: &briefgen::base::finding::Finding| {
            let lines = briefgen::base::text::Lines::new(files.text(&finding.span.file).unwrap());
            let place = lines.position(finding.span.at.start as usize);
            format!("{} at {}:{}", finding.code, place.line, place.column)
        };
        assert_eq!(
            built(&text).1.findings.iter().map(place).collect::<Vec<_>>(),
            expected,
            "{front}"
        );
    }
}

#[test]
fn a_text_that_yaml_cuts_short_is_reported() {
    for (front, expected, shown) in [
        ("title: Talks in hall #5", &["W-YAML-COMMENT"][..], "<h1>Talks in hall</h1>"),
        ("title: Talks in hall  # 5", &["W-YAML-COMMENT"], "<h1>Talks in hall</h1>"),
        ("summary: We are #1", &["W-YAML-COMMENT"], "<p>We are</p>"),
        ("gaps:\n  - Who sat in hall #5", &["W-YAML-COMMENT"], "<li>Who sat in hall</li>"),
        ("updates:\n  - date: 2024-03-01\n    note: Item #5", &["W-YAML-COMMENT"], "Item</div>"),
        ("title: \"Talks in hall #5\"", &[], "<h1>Talks in hall #5</h1>"),
        ("title: 'Talks in hall #5'  # the large one", &[], "<h1>Talks in hall #5</h1>"),
        ("title: Talks in hall no.#5", &[], "<h1>Talks in hall no.#5</h1>"),
        ("summary: |\n  We are #1", &[], "<p>We are #1"),
        ("lang: en  # as our house has it", &[], "<h1>Talks</h1>"),
        ("status: live  # since noon", &[], "<h1>Talks</h1>"),
    ] {
        let title = if front.contains("title:") { "" } else { "title: Talks\n" };
        let (outputs, build) =
            built(&format!("=== {FILE}\n---\n{title}sources: []\n{front}\n---\nText.\n"));
        assert_eq!(codes(&build), expected, "{front}");
        assert!(
            outputs["briefs/a/index.html"].contains(shown),
            "{front}: {}",
            outputs["briefs/a/index.html"]
        );
    }
    let registries = "=== site.yaml\ntitle: Desk #1\n=== content/actors.yaml\nana:\n  name: Ana #2\n  kind: person  # a judge\n";
    let (_, build) = built(&format!("{BRIEF}{registries}"));
    assert_eq!(
        codes(&build),
        ["I-ORPHAN", "W-YAML-COMMENT", "W-YAML-COMMENT"],
        "{:#?}",
        build.findings
    );
}

#[test]
fn markup_of_other_tools_is_reported_wherever_there_is_text() {
    for (file, front) in [
        (FILE, "title: A\nsources: []"),
        ("content/plan.md", "title: A"),
        ("content/actors/plan.md", "name: A"),
        ("content/issues/plan.md", "title: A"),
    ] {
        for (text, expected) in [
            ("{{< figure src=\"x.png\" >}}", &["W-FOREIGN"][..]),
            ("Of $x^2$ and %%not yet%%.", &["W-FOREIGN", "W-FOREIGN"]),
            ("A note.[^1]", &["W-FOREIGN"]),
            ("Costs of $5 and $7, a == b.", &[]),
            ("A note.[^1]\n\n[^1]: It is here.", &[]),
            (":::audience internal\nText.\n:::", &[]),
        ] {
            let (_, build) = built(&format!("{BRIEF}=== {file}\n---\n{front}\n---\n{text}\n"));
            let found: Vec<_> =
                codes(&build).into_iter().filter(|code| *code != "I-ORPHAN").collect();
            assert_eq!(found, expected, "{file}: {text}: {:#?}", build.findings);
        }
    }
}
