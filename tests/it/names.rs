//! Names that link themselves: each mention of a text with all the traps, decided right, and no
//! word of it changed.

use crate::article;

use std::path::Path;

use briefgen::base::id::Id;
use briefgen::base::path::SitePath;
use briefgen::files::Files;
use briefgen::model::Analysis;
use briefgen::model::links::Target;
use briefgen::model::mentions::Outcome;
use briefgen::model::titles::title;
use briefgen::model::unlinked::{Why, unlinked_names};
use briefgen::output::{Output, OutputContent};
use briefgen::{Cache, Options, analyse, build};
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
    let site = analyse(&site(front_matter, body, more), &options(), &mut Cache::default()).site;
    let text = site.text(Id::new(0));
    let body = text.document.body.as_ref().unwrap();
    let mentions = text.resolved.mentions.iter();
    mentions
        .map(|mention| {
            format!("{} -> {}", &body.text[mention.at.range()], outcome(&mention.outcome))
        })
        .collect()
}

/// Each name of a brief's text by its line there, those that are passed over among them:
/// `3: Wang -> heading wang-yi`.
fn all_decided(files: &Files, brief: &str) -> Vec<String> {
    let Analysis { site, lexicon, .. } = analyse(files, &options(), &mut Cache::default());
    let (id, _) = site.briefs.iter().find(|(_, row)| row.id.as_str() == brief).unwrap();
    let text = site.text(id);
    let body = text.document.body.as_ref().unwrap();
    let why = |why: Why| match why {
        Why::Explicit => "explicit".to_owned(),
        Why::Quotation => "quotation".to_owned(),
        Why::BesideHyphen => "beside hyphen".to_owned(),
        Why::OtherName => "other name".to_owned(),
        Why::Month => "month".to_owned(),
        Why::Apart(place) => format!("{place:?}").to_lowercase(),
    };
    let others = unlinked_names(&text.document, &text.resolved, &lexicon);
    let others = others.iter().map(|name| {
        let ids: Vec<&str> = name.entities.iter().map(|(_, id)| id.as_str()).collect();
        (name.at, format!("{} {}", why(name.why), ids.join("/")))
    });
    let mentions =
        text.resolved.mentions.iter().map(|mention| (mention.at, outcome(&mention.outcome)));
    let mut all: Vec<_> = mentions.chain(others).collect();
    all.sort();
    let line = |at: usize| body.text[..at].matches('\n').count() + 1;
    all.iter()
        .map(|(at, told)| {
            format!("{}: {} -> {told}", line(at.range().start), &body.text[at.range()])
        })
        .collect()
}

#[test]
fn each_name_is_decided_by_the_rules() {
    let all = "actors: [qin-gang, blinken, wang-yi, us, Jane Roe]";
    for (rule, front_matter, body, expected) in [
        (
            "a strong form links anywhere",
            "actors: []",
            "Qin Gang spoke.",
            &["Qin Gang -> linked qin-gang"][..],
        ),
        (
            "the first in a section links",
            all,
            "Qin Gang. Qin Gang.\n\n## Next\n\nQin Gang.",
            &[
                "Qin Gang -> linked qin-gang",
                "Qin Gang -> later qin-gang",
                "Qin Gang -> linked qin-gang",
            ],
        ),
        (
            "a weak form links once introduced",
            "actors: []",
            "Wang Yi came. Later in Vienna Wang spoke.\n\n## Next\n\nWang left.",
            &["Wang Yi -> linked wang-yi", "Wang -> later wang-yi", "Wang -> linked wang-yi"],
        ),
        (
            "or where one bearer is listed",
            "actors: [wang-wentao]",
            "Wang spoke.",
            &["Wang -> linked wang-wentao"],
        ),
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
        (
            "one bearer and not introduced",
            "actors: []",
            "Blinken spoke.",
            &["Blinken -> unintroduced blinken"],
        ),
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
        (
            "capitals beside a hyphen are another word",
            all,
            "US-China ties and the US.",
            &["US -> linked us"],
        ),
        ("no match inside a word", all, "Qin Gangster, McQin Gang, USA.", &[]),
        ("case counts", all, "qin gang QIN GANG", &[]),
        (
            "everyday words never match without introduction",
            "actors: [may]",
            "May was long. Theresa May came. May left.",
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
            &[
                "Nicholas Burns -> linked nicholas-burns",
                "Qin Gang -> linked qin-gang",
                "Wang Yi -> linked wang-yi",
            ],
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
                "US -> linked us",
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
        (
            "wide typography folds",
            all,
            "Jim O＇Neill met Qin\u{3000}Gang.",
            &["Jim O＇Neill -> linked oneill", "Qin\u{3000}Gang -> linked qin-gang"],
        ),
        (
            "a name may go on in the next line",
            all,
            "Then Qin\nGang spoke.",
            &["Qin\nGang -> linked qin-gang"],
        ),
        ("but not through markup", all, "*Qin* Gang and Qin**Gang**", &[]),
        (
            "an escape is no link",
            all,
            "\\[[qin-gang]] and Qin Gang",
            &["Qin Gang -> linked qin-gang"],
        ),
        (
            "strings of the brief are names, too",
            all,
            "Jane Roe spoke.",
            &["Jane Roe -> linked jane-roe"],
        ),
        (
            "`link: false` opts out",
            "actors: [{actor: qin-gang, link: false}]",
            "Qin Gang.",
            &["Qin Gang -> opted out qin-gang"],
        ),
        (
            "issues link by their titles",
            "actors: []",
            "In the Taiwan Strait.",
            &["Taiwan Strait -> linked taiwan"],
        ),
    ] {
        assert_eq!(decided(front_matter, body, ""), expected, "{rule}: {body}");
    }
}

/// Names of several scripts. The registry writes two of them with a soft hyphen.
const SCRIPTS: &str = "\
=== site.yaml
links: {density: all}
=== content/actors.yaml
blinken: {name: Antony Blinken}
mueller: {name: Jürgen Mül\u{AD}ler}
lavrov: {name: Sergei Lavrov, names: {ru: Сергей Лавров}}
papadopoulos: {name: Nikos Papadopoulos, names: {el: Νίκος Παπαδόπουλος}}
qin-gang: {name: Qin Gang, names: {zh-Hans: 秦刚}}
park-jin: {name: Park Jin, names: {ko: 박\u{AD}진}}
prayut: {name: Prayut, names: {th: ประยุทธ์ จันทร์โอชา}}
";

#[test]
fn invisible_characters_make_no_other_name() {
    let front = "=== content/briefs/2023-06-18-talks.md\n---\ntitle: Talks\nsources: []\n\
        actors: [blinken, mueller, lavrov, papadopoulos, qin-gang, park-jin, prayut]\n---\n";
    for (name, bearer) in [
        ("An\u{AD}to\u{AD}ny Blin\u{AD}ken", Some("blinken")),
        ("Antony \u{FEFF}Blin\u{200B}ken", Some("blinken")),
        ("Antony\u{2060} Blinken", Some("blinken")),
        ("Jürgen Müller", Some("mueller")),
        ("Ju\u{308}r\u{AD}gen Mu\u{308}l\u{AD}ler", Some("mueller")),
        ("Сергей Лав\u{AD}ров", Some("lavrov")),
        ("Νί\u{AD}κος Παπα\u{AD}δόπουλος", Some("papadopoulos")),
        ("秦\u{AD}刚", Some("qin-gang")),
        ("秦\u{200B}刚", Some("qin-gang")),
        ("박진", Some("park-jin")),
        ("박\u{2060}진", Some("park-jin")),
        ("ประยุทธ์ \u{200B}จันทร์\u{AD}โอชา", Some("prayut")),
        // A character that one does not see is no space and no end of a word.
        ("Antony\u{AD}Blinken", None),
        ("Antony Blin\u{AD}kens", None),
        ("An\u{AD}tony Blin ken", None),
        ("An\u{AD}tony Blin-\u{AD}ken", None),
        ("Сергей Лавров\u{AD}а", None),
        ("박\u{AD}\u{20}진", None),
        // A joiner changes the shape of its neighbours, and may make another word.
        ("Antony Blin\u{200C}ken", None),
    ] {
        let body = format!("Then {name} came.\n\n[[{name}]]\n");
        let files = Files::from_text(&format!("{SCRIPTS}{front}{body}"));
        let site = analyse(&files, &options(), &mut Cache::default()).site;
        let text = site.text(Id::new(0));
        let body = &text.document.body.as_ref().unwrap().text;
        let linked: Vec<_> = text
            .resolved
            .mentions
            .iter()
            .map(|mention| (&body[mention.at.range()], outcome(&mention.outcome)))
            .collect();
        let expected = bearer.map(|bearer| (name, format!("linked {bearer}")));
        assert_eq!(linked, Vec::from_iter(expected), "{name:?} in running text");

        let [target] = text.resolved.targets.as_slice() else { panic!("{name:?} is one mark") };
        let id = match target {
            Target::Entity(_, id, None) => Some(id.as_str()),
            _ => None,
        };
        assert_eq!(id, bearer, "{name:?} in a link");
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
            "9: May -> month may",
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
#[ignore = "needs the article, whose file BRIEFGEN_ARTICLE names"]
fn the_article_itself_is_decided_right() {
    let article = article::text();
    let mut files = Files::read(Path::new(env!("CARGO_MANIFEST_DIR"))).unwrap();
    // Its lines are its paragraphs; a blank one behind each doubles their numbers.
    let body = article.trim_end().replace('\n', "\n\n");
    let more = "actors: [antony-blinken, qin-gang, wang-yi, xi-jinping, joe-biden, bill-gates, united-states, china]";
    let brief =
        format!("---\ntitle: The article\ndate: 2023-06-18\nsources: []\n{more}\n---\n{body}\n");
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
            "8: China -> other name china",
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
            "19: US -> other name united-states",
            "19: Biden -> other name joe-biden",
            "19: Jake Sullivan -> linked jake-sullivan",
            "19: Wang -> later wang-yi",
            "20: Taiwan -> later us-china/taiwan",
            "20: China -> later china",
            "20: Russia -> later russia",
            "20: Ukraine -> later ukraine",
            "20: US -> later united-states",
            "21: US -> other name united-states",
        ],
        "{told:#?}"
    );
}

/// A registry in which nobody has a name by chance.
const NEIGHBOURS: &str = "\
=== content/actors.yaml
ivor:
  name: Ivor Marsh
  short: [Marsh, Марш, مارش, 马什, 마시]
  names: {ru: Айвор Марш, ar: إيفور مارش, zh: 伊沃·马什, ko: 아이버 마시}
  offices: [{office: Chief Mouser, from: 2020}]
council: {name: Security Council, kind: organization, short: Council}
ministry: {name: Foreign Ministry, kind: organization, country: CN}
okonjo: {name: Ngozi Okonjo, short: Okonjo}
xi:
  name: Xi Jinping
  short: Xi
  name_order: family-first
  names: {ko: 시진핑, zh: 习近平, ar: شي جين بينغ, ru: Си Цзиньпин}
kim: {name: Kim Min, names: {ko: 김민}}
jean: {name: Jean}
washington: {name: United States, aliases: [Washington, US], kind: state}
korea: {name: Korea, kind: state}
may: {name: Thelma May, short: [May, Mai]}
assad: {name: Bashar al-Assad, short: Assad}
scholz: {name: Olaf Scholz, short: Scholz}
fidan: {name: Hakan Fidan, short: Fidan}
erdogan: {name: Recep Tayyip Erdoğan, short: Erdoğan}
colonna: {name: Catherine Colonna, short: Colonna}
lavrov: {name: Sergei Lavrov, short: Lavrov, names: {ru: Сергей Лавров}}
";

/// The names of a text that link, in a site of a language that links each mention.
fn links(language: &str, body: &str) -> Vec<String> {
    let actors =
        "actors: [ivor, council, okonjo, xi, may, assad, scholz, fidan, erdogan, colonna, lavrov]";
    let config = format!("=== site.yaml\nlinks: {{density: all}}\nlang: {language}\n");
    let brief = "=== content/briefs/2023-06-18-talks.md\n---\ntitle: Talks\nsources: []\n";
    let files = Files::from_text(&format!("{NEIGHBOURS}{config}{brief}{actors}\n---\n{body}\n"));
    let site = analyse(&files, &options(), &mut Cache::default()).site;
    let text = site.text(Id::new(0));
    let body = &text.document.body.as_ref().unwrap().text;
    let linked = text
        .resolved
        .mentions
        .iter()
        .filter(|mention| matches!(mention.outcome, Outcome::Linked(_)));
    linked.map(|mention| body[mention.at.range()].to_owned()).collect()
}

#[test]
fn a_name_is_not_another_one_that_it_is_a_part_of() {
    let mut wrong = Vec::new();
    for (language, body, expected) in [
        // Somebody else of that family name, with a given name that is known or not.
        ("en", "Ivor Marsh opened. Later Nora Marsh, a junior minister, answered.", "Ivor Marsh"),
        ("en", "Later Okwudili Marsh and his son Hunter Marsh answered.", ""),
        ("en", "Nora Marsh answered. Rob Marsh-Hill, too.", ""),
        (
            "en",
            "Later J. Marsh and H.K. Marsh came; I. Marsh did not. The U.S. Marsh left.",
            "Marsh, Marsh",
        ),
        ("en", "Later *Nora* Marsh came, and **Hunter** Marsh.", ""),
        ("en", "Then Rifaat al-Assad and Nora van Marsh came.", ""),
        ("en", "Then Bashar al-Assad came, and the al-Assad clan.", "Bashar al-Assad, Assad"),
        // A title, in data or in the registry, belongs to no name; nor does the first word of a
        // sentence.
        ("en", "Mr Marsh left; Foreign Secretary Marsh was back at six.", "Marsh, Marsh"),
        (
            "en",
            "Dr. Marsh left. Gov. Marsh stayed. The Chief Mouser Marsh slept.",
            "Marsh, Marsh, Marsh",
        ),
        ("en", "Yesterday Marsh left. “It rains.” Today Marsh came back.", "Marsh, Marsh"),
        ("en", "Then Secretary-General Marsh met ex-Vice-President Marsh.", "Marsh, Marsh"),
        ("en", "Then the French Marsh met the BBC Marsh.", "Marsh, Marsh"),
        // Weekdays and months.
        (
            "en",
            "On Monday Marsh met the press; Tuesday Marsh left, and in April Marsh.",
            "Marsh, Marsh, Marsh",
        ),
        ("en", "Ivor Marsh Monday said that Marsh Tuesday would go.", "Ivor Marsh, Marsh"),
        // What goes on behind the name.
        ("en", "Ivor Marsh opened. The Marsh Institute and Rob Marsh-Hill answered.", "Ivor Marsh"),
        ("en", "Then he left the Ivor Marsh Institute, Xi Jinping Thought and Ivor Marsh III.", ""),
        (
            "en",
            "The Marsh Administration, the Marsh White House and Marsh President of the hall.",
            "Marsh, Marsh, Marsh",
        ),
        ("en", "Kim Min-jun came with Jean-Pierre.", ""),
        ("en", "Kim Min came with Jean.", "Kim Min, Jean"),
        // Hyphens and dashes.
        ("en", "The Marsh–Okonjo talks, the Marsh-Okonjo talks.", "Marsh, Okonjo, Marsh, Okonjo"),
        ("en", "The Ivor Marsh–Ngozi Okonjo talks.", "Ivor Marsh, Ngozi Okonjo"),
        (
            "en",
            "Marsh-led talks, an Ivor Marsh-backed plan, the Xi-era, a US-led one.",
            "Marsh, Ivor Marsh, Xi, US",
        ),
        ("en", "The London-based Marsh was pro-Marsh and anti-US.", "Marsh, Marsh"),
        // Organizations and states.
        (
            "en",
            "The National Security Council met before the Security Council did.",
            "Security Council",
        ),
        (
            "en",
            "The Russian Foreign Ministry told the Chinese Foreign Ministry.",
            "Foreign Ministry",
        ),
        ("en", "Then George Washington came to Washington.", "Washington"),
        ("en", "North Korea is not Korea, nor is South Korea.", "Korea"),
        (
            "en",
            "The Council Chair met the Marsh Council and the Council.",
            "Council, Marsh, Council, Council",
        ),
        ("en", "In New York Marsh met Okonjo, and in Vienna Xi.", "Marsh, Okonjo, Xi"),
        // Lines of capitals.
        ("en", "- Okwudili Marsh Meets Foreign Press", "Marsh"),
        ("en", "- Nora Marsh Meets Foreign Press", ""),
        ("en", "- Markets Like Marsh and Okonjo Today", "Marsh, Okonjo"),
        // Months.
        ("en", "After Thelma May opened, talks resumed in May.", "Thelma May"),
        (
            "en",
            "Thelma May left on 5 May, May 6 and since May; until May 2024 May stayed.",
            "Thelma May, May",
        ),
        (
            "en",
            "Thelma May came in mid-May, early May, on the 7th May. Then May left.",
            "Thelma May, May",
        ),
        // French.
        (
            "fr",
            "M. Marsh a reçu Mme Colonna; la ministre Colonna est partie.",
            "Marsh, Colonna, Colonna",
        ),
        ("fr", "Puis Émilie Marsh et Jean-Luc Marsh ont parlé de l’Institut Marsh.", ""),
        ("fr", "Lundi Marsh a vu la Première Ministre Colonna à Paris.", "Marsh, Colonna"),
        ("fr", "Puis M. Marsh et le fils d’Hunter Marsh.", "Marsh"),
        // German.
        (
            "de",
            "Am Montag traf Kanzler Scholz im Garten Marsh und Scholz Vertraute.",
            "Scholz, Marsh, Scholz",
        ),
        ("de", "Dann kamen Britta Meier, Peter Scholz und Hans-Jürgen Scholz.", ""),
        ("de", "Thelma May kam im Mai, seit Mai, am 5. Mai und Ende Mai.", "Thelma May"),
        (
            "de",
            "Das Scholz-nahe Institut, die Olaf Scholz-Regierung, so Frau Colonna.",
            "Scholz, Olaf Scholz, Colonna",
        ),
        // Spanish.
        (
            "es",
            "El señor Marsh y la Ministra Colonna hablaron; el Sr. Marsh salió.",
            "Marsh, Colonna, Marsh",
        ),
        ("es", "Luego Nora Marsh y Lucía Colonna hablaron en el Teatro Colonna.", ""),
        // Russian.
        ("ru", "Потом Президент Марш встретил гостя. Министр Марш молчал.", "Марш, Марш"),
        ("ru", "Потом Нора Марш и Роберт Марш ушли из театра Марш-Хилл.", ""),
        ("ru", "Сергей Лавров и Си Цзиньпин говорили.", "Сергей Лавров, Си Цзиньпин"),
        // Chinese.
        ("zh", "习近平会见伊沃·马什。", "习近平, 伊沃·马什"),
        ("zh", "马什会见诺拉·马什。", "马什"),
        // Korean: particles.
        (
            "ko",
            "시진핑은 갔다. 시진핑이 왔고 시진핑의 차, 시진핑에게.",
            "시진핑, 시진핑, 시진핑, 시진핑",
        ),
        ("ko", "시진핑과 시진핑을 봤다. US는 갔고 US의 차.", "시진핑, 시진핑, US, US"),
        ("ko", "시진핑스 시진핑는 시진핑가 김민준 김민수가.", ""),
        ("ko", "마시는 왔고, 노라 마시는 갔다.", "마시"),
        // Turkish: suffixes.
        ("tr", "Erdoğan'ın uçağı, Erdoğan’a ve Fidan'dan.", "Erdoğan, Erdoğan, Fidan"),
        ("tr", "Recep Tayyip Erdoğan'la Fidan'ın sözü.", "Recep Tayyip Erdoğan, Fidan"),
        ("tr", "Sonra Dışişleri Bakanı Fidan geldi. Sayın Fidan gitti.", "Fidan, Fidan"),
        ("tr", "Sonra Ayşe Fidan ve Fidan Enstitüsü geldi.", ""),
        (
            "en",
            "Erdoğan'ın came, and Xi'an is a city, and Xi'e a word; Fidan's car.",
            "Erdoğan, Fidan",
        ),
        // Arabic.
        ("ar", "قال مارش إن شي جين بينغ وصل.", "مارش, شي جين بينغ"),
        ("ar", "ثم وصلت نورا مارش ومحمد مارش.", ""),
    ] {
        let found = links(language, body).join(", ");
        if found != expected {
            wrong.push(format!("{language}: {body}\n    is: {found}\n    is to be: {expected}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
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
    let files =
        site("actors: [wang-yi]", "## Wang\n\nWang met Qin Gang, “Wang Yi”. Burns came.", "");
    for file in files.iter() {
        let path = folder.path().join(file.path.as_str());
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, files.text(&file.path).unwrap()).unwrap();
    }
    let links = |format: &str| {
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_briefgen"));
        let output = command
            .args(["links", "talks", "--format", format, "--site"])
            .arg(folder.path())
            .output()
            .unwrap();
        assert!(output.status.success(), "{output:?}");
        String::from_utf8(output.stdout).unwrap()
    };
    let json: serde_json::Value = serde_json::from_str(&links("json")).unwrap();
    let told = |name: &serde_json::Value| {
        format!("{} {} {}", name["line"], name["outcome"], name["reason"])
    };
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
    assert!(
        text.lines()
            .zip(reasons)
            .all(|(line, told)| line.contains(told.split('"').nth(3).unwrap())),
        "{text}"
    );
}

#[test]
fn the_density_says_how_often() {
    let twice = "Qin Gang, Qin Gang.\n\n## Next\n\nQin Gang.";
    for (density, words) in [
        ("section", ["linked", "later", "linked"]),
        ("page", ["linked", "later", "later"]),
        ("all", ["linked"; 3]),
    ] {
        let config = format!("=== site.yaml\nlinks: {{density: {density}}}\n");
        let expected = words.map(|word| format!("Qin Gang -> {word} qin-gang"));
        assert_eq!(decided("actors: []", twice, &config), expected, "{density}");
    }
}

/// The findings of some codes about a site, each as `CODE path: message; help`.
fn findings(site: &str, codes: &[&str]) -> Vec<String> {
    let files = Files::from_text(site);
    let found = build(&files, &options(), &mut Cache::default(), drop).findings;
    let errors: Vec<_> = found.iter().filter(|finding| finding.code.as_str() == "E-TYPE").collect();
    assert!(errors.is_empty(), "{errors:?}");
    let asked = found.iter().filter(|finding| codes.contains(&finding.code.as_str()));
    asked
        .map(|finding| {
            format!("{} {}: {}; {}", finding.code, finding.path, finding.message, finding.help)
        })
        .collect()
}

/// Officials of whom one has left an office, one has another now, and one only acts.
const OFFICIALS: &str = "\
=== content/actors.yaml
roe:
  name: Jane Roe
  short: Roe
  country: PT
  names: {zh: 简·罗, ko: 제인 로}
  offices:
    - {office: fm, from: 2022-01-01, to: 2023-06-30}
    - {office: pm, from: 2023-07-01}
    - {office: minister, from: 2021-01-01, to: 2021-12-31}
doe:
  name: John Doe
  offices: [{office: fm, from: 2023-07-01, acting: true}]
old: {name: Ann Old, offices: [{office: fm, from: 2019-01-01, to: 2021-12-31}]}
lee: {name: Ida Lee, offices: [{office: fm, from: 2024-01-01}]}
=== content/offices.yaml
fm:
  title: Minister for Foreign Affairs
  short: Foreign Minister
  titles: [{text: 外长, from: 2000, to: 2001}, {text: 외무장관, from: 2000, to: 2001}, {text: Außenministerin, from: 2000, to: 2001}, {text: Ministre des affaires étrangères, from: 2000, to: 2001}, {text: Ministra de Asuntos Exteriores, from: 2000, to: 2001}, {text: Министр иностранных дел, from: 2000, to: 2001}, {text: Dışişleri Bakanı, from: 2000, to: 2001}]
deputy: {title: Deputy Foreign Minister}
pm: {title: Prime Minister}
minister: {title: Minister}
";

#[test]
fn a_title_before_a_name_is_one_of_the_day() {
    let mut wrong = Vec::new();
    for (text, expected) in [
        ("Foreign Minister Jane Roe spoke.", "Foreign Minister"),
        ("The Portuguese foreign minister\n**Jane Roe** spoke.", "foreign minister"),
        ("Then the Minister for Foreign Affairs Jane Roe spoke.", "Minister for Foreign Affairs"),
        ("On 1 August Foreign Minister Jane Roe spoke.", "Foreign Minister"),
        ("Next year, in 2024, Foreign Minister Jane Roe will speak.", "Foreign Minister"),
        ("In 2022 she was new. Foreign Minister Jane Roe spoke.", "Foreign Minister"),
        ("On 12 July Foreign Minister Jane Roe spoke.", "Foreign Minister"),
        ("Jane Roe came. Later Foreign Minister Roe spoke.", "Foreign Minister"),
        ("Then Minister Jane Roe spoke, with Portugal's Minister Jane Roe.", "Minister"),
        ("The Portuguese Minister Jane Roe spoke.", "Minister"),
        ("Foreign Minister Ida Lee spoke.", "Foreign Minister"),
        ("简·罗; 外长简·罗讲话。", "外长"),
        ("외무장관 제인 로는 말했다.", "외무장관"),
        ("Dann sprach Außenministerin Jane Roe.", "Außenministerin"),
        (
            "La Ministre des affaires étrangères Jane Roe a parlé.",
            "Ministre des affaires étrangères",
        ),
        ("La ministra de asuntos exteriores Jane Roe habló.", "ministra de asuntos exteriores"),
        ("Министр иностранных дел Jane Roe.", "Министр иностранных дел"),
        ("Sonra Dışişleri Bakanı Jane Roe geldi.", "Dışişleri Bakanı"),
        // Held that day, or never given by the registry.
        ("Prime Minister Jane Roe spoke.", ""),
        ("Foreign Minister John Doe spoke, and King Ann Old.", ""),
        ("Deputy Foreign Minister Jane Roe spoke, and Defence Minister Jane Roe.", ""),
        ("The defence minister Jane Roe spoke.", ""),
        // Said to be of another day.
        ("The former Foreign Minister Jane Roe and the ex-Foreign Minister Ann Old spoke.", ""),
        ("Former Portuguese Foreign Minister Jane Roe, then-Foreign Minister Ann Old.", ""),
        ("Shadow Foreign Minister Jane Roe and the vice foreign minister Ann Old.", ""),
        ("前外长简·罗讲话。时任外长简·罗。", ""),
        ("전 외무장관 제인 로는 말했다.", ""),
        (
            "Die ehemalige Außenministerin Jane Roe und die stellvertretende Außenministerin Ann Old.",
            "",
        ),
        ("L’ancienne ministre des affaires étrangères Jane Roe a parlé.", ""),
        ("La entonces ministra de Asuntos Exteriores Jane Roe habló.", ""),
        ("Бывший министр иностранных дел Jane Roe.", ""),
        ("Sonra eski Dışişleri Bakanı Jane Roe geldi.", ""),
        // An earlier date in the sentence.
        ("In 2022 Foreign Minister Jane Roe spoke.", ""),
        ("On 12 June Foreign Minister Jane Roe spoke.", ""),
        ("Two months ago Foreign Minister Jane Roe, in good spirits, spoke.", ""),
        ("As Foreign Minister Jane Roe said on June 12, 2023, all is well.", ""),
        // Not right before the name.
        ("“Foreign Minister Jane Roe spoke,” he said.", ""),
        ("She was no Foreign Minister. Jane Roe spoke.", ""),
        ("He met the Foreign Minister, Jane Roe and others.", ""),
        ("The Foreign Minister\n\nJane Roe spoke.", ""),
    ] {
        let brief = "=== content/briefs/2023-08-01-talks.md\n---\ntitle: Talks\nsources: []\n";
        let site = format!("{OFFICIALS}{brief}actors: [roe, doe, old, lee]\n---\n{text}\n");
        let found = findings(&site, &["W-OFFICE-TEXT"]);
        let titles: Vec<&str> =
            found.iter().filter_map(|finding| finding.split('`').nth(1)).collect();
        if titles.join(", ") != expected {
            wrong.push(format!("{text}\n    {found:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_title_given_by_as_says_that_its_bearer_only_acts() {
    for (item, expected) in [
        (
            "{actor: doe, as: Foreign Minister}",
            &[
                "W-OFFICE-TEXT actors[0].as: John Doe was `Foreign Minister` only for the time being on 1 August 2023; \
               write `as: acting Foreign Minister`, or leave `as` out",
            ][..],
        ),
        ("{actor: doe, as: acting Foreign Minister}", &[]),
        ("{actor: roe, as: Prime Minister}", &[]),
        (
            "{actor: roe, as: foreign minister}",
            &[
                "E-OFFICE-DATE actors[0].as: Jane Roe was not `foreign minister` on 1 August 2023; on that day the \
               registry has `Prime Minister`: leave `as` out, or write that",
            ],
        ),
    ] {
        let brief = "=== content/briefs/2023-08-01-talks.md\n---\ntitle: Talks\nsources: []\n";
        let site = format!("{OFFICIALS}{brief}actors: [{item}]\n---\n");
        assert_eq!(findings(&site, &["W-OFFICE-TEXT", "E-OFFICE-DATE"]), expected, "{item}");
    }
}

/// Whom a brief is told to list, and whom it lists in vain: `unlisted roe, unmentioned old`.
fn told_of(config: &str, front_matter: &str, text: &str) -> String {
    let actors = format!(
        "{OFFICIALS}=== content/actors/un.md\n---\nname: United Nations\nkind: organization\n---\n"
    );
    let actors = format!(
        "{actors}=== content/actors/lu.md\n---\nname: Luxembourg\nkind: state\naliases: [LU]\n---\n"
    );
    let brief = "=== content/briefs/2023-08-01-talks.md\n---\nsources: []\n";
    let site = format!("{actors}=== site.yaml\n{config}\n{brief}{front_matter}\n---\n{text}\n");
    let found = findings(&site, &["W-MENTION-UNLISTED", "W-LISTED-UNMENTIONED"]);
    let word = |finding: &String| match finding.starts_with("W-M") {
        true => format!("unlisted {}", finding.split('`').nth(1).unwrap()),
        false => format!(
            "unmentioned {}",
            finding.split(": ").nth(1).unwrap().split(" is listed").next().unwrap()
        ),
    };
    found.iter().map(word).collect::<Vec<_>>().join(", ")
}

#[test]
fn whom_a_brief_names_and_whom_it_lists_are_compared() {
    for (front_matter, text, expected) in [
        ("title: Talks\nactors: [roe]", "Jane Roe met John Doe.", "unlisted doe"),
        ("title: Talks\nactors: [roe, doe]", "Jane Roe spoke.", "unmentioned John Doe"),
        ("title: Talks\nactors: [roe, doe]", "Jane Roe met John Doe.", ""),
        // States and organizations in passing.
        ("title: Talks\nactors: [roe]", "Jane Roe spoke at the United Nations, in Luxembourg.", ""),
        // The title and the bottom line are text, and come before it.
        ("title: Jane Roe meets John Doe\nactors: [roe, doe]", "They met.", ""),
        ("title: Talks\nsummary: Jane Roe met John Doe.\nactors: [roe, doe]", "They met.", ""),
        ("title: Jane Roe meets John Doe\nactors: [roe]", "They met.", "unlisted doe"),
        (
            "title: Talks\nsummary: Jane Roe met John Doe.\nactors: [roe]",
            "They met.",
            "unlisted doe",
        ),
        ("title: Jane Roe in Luxembourg\nactors: []", "Then Roe left.", "unlisted roe"),
        ("title: Nora Roe in Luxembourg\nactors: [doe]", "Then John Doe left.", ""),
        // A name in a quotation, a heading or beside a hyphen is one.
        ("title: Talks\nactors: [roe, doe]", "Jane Roe said: “John Doe is late.”", ""),
        ("title: Talks\nactors: [roe, doe]", "## John Doe\n\nJane Roe spoke.", ""),
        ("title: Talks\nactors: [roe, lu]", "Jane Roe spoke of LU-UN ties.", ""),
        (
            "title: Talks\nactors: [roe, doe]",
            "Jane Roe met Peter John Doe-Smith.",
            "unmentioned John Doe",
        ),
        // Somebody of that name is neither unlisted nor mentioned.
        ("title: Talks\nactors: [doe]", "John Doe met Hunter Roe.", ""),
    ] {
        assert_eq!(told_of("title: x", front_matter, text), expected, "{front_matter}\n{text}");
    }
    let all = told_of("mentions: all", "title: Talks\nactors: []", "Jane Roe came to Luxembourg.");
    assert_eq!(all, "unlisted roe, unlisted lu");
}

#[test]
fn to_list_whom_a_text_names_leads_to_no_other_finding() {
    // Of each row: a brief, and what its only advice is followed by.
    for (listed, text) in [
        ("roe, un, lu", "Jane Roe met John Doe and Ann Old."),
        ("lu, un", "Jane Roe met John Doe."),
        ("un", "Jane Roe, John Doe, Ann Old and Ida Lee met."),
        ("roe", "“John Doe,” said Jane Roe, met Ann Old."),
    ] {
        let mut listed = listed.to_owned();
        let told =
            |listed: &str| told_of("title: x", &format!("title: Talks\nactors: [{listed}]"), text);
        let unmentioned = |told: &str| told.matches("unmentioned").count();
        let before = unmentioned(&told(&listed));
        while let Some(id) =
            told(&listed).split(", ").find_map(|told| told.strip_prefix("unlisted "))
        {
            listed = format!("{listed}, {id}");
            assert_eq!(unmentioned(&told(&listed)), before, "{listed}: {text}");
        }
    }
}

#[test]
fn what_site_yaml_allows_is_reported_nowhere() {
    let site = "=== content/actors.yaml\nroe: {name: Jane Roe}\n\
                === content/briefs/2023-08-01-talks.md\n---\ntitle: Talks\nsources: []\nactors: [John Doe]\n---\nJane Roe met John Doe.\n";
    let codes = ["W-MENTION-UNLISTED", "W-STUB"];
    assert_eq!(findings(site, &codes).len(), 2);
    let config =
        "=== site.yaml\nallow: [{code: W-MENTION-UNLISTED, reason: our lists are short}]\n";
    let found = findings(&format!("{config}{site}"), &codes);
    assert!(found.len() == 1 && found[0].starts_with("W-STUB"), "{found:?}");
}

#[test]
fn an_office_under_another_spelling_is_found() {
    for (registry, key, near) in [
        (
            "=== content/offices.yaml\nfm: {title: Foreign Minister}\n",
            "offices: [foreign minister]",
            "fm",
        ),
        (
            "=== content/offices.yaml\nfm: {title: Head, short: Foreign Minister}\n",
            "offices: [foreign-Minister]",
            "fm",
        ),
    ] {
        let actors = format!("=== content/actors.yaml\nroe: {{name: Jane Roe, {key}}}\n");
        let found = findings(&format!("{registry}{actors}"), &["W-STUB"]);
        assert!(
            found.len() == 1 && found[0].contains(&format!("did you mean `{near}`?")),
            "{found:?}"
        );
    }
    let brief = "=== content/briefs/2023-08-01-talks.md\n---\ntitle: Talks\nsources: []\n";
    let site = format!(
        "=== content/actors.yaml\njr: {{name: Jane Roe}}\n{brief}actors: [jane roe]\n---\n"
    );
    let found = findings(&site, &["W-STUB"]);
    assert!(found.len() == 1 && found[0].contains("did you mean `jr`?"), "{found:?}");
    let site = format!(
        "=== content/actors.yaml\njr: {{name: Jane Roe}}\n{brief}actors: [John Doe]\n---\n"
    );
    let found = findings(&site, &["W-STUB"]);
    assert!(found.len() == 1 && !found[0].contains("did you mean"), "{found:?}");
}

/// The holders of a seat as a registry.
fn holders(tenures: &[(&str, &str)], seats: u32) -> String {
    let actor = |(id, tenure): &(&str, &str)| {
        format!("{id}: {{name: {id}, offices: [{{office: pm{tenure}}}]}}\n")
    };
    let actors: String = tenures.iter().map(actor).collect();
    format!(
        "=== content/actors.yaml\n{actors}=== content/offices.yaml\npm: {{title: Premier, seats: {seats}}}\n"
    )
}

#[test]
fn one_finding_tells_of_all_that_an_open_tenure_collides_with() {
    let mut twelve = vec![("a00".to_owned(), ", from: 1950-01-01".to_owned())];
    for number in 1..12 {
        let year = 1950 + 5 * number;
        twelve.push((
            format!("a{number:02}"),
            format!(", from: {year}-01-01, to: {}-01-01", year + 5),
        ));
    }
    let twelve: Vec<(&str, &str)> =
        twelve.iter().map(|(id, tenure)| (id.as_str(), tenure.as_str())).collect();
    let end = "mark it `acting: true`, or give the office `seats: 2`";
    for (tenures, seats, expected) in [
        (
            &twelve[..],
            1,
            &[&*format!(
                "E-TENURE-OVERLAP a00.offices[0]: a00 is Premier since 1 January 1950 without an end, and a01, a02, a03 and \
                 8 more begin after that; end it with `to` on or before 1 January 1955, {end}"
            )][..],
        ),
        (&twelve[1..], 1, &[]),
        (
            &[("a", ", from: 2001"), ("b", ", from: 2005")],
            1,
            &[&*format!(
                "E-TENURE-OVERLAP a.offices[0]: a is Premier since 31 December 2001 without an end, and b begins after \
                 that; end it with `to` on or before 31 December 2005, {end}"
            )],
        ),
        (&[("a", ", from: 2001"), ("b", ", from: 2005")], 2, &[]),
        (
            &[
                ("a", ", from: 2001"),
                ("b", ", from: 2005"),
                ("c", ", from: 2006"),
                ("d", ", from: 2007"),
            ],
            2,
            &[
                "E-TENURE-OVERLAP a.offices[0]: a is Premier since 31 December 2001 without an end, and c and d begin after \
               that; end it with `to` on or before 31 December 2006, or raise `seats`, which is 2",
            ],
        ),
        (
            &[("a", ", from: 2001, to: 2006-01-01"), ("b", ", from: 2003, to: 2007-01-01")],
            1,
            &[
                "E-TENURE-OVERLAP b.offices[0]: a and b are both Premier after 31 December 2003; end one before the other \
               begins, mark one `acting: true`, or give the office `seats: 2`",
            ],
        ),
        (&[("a", ", from: 2001, to: 2006-01-01"), ("b", ", from: 2006-01-01")], 1, &[]),
        (&[("a", ", from: 2001"), ("b", ", from: 2005, acting: true")], 1, &[]),
        (&[("a", ""), ("b", ", from: 2005")], 1, &[]),
    ] {
        assert_eq!(findings(&holders(tenures, seats), &["E-TENURE-OVERLAP"]), expected);
    }
}

#[test]
fn an_unknown_start_gives_no_title_while_another_is_known_to_hold_the_office() {
    for (tenures, seats, titled) in [
        (&[("a", ""), ("b", ", from: 1950-01-01, to: 1960-01-01")][..], 1, "b"),
        (&[("a", ""), ("b", ", from: 1950-01-01, to: 1960-01-01")], 2, "a b"),
        (
            &[("a", ""), ("b", ", from: 1950-01-01, to: 1960-01-01"), ("c", ", from: 1954-01-01")],
            2,
            "b c",
        ),
        (&[("a", ""), ("b", ", from: 1950-01-01, to: 1954-01-01")], 1, "a"),
        (&[("a", ""), ("b", ", from: 1956-01-01")], 1, "a"),
        (&[("a", ""), ("b", ", from: 1955, to: 1960-01-01")], 1, "a"),
        (&[("a", ""), ("b", "")], 1, "a b"),
        (&[("a", ""), ("b", ", from: 1955-02-01")], 1, "b"),
        (&[("a", ", from: 1954-01-01"), ("b", ", from: 1950-01-01, to: 1960-01-01")], 2, "a b"),
    ] {
        let site = holders(tenures, seats);
        let site = analyse(&Files::from_text(&site), &options(), &mut Cache::default()).site;
        let day = "1955-02-01".parse().unwrap();
        let titled_then =
            site.actors.rows().iter().filter(|actor| title(actor, &site.offices, day).is_some());
        let names: Vec<&str> = titled_then.map(|actor| actor.name.as_str()).collect();
        assert_eq!(names.join(" "), titled, "{tenures:?}");
    }
}

/// The page of the brief.
fn page(files: &Files) -> String {
    let mut pages: Vec<Output> = Vec::new();
    build(files, &options(), &mut Cache::default(), |batch| pages.extend(batch));
    let page =
        pages.into_iter().find(|page| page.path.as_str() == "briefs/talks/index.html").unwrap();
    let OutputContent::Bytes(bytes) = page.content else { panic!("a page is bytes") };
    let html = String::from_utf8(bytes).unwrap();
    let start = html.find("<div class=\"body\">").map_or(0, |at| at);
    html[start..].split("</article>").next().unwrap().to_owned()
}

/// The words of HTML.
fn words(html: &str) -> String {
    let text: String =
        html.split('<').map(|part| part.split_once('>').map_or(part, |(_, text)| text)).collect();
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
        // In a site whose registry calls everybody something else the same text has no links of its
        // own.
        let nobody = REGISTRY.replace(|c: char| c.is_ascii_uppercase() || !c.is_ascii(), "Q");
        let brief = format!("=== content/briefs/2023-06-18-talks.md\n---\ntitle: Talks\nsources: []\nactors: []\n---\n{body}\n");
        let plain = page(&Files::from_text(&format!("{nobody}{brief}")));
        prop_assert!(!plain.contains("<a href=\"../../actors/qin-gang/\">Qin"), "{}", plain);
        prop_assert_eq!(words(&linked), words(&plain));
        let opened = linked.matches("<a ").count() + linked.matches("<a>").count();
        prop_assert_eq!(opened, linked.matches("</a>").count(), "{}", linked);
        let text = words(&linked);
        let site = analyse(&site("actors: [qin-gang, wang-yi]", &body, ""), &options(), &mut Cache::default()).site;
        let body = site.text(Id::new(0)).document.body.clone().unwrap();
        for mention in &site.text(Id::new(0)).resolved.mentions {
            let name = body.text[mention.at.range()].split_whitespace().collect::<Vec<_>>().join(" ");
            prop_assert!(text.contains(&name), "{} in {}", name, text);
        }
    }
}
