//! What other programs read of whole sites: feeds, calendars, bibliographies.

use std::collections::BTreeMap;

use briefgen::Options;
use briefgen::base::date::Day;

use crate::memory::built;

fn options() -> Options {
    Options::on("2024-06-01".parse::<Day>().unwrap())
}

/// A site with its configuration, a registry of one actor and one issue with these fields, and
/// briefs by id.
fn site(config: &str, further: &str, briefs: &[(&str, &str)]) -> String {
    let mut text = format!(
        "=== site.yaml\n{config}\n=== content/actors.yaml\nann: {{name: Ann Lee{further}}}\n\
         === content/issues.yaml\ntrade: {{title: Trade & tariffs{further}}}\n"
    );
    for (id, fields) in briefs {
        text.push_str(&format!(
            "=== content/briefs/2024-01-02-{id}.md\n---\ntitle: Talks\nsources: []\nactors: [ann]\nissues: [trade]\n\
             {fields}\n---\nAnn Lee spoke.\n"
        ));
    }
    text
}

const BASE: &str = "base_url: https://e.example/b";

/// The contents of each element of a name.
fn elements<'x>(xml: &'x str, name: &str) -> Vec<&'x str> {
    let end = format!("</{name}>");
    xml.split(&format!("<{name}>")).skip(1).map(|rest| rest.split(&end).next().unwrap()).collect()
}

const FEEDS: [&str; 3] = ["feed.xml", "actors/ann/feed.xml", "issues/trade/feed.xml"];

#[test]
fn a_brief_that_is_renamed_is_not_new_to_the_readers_of_feeds() {
    for config in [BASE, "title: Without an address"] {
        let ids = |id: &str, fields: &str| {
            let (outputs, build) = built(&site(config, "", &[(id, fields)]), &options());
            assert_eq!(build.findings, []);
            assert!(outputs.contains_key(&format!("briefs/{id}/index.html")));
            FEEDS.map(|feed| {
                elements(&outputs[feed], "id").into_iter().map(str::to_owned).collect::<Vec<_>>()
            })
        };
        let first = ids("one", "");
        assert_eq!(ids("two", "former_ids: [one]"), first);
        assert_eq!(
            ids("three", "former_ids: [one, two]"),
            first,
            "renamed twice: the oldest first"
        );
        assert_eq!(ids("one", "aliases: [/2024/talks/]"), first, "an alias is no earlier id");
        assert_ne!(ids("two", ""), first);
    }
}

#[test]
fn a_feed_keeps_its_id_when_its_actor_or_issue_is_renamed() {
    let brief = [("one", "")];
    let (outputs, _) = built(&site(BASE, "", &brief), &options());
    let renamed = site(BASE, ", former_ids: [first, second]", &brief);
    let (later, _) = built(&renamed, &options());
    for (feed, was, now) in [
        ("actors/ann/feed.xml", "actors/ann", "actors/first"),
        ("issues/trade/feed.xml", "issues/trade", "issues/first"),
    ] {
        assert_eq!(
            elements(&outputs[feed], "id")[0],
            format!("https://e.example/b/{was}/feed.xml")
        );
        assert_eq!(elements(&later[feed], "id")[0], format!("https://e.example/b/{now}/feed.xml"));
        let own = format!(
            "rel=\"self\" type=\"application/atom+xml\" href=\"https://e.example/b/{feed}\""
        );
        let own_too = format!("href=\"https://e.example/b/{feed}\" rel=\"self\"");
        assert!(later[feed].contains(&own) || later[feed].contains(&own_too), "{}", later[feed]);
    }
    assert_eq!(elements(&outputs["feed.xml"], "id"), elements(&later["feed.xml"], "id"));
}

#[test]
fn a_portable_site_has_the_ids_of_the_one_on_the_web() {
    let event =
        "events: [{id: visit, title: Visit, date: 2024-02-01, status: scheduled, who: [ann]}]";
    for config in [BASE, "title: Without an address"] {
        let text = site(config, "", &[("one", event)]);
        let (served, _) = built(&text, &options());
        let (portable, _) = built(&text, &Options { portable: true, ..options() });
        for feed in FEEDS {
            assert_eq!(elements(&served[feed], "id"), elements(&portable[feed], "id"), "{feed}");
        }
        let uids = |outputs: &BTreeMap<String, String>| {
            let calendar = outputs["events.ics"].replace("\r\n ", "");
            calendar
                .lines()
                .filter(|line| line.starts_with("UID:"))
                .map(str::to_owned)
                .collect::<Vec<_>>()
        };
        assert_eq!(uids(&served).len(), 1);
        assert_eq!(uids(&served), uids(&portable));
        assert!(portable["feed.xml"].contains("briefs/one/index.html\""), "links still name files");
    }
}

#[test]
fn entries_have_their_language_and_their_issues() {
    let briefs =
        [("one", "lang: de\nsummary: Kurz."), ("two", "summary: Short."), ("three", "lang: en")];
    let (outputs, _) = built(&site(BASE, "", &briefs), &options());
    for feed in FEEDS {
        let feed = &outputs[feed];
        assert!(feed.contains("xml:lang=\"en\""), "{feed}");
        for entry in feed.split("<entry>").skip(1) {
            let is_german = entry.contains("/one/");
            let languages: Vec<&str> = entry.matches("xml:lang=\"de\"").collect();
            assert_eq!(
                languages.len(),
                if is_german { 2 } else { 0 },
                "title and summary: {entry}"
            );
            assert_eq!(entry.matches("xml:lang").count(), languages.len(), "{entry}");
            assert_eq!(entry.matches("<category ").count(), 1, "{entry}");
            assert!(
                entry.contains("term=\"trade\"") && entry.contains("label=\"Trade &amp; tariffs\""),
                "{entry}"
            );
        }
    }
    let german = site("{base_url: https://e.example, lang: de}", "", &briefs);
    let (outputs, _) = built(&german, &options());
    let feed = &outputs["feed.xml"];
    assert_eq!(feed.matches("xml:lang=\"de\"").count(), 1, "the feed's alone: {feed}");
    assert_eq!(
        feed.matches("xml:lang=\"en\"").count(),
        1,
        "that of a title without a summary: {feed}"
    );
}

#[test]
fn a_name_of_any_form_makes_no_event_of_its_own() {
    let config = r#"title: "Desk, Europe\nEND:VCALENDAR\r\nBEGIN:VEVENT\nSUMMARY:x""#;
    let event = r#"events: [{id: visit, title: "Visit;\nBEGIN:VEVENT", date: 2024-02-01, status: scheduled, who: [ann], issues: [trade], place: "Hall,\nBonn", note: "a\rUID:b"}]"#;
    let text = site(config, "", &[("one", event)]).replace("Ann Lee}", "\"Ann\\nBEGIN:VALARM\"}");
    let (outputs, build) = built(&text, &options());
    let calendars: Vec<&String> = outputs.keys().filter(|path| path.ends_with(".ics")).collect();
    assert_eq!(
        calendars,
        ["actors/ann/events.ics", "events.ics", "issues/trade/events.ics"],
        "{build:?}"
    );
    for path in calendars {
        let calendar = &outputs[path];
        let lines: Vec<&str> =
            calendar.split(['\r', '\n']).filter(|line| line.starts_with("BEGIN:")).collect();
        assert_eq!(lines, ["BEGIN:VCALENDAR", "BEGIN:VEVENT"], "{calendar}");
        let calendar = calendar.replace("\r\n ", "");
        assert!(
            calendar.contains("Desk\\, Europe\\nEND:VCALENDAR\\nBEGIN:VEVENT\\nSUMMARY:x\r\n"),
            "{calendar}"
        );
        assert!(calendar.contains("\r\nSUMMARY:Visit\\;\\nBEGIN:VEVENT\r\n"), "{calendar}");
    }
}
