//! Bibliographies: what old styles find in them, and BibTeX as `biblatex` writes it.

use biblatex::{Chunk, Entry, EntryType, Spanned};
use proptest::prelude::*;
use serde_json::json;

use super::*;

fn item<'i>(kind: &'i str, author: &'i [String]) -> CslItem<'i> {
    CslItem {
        id: "wire",
        kind,
        title: "Talks & {more}",
        author,
        publisher: Some("The Wire"),
        issued: Some(CslDate::Parts { parts: vec![2023, 6, 18], circa: true }),
        ..CslItem::default()
    }
}

fn authors() -> [String; 2] {
    ["Johnson & Johnson and Sons", "Jane Doe"].map(str::to_owned)
}

fn bibtex_of(item: &CslItem<'_>) -> String {
    let mut entries = Vec::new();
    append_entry(&mut entries, item);
    String::from_utf8(entries).unwrap()
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
        let authors = authors();
        let text = bibtex_of(&item(kind, &authors));
        let read = biblatex::Bibliography::parse(&text).unwrap();
        let read = read.get("wire").unwrap();
        assert!(text.starts_with(&format!("@{entry}{{wire,\n")), "{text}");
        let publisher = format!("\n{publisher} = {{The Wire}},\n");
        for line in ["\nyear = {2023},\n", "\nmonth = {06},\n", publisher.as_str()] {
            assert!(text.contains(line), "{line}: {text}");
        }
        assert!(!text.contains("\ndate = ") && !text.contains("journaltitle"), "{text}");
        let read: Vec<String> = read.author().unwrap().into_iter().map(|author| author.name).collect();
        assert_eq!(read, authors, "{text}");
    }
    let words = CslItem { issued: Some(CslDate::Words("spring of 2023".to_owned())), ..item("book", &[]) };
    let text = bibtex_of(&words);
    assert!(text.contains("\nyear = {spring of 2023},\n"), "{text}");
}

/// The entry as `biblatex` has it.
fn entry(item: &CslItem<'_>) -> Entry {
    let kind = match item.kind {
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
    set("title", item.title);
    match &item.issued {
        Some(CslDate::Words(words)) => set("year", words),
        Some(CslDate::Parts { parts, .. }) => set("date", &iso(parts)),
        None => {}
    }
    if let Some(CslDate::Parts { parts, .. }) = &item.accessed {
        set("urldate", &iso(parts));
    }
    let publisher = (publisher, item.publisher);
    let others = [("url", item.url), ("langid", item.language), ("note", item.note.as_deref())];
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

/// What an item shows.
#[derive(Debug)]
struct Shown {
    id: String,
    kind: String,
    title: String,
    author: Vec<String>,
    dates: (Option<CslDate>, Option<CslDate>),
    others: [Option<String>; 4],
}

impl Shown {
    fn item(&self) -> CslItem<'_> {
        let Shown { id, kind, title, author, dates: (issued, accessed), others } = self;
        let [publisher, url, language, note] = others.each_ref().map(Option::as_deref);
        let (issued, accessed, note) = (issued.clone(), accessed.clone(), note.map(str::to_owned));
        CslItem { id, kind, title, author, publisher, issued, accessed, url, language, note }
    }
}

fn items() -> impl Strategy<Value = Shown> {
    let kinds = ["article", "article-newspaper", "book", "report", "thesis", "webpage", "post", "map"];
    let kind = prop_oneof![prop::sample::select(kinds.map(str::to_owned).to_vec()), words()];
    let authors = prop::collection::vec(words(), 0..4);
    let dates = (prop::option::of(dates()), prop::option::of(dates()));
    let others = prop::array::uniform4(prop::option::of(words()));
    let all = (words(), kind, words(), authors, dates, others);
    all.prop_map(|(id, kind, title, author, dates, others)| Shown { id, kind, title, author, dates, others })
}

proptest! {
    #[test]
    fn any_item_is_written_as_biblatex_has_it(shown in items()) {
        let item = shown.item();
        prop_assert_eq!(bibtex_of(&item), format!("{}\n\n", entry(&item).to_bibtex_string().unwrap()));
    }
}

#[test]
fn csl_tells_an_uncertain_date_from_a_sure_one() {
    let sure = CslItem { issued: Some(CslDate::Parts { parts: vec![2023], circa: false }), ..item("event", &[]) };
    let json = [item("report", &[]), sure].map(|item| serde_json::to_value(Csl::of(&item)).unwrap());
    assert_eq!(json[0]["issued"], json!({ "date-parts": [[2023, 6, 18]], "circa": true }));
    assert_eq!(json[1]["issued"], json!({ "date-parts": [[2023]] }));
    assert_eq!(json[1]["type"], "document");
}
