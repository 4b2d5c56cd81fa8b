//! Addresses: in which order they are listed, what a link may call them, what leads on from old ones.

use std::collections::BTreeMap;

use briefgen::files::Files;
use briefgen::output::Content;
use briefgen::{Build, Cache, Options, build};

/// The outputs of a site by path, and what was found.
fn built(text: &str) -> (BTreeMap<String, String>, Build) {
    let options = Options::on("2026-11-23".parse().unwrap());
    let mut outputs = BTreeMap::new();
    let build = build(&Files::from_text(text), &options, &mut Cache::default(), |batch| {
        for output in batch {
            let Content::Bytes(bytes) = output.content else { panic!("{} is copied from disk", output.path) };
            outputs.insert(output.path.to_string(), String::from_utf8_lossy(&bytes).into_owned());
        }
    });
    (outputs, build)
}

fn codes(build: &Build) -> Vec<&'static str> {
    build.findings.iter().map(|finding| finding.code.as_str()).collect()
}

/// Which of some texts a page shows, in the order in which it does.
fn order<'t>(page: &str, texts: &[&'t str]) -> Vec<&'t str> {
    let mut places: Vec<_> = texts.iter().filter_map(|text| Some((page.find(text)?, *text))).collect();
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
    for page in
        ["index.html", "briefs/index.html", "actors/ivor-marsh/index.html", "issues/trade/index.html", "feed.xml"]
    {
        assert_eq!(order(&outputs[page], &titles), ["Brief z</", "Brief a</"], "{page}");
    }
    assert_eq!(order(&outputs["quotes/index.html"], &["Words a", "Words z"]), ["Words z", "Words a"]);
    let neighbour = |id: &str, rel: &str| {
        let page = &outputs[&format!("briefs/{id}/index.html")];
        page.lines().find(|line| line.contains(&format!("rel=\"{rel}\""))).map(str::to_owned).unwrap_or_default()
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
    let with_id = format!("{NAMING}{registry}").replace("[Niger transition]", "[sahel/niger-transition]");
    let (outputs, _) = built(&with_id);
    assert_eq!(target(&outputs, former[0]).as_deref(), Some("issues/sahel/niger-transition/"));
}

#[test]
fn an_address_that_a_name_had_gives_way_to_all_others() {
    let registry = "=== content/issues/sahel/niger-transition.md\n---\ntitle: Niger transition\n---\n";
    for (other, has) in [
        ("=== static/issues/niger-transition/index.html\nOwn page\n", "Own page"),
        ("=== content/issues/niger-transition.md\n---\ntitle: The other\n---\n", "The other"),
        ("=== content/about.md\n---\naliases: [/issues/niger-transition/]\n---\n# About\n", "about/"),
        ("=== content/issues/mali.md\n---\ntitle: Mali\nformer_ids: [niger-transition]\n---\n", "issues/mali/"),
    ] {
        let (outputs, build) = built(&format!("{NAMING}{registry}{other}"));
        assert!(!codes(&build).contains(&"E-DUPLICATE"), "{other}: {:?}", build.findings);
        assert!(outputs["issues/niger-transition/index.html"].contains(has), "{other}");
    }
    // One brief alone gives a source no page, and an id has no other address.
    let one = NAMING.split("=== content/briefs/b.md").next().unwrap();
    let sources = "=== content/sources.yaml\ntalks: {title: Talks, url: 'https://example.org/talks'}\n";
    let (outputs, _) = built(&format!("{one}{sources}"));
    assert!(!outputs.contains_key("sources/example-org-talks/index.html"));
    // What a draft calls by its name leaves no trace.
    let draft = NAMING.replace("title: A\n", "title: A\nstatus: draft\n");
    let (outputs, _) = built(&format!("{draft}=== content/actors.yaml\nmarsh: {{name: Ivor Marsh}}\n"));
    assert!(!outputs.contains_key("actors/ivor-marsh/index.html"));
}
