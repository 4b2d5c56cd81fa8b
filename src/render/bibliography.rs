//! Bibliographies: CSL-JSON, and BibTeX.
//!
//! The bytes of BibTeX are those of the crate `biblatex`, to which the tests hold them. It would make a tree of each entry
//! first, which for these few plain fields took a twentieth of a build.

use std::io::Write as _;

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
    append(&mut entries, &view.items, append_entry);
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

/// The parts of a date, each with how many digits it has at least.
const DATE: [(&str, usize); 3] = [("year", 4), ("month", 2), ("day", 2)];

/// An item as every style of BibTeX reads it, with a year and a journal where BibLaTeX has a date and a journal title.
///
/// The fields stand in the order of their names in BibLaTeX.
fn append_entry(entries: &mut Vec<u8>, item: &CslItem) {
    let (kind, publisher) = match &*item.kind {
        "article" | "article-journal" | "article-magazine" | "article-newspaper" => ("article", "journal"),
        "book" => ("book", "publisher"),
        "report" => ("techreport", "institution"),
        "thesis" => ("phdthesis", "school"),
        _ => ("misc", "howpublished"),
    };
    entries.extend_from_slice(b"@");
    entries.extend_from_slice(kind.as_bytes());
    entries.extend_from_slice(b"{");
    entries.extend(item.id.bytes().map(|byte| if byte == b'/' { b'-' } else { byte }));
    entries.extend_from_slice(b",\n");
    append_names(entries, &item.author);
    let year_in_words = match &item.issued {
        Some(CslDate::Words(words)) => Some(words.as_str()),
        Some(CslDate::Parts { parts, .. }) => {
            for ((name, digits), part) in DATE.into_iter().zip(parts) {
                // Writing to memory does not fail.
                let _ = writeln!(entries, "{name} = {{{part:0digits$}}},");
            }
            None
        }
        None => None,
    };
    let accessed = item.accessed.as_ref().and_then(iso);
    // That of a book is called `publisher`, and stands further down than the others.
    let published_by = |is_book: bool| item.publisher.as_deref().filter(|_| is_book == (kind == "book"));
    let fields = [
        (publisher, published_by(false)),
        ("langid", item.language.as_deref()),
        ("note", item.note.as_deref()),
        (publisher, published_by(true)),
        ("title", Some(&*item.title)),
        ("url", item.url.as_deref()),
        ("urldate", accessed.as_deref()),
        ("year", year_in_words),
    ];
    for (name, value) in fields {
        value.into_iter().for_each(|value| append_field(entries, name, value));
    }
    entries.extend_from_slice(b"}\n\n");
}

/// Names in braces: BibTeX would take a name apart, and `Johnson and Sons` for two people.
fn append_names(entries: &mut Vec<u8>, names: &[String]) {
    let mut before = "author = {{";
    for name in names {
        entries.extend_from_slice(before.as_bytes());
        append_escaped(entries, name, false);
        before = "} and {";
    }
    if !names.is_empty() {
        entries.extend_from_slice(b"}},\n");
    }
}

fn append_field(entries: &mut Vec<u8>, name: &str, value: &str) {
    entries.extend_from_slice(name.as_bytes());
    entries.extend_from_slice(b" = {");
    append_escaped(entries, value, name == "url");
    entries.extend_from_slice(b"},\n");
}

fn append_escaped(entries: &mut Vec<u8>, text: &str, is_address: bool) {
    let special = if is_address { &IN_ADDRESSES } else { &IN_TEXTS };
    let mut rest = text.as_bytes();
    while let Some(at) = rest.iter().position(|byte| special[usize::from(*byte)]) {
        entries.extend_from_slice(&rest[..at]);
        entries.extend_from_slice(&[b'\\', rest[at]]);
        rest = &rest[at + 1..];
    }
    entries.extend_from_slice(rest);
}

/// Which bytes are characters with a meaning of their own. In an address most are read as they are.
const IN_ADDRESSES: [bool; 256] = all_of(b"{}\\");
const IN_TEXTS: [bool; 256] = all_of(b"{}\\~^#&%$_");

const fn all_of(mut bytes: &[u8]) -> [bool; 256] {
    let mut table = [false; 256];
    while let [byte, rest @ ..] = bytes {
        table[*byte as usize] = true;
        bytes = rest;
    }
    table
}

/// `2023-06-18`, or as much of it as is known; `None` where the date is in words.
fn iso(date: &CslDate) -> Option<String> {
    let CslDate::Parts { parts, .. } = date else { return None };
    let parts = DATE.into_iter().zip(parts).map(|((_, digits), part)| format!("{part:0digits$}"));
    Some(parts.collect::<Vec<_>>().join("-"))
}

#[cfg(test)]
mod tests;
