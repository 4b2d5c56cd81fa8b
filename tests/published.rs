//! What must never be published: inputs of both kinds, those that are refused and those that look
//! like them and are good.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::collections::BTreeMap;

use briefgen::base::date::Day;
use briefgen::files::Files;
use briefgen::output::Content;
use briefgen::{Build, Cache, Options, build};

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn options() -> Options {
    Options::on(day("2026-12-01"))
}

type Outputs = BTreeMap<String, String>;

/// The outputs of a site by path, and what was found.
fn built_with(text: &str, options: &Options) -> (Outputs, Build) {
    let mut outputs = BTreeMap::new();
    let build = build(&Files::from_text(text), options, &mut Cache::default(), |batch| {
        for output in batch {
            let Content::Bytes(bytes) = output.content else { panic!("{} is on disk", output.path) };
            outputs.insert(output.path.to_string(), String::from_utf8_lossy(&bytes).into_owned());
        }
    });
    (outputs, build)
}

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
                let (outputs, _) = built_with(&site, &Options { drafts, ..options() });
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
    let both = |ours: &str, theirs: &str| format!("<<<<<<< HEAD\n{ours}=======\n{theirs}>>>>>>> theirs\n");
    let front = both("status: draft\n", "status: live\n");
    let keys = both("title: [Zebra\n", "title: Zebra: two\n");
    let whole = both("---\ntitle: Zebra\nsources: []\n---\n", "---\ntitle: Zebra\nsources: [x\n---\n");
    let text = both("Zebra.\n", "Zebras.\n");
    let registry = both("zebra: {name: Zebra}\n", "zebra: {name: Zebras}\n");
    for (file, written) in [
        ("content/briefs/2024-02-01-plan.md", format!("---\ntitle: Plan\nsources: []\n---\n{text}")),
        ("content/briefs/2024-02-01-plan.md", format!("---\ntitle: Zebra\n{front}sources: []\n---\nText.\n")),
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
    let config = "=== site.yaml\n<<<<<<< a\nstances: [warm]\n=======\nstances: [warm, cold]\n>>>>>>> b\n";
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
