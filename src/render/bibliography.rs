//! Bibliographies: CSL-JSON, and BibTeX by way of `biblatex`.

use std::fmt::Write as _;

use biblatex::{Chunk, Entry, EntryType, Spanned};
use rayon::prelude::*;
use serde::Serialize;

use crate::pages::data::{BibliographyView, CslDate, CslItem};

/// The items as CSL-JSON. Each is written by itself: a site may have a hundred thousand.
pub fn csl_json(view: &BibliographyView) -> Vec<u8> {
    let mut json = vec![b'['];
    append(&mut json, &view.items, |json, item| {
        json.push(b'\n');
        // Plain values always have a form in JSON, and writing to memory does not fail.
        let _ = serde_json::to_writer(&mut *json, &Csl::of(item));
        json.push(b',');
    });
    json.pop_if(|last| *last == b',');
    json.extend_from_slice(b"\n]\n");
    json
}

/// The items as BibTeX, likewise.
pub fn bibtex(view: &BibliographyView) -> Vec<u8> {
    let mut entries = Vec::new();
    append(&mut entries, &view.items, |entries, item| {
        entries.extend_from_slice(classic(&entry(item)).as_bytes());
        entries.extend_from_slice(b"\n\n");
    });
    entries
}

/// Writes the items one after the other, some hundred to a thread: a list of them all is the largest file of a site.
///
/// Few threads' parts are held at a time, so that a long list does not stand in memory twice.
fn append(whole: &mut Vec<u8>, items: &[CslItem], write: fn(&mut Vec<u8>, &CslItem)) {
    const PART: usize = 256;
    for (number, parts) in items.chunks(PART * 2 * rayon::current_num_threads()).enumerate() {
        let written: Vec<Vec<u8>> = parts
            .par_chunks(PART)
            .map(|items| {
                let mut part = Vec::new();
                items.iter().for_each(|item| write(&mut part, item));
                part
            })
            .collect();
        if number == 0 {
            // The others will hardly be longer; growing would copy what is there again and again.
            let length: usize = written.iter().map(Vec::len).sum();
            whole.reserve(length * 9 / 8 * items.len().div_ceil(parts.len()));
        }
        written.iter().for_each(|part| whole.extend_from_slice(part));
    }
}

/// An entry as every style of BibTeX reads it. That has years and journals where BibLaTeX has dates and journal titles.
fn classic(entry: &Entry) -> String {
    // Only a malformed date fails, and dates are made of numbers.
    entry.to_bibtex_string().unwrap_or_else(|_| entry.to_biblatex_string())
}

/// An item as CSL-JSON has it.
#[derive(Serialize)]
struct Csl<'i> {
    id: &'i str,
    #[serde(rename = "type")]
    kind: &'i str,
    title: &'i str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    author: Vec<CslWords<'i>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    publisher: Option<&'i str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    issued: Option<CslMoment<'i>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    accessed: Option<CslMoment<'i>>,
    #[serde(rename = "URL", skip_serializing_if = "Option::is_none")]
    url: Option<&'i str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    language: Option<&'i str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<&'i str>,
}

impl Csl<'_> {
    fn of(item: &CslItem) -> Csl<'_> {
        Csl {
            id: &item.id,
            // The vocabulary of CSL has `event`, and the schema of its data has not.
            kind: if item.kind == "event" { "document" } else { &item.kind },
            title: &item.title,
            author: item.author.iter().map(|literal| CslWords { literal }).collect(),
            publisher: item.publisher.as_deref(),
            issued: item.issued.as_ref().map(CslMoment::of),
            accessed: item.accessed.as_ref().map(CslMoment::of),
            url: item.url.as_deref(),
            language: item.language.as_deref(),
            note: item.note.as_deref(),
        }
    }
}

/// A name or a date in words.
#[derive(Serialize)]
struct CslWords<'i> {
    literal: &'i str,
}

#[derive(Serialize)]
#[serde(untagged)]
enum CslMoment<'i> {
    Parts {
        #[serde(rename = "date-parts")]
        parts: [&'i [i32]; 1],
        #[serde(skip_serializing_if = "std::ops::Not::not")]
        circa: bool,
    },
    Words(CslWords<'i>),
}

impl CslMoment<'_> {
    fn of(date: &CslDate) -> CslMoment<'_> {
        match date {
            CslDate::Parts { parts, circa } => CslMoment::Parts { parts: [parts], circa: *circa },
            CslDate::Words(words) => CslMoment::Words(CslWords { literal: words }),
        }
    }
}

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
    let mut text = String::with_capacity("2023-06-18".len());
    for part in parts {
        let dash = if text.is_empty() { "" } else { "-" };
        // Writing to memory does not fail.
        let _ = write!(text, "{dash}{part:02}");
    }
    Some(text)
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn item(kind: &str) -> CslItem {
        CslItem {
            id: "wire".to_owned(),
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
