//! Whether the mark “word for word” is worth anything: saved texts in eight languages under
//! `tests/trust/`, what a brief quotes of each, and what has to come out.
//!
//! `tests/trust/known.txt` lists the entries that come out wrong, one a line. The list only
//! shrinks: `UPDATE_KNOWN=1 cargo test --test it trust` takes off what comes out right.
#![allow(clippy::disallowed_methods, reason = "a test that cannot go on has failed")]
#![allow(clippy::print_stdout, reason = "the table is for whoever runs the test")]

mod generated;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::{env, fs};

use briefgen::base::code::Severity;
use briefgen::base::path::SitePath;
use briefgen::files::Files;
use briefgen::output::{Output, OutputContent};
use briefgen::{Cache, Options, build};
use serde::Deserialize;
use serde_json::{Map, Value, json};

/// A file of the corpus: people, and texts in which they speak.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Corpus {
    /// Entries of the registry by id, as `actors.yaml` has them.
    people: Map<String, Value>,
    #[serde(default)]
    offices: Map<String, Value>,
    texts: Vec<Text>,
}

/// A saved text, and what a brief quotes of it: for each kind the entries.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Text {
    id: String,
    /// What a correspondent would call it.
    #[serde(rename = "style")]
    _style: String,
    /// The keys of the source.
    #[serde(default)]
    source: Map<String, Value>,
    /// Who stands in the registry of this text's site.
    people: Vec<String>,
    text: String,
    quotes: BTreeMap<Kind, Vec<Entry>>,
}

/// What is the matter with a quotation.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq, PartialOrd, Ord)]
#[serde(rename_all = "lowercase")]
enum Kind {
    /// Nothing: there is no finding, and the mark is green.
    Clean,
    /// A word is another one, or is gone.
    Altered,
    /// Words of two people, or of two utterances.
    Joined,
    /// The reporter's own words.
    Narrated,
    /// A negation is cut off.
    Cut,
    /// Somebody else said it, or nobody knows who.
    Misattributed,
    /// It stands in other lines.
    Loc,
    /// The original of a translation is not in the text.
    Original,
    /// The contract leaves it open: the build goes on.
    Doubt,
}

impl Kind {
    const ALL: [Kind; 9] = [
        Kind::Clean,
        Kind::Altered,
        Kind::Joined,
        Kind::Narrated,
        Kind::Cut,
        Kind::Misattributed,
        Kind::Loc,
        Kind::Original,
        Kind::Doubt,
    ];

    /// The codes of which one must be reported, where an entry names no others.
    fn codes(self) -> &'static [&'static str] {
        match self {
            Kind::Clean | Kind::Doubt => &[],
            Kind::Altered | Kind::Original => &["E-QUOTE-MISSING"],
            Kind::Joined => &["E-QUOTE-JOINED"],
            Kind::Narrated => &["W-QUOTE-NARRATION"],
            Kind::Cut => &["W-QUOTE-NEGATION"],
            Kind::Misattributed => &["E-QUOTE-SPEAKER"],
            Kind::Loc => &["E-QUOTE-LOC"],
        }
    }

    fn name(self) -> String {
        format!("{self:?}").to_lowercase()
    }
}

/// A quotation of a brief, and what has to come out.
#[derive(Deserialize)]
struct Entry {
    /// Any of these codes will do; if nothing is said, those of the kind.
    #[serde(default)]
    any_of: Vec<String>,
    /// `false`: no finding may be an error.
    #[serde(default = "yes")]
    stop: bool,
    /// Why an editor would say so.
    #[serde(default, rename = "why")]
    _why: String,
    /// The quotation as front matter has it.
    #[serde(flatten)]
    fields: Map<String, Value>,
}

fn yes() -> bool {
    true
}

/// What a build says of a quotation.
struct Outcome {
    codes: BTreeSet<String>,
    /// Whether its mark is green.
    is_green: bool,
}

impl Entry {
    fn is_translated(&self) -> bool {
        self.fields.get("mode").is_some_and(|mode| mode == "translated")
    }

    /// What is not as it has to be.
    fn wrong(&self, kind: Kind, outcome: &Outcome) -> Vec<String> {
        let Outcome { codes, is_green } = outcome;
        let mut wrong = Vec::new();
        let wanted: Vec<&str> = match &self.any_of[..] {
            [] => kind.codes().to_vec(),
            codes => codes.iter().map(String::as_str).collect(),
        };
        let is_clean = kind == Kind::Clean;
        if is_clean && !codes.is_empty() {
            wrong.push(format!("found {codes:?}"));
        }
        // The mark of a translation is another one.
        if is_clean && !is_green && !self.is_translated() {
            wrong.push("its mark is not green".to_owned());
        }
        if !wanted.is_empty() && !wanted.iter().any(|code| codes.contains(*code)) {
            wrong.push(format!("found {codes:?}, not {wanted:?}"));
        }
        if !matches!(kind, Kind::Clean | Kind::Doubt) && *is_green {
            wrong.push("its mark is green".to_owned());
        }
        let stops = codes.iter().any(|code| code.starts_with("E-"));
        if stops && (!self.stop || kind == Kind::Doubt) {
            wrong.push(format!("{codes:?} stops the build"));
        }
        wrong
    }
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/trust")
}

/// The files of the corpus by language.
fn corpus() -> BTreeMap<String, Corpus> {
    let files = fs::read_dir(folder()).unwrap().map(|entry| entry.unwrap().path());
    let files = files.filter(|path| path.extension().is_some_and(|end| end == "yaml"));
    let read = |path: PathBuf| {
        let text = fs::read_to_string(&path).unwrap();
        let corpus = serde_yaml::from_str(&text)
            .unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        (path.file_stem().unwrap().to_string_lossy().into_owned(), corpus)
    };
    files.map(read).collect()
}

/// A site in which one brief quotes one saved text.
///
/// Its title tells it from others: a build gives only pages that differ from those of the build
/// before.
struct Scene<'a> {
    title: &'a str,
    people: &'a Map<String, Value>,
    offices: &'a Map<String, Value>,
    source: &'a Map<String, Value>,
    text: &'a str,
}

impl Scene<'_> {
    fn files(&self, quotes: &[Value]) -> Files {
        let mut source = self.source.clone();
        source.insert("title".into(), self.title.into());
        source.insert("text".into(), "saved.txt".into());
        let brief = format!(
            "---\ntitle: {}\ndate: 2024-02-08\nsources: [saved]\nactors: []\nquotes: {}\n---\nThey spoke.\n",
            self.title,
            Value::from(quotes)
        );
        let mut files = Files::from_text("");
        for (path, content) in [
            ("actors.yaml", Value::from(self.people.clone()).to_string()),
            ("offices.yaml", Value::from(self.offices.clone()).to_string()),
            ("sources.yaml", json!({"saved": source}).to_string()),
            ("texts/saved.txt", self.text.to_owned()),
            ("briefs/one.md", brief),
        ] {
            files.set(SitePath::parse(&format!("content/{path}")).unwrap(), content.as_bytes());
        }
        files
    }
}

/// What a build says of the quotations of such a site, whose ids are `q0`, `q1` and so on.
fn outcomes(files: &Files, count: usize, cache: &mut Cache) -> Vec<Outcome> {
    let mut page = String::new();
    let options = Options::on("2024-02-09".parse().unwrap());
    let mut keep = |output: Output| match output.content {
        OutputContent::Bytes(bytes) if output.path.to_string() == "briefs/one/index.html" => {
            page = String::from_utf8_lossy(&bytes).into_owned();
        }
        _ => {}
    };
    let built = build(files, &options, cache, |batch| batch.into_iter().for_each(&mut keep));
    for finding in &built.findings {
        let is_of_quote =
            finding.path.starts_with("quotes[") && finding.code.as_str().contains("QUOTE");
        assert!(
            is_of_quote || finding.severity() != Severity::Error,
            "an entry is malformed: {finding:?}"
        );
    }
    let outcome = |n: usize| {
        let path = format!("quotes[{n}]");
        let of_quote = built.findings.iter().filter(|finding| {
            finding
                .path
                .strip_prefix(&path)
                .is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
        });
        let block = page
            .split(&format!("id=\"_quote-q{n}\""))
            .nth(1)
            .unwrap_or_else(|| panic!("no q{n}: {page}"));
        let block = block.split("</figure>").next().unwrap();
        Outcome {
            codes: of_quote.map(|finding| finding.code.to_string()).collect(),
            is_green: block.contains("class=\"mark verified\""),
        }
    };
    (0..count).map(outcome).collect()
}

/// The entries of a text with their names, and what is wrong with each.
fn judged(
    language: &str,
    corpus: &Corpus,
    text: &Text,
    cache: &mut Cache,
) -> Vec<(Kind, String, Vec<String>)> {
    let person = |id: &String| {
        let person =
            corpus.people.get(id).unwrap_or_else(|| panic!("{language}/{}: who is {id}?", text.id));
        (id.clone(), person.clone())
    };
    let people: Map<String, Value> = text.people.iter().map(person).collect();
    let all: Vec<(Kind, usize, &Entry)> = text
        .quotes
        .iter()
        .flat_map(|(kind, entries)| {
            entries.iter().enumerate().map(|(n, entry)| (*kind, n + 1, entry))
        })
        .collect();
    let quote = |(n, (_, _, entry)): (usize, &(Kind, usize, &Entry))| {
        let mut fields = entry.fields.clone();
        fields.insert("id".into(), format!("q{n}").into());
        Value::from(fields)
    };
    let quotes: Vec<Value> = all.iter().enumerate().map(quote).collect();
    let title = format!("{language}/{}", text.id);
    let scene = Scene {
        title: &title,
        people: &people,
        offices: &corpus.offices,
        source: &text.source,
        text: &text.text,
    };
    let outcomes = outcomes(&scene.files(&quotes), quotes.len(), cache);
    let judge = |((kind, n, entry), outcome): ((Kind, usize, &Entry), Outcome)| {
        let name = format!("{title}/{}-{n}", kind.name());
        (kind, name, entry.wrong(kind, &outcome))
    };
    all.into_iter().zip(outcomes).map(judge).collect()
}

/// For each language and kind, how many entries come out right, of how many.
#[derive(Default)]
struct Table(BTreeMap<String, BTreeMap<Kind, (usize, usize)>>);

impl Table {
    fn count(&mut self, language: &str, kind: Kind, is_right: bool) {
        for row in [language, "~ all"] {
            let (right, total) = self.0.entry(row.to_owned()).or_default().entry(kind).or_default();
            *right += usize::from(is_right);
            *total += 1;
        }
    }

    fn print(&self) {
        let heads: String = Kind::ALL.iter().map(|kind| format!(" {:>13}", kind.name())).collect();
        println!("{:8}{heads}", "");
        for (language, counts) in &self.0 {
            let cell = |kind: &Kind| {
                let (right, total) = counts.get(kind).copied().unwrap_or_default();
                format!(
                    " {:>13}",
                    if total == 0 { "-".to_owned() } else { format!("{right}/{total}") }
                )
            };
            println!("{language:8}{}", Kind::ALL.iter().map(cell).collect::<String>());
        }
    }

    fn percent(&self, kind: Kind) -> usize {
        let (right, total) = self.0["~ all"][&kind];
        right * 100 / total
    }
}

#[test]
fn each_quotation_of_the_corpus_comes_out_as_an_editor_would_have_it() {
    let listed = fs::read_to_string(folder().join("known.txt")).unwrap();
    let known: BTreeSet<&str> = listed.lines().filter(|line| !line.starts_with('#')).collect();
    let (mut table, mut cache) = (Table::default(), Cache::default());
    let (mut unknown, mut wrong) = (Vec::new(), BTreeSet::new());
    for (language, corpus) in &corpus() {
        for text in &corpus.texts {
            for (kind, name, faults) in judged(language, corpus, text, &mut cache) {
                table.count(language, kind, faults.is_empty());
                let stops =
                    kind == Kind::Clean && faults.iter().any(|fault| fault.contains("\"E-"));
                assert!(!stops, "a true quotation stops the build: {name}: {faults:?}");
                if faults.is_empty() {
                    continue;
                }
                println!("{name}: {}", faults.join("; "));
                if !known.contains(name.as_str()) {
                    unknown.push(format!("{name}: {}", faults.join("; ")));
                }
                wrong.insert(name);
            }
        }
    }
    table.print();
    assert!(unknown.is_empty(), "{}", unknown.join("\n"));
    let right: Vec<&str> = known.iter().copied().filter(|name| !wrong.contains(*name)).collect();
    if !right.is_empty() && env::var_os("UPDATE_KNOWN").is_some() {
        let kept =
            listed.lines().filter(|line| !right.contains(line)).map(|line| format!("{line}\n"));
        fs::write(folder().join("known.txt"), kept.collect::<String>()).unwrap();
        return;
    }
    assert!(right.is_empty(), "right, or gone, and still in known.txt: {right:?}");
    for (kind, least) in FLOORS {
        assert!(
            table.percent(kind) >= least,
            "{kind:?}: {} in a hundred, not {least}",
            table.percent(kind)
        );
    }
}

/// Of a hundred entries of a kind, how many come out right at least.
const FLOORS: [(Kind, usize); 6] = [
    (Kind::Clean, 98),
    (Kind::Altered, 100),
    (Kind::Joined, 92),
    (Kind::Narrated, 100),
    (Kind::Cut, 94),
    (Kind::Misattributed, 88),
];

#[test]
fn each_file_has_enough_that_must_pass_and_that_must_not() {
    for (language, corpus) in corpus() {
        let count = |is_clean: bool| -> usize {
            let of_text = |text: &Text| -> usize {
                let lists =
                    text.quotes.iter().filter(|(kind, _)| (**kind == Kind::Clean) == is_clean);
                lists.map(|(_, entries)| entries.len()).sum()
            };
            corpus.texts.iter().map(of_text).sum()
        };
        assert!(
            count(true) >= 10 && count(false) >= 12,
            "{language}: {} and {}",
            count(true),
            count(false)
        );
        for text in &corpus.texts {
            assert!(
                text.id.chars().all(|c| c.is_ascii_lowercase() || c == '-'),
                "{language}: {}",
                text.id
            );
        }
    }
}
