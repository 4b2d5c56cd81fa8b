//! What a draft has to be confirmed: never a finding there, always marked, and an error once the
//! brief is no draft.

use std::collections::BTreeMap;

use briefgen::files::Files;
use briefgen::output::{Output, OutputContent};
use briefgen::{Build, Cache, Options, build};

const SITE: &str = "\
=== content/actors.yaml
wang-yi: {name: Wang Yi, short: Wang}
qin-gang: {name: Qin Gang, short: Qin}
=== content/issues.yaml
taiwan: {title: Taiwan}
trade: {title: Trade}
=== content/places.yaml
vienna: {name: Vienna}
=== content/texts/wire.txt
Wang Yi said: “We are here to listen.” Qin Gang said: “The door stays open.”
=== content/briefs/2023-06-18-talks.md
---
title: Talks
status: STATUS
sources:
  - {id: wire, title: A wire report, publisher: The Wire, text: wire.txt, unconfirmed: [publisher]}
actors: [wang-yi, {actor: qin-gang, unconfirmed: [actor]}]
issues: [trade, {issue: taiwan, unconfirmed: issue}]
places: [{place: vienna, unconfirmed: [place]}]
quotes:
  - {id: listen, speaker: wang-yi, text: We are here to listen, said: 2023-06-18}
  - {id: door, speaker: qin-gang, text: The door stays open, said: 2023-06-18, unconfirmed: [speaker, text]}
events:
  - {id: visit, title: The visit, date: 2023-06-17, kind: visit, unconfirmed: [date]}
  - {id: dinner, title: The dinner, date: 2023-06-17, kind: meeting}
stances:
  - {actor: qin-gang, issue: taiwan, stance: opposes, quote: door, unconfirmed: [stance]}
  - {actor: wang-yi, issue: trade, stance: supports, quote: listen}
claims:
  - {id: late, text: It is late, sources: [wire], unconfirmed: [text]}
  - {id: early, text: It was early, sources: [wire]}
---
They spoke, and [[quote:door]] was heard. Wang Yi and Qin Gang were in Vienna.

[[quote:door]]
";

fn pages(site: &str, drafts: bool) -> (BTreeMap<String, String>, Build) {
    let options = Options::on("2023-06-20".parse().unwrap());
    let options = if drafts { options.with_drafts() } else { options };
    let mut outputs: Vec<Output> = Vec::new();
    let build = build(&Files::from_text(site), &options, &mut Cache::default(), |batch| {
        outputs.extend(batch)
    });
    let text = |output: Output| match output.content {
        OutputContent::Bytes(bytes) => {
            (output.path.to_string(), String::from_utf8_lossy(&bytes).into_owned())
        }
        OutputContent::Copy(_) => (output.path.to_string(), String::new()),
    };
    (outputs.into_iter().map(text).collect(), build)
}

/// The errors about keys and about what is to be confirmed, each with its key path.
fn told(build: &Build) -> Vec<String> {
    let codes = ["E-UNCONFIRMED", "E-KEY-UNKNOWN", "E-TYPE"];
    let findings = build.findings.iter().filter(|finding| codes.contains(&finding.code.as_str()));
    findings.map(|finding| format!("{} {}", finding.code, finding.path)).collect()
}

/// What stands in a page from a text to a tag behind it, without tags.
fn after<'a>(page: &'a str, text: &str, until: &str) -> &'a str {
    let from = page.find(text).unwrap_or_else(|| panic!("no `{text}` in {page}"));
    let len = page[from..].find(until).unwrap_or(page.len() - from);
    &page[from..from + len]
}

#[test]
fn a_draft_shows_what_is_to_be_confirmed_with_a_mark() {
    let (pages, build) = pages(&SITE.replace("STATUS", "draft"), true);
    assert_eq!(told(&build), [""; 0]);
    let brief = &pages["briefs/talks/index.html"];
    for (text, until, mark) in [
        ("<blockquote><p>“The door stays open”", "</figure>", "to be confirmed: speaker, text"),
        ("heard. ", "</p>", ""),
        ("They spoke", "</a>", "“The door stays open” (to be confirmed)"),
        ("The visit</a>", "</div>", "to be confirmed: date"),
        ("opposes", "</td>", "to be confirmed: stance"),
        ("It is late", "</li>", "to be confirmed: text"),
        ("<cite>A wire report</cite>. The Wire", "</li>", "to be confirmed: publisher"),
        ("actors/qin-gang/\">Qin Gang</a>", "</li>", "<span class=\"mark\">to be confirmed</span>"),
        ("issues/taiwan/\">Taiwan</a>", "</li>", "<span class=\"mark\">to be confirmed</span>"),
        ("places/vienna/\">Vienna</a>", "</li>", "<span class=\"mark\">to be confirmed</span>"),
    ] {
        assert!(after(brief, text, until).contains(mark), "{text}: {}", after(brief, text, until));
    }
    for (text, until) in [
        ("<blockquote><p>“We are here to listen”", "</figure>"),
        ("The dinner</a>", "</div>"),
        (">supports", "</td>"),
        ("It was early", "</li>"),
        ("actors/wang-yi/\">Wang Yi</a>", "</li>"),
        ("issues/trade/\">Trade</a>", "</li>"),
    ] {
        assert!(
            !after(brief, text, until).contains("to be confirmed"),
            "{text}: {}",
            after(brief, text, until)
        );
    }
    let door = after(brief, "“The door stays open”", "</figure>");
    assert!(
        !door.contains("word for word"),
        "what is to be confirmed has no mark that it is: {door}"
    );
    assert!(
        after(brief, "<blockquote><p>“We are here", "</figure>").contains("word for word"),
        "{brief}"
    );
}

#[test]
fn lists_and_calendars_mark_it_too() {
    let (pages, _) = pages(&SITE.replace("STATUS", "draft"), true);
    for (path, text, until, mark) in [
        (
            "actors/qin-gang/index.html",
            "“The door stays open”",
            "</figure>",
            "to be confirmed: speaker, text",
        ),
        (
            "quotes/index.html",
            "“The door stays open”",
            "</figure>",
            "to be confirmed: speaker, text",
        ),
        ("events/index.html", "The visit</a>", "</div>", "to be confirmed: date"),
        ("events/visit/index.html", "<p class=\"lede\">", "</p>", "to be confirmed: date"),
        ("events/visit/index.html", "How it was told", "</ul>", "to be confirmed: date"),
        ("stances/index.html", ">opposes", "</td>", "to be confirmed: stance"),
    ] {
        let found = after(&pages[path], text, until);
        assert!(found.contains(mark), "{path}: {found}");
    }
    let event = |title: &str| {
        let all = pages["events.ics"].replace("\r\n ", "");
        all.split("BEGIN:VEVENT").find(|event| event.contains(title)).unwrap().to_owned()
    };
    let (visit, dinner) = (event("SUMMARY:The visit"), event("SUMMARY:The dinner"));
    assert!(
        visit.contains("To be confirmed: date") && visit.contains("STATUS:TENTATIVE"),
        "{visit}"
    );
    assert!(!dinner.contains("confirmed:") && dinner.contains("STATUS:CONFIRMED"), "{dinner}");
}

#[test]
fn it_is_an_error_in_whatever_is_no_draft() {
    let all = [
        "sources[0]",
        "actors[1]",
        "issues[1]",
        "places[0]",
        "quotes[1]",
        "events[0]",
        "stances[0]",
        "claims[0]",
    ];
    let mut all: Vec<String> =
        all.iter().map(|item| format!("E-UNCONFIRMED {item}.unconfirmed")).collect();
    all.sort();
    for status in ["live", "superseded\nsuperseded_by: later", "withdrawn\nreason: Wrong"] {
        for drafts in [false, true] {
            let later = "=== content/briefs/2023-06-19-later.md\n---\ntitle: Later\nsources: []\n---\nLater.\n";
            let site = SITE.replace("STATUS", status) + later;
            let mut told = told(&pages(&site, drafts).1);
            told.sort();
            assert_eq!(told, all, "{status}");
        }
    }
    assert_eq!(
        told(&pages(&SITE.replace("STATUS", "live\npublish_at: 2033-01-01"), false).1).len(),
        all.len()
    );
    assert_eq!(
        told(&pages(&SITE.replace("STATUS", "draft"), false).1),
        [""; 0],
        "a draft that nobody asks for"
    );
}

#[test]
fn what_a_live_brief_is_allowed_to_leave_open_is_marked_all_the_same() {
    let allowed = "live\nallow: [{code: E-UNCONFIRMED, reason: a site of drafts}]";
    let (pages, build) = pages(&SITE.replace("STATUS", allowed), false);
    assert_eq!(told(&build), [""; 0]);
    let door = after(
        &pages["briefs/talks/index.html"],
        "<blockquote><p>“The door stays open”",
        "</figure>",
    );
    assert!(
        door.contains("to be confirmed: speaker, text") && !door.contains("word for word"),
        "{door}"
    );
}

#[test]
fn it_names_keys_that_stand_beside_it() {
    let quote = |keys: &str| {
        let brief = "---\ntitle: Talks\nstatus: draft\nsources: []\nquotes:\n  - {id: a, speaker: Wang Yi, text: We go, ";
        let site = format!(
            "=== content/briefs/2023-06-18-talks.md\n{brief}unconfirmed: {keys}}}\n---\nText.\n"
        );
        let build = pages(&site, true).1;
        let help = build.findings.iter().find(|finding| finding.path.contains("unconfirmed"));
        (told(&build), help.map(|finding| finding.help.clone()).unwrap_or_default())
    };
    for keys in ["[speaker, text]", "speaker", "[]", "[id]", "[text, text]"] {
        let (told, help) = quote(keys);
        let told: Vec<String> =
            told.into_iter().filter(|told| told.contains("unconfirmed")).collect();
        assert_eq!((told, help), (Vec::new(), String::new()), "{keys}");
    }
    for (keys, expected, help) in [
        ("[speakr]", "E-KEY-UNKNOWN quotes[0].unconfirmed[0]", "did you mean `speaker`?"),
        (
            "[text, said]",
            "E-KEY-UNKNOWN quotes[0].unconfirmed[1]",
            "beside it: `id`, `speaker`, `text`",
        ),
        ("true", "E-KEY-UNKNOWN quotes[0].unconfirmed", "beside it"),
        ("[unconfirmed]", "E-KEY-UNKNOWN quotes[0].unconfirmed[0]", "beside it"),
        ("[{a: b}]", "E-TYPE quotes[0].unconfirmed[0]", "one text"),
    ] {
        let (told, given) = quote(keys);
        assert!(told.contains(&expected.to_owned()), "{keys}: {told:?}");
        assert!(given.contains(help), "{keys}: {given}");
    }
}

#[test]
fn entries_of_the_registry_and_plain_pages_have_no_such_key() {
    for (file, text) in [
        ("content/sources.yaml", "wire: {title: A wire report, unconfirmed: [title]}\n"),
        ("content/actors.yaml", "wang-yi: {name: Wang Yi, unconfirmed: [name]}\n"),
        ("content/about.md", "---\ntitle: About\nunconfirmed: [title]\n---\nText.\n"),
        (
            "content/briefs/2023-06-18-a.md",
            "---\ntitle: A\nsources: []\nunconfirmed: [title]\n---\nText.\n",
        ),
    ] {
        let told = told(&pages(&format!("=== {file}\n{text}"), true).1);
        assert!(
            told.iter()
                .any(|told| told.starts_with("E-KEY-UNKNOWN") && told.contains("unconfirmed")),
            "{told:?}"
        );
    }
}
