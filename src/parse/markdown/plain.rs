//! Finds the code and the raw HTML that pages show as plain text, because highlighting or parsing
//! it would take too long.

use pulldown_cmark::{CodeBlockKind, Event, Tag, TagEnd};

use crate::base::finding::Bytes;
use crate::base::html::has_crowded_tag;
use crate::base::limits;
use crate::base::listing::{CodeBudget, is_plain, language};

use super::body::Body;

/// Code or raw HTML that a page shows as plain text.
#[derive(Debug, PartialEq, Eq)]
pub struct ShownPlain {
    /// The beginning of the block or tag, as a place in the file.
    pub at: Bytes,
    /// `true` for code, `false` for raw HTML.
    pub is_code: bool,
}

/// Finds each block of code that exceeds the page's budget for highlighting, and the first tag with
/// too many attributes.
pub fn shown_plain(body: &Body) -> Vec<ShownPlain> {
    let text: &str = &body.text;
    let bytes = text.as_bytes();
    let mut has_either = memchr::memchr3_iter(b'<', b'`', b'~', bytes).map(|at| {
        bytes[at] == b'<' || bytes[at..].starts_with(b"```") || bytes[at..].starts_with(b"~~~")
    });
    // Most bodies have neither code nor HTML, and a short body exceeds no limit.
    if text.len() < limits::CODE_LINE || !has_either.any(|has| has) {
        return Vec::new();
    }
    let mut reader = PlainReader::default();
    for (event, range) in body.text.events() {
        reader.handle(&event, range.start);
    }
    reader.end_html();
    reader.found.iter_mut().for_each(|found| found.at = found.at.shifted(body.offset));
    reader.found
}

#[derive(Default)]
struct PlainReader {
    budget: CodeBudget,
    /// The block of code that the events are in, and its first byte.
    code: Option<(String, usize)>,
    /// The raw HTML that the events are in; empty outside of HTML.
    html: String,
    /// The first byte of `html`.
    html_at: usize,
    has_crowded_tag: bool,
    found: Vec<ShownPlain>,
}

impl PlainReader {
    fn handle(&mut self, event: &Event<'_>, at: usize) {
        match event {
            Event::Html(line) | Event::InlineHtml(line) => {
                if self.html.is_empty() {
                    self.html_at = at;
                }
                self.html += line;
                return;
            }
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info)))
                if !is_plain(language(info)) =>
            {
                self.code = Some((String::new(), at));
            }
            Event::Text(text) => {
                if let Some((code, _)) = &mut self.code {
                    *code += text;
                }
            }
            Event::End(TagEnd::CodeBlock) => {
                if let Some((code, at)) = self.code.take()
                    && !self.budget.spend(&code)
                {
                    self.found.push(ShownPlain { at: Bytes::new(at..at + 3), is_code: true });
                }
            }
            _ => {}
        }
        self.end_html();
    }

    fn end_html(&mut self) {
        if !self.html.is_empty() && !self.has_crowded_tag && has_crowded_tag(&self.html) {
            self.has_crowded_tag = true;
            self.found.push(ShownPlain {
                at: Bytes::new(self.html_at..self.html_at + 1),
                is_code: false,
            });
        }
        self.html.clear();
    }
}
