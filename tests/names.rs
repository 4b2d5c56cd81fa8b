//! Names that link themselves: each mention of a text with all the traps, decided right, and no word of it changed.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod article;

use std::path::Path;

use briefgen::base::path::SitePath;
use briefgen::files::Files;
use briefgen::model::mentions::Outcome;
use briefgen::model::passed_over::{Why, passed_over};
use briefgen::output::{Content, Output};
use briefgen::{Cache, Composed, Options, build, compose};
use proptest::prelude::*;

const REGISTRY: &str = "\
=== content/actors.yaml
wang-yi: {name: Wang Yi, short: Wang, names: {zh-Hans: 王毅}}
wang-wentao: {name: Wang Wentao, short: Wang}
qin-gang: {name: Qin Gang, names: {zh-Hans: 秦刚}}
blinken: {name: Antony Blinken, short: Blinken, names: {zh-Hans: 安东尼·布林肯}}
nicholas-burns: {name: Nicholas Burns, short: Burns}
william-burns: {name: William Burns, short: Burns}
us: {name: United States, aliases: [US], kind: state}
may: {name: Theresa May, short: May}
oneill: {name: Jim O'Neill}
=== content/issues/taiwan.md
---
title: Taiwan Strait
---
=== content/issues/us-china.md
---
title: US–China relations
---
";

fn options() -> Options {
    Options::on("2026-11-23".parse().unwrap())
}

fn site(front_matter: &str, body: &str, more: &str) -> Files {
    let brief = format!(
        "=== content/briefs/2023-06-18-talks.md\n---\ntitle: Talks\nsources: []\n{front_matter}\n---\n{body}\n"
    );
    Files::from_text(&format!("{REGISTRY}{more}{brief}"))
}

/// What became of a name, and whom it means or may mean.
fn outcome(outcome: &Outcome) -> String {
    let (word, ids) = match outcome {
        Outcome::Linked(id) => ("linked", vec![id]),
        Outcome::Later(id) => ("later", vec![id]),
        Outcome::OptedOut(id) => ("opted out", vec![id]),
        Outcome::OwnPage(id) => ("own page", vec![id]),
        Outcome::Unlisted(id) => ("unlisted", vec![id]),
        Outcome::Ambiguous(ids) => ("ambiguous", ids.iter().collect()),
        Outcome::Unintroduced(ids) => ("unintroduced", ids.iter().collect()),
        Outcome::EverydayWord(ids) => ("everyday word", ids.iter().collect()),
    };
    let ids: Vec<&str> = ids.into_iter().map(|(_, id)| id.as_str()).collect();
    format!("{word} {}", ids.join("/"))
}

/// What became of each name: `Wang -> linked wang-yi`.
fn decided(front_matter: &str, body: &str, more: &str) -> Vec<String> {
    let site = compose(&site(front_matter, body, more), &options(), &mut Cache::default()).site;
    let text = &site.briefs.rows()[0].text;
    let body = text.document.body.as_ref().unwrap();
    let mentions = text.resolved.mentions.iter();
    mentions.map(|mention| format!("{} -> {}", &body.text[mention.at.range()], outcome(&mention.outcome))).collect()
}

/// Each name of a brief's text by its line there, those that are passed over among them: `3: Wang -> heading wang-yi`.
fn all_decided(files: &Files, brief: &str) -> Vec<String> {
    let Composed { site, lexicon, .. } = compose(files, &options(), &mut Cache::default());
    let text = &site.briefs.rows().iter().find(|row| row.id.as_str() == brief).unwrap().text;
    let body = text.document.body.as_ref().unwrap();
    let why = |why: Why| match why {
        Why::Explicit => "explicit".to_owned(),
        Why::Quotation => "quotation".to_owned(),
        Why::BesideHyphen => "beside hyphen".to_owned(),
        Why::Apart(place) => format!("{place:?}").to_lowercase(),
    };
    let others = passed_over(&text.document, &text.resolved, &lexicon);
    let others = others.iter().map(|name| {
        let ids: Vec<&str> = name.entities.iter().map(|(_, id)| id.as_str()).collect();
        (name.at, format!("{} {}", why(name.why), ids.join("/")))
    });
    let mentions = text.resolved.mentions.iter().map(|mention| (mention.at, outcome(&mention.outcome)));
    let mut all: Vec<_> = mentions.chain(others).collect();
    all.sort();
    let line = |at: usize| body.text[..at].matches('\n').count() + 1;
    all.iter().map(|(at, told)| format!("{}: {} -> {told}", line(at.range().start), &body.text[at.range()])).collect()
}

#[test]
fn each_name_is_decided_by_the_rules() {
    let all = "actors: [qin-gang, blinken, wang-yi, us, Jane Roe]";
    for (rule, front_matter, body, expected) in [
        ("a strong form links anywhere", "actors: []", "Qin Gang spoke.", &["Qin Gang -> linked qin-gang"][..]),
        (
            "the first in a section links",
            all,
            "Qin Gang. Qin Gang.\n\n## Next\n\nQin Gang.",
            &["Qin Gang -> linked qin-gang", "Qin Gang -> later qin-gang", "Qin Gang -> linked qin-gang"],
        ),
        (
            "a weak form links once introduced",
            "actors: []",
            "Wang Yi came. Later in Vienna Wang spoke.\n\n## Next\n\nWang left.",
            &["Wang Yi -> linked wang-yi", "Wang -> later wang-yi", "Wang -> linked wang-yi"],
        ),
        ("or where one bearer is listed", "actors: [wang-wentao]", "Wang spoke.", &["Wang -> linked wang-wentao"]),
        (
            "introduced goes before listed",
            "actors: [wang-wentao]",
            "Wang Yi came. Wang spoke.",
            &["Wang Yi -> linked wang-yi", "Wang -> later wang-yi"],
        ),
        (
            "an explicit link introduces, and counts as the first",
            "actors: []",
            "[[wang-yi]] came. Wang spoke.",
            &["Wang -> later wang-yi"],
        ),
        (
            "two bearers and none introduced",
            "actors: []",
            "Burns spoke.",
            &["Burns -> ambiguous nicholas-burns/william-burns"],
        ),
        ("one bearer and not introduced", "actors: []", "Blinken spoke.", &["Blinken -> unintroduced blinken"]),
        (
            "never in headings, links, code, HTML, images, quotations",
            all,
            "## Qin Gang\n\n[Qin Gang](https://x.example) `Qin Gang` <b title=\"Qin Gang\">x</b> ![Qin Gang](https://x.example/y.png) “we, Qin Gang, say so” \"Qin Gang\"\n\n> Qin Gang\n\n    Qin Gang",
            &[],
        ),
        (
            "a possessive stays outside",
            all,
            "Antony Blinken’s plane; then Nicholas Burns’ car.",
            &["Antony Blinken -> linked blinken", "Nicholas Burns -> linked nicholas-burns"],
        ),
        ("capitals beside a hyphen are another word", all, "US-China ties and the US.", &["US -> linked us"]),
        ("no match inside a word", all, "Qin Gangster, McQin Gang, USA.", &[]),
        ("case counts", all, "qin gang QIN GANG", &[]),
        (
            "everyday words never match without introduction",
            "actors: [may]",
            "In May they met. Theresa May came. May left.",
            &["May -> everyday word may", "Theresa May -> linked may", "May -> later may"],
        ),
        (
            "Chinese has no spaces",
            all,
            "中国外长秦刚与王毅会谈",
            &["秦刚 -> linked qin-gang", "王毅 -> linked wang-yi"],
        ),
        (
            "and links for listed actors only",
            "actors: [qin-gang]",
            "秦刚与王毅",
            &["秦刚 -> linked qin-gang", "王毅 -> unlisted wang-yi"],
        ),
        (
            "nor in quotations of any marks, single and nested ones, too",
            all,
            "He said: ‘We like Qin Gang here.’ He said: 'We like Qin Gang.' ‘We don’t like Burns’ car, Qin Gang,’ he said. „Qin Gang“ «Qin Gang»",
            &[],
        ),
        (
            "an apostrophe is no quotation mark",
            all,
            "Nicholas Burns’ car isn’t Qin Gang’s. In the ’90s, the '90s and the ‘90s Wang Yi didn't have the diplomats' ear; 'em either.",
            &["Nicholas Burns -> linked nicholas-burns", "Qin Gang -> linked qin-gang", "Wang Yi -> linked wang-yi"],
        ),
        (
            "a quotation may go on in the next paragraph, and begins there with its mark again",
            all,
            "Wang Yi: “We met Qin Gang.\n\n“Then Qin Gang left.\n\n“Qin Gang came back.” Qin Gang did not.",
            &["Wang Yi -> linked wang-yi", "Qin Gang -> linked qin-gang"],
        ),
        (
            "a mark that nothing closes or takes up begins no quotation",
            all,
            "A stray “mark, Qin Gang.\n\nWang Yi came.",
            &["Qin Gang -> linked qin-gang", "Wang Yi -> linked wang-yi"],
        ),
        (
            "the dot in a Chinese name makes no other script of it",
            "actors: [qin-gang]",
            "秦刚与安东尼·布林肯会谈",
            &["秦刚 -> linked qin-gang", "安东尼·布林肯 -> unlisted blinken"],
        ),
        (
            "an en dash, a hyphen and one that does not break are one between words",
            "actors: []",
            "US–China relations, US-China relations, US\u{2011}China relations; US–China ties, a US–led group.",
            &[
                "US–China relations -> linked us-china",
                "US-China relations -> later us-china",
                "US\u{2011}China relations -> later us-china",
            ],
        ),
        (
            "a dash apart from a name is no hyphen",
            "actors: []",
            "The US – and then US—too.",
            &["US -> linked us", "US -> later us"],
        ),
        (
            "typography folds",
            all,
            "Jim O’Neill met Qin\u{a0}Gang.",
            &["Jim O’Neill -> linked oneill", "Qin\u{a0}Gang -> linked qin-gang"],
        ),
        ("a name may go on in the next line", all, "Then Qin\nGang spoke.", &["Qin\nGang -> linked qin-gang"]),
        ("but not through markup", all, "*Qin* Gang and Qin**Gang**", &[]),
        ("an escape is no link", all, "\\[[qin-gang]] and Qin Gang", &["Qin Gang -> linked qin-gang"]),
        ("strings of the brief are names, too", all, "Jane Roe spoke.", &["Jane Roe -> linked jane-roe"]),
        (
            "`link: false` opts out",
            "actors: [{actor: qin-gang, link: false}]",
            "Qin Gang.",
            &["Qin Gang -> opted out qin-gang"],
        ),
        ("issues link by their titles", "actors: []", "In the Taiwan Strait.", &["Taiwan Strait -> linked taiwan"]),
    ] {
        assert_eq!(decided(front_matter, body, ""), expected, "{rule}: {body}");
    }
}

/// Those of the article's cast that the other tests have no use for.
const CAST: &str = "\
=== content/actors/xi.md
---
name: Xi Jinping
short: Xi
name_order: family-first
---
=== content/actors/biden.md
---
name: Joe Biden
short: Biden
---
=== content/actors/gates.md
---
name: Bill Gates
short: Gates
---
=== content/actors/sullivan.md
---
name: Jake Sullivan
short: Sullivan
---
=== content/actors/china.md
---
name: China
kind: state
---
=== content/actors/microsoft.md
---
name: Microsoft
kind: organization
---
=== content/actors/minister.md
---
name: The commerce minister of China
short: commerce minister
anonymous: true
---
";

/// A running text with the article's cast and traps.
const TEXT: &str = "\
Antony Blinken landed in a storm, and Blinken’s aides ran. Qin Gang stood at the door with Wang Yi; Wang
Wentao, whom Wang knows well, was elsewhere, and so was Wang.

## What Xi and Biden agreed in US-China talks

Biden’s letter went to Xi. Xi Jinping’s answer said that “Xi and Joe Biden can talk about US–China trade”.
Joe Biden was glad, as Biden always is; ‘We like Qin Gang here,’ said Nicholas Burns’ driver, and Burns laughed.

The commerce minister of China was in Washington, and Wang with him. Jake Sullivan saw Wang in Vienna in May.

### A smaller heading about Wang

- William Burns came to China. Burns’ plane and Burns’s car are the US’s; US‑China ties and the non-US kind are not.
- [Qin Gang](https://x.example/qin), `Qin Gang`, [[qin-gang|the minister]] and Qin Gang, for Microsoft and Bill Gates.
- Gates, McGates and GATES; Xi’an is no Xi, and Sullivans are no Sullivan.

> Wang Yi: words that Wang wrote to Blinken.

## 会谈

中国外长秦刚与王毅会谈。布林肯没有来。US-China relations came up in the Taiwan Strait.

    Qin Gang in a block of code
";

#[test]
fn a_running_text_with_the_whole_cast_is_decided_right() {
    let actors = "actors: [blinken, qin-gang, wang-yi, xi, biden, us, china, minister]";
    let told = all_decided(&site(actors, TEXT, CAST), "talks");
    assert_eq!(
        told,
        [
            "1: Antony Blinken -> linked blinken",
            "1: Blinken -> later blinken",
            "1: Qin Gang -> linked qin-gang",
            "1: Wang Yi -> linked wang-yi",
            "1: Wang\nWentao -> linked wang-wentao",
            "2: Wang -> later wang-yi",
            "2: Wang -> later wang-yi",
            "4: Xi -> heading xi",
            "4: Biden -> heading biden",
            "4: US -> heading us",
            "4: China -> heading china",
            "6: Biden -> linked biden",
            "6: Xi -> linked xi",
            "6: Xi Jinping -> later xi",
            "6: Xi -> quotation xi",
            "6: Joe Biden -> quotation biden",
            "6: US -> quotation us",
            "6: China -> quotation china",
            "7: Joe Biden -> later biden",
            "7: Biden -> later biden",
            "7: Qin Gang -> quotation qin-gang",
            "7: Nicholas Burns -> linked nicholas-burns",
            "7: Burns -> later nicholas-burns",
            "9: China -> linked china",
            "9: Wang -> linked wang-yi",
            "9: Jake Sullivan -> linked sullivan",
            "9: Wang -> later wang-yi",
            "9: May -> everyday word may",
            "11: Wang -> heading wang-wentao/wang-yi",
            "13: William Burns -> linked william-burns",
            "13: China -> later china",
            "13: Burns -> ambiguous nicholas-burns/william-burns",
            "13: Burns -> ambiguous nicholas-burns/william-burns",
            "13: US -> linked us",
            "13: US -> beside hyphen us",
            "13: China -> later china",
            "13: US -> beside hyphen us",
            "14: Qin Gang -> link qin-gang",
            "14: Qin Gang -> code qin-gang",
            "14: [[qin-gang|the minister]] -> explicit qin-gang",
            "14: Qin Gang -> later qin-gang",
            "14: Microsoft -> linked microsoft",
            "14: Bill Gates -> linked gates",
            "15: Gates -> later gates",
            "15: Xi -> later xi",
            "15: Sullivan -> later sullivan",
            "17: Wang Yi -> blockquotation wang-yi",
            "17: Wang -> blockquotation wang-wentao/wang-yi",
            "17: Blinken -> blockquotation blinken",
            "21: 秦刚 -> linked qin-gang",
            "21: 王毅 -> linked wang-yi",
            "21: US-China relations -> linked us-china",
            "21: Taiwan Strait -> linked taiwan",
            "23: Qin Gang -> code qin-gang",
        ],
        "{told:#?}"
    );
}

#[test]
fn the_article_itself_is_decided_right() {
    let Some(article) = article::text() else { return };
    let mut files = Files::read(Path::new(env!("CARGO_MANIFEST_DIR"))).unwrap();
    // Its lines are its paragraphs; a blank one behind each doubles their numbers.
    let body = article.trim_end().replace('\n', "\n\n");
    let more = "actors: [antony-blinken, qin-gang, wang-yi, xi-jinping, joe-biden, bill-gates, united-states, china]";
    let brief = format!("---\ntitle: The article\ndate: 2023-06-18\nsources: []\n{more}\n---\n{body}\n");
    files.set(SitePath::parse("content/briefs/the-article.md").unwrap(), brief.as_bytes());
    files.set(
        SitePath::parse("content/actors/nicholas-burns.md").unwrap(),
        "---\nname: Nicholas Burns\nshort: Burns\n---\n".as_bytes(),
    );
    let told = all_decided(&files, "the-article");
    let told: Vec<String> = told
        .iter()
        .map(|row| {
            let (line, rest) = row.split_once(": ").unwrap();
            format!("{}: {rest}", line.parse::<usize>().unwrap().div_ceil(2))
        })
        .collect();
    assert_eq!(
        told,
        [
            "1: Blinken -> linked antony-blinken",
            "1: Qin Gang -> linked qin-gang",
            "2: Qin -> later qin-gang",
            "2: China -> linked china",
            "2: Wang Yi -> linked wang-yi",
            "2: Xi Jinping -> linked xi-jinping",
            "3: Blinken -> later antony-blinken",
            "3: Qin -> later qin-gang",
            "4: Blinken -> later antony-blinken",
            "6: Blinken -> later antony-blinken",
            "6: China -> later china",
            "6: Joe Biden -> linked joe-biden",
            "7: Biden -> later joe-biden",
            "7: Xi -> later xi-jinping",
            "7: Blinken -> later antony-blinken",
            "8: Taiwan -> linked us-china/taiwan",
            "8: China -> later china",
            "8: China -> later china",
            "8: Russia -> linked russia",
            "8: Ukraine -> linked ukraine",
            "9: Blinken -> later antony-blinken",
            "9: fentanyl precursors -> linked us-china/fentanyl",
            "9: United States -> linked united-states",
            "10: US -> later united-states",
            "10: Blinken -> later antony-blinken",
            "11: Blinken -> later antony-blinken",
            "11: US -> later united-states",
            "11: China -> later china",
            "12: US -> later united-states",
            "12: China -> quotation china",
            "13: Biden -> later joe-biden",
            "13: Xi -> later xi-jinping",
            "13: Blinken -> later antony-blinken",
            "14: Xi -> later xi-jinping",
            "14: Microsoft -> linked microsoft",
            "14: Bill Gates -> linked bill-gates",
            "14: United States -> later united-states",
            "14: China -> later china",
            "15: US -> quotation united-states",
            "15: Xi -> later xi-jinping",
            "15: Gates -> later bill-gates",
            "16: Biden -> later joe-biden",
            "16: Xi -> quotation xi-jinping",
            "17: Asia-Pacific Economic Cooperation -> linked apec",
            "17: United States -> later united-states",
            "18: Blinken -> later antony-blinken",
            "19: William Burns -> linked william-burns",
            "19: China -> later china",
            "19: China -> later china",
            "19: US -> later united-states",
            "19: Biden -> later joe-biden",
            "19: Jake Sullivan -> linked jake-sullivan",
            "19: Wang -> later wang-yi",
            "20: Taiwan -> later us-china/taiwan",
            "20: China -> later china",
            "20: Russia -> later russia",
            "20: Ukraine -> later ukraine",
            "20: US -> later united-states",
            "21: US -> later united-states",
        ],
        "{told:#?}"
    );
}

#[test]
fn names_that_are_passed_over_are_told_with_the_reason() {
    let body = "\
## Qin Gang and [Wang Yi](https://x.example)
Qin Gang, “said Wang Yi”, in US-China ties.
[[qin-gang|he]] and [[Qin Gang]] and [Antony Blinken](../actors.yaml) and `Wang Yi`
<b title=\"Qin Gang\">Qin Gang</b> ![Qin Gang at *Taiwan Strait*](https://x.example/y.png)
and [*Wang Yi* and Jane Roe](https://x.example), Qin Gangster.

> Wang Yi says: US-China

    Wang Yi
";
    assert_eq!(
        all_decided(&site("actors: [qin-gang, Jane Roe]", body, ""), "talks"),
        [
            "1: Qin Gang -> heading qin-gang",
            "1: Wang Yi -> heading wang-yi",
            "2: Qin Gang -> linked qin-gang",
            "2: Wang Yi -> quotation wang-yi",
            "2: US -> beside hyphen us",
            "3: [[qin-gang|he]] -> explicit qin-gang",
            "3: [[Qin Gang]] -> explicit qin-gang",
            "3: Antony Blinken -> link blinken",
            "3: Wang Yi -> code wang-yi",
            "4: Qin Gang -> html qin-gang",
            "4: Qin Gang -> later qin-gang",
            "4: Qin Gang -> image qin-gang",
            "4: Taiwan Strait -> image taiwan",
            "5: Wang Yi -> link wang-yi",
            "5: Jane Roe -> link jane-roe",
            "7: Wang Yi -> blockquotation wang-yi",
            "7: US -> blockquotation us",
            "9: Wang Yi -> code wang-yi",
        ]
    );
}

#[test]
#[expect(clippy::disallowed_methods, reason = "runs the program on a site on disk")]
fn the_command_tells_the_reason_of_each_name() {
    let folder = tempfile::tempdir().unwrap();
    let files = site("actors: [wang-yi]", "## Wang\n\nWang met Qin Gang, “Wang Yi”. Burns came.", "");
    for file in files.iter() {
        let path = folder.path().join(file.path.as_str());
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, files.text(&file.path).unwrap()).unwrap();
    }
    let links = |format: &str| {
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_briefgen"));
        let output =
            command.args(["links", "talks", "--format", format, "--site"]).arg(folder.path()).output().unwrap();
        assert!(output.status.success(), "{output:?}");
        String::from_utf8(output.stdout).unwrap()
    };
    let json: serde_json::Value = serde_json::from_str(&links("json")).unwrap();
    let told = |name: &serde_json::Value| format!("{} {} {}", name["line"], name["outcome"], name["reason"]);
    let told: Vec<String> = json["mentions"].as_array().unwrap().iter().map(told).collect();
    let text = links("human");
    let reasons = [
        "6 \"heading\" \"not linked, as it stands in a heading\"",
        "8 \"linked\" \"linked: a short form of somebody introduced above, or listed alone of all who bear it\"",
        "8 \"linked\" \"linked: a full name\"",
        "8 \"quotation\" \"not linked: the words of a quotation\"",
        "8 \"ambiguous\" \"not linked, as it may mean any of these\"",
    ];
    assert_eq!(told, reasons);
    assert_eq!(text.lines().count(), 5, "{text}");
    assert!(text.lines().zip(reasons).all(|(line, told)| line.contains(told.split('"').nth(3).unwrap())), "{text}");
}

#[test]
fn the_density_says_how_often() {
    let twice = "Qin Gang, Qin Gang.\n\n## Next\n\nQin Gang.";
    for (density, words) in
        [("section", ["linked", "later", "linked"]), ("page", ["linked", "later", "later"]), ("all", ["linked"; 3])]
    {
        let config = format!("=== site.yaml\nlinks: {{density: {density}}}\n");
        let expected = words.map(|word| format!("Qin Gang -> {word} qin-gang"));
        assert_eq!(decided("actors: []", twice, &config), expected, "{density}");
    }
}

/// The page of the brief.
fn page(files: &Files) -> String {
    let mut pages: Vec<Output> = Vec::new();
    build(files, &options(), &mut Cache::default(), |batch| pages.extend(batch));
    let page = pages.into_iter().find(|page| page.path.as_str() == "briefs/talks/index.html").unwrap();
    let Content::Bytes(bytes) = page.content else { panic!("a page is bytes") };
    let html = String::from_utf8(bytes).unwrap();
    let start = html.find("<div class=\"body\">").map_or(0, |at| at);
    html[start..].split("</article>").next().unwrap().to_owned()
}

/// The words of HTML.
fn words(html: &str) -> String {
    let text: String = html.split('<').map(|part| part.split_once('>').map_or(part, |(_, text)| text)).collect();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn bodies() -> impl Strategy<Value = String> {
    let pieces = prop::sample::select(vec![
        "Qin Gang",
        "Wang Yi",
        "Wang",
        "US",
        "秦刚与王毅",
        "*Qin* Gang",
        "**Wang Yi**",
        "&amp;",
        "\\*",
        "’s",
        "-",
        " ",
        "\n",
        "\n\n",
        "\n\n> ",
        "\n\n- ",
        "## ",
        "`Wang`",
        "“",
        "”",
        "\"",
        "[[qin-gang|he]]",
        "[Wang Yi](https://x.example)",
        "é",
        "e\u{301}",
        "| Wang Yi | US |\n|---|---|\n| Qin Gang | x |\n",
        "[^1]",
        "\n\n[^1]: Wang Yi\n",
        ".",
        "Jim O’Neill",
    ]);
    prop::collection::vec(pieces, 0..24).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn links_change_no_word(body in bodies()) {
        let linked = page(&site("actors: []", &body, ""));
        // In a site whose registry calls everybody something else the same text has no links of its own.
        let nobody = REGISTRY.replace(|c: char| c.is_ascii_uppercase() || !c.is_ascii(), "Q");
        let brief = format!("=== content/briefs/2023-06-18-talks.md\n---\ntitle: Talks\nsources: []\nactors: []\n---\n{body}\n");
        let plain = page(&Files::from_text(&format!("{nobody}{brief}")));
        prop_assert!(!plain.contains("<a href=\"../../actors/qin-gang/\">Qin"), "{}", plain);
        prop_assert_eq!(words(&linked), words(&plain));
        let opened = linked.matches("<a ").count() + linked.matches("<a>").count();
        prop_assert_eq!(opened, linked.matches("</a>").count(), "{}", linked);
        let text = words(&linked);
        let site = compose(&site("actors: [qin-gang, wang-yi]", &body, ""), &options(), &mut Cache::default()).site;
        let body = site.briefs.rows()[0].text.document.body.clone().unwrap();
        for mention in &site.briefs.rows()[0].text.resolved.mentions {
            let name = body.text[mention.at.range()].split_whitespace().collect::<Vec<_>>().join(" ");
            prop_assert!(text.contains(&name), "{} in {}", name, text);
        }
    }
}
