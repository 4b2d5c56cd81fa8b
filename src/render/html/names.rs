//! Writes running text, in which names become links.

use std::ops::Range;

use crate::base::path::Url;
use crate::pages::prose::{Plan, Prose};

use super::HtmlWriter;
use super::escape::push_url;

impl HtmlWriter<'_> {
    /// Writes text with its names as links. A name that continues in the next line of the source,
    /// and so in the next event, becomes one link.
    pub(super) fn plain_text(&mut self, text: &str, range: &Range<usize>) {
        // Escapes and references make the text differ from the source, by whose bytes names are
        // known.
        if self.prose.source.get(range.clone()) != Some(text) {
            return self.push_text(text);
        }
        let mut at = range.start;
        if let Some(end) = self.name_end {
            at = end.clamp(range.start, range.end);
            self.push_text(&text[..at - range.start]);
            self.close_name(range.end);
        }
        for (start, len, url, title) in names_in(self.prose, at..range.end) {
            if self.in_link || start < at {
                continue;
            }
            self.push_text(&text[at - range.start..start - range.start]);
            self.push_html("<a");
            push_url(&mut self.written.html, "href", &[self.root, url.as_str()]);
            if let Some(title) = title {
                self.push_attribute("title", title);
            }
            self.push_html(">");
            at = (start + len).min(range.end);
            self.push_text(&text[start - range.start..at - range.start]);
            self.name_end = Some(start + len);
            self.close_name(range.end);
        }
        self.push_text(&text[at - range.start..]);
    }

    /// Closes the open link of a name if the name ends at or before byte `here` of the source.
    fn close_name(&mut self, here: usize) {
        if self.name_end.is_some_and(|end| end <= here) {
            self.push_html("</a>");
            self.name_end = None;
        }
    }
}

/// The names that start in a part of the source: start and length in bytes, page, and tooltip.
fn names_in(
    prose: &Prose,
    part: Range<usize>,
) -> impl Iterator<Item = (usize, usize, &Url, Option<&str>)> {
    let first = prose.plan.partition_point(|(byte, _)| (*byte as usize) < part.start);
    let here = prose.plan[first..].iter().take_while(move |(byte, _)| (*byte as usize) < part.end);
    here.filter_map(|(byte, plan)| match plan {
        Plan::Mention { len, url, title } => {
            Some((*byte as usize, *len as usize, url, title.as_deref()))
        }
        _ => None,
    })
}
