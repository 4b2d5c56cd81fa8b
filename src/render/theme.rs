//! Templates. The only user of Tera.
//!
//! Templates see views and nothing else: no function is registered, nothing is global.

use std::collections::BTreeMap;
use std::ops::Range;

use tera::{Context, ErrorKind, Tera, Value};

use crate::base::code::Code;
use crate::base::finding::{Bytes, Finding, Span};
use crate::base::memo::{Fingerprint, Hashed};
use crate::base::merge;
use crate::base::path::{OutPath, SitePath};
use crate::base::text::{nearest, nearest_file};
use crate::embedded;
use crate::files::{Content, Files};
use crate::pages::Html;

use super::html::Renderer;

/// The templates.
pub struct Theme {
    tera: Tera,
    /// What is wrong with the templates themselves.
    findings: Vec<Finding>,
}

/// The built-in templates by name.
pub fn built_in() -> &'static [(&'static str, &'static str)] {
    embedded::TEMPLATES
}

/// The theme of a site: the built-in templates, with those that the site has in their place.
pub fn theme(files: &Files) -> Hashed<Theme> {
    let mut sources: BTreeMap<String, String> =
        built_in().iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect();
    let mut findings = Vec::new();
    for file in files.iter() {
        let Some(name) = file.path.below("templates") else { continue };
        match &file.content {
            Content::Text(text) => match merge::finding(&file.path, &merge::conflicts(text), 0) {
                Some(conflict) => findings.push(conflict),
                None => drop(sources.insert(name.to_owned(), text.to_string())),
            },
            _ => findings.push(not_text(&file.path)),
        }
    }
    let fingerprint = Fingerprint::of(&sources);
    Hashed::with(Theme::new(sources, findings), fingerprint)
}

fn not_text(path: &SitePath) -> Finding {
    let span = Span::new(path.clone(), Bytes::default());
    Finding::new(Code::File, span, "the template is not UTF-8 text").help("save it as UTF-8")
}

impl Theme {
    fn new(sources: BTreeMap<String, String>, mut findings: Vec<Finding>) -> Theme {
        let mut tera = Tera::new();
        if let Err(error) = tera.add_raw_templates(sources.iter().map(|(name, text)| (name.as_str(), text.as_str()))) {
            // What the others lack may stand in one that waits for its merge.
            if findings.iter().all(|finding| finding.code != Code::Merge) {
                findings.push(finding(&error, None, &sources));
            }
        }
        Theme { tera, findings }
    }

    /// What is wrong with the templates themselves.
    pub fn findings(&self) -> &[Finding] {
        &self.findings
    }

    /// Renders a page.
    ///
    /// # Errors
    /// A finding where the template has a mistake or does not exist.
    pub fn html(
        &self,
        renderer: &Renderer,
        html: &Html,
        path: &OutPath,
        from: Option<&SitePath>,
    ) -> Result<Vec<u8>, Box<Finding>> {
        /// What nearly all pages have beside their text, in bytes: lists are the longest.
        const FRAME: usize = 48 << 10;
        let body = html.prose.as_ref().map(|prose| renderer.body(prose, &html.root));
        let mut context = Context::new();
        context.insert("site", &html.site);
        context.insert("head", &html.head);
        context.insert("page", &html.view);
        context.insert_value("root", root(&html.root));
        context.insert("cited", &html.cited);
        context.insert_value("body", Value::safe_string(body.as_ref().map_or("", |body| body.as_str())));
        let mut page = Vec::with_capacity(body.as_ref().map_or(0, |body| body.as_str().len()) + FRAME);
        self.tera.render_to(&html.template, &context, &mut page).map_err(|error| {
            let from = from.filter(|_| matches!(error.kind(), ErrorKind::TemplateNotFound(_)));
            let finding = finding(&error, from, &BTreeMap::new());
            let message = format!("{}{MAKING}`{path}`)", finding.message);
            Box::new(Finding { message, ..finding })
        })?;
        Ok(page)
    }
}

/// What goes before links. It stands on a page a hundred times, and is hardly ever more than `../`: Tera need not look
/// each time what there is to escape.
fn root(root: &str) -> Value {
    match root.bytes().all(|byte| matches!(byte, b'.' | b'/')) {
        true => Value::safe_string(root),
        false => Value::from(root),
    }
}

/// What a finding says before the page that was being made.
const MAKING: &str = " (while making ";

/// Tells a mistake of a template once, whatever number of pages it keeps from being made: at the first of them.
pub fn tell_once(findings: &mut Vec<Finding>) {
    let what = |finding: &Finding| finding.message.split(MAKING).next().unwrap_or_default().to_owned();
    findings.dedup_by(|next, first| {
        next.code == Code::Template
            && first.code == Code::Template
            && next.span == first.span
            && what(next) == what(first)
    });
}

/// Tera's error as a finding in the template, or in the file that names a template which does not exist. `sources` has
/// the texts of templates that could not be loaded.
fn finding(error: &tera::Error, from: Option<&SitePath>, sources: &BTreeMap<String, String>) -> Finding {
    let (template, range, message) = match error.kind() {
        ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => {
            (report.filename().to_owned(), report.span().range.clone(), first_line(report.message()))
        }
        ErrorKind::TemplateNotFound(name) => (name.clone(), 0..0, format!("there is no template `{name}`")),
        ErrorKind::MissingParent { current, parent } => {
            (current.clone(), 0..0, format!("it extends `{parent}`, which does not exist"))
        }
        ErrorKind::CircularExtend { tpl, .. } | ErrorKind::CircularInclude { tpl, .. } => {
            (tpl.clone(), 0..0, "it extends or includes itself".to_owned())
        }
        other => {
            let text = other.to_string();
            let (name, range) = place_in(&text, sources).unwrap_or_else(|| ("base.html".to_owned(), 0..0));
            (name, range, first_line(text.strip_prefix("error: ").unwrap_or(&text)))
        }
    };
    let (message, help) = with_help(message, matches!(error.kind(), ErrorKind::TemplateNotFound(_)));
    let file = from.cloned().or_else(|| SitePath::parse(&format!("templates/{template}")));
    let file = file.unwrap_or_else(|| SitePath::parse("templates").expect("a path"));
    Finding::new(Code::Template, Span::new(file, Bytes::new(range)), message).help(help)
}

/// The first line of what Tera says, as a finding says it: lower case, no full stop.
fn first_line(text: &str) -> String {
    let line = text.lines().map(str::trim).find(|line| !line.is_empty()).unwrap_or_default();
    let line = line.strip_suffix('.').unwrap_or(line);
    let mut chars = line.chars();
    let first = chars.next().into_iter().flat_map(char::to_lowercase);
    first.chain(chars).collect()
}

/// A message without Tera's list of all that there would be, and what to do: the nearest of the list, where one is near.
fn with_help(message: String, is_missing: bool) -> (String, String) {
    let eject = || "`briefgen templates eject` copies the built-in templates out to compare with".to_owned();
    if is_missing {
        let named = message.split('`').nth(1).unwrap_or_default();
        let help = match nearest_file(named, built_in().iter().map(|(name, _)| *name)) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("write `templates/{named}`, or take the key out"),
        };
        return (message, help);
    }
    if message.starts_with("unknown ") {
        let what = message.split(' ').nth(1).unwrap_or_default();
        let help = format!("Tera and briefgen have no such {what}: correct its name, or take it out");
        return (message, help);
    }
    let Some((short, known)) = message.split_once(". Available ") else { return (message, eject()) };
    let name = short.split('`').nth(1).unwrap_or_default();
    let known = known.split_once(": ").map_or("", |(_, known)| known).split(", ");
    let help = match nearest(name, known) {
        Some(near) => format!("did you mean `{near}`?"),
        None => "take it out, or ask first with `is defined`".to_owned(),
    };
    (short.to_owned(), help)
}

/// The template and the place in it of a report that Tera has already drawn: ` --> brief.html:3:12`.
fn place_in(report: &str, sources: &BTreeMap<String, String>) -> Option<(String, Range<usize>)> {
    let place = report.split("--> ").nth(1)?.lines().next()?;
    let mut parts = place.rsplitn(3, ':');
    let (column, line, name) = (parts.next()?, parts.next()?, parts.next()?);
    let (column, line): (usize, usize) = (column.trim().parse().ok()?, line.parse().ok()?);
    let source = sources.get(name).map_or("", String::as_str);
    let start: usize = source.split_inclusive('\n').take(line - line.min(1)).map(str::len).sum();
    let text = source[start..].lines().next().unwrap_or_default();
    let at = text.char_indices().nth(column - column.min(1)).map_or(start, |(at, _)| start + at);
    Some((name.to_owned(), at..at))
}
