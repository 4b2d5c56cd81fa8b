//! Tests that read written bibliographies back: BibTeX with the crate `biblatex`.

use std::sync::Arc;

use biblatex::{Bibliography, ChunksExt, DateValue, Datetime, Entry, PermissiveType};
use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;

fn when(text: &str) -> When {
    text.parse().unwrap()
}

fn item(kind: &str) -> CslItem {
    CslItem {
        id: "wire".into(),
        kind: kind.to_owned().into(),
        title: "Talks & {more}".into(),
        author: ["Johnson & Johnson and Sons", "Jane Doe"].map(AuthorName::of).to_vec(),
        publisher: Some("The Wire".to_owned()),
        issued: Some(when("2023-06-18")),
        ..CslItem::default()
    }
}

fn titled(title: &str) -> CslItem {
    CslItem { title: title.into(), ..item("webpage") }
}

fn written(items: Vec<CslItem>) -> String {
    String::from_utf8(bibtex(&BibliographyView { items })).unwrap()
}

/// An item as BibTeX: parsed, and as text.
fn parsed_entry(item: CslItem) -> (Entry, String) {
    let id = item.id.to_string();
    let text = written(vec![item]);
    let read = Bibliography::parse(&text).unwrap_or_else(|error| panic!("{error}: {text}"));
    assert_eq!(read.len(), 1, "{text}");
    (read.get(&id).unwrap_or_else(|| panic!("no `{id}`: {text}")).clone(), text)
}

/// A text on one line without control characters.
fn in_one_line(text: &str) -> String {
    let printed: String = text.chars().filter(|c| c.is_whitespace() || !is_stray(*c)).collect();
    printed.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether a program that ignores backslashes finds the end of each entry.
fn is_balanced(text: &str) -> bool {
    let mut depth = 0_i32;
    let never_below = text.chars().all(|c| {
        depth += i32::from(c == '{') - i32::from(c == '}');
        depth >= 0
    });
    never_below && depth == 0
}

#[test]
fn old_styles_find_year_journal_and_whole_names() {
    for (kind, entry, publisher) in [
        ("article-newspaper", "article", "journal"),
        ("report", "techreport", "institution"),
        ("thesis", "phdthesis", "school"),
        ("book", "book", "publisher"),
        ("webpage", "misc", "howpublished"),
    ] {
        let (read, text) = parsed_entry(item(kind));
        assert!(text.starts_with(&format!("@{entry}{{wire,\n")), "{text}");
        let publisher = format!("\n{publisher} = {{The Wire}},\n");
        for line in ["\nyear = {2023},\n", "\nmonth = {06},\n", publisher.as_str()] {
            assert!(text.contains(line), "{line}: {text}");
        }
        assert!(!text.contains("\ndate = ") && !text.contains("journaltitle"), "{text}");
        let authors: Vec<String> =
            read.author().unwrap().into_iter().map(|author| author.name).collect();
        assert_eq!(authors, ["Johnson & Johnson and Sons", "Jane Doe"], "{text}");
    }
}

const TITLES: [&str; 24] = [
    "A { B",
    "A } B",
    "} closes first {",
    "A {balanced} title",
    "back\\slash",
    "ends in \\",
    "\\textbf{not bold}",
    "a ~ tilde ^ caret",
    "100 % of #1_place costs $5 & more",
    "odd $ alone",
    "“Red line”: NATO warns",
    "{",
    "}}}",
    "\\",
    "a comma, and more = to come",
    "@article{x, title = {y}}",
    "one -- two --- three",
    "quote \" and 'apostrophe'",
    "two\nlines\n\nand a paragraph",
    "Çelik &Co. 中国外长 « слово » É",
    "iPhone maker sues EU",
    "\\'e is no accent",
    "a%b#c_d$e&f",
    "-",
];

#[test]
fn a_title_is_read_as_it_stands_in_the_source() {
    for title in TITLES {
        let (entry, text) = parsed_entry(titled(title));
        assert_eq!(entry.title().unwrap().format_verbatim(), in_one_line(title), "{text}");
        assert!(is_balanced(&text), "{text}");
        let outside_braces = text.replace("\\textbackslash{}", "");
        assert!(!outside_braces.contains("\\\\") && !outside_braces.contains("\\{"), "{text}");
    }
    let items: Vec<CslItem> = (0..)
        .zip(TITLES)
        .map(|(n, title)| CslItem { id: format!("t{n}").into(), ..titled(title) })
        .collect();
    assert_eq!(
        Bibliography::parse(&written(items)).unwrap().len(),
        TITLES.len(),
        "an entry swallows the next"
    );
}

#[test]
fn capitals_survive_a_style_that_writes_titles_small() {
    for (title, field) in [
        ("Talks in Beijing", "Talks in {Beijing}"),
        ("NATO, the EU and “Red Sea” talks", "{NATO}, the {EU} and “{Red} {Sea}” talks"),
        ("Der Rat der Union", "Der {Rat} der {Union}"),
        ("iPhone maker", "{iPhone} maker"),
        ("AT&T buys", "{AT\\&T} buys"),
        ("no capitals at all", "no capitals at all"),
        ("МИД России", "{МИД} {России}"),
        ("中国外长", "中国外长"),
        ("A", "A"),
    ] {
        let (entry, text) = parsed_entry(titled(title));
        assert!(text.contains(&format!("\ntitle = {{{field}}},\n")), "{text}");
        let shown = entry.title().unwrap().format_sentence();
        assert_eq!(shown.to_lowercase(), title.to_lowercase());
        assert_eq!(
            shown.chars().skip(1).collect::<String>(),
            title.chars().skip(1).collect::<String>()
        );
    }
}

#[test]
fn names_keep_their_parts() {
    for (name, parts) in [
        ("van der Berg, Jan", "van der|Berg|Jan|"),
        ("Doe, Jane", "|Doe|Jane|"),
        ("Ortega y Gasset, José", "|Ortega y Gasset|José|"),
        ("Van der Bellen, Alexander", "|Van der Bellen|Alexander|"),
        ("de la Cruz, Juana Inés", "de la|Cruz|Juana Inés|"),
        ("al-Masri, Huda", "|al-Masri|Huda|"),
        ("King, Martin, Jr.", "|King|Martin|Jr."),
        ("王, 毅", "|王|毅|"),
        ("Jan van der Berg", "|Jan van der Berg||"),
        ("Xi Jinping", "|Xi Jinping||"),
        ("王毅", "|王毅||"),
        ("Анна Петрова", "|Анна Петрова||"),
        (
            "Ministry of Foreign Affairs, Republic of Korea",
            "|Ministry of Foreign Affairs, Republic of Korea||",
        ),
        ("Smith, Jones and Partners", "|Smith, Jones and Partners||"),
        ("AT&T {Labs} 100%", "|AT&T {Labs} 100%||"),
        ("two\nlines", "|two lines||"),
    ] {
        let both =
            CslItem { author: [name, "Jane Roe"].map(AuthorName::of).to_vec(), ..item("report") };
        let (entry, text) = parsed_entry(both);
        let shown = entry.author().unwrap().into_iter().map(|person| {
            format!("{}|{}|{}|{}", person.prefix, person.name, person.given_name, person.suffix)
        });
        assert_eq!(shown.collect::<Vec<_>>(), [parts, "|Jane Roe||"], "{text}");
    }
}

#[test]
fn dates_are_read_with_their_precision() {
    let at = |year, month: Option<u8>, day: Option<u8>| Datetime {
        year,
        month: month.map(|month| month - 1),
        day: day.map(|day| day - 1),
        time: None,
    };
    for (published, line, value) in [
        ("2020", "year = {2020},\n", DateValue::At(at(2020, None, None))),
        ("2020-03", "month = {03},\n", DateValue::At(at(2020, Some(3), None))),
        ("2020-03-09", "day = {09},\n", DateValue::At(at(2020, Some(3), Some(9)))),
        (
            "2020-01/2020-03",
            "date = {2020-01/2020-03},\nyear = {2020},\n",
            DateValue::Between(at(2020, Some(1), None), at(2020, Some(3), None)),
        ),
        (
            "2020-01-30/2021",
            "date = {2020-01-30/2021},\n",
            DateValue::Between(at(2020, Some(1), Some(30)), at(2021, None, None)),
        ),
        (
            "2020-01/..",
            "date = {2020-01/..},\nyear = {2020},\n",
            DateValue::After(at(2020, Some(1), None)),
        ),
        (
            "../2020-01",
            "date = {../2020-01},\nyear = {2020},\n",
            DateValue::Before(at(2020, Some(1), None)),
        ),
        ("2020?", "date = {2020?},\nyear = {2020},\n", DateValue::At(at(2020, None, None))),
        ("2020-03~", "date = {2020-03~},\n", DateValue::At(at(2020, Some(3), None))),
    ] {
        let (entry, text) = parsed_entry(CslItem {
            issued: Some(when(published)),
            accessed: Some(when(published)),
            ..item("book")
        });
        assert!(text.contains(line), "{published}: {text}");
        let PermissiveType::Typed(date) = entry.date().unwrap() else { panic!("{text}") };
        assert_eq!(date.value, value, "{text}");
        assert_eq!(
            (date.uncertain, date.approximate),
            (published.contains('?'), published.contains('~')),
            "{text}"
        );
        let PermissiveType::Typed(accessed) = entry.url_date().unwrap() else { panic!("{text}") };
        assert_eq!(accessed.value, value, "{text}");
    }
    let (_, text) = parsed_entry(CslItem { issued: Some(when("0000")), ..item("book") });
    assert!(!text.contains("date = "), "{text}");
}

#[test]
fn ids_of_several_levels_stay_apart() {
    let items = ["us/china", "us-china"].map(|id| CslItem { id: id.into(), ..item("report") });
    let read = Bibliography::parse(&written(items.to_vec())).unwrap();
    assert_eq!(read.keys().collect::<Vec<_>>(), ["us/china", "us-china"]);
}

#[test]
fn a_language_has_the_name_that_biblatex_knows() {
    for (tag, name) in [
        ("de", Some("german")),
        ("en", Some("english")),
        ("en-GB", Some("british")),
        ("pt-br", Some("brazilian")),
        ("no", Some("norsk")),
        ("zh-Hant", Some("chinese")),
        ("ru-RU", Some("russian")),
        ("tlh", None),
    ] {
        assert_eq!(babel_name(tag).as_deref(), name, "{tag}");
    }
}

#[test]
fn an_address_is_written_as_readers_open_it() {
    for (url, shown) in [
        ("https://e.org/a_b?x=1&y=%20#z~", "https://e.org/a_b?x=1&y=%20#z~"),
        ("https://e.org/{a", "https://e.org/%7Ba"),
        ("https://e.org/a}b\\c d", "https://e.org/a%7Db%5Cc%20d"),
    ] {
        let (entry, text) = parsed_entry(CslItem { url: Some(url.into()), ..item("webpage") });
        assert_eq!(entry.url().unwrap(), shown, "{text}");
    }
}

/// Texts with characters that are special in BibTeX.
fn any_text() -> impl Strategy<Value = String> {
    prop_oneof![
        "[{}\\\\%$&#_~^\"',@A-C \n\t\r/a-z-]{0,12}",
        "\\PC{0,12}",
        any::<String>(),
        "([a-zé王]{1,5} (and )?){0,4}"
    ]
}

fn dates() -> impl Strategy<Value = When> {
    const ONE: &str = "(19|20)[0-9]{2}(-(0[1-9]|1[0-2])(-(0[1-9]|1[0-9]|2[0-8]))?)?";
    let text = (ONE, ONE, "[?~%]?").prop_map(|(a, b, mark)| match a[..4] < b[..4] {
        true => format!("{a}/{b}"),
        false => a + &mark,
    });
    text.prop_map(|text| when(&text))
}

fn items() -> impl Strategy<Value = CslItem> {
    let kinds =
        ["article", "article-newspaper", "book", "report", "thesis", "webpage", "post", "map"];
    let maybe = || prop::option::of(any_text());
    let authors = prop::collection::vec(any_text(), 0..4);
    let dates = (prop::option::of(dates()), prop::option::of(dates()));
    let fields =
        (prop::sample::select(kinds.to_vec()), any_text(), authors, maybe(), maybe(), maybe());
    (fields, dates).prop_map(|((kind, title, author, publisher, url, note), (issued, accessed))| {
        CslItem {
            id: "an/id".into(),
            kind: kind.into(),
            title: title.into(),
            // `biblatex` reads a name with a `=` as `key=value` pairs, even in braces.
            author: author.iter().map(|name| AuthorName::of(&name.replace('=', ""))).collect(),
            publisher,
            issued,
            accessed,
            url: url.map(Arc::from),
            language: None,
            note,
        }
    })
}

proptest! {
    #[test]
    fn any_item_is_read_back(item in items()) {
        let (entry, text) = parsed_entry(item.clone());
        prop_assert!(is_balanced(&text), "{text}");
        let field = |name: &str| entry.get(name).map(|chunks| in_one_line(&chunks.format_verbatim()));
        let given = |text: &Option<String>| text.as_deref().map(in_one_line).filter(|text| !text.is_empty());
        prop_assert_eq!(field("title"), Some(in_one_line(&item.title)), "{}", &text);
        prop_assert_eq!(field("note"), given(&item.note), "{}", &text);
        let publisher = ["journal", "institution", "school", "publisher", "howpublished"].into_iter().find_map(field);
        prop_assert_eq!(publisher, given(&item.publisher), "{}", &text);
        prop_assert_eq!(entry.date().is_ok(), item.issued.is_some(), "{}", &text);
        prop_assert_eq!(entry.url_date().is_ok(), item.accessed.is_some(), "{}", &text);
        let authors = entry.author().unwrap_or_default();
        prop_assert_eq!(authors.len(), item.author.len(), "{}", &text);
        for (person, name) in authors.iter().zip(&item.author) {
            match name {
                AuthorName::Whole(name) => prop_assert_eq!(in_one_line(&person.name), in_one_line(name), "{}", &text),
                AuthorName::Parts { family, .. } => prop_assert_eq!(&person.name, family, "{}", &text),
            }
        }
    }
}

#[test]
fn csl_tells_an_uncertain_date_from_a_sure_one_and_has_ranges() {
    for (published, issued) in [
        ("2023-06-18~", json!({ "date-parts": [[2023, 6, 18]], "circa": true })),
        ("2023", json!({ "date-parts": [[2023]] })),
        ("2020-01/2020-03", json!({ "date-parts": [[2020, 1], [2020, 3]] })),
        ("2020-01~/2020-03", json!({ "date-parts": [[2020, 1], [2020, 3]], "circa": true })),
        ("2020-01/..", json!({ "literal": "from January 2020" })),
        ("../2020", json!({ "literal": "until 2020" })),
    ] {
        let json = csl_json(&BibliographyView {
            items: vec![CslItem { issued: Some(when(published)), ..item("report") }],
        });
        let json: Value = serde_json::from_slice(&json).unwrap();
        assert_eq!(json[0]["issued"], issued);
    }
}

#[test]
fn csl_has_newspapers_as_containers_and_names_in_parts() {
    let csl = |kind: &str| {
        let author =
            ["van der Berg, Jan", "King, Martin, Jr.", "Xi Jinping"].map(AuthorName::of).to_vec();
        let json = csl_json(&BibliographyView { items: vec![CslItem { author, ..item(kind) }] });
        serde_json::from_slice::<Value>(&json).unwrap()[0].clone()
    };
    for kind in [
        "article-newspaper",
        "article-journal",
        "article-magazine",
        "article",
        "post-weblog",
        "entry-encyclopedia",
    ] {
        assert_eq!(
            (&csl(kind)["container-title"], &csl(kind)["publisher"]),
            (&json!("The Wire"), &Value::Null),
            "{kind}"
        );
    }
    for kind in ["report", "book", "webpage", "broadcast", "event"] {
        assert_eq!(
            (&csl(kind)["container-title"], &csl(kind)["publisher"]),
            (&Value::Null, &json!("The Wire")),
            "{kind}"
        );
    }
    assert_eq!(csl("event")["type"], "document");
    let authors = json!([
        { "family": "Berg", "given": "Jan", "non-dropping-particle": "van der" },
        { "family": "King", "given": "Martin", "suffix": "Jr." },
        { "literal": "Xi Jinping" },
    ]);
    assert_eq!(csl("report")["author"], authors);
}
