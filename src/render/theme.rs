//! Renders pages with templates. The only user of `tera`.
//!
//! A template sees the view of its page and nothing else: there are no global values, and the only
//! functions that briefgen registers count the work of a template.

mod chains;
mod meter;
mod metered;
mod tokens;

use std::collections::BTreeMap;
use std::hash::{Hash, Hasher};
use std::ops::Range;

use tera::{Context, ErrorKind, Tera, Value};

use crate::base::code::Code;
use crate::base::finding::{Bytes, Finding, Span};
use crate::base::limits;
use crate::base::memo::{Fingerprint, Hashed, Memo};
use crate::base::merge;
use crate::base::nearest::{nearest, nearest_file};
use crate::base::path::{OutPath, SitePath};
use crate::base::typography::composed;
use crate::embedded;
use crate::files::{FileContent, Files};
use crate::pages::Html;

use super::html::Renderer;
use meter::{Meter, PageOutput, TOO_MUCH};
use metered::{Metered, Refusal, metered};

/// The compiled templates of a site.
pub struct Theme {
    tera: Tera,
    /// The site's own templates by name.
    own: BTreeMap<String, Metered>,
    meter: Meter,
    /// The errors in the templates.
    findings: Vec<Finding>,
}

/// The theme of a site, made again only if a template changed.
pub fn load(files: &Files, memo: &mut Memo<Hashed<Theme>>) -> Hashed<Theme> {
    memo.one(&Templates(files.only("templates")), |templates| theme(&templates.0))
}

/// The templates of a site, hashed by their own fingerprints.
struct Templates(Files);

impl Hash for Templates {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.iter().for_each(|file| file.hash(state));
    }
}

/// The theme of a site: the built-in templates, replaced or extended by the site's own templates.
pub fn theme(files: &Files) -> Hashed<Theme> {
    let built_in = embedded::TEMPLATES.iter();
    let mut sources: BTreeMap<String, String> =
        built_in.map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect();
    let mut findings = Vec::new();
    let mut own = BTreeMap::new();
    for file in files.iter() {
        let Some(name) = file.path.below("templates") else { continue };
        let FileContent::Text(text) = &file.content else {
            findings.push(not_text(&file.path));
            continue;
        };
        // An unchanged copy needs no meter.
        if sources.get(name).is_some_and(|built_in| **built_in == **text) {
            continue;
        }
        match merge::finding(&file.path, &merge::conflicts(text), 0) {
            Some(conflict) => findings.push(conflict),
            None => drop(own.insert(composed(name).into_owned(), text.to_string())),
        }
    }
    sources.extend(own.iter().map(|(name, text)| (name.clone(), text.clone())));
    let fingerprint = Fingerprint::of(&sources);
    Hashed::with(Theme::new(sources, &own, findings), fingerprint)
}

fn not_text(path: &SitePath) -> Finding {
    let span = Span::new(path.clone(), Bytes::default());
    Finding::new(Code::File, span, "the template is not UTF-8 text").help("save it as UTF-8")
}

/// The metered templates of a site, and a finding about the first template that could not be
/// metered.
type MeteredTemplates = (BTreeMap<String, Metered>, Option<Finding>);

/// Adds the meter to the site's own templates.
///
/// # Errors
/// A finding about the first template that exceeds a limit.
fn with_meters(own: &BTreeMap<String, String>) -> Result<MeteredTemplates, Box<Finding>> {
    let (mut with_meters, mut unclear) = (BTreeMap::new(), None);
    let mut bytes = 0;
    for (name, text) in own {
        bytes += text.len();
        let (too_large, most) = match text.len() > limits::TEMPLATE {
            true => ("the template has", limits::TEMPLATE),
            false => ("with this one the templates of the site have", limits::TEMPLATES),
        };
        if text.len() > limits::TEMPLATE || bytes > limits::TEMPLATES {
            let why = format!("{too_large} more than {most} bytes");
            return Err(Box::new(over_limit(name, 0, why)));
        }
        match metered(text) {
            Ok(metered) => drop(with_meters.insert(name.clone(), metered)),
            Err(Refusal { at, why, may_compile }) => {
                let finding = over_limit(name, at, why);
                // Tera recurses into each `elif`, so their number bounds the depth of its
                // recursion.
                if !may_compile || text.matches("elif").count() > limits::TEMPLATE_DEPTH {
                    return Err(Box::new(finding));
                }
                unclear.get_or_insert(finding);
            }
        }
    }
    Ok((with_meters, unclear))
}

/// A finding about a template or a page that exceeds a limit.
fn over_limit(name: &str, at: usize, why: String) -> Finding {
    in_template(name, at..at, why)
        .help("make it simpler, or split it: the document of bounds has the limits")
}

fn in_template(name: &str, range: Range<usize>, message: String) -> Finding {
    let file = SitePath::parse(&format!("templates/{name}"));
    let file = file.unwrap_or_else(|| SitePath::parse("templates").expect("a path"));
    Finding::new(Code::Template, Span::new(file, Bytes::new(range)), message)
}

impl Theme {
    fn new(
        sources: BTreeMap<String, String>,
        own: &BTreeMap<String, String>,
        mut findings: Vec<Finding>,
    ) -> Theme {
        let mut theme = Theme {
            tera: Tera::new(),
            own: BTreeMap::new(),
            meter: Meter::new(limits::PAGE_WORK),
            findings: Vec::new(),
        };
        // A template with merge conflicts is left out, so other templates may miss it.
        let is_complete = findings.iter().all(|finding| finding.code != Code::Merge);
        if let Err(finding) = theme.compile(&sources, own)
            && is_complete
        {
            findings.push(*finding);
        }
        Theme { findings, ..theme }
    }

    /// Compiles the templates, using the metered text of the site's own templates.
    ///
    /// # Errors
    /// A finding about the first error.
    fn compile(
        &mut self,
        sources: &BTreeMap<String, String>,
        own: &BTreeMap<String, String>,
    ) -> Result<(), Box<Finding>> {
        let (own, unclear) = with_meters(own)?;
        if let Some((name, why)) = chains::too_long(sources, &own) {
            return Err(Box::new(over_limit(&name, 0, why)));
        }
        self.own = own;
        if !self.own.is_empty() {
            self.meter.register(&mut self.tera);
        }
        let with_meter =
            |(name, text)| (name, self.own.get(name).map_or(text, |own| own.text.as_str()));
        let originals = || sources.iter().map(|(name, text)| (name.as_str(), text.as_str()));
        let outcome = self.tera.add_raw_templates(originals().map(with_meter));
        let original_error = match outcome {
            Ok(()) if unclear.is_none() => return Ok(()),
            // Compiles the original texts, so that the finding does not show the meter.
            _ => Tera::new().add_raw_templates(originals()).err(),
        };
        let in_original = original_error.map(|error| self.finding(&error, None, sources));
        let in_metered = || outcome.err().map(|error| self.finding(&error, None, sources));
        match in_original.or(unclear).or_else(in_metered) {
            Some(finding) => Err(Box::new(finding)),
            None => Ok(()),
        }
    }

    /// The errors in the templates. A theme with errors must not render pages.
    pub fn findings(&self) -> &[Finding] {
        &self.findings
    }

    /// Renders a page.
    ///
    /// # Errors
    /// A finding if the template fails, does too much work, or does not exist.
    pub fn render(
        &self,
        renderer: &Renderer,
        html: &Html,
        path: &OutPath,
        from: Option<&SitePath>,
    ) -> Result<Vec<u8>, Box<Finding>> {
        /// Room for the HTML around the body of nearly every page, in bytes.
        const FRAME: usize = 48 << 10;
        let body = html.prose.as_ref().map(|prose| renderer.body(prose, &html.root));
        let mut context = Context::new();
        context.insert("site", &html.site);
        context.insert("head", &html.head);
        context.insert("page", &html.view);
        context.insert_value("root", root_value(&html.root));
        context.insert("cited", &html.cited);
        context.insert_value(
            "body",
            Value::safe_string(body.as_ref().map_or("", |body| body.as_str())),
        );
        let bytes = Vec::with_capacity(body.as_ref().map_or(0, |body| body.as_str().len()) + FRAME);
        let mut page = PageOutput { bytes, most: limits::PAGE };
        let is_counted = !self.own.is_empty();
        if is_counted {
            self.meter.begin();
        }
        let outcome = self.tera.render_to(&composed(&html.template), &context, &mut page);
        if is_counted {
            self.meter.end();
        }
        outcome.map_err(|error| {
            let from = from.filter(|_| matches!(error.kind(), ErrorKind::TemplateNotFound(_)));
            let finding = match PageOutput::is_full(&error) {
                true => over_limit(
                    &html.template,
                    0,
                    format!("the page has more than {} bytes", limits::PAGE),
                ),
                false => self.finding(&error, from, &BTreeMap::new()),
            };
            let message = format!("{}{MAKING}`{path}`)", finding.message);
            Box::new(Finding { message, ..finding })
        })?;
        Ok(page.bytes)
    }

    /// Converts an error of Tera into a finding in the template or, if a file names a missing
    /// template, in this file (`from`).
    ///
    /// `sources` has the original texts if they were compiled, and is empty for errors while
    /// rendering, whose places are in the metered texts.
    fn finding(
        &self,
        error: &tera::Error,
        from: Option<&SitePath>,
        sources: &BTreeMap<String, String>,
    ) -> Finding {
        let (template, range, message) = match error.kind() {
            ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => {
                let (name, range) = (report.filename(), report.span().range.clone());
                let range = self
                    .own
                    .get(name)
                    .filter(|_| sources.is_empty())
                    .map_or(range.clone(), |own| own.range(range));
                (name.to_owned(), range, first_line(report.message()))
            }
            ErrorKind::TemplateNotFound(name) => {
                (name.clone(), 0..0, format!("there is no template `{name}`"))
            }
            ErrorKind::MissingParent { current, parent } => {
                (current.clone(), 0..0, format!("it extends `{parent}`, which does not exist"))
            }
            ErrorKind::CircularExtend { tpl, .. } | ErrorKind::CircularInclude { tpl, .. } => {
                (tpl.clone(), 0..0, "it extends or includes itself".to_owned())
            }
            other => {
                let text = other.to_string();
                let (name, range) =
                    place_in(&text, sources).unwrap_or_else(|| ("base.html".to_owned(), 0..0));
                (name, range, first_line(text.strip_prefix("error: ").unwrap_or(&text)))
            }
        };
        let (message, help) =
            with_help(message, matches!(error.kind(), ErrorKind::TemplateNotFound(_)));
        let finding = in_template(&template, range, message).help(help);
        match from {
            Some(file) => Finding { span: Span::new(file.clone(), finding.span.at), ..finding },
            None => finding,
        }
    }
}

/// The value `root`, which templates put before each link. The usual `../` is marked as safe, so
/// that Tera need not search it for characters to escape a hundred times on each page.
fn root_value(root: &str) -> Value {
    match root.bytes().all(|byte| matches!(byte, b'.' | b'/')) {
        true => Value::safe_string(root),
        false => Value::from(root),
    }
}

/// The part of a message that precedes the path of the page.
const MAKING: &str = " (while making ";

/// One finding for each error in a template, although the error stops several pages. The findings
/// must be sorted.
#[must_use]
pub fn dedup_errors(mut findings: Vec<Finding>) -> Vec<Finding> {
    let error =
        |finding: &Finding| finding.message.split(MAKING).next().unwrap_or_default().to_owned();
    findings.dedup_by(|next, first| {
        next.code == Code::Template
            && first.code == Code::Template
            && next.span == first.span
            && error(next) == error(first)
    });
    findings
}

/// The first line of a message of Tera in the style of findings: in lower case, without a full
/// stop.
fn first_line(text: &str) -> String {
    let line = text.lines().map(str::trim).find(|line| !line.is_empty()).unwrap_or_default();
    let line = line.strip_suffix('.').unwrap_or(line);
    let mut chars = line.chars();
    let first = chars.next().into_iter().flat_map(char::to_lowercase);
    first.chain(chars).collect()
}

/// A message of Tera without its list of known names, and help for it: the known name nearest to
/// the unknown name, if one is near.
fn with_help(message: String, is_missing: bool) -> (String, String) {
    let eject = || {
        "`briefgen templates eject` copies the built-in templates out to compare with".to_owned()
    };
    if is_missing {
        let named = message.split('`').nth(1).unwrap_or_default();
        let help = match nearest_file(named, embedded::TEMPLATES.iter().map(|(name, _)| *name)) {
            Some(near) => format!("did you mean `{near}`?"),
            // A name that leads out of the folder is none that somebody is to write.
            None if named.split('/').any(|step| matches!(step, "" | "." | "..")) => {
                "name a file of `templates/`, such as `brief.html`".to_owned()
            }
            None => format!("write `templates/{named}`, or take the key out"),
        };
        return (message, help);
    }
    if message.starts_with(TOO_MUCH) {
        let help = "let it write less on one page, or go through shorter lists: the document of \
            bounds has the limits";
        return (message, help.to_owned());
    }
    if message.starts_with("unknown ") {
        let what = message.split(' ').nth(1).unwrap_or_default();
        let help =
            format!("Tera and briefgen have no such {what}: correct its name, or take it out");
        return (message, help);
    }
    let Some((short, known)) = message.split_once(". Available ") else {
        return (message, eject());
    };
    let name = short.split('`').nth(1).unwrap_or_default();
    let known = known.split_once(": ").map_or("", |(_, known)| known).split(", ");
    let help = match nearest(name, known) {
        Some(near) => format!("did you mean `{near}`?"),
        None => "take it out, or ask first with `is defined`".to_owned(),
    };
    (short.to_owned(), help)
}

/// The template and the place that are named in the text of an error: ` --> brief.html:3:12`.
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

#[cfg(test)]
mod tests;
