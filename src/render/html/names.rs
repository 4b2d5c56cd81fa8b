//! Names in running text, which link themselves.

use std::ops::Range;

use crate::base::path::Url;
use crate::pages::prose::{Plan, Prose};

use super::Writer;
use super::escape::push_url;

impl Writer<'_> {
    /// Words with the names in them that link themselves. A name that goes on in the next line is
    /// one link.
    pub(super) fn plain_text(&mut self, text: &str, range: &Range<usize>) {
        let as_written = self.prose.source.get(range.clone()) == Some(text);
        if !as_written {
            return self.text(text);
        }
        let mut at = range.start;
        if let Some(end) = self.name_end {
            at = end.clamp(range.start, range.end);
            self.text(&text[..at - range.start]);
            self.close_name(range.end);
        }
        for (start, len, url, title) in mentions(self.prose, at..range.end) {
            if self.in_link || start < at {
                continue;
            }
            self.text(&text[at - range.start..start - range.start]);
            self.html("<a");
            push_url(&mut self.written.html, "href", &[self.root, url.as_str()]);
            if let Some(title) = title {
                self.attribute("title", title);
            }
            self.html(">");
            at = (start + len).min(range.end);
            self.text(&text[start - range.start..at - range.start]);
            self.name_end = Some(start + len);
            self.close_name(range.end);
        }
        self.text(&text[at - range.start..]);
    }

    /// Ends the link of a name that ends at or before a byte of the source.
    fn close_name(&mut self, here: usize) {
        if self.name_end.is_some_and(|end| end <= here) {
            self.html("</a>");
            self.name_end = None;
        }
    }
}

/// The names that begin in a part of the source: where, how long, to which page, with which
/// tooltip.
fn mentions(
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
