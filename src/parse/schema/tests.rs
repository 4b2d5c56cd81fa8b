//! Tests that the schemas accept and refuse the same files as the parser.

use std::path::Path;

use proptest::collection::vec;
use proptest::prelude::*;

use super::super::{FileType, ParseSettings, document, file_type, front_matter};
use super::*;
use crate::base::id::Kind;
use crate::base::path::SitePath;
use crate::files::{File, Files};

/// The compiled schemas of all file types.
struct Validator {
    schemas: boon::Schemas,
    by_file_type: Vec<(FileType, boon::SchemaIndex)>,
}

impl Validator {
    fn new() -> Validator {
        let kinds = [Kind::Actor, Kind::Office, Kind::Issue, Kind::Place, Kind::Source];
        let file_types =
            [FileType::Config, FileType::Page, FileType::Single(Kind::Brief)].into_iter().chain(
                kinds
                    .into_iter()
                    .flat_map(|kind| [FileType::Single(kind), FileType::Registry(kind)]),
            );
        let mut schemas = boon::Schemas::new();
        let by_file_type = file_types.map(|file_type| {
            let schema = match file_type {
                FileType::Registry(_) => of_registry(file_type.keys()),
                _ => of_map(file_type.keys()),
            };
            let mut compiler = boon::Compiler::new();
            let name = format!("{file_type:?}.json");
            compiler.add_resource(&name, schema).unwrap();
            (file_type, compiler.compile(&name, &mut schemas).unwrap())
        });
        let by_file_type = by_file_type.collect();
        Validator { schemas, by_file_type }
    }

    /// The errors that the schema of a file type finds in a value; empty if it is valid.
    fn errors(&self, file_type: FileType, value: &Value) -> String {
        let (_, schema) = self.by_file_type.iter().find(|(of, _)| *of == file_type).unwrap();
        self.schemas.validate(value, *schema).err().map_or(String::new(), |error| error.to_string())
    }

    /// How the results of the parser and the schema differ for a file. A schema cannot check
    /// whether dates exist, nor ids and names of files.
    fn difference(&self, file: &File) -> Option<String> {
        let file_type = file_type(&file.path)?;
        let value = value(file)?;
        let findings = document(file, ParseSettings::default()).findings;
        let of_codes =
            |codes: &[Code]| findings.iter().any(|finding| codes.contains(&finding.code));
        let errors = self.errors(file_type, &value);
        let is_refused = match of_codes(&[Code::KeyUnknown, Code::Type]) {
            false if of_codes(&[Code::Date, Code::Id]) => return None,
            is_refused => is_refused,
        };
        (is_refused == errors.is_empty()).then(|| {
            let told: Vec<_> = findings.iter().map(|it| (it.code, &it.path, &it.message)).collect();
            format!("{}: {value:#}\nthe parser: {told:#?}\nthe schema: {errors}", file.path)
        })
    }
}

/// The front matter of a file, or its whole content as JSON; `None` if it cannot be read.
fn value(file: &File) -> Option<Value> {
    let text = file.text()?;
    let yaml = match (
        file.path.extension(),
        front_matter::split(text, file_type(&file.path)? == FileType::Page),
    ) {
        ("yaml", _) => text,
        (_, front_matter::Split::Closed { yaml, .. }) => &text[yaml],
        _ => return None,
    };
    Some(reader::json(&yaml::parse(yaml).ok()?.top))
}

/// The files of a site that a document about a finding contains.
fn sites(document: &str) -> impl Iterator<Item = Files> {
    document
        .split("```site\n")
        .skip(1)
        .filter_map(|rest| Some(Files::from_text(rest.split_once("\n```")?.0)))
}

#[test]
fn the_schemas_take_the_example_site() {
    let files = Files::read(Path::new(env!("CARGO_MANIFEST_DIR"))).unwrap();
    let validator = Validator::new();
    let mut taken = 0;
    for file in files.iter() {
        let Some((file_type, value)) = file_type(&file.path).zip(value(file)) else { continue };
        assert_eq!(validator.errors(file_type, &value), "", "{}", file.path);
        taken += 1;
    }
    assert!(taken > 100, "{taken}");
}

#[test]
fn the_schemas_agree_with_the_parser_on_the_examples_of_all_findings() {
    let validator = Validator::new();
    let sites = Code::ALL.iter().flat_map(|code| sites(code.document()));
    let differences: Vec<String> = sites
        .flat_map(|files| {
            files.iter().filter_map(|file| validator.difference(file)).collect::<Vec<_>>()
        })
        .collect();
    assert_eq!(differences, [""; 0]);
}

/// Mistakes in front matter and registry files. Other tests check their messages.
const MISTAKES: &[(&str, &[&str])] = &[
    (
        "content/briefs/2023-06-18-talks.md",
        &[
            "titel: Talks\nsources: []",
            "ti\u{200b}tle: Talks\nsources: []",
            "title\u{a0}: Talks\nsources: []",
            "title: [Update]\nsources: []",
            "title: {Update}\nsources: []",
            "title: ~\nsources: []",
            "title: #1 priority\nsources: []",
            "title: Talks",
            "title: Talks\nsources: {a: b}",
            "title: Talks\nsources: [{source: a, title: B}]",
            "title: Talks\nsources: [{publisher: B}]",
            "title: Talks\nsources: [{title: A, ignore: x-y}]",
            "title: Talks\nsources: [{title: A, state: dead, states: []}]",
            "title: Talks\nsources: []\nname: Talks",
            "title: Talks\nsources: []\nallow: [W-STUB]",
            "title: Talks\nsources: []\nallow: [{code: W-NOTHING, reason: None.}]",
            "title: Talks\nsources: []\nupdates: [fixed]",
            "title: Talks\nsources: []\nupdates: [{note: Fixed.}]",
            "title: Talks\nsources: []\nstatus: [draft]",
            "title: Talks\nsources: []\nstatus: publish",
            "title: Talks\nsources: []\nstatus: superseded",
            "title: Talks\nsources: []\nstatus: superseded\nsuperseded_by:",
            "title: Talks\nsources: []\nstatus: superseded\nsuperseded_by: [b]",
            "title: Talks\nsources: []\nstatus: draft\nsuperseded_by: b",
            "title: Talks\nsources: []\nreason: None.",
            "title: Talks\nsources: []\nlang: english",
            "title: Talks\nsources: []\ngaps: [{a: b}]",
            "title: Talks\nsources: []\nactors: [[[qin-gang]]]",
            "title: Talks\nsources: []\nactors: ['']",
            "title: Talks\nsources: []\nactors: [{actor: Wang Yi, link: maybe}]",
            "title: Talks\nsources: []\nactors: [{place: Beijing}]",
            "title: Talks\nsources: []\nclaims: [{id: a, text: b, credibility: 0}]",
            "title: Talks\nsources: []\nclaims: [{id: a, text: b, credibility: 7}]",
            "title: Talks\nsources: []\nclaims: [{id: a, text: ''}]",
            "title: Talks\nsources: []\nclaims: [{id: a, text: b, state: done}]",
            "title: Talks\nsources: []\nclaims: [{id: a, kind: fact, likelihood: likely}]",
            "title: Talks\nsources: []\nevents: [{id: a, who: [{actor: b, sides: us}]}]",
            "title: Talks\nsources: []\nevents: [{id: a, who: [{actor: b, role: guest}]}]",
            "title: Talks\nsources: []\nevents: [{id: a, who: [{actor: b, side: [us]}]}]",
            "title: Talks\nsources: []\nquotes: [{id: a, text: b, speaker: [c, d], as: E}]",
            "title: Talks\nsources: []\nquotes: [{id: a, text: b, speaker: [{as: C}]}]",
            "title: Talks\nsources: []\nquotes: [{id: a, text: b, speaker: [{actor: c, role: d}]}]",
            "title: Talks\nsources: []\nquotes: [{id: a, text: b, original: {text: c}}]",
            "title: Talks\nsources: []\nquotes: [{id: a, text: b, unconfirmed: [speakr]}]",
            "title: Talks\nsources: []\nquotes: [{id: a, text: b, unconfirmed: [unconfirmed]}]",
        ],
    ),
    (
        "content/actors.yaml",
        &[
            "a: {name: A, country: UK}",
            "a: {name: A, links: [www.gov.uk]}",
            "a: {name: A, ids: {wikidata: Cleverly}}",
            "a: {name: A, kind: ship}",
            "a: {name: A, offices: [{title: B}]}",
            "a: {name: A, title: B}",
            "a: A",
            "a:",
        ],
    ),
    ("content/sources.yaml", &["a: {}", "a: {title: A, reliability: Z}", "a: {title: ' '}"]),
    ("content/about.md", &["weather: fair", "draft: true", "order: first"]),
    (
        "site.yaml",
        &[
            "newest: 1000",
            "url: https://example.org",
            "markdown: {heading_ids: gitlab}",
            "vocabulary: [icd203]",
            "vocabulary: {likelihod: {likely: More than even.}}",
        ],
    ),
];

#[test]
fn the_schemas_refuse_mistakes_as_the_parser_does() {
    let validator = Validator::new();
    for (path, mistakes) in MISTAKES {
        for yaml in *mistakes {
            let file = file(path, yaml);
            let findings = document(&file, ParseSettings::default()).findings;
            let is_told = |code| findings.iter().any(|finding| finding.code == code);
            assert!(is_told(Code::KeyUnknown) || is_told(Code::Type), "{yaml}");
            assert_eq!(validator.difference(&file), None);
        }
    }
}

#[test]
fn the_examples_of_the_table_are_such_as_it_describes() {
    let validator = Validator::new();
    for path in PLACES {
        let file_type = file_type(&SitePath::parse(path).unwrap()).unwrap();
        let mut map = Map::new();
        for key in file_type.keys().iter() {
            match example(key) {
                Some(value) => map.insert(key.name.to_owned(), value),
                None if key.is_required => map.insert(key.name.to_owned(), json!("A")),
                None => None,
            };
        }
        let yaml = match file_type {
            FileType::Registry(_) => format!("talks: {}\n", Value::from(map)),
            _ => lines(&map.into()),
        };
        let file = file(path, &yaml);
        assert_eq!(document(&file, ParseSettings::default()).findings, [], "{yaml}");
        assert_eq!(validator.errors(file_type, &value(&file).unwrap()), "", "{yaml}");
    }
}

fn file(path: &str, yaml: &str) -> File {
    let text = if path.ends_with(".md") { format!("---\n{yaml}\n---\n") } else { yaml.to_owned() };
    let mut files = Files::from_text("");
    let path = SitePath::parse(path).unwrap();
    files.set(path.clone(), text.as_bytes());
    files.get(&path).unwrap().clone()
}

/// Makes maps with the keys of the table and mostly valid values. Each byte makes a choice. After
/// the last byte, the first alternative is chosen.
struct Chosen<'b>(&'b [u8]);

impl Chosen<'_> {
    fn of(&mut self, number: usize) -> usize {
        let Some((first, rest)) = self.0.split_first() else { return 0 };
        self.0 = rest;
        usize::from(*first) % number
    }

    fn one<T: Clone>(&mut self, values: &[T]) -> T {
        values[self.of(values.len())].clone()
    }

    fn map(&mut self, keys: &'static Keys) -> Value {
        let mut map = Map::new();
        for key in keys.iter() {
            let value = match self.of(40) {
                0..15 if !key.is_required => continue,
                38 => self.anything(),
                39 => Value::Null,
                _ => self.fitting(&key.kind, &map),
            };
            map.insert(key.name.to_owned(), value);
        }
        if self.of(40) == 39 {
            map.insert(self.one(&["weather", "titel", "source", "kind"]).to_owned(), json!("a"));
        }
        map.into()
    }

    /// A value of a type. `beside` has the other entries of the map.
    fn fitting(&mut self, kind: &ValueKind, beside: &Map<String, Value>) -> Value {
        match kind {
            ValueKind::Prose | ValueKind::Name | ValueKind::Text | ValueKind::Filled(_) => {
                self.one(&[json!("Talks"), json!("秦刚"), json!(12), json!(1.5), json!(true)])
            }
            ValueKind::Flag => json!(self.of(2) == 0),
            ValueKind::Whole(lowest, highest) => {
                self.one(&[json!(lowest), json!(highest), json!(lowest.to_string())])
            }
            ValueKind::Word(words) => json!(self.one(words)),
            ValueKind::When | ValueKind::End => self.one(&[
                json!("2023-06-18"),
                json!("2023-06"),
                json!(2023),
                json!("2023-06-18/2023-06-19~"),
                json!("2023/.."),
                json!("../2023?"),
            ]),
            ValueKind::Day => json!("2023-06-18"),
            ValueKind::Id => self.one(&[json!("talks"), json!("us-china/taiwan"), json!(12)]),
            ValueKind::Language => self.one(&[json!("en"), json!("zh-Hans")]),
            ValueKind::Country => self.one(&[json!("CN"), json!("gb"), json!(" Xk ")]),
            ValueKind::WebAddress => {
                self.one(&[json!("https://example.org/a"), json!("HTTP://a.b")])
            }
            ValueKind::Lines => self.one(&[json!("1-3, 21"), json!(5), json!(" 2 – 4 ")]),
            ValueKind::FindingCode => self.one(&[json!("I-STUB"), json!("w-Stub")]),
            ValueKind::OtherKey => match beside.keys().next() {
                Some(key) => json!([key]),
                None => json!([]),
            },
            ValueKind::Anything => self.anything(),
            ValueKind::CatalogueIds => {
                self.one(&[json!({"wikidata": "Q42"}), json!({"viaf": 12}), json!({})])
            }
            ValueKind::Pairs(kind) => json!({ "en": self.fitting(kind, beside) }),
            ValueKind::Map(keys) => self.map(keys),
            ValueKind::List(ValueKind::OtherKey) => self.fitting(&ValueKind::OtherKey, beside),
            ValueKind::List(kind) => match self.of(4) {
                0 => json!([self.fitting(kind, beside)]),
                1 => json!([self.fitting(kind, beside), self.fitting(kind, beside)]),
                2 => json!([]),
                _ => match self.fitting(kind, beside) {
                    single @ Value::Object(_) => json!([single]),
                    single => single,
                },
            },
            ValueKind::Either(one, other) => match self.of(2) {
                0 => self.fitting(one, beside),
                _ => self.fitting(other, beside),
            },
        }
    }

    fn anything(&mut self) -> Value {
        self.one(&[
            json!(""),
            json!(" "),
            json!("abc"),
            json!("no such"),
            json!("www.example.org"),
            json!(-1),
            json!(0),
            json!(7),
            json!(1.5),
            json!(true),
            json!([]),
            json!({}),
            json!(["abc"]),
            json!([["abc"]]),
            json!([null]),
            json!([""]),
            json!({"abc": "b"}),
            json!([{"abc": "b"}]),
        ])
    }
}

/// Writes YAML with a line for each key.
fn lines(map: &Value) -> String {
    let line = |(key, value): (&String, &Value)| format!("{key}: {value}\n");
    map.as_object().unwrap().iter().map(line).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_000))]

    #[test]
    fn the_schemas_agree_with_the_parser_on_any_front_matter(
        place in 0..PLACES.len(),
        bytes in vec(any::<u8>(), 0..300),
    ) {
        thread_local!(static VALIDATOR: Validator = Validator::new());
        let path = PLACES[place];
        let file_type = file_type(&SitePath::parse(path).unwrap()).unwrap();
        let map = Chosen(&bytes).map(file_type.keys());
        let yaml = match file_type {
            FileType::Registry(_) => format!("talks: {map}\n"),
            _ => lines(&map),
        };
        let difference = VALIDATOR.with(|validator| validator.difference(&file(path, &yaml)));
        prop_assert_eq!(difference, None);
    }
}

/// A file of each type.
const PLACES: &[&str] = &[
    "content/briefs/2023-06-18-talks.md",
    "content/about.md",
    "site.yaml",
    "content/actors/talks.md",
    "content/offices/talks.md",
    "content/issues/talks.md",
    "content/places/talks.md",
    "content/sources/talks.md",
    "content/actors.yaml",
    "content/sources.yaml",
];
