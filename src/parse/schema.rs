//! Makes JSON Schemas from the table of keys, for the completion and the checks of editors.
//!
//! Many editors support only draft 7. Of later drafts only `$defs` is used, and no keyword stands
//! beside a `$ref`. `errorMessage` is an extension of editors.

use serde_json::{Map, Value, json};

use crate::base::code::Code;
use crate::base::country;
use crate::base::limits;
use crate::base::markdown::without_links;

use super::keys::{Key, Keys, Rule, ValueKind};
use super::{reader, yaml};

/// The types that the reader accepts as text.
const TEXT: [&str; 3] = ["string", "number", "boolean"];
/// A year, a month or a day, with or without a sign of uncertainty.
const DATE: &str = "[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?[?~%]?";
const DATE_HELP: &str = "write `2023`, `2023-06`, `2023-06-18` or a range of two";
const DAY: &str = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$";
const ID: &str = "^[a-z0-9-]+(/[a-z0-9-]+)*$";
const LANGUAGE: &str = "^[A-Za-z]{1,3}(-[A-Za-z0-9]{1,8})*$";
const LINES: &str = "^\\s*[0-9]+\\s*([-–]\\s*[0-9]+\\s*)?(,\\s*[0-9]+\\s*([-–]\\s*[0-9]+\\s*)?)*$";
const WEB_ADDRESS: &str = "^\\s*[Hh][Tt][Tt][Pp][Ss]?:\\s*\\S";

/// The schema of front matter, or of `site.yaml`.
pub fn of_map(keys: &'static Keys) -> Value {
    let mut defs = Defs::default();
    let mut schema = map(keys, &mut defs);
    if !keys.iter().any(|key| key.is_required) {
        schema["type"] = json!(["object", "null"]);
    }
    document(keys.of, schema, defs)
}

/// The schema of a registry file: a map from ids to entries.
pub fn of_registry(keys: &'static Keys) -> Value {
    let mut defs = Defs::default();
    let entry = reference(keys, &mut defs);
    let schema = json!({
        "type": ["object", "null"],
        "propertyNames": { "pattern": ID, "maxLength": 200 },
        "additionalProperties": entry,
    });
    document(&format!("registry: {}", keys.of), schema, defs)
}

/// The schemas of nested maps, by name.
type Defs = Map<String, Value>;

fn document(title: &str, schema: Value, defs: Defs) -> Value {
    let mut document = json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": format!("briefgen: {title}"),
    });
    extend(&mut document, schema);
    document["$defs"] = defs.into();
    document
}

/// A reference to the schema of a map, which is added to `defs`.
fn reference(keys: &'static Keys, defs: &mut Defs) -> Value {
    let name = keys.of.replace(' ', "-");
    if !defs.contains_key(&name) {
        // A placeholder, so that the map comes before its nested maps.
        defs.insert(name.clone(), Value::Null);
        let schema = map(keys, defs);
        defs.insert(name.clone(), schema);
    }
    json!({ "$ref": format!("#/$defs/{name}") })
}

fn map(keys: &'static Keys, defs: &mut Defs) -> Value {
    let properties: Map<String, Value> =
        keys.iter().map(|key| (key.name.to_owned(), property(key, keys, defs))).collect();
    let required: Vec<&str> =
        keys.iter().filter(|key| key.is_required).map(|key| key.name).collect();
    let mut schema = json!({
        "type": "object",
        "properties": properties,
        "additionalProperties": false,
    });
    if !required.is_empty() {
        schema["required"] = json!(required);
    }
    if !keys.rules.is_empty() {
        schema["allOf"] = keys.rules.iter().map(rule).collect();
    }
    schema
}

fn property(key: &Key, keys: &'static Keys, defs: &mut Defs) -> Value {
    let mut property = json!({ "description": without_links(key.doc) });
    let mut forms = match key.is_required {
        true => filled(&key.kind, keys, defs),
        false => forms(&key.kind, keys, defs),
    };
    if !key.is_required && !matches!(key.kind, ValueKind::Anything) {
        add_null(&mut forms);
    }
    extend(&mut property, any_of(forms));
    if let Some(example) = example(key) {
        property["examples"] = json!([example]);
    }
    property
}

/// Allows a key without a value.
fn add_null(forms: &mut Vec<Value>) {
    match forms.iter_mut().find_map(|form| form.get_mut("type")) {
        Some(Value::Array(types)) => types.push(json!("null")),
        Some(only) => *only = json!([only, "null"]),
        None => forms.push(json!({ "type": "null" })),
    }
}

fn example(key: &Key) -> Option<Value> {
    let value = yaml::parse(key.value()?).ok().map(|tree| reader::json(&tree.top))?;
    Some(if key.shows_item() { json!([value]) } else { value })
}

/// The schemas for a value that must not be blank.
fn filled(kind: &ValueKind, keys: &'static Keys, defs: &mut Defs) -> Vec<Value> {
    match kind {
        ValueKind::Prose | ValueKind::Name | ValueKind::Text => {
            vec![json!({ "type": TEXT, "pattern": "\\S", "errorMessage": "write a text" })]
        }
        ValueKind::Either(one, other) => {
            let mut lists = forms(other, keys, defs);
            lists.retain(|form| form["type"] == "array");
            [filled(one, keys, defs), lists].concat()
        }
        _ => forms(kind, keys, defs),
    }
}

/// The schemas for the forms that a value may have. The caller adds null for optional keys.
fn forms(kind: &ValueKind, keys: &'static Keys, defs: &mut Defs) -> Vec<Value> {
    match kind {
        ValueKind::Prose | ValueKind::Name | ValueKind::Text => {
            vec![json!({ "type": TEXT })]
        }
        ValueKind::Filled(kind) => filled(kind, keys, defs),
        ValueKind::Flag => vec![json!({ "type": "boolean" })],
        ValueKind::Whole(lowest, highest) => vec![
            json!({ "type": "integer", "minimum": lowest, "maximum": highest }),
            json!({ "type": "string", "pattern": "^\\+?[0-9]+$" }),
        ],
        ValueKind::Word(words) => vec![json!({ "enum": words })],
        ValueKind::When => {
            vec![text(&format!("^{}$", range()), DATE_HELP), year()]
        }
        ValueKind::End => {
            let help = format!("{DATE_HELP}, or `unknown`");
            vec![text(&format!("^(unknown|{})$", range()), &help), year()]
        }
        ValueKind::Day => vec![text(DAY, "write one day: `2023-06-18`")],
        ValueKind::Id => vec![
            text(ID, "ids are lower-case letters, digits and hyphens"),
            json!({ "type": "integer" }),
            json!({ "type": "boolean" }),
        ],
        ValueKind::Language => {
            vec![text(LANGUAGE, "write a BCP 47 tag, such as `en`, `zh-Hans` or `pt-BR`")]
        }
        ValueKind::Country => {
            let help = "write the two letters of ISO 3166-1, such as `CN` or `US`";
            vec![text(&format!("^\\s*({})\\s*$", any_case(country::codes())), help)]
        }
        ValueKind::WebAddress => {
            vec![text(WEB_ADDRESS, "write it in full: `https://www.example.org/page`")]
        }
        ValueKind::Lines => vec![
            text(LINES, "write the numbers of the lines, from 1: `21-22`, or `1, 21-22`"),
            json!({ "type": "integer", "minimum": 1 }),
        ],
        ValueKind::FindingCode => {
            let codes = || Code::ALL.iter().map(|code| code.as_str());
            let help = "copy the code from the finding that is to be left out";
            vec![
                json!({ "enum": codes().collect::<Vec<_>>() }),
                text(&format!("^({})$", any_case(codes())), help),
            ]
        }
        ValueKind::OtherKey => {
            let names = keys.iter().map(|key| key.name);
            let others = names.filter(|name| !matches!(*name, "unconfirmed" | "allow"));
            vec![json!({ "enum": others.collect::<Vec<_>>() })]
        }
        ValueKind::Anything => vec![json!({})],
        ValueKind::CatalogueIds => vec![json!({
            "type": "object",
            "properties": {
                "wikidata": text("^Q[0-9]+$", "write the letter Q and a number: `Q42`"),
            },
            "additionalProperties": { "type": TEXT },
        })],
        ValueKind::Pairs(kind) => {
            let value = any_of(forms(kind, keys, defs));
            vec![json!({ "type": "object", "additionalProperties": value })]
        }
        ValueKind::Map(within) => vec![reference(within, defs)],
        ValueKind::List(kind) => {
            let items = forms(kind, keys, defs);
            let single: Vec<Value> =
                items.iter().filter(|form| form.get("$ref").is_none()).cloned().collect();
            let list = json!({ "type": "array", "items": any_of(items), "maxItems": limits::LIST });
            [vec![list], single].concat()
        }
        ValueKind::Either(one, other) => {
            [forms(one, keys, defs), forms(other, keys, defs)].concat()
        }
    }
}

/// The pattern of a date or a range of dates.
fn range() -> String {
    format!("(({DATE}(/({DATE}|\\.\\.))?)|(\\.\\./{DATE}))")
}

/// The schema for a year, which YAML reads as a number.
fn year() -> Value {
    json!({ "type": "integer", "minimum": 1000, "maximum": 9999 })
}

/// The schema for a text with a pattern. `help` is the message for other texts.
fn text(pattern: &str, help: &str) -> Value {
    json!({ "type": "string", "pattern": pattern, "errorMessage": help })
}

/// A pattern for words in upper or lower case.
fn any_case(words: impl Iterator<Item = &'static str>) -> String {
    let letter = |c: char| match c.is_ascii_alphabetic() {
        true => format!("[{}{}]", c.to_ascii_uppercase(), c.to_ascii_lowercase()),
        false => c.to_string(),
    };
    let pattern = |word: &str| word.chars().map(letter).collect::<String>();
    words.map(pattern).collect::<Vec<_>>().join("|")
}

/// The schema for a rule.
fn rule(rule: &Rule) -> Value {
    let has = |key: &str, but: Value| {
        let value = json!({ "not": { "enum": but } });
        json!({ "required": [key], "properties": { key: value } })
    };
    let is_there = |key: &str| has(key, json!([null]));
    let when = |condition: Value, rest: Value| json!({ "if": condition, "then": rest });
    match rule {
        Rule::Needs { key, other, word } => when(
            has(key, json!([null, []])),
            json!({ "required": [other], "properties": { *other: { "const": word } } }),
        ),
        Rule::Suits { key, other, word } => {
            when(is_there(key), json!({ "properties": { *other: { "enum": [word, null] } } }))
        }
        Rule::Asks { key, word, other } => when(
            json!({ "required": [key], "properties": { *key: { "const": word } } }),
            is_there(other),
        ),
        Rule::Excludes { key, other } => {
            json!({ "not": { "allOf": [is_there(key), is_there(other)] } })
        }
        Rule::OfOne { key, other } => {
            when(is_there(key), json!({ "properties": { *other: { "maxItems": 1 } } }))
        }
        Rule::Alone { key, other } => {
            when(is_there(key), json!({ "propertyNames": { "enum": [key, other] } }))
        }
        Rule::OneOf(keys) => {
            json!({ "anyOf": keys.iter().map(|key| is_there(key)).collect::<Vec<_>>() })
        }
    }
}

/// The schema for values that match at least one of `forms`.
fn any_of(mut forms: Vec<Value>) -> Value {
    match forms.len() {
        1 => forms.remove(0),
        _ => json!({ "anyOf": forms }),
    }
}

fn extend(schema: &mut Value, with: Value) {
    if let (Value::Object(schema), Value::Object(with)) = (schema, with) {
        schema.extend(with);
    }
}

#[cfg(test)]
mod tests;
