//! What pages say of another day: as a brief told it, as a source stood, and what came after.

use std::collections::BTreeMap;

use briefgen::base::date::Day;
use briefgen::{Build, Options};

use crate::memory::built;

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

/// The site as of a day, seen on a later one.
fn as_of(text: &str, then: &str) -> (BTreeMap<String, String>, Build) {
    built(text, &Options::on(day("2026-11-23")).built_as_of(day(then)))
}

/// The messages of a code.
fn messages(build: &Build, code: &str) -> Vec<String> {
    let findings = build.findings.iter().filter(|finding| finding.code.as_str() == code);
    findings.map(|finding| finding.message.clone()).collect()
}

/// The words of HTML.
fn words(html: &str) -> String {
    let text: String =
        html.split('<').map(|part| part.split_once('>').map_or(part, |(_, text)| text)).collect();
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
                let is_expected = mark.is_some_and(|mark| mark.starts_with(word))
                    || (word == "link dead" && is_dead);
                let is_marked =
                    page.contains(&format!("<strong class=\"mark warn\">{word}</strong>"));
                assert_eq!(is_marked, is_expected, "{states} as of {then}: {word}: {told}");
            }
            assert!(mark.is_none_or(|mark| told.contains(mark)), "{states} as of {then}: {told}");
            assert_eq!(
                page.contains(&format!("href=\"{at}\"")),
                !is_dead,
                "{states} as of {then}: {told}"
            );
            assert_eq!(
                told.contains("Retracted."),
                is_retracted && page.contains("_cite"),
                "as of {then}: {told}"
            );
            let found = messages(&build, "W-RETRACTED-SUPPORT");
            assert_eq!(found.len(), usize::from(is_retracted), "{states} as of {then}: {found:?}");
            let is_in_lists = pages["quotes/index.html"]
                .contains("<strong class=\"mark warn\">retracted</strong>");
            assert_eq!(is_in_lists, is_retracted, "{states} as of {then}");
        }
    }
}

#[test]
fn what_became_of_a_source_is_told_on_its_page() {
    let states = ", states: [{date: 2023-08, state: retracted}, {date: 2023-07-01, state: dead, note: Moved.}]";
    let (pages, build) = as_of(&resting_on(states, ""), "2023-10-01");
    let page = words(&pages["sources/wire/index.html"]);
    assert!(
        page.contains("What became of it August 2023 retracted 1 July 2023 link dead Moved."),
        "{page}"
    );
    assert_eq!(
        messages(&build, "W-RETRACTED-SUPPORT"),
        ["quotation `one` rests on `The wire`, which was retracted in August 2023"]
    );
    let exported = &pages["sources.json"];
    assert!(
        exported.contains("retracted (August 2023); no longer online (1 July 2023)"),
        "{exported}"
    );
    let (pages, _) = as_of(&resting_on(states, ""), "2023-07-01");
    assert!(
        !words(&pages["sources/wire/index.html"]).contains("What became of it"),
        "one word is no history"
    );
    assert!(
        !pages["sources.json"].contains("retracted"),
        "what is later is unknown to exports, too"
    );
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
        (
            ", states: [{state: dead}]",
            vec![("sources.yaml", "a state of a source without `date`", "say since when")],
        ),
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
            .map(|finding| {
                (finding.span.file.name(), finding.message.as_str(), finding.help.as_str())
            })
            .collect();
        assert_eq!(found, expected, "{fields}");
    }
    let (_, build) = as_of(&resting_on("", ", states: [retracted]"), "2023-10-01");
    assert_eq!(
        messages(&build, "E-TYPE"),
        ["`sources[1].states[0]` is text where a map is expected"]
    );
    let (_, build) =
        as_of(&resting_on("", ", states: [{date: 2023-08-10, state: gone}]"), "2023-10-01");
    assert_eq!(messages(&build, "E-TYPE").len(), 1);
}

#[test]
fn a_note_ends_with_its_observation() {
    const FIRST: (&str, &str) =
        ("2023-06-18", "title: The talks, date: 2023-06-20, note: Rain is forecast.");
    for (later, note) in [
        (&[][..], Some("Rain is forecast.")),
        (&[("2023-06-19", "note: It is dry.")], Some("It is dry.")),
        (&[("2023-06-21", "status: happened")], None),
        (&[("2023-06-19", "note: It is dry."), ("2023-06-21", "status: happened")], None),
        (
            &[("2023-06-19", "place: Bern"), ("2023-06-21", "note: It went well.")],
            Some("It went well."),
        ),
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
            assert!(
                words(&pages[&format!("briefs/brief-{number}/index.html")]).contains("The talks")
            );
            // Lines of a calendar are folded.
            let calendar = pages["events.ics"].replace("\r\n ", "");
            assert_eq!(calendar.contains(own), note == Some(own), "{later:?}: {calendar}");
        }
    }
}

const REGISTRY: &str = "=== content/actors.yaml\nann: {name: Ann}\nbob: {name: Bob}\n\
    === content/issues.yaml\ntalks: {title: The talks}\narms: {title: Arms}\n\
    === content/places.yaml\nbern: {name: Bern}\nhall: {name: Hall, in: bern}\nvienna: {name: Vienna}\n";

/// A site of these briefs; each is a day, and what its front matter says.
fn site(briefs: &[(&str, &str)]) -> String {
    let mut text = REGISTRY.to_owned();
    for (number, (date, fields)) in briefs.iter().enumerate() {
        text += &format!(
            "=== content/briefs/{date}-brief-{number}.md\n---\ntitle: Brief {number}\nsources: []\n{fields}\n---\nText.\n"
        );
    }
    text
}

/// The words of the page of a brief, from a heading to the end of its statements.
fn told(pages: &BTreeMap<String, String>, number: usize, heading: &str) -> String {
    let page = words(&pages[&format!("briefs/brief-{number}/index.html")]);
    let (_, page) = page.split_once(" Text. ").unwrap();
    let (_, told) =
        page.split_once(&format!("{heading} ")).unwrap_or_else(|| panic!("no {heading} in {page}"));
    told.split(" Cite this page").next().unwrap().to_owned()
}

fn event(fields: &str) -> String {
    format!("events: [{{id: visit, {fields}}}]")
}

#[test]
fn a_brief_shows_its_events_as_it_told_them() {
    const PLAN: &str =
        "title: A visit, kind: visit, date: 2024-02, place: bern, status: possible, who: [ann]";
    const TOLD: &str = "February 2024 A visit possiblevisit, Bern Ann";
    for (first, later, expected, since) in [
        (PLAN, &[][..], TOLD, None),
        // What is not new is not said.
        (PLAN, &[("2024-01-10", "note: Nothing new")], TOLD, None),
        (PLAN, &[("2024-01-10", "status: possible, place: hall")], TOLD, None),
        (PLAN, &[("2024-01-10", "title: The great visit, who: [bob], kind: summit")], TOLD, None),
        (
            PLAN,
            &[(
                "2024-02-27",
                "title: The great visit, status: happened, date: 2024-02-26, place: vienna, who: [bob]",
            )],
            TOLD,
            Some(("took place on 26 February 2024 in Vienna", 1)),
        ),
        // The brief that is named is the one that says so, not the last that tells of it.
        (
            PLAN,
            &[
                ("2024-02-27", "status: happened, date: 2024-02-26"),
                ("2024-03-05", "note: It rained."),
            ],
            TOLD,
            Some(("took place on 26 February 2024", 1)),
        ),
        (
            PLAN,
            &[
                ("2024-01-10", "status: scheduled, date: 2024-02-20"),
                ("2024-02-27", "status: happened"),
            ],
            TOLD,
            Some(("took place on 20 February 2024", 2)),
        ),
        (PLAN, &[("2024-01-10", "status: cancelled")], TOLD, Some(("cancelled", 1))),
        (PLAN, &[("2024-01-10", "status: postponed")], TOLD, Some(("postponed", 1))),
        (
            PLAN,
            &[("2024-01-10", "status: postponed, date: 2024-05")],
            TOLD,
            Some(("postponed to May 2024", 1)),
        ),
        (
            PLAN,
            &[("2024-01-10", "status: scheduled, date: 2024-12-24")],
            TOLD,
            Some(("scheduled for 24 December 2024", 1)),
        ),
        (
            PLAN,
            &[("2024-01-10", "date: 2024-09/..")],
            TOLD,
            Some(("possible, from September 2024", 1)),
        ),
        (
            PLAN,
            &[("2024-01-10", "date: 2024-09, place: vienna")],
            TOLD,
            Some(("possible, September 2024 in Vienna", 1)),
        ),
        // A plan that was dropped and taken up again is what it was.
        (
            PLAN,
            &[("2024-01-10", "status: cancelled"), ("2024-01-20", "status: possible")],
            TOLD,
            None,
        ),
        (
            "date: 2024-01-05, status: happened, at: in the morning, note: It was short.",
            &[("2024-01-10", "date: 2024-01-04")],
            "5 January 2024 Visit took placein the morning It was short.",
            Some(("took place on 4 January 2024", 1)),
        ),
        (
            "title: No date",
            &[("2024-01-10", "status: happened")],
            "date not known No date possible",
            Some(("took place", 1)),
        ),
        // What was over when the brief told of it is no news.
        (
            "title: Rumour, date: 2023-12-01, status: possible",
            &[],
            "1 December 2023 Rumour was thought possible; outcome not recorded",
            None,
        ),
    ] {
        let first = event(first);
        let later: Vec<(&str, String)> =
            later.iter().map(|(date, fields)| (*date, event(fields))).collect();
        let mut briefs = vec![("2024-01-05", first.as_str())];
        briefs.extend(later.iter().map(|(date, fields)| (*date, fields.as_str())));
        let (pages, _) = built(&site(&briefs), &Options::on(day("2024-02-28")));
        let since = match since {
            Some((text, number)) => {
                let date = day(briefs[number].0).long();
                format!(" Since then: {text} (Brief {number}, {date})")
            }
            None => String::new(),
        };
        // A month of which the last day has not passed is not over: nothing is open yet.
        assert_eq!(told(&pages, 0, "Events"), format!("{expected}{since}"), "{briefs:?}");
        if let Some((number, _)) =
            since.split_once("(Brief ").and_then(|(_, rest)| rest.split_once(','))
        {
            let page = &pages["briefs/brief-0/index.html"];
            assert!(
                page.contains(&format!("href=\"../../briefs/brief-{number}/\">Brief {number}</a>")),
                "{page}"
            );
        }
    }
}

#[test]
fn a_later_brief_shows_what_it_did_not_say_as_it_was_known_then() {
    let briefs = [
        (
            "2024-01-05",
            event(
                "title: A visit, kind: visit, date: 2024-02-20, place: bern, who: [ann], note: First.",
            ),
        ),
        ("2024-01-10", event("status: postponed, note: Second.")),
        (
            "2024-02-27",
            event("title: The visit, status: happened, date: 2024-02-26, place: vienna"),
        ),
    ];
    let briefs: Vec<(&str, &str)> =
        briefs.iter().map(|(date, fields)| (*date, fields.as_str())).collect();
    let (pages, _) = built(&site(&briefs), &Options::on(day("2024-03-01")));
    let since = "Since then: took place on 26 February 2024 in Vienna (Brief 2, 27 February 2024)";
    for (number, expected) in [
        format!("20 February 2024 A visit scheduledvisit, Bern Ann First. {since}"),
        format!("20 February 2024 A visit postponedvisit, Bern Second. {since}"),
        "26 February 2024 The visit took placevisit, Vienna".to_owned(),
    ]
    .into_iter()
    .enumerate()
    {
        assert_eq!(told(&pages, number, "Events"), expected);
    }
}

#[test]
fn a_day_that_passed_is_told_apart_without_a_brief() {
    for (status, today, since) in [
        ("scheduled", "2024-02-20", ""),
        ("scheduled", "2024-02-21", " Since then: its day has passed; outcome not recorded"),
        ("possible", "2024-02-21", " Since then: its day has passed; outcome not recorded"),
        ("cancelled", "2024-02-21", ""),
        ("happened", "2024-02-21", ""),
    ] {
        let brief = event(&format!("title: A visit, date: 2024-02-20, status: {status}"));
        let (pages, _) = built(&site(&[("2024-01-05", &brief)]), &Options::on(day(today)));
        let status = if status == "happened" { "took place" } else { status };
        assert_eq!(
            told(&pages, 0, "Events"),
            format!("20 February 2024 A visit {status}{since}"),
            "{today}"
        );
    }
}

#[test]
fn a_brief_that_no_longer_stands_stays_as_it_was() {
    const STATED: &str = "events: [{id: visit, title: A visit, date: 2024-02-20, status: scheduled}]\n\
        stances: [{actor: ann, issue: talks, stance: supports}]\nactors: [ann]";
    const LATER: &str = "events: [{id: visit, title: The visit, status: cancelled}]\n\
        stances: [{actor: ann, issue: talks, stance: opposes}]";
    let actors =
        "ann: {name: Ann, offices: [{office: Minister, from: 2020-01-01, to: 2024-01-09}]}\n";
    for (status, goes_on) in [
        ("status: live", true),
        ("status: superseded\nsuperseded_by: brief-1", false),
        ("status: withdrawn\nreason: It was wrong.", false),
    ] {
        let text = site(&[("2024-01-05", &format!("{STATED}\n{status}")), ("2024-01-10", LATER)]);
        let text = text.replace("ann: {name: Ann}\n", actors);
        let (pages, _) = built(&text, &Options::on(day("2024-03-01")));
        let page = words(&pages["briefs/brief-0/index.html"]);
        assert_eq!(
            page.matches("Since then:").count(),
            if goes_on { 3 } else { 0 },
            "{status}: {page}"
        );
        assert!(
            page.contains("20 February 2024 A visit scheduled")
                && page.contains("The talkssupports"),
            "{page}"
        );
        assert!(page.contains("Titles as of 5 January 2024 Ann Minister"), "{page}");
        // What was withdrawn stands nowhere else.
        let is_withdrawn = status.contains("withdrawn");
        let event = words(&pages["events/visit/index.html"]);
        assert_eq!(event.contains("Brief 0"), !is_withdrawn, "{event}");
        assert!(words(&pages["actors/ann/index.html"]).contains("Brief 0"), "the brief lists her");
        let stances = words(&pages["issues/talks/index.html"]);
        assert_eq!(stances.contains("supports"), !is_withdrawn, "{stances}");
        // As of a day before anything else was said the brief is as it was, too.
        let (pages, _) = as_of(&text, "2024-01-06");
        assert!(!words(&pages["briefs/brief-0/index.html"]).contains("Since then:"), "{status}");
    }
}

#[test]
fn a_part_is_told_with_what_had_become_of_its_whole() {
    const PART: &str =
        "{id: dinner, title: A dinner, date: 2024-02-20, status: scheduled, part_of: visit}";
    let whole =
        |status: &str| format!("{{id: visit, title: A visit, date: 2024-02-20, status: {status}}}");
    let plan = format!("events: [{}, {PART}]", whole("scheduled"));
    let dropped = format!("events: [{}]", whole("cancelled"));
    let both = format!("events: [{}, {PART}]", whole("cancelled"));
    let alone = "events: [{id: dinner, status: scheduled}]";
    let since = "Since then: cancelled (Brief 1, 10 January 2024)";
    for (briefs, dinner) in [
        (
            vec![("2024-01-05", plan.as_str()), ("2024-01-10", dropped.as_str())],
            format!("scheduled {since}"),
        ),
        (vec![("2024-01-05", both.as_str())], "cancelled".to_owned()),
        (
            vec![("2024-01-05", both.as_str()), ("2024-01-10", alone)],
            "cancelled Since then: scheduled for 20 February 2024 (Brief 1, 10 January 2024)"
                .to_owned(),
        ),
    ] {
        let (pages, _) = built(&site(&briefs), &Options::on(day("2024-01-20")));
        let told = told(&pages, 0, "Events");
        assert!(told.ends_with(&format!("A dinner {dinner}")), "{briefs:?}: {told}");
    }
}

#[test]
fn a_stance_is_followed_by_what_a_later_brief_has() {
    let stance = |actor: &str, issue: &str, rest: &str| {
        format!("stances: [{{actor: {actor}, issue: {issue}, stance: {rest}}}]")
    };
    for (later, since) in [
        (
            vec![("2024-01-10", stance("ann", "talks", "opposes"))],
            "Since then: opposes (Brief 1, 10 January 2024)",
        ),
        (
            vec![
                ("2024-01-10", stance("ann", "talks", "opposes")),
                ("2024-01-20", stance("ann", "talks", "leans-oppose")),
            ],
            "Since then: leans towards opposition (Brief 2, 20 January 2024)",
        ),
        (vec![("2024-01-10", stance("ann", "talks", "supports"))], ""),
        (
            vec![
                ("2024-01-10", stance("ann", "talks", "opposes")),
                ("2024-01-20", stance("ann", "talks", "supports")),
            ],
            "",
        ),
        (vec![("2024-01-10", stance("ann", "arms", "opposes"))], ""),
        (vec![("2024-01-10", stance("bob", "talks", "opposes"))], ""),
        // A later brief may tell of an earlier day.
        (vec![("2024-01-10", stance("ann", "talks", "opposes, date: 2023-12"))], ""),
        (vec![("2024-01-10", stance("ann", "talks", "opposes") + "\nstatus: withdrawn")], ""),
    ] {
        let first = stance("ann", "talks", "supports");
        let mut briefs = vec![("2024-01-05", first.as_str())];
        briefs.extend(later.iter().map(|(date, fields)| (*date, fields.as_str())));
        let (pages, _) = built(&site(&briefs), &Options::on(day("2024-03-01")));
        let told = told(&pages, 0, "Stances");
        let row = told.split(" Ann").nth(1).unwrap();
        assert_eq!(
            row,
            format!("The talkssupports{since} 5 January 2024 Brief 0"),
            "{briefs:?}: {told}"
        );
    }
}

#[test]
fn officials_are_followed_by_the_office_they_have_now() {
    for (offices, title, since) in [
        ("{office: Minister, from: 2020-01-01}", "Minister", ""),
        (
            "{office: Minister, from: 2020-01-01, to: 2024-01-09}",
            "Minister",
            "in office until 9 January 2024",
        ),
        (
            "{office: Minister, from: 2020-01-01, to: 2024-02}",
            "Minister",
            "in office until February 2024",
        ),
        (
            "{office: Minister, from: 2020-01-01, to: 2024-01-09}, {office: Envoy, from: 2024-01-10}",
            "Minister",
            "Envoy",
        ),
        ("{office: Envoy, from: 2024-01-10}", "", "Envoy"),
        (
            "{office: Minister, from: 2020-01-01}, {office: Envoy, from: 2024-01-10}",
            "Minister",
            "Minister and Envoy",
        ),
        // Nobody has left who came back, or holds the office by another tenure.
        (
            "{office: Minister, from: 2020-01-01, to: 2024-01-09}, {office: Minister, from: 2024-02-01}",
            "Minister",
            "",
        ),
        // What is not known is not said.
        ("{office: Minister, from: 2020-01-01, to: 2024-03}", "Minister", ""),
        ("{office: Minister}", "Minister", ""),
        ("{office: Envoy, from: 2024}", "", ""),
        ("", "", ""),
    ] {
        let text = site(&[("2024-01-05", "actors: [ann]")]);
        let text =
            text.replace("ann: {name: Ann}", &format!("ann: {{name: Ann, offices: [{offices}]}}"));
        let (pages, _) = built(&text, &Options::on(day("2024-03-01")));
        let page = words(&pages["briefs/brief-0/index.html"]);
        let (_, who) = page.split_once(" Who ").unwrap();
        let who = who.split(" Text.").next().unwrap();
        let titled = if title.is_empty() { String::new() } else { format!(" {title}") };
        let expected = match since {
            "" => format!("Ann{titled}"),
            since => format!("Titles as of 5 January 2024 Ann{titled} Since then: {since}"),
        };
        assert_eq!(who, expected, "{offices}");
    }
}

const CORRECTED: &str = "summary: They met.\nactors: [ann]\nissues: [talks]\nevents: [{id: visit, date: 2024-01-04}]\nupdates:\n  \
    - {date: 2024-01-08, kind: correction, note: It was Bob who spoke}\n  \
    - {date: 2024-01-07, kind: major, note: They met again.}\n  \
    - {date: 2024-01-10, kind: correction, note: 'They met in Bern, not in Vienna.'}";

#[test]
fn corrections_stand_at_the_head_of_a_brief_in_lists_and_in_feeds() {
    const LAST: &str = "Corrected 10 January 2024: They met in Bern, not in Vienna.";
    const FIRST: &str = "Corrected 8 January 2024: It was Bob who spoke";
    let text = site(&[("2024-01-05", CORRECTED), ("2024-01-06", "issues: [talks]")]);
    for (then, corrections, updates, corrected) in [
        ("2024-01-07", vec![], "Updates 7 January 2024 Update. They met again.", None),
        (
            "2024-01-08",
            vec![FIRST],
            "Updates 7 January 2024 Update. They met again.",
            Some("8 January 2024"),
        ),
        (
            "2024-03-01",
            vec![LAST, FIRST],
            "Updates 7 January 2024 Update. They met again.",
            Some("10 January 2024"),
        ),
    ] {
        let (pages, _) = as_of(&text, then);
        let page = words(&pages["briefs/brief-0/index.html"]);
        let (head, rest) = page.split_once("Bottom line").unwrap();
        let at: Vec<Option<usize>> =
            corrections.iter().map(|correction| head.find(correction)).collect();
        assert!(at.is_sorted() && !at.contains(&None), "{then}: {head}");
        assert_eq!(page.matches("Corrected ").count(), corrections.len(), "each once: {page}");
        assert!(rest.contains(updates), "{then}: {rest}");
        for list in [
            "index.html",
            "briefs/index.html",
            "actors/ann/index.html",
            "issues/talks/index.html",
            "events/visit/index.html",
        ] {
            let list = words(&pages[list]);
            let expected = match corrected {
                Some(date) => format!("5 January 2024 corrected {date} Brief 0"),
                None => "5 January 2024 Brief 0".to_owned(),
            };
            assert!(
                list.contains(&expected) && list.matches("corrected").count() < 2,
                "{then}: {list}"
            );
        }
        for feed in ["feed.xml", "actors/ann/feed.xml", "issues/talks/feed.xml"] {
            let entry =
                pages[feed].split("<entry>").find(|entry| entry.contains("Brief 0")).unwrap();
            let summary =
                entry.split("<summary>").nth(1).unwrap().split("</summary>").next().unwrap();
            let expected = match corrections.len() {
                0 => "They met.".to_owned(),
                1 => format!("{FIRST}.\n\nThey met."),
                _ => format!("{LAST}\n\n{FIRST}.\n\nThey met."),
            };
            assert_eq!(summary, expected, "{then}: {feed}");
        }
    }
}

#[test]
fn a_brief_with_nothing_but_corrections_has_no_list_of_updates() {
    let only = "updates: [{date: 2024-01-08, kind: correction, note: A name.}]";
    for (updates, listed) in [
        ("updates: []", ""),
        (only, ""),
        ("updates: [{date: 2024-01-08, note: A comma.}]", "Updates 8 January 2024 A comma."),
    ] {
        let (pages, _) = built(&site(&[("2024-01-05", updates)]), &Options::on(day("2024-03-01")));
        let page = words(&pages["briefs/brief-0/index.html"]);
        assert_eq!(page.contains("Updates"), !listed.is_empty(), "{page}");
        assert!(page.contains(listed), "{page}");
        assert_eq!(page.contains("Corrected 8 January 2024: A name."), updates == only, "{page}");
        assert_eq!(words(&pages["briefs/index.html"]).contains("corrected"), updates == only);
    }
}

#[test]
fn an_old_brief_that_is_corrected_comes_back_into_feeds() {
    let briefs = |kind: &str| {
        let old = format!(
            "actors: [ann]\nissues: [talks]\nupdates: [{{date: 2024-03-01, kind: {kind}, note: A name.}}]"
        );
        let new = "actors: [ann]\nissues: [talks]";
        let text = site(&[
            ("2024-01-05", &old),
            ("2024-02-01", new),
            ("2024-02-02", new),
            ("2024-02-03", new),
        ]);
        format!("=== site.yaml\nnewest: 2\n{text}")
    };
    for (kind, expected) in [
        ("correction", ["Brief 0", "Brief 3"]),
        ("major", ["Brief 0", "Brief 3"]),
        ("minor", ["Brief 3", "Brief 2"]),
    ] {
        let (pages, _) = built(&briefs(kind), &Options::on(day("2024-03-02")));
        for feed in ["feed.xml", "actors/ann/feed.xml", "issues/talks/feed.xml"] {
            let entries = pages[feed].split("<entry>").skip(1);
            let title = |entry: &str| {
                entry.split("<title>").nth(1).unwrap().split('<').next().unwrap().to_owned()
            };
            assert_eq!(entries.map(title).collect::<Vec<_>>(), expected, "{kind}: {feed}");
        }
        // Before that day it was not there.
        let (pages, _) = as_of(&briefs(kind), "2024-02-28");
        assert!(!pages["feed.xml"].contains("Brief 0"), "{kind}");
    }
}

#[test]
fn a_text_and_a_quotation_name_an_event_as_it_was_called_then() {
    let first = event("title: The meeting, date: 2024-02-20")
        + "\nactors: [ann]\nquotes: [{id: q, speaker: ann, text: Yes., mode: paraphrase, event: visit}]";
    let second = event("title: The great meeting, status: happened");
    let text =
        site(&[("2024-01-05", &first), ("2024-02-21", &second), ("2024-02-22", "actors: []")]);
    let text = text.replace("Text.\n", "About [[visit]] only.\n");
    let (pages, _) = built(&text, &Options::on(day("2024-03-01")));
    for (number, title) in [(0, "The meeting"), (1, "The great meeting"), (2, "The great meeting")]
    {
        let page = words(&pages[&format!("briefs/brief-{number}/index.html")]);
        assert!(page.contains(&format!("About {title} only.")), "{page}");
    }
    let page = words(&pages["briefs/brief-0/index.html"]);
    assert!(page.contains("Ann, on The meeting, not word for word"), "{page}");
    assert!(words(&pages["events/visit/index.html"]).contains("The great meeting took place"));
}

#[test]
fn what_one_brief_knows_of_a_source_is_known_wherever_it_is_listed() {
    const RETRACTED: &str = ", states: [{date: 2024-01-06, state: retracted}]";
    let brief = |day: &str, states: &str| {
        format!(
            "=== content/briefs/2024-01-{day}-brief-{day}.md\n---\ntitle: Brief {day}\n\
             sources: [{{title: Report, url: 'https://example.org/a'{states}}}]\n---\nText.\n"
        )
    };
    let registered = |states: &str| {
        format!(
            "=== content/sources.yaml\nwire: {{title: Wire, url: 'https://example.org/a'{states}}}\n"
        )
    };
    for (text, is_retracted) in [
        (brief("05", RETRACTED) + &brief("08", ""), true),
        (brief("05", "") + &brief("08", RETRACTED), true),
        (brief("05", ", state: retracted") + &brief("08", ""), true),
        (
            brief("05", RETRACTED) + &brief("08", ", states: [{date: 2024-01-07, state: live}]"),
            false,
        ),
        // Of one day the newer brief has the last word, and the registry after it.
        (
            brief("05", RETRACTED) + &brief("08", ", states: [{date: 2024-01-06, state: live}]"),
            false,
        ),
        (
            registered(", states: [{date: 2024-01-06, state: live}]") + &brief("05", RETRACTED),
            false,
        ),
        (registered("") + &brief("05", RETRACTED), true),
        (registered(RETRACTED) + &brief("05", ""), true),
        (brief("05", "") + &brief("08", ""), false),
    ] {
        let (_, build) = built(&text, &Options::on(day("2024-03-01")));
        let found = messages(&build, "W-RETRACTED-SUPPORT");
        let briefs = text.matches("title: Brief").count();
        assert_eq!(found.len(), if is_retracted { briefs } else { 0 }, "{text}: {found:?}");
        let (_, build) = as_of(&text, "2024-01-05");
        let is_undated = text.contains("'https://example.org/a', state: retracted");
        let expected = usize::from(is_undated);
        assert_eq!(messages(&build, "W-RETRACTED-SUPPORT").len(), expected, "{text}");
    }
}
