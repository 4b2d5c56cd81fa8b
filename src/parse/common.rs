//! Keys that several kinds of documents have.

use crate::base::code::Code;
use crate::base::finding::Located;

use super::keys::Keys;
use super::reader::{Fields, KeyPath, Reporter, text_of};
use super::yaml::{Node, Value};

/// An item of `actors`, `issues` or `places`: a name or an id, and what the brief adds to it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Reference {
    /// The name or id.
    pub target: Located<String>,
    /// The item's number in its list, from 0.
    pub index: usize,
    /// A title that overrides the registry's on this page.
    pub title: Option<Located<String>>,
    /// The role in the story.
    pub role: Option<String>,
    /// Whether the name links itself in the text.
    pub link: bool,
    /// The keys of which somebody still has to see whether they hold.
    pub unconfirmed: Vec<Located<String>>,
}

/// Reads a list of names, ids and maps, whose maps name their entity under the kind's word.
pub fn references(
    fields: &mut Fields<'_>,
    key: &'static str,
    word: &'static str,
    to: &mut Reporter<'_>,
) -> Vec<Reference> {
    let keys = fields.keys_within(key);
    let mut index = 0;
    fields.list(key, to, |node, path, to| {
        let number = index;
        index += 1;
        reference(node, number, (word, keys), path, to)
    })
}

fn reference(
    node: &Node<'_>,
    index: usize,
    (word, keys): (&'static str, &'static Keys),
    path: &KeyPath<'_>,
    to: &mut Reporter<'_>,
) -> Option<Reference> {
    if !matches!(node.value, Value::Map(_)) {
        let target = text_of(node, path, to)?;
        return Some(Reference {
            target: said(target, path, to)?,
            index,
            title: None,
            role: None,
            link: true,
            unconfirmed: Vec::new(),
        });
    }
    let mut fields = Fields::of(node, keys, path, to)?;
    fields.allow(to);
    let target = fields.required(word, &format!("name it: `{{{word}: …}}`"), to);
    let reference = Reference {
        index,
        title: fields.text("as", to),
        role: fields.string("role", to),
        link: fields.flag("link", true, to),
        unconfirmed: fields.unconfirmed(to),
        target,
    };
    fields.finish(to);
    (!reference.target.value.trim().is_empty()).then_some(reference)
}

/// A name that says something.
fn said(
    target: Located<String>,
    path: &KeyPath<'_>,
    to: &mut Reporter<'_>,
) -> Option<Located<String>> {
    if target.value.trim().is_empty() {
        to.report_in_file(
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

/// A language tag: letters, digits and hyphens, as BCP 47 writes them.
pub fn lang(fields: &mut Fields<'_>, to: &mut Reporter<'_>) -> Option<String> {
    let tag = fields.text("lang", to)?;
    let subtag = |part: &str| {
        (1..=8).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric())
    };
    // Languages have two or three letters; longer ones could be registered, and are words such as
    // `english`.
    let language = tag.value.split('-').next().unwrap_or_default();
    let is_language =
        language.bytes().all(|b| b.is_ascii_alphabetic()) && (1..=3).contains(&language.len());
    if is_language && tag.value.split('-').all(subtag) {
        return Some(tag.value);
    }
    let path = KeyPath::Key(fields.path(), "lang");
    let help = "write a BCP 47 tag, such as `en`, `zh-Hans` or `pt-BR`";
    to.report_in_file(
        Code::Type,
        tag.at,
        &path,
        format!("`{}` is no language tag", tag.value),
        help.into(),
    );
    None
}

/// The texts of a list without their places.
pub fn values(texts: Vec<Located<String>>) -> Vec<String> {
    texts.into_iter().map(|text| text.value).collect()
}
