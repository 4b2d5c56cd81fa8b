//! Bibliographies: what old styles find in them, and BibTeX as `biblatex` writes it.

use std::sync::Arc;

use biblatex::{Chunk, Entry, EntryType, Spanned};
use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;

fn item(kind: &str) -> CslItem {
    CslItem {
        id: "wire".into(),
        kind: kind.to_owned().into(),
        title: "Talks & {more}".into(),
        author: vec!["Johnson & Johnson and Sons".to_owned(), "Jane Doe".to_owned()],
        publisher: Some("The Wire".to_owned()),
        issued: Some(CslDate::Parts { parts: vec![2023, 6, 18], circa: true }),
        ..CslItem::default()
    }
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
        let text = String::from_utf8(bibtex(&BibliographyView { items: vec![item(kind)] })).unwrap();
        let read = biblatex::Bibliography::parse(&text).unwrap();
        let read = read.get("wire").unwrap();
        assert!(text.starts_with(&format!("@{entry}{{wire,\n")), "{text}");
        let publisher = format!("\n{publisher} = {{The Wire}},\n");
        for line in ["\nyear = {2023},\n", "\nmonth = {06},\n", publisher.as_str()] {
            assert!(text.contains(line), "{line}: {text}");
        }
        assert!(!text.contains("\ndate = ") && !text.contains("journaltitle"), "{text}");
        let authors: Vec<String> = read.author().unwrap().into_iter().map(|author| author.name).collect();
        assert_eq!(authors, ["Johnson & Johnson and Sons", "Jane Doe"], "{text}");
    }
    let words = CslItem { issued: Some(CslDate::Words("spring of 2023".to_owned())), ..item("book") };
    let text = String::from_utf8(bibtex(&BibliographyView { items: vec![words] })).unwrap();
    assert!(text.contains("\nyear = {spring of 2023},\n"), "{text}");
}

/// The entry as `biblatex` has it.
fn entry(item: &CslItem) -> Entry {
    let kind = match &*item.kind {
        "article" | "article-journal" | "article-magazine" | "article-newspaper" => EntryType::Article,
        "book" => EntryType::Book,
        "report" => EntryType::Report,
        "thesis" => EntryType::Thesis,
        "webpage" | "post" | "post-weblog" => EntryType::Online,
        _ => EntryType::Misc,
    };
    let publisher = match kind {
        EntryType::Article => "journaltitle",
        EntryType::Report | EntryType::Thesis => "institution",
        EntryType::Book => "publisher",
        _ => "howpublished",
    };
    let words = |text: &str| vec![Spanned::detached(Chunk::Normal(text.to_owned()))];
    let mut entry = Entry::new(item.id.replace('/', "-"), kind);
    if !item.author.is_empty() {
        let name = |name: &String| [words(" and "), vec![Spanned::detached(Chunk::Verbatim(name.clone()))]];
        entry.set("author", item.author.iter().flat_map(name).flatten().skip(1).collect());
    }
    let iso = |parts: &[i32]| {
        let parts = parts.iter().zip([4, 2, 2]).map(|(part, width)| format!("{part:0width$}"));
        parts.collect::<Vec<_>>().join("-")
    };
    let mut set = |key: &str, value: &str| entry.set(key, words(value));
    set("title", &item.title);
    match &item.issued {
        Some(CslDate::Words(words)) => set("year", words),
        Some(CslDate::Parts { parts, .. }) => set("date", &iso(parts)),
        None => {}
    }
    if let Some(CslDate::Parts { parts, .. }) = &item.accessed {
        set("urldate", &iso(parts));
    }
    let publisher = (publisher, item.publisher.as_deref());
    let others = [("url", item.url.as_deref()), ("langid", item.language.as_deref()), ("note", item.note.as_deref())];
    for (key, value) in others.into_iter().chain([publisher]) {
        value.into_iter().for_each(|value| set(key, value));
    }
    entry
}

/// Words with all that BibTeX reads as something else, and more.
fn words() -> impl Strategy<Value = String> {
    prop_oneof![
        "[{}\\\\%$&#_~^\"',=@ \n\t\r/a-z-]{0,12}",
        "\\PC{0,12}",
        any::<String>(),
        "([a-zé王]{1,5} (and )?){0,4}"
    ]
}

fn dates() -> impl Strategy<Value = CslDate> {
    let numbers = (1..=9999, 1..=12, 1..=28, 1..=3_usize, any::<bool>());
    let date = |(year, month, day, known, circa)| CslDate::Parts { parts: [year, month, day][..known].to_vec(), circa };
    prop_oneof![numbers.prop_map(date), words().prop_map(CslDate::Words)]
}

fn items() -> impl Strategy<Value = CslItem> {
    let kinds = ["article", "article-newspaper", "book", "report", "thesis", "webpage", "post", "map"];
    let kind = prop_oneof![prop::sample::select(kinds.map(str::to_owned).to_vec()), words()];
    let maybe = || prop::option::of(words());
    let authors = prop::collection::vec(words(), 0..4);
    let dates = (prop::option::of(dates()), prop::option::of(dates()));
    let words = (words(), kind, words(), authors, maybe(), maybe(), maybe(), maybe());
    (words, dates).prop_map(|((id, kind, title, author, publisher, url, language, note), (issued, accessed))| CslItem {
        id: id.into(),
        kind: kind.into(),
        title: title.into(),
        author,
        publisher,
        issued,
        accessed,
        url: url.map(Arc::from),
        language,
        note,
    })
}

proptest! {
    #[test]
    fn any_item_is_written_as_biblatex_has_it(item in items()) {
        let ours = String::from_utf8(bibtex(&BibliographyView { items: vec![item.clone()] })).unwrap();
        prop_assert_eq!(&ours, &format!("{}\n\n", entry(&item).to_bibtex_string().unwrap()));
    }
}

#[test]
fn csl_tells_an_uncertain_date_from_a_sure_one() {
    let sure = CslItem { issued: Some(CslDate::Parts { parts: vec![2023], circa: false }), ..item("event") };
    let json = csl_json(&BibliographyView { items: vec![item("report"), sure] });
    let json: Value = serde_json::from_slice(&json).unwrap();
    assert_eq!(json[0]["issued"], json!({ "date-parts": [[2023, 6, 18]], "circa": true }));
    assert_eq!(json[1]["issued"], json!({ "date-parts": [[2023]] }));
    assert_eq!(json[1]["type"], "document");
}
