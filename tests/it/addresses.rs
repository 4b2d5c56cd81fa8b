//! Addresses: in which order they are listed, what a link may call them, what leads on from old
//! ones.
#![expect(clippy::disallowed_methods, reason = "builds a real folder, and looks at its output")]

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;

use briefgen::files::Files;
use briefgen::output::OutputContent;
use briefgen::{Build, Cache, Options, build};

use crate::memory::built as built_with;

/// The outputs of a site by path, and what was found.
fn built(text: &str) -> (BTreeMap<String, String>, Build) {
    built_with(text, &Options::on("2026-11-23".parse().unwrap()))
}

fn codes(build: &Build) -> Vec<&'static str> {
    build.findings.iter().map(|finding| finding.code.as_str()).collect()
}

/// Which of some texts a page shows, in the order in which it does.
fn order<'t>(page: &str, texts: &[&'t str]) -> Vec<&'t str> {
    let mut places: Vec<_> =
        texts.iter().filter_map(|text| Some((page.find(text)?, *text))).collect();
    places.sort_unstable();
    places.into_iter().map(|(_, text)| text).collect()
}

#[test]
fn of_two_briefs_of_one_day_one_is_the_newer_everywhere() {
    let brief = |id: &str, place: &str, stance: &str| {
        format!(
            "=== content/briefs/{id}.md\n---\ntitle: Brief {id}\ndate: 2023-06-18\nsources: [{{id: s, title: S {id}}}]\n\
             actors: [Ivor Marsh]\nissues: [Trade]\nplaces: [Bern]\n\
             events: [{{id: summit, title: Summit, date: 2023-06-17, place: {place}, who: [Ivor Marsh]}}]\n\
             stances: [{{actor: Ivor Marsh, issue: Trade, stance: {stance}, summary: Says {id}, source: s}}]\n\
             claims: [{{id: calm, text: Calm {id}, sources: [s]}}]\n\
             quotes: [{{id: q-{id}, speaker: Ivor Marsh, text: Words {id}, mode: paraphrase, issue: Trade}}]\n\
             ---\nIvor Marsh spoke in Bern on trade.\n"
        )
    };
    let site = format!(
        "=== site.yaml\nbase_url: https://example.org\n{}{}",
        brief("a", "Bern", "supports"),
        brief("z", "Basel", "opposes")
    );
    let (outputs, _) = built(&site);
    let titles = ["Brief a</", "Brief z</"];
    for page in [
        "index.html",
        "briefs/index.html",
        "actors/ivor-marsh/index.html",
        "issues/trade/index.html",
        "feed.xml",
    ] {
        assert_eq!(order(&outputs[page], &titles), ["Brief z</", "Brief a</"], "{page}");
    }
    assert_eq!(
        order(&outputs["quotes/index.html"], &["Words a", "Words z"]),
        ["Words z", "Words a"]
    );
    let neighbour = |id: &str, rel: &str| {
        let page = &outputs[&format!("briefs/{id}/index.html")];
        page.lines()
            .find(|line| line.contains(&format!("rel=\"{rel}\"")))
            .map(str::to_owned)
            .unwrap_or_default()
    };
    assert!(neighbour("z", "prev").contains("briefs/a/"), "{}", neighbour("z", "prev"));
    assert!(neighbour("a", "next").contains("briefs/z/"), "{}", neighbour("a", "next"));
    assert_eq!((neighbour("a", "prev"), neighbour("z", "next")), Default::default());
    let event = &outputs["events/summit/index.html"];
    assert_eq!(order(event, &[">Basel<", ">Bern<"])[0], ">Basel<", "{event}");
    assert!(outputs["claims/index.html"].contains("Calm z"));
    let stances = &outputs["stances/index.html"];
    assert!(stances.contains("opposes") && !stances.contains("supports"), "{stances}");
}

/// Where a redirect leads; `None` where there is no file, or another page.
fn target(outputs: &BTreeMap<String, String>, path: &str) -> Option<String> {
    let page = outputs.get(path)?;
    let refresh = page.split("http-equiv=\"refresh\"").nth(1)?;
    Some(refresh.split("url=").nth(1)?.split('"').next()?.trim_start_matches("../").to_owned())
}

const NAMING: &str = "=== content/briefs/a.md
---
title: A
date: 2023-06-18
sources: [https://example.org/talks, The Report]
issues: [Niger transition]
actors: [Ivor Marsh, a senior official]
places: [Bern Hall]
events: [{id: e, title: E, who: [Nora Hall], date: 2023-06-18, source: The Report}]
---
Ivor Marsh spoke.
=== content/briefs/b.md
---
title: B
date: 2023-06-19
sources: ['https://example.org/talks#day', The Report]
---
He spoke.
";

#[test]
fn what_was_a_string_keeps_its_address_when_it_is_registered_under_another_id() {
    let former = [
        "issues/niger-transition/index.html",
        "actors/ivor-marsh/index.html",
        "actors/nora-hall/index.html",
        "places/bern-hall/index.html",
        "sources/example-org-talks/index.html",
        "sources/the-report/index.html",
        "offices/chair-of-the-board/index.html",
    ];
    let offices = "=== content/actors/otto-lind.md\n---\nname: Otto Lind\noffices: [Chair of the Board]\n---\n";
    let (before, _) = built(&format!("{NAMING}{offices}"));
    let registry = "=== content/issues/sahel/niger-transition.md\n---\ntitle: Niger transition\n---\n
=== content/actors.yaml\nmarsh: {name: I. Marsh, aliases: [Ivor Marsh]}\nhall: {name: Nora Hall}
official: {name: a senior official, anonymous: true}
=== content/places.yaml\nhall: {name: Bern Hall}\n=== content/offices.yaml\nchair: {title: Chair of the Board}
=== content/sources.yaml\ntalks: {title: Talks, url: 'https://example.org/talks'}\nreport: {title: The Report}
";
    let (after, build) = built(&format!("{NAMING}{offices}{registry}"));
    assert!(!codes(&build).contains(&"E-DUPLICATE"), "{:?}", codes(&build));
    let to = ["issues/sahel/niger-transition/", "actors/marsh/", "actors/hall/", "places/hall/"];
    let to = to.into_iter().chain(["sources/talks/", "sources/report/", "offices/chair/"]);
    for (path, to) in former.into_iter().zip(to) {
        assert!(before.contains_key(path), "{path}: {:?}", before.keys());
        assert_eq!(target(&after, path).as_deref(), Some(to), "{path}: {:?}", after.keys());
    }
    // The list has the id now.
    let with_id =
        format!("{NAMING}{registry}").replace("[Niger transition]", "[sahel/niger-transition]");
    let (outputs, _) = built(&with_id);
    assert_eq!(target(&outputs, former[0]).as_deref(), Some("issues/sahel/niger-transition/"));
}

#[test]
fn an_address_that_a_name_had_gives_way_to_all_others() {
    let registry =
        "=== content/issues/sahel/niger-transition.md\n---\ntitle: Niger transition\n---\n";
    for (other, has) in [
        ("=== static/issues/niger-transition/index.html\nOwn page\n", "Own page"),
        ("=== content/issues/niger-transition.md\n---\ntitle: The other\n---\n", "The other"),
        (
            "=== content/about.md\n---\naliases: [/issues/niger-transition/]\n---\n# About\n",
            "about/",
        ),
        (
            "=== content/issues/mali.md\n---\ntitle: Mali\nformer_ids: [niger-transition]\n---\n",
            "issues/mali/",
        ),
    ] {
        let (outputs, build) = built(&format!("{NAMING}{registry}{other}"));
        assert!(!codes(&build).contains(&"E-DUPLICATE"), "{other}: {:?}", build.findings);
        assert!(outputs["issues/niger-transition/index.html"].contains(has), "{other}");
    }
    // One brief alone gives a source no page, and an id has no other address.
    let one = NAMING.split("=== content/briefs/b.md").next().unwrap();
    let sources =
        "=== content/sources.yaml\ntalks: {title: Talks, url: 'https://example.org/talks'}\n";
    let (outputs, _) = built(&format!("{one}{sources}"));
    assert!(!outputs.contains_key("sources/example-org-talks/index.html"));
    // What a draft calls by its name leaves no trace.
    let draft = NAMING.replace("title: A\n", "title: A\nstatus: draft\n");
    let (outputs, _) =
        built(&format!("{draft}=== content/actors.yaml\nmarsh: {{name: Ivor Marsh}}\n"));
    assert!(!outputs.contains_key("actors/ivor-marsh/index.html"));
}

/// The findings of one code, as `file: message | help`.
fn found(text: &str, code: &str) -> Vec<String> {
    let (_, build) = built(text);
    let found = build.findings.iter().filter(|finding| finding.code.as_str() == code);
    found
        .map(|finding| format!("{}: {} | {}", finding.span.file, finding.message, finding.help))
        .collect()
}

fn brief(name: &str, text: &str) -> String {
    format!("=== content/briefs/{name}\n---\ntitle: Of {name}\nsources: []\n---\n{text}\n")
}

/// `é` as one letter, and as a letter with a mark.
const E: [&str; 2] = ["\u{e9}", "e\u{301}"];

#[test]
fn a_name_leads_to_its_file_however_its_accents_are_stored() {
    for (stored, typed) in [(E[0], E[1]), (E[1], E[0]), (E[1], E[1]), (E[0], E[0])] {
        let text = format!(
            "[a](../caf{typed}.md) ![b](plan-{typed}.png) [c](../Gr{typed}/x.md) [d](/caf{typed}/) [e](../Gr{typed}/) \
             [f](/logo-{typed}.svg) <img src=\"plan-{typed}.png\" alt=\"x\"> [g](plan-{encoded}.png)",
            encoded = typed.bytes().map(|byte| format!("%{byte:02X}")).collect::<String>()
        );
        let site = format!(
            "{}=== content/caf{stored}.md\n# Café\n=== content/Gr{stored}/x.md\n# X\n=== content/Gr{stored}/index.md\n# Gr\n\
             === content/briefs/plan-{stored}.png\nx\n=== static/logo-{stored}.svg\nx\n\
             === content/sources.yaml\nwire: {{title: Wire, text: caf{typed}.txt}}\n\
             === content/texts/caf{stored}.txt\nText.\n\
             === content/about.md\n---\ntemplate: {typed}.html\n---\n# About\n=== templates/{stored}.html\nOwn page\n",
            brief("2023-06-18-talks.md", &text)
        );
        let (outputs, build) = built(&site);
        let errors: Vec<_> =
            build.findings.iter().filter(|found| found.code.as_str().starts_with("E-")).collect();
        assert!(errors.is_empty(), "{stored:?} {typed:?}: {errors:?}");
        assert!(outputs["about/index.html"].contains("Own page"));
        for path in [
            "caf\u{e9}/index.html",
            "briefs/plan-\u{e9}.png",
            "logo-\u{e9}.svg",
            "Gr\u{e9}/x/index.html",
        ] {
            assert!(outputs.contains_key(path), "{path}: {:?}", outputs.keys());
        }
    }
    assert_eq!(found(&brief("2023-06-18-talks.md", "[a](../caf\u{e9}.md)"), "E-LINK").len(), 1);
}

#[test]
fn two_files_that_are_one_on_most_disks_are_told_of_once() {
    let capitals = "rename one of them: they differ only in capitals";
    let accents = "rename one of them: they differ only in how letters with accents are stored";
    for (one, other, help) in [
        ("content/About.md", "content/about.md", capitals),
        ("static/Map.png", "static/map.png", capitals),
        ("static/IMG/a.png", "static/img/a.png", capitals),
        ("content/texts/Wire.txt", "content/texts/wire.txt", capitals),
        ("static/caf\u{e9}.png", "static/cafe\u{301}.png", accents),
        ("content/caf\u{e9}.md", "content/cafe\u{301}.md", accents),
        ("static/\u{c9}.png", "static/e\u{301}.png", capitals),
    ] {
        let site =
            format!("{}=== {one}\n# X\n=== {other}\n# X\n", brief("2023-06-18-talks.md", "Text."));
        let found = found(&site, "E-DUPLICATE");
        assert_eq!(found.len(), 1, "{one} {other}: {found:?}");
        assert!(found[0].ends_with(&format!("are one file on most disks | {help}")), "{found:?}");
    }
    for (files, paths) in [
        (
            "=== content/About.md\n# X\n=== static/about/index.html\nx\n",
            ["About/index.html", "about/index.html"],
        ),
        (
            "=== content/about.md\n---\naliases: [/About/]\n---\n# X\n",
            ["About/index.html", "about/index.html"],
        ),
        (
            "=== static/briefs/Talks/index.html\nx\n",
            ["briefs/Talks/index.html", "briefs/talks/index.html"],
        ),
    ] {
        let site = format!("{}{files}", brief("2023-06-18-talks.md", "Text."));
        let message = format!("`{}` and `{}` are one file on most disks", paths[0], paths[1]);
        let found = found(&site, "E-DUPLICATE");
        assert!(found.len() == 1 && found[0].contains(&message), "{found:?}");
    }
    let apart = "=== content/Guide/a.md\n# A\n=== content/guide/b.md\n# B\n=== static/A.png\nx\n=== static/b.png\nx\n";
    assert_eq!(found(apart, "E-DUPLICATE"), [""; 0]);
}

#[test]
fn files_of_other_kinds_are_told_of_with_what_to_do() {
    let neither = "is neither read nor published";
    for (file, message, help) in [
        ("content/guide/x.mdx", "is not read", "rename it to `x.md`"),
        ("content/briefs/20230618 Talks.qmd", "is not read", "rename it to `2023-06-18-talks.md`"),
        ("content/x.Rmd", "is not read", "rename it to `x.md`"),
        (
            "content/x.html",
            neither,
            "write it in Markdown, as `x.md`, move it below `static/`, or link to it",
        ),
        ("content/data.json", neither, "move it below `static/`, or link to it"),
        ("content/actors.toml", neither, "write it in YAML, as `content/actors.yaml`"),
        ("content/sources.json", neither, "write it in YAML, as `content/sources.yaml`"),
        ("content/briefs/2023-01-01-a.md.txt", neither, "rename it to `2023-01-01-a.md`"),
        ("content/briefs/2023-01-01-a.markdown.txt", neither, "rename it to `2023-01-01-a.md`"),
        ("content/briefs/2023-01-01-a.MD", "is not read", "rename it to `2023-01-01-a.md`"),
        ("content/briefs/2023-01-01-a.markdown", "is not read", "rename it to `2023-01-01-a.md`"),
        (
            "content/briefs/2023_01_01 Ein Anfang.TXT",
            neither,
            "rename it to `2023-01-01-ein-anfang.md`, move it below `content/texts/`, or link to it",
        ),
        ("content/briefs/2023-01-01-a", neither, "rename it to `2023-01-01-a.md`"),
        ("content/actors.yaml.txt", neither, "rename it to `actors.yaml`"),
        (
            "content/notes.docx",
            neither,
            "rename it to `notes.md`, move it below `content/texts/`, or link to it",
        ),
    ] {
        let site = format!("{}=== {file}\nWords.\n", brief("2023-06-18-talks.md", "Text."));
        assert_eq!(found(&site, "E-FILE"), [format!("{file}: `{file}` {message} | {help}")]);
    }
    // Linked to, in the folder of what is shown, private, or an image.
    let site = brief("2023-06-18-talks/index.md", "[a](../../data.json)")
        + "=== content/data.json\n{}\n=== content/briefs/2023-06-18-talks/table.html\nx\n=== content/texts/a.html\nx\n\
           === content/briefs/x.png\nx\n=== content/LICENSE\nx\n=== static/a.json\n{}\n"
        + &brief("2030-01-01-later/index.md", "Text.")
        + "=== content/briefs/2030-01-01-later/notes.txt\nx\n"
        + &brief("2023-06-20-draft/index.md", "Text.").replace("sources", "status: draft\nsources")
        + "=== content/briefs/2023-06-20-draft/notes.txt\nx\n";
    assert_eq!(found(&site, "E-FILE"), [""; 0]);
    let undated = brief("20230618-talks.md", "Text.");
    let help = "write `date: 2023-06-18`, or begin the file's name with `2023-06-18`";
    assert_eq!(
        found(&undated, "E-TYPE"),
        [format!("content/briefs/20230618-talks.md: `date` is missing | {help}")]
    );
}

#[test]
fn a_relative_link_to_a_folder_leads_to_its_page() {
    let site = |text: &str| {
        format!(
            "=== content/guide/index.md\n# Guide\n\n{text}\n=== content/guide/x/index.md\n# X\n\n[up](../)\n{}",
            brief("2023-06-18-talks.md", "[all](./) [home](../) [guide](../guide/)")
        )
    };
    let (outputs, build) =
        built(&site("[x](../) [y](../briefs/) [z](../briefs/talks/) [w](./) [v](..) [u](.)"));
    assert_eq!(codes(&build), [""; 0], "{:?}", build.findings);
    let page = &outputs["guide/index.html"];
    for link in
        ["href=\"../\"", "href=\"../briefs/\"", "href=\"../briefs/talks/\"", "href=\"../guide/\""]
    {
        assert!(page.contains(link), "{link}: {page}");
    }
    assert!(outputs["briefs/talks/index.html"].contains("href=\"../../briefs/\""));
    let at = "content/guide/index.md";
    for (text, code, message) in [
        (
            "[x](../breifs/)",
            "E-LINK",
            "the link leads to `../breifs/`, which the site does not have | did you mean `/briefs/`?",
        ),
        (
            "[x](../briefs)",
            "E-LINK",
            "the link leads to `../briefs`, which does not exist | did you mean `../briefs/`?",
        ),
        (
            "![x](../briefs/)",
            "E-LINK",
            "the image leads to `../briefs/`, which is a page | without the `!` it is a link to that page",
        ),
        (
            "[x](../../)",
            "E-PATH",
            "the link leads out of the site | an address that begins with `/` is one of the site: `/` is its home page",
        ),
        (
            "[x](../texts/)",
            "E-LINK",
            "the link leads to `../texts/`, which the site does not have | an address that begins with `/` is one of this site's pages or files: check it",
        ),
    ] {
        let site = site(text) + "=== content/texts/wire.txt\nText.\n";
        assert_eq!(found(&site, code), [format!("{at}: {message}")], "{text}");
    }
}

const MANY: &str = "=== content/other.md
# Other
=== content/guide/moved.md
# Moved
=== content/guide/index.md
# Guide

[moved](moved.md)
=== content/briefs/2023-07-27-niger-coup.md
---
title: Niger
sources: []
former_ids: [niger]
---
They spoke.
=== content/actors.yaml
ivor-marsh: {name: Ivor Marsh, former_ids: [marsh]}
=== content/briefs/force.svg
<svg/>
=== static/logo.png
x
=== content/notes.txt
Words.
";

#[test]
fn a_link_of_another_tools_form_gets_the_one_that_is_meant() {
    let site = |text: &str| format!("{MANY}{}", brief("2023-06-18-talks.md", text));
    for (link, help) in [
        ("[a](../other)", "../other.md"),
        ("[a](other)", "../other.md"),
        ("[b](../other.html)", "../other.md"),
        ("[b](../Other.MD)", "../other.md"),
        ("[b](../other.markdown)", "../other.md"),
        ("[b](../other/index.html)", "../other.md"),
        ("[c](/moved.md)", "../guide/moved.md"),
        ("[c](/content/guide/moved.md)", "../guide/moved.md"),
        ("[c](content/guide/moved.md)", "../guide/moved.md"),
        ("[c](../moved.md#part)", "../guide/moved.md"),
        ("[c](@/guide/moved.md)", "../guide/moved.md"),
        ("[c](../guide/movd.md)", "../guide/moved.md"),
        ("[d](Force.svg)", "force.svg"),
        ("![d](Force.svg)", "force.svg"),
        ("![d](force.png)", "force.svg"),
        ("![d](images/force.svg)", "force.svg"),
        ("![d](logo.png)", "/logo.png"),
        ("![d](../../static/logo.png)", "/logo.png"),
        ("![d](/static/logo.png)", "/logo.png"),
        ("[e](niger-coup.md)", "2023-07-27-niger-coup.md"),
        ("[e](niger-coup)", "2023-07-27-niger-coup.md"),
        ("[e](2023-07-28-niger-coup.md)", "2023-07-27-niger-coup.md"),
        ("<a href=\"../other.html\">x</a>", "../other.md"),
    ] {
        let found = found(&site(link), "E-LINK");
        assert_eq!(found.len(), 1, "{link}: {found:?}");
        assert!(found[0].ends_with(&format!("| did you mean `{help}`?")), "{link}: {found:?}");
    }
    for (link, help) in [
        ("[[2023-07-27-niger-coup]]", "did you mean `[[niger-coup]]`?"),
        ("[[2023-07-27-niger-coup.md]]", "did you mean `[[niger-coup]]`?"),
        ("[[briefs/2023-07-27-niger-coup]]", "did you mean `[[niger-coup]]`?"),
        ("[[Briefings/2023-07-27-niger-coup|x]]", "did you mean `[[niger-coup]]`?"),
        ("[[niger]]", "did you mean `[[niger-coup]]`?"),
        ("[[marsh]]", "did you mean `[[ivor-marsh]]`?"),
        ("[[actors/marsh]]", "did you mean `[[ivor-marsh]]`?"),
        (
            "![[force.svg]]",
            "did you mean `![](force.svg)`, with what it shows between the brackets?",
        ),
        ("[[force.svg]]", "did you mean `[force](force.svg)`?"),
        ("[[other]]", "did you mean `[other](../other.md)`?"),
        ("[[guide/moved]]", "did you mean `[moved](../guide/moved.md)`?"),
        ("[[nowhere-at-all]]", "register it, or write `\\[[` for brackets that are no link"),
    ] {
        let found = found(&site(link), "E-REF-UNDEFINED");
        assert_eq!(found.len(), 1, "{link}: {found:?}");
        assert!(found[0].ends_with(&format!("| {help}")), "{link}: {found:?}");
    }
    for (key, help) in [
        ("actors: [marsh]", "ivor-marsh"),
        ("superseded_by: niger", "niger-coup"),
        ("superseded_by: 2023-07-27-niger-coup", "niger-coup"),
    ] {
        let status = if key.starts_with("superseded") { "status: superseded\n" } else { "" };
        let text = site("Text.").replace("title: Of", &format!("{status}{key}\ntitle: Of"));
        let found = found(&text, "E-REF-UNDEFINED");
        assert!(
            found.len() == 1 && found[0].ends_with(&format!("| did you mean `{help}`?")),
            "{key}: {found:?}"
        );
    }
    // What is there and private, and what nothing is like.
    let private =
        found(&(site("[x](../texts/wire.txt)") + "=== content/texts/wire.txt\nx\n"), "E-LINK");
    assert!(
        private[0].contains("which is not published | what readers are to have"),
        "{private:?}"
    );
    let nothing = found(&site("[x](weather.md)"), "E-LINK");
    assert!(nothing[0].contains("which does not exist | the path is taken from"), "{nothing:?}");
}

#[test]
fn an_anchor_in_another_script_gets_the_one_that_is_meant() {
    for (link, heading, anchor) in [
        ("#итоги", "Итоги", "itogi"),
        ("#结论", "结论", "jie-lun"),
        ("#Über-uns", "Über uns", "uber-uns"),
    ] {
        let text = format!("[see]({link})\n\n## {heading}\n\nText.");
        let found = found(&brief("2023-06-18-talks.md", &text), "E-LINK");
        assert!(
            found.len() == 1
                && found[0].ends_with(&format!("| the anchor of that heading is `#{anchor}`")),
            "{found:?}"
        );
    }
}

#[test]
fn a_plain_page_that_nobody_finds_is_told_of() {
    let page = |path: &str, text: &str| format!("=== content/{path}\n# Page\n\n{text}\n");
    let note = "nothing links to the page `/notes/a/`, and no menu shows it | link to it, give its folder an `index.md`, \
        whose page lists all of the folder, or take it out";
    let lost = page("notes/a.md", "[itself](a.md)");
    assert_eq!(found(&lost, "I-ORPHAN"), [format!("content/notes/a.md: {note}")]);
    for found_by in [
        page("notes/index.md", "The folder."),
        page("about.md", "[a](notes/a.md)"),
        page("about.md", "<a href=\"/notes/a/\">a</a>"),
        brief("2023-06-18-talks.md", "[a](../notes/a.md)"),
        brief("2023-06-18-talks.md", "[a](../notes/a.md)")
            .replace("sources", "status: draft\nsources"),
        brief("2030-06-18-talks.md", "[a](../notes/a.md)"),
        "=== templates/404.html\n<a href=\"{{ root }}notes/a/\">a</a>\n".to_owned(),
    ] {
        assert_eq!(found(&format!("{lost}{found_by}"), "I-ORPHAN"), [""; 0], "{found_by}");
    }
    assert_eq!(found(&page("index.md", "Home."), "I-ORPHAN"), [""; 0]);
    assert_eq!(found(&page("about.md", "In the menu."), "I-ORPHAN"), [""; 0]);
    assert_eq!(found(&page("notes/index.md", "In the menu."), "I-ORPHAN"), [""; 0]);
    assert_eq!(found(&page("notes/deep/index.md", "Nowhere."), "I-ORPHAN").len(), 1);
    let draft = "=== content/notes/a.md\n---\ntitle: A\nstatus: draft\n---\nText.\n";
    assert_eq!(found(draft, "I-ORPHAN"), [""; 0]);
}

#[test]
fn the_page_of_a_folder_in_the_name_of_another_tool_is_told_of() {
    for name in ["_index.md", "README.md", "readme.md", "Index.md", "INDEX.md", "Readme.md"] {
        let help = "rename it to `index.md`, or move it out of `content/` if it is not for readers";
        let message = format!("`{name}` is a page of its own, and not that of its folder");
        for folder in ["guide/", ""] {
            let at = format!("content/{folder}{name}");
            assert_eq!(
                found(&format!("=== {at}\n# Guide\n"), "W-FOREIGN"),
                [format!("{at}: {message} | {help}")]
            );
        }
        for (folder, kind, help) in [
            (
                "briefs",
                "brief",
                "the page of `content/briefs/` is made of what is in it: take the file out",
            ),
            (
                "actors",
                "actor",
                "the page of `content/actors/` is made of what is in it: take the file out",
            ),
            ("briefs/2023-06-18-talks", "brief", "rename it to `index.md`"),
            ("issues/sahel", "issue", "rename it to `index.md`"),
        ] {
            let at = format!("content/{folder}/{name}");
            let (_, build) = built(&format!("=== {at}\n# Words\n"));
            assert_eq!(codes(&build), ["E-ID"], "{at}: {:?}", build.findings);
            assert_eq!(build.findings[0].help, help, "{at}");
            assert_eq!(build.findings[0].message, format!("`{name}` is no {kind}"));
        }
    }
    let (_, build) =
        built("=== content/guide/index.md\n# Guide\n=== content/my-index.md\n# Mine\n");
    assert_eq!(codes(&build), [""; 0]);
}

#[test]
fn dates_stay_in_ids_where_the_site_says_so() {
    let briefs = brief("2024-01-02-morning.md", "[[2024-01-03-morning]]")
        + &brief("2024-01-03-morning.md", "Text.");
    let dated = format!("=== site.yaml\nid_dates: true\n{briefs}");
    let (_, build) = built(&briefs);
    let help = "write `slug: 2024-01-03-morning` in it, or `id_dates: true` in `site.yaml` to keep dates in all ids";
    let twice =
        build.findings.iter().find(|finding| finding.code.as_str() == "E-DUPLICATE").unwrap();
    assert_eq!(
        (twice.message.as_str(), twice.help.as_str()),
        ("brief `morning` is declared twice", help)
    );
    let (outputs, build) = built(&dated);
    assert_eq!(codes(&build), [""; 0], "{:?}", build.findings);
    assert!(
        outputs["briefs/2024-01-02-morning/index.html"]
            .contains("href=\"../../briefs/2024-01-03-morning/\"")
    );
    let more = brief("2024-01-04-noon/index.md", "![x](x.png) [[midday]]")
        + "=== content/briefs/2024-01-04-noon/x.png\nx\n"
        + &brief("2024-01-05-late.md", "Text.").replace("sources", "slug: midday\nsources");
    let (outputs, build) = built(&format!("{dated}{more}"));
    assert_eq!(codes(&build), [""; 0], "{:?}", build.findings);
    for path in [
        "briefs/2024-01-04-noon/index.html",
        "briefs/2024-01-04-noon/x.png",
        "briefs/midday/index.html",
    ] {
        assert!(outputs.contains_key(path), "{path}");
    }
    let missing =
        found(&format!("{dated}{}", brief("2024-01-06-x.md", "[[morning]]")), "E-REF-UNDEFINED");
    assert!(missing[0].ends_with("| did you mean `[[2024-01-02-morning]]`?"), "{missing:?}");
    let slugged = briefs.replacen(
        "title: Of 2024-01-03-morning.md\n",
        "title: B\nslug: 2024-01-03-morning\n",
        1,
    );
    assert_eq!(codes(&built(&slugged).1), [""; 0]);
}

/// What a build with a kept cache leaves, after each of some sites, as a clean build would.
fn incremental_equals_clean(sites: &[&str]) {
    let options = Options::on("2026-11-23".parse().unwrap());
    let (mut cache, mut kept) = (Cache::default(), BTreeMap::new());
    for (number, site) in sites.iter().enumerate() {
        let mut put = Vec::new();
        let build = build(&Files::from_text(site), &options, &mut cache, |batch| put.extend(batch));
        for output in put {
            let OutputContent::Bytes(bytes) = output.content else {
                panic!("{} is copied from disk", output.path)
            };
            kept.insert(output.path.to_string(), String::from_utf8_lossy(&bytes).into_owned());
        }
        kept.retain(|path, _| build.paths.iter().any(|there| there.as_str() == path));
        let (clean, of_clean) = built(site);
        assert_eq!(codes(&build), codes(&of_clean), "step {number}");
        let differ: Vec<_> = kept
            .keys()
            .chain(clean.keys())
            .filter(|path| kept.get(*path) != clean.get(*path))
            .collect();
        assert!(differ.is_empty(), "step {number}: {differ:?}");
    }
}

#[test]
fn addresses_change_with_a_kept_cache_as_in_a_clean_build() {
    let briefs =
        brief("2024-01-02-morning.md", "Text.") + &brief("2024-01-04-noon.md", "[[morning]]");
    let [off, on] = ["id_dates: false", "id_dates: true"]
        .map(|line| format!("=== site.yaml\n{line}\n{briefs}"));
    incremental_equals_clean(&[&briefs, &on, &off, &on, &briefs]);
    let registered = format!(
        "{NAMING}=== content/issues/sahel/niger-transition.md\n---\ntitle: Niger transition\n---\n"
    );
    let former = registered.replace("title: Niger", "former_ids: [coup]\ntitle: Niger");
    let linking = |site: &str| site.replace("He spoke.", "[[coup]]");
    incremental_equals_clean(&[
        NAMING,
        &registered,
        &linking(&registered),
        &linking(&former),
        &former,
        NAMING,
    ]);
    let [composed, decomposed] = E.map(|e| {
        brief("2023-06-18-talks.md", "[a](../caf\u{e9}.md)")
            + &format!("=== content/caf{e}.md\n# Café\n")
    });
    let both = format!("{composed}=== content/caf{}.md\n# Twin\n", E[1]);
    incremental_equals_clean(&[&composed, &decomposed, &both, &composed]);
}

#[test]
fn no_alias_takes_the_place_of_anything_that_the_site_writes() {
    let site = format!(
        "=== site.yaml\nbase_url: https://example.org\n{NAMING}=== content/about.md\n# About\n=== static/map.png\nx\n\
         === content/sources.yaml\ntalks: {{title: Talks, url: 'https://example.org/talks'}}\n"
    );
    let (outputs, _) = built(&site);
    assert!(outputs.len() > 30, "{:?}", outputs.keys());
    for path in outputs.keys() {
        let address = path.strip_suffix("index.html").unwrap_or(path);
        let alias = format!("title: A\naliases: [\"/{address}\"]\n");
        let (with_alias, build) = built(&site.replace("title: A\n", &alias));
        let is_implied = target(&outputs, path).is_some();
        let is_told = codes(&build).iter().any(|code| matches!(*code, "E-PATH" | "E-DUPLICATE"));
        assert!(is_told != is_implied, "{path}: {:?}", codes(&build));
        let keeps = |text: &String| text.contains("http-equiv=\"refresh\"");
        assert_eq!(with_alias.get(path).is_some_and(keeps), is_implied, "{path}");
    }
    // What no page has is free: there is no page of a search.
    let (outputs, build) =
        built(&site.replace("title: A\n", "title: A\naliases: [/search/, /search/old/]\n"));
    assert!(!codes(&build).iter().any(|code| code.starts_with("E-")), "{:?}", build.findings);
    assert_eq!(target(&outputs, "search/old/index.html").as_deref(), Some("briefs/a/"));
}

/// All files below a folder, with what is in them.
fn written(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let entries = walkdir::WalkDir::new(folder)
        .into_iter()
        .map(Result::unwrap)
        .filter(|entry| entry.file_type().is_file());
    let path =
        |path: &Path| path.strip_prefix(folder).unwrap().to_string_lossy().replace('\\', "/");
    entries.map(|entry| (path(entry.path()), fs::read(entry.path()).unwrap())).collect()
}

#[test]
fn files_on_disk_have_one_address_however_their_names_are_stored() {
    let folder = tempfile::tempdir().unwrap();
    let site = folder.path();
    let run = |args: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_briefgen"));
        command.args(args).arg("--site").arg(site).output().unwrap()
    };
    for top in ["content/briefs", "content/texts", "static"] {
        fs::create_dir_all(site.join(top)).unwrap();
    }
    let [letter, mark] = E;
    let text = format!(
        "---\ntitle: Talks\ndate: 2023-06-18\nsources: []\n---\n![x](plan-{letter}.png) [y](/logo-{letter}.svg)\n"
    );
    fs::write(site.join("content/briefs/talks.md"), text).unwrap();
    fs::write(
        site.join("content/sources.yaml"),
        format!("wire: {{title: Wire, text: {letter}.txt}}\n"),
    )
    .unwrap();
    for file in [
        format!("content/briefs/plan-{mark}.png"),
        format!("static/logo-{mark}.svg"),
        format!("content/texts/{mark}.txt"),
    ] {
        fs::write(site.join(file), "x").unwrap();
    }
    let built = run(&["build"]);
    assert!(built.status.success(), "{built:?}");
    let first = written(&site.join("public"));
    assert!(first.contains_key(&format!("briefs/plan-{letter}.png")), "{:?}", first.keys());
    assert!(first.contains_key(&format!("logo-{letter}.svg")), "{:?}", first.keys());
    // Another system stores them otherwise: nothing of the output is another.
    fs::rename(
        site.join(format!("static/logo-{mark}.svg")),
        site.join(format!("static/logo-{letter}.svg")),
    )
    .unwrap();
    assert!(run(&["build"]).status.success());
    assert!(written(&site.join("public")) == first);
    fs::write(site.join(format!("static/logo-{mark}.svg")), "other").unwrap();
    let twins = run(&["build"]);
    assert!(
        !twins.status.success() && String::from_utf8_lossy(&twins.stderr).contains("E-DUPLICATE"),
        "{twins:?}"
    );
    let brief = format!("{mark}.md");
    let stored = format!("content/briefs/2023-06-19-{letter}.md");
    fs::write(site.join(stored), "---\ntitle: T\nsources: []\nslug: e\n---\nText.\n").unwrap();
    assert!(
        run(&["links", &format!("2023-06-19-{brief}")]).status.success(),
        "{:?}",
        run(&["links", &brief])
    );
}
