//! Bibliographies: CSL-JSON, and BibTeX by way of `biblatex`.

use biblatex::{Chunk, Entry, EntryType, Spanned};

use serde_json::{Map, Value, json};

use crate::pages::data::{BibliographyView, CslDate, CslItem};

/// The items as CSL-JSON. Each is written by itself: a site may have a hundred thousand.
pub fn csl_json(view: &BibliographyView) -> Vec<u8> {
    let mut json = vec![b'['];
    for (number, item) in view.items.iter().enumerate() {
        json.extend_from_slice(if number == 0 { b"\n" } else { b",\n" });
        // Plain values always have a form in JSON, and writing to memory does not fail.
        json.extend(serde_json::to_vec(&csl_item(item)).unwrap_or_default());
    }
    json.extend_from_slice(b"\n]\n");
    json
}

/// The items as BibTeX, likewise.
pub fn bibtex(view: &BibliographyView) -> String {
    view.items.iter().map(|item| classic(&entry(item)) + "\n\n").collect()
}

/// An entry as every style of BibTeX reads it. That has years and journals where BibLaTeX has dates and journal titles.
fn classic(entry: &Entry) -> String {
    // Only a malformed date fails, and dates are made of numbers.
    entry.to_bibtex_string().unwrap_or_else(|_| entry.to_biblatex_string())
}

fn csl_item(item: &CslItem) -> Value {
    let author = item.author.iter().map(|name| json!({ "literal": name })).collect::<Vec<Value>>();
    let fields = [
        ("id", Some(json!(item.id))),
        // The vocabulary of CSL has `event`, and the schema of its data has not.
        ("type", Some(json!(if item.kind == "event" { "document" } else { &item.kind }))),
        ("title", Some(json!(item.title))),
        ("author", (!author.is_empty()).then_some(Value::Array(author))),
        ("publisher", item.publisher.as_ref().map(|publisher| json!(publisher))),
        ("issued", item.issued.as_ref().map(csl_date)),
        ("accessed", item.accessed.as_ref().map(csl_date)),
        ("URL", item.url.as_ref().map(|url| json!(url))),
        ("language", item.language.as_ref().map(|language| json!(language))),
        ("note", item.note.as_ref().map(|note| json!(note))),
    ];
    fields.into_iter().filter_map(|(key, value)| Some((key.to_owned(), value?))).collect::<Map<_, _>>().into()
}

fn csl_date(date: &CslDate) -> Value {
    match date {
        CslDate::Parts { parts, circa: false } => json!({ "date-parts": [parts] }),
        CslDate::Parts { parts, circa: true } => json!({ "date-parts": [parts], "circa": true }),
        CslDate::Words(words) => json!({ "literal": words }),
    }
}

fn entry(item: &CslItem) -> Entry {
    let kind = match item.kind.as_str() {
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
    let mut entry = Entry::new(item.id.replace('/', "-"), kind);
    if !item.author.is_empty() {
        entry.set("author", names(&item.author));
    }
    let mut set = |key: &str, value: &str| entry.set(key, words(value));
    set("title", &item.title);
    if let Some(name) = &item.publisher {
        set(publisher, name);
    }
    match &item.issued {
        Some(CslDate::Words(words)) => set("year", words),
        Some(date) => numbers(date).iter().for_each(|date| set("date", date)),
        None => {}
    }
    if let Some(date) = item.accessed.as_ref().and_then(numbers) {
        set("urldate", &date);
    }
    if let Some(url) = &item.url {
        set("url", url);
    }
    if let Some(language) = &item.language {
        set("langid", language);
    }
    if let Some(note) = &item.note {
        set("note", note);
    }
    entry
}

/// Names in braces: BibTeX would take a name apart, and `Johnson and Sons` for two people.
fn names(names: &[String]) -> Vec<Spanned<Chunk>> {
    let mut chunks = Vec::new();
    for name in names {
        if !chunks.is_empty() {
            chunks.push(Spanned::detached(Chunk::Normal(" and ".to_owned())));
        }
        chunks.push(Spanned::detached(Chunk::Verbatim(name.clone())));
    }
    chunks
}

fn words(text: &str) -> Vec<Spanned<Chunk>> {
    vec![Spanned::detached(Chunk::Normal(text.to_owned()))]
}

/// `2023-06-18`; `None` where the date is in words.
fn numbers(date: &CslDate) -> Option<String> {
    let CslDate::Parts { parts, .. } = date else { return None };
    let parts: Vec<String> = parts.iter().map(|part| format!("{part:02}")).collect();
    Some(parts.join("-"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn item(kind: &str) -> CslItem {
        CslItem {
            id: "wire".to_owned(),
            kind: kind.to_owned(),
            title: "Talks & {more}".to_owned(),
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
            let text = bibtex(&BibliographyView { items: vec![item(kind)] });
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
        let text = bibtex(&BibliographyView { items: vec![words] });
        assert!(text.contains("\nyear = {spring of 2023},\n"), "{text}");
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
}
