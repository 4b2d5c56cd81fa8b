//! What pages say of another day: as a brief told it, as a source stood, and what came after.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::collections::BTreeMap;

use briefgen::base::date::Day;
use briefgen::files::Files;
use briefgen::output::Content;
use briefgen::{Build, Cache, Options, build};

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

/// The site as of a day, seen on a later one.
fn as_of(text: &str, then: &str) -> (BTreeMap<String, String>, Build) {
    built(text, &Options { as_of: Some(day(then)), ..Options::on(day("2026-11-23")) })
}

fn built(text: &str, options: &Options) -> (BTreeMap<String, String>, Build) {
    let mut outputs = BTreeMap::new();
    let build = build(&Files::from_text(text), options, &mut Cache::default(), |batch| {
        for output in batch {
            let Content::Bytes(bytes) = output.content else { panic!("{} is on disk", output.path) };
            outputs.insert(output.path.to_string(), String::from_utf8_lossy(&bytes).into_owned());
        }
    });
    (outputs, build)
}

/// The messages of a code.
fn messages(build: &Build, code: &str) -> Vec<String> {
    let findings = build.findings.iter().filter(|finding| finding.code.as_str() == code);
    findings.map(|finding| finding.message.clone()).collect()
}

/// The words of HTML.
fn words(html: &str) -> String {
    let text: String = html.split('<').map(|part| part.split_once('>').map_or(part, |(_, text)| text)).collect();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A brief of June 2023 that rests on a registered source with these fields, and on one of its own.
fn resting_on(registered: &str, own: &str) -> String {
    format!(
        "=== content/sources.yaml\nwire: {{title: The wire, url: 'https://example.org/a'{registered}}}\n\
         === content/briefs/2023-06-18-talks.md\n---\ntitle: Talks\n\
         sources: [wire, {{id: own, title: Own report, url: 'https://example.org/b'{own}}}]\n\
         quotes:\n  - {{id: one, speaker: Ann, text: Yes., source: wire}}\n  \
         - {{id: two, speaker: Ann, text: No., source: own}}\n---\nText [@wire; @own].\n"
    )
}

#[test]
fn a_source_stands_as_it_did_on_the_day() {
    const LIFE: &str = ", states: [{date: 2023-07-05, state: dead}, {date: 2023-07-01, state: corrected, note: A name.}, \
                        {date: 2023-08-10, state: retracted, note: It was made up.}, {date: 2023-09, state: live}]";
    for (states, then, mark, is_dead, is_retracted) in [
        (LIFE, "2023-06-18", None, false, false),
        (LIFE, "2023-06-30", None, false, false),
        (LIFE, "2023-07-01", Some("corrected 1 July 2023: A name."), false, false),
        (LIFE, "2023-07-05", Some("corrected 1 July 2023: A name."), true, false),
        (LIFE, "2023-08-09", Some("corrected 1 July 2023: A name."), true, false),
        (LIFE, "2023-08-10", Some("retracted 10 August 2023: It was made up."), true, true),
        (LIFE, "2023-08-31", Some("retracted 10 August 2023: It was made up."), true, true),
        (LIFE, "2023-09-01", None, false, false),
        (
            ", states: [{date: 2023-08-10, state: retracted}]",
            "2023-08-10",
            Some("retracted 10 August 2023"),
            false,
            true,
        ),
        (
            ", states: [{date: 2023-08-10, state: retracted}, {date: 2023-08-10, state: corrected}]",
            "2023-08-10",
            Some("corrected 10 August 2023"),
            false,
            false,
        ),
        // A word without a day holds on any.
        (
            ", state: retracted, state_note: It was made up.",
            "2023-06-18",
            Some("retracted It was made up."),
            false,
            true,
        ),
        (", state: dead", "2023-06-18", Some("link dead"), true, false),
    ] {
        for (text, page, at) in [
            (resting_on(states, ""), "sources/wire/index.html", "https://example.org/a"),
            (resting_on("", states), "briefs/talks/index.html", "https://example.org/b"),
        ] {
            let (pages, build) = as_of(&text, then);
            let page = &pages[page];
            let told = words(page);
            for word in ["corrected", "retracted", "link dead"] {
                let is_expected = mark.is_some_and(|mark| mark.starts_with(word)) || (word == "link dead" && is_dead);
                let is_marked = page.contains(&format!("<strong class=\"mark warn\">{word}</strong>"));
                assert_eq!(is_marked, is_expected, "{states} as of {then}: {word}: {told}");
            }
            assert!(mark.is_none_or(|mark| told.contains(mark)), "{states} as of {then}: {told}");
            assert_eq!(page.contains(&format!("href=\"{at}\"")), !is_dead, "{states} as of {then}: {told}");
            assert_eq!(told.contains("Retracted."), is_retracted && page.contains("_cite"), "as of {then}: {told}");
            let found = messages(&build, "W-RETRACTED-SUPPORT");
            assert_eq!(found.len(), usize::from(is_retracted), "{states} as of {then}: {found:?}");
            let is_in_lists = pages["quotes/index.html"].contains("<strong class=\"mark warn\">retracted</strong>");
            assert_eq!(is_in_lists, is_retracted, "{states} as of {then}");
        }
    }
}

#[test]
fn what_became_of_a_source_is_told_on_its_page() {
    let states = ", states: [{date: 2023-08, state: retracted}, {date: 2023-07-01, state: dead, note: Moved.}]";
    let (pages, build) = as_of(&resting_on(states, ""), "2023-10-01");
    let page = words(&pages["sources/wire/index.html"]);
    assert!(page.contains("What became of it August 2023 retracted 1 July 2023 link dead Moved."), "{page}");
    assert_eq!(
        messages(&build, "W-RETRACTED-SUPPORT"),
        ["quotation `one` rests on `The wire`, which was retracted in August 2023"]
    );
    let exported = &pages["sources.json"];
    assert!(exported.contains("retracted (August 2023); no longer online (1 July 2023)"), "{exported}");
    let (pages, _) = as_of(&resting_on(states, ""), "2023-07-01");
    assert!(!words(&pages["sources/wire/index.html"]).contains("What became of it"), "one word is no history");
    assert!(!pages["sources.json"].contains("retracted"), "what is later is unknown to exports, too");
}

#[test]
fn a_state_that_is_dated_after_the_build_has_not_come() {
    let text = resting_on(", states: [{date: 2026-12-24, state: retracted}]", "");
    let (_, build) = built(&text, &Options::on(day("2026-12-23")));
    assert_eq!(messages(&build, "W-RETRACTED-SUPPORT").len(), 0);
    let (_, build) = built(&text, &Options::on(day("2026-12-24")));
    assert_eq!(messages(&build, "W-RETRACTED-SUPPORT").len(), 1);
}

#[test]
fn states_that_say_too_little_or_too_much_are_reported() {
    const FORM: &str = "move it into `states`: `{date: 2023-08-10, state: retracted}`";
    for (fields, expected) in [
        (
            ", state: dead, states: [{date: 2023, state: dead}]",
            vec![("sources.yaml", "`state` has no day, and stands beside `states`", FORM)],
        ),
        (
            ", state_note: Gone, states: []",
            vec![("sources.yaml", "`state_note` has no day, and stands beside `states`", FORM)],
        ),
        (", states: [{state: dead}]", vec![("sources.yaml", "a state of a source without `date`", "say since when")]),
        (
            ", states: [{date: 2023-08-10}]",
            vec![(
                "sources.yaml",
                "a state of a source without `state`",
                "write `live`, `dead`, `corrected` or `retracted`",
            )],
        ),
        (", states: [{date: 2023-08-10, state: live}]", Vec::new()),
        (", states: []", Vec::new()),
        (", state: live", Vec::new()),
    ] {
        let (_, build) = as_of(&resting_on(fields, ""), "2023-10-01");
        let found: Vec<(&str, &str, &str)> = build
            .findings
            .iter()
            .filter(|finding| finding.code.as_str().starts_with("E-"))
            .map(|finding| (finding.span.file.name(), finding.message.as_str(), finding.help.as_str()))
            .collect();
        assert_eq!(found, expected, "{fields}");
    }
    let (_, build) = as_of(&resting_on("", ", states: [retracted]"), "2023-10-01");
    assert_eq!(messages(&build, "E-TYPE"), ["`sources[1].states[0]` is text where a map is expected"]);
    let (_, build) = as_of(&resting_on("", ", states: [{date: 2023-08-10, state: gone}]"), "2023-10-01");
    assert_eq!(messages(&build, "E-TYPE").len(), 1);
}

#[test]
fn a_note_ends_with_its_observation() {
    const FIRST: (&str, &str) = ("2023-06-18", "title: The talks, date: 2023-06-20, note: Rain is forecast.");
    for (later, note) in [
        (&[][..], Some("Rain is forecast.")),
        (&[("2023-06-19", "note: It is dry.")], Some("It is dry.")),
        (&[("2023-06-21", "status: happened")], None),
        (&[("2023-06-19", "note: It is dry."), ("2023-06-21", "status: happened")], None),
        (&[("2023-06-19", "place: Bern"), ("2023-06-21", "note: It went well.")], Some("It went well.")),
    ] {
        let told = || [FIRST].into_iter().chain(later.iter().copied());
        let brief = |(number, (date, fields)): (usize, (&str, &str))| {
            format!(
                "=== content/briefs/{date}-brief-{number}.md\n---\ntitle: Brief {number}\nsources: []\n\
                 events: [{{id: talks, {fields}}}]\n---\nText.\n"
            )
        };
        let text: String = told().enumerate().map(brief).collect();
        let (pages, _) = built(&text, &Options::on(day("2023-07-01")));
        let page = words(&pages["events/talks/index.html"]);
        let (head, history) = page.split_once("How it was told").unwrap();
        for (number, (_, fields)) in told().enumerate() {
            let Some((_, own)) = fields.split_once("note: ") else { continue };
            assert_eq!(head.contains(own), note == Some(own), "{later:?}: {head}");
            assert!(history.contains(own), "{later:?}: {history}");
            assert!(words(&pages[&format!("briefs/brief-{number}/index.html")]).contains("The talks"));
            // Lines of a calendar are folded.
            let calendar = pages["events.ics"].replace("\r\n ", "");
            assert_eq!(calendar.contains(own), note == Some(own), "{later:?}: {calendar}");
        }
    }
}
