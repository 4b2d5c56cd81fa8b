//! Writes bibliographies as CSL-JSON and as BibTeX.
//!
//! BibTeX must be readable for BibLaTeX and for old programs, which count braces even after a
//! backslash. The tests read it with the crate `biblatex`. This module does not write it with that
//! crate, because building a tree of each entry took 5 % of a build.

use std::io::Write as _;

use percent_encoding::percent_encode_byte;
use rayon::prelude::*;
use serde::Serialize;

use crate::base::date::{Day, When};
use crate::base::language;
use crate::base::text::is_stray;
use crate::pages::authors::AuthorName;
use crate::pages::views::exports::{BibliographyView, CslItem};

/// The items as CSL-JSON, one per line.
pub fn csl_json(view: &BibliographyView) -> Vec<u8> {
    let mut json = vec![b'['];
    append_all(&mut json, &view.items, |json, item| {
        json.push(b'\n');
        // Strings and numbers always serialise, and writing to memory cannot fail.
        let _ = serde_json::to_writer(&mut *json, &Csl::of(item));
        json.push(b',');
    });
    json.pop_if(|last| *last == b',');
    json.extend_from_slice(b"\n]\n");
    json
}

/// The items as BibTeX entries.
pub fn bibtex(view: &BibliographyView) -> Vec<u8> {
    let mut entries = Vec::new();
    append_all(&mut entries, &view.items, append_entry);
    entries
}

/// Writes all items in order, on several threads: with up to a hundred thousand sources, a
/// bibliography is the largest file of a site.
///
/// The items are written in rounds of two chunks per thread, so that only a part of a long
/// bibliography is in memory twice.
fn append_all(whole: &mut Vec<u8>, items: &[CslItem], write: fn(&mut Vec<u8>, &CslItem)) {
    const CHUNK: usize = 256;
    for (number, round) in items.chunks(CHUNK * 2 * rayon::current_num_threads()).enumerate() {
        let written: Vec<Vec<u8>> = round
            .par_chunks(CHUNK)
            .map(|items| {
                let mut bytes = Vec::new();
                items.iter().for_each(|item| write(&mut bytes, item));
                bytes
            })
            .collect();
        if number == 0 {
            // Reserves for all rounds at once; growing in between would copy everything again.
            let length: usize = written.iter().map(Vec::len).sum();
            whole.reserve(length * 9 / 8 * items.len().div_ceil(round.len()));
        }
        written.iter().for_each(|bytes| whole.extend_from_slice(bytes));
    }
}

/// An item of CSL-JSON.
#[derive(Serialize)]
struct Csl<'i> {
    id: &'i str,
    #[serde(rename = "type")]
    kind: &'i str,
    title: &'i str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    author: Vec<CslName<'i>>,
    #[serde(rename = "container-title", skip_serializing_if = "Option::is_none")]
    container_title: Option<&'i str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    publisher: Option<&'i str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    issued: Option<CslMoment>,
    #[serde(skip_serializing_if = "Option::is_none")]
    accessed: Option<CslMoment>,
    #[serde(rename = "URL", skip_serializing_if = "Option::is_none")]
    url: Option<&'i str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    language: Option<&'i str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<&'i str>,
}

impl Csl<'_> {
    fn of(item: &CslItem) -> Csl<'_> {
        let publisher = item.publisher.as_deref();
        let (container_title, publisher) =
            if is_part(&item.kind) { (publisher, None) } else { (None, publisher) };
        Csl {
            id: &item.id,
            // CSL defines the type `event`, but its JSON schema does not accept it.
            kind: if item.kind == "event" { "document" } else { &item.kind },
            title: &item.title,
            author: item.author.iter().map(CslName::of).collect(),
            container_title,
            publisher,
            issued: item.issued.as_ref().map(CslMoment::of),
            accessed: item.accessed.as_ref().map(CslMoment::of),
            url: item.url.as_deref(),
            language: item.language.as_deref(),
            note: item.note.as_deref(),
        }
    }
}

/// Whether sources of a kind appear in a larger work, such as a newspaper, a journal or a blog.
fn is_part(kind: &str) -> bool {
    kind.starts_with("article") || kind.starts_with("post") || kind.starts_with("entry")
}

/// A name as parts or as a whole.
#[derive(Serialize)]
#[serde(untagged)]
enum CslName<'i> {
    Words {
        literal: &'i str,
    },
    Parts {
        family: &'i str,
        given: &'i str,
        #[serde(rename = "non-dropping-particle", skip_serializing_if = "str::is_empty")]
        particle: &'i str,
        #[serde(skip_serializing_if = "str::is_empty")]
        suffix: &'i str,
    },
}

impl CslName<'_> {
    fn of(name: &AuthorName) -> CslName<'_> {
        match name {
            AuthorName::Whole(literal) => CslName::Words { literal },
            AuthorName::Parts { particle, family, given, suffix } => {
                CslName::Parts { family, given, particle, suffix }
            }
        }
    }
}

/// A date as numbers for year, month and day, as far as they are known, or as text.
#[derive(Serialize)]
#[serde(untagged)]
enum CslMoment {
    Parts {
        #[serde(rename = "date-parts")]
        parts: Vec<Vec<u16>>,
        #[serde(skip_serializing_if = "std::ops::Not::not")]
        circa: bool,
    },
    Words {
        literal: String,
    },
}

impl CslMoment {
    fn of(when: &When) -> CslMoment {
        if let Some(parts) = when.is_exact_day().filter(|day| day.year() > 0).and_then(numbers) {
            return CslMoment::Parts { parts: vec![parts], circa: false };
        }
        let written = when.to_string();
        match parts(&written) {
            // CSL has no range with an open end.
            Some(parts) if parts.iter().all(|parts| !parts.is_empty()) => {
                CslMoment::Parts { parts, circa: written.contains(MARKS) }
            }
            _ => CslMoment::Words { literal: when.long() },
        }
    }
}

/// The numbers of the year, the month and the day.
fn numbers(day: Day) -> Option<Vec<u16>> {
    let numbers = [day.year(), day.month().into(), day.day().into()].into_iter().map(u16::try_from);
    numbers.collect::<Result<Vec<u16>, _>>().ok()
}

/// The EDTF marks for a date that is uncertain, approximate, or both.
const MARKS: [char; 3] = ['?', '~', '%'];

/// The numbers of a date, or of both ends of a range, where an open end has no numbers. `None` for
/// the year 0000, which bibliographies do not have.
fn parts(written: &str) -> Option<Vec<Vec<u16>>> {
    let numbers = |end: &str| match end.trim_end_matches(MARKS) {
        ".." => Some(Vec::new()),
        end => end
            .split('-')
            .map(|part| part.parse().ok())
            .collect::<Option<Vec<u16>>>()
            .filter(|parts| parts[0] > 0),
    };
    written.split('/').map(numbers).collect()
}

/// Appends an item as an entry for every style of BibTeX. That is why it has the fields `year` and
/// `journal` instead of `date` and `journaltitle` of BibLaTeX.
///
/// The fields come in the order of their names in BibLaTeX.
fn append_entry(entries: &mut Vec<u8>, item: &CslItem) {
    let (kind, publisher) = match &*item.kind {
        "article" | "article-journal" | "article-magazine" | "article-newspaper" => {
            ("article", "journal")
        }
        "book" => ("book", "publisher"),
        "report" => ("techreport", "institution"),
        "thesis" => ("phdthesis", "school"),
        _ => ("misc", "howpublished"),
    };
    entries.extend_from_slice(b"@");
    entries.extend_from_slice(kind.as_bytes());
    entries.extend_from_slice(b"{");
    entries.extend_from_slice(item.id.as_bytes());
    entries.extend_from_slice(b",\n");
    append_names(entries, &item.author);
    if let Some(issued) = &item.issued {
        append_date(entries, issued);
    }
    let language = item.language.as_deref().and_then(babel_name);
    let accessed =
        item.accessed.map(|when| when.to_string()).filter(|written| parts(written).is_some());
    // For a book the field is called `publisher` and comes later in the order.
    let published_by =
        |is_book: bool| item.publisher.as_deref().filter(|_| is_book == (kind == "book"));
    let fields = [
        (publisher, published_by(false)),
        ("langid", language.as_deref()),
        ("note", item.note.as_deref()),
        (publisher, published_by(true)),
    ];
    for (name, value) in fields {
        if let Some(value) = value.filter(|value| !value.trim().is_empty()) {
            append_field(entries, name, value);
        }
    }
    if let Some(accessed) = accessed {
        append_plain_date(entries, "urldate", &accessed);
    }
    append_title(entries, &item.title);
    if let Some(url) = &item.url {
        append_address(entries, url);
    }
    entries.extend_from_slice(b"}\n\n");
}

/// Appends the date of an item as `year`, `month` and `day`. A range or an uncertain date becomes
/// `date` for BibLaTeX and `year` for older styles.
fn append_date(entries: &mut Vec<u8>, when: &When) {
    const NAMES: [(&str, usize); 3] = [("year", 4), ("month", 2), ("day", 2)];
    // Nearly all dates are days.
    if let Some(day) = when.is_exact_day().filter(|day| day.year() > 0) {
        let (year, month, day) = (day.year(), day.month(), day.day());
        // Writing to memory cannot fail.
        let _ = writeln!(
            entries,
            "year = {{{year:04}}},\nmonth = {{{month:02}}},\nday = {{{day:02}}},"
        );
        return;
    }
    let written = when.to_string();
    let Some(ends) = parts(&written) else {
        return append_field(entries, "year", &when.long());
    };
    let is_plain = ends.len() == 1 && !written.contains(MARKS);
    if !is_plain {
        append_plain_date(entries, "date", &written);
    }
    // The end of a range without a start is better than no year.
    let shown = ends.iter().find(|parts| !parts.is_empty()).into_iter().flatten();
    for ((name, digits), part) in NAMES.into_iter().zip(shown).take(if is_plain { 3 } else { 1 }) {
        let _ = writeln!(entries, "{name} = {{{part:0digits$}}},");
    }
}

/// Appends a field with a date in the EDTF form of briefs, which BibLaTeX reads.
fn append_plain_date(entries: &mut Vec<u8>, name: &str, written: &str) {
    let _ = writeln!(entries, "{name} = {{{written}}},");
}

/// The languages whose name in TeX differs from the English name.
const BABEL_NAMES: [(&str, &str); 6] = [
    ("en-GB", "british"),
    ("en-US", "american"),
    ("nb", "norsk"),
    ("nn", "nynorsk"),
    ("no", "norsk"),
    ("pt-BR", "brazilian"),
];

/// The name of a language in BibLaTeX, which does not distinguish scripts.
fn babel_name(tag: &str) -> Option<String> {
    let own = BABEL_NAMES.iter().find(|(known, _)| known.eq_ignore_ascii_case(tag));
    let name =
        own.map(|(_, name)| *name).or_else(|| language::name(tag)?.split(' ').next_back())?;
    Some(name.to_ascii_lowercase())
}

/// Appends the authors. A name without parts is put in braces: BibTeX would otherwise split it, and
/// read `Johnson and Sons` as two people.
fn append_names(entries: &mut Vec<u8>, names: &[AuthorName]) {
    let mut before = "author = {";
    for name in names {
        entries.extend_from_slice(before.as_bytes());
        append_name(entries, name);
        before = " and ";
    }
    if !names.is_empty() {
        entries.extend_from_slice(b"},\n");
    }
}

fn append_name(entries: &mut Vec<u8>, name: &AuthorName) {
    match name {
        AuthorName::Whole(whole) => append_in_braces(entries, whole),
        AuthorName::Parts { particle, family, given, suffix } => {
            if !particle.is_empty() {
                append_text(entries, particle);
                entries.push(b' ');
            }
            // Without braces BibTeX would read `Ortega y` in `Ortega y Gasset` as a particle.
            match family.split(' ').any(|word| word.starts_with(char::is_lowercase)) {
                true => append_in_braces(entries, family),
                false => append_text(entries, family),
            }
            for part in [suffix, given].into_iter().filter(|part| !part.is_empty()) {
                entries.extend_from_slice(b", ");
                append_text(entries, part);
            }
        }
    }
}

fn append_field(entries: &mut Vec<u8>, name: &str, value: &str) {
    entries.extend_from_slice(name.as_bytes());
    entries.extend_from_slice(b" = {");
    append_text(entries, value);
    entries.extend_from_slice(b"},\n");
}

/// Appends a title. Most styles change it to lower case except for the first letter and for text in
/// braces, so words with capitals are put in braces.
fn append_title(entries: &mut Vec<u8>, title: &str) {
    entries.extend_from_slice(b"title = {");
    for (number, word) in title.split_whitespace().enumerate() {
        if number > 0 {
            entries.push(b' ');
        }
        if word.chars().skip(usize::from(number == 0)).any(char::is_uppercase) {
            append_protected(entries, word);
        } else {
            append_word(entries, word);
        }
    }
    entries.extend_from_slice(b"},\n");
}

/// Appends a word in braces, but leaves punctuation around it outside: braces do not protect text
/// that starts with a command, and punctuation may become one.
fn append_protected(entries: &mut Vec<u8>, word: &str) {
    let is_mark = |c: char| !c.is_alphanumeric();
    let start = word.len() - word.trim_start_matches(is_mark).len();
    let end = word.trim_end_matches(is_mark).len();
    append_word(entries, &word[..start]);
    append_in_braces(entries, &word[start..end]);
    append_word(entries, &word[end..]);
}

fn append_in_braces(entries: &mut Vec<u8>, text: &str) {
    entries.push(b'{');
    append_text(entries, text);
    entries.push(b'}');
}

/// Appends a text on one line, escaped for TeX and without control characters.
fn append_text(entries: &mut Vec<u8>, text: &str) {
    let mut before = "";
    for word in text.split_whitespace() {
        entries.extend_from_slice(before.as_bytes());
        append_word(entries, word);
        before = " ";
    }
}

fn append_word(entries: &mut Vec<u8>, word: &str) {
    let mut rest = word;
    while let Some(at) = rest.bytes().position(|byte| SPECIAL[usize::from(byte)]) {
        entries.extend_from_slice(&rest.as_bytes()[..at]);
        let special = rest[at..].chars().next().unwrap_or_default();
        let after = &rest[at + special.len_utf8()..];
        match special {
            '\\' => entries.extend_from_slice(b"\\textbackslash{}"),
            '~' => entries.extend_from_slice(b"\\textasciitilde{}"),
            '^' => entries.extend_from_slice(b"\\textasciicircum{}"),
            '{' => entries.extend_from_slice(b"\\textbraceleft{}"),
            '}' => entries.extend_from_slice(b"\\textbraceright{}"),
            '#' | '&' | '%' | '$' | '_' => entries.extend_from_slice(&[b'\\', special as u8]),
            // Two hyphens would become a dash.
            '-' if after.starts_with('-') => entries.extend_from_slice(b"-{}"),
            c if is_stray(c) => {}
            c => entries.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes()),
        }
        rest = after;
    }
    entries.extend_from_slice(rest.as_bytes());
}

/// Appends a URL. TeX reads it verbatim, so braces, backslashes and spaces are percent-encoded.
fn append_address(entries: &mut Vec<u8>, address: &str) {
    entries.extend_from_slice(b"url = {");
    let address = address.trim();
    let is_plain = |byte: u8| byte.is_ascii_graphic() && !matches!(byte, b'{' | b'}' | b'\\');
    let plain = address.bytes().position(|byte| !is_plain(byte)).unwrap_or(address.len());
    entries.extend_from_slice(&address.as_bytes()[..plain]);
    for c in address[plain..].chars() {
        match c {
            '{' | '}' | '\\' | ' ' => {
                entries.extend_from_slice(percent_encode_byte(c as u8).as_bytes());
            }
            c if c.is_whitespace() || is_stray(c) => {}
            c => entries.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes()),
        }
    }
    entries.extend_from_slice(b"},\n");
}

/// The bytes with which a character may begin that is not written as it is: characters that are
/// special in TeX, hyphens, and control characters and noncharacters in UTF-8.
const SPECIAL: [bool; 256] = {
    let mut table = [false; 256];
    let mut bytes: &[u8] = b"{}\\~^#&%$_-\x7f\xc2\xef\xf0\xf1\xf2\xf3\xf4";
    while let [byte, rest @ ..] = bytes {
        table[*byte as usize] = true;
        bytes = rest;
    }
    let mut control = 0;
    while control < 0x20 {
        table[control] = true;
        control += 1;
    }
    table
};

#[cfg(test)]
mod tests;
