//! The configuration of a site, `site.yaml`. Every key has a default.

use crate::base::finding::{Bytes, Located};
use crate::base::markdown::Flavour;
use crate::base::web::{is_on_the_web, parsed};

use super::common::{lang, values};
use super::reader::{Fields, KeyPath, Reporter};
use super::vocabulary::Vocabulary;
use super::words::PublishedVocabulary;
use super::yaml::Value;
use crate::base::code::Code;

pub use super::words::{AskedToList, Density, HtmlPolicy};

/// A site's configuration.
#[derive(Clone, Debug, PartialEq, Hash)]
pub struct Config {
    /// The name of the site.
    pub title: String,
    /// A description in a sentence.
    pub description: Option<String>,
    /// The language, as a BCP 47 tag.
    pub lang: String,
    /// The publisher.
    pub author: Option<String>,
    /// The public address of the site, without a `/` at the end. Feeds, the sitemap and canonical
    /// links need it.
    pub base_url: Option<String>,
    /// Whether links name `index.html`, so that the site works without a server.
    pub portable: bool,
    /// The output folder, relative to the site's folder.
    pub output: Option<Located<String>>,
    /// How HTML in Markdown is treated.
    pub html: HtmlPolicy,
    /// Other settings of Markdown.
    pub flavour: Flavour,
    /// How many briefs the home page and the feeds show.
    pub newest: u32,
    /// The scale of stances.
    pub stances: Vec<String>,
    /// How often a name is linked automatically.
    pub density: Density,
    /// Which actors a brief should list if it names them.
    pub mentions: AskedToList,
    /// Whether pages show grades.
    pub show_grades: bool,
    /// The vocabulary of likelihood and confidence.
    pub vocabulary: Vocabulary,
    /// Whether the ids of briefs keep the dates of their files' names.
    pub id_dates: bool,
    /// Data for the site's own templates.
    pub extra: serde_json::Value,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            title: "Briefings".to_owned(),
            description: None,
            lang: "en".to_owned(),
            author: None,
            base_url: None,
            portable: false,
            output: None,
            html: HtmlPolicy::default(),
            flavour: Flavour::default(),
            newest: 20,
            stances: STANCES.map(str::to_owned).to_vec(),
            density: Density::default(),
            mentions: AskedToList::default(),
            show_grades: false,
            vocabulary: Vocabulary::icd203(),
            id_dates: false,
            extra: serde_json::Value::Null,
        }
    }
}

/// The source folders of a site, which must not contain the output.
const SOURCES: [&str; 3] = ["content", "templates", "static"];

/// The default scale of stances.
const STANCES: [&str; 10] = [
    "supports",
    "leans-support",
    "mixed",
    "leans-oppose",
    "opposes",
    "demands",
    "refuses",
    "accuses",
    "red-line",
    "no-position",
];

/// Reads the configuration.
pub fn config(fields: &mut Fields<'_>, reporter: &mut Reporter<'_>) -> Config {
    let default = Config::default();
    let markdown = fields.map("markdown", reporter, |markdown, reporter| {
        (markdown.one_of("html", reporter), markdown.one_of("heading_ids", reporter))
    });
    let links = fields.map("links", reporter, |links, reporter| {
        (
            links.one_of("density", reporter),
            links.flag("bare", default.flavour.bare_links, reporter),
        )
    });
    let (html, heading_ids) = markdown.unwrap_or_default();
    let (density, bare_links) = links.unwrap_or((None, default.flavour.bare_links));
    let heading_ids = heading_ids.map_or(default.flavour.heading_ids, |ids| ids.value);
    let mentions = fields.one_of("mentions", reporter);
    let stances = values(fields.texts("stances", reporter));
    // In `site.yaml`, `allow` applies to the whole site, so its part of this file is unused.
    fields.allow_within(Bytes::default(), reporter);
    Config {
        title: fields
            .string("title", reporter)
            .filter(|title| !title.trim().is_empty())
            .unwrap_or(default.title),
        description: fields.string("description", reporter),
        lang: lang(fields, reporter).unwrap_or(default.lang),
        author: fields.string("author", reporter),
        base_url: base_url(fields, reporter),
        portable: fields.flag("portable", false, reporter),
        output: output(fields, reporter),
        html: html.map_or(default.html, |html| html.value),
        flavour: Flavour { bare_links, heading_ids },
        newest: fields.whole("newest", reporter).unwrap_or(default.newest),
        stances: if stances.is_empty() { default.stances } else { stances },
        density: density.map_or(default.density, |density| density.value),
        mentions: mentions.map_or(default.mentions, |mentions| mentions.value),
        show_grades: fields.flag("show_grades", false, reporter),
        vocabulary: vocabulary(fields, reporter).unwrap_or(default.vocabulary),
        id_dates: fields.flag("id_dates", false, reporter),
        extra: fields.extra("extra"),
    }
}

/// Normalises the address of a folder on the web: one `/` between its parts and none at its end. In
/// a link, `//a` would name another host.
///
/// `None` if the address is relative, not http or https, or has a user, a password, a query or a
/// fragment.
pub fn clean_base_url(text: &str) -> Option<String> {
    let mut url = parsed(text)?;
    let plain = is_on_the_web(&url) && url.username().is_empty();
    if !plain || url.password().is_some() || url.query().is_some() || url.fragment().is_some() {
        return None;
    }
    let parts: Vec<&str> = url.path().split('/').filter(|part| !part.is_empty()).collect();
    let path = parts.join("/");
    url.set_path(&path);
    Some(url.as_str().trim_end_matches('/').to_owned())
}

fn base_url(fields: &mut Fields<'_>, reporter: &mut Reporter<'_>) -> Option<String> {
    let text = fields.text("base_url", reporter)?;
    let clean = clean_base_url(&text.value);
    if clean.is_none() {
        let path = KeyPath::Key(fields.path(), "base_url");
        let help = "write where the site will stand: `https://briefs.example.org`";
        reporter.report_in_file(
            Code::Type,
            text.at,
            &path,
            format!("`{}` is no web address", text.value),
            help.into(),
        );
    }
    clean
}

/// Reads the output folder, which must not be the site's folder or a source folder. Only the path
/// is checked here, not the disk.
fn output(fields: &mut Fields<'_>, reporter: &mut Reporter<'_>) -> Option<Located<String>> {
    let output = fields.text("output", reporter)?;
    let mut inside: Vec<&str> = Vec::new();
    let mut outside = output.value.starts_with(['/', '\\']) || output.value.get(1..2) == Some(":");
    for part in output.value.split(['/', '\\']).filter(|part| !matches!(*part, "" | ".")) {
        match part {
            ".." if inside.pop().is_none() => outside = true,
            ".." => {}
            part => inside.push(part),
        }
    }
    let message = match inside.first() {
        _ if outside && !inside.is_empty() => return Some(output),
        Some(top) if SOURCES.contains(top) => format!("the output would mix with `{top}/`"),
        Some(_) => return Some(output),
        None => "the output would mix with the site itself".to_owned(),
    };
    let path = KeyPath::Key(fields.path(), "output");
    let help = "name a folder of its own: `output: public`";
    reporter.report_in_file(Code::Path, output.at, &path, message, help.into());
    Some(output)
}

/// Reads `icd203`, `phia`, or a map with the site's own words.
fn vocabulary(fields: &mut Fields<'_>, reporter: &mut Reporter<'_>) -> Option<Vocabulary> {
    let node = fields.take("vocabulary")?;
    if !matches!(node.value, Value::Map(_)) {
        return Some(match fields.one_of("vocabulary", reporter)?.value {
            PublishedVocabulary::Icd203 => Vocabulary::icd203(),
            PublishedVocabulary::Phia => Vocabulary::phia(),
        });
    }
    let before = reporter.findings.len();
    let own = fields.map("vocabulary", reporter, Vocabulary::own)?;
    if own.all_words().next().is_none() && reporter.findings.len() == before {
        let path = KeyPath::Key(fields.path(), "vocabulary");
        let help = "write `likelihood: {word: meaning}` and `confidence: {word: meaning}`";
        let message = "the vocabulary has no words".to_owned();
        reporter.report(Code::Type, node.at, &path, message, help.into());
    }
    Some(own)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_address_of_a_site_names_one_folder_of_one_host() {
        for (written, clean) in [
            ("https://x.example", Some("https://x.example")),
            (" https://X.example/a/ ", Some("https://x.example/a")),
            ("https://x.example//a", Some("https://x.example/a")),
            ("https://x.example///", Some("https://x.example")),
            ("https://x.example/a//b/../c%20d", Some("https://x.example/a/c%20d")),
            ("http://u:p@x.example", None),
            ("http://u@x.example", None),
            ("http://:p@x.example", None),
            ("https://x.example?a", None),
            ("https://x.example#a", None),
            ("/a", None),
            ("ftp://x.example", None),
        ] {
            assert_eq!(clean_base_url(written).as_deref(), clean, "{written}");
        }
    }
}
