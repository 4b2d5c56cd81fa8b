//! Keys that several kinds of documents have.

use crate::base::code::Code;
use crate::base::finding::Located;

use super::keys::Keys;
use super::reader::{Fields, KeyPath, Reporter, text_of};
use super::yaml::{Node, Value};

/// An item of `actors`, `issues`, `places` or `parties`: a name or an id, with optional keys.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Reference {
    /// The name or id; never blank.
    pub target: Located<String>,
    /// The index of the item in its list. Malformed items are left out but counted.
    pub index: usize,
    /// The title to show on this page instead of the registry's.
    pub title: Option<Located<String>>,
    /// The role in the story.
    pub role: Option<String>,
    /// Whether the name is linked automatically in the text.
    pub link: bool,
    /// The keys of this item that a person must still confirm.
    pub unconfirmed: Vec<Located<String>>,
}

/// Reads a list of names, ids and maps. A map has its name or id under the key `word`, such as
/// `actor`.
pub fn references(
    fields: &mut Fields<'_>,
    key: &'static str,
    word: &'static str,
    reporter: &mut Reporter<'_>,
) -> Vec<Reference> {
    let keys = fields.keys_within(key);
    let mut index = 0;
    fields.list(key, reporter, |node, path, reporter| {
        let number = index;
        index += 1;
        reference(node, number, (word, keys), path, reporter)
    })
}

fn reference(
    node: &Node<'_>,
    index: usize,
    (word, keys): (&'static str, &'static Keys),
    path: &KeyPath<'_>,
    reporter: &mut Reporter<'_>,
) -> Option<Reference> {
    if !matches!(node.value, Value::Map(_)) {
        let target = text_of(node, path, reporter)?;
        return Some(Reference {
            target: not_blank(target, path, reporter)?,
            index,
            title: None,
            role: None,
            link: true,
            unconfirmed: Vec::new(),
        });
    }
    let mut fields = Fields::of(node, keys, path, reporter)?;
    fields.allow(reporter);
    let target = fields.required(word, &format!("name it: `{{{word}: …}}`"), reporter);
    let reference = Reference {
        index,
        title: fields.text("as", reporter),
        role: fields.string("role", reporter),
        link: fields.flag("link", true, reporter),
        unconfirmed: fields.unconfirmed(reporter),
        target,
    };
    fields.finish(reporter);
    (!reference.target.value.trim().is_empty()).then_some(reference)
}

/// Reports a blank name and returns `None` for it.
fn not_blank(
    target: Located<String>,
    path: &KeyPath<'_>,
    reporter: &mut Reporter<'_>,
) -> Option<Located<String>> {
    if target.value.trim().is_empty() {
        reporter.report_in_file(
            Code::Type,
            target.at,
            path,
            "an empty name".into(),
            "remove the item, or write a name or an id".into(),
        );
        return None;
    }
    Some(target)
}

/// Reads `lang` as a BCP 47 tag: parts of letters and digits, joined by hyphens.
pub fn lang(fields: &mut Fields<'_>, reporter: &mut Reporter<'_>) -> Option<String> {
    let tag = fields.text("lang", reporter)?;
    let subtag = |part: &str| {
        (1..=8).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric())
    };
    // BCP 47 also allows longer languages, but none is registered: they are words, such as
    // `english`.
    let language = tag.value.split('-').next().unwrap_or_default();
    let is_language =
        language.bytes().all(|b| b.is_ascii_alphabetic()) && (1..=3).contains(&language.len());
    if is_language && tag.value.split('-').all(subtag) {
        return Some(tag.value);
    }
    let path = KeyPath::Key(fields.path(), "lang");
    let help = "write a BCP 47 tag, such as `en`, `zh-Hans` or `pt-BR`";
    reporter.report_in_file(
        Code::Type,
        tag.at,
        &path,
        format!("`{}` is no language tag", tag.value),
        help.into(),
    );
    None
}

/// Drops the places of texts.
pub fn values(texts: Vec<Located<String>>) -> Vec<String> {
    texts.into_iter().map(|text| text.value).collect()
}
