//! What statements rest on, and who made them: on the pages of whole sites, and in what is found about them.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::collections::BTreeMap;

use briefgen::files::Files;
use briefgen::output::{Content, Output};
use briefgen::{Build, Cache, Options, build};

/// Every page by its path, with what was found.
fn pages(site: &str) -> (BTreeMap<String, String>, Build) {
    let mut outputs: Vec<Output> = Vec::new();
    let options = Options::on("2026-11-23".parse().unwrap());
    let build = build(&Files::from_text(site), &options, &mut Cache::default(), |batch| outputs.extend(batch));
    let text = |output: Output| match output.content {
        Content::Bytes(bytes) => (output.path.to_string(), String::from_utf8_lossy(&bytes).into_owned()),
        Content::Copy(_) => (output.path.to_string(), String::new()),
    };
    (outputs.into_iter().map(text).collect(), build)
}

/// The findings with one of these codes, each with its key path and its message.
fn found(build: &Build, codes: &[&str]) -> Vec<String> {
    let of_codes = build.findings.iter().filter(|finding| codes.contains(&finding.code.as_str()));
    of_codes.map(|finding| format!("{} {}: {}", finding.code.as_str(), finding.path, finding.message)).collect()
}

/// The words of HTML.
fn words(html: &str) -> String {
    let text: String = html.split('<').map(|part| part.split_once('>').map_or(part, |(_, text)| text)).collect();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The caption of the first quotation of a page.
fn caption(page: &str) -> String {
    words(page.split("<figcaption>").nth(1).unwrap().split("</figcaption>").next().unwrap())
}

const SPEAKERS: &str = "=== content/actors.yaml
ines: {name: Ines Carvalho, offices: [{office: Foreign Minister, from: 2020}]}
tomas: {name: Tomas Lindqvist}
aide: {name: An aide, anonymous: true}
=== content/sources.yaml
wire: {title: A wire, url: 'https://wire.example/a', text: wire.txt}
";

/// A site with one brief that has one quotation, whose words stand in a saved text.
fn said(text: &str, fields: &str) -> String {
    format!(
        "{SPEAKERS}=== content/texts/wire.txt
{text}
=== content/briefs/2024-02-06-talks.md
---
title: Talks
sources: [wire]
quotes:
  - {{id: open, text: The door is open, source: wire, {fields}}}
---
Text.
"
    )
}

#[test]
fn a_joint_statement_stands_on_the_page_of_each_speaker() {
    let text = "Ines Carvalho and Tomas Lindqvist said: “The door is open.”";
    for (fields, expected) in [
        ("speaker: [ines, tomas]", "Ines Carvalho, Foreign Minister, and Tomas Lindqvist."),
        ("speaker: [tomas, ines, tomas]", "Tomas Lindqvist and Ines Carvalho, Foreign Minister."),
        (
            "speaker: [{actor: ines, as: Acting Premier}, Amara Diallo]",
            "Ines Carvalho, Acting Premier, and Amara Diallo.",
        ),
        ("speaker: ines, as: Acting Premier", "Ines Carvalho, Acting Premier."),
        ("speaker: [ines], as: Acting Premier", "Ines Carvalho, Acting Premier."),
    ] {
        let (pages, build) = pages(&said(text, fields));
        let errors = found(&build, &["E-TYPE", "E-QUOTE-NOSPEAKER", "W-SPEAKER-FAR", "E-REF-UNDEFINED"]);
        assert_eq!(errors, [""; 0], "{fields}");
        let shown = caption(&pages["briefs/talks/index.html"]);
        assert!(shown.starts_with(expected), "{fields}: {shown}");
        for (id, name) in [("ines", "Ines"), ("tomas", "Tomas"), ("amara-diallo", "Amara")] {
            for page in [format!("actors/{id}/index.html"), format!("quotes/speaker/{id}/index.html")] {
                let shows = pages.get(&page).is_some_and(|page| page.matches("The door is open").count() == 1);
                assert_eq!(shows, expected.contains(name), "{fields}: {page}");
            }
        }
    }
}

#[test]
fn what_is_wrong_with_speakers_is_told_of_each_and_of_all() {
    let both = "Ines Carvalho and Tomas Lindqvist said: “The door is open.”";
    let none = "The ministers said: “The door is open.”";
    let one = "Tomas Lindqvist said: “The door is open.”";
    for (text, fields, expected) in [
        (
            none,
            "speaker: [ines, tomas]",
            "W-SPEAKER-FAR quotes[0].speaker: the saved text does not name Ines Carvalho or Tomas Lindqvist near `open`",
        ),
        (one, "speaker: [ines, tomas]", ""),
        (none, "speaker: [ines, aide]", ""),
        (both, "speaker: []", "E-QUOTE-NOSPEAKER quotes[0]: `open` does not say who is quoted"),
        (both, "speaker: [ines, tomaz]", "E-REF-UNDEFINED quotes[0].speaker[1]: there is no actor `tomaz`"),
        (
            both,
            "speaker: [ines, tomas], as: Ministers",
            "E-TYPE quotes[0].as: `as` does not say which of the speakers it is the title of",
        ),
        (both, "speaker: [ines, {as: Minister}]", "E-TYPE quotes[0].speaker[1].actor: `actor` is missing"),
        (
            both,
            "speaker: [ines, {actor: tomas, role: host}]",
            "E-KEY-UNKNOWN quotes[0].speaker[1].role: unknown key `role`",
        ),
    ] {
        let (_, build) = pages(&said(text, fields));
        let codes = ["W-SPEAKER-FAR", "E-QUOTE-NOSPEAKER", "E-REF-UNDEFINED", "E-TYPE", "E-KEY-UNKNOWN"];
        assert_eq!(found(&build, &codes).join("\n"), expected, "{text} {fields}");
    }
}
