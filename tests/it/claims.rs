//! Claims on the pages of whole sites: later words on one claim, what each page shows of them, and
//! what came true.

use std::collections::BTreeMap;

use briefgen::base::date::Day;
use briefgen::{Build, Options};

use crate::memory::built as built_with;

type Pages = BTreeMap<String, String>;

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

/// A site that shows grades, with these briefs: each is a day, an id, more front matter, and items
/// of `claims`.
fn site(briefs: &[(&str, &str, &str, &[&str])]) -> String {
    let mut text = String::from(
        "=== site.yaml\nshow_grades: true\n=== content/actors.yaml\nann: {name: Ann}\nbob: {name: Bob}\n=== content/sources.yaml\nwire: {title: The wire}\npost: {title: The post}\n",
    );
    for (date, id, fields, claims) in briefs {
        let claims: String = claims.iter().map(|claim| format!("  - {{{claim}}}\n")).collect();
        let claims = if claims.is_empty() { String::new() } else { format!("claims:\n{claims}") };
        text += &format!(
            "=== content/briefs/{date}-{id}.md\n---\ntitle: Brief {id}\nsources: [wire, post]\n{fields}\n{claims}---\nText [@wire; @post].\n"
        );
    }
    text
}

fn built(text: &str) -> (Pages, Build) {
    built_with(text, &Options::on(day("2023-12-01")))
}

/// The errors and warnings, each with its file and key path, but for those that single sources get.
fn found(build: &Build) -> Vec<String> {
    let findings = build.findings.iter().filter(|finding| !finding.code.as_str().starts_with("I-"));
    let findings = findings.filter(|finding| finding.code.as_str() != "W-CLAIM-SINGLE");
    findings
        .map(|finding| {
            format!("{} {} {}", finding.span.file.name(), finding.code.as_str(), finding.path)
        })
        .collect()
}

/// The words of HTML.
fn words(html: &str) -> String {
    let text: String =
        html.split('<').map(|part| part.split_once('>').map_or(part, |(_, text)| text)).collect();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The words of a claim on a page, from its anchor on.
fn claim(page: &str, anchor: &str) -> String {
    let from = page
        .split_once(&format!("<li id=\"{anchor}\">"))
        .unwrap_or_else(|| panic!("no {anchor} in {page}"))
        .1;
    let to =
        ["\n<li id=\"", "\n</section>", "\n<details"].iter().filter_map(|end| from.find(end)).min();
    words(&from[..to.unwrap_or(from.len())])
}

const FIRST: &str = "id: visit, text: A visit follows., kind: judgment, likelihood: likely, confidence: low, sources: [wire]";

#[test]
fn a_later_word_on_a_claim_is_history_and_each_brief_keeps_its_own() {
    let text = site(&[
        ("2023-06-18", "one", "", &[FIRST, "id: rain, text: It rained."]),
        (
            "2023-06-25",
            "two",
            "",
            &["id: visit, likelihood: very likely, note: A day was set., sources: [post]"],
        ),
        (
            "2023-07-02",
            "three",
            "",
            &["id: visit, state: borne-out, likelihood: almost certain, sources: [post]"],
        ),
    ]);
    let (pages, build) = built(&text);
    assert_eq!(found(&build), [""; 0]);
    let first = claim(&pages["briefs/one/index.html"], "_claim-visit");
    assert_eq!(
        first,
        "judgment A visit follows. likelihood: likelyconfidence: lowThe wire Since then: borne out (Brief three, 2 July 2023)"
    );
    let second = claim(&pages["briefs/two/index.html"], "_claim-visit");
    assert!(second.starts_with("judgment A visit follows. A day was set."), "{second}");
    assert!(second.contains("likelihood: very likelyconfidence: lowThe post"), "{second}");
    assert!(
        second.contains("first said in Brief one, 18 June 2023 Since then: borne out"),
        "{second}"
    );
    let third = claim(&pages["briefs/three/index.html"], "_claim-visit");
    assert!(
        third.starts_with("judgment A visit follows. borne out") && !third.contains("Since then"),
        "{third}"
    );
    // The list has what was thought before the outcome, and the whole history, the latest first.
    let list = claim(&pages["claims/index.html"], "visit");
    assert!(
        list.starts_with(
            "judgment A visit follows. borne out # likelihood: very likelyconfidence: low"
        ),
        "{list}"
    );
    let told = [
        "2 July 2023 Brief three borne outlikelihood: almost certainThe post",
        "25 June 2023 Brief twolikelihood: very likelyA day was set.The post",
        "18 June 2023 Brief onelikelihood: likely, confidence: lowThe wire",
    ];
    assert!(list.ends_with(&told.join(" ")), "{list}");
    assert!(
        pages["briefs/one/index.html"].contains("href=\"../../claims/\">Claims</a>"),
        "the menu has them"
    );
    let (pages, _) =
        built_with(&text, &Options::on(day("2023-12-01")).built_as_of(day("2023-06-20")));
    assert!(!words(&pages["claims/index.html"]).contains("borne out"));
    assert!(
        !pages["briefs/one/index.html"].contains("Since then")
            && !pages.contains_key("briefs/two/index.html")
    );
}

#[test]
fn a_later_word_that_is_not_shown_leaves_no_trace() {
    let later = "id: visit, state: failed, note: A secret note";
    let plain = site(&[("2023-06-18", "one", "", &[FIRST])]);
    let (open, _) = built(&plain);
    for fields in ["status: draft", "publish_at: 2024-03-01"] {
        let text =
            site(&[("2023-06-18", "one", "", &[FIRST]), ("2023-06-25", "two", fields, &[later])]);
        let (pages, build) = built(&text);
        assert_eq!(found(&build), [""; 0]);
        assert!(pages == open, "{fields}: as if the later brief were not there");
        let (pages, _) = built_with(&text, &Options::on(day("2024-03-02")).with_drafts());
        assert!(
            claim(&pages["claims/index.html"], "visit").contains("did not come true"),
            "{fields}"
        );
    }
}

#[test]
fn what_a_brief_states_that_was_taken_back_holds_no_more() {
    let taken_back = "status: withdrawn\nreason: It was wrong.";
    let text = site(&[
        ("2023-06-18", "one", "", &[FIRST]),
        ("2023-06-25", "two", taken_back, &["id: visit, state: failed, text: No visit follows."]),
    ]);
    let (pages, _) = built(&text);
    let list = claim(&pages["claims/index.html"], "visit");
    assert!(
        list.starts_with("judgment A visit follows. #") && !list.contains("did not come true"),
        "{list}"
    );
    assert!(!pages["briefs/one/index.html"].contains("Since then"));
    let own = claim(&pages["briefs/two/index.html"], "_claim-visit");
    assert!(
        own.starts_with("judgment No visit follows. did not come true"),
        "its own page keeps it: {own}"
    );
    // A word that stands on a claim whose first brief was taken back can still be read.
    let text = site(&[
        ("2023-06-18", "one", taken_back, &[FIRST]),
        ("2023-06-25", "two", "", &["id: visit, state: failed"]),
    ]);
    let (pages, build) = built(&text);
    assert_eq!(found(&build), [""; 0]);
    let list = claim(&pages["claims/index.html"], "visit");
    assert!(
        list.starts_with("judgment A visit follows. did not come true # in Brief two"),
        "{list}"
    );
    // What nobody stands by is in no list, and its address is on the page that has it.
    let text =
        site(&[("2023-06-18", "one", taken_back, &[FIRST, "id: next, text: So., basis: [visit]"])]);
    let (pages, _) = built(&text);
    assert!(!pages.contains_key("claims/index.html"));
    assert!(pages["briefs/one/index.html"].contains("href=\"../../briefs/one/#_claim-visit\""));
}

#[test]
fn a_superseded_brief_stays_as_it_was() {
    let superseded = "status: superseded\nsuperseded_by: two";
    let text = site(&[
        ("2023-06-18", "one", superseded, &[FIRST]),
        ("2023-06-25", "two", "", &["id: visit, state: failed"]),
    ]);
    let (pages, _) = built(&text);
    assert!(!pages["briefs/one/index.html"].contains("Since then"));
    assert!(claim(&pages["claims/index.html"], "visit").contains("did not come true"));
}

#[test]
fn one_id_is_one_claim() {
    let first = || ("2023-06-18", "one", "", &[FIRST, "id: rain, text: It rained., by: ann"][..]);
    for (claims, expected) in [
        (&["id: visit, state: open"][..], &[][..]),
        (&["id: visit, kind: judgment, by: desk, text: A visit will follow."], &[]),
        (&["id: rain, credibility: 2, note: So they say"], &[]),
        (&["id: rain, by: ann, state: withdrawn"], &[]),
        (&["id: visit, state: open", "id: visit, note: Again"], &["E-DUPLICATE claims[1].id"]),
        (&["id: visit, kind: fact"], &["E-DUPLICATE claims[0].kind"]),
        (&["id: rain, by: bob"], &["E-DUPLICATE claims[0].by"]),
        (&["id: rain, by: wire"], &["E-DUPLICATE claims[0].by"]),
        (&["id: visit, credibility: 2"], &["E-TYPE claims[0].credibility"]),
        (
            &["id: rain, likelihood: likely, confidence: low"],
            &["E-TYPE claims[0].confidence", "E-TYPE claims[0].likelihood"],
        ),
        (&["id: visit, likelihood: probablish"], &["E-TYPE claims[0].likelihood"]),
        (&["id: visit, state: done"], &["E-TYPE claims[0].state"]),
        (&["id: visit, text: ''"], &["E-TYPE claims[0].text"]),
        (&["id: visti, state: failed"], &["E-TYPE claims[0].text"]),
        (&["id: other, note: Nothing"], &["E-TYPE claims[0].text"]),
        (
            &["id: visit, note: We have high confidence that it is likely"],
            &["W-EST-MIX claims[0].note"],
        ),
        (&["id: visit, note: It is likely. Our confidence is high"], &[]),
        (&["id: rain, disputed_by: [nobody-known]"], &["E-REF-UNDEFINED claims[0].disputed_by[0]"]),
        (&["id: visit, basis: [nothing]"], &["E-REF-UNDEFINED claims[0].basis[0]"]),
        (&["id: visit, basis: [rain]"], &[]),
    ] {
        let (_, build) = built(&site(&[first(), ("2023-06-25", "two", "actors: [ann]", claims)]));
        let of_two = |line: &String| line.strip_prefix("2023-06-25-two.md ").map(str::to_owned);
        let told: Vec<String> = found(&build)
            .iter()
            .filter_map(of_two)
            .filter(|line| !line.contains("LISTED"))
            .collect();
        assert_eq!(told, expected, "{claims:?}");
    }
    let (_, build) =
        built(&site(&[first(), ("2023-06-25", "two", "", &["id: visti, state: failed"])]));
    let help =
        &build.findings.iter().find(|finding| finding.code.as_str() == "E-TYPE").unwrap().help;
    assert!(help.contains("did you mean `visit`?"), "{help}");
    // The first brief gives the text, or another of its day.
    let word = "id: visit, state: failed";
    let early = ("2023-06-17", "before", "", &[word][..]);
    assert_eq!(
        found(&built(&site(&[first(), early])).1),
        ["2023-06-17-before.md E-TYPE claims[0].text"]
    );
    let beside = ("2023-06-18", "beside", "", &[word][..]);
    assert_eq!(found(&built(&site(&[first(), beside])).1), [""; 0]);
    // In a brief that cannot be read it may stand.
    let broken = "=== content/briefs/2023-06-01-broken.md\n---\ntitle: [\n---\nText.\n";
    let (_, build) = built(&(site(&[early]) + broken));
    assert_eq!(found(&build), ["2023-06-01-broken.md E-YAML "]);
}

#[test]
fn of_two_briefs_of_a_day_the_later_id_has_the_last_word_on_a_claim() {
    let text = site(&[
        ("2023-06-17", "one", "", &[FIRST]),
        ("2023-06-18", "a", "", &["id: visit, state: failed"]),
        ("2023-06-18", "b", "", &["id: visit, state: borne-out"]),
    ]);
    let (pages, _) = built(&text);
    assert!(
        claim(&pages["claims/index.html"], "visit")
            .starts_with("judgment A visit follows. borne out")
    );
}

#[test]
fn what_rests_on_a_claim_that_failed_is_reported_until_somebody_has_had_a_word() {
    let base = "id: base, text: Both want calm., kind: assumption";
    let built_on = "id: next, text: A visit follows., kind: judgment, basis: [base]";
    for (second, third, expected) in [
        (
            &["id: base, state: failed"][..],
            &[][..],
            &["2023-06-18-one.md W-BASIS-FAILED claims[1].basis[0]"][..],
        ),
        (
            &["id: base, state: withdrawn"],
            &[],
            &["2023-06-18-one.md W-BASIS-FAILED claims[1].basis[0]"],
        ),
        (&["id: base, state: borne-out"], &[], &[]),
        (&["id: base, note: Still so"], &[], &[]),
        (&["id: base, state: failed", "id: next, note: It holds for other reasons"], &[], &[]),
        (&["id: base, state: failed"], &["id: next, likelihood: unlikely"], &[]),
        (&["id: base, state: failed"], &["id: next, state: withdrawn"], &[]),
        (
            &["id: next, likelihood: likely"],
            &["id: base, state: failed"],
            &["2023-06-18-one.md W-BASIS-FAILED claims[1].basis[0]"],
        ),
        (&["id: base, state: failed"], &["id: base, state: open"], &[]),
    ] {
        let text = site(&[
            ("2023-06-18", "one", "", &[base, built_on]),
            ("2023-06-25", "two", "", second),
            ("2023-07-02", "three", "", third),
        ]);
        let (pages, build) = built(&text);
        assert_eq!(found(&build), expected, "{second:?} {third:?}");
        let of_then = claim(&pages["briefs/one/index.html"], "_claim-next");
        assert!(
            of_then.contains("rests on Both want calm.") && !of_then.contains("calm. did"),
            "{of_then}"
        );
    }
    let text = site(&[
        ("2023-06-18", "one", "", &[base, built_on]),
        ("2023-06-25", "two", "", &["id: base, state: failed"]),
    ]);
    let list = &built(&text).0["claims/index.html"];
    assert!(claim(list, "next").contains("rests on Both want calm. did not come true"));
}

#[test]
fn a_retracted_source_troubles_only_what_still_rests_on_it() {
    let first = "id: visit, text: A visit follows., kind: judgment, sources: [wire]";
    let built_on =
        "id: next, text: So talks go on., kind: judgment, sources: [post], basis: [visit]";
    for (later, expected) in [
        ("id: visit, note: Still so, sources: [post]", &["claims[0]", "claims[1]"][..]),
        ("id: visit, state: borne-out, sources: [post]", &["claims[0]", "claims[1]"]),
        ("id: visit, state: failed, sources: [post]", &[]),
        ("id: visit, state: failed, sources: [wire]", &["claims[0]", "claims[1]"]),
    ] {
        let text = site(&[
            ("2023-06-18", "one", "", &[first, built_on]),
            ("2023-06-25", "two", "", &[later]),
        ])
        .replace("wire: {title: The wire}", "wire: {title: The wire, state: retracted}");
        let (_, build) = built(&text);
        let resting =
            build.findings.iter().filter(|finding| finding.code.as_str() == "W-RETRACTED-SUPPORT");
        let mut told: Vec<&str> = resting
            .map(|finding| finding.path.as_str())
            .filter(|path| path.contains("claims"))
            .collect();
        told.sort_unstable();
        assert_eq!(told, expected, "{later}");
    }
}

/// The rows of the record: word, settled, borne out, share, what it means.
fn record(pages: &Pages) -> Vec<String> {
    let Some((_, table)) = pages["claims/index.html"].split_once("<table class=\"record\">") else {
        return Vec::new();
    };
    let body = table.split("<tbody>").nth(1).unwrap().split("</tbody>").next().unwrap();
    let row = |row: &str| words(&row.replace("</td>", "|").replace("</th>", "|"));
    body.split("<tr>").skip(1).map(row).collect()
}

/// A site of judgments, each the words of likelihood that it had before it was settled, and its
/// outcome.
fn judged(judgments: &[(&str, &str)]) -> String {
    let claim = |(n, (likelihood, _)): (usize, &(&str, &str))| {
        let likelihood = if likelihood.is_empty() {
            String::new()
        } else {
            format!(", likelihood: {likelihood}")
        };
        format!("id: c{n}, text: Claim {n}., kind: judgment{likelihood}")
    };
    let first: Vec<String> = judgments.iter().enumerate().map(claim).collect();
    let outcome = |(n, (_, state)): (usize, &(&str, &str))| {
        (!state.is_empty()).then(|| format!("id: c{n}, state: {state}, likelihood: almost certain"))
    };
    let second: Vec<String> = judgments.iter().enumerate().filter_map(outcome).collect();
    let first: Vec<&str> = first.iter().map(String::as_str).collect();
    let second: Vec<&str> = second.iter().map(String::as_str).collect();
    site(&[("2023-06-18", "one", "", &first), ("2023-07-18", "two", "", &second)])
}

#[test]
fn with_ten_settled_judgments_the_record_of_words_is_shown() {
    let mut judgments = vec![("likely", "borne-out"); 4];
    judgments.extend([
        ("likely", "failed"),
        ("likely", "failed"),
        ("unlikely", "failed"),
        ("very likely", "borne-out"),
    ]);
    judgments.extend([("unlikely", "open"), ("unlikely", "withdrawn"), ("almost certain", "")]);
    judgments.push(("unlikely", "borne-out"));
    assert_eq!(record(&built(&judged(&judgments)).0), [""; 0], "nine are too few");
    judgments.push(("", "failed"));
    let (pages, build) = built(&judged(&judgments));
    assert_eq!(found(&build), [""; 0]);
    let expected = [
        "unlikely|2|1|50\u{a0}%|20–45 %|",
        "likely|6|4|67\u{a0}%|55–80 %|",
        "very likely|1|1|100\u{a0}%|80–95 %|",
        "no word|1|0|0\u{a0}%||",
    ];
    assert_eq!(record(&pages), expected.map(|row| row.replace('\u{a0}', " ")), "ten are enough");
    assert!(
        words(&pages["claims/index.html"]).contains("10 judgments of the desk that are settled")
    );
    // Without grades no word of likelihood gets out.
    let hidden = judged(&judgments).replace("show_grades: true", "show_grades: false");
    let (pages, _) = built(&hidden);
    assert_eq!(record(&pages), [""; 0]);
    assert!(!pages["claims/index.html"].contains("unlikely"));
    // A site's own words, with what it has them mean.
    let own = judged(&[("perhaps", "failed"); 10]).replace("almost certain", "perhaps");
    let own = own.replace(
        "show_grades: true",
        "show_grades: true\nvocabulary: {likelihood: {perhaps: about half}}",
    );
    assert_eq!(record(&built(&own).0), ["perhaps|10|0|0 %|about half|"]);
}

#[test]
fn the_last_word_before_the_outcome_counts() {
    let nine: Vec<String> = (0..9)
        .map(|n| format!("id: c{n}, text: T., kind: judgment, state: failed, likelihood: unlikely"))
        .collect();
    let with =
        |more: &str| -> Vec<String> { nine.iter().cloned().chain([more.to_owned()]).collect() };
    let first = "id: x, text: X., kind: judgment";
    for (first, second, third, counted) in [
        (
            format!("{first}, likelihood: likely"),
            "id: x, likelihood: very likely",
            "id: x, state: borne-out",
            "very likely|1|1|",
        ),
        (
            format!("{first}, likelihood: likely"),
            "id: x, state: borne-out",
            "id: x, likelihood: remote",
            "likely|1|1|",
        ),
        (
            format!("{first}, likelihood: likely"),
            "id: x, state: failed",
            "id: x, state: borne-out, likelihood: remote",
            "likely|1|1|",
        ),
        (
            format!("{first}, likelihood: likely"),
            "id: x, state: failed",
            "id: x, state: open, likelihood: remote",
            "",
        ),
        (
            first.to_owned(),
            "id: x, state: borne-out, likelihood: likely",
            "id: x, note: So it was",
            "no word|1|1|",
        ),
        (
            format!("{first}, likelihood: likely, state: borne-out"),
            "id: x, note: Yes",
            "id: x, note: Indeed",
            "likely|1|1|",
        ),
        (
            format!("{first}, likelihood: likely, by: ann"),
            "id: x, state: borne-out",
            "id: x, note: Yes",
            "",
        ),
        (
            format!("{first}, likelihood: likely, by: desk"),
            "id: x, state: borne-out",
            "id: x, note: Yes",
            "likely|1|1|",
        ),
    ] {
        let first = with(&first);
        let first: Vec<&str> = first.iter().map(String::as_str).collect();
        let text = site(&[
            ("2023-06-18", "one", "", &first),
            ("2023-06-25", "two", "", &[second]),
            ("2023-07-02", "three", "", &[third]),
        ]);
        let rows = record(&built(&text).0);
        let other: Vec<&String> = rows.iter().filter(|row| !row.starts_with("unlikely|")).collect();
        match counted {
            "" => assert_eq!(rows, [""; 0], "{second}, {third}: nine are settled"),
            counted => assert!(
                other.len() == 1 && other[0].starts_with(counted),
                "{second}, {third}: {other:?}"
            ),
        }
    }
}

#[test]
fn all_claims_are_listed_by_groups_in_pages() {
    let mut claims: Vec<String> =
        (0..130).map(|n| format!("id: j{n}, text: J {n}., kind: judgment")).collect();
    claims.extend(
        [
            "id: f, text: F.",
            "id: a, text: A., kind: assumption",
            "id: e, text: E., kind: expectation",
        ]
        .map(str::to_owned),
    );
    let claims: Vec<&str> = claims.iter().map(String::as_str).collect();
    let settled =
        &["id: j3, state: failed", "id: j5, state: borne-out", "id: j7, state: withdrawn"];
    let text = site(&[("2023-06-18", "one", "", &claims), ("2023-06-25", "two", "", settled)]);
    let (pages, _) = built(&text);
    let (first, second) = (&pages["claims/index.html"], &pages["claims/page/2/index.html"]);
    assert!(!pages.contains_key("claims/page/3/index.html"));
    let headings = |page: &str| -> Vec<String> {
        page.split("<h2 id=\"")
            .skip(1)
            .map(|part| words(&format!("<{}", part.split("</h2>").next().unwrap())))
            .collect()
    };
    assert_eq!(headings(first), ["Open judgments"]);
    assert_eq!(
        headings(second),
        [
            "Open judgments",
            "Judgments that were borne out",
            "Judgments that did not come true",
            "Withdrawn judgments",
            "Expectations",
            "Assumptions",
            "Facts"
        ]
    );
    for page in [first, second] {
        assert!(
            page.contains("<a href=\"../claims/page/2/#_facts\">Facts</a>")
                || page.contains("claims/page/2/#_facts\">Facts</a>")
        );
    }
    // Each has its address on the page on which it stands.
    assert!(second.contains("<li id=\"j3\">") && second.contains("claims/page/2/#j3\""));
    assert!(first.contains("<li id=\"j0\">") && first.contains("href=\"../claims/#j0\""));
}

#[test]
fn a_claim_of_a_thousand_words_fills_no_page() {
    let days: Vec<(String, String)> = (0..400)
        .map(|n| {
            (
                format!("{}-{:02}-{:02}", 2020 + n / 336, 1 + n % 336 / 28, 1 + n % 28),
                format!("b{n:03}"),
            )
        })
        .collect();
    let briefs: Vec<(&str, &str, &str, &[&str])> = days
        .iter()
        .enumerate()
        .map(|(n, (date, id))| {
            let claims: &[&str] = if n == 0 { &[FIRST] } else { &["id: visit, note: Still open"] };
            (date.as_str(), id.as_str(), "", claims)
        })
        .collect();
    let (pages, _) = built(&site(&briefs));
    let list = claim(&pages["claims/index.html"], "visit");
    assert_eq!(list.matches("Brief b").count(), 10, "{list}");
    assert!(
        list.contains("Brief b399")
            && list.contains("Brief b000")
            && list.contains("390 more briefs"),
        "{list}"
    );
}
