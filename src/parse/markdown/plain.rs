//! Code and raw HTML that pages show plainly, since more would take too long.

use pulldown_cmark::{CodeBlockKind, Event, Tag, TagEnd};

use crate::base::finding::Bytes;
use crate::base::html::has_crowded_tag;
use crate::base::limits;
use crate::base::listing::{CodeBudget, is_plain, language};

use super::Body;

/// Something that stays plain.
#[derive(Debug, PartialEq, Eq)]
pub struct ShownPlain {
    /// Where it begins, in the file.
    pub at: Bytes,
    /// Whether it is code; else raw HTML.
    pub is_code: bool,
}

/// What of a body stays plain: each block of code that is beyond the bound of the page, and the
/// first tag that is.
pub fn shown_plain(body: &Body) -> Vec<ShownPlain> {
    let text: &str = &body.text;
    let bytes = text.as_bytes();
    let mut has_either = memchr::memchr3_iter(b'<', b'`', b'~', bytes).map(|at| {
        bytes[at] == b'<' || bytes[at..].starts_with(b"```") || bytes[at..].starts_with(b"~~~")
    });
    // Less is never beyond a bound, and most texts have neither.
    if text.len() < limits::CODE_LINE || !has_either.any(|has| has) {
        return Vec::new();
    }
    let mut reader = PlainReader::default();
    for (event, range) in body.text.events() {
        reader.read(&event, range.start);
    }
    reader.end_html();
    reader.found.iter_mut().for_each(|found| found.at = found.at.shifted(body.offset));
    reader.found
}

#[derive(Default)]
struct PlainReader {
    budget: CodeBudget,
    /// The block of code that is open, and where it begins.
    code: Option<(String, usize)>,
    /// The raw HTML that is open, and where it begins.
    html: String,
    html_at: usize,
    has_crowded_tag: bool,
    found: Vec<ShownPlain>,
}

impl PlainReader {
    fn read(&mut self, event: &Event<'_>, at: usize) {
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
