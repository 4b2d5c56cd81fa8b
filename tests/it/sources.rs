//! What statements rest on, and who made them: on the pages of whole sites, and in what is found
//! about them.

use std::collections::BTreeMap;

use briefgen::files::Files;
use briefgen::output::{Output, OutputContent};
use briefgen::{Build, Cache, Options, build};

/// Every page by its path, with what was found.
fn pages(site: &str) -> (BTreeMap<String, String>, Build) {
    let mut outputs: Vec<Output> = Vec::new();
    let options = Options::on("2026-11-23".parse().unwrap());
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

/// The findings with one of these codes, each with its key path and its message.
fn found(build: &Build, codes: &[&str]) -> Vec<String> {
    let of_codes = build.findings.iter().filter(|finding| codes.contains(&finding.code.as_str()));
    of_codes
        .map(|finding| format!("{} {}: {}", finding.code.as_str(), finding.path, finding.message))
        .collect()
}

/// The words of HTML.
fn words(html: &str) -> String {
    let text: String =
        html.split('<').map(|part| part.split_once('>').map_or(part, |(_, text)| text)).collect();
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
        let errors =
            found(&build, &["E-TYPE", "E-QUOTE-NOSPEAKER", "W-SPEAKER-FAR", "E-REF-UNDEFINED"]);
        assert_eq!(errors, [""; 0], "{fields}");
        let shown = caption(&pages["briefs/talks/index.html"]);
        assert!(shown.starts_with(expected), "{fields}: {shown}");
        for (id, name) in [("ines", "Ines"), ("tomas", "Tomas"), ("amara-diallo", "Amara")] {
            for page in
                [format!("actors/{id}/index.html"), format!("quotes/speaker/{id}/index.html")]
            {
                let shows = pages
                    .get(&page)
                    .is_some_and(|page| page.matches("The door is open").count() == 1);
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
        (
            both,
            "speaker: [ines, tomaz]",
            "E-REF-UNDEFINED quotes[0].speaker[1]: there is no actor `tomaz`",
        ),
        (
            both,
            "speaker: [ines, tomas], as: Ministers",
            "E-TYPE quotes[0].as: `as` does not say which of the speakers it is the title of",
        ),
        (
            both,
            "speaker: [ines, {as: Minister}]",
            "E-TYPE quotes[0].speaker[1].actor: `actor` is missing",
        ),
        (
            both,
            "speaker: [ines, {actor: tomas, role: host}]",
            "E-KEY-UNKNOWN quotes[0].speaker[1].role: unknown key `role`",
        ),
    ] {
        let (_, build) = pages(&said(text, fields));
        let codes =
            ["W-SPEAKER-FAR", "E-QUOTE-NOSPEAKER", "E-REF-UNDEFINED", "E-TYPE", "E-KEY-UNKNOWN"];
        assert_eq!(found(&build, &codes).join("\n"), expected, "{text} {fields}");
    }
}

const GROUNDS: [&str; 5] = [
    "W-SOURCE-IMPLIED",
    "I-SOURCE-IMPLIED",
    "E-QUOTE-MISSING",
    "E-QUOTE-NOSOURCE",
    "E-CITE-UNDEFINED",
];

/// The codes of what is found about where statements stand, each with its key path.
fn grounds(build: &Build) -> Vec<String> {
    let at = |text: String| text.split(": ").next().unwrap().to_owned();
    found(build, &GROUNDS).into_iter().map(at).collect()
}

#[test]
fn a_quotation_is_credited_to_an_unnamed_source_only_where_its_words_are_found_there() {
    const SAVED: &str = "=== content/texts/wire.txt\nInes Carvalho said: “The door is open.”\n";
    let quote = "text: The door is open, speaker: ines";
    for (sources, text, fields, expected, shown) in [
        ("[wire]", SAVED, "", "", "A wire"),
        ("[wire]", SAVED, "source: wire", "", "A wire"),
        ("[wire]", "", "source: wire", "", "A wire"),
        ("[wire]", "", "", "W-SOURCE-IMPLIED quotes[0]", ""),
        ("[wire]", "=== content/texts/wire.txt\n\n", "", "W-SOURCE-IMPLIED quotes[0]", ""),
        // A place is none in a source that nobody names.
        ("[wire]", "", "loc: '1'", "W-SOURCE-IMPLIED quotes[0]", ""),
        ("[wire]", SAVED, "mode: paraphrase", "", "A wire"),
        ("[wire]", SAVED, "mode: paraphrase, said: 2024", "", "A wire"),
        (
            "[wire]",
            "=== content/texts/wire.txt\nNobody spoke.\n",
            "mode: paraphrase",
            "W-SOURCE-IMPLIED quotes[0]",
            "",
        ),
        (
            "[wire]",
            "=== content/texts/wire.txt\nNobody spoke.\n",
            "",
            "E-QUOTE-MISSING quotes[0].text",
            "",
        ),
        (
            "[wire]",
            "=== content/texts/wire.txt\nNobody spoke.\n",
            "source: none",
            "",
            "told to the desk",
        ),
        ("[wire]", SAVED, "source: none", "", "told to the desk"),
        ("[]", "", "source: none", "", "told to the desk"),
        ("[]", "", "", "E-QUOTE-NOSOURCE quotes[0]", ""),
        ("[wire, 'https://a.example/']", SAVED, "", "E-QUOTE-NOSOURCE quotes[0]", ""),
        ("[wire]", SAVED, "source: nobody", "E-CITE-UNDEFINED quotes[0].source", ""),
    ] {
        let brief = format!(
            "---\ntitle: Talks\nsources: {sources}\nquotes:\n  - {{id: open, {quote}, {fields}}}\n---\n"
        );
        let site =
            format!("{SPEAKERS}{text}=== content/briefs/2024-02-06-talks.md\n{brief}Text.\n");
        let (pages, build) = pages(&site);
        assert_eq!(grounds(&build).join("\n"), expected, "{sources} {text} {fields}");
        for (page, its_own) in
            [("briefs/talks/index.html", false), ("sources/wire/index.html", true)]
        {
            let captions = pages
                .get(page)
                .filter(|page| page.contains("<figcaption>"))
                .map(|page| caption(page));
            match captions {
                Some(caption) => {
                    assert_eq!(caption.contains("A wire"), shown == "A wire", "{fields}: {caption}")
                }
                None => {
                    assert!(its_own && shown != "A wire", "{fields}: {page} shows no quotation")
                }
            }
        }
        let told = caption(&pages["briefs/talks/index.html"]).contains("told to the desk");
        assert_eq!(told, shown == "told to the desk", "{fields}");
    }
}

#[test]
fn other_statements_keep_the_only_source_and_say_so() {
    let site = |sources: &str, fields: &str| {
        let claim = fields.replace("source:", "sources:").replace("quote: open", "basis: [other]");
        format!(
            "{SPEAKERS}=== content/issues.yaml
doors: {{title: Doors}}
=== content/briefs/2024-02-06-talks.md
---
title: Talks
sources: {sources}
quotes: [{{id: open, speaker: ines, text: It is open., source: none}}]
events: [{{id: visit, title: A visit, date: 2024-02-06, status: happened, {fields}}}]
stances: [{{actor: ines, issue: doors, stance: supports, {fields}}}]
claims: [{{id: talk, text: They talked, kind: judgment, {claim}}}]
---
Text.
"
        )
        .replace("happened, quote: open", "happened")
    };
    let all = "I-SOURCE-IMPLIED events[0]";
    for (sources, fields, expected, implied, told) in [
        ("[wire]", "", all, 3, 0),
        ("[wire]", "source: wire", "", 0, 0),
        ("[wire]", "loc: p. 4", "", 0, 0),
        ("[wire]", "source: wire, loc: p. 4", "", 0, 0),
        ("[wire]", "source: none", "", 0, 3),
        ("[]", "source: none", "", 0, 3),
        ("[]", "", "", 0, 0),
        ("[wire, 'https://a.example/']", "", "", 0, 0),
        // The quotation is what shows a stance.
        ("[wire]", "quote: open", all, 2, 0),
    ] {
        let (pages, build) = pages(&site(sources, fields).replace(", }", "}"));
        assert_eq!(grounds(&build).join("\n"), expected, "{sources} {fields}");
        let unsourced = found(&build, &["W-STANCE-UNSOURCED"]).len();
        let shows_nothing = sources != "[wire]" && fields.is_empty();
        assert_eq!(unsourced, usize::from(shows_nothing), "{sources} {fields}");
        let shown =
            ["events/visit/index.html", "issues/doors/index.html", "briefs/talks/index.html"];
        // The page of the brief has the stance, too, and a quotation of its own.
        let count = |words: &str| {
            let of = |page: &&str| pages.get(*page).unwrap().matches(words).count();
            shown.iter().map(of).collect::<Vec<_>>()
        };
        let is_stance = usize::from(implied > 0 && fields != "quote: open");
        let [of_event, of_issue] = [usize::from(implied > 0), is_stance];
        assert_eq!(
            count("source of the brief"),
            [of_event, of_issue, of_issue + of_event],
            "{sources} {fields}"
        );
        let told = usize::from(told > 0);
        assert_eq!(count("told to the desk"), [told, told, 2 * told + 1], "{sources} {fields}");
        let page = words(&pages["sources/wire/index.html"]);
        let rests = implied > 0 || fields.contains("wire") || fields.contains("loc");
        assert_eq!(page.contains("A visit"), rests, "{sources} {fields}: {page}");
        let said = page.matches("source of the brief").count();
        assert_eq!(said, of_event * 2 + of_issue, "{sources} {fields}: {page}");
        let matrix = words(&pages["stances/index.html"]);
        assert_eq!(matrix.contains("source of the brief"), of_issue > 0, "{sources} {fields}");
    }
}

#[test]
fn statements_without_a_source_are_counted_once_a_brief() {
    let site = format!(
        "{SPEAKERS}=== content/briefs/2024-02-06-talks.md
---
title: Talks
sources: [wire]
events:
  - {{id: named, title: Named, date: 2024-02-06, source: wire}}
  - {{id: visit, title: A visit, date: 2024-02-06}}
claims:
  - {{id: talk, text: They talked, kind: judgment}}
  - {{id: told, text: They talked long, kind: fact, sources: none}}
  - {{id: both, text: They laughed, kind: fact, sources: [none, wire]}}
---
Text.
"
    );
    let (_, build) = pages(&site);
    let codes = ["I-SOURCE-IMPLIED", "W-CLAIM-SINGLE"];
    let expected = [
        "I-SOURCE-IMPLIED events[1]: 2 statements name no source, beginning with `events[1]`: pages say “source of the brief”",
        "W-CLAIM-SINGLE claims[1]: claim `told` rests on what the desk was told alone",
    ];
    assert_eq!(found(&build, &codes), expected);
}

/// A site with one source of these fields and this saved text, and a quotation of Ines Carvalho
/// from it.
fn quoted(source: &str, text: &str, fields: &str) -> String {
    format!(
        "=== content/actors.yaml
ines: {{name: Ines Carvalho}}
=== content/sources.yaml
wire: {{title: A wire, text: wire.txt{source}}}
record: {{title: A record, url: 'https://record.example/', lang: pt, text: record.txt}}
=== content/texts/wire.txt
{text}
=== content/texts/record.txt
Ines Carvalho: “A porta está aberta.”
=== content/briefs/2024-02-06-talks.md
---
title: Talks
sources: [wire, record]
quotes:
  - {{id: open, speaker: ines, source: wire, {fields}}}
---
Text.
"
    )
}

#[test]
fn words_stand_in_the_lines_that_are_said() {
    let text = "line one\nInes Carvalho said: “The door is open.”\nline three\nline four\nInes Carvalho said:\n“It is open,\nand stays open. The door is open.”";
    for (words, loc, lines) in [
        ("The door is open", "'1'", Some("line 2")),
        ("The door is open", "'2'", None),
        ("The door is open", "'7'", None),
        ("The door is open", "1-3", None),
        ("The door is open", "'3, 6-9'", None),
        ("The door is open", "3-6", Some("line 2")),
        ("The door is open", "line 1", Some("line 2")),
        ("The door is open", "line 2", None),
        ("The door is open", "l. 4", Some("line 2")),
        ("The door is open", "lines 3 and 4", Some("line 2")),
        ("The door is open", "'99'", Some("line 2")),
        ("The door is open", "p. 1", None),
        ("The door is open", "'0:01'", None),
        ("The door is open", "second paragraph", None),
        ("'[t]he door is open'", "'1'", Some("line 2")),
        ("The DOOR is open", "'1'", Some("line 2")),
        // Words that run over two lines stand in both.
        ("'“It is open, and stays open.'", "'6'", None),
        ("'“It is open, and stays open.'", "'7'", None),
        ("'“It is open, and stays open.'", "'5'", Some("lines 6–7")),
        ("'It … stays'", "6-7", None),
        ("'It … stays'", "'4'", Some("lines 6–7")),
    ] {
        // In a text that is set in columns a sentence goes on in the next line.
        let text = if words.contains("It") {
            format!("\n{}", text.replace("line four", ""))
        } else {
            text.to_owned()
        };
        let loc = if words.contains("It") {
            loc.replace('7', "8").replace('6', "7").replace('5', "6")
        } else {
            loc.to_owned()
        };
        let lines = lines.map(|lines| if words.contains("It") { "lines 7–8" } else { lines });
        let (_, build) = pages(&quoted("", &text, &format!("text: {words}, loc: {loc}")));
        let found = found(&build, &["E-QUOTE-LOC", "E-QUOTE-MISSING"]);
        let expected: Vec<String> = lines
            .map(|lines| {
                let loc = loc.trim_matches('\'');
                format!("E-QUOTE-LOC quotes[0].loc: `open` is said to stand at `{loc}`; these words stand in {lines}")
            })
            .into_iter()
            .collect();
        assert_eq!(found, expected, "{words} {loc}");
    }
}

#[test]
fn a_line_of_a_saved_text_is_named_only_beside_what_a_reader_can_follow() {
    let text = "line one\nInes Carvalho said: “The door is open.”";
    let url = ", url: 'https://wire.example/a'";
    let archived = ", archived: {url: 'https://archive.example/a'}";
    for (source, fields, shown) in [
        ("", "", None),
        ("", "loc: '2'", None),
        ("", "loc: line 2", None),
        ("", "loc: p. 4", Some("p. 4")),
        (url, "", Some("line 2")),
        (url, "loc: '2'", Some("line 2")),
        (url, "loc: 1-2", Some("lines 1–2")),
        (url, "loc: p. 4", Some("p. 4")),
        (archived, "", Some("line 2")),
        (", url: 'https://wire.example/a', state: dead", "", None),
        (
            ", url: 'https://wire.example/a', state: dead, archived: {url: 'https://archive.example/a'}",
            "",
            Some("line 2"),
        ),
    ] {
        let site = quoted(source, text, &format!("text: The door is open, {fields}"));
        let locator = fields.strip_prefix("loc: ").unwrap_or("2").trim_matches('\'');
        let stated = format!(
            "stances: [{{actor: ines, issue: Doors, stance: supports, source: wire, loc: '{locator}'}}]"
        );
        let site = site.replace(
            "\n---\nText.",
            &format!("\n{stated}\n---\nText. [@wire, {locator}]\n\n[[quote:open]]\n"),
        );
        let (pages, build) = pages(&site);
        assert_eq!(
            found(&build, &["E-QUOTE-LOC", "E-QUOTE-MISSING", "E-YAML", "E-TYPE"]),
            [""; 0],
            "{source} {fields}"
        );
        for path in ["briefs/talks/index.html", "sources/wire/index.html", "quotes/index.html"] {
            let caption = caption(&pages[path]);
            let (_, place) = caption.split_once("A wire").unwrap();
            let leads =
                pages[path].contains("https://wire.example/a#:~:text=The%20door%20is%20open");
            assert_eq!(
                leads,
                source.contains("url: 'https://wire") && !source.contains("dead"),
                "{source} {path}"
            );
            let archived = place.to_lowercase().contains("[archived copy]");
            assert_eq!(archived, source.contains("archived"), "{source} {path}: {place}");
            match shown {
                Some(shown) => assert!(
                    place.contains(&format!(", {shown}")),
                    "{source} {fields} {path}: {place}"
                ),
                None => assert!(!place.contains("line"), "{source} {fields} {path}: {place}"),
            }
        }
        if shown.is_none() {
            for (path, page) in &pages {
                assert!(
                    !words(page).contains("line 2") && !page.contains("[1: "),
                    "{source} {fields}: {path}"
                );
                assert!(!page.contains("Source 1: "), "{source} {fields}: {path}");
            }
        }
    }
}

#[test]
fn an_original_is_verified_as_a_quotation_is() {
    const MARK: &str = "translated; the original word for word";
    let text = "Carvalho a dit : « Nous mettons fin à cette mission. Pas pour toujours. Nous ne partons pas. »";
    let translated = "mode: translated, text: We are ending this mission.";
    let fr = ", lang: fr";
    let at = "quotes[0].original.text";
    let mission = "Nous mettons fin à cette mission.";
    for (source, original, expected, marked) in [
        (fr, format!("{{lang: fr, text: {mission}}}"), String::new(), true),
        (fr, format!("{{lang: fr-FR, text: {mission}}}"), String::new(), true),
        (
            fr,
            "{lang: fr, text: Nous renforçons cette mission.}".to_owned(),
            format!("E-QUOTE-MISSING {at}"),
            false,
        ),
        (
            fr,
            "{lang: fr, text: NOUS mettons fin à cette mission}".to_owned(),
            format!("W-QUOTE-LOOSE {at}"),
            false,
        ),
        (
            fr,
            "{lang: fr, text: Nous mettons … pour toujours}".to_owned(),
            format!("W-QUOTE-NEGATION {at}"),
            false,
        ),
        (
            fr,
            "{lang: fr, text: [Nous mettons fin à cette mission., Pas pour toujours.]}".to_owned(),
            String::new(),
            true,
        ),
        // The source is in another language: nobody says that the words stand there.
        ("", "{lang: fr, text: Nous renforçons cette mission.}".to_owned(), String::new(), false),
        ("", format!("{{lang: fr, text: {mission}}}"), String::new(), false),
        (fr, "{lang: zh, text: 门是开着的。}".to_owned(), String::new(), false),
        (fr, "{text: Nous renforçons cette mission.}".to_owned(), String::new(), false),
        // It has a source of its own.
        (
            "",
            "{lang: pt, text: A porta está aberta., source: record}".to_owned(),
            String::new(),
            true,
        ),
        ("", "{text: A porta está aberta, source: record}".to_owned(), String::new(), true),
        (
            fr,
            "{lang: pt, text: A porta está fechada., source: record}".to_owned(),
            format!("E-QUOTE-MISSING {at}"),
            false,
        ),
        (
            fr,
            "{lang: pt, text: A porta, source: nobody}".to_owned(),
            "E-CITE-UNDEFINED quotes[0].original.source".to_owned(),
            false,
        ),
        (
            fr,
            "{lang: pt, text: A porta está aberta., source: record, loc: '3'}".to_owned(),
            "E-QUOTE-LOC quotes[0].original.loc".to_owned(),
            false,
        ),
        // An interpreter's two.
        (
            fr,
            format!(
                "[{{lang: fr, text: {mission}}}, {{lang: pt, text: A porta está aberta., source: record}}]"
            ),
            String::new(),
            true,
        ),
        (
            fr,
            format!("[{{lang: fr, text: {mission}}}, {{lang: zh, text: 门是开着的。}}]"),
            String::new(),
            false,
        ),
        (
            fr,
            format!(
                "[{{lang: fr, text: {mission}}}, {{lang: pt, text: A porta, source: record}}, {{lang: fr, text: Nous renforçons tout.}}]"
            ),
            "E-QUOTE-MISSING quotes[0].original[2].text".to_owned(),
            false,
        ),
    ] {
        let (pages, build) =
            pages(&quoted(source, text, &format!("{translated}, original: {original}")));
        let codes = [
            "E-QUOTE-MISSING",
            "W-QUOTE-LOOSE",
            "W-QUOTE-NEGATION",
            "E-CITE-UNDEFINED",
            "E-QUOTE-LOC",
            "E-TYPE",
            "I-QUOTE-NO-ORIGINAL",
        ];
        let found: Vec<String> = found(&build, &codes)
            .into_iter()
            .map(|text| text.split(": ").next().unwrap().to_owned())
            .collect();
        assert_eq!(found.join("\n"), expected, "{source} {original}");
        let page = &pages["briefs/talks/index.html"];
        assert_eq!(caption(page).contains(MARK), marked, "{source} {original}: {}", caption(page));
        assert_eq!(caption(page).contains("in translation"), !marked, "{source} {original}");
        let of_record = pages["sources/record/index.html"].contains("<figcaption>");
        assert_eq!(of_record, original.contains("source: record"), "{source} {original}");
        assert_eq!(caption(page).contains("Original: A record"), of_record, "{source} {original}");
    }
}

#[test]
fn an_original_credits_the_only_source_of_a_brief() {
    let text = "Carvalho a dit : « Nous mettons fin à cette mission. »";
    let translated = "mode: translated, text: We are ending this mission.";
    let original = "original: {lang: fr, text: Nous mettons fin à cette mission.}";
    for (lang, fields, expected, credited) in [
        (", lang: fr", original, "", true),
        ("", original, "W-SOURCE-IMPLIED quotes[0]", false),
        (", lang: fr", "said: 2024", "W-SOURCE-IMPLIED quotes[0]", false),
    ] {
        let site = quoted(lang, text, &format!("{translated}, {fields}"));
        let site = site
            .replace("sources: [wire, record]", "sources: [wire]")
            .replace("source: wire, ", "");
        let (pages, build) = pages(&site);
        assert_eq!(grounds(&build).join("\n"), expected, "{lang} {fields}");
        assert_eq!(
            caption(&pages["briefs/talks/index.html"]).contains("A wire"),
            credited,
            "{lang} {fields}"
        );
    }
}

#[test]
fn two_whom_two_briefs_describe_alike_are_two_people() {
    let brief = |id: &str, speaker: &str, text: &str| {
        format!(
            "=== content/briefs/2024-02-06-{id}.md
---
title: Of {id}
sources: [wire]
quotes: [{{id: q-{id}, speaker: {speaker}, text: Words of {id}., source: wire}}]
events: [{{id: e-{id}, title: A visit, date: 2024-02-06, source: wire, who: [{speaker}]}}]
---
{text}
"
        )
    };
    let registered =
        "=== content/actors.yaml\nofficial: {name: A known official, anonymous: true}\n";
    let wire = "=== content/sources.yaml\nwire: {title: A wire}\n";
    for (speaker, pages_of_speaker) in [
        ("a senior official", vec!["a-senior-official--one", "a-senior-official--two"]),
        ("ein Diplomat", vec!["ein-diplomat--one", "ein-diplomat--two"]),
        ("Amara Diallo", vec!["amara-diallo"]),
        ("the Kremlin", vec!["the-kremlin"]),
        ("official", vec!["official"]),
        ("A known official", vec!["official"]),
    ] {
        let link = format!("See [[{speaker}]].");
        let site = [registered, wire, &brief("one", speaker, &link), &brief("two", speaker, &link)]
            .concat();
        let (pages, build) = pages(&site);
        let errors: Vec<_> = build
            .findings
            .iter()
            .filter(|finding| finding.code.as_str().starts_with("E-"))
            .collect();
        assert!(errors.is_empty(), "{speaker}: {errors:?}");
        let of_actors: Vec<&str> = pages
            .keys()
            .filter_map(|path| path.strip_prefix("actors/")?.strip_suffix("/index.html"))
            .filter(|id| !id.contains('/'))
            .filter(|id| *id != "official" || pages_of_speaker.contains(id))
            .collect();
        assert_eq!(of_actors, pages_of_speaker, "{speaker}");
        let is_local = pages_of_speaker.len() == 2;
        for (number, id) in pages_of_speaker.iter().enumerate() {
            let page = &pages[&format!("actors/{id}/index.html")];
            assert_eq!(page.contains("Words of one"), !is_local || number == 0, "{speaker}: {id}");
            assert_eq!(page.contains("Words of two"), !is_local || number == 1, "{speaker}: {id}");
        }
        // The link in the text of a brief leads to whom that brief describes.
        let id = pages_of_speaker.last().unwrap();
        let link = format!("<a href=\"../../actors/{id}/\">");
        assert!(
            pages["briefs/two/index.html"].contains(&link),
            "{speaker}: {}",
            pages["briefs/two/index.html"]
        );
        let stubs = found(&build, &["W-STUB", "I-STUB"]);
        let codes: Vec<&str> = stubs.iter().map(|stub| stub.split(' ').next().unwrap()).collect();
        let expected = match *speaker {
            _ if is_local => vec!["I-STUB"; 2],
            _ if *id == "official" => vec![],
            _ => vec!["W-STUB"],
        };
        assert_eq!(codes, expected, "{speaker}: {stubs:?}");
    }
}
