//! Writes footnotes: the marks in the text, and the list at its end. The marks are letters, because
//! numbers stand for sources.

use std::fmt::Write as _;

use crate::base::text::letters;

use super::{Footnote, HtmlWriter};

impl HtmlWriter<'_> {
    pub(super) fn footnote_reference(&mut self, label: &str) {
        let Some(n) = self.note(label) else {
            return self.push_text(&format!("[^{label}]"));
        };
        self.notes[n].uses += 1;
        let id = reference_id(n, self.notes[n].uses);
        let letter = letters(n);
        self.push_html(&if self.in_link {
            format!("<sup class=\"footnote-ref\" id=\"{id}\">{letter}</sup>")
        } else {
            let link =
                format!("<a href=\"#_fn-{}\" aria-label=\"Note {letter}\">{letter}</a>", n + 1);
            format!("<sup class=\"footnote-ref\" id=\"{id}\">{link}</sup>")
        });
    }

    /// The index in `notes` of the footnote with a label; `None` if no such footnote is defined.
    pub(super) fn note(&mut self, label: &str) -> Option<usize> {
        let label = label.to_lowercase();
        if let Some(&n) = self.note_of.get(&label) {
            return Some(n);
        }
        let contents = self.body.notes.get(&label)?.clone();
        self.notes.push(Footnote { contents, uses: 0, html: String::new() });
        self.note_of.insert(label, self.notes.len() - 1);
        Some(self.notes.len() - 1)
    }

    /// Writes the list of footnotes. A footnote may refer to further footnotes, which are appended.
    pub(super) fn footnotes(&mut self) {
        let mut n = 0;
        while n < self.notes.len() {
            let before = std::mem::take(&mut self.written.html);
            self.write_events(self.notes[n].contents.clone());
            self.notes[n].html = std::mem::replace(&mut self.written.html, before);
            n += 1;
        }
        if self.notes.is_empty() {
            return;
        }
        self.start_line();
        self.push_html("<section class=\"footnotes\" aria-label=\"Notes\">\n<ol type=\"a\">\n");
        for (n, note) in std::mem::take(&mut self.notes).iter().enumerate() {
            let (text, end) = match note.html.strip_suffix("</p>\n") {
                Some(text) => (text, "</p>\n"),
                None => (note.html.as_str(), ""),
            };
            let _ = write!(self.written.html, "<li id=\"_fn-{}\">{text}", n + 1);
            for number in 1..=note.uses {
                self.push_html(&backlink(n, number));
            }
            self.push_html(end);
            self.push_html("</li>\n");
        }
        self.push_html("</ol>\n</section>\n");
    }
}

/// The link from footnote `n` to the `number`th place that refers to it.
fn backlink(n: usize, number: usize) -> String {
    let id = reference_id(n, number);
    let label = format!("Back to the text of note {}", letters(n));
    let shown = if number == 1 { "↩".to_owned() } else { format!("↩{number}") };
    format!(" <a class=\"backref\" href=\"#{id}\" aria-label=\"{label}\">{shown}</a>")
}

fn reference_id(n: usize, number: usize) -> String {
    match number {
        1 => format!("_fnref-{}", n + 1),
        _ => format!("_fnref-{}-{number}", n + 1),
    }
}
