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
    view.items.iter().map(|item| entry(item).to_biblatex_string() + "\n\n").collect()
}

fn csl_item(item: &CslItem) -> Value {
    let author = item.author.iter().map(|name| json!({ "literal": name })).collect::<Vec<Value>>();
    let fields = [
        ("id", Some(json!(item.id))),
        ("type", Some(json!(item.kind))),
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
        CslDate::Parts(parts) => json!({ "date-parts": [parts] }),
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
    let mut entry = Entry::new(item.id.replace('/', "-"), kind);
    let mut set = |key: &str, value: &str| entry.set(key, words(value));
    set("title", &item.title);
    if !item.author.is_empty() {
        set("author", &item.author.join(" and "));
    }
    let publisher = if item.kind.starts_with("article") { "journaltitle" } else { "publisher" };
    if let Some(name) = &item.publisher {
        set(publisher, name);
    }
    if let Some(date) = item.issued.as_ref().and_then(numbers) {
        set("date", &date);
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

fn words(text: &str) -> Vec<Spanned<Chunk>> {
    vec![Spanned::detached(Chunk::Normal(text.to_owned()))]
}

/// `2023-06-18`; `None` where the date is in words.
fn numbers(date: &CslDate) -> Option<String> {
    let CslDate::Parts(parts) = date else { return None };
    let parts: Vec<String> = parts.iter().map(|part| format!("{part:02}")).collect();
    Some(parts.join("-"))
}
